//! One item with everything that is in stock of it, lot by lot, the oldest first: as it will go.
//!
//! Owns: its columns, and numbers in short form. Refuses to know: who received what.

use super::balance::add;
use super::gifts::place;
use super::goods_list::{numbers_promised, value};
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{Fen, ItemNo};
use crate::book::relief::Lot;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;

/// One row a lot, by fund and then by the entry that it came with, and the sums.
///
/// # Errors
/// [`ReliefRefusal::UnknownItem`](crate::book::relief::ReliefRefusal::UnknownItem); where the index can't be read.
pub fn table(words: &Words, ledger: &mut Ledger, names: &NameBook, no: ItemNo) -> Result<Table, LedgerError> {
    let item = ledger.item(no)?;
    let mut table = Table::new(words.say("report-item", &[("name", (&item.name).into())]))
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("gift", words.word("term-gift"), Kind::Text)
        .column("pieces", words.word("term-pieces"), Kind::Number)
        .column("each_yuan", words.word("term-each"), Kind::Money)
        .column("value_yuan", words.word("term-goods-value"), Kind::Money);
    if item.numbered() {
        table = table.column("numbers", words.word("term-numbers"), Kind::Text);
    }
    let unit = ("unit", (&item.unit).into());
    table.notes.push(if item.numbered() {
        words.say("report-item-numbered", &[unit, ("digits", u64::from(item.digits).into())])
    } else {
        words.say("report-item-unit", &[unit])
    });
    let cards = ledger.cards(no)?;
    let (mut pieces, mut worth, mut rounded) = (0_i64, Fen::ZERO, false);
    for (_, fund, stock) in ledger.stocks()?.into_iter().filter(|(of, ..)| *of == no) {
        pieces += i64::from(stock.pieces());
        worth = add(worth, value(&stock)?)?;
        let mut gifts = Vec::new();
        for lot in &stock.lots {
            let entry = ledger.entry(lot.entry)?;
            let each = each(lot);
            rounded |= each.get() * i64::from(lot.pieces) != lot.value.get();
            let mut cells = vec![
                place(words, names, fund).into(),
                lot.entry.to_string().into(),
                entry.map(|entry| entry.business_date).into(),
                lot.gift.map(|gift| gift.to_string()).into(),
                i64::from(lot.pieces).into(),
                each.into(),
                lot.value.into(),
            ];
            if item.numbered() {
                let of_lot = cards.iter().filter(|(_, card)| card.lot == lot.entry && card.gone.is_none());
                let numbers: Vec<u64> = of_lot.map(|(number, _)| *number).collect();
                cells.push(short(&numbers, item.digits).into());
            }
            table.push(cells);
            if !gifts.contains(&lot.gift) {
                gifts.push(lot.gift);
            }
        }
        for gift in gifts {
            let by_count = stock.of(gift) - stock.free(gift);
            let count = by_count + numbers_promised(ledger, no, fund, gift, &stock)?;
            if count > 0 {
                let place = place(words, names, fund);
                let of = gift.map_or(place.clone(), |gift| format!("{place} {gift}"));
                let args = [("place", of.into()), ("count", u64::from(count).into())];
                table.notes.push(words.say("report-item-granted", &args));
            }
        }
    }
    if rounded {
        table.notes.push(words.word("report-item-rounded"));
    }
    let mut cells = vec![words.word("term-total").into(), Cell::Empty, Cell::Empty, Cell::Empty];
    cells.extend([pieces.into(), Cell::Empty, worth.into()]);
    if item.numbered() {
        cells.push(Cell::Empty);
    }
    table.push_as(Style::Total, cells);
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// What the next piece of a lot is worth, rounded down as it is booked.
fn each(lot: &Lot) -> Fen {
    Fen::new(lot.value.get() / i64::from(lot.pieces.max(1)))
}

/// Numbers, ascending, those that follow each other as `00000001–00000040`.
fn short(numbers: &[u64], digits: u8) -> String {
    let width = usize::from(digits);
    let mut parts = Vec::new();
    for run in numbers.chunk_by(|a, b| a + 1 == *b) {
        match (run.first(), run.last()) {
            (Some(first), Some(last)) if first < last => {
                parts.push(format!("{first:0width$}–{last:0width$}"))
            }
            (Some(first), _) => parts.push(format!("{first:0width$}")),
            _ => {}
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::EntryNo;

    #[test]
    fn numbers_in_short_form() {
        assert_eq!(short(&[1, 2, 3, 7, 9, 10], 3), "001–003, 007, 009–010");
        assert_eq!(short(&[], 3), "");
        assert_eq!(short(&[12_345], 3), "12345");
    }

    #[test]
    fn a_piece_is_worth_its_part_rounded_down() {
        let lot = Lot { entry: EntryNo(1), gift: None, pieces: 3, value: Fen::new(100) };
        assert_eq!(each(&lot), Fen::new(33));
    }
}
