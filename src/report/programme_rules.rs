//! A programme with all its rules 项目办法, each with the day from which they hold; and the templates.
//!
//! Owns: how rules are told, line by line. Refuses to know: which are possible.

use super::names::NameBook;
use super::{Cell, Kind, Table};
use crate::base::{Code, Date, Fen, FundNo, Line};
use crate::book::relief::templates;
use crate::entry::{Cap, Gives, PerHousehold, ReliefRules, Steps, ThresholdOf};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::Names;

/// What a programme is, its rules from each day on, and what of this year's budget is granted and left.
///
/// # Errors
/// [`Refusal::UnknownProgrammeCode`](crate::book::Refusal::UnknownProgrammeCode); or where the index can't be read.
pub fn show(words: &Words, ledger: &mut Ledger, code: &Code, today: Date) -> Result<Table, LedgerError> {
    let programme = ledger.programme_by_code(code)?;
    let names = NameBook::new(ledger)?;
    let title = [("code", (&programme.code).into()), ("name", (&programme.name).into())];
    let mut table = Table::new(words.say("report-programme-rules", &title))
        .column("from", words.word("rules-from"), Kind::Date)
        .column("item", words.word("rules-item"), Kind::Text)
        .column("value", words.word("rules-value"), Kind::Text);
    let mut line = |from: Option<Date>, key: &str, value: String| {
        table.push(vec![from.into(), words.say(key, &[]).into(), value.into()]);
    };
    line(None, "term-fund", fund(words, &names, programme.fund));
    line(None, "term-purpose", programme.purpose.to_string());
    if let Some(over) = ledger.threshold(ThresholdOf::Programme(programme.no))? {
        line(None, "term-approval-over", over.to_string());
    }
    let all = ledger.programme_rules(programme.no)?;
    for set in &all {
        for (key, value) in told(words, &names, &set.rules) {
            line(Some(set.from), key, value);
        }
    }
    let year = today.number() / 10_000;
    let granted = ledger.granted_in(programme.no, year)?;
    let now = all.iter().rev().find(|set| set.from <= today);
    let budget = now.map_or(Fen::ZERO, |set| set.rules.year_budget);
    let mut args = vec![("year", year.to_string().into()), ("granted", granted.into())];
    let note = if budget.is_zero() {
        "report-programme-granted"
    } else {
        let left = budget.checked_sub(granted).unwrap_or(Fen::ZERO);
        args.extend([("budget", budget.into()), ("left", left.into())]);
        "report-programme-budget"
    };
    table.notes.push(match (all.is_empty(), now) {
        (true, _) => words.word("report-programme-no-rules"),
        (false, None) => words.word("report-programme-not-yet"),
        (false, Some(set)) => words.say("report-programme-now", &[("date", set.from.into())]),
    });
    table.notes.push(words.say(note, &args));
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// The templates, one row each.
pub fn templates(words: &Words) -> Table {
    let mut table = Table::new(words.word("report-templates"))
        .column("template", words.word("term-template"), Kind::Text)
        .column("short_name", words.word("rules-short-name"), Kind::Text)
        .column("gives", words.word("rules-gives"), Kind::Text)
        .column("bounds", words.word("rules-bounds"), Kind::Text)
        .column("steps", words.word("rules-steps"), Kind::Text);
    for template in &templates::ALL {
        let rules = template.rules(FundNo::PASS_THROUGH);
        let mut bounds: Vec<String> = bounds(words, &rules)
            .into_iter()
            .map(|(key, value)| {
                let name = words.say(key, &[]);
                words.say("rules-named", &[("name", name.into()), ("value", value.into())])
            })
            .collect();
        if template.own_fund {
            bounds.push(words.word("rules-own-fund"));
        }
        let cells: Vec<Cell> = vec![
            template.name.into(),
            template.also.first().copied().unwrap_or_default().into(),
            gives(words, rules.gives).into(),
            bounds.join(&words.word("rules-separator")).into(),
            steps(words, rules.steps).into(),
        ];
        table.push(cells);
    }
    table.notes.push(words.word("report-templates-use"));
    table
}

type Told = (&'static str, String);

/// What rules say, line by line; a bound that they don't have is not told.
fn told(words: &Words, names: &NameBook, rules: &ReliefRules) -> Vec<Told> {
    let funds: Vec<String> = rules.funds.iter().map(|no| fund(words, names, *no)).collect();
    let funds = if funds.is_empty() {
        words.word("rules-any-fund")
    } else {
        funds.join(&words.word("list-separator"))
    };
    let mut lines = vec![("rules-gives", gives(words, rules.gives)), ("rules-funds", funds)];
    lines.extend(bounds(words, rules));
    lines.push(("rules-steps", steps(words, rules.steps)));
    lines
}

/// The bounds that rules have.
fn bounds(words: &Words, rules: &ReliefRules) -> Vec<Told> {
    let yuan = |amount: Fen| words.say("asked-money", &[("amount", amount.into())]);
    let listed = |texts: &[Line]| {
        let texts: Vec<&str> = texts.iter().map(Line::as_str).collect();
        (!texts.is_empty()).then(|| texts.join(&words.word("list-separator")))
    };
    let money = |amount: Fen| (!amount.is_zero()).then(|| yuan(amount));
    let count = |count: u64| (count > 0).then(|| count.to_string());
    let household = match rules.household {
        PerHousehold::Any => None,
        PerHousehold::Lifetime => Some("household-lifetime"),
        PerHousehold::Year => Some("household-year"),
        PerHousehold::Round => Some("household-round"),
    };
    let all = [
        ("rules-categories", listed(&rules.categories)),
        ("rules-areas", listed(&rules.areas)),
        ("rules-amount", amount(words, rules)),
        ("rules-most-pieces", count(u64::from(rules.most_pieces))),
        ("rules-lifetime", cap(words, rules.lifetime)),
        ("rules-yearly", cap(words, rules.yearly)),
        ("rules-household", household.map(|key| words.say(key, &[]))),
        ("rules-year-budget", money(rules.year_budget)),
        ("rules-round-budget", money(rules.round_budget)),
        ("rules-papers", count(u64::from(rules.papers))),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

fn amount(words: &Words, rules: &ReliefRules) -> Option<String> {
    let (least, most) = (("least", rules.least.into()), ("most", rules.most.into()));
    match (rules.least, rules.most) {
        (Fen::ZERO, Fen::ZERO) => None,
        (Fen::ZERO, _) => Some(words.say("amount-at-most", &[most])),
        (_, Fen::ZERO) => Some(words.say("amount-at-least", &[least])),
        (fixed, same) if fixed == same => Some(words.say("amount-fixed", &[("amount", fixed.into())])),
        _ => Some(words.say("amount-between", &[least, most])),
    }
}

fn cap(words: &Words, cap: Cap) -> Option<String> {
    let times = (cap.times > 0).then(|| words.say("cap-times", &[("times", u64::from(cap.times).into())]));
    let amount = (!cap.amount.is_zero()).then(|| words.say("cap-amount", &[("amount", cap.amount.into())]));
    let parts: Vec<String> = times.into_iter().chain(amount).collect();
    (!parts.is_empty()).then(|| parts.join(&words.word("list-separator")))
}

/// What is given.
fn gives(words: &Words, gives: Gives) -> String {
    words.word(match gives {
        Gives::Money => "gives-money",
        Gives::Goods => "gives-goods",
        Gives::Either => "gives-either",
    })
}

/// The steps in their order, paying among them.
fn steps(words: &Words, steps: Steps) -> String {
    let word = |on: bool, key: &str| on.then(|| words.say(key, &[]));
    let days = u64::from(steps.notice_days);
    let notice = (days > 0).then(|| words.say("step-notice-days", &[("days", days.into())]));
    let all = [
        word(steps.application, "step-application"),
        word(steps.visit, "step-visit"),
        word(steps.review, "step-review"),
        word(steps.approval, "step-approval"),
        notice,
        word(true, "step-payment"),
        word(steps.answer, "step-answer"),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    all.join(&words.word("rules-then"))
}

fn fund(words: &Words, names: &NameBook, no: FundNo) -> String {
    match no {
        FundNo::PASS_THROUGH => words.word("term-pass-through"),
        no => format!("{} {}", names.fund_code(no), names.fund(no)),
    }
}
