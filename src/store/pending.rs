//! Owns: hot writes that were applied but not yet handed to the engine, the newest value of each key only.
//! Refuses to know: the engine, and what the keys and values mean.

use std::collections::BTreeMap;
use std::ops::Bound;

/// What a key costs in memory beside its own bytes; a rough figure is enough for a limit.
const OVERHEAD: usize = 64;

/// Whole hot batches, merged. `None` stands for a deletion.
#[derive(Default)]
pub struct Pending {
    cells: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    bytes: usize,
}

impl Pending {
    /// Takes in one write; it replaces an earlier one of the same key.
    pub fn put(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) {
        let length = value.as_ref().map_or(0, Vec::len);
        let key_cost = key.len() + OVERHEAD;
        match self.cells.insert(key, value) {
            Some(before) => self.bytes -= before.map_or(0, |value| value.len()),
            None => self.bytes += key_cost,
        }
        self.bytes += length;
    }

    /// About how much memory the writes hold.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The waiting write of `key`: `Some(None)` is a deletion, `None` means that nothing waits.
    pub fn get(&self, key: &[u8]) -> Option<Option<&[u8]>> {
        self.cells.get(key).map(|value| value.as_deref())
    }

    /// The waiting writes of `from <= key < to`, ascending. The caller sees to `from < to`.
    pub fn range(
        &self,
        from: &[u8],
        to: &[u8],
    ) -> impl DoubleEndedIterator<Item = (&[u8], Option<&[u8]>)> + use<'_> {
        let bounds = (Bound::Included(from), Bound::Excluded(to));
        self.cells.range::<[u8], _>(bounds).map(|(key, value)| (key.as_slice(), value.as_deref()))
    }

    /// Every waiting write in key order.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
        self.cells.iter().map(|(key, value)| (key.as_slice(), value.as_deref()))
    }

    /// Forgets all of them: the engine has them now.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_of_bytes_follows_what_is_held() {
        let mut pending = Pending::default();
        pending.put(vec![1], Some(vec![0; 100]));
        pending.put(vec![1], Some(vec![0; 10]));
        assert_eq!(pending.bytes(), 1 + OVERHEAD + 10);
        pending.put(vec![1], None);
        assert_eq!(pending.bytes(), 1 + OVERHEAD);
        assert_eq!(pending.get(&[1]), Some(None));
        assert_eq!(pending.get(&[2]), None);
        pending.clear();
        assert_eq!(pending.bytes(), 0);
    }
}
