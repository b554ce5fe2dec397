//! A table as CSV (RFC 4180): a heading of column keys, then the rows. Title and notes are left out.
//!
//! Owns: the form of CSV output. Refuses to know: what the rows mean.
//!
//! It starts with a UTF-8 byte order mark: without one, Excel on a Chinese Windows reads the file as GBK and
//! every name turns to rubbish. Amounts are plain decimals without separators, so that Excel sums them.
//! A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it,
//! for a spreadsheet would run it as a formula; numbers and amounts are never touched.

use super::binding::Binding;
use super::{key, plain_amount};
use crate::report::{Cell, Table, Unit};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes the whole table.
///
/// # Errors
/// What `out` says.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    records(table, None, out)
}

/// Writes the whole table, and after its rows a line whose first field is the line that binds the file to its ledger.
///
/// # Errors
/// What `out` says.
pub fn write_bound(table: &Table, binding: &Binding, out: &mut dyn Write) -> io::Result<()> {
    records(table, Some(&binding.line()), out)
}

fn records(table: &Table, last: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut csv = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .flexible(last.is_some() && table.columns.is_empty())
        .from_writer(out);
    if !table.columns.is_empty() {
        csv.write_record(table.columns.iter().map(|c| key(c, table.unit).into_owned()))?;
    }
    for row in &table.rows {
        for cell in &row.cells {
            csv.write_field(field(cell, table.unit).as_bytes())?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    if let Some(last) = last {
        // As many fields as the other lines have, or strict readers refuse the file.
        let empty = std::iter::repeat_n("", table.columns.len().saturating_sub(1));
        csv.write_record(std::iter::once(last).chain(empty))?;
    }
    csv.flush()
}

fn field(cell: &Cell, unit: Unit) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => harmless(text),
        Cell::Int(number) => Cow::Owned(number.to_string()),
        Cell::Money(amount) => Cow::Owned(plain_amount(*amount, unit)),
        Cell::Date(date) => Cow::Owned(date.to_string()),
    }
}

/// The text, with an apostrophe before what a spreadsheet would take for a formula.
///
/// Full-width forms count too: some spreadsheets fold them to the plain ones.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn excel_reads_names_and_sums_amounts() {
        let mut out = Vec::new();
        write(&crate::export::sample(), &mut out).unwrap();
        let expected = "\u{FEFF}fund,opened,entries,balance_yuan\r\n\
            GA 妇女儿童关爱基金,2026-03-08,12,100000.00\r\n\
            \"LA, \"\"两癌\"\"\",,-3,-0.05\r\n\
            '=1+1,,,\r\n\
            合计,,9,99999.95\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    proptest! {
        #[test]
        fn no_text_starts_a_formula(text in "[=+@\\-\t\r＝a'\" ,\n]{0,6}") {
            let mut table = Table::new("").column("a", "", crate::report::Kind::Text);
            table.push(vec![text.clone().into()]);
            let mut out = Vec::new();
            write(&table, &mut out).unwrap();
            let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(&out[3..]);
            let read = reader.records().next().unwrap().unwrap()[0].to_owned();
            prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']));
            prop_assert_eq!(read.strip_prefix('\'').filter(|_| !text.starts_with('\'')).unwrap_or(&read), text);
        }
    }
}
