//! Goods 物资: items, what came in, stock counts 盘点, and what went back to its donor. What is handed out is in `round`.
//!
//! Owns: their fields. Refuses to know: what is in stock, and what a piece is worth.

use super::gift::gift;
use super::opening::take_line;
use super::relief::{put_optional_person, take_optional_person};
use super::round::{HIGHEST_CARD, MOST_PIECES};
use super::{take_amount, take_u32};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Fen, FundNo, GiftNo, ItemNo, Line, PersonNo};
use serde::{Deserialize, Serialize};

/// Something happened to goods of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsEvent {
    /// Which item.
    pub item: ItemNo,
    /// What happened.
    pub what: GoodsWhat,
}

/// What can happen to goods, beside being handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoodsWhat {
    /// The item was named.
    Added(Item),
    /// Goods were given 捐入.
    Received {
        /// Whose they are, and how many.
        pile: Pile,
        /// Who gave them, where no gift says it; `None`: anonymous.
        donor: Option<PersonNo>,
        /// What they are worth.
        worth: Worth,
    },
    /// Goods were bought 采购.
    Bought {
        /// Whose they are, and how many.
        pile: Pile,
        /// Who sold them.
        seller: Option<PersonNo>,
        /// What they cost in all.
        amount: Fen,
    },
    /// The stock was counted 盘点; the difference is booked.
    Counted {
        /// Whose they are.
        fund: FundNo,
        /// How many pieces the books said.
        on_the_books: u32,
        /// How many there were.
        counted: u32,
        /// Which numbers are missing, ascending; of numbered goods.
        missing: Vec<u64>,
    },
    /// Goods of a gift went back to its donor 退回捐赠人.
    GivenBack {
        /// Whose they were, of which gift, and how many.
        pile: Pile,
    },
}

/// An item of goods, named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its name, such as 母亲邮包.
    pub name: Line,
    /// What a piece of it is called, such as 个.
    pub unit: Line,
    /// How many digits the number on each piece has; 0: they are not numbered.
    pub digits: u8,
}

impl Item {
    /// The most digits of a number on a piece.
    pub const MOST_DIGITS: u8 = 18;

    /// Whether each piece has a number, as a card has.
    pub const fn numbered(&self) -> bool {
        self.digits > 0
    }
}

/// Pieces of an item that come or go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pile {
    /// Whose they are; [`FundNo::PASS_THROUGH`]: held for others.
    pub fund: FundNo,
    /// The gift that they are of, or are bought from.
    pub gift: Option<GiftNo>,
    /// How many, 1 to [`MOST_PIECES`].
    pub pieces: u32,
    /// The number on the first; the others follow it. `None`: they are not numbered.
    pub first: Option<u64>,
}

impl Pile {
    /// The numbers on the pieces; none where they are not numbered.
    pub fn numbers(&self) -> std::ops::Range<u64> {
        self.first.map_or(0..0, |first| first..first + u64::from(self.pieces))
    }
}

/// What received goods are worth, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// An invoice or another document of the donor's 凭据.
    Document(Fen),
    /// What they would fetch 公允价值.
    Fair(Fen),
    /// Nobody can say: they stand in the register only.
    Unknown,
}

impl Worth {
    /// What is booked; zero where nobody can say.
    pub const fn value(self) -> Fen {
        match self {
            Worth::Document(value) | Worth::Fair(value) => value,
            Worth::Unknown => Fen::ZERO,
        }
    }

    fn put(self, out: &mut Vec<u8>) {
        out.u8(match self {
            Worth::Document(_) => 1,
            Worth::Fair(_) => 2,
            Worth::Unknown => 3,
        });
        out.i64(self.value().get());
    }

    fn take(from: &mut Take<'_>) -> Result<Worth, WireError> {
        let wrong = from.impossible("value");
        match from.u8()? {
            1 => Ok(Worth::Document(take_amount(from)?)),
            2 => Ok(Worth::Fair(take_amount(from)?)),
            3 if from.i64()? == 0 => Ok(Worth::Unknown),
            _ => Err(wrong),
        }
    }
}

/// The most numbers that one count misses.
pub const MOST_MISSING: usize = 1000;

impl GoodsEvent {
    /// The kind's number.
    pub const fn kind(&self) -> u16 {
        match self.what {
            GoodsWhat::Added(_) => 150,
            GoodsWhat::Received { .. } => 151,
            GoodsWhat::Bought { .. } => 152,
            GoodsWhat::Counted { .. } => 153,
            GoodsWhat::GivenBack { .. } => 154,
        }
    }

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.item.0);
        match &self.what {
            GoodsWhat::Added(item) => {
                out.text(item.name.as_str());
                out.text(item.unit.as_str());
                out.u8(item.digits);
            }
            GoodsWhat::Received { pile, donor, worth } => {
                put_owner(pile, out);
                put_optional_person(*donor, out);
                out.u32(pile.pieces);
                worth.put(out);
                out.u64(pile.first.unwrap_or(0));
            }
            GoodsWhat::Bought { pile, seller, amount } => {
                put_owner(pile, out);
                put_optional_person(*seller, out);
                out.u32(pile.pieces);
                out.i64(amount.get());
                out.u64(pile.first.unwrap_or(0));
            }
            GoodsWhat::Counted { fund, on_the_books, counted, missing } => {
                assert!(missing.len() <= MOST_MISSING, "numbers are counted when entered");
                out.u32(fund.0);
                out.u32(*on_the_books);
                out.u32(*counted);
                out.u16(super::count(missing.len()));
                missing.iter().for_each(|number| out.u64(*number));
            }
            GoodsWhat::GivenBack { pile } => {
                put_owner(pile, out);
                out.u32(pile.pieces);
                out.u64(pile.first.unwrap_or(0));
            }
        }
    }

    pub(super) fn take(kind: u16, from: &mut Take<'_>) -> Result<GoodsEvent, WireError> {
        let item = ItemNo(take_u32(from, "item")?);
        let what = match kind {
            150 => {
                let (name, unit) = (take_line(from, "name")?, take_line(from, "unit")?);
                let wrong = from.impossible("digits");
                let digits = from.u8()?;
                if digits > Item::MOST_DIGITS {
                    return Err(wrong);
                }
                GoodsWhat::Added(Item { name, unit, digits })
            }
            151 => {
                let (fund, gift) = take_owner(from)?;
                let donor = take_optional_person(from)?;
                let pieces = take_pieces(from)?;
                let worth = Worth::take(from)?;
                let first = take_first(pieces, from)?;
                GoodsWhat::Received { pile: Pile { fund, gift, pieces, first }, donor, worth }
            }
            152 => {
                let (fund, gift) = take_owner(from)?;
                let seller = take_optional_person(from)?;
                let pieces = take_pieces(from)?;
                let amount = take_amount(from)?;
                let first = take_first(pieces, from)?;
                GoodsWhat::Bought { pile: Pile { fund, gift, pieces, first }, seller, amount }
            }
            153 => {
                let fund = FundNo(from.u32()?);
                let wrong = from.impossible("pieces");
                let (on_the_books, counted) = (from.u32()?, from.u32()?);
                if on_the_books.max(counted) > MOST_PIECES {
                    return Err(wrong);
                }
                let wrong = from.impossible("missing numbers");
                let count = usize::from(from.u16()?);
                if count > MOST_MISSING {
                    return Err(wrong);
                }
                let missing = (0..count).map(|_| from.u64()).collect::<Result<Vec<_>, _>>()?;
                let bounded = missing.iter().all(|number| (1..=HIGHEST_CARD).contains(number));
                if !bounded || !missing.is_sorted_by(|a, b| a < b) {
                    return Err(wrong);
                }
                GoodsWhat::Counted { fund, on_the_books, counted, missing }
            }
            _ => {
                let (fund, gift) = take_owner(from)?;
                let pieces = take_pieces(from)?;
                let first = take_first(pieces, from)?;
                GoodsWhat::GivenBack { pile: Pile { fund, gift, pieces, first } }
            }
        };
        Ok(GoodsEvent { item, what })
    }
}

fn put_owner(pile: &Pile, out: &mut Vec<u8>) {
    out.u32(pile.fund.0);
    out.u64(pile.gift.map_or(0, |gift| gift.0));
}

fn take_owner(from: &mut Take<'_>) -> Result<(FundNo, Option<GiftNo>), WireError> {
    Ok((FundNo(from.u32()?), gift(from.u64()?)))
}

fn take_pieces(from: &mut Take<'_>) -> Result<u32, WireError> {
    let wrong = from.impossible("pieces");
    let pieces = from.u32()?;
    if (1..=MOST_PIECES).contains(&pieces) { Ok(pieces) } else { Err(wrong) }
}

/// The number on the first of so many pieces, whose last is no higher than [`HIGHEST_CARD`].
fn take_first(pieces: u32, from: &mut Take<'_>) -> Result<Option<u64>, WireError> {
    let wrong = from.impossible("first number");
    let first = from.u64()?;
    match first {
        0 => Ok(None),
        _ if first <= HIGHEST_CARD - u64::from(pieces) + 1 => Ok(Some(first)),
        _ => Err(wrong),
    }
}
