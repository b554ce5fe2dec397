//! Memorandum registers 备查簿: their sums, and the lines of one.
//!
//! Owns: their columns. Refuses to know: vouchers; nothing here is in the trial balance.

use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{EntryNo, Fen, RegisterNo};
use crate::book::{Cell as State, Key};
use crate::entry::Body;
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use crate::words::names::Names;

/// One row a register, without the lines that were struck.
///
/// # Errors
/// Where the index can't be read.
pub fn list(words: &Words, ledger: &Ledger) -> Result<Table, LedgerError> {
    let mut table = Table::new(words.word("report-registers"))
        .column("name", words.word("term-name"), Kind::Text)
        .column("lines", words.word("term-lines"), Kind::Number)
        .column("count", words.word("term-count"), Kind::Number)
        .column("amount_yuan", words.word("term-amount"), Kind::Money);
    for (_, register) in ledger.registers()? {
        let name = register.name.as_str().into();
        table.push(vec![name, int(register.lines), int(register.count), worth(register.amount)]);
    }
    table.notes.push(words.word("report-registers-note"));
    Ok(table)
}

/// One row a line, also those struck, and the sums of the others.
///
/// # Errors
/// Where index or vault can't be read.
pub fn lines(words: &Words, ledger: &mut Ledger, no: RegisterNo) -> Result<Table, LedgerError> {
    let mut names = NameBook::new(ledger)?;
    let title = words.say("report-register", &[("name", names.register(no).into())]);
    let mut table = Table::new(title)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("person", words.word("term-person"), Kind::Text)
        .column("provider", words.word("term-provider"), Kind::Text)
        .column("count", words.word("term-count"), Kind::Number)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("struck_by", words.word("term-struck-by"), Kind::Text);
    for no in ledger.entries_in(ListKey::Register(no))? {
        let Some(entry) = ledger.entry(no)? else { continue };
        let Body::Registered(line) = &entry.body else { continue };
        names.learn(ledger, &entry)?;
        let struck = match ledger.state().get(&Key::Struck(no.0))? {
            Some(State::Number(by)) => Some(EntryNo(*by).to_string()),
            _ => None,
        };
        let style = if struck.is_some() { Style::Warning } else { Style::Plain };
        table.push_as(
            style,
            vec![
                no.to_string().into(),
                entry.business_date.into(),
                line.person.map(|no| names.person(no)).into(),
                line.provider.map(|no| names.person(no)).into(),
                int(u64::from(line.count)),
                worth(line.amount),
                struck.into(),
            ],
        );
    }
    let sums = ledger.registers()?.into_iter().find(|(of, _)| *of == no).map(|(_, sums)| sums);
    if let Some(sums) = sums {
        let total = words.word("term-total").into();
        let (count, amount) = (int(sums.count), worth(sums.amount));
        let cells = vec![Cell::Empty, Cell::Empty, total, Cell::Empty, count, amount, Cell::Empty];
        table.push_as(Style::Total, cells);
    }
    table.notes = names.notes(words);
    Ok(table)
}

/// What it was worth; nothing where nobody said.
fn worth(amount: Fen) -> Cell {
    if amount.is_zero() { Cell::Empty } else { amount.into() }
}

fn int(count: u64) -> Cell {
    i64::try_from(count).ok().into()
}
