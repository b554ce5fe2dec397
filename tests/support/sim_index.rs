//! Owns: an index in memory that fails, crashes, rots and is damaged when a test says so.
//! Refuses to know: the ledger that uses it, and what the keys and values mean.

use jinguo::store::index::{Batch, Each, Index, IndexError, Pair, Space};
use jinguo::store::mem_index::MemIndex;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a failing call answers.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    Io,
    Damaged,
}

/// A handle on a pretended index folder. Clones share the folder: a test keeps one and gives one away.
#[derive(Clone, Default)]
pub struct SimIndex {
    folder: Arc<Mutex<Folder>>,
}

#[derive(Default)]
struct Folder {
    /// What the last flush made safe.
    flushed: MemIndex,
    /// What was applied after it, in order.
    since: Vec<Batch>,
    now: MemIndex,
    calls: u64,
    fail_at: Option<(u64, Fault)>,
    rotten: bool,
    damaged: bool,
    open: bool,
}

/// An opened [`SimIndex`]. Dropping it flushes, as the real one does.
pub struct SimOpen {
    sim: SimIndex,
}

impl SimIndex {
    /// An empty folder.
    pub fn new() -> SimIndex {
        SimIndex::default()
    }

    /// Opens the folder: `Damaged` after [`SimIndex::damage`], `InUse` while another opening lives.
    pub fn open(&self) -> Result<SimOpen, IndexError> {
        let mut folder = self.folder();
        if folder.open {
            return Err(IndexError::InUse);
        }
        if folder.damaged {
            return Err(IndexError::Damaged("simulated: will not open".to_owned()));
        }
        folder.open = true;
        drop(folder);
        Ok(SimOpen { sim: self.clone() })
    }

    /// Makes the `nth` call from now fail (1 is the next). A failed apply leaves a part of its cold puts at most.
    pub fn fail_at(&self, nth: u64, fault: Fault) {
        let mut folder = self.folder();
        folder.fail_at = Some((folder.calls + nth, fault));
    }

    /// The process dies. The folder falls back to any whole number of commits between the last flush and now;
    /// cold puts of later commits may have stayed. What was open must be forgotten with `std::mem::forget`, or
    /// dropped: it writes nothing any more.
    pub fn crash(&self, seed: u64) {
        let mut folder = self.folder();
        let mut random = Random(seed);
        let since = std::mem::take(&mut folder.since);
        let hot = random.up_to(since.len());
        let cold = hot + random.up_to(since.len() - hot);
        let mut left = folder.flushed.clone();
        for (number, batch) in since.into_iter().enumerate().take(cold) {
            let batch = if number < hot { batch } else { Batch { cold: batch.cold, hot: Vec::new() } };
            never_fails(left.apply(batch));
        }
        folder.flushed = left.clone();
        folder.now = left;
        folder.open = false;
        folder.fail_at = None;
    }

    /// The next `get`, `range` or `last_before` meets a value that fails its check.
    pub fn rot(&self) {
        self.folder().rotten = true;
    }

    /// The folder will not open again until it is set aside.
    pub fn damage(&self) {
        self.folder().damaged = true;
    }

    /// An empty folder takes the place of this one.
    pub fn set_aside(&self) {
        *self.folder() = Folder::default();
    }

    /// What a reader would see now.
    pub fn content(&self) -> MemIndex {
        self.folder().now.clone()
    }

    fn folder(&self) -> MutexGuard<'_, Folder> {
        self.folder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Folder {
    fn call(&mut self) -> Result<(), IndexError> {
        self.calls += 1;
        match self.fail_at {
            Some((nth, fault)) if nth == self.calls => Err(match fault {
                Fault::Io => IndexError::Io(io::Error::other("simulated")),
                Fault::Damaged => IndexError::Damaged("simulated".to_owned()),
            }),
            _ => Ok(()),
        }
    }

    fn read(&mut self) -> Result<(), IndexError> {
        self.call()?;
        if std::mem::take(&mut self.rotten) {
            return Err(IndexError::Damaged("simulated: a value fails its check".to_owned()));
        }
        Ok(())
    }
}

impl Index for SimOpen {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
        let mut folder = self.sim.folder();
        folder.read()?;
        folder.now.get(space, key)
    }

    fn range(&self, space: Space, from: &[u8], to: &[u8], each: Each<'_>) -> Result<(), IndexError> {
        let mut folder = self.sim.folder();
        folder.read()?;
        let now = folder.now.clone();
        drop(folder);
        now.range(space, from, to, each)
    }

    fn last_before(&self, space: Space, key: &[u8]) -> Result<Option<Pair>, IndexError> {
        let mut folder = self.sim.folder();
        folder.read()?;
        folder.now.last_before(space, key)
    }

    fn apply(&mut self, batch: Batch) -> Result<(), IndexError> {
        let mut folder = self.sim.folder();
        if let Err(error) = folder.call() {
            let half = batch.cold.len() / 2;
            let cold = batch.cold.into_iter().take(half).collect();
            never_fails(folder.now.apply(Batch { cold, hot: Vec::new() }));
            return Err(error);
        }
        never_fails(folder.now.apply(batch.clone()));
        folder.since.push(batch);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), IndexError> {
        let mut folder = self.sim.folder();
        folder.call()?;
        folder.flushed = folder.now.clone();
        folder.since.clear();
        Ok(())
    }
}

impl Drop for SimOpen {
    fn drop(&mut self) {
        let mut folder = self.sim.folder();
        if folder.open {
            folder.flushed = folder.now.clone();
            folder.since.clear();
            folder.open = false;
        }
    }
}

fn never_fails(outcome: Result<(), IndexError>) {
    outcome.expect("an index in memory does not fail");
}

/// SplitMix64: the same seed gives the same crash.
struct Random(u64);

impl Random {
    fn up_to(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let choices = u64::try_from(most).expect("a count fits") + 1;
        usize::try_from(mixed % choices).expect("at most the count")
    }
}
