//! Gifts bound to programmes and persons, and goods of them, by "Gifts" and "Goods" of `docs/rules.md`.
//!
//! Owns: their sums, what of them is granted, what a reversal takes back, and that what is posted fits what is left.
//! Refuses to know: who may be given what.

use super::entry::{Line, Said};
use super::goods::{Coming, Owner, Part};
use super::programmes::{At, Programmes, at, at_mut};
use super::relief::{Bound, Pile, Relief, Turn};
use super::rounds::Status;
use std::collections::HashMap;

#[derive(Clone)]
pub struct Gift {
    pub donor: u64,
    pub fund: u64,
    pub bound: Bound,
    pub day: u64,
    pub received: i64,
    pub paid_on: i64,
    pub given_back: i64,
    pub lost: i64,
    pub money: i64,
}

pub fn owner_of(pile: &Pile) -> Owner {
    Owner { item: pile.item, fund: pile.fund, gift: Some(pile.gift) }
}

/// The numbers on a pile: those that follow the first.
pub fn numbers_of(pile: &Pile) -> Vec<u64> {
    if pile.first == 0 { Vec::new() } else { (pile.first..pile.first + pile.pieces).collect() }
}

pub fn worth(parts: &[Part]) -> i64 {
    parts.iter().map(|part| part.worth).sum()
}

/// What pieces that were found are worth: as those that are there.
pub fn found_worth(there: u64, value: i64, pieces: u64) -> i64 {
    let worth = i128::from(value) * i128::from(pieces) / i128::from(there.max(1));
    i64::try_from(worth).unwrap()
}

impl Programmes {
    /// Money of a gift that is granted, or that waits to go elsewhere.
    pub fn granted_of(&self, gift: u64) -> i64 {
        let rows = self.all_rounds().flat_map(|round| {
            let rows = round.rows.iter().filter(|given| given.row.gift == gift);
            rows.filter(|given| given.status == Status::Granted).map(|given| round.money(&given.row))
        });
        rows.sum::<i64>()
            + self.waiting_money.values().filter(|(of, _)| *of == gift).map(|(_, amount)| amount).sum::<i64>()
    }

    /// Rows that goods of an owner are granted to.
    pub fn granted_goods(&self, owner: Owner) -> Vec<u64> {
        let rounds = self.all_rounds().filter(|r| (r.item, r.fund) == (owner.item, owner.fund));
        let rows = rounds.flat_map(|round| &round.rows).filter(|given| given.status == Status::Granted);
        rows.filter(|given| Some(given.row.gift) == owner.gift).map(|given| given.row.given).collect()
    }

    /// Whether so many pieces, or these numbers, are there and not granted.
    pub fn free(&self, owner: Owner, pieces: u64, numbers: &[u64]) -> bool {
        let granted = self.granted_goods(owner);
        if numbers.is_empty() {
            granted.iter().sum::<u64>() + pieces <= self.stock.there(owner).0
        } else {
            numbers.iter().all(|no| self.stock.has_number(owner, *no) && !granted.contains(no))
        }
    }

    pub fn may_be_bound(&self, fund: u64, bound: &Bound) -> bool {
        let known = bound.persons.iter().all(|person| self.persons.contains_key(person));
        known && (bound.programme == 0 || self.same_purpose(fund, bound.programme))
    }

    pub fn agreed(&mut self, by: At, donor: u64, fund: u64, bound: &Bound) -> Option<()> {
        let known = (donor == 0 || self.persons.contains_key(&donor))
            && (fund == 0 || self.funds.contains_key(&fund));
        (known && self.may_be_bound(fund, bound)).then_some(())?;
        let (bound, day) = (bound.clone(), by.day);
        self.gifts.push(Gift {
            donor,
            fund,
            bound,
            day,
            received: 0,
            paid_on: 0,
            given_back: 0,
            lost: 0,
            money: 0,
        });
        Some(())
    }

    pub fn gift_money(&mut self, by: At, no: u64, back: bool, amount: i64) -> Option<()> {
        let free = at(&self.gifts, no)?.money - self.granted_of(no);
        let gift = at_mut(&mut self.gifts, no)?;
        (by.day >= gift.day).then_some(())?;
        if back {
            (amount <= free).then_some(())?;
            (gift.money, gift.given_back) = (gift.money - amount, gift.given_back + amount);
        } else {
            (gift.money, gift.received) = (gift.money + amount, gift.received + amount);
        }
        Some(())
    }

    pub fn went_back(&mut self, by: At, pile: &Pile) -> Option<()> {
        let (owner, numbers) = (owner_of(pile), numbers_of(pile));
        let numbered = self.stock.digits(pile.item)? > 0;
        (by.day >= at(&self.gifts, pile.gift)?.day).then_some(())?;
        (numbered != numbers.is_empty() && self.free(owner, pile.pieces, &numbers)).then_some(())?;
        let parts = self.stock.take(owner, pile.pieces, &numbers)?;
        at_mut(&mut self.gifts, pile.gift)?.given_back += worth(&parts);
        Some(())
    }

    pub fn came(&mut self, by: At, pile: &Pile, donor: u64, value: i64, bought: bool) -> Option<()> {
        let free = at(&self.gifts, pile.gift).map_or(0, |gift| gift.money - self.granted_of(pile.gift));
        if pile.gift > 0 {
            let gift = at_mut(&mut self.gifts, pile.gift)?;
            (by.day >= gift.day && gift.fund == pile.fund && donor == 0 && (!bought || value <= free))
                .then_some(())?;
            *(if bought { &mut gift.money } else { &mut gift.received }) +=
                if bought { -value } else { value };
        }
        let known = (pile.fund == 0 && pile.gift > 0) || self.funds.contains_key(&pile.fund);
        known.then_some(())?;
        let (entry, said_by, owner) = (by.no, by.said_by, owner_of(pile));
        self.stock.come(&Coming { entry, said_by, owner, first: pile.first, pieces: pile.pieces, value })
    }

    pub fn counted(&mut self, by: At, owner: Owner, books: u64, counted: u64, missing: &[u64]) -> Option<()> {
        let digits = self.stock.digits(owner.item)?;
        let (there, value) = self.stock.there(owner);
        let fewer = books.saturating_sub(counted);
        let named = if digits > 0 { fewer } else { 0 };
        (there == books && u64::try_from(missing.len()).ok()? == named).then_some(())?;
        if counted <= books {
            for part in self.stock.take(owner, fewer, missing)? {
                let of = self.stock.lots[part.lot].gift;
                if let Some(gift) = at_mut(&mut self.gifts, of) {
                    gift.lost += part.worth;
                }
            }
            return Some(());
        }
        (owner.fund > 0 && digits == 0).then_some(())?;
        let pieces = counted - books;
        let (entry, said_by, value) = (by.no, by.said_by, found_worth(there, value, pieces));
        self.stock.come(&Coming { entry, said_by, owner, first: 0, pieces, value })
    }

    /// An entry, or the one that it approved, is reversed.
    pub fn reversed(&mut self, entry: u64, said: &Said) -> Option<()> {
        match said {
            Said::Disbursement { .. } => self.paid_33.retain(|grant| grant.entry != entry),
            Said::Relief(Relief::Turned { round: no, turn: Turn::Paid, rows }) => {
                let round = self.rounds.get(no)?.clone();
                for row in rows {
                    let mut given = at(&round.rows, *row)?.clone();
                    let paid = matches!(given.status, Status::Paid | Status::Arrived);
                    (paid && given.paid_by == entry).then_some(())?;
                    self.back_from(&round, &mut given);
                    *at_mut(&mut self.rounds.get_mut(no)?.rows, *row)? = given;
                }
            }
            Said::Relief(Relief::Money { gift, back, amount }) => {
                let gift = at_mut(&mut self.gifts, *gift)?;
                let sum = if *back { &mut gift.given_back } else { &mut gift.received };
                *sum -= amount;
                gift.money += if *back { *amount } else { -amount };
                (gift.money >= 0).then_some(())?;
            }
            Said::Relief(Relief::Came { pile, value, bought, .. }) => {
                self.stock.go_as_it_came(entry)?;
                if let Some(gift) = at_mut(&mut self.gifts, pile.gift) {
                    *(if *bought { &mut gift.money } else { &mut gift.received }) +=
                        if *bought { *value } else { -value };
                }
            }
            Said::Relief(_) => return None,
            _ => {}
        }
        Some(())
    }

    /// What was posted fits what is left: each gift's sums, what is owed onwards under it, and goods of each fund.
    pub fn add_up(&mut self, lines: &[Line]) -> Option<()> {
        for (fund, account, amount, dims) in lines {
            let gift = dims.iter().find(|(tag, _)| *tag == 8).map(|(_, gift)| *gift);
            match (fund, account, gift) {
                (0, 2601 | 2901, Some(gift)) => *self.owed.entry(gift).or_default() -= amount,
                (_, 120_101 | 130_201 | 1701 | 1801 | 1891, _) => {
                    *self.goods.entry(*fund).or_default() += amount;
                }
                _ => {}
            }
        }
        let mut in_goods: HashMap<u64, i64> = HashMap::new();
        let mut of_funds: HashMap<u64, i64> = HashMap::new();
        for lot in &self.stock.lots {
            *in_goods.entry(lot.gift).or_default() += lot.worth;
            *of_funds.entry(lot.fund).or_default() += lot.worth;
        }
        let left_in_goods = |no| in_goods.get(&no).copied().unwrap_or(0);
        let gifts = (1..).zip(&self.gifts).all(|(no, gift)| {
            let left = gift.money + left_in_goods(no);
            let owed = self.owed.get(&no).copied().unwrap_or(0);
            gift.money >= 0
                && gift.received == gift.paid_on + gift.given_back + gift.lost + left
                && owed == if gift.fund == 0 { left } else { 0 }
        });
        let goods = self.goods.iter().all(|(fund, sum)| of_funds.get(fund).copied().unwrap_or(0) == *sum)
            && of_funds.iter().all(|(fund, sum)| self.goods.get(fund).copied().unwrap_or(0) == *sum);
        (gifts && goods).then_some(())
    }
}
