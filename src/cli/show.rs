//! `jinguo show`: one entry or voucher.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::parse::{self, Shown};
use clap::Args;

/// `show E-…|VOUCHER`
#[derive(Clone, Debug, Args)]
pub struct ShowArgs {
    /// The entry or the voucher.
    #[arg(value_name = "SHOWN", value_parser = parse::shown)]
    pub what: Shown,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}
