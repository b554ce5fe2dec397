//! Whether the office may do it, asked of the model: every cause that `docs/rules.md` gives against it.
//!
//! Owns: those causes, as families. Refuses to know: which of several the ledger names, except of rows.

use super::cause::{Cause, Causes};
use super::model::{Books, Event, Model, at, proposal, year};
use jinguo::base::Date;
use jinguo::entry::{
    Body, CaseEvent, CaseWhat, Decision, Disbursement, GiftEvent, GiftWhat, Gives, GoodsEvent, GoodsWhat,
    LookStep, PerHousehold, ReliefRules, RoundEvent, RoundWhat, RulesSet, ThresholdOf,
};

/// What somebody wants recorded.
#[derive(Clone, Debug)]
pub struct Wish {
    pub by: u8,
    pub on: Date,
    pub papers: usize,
    /// It is to wait though nobody asks for that.
    pub prepare: bool,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    Body(Body),
    Reverse(u64),
    Decide(u64, Decision),
}

#[derive(Clone, Debug, Default)]
pub struct Verdict {
    pub causes: Causes,
    /// The rows that can't be, each with all causes.
    pub rows: Vec<(u16, Causes)>,
    pub waits: bool,
}

/// All that stands against it.
pub fn verdict(model: &Model, wish: &Wish) -> Verdict {
    let books = model.books();
    let (no, decision) = match &wish.what {
        What::Body(body) => return Judge { books: &books, wish, approves: false }.says(body, wish.papers),
        What::Reverse(original) => {
            let judge = Judge { books: &books, wish, approves: false };
            return judge.finish(judge.reversal(*original), judge.reversal_waits(*original));
        }
        What::Decide(no, decision) => (*no, *decision),
    };
    let mut causes = Causes::new();
    let Some(event) = books.waiting.iter().find(|event| event.no == no).cloned() else {
        causes.insert(Cause::TwoPersons);
        return Verdict { causes, ..Verdict::default() };
    };
    if (decision == Decision::Withdrawn) != (event.by == wish.by) {
        causes.insert(Cause::TwoPersons);
    }
    if decision != Decision::Approved || !causes.is_empty() {
        return Verdict { causes, ..Verdict::default() };
    }
    approval(&model.books_but(no), wish, &event)
}

fn approval(books: &Books, wish: &Wish, event: &Event) -> Verdict {
    let wish = Wish { on: event.on, prepare: false, ..wish.clone() };
    let judge = Judge { books, wish: &wish, approves: true };
    let mut verdict = match &event.body {
        Body::Reversal(reversal) => {
            Verdict { causes: judge.reversal(reversal.original.0), ..Verdict::default() }
        }
        body => judge.says(body, event.papers),
    };
    verdict.waits = false;
    verdict
}

pub struct Judge<'a> {
    pub books: &'a Books,
    pub wish: &'a Wish,
    approves: bool,
}

pub fn add(causes: &mut Causes, wrong: bool, cause: Cause) {
    if wrong {
        causes.insert(cause);
    }
}

impl Judge<'_> {
    pub fn finish(&self, causes: Causes, waits: bool) -> Verdict {
        Verdict { causes, rows: Vec::new(), waits: waits || self.wish.prepare }
    }

    fn says(&self, body: &Body, papers: usize) -> Verdict {
        let mut causes = Causes::new();
        let on = self.wish.on;
        match body {
            Body::Donation(donation) => {
                add(&mut causes, !self.fund_exists(donation.fund.0), Cause::Unknown);
            }
            Body::Disbursement(relief) => causes = self.disbursement(relief, papers),
            Body::ReliefRules(set) => causes = self.rules(set),
            Body::Case(event) => causes = self.case(event, papers),
            Body::Round(RoundEvent { round, what: RoundWhat::Proposed(said) }) => {
                let mut verdict = self.proposal(said, papers);
                let expected = self.books.rounds_given + 1;
                add(&mut verdict.causes, !self.approves && round.0 != expected, Cause::Unknown);
                return verdict;
            }
            Body::Round(event) => causes = self.round(event, papers),
            Body::Gift(event) => causes = self.gift(event),
            Body::Goods(event) => causes = self.goods(event),
            // Persons come and go as they please.
            _ => {}
        }
        let waits = self.waits(body, on);
        let can_wait = matches!(
            body,
            Body::Donation(_)
                | Body::Disbursement(_)
                | Body::ReliefRules(_)
                | Body::Gift(GiftEvent { what: GiftWhat::GivenBack { .. } | GiftWhat::BoundAnew { .. }, .. })
                | Body::Goods(GoodsEvent { what: GoodsWhat::Bought { .. } | GoodsWhat::Counted { .. }, .. })
                | Body::Restricted(_)
                | Body::Erased(_)
        );
        add(&mut causes, self.wish.prepare && !can_wait, Cause::TwoPersons);
        self.finish(causes, waits)
    }

    pub fn fund_exists(&self, fund: u32) -> bool {
        at(fund) < self.books.funds.len()
    }

    pub fn may_be_named(&self, person: u64, causes: &mut Causes) {
        match self.books.persons.get(&person) {
            None => add(causes, true, Cause::Unknown),
            Some(known) => add(causes, known.restricted || known.erased, Cause::Person),
        }
    }

    pub fn same_purpose(&self, programme: u32, fund: u32) -> bool {
        let of_fund = self.books.funds.get(at(fund));
        fund == 0 || self.books.programmes.get(at(programme)) == of_fund
    }

    /// What takes money of a fund that is nobody's, or a gift's, on a voucher day.
    pub fn takes(&self, fund: u32, gift: Option<u64>, amount: i64, on: Date, causes: &mut Causes) {
        match gift {
            Some(gift) => add(causes, amount > self.books.gift_free(gift), Cause::Gift),
            None => add(causes, amount > self.books.free(fund), Cause::Fund),
        }
        add(causes, !self.is_covered(fund, amount, on), Cause::Fund);
    }

    /// Cash is not below zero at the end of that voucher day or of a later one.
    pub fn is_covered(&self, fund: u32, amount: i64, on: Date) -> bool {
        let days = self.books.cash.iter().map(|(_, day, _)| *day).chain([on]).filter(|day| *day >= on);
        fund == 0 || days.into_iter().all(|day| self.books.cash_of(fund, Some(day)) >= amount)
    }

    pub fn waits(&self, body: &Body, on: Date) -> bool {
        let asks = |programme: u32| self.books.rules_on(programme, on).is_some_and(|r| r.steps.approval);
        let second = self.books.second;
        match body {
            Body::ReliefRules(set) => second && self.books.rules.contains_key(&set.programme.0),
            Body::Gift(GiftEvent { what: GiftWhat::BoundAnew { .. }, .. }) => second,
            Body::Goods(GoodsEvent { what: GoodsWhat::Counted { .. }, .. }) => second,
            Body::Disbursement(relief) => {
                second && asks(relief.programme.0)
                    || self.is_over(ThresholdOf::Fund(relief.fund), relief.amount.get())
                    || self.is_over(ThresholdOf::Programme(relief.programme), relief.amount.get())
            }
            Body::Round(event) => match proposal(body) {
                Some(said) => {
                    let sum = said.rows.iter().map(|row| row.amount().get()).sum();
                    let over = said.item.is_none()
                        && (self.is_over(ThresholdOf::Fund(said.fund), sum)
                            || self.is_over(ThresholdOf::Programme(said.programme), sum));
                    second && asks(said.programme.0) || over
                }
                None => {
                    assert!(!matches!(event.what, RoundWhat::Proposed(_)));
                    false
                }
            },
            Body::Gift(GiftEvent { gift, what: GiftWhat::GivenBack { amount } }) => {
                let fund = self.books.gifts.get(at(gift.0)).map_or(0, |gift| gift.fund);
                self.is_over(ThresholdOf::Fund(jinguo::base::FundNo(fund)), amount.get())
            }
            Body::Goods(GoodsEvent { what: GoodsWhat::Bought { pile, amount, .. }, .. }) => {
                self.is_over(ThresholdOf::Fund(pile.fund), amount.get())
            }
            Body::Restricted(restricted) => second && !restricted.restricted,
            Body::Erased(_) => second,
            _ => false,
        }
    }

    pub fn is_over(&self, of: ThresholdOf, sum: i64) -> bool {
        self.books.thresholds.iter().any(|(which, over)| *which == of && sum > *over)
    }

    fn rules(&self, set: &RulesSet) -> Causes {
        let mut causes = Causes::new();
        let (programme, rules) = (set.programme.0, &set.rules);
        let known = at(programme) < self.books.programmes.len();
        add(&mut causes, !known, Cause::Unknown);
        for fund in &rules.funds {
            add(&mut causes, !self.fund_exists(fund.0), Cause::Unknown);
            add(&mut causes, !self.same_purpose(programme, fund.0), Cause::Purpose);
        }
        let before = self.books.rules.get(&programme).into_iter().flatten();
        add(&mut causes, before.into_iter().any(|(from, _)| *from >= set.from), Cause::Rules);
        let other = [
            rules.most.get(),
            rules.lifetime.amount.get(),
            rules.yearly.amount.get(),
            rules.year_budget.get(),
            rules.round_budget.get(),
        ];
        let least_too_much = other.iter().any(|bound| *bound > 0 && rules.least.get() > *bound);
        let steps = rules.steps;
        let looks_alone = (steps.visit || steps.review) && !steps.application;
        let amounts = other.iter().sum::<i64>() - rules.year_budget.get() + rules.least.get();
        let of_goods = rules.gives == Gives::Goods && amounts > 0;
        let of_money = rules.gives == Gives::Money && rules.most_pieces > 0;
        let wrong = least_too_much || looks_alone || of_goods || of_money || steps.notice_days > 60;
        add(&mut causes, wrong, Cause::Rules);
        causes
    }

    /// The caps for one person, and those of her household. `amount`: of goods 0.
    pub fn bounds(&self, rules: &ReliefRules, programme: u32, person: u64, amount: i64, causes: &mut Causes) {
        let now = year(self.wish.on);
        for (cap, of) in [(rules.lifetime, None), (rules.yearly, Some(now))] {
            let (times, before) = self.books.granted(programme, person, of);
            add(causes, cap.times > 0 && times >= u32::from(cap.times), Cause::Caps);
            let bound = cap.amount.get();
            add(causes, bound > 0 && before + amount > bound, Cause::Caps);
        }
        if rules.household == PerHousehold::Any {
            return;
        }
        let Some(household) = self.books.household(person) else {
            add(causes, true, Cause::Household);
            return;
        };
        let served = self.books.grants.iter().any(|grant| {
            let in_time = match rules.household {
                PerHousehold::Lifetime => true,
                PerHousehold::Year => year(grant.day) == now,
                _ => false,
            };
            let of_it = grant.household == Some(household) || grant.person == person;
            grant.programme == programme && in_time && of_it
        });
        add(causes, served, Cause::Household);
    }

    /// At least the least, at most the most.
    pub fn at_a_time(rules: &ReliefRules, amount: i64, causes: &mut Causes) {
        add(causes, amount < rules.least.get(), Cause::Caps);
        add(causes, !rules.most.is_zero() && amount > rules.most.get(), Cause::Caps);
    }

    pub fn gives(rules: &ReliefRules, goods: bool, causes: &mut Causes) {
        let other = if goods { Gives::Money } else { Gives::Goods };
        add(causes, rules.gives == other, Cause::Gives);
    }

    pub fn year_budget(&self, rules: &ReliefRules, programme: u32, in_year: u32, more: i64) -> bool {
        let spent = self.books.spent(programme, in_year);
        !rules.year_budget.is_zero() && spent + more > rules.year_budget.get()
    }

    fn disbursement(&self, relief: &Disbursement, papers: usize) -> Causes {
        let mut causes = Causes::new();
        let (programme, fund, person) = (relief.programme.0, relief.fund.0, relief.person.0);
        let (on, amount) = (self.wish.on, relief.amount.get());
        let known = self.fund_exists(fund) && at(programme) < self.books.programmes.len();
        add(&mut causes, !known, Cause::Unknown);
        self.may_be_named(person, &mut causes);
        if causes.contains(&Cause::Unknown) {
            return causes;
        }
        add(&mut causes, !self.same_purpose(programme, fund), Cause::Purpose);
        if let Some(rules) = self.books.rules_on(programme, on) {
            let steps = rules.steps;
            let by_round = steps.application || steps.answer || steps.notice_days > 0;
            add(&mut causes, by_round, Cause::Step);
            add(&mut causes, !rules.funds.is_empty() && !rules.funds.contains(&relief.fund), Cause::Purpose);
            Judge::gives(rules, false, &mut causes);
            add(&mut causes, papers < usize::from(rules.papers), Cause::Papers);
            Judge::at_a_time(rules, amount, &mut causes);
            self.bounds(rules, programme, person, amount, &mut causes);
            add(&mut causes, self.year_budget(rules, programme, year(on), amount), Cause::Budget);
            let budget = rules.round_budget.get();
            add(&mut causes, budget > 0 && amount > budget, Cause::Budget);
        }
        self.takes(fund, None, amount, on, &mut causes);
        causes
    }

    pub fn is_natural(&self, person: u64) -> bool {
        self.books.persons.get(&person).is_none_or(|known| known.natural)
    }

    fn case(&self, event: &CaseEvent, papers: usize) -> Causes {
        let mut causes = Causes::new();
        let on = self.wish.on;
        match event.what {
            CaseWhat::Applied { programme, person, item, asked } => {
                let known = at(programme.0) < self.books.programmes.len();
                add(&mut causes, !known || at(event.case.0) != self.books.cases.len(), Cause::Unknown);
                self.may_be_named(person.0, &mut causes);
                add(&mut causes, !self.is_natural(person.0), Cause::Person);
                if let Some(item) = item {
                    add(&mut causes, at(item.0) >= self.books.items.len(), Cause::Unknown);
                }
                let open = self.books.cases.iter().any(|case| {
                    let hers = (case.programme, case.person) == (programme.0, person.0);
                    let unfit = [LookStep::Visit, LookStep::Review]
                        .into_iter()
                        .any(|step| latest(&case.looks, step).is_some_and(|(fits, _)| !fits));
                    hers && !case.granted && !unfit
                });
                add(&mut causes, open, Cause::Step);
                let Some(rules) = self.books.rules_on(programme.0, on) else {
                    add(&mut causes, true, Cause::Rules);
                    return causes;
                };
                add(&mut causes, !rules.steps.application, Cause::Step);
                Judge::gives(rules, item.is_some(), &mut causes);
                add(&mut causes, papers < usize::from(rules.papers), Cause::Papers);
                let asked = i64::try_from(asked).unwrap();
                let amount = if item.is_some() { 0 } else { asked.max(rules.least.get()) };
                if item.is_none() {
                    Judge::at_a_time(rules, amount, &mut causes);
                }
                self.bounds(rules, programme.0, person.0, amount, &mut causes);
            }
            CaseWhat::Looked { step, .. } => {
                let Some(case) = self.books.cases.get(at(event.case.0)) else {
                    add(&mut causes, true, Cause::Unknown);
                    return causes;
                };
                let Some(rules) = self.books.rules_on(case.programme, on) else {
                    add(&mut causes, true, Cause::Rules);
                    return causes;
                };
                let (visits, reviews) = (rules.steps.visit, rules.steps.review);
                let has = if step == LookStep::Visit { visits } else { reviews };
                add(&mut causes, !has, Cause::Step);
                add(&mut causes, case.granted, Cause::Step);
                add(&mut causes, on < case.day, Cause::Date);
                let visit = latest(&case.looks, LookStep::Visit);
                add(&mut causes, visit.is_some_and(|(_, day)| on < day), Cause::Date);
                if step == LookStep::Review && visits {
                    add(&mut causes, !visit.is_some_and(|(fits, _)| fits), Cause::Step);
                }
            }
        }
        causes
    }
}

pub fn latest(looks: &[(LookStep, bool, Date)], step: LookStep) -> Option<(bool, Date)> {
    looks.iter().rev().find(|(of, ..)| *of == step).map(|(_, fits, day)| (*fits, *day))
}
