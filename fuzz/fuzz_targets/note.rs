//! Any bytes as a note, a checkpoint and a signature line: refused, or exactly the form of what was read.

#![no_main]

use jinguo::chain::{Note, SignatureLine, SignedCheckpoint, VerifierKey};
use libfuzzer_sys::fuzz_target;

/// The keys of the seeds.
const KEYS: [&str; 2] = [
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
];

fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_bytes(), bytes);
        assert!((1..=Note::MAX_SIGNATURES).contains(&note.signatures().len()));
        for key in KEYS.into_iter().filter_map(|key| VerifierKey::parse(key).ok()) {
            let _ = note.verify(&key);
        }
    }
    if let Ok(signed) = SignedCheckpoint::parse(bytes) {
        assert_eq!(signed.checkpoint().to_string(), signed.note().text());
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(line) = SignatureLine::parse(text) {
        assert_eq!(line.to_string(), text);
    }
    if let Ok(key) = VerifierKey::parse(text) {
        assert_eq!(key.to_string(), text);
    }
});
