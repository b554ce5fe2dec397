//! A schedule worked out a second time, in decimals.
//!
//! Owns: its own calendar, its own annuity (by discounting, not by growth) and its own recurrence of balances. Refuses to
//! know: `jinguo`'s arithmetic. It shares the types of the terms, the reading of a date's digits, and the definitions of
//! the rules themselves. `rust_decimal` has 28 digits: thirty years of discounting lose far less than 10⁻¹⁰ 分.

use super::Loan;
use jinguo::base::Date;
use jinguo::entry::{DayCount, Method, Rounding};
use rust_decimal::{Decimal, RoundingStrategy};

/// Year, month, day.
pub(crate) type Day = (i64, i64, i64);

fn of(date: Date) -> Day {
    let parts: Vec<i64> = date.to_string().split('-').map(|part| part.parse().unwrap()).collect();
    (parts[0], parts[1], parts[2])
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// So many months after the month of a day, on a day of the month that it may not have.
fn in_month((year, month, _): Day, later: i64, day: i64) -> Day {
    let months = year * 12 + month - 1 + later;
    let (year, month) = (months / 12, months % 12 + 1);
    (year, month, day.min(length(year, month)))
}

fn later(day: Day, months: u16) -> Day {
    in_month(day, i64::from(months), day.2)
}

/// Days since 1 March of the year 0.
fn ordinal((year, month, day): Day) -> i64 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day
}

fn counted(count: DayCount, from: Day, to: Day) -> i64 {
    match count {
        DayCount::Thirty360 => {
            let day = |d: Day| if d.2 == 31 { 30 } else { d.2 };
            360 * (to.0 - from.0) + 30 * (to.1 - from.1) + day(to) - day(from)
        }
        _ => ordinal(to) - ordinal(from),
    }
}

/// Where the periods of a loan lie: due day, days of interest, and whether principal and interest fall due.
struct Period {
    due: Day,
    days: i64,
    repays: bool,
    shows: bool,
}

fn periods(loan: &Loan) -> Vec<Period> {
    let (start, anchor, end) = (of(loan.start), of(loan.anchor), of(loan.end));
    let (terms, graces) = (&loan.terms, &loan.terms.graces);
    let wanted = if terms.due_day == 0 { anchor.2 } else { i64::from(terms.due_day) };
    let mut dues: Vec<Day> = (0..=(end.0 - anchor.0) * 12 + 12)
        .map(|month| in_month(anchor, month, wanted))
        .filter(|due| start < *due && *due < end && terms.method != Method::AllAtEnd)
        .collect();
    dues.push(end);
    let free = later(anchor, graces.free_months);
    let begins = std::iter::once(start).chain(dues.clone());
    let period = |(begin, due): (Day, Day)| Period {
        due,
        days: if due <= free { 0 } else { counted(terms.day_count, begin.max(free), due) },
        repays: due == end || due > later(anchor, graces.principal_months),
        shows: due == end || due > later(anchor, graces.interest_months),
    };
    begins.zip(dues.clone()).map(period).collect()
}

fn base(loan: &Loan) -> Decimal {
    Decimal::from(if loan.terms.day_count == DayCount::Actual365 { 365_000_000 } else { 360_000_000 })
}

/// Interest on a balance for so many days, before rounding.
fn ran(loan: &Loan, balance: Decimal, days: i64) -> Decimal {
    balance * Decimal::from(loan.terms.rate.millionths()) * Decimal::from(days) / base(loan)
}

pub(crate) fn whole(loan: &Loan, fen: Decimal) -> Decimal {
    fen.round_dp_with_strategy(
        0,
        match loan.terms.rounding {
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        },
    )
}

/// The regular payment before rounding.
pub(crate) fn exact_payment(loan: &Loan) -> Option<Decimal> {
    let repaying = || periods(loan).into_iter().filter(|period| period.repays);
    let principal = Decimal::from(loan.principal);
    match loan.terms.method {
        Method::EqualPrincipal => Some(principal / Decimal::from(repaying().count())),
        Method::EqualPayments => {
            let (mut worth, mut all) = (Decimal::ONE, Decimal::ZERO);
            for period in repaying() {
                worth /= Decimal::ONE + ran(loan, Decimal::ONE, period.days);
                all += worth;
            }
            Some(principal / all)
        }
        _ => None,
    }
}

/// The schedule with that regular payment: due day, principal, interest.
pub(crate) fn worked(loan: &Loan, payment: Decimal) -> Vec<(Day, Decimal, Decimal)> {
    let periods = periods(loan);
    let mut balance = Decimal::from(loan.principal);
    let mut parts = Vec::new();
    for (k, period) in periods.iter().enumerate() {
        let exact = ran(loan, balance, period.days);
        let last = k + 1 == periods.len();
        let wanted = match loan.terms.method {
            Method::EqualPayments => (payment - whole(loan, exact)).max(Decimal::ZERO),
            Method::EqualPrincipal => payment,
            _ => Decimal::ZERO,
        };
        let principal = match (last, period.repays) {
            (true, _) => balance,
            (false, false) => Decimal::ZERO,
            (false, true) => wanted.min(balance),
        };
        let before = if k == 0 { Decimal::from(loan.carried) / base(loan) } else { Decimal::ZERO };
        parts.push((principal, whole(loan, exact + before)));
        balance -= principal;
    }
    // Interest owed from before and interest in grace wait; what was paid too much meets what is shown.
    let unpaid = Decimal::from(loan.unpaid);
    let (mut waiting, mut credit) = (unpaid.max(Decimal::ZERO), (-unpaid).max(Decimal::ZERO));
    let show = |(period, (principal, interest)): (&Period, (Decimal, Decimal))| {
        waiting += interest;
        let due = if period.shows { std::mem::take(&mut waiting) } else { Decimal::ZERO };
        let met = due.min(credit);
        credit -= met;
        (period.due, principal, due - met)
    };
    periods.iter().zip(parts).map(show).collect()
}
