//! Walking the journal and bringing state along: for a tail that the index has not seen, and for a whole rebuild.
//!
//! Owns: that pass. Refuses to know: what to do about a flaw.

use super::Progress;
use super::error::LedgerError;
use super::pack::{self, Made, Packing};
use super::signers::{KnownKeys, proof_is_right};
use super::view::IndexView;
use crate::base::{EntryNo, Line, SubjectNo};
use crate::book::{self, Cell, Context, Key, Overlay, Stop, View};
use crate::chain::{Flaw, FlawCause, Frontier, Grown, Header, Step, Tip, VerifyingKey, Walker, leaf_hash};
use crate::entry::Entry;
use crate::store::journal::{Journal, JournalBytes};
use rustc_hash::FxHashMap;
use std::io;

/// How much of the journal is read at a time.
const BLOCK: usize = 4 * 1024 * 1024;
/// How much is walked before the index gets it: few large writes instead of many small ones.
const GROUP: usize = 1024 * 1024;

/// Journal bytes, read ahead in blocks.
pub(super) struct Blocks<'a> {
    journal: &'a dyn JournalBytes,
    buffer: Vec<u8>,
    at: usize,
    /// The offset in the file of `buffer`'s end.
    end: u64,
    limit: u64,
}

impl<'a> Blocks<'a> {
    pub fn new(journal: &'a dyn JournalBytes, from: u64, limit: u64) -> Blocks<'a> {
        Blocks { journal, buffer: Vec::new(), at: 0, end: from, limit }
    }

    /// What is at hand.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    pub fn advance(&mut self, by: u64) {
        self.at += usize::try_from(by).unwrap_or(usize::MAX);
    }

    /// Reads until at least `need` bytes are at hand; false where the journal ends before.
    pub fn fill(&mut self, need: usize) -> io::Result<bool> {
        self.buffer.drain(..self.at);
        self.at = 0;
        while self.buffer.len() < need {
            let left = usize::try_from(self.limit - self.end).unwrap_or(usize::MAX);
            let size = BLOCK.max(need).min(left);
            let had = self.buffer.len();
            self.buffer.resize(had + size, 0);
            let got = if size == 0 { 0 } else { self.journal.read_at(&mut self.buffer[had..], self.end)? };
            self.buffer.truncate(had + got);
            self.end += got as u64;
            if got == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What a pass came to.
pub(super) struct Replayed {
    pub tip: Tip,
    pub packing: Packing,
    /// The first flaw after the last whole commit, if the journal did not end there.
    pub flaw: Option<Flaw>,
}

/// Destroys the vault's keys of subjects.
pub(super) type Erase<'a> = &'a mut dyn FnMut(&[SubjectNo]) -> Result<(), LedgerError>;

/// Commits walked and not yet in the index.
#[derive(Default)]
struct Pending {
    bytes: Vec<u8>,
    /// How many of `bytes` belong to whole commits.
    whole: usize,
    /// What the whole commits changed. A commit that turns out not to be whole leaves no trace here.
    changes: FxHashMap<Key, Option<Cell>>,
    /// The subtrees that they completed.
    grown: Vec<Grown>,
}

/// Replays the journal from where the index stands to the journal's end, commit by commit.
///
/// `settle`: the last commit is written and synced once more before the index may know it. Its sync may have failed
/// when it was recorded; earlier commits had theirs, or no later one would have been written.
///
/// `until`: no further than the first commit that the tree has that size at.
///
/// `erase` gets what the commits erased, before the index may know of it: else a power cut in between would leave keys
/// that no later opening looks for.
///
/// # Errors
/// Where something can't be read, or a signed entry breaks a rule. A flaw is no error: it is in the result.
pub(super) fn replay(
    journal: &mut Journal,
    state: &mut Overlay<IndexView>,
    (mut tip, mut packing): (Tip, Packing),
    settle: bool,
    until: Option<u64>,
    erase: Erase<'_>,
    progress: Progress<'_>,
) -> Result<Replayed, LedgerError> {
    let start = packing.offset;
    let total = journal.end().saturating_sub(start);
    let mut walker = Walker::resume(&tip, start);
    let mut blocks = Blocks::new(journal, start, journal.end());
    let mut checker = Checker::new(tip.tree.clone(), tip.entries);
    let mut pending = Pending::default();
    let mut first = tip.next_entry();
    let (mut last_commit, mut whole_commit) = (start, start);
    let mut erased = Vec::new();
    let flaw = loop {
        let before = walker.offset();
        // Named now: after the step the walk stands behind what it has yielded.
        let here = walker.flaw(FlawCause::Short);
        let step = match walker.step(blocks.bytes()) {
            Ok(step) => step,
            Err(flaw) => break Some(flaw),
        };
        if let Step::NeedMore(need) = step {
            if blocks.fill(need).map_err(read_error)? {
                continue;
            }
            let at_end = blocks.bytes().is_empty() && walker.is_between_commits();
            break (!at_end).then(|| walker.flaw(FlawCause::Short));
        }
        let sealed = matches!(step, Step::Seal(_));
        if matches!(step, Step::Header(..)) {
            last_commit = before;
            // Only now: the last commit stays pending until it has been settled.
            if pending.whole >= GROUP {
                erase(&std::mem::take(&mut erased))?;
                packing = put(state, &packing, std::mem::take(&mut pending), first, &tip)?;
                first = tip.next_entry();
                progress(packing.offset - start, total);
            }
        }
        let entry = if let Step::Entry(no, record) = &step { Some((*no, *record)) } else { None };
        if let Err(cause) = checker.check(state, step)? {
            break Some(Flaw { cause, ..here });
        }
        if let Some((no, record)) = entry {
            state.base_mut().remember(no, record);
        }
        let size = walker.offset() - before;
        pending.bytes.extend_from_slice(&blocks.bytes()[..usize::try_from(size).unwrap_or(usize::MAX)]);
        blocks.advance(size);
        if sealed {
            pending.whole = pending.bytes.len();
            let changes = state.take_changes();
            erased.extend(erased_by(&changes));
            pending.changes.extend(changes);
            pending.grown.append(&mut checker.grown);
            tip = walker.tip(checker.tree.clone());
            whole_commit = last_commit;
            if until.is_some_and(|size| walker.records() >= size) {
                break None;
            }
        }
    };
    if pending.whole > 0 {
        if settle {
            journal.settle(whole_commit).map_err(|e| LedgerError::append("journal", e))?;
        }
        erase(&erased)?;
        packing = put(state, &packing, pending, first, &tip)?;
    }
    state.forget();
    state.base_mut().changed();
    Ok(Replayed { tip, packing, flaw })
}

fn put(
    state: &mut Overlay<IndexView>,
    packing: &Packing,
    pending: Pending,
    first: EntryNo,
    tip: &Tip,
) -> Result<Packing, LedgerError> {
    let changes: Vec<(Key, Option<Cell>)> = pending.changes.into_iter().collect();
    let view = state.base_mut();
    let bytes = &pending.bytes[..pending.whole];
    let made = Made { bytes, first, changes: &changes, grown: &pending.grown };
    let packing = pack::apply(view.index.as_mut(), packing, &made, tip)?;
    view.changed();
    Ok(packing)
}

/// Checks records as the walk yields them: the tree, the rules, the signatures.
pub(super) struct Checker {
    tree: Frontier,
    /// Entries so far.
    entries: u64,
    /// The subtrees completed since somebody took them.
    pub grown: Vec<Grown>,
    header: Option<Header>,
    keys: KnownKeys,
    key: Option<VerifyingKey>,
}

impl Checker {
    /// A checker of what follows after that tree and so many entries.
    pub fn new(tree: Frontier, entries: u64) -> Checker {
        Checker { tree, entries, grown: Vec::new(), header: None, keys: KnownKeys::default(), key: None }
    }

    /// Checks one step and folds it into the state.
    pub fn check<B: View<Error = LedgerError>>(
        &mut self,
        state: &mut Overlay<B>,
        step: Step<'_>,
    ) -> Result<Result<(), FlawCause>, LedgerError> {
        match (step, &self.header) {
            (Step::Header(header, record), _) => {
                self.tree.push_keeping(leaf_hash(record), self.entries, &mut self.grown);
                // The first commit brings its own operator; in any other she was there before.
                self.key = match self.keys.signing(state, header.operator)? {
                    Ok(key) => Some(key),
                    Err(_) if header.commit_no == 1 => None,
                    Err(cause) => return Ok(Err(cause)),
                };
                self.header = Some(header);
            }
            (Step::Entry(no, record), Some(header)) => {
                self.entries = no.0;
                self.tree.push_keeping(leaf_hash(record), self.entries, &mut self.grown);
                let entry = match Entry::decode(record) {
                    Ok(entry) => entry,
                    Err(error) => return Ok(Err(FlawCause::Unreadable(error))),
                };
                if !proof_is_right(state, &entry)? {
                    return Ok(Err(FlawCause::Proof));
                }
                match book::replay(state, &context(header, no), &entry) {
                    Ok(()) => {}
                    Err(Stop::Refused(refusal)) => {
                        return Err(LedgerError::RuleBroken { entry: no, refusal });
                    }
                    Err(Stop::State(error)) => return Err(error),
                }
            }
            (Step::Seal(seal), Some(header)) => {
                let (operator, commit_no) = (header.operator, header.commit_no);
                if commit_no == 1 {
                    self.key = self.keys.signing(state, operator)?.ok();
                }
                let Some(key) = &self.key else { return Ok(Err(FlawCause::UnknownOperator(operator))) };
                if seal.root != self.tree.root() {
                    return Ok(Err(FlawCause::Root));
                }
                let origin = origin(state)?;
                if !seal.is_signed_by(key, origin.as_str()) {
                    return Ok(Err(FlawCause::Signature(operator)));
                }
            }
            (Step::NeedMore(_), _) | (_, None) => return Ok(Err(FlawCause::OutOfOrder("header"))),
        }
        Ok(Ok(()))
    }
}

/// The ledger's origin; nothing before the first entry.
pub(super) fn origin<B: View>(state: &mut Overlay<B>) -> Result<Line, Stop<B::Error>> {
    Ok(match state.get(&Key::Ledger)? {
        Some(Cell::Ledger(info)) => info.origin.clone(),
        // Only the seal of a first commit without an opening entry asks; the rules have refused that entry.
        _ => return Err(book::Refusal::NotOpen.into()),
    })
}

/// The subjects of the vault that changes of the state say are erased.
pub(super) fn erased_by(changes: &[(Key, Option<Cell>)]) -> impl Iterator<Item = SubjectNo> {
    changes.iter().filter_map(|(key, _)| match key {
        Key::SubjectErased(subject) => Some(*subject),
        _ => None,
    })
}

/// The circumstances that a header gives its entries.
pub(super) const fn context(header: &Header, no: EntryNo) -> Context {
    let Header { recorded_at, operator, rules_version, .. } = *header;
    Context { no, recorded_at, operator, rules_version }
}

/// A journal that can't be read.
pub(super) fn read_error(source: io::Error) -> LedgerError {
    LedgerError::Io { file: "journal", source, outcome: super::Outcome::NotRecorded }
}
