//! Donations, money held for others, and relief paid.
//!
//! Owns: their fields. Refuses to know: which accounts they touch.

use super::{take_amount, take_u32, take_u64};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Fen, FundNo, PersonNo, ProgrammeNo, PurposeNo};

/// Where money for a fund came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DonationSource {
    /// A gift 捐赠.
    Gift,
    /// A grant from a federation above or from the government 补助.
    Grant,
}

/// Money was given to a fund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Donation {
    /// The fund.
    pub fund: FundNo,
    /// The donor; `None` where she stays anonymous 匿名.
    pub donor: Option<PersonNo>,
    /// How much.
    pub amount: Fen,
    /// Gift or grant.
    pub source: DonationSource,
}

impl Donation {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        put_optional_person(self.donor, out);
        out.i64(self.amount.get());
        out.u8(match self.source {
            DonationSource::Gift => 1,
            DonationSource::Grant => 2,
        });
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Donation, WireError> {
        let fund = FundNo(take_u32(from, "fund number")?);
        let donor = take_optional_person(from)?;
        let amount = take_amount(from)?;
        let wrong = from.impossible("source");
        let source = match from.u8()? {
            1 => DonationSource::Gift,
            2 => DonationSource::Grant,
            _ => return Err(wrong),
        };
        Ok(Donation { fund, donor, amount, source })
    }
}

/// For whom money is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A place or cause.
    Purpose(PurposeNo),
    /// A person.
    Person(PersonNo),
}

/// Money held for others 受托代理 came in or was passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassThrough {
    /// Whether it came in 代收 (kind 31) or was passed on 转付 (kind 32).
    pub received: bool,
    /// For whom.
    pub target: Target,
    /// The donor who gave it, or the party it was paid to, where named.
    pub other: Option<PersonNo>,
    /// How much.
    pub amount: Fen,
}

impl PassThrough {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        let (kind, no) = match self.target {
            Target::Purpose(no) => (1, u64::from(no.0)),
            Target::Person(no) => (2, no.0),
        };
        out.u8(kind);
        out.u64(no);
        put_optional_person(self.other, out);
        out.i64(self.amount.get());
    }

    pub(super) fn take(received: bool, from: &mut Take<'_>) -> Result<PassThrough, WireError> {
        let wrong = from.impossible("target");
        let kind = from.u8()?;
        let no = take_u64(from, "target")?;
        let target = match kind {
            1 => Target::Purpose(PurposeNo(u32::try_from(no).map_err(|_| wrong)?)),
            2 => Target::Person(PersonNo(no)),
            _ => return Err(wrong),
        };
        Ok(PassThrough { received, target, other: take_optional_person(from)?, amount: take_amount(from)? })
    }
}

/// Relief was paid to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disbursement {
    /// The programme.
    pub programme: ProgrammeNo,
    /// The fund whose money it was.
    pub fund: FundNo,
    /// Who received it.
    pub person: PersonNo,
    /// How much.
    pub amount: Fen,
}

impl Disbursement {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.programme.0);
        out.u32(self.fund.0);
        out.u64(self.person.0);
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Disbursement, WireError> {
        Ok(Disbursement {
            programme: ProgrammeNo(take_u32(from, "programme number")?),
            fund: FundNo(take_u32(from, "fund number")?),
            person: PersonNo(take_u64(from, "person number")?),
            amount: take_amount(from)?,
        })
    }
}

pub(super) fn put_optional_person(person: Option<PersonNo>, out: &mut Vec<u8>) {
    out.u64(person.map_or(0, |p| p.0));
}

pub(super) fn take_optional_person(from: &mut Take<'_>) -> Result<Option<PersonNo>, WireError> {
    Ok(match from.u64()? {
        0 => None,
        n => Some(PersonNo(n)),
    })
}
