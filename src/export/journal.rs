//! The journal for other accounting programs: what their formats share.
//!
//! Owns: the order of vouchers, the work on all cores, exact figures as text, and names made harmless. Refuses to know:
//! what a format looks like; `hledger` and `beancount` do.
//!
//! Vouchers come by date and number. Entries are recorded in another order only within open months, so a month is held
//! until its last entry has been read, and then written: what is in memory are the months that are open at one time.

use super::binding::{Binding, FileFormat};
use super::{beancount, hledger};
use crate::base::{EntryNo, Hash32, Period};
use crate::ledger::{Ledger, LedgerError, Scanned};
use crate::report::journal::{Booked, Journal};
use crate::words::Words;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

/// Entries written in one task of the pool.
const ENTRIES_A_TASK: usize = 1024;
/// What an entry's text comes to, about.
const TEXT_OF_AN_ENTRY: usize = 320;

/// Why a journal was not written to its end. What was written must be thrown away.
#[derive(Debug)]
pub enum JournalError {
    /// The ledger could not be read.
    Ledger(LedgerError),
    /// What was written could not be taken.
    Output(io::Error),
    /// The ledger was never in the state that the binding names.
    OtherLedger,
    /// The binding names a format that is no journal's.
    NotAJournal(FileFormat),
}

impl From<LedgerError> for JournalError {
    fn from(error: LedgerError) -> JournalError {
        JournalError::Ledger(error)
    }
}

impl From<io::Error> for JournalError {
    fn from(error: io::Error) -> JournalError {
        JournalError::Output(error)
    }
}

/// How a format writes entries.
pub(super) trait Voucher: Sync {
    /// Appends an entry with an empty line behind it.
    fn write(&self, journal: &Journal, booked: &Booked<'_>, out: &mut String) -> Result<(), LedgerError>;
}

/// Writes the journal that the binding names, in the format that it names. The same binding on the same ledger gives the
/// same bytes, also when more was recorded in between.
///
/// # Errors
/// [`JournalError`]; half a journal may have been written.
pub fn write(
    words: &Words,
    ledger: &mut Ledger,
    binding: &Binding,
    out: &mut dyn Write,
) -> Result<(), JournalError> {
    let as_ledgers = matches!(binding.format, FileFormat::Hledger | FileFormat::Ledger);
    if !as_ledgers && binding.format != FileFormat::Beancount {
        return Err(JournalError::NotAJournal(binding.format));
    }
    if binding.size > ledger.tip().records() {
        return Err(JournalError::OtherLedger);
    }
    let journal = Journal::new(words, ledger, &binding.asked, binding.size)?;
    let (head, voucher): (String, Box<dyn Voucher>) = if as_ledgers {
        let format = hledger::Hledger::new(words, &journal);
        (format.head(words, &journal, binding), Box::new(format))
    } else {
        let format = beancount::Beancount::new(&journal);
        (format.head(words, &journal, binding), Box::new(format))
    };
    out.write_all(head.as_bytes())?;
    let mut sorter = Sorter::new(journal.last_of_months());
    let found = ledger.scan::<JournalError>(binding.size, |batch| {
        let done = batch.last().map(|scanned| scanned.entry.no);
        let pieces = batch.par_chunks(ENTRIES_A_TASK).map(|some| piece(voucher.as_ref(), &journal, some));
        for piece in pieces.collect::<Vec<_>>() {
            sorter.take(piece?);
        }
        sorter.write_finished(done, out)
    })?;
    check_head(found, binding)?;
    sorter.finish()?;
    out.flush()?;
    Ok(())
}

/// The lines above a journal: what it is bound to, what it is, and the names of the funds.
pub(super) fn comments(words: &Words, journal: &Journal, binding: &Binding) -> String {
    let mut head = format!("; {}\n; {}\n", binding.line(), words.word("journal-note"));
    for fund in journal.funds() {
        if let Some(code) = &fund.code {
            let args = [("code", code.as_str().into()), ("name", fund.name.as_str().into())];
            head.push_str(&format!("; {}\n", words.say("journal-fund", &args)));
        }
    }
    head
}

fn check_head(found: Option<Hash32>, binding: &Binding) -> Result<(), JournalError> {
    if found == Some(binding.head) { Ok(()) } else { Err(JournalError::OtherLedger) }
}

/// Entries' text, and where each stands in it.
struct Piece {
    text: String,
    vouchers: Vec<Place>,
}

/// Where a voucher's text stands.
#[derive(Clone)]
struct Place {
    month: Period,
    /// Date and number.
    order: (u32, u32),
    text: Range<usize>,
}

fn piece(voucher: &dyn Voucher, journal: &Journal, some: &[Scanned]) -> Result<Piece, LedgerError> {
    let mut text = String::with_capacity(some.len() * TEXT_OF_AN_ENTRY);
    let mut vouchers = Vec::with_capacity(some.len());
    for scanned in some {
        let Some(booked) = journal.booked(scanned) else { continue };
        let start = text.len();
        voucher.write(journal, &booked, &mut text)?;
        let order = (booked.date.number(), booked.number);
        vouchers.push(Place { month: booked.date.period(), order, text: start..text.len() });
    }
    Ok(Piece { text, vouchers })
}

/// The vouchers of a month that is not finished.
#[derive(Default)]
struct Month {
    texts: Vec<Arc<String>>,
    /// Each with the place of its text.
    vouchers: Vec<((u32, u32), usize, Range<usize>)>,
}

/// Holds each month until its last entry has come.
struct Sorter<'a> {
    /// The months still to come, each with its last entry.
    last: std::iter::Peekable<std::collections::btree_map::Iter<'a, Period, EntryNo>>,
    open: BTreeMap<Period, Month>,
}

impl<'a> Sorter<'a> {
    fn new(last: &'a BTreeMap<Period, EntryNo>) -> Sorter<'a> {
        Sorter { last: last.iter().peekable(), open: BTreeMap::new() }
    }

    fn take(&mut self, piece: Piece) {
        let text = Arc::new(piece.text);
        for Place { month, order, text: range } in piece.vouchers {
            let month = self.open.entry(month).or_default();
            if !month.texts.last().is_some_and(|last| Arc::ptr_eq(last, &text)) {
                month.texts.push(Arc::clone(&text));
            }
            month.vouchers.push((order, month.texts.len() - 1, range));
        }
    }

    fn write_finished(&mut self, done: Option<EntryNo>, out: &mut dyn Write) -> Result<(), JournalError> {
        while let Some((month, _)) = self.last.next_if(|(_, last)| Some(**last) <= done) {
            let Some(month) = self.open.remove(month) else { continue };
            month.write(out)?;
        }
        Ok(())
    }

    /// Nothing is left over, unless the index said of a month that it was finished and it was not.
    fn finish(mut self) -> Result<(), LedgerError> {
        match self.open.keys().next().or(self.last.next().map(|(month, _)| month)) {
            Some(month) => Err(LedgerError::Index(format!("last entry of {month}"))),
            None => Ok(()),
        }
    }
}

impl Month {
    fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.vouchers.sort_unstable_by_key(|(order, ..)| *order);
        // What stands together goes out together: most entries are recorded in the order of their vouchers.
        let mut run: Option<(usize, Range<usize>)> = None;
        for (_, text, range) in self.vouchers {
            match &mut run {
                Some((of, before)) if *of == text && before.end == range.start => before.end = range.end,
                _ => {
                    if let Some((of, before)) = run.replace((text, range)) {
                        out.write_all(&self.texts[of].as_bytes()[before])?;
                    }
                }
            }
        }
        if let Some((of, before)) = run {
            out.write_all(&self.texts[of].as_bytes()[before])?;
        }
        Ok(())
    }
}

/// Appends a number with at least `width` digits.
pub(super) fn push_number(out: &mut String, mut number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while number > 0 || digits.len() - at < width {
        at -= 1;
        // The remainder of ten is a digit.
        digits[at] = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    out.push_str(std::str::from_utf8(&digits[at..]).unwrap_or(""));
}

/// Appends yuan with two decimals and no separators.
pub(super) fn push_amount(out: &mut String, fen: i64) {
    if fen < 0 {
        out.push('-');
    }
    let size = fen.unsigned_abs();
    push_number(out, size / 100, 1);
    out.push('.');
    push_number(out, size % 100, 2);
}

/// Appends a day as `2026-03-08`.
pub(super) fn push_day(out: &mut String, number: u32) {
    push_number(out, u64::from(number / 10_000), 4);
    out.push('-');
    push_number(out, u64::from(number / 100 % 100), 2);
    out.push('-');
    push_number(out, u64::from(number % 100), 2);
}

/// Appends a voucher's number as `2026-03/记-0002`.
pub(super) fn push_voucher(out: &mut String, booked: &Booked<'_>) {
    let day = booked.date.number();
    push_number(out, u64::from(day / 10_000), 4);
    out.push('-');
    push_number(out, u64::from(day / 100 % 100), 2);
    out.push_str("/记-");
    push_number(out, u64::from(booked.number), 4);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Date, Fen, PersonNo, VoucherNo};
    use proptest::prelude::*;

    fn made(push: impl FnOnce(&mut String)) -> String {
        let mut text = String::new();
        push(&mut text);
        text
    }

    proptest! {
        #[test]
        fn figures_are_those_that_people_see(fen in any::<i64>(), no in 1..u64::MAX, day in 0..90_000_u32) {
            let shown = Fen::new(fen).to_string().replace(',', "");
            prop_assert_eq!(made(|out| push_amount(out, fen)), shown);
            prop_assert_eq!(made(|out| push_number(out, no, 6)), PersonNo(no).to_string().replace("P-", ""));
            let day = Date::new(1950, 1, 1).unwrap().plus_days(day);
            prop_assert_eq!(made(|out| push_day(out, day.number())), day.to_string());
            let number = u32::try_from(no % 100_000 + 1).unwrap();
            let booked = Booked::at(day, number);
            let shown = VoucherNo { period: day.period(), number }.to_string();
            prop_assert_eq!(made(|out| push_voucher(out, &booked)), shown);
        }

        #[test]
        fn months_come_out_whole_and_in_order(
            vouchers in prop::collection::vec((1..=3_u32, 1..=28_u32), 1..60),
            cut in 1..8_usize,
        ) {
            // Numbers ascend within each month in recorded order, dates as they come.
            let mut numbers = [0_u32; 4];
            let mut last = BTreeMap::new();
            let mut all = Vec::new();
            for (at, (month, day)) in vouchers.iter().enumerate() {
                let number = &mut numbers[*month as usize];
                *number += 1;
                let date = Date::new(2026, *month, *day).unwrap();
                last.insert(date.period(), EntryNo(at as u64 + 1));
                all.push((date, *number));
            }
            let mut sorter = Sorter::new(&last);
            let mut out = Vec::new();
            for (nth, some) in all.chunks(cut).enumerate() {
                let mut piece = Piece { text: String::new(), vouchers: Vec::new() };
                for (date, number) in some {
                    let start = piece.text.len();
                    piece.text.push_str(&format!("{date} {number}\n"));
                    let (order, text) = ((date.number(), *number), start..piece.text.len());
                    piece.vouchers.push(Place { month: date.period(), order, text });
                }
                sorter.take(piece);
                let done = EntryNo((nth * cut + some.len()) as u64);
                sorter.write_finished(Some(done), &mut out).unwrap();
            }
            prop_assert!(sorter.finish().is_ok());
            all.sort_unstable();
            let expected: String = all.iter().map(|(date, number)| format!("{date} {number}\n")).collect();
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
