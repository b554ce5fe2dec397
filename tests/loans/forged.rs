//! Journals in which one figure of a loan is another, and everything after it is chained and signed anew.
//!
//! Owns: forging them, and that verification and opening both see it. Refuses to know: changed bytes; see `tamper.rs`.

use super::books::{LENT, cash, fen};
use super::desk::{Desk, LOAN};
use super::office::{Folders, day, key, line, terms};
use super::plan::spoilt;
use crate::sim_index::SimIndex;
use jinguo::base::{Date, EntryNo, OperatorNo, Timestamp};
use jinguo::book::loan::{LoanRefusal, owed, subsidy};
use jinguo::book::{Check, RULES_VERSION, Refusal};
use jinguo::chain::{Author, CommitWriter, Sealed, leaf_hash};
use jinguo::entry::{
    Body, Chart, Entry, LoanEvent, LoanKind, LoanWhat, Method, Quarter, Reversal, ReversalReason,
};
use jinguo::ledger::verify::Finding;
use jinguo::ledger::{Access, Ledger, LedgerError, NewLedger, Options, VerifyOptions, verify};
use jinguo::store::fs::RealFs;
use std::path::Path;
use std::sync::Arc;

fn clock() -> Timestamp {
    Timestamp::from_millis(2_300_000_000_000).unwrap()
}

fn options() -> Options {
    Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(Folders(SimIndex::new())),
        lock: None,
        secrets: None,
        entropy: Box::new(|bytes| bytes.fill(7)),
        rebuild: false,
    }
}

/// The entries of an honest life: drawn, repaid with a new schedule, extended, subsidised, late, claimed, written off.
fn honest(own: bool) -> Vec<Entry> {
    let mut desk =
        Desk::new(LoanKind::Term, terms(Method::EqualPayments), own, day(2024, 3, 8), 1_000_000, 6);
    desk.draw(day(2024, 3, 8), 600_000);
    desk.draw(day(2024, 3, 20), 300_000);
    let on = day(2024, 4, 8);
    let due = desk.at(on).interest_due.get() + desk.at(on).principal_due.get();
    let split = desk.split(on, due + 50_000);
    let plan = owed::plan_after_payment(LOAN, &desk.loan(), on, &split).unwrap();
    desk.must(on, cash(split, Some(plan)));
    let on = day(2024, 4, 9);
    let plan = owed::plan_after_extension(LOAN, &desk.loan(), on, day(2025, 1, 8)).unwrap();
    desk.must(on, LoanWhat::Extended { plan });
    let quarter = Quarter::new(2024, 1).unwrap();
    let product = desk.office.ledger().products().unwrap().remove(0);
    let rule = product.subsidies[0].clone();
    let amount =
        subsidy::total(&subsidy::lines(&desk.loan(), &rule, quarter, jinguo::book::loan::Known::ALL));
    let shares = subsidy::shares(&rule, amount);
    desk.must(on, LoanWhat::SubsidyClaimed { quarter, amount, shares });
    let on = day(2024, 7, 1);
    desk.must(on, LoanWhat::Charged { amount: fen(2_000) });
    desk.repay(on, 100_000);
    let split = desk.split(on, 150_000);
    desk.must(on, LoanWhat::Claimed { split, fund: None });
    if own {
        desk.write_off(on);
    }
    let last = desk.office.entries();
    (1..=last).map(|no| desk.office.ledger().entry(EntryNo(no)).unwrap().unwrap()).collect()
}

/// A ledger with exactly these entries, each in a commit of its own, all hashes and signatures right.
fn written(dir: &Path, entries: &[Entry]) {
    let new = NewLedger {
        origin: line("example.org/fund"),
        organisation: line("示例县妇女联合会"),
        chart: Chart::NonProfit,
        ledger_key: key(9).public(),
        operator_name: line("张敏"),
    };
    new.create(dir, Arc::new(RealFs), &key(1), clock()).unwrap();
    let mut tip = Ledger::open(dir, Access::Write, options(), &mut |_, _| ()).unwrap().tip().clone();
    let key = key(1);
    let author = Author {
        origin: "example.org/fund",
        operator: OperatorNo(1),
        key: &key,
        clock: clock(),
        rules_version: RULES_VERSION,
    };
    let mut journal = std::fs::read(dir.join("journal")).unwrap();
    for entry in &entries[1..] {
        let mut record = Vec::new();
        entry.encode(&mut record);
        let mut writer = CommitWriter::new(&tip, &author, 1);
        writer.entry(&record);
        let Sealed { bytes, tip: next, .. } = writer.seal(&author);
        journal.extend(bytes);
        tip = next;
    }
    std::fs::write(dir.join("journal"), journal).unwrap();
}

/// What verification finds in a ledger of these entries: nothing, or one broken rule, which opening meets too.
fn found(entries: &[Entry]) -> Option<(EntryNo, Refusal)> {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("book");
    written(&dir, entries);
    let options_to_verify = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let mut report = verify(&dir, options_to_verify, &mut |_, _| ()).unwrap();
    // The people of these books are in no vault here; that is asked elsewhere.
    report.findings.retain(|finding| !matches!(finding, Finding::Vault { .. }));
    let opened = Ledger::open(&dir, Access::Write, options(), &mut |_, _| ());
    let Some(finding) = report.findings.pop() else {
        assert!(opened.is_ok());
        return None;
    };
    assert!(report.findings.is_empty(), "{finding:?} and {report:?}");
    assert_eq!(finding.code(), 42);
    let Finding::RuleBroken { entry, refusal } = finding else { panic!("{finding:?}") };
    assert!(matches!(opened.err(), Some(LedgerError::RuleBroken { entry: at, .. }) if at == entry));
    Some((entry, *refusal))
}

fn what(entry: &Entry) -> Option<&LoanWhat> {
    match &entry.body {
        Body::Loan(event) => Some(&event.what),
        _ => None,
    }
}

fn with(entries: &[Entry], at: usize, what: LoanWhat) -> Vec<Entry> {
    let mut forged = entries.to_vec();
    forged[at].body = Body::Loan(LoanEvent { loan: LOAN, what });
    forged
}

#[test]
fn a_figure_of_a_loan_that_is_another_is_found() {
    let entries = honest(false);
    assert_eq!(found(&entries), None, "the honest ones");
    let mut kinds = std::collections::BTreeSet::new();
    for (at, entry) in entries.iter().enumerate() {
        // Each third of 0 to 191 spoils a plan in its own way, the rest says where.
        for choice in [0, 1, 2, 65, 66, 130, 131] {
            let Some(wrong) = what(entry).and_then(|right| spoilt(right, choice)) else { continue };
            let seen = found(&with(&entries, at, wrong.clone()));
            let Some((no, refusal)) = seen else { panic!("nobody sees {wrong:?}") };
            assert_eq!(no, entry.no, "{wrong:?}: {refusal:?}");
            let of_a_loan = match refusal {
                Refusal::Loan(refused) => matches!(
                    *refused,
                    LoanRefusal::WorkedOutAnew { .. }
                        | LoanRefusal::ScheduleSum { .. }
                        | LoanRefusal::MonthsOutOfRange { .. }
                        | LoanRefusal::ExtensionTooLong { .. }
                        | LoanRefusal::NotLater { .. }
                        | LoanRefusal::Overpaid { .. }
                        | LoanRefusal::InArrears { .. }
                ),
                _ => false,
            };
            assert!(of_a_loan, "{wrong:?}");
            kinds.insert(entry.body.kind());
        }
    }
    let all: Vec<u16> = kinds.into_iter().collect();
    assert_eq!(all, [111, 112, 113, 114, 116, 117, 122], "kinds of which something was changed");
}

/// The voucher is changed with it, so that it balances and shows the same as the split.
#[test]
fn interest_booked_as_principal_is_found_though_the_voucher_fits() {
    let entries = honest(true);
    assert_eq!(found(&entries), None, "the honest ones");
    let repaid =
        entries.iter().position(|entry| matches!(what(entry), Some(LoanWhat::Repaid { .. }))).unwrap();
    let Some(LoanWhat::Repaid { from, mut split, plan }) = what(&entries[repaid]).cloned() else { panic!() };
    split.interest = fen(split.interest.get() - 1);
    split.principal = fen(split.principal.get() + 1);
    let mut forged = with(&entries, repaid, LoanWhat::Repaid { from, split, plan });
    for posting in forged[repaid].postings.iter_mut().filter(|posting| posting.dims.loan.is_some()) {
        let by = if posting.account == LENT { -1 } else { 1 };
        posting.amount = fen(posting.amount.get() + by);
    }
    let (no, refusal) = found(&forged).unwrap();
    assert_eq!((no, refusal), (entries[repaid].no, LoanRefusal::WorkedOutAnew { loan: LOAN }.into()));
}

/// A draw is taken back under its payments: the rule has its number.
#[test]
fn a_reversal_that_the_rules_refuse_breaks_check_4() {
    let mut entries = honest(false);
    let draw = entries.iter().find(|entry| matches!(what(entry), Some(LoanWhat::Drawn { .. }))).unwrap();
    let (original, original_hash) = (draw.no, leaf_hash(&draw.to_bytes()));
    let reason = ReversalReason::RecordedTwice;
    let on: Date = day(2024, 7, 2);
    let last = entries.last().unwrap();
    let reversal = Entry {
        no: last.no.next(),
        business_date: on,
        voucher: None,
        postings: Vec::new(),
        body: Body::Reversal(Reversal { original, original_hash, reason, memo: None }),
        ..last.clone()
    };
    entries.push(reversal.clone());
    let (no, refusal) = found(&entries).unwrap();
    assert_eq!((no, refusal.check()), (reversal.no, Some(Check::LoanBounds)), "{refusal:?}");
}
