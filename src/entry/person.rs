//! A person or an organisation, as the chain knows it: a number and commitments, never a name.
//!
//! Owns: those fields. Refuses to know: the values committed to (they are in the vault) and how they are hashed.

use super::take_u64;
use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{Hash32, PersonNo, SubjectNo};
use serde::{Deserialize, Serialize};

/// What kind of party it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PersonSort {
    /// A natural person.
    Natural,
    /// An enterprise, an office, an association.
    Organisation,
}

/// A field of what the vault holds of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Name.
    Name,
    /// ID number.
    IdNumber,
    /// Where she lives 地区.
    Area,
    /// Category of hardship 类别.
    Category,
    /// The number of her bank card 银行卡号, from rules version 4 on.
    BankCard,
}

impl Field {
    /// All of them, in the order of their tags.
    pub const ALL: [Field; 5] = [Field::Name, Field::IdNumber, Field::Area, Field::Category, Field::BankCard];
    /// The tag of a note in the vault, which is no field of a person.
    pub const NOTE_TAG: u8 = 0;

    /// Its number in records and in the vault.
    pub const fn tag(self) -> u8 {
        match self {
            Field::Name => 1,
            Field::IdNumber => 2,
            Field::Area => 3,
            Field::Category => 4,
            Field::BankCard => 5,
        }
    }

    /// The field with that tag.
    pub fn from_tag(tag: u8) -> Option<Field> {
        Field::ALL.into_iter().find(|f| f.tag() == tag)
    }

    pub(super) fn put_commitments(commitments: &[(Field, Hash32)], out: &mut Vec<u8>) {
        out.u8(super::count(commitments.len()));
        for (field, hash) in commitments {
            out.u8(field.tag());
            out.hash(hash);
        }
    }

    pub(super) fn take_commitments(from: &mut Take<'_>) -> Result<Vec<(Field, Hash32)>, WireError> {
        let mut commitments: Vec<(Field, Hash32)> = Vec::new();
        for _ in 0..from.u8()? {
            let here = from.clone();
            let field =
                Field::from_tag(from.u8()?).ok_or(here.fail(WireCause::Newer("field of a person")))?;
            if commitments.last().is_some_and(|(before, _)| *before >= field) {
                return Err(here.impossible("order of fields"));
            }
            commitments.push((field, from.hash()?));
        }
        Ok(commitments)
    }
}

/// A person or an organisation was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonAdded {
    /// Its number.
    pub no: PersonNo,
    /// What kind of party.
    pub sort: PersonSort,
    /// Where the vault keeps the rest.
    pub subject: SubjectNo,
    /// Keyed hash of the ID number, or of an organisation's name: finds duplicates without telling who it is.
    pub lookup: Option<Hash32>,
    /// Salted commitments to what the vault holds, by ascending field.
    pub commitments: Vec<(Field, Hash32)>,
}

impl PersonAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.no.0);
        out.u8(match self.sort {
            PersonSort::Natural => 1,
            PersonSort::Organisation => 2,
        });
        out.u64(self.subject.0);
        out.u8(u8::from(self.lookup.is_some()));
        if let Some(hash) = &self.lookup {
            out.hash(hash);
        }
        Field::put_commitments(&self.commitments, out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<PersonAdded, WireError> {
        let no = PersonNo(take_u64(from, "person number")?);
        let wrong = from.impossible("sort of person");
        let sort = match from.u8()? {
            1 => PersonSort::Natural,
            2 => PersonSort::Organisation,
            _ => return Err(wrong),
        };
        let subject = SubjectNo(take_u64(from, "vault subject")?);
        let lookup = if from.flag("look-up hash")? { Some(from.hash()?) } else { None };
        let commitments = Field::take_commitments(from)?;
        Ok(PersonAdded { no, sort, subject, lookup, commitments })
    }
}
