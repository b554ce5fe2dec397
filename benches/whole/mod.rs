//! A whole process of the real program, from start to exit, beside one that only starts; and its peak memory.
//!
//! Owns: how that is measured. Refuses to know: which commands.

use jinguo::cli;
use jinguo::cli::outside::Outside;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Runs of each command.
const ROUNDS: usize = 10;
/// Says to the benchmark's own program that it is the one whose peak is measured.
const CHILD: &str = "JINGUO_BENCH_CHILD";

/// Runs a command of the ledger in `dir` some times and prints the row; returns the median.
pub fn whole(dir: &Path, args: &[&str], what: &str) -> Duration {
    let run = |program: &Path, args: &[&str], child: bool| {
        let mut command = Command::new(program);
        command.args(args).env("JINGUO_LEDGER", dir);
        if child {
            command.env(CHILD, "1");
        }
        let start = Instant::now();
        let out = command.output().unwrap();
        let took = start.elapsed();
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        (took, out.stdout)
    };
    let program = Path::new(env!("CARGO_BIN_EXE_jinguo"));
    run(program, args, false);
    let median = |args: &[&str]| {
        let mut times: Vec<Duration> = (0..ROUNDS).map(|_| run(program, args, false).0).collect();
        times.sort_unstable();
        times[(ROUNDS - 1) / 2]
    };
    let (ours, bare) = (median(args), median(&["--version"]));
    let (_, peak) = run(&std::env::current_exe().unwrap(), args, true);
    let peak: f64 = String::from_utf8(peak).unwrap().trim().parse().unwrap();
    let (seconds, started) = (ours.as_secs_f64(), bare.as_secs_f64());
    println!(
        "| {what}, p50 of {ROUNDS} | {seconds:.3} s, peak {:.0} MiB | `jinguo --version` {:.1} ms | {:.0} |",
        peak / 1024.0,
        started * 1e3,
        seconds / started
    );
    io::stdout().flush().unwrap();
    ours
}

/// Whether this process is the one whose peak is measured.
pub fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// The same command in this process, which then says its own peak in KiB.
pub fn child() {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let (mut out, mut err) = (io::sink(), io::stderr());
    let exit = cli::run(&args, &Outside::of_process(), &mut io::empty(), &mut out, &mut err);
    assert_eq!(exit.code(), 0);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix("kB"));
    println!("{}", peak.map_or("0", str::trim));
}
