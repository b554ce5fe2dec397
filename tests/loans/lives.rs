//! Random lives of loans in a real ledger, each step beside the model.
//!
//! Owns: carrying steps out, and what is asked after each. Refuses to know: which steps there are.

use super::books::{Books, within_bounds};
use super::compare::same;
use super::model::{ALL, Life};
use super::office::{Cut, LENDS, Offered, Office, PLACES, Reopen, begins, day, line};
use super::plan::{self, Act, Expect, Seen, Step, Wish, apply, back, spoilt};
use jinguo::base::{AccountCode, Date, EntryNo, Fen, FundNo, GuarantorNo, LoanNo};
use jinguo::book::loan::{Known, LoanRefusal, Position, position};
use jinguo::book::{Draft, Refusal};
use jinguo::entry::{Body, Decision, LoanEvent, LoanWhat, Provision, ReversalReason};
use jinguo::ledger::{Batch, LedgerError};
use std::collections::BTreeMap;

/// What was seen of a loan when only so much was recorded: it must be found again.
struct Remembered {
    loan: LoanNo,
    day: Date,
    known: u64,
    position: Position,
}

pub struct World {
    office: Office,
    pub books: Books,
    offered: Vec<Offered>,
    two: bool,
    today: Date,
    past: Vec<Remembered>,
}

/// What nothing may be left of.
#[derive(Debug, PartialEq)]
struct Picture {
    positions: Vec<Position>,
    balances: Vec<(FundNo, AccountCode, Fen)>,
    deposits: Vec<Fen>,
}

impl World {
    pub fn new(offered: &[Offered], two: bool) -> World {
        let mut office = Office::new(offered, two);
        let mut books = Books::default();
        for no in 1..=office.entries() {
            let entry = office.ledger().entry(EntryNo(no)).unwrap().unwrap();
            books.take(offered, &entry);
        }
        let past = Vec::new();
        let today = day(2024, 1, 31);
        World { office, books, offered: offered.to_vec(), two, today, past }
    }

    /// Records one draft; where it waits, somebody else approves it, or rejects it.
    fn record(&mut self, cut: Option<Cut>, body: &Body, on: Date) -> Result<EntryNo, Refusal> {
        let add = |batch: &mut Batch<'_>| match body {
            Body::Reversal(reversal) => {
                let draft = |body| Draft::new(on, body);
                let reason = ReversalReason::RecordedTwice;
                batch.add_reversal(reversal.original, reason, &line("重复"), draft).map(drop)
            }
            body => batch.add(Draft::new(on, body.clone())).map(drop),
        };
        let first = self.commit(1, cut, &add)?;
        let Some((waiting, _, waits_on)) = self.books.waiting.last().cloned() else { return Ok(first) };
        let decide = |decision| {
            move |batch: &mut Batch<'_>| {
                let draft = |body| Draft::new(waits_on, body);
                batch.add_decision(waiting, decision, None, draft).map(drop)
            }
        };
        // Nobody approves her own.
        let own = self.commit(1, None, &decide(Decision::Approved));
        assert!(matches!(own, Err(Refusal::SelfApproval { .. })), "{own:?}");
        let approved = self.commit(2, cut, &decide(Decision::Approved));
        if approved.is_err() {
            self.commit(2, None, &decide(Decision::Rejected)).unwrap();
        }
        approved
    }

    fn commit(
        &mut self,
        by: u8,
        cut: Option<Cut>,
        build: &super::office::Build<'_>,
    ) -> Result<EntryNo, Refusal> {
        let entries = self.office.entries();
        match self.office.commit(by, cut, build) {
            Ok(new) => {
                new.iter().for_each(|entry| self.books.take(&self.offered, entry));
                Ok(new[0].no)
            }
            Err(LedgerError::Refused(refusal)) => {
                assert_eq!(self.office.entries(), entries);
                Err(*refusal)
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    pub fn step(&mut self, step: &Step) {
        self.today = self.today.plus_days(step.days);
        let cut = Cut { call: u64::from(step.choice % 6), seed: u64::from(step.choice) };
        let touched = match step.act {
            Act::Reverse => self.reverse(step),
            Act::Reopen => {
                let seed = u64::from(step.choice);
                let all = [Reopen::Close, Reopen::Kill(seed), Reopen::IndexGone, Reopen::IndexDamaged];
                self.office.reopen(all[usize::try_from(step.choice % 4).unwrap()]);
                None
            }
            Act::Crash => self.event(&Step { act: Act::Repay, ..*step }, Some(cut)),
            _ => self.event(step, None),
        };
        self.compare(step, touched);
    }

    fn life(&self, no: LoanNo) -> &Life {
        &self.books.lives[usize::try_from(no.0).unwrap() - 1]
    }

    fn event(&mut self, step: &Step, cut: Option<Cut>) -> Option<LoanNo> {
        let wish = self.wish(step)?;
        let body = |what: &LoanWhat| Body::Loan(LoanEvent { loan: wish.loan, what: what.clone() });
        if step.wrong
            && let Some(wrong) = spoilt(&wish.what, step.choice)
        {
            let entries = self.books.effects.len();
            let refused = self.record(None, &body(&wrong), wish.on);
            assert!(refused.is_err() && self.books.effects.len() == entries, "{wrong:?} for {wish:?}");
            return Some(wish.loan);
        }
        if wish.provide > 0 && !step.choice.is_multiple_of(5) {
            let fund = self.life(wish.loan).claimed_out_of().unwrap_or(LENDS);
            let provision = Provision { fund, amount: Fen::new(wish.provide) };
            self.record(None, &Body::Provision(provision), self.today).unwrap();
        }
        let before = step.undone.then(|| self.picture());
        let (balances, said) = (self.office.ledger().balances().unwrap(), wish.expect);
        match self.record(cut, &body(&wish.what), wish.on) {
            Ok(_) => {
                assert_ne!(said, Expect::Refused, "{wish:?} was recorded: {:#?}", self.books.lives);
                if let Some(before) = before {
                    let (last, reversed) =
                        (self.books.effects.last().unwrap().entry, self.books.effects.len());
                    self.undo(last, self.today).unwrap();
                    assert_eq!(self.books.effects.len(), reversed);
                    self.look_the_same(&before, &wish);
                }
            }
            Err(refusal) => {
                let short = matches!(&refusal, Refusal::Loan(loan) if matches!(**loan,
                    LoanRefusal::DepositNotCovered { .. } | LoanRefusal::AllowanceNotCovered { .. }));
                assert!(short || said != Expect::Fine, "{wish:?}: {refusal:?}: {:#?}", self.books.lives);
                assert_eq!(self.office.ledger().balances().unwrap(), balances);
            }
        }
        Some(wish.loan)
    }

    fn wish(&mut self, step: &Step) -> Option<Wish> {
        let loans = u64::try_from(self.books.lives.len()).unwrap();
        if step.act == Act::Apply || loans == 0 {
            return Some(apply(step, &self.books, &self.offered, self.today));
        }
        let no = LoanNo(u64::from(step.loan) % loans + 1);
        let real = self.office.ledger().loan(no).unwrap();
        let life = self.life(no);
        let seen =
            Seen { books: &self.books, offered: &self.offered, no, life, real: &real, today: self.today };
        seen.wish(step)
    }

    fn undo(&mut self, original: EntryNo, on: Date) -> Result<EntryNo, Refusal> {
        let original_hash = jinguo::base::Hash32::ZERO;
        let reason = ReversalReason::RecordedTwice;
        let reversal = jinguo::entry::Reversal { original, original_hash, reason, memo: None };
        self.record(None, &Body::Reversal(reversal), on)
    }

    /// Anything that ever took effect is reversed, mostly something late.
    fn reverse(&mut self, step: &Step) -> Option<LoanNo> {
        let count = self.books.effects.len();
        let from_the_end =
            usize::try_from(step.choice).unwrap() % count.min(if step.wrong { 200 } else { 9 });
        let effect = self.books.effects[count - 1 - from_the_end].clone();
        let loan = match &effect.body {
            Body::Loan(event) => Some(event.loan),
            _ => None,
        };
        let stands_on_it = loan.and_then(|loan| {
            let mut after = self.life(loan).clone();
            let event = after.events.iter_mut().find(|event| event.entry == effect.entry.0).unwrap();
            event.reversed = event.reversed.or(Some(self.books.last + 1));
            after.broken()
        });
        let balances = self.office.ledger().balances().unwrap();
        match self.undo(effect.entry, self.today) {
            Ok(_) => assert!(!effect.reversed && stands_on_it.is_none(), "{effect:?}, {stands_on_it:?}"),
            Err(refusal) => {
                assert_eq!(self.office.ledger().balances().unwrap(), balances);
                match refusal {
                    Refusal::AlreadyReversed { .. } => assert!(effect.reversed),
                    Refusal::Loan(refused) => match *refused {
                        LoanRefusal::MovedOn { by, loan: of } => {
                            assert_eq!(Some(of), loan);
                            let stands = stands_on_it.unwrap_or_else(|| {
                                panic!("{effect:?} can't go for {by}: {:#?}", self.life(of).events)
                            });
                            assert_eq!(by.0, stands.0, "{:#?}", self.life(of).events);
                        }
                        LoanRefusal::DepositNotCovered { .. } | LoanRefusal::AllowanceNotCovered { .. } => {}
                        other => panic!("{effect:?}: {other:?}"),
                    },
                    other => panic!("{effect:?}: {other:?}"),
                }
            }
        }
        loan
    }

    fn picture(&mut self) -> Picture {
        let (today, loans) = (self.today, 1..=u64::try_from(self.books.lives.len()).unwrap());
        let days = [back(today, 40), today, today.plus_days(17), today.plus_days(500)];
        let mut positions = Vec::new();
        for no in loans {
            let loan = self.office.ledger().loan(LoanNo(no)).unwrap();
            positions.extend(days.map(|day| position(&loan, day, Known::ALL)));
        }
        let mut balances = self.office.ledger().balances().unwrap();
        balances.retain(|(.., sum)| !sum.is_zero());
        let guarantor = self.office.ledger().guarantors().unwrap()[0].1.clone();
        let deposits = [None, Some(LENDS), Some(PLACES)].map(|fund| guarantor.of(fund)).to_vec();
        Picture { positions, balances, deposits }
    }

    fn look_the_same(&mut self, before: &Picture, wish: &Wish) {
        let mut after = self.picture();
        if matches!(wish.what, LoanWhat::Applied { .. }) {
            let new = after.positions.split_off(before.positions.len());
            assert!(new.iter().all(|position| *position == Position::default()), "{new:?}");
        }
        assert_eq!(*before, after, "something is left of {wish:?}");
    }

    fn compare(&mut self, step: &Step, touched: Option<LoanNo>) {
        let balances = self.office.ledger().balances().unwrap();
        let found: BTreeMap<_, _> = balances.into_iter().map(|(f, a, sum)| ((f, a), sum.get())).collect();
        assert_eq!(found, self.books.sums);
        let guarantors = self.office.ledger().guarantors().unwrap();
        assert_eq!(guarantors[0].0, GuarantorNo(1));
        for fund in [LENDS, PLACES] {
            assert_eq!(guarantors[0].1.of(Some(fund)).get(), self.books.placed(fund));
        }
        self.books.nothing_below_zero();
        let loans = u64::try_from(self.books.lives.len()).unwrap();
        if loans == 0 {
            return;
        }
        let other = LoanNo(u64::from(step.choice) % loans + 1);
        let known = u64::from(step.choice) % self.books.last + 1;
        for no in [Some(other), touched.filter(|no| no.0 <= loans)].into_iter().flatten() {
            let real = self.office.ledger().loan(no).unwrap();
            let life = self.life(no);
            let days = [
                (self.today, ALL),
                (self.today.plus_days(step.choice % 400), ALL),
                (back(self.today, step.choice / 3 % 300), ALL),
                (self.today, known),
                (back(self.today, step.choice / 7 % 200), known),
            ];
            for (day, known) in days {
                same(life, &real, day, known);
            }
            within_bounds(life);
            self.books.vouchers_fit(no);
            let (day, known) = (self.today, self.books.last);
            let position = position(&real, day, Known::ALL);
            self.past.push(Remembered { loan: no, day, known, position });
        }
        let at = usize::try_from(step.choice).unwrap() % self.past.len();
        for at in [0, at] {
            let then = &self.past[at];
            let loan = self.office.ledger().loan(then.loan).unwrap();
            let again = position(&loan, then.day, Known(plan::entry(then.known)));
            assert_eq!(again, then.position, "{} as known at E-{}", then.loan, then.known);
        }
    }

    /// Everything once more, after everything is read afresh; and verification finds nothing.
    pub fn end(mut self) -> Books {
        self.office.reopen(Reopen::IndexGone);
        for no in (1..=u64::try_from(self.books.lives.len()).unwrap()).map(LoanNo) {
            let real = self.office.ledger().loan(no).unwrap();
            for day in [self.today, self.today.plus_days(700), begins()] {
                same(self.life(no), &real, day, ALL);
            }
        }
        assert!(self.two || self.books.waiting.is_empty());
        self.office.verify();
        self.books
    }
}
