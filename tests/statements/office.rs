//! An office with two funds and two operators, whose entries follow from bytes.
//!
//! Owns: recording what the rules allow of it, and its lines as they stand in the entries. Refuses to know: statements.

use crate::fresh::Fresh;
use jinguo::base::{
    AccountCode, Code, Date, EntryNo, Fen, FundNo, Line, MoneyAccountNo, OperatorNo, Period, PurposeNo,
    Timestamp,
};
use jinguo::book::Draft;
use jinguo::book::chart::{Accounts, Edition};
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::*;
use jinguo::ledger::{Access, Ledger, NewLedger, Options};
use jinguo::store::fs::RealFs;
use std::sync::Arc;
use tempfile::TempDir;

/// The codes of its funds.
pub const FUNDS: [&str; 2] = ["GZ", "GA"];

/// What to do, on which day of 2025 and 2026, with how much.
#[derive(Clone, Copy, Debug)]
pub struct Step(pub [u8; 6]);

/// A line of a voucher, as it counts.
pub struct Counted {
    pub fund: FundNo,
    pub account: AccountCode,
    /// Debit positive.
    pub amount: i64,
    /// Whether it stands on the debit side: what a reversal takes back stands there with a minus.
    pub debit: bool,
    pub money: Option<MoneyAccountNo>,
    /// The month in which its sums count.
    pub month: Period,
    /// The month of its voucher.
    pub booked: Period,
}

pub struct Office {
    pub ledger: Ledger,
    pub chart: Chart,
    keys: [OperatorKey; 2],
    _dir: TempDir,
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// Noon of 31 December 2026 in Shanghai.
fn now() -> Timestamp {
    Timestamp::from_millis(1_798_689_600_000).unwrap()
}

impl Office {
    /// A new office, in which these steps were tried.
    pub fn of(chart: Chart, steps: &[Step]) -> Office {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("book");
        let keys = [1, 2].map(|seed| OperatorKey::from_seed(&[seed; 32]));
        let new = NewLedger {
            origin: line("example.org/fund"),
            organisation: line("示例县妇女联合会"),
            chart,
            ledger_key: OperatorKey::from_seed(&[9; 32]).public(),
            operator_name: line("张敏"),
        };
        new.create(&folder, Arc::new(RealFs), &keys[0], now()).unwrap();
        let options = Options {
            fs: Arc::new(RealFs),
            indexes: Arc::new(Fresh),
            lock: None,
            secrets: None,
            entropy: Box::new(|b| b.fill(7)),
            rebuild: false,
        };
        let ledger = Ledger::open(&folder, Access::Write, options, &mut |_, _| ()).unwrap();
        let mut office = Office { ledger, chart, keys, _dir: dir };
        office.furnish();
        for step in steps {
            office.tries(*step);
        }
        office
    }

    pub fn today(&self) -> Date {
        now().shanghai_date()
    }

    fn furnish(&mut self) {
        let fund = |no, code: &str, restriction| {
            Body::Fund(FundAdded {
                no: FundNo(no),
                code: Code::new(code).unwrap(),
                name: line(code),
                purpose: line("困难妇女儿童救助"),
                restriction,
                holder: Holder::Office,
                document: None,
            })
        };
        let money = MoneyAccountAdded {
            no: MoneyAccountNo(1),
            code: Code::new("JB").unwrap(),
            name: line("工资户"),
            sort: MoneySort::Bank,
            number: None,
        };
        let budget = BudgetSet {
            no: jinguo::base::BudgetNo(1),
            fund: FundNo(1),
            year: 2026,
            purpose: line("办公费"),
            amount: Fen::new(900),
        };
        let (name, key) = (line("李静"), self.keys[1].public());
        let proof = Proof(possession::prove(&self.keys[1], &name));
        let second = OperatorAdded { no: OperatorNo(2), name, key, role: Role::Administrator, proof };
        for body in [
            fund(1, FUNDS[0], Restriction::Office),
            fund(2, FUNDS[1], Restriction::Donors),
            Body::Purpose(PurposeAdded { no: PurposeNo(1), name: line("地震灾区") }),
            Body::MoneyAccount(money),
            Body::Budget(budget),
            Body::Operator(second),
        ] {
            assert!(self.add(Draft::new(self.today(), body)).is_some());
        }
    }

    /// Records a draft where the rules allow it, and lets the second operator approve it where it waits.
    fn add(&mut self, draft: Draft) -> Option<EntryNo> {
        let on = draft.business_date;
        let mut batch = self.ledger.begin(&self.keys[0], now(), false).unwrap();
        let (no, prepared) = match batch.add(draft) {
            Ok(recorded) => (recorded.no, recorded.prepared),
            Err(_) => return None,
        };
        batch.commit().unwrap();
        if prepared {
            let leaf = self.ledger.locate(no).unwrap().leaf;
            let decided =
                Decided { prepared: Link { entry: no, leaf }, decision: Decision::Approved, reason: None };
            let mut batch = self.ledger.begin(&self.keys[1], now(), false).unwrap();
            batch.add(Draft::new(on, Body::Decided(decided))).ok()?;
            batch.commit().unwrap();
        }
        Some(no)
    }

    fn tries(&mut self, Step([kind, month, day, amount, fund, more]): Step) {
        let month = u32::from(month) % 24;
        let on =
            Date::new(if month < 12 { 2025 } else { 2026 }, month % 12 + 1, u32::from(day) % 28 + 1).unwrap();
        let edition = Edition::of(self.chart, on);
        let roles = Accounts::of(edition);
        let (fund, amount) = (FundNo(1 + u32::from(fund) % 2), Fen::new(i64::from(amount) + 1));
        let other = FundNo(3 - fund.0);
        let (fixed, kept) = match self.chart {
            Chart::NonProfit => (AccountCode(1501), AccountCode(2209)),
            Chart::Government => (AccountCode(1601), AccountCode(2307)),
        };
        let posting =
            |account, amount: i64| Posting { fund, account, amount: Fen::new(amount), dims: Dims::default() };
        let held = |received| {
            Body::PassThrough(PassThrough {
                received,
                target: Target::Purpose(PurposeNo(1)),
                other: None,
                amount,
            })
        };
        let spent = |account| {
            Body::Spending(Spending {
                fund,
                account,
                edition: edition.number(),
                programme: None,
                budget: None,
                payee: None,
                amount,
            })
        };
        let jb = Some(MoneyAccountNo(1));
        let body = match kind % 12 {
            0 | 1 => {
                let source = if more % 2 == 0 { DonationSource::Gift } else { DonationSource::Grant };
                Body::Donation(Donation { fund, donor: None, amount, source })
            }
            2 => spent(roles.administration),
            3 => spent(roles.relief),
            4 => held(true),
            5 => held(false),
            6 => Body::Transfer(Transfer {
                from: fund,
                to: other,
                amount,
                consent: Some(jinguo::base::Hash32([5; 32])),
            }),
            7 => Body::BankCharge(BankCharge { interest: more % 2 == 0, fund, amount }),
            8 => {
                let paid = amount.get() / 3 + 1;
                let lines = vec![
                    posting(fixed, amount.get() + paid),
                    posting(roles.own_bank, -paid),
                    posting(kept, -amount.get()),
                ];
                Body::GeneralVoucher(GeneralVoucher { edition: edition.number(), lines })
            }
            9 => {
                let account = [fixed, kept, roles.own_bank][usize::from(more) % 3];
                let amount = if account == kept { amount.negated() } else { amount };
                Body::OpeningBalance(OpeningBalance { fund, account, edition: edition.number(), amount })
            }
            10 => {
                let original = EntryNo(u64::from(more) % self.ledger.tip().entries + 1);
                let original_hash = self.ledger.locate(original).unwrap().leaf;
                let reason = ReversalReason::RecordedTwice;
                Body::Reversal(Reversal { original, original_hash, reason, memo: None })
            }
            _ => {
                let (from, to) = if more % 2 == 0 { (None, jb) } else { (jb, None) };
                Body::Move(Move { fund, from, to, amount })
            }
        };
        let money = if more % 5 == 4 && kind % 12 < 4 { jb } else { None };
        self.add(Draft { money, ..Draft::new(on, body) });
    }

    /// Every line of every voucher.
    pub fn lines(&self) -> Vec<Counted> {
        let mut all = Vec::new();
        let mut seen: Vec<Entry> = Vec::new();
        self.ledger
            .for_each(EntryNo(1)..=EntryNo(u64::MAX), |entry| {
                seen.push(entry.clone());
                Ok(true)
            })
            .unwrap();
        for entry in &seen {
            let Some(voucher) = entry.voucher else { continue };
            let body = match &entry.body {
                Body::Decided(decided) => &seen[usize::try_from(decided.prepared.entry.0).unwrap() - 1].body,
                body => body,
            };
            let booked = voucher.date.period();
            let month = if matches!(body, Body::OpeningBalance(_)) { booked.previous() } else { booked };
            let red = matches!(body, Body::Reversal(_));
            for p in &entry.postings {
                let (amount, money) = (p.amount.get(), p.dims.money);
                let debit = (amount > 0) != red;
                all.push(Counted { fund: p.fund, account: p.account, amount, debit, money, month, booked });
            }
        }
        all
    }
}
