//! `jinguo log`: entries listed.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::open::Cause;
use super::parse::{self, Wrong};
use super::unmask::{self, UnmaskArgs};
use crate::base::{Code, Date, Fen, Line, OperatorNo, PersonNo};
use crate::book::Refusal;
use crate::ledger::{Ledger, LedgerError};
use crate::report::log::{self, Wanted};
use clap::Args;

/// `log [--from DATE] [--to DATE] [--fund CODE] [--programme CODE] [--person P-…] [--area TEXT] [--operator O-…|NAME]
/// [--min AMOUNT] [--max AMOUNT] [--late DAYS] [--last N] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct LogArgs {
    /// The first business date.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Option<Date>,
    /// The last business date.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub to: Option<Date>,
    /// Only entries of this fund.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// Only entries of this programme.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub programme: Option<Code>,
    /// Only entries that name this person.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub person: Option<PersonNo>,
    /// Only entries that name somebody who lives there.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub area: Option<Line>,
    /// Only entries that this operator recorded.
    #[arg(long, value_name = "OPERATOR", value_parser = signer)]
    pub operator: Option<Signer>,
    /// Only entries of that amount or more.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub min: Option<Fen>,
    /// Only entries of that amount or less.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub max: Option<Fen>,
    /// Only entries recorded more than so many days after their business date.
    #[arg(long, value_name = "DAYS", value_parser = parse::days)]
    pub late: Option<u32>,
    /// Only the last so many; without it and without dates, the last fifty.
    #[arg(long, value_name = "COUNT", value_parser = parse::count)]
    pub last: Option<u64>,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Who recorded: by number, or by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// By number.
    No(OperatorNo),
    /// By name.
    Name(Line),
}

/// An operator's number where it looks like one, else a name.
fn signer(typed: &str) -> Result<Signer, Wrong> {
    match OperatorNo::parse(typed) {
        Ok(no) => Ok(Signer::No(no)),
        Err(_) => parse::line(typed).map(Signer::Name),
    }
}

/// Prints the entries.
///
/// # Errors
/// What opening or reading says; unmasked, also what the rules say of whoever asks.
pub fn run(args: &LogArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = unmask::report(context, args.unmask, |context, ledger, names| {
        let fund = args.fund.as_ref().map(|code| ledger.fund_by_code(code)).transpose()?;
        let programme = args.programme.as_ref().map(|code| ledger.programme_by_code(code)).transpose()?;
        if let Some(no) = args.person
            && no.0 > ledger.state().counts()?.persons
        {
            return Err(LedgerError::Refused(Box::new(Refusal::UnknownPerson { no })).into());
        }
        let operator = args.operator.as_ref().map(|signer| operator(context, ledger, signer)).transpose()?;
        let wanted = Wanted {
            from: args.from,
            to: args.to,
            fund: fund.map(|f| f.no),
            programme: programme.map(|p| p.no),
            person: args.person,
            area: args.area.clone(),
            operator,
            min: args.min,
            max: args.max,
            late: args.late,
            last: args.last,
        };
        Ok(log::table(context.words, ledger, names, &wanted)?)
    })?;
    context.print(&table, args.print.format)
}

fn operator(context: &Context<'_>, ledger: &mut Ledger, signer: &Signer) -> Result<OperatorNo, Cause> {
    let all = ledger.operators()?;
    let found = match signer {
        Signer::No(no) => all.iter().find(|(known, _)| known == no),
        Signer::Name(name) => all.iter().find(|(_, operator)| operator.name == *name),
    };
    match (found, signer) {
        (Some((no, _)), _) => Ok(*no),
        (None, Signer::No(no)) => {
            Err(LedgerError::Refused(Box::new(Refusal::UnknownOperator { no: *no })).into())
        }
        (None, Signer::Name(name)) => {
            let text = context.words.say("error-log-no-operator", &[("name", name.into())]);
            let message = Message::new(text, Recorded::NotAsked).hint(context.words.word("hint-operators"));
            Err(Failure::told(Exit::Refused, message).into())
        }
    }
}
