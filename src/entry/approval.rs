//! The second person's word on what another prepared: approved 审批, rejected 退回, withdrawn 撤回.
//!
//! Owns: the link to what was prepared. Refuses to know: who may say it.

use super::correction::Memo;
use super::take_u64;
use crate::base::wire::{Put, Take, WireError};
use crate::base::{EntryNo, Hash32};

/// An earlier entry, named so that it can't be exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number.
    pub entry: EntryNo,
    /// Its leaf hash.
    pub leaf: Hash32,
}

impl Link {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u64(self.entry.0);
        out.hash(&self.leaf);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Link, WireError> {
        Ok(Link { entry: EntryNo(take_u64(from, "entry number")?), leaf: from.hash()? })
    }
}

/// How a prepared entry ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Another person approved it: it takes effect, and is booked where it moves money.
    Approved,
    /// Another person rejected it.
    Rejected,
    /// The one who prepared it took it back.
    Withdrawn,
    /// One administrator alone let it take effect, in an emergency 应急.
    Emergency,
}

/// A prepared entry was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What was prepared.
    pub prepared: Link,
    /// What became of it.
    pub decision: Decision,
    /// Why; always given in an emergency, never with a plain approval.
    pub reason: Option<Memo>,
}

impl Decided {
    /// Whether what was prepared takes effect with this entry.
    pub const fn takes_effect(&self) -> bool {
        matches!(self.decision, Decision::Approved | Decision::Emergency)
    }

    pub(super) const fn kind(&self) -> u16 {
        match self.decision {
            Decision::Approved => 60,
            Decision::Rejected => 61,
            Decision::Withdrawn => 62,
            Decision::Emergency => 63,
        }
    }

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        self.prepared.put(out);
        match self.decision {
            Decision::Approved => {}
            Decision::Rejected | Decision::Withdrawn => Memo::put_maybe(self.reason.as_ref(), out),
            Decision::Emergency => {
                let reason = self.reason.unwrap_or_else(|| panic!("an emergency without a reason"));
                reason.put(out);
            }
        }
    }

    pub(super) fn take(kind: u16, from: &mut Take<'_>) -> Result<Decided, WireError> {
        let prepared = Link::take(from)?;
        let (decision, reason) = match kind {
            60 => (Decision::Approved, None),
            61 => (Decision::Rejected, Memo::take_maybe(from)?),
            62 => (Decision::Withdrawn, Memo::take_maybe(from)?),
            _ => (Decision::Emergency, Some(Memo::take(from)?)),
        };
        Ok(Decided { prepared, decision, reason })
    }
}
