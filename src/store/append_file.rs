//! A file that only grows, and what is known after each way in which growing can fail.
//!
//! Owns: file heads, append and sync, cutting back, stopping. Refuses to know: what the bytes mean.

use super::fs::{Fs, FsFile};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Bytes of a file's head: fourteen of its kind's name, two of its version (big-endian).
pub(crate) const HEAD_LEN: u64 = 16;
/// The version this program writes, and the newest that it reads.
const VERSION: u16 = 1;
/// How much is copied at a time.
pub(crate) const CHUNK: usize = 64 * 1024;

/// A kind of file: its name in the ledger's folder and the first fourteen bytes of its head.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) file: &'static str,
    pub(crate) magic: [u8; 14],
}

impl Kind {
    pub(crate) fn path(self, dir: &Path) -> PathBuf {
        dir.join(self.file)
    }

    fn draft_path(self, dir: &Path) -> PathBuf {
        dir.join(format!("{}.tmp", self.file))
    }

    pub(crate) fn head(self) -> [u8; 16] {
        let mut head = [0; 16];
        let (magic, version) = head.split_at_mut(14);
        magic.copy_from_slice(&self.magic);
        version.copy_from_slice(&VERSION.to_be_bytes());
        head
    }

    pub(crate) fn io(self) -> impl Fn(io::Error) -> FileError {
        move |source| FileError::Io { file: self.file, source }
    }
}

/// Why a file could not be created or opened.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is none.
    #[error("no file {file}")]
    Missing {
        /// Its name in the ledger's folder.
        file: &'static str,
        /// Whether a draft of it stands there: its creation was cut off, and nothing was ever recorded in it.
        unfinished: bool,
    },
    /// One is there already; nothing was touched.
    #[error("{file} exists")]
    Exists {
        /// Its name in the ledger's folder.
        file: &'static str,
    },
    /// Its head is not that of such a file.
    #[error("{file} does not start as it must")]
    WrongHead {
        /// Its name in the ledger's folder.
        file: &'static str,
    },
    /// A newer program wrote it.
    #[error("{file} is of version {version}")]
    Newer {
        /// Its name in the ledger's folder.
        file: &'static str,
        /// The version in its head.
        version: u16,
    },
    /// The system refused. For a creation: whether the file stands there is known when it is opened.
    #[error("{file}: {source}")]
    Io {
        /// Its name in the ledger's folder.
        file: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

/// Why bytes were not written, and what is known of them.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Not written, and the file is as before; later writes may work. A full disk ends here.
    #[error("not written: {0}")]
    NotWritten(io::Error),
    /// Not written in whole, and a first part of them could not be removed. No more is written until reopened.
    #[error("not written, but a torn part may remain: {0}")]
    NotWrittenTornLeft(io::Error),
    /// The sync failed: nobody knows whether they last. No more is written until reopened.
    #[error("outcome unknown: {0}")]
    Unknown(io::Error),
    /// The file's length is not what this program left: something else writes to it. Nothing more is written.
    #[error("length is {found}, not {expected}")]
    Changed {
        /// Bytes that should be there.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// Nothing was tried, because of an earlier error of the other kinds.
    #[error("stopped by an earlier error")]
    Stopped,
}

/// A new file being written under a name that does not count yet.
pub struct Draft {
    kind: Kind,
    file: Box<dyn FsFile>,
    len: u64,
    waiting: Vec<u8>,
}

impl Draft {
    /// Adds bytes.
    ///
    /// # Errors
    /// [`FileError::Io`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() < CHUNK { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), FileError> {
        self.file.write_at(&self.waiting, self.len).map_err(self.kind.io())?;
        self.len += count(&self.waiting);
        self.waiting.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(), FileError> {
        self.flush()?;
        let found = self.file.size().map_err(self.kind.io())?;
        assert_eq!(found, self.len, "a draft nobody else knows of is as long as what was written to it");
        self.file.sync_data().map_err(self.kind.io())
    }
}

/// Writes a whole new file so that its name never stands over less than all of its bytes: a draft is filled
/// and synced, `before` runs, the draft gets the name in one step, and the folder is synced.
pub(crate) fn write_whole<E: From<FileError>>(
    fs: &dyn Fs,
    dir: &Path,
    kind: Kind,
    fill: impl FnOnce(&mut Draft) -> Result<(), E>,
    before: impl FnOnce() -> Result<(), E>,
) -> Result<(), E> {
    let path = kind.draft_path(dir);
    if fs.exists(&path).map_err(kind.io())? {
        fs.remove(&path).map_err(kind.io())?;
    }
    let file = fs.create_new(&path).map_err(kind.io())?;
    let mut draft = Draft { kind, file, len: 0, waiting: Vec::new() };
    let filled = draft.write(&kind.head()).map_err(E::from);
    let ready = filled
        .and_then(|()| fill(&mut draft))
        .and_then(|()| draft.finish().map_err(E::from))
        .and_then(|()| before());
    if let Err(e) = ready {
        // A draft that stays is only clutter, removed when the file is next opened: the first error matters.
        let _ = fs.remove(&path);
        return Err(e);
    }
    fs.rename(&path, &kind.path(dir)).map_err(kind.io())?;
    Ok(fs.sync_dir(dir).map_err(kind.io())?)
}

/// Copies bytes `from..to` of a file durably into `aside/<kind>-<from>-<n>.bytes`, with the first `n` that is free.
pub(crate) fn copy_aside(
    fs: &dyn Fs,
    dir: &Path,
    kind: Kind,
    source: &dyn FsFile,
    (from, to): (u64, u64),
) -> io::Result<PathBuf> {
    let folder = dir.join("aside");
    fs.create_dir_all(&folder)?;
    let mut n = 1;
    let (path, copy) = loop {
        let path = folder.join(format!("{}-{from}-{n}.bytes", kind.file));
        match fs.create_new(&path) {
            Ok(copy) => break (path, copy),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => n += 1,
            Err(e) => return Err(e),
        }
    };
    each_chunk(source, (from, to), &mut |bytes, offset| copy.write_at(bytes, offset - from))?;
    copy.sync_data()?;
    fs.sync_dir(&folder)?;
    fs.sync_dir(dir)?;
    Ok(path)
}

fn each_chunk(
    source: &dyn FsFile,
    (from, to): (u64, u64),
    with: &mut dyn FnMut(&[u8], u64) -> io::Result<()>,
) -> io::Result<()> {
    let mut buf = vec![0; CHUNK];
    let mut at = from;
    while at < to {
        let n = usize::try_from(to - at).map_or(CHUNK, |left| left.min(CHUNK));
        let bytes = buf.get_mut(..n).ok_or(ErrorKind::InvalidData)?;
        source.read_exact_at(bytes, at)?;
        with(bytes, at)?;
        at += count(bytes);
    }
    Ok(())
}

/// A slice's length as file lengths are counted.
pub(crate) fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).expect("no memory is larger than 64 bits can count")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    ReadOnly,
    Stopped,
}

/// An open file with a head, the length that is known to be good, and whether it may still be written.
pub(crate) struct AppendFile {
    kind: Kind,
    file: Box<dyn FsFile>,
    len: u64,
    state: State,
}

impl AppendFile {
    pub(crate) fn create(fs: &dyn Fs, dir: &Path, kind: Kind, first: &[u8]) -> Result<AppendFile, FileError> {
        if fs.exists(&kind.path(dir)).map_err(kind.io())? {
            return Err(FileError::Exists { file: kind.file });
        }
        write_whole(fs, dir, kind, |draft| draft.write(first), || Ok(()))?;
        AppendFile::open(fs, dir, kind, false)
    }

    /// Opens and checks the head. For writing it also removes a left-over draft, and syncs: what a process that
    /// died had written but not synced may be read here, and must last before anything builds on it.
    pub(crate) fn open(
        fs: &dyn Fs,
        dir: &Path,
        kind: Kind,
        read_only: bool,
    ) -> Result<AppendFile, FileError> {
        let path = kind.path(dir);
        let draft = kind.draft_path(dir);
        let opened = if read_only { fs.open_read(&path) } else { fs.open_write(&path) };
        let file = match opened {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => {
                let unfinished = fs.exists(&draft).map_err(kind.io())?;
                return Err(FileError::Missing { file: kind.file, unfinished });
            }
            Err(e) => return Err(kind.io()(e)),
        };
        let len = file.size().map_err(kind.io())?;
        let mut head = [0; 16];
        if len < HEAD_LEN {
            return Err(FileError::WrongHead { file: kind.file });
        }
        file.read_exact_at(&mut head, 0).map_err(kind.io())?;
        let [magic @ .., high, low] = head;
        match u16::from_be_bytes([high, low]) {
            _ if magic != kind.magic => return Err(FileError::WrongHead { file: kind.file }),
            0 => return Err(FileError::WrongHead { file: kind.file }),
            VERSION => {}
            version => return Err(FileError::Newer { file: kind.file, version }),
        }
        if !read_only {
            file.sync_data().map_err(kind.io())?;
            if fs.exists(&draft).map_err(kind.io())? {
                fs.remove(&draft).map_err(kind.io())?;
            }
        }
        let state = if read_only { State::ReadOnly } else { State::Ready };
        Ok(AppendFile { kind, file, len, state })
    }

    pub(crate) fn end(&self) -> u64 {
        self.len
    }

    pub(crate) fn file(&self) -> &dyn FsFile {
        self.file.as_ref()
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Reads up to `buf.len()` bytes, never past [`AppendFile::end`]: what another process adds is not seen.
    pub(crate) fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let n = left.min(buf.len());
        self.file.read_at(buf.get_mut(..n).ok_or(ErrorKind::InvalidData)?, offset)
    }

    /// Adds bytes at the end with one sync.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), AppendError> {
        self.may_write()?;
        let found = self.file.size().map_err(AppendError::NotWritten)?;
        self.check_length(self.len, found)?;
        if let Err(e) = self.file.write_at(bytes, self.len) {
            return Err(self.undo(e));
        }
        let grown = self.len + count(bytes);
        match self.file.size() {
            Ok(found) => self.check_length(grown, found)?,
            Err(e) => return Err(self.undo_whole(e)),
        }
        self.sync()?;
        self.len = grown;
        Ok(())
    }

    /// Cuts the file; the bytes after `len` are gone for good.
    pub(crate) fn cut_to(&mut self, len: u64) -> Result<(), AppendError> {
        self.may_write()?;
        assert!((HEAD_LEN..=self.len).contains(&len), "a cut lies between the head and the end");
        self.file.set_len(len).map_err(AppendError::NotWritten)?;
        self.sync()?;
        self.len = len;
        Ok(())
    }

    /// Writes over bytes that are there, and syncs. Any failure leaves them unknown: old, new or of both.
    pub(crate) fn overwrite(&mut self, places: &[(u64, &[u8])]) -> Result<(), AppendError> {
        self.may_write()?;
        for (offset, bytes) in places {
            assert!(
                *offset >= HEAD_LEN && offset + count(bytes) <= self.len,
                "only what is there is overwritten"
            );
            if let Err(e) = self.file.write_at(bytes, *offset) {
                return Err(self.stop(AppendError::Unknown(e)));
            }
        }
        self.sync()
    }

    /// Writes the bytes from `from` on again, unchanged, and syncs. After a failed sync the system may show bytes
    /// that the disk never got, and think them clean; only writing them again makes them last.
    pub(crate) fn settle(&mut self, from: u64) -> Result<(), AppendError> {
        self.may_write()?;
        let file = self.file.as_ref();
        let written = each_chunk(file, (from, self.len), &mut |bytes, offset| file.write_at(bytes, offset));
        match written {
            Ok(()) => self.sync(),
            Err(e) => Err(self.stop(AppendError::Unknown(e))),
        }
    }

    fn may_write(&self) -> Result<(), AppendError> {
        match self.state {
            State::Ready => Ok(()),
            State::ReadOnly => Err(AppendError::NotWritten(ErrorKind::PermissionDenied.into())),
            State::Stopped => Err(AppendError::Stopped),
        }
    }

    pub(crate) fn stop(&mut self, error: AppendError) -> AppendError {
        self.state = State::Stopped;
        error
    }

    fn sync(&mut self) -> Result<(), AppendError> {
        let synced = self.file.sync_data();
        synced.map_err(|e| self.stop(AppendError::Unknown(e)))
    }

    fn check_length(&mut self, expected: u64, found: u64) -> Result<(), AppendError> {
        if expected == found { Ok(()) } else { Err(self.stop(AppendError::Changed { expected, found })) }
    }

    /// After a failed write: cuts the part that was written. The cut is synced too, else a crash could bring it back.
    fn undo(&mut self, cause: io::Error) -> AppendError {
        match self.cut_back() {
            Ok(()) => AppendError::NotWritten(cause),
            Err(_) => self.stop(AppendError::NotWrittenTornLeft(cause)),
        }
    }

    /// The same where all of the bytes were written: if they cannot be cut, they may yet count.
    fn undo_whole(&mut self, cause: io::Error) -> AppendError {
        match self.cut_back() {
            Ok(()) => AppendError::NotWritten(cause),
            Err(_) => self.stop(AppendError::Unknown(cause)),
        }
    }

    fn cut_back(&self) -> io::Result<()> {
        self.file.set_len(self.len)?;
        self.file.sync_data()?;
        if self.file.size()? == self.len { Ok(()) } else { Err(ErrorKind::InvalidData.into()) }
    }
}
