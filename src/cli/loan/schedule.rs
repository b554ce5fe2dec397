//! `jinguo loan schedule`: the schedule of a loan, or all that it ever had.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use crate::base::LoanNo;
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::unmask::{self, UnmaskArgs};
use crate::report::loan_schedule;
use crate::cli::parse_loan;
use clap::Args;

/// `loan schedule L-… [--all] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct LoanScheduleArgs {
    /// The loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// Also those that were replaced or reversed.
    #[arg(long)]
    pub all: bool,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the schedule.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn run(args: &LoanScheduleArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        Ok(loan_schedule::table(context.words, ledger, names, args.loan, args.all)?)
    })?;
    context.print(&table, args.print.format)
}
