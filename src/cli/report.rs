//! `jinguo report`: reports.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::parse;
use crate::base::Period;
use clap::{Args, Subcommand};

/// Which report.
#[derive(Clone, Debug, Subcommand)]
pub enum ReportCommand {
    /// The trial balance 科目余额表.
    #[command(alias = "科目余额表")]
    TrialBalance(TrialBalanceArgs),
}

/// `report trial-balance [--period YYYY-MM]`
#[derive(Clone, Debug, Args)]
pub struct TrialBalanceArgs {
    /// The month; all that is recorded where it is not given.
    #[arg(long, value_name = "PERIOD", value_parser = parse::period)]
    pub period: Option<Period>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}
