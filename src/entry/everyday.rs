//! An office's everyday bookkeeping: moves between accounts, bank interest and fees, spending, grants, opening
//! balances, and the general voucher.
//!
//! Owns: their fields. Refuses to know: which accounts they touch, but where the entry itself names them.

use super::person_change::take_person;
use super::posting::Posting;
use super::relief::{put_optional_person, take_optional_person};
use super::{take_amount, take_u32};
use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{AccountCode, BudgetNo, Fen, FundNo, MoneyAccountNo, PersonNo, ProgrammeNo};

/// Money moved between accounts of the office 转存、提现; the fund stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Whose money; [`FundNo::PASS_THROUGH`] for money held for others.
    pub fund: FundNo,
    /// The account it leaves; `None`: the first.
    pub from: Option<MoneyAccountNo>,
    /// The account it goes to; `None`: the first.
    pub to: Option<MoneyAccountNo>,
    /// How much.
    pub amount: Fen,
}

impl Move {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.u32(self.from.map_or(0, |a| a.0));
        out.u32(self.to.map_or(0, |a| a.0));
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Move, WireError> {
        Ok(Move {
            fund: FundNo(from.u32()?),
            from: optional(from.u32()?).map(MoneyAccountNo),
            to: optional(from.u32()?).map(MoneyAccountNo),
            amount: take_amount(from)?,
        })
    }
}

/// The bank paid interest 利息 on a fund's money, or took a fee 手续费.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankCharge {
    /// Whether it is interest (kind 36) or a fee (kind 37).
    pub interest: bool,
    /// Whose money.
    pub fund: FundNo,
    /// How much.
    pub amount: Fen,
}

impl BankCharge {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.i64(self.amount.get());
    }

    pub(super) fn take(interest: bool, from: &mut Take<'_>) -> Result<BankCharge, WireError> {
        Ok(BankCharge { interest, fund: take_fund(from)?, amount: take_amount(from)? })
    }
}

/// The office bought or paid for something 支出.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spending {
    /// Whose money.
    pub fund: FundNo,
    /// What for, as the chart names it.
    pub account: AccountCode,
    /// The edition of the chart that `account` is of.
    pub edition: u8,
    /// The programme that spends.
    pub programme: Option<ProgrammeNo>,
    /// The budget that it counts against.
    pub budget: Option<BudgetNo>,
    /// Who was paid.
    pub payee: Option<PersonNo>,
    /// How much.
    pub amount: Fen,
}

impl Spending {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.u32(self.account.0);
        out.u8(self.edition);
        out.u32(self.programme.map_or(0, |p| p.0));
        out.u32(self.budget.map_or(0, |b| b.0));
        put_optional_person(self.payee, out);
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Spending, WireError> {
        Ok(Spending {
            fund: take_fund(from)?,
            account: take_account(from)?,
            edition: take_edition(from)?,
            programme: optional(from.u32()?).map(ProgrammeNo),
            budget: optional(from.u32()?).map(BudgetNo),
            payee: take_optional_person(from)?,
            amount: take_amount(from)?,
        })
    }
}

/// A grant from the budget or from a federation above came in 拨入.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appropriation {
    /// The fund that receives it.
    pub fund: FundNo,
    /// Who gives.
    pub giver: PersonNo,
    /// How much.
    pub amount: Fen,
}

impl Appropriation {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.u64(self.giver.0);
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Appropriation, WireError> {
        Ok(Appropriation { fund: take_fund(from)?, giver: take_person(from)?, amount: take_amount(from)? })
    }
}

/// A grant was passed down to a federation below 拨付下级.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantDown {
    /// Whose money.
    pub fund: FundNo,
    /// The programme that it is for.
    pub programme: Option<ProgrammeNo>,
    /// Who receives it.
    pub receiver: PersonNo,
    /// How much.
    pub amount: Fen,
}

impl GrantDown {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.u32(self.programme.map_or(0, |p| p.0));
        out.u64(self.receiver.0);
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<GrantDown, WireError> {
        Ok(GrantDown {
            fund: take_fund(from)?,
            programme: optional(from.u32()?).map(ProgrammeNo),
            receiver: take_person(from)?,
            amount: take_amount(from)?,
        })
    }
}

/// What stood on an account of a fund before the books began 期初余额.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningBalance {
    /// Whose.
    pub fund: FundNo,
    /// On which account.
    pub account: AccountCode,
    /// The edition of the chart that `account` is of.
    pub edition: u8,
    /// How much, debit positive.
    pub amount: Fen,
}

impl OpeningBalance {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.fund.0);
        out.u32(self.account.0);
        out.u8(self.edition);
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<OpeningBalance, WireError> {
        let (fund, account, edition) = (take_fund(from)?, take_account(from)?, take_edition(from)?);
        let wrong = from.impossible("amount");
        let amount = Fen::new(from.i64()?);
        if !amount.fits_a_posting() {
            return Err(wrong);
        }
        Ok(OpeningBalance { fund, account, edition, amount })
    }
}

/// A general voucher 记账凭证, for what no other kind of entry is there for. It always needs two persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneralVoucher {
    /// The edition of the chart that its accounts are of.
    pub edition: u8,
    /// Its lines, as they will be posted; 2 to [`GeneralVoucher::MOST`].
    pub lines: Vec<Posting>,
}

impl GeneralVoucher {
    /// The most lines of one: more would fit a record, and no paper voucher has so many.
    pub const MOST: usize = 200;

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        assert!((2..=GeneralVoucher::MOST).contains(&self.lines.len()), "lines are counted when entered");
        out.u8(self.edition);
        out.u16(super::count(self.lines.len()));
        for line in &self.lines {
            line.put(out);
        }
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<GeneralVoucher, WireError> {
        let edition = take_edition(from)?;
        let wrong = from.impossible("count of lines");
        let count = usize::from(from.u16()?);
        if !(2..=GeneralVoucher::MOST).contains(&count) {
            return Err(wrong);
        }
        let lines = (0..count).map(|_| Posting::take(from)).collect::<Result<Vec<_>, _>>()?;
        Ok(GeneralVoucher { edition, lines })
    }
}

fn optional(no: u32) -> Option<u32> {
    (no > 0).then_some(no)
}

fn take_fund(from: &mut Take<'_>) -> Result<FundNo, WireError> {
    Ok(FundNo(take_u32(from, "fund number")?))
}

fn take_account(from: &mut Take<'_>) -> Result<AccountCode, WireError> {
    Ok(AccountCode(take_u32(from, "account")?))
}

/// Editions are numbered from 1; a later one is a newer program's.
fn take_edition(from: &mut Take<'_>) -> Result<u8, WireError> {
    let (wrong, newer) = (from.impossible("edition"), from.fail(WireCause::Newer("edition of the chart")));
    match from.u8()? {
        0 => Err(wrong),
        edition @ 1..=3 => Ok(edition),
        _ => Err(newer),
    }
}
