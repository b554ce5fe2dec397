//! What relief changes in the state: what is spoken for while it waits, and what takes effect.
//!
//! Owns: those changes, made before funds are looked at. Refuses to know: whether it is allowed; that was asked before.

use super::postings::{HandedOut, handed_out};
use super::settle_gifts::{gift_event, goods_event};
use super::state::{CardState, GiftUse, Grant, Lot, Part, RoundState, RowState, RowStatus, UseOf};
use super::{ReliefRefusal, bind, cases, change_gift, change_round, change_stock, gift, grants};
use super::{item, programme, round, rounds, shift};
use crate::base::{Date, EntryNo, Fen, FundNo, GiftNo, ItemNo, RoundNo};
use crate::book::record::{Context, Effect};
use crate::book::refusal::Refusal;
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{
    BackReason, Body, Disbursement, GiftEvent, GiftWhat, GoodsEvent, GoodsWhat, Pile, Proposal, RoundEvent,
    RoundWhat, Row, Rows,
};

/// Speaks for what an entry that waits would take.
pub(in crate::book) fn hold<B: View>(
    state: &mut Overlay<B>,
    source: EntryNo,
    on: Date,
    body: &Body,
) -> Result<(), Stop<B::Error>> {
    speak(state, source, on, body, true)
}

/// Speaks for it no longer: before it takes effect, or because it never will.
pub(in crate::book) fn let_go<B: View>(
    state: &mut Overlay<B>,
    source: EntryNo,
    on: Date,
    body: &Body,
) -> Result<(), Stop<B::Error>> {
    speak(state, source, on, body, false)
}

fn speak<B: View>(
    state: &mut Overlay<B>,
    source: EntryNo,
    on: Date,
    body: &Body,
    more: bool,
) -> Result<(), Stop<B::Error>> {
    match body {
        Body::Disbursement(relief) => of_relief(state, source, on, relief, more),
        Body::Round(RoundEvent { what: RoundWhat::Proposed(proposal), .. }) => {
            for (row, number) in proposal.rows.iter().zip(1..) {
                of_row(state, (source, on), proposal, (row, number), more)?;
            }
            Ok(())
        }
        Body::Gift(GiftEvent { gift, what: GiftWhat::GivenBack { amount } }) => {
            of_gift(state, *gift, *amount, more)
        }
        Body::Goods(GoodsEvent {
            what: GoodsWhat::Bought { pile: Pile { gift: Some(gift), .. }, amount, .. },
            ..
        }) => of_gift(state, *gift, *amount, more),
        Body::Reversal(reversal) => match super::reverse::received(state, reversal.original)? {
            Some((gift, amount)) => of_gift(state, gift, amount, more),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Money of a gift that waits is reserved with the fund's other money, so the fund keeps it aside no more.
fn of_gift<B: View>(
    state: &mut Overlay<B>,
    no: GiftNo,
    amount: Fen,
    more: bool,
) -> Result<(), Stop<B::Error>> {
    let fund = gift(state, no)?.fund;
    let amount = if more { amount } else { amount.negated() };
    reserve(state, no, amount)?;
    bind(state, fund, amount.negated())
}

fn reserve<B: View>(state: &mut Overlay<B>, no: GiftNo, amount: Fen) -> Result<(), Stop<B::Error>> {
    let fund = gift(state, no)?.fund;
    change_gift(state, no, |gift| {
        gift.reserved = gift.reserved.checked_add(amount)?;
        Some(())
    })?;
    // Of a fund's gift it is bound until it leaves; what stands in no fund has one sum for all.
    if fund == FundNo::PASS_THROUGH { state.add_amount(&Key::GiftsReserved, amount) } else { Ok(()) }
}

/// Relief that is paid in one step counts for caps, whether it waits or is paid.
fn of_relief<B: View>(
    state: &mut Overlay<B>,
    source: EntryNo,
    day: Date,
    relief: &Disbursement,
    more: bool,
) -> Result<(), Stop<B::Error>> {
    let (person, amount) = (relief.person, relief.amount);
    let grant = Grant { entry: source, row: 0, day, person, household: None, amount };
    if more {
        grants::count(state, relief.programme, grant)
    } else {
        grants::uncount(state, relief.programme, grant)
    }
}

fn of_row<B: View>(
    state: &mut Overlay<B>,
    (source, day): (EntryNo, Date),
    proposal: &Proposal,
    (row, number): (&Row, u16),
    more: bool,
) -> Result<(), Stop<B::Error>> {
    let amount = if proposal.item.is_none() { row.amount() } else { Fen::ZERO };
    let grant = Grant { entry: source, row: number, day, person: row.person, household: None, amount };
    if more {
        grants::count(state, proposal.programme, grant)?;
    } else {
        grants::uncount(state, proposal.programme, grant)?;
    }
    if let Some(case) = row.case {
        cases::change(state, case, |case| case.granted = more.then_some(source))?;
    }
    let (gift, given) = (row.gift, row.given);
    promise(state, (proposal.fund, proposal.item), (gift, given), more.then_some(source))
}

/// Speaks for the money or the goods of a row, or (`by` nobody) no longer does.
fn promise<B: View>(
    state: &mut Overlay<B>,
    (fund, goods): (FundNo, Option<ItemNo>),
    (gift, given): (Option<GiftNo>, u64),
    by: Option<EntryNo>,
) -> Result<(), Stop<B::Error>> {
    let Some(no) = goods else {
        let amount = Fen::new(i64::try_from(given).map_err(|_| Refusal::SumTooLarge)?);
        let amount = if by.is_some() { amount } else { amount.negated() };
        return match gift {
            Some(gift) => reserve(state, gift, amount),
            None => state.add_amount(&Key::Reserved(fund), amount),
        };
    };
    if item(state, no)?.numbered() {
        return set_gone(state, no, given, by);
    }
    let pieces = u32::try_from(given).map_err(|_| Refusal::SumTooLarge)?;
    change_stock(state, (no, fund), |stock| stock.reserve(gift, pieces, by.is_some()))
}

pub(super) fn set_gone<B: View>(
    state: &mut Overlay<B>,
    item: ItemNo,
    number: u64,
    gone: Option<EntryNo>,
) -> Result<(), Stop<B::Error>> {
    state.update(&Key::Card(item, number), |cell| match cell {
        Some(Cell::Card(card)) => Ok(Cell::Card(CardState { gone, ..card })),
        _ => Err(ReliefRefusal::CardNotThere { item, number, entry: None }.into()),
    })
}

/// What an entry of relief changes when it takes effect.
pub(in crate::book) fn settle<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
) -> Result<(), Stop<B::Error>> {
    match effect.body {
        Body::ReliefRules(set) => programme::fold(state, set, ctx.no),
        Body::Case(event) => cases::fold(state, effect, event, ctx.no),
        Body::Disbursement(relief) => of_relief(state, effect.source, effect.on, relief, true),
        Body::Round(event) => of_round(state, ctx, effect, event),
        Body::Gift(event) => gift_event(state, ctx, effect, event),
        Body::Goods(event) => goods_event(state, ctx, effect, event),
        Body::Reversal(reversal) => super::undo(state, (ctx.no, effect.on), reversal.original),
        _ => Ok(()),
    }
}

fn of_round<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
    event: &RoundEvent,
) -> Result<(), Stop<B::Error>> {
    let no = event.round;
    match &event.what {
        RoundWhat::Proposed(proposal) => {
            hold(state, effect.source, effect.on, effect.body)?;
            granted(state, ctx, effect, no, proposal)
        }
        RoundWhat::Noticed => change_round(state, no, |round| round.noticed = Some(effect.on)),
        RoundWhat::Paid { rows } => paid(state, (ctx.no, effect.on), no, rows),
        RoundWhat::CameBack { reason, rows } => {
            came_back(state, (ctx.no, effect.on), no, rows, Some(*reason))
        }
        RoundWhat::Answered { rows } => each(state, no, rows, |row| row.status = RowStatus::Arrived),
        RoundWhat::Dropped { reason, rows } => {
            let of = round(state, no)?.clone();
            for (number, row) in rounds::amounts(&of, rows) {
                let amount = if of.item.is_none() { row.value } else { Fen::ZERO };
                let (entry, day, person) = (of.entry, of.day, row.person);
                let grant = Grant { entry, row: number, day, person, household: None, amount };
                grants::uncount(state, of.programme, grant)?;
                promise(state, (of.fund, of.item), (row.gift, row.given), None)?;
                if let Some(case) = row.case {
                    cases::change(state, case, |case| {
                        case.granted = None;
                        case.row = None;
                    })?;
                }
            }
            each(state, no, rows, |row| row.status = RowStatus::Dropped(*reason))
        }
    }
}

fn each<B: View>(
    state: &mut Overlay<B>,
    no: RoundNo,
    rows: &Rows,
    f: impl Fn(&mut RowState),
) -> Result<(), Stop<B::Error>> {
    change_round(state, no, |round| {
        for row in rows.numbers() {
            if let Some(row) = round.row_mut(*row) {
                f(row);
            }
        }
    })
}

fn granted<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
    no: RoundNo,
    proposal: &Proposal,
) -> Result<(), Stop<B::Error>> {
    let rules = programme::rules(state, proposal.programme, effect.on)?;
    let money = proposal.item.is_none();
    let rows = proposal.rows.iter().map(|row| RowState {
        case: row.case,
        person: row.person,
        gift: row.gift,
        given: row.given,
        status: RowStatus::Granted,
        value: if money { row.amount() } else { Fen::ZERO },
        lots: Vec::new(),
        paid: None,
        back: 0,
        back_reason: None,
    });
    let new = RoundState {
        entry: effect.source,
        approved: ctx.no,
        day: effect.on,
        programme: proposal.programme,
        fund: proposal.fund,
        item: proposal.item,
        notice_days: rules.steps.notice_days,
        answer: rules.steps.answer,
        noticed: None,
        rows: rows.collect(),
    };
    state.set(Key::Round(no), Cell::Round(Box::new(new)));
    for (row, number) in proposal.rows.iter().zip(1..) {
        if let Some(case) = row.case {
            cases::change(state, case, |case| case.row = Some((no, number)))?;
        }
    }
    Ok(())
}

/// Rows are paid, or their goods handed out.
fn paid<B: View>(
    state: &mut Overlay<B>,
    by: (EntryNo, Date),
    no: RoundNo,
    rows: &Rows,
) -> Result<(), Stop<B::Error>> {
    let of = round(state, no)?.clone();
    let parts = handed_out(state, &of, rows)?;
    for (at, (_, row)) in rounds::amounts(&of, rows).enumerate() {
        match (of.item, parts.get(at)) {
            (Some(item), Some(part)) => hand_out(state, (item, of.fund), row, part, by)?,
            _ => {
                promise(state, (of.fund, None), (row.gift, row.given), None)?;
                if let Some(gift) = row.gift {
                    let why = GiftUse::new(by, UseOf::Paid, row.value).to(row.person);
                    shift(state, gift, (Some(Part::Cash), Some(Part::PaidOn)), why)?;
                }
            }
        }
    }
    change_round(state, no, |round| {
        for (at, number) in rows.numbers().iter().enumerate() {
            let Some(row) = round.row_mut(*number) else { continue };
            (row.status, row.paid) = (RowStatus::Paid, Some(by));
            if let Some(part) = parts.get(at) {
                row.value = part.value().unwrap_or(Fen::ZERO);
                row.lots.clone_from(&part.lots);
            }
        }
    })?;
    let worth = parts.iter().try_fold(Fen::ZERO, |sum, part| sum.checked_add(part.value()?));
    spent_in_goods(state, &of, worth.ok_or(Refusal::SumTooLarge)?)
}

/// Goods count for the year's budget by what they were worth.
fn spent_in_goods<B: View>(
    state: &mut Overlay<B>,
    of: &RoundState,
    worth: Fen,
) -> Result<(), Stop<B::Error>> {
    if worth.is_zero() {
        Ok(())
    } else {
        state.add_amount(&Key::SpentIn(of.programme, grants::year(of.day)), worth)
    }
}

fn hand_out<B: View>(
    state: &mut Overlay<B>,
    (item, fund): (ItemNo, FundNo),
    row: &RowState,
    part: &HandedOut,
    by: (EntryNo, Date),
) -> Result<(), Stop<B::Error>> {
    if super::item(state, item)?.numbered() {
        set_gone(state, item, row.given, Some(by.0))?;
    } else {
        promise(state, (fund, Some(item)), (row.gift, row.given), None)?;
    }
    change_stock(state, (item, fund), |stock| part.lots.iter().try_for_each(|lot| stock.remove(lot)))?;
    let Some(gift) = row.gift else { return Ok(()) };
    let worth = part.value().ok_or(Refusal::SumTooLarge)?;
    let why = GiftUse::new(by, UseOf::Paid, worth).to(row.person).of(item, pieces(&part.lots));
    shift(state, gift, (Some(Part::Goods), Some(Part::PaidOn)), why)
}

fn pieces(lots: &[Lot]) -> u32 {
    lots.iter().map(|lot| lot.pieces).fold(0, u32::saturating_add)
}

/// Rows came back, or their payment was reversed (`reason`: none): they are to be paid again.
pub(super) fn came_back<B: View>(
    state: &mut Overlay<B>,
    by: (EntryNo, Date),
    no: RoundNo,
    rows: &Rows,
    reason: Option<BackReason>,
) -> Result<(), Stop<B::Error>> {
    let of = round(state, no)?.clone();
    let mut worth = Fen::ZERO;
    for (_, row) in rounds::amounts(&of, rows) {
        let undone = row.paid.map(|(entry, _)| UseOf::Reversed(entry));
        let what = if reason.is_some() { UseOf::CameBack } else { undone.unwrap_or(UseOf::CameBack) };
        let (mut why, mut to) = (GiftUse::new(by, what, row.value).to(row.person), Part::Cash);
        if let Some(item) = of.item {
            (why, to) = (why.of(item, pieces(&row.lots)), Part::Goods);
            worth = worth.checked_add(row.value).ok_or(Refusal::SumTooLarge)?;
            change_stock(state, (item, of.fund), |stock| {
                row.lots.iter().try_for_each(|lot| stock.put(*lot))
            })?;
        }
        if let Some(gift) = row.gift {
            shift(state, gift, (Some(Part::PaidOn), Some(to)), why)?;
        }
        promise(state, (of.fund, of.item), (row.gift, row.given), Some(of.entry))?;
    }
    spent_in_goods(state, &of, worth.negated())?;
    each(state, no, rows, |row| {
        row.status = RowStatus::Granted;
        row.paid = None;
        if of.item.is_some() {
            (row.value, row.lots) = (Fen::ZERO, Vec::new());
        }
        if reason.is_some() {
            row.back = row.back.saturating_add(1);
            row.back_reason = reason;
        }
    })
}
