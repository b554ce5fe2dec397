//! `jinguo guarantor`: who stands behind loans 担保机构, and the money behind that.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RecordArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::with_ledger;
use super::parse;
use super::record::{Given, record};
use crate::base::{Code, Fen, GuarantorNo, Line};
use crate::entry::{Body, Deposit, GuarantorAdded};
use crate::ledger::Access;
use crate::report;
use clap::{Args, Subcommand};

/// What to do with guarantors.
#[derive(Clone, Debug, Subcommand)]
pub enum GuarantorCommand {
    /// Names one.
    #[command(alias = "新增")]
    Add(GuarantorAddArgs),
    /// Money placed with one, or its own.
    #[command(aliases = ["存入", "存出保证金"])]
    Deposit(DepositArgs),
    /// The same money back, or less of its own.
    #[command(aliases = ["收回", "收回保证金"])]
    Return(DepositArgs),
    /// Lists them and the money behind them.
    #[command(alias = "列表")]
    List(PrintArgs),
}

/// `guarantor add NAME`
#[derive(Clone, Debug, Args)]
pub struct GuarantorAddArgs {
    /// Its name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `guarantor deposit|return NAME AMOUNT [--fund CODE]`
#[derive(Clone, Debug, Args)]
pub struct DepositArgs {
    /// Its name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// The fund of the office whose money it is; the guarantor's own where it is not given.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Names, places or lists.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &GuarantorCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        GuarantorCommand::Add(args) => {
            let given = Given::of_register(&args.register);
            record(context, &given, |batch| {
                let no = GuarantorNo(batch.ledger().state().counts()?.guarantors + 1);
                given.add(batch, Body::Guarantor(GuarantorAdded { no, name: args.name.clone() }))?;
                Ok(())
            })
        }
        GuarantorCommand::Deposit(args) => moved(true, args, context),
        GuarantorCommand::Return(args) => moved(false, args, context),
        GuarantorCommand::List(print) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                Ok(report::guarantors::table(context.words, ledger)?)
            })?;
            context.print(&table, print.format)
        }
    }
}

fn moved(placed: bool, args: &DepositArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let guarantor = batch.ledger().guarantor_by_name(&args.name)?;
        let fund = args.fund.as_ref().map(|code| batch.ledger().fund_by_code(code)).transpose()?;
        let deposit = Deposit { placed, guarantor, fund: fund.map(|fund| fund.no), amount: args.amount };
        given.add(batch, Body::Deposit(deposit))?;
        Ok(())
    })
}
