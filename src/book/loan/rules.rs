//! Which event may follow which, and what it does to the loan's cell.
//!
//! Owns: the life of a loan, invariants 4 `loan-bounds` and 5 `schedule-sum`. Refuses to know: accounts, and words.

use super::lending::{covered, guarantor, moved, product};
use super::refusal::LoanRefusal;
use super::state::{Event, LoanState, ProductState};
use super::walk::{Position, Stage, Step, position, walk};
use super::{Known, LONGEST_MONTHS, extension, owed, postings, subsidy};
use crate::base::{Date, EntryNo, Fen, FundNo, LoanNo, PersonNo};
use crate::book::exists::next;
use crate::book::persons::may_be_named;
use crate::book::record::{Context, Effect};
use crate::book::refusal::{Refusal, Series};
use crate::book::state::{Cell, Key};
use crate::book::two_persons;
use crate::book::view::{Overlay, Stop, View};
use crate::entry::{
    Body, Deposit, Entry, LoanEvent, LoanKind, LoanWhat, PaidFrom, PersonSort, Plan, RecoveredAfter, Split,
};

/// The loan of that number.
pub fn loan<B: View>(state: &mut Overlay<B>, no: LoanNo) -> Result<&LoanState, Stop<B::Error>> {
    match state.get(&Key::Loan(no))? {
        Some(Cell::Loan(loan)) => Ok(loan),
        _ => Err(LoanRefusal::UnknownLoan { no }.into()),
    }
}

/// A loan, its product, and where it stands: what the checks of an event look at.
struct Before {
    no: LoanNo,
    loan: LoanState,
    product: ProductState,
    date: Date,
    now: Position,
}

/// Whether the event may happen to the loan on that day.
pub(crate) fn may<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    effect: &Effect<'_>,
    event: &LoanEvent,
) -> Result<(), Stop<B::Error>> {
    let (no, date) = (event.loan, effect.on);
    if let LoanWhat::Applied { product, borrower, amount, months } = &event.what {
        next(Series::Loans, state.counts()?.loans, no.0)?;
        let product = super::lending::product(state, *product)?.clone();
        within_terms(&product, date, *amount, *months)?;
        if may_be_named(state, *borrower)? != PersonSort::Natural {
            return Err(Refusal::NotANaturalPerson { no: *borrower }.into());
        }
        return eligible(state, *borrower, &product, date);
    }
    let loan = loan(state, no)?.clone();
    let product = product(state, loan.product)?.clone();
    let now = position(&loan, date, Known::ALL);
    let before = Before { no, loan, product, date, now };
    if matches!(event.what, LoanWhat::Granted { .. } | LoanWhat::Signed { .. } | LoanWhat::Drawn { .. }) {
        may_be_named(state, before.loan.borrower)?;
    }
    before.may_be_dated(&event.what)?;
    before.may(&event.what)?;
    if let LoanWhat::Claimed { split, fund } = &event.what {
        let no = before.product.added.guarantor.ok_or(LoanRefusal::NoGuarantor { loan: no })?;
        let amount = owed::met(split);
        if fund.is_some() {
            let taken = Deposit { placed: false, guarantor: no, fund: *fund, amount };
            covered(guarantor(state, no)?, &taken)?;
        }
    }
    let mut after = before.loan;
    let booked = postings::booked(&after, &event.what);
    after.events.push(Event { entry: ctx.no, date, reversed: None, what: event.what.clone(), booked });
    match broken(&after) {
        None => Ok(()),
        Some(_) => Err(out_of_bounds(&before.now, no, &event.what).into()),
    }
}

fn within_terms(product: &ProductState, date: Date, amount: Fen, months: u16) -> Result<(), LoanRefusal> {
    let terms = product
        .terms_on(date)
        .ok_or_else(|| LoanRefusal::NoTerms { product: product.added.code.clone(), date })?;
    let longest = terms.longest_months.min(LONGEST_MONTHS);
    if !(1..=longest).contains(&months) {
        return Err(LoanRefusal::MonthsOutOfRange { months, longest });
    }
    if amount > terms.limit {
        return Err(LoanRefusal::OverLimit { limit: terms.limit, used: Fen::ZERO, asked: amount });
    }
    Ok(())
}

/// One loan of a product at a time, and none for somebody who is behind with another.
fn eligible<B: View>(
    state: &mut Overlay<B>,
    borrower: PersonNo,
    product: &ProductState,
    date: Date,
) -> Result<(), Stop<B::Error>> {
    for no in state.numbers(&Key::PersonLoans(borrower))?.into_iter().map(LoanNo) {
        let other = loan(state, no)?;
        let p = position(other, date, Known::ALL);
        let unrecovered = [p.arrears, p.to_recover, p.given_up].iter().any(|fen| *fen > Fen::ZERO);
        if unrecovered {
            return Err(LoanRefusal::NotEligible { loan: no }.into());
        }
        let over = matches!(p.stage, Stage::Void | Stage::Settled | Stage::WrittenOff);
        if other.product == product.added.no && !over {
            return Err(LoanRefusal::AnotherLoan { loan: no }.into());
        }
    }
    Ok(())
}

impl Before {
    /// Payments and fees may become known late. Whatever else happens comes after all that happened.
    fn may_be_dated(&self, what: &LoanWhat) -> Result<(), LoanRefusal> {
        let may_be_late = matches!(
            what,
            LoanWhat::Repaid { .. }
                | LoanWhat::Charged { .. }
                | LoanWhat::Visited { .. }
                | LoanWhat::SubsidyClaimed { .. }
        );
        match self.loan.last_moved().filter(|last| last.date > self.date && !may_be_late) {
            Some(last) => Err(LoanRefusal::LaterEvent { loan: self.no, entry: last.entry, date: last.date }),
            None => Ok(()),
        }
    }

    fn stage(&self) -> LoanRefusal {
        LoanRefusal::WrongStage { loan: self.no, stage: self.now.stage }
    }

    fn may(&self, what: &LoanWhat) -> Result<(), LoanRefusal> {
        match what {
            LoanWhat::Applied { .. } => Ok(()),
            LoanWhat::Granted { amount, months } => self.may_grant(*amount, *months),
            LoanWhat::Signed { terms, .. } => self.may_sign(terms),
            LoanWhat::Drawn { amount, plan } => self.may_draw(*amount, plan),
            LoanWhat::Repaid { from, split, plan } => self.may_repay(*from, split, plan.as_ref()),
            LoanWhat::Charged { .. } | LoanWhat::Visited { .. } => {
                if self.now.stage < Stage::Signed {
                    Err(self.stage())
                } else {
                    Ok(())
                }
            }
            LoanWhat::Extended { plan } => self.may_extend(plan),
            LoanWhat::Claimed { split, fund } => self.may_claim(split, *fund),
            LoanWhat::WrittenOff { split, claimed } => self.may_write_off(split, *claimed),
            LoanWhat::Recovered { after, amount } => {
                let left = match after {
                    RecoveredAfter::Claim => self.now.to_recover,
                    RecoveredAfter::WriteOff => self.now.given_up,
                };
                is_left(left, *amount)
            }
            LoanWhat::Refunded { amount } => {
                // What was paid too much is given back once nothing else is owed that it would meet.
                let over = if self.now.outstanding.is_zero() { self.now.overpaid() } else { Fen::ZERO };
                is_left(Fen::new(self.now.prepaid.get().saturating_add(over.get())), *amount)
            }
            LoanWhat::SubsidyClaimed { quarter, amount, shares } => {
                self.may_claim_subsidy(*quarter, *amount, shares)
            }
        }
    }

    fn may_grant(&self, amount: Fen, months: u16) -> Result<(), LoanRefusal> {
        if self.now.stage != Stage::Applied {
            return Err(self.stage());
        }
        within_terms(&self.product, self.date, amount, months)?;
        if amount > self.now.amount {
            let (limit, used) = (self.now.amount, Fen::ZERO);
            return Err(LoanRefusal::OverLimit { limit, used, asked: amount });
        }
        Ok(())
    }

    fn may_sign(&self, terms: &crate::entry::Terms) -> Result<(), LoanRefusal> {
        if self.now.stage != Stage::Granted {
            return Err(self.stage());
        }
        within_terms(&self.product, self.date, self.now.amount, self.now.months)?;
        if self.product.terms_on(self.date) != Some(terms) {
            return Err(LoanRefusal::WorkedOutAnew { loan: self.no });
        }
        Ok(())
    }

    fn may_draw(&self, amount: Fen, plan: &Plan) -> Result<(), LoanRefusal> {
        let p = &self.now;
        if !matches!(p.stage, Stage::Signed | Stage::Running | Stage::Settled) || p.terms.is_none() {
            return Err(self.stage());
        }
        if let Some(end) = p.end.filter(|end| *end <= self.date) {
            return Err(LoanRefusal::AfterEnd { loan: self.no, end });
        }
        if p.stage == Stage::Settled {
            return Err(LoanRefusal::Settled { loan: self.no });
        }
        if p.arrears > Fen::ZERO {
            return Err(p.in_arrears(self.no));
        }
        let used = if self.loan.kind == LoanKind::Term { p.drawn } else { p.outstanding };
        if used.checked_add(amount).is_none_or(|sum| sum > p.amount) {
            return Err(LoanRefusal::OverLimit { limit: p.amount, used, asked: amount });
        }
        let due = owed::plan_after_draw(self.no, &self.loan, self.date, amount)?;
        self.schedule(plan, &due, p.outstanding.get().saturating_add(amount.get()))
    }

    /// Invariant 5, and then whether the schedule is the one that the rules make.
    fn schedule(&self, plan: &Plan, due: &Plan, outstanding: i64) -> Result<(), LoanRefusal> {
        let sum: i128 = plan.iter().map(|instalment| i128::from(instalment.principal.get())).sum();
        if sum != i128::from(outstanding) {
            return Err(LoanRefusal::ScheduleSum { loan: self.no });
        }
        if plan == due { Ok(()) } else { Err(LoanRefusal::WorkedOutAnew { loan: self.no }) }
    }

    fn may_repay(&self, from: PaidFrom, split: &Split, plan: Option<&Plan>) -> Result<(), LoanRefusal> {
        let paid = split.total().unwrap_or(Fen::new(i64::MAX));
        let due = owed::split(self.no, &self.loan, self.date, paid, split.prepaid > Fen::ZERO)?;
        if from == PaidFrom::Prepayment {
            is_left(self.now.prepaid, paid)?;
        }
        let moved = from == PaidFrom::Prepayment && split.prepaid > Fen::ZERO;
        if due != *split || moved {
            return Err(LoanRefusal::WorkedOutAnew { loan: self.no });
        }
        let Some(plan) = plan else { return Ok(()) };
        if let Some(last) = self.loan.last_moved().filter(|last| last.date > self.date) {
            return Err(LoanRefusal::LaterEvent { loan: self.no, entry: last.entry, date: last.date });
        }
        let left = self.now.outstanding.get() - split.principal.get();
        let now = &self.now;
        let due = [now.fees, now.penalty, now.interest_due, now.principal_due];
        let met = [split.fees, split.penalty, split.interest, split.principal];
        if due.iter().zip(met).any(|(due, met)| met < *due) {
            return Err(now.in_arrears(self.no));
        }
        let due = owed::plan_after_payment(self.no, &self.loan, self.date, split)?;
        self.schedule(plan, &due, left)
    }

    fn may_extend(&self, plan: &Plan) -> Result<(), LoanRefusal> {
        let new_end = plan.last().map_or(self.date, |last| last.due);
        let due = extension::plan(self.no, &self.loan, self.date, new_end)?;
        self.schedule(plan, &due, self.now.outstanding.get())
    }

    fn may_claim(&self, split: &Split, fund: Option<FundNo>) -> Result<(), LoanRefusal> {
        if self.product.added.guarantor.is_none() {
            return Err(LoanRefusal::NoGuarantor { loan: self.no });
        }
        if self.now.arrears <= Fen::ZERO {
            return Err(LoanRefusal::NotInArrears { loan: self.no });
        }
        let other = self.loan.events.iter().any(|event| {
            event.counts(Known::ALL)
                && matches!(&event.what, LoanWhat::Claimed { fund: before, .. } if *before != fund)
        });
        if other || (fund.is_some() && self.product.own_fund().is_some()) {
            return Err(LoanRefusal::OtherMoney { loan: self.no });
        }
        let due = owed::split(self.no, &self.loan, self.date, owed::met(split), false)?;
        if due == *split { Ok(()) } else { Err(LoanRefusal::WorkedOutAnew { loan: self.no }) }
    }

    fn may_write_off(&self, split: &Split, claimed: Fen) -> Result<(), LoanRefusal> {
        if self.now.arrears <= Fen::ZERO && self.now.to_recover <= Fen::ZERO {
            return Err(LoanRefusal::NotInArrears { loan: self.no });
        }
        // What the guarantor paid of an own loan is the guarantor's to give up.
        let due = if self.product.own_fund().is_some() { Fen::ZERO } else { self.now.to_recover };
        if *split != owed::all_owed(&self.loan, self.date) || claimed != due {
            return Err(LoanRefusal::WorkedOutAnew { loan: self.no });
        }
        if owed::met(split).is_zero() && claimed.is_zero() {
            return Err(LoanRefusal::Settled { loan: self.no });
        }
        Ok(())
    }

    fn may_claim_subsidy(
        &self,
        quarter: crate::entry::Quarter,
        amount: Fen,
        shares: &[Fen],
    ) -> Result<(), LoanRefusal> {
        let loan = self.no;
        if self.date <= quarter.last_day() {
            return Err(LoanRefusal::QuarterNotOver { quarter });
        }
        if let Some(by) = claimed_with(&self.loan, quarter) {
            return Err(LoanRefusal::SubsidyTwice { loan, quarter, by });
        }
        let rule = self.now.signed.and_then(|signed| self.product.subsidy_on(signed));
        let rule = rule.ok_or(LoanRefusal::NoSubsidy { loan })?;
        let due = subsidy::total(&subsidy::lines(&self.loan, rule, quarter, Known::ALL));
        if due.is_zero() {
            return Err(LoanRefusal::NothingToSubsidise { loan, quarter });
        }
        if amount == due && shares == subsidy::shares(rule, due) {
            Ok(())
        } else {
            Err(LoanRefusal::WorkedOutAnew { loan })
        }
    }
}

/// The entry that claimed the subsidy of a quarter and counts.
#[must_use]
pub fn claimed_with(loan: &LoanState, quarter: crate::entry::Quarter) -> Option<EntryNo> {
    let claim = loan.events.iter().find(|event| {
        event.counts(Known::ALL)
            && matches!(event.what, LoanWhat::SubsidyClaimed { quarter: q, .. } if q == quarter)
    });
    claim.map(|event| event.entry)
}

fn is_left(left: Fen, asked: Fen) -> Result<(), LoanRefusal> {
    if asked > left { Err(LoanRefusal::LessLeft { left: left.max(Fen::ZERO), asked }) } else { Ok(()) }
}

fn out_of_bounds(now: &Position, loan: LoanNo, what: &LoanWhat) -> LoanRefusal {
    match what {
        LoanWhat::Drawn { amount, .. } => {
            LoanRefusal::OverLimit { limit: now.amount, used: now.outstanding, asked: *amount }
        }
        _ => LoanRefusal::WorkedOutAnew { loan },
    }
}

/// What can't be without money that was drawn before. What is recovered and refunded is bounded by sums.
const fn needs_a_draw(what: &LoanWhat) -> bool {
    matches!(
        what,
        LoanWhat::Repaid { .. }
            | LoanWhat::Extended { .. }
            | LoanWhat::Claimed { .. }
            | LoanWhat::WrittenOff { .. }
            | LoanWhat::SubsidyClaimed { .. }
    )
}

/// Invariant 4: the first event, in the order of business dates, that can't stand where it does.
fn broken(loan: &LoanState) -> Option<EntryNo> {
    let (mut stage, mut drawn, mut first) = (Stage::Void, false, None);
    for event in loan.living(Known::ALL) {
        let (needs, becomes) = match &event.what {
            LoanWhat::Applied { .. } => (Stage::Void, Stage::Applied),
            LoanWhat::Granted { .. } => (Stage::Applied, Stage::Granted),
            LoanWhat::Signed { .. } => (Stage::Granted, Stage::Signed),
            _ => (Stage::Signed, stage),
        };
        drawn |= matches!(event.what, LoanWhat::Drawn { .. });
        if stage != needs || (needs_a_draw(&event.what) && !drawn) {
            return Some(event.entry);
        }
        stage = becomes;
    }
    walk(loan, Date::LAST, Known::ALL, |step| {
        if let Step::Happened(event, standing) = step {
            let held = standing.held().iter().any(|fen| fen.is_negative());
            if first.is_none() && (held || !standing.within()) {
                first = Some(event.entry);
            }
        }
    });
    first
}

/// What an entry made happen to a loan or a deposit, by itself or as an approval; `None`: something else.
pub(crate) fn effect_of<B: View>(state: &Overlay<B>, entry: &Entry) -> Result<Option<Body>, Stop<B::Error>> {
    let body = two_persons::effect_of(state, entry)?.map(|(body, _)| body);
    Ok(body.filter(|body| matches!(body, Body::Loan(_) | Body::Deposit(_))))
}

/// Whether an event may be reversed: nothing later stands on it.
pub(crate) fn may_reverse<B: View>(
    state: &mut Overlay<B>,
    ctx: &Context,
    original: &Entry,
) -> Result<(), Stop<B::Error>> {
    match effect_of(state, original)? {
        Some(Body::Loan(event)) => {
            let mut after = loan(state, event.loan)?.clone();
            mark(&mut after, original.no, ctx.no);
            match broken(&after) {
                Some(by) => Err(LoanRefusal::MovedOn { loan: event.loan, by }.into()),
                None => Ok(()),
            }
        }
        Some(Body::Deposit(deposit)) if deposit.placed => {
            Ok(covered(guarantor(state, deposit.guarantor)?, &deposit)?)
        }
        _ => Ok(()),
    }
}

fn mark(loan: &mut LoanState, original: EntryNo, by: EntryNo) {
    for event in loan.events.iter_mut().filter(|event| event.entry == original) {
        event.reversed = Some(by);
    }
}

/// Folds a reversal of something about loans into the state.
pub(crate) fn reverse<B: View>(
    state: &mut Overlay<B>,
    original: EntryNo,
    by: EntryNo,
) -> Result<(), Stop<B::Error>> {
    let Some((entry, _)) = state.base().entry(original).map_err(Stop::State)? else { return Ok(()) };
    match effect_of(state, &entry)? {
        Some(Body::Loan(event)) => {
            if let LoanWhat::Claimed { split, fund: Some(fund) } = &event.what {
                from_deposit(state, event.loan, *fund, owed::met(split), true)?;
            }
            change(state, event.loan, |loan| mark(loan, original, by))
        }
        Some(Body::Deposit(deposit)) => moved(state, &deposit, !deposit.placed),
        _ => Ok(()),
    }
}

fn change<B: View>(
    state: &mut Overlay<B>,
    no: LoanNo,
    f: impl FnOnce(&mut LoanState),
) -> Result<(), Stop<B::Error>> {
    state.update(&Key::Loan(no), |cell| match cell {
        Some(Cell::Loan(mut loan)) => {
            f(&mut loan);
            Ok(Cell::Loan(loan))
        }
        _ => Err(LoanRefusal::UnknownLoan { no }.into()),
    })
}

fn from_deposit<B: View>(
    state: &mut Overlay<B>,
    no: LoanNo,
    fund: FundNo,
    amount: Fen,
    back: bool,
) -> Result<(), Stop<B::Error>> {
    let of = loan(state, no)?.product;
    let guarantor = product(state, of)?.added.guarantor.ok_or(LoanRefusal::NoGuarantor { loan: no })?;
    moved(state, &Deposit { placed: back, guarantor, fund: Some(fund), amount }, back)
}

/// Folds an event into the loan's cell; `entry` is the one with which it takes effect.
pub(crate) fn fold<B: View>(
    state: &mut Overlay<B>,
    event: &LoanEvent,
    entry: EntryNo,
    date: Date,
) -> Result<(), Stop<B::Error>> {
    let mut new = Event { entry, date, reversed: None, what: event.what.clone(), booked: Fen::ZERO };
    if let LoanWhat::Applied { product: no, borrower, .. } = event.what {
        let mut counts = state.counts()?;
        counts.loans = event.loan.0;
        state.set(Key::Counts, Cell::Counts(counts));
        let mut hers = state.numbers(&Key::PersonLoans(borrower))?;
        hers.push(event.loan.0);
        state.set(Key::PersonLoans(borrower), Cell::Numbers(hers));
        let kind = product(state, no)?.added.kind;
        let loan = LoanState { product: no, kind, borrower, events: vec![new] };
        state.set(Key::Loan(event.loan), Cell::Loan(Box::new(loan)));
        return Ok(());
    }
    if let LoanWhat::Claimed { split, fund: Some(fund) } = &event.what {
        from_deposit(state, event.loan, *fund, owed::met(split), false)?;
    }
    change(state, event.loan, |loan| {
        new.booked = postings::booked(loan, &event.what);
        loan.events.push(new);
    })
}

/// The first of a person's loans that is not over: her data is still needed.
pub(crate) fn open_loan<B: View>(
    state: &mut Overlay<B>,
    person: PersonNo,
    today: Date,
) -> Result<Option<LoanNo>, Stop<B::Error>> {
    for no in state.numbers(&Key::PersonLoans(person))?.into_iter().map(LoanNo) {
        let p = position(loan(state, no)?, today, Known::ALL);
        let over = matches!(p.stage, Stage::Void | Stage::Settled | Stage::Applied | Stage::Granted);
        if !over || !p.prepaid.is_zero() {
            return Ok(Some(no));
        }
    }
    Ok(None)
}
