//! Text broken into lines of a width.
//!
//! Owns: where a line is broken. Refuses to know: where the lines stand.

use super::font::Type;
use crate::words::visible::visible;

/// Punctuation that never begins a line.
const CLOSING: &str = "，。、；：！？）》」』”’％…,.;:!?)]}%";

/// The lines of a text that is at most `room` wide at that size; at least one.
pub(super) fn broken(set: &mut Type<'_>, text: &str, size: i32, room: i32) -> Vec<String> {
    let text = visible(text);
    let room = room.saturating_mul(1_000) / size.max(1);
    let (mut lines, mut line, mut wide) = (Vec::new(), String::new(), 0);
    // Where the line may be broken: how much of it stays.
    let mut break_at = 0;
    let mut before = ' ';
    for c in text.chars() {
        let width = set.width_of(c);
        if before == ' ' || (!c.is_ascii() || !before.is_ascii()) && !CLOSING.contains(c) {
            break_at = line.len();
        }
        if wide + width > room && !line.is_empty() && c != ' ' {
            let rest = line.split_off(if break_at > 0 { break_at } else { line.len() });
            lines.push(line.trim_end().to_owned());
            line = rest;
            wide = line.chars().map(|c| set.width_of(c)).sum();
            break_at = 0;
        }
        line.push(c);
        wide += width;
        before = c;
    }
    lines.push(line.trim_end().to_owned());
    lines
}
