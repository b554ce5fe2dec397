//! The fold: what an entry changes in the state.
//!
//! Owns: those changes, all of them. Refuses to know: whether the entry is allowed; that was asked before.

use super::checks::{held_for, is_own_cash};
use super::refusal::Refusal;
use super::state::{Cash, Cell, Days, HeldFor, Key, LedgerInfo, Operator, PersonState, Turnover};
use super::view::{Overlay, Stop, View};
use crate::base::{Date, Fen};
use crate::entry::{Body, Entry, Posting};

/// Folds an allowed entry into the state.
pub(super) fn fold<B: View>(state: &mut Overlay<B>, entry: &Entry) -> Result<(), Stop<B::Error>> {
    if let Some(voucher) = entry.voucher {
        let reversal = matches!(entry.body, Body::Reversal(_));
        for posting in &entry.postings {
            post(state, posting, voucher.date, reversal)?;
        }
        let period = voucher.date.period();
        state.set(Key::Vouchers(period), Cell::Number(u64::from(voucher.number)));
        let mut periods = state.periods()?;
        if periods.first.is_none_or(|first| period < first) {
            periods.first = Some(period);
            state.set(Key::Periods, Cell::Periods(periods));
        }
    }
    let mut counts = state.counts()?;
    match &entry.body {
        Body::Open(open) => {
            state.set(
                Key::Ledger,
                Cell::Ledger(Box::new(LedgerInfo {
                    origin: open.origin.clone(),
                    organisation: open.organisation.clone(),
                    ledger_key: open.ledger_key,
                })),
            );
            let operator = Operator { name: open.operator_name.clone(), public_key: open.operator_key };
            state.set(Key::Operator(open.operator), Cell::Operator(Box::new(operator)));
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
        Body::Person(person) => {
            counts.persons = person.no.0;
            counts.subjects = person.subject.0;
            state.set(Key::Counts, Cell::Counts(counts));
            if let Some(lookup) = person.lookup {
                state.set(Key::PersonLookup(lookup), Cell::Number(person.no.0));
            }
            let known = PersonState { sort: person.sort, subject: person.subject, entry: entry.no.0 };
            state.set(Key::Person(person.no), Cell::Person(known));
        }
        Body::Reversal(reversal) => {
            state.set(Key::Reversed(reversal.original.0), Cell::Number(entry.no.0));
            if let Some(memo) = &reversal.memo {
                counts.subjects = memo.subject.0;
                state.set(Key::Counts, Cell::Counts(counts));
            }
        }
        Body::Close(close) => {
            let mut periods = state.periods()?;
            periods.closed_through = Some(close.period);
            state.set(Key::Periods, Cell::Periods(periods));
        }
        Body::Donation(_) | Body::PassThrough(_) | Body::Disbursement(_) | Body::Transfer(_) => {}
    }
    Ok(())
}

fn post<B: View>(
    state: &mut Overlay<B>,
    posting: &Posting,
    day: Date,
    reversal: bool,
) -> Result<(), Stop<B::Error>> {
    let (fund, account, amount) = (posting.fund, posting.account, posting.amount);
    add(state, &Key::Balance(fund, account), amount)?;
    state.update(&Key::Turnover(fund, account, day.period()), |cell| {
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
        add(state, &Key::Held(HeldFor::from(target)), amount.negated())?;
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

fn add<B: View>(state: &mut Overlay<B>, key: &Key, amount: Fen) -> Result<(), Stop<B::Error>> {
    state.update(key, |cell| {
        let before = match cell {
            Some(Cell::Amount(fen)) => fen,
            _ => Fen::ZERO,
        };
        before.checked_add(amount).map(Cell::Amount).ok_or(Refusal::SumTooLarge)
    })
}
