//! What a loan means, without saying how it is worked out.
//!
//! Owns: laws between a loan and its schedule, its payments and its subsidies. Refuses to know: entries and journals.

use super::books::fen;
use super::office::{day, terms};
use crate::number;
use jinguo::base::{Date, EntryNo, Fen, Hash32, Line, LoanNo, PersonNo, ProductNo, Rate};
use jinguo::book::loan::{Event, Known, LoanState, Position, Stage, owed, position, subsidy};
use jinguo::entry::*;
use proptest::prelude::*;
use proptest::sample::select;

const NO: LoanNo = LoanNo(1);

fn signed(terms: Terms, amount: i64, months: u16, on: Date) -> LoanState {
    let (product, borrower) = (ProductNo(1), PersonNo(1));
    let mut loan = LoanState { product, kind: LoanKind::Term, borrower, events: Vec::new() };
    let amount = fen(amount);
    add(&mut loan, on, LoanWhat::Applied { product, borrower, amount, months });
    add(&mut loan, on, LoanWhat::Granted { amount, months });
    add(&mut loan, on, LoanWhat::Signed { number: Line::new("一").unwrap(), paper: Hash32([7; 32]), terms });
    loan
}

fn add(loan: &mut LoanState, date: Date, what: LoanWhat) {
    let entry = EntryNo(loan.events.len() as u64 + 1);
    loan.events.push(Event { entry, date, reversed: None, what, booked: Fen::ZERO });
}

fn draw(loan: &mut LoanState, on: Date, amount: i64) -> Plan {
    let plan = owed::plan_after_draw(NO, loan, on, fen(amount)).unwrap();
    add(loan, on, LoanWhat::Drawn { amount: fen(amount), plan: plan.clone() });
    plan
}

fn pay(loan: &mut LoanState, on: Date, paid: i64) -> Split {
    let split = owed::split(NO, loan, on, fen(paid), false).unwrap();
    add(loan, on, LoanWhat::Repaid { from: PaidFrom::Cash, split, plan: None });
    split
}

fn at(loan: &LoanState, on: Date) -> Position {
    position(loan, on, Known::ALL)
}

fn any_terms() -> impl Strategy<Value = Terms> {
    (
        select(vec![0_u32, 1, 36_000, 43_500, 120_000, 180_000]),
        select(vec![0_u16, 50]),
        (select(DayCount::ALL.to_vec()), select(Rounding::ALL.to_vec()), select(Method::ALL.to_vec())),
        (0..5_u16, 0..5_u16, select(vec![0_u16, 0, 2])),
        Just(Part::ALL.to_vec()).prop_shuffle(),
        select(vec![0_u8, 1, 15, 28]),
    )
        .prop_map(|(rate, surcharge_percent, (day_count, rounding, method), months, order, due_day)| {
            Terms {
                rate: Rate::from_millionths(rate),
                surcharge_percent,
                day_count,
                rounding,
                graces: Graces {
                    principal_months: months.0,
                    interest_months: months.1,
                    free_months: months.2,
                    ageing_days: 0,
                },
                order: RepaymentOrder::new(order.try_into().unwrap()).unwrap(),
                due_day,
                ..terms(method)
            }
        })
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..1500_u32).prop_map(|days| day(2022, 1, 1).plus_days(days))
}

fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![Just(1_i64), Just(7), 1..100_i64, 1_000..5_000_000_i64]
}

/// `JINGUO_LOAN_CASES` times eight; 512 otherwise.
fn config() -> ProptestConfig {
    let cases = number("JINGUO_LOAN_CASES", 64) * 8;
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Pays what each instalment asks for on its day, up to a day; what it met is what the instalment says.
fn keep_up(loan: &mut LoanState, plan: &[Instalment], until: Date) {
    for part in plan.iter().filter(|part| part.due <= until) {
        let both = part.principal.get() + part.interest.get();
        if both > 0 {
            let split = pay(loan, part.due, both);
            let due = Split { principal: part.principal, interest: part.interest, ..Split::default() };
            assert_eq!(split, due, "on {}", part.due);
        }
        assert_eq!(at(loan, part.due).arrears, Fen::ZERO, "on {}", part.due);
    }
}

proptest! {
    #![proptest_config(config())]

    /// Whoever pays each instalment on its day is never behind, pays the interest foreseen, and owes nothing at the end.
    #[test]
    fn paid_by_its_schedule_a_loan_ends_to_the_fen(
        terms in any_terms(), on in any_day(), amount in amount(), months in 6..36_u16
    ) {
        let mut loan = signed(terms, amount, months, on);
        let plan = draw(&mut loan, on, amount);
        for part in &plan {
            let both = part.principal.get() + part.interest.get();
            if both > 0 {
                let split = pay(&mut loan, part.due, both);
                let due = Split { principal: part.principal, interest: part.interest, ..Split::default() };
                prop_assert_eq!(split, due, "on {}", part.due);
            }
            for later in [part.due, part.due.next(), part.due.plus_days(20)] {
                let due_again = plan.iter().any(|other| other.due > part.due && other.due <= later);
                let arrears = at(&loan, later).arrears;
                prop_assert!(due_again || arrears.is_zero(), "{} on {}", arrears, later);
            }
        }
        let end = at(&loan, on.plus_days(3000));
        let interest: i64 = plan.iter().map(|part| part.interest.get()).sum();
        prop_assert_eq!((end.outstanding, end.interest_paid), (Fen::ZERO, fen(interest)));
        prop_assert_eq!((end.payoff(), end.stage), (Some(Fen::ZERO), Stage::Settled));
        prop_assert_eq!(end.fallen_due, fen(amount));
    }

    /// So it is after more draws, payments ahead with a new schedule, and extensions, on any day.
    #[test]
    fn a_new_schedule_is_what_falls_due_from_then_on(
        terms in any_terms(), on in any_day(), amount in 10_000..5_000_000_i64, months in 6..24_u16,
        changes in prop::collection::vec((0..3_u8, 0..80_u32, 1..500_i64), 1..6),
    ) {
        let mut loan = signed(terms, amount, months, on);
        let mut plan = draw(&mut loan, on, amount / 3);
        let (mut today, mut changed) = (on, 0);
        for (sort, days, part) in changes {
            let next = today.plus_days(days);
            if next >= plan.last().unwrap().due {
                break;
            }
            keep_up(&mut loan, plan.iter().filter(|p| p.due > today).copied().collect::<Vec<_>>().as_slice(), next);
            today = next;
            let p = at(&loan, today);
            let made = match sort {
                0 => {
                    let more = ((amount - p.drawn.get()) * part / 1000).max(1);
                    if p.drawn.get() + more > amount {
                        continue;
                    }
                    draw(&mut loan, today, more)
                }
                1 => {
                    let paid = owed::payoff(&loan, today).get() * part / 1000;
                    if paid == 0 {
                        continue;
                    }
                    let split = owed::split(NO, &loan, today, fen(paid), false).unwrap();
                    let Ok(plan) = owed::plan_after_payment(NO, &loan, today, &split) else { continue };
                    let new = Some(plan.clone());
                    add(&mut loan, today, LoanWhat::Repaid { from: PaidFrom::Cash, split, plan: new });
                    plan
                }
                _ => {
                    let end = p.end.unwrap().plus_months(u32::try_from(part % 4).unwrap() + 1);
                    let Ok(plan) = owed::plan_after_extension(NO, &loan, today, end) else { continue };
                    add(&mut loan, today, LoanWhat::Extended { plan: plan.clone() });
                    plan
                }
            };
            plan = made;
            changed += 1;
            let sum: i64 = plan.iter().map(|part| part.principal.get()).sum();
            prop_assert_eq!(fen(sum), at(&loan, today).outstanding);
        }
        let rest: Vec<Instalment> = plan.iter().filter(|part| part.due > today).copied().collect();
        keep_up(&mut loan, &rest, Date::LAST);
        let end = at(&loan, on.plus_days(4000));
        prop_assert_eq!((end.outstanding, end.arrears, end.overpaid()), (fen(0), fen(0), fen(0)), "{}", changed);
        prop_assert_eq!((end.payoff(), end.stage), (Some(fen(0)), Stage::Settled));
    }

    /// The payoff ends a loan on any day, whatever was paid before; a 分 less does not, a 分 more is refused.
    #[test]
    fn the_payoff_is_exact(
        terms in any_terms(), on in any_day(), amount in 1_000..5_000_000_i64,
        paid in prop::collection::vec((1..90_u32, 1..400_i64), 0..5), then in 1..200_u32,
    ) {
        let mut loan = signed(terms, amount, 12, on);
        draw(&mut loan, on, amount);
        let mut today = on;
        for (days, part) in paid {
            today = today.plus_days(days);
            let paid = owed::payoff(&loan, today).get() * part / 1000;
            if paid > 0 {
                pay(&mut loan, today, paid);
            }
        }
        today = today.plus_days(then);
        let payoff = owed::payoff(&loan, today);
        prop_assert_eq!(at(&loan, today).payoff(), Some(payoff));
        prop_assert!(owed::split(NO, &loan, today, fen(payoff.get() + 1), false).is_err());
        let mut short = loan.clone();
        if payoff.get() > 1 {
            pay(&mut short, today, payoff.get() - 1);
            prop_assert_eq!(at(&short, today).payoff(), Some(fen(1)));
        }
        pay(&mut loan, today, payoff.get());
        for later in [0, 1, 40, 1000] {
            let end = at(&loan, today.plus_days(later));
            prop_assert_eq!((end.payoff(), end.arrears, end.overpaid()), (Some(fen(0)), fen(0), fen(0)));
            prop_assert_eq!(end.stage, Stage::Settled);
        }
    }

    /// Two draws of a day are one draw of both.
    #[test]
    fn tranches_of_a_day_are_one_draw(
        terms in any_terms(), on in any_day(), (a, b) in (amount(), amount()), days in 0..600_u32
    ) {
        let (mut one, mut two) = (signed(terms, a + b, 12, on), signed(terms, a + b, 12, on));
        let plan = draw(&mut one, on, a + b);
        draw(&mut two, on, a);
        prop_assert_eq!(draw(&mut two, on, b), plan);
        let (mut one, mut two) = (at(&one, on.plus_days(days)), at(&two, on.plus_days(days)));
        (one.plan_of, two.plan_of) = (None, None);
        prop_assert_eq!(one, two);
    }

    /// Who misses instalments and then makes up the oldest of them is late since the next one; a 分 short, since that one.
    #[test]
    fn payments_meet_the_oldest_instalment_first(
        on in any_day(), amount in 100_000..5_000_000_i64, missed in 1..11_usize, made_up in 0..11_usize,
        grace in 0..40_u16,
        method in select(vec![Method::EqualPayments, Method::EqualPrincipal, Method::InterestMonthly]),
    ) {
        let made_up = made_up % (missed + 1);
        let mut terms = terms(method);
        (terms.surcharge_percent, terms.graces.ageing_days) = (0, grace);
        let mut loan = signed(terms, amount, 12, on);
        let plan = draw(&mut loan, on, amount);
        let today = plan[missed - 1].due.next();
        // Nothing was paid: interest of each period ran on all of it.
        let mut from = on;
        let fallen: Vec<i64> = plan[..missed].iter().map(|part| {
            let exact = i128::from(amount) * 43_500 * i128::from(part.due.days_since(from));
            from = part.due;
            let (whole, rest) = (exact / 360_000_000, exact % 360_000_000);
            let up = rest > 180_000_000 || (rest == 180_000_000 && whole % 2 == 1);
            part.principal.get() + i64::try_from(whole).unwrap() + i64::from(up)
        }).collect();
        let (all, oldest) = (fallen.iter().sum::<i64>(), fallen[..made_up].iter().sum::<i64>());
        prop_assert_eq!((at(&loan, today).arrears, at(&loan, today).arrears_since), (fen(all), Some(plan[0].due)));
        let since = |loan: &LoanState| at(loan, today).arrears_since;
        if oldest > 1 {
            let mut short = loan.clone();
            pay(&mut short, today, oldest - 1);
            prop_assert_eq!(since(&short), Some(plan[made_up - 1].due));
            pay(&mut loan, today, oldest);
        }
        let wanted = (made_up < missed).then(|| plan[made_up].due);
        let p = at(&loan, today);
        prop_assert_eq!((p.arrears, p.arrears_since), (fen(all - oldest), wanted));
        let late = wanted.map_or(0, |since| today.days_since(since));
        prop_assert_eq!(i64::from(p.days_overdue), if late > i64::from(grace) { late } else { 0 });
    }

    /// A full subsidy is the interest of those days, quarter for quarter, each line rounded by itself; never that of days
    /// in arrears.
    #[test]
    fn a_full_subsidy_is_the_interest_of_a_borrower_who_pays(
        on in any_day(), amount in 1_000..5_000_000_i64, method in select(Method::ALL.to_vec()), late in any::<bool>(),
        mut terms in any_terms(),
    ) {
        (terms.method, terms.graces.free_months, terms.surcharge_percent) = (method, 0, 0);
        let mut loan = signed(terms, amount, 12, on);
        let plan = draw(&mut loan, on, amount);
        for part in &plan {
            let both = part.principal.get() + part.interest.get();
            if both > 0 && !late {
                pay(&mut loan, part.due, both);
            }
        }
        let share = SubsidyShare { level: Line::new("省级").unwrap(), millionths: 1_000_000 };
        let (product, mode, longest_months) = (ProductNo(1), SubsidyMode::Full, 12);
        let rule = SubsidySet { product, from: on, mode, longest_months, shares: vec![share] };
        let first = plan.iter().find(|part| part.principal.get() + part.interest.get() > 0).map(|part| part.due);
        let ran = |on: Date| { let p = at(&loan, on); p.interest_run.get() + p.interest_paid.get() };
        let (mut sum, mut lines) = (0, 0);
        let mut first_of = on;
        while first_of <= plan.last().unwrap().due {
            let month = first_of.number() / 100 % 100;
            let year = u16::try_from(first_of.number() / 10_000).unwrap();
            let quarter = Quarter::new(year, u8::try_from(month.div_ceil(3)).unwrap()).unwrap();
            let made = subsidy::lines(&loan, &rule, quarter, Known::ALL);
            for line in &made {
                prop_assert!(line.from < line.to && line.to <= quarter.last_day());
                prop_assert!(line.from >= quarter.first_day().previous() && line.from >= on);
                if late {
                    prop_assert!(first.is_none_or(|first| line.to <= first), "{:?} after {:?}", line, first);
                }
            }
            sum += subsidy::total(&made).get();
            lines += i64::try_from(made.len()).unwrap() + 1;
            first_of = quarter.last_day().next();
        }
        let until = if late { first.unwrap_or(on) } else { plan.last().unwrap().due };
        let (whole, due_days) = (ran(until), i64::try_from(plan.len()).unwrap());
        prop_assert!((whole - sum).abs() <= lines + due_days, "{} of interest, {} of subsidy", whole, sum);
    }

    /// Visits, and fees that are paid when they are charged, change nothing of the rest.
    #[test]
    fn what_moves_no_principal_moves_no_interest(
        mut terms in any_terms(), on in any_day(), amount in 1_000..5_000_000_i64, when in 1..300_u32, then in 0..300_u32
    ) {
        terms.order = RepaymentOrder::USUAL;
        let mut plain = signed(terms, amount, 12, on);
        draw(&mut plain, on, amount);
        let mut busy = plain.clone();
        let at_last = on.plus_days(when);
        add(&mut busy, at_last, LoanWhat::Visited { result: VisitResult::NotMet });
        add(&mut busy, at_last, LoanWhat::Charged { amount: fen(500) });
        prop_assert_eq!(pay(&mut busy, at_last, 500), Split { fees: fen(500), ..Split::default() });
        let later = at_last.plus_days(then);
        prop_assert_eq!(at(&plain, later), at(&busy, later));
    }
}

/// An unpaid instalment of principal bears half as much interest again from the day after, and the rest does not.
#[test]
fn penalty_interest_runs_on_what_is_overdue_and_on_nothing_else() {
    let on = day(2024, 1, 1);
    let mut loan = signed(terms(Method::EqualPrincipal), 1_200_000, 12, on);
    draw(&mut loan, on, 1_200_000);
    let due = at(&loan, day(2024, 2, 1));
    assert_eq!((due.principal_due, due.penalty, due.arrears), (fen(100_000), fen(0), fen(0)));
    // 100,000 × 4.35 % × 50 % × 20 ÷ 360 = 120.83; and 1,200,000 × 4.35 % × 51 ÷ 360 = 7,395.
    let late = at(&loan, day(2024, 2, 21));
    assert_eq!((late.penalty, late.interest_run, late.days_overdue), (fen(121), fen(7_395), 20));
    // 4,495 of that fell due on the 1st.
    assert_eq!((late.interest_due, late.arrears), (fen(4_495), fen(104_495)));
}
