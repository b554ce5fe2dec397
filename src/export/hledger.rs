//! A journal that hledger and ledger read, the same text for both.
//!
//! Owns: their syntax. Refuses to know: which entries there are.
//!
//! What each of them takes for structure: a `;` begins a comment, `|` parts payee and note, and two spaces end an
//! account's name. No name has any of these when it is written. Every commodity, account and tag is declared, which
//! their strict modes ask for.

use super::binding::Binding;
use super::journal::{Voucher, push_amount, push_day, push_number, push_voucher};
use crate::ledger::LedgerError;
use crate::report::accounts::class_key;
use crate::report::journal::{Account, Booked, Class, Journal};
use crate::words::Words;
use std::collections::BTreeMap;

/// The texts of a journal, as they stand in every entry.
pub(super) struct Hledger {
    accounts: Vec<String>,
    texts: Vec<String>,
    /// The first part of each account's name, with what hledger's statements take it for.
    roots: BTreeMap<String, &'static str>,
}

impl Hledger {
    pub(super) fn new(words: &Words, journal: &Journal) -> Hledger {
        let held = words.word("term-pass-through");
        let root = |account: &Account| plain(&words.word(class_key(account.class)));
        let name = |account: &Account| {
            let fund = account.fund.as_ref().unwrap_or(&held);
            format!("{}:{} {}:{}", root(account), account.code, part(account.name), part(fund))
        };
        Hledger {
            accounts: journal.accounts().iter().map(name).collect(),
            texts: journal.texts().iter().map(|text| plain(text)).collect(),
            roots: journal.accounts().iter().map(|account| (root(account), type_of(account.class))).collect(),
        }
    }

    /// What stands before the first entry.
    pub(super) fn head(&self, words: &Words, journal: &Journal, binding: &Binding) -> String {
        let mut head = super::journal::comments(words, journal, binding);
        head.push_str("\ncommodity CNY\n    format 1000.00 CNY\n\ntag entry\ntag person\ntag donor\n\n");
        for (root, kind) in &self.roots {
            head.push_str(&format!("account {root}\n"));
            if !kind.is_empty() {
                head.push_str(&format!("    ; type: {kind}\n"));
            }
        }
        for account in &self.accounts {
            head.push_str(&format!("account {account}\n"));
        }
        head.push('\n');
        head
    }
}

/// What hledger calls a class; the budget's accounts 预算会计 stand beside its statements.
const fn type_of(class: Class) -> &'static str {
    match class {
        Class::Assets => "A",
        Class::Liabilities => "L",
        Class::NetAssets => "E",
        Class::Income => "R",
        Class::Expenses => "X",
        Class::BudgetIncome | Class::BudgetExpenses | Class::BudgetBalances => "",
    }
}

impl Voucher for Hledger {
    fn write(&self, journal: &Journal, booked: &Booked<'_>, out: &mut String) -> Result<(), LedgerError> {
        push_day(out, booked.date.number());
        out.push_str(" * (");
        push_voucher(out, booked);
        out.push_str(") ");
        out.push_str(&self.texts[booked.what]);
        out.push(' ');
        out.push_str(&self.texts[booked.of]);
        out.push_str("\n    ; entry: E-");
        push_number(out, booked.no.0, 1);
        out.push('\n');
        for line in journal.lines(booked) {
            let line = line?;
            out.push_str("    ");
            out.push_str(&self.accounts[line.account]);
            out.push_str("  ");
            push_amount(out, line.amount.get());
            out.push_str(" CNY");
            let mut before = "  ";
            for (tag, person) in [("; person: P-", line.person), ("; donor: P-", line.donor)] {
                if let Some(person) = person {
                    out.push_str(before);
                    out.push_str(tag);
                    push_number(out, person.0, 6);
                    // A second tag stands on a line of its own: to ledger, one line holds one.
                    before = "\n    ";
                }
            }
            out.push('\n');
        }
        out.push('\n');
        Ok(())
    }
}

/// The text without what would be structure.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(|c| match c {
            ';' => '；',
            '|' => '｜',
            other => other,
        }));
    }
    out
}

/// The text as one part of an account's name, which a colon would end.
fn part(text: &str) -> String {
    plain(text).replace(':', "：")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_name_is_structure(name in "[a-z;|:()\\[\\]{}@=*!#\"'\\\\ 妇女\u{3000}\u{a0}\\-]{0,30}") {
            let (plain, part) = (plain(&name), part(&name));
            prop_assert!(!plain.contains([';', '|', '\n', '\t']) && !plain.contains("  "), "{}", plain);
            prop_assert!(!part.contains(':') && !part.contains("  ") && !part.starts_with(' '), "{}", part);
            let kept = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
            prop_assert_eq!(kept(&plain), kept(&name));
        }
    }
}
