//! A table as JSON: `{"title": …, "notes": […], "rows": [{column key: value, …}, …]}`.
//!
//! Owns: the form of JSON output. Refuses to know: what the rows mean.
//!
//! Counts are numbers. Amounts are strings such as `"-1234.56"`, yuan with two decimals and no separators,
//! because most readers of JSON turn numbers into floats. Dates are `"2026-03-08"`, an empty cell is `null`.
//! A row that is not plain says so under `"style"`: `"total"` or `"warning"`. Amounts in 万元 stand under keys that end in
//! `_wan_yuan`, and the table says `"unit": "wan"`.

use super::binding::Binding;
use super::{key, plain_amount};
use crate::report::{Cell, Row, Sheet, Style, Table, Unit};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{self, Write};

/// Writes the table and a line end.
///
/// # Errors
/// What `out` says.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Shown(None, table))?;
    out.write_all(b"\n")
}

/// A file of several reports in the making:
/// `{"export": the line that binds it to its ledger, "tables": [{"report": "trial-balance", "title": …}, …]}`.
pub struct Tables<W: Write> {
    out: W,
    any: bool,
}

impl<W: Write> Tables<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// What `out` says.
    pub fn begin(binding: &Binding, mut out: W) -> io::Result<Tables<W>> {
        write!(out, "{{\n\"export\": {},\n\"tables\": [", serde_json::Value::from(binding.line()))?;
        Ok(Tables { out, any: false })
    }

    /// Adds a report.
    ///
    /// # Errors
    /// What `out` says.
    pub fn add(&mut self, sheet: &Sheet) -> io::Result<()> {
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        serde_json::to_writer_pretty(&mut self.out, &Shown(Some(sheet.key), &sheet.table))?;
        Ok(())
    }

    /// Ends the file, and hands `out` back.
    ///
    /// # Errors
    /// What `out` says.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]\n}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// A table, with the report's name where it is one of several.
struct Shown<'a>(Option<&'static str>, &'a Table);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(report) = self.0 {
            map.serialize_entry("report", report)?;
        }
        map.serialize_entry("title", &self.1.title)?;
        map.serialize_entry("notes", &self.1.notes)?;
        if self.1.unit == Unit::Wan {
            map.serialize_entry("unit", "wan")?;
        }
        map.serialize_entry("rows", &Rows(self.1))?;
        map.end()
    }
}

struct Rows<'a>(&'a Table);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rows.iter().map(|row| ShownRow(self.0, row)))
    }
}

struct ShownRow<'a>(&'a Table, &'a Row);

impl Serialize for ShownRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, cell) in self.0.columns.iter().zip(&self.1.cells) {
            let key = &key(column, self.0.unit);
            match cell {
                Cell::Empty => map.serialize_entry(key, &())?,
                Cell::Text(text) => map.serialize_entry(key, text)?,
                Cell::Int(number) => map.serialize_entry(key, number)?,
                Cell::Money(amount) => map.serialize_entry(key, &plain_amount(*amount, self.0.unit))?,
                Cell::Date(date) => map.serialize_entry(key, &date.to_string())?,
            }
        }
        match self.1.style {
            Style::Plain => {}
            Style::Total => map.serialize_entry("style", "total")?,
            Style::Warning => map.serialize_entry("style", "warning")?,
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_kind() {
        let mut out = Vec::new();
        write(&crate::export::sample(), &mut out).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(read["title"], "基金余额");
        assert_eq!(read["notes"][0], "截至 2026-03-31");
        assert_eq!(
            read["rows"][0],
            serde_json::json!({"fund": "GA 妇女儿童关爱基金", "opened": "2026-03-08", "entries": 12, "balance_yuan": "100000.00"})
        );
        assert_eq!(read["rows"][1]["opened"], serde_json::Value::Null);
        assert_eq!(read["rows"][1]["balance_yuan"], "-0.05");
        assert_eq!(
            (&read["rows"][2]["style"], &read["rows"][3]["style"]),
            (&"warning".into(), &"total".into())
        );
        let text = String::from_utf8(out).unwrap();
        assert!(text.find("\"fund\"") < text.find("\"balance_yuan\""), "columns keep their order");
    }
}
