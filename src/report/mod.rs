//! Figures: a table from the ledger, one file a report.
//!
//! Owns: what stands in which column. Refuses to know: formats and storage.

pub mod table;

pub use table::{Cell, Column, Kind, Row, Style, Table};
