//! The first sheet of a workbook: what it is bound to, and what it holds.
//!
//! Owns: that table. Refuses to know: how a sheet is written.

use crate::export::about;
use crate::export::binding::Binding;
use crate::report::{Kind, Table};
use crate::words::Words;

/// The table of the first sheet; `names` are the sheets behind it.
pub(super) fn table(words: &Words, binding: &Binding, organisation: &str, names: &[&str]) -> Table {
    let mut table = Table::new(organisation).column("field", words.word("export-field"), Kind::Text).column(
        "value",
        words.word("export-value"),
        Kind::Text,
    );
    for (label, value) in about::fields(words, binding, organisation) {
        table.push(vec![label.into(), value.into()]);
    }
    for (number, name) in (1_usize..).zip(names) {
        table.push(vec![words.say("export-sheet", &[("number", number.into())]).into(), (*name).into()]);
    }
    table
}
