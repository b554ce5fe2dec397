//! What an office that helps may do next, right and wrong.
//!
//! Owns: making each wish from what the model has. Refuses to know: how it is recorded, judged and compared.

use jinguo::base::{Fen, FundNo};
use jinguo::entry::{Cap, Gives, PerHousehold, ReliefRules, Steps};
use proptest::prelude::*;
use proptest::sample::select;

/// What somebody does, as numbers that a strategy can shrink; what they mean depends on what is there.
#[derive(Clone, Debug)]
pub struct Step {
    pub act: Act,
    pub days: u32,
    pub back: u32,
    pub a: u32,
    pub b: u32,
    pub c: u32,
    /// A part of what is possible, in thousandths; above 1000 it is too much.
    pub part: i64,
    pub picks: Vec<(u32, i64)>,
    /// Something of it is wrong, perhaps.
    pub wrong: bool,
    /// What waits is decided at once.
    pub at_once: bool,
    pub prepare: bool,
    pub rules: ReliefRules,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Rules,
    Apply,
    Look,
    Propose,
    Decide,
    Notice,
    Pay,
    Back,
    Answer,
    Drop,
    Disburse,
    Agree,
    Receive,
    GiveBack,
    Rebind,
    GoodsIn,
    Buy,
    Count,
    GoodsBack,
    Reverse,
    Donate,
    Household,
    Restrict,
    Erase,
    Crash,
    Reopen,
}

fn amounts(of: &'static [i64]) -> impl Strategy<Value = Fen> {
    select(of.to_vec()).prop_map(Fen::new)
}

fn rules() -> impl Strategy<Value = ReliefRules> {
    let cap = |amounts_of: &'static [i64]| {
        (select(vec![0_u16, 0, 0, 1, 2]), amounts(amounts_of))
            .prop_map(|(times, amount)| Cap { times, amount })
    };
    (
        (
            select(vec![Gives::Money, Gives::Money, Gives::Either, Gives::Either, Gives::Goods]),
            select(vec![vec![], vec![], vec![], vec![1], vec![1, 2]]),
            (amounts(&[0, 0, 5_000]), amounts(&[0, 0, 40_000, 60_000]), select(vec![0_u32, 0, 1, 3])),
        ),
        (cap(&[0, 0, 0, 50_000, 90_000]), cap(&[0, 0, 0, 45_000, 70_000])),
        (
            select(vec![
                PerHousehold::Any,
                PerHousehold::Any,
                PerHousehold::Round,
                PerHousehold::Year,
                PerHousehold::Lifetime,
            ]),
            amounts(&[0, 0, 0, 150_000]),
            amounts(&[0, 0, 0, 90_000]),
            select(vec![0_u8, 0, 0, 1, 2]),
        ),
        (any::<[bool; 3]>(), 0..3_u8, select(vec![0_u8, 0, 0, 3, 10])),
    )
        .prop_map(|((gives, funds, (least, most, most_pieces)), caps, bounds, steps)| {
            let ([visit, review, answer], others, notice_days) = steps;
            let application = others == 1 && !(visit && review && answer);
            let steps = Steps {
                application,
                visit: visit && application,
                review: review && application,
                approval: others == 2 || visit && review,
                answer,
                notice_days,
            };
            let goods = gives == Gives::Goods;
            let of_money = |sum: Fen| if goods { Fen::ZERO } else { sum };
            let cap = |cap: Cap| Cap { amount: of_money(cap.amount), ..cap };
            ReliefRules {
                gives,
                funds: funds.into_iter().map(FundNo).collect(),
                categories: Vec::new(),
                areas: Vec::new(),
                least: of_money(least),
                most: of_money(most),
                most_pieces: if gives == Gives::Money { 0 } else { most_pieces },
                lifetime: cap(caps.0),
                yearly: cap(caps.1),
                household: bounds.0,
                year_budget: bounds.1,
                round_budget: of_money(bounds.2),
                papers: bounds.3,
                steps,
            }
        })
}

pub fn steps(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(act()), count)
}

/// The first days: three programmes have rules, a gift of money and one of goods are there, and goods.
pub fn prologue() -> impl Strategy<Value = Vec<Step>> {
    use Act::{Agree, Buy, GoodsIn, Receive};
    let acts =
        [Act::Rules, Act::Rules, Act::Rules, Agree, Receive, Agree, Receive, GoodsIn, GoodsIn, GoodsIn, Buy];
    let all: Vec<_> = acts.into_iter().map(|act| step(Just(act))).collect();
    all.prop_map(|mut steps| {
        for (n, step) in (0..).zip(&mut steps) {
            (step.wrong, step.prepare, step.at_once) = (false, false, true);
            step.part = step.part.min(1000);
            if n < 3 {
                step.a = n;
            }
        }
        steps
    })
}

fn act() -> impl Strategy<Value = Act> {
    use Act::*;
    let weights = [
        (2, Rules),
        (8, Apply),
        (9, Look),
        (26, Propose),
        (7, Decide),
        (8, Notice),
        (24, Pay),
        (9, Back),
        (6, Answer),
        (3, Drop),
        (7, Disburse),
        (3, Agree),
        (5, Receive),
        (3, GiveBack),
        (2, Rebind),
        (5, GoodsIn),
        (4, Buy),
        (3, Count),
        (2, GoodsBack),
        (13, Reverse),
        (2, Donate),
        (1, Household),
        (1, Restrict),
        (1, Erase),
        (3, Crash),
        (2, Reopen),
    ];
    prop::strategy::Union::new_weighted(weights.iter().map(|(weight, act)| (*weight, Just(*act))).collect())
}

fn step(act: impl Strategy<Value = Act>) -> impl Strategy<Value = Step> {
    let days = prop_oneof![5 => Just(0_u32), 4 => 1..6_u32, 2 => 8..40_u32];
    let back = prop_oneof![6 => Just(0_u32), 1 => 1..4_u32, 1 => 5..40_u32];
    let part = || prop_oneof![3 => Just(1000_i64), 5 => 1..1000_i64, 1 => 1001..1500_i64];
    let picks = prop::collection::vec((any::<u32>(), part()), 1..=8);
    let rarely = |of: u32| (0..of).prop_map(|n: u32| n == 7);
    let flags = (rarely(12), (0..4_u8).prop_map(|n| n > 0), rarely(12));
    (act, (days, back), any::<(u32, u32, u32)>(), part(), picks, flags, rules()).prop_map(
        |(act, (days, back), (a, b, c), part, picks, (wrong, at_once, prepare), rules)| Step {
            act,
            days,
            back,
            a,
            b,
            c,
            part,
            picks,
            wrong,
            at_once,
            prepare,
            rules,
        },
    )
}
