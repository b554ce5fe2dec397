//! What to do after a refusal about loans: a command that can be typed as it stands.
//!
//! Owns: one piece of advice for each. Refuses to know: why the rules refuse.

use super::typed::{Typed, quote};
use crate::base::Fen;
use crate::book::loan::{LoanRefusal, Stage};
use crate::words::Words;
use crate::words::names::Names;

/// The hints for a refusal, the best first.
pub(super) fn of(words: &Words, typed: Typed<'_>, refusal: &LoanRefusal, names: &dyn Names) -> Vec<String> {
    let say = |key: &str, command: String| words.say(key, &[("command", command.into())]);
    let see = |command: String| vec![say("hint-see", command)];
    let show = |loan: &crate::base::LoanNo| say("hint-see", format!("jinguo loan show {loan}"));
    match refusal {
        LoanRefusal::UnknownProductCode { code } => {
            vec![words.say("hint-product-add", &[("code", code.into())])]
        }
        LoanRefusal::UnknownProduct { .. } | LoanRefusal::ProductCodeTaken { .. } => {
            see("jinguo product list".to_owned())
        }
        LoanRefusal::NoTerms { product, .. } => {
            vec![words.say("hint-product-terms", &[("code", product.into())])]
        }
        LoanRefusal::TermsOutOfOrder { last } => {
            vec![say("hint-instead", typed.with("--from", Some(&last.next().to_string())))]
        }
        LoanRefusal::RateTooHigh { .. } => vec![words.word("hint-rate")],
        LoanRefusal::MonthsOutOfRange { longest, .. } => {
            let option = ["--term", "--months"].into_iter().find(|option| typed.has(option));
            option
                .map(|option| {
                    let months = if option == "--term" { format!("{longest}m") } else { longest.to_string() };
                    say("hint-instead", typed.with(option, Some(&months)))
                })
                .into_iter()
                .collect()
        }
        LoanRefusal::TermsImpossible | LoanRefusal::SharesNotWhole => see("jinguo product --help".to_owned()),
        LoanRefusal::UnknownGuarantor { .. }
        | LoanRefusal::UnknownGuarantorName { .. }
        | LoanRefusal::GuarantorTaken { .. } => see("jinguo guarantor list".to_owned()),
        LoanRefusal::OfficeAsGuarantor { .. } => vec![words.word("hint-guarantor-other")],
        LoanRefusal::DepositNotCovered { available, needed, .. } => {
            let less = instead(words, typed, *needed, *available);
            less.into_iter().chain(see("jinguo guarantor list".to_owned())).collect()
        }
        LoanRefusal::AllowanceNotCovered { fund, available, needed } => {
            let code = names.fund_code(*fund);
            let missing = needed.checked_sub(*available).unwrap_or(*needed).to_string().replace(',', "");
            let command = format!("jinguo loan provision --fund {code} --amount {missing}");
            vec![say("hint-allowance", command)]
        }
        LoanRefusal::UnknownLoan { .. } => see("jinguo loan list".to_owned()),
        LoanRefusal::WrongStage { loan, stage } => {
            let next = match stage {
                Stage::Applied => Some(say("hint-first", format!("jinguo loan approve {loan}"))),
                Stage::WrittenOff => {
                    let amount = words.word("value-amount");
                    Some(say("hint-recover-loan", format!("jinguo loan recover {loan} {amount}")))
                }
                _ => None,
            };
            next.into_iter().chain([show(loan)]).collect()
        }
        LoanRefusal::OverLimit { limit, used, asked } => {
            let left = limit.checked_sub(*used).unwrap_or(Fen::ZERO);
            instead(words, typed, *asked, left).into_iter().collect()
        }
        LoanRefusal::LaterEvent { date, entry, .. } => vec![
            say("hint-instead", typed.with("--date", Some(&date.to_string()))),
            say("hint-see", format!("jinguo show {entry}")),
        ],
        LoanRefusal::NothingDrawn { loan, first: Some(first), .. } => {
            vec![say("hint-instead", typed.with("--date", Some(&first.to_string()))), show(loan)]
        }
        LoanRefusal::Overpaid { payoff, paid, .. } => {
            let exact = typed.with_amount(*paid, *payoff).map(|line| say("hint-payoff", line));
            let keep = typed.has("repay").then(|| say("hint-prepay", typed.with("--prepay", None)));
            exact.into_iter().chain(keep).collect()
        }
        LoanRefusal::InArrears { loan, due, .. } => {
            let amount = due.to_string().replace(',', "");
            vec![say("hint-first", format!("jinguo loan repay {loan} {amount}")), show(loan)]
        }
        LoanRefusal::WomenOnly { person } | LoanRefusal::AgeOutside { person, .. } => {
            let product = typed.value("apply").or_else(|| typed.value("申请"));
            let product =
                product.map(|code| say("hint-see", format!("jinguo product show {}", quote(&code))));
            let person = say("hint-see", format!("jinguo person show {person}"));
            product.into_iter().chain([person]).collect()
        }
        LoanRefusal::NotLater { end } => {
            vec![say("hint-instead", typed.with("--to", Some(&end.next().to_string())))]
        }
        LoanRefusal::ExtensionTooLong { latest } => {
            let line = if typed.has("--months") { typed.without("--months") } else { typed.again() };
            let date = latest.to_string();
            let instead = if typed.has("--to") {
                typed.with("--to", Some(&date))
            } else {
                format!("{line} --to {date}")
            };
            vec![say("hint-instead", instead)]
        }
        LoanRefusal::LessLeft { left, asked } => instead(words, typed, *asked, *left).into_iter().collect(),
        LoanRefusal::MovedOn { by, .. } => {
            let reason = words.word("value-reason");
            vec![say("hint-reverse-later", format!("jinguo reverse {by} --reason {reason}"))]
        }
        LoanRefusal::SubsidyTwice { by, .. } => see(format!("jinguo show {by}")),
        LoanRefusal::QuarterNotOver { quarter } => {
            let (from, again) = (quarter.last_day().next(), typed.again());
            vec![words.say("hint-from", &[("date", from.into()), ("command", again.into())])]
        }
        LoanRefusal::NoSubsidy { .. } => see("jinguo product list".to_owned()),
        LoanRefusal::WorkedOutAnew { loan } => {
            let entry = typed.value("approve").or_else(|| typed.value("审批"));
            let reason = words.word("value-reason");
            let again =
                entry.map(|e| say("hint-prepare-anew", format!("jinguo reject {e} --reason {reason}")));
            again.into_iter().chain([show(loan)]).collect()
        }
        LoanRefusal::ScheduleSum { .. } => vec![words.word("hint-report-it")],
        LoanRefusal::AnotherLoan { loan }
        | LoanRefusal::NotEligible { loan }
        | LoanRefusal::AfterEnd { loan, .. }
        | LoanRefusal::NothingDrawn { loan, .. }
        | LoanRefusal::Settled { loan }
        | LoanRefusal::NotInArrears { loan }
        | LoanRefusal::NoGuarantor { loan }
        | LoanRefusal::OtherMoney { loan }
        | LoanRefusal::NothingToSubsidise { loan, .. }
        | LoanRefusal::LoanOpen { loan } => vec![show(loan)],
    }
}

/// The line with the most that is there in the place of what was asked for.
fn instead(words: &Words, typed: Typed<'_>, asked: Fen, left: Fen) -> Option<String> {
    let line = (left > Fen::ZERO).then(|| typed.with_amount(asked, left)).flatten()?;
    Some(words.say("hint-at-most", &[("available", left.into()), ("command", line.into())]))
}
