//! `jinguo verify-export`: whether an exported file says what the journal says 核对导出.
//!
//! Owns: the arguments of this command, and its verdicts. Refuses to know: formats and figures.
//!
//! The ledger is folded again from the journal alone, up to the size that the file names; the file is made again from
//! that, and the two are compared. Exit codes are those of `verify`: 0 the same, 30 the journal was never what the file is
//! bound to, 40 the file says something else.

use super::args::PrintArgs;
use super::context::{Context, Exit, Failure};
use super::export::{make, told};
use super::message::{Message, Recorded};
use super::open::with_ledger;
use crate::base::Hash32;
use crate::export::binding::{Binding, PersonNames};
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
    let mut table = Table::new(words.word("export-check"))
        .column("file", words.word("term-file"), Kind::Text)
        .column("verdict", words.word("close-verdict"), Kind::Text)
        .column("place", words.word("export-place"), Kind::Text)
        .column("ledger_says", words.word("export-ledger-says"), Kind::Text)
        .column("file_says", words.word("export-file-says"), Kind::Text)
        .column("size", words.word("term-size"), Kind::Number)
        .column("head", words.word("term-head"), Kind::Text);
    let none = || (Cell::Empty, Cell::Empty, Cell::Empty);
    let (key, (place, ours, theirs), exit) = match verdict {
        Verdict::Compared(Compared::SameBytes) => ("export-same", none(), Exit::Done),
        Verdict::Compared(Compared::SameContent) => ("export-same-content", none(), Exit::Done),
        Verdict::Compared(Compared::Differs(Difference { place, ours, theirs })) => (
            "export-differs",
            (place.as_str().into(), ours.as_str().into(), theirs.as_str().into()),
            Exit::Verdict(40),
        ),
        Verdict::Compared(Compared::Unreadable) => ("export-unreadable", none(), Exit::Verdict(40)),
        Verdict::OtherLedger(origin) => {
            let (ours, theirs) = (origin.as_str().into(), binding.origin.as_str().into());
            ("export-other-ledger", ("origin".into(), ours, theirs), Exit::Verdict(30))
        }
        Verdict::OtherHistory(head) => {
            let ours = head.map(|head| head.to_string()).into();
            (
                "export-other-history",
                ("head".into(), ours, binding.head.to_string().into()),
                Exit::Verdict(30),
            )
        }
        Verdict::NamesLocked => ("export-names-locked", none(), Exit::InputOutput),
    };
    let style = if exit == Exit::Done { Style::Plain } else { Style::Warning };
    let size = i64::try_from(binding.size).ok();
    let cells = vec![
        args.file.display().to_string().into(),
        words.word(key).into(),
        place,
        ours,
        theirs,
        size.into(),
        binding.head.to_string().into(),
    ];
    table.push_as(style, cells);
    table.notes.push(words.word(if exit == Exit::Done {
        "export-check-note"
    } else {
        "export-check-note-differs"
    }));
    (table, exit)
}
