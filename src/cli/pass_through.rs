//! `jinguo pass-through`: money received for others and paid on.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::parse::{self, Party};
use crate::base::Fen;
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
