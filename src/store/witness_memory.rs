//! A witness's memory: one file a log, which is replaced whole or not at all.
//!
//! Owns: the files, their names and that nobody else writes them meanwhile. Refuses to know: what a checkpoint is.

use super::fs::{Fs, put_whole};
use super::lock::Lock;
use crate::base::Hash32;
use sha2::{Digest, Sha256};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Longer than any file that a witness writes: more of one is not read.
const LONGEST: u64 = 128 * 1024;
/// The file that says whose memory it is.
const OWNER: &str = "witness";

/// The memory, held by this process alone until it is dropped.
pub struct WitnessMemory {
    fs: Arc<dyn Fs>,
    dir: PathBuf,
    one_at_a_time: Mutex<()>,
    _lock: Option<Lock>,
}

/// The name of a log's file: the SHA-256 of its origin, as the address of its checkpoint has it.
pub fn name_of(origin: &str) -> Hash32 {
    Hash32(Sha256::digest(origin).into())
}

impl WitnessMemory {
    /// The memory in a folder. Without its lock, whoever calls this sees to it that nobody else writes there.
    pub fn new(fs: Arc<dyn Fs>, dir: &Path, lock: Option<Lock>) -> WitnessMemory {
        WitnessMemory { fs, dir: dir.to_owned(), one_at_a_time: Mutex::new(()), _lock: lock }
    }

    /// Makes the folder, for its owner's eyes and everybody else's: nothing in it is secret.
    ///
    /// # Errors
    /// As the system says.
    pub fn create(fs: &dyn Fs, dir: &Path) -> io::Result<()> {
        fs.create_dir_all(dir)?;
        fs.sync_dir(super::fs::folder_of(dir))
    }

    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What it says of whose it is; `None` where nobody has used it.
    ///
    /// # Errors
    /// As the system says; `InvalidData` where there is more than any witness writes.
    pub fn owner(&self) -> io::Result<Option<Vec<u8>>> {
        self.read(&self.dir.join(OWNER))
    }

    /// Says whose it is.
    ///
    /// # Errors
    /// As the system says.
    pub fn own(&self, text: &[u8]) -> io::Result<()> {
        self.write(&self.dir.join(OWNER), text)
    }

    /// Nobody else reads or writes a log's file while this is held: reading, deciding and writing are one step.
    pub fn exclusive(&self) -> Exclusive<'_> {
        // Whoever panicked in it left the file whole: it is the truth, not what was in memory.
        let guard = self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner);
        Exclusive { memory: self, _guard: guard }
    }

    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        let file = match self.fs.open_read(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let size = file.size()?;
        if size > LONGEST {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
        file.read_exact_at(&mut bytes, 0)?;
        Ok(Some(bytes))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        put_whole(self.fs.as_ref(), path, |file| file.write_at(bytes, 0))
    }
}

/// The memory while nobody else uses it.
pub struct Exclusive<'a> {
    memory: &'a WitnessMemory,
    _guard: MutexGuard<'a, ()>,
}

impl Exclusive<'_> {
    /// What is kept of a log.
    ///
    /// # Errors
    /// As the system says; `InvalidData` where there is more than any witness writes.
    pub fn read(&self, name: &Hash32) -> io::Result<Option<Vec<u8>>> {
        self.memory.read(&self.memory.dir.join(name.to_string()))
    }

    /// Keeps something of a log in place of what was kept; it lasts when this returns.
    ///
    /// # Errors
    /// As the system says; then it is the old or the new that is kept.
    pub fn replace(&self, name: &Hash32, bytes: &[u8]) -> io::Result<()> {
        self.memory.write(&self.memory.dir.join(name.to_string()), bytes)
    }
}
