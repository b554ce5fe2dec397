//! `jinguo log`: entries listed.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::context::{Context, Failure};
use super::open::with_ledger;
use super::parse;
use crate::base::{Code, Date};
use crate::ledger::Access;
use crate::report::log::{self, Wanted};
use clap::Args;

/// `log [--from DATE] [--to DATE] [--fund CODE] [--last N]`
#[derive(Clone, Debug, Args)]
pub struct LogArgs {
    /// The first business date.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Option<Date>,
    /// The last business date.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub to: Option<Date>,
    /// Only entries of this fund.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// Only the last so many; without it and without dates, the last fifty.
    #[arg(long, value_name = "COUNT", value_parser = parse::count)]
    pub last: Option<u64>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the entries.
///
/// # Errors
/// What opening or reading says.
pub fn run(args: &LogArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        let fund = args.fund.as_ref().map(|code| ledger.fund_by_code(code)).transpose()?;
        let wanted = Wanted { from: args.from, to: args.to, fund: fund.map(|f| f.no), last: args.last };
        Ok(log::table(context.words, ledger, wanted)?)
    })?;
    context.print(&table, args.print.format)
}
