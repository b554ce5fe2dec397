//! What is wrong with a note, a checkpoint, a request to a witness or its memory, as a clause.
//!
//! Owns: the clause for each case. Refuses to know: where the bytes came from.

use crate::chain::checkpoint::CheckpointError;
use crate::chain::note::{Note, NoteError, Unverified};
use crate::chain::witness::{MAX_PROOF, MAX_REQUEST, MemoryFlaw, RequestError};
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
