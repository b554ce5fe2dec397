//! The one shape that every report and listing has.
//!
//! Owns: columns, rows and what kind of value a cell holds. Refuses to know: how a format writes them.

use crate::base::{Date, Fen, Period};

/// A titled table with remarks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What the table shows, in the reader's language.
    pub title: String,
    /// Remarks that belong to it: the period, the unit, what was not checked.
    pub notes: Vec<String>,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for each column.
    pub rows: Vec<Row>,
    /// What its amounts are shown in.
    pub unit: Unit,
    /// Rows that are sums of others, where that must still hold after rounding.
    pub sums: Vec<Sum>,
}

/// What amounts are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// 元, with two decimals: every 分 is there.
    #[default]
    Yuan,
    /// 万元, with two decimals: rounded to 100 yuan.
    Wan,
}

/// A row that is the sum of others, in every column of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The row of the sum.
    pub of: usize,
    /// Rows that are added to it.
    pub plus: Vec<usize>,
    /// Rows that are taken off it.
    pub minus: Vec<usize>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name that programs know it by: English snake_case, the same in each language.
    pub key: &'static str,
    /// The heading, in the reader's language.
    pub title: String,
    /// What its cells hold.
    pub kind: Kind,
    /// Columns, by key, that this one is the sum of: those added, those taken off; both empty where it is none.
    pub sum_of: (&'static [&'static str], &'static [&'static str]),
}

/// What the cells of a column hold, and so which side they are aligned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words and numbers of things (`E-118`).
    Text,
    /// A count.
    Number,
    /// An amount of money.
    Money,
    /// A day or a month.
    Date,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// One cell for each column of the table.
    pub cells: Vec<Cell>,
    /// What kind of row it is.
    pub style: Style,
}

/// What kind of row it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// One of many.
    #[default]
    Plain,
    /// A sum of rows above it.
    Total,
    /// A row that the reader must look at.
    Warning,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No value, which is not the same as zero.
    Empty,
    /// Words.
    Text(String),
    /// A count.
    Int(i64),
    /// An amount.
    Money(Fen),
    /// A day.
    Date(Date),
}

impl Table {
    /// A table without columns and rows.
    pub fn new(title: impl Into<String>) -> Table {
        Table { title: title.into(), ..Table::default() }
    }

    /// The table with one more column at the right.
    #[must_use]
    ///
    /// A column of money says its unit in its key.
    pub fn column(mut self, key: &'static str, title: impl Into<String>, kind: Kind) -> Table {
        debug_assert!(kind != Kind::Money || key.ends_with("_yuan"), "{key} does not say its unit");
        self.columns.push(Column { key, title: title.into(), kind, sum_of: (&[], &[]) });
        self
    }

    /// The table whose last column is, in each row, the sum of others: those of `plus` less those of `minus`.
    #[must_use]
    pub fn sum_of(mut self, plus: &'static [&'static str], minus: &'static [&'static str]) -> Table {
        if let Some(last) = self.columns.last_mut() {
            last.sum_of = (plus, minus);
        }
        self
    }

    /// Adds a plain row at the end.
    pub fn push(&mut self, cells: Vec<Cell>) {
        self.push_as(Style::Plain, cells);
    }

    /// Adds a row of a style at the end.
    pub fn push_as(&mut self, style: Style, cells: Vec<Cell>) {
        debug_assert_eq!(
            cells.len(),
            self.columns.len(),
            "a row of {} has too many or too few cells",
            self.title
        );
        self.rows.push(Row { cells, style });
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<Fen> for Cell {
    fn from(amount: Fen) -> Cell {
        Cell::Money(amount)
    }
}

impl From<Date> for Cell {
    fn from(date: Date) -> Cell {
        Cell::Date(date)
    }
}

impl From<Period> for Cell {
    fn from(period: Period) -> Cell {
        Cell::Text(period.to_string())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Int(number)
    }
}

/// `None` is an empty cell.
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}
