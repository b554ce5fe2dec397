//! `jinguo donate`: a gift received, in money or in goods.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::goods;
use super::parse::{self, Party};
use super::parse_goods;
use super::record::{Given, party, record};
use crate::base::{Code, Fen, Line};
use crate::entry::{Body, Donation, DonationSource};
use clap::{ArgGroup, Args};

/// `donate FUND AMOUNT --from NAME|P-… | --anonymous [--grant]`, or with `--goods NAME --quantity N --unit-value A` in the
/// place of the amount
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("giver").required(true).args(["from", "anonymous"])))]
pub struct DonateArgs {
    /// The fund that receives it.
    #[arg(value_name = "FUND", value_parser = parse::code)]
    pub fund: Code,
    /// How much, where it is money.
    #[arg(
        value_name = "AMOUNT",
        value_parser = parse::amount,
        allow_hyphen_values = true,
        required_unless_present = "goods",
        conflicts_with = "goods"
    )]
    pub amount: Option<Fen>,
    /// The item, where it is goods: one that is not there yet is named.
    #[arg(long, value_name = "ITEM", value_parser = parse::line, requires_all = ["quantity", "unit_value"])]
    pub goods: Option<Line>,
    /// How many pieces of it.
    #[arg(
        long,
        value_name = "QUANTITY",
        value_parser = parse_goods::pieces,
        allow_hyphen_values = true,
        requires = "goods"
    )]
    pub quantity: Option<u32>,
    /// What each piece is worth by the donor's document.
    #[arg(
        long,
        value_name = "AMOUNT",
        value_parser = parse::amount,
        allow_hyphen_values = true,
        requires = "goods"
    )]
    pub unit_value: Option<Fen>,
    /// Who gives; `None` only with `anonymous`.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub from: Option<Party>,
    /// The giver does not want to be named.
    #[arg(long)]
    pub anonymous: bool,
    /// A grant from above or another office, no donation.
    #[arg(long, conflicts_with = "goods")]
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
        let amount = match (&args.goods, args.quantity, args.unit_value, args.amount) {
            (Some(item), Some(pieces), Some(each), _) => {
                return goods::donated(batch, &given, &args.fund, (item, pieces, each), args.from.as_ref());
            }
            // The grammar asks for one or the other.
            (.., amount) => amount.unwrap_or(Fen::ZERO),
        };
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        let on = given.business(batch);
        let donor = args.from.as_ref().map(|from| party(batch, from, on)).transpose()?;
        let source = if args.grant { DonationSource::Grant } else { DonationSource::Gift };
        let gift = Donation { fund, donor, amount, source };
        given.add(batch, Body::Donation(gift))?;
        Ok(())
    })
}
