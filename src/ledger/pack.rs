//! How the ledger lies in the index: exact journal bytes in pieces, posting lists, state cells and the tip.
//!
//! Owns: keys and cutting. Refuses to know: which engine stores it.
//!
//! A commit's bytes first go to the tail, one piece a commit. When the tail has grown to a chunk's size it is cut into
//! chunks at frames, and only then are its entries put into lists: so a single commit writes a few small values, and a
//! list is read as its packed part and a scan of the tail. Pieces and chunks are keyed by their first entry.

use super::LedgerError;
use super::lists::{ListKey, Member, lists_of, pack};
use crate::base::{EntryNo, Hash32, Timestamp};
use crate::book::{Cell, Key};
use crate::chain::{FrameKind, Frontier, Grown, Header, Subtree, Tip, frames};
use crate::entry::Entry;
use crate::store::index::{Batch, Index, Space};
use crate::store::journal::Journal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

/// The size at which the tail is cut: large enough that 10⁷ entries are some 20,000 values, small enough to read at
/// once; measured best for the engine's disk use (`docs/decisions.md`).
const CHUNK_BYTES: usize = 128 * 1024;
/// The layout below. Another number means: rebuild the index from the journal.
const SCHEMA: u16 = 5;
const META_KEY: &[u8] = b"m";
const CELL_PREFIX: u8 = b's';
const SUBTREE_PREFIX: u8 = b't';

/// Where the tail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Packing {
    /// Bytes of journal that the index holds: the offset after the last commit in it.
    pub offset: u64,
    /// The key of the first piece of the tail.
    pub tail_first: u64,
    /// Bytes in the tail.
    pub tail_bytes: u64,
}

impl Packing {
    /// An index that has seen nothing but the file's head.
    pub const fn at_start() -> Packing {
        Packing { offset: Journal::START, tail_first: 1, tail_bytes: 0 }
    }
}

#[derive(Serialize, Deserialize)]
struct Meta {
    schema: u16,
    packing: Packing,
    commits: u64,
    entries: u64,
    head: Hash32,
    seal: Hash32,
    tree_size: u64,
    tree_peaks: Vec<Hash32>,
    recorded_at: Option<Timestamp>,
}

pub(super) fn cell_key(key: &Key) -> Vec<u8> {
    let mut out = key.to_bytes();
    out.insert(0, CELL_PREFIX);
    out
}

/// The keys of all cells whose [`Key::family`] is `family`.
pub(super) fn family_range(family: u8) -> (Vec<u8>, Vec<u8>) {
    (vec![CELL_PREFIX, family], vec![CELL_PREFIX, family + 1])
}

/// The keys of all cells.
pub(super) fn all_cells() -> (Vec<u8>, Vec<u8>) {
    (vec![CELL_PREFIX], vec![CELL_PREFIX + 1])
}

pub(super) fn list_key(list: ListKey, first: EntryNo) -> Vec<u8> {
    let mut key = list.to_bytes();
    key.extend_from_slice(&first.0.to_be_bytes());
    key
}

pub(super) fn encode_cell(cell: &Cell) -> Vec<u8> {
    // Cells are plain data: postcard only fails on types that can't be serialised at all.
    postcard::to_allocvec(cell).unwrap_or_default()
}

pub(super) fn decode_cell(bytes: &[u8]) -> Result<Cell, LedgerError> {
    postcard::from_bytes(bytes).map_err(|e| LedgerError::Index(format!("cell: {e}")))
}

/// What an index says of itself.
pub(super) enum Seen {
    /// Nothing: it is new.
    Nothing,
    /// A layout that this program does not use.
    OtherLayout,
    /// The journal, up to there.
    UpTo(Tip, Packing),
}

/// What the index has seen of the journal.
pub(super) fn read_meta(index: &dyn Index) -> Result<Seen, LedgerError> {
    let Some(bytes) = index.get(Space::State, META_KEY)? else { return Ok(Seen::Nothing) };
    let Ok(meta) = postcard::from_bytes::<Meta>(&bytes) else { return Ok(Seen::OtherLayout) };
    let tree = Frontier::from_parts(meta.tree_size, meta.tree_peaks);
    let Some(tree) = tree.filter(|_| meta.schema == SCHEMA) else { return Ok(Seen::OtherLayout) };
    let tip = Tip {
        commits: meta.commits,
        entries: meta.entries,
        head: meta.head,
        seal: meta.seal,
        tree,
        recorded_at: meta.recorded_at,
    };
    Ok(Seen::UpTo(tip, meta.packing))
}

/// The keys of all kept subtrees.
pub(super) fn all_subtrees() -> (Vec<u8>, Vec<u8>) {
    (vec![SUBTREE_PREFIX], vec![SUBTREE_PREFIX + 1])
}

/// The key of a kept subtree.
pub(super) fn subtree_key(level: u8, index: u64) -> Vec<u8> {
    [&[SUBTREE_PREFIX, level][..], &index.to_be_bytes()].concat()
}

pub(super) fn encode_grown(grown: &Grown) -> Vec<u8> {
    [&grown.subtree.root.0[..], &grown.entries.to_be_bytes()].concat()
}

/// The kept subtree of that place.
pub(super) fn read_grown(index: &dyn Index, level: u8, at: u64) -> Result<Grown, LedgerError> {
    let damaged = || LedgerError::Index(format!("subtree {at} of height {level}"));
    let value = index.get(Space::State, &subtree_key(level, at))?.ok_or_else(damaged)?;
    let (root, entries) = value.split_first_chunk::<32>().ok_or_else(damaged)?;
    let entries = u64::from_be_bytes(entries.try_into().map_err(|_| damaged())?);
    Ok(Grown { subtree: Subtree { level, index: at, root: Hash32(*root) }, entries })
}

/// Whole commits, and what they changed.
pub(super) struct Made<'a> {
    /// Their bytes.
    pub bytes: &'a [u8],
    /// Their first entry.
    pub first: EntryNo,
    /// What they changed in the state.
    pub changes: &'a [(Key, Option<Cell>)],
    /// The subtrees that they completed.
    pub grown: &'a [Grown],
}

/// Puts whole commits and what they changed into the index, in one atomic step.
pub(super) fn apply(
    index: &mut dyn Index,
    packing: &Packing,
    made: &Made<'_>,
    tip: &Tip,
) -> Result<Packing, LedgerError> {
    let (commits, first_entry) = (made.bytes, made.first);
    let mut batch = Batch::default();
    let mut packing = *packing;
    packing.offset += commits.len() as u64;
    if packing.tail_bytes == 0 {
        packing.tail_first = first_entry.0;
    }
    let added = u64::try_from(commits.len()).unwrap_or(u64::MAX);
    if packing.tail_bytes + added < CHUNK_BYTES as u64 {
        batch.hot.push((Space::Tail, first_entry.0.to_be_bytes().to_vec(), Some(commits.to_vec())));
        packing.tail_bytes += added;
    } else {
        let mut bytes = Vec::with_capacity(CHUNK_BYTES + commits.len());
        let all_tail = packing.tail_first.to_be_bytes();
        index.range(Space::Tail, &all_tail, &first_entry.0.to_be_bytes(), &mut |key, piece| {
            bytes.extend_from_slice(piece);
            batch.hot.push((Space::Tail, key.to_vec(), None));
            ControlFlow::Continue(())
        })?;
        if bytes.len() as u64 != packing.tail_bytes {
            return Err(LedgerError::Index("tail is not as long as recorded".into()));
        }
        bytes.extend_from_slice(commits);
        let (chunks, rest) = cut(&bytes, EntryNo(packing.tail_first))?;
        for chunk in chunks {
            put_chunk(&mut batch, &bytes[chunk.bytes], chunk.first)?;
        }
        packing.tail_first = rest.first.0;
        packing.tail_bytes = rest.bytes.len() as u64;
        if !rest.bytes.is_empty() {
            let key = rest.first.0.to_be_bytes().to_vec();
            batch.hot.push((Space::Tail, key, Some(bytes[rest.bytes].to_vec())));
        }
    }
    for (key, cell) in made.changes {
        batch.hot.push((Space::State, cell_key(key), cell.as_ref().map(encode_cell)));
    }
    for grown in made.grown {
        let key = subtree_key(grown.subtree.level, grown.subtree.index);
        batch.hot.push((Space::State, key, Some(encode_grown(grown))));
    }
    let meta = Meta {
        schema: SCHEMA,
        packing,
        commits: tip.commits,
        entries: tip.entries,
        head: tip.head,
        seal: tip.seal,
        tree_size: tip.tree.size(),
        tree_peaks: tip.tree.peaks().to_vec(),
        recorded_at: tip.recorded_at,
    };
    batch.hot.push((Space::State, META_KEY.to_vec(), Some(postcard::to_allocvec(&meta).unwrap_or_default())));
    index.apply(batch)?;
    Ok(packing)
}

/// A run of frames that becomes one value.
struct Piece {
    bytes: Range<usize>,
    first: EntryNo,
    entries: u64,
}

/// Cuts frames into chunks and what is left for the tail.
///
/// A cut never stands before a seal: so each piece holds an entry, and no two have the same key. It never stands after
/// a header either: so the piece with a commit's first entry says who recorded it. Where cuts stand depends on the
/// journal's bytes alone, so a chunk that is written again after a crash is the same.
fn cut(bytes: &[u8], first: EntryNo) -> Result<(Vec<Piece>, Piece), LedgerError> {
    let mut chunks = Vec::new();
    let mut piece = Piece { bytes: 0..0, first, entries: 0 };
    let (mut end, mut after_header) = (0, false);
    for frame in frames(bytes) {
        if piece.bytes.len() >= CHUNK_BYTES && frame.kind != FrameKind::Seal && !after_header {
            let next = EntryNo(piece.first.0 + piece.entries);
            let fresh = Piece { bytes: end..end, first: next, entries: 0 };
            chunks.push(std::mem::replace(&mut piece, fresh));
        }
        if frame.kind == FrameKind::Entry {
            piece.entries += 1;
        }
        after_header = frame.kind == FrameKind::Header;
        end = frame.range.end;
        piece.bytes.end = end;
    }
    if end != bytes.len() {
        return Err(LedgerError::Index("tail does not end at a frame".into()));
    }
    if piece.bytes.len() >= CHUNK_BYTES {
        let next = EntryNo(piece.first.0 + piece.entries);
        chunks.push(std::mem::replace(&mut piece, Piece { bytes: end..end, first: next, entries: 0 }));
    }
    Ok((chunks, piece))
}

fn put_chunk(batch: &mut Batch, bytes: &[u8], first: EntryNo) -> Result<(), LedgerError> {
    batch.cold.push((Space::Chunk, first.0.to_be_bytes().to_vec(), bytes.to_vec()));
    for (list, members) in chunk_lists(bytes)? {
        if let Some((first, _)) = members.first() {
            batch.cold.push((Space::List, list_key(list, *first), pack(list, &members)));
        }
    }
    Ok(())
}

/// The stored lists of the entries in a chunk.
pub(super) fn chunk_lists(chunk: &[u8]) -> Result<BTreeMap<ListKey, Vec<Member>>, LedgerError> {
    let mut lists: BTreeMap<ListKey, Vec<Member>> = BTreeMap::new();
    let mut first_of_commit = None;
    for frame in frames(chunk).filter(|f| f.kind != FrameKind::Seal) {
        if frame.kind == FrameKind::Header {
            let header = Header::decode(frame.record);
            first_of_commit = Some(header.map_err(|e| LedgerError::Index(format!("header: {e}")))?.operator);
            continue;
        }
        let entry = decode_entry(frame.record)?;
        let mut add = |list: ListKey| {
            let (members, member) = (lists.entry(list.stored()).or_default(), (entry.no, list.low()));
            if !members.iter().rev().take_while(|m| m.0 == entry.no).any(|m| *m == member) {
                members.push(member);
            }
        };
        if let Some(operator) = first_of_commit.take() {
            add(ListKey::Commits);
            add(ListKey::Operator(operator));
        }
        lists_of(&entry, add);
    }
    Ok(lists)
}

pub(super) fn decode_entry(record: &[u8]) -> Result<Entry, LedgerError> {
    Entry::decode(record).map_err(|e| LedgerError::Index(format!("entry: {e}")))
}
