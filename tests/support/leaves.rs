//! The tree of all leaves, read from a journal's bytes alone.
//!
//! Owns: its nodes, by pushing leaf after leaf. Refuses to know: where a ledger keeps its own.

use jinguo::base::Hash32;
use jinguo::chain::proof::Nodes;
use jinguo::chain::{FrameKind, Frontier, frames, leaf_hash};
use std::convert::Infallible;

pub struct Leaves(pub Vec<Hash32>);

impl Leaves {
    pub fn of(journal: &[u8]) -> Leaves {
        let records = frames(&journal[16..]).filter(|frame| frame.kind != FrameKind::Seal);
        Leaves(records.map(|frame| leaf_hash(frame.record)).collect())
    }

    pub fn size(&self) -> u64 {
        self.0.len() as u64
    }
}

impl Nodes for Leaves {
    type Error = Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Hash32, Infallible> {
        let first = usize::try_from(index << level).unwrap();
        let mut tree = Frontier::default();
        self.0[first..first + (1 << level)].iter().for_each(|leaf| tree.push(*leaf));
        Ok(tree.root())
    }
}
