//! What is known of programmes' rules, applications, rounds, gifts and goods.
//!
//! Owns: these cells. Refuses to know: what may become of them.

use crate::base::{
    CaseNo, Date, EntryNo, Fen, FundNo, GiftNo, HouseholdNo, ItemNo, PersonNo, ProgrammeNo, RoundNo,
};
use crate::entry::{BackReason, Bound, DropReason, Item, ReliefRules};
use serde::{Deserialize, Serialize};

/// Rules of a programme, and the entry that set them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesState {
    /// The first business date that they hold for.
    pub from: Date,
    /// The entry that set them.
    pub entry: EntryNo,
    /// What they say.
    pub rules: ReliefRules,
}

/// Something granted to a person under a programme; it stays when the money comes back and is to be paid again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The entry that says it.
    pub entry: EntryNo,
    /// The row of its round; 0: it was paid in one step.
    pub row: u16,
    /// Its business date.
    pub day: Date,
    /// Who.
    pub person: PersonNo,
    /// Her household then, where she had one.
    pub household: Option<HouseholdNo>,
    /// How much; zero for goods.
    pub amount: Fen,
}

/// What was granted to a person, or to a household, under a programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// How often and how much in each calendar year, ascending; none of no times.
    pub years: Vec<(u32, u32, Fen)>,
    /// The latest grants that stand, at most [`Granted::MOST_RECENT`], to name in a message.
    pub recent: Vec<Grant>,
}

impl Granted {
    /// Enough to name the last one though some were taken back; a cell must not grow with every grant.
    pub const MOST_RECENT: usize = 4;

    /// How often and how much, in one year or in all; `None` where the sum is past the range of money.
    #[must_use]
    pub fn sum(&self, year: Option<u32>) -> Option<(u32, Fen)> {
        let of = self.years.iter().filter(|(y, ..)| year.is_none_or(|year| *y == year));
        of.copied().try_fold((0_u32, Fen::ZERO), |(times, sum), (_, more, amount)| {
            Some((times.checked_add(more)?, sum.checked_add(amount)?))
        })
    }

    /// The latest grant, in one year or of all.
    #[must_use]
    pub fn last(&self, year: Option<u32>) -> Option<&Grant> {
        let fits = |grant: &&Grant| year.is_none_or(|year| grant.day.number() / 10_000 == year);
        self.recent.iter().rev().find(fits)
    }

    /// Counts a grant, and returns the one that is not among the latest any more; `None` past what can be counted.
    pub(super) fn add(&mut self, grant: Grant) -> Option<Option<Grant>> {
        let year = grant.day.number() / 10_000;
        match self.years.binary_search_by_key(&year, |(y, ..)| *y) {
            Ok(at) => {
                let (_, times, sum) = &mut self.years[at];
                *times = times.checked_add(1)?;
                *sum = sum.checked_add(grant.amount)?;
            }
            Err(at) => self.years.insert(at, (year, 1, grant.amount)),
        }
        self.recent.push(grant);
        let too_many = self.recent.len() > Granted::MOST_RECENT;
        Some(too_many.then(|| self.recent.remove(0)))
    }

    pub(super) fn remove(&mut self, grant: &Grant) -> Option<()> {
        let year = grant.day.number() / 10_000;
        let at = self.years.binary_search_by_key(&year, |(y, ..)| *y).ok()?;
        let (_, times, sum) = &mut self.years[at];
        *times = times.checked_sub(1)?;
        *sum = sum.checked_sub(grant.amount)?;
        self.years.retain(|(_, times, _)| *times > 0);
        self.recent.retain(|there| (there.entry, there.row) != (grant.entry, grant.row));
        Some(())
    }
}

/// Somebody looked at an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Whether it fits.
    pub fits: bool,
    /// When.
    pub day: Date,
    /// The entry that says so.
    pub entry: EntryNo,
}

/// An application for relief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseState {
    /// The entry that it came with.
    pub entry: EntryNo,
    /// The day of it.
    pub day: Date,
    /// To which programme.
    pub programme: ProgrammeNo,
    /// Who.
    pub person: PersonNo,
    /// For goods of this item.
    pub item: Option<ItemNo>,
    /// How much in 分, or how many pieces; 0: left open.
    pub asked: u64,
    /// How many papers it has.
    pub papers: u8,
    /// The latest home visit.
    pub visit: Option<Look>,
    /// The latest review.
    pub review: Option<Look>,
    /// The entry that granted it, or asks for that.
    pub granted: Option<EntryNo>,
    /// The round and row, once they are approved.
    pub row: Option<(RoundNo, u16)>,
}

/// How far a row of a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowStatus {
    /// To be paid.
    Granted,
    /// Paid, or handed out.
    Paid,
    /// The bank said that it arrived.
    Arrived,
    /// Not to be paid any more.
    Dropped(DropReason),
}

/// A row of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowState {
    /// Her application.
    pub case: Option<CaseNo>,
    /// Who.
    pub person: PersonNo,
    /// The gift that it comes out of.
    pub gift: Option<GiftNo>,
    /// 分, pieces, or the number of a card.
    pub given: u64,
    /// How far it is.
    pub status: RowStatus,
    /// What it is worth: the amount, or what its goods were worth when they were handed out.
    pub value: Fen,
    /// The lots that its goods came from, by the entry that each came with.
    pub lots: Vec<Lot>,
    /// The entry that paid it last, and its day.
    pub paid: Option<(EntryNo, Date)>,
    /// How often it came back, and why at last.
    pub back: u16,
    /// Why it came back at last.
    pub back_reason: Option<BackReason>,
}

/// A round, once it is approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundState {
    /// The entry that proposed it.
    pub entry: EntryNo,
    /// The entry that approved it; the same where no second person was asked.
    pub approved: EntryNo,
    /// Its business date.
    pub day: Date,
    /// The programme.
    pub programme: ProgrammeNo,
    /// Whose money or goods.
    pub fund: FundNo,
    /// Goods of this item; `None`: money.
    pub item: Option<ItemNo>,
    /// Days of notice by the rules of its day.
    pub notice_days: u8,
    /// Whether the bank's answer is asked for by the rules of its day.
    pub answer: bool,
    /// Since when the notice is up.
    pub noticed: Option<Date>,
    /// The rows, by their numbers.
    pub rows: Vec<RowState>,
}

impl RoundState {
    /// The row of that number, from 1.
    #[must_use]
    pub fn row(&self, row: u16) -> Option<&RowState> {
        self.rows.get(usize::from(row).checked_sub(1)?)
    }

    pub(super) fn row_mut(&mut self, row: u16) -> Option<&mut RowState> {
        self.rows.get_mut(usize::from(row).checked_sub(1)?)
    }

    /// The first day on which it can be paid, where its notice is up or none is asked for.
    #[must_use]
    pub fn payable_from(&self) -> Option<Date> {
        match (self.notice_days, self.noticed) {
            (0, _) => Some(self.day),
            (days, Some(since)) => Some(since.plus_days(u32::from(days))),
            (_, None) => None,
        }
    }
}

/// What became of a gift, or of a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UseOf {
    /// It came in.
    Received,
    /// It was paid on, or handed out.
    Paid,
    /// A payment came back.
    CameBack,
    /// It went back to the donor.
    GivenBack,
    /// Goods were bought from it.
    Bought,
    /// Goods of it were missing when the stock was counted.
    Lost,
    /// Its donor changed what it is for.
    BoundAnew,
    /// The entry before it of that number was reversed.
    Reversed(EntryNo),
}

/// Where an amount of a gift is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Left in money.
    Cash,
    /// Left in goods.
    Goods,
    /// With whom it is for.
    PaidOn,
    /// With its donor again.
    GivenBack,
    /// Missing when the stock was counted.
    Lost,
}

/// One line of a gift's trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftUse {
    /// The entry.
    pub entry: EntryNo,
    /// Its business date.
    pub day: Date,
    /// What happened.
    pub what: UseOf,
    /// To whom, where it was paid on or came back.
    pub person: Option<PersonNo>,
    /// Of which item, where it was goods.
    pub item: Option<ItemNo>,
    /// How many pieces.
    pub pieces: u32,
    /// What it is worth.
    pub amount: Fen,
}

/// A bound gift. What was received is what was paid on, given back and lost, and what is left in money and goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftState {
    /// The entry that it was agreed with.
    pub entry: EntryNo,
    /// The day of it.
    pub day: Date,
    /// Who gives.
    pub donor: Option<PersonNo>,
    /// Where it stands.
    pub fund: FundNo,
    /// What it is for.
    pub bound: Bound,
    /// What came in, money and goods.
    pub received: Fen,
    /// What was paid on and did not come back.
    pub paid_on: Fen,
    /// What went back to the donor.
    pub given_back: Fen,
    /// What was missing when the stock was counted.
    pub lost: Fen,
    /// What is left in money.
    pub cash: Fen,
    /// What is left in goods.
    pub goods: Fen,
    /// What of the money is granted and not paid yet, or waits.
    pub reserved: Fen,
    /// What became of it, in recorded order.
    pub uses: Vec<GiftUse>,
}

impl GiftUse {
    pub(super) fn new((entry, day): (EntryNo, Date), what: UseOf, amount: Fen) -> GiftUse {
        GiftUse { entry, day, what, person: None, item: None, pieces: 0, amount }
    }

    pub(super) fn to(self, person: PersonNo) -> GiftUse {
        GiftUse { person: Some(person), ..self }
    }

    pub(super) fn of(self, item: ItemNo, pieces: u32) -> GiftUse {
        GiftUse { item: Some(item), pieces, ..self }
    }
}

impl GiftState {
    pub(super) fn new(
        (entry, day): (EntryNo, Date),
        donor: Option<PersonNo>,
        fund: FundNo,
        bound: Bound,
    ) -> GiftState {
        let none = Fen::ZERO;
        GiftState {
            entry,
            day,
            donor,
            fund,
            bound,
            received: none,
            paid_on: none,
            given_back: none,
            lost: none,
            cash: none,
            goods: none,
            reserved: none,
            uses: Vec::new(),
        }
    }

    /// Moves an amount from one part of it to another, and says why. From no part: it came in; to none: that was undone.
    /// `None` past the range of money.
    pub(super) fn shift(&mut self, (from, to): (Option<Part>, Option<Part>), why: GiftUse) -> Option<()> {
        let (amount, less) = (why.amount, why.amount.negated());
        for (part, change, received) in [(from, less, amount), (to, amount, less)] {
            let (sum, change) = match part {
                None => (&mut self.received, received),
                Some(Part::Cash) => (&mut self.cash, change),
                Some(Part::Goods) => (&mut self.goods, change),
                Some(Part::PaidOn) => (&mut self.paid_on, change),
                Some(Part::GivenBack) => (&mut self.given_back, change),
                Some(Part::Lost) => (&mut self.lost, change),
            };
            *sum = sum.checked_add(change)?;
        }
        self.uses.push(why);
        Some(())
    }

    /// Whether nothing of it was made or lost: what was received is what was paid on, given back, lost, and is left.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let parts = [self.paid_on, self.given_back, self.lost, self.cash, self.goods];
        let sum = parts.iter().try_fold(Fen::ZERO, |sum, part| sum.checked_add(*part));
        sum == Some(self.received) && parts.iter().all(|part| !part.is_negative())
    }

    /// What of its money nobody speaks for.
    #[must_use]
    pub fn free(&self) -> Fen {
        self.cash.checked_sub(self.reserved).unwrap_or(Fen::ZERO)
    }
}

/// An item of goods.
pub type ItemState = Item;

/// Goods that came together, or a part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// The entry that they came with: the oldest go first.
    pub entry: EntryNo,
    /// The gift that they are of.
    pub gift: Option<GiftNo>,
    /// How many.
    pub pieces: u32,
    /// What they are worth in all.
    pub value: Fen,
}

/// What is in stock of an item of a fund.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// What is there, by entry, the oldest first; none of no pieces.
    pub lots: Vec<Lot>,
    /// How many pieces are granted and not handed out yet, by gift.
    pub reserved: Vec<(Option<GiftNo>, u32)>,
}

/// A numbered piece, such as a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardState {
    /// Whose it is.
    pub fund: FundNo,
    /// The entry of the lot that it is of.
    pub lot: EntryNo,
    /// The gift that it is of.
    pub gift: Option<GiftNo>,
    /// The entry that speaks for it, gave it out, or found it missing; `None`: it is in stock.
    pub gone: Option<EntryNo>,
}
