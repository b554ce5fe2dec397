//! The memorandum register 备查簿: its lines, and striking them.
//!
//! Owns: its sums. Refuses to know: vouchers; no money of the office moves here.

use super::exists::linked;
use super::persons::may_be_named;
use super::refusal::Refusal;
use super::state::{Cell, Key, RegisterState};
use super::view::{Overlay, Stop, View};
use crate::base::{EntryNo, RegisterNo};
use crate::entry::{Body, Registered, Struck};

fn register<B: View>(state: &mut Overlay<B>, no: RegisterNo) -> Result<RegisterState, Stop<B::Error>> {
    match state.get(&Key::Register(no))? {
        Some(Cell::Register(register)) => Ok(RegisterState::clone(register)),
        _ => Err(Refusal::UnknownRegister { no }.into()),
    }
}

pub(super) fn may_add<B: View>(state: &mut Overlay<B>, line: &Registered) -> Result<(), Stop<B::Error>> {
    register(state, line.register)?;
    for person in line.person.into_iter().chain(line.provider) {
        may_be_named(state, person)?;
    }
    Ok(())
}

/// The line that is struck: of a register, and not struck before.
pub(super) fn may_strike<B: View>(
    state: &mut Overlay<B>,
    no: EntryNo,
    struck: &Struck,
) -> Result<(), Stop<B::Error>> {
    let line = linked(state, no, struck.line.entry, &struck.line.leaf)?;
    if !matches!(line.body, Body::Registered(_)) {
        return Err(Refusal::NotARegisterLine { entry: line.no }.into());
    }
    match state.number(&Key::Struck(line.no.0))? {
        Some(by) => Err(Refusal::AlreadyStruck { entry: line.no, by: EntryNo(by) }.into()),
        None => Ok(()),
    }
}

pub(super) fn fold_line<B: View>(state: &mut Overlay<B>, line: &Registered) -> Result<(), Stop<B::Error>> {
    let mut sums = register(state, line.register)?;
    sums.lines += 1;
    sums.count = sums.count.checked_add(u64::from(line.count)).ok_or(Refusal::SumTooLarge)?;
    sums.amount = sums.amount.checked_add(line.amount).ok_or(Refusal::SumTooLarge)?;
    state.set(Key::Register(line.register), Cell::Register(Box::new(sums)));
    Ok(())
}

pub(super) fn fold_strike<B: View>(
    state: &mut Overlay<B>,
    struck: &Struck,
    by: EntryNo,
) -> Result<(), Stop<B::Error>> {
    let found = state.base().entry(struck.line.entry).map_err(Stop::State)?;
    let Some(Body::Registered(line)) = found.map(|(entry, _)| entry.body) else {
        return Err(Refusal::NotARegisterLine { entry: struck.line.entry }.into());
    };
    let mut sums = register(state, line.register)?;
    sums.lines = sums.lines.saturating_sub(1);
    sums.count = sums.count.saturating_sub(u64::from(line.count));
    sums.amount = sums.amount.checked_sub(line.amount).ok_or(Refusal::SumTooLarge)?;
    state.set(Key::Register(line.register), Cell::Register(Box::new(sums)));
    state.set(Key::Struck(struck.line.entry.0), Cell::Number(by.0));
    Ok(())
}
