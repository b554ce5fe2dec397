//! Names without a ledger: those that stand in a receipt.
//!
//! Owns: reading them out of its records. Refuses to know: whether the records are proved; whoever read them has asked.

use super::{Called, NameBook};
use crate::base::{PersonNo, SubjectNo};
use crate::entry::{Body, Entry, Field};
use crate::ledger::Receipted;

impl NameBook {
    /// The names in a receipt's records; of persons the one whose name it opens.
    pub fn of_receipt(receipt: &Receipted) -> NameBook {
        let mut names = NameBook::default();
        for Entry { no, body, .. } in &receipt.context {
            match body {
                Body::Fund(fund) => {
                    names.funds.insert(fund.no, (fund.code.clone(), fund.name.clone()));
                }
                Body::Programme(programme) => {
                    names.programmes.insert(programme.no, (programme.code.clone(), programme.name.clone()));
                }
                Body::Purpose(place) => {
                    names.places.insert(place.no, place.name.clone());
                }
                body => {
                    names.bodies.insert(*no, body.clone());
                }
            }
        }
        let called = |(subject, field, value): &(_, Field, String)| {
            let no = holder_of(receipt, *subject)?;
            (*field == Field::Name).then(|| (no, Called::Name(value.clone())))
        };
        names.persons.extend(receipt.opened.iter().filter_map(called));
        names
    }
}

/// The person whose data a subject of the vault is, as the receipt's records say.
pub fn holder_of(receipt: &Receipted, subject: SubjectNo) -> Option<PersonNo> {
    receipt.context.iter().chain([&receipt.entry]).find_map(|entry| match &entry.body {
        Body::Person(person) if person.subject == subject => Some(person.no),
        Body::PersonThoughKnown(known) if known.person.subject == subject => Some(known.person.no),
        Body::Details(details) if details.subject == subject => Some(details.person),
        _ => None,
    })
}
