//! What people type about rounds, into values.
//!
//! Owns: which type reads which argument. Refuses to know: the sentences (see `usage`).

use crate::base::{CaseNo, RoundNo};
use crate::cli::parse::Wrong;
use crate::entry::{MOST_ROWS, Rows};

/// An application's number.
///
/// # Errors
/// [`Wrong::Id`].
pub fn case(typed: &str) -> Result<CaseNo, Wrong> {
    Ok(CaseNo::parse(typed)?)
}

/// A round's number.
///
/// # Errors
/// [`Wrong::Id`].
pub fn round(typed: &str) -> Result<RoundNo, Wrong> {
    Ok(RoundNo::parse(typed)?)
}

/// Rows by their numbers: `1,3-7`.
///
/// # Errors
/// [`Wrong::Rows`].
pub fn rows(typed: &str) -> Result<Rows, Wrong> {
    let number = |text: &str| {
        let digits = text.trim();
        let whole = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        whole.then(|| digits.parse::<u16>().ok())?.filter(|n| (1..=MOST_ROWS).contains(&usize::from(*n)))
    };
    let read = || {
        let mut all = Vec::new();
        for part in typed.split([',', '，', '、']) {
            match part.split_once(['-', '–', '－']) {
                Some((first, last)) => all.extend(number(first)?..=number(last)?),
                None => all.push(number(part)?),
            }
            // A row named twice is refused below; many of them must not take memory first.
            if all.len() > MOST_ROWS {
                return None;
            }
        }
        Rows::new(all)
    };
    read().ok_or_else(|| Wrong::Rows(typed.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbers_and_ranges() {
        let read = |typed: &str| rows(typed).map(|rows| rows.numbers().to_vec());
        assert_eq!(read("1,3-5"), Ok(vec![1, 3, 4, 5]));
        assert_eq!(read(" 7 ，2、 4－5"), Ok(vec![2, 4, 5, 7]));
        for wrong in ["", "0", "1,", "3-1", "1,1", "1-3,2", "1001", "-1", "+1", "1-1000,1-1000", "a", "1.5"] {
            assert_eq!(read(wrong), Err(Wrong::Rows(wrong.to_owned())), "{wrong}");
        }
        assert_eq!(read("1-1000").map(|rows| rows.len()), Ok(1000));
    }
}
