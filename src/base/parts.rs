//! A text in numbered parts, each short enough for one QR code, put together again in any order.
//!
//! Owns: the form of a part, and naming a missing, doubled or foreign one. Refuses to know: what the text says, and codes.
//!
//! # The form
//!
//! ```text
//! JG 1/3 7K2M example.org/fund\n20418\nkVx2…
//! ```
//!
//! A part is one line: `JG`, its number and how many there are, four characters that all parts of one text share (the
//! low 20 bits of the text's CRC-32, as Crockford Base32), and a piece of the text. So parts of two receipts are not
//! mixed. In a piece `\\` is a backslash, `\n` a line feed, `\r` a carriage return, `\t` a tab, and `\s` a space at an
//! end of the piece: whatever scans and pastes lines may not keep those as they are. The pieces, joined in the order of
//! their numbers and read so, are the text byte for byte.

use super::base32::digit;
use std::collections::BTreeMap;

/// What every part begins with.
const MARK: &str = "JG ";
/// The least bytes that a part must be allowed to have: its head and some text.
const LEAST: usize = 64;

/// Why parts can't be put together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// No parts at all.
    #[error("no parts")]
    Nothing,
    /// A line that is no part.
    #[error("line {line} is no part")]
    NotAPart {
        /// The line, from 1.
        line: usize,
    },
    /// A part of another text than the first part's.
    #[error("line {line} is a part of another text")]
    Foreign {
        /// The line, from 1.
        line: usize,
    },
    /// Parts that are not there.
    #[error("parts {numbers:?} of {of} are missing")]
    Missing {
        /// Their numbers; at most the first [`PartsError::NAMED`].
        numbers: Vec<usize>,
        /// How many parts there must be.
        of: usize,
    },
    /// A part that is there more than once.
    #[error("part {number} is there twice")]
    Doubled {
        /// Its number.
        number: usize,
        /// Where it is there again: the line, from 1.
        line: usize,
    },
    /// All parts are there, but a character in them is not as it was.
    #[error("the text was altered")]
    Altered,
}

impl PartsError {
    /// The most missing parts that are named.
    pub const NAMED: usize = 8;
}

/// The text in as few parts as can be, none over `most` bytes, all of about one length.
///
/// `most` is at least 64; less is taken as 64.
pub fn split(text: &str, most: usize) -> Vec<String> {
    let units: Vec<String> = text.chars().map(unit).collect();
    let tag = tag(text);
    let mut digits = 1;
    let (pieces, room) = loop {
        let head = MARK.len() + 2 * digits + "/".len() + " ".len() + tag.len() + " ".len();
        // Two bytes are left for a space at either end, which takes two.
        let room = most.max(LEAST) - head - 2;
        let pieces = pack(&units, room);
        if pieces.len().to_string().len() <= digits {
            break (pieces, room);
        }
        digits += 1;
    };
    let even = units.iter().map(String::len).sum::<usize>().div_ceil(pieces.len());
    let pieces =
        (even..room).map(|room| pack(&units, room)).find(|p| p.len() <= pieces.len()).unwrap_or(pieces);
    let of = pieces.len();
    (1..)
        .zip(&pieces)
        .map(|(number, piece)| format!("{MARK}{number}/{of} {tag} {}", ends_kept(piece)))
        .collect()
}

/// Whether the first line with anything in it is a part, so that the text is one to [`join`].
pub fn are_parts(text: &str) -> bool {
    lines(text).next().is_some_and(|(_, line)| Part::read(line).is_some())
}

/// The text that the parts are of: a part a line, in any order, with empty lines between them or not.
///
/// # Errors
/// [`PartsError`], which names the line or the part.
pub fn join(parts: &str) -> Result<String, PartsError> {
    let mut found: BTreeMap<usize, Part<'_>> = BTreeMap::new();
    let mut doubled = None;
    for (line, text) in lines(parts) {
        let part = Part::read(text).ok_or(PartsError::NotAPart { line })?;
        if found.values().next().is_some_and(|first| (first.of, first.tag) != (part.of, part.tag)) {
            return Err(PartsError::Foreign { line });
        }
        let number = part.number;
        if found.insert(number, part).is_some() {
            doubled = doubled.or(Some(PartsError::Doubled { number, line }));
        }
    }
    let (of, tag_said) = found.values().next().map(|p| (p.of, p.tag)).ok_or(PartsError::Nothing)?;
    let missing = (1..=of).filter(|number| !found.contains_key(number));
    let numbers: Vec<usize> = missing.take(PartsError::NAMED).collect();
    if !numbers.is_empty() {
        // Whoever scanned a part twice has most often left out another, and wants to know which.
        return Err(PartsError::Missing { numbers, of });
    }
    if let Some(doubled) = doubled {
        return Err(doubled);
    }
    let text = found.values().map(|part| plain(part.piece)).collect::<Option<String>>();
    text.filter(|text| tag(text).eq_ignore_ascii_case(tag_said)).ok_or(PartsError::Altered)
}

/// A part as it was read.
struct Part<'a> {
    number: usize,
    of: usize,
    tag: &'a str,
    piece: &'a str,
}

impl Part<'_> {
    fn read(line: &str) -> Option<Part<'_>> {
        let (numbers, rest) = line.strip_prefix(MARK)?.split_once(' ')?;
        let (number, of) = numbers.split_once('/')?;
        let read = |text: &str| text.parse::<usize>().ok().filter(|n| n.to_string() == text);
        let (number, of) = (read(number)?, read(of)?);
        // An empty text has one part without a piece, and no space behind its tag once a line is trimmed.
        let (tag, piece) = rest.split_once(' ').unwrap_or((rest, ""));
        let fine =
            (1..=of).contains(&number) && tag.len() == 4 && tag.bytes().all(|b| b.is_ascii_alphanumeric());
        fine.then_some(Part { number, of, tag, piece })
    }
}

/// The lines with anything in them, numbered from 1, without what pasting may have put around them.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let trimmed =
        text.trim_start_matches('\u{FEFF}').split('\n').map(|line| line.trim_matches([' ', '\t', '\r']));
    (1..).zip(trimmed).filter(|(_, line)| !line.is_empty())
}

/// The units one after the other in pieces of at most `room` bytes; at least one piece.
fn pack(units: &[String], room: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for unit in units {
        if let Some(last) = pieces.last_mut() {
            if last.is_empty() || last.len() + unit.len() <= room {
                last.push_str(unit);
            } else {
                pieces.push(unit.clone());
            }
        }
    }
    pieces
}

fn unit(c: char) -> String {
    match c {
        '\\' => r"\\".to_owned(),
        '\n' => r"\n".to_owned(),
        '\r' => r"\r".to_owned(),
        '\t' => r"\t".to_owned(),
        other => other.to_string(),
    }
}

/// The piece with a space at its beginning or end written so that it can't be trimmed.
fn ends_kept(piece: &str) -> String {
    let (start, rest) = piece.strip_prefix(' ').map_or(("", piece), |rest| (r"\s", rest));
    let (rest, end) = rest.strip_suffix(' ').map_or((rest, ""), |rest| (rest, r"\s"));
    format!("{start}{rest}{end}")
}

/// What a piece stands for; `None` where a backslash stands before anything unknown.
fn plain(piece: &str) -> Option<String> {
    let mut text = String::with_capacity(piece.len());
    let mut characters = piece.chars();
    while let Some(c) = characters.next() {
        text.push(match c {
            '\\' => match characters.next()? {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                's' => ' ',
                _ => return None,
            },
            other => other,
        });
    }
    Some(text)
}

/// Four characters of 20 bits.
fn tag(text: &str) -> String {
    let crc = crc32(text.as_bytes());
    [15, 10, 5, 0].map(|shift| digit(crc >> shift)).iter().collect()
}

/// CRC-32 as of IEEE 802.3: it tells texts apart by accident, not by intent; a proof inside the text does that.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_form_is_as_documented() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(split("a\\b\n c\t\r", 64), [r"JG 1/1 MNYC a\\b\n c\t\r"]);
        assert_eq!(split("", 64), ["JG 1/1 0000 "]);
        assert_eq!(join("JG 1/1 0000").as_deref(), Ok(""));
    }

    #[test]
    fn a_part_holds_what_its_code_can() {
        let text = "第一行\n".repeat(400);
        let parts = split(&text, 200);
        assert!(parts.iter().all(|p| p.len() <= 200), "{parts:?}");
        let (least, most) = (parts.iter().map(String::len).min(), parts.iter().map(String::len).max());
        assert!(most.unwrap() - least.unwrap() < 80, "{least:?} to {most:?}");
        assert!(parts[9].starts_with("JG 10/") && parts.len() > 20, "{}", parts.len());
        assert_eq!(join(&parts.join("\n")), Ok(text));
    }

    fn three() -> (String, Vec<String>) {
        let text: String = (0..30).map(|n| format!("row {n}\n")).collect();
        let parts = split(&text, 100);
        assert_eq!(parts.len(), 3);
        (text, parts)
    }

    #[test]
    fn any_order_and_what_pasting_does_are_taken() {
        let (text, parts) = three();
        assert_eq!(
            join(&format!("\u{FEFF}{}\r\n\r\n  {}\r\n{}  \r\n", parts[2], parts[0], parts[1])),
            Ok(text)
        );
        assert!(
            are_parts(&format!("\n{}", parts[2])) && !are_parts("example.org/fund\n12\n") && !are_parts("")
        );
    }

    #[test]
    fn what_is_missing_doubled_or_foreign_is_named() {
        let (_, parts) = three();
        let joined = |which: &[&str]| join(&which.join("\n")).unwrap_err();
        let missing = |numbers: &[usize]| PartsError::Missing { numbers: numbers.to_vec(), of: 3 };
        assert_eq!(joined(&[]), PartsError::Nothing);
        assert_eq!(joined(&[&parts[1]]), missing(&[1, 3]));
        assert_eq!(joined(&[&parts[1], &parts[0], &parts[1]]), missing(&[3]));
        let doubled = PartsError::Doubled { number: 2, line: 4 };
        assert_eq!(joined(&[&parts[1], &parts[0], &parts[2], &parts[1]]), doubled);
        assert_eq!(joined(&[&parts[0], "row 7", &parts[2]]), PartsError::NotAPart { line: 2 });
        let other = split(&"another text\n".repeat(15), 100);
        assert_eq!(other.len(), 3);
        assert_eq!(joined(&[&parts[0], &other[1], &parts[2]]), PartsError::Foreign { line: 2 });
        let of_four = parts[1].replace("2/3", "2/4");
        assert_eq!(joined(&[&parts[0], &of_four, &parts[2]]), PartsError::Foreign { line: 2 });
        assert_eq!(joined(&[&parts[0], &parts[1].replace("row 1", "row I"), &parts[2]]), PartsError::Altered);
        assert_eq!(joined(&[&parts[0], &parts[1].replace(r"\n", r"\x"), &parts[2]]), PartsError::Altered);
        for wrong in [
            "JG 0/3 7K2M a",
            "JG 4/3 7K2M a",
            "JG 01/3 7K2M a",
            "JG 1/3 7K a",
            "JG 1-3 7K2M a",
            "JG +1/3 7K2M a",
        ] {
            assert_eq!(joined(&[wrong]), PartsError::NotAPart { line: 1 }, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "[ \\\\a\n\t\r“王🦀]{0,300}", most in 64..120_usize, turn in 0..9_usize) {
            let mut parts = split(&text, most);
            prop_assert!(parts.iter().all(|p| p.len() <= most && !p.contains(['\n', '\r', '\t'])));
            let by = turn % parts.len();
            parts.rotate_left(by);
            let pasted: Vec<&str> = parts.iter().map(|p| p.trim_matches(' ')).collect();
            prop_assert_eq!(join(&pasted.join("\r\n")), Ok(text));
        }

        #[test]
        fn any_parts_are_answered(text in any::<String>()) {
            let _ = join(&text);
            let _ = join(&format!("JG 1/2 0000 {text}"));
        }
    }
}
