//! Loans, by the tables of `docs/format.md` and `docs/rules.md`: their fields, and what each event posts.
//!
//! Owns: that, and the sums of a loan that postings depend on. Refuses to know: splits, schedules and subsidies as such:
//! whether they are worked out right is not asked here, only whether they are booked as they say.

use super::entry::{Line, Said};
use super::fields::Fields;
use super::postings::Day;
use std::collections::HashMap;

/// What an event of a loan says, as far as postings depend on it.
#[derive(Clone)]
pub enum Lent {
    Applied { product: u64, borrower: u64 },
    Drawn { amount: i64 },
    Repaid { kept: bool, split: [i64; 5] },
    Claimed { split: [i64; 5], fund: u64 },
    WrittenOff { split: [i64; 5], claims: i64 },
    Recovered { claim: bool, amount: i64 },
    Refunded { amount: i64 },
    Other,
}

fn terms(f: &mut Fields<'_>) -> Option<()> {
    f.number(4, "rate")?;
    f.number(2, "surcharge")?;
    f.within(1, "day count", 1..=3)?;
    f.within(1, "rounding", 1..=2)?;
    f.within(1, "method", 1..=4)?;
    for name in ["without principal", "without interest due", "without interest", "before arrears"] {
        f.number(2, name)?;
    }
    let mut order = [0; 4];
    for part in &mut order {
        *part = f.within(1, "part", 1..=4)?;
    }
    order.sort_unstable();
    (order == [1, 2, 3, 4]).then_some(())?;
    f.within(1, "day of the month", 0..=28)?;
    f.amount(true)?;
    f.number(2, "longest")?;
    f.within(1, "women only", 0..=1)?;
    f.number(1, "youngest")?;
    f.number(1, "oldest").map(drop)
}

fn split(f: &mut Fields<'_>) -> Option<[i64; 5]> {
    let mut split = [0; 5];
    for part in &mut split {
        *part = f.up_to()?;
    }
    Some(split)
}

fn plan(f: &mut Fields<'_>) -> Option<()> {
    let mut before = 0;
    for _ in 0..f.quiet(2).filter(|count| (1..=400).contains(count))? {
        before = f.date("due").filter(|due| *due > before)?;
        f.up_to()?;
        f.up_to()?;
    }
    Some(())
}

fn subsidy(f: &mut Fields<'_>) -> Option<()> {
    f.numbered(4, "product")?;
    f.date("from")?;
    let mode = f.within(1, "mode", 1..=4)?;
    let signed = |f: &mut Fields<'_>, name: &str| {
        let value = i64::from_be_bytes(f.bytes(8)?.try_into().ok()?);
        f.note(name, value);
        Some(value)
    };
    let (a, b) = (signed(f, "a")?, signed(f, "b")?);
    let fits = match mode {
        1 => a == 0 && b == 0,
        3 => u32::try_from(a).is_ok() && i32::try_from(b).is_ok(),
        _ => u32::try_from(a).is_ok() && b == 0,
    };
    fits.then_some(())?;
    f.number(2, "longest")?;
    for _ in 0..f.quiet(1).filter(|count| (1..=8).contains(count))? {
        f.name("level")?;
        f.number(4, "millionths")?;
    }
    Some(())
}

/// The body of a kind from 100 on.
pub fn body(kind: u64, f: &mut Fields<'_>) -> Option<Said> {
    Some(match kind {
        100 => {
            let no = f.numbered(4, "product")?;
            f.code()?;
            f.name("name")?;
            f.within(1, "kind of product", 1..=2)?;
            f.within(1, "profile", 1..=2)?;
            let own = match f.within(1, "source", 1..=2)? {
                1 => f.numbered(4, "fund")?,
                _ => {
                    f.name("lender")?;
                    0
                }
            };
            f.number(4, "guarantor")?;
            Said::Product { no, own }
        }
        101 => {
            let product = f.numbered(4, "product")?;
            f.date("from")?;
            terms(f)?;
            Said::Terms { product }
        }
        102 => {
            subsidy(f)?;
            Said::Other
        }
        103 => {
            f.numbered(4, "guarantor")?;
            f.name("name")?;
            Said::Other
        }
        104 | 105 => {
            f.numbered(4, "guarantor")?;
            let fund = f.number(4, "fund")?;
            Said::Deposit { placed: kind == 104, fund, amount: f.amount(true)? }
        }
        106 => Said::Provision { fund: f.numbered(4, "fund")?, amount: f.amount(false)? },
        110..=122 => {
            let loan = f.numbered(8, "loan")?;
            Said::Loan { loan, what: event(kind, f)? }
        }
        _ => return None,
    })
}

fn event(kind: u64, f: &mut Fields<'_>) -> Option<Lent> {
    Some(match kind {
        110 => {
            let (product, borrower) = (f.numbered(4, "product")?, f.numbered(8, "borrower")?);
            f.amount(true)?;
            f.number(2, "months")?;
            Lent::Applied { product, borrower }
        }
        111 => {
            f.amount(true)?;
            f.number(2, "months")?;
            Lent::Other
        }
        112 => {
            f.name("contract")?;
            f.hash("paper")?;
            terms(f)?;
            Lent::Other
        }
        113 => {
            let amount = f.amount(true)?;
            plan(f)?;
            Lent::Drawn { amount }
        }
        114 => {
            let kept = f.within(1, "from", 1..=2)? == 2;
            let split = split(f)?;
            if f.maybe()? {
                plan(f)?;
            }
            Lent::Repaid { kept, split }
        }
        115 => {
            f.amount(true)?;
            Lent::Other
        }
        116 => {
            plan(f)?;
            Lent::Other
        }
        117 => {
            let split = split(f)?;
            Lent::Claimed { split, fund: f.number(4, "fund")? }
        }
        118 => {
            let split = split(f)?;
            Lent::WrittenOff { split, claims: f.up_to()? }
        }
        119 => {
            let claim = f.within(1, "after", 1..=2)? == 1;
            Lent::Recovered { claim, amount: f.amount(true)? }
        }
        120 => Lent::Refunded { amount: f.amount(true)? },
        121 => {
            f.within(1, "result", 1..=3)?;
            Lent::Other
        }
        _ => {
            let quarter = f.number(4, "quarter")?;
            ((1..=4).contains(&(quarter % 10)) && (1900..=2199).contains(&(quarter / 10))).then_some(())?;
            f.amount(true)?;
            for _ in 0..f.quiet(1)? {
                f.up_to()?;
            }
            Lent::Other
        }
    })
}

/// A loan as far as postings depend on it: its events by entry, those that were reversed left out.
#[derive(Default)]
pub struct Loan {
    product: u64,
    borrower: u64,
    events: Vec<(u64, Lent)>,
}

/// All products and loans.
#[derive(Default)]
pub struct Loans {
    /// The fund that each product lends of; 0: another's money.
    own: HashMap<u64, u64>,
    /// Products that have terms.
    pub with_terms: std::collections::HashSet<u64>,
    loans: HashMap<u64, Loan>,
}

impl Loans {
    pub fn add_product(&mut self, no: u64, own: u64) {
        self.own.insert(no, own);
    }

    /// An event takes effect; `None`: of no loan that there is.
    pub fn happened(&mut self, entry: u64, no: u64, what: &Lent) -> Option<()> {
        if let Lent::Applied { product, borrower } = what {
            let next = u64::try_from(self.loans.len()).ok()? + 1;
            (no == next && self.own.contains_key(product)).then_some(())?;
            self.loans.insert(no, Loan { product: *product, borrower: *borrower, events: Vec::new() });
        }
        self.loans.get_mut(&no)?.events.push((entry, what.clone()));
        Some(())
    }

    /// An entry was reversed.
    pub fn reversed(&mut self, entry: u64) {
        self.loans.values_mut().for_each(|loan| loan.events.retain(|(by, _)| *by != entry));
    }

    /// What an event posts.
    pub fn lines(&self, day: &Day<'_>, no: u64, what: &Lent) -> Option<Vec<Line>> {
        if matches!(what, Lent::Applied { .. }) {
            return Some(Vec::new());
        }
        let loan = self.loans.get(&no)?;
        let own = *self.own.get(&loan.product)?;
        let claim = loan.events.iter().find_map(|(_, what)| match what {
            Lent::Claimed { fund, .. } if *fund > 0 => Some(*fund),
            _ => None,
        });
        let claim = claim.unwrap_or(0);
        let account = |role: &str| match role {
            "lent" => day.by_edition(112_201, 112_201, 121_801),
            "placed" => day.by_edition(112_202, 112_202, 121_802),
            "paid for her" => day.by_edition(112_203, 112_203, 121_803),
            "allowance" => day.by_edition(1131, 1131, 1219),
            "income" => day.by_edition(4901, 4901, 4609),
            _ => day.by_edition(2209, 2209, 2307),
        };
        let (fund, lines): (u64, Vec<(&str, i64)>) = match what {
            Lent::Drawn { amount } => (own, vec![("lent", *amount), ("own", -amount)]),
            Lent::Repaid { kept, split: [fees, penalty, interest, principal, prepaid] } => {
                let whole = fees + penalty + interest + principal + prepaid;
                let from = if *kept { "kept" } else { "own" };
                let income = fees + penalty + interest;
                (own, vec![(from, whole), ("lent", -principal), ("income", -income), ("kept", -prepaid)])
            }
            Lent::Claimed { split: [fees, penalty, interest, principal, _], fund: 0 } => {
                let income = fees + penalty + interest;
                (own, vec![("own", income + principal), ("lent", -principal), ("income", -income)])
            }
            Lent::Claimed { split, fund } => {
                let whole: i64 = split.iter().sum();
                (*fund, vec![("paid for her", whole), ("placed", -whole)])
            }
            Lent::WrittenOff { split, .. } if own > 0 => {
                (own, vec![("allowance", split[3]), ("lent", -split[3])])
            }
            Lent::WrittenOff { claims, .. } => {
                (claim, vec![("allowance", *claims), ("paid for her", -claims)])
            }
            Lent::Recovered { claim: true, amount } => {
                (claim, vec![("own", *amount), ("paid for her", -amount)])
            }
            Lent::Recovered { claim: false, amount } => {
                let allowed = loan.given_up(own > 0).min(*amount);
                let (fund, whole) = if own > 0 { (own, *amount) } else { (claim, allowed) };
                (fund, vec![("own", whole), ("allowance", -allowed), ("income", allowed - whole)])
            }
            Lent::Refunded { amount } => {
                let kept = loan.kept().min(*amount);
                (own, vec![("kept", kept), ("income", amount - kept), ("own", -amount)])
            }
            Lent::Applied { .. } | Lent::Other => return Some(Vec::new()),
        };
        if fund == 0 {
            return Some(Vec::new());
        }
        let lines: Vec<(&str, i64)> = lines.into_iter().filter(|(_, amount)| *amount != 0).collect();
        let income = lines.iter().find(|(role, _)| *role == "income").map(|(_, amount)| -amount);
        let money = lines.iter().any(|(role, _)| *role == "own");
        let line = |(role, amount): &(&str, i64)| match *role {
            "own" => day.bank(fund, *amount),
            role => (fund, account(role), *amount, vec![(2, loan.borrower), (7, no)]),
        };
        let mut all: Vec<Line> = lines.iter().map(line).collect();
        if let (3, true, Some(income)) = (day.edition, money, income) {
            all.extend([(fund, 8001, income, Vec::new()), (fund, 6609, -income, Vec::new())]);
        }
        Some(all)
    }
}

impl Loan {
    /// What is kept for the borrower.
    fn kept(&self) -> i64 {
        self.events.iter().fold(0, |kept, (_, what)| match what {
            Lent::Repaid { kept: false, split } => kept + split[4],
            Lent::Repaid { kept: true, split } => kept - split[..4].iter().sum::<i64>(),
            Lent::Refunded { amount } => kept - kept.min(*amount),
            _ => kept,
        })
    }

    /// What was written off against the allowance and is not recovered.
    fn given_up(&self, own: bool) -> i64 {
        self.events.iter().fold(0, |left, (_, what)| match what {
            Lent::WrittenOff { split, claims } => left + if own { split[3] } else { *claims },
            Lent::Recovered { claim: false, amount } => (left - amount).max(0),
            _ => left,
        })
    }
}
