//! Every small change to a journal of 200 entries is found, and the first bad entry named.
//!
//! Owns: flips, deletions, swaps, duplications, truncations. Refuses to know: power cuts; the simulator brings those.

use jinguo::base::{Code, Date, EntryNo, Fen, FundNo, Line, Timestamp};
use jinguo::book::Draft;
use jinguo::chain::OperatorKey;
use jinguo::entry::*;
use jinguo::ledger::compare::Difference;
use jinguo::ledger::verify::{Finding, Held};
use jinguo::ledger::{Access, Alarm, Ledger, LedgerError, NewLedger, Options, Report, VerifyOptions, verify};
use jinguo::store::fs::{Fs, FsFile, RealFs};
use jinguo::store::sled_index::SledIndexes;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

const ENTRIES: u64 = 200;
const A_COMMIT: u64 = 20;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn options() -> Options {
    Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: None,
        entropy: Box::new(|b| b.fill(7)),
        rebuild: false,
    }
}

/// A ledger of 200 entries: the opening, a fund, and donations in commits of twenty.
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
    let mut ledger = Ledger::open(dir, Access::Write, options(), &mut |_, _| ()).unwrap();
    let on = Date::new(2026, 3, 8).unwrap();
    let mut n = 1;
    while n < ENTRIES {
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        for _ in 0..A_COMMIT.min(ENTRIES - n) {
            n += 1;
            let body = if n == 2 {
                Body::Fund(FundAdded {
                    no: FundNo(1),
                    code: Code::new("GA").unwrap(),
                    name: line("妇女儿童关爱基金"),
                    purpose: line("困难妇女儿童救助"),
                    restriction: Restriction::Donors,
                    holder: Holder::Office,
                    document: None,
                })
            } else {
                let amount = Fen::new(i64::try_from(n).unwrap() * 100);
                Body::Donation(Donation {
                    fund: FundNo(1),
                    donor: None,
                    amount,
                    source: DonationSource::Gift,
                })
            };
            batch.add(Draft::new(on, body)).unwrap();
        }
        batch.commit().unwrap();
    }
}

static JOURNAL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    make(&dir.path().join("book"));
    std::fs::read(dir.path().join("book/journal")).unwrap()
});

/// A frame of the journal, cut by its length alone, with the first entry that is unproved when it is bad.
struct Frame {
    range: Range<usize>,
    entry: u64,
}

static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let frames = frames_of(&JOURNAL);
    assert_eq!(frames.last().unwrap().entry, ENTRIES);
    frames
});

fn frames_of(journal: &[u8]) -> Vec<Frame> {
    let (mut frames, mut at, mut entries) = (Vec::new(), 16, 0);
    while at < journal.len() {
        let length = u32::from_be_bytes(journal[at..at + 4].try_into().unwrap()) as usize;
        let range = at..at + 4 + length + 8;
        let entry = match journal[at + 4] {
            1 => entries + 1,
            2 => {
                entries += 1;
                entries
            }
            3 => entries,
            other => panic!("tag {other}"),
        };
        frames.push(Frame { range: range.clone(), entry });
        at = range.end;
    }
    frames
}

/// One file, `journal`, with these bytes.
struct Bytes(Arc<Vec<u8>>);

impl Fs for Bytes {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        match path.file_name().and_then(|n| n.to_str()) {
            Some("journal") => Ok(Box::new(Bytes(self.0.clone()))),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }
    fn open_write(&self, _: &Path) -> io::Result<Box<dyn FsFile>> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn create_new(&self, _: &Path) -> io::Result<Box<dyn FsFile>> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn exists(&self, path: &Path) -> io::Result<bool> {
        Ok(path.ends_with("journal"))
    }
    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn remove(&self, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn create_dir_all(&self, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

impl FsFile for Bytes {
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let from = usize::try_from(offset).unwrap().min(self.0.len());
        let size = buf.len().min(self.0.len() - from);
        buf[..size].copy_from_slice(&self.0[from..from + size]);
        Ok(size)
    }
    fn write_at(&self, _: &[u8], _: u64) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn set_len(&self, _: u64) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn sync_data(&self) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn size(&self) -> io::Result<u64> {
        Ok(self.0.len() as u64)
    }
}

/// `dir` only holds the lock: with it, a torn tail is a finding and not somebody's commit being written.
fn verified(dir: &Path, bytes: Vec<u8>) -> Result<Report, LedgerError> {
    let fs = Arc::new(Bytes(Arc::new(bytes)));
    verify(dir, VerifyOptions { fs, expect: None, master: None, indexes: None }, &mut |_, _| ())
}

fn first_bad(report: &Report) -> (u8, EntryNo) {
    match report.findings.first() {
        Some(finding @ (Finding::Damaged(flaw) | Finding::BadSignature(flaw))) => {
            (finding.code(), flaw.entry)
        }
        other => panic!("{other:?}"),
    }
}

/// Runs `one` for each number below `count`, on two threads with a folder each.
fn on_threads(count: usize, one: impl Fn(&Path, usize) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                let dir = tempfile::tempdir().unwrap();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        break;
                    }
                    one(dir.path(), n);
                }
            });
        }
    });
}

#[test]
fn the_untouched_journal_is_intact_and_not_called_anchored() {
    let dir = tempfile::tempdir().unwrap();
    let report = verified(dir.path(), JOURNAL.clone()).unwrap();
    assert_eq!((report.verdict(), report.entries, report.held), (10, ENTRIES, Held::NotGiven));
}

/// Turns one bit, and expects it found in the frame that it stands in.
fn flipped(dir: &Path, journal: &[u8], frames: &[Frame], bit: usize) {
    let mut bytes = journal.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    match (bit / 8, verified(dir, bytes)) {
        (14..16, Err(LedgerError::Newer("journal"))) => {}
        (at, Ok(report)) => {
            let entry = frames.iter().find(|f| f.range.contains(&at)).map_or(1, |f| f.entry);
            assert_eq!(first_bad(&report), (40, EntryNo(entry)), "bit {bit}");
        }
        (_, other) => panic!("bit {bit}: {other:?}"),
    }
}

#[test]
fn every_single_bit_flip_is_found_and_its_entry_named() {
    on_threads(JOURNAL.len() * 8, |dir, bit| flipped(dir, &JOURNAL, &FRAMES, bit));
}

/// The journal has many commits, each with a signature to check: one bit of each byte, another one in each.
#[test]
fn a_bit_flip_in_any_byte_of_any_kind_of_entry_is_found_and_its_entry_named() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat/v2/journal");
    let journal = std::fs::read(path).unwrap();
    let frames = frames_of(&journal);
    on_threads(journal.len(), |dir, at| flipped(dir, &journal, &frames, at * 8 + at * 5 % 8));
}

#[test]
fn every_deletion_swap_and_duplication_of_a_record_is_found() {
    let last = FRAMES.len() - 1;
    on_threads(last, |dir, n| {
        let (here, next) = (&FRAMES[n], &FRAMES[n + 1]);
        let (before, after) = (&JOURNAL[..here.range.start], &JOURNAL[next.range.end..]);
        let (a, b) = (&JOURNAL[here.range.clone()], &JOURNAL[next.range.clone()]);
        for (what, bytes, entry) in [
            ("deleted", [before, b, after].concat(), here.entry),
            ("swapped", [before, b, a, after].concat(), here.entry),
            ("doubled", [before, a, a, b, after].concat(), next.entry),
        ] {
            let (code, found) = first_bad(&verified(dir, bytes).unwrap());
            assert_eq!((code, found), (40, EntryNo(entry)), "{what} {n}");
        }
    });
}

#[test]
fn every_deletion_swap_and_duplication_of_a_commit_is_found() {
    let mut commits: Vec<Range<usize>> = Vec::new();
    let mut start = 16;
    for frame in FRAMES.iter().filter(|f| JOURNAL[f.range.start + 4] == 3) {
        commits.push(start..frame.range.end);
        start = frame.range.end;
    }
    let entry_at = |at: usize| FRAMES.iter().find(|f| f.range.start == at).unwrap().entry;
    on_threads(commits.len() - 1, |dir, n| {
        let (here, next) = (&commits[n], &commits[n + 1]);
        let (before, after) = (&JOURNAL[..here.start], &JOURNAL[next.end..]);
        let (a, b) = (&JOURNAL[here.clone()], &JOURNAL[next.clone()]);
        for (what, bytes, entry) in [
            ("deleted", [before, b, after].concat(), entry_at(here.start)),
            ("swapped", [before, b, a, after].concat(), entry_at(here.start)),
            ("doubled", [before, a, a, b, after].concat(), entry_at(next.start)),
        ] {
            assert_eq!(first_bad(&verified(dir, bytes).unwrap()), (40, EntryNo(entry)), "{what} {n}");
        }
    });
}

#[test]
fn every_cut_is_torn_or_leaves_a_shorter_history_that_a_held_head_reveals() {
    let dir = tempfile::tempdir().unwrap();
    let whole = verified(dir.path(), JOURNAL.clone()).unwrap();
    on_threads(JOURNAL.len() - 16, |dir, n| {
        let cut = n + 16;
        let fs = Arc::new(Bytes(Arc::new(JOURNAL[..cut].to_vec())));
        let expect = Some((whole.size, whole.head));
        let options = VerifyOptions { fs, expect, master: None, indexes: None };
        let report = verify(dir, options, &mut |_, _| ()).unwrap();
        assert_eq!(report.held, Held::Differs { size: whole.size, found: report.size });
        let between = FRAMES.iter().any(|f| f.range.end == cut && JOURNAL[f.range.start + 4] == 3);
        match (&report.findings[..], between) {
            ([], true) => assert_eq!(report.verdict(), 30),
            ([Finding::TornTail { offset, bytes }], false) => {
                assert_eq!((report.verdict(), offset + bytes), (50, cut as u64));
            }
            // Without a whole first commit there is no ledger to have a torn tail.
            ([Finding::Damaged(_)], false) => assert_eq!(report.commits, 0),
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn a_held_head_of_an_earlier_commit_agrees() {
    let dir = tempfile::tempdir().unwrap();
    let half = FRAMES.iter().filter(|f| JOURNAL[f.range.start + 4] == 3).nth(4).unwrap();
    let earlier = verified(dir.path(), JOURNAL[..half.range.end].to_vec()).unwrap();
    let check = |size, head| {
        let fs = Arc::new(Bytes(Arc::new(JOURNAL.clone())));
        let options = VerifyOptions { fs, expect: Some((size, head)), master: None, indexes: None };
        verify(dir.path(), options, &mut |_, _| ()).unwrap().verdict()
    };
    assert_eq!(check(earlier.size, earlier.head), 0);
    assert_eq!(check(earlier.size + 1, earlier.head), 30);
    assert_eq!(check(0, earlier.head), 30);
}

#[test]
fn a_cleanly_cut_tail_is_seen_against_the_index_and_can_be_brought_back() {
    use jinguo::ledger::recover::{Believe, recover};
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("book");
    make(&dir);
    let seals: Vec<&Frame> = FRAMES.iter().filter(|f| JOURNAL[f.range.start + 4] == 3).collect();
    let cut = seals[seals.len() - 3].range.end;
    std::fs::write(dir.join("journal"), &JOURNAL[..cut]).unwrap();
    let opened = Ledger::open(&dir, Access::Write, options(), &mut |_, _| ());
    assert!(matches!(opened.err(), Some(LedgerError::Alarm(Alarm::IndexAhead { .. }))));
    assert_eq!(std::fs::read(dir.join("journal")).unwrap().len(), cut, "an alarm writes nothing");
    let compared = || VerifyOptions {
        fs: Arc::new(RealFs),
        expect: None,
        master: None,
        indexes: Some(Arc::new(SledIndexes)),
    };
    let report = verify(&dir, compared(), &mut |_, _| ()).unwrap();
    assert_eq!(report.verdict(), 44);
    assert!(matches!(report.findings[..], [Finding::Index(Difference::History { .. })]));
    // Cut in the middle of a commit that the index knows, it is no torn tail either.
    std::fs::write(dir.join("journal"), &JOURNAL[..cut + 100]).unwrap();
    let report = verify(&dir, compared(), &mut |_, _| ()).unwrap();
    assert_eq!((report.verdict(), report.findings.len()), (44, 1));
    let opened = Ledger::open(&dir, Access::Write, options(), &mut |_, _| ());
    assert!(matches!(opened.err(), Some(LedgerError::Alarm(Alarm::IndexAhead { .. }))));
    std::fs::write(dir.join("journal"), &JOURNAL[..cut]).unwrap();
    let recovered = recover(&dir, Believe::Index, options(), &mut |_, _| ()).unwrap();
    assert_eq!(recovered.tip.entries, ENTRIES);
    assert_eq!(std::fs::read(dir.join("journal")).unwrap(), *JOURNAL, "hash for hash");
    assert_eq!(std::fs::read(&recovered.kept[0]).unwrap(), JOURNAL[..cut], "the old one is kept");
}
