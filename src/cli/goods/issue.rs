//! `jinguo goods issue`: goods handed out to one person against her signature.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::{at_once, fund_of, item_with};
use crate::base::{Code, GiftNo, Hash32, Line, PersonNo};
use crate::book::relief::ReliefRefusal;
use crate::cli::args::RecordArgs;
use crate::cli::attachment;
use crate::cli::context::{Context, Failure};
use crate::cli::parse;
use crate::cli::parse_goods::{self, Number, Place};
use crate::cli::record::{Given, record};
use crate::cli::typed::quote;
use crate::entry::{Proposal, Row};
use crate::ledger::LedgerError;
use clap::Args;
use std::path::PathBuf;

/// `goods issue NAME --to P-… --programme CODE [--pieces N | --number 00000001] [--fund F] [--gift J] --attach SIGNATURE`
#[derive(Clone, Debug, Args)]
pub struct GoodsIssueArgs {
    /// Which item.
    #[arg(value_name = "ITEM", value_parser = parse::line)]
    pub item: Line,
    /// Who receives it.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub to: PersonNo,
    /// The programme under which it is given.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub programme: Code,
    /// How many; one where it is not given.
    #[arg(
        long,
        value_name = "QUANTITY",
        value_parser = parse_goods::pieces,
        allow_hyphen_values = true,
        conflicts_with = "number"
    )]
    pub pieces: Option<u32>,
    /// The number on the piece, of numbered goods.
    #[arg(long, value_name = "NUMBER", value_parser = parse_goods::number)]
    pub number: Option<Number>,
    /// Whose it is; where the gift stands, else the programme's fund, if it is not given.
    #[arg(long, value_name = "PLACE-OF-GOODS", value_parser = parse_goods::place)]
    pub fund: Option<Place>,
    /// The gift that it is of.
    #[arg(long, value_name = "GIFT", value_parser = parse_goods::gift)]
    pub gift: Option<GiftNo>,
    /// A paper that the programme asks for, beside the signature.
    #[arg(long, value_name = "FILE")]
    pub paper: Vec<PathBuf>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records that it was granted and handed out, in one commit.
///
/// # Errors
/// What the rules or the ledger say; a failure to read a paper.
pub fn run(args: &GoodsIssueArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let papers = args.paper.iter().map(|file| attachment::hash_of(file, context));
    let papers = papers.collect::<Result<Vec<Hash32>, _>>()?;
    let words = context.words;
    record(context, &given, |batch| {
        let (no, item) = item_with(batch, &args.item, args.number.as_slice())?;
        let programme = batch.ledger().programme_by_code(&args.programme)?;
        let fund = fund_of(batch.ledger(), args.fund.as_ref(), args.gift)?.unwrap_or(programme.fund);
        let pieces = args.pieces.unwrap_or(1);
        let given_out = match (item.numbered(), args.number) {
            (true, Some(number)) => number.number,
            (false, None) => u64::from(pieces),
            _ => return Err(LedgerError::from(ReliefRefusal::CardNumbers { item: no }).into()),
        };
        let row = Row { case: None, person: args.to, gift: args.gift, given: given_out, paper: None };
        let proposal = Proposal { programme: programme.no, fund, item: Some(no), rows: vec![row] };
        let gift = args.gift.map(|gift| format!(" --gift {gift}")).unwrap_or_default();
        let item = quote(args.item.as_str());
        let (code, to) = (&args.programme, args.to);
        let instead = format!("jinguo relief propose {code} --to {to} --item {item} --pieces {pieces}{gift}");
        at_once::pay(batch, words, (&given, &papers), (code, proposal), &instead)
    })
}
