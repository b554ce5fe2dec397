//! A statement of numbered lines, some of them sums of others.
//!
//! Owns: 行次, and adding up. Refuses to know: which lines there are.

use super::super::balance::add;
use super::super::{Cell, Style, Sum, Table};
use crate::base::Fen;
use crate::ledger::LedgerError;
use crate::words::{Lang, Words};

/// A line's name in Chinese, as the template has it, and in English.
pub(super) type Name = (&'static str, &'static str);

/// The name in the reader's language.
pub(super) fn told(words: &Words, name: Name) -> &'static str {
    match words.lang() {
        Lang::ZhCn => name.0,
        Lang::En => name.1,
    }
}

/// A table that grows line by line: name, 行次, and a figure for each further column.
pub(super) struct Lines {
    table: Table,
    number: i64,
    figures: Vec<Vec<Option<Fen>>>,
}

impl Lines {
    /// Of a table that has its columns.
    pub fn new(table: Table) -> Lines {
        Lines { table, number: 0, figures: Vec::new() }
    }

    /// A line with nothing but a name.
    pub fn heading(&mut self, name: &str) {
        let mut cells = vec![Cell::Empty; self.table.columns.len()];
        cells[0] = name.into();
        self.table.push(cells);
        self.figures.push(Vec::new());
    }

    /// A line with its figures; tells its row.
    pub fn line(&mut self, name: &str, figures: Vec<Option<Fen>>) -> usize {
        self.push(Style::Plain, name, figures)
    }

    /// A line that is the sum of others; tells its row.
    pub fn sum(&mut self, name: &str, plus: &[usize], minus: &[usize]) -> Result<usize, LedgerError> {
        let mut figures = vec![None; self.table.columns.len() - 2];
        for (rows, less) in [(plus, false), (minus, true)] {
            for figure in rows.iter().map(|row| &self.figures[*row]) {
                for (sum, amount) in figures.iter_mut().zip(figure) {
                    if let Some(amount) = amount {
                        let amount = if less { amount.negated() } else { *amount };
                        *sum = Some(add(sum.unwrap_or(Fen::ZERO), amount)?);
                    }
                }
            }
        }
        // A sum of nothing is zero and no gap.
        if plus.is_empty() && minus.is_empty() {
            figures.iter_mut().for_each(|figure| *figure = Some(Fen::ZERO));
        }
        let row = self.push(Style::Total, name, figures);
        self.table.sums.push(Sum { of: row, plus: plus.to_vec(), minus: minus.to_vec() });
        Ok(row)
    }

    /// The figures of a row.
    pub fn figures(&self, row: usize) -> &[Option<Fen>] {
        &self.figures[row]
    }

    /// Says that the reader must look at the row.
    pub fn warn(&mut self, row: usize) {
        self.table.rows[row].style = Style::Warning;
    }

    /// A remark.
    pub fn note(&mut self, note: String) {
        self.table.notes.push(note);
    }

    /// The table as it stands.
    pub fn done(self) -> Table {
        self.table
    }

    fn push(&mut self, style: Style, name: &str, figures: Vec<Option<Fen>>) -> usize {
        self.number += 1;
        let mut cells: Vec<Cell> = vec![name.into(), self.number.into()];
        cells.extend(figures.iter().map(|figure| Cell::from(*figure)));
        self.table.push_as(style, cells);
        self.figures.push(figures);
        self.figures.len() - 1
    }
}
