//! Relief in words: how far an application or a row has come, why it came back, what a row gives.
//!
//! Owns: which text belongs to which of these. Refuses to know: what is listed.

use super::Cell;
use crate::base::{Fen, FundNo, ItemNo};
use crate::book::relief::{CaseState, ItemState, RoundState, RowState, RowStatus};
use crate::entry::{BackReason, DropReason, ReliefRules};
use crate::ledger::{Ledger, LedgerError};
use crate::words::names::Names;
use crate::words::{Words, refusal_relief};

/// How far an application, or a row of a round, has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Somebody must look at it.
    Open,
    /// All that must look at it have.
    Passed,
    /// It does not fit.
    Failed,
    /// Its grant waits for a second person.
    Waiting,
    /// It is to be paid.
    Granted,
    /// It is paid.
    Paid,
    /// It arrived.
    Arrived,
    /// It came back, and is to be paid again.
    Returned,
    /// It is not paid any more.
    Dropped,
}

impl Status {
    /// All of them, in the order of a life.
    pub const ALL: [Status; 9] = [
        Status::Open,
        Status::Passed,
        Status::Failed,
        Status::Waiting,
        Status::Granted,
        Status::Paid,
        Status::Arrived,
        Status::Returned,
        Status::Dropped,
    ];

    /// That of a row.
    pub const fn of_row(row: &RowState) -> Status {
        match row.status {
            RowStatus::Granted if row.back > 0 => Status::Returned,
            RowStatus::Granted => Status::Granted,
            RowStatus::Paid => Status::Paid,
            RowStatus::Arrived => Status::Arrived,
            RowStatus::Dropped(_) => Status::Dropped,
        }
    }

    /// That of an application, by the rules that hold now and the round it is in.
    pub fn of_case(case: &CaseState, rules: Option<&ReliefRules>, round: Option<&RoundState>) -> Status {
        if let Some(row) = case.row.and_then(|(_, row)| round?.row(row)) {
            return Status::of_row(row);
        }
        if case.granted.is_some() {
            return Status::Waiting;
        }
        if [case.visit, case.review].iter().flatten().any(|look| !look.fits) {
            return Status::Failed;
        }
        let steps = rules.map(|rules| rules.steps).unwrap_or_default();
        let missing = (steps.visit && case.visit.is_none()) || (steps.review && case.review.is_none());
        if missing { Status::Open } else { Status::Passed }
    }

    /// In words.
    pub fn word(self, words: &Words) -> String {
        words.word(match self {
            Status::Open => "relief-status-open",
            Status::Passed => "relief-status-passed",
            Status::Failed => "relief-status-failed",
            Status::Waiting => "relief-status-waiting",
            Status::Granted => "row-granted",
            Status::Paid => "row-paid",
            Status::Arrived => "row-arrived",
            Status::Returned => "relief-status-returned",
            Status::Dropped => "row-dropped",
        })
    }
}

/// Why money or goods came back.
pub fn back(words: &Words, reason: BackReason) -> String {
    words.word(refusal_relief::back_reason_key(reason))
}

/// Why a row is not paid any more.
pub fn dropped(words: &Words, reason: DropReason) -> String {
    words.word(refusal_relief::drop_reason_key(reason))
}

/// A fund, or what is held for others.
pub fn fund(words: &Words, names: &dyn Names, no: FundNo) -> String {
    match no {
        FundNo::PASS_THROUGH => words.word("relief-held"),
        no => format!("{} {}", names.fund_code(no), names.fund(no)),
    }
}

/// What a round gives, and how one row of it is written.
#[derive(Clone, Debug)]
pub enum Given {
    /// Money.
    Money,
    /// Goods of an item.
    Goods(ItemState),
}

impl Given {
    /// That of an item, or money.
    ///
    /// # Errors
    /// Where there is no such item, or the index can't be read.
    pub fn of(ledger: &mut Ledger, item: Option<ItemNo>) -> Result<Given, LedgerError> {
        item.map_or(Ok(Given::Money), |item| ledger.item(item).map(Given::Goods))
    }

    /// Its amount, where it is money.
    pub fn amount(&self, given: u64) -> Cell {
        match self {
            Given::Money => i64::try_from(given).ok().filter(|fen| *fen > 0).map(Fen::new).into(),
            Given::Goods(_) => Cell::Empty,
        }
    }

    /// Its pieces, or the number of its card with all its zeros.
    pub fn goods(&self, given: u64) -> Cell {
        match self {
            Given::Goods(item) if item.numbered() => {
                let width = usize::from(item.digits);
                format!("{given:0width$}").into()
            }
            Given::Goods(item) if given > 0 => format!("{given} {}", item.unit).into(),
            Given::Goods(_) | Given::Money => Cell::Empty,
        }
    }
}
