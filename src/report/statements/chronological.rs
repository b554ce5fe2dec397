//! The chronological book 序时账: every posting, voucher by voucher.
//!
//! Owns: its columns and its sum. Refuses to know: balances.

use super::super::balance::add;
use super::super::names::NameBook;
use super::super::show::{fund, sides};
use super::super::{Cell, Kind, Style, Sum, Table, account_name, style_of};
use super::books::{Belongs, Books, is_opening};
use super::{Asked, begun, named};
use crate::base::Fen;
use crate::book::chart::Edition;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;

/// Debits and credits.
type Both = [Fen; 2];

/// One row a posting, by voucher date and number.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let books = Books::read(ledger, asked)?;
    let mut table = begun(words, ledger, names, "report-chronological", &books)
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("account", words.word("term-account"), Kind::Text)
        .column("account_name", words.word("term-account-name"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("person", words.word("term-person"), Kind::Text)
        .column("debit_yuan", words.word("term-debit"), Kind::Money)
        .column("credit_yuan", words.word("term-credit"), Kind::Money);
    let (mut all, mut openings): (Both, Both) = Default::default();
    books.each_booked(ledger, books.months, Belongs::ByVoucher, |ledger, entry| {
        let Some(voucher) = entry.voucher else { return Ok(()) };
        let summary = names.summary(words, ledger, entry)?;
        let (no, number) = (entry.no.to_string(), voucher.no().to_string());
        let (red, opening) = (ledger.is_red(entry)?, is_opening(ledger, entry)?);
        let edition = Edition::of(books.chart, voucher.date);
        let style = style_of(names, entry.no);
        for posting in books.postings(entry) {
            let (debit, credit) = sides(red, posting);
            for (at, side) in [&debit, &credit].into_iter().enumerate() {
                if let Cell::Money(amount) = side {
                    all[at] = add(all[at], *amount)?;
                    if opening {
                        openings[at] = add(openings[at], *amount)?;
                    }
                }
            }
            let person = posting.dims.person.or(posting.dims.donor);
            table.push_as(
                style,
                vec![
                    voucher.date.into(),
                    number.as_str().into(),
                    no.as_str().into(),
                    summary.as_str().into(),
                    posting.account.to_string().into(),
                    account_name(words, edition, posting.account).into(),
                    fund(words, names, posting.fund).into(),
                    person.map(|no| no.to_string()).into(),
                    debit,
                    credit,
                ],
            );
        }
        Ok(())
    })?;
    let of = table.rows.len();
    table.sums.push(Sum { of, plus: (0..of).collect(), minus: Vec::new() });
    let mut cells = vec![Cell::Empty; table.columns.len()];
    (cells[3], cells[8], cells[9]) = (words.word("term-total").into(), all[0].into(), all[1].into());
    table.push_as(if all[0] == all[1] { Style::Total } else { Style::Warning }, cells);
    if openings != Both::default() {
        let told = [("debit", openings[0].into()), ("credit", openings[1].into())];
        table.notes.push(words.say("report-books-opening", &told));
    }
    named(words, names, &mut table);
    Ok(table)
}
