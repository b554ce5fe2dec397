//! The list of programmes.
//!
//! Owns: its columns. Refuses to know: what was spent.

use super::names::NameBook;
use super::{Kind, Table};
use crate::entry::ThresholdOf;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::Names;

/// One row a programme.
///
/// # Errors
/// Where the index can't be read.
pub fn table(words: &Words, ledger: &mut Ledger) -> Result<Table, LedgerError> {
    let names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-programmes"))
        .column("code", words.word("term-code"), Kind::Text)
        .column("name", words.word("term-name"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("purpose", words.word("term-purpose"), Kind::Text)
        .column("approval_over_yuan", words.word("term-approval-over"), Kind::Money);
    for programme in ledger.programmes()? {
        table.push(vec![
            programme.code.as_str().into(),
            programme.name.as_str().into(),
            names.fund_code(programme.fund).into(),
            programme.purpose.as_str().into(),
            ledger.threshold(ThresholdOf::Programme(programme.no))?.into(),
        ]);
    }
    table.notes = names.notes(words);
    Ok(table)
}
