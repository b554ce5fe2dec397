//! Everyday bookkeeping: what moves, interest, spending, grants, opening balances and general vouchers may name.
//!
//! Owns: which accounts of the chart an entry may choose by itself. Refuses to know: sums.

use super::chart::{self, Accounts, Class, Edition};
use super::checks::stands_on;
use super::persons::may_be_named;
use super::refusal::Refusal;
use super::settings::{budget, money_account};
use super::view::{Overlay, Stop, View};
use crate::base::{AccountCode, FundNo};
use crate::entry::{Body, GeneralVoucher, OpeningBalance, PersonSort, Posting, Spending};

/// Whether everything is there that the entry names, and may be named by it.
pub(super) fn may<B: View>(state: &mut Overlay<B>, body: &Body) -> Result<(), Stop<B::Error>> {
    match body {
        Body::Move(moved) => {
            if moved.fund != FundNo::PASS_THROUGH {
                state.fund(moved.fund)?;
            }
            for account in [moved.from, moved.to].into_iter().flatten() {
                money_account(state, account)?;
            }
            if moved.from == moved.to { Err(Refusal::SameMoneyAccount.into()) } else { Ok(()) }
        }
        Body::BankCharge(charge) => state.fund(charge.fund).map(drop),
        Body::Spending(spending) => may_spend(state, spending),
        Body::Appropriation(grant) => {
            state.fund(grant.fund)?;
            may_be_named(state, grant.giver).map(drop)
        }
        Body::GrantDown(grant) => {
            state.fund(grant.fund)?;
            if let Some(programme) = grant.programme {
                state.programme(programme)?;
            }
            match may_be_named(state, grant.receiver)? {
                PersonSort::Organisation => Ok(()),
                PersonSort::Natural => Err(Refusal::NotAnOrganisation { no: grant.receiver }.into()),
            }
        }
        Body::OpeningBalance(opening) => may_open(state, opening),
        Body::GeneralVoucher(voucher) => may_post(state, voucher),
        _ => Ok(()),
    }
}

fn may_spend<B: View>(state: &mut Overlay<B>, spending: &Spending) -> Result<(), Stop<B::Error>> {
    state.fund(spending.fund)?;
    if let Some(programme) = spending.programme {
        state.programme(programme)?;
    }
    if let Some(no) = spending.budget {
        budget(state, no)?;
    }
    if let Some(payee) = spending.payee {
        may_be_named(state, payee)?;
    }
    let account = spending.account;
    let edition = leaf(account, spending.edition)?;
    let bought = match Class::of(account) {
        Some(Class::Expenses) => true,
        Some(Class::Assets) => !chart::is_cash(account) && !is_of_others(edition, account),
        _ => false,
    };
    if bought { Ok(()) } else { Err(Refusal::AccountNotAllowed { account }.into()) }
}

fn may_open<B: View>(state: &mut Overlay<B>, opening: &OpeningBalance) -> Result<(), Stop<B::Error>> {
    state.fund(opening.fund)?;
    if let Some(closed_through) = state.periods()?.closed_through {
        return Err(Refusal::OpeningTooLate { closed_through }.into());
    }
    let account = opening.account;
    let edition = leaf(account, opening.edition)?;
    let stands = matches!(Class::of(account), Some(Class::Assets | Class::Liabilities));
    if stands && !is_of_others(edition, account) {
        Ok(())
    } else {
        Err(Refusal::AccountNotAllowed { account }.into())
    }
}

/// A general voucher keeps away from money held for others: that has commands which know for whom it is.
fn may_post<B: View>(state: &mut Overlay<B>, voucher: &GeneralVoucher) -> Result<(), Stop<B::Error>> {
    for line in &voucher.lines {
        state.fund(line.fund)?;
        let edition = leaf(line.account, voucher.edition)?;
        let dims = line.dims;
        let of_others = dims.purpose.is_some() || dims.loan.is_some() || dims.gift.is_some();
        if is_of_others(edition, line.account) || of_others {
            return Err(Refusal::AccountNotAllowed { account: line.account }.into());
        }
        if let Some(programme) = line.dims.programme {
            state.programme(programme)?;
        }
        for person in line.dims.person.into_iter().chain(line.dims.donor) {
            may_be_named(state, person)?;
        }
        if let Some(no) = line.dims.budget {
            budget(state, no)?;
        }
        may_stand_on(state, line)?;
    }
    Ok(())
}

/// A money account is one of bank or of cash, and so is the account of the chart that stands for it.
fn may_stand_on<B: View>(state: &mut Overlay<B>, line: &Posting) -> Result<(), Stop<B::Error>> {
    let Some(no) = line.dims.money else { return Ok(()) };
    let sort = money_account(state, no)?.sort;
    if stands_on(line, sort) {
        Ok(())
    } else {
        Err(Refusal::AccountNotAllowed { account: line.account }.into())
    }
}

/// The edition of that number, where the account is one of its accounts and has no sub-accounts.
fn leaf(account: AccountCode, edition: u8) -> Result<Edition, Refusal> {
    let edition = Edition::from_number(edition).ok_or(Refusal::UnknownAccount { account })?;
    if edition.account(account).is_none() {
        return Err(Refusal::UnknownAccount { account });
    }
    let of = Accounts::of(edition);
    let kept_apart = [of.lent, of.placed, of.paid_for_others, of.goods];
    // 其他应收款 and 存货 had no sub-accounts before there were loans and goods: what else they hold goes on standing on
    // them. What loans and goods kinds post to is theirs alone, so that the books agree with them.
    let has_parts = edition
        .accounts()
        .iter()
        .any(|a| a.code != account && a.code.top() == account && !kept_apart.contains(&a.code));
    if has_parts || kept_apart.contains(&account) {
        Err(Refusal::AccountNotAllowed { account })
    } else {
        Ok(edition)
    }
}

/// 受托代理: what is held for others, and what is owed onwards.
fn is_of_others(edition: Edition, account: AccountCode) -> bool {
    let named = edition.account(account).is_some_and(|a| a.name.starts_with("受托代理"));
    named || account == chart::HELD_BANK
}
