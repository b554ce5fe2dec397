//! The RFC 6962 Merkle tree over the same records, with SHA-256.
//!
//! Owns: leaf and node hashes and the frontier that grows a root. Refuses to know: what a leaf holds.

use crate::base::Hash32;
use sha2::{Digest, Sha256};

/// The hash of a leaf (RFC 6962, 2.1).
pub fn leaf_hash(record: &[u8]) -> Hash32 {
    Hash32(Sha256::new().chain_update([0]).chain_update(record).finalize().into())
}

/// The hash of an inner node (RFC 6962, 2.1).
pub fn node_hash(left: &Hash32, right: &Hash32) -> Hash32 {
    Hash32(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// The least height of a subtree whose root is worth keeping: below it, 255 hashes of leaves made again cost less than
/// what it takes to look a value up.
pub const KEPT_LEVEL: u8 = 8;

/// A perfect subtree of [`KEPT_LEVEL`] or above that a journal has completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grown {
    /// The subtree.
    pub subtree: Subtree,
    /// How many of the journal's entries were recorded up to its last leaf.
    pub entries: u64,
}

/// A perfect subtree: 2^`level` leaves from leaf `index` × 2^`level` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtree {
    /// Its height.
    pub level: u8,
    /// Its place among those of its height.
    pub index: u64,
    /// Its root.
    pub root: Hash32,
}

/// The roots of the perfect subtrees that a tree of `size` leaves is made of, largest first.
///
/// It is all that is needed to grow the tree and to tell its root: at most 64 hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash32>,
}

impl Frontier {
    /// A frontier from its parts, or `None` where their counts don't fit each other.
    pub fn from_parts(size: u64, peaks: Vec<Hash32>) -> Option<Frontier> {
        (usize::try_from(size.count_ones()).ok()? == peaks.len()).then_some(Frontier { size, peaks })
    }

    /// The number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The subtree roots, largest first; as many as `size` has one-bits.
    pub fn peaks(&self) -> &[Hash32] {
        &self.peaks
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Hash32) {
        self.push_noting(leaf, |_| {});
    }

    /// Adds a leaf, and calls `each` with every perfect subtree of two or more leaves that it completes, smallest first.
    pub fn push_noting(&mut self, leaf: Hash32, mut each: impl FnMut(Subtree)) {
        let mut node = leaf;
        // Each trailing one-bit of the size is a perfect subtree as large as the node at hand.
        for level in 1..=self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = node_hash(&left, &node);
                // A u64 has at most 64 trailing ones.
                let level = u8::try_from(level).unwrap_or(u8::MAX);
                each(Subtree { level, index: self.size >> level, root: node });
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// Adds the leaf of a record after which the journal holds `entries` entries, and puts what is worth keeping to `grown`.
    pub fn push_keeping(&mut self, leaf: Hash32, entries: u64, grown: &mut Vec<Grown>) {
        self.push_noting(leaf, |subtree| {
            if subtree.level >= KEPT_LEVEL {
                grown.push(Grown { subtree, entries });
            }
        });
    }

    /// The root; of no leaves, the hash of nothing.
    pub fn root(&self) -> Hash32 {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            None => Hash32(Sha256::digest([]).into()),
            Some(last) => peaks.fold(*last, |right, left| node_hash(left, &right)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition of RFC 6962, 2.1, word for word.
    fn by_definition(leaves: &[Hash32]) -> Hash32 {
        match leaves {
            [] => Hash32(Sha256::digest([]).into()),
            [one] => *one,
            more => {
                let half = more.len().next_power_of_two() / 2;
                node_hash(&by_definition(&more[..half]), &by_definition(&more[half..]))
            }
        }
    }

    // Roots of the eight test leaves that the Certificate Transparency reference implementation publishes.
    #[test]
    fn published_roots() {
        let leaves = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let mut tree = Frontier::default();
        for (leaf, root) in leaves.into_iter().zip(roots) {
            tree.push(leaf_hash(&hex::decode(leaf).unwrap()));
            assert_eq!(tree.root().to_string(), root);
        }
    }

    proptest! {
        #[test]
        fn notes_each_subtree_once_and_rightly(count in 0usize..300) {
            let leaves: Vec<Hash32> = (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect();
            let (mut tree, mut noted) = (Frontier::default(), Vec::new());
            leaves.iter().for_each(|l| tree.push_noting(*l, |subtree| noted.push(subtree)));
            for subtree in &noted {
                let first = usize::try_from(subtree.index << subtree.level).unwrap();
                let root = by_definition(&leaves[first..first + (1 << subtree.level)]);
                prop_assert_eq!(subtree.root, root);
            }
            let whole = (1..=8).map(|level| count >> level).sum::<usize>();
            prop_assert_eq!(noted.len(), whole);
        }

        #[test]
        fn grows_to_the_defined_root(count in 0usize..300) {
            let leaves: Vec<Hash32> = (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect();
            let mut tree = Frontier::default();
            leaves.iter().for_each(|l| tree.push(*l));
            prop_assert_eq!(tree.root(), by_definition(&leaves));
            prop_assert_eq!(Frontier::from_parts(tree.size(), tree.peaks().to_vec()), Some(tree));
        }
    }
}
