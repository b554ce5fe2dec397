//! Corrections: an entry that undoes another one.
//!
//! Owns: their fields. Refuses to know: whether the original may still be undone.

use super::take_u64;
use crate::base::wire::{Put, Take, WireError};
use crate::base::{EntryNo, Hash32, SubjectNo};

/// Why an entry was reversed, as far as the chain may say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReversalReason {
    /// 重复录入.
    RecordedTwice,
    /// 金额有误.
    WrongAmount,
    /// 对象有误.
    WrongPerson,
    /// 基金或项目有误.
    WrongFund,
    /// 退汇.
    MoneyCameBack,
    /// 其他; the note in the vault says it.
    Other,
}

impl ReversalReason {
    /// All of them, with their numbers in records.
    pub const ALL: [(u8, ReversalReason); 6] = [
        (1, ReversalReason::RecordedTwice),
        (2, ReversalReason::WrongAmount),
        (3, ReversalReason::WrongPerson),
        (4, ReversalReason::WrongFund),
        (5, ReversalReason::MoneyCameBack),
        (9, ReversalReason::Other),
    ];
}

/// A note whose words are in the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memo {
    /// Where the vault keeps it.
    pub subject: SubjectNo,
    /// Salted commitment to its words.
    pub commitment: Hash32,
}

impl Memo {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.subject.0);
        out.hash(&self.commitment);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Memo, WireError> {
        Ok(Memo { subject: SubjectNo(take_u64(from, "vault subject")?), commitment: from.hash()? })
    }

    pub(super) fn put_maybe(memo: Option<&Memo>, out: &mut Vec<u8>) {
        out.u8(u8::from(memo.is_some()));
        if let Some(memo) = memo {
            memo.put(out);
        }
    }

    pub(super) fn take_maybe(from: &mut Take<'_>) -> Result<Option<Memo>, WireError> {
        if from.flag("note")? { Memo::take(from).map(Some) } else { Ok(None) }
    }
}

/// An earlier entry was reversed 红字冲销.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reversal {
    /// The entry that it reverses.
    pub original: EntryNo,
    /// The original's leaf hash: what it reverses cannot be exchanged later.
    pub original_hash: Hash32,
    /// Why.
    pub reason: ReversalReason,
    /// Why, in the operator's own words.
    pub memo: Option<Memo>,
}

impl Reversal {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.original.0);
        out.hash(&self.original_hash);
        out.u8(ReversalReason::ALL.iter().find(|(_, r)| *r == self.reason).map_or(0, |(n, _)| *n));
        Memo::put_maybe(self.memo.as_ref(), out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Reversal, WireError> {
        let original = EntryNo(take_u64(from, "entry number")?);
        let original_hash = from.hash()?;
        let wrong = from.impossible("reason");
        let number = from.u8()?;
        let reason = ReversalReason::ALL.iter().find(|(n, _)| *n == number).map(|(_, r)| *r).ok_or(wrong)?;
        Ok(Reversal { original, original_hash, reason, memo: Memo::take_maybe(from)? })
    }
}
