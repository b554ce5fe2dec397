//! `jinguo loan subsidy --recompute` 贴息复算: the claims of a quarter, worked out again.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use crate::base::Code;
use crate::base::date::DateError;
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::parse::{self, Wrong};
use crate::cli::unmask::{self, UnmaskArgs};
use crate::entry::Quarter;
use crate::report::subsidy_recompute;
use clap::Args;

/// `loan subsidy --recompute [--quarter 2026Q1] [--product CODE] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct LoanSubsidyArgs {
    /// Works it out again beside what was claimed; records nothing.
    #[arg(long, required = true)]
    pub recompute: bool,
    /// The quarter; the last that is over where it is not given.
    #[arg(long, value_name = "QUARTER", value_parser = quarter)]
    pub quarter: Option<Quarter>,
    /// Only loans of this product.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub product: Option<Code>,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

fn quarter(typed: &str) -> Result<Quarter, Wrong> {
    Quarter::parse(typed).ok_or_else(|| Wrong::Period(DateError::NotADate(typed.to_owned())))
}

/// Prints the sheet.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn run(args: &LoanSubsidyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    recompute(args.quarter, args.product.as_ref(), args.unmask, args.print, context)
}

/// Prints the claims of a quarter worked out again; without one, of the last that is over.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn recompute(
    quarter: Option<Quarter>,
    product: Option<&Code>,
    unmask: UnmaskArgs,
    print: PrintArgs,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let today = super::day(context, None)?;
    // The clock stands after 1970, so some quarter is over.
    let Some(quarter) = quarter.or_else(|| Quarter::over_on(today)) else { return Ok(()) };
    let table = unmask::report(context, unmask, |context, ledger, names| {
        let product = product.map(|code| ledger.product_by_code(code)).transpose()?;
        let product = product.map(|product| product.added.no);
        Ok(subsidy_recompute::table(context.words, ledger, names, quarter, product)?)
    })?;
    context.print(&table, print.format)
}
