//! What random lives seldom meet, told by name; the model looks on.
//!
//! Owns: these stories. Refuses to know: anything that a random life tells as well.

use super::compare::same;
use super::judge::{What, Wish};
use super::lives::World;
use super::office::{CARDS, day};
use jinguo::base::{
    CaseNo, Date, Fen, FundNo, GiftNo, Hash32, HouseholdNo, ItemNo, PersonNo, ProgrammeNo, RoundNo,
};
use jinguo::book::Refusal;
use jinguo::book::relief::ReliefRefusal;
use jinguo::entry::*;

pub const GIFT: GiftNo = GiftNo(1);

/// Rules that ask for nothing.
pub fn open_rules() -> ReliefRules {
    ReliefRules::unbounded(Gives::Either)
}

pub fn row(person: u64, given: u64) -> Row {
    Row { case: None, person: PersonNo(person), gift: None, given, paper: None }
}

pub fn of_gift(person: u64, given: u64) -> Row {
    Row { gift: Some(GIFT), ..row(person, given) }
}

pub fn rows(numbers: &[u16]) -> Rows {
    Rows::new(numbers.to_vec()).unwrap()
}

/// A desk at which everything is tried, right or wrong, beside the model.
pub struct Desk {
    pub world: World,
    pub today: Date,
}

impl Desk {
    pub fn new(two: bool) -> Desk {
        Desk { world: World::new(two), today: day(2025, 3, 1) }
    }

    pub fn may(&mut self, what: What) -> Result<u64, Refusal> {
        self.may_with(what, 1)
    }

    pub fn may_with(&mut self, what: What, papers: usize) -> Result<u64, Refusal> {
        let wish = Wish { by: 1, on: self.today, papers, prepare: false, what };
        let made = self.world.attempt(&wish, None);
        same(&self.world.model.books(), self.world.office.ledger());
        made
    }

    pub fn must(&mut self, body: Body) -> u64 {
        self.may(What::Body(body)).unwrap()
    }

    pub fn rules(&mut self, programme: u32, from: Date, rules: ReliefRules) -> u64 {
        self.must(Body::ReliefRules(RulesSet { programme: ProgrammeNo(programme), from, rules }))
    }

    pub fn round(&mut self, no: u32, what: RoundWhat) -> u64 {
        self.must(Body::Round(RoundEvent { round: RoundNo(no), what }))
    }

    pub fn proposed(&mut self, no: u32, said: Proposal) -> u64 {
        self.round(no, RoundWhat::Proposed(said))
    }

    pub fn relief(&mut self, programme: u32, person: u64, amount: i64) -> Result<u64, Refusal> {
        self.may(What::Body(Body::Disbursement(Disbursement {
            programme: ProgrammeNo(programme),
            fund: FundNo(1),
            person: PersonNo(person),
            amount: Fen::new(amount),
        })))
    }

    pub fn household(&mut self, person: u64, household: u64) {
        let household = Some(HouseholdNo(household));
        self.must(Body::Household(HouseholdJoined { person: PersonNo(person), household }));
    }

    pub fn gift(&mut self, what: GiftWhat) -> u64 {
        self.must(Body::Gift(GiftEvent { gift: GIFT, what }))
    }

    pub fn agreed(&mut self, fund: u32, persons: &[u64]) -> u64 {
        let persons = persons.iter().copied().map(PersonNo).collect();
        let bound = Bound::new(None, persons).unwrap();
        self.gift(GiftWhat::Agreed { donor: Some(PersonNo(9)), fund: FundNo(fund), bound })
    }

    pub fn goods(&mut self, item: u32, pile: Pile, worth: Worth) -> u64 {
        let what = GoodsWhat::Received { pile, donor: None, worth };
        self.must(Body::Goods(GoodsEvent { item: ItemNo(item), what }))
    }

    pub fn undo(&mut self, original: u64) -> Result<u64, Refusal> {
        self.may(What::Reverse(original))
    }
}

pub fn pile(fund: u32, gift: Option<GiftNo>, pieces: u32) -> Pile {
    Pile { fund: FundNo(fund), gift, pieces, first: None }
}

pub fn proposal(programme: u32, fund: u32, item: Option<u32>, rows: Vec<Row>) -> Proposal {
    Proposal { programme: ProgrammeNo(programme), fund: FundNo(fund), item: item.map(ItemNo), rows }
}

/// A household had something for as long as one of its grants stands, however much was granted to her after it and
/// wherever she lives now.
#[test]
fn a_grant_that_is_taken_back_was_of_the_household_of_its_time() {
    let mut desk = Desk::new(false);
    let relief: Vec<u64> = (0..6).map(|n| desk.relief(1, 1, 1000 + n).unwrap()).collect();
    desk.household(1, 2);
    let last = desk.relief(1, 3, 500).unwrap();
    let one_a_household = ReliefRules { household: PerHousehold::Lifetime, ..open_rules() };
    let today = desk.today;
    desk.rules(1, today, one_a_household);
    // P-2 is of the household in which P-1 was; P-4 of that of P-3 and now of P-1.
    for original in &relief {
        assert!(desk.relief(1, 2, 100).is_err());
        desk.undo(*original).unwrap();
    }
    assert!(desk.relief(1, 4, 100).is_err());
    desk.relief(1, 2, 100).unwrap();
    desk.undo(last).unwrap();
    desk.relief(1, 4, 100).unwrap();
}

/// The paper of a row counts with those of its application.
#[test]
fn papers_of_the_application_the_row_and_the_entry_count_together() {
    let mut desk = Desk::new(false);
    let steps = Steps { application: true, ..Steps::default() };
    let today = desk.today;
    desk.rules(1, today, ReliefRules { steps, papers: 2, ..open_rules() });
    let (programme, person) = (ProgrammeNo(1), PersonNo(1));
    let what = CaseWhat::Applied { programme, person, item: None, asked: 0 };
    let applied = What::Body(Body::Case(CaseEvent { case: CaseNo(1), what }));
    assert!(desk.may(applied.clone()).is_err());
    desk.may_with(applied, 2).unwrap();
    desk.today = day(2025, 4, 1);
    desk.rules(1, day(2025, 4, 1), ReliefRules { steps, papers: 4, ..open_rules() });
    let with_paper = Row { case: Some(CaseNo(1)), paper: Some(Hash32([4; 32])), ..row(1, 500) };
    let said = |row| {
        What::Body(Body::Round(RoundEvent {
            round: RoundNo(1),
            what: RoundWhat::Proposed(proposal(1, 1, None, vec![row])),
        }))
    };
    assert!(desk.may_with(said(with_paper), 0).is_err());
    assert!(desk.may_with(said(Row { paper: None, ..with_paper }), 1).is_err());
    desk.may_with(said(with_paper), 1).unwrap();
}

/// What nobody can put a value on is taken back like everything else.
#[test]
fn goods_without_a_value_come_and_go_and_are_taken_back() {
    let mut desk = Desk::new(false);
    let today = desk.today;
    desk.rules(1, today, open_rules());
    let came = desk.goods(1, pile(1, None, 3), Worth::Unknown);
    desk.proposed(1, proposal(1, 1, Some(1), vec![row(1, 2)]));
    assert!(desk.undo(came).is_err(), "two of them are granted");
    let paid = desk.round(1, RoundWhat::Paid { rows: rows(&[1]) });
    desk.undo(paid).unwrap();
    desk.round(1, RoundWhat::Dropped { reason: DropReason::Declined, rows: rows(&[1]) });
    desk.undo(came).unwrap();
    assert!(desk.undo(came).is_err());
}

#[test]
fn only_goods_of_a_gift_go_back_to_a_donor() {
    let mut desk = Desk::new(false);
    desk.goods(1, pile(1, None, 3), Worth::Fair(Fen::new(100)));
    let back = GoodsWhat::GivenBack { pile: pile(1, None, 1) };
    let refused = desk.may(What::Body(Body::Goods(GoodsEvent { item: ItemNo(1), what: back })));
    assert_eq!(refused, Err(ReliefRefusal::GiftNeeded.into()));
}

/// A reversal that waits takes money of a gift: nobody else does meanwhile, and it can be approved.
#[test]
fn a_reversal_that_waits_keeps_what_it_takes_from_the_gift() {
    let mut desk = Desk::new(true);
    desk.agreed(1, &[1]);
    let today = desk.today;
    desk.rules(1, today, open_rules());
    let came = desk.gift(GiftWhat::Received { amount: Fen::new(400_000) });
    let waits = desk.undo(came).unwrap();
    let said = proposal(1, 1, None, vec![of_gift(1, 1)]);
    let refused =
        desk.may(What::Body(Body::Round(RoundEvent { round: RoundNo(1), what: RoundWhat::Proposed(said) })));
    assert!(refused.is_err());
    let on = desk.today;
    let what = What::Decide(waits, Decision::Approved);
    desk.world.attempt(&Wish { by: 2, on, papers: 0, prepare: false, what }, None).unwrap();
    same(&desk.world.model.books(), desk.world.office.ledger());
}

/// The lot's value by the page: 10.01 for three pieces.
#[test]
fn pieces_are_worth_their_part_rounded_down_and_the_last_what_is_left() {
    let mut desk = Desk::new(false);
    let today = desk.today;
    desk.rules(1, today, open_rules());
    desk.goods(1, pile(1, None, 3), Worth::Fair(Fen::new(1001)));
    desk.goods(1, pile(1, None, 1), Worth::Fair(Fen::new(7)));
    desk.proposed(1, proposal(1, 1, Some(1), vec![row(1, 1), row(2, 1), row(3, 2)]));
    desk.round(1, RoundWhat::Paid { rows: rows(&[1]) });
    desk.round(1, RoundWhat::Paid { rows: rows(&[2, 3]) });
    let value = |desk: &mut Desk| {
        let found = desk.world.office.ledger().round(RoundNo(1)).unwrap();
        found.rows.iter().map(|row| row.value.get()).collect::<Vec<_>>()
    };
    assert_eq!(value(&mut desk), [333, 334, 334 + 7]);
    let reason = BackReason::NotCollected;
    desk.round(1, RoundWhat::CameBack { reason, rows: rows(&[1]) });
    desk.round(1, RoundWhat::CameBack { reason, rows: rows(&[3]) });
    // What came back lies in its lot again: two pieces of it, worth 667 together, and the one of the younger lot.
    desk.round(1, RoundWhat::Paid { rows: rows(&[3]) });
    desk.round(1, RoundWhat::Paid { rows: rows(&[1]) });
    assert_eq!(value(&mut desk), [7, 334, 667]);
}

/// Each card goes to its row, comes back, and goes again, once.
#[test]
fn cards_are_handed_out_once_each() {
    let mut desk = Desk::new(false);
    let today = desk.today;
    desk.rules(1, today, open_rules());
    let cards = Pile { first: Some(101), ..pile(1, None, 8) };
    desk.goods(CARDS.0, cards, Worth::Document(Fen::new(8 * 333)));
    let all: Vec<Row> = (1..=8).map(|person| row(person, 100 + person)).collect();
    desk.proposed(1, proposal(1, 1, Some(CARDS.0), all));
    let handed: Vec<u16> = (1..=8).collect();
    let paid = desk.round(1, RoundWhat::Paid { rows: rows(&handed) });
    desk.undo(paid).unwrap();
    desk.round(1, RoundWhat::Paid { rows: rows(&[8, 1]) });
    let twice = RoundWhat::Paid { rows: rows(&[1]) };
    assert!(desk.may(What::Body(Body::Round(RoundEvent { round: RoundNo(1), what: twice }))).is_err());
}

fn may_round(desk: &mut Desk, no: u32, what: RoundWhat) -> Result<u64, Refusal> {
    desk.may(What::Body(Body::Round(RoundEvent { round: RoundNo(no), what })))
}

/// Which row of a round is refused first.
fn bad_row(refused: Result<u64, Refusal>) -> u16 {
    match refused {
        Err(Refusal::Relief(relief)) => match *relief {
            ReliefRefusal::Row { row, .. } => row,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// What she had counts wherever she lived then, and so does what anybody of her new household had.
#[test]
fn who_was_served_elsewhere_is_not_served_again() {
    let mut desk = Desk::new(false);
    desk.relief(1, 6, 1000).unwrap();
    desk.relief(1, 1, 1000).unwrap();
    desk.household(6, 3);
    desk.household(1, 4);
    let today = desk.today;
    desk.rules(1, today, ReliefRules { household: PerHousehold::Lifetime, ..open_rules() });
    assert!(desk.relief(1, 6, 100).is_err(), "she had it before she belonged to any household");
    assert!(desk.relief(1, 1, 100).is_err(), "she had it in another household");
    assert!(desk.relief(1, 2, 100).is_err(), "her household of then had it");
    desk.relief(1, 5, 100).unwrap();
}

/// What the rows before take of a gift, of a fund and of cards is not there for the later ones.
#[test]
fn rows_take_from_those_after_them() {
    let mut desk = Desk::new(false);
    let today = desk.today;
    desk.rules(1, today, open_rules());
    desk.agreed(1, &[1, 2, 3]);
    desk.gift(GiftWhat::Received { amount: Fen::new(1_000) });
    let of_one_gift = vec![of_gift(1, 600), of_gift(2, 401), of_gift(3, 400)];
    let said = RoundWhat::Proposed(proposal(1, 1, None, of_one_gift.clone()));
    assert_eq!(bad_row(may_round(&mut desk, 1, said)), 2);
    let said = proposal(1, 1, None, of_one_gift);
    let bad = desk.world.office.ledger().bad_rows(today, 0, &said).unwrap();
    // The second takes nothing, so the third can be.
    assert_eq!(bad.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2]);
    let cards = Pile { first: Some(7), ..pile(1, None, 2) };
    desk.goods(CARDS.0, cards, Worth::Document(Fen::new(300)));
    let same_card = vec![row(1, 7), row(2, 7), row(3, 8)];
    let said = RoundWhat::Proposed(proposal(1, 1, Some(CARDS.0), same_card));
    assert_eq!(bad_row(may_round(&mut desk, 1, said)), 2);
    let card_of_another_fund = vec![row(1, 7)];
    let said = RoundWhat::Proposed(proposal(1, 2, Some(CARDS.0), card_of_another_fund));
    assert_eq!(bad_row(may_round(&mut desk, 1, said)), 1);
    let said = RoundWhat::Proposed(proposal(1, 1, Some(1), vec![row(1, 1_000_000_001)]));
    assert_eq!(bad_row(may_round(&mut desk, 1, said)), 1);
}

/// Goods count for the year's budget when they are handed out, with all that was granted and handed out before.
#[test]
fn goods_are_handed_out_within_the_budget_of_the_year() {
    let mut desk = Desk::new(false);
    let today = desk.today;
    desk.rules(1, today, ReliefRules { year_budget: Fen::new(1_000), ..open_rules() });
    desk.goods(1, pile(1, None, 4), Worth::Fair(Fen::new(1_600)));
    desk.relief(1, 1, 300).unwrap();
    desk.proposed(1, proposal(1, 1, Some(1), vec![row(1, 1), row(2, 1), row(3, 1)]));
    // 300 and twice 400 are more than 1,000.
    assert!(may_round(&mut desk, 1, RoundWhat::Paid { rows: rows(&[1, 2]) }).is_err());
    desk.round(1, RoundWhat::Paid { rows: rows(&[1]) });
    assert!(may_round(&mut desk, 1, RoundWhat::Paid { rows: rows(&[2]) }).is_err());
    desk.round(1, RoundWhat::CameBack { reason: BackReason::Other, rows: rows(&[1]) });
    desk.round(1, RoundWhat::Paid { rows: rows(&[2]) });
    // Another year has a budget of its own; a round is of the year of its day.
    desk.today = day(2026, 1, 5);
    assert!(may_round(&mut desk, 1, RoundWhat::Paid { rows: rows(&[3]) }).is_err());
    desk.proposed(2, proposal(1, 1, Some(1), vec![row(4, 1)]));
    desk.round(2, RoundWhat::Paid { rows: rows(&[1]) });
}

/// What is granted does not go back to the donor, and what is another fund's is not missing in this one.
#[test]
fn goods_go_only_from_where_they_are_free() {
    let mut desk = Desk::new(false);
    let today = desk.today;
    desk.rules(1, today, open_rules());
    desk.agreed(1, &[1]);
    desk.goods(1, pile(1, Some(GIFT), 3), Worth::Fair(Fen::new(100)));
    desk.goods(1, pile(1, None, 5), Worth::Fair(Fen::new(100)));
    desk.proposed(1, proposal(1, 1, Some(1), vec![of_gift(1, 2)]));
    let back = |desk: &mut Desk, pieces| {
        let what = GoodsWhat::GivenBack { pile: pile(1, Some(GIFT), pieces) };
        desk.may(What::Body(Body::Goods(GoodsEvent { item: ItemNo(1), what })))
    };
    assert!(back(&mut desk, 2).is_err());
    back(&mut desk, 1).unwrap();
    desk.goods(CARDS.0, Pile { first: Some(7), ..pile(1, None, 2) }, Worth::Unknown);
    desk.goods(CARDS.0, Pile { first: Some(17), ..pile(2, None, 2) }, Worth::Unknown);
    let count = |desk: &mut Desk, number| {
        let (fund, missing) = (FundNo(1), vec![number]);
        let what = GoodsWhat::Counted { fund, on_the_books: 2, counted: 1, missing };
        desk.may(What::Body(Body::Goods(GoodsEvent { item: CARDS, what })))
    };
    assert!(count(&mut desk, 17).is_err());
    count(&mut desk, 8).unwrap();
}

/// A row goes its way once: paid, arrived, and perhaps back.
#[test]
fn a_row_that_arrived_is_not_paid_again() {
    let mut desk = Desk::new(false);
    let today = desk.today;
    let steps = Steps { answer: true, ..Steps::default() };
    desk.rules(1, today, ReliefRules { steps, ..open_rules() });
    desk.proposed(1, proposal(1, 1, None, vec![row(1, 500)]));
    let first = || rows(&[1]);
    assert!(may_round(&mut desk, 1, RoundWhat::Answered { rows: first() }).is_err());
    let paid = desk.round(1, RoundWhat::Paid { rows: first() });
    assert!(may_round(&mut desk, 1, RoundWhat::Paid { rows: first() }).is_err());
    desk.round(1, RoundWhat::Answered { rows: first() });
    for wrong in [
        RoundWhat::Paid { rows: first() },
        RoundWhat::Answered { rows: first() },
        RoundWhat::Dropped { reason: DropReason::Other, rows: first() },
    ] {
        assert!(may_round(&mut desk, 1, wrong).is_err());
    }
    desk.round(1, RoundWhat::CameBack { reason: BackReason::NameDiffers, rows: first() });
    assert!(desk.undo(paid).is_err(), "it came back since");
    desk.round(1, RoundWhat::Paid { rows: first() });
    assert!(desk.undo(paid).is_err(), "another entry paid it since");
}
