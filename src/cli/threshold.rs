//! `fund threshold` and `programme threshold`: above which amount a payment needs a second person 审批限额.
//!
//! Owns: the arguments that the two share. Refuses to know: rules and arithmetic.

use super::args::RegisterArgs;
use super::context::{Context, Failure};
use super::open::Cause;
use super::parse;
use super::record::{Given, record};
use crate::base::{Code, Fen};
use crate::entry::{Body, ThresholdOf, ThresholdSet};
use crate::ledger::Ledger;
use clap::Args;

/// `threshold CODE AMOUNT|--none`
#[derive(Clone, Debug, Args)]
pub struct ThresholdArgs {
    /// Of which fund or programme.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// Above which amount; 0: each payment.
    #[arg(
        value_name = "AMOUNT",
        value_parser = parse::amount_or_zero,
        allow_hyphen_values = true,
        required_unless_present = "none",
        conflicts_with = "none"
    )]
    pub amount: Option<Fen>,
    /// No second person any more, whatever the amount.
    #[arg(long)]
    pub none: bool,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Sets the threshold, or takes it away. `find` looks up whose it is.
///
/// # Errors
/// What the rules or the ledger say.
pub fn set(
    args: &ThresholdArgs,
    context: &mut Context<'_>,
    find: impl Fn(&mut Ledger, &Code) -> Result<ThresholdOf, Cause>,
) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let of = find(batch.ledger(), &args.code)?;
        given.add(batch, Body::Threshold(ThresholdSet { of, over: args.amount }))?;
        Ok(())
    })
}
