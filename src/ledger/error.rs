//! Why the ledger did not do what was asked: refusal, damage, I/O and lock, never mixed.
//!
//! Owns: the causes. Refuses to know: sentences.

use crate::base::wire::{WireCause, WireError};
use crate::base::{EntryNo, SubjectNo, Timestamp};
use crate::book::loan::LoanRefusal;
use crate::book::relief::ReliefRefusal;
use crate::book::{Refusal, Stop};
use crate::chain::{Flaw, FlawCause, Walker};
use crate::store::index::IndexError;
use crate::store::lock::LockError;
use crate::store::vault::{VaultError, VaultFile};
use crate::store::{AppendError, FileError};
use std::io;
use std::path::{Path, PathBuf};

/// Why the ledger did not do what was asked.
#[derive(Debug)]
pub enum LedgerError {
    /// The rules say no. Nothing was recorded.
    Refused(Box<Refusal>),
    /// A key that the ledger does not know.
    ForeignKey,
    /// A new key that came without a right proof of possession.
    NotProved,
    /// The clock jumped by more than a day since the last commit; a person must confirm it.
    ClockJumped {
        /// When the last commit was recorded.
        last: Timestamp,
        /// What the clock says now.
        now: Timestamp,
    },
    /// No ledger in that folder.
    NotALedger(PathBuf),
    /// A ledger stands in that folder already.
    Exists(PathBuf),
    /// A newer program wrote it.
    Newer(&'static str),
    /// Bytes of the journal are not what they must be.
    Damaged(Box<Flaw>),
    /// A signed entry breaks a rule: the journal was not written by this program.
    RuleBroken {
        /// The entry.
        entry: EntryNo,
        /// The rule.
        refusal: Box<Refusal>,
    },
    /// Journal and index contradict each other.
    Alarm(Alarm),
    /// The index is damaged; the next opening sets it aside and rebuilds it.
    Index(String),
    /// The vault is damaged, or the keys given do not open it.
    Vault(VaultError),
    /// What the vault holds does not match the commitments in the chain.
    VaultDiffers {
        /// Whose record.
        subject: SubjectNo,
    },
    /// Personal data can't be read or written without the ledger's secret keys.
    NoSecrets,
    /// Nobody can be found by ID number or name without the look-up key.
    NoLookupKey,
    /// The file of kept checkpoints is damaged. It holds copies alone.
    CheckpointsDamaged,
    /// The ledger's key signed a checkpoint that this history does not lead through: something was lost, or is another.
    CheckpointDiffers {
        /// Its size.
        size: u64,
    },
    /// The ledger's origin can stand in no note, so nothing can be signed under it.
    NoCheckpoints,
    /// Somebody else writes to it.
    Busy {
        /// Who, where it is known.
        holder: Option<String>,
    },
    /// The folder can't be written to.
    ReadOnly(PathBuf),
    /// The system refused.
    Io {
        /// The file, as the ledger's folder names it.
        file: &'static str,
        /// What the system said.
        source: io::Error,
        /// What is known of the commit.
        outcome: Outcome,
    },
    /// An earlier error left things unknown: open the ledger again.
    Stopped,
}

/// What is known of a commit after an I/O error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was recorded.
    NotRecorded,
    /// It may or may not last: only opening the ledger again tells.
    Unknown,
}

/// The index knows more than the journal, or something else: never repaired without a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// The index holds commits that the journal has lost.
    IndexAhead {
        /// Commits in the index.
        index_commits: u64,
        /// Bytes of journal that the index knows.
        index_bytes: u64,
        /// Bytes of journal that are there.
        journal_bytes: u64,
    },
    /// At the commit that both have, their seals differ.
    Differ {
        /// The commit.
        commit: u64,
    },
}

impl From<Stop<LedgerError>> for LedgerError {
    fn from(stop: Stop<LedgerError>) -> LedgerError {
        match stop {
            Stop::Refused(refusal) => LedgerError::Refused(refusal),
            Stop::State(error) => error,
        }
    }
}

impl From<LoanRefusal> for LedgerError {
    fn from(refusal: LoanRefusal) -> LedgerError {
        LedgerError::Refused(Box::new(refusal.into()))
    }
}

impl From<ReliefRefusal> for LedgerError {
    fn from(refusal: ReliefRefusal) -> LedgerError {
        LedgerError::Refused(Box::new(refusal.into()))
    }
}

impl From<IndexError> for LedgerError {
    fn from(error: IndexError) -> LedgerError {
        match error {
            IndexError::Io(source) => {
                LedgerError::Io { file: "index", source, outcome: Outcome::NotRecorded }
            }
            IndexError::Damaged(what) => LedgerError::Index(what),
            IndexError::InUse => LedgerError::Busy { holder: None },
        }
    }
}

impl LedgerError {
    /// A file of the ledger in `dir` that could not be opened.
    pub(super) fn file(dir: &Path, error: FileError) -> LedgerError {
        match error {
            FileError::Missing { .. } => LedgerError::NotALedger(dir.to_owned()),
            FileError::Exists { .. } => LedgerError::Exists(dir.to_owned()),
            FileError::WrongHead { file: "journal" } => {
                LedgerError::Damaged(Box::new(Walker::new().flaw(FlawCause::NotAJournal)))
            }
            FileError::WrongHead { .. } => LedgerError::Vault(VaultError::File(error)),
            FileError::Newer { file, .. } => LedgerError::Newer(file),
            FileError::Io { file, source } => LedgerError::Io { file, source, outcome: Outcome::NotRecorded },
        }
    }

    /// The lock of the ledger in `dir` that was not taken.
    pub fn of_lock(dir: &Path, error: LockError) -> LedgerError {
        match error {
            LockError::ReadOnly(_) => LedgerError::ReadOnly(dir.to_owned()),
            LockError::Busy { holder } => LedgerError::Busy { holder },
            LockError::Io(source) => LedgerError::Io { file: "lock", source, outcome: Outcome::NotRecorded },
        }
    }

    /// A flaw in the journal; one that a later version could read is no damage.
    pub(super) fn flaw(flaw: Flaw) -> LedgerError {
        match flaw.cause {
            FlawCause::NewerFormat(_)
            | FlawCause::Unreadable(WireError { cause: WireCause::Newer(_), .. }) => {
                LedgerError::Newer("journal")
            }
            _ => LedgerError::Damaged(Box::new(flaw)),
        }
    }

    /// The vault's errors, with the system's refusals told apart from damage.
    pub(super) fn vault(error: VaultError) -> LedgerError {
        let name = |file| match file {
            VaultFile::Frames => "vault",
            VaultFile::Keys => "vault-keys",
        };
        match error {
            VaultError::File(FileError::Io { file, source }) => {
                LedgerError::Io { file, source, outcome: Outcome::NotRecorded }
            }
            VaultError::Io { file, source } => {
                LedgerError::Io { file: name(file), source, outcome: Outcome::NotRecorded }
            }
            VaultError::Write(error) => LedgerError::append("vault", error),
            VaultError::NoMasterKey => LedgerError::NoSecrets,
            other => LedgerError::Vault(other),
        }
    }

    /// A file of the vault that the system refused.
    pub(super) fn vault_io(source: io::Error) -> LedgerError {
        LedgerError::Io { file: "vault-keys", source, outcome: Outcome::NotRecorded }
    }

    /// An append to `file` that failed.
    pub(super) fn append(file: &'static str, error: AppendError) -> LedgerError {
        let (source, outcome) = match error {
            AppendError::NotWritten(source) | AppendError::NotWrittenTornLeft(source) => {
                (source, Outcome::NotRecorded)
            }
            AppendError::Unknown(source) => (source, Outcome::Unknown),
            AppendError::Changed { .. } => (io::Error::other("length changed"), Outcome::NotRecorded),
            AppendError::Stopped => return LedgerError::Stopped,
        };
        LedgerError::Io { file, source, outcome }
    }
}
