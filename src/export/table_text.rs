//! A table as aligned text for a terminal.
//!
//! Owns: column widths, counting a Chinese character as two. Refuses to know: what the rows mean.

use super::{amount, heading};
use crate::report::{Cell, Kind, Style, Table, Unit};
use crate::words::visible::visible;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// What stands between two columns.
const GAP: &str = "  ";

/// Writes title, notes, headings and rows. A total has a rule above it, a row to look at starts with `!`.
///
/// # Errors
/// What `out` says.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let marked = table.rows.iter().any(|r| r.style == Style::Warning);
    let margin = |warning: bool| {
        if !marked {
            ""
        } else if warning {
            "! "
        } else {
            "  "
        }
    };
    let headings: Vec<String> =
        table.columns.iter().map(|c| visible(&heading(c, table.unit)).into_owned()).collect();
    let rows: Vec<(Style, Vec<String>)> = table
        .rows
        .iter()
        .map(|r| (r.style, r.cells.iter().map(|c| shown(c, table.unit)).collect()))
        .collect();
    let mut widths: Vec<usize> = headings.iter().map(|h| h.width()).collect();
    for (_, cells) in &rows {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = (*width).max(cell.width());
        }
    }
    let rule =
        format!("{}{}", margin(false), widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>().join(GAP));
    if !table.title.is_empty() {
        writeln!(out, "{}", visible(&table.title))?;
    }
    for note in &table.notes {
        writeln!(out, "{}", visible(note))?;
    }
    if table.columns.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}{}", margin(false), line(table, &headings, &widths))?;
    writeln!(out, "{rule}")?;
    let mut above = Style::Total;
    for (style, cells) in &rows {
        if *style == Style::Total && above != Style::Total {
            writeln!(out, "{rule}")?;
        }
        let text = format!("{}{}", margin(*style == Style::Warning), line(table, cells, &widths));
        writeln!(out, "{}", text.trim_end())?;
        above = *style;
    }
    Ok(())
}

fn line(table: &Table, cells: &[String], widths: &[usize]) -> String {
    let mut text = String::new();
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if at > 0 {
            text.push_str(GAP);
        }
        let room = " ".repeat(width.saturating_sub(cell.width()));
        match table.columns[at].kind {
            Kind::Money | Kind::Number => text.extend([room.as_str(), cell]),
            Kind::Text | Kind::Date => text.extend([cell, room.as_str()]),
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn shown(cell: &Cell, unit: Unit) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => visible(text).into_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Money(fen) => amount(*fen, unit),
        Cell::Date(date) => date.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(table: &Table) -> String {
        let mut out = Vec::new();
        write(table, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_line_up_under_chinese_headings() {
        let expected = [
            "基金余额",
            "截至 2026-03-31",
            "  基金                 设立        笔数  余额（元）",
            "  ───────────────────  ──────────  ────  ──────────",
            "  GA 妇女儿童关爱基金  2026-03-08    12  100,000.00",
            "  LA, \"两癌\"                         -3       -0.05",
            "! =1+1",
            "  ───────────────────  ──────────  ────  ──────────",
            "  合计                                9   99,999.95",
            "",
        ];
        assert_eq!(text(&crate::export::sample()), expected.join("\n"));
    }

    proptest! {
        #[test]
        fn amounts_end_in_one_column_whatever_stands_before(names in prop::collection::vec("[a-z王芳０ ]{0,12}", 1..8)) {
            let mut table = Table::new("").column("n", "姓名", Kind::Text).column("m_yuan", "元", Kind::Money);
            for name in &names {
                table.push(vec![name.as_str().into(), crate::base::Fen::new(100).into()]);
            }
            let widths: std::collections::BTreeSet<usize> = text(&table).lines().map(UnicodeWidthStr::width).collect();
            prop_assert_eq!(widths.len(), 1);
        }

        #[test]
        fn no_control_character_reaches_the_terminal(name in any::<String>()) {
            let mut table = Table::new(name.clone()).column("n", name.clone(), Kind::Text);
            table.notes.push(name.clone());
            table.push(vec![name.into()]);
            prop_assert!(!text(&table).chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
