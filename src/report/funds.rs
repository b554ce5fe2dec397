//! The list of funds.
//!
//! Owns: its columns. Refuses to know: balances; those are another report.

use super::names::NameBook;
use super::{Cell, Kind, Table};
use crate::entry::{Holder, Restriction, ThresholdOf};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;

/// One row a fund.
///
/// # Errors
/// Where the index can't be read.
pub fn table(words: &Words, ledger: &mut Ledger) -> Result<Table, LedgerError> {
    let names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-funds"))
        .column("code", words.word("term-code"), Kind::Text)
        .column("name", words.word("term-name"), Kind::Text)
        .column("purpose", words.word("term-purpose"), Kind::Text)
        .column("restriction", words.word("term-restriction"), Kind::Text)
        .column("holder", words.word("term-holder"), Kind::Text)
        .column("document", words.word("term-document"), Kind::Text)
        .column("approval_over_yuan", words.word("term-approval-over"), Kind::Money);
    for fund in ledger.funds()? {
        let restriction = match fund.restriction {
            Restriction::Donors => words.word("term-restriction-donors"),
            Restriction::Office => words.word("term-restriction-office"),
        };
        let holder = match fund.holder {
            Holder::Office => words.word("term-holder-office"),
            Holder::Charity => words.word("term-holder-charity"),
            Holder::Treasury => words.word("term-holder-treasury"),
            Holder::Bank => words.word("term-holder-bank"),
        };
        table.push(vec![
            fund.code.as_str().into(),
            fund.name.as_str().into(),
            fund.purpose.as_str().into(),
            restriction.into(),
            holder.into(),
            fund.document.map_or(Cell::Empty, |document| document.as_str().into()),
            ledger.threshold(ThresholdOf::Fund(fund.no))?.into(),
        ]);
    }
    table.notes = names.notes(words);
    Ok(table)
}
