//! What an auditor reads beside a verdict: who signed what, silences, clocks, late and back-dated entries, what one person
//! did alone, and what became of keys.
//!
//! Owns: those tables. Refuses to know: how they were counted, and whether any of it is wrong.

use super::{Cell, Kind, Table};
use crate::base::{EntryNo, Hash32, OperatorNo};
use crate::ledger::audit::{Audit, Dated, MOST_NOTED, Noted};
use crate::words::Words;

/// A table with a sentence before it.
pub struct Part {
    /// What to know of it.
    pub paragraph: String,
    /// The table; without rows where there is nothing.
    pub table: Table,
}

/// All of it, in the order in which it is read.
pub fn parts(words: &Words, audit: &Audit) -> Vec<Part> {
    vec![
        signers(words, audit),
        entries(words, "alone", &audit.alone),
        entries(words, "swift", &audit.swift),
        dated(words, "late", &audit.late),
        dated(words, "back-dated", &audit.back_dated),
        dated(words, "ahead", &audit.ahead),
        gaps(words, audit),
        clocks(words, audit),
        keys(words, audit),
        entries(words, "reversals", &audit.reversals),
        entries(words, "people", &audit.people),
        entries(words, "restores", &audit.restores),
        checkpoints(words, audit),
    ]
}

fn titled(words: &Words, key: &str, count: u64) -> (String, Table) {
    let told = [("count", count.into()), ("most", MOST_NOTED.into())];
    let paragraph = words.say(&format!("audit-{key}-note"), &told);
    (paragraph, Table::new(words.say(&format!("audit-{key}"), &told)))
}

fn signers(words: &Words, audit: &Audit) -> Part {
    let (paragraph, table) = titled(words, "signers", audit.operators.len() as u64);
    let mut table = table
        .column("operator", words.word("term-operator"), Kind::Text)
        .column("key", words.word("term-key"), Kind::Text)
        .column("commits", words.word("term-commits"), Kind::Number)
        .column("entries", words.word("term-entries"), Kind::Number)
        .column("first", words.word("term-first"), Kind::Text)
        .column("last", words.word("term-last"), Kind::Text)
        .column("revoked", words.word("term-revoked-by"), Kind::Text);
    for (no, operator) in &audit.operators {
        let signed = audit.signers.get(no);
        let count = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok()).map_or(Cell::Int(0), Cell::Int);
        table.push(vec![
            name(audit, *no).into(),
            short(&operator.public_key).into(),
            count(signed.map(|s| s.commits)),
            count(signed.map(|s| s.entries)),
            signed.map_or(Cell::Empty, |s| s.first.to_string().into()),
            signed.map_or(Cell::Empty, |s| s.last.to_string().into()),
            operator.revoked.map_or(Cell::Empty, |by| EntryNo(by).to_string().into()),
        ]);
    }
    Part { paragraph, table }
}

fn entries(words: &Words, key: &str, noted: &Noted<EntryNo>) -> Part {
    let (paragraph, table) = titled(words, key, noted.count);
    let mut table = table.column("entry", words.word("term-entry"), Kind::Text);
    for no in &noted.first {
        table.push(vec![no.to_string().into()]);
    }
    Part { paragraph, table }
}

fn dated(words: &Words, key: &str, noted: &Noted<Dated>) -> Part {
    let (paragraph, table) = titled(words, key, noted.count);
    let day = if key == "back-dated" { "term-voucher-date" } else { "term-date" };
    let mut table = table
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("day", words.word(day), Kind::Date)
        .column("recorded", words.word("term-recorded-date"), Kind::Date);
    for one in &noted.first {
        table.push(vec![one.entry.to_string().into(), one.day.into(), one.recorded.into()]);
    }
    Part { paragraph, table }
}

fn gaps(words: &Words, audit: &Audit) -> Part {
    let (paragraph, table) = titled(words, "gaps", audit.gaps.len() as u64);
    let mut table = table
        .column("commit", words.word("term-commit"), Kind::Number)
        .column("from", words.word("term-from"), Kind::Text)
        .column("to", words.word("term-to"), Kind::Text);
    for gap in &audit.gaps {
        let commit = i64::try_from(gap.commit).map_or(Cell::Empty, Cell::Int);
        table.push(vec![commit, gap.from.to_string().into(), gap.to.to_string().into()]);
    }
    Part { paragraph, table }
}

fn clocks(words: &Words, audit: &Audit) -> Part {
    let (paragraph, table) = titled(words, "clocks", audit.clock_back.count);
    let mut table = table
        .column("commit", words.word("term-commit"), Kind::Number)
        .column("clock", words.word("term-clock"), Kind::Text)
        .column("before", words.word("term-recorded-before"), Kind::Text);
    for one in &audit.clock_back.first {
        let commit = i64::try_from(one.commit).map_or(Cell::Empty, Cell::Int);
        table.push(vec![commit, one.clock.to_string().into(), one.before.to_string().into()]);
    }
    Part { paragraph, table }
}

fn keys(words: &Words, audit: &Audit) -> Part {
    let (paragraph, table) = titled(words, "keys", audit.keys.count);
    let mut table = table
        .column("operator", words.word("term-operator"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("at", words.word("term-recorded-at"), Kind::Text)
        .column("what", words.word("term-what"), Kind::Text)
        .column("last", words.word("audit-last-signed"), Kind::Text);
    for change in &audit.keys.first {
        let what = match &change.key {
            Some(key) => words.say("audit-key-changed", &[("key", short(key).into())]),
            None => words.word("audit-key-revoked"),
        };
        let last = audit.signers.get(&change.operator);
        table.push(vec![
            name(audit, change.operator).into(),
            change.entry.to_string().into(),
            change.at.to_string().into(),
            what.into(),
            last.map_or(Cell::Empty, |signed| signed.last.to_string().into()),
        ]);
    }
    Part { paragraph, table }
}

/// The first digits tell keys apart; whoever compares a key does so with its owner's whole line.
fn short(key: &Hash32) -> String {
    key.to_string().chars().take(16).collect()
}

fn name(audit: &Audit, no: OperatorNo) -> String {
    audit.operators.get(&no).map_or_else(|| no.to_string(), |operator| format!("{no} {}", operator.name))
}

fn checkpoints(words: &Words, audit: &Audit) -> Part {
    let (paragraph, table) = titled(words, "checkpoints", audit.checkpoints.count);
    let mut table = table.column("entry", words.word("term-entry"), Kind::Text).column(
        "at",
        words.word("term-recorded-at"),
        Kind::Text,
    );
    for (no, at) in &audit.checkpoints.first {
        table.push(vec![no.to_string().into(), at.to_string().into()]);
    }
    Part { paragraph, table }
}
