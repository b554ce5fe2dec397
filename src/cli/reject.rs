//! `jinguo reject` and `jinguo withdraw`: what was prepared never takes effect 退回、撤回.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::parse;
use super::record::{Given, record};
use crate::base::{EntryNo, Line};
use crate::entry::Decision;
use clap::Args;

/// `reject E-… --reason TEXT`
#[derive(Clone, Debug, Args)]
pub struct RejectArgs {
    /// What was prepared.
    #[arg(value_name = "ENTRY", value_parser = parse::entry)]
    pub entry: EntryNo,
    /// Why.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub reason: Line,
    /// The clock is right although it jumped by more than a day.
    #[arg(long)]
    pub confirm_clock: bool,
    /// How what was recorded is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// `withdraw E-… [--reason TEXT]`
#[derive(Clone, Debug, Args)]
pub struct WithdrawArgs {
    /// What was prepared.
    #[arg(value_name = "ENTRY", value_parser = parse::entry)]
    pub entry: EntryNo,
    /// Why.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub reason: Option<Line>,
    /// The clock is right although it jumped by more than a day.
    #[arg(long)]
    pub confirm_clock: bool,
    /// How what was recorded is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Rejects what another person prepared.
///
/// # Errors
/// What the rules or the ledger say.
pub fn reject(args: &RejectArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = given(args.confirm_clock, args.print);
    end(context, &given, args.entry, Decision::Rejected, Some(&args.reason))
}

/// Takes back what one prepared oneself.
///
/// # Errors
/// What the rules or the ledger say.
pub fn withdraw(args: &WithdrawArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = given(args.confirm_clock, args.print);
    end(context, &given, args.entry, Decision::Withdrawn, args.reason.as_ref())
}

fn given(confirm_clock: bool, print: PrintArgs) -> Given {
    Given::of_register(&RegisterArgs { confirm_clock, print, ..RegisterArgs::default() })
}

fn end(
    context: &mut Context<'_>,
    given: &Given,
    entry: EntryNo,
    decision: Decision,
    reason: Option<&Line>,
) -> Result<(), Failure> {
    record(context, given, |batch| {
        let draft = given.drafter(batch)?;
        batch.add_decision(entry, decision, reason, draft)?;
        Ok(())
    })
}
