//! Relief from the application to the bank's answer, gifts to their last 分 and goods to the last piece, beside a naive
//! model of `docs/rules.md`.
//!
//! Owns: how many lives, and that every kind of event and refusal was among them. Refuses to know: what happens in one.
//!
//! `JINGUO_RELIEF_CASES=10000` lives that many offices (192 otherwise), `JINGUO_RELIEF_SEED=7` others.

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
    pub mod cause;
    pub mod compare;
    mod counts;
    mod forged;
    pub mod judge;
    mod judge_gifts;
    mod judge_rounds;
    mod laws;
    pub mod lives;
    pub mod model;
    mod named;
    pub mod office;
    pub mod plan;
    pub mod shelf;
    mod wishes;
}

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use relief::cause::Cause;
use relief::lives::{Seldom, World};
use relief::plan;
use std::cell::RefCell;

/// How many lives there are where nobody says it.
const LIVES: u32 = 192;

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
    let ran = runner(LIVES).run(&lives, |(prologue, two, steps)| {
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
    if number("JINGUO_RELIEF_CASES", LIVES) >= LIVES {
        let happened = |kind: &u16, times: u32| seen.kinds.get(kind).is_some_and(|sums| sums[0] >= times);
        let kinds = [33_u16].into_iter().chain(130..=138).chain(140..=143).chain(151..=154);
        let missing: Vec<u16> = kinds.filter(|kind| !happened(kind, 3)).collect();
        assert!(missing.is_empty(), "never happened: {missing:?}");
        let reversed = |kind: &u16| seen.kinds.get(kind).is_some_and(|sums| sums[2] > 0);
        let missing: Vec<u16> =
            [30, 33, 135, 141, 142, 151, 152].into_iter().filter(|kind| !reversed(kind)).collect();
        assert!(missing.is_empty(), "never reversed: {missing:?}");
        let of_rounds = |cause: &&Cause| !seen.refused.contains_key(&(133, format!("{cause:?}")));
        let missing: Vec<&Cause> = Cause::OF_ROUNDS.iter().filter(of_rounds).collect();
        assert!(missing.is_empty(), "no round was ever refused for {missing:?}");
    }
}
