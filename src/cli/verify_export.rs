//! `jinguo verify-export`: whether an exported file says what the journal says 核对导出.
//!
//! Owns: the arguments of this command, and its verdicts. Refuses to know: formats and figures.
//!
//! The ledger is folded again from the journal alone, up to the size that the file names; the file is made again from
//! that, and the two are compared. Exit codes are those of `verify`: 0 the same, 30 the journal was never what the file is
//! bound to, 40 the file says something else.

use super::args::{Format, PrintArgs};
use super::context::{Context, Exit, Failure};
use super::export::{make, told};
use super::message::{Message, Recorded};
use super::open::with_ledger;
use super::typed::quote;
use crate::base::Hash32;
use crate::export::binding::{Binding, FileFormat, PersonNames};
use crate::export::compare::{Compared, Difference, binding_of, compare};
use crate::ledger::Access;
use crate::report::{Cell, Kind, Style, Table};
use crate::words::Words;
use clap::Args;
use std::path::PathBuf;

/// `verify-export FILE`
#[derive(Clone, Debug, Args)]
pub struct VerifyExportArgs {
    /// The file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How the verdict is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// What the check came to.
enum Verdict {
    /// The ledger at that size has another head, or none.
    OtherHistory(Option<Hash32>),
    /// Another ledger.
    OtherLedger(String),
    /// Names stand in the file and can't be read here.
    NamesLocked,
    /// The file was made again and compared.
    Compared(Compared),
}

/// Makes the file again and says whether it is the same.
///
/// # Errors
/// Failures that name the case; a verdict other than "the same", after it was printed.
pub fn run(args: &VerifyExportArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let words = context.words;
    let bytes = std::fs::read(&args.file).map_err(|error| {
        let of = [("file", args.file.display().to_string().into()), ("cause", error.to_string().into())];
        let message = Message::new(words.say("error-read-file", &of), Recorded::NotAsked);
        Failure::told(Exit::InputOutput, message.hint(words.word("hint-file-name")))
    })?;
    let Some(binding) = binding_of(&bytes) else {
        let of = [("file", args.file.display().to_string().into())];
        let message = Message::new(words.say("error-not-an-export", &of), Recorded::NotAsked);
        return Err(Failure::told(Exit::Usage, message.hint(words.word("hint-not-an-export"))));
    };
    let verdict = with_ledger(context, Access::At(binding.size), |context, ledger| {
        if *ledger.origin() != binding.origin {
            return Ok(Verdict::OtherLedger(ledger.origin().to_string()));
        }
        let tip = ledger.tip();
        if (tip.records(), tip.head) != (binding.size, binding.head) {
            return Ok(Verdict::OtherHistory((tip.records() == binding.size).then_some(tip.head)));
        }
        if binding.names == PersonNames::Masked && !ledger.has_names() {
            return Ok(Verdict::NamesLocked);
        }
        let mut ours = Vec::new();
        match make(&Words::new(binding.lang), ledger, &binding, &mut ours) {
            Ok(()) => Ok(Verdict::Compared(compare(binding.format, &ours, &bytes))),
            Err(error) => Err(told(context, &args.file, error)),
        }
    })?;
    let (table, exit) = shown(words, args, &binding, &verdict);
    context.print(&table, args.print.format)?;
    Ok(exit)
}

fn shown(words: &Words, args: &VerifyExportArgs, binding: &Binding, verdict: &Verdict) -> (Table, Exit) {
    let none = || (Cell::Empty, Cell::Empty, Cell::Empty);
    let (key, (place, ours, theirs), exit) = match verdict {
        Verdict::Compared(Compared::SameBytes) => ("export-same", none(), Exit::Done),
        Verdict::Compared(Compared::SameContent) => ("export-same-content", none(), Exit::Done),
        Verdict::Compared(Compared::Differs(Difference { place, ours, theirs })) => (
            "export-differs",
            (place_in(words, binding.format, place).into(), ours.as_str().into(), theirs.as_str().into()),
            Exit::Verdict(40),
        ),
        Verdict::Compared(Compared::Unreadable) => ("export-unreadable", none(), Exit::Verdict(40)),
        Verdict::OtherLedger(origin) => {
            let (ours, theirs) = (origin.as_str().into(), binding.origin.as_str().into());
            ("export-other-ledger", (words.word("paper-origin").into(), ours, theirs), Exit::Verdict(30))
        }
        Verdict::OtherHistory(head) => {
            let ours = head.map(|head| head.to_string()).into();
            (
                "export-other-history",
                (words.word("term-head").into(), ours, binding.head.to_string().into()),
                Exit::Verdict(30),
            )
        }
        Verdict::NamesLocked => ("export-names-locked", none(), Exit::InputOutput),
    };
    let style = if exit == Exit::Done { Style::Plain } else { Style::Warning };
    let mut table = Table::new(words.word("export-check"))
        .column("file", words.word("term-file"), Kind::Text)
        .column("verdict", words.word("close-verdict"), Kind::Text);
    let mut cells = vec![args.file.display().to_string().into(), words.word(key).into()];
    // For programs the columns are always the same; on a screen those that say nothing only take room.
    let for_programs = args.print.format != Format::Table;
    if for_programs || place != Cell::Empty {
        table = table
            .column("place", words.word("export-place"), Kind::Text)
            .column("ledger_says", words.word("export-ledger-says"), Kind::Text)
            .column("file_says", words.word("export-file-says"), Kind::Text);
        cells.extend([place, ours, theirs]);
    }
    if for_programs {
        table = table.column("size", words.word("term-size"), Kind::Number).column(
            "head",
            words.word("term-head"),
            Kind::Text,
        );
        cells.extend([i64::try_from(binding.size).ok().into(), binding.head.to_string().into()]);
    }
    table.push_as(style, cells);
    table.notes.push(note(words, args, binding, verdict));
    (table, exit)
}

/// A place as it is found in the file: lines of a journal have numbers alone.
fn place_in(words: &Words, format: FileFormat, place: &str) -> String {
    match format {
        FileFormat::Hledger | FileFormat::Ledger | FileFormat::Beancount => {
            words.say("export-line", &[("number", place.into())])
        }
        _ => place.to_owned(),
    }
}

/// What the verdict means, and what to do.
fn note(words: &Words, args: &VerifyExportArgs, binding: &Binding, verdict: &Verdict) -> String {
    let file = quote(&args.file.to_string_lossy());
    match verdict {
        Verdict::Compared(Compared::SameBytes | Compared::SameContent) => {
            let head: String = binding.head.to_string().chars().take(16).collect();
            let of = [("size", binding.size.to_string().into()), ("head", head.into())];
            words.say("export-note-same", &of)
        }
        Verdict::Compared(Compared::Differs(_)) => words.word("export-note-differs"),
        Verdict::Compared(Compared::Unreadable) => words.word("export-note-unreadable"),
        Verdict::OtherHistory(_) => {
            let command = format!("jinguo verify --expect {}:{}", binding.size, binding.head);
            words.say("export-note-other-history", &[("command", command.into())])
        }
        Verdict::OtherLedger(_) => words.say("export-note-other-ledger", &[("file", file.into())]),
        Verdict::NamesLocked => words.word("export-note-names-locked"),
    }
}
