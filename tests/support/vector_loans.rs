//! The vectors of rules version 3: loans of three kinds of money, and bad ones that differ from them in one thing.
//!
//! Owns: what these vectors say. Refuses to know: how they are checked, and the arithmetic: bodies hold what the program
//! works out, and the second reader sees that they are booked as they say.

use super::{Book, care_fund, code, fen, key, on, operator, posting};
use crate::maker::{Bad, day, gift, line};
use jinguo::base::{
    AccountCode, Date, EntryNo, Fen, FundNo, GuarantorNo, Hash32, LoanNo, PersonNo, ProductNo, Rate,
};
use jinguo::book::Draft;
use jinguo::book::loan::{Known, owed, position, subsidy};
use jinguo::entry::*;

const TODAY: u32 = 20_260_309;

/// A draft of an earlier day, booked today.
fn of(business: u32, body: Body) -> Draft {
    Draft { voucher_date: Some(day(TODAY)), ..Draft::new(day(business), body) }
}

fn terms(method: Method, rate: u32) -> Terms {
    Terms {
        rate: Rate::from_millionths(rate),
        surcharge_percent: 50,
        day_count: DayCount::Actual360,
        rounding: Rounding::HalfEven,
        method,
        graces: Graces { ageing_days: 3, ..Graces::default() },
        order: RepaymentOrder::USUAL,
        due_day: 0,
        limit: fen(500_000),
        longest_months: 12,
        eligible: Eligible { women_only: true, youngest: 18, oldest: 60 },
    }
}

/// Term loans of fund 1, of a bank with a guarantor behind it, and a card of the bank.
fn products() -> Vec<(ProductAdded, Terms)> {
    let product = |no, kind, profile, source, guarantor| ProductAdded {
        no: ProductNo(no),
        code: code(&format!("DK{no}")),
        name: line(&format!("贷款{no}")),
        kind,
        profile,
        source,
        guarantor,
    };
    let bank = || Source::Lender(line("示例农商行"));
    vec![
        (
            product(1, LoanKind::Term, Profile::Loan, Source::Own(FundNo(1)), None),
            terms(Method::EqualPayments, 60_000),
        ),
        (
            product(2, LoanKind::Term, Profile::Loan, bank(), Some(GuarantorNo(1))),
            terms(Method::EqualPrincipal, 43_500),
        ),
        (
            product(3, LoanKind::Revolving, Profile::Card, bank(), None),
            Terms { due_day: 20, day_count: DayCount::Thirty360, ..terms(Method::InterestMonthly, 43_500) },
        ),
    ]
}

fn rule(product: u32) -> Body {
    Body::Subsidy(SubsidySet {
        product: ProductNo(product),
        from: day(20_240_101),
        mode: SubsidyMode::Above { lpr: Rate::from_millionths(31_000), basis_points: -150 },
        longest_months: 24,
        shares: [("省级财政", 700_000), ("县级财政", 300_000)]
            .map(|(level, millionths)| SubsidyShare { level: line(level), millionths })
            .to_vec(),
    })
}

fn deposit(placed: bool, fund: Option<u32>, amount: i64) -> Body {
    let fund = fund.map(FundNo);
    Body::Deposit(Deposit { placed, guarantor: GuarantorNo(1), fund, amount: fen(amount) })
}

fn provision(amount: i64) -> Body {
    Body::Provision(Provision { fund: FundNo(1), amount: fen(amount) })
}

fn event(loan: u64, what: LoanWhat) -> Body {
    Body::Loan(LoanEvent { loan: LoanNo(loan), what })
}

/// Funds, people, products and money, by one operator; from here on rules version 3.
fn begun(chart: Chart) -> Book {
    let mut book = Book::new(chart);
    let borrowers = [(1, "王芳", 1), (2, "李梅", 2)]
        .map(|(no, name, lookup)| Body::Person(book.person(no, PersonSort::Natural, name, lookup)));
    let money = gift(1, None, 10_000_000, DonationSource::Gift);
    book.by(1, [vec![care_fund(1, "XD", Restriction::Office), money], borrowers.to_vec()].concat());
    book.rules = 3;
    let name = line("示例融资担保有限公司");
    let mut bodies = vec![
        Body::Guarantor(GuarantorAdded { no: GuarantorNo(1), name }),
        deposit(true, None, 500_000),
        deposit(true, Some(1), 300_000),
        deposit(false, Some(1), 100_000),
    ];
    for (product, terms) in products() {
        let (no, from) = (product.no, day(20_240_101));
        bodies.extend([Body::Product(product), Body::Terms(TermsSet { product: no, from, terms })]);
    }
    bodies.push(rule(2));
    book.by(1, bodies);
    book
}

impl Book {
    fn happens(&mut self, operator: u32, business: u32, loan: u64, what: LoanWhat) -> u64 {
        self.write(operator, vec![of(business, event(loan, what))]);
        self.scribe.entries()
    }

    /// Applied for and granted by one person, signed and drawn.
    fn lent(&mut self, loan: u64, product: u32, borrower: u64, business: u32, amount: i64) {
        let (product, borrower, amount, months) = (ProductNo(product), PersonNo(borrower), fen(amount), 12);
        self.happens(1, business, loan, LoanWhat::Applied { product, borrower, amount, months });
        let granted = self.happens(1, business, loan, LoanWhat::Granted { amount, months });
        if self.scribe.entry(granted).prepared {
            self.approve(2, granted);
        }
        let (number, paper) = (line(&format!("合同{loan}")), Hash32([9; 32]));
        let terms = products()[usize::try_from(product.0).unwrap() - 1].1;
        self.happens(1, business, loan, LoanWhat::Signed { number, paper, terms });
        self.draw(loan, business, amount);
    }

    fn draw(&mut self, loan: u64, business: u32, amount: Fen) -> u64 {
        let state = self.scribe.loan(loan);
        let plan = owed::plan_after_draw(LoanNo(loan), &state, day(business), amount).unwrap();
        self.happens(1, business, loan, LoanWhat::Drawn { amount, plan })
    }

    fn split(&self, loan: u64, business: u32, paid: i64, keep: bool) -> Split {
        owed::split(LoanNo(loan), &self.scribe.loan(loan), day(business), fen(paid), keep).unwrap()
    }

    fn repay(&mut self, loan: u64, business: u32, paid: i64, keep: bool) -> u64 {
        let split = self.split(loan, business, paid, keep);
        let (from, plan) = (PaidFrom::Cash, None);
        self.happens(1, business, loan, LoanWhat::Repaid { from, split, plan })
    }

    /// Decided by both: prepared by the first, approved by the second.
    fn by_two(&mut self, business: u32, body: Body) -> u64 {
        self.write(1, vec![of(business, body)]);
        let asked = self.scribe.entries();
        assert!(self.scribe.entry(asked).prepared);
        let (mut draft, voucher_date) = (self.decided(asked, Decision::Approved, None), Some(day(TODAY)));
        draft.voucher_date = voucher_date;
        self.write(2, vec![draft]);
        self.scribe.entries()
    }
}

fn due(book: &Book, loan: u64, on: Date) -> i64 {
    let p = position(&book.scribe.loan(loan), on, Known::ALL);
    p.fees.get() + p.penalty.get().max(0) + p.interest_due.get().max(0) + p.principal_due.get()
}

/// Three loans to their ends.
pub fn loans(chart: Chart) -> Vec<u8> {
    let mut book = begun(chart);
    book.by(1, vec![provision(50_000), provision(-20_000)]);
    own(&mut book);
    book.by(1, vec![operator(2, "李静", &key(0x12), Role::Checker)]);
    guaranteed(&mut book);
    card(&mut book);
    written_off(&mut book);
    // Of a product that has terms, others are set by two; a subsidy may wait.
    let (product, from) = (ProductNo(3), day(20_260_401));
    let dearer = terms(Method::AllAtEnd, 50_000);
    book.by_two(TODAY, Body::Terms(TermsSet { product, from, terms: dearer }));
    book.write(1, vec![Draft { prepare: true, ..on(rule(3)) }]);
    let asked = book.scribe.entries();
    book.approve(2, asked);
    book.scribe.bytes
}

/// Drawn, paid in part, early, too much and out of what was kept; charged, refunded, reversed.
fn own(book: &mut Book) {
    book.lent(1, 1, 1, 20_250_110, 120_000);
    let first = due(book, 1, day(20_250_210));
    let paid = book.repay(1, 20_250_210, first, false);
    book.by(1, vec![book.reversal(paid)]);
    book.repay(1, 20_250_210, first, false);
    let charged = book.happens(1, 20_250_211, 1, LoanWhat::Charged { amount: fen(300) });
    book.by(1, vec![book.reversal(charged)]);
    book.happens(1, 20_250_211, 1, LoanWhat::Charged { amount: fen(200) });
    // Early, with lower instalments from then on.
    let split = book.split(1, 20_250_220, 30_000, false);
    let state = book.scribe.loan(1);
    let plan = owed::plan_after_payment(LoanNo(1), &state, day(20_250_220), &split).unwrap();
    let (from, plan) = (PaidFrom::Cash, Some(plan));
    book.happens(1, 20_250_220, 1, LoanWhat::Repaid { from, split, plan });
    let payoff = owed::payoff(&book.scribe.loan(1), day(20_250_315)).get();
    book.repay(1, 20_250_315, payoff + 5_000, true);
    book.happens(1, 20_250_316, 1, LoanWhat::Charged { amount: fen(1_000) });
    let split = book.split(1, 20_250_317, 1_000, false);
    let from = PaidFrom::Prepayment;
    book.happens(1, 20_250_317, 1, LoanWhat::Repaid { from, split, plan: None });
    book.happens(1, 20_250_318, 1, LoanWhat::Refunded { amount: fen(4_000) });
}

/// In arrears; the guarantor pays out of the fund's deposit; recovered in part, given up, and recovered again.
fn guaranteed(book: &mut Book) {
    book.lent(2, 2, 2, 20_250_201, 240_000);
    let first = due(book, 2, day(20_250_301));
    book.repay(2, 20_250_301, first, false);
    book.happens(1, 20_250_320, 2, LoanWhat::Visited { result: VisitResult::Concern });
    let rule = match rule(2) {
        Body::Subsidy(set) => set,
        other => panic!("{other:?}"),
    };
    let quarter = Quarter::parse("2025Q1").unwrap();
    let amount = subsidy::total(&subsidy::lines(&book.scribe.loan(2), &rule, quarter, Known::ALL));
    let shares = subsidy::shares(&rule, amount);
    book.happens(1, 20_250_405, 2, LoanWhat::SubsidyClaimed { quarter, amount, shares });
    let split = book.split(2, 20_250_610, 50_000, false);
    book.by_two(20_250_610, event(2, LoanWhat::Claimed { split, fund: Some(FundNo(1)) }));
    let after = RecoveredAfter::Claim;
    book.happens(1, 20_250_701, 2, LoanWhat::Recovered { after, amount: fen(5_000) });
    book.by_two(TODAY, provision(60_000));
    let state = book.scribe.loan(2);
    let split = owed::all_owed(&state, day(20_251_201));
    let claimed = position(&state, day(20_251_201), Known::ALL).to_recover;
    book.by_two(20_251_201, event(2, LoanWhat::WrittenOff { split, claimed }));
    let after = RecoveredAfter::WriteOff;
    book.happens(1, 20_260_105, 2, LoanWhat::Recovered { after, amount: fen(50_000) });
}

/// A card: two draws, a payment ahead, an extension.
fn card(book: &mut Book) {
    book.lent(3, 3, 1, 20_250_601, 400_000);
    book.repay(3, 20_250_615, 150_000, false);
    book.draw(3, 20_250_616, fen(100_000));
    let late = due(book, 3, day(TODAY));
    book.repay(3, TODAY, late, false);
    let state = book.scribe.loan(3);
    let plan = owed::plan_after_extension(LoanNo(3), &state, day(TODAY), day(20_261_001)).unwrap();
    book.by_two(TODAY, event(3, LoanWhat::Extended { plan }));
}

/// An own loan of which nothing came, and more than the principal after it was given up.
fn written_off(book: &mut Book) {
    book.lent(4, 1, 1, 20_250_402, 30_000);
    let split = owed::all_owed(&book.scribe.loan(4), day(20_260_301));
    book.by_two(20_260_301, event(4, LoanWhat::WrittenOff { split, claimed: fen(0) }));
    let (after, amount) = (RecoveredAfter::WriteOff, fen(30_500));
    book.happens(1, 20_260_305, 4, LoanWhat::Recovered { after, amount });
}

/// One for each way in which loans can go past the rules that the second reader knows.
pub fn bad_loans() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add = |name, what, book: Book| all.push(Bad { name, bytes: book.scribe.bytes, step: 6, what });
    add("bad-6-loan-account", "principal that came back is booked as less relief", {
        let mut book = begun(Chart::NonProfit);
        book.lent(1, 1, 1, 20_250_110, 120_000);
        let (from, split, plan) = (PaidFrom::Cash, book.split(1, 20_250_210, 10_000, false), None);
        let mut entry = book.made(1, of(20_250_210, event(1, LoanWhat::Repaid { from, split, plan })));
        entry.postings[1].account = AccountCode(5101);
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-loan-before-rules-3", "a product is set up under rules version 2", {
        let mut book = begun(Chart::NonProfit);
        let (mut product, _) = products().remove(0);
        (product.no, product.code) = (ProductNo(4), code("DK4"));
        let entry = book.made(1, on(Body::Product(product)));
        let mut older = Book::new(Chart::NonProfit);
        older.sealed(1, &[Entry { no: EntryNo(2), ..entry }]);
        book.scribe.bytes = older.scribe.bytes;
        book
    });
    add("bad-6-loan-one-person", "a grant takes effect by one person's word, although there are two", {
        let mut book = begun(Chart::NonProfit);
        book.by(1, vec![operator(2, "李静", &key(0x12), Role::Checker)]);
        let (product, borrower, amount, months) = (ProductNo(1), PersonNo(1), fen(120_000), 12);
        book.happens(1, TODAY, 1, LoanWhat::Applied { product, borrower, amount, months });
        let asked = book.made(1, on(event(1, LoanWhat::Granted { amount, months })));
        book.sealed(1, &[Entry { prepared: false, ..asked }]);
        book
    });
    add("bad-6-loan-clerk", "a clerk names a guarantor", {
        let mut book = begun(Chart::NonProfit);
        book.by(1, vec![operator(2, "李静", &key(0x12), Role::Checker)]);
        let clerk = book.by(1, vec![operator(3, "陈慧", &key(0x13), Role::Clerk)]);
        book.approve(2, clerk);
        let added = GuarantorAdded { no: GuarantorNo(2), name: line("示例担保有限公司") };
        let entry = book.made(1, on(Body::Guarantor(added)));
        book.sealed(3, &[entry]);
        book
    });
    add("bad-6-loan-dimension", "under rules version 2 a voucher asks for a line of a loan", {
        let mut book = Book::new(Chart::NonProfit);
        let money = gift(1, None, 10_000, DonationSource::Gift);
        book.by(1, vec![care_fund(1, "XD", Restriction::Office), money]);
        let lines = vec![posting(1, 5301, 600, Dims::default()), posting(1, 100_201, -600, Dims::default())];
        let mut entry = book.made(1, on(Body::GeneralVoucher(GeneralVoucher { edition: 2, lines })));
        if let Body::GeneralVoucher(voucher) = &mut entry.body {
            voucher.lines[0].dims.loan = Some(LoanNo(1));
        }
        book.sealed(1, &[entry]);
        book
    });
    add("bad-6-loan-write-off", "a loan is written off by one person's word, although there are two", {
        let mut book = begun(Chart::NonProfit);
        book.by(1, vec![provision(50_000)]);
        book.lent(1, 1, 1, 20_250_402, 30_000);
        book.by(1, vec![operator(2, "李静", &key(0x12), Role::Checker)]);
        let split = owed::all_owed(&book.scribe.loan(1), day(20_260_301));
        let asked = book.made(1, of(20_260_301, event(1, LoanWhat::WrittenOff { split, claimed: fen(0) })));
        let dims = Dims { person: Some(PersonNo(1)), loan: Some(LoanNo(1)), ..Dims::default() };
        let lines = [(1131, split.principal), (112_201, split.principal.negated())];
        let postings = lines.map(|(account, amount)| posting(1, account, amount.get(), dims)).to_vec();
        let draw = book.scribe.entry(book.scribe.entries() - 1).voucher.unwrap();
        let voucher = Some(Voucher { number: draw.number + 1, ..draw });
        book.sealed(1, &[Entry { prepared: false, voucher, postings, ..asked }]);
        book
    });
    all
}
