//! What the ledger says of relief beside what the model says.
//!
//! Owns: that comparison, and what must hold of both. Refuses to know: how either came to be.

use super::model::{Books, Status, at};
use super::office::{CARDS, NEEDY};
use super::shelf::{At, Which};
use jinguo::base::{CaseNo, FundNo, GiftNo, ItemNo, PersonNo, ProgrammeNo, RoundNo};
use jinguo::book::Key;
use jinguo::book::relief::{Lot, RowStatus};
use jinguo::ledger::Ledger;
use std::collections::BTreeMap;

/// Goods, goods held for others, and what is owed onwards.
const GOODS: u32 = 120_101;
const HELD_GOODS: [u32; 2] = [1701, 1801];
const OWED: u32 = 2601;

pub fn same(books: &Books, ledger: &mut Ledger) {
    gifts(books, ledger);
    stock(books, ledger);
    rounds(books, ledger);
    granted(books, ledger);
    cash(books, ledger);
}

fn gifts(books: &Books, ledger: &mut Ledger) {
    for (gift, no) in books.gifts.iter().zip(1..) {
        let found = ledger.gift(GiftNo(no)).unwrap();
        let goods = books.gift_goods(no);
        let parts = [gift.paid_on, gift.given_back, gift.lost, gift.cash, goods];
        assert_eq!(gift.received, parts.iter().sum::<i64>(), "gift {no} of the model: {gift:?}");
        assert!(parts.iter().all(|part| *part >= 0), "gift {no} of the model: {gift:?}");
        assert!(found.adds_up(), "gift {no}: {found:?}");
        let says = [
            ("received", found.received.get(), gift.received),
            ("paid on", found.paid_on.get(), gift.paid_on),
            ("given back", found.given_back.get(), gift.given_back),
            ("lost", found.lost.get(), gift.lost),
            ("in money", found.cash.get(), gift.cash),
            ("in goods", found.goods.get(), goods),
            ("granted", found.reserved.get(), books.gift_reserved(no)),
        ];
        let differ: Vec<_> = says.iter().filter(|(_, ledger, model)| ledger != model).collect();
        assert!(differ.is_empty(), "gift {no}, the ledger and the model: {differ:?}");
        assert_eq!((&found.bound, found.fund.0), (&gift.bound, gift.fund));
    }
    assert_eq!(ledger.map_gifts(|_, _| ()).unwrap().len(), books.gifts.len());
}

fn stock(books: &Books, ledger: &mut Ledger) {
    let mut found = BTreeMap::new();
    for (item, fund, stock) in ledger.stocks().unwrap() {
        let says =
            |lot: &Lot| (lot.entry.0, lot.gift.map(|gift| gift.0), i64::from(lot.pieces), lot.value.get());
        let lots: Vec<_> = stock.lots.iter().map(says).collect();
        let mut reserved: Vec<(Option<u64>, i64)> =
            stock.reserved.iter().map(|(gift, pieces)| (gift.map(|g| g.0), i64::from(*pieces))).collect();
        reserved.retain(|(_, pieces)| *pieces > 0);
        reserved.sort_unstable();
        if !lots.is_empty() || !reserved.is_empty() {
            found.insert((item.0, fund.0), (lots, reserved));
        }
    }
    let mut model = BTreeMap::new();
    for item in (1..).take(books.items.len()) {
        for fund in 0..4 {
            let place = (item, fund);
            let lots = books.shelf.lots(place, Which::Any);
            let lots: Vec<_> = lots.iter().map(|lot| (lot.lot, lot.gift, lot.pieces, lot.value)).collect();
            let gifts = [None].into_iter().chain((1..).take(books.gifts.len()).map(Some));
            let reserved: Vec<(Option<u64>, i64)> = gifts
                .map(|gift| (gift, books.pieces_reserved(place, gift)))
                .filter(|(_, pieces)| *pieces > 0 && item != CARDS.0)
                .collect();
            if !lots.is_empty() || !reserved.is_empty() {
                model.insert(place, (lots, reserved));
            }
        }
    }
    assert_eq!(found, model, "lots and what is granted of them, in the ledger and in the model");
    for piece in &books.shelf.pieces {
        let Some(number) = piece.number else { continue };
        let card = ledger.card(ItemNo(piece.place.0), number).unwrap().unwrap();
        let free = piece.at == At::Stock && !books.number_reserved(piece.place.0, number);
        let says = (card.fund.0, card.lot.0, card.gift.map(|gift| gift.0), card.gone.is_none());
        assert_eq!(says, (piece.place.1, piece.lot, piece.gift, free), "card {number}: {card:?}, {piece:?}");
    }
}

fn rounds(books: &Books, ledger: &mut Ledger) {
    for no in 1..=books.rounds_given {
        let Some(round) = books.rounds.get(&no) else {
            assert!(ledger.round(RoundNo(no)).is_err(), "round {no} was not approved");
            continue;
        };
        let found = ledger.round(RoundNo(no)).unwrap();
        let says = (found.day, found.notice_days, found.answer, found.noticed);
        assert_eq!(says, (round.day, round.notice_days, round.answer, round.noticed), "round {no}");
        assert_eq!(found.rows.len(), round.rows.len());
        for (found, row) in found.rows.iter().zip(&round.rows) {
            let status = match found.status {
                RowStatus::Granted => Status::Granted,
                RowStatus::Paid => Status::Paid,
                RowStatus::Arrived => Status::Arrived,
                RowStatus::Dropped(_) => Status::Dropped,
            };
            let lots: Vec<_> =
                found.lots.iter().map(|l| (l.entry.0, i64::from(l.pieces), l.value.get())).collect();
            let parts: Vec<_> = row.parts.iter().map(|p| (p.lot, p.pieces, p.value)).collect();
            assert_eq!(
                (status, found.value.get(), lots),
                (row.status, row.value, parts),
                "of round {no}: {row:?}"
            );
            let given = (found.case, found.person, found.gift, found.given);
            assert_eq!(given, (row.row.case, row.row.person, row.row.gift, row.row.given));
        }
    }
    let cases = ledger.cases().unwrap();
    assert_eq!(cases.len(), books.cases.len());
    for (no, found) in cases {
        let case = &books.cases[at(no.0)];
        assert_eq!(found.granted.is_some(), case.granted, "case {no}: {found:?}");
    }
}

fn granted(books: &Books, ledger: &mut Ledger) {
    for programme in 1..=4 {
        for person in 1..=NEEDY {
            let found = ledger.granted(ProgrammeNo(programme), PersonNo(person)).unwrap();
            for of in [None, Some(2024), Some(2025), Some(2026)] {
                let (times, sum) = found.sum(of).unwrap();
                let model = books.granted(programme, person, of);
                assert_eq!((times, sum.get()), model, "granted to {person} under {programme} in {of:?}");
            }
        }
        for year in 2023..=2027 {
            let found = ledger.granted_in(ProgrammeNo(programme), year).unwrap();
            assert_eq!(found.get(), books.spent(programme, year), "spent of {programme} in {year}");
        }
    }
    for person in 1..=NEEDY {
        let cases = books.cases.iter().zip(1..).filter(|(case, _)| case.person == person);
        let cases: Vec<CaseNo> = cases.map(|(_, no)| CaseNo(no)).collect();
        assert_eq!(ledger.cases_of(PersonNo(person)).unwrap(), cases);
    }
}

fn cash(books: &Books, ledger: &mut Ledger) {
    let mut sums = BTreeMap::new();
    for (fund, account, sum) in ledger.balances().unwrap() {
        *sums.entry((fund.0, account.0)).or_insert(0) += sum.get();
    }
    let on = |fund, account| sums.get(&(fund, account)).copied().unwrap_or(0);
    for fund in 0..4 {
        let bank = if fund == 0 { 100_202 } else { 100_201 };
        assert_eq!(on(fund, bank), books.cash_of(fund, None), "cash of {fund}");
        let bound = ledger.bound_in(FundNo(fund)).unwrap();
        // What of a gift waits is kept with the fund's other money that waits.
        let waiting: i64 = books
            .gifts
            .iter()
            .zip(1..)
            .filter(|(gift, _)| gift.fund == fund)
            .map(|(_, no)| books.waiting_for(None, Some(no)))
            .sum();
        let expected = if fund == 0 { 0 } else { books.bound_in(fund) - waiting };
        assert_eq!(bound.get(), expected, "bound in {fund}");
        let goods: i64 =
            (1..).take(books.items.len()).map(|i| books.shelf.value((i, fund), Which::Any)).sum();
        let there =
            if fund == 0 { HELD_GOODS.map(|account| on(0, account)).iter().sum() } else { on(fund, GOODS) };
        assert_eq!(there, goods, "goods of {fund}, by vouchers and by pieces");
        let reserved = ledger.state().amount(&Key::Reserved(FundNo(fund))).unwrap();
        let expected = if fund == 0 { 0 } else { books.fund_reserved(fund) + waiting };
        assert_eq!(reserved.get(), expected, "reserved in {fund}");
    }
    let held: i64 = books
        .gifts
        .iter()
        .zip(1..)
        .filter(|(gift, _)| gift.fund == 0)
        .map(|(gift, no)| gift.cash + books.gift_goods(no))
        .sum();
    assert_eq!(-on(0, OWED), held, "owed onwards, and what is left of gifts");
    let (money, goods) = ledger.held_as_gifts().unwrap();
    assert_eq!(money.get() + goods.get(), held);
    assert_eq!(books.cash_of(0, None), books.bound_in(0), "what is held in money");
}
