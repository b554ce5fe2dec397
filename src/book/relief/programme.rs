//! A programme's rules: which hold on a day, and whether new ones may be set.
//!
//! Owns: that. Refuses to know: persons, and what is paid.

use super::ReliefRefusal;
use super::state::RulesState;
use crate::base::{Date, EntryNo, Fen, ProgrammeNo};
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{Gives, ReliefRules, RulesSet};

/// All rules that a programme has had, in the order of their days; none where it never had any.
///
/// # Errors
/// Where the state can't be read.
pub fn rules_of<B: View>(state: &mut Overlay<B>, no: ProgrammeNo) -> Result<&[RulesState], Stop<B::Error>> {
    Ok(match state.get(&Key::ProgrammeRules(no))? {
        Some(Cell::Rules(rules)) => rules,
        _ => &[],
    })
}

/// The rules of a programme on a day; `None` where it had none.
///
/// # Errors
/// Where the state can't be read.
pub fn rules_on<B: View>(
    state: &mut Overlay<B>,
    no: ProgrammeNo,
    day: Date,
) -> Result<Option<ReliefRules>, Stop<B::Error>> {
    let rules = rules_of(state, no)?;
    Ok(rules.iter().rev().find(|set| set.from <= day).map(|set| set.rules.clone()))
}

/// The rules of a programme on a day.
///
/// # Errors
/// [`ReliefRefusal::NoRules`], or where the state can't be read.
pub(super) fn rules<B: View>(
    state: &mut Overlay<B>,
    no: ProgrammeNo,
    date: Date,
) -> Result<ReliefRules, Stop<B::Error>> {
    match rules_on(state, no, date)? {
        Some(rules) => Ok(rules),
        None => {
            let programme = state.programme(no)?.code.clone();
            Err(ReliefRefusal::NoRules { programme, date }.into())
        }
    }
}

pub(super) fn may<B: View>(state: &mut Overlay<B>, set: &RulesSet) -> Result<(), Stop<B::Error>> {
    state.programme(set.programme)?;
    for fund in set.rules.funds.iter().filter(|fund| fund.0 > 0) {
        crate::book::purposes::programme_fits(state, set.programme, *fund)?;
    }
    if let Some(last) = rules_of(state, set.programme)?.last()
        && set.from <= last.from
    {
        return Err(ReliefRefusal::RulesOutOfOrder { last: last.from }.into());
    }
    Ok(possible(&set.rules)?)
}

/// Bounds that leave something to give, and steps that have what they look at.
pub(super) fn possible(rules: &ReliefRules) -> Result<(), ReliefRefusal> {
    let below = |a: Fen, b: Fen| a.is_zero() || b.is_zero() || a <= b;
    let steps = rules.steps;
    // A bound that nothing is ever compared with would be a check that can't fail.
    let of_money = [rules.least, rules.most, rules.lifetime.amount, rules.yearly.amount, rules.round_budget];
    let fine = below(rules.least, rules.most)
        && [rules.lifetime.amount, rules.yearly.amount].iter().all(|cap| below(rules.least, *cap))
        && [rules.year_budget, rules.round_budget].iter().all(|budget| below(rules.least, *budget))
        && (steps.application || !(steps.visit || steps.review))
        && (rules.gives != Gives::Goods || of_money.iter().all(|bound| bound.is_zero()))
        && (rules.gives != Gives::Money || rules.most_pieces == 0)
        // No notice of a law or an office runs longer than two months.
        && steps.notice_days <= 60;
    if fine { Ok(()) } else { Err(ReliefRefusal::RulesImpossible) }
}

pub(super) fn fold<B: View>(
    state: &mut Overlay<B>,
    set: &RulesSet,
    entry: EntryNo,
) -> Result<(), Stop<B::Error>> {
    let mut rules = rules_of(state, set.programme)?.to_vec();
    rules.push(RulesState { from: set.from, entry, rules: set.rules.clone() });
    state.set(Key::ProgrammeRules(set.programme), Cell::Rules(rules));
    Ok(())
}
