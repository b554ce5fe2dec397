//! Makes the vectors: the good ones through the ledger's own door, the bad ones by changing a good one.
//!
//! Owns: what the vectors say. Refuses to know: how they are checked.

#[path = "fresh.rs"]
mod fresh;

use crate::scribe::{Hand, Scribe};
pub use fresh::Fresh;
use jinguo::base::{
    Code, Date, EntryNo, Fen, FundNo, Hash32, Line, OperatorNo, Period, PersonNo, ProgrammeNo, PurposeNo,
    SubjectNo, Timestamp,
};
use jinguo::book::Draft;
use jinguo::chain::commitment::{LookupOf, commitment, lookup_hash};
use jinguo::chain::hash::{check, link, seal_hash};
use jinguo::chain::{FILE_HEAD, FrameKind, Frontier, Header, OperatorKey, Seal, frames, leaf_hash};
use jinguo::entry::*;
use jinguo::ledger::{Access, Ledger, LedgerError, Options};
use jinguo::store::fs::RealFs;
use std::path::Path;
use std::sync::Arc;

pub const ORIGIN: &str = "example.org/fund";
pub const OPERATOR_SEED: [u8; 32] = [0x11; 32];
pub const LEDGER_SEED: [u8; 32] = [0x22; 32];
pub const LOOKUP_KEY: [u8; 32] = [0x33; 32];

/// What the vault would hold: subject, field, salt, value.
pub const SECRETS: [(u64, u8, [u8; 32], &str); 8] = [
    (1, 1, [0x41; 32], "爱心企业"),
    (2, 1, [0x42; 32], "王芳"),
    (2, 2, [0x43; 32], "999001199003070026"),
    (2, 3, [0x44; 32], "雉城街道/北门社区"),
    (2, 4, [0x45; 32], "低收入母亲"),
    (3, 0, [0x46; 32], "银行回单重复"),
    (4, 1, [0x47; 32], "县慈善总会"),
    (4, 3, [0x48; 32], "雉城街道"),
];

pub fn open(dir: &Path) -> Result<Ledger, LedgerError> {
    let options = Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(Fresh),
        lock: None,
        secrets: None,
        entropy: Box::new(|bytes| bytes.fill(7)),
        rebuild: false,
    };
    Ledger::open(dir, Access::Write, options, &mut |_, _| ())
}

/// Where a ledger stands, and what stands on each account and is held for each target.
pub fn figures(ledger: &Ledger) -> String {
    let mut told = format!("{}:{}\n", ledger.tip().records(), ledger.tip().head);
    for (fund, account, amount) in ledger.balances().unwrap() {
        told += &format!("{fund} {account} {}\n", amount.get());
    }
    for (target, amount) in ledger.held().unwrap() {
        told += &format!("{target:?} {}\n", amount.get());
    }
    told
}

pub fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub fn day(number: u32) -> Date {
    Date::from_number(number).unwrap()
}

/// A moment in Shanghai: a day of March 2026, or of April from 32 on, and an hour.
pub fn clock(day: i64, hour: i64) -> Timestamp {
    const MARCH: i64 = 1_772_294_400_000; // 2026-03-01T00:00 in Shanghai
    Timestamp::from_millis(MARCH + ((day - 1) * 24 + hour) * 3_600_000).unwrap()
}

fn committed(subject: u64) -> Vec<(Field, Hash32)> {
    let of_subject = SECRETS.iter().filter(|s| s.0 == subject);
    of_subject
        .map(|(_, tag, salt, text)| {
            (Field::from_tag(*tag).unwrap(), commitment(salt, SubjectNo(subject), *tag, text))
        })
        .collect()
}

fn person(no: u64, subject: u64, sort: PersonSort) -> Body {
    let find = |tag| SECRETS.iter().find(|s| s.0 == subject && s.1 == tag).unwrap().3;
    let lookup = match sort {
        PersonSort::Natural => lookup_hash(&LOOKUP_KEY, LookupOf::IdNumber, find(2)),
        PersonSort::Organisation => lookup_hash(&LOOKUP_KEY, LookupOf::Name, find(1)),
    };
    let (no, subject) = (PersonNo(no), SubjectNo(subject));
    Body::Person(PersonAdded { no, sort, subject, lookup: Some(lookup), commitments: committed(subject.0) })
}

pub fn fund(
    no: u32,
    code: &str,
    name: &str,
    purpose: &str,
    restriction: Restriction,
    holder: Holder,
    document: Option<&str>,
) -> Body {
    let (code, name, purpose) = (Code::new(code).unwrap(), line(name), line(purpose));
    Body::Fund(FundAdded {
        no: FundNo(no),
        code,
        name,
        purpose,
        restriction,
        holder,
        document: document.map(line),
    })
}

pub fn gift(fund: u32, donor: Option<u64>, amount: i64, source: DonationSource) -> Body {
    Body::Donation(Donation {
        fund: FundNo(fund),
        donor: donor.map(PersonNo),
        amount: Fen::new(amount),
        source,
    })
}

pub fn opened(chart: Chart) -> Body {
    Body::Open(Open {
        origin: line(ORIGIN),
        organisation: line("示例县妇女联合会"),
        chart,
        ledger_key: OperatorKey::from_seed(&LEDGER_SEED).public(),
        operator: OperatorNo(1),
        operator_name: line("张敏"),
        operator_key: OperatorKey::from_seed(&OPERATOR_SEED).public(),
    })
}

pub fn held(received: bool, target: Target, other: Option<u64>, amount: i64) -> Body {
    Body::PassThrough(PassThrough { received, target, other: other.map(PersonNo), amount: Fen::new(amount) })
}

/// The good vectors of rules version 1: `open` and `funds`.
pub fn good() -> [(&'static str, Vec<u8>); 2] {
    let key = OperatorKey::from_seed(&OPERATOR_SEED);
    let hand = Hand { operator: 1, key: &key, rules: 1 };
    let mut scribe = Scribe::new(ORIGIN);
    scribe.commit(hand, clock(2, 9), vec![Draft::new(day(20_260_302), opened(Chart::NonProfit))]);
    let first = scribe.bytes.clone();
    let mut commit = |at: Timestamp, drafts: Vec<Draft>| scribe.commit(hand, at, drafts);
    let on = |number, body| Draft::new(day(number), body);
    let care = "困难妇女儿童救助";
    commit(
        clock(2, 10),
        vec![
            on(
                20_260_302,
                fund(1, "GA", "妇女儿童关爱基金", care, Restriction::Donors, Holder::Office, None),
            ),
            on(
                20_260_302,
                fund(
                    2,
                    "GY",
                    "爱娟基金",
                    "助学",
                    Restriction::Donors,
                    Holder::Charity,
                    Some("县妇〔2026〕1号"),
                ),
            ),
            on(20_260_302, fund(3, "GZ", "工作经费", care, Restriction::Office, Holder::Treasury, None)),
            on(
                20_260_302,
                Body::Programme(ProgrammeAdded {
                    no: ProgrammeNo(1),
                    code: Code::new("GJ").unwrap(),
                    name: line("困难儿童救助"),
                    fund: FundNo(1),
                    purpose: line(care),
                }),
            ),
            on(20_260_302, Body::Purpose(PurposeAdded { no: PurposeNo(1), name: line("地震灾区") })),
            on(20_260_302, person(1, 1, PersonSort::Organisation)),
            on(20_260_302, person(2, 2, PersonSort::Natural)),
        ],
    );
    let place = Target::Purpose(PurposeNo(1));
    let pupil = Target::Person(PersonNo(2));
    let papers = vec![Hash32([0x61; 32]), Hash32([0x62; 32])];
    commit(
        clock(8, 9),
        vec![
            Draft {
                attachments: papers,
                ..on(20_260_308, gift(1, Some(1), 10_000_000, DonationSource::Gift))
            },
            on(20_260_308, gift(1, Some(1), 10_000_000, DonationSource::Gift)),
            on(20_260_307, gift(2, None, 5_000_000, DonationSource::Grant)),
            on(20_260_308, gift(3, None, 123_456, DonationSource::Gift)),
            on(20_260_308, held(true, place, Some(1), 500_000)),
            on(20_260_308, held(true, pupil, None, 20_000)),
        ],
    );
    let relief = Disbursement {
        programme: ProgrammeNo(1),
        fund: FundNo(1),
        person: PersonNo(2),
        amount: Fen::new(100_000),
    };
    let moved = |from, to, amount, consent| {
        Body::Transfer(Transfer { from: FundNo(from), to: FundNo(to), amount: Fen::new(amount), consent })
    };
    commit(
        clock(9, 15),
        vec![
            on(20_260_309, Body::Disbursement(relief)),
            on(20_260_309, held(false, place, Some(2), 300_000)),
            on(20_260_309, held(false, pupil, None, 20_000)),
            on(20_260_309, moved(2, 1, 2_000_000, Some(Hash32([0x63; 32])))),
            on(20_260_309, moved(3, 1, 23_456, None)),
        ],
    );
    let leaves: Vec<Hash32> = (1..=19).map(|no| scribe.leaf(no)).collect();
    let mut commit = |at: Timestamp, drafts: Vec<Draft>| scribe.commit(hand, at, drafts);
    // The clock is an hour behind: the time of recording stays.
    let memo =
        Memo { subject: SubjectNo(3), commitment: commitment(&SECRETS[5].2, SubjectNo(3), 0, SECRETS[5].3) };
    let reversal = |original, reason, memo| {
        let original_hash = leaves[usize::try_from(original).unwrap() - 1];
        Body::Reversal(Reversal { original: EntryNo(original), original_hash, reason, memo })
    };
    commit(
        clock(9, 14),
        vec![
            on(20_260_309, reversal(10, ReversalReason::RecordedTwice, Some(memo))),
            on(20_260_309, reversal(16, ReversalReason::MoneyCameBack, None)),
            on(20_260_309, person(3, 4, PersonSort::Organisation)),
        ],
    );
    commit(clock(33, 9), vec![on(20_260_402, Body::Close(Close { period: Period::new(2026, 3).unwrap() }))]);
    // Learned of in April: the business date lies in the closed month, the voucher in the open one.
    commit(clock(33, 10), vec![on(20_260_331, gift(1, Some(3), 1, DonationSource::Gift))]);
    [("open", first), ("funds", scribe.bytes)]
}

/// A bad vector: its name, its bytes, the step that finds it, and in words what was done.
pub struct Bad {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub step: u8,
    pub what: &'static str,
}

/// One for each step of the verification, made from `funds`.
pub fn bad(funds: &[u8]) -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add = |name, step, what, bytes| all.push(Bad { name, bytes, step, what });
    let plain = |at: usize, byte: u8| {
        let mut bytes = funds.to_vec();
        bytes[at] ^= byte;
        bytes
    };
    let all_frames: Vec<(FrameKind, Vec<u8>)> =
        frames(&funds[16..]).map(|f| (f.kind, f.record.to_vec())).collect();
    let changed = |record: usize, change: &dyn Fn(&mut Vec<u8>)| {
        let mut frames = all_frames.clone();
        let records = frames.iter_mut().filter(|(kind, _)| *kind != FrameKind::Seal);
        change(&mut records.into_iter().nth(record).unwrap().1);
        rebuild(&frames, &[], &OPERATOR_SEED)
    };
    add("bad-1-head", 1, "one letter of the file's head is another", plain(3, 0x20));
    add("bad-1-newer", 1, "the head names version 2", plain(15, 3));
    let second = funds.windows(8).position(|w| w == b"\x03JG-SEAL").unwrap() + Seal::LEN + 8;
    add("bad-2-check", 2, "one bit of the second commit's header is turned", plain(second + 4 + 100, 1));
    let swap = {
        let mut frames = all_frames.clone();
        frames.swap(4, 5);
        let mut bytes = FILE_HEAD.to_vec();
        let checks: Vec<&[u8]> = jinguo::chain::frames(&funds[16..])
            .map(|f| &funds[16 + f.range.end - 8..16 + f.range.end])
            .collect();
        for (at, (_, record)) in frames.iter().enumerate() {
            let from = match at {
                4 => 5,
                5 => 4,
                other => other,
            };
            bytes.extend(u32::try_from(record.len()).unwrap().to_be_bytes());
            bytes.extend(record);
            bytes.extend(checks[from]);
        }
        bytes
    };
    add("bad-2-swap", 2, "two entries have changed places, with their checks", swap);
    add(
        "bad-3-seal-before",
        3,
        "the third commit's header repeats another seal; all later hashes and signatures fit",
        rebuild(&all_frames, &[(10, 63)], &OPERATOR_SEED),
    );
    add(
        "bad-3-clock",
        3,
        "the third commit was recorded before the second",
        changed(10, &|header| {
            header[95..103].copy_from_slice(&clock(1, 9).millis().to_be_bytes());
            header[103..111].copy_from_slice(&clock(1, 9).millis().to_be_bytes());
        }),
    );
    add(
        "bad-4-form",
        4,
        "an entry has a byte too many; all hashes and signatures fit",
        changed(11, &|entry| entry.push(0)),
    );
    add("bad-4-zero-voucher", 4, "a memorandum has a voucher number", changed(4, &|entry| entry[23] = 1));
    add("bad-5-root", 5, "the last seal's root is of other records", {
        let mut bytes = funds.to_vec();
        reseal(&mut bytes, |root| root.0[0] ^= 1, &OPERATOR_SEED);
        bytes
    });
    add("bad-5-signature", 5, "the last seal is signed with a key that the ledger does not know", {
        let mut bytes = funds.to_vec();
        reseal(&mut bytes, |_| (), &LEDGER_SEED);
        bytes
    });
    // Record 13 is a grant: fund 2, credited to 440102. Its second posting's account stands at a fixed place.
    add(
        "bad-6-postings",
        6,
        "a grant is credited as a gift; all hashes and signatures fit",
        changed(13, &|entry| {
            let wrong = 410_102_u32.to_be_bytes();
            let at = entry.windows(4).position(|w| w == 440_102_u32.to_be_bytes()).unwrap();
            entry[at..at + 4].copy_from_slice(&wrong);
        }),
    );
    let last_seal = funds.len() - Seal::LEN - 12;
    add(
        "bad-7-tail",
        2,
        "one bit of the last entry is turned, its seal is whole: damage, not a torn tail",
        plain(last_seal - 20, 4),
    );
    add(
        "torn",
        7,
        "the last commit ends inside of its seal: a torn tail",
        funds[..funds.len() - 100].to_vec(),
    );
    all
}

/// Chains and signs the records anew. `wrong`: bytes of records that are turned after the header was made right.
fn rebuild(frames: &[(FrameKind, Vec<u8>)], wrong: &[(usize, usize)], seed: &[u8; 32]) -> Vec<u8> {
    let mut bytes = FILE_HEAD.to_vec();
    let (mut head, mut seal_before, mut tree, mut commit) =
        (Hash32::ZERO, Hash32::ZERO, Frontier::default(), 0);
    for (kind, record) in frames {
        let mut record = record.clone();
        let hash = match kind {
            FrameKind::Seal => {
                commit += 1;
                let seal =
                    Seal::sign(&OperatorKey::from_seed(seed), ORIGIN, commit, tree.size(), head, tree.root());
                record.clear();
                seal.encode(&mut record);
                seal_before = seal_hash(&record);
                seal_before
            }
            FrameKind::Header | FrameKind::Entry => {
                let no = usize::try_from(tree.size()).unwrap();
                if *kind == FrameKind::Header {
                    assert_eq!(record.len(), Header::LEN);
                    record[31..63].copy_from_slice(&head.0);
                    record[63..95].copy_from_slice(&seal_before.0);
                }
                wrong.iter().filter(|(record_no, _)| *record_no == no).for_each(|(_, at)| record[*at] ^= 1);
                head = link(&head, tree.size(), &record);
                tree.push(leaf_hash(&record));
                head
            }
        };
        bytes.extend(u32::try_from(record.len()).unwrap().to_be_bytes());
        bytes.extend(&record);
        bytes.extend(check(&hash));
    }
    bytes
}

/// Writes the last seal again, with another root or key.
fn reseal(bytes: &mut [u8], change: impl FnOnce(&mut Hash32), seed: &[u8; 32]) {
    let at = bytes.len() - Seal::LEN - 8;
    let mut seal = Seal::decode(&bytes[at..at + Seal::LEN]).unwrap();
    change(&mut seal.root);
    let seal =
        Seal::sign(&OperatorKey::from_seed(seed), ORIGIN, seal.commit_no, seal.size, seal.head, seal.root);
    let mut record = Vec::new();
    seal.encode(&mut record);
    let hash = check(&seal_hash(&record));
    bytes[at..at + Seal::LEN].copy_from_slice(&record);
    bytes[at + Seal::LEN..].copy_from_slice(&hash);
}
