//! `jinguo loan`: loans, from the application to the last fen, and what they come to.
//!
//! Owns: which command is in which file, and what they share. Refuses to know: rules and arithmetic.

mod allowance;
mod borrow;
pub mod due;
mod grant;
mod late;
pub mod list;
mod on_a_day;
pub mod schedule;
mod subsidy;
mod subsidy_recompute;

use super::args::Format;
use super::context::{Context, Failure};
use super::open::now;
use super::record::{Given, tell};
use crate::base::{Date, EntryNo, LoanNo};
use crate::book::loan::LoanRefusal;
use crate::entry::{Body, LoanEvent, LoanWhat, Plan};
use crate::ledger::{Batch, LedgerError};
use crate::report::{loan_explain, loan_payoff, loan_show};
use clap::Subcommand;

pub use allowance::ProvisionArgs;
pub use borrow::{LoanDrawArgs, LoanMoneyArgs, LoanRepayArgs, LoanVisitArgs};
pub use grant::{LoanApplyArgs, LoanApproveArgs, LoanSignArgs};
pub use late::{LoanClaimArgs, LoanExtendArgs, LoanRecoverArgs, LoanWriteOffArgs};
pub use on_a_day::LoanOnArgs;
pub use subsidy::LoanSubsidyArgs;

/// What to do with loans.
#[derive(Clone, Debug, Subcommand)]
pub enum LoanCommand {
    /// Somebody applies for one.
    #[command(alias = "申请")]
    Apply(LoanApplyArgs),
    /// It is granted.
    #[command(alias = "审批")]
    Approve(LoanApproveArgs),
    /// Its contract is signed.
    #[command(alias = "签约")]
    Sign(LoanSignArgs),
    /// Money is paid out to the borrower.
    #[command(aliases = ["放款", "支用"])]
    Draw(LoanDrawArgs),
    /// The borrower pays.
    #[command(alias = "还款")]
    Repay(LoanRepayArgs),
    /// A fee is charged.
    #[command(alias = "收费")]
    Fee(LoanMoneyArgs),
    /// What was kept for later, or paid too much, is paid back.
    #[command(aliases = ["退还", "退款"])]
    Refund(LoanMoneyArgs),
    /// It is extended.
    #[command(alias = "展期")]
    Extend(LoanExtendArgs),
    /// The guarantor pays in the borrower's place.
    #[command(alias = "代偿")]
    Claim(LoanClaimArgs),
    /// It is given up, and still followed up.
    #[command(alias = "核销")]
    WriteOff(LoanWriteOffArgs),
    /// Money comes in after a claim or a write-off.
    #[command(aliases = ["追偿", "收回"])]
    Recover(LoanRecoverArgs),
    /// The allowance for bad debts.
    #[command(aliases = ["计提", "准备金"])]
    Provision(ProvisionArgs),
    /// Somebody went to see the borrower.
    #[command(alias = "走访")]
    Visit(LoanVisitArgs),
    /// The interest subsidy of a quarter is claimed.
    #[command(alias = "贴息")]
    Subsidy(LoanSubsidyArgs),
    /// One loan with every figure of it.
    #[command(alias = "查看")]
    Show(LoanOnArgs),
    /// Loans listed.
    #[command(alias = "列表")]
    List(list::LoanListArgs),
    /// The schedule 还款计划.
    #[command(alias = "还款计划")]
    Schedule(schedule::LoanScheduleArgs),
    /// How every figure comes about.
    #[command(alias = "算式")]
    Explain(LoanOnArgs),
    /// What ends the loan 结清金额.
    #[command(alias = "结清金额")]
    Payoff(LoanOnArgs),
    /// What falls due soon, and what is in arrears.
    #[command(alias = "到期")]
    Due(due::LoanDueArgs),
}

/// Does it.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &LoanCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        LoanCommand::Apply(args) => grant::apply(args, context),
        LoanCommand::Approve(args) => grant::approve(args, context),
        LoanCommand::Sign(args) => grant::sign(args, context),
        LoanCommand::Draw(args) => borrow::draw(args, context),
        LoanCommand::Repay(args) => borrow::repay(args, context),
        LoanCommand::Fee(args) => borrow::fee(args, context),
        LoanCommand::Refund(args) => borrow::refund(args, context),
        LoanCommand::Visit(args) => borrow::visit(args, context),
        LoanCommand::Extend(args) => late::extend(args, context),
        LoanCommand::Claim(args) => late::claim(args, context),
        LoanCommand::WriteOff(args) => late::write_off(args, context),
        LoanCommand::Recover(args) => late::recover(args, context),
        LoanCommand::Provision(args) => allowance::provision(args, context),
        LoanCommand::Subsidy(args) if args.recompute => subsidy_recompute::run(args, context),
        LoanCommand::Subsidy(args) => subsidy::claim(args, context),
        LoanCommand::Show(args) => on_a_day::print(args, loan_show::table, context),
        LoanCommand::List(args) => list::run(args, context),
        LoanCommand::Schedule(args) => schedule::run(args, context),
        LoanCommand::Explain(args) => on_a_day::print(args, loan_explain::table, context),
        LoanCommand::Payoff(args) => on_a_day::print(args, loan_payoff::table, context),
        LoanCommand::Due(args) => due::run(args, context),
    }
}

/// What the rules say about loans, as an error of the ledger.
pub fn refused(refusal: LoanRefusal) -> LedgerError {
    LedgerError::Refused(Box::new(refusal.into()))
}

/// The day that is asked about: today where none is.
fn day(context: &Context<'_>, on: Option<Date>) -> Result<Date, Failure> {
    on.map_or_else(|| Ok(now(context)?.shanghai_date()), Ok)
}

/// Adds something that happened to a loan.
fn add(given: &Given, batch: &mut Batch<'_>, loan: LoanNo, what: LoanWhat) -> Result<EntryNo, LedgerError> {
    given.add(batch, Body::Loan(LoanEvent { loan, what }))
}

/// Tells a schedule in one line.
fn tell_plan(context: &mut Context<'_>, format: Format, plan: &Plan) -> Result<(), Failure> {
    let (Some(first), Some(last)) = (plan.first(), plan.last()) else { return Ok(()) };
    let args = [
        ("count", plan.len().into()),
        ("first", first.due.into()),
        ("amount", first.principal.checked_add(first.interest).unwrap_or(first.principal).into()),
        ("last", last.due.into()),
    ];
    tell(context, format, &context.words.say("loan-plan", &args))
}
