//! The names of what relief is about: applications, rounds, bound gifts, items, and how an earlier grant was paid.
//!
//! Owns: reading them. Refuses to know: sentences.

use super::{NameBook, decided_by};
use crate::base::{CaseNo, GiftNo, ItemNo, PersonNo, ProgrammeNo, RoundNo};
use crate::book::relief::{Grant, ReliefRefusal};
use crate::entry::{Body, Bound, CaseWhat, Decision, GiftWhat, GoodsWhat, Item, Pile, RoundWhat};
use crate::ledger::{Ledger, LedgerError};
use crate::words::names::Paid;
use std::collections::BTreeMap;

/// What was learned so far.
#[derive(Default)]
pub(super) struct Known {
    items: BTreeMap<ItemNo, Item>,
    cases: BTreeMap<CaseNo, (ProgrammeNo, PersonNo)>,
    rounds: BTreeMap<RoundNo, ProgrammeNo>,
    donors: BTreeMap<GiftNo, Option<PersonNo>>,
    paid: Vec<(Grant, Paid)>,
}

impl Known {
    /// All items.
    pub fn new(ledger: &Ledger) -> Result<Known, LedgerError> {
        Ok(Known { items: ledger.items()?.into_iter().collect(), ..Known::default() })
    }

    pub fn case(&self, no: CaseNo) -> Option<(ProgrammeNo, PersonNo)> {
        self.cases.get(&no).copied()
    }

    pub fn round(&self, no: RoundNo) -> Option<ProgrammeNo> {
        self.rounds.get(&no).copied()
    }

    pub fn donor(&self, no: GiftNo) -> Option<PersonNo> {
        self.donors.get(&no).copied().flatten()
    }

    pub fn item(&self, no: ItemNo) -> String {
        self.items.get(&no).map_or_else(|| no.to_string(), |item| item.name.to_string())
    }

    pub fn pieces(&self, no: ItemNo, pieces: u64) -> String {
        self.items.get(&no).map_or_else(|| pieces.to_string(), |item| format!("{pieces} {}", item.unit))
    }

    pub fn numbered(&self, no: ItemNo) -> Option<bool> {
        self.items.get(&no).map(Item::numbered)
    }

    pub fn card(&self, no: ItemNo, number: u64) -> String {
        let digits = self.items.get(&no).map_or(0, |item| usize::from(item.digits));
        format!("{number:0digits$}")
    }

    pub fn paid(&self, grant: &Grant) -> Option<Paid> {
        self.paid.iter().find(|(of, _)| of == grant).map(|(_, paid)| *paid)
    }
}

/// What a ledger read; nothing where the rules say that there is no such thing, or that it waits for approval.
fn there<T>(read: Result<T, LedgerError>) -> Result<Option<T>, LedgerError> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(LedgerError::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

impl NameBook {
    /// Learns the names of what an entry of relief is about. A round, or the persons of a gift, may be a thousand: only
    /// one alone is named in a line.
    pub(super) fn learn_relief(&mut self, ledger: &mut Ledger, body: &Body) -> Result<(), LedgerError> {
        match body {
            Body::Case(event) => match event.what {
                CaseWhat::Applied { person, .. } => self.learn_person(ledger, person),
                CaseWhat::Looked { .. } => self.learn_case(ledger, event.case),
            },
            Body::Round(event) => match &event.what {
                RoundWhat::Proposed(proposal) => match proposal.rows.as_slice() {
                    [row] => self.learn_person(ledger, row.person),
                    _ => Ok(()),
                },
                _ => self.learn_round(ledger, event.round),
            },
            Body::Gift(event) => match &event.what {
                GiftWhat::Agreed { donor, bound, .. } => {
                    self.learn_optional(ledger, *donor)?;
                    self.learn_bound(ledger, bound)
                }
                GiftWhat::BoundAnew { bound, .. } => {
                    self.learn_gift(ledger, event.gift)?;
                    self.learn_bound(ledger, bound)
                }
                GiftWhat::Received { .. } | GiftWhat::GivenBack { .. } => self.learn_gift(ledger, event.gift),
            },
            Body::Goods(event) => match event.what {
                GoodsWhat::Received { pile: Pile { gift, .. }, donor, .. } => {
                    gift.map_or(Ok(()), |gift| self.learn_gift(ledger, gift))?;
                    self.learn_optional(ledger, donor)
                }
                GoodsWhat::Bought { seller, .. } => self.learn_optional(ledger, seller),
                GoodsWhat::GivenBack { pile: Pile { gift: Some(gift), .. } } => self.learn_gift(ledger, gift),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Learns the names of what a refusal about relief names.
    pub(super) fn learn_relief_refusal(
        &mut self,
        ledger: &mut Ledger,
        refusal: &ReliefRefusal,
    ) -> Result<(), LedgerError> {
        match refusal {
            ReliefRefusal::Row { cause, .. } => self.learn_refusal(ledger, cause),
            ReliefRefusal::OverCap { person, last, .. } => {
                self.learn_optional(ledger, *person)?;
                last.map_or(Ok(()), |grant| self.learn_grant(ledger, grant))
            }
            ReliefRefusal::OverTimes { person, last, .. } => {
                self.learn_person(ledger, *person)?;
                last.map_or(Ok(()), |grant| self.learn_grant(ledger, grant))
            }
            ReliefRefusal::HouseholdServed { person, .. }
            | ReliefRefusal::HouseholdUnknown { person }
            | ReliefRefusal::AreaOutside { person, .. }
            | ReliefRefusal::CategoryOutside { person, .. }
            | ReliefRefusal::Twice { person, .. } => self.learn_person(ledger, *person),
            ReliefRefusal::OpenCase { case }
            | ReliefRefusal::CaseOfOther { case }
            | ReliefRefusal::CaseGranted { case, .. }
            | ReliefRefusal::StepMissing { case, .. }
            | ReliefRefusal::DoesNotFit { case, .. } => self.learn_case(ledger, *case),
            _ => Ok(()),
        }
    }

    /// Learns how a grant was paid: in one step, or as a row of its round.
    fn learn_grant(&mut self, ledger: &mut Ledger, grant: Grant) -> Result<(), LedgerError> {
        let Some(entry) = ledger.entry(grant.entry)? else { return Ok(()) };
        let paid = match &entry.body {
            Body::Round(event) => {
                let round = there(ledger.round(event.round))?;
                round.and_then(|round| round.row(grant.row)?.paid).map(|(entry, _)| entry)
            }
            _ if entry.prepared => match decided_by(ledger, entry.no)? {
                Some((by, Decision::Approved | Decision::Emergency)) => Some(by),
                _ => None,
            },
            _ => Some(entry.no),
        };
        let Some(paid) = paid else { return Ok(()) };
        if let Some(entry) = ledger.entry(paid)? {
            let voucher = entry.voucher.map(|voucher| voucher.no());
            self.relief.paid.push((grant, Paid { entry: paid, day: entry.business_date, voucher }));
        }
        Ok(())
    }

    fn learn_case(&mut self, ledger: &mut Ledger, no: CaseNo) -> Result<(), LedgerError> {
        if self.relief.cases.contains_key(&no) {
            return Ok(());
        }
        let Some(case) = there(ledger.case(no))? else { return Ok(()) };
        self.relief.cases.insert(no, (case.programme, case.person));
        self.learn_person(ledger, case.person)
    }

    fn learn_round(&mut self, ledger: &mut Ledger, no: RoundNo) -> Result<(), LedgerError> {
        if self.relief.rounds.contains_key(&no) {
            return Ok(());
        }
        if let Some(round) = there(ledger.round(no))? {
            self.relief.rounds.insert(no, round.programme);
        }
        Ok(())
    }

    fn learn_gift(&mut self, ledger: &mut Ledger, no: GiftNo) -> Result<(), LedgerError> {
        if self.relief.donors.contains_key(&no) {
            return Ok(());
        }
        let donor = there(ledger.gift(no))?.and_then(|gift| gift.donor);
        self.relief.donors.insert(no, donor);
        self.learn_optional(ledger, donor)
    }

    fn learn_bound(&mut self, ledger: &mut Ledger, bound: &Bound) -> Result<(), LedgerError> {
        match bound.persons() {
            [person] => self.learn_person(ledger, *person),
            _ => Ok(()),
        }
    }

    fn learn_optional(&mut self, ledger: &mut Ledger, person: Option<PersonNo>) -> Result<(), LedgerError> {
        person.map_or(Ok(()), |person| self.learn_person(ledger, person))
    }
}
