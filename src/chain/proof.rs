//! Proofs over the tree: that a leaf is in it, and that a later tree holds all of an earlier one (RFC 6962, 2.1).
//!
//! Owns: making and checking them. Refuses to know: where the hashes of the tree are kept, and who signed its root.

use super::tree::node_hash;
use crate::base::Hash32;

/// More hashes than any proof over at most 2⁶⁴ leaves holds.
pub const LONGEST: usize = 64;

/// The hashes of a tree, from wherever they are kept.
pub trait Nodes {
    /// Why one could not be had.
    type Error;

    /// The root of the perfect subtree of 2^`level` leaves that begins at leaf `index` × 2^`level`.
    ///
    /// It is asked for whole subtrees of the tree alone.
    ///
    /// # Errors
    /// As the keeper says.
    fn node(&self, level: u8, index: u64) -> Result<Hash32, Self::Error>;
}

/// The largest power of two below `n`, which is 2 or more: where RFC 6962 splits a tree.
const fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The root over the leaves `start..end`, which begin where a subtree as large begins.
fn range_root<N: Nodes>(nodes: &N, start: u64, end: u64) -> Result<Hash32, N::Error> {
    let count = end - start;
    if count.is_power_of_two() {
        let level = count.trailing_zeros();
        // A u64 has at most 64 trailing zeros.
        return nodes.node(u8::try_from(level).unwrap_or(u8::MAX), start >> level);
    }
    let middle = start + split(count);
    Ok(node_hash(&range_root(nodes, start, middle)?, &range_root(nodes, middle, end)?))
}

/// The root of the tree over the first `size` leaves.
///
/// # Errors
/// As the keeper of the hashes says.
///
/// # Panics
/// Where `size` is 0: that root is a constant, and nobody signs it.
pub fn root<N: Nodes>(nodes: &N, size: u64) -> Result<Hash32, N::Error> {
    assert!(size > 0, "the root of a tree without leaves");
    range_root(nodes, 0, size)
}

/// The inclusion proof (RFC 6962, 2.1.1) of leaf `index` in the tree over the first `size` leaves, from the leaf's
/// neighbour up.
///
/// # Errors
/// As the keeper of the hashes says.
///
/// # Panics
/// Where the tree has no such leaf.
pub fn prove_inclusion<N: Nodes>(nodes: &N, index: u64, size: u64) -> Result<Vec<Hash32>, N::Error> {
    assert!(index < size, "leaf {index} of {size}");
    let (mut start, mut end) = (0, size);
    let mut path = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(range_root(nodes, middle, end)?);
            end = middle;
        } else {
            path.push(range_root(nodes, start, middle)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The consistency proof (RFC 6962, 2.1.2) from the tree over the first `old` leaves to that over the first `size`;
/// empty from no leaves, and from a tree to itself.
///
/// # Errors
/// As the keeper of the hashes says.
///
/// # Panics
/// Where `old` is above `size`.
pub fn prove_consistency<N: Nodes>(nodes: &N, old: u64, size: u64) -> Result<Vec<Hash32>, N::Error> {
    assert!(old <= size, "from {old} leaves to {size}");
    let (mut start, mut end) = (0, size);
    let mut proof = Vec::new();
    if old == 0 || old == size {
        return Ok(proof);
    }
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(range_root(nodes, middle, end)?);
            end = middle;
        } else {
            proof.push(range_root(nodes, start, middle)?);
            start = middle;
        }
    }
    // The old tree itself needs no telling: whoever checks the proof has its root.
    if start > 0 {
        proof.push(range_root(nodes, start, end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Whether the proof leads from that leaf to that root (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(leaf: &Hash32, index: u64, size: u64, root: &Hash32, proof: &[Hash32]) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for neighbour in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(neighbour, &hash);
            climb_to_odd(&mut at, &mut last);
        } else {
            hash = node_hash(&hash, neighbour);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Whether the proof leads from the old tree to the new one (RFC 9162, 2.1.4.2). From no leaves it does so with no
/// hashes, whatever the new root: every tree holds nothing.
pub fn verify_consistency(old: u64, old_root: &Hash32, size: u64, root: &Hash32, proof: &[Hash32]) -> bool {
    if old > size {
        return false;
    }
    if old == 0 || old == size {
        return proof.is_empty() && (old == 0 || old_root == root);
    }
    // A perfect old tree is a node of the new one, and is left out of the proof.
    let mut hashes = old.is_power_of_two().then_some(old_root).into_iter().chain(proof);
    let Some(first) = hashes.next() else { return false };
    let (mut at, mut last) = (old - 1, size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let (mut old_hash, mut hash) = (*first, *first);
    for neighbour in hashes {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_hash = node_hash(neighbour, &old_hash);
            hash = node_hash(neighbour, &hash);
            climb_to_odd(&mut at, &mut last);
        } else {
            hash = node_hash(&hash, neighbour);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && old_hash == *old_root && hash == *root
}

/// Past the levels at which a right edge has no neighbour.
const fn climb_to_odd(at: &mut u64, last: &mut u64) {
    while *at & 1 == 0 && *at != 0 {
        (*at, *last) = (*at >> 1, *last >> 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::tree::{Frontier, leaf_hash};
    use proptest::prelude::*;
    use std::convert::Infallible;

    /// All leaves, and nodes by the definition.
    struct Leaves(Vec<Hash32>);

    impl Leaves {
        fn new(count: u64) -> Leaves {
            Leaves((0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect())
        }

        /// By pushing, not by splitting.
        fn root(&self, size: u64) -> Hash32 {
            let mut tree = Frontier::default();
            self.0.iter().take(usize::try_from(size).unwrap()).for_each(|leaf| tree.push(*leaf));
            tree.root()
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

    // From the Certificate Transparency reference implementation: its eight leaves, whose roots `tree` tests.
    #[test]
    fn published_paths() {
        let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"];
        let last = "606162636465666768696a6b6c6d6e6f";
        let all = leaves.iter().chain([&last]).map(|leaf| leaf_hash(&hex::decode(leaf).unwrap()));
        let leaves = Leaves(all.collect());
        let path = |index, size| {
            let Ok(path) = prove_inclusion(&leaves, index, size);
            path.iter().map(ToString::to_string).collect::<Vec<String>>()
        };
        assert_eq!(
            path(0, 8),
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        );
        assert_eq!(path(2, 3), ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]);
        let Ok(proof) = prove_consistency(&leaves, 6, 8);
        assert_eq!(
            proof.iter().map(ToString::to_string).collect::<Vec<String>>(),
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
    }

    proptest! {
        #[test]
        fn a_leaf_is_proved_at_its_place_alone(size in 1u64..200, at in any::<u64>(), other in any::<u64>()) {
            let leaves = Leaves::new(size);
            let (index, other) = (at % size, other % (size + 5));
            let root = leaves.root(size);
            let Ok(proof) = prove_inclusion(&leaves, index, size);
            let leaf = leaves.0[usize::try_from(index).unwrap()];
            prop_assert!(verify_inclusion(&leaf, index, size, &root, &proof));
            if other != index {
                prop_assert!(!verify_inclusion(&leaf, other, size, &root, &proof));
            }
            prop_assert!(!verify_inclusion(&leaf_hash(b"another"), index, size, &root, &proof));
            prop_assert!(!verify_inclusion(&leaf, index, size, &leaf_hash(b"another"), &proof));
            for n in 0..proof.len() {
                let mut bent = proof.clone();
                bent[n].0[0] ^= 1;
                prop_assert!(!verify_inclusion(&leaf, index, size, &root, &bent));
                bent.remove(n);
                prop_assert!(!verify_inclusion(&leaf, index, size, &root, &bent));
            }
            let longer = [&proof[..], &[root]].concat();
            prop_assert!(!verify_inclusion(&leaf, index, size, &root, &longer));
        }

        #[test]
        fn a_tree_is_proved_to_go_on_from_its_own_past_alone(size in 1u64..200, at in any::<u64>()) {
            let leaves = Leaves::new(size);
            let old = 1 + at % size;
            let (old_root, root) = (leaves.root(old), leaves.root(size));
            let Ok(proof) = prove_consistency(&leaves, old, size);
            prop_assert!(verify_consistency(old, &old_root, size, &root, &proof));
            prop_assert!(!verify_consistency(old, &leaf_hash(b"fork"), size, &root, &proof));
            if old != size {
                prop_assert!(!verify_consistency(old, &old_root, size, &leaf_hash(b"fork"), &proof));
            }
            for n in 0..proof.len() {
                let mut bent = proof.clone();
                bent[n].0[31] ^= 0x80;
                prop_assert!(!verify_consistency(old, &old_root, size, &root, &bent));
                bent.remove(n);
                prop_assert!(!verify_consistency(old, &old_root, size, &root, &bent));
            }
            let longer = [&proof[..], &[root]].concat();
            prop_assert!(!verify_consistency(old, &old_root, size, &root, &longer));
            prop_assert!(!verify_consistency(size + 1, &old_root, size, &root, &proof));
        }
    }
}
