//! The demonstration reproduces the reported figures to the 分, the same on every run.
//!
//! Owns: the rows it must reproduce. Refuses to know: how it does.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The rows whose money the sample books hold, and those that their registers count.
const ROWS: [&str; 22] = [
    "F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F12", "F13", "F14", "F15",
    "F16", "F17", "F18", "F19", "F20", "F21", "F22",
];
/// Of these, the rows without money.
const COUNTED: [(&str, &str); 6] =
    [("F08", "6"), ("F09", "50"), ("F10", "3"), ("F11", "31"), ("F13", "268"), ("F14", "229")];
/// The rows whose people are counted, too.
const PEOPLE: [(&str, &str); 8] = [
    ("F01", "6"),
    ("F02", "404"),
    ("F03", "6"),
    ("F04", "3"),
    ("F15", "497"),
    ("F16", "240"),
    ("F17", "770"),
    ("F18", "1622"),
];
const OFFICES: [&str; 4] = ["town-a", "town-b", "town-c", "county"];

fn demo(dir: &Path, home: &Path) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_jinguo"))
        .args(["demo", "--format", "csv", "--lang", "en"])
        .arg(dir)
        .env_clear()
        .env("HOME", home)
        .output()
        .unwrap()
}

#[test]
fn each_reported_row_is_recorded_to_the_fen_or_the_head() {
    let home = tempfile::tempdir().unwrap();
    let out = demo(&home.path().join("books"), home.path());
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    let mut recorded = BTreeMap::new();
    for row in csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes()).records() {
        let row = row.unwrap();
        recorded.insert(row[0].to_owned(), [1, 5, 7, 8].map(|at| row[at].to_owned()));
    }
    assert_eq!(recorded.len(), ROWS.len());
    let published = std::fs::read_to_string("src/cli/demo/reported-figures.csv").unwrap();
    let mut compared = 0;
    for row in csv::Reader::from_reader(published.as_bytes()).records() {
        let row = row.unwrap();
        if ROWS.contains(&&row[0]) {
            let of =
                |all: &[(&str, &'static str)]| all.iter().find(|(id, _)| *id == &row[0]).map(|(_, n)| *n);
            let counted = of(&COUNTED).or(of(&PEOPLE)).unwrap_or("");
            let expected = [&row[1], &row[7], counted, "✓"].map(str::to_owned);
            assert_eq!(of(&COUNTED).is_none(), !row[7].is_empty(), "{}", &row[0]);
            assert!(counted.is_empty() || counted == &row[6], "{}", &row[0]);
            assert_eq!(recorded.get(&row[0]), Some(&expected), "{}", &row[0]);
            compared += 1;
        }
    }
    assert_eq!(compared, ROWS.len());
    assert!(!home.path().join(".config").exists(), "the user's own key folder is left alone");
}

#[test]
fn two_runs_make_the_same_journals_and_a_second_into_one_folder_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (a, b) = (home.path().join("a"), home.path().join("b"));
    assert!(demo(&a, home.path()).status.success() && demo(&b, home.path()).status.success());
    for office in OFFICES {
        let journal = |dir: &Path| std::fs::read(dir.join(office).join("journal")).unwrap();
        assert!(journal(&a) == journal(&b), "{office}");
    }
    let again = demo(&a, home.path());
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("nothing was written"));
}
