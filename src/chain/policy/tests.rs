//! Policies: the specification's example, each error, and what a quorum counts.

use super::*;
use crate::base::Hash32;
use crate::chain::cosignature::cosign;
use crate::chain::key::OperatorKey;
use crate::chain::note::{Note, SignatureLine};
use crate::chain::vkey::KeyName;

fn secret(seed: u8) -> OperatorKey {
    OperatorKey::from_seed(&[seed; 32])
}

fn vkey(name: &str, algorithm: Algorithm, seed: u8) -> VerifierKey {
    VerifierKey::of(&secret(seed), KeyName::new(name).unwrap(), algorithm).unwrap()
}

fn log(seed: u8) -> VerifierKey {
    vkey("example.org/fund", Algorithm::Ed25519, seed)
}

fn witness(seed: u8) -> VerifierKey {
    vkey(&format!("witness.example/{seed}"), Algorithm::Cosignature, seed)
}

/// The example of C2SP `tlog-policy`, with keys in it.
fn example() -> String {
    format!(
        "log {}\n\n\
         witness X1 {}\nwitness X2 {}\nwitness X3 {}\ngroup X-witnesses 2 X1 X2 X3\n\n\
         witness Y1 {}\nwitness Y2 {} https://witness.example/y2\n  witness\tY3 {}\t\ngroup Y-witnesses any Y1 Y2 Y3\n\n\
         # both\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n",
        log(1),
        witness(11),
        witness(12),
        witness(13),
        witness(21),
        witness(22),
        witness(23),
    )
}

fn cosigned_by(seeds: &[u8]) -> SignedCheckpoint {
    let origin = KeyName::new("example.org/fund").unwrap();
    let signed = SignedCheckpoint::sign(&origin, 5, Hash32([7; 32]), &secret(1)).unwrap();
    seeds.iter().fold(signed, |signed, seed| {
        let line =
            cosign(signed.note().text(), &secret(*seed), witness(*seed).name(), 1_700_000_000).unwrap();
        signed.with(line).unwrap()
    })
}

#[test]
fn the_specifications_example_counts_as_it_says() {
    let policy = Policy::parse(example().as_bytes()).unwrap();
    assert_eq!((policy.logs().len(), policy.witnesses().len()), (1, 6));
    assert_eq!(policy.log_for("example.org/fund").unwrap().key, log(1));
    assert_eq!(policy.log_for("example.org/other"), None);
    assert_eq!(policy.witnesses()[4].url.as_ref().unwrap().as_str(), Some("https://witness.example/y2"));
    for (seeds, met) in [
        (&[][..], false),
        (&[11, 12], false),
        (&[11, 21, 22, 23], false),
        (&[11, 12, 23], true),
        (&[11, 13, 21, 22], true),
        // Nobody knows 99: neither good nor bad.
        (&[12, 13, 99, 21], true),
        (&[11, 99, 21], false),
    ] {
        let found = policy.check(&cosigned_by(seeds)).unwrap();
        assert_eq!(found.quorum_met, met, "{seeds:?}");
        assert_eq!(found.log, log(1));
        assert_eq!(found.cosigned.len(), seeds.iter().filter(|seed| **seed != 99).count());
        assert!(found.cosigned.iter().all(|c| c.timestamp == 1_700_000_000));
    }
    // Twice the same witness is one witness.
    let once = cosigned_by(&[11]);
    let again = cosign(once.note().text(), &secret(11), witness(11).name(), 1_800_000_000).unwrap();
    let found = policy.check(&once.with(again).unwrap()).unwrap();
    assert_eq!((found.cosigned.len(), found.cosigned[0].timestamp), (1, 1_800_000_000));
}

#[test]
fn a_checkpoint_of_another_log_or_with_a_wrong_signature_is_worth_nothing() {
    let policy = Policy::parse(example().as_bytes()).unwrap();
    let signed = |origin: &str, seed: u8| {
        SignedCheckpoint::sign(&KeyName::new(origin).unwrap(), 5, Hash32([7; 32]), &secret(seed)).unwrap()
    };
    let other = signed("example.org/other", 1);
    assert_eq!(policy.check(&other), Err(CheckError::UnknownLog("example.org/other".to_owned())));
    assert_eq!(policy.check(&signed("example.org/fund", 2)), Err(CheckError::LogAbsent));
    let (mut wrong, good) = (cosigned_by(&[11]).note().signatures().to_vec(), cosigned_by(&[]));
    wrong[0].bytes[0] ^= 1;
    wrong[1].bytes[10] ^= 1;
    let text = good.note().text().to_owned();
    let with = |lines: &[SignatureLine]| {
        SignedCheckpoint::from_note(Note::new(text.clone(), lines.to_vec()).unwrap()).unwrap()
    };
    assert_eq!(policy.check(&with(&wrong[..1])), Err(CheckError::LogWrong(Box::new(log(1)))));
    let lines = [good.note().signatures()[0].clone(), wrong[1].clone()];
    assert_eq!(policy.check(&with(&lines)), Err(CheckError::CosignatureWrong(Word(b"X1"[..].into()))));
}

#[test]
fn a_log_may_sign_with_any_of_its_listed_keys() {
    let text = format!("log {}\nlog {}\nquorum none\n", log(2), log(1));
    let policy = Policy::parse(text.as_bytes()).unwrap();
    assert!(!policy.asks_for_witnesses());
    let met = policy.check(&cosigned_by(&[11])).unwrap();
    assert_eq!((met.log, met.quorum_met, met.cosigned.len()), (log(1), true, 0));
}

#[test]
fn each_cause_has_its_own_error_and_its_line() {
    let (l, w, v) = (log(1), witness(11), witness(12));
    let word = |text: &str| Word(text.as_bytes().into());
    let twice = |name: &str, before| PolicyCause::MemberTwice { name: word(name), before };
    let of = |threshold: &str, members| PolicyCause::Threshold { threshold: word(threshold), members };
    let two = format!("witness a {w}\nwitness b {v}\n");
    for (text, line, cause) in [
        (String::new(), 1, PolicyCause::NoQuorum),
        (format!("log {l}\n"), 2, PolicyCause::NoQuorum),
        ("\nquorum none".to_owned(), 2, PolicyCause::NoFinalNewline),
        ("quorum none\r\n".to_owned(), 1, PolicyCause::Control(b'\r')),
        ("# \u{7f}\nquorum none\n".to_owned(), 1, PolicyCause::Control(0x7f)),
        ("quorums none\n".to_owned(), 1, PolicyCause::Keyword(word("quorums"))),
        ("log\n".to_owned(), 1, PolicyCause::TooFewWords),
        ("witness a\n".to_owned(), 1, PolicyCause::TooFewWords),
        ("group a any\n".to_owned(), 1, PolicyCause::TooFewWords),
        ("quorum\n".to_owned(), 1, PolicyCause::TooFewWords),
        ("quorum none none\n".to_owned(), 1, PolicyCause::TooManyWords),
        (format!("log {l} u u\n"), 1, PolicyCause::TooManyWords),
        (format!("witness a {w} u u\n"), 1, PolicyCause::TooManyWords),
        ("log x\n".to_owned(), 1, PolicyCause::Key(VkeyError::Form)),
        (format!("log {w}\n"), 1, PolicyCause::NotALogKey),
        (format!("witness a {l}\n"), 1, PolicyCause::NotAWitnessKey),
        (
            format!("log {l}\nlog {}\n", vkey("b", Algorithm::Ed25519, 1)),
            2,
            PolicyCause::SameLog { before: 1 },
        ),
        (
            format!("witness a {w}\n\nwitness b {}\n", vkey("b", Algorithm::Cosignature, 11)),
            3,
            PolicyCause::SameWitness { before: 1 },
        ),
        (format!("log {l}\nwitness a {}\n", witness(1)), 2, PolicyCause::LogAsWitness { before: 1 }),
        (format!("witness a {w}\nlog {}\n", log(11)), 2, PolicyCause::LogAsWitness { before: 1 }),
        (format!("witness a {w}\nwitness a {v}\n"), 2, PolicyCause::SameName { name: word("a"), before: 1 }),
        (format!("{two}group a any b\n"), 3, PolicyCause::SameName { name: word("a"), before: 1 }),
        (format!("witness none {w}\n"), 1, PolicyCause::None),
        (format!("{two}group none any a\n"), 3, PolicyCause::None),
        ("group g any none\n".to_owned(), 1, PolicyCause::None),
        ("group g any g\n".to_owned(), 1, PolicyCause::Undefined(word("g"))),
        ("quorum g\n".to_owned(), 1, PolicyCause::Undefined(word("g"))),
        (format!("{two}group g any a a\n"), 3, twice("a", 3)),
        (format!("{two}group g any a\ngroup h any b a\n"), 4, twice("a", 3)),
        (format!("{two}group g 0 a b\n"), 3, of("0", 2)),
        (format!("{two}group g 3 a b\n"), 3, of("3", 2)),
        (format!("{two}group g 01 a b\n"), 3, of("01", 2)),
        (format!("{two}group g +1 a b\n"), 3, of("+1", 2)),
        ("quorum none\nquorum none\n".to_owned(), 2, PolicyCause::SameQuorum { before: 1 }),
        ("#\n".repeat(Policy::MAX / 2 + 1), 1, PolicyCause::TooLong),
    ] {
        assert_eq!(Policy::parse(text.as_bytes()), Err(PolicyError { line, cause }), "{text:.300}");
    }
    // Names are bytes: two that are no text are told apart, and no other text's bytes are a key.
    let raw = [b"witness \xff ".as_slice(), w.to_string().as_bytes(), b"\nquorum \xfe\n"].concat();
    assert_eq!(Policy::parse(&raw).unwrap_err().cause, PolicyCause::Undefined(Word(b"\xfe"[..].into())));
    assert_eq!(Policy::parse(b"log \xff\n").unwrap_err().cause, PolicyCause::Key(VkeyError::Form));
}

#[test]
fn the_bound_of_lines_is_on_those_that_say_something() {
    let comments = "#\n".repeat(2000);
    assert!(Policy::parse(format!("{comments}quorum none\n").as_bytes()).is_ok());
    let keys: String = (0..1024u32)
        .map(|n| {
            let mut seed = [3; 32];
            seed[..4].copy_from_slice(&n.to_be_bytes());
            let key = OperatorKey::from_seed(&seed);
            let name = KeyName::new("a").unwrap();
            format!("log {}\n", VerifierKey::of(&key, name, Algorithm::Ed25519).unwrap())
        })
        .collect();
    let last = keys.trim_end().rfind('\n').unwrap() + 1;
    assert_eq!(
        Policy::parse(format!("{}quorum none\n", &keys[..last]).as_bytes()).unwrap().logs().len(),
        1023
    );
    let error = PolicyError { line: 1025, cause: PolicyCause::TooMany };
    assert_eq!(Policy::parse(format!("{keys}quorum none\n").as_bytes()), Err(error));
}
