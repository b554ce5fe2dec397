//! The walk over a journal's bytes: frames, links and the order of commits, one record at a time.
//!
//! Owns: steps 1 to 3 of the verification in `docs/format.md`, and naming the first flaw.
//! Refuses to know: where the bytes come from, the tree and signatures (its caller does those, on other cores).

use super::commit::Tip;
use super::hash::{check, link, seal_hash};
use super::header::Header;
use super::seal::Seal;
use super::{FILE_HEAD, FORMAT_VERSION, FRAME_OVERHEAD, MAX_RECORD};
use crate::base::wire::WireError;
use crate::base::{EntryNo, Hash32, Timestamp};

/// Where the bytes of a journal stop being what they must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("commit {commit}, record {record}, byte {offset}: {cause}")]
pub struct Flaw {
    /// Where the offending frame starts in the file.
    pub offset: u64,
    /// The commit it belongs to, or should.
    pub commit: u64,
    /// The record's number; of a seal, the number of the record after it.
    pub record: u64,
    /// The first entry that can't be trusted.
    pub entry: EntryNo,
    /// What is wrong.
    pub cause: FlawCause,
}

/// What is wrong at a flaw.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlawCause {
    /// The file does not begin as a journal does.
    #[error("not a journal")]
    NotAJournal,
    /// The journal's format is newer than this program.
    #[error("journal format {0} is newer than this program")]
    NewerFormat(u16),
    /// A length outside 1 to 65,536.
    #[error("impossible record length {0}")]
    Length(u32),
    /// The bytes end inside a record or a commit.
    #[error("ends inside a commit")]
    Short,
    /// The bytes don't fit the hash that was recorded with them.
    #[error("bytes do not match their hash")]
    Check,
    /// The bytes match their hash but are no record that this program can read.
    #[error("not readable: {0}")]
    Unreadable(WireError),
    /// A header or seal whose figures do not continue what came before.
    #[error("{0} does not continue what came before")]
    OutOfOrder(&'static str),
    /// The seal's tree root is not that of the records.
    #[error("tree root does not match the records")]
    Root,
    /// The seal's signature is not by the operator that the header names.
    #[error("signature is not by operator {0}")]
    Signature(crate::base::OperatorNo),
    /// The header names an operator whom no entry introduced.
    #[error("operator {0} is not known")]
    UnknownOperator(crate::base::OperatorNo),
    /// The header names an operator whose key an earlier entry revoked.
    #[error("the key of operator {0} was revoked")]
    RevokedOperator(crate::base::OperatorNo),
    /// A new key without a right proof that its holder has the private half.
    #[error("a new key is not proved by its holder")]
    Proof,
}

/// What the walk came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The step needs this many bytes from where the walk stands.
    NeedMore(usize),
    /// A commit begins. Its record's bytes are given for the tree.
    Header(Header, &'a [u8]),
    /// The next entry's bytes, chained but not yet decoded.
    Entry(EntryNo, &'a [u8]),
    /// The commit ends. Size and head fit; root and signature are the caller's to check.
    Seal(Seal),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    FileHead,
    Header,
    /// Inside a commit, with so many entries to come.
    Commit(u32),
}

/// A walk through a journal, from its first byte or from after any commit.
#[derive(Clone, Debug)]
pub struct Walker {
    offset: u64,
    commits: u64,
    records: u64,
    entries: u64,
    head: Hash32,
    seal: Hash32,
    recorded_at: Option<Timestamp>,
    stage: Stage,
}

impl Walker {
    /// A walk from the first byte of a file.
    pub const fn new() -> Walker {
        Walker {
            offset: 0,
            commits: 0,
            records: 0,
            entries: 0,
            head: Hash32::ZERO,
            seal: Hash32::ZERO,
            recorded_at: None,
            stage: Stage::FileHead,
        }
    }

    /// A walk from the end of the commit that left `tip`, at that byte of the file.
    pub fn resume(tip: &Tip, offset: u64) -> Walker {
        Walker {
            offset,
            commits: tip.commits,
            records: tip.records(),
            entries: tip.entries,
            head: tip.head,
            seal: tip.seal,
            recorded_at: tip.recorded_at,
            stage: Stage::Header,
        }
    }

    /// The byte of the file where the walk stands.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// The number of whole or begun commits.
    pub const fn commits(&self) -> u64 {
        self.commits
    }

    /// The number of records walked.
    pub const fn records(&self) -> u64 {
        self.records
    }

    /// The link of the last record.
    pub const fn head(&self) -> Hash32 {
        self.head
    }

    /// Whether the walk stands between two commits, where a file may end.
    pub fn is_between_commits(&self) -> bool {
        self.stage == Stage::Header
    }

    /// Where the journal stands, given the tree over what was walked.
    ///
    /// # Panics
    /// Where the tree holds another number of records, or inside a commit.
    pub fn tip(&self, tree: super::Frontier) -> Tip {
        assert!(tree.size() == self.records && self.is_between_commits(), "a tip inside a commit");
        Tip {
            commits: self.commits,
            entries: self.entries,
            head: self.head,
            seal: self.seal,
            tree,
            recorded_at: self.recorded_at,
        }
    }

    /// A flaw where the walk stands.
    pub fn flaw(&self, cause: FlawCause) -> Flaw {
        let commit = self.commits + u64::from(!matches!(self.stage, Stage::Commit(_)));
        // A bad seal leaves its commit's last entry unproved; anything else, the entry to come.
        let entry = if self.stage == Stage::Commit(0) { self.entries } else { self.entries + 1 };
        Flaw { offset: self.offset, commit, record: self.records, entry: EntryNo(entry), cause }
    }

    /// Takes the next step over `bytes`, which start at [`Walker::offset`] and may be short.
    ///
    /// # Errors
    /// The [`Flaw`]; the walk can't go on after one.
    pub fn step<'a>(&mut self, bytes: &'a [u8]) -> Result<Step<'a>, Flaw> {
        if self.stage == Stage::FileHead {
            let Some(head) = bytes.first_chunk::<16>() else { return Ok(Step::NeedMore(16)) };
            if head[..14] != FILE_HEAD[..14] {
                return Err(self.flaw(FlawCause::NotAJournal));
            }
            match u16::from_be_bytes([head[14], head[15]]) {
                FORMAT_VERSION => {}
                0 => return Err(self.flaw(FlawCause::NotAJournal)),
                newer => return Err(self.flaw(FlawCause::NewerFormat(newer))),
            }
            // The head is taken with the first frame, so that "more" always counts from where the walk stands.
            let mut behind = Walker { offset: 16, stage: Stage::Header, ..self.clone() };
            return match behind.step(&bytes[16..])? {
                Step::NeedMore(need) => Ok(Step::NeedMore(16 + need)),
                step => {
                    *self = behind;
                    Ok(step)
                }
            };
        }
        let Some(length) = bytes.first_chunk::<4>() else { return Ok(Step::NeedMore(4)) };
        let length = u32::from_be_bytes(*length);
        let size = usize::try_from(length).unwrap_or(usize::MAX);
        if size == 0 || size > MAX_RECORD {
            return Err(self.flaw(FlawCause::Length(length)));
        }
        let frame = size + FRAME_OVERHEAD;
        let Some(frame_bytes) = bytes.get(..frame) else { return Ok(Step::NeedMore(frame)) };
        let (record, recorded_check) = (&frame_bytes[4..4 + size], &frame_bytes[4 + size..]);

        if self.stage == Stage::Commit(0) {
            let hash = seal_hash(record);
            self.compare(&hash, recorded_check)?;
            let seal = Seal::decode(record).map_err(|e| self.flaw(FlawCause::Unreadable(e)))?;
            if (seal.commit_no, seal.size, seal.head) != (self.commits, self.records, self.head) {
                return Err(self.flaw(FlawCause::OutOfOrder("seal")));
            }
            self.seal = hash;
            self.stage = Stage::Header;
            self.offset += frame as u64;
            return Ok(Step::Seal(seal));
        }

        let hash = link(&self.head, self.records, record);
        self.compare(&hash, recorded_check)?;
        let step = match self.stage {
            Stage::Commit(left) => {
                self.stage = Stage::Commit(left - 1);
                self.entries += 1;
                Step::Entry(EntryNo(self.entries), record)
            }
            Stage::Header | Stage::FileHead => {
                let header = Header::decode(record).map_err(|e| self.flaw(FlawCause::Unreadable(e)))?;
                self.continues(&header)?;
                self.commits += 1;
                self.recorded_at = Some(header.recorded_at);
                self.stage = Stage::Commit(header.entries);
                Step::Header(header, record)
            }
        };
        self.head = hash;
        self.records += 1;
        self.offset += frame as u64;
        Ok(step)
    }

    fn compare(&self, hash: &Hash32, recorded_check: &[u8]) -> Result<(), Flaw> {
        if check(hash) == recorded_check { Ok(()) } else { Err(self.flaw(FlawCause::Check)) }
    }

    fn continues(&self, header: &Header) -> Result<(), Flaw> {
        let expected = (self.commits + 1, self.records, EntryNo(self.entries + 1), self.head, self.seal);
        let found =
            (header.commit_no, header.record_no, header.first_entry, header.prev_head, header.prev_seal);
        // recorded_at = max(clock, last recorded_at): neither of the two alone, nor anything later.
        let recorded_at = self.recorded_at.map_or(header.clock, |last| last.max(header.clock));
        if expected != found {
            return Err(self.flaw(FlawCause::OutOfOrder("header")));
        }
        if header.recorded_at != recorded_at {
            return Err(self.flaw(FlawCause::OutOfOrder("recording time")));
        }
        Ok(())
    }
}

impl Default for Walker {
    fn default() -> Walker {
        Walker::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_its_head_alone_asks_for_a_frame_and_stays_where_it_is() {
        let mut walker = Walker::new();
        assert_eq!(walker.step(&FILE_HEAD[..15]), Ok(Step::NeedMore(16)));
        assert_eq!(walker.step(&FILE_HEAD), Ok(Step::NeedMore(20)));
        assert_eq!((walker.offset(), walker.is_between_commits()), (0, false));
        let with_length = [&FILE_HEAD[..], &[0, 0, 0, 5]].concat();
        assert_eq!(walker.step(&with_length), Ok(Step::NeedMore(16 + 5 + FRAME_OVERHEAD)));
        let impossible = [&FILE_HEAD[..], &[0; 4]].concat();
        assert_eq!(walker.step(&impossible).unwrap_err().offset, 16);
    }
}
