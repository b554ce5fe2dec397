//! What the rules say about the close of a month or a year, as sentences.
//!
//! Owns: which text belongs to which refusal. Refuses to know: what the person typed.

use super::Words;
use crate::book::closing::ClosingRefusal;

/// What the rules say, without an ending.
pub(super) fn sentence(words: &Words, refusal: &ClosingRefusal) -> String {
    let year = |key: &str, fund: &crate::base::Code, year: u32| {
        words.say(key, &[("fund", fund.into()), ("year", year.to_string().into())])
    };
    match refusal {
        ClosingRefusal::NotReleasable { fund } => {
            words.say("refused-not-releasable", &[("fund", fund.into())])
        }
        ClosingRefusal::NothingUsed { fund, period } => {
            words.say("refused-nothing-used", &[("fund", fund.into()), ("period", period.into())])
        }
        ClosingRefusal::NotReleased { fund, year: of } => year("refused-not-released", fund, *of),
        ClosingRefusal::NothingToCarry { fund, year: of } => year("refused-nothing-to-carry", fund, *of),
        ClosingRefusal::NotCarried { fund, year: of } => year("refused-not-carried", fund, *of),
        ClosingRefusal::NotOnLastDay { last } => {
            words.say("refused-not-on-last-day", &[("date", last.into())])
        }
        ClosingRefusal::ClosingEntry { original } => {
            words.say("refused-closing-entry", &[("entry", original.into())])
        }
    }
}
