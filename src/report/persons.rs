//! Persons and organisations, as far as they may be seen.
//!
//! Owns: the columns of the list. Refuses to know: masking and the vault.

use super::names::{NameBook, Shown};
use super::{Cell, Kind, Table};
use crate::base::PersonNo;
use crate::book::Refusal;
use crate::entry::{Field, PersonSort};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;

/// One row a person; of all, or of one.
///
/// # Errors
/// [`Refusal::UnknownPerson`]; where index or vault can't be read.
pub fn table(words: &Words, ledger: &mut Ledger, only: Option<PersonNo>) -> Result<Table, LedgerError> {
    let mut names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-persons"))
        .column("person", words.word("term-person"), Kind::Text)
        .column("kind", words.word("term-sort"), Kind::Text)
        .column("name", words.word("term-name"), Kind::Text)
        .column("id_number", words.word("term-id-number"), Kind::Text)
        .column("area", words.word("term-area"), Kind::Text)
        .column("category", words.word("term-category"), Kind::Text);
    let all = match only {
        Some(no) => no.0..=no.0,
        None => 1..=ledger.state().counts()?.persons,
    };
    for no in all.map(PersonNo) {
        let shown = names.person_shown(ledger, no)?;
        let shown = shown.ok_or_else(|| LedgerError::Refused(Box::new(Refusal::UnknownPerson { no })))?;
        table.push(row(words, no, &shown));
    }
    table.notes = names.notes(words);
    Ok(table)
}

fn row(words: &Words, no: PersonNo, shown: &Shown) -> Vec<Cell> {
    let sort = match shown.sort {
        PersonSort::Natural => words.word("term-sort-natural"),
        PersonSort::Organisation => words.word("term-sort-organisation"),
    };
    let field = |wanted| match &shown.fields {
        Some(fields) => fields
            .iter()
            .find(|(field, _)| *field == wanted)
            .map_or(Cell::Empty, |(_, text)| text.as_str().into()),
        None if shown.erased => words.word("term-erased").into(),
        None => Cell::Empty,
    };
    let fields = Field::ALL.map(field);
    [no.to_string().into(), sort.into()].into_iter().chain(fields).collect()
}
