//! The menu of a bare `jinguo` in a terminal, with answers typed as a person would, right and wrong.
//!
//! Owns: those conversations. Refuses to know: prompts that hide what is typed; they read the terminal itself.

use super::office::{MORNING, Office};
use jinguo::base::Timestamp;
use jinguo::cli;
use jinguo::cli::outside::Outside;
use snapbox::{Assert, Data};
use std::path::Path;

/// What surrounds the program when it is started in the office's own terminal.
fn outside(office: &Office) -> Outside {
    Outside {
        ledger: Some(office.books()),
        directory: office.root.path().to_owned(),
        key_folder: Some(office.keys()),
        locale: Some(if office.lang == "zh" { "zh-CN" } else { "en" }.to_owned()),
        now: Timestamp::from_millis(MORNING),
        input_is_terminal: true,
        ..Outside::default()
    }
}

/// Types the answers into the menu. Returns the exit code and all that a person saw.
fn talk(office: &Office, answers: &str) -> (u8, String) {
    let mut seen = Vec::new();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = cli::run(&[], &outside(office), &mut answers.as_bytes(), &mut out, &mut err);
    seen.append(&mut err);
    seen.append(&mut out);
    (exit.code(), office.redacted(&String::from_utf8(seen).expect("UTF-8")))
}

fn check(office: &Office, name: &str, said: &str) {
    let file = format!("tests/snapshots/menu/{name}-{}.txt", office.lang);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    Assert::new().action_env("SNAPSHOTS").eq(said.to_owned(), Data::read_from(&file, None).raw());
}

#[test]
fn jobs_are_asked_step_by_step() {
    for lang in ["zh", "en"] {
        let office = Office::open(lang);
        let (code, said) = talk(&office, "1\n?\nGA\n0.001\n200\n\n\n2\nGJ\n50\nP-1\ny\n8\n0\n");
        assert_eq!(code, 0, "{said}");
        check(&office, "jobs", &said);
    }
}

#[test]
fn giving_up_wrong_numbers_and_a_closed_input_record_nothing() {
    for lang in ["zh", "en"] {
        let office = Office::open(lang);
        let before = office.journal();
        let (code, said) = talk(&office, "99\nx\n2\nGJ\nq\n1\nGA\n5\n爱心企业\nn\n2\nGJ\n");
        assert_eq!(code, 0, "{said}");
        assert!(office.journal() == before, "{said}");
        check(&office, "nothing", &said);
    }
}

#[test]
fn a_refused_job_is_told_and_the_menu_goes_on() {
    let office = Office::open("en");
    let before = office.journal();
    let (code, said) = talk(&office, "2\nGJ\n20万\nP-1\n\n0\n");
    assert_eq!(code, 0);
    assert!(
        office.journal() == before && said.contains("1,000.00 yuan, 200,000.00 yuan are needed"),
        "{said}"
    );
    assert_eq!(said.matches("End").count(), 2, "{said}");
}
