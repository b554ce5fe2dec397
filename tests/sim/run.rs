//! One run: a plan carried out against the ledger over pretended files and a pretended index, and judged.
//!
//! Owns: what the ledger may answer at each fault. Refuses to know: how plans are made and shortened.

use super::office::{Bad, Office, Private, entry_of, people};
use super::plan::{Action, Dice, End, IndexCall, IndexFault, Last, Plan, Step};
use crate::drafts;
use crate::sim_index::SimIndex;
use crate::support::sim_fs::{Fault, SimFs};
use jinguo::base::{Hash32, Line, PersonNo, SubjectNo, Timestamp};
use jinguo::book::{Draft, RULES_VERSION};
use jinguo::chain::OperatorKey;
use jinguo::entry::{Body, Chart, Memo, PersonAdded};
use jinguo::ledger::{
    Access, Alarm, Batch, Ledger, LedgerError, NewLedger, Notice, Options, Outcome, Secrets, VerifyOptions,
    verify,
};
use jinguo::store::index::{Index, IndexError, Indexes};
use jinguo::store::vault::MasterKey;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// What a run came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub cuts: u64,
    pub kills: u64,
    pub commits: u64,
    pub faults: u64,
    pub rebuilt: u64,
    pub torn: u64,
    pub alarms: u64,
}

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

fn dir() -> PathBuf {
    PathBuf::from("/office/book")
}

fn journal() -> PathBuf {
    dir().join("journal")
}

fn key() -> OperatorKey {
    OperatorKey::from_seed(&[1; 32])
}

fn new_ledger(organisation: &str) -> NewLedger {
    let line = |text| Line::new(text).unwrap();
    NewLedger {
        origin: line("example.org/fund"),
        organisation: line(organisation),
        chart: Chart::NonProfit,
        ledger_key: OperatorKey::from_seed(&[2; 32]).public(),
        operator_name: line("张敏"),
    }
}

pub struct Run {
    fs: SimFs,
    index: SimIndex,
    ledger: Option<Ledger>,
    office: Office,
    /// What may have been recorded as well: a commit that ended in doubt.
    doubt: Option<Office>,
    now: Timestamp,
    entropy: u64,
    large: bool,
    pub tally: Tally,
}

impl Run {
    /// Carries out a plan.
    ///
    /// # Errors
    /// What should not have been.
    pub fn of(plan: &Plan) -> Result<Tally, String> {
        let mut run = Run {
            fs: SimFs::new(plan.seed, Path::new("/office")),
            index: SimIndex::new(),
            ledger: None,
            office: Office::default(),
            doubt: None,
            now: Timestamp::from_millis(1_765_000_000_000).unwrap(),
            entropy: plan.seed,
            large: plan.large,
            tally: Tally::default(),
        };
        run.create(plan).map_err(|e| format!("create: {e}"))?;
        for (at, step) in plan.steps.iter().enumerate() {
            run.step(step).map_err(|e| format!("step {at} {:?}: {e}", step.action))?;
        }
        run.last(plan).map_err(|e| format!("last {:?}: {e}", plan.last))?;
        Ok(run.tally)
    }

    fn options(&mut self) -> Options {
        self.entropy += 1;
        let mut dice = Dice(self.entropy);
        Options {
            fs: self.fs.fs(),
            indexes: Arc::new(Folders(self.index.clone())),
            lock: None,
            secrets: Some(Secrets {
                master: MasterKey::new(Zeroizing::new([3; 32])),
                lookup: Some(Zeroizing::new([4; 32])),
            }),
            entropy: Box::new(move |bytes| bytes.fill_with(|| dice.byte())),
            rebuild: false,
        }
    }

    fn plan_faults(&self, faults: &[(u64, Fault)]) {
        for (call, fault) in faults {
            match fault {
                // A full disk stays full.
                Fault::Full => self.fs.fail_from(self.fs.calls() + call, Fault::Full),
                fault => self.fs.fail_at(self.fs.calls() + call, *fault),
            }
        }
    }

    /// Heals what was planned; tells whether power went.
    fn after_faults(&mut self) -> bool {
        self.fs.heal();
        // A call that will never come.
        self.index.fail_at(1 << 60, IndexCall::Io.fault());
        let dead = self.fs.fs().exists(&dir()).is_err();
        if dead {
            self.cut(self.fs.calls());
        }
        dead
    }

    fn cut(&mut self, seed: u64) {
        self.tally.cuts += 1;
        self.index.crash(seed);
        self.ledger = None;
        self.fs = self.fs.crash(seed);
    }

    fn create(&mut self, plan: &Plan) -> Result<(), String> {
        self.plan_faults(&plan.create);
        let new = new_ledger("示例县妇女联合会");
        let mut made = new.create(&dir(), self.fs.fs(), &key(), self.now);
        // What a failed creation leaves is no ledger, or a whole one; it can be repeated.
        self.after_faults();
        if made.is_err() {
            self.tally.faults += 1;
            made = new.create(&dir(), self.fs.fs(), &key(), self.now);
        }
        match made {
            Ok(_) | Err(LedgerError::Exists(_)) => {}
            Err(error) => return Err(format!("again: {error:?}")),
        }
        let ledger = self.open_again()?;
        let first = ledger.entry(jinguo::base::EntryNo(1)).map_err(|e| format!("{e:?}"))?;
        let first = first.ok_or("no first entry")?;
        let draft = Draft::new(first.business_date, first.body);
        let event =
            self.office.model.judge(self.now, RULES_VERSION, &draft, None).map_err(|e| format!("{e:?}"))?;
        let entry = entry_of(jinguo::base::EntryNo(1), &event, Vec::new());
        self.office.push(event, entry, Private::Nothing, (1, self.now));
        self.ledger = Some(ledger);
        self.compare()
    }

    /// Opens where nothing fails: it must go well.
    fn open_again(&mut self) -> Result<Ledger, String> {
        let options = self.options();
        let opened = Ledger::open(&dir(), Access::Write, options, &mut |_, _| ());
        let ledger = opened.map_err(|e| format!("opening: {e:?}"))?;
        self.tell(&ledger)?;
        Ok(ledger)
    }

    fn tell(&mut self, ledger: &Ledger) -> Result<(), String> {
        for notice in ledger.notices() {
            match notice {
                Notice::TornTail { .. } => self.tally.torn += 1,
                Notice::IndexRebuilt => self.tally.rebuilt += 1,
                Notice::VaultMissing => return Err("the vault is gone".into()),
            }
        }
        Ok(())
    }

    fn spoil_index(&mut self, fault: Option<IndexFault>) {
        match fault {
            Some(IndexFault::Call(nth, call)) => self.index.fail_at(nth, call.fault()),
            Some(IndexFault::Rot) => self.index.rot(),
            _ => {}
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), String> {
        let mut dice = Dice(step.seed);
        if let Action::Reopen(end) = step.action {
            return self.reopen(end, step, &mut dice);
        }
        let Some(mut ledger) = self.ledger.take() else { return Err("no ledger".into()) };
        self.spoil_index(step.index);
        self.plan_faults(&step.faults);
        let outcome = match step.action {
            Action::Commit(count, breaks) => self.commit(&mut ledger, &mut dice, count, breaks),
            Action::GiveUp(count) => self.give_up(&mut ledger, &mut dice, count),
            Action::Flush => self.judge_answer(ledger.flush_index().err()),
            _ => match self.office.clone().compare(&mut ledger) {
                Ok(()) => Ok(true),
                Err(Bad::Refused(error)) => self.judge_answer(Some(error)),
                Err(Bad::Wrong(wrong)) => Err(wrong),
            },
        };
        self.ledger = Some(ledger);
        let goes_on = outcome?;
        let dead = self.after_faults();
        if dead || !goes_on || self.doubt.is_some() {
            self.tally.faults += u64::from(!dead);
            self.ledger = None;
            self.reopen(End::Close, &Step { faults: Vec::new(), index: None, ..step.clone() }, &mut dice)?;
        }
        Ok(())
    }

    /// Whether the ledger may go on after an answer; an answer that no planned fault explains is wrong.
    fn judge_answer(&self, error: Option<LedgerError>) -> Result<bool, String> {
        match error {
            None => Ok(true),
            Some(LedgerError::Io { .. } | LedgerError::Index(_) | LedgerError::Stopped) => Ok(false),
            Some(other) => Err(format!("{other:?}")),
        }
    }

    /// Adds drafts that the model accepts to a batch, and one that it does not if told so.
    fn fill(
        &self,
        batch: &mut Batch<'_>,
        dice: &mut Dice,
        count: u64,
        breaks: bool,
    ) -> Result<Option<Office>, Result<bool, String>> {
        let mut told = self.office.clone();
        let commit = (told.commits.last().map_or(0, |c| c.0) + 1, self.now);
        let before = told.last();
        let mut tries = 0;
        while told.last().0 < before.0 + count && tries < 60 {
            tries += 1;
            let mut raw = [0; 8];
            raw.fill_with(|| dice.byte());
            raw[0] = raw[0].min(254);
            let Some(mut draft) = drafts::draft_of(&drafts::Step(raw), &told.model, self.now) else {
                continue;
            };
            let mut private = Private::Nothing;
            match &mut draft.body {
                Body::Person(person) => {
                    let counts = told.model.counts();
                    let details = people(dice);
                    let twin =
                        told.private.iter().any(|p| matches!(p, Private::Person(o) if same(o, &details)));
                    if twin {
                        continue;
                    }
                    *person = PersonAdded {
                        no: PersonNo(counts.persons + 1),
                        sort: details.sort,
                        subject: SubjectNo(counts.subjects + 1),
                        lookup: None,
                        commitments: Vec::new(),
                    };
                    private = Private::Person(details);
                    draft.voucher_date = None;
                }
                Body::Reversal(reversal) => {
                    if reversal.original > before || !told.knows_bytes_of(reversal.original) {
                        continue;
                    }
                    if let Some(memo) = &mut reversal.memo {
                        let subject = told.model.next_subject();
                        *memo = Memo { subject, commitment: Hash32([0; 32]) };
                        private = Private::Note(Line::new(&format!("退汇{tries}")).unwrap());
                        let original = told.model.event(reversal.original);
                        reversal.original_hash = original.map_or(Hash32([0; 32]), |e| e.hash);
                    }
                }
                Body::Donation(_) if self.large => {
                    draft.attachments =
                        (0..250).map(|_| Hash32(std::array::from_fn(|_| dice.byte()))).collect();
                }
                _ => {}
            }
            let expected = told.model.judge(self.now, RULES_VERSION, &draft, None);
            let refused_now = expected.is_err();
            if refused_now && !(breaks && matches!(private, Private::Nothing)) {
                continue;
            }
            let attachments = draft.attachments.clone();
            let found = match (&private, &draft.body) {
                (Private::Person(details), _) => batch.add_person(details, draft.business_date).map(drop),
                (Private::Note(note), Body::Reversal(r)) => {
                    let dated = |body| Draft { body, ..draft.clone() };
                    batch.add_reversal(r.original, r.reason, note, dated).map(drop)
                }
                _ => batch.add(draft.clone()).map(drop),
            };
            match (expected, found) {
                (Ok(event), Ok(())) => {
                    let entry = entry_of(told.last().next(), &event, attachments);
                    told.push(event, entry, private, commit);
                }
                (Err(expected), Err(LedgerError::Refused(found))) if expected == *found => return Ok(None),
                (_, Err(error @ (LedgerError::Io { .. } | LedgerError::Index(_)))) => {
                    return Err(self.judge_answer(Some(error)));
                }
                (expected, found) => {
                    let expected = expected.map(|e| e.lines);
                    return Err(Err(format!("{draft:?}: model {expected:?}, ledger {found:?}")));
                }
            }
        }
        Ok((told.last() > before).then_some(told))
    }

    fn begin<'a>(
        &self,
        ledger: &'a mut Ledger,
        key: &'a OperatorKey,
    ) -> Result<Batch<'a>, Result<bool, String>> {
        ledger.begin(key, self.now, true).map_err(|e| self.judge_answer(Some(e)))
    }

    fn give_up(&mut self, ledger: &mut Ledger, dice: &mut Dice, count: u64) -> Result<bool, String> {
        let key = key();
        let mut batch = match self.begin(ledger, &key) {
            Ok(batch) => batch,
            Err(answer) => return answer,
        };
        self.fill(&mut batch, dice, count, false).map_or_else(|answer| answer, |_| Ok(true))
    }

    fn commit(
        &mut self,
        ledger: &mut Ledger,
        dice: &mut Dice,
        count: u64,
        breaks: bool,
    ) -> Result<bool, String> {
        let pause = if dice.one_in(3) { dice.below(12 * 86_400_000) } else { 0 };
        self.now = Timestamp::from_millis(self.now.millis() + i64::try_from(pause).unwrap()).unwrap();
        let key = key();
        let mut batch = match self.begin(ledger, &key) {
            Ok(batch) => batch,
            Err(answer) => return answer,
        };
        let told = match self.fill(&mut batch, dice, count, breaks) {
            Ok(Some(told)) => told,
            Ok(None) => return Ok(true),
            Err(answer) => return answer,
        };
        match batch.commit() {
            Ok(receipt) => {
                self.tally.commits += 1;
                if receipt.recorded.last().map(|r| r.no) != Some(told.last()) {
                    return Err(format!("receipt of {:?}", receipt.recorded));
                }
                self.office = told;
                if !receipt.indexed {
                    let again = ledger.begin(&key, self.now, true).map(drop);
                    if !matches!(again, Err(LedgerError::Stopped)) {
                        return Err("writes on after the index failed".into());
                    }
                }
                Ok(receipt.indexed)
            }
            Err(LedgerError::Io { outcome, .. }) => {
                // When power goes nobody hears an answer: the commit is in doubt whatever it was.
                let dead = self.fs.fs().exists(&dir()).is_err_and(|e| e.to_string() == "power is off");
                if outcome == Outcome::Unknown || dead {
                    self.doubt = Some(told);
                }
                let stopped = matches!(ledger.begin(&key, self.now, true), Err(LedgerError::Stopped));
                if outcome == Outcome::Unknown && !stopped {
                    return Err("writes on after an unknown outcome".into());
                }
                Ok(!stopped)
            }
            Err(error) => self.judge_answer(Some(error)),
        }
    }

    fn reopen(&mut self, end: End, step: &Step, dice: &mut Dice) -> Result<(), String> {
        match end {
            End::Close => self.ledger = None,
            End::Kill => {
                self.tally.kills += 1;
                self.index.crash(step.seed);
                self.ledger = None;
            }
            End::Cut => self.cut(step.seed),
        }
        match step.index {
            Some(IndexFault::Damage) => self.index.damage(),
            Some(IndexFault::Delete) => self.index.set_aside(),
            other => self.spoil_index(other),
        }
        self.plan_faults(&step.faults);
        // Faults at opening: it may fail, and must open when they are over.
        for _ in 0..1 + dice.below(3) {
            let options = self.options();
            match Ledger::open(&dir(), Access::Write, options, &mut |_, _| ()) {
                Ok(ledger) => {
                    self.tell(&ledger)?;
                    self.ledger = Some(ledger);
                    break;
                }
                Err(error) => {
                    self.tally.faults += 1;
                    self.judge_answer(Some(error))?;
                }
            }
            if self.fs.fs().exists(&dir()).is_err_and(|e| e.to_string() == "power is off") {
                self.after_faults();
            }
        }
        let dead = self.after_faults();
        if self.ledger.is_none() || dead || dice.one_in(4) {
            self.ledger = None;
            self.ledger = Some(self.open_again()?);
        }
        self.resolve()?;
        match self.compare() {
            Err(told) if told.starts_with("index") => {}
            other => return other,
        }
        // The index's fault came while reading.
        self.ledger = None;
        self.ledger = Some(self.open_again()?);
        self.compare()
    }

    /// A commit in doubt is there whole or not at all.
    fn resolve(&mut self) -> Result<(), String> {
        let Some(doubt) = self.doubt.take() else { return Ok(()) };
        let entries = self.ledger.as_ref().map_or(0, |l| l.tip().entries);
        if entries == doubt.last().0 {
            self.office = doubt;
        } else if entries != self.office.last().0 {
            return Err(format!("{entries} entries, {} or {} told", self.office.last(), doubt.last()));
        }
        Ok(())
    }

    fn compare(&mut self) -> Result<(), String> {
        let Some(ledger) = &mut self.ledger else { return Err("no ledger".into()) };
        match self.office.compare(ledger) {
            Ok(()) => Ok(()),
            Err(Bad::Wrong(wrong)) => Err(wrong),
            Err(Bad::Refused(LedgerError::Index(what))) => Err(format!("index: {what}")),
            Err(Bad::Refused(LedgerError::Io { file: "index", source, .. })) => {
                Err(format!("index: {source}"))
            }
            Err(Bad::Refused(error)) => Err(format!("{error:?}")),
        }
    }

    fn files(&self) -> Vec<(PathBuf, Option<Vec<u8>>)> {
        self.fs.paths().into_iter().map(|path| (path.clone(), self.fs.bytes(&path))).collect()
    }

    fn exchange_journal(&self, bytes: &[u8]) -> io::Result<()> {
        let file = self.fs.fs().open_write(&journal())?;
        file.set_len(0)?;
        file.write_at(bytes, 0)?;
        file.sync_data()
    }

    fn verify(&self) -> Result<jinguo::ledger::Report, String> {
        let options = VerifyOptions {
            fs: self.fs.fs(),
            expect: None,
            master: Some(MasterKey::new(Zeroizing::new([3; 32]))),
            indexes: None,
        };
        verify(&dir(), options, &mut |_, _| ()).map_err(|e| format!("verify: {e:?}"))
    }

    fn last(&mut self, plan: &Plan) -> Result<(), String> {
        let mut dice = Dice(plan.seed ^ 77);
        // A last reopening without faults, so that the index knows everything.
        let quiet = Step { seed: 1, action: Action::Flush, faults: Vec::new(), index: None };
        self.reopen(End::Close, &quiet, &mut dice)?;
        self.ledger = None;
        let report = self.verify()?;
        if !report.findings.is_empty() || report.entries != self.office.last().0 {
            return Err(format!("verify: {report:?}"));
        }
        let bytes = self.fs.bytes(&journal()).ok_or("no journal")?;
        let small = |n: u64| usize::try_from(n).unwrap();
        let whole = u64::try_from(bytes.len()).unwrap();
        match plan.last {
            Last::Nothing => return Ok(()),
            Last::CutBehindIndex => {
                let cut = small(16 + dice.below(whole - 16));
                self.exchange_journal(&bytes[..cut]).map_err(|e| e.to_string())?;
                return self.must_alarm(|a| matches!(a, Alarm::IndexAhead { .. }));
            }
            Last::Exchange => {
                let other = self.other_journal(whole)?;
                self.exchange_journal(&other).map_err(|e| e.to_string())?;
                return self.must_alarm(|a| matches!(a, Alarm::Differ { .. }));
            }
            Last::JournalRot { index_gone } => {
                if index_gone {
                    self.index.set_aside();
                }
                let bit = small(dice.below(whole * 8));
                self.fs.flip_bit(&journal(), bit);
                if self.verify().is_ok_and(|report| report.findings.is_empty()) {
                    return Err(format!("verify does not see bit {bit} turned over"));
                }
                if index_gone {
                    return self.must_see_rot(bit);
                }
            }
            Last::VaultRot { keys } => {
                let path = dir().join(if keys { "vault-keys" } else { "vault" });
                let len = self.fs.bytes(&path).map_or(0, |b| b.len());
                if len > 16 && self.fs.flip_bit(&path, 128 + small(dice.next()) % ((len - 16) * 8)) {
                    let report = self.verify();
                    if report.is_ok_and(|report| report.findings.is_empty()) {
                        return Err("verify does not see a bit of the vault turned over".into());
                    }
                }
            }
        }
        Ok(())
    }

    /// Rebuilding from a journal with a bit turned over: refused, or told as a torn tail and kept aside.
    fn must_see_rot(&mut self, bit: usize) -> Result<(), String> {
        let before = self.fs.bytes(&journal());
        let options = self.options();
        match Ledger::open(&dir(), Access::Write, options, &mut |_, _| ()) {
            Ok(ledger) => {
                let told =
                    ledger.notices().iter().any(|n| matches!(n, Notice::TornTail { kept: Some(_), .. }));
                let lost = self.office.commits.last().map_or(0, |c| c.0) - ledger.tip().commits;
                if told && lost == 1 { Ok(()) } else { Err(format!("opens with bit {bit} turned over")) }
            }
            Err(LedgerError::Damaged(_) | LedgerError::Newer(_) | LedgerError::RuleBroken { .. }) => {
                if before == self.fs.bytes(&journal()) {
                    Ok(())
                } else {
                    Err("damage is written over".into())
                }
            }
            Err(error) => Err(format!("{error:?}")),
        }
    }

    fn must_alarm(&mut self, is_it: impl Fn(&Alarm) -> bool) -> Result<(), String> {
        self.tally.alarms += 1;
        let (files, index) = (self.files(), format!("{:?}", self.index.content()));
        let options = self.options();
        match Ledger::open(&dir(), Access::Write, options, &mut |_, _| ()) {
            Err(LedgerError::Alarm(alarm)) if is_it(&alarm) => {}
            Err(error) => return Err(format!("{error:?}")),
            Ok(_) => return Err("opens".into()),
        }
        if files != self.files() || index != format!("{:?}", self.index.content()) {
            return Err("something was written".into());
        }
        Ok(())
    }

    /// A journal of the same office that tells another story, as long at least.
    fn other_journal(&self, len: u64) -> Result<Vec<u8>, String> {
        let mut other = Run {
            fs: SimFs::new(1, Path::new("/office")),
            index: SimIndex::new(),
            ledger: None,
            office: Office::default(),
            doubt: None,
            // Begun a second later: even its first commit is another.
            now: Timestamp::from_millis(self.now.millis() + 1000).unwrap(),
            entropy: 5,
            large: self.large,
            tally: Tally::default(),
        };
        let plan = Plan { create: Vec::new(), steps: Vec::new(), ..Plan::of(9) };
        other.create(&plan)?;
        let mut dice = Dice(len);
        loop {
            let bytes = other.fs.bytes(&journal()).ok_or("no journal")?;
            if u64::try_from(bytes.len()).unwrap() >= len {
                return Ok(bytes);
            }
            let mut ledger = other.ledger.take().ok_or("no ledger")?;
            other.commit(&mut ledger, &mut dice, 9, false)?;
            other.ledger = Some(ledger);
        }
    }
}

/// Whether the look-up would find one where the other is registered.
fn same(a: &jinguo::ledger::PersonDetails, b: &jinguo::ledger::PersonDetails) -> bool {
    use jinguo::entry::PersonSort::{Natural, Organisation};
    match (a.sort, b.sort) {
        (Natural, Natural) => a.id_number.is_some() && a.id_number == b.id_number,
        (Organisation, Organisation) => a.name == b.name,
        _ => false,
    }
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.cuts += other.cuts;
        self.kills += other.kills;
        self.commits += other.commits;
        self.faults += other.faults;
        self.rebuilt += other.rebuilt;
        self.torn += other.torn;
        self.alarms += other.alarms;
    }
}
