//! Text from people, bounded and clean before it goes any further.
//!
//! Owns: short codes and single lines. Refuses to know: what they name, and languages.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// Longer than the bound, in bytes of UTF-8.
    #[error("longer than {max} bytes: {len}")]
    TooLong {
        /// Bytes given.
        len: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// A control or invisible formatting character, which could hide or reorder what people read.
    #[error("control character U+{0:04X}")]
    Control(u32),
    /// A code with something other than A–Z, 0–9 or `-` in it, or that starts with `-`.
    #[error("not a code: {0}")]
    NotACode(String),
}

/// One line of text for people: 1 to 200 bytes, no control characters, no white space at its ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Line(Box<str>);

impl Line {
    /// The longest line, in bytes of UTF-8: some 66 Chinese characters, a long official name.
    pub const MAX: usize = 200;

    /// The text with white space at its ends taken off.
    ///
    /// # Errors
    /// [`TextError`] where it is empty, too long or holds a control character.
    pub fn new(text: &str) -> Result<Line, TextError> {
        Line::exact(text.trim())
    }

    /// The text exactly as it stands, for decoding: white space at the ends is refused, not removed.
    ///
    /// # Errors
    /// As [`Line::new`]; white space at an end counts as a control character.
    pub fn exact(text: &str) -> Result<Line, TextError> {
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.len() > Self::MAX {
            return Err(TextError::TooLong { len: text.len(), max: Self::MAX });
        }
        let ends = [text.chars().next(), text.chars().next_back()];
        let bad = text.chars().find(|c| hides(*c)).or(ends.into_iter().flatten().find(|c| c.is_whitespace()));
        match bad {
            Some(c) => Err(TextError::Control(u32::from(c))),
            None => Ok(Line(text.into())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, line separators, and the marks that reorder or hide text on a screen.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<Line> for String {
    fn from(line: Line) -> String {
        line.0.into()
    }
}

impl TryFrom<String> for Line {
    type Error = TextError;
    fn try_from(text: String) -> Result<Line, TextError> {
        Line::exact(&text)
    }
}

/// A short code for a fund or a programme, such as `GA`: 1 to 12 of `A`–`Z`, `0`–`9` and `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Code(Box<str>);

impl Code {
    /// The longest code.
    pub const MAX: usize = 12;

    /// Reads a code; lower case is taken as upper case.
    ///
    /// # Errors
    /// [`TextError`] where it is empty, too long or holds another character.
    pub fn new(text: &str) -> Result<Code, TextError> {
        Code::exact(&text.trim().to_ascii_uppercase())
    }

    /// The code exactly as it stands, for decoding.
    ///
    /// # Errors
    /// As [`Code::new`]; lower case is refused.
    pub fn exact(text: &str) -> Result<Code, TextError> {
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.len() > Self::MAX {
            return Err(TextError::TooLong { len: text.len(), max: Self::MAX });
        }
        let fine = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
        if !fine || text.starts_with('-') {
            return Err(TextError::NotACode(text.to_owned()));
        }
        Ok(Code(text.into()))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.0.into()
    }
}

impl TryFrom<String> for Code {
    type Error = TextError;
    fn try_from(text: String) -> Result<Code, TextError> {
        Code::exact(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_clean() {
        assert_eq!(Line::new(" 两癌救助 ").unwrap().as_str(), "两癌救助");
        assert_eq!(Line::new("  "), Err(TextError::Empty));
        assert_eq!(Line::new("a\nb"), Err(TextError::Control(10)));
        assert_eq!(Line::new("a\u{202E}b"), Err(TextError::Control(0x202E)));
        assert_eq!(Line::exact("a "), Err(TextError::Control(32)));
        assert!(matches!(Line::new(&"长".repeat(67)), Err(TextError::TooLong { len: 201, max: 200 })));
    }

    #[test]
    fn codes_are_short_and_plain() {
        assert_eq!(Code::new("ga").unwrap().as_str(), "GA");
        for wrong in ["关爱", "G A", "-A", "G_A"] {
            assert!(matches!(Code::new(wrong), Err(TextError::NotACode(_))), "{wrong}");
        }
        assert!(Code::exact("ga").is_err());
        assert!(Code::new("ABCDEFGHIJKLM").is_err());
    }
}
