//! The numbers of things, each its own type, each with the form people type and read.
//!
//! Owns: `E-118`, `P-000001`, `2025-06/记-0118` and their parsing. Refuses to know: whether such a thing exists.

use super::date::Period;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a typed number was not understood: what was typed, and an example of the right form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {example}, got {typed}")]
pub struct IdError {
    /// What was typed.
    pub typed: String,
    /// A well-formed one.
    pub example: &'static str,
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $inner:ty, $prefix:literal, $width:literal, $example:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl $name {
            /// Reads the form that people use; the prefix is needed, its case and leading zeros are not.
            ///
            /// # Errors
            /// [`IdError`] for anything else, zero included.
            pub fn parse(typed: &str) -> Result<$name, IdError> {
                let wrong = || IdError { typed: typed.to_owned(), example: $example };
                let upper = typed.trim().to_ascii_uppercase();
                let digits = upper.strip_prefix($prefix).ok_or_else(wrong)?;
                if !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(wrong());
                }
                match digits.parse() {
                    Ok(0) | Err(_) => Err(wrong()),
                    Ok(n) => Ok($name(n)),
                }
            }

            /// The number after this one.
            #[must_use]
            pub const fn next(self) -> $name {
                $name(self.0 + 1)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format!(concat!($prefix, "{:0width$}"), self.0, width = $width))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

number!(
    /// An entry's number, from 1, in recorded order: `E-118`.
    EntryNo, u64, "E-", 1, "E-118"
);
number!(
    /// A person's or an organisation's number, from 1: `P-000001`. It is all that the chain says of who she is.
    PersonNo, u64, "P-", 6, "P-000001"
);
number!(
    /// A fund's number, from 1. Number 0 stands for money outside every fund: 受托代理.
    FundNo, u32, "F-", 1, "F-1"
);
number!(
    /// A programme's 项目 number, from 1.
    ProgrammeNo, u32, "G-", 1, "G-1"
);
number!(
    /// The number of a place or cause that pass-through money is for, from 1.
    PurposeNo, u32, "T-", 1, "T-1"
);
number!(
    /// An operator's number, from 1.
    OperatorNo, u32, "O-", 1, "O-1"
);
number!(
    /// The number of a subject in the vault, from 1: a person, or one note. Each has a key of its own.
    SubjectNo, u64, "S-", 1, "S-1"
);

number!(
    /// The number of a bank or cash account 账户 of the office, from 1. Without one, money stands on the first account.
    MoneyAccountNo, u32, "A-", 1, "A-1"
);
number!(
    /// The number of a budget 预算, from 1.
    BudgetNo, u32, "B-", 1, "B-1"
);
number!(
    /// The number of a memorandum register 备查簿, from 1.
    RegisterNo, u32, "R-", 1, "R-1"
);
number!(
    /// The number of a household 户, from 1.
    HouseholdNo, u64, "H-", 6, "H-000001"
);

number!(
    /// A loan's 贷款 number, from 1: `L-000001`.
    LoanNo, u64, "L-", 6, "L-000001"
);
number!(
    /// The number of a loan product 贷款产品, from 1.
    ProductNo, u32, "K-", 1, "K-1"
);
number!(
    /// The number of a guarantor 担保机构, from 1.
    GuarantorNo, u32, "D-", 1, "D-1"
);

number!(
    /// The number of an application for relief 救助申请, from 1: `C-000001`.
    CaseNo, u64, "C-", 6, "C-000001"
);
number!(
    /// The number of a round 发放批次 of relief, from 1: `RD-0001`.
    RoundNo, u32, "RD-", 4, "RD-0001"
);
number!(
    /// The number of a bound gift 定向捐赠, from 1: `J-000001`.
    GiftNo, u64, "J-", 6, "J-000001"
);
number!(
    /// The number of an item of goods 物资, from 1.
    ItemNo, u32, "I-", 1, "I-1"
);

impl FundNo {
    /// Money that belongs to no fund: received for others and owed onwards (受托代理).
    pub const PASS_THROUGH: FundNo = FundNo(0);
}

/// An account's 科目 code: four digits, or six with its sub-account 明细科目.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountCode(pub u32);

impl AccountCode {
    /// Reads four or six digits.
    ///
    /// # Errors
    /// [`IdError`] for anything else.
    pub fn parse(typed: &str) -> Result<AccountCode, IdError> {
        let text = typed.trim();
        let fine = matches!(text.len(), 4 | 6) && text.bytes().all(|b| b.is_ascii_digit());
        let code = if fine { text.parse().ok() } else { None };
        code.filter(|c| *c >= 1000)
            .map(AccountCode)
            .ok_or_else(|| IdError { typed: typed.to_owned(), example: "1002" })
    }

    /// The four-digit account 一级科目 that this is, or is a part of.
    #[must_use]
    pub const fn top(self) -> AccountCode {
        AccountCode(if self.0 >= 100_000 { self.0 / 100 } else { self.0 })
    }
}

impl fmt::Display for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl fmt::Debug for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A voucher's 凭证 number: its month and its place in the month, `2025-06/记-0118`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VoucherNo {
    /// The month.
    pub period: Period,
    /// The number in the month, from 1.
    pub number: u32,
}

impl VoucherNo {
    /// Reads `2025-06/记-0118`; the word 记 may be left out.
    ///
    /// # Errors
    /// [`IdError`] for anything else.
    pub fn parse(typed: &str) -> Result<VoucherNo, IdError> {
        let wrong = || IdError { typed: typed.to_owned(), example: "2025-06/记-0118" };
        let (month, rest) = typed.trim().split_once('/').ok_or_else(wrong)?;
        let digits = rest.strip_prefix("记-").unwrap_or(rest);
        let period = Period::parse(month).map_err(|_| wrong())?;
        match digits.parse() {
            Ok(number) if number > 0 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                Ok(VoucherNo { period, number })
            }
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for VoucherNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/记-{:04}", self.period, self.number))
    }
}

impl fmt::Debug for VoucherNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_numbers_read_back() {
        assert_eq!(EntryNo(118).to_string(), "E-118");
        assert_eq!(EntryNo::parse("e-0118"), Ok(EntryNo(118)));
        assert_eq!(PersonNo(1).to_string(), "P-000001");
        assert_eq!(PersonNo::parse("P-1"), Ok(PersonNo(1)));
        let voucher = VoucherNo::parse("2025-06/记-0118").unwrap();
        assert_eq!(voucher.to_string(), "2025-06/记-0118");
        assert_eq!(VoucherNo::parse("2025-06/118"), Ok(voucher));
        assert_eq!(AccountCode::parse("410102").map(AccountCode::top), Ok(AccountCode(4101)));
    }

    #[test]
    fn other_forms_are_refused() {
        for wrong in ["118", "E118", "E-", "E-0", "E--1", "E-+1", "E-99999999999999999999", "P-1"] {
            assert!(EntryNo::parse(wrong).is_err(), "{wrong}");
        }
        for wrong in ["2025-06", "2025-06/记-0", "2025-6/1", "2025-06/+1", "2025-06/记-"] {
            assert!(VoucherNo::parse(wrong).is_err(), "{wrong}");
        }
        assert!(AccountCode::parse("12345").is_err() && AccountCode::parse("0002").is_err());
    }
}
