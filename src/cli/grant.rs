//! `jinguo grant`: grants passed down to federations below 拨付下级.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::parse::{self, Party};
use super::record::{Given, party, record};
use super::spend;
use crate::base::{Code, Fen};
use crate::entry::{Body, GrantDown};
use clap::{Args, Subcommand};

/// What to do with grants. One from above is received with `donate --grant`.
#[derive(Clone, Debug, Subcommand)]
pub enum GrantCommand {
    /// Passes one down.
    #[command(alias = "下级")]
    Pass(GrantPassArgs),
}

/// `grant pass AMOUNT --fund CODE --to NAME|P-… [--programme CODE]`
#[derive(Clone, Debug, Args)]
pub struct GrantPassArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// The fund that pays.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// Who receives it.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub to: Party,
    /// The programme that it is for.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub programme: Option<Code>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records it; a receiver named for the first time is registered in the same commit.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &GrantCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let GrantCommand::Pass(args) = command;
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        let programme = spend::programme(batch, args.programme.as_ref())?;
        let on = given.business(batch);
        let receiver = party(batch, &args.to, on)?;
        given.add(batch, Body::GrantDown(GrantDown { fund, programme, receiver, amount: args.amount }))?;
        Ok(())
    })
}
