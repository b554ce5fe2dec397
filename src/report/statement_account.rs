//! The ledger account 明细账: every posting to an account, line by line.
//!
//! Owns: opening, running and closing balance, debit positive. Refuses to know: what the entries are about.

use super::balance::add;
use super::names::NameBook;
use super::show::{fund, sides};
use super::statement_fund::booked;
use super::{Cell, Kind, Span, Style, Table};
use crate::base::{AccountCode, Fen};
use crate::book::Refusal;
use crate::book::chart::{Edition, is_reused};
use crate::entry::{Chart, Posting};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use std::collections::BTreeSet;

/// One row a posting, by voucher. A four-digit account includes its sub-accounts.
///
/// # Errors
/// [`Refusal::UnknownAccount`]; where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    account: AccountCode,
    span: Span,
) -> Result<Table, LedgerError> {
    let editions: &[Edition] = match ledger.chart()? {
        Chart::NonProfit => &[Edition::Of2026, Edition::Of2004],
        Chart::Government => &[Edition::Government],
    };
    if editions.iter().all(|edition| edition.account(account).is_none()) {
        return Err(LedgerError::Refused(Box::new(Refusal::UnknownAccount { account })));
    }
    // A code that stands for two accounts is told as both: which is meant depends on the voucher date.
    let told = if is_reused(account) { editions } else { &editions[..1] };
    let names: Vec<&str> =
        told.iter().rev().map(|edition| super::account_name(words, *edition, account)).collect();
    let name = names.join(" / ");
    let mut names = NameBook::new(ledger)?;
    let title =
        words.say("report-statement-account", &[("code", account.to_string().into()), ("name", name.into())]);
    let mut table = Table::new(title)
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("debit_yuan", words.word("term-debit"), Kind::Money)
        .column("credit_yuan", words.word("term-credit"), Kind::Money)
        .column("balance_yuan", words.word("term-balance"), Kind::Money);
    let within = |code: AccountCode| code == account || (account.top() == account && code.top() == account);
    let used = ledger.balances()?.into_iter().map(|(_, code, _)| code).filter(|code| within(*code));
    let lists: Vec<ListKey> = used.collect::<BTreeSet<_>>().into_iter().map(ListKey::Account).collect();
    let entries = booked(ledger, &lists)?;
    let mut balance = Fen::ZERO;
    for entry in entries.iter().filter(|e| e.voucher.is_some_and(|v| span.is_before(v.date))) {
        for posting in entry.postings.iter().filter(|p| within(p.account)) {
            balance = add(balance, posting.amount)?;
        }
    }
    let edge = |key: &str, debit: Cell, credit: Cell, balance: Fen| {
        let text: Cell = words.say(key, &[]).into();
        vec![Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, text, debit, credit, balance.into()]
    };
    table.push(edge("report-opening", Cell::Empty, Cell::Empty, balance));
    let mut running = Running { balance, ..Running::default() };
    for entry in &entries {
        let Some(voucher) = entry.voucher.filter(|v| span.holds(v.date)) else {
            continue;
        };
        let summary = names.summary(words, ledger, entry)?;
        let reversal = ledger.is_red(entry)?;
        for posting in entry.postings.iter().filter(|p| within(p.account)) {
            let (debit, credit) = running.take(reversal, posting)?;
            let cells = vec![
                voucher.date.into(),
                voucher.no().to_string().into(),
                entry.no.to_string().into(),
                fund(words, &names, posting.fund).into(),
                summary.as_str().into(),
                debit,
                credit,
                running.balance.into(),
            ];
            table.push_as(super::style_of(&names, entry.no), cells);
        }
    }
    let Running { balance, debits, credits } = running;
    table.push_as(Style::Total, edge("report-closing", debits.into(), credits.into(), balance));
    table.notes = span.note(words).into_iter().chain(names.notes(words)).collect();
    Ok(table)
}

/// A balance that postings move, debit positive, and what they came to on each side.
#[derive(Clone, Copy, Default)]
pub(super) struct Running {
    pub balance: Fen,
    pub debits: Fen,
    pub credits: Fen,
}

impl Running {
    /// Moves it by a posting; tells its debit and credit, 红字 with a minus on the side that it takes back from.
    pub fn take(&mut self, reversal: bool, posting: &Posting) -> Result<(Cell, Cell), LedgerError> {
        self.balance = add(self.balance, posting.amount)?;
        let (debit, credit) = sides(reversal, posting);
        for (sum, side) in [(&mut self.debits, &debit), (&mut self.credits, &credit)] {
            if let Cell::Money(amount) = side {
                *sum = add(*sum, *amount)?;
            }
        }
        Ok((debit, credit))
    }
}
