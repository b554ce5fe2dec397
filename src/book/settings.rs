//! Thresholds, money accounts, budgets, the retention period and registers: whether they may be set so, and setting them.
//!
//! Owns: those settings in the state. Refuses to know: entries that meet them.

use super::exists::next;
use super::refusal::{Refusal, Series};
use super::state::{BudgetState, Cell, Key, RegisterState};
use super::view::{Overlay, Stop, View};
use crate::base::{BudgetNo, Fen, Line, MoneyAccountNo};
use crate::entry::{Body, BudgetSet, MoneyAccountAdded, MoneySort, ThresholdOf};

/// The years that personal data is kept where nothing else was set: 会计档案管理办法 (2015) keeps vouchers and books
/// for 30 years.
pub const DEFAULT_RETENTION_YEARS: u32 = 30;

/// Whether a setting may be made.
pub(super) fn may<B: View>(state: &mut Overlay<B>, body: &Body) -> Result<(), Stop<B::Error>> {
    let counts = state.counts()?;
    match body {
        Body::Threshold(set) => match set.of {
            ThresholdOf::Fund(no) => state.fund(no).map(drop),
            ThresholdOf::Programme(no) => state.programme(no).map(drop),
        },
        Body::MoneyAccount(added) => {
            if let Some(no) = state.number(&Key::MoneyCode(added.code.clone()))? {
                let name = money_account(state, MoneyAccountNo(u32::try_from(no).unwrap_or(0)))?.name;
                return Err(Refusal::MoneyCodeTaken { code: added.code.clone(), name }.into());
            }
            Ok(next(Series::MoneyAccounts, u64::from(counts.money_accounts), u64::from(added.no.0))?)
        }
        Body::Budget(set) => may_set_budget(state, set),
        Body::Register(added) => {
            if state.number(&Key::RegisterName(added.name.clone()))?.is_some() {
                return Err(Refusal::RegisterTaken { name: added.name.clone() }.into());
            }
            Ok(next(Series::Registers, u64::from(counts.registers), u64::from(added.no.0))?)
        }
        _ => Ok(()),
    }
}

fn may_set_budget<B: View>(state: &mut Overlay<B>, set: &BudgetSet) -> Result<(), Stop<B::Error>> {
    state.fund(set.fund)?;
    if let Some(Cell::Budget(before)) = state.get(&Key::Budget(set.no))? {
        let (same, spent) = (BudgetSet { amount: set.amount, ..before.set.clone() } == *set, before.spent);
        return if !same {
            Err(Refusal::BudgetTaken { no: set.no }.into())
        } else if set.amount < spent {
            Err(Refusal::BudgetBelowSpent { spent }.into())
        } else {
            Ok(())
        };
    }
    if let Some(no) = state.number(&Key::BudgetOf(set.fund, set.year, set.purpose.clone()))? {
        return Err(Refusal::BudgetTaken { no: BudgetNo(u32::try_from(no).unwrap_or(0)) }.into());
    }
    Ok(next(Series::Budgets, u64::from(state.counts()?.budgets), u64::from(set.no.0))?)
}

/// A money account, as it was added.
pub(super) fn money_account<B: View>(
    state: &mut Overlay<B>,
    no: MoneyAccountNo,
) -> Result<MoneyAccountAdded, Stop<B::Error>> {
    match state.get(&Key::MoneyAccount(no))? {
        Some(Cell::MoneyAccount(account)) => Ok(MoneyAccountAdded::clone(account)),
        _ => Err(Refusal::UnknownMoneyAccount { no }.into()),
    }
}

/// Bank or cash; the first account is a bank account.
pub(super) fn money_sort<B: View>(
    state: &mut Overlay<B>,
    no: Option<MoneyAccountNo>,
) -> Result<MoneySort, Stop<B::Error>> {
    no.map_or(Ok(MoneySort::Bank), |no| Ok(money_account(state, no)?.sort))
}

/// A budget; refused where there is none of that number.
pub(super) fn budget<B: View>(state: &mut Overlay<B>, no: BudgetNo) -> Result<&BudgetState, Stop<B::Error>> {
    match state.get(&Key::Budget(no))? {
        Some(Cell::Budget(budget)) => Ok(budget),
        _ => Err(Refusal::UnknownBudget { no }.into()),
    }
}

/// Folds a setting into the state.
pub(super) fn fold<B: View>(state: &mut Overlay<B>, body: &Body) -> Result<(), Stop<B::Error>> {
    let mut counts = state.counts()?;
    match body {
        Body::Threshold(set) => match set.over {
            Some(over) => state.set(Key::Threshold(set.of), Cell::Amount(over)),
            None => state.remove(Key::Threshold(set.of)),
        },
        Body::MoneyAccount(added) => {
            counts.money_accounts = added.no.0;
            state.set(Key::Counts, Cell::Counts(counts));
            state.set(Key::MoneyCode(added.code.clone()), Cell::Number(u64::from(added.no.0)));
            state.set(Key::MoneyAccount(added.no), Cell::MoneyAccount(Box::new(added.clone())));
        }
        Body::Budget(set) => {
            let spent = match state.get(&Key::Budget(set.no))? {
                Some(Cell::Budget(before)) => before.spent,
                _ => {
                    counts.budgets = set.no.0;
                    state.set(Key::Counts, Cell::Counts(counts));
                    let of = Key::BudgetOf(set.fund, set.year, set.purpose.clone());
                    state.set(of, Cell::Number(u64::from(set.no.0)));
                    Fen::ZERO
                }
            };
            state.set(Key::Budget(set.no), Cell::Budget(Box::new(BudgetState { set: set.clone(), spent })));
        }
        Body::Retention(set) => state.set(Key::Retention, Cell::Number(u64::from(set.years))),
        Body::Register(added) => {
            counts.registers = added.no.0;
            state.set(Key::Counts, Cell::Counts(counts));
            state.set(Key::RegisterName(added.name.clone()), Cell::Number(u64::from(added.no.0)));
            let name: Line = added.name.clone();
            let empty = RegisterState { name, lines: 0, count: 0, amount: Fen::ZERO };
            state.set(Key::Register(added.no), Cell::Register(Box::new(empty)));
        }
        _ => {}
    }
    Ok(())
}
