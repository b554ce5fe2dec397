//! A journal that beancount reads.
//!
//! Owns: its syntax. Refuses to know: which entries there are.
//!
//! Names stand between quotes, where only `"` and `\` mean anything. An account's parts are letters, digits and `-`, and
//! begin with a digit or an upper-case letter. The roots are the five that beancount knows: the budget's accounts 预算会计
//! stand below `Equity:Budget-…`, where their sum is nothing, so that no statement adds the same money twice.

use super::binding::Binding;
use super::journal::{Voucher, push_amount, push_day, push_number, push_voucher};
use crate::base::Period;
use crate::ledger::LedgerError;
use crate::report::journal::{Account, Booked, Class, Journal};
use crate::words::Words;

/// The last part of an account of what is held for others. No fund has this code: codes have no lower-case letters.
const HELD: &str = "Held";

/// The texts of a journal, as they stand in every entry.
pub(super) struct Beancount {
    accounts: Vec<String>,
    texts: Vec<String>,
}

impl Beancount {
    pub(super) fn new(journal: &Journal) -> Beancount {
        Beancount {
            accounts: journal.accounts().iter().map(name_of).collect(),
            texts: journal.texts().iter().map(|text| quoted(text)).collect(),
        }
    }

    /// What stands before the first entry.
    pub(super) fn head(&self, words: &Words, journal: &Journal, binding: &Binding) -> String {
        let mut head = super::journal::comments(words, journal, binding);
        head.push_str("\noption \"operating_currency\" \"CNY\"\n\n");
        let mut day = |month: Period, what: &str| {
            push_day(&mut head, month.first_day().number());
            head.push_str(what);
            head.push('\n');
        };
        if let Some(first) = journal.accounts().iter().map(|account| account.since).min() {
            day(first, " commodity CNY");
        }
        for (account, name) in journal.accounts().iter().zip(&self.accounts) {
            day(account.since, &format!(" open {name} CNY"));
        }
        head.push('\n');
        head
    }
}

fn name_of(account: &Account) -> String {
    let root = match account.class {
        Class::Assets => "Assets",
        Class::Liabilities => "Liabilities",
        Class::NetAssets => "Equity",
        Class::Income => "Income",
        Class::Expenses => "Expenses",
        Class::BudgetIncome => "Equity:Budget-Income",
        Class::BudgetExpenses => "Equity:Budget-Expenses",
        Class::BudgetBalances => "Equity:Budget-Balances",
    };
    let fund = account.fund.as_deref().unwrap_or(HELD);
    format!("{root}:{}{}:{fund}", account.code, part(account.name))
}

/// The name with a `-` before each run of letters and digits: it stands behind a code.
fn part(name: &str) -> String {
    let runs = name.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.fold(String::new(), |out, run| out + "-" + run)
}

/// The text as a string's inside.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

impl Voucher for Beancount {
    fn write(&self, journal: &Journal, booked: &Booked<'_>, out: &mut String) -> Result<(), LedgerError> {
        push_day(out, booked.date.number());
        out.push_str(" * \"");
        out.push_str(&self.texts[booked.of]);
        out.push_str("\" \"");
        out.push_str(&self.texts[booked.what]);
        out.push_str("\"\n  entry: \"E-");
        push_number(out, booked.no.0, 1);
        out.push_str("\"\n  voucher: \"");
        push_voucher(out, booked);
        out.push_str("\"\n");
        for line in journal.lines(booked) {
            let line = line?;
            out.push_str("  ");
            out.push_str(&self.accounts[line.account]);
            out.push_str("  ");
            push_amount(out, line.amount.get());
            out.push_str(" CNY\n");
            for (key, person) in [("    person: \"P-", line.person), ("    donor: \"P-", line.donor)] {
                if let Some(person) = person {
                    out.push_str(key);
                    push_number(out, person.0, 6);
                    out.push_str("\"\n");
                }
            }
        }
        out.push('\n');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_ends_at_its_quotes(name in "[a-z\"\\\\;|#^ 妇女]{0,30}") {
            let inside = quoted(&name);
            let mut read = String::new();
            let mut chars = inside.chars();
            while let Some(c) = chars.next() {
                prop_assert_ne!(c, '"');
                read.push(if c == '\\' { chars.next().unwrap() } else { c });
            }
            prop_assert_eq!(read, name);
        }

        #[test]
        fn an_accounts_part_is_letters_and_digits(name in "\\PC{0,20}") {
            let part = part(&name);
            prop_assert!(part.is_empty() || part.starts_with('-'), "{}", part);
            prop_assert!(part.chars().all(|c| c == '-' || c.is_alphanumeric()), "{}", part);
        }
    }
}
