//! What an office sets for its books: thresholds, money accounts, budgets, the retention period, registers.
//!
//! Owns: their fields. Refuses to know: what each of them allows or refuses.

use super::opening::take_line;
use super::{take_code, take_maybe_line, take_nonnegative, take_u32};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{BudgetNo, Code, Fen, FundNo, Line, MoneyAccountNo, ProgrammeNo, RegisterNo};
use serde::{Deserialize, Serialize};

/// Whose payments a threshold is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ThresholdOf {
    /// Money that leaves the fund.
    Fund(FundNo),
    /// Money that the programme spends.
    Programme(ProgrammeNo),
}

/// Payments above an amount need a second person 审批限额.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThresholdSet {
    /// Whose payments.
    pub of: ThresholdOf,
    /// Above which amount, zero for each payment; `None`: no threshold any more.
    pub over: Option<Fen>,
}

impl ThresholdSet {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        let (kind, no) = match self.of {
            ThresholdOf::Fund(no) => (1, no.0),
            ThresholdOf::Programme(no) => (2, no.0),
        };
        out.u8(kind);
        out.u32(no);
        out.u8(u8::from(self.over.is_some()));
        if let Some(over) = self.over {
            out.i64(over.get());
        }
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<ThresholdSet, WireError> {
        let wrong = from.impossible("threshold");
        let kind = from.u8()?;
        let no = take_u32(from, "number of a fund or programme")?;
        let of = match kind {
            1 => ThresholdOf::Fund(FundNo(no)),
            2 => ThresholdOf::Programme(ProgrammeNo(no)),
            _ => return Err(wrong),
        };
        let over = if from.flag("threshold")? { Some(take_nonnegative(from)?) } else { None };
        Ok(ThresholdSet { of, over })
    }
}

/// Where the office keeps money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoneySort {
    /// 银行账户.
    Bank,
    /// 库存现金.
    Cash,
}

/// A bank or cash account 账户 was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyAccountAdded {
    /// Its number.
    pub no: MoneyAccountNo,
    /// The short code that people type.
    pub code: Code,
    /// Its name, such as 农商行基本户.
    pub name: Line,
    /// Bank or cash.
    pub sort: MoneySort,
    /// Its number at the bank, where it was given. The office's own: no personal data.
    pub number: Option<Line>,
}

impl MoneyAccountAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.text(self.code.as_str());
        out.text(self.name.as_str());
        out.u8(match self.sort {
            MoneySort::Bank => 1,
            MoneySort::Cash => 2,
        });
        out.text(self.number.as_ref().map_or("", Line::as_str));
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<MoneyAccountAdded, WireError> {
        let no = MoneyAccountNo(take_u32(from, "money account")?);
        let code = take_code(from)?;
        let name = take_line(from, "money account's name")?;
        let wrong = from.impossible("sort of money account");
        let sort = match from.u8()? {
            1 => MoneySort::Bank,
            2 => MoneySort::Cash,
            _ => return Err(wrong),
        };
        Ok(MoneyAccountAdded { no, code, name, sort, number: take_maybe_line(from, "number at the bank")? })
    }
}

/// What a fund may spend on something in a year 预算; with the number of an earlier one, its amount is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetSet {
    /// Its number.
    pub no: BudgetNo,
    /// Whose money.
    pub fund: FundNo,
    /// The calendar year of the voucher dates.
    pub year: u32,
    /// On what, such as 办公费.
    pub purpose: Line,
    /// How much at most.
    pub amount: Fen,
}

impl BudgetSet {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.u32(self.fund.0);
        out.u32(self.year);
        out.text(self.purpose.as_str());
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<BudgetSet, WireError> {
        let no = BudgetNo(take_u32(from, "budget")?);
        let fund = FundNo(take_u32(from, "fund number")?);
        let wrong = from.impossible("year");
        let year = from.u32()?;
        // The years of the calendar: a budget of another can meet no voucher.
        if !(1900..=2199).contains(&year) {
            return Err(wrong);
        }
        Ok(BudgetSet {
            no,
            fund,
            year,
            purpose: take_line(from, "purpose")?,
            amount: take_nonnegative(from)?,
        })
    }
}

/// How long personal data is kept 保管期限.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionSet {
    /// Years after the last entry that names a person.
    pub years: u32,
}

impl RetentionSet {
    /// The longest period that can be set, in years.
    pub const MAX_YEARS: u32 = 200;

    pub(super) fn put(self, out: &mut Vec<u8>) {
        out.u32(self.years);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<RetentionSet, WireError> {
        let wrong = from.impossible("years");
        match from.u32()? {
            years @ 1..=RetentionSet::MAX_YEARS => Ok(RetentionSet { years }),
            _ => Err(wrong),
        }
    }
}

/// A memorandum register 备查簿 was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterAdded {
    /// Its number.
    pub no: RegisterNo,
    /// Its name, such as 医疗援助卡. Public text: never a person's name.
    pub name: Line,
}

impl RegisterAdded {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.no.0);
        out.text(self.name.as_str());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<RegisterAdded, WireError> {
        Ok(RegisterAdded {
            no: RegisterNo(take_u32(from, "register")?),
            name: take_line(from, "register's name")?,
        })
    }
}
