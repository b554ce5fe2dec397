//! The journals for other accounting programs, read by those programs themselves.
//!
//! Owns: that each reads them without a complaint and comes to our balances and vouchers. Refuses to know: how the
//! journals are written.
//!
//! `.ci/readers` installs hledger, ledger and beancount. Without them these tests say so and pass; with
//! `JINGUO_READERS=1`, which `.ci/run` sets, a missing program is a failure.

#[path = "readers/books.rs"]
mod books;
#[path = "support/fresh.rs"]
mod fresh;
#[path = "readers/programs.rs"]
mod programs;

use books::{Book, demonstration, furnished_with_hostile_names, vectors};
use jinguo::base::{Code, Date, Months, Period};
use jinguo::export::binding::{Binding, FileFormat, PersonNames};
use jinguo::export::journal::{JournalError, write};
use jinguo::ledger::Ledger;
use jinguo::report::Unit;
use jinguo::report::statements::Asked;
use jinguo::words::{Lang, Words};
use programs::{Program, Read, Sums, root};
use std::collections::BTreeMap;
use std::path::Path;

const FORMATS: [FileFormat; 3] = [FileFormat::Hledger, FileFormat::Ledger, FileFormat::Beancount];

fn all_months() -> Months {
    Months::new(Period::parse("1900-01").unwrap(), Period::parse("2199-12").unwrap()).unwrap()
}

fn binding(ledger: &Ledger, format: FileFormat, lang: Lang, months: Months) -> Binding {
    Binding {
        format,
        origin: ledger.origin().clone(),
        size: ledger.tip().records(),
        head: ledger.tip().head,
        asked: Asked { months, as_of: Date::new(2026, 11, 28).unwrap(), fund: None },
        lang,
        unit: Unit::Yuan,
        names: PersonNames::Numbers,
        statements: Vec::new(),
    }
}

fn journal(ledger: &mut Ledger, binding: &Binding) -> String {
    let mut out = Vec::new();
    write(&Words::new(binding.lang), ledger, binding, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What stands on each account of each fund, counted from the months' turnover.
fn our_sums(ledger: &Ledger, binding: &Binding) -> Sums {
    let funds: BTreeMap<u32, Code> = ledger.funds().unwrap().into_iter().map(|f| (f.no.0, f.code)).collect();
    let only = binding.asked.fund.as_ref();
    let mut sums = Sums::new();
    for (fund, account, month, turnover) in ledger.turnovers().unwrap() {
        let code = funds.get(&fund.0).map(Code::to_string);
        if binding.asked.months.holds(month) && only.is_none_or(|only| Some(only.to_string()) == code) {
            *sums.entry((account.0, code)).or_default() += turnover.debit.get() - turnover.credit.get();
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// The numbers of all vouchers, by date and number.
fn our_vouchers(ledger: &Ledger, binding: &Binding) -> Vec<String> {
    use jinguo::base::EntryNo;
    let funds = ledger.funds().unwrap();
    let only = binding.asked.fund.as_ref().map(|code| funds.iter().find(|f| f.code == *code).unwrap().no);
    let mut found = Vec::new();
    ledger
        .for_each(EntryNo(1)..=EntryNo(u64::MAX), |entry| {
            let touches = only.is_none_or(|only| entry.postings.iter().any(|p| p.fund == only));
            let voucher = entry.voucher.filter(|v| touches && binding.asked.months.holds(v.date.period()));
            found.extend(voucher.map(|v| (v.date, v.number)));
            Ok(true)
        })
        .unwrap();
    found.sort_unstable();
    found.into_iter().map(|(date, number)| format!("{}/记-{number:04}", date.period())).collect()
}

/// Writes the journal in each format and lets its program read it.
fn check(ledger: &mut Ledger, folder: &Path, what: &str, lang: Lang, months: Months, fund: Option<&str>) {
    for format in FORMATS {
        let mut binding = binding(ledger, format, lang, months);
        binding.asked.fund = fund.map(|code| Code::new(code).unwrap());
        let text = journal(ledger, &binding);
        assert_eq!(text.lines().next(), Some(format!("; {}", binding.line()).as_str()), "{what}");
        // Every kind of entry has a word of its own, approvals that of what they let happen.
        for unknown in [") 其他 ", ") Other ", "\"其他\"", "\"Other\""] {
            assert!(!text.contains(unknown), "{what}: {text}");
        }
        let path = folder.join(format!("{what}.{}", format.name()));
        std::fs::write(&path, &text).unwrap();
        let (sums, vouchers) = (our_sums(ledger, &binding), our_vouchers(ledger, &binding));
        for program in Program::of(format) {
            let Some(Read { sums: theirs, vouchers: read }) = program.read(&path) else { continue };
            assert_eq!(theirs, sums, "{what}: balances by {program:?}");
            assert_eq!(read, vouchers, "{what}: vouchers by {program:?}");
        }
    }
}

fn checked_whole(book: &mut Book, folder: &Path) {
    for lang in [Lang::ZhCn, Lang::En] {
        let what = format!("{}-{lang:?}", book.name);
        check(&mut book.ledger, folder, &what, lang, all_months(), None);
    }
}

#[test]
fn the_demonstrations_books_are_read_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let books = demonstration(&folder.path().join("books"));
    assert_eq!(books.len(), 4);
    let mut vouchers = 0;
    for mut book in books {
        let whole = binding(&book.ledger, FileFormat::Ledger, Lang::En, all_months());
        vouchers += our_vouchers(&book.ledger, &whole).len();
        checked_whole(&mut book, folder.path());
    }
    assert!(vouchers > 100, "{vouchers}");
}

/// Every kind of entry, in both charts, with approvals, reversals and money held for others.
#[test]
fn every_kind_of_entry_is_read_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for mut book in vectors(folder.path()) {
        checked_whole(&mut book, folder.path());
        // What stands on the accounts is counted a second time from their balances.
        let sums = our_sums(&book.ledger, &binding(&book.ledger, FileFormat::Ledger, Lang::En, all_months()));
        let total: i64 = sums.values().sum();
        let balances = book.ledger.balances().unwrap();
        assert_eq!(balances.iter().filter(|(.., sum)| !sum.is_zero()).count(), sums.len(), "{}", book.name);
        assert_eq!(total, 0, "{}", book.name);
    }
}

#[test]
fn names_that_look_like_syntax_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = furnished_with_hostile_names(&folder.path().join("book"));
    checked_whole(&mut book, folder.path());
    check(&mut book.ledger, folder.path(), "one-fund", Lang::ZhCn, all_months(), Some("HELD"));
    for months in ["2025-12", "2026", "2024"] {
        let run = Months::parse(months).unwrap();
        check(&mut book.ledger, folder.path(), months, Lang::ZhCn, run, None);
    }
}

/// 5301 was 筹资费用 and is 管理费用: sums of one are not added to sums of the other.
#[test]
fn an_expense_has_the_name_that_its_code_had_on_the_voucher_date() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = furnished_with_hostile_names(&folder.path().join("book"));
    let whole = binding(&book.ledger, FileFormat::Hledger, Lang::ZhCn, all_months());
    let text = journal(&mut book.ledger, &whole);
    for name in ["费用:5301 筹资费用:", "费用:5301 管理费用:", "费用:5201 管理费用:"] {
        assert!(text.contains(&format!("account {name}")), "{name}: {text}");
    }
    for voucher in text.split("\n\n").filter(|block| block.contains(" * (")) {
        assert_eq!(voucher.contains("2025-"), !voucher.contains(" * (2026-"), "{voucher}");
        assert!(!(voucher.contains("2025-12") && voucher.contains("5301 管理费用")), "{voucher}");
        assert!(!(voucher.contains(" * (2026-") && voucher.contains("5301 筹资费用")), "{voucher}");
    }
}

#[test]
fn a_journal_of_an_earlier_state_comes_out_the_same_when_more_was_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = furnished_with_hostile_names(&folder.path().join("book"));
    let bindings = FORMATS.map(|format| binding(&book.ledger, format, Lang::En, all_months()));
    let before = bindings.clone().map(|binding| journal(&mut book.ledger, &binding));
    book.record_more();
    let after = bindings.map(|binding| journal(&mut book.ledger, &binding));
    assert!(before == after);
    let mut other = binding(&book.ledger, FileFormat::Hledger, Lang::En, all_months());
    assert_ne!(journal(&mut book.ledger, &other), after[0]);
    let mut write = |binding: &Binding| {
        write(&Words::new(Lang::En), &mut book.ledger, binding, &mut Vec::new()).map_err(|e| format!("{e:?}"))
    };
    // A size inside a commit, a size that was never reached, another head, and a format that is no journal's.
    let size = other.size;
    for wrong in [size - 1, size + 1] {
        other.size = wrong;
        assert_eq!(write(&other), Err(format!("{:?}", JournalError::OtherLedger)));
    }
    let elsewhere = Binding { size, head: jinguo::base::Hash32([7; 32]), ..other.clone() };
    assert_eq!(write(&elsewhere), Err(format!("{:?}", JournalError::OtherLedger)));
    let csv = Binding { format: FileFormat::Csv, ..other };
    assert!(write(&csv).is_err());
}

/// Every byte of the journal's file is checked before its export counts.
#[test]
fn a_journal_that_was_tampered_with_is_not_exported() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = furnished_with_hostile_names(&folder.path().join("book"));
    let binding = binding(&book.ledger, FileFormat::Beancount, Lang::En, all_months());
    let path = book.ledger.dir().join("journal");
    let bytes = std::fs::read(&path).unwrap();
    for at in (0..bytes.len()).step_by(97) {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        std::fs::write(&path, bad).unwrap();
        let done = write(&Words::new(Lang::En), &mut book.ledger, &binding, &mut Vec::new());
        assert!(matches!(done, Err(JournalError::Ledger(_))), "byte {at}: {done:?}");
    }
}

#[test]
fn what_the_readers_need_is_named_once() {
    let script = std::fs::read_to_string(root().join(".ci/readers")).unwrap();
    for package in ["hledger", "ledger", "tests/readers/requirements.txt"] {
        assert!(script.contains(package), "{package}");
    }
}
