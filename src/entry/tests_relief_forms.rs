//! Bodies about relief, gifts and goods with a value that no such body can hold: none of them reads.
//!
//! Owns: the bounds of kinds 130 to 154, by hand. Refuses to know: what is generated.

use super::*;
use crate::base::money::MAX_FEN;
use crate::base::{CaseNo, FundNo, GiftNo, ItemNo, ProgrammeNo, RoundNo};

fn entry_of(body: Body) -> Entry {
    let business_date = Date::new(2026, 3, 8).unwrap();
    let (voucher, attachments, postings) = (None, vec![], vec![]);
    Entry { no: EntryNo(1), business_date, prepared: false, voucher, attachments, postings, body }
}

/// The first byte of the body of such an entry.
const BODY: usize = 29;

/// Whether the entry reads with those bytes of its body taken out and these put there instead.
fn reads_with(body: &Body, out: std::ops::Range<usize>, new: &[u8]) -> bool {
    let mut bytes = entry_of(body.clone()).to_bytes();
    bytes.splice(BODY + out.start..BODY + out.end, new.iter().copied());
    let length = u16::try_from(bytes.len() - BODY).unwrap();
    bytes[BODY - 2..BODY].copy_from_slice(&length.to_be_bytes());
    Entry::decode(&bytes).is_ok()
}

/// Whether the entry reads with these bytes at that place of its body; they are others than stand there.
fn reads(body: &Body, at: usize, new: &[u8]) -> bool {
    let bytes = entry_of(body.clone()).to_bytes();
    assert_ne!(&bytes[BODY + at..BODY + at + new.len()], new, "nothing changes");
    reads_with(body, at..at + new.len(), new)
}

/// A list with its `u16` count, by fixed-width numbers.
fn list<const N: usize>(items: impl IntoIterator<Item = [u8; N]>) -> Vec<u8> {
    let items: Vec<[u8; N]> = items.into_iter().collect();
    [&u16::try_from(items.len()).unwrap().to_be_bytes()[..], &items.concat()].concat()
}

const OVER: u64 = 10_000_000_000_001;

fn some_rules() -> ReliefRules {
    ReliefRules {
        gives: Gives::Either,
        funds: vec![],
        categories: vec![],
        areas: vec![],
        least: Fen::new(1),
        most: Fen::new(1),
        most_pieces: 7,
        lifetime: Cap { times: 1, amount: Fen::new(1) },
        yearly: Cap { times: 1, amount: Fen::new(1) },
        household: PerHousehold::Any,
        year_budget: Fen::new(1),
        round_budget: Fen::new(1),
        papers: 1,
        steps: Steps::default(),
    }
}

#[test]
fn bounds_of_relief_have_one_form() {
    let from = Date::new(2026, 1, 1).unwrap();
    let body = Body::ReliefRules(RulesSet { programme: ProgrammeNo(1), from, rules: some_rules() });
    const GIVES: usize = 8;
    const FUNDS: std::ops::Range<usize> = 9..10;
    const CATEGORIES: std::ops::Range<usize> = 10..11;
    const AREAS: std::ops::Range<usize> = 11..12;
    // Each amount: the least, the most, those of both caps, and the two budgets.
    const AMOUNTS: [usize; 6] = [12, 20, 34, 44, 53, 61];
    const HOUSEHOLD: usize = 52;
    const STEPS: usize = 70;
    let (over, most, less) = (OVER.to_be_bytes(), MAX_FEN.to_be_bytes(), (-1i64).to_be_bytes());
    for at in AMOUNTS {
        assert!(reads(&body, at, &0i64.to_be_bytes()) && reads(&body, at, &most), "{at}");
        assert!(!reads(&body, at, &over) && !reads(&body, at, &less), "{at}");
    }
    assert!(reads(&body, GIVES, &[1]) && !reads(&body, GIVES, &[0]) && !reads(&body, GIVES, &[4]));
    assert!(reads(&body, HOUSEHOLD, &[3]) && !reads(&body, HOUSEHOLD, &[4]));
    assert!(reads(&body, STEPS, &[31]) && reads(&body, STEPS, &[16]));
    assert!(!reads(&body, STEPS, &[32]) && !reads(&body, STEPS, &[128]));
    let funds = |all: &[u32]| {
        let count = [u8::try_from(all.len()).unwrap()];
        let all: Vec<u8> = all.iter().flat_map(|no| no.to_be_bytes()).collect();
        reads_with(&body, FUNDS, &[&count[..], &all].concat())
    };
    assert!(funds(&[0]) && funds(&[0, 1, 2, 3, 4, 5, 6, 7]));
    assert!(!funds(&[2, 1]) && !funds(&[1, 1]) && !funds(&[0, 1, 2, 3, 4, 5, 6, 7, 8]));
    for place in [CATEGORIES, AREAS] {
        let words = |all: &[&str]| {
            let mut bytes = vec![u8::try_from(all.len()).unwrap()];
            for word in all {
                bytes.extend(u16::try_from(word.len()).unwrap().to_be_bytes());
                bytes.extend(word.as_bytes());
            }
            reads_with(&body, place.clone(), &bytes)
        };
        let many: Vec<String> = (10..=30).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(words(&["两癌", "低保"]) && words(&["Z", "a"]) && words(&many[..20]), "{place:?}");
        assert!(!words(&["低保", "两癌"]) && !words(&["a", "Z"]) && !words(&["a", "a"]), "{place:?}");
        assert!(!words(&many) && !words(&[""]) && !words(&["a "]), "{place:?}");
    }
}

#[test]
fn rows_ascend_from_1_and_are_at_most_1000() {
    let rows = || Rows::new(vec![1]).unwrap();
    let (back, dropped) = (BackReason::Other, DropReason::Other);
    let kinds = [
        (RoundWhat::Paid { rows: rows() }, 4),
        (RoundWhat::CameBack { reason: back, rows: rows() }, 5),
        (RoundWhat::Answered { rows: rows() }, 4),
        (RoundWhat::Dropped { reason: dropped, rows: rows() }, 5),
    ];
    for (what, at) in kinds {
        let body = Body::Round(RoundEvent { round: RoundNo(1), what });
        let read = |rows: &[u16]| reads_with(&body, at..at + 4, &list(rows.iter().map(|r| r.to_be_bytes())));
        let all: Vec<u16> = (1..=1001).collect();
        assert!(read(&[1, 2, 700]) && read(&[u16::MAX]) && read(&all[..1000]), "{body:?}");
        assert!(!read(&[]) && !read(&[0]) && !read(&[0, 1]) && !read(&all), "{body:?}");
        assert!(!read(&[2, 1]) && !read(&[1, 1]), "{body:?}");
        for wrong in [0, 4, 8, 10] {
            assert!(at == 4 || !reads(&body, 4, &[wrong]), "{body:?}");
        }
    }
    for wrong in [vec![], vec![0], vec![3, 3], (1..=1001).collect()] {
        assert_eq!(Rows::new(wrong), None);
    }
    assert_eq!(Rows::new(vec![3, 1]).unwrap().numbers(), [1, 3]);
}

fn proposed(item: Option<u32>, row: Row, count: usize) -> Body {
    let (programme, fund) = (ProgrammeNo(1), FundNo(1));
    let what =
        RoundWhat::Proposed(Proposal { programme, fund, item: item.map(ItemNo), rows: vec![row; count] });
    Body::Round(RoundEvent { round: RoundNo(1), what })
}

fn full_row() -> Row {
    let (case, gift) = (Some(CaseNo(u64::MAX)), Some(GiftNo(u64::MAX)));
    let paper = Some(Hash32([7; 32]));
    Row { case, person: PersonNo(u64::MAX), gift, given: MAX_FEN.unsigned_abs(), paper }
}

#[test]
fn a_row_gives_something_that_can_be_given() {
    let row = Row { case: None, person: PersonNo(1), gift: None, given: 1, paper: None };
    const COUNT: usize = 16;
    const PERSON: usize = 26;
    const GIVEN: usize = 42;
    const PAPER: usize = 50;
    let (money, goods) = (proposed(None, row, 1), proposed(Some(1), row, 1));
    for body in [&money, &goods] {
        assert!(!reads(body, GIVEN, &[0; 8]) && !reads(body, PERSON, &[0; 8]) && !reads(body, PAPER, &[2]));
        assert!(reads(body, GIVEN, &MAX_FEN.to_be_bytes()));
    }
    assert!(!reads(&money, GIVEN, &OVER.to_be_bytes()));
    assert!(reads(&goods, GIVEN, &OVER.to_be_bytes()) && reads(&goods, GIVEN, &HIGHEST_CARD.to_be_bytes()));
    assert!(!reads(&goods, GIVEN, &(HIGHEST_CARD + 1).to_be_bytes()));
    assert!(!reads_with(&money, COUNT - 2..PAPER + 1, &[0, 0]));
    let one = [&[0; 8][..], &1u64.to_be_bytes(), &[0; 8], &1u64.to_be_bytes(), &[0]].concat();
    let many = |count: u16| {
        let rows = one.repeat(usize::from(count));
        reads_with(&money, COUNT..PAPER + 1, &[&count.to_be_bytes()[..], &rows].concat())
    };
    assert!(many(1000) && !many(1001) && !many(0));
}

/// The longest round there can be, with a paper and a gift in each row, is one record.
#[test]
fn the_largest_round_fits_into_one_record() {
    let largest = entry_of(proposed(Some(u32::MAX), full_row(), MOST_ROWS));
    let bytes = largest.to_bytes();
    assert_eq!(bytes.len(), BODY + 18 + 1000 * 65);
    assert!(bytes.len() <= 65_536 && bytes.len() - BODY <= usize::from(u16::MAX));
    assert_eq!(Entry::decode(&bytes), Ok(largest));
}

#[test]
fn what_is_asked_is_an_amount() {
    let what = CaseWhat::Applied { programme: ProgrammeNo(1), person: PersonNo(1), item: None, asked: 1 };
    let body = Body::Case(CaseEvent { case: CaseNo(1), what });
    const ASKED: usize = 24;
    assert!(reads(&body, ASKED, &MAX_FEN.to_be_bytes()) && reads(&body, ASKED, &[0; 8]));
    assert!(!reads(&body, ASKED, &OVER.to_be_bytes()) && !reads(&body, ASKED, &[255; 8]));
    for no in [0..8, 8..12, 12..20] {
        assert!(!reads_with(&body, no.clone(), &vec![0; no.len()]), "{no:?}");
    }
    let what = CaseWhat::Looked { step: LookStep::Visit, fits: true };
    let body = Body::Case(CaseEvent { case: CaseNo(1), what });
    for at in [8, 9] {
        assert!(reads(&body, at, &[2]) && !reads(&body, at, &[0]) && !reads(&body, at, &[3]), "{at}");
    }
}

#[test]
fn a_gift_is_for_a_programme_or_for_persons() {
    let bound = Bound::new(Some(ProgrammeNo(1)), vec![PersonNo(9)]).unwrap();
    let agreed = GiftWhat::Agreed { donor: None, fund: FundNo(0), bound: bound.clone() };
    let anew = GiftWhat::BoundAnew { bound, consent: Hash32([7; 32]) };
    for (what, at) in [(agreed, 20), (anew, 8)] {
        let body = Body::Gift(GiftEvent { gift: GiftNo(1), what });
        let read = |programme: u32, persons: &[u64]| {
            let persons = list(persons.iter().map(|no| no.to_be_bytes()));
            reads_with(&body, at..at + 14, &[&programme.to_be_bytes()[..], &persons].concat())
        };
        let many: Vec<u64> = (1..=1001).collect();
        assert!(read(1, &[]) && read(0, &[1]) && read(0, &[1, 2]) && read(1, &many[..1000]), "{body:?}");
        assert!(!read(0, &[]) && !read(1, &[0]) && !read(1, &[2, 1]) && !read(1, &[1, 1]), "{body:?}");
        assert!(!read(1, &many), "{body:?}");
    }
    let p = |no| PersonNo(no);
    assert_eq!(Bound::new(None, vec![]), None);
    assert_eq!(Bound::new(None, vec![p(1), p(1)]), None);
    assert_eq!(Bound::new(None, (1..=1001).map(PersonNo).collect()), None);
    assert_eq!(Bound::new(None, vec![p(2), p(1)]).unwrap().persons(), [p(1), p(2)]);
    let amount = GiftWhat::Received { amount: Fen::new(1) };
    let body = Body::Gift(GiftEvent { gift: GiftNo(1), what: amount });
    for wrong in [0, -1, MAX_FEN + 1] {
        assert!(!reads(&body, 8, &wrong.to_be_bytes()), "{wrong}");
    }
}

#[test]
fn goods_are_counted_numbered_and_worth_something_or_nothing() {
    let goods = |what| Body::Goods(GoodsEvent { item: ItemNo(1), what });
    let pile = Pile { fund: FundNo(1), gift: Some(GiftNo(1)), pieces: 2, first: Some(1) };
    let received = |worth| goods(GoodsWhat::Received { pile, donor: None, worth });
    let document = received(Worth::Document(Fen::new(1)));
    let bought = goods(GoodsWhat::Bought { pile, seller: None, amount: Fen::new(1) });
    let back = goods(GoodsWhat::GivenBack { pile });
    // Where the pieces and the first number stand.
    for (body, pieces, first) in [(&document, 24, 37), (&bought, 24, 36), (&back, 16, 20)] {
        let (most, over) = (MOST_PIECES.to_be_bytes(), (MOST_PIECES + 1).to_be_bytes());
        assert!(reads(body, pieces, &most) && !reads(body, pieces, &over) && !reads(body, pieces, &[0; 4]));
        let last_fits = HIGHEST_CARD - 1;
        assert!(reads(body, first, &[0; 8]) && reads(body, first, &last_fits.to_be_bytes()));
        for wrong in [HIGHEST_CARD, HIGHEST_CARD + 1, u64::MAX] {
            assert!(!reads(body, first, &wrong.to_be_bytes()), "{wrong}");
        }
    }
    const BY: usize = 28;
    const VALUE: usize = 29;
    let unknown = received(Worth::Unknown);
    assert!(reads(&document, BY, &[2]) && !reads(&document, BY, &[0]) && !reads(&document, BY, &[4]));
    assert!(!reads(&document, BY, &[3]) && !reads(&unknown, BY, &[1]) && !reads(&unknown, BY, &[2]));
    for wrong in [0, -1, MAX_FEN + 1] {
        assert!(!reads(&document, VALUE, &wrong.to_be_bytes()), "{wrong}");
    }
    assert!(!reads(&unknown, VALUE, &1i64.to_be_bytes()));
    let line = |text| Line::exact(text).unwrap();
    let item = goods(GoodsWhat::Added(Item { name: line("a"), unit: line("b"), digits: 0 }));
    assert!(reads(&item, 10, &[18]) && !reads(&item, 10, &[19]));
}

#[test]
fn what_a_count_misses_ascends() {
    let what = GoodsWhat::Counted { fund: FundNo(1), on_the_books: 1, counted: 1, missing: vec![] };
    let body = Body::Goods(GoodsEvent { item: ItemNo(1), what });
    for at in [8, 12] {
        let over = (MOST_PIECES + 1).to_be_bytes();
        assert!(reads(&body, at, &[0; 4]) && reads(&body, at, &MOST_PIECES.to_be_bytes()));
        assert!(!reads(&body, at, &over), "{at}");
    }
    let read =
        |missing: &[u64]| reads_with(&body, 16..18, &list(missing.iter().map(|number| number.to_be_bytes())));
    let many: Vec<u64> = (1..=1001).collect();
    assert!(read(&[1, 3, HIGHEST_CARD]) && read(&many[..1000]));
    assert!(!read(&many) && !read(&[0]) && !read(&[2, 1]) && !read(&[1, 1]) && !read(&[HIGHEST_CARD + 1]));
}

/// A card is the fifth field of a person, and there is no sixth yet.
#[test]
fn a_bank_card_is_the_last_field_of_a_person() {
    let commitments = vec![(Field::BankCard, Hash32([7; 32]))];
    let body = Body::Details(Details { person: PersonNo(1), subject: SubjectNo(1), commitments });
    const TAG: usize = 17;
    assert!(reads(&body, TAG, &[4]) && !reads(&body, TAG, &[6]) && !reads(&body, TAG, &[0]));
}
