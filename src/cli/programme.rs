//! `jinguo programme`: programmes.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::with_ledger;
use super::parse;
use super::record::{Given, record};
use super::threshold::{self, ThresholdArgs};
use crate::base::{Code, Fen, Line, ProgrammeNo};
use crate::book::Draft;
use crate::entry::{Body, ProgrammeAdded, ThresholdOf, ThresholdSet};
use crate::ledger::Access;
use crate::report;
use clap::{Args, Subcommand};

/// What to do with programmes.
#[derive(Clone, Debug, Subcommand)]
pub enum ProgrammeCommand {
    /// Opens a programme.
    #[command(alias = "新增")]
    Add(ProgrammeAddArgs),
    /// Sets above which amount a payment needs a second person.
    #[command(alias = "限额")]
    Threshold(ThresholdArgs),
    /// Lists the programmes.
    #[command(alias = "列表")]
    List(PrintArgs),
}

/// `programme add CODE NAME --fund CODE [--purpose TEXT] [--approval-over AMOUNT]`
#[derive(Clone, Debug, Args)]
pub struct ProgrammeAddArgs {
    /// A short code.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The programme's name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// The fund that pays it.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// Its purpose; the fund's where it is not given.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub purpose: Option<Line>,
    /// Above which amount a payment needs a second person; 0: each payment.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub approval_over: Option<Fen>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Opens a programme, or lists the programmes.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &ProgrammeCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        ProgrammeCommand::Add(args) => add(args, context),
        ProgrammeCommand::Threshold(args) => threshold::set(args, context, |ledger, code| {
            Ok(ThresholdOf::Programme(ledger.programme_by_code(code)?.no))
        }),
        ProgrammeCommand::List(print) => list(*print, context),
    }
}

fn add(args: &ProgrammeAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?;
        let programme = ProgrammeAdded {
            no: ProgrammeNo(batch.ledger().state().counts()?.programmes + 1),
            code: args.code.clone(),
            name: args.name.clone(),
            fund: fund.no,
            purpose: args.purpose.clone().unwrap_or(fund.purpose),
        };
        let of = ThresholdOf::Programme(programme.no);
        given.add(batch, Body::Programme(programme))?;
        if args.approval_over.is_some() {
            let (date, over) = (given.business(batch), args.approval_over);
            batch.add(Draft::new(date, Body::Threshold(ThresholdSet { of, over })))?;
        }
        Ok(())
    })
}

fn list(print: PrintArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::programmes::table(context.words, ledger)?)
    })?;
    context.print(&table, print.format)
}
