//! What the crate reads in entries about relief, gifts and goods, as the lines that stand beside a vector.
//!
//! Owns: their names. Refuses to know: other kinds.

use jinguo::entry::*;
use std::fmt::Display;

type Say<'a> = &'a mut dyn FnMut(&str, &dyn Display);

/// The lines of a body about relief, gifts or goods.
pub fn lines(body: &Body, say: Say<'_>) {
    match body {
        Body::ReliefRules(set) => {
            say("programme", &set.programme.0);
            say("from", &set.from.number());
            rules(&set.rules, say);
        }
        Body::Case(event) => {
            say("case", &event.case.0);
            case(&event.what, say);
        }
        Body::Round(event) => {
            say("round", &event.round.0);
            round(&event.what, say);
        }
        Body::Gift(event) => {
            say("gift", &event.gift.0);
            gift(&event.what, say);
        }
        Body::Goods(event) => {
            say("item", &event.item.0);
            goods(&event.what, say);
        }
        other => panic!("{other:?}"),
    }
}

fn rules(rules: &ReliefRules, say: Say<'_>) {
    let gives = match rules.gives {
        Gives::Money => 1,
        Gives::Goods => 2,
        Gives::Either => 3,
    };
    say("gives", &gives);
    rules.funds.iter().for_each(|fund| say("fund", &fund.0));
    rules.categories.iter().for_each(|category| say("category", category));
    rules.areas.iter().for_each(|area| say("area", area));
    say("least", &rules.least.get());
    say("most", &rules.most.get());
    say("most pieces", &rules.most_pieces);
    say("times in a lifetime", &rules.lifetime.times);
    say("amount in a lifetime", &rules.lifetime.amount.get());
    say("times in a year", &rules.yearly.times);
    say("amount in a year", &rules.yearly.amount.get());
    let household = match rules.household {
        PerHousehold::Any => 0,
        PerHousehold::Lifetime => 1,
        PerHousehold::Year => 2,
        PerHousehold::Round => 3,
    };
    say("one per household", &household);
    say("budget of a year", &rules.year_budget.get());
    say("budget of a round", &rules.round_budget.get());
    say("papers", &rules.papers);
    let Steps { application, visit, review, approval, answer, notice_days } = rules.steps;
    let steps = [(application, 1), (visit, 2), (review, 4), (approval, 8), (answer, 16)];
    say("steps", &steps.iter().map(|(on, bit)| if *on { *bit } else { 0 }).sum::<u8>());
    say("days of notice", &notice_days);
}

fn case(what: &CaseWhat, say: Say<'_>) {
    match what {
        CaseWhat::Applied { programme, person, item, asked } => {
            say("programme", &programme.0);
            say("person", &person.0);
            say("item", &item.map_or(0, |item| item.0));
            say("amount or pieces", asked);
        }
        CaseWhat::Looked { step, fits } => {
            say("step", if *step == LookStep::Visit { &1 } else { &2 });
            say("result", if *fits { &1 } else { &2 });
        }
    }
}

fn rows(rows: &Rows, say: Say<'_>) {
    rows.numbers().iter().for_each(|row| say("row", row));
}

fn round(what: &RoundWhat, say: Say<'_>) {
    match what {
        RoundWhat::Proposed(proposal) => {
            say("programme", &proposal.programme.0);
            say("fund", &proposal.fund.0);
            say("item", &proposal.item.map_or(0, |item| item.0));
            for row in &proposal.rows {
                say("case", &row.case.map_or(0, |case| case.0));
                say("person", &row.person.0);
                say("gift", &row.gift.map_or(0, |gift| gift.0));
                say("amount, pieces or card", &row.given);
                if let Some(paper) = &row.paper {
                    say("paper", paper);
                }
            }
        }
        RoundWhat::Noticed => {}
        RoundWhat::Paid { rows: of } | RoundWhat::Answered { rows: of } => rows(of, say),
        RoundWhat::CameBack { reason, rows: of } => {
            let reason = match reason {
                BackReason::NoAccount => 1,
                BackReason::NameDiffers => 2,
                BackReason::NotCollected => 3,
                BackReason::Other => 9,
            };
            say("reason", &reason);
            rows(of, say);
        }
        RoundWhat::Dropped { reason, rows: of } => {
            let reason = match reason {
                DropReason::Objection => 1,
                DropReason::Conditions => 2,
                DropReason::Declined => 3,
                DropReason::Other => 9,
            };
            say("reason", &reason);
            rows(of, say);
        }
    }
}

fn bound(bound: &Bound, say: Say<'_>) {
    say("programme", &bound.programme().map_or(0, |programme| programme.0));
    bound.persons().iter().for_each(|person| say("person", &person.0));
}

fn gift(what: &GiftWhat, say: Say<'_>) {
    match what {
        GiftWhat::Agreed { donor, fund, bound: to } => {
            say("donor", &donor.map_or(0, |donor| donor.0));
            say("fund", &fund.0);
            bound(to, say);
        }
        GiftWhat::Received { amount } | GiftWhat::GivenBack { amount } => say("amount", &amount.get()),
        GiftWhat::BoundAnew { bound: to, consent } => {
            bound(to, say);
            say("consent", consent);
        }
    }
}

fn owner(pile: &Pile, say: Say<'_>) {
    say("fund", &pile.fund.0);
    say("gift", &pile.gift.map_or(0, |gift| gift.0));
}

fn goods(what: &GoodsWhat, say: Say<'_>) {
    match what {
        GoodsWhat::Added(item) => {
            say("name", &item.name);
            say("unit", &item.unit);
            say("digits", &item.digits);
        }
        GoodsWhat::Received { pile, donor, worth } => {
            owner(pile, say);
            say("donor", &donor.map_or(0, |donor| donor.0));
            say("pieces", &pile.pieces);
            let by = match worth {
                Worth::Document(_) => 1,
                Worth::Fair(_) => 2,
                Worth::Unknown => 3,
            };
            say("value by", &by);
            say("value", &worth.value().get());
            say("first number", &pile.first.unwrap_or(0));
        }
        GoodsWhat::Bought { pile, seller, amount } => {
            owner(pile, say);
            say("seller", &seller.map_or(0, |seller| seller.0));
            say("pieces", &pile.pieces);
            say("amount", &amount.get());
            say("first number", &pile.first.unwrap_or(0));
        }
        GoodsWhat::Counted { fund, on_the_books, counted, missing } => {
            say("fund", &fund.0);
            say("pieces on the books", on_the_books);
            say("pieces counted", counted);
            missing.iter().for_each(|number| say("missing number", number));
        }
        GoodsWhat::GivenBack { pile } => {
            owner(pile, say);
            say("pieces", &pile.pieces);
            say("first number", &pile.first.unwrap_or(0));
        }
    }
}
