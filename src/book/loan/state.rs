//! What the state keeps of products, guarantors and loans.
//!
//! Owns: their cells. Refuses to know: what is owed; that is worked out from a loan's events whenever it is asked.

use super::Known;
use crate::base::{Date, EntryNo, Fen, FundNo, Line, PersonNo, ProductNo};
use crate::entry::{LoanKind, LoanWhat, ProductAdded, Source, SubsidySet, Terms};
use serde::{Deserialize, Serialize};

/// A product, its terms and its subsidies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductState {
    /// As it was added.
    pub added: ProductAdded,
    /// Its terms, each from a day on, ascending.
    pub terms: Vec<(Date, Terms)>,
    /// Its subsidies, each for contracts from a day on, ascending.
    pub subsidies: Vec<SubsidySet>,
}

impl ProductState {
    /// The terms that a contract of that day is made under.
    #[must_use]
    pub fn terms_on(&self, day: Date) -> Option<&Terms> {
        self.terms.iter().rev().find(|(from, _)| *from <= day).map(|(_, terms)| terms)
    }

    /// The subsidy of loans whose contract was signed that day.
    #[must_use]
    pub fn subsidy_on(&self, day: Date) -> Option<&SubsidySet> {
        self.subsidies.iter().rev().find(|set| set.from <= day)
    }

    /// The fund whose money it lends; `None`: another's.
    #[must_use]
    pub const fn own_fund(&self) -> Option<FundNo> {
        match self.added.source {
            Source::Own(fund) => Some(fund),
            Source::Lender(_) => None,
        }
    }
}

/// A guarantor and the money that stands behind its guarantees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuarantorState {
    /// Its name.
    pub name: Line,
    /// Its own fund 担保基金, as registered.
    pub own: Fen,
    /// What funds of the office have placed with it 存出保证金, by fund.
    pub deposits: Vec<(FundNo, Fen)>,
}

impl GuarantorState {
    /// What a fund has placed with it; without a fund, its own money.
    #[must_use]
    pub fn of(&self, fund: Option<FundNo>) -> Fen {
        match fund {
            None => self.own,
            Some(fund) => self.deposits.iter().find(|(f, _)| *f == fund).map_or(Fen::ZERO, |(_, sum)| *sum),
        }
    }

    pub(super) fn add(&mut self, fund: Option<FundNo>, amount: Fen) -> Option<()> {
        let Some(fund) = fund else {
            self.own = self.own.checked_add(amount)?;
            return Some(());
        };
        match self.deposits.iter_mut().find(|(f, _)| *f == fund) {
            Some((_, sum)) => *sum = sum.checked_add(amount)?,
            None => self.deposits.push((fund, amount)),
        }
        Some(())
    }
}

/// A loan: everything that happened to it, in recorded order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoanState {
    /// Its product.
    pub product: ProductNo,
    /// How often it may be drawn.
    pub kind: LoanKind,
    /// Whose it is.
    pub borrower: PersonNo,
    /// What happened; an event that was reversed stays, with the entry that reversed it.
    pub events: Vec<Event>,
}

/// Something that happened to a loan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The entry with which it took effect.
    pub entry: EntryNo,
    /// Its business date.
    pub date: Date,
    /// The entry that reversed it.
    pub reversed: Option<EntryNo>,
    /// What happened.
    pub what: LoanWhat,
    /// What of a refund was kept, or of a recovery stood against the allowance, as it was booked then; else 0.
    pub booked: Fen,
}

impl Event {
    /// Whether it counts for somebody who knows the entries up to one.
    #[must_use]
    pub fn counts(&self, known: Known) -> bool {
        self.entry <= known.0 && self.reversed.is_none_or(|by| by > known.0)
    }

    /// Whether it is about money or a schedule: not an application, a visit or a claim of subsidy.
    #[must_use]
    pub const fn moves(&self) -> bool {
        !matches!(
            self.what,
            LoanWhat::Applied { .. }
                | LoanWhat::Granted { .. }
                | LoanWhat::Signed { .. }
                | LoanWhat::Visited { .. }
                | LoanWhat::SubsidyClaimed { .. }
        )
    }
}

impl LoanState {
    /// What counts, in the order of business dates; of one day in recorded order.
    #[must_use]
    pub fn living(&self, known: Known) -> Vec<&Event> {
        let mut all: Vec<&Event> = self.events.iter().filter(|event| event.counts(known)).collect();
        if !all.is_sorted_by_key(|event| event.date) {
            all.sort_by_key(|event| event.date);
        }
        all
    }

    /// The day of the first draw that counts.
    #[must_use]
    pub fn first_draw(&self) -> Option<Date> {
        let draws = self.events.iter().filter(|e| matches!(e.what, LoanWhat::Drawn { .. }));
        draws.filter(|event| event.counts(Known::ALL)).map(|event| event.date).min()
    }

    /// The latest business date of what moved money or the schedule.
    #[must_use]
    pub fn last_moved(&self) -> Option<&Event> {
        let living = self.events.iter().filter(|event| event.counts(Known::ALL) && event.moves());
        living.max_by_key(|event| event.date)
    }
}
