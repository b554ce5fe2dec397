//! Stock: first in, first out 先进先出, piece by piece and gift by gift.
//!
//! Owns: which pieces go, and what they are worth. Refuses to know: who receives them.

use super::state::{Lot, Stock};
use crate::base::{EntryNo, Fen, GiftNo};

impl Stock {
    /// All pieces.
    #[must_use]
    pub fn pieces(&self) -> u32 {
        self.lots.iter().map(|lot| lot.pieces).fold(0, u32::saturating_add)
    }

    /// What all pieces are worth; `None` where that is past the range of money.
    #[must_use]
    pub fn value(&self) -> Option<Fen> {
        self.lots.iter().try_fold(Fen::ZERO, |sum, lot| sum.checked_add(lot.value))
    }

    /// The pieces of a gift, or of none, that are there.
    #[must_use]
    pub fn of(&self, gift: Option<GiftNo>) -> u32 {
        let of = self.lots.iter().filter(|lot| lot.gift == gift);
        of.map(|lot| lot.pieces).fold(0, u32::saturating_add)
    }

    /// Those that nobody speaks for.
    #[must_use]
    pub fn free(&self, gift: Option<GiftNo>) -> u32 {
        let reserved = self.reserved.iter().find(|(of, _)| *of == gift).map_or(0, |(_, pieces)| *pieces);
        self.of(gift).saturating_sub(reserved)
    }

    /// Speaks for so many pieces, or no longer does.
    pub(super) fn reserve(&mut self, gift: Option<GiftNo>, pieces: u32, more: bool) -> Option<()> {
        match self.reserved.iter_mut().find(|(of, _)| *of == gift) {
            Some((_, sum)) if more => *sum = sum.checked_add(pieces)?,
            Some((_, sum)) => *sum = sum.checked_sub(pieces)?,
            None if more => self.reserved.push((gift, pieces)),
            None => return None,
        }
        self.reserved.retain(|(_, pieces)| *pieces > 0);
        Some(())
    }

    /// Takes the oldest pieces of a gift, or of none; `None` where there are fewer.
    pub(super) fn take(&mut self, gift: Option<GiftNo>, pieces: u32) -> Option<Vec<Lot>> {
        self.take_where(|lot| lot.gift == gift, pieces)
    }

    /// Takes the oldest pieces, whosever they are.
    pub(super) fn take_any(&mut self, pieces: u32) -> Option<Vec<Lot>> {
        self.take_where(|_| true, pieces)
    }

    /// Takes pieces of one lot.
    pub(super) fn take_of(&mut self, entry: EntryNo, pieces: u32) -> Option<Vec<Lot>> {
        self.take_where(|lot| lot.entry == entry, pieces)
    }

    fn take_where(&mut self, which: impl Fn(&Lot) -> bool, pieces: u32) -> Option<Vec<Lot>> {
        let mut taken = Vec::new();
        let mut left = pieces;
        for lot in self.lots.iter_mut().filter(|lot| which(lot)) {
            if left == 0 {
                break;
            }
            let part = lot.part(left.min(lot.pieces))?;
            left -= part.pieces;
            taken.push(part);
        }
        self.lots.retain(|lot| lot.pieces > 0);
        (left == 0).then_some(taken)
    }

    /// Takes off what was worked out before; `None` where it is not there.
    pub(super) fn remove(&mut self, part: &Lot) -> Option<()> {
        let at = self.lots.binary_search_by_key(&part.entry, |lot| lot.entry).ok()?;
        let lot = &mut self.lots[at];
        lot.pieces = lot.pieces.checked_sub(part.pieces)?;
        lot.value = lot.value.checked_sub(part.value)?;
        if lot.pieces == 0 {
            self.lots.remove(at);
        }
        Some(())
    }

    /// Puts pieces in, where their entry has its place among the others.
    pub(super) fn put(&mut self, lot: Lot) -> Option<()> {
        match self.lots.binary_search_by_key(&lot.entry, |there| there.entry) {
            Ok(at) => {
                let there = &mut self.lots[at];
                there.pieces = there.pieces.checked_add(lot.pieces)?;
                there.value = there.value.checked_add(lot.value)?;
            }
            Err(at) => self.lots.insert(at, lot),
        }
        Some(())
    }
}

impl Lot {
    /// Takes some pieces off: their part of the value rounded down, the last pieces all that is left.
    fn part(&mut self, pieces: u32) -> Option<Lot> {
        let value = if pieces == self.pieces {
            self.value
        } else {
            let part = i128::from(self.value.get()) * i128::from(pieces) / i128::from(self.pieces.max(1));
            Fen::new(i64::try_from(part).ok()?)
        };
        self.pieces -= pieces;
        self.value = self.value.checked_sub(value)?;
        Some(Lot { pieces, value, ..*self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lot(entry: u64, gift: Option<u64>, pieces: u32, value: i64) -> Lot {
        Lot { entry: EntryNo(entry), gift: gift.map(GiftNo), pieces, value: Fen::new(value) }
    }

    #[test]
    fn the_oldest_go_first_and_the_last_piece_takes_what_rounding_left() {
        let mut stock = Stock::default();
        for lot in [lot(5, None, 3, 100), lot(2, None, 1, 7), lot(3, Some(1), 9, 90)] {
            stock.put(lot).unwrap();
        }
        assert_eq!(stock.take(None, 2), Some(vec![lot(2, None, 1, 7), lot(5, None, 1, 33)]));
        assert_eq!(stock.take(None, 1), Some(vec![lot(5, None, 1, 33)]));
        assert_eq!(stock.take(None, 1), Some(vec![lot(5, None, 1, 34)]));
        assert_eq!((stock.of(None), stock.of(Some(GiftNo(1)))), (0, 9));
        assert_eq!(stock.take(None, 1), None);
    }

    proptest! {
        #[test]
        fn no_piece_and_no_fen_is_made_or_lost(
            lots in prop::collection::vec((1..9u64, prop::option::of(1..3u64), 1..50u32, 0..10_000i64), 1..8),
            takes in prop::collection::vec((prop::option::of(1..3u64), 1..40u32, any::<bool>()), 1..20),
        ) {
            let mut stock = Stock::default();
            // A lot has one gift: that of its entry.
            for (entry, gift, pieces, value) in lots {
                if !stock.lots.iter().any(|l| l.entry == EntryNo(entry)) {
                    stock.put(lot(entry, gift, pieces, value)).unwrap();
                }
            }
            for (gift, pieces, back) in takes {
                let before = stock.clone();
                let gift = gift.map(GiftNo);
                let Some(taken) = stock.take(gift, pieces) else {
                    prop_assert!(before.of(gift) < pieces);
                    stock = before;
                    continue;
                };
                prop_assert_eq!(taken.iter().map(|l| l.pieces).sum::<u32>(), pieces);
                prop_assert!(taken.iter().all(|l| l.gift == gift));
                let value = taken.iter().fold(0, |sum, l| sum + l.value.get());
                prop_assert_eq!(stock.value().unwrap().get() + value, before.value().unwrap().get());
                prop_assert_eq!(stock.pieces() + pieces, before.pieces());
                prop_assert!(stock.lots.is_sorted_by_key(|l| l.entry));
                if back {
                    for lot in taken {
                        stock.put(lot).unwrap();
                    }
                    prop_assert_eq!(&stock, &before);
                }
            }
        }
    }
}
