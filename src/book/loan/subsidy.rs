//! Interest subsidies 财政贴息: which days of a quarter are subsidised, and what comes to whom.
//!
//! Owns: that arithmetic. Refuses to know: who claims it when.
//!
//! The rule in force on the day of the contract holds for the whole loan. No subsidy runs on days in arrears, after an
//! extension, or past the months of the rule. Each line is rounded by itself: what is claimed is the sum of what is shown.

use super::Known;
use super::interest::{denominator, numerator, rounded};
use super::state::LoanState;
use super::walk::{Step, Stretch, walk};
use crate::base::{Date, Fen, Rate};
use crate::entry::{DayCount, Quarter, SubsidyMode, SubsidySet, Terms};

/// A line of the claim sheet: amount × rate × days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubsidyLine {
    /// The day before the first.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What was outstanding.
    pub outstanding: Fen,
    /// The part of the yearly rate that is subsidised.
    pub rate: Rate,
    /// Days that count for interest.
    pub days: i64,
    /// What it comes to.
    pub amount: Fen,
}

/// The part of a loan's rate that a rule subsidises: never more than the rate. A part of a millionth is left off.
#[must_use]
pub fn subsidised(mode: &SubsidyMode, terms: &Terms) -> Rate {
    let rate = i64::from(terms.rate.millionths());
    let part = match mode {
        SubsidyMode::Full => rate,
        SubsidyMode::PartOf(millionths) => rate * i64::from(*millionths) / 1_000_000,
        // A basis point is 100 millionths.
        SubsidyMode::Above { lpr, basis_points } => {
            rate - (i64::from(lpr.millionths()) + i64::from(*basis_points) * 100)
        }
        SubsidyMode::Points(points) => i64::from(points.millionths()),
    };
    Rate::from_millionths(u32::try_from(part.clamp(0, rate)).unwrap_or(0))
}

/// The lines of a quarter, for somebody who knows the entries up to one.
#[must_use]
pub fn lines(loan: &LoanState, rule: &SubsidySet, quarter: Quarter, known: Known) -> Vec<SubsidyLine> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let p = walk(loan, quarter.last_day(), known, |step| {
        if let Step::Ran(stretch) = step {
            stretches.push(stretch);
        }
    });
    let (Some(terms), Some(first)) = (p.terms, p.first_draw) else { return Vec::new() };
    let rate = subsidised(&rule.mode, &terms);
    let (begin, end) = (quarter.first_day().previous(), first.plus_months(u32::from(rule.longest_months)));
    let free = first.plus_months(u32::from(terms.graces.free_months));
    let mut lines: Vec<SubsidyLine> = Vec::new();
    for stretch in stretches.iter().filter(|s| !s.in_arrears && !s.extended) {
        let mut from = stretch.from.max(begin);
        if terms.graces.free_months > 0 {
            from = from.max(free);
        }
        let to = stretch.to.min(end);
        if from >= to {
            continue;
        }
        match lines.last_mut() {
            Some(last) if last.to == from && last.outstanding == stretch.outstanding => last.to = to,
            _ => lines.push(SubsidyLine {
                from,
                to,
                outstanding: stretch.outstanding,
                rate,
                days: 0,
                amount: Fen::ZERO,
            }),
        }
    }
    for line in &mut lines {
        line.days = super::interest::days(terms.day_count, line.from, line.to);
        line.amount = amount(line, &terms);
    }
    lines
}

fn amount(line: &SubsidyLine, terms: &Terms) -> Fen {
    let count: DayCount = terms.day_count;
    rounded(numerator(line.outstanding, line.rate, line.days), denominator(count), terms.rounding)
}

/// What all lines come to.
#[must_use]
pub fn total(lines: &[SubsidyLine]) -> Fen {
    lines.iter().fold(Fen::ZERO, |sum, line| Fen::new(sum.get().saturating_add(line.amount.get())))
}

/// What each level of government bears: its part, rounded down; the last bears what is left over.
#[must_use]
pub fn shares(rule: &SubsidySet, amount: Fen) -> Vec<Fen> {
    let mut left = i128::from(amount.get());
    let last = rule.shares.len().saturating_sub(1);
    let mut all = Vec::with_capacity(rule.shares.len());
    for (at, share) in rule.shares.iter().enumerate() {
        let part = if at == last {
            left
        } else {
            i128::from(amount.get()) * i128::from(share.millionths) / 1_000_000
        };
        left -= part;
        all.push(Fen::new(i64::try_from(part).unwrap_or(0)));
    }
    all
}
