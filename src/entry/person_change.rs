//! What becomes of a registered person: hidden, erased, in a household, with new details or a new look-up hash.
//!
//! Owns: those fields. Refuses to know: when an erasure is lawful, and what the vault holds.

use super::correction::Memo;
use super::person::{Field, PersonAdded};
use super::{take_maybe_line, take_u64};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Hash32, HouseholdNo, Line, PersonNo, SubjectNo};

/// A person was registered although somebody has her look-up hash; two persons say that it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonThoughKnown {
    /// The person.
    pub person: PersonAdded,
    /// Who has the same look-up hash.
    pub same_as: PersonNo,
    /// Why it is right all the same.
    pub reason: Memo,
}

impl PersonThoughKnown {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        self.person.put(out);
        out.u64(self.same_as.0);
        self.reason.put(out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<PersonThoughKnown, WireError> {
        Ok(PersonThoughKnown {
            person: PersonAdded::take(from)?,
            same_as: take_person(from)?,
            reason: Memo::take(from)?,
        })
    }
}

/// A person's data was restricted 限制处理: hidden, and nothing new may name her; or that was lifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restricted {
    /// Whose.
    pub person: PersonNo,
    /// Restricted, or lifted.
    pub restricted: bool,
    /// Why.
    pub reason: Option<Memo>,
}

impl Restricted {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.person.0);
        out.u8(u8::from(self.restricted));
        Memo::put_maybe(self.reason.as_ref(), out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Restricted, WireError> {
        Ok(Restricted {
            person: take_person(from)?,
            restricted: from.flag("restriction")?,
            reason: Memo::take_maybe(from)?,
        })
    }
}

/// Why personal data may be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErasureBasis {
    /// The retention period 保管期限 is over.
    RetentionOver,
    /// A lawful order, by the document that gives it.
    Order(Line),
}

/// A person's data was erased: her key and salts are destroyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// Whose.
    pub person: PersonNo,
    /// Why it may be.
    pub basis: ErasureBasis,
    /// Everything in the vault that is about her, ascending: her details and notes on entries that name her.
    pub subjects: Vec<SubjectNo>,
}

impl Erased {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.person.0);
        let (basis, document) = match &self.basis {
            ErasureBasis::RetentionOver => (1, ""),
            ErasureBasis::Order(document) => (2, document.as_str()),
        };
        out.u8(basis);
        out.text(document);
        put_subjects(&self.subjects, out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Erased, WireError> {
        let person = take_person(from)?;
        let wrong = from.impossible("basis of erasure");
        let basis = from.u8()?;
        let document = take_maybe_line(from, "document")?;
        let basis = match (basis, document) {
            (1, None) => ErasureBasis::RetentionOver,
            (2, Some(document)) => ErasureBasis::Order(document),
            _ => return Err(wrong),
        };
        Ok(Erased { person, basis, subjects: take_subjects(from)? })
    }
}

/// What the vault held of these was lost with it: there is nothing left to erase, and the ledger says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataLost {
    /// Which, ascending; 1 to [`DataLost::MOST`].
    pub subjects: Vec<SubjectNo>,
}

impl DataLost {
    /// The most in one entry: it stays well below the longest record.
    pub const MOST: usize = 4000;

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        assert!((1..=DataLost::MOST).contains(&self.subjects.len()), "what was lost is entered in portions");
        put_subjects(&self.subjects, out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<DataLost, WireError> {
        let wrong = from.impossible("count of subjects");
        let subjects = take_subjects(from)?;
        if (1..=DataLost::MOST).contains(&subjects.len()) { Ok(DataLost { subjects }) } else { Err(wrong) }
    }
}

fn put_subjects(subjects: &[SubjectNo], out: &mut Vec<u8>) {
    out.u16(super::count(subjects.len()));
    for subject in subjects {
        out.u64(subject.0);
    }
}

fn take_subjects(from: &mut Take<'_>) -> Result<Vec<SubjectNo>, WireError> {
    let mut subjects: Vec<SubjectNo> = Vec::new();
    for _ in 0..from.u16()? {
        let here = from.impossible("order of subjects");
        let subject = SubjectNo(take_u64(from, "vault subject")?);
        if subjects.last().is_some_and(|before| *before >= subject) {
            return Err(here);
        }
        subjects.push(subject);
    }
    Ok(subjects)
}

/// A person joined a household 户, or left hers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HouseholdJoined {
    /// Who.
    pub person: PersonNo,
    /// Which; `None`: she left.
    pub household: Option<HouseholdNo>,
}

impl HouseholdJoined {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u64(self.person.0);
        out.u64(self.household.map_or(0, |h| h.0));
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<HouseholdJoined, WireError> {
        let person = take_person(from)?;
        let household = match from.u64()? {
            0 => None,
            no => Some(HouseholdNo(no)),
        };
        Ok(HouseholdJoined { person, household })
    }
}

/// Persons' look-up hashes under a new key, after the old one was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookUps {
    /// Person and hash, persons ascending; 1 to [`LookUps::MOST`].
    pub hashes: Vec<(PersonNo, Hash32)>,
}

impl LookUps {
    /// The most in one entry: it stays well below the longest record.
    pub const MOST: usize = 1000;

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        assert!((1..=LookUps::MOST).contains(&self.hashes.len()), "look-up hashes are entered in portions");
        out.u16(super::count(self.hashes.len()));
        for (person, hash) in &self.hashes {
            out.u64(person.0);
            out.hash(hash);
        }
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<LookUps, WireError> {
        let wrong = from.impossible("count of look-up hashes");
        let count = usize::from(from.u16()?);
        if !(1..=LookUps::MOST).contains(&count) {
            return Err(wrong);
        }
        let mut hashes: Vec<(PersonNo, Hash32)> = Vec::new();
        for _ in 0..count {
            let here = from.impossible("order of persons");
            let person = take_person(from)?;
            if hashes.last().is_some_and(|(before, _)| *before >= person) {
                return Err(here);
            }
            hashes.push((person, from.hash()?));
        }
        Ok(LookUps { hashes })
    }
}

/// A person's details were entered anew: she moved, a name was misspelt, or the vault was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Whose.
    pub person: PersonNo,
    /// Where the vault keeps them from now on.
    pub subject: SubjectNo,
    /// Salted commitments to them, by ascending field.
    pub commitments: Vec<(Field, Hash32)>,
}

impl Details {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.person.0);
        out.u64(self.subject.0);
        Field::put_commitments(&self.commitments, out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Details, WireError> {
        Ok(Details {
            person: take_person(from)?,
            subject: SubjectNo(take_u64(from, "vault subject")?),
            commitments: Field::take_commitments(from)?,
        })
    }
}

pub(super) fn take_person(from: &mut Take<'_>) -> Result<PersonNo, WireError> {
    Ok(PersonNo(take_u64(from, "person number")?))
}
