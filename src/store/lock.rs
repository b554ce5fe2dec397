//! The writer's lock: one process at a time changes a ledger.
//!
//! Owns: the files `lock` and `lock.holder`. Refuses to know: what the holder does, and the time of day.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to sleep between two tries.
const STEP: Duration = Duration::from_millis(50);
/// The most that is read of what a holder says.
const MAX_HOLDER: u64 = 500;

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it, and still did after the wait.
    #[error("locked by {holder:?}")]
    Busy {
        /// What it says of itself, on one line; `None` where it says nothing.
        holder: Option<String>,
    },
    /// The folder or its lock cannot be written: this ledger can be read only.
    #[error("read-only: {0}")]
    ReadOnly(io::Error),
    /// The system refused.
    #[error("lock: {0}")]
    Io(io::Error),
}

/// The lock, held until this value is dropped or its process ends in any way.
#[derive(Debug)]
pub struct Lock {
    file: File,
    holder: PathBuf,
}

impl Lock {
    /// Takes the lock of a ledger's folder, trying again until `wait` has passed. `what` (the operator and the
    /// command) and `since` (the time, as text) are shown to whoever finds it taken.
    ///
    /// # Errors
    /// [`LockError`].
    pub fn acquire(dir: &Path, wait: Duration, what: &str, since: &str) -> Result<Lock, LockError> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(dir.join("lock"))
            .map_err(refused)?;
        let holder = dir.join("lock.holder");
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if waited < wait => {
                    std::thread::sleep(STEP);
                    waited += STEP;
                }
                Err(TryLockError::WouldBlock) => return Err(LockError::Busy { holder: who(&holder) }),
                Err(TryLockError::Error(e)) => return Err(LockError::Io(e)),
            }
        }
        // Only a courtesy to those who wait: without it they are told "busy" and no more.
        let _ = std::fs::write(&holder, format!("{} · {what} · {since}", std::process::id()));
        Ok(Lock { file, holder })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While still locked, so that it is not the next holder's word that is removed. Closing the file would
        // unlock it in any case, and a word left behind is read only while someone holds the lock.
        let _ = std::fs::remove_file(&self.holder);
        let _ = self.file.unlock();
    }
}

fn refused(error: io::Error) -> LockError {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => LockError::ReadOnly(error),
        _ => LockError::Io(error),
    }
}

/// What the holder says; anyone may have written it, so it is cut short and shown without control characters.
fn who(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MAX_HOLDER).read_to_end(&mut bytes).ok()?;
    let text: String = String::from_utf8_lossy(&bytes).chars().filter(|c| !c.is_control()).collect();
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time_and_it_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let take = || Lock::acquire(dir.path(), Duration::ZERO, "张敏 import\u{1b}[2J", "2026-03-08 09:00");
        let held = take().unwrap();
        let Err(LockError::Busy { holder: Some(holder) }) = take() else { panic!("two hold it") };
        assert_eq!(holder, format!("{} · 张敏 import[2J · 2026-03-08 09:00", std::process::id()));
        drop(held);
        let held = take().unwrap();
        std::fs::remove_file(dir.path().join("lock.holder")).unwrap();
        assert!(matches!(take(), Err(LockError::Busy { holder: None })));
        std::fs::write(dir.path().join("lock.holder"), vec![b'x'; 10_000]).unwrap();
        assert!(matches!(take(), Err(LockError::Busy { holder: Some(text) }) if text.len() == 500));
        drop(held);
        assert!(!dir.path().join("lock.holder").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_from_one_that_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let gone = dir.path().join("gone");
        assert!(matches!(Lock::acquire(&gone, Duration::ZERO, "", ""), Err(LockError::Io(_))));
        for kind in [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem] {
            assert!(matches!(refused(kind.into()), LockError::ReadOnly(_)));
        }
        // A folder under the lock's name cannot be opened for writing by anyone.
        std::fs::create_dir(dir.path().join("lock")).unwrap();
        assert!(Lock::acquire(dir.path(), Duration::ZERO, "", "").is_err());
    }
}
