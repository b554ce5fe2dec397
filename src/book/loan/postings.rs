//! What each event of a loan posts (`docs/rules.md`).
//!
//! Owns: that table. Refuses to know: which accounts stand for which role, and whether the event is allowed.
//!
//! Only money of the office is posted: a loan of its own fund, and deposits of its funds behind loans of others. Interest
//! is income when it is paid.

use super::state::{LoanState, ProductState};
use super::walk::position;
use super::{Known, owed};
use crate::base::{Fen, FundNo};
use crate::entry::{LoanWhat, PaidFrom, RecoveredAfter};

/// What a line of a loan's voucher stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The fund's own cash or bank.
    Money,
    /// 其他应收款—借款.
    Lent,
    /// Other income: interest, penalty interest, fees.
    Income,
    /// 其他应付款: kept for the borrower.
    Kept,
    /// 坏账准备.
    Allowance,
    /// 其他应收款—存出保证金.
    Placed,
    /// 其他应收款—应收代偿款.
    PaidForHer,
}

/// A line: role, and amount with debit positive.
pub type RoleLine = (Role, Fen);

/// The fund that an event posts in and its lines, debits first; `None`: it is a memorandum.
#[must_use]
pub fn lines(loan: &LoanState, product: &ProductState, what: &LoanWhat) -> Option<(FundNo, Vec<RoleLine>)> {
    let own = product.own_fund();
    let claim = loan.events.iter().find_map(|event| match event.what {
        LoanWhat::Claimed { fund, .. } if event.counts(Known::ALL) => fund,
        _ => None,
    });
    let debit_credit =
        |debit: Role, credit: Role, amount: Fen| vec![(debit, amount), (credit, amount.negated())];
    let fund_and_lines = match what {
        LoanWhat::Drawn { amount, .. } => (own?, debit_credit(Role::Lent, Role::Money, *amount)),
        LoanWhat::Repaid { from, split, .. } => {
            let paid = match from {
                PaidFrom::Cash => (Role::Money, split.total()?),
                PaidFrom::Prepayment => (Role::Kept, owed::met(split)),
            };
            let kept = (Role::Kept, split.prepaid.negated());
            (own?, [vec![paid], met(split), vec![kept]].concat())
        }
        LoanWhat::Claimed { split, fund: None } => {
            (own?, [vec![(Role::Money, owed::met(split))], met(split)].concat())
        }
        LoanWhat::Claimed { split, fund: Some(fund) } => {
            (*fund, debit_credit(Role::PaidForHer, Role::Placed, owed::met(split)))
        }
        LoanWhat::WrittenOff { split, claimed } => match (own, claim) {
            (Some(fund), _) => (fund, debit_credit(Role::Allowance, Role::Lent, split.principal)),
            (None, Some(fund)) => (fund, debit_credit(Role::Allowance, Role::PaidForHer, *claimed)),
            (None, None) => return None,
        },
        LoanWhat::Recovered { after: RecoveredAfter::Claim, amount } => {
            (claim?, debit_credit(Role::Money, Role::PaidForHer, *amount))
        }
        LoanWhat::Recovered { after: RecoveredAfter::WriteOff, amount } => {
            let allowed = booked(loan, what);
            // Of another's loan what is more than the fund's claims is the lender's.
            let whole = if own.is_some() { *amount } else { allowed };
            let rest = Fen::new(whole.get() - allowed.get());
            let lines = vec![
                (Role::Money, whole),
                (Role::Allowance, allowed.negated()),
                (Role::Income, rest.negated()),
            ];
            (own.or(claim)?, lines)
        }
        LoanWhat::Refunded { amount } => {
            let kept = booked(loan, what);
            let rest = Fen::new(amount.get() - kept.get());
            (own?, vec![(Role::Kept, kept), (Role::Income, rest), (Role::Money, amount.negated())])
        }
        _ => return None,
    };
    let (fund, mut lines) = fund_and_lines;
    lines.retain(|(_, amount)| !amount.is_zero());
    (!lines.is_empty()).then_some((fund, lines))
}

/// What of a refund is kept, and what of a recovery after a write-off stands against the allowance; of others, 0. The rest
/// is income. The event keeps it: its voucher stays, whatever becomes known later.
#[must_use]
pub fn booked(loan: &LoanState, what: &LoanWhat) -> Fen {
    match what {
        LoanWhat::Refunded { amount } => now(loan).prepaid.min(*amount),
        LoanWhat::Recovered { after: RecoveredAfter::WriteOff, amount } => {
            now(loan).given_up_principal.min(*amount)
        }
        _ => Fen::ZERO,
    }
}

/// Principal comes off the loan, the rest is income.
fn met(split: &crate::entry::Split) -> Vec<RoleLine> {
    let income = Fen::new(owed::met(split).get() - split.principal.get());
    vec![(Role::Lent, split.principal.negated()), (Role::Income, income.negated())]
}

/// What stands after the latest event; none of what is asked of it here changes with the days.
fn now(loan: &LoanState) -> super::Position {
    let last = loan.events.iter().map(|event| event.date).max();
    position(loan, last.unwrap_or(crate::base::Date::LAST), Known::ALL)
}
