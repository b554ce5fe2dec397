//! Goods in stock, by the section "Goods" of `docs/rules.md`: first in, first out, and numbers out of their own lots.
//!
//! Owns: what is there of each owner, and what it is worth when it goes. Refuses to know: who gets it, and postings.

/// What came in with one entry. What is left, and what that is worth, go down as pieces go.
#[derive(Clone)]
pub struct Lot {
    /// The entry that it came with, and the one that says so: what waited has the place of the one that waited.
    entry: u64,
    said_by: u64,
    item: u64,
    pub fund: u64,
    pub gift: u64,
    first: u64,
    pieces: u64,
    left: u64,
    pub worth: i64,
    gone: Vec<u64>,
}

impl Lot {
    fn has(&self, number: u64) -> bool {
        (self.first..self.first + self.pieces).contains(&number) && !self.gone.contains(&number)
    }
}

/// Pieces that went out of a lot, and what they were worth. Number 0: they have none.
#[derive(Clone)]
pub struct Part {
    pub lot: usize,
    pieces: u64,
    pub worth: i64,
    number: u64,
}

/// Whose pieces: of an item and fund, and of one gift (0: of none) or of whomever.
#[derive(Clone, Copy)]
pub struct Owner {
    pub item: u64,
    pub fund: u64,
    pub gift: Option<u64>,
}

impl Owner {
    fn has(&self, lot: &Lot) -> bool {
        lot.item == self.item && lot.fund == self.fund && self.gift.is_none_or(|gift| gift == lot.gift)
    }
}

/// What comes in.
pub struct Coming {
    pub entry: u64,
    pub said_by: u64,
    pub owner: Owner,
    pub first: u64,
    pub pieces: u64,
    pub value: i64,
}

#[derive(Clone, Default)]
pub struct Stock {
    /// The name of each item, and the digits of its numbers; 0: not numbered.
    pub items: Vec<(String, u64)>,
    pub lots: Vec<Lot>,
}

impl Stock {
    /// The digits of an item's numbers.
    pub fn digits(&self, item: u64) -> Option<u64> {
        let at = usize::try_from(item).ok()?.checked_sub(1)?;
        self.items.get(at).map(|(_, digits)| *digits)
    }

    /// Pieces and value.
    pub fn there(&self, owner: Owner) -> (u64, i64) {
        let lots = self.lots.iter().filter(|lot| owner.has(lot));
        lots.fold((0, 0), |(pieces, worth), lot| (pieces + lot.left, worth + lot.worth))
    }

    pub fn has_number(&self, owner: Owner, number: u64) -> bool {
        self.lots.iter().any(|lot| owner.has(lot) && lot.has(number))
    }

    /// Numbers where the item has them, of its digits, and none that came in before.
    pub fn come(&mut self, coming: &Coming) -> Option<()> {
        let Coming { entry, said_by, owner, first, pieces, value } = *coming;
        let digits = self.digits(owner.item)?;
        ((first > 0) == (digits > 0)).then_some(())?;
        let after = first + pieces;
        if digits > 0 {
            let below = 10_u64.pow(u32::try_from(digits).ok()?);
            (after <= below && pieces <= 10_000).then_some(())?;
            let met =
                |lot: &Lot| lot.item == owner.item && lot.first < after && first < lot.first + lot.pieces;
            (!self.lots.iter().any(met)).then_some(())?;
        }
        self.lots.push(Lot {
            entry,
            said_by,
            item: owner.item,
            fund: owner.fund,
            gift: owner.gift.unwrap_or(0),
            first,
            pieces,
            left: pieces,
            worth: value,
            gone: Vec::new(),
        });
        Some(())
    }

    /// A part of a lot is worth its part of what is left of the lot's value, rounded down; the last pieces all of it.
    fn out_of(&mut self, lot: usize, pieces: u64, number: u64) -> Part {
        let from = &mut self.lots[lot];
        let share = i128::from(from.worth) * i128::from(pieces) / i128::from(from.left);
        let worth = i64::try_from(share).unwrap();
        from.left -= pieces;
        from.worth -= worth;
        if number > 0 {
            from.gone.push(number);
        }
        Part { lot, pieces, worth, number }
    }

    /// So many pieces, the oldest first; or those numbers. In the order of the lots. `None`: they are not there.
    pub fn take(&mut self, owner: Owner, mut pieces: u64, numbers: &[u64]) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        let mut oldest: Vec<usize> = (0..self.lots.len()).collect();
        oldest.sort_by_key(|lot| self.lots[*lot].said_by);
        for lot in oldest {
            if !owner.has(&self.lots[lot]) {
                continue;
            }
            if numbers.is_empty() {
                let some = pieces.min(self.lots[lot].left);
                if some > 0 && self.lots[lot].first == 0 {
                    parts.push(self.out_of(lot, some, 0));
                    pieces -= some;
                }
                continue;
            }
            for number in numbers {
                if self.lots[lot].has(*number) {
                    parts.push(self.out_of(lot, 1, *number));
                    pieces = pieces.checked_sub(1)?;
                }
            }
        }
        (pieces == 0).then_some(parts)
    }

    /// What comes back goes back to its place.
    pub fn put_back(&mut self, part: &Part) {
        let lot = &mut self.lots[part.lot];
        lot.left += part.pieces;
        lot.worth += part.worth;
        lot.gone.retain(|number| *number != part.number);
    }

    /// The lot of an entry that is reversed goes as it came.
    pub fn go_as_it_came(&mut self, entry: u64) -> Option<()> {
        let lot = self.lots.iter_mut().find(|lot| lot.entry == entry)?;
        (lot.left == lot.pieces).then_some(())?;
        (lot.left, lot.pieces, lot.worth, lot.first) = (0, 0, 0, 0);
        Some(())
    }
}
