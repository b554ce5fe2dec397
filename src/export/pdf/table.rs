//! A table on the pages of a document.
//!
//! Owns: how wide its columns are, where its rows are broken, headings on each page. Refuses to know: the other reports.

use super::font::Type;
use super::{Document, LONG, Look, MARGIN, SHORT, bold, lines, plain, short};
use crate::export::{amount, heading};
use crate::report::{Cell, Kind, Row, Style, Table};
use crate::words::visible::visible;
use std::io::Write;

/// The usual size of type, and the least.
const SIZES: [i32; 2] = [90, 40];
/// The most that a column of words asks for at the usual size, and the least that it is left.
const WORDS: [i32; 2] = [2_400, 500];
/// What stands on each side of a cell's text.
const PAD: i32 = 25;
/// Rows that are measured: the first, and as many of the last.
const MEASURED: usize = 1_000;

/// How a table is laid.
pub(super) struct Layout {
    pub(super) lies: bool,
    size: i32,
    widths: Vec<i32>,
}

impl Layout {
    pub(super) fn of(set: &mut Type<'_>, table: &Table) -> Layout {
        let (mut wish, mut need) = (Vec::new(), Vec::new());
        for (at, column) in table.columns.iter().enumerate() {
            let title = set.width(&visible(&heading(column, table.unit)), SIZES[0]);
            let first = table.rows.iter().take(MEASURED);
            let cells =
                first.chain(table.rows.iter().rev().take(MEASURED)).filter_map(|row| row.cells.get(at));
            let widest = cells.map(|cell| set.width(&shown(cell, table), SIZES[0])).max().unwrap_or(0);
            if column.kind == Kind::Text {
                let asked = widest.max(title).min(WORDS[0]);
                wish.push(asked + 2 * PAD);
                need.push(asked.min(WORDS[1]) + 2 * PAD);
            } else {
                // Totals are bold.
                wish.push(widest.max(title.min(500)) + 2 * PAD + 10);
                need.push(widest.max(250) + 2 * PAD + 10);
            }
        }
        let (wished, needed) = (wish.iter().sum::<i32>(), need.iter().sum::<i32>());
        let lies = wished > SHORT - 2 * MARGIN;
        let room = if lies { LONG } else { SHORT } - 2 * MARGIN;
        if wished <= room {
            // As wide as the page: a statement is not a strip at its edge.
            let widths = wish.iter().map(|wish| wish * room / wished.max(1)).collect();
            return Layout { lies, size: SIZES[0], widths };
        }
        if needed <= room {
            let (spare, asked) = (room - needed, (wished - needed).max(1));
            let widths =
                wish.iter().zip(&need).map(|(wish, need)| need + (wish - need) * spare / asked).collect();
            return Layout { lies, size: SIZES[0], widths };
        }
        let scaled =
            |number: i32| i32::try_from(i64::from(number) * i64::from(room) / i64::from(needed)).unwrap_or(0);
        Layout { lies, size: scaled(SIZES[0]).max(SIZES[1]), widths: need.into_iter().map(scaled).collect() }
    }

    fn leading(&self) -> i32 {
        self.size * 13 / 10
    }
}

/// What is drawn of a row: the lines of each cell.
struct Drawn {
    cells: Vec<Vec<String>>,
    height: usize,
}

impl<W: Write> Document<'_, W> {
    pub(super) fn table(&mut self, table: &Table, layout: &Layout) {
        if table.columns.is_empty() {
            return;
        }
        let titles: Vec<String> =
            table.columns.iter().map(|column| visible(&heading(column, table.unit)).into_owned()).collect();
        let head = self.broken(&titles, layout);
        self.headings(table, layout, &head);
        if table.rows.is_empty() {
            self.paragraph(&self.words.word("paper-none"), plain(layout.size));
        }
        for row in &table.rows {
            self.row(table, layout, &head, row);
        }
        self.down(PAD);
        let width = layout.widths.iter().sum();
        self.rule(width, 8);
    }

    fn broken(&mut self, texts: &[String], layout: &Layout) -> Drawn {
        let cells: Vec<Vec<String>> = texts
            .iter()
            .zip(&layout.widths)
            .map(|(text, width)| lines::broken(&mut self.set, text, layout.size, width - 2 * PAD))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        Drawn { cells, height }
    }

    fn headings(&mut self, table: &Table, layout: &Layout, head: &Drawn) {
        let width = layout.widths.iter().sum();
        self.down(PAD);
        self.rule(width, 8);
        self.lines(table, layout, head, 0, head.height, &vec![bold(layout.size); table.columns.len()]);
        self.rule(width, 5);
    }

    fn row(&mut self, table: &Table, layout: &Layout, head: &Drawn, row: &Row) {
        let texts: Vec<String> = row.cells.iter().map(|cell| shown(cell, table)).collect();
        let drawn = self.broken(&texts, layout);
        let leading = layout.leading();
        let whole = i32::try_from(drawn.height).unwrap_or(i32::MAX).saturating_mul(leading) + 2 * PAD;
        let looks: Vec<Look> = row
            .cells
            .iter()
            .map(|cell| Look {
                size: layout.size,
                bold: row.style == Style::Total,
                red: matches!(cell, Cell::Money(amount) if amount.is_negative()),
            })
            .collect();
        let width = layout.widths.iter().sum();
        let mut from = 0;
        while from < drawn.height {
            // A row stays on one page, if a page holds it.
            let page = if self.sheet().lies { SHORT } else { LONG } - 3 * MARGIN;
            if self.room(whole.min(page / 2)) {
                self.headings(table, layout, head);
            }
            let fit = usize::try_from((self.left() - 2 * PAD) / leading).unwrap_or(0).max(1);
            let to = drawn.height.min(from + fit);
            if from == 0 && row.style != Style::Plain {
                self.shade(width, i32::try_from(to).unwrap_or(0) * leading + PAD, row.style);
            }
            self.lines(table, layout, &drawn, from, to, &looks);
            self.rule(width, if row.style == Style::Total { 5 } else { 2 });
            from = to;
        }
    }

    /// A warning stands on grey; a total has a line above it.
    fn shade(&mut self, width: i32, height: i32, style: Style) {
        if style == Style::Total {
            return self.rule(width, 6);
        }
        let sheet = self.sheet();
        let y = sheet.up(sheet.y + height);
        sheet.content.set_fill_gray(0.9);
        sheet
            .content
            .rect(short(MARGIN).into(), y.into(), short(width).into(), short(height).into())
            .fill_nonzero();
        sheet.content.set_fill_gray(0.0);
    }

    fn lines(
        &mut self,
        table: &Table,
        layout: &Layout,
        drawn: &Drawn,
        from: usize,
        to: usize,
        looks: &[Look],
    ) {
        for at in from..to {
            self.down(layout.leading());
            let mut x = 0;
            for (((column, width), cell), look) in
                table.columns.iter().zip(&layout.widths).zip(&drawn.cells).zip(looks)
            {
                let side = match column.kind {
                    Kind::Money | Kind::Number => 2,
                    Kind::Text | Kind::Date => 0,
                };
                if let Some(line) = cell.get(at) {
                    self.text(line, *look, x + PAD, width - 2 * PAD, side);
                }
                x += width;
            }
        }
        self.down(PAD + layout.size / 5);
    }
}

fn shown(cell: &Cell, table: &Table) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => visible(text).into_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Money(fen) => amount(*fen, table.unit),
        Cell::Date(day) => day.to_string(),
    }
}
