//! An office whose journal is written by whoever holds the keys, past every guard of the program.
//!
//! Owns: its people, its keys, its clock, and verifying it as an auditor would. Refuses to know: attacks.

use crate::fresh::Fresh;
use crate::scribe::{Hand, Scribe};
use jinguo::base::{
    Code, Date, EntryNo, Fen, FundNo, Hash32, Line, OperatorNo, PersonNo, ProgrammeNo, SubjectNo, Timestamp,
};
use jinguo::book::Draft;
use jinguo::chain::commitment::commitment;
use jinguo::chain::witness::{Answer, Request, Unsound};
use jinguo::chain::{
    Algorithm, KeyName, OperatorKey, Policy, SignedCheckpoint, TlogProof, VerifierKey, possession,
};
use jinguo::entry::*;
use jinguo::ledger::witness::{Outcome, Witness};
use jinguo::ledger::{Access, Anchors, Ledger, Options, Report, VerifyOptions, verify_against};
use jinguo::store::fs::RealFs;
use jinguo::store::witness_memory::WitnessMemory;
use std::sync::Arc;

pub const ORIGIN: &str = "example.org/fund";
pub const CLERK: u8 = 3;
pub const LEDGER: u8 = 0x22;
pub const WITNESS: u8 = 0x77;
/// The rules that the program writes under.
const RULES: u16 = jinguo::book::RULES_VERSION;

pub fn key(seed: u8) -> OperatorKey {
    OperatorKey::from_seed(&[seed; 32])
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// So many minutes after 2026-03-08T10:00 in Shanghai.
pub fn at(minutes: i64) -> Timestamp {
    Timestamp::from_millis(1_772_935_200_000 + minutes * 60_000).unwrap()
}

pub fn on(body: Body) -> Draft {
    on_day(body, 20_260_308)
}

pub fn on_day(body: Body, day: u32) -> Draft {
    Draft::new(Date::from_number(day).unwrap(), body)
}

pub fn gift(amount: i64) -> Body {
    let (fund, amount) = (FundNo(1), Fen::new(amount));
    Body::Donation(Donation { fund, donor: None, amount, source: DonationSource::Gift })
}

pub fn relief(amount: i64) -> Body {
    let (programme, fund, person, amount) = (ProgrammeNo(1), FundNo(1), PersonNo(1), Fen::new(amount));
    Body::Disbursement(Disbursement { programme, fund, person, amount })
}

pub fn revoked(operator: u32) -> Body {
    Body::Revoked(OperatorRevoked { operator: OperatorNo(operator) })
}

/// The office: its journal as it stands.
#[derive(Clone)]
pub struct Office {
    pub scribe: Scribe,
    pub now: Timestamp,
    origin: &'static str,
    ledger_key: u8,
    subjects: u64,
    /// Where the journal ended after each commit.
    ends: Vec<usize>,
}

impl Office {
    pub fn new() -> Office {
        Office::of(ORIGIN)
    }

    pub fn of(origin: &'static str) -> Office {
        Office::with_ledger_key(origin, LEDGER)
    }

    /// Three operators, of whom the third is a clerk, a fund, a programme, a person and two gifts.
    pub fn with_ledger_key(origin: &'static str, ledger_key: u8) -> Office {
        let scribe = Scribe::new(origin);
        let mut office = Office { scribe, now: at(0), origin, ledger_key, subjects: 0, ends: Vec::new() };
        office.by(
            1,
            vec![Body::Open(Open {
                origin: line(origin),
                organisation: line("示例县妇女联合会"),
                chart: Chart::NonProfit,
                ledger_key: key(ledger_key).public(),
                operator: OperatorNo(1),
                operator_name: line("张敏"),
                operator_key: key(1).public(),
            })],
        );
        for (no, name, role) in [(2, "李静", Role::Administrator), (3, "陈慧", Role::Clerk)] {
            let (key, name) = (key(u8::try_from(no).unwrap()), line(name));
            let proof = Proof(possession::prove(&key, &name));
            let added = OperatorAdded { no: OperatorNo(no), name, key: key.public(), role, proof };
            let asked = office.by(1, vec![Body::Operator(added)]);
            if no == 3 {
                let approval = office.approval(asked);
                office.write(2, vec![approval]);
            }
        }
        let purpose = line("困难妇女儿童救助");
        let (code, name) = (Code::new("GA").unwrap(), line("妇女儿童关爱基金"));
        let fund = FundAdded {
            no: FundNo(1),
            code,
            name,
            purpose: purpose.clone(),
            restriction: Restriction::Donors,
            holder: Holder::Office,
            document: None,
        };
        let (code, name) = (Code::new("GJ").unwrap(), line("困难儿童救助"));
        let programme = ProgrammeAdded { no: ProgrammeNo(1), code, name, fund: FundNo(1), purpose };
        let subject = office.subject();
        let name = commitment(&[1; 32], subject, 1, "王芳");
        let commitments = vec![(Field::Name, name)];
        let person =
            PersonAdded { no: PersonNo(1), sort: PersonSort::Natural, subject, lookup: None, commitments };
        office.by(1, vec![Body::Fund(fund), Body::Programme(programme), Body::Person(person)]);
        office.by(1, vec![gift(100_000), gift(1_000_000)]);
        office
    }

    fn subject(&mut self) -> SubjectNo {
        self.subjects += 1;
        SubjectNo(self.subjects)
    }

    pub fn memo(&mut self) -> Memo {
        let subject = self.subject();
        Memo { subject, commitment: commitment(&[1; 32], subject, 0, "汛情紧急") }
    }

    pub fn hand<'a>(&self, operator: u32, key: &'a OperatorKey) -> Hand<'a> {
        Hand { operator, key, rules: RULES }
    }

    /// A commit by the rules, an hour after the one before. Returns the number of its last entry.
    pub fn write(&mut self, operator: u32, drafts: Vec<Draft>) -> u64 {
        let key = key(u8::try_from(operator).unwrap());
        let hand = self.hand(operator, &key);
        self.scribe.commit(hand, self.now, drafts);
        self.now = Timestamp::from_millis(self.now.millis() + 3_600_000).unwrap();
        self.ends.push(self.scribe.bytes.len());
        self.scribe.entries()
    }

    pub fn by(&mut self, operator: u32, bodies: Vec<Body>) -> u64 {
        self.write(operator, bodies.into_iter().map(on).collect())
    }

    /// An entry that waits for a second person.
    pub fn prepared(&mut self, operator: u32, body: Body) -> u64 {
        self.write(operator, vec![Draft { prepare: true, ..on(body) }])
    }

    pub fn approval(&self, asked: u64) -> Draft {
        let prepared = Link { entry: EntryNo(asked), leaf: self.scribe.leaf(asked) };
        on(Body::Decided(Decided { prepared, decision: Decision::Approved, reason: None }))
    }

    /// The entry that the rules make of a draft of that operator.
    pub fn made(&self, operator: u32, draft: Draft) -> Entry {
        self.scribe.made(RULES, operator, self.now, draft)
    }

    /// A commit of that operator with entries as they are, past the rules.
    pub fn sealed(&mut self, operator: u32, entries: &[Entry]) {
        let key = key(u8::try_from(operator).unwrap());
        let hand = self.hand(operator, &key);
        self.scribe.write(hand, self.now, entries);
    }

    pub fn commits(&self) -> u64 {
        self.scribe.tip().commits
    }

    /// The same journal without its last commits.
    pub fn before_last(&self, commits: usize) -> Office {
        let mut shorter = self.clone();
        let end = self.ends[self.ends.len() - 1 - commits];
        shorter.scribe.bytes.truncate(end);
        shorter
    }

    pub fn name(&self) -> KeyName {
        KeyName::new(self.origin).unwrap()
    }

    /// A checkpoint by the ledger's key, after its closing commit.
    pub fn checkpoint(&mut self) -> SignedCheckpoint {
        self.by(1, vec![Body::Checkpoint]);
        let (size, root) = (self.scribe.tip().records(), self.scribe.tip().tree.root());
        SignedCheckpoint::sign(&self.name(), size, root, &key(self.ledger_key)).unwrap()
    }

    fn log_line(&self) -> String {
        format!("log {}\n", VerifierKey::of(&key(self.ledger_key), self.name(), Algorithm::Ed25519).unwrap())
    }

    /// A trust file with this ledger's key and no witness.
    pub fn key_alone(&self) -> Policy {
        Policy::parse(format!("{}quorum none\n", self.log_line()).as_bytes()).unwrap()
    }

    /// Writes the journal into a folder of its own and verifies it there.
    pub fn verified(&self, anchors: &Anchors) -> Report {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("journal"), &self.scribe.bytes).unwrap();
        let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
        verify_against(dir.path(), options, anchors, &mut |_, _| ()).unwrap()
    }

    /// A receipt as the program makes it.
    pub fn receipt(&self, no: EntryNo, checkpoint: &SignedCheckpoint) -> TlogProof {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("journal"), &self.scribe.bytes).unwrap();
        let options = Options {
            fs: Arc::new(RealFs),
            indexes: Arc::new(Fresh),
            lock: None,
            secrets: None,
            entropy: Box::new(|bytes| bytes.fill(7)),
            rebuild: false,
        };
        let mut ledger = Ledger::open(dir.path(), Access::Write, options, &mut |_, _| ()).unwrap();
        ledger.receipt(no, None, Vec::new(), checkpoint.clone()).unwrap()
    }
}

/// A trust file with the ledger's key, in which one witness of one is enough.
pub fn policy() -> Policy {
    let witness =
        VerifierKey::of(&key(WITNESS), KeyName::new("example.org/witness").unwrap(), Algorithm::Cosignature);
    let lines = format!("witness W {}\nquorum W\n", witness.unwrap());
    let log = VerifierKey::of(&key(LEDGER), KeyName::new(ORIGIN).unwrap(), Algorithm::Ed25519).unwrap();
    Policy::parse(format!("log {log}\n{lines}").as_bytes()).unwrap()
}

/// A witness with a memory of its own.
pub struct Watcher {
    witness: Witness,
    _dir: tempfile::TempDir,
}

pub fn witness() -> Watcher {
    let dir = tempfile::tempdir().unwrap();
    let memory = WitnessMemory::new(Arc::new(RealFs), dir.path(), None);
    let name = KeyName::new("example.org/witness").unwrap();
    let witness = Witness::new(policy(), key(WITNESS), name, memory).unwrap();
    Watcher { witness, _dir: dir }
}

impl Watcher {
    /// The checkpoint with the cosignature; with a proof from what it saw before, where it did.
    pub fn cosigns(
        &self,
        checkpoint: &SignedCheckpoint,
        proof: Option<(u64, Vec<Hash32>)>,
    ) -> Option<SignedCheckpoint> {
        let (old, proof) = proof.unwrap_or_default();
        let request = Request { old, proof, signed: checkpoint.clone() };
        match self.witness.add(request, 1_772_935_200).unwrap() {
            Outcome::Cosigned { line, .. } => Some(checkpoint.clone().with(line).unwrap()),
            Outcome::Refused { .. } => None,
        }
    }

    /// Whether it refuses a checkpoint of the size that it saw with another root.
    pub fn refuses_the_other(&self, checkpoint: &SignedCheckpoint) -> bool {
        let old = checkpoint.checkpoint().size();
        let request = Request { old, proof: Vec::new(), signed: checkpoint.clone() };
        let fork = Answer::Unprocessable(Unsound::Fork);
        matches!(self.witness.add(request, 1_772_935_200).unwrap(), Outcome::Refused { answer, .. } if answer == fork)
    }
}
