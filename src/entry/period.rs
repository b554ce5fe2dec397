//! The close of a month.
//!
//! Owns: its fields. Refuses to know: whether the month is over.

use crate::base::Period;
use crate::base::wire::{Put, Take, WireError};

/// A month was closed 结账: no voucher is dated in it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Close {
    /// The month.
    pub period: Period,
}

impl Close {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u32(self.period.number());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Close, WireError> {
        let wrong = from.impossible("period");
        Ok(Close { period: Period::from_number(from.u32()?).ok_or(wrong)? })
    }
}
