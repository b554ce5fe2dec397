//! Persons and organisations, as far as they may be seen: all, some that are searched for, or one with her household.
//!
//! Owns: the columns, what a search matches, what counts as an entry about somebody. Refuses to know: masking.

use super::names::{NameBook, Shown};
use super::{Cell, Kind, Table};
use crate::base::{EntryNo, IdNumber, Line, PersonNo};
use crate::book::Refusal;
use crate::entry::{Body, Field, PersonSort};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use crate::words::names::{self, Withheld};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a search is for. What is not given matches everybody.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// A part of her name.
    pub name: Option<Line>,
    /// Her whole ID number.
    pub id_number: Option<IdNumber>,
    /// A part of where she lives.
    pub area: Option<Line>,
    /// A part of her category.
    pub category: Option<Line>,
}

/// One row a person, of all.
///
/// # Errors
/// Where index or vault can't be read.
pub fn all(words: &Words, ledger: &mut Ledger, names: &mut NameBook) -> Result<Table, LedgerError> {
    let numbers = 1..=ledger.state().counts()?.persons;
    listed(words, ledger, names, numbers.map(PersonNo))
}

/// One row a person who is as sought. An ID number is one look-up; anything else reads the vault once through.
///
/// Whose data is withheld is found by her ID number alone: a match would tell what is withheld.
///
/// # Errors
/// Where index or vault can't be read; [`LedgerError::NoSecrets`] without the key to what is sought by.
pub fn found(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    sought: &Sought,
) -> Result<Table, LedgerError> {
    let candidates: Vec<PersonNo> = match &sought.id_number {
        Some(id) => ledger.person_with_id(id)?.into_iter().collect(),
        None => (1..=ledger.state().counts()?.persons).map(PersonNo).collect(),
    };
    let mut matching = Vec::new();
    for no in candidates {
        if matches(names, ledger, sought, no)? {
            matching.push(no);
        }
    }
    let nobody = matching.is_empty();
    let mut table = listed(words, ledger, names, matching.into_iter())?;
    if nobody {
        table.notes.insert(0, words.word("report-persons-none"));
    }
    Ok(table)
}

/// The persons of whom the vault says an area with that text in it, as far as they may be seen.
///
/// # Errors
/// Where index or vault can't be read.
pub(super) fn of_area(
    names: &mut NameBook,
    ledger: &mut Ledger,
    area: &Line,
) -> Result<BTreeSet<PersonNo>, LedgerError> {
    let sought = Sought { area: Some(area.clone()), ..Sought::default() };
    let mut persons = BTreeSet::new();
    for no in (1..=ledger.state().counts()?.persons).map(PersonNo) {
        if matches(names, ledger, &sought, no)? {
            persons.insert(no);
        }
    }
    Ok(persons)
}

/// Those of some entries that name somebody of that area.
///
/// # Errors
/// Where index or vault can't be read.
pub(super) fn naming_somebody_of_area(
    names: &mut NameBook,
    ledger: &mut Ledger,
    entries: &[EntryNo],
    area: &Line,
) -> Result<Vec<EntryNo>, LedgerError> {
    let sought = Sought { area: Some(area.clone()), ..Sought::default() };
    let (mut known, mut left) = (BTreeMap::new(), Vec::new());
    for no in entries {
        let Some(entry) = ledger.entry(*no)? else { continue };
        let dims = entry.postings.iter().flat_map(|p| p.dims.person.into_iter().chain(p.dims.donor));
        for person in entry.body.persons().into_iter().chain(dims) {
            let lives_there = match known.get(&person) {
                Some(known) => *known,
                None => matches(names, ledger, &sought, person)?,
            };
            known.insert(person, lives_there);
            if lives_there {
                left.push(*no);
                break;
            }
        }
    }
    Ok(left)
}

fn matches(
    names: &mut NameBook,
    ledger: &mut Ledger,
    sought: &Sought,
    no: PersonNo,
) -> Result<bool, LedgerError> {
    let parts =
        [(Field::Name, &sought.name), (Field::Area, &sought.area), (Field::Category, &sought.category)];
    let mut parts = parts.iter().filter_map(|(field, part)| Some((field, part.as_ref()?))).peekable();
    if parts.peek().is_none() {
        return Ok(true);
    }
    let fields = names.person_read(ledger, no)?.and_then(|shown| shown.fields).unwrap_or_default();
    Ok(parts.all(|(field, part)| fields.iter().any(|(f, text)| f == field && text.contains(part.as_str()))))
}

/// One row of one person, with how many entries are about her and how many notes stand on them; who lives with her.
///
/// # Errors
/// [`Refusal::UnknownPerson`]; where index or vault can't be read.
pub fn one(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: PersonNo,
) -> Result<Table, LedgerError> {
    if no.0 > ledger.state().counts()?.persons {
        return Err(LedgerError::Refused(Box::new(Refusal::UnknownPerson { no })));
    }
    let mut table = columns(words, &Field::ALL)
        .column("entries", words.word("term-person-entries"), Kind::Number)
        .column("notes", words.word("term-person-notes"), Kind::Number);
    let mut cells = row(words, ledger, names, no, &Field::ALL)?;
    let entries = ledger.entries_in(ListKey::Person(no))?;
    let mut notes = 0;
    for entry in &entries {
        notes += ledger.notes_on(*entry)?.len();
    }
    cells.extend([entries.len(), notes].map(|count| i64::try_from(count).ok().into()));
    table.push(cells);
    if let Some(household) = ledger.person(no)?.and_then(|person| person.household) {
        let mut members = Vec::new();
        for (_, member) in
            ledger.households()?.into_iter().filter(|(of, member)| *of == household && *member != no)
        {
            names.learn_person(ledger, member)?;
            members.push(names::person(words, names, member));
        }
        let household = ("household", household.to_string().into());
        table.notes.push(match members.as_slice() {
            [] => words.say("report-person-household-alone", &[household]),
            _ => words.say("report-person-household", &[household, ("members", members.join(", ").into())]),
        });
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}

fn listed(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    numbers: impl Iterator<Item = PersonNo>,
) -> Result<Table, LedgerError> {
    let mut table = columns(words, &LISTED);
    for no in numbers {
        table.push(row(words, ledger, names, no, &LISTED)?);
    }
    table.notes = names.notes(words);
    Ok(table)
}

/// What a list says of each: bank cards are shown of one person at a time, and in lists for the bank.
const LISTED: [Field; 4] = [Field::Name, Field::IdNumber, Field::Area, Field::Category];

fn columns(words: &Words, fields: &[Field]) -> Table {
    let mut table = Table::new(words.word("report-persons"))
        .column("person", words.word("term-person"), Kind::Text)
        .column("kind", words.word("term-sort"), Kind::Text);
    for field in fields {
        let (name, word) = match field {
            Field::Name => ("name", "term-name"),
            Field::IdNumber => ("id_number", "term-id-number"),
            Field::Area => ("area", "term-area"),
            Field::Category => ("category", "term-category"),
            Field::BankCard => ("bank_card", "term-bank-card"),
        };
        table = table.column(name, words.word(word), Kind::Text);
    }
    table.column("household", words.word("term-household"), Kind::Text).column(
        "state",
        words.word("term-person-state"),
        Kind::Text,
    )
}

fn row(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: PersonNo,
    fields: &[Field],
) -> Result<Vec<Cell>, LedgerError> {
    let number: Cell = no.to_string().into();
    let Some(shown) = names.person_shown(ledger, no)? else {
        // Her number was used up by a registration that waits for a second person, or was turned down.
        let state = if waits(ledger, no)? { "person-state-waiting" } else { "person-state-not-approved" };
        let mut cells = vec![number];
        cells.resize(fields.len() + 3, Cell::Empty);
        cells.push(words.say(state, &[]).into());
        return Ok(cells);
    };
    let sort = match shown.state.sort {
        PersonSort::Natural => words.word("term-sort-natural"),
        PersonSort::Organisation => words.word("term-sort-organisation"),
    };
    let mut cells = vec![number, sort.into()];
    cells.extend(fields.iter().map(|field| field_of(&shown, *field)));
    cells.push(shown.state.household.map(|household| household.to_string()).into());
    cells.push(match shown.withheld {
        Some(Withheld::Erased) => words.word("term-erased").into(),
        // Said of one whose data may be seen now, too: it must not be passed on as if nothing stood in the way.
        _ if shown.state.restricted => words.word("person-state-restricted").into(),
        _ => Cell::Empty,
    });
    Ok(cells)
}

fn field_of(shown: &Shown, wanted: Field) -> Cell {
    let fields = shown.fields.iter().flatten();
    fields
        .into_iter()
        .find(|(field, _)| *field == wanted)
        .map_or(Cell::Empty, |(_, text)| text.as_str().into())
}

fn waits(ledger: &mut Ledger, no: PersonNo) -> Result<bool, LedgerError> {
    for entry in ledger.entries_in(ListKey::Person(no))? {
        let registers = matches!(ledger.entry(entry)?.map(|entry| entry.body),
            Some(Body::PersonThoughKnown(known)) if known.person.no == no);
        if registers {
            return Ok(ledger.decided_by(entry)?.is_none());
        }
    }
    Ok(false)
}
