//! The close of a month, and what is booked before a month or a year closes.
//!
//! Owns: their fields. Refuses to know: whether the month is over, and the amounts, which the rules work out.

use super::take_u32;
use crate::base::wire::{Put, Take, WireError};
use crate::base::{FundNo, Period};

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

/// What donors restricted was used, and counts as unrestricted from then on 限定性净资产转出.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// The fund.
    pub fund: FundNo,
    /// The month by whose end it was used.
    pub period: Period,
}

impl Released {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.u32(self.period.number());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Released, WireError> {
        let fund = FundNo(take_u32(from, "fund number")?);
        let wrong = from.impossible("period");
        Ok(Released { fund, period: Period::from_number(from.u32()?).ok_or(wrong)? })
    }
}

/// A fund's income and expenses of a year were carried to its net assets 年终结转.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearEnd {
    /// The fund.
    pub fund: FundNo,
    /// The year, 1900 to 2199.
    pub year: u32,
}

impl YearEnd {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.u32(self.year);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<YearEnd, WireError> {
        let fund = FundNo(take_u32(from, "fund number")?);
        let wrong = from.impossible("year");
        let year = from.u32()?;
        if (1900..=2199).contains(&year) { Ok(YearEnd { fund, year }) } else { Err(wrong) }
    }
}
