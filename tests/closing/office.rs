//! An office's three years: what happens, month after month, beside the model of it.
//!
//! Owns: turning dice into drafts, and carrying them out. Refuses to know: what must hold of the figures.

use super::model::{Event, Model};
use crate::fresh::Fresh;
use crate::support::sim_fs::SimFs;
use jinguo::base::{
    AccountCode, Code, Date, EntryNo, Fen, FundNo, Line, OperatorNo, Period, ProgrammeNo, Timestamp,
};
use jinguo::book::{Draft, Refusal};
use jinguo::chain::{OperatorKey, leaf_hash, possession};
use jinguo::entry::*;
use jinguo::ledger::{Access, Batch, Ledger, LedgerError, NewLedger, Options};
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;

pub const FUNDS: [(u32, bool); 3] = [(1, true), (2, true), (3, false)];

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn key(no: u8) -> OperatorKey {
    OperatorKey::from_seed(&[no; 32])
}

/// Long after everything: what happened is dated back.
pub fn now() -> Timestamp {
    Timestamp::from_millis(1_900_000_000_000).unwrap()
}

pub fn period(number: u32) -> Period {
    Period::from_number(number).unwrap()
}

pub struct Office {
    pub ledger: Ledger,
    pub model: Model,
    pub events: Vec<(EntryNo, Event)>,
    /// The month that closes next.
    pub month: u32,
    pub corrected: u32,
    _dir: TempDir,
}

impl Office {
    /// Two funds that donors restrict and one of the office, of one purpose, with nothing in them.
    pub fn new() -> Office {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("book");
        let new = NewLedger {
            origin: line("example.org/fund"),
            organisation: line("示例县妇女联合会"),
            chart: Chart::NonProfit,
            ledger_key: key(9).public(),
            operator_name: line("张敏"),
        };
        std::fs::create_dir(&dir).unwrap();
        let disk = SimFs::new(1, root.path());
        new.create(&dir, disk.fs(), &key(1), now()).unwrap();
        let options = Options {
            fs: disk.fs(),
            indexes: Arc::new(Fresh),
            lock: None,
            secrets: None,
            entropy: Box::new(|bytes| bytes.fill(7)),
            rebuild: false,
        };
        let ledger = Ledger::open(&dir, Access::Write, options, &mut |_, _| ()).unwrap();
        let model = Model {
            donors: FUNDS.iter().map(|(_, donors)| *donors).collect(),
            activity: Vec::new(),
            moved: Vec::new(),
            released: Vec::new(),
            carried: BTreeMap::new(),
        };
        let mut office =
            Office { ledger, model, events: Vec::new(), month: 202_501, corrected: 0, _dir: root };
        let day = period(202_501).first_day();
        let purpose = "困难妇女儿童救助";
        let mut bodies: Vec<Body> = FUNDS
            .iter()
            .map(|(no, donors)| {
                Body::Fund(FundAdded {
                    no: FundNo(*no),
                    code: Code::new(&format!("F{no}")).unwrap(),
                    name: line("关爱基金"),
                    purpose: line(purpose),
                    restriction: if *donors { Restriction::Donors } else { Restriction::Office },
                    holder: Holder::Office,
                    document: None,
                })
            })
            .collect();
        bodies.push(Body::Programme(ProgrammeAdded {
            no: ProgrammeNo(1),
            code: Code::new("GJ").unwrap(),
            name: line("困难救助"),
            fund: FundNo(1),
            purpose: line(purpose),
        }));
        let name = line("李静");
        let proof = Proof(possession::prove(&key(2), &name));
        let (no, role) = (OperatorNo(2), Role::Administrator);
        bodies.push(Body::Operator(OperatorAdded { no, name, key: key(2).public(), role, proof }));
        office
            .by(1, |batch| {
                bodies.iter().try_for_each(|body| batch.add(Draft::new(day, body.clone())).map(drop))
            })
            .unwrap();
        office
    }

    fn by(
        &mut self,
        operator: u8,
        fill: impl FnOnce(&mut Batch<'_>) -> Result<(), LedgerError>,
    ) -> Result<EntryNo, Refusal> {
        let hand = key(operator);
        let mut batch = self.ledger.begin(&hand, now(), false).unwrap();
        match fill(&mut batch) {
            Ok(()) => Ok(batch.commit().unwrap().recorded.last().unwrap().no),
            Err(LedgerError::Refused(refusal)) => Err(*refusal),
            Err(other) => panic!("{other:?}"),
        }
    }

    /// One entry in a commit of its own.
    pub fn record(&mut self, draft: Draft) -> Result<EntryNo, Refusal> {
        self.by(1, |batch| batch.add(draft).map(drop))
    }

    fn link(&self, no: EntryNo) -> Link {
        let entry = self.ledger.entry(no).unwrap().unwrap();
        Link { entry: no, leaf: leaf_hash(&entry.to_bytes()) }
    }

    pub fn reversal(&self, original: EntryNo) -> Body {
        let Link { entry, leaf } = self.link(original);
        let reason = ReversalReason::WrongAmount;
        Body::Reversal(Reversal { original: entry, original_hash: leaf, reason, memo: None })
    }

    /// Something happens, in the month that is open next or a little later.
    pub fn step(&mut self, dice: [u8; 5]) {
        let [what, who, how_much, when, other] = dice;
        let mut month = period(self.month);
        for _ in 0..[0, 0, 0, 0, 1, 1, 2][usize::from(when % 7)] {
            month = month.next();
        }
        let on = month.first_day().plus_days(u32::from(when / 10));
        let fund = 1 + u32::from(who) % 3;
        let donors = fund < 3;
        let amount = i64::from(how_much) * 7 + 1;
        let month = on.period().number();
        let of_2026 = month >= 202_601;
        let (fen, no) = (Fen::new(amount), FundNo(fund));
        let income = |gift: bool| if donors { 102 } else { 101 } + if gift { 410_000 } else { 440_000 };
        let event = |activity, moved| Event { month, activity, moved, reversed: false };
        let (body, happens) = match what % 16 {
            0..=3 => {
                let gift = what % 2 == 0;
                let source = if gift { DonationSource::Gift } else { DonationSource::Grant };
                let body = Donation { fund: no, donor: None, amount: fen, source };
                (Body::Donation(body), event(vec![(fund, income(gift), -amount)], vec![]))
            }
            4..=6 => {
                let body = Spending {
                    fund: no,
                    account: AccountCode(5101),
                    edition: 1 + u8::from(of_2026),
                    programme: Some(ProgrammeNo(1)),
                    budget: None,
                    payee: None,
                    amount: fen,
                };
                (Body::Spending(body), event(vec![(fund, 5101, amount)], vec![]))
            }
            7 => {
                let body = BankCharge { interest: true, fund: no, amount: fen };
                (Body::BankCharge(body), event(vec![(fund, 4901, -amount)], vec![]))
            }
            8 => {
                let body = BankCharge { interest: false, fund: no, amount: fen };
                let account = if of_2026 { 5301 } else { 5201 };
                (Body::BankCharge(body), event(vec![(fund, account, amount)], vec![]))
            }
            9..=10 => {
                let to = 1 + (fund + u32::from(other) % 2) % 3;
                let body = Transfer { from: no, to: FundNo(to), amount: fen, consent: None };
                let moved = vec![(fund, donors, -amount), (to, to < 3, amount)];
                (Body::Transfer(body), event(vec![], moved))
            }
            11..=12 => {
                // What is owed for the year, what the codes of 2026 mean otherwise, and an earlier year put right by hand.
                let account = match (of_2026, other % 4) {
                    (true, 0) => 3201,
                    (true, 1) => 5201,
                    (true, _) => 5401,
                    (false, 0) => 5301,
                    (false, _) => 5401,
                };
                return self.vouch(on, fund, account, amount, other % 3 == 0);
            }
            _ => {
                let open: Vec<usize> =
                    (0..self.events.len()).filter(|at| !self.events[*at].1.reversed).collect();
                if open.is_empty() {
                    return;
                }
                let at = open[usize::from(other) * open.len() / 256];
                let (no, original) = self.events[at].clone();
                let happens = self.model.taken_back(&original, month);
                if self.record(Draft::new(on, self.reversal(no))).is_ok() {
                    self.corrected += u32::from(happens.activity.len() < original.activity.len());
                    self.events[at].1.reversed = true;
                    self.model.happened(&happens);
                }
                return;
            }
        };
        if let Ok(no) = self.record(Draft::new(on, body)) {
            self.model.happened(&happens);
            self.events.push((no, happens));
        }
    }

    /// The second person's word, with the voucher on the day of the business.
    pub fn approve(&mut self, prepared: EntryNo, on: Date) -> EntryNo {
        let decided = Decided { prepared: self.link(prepared), decision: Decision::Approved, reason: None };
        let draft = Draft { voucher_date: Some(on), ..Draft::new(on, Body::Decided(decided)) };
        self.by(2, |batch| batch.add(draft).map(drop)).unwrap()
    }

    /// A general voucher against what is owed to others: two persons.
    pub fn vouch(&mut self, on: Date, fund: u32, account: u32, amount: i64, credit: bool) {
        let amount = if credit { -amount } else { amount };
        let of = |account, amount| Posting {
            fund: FundNo(fund),
            account: AccountCode(account),
            amount: Fen::new(amount),
            dims: Dims::default(),
        };
        let edition = 1 + u8::from(on.number() >= 20_260_101);
        let lines = vec![of(account, amount), of(2209, -amount)];
        let body = Body::GeneralVoucher(GeneralVoucher { edition, lines });
        let prepared = self.record(Draft::new(on, body)).unwrap();
        let no = self.approve(prepared, on);
        let month = on.period().number();
        let event = Event { month, activity: vec![(fund, account, amount)], moved: vec![], reversed: false };
        self.model.happened(&event);
        self.events.push((no, event));
    }

    /// What the close of the month should book, as the model has it, and does: releases first, in December year ends.
    pub fn expected(&self) -> Vec<Body> {
        let (period, year) = (period(self.month), self.month / 100);
        let mut bodies = Vec::new();
        for (fund, _) in FUNDS {
            if self.model.to_release(fund, self.month) != 0 {
                bodies.push(Body::Released(Released { fund: FundNo(fund), period }));
            }
        }
        for (fund, _) in FUNDS {
            if self.month % 100 == 12 && self.model.to_carry(fund, year) {
                bodies.push(Body::YearEnd(YearEnd { fund: FundNo(fund), year }));
            }
        }
        bodies.push(Body::Close(Close { period }));
        bodies
    }

    /// Books them, and tells the model.
    pub fn close(&mut self, bodies: &[Body]) {
        let last = period(self.month).last_day();
        self.by(1, |batch| {
            bodies.iter().try_for_each(|body| batch.add(Draft::new(last, body.clone())).map(drop))
        })
        .unwrap();
        for body in bodies {
            if let Body::Released(Released { fund, .. }) = body {
                let amount = self.model.to_release(fund.0, self.month);
                self.model.released.push((fund.0, self.month, amount));
            }
        }
        for body in bodies {
            if let Body::YearEnd(YearEnd { fund, year }) = body {
                self.model.carried.insert(fund.0, *year);
            }
        }
        self.month = period(self.month).next().number();
    }
}
