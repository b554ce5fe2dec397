//! What a book of postings says of each entry, put into words once and shown in each of its rows.
//!
//! Owns: that. Refuses to know: in which order a book has them.

use super::super::names::NameBook;
use super::super::{Cell, Style, style_of};
use super::books::{Belongs, Books};
use crate::base::Date;
use crate::entry::Posting;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;

/// An entry as rows show it.
pub(super) struct Told {
    pub date: Date,
    voucher: String,
    entry: String,
    summary: String,
    pub red: bool,
    pub style: Style,
}

impl Told {
    /// Voucher date, voucher, entry and summary.
    pub fn cells(&self) -> [Cell; 4] {
        let text = |text: &String| Cell::from(text.as_str());
        [self.date.into(), text(&self.voucher), text(&self.entry), text(&self.summary)]
    }
}

/// A posting, with the place of its entry among those that are told.
pub(super) type Line = (usize, Posting);

/// The entries whose sums count in the months, by voucher, and those of their postings that are wanted, each with the
/// place of its entry.
pub(super) fn all(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    books: &Books,
    wanted: impl Fn(&Posting) -> bool,
) -> Result<(Vec<Told>, Vec<Line>), LedgerError> {
    let (mut told, mut postings) = (Vec::new(), Vec::new());
    books.each_booked(ledger, books.months, Belongs::BySums, |ledger, entry| {
        let Some(voucher) = entry.voucher else { return Ok(()) };
        let at = told.len();
        let before = postings.len();
        postings.extend(books.postings(entry).filter(|p| wanted(p)).map(|posting| (at, *posting)));
        if postings.len() > before {
            told.push(Told {
                date: voucher.date,
                voucher: voucher.no().to_string(),
                entry: entry.no.to_string(),
                summary: names.summary(words, ledger, entry)?,
                red: ledger.is_red(entry)?,
                style: style_of(names, entry.no),
            });
        }
        Ok(())
    })?;
    Ok((told, postings))
}
