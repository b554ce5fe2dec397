//! `jinguo transfer`: money moved between funds.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::record::{Given, record};
use super::{attachment, parse};
use crate::base::{Code, Fen};
use crate::entry::{Body, Transfer};
use clap::Args;
use std::path::PathBuf;

/// `transfer AMOUNT --from CODE --to CODE [--consent FILE]`
#[derive(Clone, Debug, Args)]
pub struct TransferArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// The fund it leaves.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub from: Code,
    /// The fund it goes to.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub to: Code,
    /// The donor's written consent.
    #[arg(long, value_name = "FILE")]
    pub consent: Option<PathBuf>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records the transfer. The consent stays with the office; its hash goes into the entry.
///
/// # Errors
/// What the rules or the ledger say; a failure to read the consent.
pub fn run(args: &TransferArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let consent = args.consent.as_deref().map(|file| attachment::hash_of(file, context)).transpose()?;
    let given = Given::of(&args.record, context)?.with_attachment(consent);
    record(context, &given, |batch| {
        let from = batch.ledger().fund_by_code(&args.from)?.no;
        let to = batch.ledger().fund_by_code(&args.to)?.no;
        let transfer = Transfer { from, to, amount: args.amount, consent };
        given.add(batch, Body::Transfer(transfer))?;
        Ok(())
    })
}
