//! The seam between this house and the operating system's files, so that tests can put faults under it.
//!
//! Owns: positional reads and writes, syncs, names. Refuses to know: what any file holds.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The few things the store asks of a file system. Paths are used as given.
pub trait Fs: Send + Sync {
    /// Opens a file that exists, for reading.
    ///
    /// # Errors
    /// `NotFound` where there is none; otherwise as the system says.
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn FsFile>>;

    /// Opens a file that exists, for reading and writing.
    ///
    /// # Errors
    /// `NotFound` where there is none; otherwise as the system says.
    fn open_write(&self, path: &Path) -> io::Result<Box<dyn FsFile>>;

    /// Creates an empty file for reading and writing. Its name lasts only after [`Fs::sync_dir`].
    ///
    /// # Errors
    /// `AlreadyExists` where something has that name; otherwise as the system says.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>>;

    /// Whether something has that name.
    ///
    /// # Errors
    /// As the system says; "no" is not an error.
    fn exists(&self, path: &Path) -> io::Result<bool>;

    /// Gives a file a new name in one step; a file that had that name is gone.
    /// It lasts only after [`Fs::sync_dir`].
    ///
    /// # Errors
    /// As the system says; then both names are as before.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file's name.
    ///
    /// # Errors
    /// `NotFound` where there is none; otherwise as the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Creates a folder and its parents; one that exists is fine.
    ///
    /// # Errors
    /// As the system says.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a folder last. On Windows, where folders cannot be synced, this does nothing.
    ///
    /// # Errors
    /// As the system says; then it is unknown which names last.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
}

/// An open file, read and written by position.
pub trait FsFile: Send + Sync {
    /// Reads up to `buf.len()` bytes at `offset`; returns how many, 0 at or past the end.
    ///
    /// # Errors
    /// As the system says.
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes all the bytes at `offset`.
    ///
    /// # Errors
    /// As the system says; then any first part of them may have been written.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Cuts the file, or makes it longer with zeros.
    ///
    /// # Errors
    /// As the system says.
    fn set_len(&self, len: u64) -> io::Result<()>;

    /// Makes the file's bytes and its length last.
    ///
    /// # Errors
    /// As the system says; then it is unknown which unsynced bytes last, and a later success says nothing of them.
    fn sync_data(&self) -> io::Result<()>;

    /// The file's length in bytes.
    ///
    /// # Errors
    /// As the system says.
    fn size(&self) -> io::Result<u64>;

    /// Fills `buf` from `offset`.
    ///
    /// # Errors
    /// `UnexpectedEof` where the file ends first; otherwise as the system says.
    fn read_exact_at(&self, mut buf: &mut [u8], mut offset: u64) -> io::Result<()> {
        while !buf.is_empty() {
            match self.read_at(buf, offset) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(n) => {
                    buf = buf.get_mut(n..).ok_or(ErrorKind::InvalidData)?;
                    offset += u64::try_from(n).map_err(io::Error::other)?;
                }
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}

/// The folder that a file's name stands in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if dir != Path::new("") => dir,
        _ => Path::new("."),
    }
}

/// The name beside a file's own under which what is to replace it is written.
pub(crate) fn draft_of(path: &Path) -> PathBuf {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    PathBuf::from(draft)
}

/// Writes a whole file so that its name never stands over less than all of the old bytes or of the new: a draft beside
/// it is filled and synced, and takes the name in one step.
///
/// # Errors
/// What `fill` returns or the system says; then the file is as before, unless it was the folder that could not be
/// synced: then it is the old one or the new one.
pub(crate) fn put_whole<T, E: From<io::Error>>(
    fs: &dyn Fs,
    path: &Path,
    fill: impl FnOnce(&dyn FsFile) -> Result<T, E>,
) -> Result<T, E> {
    let draft = draft_of(path);
    // Left by a process that died.
    if fs.exists(&draft)? {
        fs.remove(&draft)?;
    }
    let file = fs.create_new(&draft)?;
    let filled = fill(&*file).and_then(|done| Ok(file.sync_data().map(|()| done)?));
    // Windows renames no file that is open.
    drop(file);
    let done = filled.and_then(|done| Ok(fs.rename(&draft, path).map(|()| done)?));
    match done {
        Ok(done) => Ok(fs.sync_dir(folder_of(path)).map(|()| done)?),
        Err(e) => {
            // A draft that stays is only clutter: the first error is the one to tell.
            let _ = fs.remove(&draft);
            Err(e)
        }
    }
}

/// The file system of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealFs;

impl Fs for RealFs {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        Ok(Box::new(File::open(path)?))
    }

    fn open_write(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        Ok(Box::new(OpenOptions::new().read(true).write(true).open(path)?))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        Ok(Box::new(OpenOptions::new().read(true).write(true).create_new(true).open(path)?))
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        path.try_exists()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    #[cfg(unix)]
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }

    #[cfg(not(unix))]
    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }
}

impl FsFile for File {
    #[cfg(unix)]
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buf, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        match std::os::windows::fs::FileExt::seek_read(self, buf, offset) {
            // ERROR_HANDLE_EOF: Windows calls a read past the end an error.
            Err(e) if e.raw_os_error() == Some(38) => Ok(0),
            done => done,
        }
    }

    #[cfg(unix)]
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(self, bytes, offset)
    }

    #[cfg(windows)]
    fn write_at(&self, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_write(self, bytes, offset) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(n) => {
                    bytes = bytes.get(n..).ok_or(ErrorKind::InvalidData)?;
                    offset += u64::try_from(n).map_err(io::Error::other)?;
                }
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        File::set_len(self, len)
    }

    fn sync_data(&self) -> io::Result<()> {
        File::sync_data(self)
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_files_do_what_the_seam_says() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        assert_eq!(RealFs.open_write(&a).err().unwrap().kind(), ErrorKind::NotFound);
        let file = RealFs.create_new(&a).unwrap();
        assert_eq!(RealFs.create_new(&a).err().unwrap().kind(), ErrorKind::AlreadyExists);
        file.write_at(b"hello", 3).unwrap();
        file.set_len(7).unwrap();
        file.sync_data().unwrap();
        let mut all = [9; 7];
        file.read_exact_at(&mut all, 0).unwrap();
        assert_eq!(&all, b"\0\0\0hell");
        assert_eq!(file.read_at(&mut all, 7).unwrap(), 0);
        assert_eq!(file.read_exact_at(&mut all, 1).unwrap_err().kind(), ErrorKind::UnexpectedEof);
        RealFs.create_new(&b).unwrap();
        RealFs.rename(&a, &b).unwrap();
        RealFs.sync_dir(dir.path()).unwrap();
        assert!(!RealFs.exists(&a).unwrap());
        assert_eq!(RealFs.open_read(&b).unwrap().size().unwrap(), 7);
        RealFs.remove(&b).unwrap();
        RealFs.create_dir_all(&a).unwrap();
        RealFs.create_dir_all(&a).unwrap();
    }
}
