//! The file `checkpoints` beside the journal: copies of what the ledger's key has signed.
//!
//! Owns: reading it whole and replacing it whole. Refuses to know: what is in it.

use super::fs::{Fs, put_whole};
use std::io::{self, ErrorKind};
use std::path::Path;

/// The file's name in a ledger's folder.
pub const NAME: &str = "checkpoints";

/// Its bytes; empty where there is none. `None`: it is longer than `most`, so nothing that this program wrote.
///
/// # Errors
/// As the system says.
pub fn read(fs: &dyn Fs, dir: &Path, most: usize) -> io::Result<Option<Vec<u8>>> {
    let file = match fs.open_read(&dir.join(NAME)) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Some(Vec::new())),
        Err(error) => return Err(error),
    };
    let Ok(length) = usize::try_from(file.size()?) else { return Ok(None) };
    if length > most {
        return Ok(None);
    }
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, 0)?;
    Ok(Some(bytes))
}

/// Puts these bytes in its place, durably and in one step.
///
/// # Errors
/// As the system says; the file is then as before, unless it was the folder that could not be synced.
pub fn write(fs: &dyn Fs, dir: &Path, bytes: &[u8]) -> io::Result<()> {
    put_whole(fs, &dir.join(NAME), |file| file.write_at(bytes, 0))
}
