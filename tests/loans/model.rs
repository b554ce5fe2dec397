//! A loan as `docs/rules-loans.md` says it: day after day, kept in lists, slow and plain.
//!
//! Owns: what is owed, what a payment meets, and what a quarter's subsidy comes to. Refuses to know: how the ledger works
//! it out, who may do what, and accounts.

use jinguo::base::{Date, Fen, FundNo};
use jinguo::entry::{
    DayCount, Instalment, LoanKind, LoanWhat, PaidFrom, Part, Quarter, RecoveredAfter, Rounding, Split,
    SubsidyMode, SubsidySet, Terms,
};

/// What happened, when, with which entry, and which entry reversed it.
#[derive(Clone, Debug)]
pub struct Happened {
    pub entry: u64,
    pub on: Date,
    pub what: LoanWhat,
    pub reversed: Option<u64>,
}

/// All that happened to a loan, in recorded order.
#[derive(Clone, Debug)]
pub struct Life {
    pub kind: LoanKind,
    /// Whether it is lent out of a fund of the office.
    pub own: bool,
    pub events: Vec<Happened>,
}

/// Everything recorded.
pub const ALL: u64 = u64::MAX;

/// Interest of one sort: whole 分 of periods that are over, the running period exactly, and what was paid.
#[derive(Clone, Copy, Debug, Default)]
struct Running {
    closed: i64,
    exact: i128,
    paid: i64,
}

/// Where a loan stands at the end of a day.
#[derive(Clone, Debug, Default)]
pub struct Stand {
    pub amount: i64,
    pub months: u16,
    pub terms: Option<Terms>,
    pub signed: Option<Date>,
    pub first_draw: Option<Date>,
    pub end: Option<Date>,
    pub extended: Option<Date>,
    pub drawn: i64,
    pub repaid: i64,
    pub claimed: i64,
    pub written_off: i64,
    pub outstanding: i64,
    pub fees: i64,
    pub kept: i64,
    pub to_recover: i64,
    pub given_up: i64,
    /// What was booked against the allowance and is not recovered.
    pub against_allowance: i64,
    pub interest_run: i64,
    pub interest_due: i64,
    pub interest_paid: i64,
    pub penalty: i64,
    pub penalty_paid: i64,
    pub fees_paid: i64,
    pub overdue: i64,
    pub arrears: i64,
    pub since: Option<Date>,
    pub late: i64,
    pub fallen_due: i64,
    pub next: Option<(Date, i64)>,
    /// Lines of the days asked for: balance, and the days from one to another.
    pub stretches: Vec<(i64, Date, Date)>,
}

/// Something of invariant 4 does not hold after the event of that entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken(pub u64);

fn base(terms: &Terms) -> i128 {
    let days = if terms.day_count == DayCount::Actual365 { 365 } else { 360 };
    days * 1_000_000
}

/// The quotient to the nearest; a half as the terms say.
fn to_nearest(number: i128, by: i128, rounding: Rounding) -> i64 {
    let (whole, rest) = (number.div_euclid(by), number.rem_euclid(by));
    let up = rest * 2 > by || (rest * 2 == by && (rounding == Rounding::HalfUp || whole % 2 != 0));
    i64::try_from(whole).unwrap() + i64::from(up)
}

/// The place of a day among days that count.
fn place(count: DayCount, day: Date) -> i64 {
    let number = i64::from(day.number());
    match count {
        DayCount::Thirty360 => number / 10_000 * 360 + number / 100 % 100 * 30 + (number % 100).min(30),
        _ => day.days_since(Date::new(2000, 1, 1).unwrap()),
    }
}

fn months_after(day: Date, months: u16) -> Option<Date> {
    (months > 0).then(|| day.plus_months(u32::from(months)))
}

/// The loan on its way through the days.
struct Walk<'a> {
    life: &'a Life,
    known: u64,
    today: Date,
    stand: Stand,
    interest: Running,
    penalty: Running,
    /// The schedule in force, and what was outstanding after its event.
    schedule: Vec<Instalment>,
    after_its_event: i64,
    /// What fell due when; of the last due day also what runs after it.
    dues: Vec<(Date, i64)>,
    interest_fallen: i64,
    /// Principal paid, by day.
    paid: Vec<(Date, i64)>,
    /// Whether anything is in arrears tomorrow.
    behind: bool,
}

impl Life {
    /// What counts, in the order of business dates, of one day in that of entries.
    pub fn living(&self, known: u64) -> Vec<&Happened> {
        let counts = |e: &&Happened| e.entry <= known && self.reversed_later(e, known);
        let mut all: Vec<&Happened> = self.events.iter().filter(counts).collect();
        all.sort_by_key(|event| (event.on, event.entry));
        all
    }

    /// The fund out of whose deposit the guarantor paid.
    pub fn claimed_out_of(&self) -> Option<FundNo> {
        self.living(ALL).iter().find_map(|event| match event.what {
            LoanWhat::Claimed { fund, .. } => fund,
            _ => None,
        })
    }

    fn reversed_later(&self, event: &Happened, known: u64) -> bool {
        event.reversed.is_none_or(|by| by > known)
    }

    pub fn at(&self, day: Date, known: u64) -> Stand {
        self.walk(day, known, None, &mut |_| ())
    }

    /// The first event that can't stand where it does.
    pub fn broken(&self) -> Option<Broken> {
        let mut first = None;
        let mut stage = 0;
        let mut drawn = false;
        for event in self.living(ALL) {
            let needs = match event.what {
                LoanWhat::Applied { .. } => 0,
                LoanWhat::Granted { .. } => 1,
                LoanWhat::Signed { .. } => 2,
                _ => 3,
            };
            let draw = matches!(event.what, LoanWhat::Drawn { .. });
            let needs_a_draw = matches!(
                event.what,
                LoanWhat::Repaid { .. }
                    | LoanWhat::Extended { .. }
                    | LoanWhat::Claimed { .. }
                    | LoanWhat::WrittenOff { .. }
                    | LoanWhat::SubsidyClaimed { .. }
            );
            drawn |= draw;
            if stage != needs || (needs_a_draw && !drawn) {
                return Some(Broken(event.entry));
            }
            stage = (stage + 1).min(3);
        }
        let last = self.living(ALL).last().map(|event| event.on)?;
        self.walk(last, ALL, None, &mut |found| first = first.or(Some(found)));
        first
    }

    /// The claim's lines of a quarter: balance, first and last day.
    pub fn stretches(&self, from: Date, to: Date) -> Vec<(i64, Date, Date)> {
        self.walk(to, ALL, Some(from), &mut |_| ()).stretches
    }

    fn walk(&self, day: Date, known: u64, asked: Option<Date>, broken: &mut dyn FnMut(Broken)) -> Stand {
        let living = self.living(known);
        let Some(first) = living.first().map(|event| event.on) else { return Stand::default() };
        let mut walk = Walk {
            life: self,
            known,
            today: first,
            stand: Stand::default(),
            interest: Running::default(),
            penalty: Running::default(),
            schedule: Vec::new(),
            after_its_event: 0,
            dues: Vec::new(),
            interest_fallen: 0,
            paid: Vec::new(),
            behind: false,
        };
        let mut events = living.into_iter().peekable();
        let mut today = first;
        while today <= day {
            if today > first {
                walk.interest_until(today, asked);
                walk.today = today;
                walk.what_falls_due();
            }
            while let Some(event) = events.next_if(|event| event.on == today) {
                walk.happens(event);
                if walk.out_of_bounds() {
                    broken(Broken(event.entry));
                }
            }
            walk.behind = walk.in_arrears() > 0;
            today = today.next();
        }
        walk.shown()
    }
}

impl Walk<'_> {
    /// Interest of one day more, on what was outstanding and overdue at the end of the day before.
    fn interest_until(&mut self, today: Date, asked: Option<Date>) {
        let (Some(terms), Some(first)) = (self.stand.terms, self.stand.first_draw) else { return };
        let outstanding = self.stand.outstanding;
        if outstanding <= 0 {
            return;
        }
        let count = terms.day_count;
        let days = i128::from(place(count, today) - place(count, self.today));
        let rate = i128::from(terms.rate.millionths());
        let overdue = i128::from(self.overdue());
        self.penalty.exact += overdue * rate * days * i128::from(terms.surcharge_percent);
        let free = months_after(first, terms.graces.free_months).is_some_and(|until| today <= until);
        if !free {
            self.interest.exact += i128::from(outstanding) * rate * days;
        }
        let subsidised = !free && !self.behind && self.stand.extended.is_none();
        if asked.is_some_and(|from| today >= from) && subsidised {
            match self.stand.stretches.last_mut() {
                Some((balance, _, to)) if *balance == outstanding && to.next() == today => *to = today,
                _ => self.stand.stretches.push((outstanding, today, today)),
            }
        }
    }

    fn planned(&self) -> i64 {
        let Some(last) = self.schedule.last() else { return self.after_its_event };
        if last.due <= self.today {
            return 0;
        }
        let fell = self.schedule.iter().filter(|part| part.due <= self.today);
        (self.after_its_event - fell.map(|part| part.principal.get()).sum::<i64>()).max(0)
    }

    fn overdue(&self) -> i64 {
        (self.stand.outstanding - self.planned()).max(0)
    }

    fn round(&self, exact: i128, times: i128) -> i64 {
        self.stand.terms.map_or(0, |terms| to_nearest(exact, base(&terms) * times, terms.rounding))
    }

    fn what_falls_due(&mut self) {
        let Some(at) = self.schedule.iter().position(|part| part.due == self.today) else { return };
        let last = at + 1 == self.schedule.len();
        let today = self.today;
        self.today = today.previous();
        let before = self.planned();
        self.today = today;
        let principal = before - self.planned();
        self.interest.closed += self.round(self.interest.exact, 1);
        self.penalty.closed += self.round(self.penalty.exact, 100);
        (self.interest.exact, self.penalty.exact) = (0, 0);
        let terms = self.stand.terms.unwrap();
        let grace = months_after(self.stand.first_draw.unwrap(), terms.graces.interest_months);
        let waits = grace.is_some_and(|until| today <= until) && !last;
        let interest = if waits { 0 } else { self.interest.closed - self.interest_fallen };
        self.interest_fallen += interest;
        self.stand.fallen_due += principal;
        self.dues.push((today, principal + interest));
    }

    fn interest_run(&self) -> i64 {
        self.interest.closed + self.round(self.interest.exact, 1) - self.interest.paid
    }

    fn penalty_run(&self) -> i64 {
        self.penalty.closed + self.round(self.penalty.exact, 100) - self.penalty.paid
    }

    /// Whether the schedule in force is over.
    fn over(&self) -> bool {
        self.schedule.last().is_some_and(|last| last.due <= self.today)
    }

    fn interest_due(&self) -> i64 {
        if self.over() { self.interest_run() } else { self.interest_fallen - self.interest.paid }
    }

    /// All that should have been paid by the end of today and was not.
    fn in_arrears(&self) -> i64 {
        let interest = self.interest_due().max(0);
        let ahead = self.planned() - self.stand.outstanding;
        if ahead <= 0 {
            return interest - ahead;
        }
        // Since the due day before the last, not counting what was paid on that day itself before it fell due.
        let before_the_last = self.dues.iter().rev().nth(1).map(|(day, _)| *day);
        let lately = |day: Date| before_the_last.is_none_or(|due| day >= due);
        let paid: i64 = self.paid.iter().filter(|(day, _)| lately(*day)).map(|(_, sum)| sum).sum();
        (interest - ahead.min(paid)).max(0)
    }

    fn happens(&mut self, event: &Happened) {
        let part = self.first_part(event);
        let stand = &mut self.stand;
        match &event.what {
            LoanWhat::Applied { amount, months, .. } | LoanWhat::Granted { amount, months } => {
                (stand.amount, stand.months) = (amount.get(), *months);
            }
            LoanWhat::Signed { terms, .. } => {
                (stand.terms, stand.signed) = (Some(*terms), Some(event.on));
                if self.life.kind == LoanKind::Revolving {
                    stand.end = Some(event.on.plus_months(u32::from(stand.months)));
                }
            }
            LoanWhat::Drawn { amount, plan } => {
                stand.drawn += amount.get();
                stand.outstanding += amount.get();
                stand.first_draw = stand.first_draw.or(Some(event.on));
                self.follow(plan);
            }
            LoanWhat::Repaid { from, split, plan } => {
                stand.repaid += split.principal.get();
                stand.kept += match from {
                    PaidFrom::Cash => split.prepaid.get(),
                    PaidFrom::Prepayment => -whole(split),
                };
                self.pays(split);
                if let Some(plan) = plan {
                    self.follow(plan);
                }
            }
            LoanWhat::Charged { amount } => stand.fees += amount.get(),
            LoanWhat::Extended { plan } => {
                stand.extended = stand.extended.or(Some(event.on));
                self.follow(plan);
            }
            LoanWhat::Claimed { split, .. } => {
                stand.claimed += split.principal.get();
                stand.to_recover += whole(split);
                self.pays(split);
            }
            LoanWhat::WrittenOff { split, claimed } => {
                stand.written_off += split.principal.get();
                stand.to_recover -= claimed.get();
                stand.given_up += whole(split) + claimed.get();
                let out_of_a_deposit = self.out_of_a_deposit();
                let stand = &mut self.stand;
                if self.life.own {
                    stand.against_allowance += split.principal.get();
                } else if out_of_a_deposit {
                    stand.against_allowance += claimed.get();
                }
                self.pays(split);
            }
            LoanWhat::Recovered { after: RecoveredAfter::Claim, amount } => stand.to_recover -= amount.get(),
            LoanWhat::Recovered { after: RecoveredAfter::WriteOff, amount } => {
                stand.given_up -= amount.get();
                stand.against_allowance -= part;
            }
            LoanWhat::Refunded { amount } => {
                stand.kept -= part;
                let mut rest = amount.get() - part;
                let over = (-self.interest_run()).max(0).min(rest);
                self.interest.paid -= over;
                rest -= over;
                let over = (-self.penalty_run()).max(0).min(rest);
                self.penalty.paid -= over;
                // What was paid back and is no longer too much was never kept either.
                self.stand.kept -= rest - over;
            }
            LoanWhat::Visited { .. } | LoanWhat::SubsidyClaimed { .. } => {}
        }
    }

    /// What of a refund was kept, and what of a recovery went to the allowance, when it was recorded: vouchers stay.
    fn first_part(&self, event: &Happened) -> i64 {
        let then = || self.life.at(event.on, event.entry - 1);
        match event.what {
            LoanWhat::Refunded { amount } => then().kept.min(amount.get()),
            LoanWhat::Recovered { after: RecoveredAfter::WriteOff, amount } => {
                then().against_allowance.min(amount.get())
            }
            _ => 0,
        }
    }

    fn out_of_a_deposit(&self) -> bool {
        let living = self.life.living(self.known);
        living.iter().any(|event| matches!(event.what, LoanWhat::Claimed { fund: Some(_), .. }))
    }

    fn follow(&mut self, plan: &[Instalment]) {
        self.schedule = plan.to_vec();
        self.after_its_event = self.stand.outstanding;
        let last = plan.last().map(|part| part.due);
        self.stand.end = match self.life.kind {
            LoanKind::Term => last,
            LoanKind::Revolving => last.max(self.stand.end),
        };
    }

    fn pays(&mut self, split: &Split) {
        self.stand.fees -= split.fees.get();
        self.stand.fees_paid += split.fees.get();
        self.penalty.paid += split.penalty.get();
        self.interest.paid += split.interest.get();
        self.stand.outstanding -= split.principal.get();
        self.paid.push((self.today, split.principal.get()));
    }

    fn out_of_bounds(&self) -> bool {
        let stand = &self.stand;
        let used = if self.life.kind == LoanKind::Term { stand.drawn } else { stand.outstanding };
        let low = [
            stand.outstanding,
            stand.fees,
            stand.kept,
            stand.to_recover,
            stand.given_up,
            stand.against_allowance,
        ];
        low.iter().any(|sum| *sum < 0) || used > stand.amount
    }

    fn shown(mut self) -> Stand {
        let today = self.today;
        self.stand.interest_run = self.interest_run();
        self.stand.interest_due = self.interest_due();
        self.stand.interest_paid = self.interest.paid;
        self.stand.penalty = self.penalty_run();
        self.stand.penalty_paid = self.penalty.paid;
        self.stand.overdue = self.overdue();
        let due_today: i64 = self.dues.iter().filter(|(day, _)| *day == today).map(|(_, sum)| sum).sum();
        let arrears = (self.in_arrears() - due_today).max(0);
        self.stand.arrears = arrears;
        if arrears > 0 {
            if self.over() {
                let all = self.interest.closed + self.round(self.interest.exact, 1);
                self.dues.last_mut().unwrap().1 += all - self.interest_fallen;
            }
            let dues: Vec<(Date, i64)> = self.dues.iter().copied().filter(|(day, _)| *day < today).collect();
            // Payments meet the oldest first.
            let mut met = (dues.iter().map(|(_, sum)| sum).sum::<i64>() - arrears).max(0);
            let mut not_met = None;
            for (day, due) in dues {
                if due > met {
                    not_met = Some(day);
                    break;
                }
                met -= due;
            }
            self.stand.since = not_met;
            let late = not_met.map_or(0, |day| today.days_since(day));
            let grace = self.stand.terms.map_or(0, |terms| i64::from(terms.graces.ageing_days));
            self.stand.late = if late > grace { late } else { 0 };
        }
        let mut ahead = (self.planned() - self.stand.outstanding).max(0);
        for part in self.schedule.iter().filter(|part| part.due > today && self.stand.outstanding > 0) {
            let met = ahead.min(part.principal.get());
            ahead -= met;
            let left = part.principal.get() - met;
            let last = self.schedule.last().map(|last| last.due) == Some(part.due);
            if left > 0 || !part.interest.is_zero() || last {
                self.stand.next = Some((part.due, left));
                break;
            }
        }
        self.stand
    }
}

/// A split without what is kept.
pub fn whole(split: &Split) -> i64 {
    split.parts()[..4].iter().map(|part| part.get()).sum()
}

/// What can be met of each part, on a day and on the day of each later event.
#[derive(Clone, Copy, Debug)]
pub struct Owed {
    pub fees: i64,
    pub penalty: i64,
    pub interest_due: i64,
    pub interest: i64,
    pub overdue: i64,
    pub principal: i64,
}

impl Owed {
    fn of(stand: &Stand) -> Owed {
        Owed {
            fees: stand.fees.max(0),
            penalty: stand.penalty.max(0),
            interest_due: stand.interest_due.max(0),
            interest: stand.interest_run.max(0),
            overdue: stand.overdue,
            principal: stand.outstanding.max(0),
        }
    }

    pub fn payoff(&self) -> i64 {
        self.fees + self.penalty + self.interest + self.principal
    }
}

impl Life {
    pub fn owed(&self, day: Date) -> Owed {
        let mut owed = Owed::of(&self.at(day, ALL));
        for event in self.living(ALL).into_iter().filter(|event| event.on > day) {
            let later = Owed::of(&self.at(event.on, ALL));
            owed.fees = owed.fees.min(later.fees);
            owed.penalty = owed.penalty.min(later.penalty);
            owed.interest = owed.interest.min(later.interest);
            owed.principal = owed.principal.min(later.principal);
        }
        owed.interest_due = owed.interest_due.min(owed.interest);
        owed.overdue = owed.overdue.min(owed.principal);
        owed
    }

    /// What a payment meets; what is left over is kept.
    pub fn split(&self, day: Date, paid: i64) -> Split {
        let owed = self.owed(day);
        let mut left = paid;
        let mut take = |most: i64| {
            let taken = left.min(most).max(0);
            left -= taken;
            taken
        };
        let (mut fees, mut penalty, mut interest, mut principal) = (0, 0, 0, 0);
        let order = self.at(day, ALL).terms.unwrap().order;
        for part in order.parts() {
            match part {
                Part::Fees => fees = take(owed.fees),
                Part::Penalty => penalty = take(owed.penalty),
                Part::Interest => interest = take(owed.interest_due),
                Part::Principal => principal = take(owed.overdue),
            }
        }
        interest += take(owed.interest - interest);
        principal += take(owed.principal - principal);
        let [fees, penalty, interest, principal, prepaid] =
            [fees, penalty, interest, principal, left].map(Fen::new);
        Split { fees, penalty, interest, principal, prepaid }
    }

    /// What a quarter's claim comes to, and what each level bears.
    pub fn subsidy(&self, rule: &SubsidySet, quarter: Quarter) -> (i64, Vec<Fen>) {
        let stand = self.at(quarter.last_day(), ALL);
        let (Some(terms), Some(first)) = (stand.terms, stand.first_draw) else { return (0, Vec::new()) };
        let rate = i128::from(terms.rate.millionths());
        let part = match rule.mode {
            SubsidyMode::Full => rate,
            SubsidyMode::PartOf(part) => rate * i128::from(part) / 1_000_000,
            SubsidyMode::Above { lpr, basis_points } => {
                rate - i128::from(lpr.millionths()) - i128::from(basis_points) * 100
            }
            SubsidyMode::Points(points) => i128::from(points.millionths()),
        };
        let part = part.max(0).min(rate);
        let last = first.plus_months(u32::from(rule.longest_months));
        let mut sum = 0;
        let to = quarter.last_day().min(last);
        if to >= quarter.first_day() {
            for (balance, from, to) in self.stretches(quarter.first_day(), to) {
                let count = terms.day_count;
                let days = place(count, to) - place(count, from.previous());
                sum +=
                    to_nearest(i128::from(balance) * part * i128::from(days), base(&terms), terms.rounding);
            }
        }
        let mut left = sum;
        let mut shares: Vec<Fen> = Vec::new();
        for (at, share) in rule.shares.iter().enumerate() {
            let bears = i128::from(sum) * i128::from(share.millionths) / 1_000_000;
            let bears = if at + 1 == rule.shares.len() { left } else { i64::try_from(bears).unwrap() };
            left -= bears;
            shares.push(Fen::new(bears));
        }
        (sum, shares)
    }
}
