//! Schedules against another tool's table, an independent calculation, and what must hold of every one.
//!
//! Owns: where the loans come from and what is compared. Refuses to know: events of loans.

#[path = "schedules/oracle.rs"]
mod oracle;
#[path = "schedules/properties.rs"]
mod properties;

use jinguo::base::{Date, Fen, Rate};
use jinguo::book::loan::interest::{days, rounded};
use jinguo::book::loan::schedule::{Asked, plan, regular_payment, tail};
use jinguo::entry::{DayCount, Eligible, Graces, Instalment, Method, Plan, RepaymentOrder, Rounding, Terms};
use std::collections::BTreeMap;

/// What a schedule is made for, owned.
#[derive(Clone, Debug)]
struct Loan {
    terms: Terms,
    principal: i64,
    start: Date,
    anchor: Date,
    end: Date,
    carried: i128,
    unpaid: i64,
}

impl Loan {
    fn asked(&self) -> Asked<'_> {
        let (principal, unpaid) = (Fen::new(self.principal), Fen::new(self.unpaid));
        let Loan { ref terms, start, anchor, end, carried, .. } = *self;
        Asked { terms, principal, start, anchor, end, carried, unpaid }
    }

    fn plan(&self) -> Plan {
        plan(&self.asked())
    }
}

fn terms(method: Method, day_count: DayCount, rounding: Rounding, rate: u32) -> Terms {
    Terms {
        rate: Rate::from_millionths(rate),
        surcharge_percent: 50,
        day_count,
        rounding,
        method,
        graces: Graces::default(),
        order: RepaymentOrder::USUAL,
        due_day: 0,
        limit: Fen::new(10_000_000_000),
        longest_months: 360,
        eligible: Eligible::default(),
    }
}

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// The one of that name.
fn named<T: Copy + std::fmt::Debug>(all: &[T], name: &str) -> T {
    *all.iter().find(|one| format!("{one:?}") == name).unwrap_or_else(|| panic!("no {name}"))
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

fn of_the_table(case: &BTreeMap<String, String>) -> Loan {
    let number = |field: &str| case[field].parse::<i64>().unwrap();
    let months = |field: &str| u16::try_from(number(field)).unwrap();
    let (method, count) = (named(Method::ALL, &case["method"]), named(DayCount::ALL, &case["day_count"]));
    let rounding = named(Rounding::ALL, &case["rounding"]);
    let mut terms = terms(method, count, rounding, case["rate"].parse().unwrap());
    terms.due_day = case["due_day"].parse().unwrap();
    terms.graces.principal_months = months("principal_grace");
    terms.graces.interest_months = months("interest_grace");
    terms.graces.free_months = months("free_months");
    let start = date(&case["start"]);
    let end = start.plus_months(u32::from(months("months")));
    Loan { terms, principal: number("principal"), start, anchor: start, end, carried: 0, unpaid: 0 }
}

fn shown(plan: &[Instalment]) -> Vec<String> {
    plan.iter().map(|i| format!("{} {} {}", i.due, i.principal.get(), i.interest.get())).collect()
}

#[test]
fn another_tool_says_the_same_to_the_fen() {
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(include_str!("schedules/expected.csv")) {
        let line = format!("{} {} {}", row["due"], row["principal"], row["interest"]);
        expected.entry(row["case"].clone()).or_default().push(line);
    }
    let cases = rows(include_str!("schedules/cases.csv"));
    assert_eq!(cases.len(), expected.len());
    for case in cases {
        assert_eq!(shown(&of_the_table(&case).plan()), expected[&case["case"]], "{case:?}");
    }
}

/// 29 yuan over three months at 12 %: worked out by hand.
#[test]
fn a_small_loan_by_hand() {
    let start = date("2026-01-10");
    let terms = terms(Method::EqualPayments, DayCount::Thirty360, Rounding::HalfUp, 120_000);
    let end = date("2026-04-10");
    let mut loan = Loan { terms, principal: 2900, start, anchor: start, end, carried: 0, unpaid: 0 };
    // 2900 × 1.01³ ÷ (1.01² + 1.01 + 1) = 986.0641
    assert_eq!(regular_payment(&loan.asked()), Some(Fen::new(986)));
    assert_eq!(shown(&loan.plan()), ["2026-02-10 957 29", "2026-03-10 967 19", "2026-04-10 976 10"]);
    assert_eq!(tail(&loan.asked(), &loan.plan()), Some(Fen::ZERO));

    // 0.5 分 from before makes 29.5, so 30 without changing the principal; 70 paid ahead lasts into the third.
    (loan.carried, loan.unpaid) = (180_000_000, -52);
    assert_eq!(shown(&loan.plan()), ["2026-02-10 957 0", "2026-03-10 967 0", "2026-04-10 976 7"]);
    (loan.carried, loan.unpaid) = (0, 1000);
    assert_eq!(shown(&loan.plan())[..2], ["2026-02-10 957 1029", "2026-03-10 967 19"]);
    loan.unpaid = 0;

    loan.terms.graces.interest_months = 2;
    assert_eq!(shown(&loan.plan()), ["2026-02-10 957 0", "2026-03-10 967 0", "2026-04-10 976 58"]);
    loan.terms.graces = Graces { principal_months: 1, free_months: 1, ..Graces::default() };
    // 2900 × 1.01² ÷ (1.01 + 1) = 1471.786
    assert_eq!(shown(&loan.plan()), ["2026-02-10 0 0", "2026-03-10 1443 29", "2026-04-10 1457 15"]);

    loan.terms.graces = Graces::default();
    loan.terms.method = Method::EqualPrincipal;
    assert_eq!(shown(&loan.plan()), ["2026-02-10 967 29", "2026-03-10 967 19", "2026-04-10 966 10"]);
    assert_eq!(regular_payment(&loan.asked()), Some(Fen::new(967)));
    assert_eq!(tail(&loan.asked(), &loan.plan()), Some(Fen::new(-1)));
    loan.terms.method = Method::InterestMonthly;
    assert_eq!(regular_payment(&loan.asked()), None);
    assert_eq!(tail(&loan.asked(), &loan.plan()), None);
}

#[test]
fn halves_are_rounded_as_the_terms_say() {
    let halves = |rounding| [1, 3, 5, 7].map(|n| rounded(n, 2, rounding).get());
    assert_eq!(halves(Rounding::HalfEven), [0, 2, 2, 4]);
    assert_eq!(halves(Rounding::HalfUp), [1, 2, 3, 4]);
    for rounding in Rounding::ALL {
        assert_eq!([0, 4, 6, 10].map(|n| rounded(n, 10, *rounding).get()), [0, 0, 1, 1]);
    }
}

#[test]
fn months_of_thirty_days_are_counted_as_on_bonds() {
    for (from, to, counted) in [
        ("2026-01-31", "2026-02-28", 28),
        ("2026-02-28", "2026-03-31", 32),
        ("2026-01-30", "2026-01-31", 0),
        ("2024-02-29", "2024-03-31", 31),
        ("2026-01-01", "2027-01-01", 360),
    ] {
        assert_eq!(days(DayCount::Thirty360, date(from), date(to)), counted, "{from} {to}");
    }
    assert_eq!(days(DayCount::Actual365, date("2024-02-01"), date("2024-03-01")), 29);
}

/// Rates that no rule allows, and amounts above any: nothing overflows, and the principal still sums up.
#[test]
fn nothing_overflows_beyond_the_lawful() {
    let start = date("2026-01-31");
    for rate in [1_000_000, 10_000_000, u32::MAX] {
        for principal in [1, 10_000_000_000_000, i64::MAX] {
            let terms = terms(Method::EqualPayments, DayCount::Actual360, Rounding::HalfUp, rate);
            let end = start.plus_months(720);
            let loan = Loan { terms, principal, start, anchor: start, end, carried: 0, unpaid: 0 };
            let plan = loan.plan();
            assert_eq!(plan.iter().map(|i| i128::from(i.principal.get())).sum::<i128>(), principal.into());
            assert!(plan.iter().all(|i| !i.principal.is_negative() && !i.interest.is_negative()));
        }
    }
    // At 1,000 % for 60 years a payment is the interest of a month and next to nothing more.
    let terms = terms(Method::EqualPayments, DayCount::Thirty360, Rounding::HalfUp, 10_000_000);
    let (start, end) = (date("2026-01-01"), date("2086-01-01"));
    let loan = Loan { terms, principal: 1_200_000, start, anchor: start, end, carried: 0, unpaid: 0 };
    assert_eq!(regular_payment(&loan.asked()), Some(Fen::new(1_000_000)));
}
