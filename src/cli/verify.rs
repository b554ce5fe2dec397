//! `jinguo verify`: the chain, the signatures and the rules checked.
//!
//! Owns: the arguments of this command, and how a verdict is told. Refuses to know: how it was reached.

use super::args::{Format, PrintArgs};
use super::context::{Context, Exit, Failure};
use super::parse::{self, ExpectedHead};
use super::{open, secrets, trouble};
use crate::base::EntryNo;
use crate::ledger::compare::Difference;
use crate::ledger::verify::{Checked, Finding, Held, VaultFault};
use crate::ledger::{Access, Report, VerifyOptions, verify};
use crate::report::names::NameBook;
use crate::report::table::{Cell, Kind, Style, Table};
use crate::store::fs::RealFs;
use crate::store::sled_index::SledIndexes;
use crate::words::{Words, refusal};
use clap::Args;
use std::sync::Arc;

/// `verify [--expect SIZE:HASH]`
#[derive(Clone, Debug, Args)]
pub struct VerifyArgs {
    /// A size and a chain head that were noted outside.
    #[arg(long, value_name = "HEAD", value_parser = parse::expected_head)]
    pub expect: Option<ExpectedHead>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Verifies the ledger and prints what was found.
///
/// # Errors
/// Where the ledger can't be read at all.
pub fn run(args: &VerifyArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let dir = open::find(context, Access::Read)?;
    let master = match open::public_key(&dir) {
        Some(public) => secrets::of_vault(context, &dir, &public)?.map(|secrets| secrets.master),
        None => None,
    };
    let options = VerifyOptions {
        fs: Arc::new(RealFs),
        expect: args.expect.as_ref().map(|held| (held.size, held.hash)),
        master,
        indexes: Some(Arc::new(SledIndexes)),
    };
    let report = verify(&dir, options, &mut open::bar(context, "progress-verify"));
    let report = report.map_err(|error| trouble::failure(context, Access::Read, None, &error))?;
    context.print(&table(context.words, &report, args.print.format), args.print.format)?;
    Ok(Exit::Verdict(report.verdict()))
}

fn table(words: &Words, report: &Report, format: Format) -> Table {
    let mut table = Table::new(words.word("verify-title"))
        .column("check", words.word("term-check"), Kind::Text)
        .column("result", words.word("term-result"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("detail", words.word("term-detail"), Kind::Text);
    // Programs get names that are the same in each language.
    let label = |check: &str| match format {
        Format::Table => words.word(check),
        Format::Json | Format::Csv => check.trim_start_matches("verify-").to_owned(),
    };
    let mut row = |style, check: &str, result: String, entry: Option<EntryNo>, detail: String| {
        let entry = entry.map_or(Cell::Empty, |no| no.to_string().into());
        table.push_as(style, vec![label(check).into(), result.into(), entry, detail.into()]);
    };
    let origin = report.origin.as_ref().map_or("–".to_owned(), ToString::to_string);
    let counted = words.say(
        "verify-counted",
        &[
            ("commits", report.commits.into()),
            ("entries", report.entries.into()),
            ("bytes", report.bytes.into()),
        ],
    );
    row(Style::Plain, "verify-ledger", origin, None, counted);
    let broken = |code: u8| report.findings.iter().any(|finding| finding.code() == code);
    for (check, code) in [("verify-chain", 40), ("verify-signatures", 41), ("verify-rules", 42)] {
        // What lies behind a break was not looked at, so nothing after the first bad entry is called good.
        let state = match (broken(code), report.findings.iter().any(|f| (40..=42).contains(&f.code()))) {
            (true, _) => "verify-bad",
            (false, true) => "verify-good-before",
            (false, false) => "verify-good",
        };
        row(Style::Plain, check, words.word(state), None, String::new());
    }
    row(Style::Plain, "verify-vault", checked(words, &report.vault, broken(43)), None, String::new());
    row(Style::Plain, "verify-index", checked(words, &report.index, broken(44)), None, String::new());
    let held = match report.held {
        Held::NotGiven => words.word("verify-held-none"),
        Held::Agrees => words.word("verify-held-agrees"),
        Held::Differs { size, found } => {
            words.say("verify-held-differs", &[("size", size.into()), ("found", found.into())])
        }
    };
    row(Style::Plain, "verify-held", held, None, String::new());
    for finding in &report.findings {
        let (entry, detail) = told(words, finding);
        row(Style::Warning, "verify-finding", finding.code().to_string(), entry, detail);
    }
    let head = format!("{}:{}", report.size, report.head);
    row(Style::Plain, "verify-head", head, None, words.word("verify-head-note"));
    table.notes.push(words.say(
        "verify-verdict",
        &[("code", u64::from(report.verdict()).into()), ("verdict", verdict(words, report.verdict()).into())],
    ));
    table
}

fn verdict(words: &Words, code: u8) -> String {
    words.word(match code {
        0 => "verdict-0",
        10 => "verdict-10",
        20 => "verdict-20",
        30 => "verdict-30",
        40 => "verdict-40",
        41 => "verdict-41",
        42 => "verdict-42",
        43 => "verdict-43",
        44 => "verdict-44",
        _ => "verdict-50",
    })
}

fn checked(words: &Words, checked: &Checked, bad: bool) -> String {
    if bad {
        return words.word("verify-bad");
    }
    match checked {
        Checked::Done(count) => words.say("verify-checked", &[("count", (*count).into())]),
        Checked::NotAsked => words.word("verify-not-checked"),
        Checked::Missing => words.word("verify-missing"),
        Checked::NoKey => words.word("verify-no-key"),
        Checked::Busy => words.word("verify-busy"),
        Checked::Behind => words.word("verify-behind"),
        Checked::Unreadable(why) => words.say("verify-unreadable", &[("why", why.as_str().into())]),
    }
}

fn told(words: &Words, finding: &Finding) -> (Option<EntryNo>, String) {
    match finding {
        Finding::Damaged(flaw) | Finding::BadSignature(flaw) => {
            let args = [
                ("offset", flaw.offset.into()),
                ("commit", flaw.commit.into()),
                ("cause", trouble::cause(words, &flaw.cause).into()),
            ];
            (Some(flaw.entry), words.say("verify-flaw", &args))
        }
        Finding::RuleBroken { entry, refusal } => {
            let said = refusal::sentence(words, refusal, &NameBook::default());
            let rule = match refusal.check() {
                Some(check) => format!("{} {}", check.number(), check.name()),
                None => "–".to_owned(),
            };
            (Some(*entry), words.say("verify-rule", &[("rule", rule.into()), ("cause", said.into())]))
        }
        Finding::Vault { entry, fault } => {
            let text = match fault {
                VaultFault::Broken(error) => {
                    words.say("verify-vault-broken", &[("why", error.to_string().into())])
                }
                VaultFault::Differs => words.word("verify-vault-differs"),
                VaultFault::Missing => words.word("verify-vault-missing"),
                VaultFault::NotErased => words.word("verify-vault-not-erased"),
            };
            (Some(*entry), text)
        }
        Finding::Index(difference) => match difference {
            Difference::History { index_commits } => {
                (None, words.say("verify-index-history", &[("commits", (*index_commits).into())]))
            }
            Difference::Bytes { offset } => {
                (None, words.say("verify-index-bytes", &[("offset", (*offset).into())]))
            }
            Difference::State(cell) => {
                (None, words.say("verify-index-state", &[("cell", cell.as_str().into())]))
            }
            Difference::List { entry } => (Some(*entry), words.word("verify-index-list")),
            Difference::Tree => (None, words.word("verify-index-tree")),
            Difference::Damaged(why) => {
                (None, words.say("verify-index-damaged", &[("why", why.as_str().into())]))
            }
        },
        Finding::Bundle { offset } => {
            (None, words.say("verify-bundle-damaged", &[("offset", (*offset).into())]))
        }
        Finding::TornTail { offset, bytes } => {
            (None, words.say("verify-torn", &[("offset", (*offset).into()), ("bytes", (*bytes).into())]))
        }
    }
}
