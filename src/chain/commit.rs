//! Writing a commit: from encoded entries to framed, chained and sealed bytes.
//!
//! Owns: the order and the arithmetic of a commit. Refuses to know: what the entries say, and files.

use super::hash::{check, link, seal_hash};
use super::header::Header;
use super::key::OperatorKey;
use super::seal::Seal;
use super::tree::{Frontier, Grown, leaf_hash};
use crate::base::wire::Put;
use crate::base::{EntryNo, Hash32, OperatorNo, Timestamp};

/// Where a journal stands after its last whole commit: all that the next commit needs to know of the past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tip {
    /// Commits so far.
    pub commits: u64,
    /// Entries so far.
    pub entries: u64,
    /// The link of the last record; zeros before the first.
    pub head: Hash32,
    /// The hash of the last seal; zeros before the first.
    pub seal: Hash32,
    /// The tree over all records.
    pub tree: Frontier,
    /// When the last commit was recorded; `None` before the first.
    pub recorded_at: Option<Timestamp>,
}

impl Tip {
    /// Records so far, headers and entries.
    pub const fn records(&self) -> u64 {
        self.tree.size()
    }

    /// The number of the next entry.
    pub const fn next_entry(&self) -> EntryNo {
        EntryNo(self.entries + 1)
    }
}

/// Who commits, when, and under which rules.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    /// The ledger's origin, which the signature covers.
    pub origin: &'a str,
    /// The operator's number.
    pub operator: OperatorNo,
    /// The operator's key.
    pub key: &'a OperatorKey,
    /// What the clock says.
    pub clock: Timestamp,
    /// The rules that the entries were made under.
    pub rules_version: u16,
}

/// A commit, ready to be written.
pub struct Sealed {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where the journal stands after it.
    pub tip: Tip,
    /// The subtrees that it completed.
    pub grown: Vec<Grown>,
}

/// Builds the bytes of one commit.
pub struct CommitWriter {
    bytes: Vec<u8>,
    tip: Tip,
    left: u32,
    grown: Vec<Grown>,
}

impl CommitWriter {
    /// Starts a commit of `entries` entries after `tip`.
    ///
    /// # Panics
    /// Where `entries` is 0 or above [`MAX_ENTRIES`](super::MAX_ENTRIES).
    pub fn new(tip: &Tip, author: &Author<'_>, entries: u32) -> CommitWriter {
        assert!((1..=super::MAX_ENTRIES).contains(&entries), "a commit of {entries} entries");
        let recorded_at = tip.recorded_at.map_or(author.clock, |last| last.max(author.clock));
        let header = Header {
            commit_no: tip.commits + 1,
            record_no: tip.records(),
            first_entry: tip.next_entry(),
            entries,
            prev_head: tip.head,
            prev_seal: tip.seal,
            recorded_at,
            clock: author.clock,
            operator: author.operator,
            rules_version: author.rules_version,
        };
        let mut writer = CommitWriter {
            bytes: Vec::with_capacity(1024),
            tip: tip.clone(),
            left: entries,
            grown: Vec::new(),
        };
        writer.tip.commits += 1;
        writer.tip.recorded_at = Some(recorded_at);
        let mut record = Vec::with_capacity(Header::LEN);
        header.encode(&mut record);
        writer.record(&record);
        writer
    }

    /// Adds the next entry by its canonical bytes; returns its leaf hash.
    ///
    /// # Panics
    /// Where more entries come than were announced, or one is longer than [`MAX_RECORD`](super::MAX_RECORD).
    pub fn entry(&mut self, record: &[u8]) -> Hash32 {
        assert!(self.left > 0, "more entries than the header announced");
        self.left -= 1;
        self.tip.entries += 1;
        self.record(record)
    }

    fn record(&mut self, record: &[u8]) -> Hash32 {
        let link = link(&self.tip.head, self.tip.records(), record);
        let leaf = leaf_hash(record);
        self.frame(record, &link);
        self.tip.head = link;
        self.tip.tree.push_keeping(leaf, self.tip.entries, &mut self.grown);
        leaf
    }

    fn frame(&mut self, body: &[u8], hash: &Hash32) {
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        assert!(body.len() <= super::MAX_RECORD && length > 0, "a record of {} bytes", body.len());
        self.bytes.u32(length);
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(&check(hash));
    }

    /// Seals the commit.
    ///
    /// # Panics
    /// Where fewer entries came than were announced.
    pub fn seal(mut self, author: &Author<'_>) -> Sealed {
        assert!(self.left == 0, "{} entries fewer than the header announced", self.left);
        let (size, root) = (self.tip.records(), self.tip.tree.root());
        let seal = Seal::sign(author.key, author.origin, self.tip.commits, size, self.tip.head, root);
        let mut bytes = Vec::with_capacity(Seal::LEN);
        seal.encode(&mut bytes);
        let hash = seal_hash(&bytes);
        self.frame(&bytes, &hash);
        self.tip.seal = hash;
        Sealed { bytes: self.bytes, tip: self.tip, grown: self.grown }
    }
}
