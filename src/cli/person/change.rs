//! `jinguo person household | restrict | erase | retention`: what becomes of a registered person.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

use super::amend::not_a_person;
use crate::base::{Date, HouseholdNo, Line, PersonNo};
use crate::book::{Draft, Refusal, persons};
use crate::cli::args::{PrintArgs, RegisterArgs};
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::parse;
use crate::cli::record::{Given, record, yes_or_no};
use crate::entry::{Body, Erased, ErasureBasis, HouseholdJoined, PersonSort, RetentionSet};
use crate::ledger::LedgerError;
use clap::{ArgGroup, Args};

/// `person household P-… --with P-… | --leave`
#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("how").required(true).args(["with", "leave"]))]
pub struct PersonHouseholdArgs {
    /// The person who joins or leaves.
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    pub person: PersonNo,
    /// Somebody of the household that she joins; one who has none yet begins one.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub with: Option<PersonNo>,
    /// She leaves her household.
    #[arg(long)]
    pub leave: bool,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `person restrict P-… [--reason TEXT] [--lift]`
#[derive(Clone, Debug, Args)]
pub struct PersonRestrictArgs {
    /// The person.
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    pub person: PersonNo,
    /// Why; it goes to the vault.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub reason: Option<Line>,
    /// The restriction is lifted.
    #[arg(long)]
    pub lift: bool,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `person erase P-… [--order DOCUMENT]`
///
/// It takes no note: words on an erasure would be about somebody of whom nothing may be left to erase.
#[derive(Clone, Debug, Args)]
pub struct PersonEraseArgs {
    /// The person.
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    pub person: PersonNo,
    /// The lawful order, by its name and number; without it the retention period must be over.
    #[arg(long, value_name = "DOCUMENT", value_parser = parse::line)]
    pub order: Option<Line>,
    /// Business date 业务日期; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub date: Option<Date>,
    /// The clock is right although it jumped by more than a day.
    #[arg(long)]
    pub confirm_clock: bool,
    /// How what was recorded is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// `person retention YEARS`
#[derive(Clone, Debug, Args)]
pub struct PersonRetentionArgs {
    /// How many years.
    #[arg(value_name = "YEARS", value_parser = parse::years)]
    pub years: u32,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Lets a person join the household of another, or leave hers.
///
/// # Errors
/// What the rules or the ledger say.
pub fn household(args: &PersonHouseholdArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    let joined = |person, household| Body::Household(HouseholdJoined { person, household });
    record(context, &given, |batch| {
        let Some(with) = args.with else {
            given.add(batch, joined(args.person, None))?;
            return Ok(());
        };
        let unknown = || LedgerError::Refused(Box::new(Refusal::UnknownPerson { no: with }));
        let household = match batch.ledger().person(with)?.ok_or_else(unknown)?.household {
            Some(household) => household,
            None => {
                let new = HouseholdNo(batch.ledger().state().counts()?.households + 1);
                if with == args.person {
                    // She lives alone: a household of one.
                    given.add(batch, joined(with, Some(new)))?;
                    return Ok(());
                }
                let on = given.business(batch);
                batch.add(Draft::new(on, joined(with, Some(new))))?;
                new
            }
        };
        given.add(batch, joined(args.person, Some(household)))?;
        Ok(())
    })
}

/// Hides a person's data, or shows it again.
///
/// # Errors
/// What the rules or the ledger say.
pub fn restrict(args: &PersonRestrictArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let on = given.business(batch);
        let entry = batch.add_restriction(args.person, !args.lift, args.reason.as_ref(), on)?.no;
        given.add_note(batch, entry)?;
        Ok(())
    })
}

/// Erases a person's data, or prepares it where two persons are needed.
///
/// # Errors
/// What the rules or the ledger say; a refusal where a person at the terminal does not confirm it.
pub fn erase(args: &PersonEraseArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let no = args.person;
    if context.outside.input_is_terminal {
        let question = context.words.say("prompt-person-erase", &[("person", no.into())]);
        if !yes_or_no(context, &question)? {
            let message = Message::nothing_recorded(context.words.word("error-person-not-confirmed"));
            return Err(Failure::told(Exit::Refused, message));
        }
    }
    let register =
        RegisterArgs { date: args.date, confirm_clock: args.confirm_clock, note: None, print: args.print };
    let (given, words) = (Given::of_register(&register), context.words);
    record(context, &given, |batch| {
        if batch.ledger().person(no)?.is_some_and(|person| person.sort != PersonSort::Natural) {
            return Err(not_a_person(words, no).into());
        }
        let subjects = persons::subjects_of(batch.ledger().state(), no)?;
        let basis = args.order.clone().map_or(ErasureBasis::RetentionOver, ErasureBasis::Order);
        given.add(batch, Body::Erased(Erased { person: no, basis, subjects }))?;
        Ok(())
    })
}

/// Sets how long personal data is kept after the last entry about a person.
///
/// # Errors
/// What the rules or the ledger say.
pub fn retention(args: &PersonRetentionArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        given.add(batch, Body::Retention(RetentionSet { years: args.years }))?;
        Ok(())
    })
}
