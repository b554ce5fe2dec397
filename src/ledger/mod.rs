//! The one door: create, open, record, read, verify, recover.
//!
//! Owns: how chain, book and store work together. Refuses to know: words for people, clocks and terminals.

pub mod anchor;
pub mod audit;
mod batch;
mod cells;
pub mod checkpoint;
mod closing;
pub mod compare;
mod create;
pub mod error;
mod find;
mod lists;
mod loans;
mod open;
mod pack;
mod pass;
mod people;
mod prove;
pub mod put_back;
mod read;
mod receipt;
pub mod recover;
pub mod recover_vault;
mod relief;
mod replay;
mod scan;
mod signers;
pub mod snapshot;
mod tail;
mod vaulted;
pub mod verify;
mod view;
pub mod witness;

pub use anchor::{Anchors, HeldNote};
pub use batch::{Batch, Receipt, Recorded};
pub use create::NewLedger;
pub use error::{Alarm, LedgerError, Outcome};
pub use lists::ListKey;
pub use open::{Access, Notice, Options};
pub use people::{PersonDetails, Secrets, VaultFields};
pub use prove::Proved;
pub use read::Located;
pub use receipt::{ReceiptError, Receipted};
pub use scan::Scanned;
pub use snapshot::Snapshot;
pub use verify::{Report, VerifyOptions, verify, verify_against, verify_bundle};

use crate::base::Line;
use crate::book::Overlay;
use crate::chain::Tip;
use crate::store::fs::Fs;
use crate::store::journal::Journal;
use pack::Packing;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use view::IndexView;

/// Tells how far a long pass has come: bytes done, bytes in all.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Fills a slice with unpredictable bytes; deterministic ones for the demonstration and for tests.
pub type Entropy = Box<dyn FnMut(&mut [u8]) + Send>;

/// An open ledger.
pub struct Ledger {
    fs: Arc<dyn Fs>,
    dir: PathBuf,
    journal: Journal,
    state: Overlay<IndexView>,
    packing: Packing,
    tip: Tip,
    origin: Line,
    organisation: Line,
    people: people::People,
    notices: Vec<Notice>,
    can_write: bool,
    /// Set where an error left what is on disk unknown: nothing more is written until reopened.
    stopped: bool,
    // Last, so that the lock outlives everything that writes.
    _lock: Option<crate::store::lock::Lock>,
}

impl Ledger {
    /// The name that every signature covers.
    pub const fn origin(&self) -> &Line {
        &self.origin
    }

    /// The office.
    pub const fn organisation(&self) -> &Line {
        &self.organisation
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the journal stands: commits, entries, chain head, tree.
    pub const fn tip(&self) -> &Tip {
        &self.tip
    }

    /// What opening found worth telling.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The state, to ask the rules' own questions of.
    pub const fn state(&mut self) -> &mut Overlay<IndexView> {
        &mut self.state
    }
}
