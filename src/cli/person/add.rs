//! `jinguo person add`: a person registered, once in a lifetime.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::{bank_card, id_number};
use crate::base::{IdNumber, Line, PersonNo};
use crate::book::Refusal;
use crate::cli::args::RegisterArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::open::{self, with_ledger};
use crate::cli::parse::{self, FromStdin};
use crate::cli::record::{Given, record};
use crate::entry::PersonSort;
use crate::ledger::{Access, LedgerError, PersonDetails};
use clap::Args;

/// `person add --name … --area … --category … [--id-number -] [--bank-card -] [--although P-… --reason TEXT]`
#[derive(Clone, Debug, Args)]
pub struct PersonAddArgs {
    /// Her name.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// Where she lives, down to the village or community.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub area: Line,
    /// Why she is registered, such as 低收入母亲.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub category: Line,
    /// `-`: the identity number is read from standard input. It never stands on the command line.
    #[arg(long, value_name = "STDIN", value_parser = parse::from_stdin, allow_hyphen_values = true)]
    pub id_number: Option<FromStdin>,
    /// `-`: the number of her bank card is asked for, or read from a pipe. It never stands on the command line.
    #[arg(long, value_name = "STDIN", value_parser = parse::card_from_stdin, allow_hyphen_values = true)]
    pub bank_card: Option<FromStdin>,
    /// Somebody who is registered with the same number and is another person all the same.
    #[arg(long, value_name = "PERSON", value_parser = parse::person, requires = "reason")]
    pub although: Option<PersonNo>,
    /// Why that is right; it goes to the vault.
    #[arg(long, value_name = "TEXT", value_parser = parse::line, requires = "although")]
    pub reason: Option<Line>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Registers a person; or prepares it, where somebody with her number is there.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &PersonAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let details = PersonDetails {
        sort: PersonSort::Natural,
        name: args.name.clone(),
        id_number: number(args, context)?,
        area: Some(args.area.clone()),
        category: Some(args.category.clone()),
        bank_card: match args.bank_card {
            Some(FromStdin) => Some(bank_card::read(context)?),
            None => None,
        },
    };
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let on = given.business(batch);
        match (args.although, &args.reason) {
            (Some(same_as), Some(reason)) => batch.add_person_though_known(&details, same_as, reason, on)?,
            _ => batch.add_person(&details, on)?,
        };
        if let Some(entry) = batch.last().map(|last| last.no) {
            given.add_note(batch, entry)?;
        }
        Ok(())
    })
}

/// Her number; `None` where the answer in a terminal is left empty. An old one only finds whoever is registered.
fn number(args: &PersonAddArgs, context: &mut Context<'_>) -> Result<Option<IdNumber>, Failure> {
    let given = match args.id_number {
        Some(FromStdin) => id_number::read(context)?,
        None if context.outside.input_is_terminal => match id_number::asked(context)? {
            Some(given) => given,
            None => return Ok(None),
        },
        None => return Err(id_number::none(context)),
    };
    match given {
        id_number::Given::OfToday(number) => Ok(Some(number)),
        // Without a ledger there is nobody to find.
        id_number::Given::Old(_)
            if args.although.is_some() || open::find(context, Access::Write).is_err() =>
        {
            Err(id_number::too_old(context))
        }
        id_number::Given::Old(number) => {
            with_ledger(context, Access::Write, |context, ledger| match ledger.person_with_id(&number)? {
                Some(no) => Err(LedgerError::Refused(Box::new(Refusal::DuplicatePerson { no })).into()),
                None => Err(id_number::too_old(context).into()),
            })
        }
    }
}
