//! Reversals 红字冲销 of relief, gifts and goods: only where nothing was done with it since.
//!
//! Owns: that, and undoing it. Refuses to know: what a reversal posts.

use super::settle::came_back;
use super::state::{Grant, Part, RowStatus, UseOf};
use super::{GiftUse, Lot};
use super::{ReliefRefusal, change_stock, gift, grants, round, rounds, shift, stock};
use crate::base::{Date, EntryNo, Fen, GiftNo, ItemNo};
use crate::book::refusal::Refusal;
use crate::book::state::{Cell, Key};
use crate::book::two_persons::effect_of;
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{Body, Entry, GiftEvent, GiftWhat, GoodsWhat, Pile, RoundWhat};

/// What an entry of relief said when it took effect: its body, the entry that says it, and its day.
type Said = (Body, EntryNo, Date);

fn said<B: View>(state: &Overlay<B>, entry: &Entry) -> Result<Option<Said>, Stop<B::Error>> {
    let of_relief =
        |body: &Body| matches!(body, Body::Disbursement(_) | Body::Round(_) | Body::Gift(_) | Body::Goods(_));
    let said = effect_of(state, entry)?.filter(|(body, _)| of_relief(body));
    Ok(said.map(|(body, source)| (body, source, entry.business_date)))
}

/// The gift whose money came in with an entry, and how much: a reversal of it takes that from the gift.
pub(super) fn received<B: View>(
    state: &mut Overlay<B>,
    original: EntryNo,
) -> Result<Option<(GiftNo, Fen)>, Stop<B::Error>> {
    let Some((entry, _)) = state.base().entry(original).map_err(Stop::State)? else { return Ok(None) };
    Ok(match said(state, &entry)? {
        Some((Body::Gift(GiftEvent { gift, what: GiftWhat::Received { amount } }), ..)) => {
            Some((gift, amount))
        }
        _ => None,
    })
}

/// Whether goods moved with an entry, though it has no voucher where nobody can say what they are worth.
pub(in crate::book) fn moved_goods<B: View>(
    state: &mut Overlay<B>,
    original: &Entry,
) -> Result<bool, Stop<B::Error>> {
    Ok(match said(state, original)? {
        Some((Body::Round(event), ..)) => matches!(event.what, RoundWhat::Paid { .. }),
        Some((Body::Goods(event), ..)) => matches!(event.what, GoodsWhat::Received { .. }),
        _ => false,
    })
}

/// Whether an entry may be reversed: nothing was done since with what it brought.
pub(in crate::book) fn may_reverse<B: View>(
    state: &mut Overlay<B>,
    original: &Entry,
) -> Result<(), Stop<B::Error>> {
    let used = || Stop::from(ReliefRefusal::UsedSince { original: original.no });
    let Some((body, source, _)) = said(state, original)? else { return Ok(()) };
    match &body {
        Body::Round(event) => {
            let RoundWhat::Paid { rows } = &event.what else {
                return Err(Refusal::NotReversible { original: original.no }.into());
            };
            let of = round(state, event.round)?.clone();
            let still = |status| matches!(status, RowStatus::Paid | RowStatus::Arrived);
            let mut paid = rounds::amounts(&of, rows);
            let by_it = |paid: Option<(EntryNo, Date)>| paid.is_some_and(|(by, _)| by == original.no);
            if paid.all(|(_, row)| still(row.status) && by_it(row.paid)) { Ok(()) } else { Err(used()) }
        }
        Body::Gift(event) => match event.what {
            GiftWhat::Received { amount } if gift(state, event.gift)?.free() < amount => Err(used()),
            GiftWhat::Received { .. } | GiftWhat::GivenBack { .. } => Ok(()),
            GiftWhat::Agreed { .. } | GiftWhat::BoundAnew { .. } => {
                Err(Refusal::NotReversible { original: original.no }.into())
            }
        },
        Body::Goods(event) => {
            let (pile, value) = match &event.what {
                GoodsWhat::Received { pile, worth, .. } => (pile, worth.value()),
                GoodsWhat::Bought { pile, amount, .. } => (pile, *amount),
                _ => return Err(Refusal::NotReversible { original: original.no }.into()),
            };
            if whole(state, event.item, (source, pile, value))? { Ok(()) } else { Err(used()) }
        }
        _ => Ok(()),
    }
}

/// Whether all pieces of a pile are there, and nobody speaks for them.
fn whole<B: View>(
    state: &mut Overlay<B>,
    item: ItemNo,
    (entry, pile, value): (EntryNo, &Pile, Fen),
) -> Result<bool, Stop<B::Error>> {
    for number in pile.numbers() {
        match state.get(&Key::Card(item, number))? {
            Some(Cell::Card(card)) if card.gone.is_none() => {}
            _ => return Ok(false),
        }
    }
    let there = stock(state, item, pile.fund)?;
    let lot = Lot { entry, gift: pile.gift, pieces: pile.pieces, value };
    Ok(there.lots.contains(&lot) && there.free(pile.gift) >= pile.pieces)
}

/// Undoes what an entry changed, `by` its reversal.
pub(in crate::book) fn undo<B: View>(
    state: &mut Overlay<B>,
    by: (EntryNo, Date),
    original: EntryNo,
) -> Result<(), Stop<B::Error>> {
    let Some((entry, _)) = state.base().entry(original).map_err(Stop::State)? else { return Ok(()) };
    let Some((body, source, day)) = said(state, &entry)? else { return Ok(()) };
    let undone = UseOf::Reversed(original);
    match &body {
        Body::Disbursement(relief) => {
            let (person, amount) = (relief.person, relief.amount);
            let grant = Grant { entry: source, row: 0, day, person, household: None, amount };
            grants::uncount(state, relief.programme, grant)
        }
        Body::Round(event) => match &event.what {
            RoundWhat::Paid { rows } => came_back(state, by, event.round, rows, None),
            _ => Ok(()),
        },
        Body::Gift(event) => match event.what {
            GiftWhat::Received { amount } => {
                shift(state, event.gift, (Some(Part::Cash), None), GiftUse::new(by, undone, amount))
            }
            GiftWhat::GivenBack { amount } => {
                let why = GiftUse::new(by, undone, amount);
                shift(state, event.gift, (Some(Part::GivenBack), Some(Part::Cash)), why)
            }
            _ => Ok(()),
        },
        Body::Goods(event) => {
            let (pile, value, bought) = match &event.what {
                GoodsWhat::Received { pile, worth, .. } => (pile, worth.value(), false),
                GoodsWhat::Bought { pile, amount, .. } => (pile, *amount, true),
                _ => return Ok(()),
            };
            let lot = Lot { entry: source, gift: pile.gift, pieces: pile.pieces, value };
            change_stock(state, (event.item, pile.fund), |stock| stock.remove(&lot))?;
            for number in pile.numbers() {
                state.remove(Key::Card(event.item, number));
            }
            let Some(no) = pile.gift else { return Ok(()) };
            let why = GiftUse::new(by, undone, value).of(event.item, pile.pieces);
            shift(state, no, (Some(Part::Goods), bought.then_some(Part::Cash)), why)
        }
        _ => Ok(()),
    }
}
