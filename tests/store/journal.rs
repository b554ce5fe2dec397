//! The journal under every fault at every call, and crashes after it.
//!
//! Owns: what is promised of appended bytes. Refuses to know: what they mean.

use crate::support::sim_fs::{Fault, SimFs};
use jinguo::store::fs::RealFs;
use jinguo::store::journal::Journal;
use jinguo::store::{AppendError, Draft, FileError};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const HEAD: &[u8] = b"JINGUO-JOURNAL\0\x01";
const FAULTS: [Fault; 5] = [Fault::Error, Fault::Full, Fault::Short, Fault::Sync, Fault::PowerCut];

fn dir() -> &'static Path {
    Path::new("/ledger")
}

fn file() -> PathBuf {
    dir().join("journal")
}

/// Bytes that are nowhere zero and differ from one number to the next.
fn sample(n: u8, len: usize) -> Vec<u8> {
    (0..len).map(|i| 1 + u8::try_from((i * 7 + usize::from(n) * 31) % 255).unwrap()).collect()
}

fn read_all(journal: &Journal) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(journal.end()).unwrap() + 10];
    let mut at = 0;
    loop {
        let n = journal.read_at(&mut bytes[at..], u64::try_from(at).unwrap()).unwrap();
        if n == 0 {
            bytes.truncate(at);
            return bytes;
        }
        at += n;
    }
}

/// What a run of creating and appending came to.
struct Run {
    /// Head and all bytes acknowledged; `None` where the creation was not.
    known: Option<Vec<u8>>,
    /// Bytes that may follow them, in whole or in part.
    maybe: Vec<u8>,
}

fn run(sim: &SimFs, parts: &[Vec<u8>]) -> Run {
    let Ok(mut journal) = Journal::create(sim.fs(), dir(), &parts[0]) else {
        return Run { known: None, maybe: Vec::new() };
    };
    let mut known = [HEAD, &parts[0]].concat();
    let mut maybe = Vec::new();
    for part in &parts[1..] {
        let before = journal.end();
        match journal.append(part) {
            Ok(()) => {
                assert!(maybe.is_empty(), "nothing is written once the outcome of something is unknown");
                known.extend_from_slice(part);
                assert_eq!(journal.end(), u64::try_from(known.len()).unwrap());
                continue;
            }
            Err(AppendError::NotWritten(_)) => assert_eq!(sim.bytes(&file()).unwrap(), known),
            Err(AppendError::NotWrittenTornLeft(_) | AppendError::Unknown(_)) => maybe.clone_from(part),
            Err(AppendError::Stopped) => assert!(!maybe.is_empty()),
            Err(e @ AppendError::Changed { .. }) => panic!("{e}"),
        }
        assert_eq!(journal.end(), before);
    }
    Run { known: Some(known), maybe }
}

/// Whatever the fault and the crash after it: what was acknowledged is there, and nothing but it or a part of
/// what was being written follows.
fn check(run: &Run, after: &SimFs, parts: &[Vec<u8>]) {
    let opened = Journal::open(after.fs(), dir(), false);
    let Some(known) = &run.known else {
        match opened {
            Ok(journal) => assert_eq!(read_all(&journal), [HEAD, &parts[0]].concat()),
            Err(e) => assert!(matches!(e, FileError::Missing { .. }), "{e}"),
        }
        return;
    };
    let found = read_all(&opened.unwrap());
    assert!(found.starts_with(known));
    let tail = &found[known.len()..];
    assert!(tail.len() <= run.maybe.len());
    let whole = tail.iter().zip(&run.maybe).all(|(a, b)| a == b || *a == 0);
    assert!(whole, "a tail holds what was being written, or zeros");
    assert!(!after.paths().contains(&dir().join("journal.tmp")), "a left-over draft is removed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn acknowledged_bytes_survive_every_fault_at_every_call(
        seed: u64,
        lens in prop::collection::vec(1_usize..1500, 2..5),
    ) {
        let parts: Vec<_> = (0..).zip(&lens).map(|(n, len)| sample(n, *len)).collect();
        let smooth = SimFs::new(seed, dir());
        run(&smooth, &parts);
        for call in 0..smooth.calls() {
            for fault in FAULTS {
                for lasting in [false, true] {
                    let sim = SimFs::new(seed ^ call, dir());
                    if lasting { sim.fail_from(call, fault) } else { sim.fail_at(call, fault) }
                    let done = run(&sim, &parts);
                    for crash in 0..3 {
                        check(&done, &sim.crash(seed.wrapping_add(crash)), &parts);
                    }
                    if fault != Fault::PowerCut {
                        sim.heal();
                        check(&done, &sim, &parts);
                    }
                }
            }
        }
    }

    #[test]
    fn bytes_seen_after_a_failed_sync_last_once_settled(seed: u64, len in 1_usize..3000) {
        let sim = SimFs::new(seed, dir());
        let mut journal = Journal::create(sim.fs(), dir(), b"first").unwrap();
        let from = journal.end();
        // The calls of an append: size, write, size, sync.
        sim.fail_at(sim.calls() + 3, Fault::Sync);
        prop_assert!(matches!(journal.append(&sample(1, len)), Err(AppendError::Unknown(_))));
        prop_assert!(matches!(journal.append(b"x"), Err(AppendError::Stopped)));
        drop(journal);
        let mut journal = Journal::open(sim.fs(), dir(), false).unwrap();
        let seen = read_all(&journal);
        journal.settle(from).unwrap();
        for crash in 0..4 {
            let after = sim.crash(seed.wrapping_add(crash));
            prop_assert_eq!(&read_all(&Journal::open(after.fs(), dir(), true).unwrap()), &seen);
        }
    }

    #[test]
    fn a_tail_cut_off_is_kept_whatever_fails(seed: u64, good in 1_usize..900, bad in 1_usize..900) {
        let prepare = || {
            let sim = SimFs::new(seed, dir());
            let mut journal = Journal::create(sim.fs(), dir(), &sample(0, good)).unwrap();
            journal.append(&sample(1, bad)).unwrap();
            (sim, journal)
        };
        let keep = [HEAD, &sample(0, good)].concat();
        let cut = u64::try_from(keep.len()).unwrap();
        let (smooth, mut journal) = prepare();
        let first = smooth.calls();
        journal.truncate_to(cut).unwrap();
        for call in first..smooth.calls() {
            for fault in FAULTS {
                let (sim, mut journal) = prepare();
                sim.fail_at(call, fault);
                let done = journal.truncate_to(cut);
                prop_assert!(done.is_err());
                for crash in 0..4 {
                    let after = sim.crash(seed.wrapping_add(crash));
                    let left = after.bytes(&file()).unwrap();
                    prop_assert!(left.starts_with(&keep));
                    let aside = after.paths().into_iter().filter(|path| path.starts_with(dir().join("aside")));
                    let kept = aside.filter_map(|path| after.bytes(&path)).any(|bytes| bytes == sample(1, bad));
                    prop_assert!(kept || left[keep.len()..] == sample(1, bad));
                }
            }
        }
        let after = smooth.crash(seed);
        prop_assert_eq!(after.bytes(&file()).unwrap(), keep);
        let kept = dir().join("aside").join(format!("journal-{cut}-1.bytes"));
        prop_assert_eq!(after.bytes(&kept), Some(sample(1, bad)));
    }

    #[test]
    fn a_replaced_journal_is_the_old_one_or_the_new_one(seed: u64, old in 1_usize..900, new in 1_usize..90_000) {
        let prepare = || {
            let sim = SimFs::new(seed, dir());
            Journal::create(sim.fs(), dir(), &sample(0, old)).unwrap();
            sim
        };
        let replace = |sim: &SimFs| {
            Journal::replace_with::<FileError>(sim.fs(), dir(), |draft| {
                sample(1, new).chunks(100).try_for_each(|part| draft.write(part))
            })
        };
        let olds = [HEAD, &sample(0, old)].concat();
        let news = [HEAD, &sample(1, new)].concat();
        let smooth = prepare();
        let first = smooth.calls();
        let (journal, kept) = replace(&smooth).unwrap();
        let last = smooth.calls();
        prop_assert_eq!(read_all(&journal), news.clone());
        prop_assert_eq!(kept, Some(dir().join("aside/journal-0-1.bytes")));
        for call in first..last {
            for fault in FAULTS {
                let sim = prepare();
                sim.fail_at(call, fault);
                prop_assert!(replace(&sim).is_err());
                for crash in 0..4 {
                    let after = sim.crash(seed.wrapping_add(crash));
                    let found = read_all(&Journal::open(after.fs(), dir(), false).unwrap());
                    let aside = dir().join("aside/journal-0-1.bytes");
                    prop_assert!(found == olds || found == news && after.bytes(&aside).as_ref() == Some(&olds));
                }
            }
        }
    }
}

#[test]
fn a_full_disk_stops_nothing_for_good() {
    let sim = SimFs::new(1, dir());
    let mut journal = Journal::create(sim.fs(), dir(), b"first").unwrap();
    sim.fail_at(sim.calls() + 1, Fault::Full);
    assert!(matches!(journal.append(&sample(1, 5000)), Err(AppendError::NotWritten(_))));
    journal.append(b"second").unwrap();
    assert_eq!(read_all(&journal), [HEAD, b"firstsecond"].concat());
}

#[test]
fn heads_are_told_apart() {
    let sim = SimFs::new(1, dir());
    let open = |sim: &SimFs| Journal::open(sim.fs(), dir(), true).err();
    assert!(matches!(open(&sim), Some(FileError::Missing { unfinished: false, .. })));
    sim.fail_at(sim.calls() + 5, Fault::PowerCut);
    assert!(Journal::create(sim.fs(), dir(), b"first").is_err());
    let cut_off = (0..).map(|seed| sim.crash(seed)).find(|after| !after.paths().is_empty()).unwrap();
    assert!(matches!(open(&cut_off), Some(FileError::Missing { unfinished: true, .. })));
    Journal::create(cut_off.fs(), dir(), b"first").unwrap();
    assert!(matches!(Journal::create(cut_off.fs(), dir(), b"x"), Err(FileError::Exists { .. })));
    for bit in 0..128 {
        assert!(cut_off.flip_bit(&file(), bit));
        match open(&cut_off) {
            Some(FileError::WrongHead { .. }) => assert!(bit < 112 || bit == 120),
            Some(FileError::Newer { version, .. }) => assert!(bit >= 112 && version > 1),
            other => panic!("bit {bit}: {other:?}"),
        }
        cut_off.flip_bit(&file(), bit);
    }
    assert!(!cut_off.flip_bit(&file(), 8 * 21));
}

#[test]
fn a_reader_writes_nothing_and_sees_no_later_bytes() {
    let sim = SimFs::new(1, dir());
    let mut journal = Journal::create(sim.fs(), dir(), b"first").unwrap();
    let mut reader = Journal::open(sim.fs(), dir(), true).unwrap();
    journal.append(b"second").unwrap();
    assert_eq!(read_all(&reader), [HEAD, b"first"].concat());
    assert!(matches!(reader.append(b"x"), Err(AppendError::NotWritten(_))));
    let mut other = Journal::open(sim.fs(), dir(), false).unwrap();
    other.append(b"third").unwrap();
    assert!(matches!(journal.append(b"x"), Err(AppendError::Changed { expected: 27, found: 32 })));
    assert!(matches!(journal.append(b"x"), Err(AppendError::Stopped)));
}

#[test]
fn what_a_dead_process_left_unsynced_lasts_once_opened_for_writing() {
    let sim = SimFs::new(1, dir());
    let mut journal = Journal::create(sim.fs(), dir(), b"first").unwrap();
    sim.fail_at(sim.calls() + 3, Fault::Error);
    assert!(matches!(journal.append(&sample(1, 2000)), Err(AppendError::Unknown(_))));
    let seen = read_all(&Journal::open(sim.fs(), dir(), false).unwrap());
    assert_eq!(seen.len(), 16 + 5 + 2000);
    for seed in 0..20 {
        assert_eq!(sim.crash(seed).bytes(&file()).as_ref(), Some(&seen));
    }
}

#[test]
fn the_machines_own_files_serve_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let fs = || Arc::new(RealFs);
    let mut journal = Journal::create(fs(), folder.path(), b"first").unwrap();
    journal.append(b"second").unwrap();
    journal.settle(21).unwrap();
    let kept = journal.truncate_to(21).unwrap();
    assert_eq!(std::fs::read(&kept).unwrap(), b"second");
    let again = journal.set_aside(21..21).unwrap();
    assert_ne!(again, kept);
    assert_eq!(read_all(&Journal::open(fs(), folder.path(), true).unwrap()), [HEAD, b"first"].concat());
    let fill = |draft: &mut Draft| draft.write(b"third");
    let (journal, old) = Journal::replace_with::<FileError>(fs(), folder.path(), fill).unwrap();
    assert_eq!(read_all(&journal), [HEAD, b"third"].concat());
    assert_eq!(std::fs::read(old.unwrap()).unwrap(), [HEAD, b"first"].concat());
}
