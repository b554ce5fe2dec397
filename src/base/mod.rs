//! The values everything else is made of: money, dates, numbers of things, bounded text.
//!
//! Owns: parsing at the edge into types that can't be wrong inside.
//! Refuses to know: the clock, files, languages, and what any of these values are used for.

pub mod bank_card;
pub mod base32;
pub mod date;
pub mod hash;
pub mod id_number;
pub mod ids;
pub mod money;
pub mod months;
pub mod parts;
pub mod rate;
pub mod text;
pub mod wire;

pub use bank_card::BankCard;
pub use date::{Date, Period, Timestamp};
pub use hash::Hash32;
pub use id_number::IdNumber;
pub use ids::{
    AccountCode, BudgetNo, CaseNo, EntryNo, FundNo, GiftNo, GuarantorNo, HouseholdNo, ItemNo, LoanNo,
    MoneyAccountNo, OperatorNo, PersonNo, ProductNo, ProgrammeNo, PurposeNo, RegisterNo, RoundNo, SubjectNo,
    VoucherNo,
};
pub use money::Fen;
pub use months::Months;
pub use rate::Rate;
pub use text::{Code, Line};
