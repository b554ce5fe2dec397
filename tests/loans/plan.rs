//! What an office that lends may do next, right and wrong.
//!
//! Owns: making the body of each act from the model. Refuses to know: how it is recorded and compared.

use super::books::{Books, cash, fen};
use super::model::{ALL, Life, Stand, whole};
use super::office::{BORROWERS, LENDS, Offered, PLACES, begins, line};
use jinguo::base::{Date, EntryNo, Hash32, LoanNo, PersonNo, ProductNo, Rate};
use jinguo::book::loan::{LoanState, owed};
use jinguo::entry::{
    DayCount, Eligible, Graces, LoanKind, LoanWhat, Method, PaidFrom, Part, Plan, Quarter, RecoveredAfter,
    RepaymentOrder, Rounding, SubsidyMode, SubsidySet, SubsidyShare, Terms, VisitResult,
};
use proptest::prelude::*;
use proptest::sample::select;

/// What somebody does, as numbers that a strategy can shrink; what they mean depends on what is there.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub act: Act,
    pub loan: u16,
    pub days: u32,
    pub back: u32,
    /// A part of what is possible, in thousandths; above 1000 it is too much.
    pub part: i64,
    pub choice: u32,
    /// Something of it is wrong: it must be refused.
    pub wrong: bool,
    /// It is reversed at once, and then nothing may be left of it.
    pub undone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Apply,
    Forward,
    Draw,
    Repay,
    Fee,
    Extend,
    Claim,
    WriteOff,
    Recover,
    Refund,
    Visit,
    Subsidy,
    Reverse,
    Crash,
    Reopen,
}

/// Three loans, the first two of them drawn.
pub fn three_loans() -> Vec<Step> {
    let (back, part, wrong, undone) = (0, 1000, false, false);
    let step = |act, loan: u16, days| {
        let choice = u32::from(loan);
        Step { act, loan, days, back, part, choice, wrong, undone }
    };
    let acts = [Act::Apply, Act::Forward, Act::Forward, Act::Draw];
    let all = (0..3).flat_map(|loan| acts.map(|act| step(act, loan, 0)));
    all.take(11).collect()
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 10..90)
}

fn step() -> impl Strategy<Value = Step> {
    let act = prop_oneof![
        3 => Just(Act::Apply),
        10 => Just(Act::Forward),
        8 => Just(Act::Draw),
        18 => Just(Act::Repay),
        4 => Just(Act::Fee),
        6 => Just(Act::Extend),
        9 => Just(Act::Claim),
        5 => Just(Act::WriteOff),
        6 => Just(Act::Recover),
        4 => Just(Act::Refund),
        1 => Just(Act::Visit),
        8 => Just(Act::Subsidy),
        10 => Just(Act::Reverse),
        4 => Just(Act::Crash),
        2 => Just(Act::Reopen),
    ];
    let days = prop_oneof![4 => Just(0_u32), 4 => 1..12_u32, 6 => 25..35_u32, 2 => 60..200_u32];
    let back = prop_oneof![4 => Just(0_u32), 1 => 1..10_u32, 1 => 20..120_u32];
    let part = prop_oneof![3 => Just(1000_i64), 4 => 1..1000_i64, 2 => 1001..1500_i64];
    let rarely = |of: u32| (0..of).prop_map(|n: u32| n == 7);
    (act, any::<u16>(), days, back, part, any::<u32>(), rarely(9), rarely(8)).prop_map(
        |(act, loan, days, back, part, choice, wrong, undone)| Step {
            act,
            loan,
            days,
            back,
            part,
            choice,
            wrong,
            undone,
        },
    )
}

/// Products: any terms, whose money, and who stands behind it.
pub fn products() -> impl Strategy<Value = Vec<Offered>> {
    let one = (
        (0..5_u8, 0..3_u8, select(vec![0_u32, 1, 36_000, 43_500, 120_000, 180_000])),
        select(vec![0_u16, 50, 100]),
        select(DayCount::ALL.to_vec()),
        select(Rounding::ALL.to_vec()),
        select(Method::ALL.to_vec()),
        (select(vec![0_u16, 0, 3]), select(vec![0_u16, 0, 2, 4]), select(vec![0_u16, 0, 0, 3])),
        (select(vec![0_u16, 0, 10]), Just(Part::ALL.to_vec()).prop_shuffle()),
        (select(vec![0_u8, 0, 1, 15, 28]), 0..4_u8),
    );
    let offered =
        one.prop_map(|((kind, source, rate), surcharge, count, rounding, method, months, rest, last)| {
            let (ageing_days, order) = rest;
            let graces = Graces {
                principal_months: months.0,
                interest_months: months.1,
                free_months: months.2,
                ageing_days,
            };
            let terms = Terms {
                rate: Rate::from_millionths(rate),
                surcharge_percent: surcharge,
                day_count: count,
                rounding,
                method,
                graces,
                order: RepaymentOrder::new(order.try_into().unwrap()).unwrap(),
                due_day: last.0,
                limit: fen(5_000_000),
                longest_months: 14,
                eligible: Eligible::default(),
            };
            let subsidy = match last.1 {
                0 => SubsidyMode::Full,
                1 => SubsidyMode::PartOf(500_000),
                2 => SubsidyMode::Above { lpr: Rate::from_millionths(38_500), basis_points: -150 },
                _ => SubsidyMode::Points(Rate::from_millionths(20_000)),
            };
            Offered {
                kind: if kind < 3 { LoanKind::Term } else { LoanKind::Revolving },
                own: source > 0,
                guaranteed: source != 1,
                terms,
                subsidy,
            }
        });
    prop::collection::vec(offered, 3..=5)
}

/// What must come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Recorded, unless a deposit or an allowance is short.
    Fine,
    Maybe,
    Refused,
}

/// An event that somebody wants recorded.
#[derive(Clone, Debug)]
pub struct Wish {
    pub loan: LoanNo,
    pub on: Date,
    pub what: LoanWhat,
    pub expect: Expect,
    /// To be provided for first.
    pub provide: i64,
}

pub fn back(day: Date, days: u32) -> Date {
    (0..days).fold(day, |day, _| day.previous())
}

fn part_of(whole: i64, part: i64) -> i64 {
    i64::try_from(i128::from(whole) * i128::from(part) / 1000).unwrap()
}

pub fn rule_of(offered: &Offered, at: usize) -> SubsidySet {
    let share = |level: &str, millionths| SubsidyShare { level: line(level), millionths };
    SubsidySet {
        product: ProductNo(u32::try_from(at).unwrap() + 1),
        from: begins(),
        mode: offered.subsidy,
        longest_months: 10,
        shares: vec![share("省级", 333_333), share("市级", 333_333), share("县级", 333_334)],
    }
}

/// What is seen of a loan when something is to be done with it.
pub struct Seen<'a> {
    pub books: &'a Books,
    pub offered: &'a [Offered],
    pub no: LoanNo,
    pub life: &'a Life,
    pub real: &'a LoanState,
    pub today: Date,
}

pub fn apply(step: &Step, books: &Books, offered: &[Offered], today: Date) -> Wish {
    let product = ProductNo(step.choice % u32::try_from(offered.len()).unwrap() + 1);
    let borrower = PersonNo(u64::from(step.loan) % BORROWERS + 1);
    let amount = fen(part_of(2_000_001, step.part.min(1000)).max(1000));
    let months = u16::try_from(step.choice / 7 % 10).unwrap() + 5;
    let loan = LoanNo(u64::try_from(books.lives.len()).unwrap() + 1);
    let what = LoanWhat::Applied { product, borrower, amount, months };
    Wish { loan, on: today, what, expect: Expect::Maybe, provide: 0 }
}

impl Seen<'_> {
    fn stage(&self) -> usize {
        let living = self.life.living(ALL);
        let set_up = |e: &&&super::model::Happened| {
            matches!(e.what, LoanWhat::Applied { .. } | LoanWhat::Granted { .. } | LoanWhat::Signed { .. })
        };
        living.iter().filter(set_up).count()
    }

    fn terms(&self) -> Terms {
        self.offered[self.books.products[usize::try_from(self.no.0).unwrap() - 1]].terms
    }

    /// What the step comes to; `None` where it makes no sense yet.
    pub fn wish(&self, step: &Step) -> Option<Wish> {
        let stand = self.life.at(self.today, ALL);
        let (what, on, expect) = match step.act {
            Act::Draw => self.draw(step, &stand)?,
            Act::Repay => self.repay(step)?,
            Act::Fee => {
                let on = back(self.today, step.back);
                let signed = self.life.at(on, ALL).signed.is_some();
                let what = LoanWhat::Charged { amount: fen(i64::from(step.choice % 3000) + 1) };
                (what, on, if signed { Expect::Fine } else { Expect::Refused })
            }
            Act::Extend => {
                let end = stand.end?.plus_months(step.choice % 4 + 1);
                let plan = owed::plan_after_extension(self.no, self.real, self.today, end).ok()?;
                let not = stand.arrears > 0 || stand.outstanding == 0;
                (LoanWhat::Extended { plan }, self.today, if not { Expect::Refused } else { Expect::Maybe })
            }
            Act::Claim => self.claim(step, &stand)?,
            Act::WriteOff => self.write_off(&stand)?,
            Act::Recover => {
                let after = if stand.given_up > 0 { RecoveredAfter::WriteOff } else { RecoveredAfter::Claim };
                let left = stand.given_up.max(if stand.given_up > 0 { 0 } else { stand.to_recover });
                let amount = part_of(left, step.part);
                let fits = if amount > left { Expect::Refused } else { Expect::Fine };
                (LoanWhat::Recovered { after, amount: fen(positive(amount)?) }, self.today, fits)
            }
            Act::Refund => {
                let over = if stand.outstanding == 0 {
                    (-stand.interest_run).max(0) + (-stand.penalty).max(0)
                } else {
                    0
                };
                let most = stand.kept + over;
                let amount = positive(part_of(most, step.part))?;
                let fits = if amount > most { Expect::Refused } else { Expect::Fine };
                (LoanWhat::Refunded { amount: fen(amount) }, self.today, fits)
            }
            Act::Visit => {
                let fits = if stand.signed.is_some() { Expect::Fine } else { Expect::Refused };
                (LoanWhat::Visited { result: VisitResult::Well }, self.today, fits)
            }
            Act::Subsidy => self.subsidy(step)?,
            _ => self.forward(step)?,
        };
        let provide = match &what {
            LoanWhat::WrittenOff { split, claimed } => split.principal.get() + claimed.get(),
            _ => 0,
        };
        Some(Wish { loan: self.no, on, what, expect, provide })
    }

    fn forward(&self, step: &Step) -> Option<(LoanWhat, Date, Expect)> {
        let stand = self.life.at(self.today, ALL);
        let what = match self.stage() {
            1 => LoanWhat::Granted {
                amount: fen(part_of(stand.amount, step.part.clamp(300, 1000)).max(1)),
                months: stand.months,
            },
            2 => LoanWhat::Signed { number: line("一"), paper: Hash32([7; 32]), terms: self.terms() },
            _ => return None,
        };
        Some((what, self.today, Expect::Fine))
    }

    fn draw(&self, step: &Step, stand: &Stand) -> Option<(LoanWhat, Date, Expect)> {
        let used = if self.life.kind == LoanKind::Term { stand.drawn } else { stand.outstanding };
        let left = stand.amount - used;
        let amount = positive(part_of(left.max(5), step.part))?;
        let plan = owed::plan_after_draw(self.no, self.real, self.today, fen(amount)).ok()?;
        let not = amount > left
            || stand.arrears > 0
            || stand.signed.is_none()
            || self.is_settled(stand)
            || stand.end.is_some_and(|end| end <= self.today);
        let expect = if not { Expect::Refused } else { Expect::Maybe };
        Some((LoanWhat::Drawn { amount: fen(amount), plan }, self.today, expect))
    }

    /// A term loan of which something was repaid, by whom ever, and nothing is owed any more.
    fn is_settled(&self, stand: &Stand) -> bool {
        let owes =
            [stand.outstanding, stand.fees, stand.interest_run, stand.penalty].iter().any(|sum| *sum > 0);
        self.life.kind == LoanKind::Term && stand.repaid + stand.claimed > 0 && !owes
    }

    fn repay(&self, step: &Step) -> Option<(LoanWhat, Date, Expect)> {
        let on = back(self.today, step.back);
        let stand = self.life.at(on, ALL);
        let first = stand.first_draw?;
        let owed = self.life.owed(on);
        let due = owed.fees + owed.penalty + owed.interest_due + owed.overdue;
        let next = stand.next.map_or(0, |next| next.1);
        let paid = match step.choice % 8 {
            0 | 1 => due,
            2 => part_of(due, step.part.min(1000)),
            3 => due + owed.interest - owed.interest_due + next,
            4 => owed.payoff(),
            5 => owed.payoff() + part_of(1000, step.part),
            6 => due + part_of(owed.payoff() - due, step.part.min(1000)),
            _ => {
                let paid = part_of(stand.kept, step.part);
                let split = self.life.split(on, positive(paid)?);
                let what = LoanWhat::Repaid { from: PaidFrom::Prepayment, split, plan: None };
                let fine = paid <= stand.kept && split.prepaid.is_zero() && owed.payoff() > 0 && on >= first;
                return Some((what.clone(), on, self.if_it_can_stand(fine, on, what)));
            }
        };
        let split = self.life.split(on, positive(paid)?);
        let plan = (step.choice / 8)
            .is_multiple_of(4)
            .then(|| owed::plan_after_payment(self.no, self.real, on, &split).ok())
            .flatten();
        let fine = owed.payoff() > 0 && on >= first;
        let what = cash(split, plan.clone());
        let all_due = whole(&split) >= due;
        let late = self.life.living(ALL).iter().any(|event| event.on > on && moves(&event.what));
        let expect = match (&plan, fine) {
            (Some(_), _) if !all_due || late => Expect::Refused,
            (Some(_), true) => Expect::Maybe,
            _ => self.if_it_can_stand(fine, on, what.clone()),
        };
        Some((what, on, expect))
    }

    /// Refused where something later could not stand then.
    fn if_it_can_stand(&self, fine: bool, on: Date, what: LoanWhat) -> Expect {
        let mut after = self.life.clone();
        let entry = self.books.last + 1;
        after.events.push(super::model::Happened { entry, on, what, reversed: None });
        if fine && after.broken().is_none() { Expect::Fine } else { Expect::Refused }
    }

    fn claim(&self, step: &Step, stand: &Stand) -> Option<(LoanWhat, Date, Expect)> {
        stand.first_draw?;
        let offered = &self.offered[self.books.products[usize::try_from(self.no.0).unwrap() - 1]];
        let paid = positive(part_of(self.life.owed(self.today).payoff(), step.part.min(1000)))?;
        let split = self.life.split(self.today, paid);
        let fund = [None, None, Some(PLACES), Some(LENDS)][usize::try_from(step.choice % 4).unwrap()];
        let mixed = self
            .life
            .living(ALL)
            .iter()
            .any(|event| matches!(&event.what, LoanWhat::Claimed { fund: other, .. } if *other != fund));
        let not = stand.arrears == 0 || !offered.guaranteed || mixed || (fund.is_some() && offered.own);
        let expect = if not { Expect::Refused } else { Expect::Fine };
        Some((LoanWhat::Claimed { split, fund }, self.today, expect))
    }

    fn write_off(&self, stand: &Stand) -> Option<(LoanWhat, Date, Expect)> {
        stand.first_draw?;
        let owed = self.life.owed(self.today);
        let split = self.life.split(self.today, owed.payoff());
        let claimed = fen(if self.life.own { 0 } else { stand.to_recover });
        let not = (stand.arrears == 0 && stand.to_recover == 0) || whole(&split) + claimed.get() == 0;
        let expect = if not { Expect::Refused } else { Expect::Fine };
        Some((LoanWhat::WrittenOff { split, claimed }, self.today, expect))
    }

    fn subsidy(&self, step: &Step) -> Option<(LoanWhat, Date, Expect)> {
        let number = back(self.today, step.choice % 200 + 90).number();
        let (year, month) = (u16::try_from(number / 10_000).unwrap(), number / 100 % 100);
        let quarter = Quarter::new(year, u8::try_from(month.div_ceil(3)).unwrap())?;
        let at = self.books.products[usize::try_from(self.no.0).unwrap() - 1];
        let (sum, shares) = self.life.subsidy(&rule_of(&self.offered[at], at), quarter);
        let twice =
            self.life.living(ALL).iter().any(
                |event| matches!(event.what, LoanWhat::SubsidyClaimed { quarter: q, .. } if q == quarter),
            );
        let amount = fen(positive(sum)?);
        let over = quarter.last_day() < self.today;
        let expect = if twice || !over { Expect::Refused } else { Expect::Fine };
        Some((LoanWhat::SubsidyClaimed { quarter, amount, shares }, self.today, expect))
    }
}

fn moves(what: &LoanWhat) -> bool {
    !matches!(
        what,
        LoanWhat::Applied { .. }
            | LoanWhat::Granted { .. }
            | LoanWhat::Signed { .. }
            | LoanWhat::Visited { .. }
            | LoanWhat::SubsidyClaimed { .. }
    )
}

fn positive(sum: i64) -> Option<i64> {
    (sum > 0).then_some(sum)
}

/// The same with something wrong in it; `None` where nothing of it is worked out.
pub fn spoilt(what: &LoanWhat, choice: u32) -> Option<LoanWhat> {
    let shift = |plan: &Plan| {
        let mut plan = plan.clone();
        let at = usize::try_from(choice).unwrap() % plan.len();
        let last = at + 1 == plan.len();
        let part = &mut plan[at];
        match choice / 64 % 3 {
            0 => part.principal = fen(part.principal.get() + 1),
            1 => part.interest = fen(part.interest.get() + 1),
            _ => part.due = if last { part.due.next() } else { part.due.previous() },
        }
        plan
    };
    Some(match what.clone() {
        LoanWhat::Drawn { amount, plan } => LoanWhat::Drawn { amount, plan: shift(&plan) },
        LoanWhat::Extended { plan } => {
            let plan = if choice / 64 % 3 == 2 { plan[..plan.len() - 1].to_vec() } else { shift(&plan) };
            LoanWhat::Extended { plan: (!plan.is_empty()).then_some(plan)? }
        }
        LoanWhat::Repaid { from, mut split, plan } => {
            spoil(&mut split, choice)?;
            LoanWhat::Repaid { from, split, plan }
        }
        LoanWhat::Claimed { mut split, fund } => {
            spoil(&mut split, choice)?;
            LoanWhat::Claimed { split, fund }
        }
        LoanWhat::WrittenOff { mut split, claimed } => {
            split.principal = fen(split.principal.get() + 1);
            LoanWhat::WrittenOff { split, claimed }
        }
        LoanWhat::SubsidyClaimed { quarter, amount, mut shares } => {
            let amount = fen(amount.get() + i64::from(choice % 2));
            shares[0] = fen(shares[0].get() + 1);
            shares[2] = fen(shares[2].get() - i64::from(choice.is_multiple_of(2)));
            LoanWhat::SubsidyClaimed { quarter, amount, shares }
        }
        LoanWhat::Signed { number, paper, terms } => {
            let rate = Rate::from_millionths(terms.rate.millionths() + 1);
            LoanWhat::Signed { number, paper, terms: Terms { rate, ..terms } }
        }
        LoanWhat::Granted { amount, .. } => LoanWhat::Granted { amount, months: 37 },
        _ => return None,
    })
}

/// Moves a 分 from one part to another.
fn spoil(split: &mut jinguo::entry::Split, choice: u32) -> Option<()> {
    let mut parts = split.parts().map(|part| part.get());
    let from = parts.iter().position(|part| *part > 0)?;
    let to = (from + 1 + usize::try_from(choice).unwrap() % 3) % 5;
    parts[from] -= 1;
    parts[to] += 1;
    let [fees, penalty, interest, principal, prepaid] = parts.map(fen);
    *split = jinguo::entry::Split { fees, penalty, interest, principal, prepaid };
    Some(())
}

pub fn entry(no: u64) -> EntryNo {
    EntryNo(no)
}
