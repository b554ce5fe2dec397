//! A whole file of an export, from the ledger and what it is bound to.
//!
//! Owns: which format takes which statements, and how they get into it one by one. Refuses to know: where the file is, and
//! who asked.
//!
//! The same binding on the same ledger gives the same file: whoever has the journal can make it again.

use super::binding::{Binding, FileFormat, PersonNames};
use super::journal::{self, JournalError};
use super::pdf::{Document, Font};
use super::report_page::ReportPage;
use super::voucher_page::VoucherPage;
use super::xlsx::Workbook;
use super::{csv, json};
use crate::ledger::{Ledger, LedgerError};
use crate::report::names::NameBook;
use crate::report::statements::{Statement, sheet};
use crate::report::{Sheet, Unit, vouchers};
use crate::words::Words;
use std::io::{self, Write};

/// Why a file was not made.
#[derive(Debug)]
pub enum FileError {
    /// The ledger could not be read.
    Ledger(LedgerError),
    /// The file could not be written.
    Output(io::Error),
    /// The ledger was never in the state that the binding names.
    OtherLedger,
    /// A PDF needs a font, and none was given.
    NoFont,
    /// None of the statements belongs to the ledger's chart of accounts.
    NothingToSay,
}

impl From<LedgerError> for FileError {
    fn from(error: LedgerError) -> FileError {
        FileError::Ledger(error)
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> FileError {
        FileError::Output(error)
    }
}

impl From<JournalError> for FileError {
    fn from(error: JournalError) -> FileError {
        match error {
            JournalError::Ledger(error) => FileError::Ledger(error),
            JournalError::Output(error) => FileError::Output(error),
            JournalError::OtherLedger => FileError::OtherLedger,
            JournalError::NotAJournal(_) => FileError::NothingToSay,
        }
    }
}

/// What a file of that format holds where nothing else is asked for. Books are long: on paper only those that are asked for.
#[must_use]
pub fn usual(format: FileFormat) -> Vec<Statement> {
    let is_book = |statement: &Statement| {
        matches!(
            statement,
            Statement::GeneralLedger | Statement::Chronological | Statement::DayBook | Statement::Subsidiary
        )
    };
    match format {
        FileFormat::Xlsx | FileFormat::Json => Statement::ALL.to_vec(),
        FileFormat::Html | FileFormat::Pdf => {
            Statement::ALL.into_iter().filter(|statement| !is_book(statement)).collect()
        }
        FileFormat::Csv => vec![Statement::TrialBalance],
        FileFormat::Hledger | FileFormat::Ledger | FileFormat::Beancount => Vec::new(),
    }
}

/// Whether a file of that format can hold these statements.
#[must_use]
pub fn takes(format: FileFormat, statements: &[Statement]) -> bool {
    let vouchers = statements.contains(&Statement::Vouchers);
    match format {
        FileFormat::Hledger | FileFormat::Ledger | FileFormat::Beancount => statements.is_empty(),
        // One table a file: a second one would have other columns.
        FileFormat::Csv => statements.len() == 1 && !vouchers,
        FileFormat::Html => !statements.is_empty() && (!vouchers || statements.len() == 1),
        FileFormat::Xlsx | FileFormat::Json | FileFormat::Pdf => !statements.is_empty() && !vouchers,
    }
}

/// Writes the file that the binding names; a PDF in that font.
///
/// # Errors
/// [`FileError`]; half a file may have been written.
pub fn write(
    words: &Words,
    ledger: &mut Ledger,
    binding: &Binding,
    font: Option<&Font<'_>>,
    out: &mut dyn Write,
) -> Result<(), FileError> {
    if binding.names == PersonNames::Numbers {
        ledger.forget_names();
    }
    let organisation = ledger.organisation().to_string();
    match binding.format {
        FileFormat::Hledger | FileFormat::Ledger | FileFormat::Beancount => {
            return Ok(journal::write(words, ledger, binding, out)?);
        }
        FileFormat::Csv => {
            let mut any = false;
            each(words, ledger, binding, |sheet| {
                any = true;
                csv::write_bound(&sheet.table, binding, out)
            })?;
            return if any { Ok(()) } else { Err(FileError::NothingToSay) };
        }
        FileFormat::Json => {
            let mut tables = json::Tables::begin(binding, out)?;
            each(words, ledger, binding, |sheet| tables.add(sheet))?;
            tables.finish()?;
        }
        FileFormat::Xlsx => {
            let mut book = Workbook::begin(words, binding, &organisation, out)?;
            each(words, ledger, binding, |sheet| book.add(sheet))?;
            book.finish()?;
        }
        FileFormat::Html if binding.statements == [Statement::Vouchers] => {
            let mut page = VoucherPage::begin(words, binding, &organisation, out)?;
            let mut names = NameBook::new(ledger)?;
            for no in vouchers::entries(ledger, binding.asked.months, binding.asked.fund.as_ref())? {
                if let Some(voucher) = vouchers::voucher(words, ledger, &mut names, no)? {
                    page.add(&voucher)?;
                }
            }
            page.finish()?;
        }
        FileFormat::Html => {
            let mut page = ReportPage::begin(words, binding, &organisation, out)?;
            each(words, ledger, binding, |sheet| page.add(sheet))?;
            page.finish()?;
        }
        FileFormat::Pdf => {
            let font = font.ok_or(FileError::NoFont)?;
            let mut document = Document::begin(words, binding, &organisation, font, out);
            each(words, ledger, binding, |sheet| {
                document.add(sheet);
                Ok(())
            })?;
            document.finish()?;
        }
    }
    Ok(())
}

/// Each statement that belongs to the ledger, one in memory at a time.
fn each(
    words: &Words,
    ledger: &mut Ledger,
    binding: &Binding,
    mut add: impl FnMut(&Sheet) -> io::Result<()>,
) -> Result<(), FileError> {
    let mut names = NameBook::new(ledger)?;
    for statement in &binding.statements {
        let Some(mut sheet) = sheet(words, ledger, &mut names, *statement, &binding.asked)? else { continue };
        if binding.unit == Unit::Wan {
            sheet.table = sheet.table.in_wan(words);
        }
        add(&sheet)?;
    }
    Ok(())
}
