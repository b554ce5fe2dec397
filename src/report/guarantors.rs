//! The list of guarantors 担保机构, and the money behind their guarantees.
//!
//! Owns: its columns. Refuses to know: what is guaranteed; that is another report.

use super::names::NameBook;
use super::{Cell, Kind, Table};
use crate::base::Fen;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::Names;

/// One row a guarantor and whose money it is: its own, and what each fund has placed.
///
/// # Errors
/// Where the index can't be read.
pub fn table(words: &Words, ledger: &mut Ledger) -> Result<Table, LedgerError> {
    let names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-guarantors"))
        .column("guarantor", words.word("term-guarantor"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("money", words.word("term-whose-money"), Kind::Text)
        .column("placed_yuan", words.word("term-placed"), Kind::Money);
    for (_, guarantor) in ledger.guarantors()? {
        let own = words.word("guarantor-own");
        table.push(vec![guarantor.name.as_str().into(), Cell::Empty, own.into(), guarantor.own.into()]);
        let placed = guarantor.deposits.iter().filter(|(_, placed)| *placed != Fen::ZERO);
        for (fund, placed) in placed {
            let (code, name) = (names.fund_code(*fund), names.fund(*fund));
            table.push(vec![guarantor.name.as_str().into(), code.into(), name.into(), (*placed).into()]);
        }
    }
    table.notes = names.notes(words);
    Ok(table)
}
