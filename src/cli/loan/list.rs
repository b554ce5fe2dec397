//! `jinguo loan list`: loans as they stand on a day.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use crate::base::{Code, Date};
use crate::book::loan;
use crate::cli::args::PrintArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::parse;
use crate::cli::unmask::{self, UnmaskArgs};
use crate::report::loan_list::{self, Wanted};
use clap::{Args, ValueEnum};

/// How far a loan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// Its application was reversed 已作废.
    #[value(alias = "已作废")]
    Void,
    /// 申请中.
    #[value(alias = "申请中")]
    Applied,
    /// 已审批.
    #[value(alias = "已审批")]
    Granted,
    /// 已签约.
    #[value(alias = "已签约")]
    Signed,
    /// 在贷.
    #[value(alias = "在贷")]
    Running,
    /// 已结清.
    #[value(alias = "已结清")]
    Settled,
    /// 已核销.
    #[value(alias = "已核销")]
    WrittenOff,
}

impl From<Stage> for loan::Stage {
    fn from(stage: Stage) -> loan::Stage {
        match stage {
            Stage::Void => loan::Stage::Void,
            Stage::Applied => loan::Stage::Applied,
            Stage::Granted => loan::Stage::Granted,
            Stage::Signed => loan::Stage::Signed,
            Stage::Running => loan::Stage::Running,
            Stage::Settled => loan::Stage::Settled,
            Stage::WrittenOff => loan::Stage::WrittenOff,
        }
    }
}

/// `loan list [--overdue] [--product CODE] [--stage STAGE] [--on DATE] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct LoanListArgs {
    /// Only those with arrears.
    #[arg(long)]
    pub overdue: bool,
    /// Only of this product.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub product: Option<Code>,
    /// Only those that have come so far.
    #[arg(long, value_name = "STAGE", value_enum)]
    pub stage: Option<Stage>,
    /// The day that is asked about; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub on: Option<Date>,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the list.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn run(args: &LoanListArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let day = super::day(context, args.on)?;
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        let product = args.product.as_ref().map(|code| ledger.product_by_code(code)).transpose()?;
        let product = product.map(|product| product.added.no);
        let wanted = Wanted { overdue: args.overdue, product, stage: args.stage.map(Into::into) };
        Ok(loan_list::table(context.words, ledger, names, wanted, day)?)
    })?;
    context.print(&table, args.print.format)
}
