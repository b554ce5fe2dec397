//! Funds, programmes, places and causes, and money moved between funds.
//!
//! Owns: their fields. Refuses to know: balances, and whether a move is allowed.

use super::opening::take_line;
use super::{take_amount, take_code, take_maybe_line, take_u32};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Code, Fen, FundNo, Hash32, Line, ProgrammeNo, PurposeNo};
use serde::{Deserialize, Serialize};

/// Who bound a fund to its purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Restriction {
    /// The office set the money aside itself: not 限定性 in the books.
    Office,
    /// Its donors or the law: 限定性.
    Donors,
}

/// Who holds a fund's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Holder {
    /// 本单位.
    Office,
    /// 慈善总会.
    Charity,
    /// 财政.
    Treasury,
    /// 银行.
    Bank,
}

/// A fund was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundAdded {
    /// Its number.
    pub no: FundNo,
    /// The short code that people type.
    pub code: Code,
    /// Its name.
    pub name: Line,
    /// What its money is for 用途.
    pub purpose: Line,
    /// Who bound it to that.
    pub restriction: Restriction,
    /// Who holds its money.
    pub holder: Holder,
    /// The document that restricts it, where one was named.
    pub document: Option<Line>,
}

impl FundAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.text(self.code.as_str());
        out.text(self.name.as_str());
        out.text(self.purpose.as_str());
        out.u8(match self.restriction {
            Restriction::Office => 0,
            Restriction::Donors => 1,
        });
        out.u8(match self.holder {
            Holder::Office => 0,
            Holder::Charity => 1,
            Holder::Treasury => 2,
            Holder::Bank => 3,
        });
        out.text(self.document.as_ref().map_or("", Line::as_str));
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<FundAdded, WireError> {
        let no = FundNo(take_u32(from, "fund number")?);
        let code = take_code(from)?;
        let name = take_line(from, "fund's name")?;
        let purpose = take_line(from, "purpose")?;
        let restriction = match from.flag("restriction")? {
            false => Restriction::Office,
            true => Restriction::Donors,
        };
        let wrong = from.impossible("holder");
        let holder = match from.u8()? {
            0 => Holder::Office,
            1 => Holder::Charity,
            2 => Holder::Treasury,
            3 => Holder::Bank,
            _ => return Err(wrong),
        };
        let document = take_maybe_line(from, "document")?;
        Ok(FundAdded { no, code, name, purpose, restriction, holder, document })
    }
}

/// A programme was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeAdded {
    /// Its number.
    pub no: ProgrammeNo,
    /// The short code that people type.
    pub code: Code,
    /// Its name.
    pub name: Line,
    /// The fund that it spends from unless told otherwise.
    pub fund: FundNo,
    /// What it spends on.
    pub purpose: Line,
}

impl ProgrammeAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.text(self.code.as_str());
        out.text(self.name.as_str());
        out.u32(self.fund.0);
        out.text(self.purpose.as_str());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<ProgrammeAdded, WireError> {
        Ok(ProgrammeAdded {
            no: ProgrammeNo(take_u32(from, "programme number")?),
            code: take_code(from)?,
            name: take_line(from, "programme's name")?,
            fund: FundNo(take_u32(from, "fund number")?),
            purpose: take_line(from, "purpose")?,
        })
    }
}

/// A place or cause that money is passed on to, such as 地震灾区. Public text: never a person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurposeAdded {
    /// Its number.
    pub no: PurposeNo,
    /// Its name.
    pub name: Line,
}

impl PurposeAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.text(self.name.as_str());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<PurposeAdded, WireError> {
        Ok(PurposeAdded {
            no: PurposeNo(take_u32(from, "purpose number")?),
            name: take_line(from, "purpose")?,
        })
    }
}

/// Money moved from one fund to another 调拨.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The fund that gives.
    pub from: FundNo,
    /// The fund that receives.
    pub to: FundNo,
    /// How much.
    pub amount: Fen,
    /// SHA-256 of the donor's written consent, where it was needed.
    pub consent: Option<Hash32>,
}

impl Transfer {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.from.0);
        out.u32(self.to.0);
        out.i64(self.amount.get());
        out.u8(u8::from(self.consent.is_some()));
        if let Some(hash) = &self.consent {
            out.hash(hash);
        }
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Transfer, WireError> {
        Ok(Transfer {
            from: FundNo(take_u32(from, "fund number")?),
            to: FundNo(take_u32(from, "fund number")?),
            amount: take_amount(from)?,
            consent: if from.flag("consent")? { Some(from.hash()?) } else { None },
        })
    }
}
