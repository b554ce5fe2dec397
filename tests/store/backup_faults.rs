//! Backups under every fault at every call, cuts, and bits turned over.
//!
//! Owns: what is left of a backup when disks fail. Refuses to know: what a journal holds.

use crate::backup::{MADE, Office, disk, disk_with, held, length, office, opened, target};
use crate::support::sim_fs::Fault;
use jinguo::store::backup_file::BackupError;
use jinguo::store::fs::Fs;
use proptest::prelude::*;
use std::io::ErrorKind;

const FAULTS: [Fault; 5] = [Fault::Error, Fault::Full, Fault::Short, Fault::Sync, Fault::PowerCut];

/// Runs a backup with each fault at each call, and a crash after it: what the disk then has holds `before` or `now`,
/// and is brought to `now` by the next backup. `before` is `None` where there is no backup yet.
fn faults_leave_old_or_new(
    office: &Office,
    old: Option<&[u8]>,
    before: Option<&[Vec<u8>; 3]>,
    passphrase: Option<&str>,
    seed: u64,
    faults: &[Fault],
) {
    let start = || old.map_or_else(|| disk(seed), |bytes| disk_with(seed, bytes));
    let smooth = start();
    let first = smooth.calls();
    office.now().backed_up(&smooth, passphrase).unwrap();
    let now = office.files();
    assert_eq!(held(&opened(&smooth).unwrap()).unwrap(), now);
    let mut kept = 0;
    for call in first..smooth.calls() {
        for fault in faults {
            let disk = start();
            disk.fail_at(call, *fault);
            let done = office.now().backed_up(&disk, passphrase);
            for crash in 0..3 {
                let after = disk.crash(seed.wrapping_add(crash * 77));
                match opened(&after) {
                    Ok(backup) => {
                        let held = held(&backup).unwrap();
                        kept += u32::from(Some(&held) == before);
                        assert!(held == now || done.is_err() && Some(&held) == before, "{call} {fault:?}");
                    }
                    Err(BackupError::Io(e)) if e.kind() == ErrorKind::NotFound => assert!(before.is_none()),
                    Err(e) => panic!("{call} {fault:?}: {e}"),
                }
            }
            // Once more, and it is as it should be.
            let after = disk.crash(seed);
            office.now().backed_up(&after, passphrase).unwrap();
            assert_eq!(held(&opened(&after.crash(seed)).unwrap()).unwrap(), now);
            assert_eq!(after.paths(), [target()]);
        }
    }
    assert!(kept > 0 || before.is_none());
}

#[test]
fn a_first_backup_that_fails_leaves_none_or_all() {
    faults_leave_old_or_new(&office(false), None, None, Some("x"), 5, &[Fault::PowerCut]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_backup_that_fails_leaves_the_generation_before_or_its_own(seed: u64) {
        let office = office(true);
        faults_leave_old_or_new(&office, Some(&MADE.one), Some(&MADE.first), None, seed, &FAULTS);
    }

    #[test]
    fn a_backup_after_an_erasure_that_fails_leaves_the_old_file_or_the_new(seed: u64) {
        let mut office = office(true);
        office.erase(2);
        faults_leave_old_or_new(&office, Some(&MADE.one), Some(&MADE.first), None, seed, &FAULTS);
    }

    #[test]
    fn a_bit_turned_over_is_found_or_is_in_the_last_end(bit: usize, two: bool) {
        let whole = if two { &MADE.two } else { &MADE.one };
        let mut bytes = whole.clone();
        let bit = bit % (bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        refused_or_the_same(&bytes, bit / 8, two);
    }

    #[test]
    fn hostile_bytes_are_refused(keep: usize, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let keep = keep % MADE.one.len();
        let spoilt = [&MADE.one[..keep], &bytes].concat();
        if let Ok(backup) = opened(&disk_with(1, &spoilt)) {
            prop_assert_eq!(held(&backup).unwrap(), MADE.first.clone());
        }
    }
}

/// What is spoilt from `at` on is refused, or what opens is what was there, the last generation passed over by name.
fn refused_or_the_same(bytes: &[u8], at: usize, two: bool) {
    let found = opened(&disk_with(1, bytes)).and_then(|backup| Ok((held(&backup)?, backup.torn())));
    match found {
        Ok((files, torn)) => {
            assert!(two && at >= MADE.one.len(), "{at}");
            assert_eq!(files, MADE.first);
            let offset = torn.map_or(u64::try_from(bytes.len()).unwrap(), |torn| torn.offset);
            assert_eq!(offset, u64::try_from(MADE.one.len()).unwrap());
        }
        Err(BackupError::Damaged { offset }) => assert!(offset <= u64::try_from(at).unwrap()),
        Err(BackupError::NotABackup | BackupError::Newer { .. }) => assert!(at < 18),
        Err(e) => panic!("{at}: {e}"),
    }
}

#[test]
fn every_cut_and_every_byte_changed_are_told() {
    for (whole, two) in [(&MADE.one, false), (&MADE.two, true)] {
        for at in 0..whole.len() {
            refused_or_the_same(&whole[..at], at, two);
            let mut bytes = whole.clone();
            bytes[at] = !bytes[at];
            refused_or_the_same(&bytes, at, two);
        }
    }
    // Damage in the middle of the last generation is never passed over as torn.
    let mut bytes = MADE.two.clone();
    bytes[MADE.one.len() + 200] ^= 1;
    let backup = opened(&disk_with(1, &bytes)).unwrap();
    assert!(matches!(held(&backup), Err(BackupError::Damaged { .. })));
}

/// Where the end lasts, so does all that it ends, whatever the disk writes first.
#[test]
fn an_end_never_lasts_without_what_it_ends() {
    let mut office = office(false);
    office.grow_journal(3000);
    let disk = disk_with(1, &MADE.one);
    let smooth = disk_with(1, &MADE.one);
    let first = smooth.calls();
    office.backed_up(&smooth);
    disk.fail_at(disk.calls() + smooth.calls() - first - 1, Fault::PowerCut);
    office.now().backed_up(&disk, None).unwrap_err();
    let mut ended = 0;
    for crash in 0..6000 {
        let backup = opened(&disk.crash(crash)).unwrap();
        held(&backup).unwrap();
        ended += u32::from(backup.latest().number == 2);
    }
    assert!(ended > 0);
}

#[test]
fn what_was_torn_is_cut_off_by_the_next() {
    let mut much = office(true);
    much.grow_journal(9000);
    let disk = disk_with(1, &MADE.one);
    much.backed_up(&disk);
    // Longer than what comes in its place.
    disk.open_write(target()).unwrap().set_len(length(&MADE.one) + 5000).unwrap();
    let torn = opened(&disk).unwrap().torn();
    assert_eq!(torn.map(|torn| (torn.offset, torn.len)), Some((length(&MADE.one), 5000)));
    let office = office(true);
    let done = office.backed_up(&disk);
    assert_eq!(done.cut, torn);
    let backup = opened(&disk).unwrap();
    assert_eq!((backup.torn(), backup.latest().number), (None, 2));
    assert_eq!(held(&backup).unwrap(), office.files());
}
