//! `jinguo gift`: bound gifts, what comes in of them, what goes back, and what became of them.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

mod bound;

use super::args::{PrintArgs, RecordArgs};
use super::context::{Context, Failure};
use super::parse::{self, Party};
use super::parse_goods::{self, Place};
use super::record::{Given, party, record};
use super::unmask::{self, UnmaskArgs};
use super::{attachment, goods};
use crate::base::{Fen, FundNo, GiftNo, PersonNo};
use crate::book::Draft;
use crate::entry::{Body, GiftEvent, GiftWhat};
use crate::report::{gifts, statement_gift};
use bound::BoundArgs;
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// What to do with bound gifts.
#[derive(Clone, Debug, Subcommand)]
pub enum GiftCommand {
    /// It is agreed, and its money received.
    #[command(aliases = ["新增", "结对"])]
    Add(GiftAddArgs),
    /// Money of it comes in.
    #[command(alias = "收到")]
    Receive(GiftMoneyArgs),
    /// Money of it goes back to the donor.
    #[command(aliases = ["退回", "退还"])]
    Return(GiftMoneyArgs),
    /// Its donor changes what it is for.
    #[command(alias = "变更用途")]
    Rebind(GiftRebindArgs),
    /// All of them.
    #[command(alias = "列表")]
    List(GiftListArgs),
    /// What became of one.
    #[command(alias = "查看")]
    Show(GiftShowArgs),
}

/// `gift add [AMOUNT] --from NAME|P-… | --anonymous (--for P-… | --for-file FILE | --programme CODE) [--fund F]`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("giver").required(true).args(["from", "anonymous"])))]
pub struct GiftAddArgs {
    /// How much came in; only agreed where it is not given.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Option<Fen>,
    /// Who gives; `None` only with `anonymous`.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub from: Option<Party>,
    /// The giver does not want to be named.
    #[arg(long)]
    pub anonymous: bool,
    /// What it is for.
    #[command(flatten)]
    pub bound: BoundArgs,
    /// Where it stands; held for others where it is not given.
    #[arg(long, value_name = "PLACE-OF-GOODS", value_parser = parse_goods::place)]
    pub fund: Option<Place>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `gift receive|return J-… AMOUNT`
#[derive(Clone, Debug, Args)]
pub struct GiftMoneyArgs {
    /// Which gift.
    #[arg(value_name = "GIFT", value_parser = parse_goods::gift)]
    pub gift: GiftNo,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `gift rebind J-… (--for P-… | --for-file FILE | --programme CODE) --consent FILE`
#[derive(Clone, Debug, Args)]
pub struct GiftRebindArgs {
    /// Which gift.
    #[arg(value_name = "GIFT", value_parser = parse_goods::gift)]
    pub gift: GiftNo,
    /// What it is for from now on.
    #[command(flatten)]
    pub bound: BoundArgs,
    /// The donor's written consent.
    #[arg(long, value_name = "FILE")]
    pub consent: PathBuf,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `gift list [--donor P-…] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct GiftListArgs {
    /// Only hers.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub donor: Option<PersonNo>,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// `gift show J-… [--unmask]`, also `statement gift J-…`
#[derive(Clone, Debug, Args)]
pub struct GiftShowArgs {
    /// Which gift.
    #[arg(value_name = "GIFT", value_parser = parse_goods::gift)]
    pub gift: GiftNo,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Does it.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &GiftCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        GiftCommand::Add(args) => add(args, context),
        GiftCommand::Receive(args) => money(args, GiftWhat::Received { amount: args.amount }, context),
        GiftCommand::Return(args) => money(args, GiftWhat::GivenBack { amount: args.amount }, context),
        GiftCommand::Rebind(args) => rebind(args, context),
        GiftCommand::List(args) => list(args, context),
        GiftCommand::Show(args) => show(args, context),
    }
}

/// Agrees on it, and receives its money in the same commit. An organisation that gives for the first time is registered
/// with it.
fn add(args: &GiftAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let asked = args.bound.read(context)?;
    let words = context.words;
    record(context, &given, |batch| {
        let on = given.business(batch);
        let bound = asked.bound(batch, words)?;
        let fund = goods::fund_of(batch.ledger(), args.fund.as_ref(), None)?;
        let fund = fund.unwrap_or(FundNo::PASS_THROUGH);
        let donor = args.from.as_ref().map(|from| party(batch, from, on)).transpose()?;
        let gift = GiftNo(batch.ledger().state().counts()?.gifts + 1);
        let agreed = event(gift, GiftWhat::Agreed { donor, fund, bound });
        match args.amount {
            None => {
                given.add(batch, agreed)?;
            }
            Some(amount) => {
                batch.add(Draft::new(on, agreed))?;
                given.add(batch, event(gift, GiftWhat::Received { amount }))?;
            }
        }
        Ok(())
    })
}

fn event(gift: GiftNo, what: GiftWhat) -> Body {
    Body::Gift(GiftEvent { gift, what })
}

fn money(args: &GiftMoneyArgs, what: GiftWhat, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        given.add(batch, event(args.gift, what.clone()))?;
        Ok(())
    })
}

/// The consent stays with the office; its hash goes into the entry.
fn rebind(args: &GiftRebindArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let consent = attachment::hash_of(&args.consent, context)?;
    let given = Given::of(&args.record, context)?.with_attachment(Some(consent));
    let asked = args.bound.read(context)?;
    let words = context.words;
    record(context, &given, |batch| {
        let bound = asked.bound(batch, words)?;
        given.add(batch, event(args.gift, GiftWhat::BoundAnew { bound, consent }))?;
        Ok(())
    })
}

fn list(args: &GiftListArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        Ok(gifts::table(context.words, ledger, names, args.donor)?)
    })?;
    context.print(&table, args.print.format)
}

/// Prints everything that became of a gift.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn show(args: &GiftShowArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        Ok(statement_gift::table(context.words, ledger, names, args.gift)?)
    })?;
    context.print(&table, args.print.format)
}
