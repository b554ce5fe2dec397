//! What a payment meets, and which schedule an event gives a loan.
//!
//! Owns: the order in which money meets what is owed. Refuses to know: whether the event is allowed, and accounts.

use super::schedule::{self, Asked};
use super::state::LoanState;
use super::walk::{Position, Stage, position, spent};
use super::{Known, LoanRefusal};
use crate::base::{Date, Fen, LoanNo};
use crate::entry::{LoanKind, Part, Plan, Split};

/// What can be met on a day: by what was owed then, and not more than later events leave of it.
#[derive(Clone, Copy, Debug)]
struct Owed {
    fees: Fen,
    penalty: Fen,
    interest_due: Fen,
    interest: Fen,
    principal_due: Fen,
    principal: Fen,
}

impl Owed {
    fn of(p: &Position) -> Owed {
        let least = |fen: Fen| fen.max(Fen::ZERO);
        Owed {
            fees: least(p.fees),
            penalty: least(p.penalty),
            interest_due: least(p.interest_due),
            interest: least(p.interest_run),
            principal_due: p.principal_due,
            principal: least(p.outstanding),
        }
    }

    /// Of somebody who paid later already, what that payment met is not owed any more.
    fn and_later(self, p: &Position) -> Owed {
        let later = Owed::of(p);
        let interest = self.interest.min(later.interest);
        Owed {
            fees: self.fees.min(later.fees),
            penalty: self.penalty.min(later.penalty),
            interest_due: self.interest_due.min(interest),
            interest,
            principal_due: self.principal_due.min(later.principal),
            principal: self.principal.min(later.principal),
        }
    }

    fn total(&self) -> Fen {
        let all = [self.fees, self.penalty, self.interest, self.principal];
        all.into_iter().try_fold(Fen::ZERO, Fen::checked_add).unwrap_or(Fen::ZERO)
    }
}

/// `now`: where the loan stands on that day.
fn owed_on(loan: &LoanState, date: Date, now: &Position) -> Owed {
    let living = loan.living(Known::ALL);
    let mut later: Vec<Date> = living.iter().map(|event| event.date).filter(|day| *day > date).collect();
    later.dedup();
    later.iter().fold(Owed::of(now), |owed, day| owed.and_later(&position(loan, *day, Known::ALL)))
}

/// What ends the loan on a day 结清金额, in 分.
#[must_use]
pub fn payoff(loan: &LoanState, date: Date) -> Fen {
    owed_on(loan, date, &position(loan, date, Known::ALL)).total()
}

/// What a payment of so much meets on a day: first what is due, in the order of the terms; then interest that has run;
/// then principal ahead of its day. With `keep`, what is more than all that is kept for later.
///
/// # Errors
/// [`LoanRefusal::NothingDrawn`], [`LoanRefusal::Settled`], [`LoanRefusal::Overpaid`] with the exact payoff.
pub fn split(no: LoanNo, loan: &LoanState, date: Date, paid: Fen, keep: bool) -> Result<Split, LoanRefusal> {
    let first = loan.first_draw();
    let now = position(loan, date, Known::ALL);
    let Some(terms) = now.terms.filter(|_| first.is_some_and(|f| f <= date)) else {
        return Err(LoanRefusal::NothingDrawn { loan: no, date, first });
    };
    let owed = owed_on(loan, date, &now);
    let payoff = owed.total();
    if payoff.is_zero() {
        let stage = now.stage;
        return Err(match stage {
            Stage::WrittenOff => LoanRefusal::WrongStage { loan: no, stage },
            _ => LoanRefusal::Settled { loan: no },
        });
    }
    let mut left = paid;
    let mut split = Split::default();
    let mut meet = |part: &mut Fen, most: Fen| {
        let met = most.min(left).max(Fen::ZERO);
        left = Fen::new(left.get() - met.get());
        *part = Fen::new(part.get() + met.get());
    };
    for part in terms.order.parts() {
        match part {
            Part::Fees => meet(&mut split.fees, owed.fees),
            Part::Penalty => meet(&mut split.penalty, owed.penalty),
            Part::Interest => meet(&mut split.interest, owed.interest_due),
            Part::Principal => meet(&mut split.principal, owed.principal_due),
        }
    }
    let (run, ahead) = (
        Fen::new(owed.interest.get() - split.interest.get()),
        Fen::new(owed.principal.get() - split.principal.get()),
    );
    meet(&mut split.interest, run);
    meet(&mut split.principal, ahead);
    if left > Fen::ZERO {
        if !keep {
            return Err(LoanRefusal::Overpaid { loan: no, payoff, paid, date });
        }
        split.prepaid = left;
    }
    Ok(split)
}

/// Everything that is owed on a day, as a write-off takes it.
#[must_use]
pub fn all_owed(loan: &LoanState, date: Date) -> Split {
    let owed = owed_on(loan, date, &position(loan, date, Known::ALL));
    Split {
        fees: owed.fees,
        penalty: owed.penalty,
        interest: owed.interest,
        principal: owed.principal,
        prepaid: Fen::ZERO,
    }
}

/// The schedule after a draw.
///
/// # Errors
/// [`LoanRefusal::AfterEnd`] where no day is left.
pub fn plan_after_draw(no: LoanNo, loan: &LoanState, date: Date, amount: Fen) -> Result<Plan, LoanRefusal> {
    let p = position(loan, date, Known::ALL);
    let end = match (loan.kind, p.end) {
        (LoanKind::Term, None) => date.plus_months(u32::from(p.months)),
        (_, end) => end.unwrap_or(date),
    };
    let principal = Fen::new(p.outstanding.get().saturating_add(amount.get()));
    made(no, &p, date, principal, end, p.closed_unpaid)
}

/// The schedule after a payment, over the same days.
///
/// # Errors
/// [`LoanRefusal::AfterEnd`] where no day is left, [`LoanRefusal::Settled`] where nothing is.
pub fn plan_after_payment(
    no: LoanNo,
    loan: &LoanState,
    date: Date,
    split: &Split,
) -> Result<Plan, LoanRefusal> {
    let p = position(loan, date, Known::ALL);
    let principal = Fen::new(p.outstanding.get() - split.principal.get());
    if principal.is_zero() {
        return Err(LoanRefusal::Settled { loan: no });
    }
    let unpaid = Fen::new(p.closed_unpaid.get() - split.interest.get());
    made(no, &p, date, principal, p.end.unwrap_or(date), unpaid)
}

/// The schedule after an extension to a day.
///
/// # Errors
/// [`LoanRefusal::AfterEnd`] where that day is over, [`LoanRefusal::Settled`] where nothing is outstanding.
pub fn plan_after_extension(
    no: LoanNo,
    loan: &LoanState,
    date: Date,
    end: Date,
) -> Result<Plan, LoanRefusal> {
    let p = position(loan, date, Known::ALL);
    if p.outstanding.is_zero() {
        return Err(LoanRefusal::Settled { loan: no });
    }
    made(no, &p, date, p.outstanding, end, p.closed_unpaid)
}

fn made(
    no: LoanNo,
    p: &Position,
    start: Date,
    principal: Fen,
    end: Date,
    unpaid: Fen,
) -> Result<Plan, LoanRefusal> {
    let Some(terms) = p.terms else { return Err(LoanRefusal::WrongStage { loan: no, stage: p.stage }) };
    if end <= start {
        return Err(LoanRefusal::AfterEnd { loan: no, end });
    }
    let anchor = p.first_draw.unwrap_or(start);
    let carried = p.running;
    Ok(schedule::plan(&Asked { terms: &terms, principal, start, anchor, end, carried, unpaid }))
}

/// What a split meets, without what is kept for later.
#[must_use]
pub fn met(split: &Split) -> Fen {
    spent(split)
}
