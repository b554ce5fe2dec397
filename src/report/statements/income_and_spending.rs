//! 收支明细表: what each fund received and spent, account by account, from its opening to its closing cash.
//!
//! Owns: the rows of a fund, which add up to its cash. Refuses to know: money held for others, and single entries.

use super::super::balance::add;
use super::super::chart::{Chart, Scale, Series, Shape};
use super::super::names::NameBook;
use super::super::{Cell, Kind, Style, Sum, Table, account_name};
use super::books::{Books, own_cash};
use super::{Asked, begun};
use crate::base::{AccountCode, Fen, Months};
use crate::book::chart::Class;
use crate::entry::FundAdded;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// Income, spending, and what both and all else do to cash.
type Three = [Option<Fen>; 3];

/// The rows of each fund with its closing cash, and those of all funds together; closing cash by fund as a chart.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &NameBook,
    asked: &Asked,
) -> Result<(Table, Vec<Chart>), LedgerError> {
    let books = Books::activity(ledger, asked)?;
    let mut table = begun(words, ledger, names, "report-income-and-spending", &books)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("fund_name", words.word("term-fund-name"), Kind::Text)
        .column("account", words.word("term-account"), Kind::Text)
        .column("item", words.word("term-statement-item"), Kind::Text)
        .column("income_yuan", words.word("term-income"), Kind::Money)
        .column("spent_yuan", words.word("term-spent"), Kind::Money)
        .column("cash_yuan", words.word("term-fund-cash"), Kind::Money);
    let funds = match &books.fund {
        Some(fund) => vec![fund.clone()],
        None => ledger.funds()?,
    };
    let (mut closings, mut all) = (Vec::new(), [Fen::ZERO; 3]);
    let (mut labels, mut values) = (Vec::new(), Vec::new());
    for fund in &funds {
        let first = table.rows.len();
        let mut sum = [Fen::ZERO; 3];
        for (account, name, figures) in rows(words, &books, fund)? {
            for (sum, figure) in sum.iter_mut().zip(figures) {
                *sum = add(*sum, figure.unwrap_or(Fen::ZERO))?;
            }
            table.push(cells(Some(fund), account, &name, figures));
        }
        let of = table.rows.len();
        table.sums.push(Sum { of, plus: (first..of).collect(), minus: Vec::new() });
        table.push_as(Style::Total, cells(Some(fund), None, &words.word("line-closing-cash"), sum.map(Some)));
        closings.push(of);
        for (all, sum) in all.iter_mut().zip(sum) {
            *all = add(*all, sum)?;
        }
        labels.push(fund.code.to_string());
        values.push(sum[2].get());
    }
    if books.fund.is_none() {
        table.sums.push(Sum { of: table.rows.len(), plus: closings, minus: Vec::new() });
        table.push_as(Style::Total, cells(None, None, &words.word("line-all-funds"), all.map(Some)));
    }
    table.notes.push(words.word("report-effect-on-cash"));
    table.notes.push(words.word("report-own-money-only"));
    let drawing = Chart {
        title: words.word("chart-fund-cash"),
        shape: Shape::Bars,
        scale: Scale::Fen,
        labels,
        series: vec![Series { name: words.word("line-closing-cash"), values }],
    };
    let charts = if funds.is_empty() { Vec::new() } else { vec![drawing] };
    Ok((table, charts))
}

fn cells(fund: Option<&FundAdded>, account: Option<AccountCode>, name: &str, figures: Three) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![
        fund.map(|fund| fund.code.to_string()).into(),
        fund.map(|fund| fund.name.to_string()).into(),
        account.map(|account| account.to_string()).into(),
        name.into(),
    ];
    cells.extend(figures.map(Cell::from));
    cells
}

/// The account where it is one, its name, and its figures.
type FundRow = (Option<AccountCode>, String, Three);

/// Opening cash, each account of income and expense, and what else moved cash.
fn rows(words: &Words, books: &Books, fund: &FundAdded) -> Result<Vec<FundRow>, LedgerError> {
    let (months, of_fund) = (books.months, |of| of == fund.no);
    let opening = books.before(months.first(), |of, account| of_fund(of) && own_cash(of, account))?;
    let mut rows = vec![(None, words.word("line-opening-cash"), [None, None, Some(opening)])];
    // By class and account; a sub-account behind its account.
    let mut accounts: BTreeMap<(bool, AccountCode, AccountCode), Fen> = BTreeMap::new();
    for (_, account, month, moved) in
        books.moved.iter().filter(|(of, _, month, _)| of_fund(*of) && months.holds(*month))
    {
        let account = books.meant(*account, *month);
        if let Some(class @ (Class::Income | Class::Expenses)) = Class::of(account) {
            let sum = accounts.entry((class == Class::Expenses, account.top(), account)).or_default();
            *sum = add(*sum, add(moved.credit, moved.debit.negated())?)?;
        }
    }
    for ((expense, _, account), gain) in accounts {
        let name = account_name(words, books.edition, account).to_owned();
        let figures =
            if expense { [None, Some(gain.negated()), Some(gain)] } else { [Some(gain), None, Some(gain)] };
        rows.push((Some(account), name, figures));
    }
    let direct = gained(books, months, fund, |account| Class::of(account) == Some(Class::NetAssets))?;
    let others = gained(books, months, fund, |account| {
        let balance = matches!(Class::of(account), Some(Class::Assets | Class::Liabilities));
        balance && !own_cash(fund.no, account)
    })?;
    for (key, amount) in [("line-moved-in", direct), ("line-other-changes", others)] {
        if !amount.is_zero() {
            rows.push((None, words.say(key, &[]), [None, None, Some(amount)]));
        }
    }
    Ok(rows)
}

/// What accounts that are no cash gave to it.
fn gained(
    books: &Books,
    months: Months,
    fund: &FundAdded,
    counts: impl Fn(AccountCode) -> bool,
) -> Result<Fen, LedgerError> {
    Ok(books.moved_in(months, |of, account| of == fund.no && counts(account))?.negated())
}
