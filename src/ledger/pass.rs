//! The pass over a whole journal, on all cores: what it holds, and the first thing in it that is not as it must be.
//!
//! Owns: the threads and the order among them. Refuses to know: verdicts, and what stands beside the journal.
//!
//! One thread reads and chains, a second hashes leaves and decodes, the caller's folds the rules; signatures go to
//! the pool.

use super::Progress;
use super::anchor::AtSize;
use super::audit::Audit;
use super::error::LedgerError;
use super::replay::{Blocks, context, origin, read_error};
use super::signers::{KnownKeys, proof_is_right};
use super::verify::{Finding, Report};
use crate::base::{EntryNo, Hash32, Line, Timestamp};
use crate::book::two_persons::effect_of;
use crate::book::{self, Cell, Key, Overlay, Stop, View};
use crate::chain::{Flaw, FlawCause, Frontier, Grown, Header, Seal, Step, VerifyingKey, Walker, leaf_hash};
use crate::entry::Entry;
use crate::store::journal::JournalBytes;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::iter::{Copied, Peekable};
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Bytes handed from thread to thread at a time. Small enough that a few of them in flight weigh little.
const SEGMENT: usize = 512 * 1024;
/// Segments in flight between two threads.
const IN_FLIGHT: usize = 3;
/// Signatures checked in one task of the pool.
const SEALS_A_TASK: usize = 32;
/// Tasks waiting in the pool before the caller does one itself: bounds memory.
const WAITING_TASKS: usize = 256;

/// What the pass is to note on its way.
#[derive(Default)]
pub(super) struct Asked {
    /// The size at which the chain head is wanted.
    pub head_at: Option<u64>,
    /// The sizes at which the tree's root is wanted, ascending.
    pub roots_at: Vec<u64>,
    /// Whether to look for what an auditor would ask about.
    pub audit: bool,
}

/// What the pass over the journal leaves.
pub(super) struct Pass<'j> {
    pub report: Report,
    pub state: Overlay<JournalView<'j>>,
    /// The entry that committed to each subject of the vault, from subject 1.
    pub subjects: Vec<EntryNo>,
    /// The subtrees that the index must keep.
    pub grown: Vec<Grown>,
    pub head_at_expected: Option<Hash32>,
    /// What the tree was at the sizes that were asked for.
    pub noted: BTreeMap<u64, AtSize>,
    /// What an auditor would ask about, where that was wanted.
    pub audit: Option<Box<Audit>>,
    /// Where the walk stopped, if it did not end between two commits.
    pub stopped: Option<Flaw>,
}

/// Entries by number, from the journal itself. Before the first there is no state.
pub(super) struct JournalView<'j> {
    journal: &'j dyn JournalBytes,
    /// Where each entry's frame starts, from entry 1.
    offsets: Vec<u64>,
}

impl View for JournalView<'_> {
    type Error = LedgerError;

    fn cell(&self, _: &Key) -> Result<Option<Cell>, LedgerError> {
        Ok(None)
    }

    fn entry(&self, no: EntryNo) -> Result<Option<(Entry, Hash32)>, LedgerError> {
        let at = usize::try_from(no.0).ok().and_then(|n| n.checked_sub(1));
        let Some(offset) = at.and_then(|at| self.offsets.get(at)) else { return Ok(None) };
        let mut length = [0; 4];
        self.journal.read_at(&mut length, *offset).map_err(read_error)?;
        let mut record = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap_or(0)];
        self.journal.read_at(&mut record, offset + 4).map_err(read_error)?;
        let entry = Entry::decode(&record).map_err(|e| LedgerError::Index(format!("entry {no}: {e}")))?;
        Ok(Some((entry, leaf_hash(&record))))
    }
}

/// A run of walked records, on its way from thread to thread.
#[derive(Default)]
struct Segment {
    bytes: Vec<u8>,
    items: Vec<Item>,
}

struct Item {
    /// Where the frame starts in the file.
    offset: u64,
    /// Where the record lies in the segment's bytes; empty for a seal.
    record: std::ops::Range<usize>,
    kind: ItemKind,
    leaf: Hash32,
}

enum ItemKind {
    Header(Header),
    Entry(EntryNo, Option<Result<Entry, crate::base::wire::WireError>>),
    Seal(Seal, Hash32),
}

/// How the walk ended: `None` between two commits, or the flaw; and the head at the expected size.
type WalkEnd = Result<(Option<Flaw>, Option<Hash32>), LedgerError>;

fn walk(
    journal: &dyn JournalBytes,
    head_at: Option<u64>,
    segments: &SyncSender<Segment>,
    reached: &AtomicUsize,
) -> WalkEnd {
    let mut blocks = Blocks::new(journal, 0, journal.end());
    let mut walker = Walker::new();
    let mut segment = Segment::default();
    let mut head_at_expected = None;
    let flaw = loop {
        let before = walker.offset();
        let item = match walker.step(blocks.bytes()) {
            Err(flaw) => break Some(flaw),
            Ok(Step::NeedMore(need)) => {
                if blocks.fill(need).map_err(read_error)? {
                    continue;
                }
                let at_end = blocks.bytes().is_empty() && walker.is_between_commits();
                break (!at_end).then(|| walker.flaw(FlawCause::Short));
            }
            Ok(step) => {
                let start = segment.bytes.len();
                let (record, kind): (&[u8], _) = match step {
                    Step::Header(header, record) => (record, ItemKind::Header(header)),
                    Step::Entry(no, record) => (record, ItemKind::Entry(no, None)),
                    Step::Seal(seal) => (&[], ItemKind::Seal(seal, walker.head())),
                    Step::NeedMore(_) => continue,
                };
                segment.bytes.extend_from_slice(record);
                // The first step of all takes the file's head with its frame.
                let offset = if before == 0 { 16 } else { before };
                Item { offset, record: start..segment.bytes.len(), kind, leaf: Hash32::ZERO }
            }
        };
        segment.items.push(item);
        if head_at == Some(walker.records()) {
            head_at_expected = Some(walker.head());
        }
        blocks.advance(walker.offset() - before);
        if segment.bytes.len() >= SEGMENT {
            reached.store(usize::try_from(walker.offset()).unwrap_or(usize::MAX), Ordering::Relaxed);
            if segments.send(std::mem::take(&mut segment)).is_err() {
                // The fold has found a flaw further back and gone.
                return Ok((None, head_at_expected));
            }
        }
    };
    // Whether somebody still listens is the same here: the fold's own flaw comes first.
    let _ = segments.send(segment);
    Ok((flaw, head_at_expected))
}

fn hash_and_decode(segments: &Receiver<Segment>, done: &SyncSender<Segment>) {
    for mut segment in segments {
        let bytes = &segment.bytes;
        segment.items.par_iter_mut().with_min_len(256).for_each(|item| {
            let record = &bytes[item.record.clone()];
            match &mut item.kind {
                ItemKind::Seal(..) => return,
                ItemKind::Header(_) => {}
                ItemKind::Entry(_, decoded) => *decoded = Some(Entry::decode(record)),
            }
            item.leaf = leaf_hash(record);
        });
        if done.send(segment).is_err() {
            return;
        }
    }
}

/// Walks and folds the whole journal; what it finds is in the result.
pub(super) fn fold_journal<'j>(
    journal: &'j dyn JournalBytes,
    asked: &Asked,
    progress: Progress<'_>,
) -> Result<Pass<'j>, LedgerError> {
    let reached = AtomicUsize::new(0);
    let signatures = Signatures::default();
    let mut fold = Fold {
        pass: Pass {
            report: Report::default(),
            state: Overlay::new(JournalView { journal, offsets: Vec::new() }),
            subjects: Vec::new(),
            grown: Vec::new(),
            head_at_expected: None,
            noted: BTreeMap::new(),
            audit: asked.audit.then(Box::default),
            stopped: None,
        },
        tree: Frontier::default(),
        roots_at: asked.roots_at.iter().copied().peekable(),
        header: None,
        keys: KnownKeys::default(),
        key: None,
        seals: Vec::new(),
    };
    let (walk_end, folded) = std::thread::scope(|threads| {
        let (to_decode, walked) = sync_channel(IN_FLIGHT);
        let (to_fold, decoded) = sync_channel(IN_FLIGHT);
        let walking = threads.spawn(|| {
            let to_decode = to_decode;
            walk(journal, asked.head_at, &to_decode, &reached)
        });
        threads.spawn(move || hash_and_decode(&walked, &to_fold));
        let folded = rayon::in_place_scope(|pool| {
            let mut folded = Ok(None);
            for segment in decoded.iter() {
                folded = fold.segment(segment, pool, &signatures);
                progress(reached.load(Ordering::Relaxed) as u64, journal.end());
                if !matches!(folded, Ok(None)) {
                    break;
                }
            }
            fold.send_seals(pool, &signatures);
            // Lets the other threads go where the fold stopped early.
            drop(decoded);
            folded
        });
        (walking.join(), folded)
    });
    let walk_end = match walk_end {
        Ok(end) => end,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    let (walk_flaw, head_at_expected) = walk_end?;
    let mut pass = fold.pass;
    pass.head_at_expected = head_at_expected;
    match folded? {
        Some(finding) => pass.report.findings.push(finding),
        None => pass.stopped = walk_flaw,
    }
    if let Some(flaw) = signatures.first_bad() {
        pass.report.findings.insert(0, Finding::BadSignature(flaw));
    }
    Ok(pass)
}

/// The fold, one record after the other.
struct Fold<'j, 'a> {
    pass: Pass<'j>,
    tree: Frontier,
    /// The sizes still to come at which the root is wanted.
    roots_at: Peekable<Copied<slice::Iter<'a, u64>>>,
    header: Option<Header>,
    keys: KnownKeys,
    key: Option<VerifyingKey>,
    seals: Vec<SealToCheck>,
}

struct SealToCheck {
    seal: Seal,
    key: VerifyingKey,
    origin: Line,
    flaw: Flaw,
}

/// Signatures being checked on the pool.
#[derive(Default)]
struct Signatures {
    waiting: AtomicUsize,
    bad: Mutex<Option<Flaw>>,
}

impl Signatures {
    fn check(&self, seals: Vec<SealToCheck>) {
        for one in seals {
            if !one.seal.is_signed_by(&one.key, one.origin.as_str()) {
                let mut bad = self.bad.lock().unwrap_or_else(PoisonError::into_inner);
                if bad.as_ref().is_none_or(|b| one.flaw.offset < b.offset) {
                    *bad = Some(one.flaw);
                }
            }
        }
    }

    fn first_bad(self) -> Option<Flaw> {
        self.bad.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fold<'_, '_> {
    fn segment<'s>(
        &mut self,
        segment: Segment,
        pool: &rayon::Scope<'s>,
        signatures: &'s Signatures,
    ) -> Result<Option<Finding>, LedgerError> {
        for item in segment.items {
            let finding = match item.kind {
                ItemKind::Header(header) => {
                    if let Some(audit) = &mut self.pass.audit {
                        audit.header(&header);
                    }
                    self.push(item.leaf, header.recorded_at);
                    self.header(header, item.offset)?
                }
                ItemKind::Entry(no, decoded) => {
                    self.pass.state.base_mut().offsets.push(item.offset);
                    let recorded_at = self.header.as_ref().map(|header| header.recorded_at);
                    self.push(
                        item.leaf,
                        recorded_at.unwrap_or_else(|| unreachable!("an entry before a header")),
                    );
                    match decoded {
                        Some(Ok(entry)) => self.entry(&entry, item.offset)?,
                        Some(Err(error)) => {
                            Some(Finding::Damaged(self.flaw(item.offset, no, FlawCause::Unreadable(error))))
                        }
                        None => unreachable!("an entry that was handed on undecoded"),
                    }
                }
                ItemKind::Seal(seal, head) => {
                    let finding = self.seal(seal, head, item.offset)?;
                    if self.seals.len() >= SEALS_A_TASK {
                        self.send_seals(pool, signatures);
                    }
                    finding
                }
            };
            if finding.is_some() {
                return Ok(finding);
            }
        }
        Ok(None)
    }

    fn push(&mut self, leaf: Hash32, recorded_at: Timestamp) {
        let entries = self.pass.state.base().offsets.len() as u64;
        self.tree.push_keeping(leaf, entries, &mut self.pass.grown);
        if let Some(size) = self.roots_at.next_if_eq(&self.tree.size()) {
            self.pass.noted.insert(size, AtSize { root: self.tree.root(), recorded_at });
        }
    }

    fn send_seals<'s>(&mut self, pool: &rayon::Scope<'s>, signatures: &'s Signatures) {
        let seals = std::mem::take(&mut self.seals);
        if signatures.waiting.load(Ordering::Relaxed) >= WAITING_TASKS {
            return signatures.check(seals);
        }
        signatures.waiting.fetch_add(1, Ordering::Relaxed);
        pool.spawn(move |_| {
            signatures.check(seals);
            signatures.waiting.fetch_sub(1, Ordering::Relaxed);
        });
    }

    fn flaw(&self, offset: u64, entry: EntryNo, cause: FlawCause) -> Flaw {
        let commit = self.header.as_ref().map_or(1, |h| h.commit_no);
        Flaw { offset, commit, record: self.tree.size().saturating_sub(1), entry, cause }
    }

    /// A seal is no record: it is named by the number of the one after it.
    fn seal_flaw(&self, offset: u64, entry: EntryNo, cause: FlawCause) -> Flaw {
        Flaw { record: self.tree.size(), ..self.flaw(offset, entry, cause) }
    }

    fn header(&mut self, header: Header, offset: u64) -> Result<Option<Finding>, LedgerError> {
        let (key, cause) = match self.keys.signing(&mut self.pass.state, header.operator)? {
            Ok(key) => (Some(key), None),
            Err(_) if header.commit_no == 1 => (None, None),
            Err(cause) => (None, Some(cause)),
        };
        let first_entry = header.first_entry;
        (self.key, self.header) = (key, Some(header));
        Ok(cause.map(|cause| Finding::BadSignature(self.flaw(offset, first_entry, cause))))
    }

    fn entry(&mut self, entry: &Entry, offset: u64) -> Result<Option<Finding>, LedgerError> {
        let header =
            self.header.as_ref().unwrap_or_else(|| unreachable!("the walk starts commits with a header"));
        let no = EntryNo(self.pass.state.base().offsets.len() as u64);
        let ctx = context(header, no);
        if !proof_is_right(&mut self.pass.state, entry)? {
            return Ok(Some(Finding::BadSignature(self.flaw(offset, no, FlawCause::Proof))));
        }
        match book::replay(&mut self.pass.state, &ctx, entry) {
            Ok(()) => {}
            Err(Stop::Refused(refusal)) => return Ok(Some(Finding::RuleBroken { entry: no, refusal })),
            Err(Stop::State(error)) => return Err(error),
        }
        self.pass.subjects.extend(entry.body.subjects().iter().map(|_| no));
        if let Some(audit) = &mut self.pass.audit {
            audit.entry(header, entry);
            if let Some((body, _)) = effect_of(&self.pass.state, entry)? {
                audit.effect(header, no, &body);
            }
        }
        Ok(None)
    }

    fn seal(&mut self, seal: Seal, head: Hash32, offset: u64) -> Result<Option<Finding>, LedgerError> {
        let header =
            self.header.as_ref().unwrap_or_else(|| unreachable!("the walk starts commits with a header"));
        let (operator, recorded_at, first) = (header.operator, header.recorded_at, header.commit_no == 1);
        let entries = self.pass.state.base().offsets.len() as u64;
        if seal.root != self.tree.root() {
            return Ok(Some(Finding::Damaged(self.seal_flaw(offset, EntryNo(entries), FlawCause::Root))));
        }
        if first {
            self.key = self.keys.signing(&mut self.pass.state, operator)?.ok();
            self.pass.report.origin = Some(origin(&mut self.pass.state)?);
        }
        let flaw = |cause| self.seal_flaw(offset, EntryNo(entries), cause);
        let (Some(key), Some(origin)) = (self.key, self.pass.report.origin.clone()) else {
            return Ok(Some(Finding::BadSignature(flaw(FlawCause::UnknownOperator(operator)))));
        };
        let flaw = flaw(FlawCause::Signature(operator));
        let report = &mut self.pass.report;
        report.commits = seal.commit_no;
        report.entries = entries;
        report.size = seal.size;
        report.head = head;
        report.root = seal.root;
        report.bytes = offset + (Seal::LEN + crate::chain::FRAME_OVERHEAD) as u64;
        report.recorded = Some((report.recorded.map_or(recorded_at, |(first, _)| first), recorded_at));
        self.seals.push(SealToCheck { seal, key, origin, flaw });
        Ok(None)
    }
}
