//! Recovery on a person's word: the journal from the index, the index from the journal, or the whole commits alone.
//!
//! Owns: the three ways and what each keeps aside. Refuses to know: which of them is right; a person says.

use super::error::LedgerError;
use super::open::{Guard, guard};
use super::pack::{self, Seen};
use super::pass::{Asked, fold_journal};
use super::replay::Checker;
use super::verify::Finding;
use super::view::IndexView;
use super::{Access, Ledger, Options, Progress, compare};
use crate::base::{EntryNo, Hash32};
use crate::book::{Cell, Key, Overlay, View};
use crate::chain::{Flaw, FlawCause, Frontier, Step, Tip, Walker};
use crate::entry::Entry;
use crate::store::FileError;
use crate::store::journal::Journal;
use std::path::{Path, PathBuf};

/// What to believe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Believe {
    /// The journal: the index is set aside and built again. It must have no damage.
    Journal,
    /// The index: the journal is written again from it, hash for hash. The old journal is kept aside.
    Index,
    /// The journal up to its last whole commit: the rest is kept aside, and the index is built again.
    WholeCommits,
}

/// What a recovery left.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// Where the ledger stands now.
    pub tip: Tip,
    /// What was set aside, and where.
    pub kept: Vec<PathBuf>,
}

/// Why a recovery could not be made. Nothing was changed.
#[derive(Debug)]
pub enum NotRecovered {
    /// The ledger's own causes.
    Ledger(LedgerError),
    /// The index holds nothing.
    IndexEmpty,
    /// The index's copy of the journal has a flaw itself.
    IndexFlawed(Box<Flaw>),
    /// The journal holds commits that the index does not: going back to the index would lose them.
    JournalAhead {
        /// Whole commits in the journal.
        journal_commits: u64,
        /// Commits in the index.
        index_commits: u64,
    },
}

impl<E: Into<LedgerError>> From<E> for NotRecovered {
    fn from(error: E) -> NotRecovered {
        NotRecovered::Ledger(error.into())
    }
}

struct FillError(NotRecovered);

impl From<FileError> for FillError {
    fn from(error: FileError) -> FillError {
        FillError(NotRecovered::Ledger(LedgerError::file(Path::new(""), error)))
    }
}

/// Recovers the ledger in `dir` in that way.
///
/// # Errors
/// [`NotRecovered`]; then nothing was changed but, where its message says so, what a sync could not promise.
pub fn recover(
    dir: &Path,
    believe: Believe,
    mut options: Options,
    progress: Progress<'_>,
) -> Result<Recovered, NotRecovered> {
    let Guard { lock, .. } = guard(dir, &options, Access::Write)?;
    let mut kept = Vec::new();
    match believe {
        Believe::Journal => {}
        Believe::Index => kept.extend(journal_from_index(dir, &options)?),
        Believe::WholeCommits => kept.extend(cut_to_whole_commits(dir, &options)?),
    }
    // Opening brings journal and index together; after the index was believed it agrees already.
    options.rebuild = believe != Believe::Index;
    options.lock = None;
    let ledger = Ledger::open(dir, Access::Write, options, progress)?;
    drop(lock);
    Ok(Recovered { tip: ledger.tip().clone(), kept })
}

/// A state that starts empty over entries that can be looked up.
struct EntriesOnly(IndexView);

impl View for EntriesOnly {
    type Error = LedgerError;

    fn cell(&self, _: &Key) -> Result<Option<Cell>, LedgerError> {
        Ok(None)
    }

    fn entry(&self, no: EntryNo) -> Result<Option<(Entry, Hash32)>, LedgerError> {
        self.0.entry(no)
    }
}

fn journal_from_index(dir: &Path, options: &Options) -> Result<Option<PathBuf>, NotRecovered> {
    let index = options.indexes.open(dir).map_err(LedgerError::from)?;
    let Seen::UpTo(tip, packing) = pack::read_meta(index.as_ref())? else {
        return Err(NotRecovered::IndexEmpty);
    };
    if let Ok(journal) = Journal::open(options.fs.clone(), dir, true) {
        let journal_commits = fold_journal(&journal, &Asked::default(), &mut |_, _| ())?.report.commits;
        if journal_commits > tip.commits {
            return Err(NotRecovered::JournalAhead { journal_commits, index_commits: tip.commits });
        }
    }
    let pieces = compare::piece_keys(index.as_ref()).map_err(LedgerError::from)?;
    let mut state = Overlay::new(EntriesOnly(IndexView::new(index)));
    let mut walker = Walker::resume(&Tip::default(), Journal::START);
    let mut checker = Checker::new(Frontier::default(), 0);
    let flawed = |flaw| FillError(NotRecovered::IndexFlawed(Box::new(flaw)));
    let filled = Journal::replace_with(options.fs.clone(), dir, |draft| {
        let mut held: Vec<u8> = Vec::new();
        for (space, key) in pieces {
            let piece = state.base().0.index.get(space, &key).map_err(|e| FillError(e.into()))?;
            let piece = piece.unwrap_or_default();
            draft.write(&piece)?;
            held.extend_from_slice(&piece);
            let mut at = 0;
            loop {
                let before = walker.offset();
                // Named now: after the step the walk stands behind what it has yielded.
                let here = walker.flaw(FlawCause::Short);
                let step = walker.step(&held[at..]).map_err(flawed)?;
                if matches!(step, Step::NeedMore(_)) {
                    break;
                }
                let checked = checker.check(&mut state, step).map_err(|e| FillError(e.into()))?;
                checked.map_err(|cause| flawed(Flaw { cause, ..here }))?;
                at += usize::try_from(walker.offset() - before).unwrap_or(usize::MAX);
            }
            held.drain(..at);
        }
        if walker.offset() != packing.offset || walker.head() != tip.head || !walker.is_between_commits() {
            return Err(flawed(walker.flaw(FlawCause::Short)));
        }
        Ok(())
    });
    filled.map(|(_, kept)| kept).map_err(|FillError(why)| why)
}

fn cut_to_whole_commits(dir: &Path, options: &Options) -> Result<Option<PathBuf>, NotRecovered> {
    let mut journal = Journal::open(options.fs.clone(), dir, false).map_err(|e| LedgerError::file(dir, e))?;
    let pass = fold_journal(&journal, &Asked::default(), &mut |_, _| ())?;
    let (whole, stopped) = (pass.report.bytes, pass.stopped.is_some());
    // What is whole but wrong is not mended by cutting off what follows it.
    match pass.report.findings.into_iter().next() {
        Some(Finding::RuleBroken { entry, refusal }) => Err(LedgerError::RuleBroken { entry, refusal })?,
        Some(Finding::Damaged(flaw) | Finding::BadSignature(flaw)) => Err(LedgerError::flaw(flaw))?,
        _ => {}
    }
    if !stopped || pass.report.commits == 0 {
        return Ok(None);
    }
    Ok(Some(journal.truncate_to(whole).map_err(|e| LedgerError::append("journal", e))?))
}
