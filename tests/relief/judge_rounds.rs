//! The same of rounds, row by row.
//!
//! Owns: the causes against a proposal and against what becomes of its rows. Refuses to know: gifts and goods for
//! themselves.

use super::cause::{Cause, Causes};
use super::judge::{Judge, Verdict, add, latest};
use super::model::{Status, at, year};
use super::shelf::{At, Which};
use jinguo::entry::{Body, LookStep, PerHousehold, Proposal, ReliefRules, RoundEvent, RoundWhat, Row, Rows};

impl Judge<'_> {
    pub fn proposal(&self, said: &Proposal, papers: usize) -> Verdict {
        let mut causes = Causes::new();
        let on = self.wish.on;
        let waits = self.waits_proposed(said);
        let (programme, fund) = (said.programme.0, said.fund.0);
        add(&mut causes, at(programme) >= self.books.programmes.len(), Cause::Unknown);
        add(&mut causes, fund > 0 && !self.fund_exists(fund), Cause::Unknown);
        add(&mut causes, !self.same_purpose(programme, fund), Cause::Purpose);
        let item = said.item.map(|item| item.0);
        add(&mut causes, item.is_some_and(|item| at(item) >= self.books.items.len()), Cause::Unknown);
        let rules = self.books.rules_on(programme, on);
        match rules {
            None => add(&mut causes, true, Cause::Rules),
            Some(rules) => {
                let not_there = !rules.funds.is_empty() && !rules.funds.contains(&said.fund);
                add(&mut causes, not_there, Cause::Purpose);
                Judge::gives(rules, item.is_some(), &mut causes);
            }
        }
        let mut verdict = self.finish(causes, waits);
        let Some(rules) = rules.filter(|_| verdict.causes.is_empty()) else { return verdict };
        let mut before: Vec<Row> = Vec::new();
        for (row, number) in said.rows.iter().zip(1..) {
            let causes = self.proposed_row(said, rules, papers, row, &before);
            if causes.is_empty() {
                before.push(*row);
            } else {
                verdict.causes.extend(&causes);
                verdict.rows.push((number, causes));
            }
        }
        verdict
    }

    fn waits_proposed(&self, said: &Proposal) -> bool {
        let what = RoundWhat::Proposed(said.clone());
        self.waits(&Body::Round(RoundEvent { round: jinguo::base::RoundNo(1), what }), self.wish.on)
    }

    fn proposed_row(
        &self,
        said: &Proposal,
        rules: &ReliefRules,
        papers: usize,
        row: &Row,
        before: &[Row],
    ) -> Causes {
        let (books, on, programme) = (self.books, self.wish.on, said.programme.0);
        let mut causes = Causes::new();
        self.may_be_named(row.person.0, &mut causes);
        add(&mut causes, !self.is_natural(row.person.0), Cause::Person);
        if !books.persons.contains_key(&row.person.0) {
            return causes;
        }
        let stands = said.rows.iter().take_while(|other| !std::ptr::eq(*other, row));
        add(&mut causes, stands.into_iter().any(|other| other.person == row.person), Cause::Twice);
        add(&mut causes, rules.steps.application && row.case.is_none(), Cause::Step);
        let mut all_papers = papers + usize::from(row.paper.is_some());
        if let Some(case) = row.case {
            let Some(case) = books.cases.get(at(case.0)) else {
                add(&mut causes, true, Cause::Unknown);
                return causes;
            };
            all_papers += case.papers;
            let other = (case.programme, case.person) != (programme, row.person.0)
                || case.item != said.item.map(|item| item.0);
            add(&mut causes, other || case.granted || case.day > on, Cause::Step);
            for (step, asked) in
                [(LookStep::Visit, rules.steps.visit), (LookStep::Review, rules.steps.review)]
            {
                let fits = latest(&case.looks, step).is_some_and(|(fits, _)| fits);
                add(&mut causes, asked && !fits, Cause::Step);
            }
        }
        add(&mut causes, all_papers < usize::from(rules.papers), Cause::Papers);
        let amount = if said.item.is_some() { 0 } else { row.amount().get() };
        if said.item.is_none() {
            Judge::at_a_time(rules, amount, &mut causes);
        }
        self.bounds(rules, programme, row.person.0, amount, &mut causes);
        if rules.household != PerHousehold::Any {
            let hers = books.household(row.person.0);
            let other = before.iter().any(|b| hers.is_some() && books.household(b.person.0) == hers);
            add(&mut causes, other, Cause::Household);
        }
        let gift = row.gift.map(|gift| gift.0);
        match gift {
            None => add(&mut causes, said.fund.0 == 0, Cause::Gift),
            Some(gift) => match books.gifts.get(at(gift)) {
                None => {
                    add(&mut causes, true, Cause::Unknown);
                    return causes;
                }
                Some(gift) => {
                    let for_her = gift.bound.allows(said.programme, row.person);
                    add(&mut causes, gift.fund != said.fund.0 || !for_her, Cause::Gift);
                }
            },
        }
        let so_far: i64 = before.iter().map(|row| row.amount().get()).sum();
        let so_far = if said.item.is_some() { 0 } else { so_far };
        add(&mut causes, self.year_budget(rules, programme, year(on), so_far + amount), Cause::Budget);
        let budget = rules.round_budget.get();
        add(&mut causes, budget > 0 && so_far + amount > budget, Cause::Budget);
        self.what_is_there(said, rules, row, before, &mut causes);
        causes
    }

    fn what_is_there(
        &self,
        said: &Proposal,
        rules: &ReliefRules,
        row: &Row,
        before: &[Row],
        causes: &mut Causes,
    ) {
        let books = self.books;
        let gift = row.gift.map(|gift| gift.0);
        let same = before.iter().filter(|other| other.gift == row.gift);
        let Some(item) = said.item else {
            let taken: i64 = same.map(|row| row.amount().get()).sum::<i64>() + row.amount().get();
            return match gift {
                Some(gift) => add(causes, taken > books.gift_free(gift), Cause::Gift),
                None if said.fund.0 == 0 => {}
                None => add(causes, taken > books.free(said.fund.0), Cause::Fund),
            };
        };
        let place = (item.0, said.fund.0);
        if books.items[at(item.0)].numbered() {
            let most = rules.most_pieces;
            assert!(most == 0 || most >= 1);
            let piece = books.shelf.piece(item.0, row.given);
            let there = piece.is_some_and(|p| p.place == place && p.gift == gift && p.at == At::Stock);
            let spoken_for = books.number_reserved(item.0, row.given)
                || before.iter().any(|other| other.given == row.given);
            add(causes, !there || spoken_for, Cause::Card);
            return;
        }
        let most = u64::from(rules.most_pieces);
        add(causes, row.given > 1_000_000_000 || most > 0 && row.given > most, Cause::Caps);
        let taken: i64 = same.map(|row| i64::from(row.pieces())).sum::<i64>() + i64::from(row.pieces());
        add(causes, taken > books.pieces_free(place, gift), Cause::Stock);
    }

    pub fn round(&self, event: &RoundEvent, papers: usize) -> Causes {
        let mut causes = Causes::new();
        let (books, on) = (self.books, self.wish.on);
        let Some(round) = books.rounds.get(&event.round.0) else {
            add(&mut causes, true, Cause::Unknown);
            return causes;
        };
        add(&mut causes, on < round.day, Cause::Date);
        let (rows, needs): (&Rows, &[Status]) = match &event.what {
            RoundWhat::Noticed => {
                add(&mut causes, round.notice_days == 0 || round.noticed.is_some(), Cause::Step);
                return causes;
            }
            RoundWhat::Paid { rows } | RoundWhat::Dropped { rows, .. } => (rows, &[Status::Granted]),
            RoundWhat::CameBack { rows, .. } => (rows, &[Status::Paid, Status::Arrived]),
            RoundWhat::Answered { rows } => (rows, &[Status::Paid]),
            RoundWhat::Proposed(_) => unreachable!("asked elsewhere"),
        };
        add(&mut causes, matches!(event.what, RoundWhat::Answered { .. }) && !round.answer, Cause::Step);
        let later = matches!(event.what, RoundWhat::CameBack { .. } | RoundWhat::Answered { .. });
        for number in rows.numbers() {
            let Some(row) = round.rows.get(at(*number)) else {
                add(&mut causes, true, Cause::Unknown);
                continue;
            };
            add(&mut causes, !needs.contains(&row.status), Cause::Status);
            add(&mut causes, later && row.paid.is_some_and(|(_, day)| on < day), Cause::Date);
        }
        if matches!(event.what, RoundWhat::Paid { .. }) && !causes.contains(&Cause::Unknown) {
            self.payment(event.round.0, rows, papers, &mut causes);
        }
        causes
    }

    fn payment(&self, no: u32, rows: &Rows, papers: usize, causes: &mut Causes) {
        let (books, on) = (self.books, self.wish.on);
        let round = &books.rounds[&no];
        if round.notice_days > 0 {
            let over = round.noticed.map(|since| since.plus_days(u32::from(round.notice_days)));
            add(causes, over.is_none(), Cause::Step);
            add(causes, over.is_some_and(|over| on < over), Cause::Date);
        }
        let paid: Vec<Row> = rows.numbers().iter().map(|row| round.rows[at(*row)].row).collect();
        for row in &paid {
            self.may_be_named(row.person.0, causes);
        }
        let Some(item) = round.said.item else {
            let sum = paid.iter().map(|row| row.amount().get()).sum();
            add(causes, !self.is_covered(round.said.fund.0, sum, on), Cause::Fund);
            return;
        };
        add(causes, papers == 0, Cause::Papers);
        let place = (item.0, round.said.fund.0);
        let (mut shelf, mut value) = (books.shelf.clone(), 0);
        for row in &paid {
            let gift = row.gift.map(|gift| gift.0);
            let (which, count) = if books.items[at(item.0)].numbered() {
                (Which::Number(row.given), 1)
            } else {
                (Which::Of(gift), i64::from(row.pieces()))
            };
            let cause = if matches!(which, Which::Number(_)) { Cause::Card } else { Cause::Stock };
            add(causes, shelf.there(place, which) < count, cause);
            value += shelf.goes(place, which, count, At::Away(0)).iter().map(|part| part.value).sum::<i64>();
        }
        let rules = books.rules_on(round.said.programme.0, round.day);
        let programme = round.said.programme.0;
        let over = rules.is_some_and(|rules| self.year_budget(rules, programme, year(round.day), value));
        add(causes, over, Cause::Budget);
    }
}
