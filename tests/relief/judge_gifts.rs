//! The same of gifts, goods and reversals.
//!
//! Owns: their causes. Refuses to know: rounds and caps.

use super::cause::{Cause, Causes};
use super::judge::{Judge, add};
use super::model::{Status, at};
use super::shelf::{At, Which};
use jinguo::base::{FundNo, PersonNo};
use jinguo::entry::{
    Body, Bound, GiftEvent, GiftWhat, GoodsEvent, GoodsWhat, Pile, RoundEvent, RoundWhat, ThresholdOf,
};

impl Judge<'_> {
    fn bound(&self, bound: &Bound, fund: u32, causes: &mut Causes) {
        if let Some(programme) = bound.programme() {
            add(causes, at(programme.0) >= self.books.programmes.len(), Cause::Unknown);
            add(causes, !self.same_purpose(programme.0, fund), Cause::Purpose);
        }
        bound.persons().iter().for_each(|person| self.may_be_named(person.0, causes));
    }

    pub fn gift(&self, event: &GiftEvent) -> Causes {
        let mut causes = Causes::new();
        if let GiftWhat::Agreed { donor, fund, bound } = &event.what {
            add(&mut causes, at(event.gift.0) != self.books.gifts.len(), Cause::Unknown);
            add(&mut causes, fund.0 > 0 && !self.fund_exists(fund.0), Cause::Unknown);
            donor.iter().for_each(|donor| self.may_be_named(donor.0, &mut causes));
            self.bound(bound, fund.0, &mut causes);
            return causes;
        }
        let Some(gift) = self.books.gifts.get(at(event.gift.0)) else {
            add(&mut causes, true, Cause::Unknown);
            return causes;
        };
        add(&mut causes, self.wish.on < gift.day, Cause::Date);
        match &event.what {
            GiftWhat::Received { .. } => {
                gift.donor.iter().for_each(|donor| self.may_be_named(*donor, &mut causes));
            }
            GiftWhat::GivenBack { amount } => {
                self.takes(gift.fund, Some(event.gift.0), amount.get(), self.wish.on, &mut causes);
            }
            GiftWhat::BoundAnew { bound, .. } => {
                self.bound(bound, gift.fund, &mut causes);
            }
            GiftWhat::Agreed { .. } => unreachable!("asked above"),
        }
        causes
    }

    fn pile(&self, item: u32, pile: &Pile, comes: bool, causes: &mut Causes) {
        let known = &self.books.items[at(item)];
        add(causes, pile.fund.0 > 0 && !self.fund_exists(pile.fund.0), Cause::Unknown);
        match pile.gift.map(|gift| self.books.gifts.get(at(gift.0))) {
            None => add(causes, pile.fund.0 == 0, Cause::Gift),
            Some(None) => add(causes, true, Cause::Unknown),
            Some(Some(gift)) => {
                add(causes, gift.fund != pile.fund.0, Cause::Gift);
                add(causes, self.wish.on < gift.day, Cause::Date);
            }
        }
        add(causes, known.numbered() != pile.first.is_some(), Cause::Card);
        if known.numbered() && comes {
            let highest = 10_u64.pow(u32::from(known.digits)) - 1;
            add(causes, pile.numbers().any(|number| number > highest), Cause::Card);
            add(causes, pile.pieces > 10_000, Cause::Card);
            let before = |number| self.books.shelf.piece(item, number).is_some();
            add(causes, pile.numbers().take(10_000).any(before), Cause::Card);
        }
    }

    pub fn goods(&self, event: &GoodsEvent) -> Causes {
        let mut causes = Causes::new();
        let (books, item, on) = (self.books, event.item.0, self.wish.on);
        if let GoodsWhat::Added(added) = &event.what {
            add(&mut causes, at(item) != books.items.len(), Cause::Unknown);
            add(&mut causes, books.items.iter().any(|other| other.name == added.name), Cause::Stock);
            return causes;
        }
        if at(item) >= books.items.len() {
            add(&mut causes, true, Cause::Unknown);
            return causes;
        }
        let numbered = books.items[at(item)].numbered();
        match &event.what {
            GoodsWhat::Received { pile, donor, .. } => {
                self.pile(item, pile, true, &mut causes);
                donor.iter().for_each(|donor| self.may_be_named(donor.0, &mut causes));
                add(&mut causes, donor.is_some() && pile.gift.is_some(), Cause::Gift);
                if let Some(gift) = pile.gift.and_then(|gift| books.gifts.get(at(gift.0))) {
                    gift.donor.iter().for_each(|donor| self.may_be_named(*donor, &mut causes));
                }
            }
            GoodsWhat::Bought { pile, seller, amount } => {
                self.pile(item, pile, true, &mut causes);
                seller.iter().for_each(|PersonNo(seller)| self.may_be_named(*seller, &mut causes));
                if !causes.contains(&Cause::Unknown) {
                    let gift = pile.gift.map(|gift| gift.0);
                    self.takes(pile.fund.0, gift, amount.get(), on, &mut causes);
                }
            }
            GoodsWhat::Counted { fund, on_the_books, counted, missing } => {
                add(&mut causes, fund.0 > 0 && !self.fund_exists(fund.0), Cause::Unknown);
                let place = (item, fund.0);
                let there = books.shelf.there(place, Which::Any);
                add(&mut causes, there != i64::from(*on_the_books), Cause::Stock);
                add(&mut causes, counted > on_the_books && (fund.0 == 0 || numbered), Cause::Stock);
                let fewer = u64::from(on_the_books.saturating_sub(*counted));
                let named = u64::try_from(missing.len()).unwrap();
                add(&mut causes, named != if numbered { fewer } else { 0 }, Cause::Card);
                for number in missing {
                    let piece = books.shelf.piece(item, *number);
                    let in_stock = piece.is_some_and(|p| p.place == place && p.at == At::Stock);
                    let granted = books.number_reserved(item, *number);
                    add(&mut causes, !in_stock || granted, Cause::Card);
                }
            }
            GoodsWhat::GivenBack { pile } => {
                self.pile(item, pile, false, &mut causes);
                let gift = pile.gift.map(|gift| gift.0);
                add(&mut causes, gift.is_none(), Cause::Gift);
                let place = (item, pile.fund.0);
                let free = books.pieces_free(place, gift);
                if !numbered {
                    add(&mut causes, i64::from(pile.pieces) > free, Cause::Stock);
                }
                for number in pile.numbers() {
                    let piece = books.shelf.piece(item, number);
                    let there =
                        piece.is_some_and(|p| p.place == place && p.gift == gift && p.at == At::Stock);
                    add(&mut causes, !there || books.number_reserved(item, number), Cause::Card);
                }
            }
            GoodsWhat::Added(_) => unreachable!("asked above"),
        }
        causes
    }

    pub fn reversal_waits(&self, original: u64) -> bool {
        let Some(done) = self.books.done.iter().find(|done| done.no == original) else { return false };
        match &done.body {
            Body::Donation(d) => self.is_over(ThresholdOf::Fund(d.fund), d.amount.get()),
            Body::Gift(GiftEvent { gift, what: GiftWhat::Received { amount } }) => {
                let fund = FundNo(self.books.gifts[at(gift.0)].fund);
                self.is_over(ThresholdOf::Fund(fund), amount.get())
            }
            _ => false,
        }
    }

    pub fn reversal(&self, original: u64) -> Causes {
        let mut causes = Causes::new();
        let (books, on) = (self.books, self.wish.on);
        let Some(done) = books.done.iter().find(|done| done.no == original) else {
            add(&mut causes, true, Cause::Status);
            return causes;
        };
        add(&mut causes, done.reversed, Cause::Status);
        match &done.body {
            _ if done.reversed => {}
            Body::Donation(d) => self.takes(d.fund.0, None, d.amount.get(), on, &mut causes),
            Body::Disbursement(_) => {}
            Body::Round(RoundEvent { round, what: RoundWhat::Paid { rows } }) => {
                let round = &books.rounds[&round.0];
                let by_it = |row: &u16| {
                    let row = &round.rows[at(*row)];
                    matches!(row.status, Status::Paid | Status::Arrived)
                        && row.paid.is_some_and(|(by, _)| by == original)
                };
                add(&mut causes, !rows.numbers().iter().all(by_it), Cause::Status);
            }
            Body::Gift(GiftEvent { gift, what: GiftWhat::Received { amount } }) => {
                let fund = books.gifts[at(gift.0)].fund;
                add(&mut causes, amount.get() > books.gift_free(gift.0), Cause::Status);
                add(&mut causes, !self.is_covered(fund, amount.get(), on), Cause::Fund);
            }
            Body::Gift(GiftEvent { what: GiftWhat::GivenBack { .. }, .. }) => {}
            Body::Goods(GoodsEvent {
                item,
                what: GoodsWhat::Received { pile, .. } | GoodsWhat::Bought { pile, .. },
            }) => {
                add(&mut causes, !books.shelf.is_whole(done.said), Cause::Status);
                let spoken_for = if books.items[at(item.0)].numbered() {
                    pile.numbers().any(|number| books.number_reserved(item.0, number))
                } else {
                    let gift = pile.gift.map(|gift| gift.0);
                    books.pieces_free((item.0, pile.fund.0), gift) < i64::from(pile.pieces)
                };
                add(&mut causes, spoken_for, Cause::Status);
            }
            _ => add(&mut causes, true, Cause::Status),
        }
        causes
    }
}
