//! Interest subsidies 财政贴息: which days of a quarter are subsidised, and what comes to whom.
//!
//! Owns: that arithmetic. Refuses to know: who claims it when.
//!
//! The rule in force on the day of the contract holds for the whole loan. No subsidy runs on days in arrears, after an
//! extension, or past the months of the rule. Each line is rounded by itself: what is claimed is the sum of what is shown.

use super::Known;
use super::interest::{denominator, numerator, rounded};
use super::rules::claimed_with;
use super::state::{LoanState, ProductState};
use super::walk::{Step, Stretch, position, walk};
use crate::base::{Date, EntryNo, Fen, Line, PersonNo, Rate};
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

/// What a loan has of a quarter's subsidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Something was outstanding, and no day of it is subsidised.
    Nothing,
    /// It was claimed before, with that entry.
    Before(EntryNo),
    /// It can be claimed.
    Due(Due),
}

/// What can be claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose loan it is.
    pub borrower: PersonNo,
    /// Days that are subsidised.
    pub days: i64,
    /// How much.
    pub amount: Fen,
    /// Which level of government bears how much of it.
    pub shares: Vec<(Line, Fen)>,
}

impl Due {
    /// What each level bears, in the order of the rule.
    #[must_use]
    pub fn parts(&self) -> Vec<Fen> {
        self.shares.iter().map(|(_, part)| *part).collect()
    }
}

impl Claim {
    /// What can be claimed, where something can.
    #[must_use]
    pub const fn due(&self) -> Option<&Due> {
        match self {
            Claim::Due(due) => Some(due),
            Claim::Nothing | Claim::Before(_) => None,
        }
    }
}

/// What a loan has of a quarter; `None` where no rule holds for it, or nothing of it was outstanding in the quarter.
#[must_use]
pub fn claim(loan: &LoanState, product: &ProductState, quarter: Quarter) -> Option<Claim> {
    let signed = position(loan, quarter.last_day(), Known::ALL).signed?;
    let rule = product.subsidy_on(signed)?;
    if let Some(entry) = claimed_with(loan, quarter) {
        return Some(Claim::Before(entry));
    }
    let lines = lines(loan, rule, quarter, Known::ALL);
    let amount = total(&lines);
    if amount.is_zero() {
        return was_outstanding(loan, quarter).then_some(Claim::Nothing);
    }
    let levels = rule.shares.iter().map(|share| share.level.clone());
    let shares = levels.zip(shares(rule, amount)).collect();
    let days = lines.iter().map(|line| line.days).sum();
    Some(Claim::Due(Due { borrower: loan.borrower, days, amount, shares }))
}

fn was_outstanding(loan: &LoanState, quarter: Quarter) -> bool {
    let mut was = false;
    walk(loan, quarter.last_day(), Known::ALL, |step| {
        was |= matches!(step, Step::Ran(stretch) if stretch.to >= quarter.first_day());
    });
    was
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
