//! Ledgers whose journals are exported: the demonstration's, those of the vectors, and one with hostile names.
//!
//! Owns: making and opening them. Refuses to know: exports.

use crate::fresh::Fresh;
use jinguo::base::{AccountCode, Code, Date, Fen, FundNo, Line, ProgrammeNo, PurposeNo, Timestamp};
use jinguo::book::Draft;
use jinguo::book::chart::Edition;
use jinguo::chain::OperatorKey;
use jinguo::entry::*;
use jinguo::ledger::{Access, Ledger, NewLedger, Options};
use jinguo::store::fs::RealFs;
use jinguo::store::index::Indexes;
use jinguo::store::sled_index::SledIndexes;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// An open ledger.
pub struct Book {
    pub name: String,
    pub ledger: Ledger,
}

fn open(dir: &Path, access: Access, indexes: Arc<dyn Indexes>) -> Ledger {
    let options = Options {
        fs: Arc::new(RealFs),
        indexes,
        lock: None,
        secrets: None,
        entropy: Box::new(|bytes| bytes.fill(7)),
        rebuild: false,
    };
    Ledger::open(dir, access, options, &mut |_, _| ()).unwrap()
}

/// The four books of `jinguo demo`.
pub fn demonstration(dir: &Path) -> Vec<Book> {
    let mut demo = Command::new(env!("CARGO_BIN_EXE_jinguo"));
    let out = demo.arg("demo").arg(dir).env_clear().env("HOME", dir).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let offices = ["town-a", "town-b", "town-c", "county"];
    let book = |office: &str| Book {
        name: office.to_owned(),
        ledger: open(&dir.join(office), Access::Read, Arc::new(SledIndexes)),
    };
    offices.into_iter().map(book).collect()
}

/// The good journals of `tests/vectors`, opened as ledgers.
pub fn vectors(folder: &Path) -> Vec<Book> {
    let names = [
        "funds",
        "operators",
        "everyday",
        "closing",
        "closing-government",
        "government",
        "loans",
        "loans-government",
        "relief",
        "relief-government",
    ];
    let book = |name: &str| {
        let dir = folder.join(format!("ledger-{name}"));
        std::fs::create_dir_all(&dir).unwrap();
        let journal =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(format!("{name}.journal"));
        std::fs::copy(journal, dir.join("journal")).unwrap();
        Book { name: name.to_owned(), ledger: open(&dir, Access::Write, Arc::new(Fresh)) }
    };
    names.into_iter().map(book).collect()
}

/// Names that mean something to one program or another, at their beginning, inside and at their end.
const HOSTILE: [(&str, &str); 12] = [
    ("HELD", "基金 ; entry: E-999"),
    ("1A", "(2026-03/记-0001)  two  spaces"),
    ("A-B", "payee | note  ;person: P-000001"),
    ("A-", "\"quoted\" \\\" \\n \\"),
    ("Z", "= 100 CNY @ 2 USD {3}"),
    ("Y", "; comment"),
    ("X", "*! (virtual) [2026-01-01=2026-02-02]"),
    ("W", "#tag ^link %t ~ include other.journal"),
    ("V", "end comment"),
    ("U", "a:b:c  Assets:Bank  100.00 CNY"),
    ("CNY", "\u{3000}妇女\u{3000}\u{3000}儿童\u{a0}\u{a0};\u{2009}x"),
    ("0-0", "'single' `back` $(x) <b> =HYPERLINK(\"x\")"),
];

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn key() -> OperatorKey {
    OperatorKey::from_seed(&[1; 32])
}

fn day(number: u32) -> Date {
    Date::from_number(number).unwrap()
}

fn noon(number: u32) -> Timestamp {
    // Days since 2025-12-01 are counted by the calendar; the clock needs no more than the right day.
    const FIRST: i64 = 1_764_561_600_000; // 2025-12-01T12:00 in Shanghai
    let days = (0..400).find(|n| day(20_251_201).plus_days(*n) == day(number)).unwrap();
    Timestamp::from_millis(FIRST + i64::from(days) * 86_400_000).unwrap()
}

fn gift(fund: u32, amount: i64) -> Body {
    let source = DonationSource::Gift;
    Body::Donation(Donation { fund: FundNo(fund), donor: None, amount: Fen::new(amount), source })
}

fn fee(fund: u32, amount: i64) -> Body {
    Body::BankCharge(BankCharge { interest: false, fund: FundNo(fund), amount: Fen::new(amount) })
}

fn spending(edition: Edition, account: u32) -> Body {
    Body::Spending(Spending {
        fund: FundNo(1),
        account: AccountCode(account),
        edition: edition.number(),
        programme: Some(ProgrammeNo(1)),
        budget: None,
        payee: None,
        amount: Fen::new(5),
    })
}

fn held(received: bool, amount: i64) -> Body {
    let target = Target::Purpose(PurposeNo(1));
    Body::PassThrough(PassThrough { received, target, other: None, amount: Fen::new(amount) })
}

/// A ledger over the end of 2025, with a fund of each hostile name, and entries that were recorded late.
pub fn furnished_with_hostile_names(dir: &Path) -> Book {
    let new = NewLedger {
        origin: line("example.org/fund ; entry: E-1"),
        organisation: line("示例县\"妇联\"; (x)"),
        chart: Chart::NonProfit,
        ledger_key: OperatorKey::from_seed(&[2; 32]).public(),
        operator_name: line("张敏"),
    };
    new.create(dir, Arc::new(RealFs), &key(), noon(20_251_230)).unwrap();
    let ledger = open(dir, Access::Write, Arc::new(Fresh));
    let mut book = Book { name: "hostile".to_owned(), ledger };
    let purpose = line("困难救助");
    let mut bodies = Vec::new();
    for (no, (code, name)) in (1..).zip(HOSTILE) {
        bodies.push(Body::Fund(FundAdded {
            no: FundNo(no),
            code: Code::new(code).unwrap(),
            name: line(name),
            purpose: purpose.clone(),
            restriction: Restriction::Office,
            holder: Holder::Office,
            document: None,
        }));
        bodies.push(Body::Programme(ProgrammeAdded {
            no: ProgrammeNo(no),
            code: Code::new(code).unwrap(),
            name: line(name),
            fund: FundNo(no),
            purpose: purpose.clone(),
        }));
    }
    bodies.push(Body::Purpose(PurposeAdded { no: PurposeNo(1), name: line("; place") }));
    book.record(20_251_230, bodies.into_iter().map(|body| (20_251_230, body)).collect());
    let funds = 1..=u32::try_from(HOSTILE.len()).unwrap();
    // The largest amount that a posting may carry, and the smallest.
    let gifts = funds.clone().map(|no| (20_251_230 - no, gift(no, 1_000_000_007))).collect();
    book.record(20_251_231, gifts);
    book.record(
        20_251_231,
        vec![
            (20_251_201, gift(1, jinguo::base::money::MAX_FEN)),
            (20_251_203, gift(1, 1)),
            (20_251_202, held(true, 100)),
            (20_251_231, fee(1, 3)),
            (20_251_231, spending(Edition::Of2004, 5301)),
            (20_251_231, held(false, 40)),
        ],
    );
    book.record(
        20_260_202,
        vec![
            (20_260_202, fee(1, 7)),
            // Late, into the open month before.
            (20_251_215, fee(1, 11)),
            (20_260_131, spending(Edition::Of2026, 5301)),
            (20_260_102, fee(2, 13)),
            (20_260_101, held(false, 60)),
        ],
    );
    book
}

impl Book {
    fn record(&mut self, on: u32, drafts: Vec<(u32, Body)>) {
        let key = key();
        let mut batch = self.ledger.begin(&key, noon(on), true).unwrap();
        for (day_of, body) in drafts {
            batch.add(Draft::new(day(day_of), body)).unwrap();
        }
        assert!(batch.commit().unwrap().indexed);
    }

    /// Posts to an account, in a month and of a fund that nothing was posted to before.
    pub fn record_more(&mut self) {
        self.record(20_260_301, vec![(20_251_105, gift(1, 17)), (20_260_228, fee(3, 19))]);
        self.record(20_260_301, vec![(20_260_301, gift(4, 23))]);
    }
}
