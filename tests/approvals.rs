//! An office with several operators under power cuts: random histories against a naive model of the rules of version 2.
//!
//! Owns: how many histories, and what is asked of each. Refuses to know: what happens in one.
//!
//! `JINGUO_APPROVAL_CASES=10000` runs that many histories (128 otherwise).

mod support;

#[path = "support/sim_index.rs"]
mod sim_index;
mod approvals {
    pub mod compare;
    pub mod judge;
    pub mod model;
    pub mod names;
    pub mod office;
    pub mod ops;
    pub mod plan;
    pub mod postings;
    pub mod set_up;

    /// The ledger's own key; nothing here signs with it.
    pub fn ledger_key() -> jinguo::base::Hash32 {
        ops::PUBLIC[9]
    }
}

use approvals::model::{Event, Model};
use approvals::office::Office;
use approvals::ops::{PUBLIC, Step, line};
use approvals::plan::{self, Transition};
use approvals::set_up;
use jinguo::base::{OperatorNo, Timestamp};
use jinguo::entry::{Body, Chart, Open};
use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use std::sync::LazyLock;

/// A ledger just created, some weeks before the chart of accounts changes with the year.
static EMPTY: LazyLock<Model> = LazyLock::new(|| {
    let now = Timestamp::from_millis(1_763_600_000_000).unwrap();
    let open = Body::Open(Open {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: approvals::ledger_key(),
        operator: OperatorNo(1),
        operator_name: line("张敏"),
        operator_key: PUBLIC[0],
    });
    let day = now.shanghai_date();
    let (by, business) = (OperatorNo(1), day);
    let (lines, private) = (Vec::new(), Vec::new());
    let first = Event { by, day, business, prepared: false, voucher: None, lines, body: open, private };
    Model { events: vec![first], now }
});

/// The office after its first days, and the steps that led there.
static SET_UP: LazyLock<(Model, Vec<Step>)> = LazyLock::new(|| {
    let mut model = EMPTY.clone();
    let steps = set_up::first_days(&mut model);
    (model, steps)
});

/// The model, as the state machine that the ledger is compared with.
struct Foretold;

impl ReferenceStateMachine for Foretold {
    type State = Model;
    type Transition = Transition;

    fn init_state() -> BoxedStrategy<Model> {
        Just(SET_UP.0.clone()).boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Transition> {
        plan::transition(model)
    }

    fn apply(model: Model, transition: &Transition) -> Model {
        match transition {
            Transition::Step(step) => model.after(step).0,
            Transition::Reopen(_) => model,
        }
    }
}

/// The ledger.
struct Carried;

impl StateMachineTest for Carried {
    type SystemUnderTest = Office;
    type Reference = Foretold;

    fn init_test(_: &Model) -> Office {
        Office::new(&EMPTY, &SET_UP.1)
    }

    fn apply(mut office: Office, after: &Model, transition: Transition) -> Office {
        match transition {
            Transition::Step(step) => office.step(&step, after),
            Transition::Reopen(how) => office.reopen(how),
        }
        office
    }

    fn check_invariants(_: &Office, model: &Model) {
        approvals::compare::invariants(model);
    }

    fn teardown(office: Office, _: Model) {
        office.end();
    }
}

fn cases() -> u32 {
    let given = std::env::var("JINGUO_APPROVAL_CASES").ok();
    given.map_or(128, |text| {
        text.parse().unwrap_or_else(|_| panic!("JINGUO_APPROVAL_CASES is no number: {text}"))
    })
}

prop_state_machine! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 4000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_happens_that_the_model_did_not_foretell(sequential 10..50 => Carried);
}
