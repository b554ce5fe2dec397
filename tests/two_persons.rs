//! Two persons, attacked: journals that were written past the rules, with every hash and size right.
//!
//! Owns: forged approvals, and commits by keys that sign nothing more. Refuses to know: changed bytes; see `tamper.rs`.

use jinguo::base::{Code, Date, EntryNo, Fen, FundNo, Hash32, Line, OperatorNo, Timestamp};
use jinguo::book::refusal::Refusal;
use jinguo::book::{Check, Draft, RULES_VERSION};
use jinguo::chain::{Author, CommitWriter, FlawCause, OperatorKey, Sealed, Tip, possession};
use jinguo::entry::*;
use jinguo::ledger::verify::Finding;
use jinguo::ledger::{Access, Batch, Ledger, LedgerError, NewLedger, Options, VerifyOptions, verify};
use jinguo::store::fs::RealFs;
use jinguo::store::sled_index::SledIndexes;
use std::path::PathBuf;
use std::sync::Arc;

const ORIGIN: &str = "example.org/fund";

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_millis(1_795_000_000_000).unwrap()
}

fn day() -> Date {
    Date::new(2026, 3, 8).unwrap()
}

/// The key of the operator of that number, and the one that she may change to.
fn key(no: u8) -> OperatorKey {
    OperatorKey::from_seed(&[no; 32])
}

const CHANGED: u8 = 20;

fn options() -> Options {
    Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: None,
        entropy: Box::new(|b| b.fill(7)),
        rebuild: false,
    }
}

/// An office of three: an administrator, a clerk, a checker. Each transfer out of its first fund needs two persons.
struct Office {
    home: tempfile::TempDir,
}

impl Office {
    fn new() -> Office {
        let office = Office { home: tempfile::tempdir().unwrap() };
        let new = NewLedger {
            origin: line(ORIGIN),
            organisation: line("示例县妇女联合会"),
            chart: Chart::NonProfit,
            ledger_key: key(9).public(),
            operator_name: line("张敏"),
        };
        new.create(&office.dir(), Arc::new(RealFs), &key(1), now()).unwrap();
        office.commit(1, |batch| {
            for (no, code) in [(1, "GA"), (2, "GB")] {
                let fund = FundAdded {
                    no: FundNo(no),
                    code: Code::new(code).unwrap(),
                    name: line("关爱基金"),
                    purpose: line("困难妇女儿童救助"),
                    restriction: Restriction::Office,
                    holder: Holder::Office,
                    document: None,
                };
                add(batch, Body::Fund(fund));
            }
            let of = ThresholdOf::Fund(FundNo(1));
            add(batch, Body::Threshold(ThresholdSet { of, over: Some(Fen::ZERO) }));
            let donation = Donation {
                fund: FundNo(1),
                donor: None,
                amount: Fen::new(100_000),
                source: DonationSource::Gift,
            };
            add(batch, Body::Donation(donation));
            add(batch, Body::Operator(operator(2, "李静", Role::Administrator)))
        });
        let third = office.commit(1, |batch| add(batch, Body::Operator(operator(3, "王兰", Role::Checker))));
        office.commit(2, |batch| decide(batch, third, Decision::Approved));
        office
    }

    fn dir(&self) -> PathBuf {
        self.home.path().join("book")
    }

    fn open(&self) -> Ledger {
        Ledger::open(&self.dir(), Access::Write, options(), &mut |_, _| ()).unwrap()
    }

    fn commit<T>(&self, by: u8, build: impl FnOnce(&mut Batch<'_>) -> T) -> T {
        let (mut ledger, key) = (self.open(), key(by));
        let mut batch = ledger.begin(&key, now(), false).unwrap();
        let made = build(&mut batch);
        batch.commit().unwrap();
        made
    }

    /// What an honest commit would be, and where the journal stood before it. The journal is as it was afterwards.
    fn honest(&self, by: u8, build: impl FnOnce(&mut Batch<'_>) -> EntryNo) -> (Tip, Entry) {
        let journal = self.dir().join("journal");
        let (before, tip) = (std::fs::read(&journal).unwrap(), self.open().tip().clone());
        let no = self.commit(by, build);
        let entry = self.open().entry(no).unwrap().unwrap();
        std::fs::write(&journal, before).unwrap();
        std::fs::remove_dir_all(self.dir().join("index")).unwrap();
        (tip, entry)
    }

    /// Appends one entry as a commit that names that operator and is sealed with that key, past every rule.
    fn forge(&self, tip: &Tip, entry: &Entry, named: u32, sealed_with: u8) {
        let key = key(sealed_with);
        let author = Author {
            origin: ORIGIN,
            operator: OperatorNo(named),
            key: &key,
            clock: now(),
            rules_version: RULES_VERSION,
        };
        let mut record = Vec::new();
        entry.encode(&mut record);
        let mut writer = CommitWriter::new(tip, &author, 1);
        writer.entry(&record);
        let Sealed { bytes, .. } = writer.seal(&author);
        let journal = self.dir().join("journal");
        std::fs::write(&journal, [std::fs::read(&journal).unwrap(), bytes].concat()).unwrap();
    }

    /// The one thing that verification finds.
    fn found(&self) -> Finding {
        let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
        let mut report = verify(&self.dir(), options, &mut |_, _| ()).unwrap();
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        report.findings.remove(0)
    }

    fn breaks_the_rule(&self, at: EntryNo) -> Refusal {
        let found = self.found();
        assert_eq!(found.code(), 42, "{found:?}");
        let Finding::RuleBroken { entry, refusal } = found else { panic!("{found:?}") };
        assert_eq!((entry, refusal.check()), (at, Some(Check::TwoPersons)), "{refusal:?}");
        // Nor does the ledger open with it: what a program shows must have passed the rules.
        let opened = Ledger::open(&self.dir(), Access::Write, options(), &mut |_, _| ());
        assert!(matches!(opened.err(), Some(LedgerError::RuleBroken { entry, .. }) if entry == at));
        *refusal
    }

    fn signature_is_bad(&self, at: EntryNo) -> FlawCause {
        let found = self.found();
        assert_eq!(found.code(), 41, "{found:?}");
        let Finding::BadSignature(flaw) = found else { panic!("{found:?}") };
        assert_eq!(flaw.entry, at);
        flaw.cause
    }
}

fn operator(no: u8, name: &str, role: Role) -> OperatorAdded {
    let (key, name) = (key(no), line(name));
    let proof = Proof(possession::prove(&key, &name));
    OperatorAdded { no: OperatorNo(no.into()), name, key: key.public(), role, proof }
}

fn add(batch: &mut Batch<'_>, body: Body) -> EntryNo {
    batch.add(Draft::new(day(), body)).unwrap().no
}

fn decide(batch: &mut Batch<'_>, prepared: EntryNo, decision: Decision) -> EntryNo {
    batch.add_decision(prepared, decision, None, |body| Draft::new(day(), body)).unwrap().no
}

fn transfer() -> Body {
    Body::Transfer(Transfer { from: FundNo(1), to: FundNo(2), amount: Fen::new(5_000), consent: None })
}

#[test]
fn an_office_of_three_is_intact() {
    let office = Office::new();
    let prepared = office.commit(2, |batch| add(batch, transfer()));
    office.commit(3, |batch| decide(batch, prepared, Decision::Approved));
    let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let report = verify(&office.dir(), options, &mut |_, _| ()).unwrap();
    assert_eq!((report.verdict(), report.findings.len()), (10, 0));
}

#[test]
fn an_approval_in_the_preparers_own_commit_breaks_check_8() {
    let office = Office::new();
    let prepared = office.commit(2, |batch| add(batch, transfer()));
    let (tip, approval) = office.honest(3, |batch| decide(batch, prepared, Decision::Approved));
    office.forge(&tip, &approval, 2, 2);
    assert_eq!(office.breaks_the_rule(approval.no), Refusal::SelfApproval { entry: prepared });
}

#[test]
fn an_approval_in_anothers_name_needs_her_key() {
    let office = Office::new();
    let prepared = office.commit(2, |batch| add(batch, transfer()));
    let (tip, approval) = office.honest(3, |batch| decide(batch, prepared, Decision::Approved));
    office.forge(&tip, &approval, 3, 2);
    assert_eq!(office.signature_is_bad(approval.no), FlawCause::Signature(OperatorNo(3)));
}

#[test]
fn what_needs_two_persons_can_not_be_booked_by_one() {
    let office = Office::new();
    let prepared = office.commit(2, |batch| add(batch, transfer()));
    let (_, approval) = office.honest(3, |batch| decide(batch, prepared, Decision::Approved));
    let other = Office::new();
    let (tip, asked) = other.honest(2, |batch| add(batch, transfer()));
    let booked = Entry { prepared: false, voucher: approval.voucher, postings: approval.postings, ..asked };
    other.forge(&tip, &booked, 2, 2);
    assert_eq!(other.breaks_the_rule(booked.no), Refusal::TwoPersonsNeeded);
}

#[test]
fn a_checker_can_not_prepare_and_a_second_approval_is_none() {
    let office = Office::new();
    let (tip, asked) = office.honest(2, |batch| add(batch, transfer()));
    office.forge(&tip, &asked, 3, 3);
    let refusal = office.breaks_the_rule(asked.no);
    assert_eq!(refusal, Refusal::RoleMayNot { operator: OperatorNo(3), role: Role::Checker });

    let office = Office::new();
    let prepared = office.commit(2, |batch| add(batch, transfer()));
    let approval = office.commit(3, |batch| decide(batch, prepared, Decision::Approved));
    let ledger = office.open();
    let (tip, first) = (ledger.tip().clone(), ledger.entry(approval).unwrap().unwrap());
    drop(ledger);
    let again = Entry { no: first.no.next(), ..first };
    office.forge(&tip, &again, 1, 1);
    let refusal = office.breaks_the_rule(again.no);
    let (decision, by) = (Decision::Approved, approval);
    assert_eq!(refusal, Refusal::AlreadyDecided { entry: prepared, by, decision });
}

#[test]
fn a_revoked_key_signs_nothing_more() {
    let office = Office::new();
    let asked =
        office.commit(1, |batch| add(batch, Body::Revoked(OperatorRevoked { operator: OperatorNo(3) })));
    let prepared = office.commit(1, |batch| add(batch, transfer()));
    office.commit(2, |batch| decide(batch, asked, Decision::Approved));
    let (tip, approval) = office.honest(2, |batch| decide(batch, prepared, Decision::Approved));
    office.forge(&tip, &approval, 3, 3);
    assert_eq!(office.signature_is_bad(approval.no), FlawCause::RevokedOperator(OperatorNo(3)));
}

#[test]
fn a_key_that_was_changed_signs_nothing_more() {
    let office = Office::new();
    let prepared = office.commit(1, |batch| add(batch, transfer()));
    let new = OperatorKey::from_seed(&[CHANGED; 32]);
    let proof = Proof(possession::prove(&new, &line("王兰")));
    let rotated = KeyRotated { operator: OperatorNo(3), key: new.public(), proof };
    office.commit(3, |batch| add(batch, Body::Rotated(rotated)));
    let (tip, approval) = office.honest(CHANGED, |batch| decide(batch, prepared, Decision::Approved));
    office.forge(&tip, &approval, 3, 3);
    assert_eq!(office.signature_is_bad(approval.no), FlawCause::Signature(OperatorNo(3)));

    // The new one does, and the same commit sealed with it is whole.
    let office = Office::new();
    let prepared = office.commit(1, |batch| add(batch, transfer()));
    office.commit(3, |batch| add(batch, Body::Rotated(rotated)));
    office.commit(CHANGED, |batch| decide(batch, prepared, Decision::Approved));
}

#[test]
fn a_new_key_without_a_right_proof_is_found() {
    let office = Office::new();
    let wrong = KeyRotated { operator: OperatorNo(3), key: Hash32([4; 32]), proof: Proof([0; 64]) };
    let proof = Proof(possession::prove(&key(CHANGED), &line("王兰")));
    let right = KeyRotated { key: key(CHANGED).public(), proof, ..wrong };
    let (tip, honest) = office.honest(3, |batch| add(batch, Body::Rotated(right)));
    // A proof made under another name, as of a key that somebody else handed in.
    let proof = Proof(possession::prove(&key(CHANGED), &line("李静")));
    let forged = Entry { body: Body::Rotated(KeyRotated { proof, ..right }), ..honest };
    office.forge(&tip, &forged, 3, 3);
    assert_eq!(office.signature_is_bad(forged.no), FlawCause::Proof);
}
