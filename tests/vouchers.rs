//! Vouchers from a ledger: who prepared, approved and booked, and what is taken back in red.
//!
//! Owns: an office of three and what it books. Refuses to know: pages.

use jinguo::base::{Code, Date, EntryNo, Fen, FundNo, Hash32, Line, Months, OperatorNo, Timestamp};
use jinguo::book::Draft;
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::*;
use jinguo::ledger::{Access, Batch, Ledger, NewLedger, Options};
use jinguo::report::names::NameBook;
use jinguo::report::vouchers::{self, Voucher};
use jinguo::store::fs::RealFs;
use jinguo::store::sled_index::SledIndexes;
use jinguo::words::{Lang, Words};
use std::path::Path;
use std::sync::Arc;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn draft(body: Body, papers: &[u8]) -> Draft {
    let mut draft = Draft::new(Date::new(2026, 11, 8).unwrap(), body);
    draft.attachments = papers.iter().map(|paper| Hash32([*paper; 32])).collect();
    draft
}

fn key(no: u8) -> OperatorKey {
    OperatorKey::from_seed(&[no; 32])
}

fn open(dir: &Path) -> Ledger {
    let options = Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: None,
        entropy: Box::new(|b| b.fill(7)),
        rebuild: false,
    };
    Ledger::open(dir, Access::Write, options, &mut |_, _| ()).unwrap()
}

fn commit<T>(dir: &Path, by: u8, build: impl FnOnce(&mut Batch<'_>) -> T) -> T {
    let (mut ledger, key) = (open(dir), key(by));
    let mut batch = ledger.begin(&key, now(), false).unwrap();
    let made = build(&mut batch);
    batch.commit().unwrap();
    made
}

fn add(batch: &mut Batch<'_>, body: Body, papers: &[u8]) -> EntryNo {
    batch.add(draft(body, papers)).unwrap().no
}

fn decide(batch: &mut Batch<'_>, prepared: EntryNo, papers: &[u8]) -> EntryNo {
    batch.add_decision(prepared, Decision::Approved, None, |body| draft(body, papers)).unwrap().no
}

fn operator(no: u8, name: &str, role: Role) -> Body {
    let (key, name) = (key(no), line(name));
    let proof = Proof(possession::prove(&key, &name));
    Body::Operator(OperatorAdded { no: OperatorNo(no.into()), name, key: key.public(), role, proof })
}

fn all(dir: &Path) -> Vec<Voucher> {
    let words = Words::new(Lang::ZhCn);
    let mut ledger = open(dir);
    let mut names = NameBook::new(&mut ledger).unwrap();
    let numbers = vouchers::entries(&mut ledger, Months::parse("2026").unwrap(), None).unwrap();
    let made = numbers
        .into_iter()
        .map(|no| vouchers::voucher(&words, &mut ledger, &mut names, no).unwrap().unwrap());
    made.collect()
}

#[test]
fn a_voucher_names_who_prepared_approved_and_booked() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("book");
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: key(9).public(),
        operator_name: line("张敏"),
    };
    new.create(&dir, Arc::new(RealFs), &key(1), now()).unwrap();
    commit(&dir, 1, |batch| {
        for (no, code) in [(1, "GA"), (2, "GB")] {
            let fund = FundAdded {
                no: FundNo(no),
                code: Code::new(code).unwrap(),
                name: line("关爱基金"),
                purpose: line("困难妇女儿童救助"),
                restriction: Restriction::Office,
                holder: Holder::Office,
                document: None,
            };
            add(batch, Body::Fund(fund), &[]);
        }
        let of = ThresholdOf::Fund(FundNo(1));
        add(batch, Body::Threshold(ThresholdSet { of, over: Some(Fen::ZERO) }), &[]);
        let donation = Donation {
            fund: FundNo(1),
            donor: None,
            amount: Fen::new(1_640_902),
            source: DonationSource::Gift,
        };
        add(batch, Body::Donation(donation), &[1, 2]);
        add(batch, operator(2, "李静", Role::Administrator), &[])
    });
    let third = commit(&dir, 1, |batch| add(batch, operator(3, "王兰", Role::Checker), &[]));
    commit(&dir, 2, |batch| decide(batch, third, &[]));
    let transfer = || {
        Body::Transfer(Transfer { from: FundNo(1), to: FundNo(2), amount: Fen::new(5_000), consent: None })
    };
    let prepared = commit(&dir, 2, |batch| add(batch, transfer(), &[3, 4]));
    let approved = commit(&dir, 3, |batch| decide(batch, prepared, &[4, 5]));
    let hash = open(&dir).locate(approved).unwrap().leaf;
    let reversal =
        Reversal { original: approved, original_hash: hash, reason: ReversalReason::WrongAmount, memo: None };
    let red = commit(&dir, 2, |batch| add(batch, Body::Reversal(reversal), &[]));

    let found = all(&dir);
    let [donation, moved, back] = &found[..] else { panic!("{found:#?}") };
    let sides = |voucher: &Voucher| -> Vec<(Option<i64>, Option<i64>)> {
        let fen = |amount: Option<Fen>| amount.map(Fen::get);
        voucher.lines.iter().map(|line| (fen(line.debit), fen(line.credit))).collect()
    };
    assert_eq!(donation.no.to_string(), "2026-11/记-0001");
    assert_eq!((donation.attachments, donation.total), (2, Fen::new(1_640_902)));
    assert_eq!(
        (donation.prepared.as_str(), donation.approved.as_deref(), donation.booked.as_str()),
        ("张敏", None, "张敏")
    );
    assert_eq!(sides(donation), [(Some(1_640_902), None), (None, Some(1_640_902))]);
    assert_eq!(donation.lines[0].account, "100201 银行存款—自有资金");
    assert_eq!(donation.lines[0].fund, "GA");
    assert!(donation.summary.contains("关爱基金"), "{}", donation.summary);

    assert_eq!(moved.entry, approved);
    assert_eq!(
        (moved.prepared.as_str(), moved.approved.as_deref(), moved.booked.as_str()),
        ("李静", Some("王兰"), "王兰")
    );
    assert_eq!((moved.attachments, moved.leaf), (3, hash));

    // What gives money back needs no second person.
    assert_eq!((back.entry, back.no.number, back.approved.as_deref()), (red, 3, None));
    assert_eq!(back.total, moved.total.negated());
    let taken: Vec<_> = sides(moved).iter().map(|(d, c)| (d.map(|d| -d), c.map(|c| -c))).collect();
    assert_eq!(sides(back), taken, "red: from the same side, with a minus");
}
