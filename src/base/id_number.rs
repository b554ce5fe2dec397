//! The resident identity number 公民身份号码 (GB 11643-1999): 17 digits and a check character.
//!
//! Owns: normalising and checking it. Refuses to know: whose it is, and where it is kept (never in the chain).

use super::date::Date;
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// A well-formed identity number with a right check character.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdNumber(String);

/// Why a number was not taken. It never repeats the number: messages end up in terminals and logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdNumberError {
    /// Not 18 characters.
    #[error("{0} characters instead of 18")]
    Length(usize),
    /// The 15-digit form that ended in 2013; it names the same person as an 18-digit one.
    #[error("the old 15-digit form")]
    OldForm,
    /// Something other than 17 digits and a digit or X.
    #[error("not 17 digits and a check character")]
    Characters,
    /// Digits 7 to 14 are no day in the range of the calendar.
    #[error("no such birthday")]
    Birthday,
    /// The last character does not fit the 17 before it.
    #[error("wrong check character")]
    CheckDigit,
}

/// Weights of ISO 7064 MOD 11-2, as GB 11643-1999 prints them.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder, from the same standard.
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl IdNumber {
    /// Reads a number as people write it: spaces are dropped, full-width forms and a small x are normalised.
    ///
    /// # Errors
    /// One [`IdNumberError`] for each way of being wrong.
    pub fn parse(typed: &str) -> Result<IdNumber, IdNumberError> {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace()).map(plain_form).collect();
        let chars: Vec<char> = plain.chars().collect();
        match chars.len() {
            18 => {}
            15 if chars.iter().all(char::is_ascii_digit) => return Err(IdNumberError::OldForm),
            other => return Err(IdNumberError::Length(other)),
        }
        let digits: Vec<u32> = chars[..17].iter().filter_map(|c| c.to_digit(10)).collect();
        if digits.len() != 17 || !(chars[17].is_ascii_digit() || chars[17] == 'X') {
            return Err(IdNumberError::Characters);
        }
        let birthday = digits[6..14].iter().fold(0, |n, d| n * 10 + d);
        if Date::from_number(birthday).is_none() {
            return Err(IdNumberError::Birthday);
        }
        if check_character(&digits) != chars[17] {
            return Err(IdNumberError::CheckDigit);
        }
        Ok(IdNumber(plain))
    }

    /// The 18 characters. Personal data: only for the vault and for a keyed hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day of birth that it holds.
    ///
    /// # Panics
    /// Never: a number without one was not parsed.
    pub fn birthday(&self) -> Date {
        let day = self.0[6..14].parse().ok().and_then(Date::from_number);
        day.unwrap_or_else(|| panic!("an identity number without a birthday was parsed"))
    }

    /// Whether it is a woman's: its 17th digit is even.
    pub fn is_of_a_woman(&self) -> bool {
        self.0.as_bytes()[16].is_multiple_of(2)
    }

    /// The number of today for an old one of 15 digits: the year of birth written in full, which was always 19…, and a
    /// check character. `None` where what was typed is no such number.
    pub fn from_old_form(typed: &str) -> Option<IdNumber> {
        let plain: Zeroizing<String> =
            Zeroizing::new(typed.chars().filter(|c| !c.is_whitespace()).map(plain_form).collect());
        let old = plain.len() == 15 && plain.bytes().all(|b| b.is_ascii_digit());
        let first_17 = old.then(|| Zeroizing::new(format!("{}19{}", &plain[..6], &plain[6..])))?;
        IdNumber::from_first_17(&first_17)
    }

    /// The number completed with its check character; `None` unless 17 digits with a real birthday were given.
    pub fn from_first_17(first: &str) -> Option<IdNumber> {
        let digits: Vec<u32> = first.chars().filter_map(|c| c.to_digit(10)).collect();
        if digits.len() != 17 || first.len() != 17 {
            return None;
        }
        IdNumber::parse(&format!("{first}{}", check_character(&digits))).ok()
    }
}

fn check_character(digits: &[u32]) -> char {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| d * w).sum();
    CHECKS[usize::try_from(sum % 11).unwrap_or(0)]
}

fn plain_form(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        'x' | 'ｘ' | 'Ｘ' => 'X',
        other => other,
    }
}

impl Drop for IdNumber {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Masked: an identity number never appears whole by accident.
impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}***********{}", &self.0[..3], &self.0[14..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // 11010519491231002X is the worked example that GB 11643-1999 itself prints.
    const PRINTED: &str = "11010519491231002X";

    #[test]
    fn the_standards_own_example_is_right() {
        assert_eq!(IdNumber::parse(PRINTED).unwrap().as_str(), PRINTED);
        assert_eq!(IdNumber::parse("１１０１０５ 19491231 002ｘ").unwrap().as_str(), PRINTED);
        assert_eq!(IdNumber::from_first_17(&PRINTED[..17]).unwrap().as_str(), PRINTED);
        let read = IdNumber::parse(PRINTED).unwrap();
        assert_eq!((read.birthday(), read.is_of_a_woman()), (Date::new(1949, 12, 31).unwrap(), true));
        assert!(!IdNumber::from_first_17("11010519491231001").unwrap().is_of_a_woman());
    }

    #[test]
    fn an_old_number_becomes_the_one_of_today() {
        for typed in ["110105491231002", " 110105 491231 002", "１１０１０５４９１２３１００２"]
        {
            assert_eq!(IdNumber::from_old_form(typed).unwrap().as_str(), PRINTED, "{typed}");
        }
        for typed in ["", PRINTED, "11010549123100X", "110105491331002", "1101054912310021"] {
            assert_eq!(IdNumber::from_old_form(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_single_wrong_digit_is_found() {
        for at in 0..18 {
            for digit in "0123456789X".chars() {
                let mut other: Vec<char> = PRINTED.chars().collect();
                if other[at] == digit {
                    continue;
                }
                other[at] = digit;
                let other: String = other.into_iter().collect();
                assert!(IdNumber::parse(&other).is_err(), "{other}");
            }
        }
    }

    #[test]
    fn names_each_way_of_being_wrong() {
        assert_eq!(IdNumber::parse("110105194912310021"), Err(IdNumberError::CheckDigit));
        assert_eq!(IdNumber::parse("110105491231002"), Err(IdNumberError::OldForm));
        assert_eq!(IdNumber::parse("1101051949123100"), Err(IdNumberError::Length(16)));
        assert_eq!(IdNumber::parse("11010519491331002X"), Err(IdNumberError::Birthday));
        assert_eq!(IdNumber::parse("X1010519491231002X"), Err(IdNumberError::Characters));
        assert_eq!(format!("{:?}", IdNumber::parse(PRINTED).unwrap()), "110***********002X");
    }
}
