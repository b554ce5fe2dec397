//! Text and tables made to fit a number of columns, counting a Chinese character as two.
//!
//! Owns: where a line is broken. Refuses to know: what the lines say.

use crate::export::table_text;
use crate::report::{Cell, Column, Kind, Style, Table};
use crate::words::visible::visible;
use std::io;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The least columns for a column of words.
const LEAST: usize = 10;
/// What stands between two columns, and in front of a row to look at.
const GAP: usize = 2;
/// Punctuation that never begins a line.
const CLOSING: &str = "，。、；：！？）》」』”’％…,.;:!?)]}";

/// The text in lines of at most `width` columns, broken at spaces and between Chinese characters; at least one line.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if line.width() + piece.trim_end().width() > width && !line.is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        for c in piece.chars() {
            // Only a word longer than a line is broken inside.
            if line.width() + c.width().unwrap_or(0) > width && c != ' ' && !line.is_empty() {
                lines.push(line.trim_end().to_owned());
                line.clear();
            }
            line.push(c);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What must not be broken: a word with the spaces behind it, or a Chinese character with what closes it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let wide = |c: char| c.width().unwrap_or(0) > 1;
        let joins =
            before.is_some_and(|b| c == ' ' || CLOSING.contains(c) || (b != ' ' && !wide(b) && !wide(c)));
        match pieces.last_mut().filter(|_| joins) {
            Some(last) => last.push(c),
            None => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
}

/// Writes a table in at most `width` columns: with the cells of words wrapped, or, where there are too many columns,
/// a line for each cell.
pub(super) fn write_table(table: &Table, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    match narrowed(table, width) {
        Some(table) => table_text::write(&table, out),
        None => write_list(table, width, out),
    }
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Int(number) => number.to_string(),
        Cell::Money(amount) => amount.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}

/// The table with more, narrower rows; `None` where no widths fit.
fn narrowed(table: &Table, width: usize) -> Option<Table> {
    let margin = if table.rows.iter().any(|row| row.style == Style::Warning) { GAP } else { 0 };
    let room = width.checked_sub(margin + GAP * table.columns.len().saturating_sub(1))?;
    let widths = widths(table, room)?;
    let mut narrow = Table { rows: Vec::new(), ..table.clone() };
    narrow.notes = table.notes.iter().flat_map(|note| wrapped(note, width)).collect();
    for row in &table.rows {
        let lines: Vec<Vec<String>> =
            row.cells.iter().zip(&widths).map(|(cell, width)| wrapped(&text_of(cell), *width)).collect();
        for at in 0..lines.iter().map(Vec::len).max().unwrap_or(0) {
            let cells = row.cells.iter().zip(&lines).map(|(cell, lines)| match (lines.get(at), cell) {
                // What is narrow enough keeps its kind.
                (Some(_), cell) if lines.len() == 1 => cell.clone(),
                (Some(line), _) => Cell::Text(line.clone()),
                (None, _) => Cell::Empty,
            });
            let style = if at > 0 && row.style == Style::Warning { Style::Plain } else { row.style };
            narrow.push_as(style, cells.collect());
        }
    }
    Some(narrow)
}

/// The columns' widths, in all at most `room`: figures and days keep theirs, columns of words share what is left.
fn widths(table: &Table, room: usize) -> Option<Vec<usize>> {
    let heading = |column: &Column| column.title.width();
    let mut widths: Vec<usize> = table.columns.iter().map(heading).collect();
    for row in &table.rows {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(text_of(cell).width());
        }
    }
    // From the widest on, a column at a time, until they fit.
    while widths.iter().sum::<usize>() > room {
        let least = |at: usize| heading(&table.columns[at]).max(LEAST);
        let widest = (0..widths.len())
            .filter(|at| table.columns[*at].kind == Kind::Text && widths[*at] > least(*at))
            .max_by_key(|at| widths[*at])?;
        widths[widest] -= 1;
    }
    Some(widths)
}

/// Each row as lines of a heading and a value.
fn write_list(table: &Table, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    let head = Table {
        columns: Vec::new(),
        rows: Vec::new(),
        notes: table.notes.iter().flat_map(|note| wrapped(note, width)).collect(),
        ..table.clone()
    };
    table_text::write(&head, out)?;
    let longest = table.columns.iter().map(|c| c.title.width()).max().unwrap_or(0).min(width / 3);
    for row in &table.rows {
        writeln!(out)?;
        for (at, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
            let mark = if at == 0 && row.style == Style::Warning { "! " } else { "  " };
            let text = text_of(cell);
            if !text.is_empty() {
                write_field(&format!("{mark}{}", column.title), &text, longest + GAP, width, out)?;
            }
        }
    }
    Ok(())
}

/// A label and a value beside it, or below where the label is long; the value is wrapped.
pub(super) fn write_field(
    label: &str,
    value: &str,
    labels: usize,
    width: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (label, value) = (visible(label), visible(value));
    let indent = labels + GAP;
    let mut lines = wrapped(&value, width.saturating_sub(indent).max(LEAST)).into_iter();
    let mut first = lines.next().unwrap_or_default();
    // A hash is not broken where a line of its own can hold it.
    if value.width() > width.saturating_sub(indent)
        && !value.contains(' ')
        && value.width() + GAP <= width
        && value.is_ascii()
    {
        return writeln!(out, "{label}\n{}{value}", " ".repeat(GAP));
    }
    if label.width() > labels {
        for line in wrapped(&label, width) {
            writeln!(out, "{line}")?;
        }
        first = format!("{}{first}", " ".repeat(indent));
    } else {
        first = format!("{label}{}{first}", " ".repeat(indent - label.width()));
    }
    writeln!(out, "{}", first.trim_end())?;
    for line in lines {
        writeln!(out, "{}{line}", " ".repeat(indent))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Fen;
    use proptest::prelude::*;

    fn text(table: &Table, width: usize) -> String {
        let mut out = Vec::new();
        write_table(table, width, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_broken_where_people_break_them() {
        assert_eq!(wrapped("a chain of hashes", 9), ["a chain", "of hashes"]);
        assert_eq!(wrapped("一二三四，五六", 8), ["一二三", "四，五六"]);
        assert_eq!(wrapped("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn a_wide_table_gets_more_rows() {
        let mut table = Table::new("")
            .column("what", "事项", Kind::Text)
            .column("amount_yuan", "金额（元）", Kind::Money)
            .column("why", "说明", Kind::Text);
        table.push_as(
            Style::Warning,
            vec!["E-118".into(), Fen::new(100).into(), "超过单笔限额，无人复核".into()],
        );
        table.push_as(Style::Total, vec!["合计".into(), Fen::new(100).into(), Cell::Empty]);
        let expected = [
            "  事项   金额（元）  说明",
            "  ─────  ──────────  ──────────────",
            "! E-118        1.00  超过单笔限额，",
            "                     无人复核",
            "  ─────  ──────────  ──────────────",
            "  合计         1.00",
            "",
        ];
        assert_eq!(text(&table, 36), expected.join("\n"));
        // Too narrow for columns: headings and values, the value below where the heading is long.
        let list = [
            "",
            "! 事项    E-118",
            "  金额（元）",
            "          1.00",
            "  说明    超过单笔限",
            "          额，无人复",
            "          核",
        ];
        assert!(text(&table, 20).starts_with(&list.join("\n")), "{}", text(&table, 20));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_sticks_out(said in "[a-c王，。 ]{0,60}", width in 4..40_usize) {
            let lines = wrapped(&said, width);
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&said));
            for line in &lines {
                prop_assert!(line.width() <= width, "{}", line);
            }
        }

        #[test]
        fn a_table_fits_its_columns(names in prop::collection::vec("[a-z王芳，]{0,120}", 1..5), columns in 1..9_usize) {
            let keys = ["a", "b", "c", "d", "e", "f", "g", "h"];
            let mut table = Table::new("").column("n_yuan", "元", Kind::Money);
            for key in keys.iter().take(columns) {
                table = table.column(key, "说明", Kind::Text);
            }
            for name in &names {
                let mut cells = vec![Cell::Money(Fen::new(12_345_678))];
                cells.extend((0..columns).map(|_| Cell::from(name.as_str())));
                table.push(cells);
            }
            for line in text(&table, 80).lines() {
                prop_assert!(line.width() <= 80, "{}", line);
            }
        }
    }
}
