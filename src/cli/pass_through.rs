//! `jinguo pass-through`: money received for others and paid on.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::parse::{self, Party};
use super::record::{Given, party, record};
use crate::base::{Fen, PurposeNo};
use crate::book::{Draft, Refusal};
use crate::entry::{Body, PassThrough, PurposeAdded, Target};
use crate::ledger::LedgerError;
use clap::{Args, Subcommand};

/// Which way the money goes.
#[derive(Clone, Debug, Subcommand)]
pub enum PassThroughCommand {
    /// Received for a named person or place.
    #[command(alias = "收到")]
    Receive(PassThroughReceiveArgs),
    /// Paid on.
    #[command(alias = "转付")]
    Pay(PassThroughPayArgs),
}

/// `pass-through receive AMOUNT --for PLACE|P-… [--from NAME|P-…]`
#[derive(Clone, Debug, Args)]
pub struct PassThroughReceiveArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Whom or what it is for.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub r#for: Party,
    /// Who gives.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub from: Option<Party>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `pass-through pay AMOUNT --for PLACE|P-…`
#[derive(Clone, Debug, Args)]
pub struct PassThroughPayArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Whom or what it is for.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub r#for: Party,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records money that came in, or that was paid on.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &PassThroughCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        PassThroughCommand::Receive(args) => receive(args, context),
        PassThroughCommand::Pay(args) => pay(args, context),
    }
}

/// A place or cause that is named for the first time is added in the same commit.
fn receive(args: &PassThroughReceiveArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let on = given.business(batch);
        let target = match &args.r#for {
            Party::Person(no) => Target::Person(*no),
            Party::Name(name) => match batch.ledger().purpose_by_name(name)? {
                Some(no) => Target::Purpose(no),
                None => {
                    let no = PurposeNo(batch.ledger().state().counts()?.purposes + 1);
                    batch.add(Draft::new(on, Body::Purpose(PurposeAdded { no, name: name.clone() })))?;
                    Target::Purpose(no)
                }
            },
        };
        let other = args.from.as_ref().map(|from| party(batch, from, on)).transpose()?;
        let held = PassThrough { received: true, target, other, amount: args.amount };
        given.add(batch, Body::PassThrough(held))?;
        Ok(())
    })
}

fn pay(args: &PassThroughPayArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let target = match &args.r#for {
            Party::Person(no) => Target::Person(*no),
            Party::Name(name) => {
                let unknown =
                    || LedgerError::Refused(Box::new(Refusal::UnknownPurposeName { name: name.clone() }));
                Target::Purpose(batch.ledger().purpose_by_name(name)?.ok_or_else(unknown)?)
            }
        };
        let held = PassThrough { received: false, target, other: None, amount: args.amount };
        given.add(batch, Body::PassThrough(held))?;
        Ok(())
    })
}
