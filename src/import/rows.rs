//! The file of a round: who receives what, a row each.
//!
//! Owns: its columns and the form of its cells. Refuses to know: whether such a person, application or gift exists.

use super::sheet::{self, Column, Found, Unreadable};
use super::{Bad, Cause};
use crate::base::{CaseNo, Fen, GiftNo, IdNumber, PersonNo};
use crate::entry::{HIGHEST_CARD, MOST_PIECES, MOST_ROWS};

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowColumn {
    /// Who, by her number.
    Person,
    /// Who, by her identity number.
    IdNumber,
    /// How much.
    Amount,
    /// How many pieces.
    Pieces,
    /// Which numbered piece.
    Card,
    /// Her application.
    Case,
    /// The gift that it comes out of.
    Gift,
    /// A paper beside the file.
    Paper,
}

impl Column for RowColumn {
    const ALL: &'static [RowColumn] = &[
        RowColumn::Person,
        RowColumn::IdNumber,
        RowColumn::Amount,
        RowColumn::Pieces,
        RowColumn::Card,
        RowColumn::Case,
        RowColumn::Gift,
        RowColumn::Paper,
    ];

    fn names(self) -> &'static [&'static str] {
        match self {
            RowColumn::Person => &["编号", "人员编号", "person"],
            RowColumn::IdNumber => &["身份证号", "身份证号码", "证件号码", "id_number", "id number"],
            RowColumn::Amount => &["金额", "金额（元）", "金额(元)", "amount", "amount_yuan"],
            RowColumn::Pieces => &["数量", "件数", "pieces"],
            RowColumn::Card => &["卡号", "card"],
            RowColumn::Case => &["申请编号", "申请", "case"],
            RowColumn::Gift => &["捐赠编号", "捐赠", "gift"],
            RowColumn::Paper => &["附件", "paper"],
        }
    }
}

/// What a row says; nothing where a cell is empty.
#[derive(Clone, Debug, Default)]
pub struct RowCells {
    /// The line of the file that it stands on; none where it comes from no file.
    pub line: Option<u64>,
    /// Who, by her number.
    pub person: Option<PersonNo>,
    /// Who, by her identity number.
    pub id_number: Option<IdNumber>,
    /// How much.
    pub amount: Option<Fen>,
    /// How many pieces.
    pub pieces: Option<u32>,
    /// Which numbered piece, and how many digits of it were typed.
    pub card: Option<(u64, usize)>,
    /// Her application.
    pub case: Option<CaseNo>,
    /// The gift that it comes out of.
    pub gift: Option<GiftNo>,
    /// A file beside this one.
    pub paper: Option<String>,
}

/// A file's rows in their order, and what is wrong with some of them.
#[derive(Clone, Debug, Default)]
pub struct RowsFile {
    /// All rows; of one with bad cells, what could be read.
    pub rows: Vec<RowCells>,
    /// The bad cells, by row.
    pub bad: Vec<Bad<RowColumn>>,
}

/// Reads a file.
///
/// # Errors
/// [`Unreadable`]; what is wrong with single cells stands in [`RowsFile::bad`].
pub fn read(bytes: &[u8]) -> Result<RowsFile, Unreadable> {
    let sheet = sheet::read::<RowColumn>(bytes, MOST_ROWS)?;
    let (mut rows, mut found) = (Vec::new(), Found::new());
    for row in &sheet.rows {
        found.row += 1;
        let mut read = RowCells { line: Some(row.line), ..RowCells::default() };
        match sheet.cells(row) {
            Ok(cells) => {
                cells.into_iter().for_each(|(column, cell)| take(&mut read, column, cell, &mut found))
            }
            Err(bad) => bad.into_iter().for_each(|(column, cause)| found.push(column, cause)),
        }
        rows.push(read);
    }
    Ok(RowsFile { rows, bad: found.bad })
}

fn take(into: &mut RowCells, column: RowColumn, cell: &str, found: &mut Found<RowColumn>) {
    match column {
        RowColumn::Person => into.person = found.take(column, PersonNo::parse(cell).map_err(Cause::Id)),
        RowColumn::IdNumber => {
            into.id_number = found.take(column, IdNumber::parse(cell).map_err(Cause::IdNumber));
        }
        RowColumn::Amount => into.amount = found.take(column, Fen::parse_yuan(cell).map_err(Cause::Amount)),
        RowColumn::Pieces => into.pieces = found.take(column, pieces(cell)),
        RowColumn::Card => into.card = found.take(column, card(cell).map(|card| (card, cell.len()))),
        RowColumn::Case => into.case = found.take(column, CaseNo::parse(cell).map_err(Cause::Id)),
        RowColumn::Gift => into.gift = found.take(column, GiftNo::parse(cell).map_err(Cause::Id)),
        RowColumn::Paper => into.paper = Some(cell.to_owned()),
    }
}

fn pieces(cell: &str) -> Result<u32, Cause> {
    let fits = |n: &u32| (1..=MOST_PIECES).contains(n);
    digits(cell)
        .and_then(|n| u32::try_from(n).ok())
        .filter(fits)
        .ok_or_else(|| Cause::Pieces(cell.to_owned()))
}

/// The number of a card; zeros before it are not needed.
fn card(cell: &str) -> Result<u64, Cause> {
    let fits = |n: &u64| (1..=HIGHEST_CARD).contains(n);
    digits(cell).filter(fits).ok_or_else(|| Cause::Card(cell.to_owned()))
}

pub(super) fn digits(cell: &str) -> Option<u64> {
    let short = cell.len() <= 18 && !cell.is_empty();
    (short && cell.bytes().all(|b| b.is_ascii_digit())).then(|| cell.parse().ok())?
}
