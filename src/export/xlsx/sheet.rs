//! One table as a sheet of a workbook.
//!
//! Owns: where title, remarks, headings and rows stand, how wide columns are, how the sheet is printed.
//! Refuses to know: the other sheets, and what the figures mean.

use super::styles;
use super::text::{letters, push, width};
use crate::base::{Date, Fen};
use crate::export::zip::Piece;
use crate::export::{heading, in_unit, push_plain};
use crate::report::{Cell, Kind, Row, Style, Table, Unit};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::io;

/// Rows that are written and compressed together.
const TOGETHER: usize = 4_096;
/// The most characters that a column is made wide for words; longer ones are wrapped.
const WIDEST: usize = 50;
/// The same for headings.
const WIDEST_HEADING: usize = 16;
/// What a column has beside its text.
const MARGIN: usize = 2;
/// Characters across a sheet of A4 that stands upright.
const UPRIGHT: usize = 92;
/// The least room for remarks; narrow tables lend them columns that they have not.
const NOTE_ROOM: usize = 70;
/// The width of a column that was given none.
const UNSET: usize = 9;
/// Lines of remarks that stand above the headings, where they stay in view; more stand below the rows.
const LINES_ABOVE: usize = 6;
/// From so many rows on a table is worth a filter.
const LONG: usize = 40;
/// The height of a line of the type used, in points.
const LINE: usize = 13;
/// The most lines of a row; Excel allows 409 points.
const MOST_LINES: usize = 30;
/// From here on a spreadsheet would lose digits.
const EXACT: u64 = 1_000_000_000_000_000;

/// Where everything stands.
pub(super) struct Layout<'a> {
    table: &'a Table,
    widths: Vec<usize>,
    wrapped: Vec<bool>,
    letters: Vec<String>,
    /// Columns that a remark may take.
    across: usize,
    /// Characters in them.
    room: usize,
    above: Vec<&'a str>,
    below: Vec<&'a str>,
    unit: Option<&'a str>,
}

/// What other parts of the workbook must know of a sheet.
pub(super) struct Made {
    /// The row of the headings, from 1.
    pub(super) heading: Option<usize>,
    /// What can be filtered, such as `$A$5:$J$900`.
    pub(super) filter: Option<String>,
}

impl<'a> Layout<'a> {
    /// The layout of a table; `unit` is what is said of amounts, where it has any.
    pub(super) fn of(table: &'a Table, unit: &'a str) -> Layout<'a> {
        let contents = contents(table);
        let widest = |kind| if kind == Kind::Text { WIDEST } else { usize::MAX };
        let wrapped: Vec<bool> = table
            .columns
            .iter()
            .zip(&contents)
            .map(|(column, content)| *content > widest(column.kind))
            .collect();
        let widths: Vec<usize> = table
            .columns
            .iter()
            .zip(&contents)
            .map(|(column, content)| {
                let heading = width(&heading(column, table.unit)).min(WIDEST_HEADING);
                (*content).min(widest(column.kind)).max(heading) + MARGIN
            })
            .collect();
        let (mut across, mut room) = (widths.len(), widths.iter().sum::<usize>());
        while room < NOTE_ROOM {
            (across, room) = (across + 1, room + UNSET);
        }
        let notes: Vec<&str> = table.notes.iter().map(String::as_str).collect();
        let mut layout = Layout {
            table,
            widths,
            wrapped,
            letters: (0..across).map(letters).collect(),
            across,
            room,
            above: notes,
            below: Vec::new(),
            unit: (table.columns.iter().any(|c| c.kind == Kind::Money)
                && !table.notes.iter().any(|note| note == unit))
            .then_some(unit),
        };
        if !table.columns.is_empty()
            && layout.above.iter().map(|n| layout.lines(n)).sum::<usize>() > LINES_ABOVE
        {
            layout.below = std::mem::take(&mut layout.above);
        }
        layout
    }

    /// Rows that stand around those of the table.
    pub(super) fn rows_around(&self) -> usize {
        2 + self.above.len() + self.below.len() + usize::from(self.unit.is_some()) + 1
    }

    /// The sheet of some of the table's rows. The remarks stand with the first ones.
    pub(super) fn pieces(
        &self,
        rows: &[Row],
        first: bool,
        none: &str,
        footer: &str,
    ) -> io::Result<(Vec<Piece>, Made)> {
        let table = self.table;
        let has_columns = !table.columns.is_empty();
        let (mut head, mut merged, mut at) = (String::new(), String::new(), 0);
        if !table.title.is_empty() {
            self.across(&table.title, styles::TITLE, 26, &mut at, &mut head, &mut merged);
        }
        let above = if first { self.above.as_slice() } else { &[] };
        for note in above.iter().copied().chain(self.unit) {
            self.across(note, styles::NOTE, LINE * self.lines(note) + 1, &mut at, &mut head, &mut merged);
        }
        let heading_row = has_columns.then(|| {
            at += 1;
            self.headings(at, &mut head);
            at
        });
        let start = at;
        if has_columns && rows.is_empty() && table.rows.is_empty() {
            self.across(none, styles::NOTE, LINE + 1, &mut at, &mut head, &mut merged);
        }
        let mut pieces = vec![Piece::of((self.front(heading_row) + &head).as_bytes())?];
        let made: Vec<Piece> = rows
            .par_chunks(TOGETHER)
            .enumerate()
            .map(|(chunk, rows)| self.rows(start + chunk * TOGETHER, rows))
            .collect::<io::Result<_>>()?;
        pieces.extend(made);
        at += rows.len();
        let mut end = String::new();
        if first {
            for note in &self.below {
                self.across(note, styles::NOTE, LINE * self.lines(note) + 1, &mut at, &mut end, &mut merged);
            }
        }
        let totals = rows.iter().rev().take_while(|row| row.style == Style::Total).count();
        let filter = (heading_row.is_some() && rows.len() >= LONG).then(|| {
            let last = self.letters.get(table.columns.len() - 1).map_or("A", String::as_str);
            format!("$A${start}:${last}${}", start + rows.len() - totals)
        });
        end.push_str("</sheetData>");
        if let Some(filter) = &filter {
            let _ = write!(end, r#"<autoFilter ref="{}"/>"#, filter.replace('$', ""));
        }
        if !merged.is_empty() {
            let _ =
                write!(end, r#"<mergeCells count="{}">{merged}</mergeCells>"#, merged.matches("<m").count());
        }
        self.print(footer, &mut end);
        end.push_str("</worksheet>");
        pieces.push(Piece::of(end.as_bytes())?);
        Ok((pieces, Made { heading: heading_row, filter }))
    }

    /// Everything before the rows.
    fn front(&self, heading: Option<usize>) -> String {
        let mut xml = format!(
            r#"{}<worksheet xmlns="{}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" workbookViewId="0">"#,
            super::XML,
            super::MAIN
        );
        if let Some(row) = heading {
            let _ = write!(
                xml,
                r#"<pane ySplit="{row}" topLeftCell="A{next}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A{next}" sqref="A{next}"/>"#,
                next = row + 1
            );
        }
        xml.push_str(r#"</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" customHeight="1"/>"#);
        if !self.widths.is_empty() {
            xml.push_str("<cols>");
            for (number, width) in (1..).zip(&self.widths) {
                let _ =
                    write!(xml, r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#);
            }
            xml.push_str("</cols>");
        }
        xml.push_str("<sheetData>");
        xml
    }

    /// Everything after the rows that is about print.
    fn print(&self, footer: &str, out: &mut String) {
        let way = if self.widths.iter().sum::<usize>() > UPRIGHT { "landscape" } else { "portrait" };
        let mut escaped = String::new();
        push(footer, &mut escaped);
        let _ = write!(
            out,
            r#"<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/><pageSetup paperSize="9" fitToHeight="0" orientation="{way}"/><headerFooter><oddFooter>{escaped}</oddFooter></headerFooter>"#
        );
    }

    fn lines(&self, text: &str) -> usize {
        // Remarks are set smaller than the rows, which leaves room for words that are not broken.
        width(text).div_ceil(self.room.max(1)).clamp(1, MOST_LINES)
    }

    /// Lines that the wrapped cells of a row take. Excel would find out, other programs don't.
    fn lines_of(&self, row: &Row) -> usize {
        let wrapped = row.cells.iter().zip(&self.widths).zip(&self.wrapped).filter(|(_, wrapped)| **wrapped);
        let lines = wrapped.map(|((cell, room), _)| match cell {
            Cell::Text(text) => width(text).div_ceil(room - MARGIN),
            _ => 1,
        });
        lines.max().unwrap_or(1).min(MOST_LINES)
    }

    /// A row of one text across the sheet.
    fn across(
        &self,
        text: &str,
        style: u32,
        height: usize,
        at: &mut usize,
        out: &mut String,
        merged: &mut String,
    ) {
        *at += 1;
        let _ = write!(out, r#"<row r="{at}" ht="{height}" customHeight="1">"#);
        string("A", &at.to_string(), style, text, out);
        out.push_str("</row>");
        if self.across > 1 {
            let last = self.letters.last().map_or("A", String::as_str);
            let _ = write!(merged, r#"<mergeCell ref="A{at}:{last}{at}"/>"#);
        }
    }

    fn headings(&self, at: usize, out: &mut String) {
        let lines =
            self.table.columns.iter().zip(&self.widths).map(|(column, room)| {
                width(&heading(column, self.table.unit)).div_ceil((room - MARGIN).max(1))
            });
        let height = 5 + LINE * lines.max().unwrap_or(1).max(1);
        let _ = write!(out, r#"<row r="{at}" ht="{height}" customHeight="1">"#);
        for (column, letters) in self.table.columns.iter().zip(&self.letters) {
            let style = match column.kind {
                Kind::Money | Kind::Number => styles::HEAD_FIGURE,
                Kind::Text | Kind::Date => styles::HEAD,
            };
            string(letters, &at.to_string(), style, &heading(column, self.table.unit), out);
        }
        out.push_str("</row>");
    }

    /// Some rows; `above` is the number of the row before the first.
    fn rows(&self, above: usize, rows: &[Row]) -> io::Result<Piece> {
        let mut out = String::with_capacity(rows.len() * self.widths.len() * 64);
        let mut number = String::new();
        for (at, row) in (above + 1..).zip(rows) {
            number.clear();
            let _ = write!(number, "{at}");
            out.extend([r#"<row r=""#, &number]);
            let lines = self.lines_of(row);
            if lines > 1 {
                let _ = write!(out, r#"" ht="{}" customHeight="1"#, 3 + LINE * lines);
            }
            out.push_str(r#"">"#);
            for ((cell, letters), wrapped) in row.cells.iter().zip(&self.letters).zip(&self.wrapped) {
                let style = styles::of(cell, *wrapped, row.style);
                value(letters, &number, style, cell, self.table.unit, &mut out);
            }
            out.push_str("</row>");
        }
        Piece::of(out.as_bytes())
    }
}

fn value(letters: &str, row: &str, style: u32, cell: &Cell, unit: Unit, out: &mut String) {
    let open = |out: &mut String| {
        out.extend([r#"<c r=""#, letters, row, r#"" s=""#]);
        let _ = write!(out, "{style}");
    };
    match cell {
        Cell::Empty => {
            open(out);
            out.push_str(r#""/>"#);
        }
        Cell::Text(text) => string(letters, row, style, text, out),
        Cell::Int(number) if number.unsigned_abs() >= EXACT => {
            string(letters, row, style, &number.to_string(), out);
        }
        Cell::Money(amount) if in_unit(*amount, unit).get().unsigned_abs() >= EXACT => {
            string(letters, row, style, &crate::export::amount(*amount, unit), out);
        }
        Cell::Date(day) if serial(*day).is_none() => string(letters, row, style, &day.to_string(), out),
        Cell::Int(_) | Cell::Money(_) | Cell::Date(_) => {
            open(out);
            out.push_str(r#""><v>"#);
            match cell {
                Cell::Money(amount) => push_plain(in_unit(*amount, unit), out),
                Cell::Date(day) => {
                    let _ = write!(out, "{}", serial(*day).unwrap_or(0));
                }
                Cell::Int(number) => {
                    let _ = write!(out, "{number}");
                }
                Cell::Empty | Cell::Text(_) => {}
            }
            out.push_str("</v></c>");
        }
    }
}

fn string(letters: &str, row: &str, style: u32, text: &str, out: &mut String) {
    out.extend([r#"<c r=""#, letters, row, r#"" s=""#]);
    let _ = write!(out, "{style}");
    let edge = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    out.push_str(if edge {
        r#"" t="inlineStr"><is><t xml:space="preserve">"#
    } else {
        r#"" t="inlineStr"><is><t>"#
    });
    push(text, out);
    out.push_str("</t></is></c>");
}

/// The number of a day in a workbook. Excel takes 1900 for a leap year: spreadsheets don't agree on the days before its
/// March, which are written as text.
fn serial(day: Date) -> Option<i64> {
    let march = Date::new(1900, 3, 1)?;
    (day >= march).then(|| day.days_since(march) + 61)
}

/// For each column the width of its widest cell.
fn contents(table: &Table) -> Vec<usize> {
    let none = || vec![0; table.columns.len()];
    let widest = |mut widths: Vec<usize>, row: &Row| {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(shown_width(cell, table.unit));
        }
        widths
    };
    let both = |a: Vec<usize>, b: Vec<usize>| a.into_iter().zip(b).map(|(a, b)| a.max(b)).collect();
    table.rows.par_iter().with_min_len(TOGETHER).fold(none, widest).reduce(none, both)
}

fn shown_width(cell: &Cell, unit: Unit) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => width(text),
        Cell::Int(number) => digits(number.unsigned_abs()) + usize::from(*number < 0),
        Cell::Money(amount) => money_width(in_unit(*amount, unit)),
        Cell::Date(_) => 10,
    }
}

fn money_width(amount: Fen) -> usize {
    let whole = digits(amount.get().unsigned_abs() / 100);
    // Totals are bold, and a little wider.
    whole + (whole - 1) / 3 + 3 + usize::from(amount.is_negative()) + 1
}

fn digits(number: u64) -> usize {
    usize::try_from(number.checked_ilog10().unwrap_or(0)).unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_the_numbers_that_excel_gives_them() {
        let of = |text: &str| serial(Date::parse(text).unwrap());
        assert_eq!(of("1900-02-28"), None);
        assert_eq!(of("1900-03-01"), Some(61));
        assert_eq!(of("1999-12-31"), Some(36_525));
        assert_eq!(of("2026-11-28"), Some(46_354));
    }

    #[test]
    fn an_amount_is_as_wide_as_it_is_shown() {
        for fen in [0, 5, -5, 99_999, 100_000, -123_456_789, 10_000_000_000_000] {
            assert_eq!(money_width(Fen::new(fen)), Fen::new(fen).to_string().len() + 1, "{fen}");
        }
    }
}
