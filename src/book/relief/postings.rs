//! What relief posts: rows that are paid and come back, gifts, and goods at what their lots are worth.
//!
//! Owns: which amounts stand against which roles. Refuses to know: the chart's accounts, and whether it is allowed.

use super::state::{Lot, RoundState};
use super::{ReliefRefusal, goods, item, round, stock};
use crate::base::{Fen, FundNo, GiftNo, PersonNo, RoundNo};
use crate::book::refusal::Refusal;
use crate::book::state::{Cell, Key};
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{Dims, GoodsEvent, GoodsWhat, Rows};

/// What each row stands against.
type OfRows = Vec<(Dims, Fen)>;

/// What goods are worth, by gift.
type ByGift = Vec<(Option<GiftNo>, Fen)>;

/// The goods of one row, as they were taken from the lots.
pub(super) struct HandedOut {
    pub person: PersonNo,
    pub gift: Option<GiftNo>,
    pub lots: Vec<Lot>,
}

impl HandedOut {
    pub fn value(&self) -> Option<Fen> {
        value(&self.lots)
    }
}

/// What lots are worth; `None` past the range of money.
pub(super) fn value(lots: &[Lot]) -> Option<Fen> {
    lots.iter().try_fold(Fen::ZERO, |sum, lot| sum.checked_add(lot.value))
}

/// Which goods rows of a round receive, first in, first out in the order of the rows.
pub(super) fn handed_out<B: View>(
    state: &mut Overlay<B>,
    of: &RoundState,
    rows: &Rows,
) -> Result<Vec<HandedOut>, Stop<B::Error>> {
    let Some(no) = of.item else { return Ok(Vec::new()) };
    let numbered = item(state, no)?.numbered();
    let mut there = stock(state, no, of.fund)?;
    let mut all = Vec::with_capacity(rows.numbers().len());
    for (row, to) in super::rounds::amounts(of, rows) {
        let (pieces, lots) = if numbered {
            let lot = match state.get(&Key::Card(no, to.given))? {
                Some(Cell::Card(card)) => card.lot,
                _ => {
                    return Err(
                        ReliefRefusal::CardNotThere { item: no, number: to.given, entry: None }.into()
                    );
                }
            };
            (1, there.take_of(lot, 1))
        } else {
            let pieces = u32::try_from(to.given).unwrap_or(u32::MAX);
            (pieces, there.take(to.gift, pieces))
        };
        let Some(lots) = lots else {
            // A count may have found fewer than were granted.
            let available = stock(state, no, of.fund)?.of(to.gift);
            let cause = Refusal::from(ReliefRefusal::StockShort { item: no, available, needed: pieces });
            return Err(ReliefRefusal::Row { row, cause: Box::new(cause) }.into());
        };
        all.push(HandedOut { person: to.person, gift: to.gift, lots });
    }
    Ok(all)
}

/// What each row that is paid, or comes back, stands against: its amount, or what its goods are worth.
pub(in crate::book) fn rows<B: View>(
    state: &mut Overlay<B>,
    no: RoundNo,
    rows: &Rows,
    back: bool,
) -> Result<(RoundState, OfRows), Stop<B::Error>> {
    let of = round(state, no)?.clone();
    let dims =
        |person, gift| Dims { programme: Some(of.programme), person: Some(person), gift, ..Dims::default() };
    let lines = if of.item.is_some() && !back {
        let mut lines = Vec::new();
        for part in handed_out(state, &of, rows)? {
            lines.push((dims(part.person, part.gift), part.value().ok_or(Refusal::SumTooLarge)?));
        }
        lines
    } else {
        let rows = super::rounds::amounts(&of, rows);
        rows.map(|(_, row)| (dims(row.person, row.gift), row.value)).collect()
    };
    Ok((of, lines.into_iter().filter(|(_, value)| !value.is_zero()).collect()))
}

/// What goods that come or go are worth, by gift: what comes is positive.
pub(in crate::book) fn moved<B: View>(
    state: &mut Overlay<B>,
    event: &GoodsEvent,
) -> Result<(FundNo, ByGift), Stop<B::Error>> {
    Ok(match &event.what {
        GoodsWhat::Added(_) => (FundNo::PASS_THROUGH, Vec::new()),
        GoodsWhat::Received { pile, worth, .. } => (pile.fund, vec![(pile.gift, worth.value())]),
        GoodsWhat::Bought { pile, amount, .. } => (pile.fund, vec![(pile.gift, *amount)]),
        GoodsWhat::Counted { fund, on_the_books, counted, .. } if counted > on_the_books => {
            let there = stock(state, event.item, *fund)?;
            let worth = goods::worth_of_found(&there, counted - on_the_books).ok_or(Refusal::SumTooLarge)?;
            (*fund, vec![(None, worth)])
        }
        GoodsWhat::Counted { fund, .. } => (*fund, by_gift(&gone(state, event)?)?),
        GoodsWhat::GivenBack { pile } => (pile.fund, by_gift(&gone(state, event)?)?),
    })
}

/// The pieces that a count misses, or that go back to their donor.
pub(super) fn gone<B: View>(state: &mut Overlay<B>, event: &GoodsEvent) -> Result<Vec<Lot>, Stop<B::Error>> {
    let short =
        |available, needed| Stop::from(ReliefRefusal::StockShort { item: event.item, available, needed });
    let (fund, numbers, pieces) = match &event.what {
        GoodsWhat::Counted { fund, on_the_books, counted, missing } => {
            (*fund, missing.clone(), on_the_books.saturating_sub(*counted))
        }
        GoodsWhat::GivenBack { pile } => (pile.fund, pile.numbers().collect(), pile.pieces),
        _ => return Ok(Vec::new()),
    };
    let mut there = stock(state, event.item, fund)?;
    if numbers.is_empty() {
        let available = there.pieces();
        let taken = match &event.what {
            GoodsWhat::GivenBack { pile } => there.take(pile.gift, pieces),
            _ => there.take_any(pieces),
        };
        return taken.ok_or_else(|| short(available, pieces));
    }
    let mut lots = Vec::with_capacity(numbers.len());
    for number in numbers {
        let lot = match state.get(&Key::Card(event.item, number))? {
            Some(Cell::Card(card)) => card.lot,
            _ => return Err(short(0, 1)),
        };
        lots.extend(there.take_of(lot, 1).ok_or_else(|| short(0, 1))?);
    }
    // A later lot may have lower numbers; lines stand in the order of the lots.
    lots.sort_by_key(|lot| lot.entry);
    Ok(lots)
}

fn by_gift(lots: &[Lot]) -> Result<ByGift, Refusal> {
    let mut sums = ByGift::new();
    for lot in lots {
        crate::book::two_persons::add_to(&mut sums, lot.gift, lot.value.negated())?;
    }
    Ok(sums)
}
