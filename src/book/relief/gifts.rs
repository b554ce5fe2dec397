//! Bound gifts: which may be agreed, received, given back, and bound anew.
//!
//! Owns: that. Refuses to know: who is paid from them (`rounds`).

use super::{ReliefRefusal, gift};
use crate::base::{Fen, FundNo, GiftNo};
use crate::book::exists::next;
use crate::book::persons::may_be_named;
use crate::book::purposes::programme_fits;
use crate::book::record::Effect;
use crate::book::refusal::{Refusal, Series};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{Bound, GiftEvent, GiftWhat, PersonSort};

pub(super) fn may<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    event: &GiftEvent,
) -> Result<(), Stop<B::Error>> {
    if let GiftWhat::Agreed { donor, fund, bound } = &event.what {
        if let Some(donor) = donor {
            may_be_named(state, *donor)?;
        }
        may_bind(state, *fund, bound)?;
        return Ok(next(Series::Gifts, state.counts()?.gifts, event.gift.0)?);
    }
    let of = gift(state, event.gift)?.clone();
    if effect.on < of.day {
        return Err(ReliefRefusal::TooEarly { first: of.day }.into());
    }
    match &event.what {
        GiftWhat::Received { .. } => match of.donor {
            Some(donor) => may_be_named(state, donor).map(drop),
            None => Ok(()),
        },
        GiftWhat::GivenBack { amount } => Ok(free(event.gift, of.free(), *amount)?),
        GiftWhat::BoundAnew { bound, .. } => may_bind(state, of.fund, bound),
        GiftWhat::Agreed { .. } => Ok(()),
    }
}

pub(super) fn free(gift: GiftNo, available: Fen, needed: Fen) -> Result<(), ReliefRefusal> {
    if available < needed { Err(ReliefRefusal::GiftShort { gift, available, needed }) } else { Ok(()) }
}

fn may_bind<B: View>(state: &mut Overlay<B>, fund: FundNo, bound: &Bound) -> Result<(), Stop<B::Error>> {
    if fund != FundNo::PASS_THROUGH {
        state.fund(fund)?;
    }
    match bound.programme() {
        Some(programme) if fund != FundNo::PASS_THROUGH => programme_fits(state, programme, fund)?,
        Some(programme) => drop(state.programme(programme)?),
        None => {}
    }
    for person in bound.persons() {
        if may_be_named(state, *person)? != PersonSort::Natural {
            return Err(Refusal::NotANaturalPerson { no: *person }.into());
        }
    }
    Ok(())
}
