//! What the portfolio of many loans costs: the whole process with its peak memory, beside a process that only starts.
//!
//! Owns: what is measured and how. Refuses to know: targets; `docs/performance.md` compares.
//!
//! `cargo bench --bench portfolio` makes 100,000 loans of ten entries each and takes some minutes;
//! `JINGUO_BENCH_LOANS=10000` makes fewer. Folders are made under `JINGUO_BENCH_DIR` (default: the build's own temporary
//! folder). Nothing is synced: this is about what is read.

// Times and ratios are floats; no money is.
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss)]

mod no_sync;
mod whole;

use jinguo::base::{Code, Date, Fen, Hash32, Line, LoanNo, PersonNo, ProductNo, Rate, Timestamp};
use jinguo::book::Draft;
use jinguo::book::loan::{Known, owed, position};
use jinguo::chain::OperatorKey;
use jinguo::entry::*;
use jinguo::ledger::{Access, Batch, Ledger, NewLedger, Options, PersonDetails, Secrets};
use jinguo::store::sled_index::SledIndexes;
use jinguo::store::vault::MasterKey;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use whole::{child, is_child, whole};

/// Loans whose ten entries are one commit.
const LOANS_A_COMMIT: u64 = 100;

fn main() {
    if is_child() {
        return child();
    }
    let loans: u64 = std::env::var("JINGUO_BENCH_LOANS").map_or(100_000, |n| n.parse().unwrap());
    let place = std::env::var_os("JINGUO_BENCH_DIR")
        .map_or(PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let home = place.join(format!("portfolio-{}", std::process::id()));
    fs::create_dir_all(&home).unwrap();
    println!("| figure | measured | reference in the same run | ratio |\n| --- | --- | --- | --- |");
    let dir = home.join("books");
    let start = Instant::now();
    lend(&dir, loans);
    let rate = (loans * 10) as f64 / start.elapsed().as_secs_f64();
    row(&format!("{loans} loans of ten entries recorded"), &format!("{rate:.0} entries/s"), "–", "–");
    for args in [
        &["report", "portfolio"][..],
        &["report", "portfolio", "--as-of", "2026-06-30", "--known", "2026-11-01"],
        &["report", "portfolio", "--by", "product"],
        &["statement", "loan", "L-000077"],
    ] {
        whole(&dir, args, &format!("whole `{}` process, {loans} loans", args.join(" ")));
    }
    fs::remove_dir_all(&home).unwrap();
}

fn row(figure: &str, measured: &str, reference: &str, ratio: &str) {
    println!("| {figure} | {measured} | {reference} | {ratio} |");
    io::stdout().flush().unwrap();
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// 2026-11-18 in Shanghai.
fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn key() -> OperatorKey {
    OperatorKey::from_seed(&[1; 32])
}

/// A ledger with that many borrowers, each with a loan of a bank.
fn lend(dir: &Path, loans: u64) {
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: key().public(),
        operator_name: line("张敏"),
    };
    let fs = Arc::new(no_sync::NoSync);
    new.create(dir, fs.clone(), &key(), now()).unwrap();
    let mut stream = blake3::Hasher::new_derive_key("loans of a benchmark").finalize_xof();
    let options = Options {
        fs,
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: Some(Secrets { master: MasterKey::new([3; 32].into()), lookup: Some([4; 32].into()) }),
        entropy: Box::new(move |bytes| stream.fill(bytes)),
        rebuild: false,
    };
    let mut ledger = Ledger::open(dir, Access::Write, options, &mut |_, _| ()).unwrap();
    let key = key();
    let mut batch = ledger.begin(&key, now(), false).unwrap();
    product(&mut batch);
    batch.commit().unwrap();
    let mut n = 0;
    while n < loans {
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        let until = loans.min(n + LOANS_A_COMMIT);
        while n < until {
            n += 1;
            let details = PersonDetails {
                sort: PersonSort::Natural,
                name: line(&format!("示例{n:06}")),
                id_number: None,
                area: Some(line("雉城街道/北门社区")),
                category: None,
                bank_card: None,
            };
            let on = batch.today();
            batch.add_person(&details, on).unwrap();
            life(&mut batch, n);
        }
        assert!(batch.commit().unwrap().indexed);
    }
}

fn product(batch: &mut Batch<'_>) {
    let from = Date::new(2024, 1, 1).unwrap();
    let (no, code, name) = (ProductNo(1), Code::new("DB").unwrap(), line("妇女小额担保贷款"));
    let source = Source::Lender(line("示例农商行"));
    let (kind, profile, guarantor) = (LoanKind::Term, Profile::Loan, None);
    let added = ProductAdded { no, code, name, kind, profile, source, guarantor };
    batch.add(Draft::new(from, Body::Product(added))).unwrap();
    let terms = Terms {
        rate: Rate::from_millionths(43_500),
        surcharge_percent: 50,
        day_count: DayCount::Actual360,
        rounding: Rounding::HalfEven,
        method: Method::EqualPayments,
        graces: Graces { ageing_days: 3, ..Graces::default() },
        order: RepaymentOrder::USUAL,
        due_day: 20,
        limit: Fen::new(30_000_000),
        longest_months: 36,
        eligible: Eligible::default(),
    };
    batch.add(Draft::new(from, Body::Terms(TermsSet { product: no, from, terms }))).unwrap();
}

/// Ten entries: applied, granted, signed, drawn, and six payments, each up to twenty days late.
fn life(batch: &mut Batch<'_>, n: u64) {
    let loan = LoanNo(n);
    let small = |n: u64| u32::try_from(n).unwrap();
    let first = Date::new(2025, 1, 1).unwrap().plus_days(small(n * 7919 % 500));
    let amount = Fen::new(i64::try_from(n % 977 + 100).unwrap() * 10_000);
    let months = 24;
    let add = |batch: &mut Batch<'_>, on: Date, what: LoanWhat| {
        batch.add(Draft::new(on, Body::Loan(LoanEvent { loan, what }))).unwrap();
    };
    let (product, borrower) = (ProductNo(1), PersonNo(n));
    add(batch, first, LoanWhat::Applied { product, borrower, amount, months });
    add(batch, first, LoanWhat::Granted { amount, months });
    let state = batch.ledger().product(product).unwrap();
    let terms = *state.terms_on(first).unwrap();
    let (number, paper) = (line(&format!("借字{n:06}")), Hash32([0; 32]));
    add(batch, first, LoanWhat::Signed { number, paper, terms });
    let state = batch.ledger().loan(loan).unwrap();
    let plan = owed::plan_after_draw(loan, &state, first, amount).unwrap();
    add(batch, first, LoanWhat::Drawn { amount, plan });
    for _ in 0..6 {
        let state = batch.ledger().loan(loan).unwrap();
        let before = state.events.last().map_or(first, |event| event.date);
        let next = position(&state, before, Known::ALL).next.unwrap();
        let on = next.due.plus_days(small(n % 21)).max(before);
        let paid = next.principal.checked_add(next.interest).unwrap();
        let split = owed::split(loan, &state, on, paid, false).unwrap();
        add(batch, on, LoanWhat::Repaid { from: PaidFrom::Cash, split, plan: None });
    }
}
