//! Text from outside, made safe to look at.
//!
//! Owns: which characters must not reach a terminal. Refuses to know: where the text came from.

use std::borrow::Cow;

/// The text with every control character and every mark that hides or reorders text shown as `U+FFFD`.
///
/// One in a name could otherwise redraw the terminal or turn an amount around.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(hides) {
        Cow::Owned(text.chars().map(|c| if hides(c) { '\u{FFFD}' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_hides_is_replaced() {
        assert!(matches!(visible("王芳 10,000.00"), Cow::Borrowed("王芳 10,000.00")));
        assert_eq!(visible("a\u{1B}[2Jb\u{202E}c\nd"), "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}d");
    }
}
