//! `jinguo fund`: funds.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::with_ledger;
use super::parse;
use super::record::{Given, record};
use super::threshold::{self, ThresholdArgs};
use crate::base::{Code, Fen, FundNo, Line};
use crate::book::Draft;
use crate::entry::{self, Body, FundAdded, Restriction, ThresholdOf, ThresholdSet};
use crate::ledger::Access;
use crate::report;
use clap::{Args, Subcommand, ValueEnum};

/// What to do with funds.
#[derive(Clone, Debug, Subcommand)]
pub enum FundCommand {
    /// Opens a fund.
    #[command(alias = "新增")]
    Add(FundAddArgs),
    /// Sets above which amount a payment needs a second person.
    #[command(alias = "限额")]
    Threshold(ThresholdArgs),
    /// Lists the funds.
    #[command(alias = "列表")]
    List(PrintArgs),
}

/// Who holds a fund's money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Holder {
    /// The office itself 本单位.
    #[default]
    Office,
    /// A charity federation 慈善总会.
    Charity,
    /// The treasury 财政.
    Treasury,
    /// A bank 银行.
    Bank,
}

/// `fund add CODE NAME --purpose TEXT [--set-aside] [--document TEXT] [--holder …] [--approval-over AMOUNT]`
#[derive(Clone, Debug, Args)]
pub struct FundAddArgs {
    /// A short code.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The fund's name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// What its money may be spent on.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub purpose: Line,
    /// The office itself set the money aside; no donor restricted it.
    #[arg(long)]
    pub set_aside: bool,
    /// The document that restricts it.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub document: Option<Line>,
    /// Who holds the money.
    #[arg(long, value_name = "HOLDER", value_enum, default_value_t)]
    pub holder: Holder,
    /// Above which amount a payment needs a second person; 0: each payment.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub approval_over: Option<Fen>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Opens a fund, or lists the funds.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &FundCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        FundCommand::Add(args) => add(args, context),
        FundCommand::Threshold(args) => {
            threshold::set(args, context, |ledger, code| Ok(ThresholdOf::Fund(ledger.fund_by_code(code)?.no)))
        }
        FundCommand::List(print) => list(*print, context),
    }
}

fn add(args: &FundAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let fund = FundAdded {
            no: FundNo(batch.ledger().state().counts()?.funds + 1),
            code: args.code.clone(),
            name: args.name.clone(),
            purpose: args.purpose.clone(),
            restriction: if args.set_aside { Restriction::Office } else { Restriction::Donors },
            holder: match args.holder {
                Holder::Office => entry::Holder::Office,
                Holder::Charity => entry::Holder::Charity,
                Holder::Treasury => entry::Holder::Treasury,
                Holder::Bank => entry::Holder::Bank,
            },
            document: args.document.clone(),
        };
        let of = ThresholdOf::Fund(fund.no);
        given.add(batch, Body::Fund(fund))?;
        if args.approval_over.is_some() {
            let (date, over) = (given.business(batch), args.approval_over);
            batch.add(Draft::new(date, Body::Threshold(ThresholdSet { of, over })))?;
        }
        Ok(())
    })
}

fn list(print: PrintArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::funds::table(context.words, ledger)?)
    })?;
    context.print(&table, print.format)
}
