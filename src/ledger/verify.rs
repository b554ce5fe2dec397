//! Verification: the whole journal, from its bytes alone, with a verdict that names the first bad entry.
//!
//! Owns: the pass over all cores and what it may claim. Refuses to know: how a verdict is told.
//!
//! One thread reads and chains, a second hashes leaves and decodes, the caller's folds the rules; signatures go to
//! the pool. Nothing is believed from the index: it is compared afterwards.

use super::error::LedgerError;
use super::replay::{Blocks, operator_key, origin, read_error};
use super::tail::{Tail, judge};
use super::{Progress, compare};
use crate::base::{EntryNo, Hash32, Line, Timestamp};
use crate::book::{self, Cell, Context, Key, Overlay, Refusal, Stop, View};
use crate::chain::{Flaw, FlawCause, Frontier, Header, Seal, Step, VerifyingKey, Walker, leaf_hash};
use crate::entry::{Body, Entry};
use crate::store::fs::Fs;
use crate::store::index::Indexes;
use crate::store::journal::Journal;
use crate::store::lock::Lock;
use crate::store::vault::{MasterKey, VaultError};
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Bytes handed from thread to thread at a time. Small enough that a few of them in flight weigh little.
const SEGMENT: usize = 512 * 1024;
/// Segments in flight between two threads.
const IN_FLIGHT: usize = 3;
/// Signatures checked in one task of the pool.
const SEALS_A_TASK: usize = 32;
/// Tasks waiting in the pool before the caller does one itself: bounds memory.
const WAITING_TASKS: usize = 256;

/// With what to verify.
pub struct VerifyOptions {
    /// The file system.
    pub fs: Arc<dyn Fs>,
    /// Tree size and chain head that somebody kept outside.
    pub expect: Option<(u64, Hash32)>,
    /// Opens the vault, where it is at hand.
    pub master: Option<MasterKey>,
    /// The index's engine, to compare the index; `None`: not asked for.
    pub indexes: Option<Arc<dyn Indexes>>,
}

/// What verification found.
#[derive(Debug, Default)]
pub struct Report {
    /// The ledger's name, where its first entry could be read.
    pub origin: Option<Line>,
    /// Whole commits.
    pub commits: u64,
    /// Entries in them.
    pub entries: u64,
    /// Headers and entries in them: the tree's size.
    pub size: u64,
    /// The chain head after them.
    pub head: Hash32,
    /// The tree's root after them.
    pub root: Hash32,
    /// Bytes of journal in them.
    pub bytes: u64,
    /// When the first and the last were recorded.
    pub recorded: Option<(Timestamp, Timestamp)>,
    /// What is wrong, in the order of the journal.
    pub findings: Vec<Finding>,
    /// What the held head said.
    pub held: Held,
    /// What became of the vault's check.
    pub vault: Checked,
    /// What became of the index's check.
    pub index: Checked,
}

/// Something that is not as it must be.
#[derive(Debug)]
pub enum Finding {
    /// Bytes or chain damaged.
    Damaged(Flaw),
    /// A signature or key is invalid.
    BadSignature(Flaw),
    /// A rule is broken.
    RuleBroken {
        /// The entry.
        entry: EntryNo,
        /// The rule.
        refusal: Box<Refusal>,
    },
    /// The vault does not match: a person's or a note's record.
    Vault {
        /// The entry that committed to it.
        entry: EntryNo,
        /// What is wrong with it.
        fault: VaultFault,
    },
    /// The index does not match the journal.
    Index(compare::Difference),
    /// The journal ends in a torn commit.
    TornTail {
        /// Where it begins.
        offset: u64,
        /// Its bytes.
        bytes: u64,
    },
}

/// What is wrong with a record of the vault.
#[derive(Debug)]
pub enum VaultFault {
    /// Its bytes, its key or its file.
    Broken(VaultError),
    /// It opens, and does not match the commitments.
    Differs,
    /// It has no key, and no entry says that it was erased.
    Missing,
}

/// What a head held outside said of the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Held {
    /// None was given.
    #[default]
    NotGiven,
    /// This history leads through it.
    Agrees,
    /// It is of another history, or of one that this one lost a part of.
    Differs {
        /// The tree size it is of.
        size: u64,
        /// This journal's tree size.
        found: u64,
    },
}

/// What became of a check that can't always be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Checked {
    /// Made: so many records.
    Done(u64),
    /// Not asked for, or not reached.
    #[default]
    NotAsked,
    /// There is nothing to check.
    Missing,
    /// It could not be opened without its key.
    NoKey,
    /// Somebody else has it open.
    Busy,
    /// It lags behind the journal and will catch up on the next opening.
    Behind,
    /// It could not be read.
    Unreadable(String),
}

impl Finding {
    /// The exit code of this finding; these numbers never change.
    pub const fn code(&self) -> u8 {
        match self {
            Finding::Damaged(_) => 40,
            Finding::BadSignature(_) => 41,
            Finding::RuleBroken { .. } => 42,
            Finding::Vault { .. } => 43,
            Finding::Index(_) => 44,
            Finding::TornTail { .. } => 50,
        }
    }
}

impl Report {
    /// The exit code; the highest wins. 0 only where something from outside agreed.
    pub fn verdict(&self) -> u8 {
        let held = match self.held {
            Held::Agrees => 0,
            Held::NotGiven => 10,
            Held::Differs { .. } => 30,
        };
        self.findings.iter().map(Finding::code).fold(held, u8::max)
    }
}

/// Verifies the ledger in `dir` from its journal, then compares vault and index with it.
///
/// # Errors
/// Only where files can't be read, or a newer program wrote them. Everything else is in the report.
pub fn verify(dir: &Path, mut options: VerifyOptions, progress: Progress<'_>) -> Result<Report, LedgerError> {
    // Taken before the journal's length is read: then no writer can be in the middle of a commit.
    let lock = Lock::acquire(dir, Duration::ZERO, "verify", "").ok();
    let journal = Journal::open(options.fs.clone(), dir, true);
    let journal = match journal.map_err(|e| LedgerError::file(dir, e)) {
        Ok(journal) => journal,
        Err(LedgerError::Damaged(flaw)) => {
            return Ok(Report { findings: vec![Finding::Damaged(*flaw)], ..Report::default() });
        }
        Err(error) => return Err(error),
    };
    let mut pass = fold_journal(&journal, options.expect, progress)?;
    settle_tail(&journal, &mut pass, lock.is_some())?;
    let mut report = pass.report;
    report.held = match options.expect {
        None => Held::NotGiven,
        Some((size, head)) if pass.head_at_expected == Some(head) && size <= report.size => Held::Agrees,
        Some((size, _)) => Held::Differs { size, found: report.size },
    };
    // A torn tail is outside of the history; what was recorded before it is compared all the same.
    if report.findings.iter().all(|finding| matches!(finding, Finding::TornTail { .. })) {
        if let Some(origin) = &report.origin {
            let (checked, findings) = compare::vault(dir, &mut options, &pass.state, origin, &pass.subjects)?;
            report.vault = checked;
            report.findings.extend(findings);
        }
        if let Some(indexes) = &options.indexes {
            report.index = match &lock {
                None => Checked::Busy,
                Some(_) => match compare::index(dir, indexes.as_ref(), &journal, &report, &pass.state) {
                    Ok(checked) => checked,
                    Err(difference) => {
                        // A tail that the index knows was recorded once: it is lost, not torn.
                        if matches!(difference, compare::Difference::History { .. }) {
                            report.findings.retain(|finding| !matches!(finding, Finding::TornTail { .. }));
                        }
                        report.findings.push(Finding::Index(difference));
                        Checked::Done(0)
                    }
                },
            };
        }
    }
    Ok(report)
}

/// What the pass over the journal leaves.
pub(super) struct Pass<'j> {
    pub report: Report,
    state: Overlay<JournalView<'j>>,
    /// The entry that committed to each subject of the vault, from subject 1.
    subjects: Vec<EntryNo>,
    head_at_expected: Option<Hash32>,
    /// Where the walk stopped, if it did not end between two commits.
    pub stopped: Option<Flaw>,
}

/// Entries by number, from the journal itself. Before the first there is no state.
pub(super) struct JournalView<'j> {
    journal: &'j Journal,
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
    journal: &Journal,
    expect: Option<(u64, Hash32)>,
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
        if expect.is_some_and(|(size, _)| size == walker.records()) {
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
    journal: &'j Journal,
    expect: Option<(u64, Hash32)>,
    progress: Progress<'_>,
) -> Result<Pass<'j>, LedgerError> {
    let reached = AtomicUsize::new(0);
    let signatures = Signatures::default();
    let mut fold = Fold {
        pass: Pass {
            report: Report::default(),
            state: Overlay::new(JournalView { journal, offsets: Vec::new() }),
            subjects: Vec::new(),
            head_at_expected: None,
            stopped: None,
        },
        tree: Frontier::default(),
        header: None,
        key: None,
        seals: Vec::new(),
    };
    let (walk_end, folded) = std::thread::scope(|threads| {
        let (to_decode, walked) = sync_channel(IN_FLIGHT);
        let (to_fold, decoded) = sync_channel(IN_FLIGHT);
        let walking = threads.spawn(|| {
            let to_decode = to_decode;
            walk(journal, expect, &to_decode, &reached)
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
struct Fold<'j> {
    pass: Pass<'j>,
    tree: Frontier,
    header: Option<Header>,
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

impl<'j> Fold<'j> {
    fn segment<'s>(
        &mut self,
        segment: Segment,
        pool: &rayon::Scope<'s>,
        signatures: &'s Signatures,
    ) -> Result<Option<Finding>, LedgerError> {
        for item in segment.items {
            let finding = match item.kind {
                ItemKind::Header(header) => {
                    self.tree.push(item.leaf);
                    self.header(header, item.offset)?
                }
                ItemKind::Entry(no, decoded) => {
                    self.tree.push(item.leaf);
                    self.pass.state.base_mut().offsets.push(item.offset);
                    match decoded {
                        Some(Ok(entry)) => self.entry(&entry)?,
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

    fn header(&mut self, header: Header, offset: u64) -> Result<Option<Finding>, LedgerError> {
        self.key = operator_key(&mut self.pass.state, header.operator)?;
        let (operator, first_entry) = (header.operator, header.first_entry);
        let unknown = self.key.is_none() && header.commit_no > 1;
        self.header = Some(header);
        Ok(unknown.then(|| {
            Finding::BadSignature(self.flaw(offset, first_entry, FlawCause::UnknownOperator(operator)))
        }))
    }

    fn entry(&mut self, entry: &Entry) -> Result<Option<Finding>, LedgerError> {
        let header =
            self.header.as_ref().unwrap_or_else(|| unreachable!("the walk starts commits with a header"));
        let no = EntryNo(self.pass.state.base().offsets.len() as u64);
        let ctx = Context { no, recorded_at: header.recorded_at, rules_version: header.rules_version };
        match book::replay(&mut self.pass.state, &ctx, entry) {
            Ok(()) => {}
            Err(Stop::Refused(refusal)) => return Ok(Some(Finding::RuleBroken { entry: no, refusal })),
            Err(Stop::State(error)) => return Err(error),
        }
        match &entry.body {
            Body::Person(_) => self.pass.subjects.push(no),
            Body::Reversal(reversal) if reversal.memo.is_some() => self.pass.subjects.push(no),
            _ => {}
        }
        Ok(None)
    }

    fn seal(&mut self, seal: Seal, head: Hash32, offset: u64) -> Result<Option<Finding>, LedgerError> {
        let header =
            self.header.as_ref().unwrap_or_else(|| unreachable!("the walk starts commits with a header"));
        let (operator, recorded_at, first) = (header.operator, header.recorded_at, header.commit_no == 1);
        let entries = self.pass.state.base().offsets.len() as u64;
        if seal.root != self.tree.root() {
            return Ok(Some(Finding::Damaged(self.flaw(offset, EntryNo(entries), FlawCause::Root))));
        }
        if first {
            self.key = operator_key(&mut self.pass.state, operator)?;
            self.pass.report.origin = Some(origin(&mut self.pass.state)?);
        }
        let flaw = |cause| self.flaw(offset, EntryNo(entries), cause);
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

/// What the walk stopped at: torn, damaged, or a commit that its writer is just writing.
fn settle_tail(journal: &Journal, pass: &mut Pass<'_>, locked: bool) -> Result<(), LedgerError> {
    let Some(flaw) = pass.stopped.take() else { return Ok(()) };
    match flaw.cause {
        FlawCause::NotAJournal => {}
        FlawCause::NewerFormat(_) => return Err(LedgerError::Newer("journal")),
        _ if pass.report.commits > 0 => {
            let operators: Vec<Hash32> = pass
                .state
                .cells()
                .filter_map(|(_, cell)| if let Cell::Operator(o) = cell { Some(o.public_key) } else { None })
                .collect();
            let name = pass.report.origin.as_ref().map_or("", Line::as_str);
            let (offset, end) = (pass.report.bytes, journal.end());
            if judge(journal, offset, end, pass.report.commits, &operators, name)? == Tail::Torn {
                // Without the lock a writer may be in the middle of this very commit: that is no finding.
                if locked {
                    pass.report.findings.push(Finding::TornTail { offset, bytes: end - offset });
                }
                return Ok(());
            }
        }
        _ => {}
    }
    pass.report.findings.push(Finding::Damaged(flaw));
    Ok(())
}
