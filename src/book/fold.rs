//! The fold: what an entry changes in the state.
//!
//! Owns: postings and the order of the families' own changes. Refuses to know: whether the entry is allowed; that was
//! asked before.

use super::checks::{held_for, is_money, is_own_cash};
use super::closing;
use super::record::Effect;
use super::refusal::Refusal;
use super::relief::RoundState;
use super::state::{Cash, Cell, Days, HeldFor, Key, LedgerInfo, Named, Turnover};
use super::view::{Overlay, Stop, View};
use super::{loan, operators, persons, register, settings, two_persons};
use crate::base::{Date, EntryNo, Fen, Period, PersonNo};
use crate::entry::{Body, Decision, Entry, GiftWhat, GoodsWhat, PersonSort, Posting, RoundEvent, RoundWhat};

/// How many links are followed from a note to what it is about. An answer to an answer to a note on an approval is long
/// already; the bound is only there so that a journal made for it can't make every note as dear as all before it.
const MOST_LINKS: usize = 1000;

/// Folds an allowed entry that takes effect into the state.
pub(super) fn fold<B: View>(
    state: &mut Overlay<B>,
    entry: &Entry,
    effect: Option<&Effect<'_>>,
) -> Result<(), Stop<B::Error>> {
    if let Some(voucher) = entry.voucher {
        let body = effect.map_or(&entry.body, |effect| effect.body);
        let month = turnover_month(body, voucher.date);
        let red = is_red(state, body, &entry.postings)?;
        for posting in &entry.postings {
            post(state, posting, voucher.date, month, red)?;
        }
        let period = voucher.date.period();
        state.set(Key::Vouchers(period), Cell::Number(u64::from(voucher.number)));
        let mut periods = state.periods()?;
        if periods.first.is_none_or(|first| period < first) {
            periods.first = Some(period);
            state.set(Key::Periods, Cell::Periods(periods));
        }
    }
    consume_numbers(state, entry)?;
    if let Some(effect) = effect {
        takes_effect(state, entry, effect)?;
    }
    match &entry.body {
        Body::Decided(decided) => {
            two_persons::fold(state, decided, entry.no, entry.business_date.period())?;
        }
        Body::Note(note) => {
            let mut notes = state.numbers(&Key::Notes(note.entry.0))?;
            notes.push(entry.no.0);
            state.set(Key::Notes(note.entry.0), Cell::Numbers(notes));
        }
        _ => {}
    }
    memos_are_about(state, entry)
}

/// Whether what an entry of that body posts is 红字: what takes back from the side that something was posted to, and is no
/// event of the other side. What takes back a red one is black again, and what corrects a year that was carried is black.
///
/// # Errors
/// Where the state can't be read.
pub fn is_red<B: View>(
    state: &Overlay<B>,
    body: &Body,
    postings: &[Posting],
) -> Result<bool, Stop<B::Error>> {
    let Body::Reversal(reversal) = body else { return Ok(takes_back(body)) };
    let found = state.base().entry(reversal.original).map_err(Stop::State)?;
    let Some((original, _)) = found else { return Ok(true) };
    if closing::corrects_a_carried_year(&original, postings) {
        return Ok(false);
    }
    let effect = two_persons::effect_of(state, &original)?;
    Ok(!effect.is_some_and(|(body, _)| takes_back(&body)))
}

const fn takes_back(body: &Body) -> bool {
    match body {
        Body::Round(event) => matches!(event.what, RoundWhat::CameBack { .. }),
        Body::Gift(event) => matches!(event.what, GiftWhat::GivenBack { .. }),
        Body::Goods(event) => matches!(event.what, GoodsWhat::GivenBack { .. }),
        _ => false,
    }
}

/// An opening balance counts as the turnover of the month before: what it brings was there when the books began.
fn turnover_month(body: &Body, day: Date) -> Period {
    match body {
        Body::OpeningBalance(_) => day.period().previous(),
        _ => day.period(),
    }
}

/// Numbers that an entry uses up, whether it takes effect or only waits.
pub(super) fn consume_numbers<B: View>(state: &mut Overlay<B>, entry: &Entry) -> Result<(), Stop<B::Error>> {
    let mut counts = state.counts()?;
    let before = counts;
    if let Some((last, _)) = entry.body.subjects().last() {
        counts.subjects = last.0;
    }
    match &entry.body {
        Body::Person(person) => counts.persons = person.no.0,
        Body::PersonThoughKnown(known) => counts.persons = known.person.no.0,
        Body::Round(event) if matches!(event.what, RoundWhat::Proposed(_)) => counts.rounds = event.round.0,
        _ => {}
    }
    if counts != before {
        state.set(Key::Counts, Cell::Counts(counts));
    }
    Ok(())
}

/// What the body gives a name that other entries go by.
const fn named(body: &Body) -> Option<Named> {
    match body {
        Body::Fund(fund) => Some(Named::Fund(fund.no)),
        Body::Programme(programme) => Some(Named::Programme(programme.no)),
        Body::Purpose(purpose) => Some(Named::Purpose(purpose.no)),
        _ => None,
    }
}

fn takes_effect<B: View>(
    state: &mut Overlay<B>,
    entry: &Entry,
    effect: &Effect<'_>,
) -> Result<(), Stop<B::Error>> {
    let mut counts = state.counts()?;
    if let Some(named) = named(effect.body) {
        state.set(Key::NamedBy(named), Cell::Number(effect.source.0));
    }
    match effect.body {
        Body::Open(open) => {
            state.set(
                Key::Ledger,
                Cell::Ledger(Box::new(LedgerInfo {
                    origin: open.origin.clone(),
                    organisation: open.organisation.clone(),
                    ledger_key: open.ledger_key,
                    chart: open.chart,
                })),
            );
            operators::fold(state, effect.body, entry.no.0)?;
        }
        Body::Fund(fund) => {
            counts.funds = fund.no.0;
            state.set(Key::Counts, Cell::Counts(counts));
            state.set(Key::FundCode(fund.code.clone()), Cell::Number(u64::from(fund.no.0)));
            state.set(Key::Fund(fund.no), Cell::Fund(Box::new(fund.clone())));
        }
        Body::Programme(programme) => {
            counts.programmes = programme.no.0;
            state.set(Key::Counts, Cell::Counts(counts));
            state.set(Key::ProgrammeCode(programme.code.clone()), Cell::Number(u64::from(programme.no.0)));
            state.set(Key::Programme(programme.no), Cell::Programme(Box::new(programme.clone())));
        }
        Body::Purpose(purpose) => {
            counts.purposes = purpose.no.0;
            state.set(Key::Counts, Cell::Counts(counts));
            state.set(Key::PurposeName(purpose.name.clone()), Cell::Number(u64::from(purpose.no.0)));
            state.set(Key::Purpose(purpose.no), Cell::Purpose(purpose.name.clone()));
        }
        Body::Reversal(reversal) => {
            loan::rules::reverse(state, reversal.original, entry.no)?;
            state.set(Key::Reversed(reversal.original.0), Cell::Number(entry.no.0));
        }
        Body::Close(close) => {
            let mut periods = state.periods()?;
            periods.closed_through = Some(close.period);
            state.set(Key::Periods, Cell::Periods(periods));
        }
        Body::Released(_) | Body::YearEnd(_) => {
            closing::fold(state, effect.body, entry.no.0, &entry.postings)?;
        }
        Body::Operator(_) | Body::Role(_) | Body::Revoked(_) | Body::Rotated(_) => {
            operators::fold(state, effect.body, entry.no.0)?;
        }
        Body::Threshold(_)
        | Body::MoneyAccount(_)
        | Body::Budget(_)
        | Body::Retention(_)
        | Body::Register(_) => {
            settings::fold(state, effect.body)?;
        }
        Body::Product(_)
        | Body::Terms(_)
        | Body::Subsidy(_)
        | Body::Guarantor(_)
        | Body::Deposit(_)
        | Body::Provision(_) => loan::lending::fold(state, effect.body)?,
        Body::Loan(event) => {
            loan::rules::fold(state, event, entry.no, entry.business_date)?;
            let borrower = loan::rules::loan(state, event.loan)?.borrower;
            persons::named(state, borrower, entry.business_date)?;
        }
        // What relief, gifts and goods change was changed before the funds were looked at.
        Body::ReliefRules(_) | Body::Goods(_) => {}
        Body::Case(_) | Body::Round(_) | Body::Gift(_) => {
            for person in behind(state, effect.body)? {
                persons::named(state, person, entry.business_date)?;
            }
        }
        Body::Registered(line) => register::fold_line(state, line)?,
        Body::Struck(struck) => register::fold_strike(state, struck, entry.no)?,
        _ => persons::fold(state, effect, entry)?,
    }
    let in_the_books = entry.voucher.is_some() || matches!(effect.body, Body::Registered(_));
    if in_the_books {
        for person in named_by(entry, effect.body) {
            persons::named(state, person, entry.business_date)?;
        }
    }
    Ok(())
}

/// Everybody that an entry names, in its body or its postings.
fn named_by(entry: &Entry, body: &Body) -> Vec<PersonNo> {
    let dims = entry.postings.iter().flat_map(|p| p.dims.person.into_iter().chain(p.dims.donor));
    let mut all: Vec<PersonNo> = body.persons().into_iter().chain(dims).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Words in the vault are about everybody whom the entry names that they stand on: an erasure takes them along.
pub(super) fn memos_are_about<B: View>(state: &mut Overlay<B>, entry: &Entry) -> Result<(), Stop<B::Error>> {
    let words = match &entry.body {
        Body::Note(note) => Some(note.memo),
        Body::Reversal(reversal) => reversal.memo,
        Body::Restricted(restricted) => restricted.reason,
        Body::Decided(decided) => decided.reason,
        Body::PersonThoughKnown(known) => Some(known.reason),
        _ => None,
    };
    let Some(words) = words else { return Ok(()) };
    // Whoever decides alone must say why, whoever it is about.
    let alone = matches!(&entry.body, Body::Decided(decided) if decided.decision == Decision::Emergency);
    for no in about(state, entry)? {
        match state.get(&Key::Person(no))? {
            Some(Cell::Person(known)) if known.erased && alone => {}
            // Words on somebody who was erased could never be erased themselves.
            Some(Cell::Person(known)) if known.erased => return Err(Refusal::PersonErased { no }.into()),
            Some(Cell::Person(known)) if known.sort == PersonSort::Natural => {
                persons::about(state, no, words.subject)?;
            }
            // Organisations have no personal data. One who waits for approval is not there yet; her own subject comes
            // with her.
            _ => {}
        }
    }
    Ok(())
}

/// Everybody whom an entry, and those that it stands on, name.
///
/// # Errors
/// Where the state can't be read.
pub fn about<B: View>(state: &Overlay<B>, entry: &Entry) -> Result<Vec<PersonNo>, Stop<B::Error>> {
    let mut about = named_by(entry, &entry.body);
    about.extend(behind(state, &entry.body)?);
    let mut link = link_of(&entry.body);
    for _ in 0..MOST_LINKS {
        let Some(no) = link.take() else { break };
        if let Some((before, _)) = state.base().entry(no).map_err(Stop::State)? {
            about.extend(named_by(&before, &before.body));
            about.extend(behind(state, &before.body)?);
            link = link_of(&before.body);
        }
    }
    about.sort_unstable();
    about.dedup();
    Ok(about)
}

/// Whom an event is about that only names her loan, application, round or gift.
fn behind<B: View>(state: &Overlay<B>, body: &Body) -> Result<Vec<PersonNo>, Stop<B::Error>> {
    let key = match body {
        Body::Loan(event) => Key::Loan(event.loan),
        Body::Case(event) => Key::Case(event.case),
        Body::Round(event) => Key::Round(event.round),
        Body::Gift(event) => Key::Gift(event.gift),
        _ => return Ok(Vec::new()),
    };
    let recorded = state.base().cell(&key).map_err(Stop::State)?;
    Ok(match state.kept(&key).or(recorded.as_ref()) {
        Some(Cell::Loan(loan)) => vec![loan.borrower],
        Some(Cell::Case(case)) => vec![case.person],
        Some(Cell::Round(round)) => in_round(round, body),
        Some(Cell::Gift(gift)) => gift.donor.iter().chain(gift.bound.persons()).copied().collect(),
        _ => Vec::new(),
    })
}

/// Those in the rows that an event of a round names; all of them where it names none.
fn in_round(round: &RoundState, body: &Body) -> Vec<PersonNo> {
    let rows = match body {
        Body::Round(RoundEvent { what, .. }) => what.rows(),
        _ => None,
    };
    match rows {
        Some(rows) => rows.numbers().iter().filter_map(|row| Some(round.row(*row)?.person)).collect(),
        None => round.rows.iter().map(|row| row.person).collect(),
    }
}

const fn link_of(body: &Body) -> Option<EntryNo> {
    match body {
        Body::Note(note) => Some(note.entry),
        Body::Decided(decided) => Some(decided.prepared.entry),
        Body::Reversal(reversal) => Some(reversal.original),
        Body::Struck(struck) => Some(struck.line.entry),
        _ => None,
    }
}

fn post<B: View>(
    state: &mut Overlay<B>,
    posting: &Posting,
    day: Date,
    month: Period,
    reversal: bool,
) -> Result<(), Stop<B::Error>> {
    let (fund, account, amount) = (posting.fund, posting.account, posting.amount);
    state.add_amount(&Key::Balance(fund, account), amount)?;
    state.update(&Key::Turnover(fund, account, month), |cell| {
        let mut sums = match cell {
            Some(Cell::Turnover(sums)) => sums,
            _ => Turnover::default(),
        };
        // 红字: a reversal takes back from the side that the original was posted to.
        let debit = amount.is_negative() == reversal;
        let (side, change) =
            if debit { (&mut sums.debit, amount) } else { (&mut sums.credit, amount.negated()) };
        *side = side.checked_add(change).ok_or(Refusal::SumTooLarge)?;
        Ok(Cell::Turnover(sums))
    })?;
    if let Some(target) = held_for(posting) {
        state.add_amount(&Key::Held(HeldFor::from(target)), amount.negated())?;
    }
    if is_money(posting) {
        state.add_amount(&Key::Money(posting.dims.money), amount)?;
    }
    if let Some(no) = posting.dims.budget {
        let mut budget = settings::budget(state, no)?.clone();
        budget.spent = budget.spent.checked_add(amount).ok_or(Refusal::SumTooLarge)?;
        state.set(Key::Budget(no), Cell::Budget(Box::new(budget)));
    }
    if is_own_cash(posting) {
        state.update(&Key::Cash(fund), |cell| {
            let before = match cell {
                Some(Cell::Cash(cash)) => cash,
                _ => Cash { balance: Fen::ZERO, last_day: day },
            };
            let balance = before.balance.checked_add(amount).ok_or(Refusal::SumTooLarge)?;
            Ok(Cell::Cash(Cash { balance, last_day: before.last_day.max(day) }))
        })?;
        state.update(&Key::Days(fund, day.period()), |cell| {
            let mut days = match cell {
                Some(Cell::Days(days)) => days,
                _ => Box::new(Days::default()),
            };
            // A day of the month is 1 to 31.
            let slot = usize::try_from(day.day() - 1).unwrap_or(0);
            days.0[slot] = days.0[slot].checked_add(amount.get()).ok_or(Refusal::SumTooLarge)?;
            Ok(Cell::Days(days))
        })?;
    }
    Ok(())
}
