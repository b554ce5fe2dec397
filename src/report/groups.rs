//! What people are grouped by that only the vault says: the township 乡镇（街道） where each lives, or her category.
//!
//! Owns: that, read once a person. Refuses to know: what is counted.

use super::names::NameBook;
use crate::base::PersonNo;
use crate::entry::Field;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// Groups of people by one field of the vault.
pub(super) struct Groups {
    field: Field,
    known: BTreeMap<PersonNo, String>,
}

impl Groups {
    /// By the first part of the area, or by any other field as it is.
    pub const fn by(field: Field) -> Groups {
        Groups { field, known: BTreeMap::new() }
    }

    /// The group of a person, or why it is not known.
    pub fn of(
        &mut self,
        words: &Words,
        ledger: &mut Ledger,
        names: &mut NameBook,
        person: PersonNo,
    ) -> Result<String, LedgerError> {
        if let Some(found) = self.known.get(&person) {
            return Ok(found.clone());
        }
        let shown = names.person_read(ledger, person)?;
        let found = match shown.as_ref().map(|shown| (&shown.fields, shown.withheld)) {
            Some((Some(fields), _)) => {
                let text =
                    fields.iter().find(|(field, _)| *field == self.field).map(|(_, text)| text.as_str());
                let text = match self.field {
                    Field::Area => text.and_then(|area| area.split('/').next()),
                    _ => text,
                };
                let none = || words.word("group-not-registered");
                text.filter(|text| !text.is_empty()).map_or_else(none, str::to_owned)
            }
            Some((None, Some(_))) => words.word("group-withheld"),
            _ => words.word("group-locked"),
        };
        self.known.insert(person, found.clone());
        Ok(found)
    }
}
