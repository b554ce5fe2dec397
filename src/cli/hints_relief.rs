//! What to do after a refusal about relief, rounds, gifts and goods: a command that can be typed as it stands.
//!
//! Owns: one piece of advice for each. Refuses to know: why the rules refuse.

use super::hints;
use super::typed::{Typed, quote};
use crate::base::{CaseNo, Code, Date, Fen, FundNo, GiftNo, ItemNo, RoundNo};
use crate::book::relief::refusal::Step;
use crate::book::relief::templates;
use crate::book::relief::{Grant, ReliefRefusal};
use crate::words::Words;
use crate::words::names::Names;

/// The hints for a refusal, the best first.
pub(super) fn of(words: &Words, typed: Typed<'_>, refusal: &ReliefRefusal, names: &dyn Names) -> Vec<String> {
    let say = |key: &str, command: String| words.say(key, &[("command", command.into())]);
    let see = |command: String| say("hint-see", command);
    let rules = |code: &Code| see(format!("jinguo programme show {code}"));
    let placeholder = |key: &str| words.say(key, &[]);
    match refusal {
        // What a row needs, the line as a whole can't be given: its amount or person stands in a file.
        ReliefRefusal::Row { cause, .. } => hints::of(words, typed, cause, names),
        ReliefRefusal::NoRules { programme, date } => no_rules(words, programme, *date, names),
        ReliefRefusal::RulesOutOfOrder { last } => {
            vec![say("hint-instead", typed.with("--from", Some(&last.next().to_string())))]
        }
        ReliefRefusal::RulesImpossible => vec![see("jinguo programme templates".to_owned())],
        ReliefRefusal::ByRound { programme } => by_round(words, typed, programme),
        ReliefRefusal::StepOff { programme, .. } | ReliefRefusal::GivesOther { programme, .. } => {
            vec![rules(programme)]
        }
        ReliefRefusal::FundNotAllowed { programme, .. } => {
            let own = typed.has("--fund").then(|| say("hint-instead", typed.without("--fund")));
            own.into_iter().chain([rules(programme)]).collect()
        }
        ReliefRefusal::BelowLeast { least, amount } => {
            let line = typed.with_amount(*amount, *least);
            line.map(|line| say("hint-instead", line)).into_iter().collect()
        }
        ReliefRefusal::OverCap { programme, cap, before, amount, last, .. } => {
            let left = cap.checked_sub(*before).unwrap_or(Fen::ZERO);
            let less = at_most(words, typed, *amount, left);
            let earlier = last.filter(|_| *before > Fen::ZERO).map(|last| correct(words, &last));
            less.into_iter().chain(earlier).chain([rules(programme)]).collect()
        }
        ReliefRefusal::OverTimes { programme, last, .. } => {
            let earlier = last.map(|last| correct(words, &last));
            earlier.into_iter().chain([rules(programme)]).collect()
        }
        ReliefRefusal::OverPieces { most, .. } => {
            let most = most.to_string();
            let line = typed.has("--pieces").then(|| typed.with("--pieces", Some(&most)));
            line.map(|line| say("hint-instead", line)).into_iter().collect()
        }
        ReliefRefusal::HouseholdServed { person, entry, .. } => match entry {
            Some(entry) => vec![see(format!("jinguo show {entry}"))],
            None => vec![see(format!("jinguo person show {person}"))],
        },
        ReliefRefusal::HouseholdUnknown { person } => {
            let other = placeholder("value-person");
            vec![say("hint-household", format!("jinguo person household {person} --with {other}"))]
        }
        ReliefRefusal::AreaOutside { person, .. } => {
            let area = placeholder("term-area");
            vec![
                see(format!("jinguo person show {person}")),
                say("hint-person-data", format!("jinguo person amend {person} --area {area}")),
            ]
        }
        ReliefRefusal::CategoryOutside { person, categories } => {
            let category = categories.first().map_or_else(String::new, |category| quote(category.as_str()));
            vec![
                see(format!("jinguo person show {person}")),
                say("hint-person-data", format!("jinguo person amend {person} --category {category}")),
            ]
        }
        ReliefRefusal::PapersNeeded { .. } => vec![say("hint-paper", attached(words, typed))],
        ReliefRefusal::SignatureNeeded => vec![say("hint-signature", attached(words, typed))],
        ReliefRefusal::Twice { .. } => Vec::new(),
        ReliefRefusal::TooEarly { first } => vec![say("hint-instead", dated(typed, *first))],
        ReliefRefusal::FundShort { fund, available, needed } => {
            let less = at_most(words, typed, *needed, *available);
            let statement = format!("jinguo statement fund {}", names.fund_code(*fund));
            less.into_iter().chain([see(statement)]).collect()
        }
        ReliefRefusal::UsedSince { original } => vec![see(format!("jinguo show {original}"))],
        _ => of_a_case_or_round(words, typed, refusal, names),
    }
}

fn of_a_case_or_round(
    words: &Words,
    typed: Typed<'_>,
    refusal: &ReliefRefusal,
    names: &dyn Names,
) -> Vec<String> {
    let say = |key: &str, command: String| words.say(key, &[("command", command.into())]);
    let see = |command: String| vec![say("hint-see", command)];
    let case_shown = |case: &CaseNo| say("hint-see", format!("jinguo relief show {case}"));
    let round_shown = |round: &RoundNo| say("hint-see", format!("jinguo relief show {round}"));
    match refusal {
        ReliefRefusal::UnknownCase { .. } => see("jinguo relief list".to_owned()),
        ReliefRefusal::UnknownRound { .. } => {
            let pending = say("hint-see", "jinguo pending".to_owned());
            see("jinguo relief list".to_owned()).into_iter().chain([pending]).collect()
        }
        ReliefRefusal::UnknownRow { round, .. }
        | ReliefRefusal::NoticedBefore { round, .. }
        | ReliefRefusal::RowIs { round, .. } => vec![round_shown(round)],
        ReliefRefusal::CaseNeeded { programme } => {
            let person = typed.value("--to").unwrap_or_else(|| words.word("value-person"));
            vec![say("hint-apply-first", format!("jinguo relief apply {programme} --to {person}"))]
        }
        ReliefRefusal::CaseOfOther { case } | ReliefRefusal::OpenCase { case } => vec![case_shown(case)],
        ReliefRefusal::CaseGranted { case, entry } => {
            vec![case_shown(case), say("hint-see", format!("jinguo show {entry}"))]
        }
        ReliefRefusal::StepMissing { case, step } => match look(*step) {
            Some(look) => vec![say("hint-first", format!("jinguo relief {look} {case}"))],
            None => vec![case_shown(case)],
        },
        ReliefRefusal::DoesNotFit { case, step, entry } => {
            let again =
                look(*step).map(|look| say("hint-look-again", format!("jinguo relief {look} {case}")));
            let shown = say("hint-see", format!("jinguo show {entry}"));
            [shown].into_iter().chain(again).collect()
        }
        ReliefRefusal::NoticeNeeded { round, .. } => {
            vec![say("hint-first", format!("jinguo relief notice {round}"))]
        }
        ReliefRefusal::NoticeRuns { until, .. } => {
            let line = dated(typed, *until);
            vec![words.say("hint-notice-over", &[("date", until.into()), ("command", line.into())])]
        }
        _ => of_gifts_and_goods(words, typed, refusal, names),
    }
}

fn of_gifts_and_goods(
    words: &Words,
    typed: Typed<'_>,
    refusal: &ReliefRefusal,
    names: &dyn Names,
) -> Vec<String> {
    let say = |key: &str, command: String| words.say(key, &[("command", command.into())]);
    let see = |command: String| vec![say("hint-see", command)];
    let goods = |item: &ItemNo| say("hint-see", format!("jinguo goods show {}", quote(&names.item(*item))));
    let gift_shown = |gift: &GiftNo| say("hint-see", format!("jinguo gift show {gift}"));
    match refusal {
        ReliefRefusal::UnknownGift { .. } => see("jinguo gift list".to_owned()),
        ReliefRefusal::UnknownItem { .. } => see("jinguo goods list".to_owned()),
        ReliefRefusal::UnknownItemName { name } => {
            let add =
                format!("jinguo goods add {} --unit {}", quote(name.as_str()), words.word("value-unit"));
            let list = say("hint-see", "jinguo goods list".to_owned());
            vec![list, say("hint-goods-add", add)]
        }
        ReliefRefusal::ItemTaken { name } => see(format!("jinguo goods show {}", quote(name.as_str()))),
        ReliefRefusal::GiftNeeded => {
            let list = say("hint-see", "jinguo gift list".to_owned());
            let line = typed.with("--gift", Some(&words.word("value-gift")));
            vec![say("hint-gift-option", line), list]
        }
        ReliefRefusal::GiftShort { gift, available, needed } => {
            at_most(words, typed, *needed, *available).into_iter().chain([gift_shown(gift)]).collect()
        }
        ReliefRefusal::GiftBound { gift } => {
            let (person, file) = (words.word("value-person"), words.word("value-file"));
            let command = format!("jinguo gift rebind {gift} --for {person} --consent {file}");
            vec![gift_shown(gift), say("hint-rebind", command)]
        }
        ReliefRefusal::GiftElsewhere { gift, fund } => {
            let line = match *fund {
                FundNo::PASS_THROUGH => typed.with("--fund", Some("held")),
                fund => typed.with("--fund", Some(&names.fund_code(fund))),
            };
            vec![say("hint-instead", line), gift_shown(gift)]
        }
        ReliefRefusal::DonorOfGift { .. } => vec![say("hint-instead", typed.without("--from"))],
        ReliefRefusal::StockShort { item, .. }
        | ReliefRefusal::CardKnown { item, .. }
        | ReliefRefusal::CardNumbers { item } => vec![goods(item)],
        ReliefRefusal::CardNotThere { item, entry, .. } => {
            let shown = entry.map(|entry| say("hint-see", format!("jinguo show {entry}")));
            [goods(item)].into_iter().chain(shown).collect()
        }
        ReliefRefusal::TooManyCards { .. } => vec![words.word("hint-cards-split")],
        ReliefRefusal::BooksDiffer { item, .. } => {
            let entry = typed.value("approve").or_else(|| typed.value("审批"));
            let reason = words.word("value-reason");
            let reject = entry.map(|e| say("hint-first", format!("jinguo reject {e} --reason {reason}")));
            let (item, pieces) = (quote(&names.item(*item)), words.word("value-pieces"));
            let fund = typed.value("--fund").unwrap_or_else(|| words.word("value-code"));
            let count = format!("jinguo goods count {item} {pieces} --fund {fund}");
            reject.into_iter().chain([say("hint-count-again", count)]).collect()
        }
        ReliefRefusal::SurplusNeedsReceipt { item } => {
            let (name, pieces) = (quote(&names.item(*item)), words.word("value-pieces"));
            let fund = typed.value("--fund").unwrap_or_else(|| words.word("value-code"));
            let command =
                format!("jinguo goods receive {name} {pieces} --fund {fund} --no-value --anonymous");
            vec![say("hint-goods-receipt", command), goods(item)]
        }
        _ => Vec::new(),
    }
}

/// A template that is called like the programme, else rules that bound nothing.
fn no_rules(words: &Words, code: &Code, date: Date, names: &dyn Names) -> Vec<String> {
    let say = |key: &str, command: String| words.say(key, &[("command", command.into())]);
    let set = format!("jinguo programme rules {code} --from {date}");
    let name = names.programme_of(code);
    let fits = templates::called(&name).map(|found| {
        let name = quote(found.name);
        say("hint-rules-set", format!("{set} --template {name}"))
    });
    let templates = say("hint-see", "jinguo programme templates".to_owned());
    let plain = if fits.is_some() { "hint-rules-other" } else { "hint-rules-set" };
    fits.into_iter().chain([say(plain, format!("{set} --gives money")), templates]).collect()
}

/// What was to be paid in one step, as a round of one.
fn by_round(words: &Words, typed: Typed<'_>, code: &Code) -> Vec<String> {
    let say = |key: &str, command: String| words.say(key, &[("command", command.into())]);
    let person = typed.value("--to").unwrap_or_else(|| words.word("value-person"));
    let amount = typed.value(code.as_str()).filter(|typed| Fen::parse_yuan(typed).is_ok());
    let amount = amount.map_or_else(String::new, |amount| format!(" --amount {}", quote(&amount)));
    vec![
        say("hint-by-round", format!("jinguo relief propose {code} --to {person}{amount}")),
        say("hint-see", format!("jinguo programme show {code}")),
    ]
}

/// The command that looks at an application.
const fn look(step: Step) -> Option<&'static str> {
    match step {
        Step::Visit => Some("check"),
        Step::Review => Some("review"),
        Step::Application | Step::Notice | Step::Answer => None,
    }
}

/// How an earlier grant is corrected: one that was paid in one step is reversed, one of a round is looked at.
fn correct(words: &Words, grant: &Grant) -> String {
    let reason = words.word("value-reason");
    let command = match grant.row {
        0 => format!("jinguo reverse {} --reason {reason}", grant.entry),
        _ => format!("jinguo show {}", grant.entry),
    };
    words.say("hint-correct-before", &[("command", command.into())])
}

/// The line with one more paper; those that it names stay.
fn attached(words: &Words, typed: Typed<'_>) -> String {
    format!("{} --attach {}", typed.again(), words.word("value-file"))
}

fn dated(typed: Typed<'_>, day: Date) -> String {
    typed.with("--date", Some(&day.to_string()))
}

/// The line with the most that is there in the place of what was needed.
fn at_most(words: &Words, typed: Typed<'_>, needed: Fen, available: Fen) -> Option<String> {
    let line = (available > Fen::ZERO).then(|| typed.with_amount(needed, available)).flatten()?;
    Some(words.say("hint-at-most", &[("available", available.into()), ("command", line.into())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{EntryNo, HouseholdNo, Line, PersonNo};
    use crate::book::Refusal;
    use crate::book::relief::{RowStatus, Scope};
    use crate::cli::args::Cli;
    use crate::entry::DropReason;
    use crate::report::names::NameBook;
    use crate::words::{Lang, refusal};
    use clap::CommandFactory;
    use clap::error::ErrorKind;
    use std::ffi::OsString;

    fn line(text: &str) -> Line {
        Line::new(text).unwrap()
    }

    /// One of each, and one of each form that it has.
    fn all() -> Vec<ReliefRefusal> {
        let programme = || Code::new("LA").unwrap();
        let (date, entry, person) = (Date::new(2026, 3, 8).unwrap(), EntryNo(118), PersonNo(231));
        let (case, round, gift, item) = (CaseNo(7), RoundNo(3), GiftNo(4), ItemNo(2));
        let (amount, fund, household) = (Fen::new(1_000_000), FundNo(1), HouseholdNo(9));
        let money = Grant { entry, row: 0, day: date, person, household: None, amount };
        let goods = Grant { row: 5, amount: Fen::ZERO, ..money };
        let cap = |person, scope, last| ReliefRefusal::OverCap {
            programme: programme(),
            person,
            scope,
            cap: amount,
            before: Fen::new(300),
            amount,
            last,
        };
        let times = |scope, times, last| ReliefRefusal::OverTimes {
            programme: programme(),
            person,
            scope,
            times,
            last,
        };
        let is = |status| ReliefRefusal::RowIs { round, row: 1, status };
        vec![
            ReliefRefusal::UnknownCase { no: case },
            ReliefRefusal::UnknownRound { no: round },
            ReliefRefusal::UnknownRow { round, row: 9 },
            ReliefRefusal::UnknownGift { no: gift },
            ReliefRefusal::UnknownItem { no: item },
            ReliefRefusal::UnknownItemName { name: line("母亲邮包") },
            ReliefRefusal::ItemTaken { name: line("母亲邮包") },
            ReliefRefusal::NoRules { programme: programme(), date },
            ReliefRefusal::RulesOutOfOrder { last: date },
            ReliefRefusal::RulesImpossible,
            ReliefRefusal::ByRound { programme: programme() },
            ReliefRefusal::StepOff { programme: programme(), step: Step::Application },
            ReliefRefusal::StepOff { programme: programme(), step: Step::Answer },
            ReliefRefusal::CaseNeeded { programme: programme() },
            ReliefRefusal::CaseOfOther { case },
            ReliefRefusal::CaseGranted { case, entry },
            ReliefRefusal::StepMissing { case, step: Step::Visit },
            ReliefRefusal::DoesNotFit { case, step: Step::Review, entry },
            ReliefRefusal::OpenCase { case },
            ReliefRefusal::FundNotAllowed { programme: programme(), fund },
            ReliefRefusal::FundNotAllowed { programme: programme(), fund: FundNo::PASS_THROUGH },
            ReliefRefusal::GivesOther { programme: programme(), goods: true },
            ReliefRefusal::GivesOther { programme: programme(), goods: false },
            ReliefRefusal::BelowLeast { least: amount, amount: Fen::new(1) },
            cap(None, Scope::Once, None),
            cap(None, Scope::Year, None),
            cap(None, Scope::Round, None),
            cap(Some(person), Scope::Year, Some(money)),
            cap(Some(person), Scope::Lifetime, Some(goods)),
            times(Scope::Lifetime, 1, Some(money)),
            times(Scope::Lifetime, 2, Some(goods)),
            times(Scope::Year, 1, None),
            times(Scope::Year, 3, Some(money)),
            ReliefRefusal::OverPieces { most: 1, pieces: 2 },
            ReliefRefusal::HouseholdServed { programme: programme(), household, person, entry: Some(entry) },
            ReliefRefusal::HouseholdServed { programme: programme(), household, person, entry: None },
            ReliefRefusal::HouseholdUnknown { person },
            ReliefRefusal::AreaOutside { person, areas: vec![line("雉城街道"), line("画溪街道")] },
            ReliefRefusal::CategoryOutside { person, categories: vec![line("低收入母亲")] },
            ReliefRefusal::PapersNeeded { needed: 2, found: 1 },
            ReliefRefusal::Twice { person, first: 1 },
            ReliefRefusal::FundShort { fund, available: Fen::new(10), needed: amount },
            ReliefRefusal::GiftNeeded,
            ReliefRefusal::GiftShort { gift, available: Fen::new(10), needed: amount },
            ReliefRefusal::GiftBound { gift },
            ReliefRefusal::GiftElsewhere { gift, fund },
            ReliefRefusal::GiftElsewhere { gift, fund: FundNo::PASS_THROUGH },
            ReliefRefusal::DonorOfGift { gift },
            ReliefRefusal::StockShort { item, available: 3, needed: 5 },
            ReliefRefusal::CardNotThere { item, number: 42, entry: Some(entry) },
            ReliefRefusal::CardNotThere { item, number: 42, entry: None },
            ReliefRefusal::CardKnown { item, number: 42 },
            ReliefRefusal::CardNumbers { item },
            ReliefRefusal::TooManyCards { most: 10_000 },
            ReliefRefusal::NoticeNeeded { round, days: 7 },
            ReliefRefusal::NoticeRuns { round, until: date },
            ReliefRefusal::NoticedBefore { round, since: date },
            is(RowStatus::Granted),
            is(RowStatus::Paid),
            is(RowStatus::Arrived),
            is(RowStatus::Dropped(DropReason::Objection)),
            ReliefRefusal::TooEarly { first: date },
            ReliefRefusal::SignatureNeeded,
            ReliefRefusal::BooksDiffer { item, on_the_books: 12 },
            ReliefRefusal::SurplusNeedsReceipt { item },
            ReliefRefusal::UsedSince { original: entry },
        ]
    }

    /// A line of each command that can be refused for such a reason.
    const TYPED: &str = "relief propose LA --to P-231 --amount 10000 --fund LA --pieces 2 --from 2026-01-01";

    fn told(lang: Lang, cause: ReliefRefusal) -> (String, Vec<String>) {
        let words = Words::new(lang);
        let args: Vec<OsString> = TYPED.split(' ').map(OsString::from).collect();
        let (names, refused) = (NameBook::default(), Refusal::from(cause));
        (refusal::sentence(&words, &refused, &names), hints::of(&words, Typed(&args), &refused, &names))
    }

    #[test]
    fn each_is_told_in_both_languages_also_as_one_row_of_many() {
        for lang in [Lang::ZhCn, Lang::En] {
            let mut seen: Vec<String> = Vec::new();
            for cause in all() {
                let row = ReliefRefusal::Row { row: 731, cause: Box::new(cause.clone().into()) };
                let debug = format!("{cause:?}");
                let (said, _) = told(lang, cause);
                assert!(!said.trim().is_empty() && !said.contains("[refused"), "{debug}: {said}");
                assert!(!seen.contains(&said), "{debug} says what another says: {said}");
                let (of_row, _) = told(lang, row);
                assert!(of_row.contains("731") && of_row.ends_with(&said), "{of_row}");
                seen.push(said);
            }
        }
    }

    #[test]
    fn the_sentence_of_the_plan() {
        let at = |cause| told(Lang::ZhCn, cause).0;
        let once = all().into_iter().find(|cause| matches!(cause, ReliefRefusal::OverTimes { times: 1, .. }));
        let said = at(once.unwrap());
        assert_eq!(said, "LA 每人终身一次，P-000231 已于 2026-03-08 列入发放 10,000.00 元（E-118）");
    }

    /// Every command that stands in a hint, with its placeholders filled in, is one that the grammar takes.
    #[test]
    fn what_is_advised_can_be_typed() {
        let mut seen = 0;
        for (lang, cause) in
            [Lang::ZhCn, Lang::En].into_iter().flat_map(|lang| all().into_iter().map(move |c| (lang, c)))
        {
            let debug = format!("{cause:?}");
            let (_, hints) = told(lang, cause);
            for hint in hints {
                let Some((_, command)) = hint.split_once("jinguo ") else { continue };
                let filled = command
                    .replace("P-…", "P-1")
                    .replace("J-…", "J-1")
                    .replace("件数", "5")
                    .replace("PIECES", "5")
                    .replace("代码", "LA")
                    .replace("F-1", "LA");
                let words = filled.split(' ').map(|word| word.trim_matches('"'));
                let read = Cli::command().try_get_matches_from(std::iter::once("jinguo").chain(words));
                match read {
                    Ok(_) => seen += 1,
                    // The line that was typed here is one for all: what it says beside the change may not fit together.
                    Err(_) if command.starts_with("relief propose LA --to P-231 --amount ") => {}
                    Err(error) if error.kind() == ErrorKind::InvalidSubcommand => {
                        panic!("{debug}: {command} is no command")
                    }
                    Err(error) => panic!("{debug}: {command}: {error}"),
                }
            }
        }
        assert!(seen > 20, "only {seen} were typed");
    }
}
