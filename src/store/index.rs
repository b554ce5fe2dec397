//! Owns: what the index must do for the ledger, whoever does it.
//! Refuses to know: which engine keeps it, and what the keys and values mean.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

/// The four kinds of things the index keeps. Keys of different spaces never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// Small cells that are overwritten: balances, counters, the tip.
    State,
    /// The exact bytes of the newest commits, one value a commit.
    Tail,
    /// The exact bytes of older commits, packed by number range.
    Chunk,
    /// Packed posting lists.
    List,
}

impl Space {
    /// Every space, in the order of their tags.
    pub const ALL: [Space; 4] = [Space::State, Space::Tail, Space::Chunk, Space::List];

    /// The byte that stands for the space in stored keys and in checks.
    pub const fn tag(self) -> u8 {
        match self {
            Space::State => b's',
            Space::Tail => b't',
            Space::Chunk => b'c',
            Space::List => b'l',
        }
    }

    /// Whether the space is written ahead of its commit and may be written twice with the same bytes.
    pub const fn is_cold(self) -> bool {
        matches!(self, Space::Chunk | Space::List)
    }
}

/// The writes of one commit.
///
/// After a crash the index holds a run of whole `hot` parts from the first on, in order. A `cold` part is there
/// whenever its `hot` part is. It may also be there without it, so writing it again must change nothing.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Puts into cold spaces, done first.
    pub cold: Vec<(Space, Vec<u8>, Vec<u8>)>,
    /// Puts (`Some`) and deletions (`None`) in hot spaces, done together or not at all.
    pub hot: Vec<(Space, Vec<u8>, Option<Vec<u8>>)>,
}

impl Batch {
    /// A space of the wrong temperature in this batch, if any. Such a batch is a bug of the caller.
    pub fn misplaced(&self) -> Option<Space> {
        let cold = self.cold.iter().map(|(space, _, _)| *space).find(|space| !space.is_cold());
        cold.or_else(|| self.hot.iter().map(|(space, _, _)| *space).find(|space| space.is_cold()))
    }
}

/// A sorted store of bytes that follows the journal and can be rebuilt from it.
pub trait Index: Send {
    /// The value at `key`, or `None` where nothing is kept.
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError>;

    /// Calls `each` with every pair of `from <= key < to` in ascending order, until it breaks.
    fn range(&self, space: Space, from: &[u8], to: &[u8], each: Each<'_>) -> Result<(), IndexError>;

    /// The pair with the greatest key below `key`, or `None`.
    fn last_before(&self, space: Space, key: &[u8]) -> Result<Option<Pair>, IndexError>;

    /// Takes in one commit. What was applied is seen at once; it is on disk after `flush`.
    fn apply(&mut self, batch: Batch) -> Result<(), IndexError>;

    /// Hands all that was applied to the operating system.
    fn flush(&mut self) -> Result<(), IndexError>;
}

/// What a range calls with each key and value; it breaks to stop.
pub type Each<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> ControlFlow<()>;

/// A key and its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// Why the index gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The operating system refused; the content may be whole.
    #[error("index I/O: {0}")]
    Io(#[from] io::Error),
    /// The content is not what was written, or the engine gave up on it: set it aside and rebuild.
    #[error("index damaged: {0}")]
    Damaged(String),
    /// Another process, or another opening in this one, has it open.
    #[error("index in use")]
    InUse,
}

/// Where indexes come from: one file of the store for users, a faulty one for tests.
pub trait Indexes: Send + Sync {
    /// Opens the index of the ledger in `dir`; a new empty one where there is none.
    ///
    /// # Errors
    /// [`IndexError`].
    fn open(&self, dir: &Path) -> Result<Box<dyn Index>, IndexError>;

    /// Moves the index of the ledger in `dir` aside, so that the next opening starts an empty one.
    ///
    /// # Errors
    /// As the system says.
    fn set_aside(&self, dir: &Path) -> io::Result<()>;
}
