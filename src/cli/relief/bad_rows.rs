//! Rows that can't be, told one a line: the row, its line in the file, the column, the cause.
//!
//! Owns: which column a refusal is about, and those lines. Refuses to know: how rows are read.

use crate::base::PersonNo;
use crate::book::Refusal;
use crate::book::relief::ReliefRefusal;
use crate::cli::message::Message;
use crate::cli::parse::Wrong;
use crate::cli::usage;
use crate::import::bank::BankColumn;
use crate::import::rows::RowColumn;
use crate::import::{Bad, Cause};
use crate::ledger::{Ledger, LedgerError};
use crate::report::names::NameBook;
use crate::words::{Words, names, refusal};

/// A row that can't be, by the file or by the rules.
pub enum BadRow {
    /// A cell.
    Cell(Bad<RowColumn>),
    /// The rules say no.
    Refused(usize, Refusal),
}

impl BadRow {
    fn row(&self) -> usize {
        match self {
            BadRow::Cell(bad) => bad.row,
            BadRow::Refused(row, _) => *row,
        }
    }
}

/// Where the rows come from, as far as a line tells it.
pub enum Place {
    /// A line of a file.
    Line(u64),
    /// A person that was found by the ledger.
    Person(PersonNo),
}

/// The message that lists them all, by row.
///
/// # Errors
/// Where the names of what is refused can't be read.
pub fn message(
    words: &Words,
    ledger: &mut Ledger,
    (mut bad, rows): (Vec<BadRow>, usize),
    place: impl Fn(usize) -> Place,
) -> Result<Message, LedgerError> {
    bad.sort_by_key(BadRow::row);
    let mut lines = Vec::with_capacity(bad.len());
    let mut book = NameBook::new(ledger)?;
    for one in &bad {
        let (column, cause) = match one {
            BadRow::Cell(Bad { column, cause, .. }) => {
                if let Cause::OtherPerson { person } = cause {
                    book.learn_person(ledger, *person)?;
                }
                (*column, self::cause(words, cause, &book))
            }
            BadRow::Refused(_, cause) => {
                book.learn_refusal(ledger, cause)?;
                (Some(column_of(cause)), refusal::sentence(words, cause, &book))
            }
        };
        let whose = match place(one.row()) {
            Place::Line(line) => words.say("bad-row-line", &[("line", line.into())]),
            Place::Person(person) => {
                book.learn_person(ledger, person)?;
                words.say("bad-row-person", &[("person", names::person(words, &book, person).into())])
            }
        };
        let column = column.map_or_else(String::new, |column| words.word(column_key(column)));
        lines.push(line(words, one.row(), whose, column, cause));
    }
    let mut wrong: Vec<usize> = bad.iter().map(BadRow::row).collect();
    wrong.dedup();
    let args = [("bad", wrong.len().into()), ("rows", rows.into())];
    Ok(Message::nothing_recorded(words.say("error-bad-rows", &args)).with_lines(lines))
}

/// The message for lines of a bank's return file; each with its line in the file.
pub fn of_bank(words: &Words, bad: &[(u64, Bad<BankColumn>)], missing: Vec<String>) -> Message {
    let mut lines: Vec<String> = bad
        .iter()
        .map(|(at, Bad { row, column, cause })| {
            let whose = words.say("bad-row-line", &[("line", (*at).into())]);
            let column = column.map_or_else(String::new, |column| words.word(bank_column_key(column)));
            line(words, *row, whose, column, self::cause(words, cause, &NameBook::default()))
        })
        .collect();
    let mut wrong: Vec<usize> = bad.iter().map(|(_, bad)| bad.row).collect();
    wrong.dedup();
    let args = [("bad", wrong.len().into()), ("missing", missing.len().into())];
    lines.extend(missing);
    Message::nothing_recorded(words.say("error-bad-bank-file", &args)).with_lines(lines)
}

fn line(words: &Words, row: usize, whose: String, column: String, cause: String) -> String {
    let mut args = vec![("row", row.into()), ("whose", whose.into()), ("cause", cause.into())];
    if column.is_empty() {
        return words.say("bad-row", &args);
    }
    args.push(("column", column.into()));
    words.say("bad-cell", &args)
}

/// What is wrong with a cell, as a sentence without an ending.
pub fn cause(words: &Words, cause: &Cause, book: &NameBook) -> String {
    let typed = |key: &str, typed: &str| words.say(key, &[("typed", typed.into())]);
    match cause {
        Cause::Cells { found, expected } => {
            words.say("bad-cells", &[("found", (*found).into()), ("expected", (*expected).into())])
        }
        Cause::Control(code) => words.say("bad-control", &[("code", format!("U+{code:04X}").into())]),
        Cause::TooLong { length } => words.say("bad-too-long", &[("length", (*length).into())]),
        Cause::Empty => words.word("bad-empty"),
        Cause::NoPerson => words.word("bad-no-person"),
        Cause::Amount(cause) => usage::wrong(words, &Wrong::Amount(cause.clone())),
        Cause::Id(cause) => usage::wrong(words, &Wrong::Id(cause.clone())),
        Cause::IdNumber(cause) => usage::wrong(words, &Wrong::IdNumber(*cause)),
        Cause::Nobody => words.word("bad-nobody"),
        Cause::OtherPerson { person } => {
            words.say("bad-other-person", &[("person", names::person(words, book, *person).into())])
        }
        Cause::Twice { first } => words.say("bad-twice", &[("first", (*first).into())]),
        Cause::NoCase { case } => words.say("bad-no-case", &[("case", case.to_string().into())]),
        Cause::Pieces(text) => typed("bad-pieces", text),
        Cause::Card(text) => typed("bad-card", text),
        Cause::NotGiven => words.word("bad-not-given"),
        Cause::PaperElsewhere { file } => words.say("bad-paper-elsewhere", &[("file", file.as_str().into())]),
        Cause::Paper { file, cause } => {
            words.say("bad-paper", &[("file", file.as_str().into()), ("cause", cause.as_str().into())])
        }
        Cause::NoRow(text) => typed("bad-no-row", text),
        Cause::RowTwice { first } => words.say("bad-row-twice", &[("first", (*first).into())]),
        Cause::NotPaid => words.word("bad-not-paid"),
        Cause::OtherAmount { paid } => words.say("bad-other-amount", &[("amount", paid.into())]),
        Cause::OtherAccount => words.word("bad-other-account"),
        Cause::OtherName => words.word("bad-other-name"),
        Cause::Result(text) => typed("bad-result", text),
    }
}

/// The column that a refusal is about: the cell to look at first.
fn column_of(refused: &Refusal) -> RowColumn {
    let Refusal::Relief(relief) = refused else {
        return match refused {
            Refusal::ImpossibleAmount { .. } | Refusal::SumTooLarge => RowColumn::Amount,
            _ => RowColumn::Person,
        };
    };
    match &**relief {
        ReliefRefusal::BelowLeast { .. }
        | ReliefRefusal::OverCap { .. }
        | ReliefRefusal::FundShort { .. }
        | ReliefRefusal::GiftShort { .. } => RowColumn::Amount,
        ReliefRefusal::OverPieces { .. } | ReliefRefusal::StockShort { .. } => RowColumn::Pieces,
        ReliefRefusal::CardNotThere { .. }
        | ReliefRefusal::CardKnown { .. }
        | ReliefRefusal::CardNumbers { .. } => RowColumn::Card,
        ReliefRefusal::UnknownCase { .. }
        | ReliefRefusal::CaseNeeded { .. }
        | ReliefRefusal::CaseOfOther { .. }
        | ReliefRefusal::CaseGranted { .. }
        | ReliefRefusal::StepMissing { .. }
        | ReliefRefusal::DoesNotFit { .. } => RowColumn::Case,
        ReliefRefusal::UnknownGift { .. }
        | ReliefRefusal::GiftNeeded
        | ReliefRefusal::GiftBound { .. }
        | ReliefRefusal::GiftElsewhere { .. } => RowColumn::Gift,
        ReliefRefusal::PapersNeeded { .. } => RowColumn::Paper,
        _ => RowColumn::Person,
    }
}

const fn column_key(column: RowColumn) -> &'static str {
    match column {
        RowColumn::Person => "column-person",
        RowColumn::IdNumber => "column-id-number",
        RowColumn::Amount => "column-amount",
        RowColumn::Pieces => "column-pieces",
        RowColumn::Card => "column-card",
        RowColumn::Case => "column-case",
        RowColumn::Gift => "column-gift",
        RowColumn::Paper => "column-paper",
    }
}

const fn bank_column_key(column: BankColumn) -> &'static str {
    match column {
        BankColumn::Row => "column-row",
        BankColumn::Account => "column-account",
        BankColumn::Name => "column-name",
        BankColumn::Amount => "column-amount",
        BankColumn::Result => "column-result",
        BankColumn::Reason => "column-reason",
    }
}

/// The columns of a round's file, as a hint names them.
pub fn row_columns(words: &Words) -> String {
    words.word("columns-of-rows")
}

/// The columns of a bank's return file, as a hint names them.
pub fn bank_columns(words: &Words) -> String {
    words.word("columns-of-bank")
}
