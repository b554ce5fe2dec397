//! The ledger as its users meet it: recorded, closed, opened again, read.
//!
//! Owns: the common path over real files. Refuses to know: faults; the simulator brings those.

#[path = "support/fresh.rs"]
mod fresh;

use fresh::Fresh;
use jinguo::base::{Code, EntryNo, Fen, FundNo, Line, OperatorNo, PersonNo, ProgrammeNo, Timestamp};
use jinguo::book::{Draft, Refusal};
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::*;
use jinguo::ledger::{Access, Ledger, LedgerError, ListKey, NewLedger, Options};
use jinguo::store::fs::RealFs;
use std::sync::Arc;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn options() -> Options {
    Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(Fresh),
        lock: None,
        secrets: None,
        entropy: Box::new(|b| b.fill(7)),
        rebuild: false,
    }
}

#[test]
fn what_was_recorded_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("book");
    let key = OperatorKey::from_seed(&[1; 32]);
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: OperatorKey::from_seed(&[2; 32]).public(),
        operator_name: line("张敏"),
    };
    new.create(&dir, Arc::new(RealFs), &key, now()).unwrap();
    assert!(matches!(new.create(&dir, Arc::new(RealFs), &key, now()), Err(LedgerError::Exists(_))));
    let open = || Ledger::open(&dir, Access::Write, options(), &mut |_, _| ()).unwrap();
    let mut ledger = open();
    let today = now().shanghai_date();
    let mut batch = ledger.begin(&key, now(), false).unwrap();
    let fund = FundAdded {
        no: FundNo(1),
        code: Code::new("GA").unwrap(),
        name: line("妇女儿童关爱基金"),
        purpose: line("困难妇女儿童救助"),
        restriction: Restriction::Donors,
        holder: Holder::Office,
        document: None,
    };
    batch.add(Draft::new(today, Body::Fund(fund))).unwrap();
    let receipt = batch.commit().unwrap();
    assert!(receipt.indexed);
    for n in 1..=1000 {
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        let gift =
            Donation { fund: FundNo(1), donor: None, amount: Fen::new(n), source: DonationSource::Gift };
        batch.add(Draft::new(today, Body::Donation(gift))).unwrap();
        assert!(batch.commit().unwrap().indexed);
    }
    let programme = ProgrammeAdded {
        no: ProgrammeNo(1),
        code: Code::new("GJ").unwrap(),
        name: line("困难儿童救助"),
        fund: FundNo(1),
        purpose: line("困难妇女儿童救助"),
    };
    let mut batch = ledger.begin(&key, now(), false).unwrap();
    batch.add(Draft::new(today, Body::Programme(programme))).unwrap();
    let relief = Disbursement {
        programme: ProgrammeNo(1),
        fund: FundNo(1),
        person: PersonNo(1),
        amount: Fen::new(500_501),
    };
    match batch.add(Draft::new(today, Body::Disbursement(relief))) {
        Err(LedgerError::Refused(refusal)) => {
            assert_eq!(*refusal, Refusal::UnknownPerson { no: PersonNo(1) })
        }
        other => panic!("{other:?}"),
    }
    drop(batch);
    let tip = ledger.tip().clone();
    assert_eq!(tip.entries, 1002);
    for ledger in [&ledger, &open()] {
        assert_eq!(ledger.tip(), &tip);
        let cash: Vec<_> = ledger.balances().unwrap();
        assert_eq!(cash[0].2, Fen::new(500_500));
        assert_eq!(ledger.entries_in(ListKey::Fund(FundNo(1))).unwrap().len(), 1000);
        assert_eq!(ledger.entry(EntryNo(777)).unwrap().unwrap().postings[0].amount, Fen::new(775));
        assert_eq!(ledger.locate(EntryNo(777)).unwrap().header.commit_no, 777);
        let voucher = ledger.entry(EntryNo(500)).unwrap().unwrap().voucher.unwrap().no();
        assert_eq!(ledger.entry_of_voucher(voucher).unwrap(), EntryNo(500));
    }
}

/// Commits of one entry and of a thousand, by two operators, far beyond what the index keeps unpacked.
#[test]
fn who_recorded_what_is_found_in_packed_and_unpacked_commits_alike() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("book");
    let keys = [1, 2].map(|seed| OperatorKey::from_seed(&[seed; 32]));
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: OperatorKey::from_seed(&[9; 32]).public(),
        operator_name: line("张敏"),
    };
    new.create(&dir, Arc::new(RealFs), &keys[0], now()).unwrap();
    let mut ledger = Ledger::open(&dir, Access::Write, options(), &mut |_, _| ()).unwrap();
    let today = now().shanghai_date();
    let mut batch = ledger.begin(&keys[0], now(), false).unwrap();
    let (name, key) = (line("李静"), keys[1].public());
    let proof = Proof(possession::prove(&keys[1], &name));
    let added = OperatorAdded { no: OperatorNo(2), name, key, role: Role::Clerk, proof };
    batch.add(Draft::new(today, Body::Operator(added))).unwrap();
    for (no, code) in [(1, "GA"), (2, "LA")] {
        let fund = FundAdded {
            no: FundNo(no),
            code: Code::new(code).unwrap(),
            name: line("妇女儿童关爱基金"),
            purpose: line("困难妇女儿童救助"),
            restriction: Restriction::Donors,
            holder: Holder::Office,
            document: None,
        };
        batch.add(Draft::new(today, Body::Fund(fund))).unwrap();
    }
    batch.commit().unwrap();
    let mut hers = [vec![EntryNo(1)..=EntryNo(1), EntryNo(2)..=EntryNo(4)], vec![]];
    let mut of_fund = [vec![], vec![]];
    for (turn, size) in [1, 2, 1000, 3, 1, 700, 1, 1, 40, 900, 2, 1].into_iter().enumerate() {
        let who = turn % 3 % 2;
        let mut batch = ledger.begin(&keys[who], now(), false).unwrap();
        for n in 0..size {
            let fund = FundNo(if n % 2 == 0 { 1 } else { 2 });
            let gift = Donation { fund, donor: None, amount: Fen::new(1), source: DonationSource::Gift };
            let no = batch.add(Draft::new(today, Body::Donation(gift))).unwrap().no;
            of_fund[n % 2].push(no);
        }
        let receipt = batch.commit().unwrap();
        hers[who].push(receipt.recorded[0].no..=receipt.recorded[receipt.recorded.len() - 1].no);
        // Right after each commit: the border between packed and unpacked stands elsewhere each time.
        for (who, all) in hers.iter().enumerate() {
            assert_eq!(ledger.entries_by(OperatorNo([1, 2][who])).unwrap(), *all, "after {size}");
        }
        for (at, fund) in [ListKey::Fund(FundNo(1)), ListKey::Fund(FundNo(2))].into_iter().enumerate() {
            assert_eq!(ledger.entries_in_any(&[fund]).unwrap(), of_fund[at]);
        }
        let both = ledger.entries_in_any(&[ListKey::Fund(FundNo(2)), ListKey::Fund(FundNo(1))]).unwrap();
        assert_eq!(both, (5..=ledger.tip().entries).map(EntryNo).collect::<Vec<_>>());
    }
    assert_eq!(ledger.entries_by(OperatorNo(3)).unwrap(), []);
    assert_eq!(ledger.entries_in_any(&[]).unwrap(), []);
}
