//! Rounds of relief, by "Applications and rounds" of `docs/rules.md`.
//!
//! Owns: what each row may be, and what becomes of it. Refuses to know: postings, and whether a fund has the money.

use super::gifts::worth;
use super::goods::{Owner, Part, Stock};
use super::programmes::{ANSWER, APPLICATION, At, Programmes, REVIEW, VISIT, at, at_mut, later, under};
use super::relief::{Bounds, Row, Turn};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Granted,
    Paid,
    Arrived,
    Dropped,
}

#[derive(Clone)]
pub struct Given {
    pub row: Row,
    pub household: u64,
    pub status: Status,
    /// The entry that paid it last, its day, and how much it was with the parts of lots.
    pub paid_by: u64,
    pub paid_on: u64,
    pub paid: i64,
    pub parts: Vec<Part>,
}

#[derive(Clone)]
pub struct Round {
    pub programme: u64,
    pub fund: u64,
    pub item: u64,
    pub day: u64,
    /// The rules that it was proposed under.
    pub bounds: Bounds,
    pub noticed: Option<u64>,
    pub rows: Vec<Given>,
}

impl Round {
    /// The numbers that a row hands out: none of pieces that have none.
    pub fn pieces(&self, stock: &Stock, row: &Row) -> Option<(u64, Vec<u64>)> {
        Some(if stock.digits(self.item)? > 0 { (1, vec![row.given]) } else { (row.given, Vec::new()) })
    }

    pub fn owner(&self, row: &Row) -> Owner {
        Owner { item: self.item, fund: self.fund, gift: Some(row.gift) }
    }

    pub fn money(&self, row: &Row) -> i64 {
        if self.item == 0 { i64::try_from(row.given).unwrap() } else { 0 }
    }
}

impl Programmes {
    /// The round as a whole, then each row after the rows before it.
    pub fn proposed(&mut self, by: At, no: u64, begun: Round, rows: &[Row]) -> Option<()> {
        let b = begun.bounds.clone();
        let fits = self.same_purpose(begun.fund, begun.programme)
            && (b.funds.is_empty() || b.funds.contains(&begun.fund))
            && self.gives(&b, begun.item);
        fits.then_some(())?;
        self.waiting.insert(by.no, (no, begun));
        for row in rows {
            self.row_fits(by, &b, row)?;
            let household = self.households.get(&row.person).copied().unwrap_or(0);
            let (row, status) = (row.clone(), Status::Granted);
            self.waiting.get_mut(&by.no)?.1.rows.push(Given {
                row,
                household,
                status,
                paid_by: 0,
                paid_on: 0,
                paid: 0,
                parts: Vec::new(),
            });
        }
        self.rounds.extend(self.waiting.remove(&by.no));
        Some(())
    }

    fn row_fits(&self, by: At, b: &Bounds, row: &Row) -> Option<()> {
        let (_, round) = self.waiting.get(&by.no)?;
        let mut before = round.rows.iter();
        let home = self.households.get(&row.person).copied().unwrap_or(0);
        let alone = !before
            .any(|given| given.row.person == row.person || b.household == 3 && given.household == home);
        let mut papers = by.papers + u64::from(row.paper);
        if row.case > 0 {
            let case = at(&self.cases, row.case)?;
            let seen = [VISIT, REVIEW].iter().zip(case.looks);
            let fits = (case.programme, case.person) == (round.programme, row.person)
                && (case.item == 0) == (round.item == 0)
                && case.day <= by.day
                && !self.is_granted(row.case)
                && seen.into_iter().all(|(step, look)| b.steps & step == 0 || look.is_some_and(|l| l.1));
            fits.then_some(())?;
            papers += case.papers;
        }
        let money = (round.item == 0).then(|| round.money(row));
        let in_round: i64 = round.rows.iter().map(|given| round.money(&given.row)).sum();
        let fits = self.is_natural(row.person)
            && alone
            && (row.case > 0 || b.steps & APPLICATION == 0)
            && papers >= b.papers
            && self.within_bounds(b, round.programme, row.person, by.day, money)
            && under(b.round_budget, in_round + money.unwrap_or(0))
            && (row.gift > 0 || round.fund > 0);
        fits.then_some(())?;
        if row.gift > 0 {
            let gift = at(&self.gifts, row.gift)?;
            let bound = (gift.bound.programme == 0 || gift.bound.programme == round.programme)
                && (gift.bound.persons.is_empty() || gift.bound.persons.contains(&row.person));
            let left = money.is_none_or(|amount| amount <= gift.money - self.granted_of(row.gift));
            (gift.fund == round.fund && bound && left).then_some(())?;
        }
        if round.item > 0 {
            let (pieces, numbers) = round.pieces(&self.stock, row)?;
            let few = pieces <= 1_000_000_000 && (b.most_pieces == 0 || pieces <= b.most_pieces);
            (few && self.free(round.owner(row), pieces, &numbers)).then_some(())?;
        }
        Some(())
    }

    pub fn turned(&mut self, by: At, no: u64, turn: Turn, rows: &[u64]) -> Option<()> {
        let round = self.rounds.get(&no)?.clone();
        let b = &round.bounds;
        (by.day >= round.day).then_some(())?;
        if turn == Turn::Noticed {
            (b.notice > 0 && round.noticed.is_none()).then_some(())?;
            self.rounds.get_mut(&no)?.noticed = Some(by.day);
            return Some(());
        }
        if turn == Turn::Paid {
            let over = b.notice == 0 || round.noticed.is_some_and(|day| by.day >= later(day, b.notice));
            (over && (round.item == 0 || by.papers > 0)).then_some(())?;
        }
        (turn != Turn::Answered || b.steps & ANSWER > 0).then_some(())?;
        for row in rows {
            let mut given = at(&round.rows, *row)?.clone();
            (by.day >= given.paid_on).then_some(())?;
            let (fits, status) = match turn {
                Turn::CameBack => (matches!(given.status, Status::Paid | Status::Arrived), Status::Granted),
                Turn::Answered => (given.status == Status::Paid, Status::Arrived),
                Turn::Dropped => (given.status == Status::Granted, Status::Dropped),
                Turn::Paid | Turn::Noticed => (given.status == Status::Granted, Status::Paid),
            };
            fits.then_some(())?;
            given.status = status;
            match turn {
                Turn::Paid => {
                    (given.paid, given.parts) = self.handed_out(&round, &given.row)?;
                    (given.paid_by, given.paid_on) = (by.no, by.day);
                    self.paid_of_gift(&round, &given.row, given.paid);
                }
                Turn::CameBack => self.back_from(&round, &mut given),
                _ => {}
            }
            *at_mut(&mut self.rounds.get_mut(&no)?.rows, *row)? = given;
        }
        let spent = self.spent(round.programme, round.day / 10_000);
        (turn != Turn::Paid || round.item == 0 || under(b.year_budget, spent)).then_some(())
    }

    /// What a row gets is worth, and the parts of lots that it gets.
    pub fn handed_out(&mut self, round: &Round, row: &Row) -> Option<(i64, Vec<Part>)> {
        if round.item == 0 {
            return Some((round.money(row), Vec::new()));
        }
        let (pieces, numbers) = round.pieces(&self.stock, row)?;
        let parts = self.stock.take(round.owner(row), pieces, &numbers)?;
        Some((worth(&parts), parts))
    }

    fn paid_of_gift(&mut self, round: &Round, row: &Row, amount: i64) {
        if let Some(gift) = at_mut(&mut self.gifts, row.gift) {
            gift.paid_on += amount;
            gift.money -= if round.item == 0 { amount } else { 0 };
        }
    }

    pub fn back_from(&mut self, round: &Round, given: &mut Given) {
        self.paid_of_gift(round, &given.row, -given.paid);
        given.parts.drain(..).for_each(|part| self.stock.put_back(&part));
        (given.status, given.paid, given.paid_by, given.paid_on) = (Status::Granted, 0, 0, 0);
    }
}
