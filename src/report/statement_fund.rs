//! The statement of a fund: its cash, line by line.
//!
//! Owns: opening, running and closing balance. Refuses to know: other funds.

use super::balance::add;
use super::names::NameBook;
use super::{Cell, Kind, Span, Style, Table};
use crate::base::{EntryNo, Fen, FundNo};
use crate::book::checks::is_own_cash;
use crate::entry::{Entry, FundAdded};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;

/// One row an entry that moved the fund's cash, by voucher.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(words: &Words, ledger: &mut Ledger, fund: &FundAdded, span: Span) -> Result<Table, LedgerError> {
    let mut names = NameBook::new(ledger)?;
    let title =
        words.say("report-statement-fund", &[("code", (&fund.code).into()), ("name", (&fund.name).into())]);
    let mut table = Table::new(title)
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("in_yuan", words.word("term-in"), Kind::Money)
        .column("out_yuan", words.word("term-out"), Kind::Money)
        .column("balance_yuan", words.word("term-balance"), Kind::Money);
    let entries = booked(ledger, &[ListKey::Fund(fund.no)])?;
    let (mut balance, mut came, mut went) = (Fen::ZERO, Fen::ZERO, Fen::ZERO);
    for entry in entries.iter().filter(|e| e.voucher.is_some_and(|v| span.is_before(v.date))) {
        balance = add(balance, moved(entry, fund.no)?)?;
    }
    let edge = |key: &str, came: Cell, went: Cell, balance: Fen| {
        vec![Cell::Empty, Cell::Empty, Cell::Empty, words.say(key, &[]).into(), came, went, balance.into()]
    };
    table.push(edge("report-opening", Cell::Empty, Cell::Empty, balance));
    for entry in &entries {
        let Some(voucher) = entry.voucher.filter(|v| span.holds(v.date)) else {
            continue;
        };
        let amount = moved(entry, fund.no)?;
        if amount.is_zero() {
            continue;
        }
        balance = add(balance, amount)?;
        // 红字: what is taken back stands, with a minus, where the original stood.
        let income = amount.is_negative() == ledger.is_red(entry)?;
        let (cells, sum, change) = if income {
            ([amount.into(), Cell::Empty], &mut came, amount)
        } else {
            ([Cell::Empty, amount.negated().into()], &mut went, amount.negated())
        };
        *sum = add(*sum, change)?;
        let [came, went] = cells;
        let cells = vec![
            voucher.date.into(),
            voucher.no().to_string().into(),
            entry.no.to_string().into(),
            names.summary(words, ledger, entry)?.into(),
            came,
            went,
            balance.into(),
        ];
        table.push_as(super::style_of(&names, entry.no), cells);
    }
    table.push_as(Style::Total, edge("report-closing", came.into(), went.into(), balance));
    table.notes = span.note(words).into_iter().chain(names.notes(words)).collect();
    let bound = ledger.bound_in(fund.no)?;
    if !bound.is_zero() {
        table.notes.push(words.say("report-statement-fund-bound", &[("amount", bound.into())]));
    }
    Ok(table)
}

/// What an entry adds to a fund's own cash.
fn moved(entry: &Entry, fund: FundNo) -> Result<Fen, LedgerError> {
    entry
        .postings
        .iter()
        .filter(|p| p.fund == fund && is_own_cash(p))
        .try_fold(Fen::ZERO, |sum, p| add(sum, p.amount))
}

/// The booked entries of some lists, each once, by voucher.
pub(super) fn booked(ledger: &Ledger, lists: &[ListKey]) -> Result<Vec<Entry>, LedgerError> {
    by_voucher(ledger, &ledger.entries_in_any(lists)?)
}

/// Those of the entries that are booked, by voucher.
pub(super) fn by_voucher(ledger: &Ledger, numbers: &[EntryNo]) -> Result<Vec<Entry>, LedgerError> {
    let mut entries = Vec::with_capacity(numbers.len());
    for no in numbers {
        entries.extend(ledger.entry(*no)?.filter(|entry| entry.voucher.is_some()));
    }
    entries.sort_by_key(|entry| entry.voucher.map(|v| (v.date, v.number)));
    Ok(entries)
}
