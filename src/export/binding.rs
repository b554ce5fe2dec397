//! What an export is bound to: the ledger's state that its figures are of, and everything that was asked.
//!
//! Owns: the line that says so, written and read. Refuses to know: how a format carries the line, and the figures.
//!
//! The line is the same in every format, so that whoever has the file and the journal can make the file again:
//! `jinguo-export/v1 format=xlsx origin=example.org/fund size=118 head=… months=2026-01..2026-12 as-of=2026-11-28
//! lang=zh-CN unit=yuan names=masked statements=trial-balance+position`. Values have no space in them; where a name could,
//! its bytes are written `%20`.

use crate::base::{Code, Date, Hash32, Line, Months};
use crate::report::Unit;
use crate::report::statements::{Asked, Statement};
use crate::words::Lang;

/// How every line begins.
const HEAD: &str = "jinguo-export/v1";

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// A workbook of Excel.
    Xlsx,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
    /// A page.
    Html,
    /// A document for print.
    Pdf,
    /// A journal that hledger reads.
    Hledger,
    /// A journal that ledger reads.
    Ledger,
    /// A journal that beancount reads.
    Beancount,
}

impl FileFormat {
    /// All of them.
    pub const ALL: [FileFormat; 8] = [
        FileFormat::Xlsx,
        FileFormat::Csv,
        FileFormat::Json,
        FileFormat::Html,
        FileFormat::Pdf,
        FileFormat::Hledger,
        FileFormat::Ledger,
        FileFormat::Beancount,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FileFormat::Xlsx => "xlsx",
            FileFormat::Csv => "csv",
            FileFormat::Json => "json",
            FileFormat::Html => "html",
            FileFormat::Pdf => "pdf",
            FileFormat::Hledger => "hledger",
            FileFormat::Ledger => "ledger",
            FileFormat::Beancount => "beancount",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<FileFormat> {
        FileFormat::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// How persons are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonNames {
    /// By number and masked name 王*.
    Masked,
    /// By number alone.
    Numbers,
}

/// What an export is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The form of the file.
    pub format: FileFormat,
    /// The name that every signature of the ledger covers.
    pub origin: Line,
    /// Records in the ledger: the tree's size.
    pub size: u64,
    /// The chain head there.
    pub head: Hash32,
    /// What was asked.
    pub asked: Asked,
    /// The language of its words.
    pub lang: Lang,
    /// What its amounts are shown in.
    pub unit: Unit,
    /// How persons are named.
    pub names: PersonNames,
    /// What it holds, in order; empty for a journal.
    pub statements: Vec<Statement>,
}

impl Binding {
    /// The line that says all of it.
    #[must_use]
    pub fn line(&self) -> String {
        let lang = match self.lang {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        };
        let unit = match self.unit {
            Unit::Yuan => "yuan",
            Unit::Wan => "wan",
        };
        let names = match self.names {
            PersonNames::Masked => "masked",
            PersonNames::Numbers => "numbers",
        };
        let mut line = format!(
            "{HEAD} format={} origin={} size={} head={} months={} as-of={} lang={lang} unit={unit} names={names}",
            self.format.name(),
            escaped(self.origin.as_str()),
            self.size,
            self.head,
            self.asked.months,
            self.asked.as_of,
        );
        if let Some(fund) = &self.asked.fund {
            line.push_str(&format!(" fund={}", escaped(fund.as_str())));
        }
        if !self.statements.is_empty() {
            let names: Vec<String> = self.statements.iter().map(|statement| statement.name()).collect();
            line.push_str(&format!(" statements={}", names.join("+")));
        }
        line
    }

    /// Finds the line in the text of a file, in whichever format it is, and reads it. `None` where there is none, or where
    /// there are two that differ: what a file is bound to must not be a matter of where one looks.
    #[must_use]
    pub fn find(text: &str) -> Option<Binding> {
        let found = |at: usize| {
            let rest = &text[at..];
            let end = rest.find(['"', '<', ',', '\n', '\r', '\'', ')']).unwrap_or(rest.len());
            Binding::parse(&rest[..end])
        };
        let mut all = text.match_indices(HEAD).filter_map(|(at, _)| found(at));
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }

    /// Reads such a line. Only what [`Binding::line`] would write is one.
    #[must_use]
    pub fn parse(line: &str) -> Option<Binding> {
        let mut words = line.trim_end().split(' ');
        (words.next()? == HEAD).then_some(())?;
        let mut values: std::collections::HashMap<&str, &str> =
            words.filter_map(|word| word.split_once('=')).collect();
        let mut value = |key: &str| values.remove(key);
        let keys = |list: &str| list.split('+').map(Statement::from_name).collect::<Option<Vec<_>>>();
        let binding = Binding {
            format: FileFormat::from_name(value("format")?)?,
            origin: Line::exact(&unescaped(value("origin")?)?).ok()?,
            size: value("size")?.parse().ok()?,
            head: Hash32::from_hex(value("head")?)?,
            asked: Asked {
                months: Months::parse(value("months")?).ok()?,
                as_of: Date::parse(value("as-of")?).ok()?,
                fund: match value("fund") {
                    Some(code) => Some(Code::exact(&unescaped(code)?).ok()?),
                    None => None,
                },
            },
            lang: Lang::parse(value("lang")?)?,
            unit: match value("unit")? {
                "yuan" => Unit::Yuan,
                "wan" => Unit::Wan,
                _ => return None,
            },
            names: match value("names")? {
                "masked" => PersonNames::Masked,
                "numbers" => PersonNames::Numbers,
                _ => return None,
            },
            statements: value("statements").map_or(Some(Vec::new()), keys)?,
        };
        (binding.line() == line.trim_end()).then_some(binding)
    }
}

/// The text with nothing in it that ends a value, or that any of the formats would write otherwise: of ASCII only letters,
/// digits and `/ . - _ :` stay, and beyond it letters and digits; the bytes of everything else are written as `%` and
/// two digits.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':') {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn binding() -> Binding {
        Binding {
            format: FileFormat::Xlsx,
            origin: Line::new("example.org/妇联 基金").unwrap(),
            size: 118,
            head: Hash32([7; 32]),
            asked: Asked {
                months: Months::parse("2026").unwrap(),
                as_of: Date::new(2026, 11, 28).unwrap(),
                fund: Some(Code::new("GA").unwrap()),
            },
            lang: Lang::ZhCn,
            unit: Unit::Wan,
            names: PersonNames::Masked,
            statements: vec![Statement::TrialBalance, Statement::Work],
        }
    }

    #[test]
    fn a_line_says_everything_and_reads_back() {
        let line = binding().line();
        assert!(line.contains("origin=example.org/妇联%20基金") && !line.contains('\n'), "{line}");
        assert!(line.ends_with("fund=GA statements=trial-balance+work"), "{line}");
        assert_eq!(Binding::parse(&line), Some(binding()));
        for text in [
            format!("; {line}\n2026"),
            format!("<meta content=\"{line}\"><p>{line}</p>"),
            format!("\u{FEFF}a,b\r\n{line},\r\n"),
        ] {
            assert_eq!(Binding::find(&text), Some(binding()), "{text}");
        }
        let other = Binding { size: 119, ..binding() }.line();
        assert_eq!(Binding::find(&format!("{line}\n{other}\n")), None);
        let journal = Binding { statements: Vec::new(), format: FileFormat::Hledger, ..binding() };
        assert_eq!(Binding::parse(&journal.line()), Some(journal));
    }

    proptest! {
        #[test]
        fn no_other_line_is_one(at in any::<prop::sample::Index>(), with in "[ -~]") {
            let line = binding().line();
            let at = at.index(line.len());
            prop_assume!(line.is_char_boundary(at) && line.is_char_boundary(at + 1));
            let mut changed = line.clone();
            changed.replace_range(at..=at, &with);
            if let Some(read) = Binding::parse(&changed) {
                prop_assert_eq!(read.line(), changed);
            }
        }

        #[test]
        fn any_text_is_escaped_and_back(text in "\\PC{0,20}") {
            prop_assert!(!escaped(&text).contains([' ', ',', '=']));
            prop_assert_eq!(unescaped(&escaped(&text)), Some(text));
        }
    }
}
