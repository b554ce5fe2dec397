//! Loans, products and guarantors, read.
//!
//! Owns: finding them, and passing over all loans without holding them all. Refuses to know: what is owed.

use super::Ledger;
use super::error::LedgerError;
use super::people::VaultFields;
use super::read::damaged;
use crate::base::{
    Code, Date, EntryNo, Fen, FundNo, GuarantorNo, IdNumber, Line, LoanNo, PersonNo, ProductNo,
};
use crate::book::chart::{Accounts, Edition};
use crate::book::loan::subsidy::{self, Claim};
use crate::book::loan::tier::{self, Tier};
use crate::book::loan::{GuarantorState, Known, LoanRefusal, LoanState, ProductState};
use crate::book::loan::{eligible, lending, position, rules};
use crate::book::{Cell, Key};
use crate::entry::{Eligible, Field, Profile, Quarter};
use std::collections::BTreeMap;

impl Ledger {
    /// All products, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn products(&self) -> Result<Vec<ProductState>, LedgerError> {
        let cells = self.state.base().cells(Key::PRODUCTS)?;
        let product = |c| if let Cell::Product(product) = c { Some(*product) } else { None };
        Ok(cells.into_iter().filter_map(|(_, c)| product(c)).collect())
    }

    /// The product of that number.
    ///
    /// # Errors
    /// [`LoanRefusal::UnknownProduct`]; or where the index can't be read.
    pub fn product(&mut self, no: ProductNo) -> Result<ProductState, LedgerError> {
        Ok(lending::product(&mut self.state, no)?.clone())
    }

    /// The product of that code.
    ///
    /// # Errors
    /// [`LoanRefusal::UnknownProductCode`]; or where the index can't be read.
    pub fn product_by_code(&mut self, code: &Code) -> Result<ProductState, LedgerError> {
        match self.state.number(&Key::ProductCode(code.clone()))?.and_then(|no| u32::try_from(no).ok()) {
            Some(no) => self.product(ProductNo(no)),
            None => Err(LedgerError::from(LoanRefusal::UnknownProductCode { code: code.clone() })),
        }
    }

    /// All guarantors, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn guarantors(&self) -> Result<Vec<(GuarantorNo, GuarantorState)>, LedgerError> {
        let cells = self.state.base().cells(Key::GUARANTORS)?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_u32(&key), cell) {
                (Some(no), Cell::Guarantor(guarantor)) => Ok((GuarantorNo(no), *guarantor)),
                _ => Err(damaged("guarantor")),
            })
            .collect()
    }

    /// The guarantor of that name.
    ///
    /// # Errors
    /// [`LoanRefusal::UnknownGuarantorName`]; or where the index can't be read.
    pub fn guarantor_by_name(&mut self, name: &Line) -> Result<GuarantorNo, LedgerError> {
        let no = self.state.number(&Key::GuarantorName(name.clone()))?.and_then(|no| u32::try_from(no).ok());
        no.map(GuarantorNo)
            .ok_or_else(|| LedgerError::from(LoanRefusal::UnknownGuarantorName { name: name.clone() }))
    }

    /// The loan of that number, with everything that happened to it.
    ///
    /// # Errors
    /// [`LoanRefusal::UnknownLoan`]; or where the index can't be read.
    pub fn loan(&mut self, no: LoanNo) -> Result<LoanState, LedgerError> {
        Ok(rules::loan(&mut self.state, no)?.clone())
    }

    /// Whether the vault shows that a person may apply under terms on a day; `false`: it can't be read here, or has no
    /// identity number of hers, so nobody has checked.
    ///
    /// # Errors
    /// [`LoanRefusal::WomenOnly`], [`LoanRefusal::AgeOutside`]; or where the vault can't be read or does not match.
    pub fn may_apply(&mut self, person: PersonNo, eligible: Eligible, on: Date) -> Result<bool, LedgerError> {
        if eligible == Eligible::default() {
            return Ok(true);
        }
        let Some((_, VaultFields::Known(fields))) = self.person_fields(person)? else { return Ok(false) };
        let number = fields.iter().find(|(tag, _)| *tag == Field::IdNumber.tag());
        let Some(number) = number.and_then(|(_, text)| IdNumber::parse(text).ok()) else { return Ok(false) };
        eligible::may_apply(person, eligible, &number, on).map_err(LedgerError::from)?;
        Ok(true)
    }

    /// What the five tiers ask of a fund's allowance for bad debts on a day, for what its own loans owe.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn allowance_due(&self, fund: FundNo, day: Date) -> Result<Fen, LedgerError> {
        let products: BTreeMap<ProductNo, Profile> = (self.products()?.into_iter())
            .filter(|product| product.own_fund() == Some(fund))
            .map(|product| (product.added.no, product.added.profile))
            .collect();
        let loans = self.map_loans(|_, loan| {
            let profile = products.get(&loan.product)?;
            let p = position(&loan, day, Known::ALL);
            Some((Tier::of(*profile, p.days_overdue, p.extended.is_some()), p.outstanding))
        })?;
        Ok(tier::allowance(loans.into_iter().flatten()))
    }

    /// A fund's allowance for bad debts, as it stands on the account that an edition of the chart has for it.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn allowance(&mut self, fund: FundNo, edition: Edition) -> Result<Fen, LedgerError> {
        let account = Accounts::of(edition).allowance;
        Ok(self.state.amount(&Key::Balance(fund, account))?.negated())
    }

    /// What loans have of a quarter's subsidy, by number: all, or those of a product. Loans that no rule holds for, or
    /// that owed nothing in the quarter, are left out.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn subsidy_claims(
        &self,
        quarter: Quarter,
        product: Option<ProductNo>,
    ) -> Result<Vec<(LoanNo, Claim)>, LedgerError> {
        let all = self.products()?.into_iter().filter(|p| product.is_none_or(|no| no == p.added.no));
        let products: BTreeMap<ProductNo, ProductState> = all.map(|p| (p.added.no, p)).collect();
        let claims = self.map_loans(|no, loan| {
            Some((no, subsidy::claim(&loan, products.get(&loan.product)?, quarter)?))
        })?;
        Ok(claims.into_iter().flatten().collect())
    }

    /// The numbers of a person's loans, ascending.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn loans_of(&mut self, person: PersonNo) -> Result<Vec<LoanNo>, LedgerError> {
        Ok(self.state.numbers(&Key::PersonLoans(person))?.into_iter().map(LoanNo).collect())
    }

    /// What `f` makes of each loan, by number. All cores work on it; the loans themselves are not kept.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn map_loans<T: Send>(
        &self,
        f: impl Fn(LoanNo, LoanState) -> T + Sync,
    ) -> Result<Vec<T>, LedgerError> {
        self.map_cells(Key::LOANS, |key, cell| match (Key::read_u64(key), cell) {
            (Some(no), Cell::Loan(loan)) => Some(f(LoanNo(no), *loan)),
            _ => None,
        })
    }

    /// What was known at the end of a day, in Asia/Shanghai: all entries recorded until then.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn known_on(&self, day: Date) -> Result<Known, LedgerError> {
        // The time of recording never goes back: the first entry recorded later is found by halving.
        let (mut known, mut later) = (0, self.tip.entries + 1);
        while later - known > 1 {
            let middle = known + (later - known) / 2;
            if self.locate(EntryNo(middle))?.header.recorded_at.shanghai_date() <= day {
                known = middle;
            } else {
                later = middle;
            }
        }
        Ok(Known(EntryNo(known)))
    }
}
