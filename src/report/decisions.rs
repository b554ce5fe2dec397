//! What is told of an entry beside its own fields: who decided on it, and the operators' own words.
//!
//! Owns: those lines. Refuses to know: who may decide.

use super::names::{decided_by, operator};
use super::pending::approvers;
use crate::base::EntryNo;
use crate::entry::{Body, Decided, Decision, Entry, Memo};
use crate::ledger::{Ledger, LedgerError, VaultFields};
use crate::words::Words;

/// Of a prepared entry, what became of it; of a decision, what it was about. `hidden`: words about somebody whose data is
/// restricted are not shown.
///
/// # Errors
/// Where index or vault can't be read.
pub(super) fn notes(
    words: &Words,
    ledger: &mut Ledger,
    entry: &Entry,
    hidden: bool,
) -> Result<Vec<String>, LedgerError> {
    if let Body::Decided(decided) = &entry.body {
        return of_decision(words, ledger, decided, hidden);
    }
    if !entry.prepared {
        return Ok(Vec::new());
    }
    let Some((by, _)) = decided_by(ledger, entry.no)? else {
        let preparer = ledger.locate(entry.no)?.header.operator;
        let who = approvers(words, ledger, preparer)?;
        return Ok(vec![words.say("report-show-pending", &[("who", who.into())])]);
    };
    let decision = ledger.locate(by)?;
    let Body::Decided(decided) = &decision.entry.body else { return Ok(Vec::new()) };
    let key = match decided.decision {
        Decision::Approved => "report-show-approved",
        Decision::Rejected => "report-show-rejected",
        Decision::Withdrawn => "report-show-withdrawn",
        Decision::Emergency => "report-show-emergency",
    };
    let mut notes = vec![words.say(
        key,
        &[
            ("by", by.into()),
            ("operator", operator(ledger, decision.header.operator)?.into()),
            ("at", decision.header.recorded_at.into()),
        ],
    )];
    if let Some(memo) = &decided.reason {
        notes.push(words_of(words, ledger, memo, hidden)?);
    }
    Ok(notes)
}

fn of_decision(
    words: &Words,
    ledger: &mut Ledger,
    decided: &Decided,
    hidden: bool,
) -> Result<Vec<String>, LedgerError> {
    let mut notes = Vec::new();
    if decided.decision == Decision::Emergency {
        notes.push(words.word("report-show-one-person"));
    }
    if let Some(memo) = &decided.reason {
        notes.push(words_of(words, ledger, memo, hidden)?);
    }
    let prepared = ledger.locate(decided.prepared.entry)?;
    let args = [
        ("entry", decided.prepared.entry.into()),
        ("operator", operator(ledger, prepared.header.operator)?.into()),
        ("at", prepared.header.recorded_at.into()),
    ];
    notes.push(words.say("report-show-decides", &args));
    notes.extend(remarks(words, ledger, decided.prepared.entry, hidden)?);
    Ok(notes)
}

/// The operators' own words on an entry, with who said them and when.
///
/// # Errors
/// Where index or vault can't be read.
pub(super) fn remarks(
    words: &Words,
    ledger: &mut Ledger,
    on: EntryNo,
    hidden: bool,
) -> Result<Vec<String>, LedgerError> {
    let mut remarks = Vec::new();
    for no in ledger.notes_on(on)? {
        let found = ledger.locate(no)?;
        let Body::Note(note) = &found.entry.body else { continue };
        let args = [
            ("entry", on.into()),
            ("operator", operator(ledger, found.header.operator)?.into()),
            ("at", found.header.recorded_at.into()),
            ("text", text_of(words, ledger, &note.memo, hidden)?.into()),
        ];
        remarks.push(words.say("report-show-remark", &args));
    }
    Ok(remarks)
}

/// The line with the reason that somebody gave in her own words.
///
/// # Errors
/// Where the vault can't be read.
pub(super) fn words_of(
    words: &Words,
    ledger: &Ledger,
    memo: &Memo,
    hidden: bool,
) -> Result<String, LedgerError> {
    Ok(match ledger.note(memo)? {
        VaultFields::NotHere => words.word("report-show-note-hidden"),
        _ => words.say("report-show-note", &[("text", text_of(words, ledger, memo, hidden)?.into())]),
    })
}

fn text_of(words: &Words, ledger: &Ledger, memo: &Memo, hidden: bool) -> Result<String, LedgerError> {
    Ok(match ledger.note(memo)? {
        VaultFields::Known(_) if hidden => words.word("person-state-restricted"),
        VaultFields::Known(fields) => fields.into_iter().next().map(|(_, text)| text).unwrap_or_default(),
        VaultFields::Erased => words.word("term-erased"),
        VaultFields::NotHere => words.word("report-show-in-vault"),
    })
}
