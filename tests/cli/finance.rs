//! Statements, books, exports and their check as a finance officer types them.
//!
//! Owns: a walk through all of it, and bad input. Refuses to know: figures; `tests/statements.rs` and `tests/readers.rs` know
//! those.

use crate::office::{Office, in_folder};
use calamine::{Data, Reader, Xlsx};
use std::path::{Path, PathBuf};

const EVIL: &str = "=HYPERLINK(\"http://example.org\",\"<b>奖</b>\")";

/// Whether something that was never finished stands there.
fn has_parts(folder: &Path) -> bool {
    let mut files = std::fs::read_dir(folder).expect("the folder").flatten();
    files.any(|file| file.file_name().to_string_lossy().ends_with(".part"))
}

fn file(office: &Office, name: &str) -> PathBuf {
    office.root.path().join(name)
}

#[test]
fn statements_and_books_are_printed() {
    in_folder("finance", "statements", |office| {
        books(office);
        for statement in [
            "trial-balance",
            "position",
            "activities",
            "cash-flows",
            "income-and-spending",
            "general-ledger",
            "chronological",
            "day-book",
            "subsidiary",
        ] {
            office.does(&["report", statement, "--period", "2026-H1"]);
        }
        office.does(&["report", "业务活动表", "--period", "2026", "--fund", "GA", "--unit", "wan"]);
        office.does(&["report", "position", "--period", "2026", "--unit", "wan", "--format", "csv"]);
        office.does(&["report", "work", "--period", "2026", "--trace"]);
        office.does(&["report", "work", "--period", "2026-03", "--paragraph"]);
        office.does(&["report", "work", "--period", "2026", "--paragraph", "--trace", "--format", "json"]);
        // A month in which nothing happened is a statement too.
        office.does(&["report", "activities", "--period", "2024-05"]);
        office.does(&["report", "work", "--period", "2024-05", "--paragraph"]);
        office.refuses(2, &["report", "position", "--period", "2026-03..2026-01"]);
        office.refuses(2, &["report", "position", "--period", "March"]);
        office.refuses(1, &["report", "activities", "--fund", "XX"]);
        office.refuses(1, &["report", "budget"]);
    });
}

fn books(office: &mut Office) {
    office.does(&["donate", "GA", "3000", "--from", EVIL]);
    office.does(&["disburse", "GJ", "400", "--to", "P-000001"]);
    office.does(&["bank", "fee", "2.50", "--fund", "GA"]);
    office.said.clear();
}

#[test]
fn files_are_made_bound_and_checked() {
    in_folder("finance", "exports", |office| {
        books(office);
        for form in ["xlsx", "csv", "json", "html", "hledger", "ledger", "beancount"] {
            let name = format!("books.{form}");
            office.does(&["export", form, "-o", &name, "--period", "2026"]);
            office.does(&["verify-export", &name]);
        }
        office.does(&["export", "html", "-o", "vouchers.html", "--report", "凭证", "--period", "2026-03"]);
        office.does(&["export", "html", "-o", "la.html", "--report", "凭证", "--fund", "LA"]);
        let one = std::fs::read_to_string(file(office, "la.html")).expect("the page");
        assert!(one.contains("记-0002") && !one.contains("记-0003"), "vouchers of another fund");
        office.does(&[
            "导出",
            "csv",
            "-o",
            "numbers.csv",
            "--report",
            "序时账",
            "--without-names",
            "--unit",
            "wan",
        ]);
        // What is recorded later changes nothing in what was filed.
        office.does(&["donate", "LA", "1", "--anonymous"]);
        office.does(&["verify-export", "books.xlsx", "--format", "json"]);
        office.does(&["verify-export", "vouchers.html"]);
        office.does(&["verify-export", "numbers.csv"]);
        // A file that is there is written over only by asking.
        office.refuses(1, &["export", "csv", "-o", "books.csv"]);
        office.does(&["export", "csv", "-o", "books.csv", "--force", "--report", "chronological"]);
        // One cell changed, and the file as another program saves it.
        let path = file(office, "books.csv");
        let text = std::fs::read_to_string(&path).expect("the file");
        assert!(text.contains(&format!("\"'{}\"", EVIL.replace('"', "\"\""))) || text.contains("HYPERLINK"));
        std::fs::write(&path, text.trim_start_matches('\u{feff}').replace("\r\n", "\n")).expect("a file");
        office.does(&["verify-export", "books.csv"]);
        std::fs::write(&path, text.replacen("400.00", "4000.00", 1)).expect("a file");
        assert_eq!(office.asks(&["verify-export", "books.csv"], "").status.code(), Some(40));
        let page = file(office, "books.html");
        let text = std::fs::read_to_string(&page).expect("the page");
        assert!(!text.contains("<b>奖"), "a name became markup");
        let changed = text.replacen("4,097.50", "9,097.50", 1);
        assert_ne!(changed, text, "the page has no such figure");
        std::fs::write(&page, changed).expect("a page");
        assert_eq!(office.asks(&["verify-export", "books.html"], "").status.code(), Some(40));
        // Another ledger, a history that was never there, no export at all.
        let journal = file(office, "books.ledger");
        let text = std::fs::read_to_string(&journal).expect("the journal");
        let head = text.split("head=").nth(1).and_then(|rest| rest.get(..64)).expect("a head").to_owned();
        std::fs::write(&journal, text.replace(&head, &"0".repeat(64))).expect("a journal");
        assert_eq!(office.asks(&["verify-export", "books.ledger"], "").status.code(), Some(30));
        std::fs::write(&journal, text.replace("origin=example.org/fund", "origin=example.org/other"))
            .expect("a journal");
        assert_eq!(office.asks(&["verify-export", "books.ledger"], "").status.code(), Some(30));
        std::fs::write(&journal, "hello").expect("a file");
        office.refuses(2, &["verify-export", "books.ledger"]);
        office.refuses(4, &["verify-export", "nowhere.xlsx"]);
    });
}

#[test]
fn what_can_not_be_exported() {
    in_folder("finance", "refused", |office| {
        office.refuses(2, &["export", "docx", "-o", "books.docx"]);
        office.refuses(2, &["export", "csv", "-o", "books.csv", "--report", "position,activities"]);
        office.refuses(2, &["export", "hledger", "-o", "books.journal", "--report", "position"]);
        office.refuses(2, &["export", "xlsx", "-o", "books.xlsx", "--report", "vouchers"]);
        office.refuses(2, &["export", "ledger", "-o", "books.journal", "--unit", "wan"]);
        office.refuses(1, &["export", "xlsx", "-o", "books.xlsx", "--report", "position,budget"]);
        office.refuses(2, &["export", "xlsx", "-o", "books.xlsx", "--period", "2026-03..2026-01"]);
        office.refuses(2, &["export", "xlsx"]);
        office.refuses(1, &["export", "csv", "-o", "books.csv", "--report", "budget"]);
        office.refuses(1, &["export", "xlsx", "-o", "books.xlsx", "--fund", "XX"]);
        office.refuses(4, &["export", "xlsx", "-o", "nowhere/books.xlsx"]);
        office.refuses(1, &["export", "xlsx", "-o", "books"]);
        let files = std::fs::read_dir(office.root.path()).expect("the folder").count();
        // Home and books alone.
        assert_eq!(files, 2, "a file was left");
    });
}

/// A limit on the size of files stands for a full disk.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_no_half_file_and_the_old_one_as_it_was() {
    for form in ["xlsx", "csv", "json", "html", "hledger", "beancount"] {
        let mut office = Office::open("en");
        let name = format!("books.{form}");
        std::fs::write(file(&office, &name), "the old one").expect("a file");
        let mut command = office.command("/bin/bash");
        let report = if form == "csv" { " --report chronological" } else { "" };
        let line = format!("trap '' XFSZ; ulimit -f 0; exec \"$0\" export {form} -o {name} --force{report}");
        command.args(["-c", &line, env!("CARGO_BIN_EXE_jinguo")]);
        let output = office.tell("export", command, "");
        assert_eq!(output.status.code(), Some(4), "{}", office.said);
        assert_eq!(std::fs::read_to_string(file(&office, &name)).expect("the file"), "the old one");
        assert!(!has_parts(office.root.path()), "half a file was left");
    }
}

#[test]
fn a_name_that_is_a_formula_stays_text() {
    let mut office = Office::open("zh");
    books(&mut office);
    office.does(&["export", "xlsx", "-o", "books.xlsx", "--report", "chronological"]);
    let mut book: Xlsx<_> = calamine::open_workbook(file(&office, "books.xlsx")).expect("a workbook");
    let mut found = 0;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        for cell in range.used_cells() {
            found += usize::from(matches!(cell.2, Data::String(text) if text.contains("HYPERLINK")));
        }
        let formulas = book.worksheet_formula(&name).expect("a sheet");
        assert!(formulas.used_cells().all(|cell| cell.2.is_empty()), "{name} has a formula");
    }
    assert!(found > 0, "the name is in the book");
}

#[test]
fn a_document_for_print_is_made_where_there_is_a_font() {
    let mut office = Office::open("zh");
    let made = office.asks(&["export", "pdf", "-o", "books.pdf", "--report", "position"], "");
    match made.status.code() {
        Some(0) => office.does(&["verify-export", "books.pdf"]),
        // A computer without Chinese fonts says so, and leaves no file.
        Some(4) => assert!(!file(&office, "books.pdf").exists()),
        other => panic!("{other:?}\n{}", office.said),
    }
}

#[test]
fn statements_of_one_fund_person_loan_or_gift_are_filed_too() {
    let mut office = Office::open("en");
    books(&mut office);
    office.does(&["gift", "add", "300", "--from", "爱心企业", "--fund", "GA", "--programme", "GJ"]);
    office.does(&["export", "xlsx", "-o", "one.xlsx", "--person", "P-1", "--report", "fund", "--fund", "GA"]);
    office.does(&["export", "html", "-o", "gift.html", "--gift", "J-1", "--person", "P-2"]);
    office.does(&["export", "csv", "-o", "person.csv", "--person", "P-1"]);
    for name in ["one.xlsx", "gift.html", "person.csv"] {
        office.does(&["verify-export", name]);
    }
    let text = std::fs::read_to_string(file(&office, "person.csv")).expect("the file");
    assert!(text.contains("statements=person:P-000001") && text.contains("400.00"), "{text}");
    office.refuses(2, &["export", "xlsx", "-o", "no.xlsx", "--report", "fund"]);
    office.refuses(1, &["export", "xlsx", "-o", "no.xlsx", "--loan", "L-9"]);
    office.refuses(1, &["export", "xlsx", "-o", "no.xlsx", "--person", "P-9"]);
    assert!(!file(&office, "no.xlsx").exists() && !has_parts(office.root.path()));
}

#[test]
fn the_ledger_s_own_files_are_never_written_over() {
    let mut office = Office::open("en");
    let before = office.journal();
    for target in ["books/journal", "books/vault", "books/../books/journal"] {
        office.refuses(1, &["export", "csv", "-o", target, "--force"]);
    }
    assert!(office.journal() == before && !has_parts(&office.books()));
}
