//! `jinguo balance`: what each fund holds.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{Format, PrintArgs};
use super::context::{Context, Failure};
use super::open::with_ledger;
use crate::ledger::Access;
use crate::report;
use clap::Args;

/// `balance`
#[derive(Clone, Debug, Args)]
pub struct BalanceArgs {
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the balances.
///
/// # Errors
/// What opening or reading says.
pub fn run(args: &BalanceArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::balance::table(context.words, ledger, args.print.format != Format::Table)?)
    })?;
    context.print(&table, args.print.format)
}
