//! A chart beside a table.
//!
//! Owns: its labels and values. Refuses to know: how it is drawn.

/// A titled chart: for each label a value of each series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it shows, in the reader's language.
    pub title: String,
    /// How it is drawn.
    pub shape: Shape,
    /// What the values are.
    pub scale: Scale,
    /// What stands along it: months, funds, townships.
    pub labels: Vec<String>,
    /// Its series; each has a value for each label.
    pub series: Vec<Series>,
}

/// One series of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its name, in the reader's language.
    pub name: String,
    /// The values, by the chart's scale.
    pub values: Vec<i64>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Upright bars side by side, for months.
    Columns,
    /// Lying bars, for things with names.
    Bars,
    /// A line, for what changes over time.
    Line,
}

/// What values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Fen.
    Fen,
    /// Hundredths of a per cent.
    BasisPoints,
    /// A count.
    Count,
}
