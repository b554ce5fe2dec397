//! Owns: what every index must do, on disk, in memory and pretended, and what damage may and may not bring.
//! Refuses to know: the journal and the ledger.

#[path = "support/sim_index.rs"]
mod sim_index;

use jinguo::store::index::{Batch, Index, IndexError, Pair, Space};
use jinguo::store::mem_index::MemIndex;
use jinguo::store::sled_index::{SledIndex, set_aside};
use proptest::prelude::*;
use sim_index::{Fault, SimIndex};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

// ---- the same answers as a sorted map ----

#[derive(Clone, Debug)]
enum Step {
    Apply(Batch),
    Flush,
    Reopen,
}

fn key() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(vec![0_u8, 1, 0x7f, 0xff]), 0..4)
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        8 => prop::collection::vec(any::<u8>(), 0..40),
        1 => (any::<u8>(), prop::sample::select(vec![4_000_usize, 33_000, 140_000]))
            .prop_map(|(byte, length)| vec![byte; length]),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let cold = (prop::sample::select(vec![Space::Chunk, Space::List]), key(), value());
    let hot = (prop::sample::select(vec![Space::State, Space::Tail]), key(), prop::option::of(value()));
    let batch = (prop::collection::vec(cold, 0..4), prop::collection::vec(hot, 0..8))
        .prop_map(|(cold, hot)| Step::Apply(Batch { cold, hot }));
    prop_oneof![8 => batch, 2 => Just(Step::Flush), 1 => Just(Step::Reopen)]
}

fn pairs(index: &dyn Index, space: Space, from: &[u8], to: &[u8]) -> Result<Vec<Pair>, IndexError> {
    let mut found = Vec::new();
    index.range(space, from, to, &mut |key, value| {
        found.push((key.to_vec(), value.to_vec()));
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn agree(index: &dyn Index, model: &MemIndex, keys: &[Vec<u8>]) {
    for space in Space::ALL {
        assert_eq!(
            pairs(index, space, &[], &[0xff; 9]).unwrap(),
            pairs(model, space, &[], &[0xff; 9]).unwrap()
        );
        for pair in keys.windows(2) {
            let (from, to) = (&pair[0], &pair[1]);
            assert_eq!(index.get(space, from).unwrap(), model.get(space, from).unwrap());
            assert_eq!(index.last_before(space, from).unwrap(), model.last_before(space, from).unwrap());
            assert_eq!(pairs(index, space, from, to).unwrap(), pairs(model, space, from, to).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn sled_and_the_pretended_index_answer_as_a_sorted_map_across_reopening(
        steps in prop::collection::vec(step(), 1..30),
        keys in prop::collection::vec(key(), 2..12),
    ) {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("index");
        let sim = SimIndex::new();
        let mut model = MemIndex::new();
        let mut sled = SledIndex::open(&dir).unwrap();
        let mut pretended = sim.open().unwrap();
        for step in steps {
            match step {
                Step::Apply(batch) => {
                    model.apply(batch.clone()).unwrap();
                    sled.apply(batch.clone()).unwrap();
                    pretended.apply(batch).unwrap();
                }
                Step::Flush => {
                    sled.flush().unwrap();
                    pretended.flush().unwrap();
                }
                Step::Reopen => {
                    drop(sled);
                    drop(pretended);
                    sled = SledIndex::open(&dir).unwrap();
                    pretended = sim.open().unwrap();
                }
            }
            agree(&sled, &model, &keys);
        }
        agree(&pretended, &model, &keys);
    }
}

#[test]
fn a_range_stops_when_told() {
    let root = tempfile::tempdir().unwrap();
    let mut index = SledIndex::open(&root.path().join("index")).unwrap();
    for number in 0..20 {
        index.apply(commit(number)).unwrap();
    }
    let mut seen = 0;
    let stop_at_three = &mut |_: &[u8], _: &[u8]| {
        seen += 1;
        if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    index.range(Space::Tail, &[], &[0xff; 9], stop_at_three).unwrap();
    assert_eq!(seen, 3);
}

#[test]
fn a_second_opening_is_refused_and_closing_lets_go() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("index");
    let first = SledIndex::open(&dir).unwrap();
    assert!(matches!(SledIndex::open(&dir), Err(IndexError::InUse)));
    drop(first);
    drop(SledIndex::open(&dir).unwrap());
}

#[test]
fn setting_aside_keeps_every_earlier_folder() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("index");
    for number in 1..=3_u64 {
        let mut index = SledIndex::open(&dir).unwrap();
        assert_eq!(index.get(Space::State, b"tip").unwrap(), None);
        index.apply(commit(number)).unwrap();
        drop(index);
        let place = set_aside(&dir).unwrap();
        assert_eq!(place, root.path().join("aside").join(format!("index-{number}")));
        let kept = SledIndex::open(&place).unwrap();
        assert_eq!(kept.get(Space::State, b"tip").unwrap(), Some(number.to_be_bytes().to_vec()));
    }
}

// ---- commits in a row, as the ledger makes them ----

const COMMITS: u64 = 600;
const TO_A_CHUNK: u64 = 40;

fn filler(number: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new().update(&number.to_be_bytes()).finalize_xof().fill(&mut bytes);
    bytes
}

fn commit(number: u64) -> Batch {
    let mut batch = Batch::default();
    let name = |number: u64| number.to_be_bytes().to_vec();
    if number % TO_A_CHUNK == TO_A_CHUNK - 1 {
        let first = number + 1 - TO_A_CHUNK;
        batch.cold.push((Space::Chunk, name(first), filler(first, 40_000)));
        batch.cold.push((Space::List, name(number % 7 * 1_000 + first), filler(number, 900)));
        batch.hot.extend((first..number).map(|number| (Space::Tail, name(number), None)));
    } else {
        batch.hot.push((Space::Tail, name(number), Some(filler(number, 475))));
    }
    batch.hot.push((Space::State, name(number % 97), Some(filler(number, 60))));
    batch.hot.push((Space::State, b"tip".to_vec(), Some(name(number))));
    batch
}

/// Reads everything. Without an error the content must be what the commits up to the tip make, to the byte; only
/// cold pairs of later commits may stand there too. Returns the number of those commits.
fn whole_prefix(index: &dyn Index) -> Result<u64, IndexError> {
    let mut model = MemIndex::new();
    let tip = index.get(Space::State, b"tip")?;
    let count = tip.map_or(0, |tip| u64::from_be_bytes(tip.try_into().expect("a tip is eight bytes")) + 1);
    for number in 0..COMMITS {
        let batch = commit(number);
        let later = number >= count;
        model.apply(if later { Batch { hot: Vec::new(), ..batch } } else { batch }).unwrap();
    }
    let all = [0xff; 9];
    for space in [Space::State, Space::Tail] {
        assert_eq!(pairs(index, space, &[], &all)?, pairs(&model, space, &[], &all)?, "at {count}");
    }
    for space in [Space::Chunk, Space::List] {
        let found = pairs(index, space, &[], &all)?;
        for (key, value) in &found {
            assert_eq!(model.get(space, key)?.as_ref(), Some(value), "a cold value nobody wrote");
        }
        for number in 0..count {
            for (_, key, _) in commit(number).cold.iter().filter(|(cold, _, _)| *cold == space) {
                assert!(found.iter().any(|(kept, _)| kept == key), "a cold value is missing at {count}");
            }
        }
    }
    Ok(count)
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.metadata().unwrap().len() > 0 {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn a_process_that_dies_leaves_whole_commits_in_order() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("index");
    let mut index = SledIndex::open(&dir).unwrap();
    let mut flushed = 0;
    for number in 0..COMMITS {
        index.apply(commit(number)).unwrap();
        if number % 83 == 0 {
            index.flush().unwrap();
            flushed = number + 1;
        }
        if number % 29 == 0 {
            // The files as they stand are what a killed process leaves behind.
            let left = root.path().join(format!("left-{number}"));
            copy_folder(&dir, &left);
            let count = whole_prefix(&SledIndex::open(&left).unwrap()).unwrap();
            assert!((flushed..=number + 1).contains(&count), "{count} of {number}, flushed {flushed}");
            fs::remove_dir_all(left).unwrap();
        }
    }
}

#[test]
fn damaged_files_bring_an_error_or_a_whole_prefix_and_never_a_wrong_value() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("index");
    for part in [0..COMMITS / 2, COMMITS / 2..COMMITS] {
        let mut index = SledIndex::open(&dir).unwrap();
        for number in part {
            index.apply(commit(number)).unwrap();
            if number % 50 == 0 {
                index.flush().unwrap();
            }
        }
    }
    assert_eq!(whole_prefix(&SledIndex::open(&dir).unwrap()).unwrap(), COMMITS);
    let (mut errors, mut right) = (0, 0);
    for seed in 0..60_u64 {
        let copy = root.path().join(format!("copy-{seed}"));
        copy_folder(&dir, &copy);
        let random = filler(seed, 24);
        let number = |at: usize| usize::from_be_bytes(random[at..at + 8].try_into().unwrap());
        let files = files(&copy);
        // Every third time the log itself: it holds most of what can go wrong.
        let log = copy.join("db");
        let file = if seed % 3 == 0 { &log } else { &files[number(0) % files.len()] };
        let mut bytes = fs::read(file).unwrap();
        let at = number(8) % bytes.len();
        match seed / 3 % 3 {
            0 => bytes[at] ^= 1 << (number(16) % 8),
            1 => bytes.truncate(at),
            _ => {
                let end = bytes.len().min(at + 4096);
                bytes[at..end].fill(0);
            }
        }
        fs::write(file, bytes).unwrap();
        let outcome = SledIndex::open(&copy).and_then(|index| whole_prefix(&index));
        match outcome {
            Ok(_) => right += 1,
            Err(IndexError::Damaged(_)) => errors += 1,
            Err(error) => panic!("seed {seed}: {error:?} for damage"),
        }
        fs::remove_dir_all(copy).unwrap();
    }
    assert!(errors >= 10, "the damage must reach something: {errors} errors, {right} unharmed");
}

// ---- the pretended index pretends well ----

#[test]
fn a_pretended_crash_leaves_whole_commits_after_the_last_flush() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let sim = SimIndex::new();
        let mut index = sim.open().unwrap();
        for number in 0..60 {
            index.apply(commit(number)).unwrap();
            if number == 30 {
                index.flush().unwrap();
            }
        }
        sim.crash(seed);
        drop(index);
        let count = whole_prefix(&sim.open().unwrap()).unwrap();
        assert!((31..=60).contains(&count));
        seen.insert(count);
    }
    assert!(seen.len() > 10, "crashes must differ: {seen:?}");
}

#[test]
fn pretended_faults_come_when_asked() {
    let sim = SimIndex::new();
    let mut index = sim.open().unwrap();
    assert!(matches!(sim.open(), Err(IndexError::InUse)));
    sim.fail_at(2, Fault::Io);
    index.apply(commit(0)).unwrap();
    assert!(matches!(index.apply(commit(1)), Err(IndexError::Io(_))));
    assert_eq!(whole_prefix(&index).unwrap(), 1);
    sim.fail_at(1, Fault::Damaged);
    assert!(matches!(index.flush(), Err(IndexError::Damaged(_))));
    sim.rot();
    assert!(matches!(index.get(Space::State, b"tip"), Err(IndexError::Damaged(_))));
    assert!(index.get(Space::State, b"tip").unwrap().is_some());
    drop(index);
    sim.damage();
    assert!(matches!(sim.open(), Err(IndexError::Damaged(_))));
    sim.set_aside();
    assert_eq!(sim.content(), MemIndex::new());
    drop(sim.open().unwrap());
}
