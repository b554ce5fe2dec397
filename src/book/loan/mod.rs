//! Loans: arithmetic, what is owed on a day, and which event may follow which.
//!
//! Owns: all of that, pure. Refuses to know: storage, and words for people.

pub mod eligible;
pub mod extension;
pub mod interest;
pub mod lending;
pub mod owed;
pub mod postings;
pub mod refusal;
pub mod rules;
pub mod schedule;
pub mod state;
pub mod subsidy;
pub mod tier;
pub mod walk;

pub use refusal::LoanRefusal;
pub use state::{Event, GuarantorState, LoanState, ProductState};
pub use walk::{Position, Stage, position};

use crate::base::{Date, EntryNo};
use crate::entry::LoanKind;
use serde::{Deserialize, Serialize};

/// How much of the history somebody knows: all entries up to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known(pub EntryNo);

impl Known {
    /// Everything recorded so far.
    pub const ALL: Known = Known(EntryNo(u64::MAX));
}

/// What differs between a term loan and a revolving one.
#[derive(Clone, Copy, Debug)]
struct Flow {
    kind: LoanKind,
}

impl Flow {
    /// A limit ends so many months after the contract; a term loan's months run from its first draw.
    fn end_of_limit(self, signed: Date, months: u16) -> Option<Date> {
        match self.kind {
            LoanKind::Revolving => Some(signed.plus_months(u32::from(months))),
            LoanKind::Term => None,
        }
    }

    /// A limit's end is not brought nearer by a schedule.
    const fn keeps(self, end: Option<Date>) -> Option<Date> {
        match self.kind {
            LoanKind::Revolving => end,
            LoanKind::Term => None,
        }
    }

    /// Whether a loan of which nothing is owed any more can't be drawn again.
    fn ends(self, position: &Position, day: Date) -> bool {
        match self.kind {
            LoanKind::Term => {
                let paid = !position.repaid.is_zero() || !position.claimed.is_zero();
                position.drawn >= position.amount || paid
            }
            LoanKind::Revolving => position.end.is_some_and(|end| day >= end),
        }
    }
}

/// The highest rate that any terms may have: 36 % a year, above which the Supreme People's Court held agreed interest
/// void (法释〔2015〕18号, article 26).
pub const HIGHEST_RATE_MILLIONTHS: u32 = 360_000;
/// The longest term of any loan, in months.
pub const LONGEST_MONTHS: u16 = 360;

#[cfg(test)]
mod tests;
