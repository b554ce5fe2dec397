//! The figures of finance: a year's workbook, statements out of a large ledger, the journal for other programs.
//!
//! Owns: what is measured and how. Refuses to know: targets; `docs/performance.md` compares.
//!
//! `cargo bench --bench exports`; `JINGUO_BENCH_ENTRIES` and `JINGUO_BENCH_DIR` as for `figures`. Processes are the real
//! program, from start to exit; the same command runs once more in a process that says its own peak.

// Times and ratios are floats; no money is.
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss)]

#[allow(dead_code, reason = "what it records in bulk has one fund and eighty days")]
mod load;
mod whole;

use jinguo::base::{Code, Date, Fen, FundNo, PersonNo, ProgrammeNo};
use jinguo::book::Draft;
use jinguo::entry::*;
use jinguo::export::binding::{Binding, FileFormat, PersonNames};
use jinguo::export::file;
use jinguo::ledger::{Access, Ledger};
use jinguo::report::Unit;
use jinguo::report::statements::Asked;
use jinguo::store::fs::RealFs;
use jinguo::words::{Lang, Words};
use load::{key, line, now, options, prepared, row};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use whole::{child, is_child, whole};

/// Funds beside the first; each has its own programme.
const FUNDS: u32 = 99;
/// Entries of the year that is filed as a workbook.
const YEAR: u64 = 100_000;

fn main() {
    if is_child() {
        return child();
    }
    let entries: u64 = std::env::var("JINGUO_BENCH_ENTRIES").map_or(1_000_000, |n| n.parse().unwrap());
    let place = std::env::var_os("JINGUO_BENCH_DIR")
        .map_or(PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let home = place.join(format!("exports-{}", std::process::id()));
    fs::create_dir_all(&home).unwrap();
    println!("| figure | measured | reference in the same run | ratio |\n| --- | --- | --- | --- |");
    let year = home.join("year");
    record(&year, YEAR.min(entries));
    let out = |name: &str| home.join(name).to_str().unwrap().to_owned();
    let period = ["--period", "2026", "--force"];
    for (form, what) in [("xlsx", "a year's workbook, all statements and books"), ("html", "a year's page")] {
        let file = out(form);
        let args: Vec<&str> = ["export", form, "-o", &file].into_iter().chain(period).collect();
        whole(&year, &args, &format!("{what} of {} entries", YEAR.min(entries)));
        let size = fs::metadata(&file).unwrap().len();
        row(&format!("its size, {form}"), &format!("{:.1} MiB", size as f64 / 1_048_576.0), "–", "–");
    }
    with_names(&year, YEAR.min(entries));
    whole(&year, &["verify-export", &out("xlsx")], "that workbook checked against the journal");
    fs::remove_dir_all(&year).unwrap();
    let large = home.join("large");
    record(&large, entries);
    for args in [
        &["statement", "fund", "F7"][..],
        &["statement", "fund", "F7", "--from", "2026-03-01", "--to", "2026-03-31"],
        &["statement", "person", "P-000077"],
        &["report", "trial-balance", "--period", "2026"],
        &["report", "position", "--period", "2026"],
        &["report", "activities", "--period", "2026", "--fund", "F7"],
        &["report", "income-and-spending", "--period", "2026", "--fund", "F7"],
        &["report", "subsidiary", "--period", "2026-03", "--fund", "F7"],
        &["report", "chronological", "--period", "2026-03", "--fund", "F7"],
        &["report", "general-ledger", "--period", "2026"],
        &["report", "cash-flows", "--period", "2026-03"],
        &["report", "work", "--period", "2026-03"],
    ] {
        whole(&large, args, &format!("`{}` among {entries} entries", args.join(" ")));
    }
    for form in ["hledger", "beancount"] {
        let file = out(form);
        let took =
            whole(&large, &["export", form, "-o", &file, "--force"], &format!("{form} of {entries} entries"));
        let copied = copy(&file);
        row(
            &format!("{form} export"),
            &format!("{:.0} entries/s", entries as f64 / took.as_secs_f64()),
            &format!(
                "writing and syncing the same {} MB {:.2} s",
                fs::metadata(&file).unwrap().len() / 1_000_000,
                copied.as_secs_f64()
            ),
            &format!("{:.1}", took.as_secs_f64() / copied.as_secs_f64()),
        );
    }
    fs::remove_dir_all(&home).unwrap();
}

/// Gifts and relief by turns in a hundred funds, over the days of this year.
fn record(dir: &Path, entries: u64) {
    let mut ledger = prepared(dir, Arc::new(RealFs));
    let key = key();
    let mut batch = ledger.begin(&key, now(), false).unwrap();
    let on = batch.today();
    for no in 2..=FUNDS + 1 {
        let (code, purpose) = (Code::new(&format!("F{}", no - 1)).unwrap(), line(&format!("用途{no}")));
        let (name, restriction) = (line(&format!("基金{no}")), Restriction::Donors);
        let (holder, document) = (Holder::Office, None);
        let fund = FundAdded {
            no: FundNo(no),
            code: code.clone(),
            name: name.clone(),
            purpose: purpose.clone(),
            restriction,
            holder,
            document,
        };
        batch.add(Draft::new(on, Body::Fund(fund))).unwrap();
        let programme = ProgrammeAdded { no: ProgrammeNo(no), code, name, fund: FundNo(no), purpose };
        batch.add(Draft::new(on, Body::Programme(programme))).unwrap();
    }
    batch.commit().unwrap();
    let first = Date::new(2026, 1, 1).unwrap();
    let days = u64::try_from(on.days_since(first)).unwrap() + 1;
    let mut n = 0;
    while n < entries {
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        for _ in 0..1000.min(entries - n) {
            let day = first.plus_days(u32::try_from(n * days / entries).unwrap());
            let no = u32::try_from(n / 2 % u64::from(FUNDS + 1)).unwrap() + 1;
            let person = PersonNo(n * 7919 % 10_000 + 1);
            let amount = Fen::new(i64::try_from(n % 977 + 1).unwrap());
            let body = if n.is_multiple_of(2) {
                let amount = Fen::new(amount.get() + 2000);
                Body::Donation(Donation {
                    fund: FundNo(no),
                    donor: Some(person),
                    amount,
                    source: DonationSource::Gift,
                })
            } else {
                Body::Disbursement(Disbursement {
                    programme: ProgrammeNo(no),
                    fund: FundNo(no),
                    person,
                    amount,
                })
            };
            batch.add(Draft::new(day, body)).unwrap();
            n += 1;
        }
        assert!(batch.commit().unwrap().indexed);
    }
}

/// The workbook with masked names, which come out of the vault; in this process, which has its keys.
fn with_names(dir: &Path, entries: u64) {
    let mut ledger = Ledger::open(dir, Access::Read, options(Arc::new(RealFs)), &mut |_, _| ()).unwrap();
    let binding = Binding {
        format: FileFormat::Xlsx,
        origin: ledger.origin().clone(),
        size: ledger.tip().records(),
        head: ledger.tip().head,
        asked: Asked {
            months: jinguo::base::Months::parse("2026").unwrap(),
            as_of: now().shanghai_date(),
            fund: None,
        },
        lang: Lang::ZhCn,
        unit: Unit::Yuan,
        names: PersonNames::Masked,
        statements: file::usual(FileFormat::Xlsx),
    };
    let start = Instant::now();
    let mut out = Vec::new();
    file::write(&Words::new(Lang::ZhCn), &mut ledger, &binding, None, &mut out).unwrap();
    let took = start.elapsed();
    row(
        &format!("the same workbook of {entries} entries with masked names, in memory"),
        &format!("{:.3} s", took.as_secs_f64()),
        "–",
        "–",
    );
}

fn copy(file: &str) -> Duration {
    let bytes = fs::read(file).unwrap();
    let start = Instant::now();
    let copied = fs::File::create(format!("{file}.copy")).unwrap();
    io::Write::write_all(&mut &copied, &bytes).unwrap();
    copied.sync_all().unwrap();
    start.elapsed()
}
