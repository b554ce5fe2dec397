//! `jinguo donate`: a gift received.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::parse::{self, Party};
use crate::base::{Code, Fen};
use clap::{ArgGroup, Args};

/// `donate FUND AMOUNT --from NAME|P-… | --anonymous [--grant]`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("giver").required(true).args(["from", "anonymous"])))]
pub struct DonateArgs {
    /// The fund that receives it.
    #[arg(value_name = "FUND", value_parser = parse::code)]
    pub fund: Code,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Who gives; `None` only with `anonymous`.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub from: Option<Party>,
    /// The giver does not want to be named.
    #[arg(long)]
    pub anonymous: bool,
    /// A grant from above or another office, no donation.
    #[arg(long)]
    pub grant: bool,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}
