//! A journal written from drafts in memory, under any rules version and by any hand.
//!
//! Owns: what a ledger does at a commit, without its guards. Refuses to know: files, vaults, and whether the journal is
//! a good one: a bad one is written as easily.

use jinguo::base::{EntryNo, Hash32, LoanNo, OperatorNo, PersonNo, SubjectNo, Timestamp};
use jinguo::book::loan::LoanState;
use jinguo::book::state::{Cell, Key};
use jinguo::book::{Context, Draft, Overlay, View, record};
use jinguo::chain::{Author, CommitWriter, FILE_HEAD, OperatorKey, Sealed, Tip, leaf_hash};
use jinguo::entry::Entry;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// What was recorded, in memory.
#[derive(Clone, Default)]
pub struct Memory {
    pub cells: BTreeMap<Key, Cell>,
    pub entries: Vec<(Entry, Hash32)>,
}

impl View for Memory {
    type Error = Infallible;

    fn cell(&self, key: &Key) -> Result<Option<Cell>, Infallible> {
        Ok(self.cells.get(key).cloned())
    }

    fn entry(&self, no: EntryNo) -> Result<Option<(Entry, Hash32)>, Infallible> {
        let at = usize::try_from(no.0).ok().and_then(|n| n.checked_sub(1));
        Ok(at.and_then(|at| self.entries.get(at).cloned()))
    }
}

impl Memory {
    fn record(
        &mut self,
        operator: OperatorNo,
        rules_version: u16,
        recorded_at: Timestamp,
        draft: Draft,
    ) -> Entry {
        let no = EntryNo(u64::try_from(self.entries.len()).unwrap() + 1);
        let ctx = Context { no, recorded_at, operator, rules_version };
        let mut state = Overlay::new(std::mem::take(self));
        let entry = record(&mut state, &ctx, draft.clone()).unwrap_or_else(|e| panic!("{draft:?}: {e:?}"));
        let changes = state.take_changes();
        *self = std::mem::take(state.base_mut());
        for (key, cell) in changes {
            match cell {
                Some(cell) => drop(self.cells.insert(key, cell)),
                None => drop(self.cells.remove(&key)),
            }
        }
        self.entries.push((entry.clone(), leaf_hash(&entry.to_bytes())));
        entry
    }
}

/// Who commits, and under which rules.
#[derive(Clone, Copy)]
pub struct Hand<'a> {
    pub operator: u32,
    pub key: &'a OperatorKey,
    pub rules: u16,
}

#[derive(Clone)]
pub struct Scribe {
    pub bytes: Vec<u8>,
    memory: Memory,
    tip: Tip,
    origin: &'static str,
}

impl Scribe {
    pub fn new(origin: &'static str) -> Scribe {
        Scribe { bytes: FILE_HEAD.to_vec(), memory: Memory::default(), tip: Tip::default(), origin }
    }

    /// Where the journal stands.
    pub fn tip(&self) -> &Tip {
        &self.tip
    }

    /// The leaf hash of an entry that was written.
    pub fn leaf(&self, no: u64) -> Hash32 {
        self.memory.entries[usize::try_from(no).unwrap() - 1].1
    }

    pub fn entry(&self, no: u64) -> &Entry {
        &self.memory.entries[usize::try_from(no).unwrap() - 1].0
    }

    pub fn entries(&self) -> u64 {
        u64::try_from(self.memory.entries.len()).unwrap()
    }

    /// A loan with what happened to it.
    pub fn loan(&self, no: u64) -> LoanState {
        match &self.memory.cells[&Key::Loan(LoanNo(no))] {
            Cell::Loan(loan) => LoanState::clone(loan),
            other => panic!("{other:?}"),
        }
    }

    /// Everything in the vault about a person.
    pub fn subjects_of(&self, person: u64) -> Vec<SubjectNo> {
        jinguo::book::persons::subjects_of(&mut Overlay::new(self.memory.clone()), PersonNo(person)).unwrap()
    }

    /// The entry that a version of the rules makes of a draft; nothing is kept of it.
    pub fn made(&self, rules: u16, operator: u32, recorded_at: Timestamp, draft: Draft) -> Entry {
        let mut memory = self.memory.clone();
        memory.record(OperatorNo(operator), rules, recorded_at, draft)
    }

    /// Makes entries by the rules and commits them.
    pub fn commit(&mut self, hand: Hand<'_>, clock: Timestamp, drafts: Vec<Draft>) {
        let recorded_at = self.tip.recorded_at.map_or(clock, |last| last.max(clock));
        let mut record =
            |draft| self.memory.record(OperatorNo(hand.operator), hand.rules, recorded_at, draft);
        let entries: Vec<Entry> = drafts.into_iter().map(&mut record).collect();
        self.write(hand, clock, &entries);
    }

    /// Commits entries as they are. The state does not learn of them.
    pub fn write(&mut self, hand: Hand<'_>, clock: Timestamp, entries: &[Entry]) {
        let (operator, key) = (OperatorNo(hand.operator), hand.key);
        let author = Author { origin: self.origin, operator, key, clock, rules_version: hand.rules };
        let count = u32::try_from(entries.len()).unwrap();
        let mut writer = CommitWriter::new(&self.tip, &author, count);
        for entry in entries {
            writer.entry(&entry.to_bytes());
        }
        let Sealed { bytes, tip, .. } = writer.seal(&author);
        self.bytes.extend(bytes);
        self.tip = tip;
    }
}
