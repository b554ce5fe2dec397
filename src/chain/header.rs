//! A commit's header: when, by whom, under which rules, and what came before.
//!
//! Owns: its fields and canonical bytes. Refuses to know: who the operator is.

use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{EntryNo, Hash32, OperatorNo, Timestamp};

/// The first record of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The commit's number, from 1.
    pub commit_no: u64,
    /// This record's number, from 0.
    pub record_no: u64,
    /// The number of its first entry.
    pub first_entry: EntryNo,
    /// How many entries follow.
    pub entries: u32,
    /// The link of the record before.
    pub prev_head: Hash32,
    /// The hash of the seal before.
    pub prev_seal: Hash32,
    /// When it was recorded: never before the commit before.
    pub recorded_at: Timestamp,
    /// What the clock said.
    pub clock: Timestamp,
    /// Who signed it.
    pub operator: OperatorNo,
    /// The rules that its entries were made under.
    pub rules_version: u16,
}

impl Header {
    /// The first byte of its record.
    pub const TAG: u8 = 1;
    /// The length of its record.
    pub const LEN: usize = 117;

    /// Appends the canonical bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.u8(Header::TAG);
        out.u16(super::FORMAT_VERSION);
        out.u64(self.commit_no);
        out.u64(self.record_no);
        out.u64(self.first_entry.0);
        out.u32(self.entries);
        out.hash(&self.prev_head);
        out.hash(&self.prev_seal);
        out.i64(self.recorded_at.millis());
        out.i64(self.clock.millis());
        out.u32(self.operator.0);
        out.u16(self.rules_version);
    }

    /// Reads a header from exactly its canonical bytes.
    ///
    /// # Errors
    /// [`WireError`] where they are not.
    pub fn decode(bytes: &[u8]) -> Result<Header, WireError> {
        let mut from = Take::new(bytes);
        let tag_at = from.clone();
        if from.u8()? != Header::TAG {
            return Err(tag_at.impossible("record tag"));
        }
        let version_at = from.clone();
        match from.u16()? {
            super::FORMAT_VERSION => {}
            0 => return Err(version_at.impossible("format version")),
            _ => return Err(version_at.fail(WireCause::Newer("format version"))),
        }
        let moment = |from: &mut Take<'_>| {
            let wrong = from.impossible("time");
            Timestamp::from_millis(from.i64()?).ok_or(wrong)
        };
        let header = Header {
            commit_no: from.u64()?,
            record_no: from.u64()?,
            first_entry: EntryNo(from.u64()?),
            entries: from.u32()?,
            prev_head: from.hash()?,
            prev_seal: from.hash()?,
            recorded_at: moment(&mut from)?,
            clock: moment(&mut from)?,
            operator: OperatorNo(from.u32()?),
            rules_version: from.u16()?,
        };
        from.end()?;
        if header.entries == 0 || header.entries > super::MAX_ENTRIES {
            return Err(WireError { at: 27, cause: WireCause::Value("count of entries") });
        }
        Ok(header)
    }
}
