//! What people type, into values; where that fails, the cause travels on so that it can be told in words.
//!
//! Owns: which type reads which argument. Refuses to know: the sentences (see `usage`).

use crate::base::date::DateError;
use crate::base::id_number::IdNumberError;
use crate::base::ids::IdError;
use crate::base::money::AmountError;
use crate::base::text::TextError;
use crate::base::{AccountCode, Code, Date, EntryNo, Fen, Hash32, Line, Period, PersonNo, VoucherNo};

/// Why something typed was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// No amount.
    #[error(transparent)]
    Amount(#[from] AmountError),
    /// No day.
    #[error(transparent)]
    Date(DateError),
    /// No month.
    #[error(transparent)]
    Period(DateError),
    /// No number of the kind that was asked for.
    #[error(transparent)]
    Id(#[from] IdError),
    /// No line of text.
    #[error(transparent)]
    Line(TextError),
    /// No code of a fund or a programme.
    #[error(transparent)]
    Code(TextError),
    /// No identity number.
    #[error(transparent)]
    IdNumber(#[from] IdNumberError),
    /// An identity number, or anything but `-`, stands on the command line.
    #[error("an identity number must not stand on the command line")]
    IdNumberTyped,
    /// Neither an entry nor a voucher.
    #[error("neither an entry nor a voucher: {0}")]
    Shown(String),
    /// Not a size and a hash.
    #[error("not SIZE:HASH: {0}")]
    Head(String),
    /// Not a whole number above zero.
    #[error("not a count: {0}")]
    Count(String),
    /// Not a number of years that personal data may be kept for.
    #[error("not a retention period: {0}")]
    Years(String),
    /// Not a number of days.
    #[error("not a number of days: {0}")]
    Days(String),
}

/// A person by her number, or a person or place by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// A registered person.
    Person(PersonNo),
    /// A name as typed.
    Name(Line),
}

/// What `show` can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// An entry.
    Entry(EntryNo),
    /// A voucher.
    Voucher(VoucherNo),
}

/// A ledger's size and chain head, noted somewhere outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedHead {
    /// How many records there were.
    pub size: u64,
    /// The chain head after the last of them.
    pub hash: Hash32,
}

/// The `-` that stands for standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FromStdin;

/// An amount of yuan.
///
/// # Errors
/// [`Wrong::Amount`].
pub fn amount(typed: &str) -> Result<Fen, Wrong> {
    Ok(Fen::parse_yuan(typed)?)
}

/// A day.
///
/// # Errors
/// [`Wrong::Date`].
pub fn date(typed: &str) -> Result<Date, Wrong> {
    Date::parse(typed).map_err(Wrong::Date)
}

/// A month.
///
/// # Errors
/// [`Wrong::Period`].
pub fn period(typed: &str) -> Result<Period, Wrong> {
    Period::parse(typed).map_err(Wrong::Period)
}

/// An entry's number.
///
/// # Errors
/// [`Wrong::Id`].
pub fn entry(typed: &str) -> Result<EntryNo, Wrong> {
    Ok(EntryNo::parse(typed)?)
}

/// A person's number.
///
/// # Errors
/// [`Wrong::Id`].
pub fn person(typed: &str) -> Result<PersonNo, Wrong> {
    Ok(PersonNo::parse(typed)?)
}

/// An account's code.
///
/// # Errors
/// [`Wrong::Id`].
pub fn account(typed: &str) -> Result<AccountCode, Wrong> {
    Ok(AccountCode::parse(typed)?)
}

/// A fund's or a programme's code.
///
/// # Errors
/// [`Wrong::Code`].
pub fn code(typed: &str) -> Result<Code, Wrong> {
    Code::new(typed).map_err(Wrong::Code)
}

/// A line of text.
///
/// # Errors
/// [`Wrong::Line`].
pub fn line(typed: &str) -> Result<Line, Wrong> {
    Line::new(typed).map_err(Wrong::Line)
}

/// A person's number where it looks like one (`P-` and digits), else a name.
///
/// # Errors
/// [`Wrong::Id`] for a number that no person can have, [`Wrong::Line`] for a name that is no line.
pub fn party(typed: &str) -> Result<Party, Wrong> {
    let text = typed.trim();
    let digits = text.strip_prefix(['P', 'p']).and_then(|rest| rest.strip_prefix('-'));
    match digits {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => person(text).map(Party::Person),
        _ => line(text).map(Party::Name),
    }
}

/// An entry or a voucher.
///
/// # Errors
/// [`Wrong::Shown`].
pub fn shown(typed: &str) -> Result<Shown, Wrong> {
    let entry = EntryNo::parse(typed).map(Shown::Entry);
    entry.or_else(|_| VoucherNo::parse(typed).map(Shown::Voucher)).map_err(|_| Wrong::Shown(typed.to_owned()))
}

/// `SIZE:HASH`.
///
/// # Errors
/// [`Wrong::Head`].
pub fn expected_head(typed: &str) -> Result<ExpectedHead, Wrong> {
    let read = |text: &str| {
        let (size, hash) = text.split_once(':')?;
        let size = size.bytes().all(|b| b.is_ascii_digit()).then(|| size.parse().ok())??;
        Some(ExpectedHead { size, hash: Hash32::from_hex(hash)? })
    };
    read(typed.trim()).ok_or_else(|| Wrong::Head(typed.to_owned()))
}

/// A whole number above zero.
///
/// # Errors
/// [`Wrong::Count`].
pub fn count(typed: &str) -> Result<u64, Wrong> {
    let digits = typed.bytes().all(|b| b.is_ascii_digit());
    typed.parse().ok().filter(|n| digits && *n > 0).ok_or_else(|| Wrong::Count(typed.to_owned()))
}

/// Years that personal data is kept for: 1 to 200.
///
/// # Errors
/// [`Wrong::Years`].
pub fn years(typed: &str) -> Result<u32, Wrong> {
    whole(typed).filter(|n| (1..=200).contains(n)).ok_or_else(|| Wrong::Years(typed.to_owned()))
}

/// A number of days, up to a hundred years.
///
/// # Errors
/// [`Wrong::Days`].
pub fn days(typed: &str) -> Result<u32, Wrong> {
    whole(typed).filter(|n| *n <= 36_500).ok_or_else(|| Wrong::Days(typed.to_owned()))
}

fn whole(typed: &str) -> Option<u32> {
    typed.bytes().all(|b| b.is_ascii_digit()).then(|| typed.parse().ok())?
}

/// Only `-`.
///
/// # Errors
/// [`Wrong::IdNumberTyped`], which does not repeat what was typed.
pub fn from_stdin(typed: &str) -> Result<FromStdin, Wrong> {
    if typed == "-" { Ok(FromStdin) } else { Err(Wrong::IdNumberTyped) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_a_number_or_a_name() {
        assert_eq!(party("p-1"), Ok(Party::Person(PersonNo(1))));
        assert_eq!(party("爱心企业"), Ok(Party::Name(Line::new("爱心企业").unwrap())));
        assert_eq!(party("P-计划"), Ok(Party::Name(Line::new("P-计划").unwrap())));
        assert!(matches!(party("P-0"), Err(Wrong::Id(_))));
        assert!(matches!(party(" "), Err(Wrong::Line(TextError::Empty))));
    }

    #[test]
    fn what_can_be_shown() {
        assert_eq!(shown("e-118"), Ok(Shown::Entry(EntryNo(118))));
        assert!(matches!(shown("2025-06/记-0118"), Ok(Shown::Voucher(_))));
        assert_eq!(shown("118"), Err(Wrong::Shown("118".into())));
    }

    #[test]
    fn heads_and_counts_are_read_strictly() {
        let hash = "ab".repeat(32);
        assert_eq!(expected_head(&format!("12:{hash}")).map(|h| h.size), Ok(12));
        for wrong in [
            format!("+12:{hash}"),
            format!("12:{hash}0"),
            format!(":{hash}"),
            "12".into(),
            format!("12 {hash}"),
        ] {
            assert!(expected_head(&wrong).is_err(), "{wrong}");
        }
        assert_eq!(count("3"), Ok(3));
        for wrong in ["0", "-1", "+1", "1.5", "", "99999999999999999999999"] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn years_and_days_have_bounds() {
        assert_eq!((years("30"), years("200"), days("0")), (Ok(30), Ok(200), Ok(0)));
        for wrong in ["0", "201", "+1", "-1", "", "三十"] {
            assert!(years(wrong).is_err(), "{wrong}");
        }
        for wrong in ["36501", "-1", "", "1.5", "99999999999"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_identity_number_on_the_command_line_is_not_repeated() {
        let cause = from_stdin("11010519491231002X").unwrap_err();
        assert!(!format!("{cause:?} {cause}").contains("1101"));
    }
}
