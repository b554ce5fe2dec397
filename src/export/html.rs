//! A page of HTML that stands alone: for the printer, for a browser without a network, for a file kept for thirty years.
//!
//! Owns: the frame, the style sheet, and how a table, a list of fields and codes look. Refuses to know: what a page is about.
//!
//! Nothing is loaded and nothing runs, and the page's own policy says so to the browser. Every text is escaped, and
//! characters that hide or reorder text are shown as `U+FFFD`, as they are in a terminal.

use crate::export::qr::Code;
use crate::report::{Cell, Kind, Style, Table};
use crate::words::visible::visible;
use crate::words::{Lang, Words};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The sheet that a page is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
}

const STYLE: &str = include_str!("page.css");

/// A whole page with its body. The title is what a browser's tab and a saved file are called by.
pub(super) fn page(lang: Lang, paper: Paper, title: &str, body: &Markup) -> String {
    let (tag, name) = match (lang, paper) {
        (Lang::ZhCn, Paper::A4) => ("zh-CN", "A4"),
        (Lang::ZhCn, Paper::A5) => ("zh-CN", "A5"),
        (Lang::En, Paper::A4) => ("en", "A4"),
        (Lang::En, Paper::A5) => ("en", "A5"),
    };
    let sheet = format!("@page {{ size: {name} portrait; }}\n{STYLE}");
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

/// The codes of a text with their numbers where there are more than one.
pub(super) fn codes(codes: &[Code], words: &Words) -> Markup {
    let of = codes.len();
    html! {
        div.codes {
            @for (number, code) in (1_usize..).zip(codes) {
                @let label = words.say("paper-code-part", &[("number", number.into()), ("of", of.into())]);
                figure {
                    (PreEscaped(code.svg(&label)))
                    @if of > 1 { figcaption { (label) } }
                }
            }
        }
    }
}

/// A box to sign and stamp in, a line for each label.
pub(super) fn signature(heading: &str, labels: &[String]) -> Markup {
    html! {
        section.sign {
            h2 { (heading) }
            @for label in labels { div.line { span { (label) } } }
        }
    }
}

/// A report's table: title, notes, headings, rows. Headings are repeated on each sheet.
pub(super) fn table(table: &Table) -> Markup {
    html! {
        @if !table.title.is_empty() { h2 { (visible(&table.title)) } }
        @for note in &table.notes { p.note { (visible(note)) } }
        @if !table.columns.is_empty() {
            table.data {
                thead {
                    tr {
                        @for column in &table.columns {
                            th scope="col" class=[side(column.kind)] { (visible(&column.title)) }
                        }
                    }
                }
                tbody {
                    @for row in &table.rows {
                        tr class=[style(row.style)] {
                            @for (column, cell) in table.columns.iter().zip(&row.cells) {
                                td class=[side(column.kind)] { (shown(cell)) }
                            }
                        }
                    }
                }
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

fn style(style: Style) -> Option<&'static str> {
    match style {
        Style::Plain => None,
        Style::Total => Some("total"),
        Style::Warning => Some("warning"),
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => visible(text).into_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Money(amount) => amount.to_string(),
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
        assert!(text.contains("@page { size: A5 portrait; }") && text.contains("<p>王芳</p>"), "{text}");
        for outside in ["http://", "https://", "url(", "@import", "<script", "<link", "src=", "javascript:"] {
            assert!(!text.contains(outside), "{outside}");
        }
    }

    #[test]
    fn no_text_becomes_markup() {
        let mut data = Table::new(EVIL).column("a", EVIL, Kind::Text).column("b_yuan", "元", Kind::Money);
        data.notes.push(EVIL.to_owned());
        data.push_as(Style::Warning, vec![EVIL.into(), Cell::Empty]);
        let body = html! { (table(&data)) (fields([(EVIL, EVIL), ("", "")])) };
        let text = page(Lang::En, Paper::A4, EVIL, &body);
        assert!(
            !text.contains("<script") && !text.contains("\" onload") && !text.contains('\u{202E}'),
            "{text}"
        );
        assert_eq!(text.matches("&lt;script&gt;alert('x')&lt;/script&gt;&quot; onload").count(), 7);
        assert_eq!(text.matches("&amp;amp; \u{FFFD}fdp").count(), 7);
        assert!(text.contains("<td class=\"blank\"></td>"), "{text}");
    }

    #[test]
    fn figures_stand_at_the_right_and_a_total_apart() {
        let text = table(&crate::export::sample()).into_string();
        for part in [
            "<h2>基金余额</h2><p class=\"note\">截至 2026-03-31</p>",
            "<th scope=\"col\">基金</th><th scope=\"col\" class=\"day\">设立</th>",
            "<td class=\"figure\">100,000.00</td>",
            "<tr class=\"warning\"><td>=1+1</td><td class=\"day\"></td>",
            "<tr class=\"total\"><td>合计</td>",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }
}
