//! Whether somebody may apply under terms, as far as her identity number shows it.
//!
//! Owns: that comparison. Refuses to know: where the number is kept. It stands in no entry, so whoever verifies can't ask.

use super::refusal::LoanRefusal;
use crate::base::{Date, IdNumber, PersonNo};
use crate::entry::Eligible;

/// Whether a person with that number may apply on a day.
///
/// # Errors
/// [`LoanRefusal::WomenOnly`], [`LoanRefusal::AgeOutside`].
pub fn may_apply(
    person: PersonNo,
    eligible: Eligible,
    number: &IdNumber,
    on: Date,
) -> Result<(), LoanRefusal> {
    if eligible.women_only && !number.is_of_a_woman() {
        return Err(LoanRefusal::WomenOnly { person });
    }
    let Eligible { youngest, oldest, .. } = eligible;
    let age = on.whole_years_since(number.birthday());
    if age < u32::from(youngest) || (oldest > 0 && age > u32::from(oldest)) {
        return Err(LoanRefusal::AgeOutside { person, age, youngest, oldest });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn born(birthday: &str, sequence: &str) -> IdNumber {
        IdNumber::from_first_17(&format!("110105{birthday}{sequence}")).unwrap()
    }

    fn on(day: &str) -> Date {
        Date::parse(day).unwrap()
    }

    #[test]
    fn age_counts_in_whole_years_up_to_the_day_before_the_next_birthday() {
        let eligible = Eligible { women_only: false, youngest: 18, oldest: 60 };
        let may = |number: &IdNumber, day| may_apply(PersonNo(1), eligible, number, on(day)).is_ok();
        let woman = born("20040229", "002");
        assert!(!may(&woman, "2022-02-28") && may(&woman, "2022-03-01"));
        assert!(may(&woman, "2065-02-27") && may(&woman, "2065-02-28") && !may(&woman, "2065-03-01"));
        let open = Eligible { oldest: 0, ..eligible };
        assert!(may_apply(PersonNo(1), open, &woman, on("2104-03-01")).is_ok());
    }

    #[test]
    fn the_seventeenth_digit_says_who_is_a_woman() {
        let women = Eligible { women_only: true, ..Eligible::default() };
        for digit in 0..10 {
            let number = born("19900101", &format!("00{digit}"));
            let refused = may_apply(PersonNo(7), women, &number, on("2026-03-08")).err();
            let man = digit % 2 == 1;
            assert_eq!(refused, man.then_some(LoanRefusal::WomenOnly { person: PersonNo(7) }), "{digit}");
            assert_eq!(may_apply(PersonNo(7), Eligible::default(), &number, on("1900-01-01")), Ok(()));
        }
    }
}
