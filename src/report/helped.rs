//! Who was helped under a programme, when and with what: relief paid in one step, and rows of rounds.
//!
//! Owns: finding them. Refuses to know: how they are shown or summed.
//!
//! What came back, was dropped or reversed is no help. The day is that of the payment.

use super::names::reversed_by;
use crate::base::{Date, EntryNo, Fen, ItemNo, PersonNo, ProgrammeNo, RoundNo};
use crate::book::relief::{RoundState, RowStatus};
use crate::entry::{Body, Entry};
use crate::ledger::{Ledger, LedgerError, ListKey};
use std::collections::BTreeMap;

/// Help that one person received.
#[derive(Clone, Copy, Debug)]
pub(super) struct Helped {
    pub programme: ProgrammeNo,
    pub person: PersonNo,
    pub day: Date,
    /// The entry that paid it; of a row that is not paid yet, the one that granted it.
    pub entry: EntryNo,
    /// The round and its row.
    pub row: Option<(RoundNo, u16)>,
    /// What it is worth: money, or goods at their value.
    pub worth: Fen,
    /// The item and how many pieces, where it was goods.
    pub goods: Option<(ItemNo, u32)>,
    /// Whether it is still to be paid.
    pub waits: bool,
}

/// Everything of these programmes on the days that are wanted, in the order of days and entries; with `granted` also what
/// is granted and not paid yet, on the day of its round.
pub(super) fn all(
    ledger: &mut Ledger,
    programmes: &[ProgrammeNo],
    wanted: &dyn Fn(Date) -> bool,
    granted: bool,
) -> Result<Vec<Helped>, LedgerError> {
    let mut found = in_rounds(ledger, programmes, granted)?;
    found.retain(|helped| wanted(helped.day));
    for helped in in_one_step(ledger, programmes, wanted)? {
        if reversed_by(ledger, helped.entry)?.is_none() {
            found.push(helped);
        }
    }
    found.sort_by_key(|helped| (helped.day, helped.entry, helped.row.map(|(_, row)| row)));
    Ok(found)
}

/// The first day of help under each programme, up to a day; nothing of programmes that helped nobody.
pub(super) fn first_days(
    ledger: &mut Ledger,
    programmes: &[ProgrammeNo],
    until: Date,
) -> Result<BTreeMap<ProgrammeNo, Date>, LedgerError> {
    let mut first: BTreeMap<ProgrammeNo, Date> = BTreeMap::new();
    for helped in in_rounds(ledger, programmes, false)?.into_iter().filter(|helped| helped.day <= until) {
        let day = first.entry(helped.programme).or_insert(helped.day);
        *day = helped.day.min(*day);
    }
    for helped in in_one_step(ledger, programmes, &|day| day <= until)? {
        // Only what would be the first is asked whether it was reversed.
        let earlier = first.get(&helped.programme).is_none_or(|first| helped.day < *first);
        if earlier && reversed_by(ledger, helped.entry)?.is_none() {
            first.insert(helped.programme, helped.day);
        }
    }
    Ok(first)
}

fn in_rounds(
    ledger: &mut Ledger,
    programmes: &[ProgrammeNo],
    granted: bool,
) -> Result<Vec<Helped>, LedgerError> {
    let numbered: Vec<ItemNo> =
        ledger.items()?.into_iter().filter(|(_, item)| item.numbered()).map(|(no, _)| no).collect();
    let rounds = ledger.map_rounds(|no, round| {
        if programmes.contains(&round.programme) { rows(no, &round, &numbered, granted) } else { Vec::new() }
    })?;
    Ok(rounds.into_iter().flatten().collect())
}

fn rows(no: RoundNo, round: &RoundState, numbered: &[ItemNo], granted: bool) -> Vec<Helped> {
    let rows = round.rows.iter().zip(1..).filter_map(|(row, number)| {
        let (entry, day, waits) = match (row.status, row.paid) {
            (RowStatus::Paid | RowStatus::Arrived, Some((entry, day))) => (entry, day, false),
            (RowStatus::Granted, _) if granted => (round.approved, round.day, true),
            _ => return None,
        };
        let goods = round.item.map(|item| {
            let one = numbered.contains(&item);
            (item, if one { 1 } else { u32::try_from(row.given).unwrap_or(u32::MAX) })
        });
        let (programme, person, worth) = (round.programme, row.person, row.value);
        Some(Helped { programme, person, day, entry, row: Some((no, number)), worth, goods, waits })
    });
    rows.collect()
}

/// Relief that was paid without a round, whether it was reversed later or not. All programmes at once: their entries stand
/// side by side, and to go through the journal for each would cost as often as much.
fn in_one_step(
    ledger: &mut Ledger,
    programmes: &[ProgrammeNo],
    wanted: &dyn Fn(Date) -> bool,
) -> Result<Vec<Helped>, LedgerError> {
    let lists: Vec<ListKey> = programmes.iter().copied().map(ListKey::Programme).collect();
    let mut found = Vec::new();
    for no in ledger.entries_in_any(&lists)? {
        let booked = |entry: &Entry| entry.voucher.is_some() && wanted(entry.business_date);
        let Some(entry) = ledger.entry(no)?.filter(booked) else { continue };
        let body = match &entry.body {
            Body::Decided(decided) => ledger.entry(decided.prepared.entry)?.map(|prepared| prepared.body),
            body => Some(body.clone()),
        };
        if let Some(Body::Disbursement(paid)) = body
            && programmes.contains(&paid.programme)
        {
            found.push(Helped {
                programme: paid.programme,
                person: paid.person,
                day: entry.business_date,
                entry: no,
                row: None,
                worth: paid.amount,
                goods: None,
                waits: false,
            });
        }
    }
    Ok(found)
}
