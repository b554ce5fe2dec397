//! Which operations come when: the office's first days, and random steps that mostly make sense.
//!
//! Owns: those choices. Refuses to know: what the rules say to them.

use super::model::{Books, Model};
use super::office::Reopen;
use super::ops::{Given, Op, PEOPLE, PUBLIC, Step, Trouble, line};
use super::set_up::budget;
use crate::sim_index::Fault as IndexFault;
use crate::support::sim_fs::Fault;
use jinguo::base::{
    AccountCode, BudgetNo, Date, EntryNo, Fen, FundNo, HouseholdNo, MoneyAccountNo, OperatorNo, Period,
    PersonNo, ProgrammeNo, PurposeNo, RegisterNo, SubjectNo,
};
use jinguo::book::Draft;
use jinguo::entry::{
    BankCharge, Body, BudgetSet, Close, Decision, Dims, Disbursement, Donation, DonationSource, Erased,
    ErasureBasis, GeneralVoucher, GrantDown, HouseholdJoined, KeyRotated, Move, OpeningBalance,
    OperatorAdded, OperatorRevoked, PassThrough, Posting, Proof, Registered, RetentionSet, Role, RoleChanged,
    Spending, Target, ThresholdOf, ThresholdSet, Transfer,
};
use proptest::prelude::*;
use proptest::sample::select;

/// What happens next.
#[derive(Clone, Debug)]
pub enum Transition {
    Step(Step),
    Reopen(Reopen),
}

/// What a strategy may choose from.
struct Choices {
    books: Books,
    today: Date,
    last: u64,
    booked: Vec<u64>,
    waiting: Vec<(u64, usize)>,
    registered: Vec<u64>,
    first: Option<Period>,
}

fn back(day: Date, days: u32) -> Date {
    let mut at = day.number();
    (0..days).for_each(|_| {
        at = (1..=40)
            .find_map(|n| Date::from_number(at - n))
            .unwrap_or_else(|| {
                let before = Date::from_number(at).unwrap().period().previous();
                before.last_day()
            })
            .number();
    });
    Date::from_number(at).unwrap()
}

fn fen() -> impl Strategy<Value = Fen> {
    prop_oneof![
        20 => select(vec![100_i64, 300, 1000, 1001, 1200, 1300, 2500]),
        1 => select(vec![0_i64, -5, 40_000]),
    ]
    .prop_map(Fen::new)
}

fn small(most: u32) -> impl Strategy<Value = u32> {
    prop_oneof![12 => 1..=most.max(1), 1 => Just(most + 1)]
}

fn person(choices: &Choices) -> impl Strategy<Value = PersonNo> + use<> {
    let any = small(u32::try_from(choices.books.persons_given).unwrap());
    prop_oneof![1 => 1..=2_u32, 2 => any].prop_map(|no| PersonNo(u64::from(no)))
}

fn day(choices: &Choices) -> impl Strategy<Value = Date> + use<> {
    let today = choices.today;
    prop_oneof![
        10 => Just(today),
        6 => select(vec![1_u32, 4, 20, 40]).prop_map(move |days| back(today, days)),
        1 => (1..=2_u32).prop_map(move |days| today.plus_days(days)),
    ]
}

fn some_money() -> impl Strategy<Value = Option<MoneyAccountNo>> {
    let no = prop_oneof![20 => 1..=2_u32, 1 => Just(9)];
    prop_oneof![2 => Just(None), 1 => no.prop_map(|no| Some(MoneyAccountNo(no)))]
}

fn dates(choices: &Choices) -> impl Strategy<Value = Given> + use<> {
    let voucher = prop_oneof![4 => Just(None), 1 => day(choices).prop_map(Some)];
    let prepare = prop_oneof![4 => Just(false), 1 => Just(true)];
    (day(choices), voucher, some_money(), prepare).prop_map(|(on, voucher, money, prepare)| {
        // Mostly not both: what waits is given no account.
        Given { on, voucher, money: money.filter(|no| !prepare || no.0 == 9), prepare }
    })
}

fn relief(choices: &Choices) -> BoxedStrategy<Body> {
    let fitting = (1..=2_u32, person(choices), fen()).prop_map(|(programme, person, amount)| {
        let fund = FundNo(if programme == 1 { 1 } else { 3 });
        Body::Disbursement(Disbursement { programme: ProgrammeNo(programme), fund, person, amount })
    });
    let any = (small(2), small(3), person(choices), fen()).prop_map(|(programme, fund, person, amount)| {
        let (programme, fund) = (ProgrammeNo(programme), FundNo(fund));
        Body::Disbursement(Disbursement { programme, fund, person, amount })
    });
    prop_oneof![5 => fitting, 1 => any].boxed()
}

fn edition(today: Date) -> impl Strategy<Value = u8> {
    let now = if today.number() < 20_260_101 { 1 } else { 2 };
    prop_oneof![8 => Just(now), 1 => Just(3 - now)]
}

fn spending(choices: &Choices) -> BoxedStrategy<Body> {
    let bought = select(vec![5201_u32, 5301, 1501]);
    let accounts = prop_oneof![12 => bought, 1 => select(vec![100_201_u32, 1002, 2209])];
    let payee = prop_oneof![4 => Just(None), 1 => person(choices).prop_map(Some)];
    let budgets = u32::try_from(choices.books.budgets.len()).unwrap();
    let budget = prop_oneof![1 => Just(None), 1 => small(budgets).prop_map(|no| Some(BudgetNo(no)))];
    let fund = prop_oneof![6 => Just(2), 1 => small(3)];
    let programme = prop_oneof![4 => Just(None), 1 => small(2).prop_map(|no| Some(ProgrammeNo(no)))];
    (fund, accounts, edition(choices.today), programme, budget, payee, fen())
        .prop_map(|(fund, account, edition, programme, budget, payee, amount)| {
            let (fund, account) = (FundNo(fund), AccountCode(account));
            Body::Spending(Spending { fund, account, edition, programme, budget, payee, amount })
        })
        .boxed()
}

fn general_voucher(choices: &Choices) -> BoxedStrategy<Body> {
    let budgets = u32::try_from(choices.books.budgets.len()).unwrap();
    let budget = prop_oneof![1 => Just(None), 2 => small(budgets).prop_map(|no| Some(BudgetNo(no)))];
    let account = prop_oneof![20 => select(vec![5201_u32, 5301, 1122]), 1 => Just(2601)];
    let debit = (account, budget, select(vec![100_i64, 700, 1300]));
    let credit =
        select(vec![(100_201_u32, None), (100_201, Some(1)), (1001, Some(2)), (1122, None), (1001, Some(1))]);
    let odd = prop_oneof![9 => Just(0_i64), 1 => Just(1)];
    let fund = prop_oneof![8 => Just(2), 1 => small(3)];
    (fund, edition(choices.today), prop::collection::vec(debit, 1..=3), credit, odd)
        .prop_map(|(fund, edition, debits, (account, money), odd)| {
            let fund = FundNo(fund);
            let posting = |account, amount, dims| Posting {
                fund,
                account: AccountCode(account),
                amount: Fen::new(amount),
                dims,
            };
            let sum: i64 = debits.iter().map(|(_, _, amount)| amount).sum();
            let mut lines: Vec<Posting> = debits
                .into_iter()
                .map(|(account, budget, amount)| posting(account, amount, Dims { budget, ..Dims::default() }))
                .collect();
            let money = money.map(MoneyAccountNo);
            lines.push(posting(account, odd - sum, Dims { money, ..Dims::default() }));
            Body::GeneralVoucher(GeneralVoucher { edition, lines })
        })
        .boxed()
}

fn pass_through(choices: &Choices) -> BoxedStrategy<Body> {
    let target = prop_oneof![
        3 => small(1).prop_map(|no| Target::Purpose(PurposeNo(no))),
        1 => person(choices).prop_map(Target::Person),
    ];
    let other = prop_oneof![2 => Just(None), 1 => person(choices).prop_map(Some)];
    (any::<bool>(), target, other, fen())
        .prop_map(|(received, target, other, amount)| {
            // The payee of what is held for a person is that person.
            let other = other.filter(|_| received || matches!(target, Target::Purpose(_)));
            Body::PassThrough(PassThrough { received, target, other, amount })
        })
        .boxed()
}

fn others(choices: &Choices) -> BoxedStrategy<Body> {
    let transfer = (small(3), small(3), fen(), any::<bool>()).prop_map(|(from, to, amount, consent)| {
        let consent = consent.then_some(jinguo::base::Hash32([5; 32]));
        Body::Transfer(Transfer { from: FundNo(from), to: FundNo(to), amount, consent })
    });
    let moved = (prop_oneof![3 => small(3), 1 => Just(0)], some_money(), some_money(), fen())
        .prop_map(|(fund, from, to, amount)| Body::Move(Move { fund: FundNo(fund), from, to, amount }));
    let charge = (any::<bool>(), small(3), fen()).prop_map(|(interest, fund, amount)| {
        Body::BankCharge(BankCharge { interest, fund: FundNo(fund), amount })
    });
    let grant =
        (small(3), small(3), person(choices), fen()).prop_map(|(fund, programme, receiver, amount)| {
            let programme = (programme < 3).then_some(ProgrammeNo(programme));
            Body::GrantDown(GrantDown { fund: FundNo(fund), programme, receiver, amount })
        });
    let opening =
        (small(3), select(vec![100_201_u32, 1001, 1122, 2209, 5201]), edition(choices.today), 1..900_i64)
            .prop_map(|(fund, account, edition, amount)| {
                let (fund, account, amount) = (FundNo(fund), AccountCode(account), Fen::new(amount));
                Body::OpeningBalance(OpeningBalance { fund, account, edition, amount })
            });
    prop_oneof![3 => transfer, 3 => moved, 2 => charge, 1 => grant, 1 => opening].boxed()
}

fn gift(choices: &Choices) -> BoxedStrategy<Body> {
    let donor = prop_oneof![1 => Just(None), 1 => person(choices).prop_map(Some)];
    (small(3), donor, fen(), select(vec![DonationSource::Gift, DonationSource::Grant]))
        .prop_map(|(fund, donor, amount, source)| {
            Body::Donation(Donation { fund: FundNo(fund), donor, amount, source })
        })
        .boxed()
}

fn entry(numbers: &[u64], last: u64) -> BoxedStrategy<EntryNo> {
    let any = (1..=last + 1).prop_map(EntryNo);
    if numbers.is_empty() {
        return any.boxed();
    }
    prop_oneof![9 => select(numbers.to_vec()).prop_map(EntryNo), 1 => any].boxed()
}

/// Money, and its reversals.
fn of_money(choices: &Choices) -> BoxedStrategy<Op> {
    let body = prop_oneof![
        3 => gift(choices),
        6 => relief(choices),
        3 => spending(choices),
        3 => general_voucher(choices),
        3 => pass_through(choices),
        4 => others(choices),
    ];
    let plain = (dates(choices), body).prop_map(|(given, body)| Op::Plain(given.draft(body)));
    let reverse = (entry(&choices.booked, choices.last), dates(choices))
        .prop_map(|(original, given)| Op::Reverse { original, given });
    prop_oneof![6 => plain, 1 => reverse].boxed()
}

/// People, notes and the register.
fn of_people(choices: &Choices) -> BoxedStrategy<Op> {
    let household = prop_oneof![1 => Just(None), 3 => (1..=3_u64).prop_map(|no| Some(HouseholdNo(no)))];
    let join = (person(choices), household, day(choices)).prop_map(|(person, household, on)| {
        Op::Plain(Draft::new(on, Body::Household(HouseholdJoined { person, household })))
    });
    let someone = prop_oneof![1 => Just(None), 2 => person(choices).prop_map(Some)];
    let line = (small(1), someone, 1..5_u32, select(vec![0_i64, 300, -1]), day(choices)).prop_map(
        |(register, person, count, amount, on)| {
            let (register, amount) = (RegisterNo(register), Fen::new(amount));
            let line = Registered { register, person, provider: None, count, amount };
            Op::Plain(Draft::new(on, Body::Registered(line)))
        },
    );
    let long_ago = (day(choices), any::<bool>()).prop_map(|(on, old)| if old { back(on, 500) } else { on });
    let twin = (0..PEOPLE, person(choices), day(choices)).prop_map(|(who, same_as, on)| Op::Twin {
        who,
        same_as,
        on,
    });
    let known = (0..2_usize, day(choices)).prop_map(|(who, on)| Op::Twin {
        who,
        same_as: PersonNo(u64::try_from(who).unwrap() + 1),
        on,
    });
    let details = (person(choices), 0..PEOPLE, day(choices)).prop_map(|(person, who, on)| Op::Details {
        person,
        who,
        on,
    });
    let restrict = (person(choices), any::<bool>(), any::<bool>(), day(choices))
        .prop_map(|(person, restricted, reason, on)| Op::Restrict { person, restricted, reason, on });
    let latest: Vec<u64> = (choices.last.saturating_sub(2)..=choices.last).collect();
    let note =
        (prop_oneof![entry(&latest, choices.last), entry(&choices.booked, choices.last)], day(choices))
            .prop_map(|(entry, on)| Op::Note { entry, on });
    let strike = (entry(&choices.registered, choices.last), day(choices))
        .prop_map(|(entry, on)| Op::Strike { entry, on });
    prop_oneof![
        3 => (0..PEOPLE, long_ago).prop_map(|(who, on)| Op::Person { who, on }),
        1 => twin,
        2 => known,
        2 => details,
        2 => restrict,
        3 => note,
        2 => join,
        2 => line,
        1 => strike,
    ]
    .boxed()
}

/// What administrators do.
fn of_office(choices: &Choices) -> BoxedStrategy<Op> {
    let on = choices.today;
    let books = choices.books.clone();
    let next = u32::try_from(books.operators.len()).unwrap() + 1;
    let role = select(vec![Role::Administrator, Role::Clerk, Role::Checker, Role::Auditor]);
    let operator = (4..10_usize, role.clone()).prop_map(move |(key, role)| {
        let (no, name, key) = (OperatorNo(next), line(&format!("操作员{key}")), PUBLIC[key]);
        Body::Operator(OperatorAdded { no, name, key, role, proof: Proof([0; 64]) })
    });
    let change = (small(next - 1), role)
        .prop_map(|(no, role)| Body::Role(RoleChanged { operator: OperatorNo(no), role }));
    let revoke = small(next - 1).prop_map(|no| Body::Revoked(OperatorRevoked { operator: OperatorNo(no) }));
    let of = prop_oneof![
        small(3).prop_map(|no| ThresholdOf::Fund(FundNo(no))),
        small(2).prop_map(|no| ThresholdOf::Programme(ProgrammeNo(no))),
    ];
    let threshold = (of, prop::option::of(select(vec![0_i64, 300, 1000])))
        .prop_map(|(of, over)| Body::Threshold(ThresholdSet { of, over: over.map(Fen::new) }));
    let budgets = u32::try_from(books.budgets.len()).unwrap();
    let set_budget = (1..=budgets + 1, 1..=3_u32, select(vec![0_i64, 1300, 2000, 9000]))
        .prop_map(move |(no, purpose, amount)| budget(no, purpose, on, amount));
    let again = select(vec![500_i64, 1300, 5000]).prop_map({
        let books = books.clone();
        move |amount| Body::Budget(BudgetSet { amount: Fen::new(amount), ..books.budgets[0].clone() })
    });
    let retention = (1..=2_u32).prop_map(|years| Body::Retention(RetentionSet { years }));
    let turn = books.closed.map(Period::next).or(choices.first).unwrap_or_else(|| on.period().previous());
    let close = prop_oneof![6 => Just(turn), 1 => Just(turn.next()), 1 => Just(turn.previous())]
        .prop_map(|period| Body::Close(Close { period }));
    let natural: Vec<u64> = books.persons.keys().copied().collect();
    let basis = select(vec![ErasureBasis::Order(line("县法院〔2026〕3号")), ErasureBasis::RetentionOver]);
    let erase = (select(natural), basis, prop::bool::weighted(0.1)).prop_map(move |(no, basis, half)| {
        let mut subjects: Vec<SubjectNo> = books.left_of(no).into_iter().map(SubjectNo).collect();
        if half {
            subjects.pop();
        }
        Body::Erased(Erased { person: PersonNo(no), basis, subjects })
    });
    let body = prop_oneof![
        2 => operator, 2 => change, 2 => revoke, 2 => threshold, 1 => set_budget, 1 => again,
        1 => retention, 4 => close, 4 => erase,
    ];
    let prepare = prop_oneof![9 => Just(false), 1 => Just(true)];
    (body, prepare)
        .prop_map(move |(body, prepare)| Op::Plain(Draft { prepare, ..Draft::new(on, body) }))
        .boxed()
}

fn decision(choices: &Choices) -> BoxedStrategy<(usize, Op)> {
    let given = dates(choices).prop_map(|given| Given { prepare: false, ..given });
    let how = select(vec![
        Decision::Approved,
        Decision::Approved,
        Decision::Approved,
        Decision::Rejected,
        Decision::Withdrawn,
        Decision::Emergency,
    ]);
    let waiting: Vec<(u64, usize)> = choices.waiting.clone();
    let what = if waiting.is_empty() {
        (1..=choices.last + 1, 0..4_usize).boxed()
    } else {
        prop_oneof![9 => select(waiting), 1 => (1..=choices.last + 1, 0..4_usize)].boxed()
    };
    (what, how, any::<bool>(), 0..4_usize, prop::bool::weighted(0.15), given)
        .prop_map(|((no, by), decision, reason, key, own, given)| {
            let (key, reason) = match decision {
                Decision::Withdrawn if key > 0 => (by, reason),
                // Now and then she tries to approve what she prepared herself.
                Decision::Approved if own => (by, false),
                Decision::Approved => (if key == by { (key + 1) % 2 } else { key }, false),
                Decision::Emergency => (key, true),
                _ => (key, reason),
            };
            (key, Op::Decide { prepared: EntryNo(no), decision, reason, given })
        })
        .boxed()
}

/// A note, a note on it, and so on.
fn thread(choices: &Choices) -> impl Strategy<Value = Vec<Op>> + use<> {
    let (on, last) = (choices.today, choices.last);
    (entry(&choices.booked, last), 1..8_u64).prop_map(move |(first, count)| {
        let answers = (1..=count).map(|n| Op::Note { entry: EntryNo(last + n), on });
        [Op::Note { entry: first, on }].into_iter().chain(answers).collect()
    })
}

fn key_change(choices: &Choices) -> impl Strategy<Value = (usize, Op)> + use<> {
    let on = choices.today;
    let whose = prop_oneof![3 => Just(0_u32), 1 => 1..=3_u32];
    (0..4_u32, 4..10_usize, whose).prop_map(move |(key, new, other)| {
        let (operator, new) = (OperatorNo((key + other) % 4 + 1), PUBLIC[new]);
        let key = usize::try_from(key).unwrap();
        let body = Body::Rotated(KeyRotated { operator, key: new, proof: Proof([0; 64]) });
        (key, Op::Plain(Draft::new(on, body)))
    })
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let fault = prop_oneof![
        6 => Just(Fault::PowerCut),
        1 => select(vec![Fault::Error, Fault::Full, Fault::Short, Fault::Sync]),
    ];
    let index = (1..12_u64, select(vec![IndexFault::Io, IndexFault::Damaged]));
    let index = prop_oneof![6 => Just(None), 1 => index.prop_map(Some)];
    (0..16_u64, fault, index, 0..40_u64, any::<u32>()).prop_map(|(call, fault, index, again, seed)| Trouble {
        call,
        fault,
        index,
        again,
        seed: u64::from(seed),
    })
}

/// A step from where the office is.
pub fn transition(model: &Model) -> BoxedStrategy<Transition> {
    let books = model.books();
    let key_of = |no: OperatorNo| {
        let key = books.operators[usize::try_from(no.0).unwrap() - 1].key;
        PUBLIC.iter().position(|public| *public == key).unwrap()
    };
    let numbered = || (1..).zip(&model.events);
    let choices = Choices {
        today: model.today(),
        last: model.last(),
        booked: numbered().filter(|(_, event)| event.voucher.is_some()).map(|(no, _)| no).collect(),
        waiting: model.pending().into_iter().map(|(no, event)| (no, key_of(event.by))).collect(),
        registered: numbered()
            .filter(|(_, e)| matches!(e.body, Body::Registered(_)))
            .map(|(no, _)| no)
            .collect(),
        first: model.posted().map(|(_, voucher, _)| voucher.date.period()).min(),
        books: books.clone(),
    };
    let holders: Vec<usize> = (1..).take(books.operators.len()).map(|no| key_of(OperatorNo(no))).collect();
    let clerks: Vec<usize> = [Role::Clerk, Role::Administrator]
        .iter()
        .flat_map(|role| {
            books
                .operators
                .iter()
                .zip(&holders)
                .filter(|(o, _)| o.role == *role && o.revoked.is_none())
                .map(|(_, key)| *key)
        })
        .collect();
    let heads: Vec<usize> = clerks
        .iter()
        .copied()
        .filter(|key| books.operators.iter().any(|o| o.key == PUBLIC[*key] && o.role == Role::Administrator))
        .collect();
    let anyone = || prop_oneof![9 => select(holders.clone()), 1 => 0..10_usize];
    let daily = prop_oneof![7 => of_money(&choices), 3 => of_people(&choices)];
    let all = prop_oneof![2 => of_money(&choices), 2 => of_people(&choices), 1 => of_office(&choices)];
    let one = |(key, op): (usize, Op)| (key, vec![op]);
    let decide = if choices.waiting.is_empty() { 1 } else { 9 };
    let work = prop_oneof![
        1 => (select(clerks.clone()), thread(&choices)),
        10 => (select(clerks), prop::collection::vec(daily, 1..=2)),
        3 => (select(heads), of_office(&choices)).prop_map(one),
        decide => decision(&choices).prop_map(one),
        1 => (anyone(), prop::collection::vec(all, 1..=3)),
        1 => key_change(&choices).prop_map(one),
    ];
    let trouble = prop_oneof![4 => Just(None), 1 => trouble().prop_map(Some)];
    let days = select(vec![0_u32, 0, 0, 0, 1, 2, 6, 20]);
    let step = (work, days, trouble)
        .prop_map(|((key, ops), days, trouble)| Transition::Step(Step { key, days, ops, trouble }));
    let reopen = prop_oneof![
        Just(Reopen::Close),
        any::<u64>().prop_map(Reopen::Kill),
        select(vec![Reopen::IndexGone, Reopen::IndexDamaged, Reopen::IndexRotten]),
    ]
    .prop_map(Transition::Reopen);
    prop_oneof![20 => step, 1 => reopen].boxed()
}
