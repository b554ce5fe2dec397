//! The real office: a ledger on a pretended disk, with power cuts, beside the model.
//!
//! Owns: carrying out what the model foretold, and what must be there after a cut. Refuses to know: the rules.

use super::compare;
use super::model::Model;
use super::ops::{Cause, KEYS, Step, Trouble, line};
use crate::sim_index::{Fault as IndexFault, SimIndex};
use crate::support::sim_fs::{Fault, SimFs};
use jinguo::entry::Chart;
use jinguo::ledger::verify::Checked;
use jinguo::ledger::{
    Access, Ledger, LedgerError, NewLedger, Options, Receipt, Report, Secrets, VerifyOptions, verify,
};
use jinguo::store::index::{Index, IndexError, Indexes, Space};
use jinguo::store::vault::MasterKey;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use zeroize::Zeroizing;

struct Folders(SimIndex);

impl Indexes for Folders {
    fn open(&self, _: &Path) -> Result<Box<dyn Index>, IndexError> {
        Ok(Box::new(self.0.open()?))
    }

    fn set_aside(&self, _: &Path) -> io::Result<()> {
        self.0.set_aside();
        Ok(())
    }
}

pub fn master() -> MasterKey {
    MasterKey::new(Zeroizing::new([3; 32]))
}

/// How the program ends before the ledger is opened again.
#[derive(Clone, Copy, Debug)]
pub enum Reopen {
    Close,
    /// The process dies; the index keeps what it wants since its last flush.
    Kill(u64),
    /// Somebody deletes the index.
    IndexGone,
    /// It will not open.
    IndexDamaged,
    /// It opens, and a value fails its check.
    IndexRotten,
}

pub struct Office {
    fs: SimFs,
    index: SimIndex,
    ledger: Option<Ledger>,
    told: Model,
    openings: u8,
    /// A real folder of that name, for the lock that verification takes; everything else is pretended.
    root: TempDir,
    dir: PathBuf,
}

impl Office {
    /// A new ledger with the first steps taken.
    pub fn new(empty: &Model, steps: &[Step]) -> Office {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("book");
        std::fs::create_dir(&dir).unwrap();
        let (fs, index) = (SimFs::new(1, root.path()), SimIndex::new());
        let new = NewLedger {
            origin: line("example.org/fund"),
            organisation: line("示例县妇女联合会"),
            chart: Chart::NonProfit,
            ledger_key: super::ledger_key(),
            operator_name: line("张敏"),
        };
        new.create(&dir, fs.fs(), &KEYS[0], empty.now).unwrap();
        let mut office = Office { fs, index, ledger: None, told: empty.clone(), openings: 0, root, dir };
        office.open().unwrap();
        for step in steps {
            let (after, refused) = office.told.after(step);
            assert_eq!(refused, None, "the office is set up");
            office.step(step, &after);
        }
        office
    }

    fn options(&mut self, rebuild: bool) -> Options {
        self.openings = self.openings.wrapping_add(1);
        let mut at = u64::from(self.openings) << 32;
        Options {
            fs: self.fs.fs(),
            indexes: Arc::new(Folders(self.index.clone())),
            lock: None,
            secrets: Some(Secrets { master: master(), lookup: Some(Zeroizing::new([4; 32])) }),
            entropy: Box::new(move |bytes| {
                at += 1;
                blake3::Hasher::new().update(&at.to_be_bytes()).finalize_xof().fill(bytes);
            }),
            rebuild,
        }
    }

    fn open(&mut self) -> Result<(), LedgerError> {
        self.ledger = None;
        let options = self.options(false);
        self.ledger = Some(Ledger::open(&self.dir, Access::Write, options, &mut |_, _| ())?);
        Ok(())
    }

    /// Makes a commit as far as it goes.
    fn attempt(&mut self, step: &Step, now: jinguo::base::Timestamp) -> Result<Receipt, LedgerError> {
        let ledger = self.ledger.as_mut().expect("an open ledger");
        let mut batch = ledger.begin(&KEYS[step.key], now, true)?;
        for op in &step.ops {
            op.add(&mut batch)?;
        }
        if let Some(Trouble { call, fault, .. }) = step.trouble {
            match fault {
                // A full disk stays full.
                Fault::Full => self.fs.fail_from(self.fs.calls() + call, fault),
                fault => self.fs.fail_at(self.fs.calls() + call, fault),
            }
        }
        batch.commit()
    }

    /// Carries out a step; `after` is the office as the model says that it is then.
    pub fn step(&mut self, step: &Step, after: &Model) {
        let (foretold, refused) = self.told.after(step);
        assert_eq!(foretold.events, after.events);
        if let Some((nth, fault)) = step.trouble.and_then(|trouble| trouble.index) {
            self.index.fail_at(nth, fault);
        }
        let made = self.attempt(step, after.now);
        self.fs.heal();
        self.index.fail_at(1 << 60, IndexFault::Io);
        let dead = self.fs.fs().exists(&self.dir).is_err();
        let mut goes_on = !dead;
        match (&made, &refused) {
            (Err(LedgerError::Refused(found)), Some(Cause::Refused(expected))) => {
                assert_eq!(**found, *expected, "{step:?}");
            }
            (Err(LedgerError::ForeignKey), Some(Cause::ForeignKey)) => {}
            (Ok(receipt), None) => {
                self.judge_receipt(receipt, after);
                goes_on &= receipt.indexed && receipt.erased;
            }
            (Err(LedgerError::Io { .. } | LedgerError::Index(_)), _) => goes_on = false,
            (made, refused) => panic!("{step:?}: the model says {refused:?}, the ledger {made:?}"),
        }
        if !goes_on {
            let trouble = step.trouble.unwrap_or_else(|| panic!("{step:?}: {made:?} without a fault"));
            self.begin_again(trouble, dead);
            let entries = self.ledger.as_ref().expect("an open ledger").tip().entries;
            if entries != after.last() {
                // There whole or not at all; and there, if anybody was told so. Then it is made once more.
                assert!(entries == self.told.last() && made.is_err(), "{entries} entries: {made:?}");
                self.compare();
                let again = self.attempt(&Step { trouble: None, ..step.clone() }, after.now).unwrap();
                self.judge_receipt(&again, after);
            }
        }
        self.told = after.clone();
        self.compare();
    }

    /// Opens the ledger after a fault; power may go once more meanwhile.
    fn begin_again(&mut self, trouble: Trouble, dead: bool) {
        self.ledger = None;
        if dead {
            self.crash(trouble.seed);
        }
        self.fs.fail_at(self.fs.calls() + trouble.again, Fault::PowerCut);
        let opened = self.open();
        self.fs.heal();
        if self.fs.fs().exists(&self.dir).is_err() {
            self.crash(trouble.seed + 1);
            self.open().unwrap();
        } else {
            opened.unwrap();
        }
    }

    fn judge_receipt(&self, receipt: &Receipt, after: &Model) {
        let first = self.told.events.len();
        assert_eq!(receipt.recorded.len(), after.events.len() - first);
        for (recorded, event) in receipt.recorded.iter().zip(&after.events[first..]) {
            assert_eq!((recorded.prepared, recorded.voucher), (event.prepared, event.voucher));
        }
    }

    fn crash(&mut self, seed: u64) {
        self.index.crash(seed);
        self.ledger = None;
        self.fs = self.fs.crash(seed);
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
            Reopen::IndexRotten => self.index.rot(),
        }
        self.open().unwrap();
        self.compare();
    }

    fn compare(&mut self) {
        let ledger = self.ledger.as_mut().expect("an open ledger");
        compare::ledger(&self.told, ledger);
        compare::vault(&self.told, &self.dir, self.fs.fs().as_ref());
    }

    /// What the index holds of the state.
    fn cells(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut all = Vec::new();
        let mut each = |key: &[u8], value: &[u8]| {
            all.push((key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        };
        self.index.content().range(Space::State, &[], &[0xFF; 64], &mut each).unwrap();
        all
    }

    fn try_to_verify(&self) -> Result<Report, LedgerError> {
        let options = VerifyOptions {
            fs: self.fs.fs(),
            expect: None,
            master: Some(master()),
            indexes: Some(Arc::new(Folders(self.index.clone()))),
        };
        verify(&self.dir, options, &mut |_, _| ())
    }

    /// The last look: verification finds nothing, and an index made anew from the journal is the same.
    pub fn end(mut self) {
        self.reopen(Reopen::Close);
        self.ledger = None;
        let cells = self.cells();
        for rebuilt in [false, true] {
            let report = self.try_to_verify().unwrap();
            assert!(report.findings.is_empty(), "rebuilt: {rebuilt}, {report:?}");
            assert_eq!((report.verdict(), report.entries), (10, self.told.last()));
            assert_eq!(report.vault, Checked::Done(self.told.books().subjects));
            assert!(matches!(report.index, Checked::Done(_)), "{report:?}");
            let options = self.options(true);
            drop(Ledger::open(&self.dir, Access::Write, options, &mut |_, _| ()).unwrap());
            assert_eq!(cells, self.cells());
        }
        for name in ["journal", "vault", "vault-keys"] {
            self.must_see_a_bit_turned_over(name);
        }
        let known = |path: &PathBuf| path.starts_with(self.root.path());
        assert!(self.fs.paths().iter().all(known), "files elsewhere: {:?}", self.fs.paths());
    }

    fn must_see_a_bit_turned_over(&self, name: &str) {
        let path = self.dir.join(name);
        let bits = self.fs.bytes(&path).map_or(0, |bytes| bytes.len() * 8);
        let bit = usize::try_from(self.told.last()).unwrap() * 7919 % bits;
        assert!(self.fs.flip_bit(&path, bit));
        let seen = self.try_to_verify().map_or(true, |report| !report.findings.is_empty());
        assert!(seen, "verify does not see bit {bit} of {name} turned over");
        self.fs.flip_bit(&path, bit);
    }
}
