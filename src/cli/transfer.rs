//! `jinguo transfer`: money moved between funds.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::parse;
use crate::base::{Code, Fen};
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
