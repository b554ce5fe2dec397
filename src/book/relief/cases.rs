//! Applications 申请: who may apply, and who may be looked at.
//!
//! Owns: that. Refuses to know: rounds and money.

use super::grants::{self, Asked};
use super::refusal::Step;
use super::state::{CaseState, Look};
use super::{ReliefRefusal, case, programme};
use crate::base::{CaseNo, EntryNo, Fen, PersonNo, ProgrammeNo};
use crate::book::exists::next;
use crate::book::persons;
use crate::book::record::Effect;
use crate::book::refusal::{Refusal, Series};
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{CaseEvent, CaseWhat, Gives, LookStep, PersonSort};

pub(super) fn may<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    event: &CaseEvent,
) -> Result<(), Stop<B::Error>> {
    match event.what {
        CaseWhat::Applied { programme, person, item, asked } => {
            may_apply(state, effect, (programme, person), item.is_some(), asked)?;
            if let Some(no) = item {
                super::item(state, no)?;
            }
            Ok(next(Series::Cases, state.counts()?.cases, event.case.0)?)
        }
        CaseWhat::Looked { step, .. } => may_look(state, effect, event.case, step),
    }
}

fn may_apply<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    (programme, person): (ProgrammeNo, PersonNo),
    goods: bool,
    asked: u64,
) -> Result<(), Stop<B::Error>> {
    let code = state.programme(programme)?.code.clone();
    let rules = programme::rules(state, programme, effect.on)?;
    if !rules.steps.application {
        return Err(ReliefRefusal::StepOff { programme: code, step: Step::Application }.into());
    }
    if persons::may_be_named(state, person)? != PersonSort::Natural {
        return Err(Refusal::NotANaturalPerson { no: person }.into());
    }
    if rules.gives == (if goods { Gives::Money } else { Gives::Goods }) {
        return Err(ReliefRefusal::GivesOther { programme: code, goods }.into());
    }
    grants::papers(&rules, effect.papers)?;
    for no in state.numbers(&Key::PersonCases(person))? {
        let no = CaseNo(no);
        let other = case(state, no)?;
        let failed = [other.visit, other.review].iter().flatten().any(|look| !look.fits);
        if other.programme == programme && other.granted.is_none() && !failed {
            return Err(ReliefRefusal::OpenCase { case: no }.into());
        }
    }
    // What is left open asks for the least that there is.
    let amount = if goods { Fen::ZERO } else { fen(asked).max(rules.least) };
    let asked = Asked { programme, code: &code, rules: &rules, on: effect.on };
    if !goods {
        asked.within(amount)?;
    }
    asked.caps(state, person, amount)?;
    asked.household(state, person, &[])?;
    Ok(())
}

/// What was bounded when it was read.
fn fen(asked: u64) -> Fen {
    Fen::new(i64::try_from(asked).unwrap_or(i64::MAX))
}

fn may_look<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    no: CaseNo,
    step: LookStep,
) -> Result<(), Stop<B::Error>> {
    let of = case(state, no)?.clone();
    let rules = programme::rules(state, of.programme, effect.on)?;
    let on = match step {
        LookStep::Visit => rules.steps.visit,
        LookStep::Review => rules.steps.review,
    };
    if !on {
        let programme = state.programme(of.programme)?.code.clone();
        return Err(ReliefRefusal::StepOff { programme, step: step.into() }.into());
    }
    if let Some(entry) = of.granted {
        return Err(ReliefRefusal::CaseGranted { case: no, entry }.into());
    }
    let first = of.visit.map_or(of.day, |visit| visit.day);
    if effect.on < first {
        return Err(ReliefRefusal::TooEarly { first }.into());
    }
    if step == LookStep::Review && rules.steps.visit {
        looked(no, Step::Visit, of.visit)?;
    }
    Ok(())
}

/// Whether somebody looked, and found that it fits.
pub(super) fn looked(case: CaseNo, step: Step, look: Option<Look>) -> Result<(), ReliefRefusal> {
    match look {
        Some(look) if look.fits => Ok(()),
        Some(Look { entry, .. }) => Err(ReliefRefusal::DoesNotFit { case, step, entry }),
        None => Err(ReliefRefusal::StepMissing { case, step }),
    }
}

pub(super) fn fold<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    event: &CaseEvent,
    entry: EntryNo,
) -> Result<(), Stop<B::Error>> {
    match event.what {
        CaseWhat::Applied { programme, person, item, asked } => {
            let mut counts = state.counts()?;
            counts.cases = event.case.0;
            state.set(Key::Counts, Cell::Counts(counts));
            let mut hers = state.numbers(&Key::PersonCases(person))?;
            hers.push(event.case.0);
            state.set(Key::PersonCases(person), Cell::Numbers(hers));
            let papers = u8::try_from(effect.papers).unwrap_or(u8::MAX);
            let (day, granted, row) = (effect.on, None, None);
            let (visit, review) = (None, None);
            let case =
                CaseState { entry, day, programme, person, item, asked, papers, visit, review, granted, row };
            state.set(Key::Case(event.case), Cell::Case(Box::new(case)));
            Ok(())
        }
        CaseWhat::Looked { step, fits } => change(state, event.case, |case| {
            let look = Some(Look { fits, day: effect.on, entry });
            match step {
                LookStep::Visit => case.visit = look,
                LookStep::Review => case.review = look,
            }
        }),
    }
}

pub(super) fn change<B: View>(
    state: &mut Overlay<B>,
    no: CaseNo,
    f: impl FnOnce(&mut CaseState),
) -> Result<(), Stop<B::Error>> {
    state.update(&Key::Case(no), |cell| match cell {
        Some(Cell::Case(mut case)) => {
            f(&mut case);
            Ok(Cell::Case(case))
        }
        _ => Err(ReliefRefusal::UnknownCase { no }.into()),
    })
}
