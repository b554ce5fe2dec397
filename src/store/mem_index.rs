//! Owns: an index that lives in memory, for folders that cannot be written.
//! Refuses to know: files, and what the keys and values mean.

use super::index::{Batch, Each, Index, IndexError, Pair, Space};
use std::collections::BTreeMap;
use std::ops::Bound;

/// An index in memory. Empty when made; never damaged, never in use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemIndex {
    cells: BTreeMap<(Space, Vec<u8>), Vec<u8>>,
}

impl MemIndex {
    /// An empty index.
    pub fn new() -> MemIndex {
        MemIndex::default()
    }
}

impl Index for MemIndex {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, IndexError> {
        Ok(self.cells.get(&(space, key.to_vec())).cloned())
    }

    fn range(&self, space: Space, from: &[u8], to: &[u8], each: Each<'_>) -> Result<(), IndexError> {
        if from >= to {
            return Ok(());
        }
        for ((_, key), value) in self.cells.range((space, from.to_vec())..(space, to.to_vec())) {
            if each(key, value).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn last_before(&self, space: Space, key: &[u8]) -> Result<Option<Pair>, IndexError> {
        let below = (Bound::Included((space, Vec::new())), Bound::Excluded((space, key.to_vec())));
        if key.is_empty() {
            return Ok(None);
        }
        Ok(self.cells.range(below).next_back().map(|((_, key), value)| (key.clone(), value.clone())))
    }

    fn apply(&mut self, batch: Batch) -> Result<(), IndexError> {
        debug_assert_eq!(batch.misplaced(), None, "a space stands in the wrong half of its batch");
        for (space, key, value) in batch.cold {
            self.cells.insert((space, key), value);
        }
        for (space, key, value) in batch.hot {
            match value {
                Some(value) => self.cells.insert((space, key), value),
                None => self.cells.remove(&(space, key)),
            };
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), IndexError> {
        Ok(())
    }
}
