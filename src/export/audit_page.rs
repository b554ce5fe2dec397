//! An auditor's report: what she verified and found, to print and sign, and as plain text for a file.
//!
//! Owns: its order and frame in both forms. Refuses to know: what was verified and how; it is all handed in.

use crate::base::{Hash32, Timestamp};
use crate::export::html::{self, Paper};
use crate::export::wrap::{wrapped, write_field, write_table};
use crate::report::Table;
use crate::words::Words;
use crate::words::visible::visible;
use maud::html;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// The columns of the text form.
const WIDTH: usize = 80;

/// What the report says, in the reader's language.
pub struct AuditPage<'a> {
    /// Its title.
    pub title: &'a str,
    /// What was verified.
    pub subject: Subject<'a>,
    /// What came out.
    pub verdict: Verdict<'a>,
    /// What was found, in order.
    pub sections: Vec<Section>,
    /// What was checked and what was not; a title of its own is not needed.
    pub checked: Table,
}

/// What was verified, when and with what.
pub struct Subject<'a> {
    /// The office's name.
    pub office: &'a str,
    /// The ledger's origin.
    pub origin: &'a str,
    /// The range that the report is about; `None` for all records.
    pub range: Option<&'a str>,
    /// How many records were verified.
    pub records: u64,
    /// The hash of the last of them: the chain's head.
    pub head: Hash32,
    /// When it was verified.
    pub verified_at: Timestamp,
    /// The program and its version.
    pub program: &'a str,
    /// The bundle's file name and the SHA-256 of its bytes, where a bundle was verified.
    pub bundle: Option<(&'a str, Hash32)>,
    /// More that belongs here: labels and values.
    pub more: Vec<(String, String)>,
}

/// What came out.
pub struct Verdict<'a> {
    /// The exit code of `verify`.
    pub code: u8,
    /// What it means.
    pub sentence: &'a str,
    /// Whether all is well: anything else is drawn with a heavy border.
    pub good: bool,
}

/// One part of what was found.
pub struct Section {
    /// What to know before the table.
    pub paragraph: Option<String>,
    /// The table; its title is the section's heading.
    pub table: Table,
}

fn subject(page: &AuditPage<'_>, words: &Words) -> Vec<(String, String)> {
    let subject = &page.subject;
    let records = words.say("paper-records-count", &[("count", subject.records.into())]);
    let range = subject.range.map_or_else(|| words.word("paper-audit-whole"), ToOwned::to_owned);
    let mut rows = vec![
        (words.word("paper-audit-office"), subject.office.to_owned()),
        (words.word("paper-origin"), subject.origin.to_owned()),
        (words.word("paper-audit-range"), range),
        (words.word("paper-records"), records),
        (words.word("paper-audit-head"), subject.head.to_string()),
        (words.word("paper-audit-verified-at"), subject.verified_at.to_string()),
        (words.word("paper-audit-version"), subject.program.to_owned()),
    ];
    if let Some((name, hash)) = subject.bundle {
        rows.push((words.word("paper-audit-bundle"), name.to_owned()));
        rows.push((words.word("paper-audit-bundle-hash"), hash.to_string()));
    }
    rows.extend(subject.more.iter().cloned());
    rows
}

fn signers(words: &Words) -> [String; 4] {
    ["paper-audit-signed-by", "paper-audit-institution", "paper-stamp", "paper-signed-on"]
        .map(|key| words.word(key))
}

/// The report as HTML, on A4.
pub fn html(page: &AuditPage<'_>, words: &Words) -> String {
    let rows = subject(page, words);
    let verdict = words.say("paper-audit-verdict", &[("code", u64::from(page.verdict.code).into())]);
    let none = words.word("paper-none");
    let body = html! {
        h1 { (html::text(page.title)) }
        h2 { (words.word("paper-audit-what")) }
        (html::fields(rows.iter().map(|(label, value)| (label.as_str(), value.as_str()))))
        div.verdict .bad[!page.verdict.good] {
            p { (verdict) }
            p.sentence { (html::text(page.verdict.sentence)) }
        }
        @for section in &page.sections {
            section {
                (html::table(&section.table, section.paragraph.as_deref(), &none))
            }
        }
        section {
            @if page.checked.title.is_empty() { h2 { (words.word("paper-audit-checked")) } }
            (html::table(&page.checked, None, &none))
        }
        (html::signature(&signers(words)))
    };
    html::page(words.lang(), Paper::A4, page.title, &body)
}

/// The report as plain text of 80 columns.
///
/// # Errors
/// What `out` says.
pub fn text(page: &AuditPage<'_>, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let double = "═".repeat(WIDTH);
    lines(page.title, out)?;
    writeln!(out, "{double}\n\n{}", words.word("paper-audit-what"))?;
    let rows = subject(page, words);
    let labels = rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0).min(WIDTH / 3);
    for (label, value) in &rows {
        write_field(label, value, labels, WIDTH, out)?;
    }
    writeln!(out, "\n{double}")?;
    writeln!(out, "{}", words.say("paper-audit-verdict", &[("code", u64::from(page.verdict.code).into())]))?;
    lines(page.verdict.sentence, out)?;
    writeln!(out, "{double}")?;
    let none = words.word("paper-none");
    for section in &page.sections {
        writeln!(out)?;
        write_section(&section.table, section.paragraph.as_deref(), &none, out)?;
    }
    writeln!(out)?;
    if page.checked.title.is_empty() {
        writeln!(out, "{}", words.word("paper-audit-checked"))?;
    }
    write_section(&page.checked, None, &none, out)?;
    writeln!(out, "\n{}\n", words.word("paper-audit-signature"))?;
    let labels = signers(words);
    let widest = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    for label in &labels {
        writeln!(out, "{label}{}  {}\n", " ".repeat(widest - label.width()), "_".repeat(30))?;
    }
    Ok(())
}

/// A table with its paragraph between title and notes.
fn write_section(table: &Table, paragraph: Option<&str>, none: &str, out: &mut dyn Write) -> io::Result<()> {
    if !table.title.is_empty() {
        lines(&table.title, out)?;
    }
    if let Some(paragraph) = paragraph {
        lines(paragraph, out)?;
    }
    write_table(&Table { title: String::new(), ..table.clone() }, WIDTH, out)?;
    if table.rows.is_empty() && !table.columns.is_empty() {
        writeln!(out, "{none}")?;
    }
    Ok(())
}

fn lines(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for line in wrapped(&visible(text), WIDTH) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
