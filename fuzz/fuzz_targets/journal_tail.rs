//! Any bytes after the last whole commit: judged without a panic, and every seal found is really there.

#![no_main]

use jinguo::chain::tail::{ends_inside_a_commit, find_seals, has_a_lost_block};
use jinguo::chain::{Seal, hash};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((offset, tail)) = input.split_first_chunk::<2>() else { return };
    let offset = u64::from(u16::from_be_bytes(*offset));
    // No fuzzer finds a hash: a seal at the end gets its check.
    let mut tail = tail.to_vec();
    if let Some(at) = tail.len().checked_sub(Seal::LEN + 8) {
        let seal = hash::check(&hash::seal_hash(&tail[at..at + Seal::LEN]));
        tail[at + Seal::LEN..].copy_from_slice(&seal);
    }
    for found in find_seals(&tail) {
        let mut bytes = Vec::new();
        found.seal.encode(&mut bytes);
        assert_eq!(bytes, tail[found.at..found.at + Seal::LEN]);
    }
    let whole = ends_inside_a_commit(&tail);
    if tail.is_empty() {
        assert!(whole);
    }
    let _ = has_a_lost_block(&tail, offset);
});
