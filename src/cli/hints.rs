//! What to do after a refusal: a command that can be typed as it stands, with what was just typed in it.
//!
//! Owns: one piece of advice for each refusal. Refuses to know: why the rules refuse.

use super::account;
use super::typed::{Typed, quote};
use crate::base::money::MAX_FEN;
use crate::base::{AccountCode, Date, Fen};
use crate::book::Refusal;
use crate::book::chart::{Account, Basis, Edition};
use crate::words::Words;
use crate::words::names::Names;

/// The hints for a refusal, the best first.
pub fn of(words: &Words, typed: Typed<'_>, refusal: &Refusal, names: &dyn Names) -> Vec<String> {
    let say = |key: &str, command: String| words.say(key, &[("command", command.into())]);
    let see = |command: &str| vec![say("hint-see", command.to_owned())];
    let dated = |date: Date| typed.with("--voucher-date", Some(&date.to_string()));
    match refusal {
        Refusal::Loan(loan) => super::hints_loan::of(words, typed, loan, names),
        Refusal::Relief(relief) => super::hints_relief::of(words, typed, relief, names),
        // Two were prepared as the next of one series: the one approved first has taken its number.
        Refusal::OutOfSequence { .. } if typed.has("approve") || typed.has("审批") => {
            let entry = typed.value("approve").or_else(|| typed.value("审批")).unwrap_or_default();
            let reason = words.word("value-reason");
            vec![say("hint-again-later", format!("jinguo reject {entry} --reason {reason}"))]
        }
        Refusal::NotOpen
        | Refusal::OriginalDiffers { .. }
        | Refusal::OutOfSequence { .. }
        | Refusal::NotByTheRules { .. } => vec![words.word("hint-report-it")],
        Refusal::Unbalanced { basis, .. } if typed.has("--debit") => match basis {
            Basis::Financial => vec![words.word("hint-unbalanced")],
            Basis::Budget => vec![words.word("hint-unbalanced"), words.word("hint-both-bases")],
        },
        Refusal::Unbalanced { .. } => vec![words.word("hint-report-it")],
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
        Refusal::FundCodeTaken { .. } => see("jinguo fund list"),
        Refusal::ProgrammeCodeTaken { .. } => see("jinguo programme list"),
        Refusal::DuplicatePerson { no } => {
            // Only a registration comes with a name and can go on although the number is known.
            let although = (typed.has("--category") && !typed.has("--although")).then(|| {
                let line = typed.with("--although", Some(&no.to_string()));
                let command = format!("{line} --reason {}", words.word("value-reason"));
                say("hint-person-although", command)
            });
            see(&format!("jinguo person show {no}")).into_iter().chain(although).collect()
        }
        Refusal::FundNotCovered { fund, available, needed, day: _ } => {
            let less = at_most(words, typed, *needed, *available);
            let statement = format!("jinguo statement fund {}", names.fund_code(*fund));
            less.into_iter().chain(see(&statement)).collect()
        }
        Refusal::OffPurpose { fund, .. } if typed.has("--purpose") => {
            let own = say("hint-instead", typed.without("--purpose"));
            vec![own, say("hint-see", format!("jinguo statement fund {fund}"))]
        }
        Refusal::OffPurpose { .. } if typed.has("--programme") => see("jinguo programme list"),
        Refusal::OffPurpose { .. } => {
            let own = typed.has("--fund").then(|| say("hint-instead", typed.without("--fund")));
            own.into_iter().chain(see("jinguo programme list")).collect()
        }
        Refusal::ConsentNeeded { .. } => {
            let file = words.word("value-file");
            vec![say("hint-consent", typed.with("--consent", Some(&file)))]
        }
        Refusal::HeldNotCovered { held, needed, .. } => {
            at_most(words, typed, *needed, *held).into_iter().chain(see("jinguo balance")).collect()
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
        Refusal::Closing(closing) => see(&super::hints_closing::command(closing)),
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
        Refusal::RulesWentBack { .. } | Refusal::NotInRules { .. } | Refusal::TwoPersonsNeeded => {
            vec![words.word("hint-report-it")]
        }
        Refusal::UnknownOperator { .. }
        | Refusal::RoleMayNot { .. }
        | Refusal::OperatorRevoked { .. }
        | Refusal::OperatorKeyTaken { .. }
        | Refusal::OperatorNameTaken { .. }
        | Refusal::LastAdministrator { .. }
        | Refusal::NotHerKey { .. } => vec![words.word("hint-operators")],
        Refusal::SelfApproval { entry } => {
            let reason = words.word("value-reason");
            vec![
                say("hint-another-approves", format!("jinguo approve {entry}")),
                say("hint-withdraw", format!("jinguo withdraw {entry}")),
                say("hint-emergency", format!("jinguo approve {entry} --emergency --reason {reason}")),
            ]
        }
        Refusal::NotPrepared { entry } => vec![
            say("hint-see", format!("jinguo show {entry}")),
            say("hint-see", "jinguo pending".to_owned()),
        ],
        Refusal::AlreadyDecided { by, .. } => see(&format!("jinguo show {by}")),
        Refusal::NotThePreparer { entry, .. } => {
            let reason = words.word("value-reason");
            vec![say("hint-reject-it", format!("jinguo reject {entry} --reason {reason}"))]
        }
        Refusal::NotPreparable => vec![say("hint-instead", typed.without_flag("--prepare"))],
        Refusal::MoneyWhenPrepared => {
            vec![say("hint-money-at-approval", typed.without("--bank"))]
        }
        Refusal::MoneyNotChosen => vec![say("hint-instead", typed.without("--bank"))],
        Refusal::PendingInMonth { .. } => see("jinguo pending"),
        Refusal::UnknownMoneyAccount { .. } | Refusal::MoneyCodeTaken { .. } | Refusal::SameMoneyAccount => {
            see("jinguo bank list")
        }
        Refusal::UnknownMoneyCode { code } => vec![words.say("hint-bank-add", &[("code", code.into())])],
        Refusal::MoneyNotCovered { available, needed, .. } => {
            at_most(words, typed, *needed, *available).into_iter().chain(see("jinguo bank list")).collect()
        }
        Refusal::UnknownBudget { .. }
        | Refusal::BudgetTaken { .. }
        | Refusal::BudgetOfOther { .. }
        | Refusal::BudgetBelowSpent { .. } => see("jinguo budget list"),
        Refusal::UnknownBudgetPurpose { purpose, year } => {
            let fund = typed.value("--fund").unwrap_or_else(|| words.word("value-code"));
            let (purpose, year) = (quote(purpose.as_str()), year.to_string());
            let args = [("fund", fund.into()), ("purpose", purpose.into()), ("year", year.into())];
            vec![words.say("hint-budget-set", &args)]
        }
        Refusal::OverBudget { left, needed, .. } => {
            at_most(words, typed, *needed, *left).into_iter().chain(see("jinguo budget list")).collect()
        }
        Refusal::UnknownRegister { .. } | Refusal::RegisterTaken { .. } => see("jinguo register list"),
        Refusal::UnknownRegisterName { .. } => vec![words.word("hint-register-add")],
        Refusal::NotARegisterLine { entry } => see(&format!("jinguo show {entry}")),
        Refusal::AlreadyStruck { by, .. } => see(&format!("jinguo show {by}")),
        Refusal::PersonRestricted { no }
        | Refusal::PersonErased { no }
        | Refusal::AlreadyRestricted { no, .. }
        | Refusal::NotADuplicate { no }
        | Refusal::TooManyNotes { no }
        | Refusal::SameHousehold { no } => see(&format!("jinguo person show {no}")),
        Refusal::RetentionNotOver { no, .. } => {
            let document = words.word("value-document");
            vec![say("hint-order", format!("jinguo person erase {no} --order {document}"))]
        }
        Refusal::ErasureIncomplete { no } => {
            vec![say("hint-again-later", format!("jinguo person erase {no}"))]
        }
        Refusal::NothingToLose { .. } => vec![words.word("hint-report-it")],
        Refusal::UnknownHousehold { .. } | Refusal::NotAnOrganisation { .. } => see("jinguo person list"),
        Refusal::OtherEdition { .. } => vec![words.word("hint-accounts")],
        Refusal::AccountNotAllowed { account } => {
            let fits = typed.has("--bank").then(|| words.word("hint-bank-fits"));
            parts(words, *account).into_iter().chain(fits).chain([words.word("hint-accounts")]).collect()
        }
        Refusal::RestrictedSpending { .. } => {
            let code = words.word("value-code");
            vec![
                say("hint-programme-option", typed.with("--programme", Some(&code))),
                say("hint-see", "jinguo programme list".to_owned()),
            ]
        }
        Refusal::OpeningTooLate { .. } => see("jinguo report trial-balance"),
    }
}

/// The sub-accounts of an account, which are posted to in its place; the same in every edition that has them.
fn parts(words: &Words, account: AccountCode) -> Option<String> {
    let editions = [Edition::Of2026, Edition::Of2004, Edition::Government];
    let parts = editions.into_iter().map(|edition| {
        let below = |a: &&Account| a.code != account && a.code.top() == account;
        account::named(words, edition.accounts().iter().filter(below))
    });
    let named = parts.into_iter().find(|named| !named.is_empty())?;
    Some(words.say("hint-sub-accounts", &[("accounts", named.into())]))
}

/// The line with the most that is there in the place of what was needed.
fn at_most(words: &Words, typed: Typed<'_>, needed: Fen, available: Fen) -> Option<String> {
    let less = (available.get() > 0).then(|| typed.with_amount(needed, available)).flatten()?;
    Some(words.say("hint-at-most", &[("available", available.into()), ("command", less.into())]))
}
