//! What a run does, step by step, all of it grown from one seed.
//!
//! Owns: the choice of steps and faults. Refuses to know: what comes of them.

use crate::sim_index;
use crate::support::sim_fs::Fault;

/// A small generator of numbers, the same for the same seed (splitmix64).
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[7]
    }
}

/// What goes wrong with the index's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexFault {
    /// A call fails: so many calls from now.
    Call(u64, IndexCall),
    /// The next value read is not what was written.
    Rot,
    /// The folder does not open.
    Damage,
    /// Somebody deletes the folder.
    Delete,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexCall {
    Io,
    Damaged,
}

impl IndexCall {
    pub fn fault(self) -> sim_index::Fault {
        match self {
            IndexCall::Io => sim_index::Fault::Io,
            IndexCall::Damaged => sim_index::Fault::Damaged,
        }
    }
}

/// How the program comes to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It closes the ledger.
    Close,
    /// It dies; the machine goes on.
    Kill,
    /// Power goes.
    Cut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A commit of so many drafts. The flag: the last one breaks a rule.
    Commit(u64, bool),
    /// Drafts that are accepted and then given up.
    GiveUp(u64),
    /// The index is flushed.
    Flush,
    /// The program ends and the ledger is opened again.
    Reopen(End),
    /// Everything is compared with the model.
    Compare,
}

/// One step. Each has a seed of its own, so that others can be left out and it stays the same.
#[derive(Clone, Debug)]
pub struct Step {
    pub seed: u64,
    pub action: Action,
    /// Faults at calls of the file system, counted from the step's first.
    pub faults: Vec<(u64, Fault)>,
    pub index: Option<IndexFault>,
}

/// The end of a run: what a person with a file manager does, or a bad disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Last {
    Nothing,
    /// The journal is cut behind the index.
    CutBehindIndex,
    /// Another journal takes its place.
    Exchange,
    /// A bit of the journal turns over; the index is there, or gone.
    JournalRot {
        index_gone: bool,
    },
    /// A bit of one of the vault's files turns over.
    VaultRot {
        keys: bool,
    },
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Entries carry so many papers that the index cuts chunks.
    pub large: bool,
    pub create: Vec<(u64, Fault)>,
    pub steps: Vec<Step>,
    pub last: Last,
}

fn fault(dice: &mut Dice) -> Fault {
    match dice.below(12) {
        0 => Fault::Error,
        1 => Fault::Full,
        2 => Fault::Short,
        3 => Fault::Sync,
        _ => Fault::PowerCut,
    }
}

fn faults(dice: &mut Dice, within: u64) -> Vec<(u64, Fault)> {
    let first = dice.below(within);
    let mut all = vec![(first, fault(dice))];
    if dice.one_in(6) {
        all.push((first + 1 + dice.below(3), fault(dice)));
    }
    all
}

impl Plan {
    pub fn of(seed: u64) -> Plan {
        let mut dice = Dice(seed ^ 0x6a69_6e67_756f);
        let create = if dice.one_in(2) { faults(&mut dice, 24) } else { Vec::new() };
        let count = 8 + dice.below(28);
        let steps = (0..count).map(|_| Plan::step(&mut dice)).collect();
        let last = match dice.below(10) {
            0 => Last::CutBehindIndex,
            1 => Last::Exchange,
            2 => Last::JournalRot { index_gone: false },
            3 => Last::JournalRot { index_gone: true },
            4 => Last::VaultRot { keys: dice.one_in(2) },
            _ => Last::Nothing,
        };
        Plan { seed, large: dice.one_in(4), create, steps, last }
    }

    fn step(dice: &mut Dice) -> Step {
        let seed = dice.next();
        let action = match dice.below(20) {
            0..=9 => Action::Commit(1 + dice.below(4), dice.one_in(8)),
            10 => Action::GiveUp(1 + dice.below(3)),
            11 => Action::Flush,
            12 => Action::Compare,
            13..=14 => Action::Reopen(End::Close),
            15..=16 => Action::Reopen(End::Kill),
            _ => Action::Reopen(End::Cut),
        };
        let calls = if matches!(action, Action::Reopen(_)) { 40 } else { 12 };
        let faults = if dice.one_in(2) { faults(dice, calls) } else { Vec::new() };
        let index = match dice.below(24) {
            0 => Some(IndexFault::Call(1 + dice.below(20), IndexCall::Io)),
            1 => Some(IndexFault::Call(1 + dice.below(20), IndexCall::Damaged)),
            2 => Some(IndexFault::Rot),
            3 => Some(IndexFault::Damage),
            4 => Some(IndexFault::Delete),
            _ => None,
        };
        Step { seed, action, faults, index }
    }
}
