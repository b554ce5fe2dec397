//! `jinguo disburse`: relief paid out.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::parse;
use super::record::{Given, record};
use crate::base::{Code, Fen, PersonNo};
use crate::entry::{Body, Disbursement};
use clap::Args;

/// `disburse PROGRAMME AMOUNT --to P-… [--fund CODE]`
#[derive(Clone, Debug, Args)]
pub struct DisburseArgs {
    /// The programme it is paid under.
    #[arg(value_name = "PROGRAMME", value_parser = parse::code)]
    pub programme: Code,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Who receives it.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub to: PersonNo,
    /// The fund that pays; the programme's own where it is not given.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records the payment.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &DisburseArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let programme = batch.ledger().programme_by_code(&args.programme)?;
        let fund = match &args.fund {
            Some(code) => batch.ledger().fund_by_code(code)?.no,
            None => programme.fund,
        };
        let relief = Disbursement { programme: programme.no, fund, person: args.to, amount: args.amount };
        given.add(batch, Body::Disbursement(relief))?;
        Ok(())
    })
}
