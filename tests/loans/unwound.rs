//! Whole lives of loans, taken back.
//!
//! Owns: that nothing is left of what is reversed, in whatever order. Refuses to know: what a loan comes to.

use super::books::{cash, fen};
use super::office::{Build, LENDS, Offered, Office, PLACES, day, line};
use super::plan::{back, products, rule_of};
use crate::number;
use jinguo::base::{AccountCode, Date, EntryNo, Fen, FundNo, Hash32, LoanNo, PersonNo, ProductNo};
use jinguo::book::loan::{Event, Known, LoanRefusal, LoanState, Position, owed, position, subsidy};
use jinguo::book::{Draft, Refusal};
use jinguo::entry::{
    Body, LoanEvent, LoanWhat, PaidFrom, Provision, Quarter, RecoveredAfter, ReversalReason, VisitResult,
};
use jinguo::ledger::LedgerError;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeSet;

const LOANS: [u64; 3] = [1, 2, 3];

#[derive(Clone, Copy, Debug)]
struct Step {
    act: u8,
    loan: u64,
    days: u32,
    back: u32,
    /// Thousandths of what is possible.
    part: i64,
    choice: u32,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let days = prop_oneof![2 => Just(0_u32), 2 => 1..12_u32, 4 => 28..33_u32, 2 => 60..140_u32];
    let back = prop_oneof![3 => Just(0_u32), 1 => 1..90_u32];
    let step = (0..16_u8, 1..4_u64, days, back, 1..=1000_i64, any::<u32>());
    let step =
        step.prop_map(|(act, loan, days, back, part, choice)| Step { act, loan, days, back, part, choice });
    prop::collection::vec(step, 6..40)
}

/// Everything of which nothing may be left.
#[derive(Debug, PartialEq)]
struct Picture {
    positions: Vec<(LoanNo, Date, Position)>,
    balances: Vec<(FundNo, AccountCode, Fen)>,
    deposits: Vec<Fen>,
}

struct Life {
    office: Office,
    offered: Vec<Offered>,
    today: Date,
    /// What was recorded, and what stood before it.
    recorded: Vec<(EntryNo, Picture)>,
    kinds: BTreeSet<u16>,
}

impl Life {
    /// Three loans that are drawn, and then whatever the steps ask for and the rules allow.
    fn lived(offered: &[Offered], steps: &[Step]) -> Life {
        let office = Office::new(offered, false);
        let (today, recorded, kinds) = (day(2024, 1, 31), Vec::new(), BTreeSet::new());
        let mut life = Life { office, offered: offered.to_vec(), today, recorded, kinds };
        for no in LOANS {
            let product = ProductNo(u32::try_from(no).unwrap());
            let (amount, months, terms) = (fen(2_000_001), 12, life.offered(LoanNo(no)).terms);
            let set_up = [
                LoanWhat::Applied { product, borrower: PersonNo(no), amount, months },
                LoanWhat::Granted { amount, months },
                LoanWhat::Signed { number: line("一"), paper: Hash32([7; 32]), terms },
            ];
            for what in set_up {
                life.happens(LoanNo(no), today, &what).unwrap();
            }
        }
        for loan in LOANS.map(LoanNo) {
            let amount = fen(1_200_000);
            let plan = owed::plan_after_draw(loan, &life.loan(loan), today, amount).unwrap();
            life.record(loan, |life| life.happens(loan, today, &LoanWhat::Drawn { amount, plan }));
        }
        for step in steps {
            life.today = life.today.plus_days(step.days);
            life.step(step);
        }
        life
    }

    fn commit(&mut self, build: &Build<'_>) -> Result<EntryNo, Refusal> {
        match self.office.commit(1, None, build) {
            Ok(new) => Ok(new[0].no),
            Err(LedgerError::Refused(refusal)) => Err(*refusal),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn add(&mut self, on: Date, body: &Body) -> Result<EntryNo, Refusal> {
        self.commit(&|batch| batch.add(Draft::new(on, body.clone())).map(drop))
    }

    fn happens(&mut self, loan: LoanNo, on: Date, what: &LoanWhat) -> Result<EntryNo, Refusal> {
        self.add(on, &Body::Loan(LoanEvent { loan, what: what.clone() }))
    }

    fn undo(&mut self, original: EntryNo) -> Result<EntryNo, Refusal> {
        let (on, reason) = (self.today, ReversalReason::RecordedTwice);
        self.commit(&|batch| {
            batch.add_reversal(original, reason, &line("重复"), |body| Draft::new(on, body)).map(drop)
        })
    }

    fn loan(&mut self, no: LoanNo) -> LoanState {
        self.office.ledger().loan(no).unwrap()
    }

    fn offered(&self, no: LoanNo) -> &Offered {
        &self.offered[usize::try_from(no.0).unwrap() - 1]
    }

    /// On the same days whenever it is asked.
    fn picture(&mut self) -> Picture {
        let days = [day(2024, 3, 1), day(2024, 8, 31), day(2025, 5, 2), day(2031, 2, 5)];
        let mut positions = Vec::new();
        for no in LOANS.map(LoanNo) {
            let loan = self.loan(no);
            positions.extend(days.map(|day| (no, day, position(&loan, day, Known::ALL))));
        }
        let mut balances = self.office.ledger().balances().unwrap();
        balances.retain(|(.., sum)| !sum.is_zero());
        let guarantor = self.office.ledger().guarantors().unwrap().remove(0).1;
        let deposits = [None, Some(LENDS), Some(PLACES)].map(|fund| guarantor.of(fund)).to_vec();
        Picture { positions, balances, deposits }
    }

    fn record(&mut self, loan: LoanNo, f: impl FnOnce(&mut Life) -> Result<EntryNo, Refusal>) {
        let before = self.picture();
        match f(self) {
            Ok(no) => {
                self.kinds.insert(self.office.ledger().entry(no).unwrap().unwrap().body.kind());
                self.recorded.push((no, before));
            }
            Err(_) => assert_eq!(self.picture(), before, "refused, of {loan}"),
        }
    }

    fn step(&mut self, step: &Step) {
        let no = LoanNo(step.loan);
        if step.act == 12 || step.act == 13 {
            let fund = if self.offered(no).own { LENDS } else { PLACES };
            let provision = Provision { fund, amount: fen(2_000_000) };
            return self.record(no, |life| life.add(life.today, &Body::Provision(provision)));
        }
        if step.act == 7 {
            // Nobody gets an extension who is behind.
            let p = position(&self.loan(no), self.today, Known::ALL);
            let due =
                [p.fees, p.penalty, p.interest_due, p.principal_due].map(|f| f.get().max(0)).iter().sum();
            self.record(no, |life| {
                let split = owed::split(no, &life.loan(no), life.today, fen(due), true)?;
                life.happens(no, life.today, &cash(split, None))
            });
        }
        let Some((on, what)) = self.wish(no, step) else { return };
        self.record(no, |life| life.happens(no, on, &what));
    }

    fn wish(&mut self, no: LoanNo, step: &Step) -> Option<(Date, LoanWhat)> {
        let (loan, today, own) = (self.loan(no), self.today, self.offered(no).own);
        let p = position(&loan, today, Known::ALL);
        let part = |whole: i64| fen((whole * step.part / 1000).max(1));
        let back = back(today, step.back);
        Some(match step.act {
            0 | 1 => {
                let amount = part(p.amount.get() - p.outstanding.get());
                (
                    today,
                    LoanWhat::Drawn { amount, plan: owed::plan_after_draw(no, &loan, today, amount).ok()? },
                )
            }
            2..=4 => {
                let paid = match step.choice % 4 {
                    0 => fen(owed::payoff(&loan, back).get() + 500),
                    1 => part(owed::payoff(&loan, back).get()),
                    2 => owed::payoff(&loan, back),
                    _ => part(300_000),
                };
                let split = owed::split(no, &loan, back, paid, true).ok()?;
                let plan = (step.choice / 4)
                    .is_multiple_of(4)
                    .then(|| owed::plan_after_payment(no, &loan, back, &split).ok())
                    .flatten();
                (back, LoanWhat::Repaid { from: PaidFrom::Cash, split, plan })
            }
            5 if step.choice.is_multiple_of(2) => {
                (today, LoanWhat::Refunded { amount: part(p.prepaid.get() + p.overpaid().get()) })
            }
            5 => {
                let split = owed::split(no, &loan, back, part(p.prepaid.get()), false).ok()?;
                (back, LoanWhat::Repaid { from: PaidFrom::Prepayment, split, plan: None })
            }
            6 => (back, LoanWhat::Charged { amount: part(3_000) }),
            7 => {
                let end = p.end?.plus_months(step.choice % 4 + 1);
                (today, LoanWhat::Extended { plan: owed::plan_after_extension(no, &loan, today, end).ok()? })
            }
            8 | 14 => {
                let split =
                    owed::split(no, &loan, today, part(owed::payoff(&loan, today).get()), false).ok()?;
                (today, LoanWhat::Claimed { split, fund: (!own).then_some(PLACES) })
            }
            9 => {
                let claimed = if own { fen(0) } else { p.to_recover };
                (today, LoanWhat::WrittenOff { split: owed::all_owed(&loan, today), claimed })
            }
            10 | 15 => {
                let (after, left) = if p.given_up > fen(0) {
                    (RecoveredAfter::WriteOff, p.given_up)
                } else {
                    (RecoveredAfter::Claim, p.to_recover)
                };
                (today, LoanWhat::Recovered { after, amount: part(left.get()) })
            }
            _ => match step.choice % 3 {
                0 => (today, LoanWhat::Visited { result: VisitResult::Well }),
                _ => {
                    let quarter = Quarter::new(2024, u8::try_from(step.choice / 3 % 4).unwrap() + 1)?;
                    let rule = rule_of(self.offered(no), usize::try_from(no.0).unwrap() - 1);
                    let amount = subsidy::total(&subsidy::lines(&loan, &rule, quarter, Known::ALL));
                    let shares = subsidy::shares(&rule, amount);
                    (amount > fen(0)).then_some(())?;
                    (today, LoanWhat::SubsidyClaimed { quarter, amount, shares })
                }
            },
        })
    }

    /// Takes an event back; what stands on it goes first, as the refusals say.
    fn with_what_stands_on_it(&mut self, loan: LoanNo, target: EntryNo) {
        loop {
            match self.undo(target) {
                Ok(_) => return,
                Err(Refusal::Loan(refusal)) => match *refusal {
                    LoanRefusal::MovedOn { loan: of, by } => {
                        let events = self.loan(loan).events;
                        let find = |no| events.iter().find(|event: &&Event| event.entry == no).unwrap();
                        let (first, later) = (find(target), find(by));
                        assert_eq!(of, loan);
                        assert!(later.counts(Known::ALL), "{target} can't go for {by}, which is gone");
                        let place = |event: &Event| (event.date, event.entry);
                        assert!(place(first) < place(later), "{target} can't go for {by}, which was before");
                        self.with_what_stands_on_it(loan, by);
                    }
                    // What was recovered may have been provided for something else since.
                    LoanRefusal::AllowanceNotCovered { .. } => {
                        for fund in [LENDS, PLACES] {
                            let provision = Provision { fund, amount: fen(9_000_000) };
                            self.add(self.today, &Body::Provision(provision)).unwrap();
                        }
                    }
                    other => panic!("{target}: {other:?}"),
                },
                Err(other) => panic!("{target}: {other:?}"),
            }
        }
    }
}

/// `JINGUO_LOAN_CASES=1000` lives that many lives (32 otherwise), `JINGUO_LOAN_SEED=7` others.
fn lives(judge: impl Fn(&mut Life, &[Step])) -> BTreeSet<u16> {
    let cases = number("JINGUO_LOAN_CASES", 32);
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("JINGUO_LOAN_SEED", 1).to_be_bytes());
    let config = Config { cases, max_shrink_iters: 400, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let seen = RefCell::new(BTreeSet::new());
    let ran = runner.run(&(products(), steps()), |(products, steps)| {
        let mut life = Life::lived(&products, &steps);
        seen.borrow_mut().extend(&life.kinds);
        judge(&mut life, &steps);
        life.office.verify();
        Ok(())
    });
    if let Err(failed) = ran {
        panic!("{failed}");
    }
    seen.into_inner()
}

/// From the last to the first, each goes, and leaves exactly what stood before it: day by day, account by account.
#[test]
fn a_life_can_be_taken_back_from_its_end() {
    let seen = lives(|life, _| {
        for (no, before) in std::mem::take(&mut life.recorded).into_iter().rev() {
            life.undo(no).unwrap_or_else(|refusal| panic!("{no}: {refusal:?}"));
            let after = life.picture();
            for (was, is) in before.positions.iter().zip(&after.positions) {
                assert_eq!(was, is, "left of {no}: {:?}", life.office.ledger().entry(no));
            }
            assert_eq!((before.balances, before.deposits), (after.balances, after.deposits), "left of {no}");
        }
    });
    let missing: Vec<u16> = (113..=122).filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "never happened: {missing:?}");
}

/// Anything goes once what stands on it went, and a refusal names something later that still counts.
#[test]
fn anything_goes_after_what_stands_on_it() {
    lives(|life, steps| {
        for loan in LOANS.map(LoanNo) {
            let events = life.loan(loan).events;
            let at = steps.iter().fold(0, |sum, step| sum + usize::try_from(step.days).unwrap());
            let target = events[at % events.len()].entry;
            life.with_what_stands_on_it(loan, target);
            let after = life.loan(loan);
            assert!(after.events.iter().any(|event| event.entry == target && event.reversed.is_some()));
            let p = position(&after, life.today.plus_days(400), Known::ALL);
            let spent = p.repaid.get() + p.claimed.get() + p.written_off.get();
            assert_eq!(p.outstanding.get(), p.drawn.get() - spent);
            let left = [p.outstanding, p.fees, p.prepaid, p.to_recover, p.given_up];
            assert!(left.iter().all(|sum| *sum >= fen(0)), "{left:?}");
        }
    });
}
