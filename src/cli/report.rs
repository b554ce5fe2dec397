//! `jinguo report`: reports.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::context::{Context, Failure};
use super::open::with_ledger;
use super::parse;
use crate::base::Period;
use crate::ledger::Access;
use crate::report::trial_balance;
use clap::{Args, Subcommand};

/// Which report.
#[derive(Clone, Debug, Subcommand)]
pub enum ReportCommand {
    /// The trial balance 科目余额表.
    #[command(alias = "科目余额表")]
    TrialBalance(TrialBalanceArgs),
}

/// `report trial-balance [--period YYYY-MM]`
#[derive(Clone, Debug, Args)]
pub struct TrialBalanceArgs {
    /// The month; all that is recorded where it is not given.
    #[arg(long, value_name = "PERIOD", value_parser = parse::period)]
    pub period: Option<Period>,
    /// A row for each fund of an account.
    #[arg(long)]
    pub by_fund: bool,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the report.
///
/// # Errors
/// What opening or reading says.
pub fn run(command: &ReportCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let ReportCommand::TrialBalance(args) = command;
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(trial_balance::table(context.words, ledger, args.period, args.by_fund)?)
    })?;
    context.print(&table, args.print.format)
}
