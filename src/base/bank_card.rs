//! The number of a bank card 银行卡号: 12 to 19 digits.
//!
//! Owns: normalising and bounding it. Refuses to know: whose it is, where it is kept (never in the chain), and banks.
//!
//! No check digit is asked for: cards have one by ISO/IEC 7812-1, but the older accounts of a passbook 存折, which are
//! paid into in the same way, have none.

use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// A number of 12 to 19 digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BankCard(String);

/// Why a number was not taken. It never repeats the number: messages end up in terminals and logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BankCardError {
    /// Fewer than 12 digits, or more than 19.
    #[error("{0} digits instead of 12 to 19")]
    Length(usize),
    /// Something other than digits.
    #[error("not digits alone")]
    Characters,
}

impl BankCard {
    /// The fewest digits: those of a passbook.
    pub const LEAST: usize = 12;
    /// The most digits: those of ISO/IEC 7812-1.
    pub const MOST: usize = 19;

    /// Reads a number as people write it: the spaces between its groups are dropped, full-width digits are normalised.
    ///
    /// # Errors
    /// One [`BankCardError`] for each way of being wrong.
    pub fn parse(typed: &str) -> Result<BankCard, BankCardError> {
        let digits = typed.chars().filter(|c| !c.is_whitespace()).map(plain_form);
        let plain = Zeroizing::new(digits.collect::<String>());
        if !plain.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BankCardError::Characters);
        }
        match plain.len() {
            Self::LEAST..=Self::MOST => Ok(BankCard(plain.to_string())),
            other => Err(BankCardError::Length(other)),
        }
    }

    /// Its digits. Personal data: only for the vault, and for the bank that pays.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn plain_form(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        other => other,
    }
}

impl Drop for BankCard {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Masked: the number never appears whole by accident.
impl fmt::Debug for BankCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "***{}", &self.0[self.0.len() - 4..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ISO/IEC 7812 knows no such issuer: the number is nobody's.
    const NUMBER: &str = "9990001234567890123";

    #[test]
    fn groups_are_joined_and_digits_are_plain() {
        for typed in [NUMBER, " 9990 0012 3456 7890 123\r\n", "９９９０　００１２３４５６７８９０１２３"]
        {
            assert_eq!(BankCard::parse(typed).unwrap().as_str(), NUMBER, "{typed}");
        }
        assert_eq!(BankCard::parse("999000123456").unwrap().as_str(), "999000123456");
    }

    #[test]
    fn names_each_way_of_being_wrong() {
        assert_eq!(BankCard::parse(""), Err(BankCardError::Length(0)));
        assert_eq!(BankCard::parse("99900012345"), Err(BankCardError::Length(11)));
        assert_eq!(BankCard::parse("99900012345678901234"), Err(BankCardError::Length(20)));
        for wrong in
            ["9990-0012-3456-7890", "999000123456789X", "九九九〇〇〇一二三四五六", "999000123456\u{0661}"]
        {
            assert_eq!(BankCard::parse(wrong), Err(BankCardError::Characters), "{wrong}");
        }
    }

    #[test]
    fn it_is_never_shown_whole() {
        assert_eq!(format!("{:?}", BankCard::parse(NUMBER).unwrap()), "***0123");
        assert!(!format!("{:?}", BankCard::parse(&NUMBER.repeat(2))).contains("999"));
    }
}
