//! Owns: the index on disk, kept by sled, and everything that keeps sled's faults inside this file.
//! Refuses to know: the journal, and what the keys and values mean.

use super::hush::{self, hushed};
use super::index::{Batch, Each, Index, IndexError, Indexes, Pair, Space};
use super::pending::Pending;
use sled::IVec;
use std::fs;
use std::io::{self, ErrorKind};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

/// sled writes a value above a quarter of its segment into a file of its own. With this size a packed chunk goes
/// there, and its old copies are deleted at once instead of lying in half-empty segments.
const SEGMENT: usize = 128 << 10;
/// sled's page cache, in bytes.
const CACHE: u64 = 64 << 20;
/// Hot writes are merged up to this size before sled sees them. Each cell then costs one write, not one a commit.
const PENDING: usize = 32 << 20;
/// sled scans its log from its last snapshot on opening, and takes a snapshot only then. After this many bytes the
/// folder is opened once more, so that the next command need not scan them.
const SETTLE: usize = 64 << 20;
/// sled lets go of its lock a little after it is dropped.
const LOCK_TRIES: u32 = 50;
const LOCK_PAUSE: Duration = Duration::from_millis(10);
/// A damaged folder could leave sled waiting for a thread that is gone. Closing gives up after this long.
const CLOSE_LIMIT: Duration = Duration::from_secs(60);
/// sled's own threads are named like this.
const THREADS: &str = "sled-";

const CHECK: usize = 8;
const CHECK_CONTEXT: &str = "jinguo 2026-11 v1 index value";

/// The index in a folder. One opening at a time holds the folder.
pub struct SledIndex {
    inner: Inner,
}

/// What is moved to a helper thread for closing.
#[derive(Default)]
struct Inner {
    dir: PathBuf,
    engine: Option<Engine>,
    pending: Pending,
    unsettled: usize,
    refused: AtomicBool,
}

struct Engine {
    hot: sled::Tree,
    cold: sled::Tree,
    db: sled::Db,
}

impl SledIndex {
    /// Opens the index in `dir`, or makes an empty one there.
    ///
    /// `InUse` where it is open elsewhere; `Damaged` where sled cannot read it; `Io` where the folder cannot be
    /// written.
    pub fn open(dir: &Path) -> Result<SledIndex, IndexError> {
        hush::install(THREADS);
        let engine = Some(Engine::open(dir)?);
        Ok(SledIndex { inner: Inner { dir: dir.to_owned(), engine, ..Inner::default() } })
    }
}

/// The indexes that users' ledgers have: sled, in the folder `index`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SledIndexes;

impl Indexes for SledIndexes {
    fn open(&self, dir: &Path) -> Result<Box<dyn Index>, IndexError> {
        Ok(Box::new(SledIndex::open(&dir.join("index"))?))
    }

    fn set_aside(&self, dir: &Path) -> io::Result<()> {
        let index = dir.join("index");
        if index.try_exists()? { set_aside(&index).map(drop) } else { Ok(()) }
    }
}

/// Moves a closed index folder to `aside/index-<n>` beside it, so that a new one can be made; returns where it is.
pub fn set_aside(dir: &Path) -> io::Result<PathBuf> {
    let aside = dir.parent().unwrap_or(Path::new("")).join("aside");
    fs::create_dir_all(&aside)?;
    let mut number = 1_u64;
    loop {
        let place = aside.join(format!("index-{number}"));
        if fs::symlink_metadata(&place).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            fs::rename(dir, &place)?;
            return Ok(place);
        }
        number += 1;
    }
}

impl Index for SledIndex {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
        self.inner.standing()?;
        let stored_key = tagged(space, key);
        if let Some(waiting) = self.inner.pending.get(&stored_key) {
            return Ok(waiting.map(<[u8]>::to_vec));
        }
        let stored = self.inner.inside(|engine| engine.tree(space).get(&stored_key))?;
        stored.map(|value| Ok(checked(&stored_key, &value)?.to_vec())).transpose()
    }

    fn range(&self, space: Space, from: &[u8], to: &[u8], each: Each<'_>) -> Result<(), IndexError> {
        if from >= to {
            return Ok(());
        }
        let (from, to) = (tagged(space, from), tagged(space, to));
        let mut waiting = self.inner.pending.range(&from, &to).peekable();
        let mut stored =
            self.inner.inside(|engine| Ok(engine.tree(space).range(from.clone()..to.clone())))?;
        // `each` runs outside the guard: its panics are the caller's own.
        let mut next = || self.inner.inside(|_| stored.next().transpose());
        let mut kept = next()?;
        loop {
            let newer = match (waiting.peek(), &kept) {
                (None, None) => return Ok(()),
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some((new, _)), Some((old, _))) => *new <= old.as_ref(),
            };
            let flow = if newer {
                let Some((key, value)) = waiting.next() else { return Ok(()) };
                if kept.as_ref().is_some_and(|(old, _)| old.as_ref() == key) {
                    kept = next()?;
                }
                value.map_or(ControlFlow::Continue(()), |value| each(untagged(key), value))
            } else {
                let Some((key, value)) = kept.take() else { return Ok(()) };
                kept = next()?;
                each(untagged(&key), checked(&key, &value)?)
            };
            if flow.is_break() {
                return Ok(());
            }
        }
    }

    fn last_before(&self, space: Space, key: &[u8]) -> Result<Option<Pair>, IndexError> {
        let from = tagged(space, &[]);
        let mut to = tagged(space, key);
        loop {
            if from >= to {
                return Ok(None);
            }
            let stored: Option<(IVec, IVec)> = self.inner.inside(|engine| {
                engine.tree(space).range(from.clone()..to.clone()).next_back().transpose()
            })?;
            let waiting = self.inner.pending.range(&from, &to).next_back();
            let newer = |key: &[u8]| stored.as_ref().is_none_or(|(old, _)| key >= old.as_ref());
            let Some((key, value)) = waiting.filter(|(key, _)| newer(key)) else {
                let pair =
                    stored.map(|(key, value)| Ok((untagged(&key).to_vec(), checked(&key, &value)?.to_vec())));
                return pair.transpose();
            };
            match value {
                Some(value) => return Ok(Some((untagged(key).to_vec(), value.to_vec()))),
                None => to = key.to_vec(),
            }
        }
    }

    fn apply(&mut self, batch: Batch) -> Result<(), IndexError> {
        debug_assert_eq!(batch.misplaced(), None, "a space stands in the wrong half of its batch");
        let inner = &mut self.inner;
        for (space, key, value) in batch.cold {
            let key = tagged(space, &key);
            let value = with_check(&key, &value);
            inner.unsettled += key.len() + value.len();
            inner.writing(|engine| engine.cold.insert(key, value).map(drop))?;
        }
        for (space, key, value) in batch.hot {
            inner.pending.put(tagged(space, &key), value);
        }
        if inner.pending.bytes() >= PENDING { inner.push() } else { inner.standing() }
    }

    fn flush(&mut self) -> Result<(), IndexError> {
        self.inner.flush()
    }
}

impl Drop for SledIndex {
    fn drop(&mut self) {
        let mut inner = std::mem::take(&mut self.inner);
        let (done, wait) = mpsc::channel();
        let close = move || {
            // Nobody is left to hear an error. What did not reach the disk is replayed from the journal.
            if !inner.refused.load(Ordering::Relaxed) {
                let _ = inner.flush();
            }
            let engine = inner.engine.take();
            let _ = hushed(move || drop(engine));
            let _ = done.send(());
        };
        if thread::Builder::new().name("index-close".to_owned()).spawn(close).is_ok() {
            let _ = wait.recv_timeout(CLOSE_LIMIT);
        }
    }
}

impl Inner {
    /// Runs `work` on sled. A panic makes the index refuse everything from then on.
    fn inside<T>(&self, work: impl FnOnce(&Engine) -> sled::Result<T>) -> Result<T, IndexError> {
        self.standing()?;
        let Some(engine) = &self.engine else { return Err(refusal()) };
        match hushed(|| work(engine)) {
            Ok(outcome) => outcome.map_err(sled_error),
            Err(message) => {
                self.refused.store(true, Ordering::Relaxed);
                Err(IndexError::Damaged(message))
            }
        }
    }

    /// As `inside`, and any error makes the index refuse: a batch may be half done in sled's memory.
    fn writing<T>(&self, work: impl FnOnce(&Engine) -> sled::Result<T>) -> Result<T, IndexError> {
        self.inside(work).inspect_err(|_| self.refused.store(true, Ordering::Relaxed))
    }

    fn standing(&self) -> Result<(), IndexError> {
        if self.refused.load(Ordering::Relaxed) { Err(refusal()) } else { Ok(()) }
    }

    /// Hands the waiting commits to sled as one atomic batch.
    fn push(&mut self) -> Result<(), IndexError> {
        let mut written = 0;
        self.writing(|engine| {
            let mut batch = sled::Batch::default();
            for (key, value) in self.pending.iter() {
                match value {
                    Some(value) => {
                        written += key.len() + value.len() + CHECK;
                        batch.insert(key, with_check(key, value));
                    }
                    // Most deletions are of tails that were never stored.
                    None if engine.hot.contains_key(key)? => batch.remove(key),
                    None => {}
                }
            }
            engine.hot.apply_batch(batch)
        })?;
        self.unsettled += written;
        self.pending.clear();
        Ok(())
    }

    fn flush(&mut self) -> Result<(), IndexError> {
        self.push()?;
        self.writing(|engine| engine.db.flush().map(drop))?;
        if self.unsettled >= SETTLE {
            self.settle()?;
        }
        Ok(())
    }

    /// Closes and opens again, which is when sled takes a snapshot of its page table.
    fn settle(&mut self) -> Result<(), IndexError> {
        let engine = self.engine.take();
        let reopened = match hushed(move || drop(engine)) {
            Ok(()) => Engine::open(&self.dir),
            Err(message) => Err(IndexError::Damaged(message)),
        };
        self.engine = Some(reopened?);
        self.unsettled = 0;
        Ok(())
    }
}

impl Engine {
    fn open(dir: &Path) -> Result<Engine, IndexError> {
        let mut tries = 0;
        loop {
            match hushed(|| Engine::open_once(dir)) {
                Ok(Ok(engine)) => return Ok(engine),
                Ok(Err(error)) => match sled_error(error) {
                    IndexError::InUse if tries < LOCK_TRIES => {
                        tries += 1;
                        thread::sleep(LOCK_PAUSE);
                    }
                    error => return Err(error),
                },
                Err(message) => return Err(IndexError::Damaged(message)),
            }
        }
    }

    fn open_once(dir: &Path) -> sled::Result<Engine> {
        let config = sled::Config::new()
            .path(dir)
            .segment_size(SEGMENT)
            .cache_capacity(CACHE)
            .mode(sled::Mode::LowSpace)
            .flush_every_ms(None);
        let db = config.open()?;
        Ok(Engine { hot: db.open_tree("hot")?, cold: db.open_tree("cold")?, db })
    }

    fn tree(&self, space: Space) -> &sled::Tree {
        if space.is_cold() { &self.cold } else { &self.hot }
    }
}

fn refusal() -> IndexError {
    IndexError::Damaged("closed after an earlier fault".to_owned())
}

/// sled makes up I/O errors for what is really damage; those have one of these kinds.
fn sled_error(error: sled::Error) -> IndexError {
    use ErrorKind::{AlreadyExists, InvalidData, InvalidInput, NotFound, Other, UnexpectedEof};
    match error {
        sled::Error::Io(error) if error.to_string().starts_with("could not acquire lock") => {
            IndexError::InUse
        }
        sled::Error::Io(error) => match error.kind() {
            AlreadyExists | InvalidData | InvalidInput | NotFound | Other | UnexpectedEof => {
                IndexError::Damaged(error.to_string())
            }
            _ => IndexError::Io(error),
        },
        other => IndexError::Damaged(other.to_string()),
    }
}

fn tagged(space: Space, key: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(1 + key.len());
    stored.push(space.tag());
    stored.extend_from_slice(key);
    stored
}

/// The key without its tag. A key without a tag cannot come out of a range that starts with one.
fn untagged(stored: &[u8]) -> &[u8] {
    stored.get(1..).unwrap_or_default()
}

/// The key's length goes in, so that a byte cannot wander from the key into the value.
fn check(stored_key: &[u8], value: &[u8]) -> [u8; CHECK] {
    static START: OnceLock<blake3::Hasher> = OnceLock::new();
    let mut hasher = START.get_or_init(|| blake3::Hasher::new_derive_key(CHECK_CONTEXT)).clone();
    hasher.update(&u64::try_from(stored_key.len()).unwrap_or(u64::MAX).to_be_bytes());
    hasher.update(stored_key);
    hasher.update(value);
    let mut first = [0; CHECK];
    hasher.finalize_xof().fill(&mut first);
    first
}

fn with_check(stored_key: &[u8], value: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(value.len() + CHECK);
    stored.extend_from_slice(value);
    stored.extend_from_slice(&check(stored_key, value));
    stored
}

fn checked<'a>(stored_key: &[u8], stored: &'a [u8]) -> Result<&'a [u8], IndexError> {
    match stored.split_last_chunk::<CHECK>() {
        Some((value, found)) if *found == check(stored_key, value) => Ok(value),
        _ => Err(IndexError::Damaged(format!("value of key {} fails its check", hex::encode(stored_key)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_sled_is_damage_and_ends_the_index() {
        let root = tempfile::tempdir().expect("a folder");
        let mut index = SledIndex::open(&root.path().join("index")).expect("it opens");
        let batch = Batch { cold: Vec::new(), hot: vec![(Space::State, vec![1], Some(vec![2]))] };
        index.apply(batch.clone()).expect("it applies");
        let outcome = index.inner.inside(|_| -> sled::Result<()> { panic!("page 9 is gone") });
        assert!(matches!(outcome, Err(IndexError::Damaged(message)) if message == "page 9 is gone"));
        assert!(matches!(index.get(Space::State, &[3]), Err(IndexError::Damaged(_))));
        assert!(matches!(index.get(Space::State, &[1]), Err(IndexError::Damaged(_))));
        assert!(matches!(index.last_before(Space::State, &[9]), Err(IndexError::Damaged(_))));
        assert!(matches!(index.apply(batch), Err(IndexError::Damaged(_))));
        assert!(matches!(index.flush(), Err(IndexError::Damaged(_))));
    }

    #[test]
    fn a_value_that_is_not_the_one_written_here_is_damage() {
        let root = tempfile::tempdir().expect("a folder");
        let mut index = SledIndex::open(&root.path().join("index")).expect("it opens");
        let cold = vec![(Space::List, vec![1], vec![7; 20]), (Space::List, vec![1, 7], vec![7; 19])];
        index.apply(Batch { cold, hot: Vec::new() }).expect("it applies");
        let tree = index.inner.engine.as_ref().expect("it is open").cold.clone();
        let good = tree.get(b"l\x01").expect("sled reads").expect("it is there");
        let other = tree.get(b"l\x01\x07").expect("sled reads").expect("it is there");
        let mut flipped = good.to_vec();
        flipped[3] ^= 1;
        for wrong in [flipped, good[1..].to_vec(), other.to_vec(), good[..4].to_vec(), Vec::new()] {
            tree.insert(b"l\x01", wrong).expect("sled writes");
            assert!(matches!(index.get(Space::List, &[1]), Err(IndexError::Damaged(_))));
            assert!(matches!(index.last_before(Space::List, &[1, 7]), Err(IndexError::Damaged(_))));
            let range = index.range(Space::List, &[], &[9], &mut |_, _| ControlFlow::Continue(()));
            assert!(matches!(range, Err(IndexError::Damaged(_))));
        }
        tree.insert(b"c\x01", good.clone()).expect("sled writes");
        assert!(matches!(index.get(Space::Chunk, &[1]), Err(IndexError::Damaged(_))));
        tree.insert(b"l\x01", good).expect("sled writes");
        assert_eq!(index.get(Space::List, &[1]).expect("it is whole again"), Some(vec![7; 20]));
    }
}
