//! `jinguo person`: persons who give or receive.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::with_ledger;
use super::parse::{self, FromStdin, Wrong};
use super::record::{Given, record};
use super::usage;
use crate::base::{IdNumber, Line, PersonNo};
use crate::entry::PersonSort;
use crate::ledger::{Access, PersonDetails};
use crate::report;
use clap::{Args, Subcommand};
use std::io::{BufRead, Read};
use zeroize::Zeroizing;

/// What to do with persons.
#[derive(Clone, Debug, Subcommand)]
pub enum PersonCommand {
    /// Registers a person.
    #[command(alias = "新增")]
    Add(PersonAddArgs),
    /// Shows a person.
    #[command(alias = "查看")]
    Show(PersonShowArgs),
    /// Lists the persons.
    #[command(alias = "列表")]
    List(PrintArgs),
}

/// `person add --name … --area … --category … [--id-number -]`
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
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `person show P-…`
#[derive(Clone, Debug, Args)]
pub struct PersonShowArgs {
    /// The person.
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    pub person: PersonNo,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// More of a line than this is not read: an endless pipe must not fill the memory.
const LONGEST_LINE: u64 = 1000;

/// The identity number: a line of standard input where `--id-number -` says so, else asked for in a terminal.
///
/// `None` where it is neither given nor can be asked for, or the answer is left empty in a terminal.
///
/// # Errors
/// A usage failure where what was given is no identity number; an I/O failure where it can't be read.
pub fn id_number(args: &PersonAddArgs, context: &mut Context<'_>) -> Result<Option<IdNumber>, Failure> {
    let mut typed = Zeroizing::new(String::new());
    match args.id_number {
        Some(FromStdin) => {
            let read = (&mut *context.input).take(LONGEST_LINE).read_line(&mut typed);
            read.map_err(|error| Failure::input(context.words, &error))?;
        }
        None if context.outside.input_is_terminal => {
            let question = context.words.word("prompt-id-number");
            let answer = rpassword::prompt_password(question);
            *typed = answer.map_err(|error| Failure::input(context.words, &error))?;
            if typed.trim().is_empty() {
                return Ok(None);
            }
        }
        None => return Ok(None),
    }
    // Some Windows shells begin what they pipe with a byte order mark.
    let number = IdNumber::parse(typed.trim_start_matches('\u{FEFF}'));
    number.map(Some).map_err(|cause| usage::wrong_value(context.words, &Wrong::IdNumber(cause)))
}

/// Registers a person, or shows what may be seen of one or of all.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &PersonCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        PersonCommand::Add(args) => add(args, context),
        PersonCommand::Show(args) => shown(Some(args.person), args.print, context),
        PersonCommand::List(print) => shown(None, *print, context),
    }
}

fn add(args: &PersonAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let id_number = id_number(args, context)?;
    if id_number.is_none() && !context.outside.input_is_terminal {
        let message = Message::nothing_recorded(context.words.word("error-no-id-number"));
        return Err(Failure::told(Exit::Usage, message.hint(context.words.word("hint-id-number-pipe"))));
    }
    let details = PersonDetails {
        sort: PersonSort::Natural,
        name: args.name.clone(),
        id_number,
        area: Some(args.area.clone()),
        category: Some(args.category.clone()),
    };
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let on = given.business(batch);
        batch.add_person(&details, on)?;
        Ok(())
    })
}

fn shown(only: Option<PersonNo>, print: PrintArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::persons::table(context.words, ledger, only)?)
    })?;
    context.print(&table, print.format)
}
