//! Since when somebody is behind.

use super::Known;
use super::owed;
use super::state::{Event, LoanState};
use super::walk::{Position, position};
use crate::base::{Date, EntryNo, Fen, Hash32, Line, LoanNo, PersonNo, ProductNo, Rate};
use crate::entry::{
    DayCount, Eligible, Graces, LoanKind, LoanWhat, Method, PaidFrom, RepaymentOrder, Rounding, Terms,
};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Six equal parts of 1,000.00 yuan each, due on the 20th from February to July.
fn lent() -> LoanState {
    let terms = Terms {
        rate: Rate::from_millionths(60_000),
        surcharge_percent: 50,
        day_count: DayCount::Actual360,
        rounding: Rounding::HalfEven,
        method: Method::EqualPrincipal,
        graces: Graces::default(),
        order: RepaymentOrder::USUAL,
        due_day: 20,
        limit: Fen::new(600_000),
        longest_months: 6,
        eligible: Eligible::default(),
    };
    let (product, borrower, amount, months) = (ProductNo(1), PersonNo(1), Fen::new(600_000), 6);
    let number = Line::new("1").unwrap();
    let mut loan = LoanState { product, kind: LoanKind::Term, borrower, events: Vec::new() };
    happens(&mut loan, "2025-01-02", LoanWhat::Applied { product, borrower, amount, months });
    happens(&mut loan, "2025-01-03", LoanWhat::Granted { amount, months });
    happens(&mut loan, "2025-01-04", LoanWhat::Signed { number, paper: Hash32::ZERO, terms });
    let plan = owed::plan_after_draw(LoanNo(1), &loan, day("2025-01-20"), amount).unwrap();
    happens(&mut loan, "2025-01-20", LoanWhat::Drawn { amount, plan });
    loan
}

fn happens(loan: &mut LoanState, on: &str, what: LoanWhat) {
    let entry = EntryNo(loan.events.len() as u64 + 1);
    loan.events.push(Event { entry, date: day(on), reversed: None, what, booked: Fen::ZERO });
}

fn on(loan: &LoanState, text: &str) -> Position {
    position(loan, day(text), Known::ALL)
}

#[test]
fn interest_past_the_last_day_makes_no_arrears_older() {
    let mut loan = lent();
    for due in ["2025-02-20", "2025-03-20", "2025-04-20"] {
        let split = owed::split(LoanNo(1), &loan, day(due), on(&loan, due).due(), false).unwrap();
        assert_eq!(split.principal, Fen::new(100_000));
        happens(&mut loan, due, LoanWhat::Repaid { from: PaidFrom::Cash, split, plan: None });
    }
    for later in ["2025-05-21", "2025-07-20", "2025-07-21", "2025-12-31", "2027-12-31"] {
        assert_eq!(on(&loan, later).arrears_since, Some(day("2025-05-20")), "{later}");
    }
}
