//! Interest by the day, exact until it is rounded once.
//!
//! Owns: day counts and rounding. Refuses to know: schedules and payments.
//!
//! Interest on a balance is `principal × rate × days`, in 分 × millionths × days: a whole number. Whoever adds up such
//! numerators divides once, by [`denominator`], and rounds once.

use crate::base::{Date, Fen, Rate};
use crate::entry::{DayCount, Rounding};

/// Days of interest from one day to a later one, by the count of the terms. Days add up: a to b and b to c are a to c.
#[must_use]
pub fn days(count: DayCount, from: Date, to: Date) -> i64 {
    match count {
        DayCount::Actual360 | DayCount::Actual365 => to.days_since(from),
        DayCount::Thirty360 => thirty(to) - thirty(from),
    }
}

/// The day's place among months of 30 days (30E/360).
fn thirty(date: Date) -> i64 {
    let number = date.number();
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    i64::from(year) * 360 + i64::from(month) * 30 + i64::from(day.min(30))
}

/// What a numerator is divided by to get 分.
#[must_use]
pub const fn denominator(count: DayCount) -> i128 {
    match count {
        DayCount::Actual360 | DayCount::Thirty360 => 360 * 1_000_000,
        DayCount::Actual365 => 365 * 1_000_000,
    }
}

/// Interest on a balance for so many days, as a numerator.
#[must_use]
pub fn numerator(principal: Fen, rate: Rate, days: i64) -> i128 {
    i128::from(principal.get()) * i128::from(rate.millionths()) * i128::from(days)
}

/// A quotient that is not negative, as whole 分.
#[must_use]
pub fn rounded(numerator: i128, denominator: i128, rounding: Rounding) -> Fen {
    debug_assert!(numerator >= 0 && denominator > 0);
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let up = match (rest * 2).cmp(&denominator) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => match rounding {
            Rounding::HalfUp => true,
            Rounding::HalfEven => whole % 2 == 1,
        },
    };
    // Far beyond what a posting may carry already: the rules refuse such an amount.
    Fen::new(i64::try_from(whole + i128::from(up)).unwrap_or(i64::MAX))
}
