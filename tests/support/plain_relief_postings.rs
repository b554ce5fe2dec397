//! The postings of relief, gifts and goods, by the table of "Version 4" in `docs/rules.md`.
//!
//! Owns: which accounts each of these kinds moves, and by how much goods do. Refuses to know: who may record it.

use super::entry::Line;
use super::gifts::{found_worth, numbers_of, owner_of, worth};
use super::goods::Owner;
use super::postings::{Day, plain, with};
use super::programmes::{Programmes, at};
use super::relief::{Relief, Turn};

impl Day<'_> {
    fn goods(&self, fund: u64) -> u64 {
        match fund {
            0 => self.by_edition(1701, 1801, 1891),
            _ => self.by_edition(120_101, 120_101, 130_201),
        }
    }

    fn owed(&self) -> u64 {
        self.by_edition(2601, 2601, 2901)
    }

    /// Gifts of a fund, or what is owed onwards of money held for others.
    fn gifts(&self, fund: u64) -> Option<u64> {
        if fund == 0 { Some(self.owed()) } else { self.restricted(fund, 410_101, 410_102, 4603) }
    }

    /// The pair in 预算会计 of money that moves: 8001 by that amount against the other account.
    fn pair(&self, fund: u64, amount: i64, other: u64) -> Vec<Line> {
        let (cash, other) = (plain(fund, 8001, amount), plain(fund, other, -amount));
        match other.1 {
            _ if self.edition < 3 || fund == 0 => Vec::new(),
            7101 => vec![other, cash],
            _ => vec![cash, other],
        }
    }
}

impl Programmes {
    /// What an entry of these kinds posts, as things stand before it.
    pub fn lines(&self, day: &Day<'_>, said: &Relief) -> Option<Vec<Line>> {
        let mut lines = match said {
            Relief::Turned { round, turn: turn @ (Turn::Paid | Turn::CameBack), rows } => {
                self.handed_lines(day, *round, *turn == Turn::Paid, rows)?
            }
            Relief::Money { gift, back, amount } => {
                let (fund, dims) = (at(&self.gifts, *gift)?.fund, self.of_gift(*gift)?);
                let amount = if *back { -amount } else { *amount };
                let mut lines = vec![day.bank(fund, amount), with(fund, day.gifts(fund)?, -amount, &dims)];
                lines.extend(day.pair(fund, amount, 6609));
                lines
            }
            Relief::Came { pile, value, bought: true, .. } => {
                let mut lines =
                    vec![plain(pile.fund, day.goods(pile.fund), *value), day.bank(pile.fund, -value)];
                lines.extend(day.pair(pile.fund, -value, 7101));
                lines
            }
            Relief::Came { pile, donor, value, .. } => {
                let dims = if pile.gift > 0 { self.of_gift(pile.gift)? } else { vec![(3, *donor)] };
                let credit = with(pile.fund, day.gifts(pile.fund)?, -value, &dims);
                vec![plain(pile.fund, day.goods(pile.fund), *value), credit]
            }
            Relief::Counted { item, fund, books, counted, missing } => {
                let owner = Owner { item: *item, fund: *fund, gift: None };
                if counted <= books {
                    self.lost_lines(day, owner, books - counted, missing)?
                } else {
                    let (there, value) = self.stock.there(owner);
                    let worth = found_worth(there, value, counted - books);
                    let found = day.by_edition(4901, 4901, 4609);
                    vec![plain(*fund, day.goods(*fund), worth), plain(*fund, found, -worth)]
                }
            }
            Relief::WentBack { pile } => {
                let parts = self.stock.clone().take(owner_of(pile), pile.pieces, &numbers_of(pile))?;
                let (fund, worth) = (pile.fund, worth(&parts));
                let debit = with(fund, day.gifts(fund)?, worth, &self.of_gift(pile.gift)?);
                vec![plain(fund, day.goods(fund), -worth), debit]
            }
            _ => Vec::new(),
        };
        lines.retain(|line| line.2 != 0);
        Some(lines)
    }

    fn of_gift(&self, gift: u64) -> Option<Vec<(u64, u64)>> {
        Some(vec![(3, at(&self.gifts, gift)?.donor), (8, gift)])
    }

    /// 135, and 136 with all signs turned.
    fn handed_lines(&self, day: &Day<'_>, no: u64, out: bool, rows: &[u64]) -> Option<Vec<Line>> {
        let round = self.rounds.get(&no)?;
        let debit = if round.fund == 0 { day.owed() } else { day.by_edition(5101, 5101, 5001) };
        let mut after = self.clone();
        let (mut lines, mut sum) = (Vec::new(), 0);
        for row in rows {
            let given = at(&round.rows, *row)?;
            let amount = if out { after.handed_out(round, &given.row)?.0 } else { -given.paid };
            let dims = [(1, round.programme), (2, given.row.person), (8, given.row.gift)];
            lines.push(with(round.fund, debit, amount, &dims));
            sum += amount;
        }
        if round.item > 0 {
            lines.push(plain(round.fund, day.goods(round.fund), -sum));
        } else {
            lines.push(day.bank(round.fund, -sum));
            lines.extend(day.pair(round.fund, -sum, 7101));
        }
        Some(lines)
    }

    /// Goods that are missing: a pair for each gift, in the order of the lots.
    fn lost_lines(&self, day: &Day<'_>, owner: Owner, pieces: u64, missing: &[u64]) -> Option<Vec<Line>> {
        let mut after = self.stock.clone();
        let parts = after.take(owner, pieces, missing)?;
        let fund = owner.fund;
        let account = if fund == 0 { day.owed() } else { day.by_edition(5201, 5301, 5301) };
        let mut lines = Vec::new();
        let mut told: Vec<u64> = Vec::new();
        for gift in parts.iter().map(|part| after.lots[part.lot].gift) {
            if told.contains(&gift) {
                continue;
            }
            told.push(gift);
            let of_gift = parts.iter().filter(|part| after.lots[part.lot].gift == gift);
            let lost: i64 = of_gift.map(|part| part.worth).sum();
            let dims = if gift > 0 { self.of_gift(gift)? } else { Vec::new() };
            lines.extend([plain(fund, day.goods(fund), -lost), with(fund, account, lost, &dims)]);
        }
        Some(lines)
    }
}
