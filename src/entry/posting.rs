//! A posting: one line of a voucher.
//!
//! Owns: fund, account, amount and what they are analysed by. Refuses to know: which accounts there are.

use super::take_u32;
use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{
    AccountCode, BudgetNo, Fen, FundNo, GiftNo, LoanNo, MoneyAccountNo, PersonNo, ProgrammeNo, PurposeNo,
};

/// One line of a voucher. Debit 借 is positive, credit 贷 negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The fund whose money it is; [`FundNo::PASS_THROUGH`] for money held for others.
    pub fund: FundNo,
    /// The account 科目.
    pub account: AccountCode,
    /// Never zero, within ±[`MAX_FEN`](crate::base::money::MAX_FEN).
    pub amount: Fen,
    /// What it is analysed by.
    pub dims: Dims,
}

/// What a posting is analysed by 辅助核算.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dims {
    /// The programme that spends.
    pub programme: Option<ProgrammeNo>,
    /// The person who receives, or for whom money is held.
    pub person: Option<PersonNo>,
    /// The donor.
    pub donor: Option<PersonNo>,
    /// The place or cause for which money is held.
    pub purpose: Option<PurposeNo>,
    /// The bank or cash account; `None`: the first.
    pub money: Option<MoneyAccountNo>,
    /// The budget that it counts against.
    pub budget: Option<BudgetNo>,
    /// The loan.
    pub loan: Option<LoanNo>,
    /// The bound gift that the money or the goods are of.
    pub gift: Option<GiftNo>,
}

const PROGRAMME: u8 = 1;
const PERSON: u8 = 2;
const DONOR: u8 = 3;
const PURPOSE: u8 = 4;
const MONEY: u8 = 5;
const BUDGET: u8 = 6;
const LOAN: u8 = 7;
const GIFT: u8 = 8;

impl Dims {
    fn tagged(&self) -> [(u8, Option<u64>); 8] {
        [
            (PROGRAMME, self.programme.map(|p| u64::from(p.0))),
            (PERSON, self.person.map(|p| p.0)),
            (DONOR, self.donor.map(|p| p.0)),
            (PURPOSE, self.purpose.map(|p| u64::from(p.0))),
            (MONEY, self.money.map(|a| u64::from(a.0))),
            (BUDGET, self.budget.map(|b| u64::from(b.0))),
            (LOAN, self.loan.map(|l| l.0)),
            (GIFT, self.gift.map(|g| g.0)),
        ]
    }
}

impl Posting {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        debug_assert!(self.amount.fits_a_posting());
        out.u32(self.fund.0);
        out.u32(self.account.0);
        out.i64(self.amount.get());
        let dims = self.dims.tagged();
        out.u8(dims.iter().map(|(_, v)| u8::from(v.is_some())).sum());
        for (tag, value) in dims {
            if let Some(value) = value {
                out.u8(tag);
                out.u64(value);
            }
        }
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Posting, WireError> {
        let fund = FundNo(from.u32()?);
        let account = AccountCode(take_u32(from, "account")?);
        let wrong_amount = from.impossible("amount");
        let amount = Fen::new(from.i64()?);
        if !amount.fits_a_posting() {
            return Err(wrong_amount);
        }
        let mut dims = Dims::default();
        let mut before = 0;
        for _ in 0..from.u8()? {
            let here = from.clone();
            let (tag, value) = (from.u8()?, from.u64()?);
            if tag <= before || value == 0 {
                return Err(here.impossible("dimension"));
            }
            before = tag;
            let narrow = || u32::try_from(value).map_err(|_| here.impossible("dimension"));
            match tag {
                PROGRAMME => dims.programme = Some(ProgrammeNo(narrow()?)),
                PERSON => dims.person = Some(PersonNo(value)),
                DONOR => dims.donor = Some(PersonNo(value)),
                PURPOSE => dims.purpose = Some(PurposeNo(narrow()?)),
                MONEY => dims.money = Some(MoneyAccountNo(narrow()?)),
                LOAN => dims.loan = Some(LoanNo(value)),
                GIFT => dims.gift = Some(GiftNo(value)),
                BUDGET => dims.budget = Some(BudgetNo(narrow()?)),
                _ => return Err(here.fail(WireCause::Newer("dimension"))),
            }
        }
        Ok(Posting { fund, account, amount, dims })
    }
}
