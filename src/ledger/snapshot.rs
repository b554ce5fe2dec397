//! A ledger as it stood at one moment, to be copied while others go on reading and writing.
//!
//! Owns: which bytes belong to that moment. Refuses to know: what file they are copied to, and who asks.

use super::Ledger;
use super::error::LedgerError;
use super::replay::read_error;
use crate::base::{Hash32, Line, SubjectNo, Timestamp};
use crate::book::{Cell, Key};
use crate::chain::{Seal, SignedCheckpoint, VerifierKey, checkpoints};
use crate::store::backup_file::{BackupError, Totals};
use crate::store::backup_write::{self, Done, Extent, Known, Source};
use crate::store::bundle_file::{BundleError, BundleWriter, Section};
use crate::store::fs::Fs;
use crate::store::journal::Journal;
use crate::store::sealed_box::{self, SealedBoxError};
use crate::store::vault::{MasterKey, Vault, VaultError, VaultFile};
use rustc_hash::FxHashSet;
use std::io;
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// How much is copied at a time.
const CHUNK: usize = 256 * 1024;
/// What a key that is sealed for an auditor is bound to, before the ledger's origin.
const HANDED_OVER: &[u8] = b"jinguo/v1 people handed over\0";

/// A ledger as it stood at one moment. Nothing that is recorded later shows in it.
pub struct Snapshot {
    origin: Line,
    public: Hash32,
    journal: Journal,
    journal_len: u64,
    size: u64,
    head: Hash32,
    vault: Option<Vault>,
    last_subject: SubjectNo,
    erased: FxHashSet<SubjectNo>,
    persons: u64,
}

/// Why a bundle was not written.
#[derive(Debug)]
pub enum NotBundled {
    /// The bundle itself.
    Bundle(BundleError),
    /// The ledger's own causes.
    Ledger(LedgerError),
    /// The receiver's key is no key.
    BadKey,
}

impl From<BundleError> for NotBundled {
    fn from(error: BundleError) -> NotBundled {
        NotBundled::Bundle(error)
    }
}

impl From<VaultError> for NotBundled {
    fn from(error: VaultError) -> NotBundled {
        NotBundled::Ledger(LedgerError::vault(error))
    }
}

impl Ledger {
    /// The ledger as it stands now. `master` is needed only where the vault is to be sealed for somebody.
    ///
    /// # Errors
    /// Where the files can't be read.
    pub fn snapshot(&mut self, fs: &Arc<dyn Fs>, master: Option<MasterKey>) -> Result<Snapshot, LedgerError> {
        let counts = self.state.counts()?;
        let last_subject = SubjectNo(counts.subjects);
        let Some(Cell::Ledger(info)) = self.state.get(&Key::Ledger)?.cloned() else {
            return Err(LedgerError::NotALedger(self.dir.clone()));
        };
        let erased = self.state.base().cells(Key::SUBJECTS_ERASED)?;
        let journal = Journal::open(fs.clone(), &self.dir, true);
        let vault = match &self.people.vault {
            Some(_) => {
                let vault = Vault::open(fs.as_ref(), &self.dir, &info.origin, master, last_subject, true);
                Some(vault.map_err(LedgerError::vault)?)
            }
            None => None,
        };
        Ok(Snapshot {
            origin: info.origin,
            public: info.ledger_key,
            journal: journal.map_err(|e| LedgerError::file(&self.dir, e))?,
            journal_len: self.packing.offset,
            size: self.tip.records(),
            head: self.tip.head,
            vault,
            last_subject,
            erased: erased.iter().filter_map(|(key, _)| Key::read_u64(key)).map(SubjectNo).collect(),
            persons: counts.persons,
        })
    }

    /// How many subjects of the vault the chain says are erased.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn erasures(&self) -> Result<u64, LedgerError> {
        Ok(self.state.base().cells(Key::SUBJECTS_ERASED)?.len() as u64)
    }
}

impl Snapshot {
    /// The tree's size then.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The chain head then.
    pub const fn head(&self) -> Hash32 {
        self.head
    }

    /// How many subjects of the vault were erased by then.
    pub fn erasures(&self) -> u64 {
        self.erased.len() as u64
    }

    /// How many persons there were.
    pub const fn persons(&self) -> u64 {
        self.persons
    }

    /// Backs it up to a file, which is made or grows by what is new. `secrets` are kept with it as they are given.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn back_up(
        &self,
        fs: &dyn Fs,
        path: &Path,
        (master, secrets): (&[u8; 32], &[u8]),
        passphrase: Option<&str>,
        taken_at: Timestamp,
        entropy: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Done, BackupError> {
        let (vault_len, keys_len) =
            self.vault_lengths().map_err(|e| BackupError::Ledger(io::Error::other(e)))?;
        let journal = |buf: &mut [u8], offset: u64| self.journal.read_at(buf, offset);
        let frames = |buf: &mut [u8], offset: u64| self.read_vault(VaultFile::Frames, buf, offset);
        let keys = |buf: &mut [u8], offset: u64| self.read_vault(VaultFile::Keys, buf, offset);
        let source = Source {
            origin: &self.origin,
            public: self.public.0,
            master,
            journal: Extent { len: self.journal_len, read_at: &journal },
            vault: Extent { len: vault_len, read_at: &frames },
            keys: Extent { len: keys_len, read_at: &keys },
            secrets,
            tree_size: self.size,
            head: self.head.0,
            taken_at,
            erasures: self.erasures(),
        };
        backup_write::back_up(fs, path, &source, passphrase, &mut Chain(self), entropy)
    }

    fn vault_lengths(&self) -> Result<(u64, u64), VaultError> {
        self.vault.as_ref().map_or(Ok((0, 0)), |vault| vault.extent(self.last_subject))
    }

    fn read_vault(&self, file: VaultFile, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        self.vault.as_ref().map_or(Ok(0), |vault| vault.read_at(file, buf, offset))
    }

    /// Writes the journal into a bundle and, for somebody's key, the vault under a key that only she can open.
    ///
    /// # Errors
    /// [`NotBundled`].
    pub fn bundle(
        &self,
        into: &mut BundleWriter<'_>,
        people_for: Option<&Hash32>,
        checkpoints: &[SignedCheckpoint],
        entropy: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(), NotBundled> {
        into.section::<NotBundled>(Section::Journal, |put| {
            copy(self.journal_len, put, |buf, offset| self.journal.read_at(buf, offset))
        })?;
        if let Some(receiver) = people_for {
            self.people(into, receiver, entropy)?;
        }
        let older = |one: &&SignedCheckpoint| one.checkpoint().size() <= self.size;
        let notes: Vec<SignedCheckpoint> = checkpoints.iter().filter(older).cloned().collect();
        into.section::<NotBundled>(Section::Checkpoints, |put| Ok(put(&checkpoints::encode(&notes))?))?;
        let key = VerifierKey::of_log(self.origin.as_str(), &self.public);
        let Some(keys) = key.as_ref().map(trust_text) else { return Ok(()) };
        into.section::<NotBundled>(Section::PublicKeys, |put| Ok(put(keys.as_bytes())?))
    }

    /// The vault, under a key that only the receiver can open.
    fn people(
        &self,
        into: &mut BundleWriter<'_>,
        receiver: &Hash32,
        entropy: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(), NotBundled> {
        let vault = self.vault.as_ref().ok_or(NotBundled::Ledger(LedgerError::NoSecrets))?;
        let mut key = Zeroizing::new([0; 32]);
        entropy(key.as_mut_slice());
        let sealed = sealed_box::seal(&receiver.0, key.as_slice(), &handed_over_to(&self.origin), entropy);
        let sealed = sealed.map_err(|error| match error {
            SealedBoxError::BadKey | SealedBoxError::TooLong => NotBundled::BadKey,
        })?;
        let (frames, _) = vault.extent(self.last_subject)?;
        into.section::<NotBundled>(Section::VaultFrames, |put| {
            copy(frames, put, |buf, offset| vault.read_at(VaultFile::Frames, buf, offset))
        })?;
        let new = MasterKey::new(key);
        into.section::<NotBundled>(Section::VaultKeys, |put| {
            vault.rewrapped_slots(&new, self.last_subject, entropy, &mut |piece| Ok(put(piece)?))
        })?;
        into.section::<NotBundled>(Section::SealedKey, |put| Ok(put(&sealed)?))
    }
}

/// A trust file that names the ledger's key and asks for no witness. Coming from the ledger itself, it proves nothing:
/// whoever uses it compares the key with what she was told another way.
pub fn trust_text(key: &VerifierKey) -> String {
    format!("log {key}\nquorum none\n")
}

/// What a key that is sealed for an auditor is bound to.
pub fn handed_over_to(origin: &Line) -> Vec<u8> {
    [HANDED_OVER, origin.as_str().as_bytes()].concat()
}

fn copy(
    len: u64,
    put: &mut dyn FnMut(&[u8]) -> Result<(), BundleError>,
    read_at: impl Fn(&mut [u8], u64) -> io::Result<usize>,
) -> Result<(), NotBundled> {
    let mut buffer = vec![0; CHUNK];
    let mut at = 0;
    while at < len {
        let n = usize::try_from(len - at).map_or(CHUNK, |left| left.min(CHUNK));
        let got = read_at(&mut buffer[..n], at).map_err(|e| NotBundled::Ledger(read_error(e)))?;
        if got == 0 {
            return Err(NotBundled::Ledger(read_error(io::ErrorKind::UnexpectedEof.into())));
        }
        put(&buffer[..got])?;
        at += got as u64;
    }
    Ok(())
}

/// What the chain says of itself, for a backup that is to be continued.
struct Chain<'a>(&'a Snapshot);

impl Known for Chain<'_> {
    /// The seal that ends there says size and head, so nothing before it is read again.
    fn begins_with(&mut self, totals: &Totals) -> io::Result<bool> {
        let mut seal = [0; Seal::LEN];
        // A seal is the last frame of a commit: its record ends 8 bytes of check before the commit does.
        let Some(at) = totals.journal_len.checked_sub(8 + Seal::LEN as u64) else { return Ok(false) };
        let whole = self.0.journal.read_at(&mut seal, at)? == seal.len();
        let same = |seal: Seal| (seal.size, seal.head.0) == (totals.tree_size, totals.head);
        Ok(whole && Seal::decode(&seal).is_ok_and(same))
    }

    fn is_erased(&mut self, subject: SubjectNo) -> io::Result<bool> {
        Ok(self.0.erased.contains(&subject))
    }
}
