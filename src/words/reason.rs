//! Why an entry was reversed: its name, and which reason a person's own words mean.
//!
//! Owns: those phrases in both languages. Refuses to know: what a reversal does.

use super::Words;
use crate::entry::ReversalReason;

/// The reason's name.
pub fn name(words: &Words, reason: ReversalReason) -> String {
    words.word(match reason {
        ReversalReason::RecordedTwice => "reason-recorded-twice",
        ReversalReason::WrongAmount => "reason-wrong-amount",
        ReversalReason::WrongPerson => "reason-wrong-person",
        ReversalReason::WrongFund => "reason-wrong-fund",
        ReversalReason::MoneyCameBack => "reason-money-came-back",
        ReversalReason::Other => "reason-other",
    })
}

const PHRASES: [(ReversalReason, &[&str]); 5] = [
    (ReversalReason::RecordedTwice, &["重复", "录重", "多录", "twice", "duplicate"]),
    (ReversalReason::MoneyCameBack, &["退汇", "退回", "退款", "returned", "came back", "bounced"]),
    (
        ReversalReason::WrongPerson,
        &[
            "对象有误",
            "对象错",
            "人员有误",
            "人员错",
            "姓名有误",
            "姓名错",
            "wrong person",
            "wrong recipient",
        ],
    ),
    (
        ReversalReason::WrongFund,
        &["基金有误", "基金错", "项目有误", "项目错", "基金或项目", "wrong fund", "wrong programme"],
    ),
    (ReversalReason::WrongAmount, &["金额有误", "金额错", "金额不符", "错金额", "wrong amount"]),
];

/// The reason that somebody's words mean; `Other` where they hold none of the known phrases.
pub fn meant(text: &str) -> ReversalReason {
    let text = text.to_lowercase();
    let known = PHRASES.iter().find(|(_, phrases)| phrases.iter().any(|phrase| text.contains(phrase)));
    known.map_or(ReversalReason::Other, |(reason, _)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn every_reason_but_other_is_understood_by_its_own_name() {
        for lang in [Lang::ZhCn, Lang::En] {
            let words = Words::new(lang);
            for (_, reason) in ReversalReason::ALL {
                assert_eq!(meant(&name(&words, reason)), reason, "{}", name(&words, reason));
            }
        }
        assert_eq!(meant("重复录入"), ReversalReason::RecordedTwice);
        assert_eq!(meant("领导要求"), ReversalReason::Other);
    }
}
