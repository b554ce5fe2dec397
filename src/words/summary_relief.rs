//! The 摘要 of entries about programmes' rules, applications, rounds, bound gifts and goods.
//!
//! Owns: one sentence for each. Refuses to know: what is left of a gift, and what goods are worth.

use super::names::{self, Names};
use super::refusal_relief::{back_reason_key, drop_reason_key, one_or_many};
use super::{Arg, Words};
use crate::base::{Fen, FundNo, GiftNo, ItemNo, RoundNo};
use crate::entry::{
    Body, Bound, CaseEvent, CaseWhat, GiftEvent, GiftWhat, GoodsEvent, GoodsWhat, LookStep, Pile, Proposal,
    RoundEvent, RoundWhat, Rows,
};

/// What happened, in one short line; `None` where the entry is not about these.
pub(super) fn summary(words: &Words, body: &Body, names: &dyn Names) -> Option<String> {
    Some(match body {
        Body::ReliefRules(set) => words.say(
            "summary-relief-rules",
            &[("programme", names.programme(set.programme).into()), ("date", set.from.into())],
        ),
        Body::Case(event) => of_a_case(words, event, names),
        Body::Round(event) => of_a_round(words, event, names),
        Body::Gift(event) => of_a_gift(words, event, names),
        Body::Goods(event) => of_goods(words, event, names),
        _ => return None,
    })
}

fn of_a_case(words: &Words, event: &CaseEvent, names: &dyn Names) -> String {
    match event.what {
        CaseWhat::Applied { programme, person, item, asked } => {
            let what = match item {
                Some(item) if asked == 0 => names.item(item),
                Some(item) => goods(words, names, item, asked),
                None if asked == 0 => words.word("asked-any-money"),
                None => words.say("asked-money", &[("amount", fen(asked).into())]),
            };
            words.say(
                "summary-case-applied",
                &[
                    ("case", event.case.to_string().into()),
                    ("programme", names.programme(programme).into()),
                    ("person", names::person(words, names, person).into()),
                    ("what", what.into()),
                ],
            )
        }
        CaseWhat::Looked { step, fits } => {
            let key = match (step, fits) {
                (LookStep::Visit, true) => "summary-case-visit-fits",
                (LookStep::Visit, false) => "summary-case-visit-fails",
                (LookStep::Review, true) => "summary-case-review-fits",
                (LookStep::Review, false) => "summary-case-review-fails",
            };
            let case = match names.case(event.case) {
                None => event.case.to_string(),
                Some((programme, person)) => words.say(
                    "case-named",
                    &[
                        ("case", event.case.to_string().into()),
                        ("programme", names.programme(programme).into()),
                        ("person", names::person(words, names, person).into()),
                    ],
                ),
            };
            words.say(key, &[("case", case.into())])
        }
    }
}

fn of_a_round(words: &Words, event: &RoundEvent, names: &dyn Names) -> String {
    let round = |no: RoundNo| match names.round(no) {
        Some(programme) => format!("{no} {}", names.programme(programme)),
        None => no.to_string(),
    };
    let say = |key: &str, rows: &Rows, reason: Option<&str>| {
        let mut args = vec![("round", Arg::from(round(event.round))), ("rows", said(words, rows).into())];
        args.extend(reason.map(|key| ("reason", words.say(key, &[]).into())));
        words.say(key, &args)
    };
    match &event.what {
        RoundWhat::Proposed(proposal) => proposed(words, event.round, proposal, names),
        RoundWhat::Noticed => words.say("summary-round-noticed", &[("round", round(event.round).into())]),
        RoundWhat::Paid { rows } => say("summary-round-paid", rows, None),
        RoundWhat::CameBack { reason, rows } => {
            say("summary-round-back", rows, Some(back_reason_key(*reason)))
        }
        RoundWhat::Answered { rows } => say("summary-round-answered", rows, None),
        RoundWhat::Dropped { reason, rows } => {
            say("summary-round-dropped", rows, Some(drop_reason_key(*reason)))
        }
    }
}

fn proposed(words: &Words, round: RoundNo, proposal: &Proposal, names: &dyn Names) -> String {
    let given = proposal.rows.iter().map(|row| row.given);
    let what = match proposal.item {
        None => {
            let sum = given.fold(0, u64::saturating_add);
            words.say("asked-money", &[("amount", fen(sum).into())])
        }
        // The row of a numbered piece holds its number.
        Some(item) => match names.numbered(item) {
            Some(true) => goods(words, names, item, u64::try_from(proposal.rows.len()).unwrap_or(u64::MAX)),
            Some(false) => goods(words, names, item, given.fold(0, u64::saturating_add)),
            None => names.item(item),
        },
    };
    let persons: Vec<_> = proposal.rows.iter().map(|row| row.person).collect();
    words.say(
        "summary-round-proposed",
        &[
            ("round", round.to_string().into()),
            ("programme", names.programme(proposal.programme).into()),
            ("persons", one_or_many(words, names, &persons).into()),
            ("what", what.into()),
            ("fund", whose(words, names, proposal.fund).into()),
        ],
    )
}

/// Rows as people name them, `1, 3-7`; only their count where that would be long.
fn said(words: &Words, rows: &Rows) -> String {
    let mut spans: Vec<(u16, u16)> = Vec::new();
    for &row in rows.numbers() {
        match spans.last_mut() {
            Some((_, last)) if last.saturating_add(1) == row => *last = row,
            _ => spans.push((row, row)),
        }
    }
    if spans.len() > 4 {
        return words.say("rows-counted", &[("count", rows.numbers().len().into())]);
    }
    let span = |(first, last): (u16, u16)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    let spans: Vec<String> = spans.into_iter().map(span).collect();
    words.say("rows-named", &[("rows", spans.join(&words.word("list-separator")).into())])
}

fn of_a_gift(words: &Words, event: &GiftEvent, names: &dyn Names) -> String {
    let donor = names.donor(event.gift).map(|donor| names::person(words, names, donor));
    let gift = ("gift", Arg::from(event.gift.to_string()));
    let with_donor = |key: &str, named: &str| match &donor {
        None => words.say(key, std::slice::from_ref(&gift)),
        Some(donor) => words.say(named, &[gift.clone(), ("donor", donor.as_str().into())]),
    };
    match &event.what {
        GiftWhat::Agreed { donor, fund, bound } => {
            let donor = match donor {
                Some(donor) => names::person(words, names, *donor),
                None => words.word("summary-anonymous"),
            };
            let args = [
                gift,
                ("donor", donor.into()),
                ("fund", whose(words, names, *fund).into()),
                ("for", bound_to(words, names, bound).into()),
            ];
            words.say("summary-gift-agreed", &args)
        }
        GiftWhat::Received { .. } => with_donor("summary-gift-received", "summary-gift-received-from"),
        GiftWhat::GivenBack { .. } => with_donor("summary-gift-given-back", "summary-gift-given-back-to"),
        GiftWhat::BoundAnew { bound, .. } => {
            words.say("summary-gift-bound-anew", &[gift, ("for", bound_to(words, names, bound).into())])
        }
    }
}

/// What a gift is for.
pub fn bound_to(words: &Words, names: &dyn Names, bound: &Bound) -> String {
    let programme = bound.programme().map(|no| names.programme(no));
    let persons = (!bound.persons().is_empty()).then(|| one_or_many(words, names, bound.persons()));
    match (programme, persons) {
        (Some(programme), Some(persons)) => {
            words.say("bound-both", &[("programme", programme.into()), ("persons", persons.into())])
        }
        (programme, persons) => programme.or(persons).unwrap_or_default(),
    }
}

fn of_goods(words: &Words, event: &GoodsEvent, names: &dyn Names) -> String {
    let item = ("item", Arg::from(names.item(event.item)));
    let pieces = |count: u32| Arg::from(names.pieces(event.item, u64::from(count)));
    let fund = |no| ("fund", Arg::from(whose(words, names, no)));
    let of_gift = |gift: Option<GiftNo>| gift.and_then(|gift| names.donor(gift));
    match &event.what {
        GoodsWhat::Added(added) => {
            let mut args = vec![("name", (&added.name).into()), ("unit", (&added.unit).into())];
            if !added.numbered() {
                return words.say("summary-item", &args);
            }
            args.push(("digits", u64::from(added.digits).into()));
            words.say("summary-item-numbered", &args)
        }
        GoodsWhat::Received { pile, donor, .. } => {
            let donor = match donor.or(of_gift(pile.gift)) {
                Some(donor) => names::person(words, names, donor),
                None => pile.gift.map_or_else(|| words.word("summary-anonymous"), |gift| gift.to_string()),
            };
            let args = [item, ("pieces", pieces(pile.pieces)), fund(pile.fund), ("donor", donor.into())];
            words.say("summary-goods-received", &args)
        }
        GoodsWhat::Bought { pile, seller, .. } => {
            let mut args = vec![item, ("pieces", pieces(pile.pieces)), fund(pile.fund)];
            let Some(seller) = seller else { return words.say("summary-goods-bought", &args) };
            args.push(("seller", names::person(words, names, *seller).into()));
            words.say("summary-goods-bought-from", &args)
        }
        GoodsWhat::Counted { fund: of, on_the_books, counted, .. } => {
            let args = [item, fund(*of), ("books", pieces(*on_the_books)), ("counted", pieces(*counted))];
            words.say("summary-goods-counted", &args)
        }
        GoodsWhat::GivenBack { pile: Pile { gift, pieces: count, .. } } => {
            let gift = gift.map_or_else(String::new, |gift| gift.to_string());
            let args = [item, ("pieces", pieces(*count)), ("gift", gift.into())];
            words.say("summary-goods-given-back", &args)
        }
    }
}

fn goods(words: &Words, names: &dyn Names, item: ItemNo, pieces: u64) -> String {
    let args = [("item", names.item(item).into()), ("pieces", names.pieces(item, pieces).into())];
    words.say("asked-goods", &args)
}

/// A fund's name, or that it is held for others.
fn whose(words: &Words, names: &dyn Names, fund: FundNo) -> String {
    if fund == FundNo::PASS_THROUGH { words.word("term-pass-through") } else { names.fund(fund) }
}

/// What was bounded when it was read.
fn fen(amount: u64) -> Fen {
    Fen::new(i64::try_from(amount).unwrap_or(i64::MAX))
}
