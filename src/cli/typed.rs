//! The command line as it was typed, to be given back with one thing changed.
//!
//! Owns: quoting and changing it. Refuses to know: why it should change.

use crate::base::Fen;
use std::ffi::OsString;

/// The arguments, without the program's name.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a>(pub &'a [OsString]);

impl Typed<'_> {
    /// The line as it was.
    pub fn again(self) -> String {
        line(self.texts())
    }

    /// The line with an option set to a value; `None` for an option without one.
    pub fn with(self, option: &str, value: Option<&str>) -> String {
        let mut texts = self.dropped(option, value.is_some());
        texts.push(option.to_owned());
        texts.extend(value.map(str::to_owned));
        line(texts)
    }

    /// The line without an option that takes a value.
    pub fn without(self, option: &str) -> String {
        line(self.dropped(option, true))
    }

    /// The line without an option that takes none.
    pub fn without_flag(self, option: &str) -> String {
        line(self.dropped(option, false))
    }

    /// Whether the option stands on the line.
    pub fn has(self, option: &str) -> bool {
        self.texts().iter().any(|text| text == option || text.starts_with(&format!("{option}=")))
    }

    /// The value of an option.
    pub fn value(self, option: &str) -> Option<String> {
        let texts = self.texts();
        let joined =
            texts.iter().find_map(|text| text.strip_prefix(&format!("{option}=")).map(str::to_owned));
        let at = texts.iter().position(|text| text == option);
        joined.or_else(|| texts.get(at? + 1).cloned())
    }

    /// The line with another amount in the place of the one typed; `None` where that one is not found.
    pub fn with_amount(self, typed: Fen, instead: Fen) -> Option<String> {
        let mut texts = self.texts();
        let at = texts.iter().position(|text| Fen::parse_yuan(text) == Ok(typed))?;
        texts[at] = instead.to_string().replace(',', "");
        Some(line(texts))
    }

    fn texts(self) -> Vec<String> {
        self.0.iter().map(|arg| arg.to_string_lossy().into_owned()).collect()
    }

    fn dropped(self, option: &str, takes_value: bool) -> Vec<String> {
        let (mut kept, mut skip) = (Vec::new(), false);
        for text in self.texts() {
            if std::mem::take(&mut skip) {
                continue;
            }
            if text == option {
                skip = takes_value;
            } else if !text.starts_with(&format!("{option}=")) {
                kept.push(text);
            }
        }
        kept
    }
}

fn line(texts: Vec<String>) -> String {
    let quoted = texts.iter().map(|text| quote(text));
    std::iter::once("jinguo".to_owned()).chain(quoted).collect::<Vec<_>>().join(" ")
}

/// The text as one word of a command line. Double quotes are understood by every shell that offices have.
pub fn quote(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,=+@".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { format!("\"{text}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_back_changed_in_one_place() {
        let args: Vec<OsString> =
            ["disburse", "GJ", "1,000.00", "--to", "P-1", "--fund=LA", "--date", "2026-01-31"]
                .map(OsString::from)
                .into();
        let typed = Typed(&args);
        assert_eq!(typed.without("--fund"), "jinguo disburse GJ 1,000.00 --to P-1 --date 2026-01-31");
        assert_eq!(
            typed.with("--date", Some("2026-02-01")),
            "jinguo disburse GJ 1,000.00 --to P-1 --fund=LA --date 2026-02-01"
        );
        let less = typed.with_amount(Fen::new(100_000), Fen::new(30_050)).unwrap();
        assert!(less.starts_with("jinguo disburse GJ 300.50 --to P-1"), "{less}");
        assert!(typed.has("--fund") && !typed.has("--fun"));
        assert_eq!(quote("两个 词"), "\"两个 词\"");
    }
}
