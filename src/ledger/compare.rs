//! Comparing what stands beside the journal with what verification made of it: the vault and the index.
//!
//! Owns: invariant 12 and the index's agreement. Refuses to know: how either is repaired.

use super::error::LedgerError;
use super::pack::{self, Seen};
use super::pass::JournalView;
use super::people::matches_commitments;
use super::replay::Blocks;
use super::verify::{Checked, Finding, Report, VaultFault, VerifyOptions};
use crate::base::{EntryNo, Hash32, Line, SubjectNo};
use crate::book::{Cell, Key, Overlay, View};
use crate::chain::Grown;
use crate::store::FileError;
use crate::store::index::{Index, IndexError, Indexes, Space};
use crate::store::journal::{Journal, JournalBytes};
use crate::store::vault::{Reading, Vault, VaultError};
use rustc_hash::FxHashMap;
use std::ops::ControlFlow;
use std::path::Path;

/// Where the index first differs from the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It holds more than the journal, or another history.
    History {
        /// Commits in the index.
        index_commits: u64,
    },
    /// The journal's bytes that it keeps are not the journal's.
    Bytes {
        /// Where in the journal.
        offset: u64,
    },
    /// A cell of the state.
    State(String),
    /// A posting list.
    List {
        /// The entry that begins the list's piece.
        entry: EntryNo,
    },
    /// The hashes of the tree, from which proofs are made.
    Tree,
    /// It can't be read.
    Damaged(String),
}

/// Checks every record of the vault against the commitments in the chain.
pub(super) fn vault(
    dir: &Path,
    options: &mut VerifyOptions,
    state: &Overlay<JournalView<'_>>,
    origin: &Line,
    subjects: &[EntryNo],
) -> Result<(Checked, Vec<Finding>), LedgerError> {
    let last = SubjectNo(subjects.len() as u64);
    let master = options.master.take();
    let has_key = master.is_some();
    let vault = match Vault::open(options.fs.as_ref(), dir, origin, master, last, true) {
        Ok(vault) => vault,
        Err(VaultError::File(FileError::Missing { .. })) => return Ok((Checked::Missing, Vec::new())),
        Err(VaultError::File(FileError::Io { source, .. }) | VaultError::Io { source, .. }) => {
            return Ok((Checked::Unreadable(source.to_string()), Vec::new()));
        }
        Err(error) => {
            let fault = VaultFault::Broken(error);
            return Ok((Checked::Done(0), vec![Finding::Vault { entry: EntryNo(1), fault }]));
        }
    };
    let entry_of = |subject: SubjectNo| {
        let at = usize::try_from(subject.0).ok().and_then(|n| n.checked_sub(1));
        at.and_then(|at| subjects.get(at).copied())
    };
    let (mut findings, mut failure, mut checked) = (Vec::new(), None, 0);
    vault.check_all(&mut |subject, reading| {
        // Records beyond the chain's last subject are orphans of a commit that never was: swept on opening.
        let Some(entry) = entry_of(subject) else { return };
        let fault = match reading {
            Ok(Reading::Erased) if is_erased(state, subject) => {
                checked += 1;
                return;
            }
            Ok(Reading::Erased) => VaultFault::Missing,
            Ok(Reading::Fields(_)) if is_erased(state, subject) => VaultFault::NotErased,
            Ok(Reading::Fields(fields)) => match commitments(state, entry, subject) {
                Ok(committed) if matches_commitments(subject, &fields, &committed) => {
                    checked += 1;
                    return;
                }
                Ok(_) => VaultFault::Differs,
                Err(error) => {
                    failure = Some(error);
                    return;
                }
            },
            Err(VaultError::NoMasterKey) => return,
            Err(error) => VaultFault::Broken(error),
        };
        findings.push(Finding::Vault { entry, fault });
    });
    if let Some(error) = failure {
        return Err(error);
    }
    for missing in (vault.last().0 + 1..=last.0).map(SubjectNo) {
        if let Some(entry) = entry_of(missing).filter(|_| !is_erased(state, missing)) {
            findings.push(Finding::Vault { entry, fault: VaultFault::Missing });
        }
    }
    let outcome = if has_key || subjects.is_empty() { Checked::Done(checked) } else { Checked::NoKey };
    Ok((outcome, findings))
}

/// What an entry committed to of a subject.
fn commitments(
    state: &Overlay<JournalView<'_>>,
    no: EntryNo,
    subject: SubjectNo,
) -> Result<Vec<(u8, Hash32)>, LedgerError> {
    let subjects = state.base().entry(no)?.map(|(entry, _)| entry.body.subjects()).unwrap_or_default();
    Ok(subjects.into_iter().find(|(s, _)| *s == subject).map(|(_, fields)| fields).unwrap_or_default())
}

/// Whether the chain says that the subject's key was destroyed.
fn is_erased(state: &Overlay<JournalView<'_>>, subject: SubjectNo) -> bool {
    state.kept(&Key::SubjectErased(subject)).is_some()
}

/// What a pass over the journal made, for the index to be compared with.
pub(super) struct Compared<'a, 'j> {
    /// The state.
    pub state: &'a Overlay<JournalView<'j>>,
    /// The subtrees that are kept.
    pub grown: &'a [Grown],
}

/// Compares the index with the verified journal: its bytes, its state, its tree, its lists.
///
/// # Errors
/// The first [`Difference`].
pub(super) fn index(
    dir: &Path,
    indexes: &dyn Indexes,
    journal: &dyn JournalBytes,
    report: &Report,
    pass: &Compared<'_, '_>,
) -> Result<Checked, Difference> {
    let index = match indexes.open(dir) {
        Ok(index) => index,
        Err(IndexError::InUse) => return Ok(Checked::Busy),
        Err(IndexError::Io(error)) => return Ok(Checked::Unreadable(error.to_string())),
        Err(IndexError::Damaged(what)) => return Err(Difference::Damaged(what)),
    };
    let (tip, packing) = match pack::read_meta(index.as_ref()).map_err(damaged)? {
        Seen::Nothing | Seen::OtherLayout => return Ok(Checked::Missing),
        Seen::UpTo(tip, packing) => (tip, packing),
    };
    if packing.offset < report.bytes {
        return Ok(Checked::Behind);
    }
    if packing.offset > report.bytes || tip.head != report.head || tip.commits != report.commits {
        return Err(Difference::History { index_commits: tip.commits });
    }
    same_bytes(index.as_ref(), journal, report.bytes)?;
    let cells = same_state(index.as_ref(), pass.state)?;
    same_subtrees(index.as_ref(), pass.grown)?;
    same_lists(index.as_ref())?;
    Ok(Checked::Done(cells))
}

fn damaged(error: LedgerError) -> Difference {
    Difference::Damaged(match error {
        LedgerError::Index(what) => what,
        other => format!("{other:?}"),
    })
}

fn engine(error: IndexError) -> Difference {
    Difference::Damaged(error.to_string())
}

/// Where the pieces of journal stand in the index, in the journal's order.
pub(super) fn piece_keys(index: &dyn Index) -> Result<Vec<(Space, Vec<u8>)>, IndexError> {
    let mut keys = Vec::new();
    for space in [Space::Chunk, Space::Tail] {
        index.range(space, &[0; 8], &[0xFF; 8], &mut |key, _| {
            keys.push((space, key.to_vec()));
            ControlFlow::Continue(())
        })?;
    }
    Ok(keys)
}

fn same_bytes(index: &dyn Index, journal: &dyn JournalBytes, end: u64) -> Result<(), Difference> {
    let mut at = Journal::START;
    let mut blocks = Blocks::new(journal, at, end);
    for (space, key) in piece_keys(index).map_err(engine)? {
        let piece = index.get(space, &key).map_err(engine)?.unwrap_or_default();
        if !matches!(blocks.fill(piece.len()), Ok(true)) || blocks.bytes()[..piece.len()] != *piece {
            return Err(Difference::Bytes { offset: at });
        }
        blocks.advance(piece.len() as u64);
        at += piece.len() as u64;
    }
    if at == end { Ok(()) } else { Err(Difference::Bytes { offset: at }) }
}

fn same_state(index: &dyn Index, state: &Overlay<JournalView<'_>>) -> Result<u64, Difference> {
    let mut expected: FxHashMap<Vec<u8>, (&Key, &Cell)> = FxHashMap::default();
    expected.extend(state.cells().map(|(key, cell)| (pack::cell_key(key), (key, cell))));
    let (from, to) = pack::all_cells();
    let (mut count, mut differs) = (0, None);
    index
        .range(Space::State, &from, &to, &mut |key, value| {
            count += 1;
            let same = expected.remove(key).is_some_and(|(_, cell)| pack::encode_cell(cell) == value);
            if same {
                return ControlFlow::Continue(());
            }
            differs = Some(Difference::State(format!("{key:02x?}")));
            ControlFlow::Break(())
        })
        .map_err(engine)?;
    match (differs, expected.into_values().next()) {
        (Some(difference), _) => Err(difference),
        (None, Some((key, _))) => Err(Difference::State(format!("{key:?}"))),
        (None, None) => Ok(count),
    }
}

fn same_subtrees(index: &dyn Index, grown: &[Grown]) -> Result<(), Difference> {
    let mut expected: FxHashMap<Vec<u8>, &Grown> = FxHashMap::default();
    let key = |one: &Grown| pack::subtree_key(one.subtree.level, one.subtree.index);
    expected.extend(grown.iter().map(|one| (key(one), one)));
    let (from, to) = pack::all_subtrees();
    let mut same = true;
    index
        .range(Space::State, &from, &to, &mut |key, value| {
            same = expected.remove(key).is_some_and(|one| pack::encode_grown(one) == value);
            if same { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .map_err(engine)?;
    if same && expected.is_empty() { Ok(()) } else { Err(Difference::Tree) }
}

/// Each chunk's lists, made again, are what stands under their keys; and nothing else stands there.
fn same_lists(index: &dyn Index) -> Result<(), Difference> {
    let (mut wanted, mut failure) = (0u64, None);
    index
        .range(Space::Chunk, &[0; 8], &[0xFF; 8], &mut |_, chunk| {
            let checked = pack::chunk_lists(chunk).map_err(damaged).and_then(|lists| {
                for (list, members) in lists {
                    let Some((first, _)) = members.first() else { continue };
                    let stored = index.get(Space::List, &pack::list_key(list, *first)).map_err(engine)?;
                    if stored.as_deref() != Some(&super::lists::pack(list, &members)) {
                        return Err(Difference::List { entry: *first });
                    }
                    wanted += 1;
                }
                Ok(())
            });
            match checked {
                Ok(()) => ControlFlow::Continue(()),
                Err(difference) => {
                    failure = Some(difference);
                    ControlFlow::Break(())
                }
            }
        })
        .map_err(engine)?;
    if let Some(difference) = failure {
        return Err(difference);
    }
    let mut found = 0u64;
    index
        .range(Space::List, &[0], &[0xFF], &mut |_, _| {
            found += 1;
            ControlFlow::Continue(())
        })
        .map_err(engine)?;
    if found == wanted {
        Ok(())
    } else {
        Err(Difference::Damaged(format!("{found} list pieces, not {wanted}")))
    }
}
