//! What a large round and the trace of one gift cost in a large ledger: whole processes, beside one that only starts.
//!
//! Owns: what is measured and how. Refuses to know: targets; `docs/performance.md` compares.
//!
//! `cargo bench --bench relief` makes a ledger of 100,000 persons, 100,000 bound gifts and 1,000,000 entries and takes
//! some minutes; `JINGUO_BENCH_GIFTS=10000` makes a tenth. Folders are made under `JINGUO_BENCH_DIR` (default: the build's
//! own temporary folder). Only the load leaves its syncs out: what is measured syncs as always.

// Times and ratios are floats; no money is.
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss)]

mod no_sync;

use jinguo::base::{Code, Fen, FundNo, GiftNo, Line, OperatorNo, PersonNo, ProgrammeNo, RoundNo, Timestamp};
use jinguo::book::Draft;
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::*;
use jinguo::ledger::{Access, Batch, Ledger, NewLedger, Options, PersonDetails, Secrets};
use jinguo::store::key_file;
use jinguo::store::sled_index::SledIndexes;
use jinguo::store::vault::MasterKey;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

/// Rounds that are approved and paid, and gifts that are traced.
const ROUNDS: u32 = 10;
const ROWS: u64 = 1000;
const ENTRIES_A_COMMIT: u64 = 1000;

fn main() {
    let gifts: u64 = std::env::var("JINGUO_BENCH_GIFTS").map_or(100_000, |n| n.parse().unwrap());
    let place = std::env::var_os("JINGUO_BENCH_DIR")
        .map_or(PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let home = place.join(format!("relief-{}", std::process::id()));
    fs::create_dir_all(&home).unwrap();
    println!("| figure | measured | reference in the same run | ratio |\n| --- | --- | --- | --- |");
    let dir = home.join("books");
    let start = Instant::now();
    let entries = load(&dir, gifts);
    let rate = entries as f64 / start.elapsed().as_secs_f64();
    row(
        &format!("{entries} entries recorded, of {gifts} persons and as many bound gifts, syncs left out"),
        &format!("{rate:.0} entries/s"),
        "–",
        "–",
    );
    let key_path = home.join("checker.key.json");
    let checker = key(2);
    let text = key_file::seal(&line("李静"), &[2; 32].into(), checker.public().0, None, &mut |b| b.fill(7));
    fs::write(&key_path, text.unwrap()).unwrap();
    let mut at = 0;
    timed(&format!("whole `relief approve RD-… --pay` process, {ROWS} rows"), || {
        at += 1;
        let round = RoundNo(at).to_string();
        let mut command = jinguo(&dir);
        command.args(["relief", "approve", &round, "--pay", "--key"]).arg(&key_path);
        command
    });
    let mut at = 0;
    timed(&format!("whole `statement gift` process, among {gifts}"), || {
        at += 1;
        let gift = GiftNo(gifts * at / u64::from(ROUNDS + 1)).to_string();
        let mut command = jinguo(&dir);
        command.args(["statement", "gift", &gift]);
        command
    });
    timed(&format!("whole `balance` process, among {gifts} gifts held for others"), || {
        let mut command = jinguo(&dir);
        command.arg("balance");
        command
    });
    fs::remove_dir_all(&home).unwrap();
}

fn jinguo(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jinguo"));
    command.env("JINGUO_LEDGER", dir);
    command
}

fn row(figure: &str, measured: &str, reference: &str, ratio: &str) {
    println!("| {figure} | {measured} | {reference} | {ratio} |");
    io::stdout().flush().unwrap();
}

/// So many different commands, each as a whole process.
fn timed(figure: &str, mut command: impl FnMut() -> Command) {
    let (mut times, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut command = command();
        let start = Instant::now();
        let out = command.output().unwrap();
        times.push(start.elapsed());
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let start = Instant::now();
        Command::new(env!("CARGO_BIN_EXE_jinguo")).arg("--version").output().unwrap();
        bare.push(start.elapsed());
    }
    times.sort_unstable();
    let p50 = |times: &[Duration]| times[times.len() / 2].as_secs_f64();
    let longest = times.last().unwrap().as_secs_f64();
    bare.sort_unstable();
    let (ours, bare) = (p50(&times), p50(&bare));
    row(
        &format!("{figure}, p50 of {ROUNDS} (longest {longest:.3} s)"),
        &format!("{ours:.3} s"),
        &format!("`jinguo --version` {:.1} ms", bare * 1e3),
        &format!("{:.0}", ours / bare),
    );
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// The time of the load: that of now, since the processes that are measured follow it.
fn now() -> Timestamp {
    static NOW: OnceLock<Timestamp> = OnceLock::new();
    *NOW.get_or_init(|| {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap()).unwrap()
    })
}

fn key(seed: u8) -> OperatorKey {
    OperatorKey::from_seed(&[seed; 32])
}

/// Persons, a bound gift for each, ordinary gifts up to ten entries a person, and ten rounds that wait.
fn load(dir: &Path, gifts: u64) -> u64 {
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: key(1).public(),
        operator_name: line("张敏"),
    };
    let fs = Arc::new(no_sync::NoSync);
    new.create(dir, fs.clone(), &key(1), now()).unwrap();
    let mut stream = blake3::Hasher::new_derive_key("relief of a benchmark").finalize_xof();
    let options = Options {
        fs,
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: Some(Secrets { master: MasterKey::new([3; 32].into()), lookup: Some([4; 32].into()) }),
        entropy: Box::new(move |bytes| stream.fill(bytes)),
        rebuild: false,
    };
    let mut ledger = Ledger::open(dir, Access::Write, options, &mut |_, _| ()).unwrap();
    let own = key(1);
    let mut batch = ledger.begin(&own, now(), false).unwrap();
    set_up(&mut batch);
    batch.commit().unwrap();
    in_commits(&mut ledger, &own, gifts, |batch, n| {
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
    });
    in_commits(&mut ledger, &own, gifts, |batch, n| {
        let on = batch.today();
        let (gift, amount) = (GiftNo(n), Fen::new(100_000));
        let bound = Bound::new(None, vec![PersonNo(n)]).unwrap();
        let agreed = GiftWhat::Agreed { donor: None, fund: FundNo::PASS_THROUGH, bound };
        for what in [agreed, GiftWhat::Received { amount }] {
            batch.add(Draft::new(on, Body::Gift(GiftEvent { gift, what }))).unwrap();
        }
    });
    in_commits(&mut ledger, &own, gifts * 7, |batch, n| {
        let on = batch.today();
        let amount = Fen::new(i64::try_from(n % 977 + 1).unwrap() * 100);
        let gift = Donation { fund: FundNo(1), donor: None, amount, source: DonationSource::Gift };
        batch.add(Draft::new(on, Body::Donation(gift))).unwrap();
    });
    for round in 1..=ROUNDS {
        let mut batch = ledger.begin(&own, now(), false).unwrap();
        propose(&mut batch, RoundNo(round), gifts);
        batch.commit().unwrap();
    }
    ledger.tip().entries
}

fn in_commits(ledger: &mut Ledger, own: &OperatorKey, count: u64, mut add: impl FnMut(&mut Batch<'_>, u64)) {
    let mut n = 0;
    while n < count {
        let mut batch = ledger.begin(own, now(), false).unwrap();
        let until = count.min(n + ENTRIES_A_COMMIT);
        while n < until {
            n += 1;
            add(&mut batch, n);
        }
        assert!(batch.commit().unwrap().indexed);
    }
}

/// A fund, a programme that asks for approval and caps each person, and the operator who approves.
fn set_up(batch: &mut Batch<'_>) {
    let on = batch.today();
    let mut add = |body| {
        batch.add(Draft::new(on, body)).unwrap();
    };
    add(Body::Fund(FundAdded {
        no: FundNo(1),
        code: code("GA"),
        name: line("妇女儿童关爱基金"),
        purpose: line("困难妇女儿童救助"),
        restriction: Restriction::Donors,
        holder: Holder::Office,
        document: None,
    }));
    let (programme, fund) = (ProgrammeNo(1), FundNo(1));
    let (name, purpose) = (line("困难儿童救助"), line("困难妇女儿童救助"));
    add(Body::Programme(ProgrammeAdded { no: programme, code: code("GJ"), name, fund, purpose }));
    let rules = ReliefRules {
        funds: vec![fund],
        most: Fen::new(1_000_000),
        lifetime: Cap { times: 20, amount: Fen::new(5_000_000) },
        yearly: Cap { times: 12, amount: Fen::new(1_000_000) },
        year_budget: Fen::new(10_000_000_000),
        round_budget: Fen::new(1_000_000_000),
        steps: Steps { approval: true, ..Steps::default() },
        ..ReliefRules::unbounded(Gives::Money)
    };
    add(Body::ReliefRules(RulesSet { programme, from: on, rules }));
    let (second, name) = (key(2), line("李静"));
    let proof = Proof(possession::prove(&second, &name));
    let (no, role) = (OperatorNo(2), Role::Administrator);
    add(Body::Operator(OperatorAdded { no, name, key: second.public(), role, proof }));
}

/// A thousand people all over the ledger.
fn propose(batch: &mut Batch<'_>, round: RoundNo, persons: u64) {
    let on = batch.today();
    let step = persons / ROWS;
    let rows = (0..ROWS).map(|n| Row {
        case: None,
        person: PersonNo(n * step + u64::from(round.0)),
        gift: None,
        given: 50_000 + n,
        paper: None,
    });
    let (programme, fund, item) = (ProgrammeNo(1), FundNo(1), None);
    let proposal = Proposal { programme, fund, item, rows: rows.collect() };
    let what = RoundWhat::Proposed(proposal);
    batch.add(Draft::new(on, Body::Round(RoundEvent { round, what }))).unwrap();
}
