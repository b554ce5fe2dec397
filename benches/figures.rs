//! The figures that users feel, each beside the machine's own reference in the same run: the table of `docs/performance.md`.
//!
//! Owns: what is measured and how. Refuses to know: targets; the page compares.
//!
//! `cargo bench --bench figures` takes a million entries and some minutes; `JINGUO_BENCH_ENTRIES=100000` takes fewer.
//! Folders are made under `JINGUO_BENCH_DIR` (default: the build's own temporary folder, on the same disk).

// Times and ratios are floats; no money is.
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss)]

mod load;

use jinguo::ledger::{VerifyOptions, verify};
use jinguo::store::fs::RealFs;
use jinguo::store::sled_index::SledIndexes;
use jinguo::store::vault::MasterKey;
use load::{bulk_load, draft, key, millis, now, percentile, prepared, ratio, row, single_load};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

fn main() {
    if let Some(dir) = std::env::var_os("JINGUO_BENCH_VERIFY") {
        return child_verify(Path::new(&dir));
    }
    let entries: u64 = std::env::var("JINGUO_BENCH_ENTRIES").map_or(1_000_000, |n| n.parse().unwrap());
    let place = std::env::var_os("JINGUO_BENCH_DIR")
        .map_or(PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let home = place.join(format!("figures-{}", std::process::id()));
    fs::create_dir_all(&home).unwrap();
    println!("| figure | measured | reference in the same run | ratio |\n| --- | --- | --- | --- |");
    durable_commits(&home);
    for (what, load) in
        [("commits of 1,000", bulk_load as fn(&Path, u64)), ("single-entry commits", single_load)]
    {
        let dir = home.join(what.replace(' ', "-"));
        load(&dir, entries);
        sizes(what, &dir);
        balance(&dir, what);
        verified(&dir, entries, what);
    }
    fs::remove_dir_all(&home).unwrap();
}

/// One durable commit against the same number of bytes appended raw with one fdatasync, by turns on the same disk.
fn durable_commits(home: &Path) {
    const ROUNDS: usize = 3000;
    let dir = home.join("durable");
    let mut ledger = prepared(&dir, Arc::new(RealFs));
    let raw = fs::File::create(home.join("raw")).unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let key = key();
    let mut written = 0;
    for n in 0..ROUNDS as u64 {
        let before = fs::metadata(dir.join("journal")).unwrap().len();
        let start = Instant::now();
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        let on = batch.today();
        batch.add(draft(n, on)).unwrap();
        assert!(batch.commit().unwrap().indexed);
        ours.push(start.elapsed());
        let size = fs::metadata(dir.join("journal")).unwrap().len() - before;
        written += size;
        let bytes = vec![0x5A; usize::try_from(size).unwrap()];
        let start = Instant::now();
        (&raw).write_all(&bytes).unwrap();
        raw.sync_data().unwrap();
        theirs.push(start.elapsed());
    }
    for share in [50, 99] {
        let (a, b) = (percentile(&mut ours, share), percentile(&mut theirs, share));
        let figure = format!("one durable commit, p{share} ({} B)", written / ROUNDS as u64);
        let reference = format!("raw append + fdatasync {}", millis(b));
        row(&figure, &millis(a), &reference, &ratio(a.as_secs_f64(), b.as_secs_f64()));
    }
}

fn folder_bytes(dir: &Path) -> u64 {
    let size = |e: fs::DirEntry| {
        if e.file_type().unwrap().is_dir() { folder_bytes(&e.path()) } else { e.metadata().unwrap().len() }
    };
    fs::read_dir(dir).unwrap().map(|e| size(e.unwrap())).sum()
}

fn sizes(what: &str, dir: &Path) {
    let journal = fs::metadata(dir.join("journal")).unwrap().len();
    let index = folder_bytes(&dir.join("index"));
    let mib = |b: u64| format!("{:.0} MiB", b as f64 / 1_048_576.0);
    row(
        &format!("disk of journal and index, {what}"),
        &mib(journal + index),
        &format!("journal {}", mib(journal)),
        &ratio((journal + index) as f64, journal as f64),
    );
}

fn verified(dir: &Path, entries: u64, what: &str) {
    let start = Instant::now();
    let raw = fs::read(dir.join("journal")).unwrap();
    blake3::Hasher::new().update(&raw);
    let reference = start.elapsed();
    drop(raw);
    let child =
        Command::new(std::env::current_exe().unwrap()).env("JINGUO_BENCH_VERIFY", dir).output().unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    let said = String::from_utf8(child.stdout).unwrap();
    let said: Vec<f64> = said.split_whitespace().map(|n| n.parse().unwrap()).collect();
    let [seconds, with_index, peak_kib] = said[..] else { panic!("{said:?}") };
    row(
        &format!("verify {entries} entries, {what}: chain, tree, signatures, rules"),
        &format!("{:.0} entries/s ({seconds:.2} s)", entries as f64 / seconds),
        &format!("reading the file and hashing it once {:.2} s", reference.as_secs_f64()),
        &ratio(seconds, reference.as_secs_f64()),
    );
    row(&format!("the same with vault and index compared, {what}"), &format!("{with_index:.2} s"), "–", "–");
    row(&format!("peak memory of verify, {what}"), &format!("{:.0} MiB", peak_kib / 1024.0), "–", "–");
}

/// Verifies twice in a process of its own; prints seconds, seconds with the index, and the peak after the first.
fn child_verify(dir: &Path) {
    let run = |index: bool| {
        let start = Instant::now();
        let options = VerifyOptions {
            fs: Arc::new(RealFs),
            expect: None,
            master: index.then(|| MasterKey::new([3; 32].into())),
            indexes: if index { Some(Arc::new(SledIndexes)) } else { None },
        };
        let report = verify(dir, options, &mut |_, _| ()).unwrap();
        assert_eq!(report.verdict(), 10, "{:?}", report.findings);
        start.elapsed().as_secs_f64()
    };
    let seconds = run(false);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix("kB"));
    let peak = peak.map_or("0", str::trim).to_owned();
    println!("{seconds} {} {peak}", run(true));
}

/// The whole process: start, open, answer, end.
fn balance(dir: &Path, what: &str) {
    let (mut times, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let start = Instant::now();
        let out = Command::new(env!("CARGO_BIN_EXE_jinguo"))
            .args(["balance", "--ledger"])
            .arg(dir)
            .output()
            .unwrap();
        times.push(start.elapsed());
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let start = Instant::now();
        Command::new(env!("CARGO_BIN_EXE_jinguo")).arg("--version").output().unwrap();
        bare.push(start.elapsed());
    }
    let (first, a, b) = (times[0], percentile(&mut times, 50), percentile(&mut bare, 50));
    row(
        &format!("whole `balance` process, {what}, p50 of 20 (the first {})", millis(first)),
        &millis(a),
        &format!("`jinguo --version` {}", millis(b)),
        &ratio(a.as_secs_f64(), b.as_secs_f64()),
    );
}
