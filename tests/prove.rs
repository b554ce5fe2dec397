//! Proofs from a ledger's own index, over commits of every size, beside a tree made of all leaves; and an index that lies.
//!
//! Owns: that each proof is the one the whole tree gives, and that a wrong hash never leaves the house. Refuses to know:
//! what is proved to whom.

#[path = "support/leaves.rs"]
mod leaves;

use jinguo::base::{Code, Date, EntryNo, Fen, FundNo, Hash32, Line, Timestamp};
use jinguo::book::Draft;
use jinguo::chain::proof;
use jinguo::chain::{OperatorKey, leaf_hash};
use jinguo::entry::*;
use jinguo::ledger::compare::Difference;
use jinguo::ledger::verify::Finding;
use jinguo::ledger::{Access, Ledger, LedgerError, NewLedger, Options, VerifyOptions, verify};
use jinguo::store::fs::RealFs;
use jinguo::store::index::{Batch, Indexes, Space};
use jinguo::store::sled_index::SledIndexes;
use leaves::Leaves;
use std::path::Path;
use std::sync::Arc;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn options(rebuild: bool) -> Options {
    Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: None,
        entropy: Box::new(|bytes| bytes.fill(7)),
        rebuild,
    }
}

fn open(dir: &Path) -> Ledger {
    Ledger::open(dir, Access::Write, options(false), &mut |_, _| ()).unwrap()
}

/// Commits of one, of some and of very many entries by turns, so that blocks of the tree begin at headers, at entries
/// and in the middle of commits, and cuts of the index fall anywhere.
fn make(dir: &Path) {
    let key = OperatorKey::from_seed(&[1; 32]);
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: OperatorKey::from_seed(&[2; 32]).public(),
        operator_name: line("张敏"),
    };
    new.create(dir, Arc::new(RealFs), &key, now()).unwrap();
    let mut ledger = open(dir);
    let on = Date::new(2026, 3, 8).unwrap();
    let fund = Body::Fund(FundAdded {
        no: FundNo(1),
        code: Code::new("GA").unwrap(),
        name: line("妇女儿童关爱基金"),
        purpose: line("困难妇女儿童救助"),
        restriction: Restriction::Donors,
        holder: Holder::Office,
        document: None,
    });
    let mut sizes = vec![1usize];
    sizes.extend([3; 40]);
    sizes.extend([1; 300]);
    sizes.extend([253, 1, 254, 255, 256, 1, 1, 700, 2, 1500]);
    sizes.extend([7; 60]);
    sizes.extend([1; 131]);
    let mut fund = Some(fund);
    for size in sizes {
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        for n in 0..size {
            let amount = Fen::new(i64::try_from(n).unwrap() + 1);
            let gift = Donation { fund: FundNo(1), donor: None, amount, source: DonationSource::Gift };
            batch.add(Draft::new(on, fund.take().unwrap_or(Body::Donation(gift)))).unwrap();
        }
        batch.commit().unwrap();
    }
}

/// Numbers below `most`, the same in each run.
fn numbers(most: u64) -> impl Iterator<Item = u64> {
    let mut state = 9u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 20) % most
    })
}

fn all_is_as_the_leaves_say(ledger: &Ledger, leaves: &Leaves) {
    let size = leaves.size();
    assert_eq!(ledger.tip().records(), size);
    let edges = [1, 2, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 2048, size - 1, size];
    for at in edges.into_iter().chain(numbers(size).take(60).map(|n| n + 1)) {
        let Ok(root) = proof::root(leaves, at);
        assert_eq!(ledger.root_at(at).unwrap(), root, "root at {at}");
        let Ok(growth) = proof::prove_consistency(leaves, at, size);
        assert_eq!(ledger.prove_growth(at, size).unwrap(), growth, "from {at}");
        let path: Vec<tlog_tiles::Hash> = growth.iter().map(|hash| tlog_tiles::Hash(hash.0)).collect();
        let [new, old] = [size, at].map(|at| tlog_tiles::Hash(ledger.root_at(at).unwrap().0));
        assert!(tlog_tiles::check_tree(&path, size, new, at, old).is_ok(), "from {at}");
        if at > 2 {
            let Ok(growth) = proof::prove_consistency(leaves, at / 2, at);
            assert_eq!(ledger.prove_growth(at / 2, at).unwrap(), growth, "from {} to {at}", at / 2);
        }
    }
    let theirs = |hash: &Hash32| tlog_tiles::Hash(hash.0);
    let entries = ledger.tip().entries;
    for (no, later) in numbers(entries).map(|n| EntryNo(n + 1)).zip(numbers(size)).take(400) {
        let index = ledger.record_of(no).unwrap();
        let at = index + 1 + later % (size - index);
        let proved = ledger.prove_entry(no, at).unwrap();
        let Ok(path) = proof::prove_inclusion(leaves, index, at);
        assert_eq!((proved.index, &proved.path), (index, &path), "{no} of {at}");
        assert_eq!(leaf_hash(&proved.record), leaves.0[usize::try_from(index).unwrap()], "{no}");
        // A crate of others leads from the leaf to the root too.
        let path: Vec<tlog_tiles::Hash> = proved.path.iter().map(theirs).collect();
        let root = theirs(&ledger.root_at(at).unwrap());
        let leaf = tlog_tiles::record_hash(&proved.record);
        assert!(tlog_tiles::check_record(&path, at, root, index, leaf).is_ok(), "{no} of {at}");
        let header = ledger.prove_header(no, at).unwrap();
        assert!(header.index < index && header.record[0] == 1);
        assert_eq!(leaf_hash(&header.record), leaves.0[usize::try_from(header.index).unwrap()]);
    }
    for at in numbers(size - 2).take(50).map(|n| n + 2) {
        let (last, header) = ledger.last_before(at).unwrap();
        let record = ledger.record_of(last).unwrap();
        assert!(record < at && header.record_no < record);
        let next = EntryNo(last.0 + 1);
        assert!(next.0 > entries || ledger.record_of(next).unwrap() >= at);
    }
}

#[test]
fn proofs_are_those_of_the_whole_tree() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("book");
    make(&dir);
    let leaves = Leaves::of(&std::fs::read(dir.join("journal")).unwrap());
    all_is_as_the_leaves_say(&open(&dir), &leaves);
    // Built from the journal at once, the index has the same tree.
    drop(Ledger::open(&dir, Access::Write, options(true), &mut |_, _| ()).unwrap());
    all_is_as_the_leaves_say(&open(&dir), &leaves);
    let found = checked(&dir);
    assert!(found.is_empty(), "{found:?}");
}

fn checked(dir: &Path) -> Vec<Finding> {
    let indexes = Some(Arc::new(SledIndexes) as Arc<dyn Indexes>);
    let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes };
    verify(dir, options, &mut |_, _| ()).unwrap().findings
}

/// The key of a kept subtree, as the index has it.
fn subtree(level: u8, index: u64) -> Vec<u8> {
    [&[b't', level][..], &index.to_be_bytes()].concat()
}

#[test]
fn a_wrong_hash_in_the_index_is_found_and_never_handed_out() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("book");
    make(&dir);
    let change = |key: Vec<u8>, value: Option<Vec<u8>>| {
        let mut index = SledIndexes.open(&dir).unwrap();
        let before = index.get(Space::State, &key).unwrap().expect("a kept subtree");
        let hot = vec![(Space::State, key, value)];
        index.apply(Batch { cold: Vec::new(), hot }).unwrap();
        index.flush().unwrap();
        before
    };
    // The whole tree is large enough that entry 1 is proved over the subtree of the next 1,024 leaves.
    let key = subtree(10, 1);
    let right = change(key.clone(), Some(vec![9; 40]));
    let refused = |ledger: &Ledger| {
        let proved = ledger.prove_entry(EntryNo(1), ledger.tip().records());
        matches!(proved, Err(LedgerError::Index(_)))
    };
    assert!(refused(&open(&dir)));
    assert!(matches!(checked(&dir)[..], [Finding::Index(Difference::Tree)]));
    change(key.clone(), Some(right.clone()));
    assert!(open(&dir).prove_entry(EntryNo(1), 3_000).is_ok());
    // Missing, or beside what is kept.
    change(key.clone(), None);
    assert!(refused(&open(&dir)));
    assert!(matches!(checked(&dir)[..], [Finding::Index(Difference::Tree)]));
}
