//! `jinguo loan due`: what falls due soon and what is in arrears.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use crate::base::Date;
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::parse::{self, Wrong};
use crate::cli::unmask::{self, UnmaskArgs};
use crate::report::loan_due;
use clap::Args;

/// `loan due [--within 14d] [--on DATE] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct LoanDueArgs {
    /// How many days ahead.
    #[arg(long, value_name = "DAYS", value_parser = within, default_value = "14d")]
    pub within: u32,
    /// The day to look ahead from; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub on: Option<Date>,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// `14d`, `14天` or `14`.
fn within(typed: &str) -> Result<u32, Wrong> {
    let text = typed.trim();
    let digits = ["天", "d", "D"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    parse::days(digits.trim()).map_err(|_| Wrong::Days(typed.to_owned()))
}

/// Prints the list.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn run(args: &LoanDueArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let day = super::day(context, args.on)?;
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        Ok(loan_due::table(context.words, ledger, names, day, args.within)?)
    })?;
    context.print(&table, args.print.format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_with_or_without_their_unit() {
        assert_eq!((within("14d"), within("14天"), within(" 7 ")), (Ok(14), Ok(14), Ok(7)));
        for wrong in ["", "d", "-1", "1.5d", "14w", "40000"] {
            assert_eq!(within(wrong), Err(Wrong::Days(wrong.to_owned())));
        }
    }
}
