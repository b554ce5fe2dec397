//! Money as whole 分 (one hundredth of a yuan), and how people type it.
//!
//! Owns: the amount type, its bounds, exact parsing and plain formatting.
//! Refuses to know: accounts, rounding rules, 大写金额 and languages.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in 分. Signed: in a posting, debit is positive and credit negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(i64);

/// The largest amount one posting may carry: 1,000 亿元 in 分.
///
/// Far above any county's budget, and small enough that 9 × 10⁵ such postings still fit an `i64` sum;
/// sums are checked all the same.
pub const MAX_FEN: i64 = 10_000_000_000_000;

/// Why a typed amount was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// Not an amount at all.
    #[error("not a number: {0}")]
    NotANumber(String),
    /// Has a fraction of a 分.
    #[error("finer than one fen: {0}")]
    FinerThanFen(String),
    /// Below zero.
    #[error("negative: {0}")]
    Negative(String),
    /// Exactly zero.
    #[error("zero")]
    Zero,
    /// Above [`MAX_FEN`].
    #[error("too large: {0}")]
    TooLarge(String),
}

impl Fen {
    /// No money.
    pub const ZERO: Fen = Fen(0);

    /// An amount of so many 分, not bounded: balances and totals may exceed [`MAX_FEN`].
    pub const fn new(fen: i64) -> Fen {
        Fen(fen)
    }

    /// The number of 分.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// `self + other`, or `None` past the bounds of an `i64`.
    #[must_use]
    pub fn checked_add(self, other: Fen) -> Option<Fen> {
        self.0.checked_add(other.0).map(Fen)
    }

    /// `self − other`, or `None` past the bounds of an `i64`.
    #[must_use]
    pub fn checked_sub(self, other: Fen) -> Option<Fen> {
        self.0.checked_sub(other.0).map(Fen)
    }

    /// The same amount on the other side. Saturates at the one value that has no opposite.
    #[must_use]
    pub const fn negated(self) -> Fen {
        Fen(self.0.saturating_neg())
    }

    /// Whether the amount is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether the amount is exactly zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether one posting may carry it: not zero, and within ±[`MAX_FEN`].
    pub const fn fits_a_posting(self) -> bool {
        self.0 != 0 && self.0 <= MAX_FEN && self.0 >= -MAX_FEN
    }

    /// Reads what a person typed as a positive amount of yuan: `10000`, `10,000.00`, `1万`, `1.5万`.
    ///
    /// Full-width digits, commas and points are read as their plain forms, and a closing `元` is allowed.
    ///
    /// # Errors
    /// One [`AmountError`] for each way of being wrong.
    pub fn parse_yuan(typed: &str) -> Result<Fen, AmountError> {
        let plain: String = typed.trim().chars().map(plain_form).collect();
        let plain = plain.strip_suffix('元').unwrap_or(&plain).trim();
        let (number, scale) = match plain.strip_suffix('万') {
            Some(rest) => (rest.trim(), Decimal::from(10_000)),
            None => (plain, Decimal::ONE),
        };
        if plain.is_empty() {
            return Err(AmountError::Empty);
        }
        let wrong = || AmountError::NotANumber(typed.trim().to_owned());
        let digits = ungrouped(number).ok_or_else(wrong)?;
        let (negative, digits) = match digits.strip_prefix('-') {
            Some(rest) => (true, rest.to_owned()),
            None => (false, digits),
        };
        let shape = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && digits.bytes().filter(|b| *b == b'.').count() <= 1
            && digits.bytes().next().is_some_and(|b| b.is_ascii_digit())
            && digits.bytes().last().is_some_and(|b| b.is_ascii_digit());
        if !shape {
            return Err(wrong());
        }
        if negative {
            return Err(AmountError::Negative(typed.trim().to_owned()));
        }
        let too_large = || AmountError::TooLarge(typed.trim().to_owned());
        let whole_digits = digits.split('.').next().unwrap_or("").trim_start_matches('0').len();
        // 14 digits of yuan already exceed MAX_FEN; beyond that a Decimal could round instead of refusing.
        if whole_digits > 14 {
            return Err(too_large());
        }
        let fraction = digits.split('.').nth(1).unwrap_or("").trim_end_matches('0').len();
        // 万 shifts four places: more than six decimals can't come out whole, and a Decimal must not round them.
        if fraction > 6 {
            return Err(AmountError::FinerThanFen(typed.trim().to_owned()));
        }
        let kept = match digits.split_once('.') {
            Some((whole, part)) => format!("{whole}.{}", &part[..fraction.max(1).min(part.len())]),
            None => digits,
        };
        let yuan: Decimal = kept.parse().map_err(|_| wrong())?;
        let fen = yuan * scale * Decimal::ONE_HUNDRED;
        if !fen.fract().is_zero() {
            return Err(AmountError::FinerThanFen(typed.trim().to_owned()));
        }
        let fen = i64::try_from(fen.trunc().mantissa() / 10_i128.pow(fen.trunc().scale()))
            .map_err(|_| too_large())?;
        match fen {
            0 => Err(AmountError::Zero),
            f if f > MAX_FEN => Err(too_large()),
            f => Ok(Fen(f)),
        }
    }
}

/// Full-width digits and punctuation (an input method's usual output) in their plain forms.
fn plain_form(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '，' => ',',
        '．' | '。' => '.',
        '－' => '-',
        other => other,
    }
}

/// The number without its thousands separators, or `None` where a comma stands in a wrong place.
fn ungrouped(number: &str) -> Option<String> {
    if !number.contains(',') {
        return Some(number.to_owned());
    }
    let (whole, rest) = number.split_once('.').map_or((number, ""), |(w, r)| (w, r));
    let groups: Vec<&str> = whole.trim_start_matches('-').split(',').collect();
    let grouped = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3);
    (grouped && !rest.contains(',')).then(|| number.replace(',', ""))
}

/// Yuan with two decimals and thousands separators: `-1,234,567.89`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let yuan = (size / 100).to_string();
        let mut text = String::with_capacity(yuan.len() + yuan.len() / 3 + 4);
        if self.0 < 0 {
            text.push('-');
        }
        for (at, digit) in yuan.chars().enumerate() {
            if at > 0 && (yuan.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text.push_str(&format!(".{:02}", size % 100));
        f.pad(&text)
    }
}

impl fmt::Debug for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}元")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        for (typed, fen) in [
            ("10000", 1_000_000),
            ("10,000.00", 1_000_000),
            ("1万", 1_000_000),
            ("1.5万", 1_500_000),
            ("197.538万", 197_538_000),
            ("0.000001万", 1),
            ("0.01", 1),
            ("320.50", 32_050),
            ("320.500", 32_050),
            ("１２，３４５．６", 1_234_560),
            ("5元", 500),
            (" 7 ", 700),
            ("100,000,000,000.00", MAX_FEN),
        ] {
            assert_eq!(Fen::parse_yuan(typed), Ok(Fen::new(fen)), "{typed}");
        }
    }

    #[test]
    fn names_each_way_of_being_wrong() {
        use AmountError::*;
        let s = str::to_owned;
        for (typed, cause) in [
            ("", Empty),
            ("  ", Empty),
            ("万", NotANumber(s("万"))),
            ("abc", NotANumber(s("abc"))),
            ("1e5", NotANumber(s("1e5"))),
            ("1_000", NotANumber(s("1_000"))),
            (".5", NotANumber(s(".5"))),
            ("5.", NotANumber(s("5."))),
            ("1,00", NotANumber(s("1,00"))),
            ("1,000,00", NotANumber(s("1,000,00"))),
            ("1.0,00", NotANumber(s("1.0,00"))),
            ("--1", NotANumber(s("--1"))),
            ("0.005", FinerThanFen(s("0.005"))),
            ("0.0000001万", FinerThanFen(s("0.0000001万"))),
            (
                "0.00000000000000000000000000000000001",
                FinerThanFen(s("0.00000000000000000000000000000000001")),
            ),
            ("-5", Negative(s("-5"))),
            ("0", Zero),
            ("0.00", Zero),
            ("100000000000.01", TooLarge(s("100000000000.01"))),
            ("1000000000000000000", TooLarge(s("1000000000000000000"))),
            (
                "99999999999999999999999999999999999999999",
                TooLarge(s("99999999999999999999999999999999999999999")),
            ),
        ] {
            assert_eq!(Fen::parse_yuan(typed), Err(cause), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn shown_amounts_read_back(fen in 1..=MAX_FEN) {
            prop_assert_eq!(Fen::parse_yuan(&Fen::new(fen).to_string()), Ok(Fen::new(fen)));
        }

        #[test]
        fn any_text_is_read_or_refused(typed in "\\PC{0,40}") {
            if let Ok(fen) = Fen::parse_yuan(&typed) {
                prop_assert!(fen.get() > 0 && fen.fits_a_posting());
            }
        }
    }
}
