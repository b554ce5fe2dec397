//! A state to read from, and an overlay that keeps what a draft changes until it is recorded.
//!
//! Owns: read-through, change lists and rollback. Refuses to know: where the base keeps its cells.

use super::loan::LoanRefusal;
use super::refusal::Refusal;
use super::relief::ReliefRefusal;
use super::state::{Cell, Counts, Key, Periods};
use crate::base::{EntryNo, Fen, FundNo, Hash32, Period, ProgrammeNo};
use crate::entry::{Chart, Entry, FundAdded, ProgrammeAdded};
use rustc_hash::FxHashMap;

/// Recorded state: cells, and entries by number.
pub trait View {
    /// How reading can fail.
    type Error;

    /// The cell under a key, if there is one.
    ///
    /// # Errors
    /// The view's own, where it can't be read.
    fn cell(&self, key: &Key) -> Result<Option<Cell>, Self::Error>;

    /// A recorded entry and its leaf hash, if there is one of that number.
    ///
    /// # Errors
    /// The view's own, where it can't be read.
    fn entry(&self, no: EntryNo) -> Result<Option<(Entry, Hash32)>, Self::Error>;
}

/// Why a draft did not become an entry.
#[derive(Debug)]
pub enum Stop<E> {
    /// The rules say no.
    Refused(Box<Refusal>),
    /// The state could not be read.
    State(E),
}

impl<E> From<LoanRefusal> for Stop<E> {
    fn from(refusal: LoanRefusal) -> Stop<E> {
        Refusal::from(refusal).into()
    }
}

impl<E> From<ReliefRefusal> for Stop<E> {
    fn from(refusal: ReliefRefusal) -> Stop<E> {
        Refusal::from(refusal).into()
    }
}

impl<E> From<Refusal> for Stop<E> {
    fn from(refusal: Refusal) -> Stop<E> {
        Stop::Refused(Box::new(refusal))
    }
}

#[derive(Debug)]
struct Slot {
    cell: Option<Cell>,
    changed: bool,
}

/// A view with changes on top that are not recorded yet.
#[derive(Debug)]
pub struct Overlay<B> {
    base: B,
    slots: FxHashMap<Key, Slot>,
    changed: Vec<Key>,
}

impl<B: View> Overlay<B> {
    /// No changes yet.
    pub fn new(base: B) -> Overlay<B> {
        Overlay { base, slots: FxHashMap::default(), changed: Vec::new() }
    }

    /// What lies beneath.
    pub const fn base(&self) -> &B {
        &self.base
    }

    /// What lies beneath, to change it. Whoever changes cells there must call [`Overlay::forget`].
    pub const fn base_mut(&mut self) -> &mut B {
        &mut self.base
    }

    /// The cell under a key.
    ///
    /// # Errors
    /// Where the base can't be read.
    pub fn get(&mut self, key: &Key) -> Result<Option<&Cell>, Stop<B::Error>> {
        // Not the entry API: it would clone the key on every hit, and hits are the common case.
        if !self.slots.contains_key(key) {
            let cell = self.base.cell(key).map_err(Stop::State)?;
            self.slots.insert(key.clone(), Slot { cell, changed: false });
        }
        Ok(self.slots.get(key).and_then(|slot| slot.cell.as_ref()))
    }

    /// Puts a cell under a key.
    pub fn set(&mut self, key: Key, cell: Cell) {
        match self.slots.get_mut(&key) {
            Some(slot) => {
                slot.cell = Some(cell);
                if !slot.changed {
                    slot.changed = true;
                    self.changed.push(key);
                }
            }
            None => {
                self.slots.insert(key.clone(), Slot { cell: Some(cell), changed: true });
                self.changed.push(key);
            }
        }
    }

    /// Removes the cell under a key.
    pub fn remove(&mut self, key: Key) {
        let slot = self.slots.entry(key.clone()).or_insert(Slot { cell: None, changed: false });
        slot.cell = None;
        if !slot.changed {
            slot.changed = true;
            self.changed.push(key);
        }
    }

    /// Replaces the cell under a key by what `f` makes of it.
    pub(crate) fn update(
        &mut self,
        key: &Key,
        f: impl FnOnce(Option<Cell>) -> Result<Cell, Refusal>,
    ) -> Result<(), Stop<B::Error>> {
        self.get(key)?;
        if let Some(slot) = self.slots.get_mut(key) {
            slot.cell = Some(f(slot.cell.take())?);
            if !slot.changed {
                slot.changed = true;
                self.changed.push(key.clone());
            }
        }
        Ok(())
    }

    /// Hands out what changed since the last time, `None` where a cell was removed, and keeps it as read from the base.
    pub fn take_changes(&mut self) -> Vec<(Key, Option<Cell>)> {
        let mut changes = Vec::with_capacity(self.changed.len());
        for key in self.changed.drain(..) {
            if let Some(slot) = self.slots.get_mut(&key) {
                slot.changed = false;
                changes.push((key, slot.cell.clone()));
            }
        }
        changes
    }

    /// Forgets what changed since the last [`Overlay::take_changes`].
    pub fn roll_back(&mut self) {
        for key in self.changed.drain(..) {
            self.slots.remove(&key);
        }
    }

    /// Forgets everything that was read or changed.
    pub fn forget(&mut self) {
        self.slots.clear();
        self.changed.clear();
    }

    /// The cell under a key in the overlay itself: in the whole state, where nothing lies beneath.
    pub fn kept(&self, key: &Key) -> Option<&Cell> {
        self.slots.get(key).and_then(|slot| slot.cell.as_ref())
    }

    /// All cells of the overlay itself: the whole state, where nothing lies beneath.
    pub fn cells(&self) -> impl Iterator<Item = (&Key, &Cell)> {
        self.slots.iter().filter_map(|(key, slot)| slot.cell.as_ref().map(|cell| (key, cell)))
    }

    /// The number under a key, if there is one.
    ///
    /// # Errors
    /// Where the base can't be read.
    pub fn number(&mut self, key: &Key) -> Result<Option<u64>, Stop<B::Error>> {
        Ok(match self.get(key)? {
            Some(Cell::Number(n)) => Some(*n),
            _ => None,
        })
    }

    /// The amount under a key; zero where nothing was recorded.
    ///
    /// # Errors
    /// Where the base can't be read.
    pub fn amount(&mut self, key: &Key) -> Result<Fen, Stop<B::Error>> {
        Ok(match self.get(key)? {
            Some(Cell::Amount(fen)) => *fen,
            _ => Fen::ZERO,
        })
    }

    /// The numbers under a key, ascending; none where nothing was recorded.
    ///
    /// # Errors
    /// Where the base can't be read.
    pub fn numbers(&mut self, key: &Key) -> Result<Vec<u64>, Stop<B::Error>> {
        Ok(match self.get(key)? {
            Some(Cell::Numbers(numbers)) => numbers.clone(),
            _ => Vec::new(),
        })
    }

    /// How many prepared entries of each business month wait, by month.
    ///
    /// # Errors
    /// Where the base can't be read.
    pub fn pending_months(&mut self) -> Result<Vec<(Period, u32)>, Stop<B::Error>> {
        Ok(match self.get(&Key::PendingMonths)? {
            Some(Cell::PendingMonths(months)) => months.clone(),
            _ => Vec::new(),
        })
    }

    /// The chart of accounts that the ledger keeps.
    ///
    /// # Errors
    /// [`Refusal::NotOpen`] before the first entry, or where the base can't be read.
    pub fn chart(&mut self) -> Result<Chart, Stop<B::Error>> {
        match self.get(&Key::Ledger)? {
            Some(Cell::Ledger(info)) => Ok(info.chart),
            _ => Err(Refusal::NotOpen.into()),
        }
    }

    /// Adds to the amount under a key.
    pub(super) fn add_amount(&mut self, key: &Key, amount: Fen) -> Result<(), Stop<B::Error>> {
        self.update(key, |cell| {
            let before = match cell {
                Some(Cell::Amount(fen)) => fen,
                _ => Fen::ZERO,
            };
            before.checked_add(amount).map(Cell::Amount).ok_or(Refusal::SumTooLarge)
        })
    }

    /// The highest numbers given so far.
    ///
    /// # Errors
    /// Where the base can't be read.
    pub fn counts(&mut self) -> Result<Counts, Stop<B::Error>> {
        Ok(match self.get(&Key::Counts)? {
            Some(Cell::Counts(counts)) => *counts,
            _ => Counts::default(),
        })
    }

    /// Which months are closed.
    ///
    /// # Errors
    /// Where the base can't be read.
    pub fn periods(&mut self) -> Result<Periods, Stop<B::Error>> {
        Ok(match self.get(&Key::Periods)? {
            Some(Cell::Periods(periods)) => *periods,
            _ => Periods::default(),
        })
    }

    /// A fund.
    ///
    /// # Errors
    /// [`Refusal::UnknownFund`], or where the base can't be read.
    pub fn fund(&mut self, no: FundNo) -> Result<&FundAdded, Stop<B::Error>> {
        match self.get(&Key::Fund(no))? {
            Some(Cell::Fund(fund)) => Ok(fund),
            _ => Err(Refusal::UnknownFund { no }.into()),
        }
    }

    /// A programme.
    ///
    /// # Errors
    /// [`Refusal::UnknownProgramme`], or where the base can't be read.
    pub fn programme(&mut self, no: ProgrammeNo) -> Result<&ProgrammeAdded, Stop<B::Error>> {
        match self.get(&Key::Programme(no))? {
            Some(Cell::Programme(programme)) => Ok(programme),
            _ => Err(Refusal::UnknownProgramme { no }.into()),
        }
    }
}

/// A view of nothing: the state before the first entry.
#[derive(Clone, Copy, Debug, Default)]
pub struct Empty;

impl View for Empty {
    type Error = std::convert::Infallible;

    fn cell(&self, _: &Key) -> Result<Option<Cell>, Self::Error> {
        Ok(None)
    }

    fn entry(&self, _: EntryNo) -> Result<Option<(Entry, Hash32)>, Self::Error> {
        Ok(None)
    }
}
