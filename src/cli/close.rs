//! `jinguo close`: a month closed 结账.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::RegisterArgs;
use super::parse;
use crate::base::Period;
use clap::Args;

/// `close YYYY-MM [--check]`
#[derive(Clone, Debug, Args)]
pub struct CloseArgs {
    /// The month.
    #[arg(value_name = "PERIOD", value_parser = parse::period)]
    pub period: Period,
    /// Only say what stands in the way.
    #[arg(long)]
    pub check: bool,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}
