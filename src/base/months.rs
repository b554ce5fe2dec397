//! A run of months, such as a year or a quarter, that a statement covers.
//!
//! Owns: the run, its written forms and the run a year before. Refuses to know: which months are closed.

use super::{Date, Period};
use std::fmt;

/// Whole months, from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Months {
    first: Period,
    last: Period,
}

/// Why a run of months was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MonthsError {
    /// None of the written forms.
    #[error("not a run of months: {0}")]
    NotMonths(String),
    /// It ends before it begins.
    #[error("{last} is before {first}")]
    WrongWayRound {
        /// The month that it is to begin with.
        first: Period,
        /// The month that it is to end with.
        last: Period,
    },
}

impl Months {
    /// From one month to another.
    ///
    /// # Errors
    /// [`MonthsError::WrongWayRound`].
    pub fn new(first: Period, last: Period) -> Result<Months, MonthsError> {
        if first > last {
            Err(MonthsError::WrongWayRound { first, last })
        } else {
            Ok(Months { first, last })
        }
    }

    /// One month.
    #[must_use]
    pub const fn one(month: Period) -> Months {
        Months { first: month, last: month }
    }

    /// January to December of the year that the month lies in.
    #[must_use]
    pub fn year_of(month: Period) -> Months {
        let of = |number| Period::from_number(month.number() / 100 * 100 + number).unwrap_or(month);
        Months { first: of(1), last: of(12) }
    }

    /// Reads `2026`, `2026-Q1`, `2026-H2`, `2026-03` and `2026-01..2026-06`.
    ///
    /// # Errors
    /// [`MonthsError`].
    pub fn parse(typed: &str) -> Result<Months, MonthsError> {
        let typed = typed.trim();
        let wrong = || MonthsError::NotMonths(typed.to_owned());
        if let Some((first, last)) = typed.split_once("..") {
            let month = |text: &str| Period::parse(text).map_err(|_| wrong());
            return Months::new(month(first)?, month(last)?);
        }
        if let Ok(month) = Period::parse(typed) {
            return Ok(Months::one(month));
        }
        let (year, part) = typed.split_once('-').unwrap_or((typed, ""));
        let (first, last) = match part {
            "" if !typed.contains('-') => (1, 12),
            "Q1" | "q1" => (1, 3),
            "Q2" | "q2" => (4, 6),
            "Q3" | "q3" => (7, 9),
            "Q4" | "q4" => (10, 12),
            "H1" | "h1" => (1, 6),
            "H2" | "h2" => (7, 12),
            _ => return Err(wrong()),
        };
        let month = |number: u32| Period::parse(&format!("{year}-{number:02}")).map_err(|_| wrong());
        Months::new(month(first)?, month(last)?)
    }

    /// The first month.
    #[must_use]
    pub const fn first(self) -> Period {
        self.first
    }

    /// The last month.
    #[must_use]
    pub const fn last(self) -> Period {
        self.last
    }

    /// Whether the month lies within.
    #[must_use]
    pub fn holds(self, month: Period) -> bool {
        self.first <= month && month <= self.last
    }

    /// The same months a year before; `None` before 1900.
    #[must_use]
    pub fn year_before(self) -> Option<Months> {
        let before = |month: Period| Period::from_number(month.number() - 100);
        Some(Months { first: before(self.first)?, last: before(self.last)? })
    }

    /// Each month, from the first.
    pub fn each(self) -> impl Iterator<Item = Period> {
        let mut next = Some(self.first);
        std::iter::from_fn(move || {
            let month = next?;
            next = (month < self.last).then(|| month.next());
            Some(month)
        })
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        self.first.first_day()
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.last.last_day()
    }
}

/// `2026-03`, or `2026-01..2026-06`.
impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            self.first.fmt(f)
        } else {
            f.pad(&format!("{}..{}", self.first, self.last))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_written_form_is_read_and_nothing_else() {
        for (typed, shown) in [
            ("2026", "2026-01..2026-12"),
            ("2026-Q1", "2026-01..2026-03"),
            ("2026-q4", "2026-10..2026-12"),
            ("2026-H2", "2026-07..2026-12"),
            (" 2026-03 ", "2026-03"),
            ("2025-11..2026-02", "2025-11..2026-02"),
            ("2026-03..2026-03", "2026-03"),
        ] {
            let months = Months::parse(typed).unwrap();
            assert_eq!(months.to_string(), shown);
            assert_eq!(Months::parse(shown), Ok(months));
        }
        for wrong in
            ["", "26", "2026-", "2026-Q5", "2026-13", "1899", "2026-01..", "..", "2026-01-01", "20260"]
        {
            assert!(matches!(Months::parse(wrong), Err(MonthsError::NotMonths(_))), "{wrong}");
        }
        assert!(matches!(Months::parse("2026-02..2026-01"), Err(MonthsError::WrongWayRound { .. })));
    }

    #[test]
    fn a_run_knows_its_months_and_those_a_year_before() {
        let months = Months::parse("2025-11..2026-02").unwrap();
        let each: Vec<String> = months.each().map(|m| m.to_string()).collect();
        assert_eq!(each, ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(months.year_before().unwrap().to_string(), "2024-11..2025-02");
        assert_eq!(Months::parse("1900-01").unwrap().year_before(), None);
        assert_eq!(
            (months.first_day().to_string(), months.last_day().to_string()),
            ("2025-11-01".into(), "2026-02-28".into())
        );
        assert_eq!(Months::parse("2199").unwrap().each().count(), 12);
    }
}
