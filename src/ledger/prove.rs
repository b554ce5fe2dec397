//! Proofs about this ledger: that a record is in its tree, and that it only grew.
//!
//! Owns: where the tree's hashes come from: the kept roots of large subtrees, and leaves made again for small ones.
//! Refuses to know: what is proved to whom, and on which paper.

use super::error::LedgerError;
use super::pack::read_grown;
use super::view::IndexView;
use super::{Ledger, Located};
use crate::base::wire::WireError;
use crate::base::{EntryNo, Hash32};
use crate::chain::proof::{self, Nodes};
use crate::chain::{FrameKind, Frontier, Header, KEPT_LEVEL, frames, leaf_hash};
use std::cell::RefCell;

/// Leaves of the smallest subtree whose root is kept.
const BLOCK: u64 = 1 << KEPT_LEVEL;

/// A record, and the way from it to the root of the tree over the first records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// Its exact bytes.
    pub record: Vec<u8>,
    /// Its number: its place among the leaves.
    pub index: u64,
    /// The inclusion proof, from the leaf's neighbour up.
    pub path: Vec<Hash32>,
}

impl Ledger {
    /// The root of the tree over the first `size` records.
    ///
    /// # Errors
    /// Where the index can't be read.
    ///
    /// # Panics
    /// Where `size` is 0 or above the ledger's own.
    pub fn root_at(&self, size: u64) -> Result<Hash32, LedgerError> {
        assert!(size <= self.tip.records(), "a root beyond the ledger's end");
        if size == self.tip.records() { Ok(self.tip.tree.root()) } else { proof::root(&self.tree(), size) }
    }

    /// Proves that an entry is in the tree over the first `size` records.
    ///
    /// # Errors
    /// [`Refusal::UnknownEntry`](crate::book::Refusal::UnknownEntry); or where the index can't be read.
    ///
    /// # Panics
    /// Where the tree ends before the entry.
    pub fn prove_entry(&self, no: EntryNo, size: u64) -> Result<Proved, LedgerError> {
        let Located { entry, header, .. } = self.locate(no)?;
        self.proved(entry.to_bytes(), record_of(&header, no), size)
    }

    /// Proves that the header of an entry's commit, which says who recorded it and when, is in that tree.
    ///
    /// # Errors
    /// As [`Ledger::prove_entry`].
    ///
    /// # Panics
    /// As [`Ledger::prove_entry`].
    pub fn prove_header(&self, no: EntryNo, size: u64) -> Result<Proved, LedgerError> {
        let header = self.locate(no)?.header;
        let mut record = Vec::with_capacity(Header::LEN);
        header.encode(&mut record);
        self.proved(record, header.record_no, size)
    }

    /// The last entry among the first `size` records, and the header of its commit. It is found in some twenty steps.
    ///
    /// # Errors
    /// Where the index can't be read.
    ///
    /// # Panics
    /// Where fewer than two records are asked for: the first entry is the second record.
    pub fn last_before(&self, size: u64) -> Result<(EntryNo, Header), LedgerError> {
        assert!(size >= 2, "no entry among {size} records");
        let (mut low, mut high) = (1, self.tip.entries);
        while low < high {
            let middle = high - (high - low) / 2;
            if self.record_of(EntryNo(middle))? < size { low = middle } else { high = middle - 1 }
        }
        Ok((EntryNo(low), self.locate(EntryNo(low))?.header))
    }

    /// The number of an entry's record.
    ///
    /// # Errors
    /// As [`Ledger::prove_entry`].
    pub fn record_of(&self, no: EntryNo) -> Result<u64, LedgerError> {
        Ok(record_of(&self.locate(no)?.header, no))
    }

    fn proved(&self, record: Vec<u8>, index: u64, size: u64) -> Result<Proved, LedgerError> {
        let path = proof::prove_inclusion(&self.tree(), index, size)?;
        // The pair of what the holder checks: a wrong hash in the index must not leave the house.
        if !proof::verify_inclusion(&leaf_hash(&record), index, size, &self.root_at(size)?, &path) {
            return Err(LedgerError::Index(format!("the tree does not lead to record {index}")));
        }
        Ok(Proved { record, index, path })
    }

    /// Proves that the tree over the first `size` records only adds to that over the first `old`.
    ///
    /// # Errors
    /// Where the index can't be read.
    ///
    /// # Panics
    /// Where `old` is above `size`, or `size` above the ledger's own.
    pub fn prove_growth(&self, old: u64, size: u64) -> Result<Vec<Hash32>, LedgerError> {
        let tree = self.tree();
        let path = proof::prove_consistency(&tree, old, size)?;
        let old_root = if old == 0 { Hash32::ZERO } else { self.root_at(old)? };
        if !proof::verify_consistency(old, &old_root, size, &self.root_at(size)?, &path) {
            return Err(LedgerError::Index(format!("the tree does not lead from {old} to {size}")));
        }
        Ok(path)
    }

    const fn tree(&self) -> Tree<'_> {
        Tree {
            view: self.state.base(),
            entries: self.tip.entries,
            size: self.tip.records(),
            block: RefCell::new(None),
        }
    }
}

/// The number of an entry's record, by the header of its commit.
const fn record_of(header: &Header, no: EntryNo) -> u64 {
    header.record_no + 1 + (no.0 - header.first_entry.0)
}

/// Whether the header is that of the commit with an entry whose record has that number.
pub(super) const fn is_of(header: &Header, no: EntryNo, record: u64) -> bool {
    let last = header.first_entry.0 + header.entries as u64;
    header.first_entry.0 <= no.0 && no.0 < last && record_of(header, no) == record
}

/// The ledger's tree, read from its index.
struct Tree<'a> {
    view: &'a IndexView,
    entries: u64,
    size: u64,
    /// The leaves of the block that was asked for last: a proof asks for several parts of one.
    block: RefCell<Option<(u64, Vec<Hash32>)>>,
}

impl Tree<'_> {
    /// The leaves of a block, or those that there are.
    fn leaves(&self, block: u64) -> Result<Vec<Hash32>, LedgerError> {
        let start = block * BLOCK;
        let wanted = usize::try_from((self.size - start).min(BLOCK)).unwrap_or(0);
        let before = match block.checked_sub(1) {
            Some(last) => read_grown(self.view.index.as_ref(), KEPT_LEVEL, last)?.entries,
            None => 0,
        };
        let (first, mut next) = (before + 1, before + 1);
        let mut leaves = Vec::with_capacity(wanted);
        while leaves.len() < wanted && next <= self.entries {
            let read = self.view.with_piece(EntryNo(next), |bytes, piece_first| {
                next = piece_first;
                for frame in frames(bytes) {
                    let before_block = match frame.kind {
                        FrameKind::Seal => true,
                        FrameKind::Header => Header::decode(frame.record).map_err(damaged)?.record_no < start,
                        FrameKind::Entry => {
                            next += 1;
                            next - 1 < first
                        }
                    };
                    if !before_block && leaves.len() < wanted {
                        leaves.push(leaf_hash(frame.record));
                    }
                }
                Ok(Some(()))
            })?;
            read.ok_or_else(|| LedgerError::Index(format!("no journal piece of entry {next}")))?;
        }
        Ok(leaves)
    }
}

fn damaged(error: WireError) -> LedgerError {
    LedgerError::Index(format!("header: {error}"))
}

impl Nodes for Tree<'_> {
    type Error = LedgerError;

    fn node(&self, level: u8, index: u64) -> Result<Hash32, LedgerError> {
        if level >= KEPT_LEVEL {
            return Ok(read_grown(self.view.index.as_ref(), level, index)?.subtree.root);
        }
        let first = index << level;
        let block = first / BLOCK;
        let mut held = self.block.borrow_mut();
        if held.as_ref().is_none_or(|(number, _)| *number != block) {
            *held = Some((block, self.leaves(block)?));
        }
        let from = usize::try_from(first % BLOCK).unwrap_or(usize::MAX);
        let leaves = held.as_ref().and_then(|(_, leaves)| leaves.get(from..from + (1 << level)));
        let missing = || LedgerError::Index(format!("leaves of subtree {index} of height {level}"));
        let mut tree = Frontier::default();
        leaves.ok_or_else(missing)?.iter().for_each(|leaf| tree.push(*leaf));
        Ok(tree.root())
    }
}
