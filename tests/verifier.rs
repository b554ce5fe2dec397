//! The second verifier, `docs/verify.py`, held against ours: on mutants of journals both come to the same verdict and
//! name the same first bad entry.
//!
//! Owns: the comparison, and what counts as left to ours alone. Refuses to know: how either verifies.
//!
//! `JINGUO_MUTANTS=100000` makes that many (2,000 otherwise), `JINGUO_MUTANT_SEED=7` others; `JINGUO_MUTANT=1234` looks
//! at one alone. The interpreter is `JINGUO_PYTHON`, else `target/python/bin/python`, which `.ci/run` makes.

#[path = "verifier/book.rs"]
mod book;
#[path = "verifier/mutants.rs"]
mod mutants;
#[path = "verifier/ours.rs"]
mod ours;
#[path = "verifier/python.rs"]
mod python;

use book::{Book, books};
use jinguo::base::Hash32;
use jinguo::book::Refusal;
use mutants::{ALL, Dice};
use ours::{Verdict, left_to_us, verdict};
use python::{Python, Said, interpreter};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

fn number(name: &str) -> Option<u64> {
    let given = std::env::var(name).ok()?;
    Some(given.parse().unwrap_or_else(|_| panic!("{name} is no number: {given}")))
}

/// What came of one mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Both find the same, at the same place.
    Found,
    /// Both say that it is whole: what was changed is as good as what stood there.
    Whole,
    /// Ours finds a rule broken that the second verifier says it does not check.
    LeftToOurs(&'static str),
}

/// How the two verdicts agree, or in words how they do not.
fn compared(ours: &Verdict, said: &Said, unchecked: &[String], reserves: bool) -> Result<Outcome, String> {
    let same_place = ours.entry.is_none_or(|entry| entry == said.entry)
        && ours.place.is_none_or(|place| place == (said.commit, said.record));
    if ours.number == said.verdict && same_place {
        let whole = matches!(ours.number, 0 | 10);
        return Ok(if whole { Outcome::Whole } else { Outcome::Found });
    }
    let left = ours.refusal.as_ref().and_then(|refusal| match refusal {
        // What is reserved is taken off what there is: without anything reserved it is a rule that both check.
        Refusal::FundNotCovered { .. } if reserves => Some("reserved"),
        other => left_to_us(other),
    });
    match left {
        Some(name) if ours.number == 42 => {
            assert!(unchecked.iter().any(|n| n == name), "docs/verify.py does not say that it leaves {name}");
            // It goes on after that entry, and may find what comes later; but never anything earlier.
            let first_is_a_rule = ours.place.is_none();
            let later = matches!(said.verdict, 0 | 10 | 30) || ours.entry.is_none_or(|e| said.entry >= e);
            let signature = !first_is_a_rule && said.verdict == 41 && same_place;
            if signature || (first_is_a_rule && later) {
                Ok(Outcome::LeftToOurs(name))
            } else {
                Err("it finds something before the rule that it leaves to us".to_owned())
            }
        }
        _ => Err("the verdicts differ".to_owned()),
    }
}

struct Judge<'a> {
    books: &'a [Book],
    python: Python,
    dir: tempfile::TempDir,
    seed: u64,
}

impl Judge<'_> {
    /// The mutant of that number: the book and the mutation it is of, its bytes, and a head held outside.
    fn mutant(&self, n: u64) -> (Book, &'static str, Vec<u8>, Option<(u64, Hash32)>) {
        let mut dice = Dice::new(self.seed, n);
        let mutation = &ALL[usize::try_from(n).unwrap() % ALL.len()];
        loop {
            let book = &self.books[dice.below(self.books.len())];
            // The largest is ten times all others: it is cut short, but for one in three hundred of its mutants.
            let large = book.bytes.len() > 1_000_000;
            let most = if large && !n.is_multiple_of(300) { 25 } else { book.commits.len() };
            let commits = if large || dice.below(2) == 0 { 1 + dice.below(most) } else { most };
            let book = book.first(if large && n.is_multiple_of(300) { most } else { commits });
            if let Some(bytes) = (mutation.make)(&book, &mut dice) {
                let expect = (dice.below(3) == 0).then(|| head_of(&book));
                return (book, mutation.name, bytes, expect);
            }
        }
    }

    /// Panics where they disagree.
    fn judge(&mut self, n: u64) -> (&'static str, Outcome) {
        let (book, name, bytes, expect) = self.mutant(n);
        let ours = verdict(self.dir.path(), bytes.clone(), expect);
        let said = self.python.ask(&bytes, expect);
        let reserves = book.commits.iter().flat_map(|c| &c.entries).any(|entry| {
            entry[11] == 2 || matches!(u16::from_be_bytes([entry[9], entry[10]]), 133 | 140..=143)
        });
        match compared(&ours, &said, &self.python.unchecked, reserves) {
            Ok(outcome) => (name, outcome),
            Err(why) => panic!(
                "mutant {n}, {name} of {}: {why}\nours: {} at {:?}, {:?}: {}\ndocs/verify.py: {said:?}\nagain, alone: \
                 JINGUO_MUTANT_SEED={} JINGUO_MUTANT={n} cargo test --test verifier",
                book.name, ours.number, ours.entry, ours.place, ours.found, self.seed
            ),
        }
    }
}

/// Size and chain head as the last seal names them.
fn head_of(book: &Book) -> (u64, Hash32) {
    let seal = &book.bytes[book.bytes.len() - 160..];
    (u64::from_be_bytes(seal[16..24].try_into().unwrap()), Hash32(seal[24..56].try_into().unwrap()))
}

#[test]
fn both_verifiers_come_to_the_same_verdict_on_every_mutant() {
    let interpreter = interpreter();
    let books = books();
    let seed = number("JINGUO_MUTANT_SEED").unwrap_or(1);
    let judge = || Judge {
        books: &books,
        python: Python::start(&interpreter),
        dir: tempfile::tempdir().unwrap(),
        seed,
    };
    if let Some(one) = number("JINGUO_MUTANT") {
        let (name, outcome) = judge().judge(one);
        println!("mutant {one}, {name}: {outcome:?}");
        return;
    }
    let count = number("JINGUO_MUTANTS").unwrap_or(2_000);
    let next = AtomicU64::new(0);
    let outcomes: Mutex<BTreeMap<(&str, Outcome), u64>> = Mutex::default();
    let disagreements: Mutex<Vec<String>> = Mutex::default();
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                let mut judge = judge();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        break;
                    }
                    let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| judge.judge(n)));
                    match judged {
                        Ok(outcome) => *outcomes.lock().unwrap().entry(outcome).or_default() += 1,
                        Err(panic) => {
                            let text = panic.downcast_ref::<String>().cloned();
                            disagreements
                                .lock()
                                .unwrap()
                                .push(text.unwrap_or_else(|| format!("{n}: a panic")));
                        }
                    }
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap();
    tell(&outcomes);
    let disagreements = disagreements.into_inner().unwrap();
    assert!(
        disagreements.is_empty(),
        "{} disagreements:\n{}",
        disagreements.len(),
        disagreements.join("\n\n")
    );
    if count >= 2_000 {
        enough_is_found(&outcomes);
    }
}

fn tell(outcomes: &BTreeMap<(&str, Outcome), u64>) {
    println!("{:<26}{:>8}{:>8}{:>8}", "mutation", "found", "whole", "left");
    let mut left: BTreeMap<&str, u64> = BTreeMap::new();
    let mut sums = [0; 3];
    for mutation in ALL {
        let of = of(outcomes, mutation.name);
        println!("{:<26}{:>8}{:>8}{:>8}", mutation.name, of[0], of[1], of[2]);
        sums.iter_mut().zip(of).for_each(|(sum, more)| *sum += more);
    }
    println!("{:<26}{:>8}{:>8}{:>8}", "all", sums[0], sums[1], sums[2]);
    for ((_, outcome), count) in outcomes {
        if let Outcome::LeftToOurs(name) = outcome {
            *left.entry(name).or_default() += count;
        }
    }
    println!("not checked by docs/verify.py, and found by ours: {left:?}");
}

/// Found by both, whole, and left to ours.
fn of(outcomes: &BTreeMap<(&str, Outcome), u64>, name: &str) -> [u64; 3] {
    let mut counts = [0; 3];
    for ((_, outcome), count) in outcomes.iter().filter(|((mutation, _), _)| *mutation == name) {
        counts[match outcome {
            Outcome::Found => 0,
            Outcome::Whole => 1,
            Outcome::LeftToOurs(_) => 2,
        }] += count;
    }
    counts
}

/// Of each mutation the second verifier must find its share itself; else agreeing would say nothing.
fn enough_is_found(outcomes: &BTreeMap<(&str, Outcome), u64>) {
    for mutation in ALL {
        let [found, _, left] = of(outcomes, mutation.name);
        let least = u64::try_from(mutation.found).unwrap();
        assert!(
            found * 100 >= (found + left) * least,
            "{}: {found} found, {left} left to ours",
            mutation.name
        );
        assert!(mutation.found == 0 || found > 0, "{}: none found", mutation.name);
    }
}

#[test]
fn a_whole_journal_is_whole_to_both_and_a_held_head_agrees() {
    let (books, dir) = (books(), tempfile::tempdir().unwrap());
    let mut python = Python::start(&interpreter());
    for book in &books {
        let (size, head) = head_of(book);
        let mut other = head;
        other.0[0] ^= 1;
        for (expect, code) in [
            (None, 10),
            (Some((size, head)), 0),
            (Some((size, other)), 30),
            (Some((size + 1, head)), 30),
            (Some((0, Hash32::ZERO)), 30),
        ] {
            let ours = verdict(dir.path(), book.bytes.clone(), expect);
            let said = python.ask(&book.bytes, expect);
            assert_eq!((ours.number, said.verdict), (code, code), "{} {expect:?}", book.name);
            assert_eq!(ours.entry, Some(said.entry), "{}", book.name);
        }
    }
}

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = std::process::Command::new(interpreter());
    let output = command.current_dir(python::root()).arg("docs/verify.py").args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("Traceback"), "{arguments:?}");
    (output.status.code(), said)
}

#[test]
fn typed_by_an_auditor_it_exits_with_the_verdict() {
    let head = |journal: &str| {
        let (code, said) = run(&[journal]);
        let head = said.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
        (code, head)
    };
    let (code, whole) = head("tests/vectors/operators.journal");
    assert_eq!(code, Some(10));
    for (arguments, code) in [
        (&["tests/vectors/operators.journal", "--expect", &whole][..], 0),
        (&["tests/vectors/funds.journal", "--expect", &whole], 30),
        (&["tests/vectors/bad-1-newer.journal"], 3),
        (&["tests/vectors/bad-2-check.journal"], 40),
        (&["tests/vectors/bad-5-signature.journal"], 41),
        (&["tests/vectors/bad-6-self-approval.journal"], 42),
        (&["tests/vectors/torn.journal"], 50),
        (&["tests/vectors/none.journal"], 4),
        (&["tests"], 4),
        (&["tests/vectors/open.txt"], 40),
        (&["--bundle", "tests/vectors/open.journal"], 40),
        (&[], 2),
        (&["--bundle"], 2),
        (&["--help"], 2),
        (&["a", "b"], 2),
        (&["tests/vectors/open.journal", "--expect"], 2),
        (&["tests/vectors/open.journal", "--expect", "2:xyz"], 2),
        (&["tests/vectors/open.journal", "--expect", "ab"], 2),
    ] {
        assert_eq!(run(arguments).0, Some(code), "{arguments:?}");
    }
}

#[test]
fn the_journal_in_a_bundle_is_verified_too() {
    let home = tempfile::tempdir().unwrap();
    let jinguo = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_jinguo"));
        command.args(arguments).current_dir(home.path()).env_clear().env("HOME", home.path());
        assert!(command.output().unwrap().status.success(), "{arguments:?}");
    };
    jinguo(&["demo", "books"]);
    let key = home.path().join("books/keys/示例经办.key.json");
    jinguo(&["bundle", "-o", "b", "--ledger", "books/town-c", "--key", key.to_str().unwrap()]);
    let bundle = home.path().join("b");
    let path = bundle.to_str().unwrap();
    let (code, said) = run(&["--bundle", path]);
    assert_eq!(code, Some(10), "{said}");
    let journal = std::fs::read(home.path().join("books/town-c/journal")).unwrap();
    let mut bytes = std::fs::read(&bundle).unwrap();
    let at = bytes.windows(16).position(|w| w == &journal[..16]).unwrap();
    let cuts = [(at + 400, 40), (9, 40), (14, 40), (16, 40), (17, 40), (24, 50)];
    for (byte, code) in cuts {
        bytes[byte] ^= 1;
        write(&bundle, &bytes);
        assert_eq!(run(&["--bundle", path]).0, Some(code), "byte {byte}");
        bytes[byte] ^= 1;
    }
    for cut in [0, 3, 20, 24, 25, 300] {
        write(&bundle, &bytes[..cut]);
        assert_eq!(run(&["--bundle", path]).0, Some(40), "cut at {cut}");
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}
