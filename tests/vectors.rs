//! The journals of `tests/vectors/`, read by the crate and by a second reader that uses none of it.
//!
//! Owns: that both say what stands beside each journal. Refuses to know: how they read.
//!
//! `JINGUO_WRITE_VECTORS=1 cargo test --test vectors` writes the files anew. The bytes of version 1 are a promise, so
//! the only honest difference is a new file.

#[path = "support/vector_books.rs"]
mod books;
#[path = "support/crate_lines.rs"]
mod crate_lines;
#[path = "support/vector_frozen.rs"]
mod frozen;
#[path = "support/vector_maker.rs"]
mod maker;
#[path = "support/plain.rs"]
mod plain;
#[path = "support/plain_receipt.rs"]
mod plain_receipt;
#[path = "support/relief_entries.rs"]
mod relief_entries;
// Where the journal stands is for other tests.
#[path = "support/scribe.rs"]
#[allow(dead_code)]
mod scribe;

use jinguo::base::{EntryNo, PersonNo, SubjectNo, base32, parts};
use jinguo::book::Refusal;
use jinguo::book::closing::ClosingRefusal;
use jinguo::book::refusal::EntryPart;
use jinguo::book::relief::ReliefRefusal;
use jinguo::chain::receipt::Opening;
use jinguo::chain::{FlawCause, FrameKind, KeyName, OperatorKey, SignedCheckpoint, frames};
use jinguo::entry::{Chart, Field};
use jinguo::ledger::{Ledger, LedgerError, Notice, Receipted};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn vector(name: &str) -> Vec<u8> {
    let path = root().join("tests/vectors").join(name);
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn text(name: &str) -> Vec<String> {
    String::from_utf8(vector(name)).unwrap().lines().map(str::to_owned).collect()
}

/// The file, or the given bytes written to it where that was asked for.
fn same_as_file(folder: &str, name: &str, bytes: &[u8]) {
    let path = root().join(folder).join(name);
    if std::env::var_os("JINGUO_WRITE_VECTORS").is_some_and(|v| v == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
    }
    assert!(fs::read(&path).unwrap_or_default() == bytes, "{folder}/{name} is not what the program makes");
}

fn found(flaw: Option<plain::Flaw>) -> String {
    flaw.map_or("none".to_owned(), |f| format!("step {}, commit {}, record {}", f.step, f.commit, f.record))
}

/// Opens a journal as a ledger in a folder of its own.
fn open(journal: &[u8]) -> (tempfile::TempDir, Result<Ledger, LedgerError>) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("journal"), journal).unwrap();
    let ledger = maker::open(dir.path());
    (dir, ledger)
}

#[test]
fn the_program_makes_the_same_bytes() {
    let [open, funds] = maker::good();
    let second = [
        ("operators", books::operators()),
        ("everyday", books::everyday()),
        ("government", books::government()),
        ("loans", books::loans(Chart::NonProfit)),
        ("loans-government", books::loans(Chart::Government)),
        ("relief", books::relief_book(Chart::NonProfit)),
        ("relief-government", books::relief_book(Chart::Government)),
        ("checkpoints", books::checkpoints()),
        ("closing", books::closing()),
        ("closing-government", books::closing_government()),
    ];
    for (name, journal) in [&open, &funds].into_iter().chain(&second) {
        same_as_file("tests/vectors", &format!("{name}.journal"), journal);
        let told = crate_lines::lines(journal).join("\n") + "\n";
        same_as_file("tests/vectors", &format!("{name}.txt"), told.as_bytes());
    }
    for bad in maker::bad(&funds.1)
        .into_iter()
        .chain(books::bad())
        .chain(books::bad_loans())
        .chain(books::bad_relief())
        .chain([books::bad_checkpoint()])
        .chain(books::bad_closing())
    {
        same_as_file("tests/vectors", &format!("{}.journal", bad.name), &bad.bytes);
        let verdict = plain::verify(&bad.bytes);
        let step = if verdict.torn { 7 } else { verdict.flaw.map_or(0, |f| f.step) };
        assert_eq!(step, bad.step, "{}: {:?}", bad.name, verdict.flaw);
        let found = found(verdict.flaw);
        let told = format!("{}\nfirst flaw = {found}\ntorn = {}\n", bad.what, verdict.torn);
        same_as_file("tests/vectors", &format!("{}.txt", bad.name), told.as_bytes());
    }
    let mut secrets = format!(
        "Ed25519 seeds: operator 1 = {}, ledger = {}\nlook-up key = {}\nsubject, field, salt, value:\n",
        hex::encode(maker::OPERATOR_SEED),
        hex::encode(maker::LEDGER_SEED),
        hex::encode(maker::LOOKUP_KEY)
    );
    for (subject, field, salt, value) in maker::SECRETS {
        secrets += &format!("{subject}, {field}, {}, {value}\n", hex::encode(salt));
    }
    same_as_file("tests/vectors", "keys.txt", secrets.as_bytes());
    let seeds = format!("Ed25519 seeds of the journals of rules version 2:\n{}", books::seeds());
    same_as_file("tests/vectors", "keys-2.txt", seeds.as_bytes());
}

#[test]
fn both_readers_say_what_stands_beside_the_journal() {
    for name in [
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
    ] {
        let (journal, told) = (vector(&format!("{name}.journal")), text(&format!("{name}.txt")));
        let verdict = plain::verify(&journal);
        assert_eq!(verdict.flaw, None, "{name}");
        assert_eq!(verdict.lines, told, "{name}: the plain reader");
        assert_eq!(crate_lines::lines(&journal), told, "{name}: the crate");
        assert_eq!(verdict.end, journal.len());
        assert!(open(&journal).1.is_ok(), "{name}: the ledger");
    }
}

/// The kinds in the tables of the page.
fn kinds_of_the_page() -> BTreeSet<u16> {
    let page = fs::read_to_string(root().join("docs/format.md")).unwrap();
    let first_cells = page.lines().filter_map(|l| l.strip_prefix("| ")?.split(" | ").next());
    let words = first_cells.flat_map(|cell| cell.split([' ', ',', ';']));
    words.filter_map(|word| word.parse().ok()).collect()
}

fn kinds_of(journal: &[u8]) -> BTreeSet<u16> {
    let entries = frames(&journal[16..]).filter(|f| f.kind == FrameKind::Entry);
    entries.map(|f| u16::from_be_bytes([f.record[9], f.record[10]])).collect()
}

#[test]
fn every_kind_of_the_page_stands_in_a_vector_and_in_a_frozen_ledger() {
    let page = kinds_of_the_page();
    assert_eq!((page.len(), page.first(), page.last()), (87, Some(&1), Some(&154)), "{page:?}");
    let all =
        ["open", "funds", "operators", "everyday", "government", "loans", "relief", "checkpoints", "closing"];
    let shown = all.iter().flat_map(|name| kinds_of(&vector(&format!("{name}.journal"))));
    assert_eq!(shown.collect::<BTreeSet<_>>(), page);
    let frozen = |version| kinds_of(&fs::read(root().join(version).join("journal")).unwrap());
    let of = |kinds: std::ops::Range<u16>| -> BTreeSet<u16> {
        page.iter().copied().filter(|kind| kinds.contains(kind)).collect()
    };
    let of_version_2 =
        of(0..100).into_iter().filter(|kind| !matches!(kind, 51 | 52 | 74)).collect::<BTreeSet<_>>();
    assert_eq!(frozen("tests/compat/v2"), of_version_2);
    assert!(frozen("tests/compat/v3").is_superset(&of(100..130)));
    assert!(frozen("tests/compat/v4").is_superset(&of(130..u16::MAX)));
    assert!(frozen("tests/compat/v5").contains(&74));
    assert!(frozen("tests/compat/v6").is_superset(&of(51..53)));
}

#[test]
fn keys_and_salts_lead_to_the_hashes() {
    let told = text("funds.txt");
    let says = |name: &str, value: &[u8]| told.contains(&format!("{name} = {}", hex::encode(value)));
    for (name, seed) in [("operator's key", maker::OPERATOR_SEED), ("ledger's key", maker::LEDGER_SEED)] {
        assert!(
            says(name, ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().as_bytes()),
            "{name}"
        );
    }
    for (subject, field, salt, value) in maker::SECRETS {
        let parts = [&salt[..], &u64::to_be_bytes(subject), &[field], value.as_bytes()];
        assert!(says("commitment", &plain::derive("jinguo 2026-11 v1 commitment", &parts)), "{value}");
        let sort = match (subject, field) {
            (2, 2) => 1,
            (1 | 4, 1) => 2,
            _ => continue,
        };
        let hash = blake3::keyed_hash(&maker::LOOKUP_KEY, &[&[sort], value.as_bytes()].concat());
        assert!(says("look-up hash", hash.as_bytes()), "{value}");
    }
}

/// Whether it is that refusal about relief, of the whole or of a row.
fn of_relief(refusal: &Refusal, is_it: fn(&ReliefRefusal) -> bool) -> bool {
    match refusal {
        Refusal::Relief(relief) => match &**relief {
            ReliefRefusal::Row { cause, .. } => of_relief(cause, is_it),
            other => is_it(other),
        },
        _ => false,
    }
}

fn of_closing(refusal: &Refusal, is_it: fn(&ClosingRefusal) -> bool) -> bool {
    matches!(refusal, Refusal::Closing(closing) if is_it(closing))
}

#[test]
fn bad_journals_are_found_at_the_same_place() {
    let folder = fs::read_dir(root().join("tests/vectors")).unwrap();
    let mut names: Vec<String> = folder.map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".journal") && name.starts_with("bad-"));
    assert!(names.len() >= 16, "{names:?}");
    for name in names {
        let journal = vector(&name);
        let verdict = plain::verify(&journal);
        let told = text(&name.replace(".journal", ".txt"));
        assert_eq!(told[1], format!("first flaw = {}", found(verdict.flaw)), "{name}");
        let flaw = verdict.flaw.unwrap();
        match (flaw.step, open(&journal).1.map(drop)) {
            (1, Err(LedgerError::Newer(_))) => assert_eq!(journal[15], 2),
            (1, Err(LedgerError::Damaged(found))) => {
                assert_eq!(found.cause, FlawCause::NotAJournal, "{name}")
            }
            (6, Err(LedgerError::RuleBroken { entry, refusal })) => {
                let fits = match name.as_str() {
                    "bad-6-self-approval.journal" => matches!(*refusal, Refusal::SelfApproval { .. }),
                    "bad-6-booked-over-threshold.journal" => matches!(*refusal, Refusal::TwoPersonsNeeded),
                    "bad-6-approved-twice.journal" => matches!(*refusal, Refusal::AlreadyDecided { .. }),
                    "bad-6-loan-one-person.journal" | "bad-6-loan-write-off.journal" => {
                        matches!(*refusal, Refusal::TwoPersonsNeeded)
                    }
                    "bad-6-loan-clerk.journal" => matches!(*refusal, Refusal::RoleMayNot { .. }),
                    "bad-6-loan-dimension.journal" => matches!(*refusal, Refusal::AccountNotAllowed { .. }),
                    "bad-6-loan-before-rules-3.journal" => {
                        matches!(*refusal, Refusal::NotInRules { version: 2 })
                    }
                    "bad-6-checkpoint-before-rules-5.journal" => {
                        matches!(*refusal, Refusal::NotInRules { version: 4 })
                    }
                    "bad-6-release-before-rules-6.journal" => {
                        matches!(*refusal, Refusal::NotInRules { version: 5 })
                    }
                    "bad-6-not-carried.journal" => {
                        of_closing(&refusal, |it| matches!(it, ClosingRefusal::NotCarried { .. }))
                    }
                    "bad-6-not-released.journal" => {
                        of_closing(&refusal, |it| matches!(it, ClosingRefusal::NotReleased { .. }))
                    }
                    "bad-6-closing-reversed.journal" => {
                        of_closing(&refusal, |it| matches!(it, ClosingRefusal::ClosingEntry { .. }))
                    }
                    "bad-6-relief-notice.journal" => {
                        of_relief(&refusal, |it| matches!(it, ReliefRefusal::NoticeRuns { .. }))
                    }
                    "bad-6-relief-once.journal" => {
                        of_relief(&refusal, |it| matches!(it, ReliefRefusal::OverTimes { .. }))
                    }
                    "bad-6-relief-gift.journal" => {
                        of_relief(&refusal, |it| matches!(it, ReliefRefusal::GiftBound { .. }))
                    }
                    "bad-6-relief-number.journal" => {
                        of_relief(&refusal, |it| matches!(it, ReliefRefusal::CardNotThere { .. }))
                    }
                    _ => matches!(*refusal, Refusal::NotByTheRules { part: EntryPart::Postings }),
                };
                assert!(fits, "{name}: {refusal:?}");
                // A header stands before each commit's entries.
                assert_eq!(entry.0, flaw.record + 1 - flaw.commit, "{name}");
            }
            (2..=5, Err(LedgerError::Damaged(found))) => {
                assert_eq!((found.commit, found.record), (flaw.commit, flaw.record), "{name}: {found}");
                let fits = match flaw.step {
                    2 => matches!(found.cause, FlawCause::Check),
                    3 => matches!(found.cause, FlawCause::OutOfOrder(_)),
                    4 => matches!(found.cause, FlawCause::Unreadable(_)),
                    _ => match name.as_str() {
                        "bad-5-revoked.journal" => matches!(found.cause, FlawCause::RevokedOperator(_)),
                        "bad-5-proof.journal" => matches!(found.cause, FlawCause::Proof),
                        _ => matches!(found.cause, FlawCause::Root | FlawCause::Signature(_)),
                    },
                };
                assert!(fits, "{name}: {found}");
            }
            (step, other) => panic!("{name}: step {step}, but the ledger says {other:?}"),
        }
    }
}

#[test]
fn a_torn_tail_is_kept_aside_and_a_clean_cut_is_not_seen() {
    let (funds, torn) = (vector("funds.journal"), vector("torn.journal"));
    let verdict = plain::verify(&torn);
    assert!(verdict.torn);
    let (dir, ledger) = open(&torn);
    let ledger = ledger.unwrap();
    let at = u64::try_from(verdict.end).unwrap();
    let told = ledger.notices().iter().find_map(|n| match n {
        Notice::TornTail { offset, kept: Some(kept), .. } => {
            Some((*offset, fs::read(dir.path().join(kept)).unwrap()))
        }
        _ => None,
    });
    assert_eq!(told, Some((at, torn[verdict.end..].to_vec())));
    assert_eq!(ledger.tip().commits, verdict.commits);
    // The same commits, cut cleanly: nothing inside of the file can show it.
    let cut = &funds[..verdict.end];
    assert_eq!((plain::verify(cut).flaw, plain::verify(cut).commits), (None, verdict.commits));
    assert!(open(cut).1.is_ok());
}

#[test]
fn every_truncation_of_the_funds_is_torn_or_whole() {
    let funds = vector("funds.journal");
    for length in (16..funds.len()).step_by(97) {
        let verdict = plain::verify(&funds[..length]);
        assert!(verdict.torn || (verdict.flaw.is_none() && verdict.end == length), "{length}");
    }
}

/// The example on the page is made of real bytes.
#[test]
fn the_page_shows_the_vector() {
    let page = fs::read_to_string(root().join("docs/format.md")).unwrap();
    let journal = vector("open.journal");
    let (_, after) = page.split_once("```\n").unwrap();
    let (example, _) = after.split_once("```").unwrap();
    let mut shown =
        example.lines().map(|l| l.split("   ").next().unwrap().split_whitespace().collect::<Vec<_>>());
    assert_eq!(shown.next().unwrap().concat(), hex::encode(&journal[..16]));
    let mut count = 0;
    for (words, frame) in shown.zip(frames(&journal[16..])) {
        let real = hex::encode(&journal[16 + frame.range.start..16 + frame.range.end]);
        let (start, rest) = real.split_at(words[..words.len() - 2].concat().len());
        assert_eq!((words[..words.len() - 2].concat().as_str(), words[words.len() - 2]), (start, "…"));
        assert!(rest.ends_with(words[words.len() - 1]) && words[words.len() - 1].len() == 16);
        count += 1;
    }
    assert_eq!(count, 3);
}

/// Small inputs to begin fuzzing with, made from the vectors.
#[test]
fn the_seeds_of_the_fuzz_targets_are_these() {
    let funds = vector("funds.journal");
    let open = vector("open.journal");
    for frame in frames(&funds[16..]) {
        let kind = match frame.kind {
            jinguo::chain::FrameKind::Entry => {
                let kind = u16::from_be_bytes([frame.record[9], frame.record[10]]);
                same_as_file(
                    "fuzz/seeds/entry_decode",
                    &format!("{:02}-kind-{kind}", frame.record[8]),
                    frame.record,
                );
                continue;
            }
            jinguo::chain::FrameKind::Header => "header",
            jinguo::chain::FrameKind::Seal => "seal",
        };
        if frame.range.start < 1000 {
            let name = format!("{kind}-{}", frame.range.start);
            same_as_file("fuzz/seeds/header_seal_decode", &name, frame.record);
        }
    }
    // Of each kind of rules version 2 one, and one that waits; `funds` has those of version 1.
    let everything = fs::read(root().join("tests/compat/v2/journal")).unwrap();
    let mut told = kinds_of(&funds).into_iter().map(|kind| (kind, false)).collect::<BTreeSet<_>>();
    for frame in frames(&everything[16..]).filter(|f| f.kind == FrameKind::Entry) {
        let kind = u16::from_be_bytes([frame.record[9], frame.record[10]]);
        let waits = frame.record[11] == 2;
        if told.insert((kind, waits)) {
            let name = format!("2-kind-{kind}{}", if waits { "-prepared" } else { "" });
            same_as_file("fuzz/seeds/entry_decode", &name, frame.record);
        }
    }
    // Of each kind about loans one, and one that waits.
    let loans = fs::read(root().join("tests/compat/v3/journal")).unwrap();
    for frame in frames(&loans[16..]).filter(|f| f.kind == FrameKind::Entry) {
        let kind = u16::from_be_bytes([frame.record[9], frame.record[10]]);
        let waits = frame.record[11] == 2;
        if kind >= 100 && told.insert((kind, waits)) {
            let name = format!("3-kind-{kind}{}", if waits { "-prepared" } else { "" });
            same_as_file("fuzz/seeds/entry_decode", &name, frame.record);
        }
    }
    // Of each kind of relief one, and one that waits.
    let relief = fs::read(root().join("tests/compat/v4/journal")).unwrap();
    for frame in frames(&relief[16..]).filter(|f| f.kind == FrameKind::Entry) {
        let kind = u16::from_be_bytes([frame.record[9], frame.record[10]]);
        let waits = frame.record[11] == 2;
        if kind >= 130 && told.insert((kind, waits)) {
            let name = format!("4-kind-{kind}{}", if waits { "-prepared" } else { "" });
            same_as_file("fuzz/seeds/entry_decode", &name, frame.record);
        }
    }
    let checked = fs::read(root().join("tests/compat/v5/journal")).unwrap();
    let checkpoint =
        frames(&checked[16..]).find(|f| f.record.starts_with(&[2]) && f.record[9..11] == [0, 74]);
    same_as_file("fuzz/seeds/entry_decode", "5-kind-74", checkpoint.unwrap().record);
    let closed = fs::read(root().join("tests/compat/v6/journal")).unwrap();
    for kind in [51, 52] {
        let found =
            frames(&closed[16..]).find(|f| f.record.starts_with(&[2]) && f.record[9..11] == [0, kind]);
        same_as_file("fuzz/seeds/entry_decode", &format!("6-kind-{kind}"), found.unwrap().record);
    }
    for (name, how, journal) in [
        ("open", 0x07, &open),
        ("everything", 0x7f, &everything),
        ("open-checked", 0x90, &open),
        ("funds", 0x7f, &funds),
        ("funds-checked", 0xff, &funds),
    ] {
        same_as_file("fuzz/seeds/journal_walk", name, &[&[how], &journal[..]].concat());
        same_as_file("fuzz/seeds/journal_tail", name, &[&[0, how], &journal[16..]].concat());
    }
    let key = r#"{"jinguo-key":1,"name":"张敏","public":"PUBLIC","kdf":"none","secret":"PUBLIC"}"#;
    same_as_file("fuzz/seeds/key_file", "plain", key.replace("PUBLIC", &"06".repeat(32)).as_bytes());
    let sealed = r#"{"jinguo-key":1,"name":"a","public":"PUBLIC","kdf":"argon2id","m_kib":8,"t":1,"p":1,"salt":"SALT","nonce":"SALT1212121212121212","secret":"PUBLICSALT"}"#;
    let sealed = sealed.replace("PUBLIC", &"06".repeat(32)).replace("SALT", &"12".repeat(16));
    same_as_file("fuzz/seeds/key_file", "sealed", sealed.as_bytes());
}

/// A checkpoint over `funds.journal`, and a receipt for its first gift that opens the donor's name.
#[test]
fn a_receipt_is_read_by_the_page_and_by_the_crate() {
    let journal = vector("funds.journal");
    let (_dir, ledger) = open(&journal);
    let mut ledger = ledger.unwrap();
    let name = KeyName::new(maker::ORIGIN).unwrap();
    let (size, root) = (ledger.tip().records(), ledger.root_at(ledger.tip().records()).unwrap());
    let key = OperatorKey::from_seed(&maker::LEDGER_SEED);
    let checkpoint = SignedCheckpoint::sign(&name, size, root, &key).unwrap();
    same_as_file("tests/vectors", "checkpoint.txt", checkpoint.note().to_string().as_bytes());
    let (subject, field, salt, value) = maker::SECRETS[0];
    let opening = Opening { subject: SubjectNo(subject), field, salt, value: value.to_owned() };
    let receipt = ledger.receipt(EntryNo(9), Some(PersonNo(1)), vec![opening], checkpoint).unwrap();
    let text = receipt.to_string();
    same_as_file("tests/vectors", "receipt.tlog-proof", text.as_bytes());

    let said = plain_receipt::read(&text);
    let frames: Vec<Vec<u8>> = jinguo::chain::frames(&journal[16..])
        .filter(|frame| frame.kind != FrameKind::Seal)
        .map(|frame| frame.record.to_vec())
        .collect();
    let record = |index: u64| &frames[usize::try_from(index).unwrap()];
    assert_eq!((&said.record, said.size), (record(said.index), size));
    assert!(said.companions.iter().all(|(index, bytes)| bytes == record(*index)));
    assert_eq!(said.openings, [(subject, field, salt, value.to_owned())]);
    let kinds: Vec<u16> = said
        .companions
        .iter()
        .map(|(_, record)| if record[0] == 1 { 0 } else { u16::from_be_bytes([record[9], record[10]]) })
        .collect();
    assert_eq!(kinds, [0, 20, 10], "its header, its donor, its fund");

    let read = Receipted::read(text.as_bytes()).unwrap();
    assert_eq!((read.entry.no, read.index), (EntryNo(9), said.index));
    assert_eq!(read.opened, [(SubjectNo(subject), Field::Name, value.to_owned())]);
    for (name, bytes) in [
        ("root", base32::encode(&root).join("\n").into_bytes()),
        ("parts", parts::split(&text, 400).join("\n").into_bytes()),
        ("checkpoints", jinguo::chain::checkpoints::encode(std::slice::from_ref(&read.checkpoint))),
    ] {
        same_as_file("fuzz/seeds/paper", name, &bytes);
    }
    same_as_file("fuzz/seeds/receipt", "funds", text.as_bytes());
    same_as_file("fuzz/seeds/receipt", "carried", &receipt.extra.unwrap());
}
