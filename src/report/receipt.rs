//! A receipt 凭据, read without the ledger: what its entry says, when and by whom it was recorded, and whose data it opens.
//!
//! Owns: which rows that has. Refuses to know: whose signature the checkpoint has.

use super::names::{NameBook, offline};
use super::{Cell, Kind, Table, recorded};
use crate::base::Fen;
use crate::entry::{Body, Field};
use crate::ledger::Receipted;
use crate::words::names::Names;
use crate::words::{Words, summary};

/// A row a thing that is known. Programs get names that are the same in each language in place of labels.
pub fn table(words: &Words, receipt: &Receipted, for_programs: bool) -> Table {
    let mut table = Table::new(words.say("report-receipt", &[("entry", receipt.entry.no.into())]))
        .column("what", words.word("term-what"), Kind::Text)
        .column("value", words.word("term-result"), Kind::Text);
    for (what, label, value) in rows(words, receipt) {
        let what = if for_programs { Cell::from(what) } else { label.into() };
        table.push(vec![what, value.into()]);
    }
    table
}

/// What moved, where something did.
pub fn amount(receipt: &Receipted) -> Option<Fen> {
    recorded::amount(&receipt.entry)
}

/// What the entry makes happen: its own body, or of an approval the body of what it approves.
pub fn body(receipt: &Receipted) -> &Body {
    let approved = match &receipt.entry.body {
        Body::Decided(decided) if decided.takes_effect() => {
            receipt.context.iter().find(|entry| entry.no == decided.prepared.entry)
        }
        _ => None,
    };
    approved.map_or(&receipt.entry.body, |prepared| &prepared.body)
}

/// The rows: a name for programs, a label, a value.
pub fn rows(words: &Words, receipt: &Receipted) -> Vec<(&'static str, String, String)> {
    let names = NameBook::of_receipt(receipt);
    let entry = &receipt.entry;
    let mut rows = Vec::new();
    let mut row = |what, label: &str, value: String| rows.push((what, words.word(label), value));
    row("entry", "term-entry", entry.no.to_string());
    row("summary", "term-summary", summary::summary(words, body(receipt), &names));
    if let Some(amount) = amount(receipt) {
        row("amount_yuan", "term-amount", amount.to_string());
    }
    row("date", "term-date", entry.business_date.to_string());
    // Else it would read as if it had happened; whether it was approved later, the receipt can't say.
    if entry.prepared {
        row("status", "term-status", words.word("report-show-prepared"));
    }
    if let Some(voucher) = entry.voucher {
        row("voucher", "term-voucher", voucher.no().to_string());
        row("voucher_date", "term-voucher-date", voucher.date.to_string());
    }
    for posting in &entry.postings {
        let key = if posting.amount.is_negative() { "term-credit" } else { "term-debit" };
        let fund =
            if posting.fund.0 == 0 { words.word("term-pass-through") } else { names.fund(posting.fund) };
        let amount = if posting.amount.is_negative() { posting.amount.negated() } else { posting.amount };
        row("posting", key, format!("{}  {fund}  {amount}", posting.account));
    }
    for (subject, field, value) in &receipt.opened {
        let label = match field {
            Field::Name => "term-name",
            Field::IdNumber => "term-id-number",
            Field::Area => "term-area",
            Field::Category => "term-category",
            Field::BankCard => "term-bank-card",
        };
        let whose = offline::holder_of(receipt, *subject).map_or_else(String::new, |no| format!("{no}  "));
        row("opened", label, format!("{whose}{value}"));
    }
    row("recorded_at", "term-recorded-at", receipt.header.recorded_at.to_string());
    row("operator", "term-operator", names.operator(receipt.header.operator));
    row("ledger", "verify-ledger", receipt.checkpoint.checkpoint().origin().to_owned());
    row("record", "term-record", receipt.index.to_string());
    row("leaf", "term-leaf", receipt.leaf.to_string());
    row("size", "term-checkpoint-size", receipt.checkpoint.checkpoint().size().to_string());
    rows
}
