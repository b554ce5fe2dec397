//! Checkpoints one after the other, as a ledger keeps them and a bundle carries them (`docs/format.md`).
//!
//! Owns: their order and their bytes. Refuses to know: whether their signatures are right.

use super::SignedCheckpoint;
use super::note::Note;
use crate::base::wire::Put;

/// More bytes than this are not read: some ten thousand checkpoints with their cosignatures.
pub const LONGEST: usize = 16 * 1024 * 1024;

/// The bytes of checkpoints, ascending by size.
pub fn encode(all: &[SignedCheckpoint]) -> Vec<u8> {
    let mut out = Vec::new();
    for checkpoint in all {
        let note = checkpoint.note().to_bytes();
        // A note is at most 64 KiB.
        out.u32(u32::try_from(note.len()).unwrap_or(u32::MAX));
        out.extend_from_slice(&note);
    }
    out
}

/// The checkpoints in those bytes; `None` where they are something else.
pub fn decode(mut bytes: &[u8]) -> Option<Vec<SignedCheckpoint>> {
    if bytes.len() > LONGEST {
        return None;
    }
    let mut all: Vec<SignedCheckpoint> = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|n| *n <= Note::MAX)?;
        let (note, rest) = rest.split_at_checked(length)?;
        let checkpoint = SignedCheckpoint::parse(note).ok()?;
        let ascends = |last: &SignedCheckpoint| last.checkpoint().size() < checkpoint.checkpoint().size();
        if !all.last().is_none_or(ascends) {
            return None;
        }
        all.push(checkpoint);
        bytes = rest;
    }
    bytes.is_empty().then_some(all)
}

/// Puts a checkpoint among others, in the place of one of the same size.
pub fn put(all: &mut Vec<SignedCheckpoint>, checkpoint: SignedCheckpoint) {
    let size = |one: &SignedCheckpoint| one.checkpoint().size();
    match all.binary_search_by_key(&size(&checkpoint), size) {
        Ok(at) => all[at] = checkpoint,
        Err(at) => all.insert(at, checkpoint),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Hash32;
    use crate::chain::{KeyName, OperatorKey};
    use proptest::prelude::*;

    fn of_size(size: u64) -> SignedCheckpoint {
        let (key, name) = (OperatorKey::from_seed(&[7; 32]), KeyName::new("example.org/fund").unwrap());
        SignedCheckpoint::sign(&name, size, Hash32([3; 32]), &key).unwrap()
    }

    proptest! {
        #[test]
        fn in_order_and_back(sizes in prop::collection::vec(0..50u64, 0..20)) {
            let mut all = Vec::new();
            sizes.iter().for_each(|size| put(&mut all, of_size(*size)));
            prop_assert!(all.windows(2).all(|w| w[0].checkpoint().size() < w[1].checkpoint().size()));
            prop_assert_eq!(decode(&encode(&all)), Some(all.clone()));
            let bytes = encode(&all);
            if !bytes.is_empty() {
                prop_assert_eq!(decode(&bytes[..bytes.len() - 1]), None);
                prop_assert_eq!(decode(&[&bytes[..], &bytes].concat()), None);
            }
        }
    }
}
