//! Persons at the command line: registered once, found, hidden, erased, and shown whole only on record.
//!
//! Owns: each of those commands with good and bad input, in both languages. Refuses to know: what is left in the files
//! after an erasure; see `erasure.rs`.

use crate::office::{DAY, Office, PERSON};
use jinguo::base::{EntryNo, Fen, Line, OperatorNo, PersonNo, ProgrammeNo, RegisterNo, Timestamp};
use jinguo::book::Draft;
use jinguo::chain::{OperatorKey, possession};
use jinguo::entry::{Body, Decision, GrantDown, OperatorAdded, Proof, RegisterAdded, Registered, Role};
use jinguo::ledger::{Access, Batch, Ledger, Options};
use jinguo::store::fs::RealFs;
use jinguo::store::key_file::KeyFile;
use jinguo::store::sled_index::SledIndexes;
use std::path::Path;
use std::sync::Arc;

fn in_both(name: &str, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = Office::open(lang).with_snapshots_in("people");
        walk(&mut office);
        office.check(name);
    }
}

/// A command that reads an identity number or that of a card, must end with that code, and leaves the journal as it was.
fn refuses_number(office: &mut Office, code: i32, args: &[&str], number: &str) {
    let before = office.journal();
    let output = office.asks(args, number);
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{}", office.said);
    assert!(output.stdout.is_empty() && office.journal() == before, "{args:?}\n{}", office.said);
    let error = String::from_utf8(output.stderr).expect("UTF-8");
    for repeated in ["19491231", "99900012345", "9990 0012", "9990-0012"] {
        assert!(!error.contains(repeated), "the number is repeated: {error}");
    }
}

fn takes_number(office: &mut Office, args: &[&str], number: &str) {
    let output = office.asks(args, number);
    assert_eq!(output.status.code(), Some(0), "{args:?}\n{}", office.said);
}

fn line(text: &str) -> Line {
    Line::new(text).expect("a line")
}

fn key(file: &Path) -> OperatorKey {
    let text = std::fs::read_to_string(file).expect("a key file");
    let file = KeyFile::parse(&text).expect("a key");
    OperatorKey::from_seed(&file.unlock(None).expect("a key without passphrase"))
}

/// Records what this program has no command for yet, by the holder of a key file; nothing of it is told.
fn behind_the_scenes(office: &mut Office, by: &Path, build: impl FnOnce(&mut Batch<'_>)) {
    let options = Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets: None,
        entropy: Box::new(|bytes| bytes.fill(7)),
        rebuild: false,
    };
    let mut ledger = Ledger::open(&office.books(), Access::Write, options, &mut |_, _| ()).expect("it opens");
    let (key, clock) = (key(by), Timestamp::from_millis(office.clock).expect("a time"));
    let mut batch = ledger.begin(&key, clock, true).expect("it begins");
    build(&mut batch);
    batch.commit().expect("it is recorded");
}

fn first_key(office: &Office) -> std::path::PathBuf {
    office.keys().join("张敏.key.json")
}

/// A second operator, with her key in `li.json`.
fn joined_by(office: &mut Office, role: Role) {
    let said = office.said.len();
    office.does(&["key", "new", "李静", "-o", "li.json", "--no-passphrase"]);
    office.said.truncate(said);
    let hers = key(&office.root.path().join("li.json"));
    let first = first_key(office);
    behind_the_scenes(office, &first, |batch| {
        let (no, name, proof) = (OperatorNo(2), line("李静"), Proof(possession::prove(&hers, &line("李静"))));
        let added = OperatorAdded { no, name, key: hers.public(), role, proof };
        let today = batch.today();
        batch.add(Draft::new(today, Body::Operator(added))).expect("the first one may add her");
    });
}

fn decided(office: &mut Office, entry: u64, decision: Decision) {
    let hers = office.root.path().join("li.json");
    behind_the_scenes(office, &hers, |batch| {
        let today = batch.today();
        let draft = |body| Draft::new(today, body);
        batch.add_decision(EntryNo(entry), decision, None, draft).expect("she may decide");
    });
}

fn again<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut line = PERSON.to_vec();
    line[3] = "王芬";
    line.extend(more);
    line
}

#[test]
fn a_person_is_registered_once_in_a_lifetime() {
    in_both("duplicates", |office| {
        for spelled in [
            "11010519491231002X",
            "11010519491231002x",
            "110105 19491231 002X",
            "１１０１０５１９４９１２３１００２Ｘ",
            "\u{FEFF}11010519491231002ｘ\r",
            "110105491231002",
        ] {
            refuses_number(office, 1, &PERSON, &format!("{spelled}\n"));
        }
        // Somebody's old number who is not here, and numbers that are none.
        for wrong in ["330522500101001", "330522501301001", "", "110105194912310021", "1101051949123100"] {
            refuses_number(office, 2, &PERSON, &format!("{wrong}\n"));
        }
        refuses_number(office, 2, &again(&["--although", "P-000001"]), "11010519491231002X\n");
        refuses_number(office, 2, &again(&["--reason", "同号"]), "11010519491231002X\n");
        let other = again(&["--although", "P-000002", "--reason", "同号"]);
        refuses_number(office, 1, &other, "11010519491231002X\n");
        let although = again(&["--although", "P-000001", "--reason", "发证机关证明同号"]);
        refuses_number(office, 2, &although, "110105491231002\n");
        // Years later it is still her.
        office.clock += 700 * DAY;
        refuses_number(office, 1, &again(&["--confirm-clock"]), "11010519491231002X\n");
        joined_by(office, Role::Checker);
        takes_number(office, &although, "11010519491231002X\n");
        office.does(&["person", "list"]);
        office.does(&["person", "show", "P-000003"]);
        office.refuses(1, &["disburse", "GJ", "1", "--to", "P-000003"]);
        decided(office, 10, Decision::Rejected);
        takes_number(office, &although, "11010519491231002X\n");
        decided(office, 12, Decision::Approved);
        office.does(&["person", "list"]);
        takes_number(office, &["person", "find", "--id-number", "-"], "11010519491231002X\n");
        refuses_number(office, 1, &PERSON, "11010519491231002X\n");
        // Under a new look-up key it is still the first of them who is found.
        for file in std::fs::read_dir(office.keys()).expect("keys").flatten().map(|file| file.path()) {
            if file.to_string_lossy().ends_with(".lookup.json") {
                std::fs::remove_file(file).expect("the key");
            }
        }
        office.does(&["recover", "--new-lookup-key"]);
        refuses_number(office, 1, &PERSON, "11010519491231002X\n");
    });
}

#[test]
fn persons_are_found() {
    in_both("find", |office| {
        let mut third = PERSON;
        (third[3], third[5], third[7]) = ("欧阳兰", "雉城街道/南门社区", "两癌患者");
        takes_number(office, &third, "330522195001010011\n");
        office.does(&["person", "find", "--name", "芳"]);
        office.does(&["person", "find", "--area", "雉城街道", "--category", "两癌"]);
        office.does(&["person", "查找", "--area", "西门"]);
        for number in ["330522195001010011\n", "330522500101001\n"] {
            takes_number(office, &["person", "find", "--id-number", "-", "--format", "csv"], number);
        }
        takes_number(office, &["person", "find", "--id-number", "-"], "330522195001010097\n");
        office.does(&["person", "find", "--name", "欧阳", "--unmask", "--format", "json"]);
        office.does(&["person", "find", "--area", "西门", "--unmask"]);
        office.does(&["person", "list", "--unmask"]);
        office.refuses(2, &["person", "find"]);
        office.refuses(2, &["person", "find", "--name", ""]);
        office.refuses(2, &["person", "find", "--id-number", "330522195001010011"]);
        office.refuses(2, &["person", "list", "--restricted"]);
        refuses_number(office, 2, &["person", "find", "--id-number", "-"], "");
        office.refuses(1, &["person", "show", "P-9"]);
        office.does(&["log", "--last", "3"]);
    });
}

#[test]
fn details_are_entered_anew() {
    in_both("amend", |office| {
        office.does(&["person", "amend", "P-1", "--area", "雉城街道/南门社区", "--note", "迁居"]);
        office.does(&["person", "amend", "P-1", "--name", "王方", "--category", "两癌患者"]);
        takes_number(office, &["person", "amend", "P-1", "--id-number", "-"], "11010519491231002x\n");
        office.does(&["person", "show", "P-1", "--unmask"]);
        takes_number(office, &["person", "find", "--id-number", "-"], "11010519491231002X\n");
        let mut third = PERSON;
        third[3] = "欧阳兰";
        takes_number(office, &third, "330522195001010011\n");
        let number = ["person", "amend", "P-1", "--id-number", "-"];
        refuses_number(office, 1, &number, "330522195001010011\n");
        refuses_number(office, 1, &number, "330522195002020019\n");
        refuses_number(office, 2, &number, "110105491231002\n");
        office.refuses(2, &["person", "amend", "P-1"]);
        office.refuses(2, &["person", "amend", "王芳", "--name", "王方"]);
        office.refuses(1, &["person", "amend", "P-2", "--name", "另一企业"]);
        office.refuses(1, &["person", "amend", "P-9", "--name", "王方"]);
    });
}

#[test]
fn a_bank_card_is_kept_and_shown_of_one_person_at_a_time() {
    in_both("bank-card", |office| {
        let mut third = PERSON.to_vec();
        third[3] = "欧阳兰";
        third.extend(["--bank-card", "-"]);
        takes_number(office, &third, "330522195001010011\n9990 0012 3456 7890 123\n");
        office.does(&["person", "show", "P-3"]);
        // Whatever else is entered anew, the card stays.
        office.does(&["person", "amend", "P-3", "--area", "雉城街道/南门社区"]);
        office.does(&["person", "show", "P-3", "--unmask"]);
        let card = ["person", "amend", "P-3", "--bank-card", "-"];
        takes_number(office, &card, "999000123456\n");
        office.does(&["person", "查看", "P-3", "--unmask", "--format", "json"]);
        office.does(&["person", "list"]);
        let typed = ["person", "amend", "P-3", "--bank-card", "99900012345678901"];
        for (args, piped) in [
            (&card[..], ""),
            (&card, "99900012345\n"),
            (&card, "99900012345678901234\n"),
            (&card, "9990-0012-3456-7890\n"),
            (&third, "330522195002020019\n"),
            (&third, "330522195002020019\n9990 0012 345\n"),
            (&typed, ""),
        ] {
            refuses_number(office, 2, args, piped);
        }
    });
}

#[test]
fn households_are_joined_and_left() {
    in_both("household", |office| {
        let mut third = PERSON;
        third[3] = "欧阳兰";
        takes_number(office, &third, "330522195001010011\n");
        office.refuses(1, &["person", "household", "P-1", "--leave"]);
        office.does(&["person", "household", "P-3", "--with", "P-1"]);
        office.refuses(1, &["person", "household", "P-1", "--with", "P-3"]);
        office.does(&["person", "show", "P-1"]);
        office.does(&["person", "list"]);
        office.does(&["person", "户", "P-1", "--leave", "--note", "分户"]);
        office.does(&["person", "show", "P-3"]);
        office.refuses(1, &["person", "household", "P-9", "--with", "P-1"]);
        office.refuses(1, &["person", "household", "P-1", "--with", "P-9"]);
        office.does(&["person", "household", "P-1", "--with", "P-1"]);
        office.refuses(2, &["person", "household", "P-1"]);
        office.refuses(2, &["person", "household", "P-1", "--with", "P-3", "--leave"]);
    });
}

#[test]
fn a_restricted_person_is_hidden_everywhere() {
    in_both("restrict", |office| {
        office.does(&["pass-through", "receive", "300", "--for", "P-1", "--from", "P-2"]);
        office.does(&["disburse", "GJ", "100", "--to", "P-1"]);
        office.does(&["disburse", "GJ", "1", "--to", "P-1"]);
        office.does(&["reverse", "E-11", "--reason", "王芳未领"]);
        office.refuses(1, &["person", "restrict", "P-1", "--lift"]);
        office.does(&["person", "restrict", "P-1", "--reason", "本人要求"]);
        office.refuses(1, &["person", "restrict", "P-1"]);
        office.refuses(1, &["person", "restrict", "P-9"]);
        for looks in [
            &["person", "list"][..],
            &["person", "show", "P-1"],
            &["person", "show", "P-1", "--unmask"],
            &["person", "find", "--name", "王芳", "--unmask"],
            &["log", "--area", "北门"],
            &["log"],
            &["balance"],
            &["statement", "person", "P-1", "--unmask"],
            &["show", "E-10"],
            &["show", "E-12"],
        ] {
            let shown = office.asks(looks, "").stdout;
            assert!(!String::from_utf8(shown).expect("UTF-8").contains('王'), "{}", office.said);
        }
        takes_number(office, &["person", "find", "--id-number", "-"], "11010519491231002X\n");
        office.refuses(1, &["disburse", "GJ", "100", "--to", "P-1"]);
        office.does(&["person", "show", "P-1", "--unmask", "--restricted"]);
        office.does(&["show", "E-10", "--unmask", "--restricted"]);
        office.does(&["person", "restrict", "P-1", "--lift"]);
        office.does(&["statement", "person", "P-1", "--unmask"]);
        office.does(&["disburse", "GJ", "100", "--to", "P-1"]);
    });
}

#[test]
fn an_erased_person_is_a_number() {
    in_both("erase", |office| {
        office.does(&["disburse", "GJ", "100", "--to", "P-1", "--note", "王芳急需"]);
        office.refuses(1, &["person", "erase", "P-1"]);
        office.does(&["person", "erase", "P-1", "--order", "县法院〔2026〕1号裁定"]);
        office.refuses(1, &["person", "erase", "P-1", "--order", "县法院〔2026〕1号裁定"]);
        office.does(&["person", "list"]);
        office.does(&["person", "show", "P-1", "--unmask", "--restricted"]);
        office.does(&["log", "--person", "P-1"]);
        office.does(&["statement", "person", "P-1"]);
        takes_number(office, &["person", "find", "--id-number", "-"], "11010519491231002X\n");
        refuses_number(office, 1, &PERSON, "11010519491231002X\n");
        for args in [
            &["disburse", "GJ", "1", "--to", "P-1"][..],
            &["person", "amend", "P-1", "--name", "王芳"],
            &["person", "restrict", "P-1"],
            &["person", "household", "P-1", "--leave"],
            &["person", "erase", "P-2"],
            &["person", "erase", "P-9"],
        ] {
            office.refuses(1, args);
        }
        office.refuses(2, &["person", "erase", "P-1", "--note", "王芳"]);
        for years in ["0", "201", "三十", "-1", "1.5"] {
            office.refuses(2, &["person", "retention", years]);
        }
        let mut third = PERSON;
        third[3] = "欧阳兰";
        takes_number(office, &third, "330522195001010011\n");
        office.does(&["person", "retention", "1"]);
        office.refuses(1, &["person", "erase", "P-3"]);
        office.clock += 366 * DAY;
        office.does(&["person", "erase", "P-3", "--confirm-clock"]);
        let verdict = office.asks(&["verify", "--format", "csv"], "").status.code();
        assert_eq!(verdict, Some(10), "{}", office.said);
        office.said.truncate(office.said.rfind("$ jinguo verify").expect("it was told"));
    });
}

#[test]
fn two_persons_erase_once_there_are_two() {
    in_both("two-persons", |office| {
        joined_by(office, Role::Administrator);
        office.does(&["person", "erase", "P-1", "--order", "县法院〔2026〕1号裁定"]);
        office.does(&["person", "retention", "10"]);
        office.does(&["person", "show", "P-1"]);
        decided(office, 10, Decision::Approved);
        office.does(&["person", "show", "P-1"]);
        office.does(&["person", "restrict", "P-2"]);
        office.does(&["person", "restrict", "P-2", "--lift"]);
        office.does(&["log", "--last", "5"]);
    });
}

#[test]
fn who_may_see_personal_data_whole() {
    for (role, name) in [(Role::Clerk, "clerk"), (Role::Auditor, "auditor"), (Role::Checker, "checker")] {
        in_both(name, |office| {
            joined_by(office, role);
            let looks: [&[&str]; 5] = [
                &["--key", "li.json", "person", "list", "--unmask"],
                &["--key", "li.json", "person", "show", "P-1", "--unmask"],
                &["--key", "li.json", "log", "--unmask", "--format", "csv"],
                &["--key", "li.json", "statement", "person", "P-1", "--unmask"],
                &["--key", "li.json", "show", "E-5", "--unmask", "--format", "json"],
            ];
            for args in looks {
                match role {
                    Role::Clerk => office.refuses(1, args),
                    _ => office.does(args),
                }
            }
            assert_eq!(office.said.contains("王芳"), role != Role::Clerk, "{}", office.said);
            office.does(&["--key", "li.json", "person", "list"]);
            office.refuses(1, &["--key", "li.json", "person", "retention", "10"]);
            office.refuses(1, &["--key", "li.json", "person", "erase", "P-1", "--order", "裁定"]);
            // Without a key nobody is named as the one who saw it, so nothing is shown.
            std::fs::remove_file(first_key(office)).expect("the key");
            office.refuses(2, &["person", "list", "--unmask"]);
            office.does(&["log", "--operator", "李静"]);
        });
    }
}

#[test]
fn the_log_is_narrowed() {
    in_both("log", |office| {
        office.does(&["donate", "GA", "100", "--from", "P-1", "--date", "2026-02-20"]);
        office.does(&["disburse", "GJ", "250", "--to", "P-1"]);
        office.does(&["reverse", "E-10", "--reason", "重复录入"]);
        joined_by(office, Role::Clerk);
        office.does(&["--key", "li.json", "donate", "GA", "80", "--from", "P-1"]);
        for filters in [
            &["--person", "P-1"][..],
            &["--person", "p-1", "--min", "100", "--max", "100"],
            &["--programme", "GJ"],
            &["--programme", "GJ", "--person", "P-2"],
            &["--operator", "O-2"],
            &["--operator", "李静", "--fund", "LA"],
            &["--operator", "张敏", "--last", "2"],
            &["--area", "北门社区"],
            &["--area", "北门社区", "--fund", "GA", "--min", "200"],
            &["--area", "西门"],
            &["--late", "10"],
            &["--late", "0", "--person", "P-1"],
            &["--max", "250", "--from", "2026-02-01", "--to", "2026-02-28"],
            &["--person", "P-1", "--last", "1"],
        ] {
            office.does(&[&["log"], filters].concat());
        }
        for (code, filters) in [
            (1, &["--person", "P-9"][..]),
            (1, &["--programme", "XX"]),
            (1, &["--operator", "O-9"]),
            (1, &["--operator", "王五"]),
            (2, &["--person", "王芳"]),
            (2, &["--late", "-1"]),
            (2, &["--late", "99999"]),
            (2, &["--min", "-5"]),
            (2, &["--max", "很多"]),
            (2, &["--area", ""]),
        ] {
            office.refuses(code, &[&["log"], filters].concat());
        }
    });
}

#[test]
fn a_statement_tells_everything_of_a_person() {
    in_both("statement", |office| {
        office.does(&["disburse", "GJ", "100", "--to", "P-1"]);
        joined_by(office, Role::Checker);
        office.does(&["disburse", "GJ", "200", "--to", "P-1", "--prepare"]);
        decided(office, 11, Decision::Approved);
        office.does(&["disburse", "GJ", "50", "--to", "P-1", "--prepare"]);
        decided(office, 13, Decision::Rejected);
        office.does(&["disburse", "GJ", "60", "--to", "P-1", "--prepare"]);
        office.does(&["reverse", "E-12", "--reason", "金额有误"]);
        let first = first_key(office);
        behind_the_scenes(office, &first, |batch| {
            let on = batch.today();
            let (person, provider) = (Some(PersonNo(1)), Some(PersonNo(2)));
            let helped = |amount| Registered {
                register: RegisterNo(1),
                person,
                provider,
                count: 1,
                amount: Fen::new(amount),
            };
            let grant = GrantDown {
                fund: jinguo::base::FundNo(1),
                programme: Some(ProgrammeNo(1)),
                receiver: PersonNo(2),
                amount: Fen::new(12_300),
            };
            let register = RegisterAdded { no: RegisterNo(1), name: line("医疗援助卡") };
            for body in [
                Body::Register(register),
                Body::Registered(helped(30_000)),
                Body::Registered(helped(99)),
                Body::GrantDown(grant),
            ] {
                batch.add(Draft::new(on, body)).expect("the rules allow it");
            }
            batch.strike(EntryNo(19), on).expect("a line can be struck");
        });
        office.does(&["statement", "person", "P-1"]);
        office.does(&["statement", "person", "P-2", "--format", "json"]);
        office.does(&["statement", "person", "P-1", "--from", "2026-03-09"]);
        office.refuses(1, &["statement", "person", "P-9"]);
    });
}
