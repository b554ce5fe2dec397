//! `jinguo programme`: programmes, and their rules.
//!
//! Owns: the commands that add, show and list programmes, and which file has the others. Refuses to know: rules and
//! arithmetic.

mod options;
mod rules;

use super::args::{PrintArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::{now, with_ledger};
use super::parse;
use super::record::{Given, record};
use super::threshold::{self, ThresholdArgs};
use crate::base::{Code, Date, Fen, Line, ProgrammeNo};
use crate::book::Draft;
use crate::entry::{Body, ProgrammeAdded, RulesSet, ThresholdOf, ThresholdSet};
use crate::ledger::Access;
use crate::report;
use clap::{Args, Subcommand};

pub use options::{FundChoice, RuleOptions};
pub use rules::{ProgrammeRulesArgs, RulesArgs};

/// What to do with programmes.
#[derive(Clone, Debug, Subcommand)]
pub enum ProgrammeCommand {
    /// Opens a programme.
    #[command(alias = "新增")]
    Add(Box<ProgrammeAddArgs>),
    /// Sets its rules from a day on.
    #[command(alias = "办法")]
    Rules(Box<ProgrammeRulesArgs>),
    /// Sets above which amount a payment needs a second person.
    #[command(alias = "限额")]
    Threshold(ThresholdArgs),
    /// Lists the programmes.
    #[command(alias = "列表")]
    List(PrintArgs),
    /// Shows a programme with all its rules, and what is left of the year's budget.
    #[command(alias = "查看")]
    Show(ProgrammeShowArgs),
    /// Lists the templates.
    #[command(alias = "模板")]
    Templates(PrintArgs),
}

/// `programme add CODE NAME --fund CODE [--purpose TEXT] [--approval-over AMOUNT] [--template T] [rule options]`
#[derive(Clone, Debug, Args)]
pub struct ProgrammeAddArgs {
    /// A short code.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The programme's name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// The fund that pays it.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// Its purpose; the fund's where it is not given.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub purpose: Option<Line>,
    /// Above which amount a payment needs a second person; 0: each payment.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount_or_zero, allow_hyphen_values = true)]
    pub approval_over: Option<Fen>,
    /// The first business date that its rules hold for; the one of recording where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Option<Date>,
    /// Its first rules; none where nothing of them is given.
    #[command(flatten)]
    pub rules: RulesArgs,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `programme show CODE`
#[derive(Clone, Debug, Args)]
pub struct ProgrammeShowArgs {
    /// Which programme.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Opens a programme, sets its rules, shows it, or lists.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &ProgrammeCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        ProgrammeCommand::Add(args) => add(args, context),
        ProgrammeCommand::Rules(args) => rules::set(args, context),
        ProgrammeCommand::Threshold(args) => threshold::set(args, context, |ledger, code| {
            Ok(ThresholdOf::Programme(ledger.programme_by_code(code)?.no))
        }),
        ProgrammeCommand::List(print) => list(*print, context),
        ProgrammeCommand::Show(args) => show(args, context),
        ProgrammeCommand::Templates(print) => {
            let table = report::programme_rules::templates(context.words);
            context.print(&table, print.format)
        }
    }
}

/// The programme, and in the same commit its threshold and first rules where any are given.
fn add(args: &ProgrammeAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let words = context.words;
    let mut shared = None;
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?;
        let programme = ProgrammeAdded {
            no: ProgrammeNo(batch.ledger().state().counts()?.programmes + 1),
            code: args.code.clone(),
            name: args.name.clone(),
            fund: fund.no,
            purpose: args.purpose.clone().unwrap_or(fund.purpose),
        };
        let of = ThresholdOf::Programme(programme.no);
        given.add(batch, Body::Programme(programme.clone()))?;
        let date = given.business(batch);
        if args.approval_over.is_some() {
            batch.add(Draft::new(date, Body::Threshold(ThresholdSet { of, over: args.approval_over })))?;
        }
        if !args.rules.is_empty() || args.from.is_some() {
            let rules = args.rules.rules(words, batch.ledger(), &programme, None)?;
            shared = rules::others_on_its_fund(batch.ledger(), args.rules.template, &programme)?;
            let set = RulesSet { programme: programme.no, from: args.from.unwrap_or(date), rules };
            batch.add(Draft::new(date, Body::ReliefRules(set)))?;
        }
        Ok(())
    })?;
    rules::warn_of_sharing(context, shared.as_ref())
}

fn list(print: PrintArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::programmes::table(context.words, ledger)?)
    })?;
    context.print(&table, print.format)
}

fn show(args: &ProgrammeShowArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let today = now(context)?.shanghai_date();
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::programme_rules::show(context.words, ledger, &args.code, today)?)
    })?;
    context.print(&table, args.print.format)
}
