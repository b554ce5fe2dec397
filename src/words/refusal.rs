//! Every way the rules can say no, as a sentence with its figures.
//!
//! Owns: which text belongs to which refusal. Refuses to know: what the person typed; hints are the command line's.

use super::names::Names;
use super::{Arg, Words};
use crate::base::Line;
use crate::book::Refusal;
use crate::book::refusal::{EntryPart, Series};

/// What the rules say, without an ending.
pub fn sentence(words: &Words, refusal: &Refusal, names: &dyn Names) -> String {
    let no = |key: &str, no: String| words.say(key, &[("no", no.into())]);
    let coded = |key: &str, code: Arg, name: &Line| words.say(key, &[("code", code), ("name", name.into())]);
    match refusal {
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
        Refusal::DuplicatePerson { no: person } => no("refused-duplicate-person", person.to_string()),
        Refusal::NotANaturalPerson { no: person } => {
            no("refused-not-a-natural-person", names.person(*person))
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
                ("target", names.target(*target).into()),
                ("held", (*held).into()),
                ("needed", (*needed).into()),
            ],
        ),
        Refusal::SameFund { fund } => no("refused-same-fund", fund.as_str().to_owned()),
        Refusal::AlreadyReversed { original, by } => {
            words.say("refused-already-reversed", &[("entry", original.into()), ("by", by.into())])
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
        Refusal::Unbalanced { fund } => no("refused-unbalanced", names.fund_code(*fund)),
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
                EntryPart::VoucherDate => "part-voucher-date",
                EntryPart::Postings => "part-postings",
            });
            words.say("refused-not-by-the-rules", &[("part", part.into())])
        }
        Refusal::UnknownRules { version } => no("refused-unknown-rules", version.to_string()),
    }
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
    }
}
