//! What each fund holds, and what is held for others.
//!
//! Owns: income, spending and cash of a fund from its accounts. Refuses to know: single entries.

use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{AccountCode, Fen, FundNo};
use crate::book::chart::{Class, is_cash};
use crate::book::state::HeldFor;
use crate::book::{Key, Refusal};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;
use std::collections::BTreeMap;

/// The sums of one fund.
#[derive(Clone, Copy, Default)]
struct Sums {
    income: Fen,
    spent: Fen,
    moved: Fen,
    cash: Fen,
    /// Of the cash, what waits for approval would take, and what is granted and not paid.
    reserved: Fen,
    /// Of the cash, what is left of bound gifts.
    bound: Fen,
}

/// Which columns there are beside what everybody needs.
#[derive(Clone, Copy)]
struct Shown {
    /// What is reserved, and what is free.
    waiting: bool,
    /// What is bound by gifts.
    bound: bool,
}

/// One row a fund, one for each place or person that money is held for, and two totals that are never mixed.
///
/// What waits for approval or is granted and not paid, and what is left of bound gifts, has columns of its own where
/// there is any, and `for_programs` always: none of it is free.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(words: &Words, ledger: &mut Ledger, for_programs: bool) -> Result<Table, LedgerError> {
    let mut names = NameBook::new(ledger)?;
    let mut held_reserved = BTreeMap::new();
    for (_, pending) in ledger.pending()? {
        for (target, amount) in pending.held {
            sum_up(&mut held_reserved, target, amount)?;
        }
    }
    let (mut reserved, mut bound) = (BTreeMap::new(), BTreeMap::new());
    for fund in ledger.funds()? {
        reserved.insert(fund.no, ledger.state().amount(&Key::Reserved(fund.no))?);
        bound.insert(fund.no, ledger.bound_in(fund.no)?);
    }
    let (gifts_money, gifts_goods) = ledger.held_as_gifts()?;
    let gifts_reserved = ledger.state().amount(&Key::GiftsReserved)?;
    let any = |of: &BTreeMap<FundNo, Fen>| of.values().any(|amount| !amount.is_zero());
    let shown = Shown {
        waiting: for_programs
            || any(&reserved)
            || any(&bound)
            || !held_reserved.is_empty()
            || !gifts_reserved.is_zero(),
        bound: for_programs || any(&bound),
    };
    let title = words.say("report-balance", &[("name", ledger.organisation().into())]);
    let mut table = Table::new(title)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("name", words.word("term-name"), Kind::Text)
        .column("income_yuan", words.word("term-income"), Kind::Money)
        .column("spent_yuan", words.word("term-spent"), Kind::Money)
        .column("moved_yuan", words.word("term-moved"), Kind::Money)
        .column("cash_yuan", words.word("term-cash"), Kind::Money);
    if shown.waiting {
        table = table.column("reserved_yuan", words.word("term-reserved"), Kind::Money);
    }
    if shown.bound {
        table = table.column("bound_yuan", words.word("term-bound"), Kind::Money);
    }
    if shown.waiting {
        table = table.column("free_yuan", words.word("term-free"), Kind::Money);
    }
    let mut sums: BTreeMap<FundNo, Sums> = BTreeMap::new();
    // By what was posted, not by what stands: a year's end leaves nothing standing on income and expenses.
    for (fund, account, _, moved) in ledger.activity()? {
        if fund != FundNo::PASS_THROUGH {
            count(sums.entry(fund).or_default(), account, add(moved.debit, moved.credit.negated())?)?;
        }
    }
    let mut total = Sums::default();
    for fund in ledger.funds()? {
        let mut of = sums.remove(&fund.no).unwrap_or_default();
        of.reserved = reserved.remove(&fund.no).unwrap_or_default();
        of.bound = bound.remove(&fund.no).unwrap_or_default();
        for (into, amount) in [
            (&mut total.income, of.income),
            (&mut total.spent, of.spent),
            (&mut total.moved, of.moved),
            (&mut total.cash, of.cash),
            (&mut total.reserved, of.reserved),
            (&mut total.bound, of.bound),
        ] {
            *into = add(*into, amount)?;
        }
        table.push(row(fund.code.as_str().into(), fund.name.as_str().into(), of, shown)?);
    }
    table.push_as(Style::Total, row(Cell::Empty, words.word("term-total-own").into(), total, shown)?);
    let (mut held_in_all, mut reserved_in_all) = (add(gifts_money, gifts_goods)?, gifts_reserved);
    let mut held = ledger.held()?;
    // What was passed on in full is no news here; its statement still shows it.
    held.retain(|(_, amount)| !amount.is_zero());
    for (target, amount) in &held {
        names.learn_target(ledger, *target)?;
        held_in_all = add(held_in_all, *amount)?;
        let name = words.say("term-held-for", &[("target", names::target(words, &names, *target).into())]);
        let reserved = held_reserved.remove(&HeldFor::from(*target)).unwrap_or_default();
        reserved_in_all = add(reserved_in_all, reserved)?;
        table.push(held_row(name, *amount, reserved, shown)?);
    }
    for (key, amount, reserved) in
        [("term-held-gifts", gifts_money, gifts_reserved), ("term-held-gifts-goods", gifts_goods, Fen::ZERO)]
    {
        if !amount.is_zero() {
            table.push(held_row(words.word(key), amount, reserved, shown)?);
        }
    }
    if !held.is_empty() || !held_in_all.is_zero() {
        table.push_as(
            Style::Total,
            held_row(words.word("term-total-held"), held_in_all, reserved_in_all, shown)?,
        );
    }
    table.notes = names.notes(words);
    Ok(table)
}

fn count(sums: &mut Sums, account: AccountCode, amount: Fen) -> Result<(), LedgerError> {
    if is_cash(account) {
        sums.cash = add(sums.cash, amount)?;
    }
    match Class::of(account) {
        Some(Class::Income) => sums.income = add(sums.income, amount.negated())?,
        Some(Class::Expenses) => sums.spent = add(sums.spent, amount)?,
        Some(Class::NetAssets) => sums.moved = add(sums.moved, amount.negated())?,
        // The budget books tell of the same money a second time.
        Some(
            Class::Assets
            | Class::Liabilities
            | Class::BudgetIncome
            | Class::BudgetExpenses
            | Class::BudgetBalances,
        )
        | None => {}
    }
    Ok(())
}

fn sum_up<K: Ord>(sums: &mut BTreeMap<K, Fen>, of: K, amount: Fen) -> Result<(), LedgerError> {
    let sum = sums.entry(of).or_default();
    *sum = add(*sum, amount)?;
    Ok(())
}

fn row(code: Cell, name: Cell, sums: Sums, shown: Shown) -> Result<Vec<Cell>, LedgerError> {
    let mut cells = vec![code, name, sums.income.into(), sums.spent.into(), sums.moved.into()];
    cells.extend(there(sums.cash, sums.reserved, Some(sums.bound), shown)?);
    Ok(cells)
}

fn held_row(name: String, amount: Fen, reserved: Fen, shown: Shown) -> Result<Vec<Cell>, LedgerError> {
    let mut cells = vec![Cell::Empty, name.into(), Cell::Empty, Cell::Empty, Cell::Empty];
    cells.extend(there(amount, reserved, None, shown)?);
    Ok(cells)
}

/// What is there and, where something of it is spoken for, by what, and what is left.
fn there(amount: Fen, reserved: Fen, bound: Option<Fen>, shown: Shown) -> Result<Vec<Cell>, LedgerError> {
    let mut cells = vec![amount.into()];
    if shown.waiting {
        cells.push(reserved.into());
    }
    if shown.bound {
        cells.push(bound.into());
    }
    if shown.waiting {
        let free = add(amount, reserved.negated())?;
        cells.push(add(free, bound.unwrap_or(Fen::ZERO).negated())?.into());
    }
    Ok(cells)
}

/// The sum of two amounts; past the range of money a report says so instead of a wrong figure.
pub(super) fn add(a: Fen, b: Fen) -> Result<Fen, LedgerError> {
    a.checked_add(b).ok_or_else(|| LedgerError::Refused(Box::new(Refusal::SumTooLarge)))
}
