//! Extensions 展期: whether a loan may be extended to a day, and the schedule that it gets.
//!
//! Owns: that, with 贷款通则 article 12. Refuses to know: who decides on it.

use super::state::LoanState;
use super::walk::position;
use super::{Known, LoanRefusal, owed};
use crate::base::{Date, Fen, LoanNo};
use crate::entry::{LoanKind, Plan};

/// The schedule after an extension that is recorded on a day and reaches to another.
///
/// # Errors
/// [`LoanRefusal::WrongStage`], [`LoanRefusal::Settled`], [`LoanRefusal::InArrears`], [`LoanRefusal::AfterEnd`],
/// [`LoanRefusal::NotLater`], [`LoanRefusal::ExtensionTooLong`].
pub fn plan(no: LoanNo, loan: &LoanState, date: Date, new_end: Date) -> Result<Plan, LoanRefusal> {
    let p = position(loan, date, Known::ALL);
    let (Some(end), Some(first)) = (p.end, p.first_draw) else {
        return Err(LoanRefusal::WrongStage { loan: no, stage: p.stage });
    };
    if p.outstanding.is_zero() {
        return Err(LoanRefusal::Settled { loan: no });
    }
    if p.arrears > Fen::ZERO {
        return Err(p.in_arrears(no));
    }
    if end < date {
        return Err(LoanRefusal::AfterEnd { loan: no, end });
    }
    if new_end <= end {
        return Err(LoanRefusal::NotLater { end });
    }
    // 贷款通则 article 12: short loans (a year) by their term, middle ones (five years) by half of it, long ones by
    // three years; in all, so counted from the first end.
    let months = u32::from(p.months);
    let longest = match months {
        0..=12 => months,
        13..=60 => months / 2,
        _ => 36,
    };
    let first_end = match loan.kind {
        LoanKind::Term => first.plus_months(months),
        LoanKind::Revolving => p.signed.unwrap_or(first).plus_months(months),
    };
    let latest = first_end.plus_months(longest);
    if new_end > latest {
        return Err(LoanRefusal::ExtensionTooLong { latest });
    }
    owed::plan_after_extension(no, loan, date, new_end)
}
