//! What to do after a refusal: a command that can be typed as it stands, with what was just typed in it.
//!
//! Owns: one piece of advice for each refusal. Refuses to know: why the rules refuse.

use super::typed::{Typed, quote};
use crate::base::money::MAX_FEN;
use crate::base::{Date, Fen};
use crate::book::Refusal;
use crate::words::Words;
use crate::words::names::Names;

/// The hints for a refusal, the best first.
pub fn of(words: &Words, typed: Typed<'_>, refusal: &Refusal, names: &dyn Names) -> Vec<String> {
    let say = |key: &str, command: String| words.say(key, &[("command", command.into())]);
    let see = |command: &str| vec![say("hint-see", command.to_owned())];
    let dated = |date: Date| typed.with("--voucher-date", Some(&date.to_string()));
    match refusal {
        Refusal::NotOpen
        | Refusal::OriginalDiffers { .. }
        | Refusal::Unbalanced { .. }
        | Refusal::OutOfSequence { .. }
        | Refusal::NotByTheRules { .. } => vec![words.word("hint-report-it")],
        Refusal::AlreadyOpen => see("jinguo balance"),
        Refusal::UnknownFund { .. } => see("jinguo fund list"),
        Refusal::UnknownFundCode { code } => vec![words.say("hint-fund-add", &[("code", code.into())])],
        Refusal::UnknownProgramme { .. } => see("jinguo programme list"),
        Refusal::UnknownProgrammeCode { code } => {
            vec![words.say("hint-programme-add", &[("code", code.into())])]
        }
        Refusal::UnknownPurpose { .. }
        | Refusal::UnknownPurposeName { .. }
        | Refusal::PurposeTaken { .. } => see("jinguo balance"),
        Refusal::UnknownPerson { .. } | Refusal::NotANaturalPerson { .. } => see("jinguo person list"),
        Refusal::UnknownEntry { .. } | Refusal::UnknownVoucher { .. } => see("jinguo log"),
        Refusal::UnknownAccount { .. } => see("jinguo report trial-balance"),
        Refusal::UnknownOperator { .. } => vec![words.word("hint-key-registered")],
        Refusal::FundCodeTaken { .. } => see("jinguo fund list"),
        Refusal::ProgrammeCodeTaken { .. } => see("jinguo programme list"),
        Refusal::DuplicatePerson { no } => see(&format!("jinguo person show {no}")),
        Refusal::FundNotCovered { fund, available, needed, day: _ } => {
            let less = (available.get() > 0).then(|| typed.with_amount(*needed, *available)).flatten();
            let less = less.map(|command| {
                words.say("hint-at-most", &[("available", (*available).into()), ("command", command.into())])
            });
            let statement = format!("jinguo statement fund {}", names.fund_code(*fund));
            less.into_iter().chain(see(&statement)).collect()
        }
        Refusal::OffPurpose { fund, .. } if typed.has("--purpose") => {
            let own = say("hint-instead", typed.without("--purpose"));
            vec![own, say("hint-see", format!("jinguo statement fund {fund}"))]
        }
        Refusal::OffPurpose { .. } => {
            let own = typed.has("--fund").then(|| say("hint-instead", typed.without("--fund")));
            own.into_iter().chain(see("jinguo programme list")).collect()
        }
        Refusal::ConsentNeeded { .. } => {
            let file = words.word("value-file");
            vec![say("hint-consent", typed.with("--consent", Some(&file)))]
        }
        Refusal::HeldNotCovered { held, needed, .. } => {
            let less = (held.get() > 0).then(|| typed.with_amount(*needed, *held)).flatten();
            let less = less.map(|command| {
                words.say("hint-at-most", &[("available", (*held).into()), ("command", command.into())])
            });
            less.into_iter().chain(see("jinguo balance")).collect()
        }
        Refusal::SameFund { .. } => see("jinguo fund list"),
        Refusal::AlreadyReversed { by, .. } => see(&format!("jinguo show {by}")),
        Refusal::NotReversible { original } => see(&format!("jinguo show {original}")),
        Refusal::ClosedPeriod { closed_through, .. } => {
            vec![say("hint-instead", dated(closed_through.next().first_day()))]
        }
        Refusal::AlreadyClosed { period } => {
            see(&format!("jinguo report trial-balance --period {}", quote(&period.to_string())))
        }
        Refusal::CloseOutOfOrder { next, .. } => {
            vec![say("hint-first", format!("jinguo close {next}"))]
        }
        Refusal::MonthNotOver { period } => {
            let from = period.next().first_day();
            let close = format!("jinguo close {period}");
            vec![words.say("hint-from", &[("date", from.into()), ("command", close.into())])]
        }
        Refusal::FutureDate { date, latest } => {
            // The business date stands behind both, unless the voucher date alone is the wrong one.
            let option = match typed.value("--voucher-date") {
                Some(typed) if typed == date.to_string() => "--voucher-date",
                _ => "--date",
            };
            vec![say("hint-instead", typed.with(option, Some(&latest.to_string())))]
        }
        Refusal::ImpossibleAmount { .. } => {
            vec![words.say("hint-amount", &[("max", Fen::new(MAX_FEN).into())])]
        }
        Refusal::SumTooLarge => see("jinguo report trial-balance"),
        Refusal::UnknownRules { .. } => vec![words.word("hint-newer")],
    }
}
