//! `jinguo reverse`: an entry reversed 红字冲销.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::parse;
use crate::base::{EntryNo, Line};
use clap::Args;

/// `reverse E-… --reason TEXT`
#[derive(Clone, Debug, Args)]
pub struct ReverseArgs {
    /// The entry that was wrong.
    #[arg(value_name = "ENTRY", value_parser = parse::entry)]
    pub entry: EntryNo,
    /// Why.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub reason: Line,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}
