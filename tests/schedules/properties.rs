//! Random loans of every method, count, rounding and grace, also such as are replanned halfway.
//!
//! Owns: where they come from, and what must hold. Refuses to know: how a schedule is made.

use super::oracle::{exact_payment, whole, worked};
use super::{Loan, date, terms};
use jinguo::base::{Date, Fen};
use jinguo::book::loan::schedule::{due_days, regular_payment, tail};
use jinguo::entry::{DayCount, Graces, MOST_INSTALMENTS, Method, Rounding};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Many are small, some are large, and both ends come up.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![
        1 => Just(1),
        1 => Just(10_000_000_000),
        4 => 1..1_000i64,
        6 => 1_000..100_000_000i64,
        4 => 100_000_000..=10_000_000_000i64,
    ]
}

fn rate() -> impl Strategy<Value = u32> {
    prop_oneof![1 => Just(0), 1 => Just(360_000), 6 => 1..=100_000u32, 4 => 100_000..=360_000u32]
}

fn graces(months: u16) -> impl Strategy<Value = Graces> {
    let grace = move || prop_oneof![3 => Just(0), 2 => 0..=months.min(24), 1 => 0..=months];
    (grace(), grace(), grace()).prop_map(|(principal_months, interest_months, free_months)| Graces {
        principal_months,
        interest_months,
        free_months,
        ageing_days: 0,
    })
}

fn anchor() -> impl Strategy<Value = Date> {
    let ends = prop::sample::select(vec!["2024-01-31", "2024-02-29", "2023-08-30", "2099-12-31"]);
    prop_oneof![2 => ends.prop_map(date), 3 => (0..40_000u32).prop_map(|n| date("1990-01-01").plus_days(n))]
}

prop_compose! {
    /// What is new: the whole loan from its first day.
    fn fresh()(months in prop_oneof![1..=60u16, 1..=360u16])(
        kinds in (prop::sample::select(Method::ALL), prop::sample::select(DayCount::ALL), prop::sample::select(Rounding::ALL)),
        graces in graces(months),
        due_day in prop_oneof![Just(0), 0..=28u8],
        rate in rate(),
        principal in amount(),
        anchor in anchor(),
        months in Just(months),
    ) -> Loan {
        let mut terms = terms(kinds.0, kinds.1, kinds.2, rate);
        (terms.graces, terms.due_day) = (graces, due_day);
        let end = anchor.plus_months(u32::from(months));
        Loan { terms, principal, start: anchor, anchor, end, carried: 0, unpaid: 0 }
    }
}

prop_compose! {
    /// What was planned anew: from a day between, to a day that may have moved, with interest from before.
    fn anew()(loan in fresh())(
        start in 0..=u32::try_from(loan.end.days_since(loan.start) - 1).unwrap(),
        moved in prop_oneof![Just(0), 0..60u32],
        carried in prop_oneof![Just(0), 0..10_000_000_000_000i128],
        unpaid in prop_oneof![Just(0), -10_000..10_000i64, -100_000_000..100_000_000i64],
        loan in Just(loan),
    ) -> Loan {
        Loan { start: loan.start.plus_days(start), end: loan.end.plus_days(moved), carried, unpaid, ..loan }
    }
}

fn loan() -> impl Strategy<Value = Loan> {
    prop_oneof![fresh(), anew()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_schedule_repays_the_loan_and_nothing_in_it_is_negative(loan in loan()) {
        let plan = loan.plan();
        prop_assert_eq!(plan.iter().map(|i| i.principal.get()).sum::<i64>(), loan.principal);
        prop_assert!(plan.iter().all(|i| !i.principal.is_negative() && !i.interest.is_negative()));
        prop_assert!(plan.windows(2).all(|pair| pair[0].due < pair[1].due));
        prop_assert!(plan[0].due > loan.start);
        prop_assert_eq!(plan.last().map(|last| last.due), Some(loan.end));
        let days: Vec<Date> = plan.iter().map(|i| i.due).collect();
        prop_assert_eq!(days, due_days(&loan.terms, loan.anchor, loan.start, loan.end));
        let within = loan.end <= loan.anchor.plus_months(360);
        prop_assert!(!within || plan.len() <= MOST_INSTALMENTS);
        if loan.terms.method == Method::AllAtEnd {
            prop_assert_eq!(plan.len(), 1);
        }
    }

    /// Days, principal and interest to the 分; the payment to half a 分 and what fixed-point loses, which is far below 10⁻³.
    #[test]
    fn a_second_calculation_says_the_same(loan in loan()) {
        let payment = regular_payment(&loan.asked()).map(|fen| Decimal::from(fen.get()));
        let exact = exact_payment(&loan);
        prop_assert_eq!(payment.is_some(), exact.is_some());
        if let (Some(payment), Some(exact)) = (payment, exact) {
            prop_assert!((payment - exact).abs() <= Decimal::new(50_010, 5), "{} for {}", payment, exact);
            let from_a_half = (exact.fract() - Decimal::new(5, 1)).abs();
            let whole_in_binary = loan.terms.rate.millionths() == 0 || loan.terms.method == Method::EqualPrincipal;
            if whole_in_binary || from_a_half > Decimal::new(10, 5) {
                prop_assert_eq!(payment, whole(&loan, exact));
            }
        }
        let worked = worked(&loan, payment.unwrap_or_default());
        let plan = loan.plan();
        prop_assert_eq!(plan.len(), worked.len());
        for (made, (due, principal, interest)) in plan.iter().zip(worked) {
            prop_assert_eq!(made.due.to_string(), format!("{:04}-{:02}-{:02}", due.0, due.1, due.2));
            prop_assert_eq!(Decimal::from(made.principal.get()), principal, "principal due {}", made.due);
            prop_assert_eq!(Decimal::from(made.interest.get()), interest, "interest due {}", made.due);
        }
    }

    /// Equal payments are equal: principal and interest of each instalment outside the graces come to the regular one.
    #[test]
    fn equal_payments_are_equal(mut loan in fresh()) {
        loan.terms.method = Method::EqualPayments;
        loan.terms.graces = Graces::default();
        let regular = regular_payment(&loan.asked()).unwrap();
        let plan = loan.plan();
        let mut left = loan.principal;
        for paid in &plan[..plan.len() - 1] {
            left -= paid.principal.get();
            let sum = paid.principal.get() + paid.interest.get();
            let ends = left == 0 || paid.principal.is_zero();
            prop_assert!(ends || sum == regular.get(), "{} due {}", sum, paid.due);
        }
        let last = plan.last().unwrap();
        let tail = tail(&loan.asked(), &plan).unwrap();
        prop_assert_eq!(Some(last.principal.get() + last.interest.get()), regular.checked_add(tail).map(Fen::get));
    }
}
