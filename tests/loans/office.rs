//! A ledger on a pretended disk, with power cuts, for offices that lend.
//!
//! Owns: making, losing and opening it, and the office's first days. Refuses to know: what happens to loans.

use crate::sim_index::SimIndex;
use crate::support::sim_fs::{Fault, SimFs};
use jinguo::base::{
    Code, Date, Fen, FundNo, GuarantorNo, Line, OperatorNo, PersonNo, ProductNo, Rate, Timestamp,
};
use jinguo::book::Draft;
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::*;
use jinguo::ledger::{
    Access, Batch, Ledger, LedgerError, NewLedger, Options, PersonDetails, Secrets, VerifyOptions, verify,
};
use jinguo::store::index::{Index, IndexError, Indexes};
use jinguo::store::vault::MasterKey;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use zeroize::Zeroizing;

pub const LENDS: FundNo = FundNo(1);
pub const PLACES: FundNo = FundNo(2);
pub const BORROWERS: u64 = 5;

pub fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub fn day(year: i32, month: u32, of: u32) -> Date {
    Date::new(year, month, of).unwrap()
}

pub fn key(operator: u8) -> OperatorKey {
    OperatorKey::from_seed(&[operator; 32])
}

/// Long after everything that happens: what is known late is dated back.
fn now() -> Timestamp {
    Timestamp::from_millis(2_300_000_000_000).unwrap()
}

/// Indexes in memory.
pub struct Folders(pub SimIndex);

impl Indexes for Folders {
    fn open(&self, _: &Path) -> Result<Box<dyn Index>, IndexError> {
        Ok(Box::new(self.0.open()?))
    }

    fn set_aside(&self, _: &Path) -> io::Result<()> {
        self.0.set_aside();
        Ok(())
    }
}

fn master() -> MasterKey {
    MasterKey::new(Zeroizing::new([3; 32]))
}

/// How the program ends before the ledger is opened again.
#[derive(Clone, Copy, Debug)]
pub enum Reopen {
    Close,
    Kill(u64),
    IndexGone,
    IndexDamaged,
}

/// A power cut at that call of a commit, and what the disk keeps.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    pub call: u64,
    pub seed: u64,
}

pub struct Office {
    fs: SimFs,
    index: SimIndex,
    ledger: Option<Ledger>,
    openings: u8,
    root: TempDir,
}

/// A product of the office.
#[derive(Clone, Debug)]
pub struct Offered {
    pub kind: LoanKind,
    pub own: bool,
    pub guaranteed: bool,
    pub terms: Terms,
    pub subsidy: SubsidyMode,
}

pub fn begins() -> Date {
    day(2020, 1, 1)
}

impl Office {
    pub fn new(products: &[Offered], two: bool) -> Office {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("book");
        std::fs::create_dir(&dir).unwrap();
        let (fs, index) = (SimFs::new(1, root.path()), SimIndex::new());
        let new = NewLedger {
            origin: line("example.org/fund"),
            organisation: line("示例县妇女联合会"),
            chart: Chart::NonProfit,
            ledger_key: key(9).public(),
            operator_name: line("张敏"),
        };
        new.create(&dir, fs.fs(), &key(1), now()).unwrap();
        let mut office = Office { fs, index, ledger: None, openings: 0, root };
        office.open().unwrap();
        office.commit(1, None, &|batch| first_days(batch, products, two)).unwrap();
        office
    }

    fn dir(&self) -> PathBuf {
        self.root.path().join("book")
    }

    fn open(&mut self) -> Result<(), LedgerError> {
        self.ledger = None;
        self.openings = self.openings.wrapping_add(1);
        let mut at = u64::from(self.openings) << 32;
        let options = Options {
            fs: self.fs.fs(),
            indexes: Arc::new(Folders(self.index.clone())),
            lock: None,
            secrets: Some(Secrets { master: master(), lookup: Some(Zeroizing::new([4; 32])) }),
            entropy: Box::new(move |bytes| {
                at += 1;
                blake3::Hasher::new().update(&at.to_be_bytes()).finalize_xof().fill(bytes);
            }),
            rebuild: false,
        };
        self.ledger = Some(Ledger::open(&self.dir(), Access::Write, options, &mut |_, _| ())?);
        Ok(())
    }

    pub fn ledger(&mut self) -> &mut Ledger {
        self.ledger.as_mut().expect("an open ledger")
    }

    pub fn entries(&mut self) -> u64 {
        self.ledger().tip().entries
    }

    fn attempt(&mut self, by: u8, cut: Option<Cut>, build: &Build<'_>) -> Result<(), LedgerError> {
        let key = key(by);
        let fs = self.fs.clone();
        let mut batch = self.ledger().begin(&key, now(), true)?;
        build(&mut batch)?;
        if let Some(cut) = cut {
            fs.fail_at(fs.calls() + cut.call, Fault::PowerCut);
        }
        batch.commit().map(drop)
    }

    /// Records what `build` adds. Where the power goes it is there whole or not at all, and then made once more.
    ///
    /// # Errors
    /// What the rules refuse.
    pub fn commit(&mut self, by: u8, cut: Option<Cut>, build: &Build<'_>) -> Result<Vec<Entry>, LedgerError> {
        let before = self.entries();
        let made = self.attempt(by, cut, build);
        self.fs.heal();
        if self.fs.fs().exists(&self.dir()).is_err() {
            let seed = cut.expect("power went by itself").seed;
            self.index.crash(seed);
            self.ledger = None;
            self.fs = self.fs.crash(seed);
            self.open().unwrap();
            if self.entries() == before {
                assert!(made.is_err(), "somebody was told that it is recorded, and it is not");
                self.attempt(by, None, build)?;
            }
        } else {
            made?;
        }
        let after = self.entries();
        let new =
            (before + 1..=after).map(|no| self.ledger().entry(jinguo::base::EntryNo(no)).unwrap().unwrap());
        Ok(new.collect())
    }

    pub fn reopen(&mut self, how: Reopen) {
        if let Reopen::Kill(seed) = how {
            self.index.crash(seed);
        }
        self.ledger = None;
        match how {
            Reopen::Close | Reopen::Kill(_) => {}
            Reopen::IndexGone => self.index.set_aside(),
            Reopen::IndexDamaged => self.index.damage(),
        }
        self.open().unwrap();
    }

    /// Nothing is wrong with the journal, the vault and the index.
    pub fn verify(mut self) {
        self.ledger = None;
        let options = VerifyOptions {
            fs: self.fs.fs(),
            expect: None,
            master: Some(master()),
            indexes: Some(Arc::new(Folders(self.index.clone()))),
        };
        let report = verify(&self.dir(), options, &mut |_, _| ()).unwrap();
        assert!(report.findings.is_empty(), "{report:?}");
        assert_eq!(report.verdict(), 10);
    }
}

/// What a commit adds; it may be asked twice.
pub type Build<'a> = dyn Fn(&mut Batch<'_>) -> Result<(), LedgerError> + 'a;

fn first_days(batch: &mut Batch<'_>, products: &[Offered], two: bool) -> Result<(), LedgerError> {
    let on = begins();
    let add = |batch: &mut Batch<'_>, body| batch.add(Draft::new(on, body)).map(drop);
    for (fund, code) in [(LENDS, "GA"), (PLACES, "GB")] {
        let fund_added = FundAdded {
            no: fund,
            code: Code::new(code).unwrap(),
            name: line(code),
            purpose: line("困难妇女"),
            restriction: Restriction::Office,
            holder: Holder::Office,
            document: None,
        };
        add(batch, Body::Fund(fund_added))?;
        let (amount, source) = (Fen::new(900_000_000), DonationSource::Gift);
        add(batch, Body::Donation(Donation { fund, donor: None, amount, source }))?;
    }
    let guarantor = GuarantorNo(1);
    add(batch, Body::Guarantor(GuarantorAdded { no: guarantor, name: line("示例融资担保有限公司") }))?;
    for (fund, amount) in [(None, 100_000_000), (Some(PLACES), 8_000_000), (Some(LENDS), 2_000_000)] {
        let amount = Fen::new(amount);
        add(batch, Body::Deposit(Deposit { placed: true, guarantor, fund, amount }))?;
    }
    for (no, offered) in (1..).map(ProductNo).zip(products) {
        let source = if offered.own { Source::Own(LENDS) } else { Source::Lender(line("示例银行")) };
        let added = ProductAdded {
            no,
            code: Code::new(&format!("P{}", no.0)).unwrap(),
            name: line("小额贷款"),
            kind: offered.kind,
            profile: Profile::Loan,
            source,
            guarantor: offered.guaranteed.then_some(guarantor),
        };
        add(batch, Body::Product(added))?;
        add(batch, Body::Terms(TermsSet { product: no, from: on, terms: offered.terms }))?;
        let share = |level: &str, millionths| SubsidyShare { level: line(level), millionths };
        let rule = SubsidySet {
            product: no,
            from: on,
            mode: offered.subsidy,
            longest_months: 10,
            shares: vec![share("省级", 333_333), share("市级", 333_333), share("县级", 333_334)],
        };
        add(batch, Body::Subsidy(rule))?;
    }
    for no in 1..=BORROWERS {
        let details = PersonDetails {
            sort: PersonSort::Natural,
            name: line("王芳"),
            id_number: None,
            area: None,
            category: None,
            bank_card: None,
        };
        assert_eq!(batch.add_person(&details, on)?, PersonNo(no));
    }
    if two {
        let over = Some(Fen::new(1_500_000));
        add(batch, Body::Threshold(ThresholdSet { of: ThresholdOf::Fund(LENDS), over }))?;
        let (second, name) = (key(2), line("李静"));
        let proof = Proof(possession::prove(&second, &name));
        let role = Role::Administrator;
        let added = OperatorAdded { no: OperatorNo(2), name, key: second.public(), role, proof };
        add(batch, Body::Operator(added))?;
    }
    Ok(())
}

/// Plain terms: 4.35 % by 360 days, a half to the even.
pub fn terms(method: Method) -> Terms {
    Terms {
        rate: Rate::from_millionths(43_500),
        surcharge_percent: 50,
        day_count: DayCount::Actual360,
        rounding: Rounding::HalfEven,
        method,
        graces: Graces::default(),
        order: RepaymentOrder::USUAL,
        due_day: 0,
        limit: Fen::new(5_000_000),
        longest_months: 36,
        eligible: Eligible::default(),
    }
}
