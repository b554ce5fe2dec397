//! What gifts and goods change in the state when they take effect.
//!
//! Owns: those changes. Refuses to know: rows of rounds (`settle`).

use super::postings::gone;
use super::settle::set_gone;
use super::state::{CardState, GiftState, GiftUse, Lot, UseOf};
use super::{bind, change_gift, change_stock, gift, goods, stock};
use crate::base::{Date, EntryNo, Fen, FundNo, GiftNo, ItemNo};
use crate::book::record::{Context, Effect};
use crate::book::refusal::Refusal;
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{GiftEvent, GiftWhat, GoodsEvent, GoodsWhat, Pile};

pub(super) fn gift_event<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
    event: &GiftEvent,
) -> Result<(), Stop<B::Error>> {
    let by = (ctx.no, effect.on);
    match &event.what {
        GiftWhat::Agreed { donor, fund, bound } => {
            let mut counts = state.counts()?;
            counts.gifts = event.gift.0;
            state.set(Key::Counts, Cell::Counts(counts));
            if let Some(donor) = donor {
                let mut hers = state.numbers(&Key::DonorGifts(*donor))?;
                hers.push(event.gift.0);
                state.set(Key::DonorGifts(*donor), Cell::Numbers(hers));
            }
            let new = GiftState::new((effect.source, effect.on), *donor, *fund, bound.clone());
            state.set(Key::Gift(event.gift), Cell::Gift(Box::new(new)));
            Ok(())
        }
        GiftWhat::Received { amount } => money_of_gift(state, event.gift, *amount, by, UseOf::Received),
        GiftWhat::GivenBack { amount } => {
            money_of_gift(state, event.gift, amount.negated(), by, UseOf::GivenBack)
        }
        GiftWhat::BoundAnew { bound, .. } => change_gift(state, event.gift, |gift| {
            gift.bound = bound.clone();
            gift.uses.push(GiftUse::new(by, UseOf::BoundAnew, Fen::ZERO));
            Some(())
        }),
    }
}

/// Money of a gift came in (above 0), or went back to its donor; with [`UseOf::Reversed`] one of these was undone.
pub(super) fn money_of_gift<B: View>(
    state: &mut Overlay<B>,
    no: GiftNo,
    change: Fen,
    by: (EntryNo, Date),
    what: UseOf,
) -> Result<(), Stop<B::Error>> {
    let fund = gift(state, no)?.fund;
    let came_in = change.is_negative() == matches!(what, UseOf::Reversed(_));
    change_gift(state, no, |gift| {
        gift.cash = gift.cash.checked_add(change)?;
        if came_in {
            gift.received = gift.received.checked_add(change)?;
        } else {
            gift.given_back = gift.given_back.checked_sub(change)?;
        }
        let amount = if change.is_negative() { change.negated() } else { change };
        gift.uses.push(GiftUse::new(by, what, amount));
        Some(())
    })?;
    bind(state, fund, change)
}

pub(super) fn goods_event<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
    event: &GoodsEvent,
) -> Result<(), Stop<B::Error>> {
    let (no, by) = (event.item, (ctx.no, effect.on));
    match &event.what {
        GoodsWhat::Added(item) => {
            let mut counts = state.counts()?;
            counts.items = no.0;
            state.set(Key::Counts, Cell::Counts(counts));
            state.set(Key::ItemName(item.name.clone()), Cell::Number(u64::from(no.0)));
            state.set(Key::Item(no), Cell::Item(Box::new(item.clone())));
            Ok(())
        }
        GoodsWhat::Received { pile, worth, .. } => {
            put_in(state, (no, effect.source), pile, worth.value())?;
            let Some(gift) = pile.gift else { return Ok(()) };
            let what = GiftUse::new(by, UseOf::Received, worth.value()).of(no, pile.pieces);
            change_gift(state, gift, |gift| {
                gift.goods = gift.goods.checked_add(worth.value())?;
                gift.received = gift.received.checked_add(worth.value())?;
                gift.uses.push(what);
                Some(())
            })
        }
        GoodsWhat::Bought { pile, amount, .. } => {
            put_in(state, (no, effect.source), pile, *amount)?;
            let Some(gift) = pile.gift else { return Ok(()) };
            let what = GiftUse::new(by, UseOf::Bought, *amount).of(no, pile.pieces);
            change_gift(state, gift, |gift| {
                gift.cash = gift.cash.checked_sub(*amount)?;
                gift.goods = gift.goods.checked_add(*amount)?;
                gift.uses.push(what);
                Some(())
            })?;
            bind(state, pile.fund, amount.negated())
        }
        GoodsWhat::Counted { fund, on_the_books, counted, .. } if counted > on_the_books => {
            let found = counted - on_the_books;
            let worth = goods::worth_of_found(&stock(state, no, *fund)?, found);
            let value = worth.ok_or(Refusal::SumTooLarge)?;
            let lot = Lot { entry: effect.source, gift: None, pieces: found, value };
            change_stock(state, (no, *fund), |stock| stock.put(lot))
        }
        GoodsWhat::Counted { fund, missing, .. } => {
            let lots = gone(state, event)?;
            take_out(state, (no, *fund), &lots, missing.iter().copied(), by, UseOf::Lost)
        }
        GoodsWhat::GivenBack { pile } => {
            let lots = gone(state, event)?;
            take_out(state, (no, pile.fund), &lots, pile.numbers(), by, UseOf::GivenBack)
        }
    }
}

fn put_in<B: View>(
    state: &mut Overlay<B>,
    (no, entry): (ItemNo, EntryNo),
    pile: &Pile,
    value: Fen,
) -> Result<(), Stop<B::Error>> {
    let lot = Lot { entry, gift: pile.gift, pieces: pile.pieces, value };
    change_stock(state, (no, pile.fund), |stock| stock.put(lot))?;
    for number in pile.numbers() {
        let card = CardState { fund: pile.fund, lot: entry, gift: pile.gift, gone: None };
        state.set(Key::Card(no, number), Cell::Card(card));
    }
    Ok(())
}

fn take_out<B: View>(
    state: &mut Overlay<B>,
    (no, fund): (ItemNo, FundNo),
    lots: &[Lot],
    numbers: impl Iterator<Item = u64>,
    by: (EntryNo, Date),
    what: UseOf,
) -> Result<(), Stop<B::Error>> {
    change_stock(state, (no, fund), |stock| lots.iter().try_for_each(|lot| stock.remove(lot)))?;
    for number in numbers {
        set_gone(state, no, number, Some(by.0))?;
    }
    for lot in lots {
        let Some(gift) = lot.gift else { continue };
        let what = GiftUse::new(by, what, lot.value).of(no, lot.pieces);
        change_gift(state, gift, |gift| {
            gift.goods = gift.goods.checked_sub(lot.value)?;
            let into = if what.what == UseOf::Lost { &mut gift.lost } else { &mut gift.given_back };
            *into = into.checked_add(lot.value)?;
            gift.uses.push(what);
            Some(())
        })?;
    }
    Ok(())
}
