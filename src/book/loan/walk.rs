//! What is owed on a day: a walk over a loan's events in the order of their business dates.
//!
//! Owns: how balances, interest, penalty interest and arrears follow from events. Refuses to know: whether an event is
//! allowed, and accounts.
//!
//! Interest runs by the day on what is outstanding. It is kept exact between two due days and rounded once, on the due
//! day. The schedule says when what falls due, and nothing else: the balance comes from draws and payments.

use super::interest::{days, denominator, numerator, rounded};
use super::state::{Event, LoanState};
use super::{Flow, Known, LoanRefusal};
use crate::base::{Date, EntryNo, Fen, LoanNo};
use crate::entry::{Instalment, LoanKind, LoanWhat, PaidFrom, Plan, RecoveredAfter, Split, Terms};

/// How far a loan has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing of it counts: the application was reversed.
    #[default]
    Void,
    /// Somebody applied 申请中.
    Applied,
    /// It was granted 已审批.
    Granted,
    /// The contract is signed 已签约; of a revolving one, also while nothing is outstanding.
    Signed,
    /// Something is outstanding 在贷.
    Running,
    /// All was repaid 已结清.
    Settled,
    /// It was given up 已核销.
    WrittenOff,
}

/// What a loan came to on a day, all in 分.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// How far it has come.
    pub stage: Stage,
    /// The amount granted, or the limit.
    pub amount: Fen,
    /// The months granted.
    pub months: u16,
    /// The terms of the contract.
    pub terms: Option<Terms>,
    /// The day of the contract.
    pub signed: Option<Date>,
    /// The day of the first draw.
    pub first_draw: Option<Date>,
    /// The last day: of the schedule, or of the limit.
    pub end: Option<Date>,
    /// The day of the extension 展期, where there was one.
    pub extended: Option<Date>,
    /// Draws in all.
    pub drawn: Fen,
    /// Principal repaid in all.
    pub repaid: Fen,
    /// Principal that the guarantor paid in all.
    pub claimed: Fen,
    /// Principal written off in all.
    pub written_off: Fen,
    /// Draws less what was repaid, claimed and written off.
    pub outstanding: Fen,
    /// Fees charged and not paid.
    pub fees: Fen,
    /// Penalty interest run up and not paid; negative where too much was.
    pub penalty: Fen,
    /// Interest fallen due and not paid; negative where more was paid than fell due.
    pub interest_due: Fen,
    /// Interest run up and not paid, due or not; negative where too much was paid.
    pub interest_run: Fen,
    /// Interest paid in all.
    pub interest_paid: Fen,
    /// Principal fallen due and not paid.
    pub principal_due: Fen,
    /// What should have been paid before that day and was not: principal and interest.
    pub arrears: Fen,
    /// The due day of the oldest part of the arrears.
    pub arrears_since: Option<Date>,
    /// Calendar days since then, once they are more than the grace.
    pub days_overdue: u32,
    /// What is kept for later 预收.
    pub prepaid: Fen,
    /// What the guarantor paid and was not recovered.
    pub to_recover: Fen,
    /// What was written off and not recovered, with interest.
    pub given_up: Fen,
    /// The part of `given_up` that stands against the allowance: principal, or what a claim took out of a deposit.
    pub given_up_principal: Fen,
    /// The next instalment, less what was paid ahead of it.
    pub next: Option<Instalment>,
    /// Principal that fell due in all under the schedules in force; for 还贷率.
    pub fallen_due: Fen,
    /// The entry that holds the schedule in force.
    pub plan_of: Option<EntryNo>,
    /// Interest of the running period, exact; see [`super::interest::numerator`].
    pub running: i128,
    /// Interest of closed periods less all interest paid.
    pub closed_unpaid: Fen,
}

impl Position {
    /// What ends the loan on that day 结清金额: everything owed, not counting what is kept for later.
    #[must_use]
    pub fn payoff(&self) -> Option<Fen> {
        let interest = self.interest_run.max(Fen::ZERO);
        let parts = [self.fees, self.penalty.max(Fen::ZERO), interest, self.outstanding];
        parts.into_iter().try_fold(Fen::ZERO, Fen::checked_add)
    }

    /// What must be paid on that day so that nothing is due any more: fees, penalty interest, and what fell due.
    #[must_use]
    pub fn due(&self) -> Fen {
        let [penalty, interest] = [self.penalty, self.interest_due].map(|fen| fen.max(Fen::ZERO));
        [self.fees, penalty, interest, self.principal_due].into_iter().fold(Fen::ZERO, plus)
    }

    /// That it is in arrears, as a refusal.
    pub(super) fn in_arrears(&self, loan: LoanNo) -> LoanRefusal {
        let (arrears, since, due) = (self.arrears, self.arrears_since, self.due());
        LoanRefusal::InArrears { loan, arrears, since, due }
    }

    /// Interest and penalty interest that were paid too much: a payment became known late.
    #[must_use]
    pub fn overpaid(&self) -> Fen {
        let over = |run: Fen| if run.is_negative() { run.negated() } else { Fen::ZERO };
        Fen::new(over(self.interest_run).get().saturating_add(over(self.penalty).get()))
    }
}

/// A stretch of days on which nothing changed: after `from`, up to and with `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The day before its first.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Days that count for interest.
    pub days: i64,
    /// What was outstanding.
    pub outstanding: Fen,
    /// Of that, overdue principal: penalty interest runs on it.
    pub overdue: Fen,
    /// Whether anything was in arrears.
    pub in_arrears: bool,
    /// Whether it lies after an extension.
    pub extended: bool,
}

/// What a walk passes.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Days on which interest ran.
    Ran(Stretch),
    /// A due day: the instalment, and the interest and penalty interest of the period that ends on it.
    FellDue {
        /// The instalment of the schedule in force.
        planned: Instalment,
        /// Interest of the period as it ran, rounded.
        interest: Fen,
        /// Its numerator before rounding.
        numerator: i128,
        /// Penalty interest of the period, rounded.
        penalty: Fen,
    },
    /// An event, and where the loan stands after it.
    Happened(&'a Event, &'a Standing<'a>),
}

/// Where a walk stands.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    flow: Flow,
    at: Date,
    position: Position,
    plan: &'a [Instalment],
    /// What should be outstanding at most, by the schedule.
    remaining: Fen,
    last_due: Option<Date>,
    /// Principal paid between the last two due days, and after the last.
    paid_before: Fen,
    paid_since: Fen,
    interest: Running,
    penalty: Running,
    /// Interest up to the last due day on which any fell due.
    interest_fallen: Fen,
    /// What fell due when, for the age of arrears.
    fallen: Vec<(Date, Fen)>,
    free_until: Option<Date>,
    deferred_until: Option<Date>,
    /// Whether a guarantor paid out of what a fund placed with it.
    out_of_a_deposit: bool,
}

/// Interest of one sort: closed periods rounded, the running one exact, and what was paid.
#[derive(Clone, Copy, Debug, Default)]
struct Running {
    closed: Fen,
    numerator: i128,
    paid: Fen,
}

fn plus(a: Fen, b: Fen) -> Fen {
    // A loan's sums are bounded by its events, each of which fits a posting; an overflow is a bug, not an input.
    a.checked_add(b).unwrap_or_else(|| panic!("a loan's sums left the range of money"))
}

fn minus(a: Fen, b: Fen) -> Fen {
    plus(a, b.negated())
}

/// The position at the end of a day, for somebody who knows the entries up to one.
#[must_use]
pub fn position(loan: &LoanState, day: Date, known: Known) -> Position {
    walk(loan, day, known, |_| {})
}

/// The same, telling what it passes.
pub fn walk(loan: &LoanState, day: Date, known: Known, mut each: impl FnMut(Step<'_>)) -> Position {
    let living = loan.living(known);
    let mut standing = Standing::new(loan.kind, day);
    for event in living.into_iter().take_while(|event| event.date <= day) {
        standing.advance(event.date, &mut each);
        standing.apply(event);
        each(Step::Happened(event, &standing));
    }
    standing.advance(day, &mut each);
    standing.shown()
}

impl<'a> Standing<'a> {
    fn new(kind: LoanKind, at: Date) -> Standing<'a> {
        Standing {
            flow: Flow { kind },
            at,
            position: Position::default(),
            plan: &[],
            remaining: Fen::ZERO,
            last_due: None,
            paid_before: Fen::ZERO,
            paid_since: Fen::ZERO,
            interest: Running::default(),
            penalty: Running::default(),
            interest_fallen: Fen::ZERO,
            fallen: Vec::new(),
            free_until: None,
            deferred_until: None,
            out_of_a_deposit: false,
        }
    }

    /// What is outstanding.
    #[must_use]
    pub const fn outstanding(&self) -> Fen {
        self.position.outstanding
    }

    /// What is kept for later, what was claimed and what was given up, neither recovered yet, and fees owed.
    #[must_use]
    pub const fn held(&self) -> [Fen; 5] {
        let p = &self.position;
        [p.prepaid, p.to_recover, p.given_up, p.given_up_principal, p.fees]
    }

    /// Draws so far, and what may be drawn: in all of a term loan, at a time of a revolving one.
    #[must_use]
    pub const fn within(&self) -> bool {
        let p = &self.position;
        let drawn = match self.flow.kind {
            LoanKind::Term => p.drawn,
            LoanKind::Revolving => p.outstanding,
        };
        !p.outstanding.is_negative() && drawn.get() <= p.amount.get()
    }

    fn terms(&self) -> Option<Terms> {
        self.position.terms
    }

    fn advance(&mut self, to: Date, each: &mut impl FnMut(Step<'_>)) {
        while let Some((planned, rest)) = self.plan.split_first().filter(|(next, _)| next.due <= to) {
            self.run(planned.due, each);
            self.fall_due(*planned, rest, each);
        }
        self.run(to, each);
    }

    /// Interest up to a day, on what is outstanding.
    fn run(&mut self, to: Date, each: &mut impl FnMut(Step<'_>)) {
        let from = self.free_until.map_or(self.at, |free| self.at.max(free.min(to)));
        // Below 0 only where it is asked whether an event may go: no interest runs on that.
        if let (Some(terms), true) = (self.terms(), to > self.at && self.position.outstanding > Fen::ZERO) {
            let counted = days(terms.day_count, from, to);
            let (outstanding, overdue) = (self.position.outstanding, self.overdue());
            self.interest.numerator += numerator(outstanding, terms.rate, counted);
            // Penalty interest runs from the day after it was due, also while interest is free.
            let late = days(terms.day_count, self.at, to);
            self.penalty.numerator +=
                numerator(overdue, terms.rate, late) * i128::from(terms.surcharge_percent);
            each(Step::Ran(Stretch {
                from: self.at,
                to,
                days: counted,
                outstanding,
                overdue,
                in_arrears: !self.arrears().is_zero(),
                extended: self.position.extended.is_some(),
            }));
        }
        self.at = to;
    }

    fn fall_due(&mut self, planned: Instalment, rest: &'a [Instalment], each: &mut impl FnMut(Step<'_>)) {
        let numerator = self.interest.numerator;
        let (interest, penalty) = (self.close_interest(), self.close_penalty());
        self.plan = rest;
        let before = self.remaining;
        self.remaining =
            if rest.is_empty() { Fen::ZERO } else { minus(before, planned.principal).max(Fen::ZERO) };
        let principal = minus(before, self.remaining);
        self.position.fallen_due = plus(self.position.fallen_due, principal);
        let deferred = self.deferred_until.is_some_and(|until| planned.due <= until) && !rest.is_empty();
        let interest_before = self.interest_fallen;
        if !deferred {
            self.interest_fallen = self.interest.closed;
        }
        self.fallen.push((planned.due, plus(principal, minus(self.interest_fallen, interest_before))));
        self.last_due = Some(planned.due);
        self.paid_before = self.paid_since;
        self.paid_since = Fen::ZERO;
        each(Step::FellDue { planned, interest, numerator, penalty });
    }

    fn close_interest(&mut self) -> Fen {
        let Some(terms) = self.terms() else { return Fen::ZERO };
        let made = rounded(self.interest.numerator, denominator(terms.day_count), terms.rounding);
        self.interest = Running { closed: plus(self.interest.closed, made), numerator: 0, ..self.interest };
        made
    }

    fn close_penalty(&mut self) -> Fen {
        let Some(terms) = self.terms() else { return Fen::ZERO };
        let made = rounded(self.penalty.numerator, denominator(terms.day_count) * 100, terms.rounding);
        self.penalty = Running { closed: plus(self.penalty.closed, made), numerator: 0, ..self.penalty };
        made
    }

    /// Interest that has run and was not paid.
    fn interest_run(&self) -> Fen {
        let open = self.terms().map_or(Fen::ZERO, |terms| {
            rounded(self.interest.numerator, denominator(terms.day_count), terms.rounding)
        });
        minus(plus(self.interest.closed, open), self.interest.paid)
    }

    fn penalty_run(&self) -> Fen {
        let open = self.terms().map_or(Fen::ZERO, |terms| {
            rounded(self.penalty.numerator, denominator(terms.day_count) * 100, terms.rounding)
        });
        minus(plus(self.penalty.closed, open), self.penalty.paid)
    }

    /// Interest that fell due and was not paid. Past the last due day all that runs is due.
    fn interest_due(&self) -> Fen {
        let over = self.last_due.is_some() && self.plan.is_empty();
        if over { self.interest_run() } else { minus(self.interest_fallen, self.interest.paid) }
    }

    /// Principal that fell due and was not paid.
    fn overdue(&self) -> Fen {
        minus(self.position.outstanding, self.remaining).max(Fen::ZERO)
    }

    /// What should have been paid and was not. What somebody pays shortly before the day meets the instalment as a whole:
    /// principal paid ahead since the due day before stands in for the last days' interest.
    fn arrears(&self) -> Fen {
        let behind = minus(self.position.outstanding, self.remaining);
        let interest = self.interest_due().max(Fen::ZERO);
        if behind.is_negative() {
            let ahead = behind.negated().min(plus(self.paid_before, self.paid_since));
            minus(interest, ahead).max(Fen::ZERO)
        } else {
            plus(behind, interest)
        }
    }

    /// The due day of the oldest part of so much arrears: payments meet the oldest first.
    fn since(&self, arrears: Fen) -> Option<Date> {
        // What runs after the last due day is due with it: it makes no older part late.
        let last = self.last_due.is_some() && self.plan.is_empty();
        let run = minus(plus(self.interest_run(), self.interest.paid), self.interest_fallen);
        let mut covered = if last { run } else { Fen::ZERO };
        let mut oldest = None;
        let before_today = |(due, amount): &&(Date, Fen)| *due < self.at && !amount.is_zero();
        for (due, amount) in self.fallen.iter().rev().filter(before_today) {
            oldest = Some(*due);
            covered = plus(covered, *amount);
            if covered >= arrears {
                break;
            }
        }
        oldest.or(self.last_due)
    }

    fn apply(&mut self, event: &'a Event) {
        let p = &mut self.position;
        match &event.what {
            LoanWhat::Applied { amount, months, .. } => {
                (p.amount, p.months) = (*amount, *months);
                p.stage = Stage::Applied;
            }
            LoanWhat::Granted { amount, months } => {
                (p.amount, p.months) = (*amount, *months);
                p.stage = Stage::Granted;
            }
            LoanWhat::Signed { terms, .. } => {
                p.terms = Some(*terms);
                p.signed = Some(event.date);
                p.stage = Stage::Signed;
                p.end = self.flow.end_of_limit(event.date, p.months);
            }
            LoanWhat::Drawn { amount, plan } => {
                p.drawn = plus(p.drawn, *amount);
                p.outstanding = plus(p.outstanding, *amount);
                if p.first_draw.is_none() {
                    self.begin(event.date);
                }
                self.follow(plan, event.entry);
            }
            LoanWhat::Repaid { from, split, plan } => {
                p.repaid = plus(p.repaid, split.principal);
                p.prepaid = match from {
                    PaidFrom::Cash => plus(p.prepaid, split.prepaid),
                    PaidFrom::Prepayment => minus(p.prepaid, self::spent(split)),
                };
                self.meet(split);
                if let Some(plan) = plan {
                    self.follow(plan, event.entry);
                }
            }
            LoanWhat::Charged { amount } => p.fees = plus(p.fees, *amount),
            LoanWhat::Extended { plan } => {
                p.extended = p.extended.or(Some(event.date));
                self.follow(plan, event.entry);
            }
            LoanWhat::Claimed { split, fund } => {
                self.out_of_a_deposit |= fund.is_some();
                p.claimed = plus(p.claimed, split.principal);
                p.to_recover = plus(p.to_recover, spent(split));
                self.meet(split);
            }
            LoanWhat::WrittenOff { split, claimed } => {
                p.written_off = plus(p.written_off, split.principal);
                p.to_recover = minus(p.to_recover, *claimed);
                p.given_up = plus(plus(p.given_up, spent(split)), *claimed);
                let lent = if self.out_of_a_deposit { Fen::ZERO } else { split.principal };
                p.given_up_principal = plus(plus(p.given_up_principal, lent), *claimed);
                self.meet(split);
            }
            LoanWhat::Recovered { after: RecoveredAfter::Claim, amount } => {
                p.to_recover = minus(p.to_recover, *amount);
            }
            LoanWhat::Recovered { after: RecoveredAfter::WriteOff, amount } => {
                p.given_up = minus(p.given_up, *amount);
                p.given_up_principal = minus(p.given_up_principal, event.booked);
            }
            LoanWhat::Refunded { amount } => {
                // First what was kept for later, then what was paid too much.
                p.prepaid = minus(p.prepaid, event.booked);
                let mut rest = minus(*amount, event.booked);
                let over = [self.interest_run(), self.penalty_run()].map(|run| run.negated().max(Fen::ZERO));
                for (run, over) in [&mut self.interest, &mut self.penalty].into_iter().zip(over) {
                    let back = over.min(rest);
                    run.paid = minus(run.paid, back);
                    rest = minus(rest, back);
                }
                // Nothing is left of it only where what was paid too much is not that any more: nothing was kept either.
                self.position.prepaid = minus(self.position.prepaid, rest);
            }
            LoanWhat::Visited { .. } | LoanWhat::SubsidyClaimed { .. } => {}
        }
    }

    /// Graces run from the first draw.
    fn begin(&mut self, day: Date) {
        self.position.first_draw = Some(day);
        self.at = day;
        let Some(terms) = self.terms() else { return };
        let after = |months: u16| (months > 0).then(|| day.plus_months(u32::from(months)));
        self.free_until = after(terms.graces.free_months);
        self.deferred_until = after(terms.graces.interest_months);
    }

    /// A new schedule, of all that is outstanding now.
    fn follow(&mut self, plan: &'a Plan, entry: EntryNo) {
        self.plan = plan;
        self.remaining = self.position.outstanding;
        self.position.end = plan.last().map(|last| last.due).max(self.flow.keeps(self.position.end));
        self.position.plan_of = Some(entry);
    }

    /// What a payment meets, whoever makes it.
    fn meet(&mut self, split: &Split) {
        self.position.fees = minus(self.position.fees, split.fees);
        self.penalty.paid = plus(self.penalty.paid, split.penalty);
        self.interest.paid = plus(self.interest.paid, split.interest);
        self.position.outstanding = minus(self.position.outstanding, split.principal);
        self.paid_since = plus(self.paid_since, split.principal);
    }

    /// The position where the walk stands.
    #[must_use]
    pub fn shown(&self) -> Position {
        let mut p = self.position.clone();
        p.penalty = self.penalty_run();
        p.interest_run = self.interest_run();
        p.interest_due = self.interest_due();
        p.interest_paid = self.interest.paid;
        p.running = self.interest.numerator;
        p.closed_unpaid = minus(self.interest.closed, self.interest.paid);
        p.principal_due = self.overdue();
        // What falls due today can still be paid in time: payments meet the oldest first, so it is the last to be late.
        let today = self.fallen.last().filter(|(due, _)| *due == self.at).map_or(Fen::ZERO, |(_, due)| *due);
        p.arrears = minus(self.arrears(), today).max(Fen::ZERO);
        if !p.arrears.is_zero() {
            p.arrears_since = self.since(p.arrears);
            let late = p.arrears_since.map_or(0, |since| self.at.days_since(since));
            let grace = p.terms.map_or(0, |terms| terms.graces.ageing_days);
            p.days_overdue = u32::try_from(late).ok().filter(|d| *d > u32::from(grace)).unwrap_or(0);
        }
        p.next = self.next();
        p.stage = self.stage();
        p
    }

    /// The next instalment, less principal that was paid ahead.
    fn next(&self) -> Option<Instalment> {
        let mut ahead = minus(self.remaining, self.position.outstanding).max(Fen::ZERO);
        self.plan.iter().find_map(|planned| {
            let principal = minus(planned.principal, ahead).max(Fen::ZERO);
            ahead = minus(ahead, minus(planned.principal, principal));
            let last = self.plan.last().is_some_and(|last| last.due == planned.due);
            let shown = Instalment { principal, ..*planned };
            let nothing = principal.is_zero() && planned.interest.is_zero();
            ((!nothing || last) && !self.position.outstanding.is_zero()).then_some(shown)
        })
    }

    fn stage(&self) -> Stage {
        let p = &self.position;
        let owes = !p.outstanding.is_zero()
            || !p.fees.is_zero()
            || (!p.drawn.is_zero() && (self.interest_run() > Fen::ZERO || self.penalty_run() > Fen::ZERO));
        match p.stage {
            Stage::Signed if owes => Stage::Running,
            Stage::Signed if !p.given_up.is_zero() || !p.written_off.is_zero() => Stage::WrittenOff,
            Stage::Signed if !p.drawn.is_zero() && self.flow.ends(p, self.at) => Stage::Settled,
            other => other,
        }
    }
}

/// What a split comes to without what is kept for later.
pub(super) fn spent(split: &Split) -> Fen {
    [split.fees, split.penalty, split.interest, split.principal].into_iter().fold(Fen::ZERO, plus)
}
