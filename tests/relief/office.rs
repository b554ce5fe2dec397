//! A ledger on a pretended disk, with power cuts, for offices that help.
//!
//! Owns: making, losing and opening it, and the office's first days. Refuses to know: what relief there is.

use crate::sim_index::SimIndex;
use crate::support::sim_fs::{Fault, SimFs};
use jinguo::base::{
    Code, Date, Fen, FundNo, HouseholdNo, ItemNo, Line, OperatorNo, PersonNo, ProgrammeNo, Timestamp,
};
use jinguo::book::Draft;
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::*;
use jinguo::ledger::{
    Access, Batch, Ledger, LedgerError, NewLedger, Options, PersonDetails, Secrets, VerifyOptions, verify,
};
use jinguo::store::index::{Index, IndexError, Indexes, Space};
use jinguo::store::vault::MasterKey;
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use zeroize::Zeroizing;

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

pub fn begins() -> Date {
    day(2024, 1, 1)
}

impl Office {
    pub fn new(two: bool) -> Office {
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
        office.commit(1, None, &|batch| first_days(batch, two)).unwrap();
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

    /// Every cell of the state, by the bytes of its key.
    pub fn cells(&mut self) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let mut cells = BTreeMap::new();
        let mut each = |key: &[u8], value: &[u8]| {
            cells.insert(key.to_vec(), value.to_vec());
            ControlFlow::Continue(())
        };
        self.index.content().range(Space::State, &[], &[255; 64], &mut each).unwrap();
        cells
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

/// The purposes of the funds, in their order.
pub const PURPOSES: [&str; 3] = ["困难妇女", "困难妇女", "助学"];
/// The programmes' funds, in their order.
pub const PROGRAMMES: [u32; 4] = [1, 2, 1, 3];
/// Who can receive; after them come a natural person and an organisation who give.
pub const NEEDY: u64 = 8;
pub const GIVER: u64 = 9;
pub const FIRM: u64 = 10;
/// Items: two without numbers, one of cards.
pub const CARDS: ItemNo = ItemNo(3);
/// The households at the beginning: of P-1, P-2 and so on.
const HOUSEHOLDS: [u64; 5] = [1, 1, 2, 2, 3];

fn first_days(batch: &mut Batch<'_>, two: bool) -> Result<(), LedgerError> {
    let on = begins();
    let add = |batch: &mut Batch<'_>, body| batch.add(Draft::new(on, body)).map(drop);
    for ((no, purpose), amount) in (1..).map(FundNo).zip(PURPOSES).zip([1_500_000, 800_000, 300_000]) {
        let restriction = if no.0 == 1 { Restriction::Office } else { Restriction::Donors };
        let code = Code::new(&format!("G{}", no.0)).unwrap();
        let (name, purpose, holder) = (line("基金"), line(purpose), Holder::Office);
        let fund = FundAdded { no, code, name, purpose, restriction, holder, document: None };
        add(batch, Body::Fund(fund))?;
        let (amount, source) = (Fen::new(amount), DonationSource::Gift);
        add(batch, Body::Donation(Donation { fund: no, donor: None, amount, source }))?;
    }
    for (no, fund) in (1..).map(ProgrammeNo).zip(PROGRAMMES) {
        let code = Code::new(&format!("X{}", no.0)).unwrap();
        let purpose = line(PURPOSES[usize::try_from(fund).unwrap() - 1]);
        let (name, fund) = (line("救助"), FundNo(fund));
        add(batch, Body::Programme(ProgrammeAdded { no, code, name, fund, purpose }))?;
    }
    for no in 1..=FIRM {
        let sort = if no == FIRM { PersonSort::Organisation } else { PersonSort::Natural };
        let name = line(&format!("王芳{no}"));
        let details =
            PersonDetails { sort, name, id_number: None, area: None, category: None, bank_card: None };
        assert_eq!(batch.add_person(&details, on)?, PersonNo(no));
    }
    for (person, household) in (1..).map(PersonNo).zip(HOUSEHOLDS) {
        let household = Some(HouseholdNo(household));
        add(batch, Body::Household(HouseholdJoined { person, household }))?;
    }
    for (item, name, digits) in [(1, "邮包", 0), (2, "被子", 0), (CARDS.0, "购物卡", 4)] {
        let (item, name, unit) = (ItemNo(item), line(name), line("个"));
        add(batch, Body::Goods(GoodsEvent { item, what: GoodsWhat::Added(Item { name, unit, digits }) }))?;
    }
    if two {
        for (of, over) in
            [(ThresholdOf::Fund(FundNo(1)), 300_000), (ThresholdOf::Programme(ProgrammeNo(2)), 150_000)]
        {
            add(batch, Body::Threshold(ThresholdSet { of, over: Some(Fen::new(over)) }))?;
        }
        let (second, name) = (key(2), line("李静"));
        let proof = Proof(possession::prove(&second, &name));
        let role = Role::Administrator;
        let added = OperatorAdded { no: OperatorNo(2), name, key: second.public(), role, proof };
        add(batch, Body::Operator(added))?;
    }
    Ok(())
}
