//! Loans from the application to the last 分, beside a slow model of `docs/rules-loans.md`.
//!
//! Owns: how many lives, and that every kind of event was among them. Refuses to know: what happens in one.
//!
//! `JINGUO_LOAN_CASES=10000` lives that many offices (64 otherwise), `JINGUO_LOAN_SEED=7` others.

// Power cuts alone are used here; other faults are for other tests.
#[allow(dead_code)]
mod support;

// The same of the index.
#[allow(dead_code)]
#[path = "support/sim_index.rs"]
mod sim_index;
mod loans {
    pub mod books;
    pub mod compare;
    pub mod desk;
    mod forged;
    mod laws;
    pub mod lives;
    pub mod model;
    mod named;
    pub mod office;
    pub mod plan;
    mod unwound;
}

use loans::lives::World;
use loans::plan;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::RefCell;
use std::collections::BTreeMap;

fn number(name: &str, otherwise: u32) -> u32 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

#[test]
fn loans_are_what_their_events_make_of_them() {
    let cases = number("JINGUO_LOAN_CASES", 64);
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("JINGUO_LOAN_SEED", 1).to_be_bytes());
    let config = Config { cases, max_shrink_iters: 3000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let seen: RefCell<BTreeMap<u16, (u32, u32)>> = RefCell::default();
    let lives = (plan::products(), any::<bool>(), plan::steps());
    let ran = runner.run(&lives, |(products, two, steps)| {
        let mut world = World::new(&products, two);
        for step in plan::three_loans().iter().chain(&steps) {
            world.step(step);
        }
        for (kind, (happened, reversed)) in world.end().seen {
            let mut seen = seen.borrow_mut();
            let sums = seen.entry(kind).or_default();
            *sums = (sums.0 + happened, sums.1 + reversed);
        }
        Ok(())
    });
    if let Err(failed) = ran {
        panic!("{failed}");
    }
    let seen = seen.into_inner();
    println!("kinds, how often they took effect and were reversed: {seen:?}");
    if cases >= 64 {
        let missing: Vec<u16> = (110..=122)
            .filter(|kind| seen.get(kind).is_none_or(|(all, reversed)| *all < 3 || *reversed < 1))
            .collect();
        assert!(missing.is_empty(), "never happened, or never reversed: {missing:?}");
    }
}
