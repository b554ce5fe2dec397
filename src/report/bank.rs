//! The office's bank and cash accounts, with what is on each.
//!
//! Owns: its columns, and the office's own money apart from what is held for others. Refuses to know: funds.

use super::balance::add;
use super::{Cell, Kind, Style, Table};
use crate::base::{Fen, FundNo, MoneyAccountNo};
use crate::book::chart::{HELD_BANK, is_cash};
use crate::entry::MoneySort;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// One row an account, the first at the top, and the sum of all.
///
/// # Errors
/// Where the index can't be read.
pub fn table(words: &Words, ledger: &mut Ledger) -> Result<Table, LedgerError> {
    let mut table = Table::new(words.say("report-bank", &[("name", ledger.organisation().into())]))
        .column("code", words.word("term-code"), Kind::Text)
        .column("name", words.word("term-name"), Kind::Text)
        .column("sort", words.word("term-sort"), Kind::Text)
        .column("number", words.word("term-bank-number"), Kind::Text)
        .column("balance_yuan", words.word("term-balance"), Kind::Money);
    let on: BTreeMap<Option<MoneyAccountNo>, Fen> = ledger.money_balances()?.into_iter().collect();
    let balance = |no| on.get(&no).copied().unwrap_or(Fen::ZERO);
    let mut total = balance(None);
    let bank = || words.word("term-money-bank");
    let first = words.word("term-first-account");
    table.push(vec!["first".into(), first.into(), bank().into(), Cell::Empty, total.into()]);
    for account in ledger.money_accounts()? {
        let amount = balance(Some(account.no));
        total = add(total, amount)?;
        let sort = match account.sort {
            MoneySort::Bank => bank(),
            MoneySort::Cash => words.word("term-money-cash"),
        };
        table.push(vec![
            account.code.as_str().into(),
            account.name.as_str().into(),
            sort.into(),
            account.number.map_or(Cell::Empty, |number| number.as_str().into()),
            amount.into(),
        ]);
    }
    let name = words.word("term-total").into();
    table.push_as(Style::Total, vec![Cell::Empty, name, Cell::Empty, Cell::Empty, total.into()]);
    let (mut own, mut held) = (Fen::ZERO, Fen::ZERO);
    for (fund, account, amount) in ledger.balances()? {
        if fund != FundNo::PASS_THROUGH && is_cash(account) {
            own = add(own, amount)?;
        } else if is_cash(account) || account == HELD_BANK {
            held = add(held, amount)?;
        }
    }
    table.notes.push(words.say("report-bank-parts", &[("own", own.into()), ("held", held.into())]));
    Ok(table)
}
