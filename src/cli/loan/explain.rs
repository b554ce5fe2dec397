//! `jinguo loan explain`: how every figure of a loan comes about.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use crate::base::{Date, LoanNo};
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::parse;
use crate::cli::unmask::{self, UnmaskArgs};
use crate::report::loan_explain;
use crate::cli::parse_loan;
use clap::Args;

/// `loan explain L-… [--on DATE] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct LoanExplainArgs {
    /// The loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// The day that is asked about; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub on: Option<Date>,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints it.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn run(args: &LoanExplainArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let day = super::day(context, args.on)?;
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        Ok(loan_explain::table(context.words, ledger, names, args.loan, day)?)
    })?;
    context.print(&table, args.print.format)
}
