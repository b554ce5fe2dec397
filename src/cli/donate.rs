//! `jinguo donate`: a gift received.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::parse::{self, Party};
use super::record::{Given, party, record};
use crate::base::{Code, Fen};
use crate::entry::{Body, Donation, DonationSource};
use clap::{ArgGroup, Args};

/// `donate FUND AMOUNT --from NAME|P-… | --anonymous [--grant]`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("giver").required(true).args(["from", "anonymous"])))]
pub struct DonateArgs {
    /// The fund that receives it.
    #[arg(value_name = "FUND", value_parser = parse::code)]
    pub fund: Code,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Who gives; `None` only with `anonymous`.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub from: Option<Party>,
    /// The giver does not want to be named.
    #[arg(long)]
    pub anonymous: bool,
    /// A grant from above or another office, no donation.
    #[arg(long)]
    pub grant: bool,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records the gift; an organisation that gives for the first time is registered in the same commit.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &DonateArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        let on = given.business(batch);
        let donor = args.from.as_ref().map(|from| party(batch, from, on)).transpose()?;
        let source = if args.grant { DonationSource::Grant } else { DonationSource::Gift };
        let gift = Donation { fund, donor, amount: args.amount, source };
        given.add(batch, Body::Donation(gift))?;
        Ok(())
    })
}
