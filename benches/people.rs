//! What two persons, many people and a backup cost, each beside a plain commit or a plain copy in the same run.
//!
//! Owns: what is measured and how. Refuses to know: targets; `docs/performance.md` compares.
//!
//! `cargo bench --bench people` registers a million persons and takes some minutes; `JINGUO_BENCH_PERSONS=100000` takes
//! fewer. Folders are made under `JINGUO_BENCH_DIR` (default: the build's own temporary folder, on the same disk).
//! Unlocking keys is left out: it is slow on purpose, and `jinguo unlock` says how slow.

// Times and ratios are floats; no money is.
#![allow(clippy::float_arithmetic, clippy::cast_precision_loss)]

use jinguo::base::{Code, Fen, FundNo, IdNumber, Line, OperatorNo, PersonNo, ProgrammeNo, Timestamp};
use jinguo::book::Draft;
use jinguo::book::persons::subjects_of;
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::*;
use jinguo::ledger::{Access, Ledger, NewLedger, Options, PersonDetails, Secrets};
use jinguo::store::fs::{Fs, RealFs};
use jinguo::store::sled_index::SledIndexes;
use jinguo::store::vault::MasterKey;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

const MASTER: [u8; 32] = [3; 32];
const ROUNDS: u64 = 1500;

fn main() {
    let persons: u64 = std::env::var("JINGUO_BENCH_PERSONS").map_or(1_000_000, |n| n.parse().unwrap());
    let place = std::env::var_os("JINGUO_BENCH_DIR")
        .map_or(PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let home = place.join(format!("people-{}", std::process::id()));
    fs::create_dir_all(&home).unwrap();
    println!("| figure | measured | reference in the same run | ratio |\n| --- | --- | --- | --- |");
    two_persons(&home.join("two"));
    let few = prepared(&home.join("few"), 1_000);
    let mut many = prepared(&home.join("many"), persons);
    look_ups(few, &mut many, persons);
    erasures(&mut many, persons);
    backup(&home, &mut many);
    fs::remove_dir_all(&home).unwrap();
}

fn row(figure: &str, measured: &str, reference: &str, ratio: &str) {
    println!("| {figure} | {measured} | {reference} | {ratio} |");
    io::stdout().flush().unwrap();
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn key(n: u8) -> OperatorKey {
    OperatorKey::from_seed(&[n; 32])
}

fn entropy() -> impl FnMut(&mut [u8]) + Send {
    let mut stream = blake3::Hasher::new_derive_key("people of a benchmark").finalize_xof();
    move |bytes| stream.fill(bytes)
}

/// An invented ID number with a right check character, one for each person: 999 stands for no place.
fn id_number(n: u64) -> IdNumber {
    let digits = format!("999{:03}{:04}0101{:03}", n / 100_000 % 1000, 1900 + n / 1000 % 100, n % 1000);
    let with = |check: char| IdNumber::parse(&format!("{digits}{check}")).ok();
    "0123456789X".chars().find_map(with).expect("one of eleven check characters fits")
}

fn details(n: u64) -> PersonDetails {
    PersonDetails {
        sort: PersonSort::Natural,
        name: line(&format!("示例{n:07}")),
        id_number: Some(id_number(n)),
        area: Some(line("雉城街道/北门社区")),
        category: Some(line("低收入母亲")),
        bank_card: None,
    }
}

/// A ledger with two operators, a fund, a programme, and that many persons.
fn prepared(dir: &Path, persons: u64) -> Ledger {
    let new = NewLedger {
        chart: Chart::NonProfit,
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        ledger_key: key(9).public(),
        operator_name: line("张敏"),
    };
    new.create(dir, Arc::new(RealFs), &key(1), now()).unwrap();
    let options = Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: Some(Secrets { master: MasterKey::new(MASTER.into()), lookup: Some([4; 32].into()) }),
        entropy: Box::new(entropy()),
        rebuild: false,
    };
    let mut ledger = Ledger::open(dir, Access::Write, options, &mut |_, _| ()).unwrap();
    let (first, on) = (key(1), now().shanghai_date());
    let mut batch = ledger.begin(&first, now(), false).unwrap();
    let (name, purpose) = (line("李静"), line("困难妇女儿童救助"));
    let proof = Proof(possession::prove(&key(2), &name));
    let second = OperatorAdded { no: OperatorNo(2), name, key: key(2).public(), role: Role::Checker, proof };
    batch.add(Draft::new(on, Body::Operator(second))).unwrap();
    let fund = FundAdded {
        no: FundNo(1),
        code: Code::new("GA").unwrap(),
        name: line("妇女儿童关爱基金"),
        purpose: purpose.clone(),
        restriction: Restriction::Donors,
        holder: Holder::Office,
        document: None,
    };
    batch.add(Draft::new(on, Body::Fund(fund))).unwrap();
    let (code, name) = (Code::new("GJ").unwrap(), line("困难儿童救助"));
    let programme = ProgrammeAdded { no: ProgrammeNo(1), code, name, fund: FundNo(1), purpose };
    batch.add(Draft::new(on, Body::Programme(programme))).unwrap();
    let gift = Donation {
        fund: FundNo(1),
        donor: None,
        amount: Fen::new(10_000_000_000),
        source: DonationSource::Gift,
    };
    batch.add(Draft::new(on, Body::Donation(gift))).unwrap();
    batch.commit().unwrap();
    let mut n = 0;
    while n < persons {
        let mut batch = ledger.begin(&first, now(), false).unwrap();
        for _ in 0..(persons - n).min(10_000) {
            n += 1;
            batch.add_person(&details(n), on).unwrap();
        }
        batch.commit().unwrap();
    }
    ledger
}

fn p50(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}

fn ratio(a: Duration, b: Duration) -> String {
    format!("{:.2}", a.as_secs_f64() / b.as_secs_f64())
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    times.push(start.elapsed());
    done
}

/// A payment at once, one that is prepared, and its approval by the other, by turns on the same ledger.
fn two_persons(dir: &Path) {
    let mut ledger = prepared(dir, 1_000);
    let (first, second) = (key(1), key(2));
    let (mut plain, mut prepare, mut approve) = (Vec::new(), Vec::new(), Vec::new());
    let relief = |n: u64| {
        let (programme, fund, person) = (ProgrammeNo(1), FundNo(1), PersonNo(n % 1000 + 1));
        Body::Disbursement(Disbursement { programme, fund, person, amount: Fen::new(100) })
    };
    for n in 0..ROUNDS {
        timed(&mut plain, || {
            let mut batch = ledger.begin(&first, now(), false).unwrap();
            let on = batch.today();
            batch.add(Draft::new(on, relief(n))).unwrap();
            batch.commit().unwrap()
        });
        let receipt = timed(&mut prepare, || {
            let mut batch = ledger.begin(&first, now(), false).unwrap();
            let on = batch.today();
            batch.add(Draft { prepare: true, ..Draft::new(on, relief(n)) }).unwrap();
            batch.commit().unwrap()
        });
        timed(&mut approve, || {
            let mut batch = ledger.begin(&second, now(), false).unwrap();
            let on = batch.today();
            let prepared = receipt.recorded[0].no;
            batch.add_decision(prepared, Decision::Approved, None, |body| Draft::new(on, body)).unwrap();
            batch.commit().unwrap()
        });
    }
    let (plain, prepare, approve) = (p50(&mut plain), p50(&mut prepare), p50(&mut approve));
    let reference = format!("plain commit of a payment {}", millis(plain));
    row("a payment prepared, p50", &millis(prepare), &reference, &ratio(prepare, plain));
    row("its approval, p50", &millis(approve), &reference, &ratio(approve, plain));
}

/// Is this ID number registered? Asked by turns of a ledger of a thousand and of one of many persons.
fn look_ups(mut few: Ledger, many: &mut Ledger, persons: u64) {
    let (mut in_few, mut in_many) = (Vec::new(), Vec::new());
    for n in 1..=ROUNDS {
        let asked = details(n % 1_000 + 1);
        timed(&mut in_few, || assert!(few.find_person(&asked).unwrap().is_some()));
        let asked = details(n * 7_919 % persons + 1);
        timed(&mut in_many, || assert!(many.find_person(&asked).unwrap().is_some()));
    }
    let (few, many) = (p50(&mut in_few), p50(&mut in_many));
    let figure = format!("look-up of an ID number among {persons} persons, p50");
    let reference = format!("among 1,000 {:.1} µs", few.as_secs_f64() * 1e6);
    row(&figure, &format!("{:.1} µs", many.as_secs_f64() * 1e6), &reference, &ratio(many, few));
}

/// One erasure, prepared and approved; the approval is the one that destroys the key.
fn erasures(ledger: &mut Ledger, persons: u64) {
    let (first, second) = (key(1), key(2));
    let (mut prepare, mut erase) = (Vec::new(), Vec::new());
    for n in 1..=100 {
        let person = PersonNo(n * 7_919 % persons + 1);
        let receipt = timed(&mut prepare, || {
            let mut batch = ledger.begin(&first, now(), false).unwrap();
            let on = batch.today();
            let subjects = subjects_of(batch.ledger().state(), person).unwrap();
            let basis = ErasureBasis::Order(line("县法院〔2026〕1号"));
            batch.add(Draft::new(on, Body::Erased(Erased { person, basis, subjects }))).unwrap();
            batch.commit().unwrap()
        });
        let done = timed(&mut erase, || {
            let mut batch = ledger.begin(&second, now(), false).unwrap();
            let on = batch.today();
            let prepared = receipt.recorded[0].no;
            batch.add_decision(prepared, Decision::Approved, None, |body| Draft::new(on, body)).unwrap();
            batch.commit().unwrap()
        });
        assert!(done.erased && done.indexed);
    }
    let worst = *erase.iter().max().unwrap();
    let figure =
        format!("erasure of one of {persons} persons, approved and done, p50 (longest {})", millis(worst));
    let prepare = p50(&mut prepare);
    let erase = p50(&mut erase);
    row(&figure, &millis(erase), &format!("preparing it {}", millis(prepare)), &ratio(erase, prepare));
}

/// A whole backup against a plain copy of the same bytes with a sync, by turns, the best of three each.
fn backup(home: &Path, ledger: &mut Ledger) {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let dir = ledger.dir().to_owned();
    let size: u64 =
        ["journal", "vault", "vault-keys"].iter().map(|f| fs::metadata(dir.join(f)).unwrap().len()).sum();
    let rate = |time: Duration| size as f64 / 1e6 / time.as_secs_f64();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 0..3 {
        let target = home.join(format!("backup-{n}"));
        let snapshot = ledger.snapshot(&fs, None).unwrap();
        let kept = (&MASTER, b"secrets".as_slice());
        let mut entropy = entropy();
        timed(&mut ours, || {
            snapshot.back_up(&RealFs, &target, kept, Some("口令"), now(), &mut entropy).unwrap();
        });
        timed(&mut theirs, || {
            for file in ["journal", "vault", "vault-keys"] {
                let (mut from, to) =
                    (fs::File::open(dir.join(file)).unwrap(), home.join(format!("{file}-{n}")));
                let mut to = fs::File::create(to).unwrap();
                let mut block = vec![0; 1 << 20];
                loop {
                    match from.read(&mut block).unwrap() {
                        0 => break,
                        got => to.write_all(&block[..got]).unwrap(),
                    }
                }
                to.sync_data().unwrap();
            }
        });
    }
    let (ours, theirs) = (*ours.iter().min().unwrap(), *theirs.iter().min().unwrap());
    let figure = format!("backup of {} MB to a new file, its passphrase included", size / 1_000_000);
    let reference = format!("plain copy and sync {:.0} MB/s", rate(theirs));
    row(&figure, &format!("{:.0} MB/s", rate(ours)), &reference, &ratio(theirs, ours));
    let snapshot = ledger.snapshot(&fs, None).unwrap();
    let mut again = Vec::new();
    timed(&mut again, || {
        let kept = (&MASTER, b"secrets".as_slice());
        let target = home.join("backup-0");
        snapshot.back_up(&RealFs, &target, kept, None, now(), &mut entropy()).unwrap();
    });
    row("the same again, with nothing new", &millis(again[0]), "–", "–");
}
