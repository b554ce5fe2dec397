//! Bodies about loans, generated: every kind with every value that it can hold.
//!
//! Owns: the generators of kinds 100 to 122. Refuses to know: the properties that they are made for.

use super::tests::{amount, amount_or_none, change, code, date, hash, line};
use super::*;
use crate::base::{FundNo, GuarantorNo, LoanNo, ProductNo, Rate};
use proptest::prelude::*;
use proptest::sample::select;

fn rate() -> impl Strategy<Value = Rate> {
    any::<u32>().prop_map(Rate::from_millionths)
}

fn terms() -> impl Strategy<Value = Terms> {
    let manner = (select(DayCount::ALL), select(Rounding::ALL), select(Method::ALL));
    let graces = prop::array::uniform4(any::<u16>());
    let order = Just(Part::ALL.to_vec()).prop_shuffle();
    let eligible = (any::<bool>(), any::<u8>(), any::<u8>());
    let bounds = (rate(), any::<u16>(), 0..=28u8, amount(), any::<u16>());
    (manner, graces, order, eligible, bounds).prop_map(|(manner, graces, order, eligible, bounds)| Terms {
        rate: bounds.0,
        surcharge_percent: bounds.1,
        day_count: manner.0,
        rounding: manner.1,
        method: manner.2,
        graces: Graces {
            principal_months: graces[0],
            interest_months: graces[1],
            free_months: graces[2],
            ageing_days: graces[3],
        },
        order: RepaymentOrder::new(order.try_into().unwrap()).unwrap(),
        due_day: bounds.2,
        limit: bounds.3,
        longest_months: bounds.4,
        eligible: Eligible { women_only: eligible.0, youngest: eligible.1, oldest: eligible.2 },
    })
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
    // The longest is rare: it costs much and says little more.
    let count = prop_oneof![50 => 1..6usize, 1 => Just(MOST_INSTALMENTS)];
    let all = count.prop_flat_map(|count| {
        prop::collection::btree_map(date(), (amount_or_none(), amount_or_none()), count)
    });
    all.prop_map(|all| {
        all.into_iter().map(|(due, (principal, interest))| Instalment { due, principal, interest }).collect()
    })
}

fn fund() -> impl Strategy<Value = Option<FundNo>> {
    prop::option::of((1..u32::MAX).prop_map(FundNo))
}

/// Kinds 100 to 106.
pub(super) fn lending() -> impl Strategy<Value = Body> {
    let n32 = || 1..u32::MAX;
    let source = prop_oneof![n32().prop_map(|n| Source::Own(FundNo(n))), line().prop_map(Source::Lender)];
    let behind = prop::option::of(n32().prop_map(GuarantorNo));
    let mode = prop_oneof![
        Just(SubsidyMode::Full),
        any::<u32>().prop_map(SubsidyMode::PartOf),
        (rate(), any::<i32>()).prop_map(|(lpr, basis_points)| SubsidyMode::Above { lpr, basis_points }),
        rate().prop_map(SubsidyMode::Points),
    ];
    let shares = prop::collection::vec(
        (line(), any::<u32>()).prop_map(|(level, millionths)| SubsidyShare { level, millionths }),
        1..=MOST_SHARES,
    );
    prop_oneof![
        (n32(), code(), line(), select(LoanKind::ALL), select(Profile::ALL), source, behind).prop_map(
            |(n, code, name, kind, profile, source, guarantor)| {
                Body::Product(ProductAdded { no: ProductNo(n), code, name, kind, profile, source, guarantor })
            }
        ),
        (n32(), date(), terms())
            .prop_map(|(n, from, terms)| { Body::Terms(TermsSet { product: ProductNo(n), from, terms }) }),
        (n32(), date(), mode, any::<u16>(), shares).prop_map(|(n, from, mode, longest_months, shares)| {
            Body::Subsidy(SubsidySet { product: ProductNo(n), from, mode, longest_months, shares })
        }),
        (n32(), line()).prop_map(|(n, name)| Body::Guarantor(GuarantorAdded { no: GuarantorNo(n), name })),
        (any::<bool>(), n32(), fund(), amount()).prop_map(|(placed, n, fund, amount)| {
            Body::Deposit(Deposit { placed, guarantor: GuarantorNo(n), fund, amount })
        }),
        (n32(), change()).prop_map(|(n, amount)| Body::Provision(Provision { fund: FundNo(n), amount })),
    ]
}

/// Kinds 110 to 122.
pub(super) fn loan() -> impl Strategy<Value = Body> {
    let asked = || (amount(), any::<u16>());
    let shares = prop::collection::vec(amount_or_none(), 0..9);
    let quarter = (1900..2200u16, 1..=4u8).prop_map(|(year, n)| Quarter::new(year, n).unwrap());
    let what = prop_oneof![
        (1..u32::MAX, 1..u64::MAX, asked()).prop_map(|(product, borrower, (amount, months))| {
            let (product, borrower) = (ProductNo(product), PersonNo(borrower));
            LoanWhat::Applied { product, borrower, amount, months }
        }),
        asked().prop_map(|(amount, months)| LoanWhat::Granted { amount, months }),
        (line(), hash(), terms()).prop_map(|(number, paper, terms)| LoanWhat::Signed {
            number,
            paper,
            terms
        }),
        (amount(), plan()).prop_map(|(amount, plan)| LoanWhat::Drawn { amount, plan }),
        (select(PaidFrom::ALL), split(), prop::option::of(plan()))
            .prop_map(|(from, split, plan)| LoanWhat::Repaid { from, split, plan }),
        amount().prop_map(|amount| LoanWhat::Charged { amount }),
        plan().prop_map(|plan| LoanWhat::Extended { plan }),
        (split(), fund()).prop_map(|(split, fund)| LoanWhat::Claimed { split, fund }),
        (split(), amount_or_none()).prop_map(|(split, claimed)| LoanWhat::WrittenOff { split, claimed }),
        (select(RecoveredAfter::ALL), amount())
            .prop_map(|(after, amount)| LoanWhat::Recovered { after, amount }),
        amount().prop_map(|amount| LoanWhat::Refunded { amount }),
        select(VisitResult::ALL).prop_map(|result| LoanWhat::Visited { result }),
        (quarter, amount(), shares).prop_map(|(quarter, amount, shares)| LoanWhat::SubsidyClaimed {
            quarter,
            amount,
            shares
        }),
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
        let made = prop_oneof![lending(), loan()].new_tree(&mut runner).unwrap().current();
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

fn bytes_of(body: Body) -> Vec<u8> {
    let business_date = Date::new(2026, 3, 8).unwrap();
    let (voucher, attachments, postings) = (None, vec![], vec![]);
    Entry { no: EntryNo(1), business_date, prepared: false, voucher, attachments, postings, body }.to_bytes()
}

/// The first byte of the body of such an entry.
const BODY: usize = 29;

/// Whether the entry reads with these bytes at that place of its body.
fn reads(body: &Body, at: usize, new: &[u8]) -> bool {
    let mut bytes = bytes_of(body.clone());
    let at = BODY + at;
    assert_ne!(&bytes[at..at + new.len()], new, "nothing changes");
    bytes[at..at + new.len()].copy_from_slice(new);
    Entry::decode(&bytes).is_ok()
}

fn subsidy(mode: SubsidyMode) -> Body {
    let level = Line::exact("省级财政").unwrap();
    let shares = vec![SubsidyShare { level, millionths: 1_000_000 }];
    let from = Date::new(2026, 1, 1).unwrap();
    Body::Subsidy(SubsidySet { product: ProductNo(1), from, mode, longest_months: 36, shares })
}

/// What a mode of subsidy does not use is 0, and what it uses fits.
#[test]
fn an_unused_field_of_a_subsidy_is_zero() {
    const A: usize = 9;
    const B: usize = 17;
    let rate = Rate::from_millionths(7);
    let above = SubsidyMode::Above { lpr: rate, basis_points: -150 };
    let over_u32 = (i64::from(u32::MAX) + 1).to_be_bytes();
    let over_i32 = (i64::from(i32::MAX) + 1).to_be_bytes();
    let (one, less) = (1i64.to_be_bytes(), (-1i64).to_be_bytes());
    let cases = [
        (SubsidyMode::Full, false, false),
        (SubsidyMode::PartOf(7), true, false),
        (above, true, true),
        (SubsidyMode::Points(rate), true, false),
    ];
    for (mode, a, b) in cases {
        let body = subsidy(mode);
        assert_eq!((reads(&body, A, &one), reads(&body, B, &one)), (a, b), "{mode:?}");
        assert!(!reads(&body, A, &less) && !reads(&body, A, &over_u32), "{mode:?}");
        assert!(!reads(&body, B, &over_i32), "{mode:?}");
        assert!(!reads(&body, A - 1, &[0]) && !reads(&body, A - 1, &[5]), "{mode:?}");
    }
}

fn plan_of(days: &[Date]) -> Body {
    let one = |due: &Date| Instalment { due: *due, principal: Fen::ZERO, interest: Fen::ZERO };
    let what = LoanWhat::Extended { plan: days.iter().map(one).collect() };
    Body::Loan(LoanEvent { loan: LoanNo(1), what })
}

/// A plan has 1 to 400 instalments, each on a later day than the one before.
#[test]
fn a_plan_ascends_and_is_bounded() {
    let days: Vec<Date> =
        (2000..2034).flat_map(|y| (1..=12).map(move |m| Date::new(y, m, 5).unwrap())).collect();
    let read = |days: &[Date]| Entry::decode(&bytes_of(plan_of(days))).is_ok();
    for (count, fine) in [(0, false), (1, true), (400, true), (401, false)] {
        assert_eq!(read(&days[..count]), fine, "{count}");
    }
    assert!(!read(&[days[0], days[0]]) && !read(&[days[1], days[0]]));
}

/// Each part stands in the order of repayment once, and an instalment falls on a day that each month has.
#[test]
fn terms_have_one_form() {
    let from = Date::new(2026, 1, 1).unwrap();
    let terms = Terms {
        rate: Rate::from_millionths(43_500),
        surcharge_percent: 50,
        day_count: DayCount::Actual360,
        rounding: Rounding::HalfEven,
        method: Method::EqualPayments,
        graces: Graces::default(),
        order: RepaymentOrder::USUAL,
        due_day: 0,
        limit: Fen::new(1),
        longest_months: 36,
        eligible: Eligible::default(),
    };
    let body = Body::Terms(TermsSet { product: ProductNo(1), from, terms });
    let (enums, order, day, limit, women) = (14, 25, 29, 30, 40);
    for (at, fine, wrong) in
        [(enums, 2, 4), (enums + 1, 2, 3), (enums + 2, 4, 5), (women, 1, 2), (day, 28, 29)]
    {
        assert_eq!((reads(&body, at, &[fine]), reads(&body, at, &[wrong])), (true, false), "{at}");
    }
    assert!(reads(&body, order, &[4, 3, 2, 1]));
    assert!(!reads(&body, order, &[1, 1, 3, 4]) && !reads(&body, order, &[0]) && !reads(&body, order, &[5]));
    assert!(!reads(&body, limit, &0i64.to_be_bytes()) && !reads(&body, limit, &(-1i64).to_be_bytes()));
}
