//! Any text as a ledger's key file or look-up key file: refused or understood, within the bounds.

#![no_main]

use jinguo::store::ledger_secrets::{LedgerFile, LookupFile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(file) = LedgerFile::parse(text) {
        assert!(file.origin().as_str().len() <= 200);
        // Keys without a passphrase open at once; the others would cost a second each.
        assert!(file.needs_passphrase() || file.unlock(None).is_ok());
    }
    if let Ok(file) = LookupFile::parse(text) {
        // The master key of the seeds, and what it opens there.
        assert!(file.open(&[7; 32]).is_none_or(|key| *key == [8; 32]));
    }
});
