//! `jinguo init`: a new ledger.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{Format, PrintArgs};
use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::{note, now};
use super::record::head_line;
use super::{keys, parse, passphrase, secrets, trouble};
use crate::base::{EntryNo, Line};
use crate::chain::Tip;
use crate::entry::Chart;
use crate::ledger::{Access, LedgerError, NewLedger};
use crate::report::{Kind, Table};
use crate::store::fs::RealFs;
use crate::words::Words;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::sync::Arc;

/// The chart of accounts that a ledger follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Book {
    /// 民间非营利组织会计制度.
    Ngo,
    /// 政府会计制度.
    Gov,
}

/// `init DIR --org … --origin … --book ngo|gov --operator NAME`
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// The new ledger's folder.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The office, by its full name.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub org: Line,
    /// The ledger's name in the world, which its seals and checkpoints carry.
    #[arg(long, value_name = "ORIGIN", value_parser = parse::line)]
    pub origin: Line,
    /// The chart of accounts.
    #[arg(long, value_name = "BOOK", value_enum)]
    pub book: Book,
    /// The first operator.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub operator: Line,
    /// How what was recorded is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Makes the ledger: its secret keys first, its folder and first entry last.
///
/// # Errors
/// A refusal where one stands there already, before any key is made; failures of keys and of writing.
pub fn run(args: &InitArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    if !is_origin(args.origin.as_str()) {
        let text = words.say("error-origin", &[("typed", (&args.origin).into())]);
        let message = Message::nothing_recorded(text).hint(words.word("hint-origin"));
        return Err(Failure::told(Exit::Usage, message));
    }
    let failed = |error: &LedgerError| trouble::failure(context, Access::Write, None, error);
    if args.dir.join("journal").exists() {
        return Err(failed(&LedgerError::Exists(args.dir.clone())));
    }
    let clock = now(context)?;
    let found = keys::named(context, &args.operator)?;
    let key = found.unlock(context)?;
    // A folder that can't be made is found out before the keys are: those stay where they were put.
    std::fs::create_dir_all(&args.dir).map_err(|source| {
        let outcome = crate::ledger::Outcome::NotRecorded;
        failed(&LedgerError::Io { file: "journal", source, outcome })
    })?;
    let own = match (found.needs_passphrase(), passphrase::last_used(context)) {
        (false, _) => None,
        (true, Some(same)) => Some(same),
        // Her key came unlocked from this shell's session.
        (true, None) => Some(passphrase::new_for_ledger(context, args.origin.as_str())?),
    };
    let (ledger_key, secrets) = secrets::make(context, &args.origin, own.as_deref().map(String::as_str))?;
    let chart = match args.book {
        Book::Ngo => Chart::NonProfit,
        Book::Gov => Chart::Government,
    };
    let new = NewLedger {
        chart,
        origin: args.origin.clone(),
        organisation: args.org.clone(),
        ledger_key,
        operator_name: args.operator.clone(),
    };
    let tip = new.create(&args.dir, Arc::new(RealFs), &key, clock).map_err(|error| failed(&error))?;
    note(context, &words.say("secrets-written", &[("file", secrets.display().to_string().into())]))?;
    context.print(&table(words, args, &tip), args.print.format)?;
    match args.print.format {
        Format::Table => head_line(context, tip.records(), &tip.head),
        Format::Json | Format::Csv => Ok(()),
    }
}

fn table(words: &Words, args: &InitArgs, tip: &Tip) -> Table {
    let for_programs = args.print.format != Format::Table;
    let summary = words.say("summary-open", &[("name", (&args.org).into())]);
    let mut table = Table::new(words.word("recorded-title"))
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("operator", words.word("term-operator"), Kind::Text)
        .column("ledger", words.word("term-ledger"), Kind::Text);
    let mut cells = vec![
        EntryNo(1).to_string().into(),
        summary.into(),
        args.operator.as_str().into(),
        args.dir.display().to_string().into(),
    ];
    if for_programs {
        table = table.column("size", words.word("term-size"), Kind::Number).column(
            "head",
            words.word("term-head"),
            Kind::Text,
        );
        cells.push(i64::try_from(tip.records()).ok().into());
        cells.push(tip.head.to_string().into());
    }
    table.push(cells);
    table
}

/// A domain, then a path; no spaces and no plus signs, which the checkpoint format gives a meaning.
fn is_origin(origin: &str) -> bool {
    let fine = |c: char| c.is_alphanumeric() || "-_.~".contains(c);
    let mut parts = origin.split('/');
    let domain = parts.next().unwrap_or("");
    let labels = domain
        .split('.')
        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'));
    let path: Vec<&str> = parts.collect();
    labels
        && domain.contains('.')
        && !path.is_empty()
        && path.iter().all(|part| !part.is_empty() && part.chars().all(fine))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_domain_and_a_path() {
        for right in ["example.org/fund", "a.b.example.org/基金/2026", "xn--fiq.example/x-1_2.3~"] {
            assert!(is_origin(right), "{right}");
        }
        for wrong in [
            "",
            "example.org",
            "fund",
            "example.org/",
            "example.org/a b",
            "example.org/a+b",
            "/fund",
            "a..b/c",
            "https://a.b/c",
        ] {
            assert!(!is_origin(wrong), "{wrong}");
        }
    }
}
