//! The report that an auditor files: a verdict in words, as HTML or text.
//!
//! Owns: filling it, and which form it has. Refuses to know: how anything in it was found.

use super::context::{Context, Failure};
use super::open;
use super::{attachment, verify};
use crate::export::audit_page::{self, AuditPage, Section, Subject, Verdict};
use crate::ledger::Report;
use crate::report::audit;
use std::path::Path;

/// The report's text, in the form that its file's name asks for.
///
/// # Errors
/// Where the bundle can't be read again, or the clock stands outside all years.
pub fn text(
    context: &Context<'_>,
    report: &Report,
    bundle: Option<&Path>,
    file: &Path,
) -> Result<String, Failure> {
    let words = context.words;
    let hashed =
        bundle.map(|path| attachment::hash_of(path, context).map(|hash| (path, hash))).transpose()?;
    let name = hashed.as_ref().map(|(path, hash)| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        (name, *hash)
    });
    let mut sections: Vec<Section> = Vec::new();
    if let Some(found) = &report.audit {
        let parts = audit::parts(words, found).into_iter();
        sections.extend(parts.map(|part| Section { paragraph: Some(part.paragraph), table: part.table }));
    }
    let dates = report.recorded.map(|(first, last)| {
        words.say(
            "audit-range",
            &[("first", first.into()), ("last", last.into()), ("entries", report.entries.into())],
        )
    });
    let code = report.verdict();
    let page = AuditPage {
        title: &words.word("audit-title"),
        subject: Subject {
            office: report.organisation.as_ref().map_or("–", |line| line.as_str()),
            origin: report.origin.as_ref().map_or("–", |line| line.as_str()),
            range: dates.as_deref(),
            records: report.size,
            head: report.head,
            verified_at: open::now(context)?,
            program: concat!("jinguo ", env!("CARGO_PKG_VERSION")),
            bundle: name.as_ref().map(|(name, hash)| (name.as_str(), *hash)),
            more: Vec::new(),
        },
        verdict: Verdict { code, sentence: &verify::verdict(words, code), good: code == 0 },
        sections,
        checked: verify::table(words, report, super::args::Format::Table),
    };
    if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html")) {
        return Ok(audit_page::html(&page, words));
    }
    let mut out = Vec::new();
    audit_page::text(&page, words, &mut out).map_err(Failure::Output)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
