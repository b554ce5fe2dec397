//! What the journal says, kept in plain lists: lives of loans, what waits, and sums of postings.
//!
//! Owns: reading entries into those lists, and what their postings must come to. Refuses to know: where the entries are.

use super::model::{ALL, Life};
use super::office::Offered;
use jinguo::base::{AccountCode, Date, EntryNo, Fen, FundNo, LoanNo};
use jinguo::entry::{Body, Decided, Decision, Entry, LoanKind, LoanWhat, PaidFrom, RecoveredAfter, Split};
use std::collections::BTreeMap;

/// The accounts of the office's chart, by hand: `docs/rules.md`.
pub const LENT: AccountCode = AccountCode(112_201);
pub const PLACED: AccountCode = AccountCode(112_202);
pub const PAID_FOR_HER: AccountCode = AccountCode(112_203);
pub const ALLOWANCE: AccountCode = AccountCode(1131);
pub const INCOME: AccountCode = AccountCode(4901);
pub const KEPT: AccountCode = AccountCode(2209);

/// What took effect, with the entry that reversal names.
#[derive(Clone, Debug)]
pub struct Effect {
    pub entry: EntryNo,
    pub body: Body,
    pub reversed: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Books {
    pub lives: Vec<Life>,
    pub products: Vec<usize>,
    pub waiting: Vec<(EntryNo, Body, Date)>,
    pub effects: Vec<Effect>,
    pub sums: BTreeMap<(FundNo, AccountCode), i64>,
    pub of_loans: BTreeMap<(LoanNo, AccountCode), i64>,
    pub last: u64,
    /// How often each kind took effect, and was reversed.
    pub seen: BTreeMap<u16, (u32, u32)>,
}

impl Books {
    pub fn take(&mut self, offered: &[Offered], entry: &Entry) {
        self.last = entry.no.0;
        for posting in &entry.postings {
            *self.sums.entry((posting.fund, posting.account)).or_insert(0) += posting.amount.get();
            if let Some(loan) = posting.dims.loan {
                *self.of_loans.entry((loan, posting.account)).or_insert(0) += posting.amount.get();
            }
        }
        match &entry.body {
            body if entry.prepared => self.waiting.push((entry.no, body.clone(), entry.business_date)),
            Body::Decided(Decided { prepared, decision, .. }) => {
                let at = self.waiting.iter().position(|(no, ..)| *no == prepared.entry).unwrap();
                let (_, body, on) = self.waiting.remove(at);
                if *decision == Decision::Approved {
                    self.happens(offered, entry.no, &body, on);
                }
            }
            body => self.happens(offered, entry.no, body, entry.business_date),
        }
    }

    fn happens(&mut self, offered: &[Offered], no: EntryNo, body: &Body, on: Date) {
        match body {
            Body::Loan(event) => {
                if let LoanWhat::Applied { product, .. } = event.what {
                    let at = usize::try_from(product.0).unwrap() - 1;
                    let Offered { kind, own, .. } = offered[at];
                    self.lives.push(Life { kind, own, events: Vec::new() });
                    self.products.push(at);
                }
                let life = &mut self.lives[usize::try_from(event.loan.0).unwrap() - 1];
                let what = event.what.clone();
                life.events.push(super::model::Happened { entry: no.0, on, what, reversed: None });
            }
            Body::Reversal(reversal) => {
                self.mark(reversal.original, no.0);
                return;
            }
            Body::Deposit(_) | Body::Provision(_) => {}
            _ => return,
        }
        self.seen.entry(body.kind()).or_default().0 += 1;
        self.effects.push(Effect { entry: no, body: body.clone(), reversed: false });
    }

    fn mark(&mut self, original: EntryNo, by: u64) {
        let effect = self.effects.iter_mut().find(|effect| effect.entry == original).unwrap();
        effect.reversed = true;
        self.seen.entry(effect.body.kind()).or_default().1 += 1;
        for event in self.lives.iter_mut().flat_map(|life| &mut life.events) {
            if event.entry == original.0 {
                event.reversed = Some(by);
            }
        }
    }

    fn on(&self, loan: LoanNo, account: AccountCode) -> i64 {
        self.of_loans.get(&(loan, account)).copied().unwrap_or(0)
    }

    /// The vouchers of a loan come to what the loan is.
    pub fn vouchers_fit(&self, loan: LoanNo) {
        let life = &self.lives[usize::try_from(loan.0).unwrap() - 1];
        let living = life.living(ALL);
        let Some(last) = living.last().map(|event| event.on) else { return };
        let stand = life.at(last, ALL);
        let out_of_a_deposit: i64 = living
            .iter()
            .map(|event| match &event.what {
                LoanWhat::Claimed { split, fund: Some(_) } => super::model::whole(split),
                _ => 0,
            })
            .sum();
        let own = |sum: i64| if life.own { sum } else { 0 };
        assert_eq!(self.on(loan, LENT), own(stand.outstanding), "lent of {loan}");
        assert_eq!(-self.on(loan, KEPT), own(stand.kept), "kept of {loan}");
        assert_eq!(self.on(loan, PLACED), -out_of_a_deposit, "placed, of {loan}");
        let to_recover = if out_of_a_deposit > 0 { stand.to_recover } else { 0 };
        assert_eq!(self.on(loan, PAID_FOR_HER), to_recover, "paid for her, of {loan}");
        assert_eq!(self.on(loan, ALLOWANCE), stand.against_allowance, "allowance of {loan}");
        let income = |split: &Split| split.fees.get() + split.penalty.get() + split.interest.get();
        let mut earned = 0;
        for event in living {
            match &event.what {
                LoanWhat::Repaid { split, .. } | LoanWhat::Claimed { split, fund: None } => {
                    earned += own(income(split));
                }
                LoanWhat::Recovered { after: RecoveredAfter::WriteOff, amount } => {
                    let before = life.at(event.on, event.entry - 1);
                    if life.own {
                        earned += amount.get() - before.against_allowance.min(amount.get());
                    }
                }
                LoanWhat::Refunded { amount } => {
                    let before = life.at(event.on, event.entry - 1);
                    earned -= own(amount.get() - before.kept.min(amount.get()));
                }
                _ => {}
            }
        }
        assert_eq!(-self.on(loan, INCOME), earned, "income of {loan}");
    }

    /// What is placed with the guarantor out of a fund, by vouchers.
    pub fn placed(&self, fund: FundNo) -> i64 {
        self.sums.get(&(fund, PLACED)).copied().unwrap_or(0)
    }

    /// No fund has lost more than it placed, provided for, or paid.
    pub fn nothing_below_zero(&self) {
        for ((fund, account), sum) in &self.sums {
            let sum = if *account == ALLOWANCE || *account == KEPT { -sum } else { *sum };
            let fine = sum >= 0 || ![LENT, PLACED, PAID_FOR_HER, ALLOWANCE, KEPT].contains(account);
            assert!(fine, "{sum} on {account} of {fund}");
        }
    }
}

/// Invariant 4 at the end of each day on which something happened, and that each schedule was whole when it was made.
pub fn within_bounds(life: &Life) {
    assert_eq!(life.broken(), None);
    for event in life.living(ALL) {
        let stand = life.at(event.on, ALL);
        let spent = stand.repaid + stand.claimed + stand.written_off;
        assert_eq!(stand.outstanding, stand.drawn - spent);
        assert!(stand.outstanding >= 0);
        if life.kind == LoanKind::Term {
            assert!(stand.drawn <= stand.amount);
        } else {
            assert!(stand.outstanding <= stand.amount);
        }
    }
    for event in &life.events {
        let plan = match &event.what {
            LoanWhat::Drawn { plan, .. } | LoanWhat::Extended { plan } => plan,
            LoanWhat::Repaid { plan: Some(plan), .. } => plan,
            _ => continue,
        };
        let sum: i64 = plan.iter().map(|part| part.principal.get()).sum();
        assert_eq!(sum, life.at(event.on, event.entry).outstanding, "the schedule of E-{}", event.entry);
    }
}

pub fn cash(split: Split, plan: Option<jinguo::entry::Plan>) -> LoanWhat {
    LoanWhat::Repaid { from: PaidFrom::Cash, split, plan }
}

pub fn fen(sum: i64) -> Fen {
    Fen::new(sum)
}
