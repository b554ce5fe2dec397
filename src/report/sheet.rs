//! A report as it goes into a file of several: its table, its charts, and what the sheet is called.
//!
//! Owns: that bundle. Refuses to know: formats.

use super::{Chart, Table};

/// One report of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The name that programs know it by, such as `trial-balance`.
    pub key: &'static str,
    /// What it is called, in the reader's language; short enough for a sheet of a workbook.
    pub name: String,
    /// The figures.
    pub table: Table,
    /// What is drawn beside them.
    pub charts: Vec<Chart>,
}
