//! The accounts of a chart.
//!
//! Owns: that list, and what editions and classes are called. Refuses to know: what stands on an account.

use super::{Kind, Table};
use crate::book::chart::{Class, Edition};
use crate::words::Words;

/// One row an account, by code.
pub fn table(words: &Words, edition: Edition) -> Table {
    let name = words.word(edition_key(edition));
    let mut table = Table::new(words.say("report-accounts", &[("edition", name.into())]))
        .column("account", words.word("term-account"), Kind::Text)
        .column("account_name", words.word("term-account-name"), Kind::Text)
        .column("class", words.word("term-class"), Kind::Text);
    for account in edition.accounts() {
        let class = Class::of(account.code).map(|class| words.word(class_key(class)));
        let name = super::account_name(words, edition, account.code);
        table.push(vec![account.code.to_string().into(), name.into(), class.into()]);
    }
    table
}

/// What an edition is called.
pub const fn edition_key(edition: Edition) -> &'static str {
    match edition {
        Edition::Of2004 => "edition-2004",
        Edition::Of2026 => "edition-2026",
        Edition::Government => "edition-government",
    }
}

/// The key of a class's name.
#[must_use]
pub const fn class_key(class: Class) -> &'static str {
    match class {
        Class::Assets => "class-assets",
        Class::Liabilities => "class-liabilities",
        Class::NetAssets => "class-net-assets",
        Class::Income => "class-income",
        Class::Expenses => "class-expenses",
        Class::BudgetIncome => "class-budget-income",
        Class::BudgetExpenses => "class-budget-expenses",
        Class::BudgetBalances => "class-budget-balances",
    }
}
