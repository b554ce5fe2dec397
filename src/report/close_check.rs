//! What closing a month would find.
//!
//! Owns: that table. Refuses to know: whether the month may be closed; the rules say that.

use super::names::NameBook;
use super::{Kind, Style, Table};
use crate::base::Period;
use crate::book::{Cell, Key};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::refusal::basis_key;

/// Vouchers, both sides, and the verdict; `obstacle` is what the rules say against it. What waits for a second person
/// is listed by name.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    period: Period,
    obstacle: Option<String>,
) -> Result<Table, LedgerError> {
    let vouchers = match ledger.state().get(&Key::Vouchers(period))? {
        Some(Cell::Number(count)) => i64::try_from(*count).unwrap_or(i64::MAX),
        _ => 0,
    };
    let movement = super::trial_balance::movement(ledger, period)?;
    let several = movement.len() > 1;
    let mut table = Table::new(words.say("report-close-check", &[("period", period.into())])).column(
        "period",
        words.word("term-period"),
        Kind::Text,
    );
    if several {
        table = table.column("basis", words.word("term-basis"), Kind::Text);
    }
    table = table
        .column("vouchers", words.word("close-vouchers"), Kind::Number)
        .column("debit_yuan", words.word("close-debit"), Kind::Money)
        .column("credit_yuan", words.word("close-credit"), Kind::Money)
        .column("balanced", words.word("close-balanced"), Kind::Text)
        .column("verdict", words.word("close-verdict"), Kind::Text);
    let verdict = match obstacle {
        Some(_) => words.word("close-obstacle"),
        None => words.word("close-allowed"),
    };
    for (basis, debit, credit) in movement {
        let style = if obstacle.is_some() || debit != credit { Style::Warning } else { Style::Plain };
        let balanced =
            if debit == credit { words.word("close-balanced-yes") } else { words.word("close-balanced-no") };
        let mut cells: Vec<super::Cell> = vec![period.into()];
        if several {
            cells.push(words.word(basis_key(basis)).into());
        }
        cells.extend([vouchers.into(), debit.into(), credit.into()]);
        cells.extend([balanced.into(), verdict.as_str().into()]);
        table.push_as(style, cells);
    }
    table.notes.extend(obstacle);
    table.notes.extend(super::pending::through(words, ledger, period)?);
    table.notes.extend(NameBook::new(ledger)?.notes(words));
    Ok(table)
}
