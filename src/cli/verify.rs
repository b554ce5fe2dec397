//! `jinguo verify`: the chain, the signatures and the rules checked.
//!
//! Owns: the arguments of this command, and how a verdict is told. Refuses to know: how it was reached.

use super::args::{Format, PrintArgs};
use super::context::{Context, Exit, Failure};
use super::parse::{self, ExpectedHead, PaperRoot};
use super::{audit_report, bundle, new_file, open, paper, secrets, trouble, trust};
use crate::base::{EntryNo, Timestamp};
use crate::chain::{SignedCheckpoint, checkpoints};
use crate::ledger::anchor::{AnchorFound, Says};
use crate::ledger::checkpoint::kept_in;
use crate::ledger::compare::Difference;
use crate::ledger::verify::{Checked, Finding, Held, VaultFault};
use crate::ledger::{
    Access, Anchors, HeldNote, LedgerError, Report, VerifyOptions, verify_against, verify_bundle,
};
use crate::report::names::NameBook;
use crate::report::table::{Cell, Kind, Style, Table};
use crate::store::bundle_file::{Bundle, BundleError, Section};
use crate::store::fs::RealFs;
use crate::store::sled_index::SledIndexes;
use crate::words::{Words, refusal};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MILLIS_A_DAY: i64 = 24 * 3_600_000;

/// `verify [--against FILE]... [--paper SIZE:ROOT] [--trust FILE] [--max-age DAYS] [--expect SIZE:HASH] [--bundle FILE] [--report FILE]`
#[derive(Clone, Debug, Args)]
pub struct VerifyArgs {
    /// A checkpoint or a receipt that was held outside.
    #[arg(long, value_name = "FILE")]
    pub against: Vec<PathBuf>,
    /// A size and a root, typed from a printed checkpoint.
    #[arg(long, value_name = "PAPER-ROOT", value_parser = parse::paper_root)]
    pub paper: Vec<PaperRoot>,
    /// The trust file: the ledger's key, and the witnesses that must have cosigned.
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// How old the newest of what was held may be, in days.
    #[arg(long, value_name = "DAYS", value_parser = parse::days)]
    pub max_age: Option<u32>,
    /// A size and a chain head that were noted outside.
    #[arg(long, value_name = "HEAD", value_parser = parse::expected_head)]
    pub expect: Option<ExpectedHead>,
    /// A bundle, in place of the ledger.
    #[arg(long, value_name = "FILE")]
    pub bundle: Option<PathBuf>,
    /// A report in words to file: HTML where the name ends in .html, else text.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Verifies the ledger or a bundle and prints what was found.
///
/// # Errors
/// Where it can't be read at all.
pub fn run(args: &VerifyArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if let Some(path) = &args.report {
        new_file::is_free(context, path)?;
    }
    let mut anchors = outside(args, context)?;
    let expect = args.expect.as_ref().map(|held| (held.size, held.hash));
    let report = match &args.bundle {
        Some(file) => {
            std::fs::metadata(file).map_err(|cause| trust::file_failure(context, file, &cause))?;
            let bundle = Bundle::open(&RealFs, file);
            let bundle = bundle.map_err(|error| bundle::failure(context, file, &error))?;
            anchors.notes.extend(bundle_notes(context, file, &bundle)?);
            verify_bundle(&bundle, expect, &anchors, &mut open::bar(context, "progress-verify"))
        }
        None => {
            let dir = open::find(context, Access::Read)?;
            let master = match open::public_key(&dir) {
                Some(public) => secrets::of_vault(context, &dir, &public)?.map(|secrets| secrets.master),
                None => None,
            };
            let kept = match kept_in(&RealFs, &dir) {
                // They are copies: what they are of is verified all the same.
                Err(LedgerError::CheckpointsDamaged) => {
                    open::note(context, &context.words.word("error-checkpoints-damaged"))?;
                    Vec::new()
                }
                kept => kept.map_err(|error| trouble::failure(context, Access::Read, None, &error))?,
            };
            let label = "checkpoints".to_owned();
            anchors.notes.extend(kept.into_iter().map(|checkpoint| inside(&label, checkpoint)));
            let indexes = Some(Arc::new(SledIndexes) as Arc<_>);
            let options = VerifyOptions { fs: Arc::new(RealFs), expect, master, indexes };
            verify_against(&dir, options, &anchors, &mut open::bar(context, "progress-verify"))
        }
    };
    let report = report.map_err(|error| trouble::failure(context, Access::Read, None, &error))?;
    if let Some(path) = &args.report {
        let text = audit_report::text(context, &report, args.bundle.as_deref(), path)?;
        new_file::write(context, path, &text)?;
    }
    context.print(&table(context.words, &report, args.print.format), args.print.format)?;
    if let Some(path) = &args.report {
        let told = [("file", path.display().to_string().into())];
        open::note(context, &context.words.say("verify-report-written", &told))?;
    }
    Ok(Exit::Verdict(report.verdict()))
}

/// What came from outside.
fn outside(args: &VerifyArgs, context: &Context<'_>) -> Result<Anchors, Failure> {
    let policy = args.trust.as_deref().map(|path| trust::read(context, path)).transpose()?;
    let mut notes = Vec::new();
    for path in &args.against {
        let checkpoint = paper::read_held(context, path)?;
        notes.push(HeldNote { file: path.display().to_string(), outside: true, checkpoint });
    }
    let not_before = match args.max_age {
        Some(days) => {
            let now = open::now(context)?;
            Timestamp::from_millis(now.millis() - i64::from(days) * MILLIS_A_DAY)
        }
        None => None,
    };
    let roots = args.paper.iter().map(|held| (held.size, held.root)).collect();
    Ok(Anchors { notes, roots, policy, not_before, audit: args.report.is_some() })
}

fn inside(file: &str, checkpoint: SignedCheckpoint) -> HeldNote {
    HeldNote { file: file.to_owned(), outside: false, checkpoint }
}

/// The checkpoints in a bundle. They came from the office, so only witnesses make them count.
fn bundle_notes(context: &Context<'_>, file: &Path, bundle: &Bundle) -> Result<Vec<HeldNote>, Failure> {
    let most = u64::try_from(checkpoints::LONGEST).unwrap_or(u64::MAX);
    let bytes = match bundle.small(Section::Checkpoints, most) {
        Ok(bytes) => bytes.unwrap_or_default(),
        // The verification meets it again and says where.
        Err(BundleError::Damaged { .. }) => Vec::new(),
        Err(error) => return Err(bundle::failure(context, file, &error)),
    };
    let label = file.display().to_string();
    let all = checkpoints::decode(&bytes).unwrap_or_default();
    Ok(all.into_iter().map(|checkpoint| inside(&label, checkpoint)).collect())
}

/// All that was checked, and what was found.
pub fn table(words: &Words, report: &Report, format: Format) -> Table {
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
    match report.held {
        Held::NotGiven if !report.anchors.is_empty() => {}
        Held::NotGiven => {
            row(Style::Plain, "verify-held", words.word("verify-held-none"), None, String::new())
        }
        Held::Agrees => {
            row(Style::Plain, "verify-held", words.word("verify-held-agrees"), None, String::new())
        }
        Held::Differs { size, found } => {
            let told = [("size", size.into()), ("found", found.into())];
            row(Style::Warning, "verify-held", words.say("verify-held-differs", &told), None, String::new());
        }
    }
    for anchor in &report.anchors {
        let (said, detail) = anchored(words, anchor);
        // A ledger keeps every checkpoint that it ever signed; of those that say nothing new one line is enough.
        if anchor.outside || anchor.code() > 10 || anchor.anchors().is_some() {
            let style = if anchor.code() > 10 { Style::Warning } else { Style::Plain };
            let label = if anchor.outside { "verify-anchor" } else { "verify-own" };
            row(style, label, said, None, detail);
        }
    }
    let own = report.anchors.iter().filter(|a| !a.outside && a.code() == 0 && a.anchors().is_none()).count();
    if own > 0 {
        let said = words.say("verify-own-checkpoints", &[("count", own.into())]);
        row(Style::Plain, "verify-own", said, None, words.word("verify-own-note"));
    }
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

/// The sentence of a verdict.
pub fn verdict(words: &Words, code: u8) -> String {
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

/// What a held checkpoint or root says, and what it is.
fn anchored(words: &Words, anchor: &AnchorFound) -> (String, String) {
    let from = anchor.file.clone().unwrap_or_else(|| words.word("verify-from-paper"));
    let what = words.say("verify-anchor-what", &[("file", from.into()), ("size", anchor.size.into())]);
    let said = match &anchor.says {
        Says::Agrees { at, cosigned, quorum_met } => {
            let names: Vec<&str> = cosigned.iter().map(|(name, _)| name.as_str()).collect();
            let told =
                [("at", (*at).into()), ("count", cosigned.len().into()), ("names", names.join(", ").into())];
            words.say(
                match quorum_met {
                    Some(true) => "anchor-agrees-cosigned",
                    Some(false) => "anchor-agrees-too-few",
                    None if cosigned.is_empty() => "anchor-agrees",
                    None => "anchor-agrees-cosigned",
                },
                &told,
            )
        }
        Says::OtherRoot => words.word("anchor-other-root"),
        Says::Beyond { found } => words.say("anchor-beyond", &[("found", (*found).into())]),
        Says::Empty => words.word("anchor-empty"),
        Says::OtherLedger { origin } => {
            words.say("anchor-other-ledger", &[("origin", origin.as_str().into())])
        }
        Says::NotSigned => words.word("anchor-not-signed"),
        Says::WrongSignature => words.word("anchor-wrong-signature"),
        Says::KeyNotTrusted => words.word("anchor-key-not-trusted"),
        Says::WrongCosignature { witness } => {
            words.say("anchor-wrong-cosignature", &[("witness", witness.as_str().into())])
        }
    };
    (said, what)
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

/// What a finding says, and the entry that it is about.
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
