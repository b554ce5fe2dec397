//! `jinguo goods`: goods that come in, are handed out, counted and given back.
//!
//! Owns: which command is in which file, and what they share. Refuses to know: rules and arithmetic.

pub mod at_once;
mod come;
mod count;
mod issue;

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::{Cause, with_ledger};
use super::parse_goods::{Number, Place};
use super::record::{Given, record};
use super::{parse, parse_goods};
use crate::base::{FundNo, GiftNo, ItemNo, Line};
use crate::book::relief::ReliefRefusal;
use crate::entry::{Body, GoodsEvent, GoodsWhat, Item};
use crate::ledger::{Access, Batch, Ledger, LedgerError};
use crate::report::names::NameBook;
use crate::report::{goods_list, goods_show};
use clap::{Args, Subcommand};

pub use come::{GoodsBuyArgs, GoodsReceiveArgs, Worths, donated};
pub use count::{GoodsCountArgs, GoodsGiveBackArgs};
pub use issue::GoodsIssueArgs;

/// What to do with goods.
#[derive(Clone, Debug, Subcommand)]
pub enum GoodsCommand {
    /// Names an item.
    #[command(alias = "新增")]
    Add(GoodsAddArgs),
    /// Goods are given.
    #[command(aliases = ["收到", "入库"])]
    Receive(GoodsReceiveArgs),
    /// Goods are bought.
    #[command(alias = "采购")]
    Buy(GoodsBuyArgs),
    /// Goods are handed out to a person.
    #[command(alias = "发放")]
    Issue(GoodsIssueArgs),
    /// The stock is counted.
    #[command(alias = "盘点")]
    Count(GoodsCountArgs),
    /// Goods of a gift go back to its donor.
    #[command(aliases = ["退回", "退还"])]
    GiveBack(GoodsGiveBackArgs),
    /// What is in stock.
    #[command(alias = "列表")]
    List(PrintArgs),
    /// One item with its lots.
    #[command(alias = "查看")]
    Show(GoodsShowArgs),
}

/// `goods add NAME --unit 个 [--digits 8]`
#[derive(Clone, Debug, Args)]
pub struct GoodsAddArgs {
    /// Its name: public text, never a person's.
    #[arg(value_name = "ITEM", value_parser = parse::line)]
    pub item: Line,
    /// What a piece of it is called.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub unit: Line,
    /// How many digits the number on each piece has; not numbered where it is not given.
    #[arg(long, value_name = "QUANTITY", value_parser = parse_goods::digits)]
    pub digits: Option<u8>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `goods show NAME`
#[derive(Clone, Debug, Args)]
pub struct GoodsShowArgs {
    /// Which item.
    #[arg(value_name = "ITEM", value_parser = parse::line)]
    pub item: Line,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Whose goods they are: of a fund, held for others, or of a gift, which says where it stands.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = true)]
pub struct OwnerArgs {
    /// The fund, or what is held for others; where the gift stands if it is not given.
    #[arg(long, value_name = "PLACE-OF-GOODS", value_parser = parse_goods::place)]
    pub fund: Option<Place>,
    /// The gift.
    #[arg(long, value_name = "GIFT", value_parser = parse_goods::gift)]
    pub gift: Option<GiftNo>,
}

impl OwnerArgs {
    fn fund(&self, ledger: &mut Ledger) -> Result<FundNo, LedgerError> {
        fund_of(ledger, self.fund.as_ref(), self.gift).map(|fund| fund.unwrap_or(FundNo::PASS_THROUGH))
    }
}

/// The fund that is named, else where the gift stands; `None` where neither is given.
pub fn fund_of(
    ledger: &mut Ledger,
    place: Option<&Place>,
    gift: Option<GiftNo>,
) -> Result<Option<FundNo>, LedgerError> {
    match (place, gift) {
        (Some(place), _) => place.fund(ledger).map(Some),
        (None, Some(gift)) => Ok(Some(ledger.gift(gift)?.fund)),
        (None, None) => Ok(None),
    }
}

/// Does it.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &GoodsCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        GoodsCommand::Add(args) => add(args, context),
        GoodsCommand::Receive(args) => come::receive(args, context),
        GoodsCommand::Buy(args) => come::buy(args, context),
        GoodsCommand::Issue(args) => issue::run(args, context),
        GoodsCommand::Count(args) => count::run(args, context),
        GoodsCommand::GiveBack(args) => count::give_back(args, context),
        GoodsCommand::List(print) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                Ok(goods_list::table(context.words, ledger)?)
            })?;
            context.print(&table, print.format)
        }
        GoodsCommand::Show(args) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                let item = ledger.item_by_name(&args.item)?;
                let names = NameBook::new(ledger)?;
                Ok(goods_show::table(context.words, ledger, &names, item)?)
            })?;
            context.print(&table, args.print.format)
        }
    }
}

fn add(args: &GoodsAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let no = next_item(batch)?;
        let digits = args.digits.unwrap_or(0);
        let item = Item { name: args.item.clone(), unit: args.unit.clone(), digits };
        given.add(batch, event(no, GoodsWhat::Added(item)))?;
        Ok(())
    })
}

fn next_item(batch: &mut Batch<'_>) -> Result<ItemNo, Cause> {
    Ok(ItemNo(batch.ledger().state().counts()?.items + 1))
}

fn event(item: ItemNo, what: GoodsWhat) -> Body {
    Body::Goods(GoodsEvent { item, what })
}

/// An item by its name, once it is known that its pieces can have these numbers.
fn item_with(batch: &mut Batch<'_>, name: &Line, numbers: &[Number]) -> Result<(ItemNo, Item), LedgerError> {
    let no = batch.ledger().item_by_name(name)?;
    let item = batch.ledger().item(no)?;
    if numbers.iter().all(|number| number.fits(&item)) {
        Ok((no, item))
    } else {
        Err(ReliefRefusal::CardNumbers { item: no }.into())
    }
}
