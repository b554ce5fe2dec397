//! `jinguo reverse`: an entry reversed 红字冲销.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::parse;
use super::record::{Given, record};
use crate::base::{EntryNo, Line};
use crate::words::reason;
use clap::Args;

/// `reverse E-… --reason TEXT`
#[derive(Clone, Debug, Args)]
pub struct ReverseArgs {
    /// The entry that was wrong.
    #[arg(value_name = "ENTRY", value_parser = parse::entry)]
    pub entry: EntryNo,
    /// Why.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub reason: Line,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records the reversal; the operator's own words go to the vault.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &ReverseArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let reason = reason::meant(args.reason.as_str());
    record(context, &given, |batch| {
        let draft = given.drafter(batch)?;
        let no = batch.add_reversal(args.entry, reason, &args.reason, draft)?.no;
        given.add_note(batch, no)?;
        Ok(())
    })
}
