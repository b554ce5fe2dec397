//! `jinguo show`: one entry or voucher.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::context::{Context, Failure};
use super::parse::{self, Shown};
use super::unmask::{self, UnmaskArgs};
use crate::report;
use clap::Args;

/// `show E-…|VOUCHER [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct ShowArgs {
    /// The entry or the voucher.
    #[arg(value_name = "SHOWN", value_parser = parse::shown)]
    pub what: Shown,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the entry, or the voucher's entry.
///
/// # Errors
/// What opening or reading says.
pub fn run(args: &ShowArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        let no = match args.what {
            Shown::Entry(no) => no,
            Shown::Voucher(no) => ledger.entry_of_voucher(no)?,
        };
        Ok(report::show::table(context.words, ledger, names, no)?)
    })?;
    context.print(&table, args.print.format)
}
