//! The chain's hashes, each with a context of its own so that none can stand for another.
//!
//! Owns: links and seal hashes. Refuses to know: what the bytes hold.

use crate::base::Hash32;
use std::sync::LazyLock;

static LINK: LazyLock<blake3::Hasher> =
    LazyLock::new(|| blake3::Hasher::new_derive_key("jinguo 2026-11 v1 link"));
static SEAL: LazyLock<blake3::Hasher> =
    LazyLock::new(|| blake3::Hasher::new_derive_key("jinguo 2026-11 v1 seal"));

/// The link of a record: it covers the record, its number and, through the link before, all of history.
pub fn link(before: &Hash32, record_no: u64, record: &[u8]) -> Hash32 {
    let mut hasher = LINK.clone();
    hasher.update(&before.0);
    hasher.update(&record_no.to_be_bytes());
    hasher.update(record);
    Hash32(*hasher.finalize().as_bytes())
}

/// The hash of a seal, which the next header repeats.
pub fn seal_hash(seal: &[u8]) -> Hash32 {
    Hash32(*SEAL.clone().update(seal).finalize().as_bytes())
}

/// The check that closes a frame: the first 8 bytes of a link or a seal hash.
pub fn check(hash: &Hash32) -> [u8; 8] {
    let mut check = [0; 8];
    check.copy_from_slice(&hash.0[..8]);
    check
}
