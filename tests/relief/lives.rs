//! Random lives of offices that help in a real ledger, each step beside the model.
//!
//! Owns: carrying steps out, and what is asked after each. Refuses to know: which steps there are.

use super::cause::family;
use super::compare::same;
use super::judge::{Verdict, What, Wish, verdict};
use super::model::{Event, Model, proposal};
use super::office::{Build, Cut, NEEDY, Office, Reopen, day, line};
use super::plan::{Act, Step};
use super::wishes::Seen;
use jinguo::base::{Date, EntryNo, Hash32, PersonNo};
use jinguo::book::persons::subjects_of;
use jinguo::book::{Draft, Refusal};
use jinguo::entry::{
    Body, CaseEvent, CaseWhat, Decision, Disbursement, Erased, ErasureBasis, ReversalReason, RoundEvent,
    RoundWhat,
};
use jinguo::ledger::{Batch, LedgerError};
use std::collections::BTreeMap;

/// What was seen in many lives.
#[derive(Debug, Default)]
pub struct Seldom {
    /// By kind: how often it took effect, waited, and was reversed.
    pub kinds: BTreeMap<u16, [u32; 3]>,
    /// By kind and family: how often it was refused.
    pub refused: BTreeMap<(u16, String), u32>,
}

pub struct World {
    pub office: Office,
    pub model: Model,
    pub today: Date,
    pub seen: Seldom,
}

fn kind(model: &Model, wish: &Wish) -> u16 {
    match &wish.what {
        What::Body(body) => body.kind(),
        What::Reverse(_) => 40,
        What::Decide(no, Decision::Approved) => {
            let event = model.events.iter().find(|event| event.no == *no);
            event.map_or(60, |event| event.body.kind())
        }
        What::Decide(..) => 61,
    }
}

impl World {
    pub fn new(two: bool) -> World {
        let mut office = Office::new(two);
        let mut model = Model::default();
        for no in 1..=office.entries() {
            let entry = office.ledger().entry(EntryNo(no)).unwrap().unwrap();
            model.events.push(Event::of(1, &entry));
        }
        World { office, model, today: day(2024, 10, 20), seen: Seldom::default() }
    }

    /// Records a wish, or says why not.
    pub fn record(&mut self, wish: &Wish, cut: Option<Cut>) -> Result<u64, Refusal> {
        let draft = |body| Draft {
            attachments: (0..wish.papers).map(|n| Hash32([u8::try_from(n).unwrap() + 1; 32])).collect(),
            prepare: wish.prepare,
            ..Draft::new(wish.on, body)
        };
        let build = |batch: &mut Batch<'_>| match &wish.what {
            What::Body(body) => batch.add(draft(body.clone())).map(drop),
            What::Reverse(original) => {
                let reason = ReversalReason::RecordedTwice;
                batch.add_reversal(EntryNo(*original), reason, &line("重复"), draft).map(drop)
            }
            What::Decide(no, decision) => {
                let plain = |body| Draft::new(wish.on, body);
                batch.add_decision(EntryNo(*no), *decision, None, plain).map(drop)
            }
        };
        self.commit(wish.by, cut, &build)
    }

    fn commit(&mut self, by: u8, cut: Option<Cut>, build: &Build<'_>) -> Result<u64, Refusal> {
        let entries = self.office.entries();
        match self.office.commit(by, cut, build) {
            Ok(new) => {
                self.model.events.extend(new.iter().map(|entry| Event::of(by, entry)));
                Ok(self.model.last())
            }
            Err(LedgerError::Refused(refusal)) => {
                assert_eq!(self.office.entries(), entries);
                Err(*refusal)
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    /// Tries a wish, and holds what becomes of it against what the model says.
    pub fn attempt(&mut self, wish: &Wish, cut: Option<Cut>) -> Result<u64, Refusal> {
        let says = verdict(&self.model, wish);
        let kind = kind(&self.model, wish);
        self.asked_before(wish, &says);
        let made = self.record(wish, cut);
        match &made {
            Ok(no) => {
                assert!(says.causes.is_empty(), "E-{no}, {wish:?} was recorded; the model: {says:?}");
                let waits = self.model.events.last().unwrap().prepared;
                assert_eq!(waits, says.waits, "whether E-{no} waits: {wish:?}");
                self.seen.kinds.entry(kind).or_default()[usize::from(waits)] += 1;
                if let What::Reverse(original) = wish.what
                    && !waits
                {
                    let books = self.model.books();
                    let done = books.done.iter().find(|done| done.no == original).unwrap();
                    self.seen.kinds.entry(done.body.kind()).or_default()[2] += 1;
                }
            }
            Err(refusal) => {
                let (cause, row) = family(refusal);
                assert!(says.causes.contains(&cause), "{wish:?}: {refusal:?}; the model: {says:?}");
                if let Some((first, causes)) = says.rows.first() {
                    assert_eq!(row, Some(*first), "the first bad row of {wish:?}: {refusal:?}; {says:?}");
                    assert!(causes.contains(&cause), "{wish:?}: {refusal:?}; the model: {says:?}");
                }
                *self.seen.refused.entry((kind, format!("{cause:?}"))).or_default() += 1;
            }
        }
        made
    }

    /// The rows that can't be are asked for before a round is proposed, too.
    fn asked_before(&mut self, wish: &Wish, says: &Verdict) {
        let What::Body(body) = &wish.what else { return };
        let Some(said) = proposal(body) else { return };
        let found = self.office.ledger().bad_rows(wish.on, wish.papers, said);
        let Ok(found) = found else {
            assert!(!says.causes.is_empty() && says.rows.is_empty(), "{wish:?}: {found:?}; {says:?}");
            return;
        };
        let rows: Vec<u16> = found.iter().map(|(row, _)| *row).collect();
        let expected: Vec<u16> = says.rows.iter().map(|(row, _)| *row).collect();
        assert_eq!(rows, expected, "bad rows of {wish:?}: {found:?}; the model: {says:?}");
        for ((_, refusal), (row, causes)) in found.iter().zip(&says.rows) {
            let cause = family(refusal).0;
            assert!(causes.contains(&cause), "row {row} of {wish:?}: {refusal:?}; the model: {causes:?}");
        }
    }

    pub fn step(&mut self, step: &Step) {
        self.today = self.today.plus_days(step.days);
        let seed = u64::from(step.c);
        let cut = Cut { call: seed % 6, seed };
        match step.act {
            Act::Reopen => {
                let all = [Reopen::Close, Reopen::Kill(seed), Reopen::IndexGone, Reopen::IndexDamaged];
                self.office.reopen(all[usize::try_from(step.b % 4).unwrap()]);
            }
            Act::Erase => self.erase(step),
            Act::Crash => {
                let acts = [Act::Pay, Act::Propose, Act::GoodsIn, Act::Receive, Act::Reverse];
                let act = acts[usize::try_from(step.b % 5).unwrap()];
                self.act(&Step { act, ..step.clone() }, Some(cut));
            }
            _ => self.act(step, None),
        }
        same(&self.model.books(), self.office.ledger());
    }

    fn act(&mut self, step: &Step, cut: Option<Cut>) {
        let books = self.model.books();
        let Some(mut wish) = (Seen { books: &books, step, today: self.today }).wish() else { return };
        if !step.wrong && !step.c.is_multiple_of(5) {
            self.better(&mut wish);
        }
        if self.attempt(&wish, cut).is_err() {
            return;
        }
        if step.at_once || matches!(step.act, Act::Restrict) {
            self.decide_last(wish.on, step.b.is_multiple_of(9));
        }
    }

    /// The same with other persons, or without rows that can't be: most of what an office asks for is possible.
    fn better(&self, wish: &mut Wish) {
        for _ in 0..NEEDY {
            let says = verdict(&self.model, wish);
            match &mut wish.what {
                What::Body(Body::Round(RoundEvent { what: RoundWhat::Proposed(said), .. })) => {
                    let fine = |number: u16| says.rows.iter().all(|(row, _)| *row != number);
                    let rows = said.rows.iter().zip(1..).filter(|(_, number)| fine(*number));
                    let rows: Vec<_> = rows.map(|(row, _)| *row).collect();
                    if rows.is_empty() || rows.len() == said.rows.len() {
                        return;
                    }
                    said.rows = rows;
                }
                What::Body(Body::Case(CaseEvent { what: CaseWhat::Applied { person, .. }, .. }))
                | What::Body(Body::Disbursement(Disbursement { person, .. }))
                    if !says.causes.is_empty() =>
                {
                    *person = PersonNo(person.0 % NEEDY + 1);
                }
                _ => return,
            }
        }
    }

    /// What waits since now is approved by the other, or rejected.
    fn decide_last(&mut self, on: Date, reject: bool) {
        let last = self.model.events.last().unwrap();
        if !last.prepared || !self.model.books().second {
            return;
        }
        let (no, by) = (last.no, 3 - last.by);
        let decide = |decision| Wish { by, on, papers: 0, prepare: false, what: What::Decide(no, decision) };
        if reject || self.attempt(&decide(Decision::Approved), None).is_err() {
            self.attempt(&decide(Decision::Rejected), None).unwrap();
        }
    }

    /// On somebody's lawful order, while nothing waits.
    fn erase(&mut self, step: &Step) {
        let person = PersonNo(u64::from(step.a) % 9 + 1);
        let books = self.model.books();
        if books.persons[&person.0].erased || !books.waiting.is_empty() || !step.b.is_multiple_of(3) {
            return;
        }
        let subjects = subjects_of(self.office.ledger().state(), person).unwrap();
        let body = Body::Erased(Erased { person, basis: ErasureBasis::Order(line("一号")), subjects });
        let wish = Wish { by: 1, on: self.today, papers: 0, prepare: false, what: What::Body(body) };
        self.attempt(&wish, None).unwrap();
        self.decide_last(self.today, false);
    }

    /// Everything once more, after everything is read afresh; and verification finds nothing.
    pub fn end(mut self) -> Seldom {
        self.office.reopen(Reopen::IndexGone);
        same(&self.model.books(), self.office.ledger());
        self.office.verify();
        self.seen
    }
}

impl Seldom {
    pub fn add(&mut self, other: Seldom) {
        for (kind, counts) in other.kinds {
            let sums = self.kinds.entry(kind).or_default();
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        for (what, count) in other.refused {
            *self.refused.entry(what).or_default() += count;
        }
    }
}
