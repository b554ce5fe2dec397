//! `jinguo log`: entries listed.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::parse;
use crate::base::{Code, Date};
use clap::Args;

/// `log [--from DATE] [--to DATE] [--fund CODE] [--last N]`
#[derive(Clone, Debug, Args)]
pub struct LogArgs {
    /// The first voucher date.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Option<Date>,
    /// The last voucher date.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub to: Option<Date>,
    /// Only entries of this fund.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// Only the last so many.
    #[arg(long, value_name = "COUNT", value_parser = parse::count)]
    pub last: Option<u64>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}
