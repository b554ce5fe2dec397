//! The vectors of rules version 4: relief by rules, rounds, bound gifts and goods, in both charts.
//!
//! Owns: what these vectors say. Refuses to know: how they are checked, and what goods are worth: the program works it
//! out, and the second reader by itself.

#[path = "vector_bad_relief.rs"]
mod bad;

pub use bad::bad_relief;

use super::{Book, CARE, TODAY, account, at, care_fund, code, committed, fen, key, on, operator};
use crate::maker::{day, gift, line};
use jinguo::base::{CaseNo, FundNo, GiftNo, Hash32, HouseholdNo, ItemNo, PersonNo, ProgrammeNo, RoundNo};
use jinguo::book::Draft;
use jinguo::entry::*;

/// The parcel, and a card with numbers of eight digits.
const PARCEL: u32 = 1;
const CARD: u32 = 2;

fn programme(no: u32, fund: u32) -> Body {
    let (code, name, fund) = (code(&format!("JZ{no}")), line(&format!("救助项目{no}")), FundNo(fund));
    Body::Programme(ProgrammeAdded { no: ProgrammeNo(no), code, name, fund, purpose: line(CARE) })
}

fn set(programme: u32, from: u32, rules: ReliefRules) -> Body {
    Body::ReliefRules(RulesSet { programme: ProgrammeNo(programme), from: day(from), rules })
}

/// Once in a lifetime, after every step that there is.
fn strict() -> ReliefRules {
    ReliefRules {
        funds: vec![FundNo(1)],
        categories: vec![line("两癌患者")],
        areas: vec![line("雉城街道")],
        least: fen(10_000),
        most: fen(1_000_000),
        lifetime: Cap { times: 1, amount: fen(1_000_000) },
        household: PerHousehold::Year,
        year_budget: fen(5_000_000),
        round_budget: fen(2_000_000),
        papers: 2,
        steps: Steps {
            application: true,
            visit: true,
            review: true,
            approval: true,
            answer: true,
            notice_days: 5,
        },
        ..ReliefRules::unbounded(Gives::Money)
    }
}

/// Money or goods, some times a year.
fn plain() -> ReliefRules {
    let yearly = Cap { times: 9, amount: fen(500_000) };
    ReliefRules {
        most_pieces: 4,
        yearly,
        year_budget: fen(1_000_000),
        ..ReliefRules::unbounded(Gives::Either)
    }
}

fn case(no: u64, what: CaseWhat) -> Body {
    Body::Case(CaseEvent { case: CaseNo(no), what })
}

fn round(no: u32, what: RoundWhat) -> Body {
    Body::Round(RoundEvent { round: RoundNo(no), what })
}

fn row(case: u64, person: u64, gift: u64, given: u64) -> Row {
    let some = |no: u64| (no > 0).then_some(no);
    Row {
        case: some(case).map(CaseNo),
        person: PersonNo(person),
        gift: some(gift).map(GiftNo),
        given,
        paper: None,
    }
}

fn proposed(no: u32, programme: u32, fund: u32, item: u32, rows: Vec<Row>) -> Body {
    let item = (item > 0).then_some(ItemNo(item));
    let (programme, fund) = (ProgrammeNo(programme), FundNo(fund));
    round(no, RoundWhat::Proposed(Proposal { programme, fund, item, rows }))
}

fn rows(numbers: &[u16]) -> Rows {
    Rows::new(numbers.to_vec()).unwrap()
}

fn paid(no: u32, numbers: &[u16]) -> Body {
    round(no, RoundWhat::Paid { rows: rows(numbers) })
}

fn of_gift(no: u64, what: GiftWhat) -> Body {
    Body::Gift(GiftEvent { gift: GiftNo(no), what })
}

fn agreed(no: u64, donor: Option<u64>, fund: u32, programme: Option<u32>, persons: &[u64]) -> Body {
    let bound =
        Bound::new(programme.map(ProgrammeNo), persons.iter().copied().map(PersonNo).collect()).unwrap();
    of_gift(no, GiftWhat::Agreed { donor: donor.map(PersonNo), fund: FundNo(fund), bound })
}

fn came(no: u64, amount: i64) -> Body {
    of_gift(no, GiftWhat::Received { amount: fen(amount) })
}

fn went(no: u64, amount: i64) -> Body {
    of_gift(no, GiftWhat::GivenBack { amount: fen(amount) })
}

fn goods(item: u32, what: GoodsWhat) -> Body {
    Body::Goods(GoodsEvent { item: ItemNo(item), what })
}

fn pile(fund: u32, gift: u64, pieces: u32, first: u64) -> Pile {
    let gift = (gift > 0).then_some(GiftNo(gift));
    Pile { fund: FundNo(fund), gift, pieces, first: (first > 0).then_some(first) }
}

fn received(item: u32, pile: Pile, donor: Option<u64>, worth: Worth) -> Body {
    goods(item, GoodsWhat::Received { pile, donor: donor.map(PersonNo), worth })
}

fn bought(item: u32, pile: Pile, amount: i64) -> Body {
    goods(item, GoodsWhat::Bought { pile, seller: Some(PersonNo(4)), amount: fen(amount) })
}

fn counted(item: u32, fund: u32, on_the_books: u32, counted: u32, missing: &[u64]) -> Body {
    let missing = missing.to_vec();
    goods(item, GoodsWhat::Counted { fund: FundNo(fund), on_the_books, counted, missing })
}

/// A draft of that day with so many papers.
fn of(business: u32, papers: u8, body: Body) -> Draft {
    let attachments = (0..papers).map(|no| Hash32([0x70 + no; 32])).collect();
    Draft { attachments, ..Draft::new(day(business), body) }
}

impl Book {
    /// Prepared by the first operator, approved by the second: by the rules, or because the first asks for it.
    fn both(&mut self, draft: Draft) -> u64 {
        self.write(1, vec![draft]);
        let asked = self.scribe.entries();
        assert!(self.scribe.entry(asked).prepared);
        self.approve(2, asked)
    }

    fn lists(&mut self, business: u32, body: Body) -> u64 {
        self.write(1, vec![of(business, 1, body)]);
        self.scribe.entries()
    }
}

/// Funds, people with bank cards, programmes, gifts and goods, by one operator.
fn begun(chart: Chart) -> Book {
    let mut book = Book::new(chart);
    book.rules = 4;
    let names = [("王芳", 1), ("李梅", 2), ("赵兰", 3), ("示例商贸有限公司", 4)];
    let mut people = Vec::new();
    for (no, (name, lookup)) in (1..).zip(names) {
        let sort = if no < 4 { PersonSort::Natural } else { PersonSort::Organisation };
        let mut person = book.person(no, sort, name, lookup);
        if no == 1 {
            let card = committed(person.subject, 5, "6222000099990001");
            person.commitments.push((Field::BankCard, card));
        }
        people.push(Body::Person(person));
    }
    let begun = vec![
        care_fund(1, "GA", Restriction::Donors),
        care_fund(2, "GZ", Restriction::Office),
        account(1, "XJ", MoneySort::Cash),
        programme(1, 1),
        programme(2, 1),
        programme(3, 2),
    ];
    book.by(1, [begun, people].concat());
    let home = |person, no| {
        let household = Some(HouseholdNo(no));
        Body::Household(HouseholdJoined { person: PersonNo(person), household })
    };
    let item = |no, name, unit, digits| {
        goods(no, GoodsWhat::Added(Item { name: line(name), unit: line(unit), digits }))
    };
    book.by(
        1,
        vec![
            home(1, 1),
            home(2, 2),
            home(3, 3),
            gift(1, None, 1_000_000, DonationSource::Gift),
            gift(2, Some(4), 300_000, DonationSource::Gift),
            set(1, 20_250_101, strict()),
            // From then on a paper more: the row's own, on top of those of the application.
            set(1, 20_260_302, ReliefRules { papers: 3, ..strict() }),
            set(2, 20_250_101, plain()),
            set(3, 20_260_301, ReliefRules { papers: 1, ..ReliefRules::unbounded(Gives::Money) }),
            item(1, "母亲邮包", "个", 0),
            item(2, "购物卡", "张", 8),
        ],
    );
    book
}

/// Gifts to a programme, to persons, and of goods; what came back of them, and what was recorded wrongly.
fn gifts(book: &mut Book) {
    let first = agreed(1, Some(4), 1, Some(1), &[]);
    book.write(1, vec![on(first), of(20_251_229, 0, agreed(2, None, 0, None, &[1, 2]))]);
    book.by(1, vec![agreed(3, Some(4), 1, Some(2), &[]), came(1, 700_000), came(1, 700_000)]);
    let twice = book.scribe.entries();
    let back = book.by(1, vec![book.reversal(twice), came(2, 250_000), went(1, 50_000), went(2, 10_000)]);
    book.by(1, vec![book.reversal(back)]);
    book.write(1, vec![at(Some(1), None, came(2, 20_000)), at(Some(1), None, went(2, 5_000))]);
}

/// Two lots of a gift, some of nobody, cards, and goods held for others since the year before.
fn stock(book: &mut Book) {
    let before = Draft {
        voucher_date: Some(day(20_251_231)),
        ..Draft::new(day(20_251_230), received(PARCEL, pile(0, 2, 3, 0), None, Worth::Fair(fen(10_000))))
    };
    book.write(1, vec![before]);
    let wrong = book.by(
        1,
        vec![
            received(PARCEL, pile(1, 3, 3, 0), None, Worth::Document(fen(20_000))),
            received(PARCEL, pile(1, 0, 7, 0), Some(4), Worth::Fair(fen(10_000))),
            received(PARCEL, pile(1, 3, 7, 0), None, Worth::Fair(fen(30_000))),
            received(CARD, pile(2, 0, 5, 501), None, Worth::Unknown),
            bought(CARD, pile(1, 0, 10, 10_000_001), 99_999),
            bought(PARCEL, pile(0, 2, 2, 0), 7_001),
            bought(PARCEL, pile(2, 0, 2, 0), 4_000),
        ],
    );
    let again = bought(CARD, pile(1, 0, 10, 10_000_001), 99_999);
    book.by(1, vec![book.reversal(wrong), book.reversal(wrong - 2), again]);
    // One more than on the books, and the same once more, with nothing to say.
    book.by(1, vec![counted(PARCEL, 1, 17, 18, &[]), counted(PARCEL, 1, 18, 18, &[])]);
}

/// Parcels out of two lots, that come back and go again; cards by their numbers.
fn handed_out(book: &mut Book) {
    let parcels = vec![row(0, 1, 3, 1), row(0, 2, 3, 1), row(0, 3, 3, 2)];
    book.by(1, vec![proposed(1, 2, 1, PARCEL, parcels)]);
    book.lists(TODAY, paid(1, &[1, 2]));
    book.lists(TODAY, paid(1, &[3]));
    let (reason, of_it) = (BackReason::NotCollected, rows(&[2, 3]));
    book.by(1, vec![round(1, RoundWhat::CameBack { reason, rows: of_it })]);
    book.lists(TODAY, paid(1, &[3]));
    book.lists(TODAY, paid(1, &[2]));
    let cards = vec![row(0, 1, 0, 10_000_003), row(0, 2, 0, 10_000_001), row(0, 3, 0, 10_000_010)];
    book.by(1, vec![proposed(2, 2, 1, CARD, cards)]);
    let wrong = book.lists(TODAY, paid(2, &[1, 2]));
    book.by(1, vec![book.reversal(wrong)]);
    book.lists(TODAY, paid(2, &[2]));
    let (reason, of_it) = (DropReason::Declined, rows(&[3]));
    book.by(1, vec![round(2, RoundWhat::Dropped { reason, rows: of_it })]);
    book.lists(TODAY, paid(2, &[1]));
    // Of a gift held for others: goods, and money in cash.
    book.by(1, vec![proposed(3, 2, 0, PARCEL, vec![row(0, 1, 2, 2), row(0, 2, 2, 2)])]);
    book.lists(TODAY, paid(3, &[1, 2]));
    book.by(1, vec![proposed(4, 2, 0, 0, vec![row(0, 1, 2, 30_000), row(0, 2, 2, 7_000)])]);
    book.write(1, vec![at(Some(1), None, paid(4, &[2]))]);
    book.by(1, vec![paid(4, &[1])]);
    let (reason, of_it) = (BackReason::Other, rows(&[2]));
    book.write(1, vec![at(Some(1), None, round(4, RoundWhat::CameBack { reason, rows: of_it }))]);
    // A card of no known worth: nothing is posted.
    book.by(1, vec![proposed(5, 2, 2, CARD, vec![row(0, 3, 0, 502)])]);
    book.lists(TODAY, paid(5, &[1]));
}

/// Three apply to the strict programme, are looked at, and stand in a round with its notice up.
fn up_to_notice(book: &mut Book, no: u32) {
    let (programme, item) = (ProgrammeNo(1), None);
    for person in 1..=3 {
        let asked = if person == 2 { 0 } else { 200_000 };
        let applied = CaseWhat::Applied { programme, person: PersonNo(person), item, asked };
        book.write(1, vec![of(20_260_228, 2, case(person, applied))]);
        for step in [LookStep::Visit, LookStep::Review] {
            book.write(1, vec![of(20_260_301, 0, case(person, CaseWhat::Looked { step, fits: true }))]);
        }
    }
    let with_paper = |row| Row { paper: Some(Hash32([0x66; 32])), ..row };
    let granted = [row(1, 1, 1, 200_000), row(2, 2, 0, 150_000), row(3, 3, 1, 200_000)];
    let granted = granted.into_iter().map(with_paper).collect();
    book.both(of(20_260_302, 0, proposed(no, 1, 1, 0, granted)));
    book.write(1, vec![of(20_260_303, 0, round(no, RoundWhat::Noticed))]);
}

/// A round after every step; a row comes back and is paid again, another is paid by mistake, a third is dropped.
fn by_two(book: &mut Book) {
    up_to_notice(book, 6);
    let (reason, of_it) = (DropReason::Objection, rows(&[3]));
    book.write(1, vec![of(20_260_306, 0, round(6, RoundWhat::Dropped { reason, rows: of_it }))]);
    // Her application is open again, and is found not to fit; then she may apply anew.
    let refused = CaseWhat::Looked { step: LookStep::Visit, fits: false };
    let (programme, item) = (ProgrammeNo(1), None);
    let late = CaseWhat::Applied { programme, person: PersonNo(3), item, asked: 10_000 };
    book.write(1, vec![of(20_260_306, 0, case(3, refused)), of(20_260_307, 3, case(4, late))]);
    let wrong = book.by(1, vec![paid(6, &[1, 2])]);
    book.by(1, vec![book.reversal(wrong)]);
    book.by(1, vec![paid(6, &[1, 2])]);
    let (reason, of_it) = (BackReason::NameDiffers, rows(&[2]));
    book.by(1, vec![round(6, RoundWhat::Answered { rows: rows(&[1]) })]);
    book.by(1, vec![round(6, RoundWhat::CameBack { reason, rows: of_it })]);
    book.by(1, vec![paid(6, &[2])]);
    book.by(1, vec![round(6, RoundWhat::Answered { rows: rows(&[2]) })]);
}

/// Other rules, a gift bound anew, a count with fewer, and what may wait because somebody asks for it.
fn decided(book: &mut Book) {
    let two_of_them =
        ReliefRules { papers: 1, steps: Steps { approval: true, ..Steps::default() }, ..plain() };
    book.both(on(set(3, 20_260_302, ReliefRules { gives: Gives::Money, most_pieces: 0, ..two_of_them })));
    let (programme, fund, person) = (ProgrammeNo(3), FundNo(2), PersonNo(1));
    let paid = Disbursement { programme, fund, person, amount: fen(20_000) };
    let given = book.both(of(TODAY, 1, Body::Disbursement(paid)));
    book.by(1, vec![book.reversal(given)]);
    let bound = Bound::new(Some(ProgrammeNo(2)), vec![PersonNo(3)]).unwrap();
    book.both(on(of_gift(1, GiftWhat::BoundAnew { bound, consent: Hash32([0x67; 32]) })));
    // Seven of nobody, one found, and what was not handed out of a gift: whosever is oldest.
    book.both(on(counted(PARCEL, 1, 14, 5, &[])));
    // Two cards of nobody and one of a gift, that came later and has a lower number.
    book.by(1, vec![received(CARD, pile(1, 3, 2, 21), None, Worth::Document(fen(5_001)))]);
    book.both(on(counted(CARD, 1, 10, 7, &[22, 10_000_002, 10_000_010])));
    book.both(on(counted(PARCEL, 0, 1, 0, &[])));
    book.by(1, vec![goods(PARCEL, GoodsWhat::GivenBack { pile: pile(1, 3, 2, 0) })]);
    book.both(Draft { prepare: true, ..on(went(1, 30_000)) });
    // What waited has its place in stock from when it waits.
    book.write(1, vec![Draft { prepare: true, ..on(bought(PARCEL, pile(1, 1, 3, 0), 10_000)) }]);
    let asked = book.scribe.entries();
    book.by(1, vec![received(PARCEL, pile(1, 1, 3, 0), None, Worth::Document(fen(30_000)))]);
    book.approve(2, asked);
    book.by(1, vec![proposed(7, 2, 1, PARCEL, vec![row(0, 3, 1, 2)])]);
    book.lists(TODAY, self::paid(7, &[1]));
    // One that waits, and is not let through.
    book.write(1, vec![Draft { prepare: true, ..on(went(1, 1_000)) }]);
    let asked = book.scribe.entries();
    let rejected = book.decided(asked, Decision::Rejected, None);
    book.write(2, vec![rejected]);
    // Two rounds wait, and the first is not let through: its number is gone.
    let of_person = |no, person| proposed(no, 3, 2, 0, vec![row(0, person, 0, 5_000)]);
    book.write(1, vec![of(TODAY, 1, of_person(8, 2)), of(TODAY, 1, of_person(9, 3))]);
    let last = book.scribe.entries();
    let rejected = book.decided(last - 1, Decision::Rejected, None);
    book.write(2, vec![rejected]);
    book.approve(2, last);
}

/// Relief by rules, from gifts and goods to rounds that came back.
pub fn relief_book(chart: Chart) -> Vec<u8> {
    let mut book = begun(chart);
    gifts(&mut book);
    stock(&mut book);
    handed_out(&mut book);
    book.by(1, vec![operator(2, "李静", &key(0x12), Role::Checker)]);
    by_two(&mut book);
    decided(&mut book);
    book.scribe.bytes
}
