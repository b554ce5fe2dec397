//! Finding entries: those in any of several lists, and those that an operator recorded.
//!
//! Owns: answers that take more than one list. Refuses to know: what is asked of the entries themselves.

use super::Ledger;
use super::error::LedgerError;
use super::lists::{ListKey, lists_of};
use crate::base::{EntryNo, OperatorNo};
use crate::book::View;
use rustc_hash::FxHashSet;
use std::ops::RangeInclusive;

impl Ledger {
    /// The numbers of all entries in any of some lists, ascending, each once. The tail is read once for all of them.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn entries_in_any(&self, lists: &[ListKey]) -> Result<Vec<EntryNo>, LedgerError> {
        let wanted: FxHashSet<ListKey> = lists.iter().copied().collect();
        let mut all = Vec::new();
        for list in &wanted {
            all.extend(self.state.base().list(*list)?);
        }
        self.for_each(EntryNo(self.packing.tail_first)..=EntryNo(u64::MAX), |entry| {
            let mut found = false;
            lists_of(entry, |list| found |= wanted.contains(&list));
            all.extend(found.then_some(entry.no));
            Ok(true)
        })?;
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    /// The entries of each commit of an operator, ascending.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn entries_by(&self, operator: OperatorNo) -> Result<Vec<RangeInclusive<EntryNo>>, LedgerError> {
        let lists = self.state.base();
        let mut hers = lists.list(ListKey::Operator(operator))?;
        let mut starts = lists.list(ListKey::Commits)?;
        // Commits of the tail are in no list yet. The first of them may have begun before it.
        let mut next = EntryNo(self.packing.tail_first.max(1));
        while lists.entry(next)?.is_some() {
            let header = self.locate(next)?.header;
            if starts.last().is_none_or(|last| *last < header.first_entry) {
                starts.push(header.first_entry);
                hers.extend((header.operator == operator).then_some(header.first_entry));
            }
            next = EntryNo(header.first_entry.0 + u64::from(header.entries));
        }
        let end_of = |first: EntryNo| {
            let after = starts.partition_point(|start| *start <= first);
            starts.get(after).map_or(self.tip.entries, |start| start.0 - 1)
        };
        Ok(hers.into_iter().map(|first| first..=EntryNo(end_of(first))).collect())
    }
}
