//! A hash as people copy it from paper: four rows of Crockford Base32, each with a check of its own.
//!
//! Owns: the form, and saying which row a typing error stands in. Refuses to know: what the hash is of, where it is printed.
//!
//! # The form
//!
//! ```text
//! 1   0000-0000-0000-0H3K
//! 2   0000-0000-0000-0763
//! 3   0000-0000-0000-0P5G
//! 4   0000-0000-0000-0EC6
//! ```
//!
//! A character stands for five bits, in the order `0123456789ABCDEFGHJKMNPQRSTVWXYZ`. The 256 bits of the hash and four
//! zero bits make 52 characters, the highest bit first. A row holds 13 of them and 3 characters that check them, 16 in
//! all, written as four groups of four. The numbers of the rows are not part of it, and not typed.
//!
//! The check is a Reed–Solomon code. Characters are elements of GF(32) made by x⁵ + x² + 1, where the character `2` is
//! the generator α. Let s₁₆ be the number of the row (1 to 4) and s₁₅ … s₀ its characters from the left. The three
//! checks are what makes Σ sᵢ, Σ sᵢ·αⁱ and Σ sᵢ·α²ⁱ all zero. Up to three wrong characters in a row are always found,
//! so every swap of two neighbours is; of any other damage to a row one in 32,768 is not. A row in the place of another
//! is found too. Where a single character is wrong, its group is known.
//!
//! Whoever types it may use small letters and full-width characters, `O` for `0`, `I` or `L` for `1`, and put spaces,
//! line ends and hyphens wherever she likes. Nothing is mended: a proof compares what was typed, not what a program guessed.

use super::Hash32;

const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M',
    'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// The rows of a hash.
pub const ROWS: usize = 4;
/// The groups of a row.
pub const GROUPS: usize = 4;
/// The characters of a group.
const GROUP: usize = 4;
/// The characters of a row, checks included.
const ROW: usize = GROUPS * GROUP;
/// The characters of a row that check the others.
const CHECKS: usize = 3;
/// The characters of a row that carry the hash.
const CARRIED: usize = ROW - CHECKS;
/// x⁵ + x² + 1.
const MODULUS: u8 = 0b10_0101;

/// Where what was typed is wrong, and in which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row}: {cause}")]
pub struct Mistyped {
    /// The row, from 1.
    pub row: usize,
    /// What is wrong in it.
    pub cause: Cause,
}

/// What is wrong in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// A character that the form does not have.
    #[error("{found:?} is not a character of this form")]
    Character {
        /// The character.
        found: char,
        /// Its group, from 1.
        group: usize,
    },
    /// Characters are missing or too many: in this row, as the ones before it are right.
    #[error("{found} characters in all rows instead of 64")]
    Length {
        /// How many there are in all rows.
        found: usize,
    },
    /// A right row in the place of another.
    #[error("it is row {is}")]
    Place {
        /// Which row it is.
        is: usize,
    },
    /// The checks do not fit.
    #[error("mistyped")]
    Check {
        /// The only group in which changing one character would set it right, from 1; `None` where more is wrong.
        group: Option<usize>,
    },
}

/// The four rows of a hash, such as `0000-0000-0000-0H3K`.
///
/// The hyphens are for the hand: rows joined by a hyphen are one word to a shell.
pub fn encode(hash: &Hash32) -> Vec<String> {
    let symbols = symbols(hash);
    symbols
        .chunks(CARRIED)
        .zip(1..)
        .map(|(carried, row)| {
            let whole: Vec<char> =
                carried.iter().chain(&checks(row, carried)).map(|s| ALPHABET[usize::from(*s)]).collect();
            whole.chunks(GROUP).map(|group| group.iter().collect()).collect::<Vec<String>>().join("-")
        })
        .collect()
}

/// Reads what a person typed.
///
/// # Errors
/// [`Mistyped`] with the first row in which something is wrong.
pub fn parse(typed: &str) -> Result<Hash32, Mistyped> {
    let read = typed.chars().filter(|c| !separates(*c)).enumerate().map(|(at, c)| {
        symbol(c).ok_or(Mistyped {
            row: (at / ROW + 1).min(ROWS),
            cause: Cause::Character { found: c, group: at % ROW / GROUP + 1 },
        })
    });
    let symbols: Vec<u8> = read.collect::<Result<_, _>>()?;
    let whole = symbols.len() == ROWS * ROW;
    let mut carried = Vec::with_capacity(ROWS * CARRIED);
    for row in 1..=ROWS {
        let length = Mistyped { row, cause: Cause::Length { found: symbols.len() } };
        let found = symbols.get((row - 1) * ROW..row * ROW).ok_or(length)?;
        if !fits(row, found) {
            // Where the count is wrong, all that follows has moved: only the count is worth telling.
            return Err(if whole { Mistyped { row, cause: why(row, found) } } else { length });
        }
        carried.extend_from_slice(&found[..CARRIED]);
    }
    if !whole {
        return Err(Mistyped { row: ROWS, cause: Cause::Length { found: symbols.len() } });
    }
    bytes(&carried).map(Hash32).ok_or(Mistyped { row: ROWS, cause: Cause::Check { group: None } })
}

/// The hash as 52 symbols of five bits, the highest bit first; the last four bits are zero.
fn symbols(hash: &Hash32) -> Vec<u8> {
    let bit = |at: usize| hash.0.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    (0..ROWS * CARRIED).map(|n| (0..5).fold(0, |symbol, at| symbol << 1 | bit(n * 5 + at))).collect()
}

/// The other way round; `None` where the last four bits are not zero.
fn bytes(symbols: &[u8]) -> Option<[u8; 32]> {
    let bit = |at: usize| symbols[at / 5] >> (4 - at % 5) & 1;
    let mut bytes = [0; 32];
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = (0..8).fold(0, |byte, at| byte << 1 | bit(n * 8 + at));
    }
    (256..5 * symbols.len()).all(|at| bit(at) == 0).then_some(bytes)
}

/// The product in GF(32).
fn times(a: u8, b: u8) -> u8 {
    (0..5).rev().fold(0, |product: u8, at| {
        let doubled = product << 1;
        let reduced = if doubled > 31 { doubled ^ MODULUS } else { doubled };
        if b >> at & 1 == 1 { reduced ^ a } else { reduced }
    })
}

/// Σ sᵢ, Σ sᵢ·αⁱ and Σ sᵢ·α²ⁱ of the number of a row and its characters: all zero where they fit.
fn sums(row: u8, symbols: &[u8]) -> [u8; CHECKS] {
    [1, 2, 4].map(|root| symbols.iter().fold(row, |sum, symbol| times(sum, root) ^ symbol))
}

fn fits(row: usize, symbols: &[u8]) -> bool {
    u8::try_from(row).is_ok_and(|row| sums(row, symbols) == [0; CHECKS])
}

/// The remainder of the division by (x − 1)(x − α)(x − α²) = x³ + 7x² + 14x + 8, found by the usual long division.
fn checks(row: u8, carried: &[u8]) -> [u8; CHECKS] {
    std::iter::once(&row).chain(carried).fold([0; CHECKS], |[high, middle, low], symbol| {
        let factor = high ^ symbol;
        [middle ^ times(factor, 7), low ^ times(factor, 14), times(factor, 8)]
    })
}

fn why(row: usize, found: &[u8]) -> Cause {
    if let Some(is) = (1..=ROWS).find(|other| fits(*other, found)) {
        return Cause::Place { is };
    }
    debug_assert!(!fits(row, found), "row {row} is right");
    // No two rows differ in fewer than four characters, so that at most one place can be mended by one character.
    let mut other = found.to_vec();
    let mut mended = |at: usize| {
        let fine = (0..32).any(|symbol| {
            other[at] = symbol;
            fits(row, &other)
        });
        other[at] = found[at];
        fine
    };
    Cause::Check { group: (0..found.len()).find(|at| mended(*at)).map(|at| at / GROUP + 1) }
}

/// The character of five bits; higher bits are left out.
pub(super) fn digit(bits: u32) -> char {
    usize::try_from(bits % 32).map_or('0', |at| ALPHABET[at])
}

fn symbol(c: char) -> Option<u8> {
    let plain = match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0)?,
        other => other,
    };
    let meant = match plain.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| *known == meant).and_then(|at| u8::try_from(at).ok())
}

/// What may stand between characters: spaces, line ends, and what keyboards have for a hyphen.
fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '－')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(hash: &Hash32) -> Vec<char> {
        encode(hash).concat().chars().filter(|c| *c != '-').collect()
    }

    fn read(characters: &[char]) -> Result<Hash32, Mistyped> {
        parse(&characters.iter().collect::<String>())
    }

    fn some_hash() -> impl Strategy<Value = Hash32> {
        prop_oneof![Just(Hash32::ZERO), Just(Hash32([0xFF; 32])), any::<[u8; 32]>().prop_map(Hash32)]
    }

    #[test]
    fn the_form_is_as_documented() {
        let head = include_str!("base32.rs").lines().filter_map(|l| l.strip_prefix("//! "));
        let rows: Vec<&str> = head
            .filter_map(|l| l.split_once("   ").filter(|(n, _)| n.len() == 1))
            .map(|(_, row)| row)
            .collect();
        assert_eq!(encode(&Hash32::ZERO), rows);
        let hash = Hash32(std::array::from_fn(|n| u8::try_from(n * 8).unwrap()));
        assert_eq!(
            encode(&hash),
            ["0041-0610-50R3-GCGH", "G28A-1C60-T3GF-283P", "08H4-4RM2-MB1E-6BYQ", "0S38-DHR7-8Y3W-0N2B"],
        );
    }

    /// Worked out again in another way: the doc comment's sums, with powers made one by one.
    #[test]
    fn the_three_sums_of_a_row_are_zero() {
        let power = |times_of: usize| (0..times_of).fold(1, |p, _| times(p, 2));
        assert_eq!((1..31).find(|n| power(*n) == 1), None, "the character 2 generates the field");
        for (row, text) in (1_u8..).zip(encode(&Hash32([0xA7; 32]))) {
            let symbols: Vec<u8> =
                std::iter::once(row).chain(text.chars().filter_map(symbol)).rev().collect();
            assert_eq!(symbols.len(), 17);
            for k in 0..3 {
                let sum = symbols.iter().enumerate().fold(0, |sum, (i, s)| sum ^ times(*s, power(k * i)));
                assert_eq!(sum, 0, "row {row}, sum {k}");
            }
        }
    }

    #[test]
    fn what_people_type_for_another_character_is_taken() {
        let hash = Hash32(std::array::from_fn(|n| u8::try_from(n * 8).unwrap()));
        let rows = encode(&hash);
        let plain = rows.concat();
        assert!(plain.contains('0') && plain.contains('1'), "{plain}");
        let wide = |c: char| match c {
            '-' => '－',
            c => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        };
        for typed in [
            rows.join("\n"),
            rows.join("-"),
            plain.to_lowercase(),
            plain.replace('-', ""),
            plain.replace('0', "O").replace('1', "I"),
            plain.replace('0', "o").replace('1', "l"),
            plain.replace('-', " — ").replace('0', "０"),
            plain.chars().map(wide).collect(),
            format!(" {} \r\n", rows.join("　\r\n")),
        ] {
            assert_eq!(parse(&typed), Ok(hash), "{typed}");
        }
    }

    #[test]
    fn a_wrong_character_is_named_with_its_place() {
        let mut text = typed(&Hash32::ZERO);
        text[22] = 'U';
        let cause = Cause::Character { found: 'U', group: 2 };
        assert_eq!(read(&text), Err(Mistyped { row: 2, cause }));
        text[22] = '零';
        assert!(matches!(read(&text), Err(Mistyped { row: 2, cause: Cause::Character { found: '零', .. } })));
    }

    #[test]
    fn nothing_and_too_much_are_told_by_their_length() {
        for (text, row, found) in [
            (String::new(), 1, 0),
            (encode(&Hash32::ZERO).concat() + "0", 4, 65),
            (encode(&Hash32::ZERO)[..2].concat(), 3, 32),
        ] {
            assert_eq!(parse(&text), Err(Mistyped { row, cause: Cause::Length { found } }));
        }
    }

    #[test]
    fn a_whole_row_in_the_place_of_another_is_told() {
        let hash = Hash32(std::array::from_fn(|n| u8::try_from(n * 7).unwrap()));
        let mut rows = encode(&hash);
        rows.swap(1, 3);
        assert_eq!(parse(&rows.concat()), Err(Mistyped { row: 2, cause: Cause::Place { is: 4 } }));
        // A hash that repeats itself: still no row can stand for another.
        let mut rows = encode(&Hash32::ZERO);
        rows[2] = rows[0].clone();
        assert_eq!(parse(&rows.concat()), Err(Mistyped { row: 3, cause: Cause::Place { is: 1 } }));
    }

    #[test]
    fn bits_that_no_hash_has_are_refused() {
        let mut last = vec![0; CARRIED];
        last[CARRIED - 1] = 1;
        let whole =
            last.iter().chain(&checks(4, &last)).map(|s| ALPHABET[usize::from(*s)]).collect::<String>();
        let text = encode(&Hash32::ZERO)[..3].concat() + &whole;
        assert_eq!(parse(&text), Err(Mistyped { row: 4, cause: Cause::Check { group: None } }));
    }

    proptest! {
        // A case goes through two thousand wrong texts.
        #![proptest_config(ProptestConfig::with_cases(12))]

        /// Every place, every other character: found, with its row and its group.
        #[test]
        fn every_wrong_character_is_found(hash in some_hash()) {
            let right = typed(&hash);
            for at in 0..right.len() {
                for other in ALPHABET.into_iter().filter(|c| *c != right[at]) {
                    let mut text = right.clone();
                    text[at] = other;
                    let cause = Cause::Check { group: Some(at % ROW / GROUP + 1) };
                    prop_assert_eq!(read(&text), Err(Mistyped { row: at / ROW + 1, cause }));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(hash in some_hash()) {
            prop_assert_eq!(parse(&encode(&hash).concat()), Ok(hash));
            prop_assert_eq!(parse(&encode(&hash).join("-").to_lowercase()), Ok(hash));
        }

        /// Within a row the row is named; over the end of one, the first of the two.
        #[test]
        fn every_swap_of_neighbours_is_found(hash in some_hash()) {
            let right = typed(&hash);
            for at in 0..right.len() - 1 {
                let mut text = right.clone();
                text.swap(at, at + 1);
                if text == right {
                    continue;
                }
                let wrong = read(&text).unwrap_err();
                prop_assert_eq!(wrong.row, at / ROW + 1);
                prop_assert!(matches!(wrong.cause, Cause::Check { .. }), "{}", wrong);
                if at / ROW == (at + 1) / ROW {
                    prop_assert_eq!(wrong.cause, Cause::Check { group: None });
                }
            }
        }

        #[test]
        fn three_wrong_characters_in_a_row_are_found(
            hash in some_hash(),
            row in 0..ROWS,
            places in prop::sample::subsequence((0..ROW).collect::<Vec<_>>(), 1..=3),
            shifts in prop::collection::vec(1..32_usize, 3),
        ) {
            let mut text = typed(&hash);
            for (at, shift) in places.iter().zip(&shifts) {
                let value = usize::from(symbol(text[row * ROW + at]).unwrap());
                text[row * ROW + at] = ALPHABET[(value + shift) % 32];
            }
            prop_assert_eq!(read(&text).unwrap_err().row, row + 1);
        }

        /// Lost or doubled characters are told by the row they are lost in.
        #[test]
        fn a_lost_or_doubled_character_is_found(hash in some_hash(), at in 0..ROWS * ROW, double in any::<bool>()) {
            let mut text = typed(&hash);
            if double { text.insert(at, text[at]) } else { text.remove(at); }
            let wrong = read(&text).unwrap_err();
            prop_assert_eq!(wrong.cause, Cause::Length { found: text.len() });
            prop_assert!(wrong.row > at / ROW, "row {} for a character of row {}", wrong.row, at / ROW + 1);
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = parse(&text);
        }
    }
}
