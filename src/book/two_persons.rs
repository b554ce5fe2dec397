//! Two persons: what one prepares, another decides (invariant 8).
//!
//! Owns: when a second person is needed, what waits, what it reserves, and who may decide.
//! Refuses to know: what is done once it takes effect; and signatures, which say who each of the two is.

use super::checks::{held_for, is_own_cash};
use super::exists::linked;
use super::fold::{consume_numbers, memos_are_about};
use super::record::{Context, Draft};
use super::refusal::Refusal;
use super::relief;
use super::state::{Cell, HeldFor, Key, Pending};
use super::view::{Overlay, Stop, View};
use crate::base::{Date, EntryNo, Fen, FundNo, OperatorNo, Period, ProgrammeNo};
use crate::entry::{
    Body, Decided, Decision, Entry, GiftWhat, GoodsWhat, LoanWhat, Posting, Proposal, RoundWhat, ThresholdOf,
};

/// What an entry makes happen, and the entry that says it: its own body, or of an approval the body of what it approves;
/// nothing of one that only waits, or of a rejection.
///
/// # Errors
/// Where the state can't be read.
pub fn effect_of<B: View>(
    state: &Overlay<B>,
    entry: &Entry,
) -> Result<Option<(Body, EntryNo)>, Stop<B::Error>> {
    Ok(match &entry.body {
        _ if entry.prepared => None,
        Body::Decided(decided) if decided.takes_effect() => {
            let found = state.base().entry(decided.prepared.entry).map_err(Stop::State)?;
            found.map(|(prepared, _)| (prepared.body, prepared.no))
        }
        Body::Decided(_) => None,
        body => Some((body.clone(), entry.no)),
    })
}

/// A prepared entry that is about to be decided.
pub(super) struct Waiting {
    pub entry: Entry,
    pub pending: Pending,
}

/// The prepared entry that a decision names, where the one who records may decide on it.
pub(super) fn waiting<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    decided: &Decided,
) -> Result<Waiting, Stop<B::Error>> {
    let no = decided.prepared.entry;
    let entry = linked(state, ctx.no, no, &decided.prepared.leaf)?;
    if !entry.prepared {
        return Err(Refusal::NotPrepared { entry: no }.into());
    }
    if let Some(by) = state.number(&Key::DecidedBy(no.0))?.map(EntryNo) {
        let found = state.base().entry(by).map_err(Stop::State)?;
        let decision = match found.map(|(entry, _)| entry.body) {
            Some(Body::Decided(before)) => before.decision,
            _ => return Err(Refusal::UnknownEntry { no: by }.into()),
        };
        return Err(Refusal::AlreadyDecided { entry: no, by, decision }.into());
    }
    let Some(Cell::Pending(pending)) = state.get(&Key::Pending(no.0))? else {
        return Err(Refusal::NotPrepared { entry: no }.into());
    };
    let pending = Pending::clone(pending);
    let preparer = pending.operator;
    match decided.decision {
        Decision::Approved | Decision::Rejected if preparer == ctx.operator => {
            Err(Refusal::SelfApproval { entry: no }.into())
        }
        Decision::Withdrawn if preparer != ctx.operator => {
            Err(Refusal::NotThePreparer { entry: no, operator: preparer }.into())
        }
        _ => Ok(Waiting { entry, pending }),
    }
}

/// Whether the draft becomes a prepared entry: because the rules ask for a second person, or the draft does.
pub(super) fn waits<B: View>(
    state: &mut Overlay<B>,
    draft: &Draft,
    lines: &[Posting],
    recorded: Option<&Entry>,
) -> Result<bool, Stop<B::Error>> {
    let needed = needs_two(state, draft.business_date, &draft.body, lines)?;
    match recorded {
        Some(entry) if needed && !entry.prepared => return Err(Refusal::TwoPersonsNeeded.into()),
        _ if !needed && !draft.prepare => return Ok(false),
        _ => {}
    }
    if !may_wait(&draft.body) {
        return Err(Refusal::NotPreparable.into());
    }
    if draft.money.is_some() {
        return Err(Refusal::MoneyWhenPrepared.into());
    }
    Ok(true)
}

/// Kinds of entry that may wait. Others add a name that nothing stands on yet, or must be told at once.
const fn may_wait(body: &Body) -> bool {
    matches!(
        body,
        Body::Operator(_)
            | Body::Role(_)
            | Body::Revoked(_)
            | Body::Threshold(_)
            | Body::Budget(_)
            | Body::Retention(_)
            | Body::PersonThoughKnown(_)
            | Body::Restricted(_)
            | Body::Erased(_)
            | Body::DataLost(_)
            | Body::PassThrough(_)
            | Body::Donation(_)
            | Body::Disbursement(_)
            | Body::Transfer(_)
            | Body::Move(_)
            | Body::BankCharge(_)
            | Body::Spending(_)
            | Body::Appropriation(_)
            | Body::GrantDown(_)
            | Body::OpeningBalance(_)
            | Body::GeneralVoucher(_)
            | Body::Reversal(_)
            | Body::Restored(_)
            | Body::Terms(_)
            | Body::Subsidy(_)
            | Body::Deposit(_)
            | Body::Provision(_)
            | Body::ReliefRules(_)
    ) || match body {
        Body::Loan(event) => loan_may_wait(&event.what),
        Body::Round(event) => matches!(event.what, RoundWhat::Proposed(_)),
        Body::Gift(event) => matches!(event.what, GiftWhat::GivenBack { .. } | GiftWhat::BoundAnew { .. }),
        Body::Goods(event) => matches!(event.what, GoodsWhat::Bought { .. } | GoodsWhat::Counted { .. }),
        _ => false,
    }
}

/// What is decided about a loan, or pays money out. What the borrower paid is there, whoever looks at it.
const fn loan_may_wait(what: &LoanWhat) -> bool {
    matches!(
        what,
        LoanWhat::Granted { .. }
            | LoanWhat::Drawn { .. }
            | LoanWhat::Extended { .. }
            | LoanWhat::Claimed { .. }
            | LoanWhat::WrittenOff { .. }
            | LoanWhat::Refunded { .. }
    )
}

/// Whether the rules ask for a second person. From the second operator on, ever, some changes do; they go on doing so
/// when only one is left, else the last one could become alone by revoking the others.
fn needs_two<B: View>(
    state: &mut Overlay<B>,
    on: Date,
    body: &Body,
    lines: &[Posting],
) -> Result<bool, Stop<B::Error>> {
    let several = state.counts()?.operators >= 2;
    Ok(match body {
        Body::GeneralVoucher(_) | Body::PersonThoughKnown(_) => true,
        Body::Decided(_) => false,
        Body::Operator(_)
        | Body::Role(_)
        | Body::Revoked(_)
        | Body::Retention(_)
        | Body::Erased(_)
        | Body::DataLost(_)
        | Body::OpeningBalance(_)
        | Body::Restored(_) => several,
        // The first terms of a product change nothing that anybody relies on yet.
        Body::Terms(set) => several && !super::loan::lending::product(state, set.product)?.terms.is_empty(),
        Body::Provision(_) => several,
        Body::ReliefRules(set) => several && !relief::programme::rules_of(state, set.programme)?.is_empty(),
        Body::Disbursement(paid) => {
            (several && approval_is_on(state, paid.programme, on)?) || over_a_threshold(state, lines)?
        }
        Body::Round(event) => match &event.what {
            RoundWhat::Proposed(proposal) => {
                (several && approval_is_on(state, proposal.programme, on)?) || round_is_over(state, proposal)?
            }
            // What is paid was granted by as many persons as the rules asked for.
            _ => false,
        },
        Body::Gift(event) if matches!(event.what, GiftWhat::BoundAnew { .. }) => several,
        Body::Goods(event) if matches!(event.what, GoodsWhat::Counted { .. }) => several,
        Body::Loan(event) => match event.what {
            LoanWhat::Granted { .. }
            | LoanWhat::Extended { .. }
            | LoanWhat::Claimed { .. }
            | LoanWhat::WrittenOff { .. } => several,
            _ => over_a_threshold(state, lines)?,
        },
        Body::Restricted(restricted) => several && !restricted.restricted,
        Body::Threshold(set) => several && state.get(&Key::Threshold(set.of))?.is_some(),
        Body::Budget(set) => several && state.get(&Key::Budget(set.no))?.is_some(),
        _ => over_a_threshold(state, lines)?,
    })
}

/// Whether a programme's rules ask for 审批 by another person.
fn approval_is_on<B: View>(
    state: &mut Overlay<B>,
    programme: ProgrammeNo,
    on: Date,
) -> Result<bool, Stop<B::Error>> {
    Ok(relief::programme::rules_on(state, programme, on)?.is_some_and(|rules| rules.steps.approval))
}

/// Whether a round comes to more than one person may let go, as its payment would.
fn round_is_over<B: View>(state: &mut Overlay<B>, proposal: &Proposal) -> Result<bool, Stop<B::Error>> {
    if proposal.item.is_some() {
        return Ok(false);
    }
    let sum = proposal.rows.iter().try_fold(Fen::ZERO, |sum, row| sum.checked_add(row.amount()));
    let sum = sum.ok_or(Refusal::SumTooLarge)?;
    let of_fund =
        proposal.fund != FundNo::PASS_THROUGH && over(state, ThresholdOf::Fund(proposal.fund), sum)?;
    Ok(of_fund || over(state, ThresholdOf::Programme(proposal.programme), sum)?)
}

/// Whether more of a fund's money leaves, or a programme spends more, than one person may let go.
fn over_a_threshold<B: View>(state: &mut Overlay<B>, lines: &[Posting]) -> Result<bool, Stop<B::Error>> {
    for (fund, net) in by_fund(lines)? {
        if net.is_negative() && over(state, ThresholdOf::Fund(fund), net.negated())? {
            return Ok(true);
        }
    }
    let mut programmes: Vec<(ProgrammeNo, Fen)> = Vec::new();
    for line in lines {
        if let Some(no) = line.dims.programme {
            add_to(&mut programmes, no, line.amount)?;
        }
    }
    for (no, spent) in programmes {
        if !spent.is_negative() && over(state, ThresholdOf::Programme(no), spent)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn over<B: View>(state: &mut Overlay<B>, of: ThresholdOf, amount: Fen) -> Result<bool, Stop<B::Error>> {
    Ok(match state.get(&Key::Threshold(of))? {
        Some(Cell::Amount(threshold)) => amount > *threshold,
        _ => false,
    })
}

/// What the lines move of each fund's own cash.
pub(super) fn by_fund(lines: &[Posting]) -> Result<Vec<(FundNo, Fen)>, Refusal> {
    let mut sums = Vec::new();
    for line in lines.iter().filter(|line| is_own_cash(line)) {
        add_to(&mut sums, line.fund, line.amount)?;
    }
    Ok(sums)
}

pub(super) fn add_to<K: PartialEq>(sums: &mut Vec<(K, Fen)>, key: K, amount: Fen) -> Result<(), Refusal> {
    match sums.iter_mut().find(|(k, _)| *k == key) {
        Some((_, sum)) => *sum = sum.checked_add(amount).ok_or(Refusal::SumTooLarge)?,
        None => sums.push((key, amount)),
    }
    Ok(())
}

/// Keeps a prepared entry waiting, and what it would move reserved.
pub(super) fn prepare<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    entry: &Entry,
    lines: &[Posting],
) -> Result<(), Stop<B::Error>> {
    let leaving = by_fund(lines)?.into_iter().filter(|(_, net)| net.is_negative());
    let funds: Vec<(FundNo, Fen)> = leaving.map(|(fund, net)| (fund, net.negated())).collect();
    let mut held = Vec::new();
    for line in lines {
        if let Some(target) = held_for(line).filter(|_| !line.amount.is_negative()) {
            add_to(&mut held, HeldFor::from(target), line.amount)?;
        }
    }
    for (fund, amount) in &funds {
        state.add_amount(&Key::Reserved(*fund), *amount)?;
    }
    for (target, amount) in &held {
        state.add_amount(&Key::HeldReserved(*target), *amount)?;
    }
    count_pending(state, entry.business_date.period(), 1)?;
    let (operator, business_date) = (ctx.operator, entry.business_date);
    let pending = Pending { operator, business_date, funds, held };
    state.set(Key::Pending(entry.no.0), Cell::Pending(Box::new(pending)));
    consume_numbers(state, entry)?;
    memos_are_about(state, entry)
}

/// Gives back what a prepared entry had reserved: before it is booked, or because it never will be.
pub(super) fn release<B: View>(state: &mut Overlay<B>, waiting: &Waiting) -> Result<(), Stop<B::Error>> {
    for (fund, amount) in &waiting.pending.funds {
        state.add_amount(&Key::Reserved(*fund), amount.negated())?;
    }
    for (target, amount) in &waiting.pending.held {
        state.add_amount(&Key::HeldReserved(*target), amount.negated())?;
    }
    let entry = &waiting.entry;
    relief::let_go(state, entry.no, entry.business_date, &entry.body)
}

/// Ends the waiting; `by` is the entry that decided.
pub(super) fn fold<B: View>(
    state: &mut Overlay<B>,
    decided: &Decided,
    by: EntryNo,
    month: Period,
) -> Result<(), Stop<B::Error>> {
    let prepared = decided.prepared.entry.0;
    state.remove(Key::Pending(prepared));
    state.set(Key::DecidedBy(prepared), Cell::Number(by.0));
    count_pending(state, month, -1)?;
    if !decided.takes_effect() {
        forget(state, decided.prepared.entry, by)?;
    }
    if decided.decision == Decision::Emergency {
        let mut counts = state.counts()?;
        counts.emergencies += 1;
        state.set(Key::Counts, Cell::Counts(counts));
        state.set(Key::Emergency(by.0), Cell::Number(prepared));
    }
    Ok(())
}

/// Data of somebody who will never be registered is erased at once: no person's number leads to it, so nobody could
/// erase it later. The words on why stay, with the person who was there first.
fn forget<B: View>(state: &mut Overlay<B>, prepared: EntryNo, by: EntryNo) -> Result<(), Stop<B::Error>> {
    let found = state.base().entry(prepared).map_err(Stop::State)?;
    if let Some(Body::PersonThoughKnown(known)) = found.map(|(entry, _)| entry.body) {
        state.set(Key::SubjectErased(known.person.subject), Cell::Number(by.0));
    }
    Ok(())
}

fn count_pending<B: View>(state: &mut Overlay<B>, month: Period, change: i32) -> Result<(), Stop<B::Error>> {
    let mut months = state.pending_months()?;
    match months.binary_search_by_key(&month, |(m, _)| *m) {
        Ok(at) => months[at].1 = months[at].1.checked_add_signed(change).ok_or(Refusal::SumTooLarge)?,
        Err(at) => months.insert(at, (month, u32::try_from(change).map_err(|_| Refusal::SumTooLarge)?)),
    }
    months.retain(|(_, count)| *count > 0);
    state.set(Key::PendingMonths, Cell::PendingMonths(months));
    Ok(())
}

/// Who prepared an entry that still waits; `None` where it does not.
pub fn preparer<B: View>(
    state: &mut Overlay<B>,
    entry: EntryNo,
) -> Result<Option<OperatorNo>, Stop<B::Error>> {
    Ok(match state.get(&Key::Pending(entry.0))? {
        Some(Cell::Pending(pending)) => Some(pending.operator),
        _ => None,
    })
}
