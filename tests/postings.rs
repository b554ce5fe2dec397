//! What each event posts in each edition of the chart, against tables written by hand from `docs/rules.md`.
//!
//! Owns: those tables, and what the everyday books refuse. Refuses to know: how postings are found.

#[path = "postings/book.rs"]
mod book;

use book::{
    BUDGET, Book, CASH, DONORS, FIRM, GRANTEE, JB, OFFICE, PLACE, PROGRAMME, WOMAN, WORK, line, posting, row,
};
use jinguo::base::{AccountCode, Fen, FundNo, PersonNo, RegisterNo};
use jinguo::book::Refusal;
use jinguo::book::chart::{Accounts, Basis, Edition};
use jinguo::entry::{
    Appropriation, BankCharge, Body, BudgetSet, Decision, Dims, Disbursement, Donation, DonationSource,
    GeneralVoucher, GrantDown, Move, OpeningBalance, PassThrough, Posting, RegisterAdded, Registered, Role,
    Spending, Target, ThresholdOf, ThresholdSet, Transfer,
};

const EDITIONS: [Edition; 3] = [Edition::Of2004, Edition::Of2026, Edition::Government];
const SUM: Fen = Fen::new(10_000);

fn gift(fund: FundNo, source: DonationSource) -> Body {
    Body::Donation(Donation { fund, donor: Some(FIRM), amount: SUM, source })
}

fn appropriation(fund: FundNo) -> Body {
    Body::Appropriation(Appropriation { fund, giver: FIRM, amount: SUM })
}

fn charge(interest: bool) -> Body {
    Body::BankCharge(BankCharge { interest, fund: OFFICE, amount: SUM })
}

fn held(received: bool, target: Target) -> Body {
    Body::PassThrough(PassThrough { received, target, other: Some(FIRM), amount: SUM })
}

fn transfer(from: FundNo, to: FundNo) -> Body {
    // The office's own money may go anywhere; donors' money needs their consent.
    let consent = (from == DONORS).then_some(jinguo::base::Hash32([9; 32]));
    Body::Transfer(Transfer { from, to, amount: SUM, consent })
}

fn spending(edition: Edition, account: AccountCode) -> Spending {
    let (programme, budget, payee) = (Some(WORK), Some(BUDGET), Some(FIRM));
    Spending { fund: OFFICE, account, edition: edition.number(), programme, budget, payee, amount: SUM }
}

fn opening(edition: Edition, fund: FundNo, account: u32, amount: i64) -> Body {
    let (account, edition) = (AccountCode(account), edition.number());
    Body::OpeningBalance(OpeningBalance { fund, account, edition, amount: Fen::new(amount) })
}

/// An event by name, the account that its money moves on, and its body in an edition.
type Event = (&'static str, Option<jinguo::base::MoneyAccountNo>, fn(Edition) -> Body);

/// The fixed asset and the other payable of an edition: the government chart has other numbers for them.
fn asset_and_payable(edition: Edition) -> (u32, u32) {
    if edition == Edition::Government { (1601, 2307) } else { (1501, 2209) }
}

/// Each event, and what it posts: in the non-profit chart of 2004 and of 2026, and in the government chart.
///
/// `+5101@2 prog=1` is a debit of 5101 in fund 2 with programme 1; fund 0 is money held for others.
const TABLE: [(Event, [&str; 3]); 24] = [
    (
        ("a gift to a fund of the office", None, |_| gift(OFFICE, DonationSource::Gift)),
        [
            "+100201@1 -410101@1 donor=2",
            "+100201@1 -410101@1 donor=2",
            "+100201@1 -4603@1 donor=2 +8001@1 -6609@1",
        ],
    ),
    (
        ("a gift to a fund that donors restrict", None, |_| gift(DONORS, DonationSource::Gift)),
        [
            "+100201@2 -410102@2 donor=2",
            "+100201@2 -410102@2 donor=2",
            "+100201@2 -4603@2 donor=2 +8001@2 -6609@2",
        ],
    ),
    (
        ("a gift in cash", Some(CASH), |_| gift(OFFICE, DonationSource::Gift)),
        [
            "+1001@1 money=2 -410101@1 donor=2",
            "+1001@1 money=2 -410101@1 donor=2",
            "+1001@1 money=2 -4603@1 donor=2 +8001@1 -6609@1",
        ],
    ),
    (
        ("a grant to a fund of the office", None, |_| gift(OFFICE, DonationSource::Grant)),
        [
            "+100201@1 -440101@1 donor=2",
            "+100201@1 -440101@1 donor=2",
            "+100201@1 -4601@1 donor=2 +8001@1 -6601@1",
        ],
    ),
    (
        ("a grant on another bank account", Some(JB), |_| gift(DONORS, DonationSource::Grant)),
        [
            "+100201@2 money=1 -440102@2 donor=2",
            "+100201@2 money=1 -440102@2 donor=2",
            "+100201@2 money=1 -4601@2 donor=2 +8001@2 -6601@2",
        ],
    ),
    (
        ("an appropriation to a fund of the office", None, |_| appropriation(OFFICE)),
        [
            "+100201@1 -440101@1 donor=2",
            "+100201@1 -440101@1 donor=2",
            "+100201@1 -4001@1 donor=2 +8001@1 -6001@1",
        ],
    ),
    (
        ("an appropriation to a restricted fund", None, |_| appropriation(DONORS)),
        [
            "+100201@2 -440102@2 donor=2",
            "+100201@2 -440102@2 donor=2",
            "+100201@2 -4001@2 donor=2 +8001@2 -6001@2",
        ],
    ),
    (
        ("interest", None, |_| charge(true)),
        ["+100201@1 -4901@1", "+100201@1 -4901@1", "+100201@1 -4604@1 +8001@1 -6609@1"],
    ),
    (
        ("a bank fee", None, |_| charge(false)),
        ["+5201@1 -100201@1", "+5301@1 -100201@1", "+5001@1 -100201@1 +7101@1 -8001@1"],
    ),
    (
        ("relief", None, |_| {
            Body::Disbursement(Disbursement {
                programme: PROGRAMME,
                fund: DONORS,
                person: WOMAN,
                amount: SUM,
            })
        }),
        [
            "+5101@2 prog=1 person=1 -100201@2",
            "+5101@2 prog=1 person=1 -100201@2",
            "+5001@2 prog=1 person=1 -100201@2 +7101@2 -8001@2",
        ],
    ),
    (
        ("a grant passed down", None, |_| {
            let (fund, programme) = (DONORS, Some(PROGRAMME));
            Body::GrantDown(GrantDown { fund, programme, receiver: GRANTEE, amount: SUM })
        }),
        [
            "+5101@2 prog=1 person=3 -100201@2",
            "+5101@2 prog=1 person=3 -100201@2",
            "+5001@2 prog=1 person=3 -100201@2 +7101@2 -8001@2",
        ],
    ),
    (
        ("spending on administration", Some(CASH), |edition| {
            Body::Spending(spending(edition, Accounts::of(edition).administration))
        }),
        [
            "+5201@1 prog=2 person=2 budget=1 -1001@1 money=2",
            "+5301@1 prog=2 person=2 budget=1 -1001@1 money=2",
            "+5001@1 prog=2 person=2 budget=1 -1001@1 money=2 +7101@1 -8001@1",
        ],
    ),
    (
        ("an asset bought", None, |edition| {
            let account = AccountCode(asset_and_payable(edition).0);
            let plain = Spending { programme: None, budget: None, payee: None, ..spending(edition, account) };
            Body::Spending(plain)
        }),
        ["+1501@1 -100201@1", "+1501@1 -100201@1", "+1601@1 -100201@1 +7101@1 -8001@1"],
    ),
    (
        ("money received for a place", None, |_| held(true, Target::Purpose(PLACE))),
        [
            "+100202@0 -2601@0 donor=2 place=1",
            "+100202@0 -2601@0 donor=2 place=1",
            "+100202@0 -2901@0 donor=2 place=1",
        ],
    ),
    (
        ("money received in cash for a person", Some(CASH), |_| held(true, Target::Person(WOMAN))),
        [
            "+1001@0 money=2 -2601@0 person=1 donor=2",
            "+1001@0 money=2 -2601@0 person=1 donor=2",
            "+1001@0 money=2 -2901@0 person=1 donor=2",
        ],
    ),
    (
        ("money paid on to a place", None, |_| held(false, Target::Purpose(PLACE))),
        [
            "+2601@0 person=2 place=1 -100202@0",
            "+2601@0 person=2 place=1 -100202@0",
            "+2901@0 person=2 place=1 -100202@0",
        ],
    ),
    (
        ("a transfer from the office to a restricted fund", None, |_| transfer(OFFICE, DONORS)),
        [
            "+3101@1 -100201@1 +100201@2 -3102@2",
            "+3101@1 -100201@1 +100201@2 -3102@2",
            "+3001@1 -100201@1 +100201@2 -3001@2 +8202@1 -8001@1 +8001@2 -8201@2",
        ],
    ),
    (
        ("a transfer back", Some(JB), |_| transfer(DONORS, OFFICE)),
        [
            "+3102@2 -100201@2 money=1 +100201@1 money=1 -3101@1",
            "+3102@2 -100201@2 money=1 +100201@1 money=1 -3101@1",
            "+3001@2 -100201@2 money=1 +100201@1 money=1 -3001@1 +8201@2 -8001@2 +8001@1 -8202@1",
        ],
    ),
    (
        ("cash drawn from the bank", None, |_| {
            Body::Move(Move { fund: OFFICE, from: None, to: Some(CASH), amount: SUM })
        }),
        ["+1001@1 money=2 -100201@1"; 3],
    ),
    (
        ("money held for others moved to another bank", None, |_| {
            Body::Move(Move { fund: FundNo::PASS_THROUGH, from: None, to: Some(JB), amount: SUM })
        }),
        ["+100202@0 money=1 -100202@0"; 3],
    ),
    (
        ("cash that was there", Some(JB), |edition| opening(edition, OFFICE, 100_201, 10_000)),
        [
            "+100201@1 money=1 -3101@1",
            "+100201@1 money=1 -3101@1",
            "+100201@1 money=1 -3001@1 +8001@1 -8202@1",
        ],
    ),
    (
        ("restricted cash that was there", None, |edition| opening(edition, DONORS, 100_201, 10_000)),
        ["+100201@2 -3102@2", "+100201@2 -3102@2", "+100201@2 -3001@2 +8001@2 -8201@2"],
    ),
    (
        ("an asset that was there", None, |edition| {
            opening(edition, OFFICE, asset_and_payable(edition).0, 10_000)
        }),
        ["+1501@1 -3101@1", "+1501@1 -3101@1", "+1601@1 -3001@1"],
    ),
    (
        ("a debt that was there", None, |edition| {
            opening(edition, OFFICE, asset_and_payable(edition).1, -10_000)
        }),
        ["-2209@1 +3101@1", "-2209@1 +3101@1", "-2307@1 +3001@1"],
    ),
];

/// The sums in each fund and each set of books are zero: told apart by the first digit of the account.
fn balances(lines: &[Posting]) -> bool {
    lines.iter().all(|of| {
        let budget = |line: &Posting| line.account.top().0 >= 6000;
        let same = |line: &&Posting| line.fund == of.fund && budget(line) == budget(of);
        lines.iter().filter(same).map(|line| line.amount.get()).sum::<i64>() == 0
    })
}

#[test]
fn every_event_posts_what_the_page_says_and_its_reversal_takes_it_back() {
    for (at, edition) in EDITIONS.into_iter().enumerate() {
        for ((name, money, body), expected) in &TABLE {
            let mut book = Book::furnished(edition);
            let entry = book.adds_on(body(edition), *money);
            assert_eq!(row(&entry.postings), expected[at], "{name} in {edition:?}");
            assert!(entry.postings.iter().all(|line| line.amount == SUM || line.amount == SUM.negated()));
            assert!(balances(&entry.postings), "{name} in {edition:?}");
            let back = book.reverses(entry.no);
            let turned = entry.postings.iter().map(|line| Posting { amount: line.amount.negated(), ..*line });
            assert_eq!(back.postings, turned.collect::<Vec<_>>(), "{name} in {edition:?}");
        }
    }
}

fn voucher(edition: Edition, lines: &[(FundNo, u32, i64, Dims)]) -> Body {
    let lines =
        lines.iter().map(|(fund, account, fen, dims)| posting(*fund, *account, *fen, *dims)).collect();
    Body::GeneralVoucher(GeneralVoucher { edition: edition.number(), lines })
}

const NONE: Dims = Dims {
    programme: None,
    person: None,
    donor: None,
    purpose: None,
    money: None,
    budget: None,
    loan: None,
    gift: None,
};

#[test]
fn a_general_voucher_is_booked_line_by_line_by_a_second_person() {
    for (edition, expense) in [(Edition::Of2004, 5201), (Edition::Of2026, 5301), (Edition::Government, 5001)]
    {
        let mut book = Book::furnished(edition);
        let spent = Dims { budget: Some(BUDGET), person: Some(WOMAN), ..NONE };
        let bank = Dims { money: Some(JB), ..NONE };
        let mut lines = vec![(OFFICE, expense, 500, spent), (OFFICE, 100_201, -500, bank)];
        if edition == Edition::Government {
            lines.extend([(OFFICE, 7101, 500, NONE), (OFFICE, 8001, -500, NONE)]);
        }
        let prepared = book.adds(voucher(edition, &lines));
        assert!(prepared.prepared && prepared.postings.is_empty() && prepared.voucher.is_none());
        assert_eq!(
            book.decide(1, prepared.no, Decision::Approved),
            Err(Refusal::SelfApproval { entry: prepared.no })
        );
        book.second_person(Role::Checker);
        let approved = book.decide(2, prepared.no, Decision::Approved).unwrap();
        assert!(approved.voucher.is_some());
        let budget = if edition == Edition::Government { " +7101@1 -8001@1" } else { "" };
        let expected = format!("+{expense}@1 person=1 budget=1 -100201@1 money=1{budget}");
        assert_eq!(row(&approved.postings), expected);
    }
}

#[test]
fn each_set_of_books_balances_by_itself() {
    let edition = Edition::Government;
    let mut book = Book::furnished(edition);
    let financial = [(OFFICE, 5001, 500, NONE), (OFFICE, 100_201, -500, NONE)];
    let unbalanced = |basis, difference| {
        let difference = Fen::new(difference);
        Err(Refusal::Unbalanced { fund: OFFICE, basis, difference })
    };
    let with = |more: &[(FundNo, u32, i64, Dims)]| voucher(edition, &[&financial, more].concat());
    let one_sided = book.refuses(with(&[(OFFICE, 7101, 500, NONE), (OFFICE, 8001, -400, NONE)]));
    assert_eq!(one_sided, unbalanced(Basis::Budget, 100));
    // In all it balances, and in neither set of books.
    let across = [(OFFICE, 5001, 500, NONE), (OFFICE, 8001, -500, NONE)];
    assert_eq!(book.refuses(voucher(edition, &across)), unbalanced(Basis::Financial, 500));
    book.adds(with(&[(OFFICE, 7101, 500, NONE), (OFFICE, 8001, -500, NONE)]));
}

#[test]
fn accounts_are_of_the_edition_of_the_voucher_date() {
    let mut book = Book::furnished(Edition::Of2026);
    let old = Body::Spending(spending(Edition::Of2004, AccountCode(5201)));
    assert_eq!(book.refuses(old), Err(Refusal::OtherEdition { date: book.today() }));
    let unknown = Body::Spending(spending(Edition::Of2026, AccountCode(9999)));
    assert_eq!(book.refuses(unknown), Err(Refusal::UnknownAccount { account: AccountCode(9999) }));
}

#[test]
fn accounts_that_an_entry_may_not_choose() {
    let ngo: &[u32] = &[1001, 1002, 100_201, 100_202, 1009, 1801, 2209, 2601, 3101, 410_101];
    let government: &[u32] = &[1001, 1011, 1021, 1891, 2307, 2901, 3001, 4603, 6001, 7101, 8001];
    for (edition, wrong) in [(Edition::Of2026, ngo), (Edition::Government, government)] {
        let mut book = Book::furnished(edition);
        for account in wrong.iter().map(|code| AccountCode(*code)) {
            let refused = Err(Refusal::AccountNotAllowed { account });
            assert_eq!(book.refuses(Body::Spending(spending(edition, account))), refused, "{account}");
        }
    }
    let mut book = Book::furnished(Edition::Of2026);
    for account in [1002, 1801, 100_202, 2601, 3101, 4901, 5301] {
        let refused = Err(Refusal::AccountNotAllowed { account: AccountCode(account) });
        assert_eq!(book.refuses(opening(Edition::Of2026, OFFICE, account, 1)), refused);
    }
    let place = Dims { purpose: Some(PLACE), ..NONE };
    let cash = Dims { money: Some(CASH), ..NONE };
    for (account, dims) in
        [(1002, NONE), (100_202, NONE), (2601, NONE), (5301, place), (100_201, cash), (5301, cash)]
    {
        let lines = [(OFFICE, account, 500, dims), (OFFICE, 2209, -500, NONE)];
        let refused = Err(Refusal::AccountNotAllowed { account: AccountCode(account) });
        assert_eq!(book.refuses(voucher(Edition::Of2026, &lines)), refused, "{account}");
    }
}

#[test]
fn a_budget_is_not_overspent_by_one_line_or_by_several_and_not_by_another_fund_or_year() {
    let edition = Edition::Of2026;
    let mut book = Book::furnished(edition);
    let spend =
        |fen| Body::Spending(Spending { amount: Fen::new(fen), ..spending(edition, AccountCode(5301)) });
    let over = |left, needed| {
        let (left, needed) = (Fen::new(left), Fen::new(needed));
        Err(Refusal::OverBudget { purpose: line("办公费"), left, needed })
    };
    assert_eq!(book.refuses(spend(200_001)), over(200_000, 200_001));
    let spent = book.adds(spend(150_000));
    assert_eq!(book.refuses(spend(50_001)), over(50_000, 50_001));
    let of_budget = Dims { budget: Some(BUDGET), ..NONE };
    let twice =
        [(OFFICE, 5301, 30_000, of_budget), (OFFICE, 5101, 30_000, of_budget), (OFFICE, 2209, -60_000, NONE)];
    assert_eq!(book.refuses(voucher(edition, &twice)), over(50_000, 60_000));
    let set = |fen| {
        let (fund, year, purpose, amount) = (OFFICE, 2026, line("办公费"), Fen::new(fen));
        Body::Budget(BudgetSet { no: BUDGET, fund, year, purpose, amount })
    };
    let below = Err(Refusal::BudgetBelowSpent { spent: Fen::new(150_000) });
    assert_eq!(book.refuses(set(149_999)), below);
    book.adds(set(150_000));
    assert_eq!(book.refuses(spend(1)), over(0, 1));
    // What comes back can be spent again.
    book.reverses(spent.no);
    book.adds(spend(150_000));
    let other = Body::Spending(Spending {
        fund: DONORS,
        programme: Some(PROGRAMME),
        ..spending(edition, AccountCode(5101))
    });
    assert_eq!(book.refuses(other), Err(Refusal::BudgetOfOther { no: BUDGET }));
    book.next_year();
    assert_eq!(book.refuses(spend(1)), Err(Refusal::BudgetOfOther { no: BUDGET }));
}

#[test]
fn no_money_account_is_overdrawn_though_its_fund_has_more() {
    let mut book = Book::furnished(Edition::Of2026);
    let short = |account, available, needed| {
        let (available, needed) = (Fen::new(available), Fen::new(needed));
        Err(Refusal::MoneyNotCovered { account, available, needed })
    };
    let on = book.refuses_on(charge(false), Some(JB), Fen::new(100_001));
    assert_eq!(on, short(Some(JB), 100_000, 100_001));
    let out = Body::Move(Move { fund: OFFICE, from: Some(CASH), to: None, amount: Fen::new(100_001) });
    assert_eq!(book.refuses(out), short(Some(CASH), 100_000, 100_001));
    let same = Body::Move(Move { fund: OFFICE, from: Some(JB), to: Some(JB), amount: SUM });
    assert_eq!(book.refuses(same), Err(Refusal::SameMoneyAccount));
}

#[test]
fn what_waits_is_reserved_and_given_back() {
    let mut book = Book::furnished(Edition::Of2026);
    book.second_person(Role::Administrator);
    book.adds_as(
        1,
        Body::Threshold(ThresholdSet { of: ThresholdOf::Fund(OFFICE), over: Some(Fen::new(500_000)) }),
    );
    let fee = |fen| Body::BankCharge(BankCharge { interest: false, fund: OFFICE, amount: Fen::new(fen) });
    let all = book.cash(OFFICE);
    let prepared = book.adds(fee(all - 400_000));
    assert!(prepared.prepared, "above the threshold of its fund");
    let short = Refusal::FundNotCovered {
        fund: OFFICE,
        available: Fen::new(400_000),
        needed: Fen::new(400_001),
        day: None,
    };
    assert_eq!(book.refuses(fee(400_001)), Err(short));
    book.decide(2, prepared.no, Decision::Rejected).unwrap();
    let now = book.adds(fee(400_001));
    assert!(!now.prepared && now.voucher.is_some());
}

#[test]
fn two_persons_set_what_one_alone_could_bend() {
    let edition = Edition::Of2026;
    let mut book = Book::furnished(edition);
    assert!(!book.adds(opening(edition, OFFICE, 1501, 5)).prepared, "while there is one person only");
    book.second_person(Role::Clerk);
    assert!(book.adds(opening(edition, OFFICE, 1501, 5)).prepared);
    let set = |no, purpose, fen| {
        let (fund, year, purpose, amount) = (OFFICE, 2026, line(purpose), Fen::new(fen));
        Body::Budget(BudgetSet { no, fund, year, purpose, amount })
    };
    assert!(!book.adds(set(BUDGET.next(), "会议费", 1)).prepared, "a new budget");
    assert!(book.adds(set(BUDGET, "办公费", 300_000)).prepared, "a change");
    let clerk = book.refuses_as(2, set(BUDGET.next().next(), "差旅费", 1));
    assert!(matches!(clerk, Err(Refusal::RoleMayNot { .. })), "{clerk:?}");
    let auditor = book.third_person(Role::Auditor);
    let spend = Body::Spending(spending(edition, AccountCode(5301)));
    assert!(matches!(book.refuses_as(auditor, spend), Err(Refusal::RoleMayNot { .. })));
}

#[test]
fn opening_balances_end_with_the_first_close() {
    let mut book = Book::furnished(Edition::Of2026);
    book.closes_its_month();
    let late = book.refuses(opening(Edition::Of2026, OFFICE, 1501, 5));
    assert!(matches!(late, Err(Refusal::OpeningTooLate { .. })), "{late:?}");
}

#[test]
fn restricted_money_is_spent_on_its_purpose() {
    let edition = Edition::Of2026;
    let mut book = Book::furnished(edition);
    let spend = |programme| {
        let of_donors = Spending { fund: DONORS, budget: None, ..spending(edition, AccountCode(5301)) };
        Body::Spending(Spending { programme, ..of_donors })
    };
    assert!(matches!(book.refuses(spend(None)), Err(Refusal::RestrictedSpending { .. })));
    assert!(matches!(book.refuses(spend(Some(WORK))), Err(Refusal::OffPurpose { .. })));
    book.adds(spend(Some(PROGRAMME)));
    let grant =
        |receiver| Body::GrantDown(GrantDown { fund: DONORS, programme: None, receiver, amount: SUM });
    assert!(matches!(book.refuses(grant(GRANTEE)), Err(Refusal::RestrictedSpending { .. })));
    assert_eq!(book.refuses(grant(WOMAN)), Err(Refusal::NotAnOrganisation { no: WOMAN }));
    let vouched = |dims| voucher(edition, &[(DONORS, 5101, 500, dims), (DONORS, 100_201, -500, NONE)]);
    assert!(matches!(book.refuses(vouched(NONE)), Err(Refusal::RestrictedSpending { .. })));
    book.adds(vouched(Dims { programme: Some(PROGRAMME), ..NONE }));
}

#[test]
fn a_register_counts_its_lines_but_those_struck() {
    let mut book = Book::furnished(Edition::Of2026);
    let cards = RegisterNo(1);
    let add = Body::Register(RegisterAdded { no: cards, name: line("医疗援助卡") });
    book.adds(add.clone());
    assert_eq!(book.refuses(add), Err(Refusal::RegisterTaken { name: line("医疗援助卡") }));
    let note = |count, fen, person: Option<PersonNo>| {
        let amount = Fen::new(fen);
        Body::Registered(Registered { register: cards, person, provider: Some(FIRM), count, amount })
    };
    let first = book.adds(note(50, 0, None));
    let second = book.adds(note(1, 20_000, Some(WOMAN)));
    assert!(first.voucher.is_none() && first.postings.is_empty());
    assert_eq!(book.register(cards), (2, 51, 20_000));
    let by = book.strikes(second.no).unwrap();
    assert_eq!(book.register(cards), (1, 50, 0));
    assert_eq!(book.strikes(second.no), Err(Refusal::AlreadyStruck { entry: second.no, by: by.no }));
    assert_eq!(book.strikes(by.no), Err(Refusal::NotARegisterLine { entry: by.no }));
}
