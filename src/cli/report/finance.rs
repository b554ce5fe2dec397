//! `jinguo report position` and its like: the statements and books of finance.
//!
//! Owns: the arguments that they share, and what is said where the chart has no such statement. Refuses to know: figures.

use super::super::args::PrintArgs;
use super::super::context::{Context, Exit, Failure};
use super::super::export::UnitOf;
use super::super::message::{Message, Recorded};
use super::super::open::{now, with_ledger};
use super::super::parse;
use crate::base::{Code, Date, Months};
use crate::ledger::Access;
use crate::report::Sheet;
use crate::report::names::NameBook;
use crate::report::statements::{Asked, Statement, sheet};
use clap::Args;

/// `report STATEMENT [--period MONTHS] [--fund CODE]`
#[derive(Clone, Debug, Args)]
pub struct FinanceArgs {
    /// The months; those of this year up to now where they are not given.
    #[arg(id = "run", long = "period", value_name = "RUN", value_parser = parse::run_of_months)]
    pub months: Option<Months>,
    /// Only of this fund.
    #[arg(id = "only_fund", long = "fund", value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// What amounts are shown in.
    #[arg(id = "money_unit", long = "unit", value_name = "UNIT", value_enum, default_value_t)]
    pub unit: UnitOf,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// This year's months up to that day.
pub(in crate::cli) fn so_far(day: Date) -> Months {
    let month = day.period();
    Months::new(Months::year_of(month).first(), month).unwrap_or(Months::one(month))
}

/// Prints the statement.
///
/// # Errors
/// What opening or reading says; a chart of accounts that has no such statement.
pub fn run(statement: Statement, args: &FinanceArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let as_of = now(context)?.shanghai_date();
    let asked = Asked { months: args.months.unwrap_or(so_far(as_of)), as_of, fund: args.fund.clone() };
    let made = with_ledger(context, Access::Read, |context, ledger| {
        let mut names = NameBook::new(ledger)?;
        Ok(sheet(context.words, ledger, &mut names, statement, &asked)?)
    })?;
    match made {
        Some(Sheet { table, .. }) => context.print(&args.unit.shown(table, context.words), args.print.format),
        None => {
            let words = context.words;
            let message = Message::new(words.word("error-report-not-of-chart"), Recorded::NotAsked);
            let hint = words.word("hint-report-not-of-chart");
            Err(Failure::told(Exit::Refused, message.hint(hint)))
        }
    }
}
