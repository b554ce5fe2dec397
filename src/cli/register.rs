//! `jinguo register`: memorandum registers 备查簿, for what went past the office's books and is still to be counted.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::with_ledger;
use super::parse::{self, Party};
use super::record::{Given, party, record};
use crate::base::{EntryNo, Fen, Line, PersonNo, RegisterNo};
use crate::entry::{Body, RegisterAdded, Registered};
use crate::ledger::Access;
use crate::report;
use clap::{Args, Subcommand};

/// What to do with registers.
#[derive(Clone, Debug, Subcommand)]
pub enum RegisterCommand {
    /// Begins a register.
    #[command(alias = "新增")]
    Add(RegisterAddArgs),
    /// Writes a line into it.
    #[command(alias = "登记")]
    Note(RegisterNoteArgs),
    /// Strikes a line.
    #[command(alias = "划去")]
    Strike(RegisterStrikeArgs),
    /// Lists the registers and their sums.
    #[command(alias = "列表")]
    List(PrintArgs),
    /// Lists the lines of one.
    #[command(alias = "查看")]
    Show(RegisterShowArgs),
}

/// `register add NAME`
#[derive(Clone, Debug, Args)]
pub struct RegisterAddArgs {
    /// Its name: public text, never a person's.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `register note NAME --count N [--amount AMOUNT] [--person P-…] [--from NAME|P-…]`
#[derive(Clone, Debug, Args)]
pub struct RegisterNoteArgs {
    /// Which register.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// How many people, cards or times.
    #[arg(long, value_name = "QUANTITY", value_parser = parse::quantity)]
    pub count: u32,
    /// What it was worth.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Option<Fen>,
    /// Who was helped.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub person: Option<PersonNo>,
    /// Who gave it: a bank, a hospital.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub from: Option<Party>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `register strike E-…`
#[derive(Clone, Debug, Args)]
pub struct RegisterStrikeArgs {
    /// The line that was a mistake.
    #[arg(value_name = "ENTRY", value_parser = parse::entry)]
    pub entry: EntryNo,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `register show NAME`
#[derive(Clone, Debug, Args)]
pub struct RegisterShowArgs {
    /// Which register.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Writes into a register, or lists.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &RegisterCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        RegisterCommand::Add(args) => add(args, context),
        RegisterCommand::Note(args) => note(args, context),
        RegisterCommand::Strike(args) => strike(args, context),
        RegisterCommand::List(print) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                Ok(report::registers::list(context.words, ledger)?)
            })?;
            context.print(&table, print.format)
        }
        RegisterCommand::Show(args) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                let no = ledger.register_by_name(&args.name)?;
                Ok(report::registers::lines(context.words, ledger, no)?)
            })?;
            context.print(&table, args.print.format)
        }
    }
}

fn add(args: &RegisterAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let no = RegisterNo(batch.ledger().state().counts()?.registers + 1);
        given.add(batch, Body::Register(RegisterAdded { no, name: args.name.clone() }))?;
        Ok(())
    })
}

fn note(args: &RegisterNoteArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let register = batch.ledger().register_by_name(&args.name)?;
        let on = given.business(batch);
        let provider = args.from.as_ref().map(|from| party(batch, from, on)).transpose()?;
        let (person, count, amount) = (args.person, args.count, args.amount.unwrap_or(Fen::ZERO));
        given.add(batch, Body::Registered(Registered { register, person, provider, count, amount }))?;
        Ok(())
    })
}

fn strike(args: &RegisterStrikeArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let on = given.business(batch);
        let no = batch.strike(args.entry, on)?.no;
        given.add_note(batch, no)?;
        Ok(())
    })
}
