//! Generators of the bodies of loans.
//!
//! Owns: each kind with each of its sub-values. Refuses to know: the properties that they are made for.

use super::{amount, amount_or_none, change, code, date, hash, line};
use crate::base::{FundNo, GuarantorNo, LoanNo, PersonNo, ProductNo, Rate};
use crate::entry::*;
use proptest::prelude::*;

/// What stands around loans, and their events: each family as often as it has kinds.
pub(super) fn body() -> impl Strategy<Value = Body> {
    prop_oneof![7 => around(), 13 => event()]
}

fn around() -> impl Strategy<Value = Body> {
    let n32 = || 1..u32::MAX;
    let maybe = || prop::option::of(1..u32::MAX);
    let source =
        prop_oneof![n32().prop_map(|n| Source::Own(FundNo(n))), line().prop_map(Source::Lender)].boxed();
    let (kind, profile) = (one_of(LoanKind::ALL), one_of(Profile::ALL));
    let share = (line(), any::<u32>()).prop_map(|(level, millionths)| SubsidyShare { level, millionths });
    let shares = prop::collection::vec(share, 1..=MOST_SHARES);
    prop_oneof![
        (n32(), code(), line(), kind, profile, source, maybe()).prop_map(
            |(n, code, name, kind, profile, source, guarantor)| {
                let (no, guarantor) = (ProductNo(n), guarantor.map(GuarantorNo));
                Body::Product(ProductAdded { no, code, name, kind, profile, source, guarantor })
            }
        ),
        (n32(), date(), terms()).prop_map(|(n, from, terms)| Body::Terms(TermsSet {
            product: ProductNo(n),
            from,
            terms
        })),
        (n32(), date(), mode(), any::<u16>(), shares).prop_map(|(n, from, mode, longest_months, shares)| {
            Body::Subsidy(SubsidySet { product: ProductNo(n), from, mode, longest_months, shares })
        }),
        (n32(), line()).prop_map(|(n, name)| Body::Guarantor(GuarantorAdded { no: GuarantorNo(n), name })),
        (any::<bool>(), n32(), maybe(), amount()).prop_map(|(placed, n, fund, amount)| {
            Body::Deposit(Deposit { placed, guarantor: GuarantorNo(n), fund: fund.map(FundNo), amount })
        }),
        (n32(), change()).prop_map(|(n, amount)| Body::Provision(Provision { fund: FundNo(n), amount })),
    ]
}

fn one_of<T: Copy + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

fn rate() -> impl Strategy<Value = Rate> {
    any::<u32>().prop_map(Rate::from_millionths)
}

fn mode() -> impl Strategy<Value = SubsidyMode> {
    prop_oneof![
        Just(SubsidyMode::Full),
        any::<u32>().prop_map(SubsidyMode::PartOf),
        (rate(), any::<i32>()).prop_map(|(lpr, basis_points)| SubsidyMode::Above { lpr, basis_points }),
        rate().prop_map(SubsidyMode::Points),
    ]
}

fn terms() -> impl Strategy<Value = Terms> {
    let figures = (rate(), any::<u16>(), 0..=28u8, amount(), any::<u16>());
    let ways = (one_of(DayCount::ALL), one_of(Rounding::ALL), one_of(Method::ALL));
    let order = Just([Part::Fees, Part::Penalty, Part::Interest, Part::Principal]).prop_shuffle();
    let eligible = (any::<bool>(), any::<u8>(), any::<u8>());
    (figures, ways, any::<[u16; 4]>(), order, eligible).prop_map(
        |(figures, ways, graces, order, eligible)| {
            let (rate, surcharge_percent, due_day, limit, longest_months) = figures;
            let (day_count, rounding, method) = ways;
            let [principal_months, interest_months, free_months, ageing_days] = graces;
            let (women_only, youngest, oldest) = eligible;
            Terms {
                rate,
                surcharge_percent,
                day_count,
                rounding,
                method,
                graces: Graces { principal_months, interest_months, free_months, ageing_days },
                order: RepaymentOrder::new(order).unwrap(),
                due_day,
                limit,
                longest_months,
                eligible: Eligible { women_only, youngest, oldest },
            }
        },
    )
}

fn split() -> impl Strategy<Value = Split> {
    prop::array::uniform5(amount_or_none()).prop_map(|[fees, penalty, interest, principal, prepaid]| Split {
        fees,
        penalty,
        interest,
        principal,
        prepaid,
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    // Long ones are rare: they cost much and say little more.
    let counts = prop_oneof![30 => 1..=6usize, 1 => Just(MOST_INSTALMENTS)];
    counts.prop_flat_map(|count| {
        let amounts = prop::collection::vec((amount_or_none(), amount_or_none(), 1..60u32), count);
        (date(), amounts).prop_map(|(mut due, amounts)| {
            let mut instalments = Vec::with_capacity(amounts.len());
            for (principal, interest, days) in amounts {
                due = due.plus_days(days);
                instalments.push(Instalment { due, principal, interest });
            }
            instalments
        })
    })
}

fn event() -> impl Strategy<Value = Body> {
    let n32 = || 1..u32::MAX;
    let quarter = (1900..=2199u16, 1..=4u8).prop_map(|(year, n)| Quarter::new(year, n).unwrap());
    let what = prop_oneof![
        (n32(), 1..u64::MAX, amount(), any::<u16>()).prop_map(|(product, borrower, amount, months)| {
            let (product, borrower) = (ProductNo(product), PersonNo(borrower));
            LoanWhat::Applied { product, borrower, amount, months }
        }),
        (amount(), any::<u16>()).prop_map(|(amount, months)| LoanWhat::Granted { amount, months }),
        (line(), hash(), terms()).prop_map(|(number, paper, terms)| LoanWhat::Signed {
            number,
            paper,
            terms
        }),
        (amount(), plan()).prop_map(|(amount, plan)| LoanWhat::Drawn { amount, plan }),
        (one_of(PaidFrom::ALL), split(), prop::option::of(plan()))
            .prop_map(|(from, split, plan)| LoanWhat::Repaid { from, split, plan }),
        amount().prop_map(|amount| LoanWhat::Charged { amount }),
        plan().prop_map(|plan| LoanWhat::Extended { plan }),
        (split(), prop::option::of(n32()))
            .prop_map(|(split, fund)| LoanWhat::Claimed { split, fund: fund.map(FundNo) }),
        (split(), amount_or_none()).prop_map(|(split, claimed)| LoanWhat::WrittenOff { split, claimed }),
        (one_of(RecoveredAfter::ALL), amount())
            .prop_map(|(after, amount)| LoanWhat::Recovered { after, amount }),
        amount().prop_map(|amount| LoanWhat::Refunded { amount }),
        one_of(VisitResult::ALL).prop_map(|result| LoanWhat::Visited { result }),
        (quarter, amount(), prop::collection::vec(amount_or_none(), 0..9))
            .prop_map(|(quarter, amount, shares)| LoanWhat::SubsidyClaimed { quarter, amount, shares }),
    ];
    (1..u64::MAX, what).prop_map(|(n, what)| Body::Loan(LoanEvent { loan: LoanNo(n), what }))
}

/// The values that the generators make: one that is never made would go untested.
#[test]
fn every_value_of_loans_is_generated() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut words = std::collections::BTreeSet::new();
    let mut orders = std::collections::HashSet::new();
    for _ in 0..3000 {
        let made = body().new_tree(&mut runner).unwrap().current();
        if let Body::Terms(set) = &made {
            orders.insert(set.terms.order);
        }
        let told = format!("{made:?}");
        words.extend(told.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned));
    }
    let values = "Term Revolving Card Own Lender Full PartOf Above Points Actual360 Actual365 Thirty360 \
                  HalfEven HalfUp EqualPayments EqualPrincipal InterestMonthly AllAtEnd Cash Prepayment Claim \
                  WriteOff Well Concern NotMet";
    let missing: Vec<&str> = values.split_whitespace().filter(|value| !words.contains(*value)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(orders.len(), 24);
}
