//! `jinguo disburse`: relief paid out.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::parse;
use crate::base::{Code, Fen, PersonNo};
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
