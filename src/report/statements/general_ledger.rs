//! The general ledger 总账: each four-digit account, month by month.
//!
//! Owns: its rows, and which side a balance is on. Refuses to know: single entries.

use super::super::balance::add;
use super::super::names::NameBook;
use super::super::trial_balance::bases;
use super::super::{Cell, Kind, Style, Table, account_name};
use super::books::Books;
use super::{Asked, begun};
use crate::base::{AccountCode, Fen, Period};
use crate::book::Turnover;
use crate::book::chart::{Basis, Edition};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::refusal::basis_key;
use std::collections::BTreeMap;

/// One row an account and month; the sums of each set of books.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let books = Books::read(ledger, asked)?;
    let mut table = begun(words, ledger, names, "report-general-ledger", &books)
        .column("account", words.word("term-account"), Kind::Text)
        .column("account_name", words.word("term-account-name"), Kind::Text)
        .column("month", words.word("term-period"), Kind::Date)
        .column("opening_side", words.word("term-opening-direction"), Kind::Text)
        .column("opening_yuan", words.word("term-opening-balance"), Kind::Money)
        .column("debit_yuan", words.word("term-debit"), Kind::Money)
        .column("credit_yuan", words.word("term-credit"), Kind::Money)
        .column("side", words.word("term-direction"), Kind::Text)
        .column("closing_yuan", words.word("term-closing-balance"), Kind::Money)
        .column("year_debit_yuan", words.word("term-year-debit"), Kind::Money)
        .column("year_credit_yuan", words.word("term-year-credit"), Kind::Money);
    let mut accounts: BTreeMap<(AccountCode, Option<u8>), BTreeMap<Period, Turnover>> = BTreeMap::new();
    for (_, account, month, moved) in books.moved.iter().filter(|(_, _, m, _)| *m <= books.months.last()) {
        let account = account.top();
        let months = accounts.entry((account, books.edition_apart(account, *month))).or_default();
        let sums = months.entry(*month).or_default();
        sums.debit = add(sums.debit, moved.debit)?;
        sums.credit = add(sums.credit, moved.credit)?;
    }
    let bases: &[Basis] = bases(books.chart);
    for basis in bases {
        let mut total = Turnover::default();
        let of_basis = accounts.iter().filter(|((account, _), _)| Basis::of(*account) == *basis);
        for ((account, meant), months) in of_basis {
            let edition = meant.and_then(Edition::from_number).unwrap_or(books.edition);
            let name = account_name(words, edition, *account);
            for row in rows(&books, months)? {
                total.debit = add(total.debit, row.moved.debit)?;
                total.credit = add(total.credit, row.moved.credit)?;
                let [opening_side, side] = [row.opening, row.closing].map(|amount| direction(words, amount));
                table.push(vec![
                    account.to_string().into(),
                    name.into(),
                    row.month.into(),
                    opening_side.into(),
                    magnitude(row.opening).into(),
                    row.moved.debit.into(),
                    row.moved.credit.into(),
                    side.into(),
                    magnitude(row.closing).into(),
                    row.year.debit.into(),
                    row.year.credit.into(),
                ]);
            }
        }
        let name = match bases {
            [_] => words.word("term-total"),
            _ => words.say("term-total-of", &[("basis", words.word(basis_key(*basis)).into())]),
        };
        let mut cells = vec![Cell::Empty; table.columns.len()];
        (cells[1], cells[5], cells[6]) = (name.into(), total.debit.into(), total.credit.into());
        let agrees = total.debit == total.credit;
        table.push_as(if agrees { Style::Total } else { Style::Warning }, cells);
    }
    table.notes.push(words.word("report-general-ledger-note"));
    Ok(table)
}

struct Row {
    month: Period,
    opening: Fen,
    moved: Turnover,
    closing: Fen,
    /// Since January 本年累计.
    year: Turnover,
}

/// A row for each month in which something moved, and for the first where something stood on the account; none where nothing ever stood on the account.
fn rows(books: &Books, months: &BTreeMap<Period, Turnover>) -> Result<Vec<Row>, LedgerError> {
    let mut opening = Fen::ZERO;
    let mut year = Turnover::default();
    let mut year_of = books.months.first().number() / 100;
    for (month, moved) in months.range(..books.months.first()) {
        opening = add(opening, add(moved.debit, moved.credit.negated())?)?;
        if month.number() / 100 == year_of {
            year = Turnover { debit: add(year.debit, moved.debit)?, credit: add(year.credit, moved.credit)? };
        }
    }
    if opening.is_zero() && months.range(books.months.first()..).next().is_none() {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for month in books.months.each() {
        if month.number() / 100 != year_of {
            (year, year_of) = (Turnover::default(), month.number() / 100);
        }
        let moved = months.get(&month).copied().unwrap_or_default();
        let closing = add(opening, add(moved.debit, moved.credit.negated())?)?;
        year = Turnover { debit: add(year.debit, moved.debit)?, credit: add(year.credit, moved.credit)? };
        // Months in which nothing moved would only say again what the one before them says; what stood there before
        // must be said once.
        let stood = rows.is_empty() && !opening.is_zero();
        if stood || months.contains_key(&month) {
            rows.push(Row { month, opening, moved, closing, year });
        }
        opening = closing;
    }
    Ok(rows)
}

/// 借, 贷 or 平.
fn direction(words: &Words, balance: Fen) -> String {
    words.word(match balance.get() {
        1.. => "term-direction-debit",
        0 => "term-direction-none",
        _ => "term-direction-credit",
    })
}

const fn magnitude(amount: Fen) -> Fen {
    if amount.is_negative() { amount.negated() } else { amount }
}
