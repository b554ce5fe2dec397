//! What stands around loans: interest subsidies 财政贴息, guarantors 担保机构 and their deposits, provisions 坏账准备.
//!
//! Owns: their fields. Refuses to know: arithmetic, and who may be a guarantor.

use super::opening::take_line;
use super::{take_amount, take_date, take_u32};
use crate::base::money::MAX_FEN;
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Date, Fen, FundNo, GuarantorNo, Line, ProductNo, Rate};
use serde::{Deserialize, Serialize};

/// How much of the interest the treasury bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SubsidyMode {
    /// All of it 全额贴息.
    Full,
    /// A part of it, in millionths.
    PartOf(u32),
    /// What lies above a rate: the LPR of the day of the rule and so many basis points, such as LPR − 150.
    Above {
        /// 贷款市场报价利率.
        lpr: Rate,
        /// Basis points 基点 added to it; negative: taken off.
        basis_points: i32,
    },
    /// So many points of the yearly rate, and never more than the rate.
    Points(Rate),
}

/// A level of government, and its part of a subsidy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubsidyShare {
    /// Which: 省级财政, 县级财政.
    pub level: Line,
    /// Its part in millionths; the parts of a rule come to 1,000,000.
    pub millionths: u32,
}

/// How loans of a product are subsidised, where their contract is signed from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubsidySet {
    /// The product.
    pub product: ProductNo,
    /// The first day of contracts that it holds for.
    pub from: Date,
    /// How much.
    pub mode: SubsidyMode,
    /// For how many months from the first draw on.
    pub longest_months: u16,
    /// Who bears it, 1 to 8.
    pub shares: Vec<SubsidyShare>,
}

/// The most levels of government that share a subsidy.
pub const MOST_SHARES: usize = 8;

impl SubsidySet {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.product.0);
        out.u32(self.from.number());
        let (mode, first, second) = match self.mode {
            SubsidyMode::Full => (1, 0, 0),
            SubsidyMode::PartOf(millionths) => (2, i64::from(millionths), 0),
            SubsidyMode::Above { lpr, basis_points } => {
                (3, i64::from(lpr.millionths()), i64::from(basis_points))
            }
            SubsidyMode::Points(points) => (4, i64::from(points.millionths()), 0),
        };
        out.u8(mode);
        out.i64(first);
        out.i64(second);
        out.u16(self.longest_months);
        out.u8(super::count(self.shares.len()));
        for share in &self.shares {
            out.text(share.level.as_str());
            out.u32(share.millionths);
        }
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<SubsidySet, WireError> {
        let product = ProductNo(take_u32(from, "product")?);
        let day = take_date(from)?;
        let wrong = from.impossible("kind of subsidy");
        let (mode, first, second) = (from.u8()?, from.i64()?, from.i64()?);
        let narrow = |n: i64| u32::try_from(n).map_err(|_| wrong.clone());
        let mode = match mode {
            1 => SubsidyMode::Full,
            2 => SubsidyMode::PartOf(narrow(first)?),
            3 => SubsidyMode::Above {
                lpr: Rate::from_millionths(narrow(first)?),
                basis_points: i32::try_from(second).map_err(|_| wrong.clone())?,
            },
            4 => SubsidyMode::Points(Rate::from_millionths(narrow(first)?)),
            _ => return Err(wrong),
        };
        let longest_months = from.u16()?;
        let wrong = from.impossible("count of shares");
        let count = usize::from(from.u8()?);
        if !(1..=MOST_SHARES).contains(&count) {
            return Err(wrong);
        }
        let shares = (0..count)
            .map(|_| {
                Ok(SubsidyShare { level: take_line(from, "level of government")?, millionths: from.u32()? })
            })
            .collect::<Result<Vec<_>, WireError>>()?;
        Ok(SubsidySet { product, from: day, mode, longest_months, shares })
    }
}

/// A guarantor was named. An office is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuarantorAdded {
    /// Its number.
    pub no: GuarantorNo,
    /// Its name: public text, no person.
    pub name: Line,
}

impl GuarantorAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.text(self.name.as_str());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<GuarantorAdded, WireError> {
        Ok(GuarantorAdded {
            no: GuarantorNo(take_u32(from, "guarantor")?),
            name: take_line(from, "guarantor's name")?,
        })
    }
}

/// Money was placed with a guarantor 存出保证金, or came back from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// Whether it was placed.
    pub placed: bool,
    /// With whom.
    pub guarantor: GuarantorNo,
    /// Whose money; `None`: the guarantor's own fund 担保基金, outside vouchers.
    pub fund: Option<FundNo>,
    /// How much.
    pub amount: Fen,
}

impl Deposit {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.guarantor.0);
        out.u32(self.fund.map_or(0, |f| f.0));
        out.i64(self.amount.get());
    }

    pub(super) fn take(placed: bool, from: &mut Take<'_>) -> Result<Deposit, WireError> {
        Ok(Deposit {
            placed,
            guarantor: GuarantorNo(take_u32(from, "guarantor")?),
            fund: match from.u32()? {
                0 => None,
                no => Some(FundNo(no)),
            },
            amount: take_amount(from)?,
        })
    }
}

/// The allowance for bad debts 坏账准备 of a fund was raised, or lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provision {
    /// The fund whose loans it is for.
    pub fund: FundNo,
    /// By how much; negative: lowered.
    pub amount: Fen,
}

impl Provision {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Provision, WireError> {
        let fund = FundNo(take_u32(from, "fund number")?);
        let wrong = from.impossible("amount");
        let amount = Fen::new(from.i64()?);
        // The pair of `Fen::fits_a_posting`: it becomes the amount of a line as it is.
        let fine = amount.get() != 0 && (-MAX_FEN..=MAX_FEN).contains(&amount.get());
        if fine { Ok(Provision { fund, amount }) } else { Err(wrong) }
    }
}
