//! People: their data into the vault, commitments to it into the chain, and back.
//!
//! Owns: salts, commitments, look-up hashes. Refuses to know: where keys are kept, and masking.

use super::error::LedgerError;
use super::{Entropy, Ledger};
use crate::base::{BankCard, EntryNo, Hash32, IdNumber, Line, PersonNo, SubjectNo};
use crate::book::{Cell, Key, PersonState, View};
use crate::chain::commitment::{LookupOf, commitment, lookup_hash};
use crate::entry::{Field, Memo, PersonAdded, PersonSort};
use crate::store::vault::{self, MasterKey, Reading, Vault, VaultError};
use zeroize::Zeroizing;

/// The ledger's secret keys, as far as personal data needs them.
pub struct Secrets {
    /// Opens the vault.
    pub master: MasterKey,
    /// Makes look-up hashes, where it is at hand.
    pub lookup: Option<Zeroizing<[u8; 32]>>,
}

/// What is known of a person or an organisation. All of it goes to the vault.
#[derive(Clone, Debug)]
pub struct PersonDetails {
    /// Natural person or organisation.
    pub sort: PersonSort,
    /// Name.
    pub name: Line,
    /// ID number; of natural persons.
    pub id_number: Option<IdNumber>,
    /// Where she lives.
    pub area: Option<Line>,
    /// Category of hardship.
    pub category: Option<Line>,
    /// Her bank card, from rules version 4 on.
    pub bank_card: Option<BankCard>,
}

/// The vault and what is needed to use it.
pub(super) struct People {
    pub vault: Option<Vault>,
    pub lookup_key: Option<Zeroizing<[u8; 32]>>,
    pub entropy: Entropy,
}

impl People {
    fn lookup_key(&self) -> Result<&[u8; 32], LedgerError> {
        match &self.lookup_key {
            Some(key) => Ok(key),
            // Where the vault's key is missing too, that is the thing to say.
            None if self.vault.as_ref().is_some_and(Vault::has_key) => Err(LedgerError::NoLookupKey),
            None => Err(LedgerError::NoSecrets),
        }
    }

    /// The look-up hash of an ID number.
    pub fn hash_of_id(&self, id: &IdNumber) -> Result<Hash32, LedgerError> {
        Ok(lookup_hash(self.lookup_key()?, LookupOf::IdNumber, id.as_str()))
    }

    /// The look-up hash of somebody: by ID number or, of organisations, by name; `None` where neither is known.
    pub fn look_up(&self, details: &PersonDetails) -> Result<Option<Hash32>, LedgerError> {
        match (&details.sort, &details.id_number) {
            (PersonSort::Natural, Some(id)) => self.hash_of_id(id).map(Some),
            (PersonSort::Natural, None) => Ok(None),
            (PersonSort::Organisation, _) => {
                Ok(Some(lookup_hash(self.lookup_key()?, LookupOf::Name, details.name.as_str())))
            }
        }
    }

    /// The vault's fields of somebody, and what the chain says of her.
    pub fn prepare(
        &mut self,
        no: PersonNo,
        subject: SubjectNo,
        details: &PersonDetails,
    ) -> Result<(PersonAdded, Vec<vault::Field>), LedgerError> {
        let lookup = self.look_up(details)?;
        let id_number = details.id_number.as_ref().map(IdNumber::as_str);
        let values = [
            (Field::Name, Some(details.name.as_str())),
            (Field::IdNumber, id_number),
            (Field::Area, details.area.as_ref().map(Line::as_str)),
            (Field::Category, details.category.as_ref().map(Line::as_str)),
            (Field::BankCard, details.bank_card.as_ref().map(BankCard::as_str)),
        ];
        let (mut commitments, mut fields) = (Vec::new(), Vec::new());
        for (field, value) in values {
            if let Some(value) = value {
                let (sealed, commitment) = self.commit_to(subject, field.tag(), value);
                commitments.push((field, commitment));
                fields.push(sealed);
            }
        }
        Ok((PersonAdded { no, sort: details.sort, subject, lookup, commitments }, fields))
    }

    /// A note for the vault, and what the chain says of it.
    pub fn prepare_note(&mut self, subject: SubjectNo, note: &Line) -> (Memo, Vec<vault::Field>) {
        let (sealed, commitment) = self.commit_to(subject, Field::NOTE_TAG, note.as_str());
        (Memo { subject, commitment }, vec![sealed])
    }

    fn commit_to(&mut self, subject: SubjectNo, tag: u8, value: &str) -> (vault::Field, Hash32) {
        let mut salt = [0; 32];
        (self.entropy)(&mut salt);
        let commitment = commitment(&salt, subject, tag, value);
        (vault::Field { tag, salt, text: value.to_owned() }, commitment)
    }
}

/// What the vault says of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VaultFields {
    /// Its fields, each checked against the chain's commitment.
    Known(Vec<(u8, String)>),
    /// Its key was destroyed.
    Erased,
    /// There is no vault here, or no key to it.
    NotHere,
}

impl Ledger {
    /// Whether names can be read here: the vault is there, and so is its key.
    pub fn has_names(&self) -> bool {
        self.people.vault.as_ref().is_some_and(Vault::has_key)
    }

    /// Reads no names from here on, as where the vault is missing: persons are numbers.
    pub fn forget_names(&mut self) {
        self.people.vault = None;
    }

    /// The person with that ID number or, of organisations, that name; `None` where there is none.
    ///
    /// # Errors
    /// [`LedgerError::NoSecrets`] without the look-up key.
    pub fn find_person(&mut self, details: &PersonDetails) -> Result<Option<PersonNo>, LedgerError> {
        let Some(hash) = self.people.look_up(details)? else { return Ok(None) };
        self.person_of_hash(hash)
    }

    /// The person with that ID number; `None` where there is none. It is one look-up, however many persons there are.
    ///
    /// # Errors
    /// [`LedgerError::NoSecrets`] without the look-up key.
    pub fn person_with_id(&mut self, id: &IdNumber) -> Result<Option<PersonNo>, LedgerError> {
        let hash = self.people.hash_of_id(id)?;
        self.person_of_hash(hash)
    }

    fn person_of_hash(&self, hash: Hash32) -> Result<Option<PersonNo>, LedgerError> {
        Ok(match self.state.base().cell(&Key::PersonLookup(hash))? {
            Some(Cell::Number(no)) => Some(PersonNo(no)),
            _ => None,
        })
    }

    /// A registered person as the rules know her; `None` where nobody of that number is registered: it was never
    /// given, or her registration still waits for a second person, or was not approved.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn person(&mut self, no: PersonNo) -> Result<Option<PersonState>, LedgerError> {
        Ok(match self.state.get(&Key::Person(no))? {
            Some(Cell::Person(person)) => Some(*person),
            _ => None,
        })
    }

    /// What the vault says of a person, checked against the chain.
    ///
    /// # Errors
    /// Where the vault does not match, or can't be read.
    pub fn person_fields(&mut self, no: PersonNo) -> Result<Option<(PersonSort, VaultFields)>, LedgerError> {
        let Some(Cell::Person(person)) = self.state.base().cell(&Key::Person(no))? else { return Ok(None) };
        let found = self.state.base().entry(EntryNo(person.entry))?;
        let subjects = found.map(|(entry, _)| entry.body.subjects()).unwrap_or_default();
        let committed = subjects.into_iter().find(|(subject, _)| *subject == person.subject);
        let (_, committed) = committed.ok_or_else(|| LedgerError::Index(format!("entry of {no}")))?;
        Ok(Some((person.sort, self.vault_fields(person.subject, &committed)?)))
    }

    /// The words of a note, checked against the chain.
    ///
    /// # Errors
    /// Where the vault does not match, or can't be read.
    pub fn note(&self, memo: &Memo) -> Result<VaultFields, LedgerError> {
        self.vault_fields(memo.subject, &[(Field::NOTE_TAG, memo.commitment)])
    }

    fn vault_fields(
        &self,
        subject: SubjectNo,
        committed: &[(u8, Hash32)],
    ) -> Result<VaultFields, LedgerError> {
        if self.state.base().cell(&Key::SubjectErased(subject))?.is_some() {
            return Ok(VaultFields::Erased);
        }
        let Some(vault) = &self.people.vault else { return Ok(VaultFields::NotHere) };
        match vault.read(subject) {
            Ok(Reading::Erased) => Ok(VaultFields::Erased),
            Err(VaultError::NoMasterKey) => Ok(VaultFields::NotHere),
            Err(error) => Err(LedgerError::vault(error)),
            Ok(Reading::Fields(fields)) => {
                if !matches_commitments(subject, &fields, committed) {
                    return Err(LedgerError::VaultDiffers { subject });
                }
                Ok(VaultFields::Known(fields.iter().map(|f| (f.tag, f.text.clone())).collect()))
            }
        }
    }
}

/// Invariant 12 for one subject: the same fields, each opening its commitment.
pub(super) fn matches_commitments(
    subject: SubjectNo,
    fields: &[vault::Field],
    committed: &[(u8, Hash32)],
) -> bool {
    fields.len() == committed.len()
        && fields
            .iter()
            .zip(committed)
            .all(|(f, (tag, hash))| f.tag == *tag && commitment(&f.salt, subject, f.tag, &f.text) == *hash)
}
