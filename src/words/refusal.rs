//! Every way the rules can say no, as a sentence with its figures.
//!
//! Owns: which text belongs to which refusal. Refuses to know: what the person typed; hints are the command line's.

use super::names::{self, Names};
use super::{Arg, Words};
use crate::base::{EntryNo, Line, MoneyAccountNo};
use crate::book::Refusal;
use crate::book::chart::Basis;
use crate::book::refusal::{EntryPart, Series};
use crate::entry::{Decision, Role};

/// What the rules say, without an ending.
pub fn sentence(words: &Words, refusal: &Refusal, names: &dyn Names) -> String {
    let no = |key: &str, no: String| words.say(key, &[("no", no.into())]);
    let by = |key: &str, entry: &EntryNo, by: &EntryNo| {
        words.say(key, &[("entry", entry.into()), ("by", by.into())])
    };
    let coded = |key: &str, code: Arg, name: &Line| words.say(key, &[("code", code), ("name", name.into())]);
    match refusal {
        Refusal::Closing(closing) => super::refusal_closing::sentence(words, closing),
        Refusal::Loan(loan) => super::refusal_loan::sentence(words, loan, names),
        Refusal::Relief(relief) => super::refusal_relief::sentence(words, relief, names),
        Refusal::NotOpen => words.word("refused-not-open"),
        Refusal::AlreadyOpen => words.word("refused-already-open"),
        Refusal::UnknownFund { no: fund } => no("refused-unknown-fund", fund.to_string()),
        Refusal::UnknownFundCode { code } => no("refused-unknown-fund", code.as_str().to_owned()),
        Refusal::UnknownProgramme { no: programme } => no("refused-unknown-programme", programme.to_string()),
        Refusal::UnknownProgrammeCode { code } => no("refused-unknown-programme", code.as_str().to_owned()),
        Refusal::UnknownPurpose { no: place } => no("refused-unknown-purpose", place.to_string()),
        Refusal::UnknownPurposeName { name } => no("refused-unknown-purpose-name", name.to_string()),
        Refusal::UnknownPerson { no: person } => no("refused-unknown-person", person.to_string()),
        Refusal::UnknownEntry { no: entry } => no("refused-unknown-entry", entry.to_string()),
        Refusal::UnknownVoucher { no: voucher } => no("refused-unknown-voucher", voucher.to_string()),
        Refusal::UnknownAccount { account } => no("refused-unknown-account", account.to_string()),
        Refusal::UnknownOperator { no: operator } => no("refused-unknown-operator", operator.to_string()),
        Refusal::FundCodeTaken { code, name } => coded("refused-fund-code-taken", code.into(), name),
        Refusal::ProgrammeCodeTaken { code, name } => {
            coded("refused-programme-code-taken", code.into(), name)
        }
        Refusal::PurposeTaken { name } => no("refused-purpose-taken", name.to_string()),
        Refusal::DuplicatePerson { no: person } => {
            no("refused-duplicate-person", names::person(words, names, *person))
        }
        Refusal::NotANaturalPerson { no: person } => {
            no("refused-not-a-natural-person", names::person(words, names, *person))
        }
        Refusal::FundNotCovered { fund, available, needed, day } => {
            let mut args = vec![
                ("code", names.fund_code(*fund).into()),
                ("name", names.fund(*fund).into()),
                ("available", (*available).into()),
                ("needed", (*needed).into()),
            ];
            match day {
                None => words.say("refused-fund-not-covered", &args),
                Some(day) => {
                    args.push(("day", day.into()));
                    words.say("refused-fund-not-covered-on", &args)
                }
            }
        }
        Refusal::OffPurpose { programme, programme_purpose, fund, fund_purpose } => words.say(
            "refused-off-purpose",
            &[
                ("programme", programme.into()),
                ("programme-purpose", programme_purpose.into()),
                ("fund", fund.into()),
                ("fund-purpose", fund_purpose.into()),
            ],
        ),
        Refusal::ConsentNeeded { from, from_purpose, to, to_purpose } => words.say(
            "refused-consent-needed",
            &[
                ("from", from.into()),
                ("from-purpose", from_purpose.into()),
                ("to", to.into()),
                ("to-purpose", to_purpose.into()),
            ],
        ),
        Refusal::HeldNotCovered { target, held, needed } => words.say(
            "refused-held-not-covered",
            &[
                ("target", names::target(words, names, *target).into()),
                ("held", (*held).into()),
                ("needed", (*needed).into()),
            ],
        ),
        Refusal::SameFund { fund } => no("refused-same-fund", fund.as_str().to_owned()),
        Refusal::AlreadyReversed { original, by: reversal } => {
            words.say("refused-already-reversed", &[("entry", original.into()), ("by", reversal.into())])
        }
        Refusal::NotReversible { original } => no("refused-not-reversible", original.to_string()),
        Refusal::OriginalDiffers { original } => no("refused-original-differs", original.to_string()),
        Refusal::ClosedPeriod { date, closed_through } => {
            words.say("refused-closed-period", &[("date", date.into()), ("period", closed_through.into())])
        }
        Refusal::AlreadyClosed { period } => {
            words.say("refused-already-closed", &[("period", period.into())])
        }
        Refusal::CloseOutOfOrder { asked, next } => {
            words.say("refused-close-out-of-order", &[("asked", asked.into()), ("next", next.into())])
        }
        Refusal::MonthNotOver { period } => words.say("refused-month-not-over", &[("period", period.into())]),
        Refusal::FutureDate { date, latest } => {
            words.say("refused-future-date", &[("date", date.into()), ("latest", latest.into())])
        }
        Refusal::ImpossibleAmount { amount } => {
            words.say("refused-impossible-amount", &[("amount", (*amount).into())])
        }
        Refusal::SumTooLarge => words.word("refused-sum-too-large"),
        Refusal::Unbalanced { fund, basis, difference } => {
            let more = if difference.is_negative() { difference.negated() } else { *difference };
            words.say(
                if difference.is_negative() {
                    "refused-unbalanced-credit"
                } else {
                    "refused-unbalanced-debit"
                },
                &[
                    ("fund", names.fund_code(*fund).into()),
                    ("basis", words.word(basis_key(*basis)).into()),
                    ("difference", more.into()),
                ],
            )
        }
        Refusal::OutOfSequence { series, expected, found } => words.say(
            "refused-out-of-sequence",
            &[
                ("series", words.word(series_key(*series)).into()),
                ("expected", (*expected).into()),
                ("found", (*found).into()),
            ],
        ),
        Refusal::NotByTheRules { part } => {
            let part = words.word(match part {
                EntryPart::Status => "part-status",
                EntryPart::BusinessDate => "part-business-date",
                EntryPart::VoucherDate => "part-voucher-date",
                EntryPart::Postings => "part-postings",
            });
            words.say("refused-not-by-the-rules", &[("part", part.into())])
        }
        Refusal::UnknownRules { version } => no("refused-unknown-rules", version.to_string()),
        Refusal::RulesWentBack { version, before } => words.say(
            "refused-rules-went-back",
            &[("no", version.to_string().into()), ("before", before.to_string().into())],
        ),
        Refusal::NotInRules { version } => no("refused-not-in-rules", version.to_string()),
        Refusal::RoleMayNot { operator, role } => words.say(
            "refused-role-may-not",
            &[("operator", names.operator(*operator).into()), ("role", words.word(role_key(*role)).into())],
        ),
        Refusal::OperatorRevoked { no, by } => words
            .say("refused-operator-revoked", &[("operator", names.operator(*no).into()), ("by", by.into())]),
        Refusal::OperatorKeyTaken { no: operator } => {
            no("refused-operator-key-taken", names.operator(*operator))
        }
        Refusal::OperatorNameTaken { no: operator } => {
            no("refused-operator-name-taken", operator.to_string())
        }
        Refusal::LastAdministrator { no: operator } => {
            no("refused-last-administrator", names.operator(*operator))
        }
        Refusal::NotHerKey { no: operator } => no("refused-not-her-key", names.operator(*operator)),
        Refusal::SelfApproval { entry } => no("refused-self-approval", entry.to_string()),
        Refusal::NotPrepared { entry } => no("refused-not-prepared", entry.to_string()),
        Refusal::AlreadyDecided { entry, by: decided, decision } => match decision {
            Decision::Approved | Decision::Emergency => by("refused-already-approved", entry, decided),
            Decision::Rejected => by("refused-already-rejected", entry, decided),
            Decision::Withdrawn => by("refused-already-withdrawn", entry, decided),
        },
        Refusal::NotThePreparer { entry, operator } => words.say(
            "refused-not-the-preparer",
            &[("entry", entry.into()), ("operator", names.operator(*operator).into())],
        ),
        Refusal::TwoPersonsNeeded => words.word("refused-two-persons-needed"),
        Refusal::NotPreparable => words.word("refused-not-preparable"),
        Refusal::MoneyNotChosen => words.word("refused-money-not-chosen"),
        Refusal::MoneyWhenPrepared => words.word("refused-money-when-prepared"),
        Refusal::PendingInMonth { period, count } => {
            words.say("refused-pending-in-month", &[("period", period.into()), ("count", (*count).into())])
        }
        Refusal::UnknownMoneyAccount { no: account } => no("refused-unknown-money", account.to_string()),
        Refusal::UnknownMoneyCode { code } => no("refused-unknown-money", code.to_string()),
        Refusal::MoneyCodeTaken { code, name } => {
            words.say("refused-money-code-taken", &[("code", code.into()), ("name", name.into())])
        }
        Refusal::SameMoneyAccount => words.word("refused-same-money"),
        Refusal::MoneyNotCovered { account, available, needed } => words.say(
            "refused-money-not-covered",
            &[
                ("account", money(words, names, *account).into()),
                ("available", (*available).into()),
                ("needed", (*needed).into()),
            ],
        ),
        Refusal::UnknownBudget { no: budget } => no("refused-unknown-budget", budget.to_string()),
        Refusal::UnknownBudgetPurpose { purpose, year } => words.say(
            "refused-unknown-budget-purpose",
            &[("purpose", purpose.into()), ("year", year.to_string().into())],
        ),
        Refusal::BudgetTaken { no: budget } => no("refused-budget-taken", budget.to_string()),
        Refusal::BudgetOfOther { no: budget } => no("refused-budget-of-other", budget.to_string()),
        Refusal::OverBudget { purpose, left, needed } => words.say(
            "refused-over-budget",
            &[("purpose", purpose.into()), ("left", (*left).into()), ("needed", (*needed).into())],
        ),
        Refusal::BudgetBelowSpent { spent } => {
            words.say("refused-budget-below-spent", &[("spent", (*spent).into())])
        }
        Refusal::UnknownRegister { no: register } => no("refused-unknown-register", register.to_string()),
        Refusal::UnknownRegisterName { name } => no("refused-unknown-register", name.to_string()),
        Refusal::RegisterTaken { name } => no("refused-register-taken", name.to_string()),
        Refusal::NotARegisterLine { entry } => no("refused-not-a-register-line", entry.to_string()),
        Refusal::AlreadyStruck { entry, by: struck } => by("refused-already-struck", entry, struck),
        Refusal::PersonRestricted { no: person } => no("refused-person-restricted", person.to_string()),
        Refusal::PersonErased { no: person } => no("refused-person-erased", person.to_string()),
        Refusal::AlreadyRestricted { no: person, restricted: true } => {
            no("refused-already-restricted", person.to_string())
        }
        Refusal::AlreadyRestricted { no: person, restricted: false } => {
            no("refused-not-restricted", person.to_string())
        }
        Refusal::RetentionNotOver { no: person, until } => {
            words.say("refused-retention-not-over", &[("person", person.into()), ("until", until.into())])
        }
        Refusal::ErasureIncomplete { no: person } => no("refused-erasure-incomplete", person.to_string()),
        Refusal::NotADuplicate { no: person } => no("refused-not-a-duplicate", person.to_string()),
        Refusal::TooManyNotes { no: person } => no("refused-too-many-notes", person.to_string()),
        Refusal::NothingToLose { subject } => no("refused-nothing-to-lose", subject.to_string()),
        Refusal::UnknownHousehold { no: household } => no("refused-unknown-household", household.to_string()),
        Refusal::SameHousehold { no: person } => no("refused-same-household", person.to_string()),
        Refusal::NotAnOrganisation { no: person } => {
            no("refused-not-an-organisation", names::person(words, names, *person))
        }
        Refusal::OtherEdition { date } => words.say("refused-other-edition", &[("date", date.into())]),
        Refusal::AccountNotAllowed { account } => no("refused-account-not-allowed", account.to_string()),
        Refusal::RestrictedSpending { fund, fund_purpose } => words.say(
            "refused-restricted-spending",
            &[("fund", fund.into()), ("fund-purpose", fund_purpose.into())],
        ),
        Refusal::OpeningTooLate { closed_through } => {
            words.say("refused-opening-too-late", &[("period", closed_through.into())])
        }
    }
}

/// What a set of books is called.
pub const fn basis_key(basis: Basis) -> &'static str {
    match basis {
        Basis::Financial => "basis-financial",
        Basis::Budget => "basis-budget",
    }
}

/// What a role is called.
pub const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Administrator => "role-administrator",
        Role::Clerk => "role-clerk",
        Role::Checker => "role-checker",
        Role::Auditor => "role-auditor",
    }
}

/// A money account by code and name, or the word for the first one.
pub fn money(words: &Words, names: &dyn Names, no: Option<MoneyAccountNo>) -> String {
    if no.is_some() { names.money(no) } else { words.word("term-first-account") }
}

const fn series_key(series: Series) -> &'static str {
    match series {
        Series::Entries => "series-entries",
        Series::Funds => "series-funds",
        Series::Programmes => "series-programmes",
        Series::Purposes => "series-purposes",
        Series::Persons => "series-persons",
        Series::Subjects => "series-subjects",
        Series::Vouchers => "series-vouchers",
        Series::Operators => "series-operators",
        Series::MoneyAccounts => "series-money-accounts",
        Series::Budgets => "series-budgets",
        Series::Registers => "series-registers",
        Series::Households => "series-households",
        Series::Products => "series-products",
        Series::Guarantors => "series-guarantors",
        Series::Loans => "series-loans",
        Series::Cases => "series-cases",
        Series::Rounds => "series-rounds",
        Series::Gifts => "series-gifts",
        Series::Items => "series-items",
    }
}
