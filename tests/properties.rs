//! Random histories under the rules and under a naive model of them: the same answers, the same state, each step.
//!
//! Owns: where histories come from, and what must hold of them. Refuses to know: storage.

#[path = "properties/cells.rs"]
mod cells;
#[path = "properties/closing.rs"]
mod closing;
#[path = "properties/drafts.rs"]
mod drafts;
#[path = "properties/model.rs"]
mod model;
#[path = "properties/tamper.rs"]
mod tamper;

use drafts::{Step, draft_of};
use jinguo::base::{EntryNo, Fen, FundNo, Hash32, OperatorNo, Timestamp};
use jinguo::book::state::{Cell, Key};
use jinguo::book::{Context, Overlay, RULES_VERSION, Refusal, Stop, View, record, replay};
use jinguo::chain::leaf_hash;
use jinguo::entry::Entry;
use model::Model;
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use tamper::{lines_of, tampered};

/// How long nobody writes before a step: up to twelve days, mostly not at all.
fn pause_millis(step: &Step) -> i64 {
    if step.0[7].is_multiple_of(3) { i64::from(step.0[7]) * 4_000_000 } else { 0 }
}

/// What was recorded, in memory.
#[derive(Default)]
struct Memory {
    cells: BTreeMap<Key, Cell>,
    entries: Vec<(Entry, Hash32)>,
}

impl View for Memory {
    type Error = Infallible;

    fn cell(&self, key: &Key) -> Result<Option<Cell>, Infallible> {
        Ok(self.cells.get(key).cloned())
    }

    fn entry(&self, no: EntryNo) -> Result<Option<(Entry, Hash32)>, Infallible> {
        let at = usize::try_from(no.0).ok().and_then(|n| n.checked_sub(1));
        Ok(at.and_then(|at| self.entries.get(at).cloned()))
    }
}

fn refusal<T>(outcome: Result<T, Stop<Infallible>>) -> Result<T, Refusal> {
    outcome.map_err(|stop| match stop {
        Stop::Refused(refusal) => *refusal,
        Stop::State(never) => match never {},
    })
}

fn keep(state: &mut Overlay<Memory>, entry: Entry, forget: bool) {
    let hash = leaf_hash(&entry.to_bytes());
    let changes = state.take_changes();
    let base = state.base_mut();
    for (key, cell) in changes {
        match cell {
            Some(cell) => drop(base.cells.insert(key, cell)),
            None => drop(base.cells.remove(&key)),
        }
    }
    base.entries.push((entry, hash));
    if forget {
        state.forget();
    }
}

/// The first of all.
const OPENING: Step = Step([255, 0, 0, 0, 0, 0, 0, 0]);

/// Some months before, so that dates reach over closed ones and ends of years.
fn start() -> Timestamp {
    Timestamp::from_millis(1_765_000_000_000).unwrap()
}

fn zero_in_each_fund(cells: &BTreeMap<Key, Cell>) -> Result<(), TestCaseError> {
    let mut funds: HashMap<FundNo, i64> = HashMap::new();
    for (key, cell) in cells {
        if let (Key::Balance(fund, _), Cell::Amount(amount)) = (key, cell) {
            *funds.entry(*fund).or_default() += amount.get();
        }
        if let (Key::Cash(_), Cell::Cash(cash)) = (key, cell) {
            prop_assert!(cash.balance >= Fen::ZERO);
        }
    }
    prop_assert!(funds.values().all(|sum| *sum == 0), "{funds:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_answer_as_the_page_about_them_says(
        steps in prop::collection::vec(any::<Step>(), 1..90),
        // From which step on rules version 2 holds: what version 1 knows, it knows as well.
        second in 0_usize..90,
    ) {
        let mut model = Model::default();
        let (mut state, mut again) = (Overlay::new(Memory::default()), Overlay::new(Memory::default()));
        let mut now = start();
        for (at, step) in std::iter::once(OPENING).chain(steps).enumerate() {
            now = Timestamp::from_millis(now.millis() + pause_millis(&step)).unwrap();
            let no = EntryNo(u64::try_from(model.events.len()).unwrap() + 1);
            let rules_version = if at < second { 1 } else { RULES_VERSION };
            let ctx = Context { no, recorded_at: now, operator: OperatorNo(1), rules_version };
            let Some(draft) = draft_of(&step, &model, now) else { continue };
            let expected = model.judge(now, rules_version, &draft, None);
            let found = refusal(record(&mut state, &ctx, draft.clone()));
            let (mut event, entry) = match (expected, found) {
                (Ok(event), Ok(entry)) => (event, entry),
                (Err(expected), Err(found)) => {
                    prop_assert_eq!(expected, found);
                    state.roll_back();
                    continue;
                }
                (expected, found) => {
                    let expected = expected.map(|event| (event.voucher, event.lines));
                    let told = format!("{at}: {draft:?}\nmodel: {expected:?}\nrules: {found:?}");
                    return Err(TestCaseError::fail(told));
                }
            };
            prop_assert_eq!((entry.no, entry.business_date, entry.voucher), (no, event.business, event.voucher));
            prop_assert_eq!((&entry.body, lines_of(&entry)), (&event.body, event.lines.clone()));
            prop_assert_eq!(Entry::decode(&entry.to_bytes()), Ok(entry.clone()));
            for other in tampered(&entry) {
                let expected = model.judge_again(now, rules_version, &other);
                let found = refusal(replay(&mut again, &ctx, &other));
                again.roll_back();
                prop_assert_eq!(&expected, &found, "{:?}", other);
                // Only what a draft chooses freely may differ from what was recorded and still follow the rules.
                let free = other.body != entry.body
                    || other.business_date != entry.business_date
                    || other.voucher.map(|v| v.date) != entry.voucher.map(|v| v.date);
                prop_assert!(free || found.is_err(), "{:?}", other);
            }
            prop_assert_eq!(refusal(replay(&mut again, &ctx, &entry)), Ok(()));
            let older = Context { rules_version: RULES_VERSION + 1, ..ctx };
            let unknown = refusal(replay(&mut Overlay::new(Memory::default()), &older, &entry));
            prop_assert_eq!(unknown, Err(Refusal::UnknownRules { version: RULES_VERSION + 1 }));
            event.hash = leaf_hash(&entry.to_bytes());
            model.events.push(event);
            model.rules = rules_version;
            keep(&mut state, entry.clone(), step.0[7].is_multiple_of(2));
            keep(&mut again, entry, true);
            prop_assert_eq!(&state.base().cells, &model.cells());
            prop_assert_eq!(&again.base().cells, &state.base().cells);
            zero_in_each_fund(&state.base().cells)?;
        }
    }
}
