//! What is in stock, by item and fund.
//!
//! Owns: its columns, and how many numbered pieces are spoken for. Refuses to know: single lots.

use super::balance::add;
use super::gifts::place;
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{Fen, FundNo, GiftNo, ItemNo};
use crate::book::Refusal;
use crate::book::relief::{CardState, Stock};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;

/// One row an item and fund, by their numbers; an item of which nothing ever came in has one too.
///
/// # Errors
/// Where the index can't be read.
pub fn table(words: &Words, ledger: &mut Ledger) -> Result<Table, LedgerError> {
    let names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-goods"))
        .column("item", words.word("term-item"), Kind::Text)
        .column("unit", words.word("term-unit"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("pieces", words.word("term-pieces"), Kind::Number)
        .column("granted", words.word("term-pieces-granted"), Kind::Number)
        .column("free", words.word("term-pieces-free"), Kind::Number)
        .column("value_yuan", words.word("term-goods-value"), Kind::Money);
    let stocks = ledger.stocks()?;
    let mut total = Fen::ZERO;
    for (no, item) in ledger.items()? {
        let begin = |place: Cell| vec![item.name.as_str().into(), item.unit.as_str().into(), place];
        let mut here = stocks.iter().filter(|(of, ..)| *of == no).peekable();
        if here.peek().is_none() {
            let mut cells = begin(Cell::Empty);
            cells.extend([0.into(), 0.into(), 0.into(), Fen::ZERO.into()]);
            table.push(cells);
        }
        for (_, fund, stock) in here {
            let (pieces, promised) = (stock.pieces(), promised(ledger, no, *fund, stock)?);
            let value = value(stock)?;
            total = add(total, value)?;
            let mut cells = begin(place(words, &names, *fund).into());
            cells.extend([
                i64::from(pieces).into(),
                i64::from(promised).into(),
                i64::from(pieces.saturating_sub(promised)).into(),
                value.into(),
            ]);
            table.push(cells);
        }
    }
    let mut cells = vec![words.word("term-total").into()];
    cells.resize(6, Cell::Empty);
    cells.push(total.into());
    table.push_as(Style::Total, cells);
    table.notes = names.notes(words);
    Ok(table)
}

/// What all pieces are worth.
pub(super) fn value(stock: &Stock) -> Result<Fen, LedgerError> {
    stock.value().ok_or_else(|| LedgerError::Refused(Box::new(Refusal::SumTooLarge)))
}

/// How many pieces are granted and not handed out yet.
fn promised(ledger: &Ledger, item: ItemNo, fund: FundNo, stock: &Stock) -> Result<u32, LedgerError> {
    let mut sum = stock.reserved.iter().map(|(_, pieces)| *pieces).fold(0, u32::saturating_add);
    let mut gifts: Vec<_> = stock.lots.iter().map(|lot| lot.gift).collect();
    gifts.sort_unstable();
    gifts.dedup();
    for gift in gifts {
        sum = sum.saturating_add(numbers_promised(ledger, item, fund, gift, stock)?);
    }
    Ok(sum)
}

/// How many numbered pieces of a gift, or of none, are granted and not handed out yet: they are in stock, and somebody
/// speaks for them. None where the pieces have no numbers.
pub(super) fn numbers_promised(
    ledger: &Ledger,
    item: ItemNo,
    fund: FundNo,
    gift: Option<GiftNo>,
    stock: &Stock,
) -> Result<u32, LedgerError> {
    let cards = ledger.cards(item)?;
    if cards.is_empty() {
        return Ok(0);
    }
    let of = |card: &CardState| card.fund == fund && card.gift == gift && card.gone.is_none();
    let free = cards.iter().filter(|(_, card)| of(card)).count();
    Ok(stock.of(gift).saturating_sub(u32::try_from(free).unwrap_or(u32::MAX)))
}
