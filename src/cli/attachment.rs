//! Papers that belong to an entry 附件: they stay with the office, their hashes go into the chain.
//!
//! Owns: hashing a file. Refuses to know: what a paper says.

use super::context::{Context, Failure};
use super::trust;
use crate::base::Hash32;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

/// The SHA-256 of a file.
///
/// # Errors
/// A usage failure where there is none; an I/O failure where it can't be read.
pub fn hash_of(file: &Path, context: &Context<'_>) -> Result<Hash32, Failure> {
    sha256(file).map_err(|cause| trust::file_failure(context, file, &cause))
}

/// The SHA-256 of a file, for whoever tells by herself what failed.
///
/// # Errors
/// What the system says.
pub fn sha256(file: &Path) -> std::io::Result<Hash32> {
    let (mut hasher, mut block) = (Sha256::new(), [0; 64 * 1024]);
    let mut open = std::fs::File::open(file)?;
    loop {
        match open.read(&mut block)? {
            0 => return Ok(Hash32(hasher.finalize().into())),
            got => hasher.update(&block[..got]),
        }
    }
}
