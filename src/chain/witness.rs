//! What a witness is asked, and what it answers: C2SP `tlog-witness`, `add-checkpoint`.
//!
//! Owns: the request's text, the order of the checks, and what was remembered. Refuses to know: HTTP, files, the clock.

use super::base64;
use super::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint, decimal};
use super::note::{Note, Unverified};
use super::policy::{CheckError, Policy};
use super::proof::verify_consistency;
use super::tree::Frontier;
use super::vkey::VerifierKey;
use crate::base::Hash32;
use std::fmt;

/// The most hashes of a consistency proof: as many as a tree of 2⁶³ leaves may need.
pub const MAX_PROOF: usize = 63;
/// The longest request, in bytes: the longest note and the longest proof fit in.
pub const MAX_REQUEST: usize = 128 * 1024;

/// Why bytes are no request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Longer than [`MAX_REQUEST`].
    #[error("longer than {MAX_REQUEST} bytes")]
    TooLong,
    /// The first line is not `old` and a size in decimal digits.
    #[error("line 1: not \"old SIZE\"")]
    Old,
    /// A line before the empty one is no hash in canonical Base 64.
    #[error("line {line}: no hash")]
    Hash {
        /// The line, from 1.
        line: usize,
    },
    /// More than [`MAX_PROOF`] hashes.
    #[error("more than {MAX_PROOF} hashes")]
    TooManyHashes,
    /// No empty line between the hashes and the checkpoint.
    #[error("no empty line before the checkpoint")]
    NoEmptyLine,
    /// What follows is no checkpoint.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
}

/// A checkpoint to cosign, with the proof that it continues the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The size of the checkpoint before; 0 where there is none.
    pub old: u64,
    /// From that size to the checkpoint's.
    pub proof: Vec<Hash32>,
    /// The checkpoint.
    pub signed: SignedCheckpoint,
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// [`RequestError`] where the bytes are not exactly what a [`Request`] shows.
    pub fn parse(bytes: &[u8]) -> Result<Request, RequestError> {
        if bytes.len() > MAX_REQUEST {
            return Err(RequestError::TooLong);
        }
        let (first, mut rest) = line(bytes).ok_or(RequestError::Old)?;
        let old = first.strip_prefix("old ").and_then(decimal).ok_or(RequestError::Old)?;
        let mut proof = Vec::new();
        loop {
            let at = proof.len() + 2;
            let (hash, after) = match line(rest) {
                Some(found) => found,
                None if rest.is_empty() => return Err(RequestError::NoEmptyLine),
                None => return Err(RequestError::Hash { line: at }),
            };
            rest = after;
            if hash.is_empty() {
                break;
            }
            if proof.len() == MAX_PROOF {
                return Err(RequestError::TooManyHashes);
            }
            proof.push(base64::decode_hash(hash).ok_or(RequestError::Hash { line: at })?);
        }
        Ok(Request { old, proof, signed: SignedCheckpoint::parse(rest)? })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", base64::encode(&hash.0)))?;
        write!(f, "\n{}", self.signed.note())
    }
}

/// The first line without its end, and what follows; `None` where no line ends or it is no text.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|b| *b == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

/// The newest checkpoint of a log that a witness has cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    signed: SignedCheckpoint,
    timestamp: u64,
}

/// Why bytes are no memory of a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemoryFlaw {
    /// No checkpoint.
    #[error("{0}")]
    Unreadable(#[from] CheckpointError),
    /// The checkpoint of another log.
    #[error("of another log, {0:?}")]
    OtherLog(String),
    /// Not cosigned by this witness, so anyone may have written it.
    #[error("without this witness's cosignature: {0}")]
    NotOurs(Unverified),
}

impl Remembered {
    /// Reads what a witness kept of a log, which only the witness itself can have written.
    ///
    /// # Errors
    /// [`MemoryFlaw`] where the bytes are anything else.
    pub fn parse(bytes: &[u8], origin: &str, own: &VerifierKey) -> Result<Remembered, MemoryFlaw> {
        let signed = SignedCheckpoint::parse(bytes)?;
        if signed.checkpoint().origin() != origin {
            return Err(MemoryFlaw::OtherLog(signed.checkpoint().origin().to_owned()));
        }
        match signed.note().verify(own) {
            Ok(verified) => Ok(Remembered { timestamp: verified.timestamp.unwrap_or(0), signed }),
            Err(unverified) => Err(MemoryFlaw::NotOurs(unverified)),
        }
    }

    /// The checkpoint, with the log's signature and the witness's.
    pub const fn signed(&self) -> &SignedCheckpoint {
        &self.signed
    }

    /// When it was cosigned, in seconds since 1970.
    pub const fn timestamp(&self) -> u64 {
        self.timestamp
    }

    fn checkpoint(&self) -> &Checkpoint {
        self.signed.checkpoint()
    }
}

/// Why a checkpoint does not continue what was remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// A tree of no leaves with a root that such a tree does not have.
    EmptyTree,
    /// Two roots at one size: the log shows two histories.
    Fork,
    /// The proof does not lead from the old tree to this one.
    Proof,
}

/// What a witness answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The old size is above the checkpoint's.
    OldAboveSize,
    /// No log of that origin is trusted.
    UnknownLog,
    /// The log has not signed it.
    NotSigned,
    /// A signature says that it is the log's, and is not.
    WrongSignature,
    /// The old size is not that of the newest checkpoint that was cosigned.
    Conflict {
        /// Which is this; 0 where there is none.
        size: u64,
    },
    /// It does not continue what was remembered.
    Unprocessable(Unsound),
    /// It does: it may be cosigned.
    Cosign,
}

/// Whether a request is by a log of the policy. It is asked before any memory is read.
///
/// # Errors
/// The answer, where it is not.
pub fn vet(policy: &Policy, request: &Request) -> Result<VerifierKey, Answer> {
    let log = policy.check_log(&request.signed).map_err(|error| match error {
        CheckError::UnknownLog(_) => Answer::UnknownLog,
        CheckError::LogWrong(_) => Answer::WrongSignature,
        CheckError::LogAbsent | CheckError::CosignatureWrong(_) => Answer::NotSigned,
    })?;
    if request.old > request.signed.checkpoint().size() { Err(Answer::OldAboveSize) } else { Ok(log.clone()) }
}

/// What is answered to a request that was vetted, by what is remembered of its log.
pub fn weigh(remembered: Option<&Remembered>, request: &Request) -> Answer {
    let new = request.signed.checkpoint();
    let empty = Frontier::default().root();
    let (size, root) =
        remembered.map_or((0, empty), |kept| (kept.checkpoint().size(), *kept.checkpoint().root()));
    if request.old != size {
        return Answer::Conflict { size };
    }
    if new.size() == 0 && *new.root() != empty {
        return Answer::Unprocessable(Unsound::EmptyTree);
    }
    if new.size() == size && *new.root() != root {
        return Answer::Unprocessable(Unsound::Fork);
    }
    // From no leaves, and to the same size, there is nothing to prove.
    let proved = if size == 0 || new.size() == size {
        request.proof.is_empty()
    } else {
        verify_consistency(size, &root, new.size(), new.root(), &request.proof)
    };
    if proved { Answer::Cosign } else { Answer::Unprocessable(Unsound::Proof) }
}

/// What is answered to a request, all in all.
pub fn decide(policy: &Policy, remembered: Option<&Remembered>, request: &Request) -> Answer {
    vet(policy, request).map_or_else(|answer| answer, |_| weigh(remembered, request))
}

/// What a witness keeps of a checkpoint that it cosigned: the log's own signature and its own, and no other.
pub fn kept(signed: &SignedCheckpoint, log: &VerifierKey, own: super::note::SignatureLine) -> Option<Note> {
    let mut lines: Vec<_> =
        signed.note().signatures().iter().filter(|line| line.is_of(log)).cloned().collect();
    lines.dedup();
    lines.push(own);
    Note::new(signed.note().text().to_owned(), lines).ok()
}

#[cfg(test)]
mod tests;
