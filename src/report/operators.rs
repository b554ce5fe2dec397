//! The list of operators.
//!
//! Owns: its columns. Refuses to know: what a role allows.

use super::names::NameBook;
use super::{Kind, Table};
use crate::base::EntryNo;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::refusal::role_key;

/// How many hexadecimal digits of a key are shown: enough to compare by eye, over the telephone.
const FINGERPRINT: usize = 16;

/// One row an operator, those too whose key was revoked.
///
/// # Errors
/// Where the index can't be read.
pub fn table(words: &Words, ledger: &mut Ledger) -> Result<Table, LedgerError> {
    let names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-operators"))
        .column("operator", words.word("term-operator"), Kind::Text)
        .column("name", words.word("term-name"), Kind::Text)
        .column("role", words.word("term-role"), Kind::Text)
        .column("key", words.word("term-fingerprint"), Kind::Text)
        .column("since", words.word("term-since"), Kind::Date)
        .column("since_entry", words.word("term-since-entry"), Kind::Text)
        .column("revoked_by", words.word("term-revoked-by"), Kind::Text);
    for (no, operator) in ledger.operators()? {
        let since = EntryNo(operator.since);
        let key: String = operator.public_key.to_string().chars().take(FINGERPRINT).collect();
        table.push(vec![
            no.to_string().into(),
            operator.name.as_str().into(),
            words.say(role_key(operator.role), &[]).into(),
            key.into(),
            ledger.locate(since)?.header.recorded_at.shanghai_date().into(),
            since.to_string().into(),
            operator.revoked.map(|by| EntryNo(by).to_string()).into(),
        ]);
    }
    table.notes = names.notes(words);
    Ok(table)
}
