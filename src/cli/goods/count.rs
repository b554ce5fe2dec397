//! `jinguo goods count|give-back`: the stock is counted, and goods of a gift go back to its donor.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

use super::{event, fund_of, item_with};
use crate::base::{FundNo, GiftNo, Line};
use crate::book::relief;
use crate::cli::args::RecordArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::parse;
use crate::cli::parse_goods::{self, Number, Numbers, Place};
use crate::cli::record::{Given, record};
use crate::entry::{GoodsWhat, Pile};
use clap::Args;

/// `goods count NAME COUNTED --fund F [--missing 00000001,…]`
#[derive(Clone, Debug, Args)]
pub struct GoodsCountArgs {
    /// Which item.
    #[arg(value_name = "ITEM", value_parser = parse::line)]
    pub item: Line,
    /// How many there were.
    #[arg(value_name = "QUANTITY", value_parser = parse_goods::pieces_or_none, allow_hyphen_values = true)]
    pub counted: u32,
    /// Whose they are.
    #[arg(long, value_name = "PLACE-OF-GOODS", value_parser = parse_goods::place)]
    pub fund: Place,
    /// Which numbers are missing.
    #[arg(long, value_name = "NUMBERS", value_parser = parse_goods::numbers)]
    pub missing: Option<Numbers>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `goods give-back NAME N --gift J [--fund F] [--first-number 00000001]`
#[derive(Clone, Debug, Args)]
pub struct GoodsGiveBackArgs {
    /// Which item.
    #[arg(value_name = "ITEM", value_parser = parse::line)]
    pub item: Line,
    /// How many.
    #[arg(value_name = "QUANTITY", value_parser = parse_goods::pieces, allow_hyphen_values = true)]
    pub pieces: u32,
    /// The gift that they are of.
    #[arg(long, value_name = "GIFT", value_parser = parse_goods::gift)]
    pub gift: GiftNo,
    /// Whose they are; where the gift stands if it is not given.
    #[arg(long, value_name = "PLACE-OF-GOODS", value_parser = parse_goods::place)]
    pub fund: Option<Place>,
    /// The number on the first piece; the others follow it.
    #[arg(long, value_name = "NUMBER", value_parser = parse_goods::number)]
    pub first_number: Option<Number>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records a count; the difference to the books is booked with it.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &GoodsCountArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let missing: Vec<Number> = args.missing.as_ref().map(|missing| missing.0.clone()).unwrap_or_default();
    record(context, &given, |batch| {
        let (item, _) = item_with(batch, &args.item, &missing)?;
        let fund = args.fund.fund(batch.ledger())?;
        let on_the_books = relief::stock(batch.ledger().state(), item, fund)?.pieces();
        let missing = missing.iter().map(|number| number.number).collect();
        let counted = GoodsWhat::Counted { fund, on_the_books, counted: args.counted, missing };
        given.add(batch, event(item, counted))?;
        Ok(())
    })
}

/// Records goods that went back to the donor.
///
/// # Errors
/// What the rules or the ledger say.
pub fn give_back(args: &GoodsGiveBackArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let (item, _) = item_with(batch, &args.item, args.first_number.as_slice())?;
        let gift = Some(args.gift);
        let fund = fund_of(batch.ledger(), args.fund.as_ref(), gift)?.unwrap_or(FundNo::PASS_THROUGH);
        let first = args.first_number.map(|number| number.number);
        let pile = Pile { fund, gift, pieces: args.pieces, first };
        given.add(batch, event(item, GoodsWhat::GivenBack { pile }))?;
        Ok(())
    })
}
