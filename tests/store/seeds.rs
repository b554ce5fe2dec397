//! Small inputs to begin fuzzing with, and files of version 1 that must always be read: the same bytes every time.
//!
//! Owns: what the program makes today. Refuses to know: what is fuzzed with it.

use crate::{backup, bundle};
use jinguo::base::{Line, Timestamp};
use jinguo::store::ledger_secrets::{LedgerSecrets, seal, seal_lookup};
use jinguo::store::session::{Secret, Session, Token};
use std::fs;
use std::path::Path;
use zeroize::Zeroizing;

/// Compares with a file in the repository; `JINGUO_WRITE_VECTORS=1` writes it.
fn same_as_file(folder: &str, name: &str, bytes: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(folder).join(name);
    if std::env::var_os("JINGUO_WRITE_VECTORS").is_some_and(|v| v == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
    }
    assert!(fs::read(&path).unwrap_or_default() == bytes, "{folder}/{name} is not what the program makes");
}

fn key(byte: u8) -> Zeroizing<[u8; 32]> {
    Zeroizing::new([byte; 32])
}

#[test]
fn the_seeds_of_the_fuzz_targets_are_these() {
    same_as_file("backup", "one", &backup::MADE.one);
    same_as_file("backup", "two", &backup::MADE.two);
    let [journal, frames, keys, sealed] = bundle::four();
    same_as_file("bundle", "all", &bundle::made(&[journal.clone(), frames, keys, sealed, None, None]));
    same_as_file("bundle", "six", &bundle::made(&bundle::small()));
    same_as_file("bundle", "journal", &bundle::made(&[journal, None, None, None, None, None]));

    let origin = Line::new("example.org/fund").unwrap();
    let secrets = LedgerSecrets { seed: key(5), master: key(7), lookup: None };
    let mut fill = |bytes: &mut [u8]| bytes.fill(9);
    let plain = seal(&origin, [6; 32], &secrets, None, &mut fill).unwrap();
    same_as_file("ledger_secrets", "plain", plain.as_bytes());
    let sealed = seal(&origin, [6; 32], &secrets, Some("巾帼 pass"), &mut fill).unwrap();
    same_as_file("ledger_secrets", "sealed", sealed.as_bytes());
    let lookup = seal_lookup(&origin, [6; 32], &key(7), &key(8), &mut fill);
    same_as_file("ledger_secrets", "lookup", lookup.as_bytes());
    let first = r#"{"jinguo-ledger":1,"origin":"example.org/fund","public":"PUBLIC","seed":"PUBLIC","master":"PUBLIC","lookup":"PUBLIC"}"#;
    same_as_file("ledger_secrets", "version-1", first.replace("PUBLIC", &"06".repeat(32)).as_bytes());

    let mut session = Session::default();
    session.put(Secret::OperatorSeed, [6; 32], key(5));
    session.put(Secret::LedgerMaster, [6; 32], key(7));
    let at = |millis| Timestamp::from_millis(millis).unwrap();
    let text = session.seal(&Token::new(&mut fill), at(1000), at(2000), &mut fill);
    same_as_file("session", "two-keys", text.as_bytes());
}
