//! What is wrong with a note, a checkpoint, a receipt, a request to a witness or its memory, as a clause.
//!
//! Owns: the clause for each case. Refuses to know: where the bytes came from.

use crate::base::parts::PartsError;
use crate::chain::checkpoint::CheckpointError;
use crate::chain::note::{Note, NoteError, Unverified};
use crate::chain::witness::{MAX_PROOF, MAX_REQUEST, MemoryFlaw, RequestError};
use crate::chain::{TlogProof, TlogProofError};
use crate::ledger::ReceiptError;
use crate::words::Words;

/// What is wrong with a note.
pub fn note_cause(words: &Words, error: &NoteError) -> String {
    let line = |key: &str, line: usize| words.say(key, &[("line", line.into())]);
    match error {
        NoteError::TooLong => words.say("note-too-long", &[("max", Note::MAX.into())]),
        NoteError::NotUtf8 { at } => words.say("note-not-utf8", &[("at", (*at).into())]),
        NoteError::Control { line: at, byte: b'\r' } => line("note-carriage-return", *at),
        NoteError::Control { line: at, .. } => line("note-control", *at),
        NoteError::NoFinalNewline => words.word("note-cut"),
        NoteError::NoSignatures => words.word("note-no-signatures"),
        NoteError::TooManySignatures => {
            words.say("note-too-many-signatures", &[("max", Note::MAX_SIGNATURES.into())])
        }
        NoteError::Line { line: at, .. } => line("note-signature-line", *at),
    }
}

/// What is wrong with a checkpoint.
pub fn checkpoint_cause(words: &Words, error: &CheckpointError) -> String {
    match error {
        CheckpointError::Note(error) => note_cause(words, error),
        CheckpointError::Origin => words.word("checkpoint-origin"),
        CheckpointError::Size => words.word("checkpoint-size"),
        CheckpointError::Root => words.word("checkpoint-root"),
        CheckpointError::EmptyLine { line } => {
            words.say("checkpoint-empty-line", &[("line", (*line).into())])
        }
    }
}

/// What is wrong with scanned parts.
pub fn parts_cause(words: &Words, error: &PartsError) -> String {
    let line = |key: &str, line: usize| words.say(key, &[("line", line.into())]);
    match error {
        PartsError::Nothing => words.word("parts-none"),
        PartsError::NotAPart { line: at } => line("parts-not-a-part", *at),
        PartsError::Foreign { line: at } => line("parts-foreign", *at),
        PartsError::Missing { numbers, of } => {
            let mut all: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            if all.len() == PartsError::NAMED {
                all.push("…".to_owned());
            }
            words.say("parts-missing", &[("numbers", all.join(", ").into()), ("of", (*of).into())])
        }
        PartsError::Doubled { number, line } => {
            words.say("parts-doubled", &[("number", (*number).into()), ("line", (*line).into())])
        }
        PartsError::Altered => words.word("parts-altered"),
    }
}

/// What is wrong with a receipt.
pub fn receipt_cause(words: &Words, error: &ReceiptError) -> String {
    let of_record = |key: &str, index: u64| words.say(key, &[("index", index.into())]);
    match error {
        ReceiptError::Proof(error) => proof_cause(words, error),
        ReceiptError::NothingCarried => words.word("receipt-carries-nothing"),
        ReceiptError::Carried(_) => words.word("receipt-carried"),
        ReceiptError::Record { index, .. } => of_record("receipt-record", *index),
        ReceiptError::NotInTree { index } => of_record("receipt-not-in-tree", *index),
        ReceiptError::NoHeader => words.word("receipt-no-header"),
        ReceiptError::OpensNothing { .. } => words.word("receipt-opens-nothing"),
    }
}

fn proof_cause(words: &Words, error: &TlogProofError) -> String {
    let line = |key: &str, line: usize| words.say(key, &[("line", line.into())]);
    match error {
        TlogProofError::TooLong => words.say("note-too-long", &[("max", TlogProof::MAX.into())]),
        TlogProofError::NotUtf8 { at } => words.say("note-not-utf8", &[("at", (*at).into())]),
        TlogProofError::NotAProof => words.word("receipt-line-1"),
        TlogProofError::Extra => words.word("receipt-extra"),
        TlogProofError::Index { line: at } => line("receipt-index", *at),
        TlogProofError::Path { line: at } => line("request-hash", *at),
        TlogProofError::Cut => words.word("receipt-cut"),
        TlogProofError::Checkpoint(error) => {
            words.say("receipt-checkpoint", &[("cause", checkpoint_cause(words, error).into())])
        }
    }
}

/// What is wrong with a request to a witness.
pub fn request_cause(words: &Words, error: &RequestError) -> String {
    match error {
        RequestError::TooLong => words.say("note-too-long", &[("max", MAX_REQUEST.into())]),
        RequestError::Old => words.word("request-old"),
        RequestError::Hash { line } => words.say("request-hash", &[("line", (*line).into())]),
        RequestError::TooManyHashes => words.say("request-too-many-hashes", &[("max", MAX_PROOF.into())]),
        RequestError::NoEmptyLine => words.word("request-no-empty-line"),
        RequestError::Checkpoint(error) => checkpoint_cause(words, error),
    }
}

/// What is wrong with what a witness kept.
pub fn memory_cause(words: &Words, flaw: &MemoryFlaw) -> String {
    match flaw {
        MemoryFlaw::Unreadable(error) => checkpoint_cause(words, error),
        MemoryFlaw::OtherLog(origin) => words.say("memory-other-log", &[("origin", origin.as_str().into())]),
        MemoryFlaw::NotOurs(Unverified::Absent) => words.word("memory-not-cosigned"),
        MemoryFlaw::NotOurs(Unverified::Wrong) => words.word("memory-changed"),
    }
}
