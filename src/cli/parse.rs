//! What people type, into values; where that fails, the cause travels on so that it can be told in words.
//!
//! Owns: which type reads which argument. Refuses to know: the sentences (see `usage`).

use super::parse_goods;
use super::parse_loan::Expected;
use crate::base::bank_card::BankCardError;
use crate::base::base32::{self, Mistyped};
use crate::base::date::DateError;
use crate::base::id_number::IdNumberError;
use crate::base::ids::IdError;
use crate::base::money::AmountError;
use crate::base::months::MonthsError;
use crate::base::text::TextError;
use crate::base::{
    AccountCode, Code, Date, EntryNo, Fen, Hash32, Line, Months, OperatorNo, Period, PersonNo, VoucherNo,
};
use crate::book::relief::templates::{self, Template};
use crate::chain::{KeyName, NameError, VerifierKey, VkeyError};
use crate::entry::Proof;
use std::net::SocketAddr;

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
    /// No run of months.
    #[error(transparent)]
    Run(#[from] MonthsError),
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
    /// No number of a bank card.
    #[error(transparent)]
    BankCard(#[from] BankCardError),
    /// The number of a bank card, or anything but `-`, stands on the command line.
    #[error("the number of a bank card must not stand on the command line")]
    BankCardTyped,
    /// Neither an entry nor a voucher.
    #[error("neither an entry nor a voucher: {0}")]
    Shown(String),
    /// Not a size and a hash.
    #[error("not SIZE:HASH: {0}")]
    Head(String),
    /// No public key.
    #[error("not a public key: {0}")]
    PublicKey(String),
    /// No name of a key that signs notes.
    #[error(transparent)]
    KeyName(#[from] NameError),
    /// No verifier key.
    #[error("{0}")]
    VerifierKey(#[from] VkeyError),
    /// No size and root from paper; where the root is mistyped, in which row.
    #[error("no size and root")]
    PaperRoot(Option<Mistyped>),
    /// No address to listen on.
    #[error("not ADDRESS:PORT: {0}")]
    Address(String),
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
    /// Not a whole number above zero of people or things.
    #[error("not a quantity: {0}")]
    Quantity(String),
    /// Not a year.
    #[error("not a year: {0}")]
    Year(String),
    /// The code stands for the first money account.
    #[error("the code is reserved: {0}")]
    CodeReserved(Code),
    /// No line of a voucher.
    #[error("not ACCOUNT:AMOUNT: {0}")]
    VoucherLine(String),
    /// Not a whole number, 0 and more.
    #[error("not a whole number: {0}")]
    CountOrZero(String),
    /// No template of a programme.
    #[error("no template: {0}")]
    Template(String),
    /// Not what was expected about a loan.
    #[error("not {0:?}: {1}")]
    Loan(Expected, String),
    /// Not what was expected about goods.
    #[error("not {0:?}: {1}")]
    Goods(parse_goods::Expected, String),
    /// No rows of a round.
    #[error("not rows: {0}")]
    Rows(String),
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

/// A ledger's size and root, typed from paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaperRoot {
    /// How many records there were.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash32,
}

/// A bank or cash account of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyPlace {
    /// The first 基本账户, which has no code.
    First,
    /// The account of that code.
    Account(Code),
}

/// A line of a voucher as typed: `管理费用:320.50@GZ`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherLine {
    /// The account, by code or name.
    pub account: Line,
    /// How much.
    pub amount: Fen,
    /// The fund, where the line names one.
    pub fund: Option<Code>,
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

/// An amount of yuan, or nothing.
///
/// # Errors
/// [`Wrong::Amount`].
pub fn amount_or_zero(typed: &str) -> Result<Fen, Wrong> {
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

/// A month to close: `2026-03`, or `2026` for its December.
///
/// # Errors
/// [`Wrong::Period`].
pub fn closing_period(typed: &str) -> Result<Period, Wrong> {
    period(typed).or_else(|wrong| period(&format!("{}-12", typed.trim())).map_err(|_| wrong))
}

/// A run of months.
///
/// # Errors
/// [`Wrong::Run`].
pub fn run_of_months(typed: &str) -> Result<Months, Wrong> {
    Ok(Months::parse(typed)?)
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

/// The name of a key that signs notes: a log's origin, a witness's name.
///
/// # Errors
/// [`Wrong::KeyName`].
pub fn key_name(typed: &str) -> Result<KeyName, Wrong> {
    KeyName::new(typed.trim()).map_err(Wrong::KeyName)
}

/// A verifier key: one line.
///
/// # Errors
/// [`Wrong::VerifierKey`].
pub fn verifier_key(typed: &str) -> Result<VerifierKey, Wrong> {
    let typed = typed.trim();
    // Copied with the word before it, from a trust file.
    VerifierKey::parse(typed.strip_prefix("log ").unwrap_or(typed).trim()).map_err(Wrong::VerifierKey)
}

/// A size and a root from paper: `SIZE:` and its four rows.
///
/// # Errors
/// [`Wrong::PaperRoot`].
pub fn paper_root(typed: &str) -> Result<PaperRoot, Wrong> {
    let read = || {
        let (size, rows) = typed.split_once([':', '：'])?;
        let size = size.trim();
        let size = size.bytes().all(|b| b.is_ascii_digit()).then(|| size.parse().ok())??;
        Some((size, rows))
    };
    let (size, rows) = read().ok_or(Wrong::PaperRoot(None))?;
    let root = base32::parse(rows).map_err(|wrong| Wrong::PaperRoot(Some(wrong)))?;
    Ok(PaperRoot { size, root })
}

/// An address and a port of this machine.
///
/// # Errors
/// [`Wrong::Address`].
pub fn address(typed: &str) -> Result<SocketAddr, Wrong> {
    typed.trim().parse().map_err(|_| Wrong::Address(typed.to_owned()))
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

/// How many people or things: a whole number above zero, as far as 32 bits go.
///
/// # Errors
/// [`Wrong::Quantity`].
pub fn quantity(typed: &str) -> Result<u32, Wrong> {
    let count = count(typed).ok().and_then(|count| u32::try_from(count).ok());
    count.ok_or_else(|| Wrong::Quantity(typed.to_owned()))
}

/// A whole number, 0 included, as far as its type goes.
///
/// # Errors
/// [`Wrong::CountOrZero`].
pub fn count_or_zero<N: std::str::FromStr>(typed: &str) -> Result<N, Wrong> {
    let digits = typed.bytes().all(|b| b.is_ascii_digit());
    typed.parse().ok().filter(|_| digits).ok_or_else(|| Wrong::CountOrZero(typed.to_owned()))
}

/// A template of a programme, by any of its names.
///
/// # Errors
/// [`Wrong::Template`].
pub fn template(typed: &str) -> Result<&'static Template, Wrong> {
    templates::called(typed).ok_or_else(|| Wrong::Template(typed.to_owned()))
}

/// A year of the calendar.
///
/// # Errors
/// [`Wrong::Year`].
pub fn year(typed: &str) -> Result<u32, Wrong> {
    let digits = typed.len() == 4 && typed.bytes().all(|b| b.is_ascii_digit());
    let year = typed.parse().ok().filter(|year| digits && (1900..=2199).contains(year));
    year.ok_or_else(|| Wrong::Year(typed.to_owned()))
}

/// The code of a new money account: any but the word for the first one.
///
/// # Errors
/// [`Wrong::Code`], [`Wrong::CodeReserved`].
pub fn money_code(typed: &str) -> Result<Code, Wrong> {
    match money_place(typed)? {
        MoneyPlace::Account(code) => Ok(code),
        MoneyPlace::First => Err(Wrong::CodeReserved(code(FIRST)?)),
    }
}

/// What stands for the first money account on the command line, and in Chinese.
const FIRST: &str = "first";
const FIRST_IN_CHINESE: &str = "基本账户";

/// A bank or cash account.
///
/// # Errors
/// [`Wrong::Code`].
pub fn money_place(typed: &str) -> Result<MoneyPlace, Wrong> {
    let text = typed.trim();
    if text.eq_ignore_ascii_case(FIRST) || text == FIRST_IN_CHINESE {
        return Ok(MoneyPlace::First);
    }
    code(text).map(MoneyPlace::Account)
}

/// `ACCOUNT:AMOUNT` or `ACCOUNT:AMOUNT@FUND`. Marks may be of full width; the name of an account may hold a colon.
///
/// # Errors
/// [`Wrong::VoucherLine`]; or what is wrong with one of its parts.
pub fn voucher_line(typed: &str) -> Result<VoucherLine, Wrong> {
    let shape = || Wrong::VoucherLine(typed.to_owned());
    let (account, rest) = typed.rsplit_once([':', '：']).ok_or_else(shape)?;
    let (sum, fund) = match rest.split_once(['@', '＠']) {
        Some((sum, fund)) => (sum, Some(code(fund)?)),
        None => (rest, None),
    };
    let account = line(account).map_err(|_| shape())?;
    Ok(VoucherLine { account, amount: amount(sum)?, fund })
}

/// Only `-`.
///
/// # Errors
/// [`Wrong::IdNumberTyped`], which does not repeat what was typed.
pub fn from_stdin(typed: &str) -> Result<FromStdin, Wrong> {
    if typed == "-" { Ok(FromStdin) } else { Err(Wrong::IdNumberTyped) }
}

/// Only `-`, where the number of a bank card is meant.
///
/// # Errors
/// [`Wrong::BankCardTyped`], which does not repeat what was typed.
pub fn card_from_stdin(typed: &str) -> Result<FromStdin, Wrong> {
    if typed == "-" { Ok(FromStdin) } else { Err(Wrong::BankCardTyped) }
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
    fn months_the_wrong_way_round_are_told_both() {
        assert_eq!(run_of_months("2026-q1").map(|months| months.to_string()), Ok("2026-01..2026-03".into()));
        let Err(Wrong::Run(MonthsError::WrongWayRound { first, last })) = run_of_months("2026-06..2026-01")
        else {
            panic!("read the wrong way round")
        };
        assert_eq!((first.to_string(), last.to_string()), ("2026-06".into(), "2026-01".into()));
        assert!(matches!(run_of_months("March"), Err(Wrong::Run(MonthsError::NotMonths(_)))));
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
        assert_eq!(amount_or_zero("0"), Ok(Fen::ZERO));
        assert_eq!(amount_or_zero("0.5万"), Ok(Fen::new(500_000)));
        assert!(matches!(amount_or_zero("-1"), Err(Wrong::Amount(AmountError::Negative(_)))));
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

    #[test]
    fn the_first_money_account_has_a_word_and_no_code() {
        for typed in ["first", " FIRST ", "基本账户"] {
            assert_eq!(money_place(typed), Ok(MoneyPlace::First));
            assert!(matches!(money_code(typed), Err(Wrong::CodeReserved(_))), "{typed}");
        }
        assert_eq!(money_place("jb"), Ok(MoneyPlace::Account(Code::new("JB").unwrap())));
        assert_eq!(money_code("first-1").map(|code| code.to_string()), Ok("FIRST-1".to_owned()));
    }

    #[test]
    fn years_and_amounts_of_nothing() {
        assert_eq!((year("2026"), year("1900")), (Ok(2026), Ok(1900)));
        for wrong in ["26", "02026", "+202", "1899", "2200", "", "二〇二六"] {
            assert_eq!(year(wrong), Err(Wrong::Year(wrong.to_owned())));
        }
        assert_eq!(amount_or_zero("0.00"), Ok(Fen::ZERO));
        assert!(amount_or_zero("-0.01").is_err() && amount_or_zero("").is_err());
        assert_eq!(quantity("4294967295"), Ok(u32::MAX));
        for wrong in ["4294967296", "0", "1.5", "-1"] {
            assert_eq!(quantity(wrong), Err(Wrong::Quantity(wrong.to_owned())));
        }
    }

    #[test]
    fn a_line_of_a_voucher_is_split_at_its_last_colon() {
        let read = |typed: &str| {
            voucher_line(typed)
                .map(|l| (l.account.to_string(), l.amount.get(), l.fund.map(|f| f.to_string())))
        };
        assert_eq!(read("管理费用:320.50"), Ok(("管理费用".into(), 32_050, None)));
        assert_eq!(read("1002：1.5万＠ga"), Ok(("1002".into(), 1_500_000, Some("GA".into()))));
        let english = read("Budget income: other:1,000.00@GZ");
        assert_eq!(english, Ok(("Budget income: other".into(), 100_000, Some("GZ".into()))));
        for wrong in ["管理费用", ":5", "管理费用 320.50"] {
            assert_eq!(read(wrong), Err(Wrong::VoucherLine(wrong.to_owned())));
        }
        assert!(matches!(read("管理费用:0"), Err(Wrong::Amount(AmountError::Zero))));
        assert!(matches!(read("管理费用:5@"), Err(Wrong::Code(_))));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,220}") {
            let _ = (proved_key(&text), who(&text), amount_or_zero(&text));
        }

        #[test]
        fn no_digit_of_a_key_or_proof_may_be_missing(at in 0_usize..193) {
            let mut text = format!("{}.{}", "1".repeat(64), "2".repeat(128));
            text.remove(at);
            proptest::prop_assert!(proved_key(&text).is_err());
        }

        #[test]
        fn whatever_is_typed_as_a_line_is_read_or_refused(typed in "\\PC{0,40}") {
            if let Ok(line) = voucher_line(&typed) {
                assert!(line.amount.fits_a_posting() && !line.amount.is_negative());
                assert!(typed.contains(line.account.as_str()));
            }
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
