//! A second reader and verifier of journals, written from `docs/format.md` and `docs/rules.md` alone.
//!
//! Owns: an opinion of its own on every byte. Refuses to know: the crate under test; it uses none of it.

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

pub type Hash = [u8; 32];

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

/// Fields off the front of a record, noted as they are read. `None`: not canonical.
struct Fields<'a> {
    left: &'a [u8],
    lines: Vec<String>,
}

impl<'a> Fields<'a> {
    fn bytes(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(n)?;
        self.left = left;
        Some(taken)
    }

    fn quiet(&mut self, n: usize) -> Option<u64> {
        Some(self.bytes(n)?.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)))
    }

    fn note(&mut self, name: &str, value: impl std::fmt::Display) {
        self.lines.push(format!("{name} = {value}"));
    }

    fn number(&mut self, n: usize, name: &str) -> Option<u64> {
        let value = self.quiet(n)?;
        self.note(name, value);
        Some(value)
    }

    /// A number within bounds.
    fn within(&mut self, n: usize, name: &str, bounds: std::ops::RangeInclusive<u64>) -> Option<u64> {
        self.number(n, name).filter(|value| bounds.contains(value))
    }

    fn numbered(&mut self, n: usize, name: &str) -> Option<u64> {
        self.number(n, name).filter(|value| *value > 0)
    }

    fn amount(&mut self, positive: bool) -> Option<i64> {
        let value = i64::from_be_bytes(self.bytes(8)?.try_into().ok()?);
        self.note("amount", value);
        (value != 0 && value.abs() <= 10_000_000_000_000 && (value > 0 || !positive)).then_some(value)
    }

    fn hash(&mut self, name: &str) -> Option<Hash> {
        let value: Hash = self.bytes(32)?.try_into().ok()?;
        self.note(name, hex::encode(value));
        Some(value)
    }

    fn maybe(&mut self) -> Option<bool> {
        match self.quiet(1)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn text(&mut self, name: &str, longest: usize) -> Option<String> {
        let length = usize::try_from(self.quiet(2)?).ok()?;
        let text = std::str::from_utf8(self.bytes(length)?).ok()?.to_owned();
        self.note(name, &text);
        let clean = !text.chars().any(char::is_control) && text.trim() == text;
        (clean && length <= longest).then_some(text)
    }

    fn name(&mut self, name: &str) -> Option<String> {
        self.text(name, 200).filter(|text| !text.is_empty())
    }

    fn code(&mut self) -> Option<()> {
        let code = self.text("code", 12).filter(|text| !text.is_empty())?;
        let fine = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
        code.bytes().all(fine).then_some(())
    }

    fn date(&mut self, name: &str) -> Option<u64> {
        let value = self.number(4, name)?;
        let day = chrono::NaiveDate::from_ymd_opt(
            i32::try_from(value / 10_000).ok()?,
            u32::try_from(value / 100 % 100).ok()?,
            u32::try_from(value % 100).ok()?,
        );
        day.map(|_| value)
    }
}

type Line = (u64, u64, i64, Vec<(u64, u64)>);

/// An entry as far as the rules look at it.
struct Entry {
    no: u64,
    kind: u64,
    postings: Vec<Line>,
    wanted: Vec<Line>,
}

/// What the entries so far said.
#[derive(Default)]
struct Books {
    origin: String,
    operators: HashMap<u64, Hash>,
    /// Whether each fund's donors restrict it.
    restricted: HashMap<u64, u64>,
    postings: HashMap<u64, Vec<Line>>,
    leaves: HashMap<u64, Hash>,
}

fn entry(record: &[u8], books: &mut Books, lines: &mut Vec<String>) -> Option<Entry> {
    let mut f = Fields { left: record, lines: Vec::new() };
    f.quiet(1).filter(|tag| *tag == 2)?;
    let no = f.numbered(8, "entry number")?;
    let kind = f.number(2, "kind")?;
    let status = f.within(1, "status", 0..=1)?;
    f.date("business date")?;
    if status == 1 {
        f.date("voucher date")?;
        f.numbered(4, "voucher number")?;
    } else {
        f.within(4, "voucher date", 0..=0)?;
        f.within(4, "voucher number", 0..=0)?;
    }
    for _ in 0..f.quiet(1)? {
        f.hash("attachment")?;
    }
    let count = f.quiet(2)?;
    if (status == 1) != (count >= 2) || (status == 0 && count > 0) {
        return None;
    }
    let mut postings = Vec::new();
    for _ in 0..count {
        let fund = f.number(4, "posting: fund")?;
        let account = f.numbered(4, "account")?;
        let amount = f.amount(false)?;
        let mut dims = Vec::new();
        for _ in 0..f.quiet(1)? {
            let tag = f.within(1, "dimension", 1..=4)?;
            dims.push((tag, f.numbered(8, "value")?));
        }
        if !dims.is_sorted_by(|a, b| a.0 < b.0) {
            return None;
        }
        postings.push((fund, account, amount, dims));
    }
    let length = usize::try_from(f.quiet(2)?).ok()?;
    if f.left.len() != length {
        return None;
    }
    let wanted = body(kind, &mut f, books)?;
    if !f.left.is_empty() {
        return None;
    }
    lines.append(&mut f.lines);
    books.postings.insert(no, postings.clone());
    books.leaves.insert(no, leaf(record));
    Some(Entry { no, kind, postings, wanted })
}

/// Reads the body, remembers what it adds, and returns the postings that the rules make of it.
fn body(kind: u64, f: &mut Fields<'_>, books: &mut Books) -> Option<Vec<Line>> {
    let plain = |fund, account, amount| (fund, account, amount, Vec::new());
    Some(match kind {
        1 => {
            books.origin = f.name("origin")?;
            f.name("organisation")?;
            f.within(1, "chart", 1..=1)?;
            f.hash("ledger's key")?;
            let operator = f.within(4, "operator", 1..=1)?;
            f.name("operator's name")?;
            let key = f.hash("operator's key")?;
            f.within(1, "role", 1..=1)?;
            books.operators.insert(operator, key);
            vec![]
        }
        10 => {
            let fund = f.numbered(4, "fund")?;
            f.code()?;
            f.name("name")?;
            f.name("purpose")?;
            let restricted = f.within(1, "restricted by", 0..=1)?;
            f.within(1, "money with", 0..=3)?;
            f.text("document", 200)?;
            books.restricted.insert(fund, restricted);
            vec![]
        }
        11 => {
            f.numbered(4, "programme")?;
            f.code()?;
            f.name("name")?;
            f.numbered(4, "fund")?;
            f.name("purpose")?;
            vec![]
        }
        12 => {
            f.numbered(4, "place or cause")?;
            f.name("name")?;
            vec![]
        }
        20 => {
            f.numbered(8, "person")?;
            f.within(1, "sort", 1..=2)?;
            f.numbered(8, "vault subject")?;
            if f.maybe()? {
                f.hash("look-up hash")?;
            }
            let mut before = 0;
            for _ in 0..f.quiet(1)? {
                before = f.within(1, "field", before + 1..=4)?;
                f.hash("commitment")?;
            }
            vec![]
        }
        30 => {
            let (fund, donor) = (f.numbered(4, "fund")?, f.number(8, "donor")?);
            let amount = f.amount(true)?;
            let source = f.within(1, "source", 1..=2)?;
            let income = if source == 1 { 410_101 } else { 440_101 } + books.restricted.get(&fund)?;
            let dims = if donor == 0 { vec![] } else { vec![(3, donor)] };
            vec![plain(fund, 100_201, amount), (fund, income, -amount, dims)]
        }
        31 | 32 => {
            let (sort, target) = (f.within(1, "for", 1..=2)?, f.numbered(8, "its number")?);
            let other = f.number(8, if kind == 31 { "donor" } else { "payee" })?;
            let amount = f.amount(true)?;
            let mut dims = vec![if sort == 1 { (4, target) } else { (2, target) }];
            if other > 0 && kind == 31 {
                dims.push((3, other));
            } else if other > 0 && sort == 1 {
                dims.push((2, other));
            }
            dims.sort_unstable();
            if kind == 31 {
                vec![plain(0, 100_202, amount), (0, 2601, -amount, dims)]
            } else {
                vec![(0, 2601, amount, dims), plain(0, 100_202, -amount)]
            }
        }
        33 => {
            let (programme, fund) = (f.numbered(4, "programme")?, f.numbered(4, "fund")?);
            let person = f.numbered(8, "person")?;
            let amount = f.amount(true)?;
            vec![(fund, 5101, amount, vec![(1, programme), (2, person)]), plain(fund, 100_201, -amount)]
        }
        34 => {
            let (from, to) = (f.numbered(4, "from fund")?, f.numbered(4, "to fund")?);
            let amount = f.amount(true)?;
            if f.maybe()? {
                f.hash("consent")?;
            }
            let net = |fund| Some(3101 + books.restricted.get(&fund)?);
            vec![
                plain(from, net(from)?, amount),
                plain(from, 100_201, -amount),
                plain(to, 100_201, amount),
                plain(to, net(to)?, -amount),
            ]
        }
        40 => {
            let original = f.numbered(8, "entry")?;
            let hash = f.hash("its leaf")?;
            f.number(1, "reason").filter(|r| matches!(r, 1..=5 | 9))?;
            if f.maybe()? {
                f.numbered(8, "vault subject")?;
                f.hash("commitment")?;
            }
            if books.leaves.get(&original) != Some(&hash) {
                return Some(vec![plain(0, 0, 0)]); // readable, but no entry by the rules
            }
            books.postings.get(&original)?.iter().map(|l| (l.0, l.1, -l.2, l.3.clone())).collect()
        }
        50 => {
            let period = f.number(4, "period")?;
            (1..=12).contains(&(period % 100)).then_some(vec![])?
        }
        _ => return None,
    })
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
                let Some(read) = entry(record, &mut books, &mut lines) else { break 'walk stop(4, records) };
                let by_the_rules = header.rules == 1
                    && read.no == entries + 1
                    && (read.no == 1) == (read.kind == 1)
                    && read.postings == read.wanted;
                if !by_the_rules {
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
            let signed = books.operators.get(&header.operator).is_some_and(|key| {
                let signature = Signature::from_bytes(seal[88..].try_into().unwrap());
                VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify_strict(&message, &signature).is_ok())
            });
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
    const LAST_MILLISECOND: u64 = 7_258_118_399_999;
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
