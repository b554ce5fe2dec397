//! `jinguo relief apply|check|review`: applications, before anything is granted.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

use super::round::with_papers;
use super::typed;
use crate::base::{CaseNo, Code, Fen, Line, PersonNo};
use crate::cli::args::RegisterArgs;
use crate::cli::context::{Context, Failure};
use crate::cli::record::{record, tell};
use crate::cli::{parse, parse_goods};
use crate::entry::{Body, CaseEvent, CaseWhat, LookStep};
use clap::Args;
use std::path::PathBuf;

/// `relief apply CODE --to P-… [--amount AMOUNT | --item NAME --pieces N] [--attach FILE]…`
#[derive(Clone, Debug, Args)]
pub struct ReliefApplyArgs {
    /// The programme's code.
    #[arg(value_name = "PROGRAMME", value_parser = parse::code)]
    pub programme: Code,
    /// Who applies.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub to: PersonNo,
    /// How much; left open where it is not given.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true, conflicts_with = "item")]
    pub amount: Option<Fen>,
    /// For goods of this item.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub item: Option<Line>,
    /// How many pieces; left open where it is not given.
    #[arg(long, value_name = "QUANTITY", value_parser = parse_goods::pieces, allow_hyphen_values = true, requires = "item")]
    pub pieces: Option<u32>,
    /// A paper: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `relief check|review C-… [--fails] [--attach FILE]…`
#[derive(Clone, Debug, Args)]
pub struct ReliefLookArgs {
    /// The application.
    #[arg(value_name = "CASE", value_parser = typed::case)]
    pub case: CaseNo,
    /// It does not fit the programme.
    #[arg(long)]
    pub fails: bool,
    /// A paper: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Records an application, once the vault shows that she lives where the programme helps and is of its categories.
///
/// # Errors
/// What the rules or the ledger say.
pub fn apply(args: &ReliefApplyArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = with_papers(&args.register, &args.attach, context)?;
    let mut made = None;
    record(context, &given, |batch| {
        let on = given.business(batch);
        let ledger = batch.ledger();
        let programme = ledger.programme_by_code(&args.programme)?.no;
        let item = args.item.as_ref().map(|name| ledger.item_by_name(name)).transpose()?;
        if let Some(rules) = ledger.rules_on(programme, on)?
            && rules.steps.application
        {
            ledger.may_receive(args.to, &rules)?;
        }
        let case = CaseNo(ledger.state().counts()?.cases + 1);
        let asked = match item {
            None => args.amount.map_or(0, |amount| amount.get().unsigned_abs()),
            Some(_) => args.pieces.map_or(0, u64::from),
        };
        let what = CaseWhat::Applied { programme, person: args.to, item, asked };
        given.add(batch, Body::Case(CaseEvent { case, what }))?;
        made = Some(case);
        Ok(())
    })?;
    let Some(case) = made else { return Ok(()) };
    let text = context.words.say("relief-applied", &[("case", case.to_string().into())]);
    tell(context, args.register.print.format, &text)
}

/// Records a visit at her home 入户核查.
///
/// # Errors
/// What the rules or the ledger say.
pub fn check(args: &ReliefLookArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    look(args, LookStep::Visit, context)
}

/// Records a review of the papers 审核.
///
/// # Errors
/// What the rules or the ledger say.
pub fn review(args: &ReliefLookArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    look(args, LookStep::Review, context)
}

fn look(args: &ReliefLookArgs, step: LookStep, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = with_papers(&args.register, &args.attach, context)?;
    record(context, &given, |batch| {
        let what = CaseWhat::Looked { step, fits: !args.fails };
        given.add(batch, Body::Case(CaseEvent { case: args.case, what }))?;
        Ok(())
    })
}
