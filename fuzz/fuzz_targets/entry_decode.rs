//! Any bytes as an entry: refused, or exactly the canonical form of what was read.

#![no_main]

use jinguo::entry::Entry;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match Entry::decode(bytes) {
        Ok(entry) => assert_eq!(entry.to_bytes(), bytes),
        Err(error) => assert!(error.at <= bytes.len(), "{error}"),
    }
});
