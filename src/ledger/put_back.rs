//! A ledger's folder made from copies of its files: from a backup, or from a bundle that an auditor got.
//!
//! Owns: the order in which the files come to be there. Refuses to know: keys, and what is recorded about it.
//!
//! Each file is written as a draft and synced; the journal gets its name last. So a folder that was cut off is no
//! ledger yet, and putting back can begin again.

use super::create::create_folder;
use super::error::{LedgerError, Outcome};
use crate::store::backup_file::{Backup, BackupError, Part};
use crate::store::bundle_file::{Bundle, BundleError, Section};
use crate::store::fs::{Fs, FsFile};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const FILES: [&str; 3] = ["vault", "vault-keys", "journal"];
const VAULT: [&str; 2] = ["vault", "vault-keys"];
const BUNDLED: [&str; 4] = ["vault", "vault-keys", "checkpoints", "journal"];

/// Why a folder was not made.
#[derive(Debug)]
pub enum NotPutBack {
    /// The backup.
    Backup(BackupError),
    /// The bundle.
    Bundle(BundleError),
    /// The folder.
    Ledger(LedgerError),
}

impl From<BackupError> for NotPutBack {
    fn from(error: BackupError) -> NotPutBack {
        NotPutBack::Backup(error)
    }
}

impl From<BundleError> for NotPutBack {
    fn from(error: BundleError) -> NotPutBack {
        NotPutBack::Bundle(error)
    }
}

fn io_error(source: io::Error) -> NotPutBack {
    NotPutBack::Ledger(LedgerError::Io { file: "journal", source, outcome: Outcome::NotRecorded })
}

fn draft_of(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!("{name}.tmp"))
}

/// Whether a folder's file is only what a try to put a ledger back has left there.
pub fn is_left_over(name: &str) -> bool {
    BUNDLED.iter().any(|file| name.strip_suffix(".tmp") == Some(*file))
}

/// Files of a ledger as drafts.
struct Drafts<'a> {
    fs: &'a dyn Fs,
    dir: &'a Path,
    names: &'static [&'static str],
    files: Vec<(Box<dyn FsFile>, u64)>,
}

impl<'a> Drafts<'a> {
    fn new(fs: &'a dyn Fs, dir: &'a Path, names: &'static [&'static str]) -> Result<Drafts<'a>, NotPutBack> {
        for name in names {
            if fs.exists(&dir.join(name)).map_err(io_error)? {
                return Err(NotPutBack::Ledger(LedgerError::Exists(dir.to_owned())));
            }
        }
        create_folder(fs, dir).map_err(io_error)?;
        let draft = |name: &&str| {
            let path = draft_of(dir, name);
            match fs.remove(&path) {
                Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
                _ => {}
            }
            Ok((fs.create_new(&path)?, 0))
        };
        let files = names.iter().map(draft).collect::<io::Result<_>>().map_err(io_error)?;
        Ok(Drafts { fs, dir, names, files })
    }

    fn put(&mut self, at: usize, bytes: &[u8]) -> Result<(), NotPutBack> {
        let (file, len) = &mut self.files[at];
        file.write_at(bytes, *len).map_err(io_error)?;
        *len += bytes.len() as u64;
        Ok(())
    }

    /// Fills the drafts and gives them their names; where that fails, nothing of them is left.
    fn fill<T>(
        mut self,
        fill: impl FnOnce(&mut Drafts<'a>) -> Result<T, NotPutBack>,
    ) -> Result<T, NotPutBack> {
        let (fs, dir, names) = (self.fs, self.dir, self.names);
        let done = fill(&mut self).and_then(|filled| self.finish().map(|()| filled));
        if done.is_err() {
            for name in names {
                // The first error is the one to tell; a draft that stays is removed by the next try.
                let _ = fs.remove(&draft_of(dir, name));
            }
        }
        done
    }

    /// Syncs all and gives them their names, the journal last. A file of no bytes was not in the copy.
    fn finish(self) -> Result<(), NotPutBack> {
        let named: Vec<&str> = self
            .names
            .iter()
            .zip(&self.files)
            .filter(|(_, (_, len))| *len > 0)
            .map(|(name, _)| *name)
            .collect();
        for (file, _) in &self.files {
            file.sync_data().map_err(io_error)?;
        }
        // Closed first: Windows renames no file that is open.
        drop(self.files);
        for name in self.names {
            let draft = draft_of(self.dir, name);
            if named.contains(name) {
                self.fs.rename(&draft, &self.dir.join(name)).map_err(io_error)?;
            } else {
                self.fs.remove(&draft).map_err(io_error)?;
            }
            self.fs.sync_dir(self.dir).map_err(io_error)?;
        }
        Ok(())
    }
}

/// Writes the ledger of a backup's last generation into a folder that holds none. Returns the secrets kept with it.
///
/// # Errors
/// [`NotPutBack`]; the folder is then no ledger.
pub fn from_backup(backup: &Backup, fs: &dyn Fs, dir: &Path) -> Result<Zeroizing<Vec<u8>>, NotPutBack> {
    Drafts::new(fs, dir, &FILES)?.fill(|drafts| {
        backup.read::<NotPutBack>(|part, bytes| {
            let at = match part {
                Part::Vault => 0,
                Part::Keys => 1,
                Part::Journal => 2,
            };
            drafts.put(at, bytes)
        })
    })
}

/// Writes the vault of a backup's last generation into a ledger's folder that has none.
///
/// # Errors
/// [`NotPutBack`].
pub fn vault_from_backup(backup: &Backup, fs: &dyn Fs, dir: &Path) -> Result<(), NotPutBack> {
    let filled = Drafts::new(fs, dir, &VAULT)?.fill(|drafts| {
        backup.read::<NotPutBack>(|part, bytes| match part {
            Part::Vault => drafts.put(0, bytes),
            Part::Keys => drafts.put(1, bytes),
            Part::Journal => Ok(()),
        })
    });
    filled.map(drop)
}

/// Writes the ledger of a bundle into a folder that holds none. Returns the sealed key of its people, where it has one.
///
/// # Errors
/// [`NotPutBack`]; the folder is then no ledger.
pub fn from_bundle(bundle: &Bundle, fs: &dyn Fs, dir: &Path) -> Result<Option<Vec<u8>>, NotPutBack> {
    Drafts::new(fs, dir, &BUNDLED)?.fill(|drafts| {
        let sections = [Section::VaultFrames, Section::VaultKeys, Section::Checkpoints, Section::Journal];
        for (at, section) in sections.into_iter().enumerate() {
            bundle.read::<NotPutBack>(section, |bytes| drafts.put(at, bytes))?;
        }
        let mut sealed = Vec::new();
        bundle.read::<NotPutBack>(Section::SealedKey, |bytes| {
            sealed.extend_from_slice(bytes);
            Ok(())
        })?;
        Ok((!sealed.is_empty()).then_some(sealed))
    })
}
