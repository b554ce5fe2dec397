//! Relief from the application to the bank's answer, gifts to their last 分 and goods to the last piece, beside a naive
//! model of `docs/rules.md`.
//!
//! Owns: how many lives, and that every kind of event and refusal was among them. Refuses to know: what happens in one.
//!
//! `JINGUO_RELIEF_CASES=10000` lives that many offices (96 otherwise), `JINGUO_RELIEF_SEED=7` others.

// Power cuts alone are used here; other faults are for other tests.
#[allow(dead_code)]
mod support;

// The same of the index.
#[allow(dead_code)]
#[path = "support/sim_index.rs"]
mod sim_index;
// Its memory alone is used here; journals are forged in another way.
#[allow(dead_code)]
#[path = "support/scribe.rs"]
mod scribe;
mod relief {
    pub mod compare;
    mod forged;
    pub mod judge;
    mod laws;
    pub mod lives;
    pub mod model;
    mod named;
    pub mod office;
    pub mod plan;
    pub mod shelf;
}

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use relief::lives::{Seldom, World};
use relief::plan;
use std::cell::RefCell;

fn number(name: &str, otherwise: u32) -> u32 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// A runner of so many cases; more, or others, where the environment says so.
fn runner(otherwise: u32) -> TestRunner {
    let cases = number("JINGUO_RELIEF_CASES", otherwise);
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("JINGUO_RELIEF_SEED", 1).to_be_bytes());
    let config = Config {
        cases,
        max_shrink_iters: number("JINGUO_RELIEF_SHRINKS", 100),
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

#[test]
fn relief_is_what_its_events_make_of_it() {
    let seen: RefCell<Seldom> = RefCell::default();
    let lives = (plan::prologue(), any::<bool>(), plan::steps(10..70));
    let ran = runner(96).run(&lives, |(prologue, two, steps)| {
        let mut world = World::new(two);
        for step in prologue.iter().chain(&steps) {
            world.step(step);
        }
        seen.borrow_mut().add(world.end());
        Ok(())
    });
    if let Err(failed) = ran {
        panic!("{failed}");
    }
    let seen = seen.into_inner();
    println!("kinds, how often they took effect, waited and were reversed: {:?}", seen.kinds);
    println!("refused: {:?}", seen.refused);
}
