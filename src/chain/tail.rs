//! What to make of the bytes after the last whole commit: torn by a power cut, or damaged.
//!
//! Owns: telling the two apart. Refuses to know: which operators there are (its caller checks a found seal's signature).
//!
//! A write that a power cut stopped leaves the file shorter, or leaves whole disk blocks as zeros: that is what ext4,
//! XFS and NTFS do with blocks that never reached the disk. Bytes that are complete and wrong are something else.

use super::hash::{check, seal_hash};
use super::header::Header;
use super::seal::Seal;
use super::{FRAME_OVERHEAD, MAX_RECORD};

/// The smallest unit that a disk writes whole.
const BLOCK: u64 = 512;

/// A seal found in bytes that could not be walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSeal {
    /// Where its first byte stands in the bytes searched.
    pub at: usize,
    /// The seal. Its check fits; its signature is the caller's to check.
    pub seal: Seal,
}

/// The seals whose bytes fit their own check, anywhere in `bytes`.
pub fn find_seals(bytes: &[u8]) -> impl Iterator<Item = FoundSeal> + '_ {
    memchr::memmem::find_iter(bytes, &Seal::MAGIC).filter_map(|at| {
        let (body, recorded_check) = bytes.get(at..at + Seal::LEN + 8)?.split_at(Seal::LEN);
        if check(&seal_hash(body)) != recorded_check {
            return None;
        }
        Seal::decode(body).ok().map(|seal| FoundSeal { at, seal })
    })
}

/// Whether `tail` ends inside a commit, going by the lengths in it and by the count in its header.
pub fn ends_inside_a_commit(mut tail: &[u8]) -> bool {
    let (mut whole_frames, mut frames_of_commit) = (0, None);
    loop {
        let Some((length, rest)) = tail.split_first_chunk::<4>() else { return true };
        let size = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        if size == 0 || size > MAX_RECORD {
            return false;
        }
        let Some(record) = rest.get(..size) else { return true };
        let Some(after) = tail.get(size + FRAME_OVERHEAD..) else { return true };
        if whole_frames == 0 {
            frames_of_commit = Header::decode(record).ok().map(|header| u64::from(header.entries) + 2);
        }
        whole_frames += 1;
        // Either sign alone may be what was damaged.
        let is_seal = size == Seal::LEN && record.first() == Seal::MAGIC.first();
        if is_seal || frames_of_commit == Some(whole_frames) {
            return false;
        }
        tail = after;
    }
}

/// Whether a disk block's share of `tail`, which starts at byte `offset` of the file, is nothing but zeros.
///
/// Canonical bytes never hold 16 zeros in a row after the first commit, so a share of 16 bytes or more is telling. A
/// shorter share is the first or the last: a frame starts with at most three zeros, and ends with a hash.
pub fn has_a_lost_block(tail: &[u8], offset: u64) -> bool {
    let first = usize::try_from(BLOCK - offset % BLOCK).unwrap_or(1);
    let (first, rest) = tail.split_at(first.min(tail.len()));
    let lost = |share: &[u8]| share.iter().all(|b| *b == 0);
    let blocks = rest.chunks(usize::try_from(BLOCK).unwrap_or(1));
    (first.len() > 3 && lost(first)) || blocks.into_iter().any(lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_blocks_are_seen_by_their_place_in_the_file() {
        let mut bytes = vec![7; 2000];
        assert!(!has_a_lost_block(&bytes, 100));
        bytes[412..412 + 512].fill(0);
        assert!(has_a_lost_block(&bytes, 100));
        assert!(!has_a_lost_block(&bytes, 101), "a run of zeros that is no block");
        assert!(has_a_lost_block(&[7, 7, 0], 510) && !has_a_lost_block(&[0, 0, 7], 510));
        assert!(!has_a_lost_block(&[], 5));
    }

    #[test]
    fn any_prefix_of_a_commit_ends_inside_it() {
        let mut frame = vec![0, 0, 0, 3, 1, 1, 1];
        frame.extend([9; 8]);
        let mut seal = vec![0, 0, 0, 152];
        seal.extend(Seal::MAGIC);
        seal.extend([9; 152]);
        let whole = [frame, seal].concat();
        assert!(!ends_inside_a_commit(&whole));
        for cut in 0..whole.len() {
            assert!(ends_inside_a_commit(&whole[..cut]), "{cut}");
        }
    }
}
