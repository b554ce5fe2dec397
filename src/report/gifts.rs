//! Bound gifts, one row each: what came in, what became of it, and what is left.
//!
//! Owns: their columns, and what a gift is for in words. Refuses to know: single uses of a gift.

use super::balance::add;
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{Fen, FundNo, GiftNo, PersonNo};
use crate::book::relief::GiftState;
use crate::entry::Bound;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::{self, Names};

/// So many persons are named in a list; of more, how many there are.
const NAMED_IN_A_LIST: usize = 3;

/// Sums of gifts, in the order of the columns.
type Sums = [Fen; 7];

/// One row a gift, by number, with their sums; only a donor's where one is given.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    donor: Option<PersonNo>,
) -> Result<Table, LedgerError> {
    let gifts = ledger.map_gifts(|no, mut gift| {
        // The uses are many, and none of them is told here.
        gift.uses = Vec::new();
        (no, gift)
    })?;
    let mut table = Table::new(words.word("report-gifts"))
        .column("gift", words.word("term-gift"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("donor", words.word("term-donor"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("for", words.word("term-gift-for"), Kind::Text)
        .column("received_yuan", words.word("term-gift-received"), Kind::Money)
        .column("paid_on_yuan", words.word("term-gift-paid-on"), Kind::Money)
        .column("given_back_yuan", words.word("term-gift-given-back"), Kind::Money)
        .column("lost_yuan", words.word("term-gift-lost"), Kind::Money)
        .column("cash_left_yuan", words.word("term-cash-left"), Kind::Money)
        .column("goods_left_yuan", words.word("term-goods-left"), Kind::Money)
        .column("granted_yuan", words.word("term-gift-granted"), Kind::Money);
    let mut total = Sums::default();
    for (no, gift) in gifts.into_iter().filter(|(_, gift)| donor.is_none_or(|d| gift.donor == Some(d))) {
        let sums = sums(&gift);
        for (sum, one) in total.iter_mut().zip(sums) {
            *sum = add(*sum, one)?;
        }
        let mut cells = vec![
            no.to_string().into(),
            gift.day.into(),
            donor_of(words, ledger, names, &gift)?.into(),
            place(words, names, gift.fund).into(),
            bound(words, ledger, names, &gift.bound, NAMED_IN_A_LIST)?.into(),
        ];
        cells.extend(sums.map(Cell::from));
        let style = if gift.adds_up() { Style::Plain } else { Style::Warning };
        table.push_as(style, cells);
    }
    let mut cells = vec![Cell::Empty; 4];
    cells.push(words.word("term-total").into());
    cells.extend(total.map(Cell::from));
    table.push_as(Style::Total, cells);
    table.notes = names.notes(words);
    Ok(table)
}

const fn sums(gift: &GiftState) -> Sums {
    [gift.received, gift.paid_on, gift.given_back, gift.lost, gift.cash, gift.goods, gift.reserved]
}

/// Who gave it; one who stays anonymous is called so.
pub(super) fn donor_of(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    gift: &GiftState,
) -> Result<String, LedgerError> {
    let Some(donor) = gift.donor else { return Ok(words.word("gift-anonymous")) };
    names.learn_person(ledger, donor)?;
    Ok(names::person(words, names, donor))
}

/// The code of a fund, or that it is held for others.
pub(super) fn place(words: &Words, names: &NameBook, fund: FundNo) -> String {
    if fund == FundNo::PASS_THROUGH { words.word("term-pass-through") } else { names.fund_code(fund) }
}

/// What a gift is for; of many persons only the first, and how many there are.
pub(super) fn bound(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    bound: &Bound,
    most: usize,
) -> Result<String, LedgerError> {
    let mut named = Vec::new();
    for person in bound.persons().iter().take(most) {
        names.learn_person(ledger, *person)?;
        named.push(names::person(words, names, *person));
    }
    let mut persons = named.join(&words.word("gift-join"));
    if bound.persons().len() > most {
        let count = ("count", bound.persons().len().into());
        persons = words.say("gift-for-many", &[("persons", persons.into()), count]);
    }
    Ok(match bound.programme() {
        None => persons,
        Some(no) if bound.persons().is_empty() => names.programme(no),
        Some(no) => {
            let programme = names.programme(no).into();
            words.say("gift-for-both", &[("programme", programme), ("persons", persons.into())])
        }
    })
}

/// The gifts of a donor and what became of them, one sentence each.
pub(super) fn sentences(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    of: &[GiftNo],
) -> Result<Vec<String>, LedgerError> {
    let mut all = Vec::with_capacity(of.len());
    for no in of {
        let gift = ledger.gift(*no)?;
        let args = [
            ("gift", no.to_string().into()),
            ("for", bound(words, ledger, names, &gift.bound, NAMED_IN_A_LIST)?.into()),
            ("received", gift.received.into()),
            ("paid", gift.paid_on.into()),
            ("left", add(gift.cash, gift.goods)?.into()),
        ];
        all.push(words.say("report-statement-person-gift", &args));
    }
    Ok(all)
}
