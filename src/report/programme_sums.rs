//! The report on programmes 项目统计: how many people were helped, how often, and with how much in money and goods.
//!
//! Owns: its groups and sums. Refuses to know: who each person is.

use super::balance::add;
use super::groups::Groups;
use super::helped::{self, Helped};
use super::names::NameBook;
use super::{Cell, Kind, Span, Style, Sum, Table};
use crate::base::{Code, Fen, PersonNo, ProgrammeNo};
use crate::entry::{Field, ProgrammeAdded};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::{BTreeMap, BTreeSet};

/// What people are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The first part of the area where each lives.
    Township,
    /// The category of hardship of each.
    Category,
}

impl From<By> for Field {
    fn from(by: By) -> Field {
        match by {
            By::Township => Field::Area,
            By::Category => Field::Category,
        }
    }
}

/// What a group of people received.
#[derive(Clone, Debug, Default)]
struct Sums {
    people: BTreeSet<PersonNo>,
    times: i64,
    money: Fen,
    pieces: i64,
    goods: Fen,
}

impl Sums {
    fn count(&mut self, helped: &Helped) -> Result<(), LedgerError> {
        self.people.insert(helped.person);
        self.times += 1;
        match helped.goods {
            None => self.money = add(self.money, helped.worth)?,
            Some((_, pieces)) => {
                self.pieces += i64::from(pieces);
                self.goods = add(self.goods, helped.worth)?;
            }
        }
        Ok(())
    }

    fn cells(&self) -> Result<Vec<Cell>, LedgerError> {
        let people = i64::try_from(self.people.len()).unwrap_or(i64::MAX);
        let all = add(self.money, self.goods)?;
        Ok(vec![
            people.into(),
            self.times.into(),
            self.money.into(),
            self.pieces.into(),
            self.goods.into(),
            all.into(),
        ])
    }
}

/// The programmes that are asked for: one by its code, or all.
///
/// # Errors
/// [`Refusal::UnknownProgrammeCode`](crate::book::Refusal::UnknownProgrammeCode); or where the index can't be read.
pub fn chosen(ledger: &mut Ledger, code: Option<&Code>) -> Result<Vec<ProgrammeAdded>, LedgerError> {
    match code {
        Some(code) => Ok(vec![ledger.programme_by_code(code)?]),
        None => ledger.programmes(),
    }
}

/// One row a programme, or a programme and group; and one of all. People are counted once in each row.
///
/// # Errors
/// Where index or vault can't be read; sums past the range of money.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    code: Option<&Code>,
    by: Option<By>,
    span: Span,
) -> Result<Table, LedgerError> {
    let programmes = chosen(ledger, code)?;
    let numbers: Vec<ProgrammeNo> = programmes.iter().map(|programme| programme.no).collect();
    let mut groups = by.map(|by| Groups::by(by.into()));
    let (mut sums, mut all) = (BTreeMap::<(ProgrammeNo, String), Sums>::new(), Sums::default());
    for helped in helped::all(ledger, &numbers, &|day| span.holds(day), false)? {
        let group = match &mut groups {
            Some(groups) => groups.of(words, ledger, names, helped.person)?,
            None => String::new(),
        };
        sums.entry((helped.programme, group)).or_default().count(&helped)?;
        all.count(&helped)?;
    }
    let mut table = Table::new(words.word("report-programmes-helped"))
        .column("programme", words.word("term-code"), Kind::Text)
        .column("name", words.word("term-programme"), Kind::Text);
    if by.is_some() {
        table = table.column("group", words.word("term-group"), Kind::Text);
    }
    table = table
        .column("people", words.word("term-people"), Kind::Number)
        .column("times", words.word("term-times"), Kind::Number)
        .column("money_yuan", words.word("term-money-given"), Kind::Money)
        .column("pieces", words.word("term-pieces"), Kind::Number)
        .column("goods_yuan", words.word("term-goods-given"), Kind::Money)
        .column("total_yuan", words.word("term-worth"), Kind::Money)
        .sum_of(&["money_yuan", "goods_yuan"], &[]);
    for programme in &programmes {
        let rows: Vec<_> = match by {
            Some(_) => {
                sums.range((programme.no, String::new())..(programme.no.next(), String::new())).collect()
            }
            None => sums.iter().filter(|((no, _), _)| *no == programme.no).collect(),
        };
        for ((_, group), of) in rows {
            let mut cells = vec![programme.code.as_str().into(), programme.name.as_str().into()];
            if by.is_some() {
                cells.push(group.as_str().into());
            }
            cells.extend(of.cells()?);
            table.push(cells);
        }
    }
    let mut cells = vec![Cell::Empty, words.word("term-total").into()];
    if by.is_some() {
        cells.push(Cell::Empty);
    }
    cells.extend(all.cells()?);
    let of = table.rows.len();
    table.sums.push(Sum { of, plus: (0..of).collect(), minus: Vec::new() });
    table.push_as(Style::Total, cells);
    table.notes.extend(span.note(words));
    table.notes.push(words.word("report-programmes-helped-note"));
    if by.is_some() {
        table.notes.extend(names.notes_on_names(words));
    }
    Ok(table)
}
