//! What is to be booked before a month closes.
//!
//! Owns: that list. Refuses to know: the amounts; the rules work them out.

use super::Ledger;
use super::error::LedgerError;
use super::read::damaged;
use crate::base::{AccountCode, EntryNo, Fen, FundNo, Period};
use crate::book::closing::{uncarried, unreleased};
use crate::book::{Cell, Key, Turnover};
use crate::entry::{Body, Close, Released, YearEnd};
use std::collections::BTreeMap;

impl Ledger {
    /// The entries that close a month, in their order: restrictions released as they were used, in December the year's
    /// income and expenses of each fund carried to net assets, and the close.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn closing_entries(&mut self, period: Period) -> Result<Vec<Body>, LedgerError> {
        let funds: Vec<FundNo> = self.funds()?.into_iter().map(|fund| fund.no).collect();
        let mut bodies = Vec::new();
        for fund in &funds {
            if !unreleased(&mut self.state, *fund, period)?.is_zero() {
                bodies.push(Body::Released(Released { fund: *fund, period }));
            }
        }
        if period.is_december() {
            let year = period.number() / 100;
            for fund in &funds {
                if uncarried(&mut self.state, *fund, period)? {
                    bodies.push(Body::YearEnd(YearEnd { fund: *fund, year }));
                }
            }
        }
        bodies.push(Body::Close(Close { period }));
        Ok(bodies)
    }

    /// What was posted to each account of each fund in each month of voucher dates, without what a year's end carried to
    /// net assets: income and expenses as they were earned and spent.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn activity(&self) -> Result<Vec<(FundNo, AccountCode, Period, Turnover)>, LedgerError> {
        let mut carried: BTreeMap<(FundNo, AccountCode, Period), (Fen, Fen)> = BTreeMap::new();
        for (_, cell) in self.state.base().cells(Key::YEAR_ENDS)? {
            let Cell::Numbers(entries) = cell else { return Err(damaged("year end")) };
            for no in entries.into_iter().map(EntryNo) {
                let entry = self.entry(no)?.ok_or_else(|| damaged("year end"))?;
                let Some(voucher) = entry.voucher else { continue };
                for posting in &entry.postings {
                    let at = (posting.fund, posting.account, voucher.date.period());
                    let (debit, credit) = carried.entry(at).or_default();
                    let side = if posting.amount.is_negative() { credit } else { debit };
                    let by =
                        if posting.amount.is_negative() { posting.amount.negated() } else { posting.amount };
                    *side = side.checked_add(by).ok_or_else(|| damaged("year end"))?;
                }
            }
        }
        let mut all = self.turnovers()?;
        for (fund, account, period, of) in &mut all {
            let Some((debit, credit)) = carried.get(&(*fund, *account, *period)) else { continue };
            let less = |sum: Fen, by: Fen| sum.checked_sub(by).ok_or_else(|| damaged("year end"));
            (of.debit, of.credit) = (less(of.debit, *debit)?, less(of.credit, *credit)?);
        }
        Ok(all)
    }

    /// What was released of each fund's restriction for each month.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn releases(&self) -> Result<Vec<(FundNo, Period, Fen)>, LedgerError> {
        let cells = self.state.base().cells(Key::RELEASES)?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_released(&key), cell) {
                (Some((fund, period)), Cell::Amount(amount)) => Ok((fund, period, amount)),
                _ => Err(damaged("release")),
            })
            .collect()
    }
}
