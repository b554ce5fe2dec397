//! `jinguo loan`: loans from application to the last payment.
//!
//! Owns: which subcommands there are. Refuses to know: what they do; each has its own file.

pub mod due;
pub mod explain;
pub mod list;
pub mod payoff;
pub mod schedule;
pub mod show;
pub mod subsidy_recompute;

use super::context::{Context, Failure};
use super::open;
use super::parse::Wrong;
use crate::base::{Date, LoanNo};
use clap::Subcommand;

/// What to do with loans.
#[derive(Clone, Debug, Subcommand)]
pub enum LoanCommand {
    /// One loan with every figure of it.
    #[command(alias = "查看")]
    Show(show::LoanShowArgs),
    /// Loans listed.
    #[command(alias = "列表")]
    List(list::LoanListArgs),
    /// The schedule 还款计划.
    #[command(alias = "还款计划")]
    Schedule(schedule::LoanScheduleArgs),
    /// How every figure comes about.
    #[command(alias = "算式")]
    Explain(explain::LoanExplainArgs),
    /// What ends the loan 结清金额.
    #[command(alias = "结清金额")]
    Payoff(payoff::LoanPayoffArgs),
    /// What falls due soon, and what is in arrears.
    #[command(alias = "到期")]
    Due(due::LoanDueArgs),
    /// Interest subsidies 财政贴息.
    #[command(alias = "贴息")]
    Subsidy(subsidy_recompute::LoanSubsidyArgs),
}

/// Does what is asked.
///
/// # Errors
/// What opening or reading says.
pub fn run(command: &LoanCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        LoanCommand::Show(args) => show::run(args, context),
        LoanCommand::List(args) => list::run(args, context),
        LoanCommand::Schedule(args) => schedule::run(args, context),
        LoanCommand::Explain(args) => explain::run(args, context),
        LoanCommand::Payoff(args) => payoff::run(args, context),
        LoanCommand::Due(args) => due::run(args, context),
        LoanCommand::Subsidy(args) => subsidy_recompute::run(args, context),
    }
}

/// A loan's number.
///
/// # Errors
/// [`Wrong::Id`].
pub(super) fn loan_no(typed: &str) -> Result<LoanNo, Wrong> {
    Ok(LoanNo::parse(typed)?)
}

/// The day that is asked about: today where none is.
pub(super) fn day(context: &Context<'_>, on: Option<Date>) -> Result<Date, Failure> {
    on.map_or_else(|| Ok(open::now(context)?.shanghai_date()), Ok)
}
