//! Whole journals to start from, taken apart into commits, and put together again by somebody who holds all keys.
//!
//! Owns: chaining and signing anew. Refuses to know: what is changed in between.

use crate::python::root;
use ed25519_dalek::Verifier;
use jinguo::base::Hash32;
use jinguo::chain::hash::{check, link, seal_hash};
use jinguo::chain::{FILE_HEAD, FrameKind, Frontier, OperatorKey, Seal, VerifyingKey, frames, leaf_hash};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Where a header's fields stand.
pub const RECORD_NO: usize = 11;
pub const FIRST_ENTRY: usize = 19;
pub const COUNT: usize = 27;
pub const LINK: usize = 31;
pub const RECORDED: usize = 95;
pub const CLOCK: usize = 103;
pub const OPERATOR: usize = 111;
pub const RULES: usize = 115;

#[derive(Clone)]
pub struct Commit {
    pub header: Vec<u8>,
    pub entries: Vec<Vec<u8>>,
    /// Which of the keys seals it.
    pub key: usize,
    /// Where the commit ends in the journal that it was read from.
    pub end: usize,
}

/// What is wrong with a seal that is otherwise made as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Root,
    Head,
    Size,
    CommitNo,
    Origin,
    /// The scalar of the signature, and the order of the group on top.
    PlusOrder,
    /// One bit of the signature.
    Bit(usize),
    /// A signature made without a secret: it fits a key of small order, where that is not refused.
    SmallOrder([u8; 32]),
    /// The sealed bytes hold one more.
    Longer,
}

#[derive(Clone)]
pub struct Book {
    pub name: String,
    pub bytes: Vec<u8>,
    pub commits: Vec<Commit>,
    pub origin: String,
    pub keys: Arc<Vec<OperatorKey>>,
}

impl Book {
    fn read(name: &str, bytes: Vec<u8>, keys: &Arc<Vec<OperatorKey>>) -> Book {
        let (mut commits, mut header, mut entries, mut origin) = (Vec::new(), Vec::new(), Vec::new(), None);
        for frame in frames(&bytes[16..]) {
            match frame.kind {
                FrameKind::Header => header = frame.record.to_vec(),
                FrameKind::Entry => entries.push(frame.record.to_vec()),
                FrameKind::Seal => {
                    let origin = origin.get_or_insert_with(|| {
                        let opening = &entries[0];
                        let body = body_at(opening);
                        let size = usize::from(u16::from_be_bytes([opening[body], opening[body + 1]]));
                        String::from_utf8(opening[body + 2..body + 2 + size].to_vec()).unwrap()
                    });
                    let seal = Seal::decode(frame.record).unwrap();
                    let by = |key: &OperatorKey| {
                        VerifyingKey::new(&key.public()).is_some_and(|key| seal.is_signed_by(&key, origin))
                    };
                    let key = keys.iter().position(by).unwrap_or_else(|| panic!("{name}: an unknown key"));
                    let (header, entries) = (std::mem::take(&mut header), std::mem::take(&mut entries));
                    commits.push(Commit { header, entries, key, end: 16 + frame.range.end });
                }
            }
        }
        let book =
            Book { name: name.to_owned(), bytes, commits, origin: origin.unwrap(), keys: keys.clone() };
        assert!(book.chained(&book.commits, false, None) == book.bytes, "{name}: chaining anew changes it");
        book
    }

    /// Its first commits alone, which are a whole journal too.
    pub fn first(&self, commits: usize) -> Book {
        let commits = self.commits[..commits].to_vec();
        let bytes = self.bytes[..commits.last().unwrap().end].to_vec();
        Book { name: format!("{}/{}", self.name, commits.len()), bytes, commits, ..self.clone() }
    }

    /// A journal of these commits, chained, hashed and signed as it must be, but for one seal. With `numbered`,
    /// headers and entries get the numbers of their places.
    pub fn chained(&self, commits: &[Commit], numbered: bool, fault: Option<(usize, Fault)>) -> Vec<u8> {
        let mut bytes = FILE_HEAD.to_vec();
        let (mut head, mut seal_before) = (Hash32::ZERO, Hash32::ZERO);
        let (mut tree, mut entry_no) = (Frontier::default(), 1_u64);
        let mut frame = |record: &[u8], hash: &Hash32| {
            bytes.extend(u32::try_from(record.len()).unwrap().to_be_bytes());
            bytes.extend(record);
            bytes.extend(check(hash));
        };
        for (at, commit) in commits.iter().enumerate() {
            let mut header = commit.header.clone();
            if header.len() >= LINK + 64 {
                header[LINK..LINK + 32].copy_from_slice(&head.0);
                header[LINK + 32..LINK + 64].copy_from_slice(&seal_before.0);
                if numbered {
                    header[3..11].copy_from_slice(&(at as u64 + 1).to_be_bytes());
                    header[RECORD_NO..FIRST_ENTRY].copy_from_slice(&tree.size().to_be_bytes());
                    header[FIRST_ENTRY..COUNT].copy_from_slice(&entry_no.to_be_bytes());
                    let count = u32::try_from(commit.entries.len()).unwrap();
                    header[COUNT..LINK].copy_from_slice(&count.to_be_bytes());
                }
            }
            for (place, record) in std::iter::once(&header).chain(&commit.entries).enumerate() {
                let mut record = record.clone();
                if numbered && place > 0 {
                    record[1..9].copy_from_slice(&entry_no.to_be_bytes());
                    entry_no += 1;
                }
                head = link(&head, tree.size(), &record);
                tree.push(leaf_hash(&record));
                frame(&record, &head);
            }
            let fault = fault.filter(|(commit, _)| *commit == at).map(|(_, fault)| fault);
            let seal = self.sealed(commit.key, at as u64 + 1, tree.size(), head, tree.root(), fault);
            seal_before = seal_hash(&seal);
            frame(&seal, &seal_before);
        }
        bytes
    }

    fn sealed(
        &self,
        key: usize,
        mut commit: u64,
        mut size: u64,
        mut head: Hash32,
        mut root: Hash32,
        fault: Option<Fault>,
    ) -> Vec<u8> {
        let mut origin = self.origin.clone();
        match fault {
            Some(Fault::Root) => root.0[7] ^= 4,
            Some(Fault::Head) => head.0[9] ^= 1,
            Some(Fault::Size) => size += 1,
            Some(Fault::CommitNo) => commit += 1,
            Some(Fault::Origin) => origin.push('x'),
            _ => {}
        }
        let seal = Seal::sign(&self.keys[key], &origin, commit, size, head, root);
        let mut bytes = Vec::new();
        seal.encode(&mut bytes);
        match fault {
            Some(Fault::PlusOrder) => plus_order(&mut bytes[120..152]),
            Some(Fault::Bit(bit)) => bytes[88 + bit / 8] ^= 1 << (bit % 8),
            Some(Fault::SmallOrder(key)) => {
                let size = u16::try_from(origin.len()).unwrap().to_be_bytes();
                let message = [b"jinguo/v1 seal\0", &size[..], origin.as_bytes(), &bytes[8..88]].concat();
                bytes[88..152].copy_from_slice(&forged(&key, &message));
            }
            Some(Fault::Longer) => bytes.push(0),
            _ => {}
        }
        bytes
    }
}

/// The points whose order divides 8, in their one form.
pub const SMALL_POINTS: [&str; 8] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
];

/// Scalar 0, and of the points of small order the one with which the equation of RFC 8032 holds, where one does.
fn forged(key: &[u8; 32], message: &[u8]) -> [u8; 64] {
    let mut signature = [0; 64];
    for point in SMALL_POINTS {
        hex::decode_to_slice(point, &mut signature[..32]).unwrap();
        let made = ed25519_dalek::Signature::from_bytes(&signature);
        if ed25519_dalek::VerifyingKey::from_bytes(key).is_ok_and(|key| key.verify(message, &made).is_ok()) {
            break;
        }
    }
    signature
}

/// Adds the order of the group to a little-endian scalar.
pub fn plus_order(scalar: &mut [u8]) {
    let order = hex::decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").unwrap();
    let mut carry = 0;
    for (byte, more) in scalar.iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(more) + carry;
        (*byte, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
}

/// Where an entry's postings begin, each.
pub fn postings_of(entry: &[u8]) -> Vec<usize> {
    let mut at = 25 + 32 * usize::from(entry[24]);
    let count = u16::from_be_bytes([entry[at], entry[at + 1]]);
    at += 2;
    let mut places = Vec::new();
    for _ in 0..count {
        places.push(at);
        at += 17 + 9 * usize::from(entry[at + 16]);
    }
    places
}

/// Where an entry's body begins, behind its length.
pub fn body_at(entry: &[u8]) -> usize {
    let at = 25 + 32 * usize::from(entry[24]);
    match postings_of(entry).last() {
        None => at + 4,
        Some(last) => last + 17 + 9 * usize::from(entry[last + 16]) + 2,
    }
}

/// The vectors, and the books that the demonstration makes.
pub fn books() -> Vec<Book> {
    let home = tempfile::tempdir().unwrap();
    let demo = home.path().join("books");
    let mut command = Command::new(env!("CARGO_BIN_EXE_jinguo"));
    command.arg("demo").arg(&demo).env_clear().env("HOME", home.path());
    assert!(command.output().unwrap().status.success(), "the demonstration's books are not made");
    let key_file = fs::read_to_string(demo.join("keys/示例经办.key.json")).unwrap();
    let key_file: serde_json::Value = serde_json::from_str(&key_file).unwrap();
    let mut seeds = vec![[0; 32]];
    hex::decode_to_slice(key_file["secret"].as_str().unwrap(), &mut seeds[0]).unwrap();
    // Those of tests/vectors/keys-2.txt, and an auditor's.
    seeds.extend([0x11, 0x12, 0x13, 0x14, 0x32, 0x22].map(|byte| [byte; 32]));
    let keys = Arc::new(seeds.iter().map(OperatorKey::from_seed).collect());
    let read = |name: &str, path: &Path| Book::read(name, fs::read(path).unwrap(), &keys);
    let mut books: Vec<Book> = VECTORS
        .iter()
        .map(|name| read(name, &root().join(format!("tests/vectors/{name}.journal"))))
        .collect();
    for office in OFFICES {
        books.push(read(office, &demo.join(office).join("journal")));
    }
    books
}

pub const VECTORS: [&str; 12] = [
    "open",
    "funds",
    "operators",
    "everyday",
    "government",
    "loans",
    "loans-government",
    "relief",
    "relief-government",
    "checkpoints",
    "closing",
    "closing-government",
];
pub const OFFICES: [&str; 4] = ["town-a", "town-b", "town-c", "county"];
