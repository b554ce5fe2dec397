//! One pass over the recorded entries in order, checked against the chain's head and decoded on all cores.
//!
//! Owns: the reading ahead, and which kind of thing an approval lets happen. Refuses to know: what is made of the entries.
//!
//! A thread reads and chains while the caller's works on what was read before. What stands in the journal's file counts,
//! not the index's copy: whoever gets the entries knows that no byte of them differs from what the head was made of.

use super::Ledger;
use super::error::{Alarm, LedgerError};
use super::lists::ListKey;
use super::replay::{Blocks, read_error};
use crate::base::{EntryNo, Hash32, Period};
use crate::chain::{Flaw, FlawCause, Step, Walker};
use crate::entry::{Body, Entry};
use crate::store::journal::{Journal, JournalBytes};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Bytes handed on at a time.
const SEGMENT: usize = 1024 * 1024;
/// Segments in flight between the two threads.
const IN_FLIGHT: usize = 4;
/// Entries decoded in one task of the pool at least.
const ENTRIES_A_TASK: usize = 256;

/// An entry, and what it makes happen.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// The entry.
    pub entry: Entry,
    /// The kind of what takes effect with it: its own, or of an approval that of what it approves; `None` where nothing
    /// does.
    pub takes_effect: Option<u16>,
}

/// Walked records, on their way to be decoded.
#[derive(Default)]
struct Segment {
    bytes: Vec<u8>,
    items: Vec<Item>,
}

/// Where an entry's record lies in the segment's bytes, and where it came from.
struct Item {
    record: Range<usize>,
    no: EntryNo,
    offset: u64,
    commit: u64,
    record_no: u64,
}

/// Where the walk ended.
struct End {
    flaw: Option<Flaw>,
    records: u64,
    entries: u64,
    head: Hash32,
    commit: u64,
}

impl Ledger {
    /// Gives `each` all entries of the first `size` records in order, some thousands at a time, and returns the chain
    /// head there; `None` where no commit ends at that size.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] where the journal is not what was recorded, which is known at the latest when all
    /// entries were given: what was made of them must then be thrown away. Else what `each` returns.
    pub fn scan<E: From<LedgerError>>(
        &self,
        size: u64,
        mut each: impl FnMut(Vec<Scanned>) -> Result<(), E>,
    ) -> Result<Option<Hash32>, E> {
        let (journal, limit) = (&self.journal, self.packing.offset);
        let mut waiting = FxHashMap::default();
        let (walked, given) = std::thread::scope(|threads| {
            let (to_decode, segments) = sync_channel(IN_FLIGHT);
            let walking = threads.spawn(move || walk(journal, limit, size, &to_decode));
            let mut given = Ok(());
            while let Ok(batch) = next_batch(&segments) {
                given = decoded(&batch, &mut waiting).map_err(E::from).and_then(&mut each);
                if given.is_err() {
                    break;
                }
            }
            // Lets the walk end where it is not needed any more.
            drop(segments);
            (walking.join(), given)
        });
        let end = match walked {
            Ok(end) => end,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        given?;
        let end = end.map_err(read_error)?;
        if let Some(flaw) = end.flaw {
            return Err(LedgerError::Damaged(Box::new(flaw)).into());
        }
        let tip = &self.tip;
        if size == tip.records() && (end.records, end.entries, end.head) != (size, tip.entries, tip.head) {
            return Err(LedgerError::Alarm(Alarm::Differ { commit: end.commit }).into());
        }
        Ok((end.records == size).then_some(end.head))
    }

    /// The last entry that was booked in each of these months; none of a month without entries.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn last_of_months(
        &self,
        months: impl Iterator<Item = Period>,
    ) -> Result<BTreeMap<Period, EntryNo>, LedgerError> {
        let mut last = BTreeMap::new();
        for month in months {
            let packed = self.state.base().last_in_list(ListKey::Period(month), EntryNo(self.tip.entries))?;
            if let Some(no) = packed {
                last.insert(month, no);
            }
        }
        self.for_each(EntryNo(self.packing.tail_first)..=EntryNo(u64::MAX), |entry| {
            if let Some(voucher) = entry.voucher {
                last.insert(voucher.date.period(), entry.no);
            }
            Ok(true)
        })?;
        Ok(last)
    }
}

/// Waits for a segment and takes all that are there.
fn next_batch(segments: &Receiver<Segment>) -> Result<Vec<Segment>, std::sync::mpsc::RecvError> {
    let mut batch = vec![segments.recv()?];
    batch.extend(segments.try_iter().take(IN_FLIGHT));
    Ok(batch)
}

/// Walks the first `size` records and hands on the entries among them.
fn walk(journal: &Journal, limit: u64, size: u64, segments: &SyncSender<Segment>) -> std::io::Result<End> {
    let mut blocks = Blocks::new(journal, 0, limit.min(JournalBytes::end(journal)));
    let mut walker = Walker::new();
    let mut segment = Segment::default();
    let mut entries = 0;
    let end = |walker: &Walker, entries, flaw| End {
        flaw,
        records: walker.records(),
        entries,
        head: walker.head(),
        commit: walker.commits(),
    };
    let flaw = loop {
        let (before, record_no) = (walker.offset(), walker.records());
        match walker.step(blocks.bytes()) {
            Err(flaw) => break Some(flaw),
            Ok(Step::NeedMore(need)) => {
                if blocks.fill(need)? {
                    continue;
                }
                let at_end = blocks.bytes().is_empty() && walker.is_between_commits();
                break (!at_end).then(|| walker.flaw(FlawCause::Short));
            }
            Ok(Step::Entry(no, record)) => {
                let start = segment.bytes.len();
                segment.bytes.extend_from_slice(record);
                let range = start..segment.bytes.len();
                entries = no.0;
                let commit = walker.commits();
                segment.items.push(Item { record: range, no, offset: before, commit, record_no });
            }
            Ok(Step::Seal(_)) if walker.records() == size => break None,
            Ok(Step::Header(..) | Step::Seal(_)) => {}
        }
        if walker.records() > size {
            break None;
        }
        blocks.advance(walker.offset() - before);
        if segment.bytes.len() >= SEGMENT && segments.send(std::mem::take(&mut segment)).is_err() {
            // Who asked has stopped, and says why.
            return Ok(end(&walker, entries, None));
        }
    };
    let _ = segments.send(segment);
    Ok(end(&walker, entries, flaw))
}

fn decoded(batch: &[Segment], waiting: &mut FxHashMap<EntryNo, u16>) -> Result<Vec<Scanned>, LedgerError> {
    let items: Vec<(&[u8], &Item)> =
        batch.iter().flat_map(|s| s.items.iter().map(|item| (s.bytes.as_slice(), item))).collect();
    let entries = items.par_iter().with_min_len(ENTRIES_A_TASK).map(|(bytes, item)| {
        Entry::decode(&bytes[item.record.clone()]).map_err(|error| {
            LedgerError::Damaged(Box::new(Flaw {
                offset: item.offset,
                commit: item.commit,
                record: item.record_no,
                entry: item.no,
                cause: FlawCause::Unreadable(error),
            }))
        })
    });
    let entries: Vec<Result<Entry, LedgerError>> = entries.collect();
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        let entry = entry?;
        let takes_effect = effect(waiting, &entry);
        all.push(Scanned { entry, takes_effect });
    }
    Ok(all)
}

/// The kind of what takes effect. What waits is kept until somebody decides on it: looking each up again would read a
/// piece of the index for every approval.
fn effect(waiting: &mut FxHashMap<EntryNo, u16>, entry: &Entry) -> Option<u16> {
    match &entry.body {
        body if entry.prepared => {
            waiting.insert(entry.no, body.kind());
            None
        }
        Body::Decided(decided) => waiting.remove(&decided.prepared.entry).filter(|_| decided.takes_effect()),
        body => Some(body.kind()),
    }
}
