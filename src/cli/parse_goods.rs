//! What people type about gifts and goods, into values.
//!
//! Owns: which type reads which argument. Refuses to know: the sentences (see `usage`), and what is in stock.

use super::parse::{self, Wrong};
use crate::base::{Code, FundNo, GiftNo};
use crate::entry::{HIGHEST_CARD, Item, MOST_MISSING, MOST_PIECES};
use crate::ledger::{Ledger, LedgerError};

/// What was expected where something else was typed about goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// How many pieces, at least one.
    Pieces,
    /// How many pieces, or none.
    PiecesOrNone,
    /// How many digits a number has.
    Digits,
    /// The number on a piece.
    Number,
    /// Numbers on pieces.
    Numbers,
}

impl Expected {
    /// All of them.
    pub const ALL: [Expected; 5] =
        [Expected::Pieces, Expected::PiecesOrNone, Expected::Digits, Expected::Number, Expected::Numbers];

    fn instead_of(self, typed: &str) -> Wrong {
        Wrong::Goods(self, typed.to_owned())
    }
}

/// Where money or goods stand: in a fund, or held for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a fund.
    Fund(Code),
    /// Held for others 代收.
    Held,
}

impl Place {
    /// Its number in the ledger.
    ///
    /// # Errors
    /// Where there is no such fund, or the index can't be read.
    pub fn fund(&self, ledger: &mut Ledger) -> Result<FundNo, LedgerError> {
        match self {
            Place::Fund(code) => Ok(ledger.fund_by_code(code)?.no),
            Place::Held => Ok(FundNo::PASS_THROUGH),
        }
    }
}

/// The number on a piece, with as many digits as were typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub number: u64,
    /// How many digits were typed.
    pub digits: usize,
}

impl Number {
    /// Whether an item's pieces can have it: a number typed too long is a slip, whatever zeros it begins with.
    pub fn fits(self, item: &Item) -> bool {
        self.digits <= usize::from(item.digits)
    }
}

/// Numbers on pieces, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers(pub Vec<Number>);

/// A gift's number.
///
/// # Errors
/// [`Wrong::Id`].
pub fn gift(typed: &str) -> Result<GiftNo, Wrong> {
    Ok(GiftNo::parse(typed)?)
}

/// The code of a fund, or the word for what is held for others.
///
/// # Errors
/// [`Wrong::Code`].
pub fn place(typed: &str) -> Result<Place, Wrong> {
    let text = typed.trim();
    if text.eq_ignore_ascii_case("held") || ["代收", "受托代理"].contains(&text) {
        return Ok(Place::Held);
    }
    parse::code(text).map(Place::Fund)
}

/// How many pieces, at least one.
///
/// # Errors
/// [`Wrong::Goods`].
pub fn pieces(typed: &str) -> Result<u32, Wrong> {
    let pieces = whole(typed).filter(|pieces| (1..=MOST_PIECES).contains(pieces));
    pieces.ok_or_else(|| Expected::Pieces.instead_of(typed))
}

/// How many pieces there are, perhaps none.
///
/// # Errors
/// [`Wrong::Goods`].
pub fn pieces_or_none(typed: &str) -> Result<u32, Wrong> {
    let pieces = whole(typed).filter(|pieces| *pieces <= MOST_PIECES);
    pieces.ok_or_else(|| Expected::PiecesOrNone.instead_of(typed))
}

/// How many digits the number on a piece has.
///
/// # Errors
/// [`Wrong::Goods`].
pub fn digits(typed: &str) -> Result<u8, Wrong> {
    let digits = whole(typed).filter(|digits| (1..=Item::MOST_DIGITS).contains(digits));
    digits.ok_or_else(|| Expected::Digits.instead_of(typed))
}

/// The number on a piece: `00000001`.
///
/// # Errors
/// [`Wrong::Goods`].
pub fn number(typed: &str) -> Result<Number, Wrong> {
    one(typed).ok_or_else(|| Expected::Number.instead_of(typed))
}

/// Numbers on pieces: `00000001,00000007-00000009`, also with marks of full width.
///
/// # Errors
/// [`Wrong::Goods`], also for more than one count may miss, and for one that is named twice.
pub fn numbers(typed: &str) -> Result<Numbers, Wrong> {
    many(typed).ok_or_else(|| Expected::Numbers.instead_of(typed))
}

fn many(typed: &str) -> Option<Numbers> {
    let mut all = Vec::new();
    for part in typed.split([',', '，', '、']) {
        let (first, last) = part.split_once(['-', '－', '–', '~']).unwrap_or((part, part));
        let (first, last) = (one(first)?, one(last)?);
        let count = last.number.checked_sub(first.number).filter(|more| *more < crowd())?;
        let digits = first.digits.max(last.digits);
        all.extend((0..=count).map(|more| Number { number: first.number + more, digits }));
        if all.len() > MOST_MISSING {
            return None;
        }
    }
    all.sort_by_key(|number| number.number);
    all.is_sorted_by(|a, b| a.number < b.number).then_some(Numbers(all))
}

/// So many numbers are too many, whatever they are.
fn crowd() -> u64 {
    u64::try_from(MOST_MISSING).unwrap_or(u64::MAX)
}

fn one(typed: &str) -> Option<Number> {
    let text = typed.trim();
    let number = whole(text).filter(|number| (1..=HIGHEST_CARD).contains(number))?;
    Some(Number { number, digits: text.len() })
}

fn whole<N: std::str::FromStr>(typed: &str) -> Option<N> {
    let digits = typed.trim();
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written() {
        assert_eq!(place(" held "), Ok(Place::Held));
        assert_eq!(place("代收"), Ok(Place::Held));
        assert!(matches!(place("ga"), Ok(Place::Fund(code)) if code.as_str() == "GA"));
        assert_eq!((pieces("40"), pieces_or_none("0"), digits("8")), (Ok(40), Ok(0), Ok(8)));
        assert_eq!(number("00000001"), Ok(Number { number: 1, digits: 8 }));
        let read = numbers("003，001-002").map(|all| all.0.iter().map(|n| n.number).collect::<Vec<_>>());
        assert_eq!(read, Ok(vec![1, 2, 3]));
        assert_eq!(gift("j-7"), Ok(GiftNo(7)));
    }

    #[test]
    fn other_forms_are_named() {
        for typed in ["0", "-1", "1.5", "", "1000000001", "十"] {
            assert_eq!(pieces(typed), Err(Expected::Pieces.instead_of(typed)));
        }
        assert_eq!(digits("19"), Err(Expected::Digits.instead_of("19")));
        for typed in ["0", "00", "12a", "1000000000000000000", ""] {
            assert_eq!(number(typed), Err(Expected::Number.instead_of(typed)));
        }
        for typed in ["1,1", "3-1", "1-1001", "1,", "1-3,2", "-5"] {
            assert_eq!(numbers(typed), Err(Expected::Numbers.instead_of(typed)));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = (place(&text), pieces(&text), digits(&text), number(&text), numbers(&text));
        }
    }
}
