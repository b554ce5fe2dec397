//! Loans in words: how far one has come, its tier, its terms, what happened to it, and parts of a whole.
//!
//! Owns: which text belongs to which of these. Refuses to know: figures.

use super::products;
use crate::base::{Fen, ProductNo};
use crate::book::loan::tier::Tier;
use crate::book::loan::{ProductState, Stage, owed};
use crate::entry::{
    DayCount, LoanWhat, Method, PaidFrom, Part, RecoveredAfter, Rounding, Split, Terms, VisitResult,
};
use crate::words::refusal_loan::stage_key;
use crate::words::summary_loan::visit_key;
use crate::words::{Arg, Words};
use std::collections::BTreeMap;

/// Products by number.
pub type Products = BTreeMap<ProductNo, ProductState>;

/// How far it has come.
pub fn stage(words: &Words, stage: Stage) -> String {
    words.word(stage_key(stage))
}

/// The tier's name.
pub fn tier(words: &Words, tier: Tier) -> String {
    words.word(match tier {
        Tier::Pass => "loan-tier-pass",
        Tier::SpecialMention => "loan-tier-special-mention",
        Tier::Substandard => "loan-tier-substandard",
        Tier::Doubtful => "loan-tier-doubtful",
        Tier::Loss => "loan-tier-loss",
    })
}

/// A product's code and name; its number where it is not known.
pub fn product(products: &Products, no: ProductNo) -> String {
    products.get(&no).map_or_else(|| no.to_string(), |p| format!("{} {}", p.added.code, p.added.name))
}

/// How a fraction of a 分 becomes whole.
pub fn rounding(words: &Words, rounding: Rounding) -> String {
    words.word(match rounding {
        Rounding::HalfEven => "loan-rounding-half-even",
        Rounding::HalfUp => "loan-rounding-half-up",
    })
}

/// The same, in short beside a figure.
pub fn rounded(words: &Words, rounding: Rounding) -> String {
    words.word(match rounding {
        Rounding::HalfEven => "rounding-half-even",
        Rounding::HalfUp => "rounding-half-up",
    })
}

/// What a visit found.
pub fn visit(words: &Words, result: VisitResult) -> String {
    words.word(visit_key(result))
}

/// The parts of a payment, in the order in which it meets them.
pub fn order(words: &Words, terms: &Terms) -> [String; 4] {
    terms.order.parts().map(|part| {
        words.word(match part {
            Part::Fees => "part-fees",
            Part::Penalty => "part-penalty",
            Part::Interest => "part-interest",
            Part::Principal => "part-principal",
        })
    })
}

/// The terms, a sentence each.
pub fn terms(words: &Words, terms: &Terms) -> Vec<String> {
    let days = words.word(match terms.day_count {
        DayCount::Actual360 => "loan-days-actual-360",
        DayCount::Actual365 => "loan-days-actual-365",
        DayCount::Thirty360 => "loan-days-thirty-360",
    });
    let due = match terms.due_day {
        0 => words.word("loan-due-day-of-draw"),
        day => words.say("loan-due-day", &[("day", u64::from(day).into())]),
    };
    let parts = order(words, terms);
    let mut lines = vec![
        words.say(
            "loan-terms-rate",
            &[
                ("rate", terms.rate.to_string().into()),
                ("days", days.into()),
                ("rounding", rounding(words, terms.rounding).into()),
            ],
        ),
        words.say("loan-terms-penalty", &[("percent", u64::from(terms.surcharge_percent).into())]),
        match terms.method {
            Method::AllAtEnd => words.word("loan-terms-at-end"),
            method => {
                let method = products::method(words, method);
                words.say("loan-terms-method", &[("method", method.into()), ("due", due.into())])
            }
        },
    ];
    let graces = terms.graces;
    for (key, count) in [
        ("loan-grace-principal", graces.principal_months),
        ("loan-grace-interest", graces.interest_months),
        ("loan-grace-free", graces.free_months),
        ("loan-grace-ageing", graces.ageing_days),
    ] {
        if count > 0 {
            lines.push(words.say(key, &[("count", u64::from(count).into())]));
        }
    }
    let joined = parts.join(&words.word("loan-join"));
    lines.push(words.say("loan-terms-order", &[("parts", joined.into())]));
    lines
}

/// The parts of a payment that are not nothing.
pub fn split(words: &Words, split: &Split) -> String {
    let keys = [
        "loan-split-fees",
        "loan-split-penalty",
        "loan-split-interest",
        "loan-split-principal",
        "loan-split-kept",
    ];
    let parts = keys.into_iter().zip(split.parts()).filter(|(_, amount)| !amount.is_zero());
    let said: Vec<String> = parts.map(|(key, amount)| words.say(key, &[("amount", amount.into())])).collect();
    said.join(&words.word("loan-join"))
}

/// What happened to a loan, without the loan and its borrower.
pub fn event(words: &Words, what: &LoanWhat) -> String {
    let with = |key: &str, args: &[(&str, Arg)]| words.say(key, args);
    let parts = |key: &str, of: &Split| with(key, &[("split", split(words, of).into())]);
    match what {
        LoanWhat::Applied { months, .. } => {
            with("loan-event-applied", &[("months", u64::from(*months).into())])
        }
        LoanWhat::Granted { months, .. } => {
            with("loan-event-granted", &[("months", u64::from(*months).into())])
        }
        LoanWhat::Signed { number, .. } => with("loan-event-signed", &[("number", number.into())]),
        LoanWhat::Drawn { .. } => words.word("loan-event-drawn"),
        LoanWhat::Repaid { from, split, plan } => parts(
            match (from, plan) {
                (PaidFrom::Prepayment, _) => "loan-event-repaid-from-kept",
                (PaidFrom::Cash, None) => "loan-event-repaid",
                (PaidFrom::Cash, Some(_)) => "loan-event-repaid-rescheduled",
            },
            split,
        ),
        LoanWhat::Charged { .. } => words.word("loan-event-charged"),
        LoanWhat::Extended { plan } => {
            let end = plan.last().map_or_else(String::new, |last| last.due.to_string());
            with("loan-event-extended", &[("end", end.into())])
        }
        LoanWhat::Claimed { split, .. } => parts("loan-event-claimed", split),
        LoanWhat::WrittenOff { split, claimed } if claimed.is_zero() => {
            parts("loan-event-written-off", split)
        }
        LoanWhat::WrittenOff { split: of, claimed } => with(
            "loan-event-written-off-claim",
            &[("split", split(words, of).into()), ("claimed", (*claimed).into())],
        ),
        LoanWhat::Recovered { after: RecoveredAfter::Claim, .. } => words.word("loan-event-recovered-claim"),
        LoanWhat::Recovered { after: RecoveredAfter::WriteOff, .. } => {
            words.word("loan-event-recovered-write-off")
        }
        LoanWhat::Refunded { .. } => words.word("loan-event-refunded"),
        LoanWhat::Visited { result } => {
            with("loan-event-visited", &[("result", visit(words, *result).into())])
        }
        LoanWhat::SubsidyClaimed { quarter, .. } => {
            with("loan-event-subsidy", &[("quarter", quarter.to_string().into())])
        }
    }
}

/// What an event is about, in 分; `None` where it is about no amount.
pub fn amount(what: &LoanWhat) -> Option<Fen> {
    match what {
        LoanWhat::Applied { amount, .. }
        | LoanWhat::Granted { amount, .. }
        | LoanWhat::Drawn { amount, .. }
        | LoanWhat::Charged { amount }
        | LoanWhat::Recovered { amount, .. }
        | LoanWhat::Refunded { amount }
        | LoanWhat::SubsidyClaimed { amount, .. } => Some(*amount),
        LoanWhat::Repaid { split, .. } | LoanWhat::Claimed { split, .. } => split.total(),
        LoanWhat::WrittenOff { split, claimed } => owed::met(split).checked_add(*claimed),
        LoanWhat::Signed { .. } | LoanWhat::Extended { .. } | LoanWhat::Visited { .. } => None,
    }
}

/// A part of a whole as per cent with two decimals, such as `12.34%`, a half upwards; `None` of nothing.
pub fn percent(part: Fen, whole: Fen) -> Option<String> {
    let hundredths = quotient(part, whole, 10_000)?;
    Some(format!("{}.{:02}%", hundredths / 100, hundredths % 100))
}

/// How many times one amount is another, with two decimals, a half upwards; `None` of nothing.
pub fn times(part: Fen, whole: Fen) -> Option<String> {
    let hundredths = quotient(part, whole, 100)?;
    Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

fn quotient(part: Fen, whole: Fen, scale: i128) -> Option<i128> {
    let (part, whole) = (i128::from(part.get()), i128::from(whole.get()));
    (whole > 0 && part >= 0).then(|| (part * scale * 2 + whole) / (whole * 2))
}

/// A fraction of a yuan or more as a decimal, exact where it ends within ten places, else cut there with a `…`.
pub fn decimal(numerator: i128, denominator: i128) -> String {
    debug_assert!(numerator >= 0 && denominator > 0);
    let (whole, mut rest) = (numerator / denominator, numerator % denominator);
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() + 16);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let mut places = String::new();
    while rest != 0 && places.len() < 10 {
        rest *= 10;
        places.push_str(&(rest / denominator).to_string());
        rest %= denominator;
    }
    if rest == 0 {
        places.truncate(places.trim_end_matches('0').len());
    }
    if !places.is_empty() {
        text.push('.');
        text.push_str(&places);
    }
    if rest != 0 {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_exact_or_say_that_they_are_not() {
        for (numerator, denominator, shown) in [
            (0, 360, "0"),
            (9_000, 360, "25"),
            (6_525, 360, "18.125"),
            (10, 360, "0.0277777777…"),
            (123_456_789, 100, "1,234,567.89"),
            (1_000, 1, "1,000"),
            (1, 10_000_000_000, "0.0000000001"),
        ] {
            assert_eq!(decimal(numerator, denominator), shown);
        }
    }

    #[test]
    fn parts_are_rounded_a_half_upwards() {
        let fen = Fen::new;
        assert_eq!(percent(fen(1), fen(3)).as_deref(), Some("33.33%"));
        assert_eq!(percent(fen(2), fen(3)).as_deref(), Some("66.67%"));
        assert_eq!(percent(fen(1), fen(20_000)).as_deref(), Some("0.01%"));
        assert_eq!(percent(fen(1), fen(20_001)).as_deref(), Some("0.00%"));
        assert_eq!(percent(fen(5), fen(5)).as_deref(), Some("100.00%"));
        assert_eq!(percent(Fen::ZERO, Fen::ZERO), None);
        assert_eq!(times(fen(1_000), fen(300)).as_deref(), Some("3.33"));
        assert_eq!(times(fen(1_000), Fen::ZERO), None);
    }
}
