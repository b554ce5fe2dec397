//! Books that benches record: two postings an entry, over 10,000 persons and eighty voucher days, by every rule.
//!
//! Owns: making them, and a row of a table. Refuses to know: what is measured in them.

#[path = "../no_sync/mod.rs"]
mod no_sync;

use jinguo::base::{Code, Date, Fen, FundNo, Line, PersonNo, ProgrammeNo, Timestamp};
use jinguo::book::Draft;
use jinguo::chain::OperatorKey;
use jinguo::entry::*;
use jinguo::ledger::{Access, Ledger, NewLedger, Options, PersonDetails, Secrets};
use jinguo::store::fs::{Fs, RealFs};
use jinguo::store::sled_index::SledIndexes;
use jinguo::store::vault::MasterKey;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PERSONS: u64 = 10_000;

pub fn row(figure: &str, measured: &str, reference: &str, ratio: &str) {
    println!("| {figure} | {measured} | {reference} | {ratio} |");
    io::stdout().flush().unwrap();
}

pub fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

pub fn key() -> OperatorKey {
    OperatorKey::from_seed(&[1; 32])
}

pub fn options(fs: Arc<dyn Fs>) -> Options {
    let mut state = 7u64;
    Options {
        fs,
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: Some(Secrets { master: MasterKey::new([3; 32].into()), lookup: Some([4; 32].into()) }),
        entropy: Box::new(move |bytes| {
            for b in bytes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *b = state.to_be_bytes()[0];
            }
        }),
        rebuild: false,
    }
}

/// A ledger with a fund, a programme, and persons.
pub fn prepared(dir: &Path, fs: Arc<dyn Fs>) -> Ledger {
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: key().public(),
        operator_name: line("张敏"),
    };
    new.create(dir, fs.clone(), &key(), now()).unwrap();
    let mut ledger = Ledger::open(dir, Access::Write, options(fs), &mut |_, _| ()).unwrap();
    let key = key();
    let mut batch = ledger.begin(&key, now(), false).unwrap();
    let on = batch.today();
    let purpose = line("困难妇女儿童救助");
    let fund = FundAdded {
        no: FundNo(1),
        code: Code::new("GA").unwrap(),
        name: line("妇女儿童关爱基金"),
        purpose: purpose.clone(),
        restriction: Restriction::Donors,
        holder: Holder::Office,
        document: None,
    };
    let (code, name) = (Code::new("GJ").unwrap(), line("困难儿童救助"));
    batch.add(Draft::new(on, Body::Fund(fund))).unwrap();
    let programme = ProgrammeAdded { no: ProgrammeNo(1), code, name, fund: FundNo(1), purpose };
    batch.add(Draft::new(on, Body::Programme(programme))).unwrap();
    for n in 1..=PERSONS {
        let details = PersonDetails {
            sort: PersonSort::Natural,
            name: line(&format!("示例{n:05}")),
            id_number: None,
            area: Some(line("雉城街道/北门社区")),
            category: None,
            bank_card: None,
        };
        batch.add_person(&details, on).unwrap();
    }
    batch.commit().unwrap();
    ledger
}

/// Gifts and relief by turns, over the persons and over eighty days of the last three months.
pub fn draft(n: u64, on: Date) -> Draft {
    let first = on.period().previous().previous().first_day();
    let day = first.plus_days(u32::try_from(n / 12_500 % 80).unwrap());
    let amount = Fen::new(i64::try_from(n % 977 + 1).unwrap());
    let person = PersonNo(n * 7919 % PERSONS + 1);
    let body = if n.is_multiple_of(2) {
        let amount = Fen::new(amount.get() + 2000);
        Body::Donation(Donation {
            fund: FundNo(1),
            donor: Some(person),
            amount,
            source: DonationSource::Gift,
        })
    } else {
        Body::Disbursement(Disbursement { programme: ProgrammeNo(1), fund: FundNo(1), person, amount })
    };
    Draft::new(day, body)
}

pub fn percentile(times: &mut [Duration], share: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * share / 100]
}

pub fn millis(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}

pub fn ratio(a: f64, b: f64) -> String {
    format!("{:.2}", a / b)
}

pub fn single_load(dir: &Path, entries: u64) {
    // Syncs nothing: this load is about what so many commits leave behind, not about the disk's patience.
    let mut ledger = prepared(dir, Arc::new(no_sync::NoSync));
    let key = key();
    let start = Instant::now();
    for n in 0..entries {
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        let on = batch.today();
        batch.add(draft(n, on)).unwrap();
        assert!(batch.commit().unwrap().indexed);
    }
    let rate = entries as f64 / start.elapsed().as_secs_f64();
    row(
        &format!("{entries} single-entry commits, syncs left out"),
        &format!("{rate:.0} commits/s"),
        "–",
        "–",
    );
}

pub fn bulk_load(dir: &Path, entries: u64) {
    let mut ledger = prepared(dir, Arc::new(RealFs));
    let key = key();
    let start = Instant::now();
    let mut n = 0;
    while n < entries {
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        let on = batch.today();
        for _ in 0..1000.min(entries - n) {
            batch.add(draft(n, on)).unwrap();
            n += 1;
        }
        assert!(batch.commit().unwrap().indexed);
    }
    let recorded = start.elapsed();
    drop(ledger);
    let closed = start.elapsed();
    let rate = |t: Duration| entries as f64 / t.as_secs_f64();
    let bytes = fs::read(dir.join("journal")).unwrap();
    let raw = fs::File::create(dir.join("raw")).unwrap();
    let start = Instant::now();
    for piece in bytes.chunks(bytes.len() / usize::try_from(entries / 1000).unwrap().max(1) + 1) {
        (&raw).write_all(piece).unwrap();
        raw.sync_data().unwrap();
    }
    let reference = start.elapsed();
    fs::remove_file(dir.join("raw")).unwrap();
    row(
        &format!("{entries} entries in commits of 1,000, durable"),
        &format!("{:.0} entries/s ({:.0} with closing the index)", rate(recorded), rate(closed)),
        &format!("raw append + fdatasync of the same bytes {:.0}", rate(reference)),
        &ratio(recorded.as_secs_f64(), reference.as_secs_f64()),
    );
}
