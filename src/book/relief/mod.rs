//! Relief: what a programme allows, rounds, bound gifts and goods.
//!
//! Owns: which of these may be recorded, and what they leave behind; pure. Refuses to know: what the vault says of a
//! person, storage, and words for people.

mod cases;
mod gifts;
mod goods;
mod grants;
pub mod postings;
pub mod programme;
pub mod refusal;
mod reverse;
pub mod rounds;
mod settle;
mod settle_gifts;
pub mod state;
pub mod stock;
pub mod templates;

pub use refusal::{ReliefRefusal, Scope};
pub use state::{
    CardState, CaseState, GiftState, GiftUse, Grant, Granted, ItemState, Look, Lot, RoundState, RowState,
    RowStatus, RulesState, Stock, UseOf,
};

pub(super) use grants::may_disburse;
pub(super) use reverse::{may_reverse, moved_goods, undo};
pub(super) use settle::{hold, let_go, settle};

use self::state::Part;
use super::record::{Context, Effect};
use super::refusal::Refusal;
use super::state::{Cell, Key};
use super::view::{Overlay, Stop, View};
use crate::base::{CaseNo, Fen, FundNo, GiftNo, ItemNo, RoundNo};
use crate::entry::Body;

/// Whether something of relief may be recorded.
pub(super) fn may<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
) -> Result<(), Stop<B::Error>> {
    match effect.body {
        Body::ReliefRules(set) => programme::may(state, set),
        Body::Case(event) => cases::may(state, effect, event),
        Body::Round(event) => rounds::may(state, ctx, effect, event),
        Body::Gift(event) => gifts::may(state, effect, event),
        Body::Goods(event) => goods::may(state, effect, event),
        _ => Ok(()),
    }
}

/// The application of that number.
///
/// # Errors
/// [`ReliefRefusal::UnknownCase`], or where the state can't be read.
pub fn case<B: View>(state: &mut Overlay<B>, no: CaseNo) -> Result<&CaseState, Stop<B::Error>> {
    match state.get(&Key::Case(no))? {
        Some(Cell::Case(case)) => Ok(case),
        _ => Err(ReliefRefusal::UnknownCase { no }.into()),
    }
}

/// The round of that number.
///
/// # Errors
/// [`ReliefRefusal::UnknownRound`], or where the state can't be read.
pub fn round<B: View>(state: &mut Overlay<B>, no: RoundNo) -> Result<&RoundState, Stop<B::Error>> {
    match state.get(&Key::Round(no))? {
        Some(Cell::Round(round)) => Ok(round),
        _ => Err(ReliefRefusal::UnknownRound { no }.into()),
    }
}

/// The gift of that number.
///
/// # Errors
/// [`ReliefRefusal::UnknownGift`], or where the state can't be read.
pub fn gift<B: View>(state: &mut Overlay<B>, no: GiftNo) -> Result<&GiftState, Stop<B::Error>> {
    match state.get(&Key::Gift(no))? {
        Some(Cell::Gift(gift)) => Ok(gift),
        _ => Err(ReliefRefusal::UnknownGift { no }.into()),
    }
}

/// The item of that number.
///
/// # Errors
/// [`ReliefRefusal::UnknownItem`], or where the state can't be read.
pub fn item<B: View>(state: &mut Overlay<B>, no: ItemNo) -> Result<&ItemState, Stop<B::Error>> {
    match state.get(&Key::Item(no))? {
        Some(Cell::Item(item)) => Ok(item),
        _ => Err(ReliefRefusal::UnknownItem { no }.into()),
    }
}

/// What is in stock of an item of a fund; empty where nothing ever was.
///
/// # Errors
/// Where the state can't be read.
pub fn stock<B: View>(state: &mut Overlay<B>, item: ItemNo, fund: FundNo) -> Result<Stock, Stop<B::Error>> {
    Ok(match state.get(&Key::Stock(item, fund))? {
        Some(Cell::Stock(stock)) => Stock::clone(stock),
        _ => Stock::default(),
    })
}

fn change_gift<B: View>(
    state: &mut Overlay<B>,
    no: GiftNo,
    f: impl FnOnce(&mut GiftState) -> Option<()>,
) -> Result<(), Stop<B::Error>> {
    state.update(&Key::Gift(no), |cell| match cell {
        Some(Cell::Gift(mut gift)) => {
            f(&mut gift).ok_or(Refusal::SumTooLarge)?;
            Ok(Cell::Gift(gift))
        }
        _ => Err(ReliefRefusal::UnknownGift { no }.into()),
    })
}

fn change_round<B: View>(
    state: &mut Overlay<B>,
    no: RoundNo,
    f: impl FnOnce(&mut RoundState),
) -> Result<(), Stop<B::Error>> {
    state.update(&Key::Round(no), |cell| match cell {
        Some(Cell::Round(mut round)) => {
            f(&mut round);
            Ok(Cell::Round(round))
        }
        _ => Err(ReliefRefusal::UnknownRound { no }.into()),
    })
}

fn change_stock<B: View>(
    state: &mut Overlay<B>,
    (item, fund): (ItemNo, FundNo),
    f: impl FnOnce(&mut Stock) -> Option<()>,
) -> Result<(), Stop<B::Error>> {
    state.update(&Key::Stock(item, fund), |cell| {
        let mut stock = match cell {
            Some(Cell::Stock(stock)) => stock,
            _ => Box::default(),
        };
        f(&mut stock).ok_or(Refusal::SumTooLarge)?;
        Ok(Cell::Stock(stock))
    })
}

/// Moves an amount of a gift from one part to another; what is left of it in money is bound in its fund.
fn shift<B: View>(
    state: &mut Overlay<B>,
    no: GiftNo,
    (from, to): (Option<Part>, Option<Part>),
    why: GiftUse,
) -> Result<(), Stop<B::Error>> {
    let fund = gift(state, no)?.fund;
    change_gift(state, no, |gift| gift.shift((from, to), why))?;
    match (from, to) {
        (_, Some(Part::Cash)) => bind(state, fund, why.amount),
        (Some(Part::Cash), _) => bind(state, fund, why.amount.negated()),
        _ => Ok(()),
    }
}

/// Adds to what gifts of a fund still have in money: other payments leave it alone. What is held for others stands under
/// its gift by itself.
fn bind<B: View>(state: &mut Overlay<B>, fund: FundNo, amount: Fen) -> Result<(), Stop<B::Error>> {
    if fund == FundNo::PASS_THROUGH { Ok(()) } else { state.add_amount(&Key::Bound(fund), amount) }
}
