//! `jinguo person amend`: a person's details entered anew.
//!
//! Owns: what is kept of the details before, and when an identity number may be entered. Refuses to know: rules.
//!
//! A number that stands in the vault is never exchanged for another: who has a wrong one is registered anew, so that
//! both numbers stay findable and two persons can look at it. A missing number can be added, and a lost record
//! entered again.

use super::{bank_card, id_number};
use crate::base::{BankCard, IdNumber, Line, PersonNo};
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

/// `person amend P-… [--name TEXT] [--area TEXT] [--category TEXT] [--id-number -] [--bank-card -]`
#[derive(Clone, Debug, Args)]
#[command(group = ArgGroup::new("amended").required(true).multiple(true).args(["name", "id_number", "bank_card", "area", "category"]))]
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
    /// `-`: the number of her bank card, a first or another one, is asked for or read from a pipe.
    #[arg(long, value_name = "STDIN", value_parser = parse::card_from_stdin, allow_hyphen_values = true)]
    pub bank_card: Option<FromStdin>,
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
    let card = match args.bank_card {
        Some(FromStdin) => Some(bank_card::read(context)?),
        None => None,
    };
    let (given, words) = (Given::of_register(&args.register), context.words);
    record(context, &given, |batch| {
        let on = given.business(batch);
        let (details, new_number) = amended(words, batch.ledger(), args, number.as_ref(), card.as_ref())?;
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
    card: Option<&BankCard>,
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
    let card_before = line(&None, Field::BankCard).and_then(|text| BankCard::parse(text.as_str()).ok());
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
        bank_card: card.cloned().or(card_before),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Timestamp;
    use crate::chain::OperatorKey;
    use crate::entry::Chart;
    use crate::ledger::{Access, NewLedger, Options, Secrets};
    use crate::store::fs::RealFs;
    use crate::store::index::{Index, IndexError, Indexes};
    use crate::store::mem_index::MemIndex;
    use crate::store::vault::MasterKey;
    use crate::words::Lang;
    use std::path::Path;
    use std::sync::Arc;
    use zeroize::Zeroizing;

    struct Fresh;
    impl Indexes for Fresh {
        fn open(&self, _: &Path) -> Result<Box<dyn Index>, IndexError> {
            Ok(Box::<MemIndex>::default())
        }
        fn set_aside(&self, _: &Path) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn open(dir: &Path) -> Ledger {
        let (master, lookup) = (MasterKey::new(Zeroizing::new([3; 32])), Zeroizing::new([4; 32]));
        let options = Options {
            fs: Arc::new(RealFs),
            indexes: Arc::new(Fresh),
            lock: None,
            secrets: Some(Secrets { master, lookup: Some(lookup) }),
            entropy: Box::new(|bytes| bytes.fill(7)),
            rebuild: false,
        };
        Ledger::open(dir, Access::Write, options, &mut |_, _| ()).unwrap()
    }

    fn line(text: &str) -> Line {
        Line::new(text).unwrap()
    }

    fn number(last: u32) -> IdNumber {
        IdNumber::from_first_17(&format!("99019919500101{last:03}")).unwrap()
    }

    fn card(typed: &str) -> BankCard {
        BankCard::parse(typed).unwrap()
    }

    fn args(person: u64, name: Option<&str>) -> PersonAmendArgs {
        let (name, area, register) = (name.map(line), name.map(line), RegisterArgs::default());
        PersonAmendArgs {
            person: PersonNo(person),
            category: area.clone(),
            name,
            area,
            id_number: None,
            bank_card: None,
            register,
        }
    }

    /// P-1 came without an identity number, P-2 with number 2.
    #[test]
    fn a_number_is_added_or_entered_again_and_never_exchanged() {
        let (dir, words) = (tempfile::tempdir().unwrap(), Words::new(Lang::En));
        let (books, key) = (dir.path().join("books"), OperatorKey::from_seed(&[1; 32]));
        let now = Timestamp::from_millis(1_795_000_000_000).unwrap();
        let new = NewLedger {
            origin: line("example.org/fund"),
            organisation: line("office"),
            chart: Chart::NonProfit,
            ledger_key: OperatorKey::from_seed(&[2; 32]).public(),
            operator_name: line("张敏"),
        };
        new.create(&books, Arc::new(RealFs), &key, now).unwrap();
        let mut ledger = open(&books);
        let on = now.shanghai_date();
        let mut batch = ledger.begin(&key, now, false).unwrap();
        for id_number in [None, Some(number(2))] {
            let (sort, name, area) = (PersonSort::Natural, line("王芳"), Some(line("北门")));
            let (category, bank_card) = (None, Some(card("999000123456")));
            let details = PersonDetails { sort, name, id_number, area, category, bank_card };
            batch.add_person(&details, on).unwrap();
        }
        batch.commit().unwrap();

        let (details, findable) =
            amended(&words, &mut ledger, &args(1, None), Some(&number(1)), None).ok().unwrap();
        assert_eq!((details.id_number.as_ref(), findable.as_ref()), (Some(&number(1)), Some(&number(1))));
        assert_eq!((details.name, details.area, details.category), (line("王芳"), Some(line("北门")), None));
        let refused = |ledger: &mut Ledger, no, other: Option<IdNumber>| match amended(
            &words,
            ledger,
            &args(no, None),
            other.as_ref(),
            None,
        ) {
            Err(Cause::Ledger(LedgerError::Refused(refusal))) => format!("{refusal:?}"),
            Err(Cause::Told(_)) => "told".to_owned(),
            Err(Cause::Ledger(error)) => panic!("{error:?}"),
            Ok(_) => "taken".to_owned(),
        };
        assert_eq!(refused(&mut ledger, 1, Some(number(2))), "DuplicatePerson { no: P-000002 }");
        assert_eq!(refused(&mut ledger, 2, Some(number(3))), "told");
        assert_eq!(refused(&mut ledger, 3, None), "UnknownPerson { no: P-000003 }");
        let (details, findable) =
            amended(&words, &mut ledger, &args(2, None), Some(&number(2)), None).ok().unwrap();
        assert_eq!((details.id_number, findable), (Some(number(2)), None));
        // A card is kept, or exchanged for another one.
        assert_eq!(details.bank_card, Some(card("999000123456")));
        let another = card("9990 0012 3456 7890");
        let (details, _) = amended(&words, &mut ledger, &args(2, None), None, Some(&another)).ok().unwrap();
        assert_eq!((details.id_number, details.bank_card), (Some(number(2)), Some(another)));

        // Her record is lost with its key: only everything together can be entered, with the number that finds her.
        drop(ledger);
        let keys = books.join("vault-keys");
        let mut bytes = std::fs::read(&keys).unwrap();
        bytes[16 + 96..16 + 2 * 96].fill(0);
        std::fs::write(&keys, bytes).unwrap();
        let mut ledger = open(&books);
        assert_eq!(refused(&mut ledger, 2, Some(number(2))), "told");
        let (everything, other) = (args(2, Some("王芳")), number(3));
        assert!(matches!(amended(&words, &mut ledger, &everything, Some(&other), None), Err(Cause::Told(_))));
        let (details, findable) =
            amended(&words, &mut ledger, &everything, Some(&number(2)), None).ok().unwrap();
        assert_eq!((details.id_number, details.bank_card, findable), (Some(number(2)), None, None));
    }
}
