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

/// One: numbers of the annuity are whole multiples of 2⁻⁶².
const ONE: i128 = 1 << FRACTION;
const FRACTION: u32 = 62;
/// Growth of 2¹⁶: more than 36 % come to in 361 months.
const MOST_GROWN: i128 = ONE << 16;

/// What runs from one due day, or from the start, to the next.
struct Run {
    due: Date,
    /// Days that carry interest.
    days: i64,
    /// Whether principal falls due at its end.
    repays: bool,
    /// Whether interest does.
    shows: bool,
}

/// The schedule: the principal, whole, and the interest on what is left of it, rounded once for each instalment.
/// What remains of a negative `unpaid` after the last stays out of it.
#[must_use]
pub fn plan(asked: &Asked<'_>) -> Plan {
    let Asked { terms, principal, carried, unpaid, .. } = *asked;
    let by = denominator(terms.day_count);
    let runs = runs(asked);
    let regular = regular(asked, &runs).unwrap_or(Fen::ZERO).get();
    let (mut balance, mut hidden) = (principal.get(), unpaid.get());
    let mut plan = Plan::with_capacity(runs.len());
    for (k, run) in runs.iter().enumerate() {
        let ran = numerator(Fen::new(balance), terms.rate, run.days);
        let own = rounded(ran, by, terms.rounding).get();
        let principal = match terms.method {
            _ if k + 1 == runs.len() => balance,
            _ if !run.repays => 0,
            Method::EqualPayments => (regular - own).clamp(0, balance),
            Method::EqualPrincipal => regular.min(balance),
            Method::InterestMonthly | Method::AllAtEnd => 0,
        };
        let with_carried = if k == 0 { rounded(ran + carried, by, terms.rounding).get() } else { own };
        hidden = hidden.saturating_add(with_carried);
        let interest = if run.shows { hidden.max(0) } else { 0 };
        hidden -= interest;
        balance -= principal;
        plan.push(Instalment { due: run.due, principal: Fen::new(principal), interest: Fen::new(interest) });
    }
    plan
}

/// What each instalment comes to but the last: of equal payments principal and interest together, of equal parts of the
/// principal the part; `None` for the other methods.
#[must_use]
pub fn regular_payment(asked: &Asked<'_>) -> Option<Fen> {
    regular(asked, &runs(asked))
}

/// By how much the last instalment of the schedule differs from the regular one, which is negative where it is lower;
/// `None` where there is no regular one.
#[must_use]
pub fn tail(asked: &Asked<'_>, plan: &[Instalment]) -> Option<Fen> {
    let (regular, last) = (regular_payment(asked)?, plan.last()?);
    let compared = match asked.terms.method {
        Method::EqualPayments => last.principal.checked_add(last.interest)?,
        _ => last.principal,
    };
    compared.checked_sub(regular)
}

fn runs(asked: &Asked<'_>) -> Vec<Run> {
    let Asked { terms, start, anchor, end, .. } = *asked;
    let until = |months: u16| anchor.plus_months(u32::from(months));
    let free = until(terms.graces.free_months);
    let (principal, interest) = (until(terms.graces.principal_months), until(terms.graces.interest_months));
    let mut from = start;
    let run = |due| {
        let days = days(terms.day_count, from.max(free), due).max(0);
        from = due;
        Run { due, days, repays: due > principal || due == end, shows: due > interest || due == end }
    };
    due_days(terms, anchor, start, end).into_iter().map(run).collect()
}

fn regular(asked: &Asked<'_>, runs: &[Run]) -> Option<Fen> {
    let repaying = runs.iter().filter(|run| run.repays);
    let (principal, rounding) = (i128::from(asked.principal.get()), asked.terms.rounding);
    match asked.terms.method {
        Method::EqualPayments => {
            let (grown, paid) = growth(asked.terms, repaying.map(|run| run.days));
            Some(rounded(principal.saturating_mul(grown), paid, rounding))
        }
        Method::EqualPrincipal => Some(rounded(principal, repaying.map(|_| 1).sum(), rounding)),
        Method::InterestMonthly | Method::AllAtEnd => None,
    }
}

/// What 1 grows to over runs of so many days, and what payments of 1 at the end of each do: both in the same unit.
fn growth(terms: &Terms, runs: impl Iterator<Item = i64>) -> (i128, i128) {
    let by_day = (i128::from(terms.rate.millionths()) << FRACTION) / denominator(terms.day_count);
    let (mut grown, mut paid, mut one) = (ONE, 0, ONE);
    for days in runs {
        // Doubling within a month is beyond any rate that can be typed; it only must not overflow.
        let rate = (by_day * i128::from(days)).min(ONE);
        grown += times(grown, rate);
        paid += times(paid, rate) + one;
        if grown >= MOST_GROWN {
            (grown, paid, one) = (grown >> 16, paid >> 16, one >> 16);
        }
    }
    (grown, paid)
}

/// A product rounded down, of a number and of one up to 1, in limbs because the whole product may pass 128 bits.
const fn times(number: i128, small: i128) -> i128 {
    (number >> FRACTION) * small + (((number & (ONE - 1)) * small) >> FRACTION)
}
