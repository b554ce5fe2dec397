//! What holds of relief without any model: nothing is made or lost, and nothing is left of what is taken back or refused.
//!
//! Owns: these laws, in random lives. Refuses to know: what may be recorded, and what it comes to.

use super::judge::{What, Wish};
use super::lives::World;
use super::model::proposal;

use super::plan::{Act, Step, prologue, steps};
use super::wishes::Seen;
use crate::runner;
use crate::scribe::Memory;
use jinguo::base::{EntryNo, Fen, FundNo, OperatorNo, Timestamp};
use jinguo::book::relief::{GiftState, ReliefRefusal, Stock};
use jinguo::book::state::Cash;
use jinguo::book::{Cell, Context, Key, Overlay, RULES_VERSION, Refusal, Turnover, replay};
use jinguo::chain::leaf_hash;
use jinguo::entry::{Decision, Entry};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Cells = BTreeMap<Key, Cell>;

/// The state that the entries come to, made once more beside the ledger.
struct Shadow(Overlay<Memory>);

impl Shadow {
    fn learn(&mut self, by: u8, entry: Entry) {
        let recorded_at = Timestamp::from_millis(2_300_000_000_000).unwrap();
        let operator = OperatorNo(u32::from(by));
        let ctx = Context { no: entry.no, recorded_at, operator, rules_version: RULES_VERSION };
        replay(&mut self.0, &ctx, &entry).unwrap_or_else(|stop| panic!("{entry:?}: {stop:?}"));
        let changes = self.0.take_changes();
        let base = self.0.base_mut();
        for (key, cell) in changes {
            match cell {
                Some(cell) => drop(base.cells.insert(key, cell)),
                None => drop(base.cells.remove(&key)),
            }
        }
        let hash = leaf_hash(&entry.to_bytes());
        base.entries.push((entry, hash));
    }

    fn cells(&self) -> &Cells {
        &self.0.base().cells
    }
}

struct Life {
    world: World,
    shadow: Shadow,
    /// How many acts were taken back, and refused.
    seen: [u32; 3],
}

/// Without what a reversal leaves behind for good: numbers of vouchers and subjects, days on which somebody was named,
/// the trace of a gift, and a nought where nothing stood.
fn bare(cells: &Cells) -> Cells {
    let mut bare = Cells::new();
    for (key, cell) in cells {
        let left = match (key, cell) {
            (Key::Counts, Cell::Counts(counts)) => {
                let mut counts = *counts;
                counts.subjects = 0;
                Some(Cell::Counts(counts))
            }
            (Key::Vouchers(_) | Key::Periods | Key::Reversed(_) | Key::PersonSubjects(_), _) => None,
            (_, Cell::Person(person)) => {
                let mut person = *person;
                person.last_named = super::office::begins();
                Some(Cell::Person(person))
            }
            (_, Cell::PendingMonths(months)) => (!months.is_empty()).then_some(cell.clone()),
            (_, Cell::Amount(amount)) => (!amount.is_zero()).then_some(Cell::Amount(*amount)),
            (_, Cell::Turnover(sums)) => (*sums != Turnover::default()).then_some(cell.clone()),
            (_, Cell::Days(days)) => days.0.iter().any(|sum| *sum != 0).then_some(cell.clone()),
            (_, Cell::Cash(cash)) => Some(Cell::Cash(Cash { last_day: super::office::begins(), ..*cash })),
            (_, Cell::Stock(stock)) => (**stock != Stock::default()).then_some(cell.clone()),
            (_, Cell::Gift(gift)) => {
                Some(Cell::Gift(Box::new(GiftState { uses: Vec::new(), ..GiftState::clone(gift) })))
            }
            (_, Cell::Granted(granted)) => {
                let mut granted = granted.clone();
                granted.recent.clear();
                Some(Cell::Granted(granted))
            }
            // Of a grant that is among the latest again it is not asked.
            (Key::HouseholdThen(..), _) => None,
            _ => Some(cell.clone()),
        };
        if let Some(cell) = left {
            bare.insert(key.clone(), cell);
        }
    }
    bare
}

impl Life {
    fn new(two: bool) -> Life {
        let world = World::new(two);
        let mut life = Life { world, shadow: Shadow(Overlay::new(Memory::default())), seen: [0; 3] };
        for no in 1..=life.world.office.entries() {
            let entry = life.entry(no);
            life.shadow.learn(1, entry);
        }
        life
    }

    fn entry(&mut self, no: u64) -> Entry {
        self.world.office.ledger().entry(EntryNo(no)).unwrap().unwrap()
    }

    fn record(&mut self, wish: &Wish) -> Result<Entry, Refusal> {
        let no = self.world.record(wish, None)?;
        let entry = self.entry(no);
        self.shadow.learn(wish.by, entry.clone());
        Ok(entry)
    }

    /// The ledger's state is what the entries come to, cell by cell.
    fn is_the_shadow(&mut self) {
        let state = self.world.office.ledger().state();
        for (key, cell) in self.shadow.cells() {
            assert_eq!(state.get(key).unwrap(), Some(cell), "{key:?}");
        }
    }

    fn step(&mut self, step: &Step) {
        self.world.today = self.world.today.plus_days(step.days);
        let books = self.world.model.books();
        if matches!(step.act, Act::Erase | Act::Crash | Act::Reopen) {
            return;
        }
        let Some(wish) = (Seen { books: &books, step, today: self.world.today }).wish() else { return };
        if !books.second && wish.by == 2 {
            return;
        }
        self.one_bad_row(&wish);
        let before = bare(self.shadow.cells());
        let on_disk = self.world.office.cells();
        match self.record(&wish) {
            Ok(entry) => self.back_and_forth(step, &wish, &before, &entry),
            Err(_) => {
                assert_eq!(self.world.office.cells(), on_disk, "{wish:?} was refused and left something");
                self.is_the_shadow();
                self.seen[1] += 1;
            }
        }
        adds_up(self.shadow.cells());
    }

    /// It is taken back, or rejected where it waits, nothing of it is left, and it is recorded once more.
    fn back_and_forth(&mut self, step: &Step, wish: &Wish, before: &Cells, entry: &Entry) {
        if !matches!(wish.what, What::Body(_)) {
            return;
        }
        let on = wish.on;
        let other = |by, what| Wish { by, on, papers: 0, prepare: false, what };
        let undone = if entry.prepared {
            self.record(&other(1, What::Decide(entry.no.0, Decision::Withdrawn))).is_ok()
        } else if matches!(entry.body.kind(), 30 | 33 | 135 | 141 | 142 | 151 | 152) {
            match self.record(&other(1, What::Reverse(entry.no.0))) {
                Ok(reversal) if reversal.prepared => {
                    self.record(&other(2, What::Decide(reversal.no.0, Decision::Approved))).unwrap();
                    true
                }
                Ok(_) => true,
                Err(refusal) => panic!("{entry:?} can't be taken back at once: {refusal:?}"),
            }
        } else {
            false
        };
        if !undone {
            return;
        }
        self.seen[0] += 1;
        let after = bare(self.shadow.cells());
        let after = after.into_iter().filter(|(key, _)| !matches!(key, Key::DecidedBy(_)));
        let before = before.iter().filter(|(key, _)| !matches!(key, Key::DecidedBy(_)));
        let (after, before): (Cells, Cells) =
            (after.collect(), before.map(|(key, cell)| (key.clone(), cell.clone())).collect());
        let differ = |key: &&Key| after.get(*key) != before.get(*key);
        for key in after.keys().chain(before.keys()).filter(differ) {
            // The number of a round is never given again.
            let rounds = |cells: &Cells| match cells.get(&Key::Counts) {
                Some(Cell::Counts(counts)) => counts.rounds,
                _ => 0,
            };
            if *key == Key::Counts && entry.prepared && rounds(&after) == rounds(&before) + 1 {
                continue;
            }
            panic!("{wish:?} left {key:?}: {:?}, before {:?}", after.get(key), before.get(key));
        }
        if step.at_once {
            let _ = self.record(wish);
        }
    }

    /// All rows that can't be, and the first of them alone: the same, and without them there are none.
    fn one_bad_row(&mut self, wish: &Wish) {
        let What::Body(body) = &wish.what else { return };
        let Some(said) = proposal(body) else { return };
        let Ok(bad) = self.world.office.ledger().bad_rows(wish.on, wish.papers, said) else { return };
        if let Some((first, cause)) = bad.first() {
            self.seen[2] += 1;
            let refused = self.world.record(wish, None).unwrap_err();
            let (row, cause) = (*first, Box::new(cause.clone()));
            assert_eq!(refused, ReliefRefusal::Row { row, cause }.into());
        }
        let mut fine = said.clone();
        fine.rows =
            (1..).zip(&said.rows).filter(|(n, _)| bad.iter().all(|(b, _)| b != n)).map(|(_, r)| *r).collect();
        let bad_still = self.world.office.ledger().bad_rows(wish.on, wish.papers, &fine).unwrap();
        let twice = |cause: &Refusal| matches!(cause, Refusal::Relief(relief) if matches!(**relief, ReliefRefusal::Twice { .. }));
        assert!(bad_still.is_empty() || bad.iter().any(|(_, cause)| twice(cause)), "{said:?}: {bad_still:?}");
    }
}

/// Nothing is made and nothing lost, from the cells alone.
fn adds_up(cells: &Cells) {
    let mut goods_of_gifts: BTreeMap<u64, i64> = BTreeMap::new();
    let mut goods: BTreeMap<u32, i64> = BTreeMap::new();
    let mut bound: BTreeMap<FundNo, Fen> = BTreeMap::new();
    let mut accounts: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for (key, cell) in cells {
        match (key, cell) {
            (Key::Stock(_, fund), Cell::Stock(stock)) => {
                assert!(stock.lots.is_sorted_by(|a, b| a.entry < b.entry), "{stock:?}");
                for lot in &stock.lots {
                    assert!(lot.pieces > 0 && lot.value >= Fen::ZERO, "{lot:?}");
                    *goods.entry(fund.0).or_default() += lot.value.get();
                    if let Some(gift) = lot.gift {
                        *goods_of_gifts.entry(gift.0).or_default() += lot.value.get();
                    }
                }
            }
            (Key::Balance(fund, account), Cell::Amount(amount)) => {
                *accounts.entry((fund.0, account.0)).or_default() += amount.get();
            }
            _ => {}
        }
    }
    for (key, cell) in cells {
        let (Key::Gift(no), Cell::Gift(gift)) = (key, cell) else { continue };
        assert!(gift.adds_up(), "{no}: {gift:?}");
        assert_eq!(gift.goods.get(), goods_of_gifts.get(&no.0).copied().unwrap_or(0), "goods of {no}");
        assert!(gift.reserved >= Fen::ZERO && gift.reserved <= gift.cash, "{no}: {gift:?}");
        let sum = bound.entry(gift.fund).or_default();
        *sum = sum.checked_add(gift.cash).unwrap();
    }
    let on = |fund, account| accounts.get(&(fund, account)).copied().unwrap_or(0);
    for fund in 0..4 {
        let there = if fund == 0 { on(0, 1701) + on(0, 1801) } else { on(fund, 120_101) };
        assert_eq!(there, goods.get(&fund).copied().unwrap_or(0), "goods of fund {fund}");
        let cash = if fund == 0 { on(0, 100_202) } else { on(fund, 100_201) };
        let of_gifts = bound.get(&FundNo(fund)).copied().unwrap_or_default().get();
        assert!(cash >= of_gifts, "fund {fund} has {cash}, its gifts {of_gifts}");
        assert!(fund > 0 || cash == of_gifts);
    }
}

#[test]
fn nothing_is_made_or_lost_and_nothing_is_left_of_what_is_taken_back_or_refused() {
    let seen = std::cell::RefCell::new([0; 3]);
    let ran = runner(64).run(&(prologue(), any::<bool>(), steps(10..50)), |(prologue, two, steps)| {
        let mut life = Life::new(two);
        for step in prologue.iter().chain(&steps) {
            life.step(step);
        }
        life.is_the_shadow();
        life.world.office.verify();
        seen.borrow_mut().iter_mut().zip(life.seen).for_each(|(sum, count)| *sum += count);
        Ok(())
    });
    if let Err(failed) = ran {
        panic!("{failed}");
    }
    let seen = seen.into_inner();
    println!("taken back, refused, rounds with bad rows: {seen:?}");
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}
