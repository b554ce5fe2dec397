//! A naive model of an office that helps: all that was ever recorded, in a list, and everything counted from it anew.
//!
//! Owns: what the list comes to, by `docs/rules.md`. Refuses to know: what may be recorded, and the rules' own state.

use super::shelf::{At, Part, Shelf, Which};
use jinguo::base::{Date, Line};
use jinguo::entry::{
    Body, Bound, CaseWhat, Decision, Disbursement, Entry, GiftWhat, GoodsWhat, Item, LookStep, PersonSort,
    Proposal, ReliefRules, RoundWhat, Row, ThresholdOf,
};
use std::collections::BTreeMap;

/// A recorded entry.
#[derive(Clone, Debug)]
pub struct Event {
    pub no: u64,
    pub by: u8,
    pub on: Date,
    pub papers: usize,
    pub prepared: bool,
    pub body: Body,
}

impl Event {
    pub fn of(by: u8, entry: &Entry) -> Event {
        let (papers, body) = (entry.attachments.len(), entry.body.clone());
        Event { no: entry.no.0, by, on: entry.business_date, papers, prepared: entry.prepared, body }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Model {
    pub events: Vec<Event>,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub natural: bool,
    pub restricted: bool,
    pub erased: bool,
    pub household: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub day: Date,
    pub programme: u32,
    pub person: u64,
    pub item: Option<u32>,
    pub papers: usize,
    pub looks: Vec<(LookStep, bool, Date)>,
    /// How many grants stand on it.
    pub granted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Granted,
    Paid,
    Arrived,
    Dropped,
}

#[derive(Clone, Debug)]
pub struct RowNow {
    pub row: Row,
    pub status: Status,
    pub paid: Option<(u64, Date)>,
    pub parts: Vec<Part>,
    /// What it was worth when it was paid last.
    pub value: i64,
}

#[derive(Clone, Debug)]
pub struct Round {
    pub day: Date,
    pub said: Proposal,
    pub notice_days: u8,
    pub answer: bool,
    pub noticed: Option<Date>,
    pub rows: Vec<RowNow>,
}

/// Something granted that stands.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The entry that says it, and the row; 0: kind 33.
    pub by: (u64, u16),
    pub programme: u32,
    pub person: u64,
    pub household: Option<u64>,
    pub day: Date,
    pub amount: i64,
}

#[derive(Clone, Debug)]
pub struct Gift {
    pub day: Date,
    pub donor: Option<u64>,
    pub fund: u32,
    pub bound: Bound,
    pub received: i64,
    pub paid_on: i64,
    pub given_back: i64,
    pub lost: i64,
    pub cash: i64,
}

/// Something that took effect and may be reversed.
#[derive(Clone, Debug)]
pub struct Done {
    /// The entry that let it take effect, which a reversal names.
    pub no: u64,
    /// The entry that says it: another one where it waited.
    pub said: u64,
    pub body: Body,
    pub reversed: bool,
}

/// What the list comes to.
#[derive(Clone, Debug, Default)]
pub struct Books {
    pub funds: Vec<Line>,
    pub programmes: Vec<Line>,
    pub persons: BTreeMap<u64, Person>,
    pub households: u64,
    pub items: Vec<Item>,
    pub thresholds: Vec<(ThresholdOf, i64)>,
    pub second: bool,
    pub rules: BTreeMap<u32, Vec<(Date, ReliefRules)>>,
    pub cases: Vec<Case>,
    pub rounds: BTreeMap<u32, Round>,
    pub rounds_given: u32,
    pub grants: Vec<Grant>,
    pub gifts: Vec<Gift>,
    pub shelf: Shelf,
    /// Own cash, by fund and voucher day, in recorded order.
    pub cash: Vec<(u32, Date, i64)>,
    pub waiting: Vec<Event>,
    pub decided: Vec<u64>,
    pub done: Vec<Done>,
}

pub fn year(day: Date) -> u32 {
    day.number() / 10_000
}

pub fn at(no: impl TryInto<usize>) -> usize {
    no.try_into().ok().unwrap().wrapping_sub(1)
}

/// All pieces of a pile with their numbers.
fn numbers(pieces: u32, first: Option<u64>) -> Vec<Option<u64>> {
    (0..u64::from(pieces)).map(|n| first.map(|first| first + n)).collect()
}

impl Model {
    pub fn last(&self) -> u64 {
        self.events.last().map_or(0, |event| event.no)
    }

    pub fn books(&self) -> Books {
        self.books_but(0)
    }

    /// The same where one entry that waits did not.
    pub fn books_but(&self, no: u64) -> Books {
        let mut books = Books::default();
        for event in self.events.iter().filter(|event| event.no != no) {
            books.take(event);
        }
        books
    }
}

impl Books {
    fn take(&mut self, event: &Event) {
        if event.prepared {
            self.speaks_for(event.no, event.on, &event.body);
            self.waiting.push(event.clone());
            return;
        }
        let Body::Decided(decided) = &event.body else {
            return self.happens(event.no, event);
        };
        let no = decided.prepared.entry.0;
        let Some(at) = self.waiting.iter().position(|waits| waits.no == no) else { return };
        let waited = self.waiting.remove(at);
        self.decided.push(no);
        self.grants.retain(|grant| grant.by.0 != no);
        self.recount_cases();
        if decided.decision == Decision::Approved {
            self.happens(event.no, &waited);
        }
    }

    fn grant(&mut self, by: (u64, u16), programme: u32, person: u64, day: Date, amount: i64) {
        let household = self.persons[&person].household;
        self.grants.push(Grant { by, programme, person, household, day, amount });
    }

    /// What counts as granted from now on, whether it waits or not.
    fn speaks_for(&mut self, no: u64, on: Date, body: &Body) {
        match body {
            Body::Disbursement(Disbursement { programme, person, amount, .. }) => {
                self.grant((no, 0), programme.0, person.0, on, amount.get());
            }
            Body::Round(event) => {
                if let RoundWhat::Proposed(said) = &event.what {
                    self.rounds_given = self.rounds_given.max(event.round.0);
                    for (row, number) in said.rows.iter().zip(1..) {
                        let amount = if said.item.is_some() { 0 } else { row.amount().get() };
                        self.grant((no, number), said.programme.0, row.person.0, on, amount);
                        if let Some(case) = row.case {
                            self.cases[at(case.0)].granted = true;
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// An application is granted while a row that names it waits or stands.
    fn recount_cases(&mut self) {
        let waiting = self.waiting.iter().filter_map(|event| proposal(&event.body));
        let waiting = waiting.flat_map(|said| &said.rows).filter_map(|row| row.case);
        let rows = self.rounds.values().flat_map(|round| &round.rows);
        let standing = rows.filter(|row| row.status != Status::Dropped).filter_map(|row| row.row.case);
        let granted: Vec<u64> = waiting.chain(standing).map(|case| case.0).collect();
        for (case, no) in self.cases.iter_mut().zip(1..) {
            case.granted = granted.contains(&no);
        }
    }

    fn happens(&mut self, no: u64, event: &Event) {
        let on = event.on;
        self.speaks_for(event.no, on, &event.body);
        match &event.body {
            Body::Fund(fund) => self.funds.push(fund.purpose.clone()),
            Body::Programme(programme) => self.programmes.push(programme.purpose.clone()),
            Body::Person(person) => {
                let natural = person.sort == PersonSort::Natural;
                let person_now = Person { natural, restricted: false, erased: false, household: None };
                self.persons.insert(person.no.0, person_now);
            }
            Body::Household(joined) => {
                self.persons.get_mut(&joined.person.0).unwrap().household = joined.household.map(|h| h.0);
                self.households = self.households.max(joined.household.map_or(0, |h| h.0));
            }
            Body::Restricted(r) => self.persons.get_mut(&r.person.0).unwrap().restricted = r.restricted,
            Body::Erased(erased) => self.persons.get_mut(&erased.person.0).unwrap().erased = true,
            Body::Operator(_) => self.second = true,
            Body::Threshold(set) => self.thresholds.push((set.of, set.over.unwrap().get())),
            Body::Donation(donation) => self.cash.push((donation.fund.0, on, donation.amount.get())),
            Body::Disbursement(relief) => self.cash.push((relief.fund.0, on, -relief.amount.get())),
            Body::ReliefRules(set) => {
                self.rules.entry(set.programme.0).or_default().push((set.from, set.rules.clone()));
            }
            Body::Case(event_of) => match event_of.what {
                CaseWhat::Applied { programme, person, item, .. } => self.cases.push(Case {
                    day: on,
                    programme: programme.0,
                    person: person.0,
                    item: item.map(|item| item.0),
                    papers: event.papers,
                    looks: Vec::new(),
                    granted: false,
                }),
                CaseWhat::Looked { step, fits } => {
                    self.cases[at(event_of.case.0)].looks.push((step, fits, on));
                }
            },
            Body::Round(round) => self.round(no, on, round.round.0, &round.what),
            Body::Gift(gift) => self.gift(on, gift.gift.0, &gift.what),
            Body::Goods(goods) => self.goods((no, event.no), on, goods.item.0, &goods.what),
            Body::Reversal(reversal) => {
                self.undo(reversal.original.0, on);
                return;
            }
            _ => return,
        }
        self.done.push(Done { no, said: event.no, body: event.body.clone(), reversed: false });
    }

    fn round(&mut self, no: u64, on: Date, round: u32, what: &RoundWhat) {
        match what {
            RoundWhat::Proposed(said) => {
                let rules = self.rules_on(said.programme.0, on).unwrap();
                let rows = said.rows.iter().map(|row| {
                    let value = if said.item.is_some() { 0 } else { row.amount().get() };
                    RowNow { row: *row, status: Status::Granted, paid: None, parts: Vec::new(), value }
                });
                let now = Round {
                    day: on,
                    notice_days: rules.steps.notice_days,
                    answer: rules.steps.answer,
                    noticed: None,
                    rows: rows.collect(),
                    said: said.clone(),
                };
                self.rounds.insert(round, now);
            }
            RoundWhat::Noticed => self.rounds.get_mut(&round).unwrap().noticed = Some(on),
            RoundWhat::Paid { rows } => {
                rows.numbers().iter().for_each(|row| self.pays((no, on), round, *row));
            }
            RoundWhat::CameBack { rows, .. } => {
                rows.numbers().iter().for_each(|row| self.came_back(on, round, *row));
            }
            RoundWhat::Answered { rows } => {
                for row in rows.numbers() {
                    self.row(round, *row).status = Status::Arrived;
                }
            }
            RoundWhat::Dropped { rows, .. } => {
                for number in rows.numbers() {
                    self.row(round, *number).status = Status::Dropped;
                    let said = self.rounds[&round].said.clone();
                    let (day, person) = (self.rounds[&round].day, said.rows[at(*number)].person.0);
                    let gone = self.grants.iter().position(|grant| {
                        grant.by.1 == *number
                            && (grant.programme, grant.person, grant.day) == (said.programme.0, person, day)
                            && self.entry_of(round) == grant.by.0
                    });
                    self.grants.remove(gone.unwrap());
                }
                self.recount_cases();
            }
        }
    }

    /// The entry that proposed a round.
    fn entry_of(&self, round: u32) -> u64 {
        let of_it = |done: &&Done| {
            matches!(&done.body, Body::Round(event)
            if event.round.0 == round && matches!(event.what, RoundWhat::Proposed(_)))
        };
        self.done.iter().find(of_it).unwrap().said
    }

    fn row(&mut self, round: u32, row: u16) -> &mut RowNow {
        &mut self.rounds.get_mut(&round).unwrap().rows[at(row)]
    }

    fn pays(&mut self, by: (u64, Date), round: u32, number: u16) {
        let said = self.rounds[&round].said.clone();
        let row = said.rows[at(number)];
        let (mut parts, mut value) = (Vec::new(), row.amount().get());
        match said.item {
            None => self.cash.push((said.fund.0, by.1, -value)),
            Some(item) => {
                let (place, gift) = ((item.0, said.fund.0), row.gift.map(|gift| gift.0));
                let (which, count) = if self.items[at(item.0)].numbered() {
                    (Which::Number(row.given), 1)
                } else {
                    (Which::Of(gift), i64::from(row.pieces()))
                };
                parts = self.shelf.goes(place, which, count, At::Row(round, number));
                value = parts.iter().map(|part| part.value).sum();
            }
        }
        if let Some(gift) = row.gift {
            let gift = &mut self.gifts[at(gift.0)];
            gift.paid_on += value;
            gift.cash -= if said.item.is_none() { value } else { 0 };
        }
        let now = self.row(round, number);
        (now.status, now.paid, now.parts, now.value) = (Status::Paid, Some(by), parts, value);
    }

    fn came_back(&mut self, on: Date, round: u32, number: u16) {
        let said = self.rounds[&round].said.clone();
        let now = self.row(round, number).clone();
        match said.item {
            None => self.cash.push((said.fund.0, on, now.value)),
            Some(_) => self.shelf.comes_back(round, number, &now.parts),
        }
        if let Some(gift) = now.row.gift {
            let gift = &mut self.gifts[at(gift.0)];
            gift.paid_on -= now.value;
            gift.cash += if said.item.is_none() { now.value } else { 0 };
        }
        let row = self.row(round, number);
        row.status = Status::Granted;
        row.parts.clear();
        row.value = if said.item.is_none() { now.value } else { 0 };
    }

    fn gift(&mut self, on: Date, no: u64, what: &GiftWhat) {
        match what {
            GiftWhat::Agreed { donor, fund, bound } => self.gifts.push(Gift {
                day: on,
                donor: donor.map(|donor| donor.0),
                fund: fund.0,
                bound: bound.clone(),
                received: 0,
                paid_on: 0,
                given_back: 0,
                lost: 0,
                cash: 0,
            }),
            GiftWhat::Received { amount } => self.gift_moves(on, no, amount.get(), 0),
            GiftWhat::GivenBack { amount } => self.gift_moves(on, no, 0, amount.get()),
            GiftWhat::BoundAnew { bound, .. } => self.gifts[at(no)].bound = bound.clone(),
        }
    }

    fn gift_moves(&mut self, on: Date, no: u64, received: i64, given_back: i64) {
        let gift = &mut self.gifts[at(no)];
        gift.received += received;
        gift.given_back += given_back;
        gift.cash += received - given_back;
        self.cash.push((gift.fund, on, received - given_back));
    }

    /// A lot came with the entry that says it, though another let it take effect.
    fn goods(&mut self, (no, lot): (u64, u64), on: Date, item: u32, what: &GoodsWhat) {
        match what {
            GoodsWhat::Added(added) => self.items.push(added.clone()),
            GoodsWhat::Received { pile, worth, .. } => {
                let (place, gift, value) = ((item, pile.fund.0), pile.gift.map(|g| g.0), worth.value().get());
                self.shelf.comes(place, gift, lot, &numbers(pile.pieces, pile.first), value);
                if let Some(gift) = gift {
                    self.gifts[at(gift)].received += value;
                }
            }
            GoodsWhat::Bought { pile, amount, .. } => {
                let (place, gift) = ((item, pile.fund.0), pile.gift.map(|gift| gift.0));
                self.shelf.comes(place, gift, lot, &numbers(pile.pieces, pile.first), amount.get());
                self.cash.push((pile.fund.0, on, -amount.get()));
                if let Some(gift) = gift {
                    self.gifts[at(gift)].cash -= amount.get();
                }
            }
            GoodsWhat::Counted { fund, on_the_books, counted, missing } => {
                let place = (item, fund.0);
                let more = i64::from(*counted) - i64::from(*on_the_books);
                if more > 0 {
                    let (value, pieces) =
                        (self.shelf.value(place, Which::Any), self.shelf.there(place, Which::Any));
                    let worth = if pieces == 0 { 0 } else { value * more / pieces };
                    self.shelf.comes(place, None, lot, &vec![None; usize::try_from(more).unwrap()], worth);
                    return;
                }
                let parts: Vec<Part> = if missing.is_empty() {
                    self.shelf.goes(place, Which::Any, -more, At::Away(no))
                } else {
                    let one = |n: &u64| self.shelf.goes(place, Which::Number(*n), 1, At::Away(no));
                    missing.iter().flat_map(one).collect()
                };
                for part in parts {
                    if let Some(gift) = part.gift {
                        self.gifts[at(gift)].lost += part.value;
                    }
                }
            }
            GoodsWhat::GivenBack { pile } => {
                let (place, gift) = ((item, pile.fund.0), pile.gift.map(|gift| gift.0));
                let parts: Vec<Part> = if pile.first.is_some() {
                    let one = |n| self.shelf.goes(place, Which::Number(n), 1, At::Away(no));
                    pile.numbers().flat_map(one).collect()
                } else {
                    self.shelf.goes(place, Which::Of(gift), i64::from(pile.pieces), At::Away(no))
                };
                let value: i64 = parts.iter().map(|part| part.value).sum();
                self.gifts[at(gift.unwrap())].given_back += value;
            }
        }
    }

    fn undo(&mut self, original: u64, on: Date) {
        let done = self.done.iter_mut().find(|done| done.no == original).unwrap();
        done.reversed = true;
        let done = done.clone();
        match &done.body {
            Body::Donation(donation) => self.cash.push((donation.fund.0, on, -donation.amount.get())),
            Body::Disbursement(relief) => {
                self.cash.push((relief.fund.0, on, relief.amount.get()));
                self.grants.retain(|grant| grant.by != (done.said, 0));
            }
            Body::Round(event) => {
                let RoundWhat::Paid { rows } = &event.what else { panic!("{event:?} was reversed") };
                for row in rows.numbers() {
                    self.came_back(on, event.round.0, *row);
                    self.row(event.round.0, *row).paid = None;
                }
            }
            Body::Gift(event) => match &event.what {
                GiftWhat::Received { amount } => self.gift_moves(on, event.gift.0, -amount.get(), 0),
                GiftWhat::GivenBack { amount } => self.gift_moves(on, event.gift.0, 0, -amount.get()),
                other => panic!("{other:?} was reversed"),
            },
            Body::Goods(event) => {
                self.shelf.never_came(done.said);
                match &event.what {
                    GoodsWhat::Received { pile, worth, .. } => {
                        if let Some(gift) = pile.gift {
                            self.gifts[at(gift.0)].received -= worth.value().get();
                        }
                    }
                    GoodsWhat::Bought { pile, amount, .. } => {
                        self.cash.push((pile.fund.0, on, amount.get()));
                        if let Some(gift) = pile.gift {
                            self.gifts[at(gift.0)].cash += amount.get();
                        }
                    }
                    other => panic!("{other:?} was reversed"),
                }
            }
            other => panic!("{other:?} was reversed"),
        }
    }
}

pub fn proposal(body: &Body) -> Option<&Proposal> {
    match body {
        Body::Round(event) => match &event.what {
            RoundWhat::Proposed(said) => Some(said),
            _ => None,
        },
        _ => None,
    }
}
