//! `jinguo appropriate`: an appropriation received 拨入.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::parse::{self, Party};
use super::record::{Given, party, record};
use crate::base::{Code, Fen};
use crate::entry::{Appropriation, Body};
use clap::Args;

/// `appropriate AMOUNT --fund CODE --from NAME|P-…`
#[derive(Clone, Debug, Args)]
pub struct AppropriateArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// The fund that receives it.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// Who gives.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub from: Party,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records it; a giver named for the first time is registered in the same commit.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &AppropriateArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        let on = given.business(batch);
        let giver = party(batch, &args.from, on)?;
        given.add(batch, Body::Appropriation(Appropriation { fund, giver, amount: args.amount }))?;
        Ok(())
    })
}
