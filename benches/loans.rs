//! Figures of loans, each beside its target: the loans' part of the table of `docs/performance.md`.
//!
//! Owns: what is measured and how. Refuses to know: whether the figures are good; the page says.
//!
//! `cargo bench --bench loans`, one core throughout.

// Times are floats; no money is.
#![allow(clippy::float_arithmetic)]

use jinguo::base::{Date, Fen, Rate};
use jinguo::book::loan::schedule::{Asked, plan};
use jinguo::entry::{DayCount, Eligible, Graces, Method, RepaymentOrder, Rounding, Terms};
use std::hint::black_box;
use std::time::Instant;

fn main() {
    println!("| figure | measured, best of 5 | target |\n| --- | --- | --- |");
    schedules();
}

fn row(figure: &str, target: f64, run: impl Fn()) {
    let once = || {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    };
    let best = (0..5).map(|_| once()).fold(f64::INFINITY, f64::min);
    println!("| {figure} | {best:.4} s | {target} s |");
}

/// Other amounts, rates and days each time, so that nothing is made once for all.
fn schedules() {
    row("10,000 schedules of 36 equal payments, ACT/360", 0.1, || {
        let first = Date::new(2024, 1, 1).unwrap();
        for n in 0..10_000 {
            let terms = terms(30_000 + n);
            let start = first.plus_days(n % 1000);
            let asked = Asked {
                terms: &terms,
                principal: Fen::new(5_000_000 + i64::from(n) * 2500),
                start,
                anchor: start,
                end: start.plus_months(36),
                carried: 0,
                unpaid: Fen::ZERO,
            };
            assert_eq!(black_box(plan(black_box(&asked))).len(), 36);
        }
    });
}

fn terms(millionths: u32) -> Terms {
    Terms {
        rate: Rate::from_millionths(millionths),
        surcharge_percent: 50,
        day_count: DayCount::Actual360,
        rounding: Rounding::HalfUp,
        method: Method::EqualPayments,
        graces: Graces::default(),
        order: RepaymentOrder::USUAL,
        due_day: 0,
        limit: Fen::new(30_000_000),
        longest_months: 36,
        eligible: Eligible::default(),
    }
}
