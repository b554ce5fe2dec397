//! Entries with words in the vault: persons, their details, reversals, decisions and notes with reasons.
//!
//! Owns: which data goes to the vault with which entry. Refuses to know: how the commit is written.

use super::batch::{Batch, Recorded};
use super::error::LedgerError;
use super::people::PersonDetails;
use crate::base::{Date, EntryNo, Hash32, Line, PersonNo, SubjectNo};
use crate::book::{Cell, Draft, Key, Refusal, View};
use crate::entry::{
    Body, Decided, Decision, Details, Entry, Link, Memo, Note, PersonThoughKnown, Restricted, Reversal,
    ReversalReason, Struck,
};

impl Batch<'_> {
    fn needs_vault(&self) -> Result<(), LedgerError> {
        if self.ledger.people.vault.is_some() { Ok(()) } else { Err(LedgerError::NoSecrets) }
    }

    fn next_subject(&mut self) -> Result<SubjectNo, LedgerError> {
        Ok(SubjectNo(self.ledger.state.counts()?.subjects + 1))
    }

    /// Keeps words for the vault under that subject, and gives the commitment to them.
    fn keep(&mut self, subject: SubjectNo, words: &Line) -> Memo {
        let (memo, fields) = self.ledger.people.prepare_note(subject, words);
        self.vault.push((subject, fields));
        memo
    }

    fn memo(&mut self, words: Option<&Line>) -> Result<Option<Memo>, LedgerError> {
        let Some(words) = words else { return Ok(None) };
        self.needs_vault()?;
        let subject = self.next_subject()?;
        Ok(Some(self.keep(subject, words)))
    }

    /// An entry recorded before this one, or in this commit, with its leaf hash.
    fn earlier(&mut self, no: EntryNo) -> Result<(Entry, Hash32), LedgerError> {
        match self.ledger.state.base().entry(no)? {
            Some(found) => Ok(found),
            None => Err(self.give_up(LedgerError::Refused(Box::new(Refusal::UnknownEntry { no })))),
        }
    }

    /// Registers a person: her data for the vault, commitments to it as the next entry. Returns her number.
    ///
    /// # Errors
    /// [`Refusal::DuplicatePerson`], or [`LedgerError::NoSecrets`] without the ledger's keys.
    pub fn add_person(&mut self, details: &PersonDetails, on: Date) -> Result<PersonNo, LedgerError> {
        self.needs_vault()?;
        let (no, subject) = (PersonNo(self.ledger.state.counts()?.persons + 1), self.next_subject()?);
        let (person, fields) = self.ledger.people.prepare(no, subject, details)?;
        self.add(Draft::new(on, Body::Person(person)))?;
        self.vault.push((subject, fields));
        Ok(no)
    }

    /// Prepares a person's registration although `same_as` has her look-up hash. Returns her number.
    ///
    /// # Errors
    /// [`Refusal::NotADuplicate`], or [`LedgerError::NoSecrets`] without the ledger's keys.
    pub fn add_person_though_known(
        &mut self,
        details: &PersonDetails,
        same_as: PersonNo,
        reason: &Line,
        on: Date,
    ) -> Result<PersonNo, LedgerError> {
        self.needs_vault()?;
        let (no, subject) = (PersonNo(self.ledger.state.counts()?.persons + 1), self.next_subject()?);
        let (person, fields) = self.ledger.people.prepare(no, subject, details)?;
        self.vault.push((subject, fields));
        let reason = self.keep(subject.next(), reason);
        self.add(Draft::new(on, Body::PersonThoughKnown(PersonThoughKnown { person, same_as, reason })))?;
        Ok(no)
    }

    /// Enters a person's details anew. What the vault held of them before stays until she is erased.
    ///
    /// # Errors
    /// [`Refusal::UnknownPerson`] and others; [`LedgerError::NoSecrets`] without the ledger's keys.
    pub fn add_details(
        &mut self,
        person: PersonNo,
        details: &PersonDetails,
        on: Date,
    ) -> Result<&Recorded, LedgerError> {
        self.needs_vault()?;
        let subject = self.next_subject()?;
        let (committed, fields) = self.ledger.people.prepare(person, subject, details)?;
        self.vault.push((subject, fields));
        let commitments = committed.commitments;
        self.add(Draft::new(on, Body::Details(Details { person, subject, commitments })))
    }

    /// Hides a person's data, or shows it again.
    ///
    /// # Errors
    /// What the rules say; [`LedgerError::NoSecrets`] where a reason is given without the ledger's keys.
    pub fn add_restriction(
        &mut self,
        person: PersonNo,
        restricted: bool,
        reason: Option<&Line>,
        on: Date,
    ) -> Result<&Recorded, LedgerError> {
        let reason = self.memo(reason)?;
        self.add(Draft::new(on, Body::Restricted(Restricted { person, restricted, reason })))
    }

    fn names_erased(&mut self, entry: &Entry) -> Result<bool, LedgerError> {
        for no in self.ledger.about(entry)? {
            if matches!(self.ledger.state.get(&Key::Person(no))?, Some(Cell::Person(known)) if known.erased) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reverses an entry, with the operator's own words in the vault; without them where it names somebody who was erased,
    /// for they could never be erased. `draft` gives the body its dates.
    ///
    /// # Errors
    /// [`Refusal::UnknownEntry`] and the causes of check 9; [`LedgerError::NoSecrets`] without the ledger's keys.
    pub fn add_reversal(
        &mut self,
        original: EntryNo,
        reason: ReversalReason,
        note: &Line,
        draft: impl FnOnce(Body) -> Draft,
    ) -> Result<&Recorded, LedgerError> {
        let (entry, original_hash) = self.earlier(original)?;
        let memo = if self.names_erased(&entry)? { None } else { self.memo(Some(note))? };
        self.add(draft(Body::Reversal(Reversal { original, original_hash, reason, memo })))
    }

    /// Decides on a prepared entry. Its business date stays; `draft` gives the rest.
    ///
    /// # Errors
    /// The causes of check 8; where it is approved, all that the rules say of it;
    /// [`LedgerError::NoSecrets`] where a reason is given without the ledger's keys.
    ///
    /// # Panics
    /// Where an approval has a reason, or an emergency has none: a record can't hold that.
    pub fn add_decision(
        &mut self,
        prepared: EntryNo,
        decision: Decision,
        reason: Option<&Line>,
        draft: impl FnOnce(Body) -> Draft,
    ) -> Result<&Recorded, LedgerError> {
        match decision {
            Decision::Approved => assert!(reason.is_none(), "an approval with a reason"),
            Decision::Emergency => assert!(reason.is_some(), "an emergency without a reason"),
            Decision::Rejected | Decision::Withdrawn => {}
        }
        let (entry, leaf) = self.earlier(prepared)?;
        let reason = self.memo(reason)?;
        let prepared = Link { entry: prepared, leaf };
        let draft = draft(Body::Decided(Decided { prepared, decision, reason }));
        self.add(Draft { business_date: entry.business_date, ..draft })
    }

    /// Somebody's own words on an entry, into the vault.
    ///
    /// # Errors
    /// [`Refusal::UnknownEntry`]; [`LedgerError::NoSecrets`] without the ledger's keys.
    pub fn add_note(&mut self, entry: EntryNo, words: &Line, on: Date) -> Result<&Recorded, LedgerError> {
        self.needs_vault()?;
        let subject = self.next_subject()?;
        let memo = self.keep(subject, words);
        self.add(Draft::new(on, Body::Note(Note { entry, memo })))
    }

    /// Strikes a line of a register.
    ///
    /// # Errors
    /// [`Refusal::NotARegisterLine`], [`Refusal::AlreadyStruck`].
    pub fn strike(&mut self, line: EntryNo, on: Date) -> Result<&Recorded, LedgerError> {
        let (_, leaf) = self.earlier(line)?;
        self.add(Draft::new(on, Body::Struck(Struck { line: Link { entry: line, leaf } })))
    }
}
