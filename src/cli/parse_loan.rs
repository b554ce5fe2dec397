//! What people type about loans, into values.
//!
//! Owns: which type reads which argument. Refuses to know: the sentences (see `usage`).

use super::parse::{self, Wrong};
use crate::base::rate::RateError;
use crate::base::{LoanNo, Rate};
use crate::entry::{Part, Quarter, RepaymentOrder, SubsidyShare};

/// What was expected where something else was typed about a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A yearly rate.
    Rate,
    /// A yearly rate with no more than four decimals.
    CoarserRate,
    /// A yearly rate of no more than 1,000 %.
    LowerRate,
    /// A number of months.
    Months,
    /// A day of the month.
    DueDay,
    /// Days of grace.
    GraceDays,
    /// An age.
    Age,
    /// A surcharge in whole per cent.
    Surcharge,
    /// The four parts of a repayment.
    Order,
    /// A part of a whole.
    Part,
    /// A level of government and its share.
    Share,
    /// Basis points.
    BasisPoints,
    /// A quarter.
    Quarter,
}

impl Expected {
    /// All of them.
    pub const ALL: [Expected; 13] = [
        Expected::Rate,
        Expected::CoarserRate,
        Expected::LowerRate,
        Expected::Months,
        Expected::DueDay,
        Expected::GraceDays,
        Expected::Age,
        Expected::Surcharge,
        Expected::Order,
        Expected::Part,
        Expected::Share,
        Expected::BasisPoints,
        Expected::Quarter,
    ];

    fn instead_of(self, typed: &str) -> Wrong {
        Wrong::Loan(self, typed.to_owned())
    }
}

/// A loan's number.
///
/// # Errors
/// [`Wrong::Id`].
pub fn loan(typed: &str) -> Result<LoanNo, Wrong> {
    Ok(LoanNo::parse(typed)?)
}

/// A yearly rate: `4.35%`.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn rate(typed: &str) -> Result<Rate, Wrong> {
    Rate::parse_percent(typed).map_err(|error| match error {
        RateError::NotARate(_) => Expected::Rate.instead_of(typed),
        RateError::TooFine(_) => Expected::CoarserRate.instead_of(typed),
        RateError::TooLarge(_) => Expected::LowerRate.instead_of(typed),
    })
}

/// Months: `36m`, `36个月` or `36`. Whether so many are allowed is for the rules to say.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn months(typed: &str) -> Result<u16, Wrong> {
    let text = typed.trim();
    let digits = ["个月", "月", "m", "M"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    whole(digits.trim()).ok_or_else(|| Expected::Months.instead_of(typed))
}

/// The day of the month on which instalments fall due, 1 to 28; 0: that of the first draw.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn due_day(typed: &str) -> Result<u8, Wrong> {
    whole(typed.trim()).filter(|day| *day <= 28).ok_or_else(|| Expected::DueDay.instead_of(typed))
}

/// Days by which a payment may be late.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn grace_days(typed: &str) -> Result<u16, Wrong> {
    whole(typed.trim()).filter(|days| *days <= 366).ok_or_else(|| Expected::GraceDays.instead_of(typed))
}

/// An age in whole years; 0: none.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn age(typed: &str) -> Result<u8, Wrong> {
    whole(typed.trim()).filter(|age| *age <= 150).ok_or_else(|| Expected::Age.instead_of(typed))
}

/// A surcharge in whole per cent of the rate: `50%`.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn surcharge(typed: &str) -> Result<u16, Wrong> {
    let text = typed.trim();
    let digits = text.strip_suffix(['%', '％']).unwrap_or(text).trim();
    whole(digits).ok_or_else(|| Expected::Surcharge.instead_of(typed))
}

/// `fees,penalty,interest,principal` in any order, also in Chinese.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn order(typed: &str) -> Result<RepaymentOrder, Wrong> {
    let part = |text: &str| match text.trim().to_ascii_lowercase().as_str() {
        "fees" | "费用" => Some(Part::Fees),
        "penalty" | "罚息" => Some(Part::Penalty),
        "interest" | "利息" => Some(Part::Interest),
        "principal" | "本金" => Some(Part::Principal),
        _ => None,
    };
    let parts: Option<Vec<Part>> = typed.split([',', '，', '、']).map(part).collect();
    let order = parts.and_then(|parts| RepaymentOrder::new(parts.try_into().ok()?));
    order.ok_or_else(|| Expected::Order.instead_of(typed))
}

/// A part of a whole in millionths: `50%`.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn part(typed: &str) -> Result<u32, Wrong> {
    let part = Rate::parse_percent(typed).ok().map(Rate::millionths);
    part.filter(|part| *part <= 1_000_000).ok_or_else(|| Expected::Part.instead_of(typed))
}

/// A level of government and its share: `省级财政:70%`.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn share(typed: &str) -> Result<SubsidyShare, Wrong> {
    let wrong = || Expected::Share.instead_of(typed);
    let (level, share) = typed.rsplit_once([':', '：']).ok_or_else(wrong)?;
    let level = parse::line(level).map_err(|_| wrong())?;
    Ok(SubsidyShare { level, millionths: part(share).map_err(|_| wrong())? })
}

/// Basis points: `-150bp` or `-150`.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn basis_points(typed: &str) -> Result<i32, Wrong> {
    let text = typed.trim();
    let number = ["bps", "bp", "BP", "个基点", "基点"].iter().find_map(|unit| text.strip_suffix(unit));
    let number = number.unwrap_or(text).trim();
    let (sign, digits) = match number.strip_prefix(['-', '－', '−']) {
        Some(digits) => (-1, digits),
        None => (1, number.strip_prefix('+').unwrap_or(number)),
    };
    let points: Option<u16> = whole(digits);
    points.map(|points| sign * i32::from(points)).ok_or_else(|| Expected::BasisPoints.instead_of(typed))
}

/// A quarter: `2026Q1`.
///
/// # Errors
/// [`Wrong::Loan`].
pub fn quarter(typed: &str) -> Result<Quarter, Wrong> {
    Quarter::parse(typed).ok_or_else(|| Expected::Quarter.instead_of(typed))
}

fn whole<N: std::str::FromStr>(digits: &str) -> Option<N> {
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written() {
        assert_eq!((months("36m"), months("36个月"), months(" 0 ")), (Ok(36), Ok(36), Ok(0)));
        assert_eq!((due_day("0"), due_day("28")), (Ok(0), Ok(28)));
        assert_eq!((surcharge("50%"), surcharge("0")), (Ok(50), Ok(0)));
        assert_eq!((part("100%"), part("33.3333%")), (Ok(1_000_000), Ok(333_333)));
        assert_eq!(
            (basis_points("-150bp"), basis_points("+50"), basis_points("0")),
            (Ok(-150), Ok(50), Ok(0))
        );
        let read = share("省级财政：70%").map(|share| (share.level.to_string(), share.millionths));
        assert_eq!(read, Ok(("省级财政".to_owned(), 700_000)));
        let order = order("本金，利息,fees、penalty").map(RepaymentOrder::parts);
        assert_eq!(order, Ok([Part::Principal, Part::Interest, Part::Fees, Part::Penalty]));
        assert_eq!(rate("4.35%"), Ok(Rate::from_millionths(43_500)));
    }

    #[test]
    fn other_forms_are_named() {
        let wrong = |expected: Expected, typed: &str| Wrong::Loan(expected, typed.to_owned());
        assert_eq!(rate("百分之四"), Err(wrong(Expected::Rate, "百分之四")));
        assert_eq!(rate("4.35001%"), Err(wrong(Expected::CoarserRate, "4.35001%")));
        assert_eq!(rate("1001%"), Err(wrong(Expected::LowerRate, "1001%")));
        for typed in ["", "m", "-1m", "1.5m", "65536", "3y"] {
            assert_eq!(months(typed), Err(wrong(Expected::Months, typed)));
        }
        for typed in ["29", "-1", ""] {
            assert_eq!(due_day(typed), Err(wrong(Expected::DueDay, typed)));
        }
        assert_eq!(grace_days("367"), Err(wrong(Expected::GraceDays, "367")));
        assert_eq!(age("151"), Err(wrong(Expected::Age, "151")));
        assert_eq!(surcharge("1.5%"), Err(wrong(Expected::Surcharge, "1.5%")));
        for typed in
            ["fees,penalty,interest", "fees,fees,interest,principal", "fees,penalty,interest,principal,fees"]
        {
            assert_eq!(order(typed), Err(wrong(Expected::Order, typed)));
        }
        assert_eq!(part("100.1%"), Err(wrong(Expected::Part, "100.1%")));
        for typed in ["省级财政", ":70%", "省级财政:七成", "省级财政:101%"] {
            assert_eq!(share(typed), Err(wrong(Expected::Share, typed)));
        }
        for typed in ["-1.5%", "--1", "bp", "70000"] {
            assert_eq!(basis_points(typed), Err(wrong(Expected::BasisPoints, typed)));
        }
        assert_eq!(quarter("2026Q5"), Err(wrong(Expected::Quarter, "2026Q5")));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = (months(&text), order(&text), share(&text), basis_points(&text), quarter(&text), rate(&text));
        }
    }
}
