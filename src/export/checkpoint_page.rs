//! A checkpoint 检查点 on one sheet of A5, to be signed, stamped and kept outside the office.
//!
//! Owns: what stands on the sheet, and that it stays one sheet. Refuses to know: how a note is made and checked.

use crate::base::{Hash32, Timestamp, base32};
use crate::export::html::{self, Paper};
use crate::export::qr;
use crate::words::Words;
use maud::{Markup, html};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The most witnesses that are named; a sheet of A5 has no room for more.
const NAMED: usize = 4;
/// The most columns for the name of a witness, so that it keeps to its line; a longer one ends in `…`.
const NAME: usize = 48;
/// With names of more columns, or more witnesses, the sheet is set in smaller type.
const ROOMY: (usize, usize) = (60, 2);

/// What the sheet says.
pub struct CheckpointPage<'a> {
    /// The office's name.
    pub office: &'a str,
    /// The ledger's origin, as in the note.
    pub origin: &'a str,
    /// How many records the tree holds, as in the note.
    pub records: u64,
    /// How many of these are entries.
    pub entries: u64,
    /// When the last of them was recorded.
    pub recorded_at: Timestamp,
    /// The root of the tree.
    pub root: Hash32,
    /// The whole signed note, as it stands in the file.
    pub note: &'a str,
    /// Who cosigned it.
    pub cosigned: Vec<Cosigned<'a>>,
}

/// A witness's signature.
pub struct Cosigned<'a> {
    /// The name of the witness's key.
    pub name: &'a str,
    /// When it was made, where the signature says so.
    pub at: Option<Timestamp>,
}

/// The sheet as HTML.
///
/// A note that is too long for one code is left out, and the sheet says that its file must be kept.
pub fn html(page: &CheckpointPage<'_>, words: &Words) -> String {
    let title = words.word("paper-checkpoint-title");
    let dense = page.cosigned.len() > ROOMY.1 || page.office.width().max(page.origin.width()) > ROOMY.0;
    let inner = html! {
        h1 { (title) }
        p.office { (html::text(page.office)) }
        (fields(page, words))
        div.side {
            div {
                (root(page, words))
                p { (words.word("paper-checkpoint-purpose")) }
            }
            (code(page, words))
        }
        h2 { (words.word("paper-cosigned")) }
        (cosigned(page, words))
        h2 { (words.word("paper-how-to-check")) }
        p {
            (words.word("paper-checkpoint-scan")) br;
            code { "jinguo verify --against checkpoint.txt" }
        }
        p {
            (words.word("paper-checkpoint-type")) br;
            code { "jinguo verify --paper " (page.records) ":ROOT" }
        }
        (html::signature(
            &["paper-signed-by", "paper-stamp", "paper-signed-on"].map(|key| words.word(key)),
        ))
    };
    let body = html! { div .dense[dense] { (inner) } };
    let named = format!("{title} {} {}", page.origin, page.records);
    html::page(words.lang(), Paper::A5, &named, &body)
}

fn fields(page: &CheckpointPage<'_>, words: &Words) -> Markup {
    let counts = [("count", page.records.into()), ("entries", page.entries.into())];
    let records = words.say("paper-records-entries", &counts);
    html::fields([
        (words.word("paper-origin").as_str(), page.origin),
        (words.word("paper-records").as_str(), records.as_str()),
        (words.word("paper-recorded-at").as_str(), page.recorded_at.to_string().as_str()),
    ])
}

fn root(page: &CheckpointPage<'_>, words: &Words) -> Markup {
    html! {
        h2 { (words.word("paper-root")) }
        table.rows {
            @for (number, row) in (1_usize..).zip(base32::encode(&page.root)) {
                tr { th scope="row" { (number) } td { (row) } }
            }
        }
        p.small { (words.word("paper-root-note")) }
    }
}

fn code(page: &CheckpointPage<'_>, words: &Words) -> Markup {
    let codes = qr::codes(page.note);
    let title = words.word("paper-checkpoint-code");
    if codes.len() == 1 {
        return html::codes(&codes, &title, words);
    }
    html! { p.missing { (words.say("paper-checkpoint-too-long", &[("bytes", page.note.len().into())])) } }
}

fn cosigned(page: &CheckpointPage<'_>, words: &Words) -> Markup {
    html! {
        @if page.cosigned.is_empty() { p { (words.word("paper-cosigned-none")) } } @else {
            ul {
                @for one in page.cosigned.iter().take(NAMED) {
                    li {
                        (html::text(&shortened(one.name))) " · "
                        span.day {
                            @match one.at {
                                Some(at) => (at),
                                None => (words.word("paper-cosigned-no-time")),
                            }
                        }
                    }
                }
                @if let Some(more) = page.cosigned.len().checked_sub(NAMED).filter(|more| *more > 0) {
                    li { (words.say("paper-cosigned-more", &[("count", more.into())])) }
                }
            }
        }
    }
}

fn shortened(name: &str) -> String {
    if name.width() <= NAME {
        return name.to_owned();
    }
    let mut short = String::new();
    for c in name.chars() {
        if short.width() + c.width().unwrap_or(0) >= NAME {
            break;
        }
        short.push(c);
    }
    short + "…"
}
