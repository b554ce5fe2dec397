//! The journal: the one file whose bytes are the ledger; what is synced here is recorded.
//!
//! Owns: creating, reading, appending, setting a tail aside, replacing. Refuses to know: commits, records, seals.
//!
//! Layout: `JINGUO-JOURNAL`, the version as two bytes big-endian (1), then what was appended, byte after byte.
//! Offsets count from the start of the file, so the first appended byte is at 16.

use super::append_file::{self, AppendError, AppendFile, Draft, FileError, HEAD_LEN, Kind};
use super::fs::Fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const JOURNAL: Kind = Kind { file: "journal", magic: *b"JINGUO-JOURNAL" };

/// The bytes of a journal, wherever they lie.
pub trait JournalBytes: Sync {
    /// The offset after the last byte.
    fn end(&self) -> u64;

    /// Reads up to `buf.len()` bytes at `offset`; returns how many, 0 at or past the end.
    ///
    /// # Errors
    /// As the system says.
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize>;
}

impl JournalBytes for Journal {
    fn end(&self) -> u64 {
        Journal::end(self)
    }

    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        Journal::read_at(self, buf, offset)
    }
}

/// The open journal of a ledger.
///
/// Reading needs no lock. Writing needs the ledger's lock, held by the caller.
pub struct Journal {
    fs: Arc<dyn Fs>,
    dir: PathBuf,
    file: AppendFile,
}

impl Journal {
    /// The offset of the first byte after the file's head.
    pub const START: u64 = HEAD_LEN;

    /// Creates the journal with its first bytes in it. It is there whole or not at all; a creation that was cut
    /// off can be repeated.
    ///
    /// # Errors
    /// [`FileError::Exists`], [`FileError::Io`].
    pub fn create(fs: Arc<dyn Fs>, dir: &Path, first: &[u8]) -> Result<Journal, FileError> {
        let file = AppendFile::create(fs.as_ref(), dir, JOURNAL, first)?;
        Ok(Journal { fs, dir: dir.to_owned(), file })
    }

    /// Opens the journal and checks its head. A left-over draft beside it is removed, unless `read_only`.
    ///
    /// # Errors
    /// [`FileError`], all but `Exists`.
    pub fn open(fs: Arc<dyn Fs>, dir: &Path, read_only: bool) -> Result<Journal, FileError> {
        let file = AppendFile::open(fs.as_ref(), dir, JOURNAL, read_only)?;
        Ok(Journal { fs, dir: dir.to_owned(), file })
    }

    /// The offset after the last byte: as found when opened, moved by what was appended or cut through this value.
    pub fn end(&self) -> u64 {
        self.file.end()
    }

    /// Reads up to `buf.len()` bytes at `offset`; returns how many, 0 at or past [`Journal::end`].
    ///
    /// # Errors
    /// As the system says.
    pub fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        self.file.read_at(buf, offset)
    }

    /// Adds bytes at the end with one sync: they last when this returns `Ok`.
    ///
    /// # Errors
    /// [`AppendError`]; each kind says what is known of the bytes.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), AppendError> {
        self.file.append(bytes)
    }

    /// Writes the bytes from `from` on once more, unchanged, and syncs. To be called when reopening, on commits
    /// that the index does not know: a sync of theirs may have failed, and the system can show bytes that
    /// the disk never got.
    ///
    /// # Errors
    /// [`AppendError`].
    pub fn settle(&mut self, from: u64) -> Result<(), AppendError> {
        self.file.settle(from)
    }

    /// Copies a range durably to `aside/journal-<offset>-<n>.bytes` and returns that path. No earlier copy is
    /// written over.
    ///
    /// # Errors
    /// As the system says; the journal is untouched in every case.
    pub fn set_aside(&self, range: Range<u64>) -> io::Result<PathBuf> {
        let ends = (range.start, range.end);
        append_file::copy_aside(self.fs.as_ref(), &self.dir, self.file.kind(), self.file.file(), ends)
    }

    /// Sets the bytes from `len` on aside, then cuts them off. Returns where they are kept.
    ///
    /// # Errors
    /// [`AppendError`]; whatever it is, the bytes are still in the journal or aside, or in both.
    pub fn truncate_to(&mut self, len: u64) -> Result<PathBuf, AppendError> {
        let kept = self.set_aside(len..self.end()).map_err(AppendError::NotWritten)?;
        self.file.cut_to(len)?;
        Ok(kept)
    }

    /// Puts a new journal in the place of one that is missing or damaged. Returns it, and where the old one is kept.
    ///
    /// The steps, each durable before the next: `journal.tmp` is filled and synced; the old journal is copied to
    /// `aside/journal-0-<n>.bytes`; `journal.tmp` takes the name `journal` in one step. So a crash at any point
    /// leaves the old journal or the new one under its name, never neither, and the old bytes are never lost.
    /// (Moving the old one instead of copying it would need less space, and would leave a moment without a journal.)
    ///
    /// # Errors
    /// What `fill` returns, or [`FileError::Io`].
    pub fn replace_with<E: From<FileError>>(
        fs: Arc<dyn Fs>,
        dir: &Path,
        fill: impl FnOnce(&mut Draft) -> Result<(), E>,
    ) -> Result<(Journal, Option<PathBuf>), E> {
        let mut kept = None;
        append_file::write_whole(fs.as_ref(), dir, JOURNAL, fill, || {
            kept = keep_old(fs.as_ref(), dir).map_err(JOURNAL.io())?;
            Ok(())
        })?;
        Ok((Journal::open(fs, dir, false)?, kept))
    }
}

fn keep_old(fs: &dyn Fs, dir: &Path) -> io::Result<Option<PathBuf>> {
    let path = JOURNAL.path(dir);
    if !fs.exists(&path)? {
        return Ok(None);
    }
    let old = fs.open_read(&path)?;
    let ends = (0, old.size()?);
    append_file::copy_aside(fs, dir, JOURNAL, old.as_ref(), ends).map(Some)
}
