//! Opening: the lock, the journal, the index brought up to it, the vault.
//!
//! Owns: what is repaired without asking and what is not. Refuses to know: how it is told.

use super::error::{Alarm, LedgerError};
use super::people::{People, Secrets};
use super::recover_vault::erase_aside;
use super::replay::{self, Replayed, read_error};
use super::tail::{Tail, judge};
use super::view::IndexView;
use super::{Entropy, Ledger, Progress, pack};
use crate::base::{Hash32, SubjectNo};
use crate::book::{Cell, Key, Overlay};
use crate::chain::hash::seal_hash;
use crate::chain::{FlawCause, Seal, Tip};
use crate::store::FileError;
use crate::store::fs::Fs;
use crate::store::index::{Index, IndexError, Indexes};
use crate::store::journal::Journal;
use crate::store::lock::{Lock, LockError};
use crate::store::mem_index::MemIndex;
use crate::store::vault::{self, Vault, VaultError};
use pack::{Packing, Seen};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What the opener wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Read only. Works in a folder that can't be written to.
    Read,
    /// Record.
    Write,
    /// Read as it stood when its tree had that size, from the journal alone: nothing on disk but the journal and the vault
    /// is looked at, no lock is taken, and nothing is written. Where no commit ended there, the ledger is that of the
    /// next that did, or of the last.
    At(u64),
}

/// With what to open.
pub struct Options {
    /// The file system.
    pub fs: Arc<dyn Fs>,
    /// The index's engine.
    pub indexes: Arc<dyn Indexes>,
    /// How long to wait for the lock, and what to tell others meanwhile: who for what, since when. `None`: no lock;
    /// for tests, whose files no other process sees.
    pub lock: Option<(Duration, String, String)>,
    /// Keys to the vault.
    pub secrets: Option<Secrets>,
    /// Random bytes for salts and keys.
    pub entropy: Entropy,
    /// Whether to set the index aside first and build it from the journal, whatever it says.
    pub rebuild: bool,
}

/// What opening found worth telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A torn tail was set aside, or would be if the folder could be written to.
    TornTail {
        /// Where it began.
        offset: u64,
        /// How many bytes.
        bytes: u64,
        /// Where it is kept; `None` where nothing could be written.
        kept: Option<PathBuf>,
    },
    /// The index was damaged or missing and was built again.
    IndexRebuilt,
    /// There is no vault: personal data cannot be shown or checked.
    VaultMissing,
}

impl Ledger {
    /// Opens the ledger in `dir`. The index is brought up to the journal: a tail that it has not seen is replayed, a
    /// damaged index is set aside and rebuilt. Neither damage to the journal nor an index that knows more than the
    /// journal is repaired here.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn open(
        dir: &Path,
        access: Access,
        options: Options,
        progress: Progress<'_>,
    ) -> Result<Ledger, LedgerError> {
        if !options.fs.exists(&dir.join("journal")).map_err(read_error)? {
            return Err(LedgerError::NotALedger(dir.to_owned()));
        }
        let Guard { lock, in_memory } = guard(dir, &options, access)?;
        let mut notices = Vec::new();
        let mut journal =
            Journal::open(options.fs.clone(), dir, in_memory).map_err(|e| LedgerError::file(dir, e))?;
        let (index, tip, packing) = if in_memory {
            (Box::<MemIndex>::default() as Box<dyn Index>, Tip::default(), Packing::at_start())
        } else {
            open_index(dir, &options)?
        };
        compare(&journal, &tip, &packing)?;
        let from_nothing = tip.commits == 0;
        let mut state = Overlay::new(IndexView::new(index));
        let mut erase = |subjects: &[SubjectNo]| match in_memory {
            true => Ok(()),
            false => {
                vault::erase_again(options.fs.as_ref(), dir, subjects).map_err(LedgerError::vault)?;
                erase_aside(options.fs.as_ref(), dir, subjects).map_err(LedgerError::vault_io)
            }
        };
        let until = if let Access::At(size) = access { Some(size) } else { None };
        let settle = !in_memory;
        let Replayed { tip, packing, flaw } =
            replay::replay(&mut journal, &mut state, (tip, packing), settle, until, &mut erase, progress)?;
        // A ledger of one commit is new: its index was not lost.
        if from_nothing && tip.commits > 1 && !in_memory {
            notices.push(Notice::IndexRebuilt);
        }
        let Some(Cell::Ledger(info)) = state.get(&Key::Ledger)?.cloned() else {
            return Err(match flaw {
                Some(flaw) => LedgerError::flaw(flaw),
                None => LedgerError::NotALedger(dir.to_owned()),
            });
        };
        if let Some(flaw) = flaw {
            if matches!(flaw.cause, FlawCause::NotAJournal | FlawCause::NewerFormat(_)) {
                return Err(LedgerError::flaw(flaw));
            }
            let operators = operator_keys(&state)?;
            let (offset, end) = (packing.offset, journal.end());
            match judge(&journal, offset, end, tip.commits, &operators, info.origin.as_str())? {
                Tail::Damaged => return Err(LedgerError::flaw(flaw)),
                Tail::Torn => {
                    let kept = if in_memory {
                        None
                    } else {
                        Some(journal.truncate_to(offset).map_err(|e| LedgerError::append("journal", e))?)
                    };
                    notices.push(Notice::TornTail { offset, bytes: end - offset, kept });
                }
            }
        }
        let last_subject = SubjectNo(state.counts()?.subjects);
        let (master, lookup_key) = options.secrets.map_or((None, None), |s| (Some(s.master), s.lookup));
        let vault = Vault::open(options.fs.as_ref(), dir, &info.origin, master, last_subject, in_memory);
        let vault = match vault {
            Ok(vault) => Some(vault),
            Err(VaultError::File(FileError::Missing { .. })) => {
                notices.push(Notice::VaultMissing);
                None
            }
            Err(error) => return Err(LedgerError::vault(error)),
        };
        Ok(Ledger {
            fs: options.fs,
            dir: dir.to_owned(),
            journal,
            state,
            packing,
            tip,
            origin: info.origin,
            organisation: info.organisation,
            people: People { vault, lookup_key, entropy: options.entropy },
            notices,
            can_write: access == Access::Write && !in_memory,
            stopped: false,
            _lock: lock,
        })
    }
}

/// The writer's lock, or leave to go without.
pub(super) struct Guard {
    pub lock: Option<Lock>,
    /// The folder can't be written to: everything is read into memory.
    pub in_memory: bool,
}

/// Takes the lock of the ledger in `dir`.
pub(super) fn guard(dir: &Path, options: &Options, access: Access) -> Result<Guard, LedgerError> {
    if matches!(access, Access::At(_)) {
        return Ok(Guard { lock: None, in_memory: true });
    }
    let Some((wait, what, since)) = &options.lock else { return Ok(Guard { lock: None, in_memory: false }) };
    match Lock::acquire(dir, *wait, what, since) {
        Ok(lock) => Ok(Guard { lock: Some(lock), in_memory: false }),
        Err(LockError::ReadOnly(_)) if access == Access::Read => Ok(Guard { lock: None, in_memory: true }),
        Err(error) => Err(LedgerError::of_lock(dir, error)),
    }
}

fn open_index(dir: &Path, options: &Options) -> Result<(Box<dyn Index>, Tip, Packing), LedgerError> {
    let fresh = || {
        options.indexes.set_aside(dir).map_err(|e| LedgerError::from(IndexError::Io(e)))?;
        Ok((options.indexes.open(dir)?, Tip::default(), Packing::at_start()))
    };
    if options.rebuild {
        return fresh();
    }
    let index = match options.indexes.open(dir) {
        Ok(index) => index,
        Err(IndexError::Damaged(_)) => return fresh(),
        Err(error) => return Err(error.into()),
    };
    match pack::read_meta(index.as_ref()) {
        Ok(Seen::UpTo(tip, packing)) => Ok((index, tip, packing)),
        Ok(Seen::Nothing) => Ok((index, Tip::default(), Packing::at_start())),
        Ok(Seen::OtherLayout) | Err(LedgerError::Index(_)) => {
            drop(index);
            fresh()
        }
        Err(error) => Err(error),
    }
}

/// Whether the journal still holds what the index has seen: its length, and the seal at that place.
fn compare(journal: &Journal, tip: &Tip, packing: &Packing) -> Result<(), LedgerError> {
    if tip.commits == 0 {
        return Ok(());
    }
    if journal.end() < packing.offset {
        return Err(LedgerError::Alarm(Alarm::IndexAhead {
            index_commits: tip.commits,
            index_bytes: packing.offset,
            journal_bytes: journal.end(),
        }));
    }
    let mut seal = [0; Seal::LEN];
    // A seal is the last frame of a commit: its record ends 8 bytes of check before the commit does.
    let at = packing.offset - 8 - Seal::LEN as u64;
    let got = journal.read_at(&mut seal, at).map_err(read_error)?;
    if got != seal.len() || seal_hash(&seal) != tip.seal {
        return Err(LedgerError::Alarm(Alarm::Differ { commit: tip.commits }));
    }
    Ok(())
}

/// The public keys of all operators.
pub(super) fn operator_keys(state: &Overlay<IndexView>) -> Result<Vec<Hash32>, LedgerError> {
    let family = Key::Operator(crate::base::OperatorNo(0)).family();
    let cells = state.base().cells(family)?;
    Ok(cells
        .into_iter()
        .filter_map(|(_, cell)| match cell {
            Cell::Operator(operator) => Some(operator.public_key),
            _ => None,
        })
        .collect())
}
