//! What the rules say about relief, rounds, gifts and goods, as sentences with their figures.
//!
//! Owns: which text belongs to which refusal, and what steps, rows and reasons are called. Refuses to know: what the
//! person typed.

use super::names::{self, Names};
use super::refusal::sentence as any_sentence;
use super::{Arg, Words};
use crate::base::{Fen, FundNo, Line, PersonNo};
use crate::book::relief::refusal::Step;
use crate::book::relief::{Grant, ReliefRefusal, RowStatus, Scope};
use crate::entry::{BackReason, DropReason};

/// The text that names a step.
#[must_use]
pub const fn step_key(step: Step) -> &'static str {
    match step {
        Step::Application => "step-application",
        Step::Visit => "step-visit",
        Step::Review => "step-review",
        Step::Notice => "step-notice",
        Step::Answer => "step-answer",
    }
}

/// The text that says how far a row is; why it was dropped stands in [`drop_reason_key`].
#[must_use]
pub const fn row_status_key(status: RowStatus) -> &'static str {
    match status {
        RowStatus::Granted => "row-granted",
        RowStatus::Paid => "row-paid",
        RowStatus::Arrived => "row-arrived",
        RowStatus::Dropped(_) => "row-dropped",
    }
}

/// The text that names why a payment came back.
#[must_use]
pub const fn back_reason_key(reason: BackReason) -> &'static str {
    match reason {
        BackReason::NoAccount => "back-no-account",
        BackReason::NameDiffers => "back-name-differs",
        BackReason::NotCollected => "back-not-collected",
        BackReason::Other => "back-other",
    }
}

/// The text that names why a row is not paid any more.
#[must_use]
pub const fn drop_reason_key(reason: DropReason) -> &'static str {
    match reason {
        DropReason::Objection => "drop-objection",
        DropReason::Conditions => "drop-conditions",
        DropReason::Declined => "drop-declined",
        DropReason::Other => "drop-other",
    }
}

/// What the rules say, without an ending.
pub(super) fn sentence(words: &Words, refusal: &ReliefRefusal, names: &dyn Names) -> String {
    let say = |key: &str, args: &[(&'static str, Arg)]| words.say(key, args);
    let of = |code| ("programme", Arg::from(names.programme_of(code)));
    let person = |no| ("person", Arg::from(names::person(words, names, no)));
    match refusal {
        ReliefRefusal::Row { row, cause } => {
            let cause = any_sentence(words, cause, names);
            say("refused-row", &[("row", u64::from(*row).into()), ("cause", cause.into())])
        }
        ReliefRefusal::NoRules { programme, date } => {
            say("refused-no-rules", &[of(programme), ("date", date.into())])
        }
        ReliefRefusal::RulesOutOfOrder { last } => {
            say("refused-rules-out-of-order", &[("date", last.into())])
        }
        ReliefRefusal::RulesImpossible => words.word("refused-rules-impossible"),
        ReliefRefusal::ByRound { programme } => say("refused-by-round", &[of(programme)]),
        ReliefRefusal::StepOff { programme, step } => {
            say("refused-step-off", &[of(programme), ("step", words.word(step_key(*step)).into())])
        }
        ReliefRefusal::FundNotAllowed { programme, fund: FundNo::PASS_THROUGH } => {
            say("refused-held-not-allowed", &[of(programme)])
        }
        ReliefRefusal::FundNotAllowed { programme, fund } => {
            say("refused-fund-not-allowed", &[of(programme), ("fund", fund_named(names, *fund).into())])
        }
        ReliefRefusal::GivesOther { programme, goods: true } => say("refused-gives-money", &[of(programme)]),
        ReliefRefusal::GivesOther { programme, goods: false } => say("refused-gives-goods", &[of(programme)]),
        ReliefRefusal::BelowLeast { least, amount } => {
            say("refused-below-least", &[("least", least.into()), ("amount", amount.into())])
        }
        ReliefRefusal::OverCap { .. } => over_cap(words, refusal, names),
        ReliefRefusal::OverTimes { programme, person: who, scope, times, last } => {
            let key = match scope {
                Scope::Year => "times-a-year",
                _ => "times-in-a-lifetime",
            };
            let limit = say(key, &[("times", u64::from(*times).into())]);
            let last = match last {
                Some(last) => granted(words, names, last),
                None => words.word("granted-so-often"),
            };
            let args = [of(programme), person(*who), ("limit", limit.into()), ("last", last.into())];
            say("refused-over-times", &args)
        }
        ReliefRefusal::OverPieces { most, pieces } => say(
            "refused-over-pieces",
            &[("most", u64::from(*most).into()), ("pieces", u64::from(*pieces).into())],
        ),
        ReliefRefusal::HouseholdServed { programme, household, person: who, entry } => {
            let mut args = vec![of(programme), person(*who), ("household", household.to_string().into())];
            match entry {
                Some(entry) => {
                    args.push(("entry", entry.into()));
                    say("refused-household-served", &args)
                }
                None => say("refused-household-in-round", &args),
            }
        }
        ReliefRefusal::HouseholdUnknown { person: who } => say("refused-household-unknown", &[person(*who)]),
        ReliefRefusal::AreaOutside { person: who, areas } => {
            say("refused-area-outside", &[person(*who), ("areas", listed(words, areas).into())])
        }
        ReliefRefusal::CategoryOutside { person: who, categories } => {
            say("refused-category-outside", &[person(*who), ("categories", listed(words, categories).into())])
        }
        ReliefRefusal::PapersNeeded { needed, found } => say(
            "refused-papers-needed",
            &[("needed", u64::from(*needed).into()), ("found", u64::from(*found).into())],
        ),
        ReliefRefusal::Twice { person: who, first } => {
            say("refused-twice", &[person(*who), ("row", u64::from(*first).into())])
        }
        ReliefRefusal::FundShort { fund, available, needed } => say(
            "refused-fund-short",
            &[
                ("fund", fund_named(names, *fund).into()),
                ("available", available.into()),
                ("needed", needed.into()),
            ],
        ),
        ReliefRefusal::UsedSince { original } => say("refused-used-since", &[("entry", original.into())]),
        ReliefRefusal::TooEarly { first } => say("refused-too-early", &[("date", first.into())]),
        _ => of_a_case_or_round(words, refusal, names),
    }
}

fn of_a_case_or_round(words: &Words, refusal: &ReliefRefusal, names: &dyn Names) -> String {
    let say = |key: &str, args: &[(&'static str, Arg)]| words.say(key, args);
    let no = |key: &str, no: String| words.say(key, &[("no", no.into())]);
    let case = |case: &crate::base::CaseNo| ("case", Arg::from(case.to_string()));
    let round = |round: &crate::base::RoundNo| ("round", Arg::from(round.to_string()));
    match refusal {
        ReliefRefusal::UnknownCase { no: case } => no("refused-unknown-case", case.to_string()),
        ReliefRefusal::UnknownRound { no: round } => no("refused-unknown-round", round.to_string()),
        ReliefRefusal::UnknownRow { round: of, row } => {
            say("refused-unknown-row", &[round(of), ("row", u64::from(*row).into())])
        }
        ReliefRefusal::CaseNeeded { programme } => {
            say("refused-case-needed", &[("programme", names.programme_of(programme).into())])
        }
        ReliefRefusal::CaseOfOther { case: of } => say("refused-case-of-other", &[case(of)]),
        ReliefRefusal::CaseGranted { case: of, entry } => {
            say("refused-case-granted", &[case(of), ("entry", entry.into())])
        }
        ReliefRefusal::StepMissing { case: of, step } => {
            say("refused-step-missing", &[case(of), ("step", words.word(step_key(*step)).into())])
        }
        ReliefRefusal::DoesNotFit { case: of, step, entry } => say(
            "refused-does-not-fit",
            &[case(of), ("step", words.word(step_key(*step)).into()), ("entry", entry.into())],
        ),
        ReliefRefusal::OpenCase { case: of } => say("refused-open-case", &[case(of)]),
        ReliefRefusal::NoticeNeeded { round: of, days } => {
            say("refused-notice-needed", &[round(of), ("days", u64::from(*days).into())])
        }
        ReliefRefusal::NoticeRuns { round: of, until } => {
            say("refused-notice-runs", &[round(of), ("date", until.into())])
        }
        ReliefRefusal::NoticedBefore { round: of, since } => {
            say("refused-noticed-before", &[round(of), ("date", since.into())])
        }
        ReliefRefusal::RowIs { round: of, row, status } => {
            let mut said = words.word(row_status_key(*status));
            if let RowStatus::Dropped(reason) = status {
                let reason = words.word(drop_reason_key(*reason));
                said = say("row-dropped-because", &[("reason", reason.into())]);
            }
            say("refused-row-is", &[round(of), ("row", u64::from(*row).into()), ("status", said.into())])
        }
        ReliefRefusal::SignatureNeeded => words.word("refused-signature-needed"),
        _ => of_gifts_and_goods(words, refusal, names),
    }
}

fn of_gifts_and_goods(words: &Words, refusal: &ReliefRefusal, names: &dyn Names) -> String {
    let say = |key: &str, args: &[(&'static str, Arg)]| words.say(key, args);
    let no = |key: &str, no: String| words.say(key, &[("no", no.into())]);
    let gift = |gift: &crate::base::GiftNo| ("gift", Arg::from(gift.to_string()));
    let item = |item: &crate::base::ItemNo| ("item", Arg::from(names.item(*item)));
    match refusal {
        ReliefRefusal::UnknownGift { no: gift } => no("refused-unknown-gift", gift.to_string()),
        ReliefRefusal::UnknownItem { no: item } => no("refused-unknown-item", item.to_string()),
        ReliefRefusal::UnknownItemName { name } => no("refused-unknown-item", name.to_string()),
        ReliefRefusal::ItemTaken { name } => no("refused-item-taken", name.to_string()),
        ReliefRefusal::GiftNeeded => words.word("refused-gift-needed"),
        ReliefRefusal::GiftShort { gift: of, available, needed } => {
            say("refused-gift-short", &[gift(of), ("available", available.into()), ("needed", needed.into())])
        }
        ReliefRefusal::GiftBound { gift: of } => say("refused-gift-bound", &[gift(of)]),
        ReliefRefusal::GiftElsewhere { gift: of, fund: FundNo::PASS_THROUGH } => {
            say("refused-gift-is-held", &[gift(of)])
        }
        ReliefRefusal::GiftElsewhere { gift: of, fund } => {
            say("refused-gift-elsewhere", &[gift(of), ("fund", fund_named(names, *fund).into())])
        }
        ReliefRefusal::DonorOfGift { gift: of } => say("refused-donor-of-gift", &[gift(of)]),
        ReliefRefusal::StockShort { item: of, available, needed } => {
            let pieces = |count: &u32| Arg::from(names.pieces(*of, u64::from(*count)));
            let args = [item(of), ("available", pieces(available)), ("needed", pieces(needed))];
            say("refused-stock-short", &args)
        }
        ReliefRefusal::CardNotThere { item: of, number, entry } => {
            let mut args = vec![item(of), ("number", names.card(*of, *number).into())];
            match entry {
                Some(entry) => {
                    args.push(("entry", entry.into()));
                    say("refused-card-gone", &args)
                }
                None => say("refused-card-not-there", &args),
            }
        }
        ReliefRefusal::CardKnown { item: of, number } => {
            say("refused-card-known", &[item(of), ("number", names.card(*of, *number).into())])
        }
        ReliefRefusal::CardNumbers { item: of } => say("refused-card-numbers", &[item(of)]),
        ReliefRefusal::TooManyCards { most } => {
            say("refused-too-many-cards", &[("most", u64::from(*most).into())])
        }
        ReliefRefusal::BooksDiffer { item: of, on_the_books } => {
            let books = names.pieces(*of, u64::from(*on_the_books));
            say("refused-books-differ", &[item(of), ("pieces", books.into())])
        }
        ReliefRefusal::SurplusNeedsReceipt { item: of } => say("refused-surplus", &[item(of)]),
        // Everything else was told above.
        _ => String::new(),
    }
}

fn over_cap(words: &Words, refusal: &ReliefRefusal, names: &dyn Names) -> String {
    let ReliefRefusal::OverCap { programme, person, scope, cap, before, amount, last } = refusal else {
        return String::new();
    };
    let mut args = vec![
        ("programme", Arg::from(names.programme_of(programme))),
        ("cap", cap.into()),
        ("before", before.into()),
        ("amount", amount.into()),
    ];
    let key = match (scope, person) {
        (Scope::Once, _) => "refused-over-most",
        (Scope::Round, _) => "refused-over-round-budget",
        (Scope::Year | Scope::Lifetime, None) => "refused-over-year-budget",
        (Scope::Year, Some(_)) => "refused-over-cap-year",
        (Scope::Lifetime, Some(_)) => "refused-over-cap-lifetime",
    };
    args.extend(person.map(|who| ("person", names::person(words, names, who).into())));
    let said = words.say(key, &args);
    match last {
        // Where she had nothing before, the amount alone is too much.
        Some(last) if *before > Fen::ZERO => {
            let last = granted(words, names, last);
            words.say("refused-over-cap-last", &[("text", said.into()), ("last", last.into())])
        }
        _ => said,
    }
}

/// What she was granted before: `已于 2025-06-01 领取 10,000.00 元（E-118，2025-06/记-0118）`.
fn granted(words: &Words, names: &dyn Names, grant: &Grant) -> String {
    let amount = grant.amount;
    let of = |money, goods| if amount.is_zero() { goods } else { money };
    let Some(paid) = names.paid(grant) else {
        let args = [("day", grant.day.into()), ("amount", amount.into()), ("entry", grant.entry.into())];
        let args = if amount.is_zero() { vec![args[0].clone(), args[2].clone()] } else { args.to_vec() };
        return words.say(of("granted-before", "granted-before-goods"), &args);
    };
    let source = match paid.voucher {
        Some(voucher) => {
            words.say("granted-voucher", &[("entry", paid.entry.into()), ("voucher", voucher.into())])
        }
        None => paid.entry.to_string(),
    };
    let mut args = vec![("day", paid.day.into()), ("source", source.into())];
    if !amount.is_zero() {
        args.push(("amount", amount.into()));
    }
    words.say(of("paid-before", "paid-before-goods"), &args)
}

fn fund_named(names: &dyn Names, fund: FundNo) -> String {
    let (code, name) = (names.fund_code(fund), names.fund(fund));
    if code == name { code } else { format!("{code} {name}") }
}

/// Texts one after another, as each language separates them.
fn listed(words: &Words, texts: &[Line]) -> String {
    let texts: Vec<&str> = texts.iter().map(Line::as_str).collect();
    texts.join(&words.word("list-separator"))
}

/// Persons are named one by one up to this many; more are counted.
pub(super) fn one_or_many(words: &Words, names: &dyn Names, persons: &[PersonNo]) -> String {
    match persons {
        [person] => names::person(words, names, *person),
        _ => words.say("so-many-persons", &[("count", persons.len().into())]),
    }
}
