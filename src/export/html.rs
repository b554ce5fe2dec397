//! A page of HTML that stands alone: for the printer, for a browser without a network, for a file kept for thirty years.
//!
//! Owns: the frame, the style sheet, and how a table, a list of fields and codes look. Refuses to know: what a page is about.
//!
//! Nothing is loaded and nothing runs, and the page's own policy says so to the browser. Every text is escaped, and
//! characters that hide or reorder text are shown as `U+FFFD`, as they are in a terminal.

use crate::export::qr::Code;
use crate::export::{amount, heading};
use crate::report::{Cell, Kind, Row, Style, Table, Unit};
use crate::words::visible::visible;
use crate::words::{Lang, Words};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// The sheet that a page is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
}

/// The most characters of a number that is not broken.
const NUMBER: usize = 16;
pub(super) const STYLE: &str = include_str!("page.css");

/// A whole page with its body. The title is what a browser's tab and a saved file are called by.
pub(super) fn page(lang: Lang, paper: Paper, title: &str, body: &Markup) -> String {
    let tag = match lang {
        Lang::ZhCn => "zh-CN",
        Lang::En => "en",
    };
    let (name, margin) = match paper {
        Paper::A4 => ("A4", "15mm"),
        Paper::A5 => ("A5", "10mm"),
    };
    let sheet = format!("@page {{ size: {name} portrait; margin: {margin}; }}\n{STYLE}");
    html! {
        (DOCTYPE)
        html lang=(tag) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (visible(title)) }
                style { (PreEscaped(sheet)) }
            }
            body class=(name) { main { (body) } }
        }
    }
    .into_string()
        + "\n"
}

/// Rows of a label and a value. An empty value is a line to write on.
pub(super) fn fields<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> Markup {
    html! {
        table.fields {
            @for (label, value) in rows {
                tr {
                    th scope="row" { (visible(label)) }
                    td .blank[value.is_empty()] { (visible(value)) }
                }
            }
        }
    }
}

/// Text from outside, for a place where markup is made.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    visible(text)
}

/// The codes of a text under a title, with their numbers where there are more than one.
pub(super) fn codes(codes: &[Code], title: &str, words: &Words) -> Markup {
    let of = codes.len();
    html! {
        div.codes {
            @for (number, code) in (1_usize..).zip(codes) {
                @let part = words.say("paper-code-part", &[("number", number.into()), ("of", of.into())]);
                @let label = if of > 1 { format!("{title} {part}") } else { title.to_owned() };
                figure {
                    (PreEscaped(code.svg(&label)))
                    figcaption { (label) }
                }
            }
        }
    }
}

/// A box to sign and stamp in, a line for each label.
pub(super) fn signature(labels: &[String]) -> Markup {
    html! {
        section.sign {
            @for label in labels { div.line { span { (label) } } }
        }
    }
}

/// A report's table: title, paragraph, notes, headings, rows, or `none` where it has no rows. Headings are repeated on
/// each sheet.
pub(super) fn table(table: &Table, paragraph: Option<&str>, none: &str) -> Markup {
    html! {
        @if !table.title.is_empty() { h2 { (visible(&table.title)) } }
        @if let Some(paragraph) = paragraph { p { (visible(paragraph)) } }
        @for note in &table.notes { p.note { (visible(note)) } }
        @if !table.columns.is_empty() {
            table.data {
                (table_head(table, 0))
                tbody {
                    @if table.rows.is_empty() {
                        tr { td colspan=(table.columns.len()) { (none) } }
                    }
                    @for row in &table.rows { (table_row(table, row, 0)) }
                }
            }
        }
    }
}

/// The headings of a table; those of half of `short` halves of an em are not broken.
pub(super) fn table_head(table: &Table, short: usize) -> Markup {
    html! {
        thead {
            tr {
                @for column in &table.columns {
                    @let heading = heading(column, table.unit);
                    @let short = (short > 0 && heading.width() <= short / 2).then_some("day");
                    th scope="col" class=[side(column.kind).or(short)] { (visible(&heading)) }
                }
            }
        }
    }
}

/// One row of a table; words of at most `short` halves of an em are not broken.
pub(super) fn table_row(table: &Table, row: &Row, short: usize) -> Markup {
    html! {
        tr class=[style(row.style)] {
            @for (column, cell) in table.columns.iter().zip(&row.cells) {
                td class=[side(column.kind).or_else(|| unbroken(cell, short))] { (shown(cell, table.unit)) }
            }
        }
    }
}

fn side(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Money | Kind::Number => Some("figure"),
        Kind::Date => Some("day"),
        Kind::Text => None,
    }
}

/// A number such as `E-118` is not broken at its hyphen, nor is a short name.
fn unbroken(cell: &Cell, short: usize) -> Option<&'static str> {
    match cell {
        Cell::Text(text)
            if (text.len() <= NUMBER && text.is_ascii()) || (short > 0 && text.width() <= short) =>
        {
            Some("day")
        }
        _ => None,
    }
}

fn style(style: Style) -> Option<&'static str> {
    match style {
        Style::Plain => None,
        Style::Total => Some("total"),
        Style::Warning => Some("warning"),
    }
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

    const EVIL: &str = "<script>alert('x')</script>\" onload=\"x\" &amp; \u{202E}fdp";

    #[test]
    fn a_page_stands_alone() {
        let text = page(Lang::ZhCn, Paper::A5, "检查点", &html! { p { "王芳" } });
        assert!(
            text.starts_with("<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"),
            "{text}"
        );
        assert!(
            text.contains("@page { size: A5 portrait; margin: 10mm; }") && text.contains("<p>王芳</p>"),
            "{text}"
        );
        for outside in ["http://", "https://", "url(", "@import", "<script", "<link", "src=", "javascript:"] {
            assert!(!text.contains(outside), "{outside}");
        }
    }

    #[test]
    fn no_text_becomes_markup() {
        let mut data = Table::new(EVIL).column("a", EVIL, Kind::Text).column("b_yuan", "元", Kind::Money);
        data.notes.push(EVIL.to_owned());
        data.push_as(Style::Warning, vec![EVIL.into(), Cell::Empty]);
        let body = html! { (table(&data, Some(EVIL), "")) (fields([(EVIL, EVIL), ("", "")])) };
        let text = page(Lang::En, Paper::A4, EVIL, &body);
        assert!(
            !text.contains("<script") && !text.contains("\" onload") && !text.contains('\u{202E}'),
            "{text}"
        );
        assert_eq!(text.matches("&lt;script&gt;alert('x')&lt;/script&gt;&quot; onload").count(), 8);
        assert_eq!(text.matches("&amp;amp; \u{FFFD}fdp").count(), 8);
        assert!(text.contains("<td class=\"blank\"></td>"), "{text}");
    }

    #[test]
    fn figures_stand_at_the_right_and_a_total_apart() {
        let text = table(&crate::export::sample(), None, "无").into_string();
        for part in [
            "<h2>基金余额</h2><p class=\"note\">截至 2026-03-31</p>",
            "<th scope=\"col\">基金</th><th scope=\"col\" class=\"day\">设立</th>",
            "<td class=\"figure\">100,000.00</td>",
            "<tr class=\"warning\"><td class=\"day\">=1+1</td><td class=\"day\"></td>",
            "<tr class=\"total\"><td>合计</td>",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        let empty = Table::new("").column("a", "甲", Kind::Text).column("b", "乙", Kind::Number);
        let text = table(&empty, None, "无").into_string();
        assert!(text.ends_with("<tbody><tr><td colspan=\"2\">无</td></tr></tbody></table>"), "{text}");
    }
}
