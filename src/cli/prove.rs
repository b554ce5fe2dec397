//! `jinguo prove`: a receipt for an entry, in a file and on paper.
//!
//! Owns: the arguments of this command, whose data goes with it, and the trace that this leaves. Refuses to know: the
//! receipt's form.

use super::args::RegisterArgs;
use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::{Cause, note, with_ledger};
use super::record::{Given, record};
use super::{new_file, paper, parse};
use crate::base::{EntryNo, Line, PersonNo};
use crate::chain::SignedCheckpoint;
use crate::entry::{Body, Field, Unmasked};
use crate::ledger::{Access, Ledger, Receipted};
use clap::Args;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// `prove E-… [-o FILE] [--page FILE] [--for P-… | --without-names] [--all-fields] [--receipt-number TEXT]`
#[derive(Clone, Debug, Args)]
pub struct ProveArgs {
    /// The entry.
    #[arg(value_name = "ENTRY", value_parser = parse::entry)]
    pub entry: EntryNo,
    /// Where the receipt goes; printed where it is not given.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// A page to print.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// Who gets it; of an entry that names one person, she.
    #[arg(long = "for", value_name = "PERSON", value_parser = parse::person)]
    pub holder: Option<PersonNo>,
    /// With everything that the vault has of her, not her name alone.
    #[arg(long, conflicts_with = "without_names")]
    pub all_fields: bool,
    /// Without anybody's data.
    #[arg(long, conflicts_with = "holder")]
    pub without_names: bool,
    /// The number of the official receipt, for the page.
    #[arg(long, value_name = "TEXT", value_parser = parse::line, requires = "page")]
    pub receipt_number: Option<Line>,
    /// The date of the trace, and how it is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Makes a receipt.
///
/// # Errors
/// Failures that name the case.
pub fn run(args: &ProveArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    for path in args.output.iter().chain(&args.page) {
        new_file::is_free(context, path)?;
    }
    let fields: &[Field] = if args.all_fields { &Field::ALL } else { &[Field::Name] };
    let (holder, opens, checkpoint) = with_ledger(context, Access::Read, |context, ledger| {
        let persons = ledger.persons_of(args.entry)?;
        let holder = holder(context, args, &persons)?;
        let last = ledger.last_needed(args.entry, holder)?;
        let checkpoint = covering(context, ledger, last)?;
        let opens = match holder {
            Some(no) => !ledger.openings(no, fields)?.is_empty(),
            None => false,
        };
        Ok((holder, opens, checkpoint))
    })?;
    if let (true, Some(person)) = (opens, holder) {
        // As everywhere: an entry says whose data was seen before anybody sees it.
        let printed = args.output.is_none() && args.page.is_none();
        let given = Given::of_register(&args.register).beside(printed);
        record(context, &given, |batch| {
            given.add(batch, Body::Unmasked(Unmasked { person: Some(person), count: 1 }))?;
            Ok(())
        })?;
    } else if let Some(person) = holder {
        note(context, &context.words.say("prove-nothing-opened", &[("person", person.to_string().into())]))?;
    }
    let (receipt, office) = with_ledger(context, Access::Read, |_, ledger| {
        let openings = match holder.filter(|_| opens) {
            Some(no) => ledger.openings(no, fields)?,
            None => Vec::new(),
        };
        let receipt = ledger.receipt(args.entry, holder, openings, checkpoint.clone())?;
        Ok((receipt, ledger.organisation().clone()))
    })?;
    let text = receipt.to_string();
    // The pair of what the holder does; and of what a reader bounds.
    let read = Receipted::read(text.as_bytes());
    let read = read.unwrap_or_else(|error| unreachable!("a receipt that does not read back: {error}"));
    if let Some(path) = &args.page {
        let number = args.receipt_number.as_ref().map(Line::as_str);
        let page = paper::receipt(context, office.as_str(), &read, &text, number);
        new_file::write(context, path, &page)?;
        wrote(context, path)?;
    }
    match &args.output {
        Some(path) => {
            new_file::write(context, path, &text)?;
            wrote(context, path)
        }
        None if args.page.is_some() => Ok(()),
        None => write!(context.out, "{text}").map_err(Failure::Output),
    }
}

fn wrote(context: &mut Context<'_>, path: &std::path::Path) -> Result<(), Failure> {
    note(context, &context.words.say("prove-written", &[("file", path.display().to_string().into())]))
}

/// Who gets the receipt.
fn holder(
    context: &mut Context<'_>,
    args: &ProveArgs,
    persons: &BTreeSet<PersonNo>,
) -> Result<Option<PersonNo>, Cause> {
    if args.without_names {
        return Ok(None);
    }
    match args.holder {
        Some(no) if !persons.contains(&no) => {
            let told = [("entry", args.entry.into()), ("person", no.to_string().into())];
            let message = Message::nothing_recorded(context.words.say("error-prove-not-named", &told));
            let hint = context.words.say("hint-prove-not-named", &told);
            Err(Failure::told(Exit::Refused, message.hint(hint)).into())
        }
        Some(no) => Ok(Some(no)),
        None if persons.len() > 1 => {
            let told = [("entry", args.entry.into()), ("count", persons.len().into())];
            note(context, &context.words.say("prove-several", &told))?;
            Ok(None)
        }
        None => Ok(persons.first().copied()),
    }
}

/// The newest checkpoint that covers the entry.
fn covering(context: &Context<'_>, ledger: &mut Ledger, no: EntryNo) -> Result<SignedCheckpoint, Cause> {
    ledger.checkpoint_over(no)?.ok_or_else(|| {
        let told = [("entry", no.into())];
        let message = Message::nothing_recorded(context.words.say("error-prove-not-covered", &told));
        Failure::told(Exit::Refused, message.hint(context.words.word("hint-checkpoint-none"))).into()
    })
}
