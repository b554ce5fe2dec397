//! Any bytes as a backup: refused or read, and what is read is as long as its last generation says.

#![no_main]

mod one_file;

use jinguo::store::backup_file::{BackupError, BackupFile, Unlock};
use libfuzzer_sys::fuzz_target;
use one_file::OneFile;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = BackupFile::open(&OneFile(bytes.into()), Path::new("")) else { return };
    assert!(file.origin().as_str().len() <= 200);
    // The master key of the seeds; a passphrase would cost a second each.
    let Ok(backup) = file.unlock(Unlock::Master(&[1; 32])) else { return };
    let mut len = 0;
    let read = backup.read::<BackupError>(|_, piece| {
        len += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        Ok(())
    });
    let totals = backup.latest();
    assert!(read.is_err() || len == totals.journal_len + totals.vault_len + totals.keys_len);
});
