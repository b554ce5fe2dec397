//! `jinguo goods receive|buy`, and `jinguo donate --goods`: goods come in.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

use super::{OwnerArgs, event, item_with, next_item};
use crate::base::{Code, Fen, Line};
use crate::book::{Draft, Refusal};
use crate::cli::args::RecordArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::open::Cause;
use crate::cli::parse::{self, Party};
use crate::cli::parse_goods::{self, Number};
use crate::cli::record::{Given, party, record};
use crate::entry::{GoodsWhat, Item, Pile, Worth};
use crate::ledger::{Batch, LedgerError};
use clap::{ArgGroup, Args};

/// What goods are worth, and who says so.
#[derive(Clone, Copy, Debug, Args)]
#[command(group(ArgGroup::new("worth").required(true).args(["value", "unit_value", "no_value"])))]
pub struct Worths {
    /// What all of them are worth.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub value: Option<Fen>,
    /// What each piece is worth.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub unit_value: Option<Fen>,
    /// It is what they would fetch 公允价值: no document says it.
    #[arg(long, conflicts_with = "no_value")]
    pub fair: bool,
    /// Nobody can say: they stand in the register only.
    #[arg(long)]
    pub no_value: bool,
}

impl Worths {
    fn of(&self, pieces: u32) -> Result<Worth, LedgerError> {
        let value = match (self.value, self.unit_value) {
            (Some(value), _) => value,
            (None, Some(each)) => times(each, pieces)?,
            (None, None) => return Ok(Worth::Unknown),
        };
        Ok(if self.fair { Worth::Fair(value) } else { Worth::Document(value) })
    }
}

fn times(each: Fen, pieces: u32) -> Result<Fen, LedgerError> {
    let sum = each.get().checked_mul(i64::from(pieces)).map(Fen::new).filter(|sum| sum.fits_a_posting());
    sum.ok_or_else(|| LedgerError::Refused(Box::new(Refusal::SumTooLarge)))
}

/// `goods receive NAME N --fund F [--gift J] [--from NAME|P-… | --anonymous] (--value A | --unit-value A | --no-value)`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("giver").required(true).multiple(true).args(["from", "anonymous", "gift"])))]
pub struct GoodsReceiveArgs {
    /// Which item.
    #[arg(value_name = "ITEM", value_parser = parse::line)]
    pub item: Line,
    /// How many.
    #[arg(value_name = "QUANTITY", value_parser = parse_goods::pieces, allow_hyphen_values = true)]
    pub pieces: u32,
    /// Whose they are.
    #[command(flatten)]
    pub owner: OwnerArgs,
    /// Who gives; of a gift its donor does.
    #[arg(long, value_name = "PARTY", value_parser = parse::party, conflicts_with = "anonymous")]
    pub from: Option<Party>,
    /// The giver does not want to be named.
    #[arg(long)]
    pub anonymous: bool,
    /// What they are worth.
    #[command(flatten)]
    pub worth: Worths,
    /// The number on the first piece; the others follow it.
    #[arg(long, value_name = "NUMBER", value_parser = parse_goods::number)]
    pub first_number: Option<Number>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `goods buy NAME N AMOUNT --fund F [--gift J] [--payee NAME|P-…]`
#[derive(Clone, Debug, Args)]
pub struct GoodsBuyArgs {
    /// Which item.
    #[arg(value_name = "ITEM", value_parser = parse::line)]
    pub item: Line,
    /// How many.
    #[arg(value_name = "QUANTITY", value_parser = parse_goods::pieces, allow_hyphen_values = true)]
    pub pieces: u32,
    /// What they cost in all.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Whose money it is, and whose they will be.
    #[command(flatten)]
    pub owner: OwnerArgs,
    /// Who sold them.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub payee: Option<Party>,
    /// The number on the first piece; the others follow it.
    #[arg(long, value_name = "NUMBER", value_parser = parse_goods::number)]
    pub first_number: Option<Number>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records goods that were given; an organisation that gives for the first time is registered in the same commit.
///
/// # Errors
/// What the rules or the ledger say.
pub fn receive(args: &GoodsReceiveArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let (item, _) = item_with(batch, &args.item, args.first_number.as_slice())?;
        let fund = args.owner.fund(batch.ledger())?;
        let on = given.business(batch);
        let donor = args.from.as_ref().map(|from| party(batch, from, on)).transpose()?;
        let first = args.first_number.map(|number| number.number);
        let pile = Pile { fund, gift: args.owner.gift, pieces: args.pieces, first };
        let worth = args.worth.of(args.pieces)?;
        given.add(batch, event(item, GoodsWhat::Received { pile, donor, worth }))?;
        Ok(())
    })
}

/// Records goods that were bought.
///
/// # Errors
/// What the rules or the ledger say.
pub fn buy(args: &GoodsBuyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let (item, _) = item_with(batch, &args.item, args.first_number.as_slice())?;
        let fund = args.owner.fund(batch.ledger())?;
        let on = given.business(batch);
        let seller = args.payee.as_ref().map(|payee| party(batch, payee, on)).transpose()?;
        let first = args.first_number.map(|number| number.number);
        let pile = Pile { fund, gift: args.owner.gift, pieces: args.pieces, first };
        given.add(batch, event(item, GoodsWhat::Bought { pile, seller, amount: args.amount }))?;
        Ok(())
    })
}

/// Goods that were given to a fund at so much a piece. An item that is not there yet is named in the same commit, in
/// pieces 件 without numbers.
///
/// # Errors
/// What the rules or the ledger say.
pub fn donated(
    batch: &mut Batch<'_>,
    given: &Given,
    fund: &Code,
    (name, pieces, each): (&Line, u32, Fen),
    from: Option<&Party>,
) -> Result<(), Cause> {
    let on = given.business(batch);
    let fund = batch.ledger().fund_by_code(fund)?.no;
    let item = match batch.ledger().item_by_name(name) {
        Ok(item) => item,
        Err(LedgerError::Refused(_)) => {
            let no = next_item(batch)?;
            let unit = Line::new("件").expect("a word is a line");
            let item = Item { name: name.clone(), unit, digits: 0 };
            batch.add(Draft::new(on, event(no, GoodsWhat::Added(item))))?;
            no
        }
        Err(error) => return Err(error.into()),
    };
    let donor = from.map(|from| party(batch, from, on)).transpose()?;
    let worth = Worth::Document(times(each, pieces)?);
    let pile = Pile { fund, gift: None, pieces, first: None };
    given.add(batch, event(item, GoodsWhat::Received { pile, donor, worth }))?;
    Ok(())
}
