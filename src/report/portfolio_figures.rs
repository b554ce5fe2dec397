//! The arithmetic of the portfolio: what one loan adds, and the sums.
//!
//! Owns: portfolio at risk, ageing, 还贷率, tiers. Refuses to know: words, and where loans come from.

use crate::base::{Date, Fen, PersonNo, ProductNo};
use crate::book::loan::tier::Tier;
use crate::book::loan::walk::{Step, walk};
use crate::book::loan::{Known, LoanState, Stage, owed};
use crate::entry::{LoanWhat, Profile};

/// More than so many days overdue: portfolio at risk.
pub const AT_RISK: [u32; 3] = [0, 30, 90];
/// The most days overdue of each bucket of arrears but the last; the first is for those within their days of grace.
pub const AGES: [u32; 6] = [0, 30, 60, 90, 180, 360];

/// What one loan is on a day, in 分.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanLine {
    /// Its product.
    pub product: ProductNo,
    /// Whose it is.
    pub borrower: PersonNo,
    /// How far it has come.
    pub stage: Stage,
    /// The amount granted, or the limit.
    pub granted: Fen,
    /// Draws in all.
    pub drawn: Fen,
    /// What is outstanding.
    pub outstanding: Fen,
    /// What is in arrears.
    pub arrears: Fen,
    /// Days overdue, 0 within the grace.
    pub days_overdue: u32,
    /// Its tier.
    pub tier: Tier,
    /// Whether it was extended.
    pub extended: bool,
    /// Principal that fell due before that day.
    pub fallen_due: Fen,
    /// The part of it that the borrower repaid.
    pub met: Fen,
    /// Principal written off.
    pub written_off: Fen,
    /// What was given up, with interest and claims, and is not recovered.
    pub given_up: Fen,
    /// What guarantors paid, all parts.
    pub claimed: Fen,
    /// What of that is to be recovered.
    pub to_recover: Fen,
}

/// The loan on that day, for somebody who knows the entries up to one.
#[must_use]
pub fn line(loan: &LoanState, profile: Profile, day: Date, known: Known) -> LoanLine {
    let (mut today, mut claimed) = (Fen::ZERO, Fen::ZERO);
    let p = walk(loan, day, known, |step| match step {
        // As with arrears: what falls due today can still be paid in time.
        Step::FellDue { planned, .. } if planned.due == day => today = planned.principal,
        Step::Happened(event, _) => {
            if let LoanWhat::Claimed { split, .. } = &event.what {
                claimed = Fen::new(claimed.get().saturating_add(owed::met(split).get()));
            }
        }
        _ => {}
    });
    let less = |a: Fen, b: Fen| Fen::new(a.get().saturating_sub(b.get())).max(Fen::ZERO);
    let (fallen_due, overdue) = (less(p.fallen_due, today), less(p.principal_due, today));
    LoanLine {
        product: loan.product,
        borrower: loan.borrower,
        stage: p.stage,
        granted: p.amount,
        drawn: p.drawn,
        outstanding: p.outstanding,
        arrears: p.arrears,
        days_overdue: p.days_overdue,
        tier: Tier::of(profile, p.days_overdue, p.extended.is_some()),
        extended: p.extended.is_some(),
        fallen_due,
        met: p.repaid.min(less(fallen_due, overdue)),
        written_off: p.written_off,
        given_up: p.given_up,
        claimed,
        to_recover: p.to_recover,
    }
}

/// How many loans, and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Loans.
    pub loans: i64,
    /// Their amounts, in 分.
    pub amount: Fen,
}

impl Figure {
    /// Counts a loan where there is anything of it.
    fn add(&mut self, amount: Fen) -> Option<()> {
        if !amount.is_zero() {
            self.loans += 1;
            self.amount = self.amount.checked_add(amount)?;
        }
        Some(())
    }
}

/// The sums over some loans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portfolio {
    /// Amounts and limits granted.
    pub granted: Figure,
    /// Draws.
    pub drawn: Figure,
    /// What is outstanding.
    pub outstanding: Figure,
    /// Loans that were repaid, with what was drawn of them.
    pub settled: Figure,
    /// What is outstanding of loans more than [`AT_RISK`] days overdue.
    pub at_risk: [Figure; 3],
    /// All arrears.
    pub arrears: Figure,
    /// Arrears by the days that the loan is overdue, up to each of [`AGES`], and beyond the last.
    pub ages: [Figure; 7],
    /// Principal that fell due.
    pub fallen_due: Figure,
    /// The part of it that was repaid.
    pub met: Figure,
    /// What is outstanding, by tier.
    pub tiers: [Figure; 5],
    /// What is outstanding of loans in the three worst tiers 不良贷款.
    pub non_performing: Figure,
    /// What is outstanding of loans that were extended.
    pub extended: Figure,
    /// Principal written off.
    pub written_off: Figure,
    /// What was given up and not recovered.
    pub given_up: Figure,
    /// What guarantors paid.
    pub claimed: Figure,
    /// What of that is to be recovered.
    pub to_recover: Figure,
}

impl Portfolio {
    /// Adds a loan; `None` past the range of money.
    pub fn add(&mut self, line: &LoanLine) -> Option<()> {
        if line.stage < Stage::Granted {
            return Some(());
        }
        let late = line.days_overdue;
        let when = |holds: bool, amount: Fen| if holds { amount } else { Fen::ZERO };
        self.granted.add(line.granted)?;
        self.drawn.add(line.drawn)?;
        self.outstanding.add(line.outstanding)?;
        self.settled.add(when(line.stage == Stage::Settled, line.drawn))?;
        for (figure, days) in self.at_risk.iter_mut().zip(AT_RISK) {
            figure.add(when(late > days, line.outstanding))?;
        }
        self.arrears.add(line.arrears)?;
        let age = AGES.iter().position(|most| late <= *most).unwrap_or(AGES.len());
        self.ages[age].add(line.arrears)?;
        self.fallen_due.add(line.fallen_due)?;
        self.met.add(line.met)?;
        for (figure, tier) in self.tiers.iter_mut().zip(Tier::ALL) {
            figure.add(when(line.tier == tier, line.outstanding))?;
        }
        self.non_performing.add(when(line.tier >= Tier::Substandard, line.outstanding))?;
        self.extended.add(when(line.extended, line.outstanding))?;
        self.written_off.add(line.written_off)?;
        self.given_up.add(line.given_up)?;
        self.claimed.add(line.claimed)?;
        self.to_recover.add(line.to_recover)
    }
}
