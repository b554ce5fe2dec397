//! Schedules 还款计划: which principal and which interest fall due on which day.
//!
//! Owns: the four methods and the days on which instalments fall due. Refuses to know: payments and arrears.

use super::interest::{days, denominator, numerator, rounded};
use crate::base::{Date, Fen};
use crate::entry::{Instalment, Method, Plan, Terms};

/// What a schedule is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The terms of the contract.
    pub terms: &'a Terms,
    /// What is outstanding from `start` on; above zero.
    pub principal: Fen,
    /// From when on it is outstanding.
    pub start: Date,
    /// The day of the first draw: graces and, without a day of the month in the terms, due days run from it.
    pub anchor: Date,
    /// The last due day; after `start`.
    pub end: Date,
    /// Interest that ran before `start` and is not rounded yet, as a numerator.
    pub carried: i128,
    /// Interest of earlier periods that is not paid: negative where too much was.
    pub unpaid: Fen,
}

/// The days on which instalments fall due after a day: monthly, the last on `end`.
#[must_use]
pub fn due_days(terms: &Terms, anchor: Date, after: Date, end: Date) -> Vec<Date> {
    let mut all = Vec::new();
    if terms.method != Method::AllAtEnd {
        let first = match terms.due_day {
            0 => anchor,
            day => anchor.with_day(day),
        };
        for month in 0.. {
            let due = first.plus_months(month);
            if due >= end {
                break;
            }
            if due > after {
                all.push(due);
            }
        }
    }
    all.push(end);
    all
}

/// The schedule.
#[must_use]
pub fn plan(_asked: &Asked<'_>) -> Plan {
    Vec::new()
}
