//! Files that offices keep in spreadsheets, into what can be recorded, one file a kind of file.
//!
//! Owns: their columns, and what is wrong with which cell. Refuses to know: where files lie, what the rules allow,
//! and sentences.

pub mod bank;
pub mod rows;
pub mod sheet;
pub mod to_rows;

#[cfg(test)]
mod tests;

use crate::base::id_number::IdNumberError;
use crate::base::ids::IdError;
use crate::base::money::AmountError;
use crate::base::{CaseNo, Fen, PersonNo};

/// A cell that can't be, or a whole row where no column is to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad<C> {
    /// The row of data, from 1.
    pub row: usize,
    /// The column.
    pub column: Option<C>,
    /// Why.
    pub cause: Cause,
}

/// Why a cell or a row can't be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Another number of cells than the header has, or text where the header has no name.
    Cells {
        /// How many there are.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// A control character, a line break, or a character that nobody sees.
    Control(u32),
    /// Longer than anything that could stand there.
    TooLong {
        /// Characters given.
        length: usize,
    },
    /// Nothing stands there, and something must.
    Empty,
    /// Nobody is named, in none of the columns that could.
    NoPerson,
    /// No amount.
    Amount(AmountError),
    /// No number of a person, an application or a gift.
    Id(IdError),
    /// No identity number.
    IdNumber(IdNumberError),
    /// Nobody has this identity number.
    Nobody,
    /// The identity number, or the application, is another person's.
    OtherPerson {
        /// Whose it is.
        person: PersonNo,
    },
    /// She stands in an earlier row.
    Twice {
        /// That row.
        first: usize,
    },
    /// No application of that number.
    NoCase {
        /// The number.
        case: CaseNo,
    },
    /// Not a whole number of pieces above zero.
    Pieces(String),
    /// Not a number of a card.
    Card(String),
    /// The round gives something else.
    NotGiven,
    /// A paper that lies neither beside the file nor below.
    PaperElsewhere {
        /// The file as named.
        file: String,
    },
    /// A paper that can't be read.
    Paper {
        /// The file as named.
        file: String,
        /// What the system says.
        cause: String,
    },
    /// No number of a row of the round.
    NoRow(String),
    /// The row was named before.
    RowTwice {
        /// In which row of the file.
        first: usize,
    },
    /// The row was not paid, or is past it.
    NotPaid,
    /// Another amount than was paid.
    OtherAmount {
        /// What was paid.
        paid: Fen,
    },
    /// Not the account that the row was paid to.
    OtherAccount,
    /// Not the name of the person that was paid.
    OtherName,
    /// Neither success nor failure.
    Result(String),
}

/// The longest cell that is looked at, in characters: longer than any name, number or file name.
const LONGEST_CELL: usize = 255;
