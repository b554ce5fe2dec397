//! `jinguo person amend`: a person's details entered anew.
//!
//! Owns: what is kept of the details before, and when an identity number may be entered. Refuses to know: rules.
//!
//! A number that stands in the vault is never exchanged for another: who has a wrong one is registered anew, so that
//! both numbers stay findable and two persons can look at it. A missing number can be added, and a lost record
//! entered again.

use super::id_number;
use crate::base::{IdNumber, Line, PersonNo};
use crate::book::Refusal;
use crate::cli::args::RegisterArgs;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::Cause;
use crate::cli::parse::{self, FromStdin};
use crate::cli::record::{Given, record};
use crate::entry::{Field, PersonSort};
use crate::ledger::{Ledger, LedgerError, PersonDetails, VaultFields};
use crate::words::Words;
use clap::{ArgGroup, Args};

/// `person amend P-… [--name TEXT] [--area TEXT] [--category TEXT] [--id-number -]`
#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("amended").required(true).multiple(true).args(["name", "id_number", "area", "category"]))]
pub struct PersonAmendArgs {
    /// The person.
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    pub person: PersonNo,
    /// Her name.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub name: Option<Line>,
    /// Where she lives.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub area: Option<Line>,
    /// Why she is registered.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub category: Option<Line>,
    /// `-`: her identity number, which was missing, is asked for or read from a pipe.
    #[arg(long, value_name = "STDIN", value_parser = parse::from_stdin, allow_hyphen_values = true)]
    pub id_number: Option<FromStdin>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Enters the details anew; what is not given stays as the vault has it.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &PersonAmendArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let number = match args.id_number {
        Some(FromStdin) => match id_number::read(context)? {
            id_number::Given::OfToday(number) => Some(number),
            id_number::Given::Old(_) => return Err(id_number::too_old(context)),
        },
        None => None,
    };
    let (given, words) = (Given::of_register(&args.register), context.words);
    record(context, &given, |batch| {
        let on = given.business(batch);
        let (details, new_number) = amended(words, batch.ledger(), args, number.as_ref())?;
        let entry = batch.add_details(args.person, &details, on)?.no;
        if let Some(number) = new_number {
            batch.add_look_up(args.person, &number, on)?;
        }
        given.add_note(batch, entry)?;
        Ok(())
    })
}

/// The details as they will be, and the number that must be made findable, if there is one.
fn amended(
    words: &Words,
    ledger: &mut Ledger,
    args: &PersonAmendArgs,
    number: Option<&IdNumber>,
) -> Result<(PersonDetails, Option<IdNumber>), Cause> {
    let no = args.person;
    let refused = |refusal| LedgerError::Refused(Box::new(refusal));
    let person = ledger.person(no)?.ok_or_else(|| refused(Refusal::UnknownPerson { no }))?;
    if person.erased {
        return Err(refused(Refusal::PersonErased { no }).into());
    }
    if person.sort != PersonSort::Natural {
        return Err(not_a_person(words, no).into());
    }
    let kept = match ledger.person_fields(no) {
        Ok(Some((_, VaultFields::Known(fields)))) => Some(fields),
        Ok(Some((_, VaultFields::NotHere))) => return Err(LedgerError::NoSecrets.into()),
        Ok(_) | Err(LedgerError::VaultDiffers { .. } | LedgerError::Vault(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let everything =
        args.name.is_some() && args.area.is_some() && args.category.is_some() && number.is_some();
    if kept.is_none() && !everything {
        let text = words.say("error-person-lost", &[("person", no.into())]);
        let message = Message::nothing_recorded(text);
        return Err(Failure::told(
            Exit::Refused,
            message.hint(words.say("hint-person-lost", &[("person", no.into())])),
        )
        .into());
    }
    let line = |new: &Option<Line>, field: Field| {
        new.clone().or_else(|| {
            let fields = kept.iter().flatten();
            let text = fields.into_iter().find(|(tag, _)| *tag == field.tag()).map(|(_, text)| text.as_str());
            text.and_then(|text| Line::exact(text).ok())
        })
    };
    let before = line(&None, Field::IdNumber).and_then(|text| IdNumber::parse(text.as_str()).ok());
    let new_number = match number {
        Some(number) => match ledger.person_with_id(number)? {
            Some(found) if found == no => None,
            Some(other) => return Err(refused(Refusal::DuplicatePerson { no: other }).into()),
            None if kept.is_some() && before.as_ref().is_none_or(|before| before == number) => {
                Some(number.clone())
            }
            None => return Err(another_number(words, no).into()),
        },
        None => None,
    };
    // A name was in the vault or was given: both were asked above.
    let name = line(&args.name, Field::Name).ok_or_else(|| LedgerError::Index(format!("name of {no}")))?;
    let details = PersonDetails {
        sort: PersonSort::Natural,
        name,
        id_number: number.cloned().or(before),
        area: line(&args.area, Field::Area),
        category: line(&args.category, Field::Category),
    };
    Ok((details, new_number))
}

fn another_number(words: &Words, no: PersonNo) -> Failure {
    let person = [("person", no.into())];
    let message = Message::nothing_recorded(words.say("error-person-other-number", &person));
    let message = message.hint(words.word("hint-person-register-anew"));
    Failure::told(Exit::Refused, message.hint(words.say("hint-person-restrict-old", &person)))
}

/// The failure to do to an organisation what is only done to natural persons.
pub fn not_a_person(words: &Words, no: PersonNo) -> Failure {
    let message = Message::nothing_recorded(words.say("error-person-organisation", &[("person", no.into())]));
    let command = ("command", "jinguo person list".into());
    Failure::told(Exit::Refused, message.hint(words.say("hint-see", &[command])))
}
