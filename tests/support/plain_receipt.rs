//! A receipt read from the page `docs/format.md` alone, and its proofs checked by a crate of others.
//!
//! Owns: that reading. Refuses to know: the crate's own types.

use base64ct::{Base64, Encoding};
use tlog_tiles::tlog::{Hash, check_record, record_hash};

/// What a receipt said.
#[derive(Debug)]
pub struct Said {
    pub record: Vec<u8>,
    pub index: u64,
    pub size: u64,
    /// Number and record of each companion.
    pub companions: Vec<(u64, Vec<u8>)>,
    /// Subject, field, salt and value of each opening.
    pub openings: Vec<(u64, u8, [u8; 32], String)>,
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(n);
        self.0 = rest;
        taken
    }

    fn number(&mut self, n: usize) -> u64 {
        self.take(n).iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn count(&mut self, n: usize) -> usize {
        usize::try_from(self.number(n)).unwrap()
    }

    fn hash(&mut self) -> Hash {
        Hash(self.take(32).try_into().unwrap())
    }
}

/// Reads a receipt and checks every proof in it; panics where anything is not as the page says.
pub fn read(text: &str) -> Said {
    let (proof, note) = text.split_once("\n\n").unwrap();
    let mut lines = proof.lines();
    assert_eq!(lines.next(), Some("c2sp.org/tlog-proof@v1"));
    let extra = Base64::decode_vec(lines.next().unwrap().strip_prefix("extra ").unwrap()).unwrap();
    let index: u64 = lines.next().unwrap().strip_prefix("index ").unwrap().parse().unwrap();
    let hash = |line: &str| Hash(Base64::decode_vec(line).unwrap().try_into().unwrap());
    let path: Vec<Hash> = lines.map(hash).collect();
    let mut checkpoint = note.lines();
    assert_eq!(checkpoint.next(), Some("example.org/fund"));
    let size: u64 = checkpoint.next().unwrap().parse().unwrap();
    let root = hash(checkpoint.next().unwrap());

    let mut bytes = Bytes(&extra);
    assert_eq!(bytes.number(1), 1);
    let length = bytes.count(4);
    let record = bytes.take(length).to_vec();
    let mut openings = Vec::new();
    for _ in 0..bytes.number(1) {
        let (subject, field) = (bytes.number(8), u8::try_from(bytes.number(1)).unwrap());
        let salt = bytes.take(32).try_into().unwrap();
        let length = bytes.count(2);
        openings.push((subject, field, salt, String::from_utf8(bytes.take(length).to_vec()).unwrap()));
    }
    let more = bytes.count(1);
    let hashes: Vec<Hash> = path.iter().copied().chain((0..more).map(|_| bytes.hash())).collect();
    let holds = |record: &[u8], index: u64, path: Vec<Hash>| {
        check_record(&path, size, root, index, record_hash(record)).unwrap();
    };
    holds(&record, index, path.clone());
    let mut companions = Vec::new();
    for _ in 0..bytes.number(1) {
        let index = bytes.number(8);
        let length = bytes.count(4);
        let record = bytes.take(length).to_vec();
        let steps = bytes.count(1);
        let path = (0..steps).map(|_| hashes[bytes.count(1)]).collect();
        holds(&record, index, path);
        companions.push((index, record));
    }
    assert!(bytes.0.is_empty());
    Said { record, index, size, companions, openings }
}
