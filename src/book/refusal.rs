//! Every way the rules can say no, with what a person needs to know to go on.
//!
//! Owns: the causes and their data. Refuses to know: sentences; `words` makes those.

use super::checks::Check;
use crate::base::{
    AccountCode, Code, Date, EntryNo, Fen, FundNo, Line, OperatorNo, Period, PersonNo, ProgrammeNo,
    PurposeNo, VoucherNo,
};
use crate::entry::Target;

/// Why the rules refuse a draft, or an entry that claims to follow them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The first entry must open the ledger.
    NotOpen,
    /// Only the first entry opens the ledger.
    AlreadyOpen,
    /// No fund of that number.
    UnknownFund {
        /// The number.
        no: FundNo,
    },
    /// No fund of that code.
    UnknownFundCode {
        /// The code.
        code: Code,
    },
    /// No programme of that number.
    UnknownProgramme {
        /// The number.
        no: ProgrammeNo,
    },
    /// No programme of that code.
    UnknownProgrammeCode {
        /// The code.
        code: Code,
    },
    /// No place or cause of that number.
    UnknownPurpose {
        /// The number.
        no: PurposeNo,
    },
    /// Nothing was ever received for a place or cause of that name.
    UnknownPurposeName {
        /// The name.
        name: Line,
    },
    /// No person of that number.
    UnknownPerson {
        /// The number.
        no: PersonNo,
    },
    /// No entry of that number.
    UnknownEntry {
        /// The number.
        no: EntryNo,
    },
    /// No voucher of that number.
    UnknownVoucher {
        /// The number.
        no: VoucherNo,
    },
    /// No such account in the chart.
    UnknownAccount {
        /// The account.
        account: AccountCode,
    },
    /// No operator of that number.
    UnknownOperator {
        /// The number.
        no: OperatorNo,
    },
    /// The code stands for another fund already.
    FundCodeTaken {
        /// The code.
        code: Code,
        /// The fund's name.
        name: Line,
    },
    /// The code stands for another programme already.
    ProgrammeCodeTaken {
        /// The code.
        code: Code,
        /// The programme's name.
        name: Line,
    },
    /// The place or cause is there already.
    PurposeTaken {
        /// Its name.
        name: Line,
    },
    /// A person with this ID number, or an organisation of this name, is registered already.
    DuplicatePerson {
        /// As whom.
        no: PersonNo,
    },
    /// Relief goes to natural persons.
    NotANaturalPerson {
        /// The organisation.
        no: PersonNo,
    },
    /// The fund has too little cash.
    FundNotCovered {
        /// The fund.
        fund: FundNo,
        /// What it has.
        available: Fen,
        /// What was asked for.
        needed: Fen,
        /// The voucher day at whose end it would be short; `None`: today, in recorded order.
        day: Option<Date>,
    },
    /// The programme's purpose is not the one the fund's money was given for.
    OffPurpose {
        /// The programme's name.
        programme: Line,
        /// What it spends on.
        programme_purpose: Line,
        /// The fund's code.
        fund: Code,
        /// What its money is for.
        fund_purpose: Line,
    },
    /// Restricted money would move to another purpose without its donor's consent.
    ConsentNeeded {
        /// The fund that gives.
        from: Code,
        /// What its money is for.
        from_purpose: Line,
        /// The fund that would receive.
        to: Code,
        /// What that one's money is for.
        to_purpose: Line,
    },
    /// Less is held for this place, cause or person than would be passed on.
    HeldNotCovered {
        /// For whom.
        target: Target,
        /// What is held.
        held: Fen,
        /// What was asked for.
        needed: Fen,
    },
    /// A transfer from a fund to itself.
    SameFund {
        /// The fund's code.
        fund: Code,
    },
    /// The entry was reversed before.
    AlreadyReversed {
        /// The entry.
        original: EntryNo,
        /// The reversal.
        by: EntryNo,
    },
    /// The entry moved no money, or is itself a reversal.
    NotReversible {
        /// The entry.
        original: EntryNo,
    },
    /// The reversal names other bytes than the original's.
    OriginalDiffers {
        /// The entry.
        original: EntryNo,
    },
    /// The voucher date lies in a closed month.
    ClosedPeriod {
        /// The date.
        date: Date,
        /// The latest closed month.
        closed_through: Period,
    },
    /// The month is closed already.
    AlreadyClosed {
        /// The month.
        period: Period,
    },
    /// An earlier month must be closed first.
    CloseOutOfOrder {
        /// The month asked for.
        asked: Period,
        /// The month whose turn it is.
        next: Period,
    },
    /// The month is not over.
    MonthNotOver {
        /// The month.
        period: Period,
    },
    /// The date lies after tomorrow.
    FutureDate {
        /// The date.
        date: Date,
        /// The latest date allowed.
        latest: Date,
    },
    /// An amount that no posting may carry: not above zero, or above [`MAX_FEN`](crate::base::money::MAX_FEN).
    ImpossibleAmount {
        /// The amount.
        amount: Fen,
    },
    /// A sum would leave the range of money.
    SumTooLarge,
    /// Postings that don't sum to zero in a fund.
    Unbalanced {
        /// The fund.
        fund: FundNo,
    },
    /// A number that does not continue its series.
    OutOfSequence {
        /// Which series.
        series: Series,
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The entry is not what the rules make of its body and dates.
    NotByTheRules {
        /// Which part differs.
        part: EntryPart,
    },
    /// Made under rules that this program does not have.
    UnknownRules {
        /// Their version.
        version: u16,
    },
}

/// A series of numbers without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Entries.
    Entries,
    /// Funds.
    Funds,
    /// Programmes.
    Programmes,
    /// Places and causes.
    Purposes,
    /// Persons.
    Persons,
    /// Subjects in the vault.
    Subjects,
    /// Vouchers of a month.
    Vouchers,
    /// Operators.
    Operators,
}

/// A part of an entry that the rules determine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPart {
    /// Whether it is booked.
    Status,
    /// The voucher date.
    VoucherDate,
    /// The postings.
    Postings,
}

impl Refusal {
    /// The named check that this refusal comes from, where it is one of the numbered invariants.
    pub const fn check(&self) -> Option<Check> {
        Some(match self {
            Refusal::Unbalanced { .. } => Check::Balanced,
            Refusal::FundNotCovered { .. } => Check::FundCovered,
            Refusal::OffPurpose { .. } | Refusal::ConsentNeeded { .. } | Refusal::HeldNotCovered { .. } => {
                Check::Restricted
            }
            Refusal::AlreadyReversed { .. }
            | Refusal::NotReversible { .. }
            | Refusal::OriginalDiffers { .. } => Check::ReversedOnce,
            Refusal::ClosedPeriod { .. } => Check::ClosedPeriod,
            Refusal::OutOfSequence { series: Series::Vouchers, .. } => Check::VoucherSequence,
            _ => return None,
        })
    }
}
