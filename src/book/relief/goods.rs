//! Goods: which may come in, be counted, and go back to their donor (invariant 7).
//!
//! Owns: that. Refuses to know: who receives them (`rounds`), and what they post.

use super::state::{GiftState, Stock};
use super::{ReliefRefusal, gift, gifts, item, stock};
use crate::base::{Fen, FundNo, ItemNo};
use crate::book::exists::next;
use crate::book::persons::may_be_named;
use crate::book::record::Effect;
use crate::book::refusal::Series;
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{GoodsEvent, GoodsWhat, Item, Pile};

/// The most numbered pieces that come in with one entry: each has a place of its own in the state.
const MOST_CARDS: u32 = 10_000;

pub(super) fn may<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    event: &GoodsEvent,
) -> Result<(), Stop<B::Error>> {
    if let GoodsWhat::Added(added) = &event.what {
        if state.number(&Key::ItemName(added.name.clone()))?.is_some() {
            return Err(ReliefRefusal::ItemTaken { name: added.name.clone() }.into());
        }
        let highest = u64::from(state.counts()?.items);
        return Ok(next(Series::Items, highest, u64::from(event.item.0))?);
    }
    let of = item(state, event.item)?.clone();
    match &event.what {
        GoodsWhat::Received { pile, donor, .. } => {
            if let Some(donor) = donor {
                may_be_named(state, *donor)?;
            }
            if let (Some(gift), Some(no)) = (may_belong(state, effect, pile)?, pile.gift) {
                if donor.is_some() {
                    return Err(ReliefRefusal::DonorOfGift { gift: no }.into());
                }
                if let Some(donor) = gift.donor {
                    may_be_named(state, donor)?;
                }
            }
            new_numbers(state, event.item, &of, pile)
        }
        GoodsWhat::Bought { pile, seller, amount } => {
            if let Some(seller) = seller {
                may_be_named(state, *seller)?;
            }
            if let (Some(gift), Some(no)) = (may_belong(state, effect, pile)?, pile.gift) {
                gifts::free(no, gift.free(), *amount)?;
            }
            new_numbers(state, event.item, &of, pile)
        }
        GoodsWhat::Counted { fund, on_the_books, counted, missing } => {
            let there = stock(state, event.item, *fund)?;
            may_count(state, (event.item, &of), (*fund, &there), (*on_the_books, *counted), missing)
        }
        GoodsWhat::GivenBack { pile } => {
            // Only a gift says whose they were.
            if may_belong(state, effect, pile)?.is_none() {
                return Err(ReliefRefusal::GiftNeeded.into());
            }
            let there = stock(state, event.item, pile.fund)?;
            let (available, needed) = (there.free(pile.gift), pile.pieces);
            if available < needed {
                return Err(ReliefRefusal::StockShort { item: event.item, available, needed }.into());
            }
            numbered(event.item, &of, pile)?;
            for number in pile.numbers() {
                in_stock(state, event.item, number, |card| card.fund == pile.fund && card.gift == pile.gift)?;
            }
            Ok(())
        }
        GoodsWhat::Added(_) => Ok(()),
    }
}

/// The gift that goods are of, where there is one; what is held for others is always of one.
fn may_belong<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    pile: &Pile,
) -> Result<Option<GiftState>, Stop<B::Error>> {
    if pile.fund != FundNo::PASS_THROUGH {
        state.fund(pile.fund)?;
    }
    let Some(no) = pile.gift else {
        return match pile.fund {
            FundNo::PASS_THROUGH => Err(ReliefRefusal::GiftNeeded.into()),
            _ => Ok(None),
        };
    };
    let of = gift(state, no)?.clone();
    if of.fund != pile.fund {
        return Err(ReliefRefusal::GiftElsewhere { gift: no, fund: of.fund }.into());
    }
    if effect.on < of.day {
        return Err(ReliefRefusal::TooEarly { first: of.day }.into());
    }
    Ok(Some(of))
}

/// Whether a pile has numbers where its item has them, and of so many digits.
fn numbered(no: ItemNo, of: &Item, pile: &Pile) -> Result<(), ReliefRefusal> {
    let fits = match pile.first {
        None => !of.numbered(),
        Some(_) => of.numbered() && pile.numbers().end - 1 < 10_u64.pow(u32::from(of.digits)),
    };
    if fits { Ok(()) } else { Err(ReliefRefusal::CardNumbers { item: no }) }
}

fn new_numbers<B: View>(
    state: &mut Overlay<B>,
    no: ItemNo,
    of: &Item,
    pile: &Pile,
) -> Result<(), Stop<B::Error>> {
    numbered(no, of, pile)?;
    if of.numbered() && pile.pieces > MOST_CARDS {
        return Err(ReliefRefusal::TooManyCards { most: MOST_CARDS }.into());
    }
    for number in pile.numbers() {
        if state.get(&Key::Card(no, number))?.is_some() {
            return Err(ReliefRefusal::CardKnown { item: no, number }.into());
        }
    }
    Ok(())
}

fn in_stock<B: View>(
    state: &mut Overlay<B>,
    item: ItemNo,
    number: u64,
    fits: impl Fn(&super::CardState) -> bool,
) -> Result<(), Stop<B::Error>> {
    let entry = match state.get(&Key::Card(item, number))? {
        Some(Cell::Card(card)) if card.gone.is_none() && fits(card) => return Ok(()),
        Some(Cell::Card(card)) => card.gone,
        _ => None,
    };
    Err(ReliefRefusal::CardNotThere { item, number, entry }.into())
}

fn may_count<B: View>(
    state: &mut Overlay<B>,
    (no, of): (ItemNo, &Item),
    (fund, there): (FundNo, &Stock),
    (on_the_books, counted): (u32, u32),
    missing: &[u64],
) -> Result<(), Stop<B::Error>> {
    if fund != FundNo::PASS_THROUGH {
        state.fund(fund)?;
    }
    let books = there.pieces();
    if on_the_books != books {
        return Err(ReliefRefusal::BooksDiffer { item: no, on_the_books: books }.into());
    }
    // What came from nowhere has no gift, and no number.
    if counted > books && (fund == FundNo::PASS_THROUGH || of.numbered()) {
        return Err(ReliefRefusal::SurplusNeedsReceipt { item: no }.into());
    }
    let short = u64::from(books.saturating_sub(counted));
    let named = u64::try_from(missing.len()).unwrap_or(u64::MAX);
    if named != (if of.numbered() { short } else { 0 }) {
        return Err(ReliefRefusal::CardNumbers { item: no }.into());
    }
    for number in missing {
        in_stock(state, no, *number, |card| card.fund == fund)?;
    }
    Ok(())
}

/// What a piece that was found is worth: what the others are, rounded down.
pub(super) fn worth_of_found(there: &Stock, pieces: u32) -> Option<Fen> {
    let (all, value) = (there.pieces(), there.value()?);
    if all == 0 {
        return Some(Fen::ZERO);
    }
    let worth = i128::from(value.get()) * i128::from(pieces) / i128::from(all);
    i64::try_from(worth).ok().map(Fen::new)
}
