//! The rooms of the house, held to who may import whom.
//!
//! Owns: the table below, which `docs/design.md` repeats. Refuses to know: what the rooms do.

#[path = "support/source.rs"]
mod source;

use source::{Path, paths};
use std::fs;
use std::path::Path as FilePath;

/// Each room and the rooms that it may import.
const MAY_IMPORT: [(&str, &[&str]); 12] = [
    ("base", &[]),
    ("entry", &["base"]),
    ("book", &["base", "entry"]),
    ("chain", &["base"]),
    ("store", &["base"]),
    ("ledger", &["base", "entry", "book", "chain", "store"]),
    ("words", &["base", "entry", "book"]),
    ("report", &["base", "entry", "book", "ledger", "words"]),
    ("export", &["base", "report", "words", "ledger"]),
    ("import", &["base", "entry", "ledger", "words"]),
    ("cli", &["base", "entry", "book", "chain", "store", "ledger", "words", "report", "export", "import"]),
    ("main", &["cli"]),
];

/// The one file that names the index's engine.
const SLED: &str = "src/store/sled_index.rs";
/// Rooms whose figures are whole numbers only.
const NO_FLOATS: [&str; 8] = ["base", "entry", "book", "chain", "ledger", "report", "export", "import"];
/// Rooms that open files.
const FILES: [&str; 2] = ["store", "cli"];

/// A source file: its name in the repository, such as `src/store/fs.rs`, and its text.
struct Source {
    name: String,
    text: String,
}

impl Source {
    /// Where the file stands in the crate: `["store", "fs"]`.
    fn module(&self) -> Vec<&str> {
        let inside = self.name.trim_start_matches("src/").trim_end_matches(".rs");
        inside.split('/').filter(|part| *part != "mod" && *part != "lib").collect()
    }

    fn room(&self) -> &str {
        self.module().first().copied().unwrap_or("lib")
    }

    fn is_tests_only(&self) -> bool {
        self.name.ends_with("/tests.rs")
    }
}

/// Every rule that the file breaks, as `file:line: who does what`.
fn broken(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(problem) = head(source) {
        found.push(format!("{}:1: {problem}", source.name));
    }
    for path in paths(&source.text, &source.module()) {
        if let Some(problem) = import(source.room(), &path).or_else(|| outside_its_room(source, &path)) {
            found.push(format!("{}:{}: {problem}", source.name, path.line));
        }
    }
    found
}

fn head(source: &Source) -> Option<String> {
    let head: Vec<&str> = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
    let says = |words: &str| head.iter().any(|line| line.contains(words));
    // The roots of the crate own nothing, and test modules say what they test.
    let plain = matches!(source.name.as_str(), "src/main.rs" | "src/lib.rs") || source.is_tests_only();
    match () {
        () if head.is_empty() => Some("does not begin with //!".to_owned()),
        () if plain || (says("Owns:") && says("Refuses to know:")) => None,
        () => Some("does not say what it owns and refuses to know".to_owned()),
    }
}

fn import(room: &str, path: &Path) -> Option<String> {
    let parts: Vec<&str> = path.parts.iter().map(String::as_str).collect();
    let imported = match parts[..] {
        ["crate" | "jinguo", imported, ..] => imported,
        _ => return None,
    };
    if imported == room {
        return None;
    }
    match MAY_IMPORT.iter().find(|(name, _)| *name == room) {
        None => Some(format!("{room} has no row in the table of rooms")),
        Some((_, allowed)) if allowed.contains(&imported) => None,
        Some(_) => Some(format!("{room} may not import {imported}")),
    }
}

fn outside_its_room(source: &Source, path: &Path) -> Option<String> {
    let parts: Vec<&str> = path.parts.iter().map(String::as_str).collect();
    let (room, says) = (source.room(), |what: &str| Some(format!("{} {what}", source.room())));
    let has = |pair: [&str; 2]| parts.windows(2).any(|w| w == pair);
    if parts[0] == "sled" && source.name != SLED {
        return says("names the index's engine");
    }
    let float = |part: &&str| {
        let digits = part.starts_with(|c: char| c.is_ascii_digit()) && !part.starts_with("0x");
        matches!(*part, "f32" | "f64") || (digits && (part.ends_with("f32") || part.ends_with("f64")))
    };
    if NO_FLOATS.contains(&room) && parts.iter().any(float) {
        return says("uses floating point");
    }
    if path.in_test || source.is_tests_only() || room == "cli" {
        return None;
    }
    if parts.iter().any(|p| matches!(*p, "SystemTime" | "Instant"))
        || has(["Utc", "now"])
        || has(["Local", "now"])
    {
        return says("reads a clock");
    }
    if parts.starts_with(&["std", "env"]) || has(["env", "var"]) || has(["env", "var_os"]) {
        return says("reads the environment");
    }
    if parts.starts_with(&["std", "fs"]) && !FILES.contains(&room) {
        return says("opens files");
    }
    None
}

fn read_all(folder: &FilePath, name: &str, into: &mut Vec<Source>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read_all(&path, &name, into);
        } else if name.ends_with(".rs") {
            into.push(Source { name, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

#[test]
fn every_room_keeps_to_its_doors() {
    let mut all = Vec::new();
    read_all(&FilePath::new(env!("CARGO_MANIFEST_DIR")).join("src"), "src", &mut all);
    assert!(all.len() > 50, "only {} files were found", all.len());
    all.sort_by(|a, b| a.name.cmp(&b.name));
    let broken: Vec<String> = all.iter().flat_map(broken).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
    assert!(all.iter().any(|s| s.name == SLED), "{SLED} is gone");
}

#[test]
fn the_plan_of_the_house_has_the_same_table() {
    let plan = fs::read_to_string(FilePath::new(env!("CARGO_MANIFEST_DIR")).join("docs/design.md")).unwrap();
    for (room, allowed) in MAY_IMPORT {
        let allowed = match room {
            "cli" => "all".to_owned(),
            _ if allowed.is_empty() => "–".to_owned(),
            _ => allowed.join(", "),
        };
        let row = format!("| {room} | {allowed} |");
        assert!(
            room == "main" || plan.lines().any(|l| l.starts_with(&row)),
            "docs/design.md has no row {row}"
        );
    }
}

/// What the checks say of one line in a file that is otherwise in order.
fn said(name: &str, line: &str) -> Vec<String> {
    let text = format!("//! A file.\n//!\n//! Owns: a. Refuses to know: b.\n{line}\n");
    broken(&Source { name: name.to_owned(), text })
}

#[test]
fn each_check_can_fail() {
    for (name, line, problem) in [
        ("src/base/money.rs", "use crate::entry::Entry;", "base may not import entry"),
        ("src/chain/walk.rs", "use crate::{base::Fen, book};", "chain may not import book"),
        ("src/store/fs.rs", "use super::super::ledger::Ledger;", "store may not import ledger"),
        ("src/store/mod.rs", "use super::ledger::Ledger;", "store may not import ledger"),
        ("src/store/fs.rs", "mod a { use super::super::super::words; }", "store may not import words"),
        ("src/book/fold.rs", "fn f() { jinguo::store::open() }", "book may not import store"),
        ("src/book/fold.rs", "fn f(x: &[crate::chain::Seal]) {}", "book may not import chain"),
        ("src/book/fold.rs", "use crate::*;", "book may not import *"),
        ("src/book/fold.rs", "use crate as all;", "book may not import as"),
        ("src/attic/fold.rs", "use crate::base;", "attic has no row in the table of rooms"),
        ("src/main.rs", "use jinguo::store;", "main may not import store"),
        ("src/store/index.rs", "use sled::Db;", "store names the index's engine"),
        ("src/cli/init.rs", "fn f() -> sled::Result<()> {}", "cli names the index's engine"),
        ("src/base/money.rs", "fn f(x: f64) {}", "base uses floating point"),
        ("src/report/table.rs", "const X: u8 = 1_f32;", "report uses floating point"),
        ("src/ledger/open.rs", "use std::time::{Duration, Instant};", "ledger reads a clock"),
        ("src/base/date.rs", "fn f() { chrono::Utc::now(); }", "base reads a clock"),
        ("src/words/mod.rs", "use std::{env, io};", "words reads the environment"),
        ("src/store/fs.rs", "use std::env::var;", "store reads the environment"),
        ("src/ledger/open.rs", "fn f() { std::fs::read(\"a\"); }", "ledger opens files"),
        ("src/words/mod.rs", "mod inner { use std::fs::File; }", "words opens files"),
    ] {
        assert_eq!(said(name, line), [format!("{name}:4: {problem}")], "{line}");
    }
    let without = |text: &str| broken(&Source { name: "src/base/a.rs".into(), text: text.into() });
    assert_eq!(without("use std::fmt;"), ["src/base/a.rs:1: does not begin with //!"]);
    assert_eq!(without("//! Owns: a."), ["src/base/a.rs:1: does not say what it owns and refuses to know"]);
}

#[test]
fn what_is_allowed_is_not_named() {
    for (name, line) in [
        ("src/ledger/open.rs", "use crate::{base::Fen, store::fs::{Fs, RealFs}, ledger::error};"),
        ("src/book/fold.rs", "// use crate::store; \n/* use crate::store; /* sled::Db */ */"),
        (
            "src/book/fold.rs",
            "const A: &str = \"use crate::store \\\" sled::x\"; const B: &str = r#\"crate::store\"#;",
        ),
        ("src/book/fold.rs", "const A: [char; 3] = ['\"', '\\'', '{']; fn f<'a>(x: &'a str) {}"),
        ("src/store/sled_index.rs", "use sled::Db; mod tests { use super::super::fs; }"),
        ("src/words/mod.rs", "#[cfg(test)] mod tests { use std::fs; use std::env; use std::time::Instant; }"),
        ("src/cli/outside.rs", "use std::{env, fs, time::SystemTime}; use crate::ledger::Ledger;"),
        ("src/base/hash.rs", "const X: u32 = 0xf64; const Y: u8 = 0x1f32;"),
        ("src/base/hash.rs", "pub(crate) fn f() -> Vec::<u8> { env!(\"A\") }"),
    ] {
        assert_eq!(said(name, line), Vec::<String>::new(), "{line}");
    }
}
