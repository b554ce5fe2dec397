//! `jinguo opening`: what stood on an account before the books began 期初余额.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::account;
use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::parse;
use super::record::{Given, record};
use crate::base::{Code, Fen, Line};
use crate::entry::{Body, OpeningBalance};
use clap::Args;

/// `opening AMOUNT --fund CODE --account ACCOUNT [--credit]`
#[derive(Clone, Debug, Args)]
pub struct OpeningArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Whose.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// On which account of the chart.
    #[arg(long, value_name = "ACCOUNT", value_parser = parse::line)]
    pub account: Line,
    /// It stood on the credit side 贷方.
    #[arg(long)]
    pub credit: bool,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records it.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &OpeningArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        let (date, edition) = given.voucher_date(batch)?;
        let account = account::find(words, (date, edition), &args.account)?;
        let amount = if args.credit { args.amount.negated() } else { args.amount };
        let edition = edition.number();
        given.add(batch, Body::OpeningBalance(OpeningBalance { fund, account, edition, amount }))?;
        Ok(())
    })
}
