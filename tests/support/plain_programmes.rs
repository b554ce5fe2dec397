//! Relief by rules, rounds, bound gifts and goods: what may be recorded, and what is left, by "Version 4" of
//! `docs/rules.md`.
//!
//! Owns: rules of programmes, grants, applications, rounds, gifts and stock, as far as they follow from entries alone.
//! Refuses to know, and so does not check: whether a fund has the money, also what is left beside its gifts; categories
//! and areas, which stand in the vault; who is restricted or erased; of an application, the year's budget and the
//! household, which are asked of its round again; whether pieces that are missing, or whose coming is reversed, were
//! granted to somebody; and what a reversal that waits takes from a gift.

use super::entry::Said;
use super::gifts::Gift;
use super::goods::{Owner, Stock};
use super::relief::{Bounds, Pile, Relief};
use super::rounds::{Round, Status};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashMap};

pub const APPLICATION: u64 = 1;
pub const VISIT: u64 = 2;
pub const REVIEW: u64 = 4;
pub const APPROVAL: u64 = 8;
pub const ANSWER: u64 = 16;

/// The entry that something happens by, its business date, and the attachments.
#[derive(Clone, Copy)]
pub struct At {
    pub no: u64,
    /// Itself, or the prepared one that it approves.
    pub said_by: u64,
    pub day: u64,
    pub papers: u64,
}

/// What one person was granted; goods are 0.
#[derive(Clone)]
pub struct Grant {
    pub entry: u64,
    pub programme: u64,
    pub person: u64,
    pub household: u64,
    pub year: u64,
    pub amount: i64,
}

#[derive(Clone)]
pub struct Case {
    pub programme: u64,
    pub person: u64,
    pub item: u64,
    pub day: u64,
    pub papers: u64,
    /// The last visit and the last review: its day, and whether all fitted.
    pub looks: [Option<(u64, bool)>; 2],
}

#[derive(Clone, Default)]
pub struct Programmes {
    /// The purpose of each fund and programme, and who is a natural person.
    pub funds: HashMap<u64, String>,
    pub programmes: HashMap<u64, String>,
    pub persons: HashMap<u64, bool>,
    pub households: HashMap<u64, u64>,
    pub rules: HashMap<u64, BTreeMap<u64, Bounds>>,
    pub paid_33: Vec<Grant>,
    pub cases: Vec<Case>,
    pub rounds: BTreeMap<u64, Round>,
    /// How many were proposed: one that waits has its number.
    pub proposed_rounds: u64,
    /// Rounds that wait, and money of gifts that waiting entries would take, by entry.
    pub waiting: BTreeMap<u64, (u64, Round)>,
    pub waiting_money: BTreeMap<u64, (u64, i64)>,
    pub gifts: Vec<Gift>,
    pub stock: Stock,
    /// What stands on the books: owed onwards under each gift, and goods of each fund.
    pub owed: HashMap<u64, i64>,
    pub goods: HashMap<u64, i64>,
}

/// What stands at a number from 1.
pub fn at<T>(all: &[T], no: u64) -> Option<&T> {
    all.get(usize::try_from(no).ok()?.checked_sub(1)?)
}

pub fn at_mut<T>(all: &mut [T], no: u64) -> Option<&mut T> {
    all.get_mut(usize::try_from(no).ok()?.checked_sub(1)?)
}

pub fn is_next<T>(all: &[T], no: u64) -> Option<()> {
    (u64::try_from(all.len()).ok()? + 1 == no).then_some(())
}

pub fn later(day: u64, days: u64) -> u64 {
    let part = |n| u32::try_from(n).unwrap();
    let year = i32::try_from(day / 10_000).unwrap();
    let date = NaiveDate::from_ymd_opt(year, part(day / 100 % 100), part(day % 100)).unwrap();
    (date + Days::new(days)).format("%Y%m%d").to_string().parse().unwrap()
}

/// Whether something stays within a bound; 0 is none.
pub fn under(bound: i64, amount: i64) -> bool {
    bound == 0 || amount <= bound
}

impl Programmes {
    pub fn rules_of(&self, programme: u64, day: u64) -> Option<&Bounds> {
        self.rules.get(&programme)?.range(..=day).next_back().map(|(_, bounds)| bounds)
    }

    pub fn is_natural(&self, person: u64) -> bool {
        self.persons.get(&person) == Some(&true)
    }

    /// A fund has the purpose of a programme; of money held for others nothing is asked.
    pub fn same_purpose(&self, fund: u64, programme: u64) -> bool {
        self.programmes.get(&programme).is_some_and(|of| fund == 0 || self.funds.get(&fund) == Some(of))
    }

    pub fn all_rounds(&self) -> impl Iterator<Item = &Round> {
        self.rounds.values().chain(self.waiting.values().map(|(_, round)| round))
    }

    /// All that is granted and not given back, under a programme.
    fn grants(&self, programme: u64) -> Vec<Grant> {
        let rows = self.all_rounds().flat_map(|round| {
            round.rows.iter().filter(|given| given.status != Status::Dropped).map(|given| Grant {
                entry: 0,
                programme: round.programme,
                person: given.row.person,
                household: given.household,
                year: round.day / 10_000,
                amount: round.money(&given.row),
            })
        });
        let all = self.paid_33.iter().cloned().chain(rows);
        all.filter(|grant| grant.programme == programme).collect()
    }

    /// What is spent of a programme in a year.
    pub fn spent(&self, programme: u64, year: u64) -> i64 {
        let granted: i64 =
            self.grants(programme).iter().filter(|grant| grant.year == year).map(|grant| grant.amount).sum();
        let rounds = self.rounds.values().filter(|r| r.programme == programme && r.day / 10_000 == year);
        let handed = rounds.filter(|r| r.item > 0).flat_map(|r| &r.rows);
        let handed = handed.filter(|given| matches!(given.status, Status::Paid | Status::Arrived));
        granted + handed.map(|given| given.paid).sum::<i64>()
    }

    /// Least, most and caps of one grant; `money` is `None` for goods.
    pub fn within_caps(&self, b: &Bounds, programme: u64, person: u64, day: u64, money: Option<i64>) -> bool {
        let grants = self.grants(programme);
        let hers = || grants.iter().filter(|grant| grant.person == person);
        let capped = |(times, most): (u64, i64), year: Option<u64>| {
            let counted = || hers().filter(|grant| year.is_none_or(|year| year == grant.year));
            let before = u64::try_from(counted().count()).unwrap();
            let sum: i64 = counted().map(|grant| grant.amount).sum();
            (times == 0 || before < times) && under(most, sum + money.unwrap_or(0))
        };
        money.is_none_or(|amount| amount >= b.least && under(b.most, amount))
            && capped(b.lifetime, None)
            && capped(b.yearly, Some(day / 10_000))
    }

    pub fn within_bounds(
        &self,
        b: &Bounds,
        programme: u64,
        person: u64,
        day: u64,
        money: Option<i64>,
    ) -> bool {
        let year = day / 10_000;
        let home = self.households.get(&person).copied().unwrap_or(0);
        let of_home = self.grants(programme).into_iter().any(|grant| {
            let met = grant.household == home || grant.person == person;
            met && (b.household == 1 || b.household == 2 && grant.year == year)
        });
        self.within_caps(b, programme, person, day, money)
            && money.is_none_or(|amount| under(b.year_budget, self.spent(programme, year) + amount))
            && (b.household == 0 || home > 0 && !of_home)
    }

    /// Whether one person's word is not enough once there were two.
    pub fn asks_for_two(&self, said: &Said, day: u64) -> bool {
        let approval =
            |programme| self.rules_of(programme, day).is_some_and(|rules| rules.steps & APPROVAL > 0);
        match said {
            Said::Disbursement { programme, .. } => approval(*programme),
            Said::Relief(Relief::Rules { programme, .. }) => self.rules.contains_key(programme),
            Said::Relief(Relief::BoundAnew { .. } | Relief::Counted { .. }) => true,
            Said::Relief(Relief::Proposed { programme, .. }) => approval(*programme),
            _ => false,
        }
    }

    /// An entry waits: what it asks for must be possible now, and is reserved.
    pub fn waits(&mut self, by: At, said: &Said) -> Option<()> {
        let mut after = self.clone();
        after.happened(by, said)?;
        match said {
            Said::Disbursement { .. } => self.paid_33.push(after.paid_33.pop()?),
            Said::Relief(Relief::Proposed { round, .. }) => {
                self.proposed_rounds = after.proposed_rounds;
                self.waiting.insert(by.no, (*round, after.rounds.remove(round)?));
            }
            Said::Relief(Relief::Money { gift, back: true, amount }) => {
                self.waiting_money.insert(by.no, (*gift, *amount));
            }
            Said::Relief(Relief::Came { pile: Pile { gift, .. }, value, bought: true, .. }) if *gift > 0 => {
                self.waiting_money.insert(by.no, (*gift, *value));
            }
            _ => {}
        }
        Some(())
    }

    /// What a waiting entry reserved is given back.
    pub fn decided(&mut self, waiting: u64) {
        self.waiting.remove(&waiting);
        self.waiting_money.remove(&waiting);
        self.paid_33.retain(|grant| grant.entry != waiting);
    }

    /// What an entry, or the one that it approves, does; `None`: the rules refuse it.
    pub fn happened(&mut self, by: At, said: &Said) -> Option<()> {
        match said {
            Said::Disbursement { programme, fund, person, amount } => {
                self.disbursed(by, *programme, *fund, *person, *amount)
            }
            Said::Relief(Relief::Rules { programme, from, bounds }) => {
                self.rules_set(*programme, *from, bounds)
            }
            Said::Relief(Relief::Applied { case, programme, person, item, asked }) => {
                is_next(&self.cases, *case)?;
                self.applied(by, *programme, *person, *item, *asked)
            }
            Said::Relief(Relief::Looked { case, review, fits }) => self.looked(by, *case, *review, *fits),
            Said::Relief(Relief::Proposed { round, programme, fund, item, rows }) => {
                if by.said_by == by.no {
                    self.proposed_rounds += 1;
                    (*round == self.proposed_rounds).then_some(())?;
                }
                let (programme, fund, item) = (*programme, *fund, *item);
                let bounds = self.rules_of(programme, by.day)?.clone();
                let (day, noticed) = (by.day, None);
                let begun = Round { programme, fund, item, day, bounds, noticed, rows: Vec::new() };
                self.proposed(by, *round, begun, rows)
            }
            Said::Relief(Relief::Turned { round, turn, rows }) => self.turned(by, *round, *turn, rows),
            Said::Relief(Relief::Agreed { gift, donor, fund, bound }) => {
                is_next(&self.gifts, *gift)?;
                self.agreed(by, *donor, *fund, bound)
            }
            Said::Relief(Relief::Money { gift, back, amount }) => self.gift_money(by, *gift, *back, *amount),
            Said::Relief(Relief::BoundAnew { gift, bound }) => {
                let of = at(&self.gifts, *gift)?;
                (by.day >= of.day && self.may_be_bound(of.fund, bound)).then_some(())?;
                at_mut(&mut self.gifts, *gift)?.bound = bound.clone();
                Some(())
            }
            Said::Relief(Relief::Item { item, name, digits }) => {
                is_next(&self.stock.items, *item)?;
                (!self.stock.items.iter().any(|(known, _)| known == name)).then_some(())?;
                self.stock.items.push((name.clone(), *digits));
                Some(())
            }
            Said::Relief(Relief::Came { pile, donor, value, bought }) => {
                self.came(by, pile, *donor, *value, *bought)
            }
            Said::Relief(Relief::Counted { item, fund, books, counted, missing }) => {
                self.counted(by, Owner { item: *item, fund: *fund, gift: None }, *books, *counted, missing)
            }
            Said::Relief(Relief::WentBack { pile }) => self.went_back(by, pile),
            _ => Some(()),
        }
    }

    fn disbursed(&mut self, by: At, programme: u64, fund: u64, person: u64, amount: i64) -> Option<()> {
        if let Some(b) = self.rules_of(programme, by.day) {
            let at_once = b.steps & (APPLICATION | ANSWER) == 0 && b.notice == 0 && b.gives != 2;
            let fits = (b.funds.is_empty() || b.funds.contains(&fund))
                && by.papers >= b.papers
                && under(b.round_budget, amount)
                && self.within_bounds(b, programme, person, by.day, Some(amount));
            (at_once && fits).then_some(())?;
        }
        let household = self.households.get(&person).copied().unwrap_or(0);
        let (entry, year) = (by.no, by.day / 10_000);
        self.paid_33.push(Grant { entry, programme, person, household, year, amount });
        Some(())
    }

    fn rules_set(&mut self, programme: u64, from: u64, b: &Bounds) -> Option<()> {
        self.programmes.contains_key(&programme).then_some(())?;
        let purposes = b.funds.iter().all(|fund| self.same_purpose(*fund, programme));
        let amounts = [b.most, b.lifetime.1, b.yearly.1, b.round_budget, b.year_budget];
        let fits = purposes
            && amounts.iter().all(|amount| under(*amount, b.least))
            && (b.steps & APPLICATION > 0 || b.steps & (VISIT | REVIEW) == 0)
            && (b.gives != 2 || amounts[..4].iter().all(|amount| *amount == 0) && b.least == 0)
            && (b.gives != 1 || b.most_pieces == 0)
            && b.notice <= 60;
        let all = self.rules.entry(programme).or_default();
        (fits && all.last_key_value().is_none_or(|(last, _)| from > *last)).then_some(())?;
        all.insert(from, b.clone());
        Some(())
    }

    pub fn is_granted(&self, case: u64) -> bool {
        let mut rows = self.all_rounds().flat_map(|round| &round.rows);
        rows.any(|given| given.row.case == case && given.status != Status::Dropped)
    }

    fn applied(&mut self, by: At, programme: u64, person: u64, item: u64, asked: u64) -> Option<()> {
        let b = self.rules_of(programme, by.day).filter(|b| b.steps & APPLICATION > 0)?;
        let open = (1..).zip(&self.cases).any(|(no, case)| {
            (case.programme, case.person) == (programme, person)
                && !self.is_granted(no)
                && case.looks.iter().flatten().all(|(_, fits)| *fits)
        });
        let money = if item == 0 { Some(i64::try_from(asked).ok()?.max(b.least)) } else { None };
        let fits = self.is_natural(person)
            && self.gives(b, item)
            && by.papers >= b.papers
            && self.within_caps(b, programme, person, by.day, money);
        (fits && !open).then_some(())?;
        self.cases.push(Case { programme, person, item, day: by.day, papers: by.papers, looks: [None; 2] });
        Some(())
    }

    /// Money or goods as the programme gives, and an item that exists.
    pub fn gives(&self, b: &Bounds, item: u64) -> bool {
        if item == 0 { b.gives != 2 } else { b.gives != 1 && self.stock.digits(item).is_some() }
    }

    fn looked(&mut self, by: At, no: u64, review: bool, fits: bool) -> Option<()> {
        let case = at(&self.cases, no)?;
        let steps = self.rules_of(case.programme, by.day)?.steps;
        let visited = case.looks[0];
        let in_turn = by.day >= visited.map_or(case.day, |(day, _)| day)
            && (!review || steps & VISIT == 0 || visited.is_some_and(|(_, fitted)| fitted));
        let asked = steps & if review { REVIEW } else { VISIT } > 0;
        (in_turn && asked && !self.is_granted(no)).then_some(())?;
        at_mut(&mut self.cases, no)?.looks[usize::from(review)] = Some((by.day, fits));
        Some(())
    }
}
