//! The statement of a bound gift: from the day it was agreed to the last fen and the last piece of it.
//!
//! Owns: what each use means for what is left. Refuses to know: other gifts, and vouchers.

use super::balance::add;
use super::gifts::{bound, donor_of, place};
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{EntryNo, Fen, GiftNo, ItemNo};
use crate::book::relief::{GiftState, GiftUse, UseOf};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;
use std::collections::BTreeMap;

/// So many persons that it is for are named; of more, how many there are.
const NAMED: usize = 50;

/// What a use adds to what is left, in money and in goods.
type Change = (Fen, Fen);

/// One row for each thing that became of the gift, in recorded order, with what was left after it; then the sums, which
/// come to nothing: what was received is what was paid on, given back and lost, and what is left.
///
/// # Errors
/// [`ReliefRefusal::UnknownGift`](crate::book::relief::ReliefRefusal::UnknownGift); where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: GiftNo,
) -> Result<Table, LedgerError> {
    let gift = ledger.gift(no)?;
    let title = words.say("report-statement-gift", &[("gift", no.to_string().into())]);
    let mut table = Table::new(title)
        .column("date", words.word("term-date"), Kind::Date)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("what", words.word("term-gift-what"), Kind::Text)
        .column("person", words.word("term-gift-person"), Kind::Text)
        .column("item", words.word("term-item"), Kind::Text)
        .column("pieces", words.word("term-pieces"), Kind::Number)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("cash_left_yuan", words.word("term-cash-left"), Kind::Money)
        .column("goods_left_yuan", words.word("term-goods-left"), Kind::Money);
    let items: BTreeMap<ItemNo, String> =
        ledger.items()?.into_iter().map(|(no, item)| (no, item.name.to_string())).collect();
    let (mut cash, mut goods) = (Fen::ZERO, Fen::ZERO);
    for (at, of) in gift.uses.iter().enumerate() {
        let (in_money, in_goods) = change(of, &gift.uses[..at]);
        (cash, goods) = (add(cash, in_money)?, add(goods, in_goods)?);
        let person = match of.person {
            Some(person) => {
                names.learn_person(ledger, person)?;
                Some(names::person(words, names, person))
            }
            None => None,
        };
        let item = of.item.map(|item| items.get(&item).cloned().unwrap_or_else(|| item.to_string()));
        let cells = vec![
            of.day.into(),
            of.entry.to_string().into(),
            what(words, of.what).into(),
            person.into(),
            item.into(),
            (of.pieces > 0).then_some(i64::from(of.pieces)).into(),
            if of.what == UseOf::BoundAnew { Cell::Empty } else { of.amount.into() },
            cash.into(),
            goods.into(),
        ];
        table.push_as(super::style_of(names, of.entry), cells);
    }
    sums(words, &gift, &mut table)?;
    table.notes = head(words, ledger, names, &gift)?;
    table.notes.extend(promised(words, ledger, no, &items)?);
    if !gift.adds_up() || (cash, goods) != (gift.cash, gift.goods) {
        table.notes.push(words.word("report-gift-differs"));
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}

fn sums(words: &Words, gift: &GiftState, table: &mut Table) -> Result<(), LedgerError> {
    let mut sum = |key: &str, amount: Fen, left: Option<Change>| {
        let mut cells = vec![Cell::Empty, Cell::Empty, words.word(key).into()];
        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, amount.into()]);
        cells.extend([left.map(|(cash, _)| cash).into(), left.map(|(_, goods)| goods).into()]);
        table.push_as(Style::Total, cells);
    };
    sum("gift-sum-received", gift.received, None);
    sum("gift-sum-paid-on", gift.paid_on, None);
    sum("gift-sum-given-back", gift.given_back, None);
    sum("gift-sum-lost", gift.lost, None);
    sum("gift-sum-left", add(gift.cash, gift.goods)?, Some((gift.cash, gift.goods)));
    if !gift.reserved.is_zero() {
        sum("gift-sum-granted", gift.reserved, None);
    }
    Ok(())
}

/// Who gives, for whom, where it stands, and since when.
fn head(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    gift: &GiftState,
) -> Result<Vec<String>, LedgerError> {
    let donor = donor_of(words, ledger, names, gift)?;
    let agreed = [("date", gift.day.into()), ("entry", gift.entry.into()), ("donor", donor.into())];
    let of = bound(words, ledger, names, &gift.bound, NAMED)?;
    let place = place(words, names, gift.fund);
    let mut notes = vec![
        words.say("report-gift-agreed", &agreed),
        words.say("report-gift-for", &[("for", of.into()), ("place", place.into())]),
    ];
    if gift.uses.is_empty() {
        notes.push(words.word("report-gift-nothing"));
    }
    Ok(notes)
}

/// Which of its goods are granted and not handed out yet.
fn promised(
    words: &Words,
    ledger: &Ledger,
    no: GiftNo,
    items: &BTreeMap<ItemNo, String>,
) -> Result<Vec<String>, LedgerError> {
    let mut notes = Vec::new();
    for (item, fund, stock) in ledger.stocks()? {
        if stock.of(Some(no)) == 0 {
            continue;
        }
        let by_count = stock.of(Some(no)) - stock.free(Some(no));
        let pieces = by_count + super::goods_list::numbers_promised(ledger, item, fund, Some(no), &stock)?;
        if pieces > 0 {
            let name = items.get(&item).cloned().unwrap_or_else(|| item.to_string());
            let args = [("item", name.into()), ("count", u64::from(pieces).into())];
            notes.push(words.say("report-gift-goods-granted", &args));
        }
    }
    Ok(notes)
}

/// What a use adds to what is left. One that reverses an earlier one adds the opposite.
fn change(of: &GiftUse, before: &[GiftUse]) -> Change {
    let (amount, none) = (of.amount, Fen::ZERO);
    let here = |amount: Fen| if of.item.is_some() { (none, amount) } else { (amount, none) };
    match of.what {
        UseOf::Received | UseOf::CameBack => here(amount),
        UseOf::Paid | UseOf::GivenBack | UseOf::Lost => here(amount.negated()),
        UseOf::Bought => (amount.negated(), amount),
        UseOf::BoundAnew => (none, none),
        UseOf::Reversed(entry) => {
            let undone = what_was(entry, before);
            let (cash, goods) = undone.map_or((none, none), |what| change(&GiftUse { what, ..*of }, &[]));
            (cash.negated(), goods.negated())
        }
    }
}

/// What an entry did to the gift, all in one way.
fn what_was(entry: EntryNo, before: &[GiftUse]) -> Option<UseOf> {
    let plain = |of: &&GiftUse| of.entry == entry && !matches!(of.what, UseOf::Reversed(_));
    before.iter().rev().find(plain).map(|of| of.what)
}

fn what(words: &Words, what: UseOf) -> String {
    match what {
        UseOf::Received => words.word("gift-use-received"),
        UseOf::Paid => words.word("gift-use-paid"),
        UseOf::CameBack => words.word("gift-use-came-back"),
        UseOf::GivenBack => words.word("gift-use-given-back"),
        UseOf::Bought => words.word("gift-use-bought"),
        UseOf::Lost => words.word("gift-use-lost"),
        UseOf::BoundAnew => words.word("gift-use-bound-anew"),
        UseOf::Reversed(entry) => words.say("gift-use-reversed", &[("entry", entry.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;

    #[test]
    fn each_use_changes_what_is_left_and_its_reversal_takes_that_back() {
        let day = Date::new(2026, 3, 8).unwrap();
        let of = |entry, what, item: Option<u32>| GiftUse {
            entry: EntryNo(entry),
            day,
            what,
            person: None,
            item: item.map(ItemNo),
            pieces: 0,
            amount: Fen::new(100),
        };
        let uses = [
            (of(1, UseOf::Received, None), 100, 0),
            (of(2, UseOf::Received, Some(1)), 0, 100),
            (of(3, UseOf::Bought, Some(1)), -100, 100),
            (of(4, UseOf::Paid, Some(1)), 0, -100),
            (of(5, UseOf::Reversed(EntryNo(4)), Some(1)), 0, 100),
            (of(6, UseOf::Reversed(EntryNo(3)), Some(1)), 100, -100),
            (of(7, UseOf::Paid, None), -100, 0),
            (of(8, UseOf::CameBack, None), 100, 0),
            (of(9, UseOf::GivenBack, None), -100, 0),
            (of(10, UseOf::Reversed(EntryNo(9)), None), 100, 0),
            (of(11, UseOf::Lost, Some(1)), 0, -100),
            (of(12, UseOf::BoundAnew, None), 0, 0),
        ];
        let all: Vec<GiftUse> = uses.iter().map(|(of, ..)| *of).collect();
        for (at, (of, cash, goods)) in uses.iter().enumerate() {
            assert_eq!(change(of, &all[..at]), (Fen::new(*cash), Fen::new(*goods)), "{of:?}");
        }
    }
}
