//! From a draft to an entry, or to a refusal; and from a recorded entry back, for verification.
//!
//! Owns: the order of the checks. Refuses to know: where drafts come from.
//!
//! The order is fixed, so that one draft has one refusal: what it names must exist, then its dates, then what the
//! money was given for, then whether there is enough.

use super::checks;
use super::fold::fold;
use super::postings;
use super::refusal::{EntryPart, Refusal, Series};
use super::state::{Cell, Key};
use super::view::{Overlay, Stop, View};
use crate::base::{Code, Date, EntryNo, FundNo, Hash32, Line, Period, PersonNo, PurposeNo, Timestamp};
use crate::entry::{Body, Entry, PersonAdded, PersonSort, Posting, Restriction, Target, Transfer, Voucher};

/// What somebody wants recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// When it happened.
    pub business_date: Date,
    /// The voucher date; `None`: the business date where its month is open, else the day of recording.
    pub voucher_date: Option<Date>,
    /// SHA-256 of papers.
    pub attachments: Vec<Hash32>,
    /// What happened.
    pub body: Body,
}

impl Draft {
    /// A draft with only a body and a business date.
    pub const fn new(business_date: Date, body: Body) -> Draft {
        Draft { business_date, voucher_date: None, attachments: Vec::new(), body }
    }
}

/// The circumstances of recording.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The number that the entry gets.
    pub no: EntryNo,
    /// When it is recorded.
    pub recorded_at: Timestamp,
    /// The rules it is made under.
    pub rules_version: u16,
}

/// Makes the entry that the rules make of a draft, and folds it into the state.
///
/// # Errors
/// [`Stop::Refused`] with the cause; the overlay may then hold parts of the draft, and its owner rolls it back.
pub fn record<B: View>(state: &mut Overlay<B>, ctx: &Context, draft: Draft) -> Result<Entry, Stop<B::Error>> {
    make(state, ctx, draft, None)
}

/// Checks that an entry is what the rules of its time make of its body and dates, and folds it into the state.
///
/// # Errors
/// [`Stop::Refused`] with the rule that it breaks.
pub fn replay<B: View>(state: &mut Overlay<B>, ctx: &Context, entry: &Entry) -> Result<(), Stop<B::Error>> {
    if entry.no != ctx.no {
        let (series, expected, found) = (Series::Entries, ctx.no.0, entry.no.0);
        return Err(Refusal::OutOfSequence { series, expected, found }.into());
    }
    let draft = Draft {
        business_date: entry.business_date,
        voucher_date: entry.voucher.map(|v| v.date),
        attachments: entry.attachments.clone(),
        body: entry.body.clone(),
    };
    let made = make(state, ctx, draft, entry.voucher.map(|v| v.number))?;
    let differs = |part| Err(Refusal::NotByTheRules { part }.into());
    match (made.voucher, entry.voucher) {
        (None, Some(_)) | (Some(_), None) => return differs(EntryPart::Status),
        (made, recorded) if made != recorded => return differs(EntryPart::VoucherDate),
        _ => {}
    }
    if made.postings != entry.postings {
        return differs(EntryPart::Postings);
    }
    assert!(made == *entry, "a difference that no part explains");
    Ok(())
}

fn make<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    draft: Draft,
    voucher_number: Option<u32>,
) -> Result<Entry, Stop<B::Error>> {
    if ctx.rules_version != super::RULES_VERSION {
        return Err(Refusal::UnknownRules { version: ctx.rules_version }.into());
    }
    let opens = matches!(draft.body, Body::Open(_));
    match (ctx.no.0 == 1, opens) {
        (true, false) => return Err(Refusal::NotOpen.into()),
        (false, true) => return Err(Refusal::AlreadyOpen.into()),
        _ => {}
    }
    possible_amount(&draft.body)?;
    let lines = exists_and_may(state, ctx, &draft)?;
    let today = ctx.recorded_at.shanghai_date();
    not_after_tomorrow(draft.business_date, today)?;

    let voucher = if lines.is_empty() {
        None
    } else {
        let business_month_closed = state.periods()?.is_closed(draft.business_date.period());
        let date = match draft.voucher_date {
            Some(date) => date,
            None if business_month_closed => today,
            None => draft.business_date,
        };
        not_after_tomorrow(date, today)?;
        checks::closed_period(state, date)?;
        Some(Voucher { date, number: checks::voucher_sequence(state, date, voucher_number)? })
    };

    checks::balanced(&lines)?;
    if let Some(voucher) = voucher {
        on_purpose(state, &draft.body)?;
        checks::held_covered(state, &lines)?;
        checks::fund_covered(state, &lines, voucher.date)?;
    }
    let entry = Entry {
        no: ctx.no,
        business_date: draft.business_date,
        voucher,
        attachments: draft.attachments,
        postings: lines,
        body: draft.body,
    };
    fold(state, &entry)?;
    Ok(entry)
}

/// An amount in a draft is any number; in a record only some are possible, and what is recorded must be readable.
fn possible_amount(body: &Body) -> Result<(), Refusal> {
    let amount = match body {
        Body::Donation(donation) => donation.amount,
        Body::PassThrough(held) => held.amount,
        Body::Disbursement(relief) => relief.amount,
        Body::Transfer(transfer) => transfer.amount,
        _ => return Ok(()),
    };
    let possible = amount.fits_a_posting() && !amount.is_negative();
    if possible { Ok(()) } else { Err(Refusal::ImpossibleAmount { amount }) }
}

fn not_after_tomorrow(date: Date, today: Date) -> Result<(), Refusal> {
    let latest = today.next();
    if date > latest { Err(Refusal::FutureDate { date, latest }) } else { Ok(()) }
}

/// Everything that a draft names is there, everything that it adds is not; and its postings.
fn exists_and_may<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    draft: &Draft,
) -> Result<Vec<Posting>, Stop<B::Error>> {
    let counts = state.counts()?;
    match &draft.body {
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
                let no = crate::base::ProgrammeNo(u32::try_from(no).unwrap_or(0));
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
        Body::Person(person) => may_register(state, person)?,
        Body::Donation(donation) => {
            let fund = state.fund(donation.fund)?.restriction;
            if let Some(donor) = donation.donor {
                person_sort(state, donor)?;
            }
            return Ok(postings::donation(donation, fund));
        }
        Body::PassThrough(held) => {
            match held.target {
                Target::Purpose(no) => purpose_exists(state, no)?,
                Target::Person(no) => drop(person_sort(state, no)?),
            }
            if let Some(other) = held.other {
                person_sort(state, other)?;
            }
            return Ok(postings::pass_through(held));
        }
        Body::Disbursement(relief) => {
            state.programme(relief.programme)?;
            state.fund(relief.fund)?;
            if person_sort(state, relief.person)? != PersonSort::Natural {
                return Err(Refusal::NotANaturalPerson { no: relief.person }.into());
            }
            return Ok(postings::disbursement(relief));
        }
        Body::Transfer(transfer) => {
            let from = state.fund(transfer.from)?;
            let (code, from_restriction) = (from.code.clone(), from.restriction);
            let to = state.fund(transfer.to)?.restriction;
            if transfer.from == transfer.to {
                return Err(Refusal::SameFund { fund: code }.into());
            }
            return Ok(postings::transfer(transfer, from_restriction, to));
        }
        Body::Reversal(reversal) => {
            let found = state.base().entry(reversal.original).map_err(Stop::State)?;
            let (original, hash) = found
                .filter(|(e, _)| e.no < ctx.no)
                .ok_or(Refusal::UnknownEntry { no: reversal.original })?;
            if hash != reversal.original_hash {
                return Err(Refusal::OriginalDiffers { original: original.no }.into());
            }
            checks::reversed_once(state, &original)?;
            if let Some(memo) = &reversal.memo {
                next(Series::Subjects, counts.subjects, memo.subject.0)?;
            }
            return Ok(postings::reversal(&original));
        }
        Body::Close(close) => may_close(state, close.period, ctx.recorded_at.shanghai_date())?,
    }
    Ok(Vec::new())
}

fn next(series: Series, highest: u64, found: u64) -> Result<(), Refusal> {
    let expected = highest + 1;
    if found == expected { Ok(()) } else { Err(Refusal::OutOfSequence { series, expected, found }) }
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

fn person_sort<B: View>(state: &mut Overlay<B>, no: PersonNo) -> Result<PersonSort, Stop<B::Error>> {
    match state.get(&Key::Person(no))? {
        Some(Cell::Person(person)) => Ok(person.sort),
        _ => Err(Refusal::UnknownPerson { no }.into()),
    }
}

fn may_register<B: View>(state: &mut Overlay<B>, person: &PersonAdded) -> Result<(), Stop<B::Error>> {
    if let Some(lookup) = person.lookup
        && let Some(no) = state.number(&Key::PersonLookup(lookup))?
    {
        return Err(Refusal::DuplicatePerson { no: PersonNo(no) }.into());
    }
    let counts = state.counts()?;
    next(Series::Persons, counts.persons, person.no.0)?;
    next(Series::Subjects, counts.subjects, person.subject.0)?;
    Ok(())
}

fn may_close<B: View>(state: &mut Overlay<B>, asked: Period, today: Date) -> Result<(), Stop<B::Error>> {
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
    Ok(())
}

/// Invariant 3, as far as it is about funds.
fn on_purpose<B: View>(state: &mut Overlay<B>, body: &Body) -> Result<(), Stop<B::Error>> {
    let terms = |state: &mut Overlay<B>, no| -> Result<(Code, Line, Restriction), Stop<B::Error>> {
        let fund = state.fund(no)?;
        Ok((fund.code.clone(), fund.purpose.clone(), fund.restriction))
    };
    match body {
        Body::Disbursement(relief) => {
            // The common case without copies: the programme spends from a fund of its own purpose.
            let fund_purpose = state.fund(relief.fund)?.purpose.clone();
            if state.programme(relief.programme)?.purpose == fund_purpose {
                return Ok(());
            }
            let (fund, fund_purpose, _) = terms(state, relief.fund)?;
            let programme = state.programme(relief.programme)?;
            Err(Refusal::OffPurpose {
                programme: programme.name.clone(),
                programme_purpose: programme.purpose.clone(),
                fund,
                fund_purpose,
            }
            .into())
        }
        Body::Transfer(Transfer { from, to, consent: None, .. }) => {
            let (from, from_purpose, restriction) = terms(state, *from)?;
            let (to, to_purpose, _) = terms(state, *to)?;
            if restriction == Restriction::Donors && from_purpose != to_purpose {
                return Err(Refusal::ConsentNeeded { from, from_purpose, to, to_purpose }.into());
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
