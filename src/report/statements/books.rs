//! What statements are made from: the sums of each month, and the entries booked in it.
//!
//! Owns: which months and which fund count, and what an account means across editions. Refuses to know: statements.

use super::super::balance::add;
use super::super::statement_fund::by_voucher;
use super::{Asked, Moved};
use crate::base::{AccountCode, Fen, FundNo, Months, Period};
use crate::book::chart::{Basis, Edition, HELD_BANK, edition_apart, is_cash};
use crate::entry::{Body, Chart, Entry, FundAdded, Posting};
use crate::ledger::{Ledger, LedgerError, ListKey};
use std::collections::BTreeSet;

/// The sums of one fund or of all, as they are asked for.
pub(super) struct Books {
    /// Which chart the ledger keeps.
    pub chart: Chart,
    /// The edition in force at the end of the months.
    pub edition: Edition,
    /// The months.
    pub months: Months,
    /// The fund, where one is asked for.
    pub fund: Option<FundAdded>,
    /// What was posted in each month, also before and after those asked for.
    pub moved: Vec<Moved>,
}

impl Books {
    /// All that was posted.
    pub fn read(ledger: &mut Ledger, asked: &Asked) -> Result<Books, LedgerError> {
        let moved = ledger.turnovers()?;
        Books::of(ledger, asked, moved)
    }

    /// Without what closes a year.
    pub fn activity(ledger: &mut Ledger, asked: &Asked) -> Result<Books, LedgerError> {
        let moved = super::activity(ledger)?;
        Books::of(ledger, asked, moved)
    }

    fn of(ledger: &mut Ledger, asked: &Asked, mut moved: Vec<Moved>) -> Result<Books, LedgerError> {
        let fund = asked.fund.as_ref().map(|code| ledger.fund_by_code(code)).transpose()?;
        if let Some(fund) = &fund {
            moved.retain(|(of, ..)| *of == fund.no);
        }
        let chart = ledger.chart()?;
        let edition = Edition::of(chart, asked.months.last_day());
        Ok(Books { chart, edition, months: asked.months, fund, moved })
    }

    /// The number of the fund that is asked for.
    pub fn fund_no(&self) -> Option<FundNo> {
        self.fund.as_ref().map(|fund| fund.no)
    }

    /// January of the year in which the months end, to their last.
    pub fn year_to_date(&self) -> Months {
        let last = self.months.last();
        Months::new(Months::year_of(last).first(), last).unwrap_or(self.months)
    }

    /// What the account of a month is in the edition of these books: 2026 gave some of 2004 another code.
    pub fn meant(&self, account: AccountCode, month: Period) -> AccountCode {
        let then = Edition::of(self.chart, month.last_day());
        if then == self.edition {
            return account;
        }
        let moved = then.account(account).and_then(|old| {
            self.edition.accounts().iter().find(|new| new.name == old.name).map(|new| new.code)
        });
        moved.unwrap_or(account)
    }

    /// The number of the edition that gives an account its name, where two do.
    pub fn edition_apart(&self, account: AccountCode, month: Period) -> Option<u8> {
        edition_apart(self.chart, account, month.last_day()).map(Edition::number)
    }

    /// What was posted in the months on accounts that `counts` says yes to, debit positive.
    pub fn moved_in(
        &self,
        months: Months,
        mut counts: impl FnMut(FundNo, AccountCode) -> bool,
    ) -> Result<Fen, LedgerError> {
        self.sum(|month| months.holds(month), &mut counts)
    }

    /// What stood on such accounts before the month, debit positive.
    pub fn before(
        &self,
        month: Period,
        mut counts: impl FnMut(FundNo, AccountCode) -> bool,
    ) -> Result<Fen, LedgerError> {
        self.sum(|of| of < month, &mut counts)
    }

    fn sum(
        &self,
        when: impl Fn(Period) -> bool,
        counts: &mut dyn FnMut(FundNo, AccountCode) -> bool,
    ) -> Result<Fen, LedgerError> {
        let mut sum = Fen::ZERO;
        for (fund, account, month, moved) in &self.moved {
            if when(*month) && counts(*fund, *account) {
                sum = add(sum, add(moved.debit, moved.credit.negated())?)?;
            }
        }
        Ok(sum)
    }
}

/// Whether the account of the fund is the office's own cash or bank.
pub(super) fn own_cash(fund: FundNo, account: AccountCode) -> bool {
    fund != FundNo::PASS_THROUGH && is_cash(account)
}

/// Whether the account of the fund is cash or bank of money held for others.
pub(super) fn held_cash(fund: FundNo, account: AccountCode) -> bool {
    account == HELD_BANK || (fund == FundNo::PASS_THROUGH && is_cash(account))
}

/// Whether it belongs to 财务会计.
pub(super) fn is_financial(account: AccountCode) -> bool {
    Basis::of(account) == Basis::Financial
}

/// Whether what the entry posts was there when the books began: its sums count in the month before its voucher's.
pub(super) fn is_opening(ledger: &Ledger, entry: &Entry) -> Result<bool, LedgerError> {
    Ok(match &entry.body {
        Body::OpeningBalance(_) => true,
        Body::Decided(_) => matches!(ledger.effect_of(entry)?, Some(Body::OpeningBalance(_))),
        _ => false,
    })
}

/// Which entries belong to months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    /// Those whose voucher is dated in them.
    ByVoucher,
    /// Those whose sums count in them: opening balances count in the month before.
    BySums,
}

impl Books {
    /// Hands over the entries booked in the months, of the fund that is asked for or of all, by voucher date and number.
    ///
    /// Months are read one after the other, so that only the entries of one are held.
    pub fn each_booked(
        &self,
        ledger: &mut Ledger,
        months: Months,
        belongs: Belongs,
        mut each: impl FnMut(&mut Ledger, &Entry) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let of_fund = self.fund_no().map(|fund| ledger.entries_in(ListKey::Fund(fund))).transpose()?;
        let booked: BTreeSet<Period> =
            self.moved.iter().flat_map(|(_, _, month, _)| [*month, month.next()]).collect();
        let within = |month: Period| match belongs {
            Belongs::ByVoucher => months.holds(month),
            Belongs::BySums => months.holds(month) || month == months.last().next(),
        };
        for month in booked.into_iter().filter(|month| within(*month)) {
            let mut numbers = ledger.entries_in(ListKey::Period(month))?;
            if let Some(of_fund) = &of_fund {
                numbers.retain(|no| of_fund.binary_search(no).is_ok());
            }
            for entry in by_voucher(ledger, &numbers)? {
                let counts = match belongs {
                    Belongs::ByVoucher => true,
                    Belongs::BySums if month == months.first() || !months.holds(month) => {
                        // In the first month openings belong to before; in the one after the last, nothing else belongs here.
                        is_opening(ledger, &entry)? != months.holds(month)
                    }
                    Belongs::BySums => true,
                };
                if counts {
                    each(ledger, &entry)?;
                }
            }
        }
        Ok(())
    }

    /// Those of the entry's postings that are of the fund that is asked for, or all.
    pub fn postings<'a>(&self, entry: &'a Entry) -> impl Iterator<Item = &'a Posting> + use<'a> {
        let only = self.fund_no();
        entry.postings.iter().filter(move |posting| only.is_none_or(|only| only == posting.fund))
    }
}
