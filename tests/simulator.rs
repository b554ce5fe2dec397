//! The ledger under power cuts, failing disks and a failing index, against a model of what its users were told.
//!
//! Owns: how many runs, in parallel, and the shortening of one that fails. Refuses to know: what a run does.
//!
//! `JINGUO_SIM_CUTS=100000` cuts power that often (2,000 otherwise); `JINGUO_SIM_SEED=…` carries out one run.

mod support;

#[path = "properties/cells.rs"]
mod cells;
#[path = "properties/closing.rs"]
mod closing;
#[path = "properties/drafts.rs"]
mod drafts;
#[path = "properties/model.rs"]
mod model;
#[path = "support/sim_index.rs"]
mod sim_index;
mod sim {
    pub mod office;
    pub mod plan;
    pub mod run;
}

use sim::plan::{Plan, Step};
use sim::run::{Run, Tally};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

/// A run; a panic in it is one more way to be wrong.
fn carry_out(plan: &Plan) -> Result<Tally, String> {
    panic::catch_unwind(AssertUnwindSafe(|| Run::of(plan))).unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        let text = text.or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()));
        Err(format!("panic: {}", text.unwrap_or_default()))
    })
}

/// Leaves out steps and faults for as long as something still goes wrong.
fn shorten(mut plan: Plan, mut wrong: String) -> (Plan, String) {
    let mut left = 600;
    let mut attempt = |shorter: Plan, plan: &mut Plan, wrong: &mut String| -> bool {
        left -= 1;
        match carry_out(&shorter) {
            Err(again) if left > 0 => {
                (*plan, *wrong) = (shorter, again);
                true
            }
            _ => false,
        }
    };
    let mut size = plan.steps.len();
    while size > 0 {
        let mut at = 0;
        while at < plan.steps.len() {
            let mut shorter = plan.clone();
            shorter.steps.drain(at..(at + size).min(plan.steps.len()));
            if !attempt(shorter, &mut plan, &mut wrong) {
                at += size;
            }
        }
        size /= 2;
    }
    attempt(Plan { create: Vec::new(), ..plan.clone() }, &mut plan, &mut wrong);
    for at in 0..plan.steps.len() {
        let without = |change: &dyn Fn(&mut Step)| {
            let mut shorter = plan.clone();
            change(&mut shorter.steps[at]);
            shorter
        };
        let (no_faults, no_index) = (without(&|s| s.faults.clear()), without(&|s| s.index = None));
        attempt(no_faults, &mut plan, &mut wrong);
        if plan.steps[at].index.is_some() {
            let mut both = no_index;
            both.steps[at].faults.clone_from(&plan.steps[at].faults);
            attempt(both, &mut plan, &mut wrong);
        }
    }
    (plan, wrong)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[test]
fn no_cut_fault_or_damage_loses_or_makes_up_a_commit() {
    let one = number("JINGUO_SIM_SEED");
    let wanted = number("JINGUO_SIM_CUTS").unwrap_or(2000);
    let (seeds, cuts) = (AtomicU64::new(one.unwrap_or(0)), AtomicU64::new(0));
    let stop = AtomicBool::new(false);
    let sum = Mutex::new(Tally::default());
    let failed: Mutex<Option<(u64, String)>> = Mutex::new(None);
    // Panics are caught and told; only their own lines are kept off the terminal.
    panic::set_hook(Box::new(|_| {}));
    let work = || {
        while !stop.load(Ordering::Relaxed) && cuts.load(Ordering::Relaxed) < wanted {
            let seed = seeds.fetch_add(1, Ordering::Relaxed);
            match carry_out(&Plan::of(seed)) {
                Ok(tally) => {
                    cuts.fetch_add(tally.cuts, Ordering::Relaxed);
                    sum.lock().unwrap().add(&tally);
                }
                Err(wrong) => {
                    failed.lock().unwrap().get_or_insert((seed, wrong));
                    stop.store(true, Ordering::Relaxed);
                }
            }
            if one.is_some() {
                stop.store(true, Ordering::Relaxed);
            }
        }
    };
    let threads = if one.is_some() { 1 } else { thread::available_parallelism().map_or(2, usize::from) };
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let failed = failed.into_inner().unwrap();
    let shortened = failed.map(|(seed, wrong)| (seed, shorten(Plan::of(seed), wrong)));
    drop(panic::take_hook());
    println!("{} runs: {:?}", seeds.into_inner(), sum.into_inner().unwrap());
    if let Some((seed, (plan, wrong))) = shortened {
        panic!(
            "{wrong}\n{plan:#?}\nthe whole run again: JINGUO_SIM_SEED={seed} cargo test --test simulator -- --nocapture"
        );
    }
}
