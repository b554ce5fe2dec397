//! What the rules of version 2 say to a draft, told naively: the entry that it becomes, or the one cause of refusal.
//!
//! Owns: the order of the causes, and two persons. Refuses to know: how the rules keep their state.

use super::model::{Books, Event, Model, Texts, held, held_outflow, on_money, outflow, own_cash, whom};
use super::{names, postings};
use jinguo::base::{BudgetNo, Date, EntryNo, Fen, FundNo, OperatorNo, PersonNo, ProgrammeNo};
use jinguo::book::chart::Basis;
use jinguo::book::{Draft, Refusal};
use jinguo::entry::{Body, Decision, Posting, Restriction, Role, Target, ThresholdOf, Voucher};
use std::collections::BTreeMap;

/// What a role may sign.
fn may_sign(role: Role, body: &Body) -> bool {
    let decision = if let Body::Decided(decided) = body { Some(decided.decision) } else { None };
    match (role, decision) {
        (Role::Administrator, _) | (Role::Clerk, Some(Decision::Withdrawn)) => true,
        (Role::Checker, Some(decision)) => matches!(decision, Decision::Approved | Decision::Rejected),
        (_, Some(_)) => false,
        (Role::Clerk, None) => !matches!(
            body,
            Body::Operator(_)
                | Body::Role(_)
                | Body::Revoked(_)
                | Body::Fund(_)
                | Body::Programme(_)
                | Body::Threshold(_)
                | Body::MoneyAccount(_)
                | Body::Budget(_)
                | Body::Retention(_)
                | Body::Erased(_)
                | Body::Close(_)
        ),
        (Role::Checker, None) => matches!(body, Body::Close(_) | Body::Note(_) | Body::Rotated(_)),
        (Role::Auditor, None) => matches!(body, Body::Rotated(_)),
    }
}

/// Kinds that may wait for a second person.
fn may_wait(body: &Body) -> bool {
    !matches!(
        body,
        Body::Fund(_)
            | Body::Programme(_)
            | Body::Purpose(_)
            | Body::Person(_)
            | Body::Close(_)
            | Body::Rotated(_)
            | Body::MoneyAccount(_)
            | Body::Register(_)
            | Body::Household(_)
            | Body::Details(_)
            | Body::Decided(_)
            | Body::Note(_)
            | Body::Registered(_)
            | Body::Struck(_)
    )
}

impl Model {
    /// The entry that a draft becomes, or why it does not become one.
    pub fn judge(&self, by: OperatorNo, draft: &Draft, private: Vec<Texts>) -> Result<Event, Refusal> {
        let (books, today) = (self.books(), self.today());
        let signer = &books.operators[usize::try_from(by.0).unwrap() - 1];
        if let Some(no) = signer.revoked {
            return Err(Refusal::OperatorRevoked { no: by, by: EntryNo(no) });
        }
        if !may_sign(signer.role, &draft.body) {
            return Err(Refusal::RoleMayNot { operator: by, role: signer.role });
        }
        possible(&draft.body)?;
        let (deciding, effect) = match &draft.body {
            Body::Decided(decided) => {
                let no = decided.prepared.entry;
                let waiting = self.may_decide(&books, by, no, decided.decision)?;
                let takes = matches!(decided.decision, Decision::Approved | Decision::Emergency);
                (Some(no.0), takes.then_some((no.0, &waiting.body, waiting.private.first())))
            }
            body => (None, Some((self.last() + 1, body, private.first()))),
        };
        let closed = books.closed.is_some_and(|month| draft.business_date.period() <= month);
        let usual = if closed { today } else { draft.business_date };
        let mut day = draft.voucher_date.unwrap_or(usual);
        let mut lines = Vec::new();
        if let Some((source, body, texts)) = effect {
            names::known(self, &books, by, source, body, texts.unwrap_or(&Texts::new()))?;
            lines = postings::of(self, &books, body, day, draft.money)?;
        }
        let tomorrow = today.next();
        if draft.business_date > tomorrow {
            return Err(Refusal::FutureDate { date: draft.business_date, latest: tomorrow });
        }
        let prepared = draft.prepare || needs_two(&books, &draft.body, &lines);
        if prepared && !may_wait(&draft.body) {
            return Err(Refusal::NotPreparable);
        }
        if prepared && draft.money.is_some() {
            return Err(Refusal::MoneyWhenPrepared);
        }
        if let (true, Some((_, body, _))) = (prepared && day != usual, effect) {
            day = usual;
            lines = postings::of(self, &books, body, day, None)?;
        }
        let voucher =
            if lines.is_empty() || prepared { None } else { Some(self.voucher(&books, day, tomorrow)?) };
        if draft.money.is_some() && !lines.is_empty() && lines.iter().all(|l| l.dims.money != draft.money) {
            return Err(Refusal::MoneyNotChosen);
        }
        balanced(&lines)?;
        if let (Some((_, body, _)), false) = (effect, lines.is_empty()) {
            on_purpose(&books, body, &lines)?;
            self.held_covered(&lines, deciding)?;
            self.fund_covered(&lines, deciding, voucher.map(|voucher| voucher.date))?;
            if !prepared {
                self.money_covered(&lines)?;
            }
            self.budget_covered(&books, &lines, day)?;
        }
        let (business, body) = (draft.business_date, draft.body.clone());
        let event = Event { by, day: today, business, prepared, voucher, lines, body, private };
        if has_words(&event.body)
            && let Some(no) = self.named(&event, true).into_iter().find(|no| books.is_erased(*no))
        {
            return Err(Refusal::PersonErased { no: PersonNo(no) });
        }
        Ok(event)
    }

    fn may_decide(
        &self,
        books: &Books,
        by: OperatorNo,
        no: EntryNo,
        decision: Decision,
    ) -> Result<&Event, Refusal> {
        let waiting = self.event(no).filter(|event| event.prepared);
        let waiting = waiting.ok_or(Refusal::NotPrepared { entry: no })?;
        if let Some((by, decision)) = books.decided.get(&no.0) {
            return Err(Refusal::AlreadyDecided { entry: no, by: EntryNo(*by), decision: *decision });
        }
        match decision {
            Decision::Approved | Decision::Rejected if waiting.by == by => {
                Err(Refusal::SelfApproval { entry: no })
            }
            Decision::Withdrawn if waiting.by != by => {
                Err(Refusal::NotThePreparer { entry: no, operator: waiting.by })
            }
            _ => Ok(waiting),
        }
    }

    fn voucher(&self, books: &Books, date: Date, latest: Date) -> Result<Voucher, Refusal> {
        if date > latest {
            return Err(Refusal::FutureDate { date, latest });
        }
        match books.closed {
            Some(closed_through) if date.period() <= closed_through => {
                Err(Refusal::ClosedPeriod { date, closed_through })
            }
            _ => Ok(Voucher { date, number: self.vouchers(date.period()) + 1 }),
        }
    }

    fn fund_covered(&self, lines: &[Posting], but: Option<u64>, day: Option<Date>) -> Result<(), Refusal> {
        // In the order in which the lines name the funds.
        for line in lines.iter().filter(|line| own_cash(line)) {
            let fund = line.fund;
            let Some(needed) = outflow(lines).get(&fund.0).copied() else { continue };
            let needed = Fen::new(needed);
            let short = |available, day| {
                Err(Refusal::FundNotCovered { fund, available: Fen::new(available), needed, day })
            };
            let available = self.cash(fund, None) - self.reserved(fund.0, but);
            if available < needed.get() {
                return short(available, None);
            }
            let moved = self.posted().filter(|(_, _, l)| l.fund == fund && own_cash(l));
            let last = moved.map(|(_, voucher, _)| voucher.date).max();
            let (Some(first), Some(last)) = (day, last) else { continue };
            let mut lowest: Option<(i64, Date)> = None;
            let mut at = first;
            while at <= last && first < last {
                let there = self.cash(fund, Some(at));
                if lowest.is_none_or(|(least, _)| there <= least) {
                    lowest = Some((there, at));
                }
                at = at.next();
            }
            if let Some((there, at)) = lowest.filter(|(there, _)| *there < needed.get()) {
                return short(there, Some(at));
            }
        }
        Ok(())
    }

    fn held_covered(&self, lines: &[Posting], but: Option<u64>) -> Result<(), Refusal> {
        for (key, needed) in held_outflow(lines) {
            let there = self.held_for(key) - self.held_reserved(key, but);
            let is_it = |line: &&Posting| held(line) == Some(key);
            let dims = lines.iter().find(is_it).map(|line| line.dims);
            let target = dims.and_then(|d| d.purpose.map(Target::Purpose).or(d.person.map(Target::Person)));
            if let (true, Some(target)) = (there < needed, target) {
                assert_eq!(whom(target), key);
                let (held, needed) = (Fen::new(there), Fen::new(needed));
                return Err(Refusal::HeldNotCovered { target, held, needed });
            }
        }
        Ok(())
    }

    fn money_covered(&self, lines: &[Posting]) -> Result<(), Refusal> {
        for line in lines.iter().filter(|line| on_money(line)) {
            let account = line.dims.money;
            let same = |line: &Posting| on_money(line) && line.dims.money == account;
            let needed = -lines.iter().filter(|line| same(line)).map(|line| line.amount.get()).sum::<i64>();
            let available = self.sum(same);
            if needed > 0 && available < needed {
                let (available, needed) = (Fen::new(available), Fen::new(needed));
                return Err(Refusal::MoneyNotCovered { account, available, needed });
            }
        }
        Ok(())
    }

    fn budget_covered(&self, books: &Books, lines: &[Posting], day: Date) -> Result<(), Refusal> {
        let mut taken: BTreeMap<BudgetNo, i64> = BTreeMap::new();
        for line in lines {
            if let Some(no) = line.dims.budget {
                *taken.entry(no).or_insert(0) += line.amount.get();
            }
        }
        for line in lines.iter().filter(|line| line.amount.get() > 0) {
            let Some(no) = line.dims.budget else { continue };
            let budget = books.budgets.iter().find(|budget| budget.no == no);
            let budget = budget.ok_or(Refusal::UnknownBudget { no })?;
            if budget.fund != line.fund || budget.year != day.number() / 10_000 {
                return Err(Refusal::BudgetOfOther { no });
            }
            let left = Fen::new(budget.amount.get() - self.spent(no.0));
            let needed = Fen::new(taken[&no]);
            if needed > left {
                return Err(Refusal::OverBudget { purpose: budget.purpose.clone(), left, needed });
            }
        }
        Ok(())
    }
}

/// Amounts that a record may carry.
fn possible(body: &Body) -> Result<(), Refusal> {
    let (amount, least) = match body {
        Body::Donation(b) => (b.amount, 1),
        Body::PassThrough(b) => (b.amount, 1),
        Body::Disbursement(b) => (b.amount, 1),
        Body::Transfer(b) => (b.amount, 1),
        Body::Move(b) => (b.amount, 1),
        Body::BankCharge(b) => (b.amount, 1),
        Body::Spending(b) => (b.amount, 1),
        Body::GrantDown(b) => (b.amount, 1),
        Body::Budget(b) => (b.amount, 0),
        Body::Registered(b) => (b.amount, 0),
        _ => return Ok(()),
    };
    if amount.get() >= least { Ok(()) } else { Err(Refusal::ImpossibleAmount { amount }) }
}

fn needs_two(books: &Books, body: &Body, lines: &[Posting]) -> bool {
    let several = books.operators.len() >= 2;
    match body {
        Body::GeneralVoucher(_) | Body::PersonThoughKnown(_) => true,
        Body::Decided(_) => false,
        Body::Operator(_)
        | Body::Role(_)
        | Body::Revoked(_)
        | Body::Retention(_)
        | Body::Erased(_)
        | Body::OpeningBalance(_) => several,
        Body::Restricted(set) => several && !set.restricted,
        Body::Threshold(set) => several && books.threshold(set.of).is_some(),
        Body::Budget(set) => several && books.budgets.iter().any(|before| before.no == set.no),
        _ => {
            let over = |of, amount| books.threshold(of).is_some_and(|threshold| amount > threshold.get());
            let mut spent: BTreeMap<ProgrammeNo, i64> = BTreeMap::new();
            for line in lines {
                if let Some(no) = line.dims.programme {
                    *spent.entry(no).or_insert(0) += line.amount.get();
                }
            }
            outflow(lines).into_iter().any(|(fund, taken)| over(ThresholdOf::Fund(FundNo(fund)), taken))
                || spent.into_iter().any(|(no, sum)| sum >= 0 && over(ThresholdOf::Programme(no), sum))
        }
    }
}

/// Words that nobody could erase any more if they were about somebody who is erased. An emergency needs them.
fn has_words(body: &Body) -> bool {
    match body {
        Body::Note(_) | Body::PersonThoughKnown(_) => true,
        Body::Reversal(reversal) => reversal.memo.is_some(),
        Body::Restricted(set) => set.reason.is_some(),
        Body::Decided(decided) => decided.reason.is_some() && decided.decision != Decision::Emergency,
        _ => false,
    }
}

fn balanced(lines: &[Posting]) -> Result<(), Refusal> {
    for line in lines {
        let sum: i64 = lines.iter().filter(|l| l.fund == line.fund).map(|l| l.amount.get()).sum();
        if sum != 0 {
            return Err(Refusal::Unbalanced {
                fund: line.fund,
                basis: Basis::Financial,
                difference: Fen::new(sum),
            });
        }
    }
    Ok(())
}

fn on_purpose(books: &Books, body: &Body, lines: &[Posting]) -> Result<(), Refusal> {
    let fund = |no: FundNo| &books.funds[usize::try_from(no.0).unwrap() - 1];
    let fits = |no: FundNo, programme: Option<ProgrammeNo>| {
        let fund = fund(no);
        let Some(programme) = programme else {
            return if fund.restriction == Restriction::Office {
                Ok(())
            } else {
                let (fund, fund_purpose) = (fund.code.clone(), fund.purpose.clone());
                Err(Refusal::RestrictedSpending { fund, fund_purpose })
            };
        };
        let programme = &books.programmes[usize::try_from(programme.0).unwrap() - 1];
        if programme.purpose == fund.purpose {
            return Ok(());
        }
        Err(Refusal::OffPurpose {
            programme: programme.name.clone(),
            programme_purpose: programme.purpose.clone(),
            fund: fund.code.clone(),
            fund_purpose: fund.purpose.clone(),
        })
    };
    match body {
        Body::Disbursement(relief) => fits(relief.fund, Some(relief.programme)),
        Body::Spending(spending) => fits(spending.fund, spending.programme),
        Body::GrantDown(grant) => fits(grant.fund, grant.programme),
        Body::GeneralVoucher(_) => {
            let taken = outflow(lines);
            let receives = |line: &&Posting| line.amount.get() > 0 && !own_cash(line);
            let mut receives = lines.iter().filter(|line| taken.contains_key(&line.fund.0)).filter(receives);
            receives.try_for_each(|line| fits(line.fund, line.dims.programme))
        }
        Body::Transfer(transfer) if transfer.consent.is_none() => {
            let (from, to) = (fund(transfer.from), fund(transfer.to));
            if from.restriction == Restriction::Office || from.purpose == to.purpose {
                return Ok(());
            }
            Err(Refusal::ConsentNeeded {
                from: from.code.clone(),
                from_purpose: from.purpose.clone(),
                to: to.code.clone(),
                to_purpose: to.purpose.clone(),
            })
        }
        _ => Ok(()),
    }
}
