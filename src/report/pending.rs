//! What waits for a second person 待审.
//!
//! Owns: that table, and who could approve. Refuses to know: whether an entry needs a second person.

use super::names::{NameBook, operator};
use super::recorded::asked;
use super::{Kind, Table};
use crate::base::{OperatorNo, Period, Timestamp};
use crate::book::operators::approves;
use crate::ledger::{Ledger, LedgerError};
use crate::words::{Lang, Words};

/// One row a prepared entry, the oldest first.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(words: &Words, ledger: &mut Ledger, now: Timestamp) -> Result<Table, LedgerError> {
    let mut names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-pending"))
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("prepared_by", words.word("term-prepared-by"), Kind::Text)
        .column("prepared_on", words.word("term-prepared-on"), Kind::Date)
        .column("days_waiting", words.word("term-days-waiting"), Kind::Number)
        .column("may_approve", words.word("term-may-approve"), Kind::Text);
    for (no, pending) in ledger.pending()? {
        let found = ledger.locate(no)?;
        let waited = now.distance(found.header.recorded_at).num_days();
        table.push(vec![
            no.to_string().into(),
            found.entry.business_date.into(),
            names.asked(words, ledger, &found.entry)?.into(),
            asked(ledger, &found.entry)?.into(),
            operator(ledger, pending.operator)?.into(),
            found.header.recorded_at.shanghai_date().into(),
            waited.into(),
            approvers(words, ledger, pending.operator)?.into(),
        ]);
    }
    let last = match table.rows.is_empty() {
        true => "report-pending-none",
        false => "report-pending-approve",
    };
    table.notes.push(words.say(last, &[]));
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// What of a month and before it waits, a line each: number and summary.
///
/// # Errors
/// Where index or vault can't be read.
pub fn through(words: &Words, ledger: &mut Ledger, month: Period) -> Result<Vec<String>, LedgerError> {
    let mut names = NameBook::new(ledger)?;
    let mut lines = Vec::new();
    for (no, pending) in ledger.pending()? {
        if pending.business_date.period() > month {
            continue;
        }
        if let Some(entry) = ledger.entry(no)? {
            lines.push(format!("{no} {}", names.summary(words, ledger, &entry)?));
        }
    }
    Ok(lines)
}

/// The names of those who can approve what `preparer` prepared; where there are none, words that say so.
///
/// # Errors
/// Where the index can't be read.
pub(super) fn approvers(
    words: &Words,
    ledger: &mut Ledger,
    preparer: OperatorNo,
) -> Result<String, LedgerError> {
    let all = ledger.operators()?.into_iter();
    let can = all.filter(|(no, who)| *no != preparer && who.revoked.is_none() && approves(who.role));
    let names: Vec<String> = can.map(|(_, who)| who.name.to_string()).collect();
    Ok(match (names.is_empty(), words.lang()) {
        (true, _) => words.word("report-pending-nobody"),
        (false, Lang::ZhCn) => names.join("、"),
        (false, Lang::En) => names.join(", "),
    })
}
