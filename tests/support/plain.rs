//! A second reader and verifier of journals, written from `docs/format.md` and `docs/rules.md` alone.
//!
//! Owns: an opinion of its own on every byte. Refuses to know: the crate under test; it uses none of it.

#[path = "plain_closing.rs"]
mod closing;
#[path = "plain_entry.rs"]
mod entry;
#[path = "plain_fields.rs"]
mod fields;
#[path = "plain_gifts.rs"]
mod gifts;
#[path = "plain_goods.rs"]
mod goods;
#[path = "plain_lending.rs"]
mod lending;
#[path = "plain_postings.rs"]
mod postings;
#[path = "plain_programmes.rs"]
mod programmes;
#[path = "plain_relief.rs"]
mod relief;
#[path = "plain_relief_postings.rs"]
mod relief_postings;
#[path = "plain_rounds.rs"]
mod rounds;
#[path = "plain_rules.rs"]
mod rules;

use ed25519_dalek::{Signature, VerifyingKey};
use fields::Fields;
use rules::{Books, Circumstances};
use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

/// The last moment that a journal may name.
const LAST_MILLISECOND: u64 = 7_258_118_399_999;

/// What is wrong: the step of the page's verification, the commit, and the record from 0 that it was found at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub step: u8,
    pub commit: u64,
    pub record: u64,
}

/// What the journal came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Every field and hash, line by line.
    pub lines: Vec<String>,
    pub commits: u64,
    pub records: u64,
    pub head: Hash,
    /// The byte after the last seal, and what stands after it.
    pub end: usize,
    pub flaw: Option<Flaw>,
    pub torn: bool,
}

pub fn derive(context: &str, parts: &[&[u8]]) -> Hash {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

fn leaf(record: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(record).finalize().into()
}

/// RFC 6962, 2.1: the largest power of two below the count goes left.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        many => {
            let left = 1 << (many.len() - 1).ilog2();
            let (a, b) = (root(&many[..left]), root(&many[left..]));
            Sha256::new().chain_update([1]).chain_update(a).chain_update(b).finalize().into()
        }
    }
}

/// Every field of an entry's record; `None`: it is not canonical. What the rules make of it is not asked.
pub fn fields_of(record: &[u8]) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    entry::read(record, &mut lines).map(|_| lines)
}

pub fn verify(file: &[u8]) -> Verdict {
    let mut lines = Vec::new();
    let (mut commits, mut records, mut entries) = (0_u64, 0_u64, 0_u64);
    let (mut head, mut seal_before) = ([0; 32], [0; 32]);
    let mut at = 16;
    let (mut leaves, mut books, mut recorded_before) = (Vec::new(), Books::default(), 0);
    let mut end = 0;
    let flaw = 'walk: {
        if file.get(..16) != Some(b"JINGUO-JOURNAL\x00\x01") {
            break 'walk Some(Flaw { step: 1, commit: 1, record: 0 });
        }
        lines.push("format = 1".to_owned());
        end = 16;
        while at < file.len() {
            let number = commits + 1;
            let stop = |step, record| Some(Flaw { step, commit: number, record });
            // The header.
            let Some((record, check)) = frame(file, at) else { break 'walk stop(2, records) };
            let link = |head: &Hash, n: u64, record: &[u8]| {
                derive("jinguo 2026-11 v1 link", &[head, &n.to_be_bytes(), record])
            };
            let hash = link(&head, records, record);
            if hash[..8] != *check || record.len() != 117 || record[..3] != [1, 0, 1] {
                break 'walk stop(2, records);
            }
            lines.push(format!("[record {records}, byte {at}: header]"));
            let mut f = Fields { left: &record[3..], lines: Vec::new() };
            let Some(header) = header(&mut f) else { break 'walk stop(4, records) };
            lines.append(&mut f.lines);
            let continues = header.numbers == [number, records, entries + 1]
                && header.before == [head, seal_before]
                && header.recorded_at == header.clock.max(recorded_before);
            if !continues {
                break 'walk stop(3, records);
            }
            let mut key = books.key_of(header.operator);
            if key.is_none() && number > 1 {
                break 'walk stop(5, records);
            }
            recorded_before = header.recorded_at;
            note_hashes(&mut lines, &hash, record);
            leaves.push(leaf(record));
            (head, records) = (hash, records + 1);
            at += record.len() + 12;
            // Its entries.
            for _ in 0..header.count {
                let Some((record, check)) = frame(file, at) else { break 'walk stop(2, records) };
                let hash = link(&head, records, record);
                if hash[..8] != *check {
                    break 'walk stop(2, records);
                }
                lines.push(format!("[record {records}, byte {at}: entry]"));
                let Some(read) = entry::read(record, &mut lines) else { break 'walk stop(4, records) };
                if !books.proved(&read.said) {
                    break 'walk stop(5, records);
                }
                let now = Circumstances {
                    no: entries + 1,
                    operator: header.operator,
                    rules: header.rules,
                    recorded_at: header.recorded_at,
                };
                if books.add(&now, read, leaf(record)).is_none() {
                    break 'walk stop(6, records);
                }
                note_hashes(&mut lines, &hash, record);
                leaves.push(leaf(record));
                (head, records, entries) = (hash, records + 1, entries + 1);
                at += record.len() + 12;
            }
            // The seal.
            let Some((seal, check)) = frame(file, at) else { break 'walk stop(2, records) };
            let hash = derive("jinguo 2026-11 v1 seal", &[seal]);
            if hash[..8] != *check || seal.len() != 152 || !seal.starts_with(b"\x03JG-SEAL") {
                break 'walk stop(2, records);
            }
            lines.push(format!("[seal of commit {number}, byte {at}]"));
            let figures = [&number.to_be_bytes()[..], &records.to_be_bytes(), &head, &root(&leaves)].concat();
            let origin = books.origin.as_bytes();
            let length = u16::try_from(origin.len()).unwrap().to_be_bytes();
            let message = [b"jinguo/v1 seal\0", &length[..], origin, &figures].concat();
            if number == 1 {
                key = books.key_of(header.operator);
            }
            let signed = key.is_some_and(|key| is_signed(&key, &message, seal[88..].try_into().unwrap()));
            if seal[8..88] != figures || !signed {
                break 'walk stop(5, records);
            }
            let mut f = Fields { left: &seal[8..], lines: Vec::new() };
            let _ = (f.number(8, "commit"), f.number(8, "size"), f.hash("head"), f.hash("root"));
            lines.append(&mut f.lines);
            lines.push(format!("signature = {}", hex::encode(&seal[88..])));
            lines.push(format!("seal hash = {}", hex::encode(hash)));
            at += seal.len() + 12;
            (seal_before, commits, end) = (hash, number, at);
        }
        None
    };
    // Step 7, for what these vectors hold: the file ends inside a frame, and no seal after the flaw is whole.
    let tail = &file[end..];
    let whole_seal = tail.windows(160).any(|w| {
        w.starts_with(b"\x03JG-SEAL") && derive("jinguo 2026-11 v1 seal", &[&w[..152]])[..8] == w[152..]
    });
    let torn = flaw.is_some_and(|f| f.step == 2) && frame(file, at).is_none() && !whole_seal;
    Verdict { lines, commits, records, head, end, flaw, torn }
}

/// Ed25519, strict.
fn is_signed(key: &Hash, message: &[u8], signature: &[u8; 64]) -> bool {
    let signature = Signature::from_bytes(signature);
    VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
}

struct Header {
    numbers: [u64; 3],
    count: u64,
    before: [Hash; 2],
    recorded_at: u64,
    clock: u64,
    operator: u64,
    rules: u64,
}

fn header(f: &mut Fields<'_>) -> Option<Header> {
    Some(Header {
        numbers: [f.number(8, "commit")?, f.number(8, "record")?, f.number(8, "first entry")?],
        count: f.within(4, "count of entries", 1..=1_000_000)?,
        before: [f.hash("link before")?, f.hash("seal before")?],
        recorded_at: f.within(8, "recorded at", 0..=LAST_MILLISECOND)?,
        clock: f.within(8, "raw clock", 0..=LAST_MILLISECOND)?,
        operator: f.number(4, "operator")?,
        rules: f.number(2, "rules version")?,
    })
}

fn note_hashes(lines: &mut Vec<String>, link: &Hash, record: &[u8]) {
    lines.push(format!("link = {}", hex::encode(link)));
    lines.push(format!("leaf = {}", hex::encode(leaf(record))));
}

/// The record at that byte and its check.
fn frame(file: &[u8], at: usize) -> Option<(&[u8], &[u8])> {
    let (length, rest) = file.get(at..)?.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|n| (1..=65_536).contains(n))?;
    Some((rest.get(..length)?, rest.get(length..length + 8)?))
}
