//! Salted commitments: the chain holds the hash, the vault what it is of.
//!
//! Owns: the formula. Refuses to know: the fields' meaning, and where salts are kept.

use crate::base::{Hash32, SubjectNo};

/// The commitment to one value of one subject. Without the salt it tells nothing of the value.
pub fn commitment(salt: &[u8; 32], subject: SubjectNo, field_tag: u8, value: &str) -> Hash32 {
    let mut hasher = blake3::Hasher::new_derive_key("jinguo 2026-11 v1 commitment");
    hasher.update(salt);
    hasher.update(&subject.0.to_be_bytes());
    hasher.update(&[field_tag]);
    hasher.update(value.as_bytes());
    Hash32(*hasher.finalize().as_bytes())
}

/// What a keyed look-up hash is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupOf {
    /// A natural person's ID number.
    IdNumber,
    /// An organisation's name.
    Name,
}

/// The keyed hash that finds a person again without telling who she is.
pub fn lookup_hash(key: &[u8; 32], of: LookupOf, value: &str) -> Hash32 {
    let mut hasher = blake3::Hasher::new_keyed(key);
    hasher.update(&[match of {
        LookupOf::IdNumber => 1,
        LookupOf::Name => 2,
    }]);
    hasher.update(value.as_bytes());
    Hash32(*hasher.finalize().as_bytes())
}
