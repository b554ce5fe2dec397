//! Persons: registered, hidden, erased, in households, with new details.
//!
//! Owns: who may be named, and when her data may go. Refuses to know: the data itself, and where it lies.

use super::exists::next;
use super::loan::LoanRefusal;
use super::loan::rules::open_loan;
use super::record::{Context, Effect};
use super::refusal::{Refusal, Series};
use super::settings::DEFAULT_RETENTION_YEARS;
use super::state::{Cell, Key, PersonState};
use super::view::{Overlay, Stop, View};
use crate::base::{Date, EntryNo, HouseholdNo, PersonNo, SubjectNo};
use crate::entry::{Body, Entry, Erased, ErasureBasis, PersonAdded, PersonSort};
use std::collections::BTreeMap;

/// The most that the vault may hold of one person, in subjects: an erasure names them all, and must fit a record.
const MOST_SUBJECTS: usize = 4000;

/// A registered person.
pub(super) fn person<B: View>(state: &mut Overlay<B>, no: PersonNo) -> Result<PersonState, Stop<B::Error>> {
    match state.get(&Key::Person(no))? {
        Some(Cell::Person(person)) => Ok(*person),
        _ => Err(Refusal::UnknownPerson { no }.into()),
    }
}

fn not_erased<B: View>(state: &mut Overlay<B>, no: PersonNo) -> Result<PersonState, Stop<B::Error>> {
    let person = person(state, no)?;
    if person.erased { Err(Refusal::PersonErased { no }.into()) } else { Ok(person) }
}

/// Whether something new may name the person: she is registered, not erased, not restricted. Returns her sort.
pub(crate) fn may_be_named<B: View>(
    state: &mut Overlay<B>,
    no: PersonNo,
) -> Result<PersonSort, Stop<B::Error>> {
    let person = not_erased(state, no)?;
    if person.restricted { Err(Refusal::PersonRestricted { no }.into()) } else { Ok(person.sort) }
}

/// Whether this may become of a person.
pub(super) fn may<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
) -> Result<(), Stop<B::Error>> {
    // What an approval lets take effect was numbered when it was prepared.
    let numbered = effect.source != ctx.no;
    match effect.body {
        Body::Person(added) => {
            if let Some(no) = twin(state, added)? {
                return Err(Refusal::DuplicatePerson { no }.into());
            }
            is_next(state, added)
        }
        Body::PersonThoughKnown(known) => {
            if twin(state, &known.person)? != Some(known.same_as) {
                return Err(Refusal::NotADuplicate { no: known.same_as }.into());
            }
            if numbered { Ok(()) } else { is_next(state, &known.person) }
        }
        Body::Restricted(restricted) => {
            let no = restricted.person;
            let before = not_erased(state, no)?.restricted;
            if before == restricted.restricted {
                return Err(Refusal::AlreadyRestricted { no, restricted: before }.into());
            }
            Ok(())
        }
        Body::Erased(erased) => may_erase(state, erased, ctx.recorded_at.shanghai_date()),
        Body::Household(joined) => {
            let before = not_erased(state, joined.person)?.household;
            if before == joined.household {
                return Err(Refusal::SameHousehold { no: joined.person }.into());
            }
            match joined.household {
                Some(no) if no.0 > state.counts()?.households + 1 => {
                    Err(Refusal::UnknownHousehold { no }.into())
                }
                _ => Ok(()),
            }
        }
        Body::LookUps(look_ups) => {
            let mut given = BTreeMap::new();
            for (no, hash) in &look_ups.hashes {
                not_erased(state, *no)?;
                let known =
                    state.number(&Key::PersonLookup(*hash))?.map(PersonNo).filter(|other| other != no);
                if let Some(no) = known.or(given.insert(*hash, *no)) {
                    return Err(Refusal::DuplicatePerson { no }.into());
                }
            }
            Ok(())
        }
        Body::Details(details) => not_erased(state, details.person).map(drop),
        Body::DataLost(lost) => {
            let last = state.counts()?.subjects;
            for subject in &lost.subjects {
                if subject.0 > last || state.get(&Key::SubjectErased(*subject))?.is_some() {
                    return Err(Refusal::NothingToLose { subject: *subject }.into());
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Who has the same look-up hash.
fn twin<B: View>(state: &mut Overlay<B>, added: &PersonAdded) -> Result<Option<PersonNo>, Stop<B::Error>> {
    match added.lookup {
        Some(lookup) => Ok(state.number(&Key::PersonLookup(lookup))?.map(PersonNo)),
        None => Ok(None),
    }
}

fn is_next<B: View>(state: &mut Overlay<B>, added: &PersonAdded) -> Result<(), Stop<B::Error>> {
    Ok(next(Series::Persons, state.counts()?.persons, added.no.0)?)
}

fn may_erase<B: View>(state: &mut Overlay<B>, erased: &Erased, today: Date) -> Result<(), Stop<B::Error>> {
    let no = erased.person;
    let person = not_erased(state, no)?;
    if person.sort != PersonSort::Natural {
        return Err(Refusal::NotANaturalPerson { no }.into());
    }
    if erased.basis == ErasureBasis::RetentionOver {
        if let Some(loan) = open_loan(state, no, today)? {
            return Err(LoanRefusal::LoanOpen { loan }.into());
        }
        let years = state.number(&Key::Retention)?.and_then(|n| u32::try_from(n).ok());
        let until = person.last_named.plus_years(years.unwrap_or(DEFAULT_RETENTION_YEARS));
        if today <= until {
            return Err(Refusal::RetentionNotOver { no, until }.into());
        }
    }
    if subjects_of(state, no)? == erased.subjects {
        Ok(())
    } else {
        Err(Refusal::ErasureIncomplete { no }.into())
    }
}

/// Everything in the vault that is about a person and not erased, ascending: what an erasure must name.
///
/// # Errors
/// Where the state can't be read.
pub fn subjects_of<B: View>(state: &mut Overlay<B>, no: PersonNo) -> Result<Vec<SubjectNo>, Stop<B::Error>> {
    let all = state.numbers(&Key::PersonSubjects(no))?;
    let mut left = Vec::with_capacity(all.len());
    for subject in all.into_iter().map(SubjectNo) {
        if state.get(&Key::SubjectErased(subject))?.is_none() {
            left.push(subject);
        }
    }
    Ok(left)
}

/// Folds what became of a person into the state; `entry` is the one that takes effect.
pub(super) fn fold<B: View>(
    state: &mut Overlay<B>,
    effect: &Effect<'_>,
    entry: &Entry,
) -> Result<(), Stop<B::Error>> {
    match effect.body {
        Body::Person(added) => registered(state, added, effect.source, entry.business_date),
        Body::PersonThoughKnown(known) => {
            // The look-up goes on naming the one who was there first.
            registered(state, &known.person, effect.source, entry.business_date)?;
            about(state, known.person.no, known.reason.subject)
        }
        Body::Restricted(restricted) => {
            let before = person(state, restricted.person)?;
            set(state, restricted.person, PersonState { restricted: restricted.restricted, ..before });
            Ok(())
        }
        Body::Erased(erased) => {
            let before = person(state, erased.person)?;
            move_household(state, erased.person, before.household, None)?;
            for subject in &erased.subjects {
                state.set(Key::SubjectErased(*subject), Cell::Number(entry.no.0));
            }
            state.remove(Key::PersonSubjects(erased.person));
            set(state, erased.person, PersonState { erased: true, household: None, ..before });
            Ok(())
        }
        Body::Household(joined) => {
            let before = person(state, joined.person)?;
            move_household(state, joined.person, before.household, joined.household)?;
            set(state, joined.person, PersonState { household: joined.household, ..before });
            Ok(())
        }
        Body::LookUps(look_ups) => {
            for (no, hash) in &look_ups.hashes {
                state.set(Key::PersonLookup(*hash), Cell::Number(no.0));
            }
            Ok(())
        }
        Body::Details(details) => {
            let before = person(state, details.person)?;
            let (subject, entry) = (details.subject, effect.source.0);
            set(state, details.person, PersonState { subject, entry, ..before });
            about(state, details.person, subject)
        }
        Body::DataLost(lost) => {
            for subject in &lost.subjects {
                state.set(Key::SubjectErased(*subject), Cell::Number(entry.no.0));
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn set<B: View>(state: &mut Overlay<B>, no: PersonNo, person: PersonState) {
    state.set(Key::Person(no), Cell::Person(person));
}

fn registered<B: View>(
    state: &mut Overlay<B>,
    added: &PersonAdded,
    source: EntryNo,
    last_named: Date,
) -> Result<(), Stop<B::Error>> {
    if let Some(lookup) = added.lookup
        && state.get(&Key::PersonLookup(lookup))?.is_none()
    {
        state.set(Key::PersonLookup(lookup), Cell::Number(added.no.0));
    }
    let (sort, subject) = (added.sort, added.subject);
    let (restricted, erased, household) = (false, false, None);
    let entry = source.0;
    set(state, added.no, PersonState { sort, subject, entry, restricted, erased, household, last_named });
    about(state, added.no, subject)
}

/// Remembers that a subject of the vault is about a person.
pub(super) fn about<B: View>(
    state: &mut Overlay<B>,
    no: PersonNo,
    subject: SubjectNo,
) -> Result<(), Stop<B::Error>> {
    let mut all = state.numbers(&Key::PersonSubjects(no))?;
    if all.len() >= MOST_SUBJECTS {
        return Err(Refusal::TooManyNotes { no }.into());
    }
    if let Err(at) = all.binary_search(&subject.0) {
        all.insert(at, subject.0);
        state.set(Key::PersonSubjects(no), Cell::Numbers(all));
    }
    Ok(())
}

fn move_household<B: View>(
    state: &mut Overlay<B>,
    no: PersonNo,
    from: Option<HouseholdNo>,
    to: Option<HouseholdNo>,
) -> Result<(), Stop<B::Error>> {
    if let Some(household) = from {
        state.remove(Key::Household(household, no));
    }
    if let Some(household) = to {
        let mut counts = state.counts()?;
        counts.households = counts.households.max(household.0);
        state.set(Key::Counts, Cell::Counts(counts));
        state.set(Key::Household(household, no), Cell::Number(1));
    }
    Ok(())
}

/// Remembers that an entry named a person on that day: her data is kept from then on.
pub(super) fn named<B: View>(state: &mut Overlay<B>, no: PersonNo, day: Date) -> Result<(), Stop<B::Error>> {
    let before = person(state, no)?;
    if before.sort == PersonSort::Natural && before.last_named < day {
        set(state, no, PersonState { last_named: day, ..before });
    }
    Ok(())
}
