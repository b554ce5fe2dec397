//! The 摘要 of entries about loans.
//!
//! Owns: one sentence for each. Refuses to know: what is owed.

use super::names::{self, Names};
use super::{Arg, Words};
use crate::base::Fen;
use crate::entry::{Body, Deposit, LoanEvent, LoanWhat, PaidFrom, RecoveredAfter, Split, VisitResult};

/// What happened, in one short line; `None` where the entry is not about loans.
pub(super) fn summary(words: &Words, body: &Body, names: &dyn Names) -> Option<String> {
    Some(match body {
        Body::Product(added) => {
            words.say("summary-product", &[("code", (&added.code).into()), ("name", (&added.name).into())])
        }
        Body::Terms(set) => words.say(
            "summary-terms",
            &[
                ("product", names.product(set.product).into()),
                ("date", set.from.into()),
                ("rate", set.terms.rate.to_string().into()),
            ],
        ),
        Body::Subsidy(set) => words.say(
            "summary-subsidy-rule",
            &[("product", names.product(set.product).into()), ("date", set.from.into())],
        ),
        Body::Guarantor(added) => words.say("summary-guarantor", &[("name", (&added.name).into())]),
        Body::Deposit(deposit) => {
            words.say(deposit_key(deposit), &[("name", names.guarantor(deposit.guarantor).into())])
        }
        Body::Provision(provision) => {
            let key = if provision.amount.is_negative() {
                "summary-provision-released"
            } else {
                "summary-provision"
            };
            words.say(key, &[("fund", names.fund(provision.fund).into())])
        }
        Body::Loan(event) => of_a_loan(words, event, names),
        _ => return None,
    })
}

const fn deposit_key(deposit: &Deposit) -> &'static str {
    match (deposit.placed, deposit.fund.is_some()) {
        (true, true) => "summary-deposit-placed",
        (true, false) => "summary-deposit-own",
        (false, true) => "summary-deposit-returned",
        (false, false) => "summary-deposit-own-returned",
    }
}

/// What a visit found.
#[must_use]
pub const fn visit_key(result: VisitResult) -> &'static str {
    match result {
        VisitResult::Well => "visit-well",
        VisitResult::Concern => "visit-concern",
        VisitResult::NotMet => "visit-not-met",
    }
}

fn of_a_loan(words: &Words, event: &LoanEvent, names: &dyn Names) -> String {
    let say = |key: &str, more: &[(&'static str, Arg)]| {
        let mut args: Vec<(&'static str, Arg)> = vec![("loan", event.loan.into())];
        args.extend(more.iter().cloned());
        words.say(key, &args)
    };
    match &event.what {
        LoanWhat::Applied { product, borrower, amount, months } => say(
            "summary-loan-applied",
            &[
                ("product", names.product(*product).into()),
                ("person", names::person(words, names, *borrower).into()),
                ("amount", amount.into()),
                ("months", u64::from(*months).into()),
            ],
        ),
        LoanWhat::Granted { amount, months } => {
            say("summary-loan-granted", &[("amount", amount.into()), ("months", u64::from(*months).into())])
        }
        LoanWhat::Signed { number, .. } => say("summary-loan-signed", &[("number", number.into())]),
        LoanWhat::Drawn { .. } => say("summary-loan-drawn", &[]),
        LoanWhat::Repaid { from, split, .. } => {
            let key = match from {
                PaidFrom::Cash => "summary-loan-repaid",
                PaidFrom::Prepayment => "summary-loan-repaid-kept",
            };
            let other = sum([split.fees, split.penalty, split.prepaid]);
            say(
                key,
                &[
                    ("principal", split.principal.into()),
                    ("interest", split.interest.into()),
                    ("other", other.into()),
                ],
            )
        }
        LoanWhat::Charged { amount } => say("summary-loan-charged", &[("amount", amount.into())]),
        LoanWhat::Extended { plan } => {
            let end = plan.last().map_or_else(String::new, |last| last.due.to_string());
            say("summary-loan-extended", &[("date", end.into())])
        }
        LoanWhat::Claimed { split, .. } => say("summary-loan-claimed", &[("amount", whole(split).into())]),
        LoanWhat::WrittenOff { split, claimed } => {
            say("summary-loan-written-off", &[("amount", sum([whole(split), *claimed, Fen::ZERO]).into())])
        }
        LoanWhat::Recovered { after, amount } => {
            let key = match after {
                RecoveredAfter::Claim => "summary-loan-recovered-claim",
                RecoveredAfter::WriteOff => "summary-loan-recovered-write-off",
            };
            say(key, &[("amount", amount.into())])
        }
        LoanWhat::Refunded { amount } => say("summary-loan-refunded", &[("amount", amount.into())]),
        LoanWhat::Visited { result } => {
            say("summary-loan-visited", &[("result", words.word(visit_key(*result)).into())])
        }
        LoanWhat::SubsidyClaimed { quarter, amount, .. } => {
            say("summary-loan-subsidy", &[("quarter", quarter.to_string().into()), ("amount", amount.into())])
        }
    }
}

fn whole(split: &Split) -> Fen {
    split.total().unwrap_or(Fen::ZERO)
}

fn sum(parts: [Fen; 3]) -> Fen {
    parts.into_iter().try_fold(Fen::ZERO, Fen::checked_add).unwrap_or(Fen::ZERO)
}
