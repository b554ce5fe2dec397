//! The vault under every fault at every call, crashes after it, and bits turned over.
//!
//! Owns: what is promised of personal data kept and erased. Refuses to know: what the fields are.

use crate::support::sim_fs::{Fault, SimFs};
use jinguo::base::{Line, SubjectNo};
use jinguo::store::vault::{Field, MasterKey, Reading, Vault, VaultError, VaultFile, erase_again};
use jinguo::store::{AppendError, FileError};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const FAULTS: [Fault; 5] = [Fault::Error, Fault::Full, Fault::Short, Fault::Sync, Fault::PowerCut];

pub fn dir() -> &'static Path {
    Path::new("/ledger")
}

fn files(sim: &SimFs) -> [Option<Vec<u8>>; 2] {
    ["vault", "vault-keys"].map(|name| sim.bytes(&dir().join(name)))
}

fn origin() -> Line {
    Line::new("example.org/fund").unwrap()
}

fn master(byte: u8) -> Option<MasterKey> {
    Some(MasterKey::new(Zeroizing::new([byte; 32])))
}

pub fn subject(n: u64, len: usize) -> (SubjectNo, Vec<Field>) {
    let text = format!("王芳{n}").repeat(len);
    (
        SubjectNo(n),
        vec![Field { tag: 1, salt: [3; 32], text }, Field { tag: 4, salt: [5; 32], text: "138".into() }],
    )
}

/// Random enough: never the same twice in a test.
pub fn entropy() -> impl FnMut(&mut [u8]) {
    let mut n = 0_u8;
    move |bytes: &mut [u8]| {
        for byte in bytes {
            n = n.wrapping_mul(5).wrapping_add(17);
            *byte = n;
        }
    }
}

fn create(sim: &SimFs) -> Result<Vault, VaultError> {
    Vault::create(&sim.clone(), dir(), &origin(), master(1))
}

fn open(sim: &SimFs, last: u64, read_only: bool) -> Result<Vault, VaultError> {
    Vault::open(&sim.clone(), dir(), &origin(), master(1), SubjectNo(last), read_only)
}

/// A vault of `n` subjects.
pub fn filled(seed: u64, n: u64, len: usize) -> (SimFs, Vault) {
    let sim = SimFs::new(seed, dir());
    let mut vault = create(&sim).unwrap();
    let all: Vec<_> = (1..=n).map(|n| subject(n, len)).collect();
    vault.append(&all, &mut entropy()).unwrap();
    (sim, vault)
}

fn holds_exactly(vault: &Vault, last: u64, len: usize, erased: &[u64]) {
    for n in 1..=last + 2 {
        let reading = vault.read(SubjectNo(n)).unwrap();
        let gone = n > last || erased.contains(&n);
        let expected = if gone { Reading::Erased } else { Reading::Fields(subject(n, len).1) };
        assert_eq!(reading, expected);
    }
}

#[test]
fn keys_are_destroyed_in_a_vault_that_is_not_open() {
    let (sim, vault) = filled(7, 3, 20);
    drop(vault);
    for _ in 0..2 {
        erase_again(&sim, dir(), &[SubjectNo(2), SubjectNo(9)]).unwrap();
        holds_exactly(&open(&sim, 3, true).unwrap(), 3, 20, &[2]);
    }
    let empty = SimFs::new(8, dir());
    erase_again(&empty, dir(), &[SubjectNo(1)]).unwrap();
}

fn errors(vault: &Vault) -> Vec<(u64, VaultError)> {
    let mut errors = Vec::new();
    vault.check_all(&mut |subject, found| errors.extend(found.err().map(|e| (subject.0, e))));
    errors
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn acknowledged_subjects_survive_every_fault_and_orphans_do_not(seed: u64, len in 1_usize..80) {
        // The chain knows what was acknowledged, as if every commit followed at once.
        let run = |sim: &SimFs| {
            let Ok(mut vault) = create(sim) else { return None };
            let mut known = 0;
            let mut entropy = entropy();
            for batch in [1..=2, 3..=3, 4..=6_u64] {
                let before = files(sim);
                let (first, last) = (*batch.start(), *batch.end());
                let skipped = first - known;
                let all: Vec<_> = batch.map(|n| subject(n - skipped + 1, len)).collect();
                match vault.append(&all, &mut entropy) {
                    Ok(()) => known = last - skipped + 1,
                    Err(VaultError::Write(AppendError::NotWritten(_))) => assert_eq!(files(sim), before),
                    Err(VaultError::Write(_)) => break,
                    Err(e) => panic!("{e}"),
                }
            }
            Some(known)
        };
        let smooth = SimFs::new(seed, dir());
        assert_eq!(run(&smooth), Some(6));
        for call in 0..smooth.calls() {
            for fault in FAULTS {
                for lasting in [false, true] {
                    let sim = SimFs::new(seed ^ call, dir());
                    if lasting { sim.fail_from(call, fault) } else { sim.fail_at(call, fault) }
                    let known = run(&sim);
                    for crash in 0..3 {
                        let after = sim.crash(seed.wrapping_add(crash));
                        let Some(known) = known else {
                            // A creation that was cut off is repeated.
                            create(&after).unwrap();
                            continue;
                        };
                        let vault = open(&after, known, false).unwrap();
                        prop_assert_eq!(vault.last(), SubjectNo(known));
                        holds_exactly(&vault, known, len, &[]);
                        prop_assert!(errors(&vault).is_empty(), "nothing is left of orphans");
                        let keys = files(&after)[1].as_ref().unwrap().len();
                        prop_assert_eq!(keys, 16 + 96 * usize::try_from(known).unwrap());
                        let reopened = open(&after.crash(seed), known, true).unwrap();
                        holds_exactly(&reopened, known, len, &[]);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_erased_stays_erased_and_nothing_else(seed: u64, len in 1_usize..40) {
        let (smooth, mut vault) = filled(seed, 8, len);
        let gone = [SubjectNo(3), SubjectNo(8), SubjectNo(6), SubjectNo(900)];
        let first = smooth.calls();
        vault.erase(&gone).unwrap();
        let last = smooth.calls();
        holds_exactly(&open(&smooth.crash(seed), 8, false).unwrap(), 8, len, &[3, 6, 8]);
        for call in first..last {
            for fault in FAULTS {
                let (sim, mut vault) = filled(seed, 8, len);
                sim.fail_at(call, fault);
                prop_assert!(matches!(vault.erase(&gone), Err(VaultError::Write(AppendError::Unknown(_)))));
                for crash in 0..4 {
                    let after = sim.crash(seed.wrapping_add(crash));
                    let mut vault = open(&after, 8, false).unwrap();
                    vault.erase(&gone).unwrap();
                    let vault = open(&after.crash(crash), 8, false).unwrap();
                    holds_exactly(&vault, 8, len, &[3, 6, 8]);
                    prop_assert!(errors(&vault).is_empty());
                }
            }
        }
    }

    #[test]
    fn a_bit_turned_over_is_found_and_located(seed: u64, len in 1_usize..40, bit: usize, keys: bool) {
        let (sim, mut vault) = filled(seed, 5, len);
        vault.erase(&[SubjectNo(2)]).unwrap();
        let whole = files(&sim);
        let name = if keys { "vault-keys" } else { "vault" };
        let bytes = whole[usize::from(keys)].as_ref().unwrap();
        let bit = bit % (bytes.len() * 8);
        prop_assert!(sim.flip_bit(&dir().join(name), bit));
        let at = u64::try_from(bit / 8).unwrap();
        let opened = open(&sim, 5, true);
        if at < 16 {
            let head = matches!(
                opened.err(),
                Some(VaultError::File(FileError::WrongHead { file } | FileError::Newer { file, .. })) if file == name
            );
            prop_assert!(head);
            return Ok(());
        }
        let vault = opened.unwrap();
        let found = errors(&vault);
        let (start, whose) = if keys {
            ((at - 16) / 96 * 96 + 16, (at - 16) / 96 + 1)
        } else {
            // All frames here are of one length.
            let frame = (u64::try_from(bytes.len()).unwrap() - 16) / 5;
            ((at - 16) / frame * frame + 16, (at - 16) / frame + 1)
        };
        let expected = if keys { VaultFile::Keys } else { VaultFile::Frames };
        let located = found.iter().any(|(_, e)| matches!(e, VaultError::Damaged { file, offset, subject }
            if *file == expected && *offset == start
                && (subject == &Some(SubjectNo(whose)) || whose == 2 && subject.is_none())));
        prop_assert!(located, "{:?} at {} of {}", found, at, name);
        for n in (1..=5).filter(|n| *n != whose && *n != 2) {
            prop_assert_eq!(vault.read(SubjectNo(n)).unwrap(), Reading::Fields(subject(n, len).1));
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(
        frames in prop::collection::vec(any::<u8>(), 0..400),
        keys in prop::collection::vec(any::<u8>(), 0..400),
        last in 0_u64..6,
    ) {
        let sim = SimFs::new(0, dir());
        drop(create(&sim).unwrap());
        for (name, bytes) in [("vault", &frames), ("vault-keys", &keys)] {
            sim.fs().open_write(&dir().join(name)).unwrap().write_at(bytes, 16).unwrap();
        }
        for read_only in [true, false] {
            if let Ok(vault) = open(&sim, last, read_only) {
                errors(&vault);
            }
        }
    }
}

#[test]
fn a_cut_in_the_middle_of_the_files_is_found() {
    let (sim, vault) = filled(1, 3, 4);
    drop(vault);
    let path = |name: &str| -> PathBuf { dir().join(name) };
    let keys = sim.fs().open_write(&path("vault-keys")).unwrap();
    keys.set_len(16 + 96 * 2 + 40).unwrap();
    let ragged = |e: &VaultError| {
        matches!(e, VaultError::Damaged { file: VaultFile::Keys, offset: 208, subject: Some(SubjectNo(3)) })
    };
    assert!(ragged(&open(&sim, 3, false).err().unwrap()));
    assert!(errors(&open(&sim, 3, true).unwrap()).iter().any(|(_, e)| ragged(e)));
    // To a chain that knows two subjects the third is an orphan, torn or not.
    let vault = open(&sim, 2, false).unwrap();
    assert!(errors(&vault).is_empty());
    drop(vault);
    // Keys that are missing do not cost the frames: they may come back from a backup.
    let before = files(&sim)[0].clone();
    keys.set_len(16).unwrap();
    assert_eq!(open(&sim, 2, false).unwrap().last(), SubjectNo(0));
    assert_eq!(files(&sim)[0], before);
}

#[test]
fn keys_open_only_what_is_theirs() {
    let (sim, mut vault) = filled(1, 2, 3);
    let fs = sim.clone();
    let wrong = Vault::open(&fs, dir(), &origin(), master(2), SubjectNo(2), true).unwrap();
    assert!(matches!(wrong.read(SubjectNo(1)), Err(VaultError::WrongKey { subject: SubjectNo(1) })));
    let other = Line::new("example.org/other").unwrap();
    let other = Vault::open(&fs, dir(), &other, master(1), SubjectNo(2), true).unwrap();
    assert!(matches!(other.read(SubjectNo(1)), Err(VaultError::WrongKey { .. })));
    let mut none = Vault::open(&fs, dir(), &origin(), None, SubjectNo(2), false).unwrap();
    assert!(matches!(none.read(SubjectNo(1)), Err(VaultError::NoMasterKey)));
    assert_eq!(none.read(SubjectNo(3)).unwrap(), Reading::Erased);
    assert!(matches!(none.append(&[subject(3, 1)], &mut entropy()), Err(VaultError::NoMasterKey)));
    let again = vault.append(&[subject(2, 1)], &mut entropy());
    assert!(matches!(again, Err(VaultError::OutOfOrder { subject: SubjectNo(2), last: SubjectNo(2) })));
    vault.append(&[], &mut entropy()).unwrap();
    vault.append(&[subject(5, 3)], &mut entropy()).unwrap();
    assert_eq!(vault.read(SubjectNo(4)).unwrap(), Reading::Erased);
    assert_eq!(vault.read(SubjectNo(5)).unwrap(), Reading::Fields(subject(5, 3).1));
    vault.sweep_orphans(SubjectNo(2)).unwrap();
    holds_exactly(&vault, 2, 3, &[]);
    assert!(matches!(create(&sim), Err(VaultError::File(FileError::Exists { file: "vault" }))));
}

/// A file of the vault as far as a copy takes it.
fn copied(vault: &Vault, file: VaultFile, len: u64) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(len).unwrap()];
    assert_eq!(vault.read_at(file, &mut bytes, 0).unwrap(), bytes.len());
    bytes
}

#[test]
fn a_copy_takes_what_known_subjects_need_and_no_more() {
    let (sim, mut vault) = filled(1, 5, 3);
    let whole = files(&sim).map(Option::unwrap);
    let frame = (whole[0].len() - 16) / 5;
    for last in 0..8_usize {
        let (frames, keys) = vault.extent(SubjectNo(u64::try_from(last).unwrap())).unwrap();
        let n = last.min(5);
        assert_eq!(copied(&vault, VaultFile::Frames, frames), whole[0][..16 + frame * n]);
        assert_eq!(copied(&vault, VaultFile::Keys, keys), whole[1][..16 + 96 * n]);
    }
    assert_eq!(vault.read_at(VaultFile::Keys, &mut [0; 9], 16 + 96 * 5).unwrap(), 0);
    vault.erase(&[SubjectNo(3)]).unwrap();
    let (frames, _) = vault.extent(SubjectNo(3)).unwrap();
    assert_eq!(usize::try_from(frames).unwrap(), 16 + frame * 2);
}

#[test]
fn keys_wrapped_again_open_under_the_other_master_key_only() {
    // Enough of them that they come in more than one piece.
    let (sim, mut vault) = filled(1, 900, 1);
    vault.erase(&[SubjectNo(2), SubjectNo(899)]).unwrap();
    let new = MasterKey::new(Zeroizing::new([8; 32]));
    for last in [0, 1, 3, 899, 900, 905] {
        let mut keys = Vec::new();
        let mut pieces = 0;
        vault
            .rewrapped_slots::<VaultError>(&new, SubjectNo(last), &mut entropy(), &mut |piece| {
                keys.extend_from_slice(piece);
                pieces += 1;
                Ok(())
            })
            .unwrap();
        let (frames, length) = vault.extent(SubjectNo(last)).unwrap();
        assert_eq!(u64::try_from(keys.len()).unwrap(), length);
        assert!(last < 899 || pieces > 1);
        let copy = SimFs::new(1, dir());
        for (name, bytes) in [("vault", copied(&vault, VaultFile::Frames, frames)), ("vault-keys", keys)] {
            copy.fs().create_new(&dir().join(name)).unwrap().write_at(&bytes, 0).unwrap();
        }
        let opened = Vault::open(&copy.clone(), dir(), &origin(), master(8), SubjectNo(last), true).unwrap();
        holds_exactly(&opened, last.min(900), 1, &[2, 899]);
        assert!(errors(&opened).is_empty());
        let old = open(&copy, last, true).unwrap();
        assert!(last == 0 || matches!(old.read(SubjectNo(1)), Err(VaultError::WrongKey { .. })));
    }
    let none = |vault: &Vault| {
        let mut got = 0;
        let result = vault.rewrapped_slots::<VaultError>(&new, SubjectNo(9), &mut entropy(), &mut |piece| {
            got += piece.len();
            Ok(())
        });
        (result.unwrap_err(), got)
    };
    let closed = Vault::open(&sim.clone(), dir(), &origin(), None, SubjectNo(900), true).unwrap();
    assert!(matches!(none(&closed), (VaultError::NoMasterKey, 0)));
    let wrong = Vault::open(&sim.clone(), dir(), &origin(), master(5), SubjectNo(900), true).unwrap();
    assert!(matches!(none(&wrong), (VaultError::WrongKey { subject: SubjectNo(1) }, 0)));
    sim.flip_bit(&dir().join("vault-keys"), (16 + 96 * 4) * 8);
    assert!(matches!(none(&vault), (VaultError::Damaged { offset: 400, .. }, 0)));
}
