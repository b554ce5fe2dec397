//! The figures of proofs: a receipt among a million entries, and what verification costs beside its bare parts.
//!
//! Owns: what is measured and how. Refuses to know: targets; `docs/performance.md` compares.
//!
//! `cargo bench --bench proofs`; `JINGUO_BENCH_ENTRIES` and `JINGUO_BENCH_DIR` as for `figures`.

// Times and ratios are floats; no money is.
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss)]

mod load;

use jinguo::base::{EntryNo, Hash32, PersonNo};
use jinguo::book::Draft;
use jinguo::chain::{
    Algorithm, FILE_HEAD, FrameKind, Frontier, KeyName, OperatorKey, Step, VerifierKey, VerifyingKey, Walker,
    cosignature, frames, leaf_hash,
};
use jinguo::entry::{Body, Field};
use jinguo::ledger::{Access, Ledger, Receipted, VerifyOptions, verify};
use jinguo::store::fs::RealFs;
use load::{bulk_load, key, line, millis, now, options, percentile, ratio, row, single_load};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Receipts that are made and checked.
const RECEIPTS: u64 = 500;
/// Signatures of the bare loop.
const SIGNATURES: u64 = 100_000;

fn main() {
    let entries: u64 = std::env::var("JINGUO_BENCH_ENTRIES").map_or(1_000_000, |n| n.parse().unwrap());
    let place = std::env::var_os("JINGUO_BENCH_DIR")
        .map_or(PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let home = place.join(format!("proofs-{}", std::process::id()));
    fs::create_dir_all(&home).unwrap();
    println!("| figure | measured | reference in the same run | ratio |\n| --- | --- | --- | --- |");
    let bulk = home.join("bulk");
    bulk_load(&bulk, entries);
    chain_and_tree(&bulk, "commits of 1,000");
    receipts(&bulk, entries, "commits of 1,000");
    fs::remove_dir_all(&bulk).unwrap();
    let single = home.join("single");
    single_load(&single, entries);
    chain_and_tree(&single, "single-entry commits");
    receipts(&single, entries, "single-entry commits");
    signatures(&single, entries);
    fs::remove_dir_all(&home).unwrap();
}

/// Receipts for entries all over the book, with the holder's name, header, fund and programme, under a
/// checkpoint with two cosignatures.
fn receipts(dir: &Path, entries: u64, what: &str) {
    let mut ledger = Ledger::open(dir, Access::Write, options(Arc::new(RealFs)), &mut |_, _| ()).unwrap();
    let operator = key();
    let mut batch = ledger.begin(&operator, now(), false).unwrap();
    let on = batch.today();
    batch.add(Draft::new(on, Body::Checkpoint)).unwrap();
    batch.commit().unwrap();
    let mut checkpoint = ledger.sign_checkpoint(&key()).unwrap();
    for n in [21, 22] {
        let name = KeyName::new(&format!("witness-{n}.example.org/w")).unwrap();
        let line = cosignature::cosign(
            checkpoint.note().text(),
            &OperatorKey::from_seed(&[n; 32]),
            &name,
            1_795_000_000,
        );
        checkpoint = checkpoint.with(line.unwrap()).unwrap();
    }
    let name = KeyName::new(line("example.org/fund").as_str()).unwrap();
    let log = VerifierKey::of(&key(), name, Algorithm::Ed25519).unwrap();
    let (mut made, mut checked, mut longest, mut bare) = (Vec::new(), Vec::new(), 0, 0);
    for n in 0..RECEIPTS {
        // Far apart, so that none finds what the one before has read.
        let no = EntryNo(10_003 + n.wrapping_mul(7_919 * 104_729) % entries);
        let start = Instant::now();
        let holder = ledger.persons_of(no).unwrap().first().copied().unwrap_or(PersonNo(1));
        let openings = ledger.openings(holder, &[Field::Name]).unwrap();
        let receipt = ledger.receipt(no, Some(holder), openings, checkpoint.clone()).unwrap();
        let text = receipt.to_string();
        made.push(start.elapsed());
        longest = longest.max(text.len());
        bare = bare.max(text.len() - text.lines().nth(1).map_or(0, |extra| extra.len() + 1));
        let start = Instant::now();
        let read = Receipted::read(text.as_bytes()).unwrap();
        read.checkpoint.note().verify(&log).unwrap();
        checked.push(start.elapsed());
        assert_eq!(read.opened.len(), 1);
    }
    let tell = |figure: &str, times: &mut Vec<Duration>| {
        let (half, last) = (percentile(times, 50), percentile(times, 100));
        let figure = format!("{figure} among {entries} entries, {what}, p50 of {RECEIPTS}");
        row(&figure, &format!("{}, longest {}", millis(half), millis(last)), "–", "–");
    };
    row(
        &format!("longest receipt with two cosignatures, {what}"),
        &format!("{longest} B"),
        &format!("its proof without what it carries {bare} B"),
        "–",
    );
    tell("a receipt made", &mut made);
    tell("a receipt checked, its signature too", &mut checked);
}

/// The chain on one core and the tree on the other, over a journal in memory; nothing is decoded but headers.
fn chain_and_tree(dir: &Path, what: &str) {
    let journal = fs::read(dir.join("journal")).unwrap();
    let mut best = Duration::MAX;
    let mut records = 0;
    for _ in 0..3 {
        let start = Instant::now();
        let (walked, root) = std::thread::scope(|threads| {
            let chain = threads.spawn(|| {
                let mut walker = Walker::new();
                let mut root = Hash32::ZERO;
                while let Ok(step) = walker.step(&journal[usize::try_from(walker.offset()).unwrap()..]) {
                    match step {
                        Step::Seal(seal) => root = seal.root,
                        Step::NeedMore(_) => break,
                        Step::Header(..) | Step::Entry(..) => {}
                    }
                }
                (walker.records(), root)
            });
            let mut tree = Frontier::default();
            for frame in frames(&journal[FILE_HEAD.len()..]).filter(|frame| frame.kind != FrameKind::Seal) {
                tree.push(leaf_hash(frame.record));
            }
            (chain.join().unwrap(), tree.root())
        });
        best = best.min(start.elapsed());
        assert_eq!(walked.1, root);
        records = walked.0;
    }
    row(
        &format!("chain and tree alone, {what}, best of 3"),
        &format!("{:.0} records/s ({:.2} s)", records as f64 / best.as_secs_f64(), best.as_secs_f64()),
        "–",
        "–",
    );
}

/// Verification against a loop that does nothing but check strict signatures on all cores.
fn signatures(dir: &Path, entries: u64) {
    let (key, public) = (key(), VerifyingKey::new(&key().public()).unwrap());
    let signed: Vec<_> = (0..SIGNATURES)
        .into_par_iter()
        .map(|n| {
            // As long as what a seal signs.
            let message = [&n.to_be_bytes()[..], &[7; 105]].concat();
            (key.sign(&message), message)
        })
        .collect();
    let bare = || {
        let start = Instant::now();
        assert!(signed.par_iter().all(|(signature, message)| public.verifies(message, signature)));
        SIGNATURES as f64 / start.elapsed().as_secs_f64()
    };
    let before = bare();
    let start = Instant::now();
    let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let report = verify(dir, options, &mut |_, _| ()).unwrap();
    assert_eq!(report.verdict(), 10, "{:?}", report.findings);
    let rate = report.commits as f64 / start.elapsed().as_secs_f64();
    // The machine may have been slower while it verified than before: both ends are told.
    let after = bare();
    row(
        &format!("verify {entries} single-entry commits: chain, tree, signatures, rules"),
        &format!("{rate:.0} commits/s"),
        &format!("strict Ed25519 alone {before:.0}/s before, {after:.0}/s after"),
        &ratio(rate, f64::midpoint(before, after)),
    );
}
