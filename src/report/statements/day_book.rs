//! The day books 日记账 of cash and bank: every movement of each money account.
//!
//! Owns: opening, running and closing balance of each, with money held for others, as the bank's own statement has it.
//! Refuses to know: what stands against it.

use super::super::balance::add;
use super::super::names::NameBook;
use super::super::show::fund;
use super::super::statement_account::Running;
use super::super::{Cell, Kind, Style, Table};
use super::books::{Belongs, Books};
use super::{Asked, begun, named, told};
use crate::base::{Fen, MoneyAccountNo, Months, Period};
use crate::book::checks::is_money;
use crate::entry::MoneySort;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::Names;
use std::collections::BTreeMap;

/// What stands on each account; `None`: the first.
type Balances = BTreeMap<Option<MoneyAccountNo>, Fen>;

/// The books of all money accounts, one after the other, the first account's at the top.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let books = Books::read(ledger, asked)?;
    let mut table = begun(words, ledger, names, "report-day-book", &books)
        .column("book", words.word("term-book"), Kind::Text)
        .column("money", words.word("term-money"), Kind::Text)
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("debit_yuan", words.word("term-debit"), Kind::Money)
        .column("credit_yuan", words.word("term-credit"), Kind::Money)
        .column("balance_yuan", words.word("term-balance"), Kind::Money);
    let (told, postings) = told::all(words, ledger, names, &books, is_money)?;
    let mut lines: BTreeMap<Option<MoneyAccountNo>, Vec<told::Line>> = BTreeMap::new();
    for (at, posting) in postings {
        lines.entry(posting.dims.money).or_default().push((at, posting));
    }
    let openings = openings(ledger, &books, &lines)?;
    let mut accounts = vec![(None, MoneySort::Bank)];
    accounts.extend(ledger.money_accounts()?.into_iter().map(|account| (Some(account.no), account.sort)));
    for (no, sort) in accounts {
        let opening = openings.get(&no).copied().unwrap_or_default();
        let lines = lines.remove(&no).unwrap_or_default();
        if no.is_some() && opening.is_zero() && lines.is_empty() {
            continue;
        }
        let book = words.word(match sort {
            MoneySort::Bank => "term-book-bank",
            MoneySort::Cash => "term-book-cash",
        });
        let money = if no.is_some() { names.money(no) } else { words.word("term-first-account") };
        let row = |middle: [Cell; 4], of: Cell, figures: [Cell; 3]| -> Vec<Cell> {
            let head = [book.as_str().into(), money.as_str().into()];
            head.into_iter().chain(middle).chain([of]).chain(figures).collect()
        };
        let edge = |key: &str| [Cell::Empty, Cell::Empty, Cell::Empty, words.say(key, &[]).into()];
        let mut running = Running { balance: opening, ..Running::default() };
        let figures = [Cell::Empty, Cell::Empty, opening.into()];
        table.push(row(edge("report-opening"), Cell::Empty, figures));
        for (at, posting) in lines {
            let (debit, credit) = running.take(told[at].red, &posting)?;
            let of = fund(words, names, posting.fund).into();
            let figures = [debit, credit, running.balance.into()];
            table.push_as(told[at].style, row(told[at].cells(), of, figures));
        }
        let figures = [running.debits.into(), running.credits.into(), running.balance.into()];
        table.push_as(Style::Total, row(edge("report-closing"), Cell::Empty, figures));
    }
    named(words, names, &mut table);
    Ok(table)
}

/// What stood on each account before the months: of all funds, what stands there now without what moved since; of one, for
/// which nobody keeps a sum by account, what moved before.
fn openings(
    ledger: &mut Ledger,
    books: &Books,
    within: &BTreeMap<Option<MoneyAccountNo>, Vec<told::Line>>,
) -> Result<Balances, LedgerError> {
    let months = books.months;
    let first = books.moved.iter().map(|(_, _, month, _)| *month).min().unwrap_or(months.first());
    if books.fund.is_some() {
        let before = Months::new(first, months.first().previous()).ok();
        return before.map_or_else(|| Ok(Balances::new()), |run| moved(ledger, books, run));
    }
    let mut balances: Balances = ledger.money_balances()?.into_iter().collect();
    let last: Option<Period> = books.moved.iter().map(|(_, _, month, _)| *month).max();
    let after = last.and_then(|last| Months::new(months.last().next(), last).ok());
    let mut since = after.map_or_else(|| Ok(Balances::new()), |run| moved(ledger, books, run))?;
    for (no, lines) in within {
        for (_, posting) in lines {
            let sum = since.entry(*no).or_default();
            *sum = add(*sum, posting.amount)?;
        }
    }
    for (no, amount) in since {
        let balance = balances.entry(no).or_default();
        *balance = add(*balance, amount.negated())?;
    }
    Ok(balances)
}

fn moved(ledger: &mut Ledger, books: &Books, months: Months) -> Result<Balances, LedgerError> {
    let mut sums = Balances::new();
    books.each_booked(ledger, months, Belongs::BySums, |_, entry| {
        for posting in books.postings(entry).filter(|p| is_money(p)) {
            let sum = sums.entry(posting.dims.money).or_default();
            *sum = add(*sum, posting.amount)?;
        }
        Ok(())
    })?;
    Ok(sums)
}
