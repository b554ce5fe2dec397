//! What to look at after a refusal about the close of a month or a year.
//!
//! Owns: one command for each cause. Refuses to know: why the rules refuse.

use crate::book::closing::ClosingRefusal;

/// The command that shows what stands in the way, or the entry that was meant.
pub(super) fn command(refusal: &ClosingRefusal) -> String {
    match refusal {
        ClosingRefusal::ClosingEntry { original } => format!("jinguo show {original}"),
        ClosingRefusal::NotReleased { year, .. }
        | ClosingRefusal::NothingToCarry { year, .. }
        | ClosingRefusal::NotCarried { year, .. } => format!("jinguo close {year}-12 --check"),
        ClosingRefusal::NotReleasable { .. } => "jinguo fund list".to_owned(),
        ClosingRefusal::NothingUsed { period, .. } => format!("jinguo close {period} --check"),
        ClosingRefusal::NotOnLastDay { last } => format!("jinguo close {} --check", last.period()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Date, EntryNo, Period};
    use crate::book::Refusal;
    use crate::cli::args::Cli;
    use crate::cli::hints;
    use crate::cli::typed::Typed;
    use crate::report::names::NameBook;
    use crate::words::{Lang, Words, refusal};
    use clap::CommandFactory;
    use std::ffi::OsString;

    /// One of each.
    fn all() -> Vec<ClosingRefusal> {
        let fund = || Code::new("GA").unwrap();
        let (period, year) = (Period::new(2026, 3).unwrap(), 2026);
        vec![
            ClosingRefusal::NotReleasable { fund: fund() },
            ClosingRefusal::NothingUsed { fund: fund(), period },
            ClosingRefusal::NotReleased { fund: fund(), year },
            ClosingRefusal::NothingToCarry { fund: fund(), year },
            ClosingRefusal::NotCarried { fund: fund(), year },
            ClosingRefusal::NotOnLastDay { last: Date::new(2026, 3, 31).unwrap() },
            ClosingRefusal::ClosingEntry { original: EntryNo(118) },
        ]
    }

    fn told(lang: Lang, cause: ClosingRefusal) -> (String, Vec<String>) {
        let words = Words::new(lang);
        let args: Vec<OsString> = ["close", "2026-03"].map(OsString::from).into();
        let (names, refused) = (NameBook::default(), Refusal::from(cause));
        (refusal::sentence(&words, &refused, &names), hints::of(&words, Typed(&args), &refused, &names))
    }

    #[test]
    fn each_is_told_by_itself_in_both_languages() {
        for lang in [Lang::ZhCn, Lang::En] {
            let mut seen: Vec<String> = Vec::new();
            for cause in all() {
                let (said, _) = told(lang, cause);
                assert!(!said.trim().is_empty() && !said.contains("[refused"), "{said}");
                assert!(!seen.contains(&said), "another says it too: {said}");
                seen.push(said);
            }
        }
    }

    #[test]
    fn the_sentences_of_a_year_that_is_not_carried() {
        let not_carried = || all().into_iter().find(|c| matches!(c, ClosingRefusal::NotCarried { .. }));
        let said = |lang| told(lang, not_carried().unwrap());
        let (zh, hints) = said(Lang::ZhCn);
        assert_eq!(zh, "基金 GA 2026 年的收入、费用尚未结转");
        assert_eq!(hints, ["查看：jinguo close 2026-12 --check"]);
        assert_eq!(said(Lang::En).0, "fund GA: income and expenses of 2026 are not carried forward yet");
    }

    /// Every command that is advised is one that the grammar takes.
    #[test]
    fn what_is_advised_can_be_typed() {
        for cause in all() {
            let advised = command(&cause);
            let typed: Vec<&str> = advised.split(' ').collect();
            assert!(Cli::command().try_get_matches_from(&typed).is_ok(), "{advised}");
            let (_, hints) = told(Lang::En, cause);
            assert_eq!(hints.len(), 1);
            assert!(hints[0].ends_with(&advised), "{hints:?}");
        }
    }
}
