//! Deciding on the bytes after the last whole commit.
//!
//! Owns: torn or damaged (`docs/format.md`, 7). Refuses to know: how a flaw was found.

use super::error::LedgerError;
use super::replay::{Blocks, read_error};
use crate::base::Hash32;
use crate::chain::VerifyingKey;
use crate::chain::tail::{ends_inside_a_commit, find_seals, has_a_lost_block};
use crate::store::journal::JournalBytes;

/// What the bytes after the last whole commit are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// What a power cut leaves of a commit that was never acknowledged.
    Torn,
    /// Anything else.
    Damaged,
}

/// Tells which, for the bytes of the journal from `offset` to `end`, after `commits` whole commits.
pub(super) fn judge(
    journal: &dyn JournalBytes,
    offset: u64,
    end: u64,
    commits: u64,
    operators: &[Hash32],
    origin: &str,
) -> Result<Tail, LedgerError> {
    let size = usize::try_from(end - offset).unwrap_or(usize::MAX);
    let mut blocks = Blocks::new(journal, offset, end);
    blocks.fill(size).map_err(read_error)?;
    let bytes = blocks.bytes();
    let keys: Vec<VerifyingKey> = operators.iter().filter_map(VerifyingKey::new).collect();
    let mut next_is_sealed = false;
    for found in find_seals(bytes) {
        if !keys.iter().any(|key| found.seal.is_signed_by(key, origin)) {
            continue;
        }
        if found.seal.commit_no > commits + 1 {
            // Something was recorded after the flaw: what is broken here had been whole.
            return Ok(Tail::Damaged);
        }
        next_is_sealed |= found.seal.commit_no == commits + 1;
    }
    // Blocks reach a disk in any order: a seal may have arrived while a block before it was lost.
    let torn = has_a_lost_block(bytes, offset) || (!next_is_sealed && ends_inside_a_commit(bytes));
    Ok(if torn { Tail::Torn } else { Tail::Damaged })
}
