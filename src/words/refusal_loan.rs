//! What the rules say about loans, as sentences with their figures.
//!
//! Owns: which text belongs to which refusal. Refuses to know: what the person typed.

use super::names::{self, Names};
use super::{Arg, Words};
use crate::book::loan::{LoanRefusal, Stage};

/// The text that names a stage.
#[must_use]
pub const fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Void => "stage-void",
        Stage::Applied => "stage-applied",
        Stage::Granted => "stage-granted",
        Stage::Signed => "stage-signed",
        Stage::Running => "stage-running",
        Stage::Settled => "stage-settled",
        Stage::WrittenOff => "stage-written-off",
    }
}

/// What the rules say, without an ending.
pub(super) fn sentence(words: &Words, refusal: &LoanRefusal, names: &dyn Names) -> String {
    let say = |key: &str, args: &[(&'static str, Arg)]| words.say(key, args);
    match refusal {
        LoanRefusal::UnknownProduct { no } => {
            say("refused-unknown-product", &[("no", no.to_string().into())])
        }
        LoanRefusal::UnknownProductCode { code } => say("refused-unknown-product", &[("no", code.into())]),
        LoanRefusal::ProductCodeTaken { code, name } => {
            say("refused-product-code-taken", &[("code", code.into()), ("name", name.into())])
        }
        LoanRefusal::NoTerms { product, date } => {
            say("refused-no-terms", &[("code", product.into()), ("date", date.into())])
        }
        LoanRefusal::TermsOutOfOrder { last } => say("refused-terms-out-of-order", &[("date", last.into())]),
        LoanRefusal::RateTooHigh { rate, highest } => say(
            "refused-rate-too-high",
            &[("rate", rate.to_string().into()), ("highest", highest.to_string().into())],
        ),
        LoanRefusal::MonthsOutOfRange { months, longest } => say(
            "refused-months-out-of-range",
            &[("months", u64::from(*months).into()), ("longest", u64::from(*longest).into())],
        ),
        LoanRefusal::TermsImpossible => words.word("refused-terms-impossible"),
        LoanRefusal::UnknownGuarantor { no } => {
            say("refused-unknown-guarantor", &[("name", no.to_string().into())])
        }
        LoanRefusal::UnknownGuarantorName { name } => {
            say("refused-unknown-guarantor", &[("name", name.into())])
        }
        LoanRefusal::GuarantorTaken { name } => say("refused-guarantor-taken", &[("name", name.into())]),
        LoanRefusal::OfficeAsGuarantor { name } => {
            say("refused-office-as-guarantor", &[("name", name.into())])
        }
        LoanRefusal::DepositNotCovered { name, available, needed } => say(
            "refused-deposit-not-covered",
            &[("name", name.into()), ("available", available.into()), ("needed", needed.into())],
        ),
        LoanRefusal::AllowanceNotCovered { fund, available, needed } => say(
            "refused-allowance-not-covered",
            &[
                ("fund", names.fund_code(*fund).into()),
                ("available", available.into()),
                ("needed", needed.into()),
            ],
        ),
        LoanRefusal::SharesNotWhole => words.word("refused-shares-not-whole"),
        LoanRefusal::WomenOnly { person } => {
            say("refused-women-only", &[("person", names::person(words, names, *person).into())])
        }
        LoanRefusal::AgeOutside { person, age, youngest, oldest } => {
            let key = match (youngest, oldest) {
                (_, 0) => "refused-too-young",
                (0, _) => "refused-too-old",
                _ => "refused-age-outside",
            };
            let person = names::person(words, names, *person);
            let [youngest, oldest] = [*youngest, *oldest].map(|age| u64::from(age).into());
            let age = ("age", u64::from(*age).into());
            say(key, &[("person", person.into()), age, ("youngest", youngest), ("oldest", oldest)])
        }
        _ => of_a_loan(words, refusal),
    }
}

fn of_a_loan(words: &Words, refusal: &LoanRefusal) -> String {
    let say = |key: &str, args: &[(&'static str, Arg)]| words.say(key, args);
    match refusal {
        LoanRefusal::UnknownLoan { no } => say("refused-unknown-loan", &[("loan", no.into())]),
        LoanRefusal::WrongStage { loan, stage } => say(
            "refused-wrong-stage",
            &[("loan", loan.into()), ("stage", words.word(stage_key(*stage)).into())],
        ),
        LoanRefusal::AnotherLoan { loan } => say("refused-another-loan", &[("loan", loan.into())]),
        LoanRefusal::NotEligible { loan } => say("refused-not-eligible", &[("loan", loan.into())]),
        LoanRefusal::OverLimit { limit, used, asked } => {
            let key = if used.is_zero() { "refused-over-limit" } else { "refused-over-limit-used" };
            say(key, &[("limit", limit.into()), ("used", used.into()), ("asked", asked.into())])
        }
        LoanRefusal::AfterEnd { loan, end } => {
            say("refused-after-end", &[("loan", loan.into()), ("date", end.into())])
        }
        LoanRefusal::LaterEvent { loan, entry, date } => say(
            "refused-later-event",
            &[("loan", loan.into()), ("entry", entry.into()), ("date", date.into())],
        ),
        LoanRefusal::NothingDrawn { loan, date, first } => match first {
            Some(first) => say(
                "refused-before-draw",
                &[("loan", loan.into()), ("date", date.into()), ("first", first.into())],
            ),
            None => say("refused-nothing-drawn", &[("loan", loan.into())]),
        },
        LoanRefusal::Settled { loan } => say("refused-settled", &[("loan", loan.into())]),
        LoanRefusal::Overpaid { loan, payoff, paid, date } => say(
            "refused-overpaid",
            &[("loan", loan.into()), ("payoff", payoff.into()), ("paid", paid.into()), ("date", date.into())],
        ),
        LoanRefusal::InArrears { loan, arrears, since, due: _ } => match since {
            Some(since) => say(
                "refused-in-arrears",
                &[("loan", loan.into()), ("arrears", arrears.into()), ("date", since.into())],
            ),
            None => say("refused-due-first", &[("loan", loan.into())]),
        },
        LoanRefusal::NotInArrears { loan } => say("refused-not-in-arrears", &[("loan", loan.into())]),
        LoanRefusal::NoGuarantor { loan } => say("refused-no-guarantor", &[("loan", loan.into())]),
        LoanRefusal::OtherMoney { loan } => say("refused-other-money", &[("loan", loan.into())]),
        LoanRefusal::NotLater { end } => say("refused-not-later", &[("date", end.into())]),
        LoanRefusal::ExtensionTooLong { latest } => {
            say("refused-extension-too-long", &[("date", latest.into())])
        }
        LoanRefusal::LessLeft { left, asked } => {
            say("refused-less-left", &[("left", left.into()), ("asked", asked.into())])
        }
        LoanRefusal::MovedOn { loan, by } => {
            say("refused-moved-on", &[("loan", loan.into()), ("entry", by.into())])
        }
        LoanRefusal::NoSubsidy { loan } => say("refused-no-subsidy", &[("loan", loan.into())]),
        LoanRefusal::SubsidyTwice { loan, quarter, by } => say(
            "refused-subsidy-twice",
            &[("loan", loan.into()), ("quarter", quarter.to_string().into()), ("entry", by.into())],
        ),
        LoanRefusal::QuarterNotOver { quarter } => {
            say("refused-quarter-not-over", &[("quarter", quarter.to_string().into())])
        }
        LoanRefusal::NothingToSubsidise { loan, quarter } => say(
            "refused-nothing-to-subsidise",
            &[("loan", loan.into()), ("quarter", quarter.to_string().into())],
        ),
        LoanRefusal::ScheduleSum { loan } => say("refused-schedule-sum", &[("loan", loan.into())]),
        LoanRefusal::WorkedOutAnew { loan } => say("refused-worked-out-anew", &[("loan", loan.into())]),
        LoanRefusal::LoanOpen { loan } => say("refused-loan-open", &[("loan", loan.into())]),
        _ => String::new(),
    }
}
