//! Reports as one page of HTML: to be read in a browser, and printed on A4.
//!
//! Owns: the order on the page, which reports lie across, and the size of their type. Refuses to know: what the figures
//! mean.
//!
//! The page is written as the reports come: a book of any length is never a whole page in memory. What the page is bound to
//! stands in its head for programs, in its foot for people, and the chain head's first digits on every printed sheet.

use crate::export::binding::Binding;
use crate::export::html::{self, table_head, table_row};
use crate::export::{about, amount, svg};
use crate::report::{Cell, Kind, Sheet, Table, Unit};
use crate::words::{Lang, Words};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

const STYLE: &str = include_str!("report.css");
/// Halves of an em across a sheet that stands upright, at the usual size of type.
const UPRIGHT: usize = 96;
/// The same across a sheet that lies.
const LYING: usize = 144;
/// The most that a column of words asks for; it is wrapped.
const WORDS: usize = 30;
/// The most halves of an em of words that are not broken, such as a voucher's number and an account's name.
const SHORT: usize = 12;
/// What a column has beside its text.
const MARGIN: usize = 2;
/// The usual size of type in tables, in tenths of a point, and the least.
const TYPE: [usize; 2] = [100, 45];
/// A statement of fewer rows has a line to sign on; books have none.
const SIGNED: usize = 200;
/// Rows that are looked at to see how wide a table is: the first, and as many of the last.
const LOOKED_AT: usize = 2_000;

/// A page in the making.
pub struct ReportPage<'a, W: Write> {
    words: &'a Words,
    binding: &'a Binding,
    organisation: &'a str,
    out: W,
}

impl<'a, W: Write> ReportPage<'a, W> {
    /// Begins a page of an organisation.
    ///
    /// # Errors
    /// What `out` says.
    pub fn begin(
        words: &'a Words,
        binding: &'a Binding,
        organisation: &'a str,
        mut out: W,
    ) -> io::Result<ReportPage<'a, W>> {
        out.write_all(head(words, binding, organisation, STYLE).as_bytes())?;
        Ok(ReportPage { words, binding, organisation, out })
    }

    /// Adds a report with its charts.
    ///
    /// # Errors
    /// What `out` says.
    pub fn add(&mut self, sheet: &Sheet) -> io::Result<()> {
        let table = &sheet.table;
        let fit = fit(table);
        let class = if fit.lies { "report wide" } else { "report" };
        self.put(&html! { (PreEscaped(format!("\n<main class=\"{class}\">"))) (self.over(table)) })?;
        if !table.columns.is_empty() {
            let size = if fit.size < TYPE[0] {
                format!(" style=\"font-size: {}.{}pt\"", fit.size / 10, fit.size % 10)
            } else {
                String::new()
            };
            self.put(&html! {
                (PreEscaped(format!("<table class=\"data\"{size}>"))) (table_head(table, SHORT)) (PreEscaped("<tbody>"))
                @if table.rows.is_empty() {
                    tr { td colspan=(table.columns.len()) { (self.words.word("paper-none")) } }
                }
            })?;
            for row in &table.rows {
                self.put(&table_row(table, row, SHORT))?;
            }
            self.out.write_all(b"</tbody></table>")?;
        }
        self.put(&html! {
            @for note in about::notes(self.words, self.binding, table) { p.note { (html::text(note)) } }
            @if !table.columns.is_empty() && table.rows.len() < SIGNED {
                p.signers {
                    @for key in ["export-signed-head", "export-signed-finance", "export-signed-made"] {
                        span { (self.words.word(key)) }
                    }
                }
            }
            @for chart in &sheet.charts { (svg::figure(chart, self.words)) }
            p.foot { (html::text(self.binding.origin.as_str())) " · " (self.binding.head.to_string()) }
            (PreEscaped("</main>"))
        })
    }

    /// Writes what the page is bound to, and hands `out` back.
    ///
    /// # Errors
    /// What `out` says.
    pub fn finish(mut self) -> io::Result<W> {
        let fields = about::fields(self.words, self.binding, self.organisation);
        self.put(&html! {
            (PreEscaped("\n"))
            main {
                footer.bound {
                    h2 { (self.words.word("export-about")) }
                    (html::fields(fields.iter().map(|(label, value)| (label.as_str(), value.as_str()))))
                }
            }
            (PreEscaped("</body></html>\n"))
        })?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// What stands over a table: its title, who made it, for which months, in which unit.
    fn over(&self, table: &Table) -> Markup {
        let money = table.columns.iter().any(|column| column.kind == Kind::Money);
        let unit = self.words.word(match table.unit {
            Unit::Yuan => "export-unit-yuan",
            Unit::Wan => "export-unit-wan",
        });
        let office = self.words.say("export-made-by", &[("name", self.organisation.into())]);
        html! {
            h1 { (html::text(&table.title)) }
            div.over {
                span { (html::text(&office)) }
                span { (self.words.months(self.binding.asked.months)) }
                span { @if money { (unit) } }
            }
        }
    }

    fn put(&mut self, markup: &Markup) -> io::Result<()> {
        self.out.write_all(markup.0.as_bytes())
    }
}

/// A page up to the begin of its body; `more` is added to the style sheet.
pub(super) fn head(words: &Words, binding: &Binding, organisation: &str, more: &str) -> String {
    let title = format!("{organisation} {}", words.months(binding.asked.months));
    let head: String = binding.head.to_string().chars().take(16).collect();
    // Only hexadecimal digits and counters stand in the style sheet: no text from outside.
    let foot = format!(
        "@bottom-left {{ content: \"{head}\"; font-size: 8pt; }} @bottom-right {{ content: counter(page) \" / \" counter(pages); font-size: 8pt; }}"
    );
    let style = format!(
        "@page {{ size: A4 portrait; margin: 14mm 12mm 16mm; {foot} }}\n@page wide {{ size: A4 landscape; margin: 12mm 14mm 16mm; {foot} }}\n{}{more}",
        html::STYLE
    );
    let tag = match words.lang() {
        Lang::ZhCn => "zh-CN",
        Lang::En => "en",
    };
    let start = html! {
        (DOCTYPE)
        (PreEscaped(format!("<html lang=\"{tag}\">")))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="jinguo-export" content=(binding.line());
            title { (html::text(&title)) }
            style { (PreEscaped(style)) }
        }
        (PreEscaped("<body class=\"A4\">"))
    };
    start.into_string()
}

/// How a table is laid on a sheet.
struct Fit {
    /// The sheet lies.
    lies: bool,
    /// The size of type in tenths of a point.
    size: usize,
}

fn fit(table: &Table) -> Fit {
    let (mut wished, mut needed) = (0, 0);
    for (at, column) in table.columns.iter().enumerate() {
        let (wide, heading) = (contents(table, at), crate::export::heading(column, table.unit).width());
        let (wish, need) = match column.kind {
            Kind::Text => (wide.max(heading).min(WORDS), wide.min(SHORT)),
            // Figures and days are not broken; their headings are.
            Kind::Number | Kind::Money | Kind::Date => (wide.max(heading.min(10)), wide.max(6)),
        };
        (wished, needed) = (wished + wish + MARGIN, needed + need + MARGIN);
    }
    let lies = wished > UPRIGHT;
    let room = if lies { LYING } else { UPRIGHT };
    // A table of very many columns of figures is set smaller, so that all of them are on the sheet.
    let ask = needed.max(wished.min(room));
    Fit { lies, size: (TYPE[0] * room / ask.max(1)).clamp(TYPE[1], TYPE[0]) }
}

/// The widest cell of a column.
fn contents(table: &Table, at: usize) -> usize {
    let (first, last) = (table.rows.iter().take(LOOKED_AT), table.rows.iter().rev().take(LOOKED_AT));
    let width = |cell: &Cell| match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.width(),
        Cell::Int(number) => number.to_string().len(),
        Cell::Money(fen) => amount(*fen, table.unit).len(),
        Cell::Date(_) => 10,
    };
    first.chain(last).filter_map(|row| row.cells.get(at)).map(width).max().unwrap_or(0)
}
