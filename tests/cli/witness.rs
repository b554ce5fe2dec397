//! A witness who cosigns what comes on a stick: what she is told, of each cause, in both languages.

use crate::history::History;
use crate::office::{DAY, Office};
use jinguo::base::{Hash32, Line};
use jinguo::chain::proof::{prove_consistency, root};
use jinguo::chain::witness::Request;
use jinguo::chain::{Algorithm, KeyName, Note, OperatorKey, SignedCheckpoint, VerifierKey};
use jinguo::store::key_file::seal;
use jinguo::store::lock::Lock;
use std::time::Duration;

const ORIGIN: &str = "example.org/fund";

fn key(seed: u8) -> OperatorKey {
    OperatorKey::from_seed(&[seed; 32])
}

fn log(origin: &str, seed: u8) -> VerifierKey {
    VerifierKey::of(&key(seed), KeyName::new(origin).unwrap(), Algorithm::Ed25519).unwrap()
}

fn signed(origin: &str, seed: u8, history: u8, size: u64) -> SignedCheckpoint {
    let root = if size == 0 { Hash32::ZERO } else { root(&History(history), size).unwrap() };
    SignedCheckpoint::sign(&KeyName::new(origin).unwrap(), size, root, &key(seed)).unwrap()
}

fn request(history: u8, old: u64, size: u64) -> String {
    let proof = prove_consistency(&History(history), old, size).unwrap();
    Request { old, proof, signed: signed(ORIGIN, 1, history, size) }.to_string()
}

/// An office with a witness's key, a trust file, and checkpoints that are what their names say.
fn witness(lang: &'static str) -> Office {
    let office = Office::new(lang).with_snapshots_in("witness");
    let put = |name: &str, text: &str| std::fs::write(office.root.path().join(name), text).expect("a file");
    for (name, seed) in [("witness.key.json", 9), ("log.key.json", 1), ("other.key.json", 8)] {
        let public = key(seed).public();
        let of = Line::new("见证").unwrap();
        let sealed =
            seal(&of, &zeroize::Zeroizing::new([seed; 32]), public.0, None, &mut |bytes| bytes.fill(0));
        put(name, &sealed.unwrap());
    }
    put("trust.txt", &format!("# 县里的账套\nlog {}\nquorum none\n", log(ORIGIN, 1)));
    let alone = |history, size| signed(ORIGIN, 1, history, size).note().to_string();
    put("5.txt", &alone(0, 5));
    put("8.txt", &alone(0, 8));
    put("other-5.txt", &alone(7, 5));
    put("5-to-8.txt", &request(0, 5, 8));
    put("3-to-8.txt", &request(0, 3, 8));
    put("other-5-to-8.txt", &request(7, 5, 8));
    put("0-to-0.txt", &alone(0, 0));
    put("foreign.txt", &signed("example.org/other", 1, 0, 5).note().to_string());
    put("unsigned.txt", &signed(ORIGIN, 2, 0, 5).note().to_string());
    put("changed.txt", &alone(0, 5).replace("\n5\n", "\n6\n"));
    put("backwards.txt", &request(0, 5, 8).replace("old 5", "old 9"));
    put(
        "note.txt",
        &Note::sign("hello\n".to_owned(), &key(1), &KeyName::new(ORIGIN).unwrap()).unwrap().to_string(),
    );
    put("cut.txt", &alone(0, 5)[..100]);
    office
}

const COSIGN: [&str; 8] =
    ["witness", "cosign", "--memory", "memory", "--trust", "trust.txt", "--key", "witness.key.json"];

fn in_both(name: &str, walk: impl Fn(&mut Office, &dyn Fn(&[&'static str]) -> Vec<&'static str>)) {
    for lang in ["zh", "en"] {
        let mut office = witness(lang);
        walk(&mut office, &|more| [COSIGN.as_slice(), more].concat());
        office.check(name);
    }
}

#[test]
fn checkpoints_are_cosigned_one_after_another() {
    in_both("cosign", |office, with| {
        office.does(&["witness", "key", "--name", "example.org/witness", "--key", "witness.key.json"]);
        office.does(&with(&["5.txt", "--name", "example.org/witness"]));
        // The memory knows the name from then on.
        office.clock += DAY;
        office.does(&with(&["5.txt"]));
        office.does(&with(&["5-to-8.txt", "-o", "8-cosigned.txt"]));
        office.does(&[
            "见证",
            "签署",
            "8.txt",
            "8-cosigned.txt",
            "--memory",
            "memory",
            "--trust",
            "trust.txt",
            "--key",
            "witness.key.json",
        ]);
        let cosigned = std::fs::read(office.root.path().join("8-cosigned.txt")).expect("it was written");
        let cosigned = SignedCheckpoint::parse(&cosigned).expect("a checkpoint");
        let own =
            VerifierKey::of(&key(9), KeyName::new("example.org/witness").unwrap(), Algorithm::Cosignature);
        let verified = cosigned.note().verify(&own.unwrap()).expect("it is cosigned");
        assert_eq!(verified.timestamp.map(|seconds| seconds * 1000), u64::try_from(office.clock).ok());
    });
}

#[test]
fn what_a_witness_refuses() {
    in_both("refused", |office, with| {
        // Before anything is remembered.
        for (code, file) in [
            (1, "5-to-8.txt"),
            (1, "0-to-0.txt"),
            (1, "foreign.txt"),
            (1, "unsigned.txt"),
            (1, "changed.txt"),
            (2, "note.txt"),
            (2, "cut.txt"),
            (2, "nowhere.txt"),
        ] {
            let output = office.asks(&with(&[file, "--name", "example.org/witness"]), "");
            assert_eq!((output.status.code(), output.stdout.len()), (Some(code), 0), "{}", office.said);
        }
        office.does(&with(&["5.txt"]));
        let memory = |office: &Office| {
            let mut all: Vec<_> =
                std::fs::read_dir(office.root.path().join("memory")).expect("the memory").flatten().collect();
            all.sort_by_key(std::fs::DirEntry::file_name);
            all.iter().map(|file| std::fs::read(file.path()).expect("a file")).collect::<Vec<_>>()
        };
        let before = memory(office);
        for file in ["other-5.txt", "8.txt", "3-to-8.txt", "other-5-to-8.txt", "backwards.txt"] {
            office.refuses(1, &with(&[file]));
        }
        assert!(memory(office) == before, "a refusal changed the memory");
        office.does(&with(&["5-to-8.txt"]));
        office.refuses(1, &with(&["5.txt"]));
        office.refuses(1, &with(&["8.txt", "-o", "5.txt"]));
        office.refuses(2, &with(&["8.txt", "5.txt", "-o", "new.txt"]));
    });
}

#[test]
fn what_keeps_a_witness_from_work() {
    in_both("set-up", |office, with| {
        let name = ["5.txt", "--name", "example.org/witness"];
        office.refuses(2, &with(&["5.txt"]));
        office.refuses(2, &["witness", "cosign", "5.txt", "--key", "witness.key.json"]);
        office.refuses(2, &["witness", "key", "--name", "a b", "--key", "witness.key.json"]);
        office.refuses(2, &["witness", "serve", "memory", "--listen", "everywhere"]);
        let as_log: Vec<&str> = with(&name)
            .into_iter()
            .map(|arg| if arg == "witness.key.json" { "log.key.json" } else { arg })
            .collect();
        office.refuses(1, &as_log);
        office.does(&with(&name));
        let as_other: Vec<&str> = with(&name)
            .into_iter()
            .map(|arg| if arg == "witness.key.json" { "other.key.json" } else { arg })
            .collect();
        office.refuses(1, &as_other);
        office.refuses(1, &with(&["5.txt", "--name", "example.org/another"]));
        let memory = office.root.path().join("memory");
        let lock = Lock::acquire(&memory, Duration::ZERO, "李静 · witness", "2026-03-08 09:59:00")
            .expect("it is free");
        office.refuses(4, &with(&["5.txt"]));
        office.said = office.said.replace(&format!("{} · 李静", std::process::id()), "[PID] · 李静");
        drop(lock);
        let kept = memory.join(jinguo::store::witness_memory::name_of(ORIGIN).to_string());
        let whole = std::fs::read_to_string(&kept).expect("the memory of the log");
        for damaged in
            [whole.replace("\n5\n", "\n4\n"), String::new(), signed(ORIGIN, 1, 0, 5).note().to_string()]
        {
            std::fs::write(&kept, damaged).expect("it can be written");
            office.refuses(3, &with(&["5-to-8.txt"]));
        }
        std::fs::write(memory.join("witness"), "nobody\n").expect("it can be written");
        office.refuses(3, &with(&["5.txt"]));
    });
}

#[test]
fn trust_files_that_are_none() {
    in_both("trust", |office, with| {
        let (l, w) = (
            log(ORIGIN, 1),
            VerifierKey::of(&key(11), KeyName::new("w").unwrap(), Algorithm::Cosignature).unwrap(),
        );
        let (v, same) = (
            VerifierKey::of(&key(12), KeyName::new("v").unwrap(), Algorithm::Cosignature).unwrap(),
            VerifierKey::of(&key(1), KeyName::new("w").unwrap(), Algorithm::Cosignature).unwrap(),
        );
        let shown = l.to_string();
        for text in [
            String::new(),
            "quorum none".to_owned(),
            "quorum none\r\n".to_owned(),
            "quorum none \u{1b}\n".to_owned(),
            "trust everybody\n".to_owned(),
            "log\n".to_owned(),
            "quorum none none\n".to_owned(),
            "log example.org/fund\n".to_owned(),
            format!("log {}\n", shown.replace("example.org/fund", "")),
            format!("log {}\n", shown.replace("example.org/fund", "example.org/found")),
            format!("log {}\n", &shown[..shown.len() - 2]),
            "log a+00000000+BkVW\n".to_owned(),
            "log a+00000000+AUVW\n".to_owned(),
            format!("log a+00000000+AQ{}\n", "A".repeat(42)),
            format!("log {w}\n"),
            format!("witness w {l}\n"),
            format!("log {l}\nlog {l}\n"),
            format!("log {l}\nwitness w {same}\n"),
            format!("witness w {w}\nwitness w {v}\n"),
            format!("witness none {w}\n"),
            "quorum w\n".to_owned(),
            format!("witness w {w}\ngroup g any w w\n"),
            format!("witness w {w}\ngroup g 2 w\n"),
            "quorum none\nquorum none\n".to_owned(),
            "#\n".repeat(140_000),
        ] {
            std::fs::write(office.root.path().join("trust.txt"), text).expect("a file");
            office.refuses(2, &with(&["5.txt", "--name", "example.org/witness"]));
        }
        assert!(!office.root.path().join("memory").exists());
    });
}
