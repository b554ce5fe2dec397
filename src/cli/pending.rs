//! `jinguo pending`: what waits for a second person 待审.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::context::{Context, Failure};
use super::open::{now, with_ledger};
use crate::ledger::Access;
use crate::report;
use clap::Args;

/// `pending`
#[derive(Clone, Copy, Debug, Args)]
pub struct PendingArgs {
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints what waits, the oldest first.
///
/// # Errors
/// What opening or reading says.
pub fn run(args: &PendingArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let clock = now(context)?;
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::pending::table(context.words, ledger, clock)?)
    })?;
    context.print(&table, args.print.format)
}
