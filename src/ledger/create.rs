//! A new ledger: its folder, its empty vault and its first commit.
//!
//! Owns: the order in which they come to be. Refuses to know: where keys are kept.

use super::error::LedgerError;
use crate::base::{EntryNo, Hash32, Line, OperatorNo, Timestamp};
use crate::book::view::Empty;
use crate::book::{Context, Draft, Overlay, RULES_VERSION, Stop, record};
use crate::chain::{Author, CommitWriter, OperatorKey, Sealed, Tip};
use crate::entry::{Body, Chart, Open};
use crate::store::fs::Fs;
use crate::store::journal::Journal;
use crate::store::vault::Vault;
use std::path::Path;
use std::sync::Arc;

/// What a new ledger is told of itself.
#[derive(Clone, Debug)]
pub struct NewLedger {
    /// Its name among all ledgers, such as `example.org/fund`.
    pub origin: Line,
    /// The office.
    pub organisation: Line,
    /// The chart of accounts that it keeps.
    pub chart: Chart,
    /// Its own public key.
    pub ledger_key: Hash32,
    /// The first operator.
    pub operator_name: Line,
}

impl NewLedger {
    /// Creates the ledger in `dir`, which may not hold one. It is there whole or not at all. Returns where it stands.
    ///
    /// # Errors
    /// [`LedgerError::Exists`], or where the files can't be written.
    pub fn create(
        &self,
        dir: &Path,
        fs: Arc<dyn Fs>,
        operator: &OperatorKey,
        clock: Timestamp,
    ) -> Result<Tip, LedgerError> {
        let io = |source| LedgerError::Io { file: "journal", source, outcome: super::Outcome::NotRecorded };
        if fs.exists(&dir.join("journal")).map_err(io)? {
            return Err(LedgerError::Exists(dir.to_owned()));
        }
        let body = Body::Open(Open {
            origin: self.origin.clone(),
            organisation: self.organisation.clone(),
            chart: self.chart,
            ledger_key: self.ledger_key,
            operator: OperatorNo(1),
            operator_name: self.operator_name.clone(),
            operator_key: operator.public(),
        });
        let ctx = Context {
            no: EntryNo(1),
            recorded_at: clock,
            operator: OperatorNo(1),
            rules_version: RULES_VERSION,
        };
        let entry = match record(&mut Overlay::new(Empty), &ctx, Draft::new(clock.shanghai_date(), body)) {
            Ok(entry) => entry,
            Err(Stop::Refused(refusal)) => return Err(LedgerError::Refused(refusal)),
            Err(Stop::State(never)) => match never {},
        };
        let author = Author {
            origin: self.origin.as_str(),
            operator: OperatorNo(1),
            key: operator,
            clock,
            rules_version: RULES_VERSION,
        };
        let mut commit = CommitWriter::new(&Tip::default(), &author, 1);
        commit.entry(&entry.to_bytes());
        let Sealed { bytes, tip, .. } = commit.seal(&author);
        create_folder(fs.as_ref(), dir).map_err(io)?;
        // The journal last: without it the folder is no ledger, and creating it again goes on from here.
        Vault::create(fs.as_ref(), dir, &self.origin, None).map_err(LedgerError::vault)?;
        Journal::create(fs, dir, &bytes).map_err(|e| LedgerError::file(dir, e))?;
        Ok(tip)
    }
}

/// Creates the folder and makes its name last: what is synced in a folder is lost with the folder's own name.
pub(super) fn create_folder(fs: &dyn Fs, dir: &Path) -> std::io::Result<()> {
    let mut made = vec![dir];
    for above in dir.ancestors().skip(1) {
        if above == Path::new("") || fs.exists(above)? {
            break;
        }
        made.push(above);
    }
    fs.create_dir_all(dir)?;
    for folder in made {
        match folder.parent() {
            Some(parent) if parent == Path::new("") => fs.sync_dir(Path::new("."))?,
            Some(parent) => fs.sync_dir(parent)?,
            None => {}
        }
    }
    Ok(())
}
