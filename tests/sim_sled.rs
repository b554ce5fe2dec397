//! The ledger with its real index on a real disk: the index's folder goes back in time, is damaged or is gone.
//!
//! Owns: that the answers stay the same. Refuses to know: power cuts; the simulator brings those.

use jinguo::base::{AccountCode, Code, EntryNo, Fen, FundNo, Line, Timestamp};
use jinguo::book::Draft;
use jinguo::chain::OperatorKey;
use jinguo::entry::{
    Body, Chart, Donation, DonationSource, Entry, FundAdded, Holder, Restriction, Reversal, ReversalReason,
};
use jinguo::ledger::{Access, Ledger, LedgerError, ListKey, NewLedger, Options};
use jinguo::store::fs::RealFs;
use jinguo::store::sled_index::SledIndexes;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Clone, Debug)]
enum Round {
    /// So many commits.
    Record(u8),
    /// The folder as it stands is kept for later.
    Keep,
    /// The program dies: the folder is again what was kept last.
    Back,
    /// A byte of one of the folder's files is another.
    Flip(u16, u32, u8),
    /// One of the folder's files is cut.
    Cut(u16, u32),
    /// The folder is gone.
    Delete,
}

fn round() -> impl Strategy<Value = Round> {
    prop_oneof![
        5 => (1..60_u8).prop_map(Round::Record),
        2 => Just(Round::Keep),
        2 => Just(Round::Back),
        3 => (any::<u16>(), any::<u32>(), 1..=255_u8).prop_map(|(file, at, mask)| Round::Flip(file, at, mask)),
        2 => (any::<u16>(), any::<u32>()).prop_map(|(file, at)| Round::Cut(file, at)),
        1 => Just(Round::Delete),
    ]
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn key() -> OperatorKey {
    OperatorKey::from_seed(&[1; 32])
}

fn open(dir: &Path) -> Ledger {
    let options = Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: None,
        entropy: Box::new(|bytes| bytes.fill(7)),
        rebuild: false,
    };
    Ledger::open(dir, Access::Write, options, &mut |_, _| ()).unwrap()
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn record(ledger: &mut Ledger, body: Body) -> Result<EntryNo, LedgerError> {
    let key = key();
    let mut batch = ledger.begin(&key, now(), false)?;
    let no = batch.add(Draft::new(now().shanghai_date(), body))?.no;
    batch.commit().map(|_| no)
}

type Answers = (Vec<(FundNo, AccountCode, Fen)>, Vec<EntryNo>, Vec<Entry>);

fn answers(ledger: &Ledger) -> Result<Answers, LedgerError> {
    let mut entries = Vec::new();
    ledger.for_each(EntryNo(1)..=EntryNo(u64::MAX), |entry| {
        entries.push(entry.clone());
        Ok(true)
    })?;
    Ok((ledger.balances()?, ledger.entries_in(ListKey::Fund(FundNo(1)))?, entries))
}

/// The answers of a ledger; damage that shows only on reading is mended by opening it again from the journal.
fn answers_mended(dir: &Path) -> Answers {
    let ledger = open(dir);
    match answers(&ledger) {
        Ok(found) => found,
        Err(LedgerError::Index(_)) => {
            drop(ledger);
            fs::remove_dir_all(dir.join("index")).unwrap();
            answers(&open(dir)).unwrap()
        }
        Err(error) => panic!("{error:?}"),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for item in fs::read_dir(folder).into_iter().flatten() {
        let path = item.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in files(from) {
        let place = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(file, place).unwrap();
    }
}

fn spoil(index: &Path, file: u16, change: impl FnOnce(&mut Vec<u8>)) {
    let all = files(index);
    if all.is_empty() {
        return;
    }
    let path = &all[usize::from(file) % all.len()];
    let mut bytes = fs::read(path).unwrap();
    if !bytes.is_empty() {
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    }
}

fn at(n: u32, bytes: &[u8]) -> usize {
    usize::try_from(n).unwrap() % bytes.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_of_any_age_or_state_changes_no_answer(rounds in prop::collection::vec(round(), 1..16)) {
        let root = tempfile::tempdir().unwrap();
        let (dir, kept) = (root.path().join("book"), root.path().join("kept"));
        let index = dir.join("index");
        let new = NewLedger {
            origin: line("example.org/fund"),
            organisation: line("示例县妇女联合会"),
            chart: Chart::NonProfit,
            ledger_key: OperatorKey::from_seed(&[2; 32]).public(),
            operator_name: line("张敏"),
        };
        new.create(&dir, Arc::new(RealFs), &key(), now()).unwrap();
        let mut ledger = open(&dir);
        record(&mut ledger, Body::Fund(FundAdded {
            no: FundNo(1),
            code: Code::new("GA").unwrap(),
            name: line("妇女儿童关爱基金"),
            purpose: line("困难妇女儿童救助"),
            restriction: Restriction::Donors,
            holder: Holder::Office,
            document: None,
        })).unwrap();
        let mut told = answers(&ledger).unwrap();
        drop(ledger);
        for round in rounds {
            match round {
                Round::Record(count) => {
                    let mut ledger = open(&dir);
                    for n in 1..=count {
                        let gift = Donation {
                            fund: FundNo(1),
                            donor: None,
                            amount: Fen::new(n.into()),
                            source: DonationSource::Gift,
                        };
                        let original = match record(&mut ledger, Body::Donation(gift)) {
                            Ok(no) => no,
                            // A damaged value shows when it is needed; what was acknowledged before it stands.
                            Err(LedgerError::Index(_)) => break,
                            Err(error) => panic!("{error:?}"),
                        };
                        if n.is_multiple_of(7) {
                            let original_hash = ledger.locate(original).unwrap().leaf;
                            let reason = ReversalReason::RecordedTwice;
                            let reversal = Reversal { original, original_hash, reason, memo: None };
                            record(&mut ledger, Body::Reversal(reversal)).unwrap();
                        }
                    }
                    // What the journal says counts, not what this opening of the index says.
                    drop(ledger);
                    let _ = fs::remove_dir_all(root.path().join("twin"));
                    let twin = root.path().join("twin");
                    fs::create_dir_all(&twin).unwrap();
                    for file in ["journal", "vault", "vault-keys"] {
                        fs::copy(dir.join(file), twin.join(file)).unwrap();
                    }
                    let now_told = answers(&open(&twin)).unwrap();
                    prop_assert!(now_told.2.starts_with(&told.2));
                    told = now_told;
                }
                Round::Keep => {
                    let _ = fs::remove_dir_all(&kept);
                    copy(&index, &kept);
                }
                Round::Back => {
                    if kept.exists() {
                        let _ = fs::remove_dir_all(&index);
                        copy(&kept, &index);
                    }
                }
                Round::Flip(file, n, mask) => spoil(&index, file, |bytes| {
                    let at = at(n, bytes);
                    bytes[at] ^= mask;
                }),
                Round::Cut(file, n) => spoil(&index, file, |bytes| bytes.truncate(at(n, bytes))),
                Round::Delete => drop(fs::remove_dir_all(&index)),
            }
            prop_assert_eq!(&answers_mended(&dir), &told);
        }
    }
}
