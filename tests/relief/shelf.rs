//! Goods as single pieces on a shelf: which lot each came with, and where it is now.
//!
//! Owns: first in, first out, and what pieces are worth. Refuses to know: who may have them.

use std::collections::BTreeMap;

/// Whose goods: an item and a fund.
pub type Place = (u32, u32);

/// Where a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Stock,
    /// Handed out with this row of a round.
    Row(u32, u16),
    /// Missing when the stock was counted, or given back to the donor, by the entry of that number.
    Away(u64),
}

#[derive(Clone, Debug)]
pub struct Piece {
    pub place: Place,
    /// The entry that it came with.
    pub lot: u64,
    pub gift: Option<u64>,
    pub number: Option<u64>,
    pub at: At,
}

/// Pieces of one lot that went together, and what they were worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub lot: u64,
    pub gift: Option<u64>,
    pub pieces: i64,
    pub value: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// All that ever came in and was not taken back, in the order of coming.
    pub pieces: Vec<Piece>,
    /// What is left in stock of a lot is worth so much.
    pub worth: BTreeMap<u64, i64>,
}

/// Which pieces are meant.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// Of that gift, or of none.
    Of(Option<u64>),
    /// Whosever.
    Any,
    Number(u64),
}

impl Piece {
    fn is(&self, place: Place, which: Which) -> bool {
        self.place == place
            && match which {
                Which::Of(gift) => self.gift == gift,
                Which::Any => true,
                Which::Number(number) => self.number == Some(number),
            }
    }
}

impl Shelf {
    pub fn comes(&mut self, place: Place, gift: Option<u64>, lot: u64, numbers: &[Option<u64>], value: i64) {
        for number in numbers {
            self.pieces.push(Piece { place, lot, gift, number: *number, at: At::Stock });
        }
        self.pieces.sort_by_key(|piece| piece.lot);
        self.worth.insert(lot, value);
    }

    /// A lot that came in by mistake.
    pub fn never_came(&mut self, lot: u64) {
        self.pieces.retain(|piece| piece.lot != lot);
        self.worth.remove(&lot);
    }

    pub fn is_whole(&self, lot: u64) -> bool {
        self.pieces.iter().filter(|piece| piece.lot == lot).all(|piece| piece.at == At::Stock)
    }

    pub fn there(&self, place: Place, which: Which) -> i64 {
        let there = self.pieces.iter().filter(|piece| piece.is(place, which) && piece.at == At::Stock);
        i64::try_from(there.count()).unwrap()
    }

    pub fn value(&self, place: Place, which: Which) -> i64 {
        self.lots(place, which).iter().map(|part| part.value).sum()
    }

    /// What is in stock, lot by lot.
    pub fn lots(&self, place: Place, which: Which) -> Vec<Part> {
        let mut lots: Vec<Part> = Vec::new();
        for piece in self.pieces.iter().filter(|piece| piece.is(place, which) && piece.at == At::Stock) {
            match lots.iter_mut().find(|part| part.lot == piece.lot) {
                Some(part) => part.pieces += 1,
                None => {
                    let value = self.worth[&piece.lot];
                    lots.push(Part { lot: piece.lot, gift: piece.gift, pieces: 1, value });
                }
            }
        }
        lots
    }

    pub fn piece(&self, item: u32, number: u64) -> Option<&Piece> {
        self.pieces.iter().find(|piece| piece.place.0 == item && piece.number == Some(number))
    }

    /// The oldest pieces go, so many as there are.
    pub fn goes(&mut self, place: Place, which: Which, count: i64, to: At) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut left = count;
        while left > 0 {
            let next = self.pieces.iter().find(|piece| piece.is(place, which) && piece.at == At::Stock);
            let Some((lot, gift)) = next.map(|piece| (piece.lot, piece.gift)) else { break };
            let of_it = |piece: &&mut Piece| piece.lot == lot && piece.at == At::Stock;
            let in_stock = i64::try_from(self.pieces.iter_mut().filter(|p| of_it(p)).count()).unwrap();
            let mut pieces = 0;
            for piece in self.pieces.iter_mut().filter(|p| of_it(p)) {
                if pieces < left && piece.is(place, which) {
                    piece.at = to;
                    pieces += 1;
                }
            }
            let worth = self.worth.get_mut(&lot).unwrap();
            let value = if pieces == in_stock { *worth } else { *worth * pieces / in_stock };
            *worth -= value;
            left -= pieces;
            parts.push(Part { lot, gift, pieces, value });
        }
        parts
    }

    /// What went with a row comes back to its place.
    pub fn comes_back(&mut self, round: u32, row: u16, parts: &[Part]) {
        for piece in self.pieces.iter_mut().filter(|piece| piece.at == At::Row(round, row)) {
            piece.at = At::Stock;
        }
        for part in parts {
            *self.worth.get_mut(&part.lot).unwrap() += part.value;
        }
    }
}
