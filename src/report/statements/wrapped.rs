//! Reports that stand by themselves, as sheets: trial balance, portfolio, programmes, disclosure.
//!
//! Owns: what each is asked for a run of months, and their charts. Refuses to know: their figures.

use super::super::chart::{Chart, Scale, Series, Shape};
use super::super::names::NameBook;
use super::super::{Cell, Style, Table, disclosure, portfolio, programme_sums, trial_balance};
use super::Asked;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

pub(super) fn trial_balance(words: &Words, ledger: &mut Ledger, asked: &Asked) -> Result<Table, LedgerError> {
    let fund = asked.fund.as_ref().map(|code| ledger.fund_by_code(code)).transpose()?;
    let mut table = trial_balance::of_fund(words, ledger, Some(asked.months), false, fund.as_ref())?;
    let booked = ledger
        .turnovers()?
        .into_iter()
        .any(|(of, _, month, _)| asked.months.holds(month) && fund.as_ref().is_none_or(|fund| fund.no == of));
    if !booked {
        table.notes.push(words.word("report-nothing-booked"));
    }
    Ok(table)
}

/// As of the last day of the months; of today where that is still to come.
pub(super) fn portfolio(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: &Asked,
) -> Result<(Table, Vec<Chart>), LedgerError> {
    let as_of = asked.months.last_day().min(asked.as_of);
    let of = portfolio::Asked { as_of, known: None, today: asked.as_of };
    let (table, figures) = portfolio::table_and_figures(words, ledger, names, of, None)?;
    let charts = portfolio::charts(words, &figures);
    Ok((table, charts))
}

pub(super) fn programme(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: &Asked,
) -> Result<(Table, Vec<Chart>), LedgerError> {
    let table = programme_sums::table(words, ledger, names, None, None, asked.months.into())?;
    let by = programme_sums::By::Township;
    let townships = programme_sums::table(words, ledger, names, None, Some(by), asked.months.into())?;
    Ok((table, helped(words, &townships).into_iter().collect()))
}

/// What people of each township received, of all programmes.
pub(in crate::report) fn helped(words: &Words, townships: &Table) -> Option<Chart> {
    let column = |key: &str| townships.columns.iter().position(|column| column.key == key);
    let (group, worth) = (column("group")?, column("total_yuan")?);
    let mut sums = BTreeMap::<&str, i64>::new();
    for row in townships.rows.iter().filter(|row| row.style == Style::Plain) {
        if let (Cell::Text(group), Cell::Money(amount)) = (&row.cells[group], &row.cells[worth]) {
            let sum = sums.entry(group).or_default();
            *sum = sum.saturating_add(amount.get());
        }
    }
    let labels: Vec<String> = sums.keys().map(|group| (*group).to_owned()).collect();
    let values = sums.into_values().collect();
    let series = vec![Series { name: words.word("term-worth"), values }];
    let title = words.word("chart-townships");
    (!labels.is_empty()).then_some(Chart { title, shape: Shape::Bars, scale: Scale::Fen, labels, series })
}

pub(super) fn disclosure(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let of =
        disclosure::Asked { programme: None, span: asked.months.into(), today: asked.as_of, ended: None };
    disclosure::table(words, ledger, names, of)
}
