//! What is counted from the lists of the model, anew at every question.
//!
//! Owns: sums of what was granted, spent, left and reserved. Refuses to know: how the lists came to be.

use super::model::{Books, Event, Status, at, proposal, year};
use super::shelf::Which;
use jinguo::base::{Date, Fen};
use jinguo::entry::{Body, GiftWhat, GoodsWhat, Proposal, ReliefRules, Row};

impl Books {
    pub fn rules_on(&self, programme: u32, day: Date) -> Option<&ReliefRules> {
        let all = self.rules.get(&programme)?;
        all.iter().filter(|(from, _)| *from <= day).max_by_key(|(from, _)| *from).map(|(_, rules)| rules)
    }

    pub fn household(&self, person: u64) -> Option<u64> {
        self.persons.get(&person).and_then(|person| person.household)
    }

    /// Times and amounts granted to her under a programme, in a year or in all.
    pub fn granted(&self, programme: u32, person: u64, in_year: Option<u32>) -> (u32, i64) {
        let hers = self.grants.iter().filter(|grant| (grant.programme, grant.person) == (programme, person));
        let hers = hers.filter(|grant| in_year.is_none_or(|y| year(grant.day) == y));
        hers.fold((0, 0), |(times, sum), grant| (times + 1, sum + grant.amount))
    }

    pub fn spent(&self, programme: u32, in_year: u32) -> i64 {
        let granted = self.grants.iter().filter(|g| g.programme == programme && year(g.day) == in_year);
        let rounds = self.rounds.values().filter(|round| {
            round.said.programme.0 == programme && round.said.item.is_some() && year(round.day) == in_year
        });
        let out = rounds.flat_map(|round| &round.rows);
        let out = out.filter(|row| matches!(row.status, Status::Paid | Status::Arrived));
        granted.map(|grant| grant.amount).sum::<i64>() + out.map(|row| row.value).sum::<i64>()
    }

    /// Rows that are granted and not paid, and those that wait, each with what its round says.
    pub fn open_rows(&self) -> Vec<(&Proposal, Row)> {
        let waiting = self.waiting.iter().filter_map(|event| proposal(&event.body));
        let mut all: Vec<_> =
            waiting.flat_map(|said| said.rows.iter().map(move |row| (said, *row))).collect();
        for round in self.rounds.values() {
            let open = round.rows.iter().filter(|row| row.status == Status::Granted);
            all.extend(open.map(|row| (&round.said, row.row)));
        }
        all
    }

    /// What entries that wait would take of a gift's money, and of a fund's own where it is no gift's.
    pub fn waiting_for(&self, fund: Option<u32>, gift: Option<u64>) -> i64 {
        let takes = |event: &Event| match &event.body {
            Body::Reversal(reversal) => {
                let done = self.done.iter().find(|done| done.no == reversal.original.0)?;
                match &done.body {
                    Body::Donation(d) => Some((Some(d.fund.0), None, d.amount)),
                    Body::Gift(event) => match event.what {
                        GiftWhat::Received { amount } => Some((None, Some(event.gift.0), amount)),
                        _ => None,
                    },
                    _ => None,
                }
            }
            Body::Disbursement(relief) => Some((Some(relief.fund.0), None, relief.amount)),
            Body::Gift(event) => match event.what {
                GiftWhat::GivenBack { amount } => Some((None, Some(event.gift.0), amount)),
                _ => None,
            },
            Body::Goods(event) => match &event.what {
                GoodsWhat::Bought { pile, amount, .. } => match pile.gift {
                    Some(gift) => Some((None, Some(gift.0), *amount)),
                    None => Some((Some(pile.fund.0), None, *amount)),
                },
                _ => None,
            },
            _ => None,
        };
        let all = self.waiting.iter().filter_map(takes);
        all.filter(|(f, g, _)| (*f, *g) == (fund, gift)).map(|(.., amount): (_, _, Fen)| amount.get()).sum()
    }

    /// What of a gift's money is granted, or waits.
    pub fn gift_reserved(&self, gift: u64) -> i64 {
        let rows = self.open_rows().into_iter();
        let rows = rows.filter(|(said, row)| said.item.is_none() && row.gift.map(|g| g.0) == Some(gift));
        rows.map(|(_, row)| row.amount().get()).sum::<i64>() + self.waiting_for(None, Some(gift))
    }

    pub fn gift_free(&self, gift: u64) -> i64 {
        self.gifts.get(at(gift)).map_or(0, |known| known.cash - self.gift_reserved(gift))
    }

    pub fn gift_goods(&self, gift: u64) -> i64 {
        let fund = self.gifts[at(gift)].fund;
        let items = (1..).take(self.items.len());
        items.map(|item| self.shelf.value((item, fund), Which::Of(Some(gift)))).sum()
    }

    pub fn cash_of(&self, fund: u32, by: Option<Date>) -> i64 {
        let moves = self.cash.iter().filter(|(of, day, _)| *of == fund && by.is_none_or(|by| *day <= by));
        moves.map(|(.., amount)| amount).sum()
    }

    /// What of a fund's own money is granted, or waits.
    pub fn fund_reserved(&self, fund: u32) -> i64 {
        let rows = self.open_rows().into_iter();
        let rows =
            rows.filter(|(said, row)| said.item.is_none() && said.fund.0 == fund && row.gift.is_none());
        rows.map(|(_, row)| row.amount().get()).sum::<i64>() + self.waiting_for(Some(fund), None)
    }

    pub fn bound_in(&self, fund: u32) -> i64 {
        self.gifts.iter().filter(|gift| gift.fund == fund).map(|gift| gift.cash).sum()
    }

    /// What of a fund's cash nobody speaks for.
    pub fn free(&self, fund: u32) -> i64 {
        self.cash_of(fund, None) - self.fund_reserved(fund) - self.bound_in(fund)
    }

    /// Pieces of a gift, or of none, that are granted and not handed out.
    pub fn pieces_reserved(&self, place: (u32, u32), gift: Option<u64>) -> i64 {
        let rows = self.open_rows().into_iter().filter(|(said, row)| {
            said.item.map(|item| item.0) == Some(place.0)
                && said.fund.0 == place.1
                && row.gift.map(|gift| gift.0) == gift
        });
        let numbered = self.items.get(at(place.0)).is_some_and(|item| item.numbered());
        rows.map(|(_, row)| if numbered { 1 } else { i64::from(row.pieces()) }).sum()
    }

    pub fn pieces_free(&self, place: (u32, u32), gift: Option<u64>) -> i64 {
        self.shelf.there(place, Which::Of(gift)) - self.pieces_reserved(place, gift)
    }

    /// Whether a row that is granted or waits is for that number.
    pub fn number_reserved(&self, item: u32, number: u64) -> bool {
        self.open_rows().iter().any(|(said, row)| said.item.map(|i| i.0) == Some(item) && row.given == number)
    }
}
