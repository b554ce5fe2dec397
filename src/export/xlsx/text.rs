//! Text as a workbook holds it.
//!
//! Owns: what is escaped, how long a cell may be, names of sheets and columns. Refuses to know: what the text says.

use crate::words::visible::visible;
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

/// The most UTF-16 units in a cell.
const LONGEST: usize = 32_767;
/// The most UTF-16 units in the name of a sheet.
const NAME: usize = 31;

/// The text without what hides, and cut where a cell would be too long.
pub(super) fn shown(text: &str) -> String {
    // Two characters of Unicode are not allowed in XML at all.
    let shown: String = visible(text)
        .chars()
        .map(|c| if matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c })
        .collect();
    if shown.len() <= LONGEST || shown.encode_utf16().count() <= LONGEST {
        shown
    } else {
        cut(&shown, LONGEST)
    }
}

/// Puts text into XML, as `shown` has it.
///
/// Excel reads `_x000D_` as a character of that number, so its first line is written as `_x005F_`.
pub(super) fn push(text: &str, out: &mut String) {
    // Nearly every text is harmless, and there are millions.
    let plain = |b: u8| (b' '..0x7F).contains(&b) && !matches!(b, b'&' | b'<' | b'>' | b'"' | b'_');
    if text.len() <= LONGEST && text.bytes().all(plain) {
        return out.push_str(text);
    }
    let shown = shown(text);
    for (at, c) in shown.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '_' if names_a_character(&shown.as_bytes()[at..]) => out.push_str("_x005F_"),
            other => out.push(other),
        }
    }
}

fn names_a_character(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', digits @ .., ] if digits.len() >= 5
        && digits[..4].iter().all(u8::is_ascii_hexdigit) && digits[4] == b'_')
}

/// Characters of half an em that the text takes.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The letters of a column, from 0: `A` … `Z`, `AA` ….
pub(super) fn letters(column: usize) -> String {
    let mut text = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        text.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    text
}

/// A name that Excel takes and that none of the used has; it is one of them then.
pub(super) fn sheet_name(wanted: &str, used: &mut BTreeSet<String>) -> String {
    let clean: String = shown(wanted)
        .chars()
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { '-' } else { c })
        .collect();
    let clean = clean.trim();
    // Excel keeps the name History for itself.
    let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "Sheet" } else { clean };
    let mut number = 1_u32;
    loop {
        let end = if number == 1 { String::new() } else { format!(" {number}") };
        let name = if clean.encode_utf16().count() + end.len() > NAME {
            cut(clean, NAME - end.len()) + &end
        } else {
            format!("{clean}{end}")
        };
        if used.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

/// The text cut to so many UTF-16 units, the last of them a mark that it was cut.
fn cut(text: &str, units: usize) -> String {
    let mut left = units.saturating_sub(1);
    let kept: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pushed(text: &str) -> String {
        let mut out = String::new();
        push(text, &mut out);
        out
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(pushed("=HYPERLINK(\"a\")"), "=HYPERLINK(&quot;a&quot;)");
        assert_eq!(pushed("<b>&王芳"), "&lt;b&gt;&amp;王芳");
        assert_eq!(pushed("_x000D_ _x00 a_x0041__x0042_"), "_x005F_x000D_ _x00 a_x005F_x0041__x005F_x0042_");
        assert_eq!(pushed("a\u{1}\u{FFFF}b\n"), "a\u{FFFD}\u{FFFD}b\u{FFFD}");
        let long = pushed(&"𠮷".repeat(20_000));
        assert_eq!(long.encode_utf16().count(), LONGEST);
        assert!(long.ends_with("𠮷…"));
    }

    #[test]
    fn columns_are_lettered() {
        let shown: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(letters).to_vec();
        assert_eq!(shown, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn names_of_sheets_are_ones_that_excel_takes() {
        let mut used = BTreeSet::new();
        let mut name = |wanted: &str| sheet_name(wanted, &mut used);
        assert_eq!(name("序时账"), "序时账");
        assert_eq!(name("序时账"), "序时账 2");
        assert_eq!(name("a[1]:*?/\\'"), "a-1-------");
        assert_eq!((name(" "), name("HISTORY")), ("Sheet".into(), "Sheet 2".into()));
        assert_eq!((name("Log"), name("LOG")), ("Log".into(), "LOG 2".into()));
        let long = "很".repeat(40);
        assert_eq!(name(&long), "很".repeat(30) + "…");
        assert_eq!(name(&long), "很".repeat(28) + "… 2");
    }

    proptest! {
        #[test]
        fn any_text_is_allowed_in_xml(text in any::<String>()) {
            let pushed = pushed(&text);
            let forbidden = |c: char| c.is_control() || matches!(c, '<' | '>' | '"' | '\u{FFFE}' | '\u{FFFF}');
            prop_assert!(!pushed.contains(forbidden), "{}", pushed);
        }
    }
}
