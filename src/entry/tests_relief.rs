//! Bodies about relief, gifts and goods, generated: every kind with every value that it can hold.
//!
//! Owns: the generators of kinds 130 to 154. Refuses to know: the properties that they are made for.

use super::tests::{amount, amount_or_none, date, hash, line, person};
use super::*;
use crate::base::money::MAX_FEN;
use crate::base::{CaseNo, FundNo, GiftNo, ItemNo, ProgrammeNo, RoundNo};
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;

fn n32() -> std::ops::Range<u32> {
    1..u32::MAX
}

fn n64() -> std::ops::Range<u64> {
    1..u64::MAX
}

/// A fund, or none: money and goods that are held for others.
fn fund() -> impl Strategy<Value = FundNo> {
    prop_oneof![4 => any::<u32>(), 1 => Just(0)].prop_map(FundNo)
}

fn words() -> impl Strategy<Value = Vec<Line>> {
    prop::collection::btree_set(line(), 0..=MOST_WORDS).prop_map(|words| words.into_iter().collect())
}

fn cap() -> impl Strategy<Value = Cap> {
    (any::<u16>(), amount_or_none()).prop_map(|(times, amount)| Cap { times, amount })
}

fn steps() -> impl Strategy<Value = Steps> {
    (prop::array::uniform5(any::<bool>()), any::<u8>()).prop_map(|(on, notice_days)| Steps {
        application: on[0],
        visit: on[1],
        review: on[2],
        approval: on[3],
        answer: on[4],
        notice_days,
    })
}

fn rules() -> impl Strategy<Value = ReliefRules> {
    let funds = prop::collection::btree_set(any::<u32>(), 0..=MOST_FUNDS);
    let manner = (select(&Gives::ALL[..]), select(&PerHousehold::ALL[..]), any::<u8>(), steps());
    let once = (amount_or_none(), amount_or_none(), any::<u32>());
    let all = (cap(), cap(), amount_or_none(), amount_or_none());
    (funds, words(), words(), manner, once, all).prop_map(|(funds, categories, areas, manner, once, all)| {
        ReliefRules {
            gives: manner.0,
            funds: funds.into_iter().map(FundNo).collect(),
            categories,
            areas,
            least: once.0,
            most: once.1,
            most_pieces: once.2,
            lifetime: all.0,
            yearly: all.1,
            household: manner.1,
            year_budget: all.2,
            round_budget: all.3,
            papers: manner.2,
            steps: manner.3,
        }
    })
}

/// So many, and now and then as many as there can be: the most is rare, as it costs much and says little more.
fn count(least: usize, most: usize) -> impl Strategy<Value = usize> {
    prop_oneof![50 => least..6, 1 => Just(most)]
}

fn rows() -> impl Strategy<Value = Rows> {
    let numbers = count(1, MOST_ROWS).prop_flat_map(|count| prop::collection::btree_set(1..=u16::MAX, count));
    numbers.prop_map(|rows| Rows::new(rows.into_iter().rev().collect()).unwrap())
}

fn bound() -> impl Strategy<Value = Bound> {
    let persons = count(0, MOST_BOUND).prop_flat_map(|count| prop::collection::btree_set(n64(), count));
    (prop::option::of(n32()), persons).prop_map(|(programme, persons)| {
        // A gift for nobody and nothing is none.
        let programme = programme.or(persons.is_empty().then_some(1)).map(ProgrammeNo);
        Bound::new(programme, persons.into_iter().map(PersonNo).collect()).unwrap()
    })
}

fn proposal() -> impl Strategy<Value = Proposal> {
    let row = |most: u64| {
        (prop::option::of(n64()), n64(), prop::option::of(n64()), 1..=most, prop::option::of(hash()))
            .prop_map(|(case, person, gift, given, paper)| Row {
                case: case.map(CaseNo),
                person: PersonNo(person),
                gift: gift.map(GiftNo),
                given,
                paper,
            })
    };
    let given = prop_oneof![
        Just((None, MAX_FEN.unsigned_abs())),
        n32().prop_map(|item| (Some(ItemNo(item)), HIGHEST_CARD))
    ];
    let all = (given, count(1, MOST_ROWS))
        .prop_flat_map(move |((item, most), count)| (Just(item), prop::collection::vec(row(most), count)));
    (n32(), fund(), all).prop_map(|(programme, fund, (item, rows))| Proposal {
        programme: ProgrammeNo(programme),
        fund,
        item,
        rows,
    })
}

/// Kinds 130 to 138.
pub(super) fn relief() -> impl Strategy<Value = Body> {
    let item = prop::option::of(n32().prop_map(ItemNo));
    let applied =
        (n32(), n64(), item, 0..=MAX_FEN.unsigned_abs()).prop_map(|(programme, person, item, asked)| {
            let (programme, person) = (ProgrammeNo(programme), PersonNo(person));
            CaseWhat::Applied { programme, person, item, asked }
        });
    let looked = (select(&[LookStep::Visit, LookStep::Review][..]), any::<bool>())
        .prop_map(|(step, fits)| CaseWhat::Looked { step, fits });
    let case = |what: BoxedStrategy<CaseWhat>| {
        (n64(), what).prop_map(|(n, what)| Body::Case(CaseEvent { case: CaseNo(n), what }))
    };
    let round = prop_oneof![
        proposal().prop_map(RoundWhat::Proposed),
        Just(RoundWhat::Noticed),
        rows().prop_map(|rows| RoundWhat::Paid { rows }),
        (select(BackReason::ALL), rows()).prop_map(|(reason, rows)| RoundWhat::CameBack { reason, rows }),
        rows().prop_map(|rows| RoundWhat::Answered { rows }),
        (select(DropReason::ALL), rows()).prop_map(|(reason, rows)| RoundWhat::Dropped { reason, rows }),
    ];
    prop_oneof![
        1 => (n32(), date(), rules()).prop_map(|(n, from, rules)| {
            Body::ReliefRules(RulesSet { programme: ProgrammeNo(n), from, rules })
        }),
        1 => case(applied.boxed()),
        1 => case(looked.boxed()),
        6 => (n32(), round).prop_map(|(n, what)| Body::Round(RoundEvent { round: RoundNo(n), what })),
    ]
}

fn pile() -> impl Strategy<Value = Pile> {
    let pieces = (1..=MOST_PIECES).prop_flat_map(|pieces| {
        let first = prop::option::of(1..=HIGHEST_CARD - u64::from(pieces) + 1);
        (Just(pieces), first)
    });
    (fund(), prop::option::of(n64().prop_map(GiftNo)), pieces)
        .prop_map(|(fund, gift, (pieces, first))| Pile { fund, gift, pieces, first })
}

/// Kinds 140 to 143 and 150 to 154.
pub(super) fn gift_or_goods() -> impl Strategy<Value = Body> {
    let gift = prop_oneof![
        (person(), fund(), bound()).prop_map(|(donor, fund, bound)| GiftWhat::Agreed { donor, fund, bound }),
        amount().prop_map(|amount| GiftWhat::Received { amount }),
        amount().prop_map(|amount| GiftWhat::GivenBack { amount }),
        (bound(), hash()).prop_map(|(bound, consent)| GiftWhat::BoundAnew { bound, consent }),
    ];
    let item =
        (line(), line(), 0..=Item::MOST_DIGITS).prop_map(|(name, unit, digits)| Item { name, unit, digits });
    let worth =
        prop_oneof![amount().prop_map(Worth::Document), amount().prop_map(Worth::Fair), Just(Worth::Unknown)];
    let missing = count(0, MOST_MISSING)
        .prop_flat_map(|count| prop::collection::btree_set(1..=HIGHEST_CARD, count))
        .prop_map(|missing| missing.into_iter().collect());
    let pieces = || 0..=MOST_PIECES;
    let goods = prop_oneof![
        item.prop_map(GoodsWhat::Added),
        (pile(), person(), worth).prop_map(|(pile, donor, worth)| GoodsWhat::Received { pile, donor, worth }),
        (pile(), person(), amount()).prop_map(|(pile, seller, amount)| GoodsWhat::Bought {
            pile,
            seller,
            amount
        }),
        (fund(), pieces(), pieces(), missing).prop_map(|(fund, on_the_books, counted, missing)| {
            GoodsWhat::Counted { fund, on_the_books, counted, missing }
        }),
        pile().prop_map(|pile| GoodsWhat::GivenBack { pile }),
    ];
    prop_oneof![
        4 => (n64(), gift).prop_map(|(n, what)| Body::Gift(GiftEvent { gift: GiftNo(n), what })),
        5 => (n32(), goods).prop_map(|(n, what)| Body::Goods(GoodsEvent { item: ItemNo(n), what })),
    ]
}

/// The values that the generators make: one that is never made would go untested.
#[test]
fn every_value_of_relief_is_generated() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut words, mut steps, mut counts) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for _ in 0..3000 {
        let made = prop_oneof![relief(), gift_or_goods()].new_tree(&mut runner).unwrap().current();
        match &made {
            Body::ReliefRules(set) => {
                let Steps { application, visit, review, approval, answer, notice_days: _ } = set.rules.steps;
                steps.insert([application, visit, review, approval, answer]);
                counts.extend([
                    ("funds", set.rules.funds.len()),
                    ("words", set.rules.categories.len()),
                    ("words", set.rules.areas.len()),
                ]);
            }
            Body::Round(RoundEvent { what: RoundWhat::Proposed(proposal), .. }) => {
                counts.insert(("proposed", proposal.rows.len()));
                words.extend([format!("goods {}", proposal.item.is_some())]);
            }
            Body::Round(RoundEvent { what: RoundWhat::Paid { rows }, .. }) => {
                counts.insert(("rows", rows.numbers().len()));
            }
            Body::Gift(GiftEvent { what: GiftWhat::Agreed { bound, .. }, .. }) => {
                let (programme, persons) = (bound.programme().is_some(), bound.persons().len());
                counts.insert(("bound", persons));
                words.extend([format!("bound {programme} {}", persons > 0)]);
            }
            Body::Goods(GoodsEvent { what: GoodsWhat::Counted { missing, .. }, .. }) => {
                counts.insert(("missing", missing.len()));
            }
            _ => {}
        }
        let told = format!("{made:?}");
        words.extend(told.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned));
    }
    let values = "Money Goods Either Any Lifetime Year Round Visit Review NoAccount NameDiffers NotCollected \
                  Objection Conditions Declined Other Document Fair Unknown";
    let values = values.split_whitespace();
    let shapes = ["goods true", "goods false", "bound true true", "bound true false", "bound false true"];
    let missing: Vec<&str> = values.chain(shapes).filter(|value| !words.contains(*value)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(steps.len(), 32);
    let ends = [
        ("funds", 0, MOST_FUNDS),
        ("words", 0, MOST_WORDS),
        ("proposed", 1, MOST_ROWS),
        ("rows", 1, MOST_ROWS),
        ("bound", 0, MOST_BOUND),
        ("missing", 0, MOST_MISSING),
    ];
    for (what, least, most) in ends {
        assert!(counts.contains(&(what, least)) && counts.contains(&(what, most)), "{what}");
    }
}
