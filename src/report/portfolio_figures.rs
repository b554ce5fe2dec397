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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::{EntryNo, Hash32, Line, Rate};
    use crate::book::loan::Event;
    use crate::entry::{
        DayCount, Eligible, Graces, Instalment, LoanKind, Method, PaidFrom, RepaymentOrder, Rounding, Split,
        Terms,
    };

    pub fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    /// At 3.6 % by ACT/360 each 10,000 yuan bear 1 yuan a day.
    fn terms(ageing_days: u16) -> Terms {
        Terms {
            rate: Rate::from_millionths(36_000),
            surcharge_percent: 50,
            day_count: DayCount::Actual360,
            rounding: Rounding::HalfEven,
            method: Method::EqualPrincipal,
            graces: Graces { ageing_days, ..Graces::default() },
            order: RepaymentOrder::USUAL,
            due_day: 1,
            limit: Fen::new(10_000_000),
            longest_months: 36,
            eligible: Eligible::default(),
        }
    }

    fn plan(instalments: &[(&str, i64, i64)]) -> Vec<Instalment> {
        let all = instalments.iter();
        all.map(|(due, principal, interest)| Instalment {
            due: day(due),
            principal: Fen::new(*principal),
            interest: Fen::new(*interest),
        })
        .collect()
    }

    pub fn paid(interest: i64, principal: i64) -> LoanWhat {
        let split =
            Split { interest: Fen::new(interest), principal: Fen::new(principal), ..Split::default() };
        LoanWhat::Repaid { from: PaidFrom::Cash, split, plan: None }
    }

    /// A signed loan, and what happened to it then: entries from 4 on.
    pub fn loan(kind: LoanKind, ageing_days: u16, events: Vec<(&str, LoanWhat)>) -> LoanState {
        let (amount, months) = (Fen::new(1_000_000), 4);
        let (product, borrower) = (ProductNo(1), PersonNo(1));
        let number = Line::new("1").unwrap();
        let signed = LoanWhat::Signed { number, paper: Hash32([0; 32]), terms: terms(ageing_days) };
        let begin = [
            ("2026-01-01", LoanWhat::Applied { product, borrower, amount, months }),
            ("2026-01-01", LoanWhat::Granted { amount, months }),
            ("2026-01-01", signed),
        ];
        let all = (1..).zip(begin.into_iter().chain(events));
        let event = |(no, (date, what)): (u64, (&str, LoanWhat))| Event {
            entry: EntryNo(no),
            date: day(date),
            reversed: None,
            what,
            booked: Fen::ZERO,
        };
        LoanState { product, kind, borrower, events: all.map(event).collect() }
    }

    /// 10,000 yuan, repaid in four parts on the first of each month.
    pub fn drawn() -> (&'static str, LoanWhat) {
        let plan = plan(&[
            ("2026-02-01", 250_000, 3_100),
            ("2026-03-01", 250_000, 2_100),
            ("2026-04-01", 250_000, 1_550),
            ("2026-05-01", 250_000, 750),
        ]);
        ("2026-01-01", LoanWhat::Drawn { amount: Fen::new(1_000_000), plan })
    }

    fn late() -> LoanState {
        loan(LoanKind::Term, 3, vec![drawn(), ("2026-02-01", paid(3_100, 250_000))])
    }

    fn on(loan: &LoanState, date: &str) -> LoanLine {
        line(loan, Profile::Loan, day(date), Known::ALL)
    }

    #[test]
    fn a_loan_that_stops_being_paid() {
        let loan = late();
        // The second instalment of 2,500 and 28 days of 0.75 yuan.
        let march = on(&loan, "2026-03-31");
        assert_eq!((march.outstanding, march.arrears), (Fen::new(750_000), Fen::new(252_100)));
        assert_eq!((march.days_overdue, march.tier), (30, Tier::SpecialMention));
        assert_eq!((march.fallen_due, march.met), (Fen::new(500_000), Fen::new(250_000)));
        // What falls due on the day itself is not late, and does not count as fallen due.
        let april = on(&loan, "2026-04-01");
        assert_eq!((april.days_overdue, april.fallen_due, april.met), (31, march.fallen_due, march.met));
        // 31 more days of 0.75 yuan.
        let next = on(&loan, "2026-04-02");
        assert_eq!((next.arrears, next.fallen_due), (Fen::new(504_425), Fen::new(750_000)));
        assert_eq!(next.met, Fen::new(250_000));
        // Within the grace it is in arrears and not overdue.
        let grace = on(&loan, "2026-03-04");
        assert_eq!((grace.arrears, grace.days_overdue, grace.tier), (Fen::new(252_100), 0, Tier::Pass));
    }

    #[test]
    fn a_payment_that_became_known_late_counts_for_those_who_know_it() {
        let mut loan = late();
        let entry = EntryNo(9);
        let (date, what) = (day("2026-03-01"), paid(2_100, 250_000));
        loan.events.push(Event { entry, date, reversed: None, what, booked: Fen::ZERO });
        let on = |known| line(&loan, Profile::Loan, day("2026-03-31"), Known(EntryNo(known)));
        assert_eq!((on(8).arrears, on(8).outstanding), (Fen::new(252_100), Fen::new(750_000)));
        assert_eq!((on(9).arrears, on(9).outstanding), (Fen::ZERO, Fen::new(500_000)));
        assert_eq!((on(9).fallen_due, on(9).met), (Fen::new(500_000), Fen::new(500_000)));
    }

    #[test]
    fn what_a_limit_was_repaid_of_before_pays_nothing_of_what_is_late() {
        let draw =
            |due: &str| LoanWhat::Drawn { amount: Fen::new(100_000), plan: plan(&[(due, 100_000, 310)]) };
        let events = vec![
            ("2026-01-01", draw("2026-02-01")),
            ("2026-01-16", paid(150, 100_000)),
            ("2026-01-16", draw("2026-02-16")),
        ];
        let late = on(&loan(LoanKind::Revolving, 0, events), "2026-03-01");
        assert_eq!((late.fallen_due, late.met), (Fen::new(100_000), Fen::ZERO));
    }

    #[test]
    fn a_repaid_loan_counts_as_repaid_and_no_more() {
        let all = vec![drawn(), ("2026-01-31", paid(3_000, 1_000_000))];
        let before = on(&loan(LoanKind::Term, 0, all.clone()), "2026-01-31");
        assert_eq!((before.fallen_due, before.met, before.stage), (Fen::ZERO, Fen::ZERO, Stage::Settled));
        let after = on(&loan(LoanKind::Term, 0, all), "2026-12-31");
        assert_eq!((after.fallen_due, after.met), (Fen::new(1_000_000), Fen::new(1_000_000)));
    }

    #[test]
    fn a_guarantor_who_pays_is_no_borrower_who_repays() {
        let mut loan = late();
        let split = Split { interest: Fen::new(4_425), principal: Fen::new(500_000), ..Split::default() };
        let (entry, date, what) = (EntryNo(9), day("2026-04-02"), LoanWhat::Claimed { split, fund: None });
        loan.events.push(Event { entry, date, reversed: None, what, booked: Fen::ZERO });
        let claimed = on(&loan, "2026-04-02");
        assert_eq!((claimed.claimed, claimed.to_recover), (Fen::new(504_425), Fen::new(504_425)));
        assert_eq!((claimed.outstanding, claimed.arrears), (Fen::new(250_000), Fen::ZERO));
        assert_eq!((claimed.fallen_due, claimed.met), (Fen::new(750_000), Fen::new(250_000)));
    }

    #[test]
    fn sums_over_loans() {
        let good = loan(LoanKind::Term, 0, vec![drawn(), ("2026-02-01", paid(3_100, 250_000))]);
        let asked = loan(LoanKind::Term, 0, Vec::new());
        let mut sums = Portfolio::default();
        // 31 days late, in order (before its next instalment), and signed with nothing drawn.
        for line in [on(&late(), "2026-04-01"), on(&good, "2026-02-28"), on(&asked, "2026-04-01")] {
            sums.add(&line).unwrap();
        }
        let figure = |loans, amount| Figure { loans, amount: Fen::new(amount) };
        assert_eq!((sums.granted, sums.drawn), (figure(3, 3_000_000), figure(2, 2_000_000)));
        assert_eq!(sums.outstanding, figure(2, 1_500_000));
        assert_eq!(sums.at_risk, [figure(1, 750_000), figure(1, 750_000), figure(0, 0)]);
        assert_eq!(sums.arrears, figure(1, 252_100));
        let mut ages = [Figure::default(); 7];
        ages[2] = figure(1, 252_100);
        assert_eq!(sums.ages, ages);
        assert_eq!((sums.fallen_due, sums.met), (figure(2, 750_000), figure(2, 500_000)));
        assert_eq!(sums.tiers[..2], [figure(1, 750_000), figure(1, 750_000)]);
        assert_eq!(sums.non_performing, figure(0, 0));
    }

    #[test]
    fn each_bound_of_age_belongs_to_the_younger_bucket() {
        let template = on(&late(), "2026-04-01");
        let bucket = |days_overdue| {
            let mut sums = Portfolio::default();
            sums.add(&LoanLine { days_overdue, ..template.clone() }).unwrap();
            sums.ages.iter().position(|figure| figure.loans == 1).unwrap()
        };
        for (days, at) in [(0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (90, 3), (180, 4), (360, 5), (361, 6)] {
            assert_eq!(bucket(days), at, "{days}");
        }
    }
}
