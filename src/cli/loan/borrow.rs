//! `jinguo loan draw|repay|fee|refund|visit`: what happens while a loan runs.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

use super::{add, refused, tell};
use crate::base::{Fen, LoanNo};
use crate::book::loan::{Known, owed, position};
use crate::cli::args::{RecordArgs, RegisterArgs};
use crate::cli::context::{Context, Failure};
use crate::cli::record::{Given, record};
use crate::cli::{parse, parse_loan};
use crate::entry::{self, LoanWhat, PaidFrom};
use clap::{Args, ValueEnum};

/// `loan draw L-… AMOUNT`
#[derive(Clone, Debug, Args)]
pub struct LoanDrawArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `loan fee|refund L-… AMOUNT`
#[derive(Clone, Debug, Args)]
pub struct LoanMoneyArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `loan repay L-… AMOUNT [--prepay | --from-prepayment] [--reschedule]`
#[derive(Clone, Debug, Args)]
pub struct LoanRepayArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// What is more than everything owed is kept for later.
    #[arg(long)]
    pub prepay: bool,
    /// It is paid out of what was kept.
    #[arg(long, conflicts_with = "prepay")]
    pub from_prepayment: bool,
    /// The rest is spread over the days that are left.
    #[arg(long)]
    pub reschedule: bool,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// What a visit found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Found {
    /// All is well.
    #[value(alias = "正常")]
    Well,
    /// Repayment is in doubt.
    #[value(aliases = ["有风险", "还款有风险"])]
    Concern,
    /// Nobody was met.
    #[value(aliases = ["未见到人", "未见"])]
    NotMet,
}

/// `loan visit L-… --result well|concern|not-met [--note TEXT]`
#[derive(Clone, Debug, Args)]
pub struct LoanVisitArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// What was found.
    #[arg(long, value_name = "RESULT", value_enum)]
    pub result: Found,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Records a draw, and tells the schedule that follows from it in one line.
///
/// # Errors
/// What the rules or the ledger say.
pub fn draw(args: &LoanDrawArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let mut made = Vec::new();
    record(context, &given, |batch| {
        let on = given.business(batch);
        let loan = batch.ledger().loan(args.loan)?;
        let plan = owed::plan_after_draw(args.loan, &loan, on, args.amount).map_err(refused)?;
        made.clone_from(&plan);
        add(&given, batch, args.loan, LoanWhat::Drawn { amount: args.amount, plan })?;
        Ok(())
    })?;
    super::tell_plan(context, args.record.register.print.format, &made)
}

/// Records a payment, and tells what it met.
///
/// # Errors
/// What the rules or the ledger say.
pub fn repay(args: &LoanRepayArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let (mut met, mut made) = (entry::Split::default(), None);
    record(context, &given, |batch| {
        let on = given.business(batch);
        let loan = batch.ledger().loan(args.loan)?;
        let split = owed::split(args.loan, &loan, on, args.amount, args.prepay).map_err(refused)?;
        // Who pays all that is left needs no new schedule.
        let goes_on = split.principal < position(&loan, on, Known::ALL).outstanding;
        let plan = (args.reschedule && goes_on)
            .then(|| owed::plan_after_payment(args.loan, &loan, on, &split))
            .transpose();
        let plan = plan.map_err(refused)?;
        (met, made) = (split, plan.clone());
        let from = if args.from_prepayment { PaidFrom::Prepayment } else { PaidFrom::Cash };
        add(&given, batch, args.loan, LoanWhat::Repaid { from, split, plan })?;
        Ok(())
    })?;
    let format = args.record.register.print.format;
    let split = [
        ("fees", met.fees.into()),
        ("penalty", met.penalty.into()),
        ("interest", met.interest.into()),
        ("principal", met.principal.into()),
        ("kept", met.prepaid.into()),
    ];
    tell(context, format, &context.words.say("loan-split", &split))?;
    made.map_or(Ok(()), |plan| super::tell_plan(context, format, &plan))
}

/// Charges a fee.
///
/// # Errors
/// What the rules or the ledger say.
pub fn fee(args: &LoanMoneyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    money(args, LoanWhat::Charged { amount: args.amount }, context)
}

/// Pays back what was kept for later, or paid too much.
///
/// # Errors
/// What the rules or the ledger say.
pub fn refund(args: &LoanMoneyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    money(args, LoanWhat::Refunded { amount: args.amount }, context)
}

fn money(args: &LoanMoneyArgs, what: LoanWhat, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        add(&given, batch, args.loan, what.clone())?;
        Ok(())
    })
}

/// Records a visit.
///
/// # Errors
/// What the rules or the ledger say.
pub fn visit(args: &LoanVisitArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let result = match args.result {
        Found::Well => entry::VisitResult::Well,
        Found::Concern => entry::VisitResult::Concern,
        Found::NotMet => entry::VisitResult::NotMet,
    };
    record(context, &given, |batch| {
        add(&given, batch, args.loan, LoanWhat::Visited { result })?;
        Ok(())
    })
}
