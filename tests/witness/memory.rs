//! The memory on a disk that fails and loses power, and under many threads.
//!
//! Owns: that it is whole and never older than what was answered. Refuses to know: HTTP.

use crate::forker::{ORIGIN, at, request, request_of};
use crate::served::trust;
use crate::support::sim_fs::{Fault, SimFs};
use jinguo::chain::witness::{Answer, Unsound};
use jinguo::chain::{KeyName, OperatorKey, Policy};
use jinguo::ledger::witness::{Outcome, SetUpError, Witness};
use jinguo::store::lock::Lock;
use jinguo::store::witness_memory::{WitnessMemory, name_of};
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

const NOW: u64 = 1_772_935_200;
const STEPS: [(u64, u64); 5] = [(0, 1), (1, 3), (3, 3), (3, 8), (8, 20)];

fn witness(fs: &SimFs) -> Result<Witness, SetUpError> {
    witness_called("example.org/witness", 9, fs)
}

fn witness_called(name: &str, seed: u8, fs: &SimFs) -> Result<Witness, SetUpError> {
    let policy = Policy::parse(trust().as_bytes()).unwrap();
    let memory = WitnessMemory::new(fs.fs(), Path::new("/memory"), None);
    Witness::new(policy, OperatorKey::from_seed(&[seed; 32]), KeyName::new(name).unwrap(), memory)
}

fn disk(seed: u64) -> SimFs {
    SimFs::new(seed, Path::new("/memory"))
}

/// Goes through the steps; returns the largest size that was answered. A step that fails is tried once more.
fn run(fs: &SimFs) -> u64 {
    let Ok(witness) = witness(fs) else { return 0 };
    let mut answered = 0;
    for (old, size) in STEPS {
        for _ in 0..2 {
            if let Ok(Outcome::Cosigned { .. }) = witness.add(request(old, size), NOW) {
                answered = size;
                break;
            }
        }
    }
    answered
}

fn remembered(witness: &Witness) -> u64 {
    let kept = witness.latest(&name_of(ORIGIN)).expect("the memory is whole");
    kept.map_or(0, |kept| {
        let checkpoint = kept.signed().checkpoint();
        assert_eq!(checkpoint.root(), at(0, checkpoint.size()).checkpoint().root());
        checkpoint.size()
    })
}

#[test]
fn whatever_the_disk_does_what_was_answered_is_remembered() {
    let smooth = disk(0);
    assert_eq!(run(&smooth), 20);
    let calls = smooth.calls();
    assert!(calls > 40, "only {calls} calls");
    let mut cuts = 0;
    for fault in [Fault::Error, Fault::Full, Fault::Short, Fault::Sync, Fault::PowerCut] {
        for call in 0..calls {
            let fs = disk(call);
            fs.fail_at(call, fault);
            let answered = run(&fs);
            fs.heal();
            for seed in 0..8 {
                let after = fs.crash(seed);
                // The file that says whose memory it is goes with the first start, before anything was answered.
                let again = witness(&after).expect("whole");
                let kept = remembered(&again);
                assert!(kept >= answered, "{fault:?} at call {call}, seed {seed}: {kept} after {answered}");
                // It goes on from there, and nowhere else.
                assert!(matches!(again.add(request(kept, 30), NOW), Ok(Outcome::Cosigned { .. })));
                let fork = again.add(request_of(1, 30, 30), NOW).unwrap();
                let unsound = Answer::Unprocessable(Unsound::Fork);
                assert!(matches!(fork, Outcome::Refused { answer, .. } if answer == unsound));
                cuts += 1;
            }
        }
    }
    assert!(cuts > 1000);
}

#[test]
fn any_bit_turned_over_is_seen_or_of_no_matter() {
    let fs = disk(1);
    assert_eq!(run(&fs), 20);
    let file = Path::new("/memory").join(name_of(ORIGIN).to_string());
    let (mut bit, mut seen) = (0, 0);
    while fs.flip_bit(&file, bit) {
        // What can be read is what was written: at most the log's own signature is damaged, which nothing rests on.
        match witness(&fs).unwrap().latest(&name_of(ORIGIN)) {
            Ok(kept) => assert_eq!(kept.unwrap().signed().note().text(), at(0, 20).note().text()),
            Err(_) => {
                assert!(witness(&fs).unwrap().add(request(20, 21), NOW).is_err());
                seen += 1;
            }
        }
        assert!(fs.flip_bit(&file, bit));
        bit += 1;
    }
    assert!(seen > 1000, "only {seen} of {bit}");
}

#[test]
fn a_memory_is_of_one_witness() {
    let fs = disk(2);
    run(&fs);
    let other_key = witness_called("example.org/witness", 8, &fs);
    assert!(matches!(other_key, Err(SetUpError::OthersMemory(_))));
    let other_name = witness_called("example.org/other", 9, &fs);
    assert!(matches!(other_name, Err(SetUpError::OthersMemory(_))));
    // The log's own key would vouch for itself.
    assert!(matches!(witness_called("example.org/witness", 1, &fs), Err(SetUpError::KeyOfALog(_))));
    assert!(fs.flip_bit(Path::new("/memory/witness"), 3));
    assert!(matches!(witness(&fs), Err(SetUpError::DamagedOwner)));
}

#[test]
fn of_many_at_once_each_sees_what_the_others_did() {
    let fs = disk(3);
    let witness = witness(&fs).unwrap();
    let answered = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for thread in 0..4u64 {
            let (witness, answered) = (&witness, &answered);
            scope.spawn(move || {
                let mut known = 0;
                for turn in 0..60 {
                    let history = u8::try_from((thread + turn) % 2).unwrap();
                    let size = known + 1 + (thread + turn) % 3;
                    match witness.add(request_of(history, known, size), NOW).unwrap() {
                        Outcome::Cosigned { .. } => {
                            answered.lock().unwrap().push((history, known, size));
                            known = size;
                        }
                        Outcome::Refused { kept, .. } => known = kept.map_or(0, |(size, _)| size),
                    }
                }
            });
        }
    });
    let mut answered = answered.into_inner().unwrap();
    answered.sort_by_key(|(_, old, _)| *old);
    // One line from nothing to the newest: no two began at the same place, none was stepped over.
    let mut at = 0;
    let history = answered[0].0;
    for (of, old, size) in &answered {
        assert_eq!((*of, *old), (history, at));
        at = *size;
    }
    assert!(answered.len() > 30);
}

#[test]
fn two_processes_do_not_share_a_memory() {
    let dir = tempfile::tempdir().unwrap();
    let held = Lock::acquire(dir.path(), Duration::ZERO, "witness", "").unwrap();
    let memory = WitnessMemory::new(std::sync::Arc::new(jinguo::store::fs::RealFs), dir.path(), Some(held));
    assert!(Lock::acquire(dir.path(), Duration::ZERO, "witness", "").is_err());
    drop(memory);
    assert!(Lock::acquire(dir.path(), Duration::ZERO, "witness", "").is_ok());
}
