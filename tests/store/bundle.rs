//! Bundles written under every fault, cut, spoilt, of newer programs, and of any bytes.
//!
//! Owns: what is promised of a bundle. Refuses to know: what its sections hold.

use crate::support::sim_fs::{Fault, SimFs};
use jinguo::store::bundle_file::{self, Bundle, BundleError, Section};
use jinguo::store::fs::Fs;
use proptest::prelude::*;
use std::io::ErrorKind;
use std::path::Path;

const ALL: [Section; 6] = Section::ALL;

fn target() -> &'static Path {
    Path::new("/disk/county.jgb")
}

fn disk(seed: u64) -> SimFs {
    SimFs::new(seed, Path::new("/disk"))
}

fn disk_with(bytes: &[u8]) -> SimFs {
    let disk = disk(1);
    disk.create_new(target()).unwrap().write_at(bytes, 0).unwrap();
    disk
}

pub type Contents = [Option<Vec<u8>>; 6];

/// Writes a bundle, each section in pieces of that many bytes.
fn written(fs: &SimFs, contents: &Contents, piece: usize) -> Result<(), BundleError> {
    bundle_file::write(fs, target(), |bundle| {
        for (section, bytes) in ALL.into_iter().zip(contents) {
            if let Some(bytes) = bytes {
                bundle.section(section, |sink| bytes.chunks(piece).try_for_each(sink))?;
            }
        }
        Ok(())
    })
}

fn found(fs: &SimFs) -> Result<Contents, BundleError> {
    let bundle = Bundle::open(fs, target())?;
    let mut contents = [const { None }; 6];
    for (section, contents) in ALL.into_iter().zip(&mut contents) {
        let mut bytes = Vec::new();
        bundle.read::<BundleError>(section, |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        match bundle.len(section) {
            Some(len) => {
                assert_eq!(u64::try_from(bytes.len()).unwrap(), len);
                *contents = Some(bytes);
            }
            None => assert!(bytes.is_empty()),
        }
    }
    Ok(contents)
}

pub fn small() -> Contents {
    let [journal, frames, keys, sealed] = four();
    [journal, frames, keys, sealed, Some(Vec::new()), Some(vec![9; 5])]
}

/// What a bundle held before it had checkpoints and public keys.
pub fn four() -> [Option<Vec<u8>>; 4] {
    [Some(b"a journal".to_vec()), Some(vec![7; 40]), Some(Vec::new()), Some(vec![9; 5])]
}

pub fn made(contents: &Contents) -> Vec<u8> {
    let disk = disk(1);
    written(&disk, contents, 1000).unwrap();
    disk.bytes(target()).unwrap()
}

#[test]
fn every_cut_and_every_byte_changed_are_told() {
    let whole = made(&small());
    for at in 0..whole.len() {
        assert!(found(&disk_with(&whole[..at])).is_err(), "{at}");
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            assert!(found(&disk_with(&bytes)).is_err(), "{at}");
        }
    }
    assert!(found(&disk_with(&[&whole[..], b"x"].concat())).is_err());
    // In the bytes of a section it is told where.
    let mut bytes = whole;
    bytes[16 + 9 + 3] ^= 1;
    assert!(matches!(found(&disk_with(&bytes)), Err(BundleError::Damaged { offset: 16 })));
}

#[test]
fn other_files_and_newer_ones_are_told_apart() {
    let whole = made(&small());
    let with = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        Bundle::open(&disk_with(&bytes), target()).err().unwrap()
    };
    assert!(matches!(with(0, b'X'), BundleError::NotABundle));
    assert!(matches!(with(15, 0), BundleError::NotABundle));
    assert!(matches!(with(15, 2), BundleError::Newer));
    // The last section's kind.
    let last = whole.len() - 33 - (9 + 5 + 32);
    assert!(matches!(with(last, 200), BundleError::Newer));
    assert!(matches!(with(last, 3), BundleError::Damaged { .. }));
    assert!(matches!(Bundle::open(&disk_with(b"short"), target()), Err(BundleError::NotABundle)));
    let none = Bundle::open(&disk(1), target()).err();
    assert!(matches!(none, Some(BundleError::Io(e)) if e.kind() == ErrorKind::NotFound));
}

#[test]
fn a_bundle_that_fails_leaves_what_was_there() {
    let old = [Some(b"old".to_vec()), None, None, None, None, None];
    for call in 0.. {
        let mut reached = false;
        for fault in [Fault::Error, Fault::Full, Fault::Short, Fault::Sync, Fault::PowerCut] {
            let disk = disk(call);
            written(&disk, &old, 9).unwrap();
            disk.fail_at(disk.calls() + call, fault);
            let done = written(&disk, &small(), 9);
            reached |= done.is_err();
            for crash in 0..3 {
                let after = disk.crash(crash);
                let found = found(&after).unwrap();
                assert!(found == small() || found == old && done.is_err(), "{call} {fault:?}");
                written(&after, &small(), 9).unwrap();
                assert_eq!(after.paths(), [target()]);
            }
        }
        if !reached {
            assert!(call > 10);
            break;
        }
    }
}

/// What the caller's own source says is handed on, and nothing is left.
#[test]
fn a_source_that_fails_leaves_no_bundle() {
    let disk = disk(1);
    let failed: Result<(), BundleError> = bundle_file::write(&disk, target(), |bundle| {
        bundle.section(Section::Journal, |sink| {
            sink(b"half")?;
            Err(BundleError::Newer)
        })
    });
    assert!(matches!(failed, Err(BundleError::Newer)));
    assert!(disk.paths().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(
        lens in prop::array::uniform6(prop::option::of(prop_oneof![0_usize..100, 262_000_usize..530_000])),
        piece in prop_oneof![4000_usize..9000, Just(262_144), Just(1_000_000)],
    ) {
        let contents = lens.map(|len| len.map(|len| (0..len).map(|n| u8::try_from(n % 251).unwrap()).collect()));
        let disk = disk(1);
        written(&disk, &contents, piece).unwrap();
        prop_assert_eq!(found(&disk).unwrap(), contents);
    }

    #[test]
    fn any_bytes_are_refused(keep: usize, bytes in prop::collection::vec(any::<u8>(), 1..200)) {
        let whole = made(&small());
        let spoilt = [&whole[..16 + keep % (whole.len() - 16)], &bytes].concat();
        prop_assume!(spoilt != whole);
        prop_assert!(found(&disk_with(&spoilt)).is_err());
    }
}
