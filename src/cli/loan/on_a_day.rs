//! What `loan show`, `loan explain` and `loan payoff` are given: one loan, on one day.
//!
//! Owns: those arguments, and printing what is made of them. Refuses to know: which report it is.

use crate::base::{Date, LoanNo};
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::unmask::{self, UnmaskArgs};
use crate::cli::{parse, parse_loan};
use crate::ledger::{Ledger, LedgerError};
use crate::report::Table;
use crate::report::names::NameBook;
use crate::words::Words;
use clap::Args;

/// `L-… [--on DATE] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct LoanOnArgs {
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

/// A report on a loan and a day.
type Report = fn(&Words, &mut Ledger, &mut NameBook, LoanNo, Date) -> Result<Table, LedgerError>;

/// Prints the report.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub(super) fn print(args: &LoanOnArgs, report: Report, context: &mut Context<'_>) -> Result<(), Failure> {
    let day = super::day(context, args.on)?;
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        Ok(report(context.words, ledger, names, args.loan, day)?)
    })?;
    context.print(&table, args.print.format)
}
