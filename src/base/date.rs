//! Days, months and moments.
//!
//! Owns: the calendar types, their written forms and their numbers in records.
//! Refuses to know: what day it is. Only the command line reads a clock.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar day between 1900-01-01 and 2199-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub struct Date(NaiveDate);

/// Why a date was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not in the form `2026-03-08`, or no such day.
    #[error("not a date: {0}")]
    NotADate(String),
    /// Before 1900 or after 2199.
    #[error("outside 1900–2199: {0}")]
    OutOfRange(String),
}

impl Date {
    /// The day, or `None` where the calendar or the range has none such.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        (1900..=2199).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, day)).flatten().map(Date)
    }

    /// Reads `2026-03-08`.
    ///
    /// # Errors
    /// [`DateError`] where the text is no date or lies outside the range.
    pub fn parse(typed: &str) -> Result<Date, DateError> {
        let wrong = || DateError::NotADate(typed.to_owned());
        let parts: Vec<&str> = typed.trim().split('-').collect();
        let [year, month, day] = parts[..] else { return Err(wrong()) };
        let digits = |s: &str, len| s.len() == len && s.bytes().all(|b| b.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return Err(wrong());
        }
        let number = |s: &str| s.parse::<u32>().map_err(|_| wrong());
        let (year, month, day) = (number(year)?, number(month)?, number(day)?);
        let year = i32::try_from(year).map_err(|_| wrong())?;
        if NaiveDate::from_ymd_opt(year, month, day).is_none() {
            return Err(wrong());
        }
        Date::new(year, month, day).ok_or_else(|| DateError::OutOfRange(typed.to_owned()))
    }

    /// The day as a number that reads like the date: 2026-03-08 is 20260308.
    pub fn number(self) -> u32 {
        self.0.year().unsigned_abs() * 10_000 + self.0.month() * 100 + self.0.day()
    }

    /// The day behind such a number, or `None` where there is none.
    pub fn from_number(number: u32) -> Option<Date> {
        Date::new(i32::try_from(number / 10_000).ok()?, number / 100 % 100, number % 100)
    }

    /// The month that the day lies in.
    pub fn period(self) -> Period {
        Period { year: self.0.year(), month: self.0.month() }
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The same day so many years later, the 28th for a 29 February; the calendar's last day where it would end.
    #[must_use]
    pub fn plus_years(self, years: u32) -> Date {
        let year = i32::try_from(self.number() / 10_000 + years).unwrap_or(i32::MAX);
        let month = self.number() / 100 % 100;
        let same_day = Date::new(year, month, self.day()).or_else(|| Date::new(year, month, 28));
        same_day.or_else(|| Date::new(2199, 12, 31)).unwrap_or(self)
    }

    /// The same day so many months later, or the last day of that month where it has none such; kept within the range.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Date {
        let later = self.0.checked_add_months(Months::new(months));
        let within = later.and_then(|d| Date::new(d.year(), d.month(), d.day()));
        within.or_else(|| Date::new(2199, 12, 31)).unwrap_or(self)
    }

    /// That day of the same month; the month's last where it has none such.
    #[must_use]
    pub fn with_day(self, day: u8) -> Date {
        self.0.with_day(u32::from(day)).map_or_else(|| self.period().last_day(), Date)
    }

    /// Whole years since an earlier day, as ages count: who was born on a 29 February is a year older on 1 March.
    #[must_use]
    pub fn whole_years_since(self, earlier: Date) -> u32 {
        self.number().saturating_sub(earlier.number()) / 10_000
    }

    /// Calendar days since an earlier day; negative where that one is later.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// The calendar's last day.
    pub const LAST: Date = match NaiveDate::from_ymd_opt(2199, 12, 31) {
        Some(day) => Date(day),
        None => panic!("no such day"),
    };

    /// The day before; the first day of the range stays itself.
    #[must_use]
    pub fn previous(self) -> Date {
        let before = self.0.checked_sub_days(Days::new(1));
        before.and_then(|d| Date::new(d.year(), d.month(), d.day())).unwrap_or(self)
    }

    /// The day after; the last day of the range stays itself.
    #[must_use]
    pub fn next(self) -> Date {
        self.0
            .checked_add_days(Days::new(1))
            .and_then(|d| Date::new(d.year(), d.month(), d.day()))
            .unwrap_or(self)
    }

    /// The day so many days later, kept within the range.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Date {
        let later = self.0.checked_add_days(Days::new(u64::from(days)));
        let within = later.and_then(|d| Date::new(d.year(), d.month(), d.day()));
        within.or_else(|| Date::new(2199, 12, 31)).unwrap_or(self)
    }
}

/// `2026-03-08`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.format("%Y-%m-%d").to_string())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Date> for u32 {
    fn from(date: Date) -> u32 {
        date.number()
    }
}

impl TryFrom<u32> for Date {
    type Error = DateError;
    fn try_from(number: u32) -> Result<Date, DateError> {
        Date::from_number(number).ok_or_else(|| DateError::NotADate(number.to_string()))
    }
}

/// A calendar month 会计期间.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub struct Period {
    year: i32,
    month: u32,
}

impl Period {
    /// The month, or `None` outside 1900–2199 or 1–12.
    pub fn new(year: i32, month: u32) -> Option<Period> {
        ((1900..=2199).contains(&year) && (1..=12).contains(&month)).then_some(Period { year, month })
    }

    /// Reads `2026-03`.
    ///
    /// # Errors
    /// [`DateError::NotADate`] for anything else.
    pub fn parse(typed: &str) -> Result<Period, DateError> {
        let wrong = || DateError::NotADate(typed.to_owned());
        let (year, month) = typed.trim().split_once('-').ok_or_else(wrong)?;
        if year.len() != 4
            || month.len() != 2
            || !typed.trim().bytes().all(|b| b.is_ascii_digit() || b == b'-')
        {
            return Err(wrong());
        }
        let year = year.parse().map_err(|_| wrong())?;
        Period::new(year, month.parse().map_err(|_| wrong())?).ok_or_else(wrong)
    }

    /// The month as a number that reads like it: 2026-03 is 202603.
    pub fn number(self) -> u32 {
        self.year.unsigned_abs() * 100 + self.month
    }

    /// The month behind such a number, or `None` where there is none.
    pub fn from_number(number: u32) -> Option<Period> {
        Period::new(i32::try_from(number / 100).ok()?, number % 100)
    }

    /// The month after; the last month of the range stays itself.
    #[must_use]
    pub fn next(self) -> Period {
        let (year, month) = if self.month == 12 { (self.year + 1, 1) } else { (self.year, self.month + 1) };
        Period::new(year, month).unwrap_or(self)
    }

    /// The month before; the first month of the range stays itself.
    #[must_use]
    pub fn previous(self) -> Period {
        let (year, month) = if self.month == 1 { (self.year - 1, 12) } else { (self.year, self.month - 1) };
        Period::new(year, month).unwrap_or(self)
    }

    /// Whether a year ends with it.
    #[must_use]
    pub const fn is_december(self) -> bool {
        self.month == 12
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date(NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default())
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        let days = self.first_day().0.num_days_in_month();
        Date(NaiveDate::from_ymd_opt(self.year, self.month, u32::from(days)).unwrap_or_default())
    }
}

/// `2026-03`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year, self.month))
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Period> for u32 {
    fn from(period: Period) -> u32 {
        period.number()
    }
}

impl TryFrom<u32> for Period {
    type Error = DateError;
    fn try_from(number: u32) -> Result<Period, DateError> {
        Period::from_number(number).ok_or_else(|| DateError::NotADate(number.to_string()))
    }
}

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// Asia/Shanghai has kept UTC+8 without summer time since 1991.
const SHANGHAI_SECONDS: i64 = 8 * 3600;
/// 2200-01-01T00:00:00Z, in milliseconds: the end of the range of [`Date`].
const END_MILLIS: i64 = 7_258_118_400_000;

impl Timestamp {
    /// The moment, or `None` outside 1970–2199.
    pub fn from_millis(millis: i64) -> Option<Timestamp> {
        (0..END_MILLIS).contains(&millis).then_some(Timestamp(millis))
    }

    /// The moment that many seconds after 1970 began, or `None` outside 1970–2199.
    pub fn from_seconds(seconds: u64) -> Option<Timestamp> {
        Timestamp::from_millis(i64::try_from(seconds).ok()?.checked_mul(1000)?)
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The day on the calendar of Asia/Shanghai.
    pub fn shanghai_date(self) -> Date {
        let local = self.shanghai();
        // 2199-12-31T16:00Z onwards is already 2200 in Shanghai: the last day of the range stands for it.
        Date::new(local.year(), local.month(), local.day()).unwrap_or(Date(NaiveDate::MAX.min(last_day())))
    }

    /// The absolute distance between two moments.
    pub fn distance(self, other: Timestamp) -> TimeDelta {
        TimeDelta::milliseconds(self.0.abs_diff(other.0).try_into().unwrap_or(i64::MAX))
    }

    fn shanghai(self) -> DateTime<chrono::Utc> {
        DateTime::from_timestamp_millis(self.0 + SHANGHAI_SECONDS * 1000).unwrap_or_default()
    }
}

fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2199, 12, 31).unwrap_or_default()
}

/// Asia/Shanghai wall time: `2026-03-08 14:05:09`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shanghai().format("%Y-%m-%d %H:%M:%S").to_string())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_strictly() {
        assert_eq!(Date::parse("2026-03-08").map(Date::number), Ok(20_260_308));
        for wrong in
            ["2026-3-8", "2026-02-30", "20260308", "2026-03-08x", "", "2026/03/08", "二〇二六", "+026-03-08"]
        {
            assert!(matches!(Date::parse(wrong), Err(DateError::NotADate(_))), "{wrong}");
        }
        assert!(matches!(Date::parse("1899-12-31"), Err(DateError::OutOfRange(_))));
        assert_eq!(Period::parse("2026-12").map(|p| p.next().to_string()), Ok("2027-01".into()));
        assert!(Period::parse("2026-13").is_err() && Period::parse("2026-1").is_err());
    }

    #[test]
    fn shanghai_is_eight_hours_ahead() {
        let late = Timestamp::from_millis(1_772_899_200_000 - 1).unwrap(); // 2026-03-07T15:59:59.999Z
        assert_eq!(late.to_string(), "2026-03-07 23:59:59");
        assert_eq!(
            Timestamp::from_millis(1_772_899_200_000).unwrap().shanghai_date().to_string(),
            "2026-03-08"
        );
        assert_eq!(Timestamp::from_millis(END_MILLIS - 1).unwrap().shanghai_date().to_string(), "2199-12-31");
        assert_eq!(Timestamp::from_millis(-1), None);
    }

    #[test]
    fn months_know_their_days() {
        assert_eq!(Period::new(2024, 2).unwrap().last_day().to_string(), "2024-02-29");
        assert_eq!(Period::new(2026, 2).unwrap().last_day().to_string(), "2026-02-28");
        assert_eq!(Period::new(2026, 12).unwrap().last_day().next().to_string(), "2027-01-01");
    }

    proptest! {
        #[test]
        fn numbers_stand_for_at_most_one_day(number in any::<u32>()) {
            if let Some(date) = Date::from_number(number) {
                prop_assert_eq!(date.number(), number);
                prop_assert_eq!(Date::parse(&date.to_string()), Ok(date));
            }
        }
    }
}
