//! What goes wrong elsewhere, one by one, by hand.
//!
//! Owns: those cases, with figures that can be reckoned on paper. Refuses to know: random lives.

use super::books::{ALLOWANCE, INCOME, KEPT, LENT, cash, fen};
use super::desk::{Desk, LOAN};
use super::office::{day, terms};
use jinguo::base::Rate;
use jinguo::book::loan::{LoanRefusal, Stage, owed};
use jinguo::entry::{Graces, LoanKind, LoanWhat, Method, PaidFrom, RecoveredAfter, Split, Terms};

fn split(interest: i64, principal: i64) -> Split {
    Split { interest: fen(interest), principal: fen(principal), ..Split::default() }
}

fn desk(method: Method, amount: i64, months: u16) -> Desk {
    let mut desk = Desk::new(LoanKind::Term, terms(method), true, day(2024, 3, 8), amount, months);
    desk.draw(day(2024, 3, 8), amount);
    desk
}

/// Microfinance systems round interest, or the instalment, to whole units of the currency.
#[test]
fn no_yuan_is_rounded_anywhere() {
    // 12,345.67 × 4.35 % × 31 ÷ 360 = 46.2448…; × 61 ÷ 360 = 90.9979….
    let mut desk = desk(Method::InterestMonthly, 1_234_567, 12);
    assert_eq!(desk.at(day(2024, 4, 8)).interest_due, fen(4_624));
    assert_eq!(desk.at(day(2024, 5, 7)).interest_run, fen(4_624 + 4_326));
    // The second period by itself: 30 days, 44.7530… .
    assert_eq!(desk.at(day(2024, 5, 8)).interest_due, fen(4_624 + 4_475));
}

/// Elsewhere all types of schedule are repaid by one balance, so that they all cost the same.
#[test]
fn each_method_costs_what_it_must() {
    let mut costs = Vec::new();
    for method in [Method::EqualPayments, Method::EqualPrincipal, Method::InterestMonthly, Method::AllAtEnd] {
        let mut desk = desk(method, 1_200_000, 12);
        let plan = match &desk.loan().events.last().unwrap().what {
            LoanWhat::Drawn { plan, .. } => plan.clone(),
            other => panic!("{other:?}"),
        };
        for instalment in &plan {
            let due = desk.at(instalment.due);
            let sum = due.interest_due.get() + due.principal_due.get();
            if sum > 0 {
                desk.repay(instalment.due, sum);
            }
        }
        let end = desk.at(day(2025, 3, 8));
        assert_eq!((end.stage, end.outstanding, end.interest_run), (Stage::Settled, fen(0), fen(0)));
        let foreseen: i64 = plan.iter().map(|part| part.interest.get()).sum();
        assert_eq!(end.interest_paid.get(), foreseen, "{method:?}");
        assert_eq!(desk.booked(INCOME), -foreseen);
        costs.push(foreseen);
    }
    // Equal payments lend more for longer than equal principal; interest alone lends all of it all the time. Paying all at
    // the end costs as much but for the roundings of twelve months.
    assert!(costs[1] < costs[0] && costs[0] < costs[2], "{costs:?}");
    assert_eq!(costs[3], 52_925, "12,000.00 × 4.35 % × 365 ÷ 360");
    assert!((costs[2] - costs[3]).abs() <= 6, "{costs:?}");
}

/// Elsewhere a reversed payment takes its principal back, and its fee, its penalty or what was kept stay.
#[test]
fn a_reversal_leaves_no_part_alive() {
    let mut desk = desk(Method::EqualPrincipal, 600_000, 6);
    let on = day(2024, 6, 20);
    desk.must(on, LoanWhat::Charged { amount: fen(1_500) });
    let before = [on, day(2024, 9, 8), day(2025, 9, 8)].map(|day| desk.at(day));
    let owes = before[0].payoff().unwrap().get();
    let payment = desk.repay(on, owes + 777);
    let after = desk.at(on);
    assert_eq!(
        (after.stage, after.prepaid, after.fees, after.penalty),
        (Stage::Settled, fen(777), fen(0), fen(0))
    );
    desk.reverse(on, payment).unwrap();
    assert_eq!([on, day(2024, 9, 8), day(2025, 9, 8)].map(|day| desk.at(day)), before);
    for (account, sum) in [(LENT, 600_000), (INCOME, 0), (KEPT, 0)] {
        assert_eq!(desk.booked(account), sum, "{account}");
    }
}

/// Elsewhere the splits of all later payments are made anew, under entries that were reported long ago.
#[test]
fn a_back_dated_payment_changes_no_stored_split_and_lowers_interest_from_then_on() {
    let mut desk = desk(Method::InterestMonthly, 1_000_000, 12);
    // 10,000.00 × 4.35 % × 31 ÷ 360 = 37.4583…
    let first = desk.repay(day(2024, 4, 8), 3_746);
    let reported = desk.at(day(2024, 4, 30));
    let stored = desk.loan().events.last().unwrap().what.clone();
    assert_eq!(stored, cash(split(3_746, 0), None));
    // Half of it had been paid on 24 March already: 16 days, 19.3333…, which the payment of 8 April has met meanwhile.
    let late = desk.repay(day(2024, 3, 24), 500_000);
    assert_eq!(desk.loan().events[4].what, stored);
    assert_eq!(desk.loan().events[4].entry, first);
    assert_eq!(desk.known(day(2024, 4, 30), first), reported);
    // To 24 March 16 days on all of it, then 15 on what is left of it.
    let principal = 500_000 - desk_interest(&mut desk, late);
    let left = 1_000_000 - principal;
    let numerator = (1_000_000_i128 * 16 + i128::from(left) * 15) * 43_500;
    let ran = i64::try_from((numerator * 2 + 360_000_000) / 720_000_000).unwrap();
    let now = desk.at(day(2024, 4, 8));
    assert_eq!(now.interest_run.get(), ran - 3_746 - desk_interest(&mut desk, late));
    assert!(now.interest_run < reported.interest_run && now.overpaid() > fen(0));
}

fn desk_interest(desk: &mut Desk, entry: jinguo::base::EntryNo) -> i64 {
    let loan = desk.loan();
    match &loan.events.iter().find(|event| event.entry == entry).unwrap().what {
        LoanWhat::Repaid { split, .. } => split.interest.get(),
        other => panic!("{other:?}"),
    }
}

/// Past the end interest goes on: it must not make an instalment late that was paid.
#[test]
fn arrears_after_the_end_are_as_old_as_what_was_not_paid() {
    let mut desk = desk(Method::EqualPrincipal, 300_000, 3);
    for due in [day(2024, 4, 8), day(2024, 5, 8)] {
        let p = desk.at(due);
        desk.repay(due, p.interest_due.get() + p.principal_due.get());
    }
    for (on, late) in
        [(day(2024, 6, 8), 0), (day(2024, 6, 9), 1), (day(2024, 9, 6), 90), (day(2025, 6, 8), 365)]
    {
        let p = desk.at(on);
        assert_eq!((p.arrears_since, p.days_overdue), ((late > 0).then_some(day(2024, 6, 8)), late), "{on}");
    }
}

#[test]
fn what_was_kept_and_refunded_holds_the_payment_that_left_it() {
    let mut desk = desk(Method::AllAtEnd, 100_000, 6);
    let payment = desk.repay(day(2024, 4, 8), 200_000);
    let kept = desk.at(day(2024, 4, 8)).prepaid;
    let refund = desk.must(day(2024, 4, 9), LoanWhat::Refunded { amount: kept });
    let refused = desk.reverse(day(2024, 4, 10), payment).unwrap_err();
    assert_eq!(refused, LoanRefusal::MovedOn { loan: LOAN, by: refund });
    desk.reverse(day(2024, 4, 10), refund).unwrap();
    desk.reverse(day(2024, 4, 10), payment).unwrap();
    assert_eq!((desk.booked(KEPT), desk.booked(LENT)), (0, 100_000));
}

/// What a refund took of what was kept can not be used for a fee that becomes known late.
#[test]
fn what_was_refunded_is_not_used_by_a_payment_that_is_dated_back() {
    let mut desk = desk(Method::AllAtEnd, 100_000, 6);
    let owes = desk.at(day(2024, 4, 8)).payoff().unwrap().get();
    desk.repay(day(2024, 4, 8), owes + 5_000);
    desk.must(day(2024, 4, 20), LoanWhat::Refunded { amount: fen(4_000) });
    desk.must(day(2024, 4, 10), LoanWhat::Charged { amount: fen(3_000) });
    assert!(desk.repay_from_kept(day(2024, 4, 10), 3_000).is_err());
    desk.repay_from_kept(day(2024, 4, 10), 1_000).unwrap();
    assert_eq!((desk.at(day(2024, 4, 20)).prepaid, desk.booked(KEPT)), (fen(0), 0));
}

#[test]
fn a_draw_holds_while_a_payment_of_its_interest_or_an_extension_stands() {
    let mut desk =
        Desk::new(LoanKind::Term, terms(Method::InterestMonthly), true, day(2024, 3, 8), 100_000, 6);
    let draw = desk.draw(day(2024, 3, 8), 100_000);
    let interest = desk.at(day(2024, 4, 8)).interest_due.get();
    let payment = desk.repay(day(2024, 4, 8), interest);
    let plan = owed::plan_after_extension(LOAN, &desk.loan(), day(2024, 4, 9), day(2024, 12, 8)).unwrap();
    let extension = desk.must(day(2024, 4, 9), LoanWhat::Extended { plan });
    let today = day(2024, 4, 10);
    for by in [payment, extension] {
        assert_eq!(desk.reverse(today, draw), Err(LoanRefusal::MovedOn { loan: LOAN, by }));
        desk.reverse(today, by).unwrap();
    }
    desk.reverse(today, draw).unwrap();
    assert_eq!((desk.at(today).stage, desk.at(today).end), (Stage::Signed, None));
}

/// A debit of the allowance comes back once, whatever was reversed between.
#[test]
fn the_allowance_gets_back_what_it_gave_and_no_more() {
    let mut desk = desk(Method::AllAtEnd, 100_000, 6);
    let on = day(2024, 12, 8);
    desk.write_off(on);
    let given_up = desk.at(on).given_up.get();
    let recover = |amount| LoanWhat::Recovered { after: RecoveredAfter::WriteOff, amount: fen(amount) };
    let first = desk.must(on, recover(90_000));
    desk.must(on, recover(12_000));
    assert_eq!((desk.booked(ALLOWANCE), desk.booked(INCOME)), (0, -2_000));
    desk.reverse(on, first).unwrap();
    assert_eq!(desk.booked(ALLOWANCE), 90_000);
    desk.must(on, recover(given_up - 12_000));
    assert_eq!((desk.booked(ALLOWANCE), desk.booked(INCOME)), (0, 100_000 - given_up));
    assert_eq!(desk.at(on).given_up, fen(0));
}

#[test]
fn a_new_schedule_waits_until_all_that_is_due_is_paid() {
    let order = jinguo::entry::RepaymentOrder::new([
        jinguo::entry::Part::Principal,
        jinguo::entry::Part::Interest,
        jinguo::entry::Part::Penalty,
        jinguo::entry::Part::Fees,
    ]);
    let terms = Terms { order: order.unwrap(), ..terms(Method::EqualPrincipal) };
    let mut desk = Desk::new(LoanKind::Term, terms, true, day(2024, 3, 8), 600_000, 6);
    desk.draw(day(2024, 3, 8), 600_000);
    let on = day(2024, 4, 8);
    desk.must(on, LoanWhat::Charged { amount: fen(1_000) });
    let p = desk.at(on);
    let due = p.principal_due.get() + p.interest_due.get();
    for (paid, fine) in [(due, false), (due + 999, false), (due + 1_000, true)] {
        let split = desk.split(on, paid);
        let plan = owed::plan_after_payment(LOAN, &desk.loan(), on, &split).unwrap();
        let made = desk.may(on, LoanWhat::Repaid { from: PaidFrom::Cash, split, plan: Some(plan) });
        assert_eq!(made.is_ok(), fine, "{paid}: {made:?}");
    }
}

#[test]
fn who_was_paid_for_by_the_guarantor_draws_no_more() {
    let mut desk =
        Desk::new(LoanKind::Term, terms(Method::InterestMonthly), true, day(2024, 3, 8), 200_000, 12);
    desk.draw(day(2024, 3, 8), 100_000);
    let on = day(2024, 4, 20);
    let split = owed::all_owed(&desk.loan(), on);
    desk.must(on, LoanWhat::Claimed { split, fund: None });
    let plan = owed::plan_after_draw(LOAN, &desk.loan(), on, fen(100_000)).unwrap();
    let refused = desk.may(on, LoanWhat::Drawn { amount: fen(100_000), plan });
    assert_eq!(refused, Err(LoanRefusal::Settled { loan: LOAN }));
}

/// Four graces, each by itself, and none of them moves another.
#[test]
fn interest_free_months_are_free_and_no_more() {
    let graces = Graces { free_months: 3, ..Graces::default() };
    let rate = Rate::from_millionths(36_000);
    let terms = Terms { graces, rate, ..terms(Method::InterestMonthly) };
    let mut desk = Desk::new(LoanKind::Term, terms, true, day(2024, 1, 31), 1_000_000, 12);
    desk.draw(day(2024, 1, 31), 1_000_000);
    // Free to 30 April; 1 May is the first day that costs: 1.00.
    for (on, sum) in [(day(2024, 4, 30), 0), (day(2024, 5, 1), 100), (day(2024, 5, 31), 3_100)] {
        assert_eq!(desk.at(on).interest_run, fen(sum), "{on}");
    }
}
