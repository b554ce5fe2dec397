//! Yearly rates, exact to a ten-thousandth of a per cent, and how people type them.
//!
//! Owns: the rate type and its written form. Refuses to know: day counts, rounding, and which rates are lawful.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A yearly rate 年利率 in millionths: 4.35 % is 43,500.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(u32);

/// Why a typed rate was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// Not in the form `4.35%`.
    #[error("not a rate: {0}")]
    NotARate(String),
    /// Has more than four decimals of a per cent.
    #[error("finer than 0.0001 %: {0}")]
    TooFine(String),
    /// Above 1,000 %.
    #[error("too large: {0}")]
    TooLarge(String),
}

impl Rate {
    /// No interest.
    pub const ZERO: Rate = Rate(0);

    /// A rate of so many millionths.
    pub const fn from_millionths(millionths: u32) -> Rate {
        Rate(millionths)
    }

    /// The rate in millionths.
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// Reads `4.35%` or `4.35`: yearly per cent.
    ///
    /// # Errors
    /// One [`RateError`] for each way of being wrong.
    pub fn parse_percent(typed: &str) -> Result<Rate, RateError> {
        let wrong = || RateError::NotARate(typed.trim().to_owned());
        let plain = typed.trim();
        let plain = plain.strip_suffix(['%', '％']).unwrap_or(plain).trim();
        let (whole, part) = plain.split_once('.').unwrap_or((plain, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !(digits(whole) && digits(part)) {
            return Err(wrong());
        }
        let part = part.trim_end_matches('0');
        if part.len() > 4 {
            return Err(RateError::TooFine(typed.trim().to_owned()));
        }
        let too_large = || RateError::TooLarge(typed.trim().to_owned());
        let whole: u32 = whole.parse().map_err(|_| too_large())?;
        // Four digits after the point are the width of a millionth written as a per cent.
        let part: u32 = format!("{part:0<4}").parse().map_err(|_| wrong())?;
        let millionths = whole.checked_mul(10_000).and_then(|w| w.checked_add(part));
        millionths.filter(|m| *m <= 10_000_000).map(Rate).ok_or_else(too_large)
    }
}

/// `4.35%`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 10_000, self.0 % 10_000);
        let part = format!("{part:04}");
        let shown = part.trim_end_matches('0');
        // Two decimals are what people read; more only where they say something.
        f.pad(&format!("{whole}.{shown:0<2}%"))
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_rates_are_exact_and_read_back() {
        for (typed, millionths, shown) in [
            ("4.35%", 43_500, "4.35%"),
            ("3", 30_000, "3.00%"),
            (" 0.0001 % ", 1, "0.0001%"),
            ("36％", 360_000, "36.00%"),
            ("4.3500000%", 43_500, "4.35%"),
        ] {
            assert_eq!(Rate::parse_percent(typed), Ok(Rate(millionths)), "{typed}");
            assert_eq!(Rate(millionths).to_string(), shown);
            assert_eq!(Rate::parse_percent(shown), Ok(Rate(millionths)));
        }
    }

    #[test]
    fn other_forms_are_refused() {
        assert!(matches!(Rate::parse_percent("4.35001%"), Err(RateError::TooFine(_))));
        for large in ["1000.1%", "99999999999%"] {
            assert!(matches!(Rate::parse_percent(large), Err(RateError::TooLarge(_))), "{large}");
        }
        for wrong in ["", "%", "-1%", "4,35%", "4.%", ".5%", "1e3", "四%"] {
            assert!(matches!(Rate::parse_percent(wrong), Err(RateError::NotARate(_))), "{wrong}");
        }
    }
}
