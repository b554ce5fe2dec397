//! Any text as a key file: refused or understood, and never asking for more than the bounds allow.

#![no_main]

use jinguo::store::key_file::KeyFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(file) = KeyFile::parse(text) {
        assert!(file.name().as_str().len() <= 200);
        // A key without a passphrase opens at once; the others would cost a second each.
        assert!(file.needs_passphrase() || file.unlock(None).is_ok());
    }
});
