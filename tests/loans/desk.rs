//! One loan at a plain desk, event by event, for tests that name what they show.
//!
//! Owns: short words for what is done. Refuses to know: what must come of it.

use super::books::{cash, fen};
use super::model::whole;
use super::office::{LENDS, Offered, Office, line};
use jinguo::base::{Date, EntryNo, Hash32, LoanNo, PersonNo, ProductNo};
use jinguo::book::loan::{Known, LoanRefusal, LoanState, Position, owed, position};
use jinguo::book::{Draft, Refusal};
use jinguo::entry::{
    Body, Entry, LoanEvent, LoanKind, LoanWhat, PaidFrom, Provision, ReversalReason, Split, SubsidyMode,
    Terms,
};
use jinguo::ledger::LedgerError;

pub const LOAN: LoanNo = LoanNo(1);

pub struct Desk {
    pub office: Office,
    terms: Terms,
}

impl Desk {
    /// A loan of the office's own money, of a product that a guarantor stands behind, signed and not drawn.
    pub fn new(kind: LoanKind, terms: Terms, own: bool, signed: Date, amount: i64, months: u16) -> Desk {
        let offered = Offered { kind, own, guaranteed: true, terms, subsidy: SubsidyMode::Full };
        let mut desk = Desk { office: Office::new(&[offered], false), terms };
        let (amount, product, borrower) = (fen(amount), ProductNo(1), PersonNo(1));
        desk.must(signed, LoanWhat::Applied { product, borrower, amount, months });
        desk.must(signed, LoanWhat::Granted { amount, months });
        let (number, paper, terms) = (line("一"), Hash32([7; 32]), desk.terms);
        desk.must(signed, LoanWhat::Signed { number, paper, terms });
        desk
    }

    pub fn add(&mut self, on: Date, body: &Body) -> Result<Entry, Refusal> {
        let made = self.office.commit(1, None, &|batch| batch.add(Draft::new(on, body.clone())).map(drop));
        match made {
            Ok(mut new) => Ok(new.remove(0)),
            Err(LedgerError::Refused(refusal)) => Err(*refusal),
            Err(other) => panic!("{other:?}"),
        }
    }

    pub fn may(&mut self, on: Date, what: LoanWhat) -> Result<EntryNo, LoanRefusal> {
        match self.add(on, &Body::Loan(LoanEvent { loan: LOAN, what })) {
            Ok(entry) => Ok(entry.no),
            Err(Refusal::Loan(refusal)) => Err(*refusal),
            Err(other) => panic!("{other:?}"),
        }
    }

    pub fn must(&mut self, on: Date, what: LoanWhat) -> EntryNo {
        self.may(on, what).unwrap_or_else(|refusal| panic!("on {on}: {refusal:?}"))
    }

    pub fn loan(&mut self) -> LoanState {
        self.office.ledger().loan(LOAN).unwrap()
    }

    pub fn at(&mut self, on: Date) -> Position {
        position(&self.loan(), on, Known::ALL)
    }

    pub fn known(&mut self, on: Date, entry: EntryNo) -> Position {
        position(&self.loan(), on, Known(entry))
    }

    pub fn draw(&mut self, on: Date, amount: i64) -> EntryNo {
        let plan = owed::plan_after_draw(LOAN, &self.loan(), on, fen(amount)).unwrap();
        self.must(on, LoanWhat::Drawn { amount: fen(amount), plan })
    }

    pub fn split(&mut self, on: Date, paid: i64) -> Split {
        owed::split(LOAN, &self.loan(), on, fen(paid), true).unwrap()
    }

    pub fn repay(&mut self, on: Date, paid: i64) -> EntryNo {
        let split = self.split(on, paid);
        self.must(on, cash(split, None))
    }

    pub fn repay_from_kept(&mut self, on: Date, paid: i64) -> Result<EntryNo, LoanRefusal> {
        let split = self.split(on, paid);
        self.may(on, LoanWhat::Repaid { from: PaidFrom::Prepayment, split, plan: None })
    }

    /// Provides for all that is owed, and gives it up.
    pub fn write_off(&mut self, on: Date) -> EntryNo {
        let split = owed::all_owed(&self.loan(), on);
        let amount = fen(whole(&split));
        self.add(on, &Body::Provision(Provision { fund: LENDS, amount })).unwrap();
        self.must(on, LoanWhat::WrittenOff { split, claimed: fen(0) })
    }

    pub fn reverse(&mut self, on: Date, original: EntryNo) -> Result<EntryNo, LoanRefusal> {
        let reason = ReversalReason::RecordedTwice;
        let made = self.office.commit(1, None, &|batch| {
            batch.add_reversal(original, reason, &line("重复"), |body| Draft::new(on, body)).map(drop)
        });
        match made {
            Ok(new) => Ok(new[0].no),
            Err(LedgerError::Refused(refusal)) => match *refusal {
                Refusal::Loan(refusal) => Err(*refusal),
                other => panic!("{other:?}"),
            },
            Err(other) => panic!("{other:?}"),
        }
    }

    /// The sum of the loan's postings on an account.
    pub fn booked(&mut self, account: jinguo::base::AccountCode) -> i64 {
        let last = self.office.entries();
        let mut sum = 0;
        for no in 1..=last {
            let entry = self.office.ledger().entry(EntryNo(no)).unwrap().unwrap();
            let of = entry.postings.iter().filter(|p| p.account == account && p.dims.loan == Some(LOAN));
            sum += of.map(|posting| posting.amount.get()).sum::<i64>();
        }
        sum
    }
}
