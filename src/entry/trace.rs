//! What was done around the books: a note, a look at unmasked data, a restore, people's data handed to an auditor.
//!
//! Owns: those fields. Refuses to know: what was seen or said.

use super::correction::Memo;
use super::opening::take_line;
use super::take_u64;
use crate::base::wire::{Put, Take, WireError};
use crate::base::{EntryNo, Hash32, Line, PersonNo, Timestamp};

/// Somebody's own words on an entry 附注. They are in the vault and can be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// On which entry.
    pub entry: EntryNo,
    /// The words.
    pub memo: Memo,
}

impl Note {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.entry.0);
        self.memo.put(out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Note, WireError> {
        Ok(Note { entry: EntryNo(take_u64(from, "entry number")?), memo: Memo::take(from)? })
    }
}

/// Somebody saw personal data unmasked 查看明文.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmasked {
    /// Whose; `None`: several persons'.
    pub person: Option<PersonNo>,
    /// Of how many persons.
    pub count: u32,
}

impl Unmasked {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u8(if self.person.is_some() { 1 } else { 2 });
        out.u64(self.person.map_or(0, |p| p.0));
        out.u32(self.count);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Unmasked, WireError> {
        let wrong = from.impossible("scope of unmasking");
        let person = match (from.u8()?, from.u64()?) {
            (1, no) if no > 0 => Some(PersonNo(no)),
            (2, 0) => None,
            _ => return Err(wrong),
        };
        Ok(Unmasked { person, count: from.u32()? })
    }
}

/// The ledger was brought back from a backup 恢复.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The tree's size in the backup.
    pub size: u64,
    /// The chain head in the backup.
    pub head: Hash32,
    /// When the backup was taken.
    pub taken_at: Timestamp,
}

impl Restored {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.size);
        out.hash(&self.head);
        out.i64(self.taken_at.millis());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Restored, WireError> {
        let (size, head) = (take_u64(from, "size")?, from.hash()?);
        let wrong = from.impossible("time");
        Ok(Restored { size, head, taken_at: Timestamp::from_millis(from.i64()?).ok_or(wrong)? })
    }
}

/// People's data was sealed for a named auditor 移交审计.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOver {
    /// Her public key: only its holder can open what was sealed.
    pub key: Hash32,
    /// Her name, as a stated exception like operators' names.
    pub name: Line,
    /// Of how many persons.
    pub persons: u64,
}

impl HandedOver {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.hash(&self.key);
        out.text(self.name.as_str());
        out.u64(self.persons);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<HandedOver, WireError> {
        Ok(HandedOver { key: from.hash()?, name: take_line(from, "receiver's name")?, persons: from.u64()? })
    }
}
