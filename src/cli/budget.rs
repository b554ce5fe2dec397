//! `jinguo budget`: what a fund may spend on something in a year.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::{Cause, with_ledger};
use super::parse;
use super::record::{Given, record};
use crate::base::{BudgetNo, Code, Date, Fen, FundNo, Line};
use crate::book::Refusal;
use crate::entry::{Body, BudgetSet};
use crate::ledger::{Access, Batch, LedgerError};
use crate::report;
use clap::{Args, Subcommand};

/// What to do with budgets.
#[derive(Clone, Debug, Subcommand)]
pub enum BudgetCommand {
    /// Sets a budget, or changes its amount.
    #[command(alias = "设定")]
    Set(BudgetSetArgs),
    /// Lists the budgets and what is left of them.
    #[command(alias = "列表")]
    List(BudgetListArgs),
}

/// `budget set FUND PURPOSE AMOUNT [--year YYYY]`
#[derive(Clone, Debug, Args)]
pub struct BudgetSetArgs {
    /// Whose money.
    #[arg(value_name = "FUND", value_parser = parse::code)]
    pub fund: Code,
    /// On what.
    #[arg(value_name = "TEXT", value_parser = parse::line)]
    pub purpose: Line,
    /// How much at most.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub amount: Fen,
    /// The year of the voucher dates; the business date's where it is not given.
    #[arg(long, value_name = "YEAR", value_parser = parse::year)]
    pub year: Option<u32>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `budget list [--year YYYY]`
#[derive(Clone, Debug, Args)]
pub struct BudgetListArgs {
    /// Only of this year.
    #[arg(long, value_name = "YEAR", value_parser = parse::year)]
    pub year: Option<u32>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Sets or lists.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &BudgetCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        BudgetCommand::Set(args) => set(args, context),
        BudgetCommand::List(args) => list(args, context),
    }
}

fn set(args: &BudgetSetArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        let year = args.year.unwrap_or_else(|| given.business(batch).number() / 10_000);
        let no = match batch.ledger().budget_of(fund, year, &args.purpose)? {
            Some(no) => no,
            None => BudgetNo(batch.ledger().state().counts()?.budgets + 1),
        };
        let (purpose, amount) = (args.purpose.clone(), args.amount);
        given.add(batch, Body::Budget(BudgetSet { no, fund, year, purpose, amount }))?;
        Ok(())
    })
}

fn list(args: &BudgetListArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::budgets::table(context.words, ledger, args.year)?)
    })?;
    context.print(&table, args.print.format)
}

/// The budget of a fund for a purpose in the year of that voucher date.
///
/// # Errors
/// [`Refusal::UnknownBudgetPurpose`].
pub fn of(batch: &mut Batch<'_>, fund: FundNo, date: Date, purpose: &Line) -> Result<BudgetNo, Cause> {
    let year = date.number() / 10_000;
    let unknown = || Refusal::UnknownBudgetPurpose { purpose: purpose.clone(), year };
    let found = batch.ledger().budget_of(fund, year, purpose)?;
    found.ok_or_else(|| LedgerError::Refused(Box::new(unknown())).into())
}
