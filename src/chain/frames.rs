//! The frames of bytes that were walked before: cutting them apart again without hashing.
//!
//! Owns: frame arithmetic. Refuses to know: whether the bytes are right; the walk has said so.

use super::header::Header;
use super::seal::Seal;
use super::{FRAME_OVERHEAD, MAX_RECORD};
use std::ops::Range;

/// What a framed record is, by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// A commit begins.
    Header,
    /// Anything between header and seal.
    Entry,
    /// A commit ends.
    Seal,
}

/// One frame: where it stands, what it is, and its record.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// Its place in the bytes, length and check included.
    pub range: Range<usize>,
    /// What it is.
    pub kind: FrameKind,
    /// The record inside.
    pub record: &'a [u8],
}

/// The frames in `bytes`, in order. It ends early where the bytes are no frames.
pub fn frames(bytes: &[u8]) -> impl Iterator<Item = Frame<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let length = bytes.get(at..)?.first_chunk::<4>()?;
        let size =
            usize::try_from(u32::from_be_bytes(*length)).ok().filter(|s| (1..=MAX_RECORD).contains(s))?;
        let range = at..at + size + FRAME_OVERHEAD;
        let record = bytes.get(range.clone())?.get(4..4 + size)?;
        at = range.end;
        let kind = match record[0] {
            Header::TAG => FrameKind::Header,
            tag if tag == Seal::MAGIC[0] => FrameKind::Seal,
            _ => FrameKind::Entry,
        };
        Some(Frame { range, kind, record })
    })
}
