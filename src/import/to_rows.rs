//! What rows say, into rows of a round: persons found, amounts filled in, papers hashed.
//!
//! Owns: that, and what is wrong with a row before the rules look at it. Refuses to know: what the rules allow.

use super::rows::{RowCells, RowColumn};
use super::{Bad, Cause};
use crate::base::{CaseNo, Fen, GiftNo, Hash32, PersonNo};
use crate::entry::Row;
use crate::ledger::{Ledger, LedgerError};
use std::collections::HashMap;

/// What the round gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giving {
    /// Money.
    Money,
    /// Goods.
    Pieces,
    /// Goods with numbers of so many digits on them.
    Cards(u8),
}

/// What holds for each row that says nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Filling {
    /// What the round gives.
    pub giving: Giving,
    /// How much, where the row does not say it.
    pub amount: Option<Fen>,
    /// How many pieces, where the row does not say it.
    pub pieces: Option<u32>,
    /// How much, where the application does not say it either: the one amount that the programme gives.
    pub fixed: Option<Fen>,
    /// The gift that it comes out of.
    pub gift: Option<GiftNo>,
}

/// Hashes a paper that a row names; `InvalidFilename` where it would lie elsewhere than beside the file or below.
pub type Hash<'a> = &'a mut dyn FnMut(&str) -> std::io::Result<Hash32>;

/// Makes rows of a round: each with its number in the file. Rows that `bad` names are left out; what else is bad joins
/// it.
///
/// # Errors
/// Where the ledger can't be read, or can't find anybody by an identity number.
pub fn to_rows(
    ledger: &mut Ledger,
    rows: &[RowCells],
    filling: Filling,
    hash: Hash<'_>,
    bad: &mut Vec<Bad<RowColumn>>,
) -> Result<Vec<(usize, Row)>, LedgerError> {
    let known: Vec<usize> = bad.iter().map(|bad| bad.row).collect();
    let (mut made, mut persons) = (Vec::new(), HashMap::new());
    for (cells, number) in rows.iter().zip(1..) {
        match to_row(ledger, cells, filling, hash)? {
            Ok((column, row)) => {
                // The same person twice is named even where the row has other flaws.
                let first = *persons.entry(row.person.0).or_insert(number);
                if first != number {
                    bad.push(Bad { row: number, column: Some(column), cause: Cause::Twice { first } });
                } else if !known.contains(&number) {
                    made.push((number, row));
                }
            }
            // What follows from a cell that can't be read is not told beside it.
            Err(_) if known.contains(&number) => {}
            Err(causes) => bad.extend(causes.into_iter().map(|(column, cause)| Bad {
                row: number,
                column: Some(column),
                cause,
            })),
        }
    }
    bad.sort_by_key(|bad| bad.row);
    Ok(made)
}

type Flaws = Vec<(RowColumn, Cause)>;

/// The row, and the column that names the person.
fn to_row(
    ledger: &mut Ledger,
    cells: &RowCells,
    filling: Filling,
    hash: Hash<'_>,
) -> Result<Result<(RowColumn, Row), Flaws>, LedgerError> {
    let mut flaws = Vec::new();
    let case = match cells.case {
        Some(no) => match ledger.case(no) {
            Ok(case) => Some((no, case.person, case.asked)),
            Err(LedgerError::Refused(_)) => {
                flaws.push((RowColumn::Case, Cause::NoCase { case: no }));
                None
            }
            Err(error) => return Err(error),
        },
        None => None,
    };
    let person = person(ledger, cells, case.map(|(no, person, _)| (no, person)), &mut flaws)?;
    let given = given(cells, filling, case.map(|(.., asked)| asked).filter(|asked| *asked > 0), &mut flaws);
    let paper = match &cells.paper {
        Some(file) => match hash(file) {
            Ok(hash) => Some(hash),
            Err(cause) => {
                let file = file.clone();
                let cause = match cause.kind() {
                    std::io::ErrorKind::InvalidFilename => Cause::PaperElsewhere { file },
                    _ => Cause::Paper { file, cause: cause.to_string() },
                };
                flaws.push((RowColumn::Paper, cause));
                None
            }
        },
        None => None,
    };
    Ok(match (person, given) {
        (Some((column, person)), Some(given)) if flaws.is_empty() => {
            let gift = cells.gift.or(filling.gift);
            Ok((column, Row { case: cells.case, person, gift, given, paper }))
        }
        _ => Err(flaws),
    })
}

/// Who the row names, by the first of the columns that do; the others must name the same.
fn person(
    ledger: &mut Ledger,
    cells: &RowCells,
    case: Option<(CaseNo, PersonNo)>,
    flaws: &mut Flaws,
) -> Result<Option<(RowColumn, PersonNo)>, LedgerError> {
    let mut named = cells.person.map(|person| (RowColumn::Person, person));
    let mut also = |column, person, flaws: &mut Flaws| match named {
        None => named = Some((column, person)),
        Some((_, other)) if other != person => flaws.push((column, Cause::OtherPerson { person })),
        Some(_) => {}
    };
    if let Some(id) = &cells.id_number {
        match ledger.person_with_id(id)? {
            Some(person) => also(RowColumn::IdNumber, person, flaws),
            None => flaws.push((RowColumn::IdNumber, Cause::Nobody)),
        }
    }
    if let Some((_, person)) = case {
        also(RowColumn::Case, person, flaws);
    }
    if named.is_none() && flaws.is_empty() {
        flaws.push((RowColumn::Person, Cause::NoPerson));
    }
    Ok(named)
}

fn given(cells: &RowCells, filling: Filling, asked: Option<u64>, flaws: &mut Flaws) -> Option<u64> {
    let other = |column, there: bool, flaws: &mut Flaws| {
        if there {
            flaws.push((column, Cause::NotGiven));
        }
    };
    let (column, given) = match filling.giving {
        Giving::Money => {
            other(RowColumn::Pieces, cells.pieces.is_some(), flaws);
            other(RowColumn::Card, cells.card.is_some(), flaws);
            let fen = |amount: Fen| u64::try_from(amount.get()).ok();
            let said = cells.amount.or(filling.amount).and_then(fen);
            (RowColumn::Amount, said.or(asked).or_else(|| filling.fixed.and_then(fen)))
        }
        Giving::Pieces => {
            other(RowColumn::Amount, cells.amount.is_some(), flaws);
            other(RowColumn::Card, cells.card.is_some(), flaws);
            (RowColumn::Pieces, cells.pieces.or(filling.pieces).map(u64::from).or(asked))
        }
        Giving::Cards(digits) => {
            other(RowColumn::Amount, cells.amount.is_some(), flaws);
            other(RowColumn::Pieces, cells.pieces.is_some_and(|pieces| pieces != 1), flaws);
            // One typed too long is a slip, whatever zeros it begins with.
            if let Some((card, typed)) = cells.card.filter(|(_, typed)| *typed > usize::from(digits)) {
                flaws.push((RowColumn::Card, Cause::Card(format!("{card:0typed$}"))));
                return None;
            }
            (RowColumn::Card, cells.card.map(|(card, _)| card))
        }
    };
    if given.is_none() {
        flaws.push((column, Cause::Empty));
    }
    given
}
