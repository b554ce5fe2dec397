//! What gifts and goods change in the state when they take effect.
//!
//! Owns: those changes. Refuses to know: rows of rounds (`settle`).

use super::postings::gone;
use super::settle::set_gone;
use super::state::{CardState, GiftState, GiftUse, Lot, Part, UseOf};
use super::{change_gift, change_stock, goods, shift, stock};
use crate::base::{Date, EntryNo, Fen, FundNo, ItemNo};
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
        GiftWhat::Received { amount } => {
            let why = GiftUse::new(by, UseOf::Received, *amount);
            shift(state, event.gift, (None, Some(Part::Cash)), why)
        }
        GiftWhat::GivenBack { amount } => {
            let why = GiftUse::new(by, UseOf::GivenBack, *amount);
            shift(state, event.gift, (Some(Part::Cash), Some(Part::GivenBack)), why)
        }
        GiftWhat::BoundAnew { bound, .. } => change_gift(state, event.gift, |gift| {
            gift.bound = bound.clone();
            gift.uses.push(GiftUse::new(by, UseOf::BoundAnew, Fen::ZERO));
            Some(())
        }),
    }
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
            let why = GiftUse::new(by, UseOf::Received, worth.value()).of(no, pile.pieces);
            shift(state, gift, (None, Some(Part::Goods)), why)
        }
        GoodsWhat::Bought { pile, amount, .. } => {
            put_in(state, (no, effect.source), pile, *amount)?;
            let Some(gift) = pile.gift else { return Ok(()) };
            let why = GiftUse::new(by, UseOf::Bought, *amount).of(no, pile.pieces);
            shift(state, gift, (Some(Part::Cash), Some(Part::Goods)), why)
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
            take_out(state, (no, *fund), &lots, missing.iter().copied(), by, (UseOf::Lost, Part::Lost))
        }
        GoodsWhat::GivenBack { pile } => {
            let lots = gone(state, event)?;
            take_out(state, (no, pile.fund), &lots, pile.numbers(), by, (UseOf::GivenBack, Part::GivenBack))
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
    (what, to): (UseOf, Part),
) -> Result<(), Stop<B::Error>> {
    change_stock(state, (no, fund), |stock| lots.iter().try_for_each(|lot| stock.remove(lot)))?;
    for number in numbers {
        set_gone(state, no, number, Some(by.0))?;
    }
    for lot in lots {
        let Some(gift) = lot.gift else { continue };
        let why = GiftUse::new(by, what, lot.value).of(no, lot.pieces);
        shift(state, gift, (Some(Part::Goods), Some(to)), why)?;
    }
    Ok(())
}
