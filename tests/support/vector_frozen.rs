//! The ledgers of `tests/compat/`, as each version of the rules wrote them.
//!
//! Owns: that each still opens, with the same figures. Refuses to know: their bytes, which the vectors' makers write.

use crate::{books, maker, open, plain, root, same_as_file};
use jinguo::base::{Date, EntryNo, Fen, LoanNo, ProgrammeNo};
use jinguo::book::loan::{Known, position};
use jinguo::entry::{Chart, Role};
use jinguo::ledger::{VerifyOptions, verify};
use jinguo::store::fs::RealFs;
use std::fs;
use std::sync::Arc;

/// A ledger as version 1 wrote it opens for good, with the same balances.
#[test]
fn the_frozen_ledger_of_version_1_opens() {
    let frozen = fs::read(root().join("tests/compat/v1/journal")).unwrap();
    let (_dir, ledger) = open(&frozen);
    let mut ledger = ledger.unwrap();
    let expected = fs::read_to_string(root().join("tests/compat/v1/expected.txt")).unwrap();
    let told = maker::figures(&ledger);
    assert_eq!(told, expected);
    assert_eq!(ledger.entry(EntryNo(9)).unwrap().unwrap().postings[0].amount, Fen::new(10_000_000));
    assert_eq!(ledger.entry(EntryNo(25)).unwrap(), None);
    assert_eq!(ledger.state().counts().unwrap().persons, 3);
}

/// A ledger as rules version 2 wrote it, with every kind of entry, opens for good with the same figures, and verifies.
#[test]
fn the_frozen_ledger_of_rules_version_2_opens() {
    let made = books::everything();
    same_as_file("tests/compat/v2", "journal", &made);
    let (dir, ledger) = open(&made);
    let mut ledger = ledger.unwrap();
    let mut told = maker::figures(&ledger);
    let counts = ledger.state().counts().unwrap();
    let (persons, households) = (counts.persons, counts.households);
    told += &format!("persons {persons}, vault subjects {}, households {households}\n", counts.subjects);
    told += &format!("emergencies {}\n", counts.emergencies);
    for (account, amount) in ledger.money_balances().unwrap() {
        told += &format!("money {} {}\n", account.map_or(0, |no| no.0), amount.get());
    }
    for (no, operator) in ledger.operators().unwrap() {
        let role = Role::ALL.iter().find(|(_, role)| *role == operator.role).unwrap().0;
        told +=
            &format!("{no} {}, role {role}, revoked by {}\n", operator.name, operator.revoked.unwrap_or(0));
    }
    for (no, register) in ledger.registers().unwrap() {
        told +=
            &format!("register {} {} {} {}\n", no.0, register.lines, register.count, register.amount.get());
    }
    for budget in ledger.budgets().unwrap() {
        told += &format!("budget {} {} {}\n", budget.set.no.0, budget.set.amount.get(), budget.spent.get());
    }
    assert_eq!(ledger.pending().unwrap().len(), 0);
    same_as_file("tests/compat/v2", "expected.txt", told.as_bytes());
    drop(ledger);
    let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let report = verify(dir.path(), options, &mut |_, _| ()).unwrap();
    assert_eq!((report.verdict(), report.size), (10, plain::verify(&made).records));
    assert_eq!(plain::verify(&made).flaw, None);
}

/// A ledger as rules version 3 wrote it, with every kind of entry about loans, opens for good with the same figures.
#[test]
fn the_frozen_ledger_of_rules_version_3_opens() {
    let made = books::loans(Chart::NonProfit);
    same_as_file("tests/compat/v3", "journal", &made);
    let (dir, ledger) = open(&made);
    let mut ledger = ledger.unwrap();
    let mut told = maker::figures(&ledger);
    for (no, guarantor) in ledger.guarantors().unwrap() {
        told += &format!("{no} {} {} {:?}\n", guarantor.name, guarantor.own.get(), guarantor.deposits);
    }
    for no in (1..=ledger.state().counts().unwrap().loans).map(LoanNo) {
        let loan = ledger.loan(no).unwrap();
        for day in [20_250_331, 20_251_130, 20_260_309] {
            let p = position(&loan, Date::from_number(day).unwrap(), Known::ALL);
            let sums = [
                p.outstanding,
                p.fees,
                p.penalty,
                p.interest_due,
                p.interest_run,
                p.principal_due,
                p.arrears,
            ];
            let kept = [p.prepaid, p.to_recover, p.given_up, p.repaid, p.claimed, p.written_off];
            let figures = sums.into_iter().chain(kept).map(|fen| fen.get().to_string()).collect::<Vec<_>>();
            told += &format!("{no} {day} {:?}, {} days: {}\n", p.stage, p.days_overdue, figures.join(" "));
        }
    }
    same_as_file("tests/compat/v3", "expected.txt", told.as_bytes());
    drop(ledger);
    let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let report = verify(dir.path(), options, &mut |_, _| ()).unwrap();
    assert_eq!((report.verdict(), report.size), (10, plain::verify(&made).records));
}

/// A ledger as rules version 4 wrote it, with every kind of entry about relief, gifts and goods, opens for good with the
/// same figures.
#[test]
fn the_frozen_ledger_of_rules_version_4_opens() {
    let made = books::relief_book(Chart::NonProfit);
    same_as_file("tests/compat/v4", "journal", &made);
    let (dir, ledger) = open(&made);
    let mut ledger = ledger.unwrap();
    let mut told = maker::figures(&ledger);
    let gifts = ledger.map_gifts(|no, gift| {
        let sums = [gift.received, gift.paid_on, gift.given_back, gift.lost, gift.cash, gift.goods];
        let sums: Vec<String> = sums.iter().map(|fen| fen.get().to_string()).collect();
        format!("{no} {:?} of {}, {} uses\n", sums, gift.fund, gift.uses.len())
    });
    told += &gifts.unwrap().concat();
    for (item, fund, stock) in ledger.stocks().unwrap() {
        let lots = stock.lots.iter().map(|lot| format!(" {}:{}:{}", lot.entry, lot.pieces, lot.value.get()));
        told += &format!("{item} {fund}{}\n", lots.collect::<String>());
    }
    let rounds = ledger.map_rounds(|no, round| {
        let rows = round.rows.iter().map(|row| format!(" {:?} {}", row.status, row.value.get()));
        format!("{no}{}\n", rows.collect::<String>())
    });
    told += &rounds.unwrap().concat();
    for (no, case) in ledger.cases().unwrap() {
        told += &format!("{no} {} {:?}\n", case.person, case.granted);
    }
    for no in (1..=3).map(ProgrammeNo) {
        told += &format!("{no} granted {}\n", ledger.granted_in(no, 2026).unwrap().get());
    }
    same_as_file("tests/compat/v4", "expected.txt", told.as_bytes());
    drop(ledger);
    let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let report = verify(dir.path(), options, &mut |_, _| ()).unwrap();
    assert_eq!((report.verdict(), report.size), (10, plain::verify(&made).records));
}

/// A ledger as rules version 5 wrote it, with checkpoints in it, opens for good with the same figures.
#[test]
fn the_frozen_ledger_of_rules_version_5_opens() {
    let made = books::checkpoints();
    same_as_file("tests/compat/v5", "journal", &made);
    let (dir, ledger) = open(&made);
    let told = maker::figures(&ledger.unwrap());
    same_as_file("tests/compat/v5", "expected.txt", told.as_bytes());
    let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let report = verify(dir.path(), options, &mut |_, _| ()).unwrap();
    assert_eq!((report.verdict(), report.size), (10, plain::verify(&made).records));
}

/// A ledger as rules version 6 wrote it, with three years closed, opens for good with the same figures.
#[test]
fn the_frozen_ledger_of_rules_version_6_opens() {
    let made = books::closing();
    same_as_file("tests/compat/v6", "journal", &made);
    let (dir, ledger) = open(&made);
    let ledger = ledger.unwrap();
    let mut told = maker::figures(&ledger);
    for (fund, period, amount) in ledger.releases().unwrap() {
        told += &format!("{fund} released {period} {}\n", amount.get());
    }
    for (fund, account, period, of) in ledger.activity().unwrap() {
        told += &format!("{fund} {account} {period} {} {}\n", of.debit.get(), of.credit.get());
    }
    same_as_file("tests/compat/v6", "expected.txt", told.as_bytes());
    drop(ledger);
    let options = VerifyOptions { fs: Arc::new(RealFs), expect: None, master: None, indexes: None };
    let report = verify(dir.path(), options, &mut |_, _| ()).unwrap();
    assert_eq!((report.verdict(), report.size), (10, plain::verify(&made).records));
    assert_eq!(plain::verify(&made).flaw, None);
}
