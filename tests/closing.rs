//! Three years of an office, closed month by month, beside a model of what it gave and spent.
//!
//! Owns: what must hold of the figures before and after each close. Refuses to know: how they come about.

mod closing {
    pub mod model;
    mod named;
    pub mod office;
}
#[path = "support/fresh.rs"]
mod fresh;
// Loans and the vault are for other tests.
#[allow(dead_code)]
#[path = "support/scribe.rs"]
mod scribe;
// Without its faults: those are for other tests.
#[allow(dead_code)]
mod support;

use closing::model::is_expense;
use closing::office::{FUNDS, Office, period};
use jinguo::base::{EntryNo, Fen, FundNo};
use jinguo::book::closing::ClosingRefusal;
use jinguo::book::{Draft, Refusal};
use jinguo::entry::{BankCharge, Body, Close};
use jinguo::report::balance;
use jinguo::words::{Lang, Words};
use proptest::prelude::*;
use std::cell::Cell;
use std::collections::BTreeMap;

/// What stands on each account of each fund at the end of a month, by what was posted.
fn standing(office: &Office, month: u32) -> BTreeMap<(u32, u32), i64> {
    let mut sums = BTreeMap::new();
    for (fund, account, at, of) in office.ledger.turnovers().unwrap() {
        if at.number() <= month {
            *sums.entry((fund.0, account.0)).or_default() += of.debit.get() - of.credit.get();
        }
    }
    sums
}

/// The activity that the ledger tells, of income, expenses and 3201.
fn told(office: &Office) -> BTreeMap<(u32, u32, u32), i64> {
    let mut sums: BTreeMap<(u32, u32, u32), i64> = BTreeMap::new();
    for (fund, account, month, of) in office.ledger.activity().unwrap() {
        let top = account.top().0;
        if matches!(top / 1000, 4 | 5) || top == 3201 {
            *sums.entry((fund.0, account.0, month.number())).or_default() += of.debit.get() - of.credit.get();
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn refused_for(found: Result<EntryNo, Refusal>, is_it: impl Fn(&ClosingRefusal) -> bool) -> bool {
    matches!(found, Err(Refusal::Closing(closing)) if is_it(&closing))
}

/// No draft brings a closed month back: neither something dated in it, nor its close again.
fn stays_closed(office: &mut Office, month: u32) -> Result<(), TestCaseError> {
    let charge = Body::BankCharge(BankCharge { interest: true, fund: FundNo(1), amount: Fen::new(1) });
    let on = period(month).last_day();
    let dated = Draft { voucher_date: Some(on), ..Draft::new(on, charge) };
    let found = office.record(dated);
    prop_assert!(matches!(found, Err(Refusal::ClosedPeriod { .. })), "{found:?}");
    let again = office.record(Draft::new(on, Body::Close(Close { period: period(month) })));
    prop_assert!(matches!(again, Err(Refusal::AlreadyClosed { .. })), "{again:?}");
    Ok(())
}

/// After a year: nothing of it on income and expenses, and net assets are what was earned.
fn after_december(office: &Office, month: u32) -> Result<(), TestCaseError> {
    let after = standing(office, month);
    let of = |all: &BTreeMap<(u32, u32), i64>, fund, account| all.get(&(fund, account)).copied().unwrap_or(0);
    for ((fund, account), sum) in &after {
        let top = if *account > 9999 { account / 100 } else { *account };
        let of_a_year = matches!(top / 1000, 4 | 5) || top == 3201;
        prop_assert!(!of_a_year || *sum == 0, "{sum} is left on {account} of fund {fund}");
    }
    for (fund, _) in FUNDS {
        let net = |all| -of(all, fund, 3101) - of(all, fund, 3102);
        prop_assert_eq!(net(&after), office.model.net_assets(fund, month), "net assets of fund {}", fund);
        prop_assert_eq!(
            -of(&after, fund, 3102),
            office.model.restricted(fund, month),
            "restricted of {}",
            fund
        );
        let year = month / 100;
        let earned = |year: u32| -> i64 {
            let of_year = office.model.activity.iter().filter(|l| l.0 == fund && l.2 / 100 == year);
            of_year.map(|l| -l.3).sum()
        };
        let moved = office.model.moved.iter().filter(|l| l.0 == fund && l.2 / 100 == year).map(|l| l.3);
        let started = standing(office, (year - 1) * 100 + 12);
        // What the year moved net assets by is what it earned, and what it moved by itself.
        prop_assert_eq!(net(&after) - net(&started), earned(year) + moved.sum::<i64>());
    }
    Ok(())
}

/// What a year released is what it spent, as far as there was something restricted.
fn released_as_used(office: &Office, year: u32) -> Result<(), TestCaseError> {
    for (fund, donors) in FUNDS {
        let of_year = |month: u32| month / 100 == year;
        let released: i64 =
            office.model.released.iter().filter(|l| l.0 == fund && of_year(l.1)).map(|l| l.2).sum();
        let all = office.ledger.releases().unwrap().into_iter();
        let told: i64 =
            all.filter(|(f, at, _)| f.0 == fund && of_year(at.number())).map(|(.., sum)| sum.get()).sum();
        prop_assert_eq!(told, released);
        let spent = office.model.activity.iter().filter(|l| l.0 == fund && of_year(l.2) && is_expense(l.1));
        let spent: i64 = spent.map(|l| l.3).sum();
        prop_assert!(donors || released == 0);
        prop_assert!(!donors || released <= spent, "{} released, {} spent", released, spent);
        if donors && released < spent {
            let left = office.model.restricted(fund, year * 100 + 12);
            prop_assert!(
                left <= 0,
                "{} was spent, {} released, {} is still restricted",
                spent,
                released,
                left
            );
        }
    }
    Ok(())
}

#[test]
fn a_year_that_is_closed_leaves_net_assets_and_the_figures_of_its_months() {
    let (corrections, returns, released) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let years = prop::collection::vec(prop::collection::vec(any::<[u8; 5]>(), 0..6), 36);
    proptest!(config, |(months in years)| {
        let words = Words::new(Lang::En);
        let mut office = Office::new();
        // Something in January, so that the books begin there.
        office.step([0, 0, 255, 0, 0]);
        for steps in months {
            for dice in steps {
                office.step(dice);
            }
            let (month, bodies) = (office.month, office.expected());
            prop_assert_eq!(&office.ledger.closing_entries(period(month)).unwrap(), &bodies);
            let (before, balances) = (told(&office), balance::table(&words, &mut office.ledger, true).unwrap());
            prop_assert_eq!(&before, &office.model.by_month());
            let is_december = month % 100 == 12;
            if is_december && bodies.len() > 1 {
                let early = office.record(Draft::new(period(month).last_day(), bodies.last().unwrap().clone()));
                let left = |r: &ClosingRefusal| {
                    matches!(r, ClosingRefusal::NotCarried { .. } | ClosingRefusal::NotReleased { .. })
                };
                prop_assert!(refused_for(early, left));
            }
            let entries = office.ledger.tip().entries;
            office.close(&bodies);
            for no in (entries + 1..office.ledger.tip().entries).map(EntryNo) {
                let back = office.reversal(no);
                let found = office.record(Draft::new(period(office.month).first_day(), back));
                let this = ClosingRefusal::ClosingEntry { original: no };
                prop_assert!(refused_for(found, |r| *r == this));
            }
            prop_assert_eq!(told(&office), before, "the close moved what was earned or spent");
            prop_assert_eq!(balance::table(&words, &mut office.ledger, true).unwrap(), balances);
            stays_closed(&mut office, month)?;
            if is_december {
                after_december(&office, month)?;
                released_as_used(&office, month / 100)?;
            }
        }
        corrections.set(corrections.get() + office.corrected);
        let of = |is_it: fn(i64) -> bool| {
            u32::try_from(office.model.released.iter().filter(|(.., sum)| is_it(*sum)).count()).unwrap()
        };
        returns.set(returns.get() + of(|sum| sum < 0));
        released.set(released.get() + of(|sum| sum > 0));
    });
    println!("corrected {}, given back {}, released {}", corrections.get(), returns.get(), released.get());
    assert!(corrections.get() > 20 && returns.get() > 20 && released.get() > 100);
}
