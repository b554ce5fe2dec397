//! Whether everything that an entry names is there, and everything that it adds is not.
//!
//! Owns: that question for funds, programmes, gifts, relief, transfers, reversals and closes. Refuses to know: money.

use super::record::{Context, Effect};
use super::refusal::{Refusal, Series};
use super::state::{Cell, Key};
use super::view::{Overlay, Stop, View};
use super::{checks, closing, everyday, loan, operators, persons, register, relief, settings};
use crate::base::{EntryNo, FundNo, Hash32, Line, Period, ProgrammeNo, PurposeNo};
use crate::entry::{Body, Entry, PersonSort, Target};

/// The causes that are about names and numbers, before dates and money are looked at.
pub(super) fn exists_and_may<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
) -> Result<(), Stop<B::Error>> {
    let counts = state.counts()?;
    let today = ctx.recorded_at.shanghai_date();
    match effect.body {
        Body::Open(open) => next(Series::Operators, 0, u64::from(open.operator.0))?,
        Body::Fund(fund) => {
            if let Some(no) = state.number(&Key::FundCode(fund.code.clone()))? {
                let name = fund_of(state, no)?;
                return Err(Refusal::FundCodeTaken { code: fund.code.clone(), name }.into());
            }
            next(Series::Funds, u64::from(counts.funds), u64::from(fund.no.0))?;
        }
        Body::Programme(programme) => {
            let fund = state.fund(programme.fund)?;
            let off_purpose = (fund.purpose != programme.purpose).then(|| Refusal::OffPurpose {
                programme: programme.name.clone(),
                programme_purpose: programme.purpose.clone(),
                fund: fund.code.clone(),
                fund_purpose: fund.purpose.clone(),
            });
            if let Some(no) = state.number(&Key::ProgrammeCode(programme.code.clone()))? {
                let no = ProgrammeNo(u32::try_from(no).unwrap_or(0));
                let name = state.programme(no)?.name.clone();
                return Err(Refusal::ProgrammeCodeTaken { code: programme.code.clone(), name }.into());
            }
            if let Some(refusal) = off_purpose {
                return Err(refusal.into());
            }
            next(Series::Programmes, u64::from(counts.programmes), u64::from(programme.no.0))?;
        }
        Body::Purpose(purpose) => {
            if state.number(&Key::PurposeName(purpose.name.clone()))?.is_some() {
                return Err(Refusal::PurposeTaken { name: purpose.name.clone() }.into());
            }
            next(Series::Purposes, u64::from(counts.purposes), u64::from(purpose.no.0))?;
        }
        Body::Donation(donation) => {
            state.fund(donation.fund)?;
            if let Some(donor) = donation.donor {
                persons::may_be_named(state, donor)?;
            }
        }
        Body::PassThrough(held) => {
            match held.target {
                Target::Purpose(no) => purpose_exists(state, no)?,
                Target::Person(no) => drop(persons::may_be_named(state, no)?),
            }
            if let Some(other) = held.other {
                persons::may_be_named(state, other)?;
            }
        }
        Body::Disbursement(paid) => {
            state.programme(paid.programme)?;
            state.fund(paid.fund)?;
            if persons::may_be_named(state, paid.person)? != PersonSort::Natural {
                return Err(Refusal::NotANaturalPerson { no: paid.person }.into());
            }
            relief::may_disburse(state, effect, paid)?;
        }
        Body::Transfer(transfer) => {
            let fund = state.fund(transfer.from)?.code.clone();
            state.fund(transfer.to)?;
            if transfer.from == transfer.to {
                return Err(Refusal::SameFund { fund }.into());
            }
        }
        Body::Reversal(reversal) => {
            let original = linked(state, ctx.no, reversal.original, &reversal.original_hash)?;
            checks::reversed_once(state, &original)?;
            loan::rules::may_reverse(state, ctx, &original)?;
            relief::may_reverse(state, &original)?;
        }
        Body::Close(close) => {
            may_close(state, close.period, today)?;
            if ctx.rules_version >= 6 {
                closing::all_carried(state, close.period)?;
            }
        }
        Body::Released(_) | Body::YearEnd(_) => closing::may(state, effect, today)?,
        Body::Operator(_) | Body::Role(_) | Body::Revoked(_) | Body::Rotated(_) => {
            operators::may(state, ctx, effect.body)?;
        }
        Body::Threshold(_)
        | Body::MoneyAccount(_)
        | Body::Budget(_)
        | Body::Retention(_)
        | Body::Register(_) => {
            settings::may(state, effect.body)?;
        }
        Body::Person(_)
        | Body::PersonThoughKnown(_)
        | Body::Restricted(_)
        | Body::Erased(_)
        | Body::Household(_)
        | Body::LookUps(_)
        | Body::Details(_)
        | Body::DataLost(_) => persons::may(state, ctx, effect)?,
        Body::Move(_)
        | Body::BankCharge(_)
        | Body::Spending(_)
        | Body::Appropriation(_)
        | Body::GrantDown(_)
        | Body::OpeningBalance(_)
        | Body::GeneralVoucher(_) => everyday::may(state, effect.body)?,
        Body::Registered(line) => register::may_add(state, line)?,
        Body::Struck(struck) => register::may_strike(state, ctx.no, struck)?,
        Body::Note(note) => drop(earlier(state, ctx.no, note.entry)?),
        Body::Unmasked(unmasked) => {
            if let Some(no) = unmasked.person
                && !matches!(state.get(&Key::Person(no))?, Some(Cell::Person(_)))
            {
                return Err(Refusal::UnknownPerson { no }.into());
            }
        }
        Body::Product(_)
        | Body::Terms(_)
        | Body::Subsidy(_)
        | Body::Guarantor(_)
        | Body::Deposit(_)
        | Body::Provision(_) => loan::lending::may(state, effect.body)?,
        Body::Loan(event) => loan::rules::may(state, ctx, effect, event)?,
        Body::ReliefRules(_) | Body::Case(_) | Body::Round(_) | Body::Gift(_) | Body::Goods(_) => {
            relief::may(state, ctx, effect)?;
        }
        // An approval has been looked at with what it approves.
        Body::Decided(_) | Body::Restored(_) | Body::HandedOver(_) | Body::Checkpoint => {}
    }
    Ok(())
}

/// The next number of a series, and no other.
pub(crate) fn next(series: Series, highest: u64, found: u64) -> Result<(), Refusal> {
    let expected = highest + 1;
    if found == expected { Ok(()) } else { Err(Refusal::OutOfSequence { series, expected, found }) }
}

/// An entry before `no`, with its leaf hash.
pub(super) fn earlier<B: View>(
    state: &mut Overlay<B>,
    no: EntryNo,
    wanted: EntryNo,
) -> Result<(Entry, Hash32), Stop<B::Error>> {
    let found = state.base().entry(wanted).map_err(Stop::State)?;
    Ok(found.filter(|(entry, _)| entry.no < no).ok_or(Refusal::UnknownEntry { no: wanted })?)
}

/// An entry before `no` that must have that leaf hash.
pub(super) fn linked<B: View>(
    state: &mut Overlay<B>,
    no: EntryNo,
    wanted: EntryNo,
    leaf: &Hash32,
) -> Result<Entry, Stop<B::Error>> {
    let (entry, found) = earlier(state, no, wanted)?;
    if found == *leaf { Ok(entry) } else { Err(Refusal::OriginalDiffers { original: entry.no }.into()) }
}

fn fund_of<B: View>(state: &mut Overlay<B>, no: u64) -> Result<Line, Stop<B::Error>> {
    Ok(state.fund(FundNo(u32::try_from(no).unwrap_or(0)))?.name.clone())
}

fn purpose_exists<B: View>(state: &mut Overlay<B>, no: PurposeNo) -> Result<(), Stop<B::Error>> {
    match state.get(&Key::Purpose(no))? {
        Some(_) => Ok(()),
        None => Err(Refusal::UnknownPurpose { no }.into()),
    }
}

/// Whether it is the month's turn to close, it is over, and nothing of it waits.
pub(super) fn may_close<B: View>(
    state: &mut Overlay<B>,
    asked: Period,
    today: crate::base::Date,
) -> Result<(), Stop<B::Error>> {
    let periods = state.periods()?;
    if periods.is_closed(asked) {
        return Err(Refusal::AlreadyClosed { period: asked }.into());
    }
    // Before the first close the turn is the first month with a voucher; without any, whichever is asked for.
    let turn = periods.closed_through.map(Period::next).or(periods.first).unwrap_or(asked);
    if asked != turn {
        return Err(Refusal::CloseOutOfOrder { asked, next: turn }.into());
    }
    if asked.last_day() >= today {
        return Err(Refusal::MonthNotOver { period: asked }.into());
    }
    let count =
        state.pending_months()?.iter().filter(|(month, _)| *month <= asked).map(|(_, n)| u64::from(*n)).sum();
    if count > 0 { Err(Refusal::PendingInMonth { period: asked, count }.into()) } else { Ok(()) }
}
