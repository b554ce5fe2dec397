//! One entry of each kind about relief, gifts and goods, read by both readers, with every bit of it turned once.
//!
//! Owns: that both say the same of each, and refuse the same. Refuses to know: what the rules make of them.

use crate::{crate_lines, plain};
use jinguo::base::{
    AccountCode, CaseNo, Date, EntryNo, Fen, FundNo, GiftNo, Hash32, ItemNo, Line, PersonNo, ProgrammeNo,
    RoundNo, SubjectNo,
};
use jinguo::entry::*;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn rules() -> ReliefRules {
    ReliefRules {
        gives: Gives::Goods,
        funds: vec![FundNo(0), FundNo(3)],
        categories: vec![line("两癌患者"), line("低收入母亲")],
        areas: vec![line("雉城街道")],
        least: Fen::new(100),
        most: Fen::new(10_000_000_000_000),
        most_pieces: 2,
        lifetime: Cap { times: 3, amount: Fen::ZERO },
        yearly: Cap { times: 1, amount: Fen::new(500_000) },
        household: PerHousehold::Year,
        year_budget: Fen::new(9),
        round_budget: Fen::new(8),
        papers: 2,
        steps: Steps { application: true, review: true, answer: true, notice_days: 7, ..Steps::default() },
    }
}

/// A body of each of the kinds 130 to 138, of some more than one.
fn relief() -> Vec<Body> {
    let from = Date::new(2026, 3, 1).unwrap();
    let set = Body::ReliefRules(RulesSet { programme: ProgrammeNo(1), from, rules: rules() });
    let case = |what| Body::Case(CaseEvent { case: CaseNo(5), what });
    let (programme, person) = (ProgrammeNo(1), PersonNo(7));
    let applied = |item, asked| case(CaseWhat::Applied { programme, person, item, asked });
    let (visit, review) = (LookStep::Visit, LookStep::Review);
    let row = Row { case: None, person, gift: None, given: 100_000, paper: None };
    let (case_no, gift, paper) = (Some(CaseNo(5)), Some(GiftNo(3)), Some(Hash32([7; 32])));
    let full = Row { case: case_no, person: PersonNo(8), gift, given: 990_000_000_000_000_000, paper };
    let proposed = |fund, item, rows| {
        RoundWhat::Proposed(Proposal { programme, fund: FundNo(fund), item: Some(ItemNo(item)), rows })
    };
    let money = Proposal { programme, fund: FundNo(1), item: None, rows: vec![row, row] };
    let rows = || Rows::new(vec![3, 6, 1000]).unwrap();
    let mut rounds = vec![
        RoundWhat::Proposed(money),
        proposed(0, 3, vec![full, row]),
        RoundWhat::Noticed,
        RoundWhat::Paid { rows: rows() },
        RoundWhat::Answered { rows: rows() },
    ];
    rounds.extend(BackReason::ALL.iter().map(|reason| RoundWhat::CameBack { reason: *reason, rows: rows() }));
    rounds.extend(DropReason::ALL.iter().map(|reason| RoundWhat::Dropped { reason: *reason, rows: rows() }));
    let mut all = vec![
        set,
        applied(None, 10_000_000_000_000),
        applied(Some(ItemNo(3)), 0),
        case(CaseWhat::Looked { step: visit, fits: true }),
        case(CaseWhat::Looked { step: review, fits: false }),
    ];
    all.extend(rounds.into_iter().map(|what| Body::Round(RoundEvent { round: RoundNo(3), what })));
    all
}

/// A body of each of the kinds 140 to 154, of some more than one.
fn gifts_and_goods() -> Vec<Body> {
    let person = Some(PersonNo(7));
    let (fund, amount, consent) = (FundNo(0), Fen::new(500), Hash32([9; 32]));
    let wide = Bound::new(Some(ProgrammeNo(3)), vec![]).unwrap();
    let narrow = Bound::new(None, vec![PersonNo(3), PersonNo(9)]).unwrap();
    let gifts = [
        GiftWhat::Agreed { donor: person, fund: FundNo(1), bound: wide.clone() },
        GiftWhat::Agreed { donor: None, fund, bound: narrow.clone() },
        GiftWhat::Received { amount },
        GiftWhat::GivenBack { amount },
        GiftWhat::BoundAnew { bound: wide, consent },
        GiftWhat::BoundAnew { bound: narrow, consent },
    ];
    let pile = Pile { fund: FundNo(1), gift: None, pieces: 700_000_000, first: None };
    // The last number is the highest that there is.
    let first = Some(HIGHEST_CARD - 2);
    let cards = Pile { fund, gift: Some(GiftNo(3)), pieces: 3, first };
    let missing = vec![3, 990_000_000_000_000_000, HIGHEST_CARD];
    let goods = [
        GoodsWhat::Added(Item { name: line("母亲邮包"), unit: line("个"), digits: 0 }),
        GoodsWhat::Added(Item { name: line("购物卡"), unit: line("张"), digits: 18 }),
        GoodsWhat::Received { pile: cards, donor: None, worth: Worth::Document(amount) },
        GoodsWhat::Received { pile, donor: person, worth: Worth::Fair(amount) },
        GoodsWhat::Received { pile, donor: person, worth: Worth::Unknown },
        GoodsWhat::Bought { pile: cards, seller: None, amount },
        GoodsWhat::Bought { pile, seller: person, amount },
        GoodsWhat::Counted { fund, on_the_books: 0, counted: 1_000_000_000, missing: vec![] },
        GoodsWhat::Counted { fund, on_the_books: 5, counted: 2, missing },
        GoodsWhat::GivenBack { pile: cards },
        GoodsWhat::GivenBack { pile: Pile { gift: Some(GiftNo(3)), ..pile } },
    ];
    let gifts = gifts.into_iter().map(|what| Body::Gift(GiftEvent { gift: GiftNo(3), what }));
    gifts.chain(goods.into_iter().map(|what| Body::Goods(GoodsEvent { item: ItemNo(3), what }))).collect()
}

fn entries() -> Vec<Entry> {
    let commitments = vec![(Field::Name, Hash32([1; 32])), (Field::BankCard, Hash32([2; 32]))];
    let details = Details { person: PersonNo(7), subject: SubjectNo(9), commitments };
    let bodies = relief().into_iter().chain(gifts_and_goods()).chain([Body::Details(details)]);
    let date = Date::new(2026, 3, 8).unwrap();
    let line = |amount| Posting {
        fund: FundNo(1),
        account: AccountCode(510_101),
        amount: Fen::new(amount),
        dims: Dims { gift: Some(GiftNo(3)), ..Dims::default() },
    };
    let plain = |body| Entry {
        no: EntryNo(3),
        business_date: date,
        prepared: false,
        voucher: None,
        attachments: vec![],
        postings: vec![],
        body,
    };
    let mut all: Vec<Entry> = bodies.map(plain).collect();
    let voucher = Some(Voucher { date, number: 3 });
    all.push(Entry { voucher, postings: vec![line(500), line(-500)], ..all[all.len() - 1].clone() });
    all
}

#[test]
fn both_readers_say_the_same_of_every_kind_of_relief() {
    let mut kinds = std::collections::BTreeSet::new();
    for entry in entries() {
        kinds.insert(entry.body.kind());
        let record = entry.to_bytes();
        assert_eq!(plain::fields_of(&record), Some(crate_lines::fields_of(&entry)), "{entry:?}");
    }
    assert_eq!(kinds.into_iter().filter(|kind| *kind >= 130).collect::<Vec<_>>(), {
        (130..=138).chain(140..=143).chain(150..=154).collect::<Vec<u16>>()
    });
}

/// A bit is turned, or a byte is missing or too many: both readers refuse it, or both read the same.
#[test]
fn both_readers_refuse_the_same_in_relief() {
    let (mut read, mut refused) = (0_u32, 0_u32);
    for entry in entries() {
        let record = entry.to_bytes();
        let turned = (0..record.len() * 8).map(|bit| {
            let mut other = record.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            other
        });
        let cut = (0..record.len()).map(|at| record[..at].to_vec());
        let longer = [&record[..], &[0]].concat();
        for other in turned.chain(cut).chain([longer]) {
            let by_the_crate = Entry::decode(&other).ok().map(|entry| crate_lines::fields_of(&entry));
            *(if by_the_crate.is_some() { &mut read } else { &mut refused }) += 1;
            assert_eq!(plain::fields_of(&other), by_the_crate, "{entry:?}\n{}", hex::encode(&other));
        }
    }
    assert!(read > 5000 && refused > 5000, "{read} were read, {refused} refused");
}
