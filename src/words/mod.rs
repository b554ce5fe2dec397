//! Every sentence for people, in Chinese and English.
//!
//! Owns: the messages, their look-up and how amounts and names are written out.
//! Refuses to know: storage, the environment and the terminal; the language is handed in.

pub mod capital_amount;
pub mod mask;
pub mod names;
pub mod reason;
pub mod refusal;
mod refusal_closing;
pub mod refusal_loan;
pub mod refusal_relief;
pub mod summary;
pub mod summary_loan;
pub mod summary_relief;
mod texts;
pub mod visible;

use crate::base::{
    Code, Date, EntryNo, Fen, Hash32, Line, LoanNo, Months, Period, PersonNo, Timestamp, VoucherNo,
};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language that people are spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese, as written in the mainland.
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// Reads a language tag or a locale: `zh`, `zh-CN`, `zh_CN.UTF-8`, `en`, `en_GB`; `None` for any other.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or("");
        match primary.to_ascii_lowercase().as_str() {
            "zh" => Some(Lang::ZhCn),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The language by what was asked for on the command line, else by the variable, else by the locale.
    ///
    /// What can't be read counts as not given; where nothing is left the answer is English.
    pub fn choose(option: Option<&str>, variable: Option<&str>, locale: Option<&str>) -> Lang {
        [option, variable, locale].into_iter().flatten().find_map(Lang::parse).unwrap_or(Lang::En)
    }

    /// Only plural rules depend on it; a tag that did not parse would get the rules of no language.
    fn id(self) -> LanguageIdentifier {
        let tag = match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        };
        tag.parse().unwrap_or_default()
    }
}

/// A value that is put into a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Text that stands as it is.
    Text(String),
    /// A count; English chooses singular and plural by it.
    Count(u64),
    /// An amount, shown in yuan as `10,000.00`; the unit is part of the sentence.
    Money(Fen),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<Fen> for Arg {
    fn from(amount: Fen) -> Arg {
        Arg::Money(amount)
    }
}

impl From<&Fen> for Arg {
    fn from(amount: &Fen) -> Arg {
        Arg::Money(*amount)
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Arg {
        Arg::Count(count)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Arg {
        Arg::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

macro_rules! shown {
    ($($of:ty),+) => {$(
        impl From<$of> for Arg {
            fn from(value: $of) -> Arg {
                Arg::Text(value.to_string())
            }
        }
        impl From<&$of> for Arg {
            fn from(value: &$of) -> Arg {
                Arg::Text(value.to_string())
            }
        }
    )+};
}

shown!(Date, Period, Timestamp, EntryNo, LoanNo, PersonNo, VoucherNo, Code, Line, Hash32);

/// The sentences of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Loads the embedded texts of a language.
    pub fn new(lang: Lang) -> Words {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.id()]);
        // The marks are for mixed writing directions. In a terminal or a spreadsheet they are rubbish.
        bundle.set_use_isolating(false);
        for (name, source) in texts::of(lang) {
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(good, errors)| {
                debug_assert!(errors.is_empty(), "{name} has syntax errors: {errors:?}");
                good
            });
            let added = bundle.add_resource(resource);
            debug_assert!(added.is_ok(), "{name} repeats a key: {added:?}");
        }
        Words { lang, bundle }
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a sentence of this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|m| m.value().is_some())
    }

    /// The sentence of a key with its values put in.
    ///
    /// A missing key or value is a mistake in the program that the tests look for; people then see the key
    /// itself, since half a message tells more than a crash would.
    pub fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            debug_assert!(false, "no text for the key {key}");
            return format!("[{key}]");
        };
        let mut values = FluentArgs::new();
        for (name, arg) in args {
            values.set((*name).to_owned(), fluent_value(arg));
        }
        let mut errors = Vec::new();
        let sentence = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "the text of {key} lacks a value: {errors:?}");
        sentence
    }

    /// The sentence of a key without values.
    pub fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// Months as people say them: 2026年, 2026年1月至6月.
    pub fn months(&self, months: Months) -> String {
        let (from, to) = (months.first().number(), months.last().number());
        let month = |number: u32| match self.lang {
            Lang::ZhCn => format!("{}", number % 100),
            Lang::En => format!("{:02}", number % 100),
        };
        let args = [
            ("year", (from / 100).to_string().into()),
            ("month", month(from).into()),
            ("last-year", (to / 100).to_string().into()),
            ("last-month", month(to).into()),
        ];
        let key = if months == Months::year_of(months.first()) {
            "months-year"
        } else if from == to {
            "months-one"
        } else if from / 100 == to / 100 {
            "months-run"
        } else {
            "months-run-over"
        };
        self.say(key, &args)
    }
}

fn fluent_value(arg: &Arg) -> FluentValue<'static> {
    match arg {
        Arg::Text(text) => FluentValue::from(text.clone()),
        Arg::Money(amount) => FluentValue::from(amount.to_string()),
        // Fluent keeps numbers as floats. Past 2^32 the digits go in as text, so that none can ever change.
        Arg::Count(count) => match u32::try_from(*count) {
            Ok(small) => FluentValue::from(small),
            Err(_) => FluentValue::from(count.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// Every key of a language with the variables its text uses.
    fn keys(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, source) in texts::of(lang) {
            let mut current = String::new();
            for line in source.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
                if !line.starts_with([' ', '}']) {
                    current = line.split(" =").next().unwrap().to_owned();
                    assert!(
                        found.insert(current.clone(), BTreeSet::new()).is_none(),
                        "{name} repeats {current}"
                    );
                }
                for part in line.split('$').skip(1) {
                    let variable: String =
                        part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                    found.get_mut(&current).unwrap().insert(variable);
                }
            }
        }
        found
    }

    fn sources(folder: &Path, into: &mut Vec<String>) {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn both_languages_say_the_same_things_of_the_same_values() {
        let (chinese, english) = (keys(Lang::ZhCn), keys(Lang::En));
        assert!(chinese.len() > 100, "the scan found only {} keys", chinese.len());
        for (key, variables) in &chinese {
            assert_eq!(Some(variables), english.get(key), "{key}");
        }
        assert_eq!(
            chinese.len(),
            english.len(),
            "{:?}",
            english.keys().filter(|k| !chinese.contains_key(*k)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn the_files_are_parsed_as_they_read() {
        for lang in [Lang::ZhCn, Lang::En] {
            let words = Words::new(lang);
            for key in keys(lang).keys() {
                assert!(words.has(key), "{key} is in the file but not in the bundle");
            }
        }
    }

    #[test]
    fn every_key_named_in_the_source_has_a_text() {
        let mut files = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        let known = keys(Lang::En);
        let mut seen = 0;
        for file in &files {
            for start in ["say(", "word("] {
                for call in file.split(&format!(".{start}")).skip(1) {
                    let Some(literal) = call.trim_start().strip_prefix('"') else { continue };
                    let key = literal.split('"').next().unwrap();
                    assert!(known.contains_key(key), "the source says {key}, which no file has");
                    seen += 1;
                }
            }
        }
        assert!(seen > 10, "the scan found only {seen} calls");
    }

    #[test]
    fn the_language_is_the_first_one_that_can_be_read() {
        assert_eq!(Lang::choose(Some("en"), Some("zh"), Some("zh_CN.UTF-8")), Lang::En);
        assert_eq!(Lang::choose(None, Some("zh"), Some("en_GB.UTF-8")), Lang::ZhCn);
        assert_eq!(Lang::choose(None, None, Some("zh_TW.UTF-8")), Lang::ZhCn);
        assert_eq!(Lang::choose(None, Some("tlh"), Some("zh")), Lang::ZhCn);
        assert_eq!(Lang::choose(None, None, Some("C.UTF-8")), Lang::En);
        assert_eq!(Lang::choose(None, None, None), Lang::En);
    }

    #[test]
    fn values_stand_without_invisible_marks() {
        let words = Words::new(Lang::ZhCn);
        let said = words.say("error-amount-negative", &[("typed", "-5".into())]);
        assert!(said.contains("-5") && !said.contains('\u{2068}'), "{said}");
    }

    #[test]
    fn months_are_said_as_people_say_them() {
        let typed = ["2026", "2026-03", "2026-H1", "2025-11..2026-02"];
        let said = |lang| typed.map(|typed| Words::new(lang).months(Months::parse(typed).unwrap()));
        assert_eq!(said(Lang::ZhCn), ["2026年", "2026年3月", "2026年1月至6月", "2025年11月至2026年2月"]);
        assert_eq!(said(Lang::En), ["2026", "2026-03", "2026-01 to 2026-06", "2025-11 to 2026-02"]);
    }

    #[test]
    fn counts_keep_every_digit() {
        assert_eq!(fluent_value(&Arg::Count(7)), FluentValue::from(7_u32));
        assert_eq!(fluent_value(&Arg::Count(u64::MAX)), FluentValue::from("18446744073709551615"));
    }
}
