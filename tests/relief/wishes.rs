//! What an office that helps wants, made of a step and of what the model has.
//!
//! Owns: that, mostly possible and sometimes wrong. Refuses to know: how it is recorded, judged and compared.

use super::judge::{What, Wish};
use super::model::{Books, Status, at};
use super::office::{CARDS, FIRM, GIVER, NEEDY};
use super::plan::{Act, Step};
use super::shelf::{At, Which};
use jinguo::base::{
    CaseNo, Date, Fen, FundNo, GiftNo, Hash32, HouseholdNo, ItemNo, PersonNo, ProgrammeNo, RoundNo,
};
use jinguo::entry::{
    BackReason, Body, Bound, CaseEvent, CaseWhat, Decision, Disbursement, Donation, DonationSource,
    DropReason, GiftEvent, GiftWhat, Gives, GoodsEvent, GoodsWhat, HouseholdJoined, LookStep, Pile, Proposal,
    ReliefRules, Restricted, RoundEvent, RoundWhat, Row, Rows, RulesSet, Worth,
};

fn part_of(whole: i64, part: i64) -> i64 {
    (whole * part / 1000).max(1)
}

fn pick<T: Copy>(all: &[T], choice: u32) -> Option<T> {
    let count = u32::try_from(all.len()).unwrap();
    (count > 0).then(|| all[usize::try_from(choice % count).unwrap()])
}

pub fn back(day: Date, days: u32) -> Date {
    (0..days).fold(day, |day, _| day.previous())
}

/// What is seen when something is to be done.
pub struct Seen<'a> {
    pub books: &'a Books,
    pub step: &'a Step,
    pub today: Date,
}

impl Seen<'_> {
    /// What the step comes to; `None` where it makes no sense yet.
    pub fn wish(&self) -> Option<Wish> {
        let step = self.step;
        let mut papers = usize::try_from(step.c % 5).unwrap().min(2);
        let what = match step.act {
            Act::Decide => self.decide()?,
            Act::Reverse => self.reverse()?,
            Act::Rules => self.rules(),
            Act::Apply => self.apply(),
            Act::Look => self.look()?,
            Act::Propose => self.propose()?,
            Act::Notice => self.rows(&[], |_| RoundWhat::Noticed)?,
            Act::Pay => {
                papers = usize::from(!step.wrong);
                self.rows(&[Status::Granted], |rows| RoundWhat::Paid { rows })?
            }
            Act::Back => {
                let reason = BackReason::NoAccount;
                self.rows(&[Status::Paid, Status::Arrived], |rows| RoundWhat::CameBack { reason, rows })?
            }
            Act::Answer => self.rows(&[Status::Paid], |rows| RoundWhat::Answered { rows })?,
            Act::Drop => {
                let reason = DropReason::Declined;
                self.rows(&[Status::Granted], |rows| RoundWhat::Dropped { reason, rows })?
            }
            Act::Disburse => self.disburse(),
            Act::Agree => {
                let no = GiftNo(u64::try_from(self.books.gifts.len()).unwrap() + 1);
                let donor = pick(&[None, Some(PersonNo(GIVER)), Some(PersonNo(FIRM))], step.a);
                let fund = FundNo(pick(&[0, 0, 1, 1, 2], step.b).unwrap());
                self.gift(no, GiftWhat::Agreed { donor: donor.flatten(), fund, bound: self.bound() })
            }
            Act::Receive => {
                let amount = Fen::new(part_of(150_000, step.part));
                self.gift(self.any_gift()?, GiftWhat::Received { amount })
            }
            Act::GiveBack => {
                let no = self.any_gift()?;
                let amount = Fen::new(part_of(self.books.gift_free(no.0), step.part));
                self.gift(no, GiftWhat::GivenBack { amount })
            }
            Act::Rebind => {
                let consent = Hash32([5; 32]);
                self.gift(self.any_gift()?, GiftWhat::BoundAnew { bound: self.bound(), consent })
            }
            Act::GoodsIn => self.goods_in()?,
            Act::Buy => self.buy()?,
            Act::Count => self.count(),
            Act::GoodsBack => self.goods_back()?,
            Act::Donate => {
                let (fund, amount) = (FundNo(step.a % 2 + 1), Fen::new(part_of(90_000, step.part)));
                let source = DonationSource::Gift;
                What::Body(Body::Donation(Donation { fund, donor: None, amount, source }))
            }
            Act::Household => {
                let person = PersonNo(u64::from(step.a) % NEEDY + 1);
                let now = self.books.household(person.0);
                let other = u64::from(step.b) % (self.books.households + 1) + 1;
                let leaves = step.c.is_multiple_of(3) && now.is_some();
                let household = (!leaves).then_some(HouseholdNo(other));
                if now == household.map(|h| h.0) || self.books.persons[&person.0].erased {
                    return None;
                }
                What::Body(Body::Household(HouseholdJoined { person, household }))
            }
            Act::Restrict => {
                let person = PersonNo(u64::from(step.a) % GIVER + 1);
                let known = &self.books.persons[&person.0];
                if known.erased {
                    return None;
                }
                let restricted = !known.restricted;
                What::Body(Body::Restricted(Restricted { person, restricted, reason: None }))
            }
            Act::Erase | Act::Crash | Act::Reopen => unreachable!("done elsewhere"),
        };
        let back_by = if matches!(step.act, Act::Reverse | Act::Decide) { 0 } else { step.back };
        let by = match &what {
            What::Decide(no, decision) => self.decider(*no, *decision),
            _ => 1,
        };
        Some(Wish { by, on: back(self.today, back_by), papers, prepare: step.prepare, what })
    }

    fn decider(&self, no: u64, decision: Decision) -> u8 {
        let preparer = self.books.waiting.iter().find(|event| event.no == no).map_or(1, |event| event.by);
        let same = (decision == Decision::Withdrawn) != self.step.wrong;
        if same || !self.books.second { preparer } else { 3 - preparer }
    }

    fn decide(&self) -> Option<What> {
        let waiting: Vec<u64> = self.books.waiting.iter().map(|event| event.no).collect();
        let all =
            if self.step.wrong && self.step.b.is_multiple_of(2) { &self.books.decided } else { &waiting };
        let no = pick(all, self.step.a)?;
        let decision = [Decision::Approved, Decision::Approved, Decision::Rejected, Decision::Withdrawn];
        Some(What::Decide(no, pick(&decision, self.step.b)?))
    }

    /// Anything that ever took effect is reversed, mostly something late that can be.
    fn reverse(&self) -> Option<What> {
        let can = |body: &Body| matches!(body.kind(), 30 | 33 | 135 | 141 | 142 | 151 | 152);
        let all = self.books.done.iter().rev().filter(|done| self.step.wrong || can(&done.body));
        let all: Vec<u64> = all.take(if self.step.wrong { 40 } else { 8 }).map(|done| done.no).collect();
        Some(What::Reverse(pick(&all, self.step.a)?))
    }

    fn rules(&self) -> What {
        let step = self.step;
        let programme = ProgrammeNo(pick(&[1, 2, 3, 1, 2, 3, 4], step.a).unwrap());
        let mut rules = step.rules.clone();
        if programme.0 == 4 {
            rules.funds.clear();
        }
        if step.wrong {
            match step.b % 5 {
                0 => (rules.least, rules.most) = (Fen::new(9_000), Fen::new(8_999)),
                1 => (rules.steps.application, rules.steps.review) = (false, true),
                2 => rules.steps.notice_days = 61,
                3 => (rules.gives, rules.most_pieces) = (Gives::Money, 2),
                _ => rules.funds = vec![FundNo(3)],
            }
        }
        let last = self.books.rules.get(&programme.0).and_then(|all| all.iter().map(|(from, _)| *from).max());
        let from = match (step.wrong && step.b % 5 == 4, last) {
            (true, Some(last)) => last,
            _ => self.today.plus_days(step.b / 5 % 3 * 5),
        };
        What::Body(Body::ReliefRules(RulesSet { programme, from, rules }))
    }

    /// A programme that has rules, mostly.
    fn programme(&self) -> u32 {
        let ruled: Vec<u32> = self.books.rules.keys().copied().collect();
        if self.step.wrong && self.step.c.is_multiple_of(3) {
            return self.step.c / 3 % 5 + 1;
        }
        pick(&ruled, self.step.a).unwrap_or(1)
    }

    /// The one asked for where it has rules with an application, else the first that has.
    fn with_application(&self) -> u32 {
        let asks = |p: &u32| self.books.rules_on(*p, self.today).is_some_and(|r| r.steps.application);
        let wanted = self.programme();
        let all: Vec<u32> = self.books.rules.keys().copied().filter(asks).collect();
        if all.contains(&wanted) { wanted } else { pick(&all, self.step.b).unwrap_or(wanted) }
    }

    /// Goods or money, as the programme gives.
    fn item(&self, programme: u32, choice: u32) -> Option<ItemNo> {
        let gives = self.books.rules_on(programme, self.today).map_or(Gives::Either, |rules| rules.gives);
        let goods = match gives {
            Gives::Money => self.step.wrong && choice.is_multiple_of(4),
            Gives::Goods => !(self.step.wrong && choice.is_multiple_of(4)),
            Gives::Either => choice.is_multiple_of(2),
        };
        let last = if self.step.wrong { 4 } else { CARDS.0 };
        goods.then(|| ItemNo(choice / 4 % last + 1))
    }

    fn apply(&self) -> What {
        let step = self.step;
        let programme = self.with_application();
        let item = self.item(programme, step.b);
        let most = self.books.rules_on(programme, self.today).map_or(0, |rules| rules.most.get());
        let asked = if item.is_some() {
            u64::from(step.c % 4)
        } else {
            let most = if most > 0 { most } else { 50_000 };
            u64::try_from(if step.c.is_multiple_of(3) { 0 } else { part_of(most, step.part) }).unwrap()
        };
        let case = CaseNo(u64::try_from(self.books.cases.len()).unwrap() + 1);
        let person = PersonNo(u64::from(step.c / 7) % if step.wrong { FIRM } else { NEEDY } + 1);
        let programme = ProgrammeNo(programme);
        What::Body(Body::Case(CaseEvent { case, what: CaseWhat::Applied { programme, person, item, asked } }))
    }

    fn look(&self) -> Option<What> {
        let open = self.books.cases.iter().zip(1..).filter(|(case, _)| !case.granted || self.step.wrong);
        let open: Vec<u64> = open.map(|(_, no)| no).collect();
        let no = pick(&open, self.step.a)?;
        let case = &self.books.cases[at(no)];
        let steps = self.books.rules_on(case.programme, self.today).map(|rules| rules.steps);
        let visited = case.looks.iter().any(|(step, ..)| *step == LookStep::Visit);
        let visit = steps.is_some_and(|s| s.visit) && (!visited || self.step.c.is_multiple_of(4));
        let step = if visit != self.step.wrong { LookStep::Visit } else { LookStep::Review };
        let fits = !self.step.b.is_multiple_of(6);
        Some(What::Body(Body::Case(CaseEvent { case: CaseNo(no), what: CaseWhat::Looked { step, fits } })))
    }

    fn propose(&self) -> Option<What> {
        let step = self.step;
        let programme = self.programme();
        let rules = self.books.rules_on(programme, self.today).cloned();
        let named = rules.as_ref().map(|rules| rules.funds.clone()).unwrap_or_default();
        let fund = match (named.as_slice(), step.b % 5) {
            (_, 4) if step.wrong => FundNo(3),
            ([], n) => FundNo(pick(&[0, 1, 1, 2, 2], n)?),
            (named, n) => pick(named, n)?,
        };
        let fund = if programme == 4 && fund.0 > 0 { FundNo(3) } else { fund };
        let wants_case = rules.as_ref().is_some_and(|rules| rules.steps.application);
        let open = self.books.cases.iter().zip(1..).filter(|(case, _)| {
            let steps = rules.as_ref().map(|rules| rules.steps).unwrap_or_default();
            let looked = |of, asked: bool| {
                let last = case.looks.iter().rev().find(|(step, ..)| *step == of);
                !asked || last.is_some_and(|(_, fits, _)| *fits)
            };
            let fit = looked(LookStep::Visit, steps.visit) && looked(LookStep::Review, steps.review);
            case.programme == programme && (!case.granted && fit || step.wrong)
        });
        let open: Vec<(u64, u64, Option<u32>)> =
            open.map(|(case, no)| (no, case.person, case.item)).collect();
        let item = match pick(&open, step.a / 5).filter(|_| wants_case) {
            Some((_, _, item)) => item.map(ItemNo),
            None => self.item(programme, step.c),
        };
        let mut rows: Vec<Row> = Vec::new();
        for (choice, part) in &step.picks {
            let other = step.wrong && choice.is_multiple_of(7);
            let all = open.iter().copied().filter(|(no, person, of)| {
                let used = rows.iter().any(|row| row.case == Some(CaseNo(*no)) || row.person.0 == *person);
                other || !used && *of == item.map(|item| item.0)
            });
            let mut case =
                pick(&all.collect::<Vec<_>>(), *choice).filter(|_| wants_case || choice.is_multiple_of(3));
            if wants_case && case.is_none() && !step.wrong && !rows.is_empty() {
                continue;
            }
            let anyone = u64::from(*choice) % if step.wrong { FIRM + 1 } else { NEEDY } + 1;
            let person = case.map_or(anyone, |(_, person, _)| person);
            if !step.wrong && rows.iter().any(|row| row.person.0 == person) {
                continue;
            }
            if step.wrong && choice.is_multiple_of(5) {
                case = None;
            }
            let gift = self.gift_for(programme, fund, person, item, *choice);
            let given = self.given(rules.as_ref(), item, fund, gift, &rows, (*choice, *part));
            let needed = rules.as_ref().map_or(0, |rules| rules.papers);
            let paper = (needed > 0 && !choice.is_multiple_of(8)).then_some(Hash32([9; 32]));
            let case = case.map(|(no, ..)| CaseNo(no));
            rows.push(Row { case, person: PersonNo(person), gift: gift.map(GiftNo), given, paper });
        }
        let round =
            RoundNo(self.books.rounds_given + if step.wrong && step.c.is_multiple_of(9) { 2 } else { 1 });
        let programme = ProgrammeNo(programme);
        let what = RoundWhat::Proposed(Proposal { programme, fund, item, rows });
        Some(What::Body(Body::Round(RoundEvent { round, what })))
    }

    fn gift_for(
        &self,
        programme: u32,
        fund: FundNo,
        person: u64,
        item: Option<ItemNo>,
        choice: u32,
    ) -> Option<u64> {
        if fund.0 > 0 && !choice.is_multiple_of(3) {
            return None;
        }
        let fits = |(gift, no): &(&super::model::Gift, u64)| {
            let there = match item {
                None => self.books.gift_free(*no) > 0,
                Some(item) => self.books.pieces_free((item.0, fund.0), Some(*no)) > 0,
            };
            let for_her = gift.bound.allows(ProgrammeNo(programme), PersonNo(person));
            self.step.wrong || gift.fund == fund.0 && there && for_her
        };
        let all: Vec<u64> = self.books.gifts.iter().zip(1..).filter(fits).map(|(_, no)| no).collect();
        pick(&all, choice / 3)
    }

    fn given(
        &self,
        rules: Option<&ReliefRules>,
        item: Option<ItemNo>,
        fund: FundNo,
        gift: Option<u64>,
        rows: &[Row],
        (choice, part): (u32, i64),
    ) -> u64 {
        let Some(item) = item else {
            let free = match gift {
                Some(gift) => self.books.gift_free(gift),
                None => self.books.free(fund.0),
            };
            let most = rules.map_or(0, |rules| rules.most.get());
            let usual = if most > 0 { most } else { 45_000 };
            let sum = match choice / 16 % 4 {
                0 if free > 0 => free,
                1 => rules.map_or(1, |rules| rules.least.get().max(1)),
                _ => part_of(usual, part),
            };
            return u64::try_from(if part <= 1000 { sum.min(usual).min(free.max(1)) } else { sum }).unwrap();
        };
        if item == CARDS {
            let free = self.books.shelf.pieces.iter().filter(|piece| {
                let fits = piece.place == (item.0, fund.0) && piece.gift == gift && piece.at == At::Stock;
                fits && !rows.iter().any(|row| Some(row.given) == piece.number)
            });
            let free: Vec<u64> = free.filter_map(|piece| piece.number).collect();
            return pick(&free, choice / 16).unwrap_or(u64::from(choice % 50) + 1);
        }
        let free = self.books.pieces_free((item.0, fund.0), gift);
        match choice / 16 % 8 {
            0 if self.step.wrong => 1_000_000_001,
            n => u64::from(n % 3 + 1).min(u64::try_from(free.max(1)).unwrap()),
        }
    }

    /// Rows of a round that are so far, mostly.
    fn rows(&self, wanted: &[Status], make: impl Fn(Rows) -> RoundWhat) -> Option<What> {
        let step = self.step;
        let fit = |(no, round): (&u32, &super::model::Round)| {
            let fine = if wanted.is_empty() {
                round.notice_days > 0 && round.noticed.is_none()
            } else {
                let put_up = round.notice_days == 0 || round.noticed.is_some() || wanted != [Status::Granted];
                put_up && round.rows.iter().any(|row| wanted.contains(&row.status))
            };
            (fine || step.wrong).then_some(*no)
        };
        let rounds: Vec<u32> = self.books.rounds.iter().filter_map(fit).collect();
        let no = pick(&rounds, step.a).or_else(|| (step.wrong && step.a.is_multiple_of(8)).then_some(99))?;
        let known = self.books.rounds.get(&no).map(|round| round.rows.as_slice()).unwrap_or_default();
        let fits = |(row, number): (&super::model::RowNow, u16)| {
            (wanted.contains(&row.status) || step.wrong).then_some(number)
        };
        let mut rows: Vec<u16> = known.iter().zip(1..).filter_map(fits).collect();
        let keep = usize::try_from(step.part.min(1000)).unwrap() * rows.len() / 1000;
        let by = usize::try_from(step.b).unwrap() % rows.len().max(1);
        rows.rotate_left(by);
        rows.truncate(keep.max(1));
        if rows.is_empty() || step.wrong && step.b.is_multiple_of(5) {
            rows = vec![u16::try_from(step.b % 10).unwrap() + 1];
        }
        let what = make(Rows::new(rows)?);
        Some(What::Body(Body::Round(RoundEvent { round: RoundNo(no), what })))
    }

    fn disburse(&self) -> What {
        let step = self.step;
        let one_step = |p: &u32| {
            self.books.rules_on(*p, self.today).is_none_or(|rules| {
                let steps = rules.steps;
                !steps.application && !steps.answer && steps.notice_days == 0
            })
        };
        let all: Vec<u32> = (1..=4).filter(|p| step.wrong || one_step(p)).collect();
        let programme = pick(&all, step.a).unwrap_or(1);
        let named = self.books.rules_on(programme, self.today).map(|rules| rules.funds.clone());
        let named = named.filter(|named| !named.is_empty()).unwrap_or(vec![FundNo(1), FundNo(2)]);
        let fund = if programme == 4 || step.wrong && step.b.is_multiple_of(4) {
            FundNo(3)
        } else {
            pick(&named, step.b).unwrap()
        };
        let most = self.books.rules_on(programme, self.today).map_or(0, |rules| rules.most.get());
        let amount = match step.c % 6 {
            0 => self.books.free(fund.0).max(1) + i64::from(step.part > 1000),
            _ => part_of(if most > 0 { most } else { 45_000 }, step.part),
        };
        let person = PersonNo(u64::from(step.c / 7) % NEEDY + 1);
        let (programme, amount) = (ProgrammeNo(programme), Fen::new(amount));
        What::Body(Body::Disbursement(Disbursement { programme, fund, person, amount }))
    }

    fn bound(&self) -> Bound {
        let step = self.step;
        let programmes = [None, Some(1), Some(2), Some(3), None, Some(1)];
        let programme = pick(&programmes, step.c).flatten();
        let programme = if step.wrong { Some(step.c % 3 + 3) } else { programme }.map(ProgrammeNo);
        let count = usize::try_from(step.c / 8 % 3).unwrap() + usize::from(programme.is_none());
        let mut persons: Vec<u64> =
            step.picks.iter().take(count).map(|(choice, _)| u64::from(*choice) % NEEDY + 1).collect();
        persons.sort_unstable();
        persons.dedup();
        Bound::new(programme, persons.into_iter().map(PersonNo).collect()).unwrap()
    }

    fn any_gift(&self) -> Option<GiftNo> {
        let all: Vec<u64> = (1..).take(self.books.gifts.len() + usize::from(self.step.wrong)).collect();
        pick(&all, self.step.a).map(GiftNo)
    }

    fn gift(&self, gift: GiftNo, what: GiftWhat) -> What {
        What::Body(Body::Gift(GiftEvent { gift, what }))
    }

    /// So many pieces of an item, and whose.
    fn pile(&self, gift: Option<GiftNo>) -> Option<(ItemNo, Pile)> {
        let step = self.step;
        let item = ItemNo(step.b % 3 + 1);
        let fund = match gift {
            Some(gift) => self.books.gifts.get(at(gift.0)).map_or(1, |gift| gift.fund),
            None => step.b / 3 % 2 + 1,
        };
        let fund = if step.wrong { step.c % 4 } else { fund };
        let pieces = step.c % 7 + 1;
        let highest = self.books.shelf.pieces.iter().filter_map(|piece| piece.number).max().unwrap_or(0);
        let first = match (step.wrong, step.c % 3) {
            (true, 0) => None,
            (true, 1) => Some(9_998),
            (true, _) => Some(highest.max(1)),
            (false, _) => (item == CARDS).then_some(highest + 1 + u64::from(step.c % 2)),
        };
        Some((item, Pile { fund: FundNo(fund), gift, pieces, first }))
    }

    fn goods_in(&self) -> Option<What> {
        let step = self.step;
        let gift = self.any_gift().filter(|_| !step.a.is_multiple_of(3));
        let (item, pile) = self.pile(gift)?;
        let value = Fen::new(part_of(20_000, step.part));
        let worth = pick(&[Worth::Document(value), Worth::Fair(value), Worth::Unknown], step.c / 5)?;
        let donor =
            (gift.is_none() || step.wrong).then_some(PersonNo(GIVER)).filter(|_| !step.c.is_multiple_of(4));
        Some(What::Body(Body::Goods(GoodsEvent { item, what: GoodsWhat::Received { pile, donor, worth } })))
    }

    fn buy(&self) -> Option<What> {
        let step = self.step;
        let gift = self.any_gift().filter(|_| !step.a.is_multiple_of(3));
        let (item, pile) = self.pile(gift)?;
        let free = match gift.filter(|gift| at(gift.0) < self.books.gifts.len()) {
            Some(gift) => self.books.gift_free(gift.0),
            None => self.books.free(pile.fund.0).min(40_000),
        };
        let amount = Fen::new(part_of(free.max(1), step.part));
        let seller = Some(PersonNo(FIRM)).filter(|_| step.c.is_multiple_of(2));
        Some(What::Body(Body::Goods(GoodsEvent { item, what: GoodsWhat::Bought { pile, seller, amount } })))
    }

    fn count(&self) -> What {
        let step = self.step;
        let (item, fund) = (ItemNo(step.a % 3 + 1), FundNo(step.b % 3));
        let there = self.books.shelf.there((item.0, fund.0), Which::Any);
        let there = u32::try_from(there).unwrap();
        let on_the_books = there + u32::from(step.wrong && step.c.is_multiple_of(3));
        let more = if item == CARDS || fund.0 == 0 { u32::from(step.wrong) } else { 2 };
        let counted = (there + more).saturating_sub(step.c % 4);
        let mut missing: Vec<u64> = Vec::new();
        if item == CARDS && counted < on_the_books {
            let pieces = self.books.shelf.pieces.iter();
            let pieces = pieces.filter(|p| p.place == (item.0, fund.0) && p.at == At::Stock);
            missing = pieces.filter_map(|piece| piece.number).collect();
            let by = usize::try_from(step.c / 4).unwrap() % missing.len().max(1);
            missing.rotate_left(by);
            missing.truncate(usize::try_from(on_the_books - counted).unwrap());
            missing.sort_unstable();
        }
        let what = GoodsWhat::Counted { fund, on_the_books, counted, missing };
        What::Body(Body::Goods(GoodsEvent { item, what }))
    }

    fn goods_back(&self) -> Option<What> {
        let step = self.step;
        let piles = self.books.shelf.pieces.iter().filter(|piece| piece.at == At::Stock);
        let piles: Vec<_> = piles.filter(|piece| piece.gift.is_some() || step.wrong).collect();
        let piece = *piles.get(usize::try_from(step.a).unwrap() % piles.len().max(1))?;
        let ((item, fund), gift, first) = (piece.place, piece.gift.map(GiftNo), piece.number);
        let free = self.books.pieces_free(piece.place, piece.gift).max(1);
        let pieces = if first.is_some() { 1 } else { u32::try_from(part_of(free, step.part)).unwrap() };
        let pile = Pile { fund: FundNo(fund), gift, pieces, first };
        Some(What::Body(Body::Goods(GoodsEvent { item: ItemNo(item), what: GoodsWhat::GivenBack { pile } })))
    }
}
