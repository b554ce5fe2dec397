//! What people type, into values; where that fails, the cause travels on so that it can be told in words.
//!
//! Owns: which type reads which argument. Refuses to know: the sentences (see `usage`).

use crate::base::date::DateError;
use crate::base::id_number::IdNumberError;
use crate::base::ids::IdError;
use crate::base::money::AmountError;
use crate::base::text::TextError;
use crate::base::{
    AccountCode, Code, Date, EntryNo, Fen, Hash32, Line, OperatorNo, Period, PersonNo, VoucherNo,
};
use crate::entry::Proof;

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
    /// No public key.
    #[error("not a public key: {0}")]
    PublicKey(String),
    /// Not a whole number above zero.
    #[error("not a count: {0}")]
    Count(String),
    /// Not a number of years that personal data may be kept for.
    #[error("not a retention period: {0}")]
    Years(String),
    /// Not a number of days.
    #[error("not a number of days: {0}")]
    Days(String),
    /// A public key without the proof that goes with it.
    #[error("a public key without its proof of possession")]
    KeyWithoutProof,
    /// Not a public key and its proof.
    #[error("not KEY.PROOF: {0}")]
    ProvedKey(String),
}

/// A public key as its holder hands it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvedKey {
    /// The key.
    pub key: Hash32,
    /// The proof that she holds the private one, under her name.
    pub proof: Proof,
}

/// An operator by number or by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// By number.
    Number(OperatorNo),
    /// By name.
    Name(Line),
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

/// An amount of yuan or zero: above it, a payment needs a second person.
///
/// # Errors
/// [`Wrong::Amount`].
pub fn threshold(typed: &str) -> Result<Fen, Wrong> {
    match Fen::parse_yuan(typed) {
        Err(AmountError::Zero) => Ok(Fen::ZERO),
        other => Ok(other?),
    }
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

/// An operator's number where it looks like one (`O-` and digits), else a name.
///
/// # Errors
/// [`Wrong::Id`] for a number that no operator can have, [`Wrong::Line`] for a name that is no line.
pub fn who(typed: &str) -> Result<Who, Wrong> {
    let text = typed.trim();
    let digits = text.strip_prefix(['O', 'o']).and_then(|rest| rest.strip_prefix('-'));
    match digits {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(Who::Number(OperatorNo::parse(text)?))
        }
        _ => line(text).map(Who::Name),
    }
}

/// `KEY.PROOF`, in hexadecimal digits: the last line that `key new` and `key public` print.
///
/// # Errors
/// [`Wrong::KeyWithoutProof`] for the key alone, [`Wrong::ProvedKey`] for anything else.
pub fn proved_key(typed: &str) -> Result<ProvedKey, Wrong> {
    let text = typed.trim();
    let wrong = || Wrong::ProvedKey(typed.to_owned());
    let Some((key, proof)) = text.split_once('.') else {
        return Err(if Hash32::from_hex(text).is_some() { Wrong::KeyWithoutProof } else { wrong() });
    };
    let mut bytes = [0; 64];
    hex::decode_to_slice(proof, &mut bytes).map_err(|_| wrong())?;
    Ok(ProvedKey { key: Hash32::from_hex(key).ok_or_else(wrong)?, proof: Proof(bytes) })
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

/// An operator's or auditor's public key: its 64 hexadecimal digits, or the whole line that `key new` printed.
///
/// # Errors
/// [`Wrong::PublicKey`].
pub fn public_key(typed: &str) -> Result<Hash32, Wrong> {
    let key = typed.trim().split('.').next().unwrap_or("");
    Hash32::from_hex(key).ok_or_else(|| Wrong::PublicKey(typed.to_owned()))
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
    fn an_operator_is_a_number_or_a_name() {
        assert_eq!(who("o-02"), Ok(Who::Number(OperatorNo(2))));
        assert_eq!(who("李静"), Ok(Who::Name(Line::new("李静").unwrap())));
        assert!(matches!(who("O-0"), Err(Wrong::Id(_))));
        assert!(matches!(who("O-99999999999"), Err(Wrong::Id(_))));
        assert!(matches!(who(" "), Err(Wrong::Line(TextError::Empty))));
    }

    #[test]
    fn a_threshold_may_be_zero_and_no_amount_may() {
        assert_eq!(threshold("0"), Ok(Fen::ZERO));
        assert_eq!(threshold("0.5万"), Ok(Fen::new(500_000)));
        assert!(matches!(threshold("-1"), Err(Wrong::Amount(AmountError::Negative(_)))));
        assert!(matches!(amount("0"), Err(Wrong::Amount(AmountError::Zero))));
    }

    #[test]
    fn a_public_key_comes_with_its_proof() {
        let (key, proof) = ("0A".repeat(32), "0b".repeat(64));
        let read = proved_key(&format!(" {key}.{proof} "));
        assert_eq!(read, Ok(ProvedKey { key: Hash32([10; 32]), proof: Proof([11; 64]) }));
        assert_eq!(proved_key(&key), Err(Wrong::KeyWithoutProof));
        for wrong in [
            String::new(),
            ".".into(),
            format!("{key}."),
            format!(".{proof}"),
            format!("{key}.{proof}0"),
            format!("{key}.{proof}.{proof}"),
            format!("{proof}.{key}"),
            format!("{key}:{proof}"),
            format!("{key}.{}", "０".repeat(43)),
        ] {
            assert!(matches!(proved_key(&wrong), Err(Wrong::ProvedKey(_))), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,220}") {
            let _ = (proved_key(&text), who(&text), threshold(&text));
        }

        #[test]
        fn no_digit_of_a_key_or_proof_may_be_missing(at in 0_usize..193) {
            let mut text = format!("{}.{}", "1".repeat(64), "2".repeat(128));
            text.remove(at);
            proptest::prop_assert!(proved_key(&text).is_err());
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
