//! Requests and answers: each outcome of the specification, and each way of being no request.

use super::*;
use crate::chain::cosignature::cosign;
use crate::chain::key::OperatorKey;
use crate::chain::proof::{Nodes, prove_consistency, root};
use crate::chain::tree::leaf_hash;
use crate::chain::vkey::{Algorithm, KeyName};

const ORIGIN: &str = "example.org/fund";

/// A log of numbered leaves, with `salt` in each, so that another salt is another history.
struct Log(u8);

impl Log {
    fn leaves(&self, size: u64) -> Vec<Hash32> {
        (0..size).map(|n| leaf_hash(&[&[self.0][..], &n.to_be_bytes()].concat())).collect()
    }
}

impl Nodes for Log {
    type Error = std::convert::Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Hash32, Self::Error> {
        let leaves = self.leaves((index + 1) << level);
        let mut tree = Frontier::default();
        for leaf in &leaves[usize::try_from(index << level).unwrap()..] {
            tree.push(*leaf);
        }
        Ok(tree.root())
    }
}

fn secret(seed: u8) -> OperatorKey {
    OperatorKey::from_seed(&[seed; 32])
}

fn origin() -> KeyName {
    KeyName::new(ORIGIN).unwrap()
}

fn policy() -> Policy {
    let key = VerifierKey::of(&secret(1), origin(), Algorithm::Ed25519).unwrap();
    Policy::parse(format!("log {key}\nquorum none\n").as_bytes()).unwrap()
}

fn at(salt: u8, size: u64) -> SignedCheckpoint {
    let root = if size == 0 { Frontier::default().root() } else { root(&Log(salt), size).unwrap() };
    SignedCheckpoint::sign(&origin(), size, root, &secret(1)).unwrap()
}

fn request(old: u64, size: u64) -> Request {
    Request { old, proof: prove_consistency(&Log(0), old, size).unwrap(), signed: at(0, size) }
}

fn own() -> (OperatorKey, KeyName, VerifierKey) {
    let (key, name) = (secret(9), KeyName::new("example.org/witness").unwrap());
    let vkey = VerifierKey::of(&key, name.clone(), Algorithm::Cosignature).unwrap();
    (key, name, vkey)
}

fn remembered(size: u64) -> Remembered {
    let (key, name, vkey) = own();
    let signed = at(0, size);
    let line = cosign(signed.note().text(), &key, &name, 1_700_000_000).unwrap();
    let note = kept(&signed, &policy().logs()[0].key, line).unwrap();
    Remembered::parse(&note.to_bytes(), ORIGIN, &vkey).unwrap()
}

#[test]
fn each_outcome_of_the_specification() {
    let policy = policy();
    let five = remembered(5);
    let after = |answer, request| assert_eq!(decide(&policy, Some(&five), &request), answer);
    let first = |answer, request| assert_eq!(decide(&policy, None, &request), answer);
    first(Answer::Cosign, request(0, 5));
    first(Answer::Cosign, request(0, 0));
    first(Answer::Conflict { size: 0 }, request(5, 8));
    after(Answer::Cosign, request(5, 8));
    after(Answer::Cosign, request(5, 5));
    after(Answer::Conflict { size: 5 }, request(0, 8));
    after(Answer::Conflict { size: 5 }, request(4, 8));
    // A rollback and what nobody asked about yet are the same to a witness: not what it remembers.
    after(Answer::Conflict { size: 5 }, request(3, 4));
    after(Answer::OldAboveSize, Request { old: 5, ..request(0, 4) });

    let with = |old, proof: Vec<Hash32>, signed| Request { old, proof, signed };
    let unsound = |why| Answer::Unprocessable(why);
    after(unsound(Unsound::Fork), with(5, vec![], at(7, 5)));
    after(unsound(Unsound::Proof), with(5, vec![], at(0, 8)));
    after(unsound(Unsound::Proof), with(5, request(5, 8).proof, at(7, 8)));
    after(unsound(Unsound::Proof), with(5, prove_consistency(&Log(7), 5, 8).unwrap(), at(7, 8)));
    after(unsound(Unsound::Proof), with(5, vec![Hash32::ZERO], at(0, 5)));
    first(unsound(Unsound::Proof), with(0, vec![Hash32::ZERO], at(0, 5)));
    let odd = SignedCheckpoint::sign(&origin(), 0, Hash32::ZERO, &secret(1)).unwrap();
    first(unsound(Unsound::EmptyTree), with(0, vec![], odd));

    let foreign =
        SignedCheckpoint::sign(&KeyName::new("example.org/other").unwrap(), 5, Hash32::ZERO, &secret(1));
    first(Answer::UnknownLog, with(0, vec![], foreign.unwrap()));
    let unsigned = SignedCheckpoint::sign(&origin(), 5, Hash32::ZERO, &secret(2)).unwrap();
    first(Answer::NotSigned, with(0, vec![], unsigned));
    let text = at(0, 5).note().to_string().replace("\n5\n", "\n6\n");
    first(Answer::WrongSignature, with(0, vec![], SignedCheckpoint::parse(text.as_bytes()).unwrap()));
    // A signature that is no log's is told before what is wrong with the sizes.
    let text = at(0, 4).note().to_string().replace("\n4\n", "\n3\n");
    after(Answer::WrongSignature, with(5, vec![], SignedCheckpoint::parse(text.as_bytes()).unwrap()));
}

#[test]
fn a_request_has_one_form() {
    let made = request(5, 8);
    let text = made.to_string();
    assert_eq!(Request::parse(text.as_bytes()), Ok(made));
    assert!(text.starts_with("old 5\n") && text.contains("=\n\nexample.org/fund\n8\n"));
    let first = request(0, 8).to_string();
    assert!(first.starts_with("old 0\n\nexample.org/fund\n"));
    assert_eq!(Request::parse(first.as_bytes()), Ok(request(0, 8)));
    let note = at(0, 8).note().to_string();
    let hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    for (text, error) in [
        (String::new(), RequestError::Old),
        (note.clone(), RequestError::Old),
        (first.replace("old 0", "old 00"), RequestError::Old),
        (first.replace("old 0", "old  0"), RequestError::Old),
        (first.replace("old 0", "old 0 "), RequestError::Old),
        (first.replace("old 0", "new 0"), RequestError::Old),
        (first.replace("old 0\n", "old 0\r\n"), RequestError::Old),
        ("old 0".to_owned(), RequestError::Old),
        ("old 0\n".to_owned(), RequestError::NoEmptyLine),
        (format!("old 0\n{hash}"), RequestError::NoEmptyLine),
        (format!("old 0\n{hash}{note}"), RequestError::Hash { line: 3 }),
        (format!("old 0\n{}\n{note}", hash.replace("2I=", "2J=")), RequestError::Hash { line: 2 }),
        (format!("old 0\n{}\n{note}", hash.repeat(64)), RequestError::TooManyHashes),
        ("x".repeat(MAX_REQUEST + 1), RequestError::TooLong),
    ] {
        assert_eq!(Request::parse(text.as_bytes()), Err(error), "{text:.200}");
    }
    let most = format!("old 0\n{}\n{note}", hash.repeat(63));
    assert_eq!(Request::parse(most.as_bytes()).unwrap().proof.len(), 63);
    assert!(matches!(Request::parse(b"old 0\n\nnothing\n"), Err(RequestError::Checkpoint(_))));
}

#[test]
fn a_memory_that_the_witness_did_not_write_is_none() {
    let (key, name, vkey) = own();
    let five = remembered(5);
    assert_eq!((five.timestamp(), five.signed().checkpoint().size()), (1_700_000_000, 5));
    let parse = |bytes: &[u8]| Remembered::parse(bytes, ORIGIN, &vkey).unwrap_err();
    let bytes = five.signed().note().to_bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        // The log's signature alone may be damaged unseen: nothing of what is remembered rests on it.
        if let Ok(read) = Remembered::parse(&changed, ORIGIN, &vkey) {
            assert_eq!(read.signed().note().text(), five.signed().note().text());
        }
    }
    assert_eq!(parse(&at(0, 5).note().to_bytes()), MemoryFlaw::NotOurs(Unverified::Absent));
    let text = String::from_utf8(bytes.clone()).unwrap().replace("\n5\n", "\n4\n");
    assert_eq!(parse(text.as_bytes()), MemoryFlaw::NotOurs(Unverified::Wrong));
    assert!(matches!(parse(b""), MemoryFlaw::Unreadable(_)));
    assert!(matches!(parse(&bytes[..bytes.len() - 1]), MemoryFlaw::Unreadable(_)));
    let other = Remembered::parse(&bytes, "example.org/other", &vkey);
    assert_eq!(other, Err(MemoryFlaw::OtherLog(ORIGIN.to_owned())));
    // Signatures of others are not kept.
    let line = cosign(five.signed().note().text(), &key, &name, 5).unwrap();
    let crowded = five.signed().clone().with(line.clone()).unwrap();
    let note = kept(&crowded, &policy().logs()[0].key, line).unwrap();
    assert_eq!(note.signatures().len(), 2);
}
