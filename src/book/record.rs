//! From a draft to an entry, or to a refusal; and from a recorded entry back, for verification.
//!
//! Owns: the order of the checks. Refuses to know: where drafts come from, and what each family of entries must meet.
//!
//! The order is fixed, so that one draft has one refusal: who signs, what it names must exist, then its dates, then
//! what the money was given for, then whether there is enough.

use super::chart::{Accounts, Edition};
use super::checks;
use super::closing;
use super::exists::exists_and_may;
use super::fold::fold;
use super::operators;
use super::postings;
use super::purposes::on_purpose;
use super::refusal::{EntryPart, Refusal, Series};
use super::relief;
use super::state::{Cell, Key};
use super::two_persons::{self, Waiting};
use super::view::{Overlay, Stop, View};
use crate::base::{Date, EntryNo, Fen, Hash32, MoneyAccountNo, OperatorNo, Timestamp};
use crate::entry::{
    Body, Chart, Entry, Field, GiftWhat, GoodsWhat, LoanWhat, Posting, RoundWhat, Voucher, Worth,
};

/// What somebody wants recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// When it happened.
    pub business_date: Date,
    /// The voucher date; `None`: the business date where its month is open, else the day of recording.
    pub voucher_date: Option<Date>,
    /// SHA-256 of papers.
    pub attachments: Vec<Hash32>,
    /// The bank or cash account that the money moves on; `None`: the first.
    pub money: Option<MoneyAccountNo>,
    /// It is to wait for a second person even where the rules don't ask for one.
    pub prepare: bool,
    /// What happened.
    pub body: Body,
}

impl Draft {
    /// A draft with only a body and a business date.
    pub const fn new(business_date: Date, body: Body) -> Draft {
        Draft {
            business_date,
            voucher_date: None,
            attachments: Vec::new(),
            money: None,
            prepare: false,
            body,
        }
    }
}

/// The circumstances of recording.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The number that the entry gets.
    pub no: EntryNo,
    /// When it is recorded.
    pub recorded_at: Timestamp,
    /// Who records it.
    pub operator: OperatorNo,
    /// The rules it is made under.
    pub rules_version: u16,
}

/// Makes the entry that the rules make of a draft, and folds it into the state. Where they ask for a second person,
/// that is a prepared entry.
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
        money: postings::money_chosen(entry),
        prepare: entry.prepared,
        body: entry.body.clone(),
    };
    let made = make(state, ctx, draft, Some(entry))?;
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

/// What an entry does once it takes effect.
pub(crate) struct Effect<'a> {
    /// The entry that says it: the prepared one, where this one approves it.
    pub source: EntryNo,
    /// What happens.
    pub body: &'a Body,
    /// When it happened.
    pub on: Date,
    /// How many papers it names 附件.
    pub papers: usize,
}

/// The voucher date of a draft: the one chosen, else the business date where its month is open, else the day of recording.
///
/// # Errors
/// Where the state can't be read.
pub fn voucher_date<B: View>(
    state: &mut Overlay<B>,
    business_date: Date,
    chosen: Option<Date>,
    today: Date,
) -> Result<Date, Stop<B::Error>> {
    Ok(match chosen {
        Some(date) => date,
        None if state.periods()?.is_closed(business_date.period()) => today,
        None => business_date,
    })
}

fn make<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    draft: Draft,
    recorded: Option<&Entry>,
) -> Result<Entry, Stop<B::Error>> {
    let chart = known_to_the_rules(state, ctx, &draft)?;
    operators::may_sign(state, ctx, &draft.body)?;
    possible_amount(&draft.body)?;
    let waiting = match &draft.body {
        Body::Decided(decided) => Some(two_persons::waiting(state, ctx, decided)?),
        _ => None,
    };
    let effect = match (&draft.body, &waiting) {
        (Body::Decided(decided), Some(Waiting { entry, .. })) => {
            let (source, on, papers) = (entry.no, draft.business_date, entry.attachments.len());
            decided.takes_effect().then_some(Effect { source, body: &entry.body, on, papers })
        }
        (body, _) => {
            let (on, papers) = (draft.business_date, draft.attachments.len());
            Some(Effect { source: ctx.no, body, on, papers })
        }
    };
    if let Some(waiting) = &waiting {
        // What it takes was kept for it: it is looked at again as if it had never waited.
        two_persons::release(state, waiting)?;
    }
    let today = ctx.recorded_at.shanghai_date();
    let usual = voucher_date(state, draft.business_date, None, today)?;
    let mut voucher_date = draft.voucher_date.unwrap_or(usual);
    let lines_on = |state: &mut Overlay<B>, day| match &effect {
        Some(effect) => postings::of(state, effect.body, Edition::of(chart, day), day, draft.money),
        None => Ok(Vec::new()),
    };
    if let Some(effect) = &effect {
        exists_and_may(state, ctx, effect)?;
    }
    let mut lines = lines_on(state, voucher_date)?;
    subjects_continue(state, &draft.body)?;
    not_after_tomorrow(draft.business_date, today)?;
    if let Some(waiting) = &waiting
        && draft.business_date != waiting.entry.business_date
    {
        return Err(Refusal::NotByTheRules { part: EntryPart::BusinessDate }.into());
    }
    let prepared = two_persons::waits(state, &draft, &lines, recorded)?;
    if prepared && voucher_date != usual {
        // What waits keeps no voucher date; whoever reads it again must find what was found here.
        voucher_date = usual;
        lines = lines_on(state, voucher_date)?;
    }
    let voucher = if lines.is_empty() || prepared {
        None
    } else {
        not_after_tomorrow(voucher_date, today)?;
        closing::on_last_day(&draft.body, voucher_date)?;
        checks::closed_period(state, voucher_date)?;
        let number = checks::voucher_sequence(
            state,
            voucher_date,
            recorded.and_then(|e| e.voucher).map(|v| v.number),
        )?;
        Some(Voucher { date: voucher_date, number })
    };
    if draft.money.is_some() && !lines.is_empty() && lines.iter().all(|line| line.dims.money != draft.money) {
        return Err(Refusal::MoneyNotChosen.into());
    }
    checks::balanced(&lines)?;
    match &effect {
        Some(effect) if prepared => relief::hold(state, ctx.no, effect.on, effect.body)?,
        Some(effect) => relief::settle(state, ctx, effect)?,
        None => {}
    }
    if let (Some(effect), false) = (&effect, lines.is_empty()) {
        on_purpose(state, effect.body, &lines)?;
        checks::held_covered(state, &lines)?;
        checks::fund_covered(state, &lines, voucher.map(|v| v.date))?;
        // On which money account it will move is chosen when it is approved.
        if !prepared {
            checks::money_covered(state, &lines)?;
        }
        checks::budget_covered(state, &lines, voucher_date)?;
        if ctx.rules_version >= 3 {
            let accounts = Accounts::of(Edition::of(chart, voucher_date));
            checks::allowance_covered(state, &lines, accounts)?;
        }
    }
    let entry = Entry {
        no: ctx.no,
        business_date: draft.business_date,
        prepared,
        voucher,
        attachments: draft.attachments,
        postings: if prepared { Vec::new() } else { lines.clone() },
        body: draft.body.clone(),
    };
    if prepared {
        two_persons::prepare(state, ctx, &entry, &lines)?;
    } else {
        fold(state, &entry, effect.as_ref())?;
    }
    remember_rules(state, ctx.rules_version)?;
    Ok(entry)
}

/// Rules version 1 knows the kinds of entry of its time, one person's word, and the first money account.
fn known_to_the_rules<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    draft: &Draft,
) -> Result<Chart, Stop<B::Error>> {
    let version = ctx.rules_version;
    if !(1..=super::RULES_VERSION).contains(&version) {
        return Err(Refusal::UnknownRules { version }.into());
    }
    let before = state.number(&Key::Rules)?.and_then(|n| u16::try_from(n).ok()).unwrap_or(1);
    if version < before {
        return Err(Refusal::RulesWentBack { version, before }.into());
    }
    let chart = match (&draft.body, ctx.no.0 == 1) {
        (Body::Open(open), true) => open.chart,
        (Body::Open(_), false) => return Err(Refusal::AlreadyOpen.into()),
        (_, true) => return Err(Refusal::NotOpen.into()),
        (_, false) => state.chart()?,
    };
    let of_version_1 = matches!(draft.body.kind(), 1 | 10..=12 | 20 | 30..=34 | 40 | 50)
        && !draft.prepare
        && draft.money.is_none()
        && chart == Chart::NonProfit;
    if (version == 1 && !of_version_1)
        || (version < 3 && draft.body.kind() >= 100)
        || (version < 4 && is_of_version_4(&draft.body))
        || (version < 5 && matches!(draft.body, Body::Checkpoint))
        || (version < 6 && matches!(draft.body, Body::Released(_) | Body::YearEnd(_)))
    {
        return Err(Refusal::NotInRules { version }.into());
    }
    Ok(chart)
}

/// Relief by rules, rounds, gifts and goods; a bank card; and money or goods of a gift.
fn is_of_version_4(body: &Body) -> bool {
    let has_card = |all: &[(Field, Hash32)]| all.iter().any(|(field, _)| *field == Field::BankCard);
    match body {
        Body::Person(person) => has_card(&person.commitments),
        Body::PersonThoughKnown(known) => has_card(&known.person.commitments),
        Body::Details(details) => has_card(&details.commitments),
        Body::GeneralVoucher(voucher) => voucher.lines.iter().any(|line| line.dims.gift.is_some()),
        body => body.kind() >= 130,
    }
}

fn remember_rules<B: View>(state: &mut Overlay<B>, version: u16) -> Result<(), Stop<B::Error>> {
    if version > 1 && state.number(&Key::Rules)? != Some(u64::from(version)) {
        state.set(Key::Rules, Cell::Number(u64::from(version)));
    }
    Ok(())
}

/// An amount in a draft is any number; in a record only some are possible, and what is recorded must be readable.
fn possible_amount(body: &Body) -> Result<(), Refusal> {
    let (amount, zero_is_fine) = match body {
        Body::Donation(donation) => (donation.amount, false),
        Body::PassThrough(held) => (held.amount, false),
        Body::Disbursement(relief) => (relief.amount, false),
        Body::Transfer(transfer) => (transfer.amount, false),
        Body::Move(moved) => (moved.amount, false),
        Body::BankCharge(charge) => (charge.amount, false),
        Body::Spending(spending) => (spending.amount, false),
        Body::Appropriation(grant) => (grant.amount, false),
        Body::GrantDown(grant) => (grant.amount, false),
        Body::Budget(budget) => (budget.amount, true),
        Body::Registered(line) => (line.amount, true),
        Body::Threshold(set) => match set.over {
            Some(over) => (over, true),
            None => return Ok(()),
        },
        Body::Deposit(deposit) => (deposit.amount, false),
        Body::Provision(provision) if provision.amount.is_negative() => (provision.amount.negated(), false),
        Body::Provision(provision) => (provision.amount, false),
        Body::Loan(event) => return possible_of_loan(&event.what),
        Body::Round(event) => return possible_rows(&event.what),
        Body::Gift(event) => match event.what {
            GiftWhat::Received { amount } | GiftWhat::GivenBack { amount } => (amount, false),
            GiftWhat::Agreed { .. } | GiftWhat::BoundAnew { .. } => return Ok(()),
        },
        Body::Goods(event) => match event.what {
            GoodsWhat::Received { worth: Worth::Unknown, .. } => return Ok(()),
            GoodsWhat::Received { worth, .. } => (worth.value(), false),
            GoodsWhat::Bought { amount, .. } => (amount, false),
            _ => return Ok(()),
        },
        Body::OpeningBalance(opening) if opening.amount.is_negative() => (opening.amount.negated(), false),
        Body::OpeningBalance(opening) => (opening.amount, false),
        Body::GeneralVoucher(voucher) => {
            let impossible = |line: &&Posting| !line.amount.fits_a_posting();
            return match voucher.lines.iter().find(impossible) {
                Some(line) => Err(Refusal::ImpossibleAmount { amount: line.amount }),
                None => Ok(()),
            };
        }
        _ => return Ok(()),
    };
    let possible = (amount.fits_a_posting() && !amount.is_negative()) || (zero_is_fine && amount.is_zero());
    if possible { Ok(()) } else { Err(Refusal::ImpossibleAmount { amount }) }
}

/// What rows of a round come to is posted in one line.
fn possible_rows(what: &RoundWhat) -> Result<(), Refusal> {
    let RoundWhat::Proposed(proposal) = what else { return Ok(()) };
    if proposal.item.is_some() {
        return Ok(());
    }
    let mut sum = Fen::ZERO;
    for row in &proposal.rows {
        let amount = row.amount();
        if !amount.fits_a_posting() || amount.is_negative() {
            return Err(Refusal::ImpossibleAmount { amount });
        }
        sum = sum.checked_add(amount).ok_or(Refusal::SumTooLarge)?;
    }
    if sum.fits_a_posting() { Ok(()) } else { Err(Refusal::ImpossibleAmount { amount: sum }) }
}

/// What an event of a loan comes to, and each part of it.
fn possible_of_loan(what: &LoanWhat) -> Result<(), Refusal> {
    let whole = match what {
        LoanWhat::Applied { amount, .. }
        | LoanWhat::Granted { amount, .. }
        | LoanWhat::Drawn { amount, .. }
        | LoanWhat::Charged { amount }
        | LoanWhat::Recovered { amount, .. }
        | LoanWhat::Refunded { amount }
        | LoanWhat::SubsidyClaimed { amount, .. } => Some(*amount),
        LoanWhat::Repaid { split, .. } | LoanWhat::Claimed { split, .. } => {
            if split.parts().iter().any(|part| part.is_negative()) {
                return Err(Refusal::SumTooLarge);
            }
            Some(split.total().ok_or(Refusal::SumTooLarge)?)
        }
        LoanWhat::WrittenOff { .. }
        | LoanWhat::Signed { .. }
        | LoanWhat::Extended { .. }
        | LoanWhat::Visited { .. } => None,
    };
    match whole {
        Some(amount) if !amount.fits_a_posting() || amount.is_negative() => {
            Err(Refusal::ImpossibleAmount { amount })
        }
        _ => Ok(()),
    }
}

fn not_after_tomorrow(date: Date, today: Date) -> Result<(), Refusal> {
    let latest = today.next();
    if date > latest { Err(Refusal::FutureDate { date, latest }) } else { Ok(()) }
}

/// What the entry puts into the vault gets the next numbers there.
fn subjects_continue<B: View>(state: &mut Overlay<B>, body: &Body) -> Result<(), Stop<B::Error>> {
    let highest = state.counts()?.subjects;
    for ((subject, _), highest) in body.subjects().into_iter().zip(highest..) {
        super::exists::next(Series::Subjects, highest, subject.0)?;
    }
    Ok(())
}
