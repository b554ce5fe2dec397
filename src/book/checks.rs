//! The numbered invariants as named checks, each run before writing and on verification.
//!
//! Owns: what each check means. Refuses to know: how an entry came about.

use super::chart::{self, Accounts, Basis};
use super::closing::ClosingRefusal;
use super::loan::{self, LoanRefusal};
use super::refusal::{Refusal, Series};
use super::state::{Cell, HeldFor, Key};
use super::two_persons::{add_to, by_fund, effect_of};
use super::view::{Overlay, Stop, View};
use crate::base::{BudgetNo, Date, Fen, FundNo};
use crate::entry::{Body, Dims, Entry, MoneySort, Posting, Target};

/// A named, numbered invariant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Postings of every entry sum to zero in each fund.
    Balanced,
    /// Cash and bank of a fund are never negative, in recorded order nor at the end of a voucher day.
    FundCovered,
    /// Money given for a purpose is spent on that purpose alone.
    Restricted,
    /// What is outstanding of a loan is never below zero nor above its limit.
    LoanBounds,
    /// The instalments' principal sums to the loan.
    ScheduleSum,
    /// Caps of a programme, per person, household, year and round.
    Caps,
    /// Goods handed out never exceed goods received, item by item.
    Stock,
    /// The approver is not the preparer, and both signed.
    TwoPersons,
    /// A reversal negates its original exactly, at most once.
    ReversedOnce,
    /// No voucher is dated in a closed month after its close.
    ClosedPeriod,
    /// Voucher numbers run without a gap in each month.
    VoucherSequence,
}

impl Check {
    /// The invariant's number; numbers never change.
    pub const fn number(self) -> u8 {
        match self {
            Check::Balanced => 1,
            Check::FundCovered => 2,
            Check::Restricted => 3,
            Check::LoanBounds => 4,
            Check::ScheduleSum => 5,
            Check::Caps => 6,
            Check::Stock => 7,
            Check::TwoPersons => 8,
            Check::ReversedOnce => 9,
            Check::ClosedPeriod => 10,
            Check::VoucherSequence => 11,
        }
    }

    /// The invariant's name; names never change.
    pub const fn name(self) -> &'static str {
        match self {
            Check::Balanced => "balanced",
            Check::FundCovered => "fund-covered",
            Check::Restricted => "restricted",
            Check::LoanBounds => "loan-bounds",
            Check::ScheduleSum => "schedule-sum",
            Check::Caps => "caps",
            Check::Stock => "stock",
            Check::TwoPersons => "two-persons",
            Check::ReversedOnce => "reversed-once",
            Check::ClosedPeriod => "closed-period",
            Check::VoucherSequence => "voucher-sequence",
        }
    }
}

/// Whether the posting moves a fund's own cash or bank money.
pub const fn is_own_cash(posting: &Posting) -> bool {
    posting.fund.0 != FundNo::PASS_THROUGH.0 && chart::is_cash(posting.account)
}

/// Whether the posting is on bank or cash, of own money or of money held for others.
pub const fn is_money(posting: &Posting) -> bool {
    chart::is_cash(posting.account) || posting.account.0 == chart::HELD_BANK.0
}

/// Whether a money account of that sort stands behind the account of the posting: cash on hand is 1001, and nothing else is.
pub fn stands_on(posting: &Posting, sort: MoneySort) -> bool {
    is_money(posting) && (sort == MoneySort::Cash) == (posting.account == chart::CASH_ON_HAND)
}

/// For whom a posting's money is held, where it is on the account for that. Only money held for others is in no fund,
/// so the account is 受托代理负债 in whichever chart: 受托代理资产 is not analysed by any of these. What is of a bound gift is told by
/// the gift's own sums.
pub fn held_for(posting: &Posting) -> Option<Target> {
    let Dims { purpose, person, gift, .. } = posting.dims;
    let target = purpose.map(Target::Purpose).or(person.map(Target::Person));
    target.filter(|_| gift.is_none() && posting.fund == FundNo::PASS_THROUGH && !is_money(posting))
}

/// Invariant 1, in each fund and in each set of books: 财务会计, and 预算会计 where the chart keeps it. Walks the postings
/// fund by fund; vouchers are a few lines long.
pub(super) fn balanced(postings: &[Posting]) -> Result<(), Refusal> {
    let of = |p: &Posting| (p.fund, Basis::of(p.account));
    for (at, posting) in postings.iter().enumerate() {
        let (fund, basis) = of(posting);
        if postings[..at].iter().any(|p| of(p) == (fund, basis)) {
            continue;
        }
        // Postings are bounded in size and number: their sum fits an i128 many times over.
        let same = postings.iter().filter(|p| of(p) == (fund, basis));
        let sum: i128 = same.map(|p| i128::from(p.amount.get())).sum();
        if sum != 0 {
            let difference = i64::try_from(sum).map(Fen::new).map_err(|_| Refusal::SumTooLarge)?;
            return Err(Refusal::Unbalanced { fund, basis, difference });
        }
    }
    Ok(())
}

/// Whether a voucher of the government chart moves a fund's own cash and posts nothing for that fund in 预算会计. That is
/// right for what the budget does not count, such as 应缴财政款 and 暂收暂付, so it is a question and no refusal.
///
/// # Errors
/// [`Refusal::SumTooLarge`].
pub fn outside_the_budget(lines: &[Posting]) -> Result<bool, Refusal> {
    let budgeted = |fund| lines.iter().any(|p| p.fund == fund && Basis::of(p.account) == Basis::Budget);
    Ok(by_fund(lines)?.into_iter().any(|(fund, net)| !net.is_zero() && !budgeted(fund)))
}

/// Invariant 2, for all funds of an entry about to be booked on `day`, or prepared without a day yet.
pub(super) fn fund_covered<B: View>(
    state: &mut Overlay<B>,
    postings: &[Posting],
    day: Option<Date>,
) -> Result<(), Stop<B::Error>> {
    for (fund, net) in by_fund(postings)? {
        if net.is_negative() {
            one_fund_covered(state, fund, net, day)?;
        }
    }
    Ok(())
}

/// `net` is negative. Every end of day from `day` on falls by it, and so does what there is now.
fn one_fund_covered<B: View>(
    state: &mut Overlay<B>,
    fund: FundNo,
    net: Fen,
    day: Option<Date>,
) -> Result<(), Stop<B::Error>> {
    let needed = net.negated();
    let short = |available: Fen, day| Refusal::FundNotCovered { fund, available, needed, day };
    let Some(Cell::Cash(cash)) = state.get(&Key::Cash(fund))? else {
        return Err(short(Fen::ZERO, None).into());
    };
    let cash = *cash;
    // What is reserved is spoken for now; on which voucher day it will leave, nobody knows yet.
    let reserved = state.amount(&Key::Reserved(fund))?;
    // What is left of bound gifts is for them alone.
    let bound = state.amount(&Key::Bound(fund))?;
    let spoken_for = reserved.checked_add(bound).ok_or(Refusal::SumTooLarge)?;
    let available = cash.balance.checked_sub(spoken_for).ok_or(Refusal::SumTooLarge)?;
    if available < needed {
        return Err(short(available, None).into());
    }
    let Some(day) = day.filter(|day| *day < cash.last_day) else { return Ok(()) };
    // Backwards from now: what there was at the end of each day is what there is, less what came after.
    let mut end_of_day = cash.balance.get();
    let mut lowest = (end_of_day, cash.last_day);
    let mut period = cash.last_day.period();
    loop {
        let days = match state.get(&Key::Days(fund, period))? {
            Some(Cell::Days(days)) => days.0,
            _ => [0; 31],
        };
        for (at, moved) in days.iter().enumerate().rev() {
            let Some(this) = Date::from_number(period.number() * 100 + u32::try_from(at).unwrap_or(0) + 1)
            else {
                continue;
            };
            if this < day {
                break;
            }
            if this <= cash.last_day && end_of_day < lowest.0 {
                lowest = (end_of_day, this);
            }
            end_of_day -= moved;
        }
        if period <= day.period() {
            break;
        }
        period = period.previous();
    }
    let (available, on) = (Fen::new(lowest.0), lowest.1);
    if available < needed { Err(short(available, Some(on)).into()) } else { Ok(()) }
}

/// The part of invariant 3 that is about money held for others: never more goes out than came in for that target.
pub(super) fn held_covered<B: View>(
    state: &mut Overlay<B>,
    postings: &[Posting],
) -> Result<(), Stop<B::Error>> {
    for posting in postings {
        // The liability's debit takes from what is held.
        if let Some(target) = held_for(posting).filter(|_| !posting.amount.is_negative()) {
            let all = state.amount(&Key::Held(HeldFor::from(target)))?;
            let reserved = state.amount(&Key::HeldReserved(HeldFor::from(target)))?;
            let held = all.checked_sub(reserved).ok_or(Refusal::SumTooLarge)?;
            if held < posting.amount {
                return Err(Refusal::HeldNotCovered { target, held, needed: posting.amount }.into());
            }
        }
    }
    Ok(())
}

/// The part of invariant 2 that is about money accounts: no bank or cash account is overdrawn, in recorded order.
pub(super) fn money_covered<B: View>(
    state: &mut Overlay<B>,
    postings: &[Posting],
) -> Result<(), Stop<B::Error>> {
    for (at, posting) in postings.iter().enumerate() {
        let account = posting.dims.money;
        let same = |p: &&Posting| is_money(p) && p.dims.money == account;
        if !is_money(posting) || postings[..at].iter().any(|p| same(&p)) {
            continue;
        }
        let mut net = Fen::ZERO;
        for p in postings.iter().filter(same) {
            net = net.checked_add(p.amount).ok_or(Refusal::SumTooLarge)?;
        }
        let available = state.amount(&Key::Money(account))?;
        let needed = net.negated();
        if net.is_negative() && available < needed {
            return Err(Refusal::MoneyNotCovered { account, available, needed }.into());
        }
    }
    Ok(())
}

/// A fund's allowance for bad debts 坏账准备 is never below zero: what is written off was provided for.
pub(super) fn allowance_covered<B: View>(
    state: &mut Overlay<B>,
    postings: &[Posting],
    accounts: &Accounts,
) -> Result<(), Stop<B::Error>> {
    let mut taken: Vec<(FundNo, Fen)> = Vec::new();
    for line in postings.iter().filter(|line| line.account == accounts.allowance) {
        add_to(&mut taken, line.fund, line.amount)?;
    }
    for (fund, needed) in taken.into_iter().filter(|(_, needed)| *needed > Fen::ZERO) {
        let available = state.amount(&Key::Balance(fund, accounts.allowance))?.negated();
        if available < needed {
            return Err(LoanRefusal::AllowanceNotCovered { fund, available, needed }.into());
        }
    }
    Ok(())
}

/// A budget is its fund's, of the voucher's year, and what is spent under it stays within.
pub(super) fn budget_covered<B: View>(
    state: &mut Overlay<B>,
    postings: &[Posting],
    day: Date,
) -> Result<(), Stop<B::Error>> {
    let mut spent: Vec<(BudgetNo, Fen)> = Vec::new();
    for posting in postings {
        let Some(no) = posting.dims.budget else { continue };
        // What comes back to a budget may be of a year that is over.
        if !posting.amount.is_negative() {
            let set = &super::settings::budget(state, no)?.set;
            if set.fund != posting.fund || set.year != day.number() / 10_000 {
                return Err(Refusal::BudgetOfOther { no }.into());
            }
        }
        add_to(&mut spent, no, posting.amount)?;
    }
    // A voucher may spend of one budget on several lines.
    for (no, needed) in spent {
        let budget = super::settings::budget(state, no)?;
        let left = budget.set.amount.checked_sub(budget.spent).ok_or(Refusal::SumTooLarge)?;
        if !needed.is_negative() && left < needed {
            let purpose = budget.set.purpose.clone();
            return Err(Refusal::OverBudget { purpose, left, needed }.into());
        }
    }
    Ok(())
}

/// Invariant 10.
pub(super) fn closed_period<B: View>(state: &mut Overlay<B>, day: Date) -> Result<(), Stop<B::Error>> {
    match state.periods()?.closed_through {
        Some(closed_through) if day.period() <= closed_through => {
            Err(Refusal::ClosedPeriod { date: day, closed_through }.into())
        }
        _ => Ok(()),
    }
}

/// Invariant 9: the original was booked, is no reversal itself, and was not reversed before. An approval is what it
/// approves.
pub(super) fn reversed_once<B: View>(state: &mut Overlay<B>, original: &Entry) -> Result<(), Stop<B::Error>> {
    let effect = effect_of(state, original)?;
    if matches!(effect, Some((Body::Released(_) | Body::YearEnd(_), _))) {
        return Err(ClosingRefusal::ClosingEntry { original: original.no }.into());
    }
    let is_reversal = matches!(effect, Some((Body::Reversal(_), _)));
    let moved = original.voucher.is_some()
        || loan::rules::effect_of(state, original)?.is_some()
        || super::relief::moved_goods(state, original)?;
    if !moved || is_reversal {
        return Err(Refusal::NotReversible { original: original.no }.into());
    }
    match state.number(&Key::Reversed(original.no.0))? {
        Some(by) => {
            Err(Refusal::AlreadyReversed { original: original.no, by: crate::base::EntryNo(by) }.into())
        }
        None => Ok(()),
    }
}

/// Invariant 11: the number that a voucher of that day must have.
pub(super) fn voucher_sequence<B: View>(
    state: &mut Overlay<B>,
    day: Date,
    found: Option<u32>,
) -> Result<u32, Stop<B::Error>> {
    let given = state.number(&Key::Vouchers(day.period()))?.unwrap_or(0);
    let expected = u32::try_from(given + 1).map_err(|_| Refusal::SumTooLarge)?;
    match found {
        Some(found) if found != expected => Err(Refusal::OutOfSequence {
            series: Series::Vouchers,
            expected: u64::from(expected),
            found: u64::from(found),
        }
        .into()),
        _ => Ok(expected),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_balance_in_each_fund_and_not_only_in_all() {
        let posting = |fund, amount| Posting {
            fund: FundNo(fund),
            account: chart::OWN_BANK,
            amount: Fen::new(amount),
            dims: Dims::default(),
        };
        let refused = |fund, by| {
            let (fund, difference) = (FundNo(fund), Fen::new(by));
            Err(Refusal::Unbalanced { fund, basis: Basis::Financial, difference })
        };
        assert_eq!(balanced(&[posting(1, 5), posting(2, -7), posting(1, -5), posting(2, 7)]), Ok(()));
        let across = balanced(&[posting(1, 5), posting(2, -5)]);
        assert_eq!(across, refused(1, 5));
        let second = balanced(&[posting(1, 5), posting(1, -5), posting(2, -1)]);
        assert_eq!(second, refused(2, -1));
    }
}
