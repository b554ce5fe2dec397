//! The trial balance 科目余额表.
//!
//! Owns: opening, movement and closing of each account, and whether both sides agree, in each set of books by itself.
//! Refuses to know: single entries.

use super::balance::add;
use super::names::NameBook;
use super::show::fund;
use super::{Cell, Kind, Style, Sum, Table};
use crate::base::{AccountCode, Fen, FundNo, Months, Period};
use crate::book::chart::{Basis, Edition, edition_apart};
use crate::entry::{Chart, FundAdded};
use crate::ledger::{Ledger, LedgerError};
use crate::words::refusal::basis_key;
use crate::words::{Arg, Words};
use std::collections::BTreeMap;

/// The sums of one account: what stood on it before, debit positive, and what was posted to each side.
#[derive(Clone, Copy, Default)]
struct Sums {
    opening: Fen,
    debit: Fen,
    credit: Fen,
}

/// The six figures that a row shows.
type Six = [Fen; 6];

/// The sets of books that a chart keeps 平行记账.
pub(super) const fn bases(chart: Chart) -> &'static [Basis] {
    match chart {
        Chart::NonProfit => &[Basis::Financial],
        Chart::Government => &[Basis::Financial, Basis::Budget],
    }
}

/// Movement in a month, debits and credits, in each set of books that the ledger keeps.
///
/// # Errors
/// Where the index can't be read.
pub fn movement(ledger: &mut Ledger, period: Period) -> Result<Vec<(Basis, Fen, Fen)>, LedgerError> {
    let mut sums: Vec<_> =
        bases(ledger.chart()?).iter().map(|basis| (*basis, Fen::ZERO, Fen::ZERO)).collect();
    for (_, account, _, moved) in ledger.turnovers()?.into_iter().filter(|(_, _, month, _)| *month == period)
    {
        for (basis, debit, credit) in &mut sums {
            if *basis == Basis::of(account) {
                (*debit, *credit) = (add(*debit, moved.debit)?, add(*credit, moved.credit)?);
            }
        }
    }
    Ok(sums)
}

/// One row an account, or an account of a fund, with totals that must agree side by side: one for each set of books.
///
/// # Errors
/// Where the index can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    months: Option<Months>,
    by_fund: bool,
) -> Result<Table, LedgerError> {
    of_fund(words, ledger, months, by_fund, None)
}

/// The same of one fund where it is given.
///
/// # Errors
/// As [`table`].
pub fn of_fund(
    words: &Words,
    ledger: &mut Ledger,
    months: Option<Months>,
    by_fund: bool,
    only: Option<&FundAdded>,
) -> Result<Table, LedgerError> {
    let names = NameBook::new(ledger)?;
    // By account first and sub-account then: 100201 belongs behind 1002, not behind 5101.
    // A code that stood for two accounts has a row for each.
    let chart = ledger.chart()?;
    let mut accounts: BTreeMap<(AccountCode, AccountCode, Option<u8>, FundNo), Sums> = BTreeMap::new();
    let mut last = None;
    for (fund, account, month, turnover) in ledger.turnovers()? {
        let other = only.is_some_and(|only| only.no != fund);
        if other || months.is_some_and(|months| month > months.last()) {
            continue;
        }
        last = last.max(Some(month));
        let meant = edition_apart(chart, account, month.last_day()).map(Edition::number);
        let key = (account.top(), account, meant, if by_fund { fund } else { FundNo::PASS_THROUGH });
        let sums = accounts.entry(key).or_default();
        if months.is_some_and(|months| month < months.first()) {
            sums.opening = add(sums.opening, add(turnover.debit, turnover.credit.negated())?)?;
        } else {
            sums.debit = add(sums.debit, turnover.debit)?;
            sums.credit = add(sums.credit, turnover.credit)?;
        }
    }
    let title = words.say("report-trial-balance", &[("name", ledger.organisation().into())]);
    let mut table = Table::new(title).column("account", words.word("term-account"), Kind::Text).column(
        "account_name",
        words.word("term-account-name"),
        Kind::Text,
    );
    if by_fund {
        table = table.column("fund", words.word("term-fund"), Kind::Text);
    }
    for (key, term) in FIGURES {
        table = table.column(key, words.say(term, &[]), Kind::Money);
    }
    let edition = match (chart, months.map(Months::last).or(last)) {
        (_, Some(month)) => Edition::of(chart, month.last_day()),
        (Chart::NonProfit, None) => Edition::Of2026,
        (Chart::Government, None) => Edition::Government,
    };
    let covered = months.map_or_else(|| words.word("report-all-periods"), |months| words.months(months));
    table.notes = vec![words.say("report-period", &[("period", covered.into())])];
    if let Some(only) = only {
        let of = [("code", (&only.code).into()), ("name", (&only.name).into())];
        table.notes.push(words.say("report-of-fund", &of));
    }
    table.notes.push(words.word("report-unit"));
    let bases = bases(chart);
    for basis in bases {
        let mut total: Six = [Fen::ZERO; 6];
        let first = table.rows.len();
        for ((_, account, meant, of), sums) in accounts.iter().filter(|(key, _)| Basis::of(key.1) == *basis) {
            let six = six(*sums)?;
            // An account of earlier years on which nothing is left.
            if six.iter().all(|figure| figure.is_zero()) {
                continue;
            }
            for (sum, figure) in total.iter_mut().zip(six) {
                *sum = add(*sum, figure)?;
            }
            let edition = meant.and_then(Edition::from_number).unwrap_or(edition);
            let name = super::account_name(words, edition, *account);
            let mut cells: Vec<Cell> = vec![account.to_string().into(), name.into()];
            if by_fund {
                cells.push(fund(words, &names, *of).into());
            }
            cells.extend(six.map(|figure| if figure.is_zero() { Cell::Empty } else { figure.into() }));
            table.push(cells);
        }
        let agrees = total[0] == total[1] && total[2] == total[3] && total[4] == total[5];
        let of = |key: &str, one: &str, args: &[(&str, Arg)]| {
            if bases.len() == 1 {
                return words.say(one, args);
            }
            let mut args = args.to_vec();
            args.push(("basis", words.word(basis_key(*basis)).into()));
            words.say(key, &args)
        };
        let mut cells: Vec<Cell> = vec![Cell::Empty, of("term-total-of", "term-total", &[]).into()];
        if by_fund {
            cells.push(Cell::Empty);
        }
        cells.extend(total.map(Cell::from));
        let (sum, plus) = (table.rows.len(), (first..table.rows.len()).collect());
        table.push_as(if agrees { Style::Total } else { Style::Warning }, cells);
        table.sums.push(Sum { of: sum, plus, minus: Vec::new() });
        let sides = [("debit", total[2].into()), ("credit", total[3].into())];
        table.notes.push(if agrees {
            of("report-balanced-of", "report-balanced", &sides)
        } else {
            of("report-not-balanced-of", "report-not-balanced", &sides)
        });
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}

const FIGURES: [(&str, &str); 6] = [
    ("opening_debit_yuan", "term-opening-debit"),
    ("opening_credit_yuan", "term-opening-credit"),
    ("debit_yuan", "term-period-debit"),
    ("credit_yuan", "term-period-credit"),
    ("closing_debit_yuan", "term-closing-debit"),
    ("closing_credit_yuan", "term-closing-credit"),
];

fn six(sums: Sums) -> Result<Six, LedgerError> {
    let closing = add(sums.opening, add(sums.debit, sums.credit.negated())?)?;
    let sides =
        |amount: Fen| if amount.is_negative() { [Fen::ZERO, amount.negated()] } else { [amount, Fen::ZERO] };
    let ([a, b], [e, f]) = (sides(sums.opening), sides(closing));
    Ok([a, b, sums.debit, sums.credit, e, f])
}
