//! The index as the rules' state view.
//!
//! Owns: finding a cell or an entry in the index. Refuses to know: the rules.

use super::LedgerError;
use super::lists::{ListKey, unpack};
use super::pack::{cell_key, decode_cell, decode_entry, family_range, list_key};
use crate::base::{EntryNo, Hash32};
use crate::book::{Cell, Key, View};
use crate::chain::{FrameKind, frames, leaf_hash};
use crate::entry::Entry;
use crate::store::index::{Index, Space};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::{ControlFlow, Range};

/// How many pieces of journal are kept. Books go through entries in order and ask between them for the entries that
/// registered the people in them, which stand in a few pieces of their own; 32 pieces are some 5 MiB.
const PIECES: usize = 32;

/// The index, and the pieces of journal last read from it, the latest in front: neighbours are usually asked for next.
pub struct IndexView {
    pub(super) index: Box<dyn Index>,
    pieces: RefCell<VecDeque<Piece>>,
    /// Records that were replayed and are not in the index yet: a reversal may follow its original closely.
    ahead: FxHashMap<u64, Vec<u8>>,
}

struct Piece {
    bytes: Vec<u8>,
    /// The record of each entry in `bytes`, beginning with number `first`.
    records: Vec<Range<usize>>,
    first: u64,
}

impl Piece {
    fn at(&self, no: EntryNo) -> Option<usize> {
        usize::try_from(no.0.checked_sub(self.first)?).ok().filter(|at| *at < self.records.len())
    }
}

impl IndexView {
    pub(super) fn new(index: Box<dyn Index>) -> IndexView {
        IndexView { index, pieces: RefCell::default(), ahead: FxHashMap::default() }
    }

    /// To be called after the index changed: a tail piece may have become part of a chunk.
    pub(super) fn changed(&mut self) {
        self.pieces.take();
        self.ahead.clear();
    }

    /// Keeps a record that the index will get later, until [`IndexView::changed`].
    pub(super) fn remember(&mut self, no: EntryNo, record: &[u8]) {
        self.ahead.insert(no.0, record.to_vec());
    }

    /// All cells of one kind, with the bytes of their keys.
    pub(super) fn cells(&self, family: u8) -> Result<Vec<(Vec<u8>, Cell)>, LedgerError> {
        let (from, to) = family_range(family);
        let mut found = Vec::new();
        self.index.range(Space::State, &from, &to, &mut |key, value| {
            found.push((key[1..].to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        })?;
        found.into_iter().map(|(key, value)| Ok((key, decode_cell(&value)?))).collect()
    }

    /// The exact record of an entry, given to `read`; `None` where there is none of that number.
    pub(super) fn with_record<T>(
        &self,
        no: EntryNo,
        read: impl FnOnce(&[u8]) -> Result<T, LedgerError>,
    ) -> Result<Option<T>, LedgerError> {
        if let Some(record) = self.ahead.get(&no.0) {
            return read(record).map(Some);
        }
        self.hold(no)?;
        let held = self.pieces.borrow();
        let record = held.front().and_then(|piece| Some(&piece.bytes[piece.records[piece.at(no)?].clone()]));
        record.map(read).transpose()
    }

    /// The piece of journal with the entry in it, given to `read` with the number of its first entry.
    pub(super) fn with_piece<T>(
        &self,
        no: EntryNo,
        read: impl FnOnce(&[u8], u64) -> Result<Option<T>, LedgerError>,
    ) -> Result<Option<T>, LedgerError> {
        self.hold(no)?;
        match self.pieces.borrow().front().filter(|piece| piece.at(no).is_some()) {
            Some(piece) => read(&piece.bytes, piece.first),
            None => Ok(None),
        }
    }

    /// Puts the piece with the entry in front, if there is one.
    fn hold(&self, no: EntryNo) -> Result<(), LedgerError> {
        let mut held = self.pieces.borrow_mut();
        if let Some(at) = held.iter().position(|piece| piece.at(no).is_some()) {
            if let Some(found) = (at > 0).then(|| held.remove(at)).flatten() {
                held.push_front(found);
            }
            return Ok(());
        }
        for space in [Space::Tail, Space::Chunk] {
            if let Some(piece) = self.load(space, no)?.filter(|piece| piece.at(no).is_some()) {
                held.truncate(PIECES - 1);
                held.push_front(piece);
                break;
            }
        }
        Ok(())
    }

    fn load(&self, space: Space, no: EntryNo) -> Result<Option<Piece>, LedgerError> {
        let Some((_, bytes)) = self.index.last_before(space, &(no.0 + 1).to_be_bytes())? else {
            return Ok(None);
        };
        let records: Vec<Range<usize>> = frames(&bytes)
            .filter(|f| f.kind == FrameKind::Entry)
            .map(|f| f.range.start + 4..f.range.end - 8)
            .collect();
        let number =
            |r: &Range<usize>| bytes.get(r.start + 1..r.start + 9)?.try_into().ok().map(u64::from_be_bytes);
        Ok(records.first().and_then(number).map(|first| Piece { bytes, records, first }))
    }

    /// The packed part of a list.
    pub(super) fn list(&self, list: ListKey) -> Result<Vec<EntryNo>, LedgerError> {
        let (from, to) = (list_key(list, EntryNo(0)), list_key(list, EntryNo(u64::MAX)));
        let mut all = Vec::new();
        let mut damaged = false;
        self.index.range(Space::List, &from, &to, &mut |_, value| match unpack(list, value) {
            Some(numbers) => {
                all.extend(numbers);
                ControlFlow::Continue(())
            }
            None => {
                damaged = true;
                ControlFlow::Break(())
            }
        })?;
        if damaged { Err(LedgerError::Index("posting list".into())) } else { Ok(all) }
    }
}

impl View for IndexView {
    type Error = LedgerError;

    fn cell(&self, key: &Key) -> Result<Option<Cell>, LedgerError> {
        self.index.get(Space::State, &cell_key(key))?.map(|bytes| decode_cell(&bytes)).transpose()
    }

    fn entry(&self, no: EntryNo) -> Result<Option<(Entry, Hash32)>, LedgerError> {
        self.with_record(no, |record| Ok((decode_entry(record)?, leaf_hash(record))))
    }
}
