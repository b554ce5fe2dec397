//! What a command recorded.
//!
//! Owns: that table. Refuses to know: how it was recorded.

use super::names::NameBook;
use super::{Cell, Kind, Table};
use crate::base::Fen;
use crate::entry::{Body, Entry};
use crate::ledger::{Ledger, Receipt, Recorded};
use crate::words::Words;
use crate::words::capital_amount::capital_amount;

/// One row an entry. With `for_programs`, size and chain head stand in columns of their own.
///
/// What can't be read back is left out: the commit stands, and an error here would look as if it did not.
pub fn table(words: &Words, ledger: &mut Ledger, receipt: &Receipt, for_programs: bool) -> Table {
    let mut names = NameBook::new(ledger).unwrap_or_default();
    let rows: Vec<(&Recorded, Option<Entry>)> =
        receipt.recorded.iter().map(|made| (made, ledger.entry(made.no).ok().flatten())).collect();
    let out = |entry: &Option<Entry>| entry.as_ref().and_then(money_out);
    let capitals = for_programs || rows.iter().any(|(_, entry)| out(entry).is_some());
    let booked = for_programs || rows.iter().any(|(made, _)| made.voucher.is_some());
    let mut table = Table::new(words.word("recorded-title"))
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date);
    // What no entry of the commit has needs no empty column, except where programs count on it.
    if booked {
        table = table
            .column("voucher", words.word("term-voucher"), Kind::Text)
            .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
            .column("amount_yuan", words.word("term-amount"), Kind::Money);
    }
    if capitals {
        table = table.column("amount_in_capitals", words.word("term-capital"), Kind::Text);
    }
    if for_programs {
        table = table.column("size", words.word("term-size"), Kind::Number).column(
            "head",
            words.word("term-head"),
            Kind::Text,
        );
    }
    for (made, entry) in &rows {
        let summary = entry.as_ref().and_then(|entry| names.summary(words, ledger, entry).ok());
        let mut cells: Vec<Cell> =
            vec![made.no.to_string().into(), summary.into(), made.business_date.into()];
        if booked {
            cells.push(made.voucher.map(|v| v.no().to_string()).into());
            cells.push(made.voucher.map(|v| v.date).into());
            cells.push(entry.as_ref().and_then(amount).into());
        }
        if capitals {
            cells.push(out(entry).map(capital_amount).into());
        }
        if for_programs {
            cells.push(i64::try_from(receipt.size).ok().into());
            cells.push(receipt.head.to_string().into());
        }
        table.push(cells);
    }
    table.notes = names.notes(words);
    table
}

/// The amount of an entry that moves money; negative where it takes an earlier one back.
pub fn amount(entry: &Entry) -> Option<Fen> {
    let first = entry.postings.first().map(|posting| posting.amount)?;
    // What is negative elsewhere takes something back; a balance on the credit side does not.
    let opening = matches!(entry.body, Body::OpeningBalance(_)) && first.is_negative();
    Some(if opening { first.negated() } else { first })
}

/// The amount where money leaves: it is written in capitals on the papers that go with it.
fn money_out(entry: &Entry) -> Option<Fen> {
    match &entry.body {
        Body::Disbursement(_) | Body::Transfer(_) | Body::Spending(_) | Body::GrantDown(_) => amount(entry),
        Body::PassThrough(held) if !held.received => amount(entry),
        _ => None,
    }
}
