//! The subsidiary ledger 明细账: every posting by account and fund.
//!
//! Owns: opening, running and closing balance of each, debit positive. Refuses to know: what entries are about.

use super::super::balance::add;
use super::super::names::NameBook;
use super::super::show::fund;
use super::super::statement_account::Running;
use super::super::{Cell, Kind, Style, Table, account_name};
use super::books::Books;
use super::{Asked, begun, named, told};
use crate::base::{AccountCode, Fen, FundNo};
use crate::book::chart::Edition;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// An account of a fund; its four-digit account first, and the edition that names it where two do.
type Page = (AccountCode, AccountCode, Option<u8>, FundNo);

/// The pages of all accounts, one after the other.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let books = Books::read(ledger, asked)?;
    let mut table = begun(words, ledger, names, "report-subsidiary", &books)
        .column("account", words.word("term-account"), Kind::Text)
        .column("account_name", words.word("term-account-name"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("debit_yuan", words.word("term-debit"), Kind::Money)
        .column("credit_yuan", words.word("term-credit"), Kind::Money)
        .column("balance_yuan", words.word("term-balance"), Kind::Money);
    let (told, postings) = told::all(words, ledger, names, &books, |_| true)?;
    let mut pages: BTreeMap<Page, (Fen, Vec<told::Line>)> = BTreeMap::new();
    for (of, account, month, moved) in books.moved.iter().filter(|(_, _, m, _)| *m < books.months.first()) {
        let page = (account.top(), *account, books.edition_apart(*account, *month), *of);
        let (opening, _) = pages.entry(page).or_default();
        *opening = add(*opening, add(moved.debit, moved.credit.negated())?)?;
    }
    for (at, posting) in postings {
        let month = told[at].date.period();
        let account = posting.account;
        let page = (account.top(), account, books.edition_apart(account, month), posting.fund);
        pages.entry(page).or_default().1.push((at, posting));
    }
    for ((_, account, meant, of), (opening, lines)) in &pages {
        if opening.is_zero() && lines.is_empty() {
            continue;
        }
        let edition = meant.and_then(Edition::from_number).unwrap_or(books.edition);
        let head = || -> [Cell; 3] {
            let name = account_name(words, edition, *account);
            [account.to_string().into(), name.into(), fund(words, names, *of).into()]
        };
        let row = |middle: [Cell; 4], figures: [Cell; 3]| -> Vec<Cell> {
            head().into_iter().chain(middle).chain(figures).collect()
        };
        let edge = |key: &str| [Cell::Empty, Cell::Empty, Cell::Empty, words.say(key, &[]).into()];
        let mut running = Running { balance: *opening, ..Running::default() };
        table.push(row(edge("report-opening"), [Cell::Empty, Cell::Empty, running.balance.into()]));
        for (at, posting) in lines {
            let (debit, credit) = running.take(told[*at].red, posting)?;
            let figures = [debit, credit, running.balance.into()];
            table.push_as(told[*at].style, row(told[*at].cells(), figures));
        }
        let figures = [running.debits.into(), running.credits.into(), running.balance.into()];
        table.push_as(Style::Total, row(edge("report-closing"), figures));
    }
    named(words, names, &mut table);
    Ok(table)
}
