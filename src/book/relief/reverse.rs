//! Reversals 红字冲销 of relief, gifts and goods: only where nothing was done with it since.
//!
//! Owns: that, and undoing it. Refuses to know: what a reversal posts.

use super::settle::came_back;
use super::settle_gifts::money_of_gift;
use super::state::{Grant, RowStatus, UseOf};
use super::{GiftUse, Lot};
use super::{ReliefRefusal, bind, change_gift, change_stock, gift, grants, round, rounds, stock};
use crate::base::{Date, EntryNo, Fen, GiftNo, ItemNo};
use crate::book::refusal::Refusal;
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{Body, Entry, GiftEvent, GiftWhat, GoodsWhat, Pile, RoundWhat};

/// What an entry of relief said when it took effect: its body, the entry that says it, and its day.
type Said = (Body, EntryNo, Date);

fn said<B: View>(state: &Overlay<B>, entry: &Entry) -> Result<Option<Said>, Stop<B::Error>> {
    let said = match &entry.body {
        Body::Decided(decided) if decided.takes_effect() => {
            let found = state.base().entry(decided.prepared.entry).map_err(Stop::State)?;
            found.map(|(prepared, _)| (prepared.body, prepared.no, entry.business_date))
        }
        body if !entry.prepared => Some((body.clone(), entry.no, entry.business_date)),
        _ => None,
    };
    let of_relief =
        |body: &Body| matches!(body, Body::Disbursement(_) | Body::Round(_) | Body::Gift(_) | Body::Goods(_));
    Ok(said.filter(|(body, ..)| of_relief(body)))
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
            GiftWhat::Received { amount } => money_of_gift(state, event.gift, amount.negated(), by, undone),
            GiftWhat::GivenBack { amount } => money_of_gift(state, event.gift, amount, by, undone),
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
            change_gift(state, no, |gift| {
                gift.goods = gift.goods.checked_sub(value)?;
                let from = if bought { &mut gift.cash } else { &mut gift.received };
                *from = if bought { from.checked_add(value)? } else { from.checked_sub(value)? };
                gift.uses.push(GiftUse::new(by, undone, value).of(event.item, pile.pieces));
                Some(())
            })?;
            if bought { bind(state, pile.fund, value) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}
