//! Verification: the whole journal, from its bytes alone, with a verdict that names the first bad entry.
//!
//! Owns: what may be claimed of a ledger. Refuses to know: how a verdict is told.
//!
//! Nothing is believed from vault and index: they are compared with the journal afterwards.

use super::anchor::{AnchorFound, Anchors, Named};
use super::audit::Audit;
use super::error::LedgerError;
use super::pass::{Asked, Pass, fold_journal};
use super::replay::read_error;
use super::tail::{Tail, judge};
use super::{Progress, compare};
use crate::base::{EntryNo, Hash32, Line, Timestamp};
use crate::book::{Cell, Key, Operator, Refusal};
use crate::chain::{Flaw, FlawCause};
use crate::store::bundle_file::{Bundle, BundleError, Section};
use crate::store::fs::Fs;
use crate::store::index::Indexes;
use crate::store::journal::{Journal, JournalBytes};
use crate::store::lock::Lock;
use crate::store::vault::{MasterKey, VaultError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

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
    /// The office, where that could be read.
    pub organisation: Option<Line>,
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
    /// What checkpoints, receipts and roots from paper said.
    pub anchors: Vec<AnchorFound>,
    /// Of which day an anchor must be at least, where that was asked.
    pub not_before: Option<Timestamp>,
    /// What an auditor would ask about, where that was wanted.
    pub audit: Option<Box<Audit>>,
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
    /// A bundle's own bytes are damaged: it may have been cut on its way.
    Bundle {
        /// Where the damaged section starts in the bundle.
        offset: u64,
    },
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
    /// An entry says that it was erased, and its key is still there.
    NotErased,
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
            Finding::Damaged(_) | Finding::Bundle { .. } => 40,
            Finding::BadSignature(_) => 41,
            Finding::RuleBroken { .. } => 42,
            Finding::Vault { .. } => 43,
            Finding::Index(_) => 44,
            Finding::TornTail { .. } => 50,
        }
    }
}

impl Report {
    /// The exit code; the highest wins. 0 only where something from outside agreed, and is as new as was asked.
    pub fn verdict(&self) -> u8 {
        let head = match self.held {
            Held::Agrees => 0,
            Held::NotGiven => 10,
            Held::Differs { .. } => 30,
        };
        let newest = self.anchors.iter().filter_map(AnchorFound::anchors).max();
        let anchored = match (newest, self.not_before) {
            (None, None) => head,
            // A head says nothing of its day.
            (None, Some(_)) => head.max(if head == 0 { 20 } else { 0 }),
            (Some(at), Some(asked)) if at < asked => head.max(20),
            (Some(_), _) if head == 10 => 0,
            (Some(_), _) => head,
        };
        let spoken = self.anchors.iter().map(AnchorFound::code).filter(|code| *code > 10);
        self.findings.iter().map(Finding::code).chain(spoken).fold(anchored, u8::max)
    }
}

/// Verifies the ledger in `dir` from its journal, then compares vault and index with it.
///
/// # Errors
/// Only where files can't be read, or a newer program wrote them. Everything else is in the report.
pub fn verify(dir: &Path, options: VerifyOptions, progress: Progress<'_>) -> Result<Report, LedgerError> {
    verify_against(dir, options, &Anchors::default(), progress)
}

/// Verifies the ledger in `dir`, and holds its history against what came from outside.
///
/// # Errors
/// As [`verify`].
pub fn verify_against(
    dir: &Path,
    mut options: VerifyOptions,
    anchors: &Anchors,
    progress: Progress<'_>,
) -> Result<Report, LedgerError> {
    // Held while the journal's length is read, and not longer: then no writer is in the middle of a commit at that
    // length, and none has to wait for what follows.
    let lock = Lock::acquire(dir, Duration::ZERO, "verify", "").ok();
    let settled = lock.is_some();
    let journal = Journal::open(options.fs.clone(), dir, true);
    drop(lock);
    let journal = match journal.map_err(|e| LedgerError::file(dir, e)) {
        Ok(journal) => journal,
        Err(LedgerError::Damaged(flaw)) => {
            return Ok(Report { findings: vec![Finding::Damaged(*flaw)], ..Report::default() });
        }
        Err(error) => return Err(error),
    };
    let mut pass = fold(&journal, options.expect, anchors, progress, settled)?;
    let mut report = std::mem::take(&mut pass.report);
    // A torn tail is outside of the history; what was recorded before it is compared all the same.
    if report.findings.iter().all(|finding| matches!(finding, Finding::TornTail { .. })) {
        if let Some(origin) = &report.origin {
            let (checked, findings) = compare::vault(dir, &mut options, &pass.state, origin, &pass.subjects)?;
            report.vault = checked;
            report.findings.extend(findings);
        }
        if let Some(indexes) = &options.indexes {
            let lock = Lock::acquire(dir, Duration::ZERO, "verify", "").ok();
            let grown =
                Journal::open(options.fs.clone(), dir, true).map_or(0, |now| now.end()) != journal.end();
            let made = compare::Compared { state: &pass.state, grown: &pass.grown };
            report.index = match &lock {
                None => Checked::Busy,
                // Somebody has written since: the index is ahead of what was verified, and rightly so.
                Some(_) if grown => Checked::Busy,
                Some(_) => match compare::index(dir, indexes.as_ref(), &journal, &report, &made) {
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

/// Verifies the journal in a bundle, without a ledger's folder. Vault and index are no part of that.
///
/// # Errors
/// As [`verify`]; also where the bundle can't be read.
pub fn verify_bundle(
    bundle: &Bundle,
    expect: Option<(u64, Hash32)>,
    anchors: &Anchors,
    progress: Progress<'_>,
) -> Result<Report, LedgerError> {
    let damaged = |offset| Report { findings: vec![Finding::Bundle { offset }], ..Report::default() };
    for section in Section::ALL {
        match bundle.read::<BundleError>(section, |_| Ok(())) {
            Ok(()) => {}
            Err(BundleError::Damaged { offset }) => return Ok(damaged(offset)),
            Err(BundleError::Io(error)) => return Err(read_error(error)),
            Err(BundleError::Newer | BundleError::NotABundle) => return Err(LedgerError::Newer("bundle")),
        }
    }
    let Some(journal) = bundle.journal() else { return Ok(damaged(0)) };
    let pass = fold(&journal, expect, anchors, progress, true)?;
    Ok(pass.report)
}

/// The pass over a journal, and all that can be said of it without what stands beside it.
fn fold<'j>(
    journal: &'j dyn JournalBytes,
    expect: Option<(u64, Hash32)>,
    anchors: &Anchors,
    progress: Progress<'_>,
    settled: bool,
) -> Result<Pass<'j>, LedgerError> {
    let asked =
        Asked { head_at: expect.map(|(size, _)| size), roots_at: anchors.sizes(), audit: anchors.audit };
    let mut pass = fold_journal(journal, &asked, progress)?;
    settle_tail(journal, &mut pass, settled)?;
    let size = pass.report.size;
    pass.report.held = match expect {
        None => Held::NotGiven,
        Some((at, head)) if pass.head_at_expected == Some(head) && at <= size => Held::Agrees,
        Some((at, _)) => Held::Differs { size: at, found: size },
    };
    if let Some(Cell::Ledger(info)) = pass.state.get(&Key::Ledger)? {
        let named = Named { origin: info.origin.as_str(), key: info.ledger_key, size };
        // Records behind the last whole commit are no history.
        pass.noted.retain(|at, _| *at <= size);
        pass.report.anchors = anchors.judge(&named, &pass.noted);
        pass.report.organisation = Some(info.organisation.clone());
    }
    pass.report.not_before = anchors.not_before;
    pass.report.audit = pass.audit.take();
    if let Some(audit) = &mut pass.report.audit {
        let operator = |(key, cell): (&Key, &Cell)| match (key, cell) {
            (Key::Operator(no), Cell::Operator(operator)) => Some((*no, Operator::clone(operator))),
            _ => None,
        };
        audit.operators.extend(pass.state.cells().filter_map(operator));
    }
    Ok(pass)
}

/// What the walk stopped at: torn, damaged, or a commit that its writer is just writing.
fn settle_tail(journal: &dyn JournalBytes, pass: &mut Pass<'_>, locked: bool) -> Result<(), LedgerError> {
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
