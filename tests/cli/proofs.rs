//! Checkpoints, receipts, witnesses and bundles as the office, a donor and an auditor type them.
//!
//! Owns: a walk through all of it, and what stands in the files. Refuses to know: what is refused; see `proofs_bad.rs`.

use crate::approval::{LI, WANG, ZHANG, at, of_three};
use crate::goods::{does, quietly};
use crate::office::{DAY, Office, PERSON};
use jinguo::base::base32;
use jinguo::chain::SignedCheckpoint;
use std::process::Output;

/// Where the witnesses' keys are.
pub const WITNESS: &str = "witness-home";
const SECOND: &str = "second-home";

/// What ends a word.
const ENDS: [char; 8] = [' ', '\n', '"', ',', '，', '。', '；', '）'];

/// What differs from run to run beside hashes: signatures, roots and keys in Base 64, the ids of keys, roots in letters.
pub fn redacted(text: &str) -> String {
    text.split_inclusive(ENDS).map(token).collect()
}

fn token(text: &str) -> String {
    let (word, end) = match text.char_indices().next_back() {
        Some((at, c)) if ENDS.contains(&c) => text.split_at(at),
        _ => (text, ""),
    };
    // A full stop is part of a name, or the end of a sentence.
    let (word, end) = match word.strip_suffix('.') {
        Some(bare) => (bare, format!(".{end}")),
        None => (word, end.to_owned()),
    };
    let is_base64 = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b));
    let groups = || word.trim_end_matches([';', '.']).split(['-', ':']).filter(|group| group.len() == 4);
    let mut parts = word.splitn(3, '+');
    let key = match (parts.next(), parts.next(), parts.next()) {
        (Some(name), Some(id), Some(key)) if name.contains('.') && id.len() == 8 && is_base64(key) => {
            Some(name)
        }
        _ => None,
    };
    match key {
        Some(name) => format!("{name}+[ID]+[KEY]{end}"),
        None if word.len() >= 44 && is_base64(word) => format!("[BASE64]{end}"),
        None if groups().count() >= 4 && word.is_ascii() => format!("[ROWS]{end}"),
        None => text.to_owned(),
    }
}

/// A report whose columns are narrow: hashes and keys in it are broken over lines.
fn broken_over_lines(report: &str) -> String {
    let hex = |word: &str| word.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let mut begun = false;
    let line = |line: &str| {
        let mut told = line.to_owned();
        let first = line.split_whitespace().next().filter(|word| begun && hex(word));
        for word in line.split([' ', ':']).filter(|word| word.len() >= 12 && hex(word)).chain(first) {
            told = told.replacen(word, &"#".repeat(word.len()), 1);
        }
        begun = told.contains("####");
        format!("{told}\n")
    };
    report.lines().map(line).collect()
}

/// The same office with the snapshots of these tests.
pub fn in_both(name: &str, open: impl Fn(&'static str) -> Office, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = open(lang).with_snapshots_in("proofs");
        walk(&mut office);
        office.said = redacted(&office.said);
        office.check(name);
    }
}

/// A command with that exit code; the journal stays as it was.
pub fn ends(office: &mut Office, code: i32, line: &str) -> Output {
    let before = office.journal();
    let output = office.asks(&line.split(' ').collect::<Vec<_>>(), "");
    assert_eq!(output.status.code(), Some(code), "{line}\n{}", office.said);
    assert!(office.journal() == before, "{line} changed the journal");
    output
}

/// The same with one word that has spaces in it at the end.
pub fn ends_with(office: &mut Office, code: i32, line: &str, word: &str) -> Output {
    let before = office.journal();
    let mut args: Vec<&str> = line.split(' ').collect();
    args.push(word);
    let output = office.asks(&args, "");
    office.said = office.said.replace(word, "[TYPED]");
    assert_eq!(output.status.code(), Some(code), "{line} {word}\n{}", office.said);
    assert!(office.journal() == before, "{line} {word} changed the journal");
    output
}

pub fn write(office: &Office, name: &str, text: impl AsRef<[u8]>) {
    std::fs::write(office.root.path().join(name), text).expect("a file");
}

pub fn read(office: &Office, name: &str) -> String {
    std::fs::read_to_string(office.root.path().join(name)).expect("a file")
}

pub fn checkpoint_in(office: &Office, name: &str) -> SignedCheckpoint {
    SignedCheckpoint::parse(read(office, name).as_bytes()).expect("a checkpoint")
}

/// The root in letters, as a person types it from a page.
pub fn typed(office: &Office, name: &str) -> String {
    let checkpoint = checkpoint_in(office, name);
    let rows = base32::encode(checkpoint.checkpoint().root());
    format!("{}:{}", checkpoint.checkpoint().size(), rows.join("-"))
}

/// What the ledger's key is, as `log KEY-LINE`.
pub fn log_line(office: &mut Office) -> String {
    let told = office.said.len();
    let output = office.asks(&["key", "ledger"], "");
    office.said.truncate(told);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().find(|line| line.starts_with("log ")).expect("the ledger's key").to_owned()
}

/// The key lines of two witnesses, each with a home of her own; trust files that want one or both of them.
pub fn witnesses(office: &mut Office) -> [String; 2] {
    let told = office.said.len();
    let log = log_line(office);
    let keys = [(WITNESS, "example.org/one"), (SECOND, "example.org/two")].map(|(home, name)| {
        office.home = home;
        office.does(&["key", "new", "见证", "--no-passphrase"]);
        let output = office.asks(&["witness", "key", "--name", name], "");
        String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
    });
    office.home = ZHANG;
    office.said.truncate(told);
    write(office, "ledger.trust", format!("{log}\nquorum none\n"));
    for (file, rule) in [("any.trust", "any"), ("both.trust", "all")] {
        let [one, two] = &keys;
        write(
            office,
            file,
            format!(
                "{log}\nwitness 市妇联 {one}\nwitness 审计局 {two}\ngroup g {rule} 市妇联 审计局\nquorum g\n"
            ),
        );
    }
    keys
}

/// Cosigns at that witness's desk.
fn cosign(office: &mut Office, home: &'static str, code: i32, line: &str) {
    office.home = home;
    let (memory, name) =
        if home == WITNESS { ("one", "example.org/one") } else { ("two", "example.org/two") };
    office.said.push_str(&format!("-- {home}\n"));
    ends(
        office,
        code,
        &format!("witness cosign {line} --memory {memory} --trust ledger.trust --name {name}"),
    );
    office.home = ZHANG;
}

#[test]
fn a_checkpoint_goes_out_is_cosigned_and_comes_back() {
    in_both("checkpoints", Office::open, |office| {
        let keys = witnesses(office);
        does(office, "key ledger");
        does(office, "密钥 账套 -o log.trust");
        ends(office, 1, "checkpoint --newest");
        ends(office, 1, "checkpoint --for-witness 0");
        does(office, "checkpoint -o first.txt --page first.html");
        let size = checkpoint_in(office, "first.txt").checkpoint().size();
        does(office, "donate GA 1 --anonymous");
        // Printed: what was recorded is told beside it, so that the note can go through a pipe.
        let printed = office.asks(&["检查点"], "");
        assert!(SignedCheckpoint::parse(&printed.stdout).is_ok(), "{}", office.said);
        does(office, "checkpoint --format csv -o third.txt");
        let newest = ends(office, 0, "checkpoint --newest").stdout;
        assert_eq!(String::from_utf8(newest).expect("UTF-8"), read(office, "third.txt"));
        ends(office, 0, "checkpoint --newest -o newest.txt");
        ends(office, 0, "checkpoint --for-witness 0");
        ends(office, 0, "checkpoint --for-witness 0 -o request.txt");
        ends(office, 0, &format!("checkpoint --for-witness {size} -o grown.txt"));
        ends(office, 2, "checkpoint --for-witness 999 -o never.txt");
        // To the first witness from the beginning, then what was added; the second sees the newest alone.
        cosign(office, WITNESS, 1, "grown.txt");
        cosign(office, WITNESS, 0, "first.txt -o first-cosigned.txt");
        cosign(office, WITNESS, 0, "grown.txt -o grown-cosigned.txt");
        cosign(office, SECOND, 0, "request.txt -o request-cosigned.txt");
        ends(office, 0, "checkpoint --merge first-cosigned.txt -o merged.txt");
        ends(office, 0, "checkpoint --merge grown-cosigned.txt");
        ends(office, 0, "checkpoint --merge request-cosigned.txt -o both.txt --page both.html");
        ends(office, 0, "checkpoint --merge request-cosigned.txt");
        let page = read(office, "both.html");
        assert!(page.contains("example.org/one") && page.contains("example.org/two"));
        assert_eq!(checkpoint_in(office, "both.txt").note().signatures().len(), 3);
        assert!(!office.root.path().join("never.txt").exists());
        drop(keys);
    });
}

#[test]
fn the_ledger_is_held_against_what_was_kept_outside() {
    in_both("held", Office::open, |office| {
        witnesses(office);
        ends(office, 10, "verify");
        does(office, "checkpoint -o first.txt");
        does(office, "prove E-7 -o receipt.txt");
        does(office, "donate GA 1 --anonymous");
        does(office, "checkpoint -o second.txt");
        // What lies beside the journal says nothing.
        ends(office, 10, "verify");
        ends(office, 0, "verify --against first.txt");
        ends(office, 0, "verify --against receipt.txt --against first.txt --format csv");
        let root = typed(office, "first.txt");
        ends_with(office, 0, "verify --paper", &root);
        ends_with(office, 0, "verify --paper", &root.replace('-', " ").to_lowercase().replace(':', "："));
        ends(office, 0, "核验 --against first.txt --trust ledger.trust");
        // Witnesses: none cosigned, one did where one is asked for, one did where both are.
        ends(office, 10, "verify --against second.txt --trust any.trust");
        cosign(office, WITNESS, 0, "second.txt -o cosigned.txt");
        ends(office, 0, "verify --against cosigned.txt --trust any.trust");
        ends(office, 10, "verify --against cosigned.txt --trust both.trust");
        ends(office, 10, "verify --trust any.trust");
        ends(office, 0, "checkpoint --merge cosigned.txt -o merged.txt");
        // Now even what lies beside the journal is an anchor: a witness saw it.
        ends(office, 0, "verify --trust any.trust");
        office.clock += 40 * DAY;
        ends(office, 20, "verify --against first.txt --max-age 30");
        ends(office, 0, "verify --against first.txt --max-age 60");
        ends(office, 20, "verify --trust any.trust --max-age 30 --format json");
        let hash = "0".repeat(64);
        ends(office, 30, &format!("verify --against first.txt --max-age 30 --expect 3:{hash}"));
        ends(office, 10, "verify --max-age 30");
    });
}

/// One person alone, and a round of relief for several.
fn with_a_round(lang: &'static str) -> Office {
    let mut office = Office::open(lang);
    for (name, number) in [("李梅", "110105199001010029"), ("赵强", "110105198505050011")] {
        let args = PERSON.map(|arg| if arg == "王芳" { name } else { arg });
        let added = office.asks(&args, &format!("{number}\n"));
        assert_eq!(added.status.code(), Some(0), "{}", office.said);
    }
    write(&office, "rows.csv", "编号,金额\nP-1,100\nP-3,200\n");
    quietly(
        &mut office,
        &[
            "disburse GJ 50 --to P-1",
            "programme rules GJ --gives money --from 2015-01-01",
            "relief propose GJ --file rows.csv --pay",
        ],
    );
    office.said.clear();
    office
}

#[test]
fn receipts_for_a_donor_and_for_who_was_helped() {
    in_both("receipts", with_a_round, |office| {
        witnesses(office);
        let key = log_line(office);
        let key = key.trim_start_matches("log ");
        does(office, "log --last 5");
        ends(office, 1, "prove E-7");
        does(office, "checkpoint -o first.txt");
        // A donation, with the donor's name; and again without.
        does(office, "prove E-7 -o donor.txt --page donor.html --receipt-number 浙财0012345");
        ends(office, 0, "prove E-7 --without-names -o nameless.txt");
        does(office, "凭据 E-7 --page page-alone.html");
        let printed = office.asks(&["证明", "E-7"], "");
        assert!(printed.stdout.starts_with(b"c2sp.org/tlog-proof@v1\n"), "{}", office.said);
        does(office, "prove E-7 --format csv -o with-trace.txt");
        // Relief to one; a round to several, for nobody and for one of them.
        does(office, "prove E-11 --all-fields -o one.txt --page one.html");
        ends(office, 0, "prove E-14 -o round.txt");
        does(office, "prove E-14 --for P-3 -o round-for.txt");
        ends(office, 1, "prove E-14 --for P-4 -o none.txt");
        // An anonymous gift names nobody.
        ends(office, 0, "prove E-8 -o anonymous.txt");
        let page = read(office, "donor.html");
        assert!(page.contains("浙财0012345") && page.contains("爱心企业"));
        assert!(!read(office, "page-alone.html").contains("浙财0012345"));
        for name in ["donor", "nameless", "one", "round", "round-for", "anonymous"] {
            ends(office, 0, &format!("verify-receipt {name}.txt --trust ledger.trust"));
        }
        ends(office, 10, "验凭据 donor.txt");
        ends(office, 10, "verify-receipt donor.txt --format json");
        ends(office, 0, &format!("verify-receipt donor.txt --ledger-key {key}"));
        ends(office, 0, &format!("verify-receipt donor.txt --format csv --ledger-key {key}"));
        ends(office, 10, "verify-receipt donor.txt --trust any.trust");
        // The same entry under a checkpoint that a witness cosigned.
        cosign(office, WITNESS, 0, "first.txt -o cosigned.txt");
        ends(office, 0, "checkpoint --merge cosigned.txt -o merged.txt");
        does(office, "prove E-7 -o cosigned-receipt.txt");
        ends(office, 0, "verify-receipt cosigned-receipt.txt --trust any.trust");
        ends(office, 10, "verify-receipt cosigned-receipt.txt --trust both.trust");
        ends(office, 0, "verify --against cosigned-receipt.txt --trust any.trust");
        // Without the ledger's own keys nothing can be opened, and no checkpoint be signed.
        for item in std::fs::read_dir(office.keys()).expect("keys").flatten() {
            if item.file_name().to_string_lossy().ends_with(".ledger.json") {
                std::fs::remove_file(item.path()).expect("the ledger's keys");
            }
        }
        ends(office, 0, "prove E-7 -o unopened.txt");
        ends(office, 0, "verify-receipt unopened.txt --trust ledger.trust");
        ends(office, 2, "checkpoint -o never.txt");
    });
}

/// The first entry in what such a list prints.
pub fn first_in(office: &mut Office, line: &str) -> String {
    let told = office.said.len();
    let list = ends(office, 0, &format!("{line} --format csv")).stdout;
    office.said.truncate(told);
    let list = String::from_utf8(list).expect("UTF-8");
    let row = list.lines().nth(1).expect("a row");
    row.split(',').find(|cell| cell.starts_with("E-")).expect("an entry").to_owned()
}

#[test]
fn each_desk_does_what_its_role_may() {
    in_both("desks", of_three, |office| {
        office.said.clear();
        at(office, LI).does(&["checkpoint", "-o", "checker.txt"]);
        at(office, WANG).does(&["checkpoint", "-o", "clerk.txt"]);
        at(office, ZHANG).does(&["operator", "role", "O-3", "--role", "auditor"]);
        let no = first_in(office, "pending");
        at(office, LI).does(&["approve", &no]);
        at(office, WANG).does(&["checkpoint", "-o", "auditor.txt"]);
        at(office, ZHANG).does(&["operator", "revoke", "O-3"]);
        let no = first_in(office, "pending");
        at(office, LI).does(&["approve", &no]);
        at(office, WANG);
        ends(office, 1, "checkpoint -o revoked.txt");
        ends(office, 0, "checkpoint --newest");
        // An entry that waits, and the one that approves it.
        at(office, ZHANG).does(&["disburse", "GJ", "6000", "--to", "P-1"]);
        let no = first_in(office, "pending");
        at(office, LI).does(&["approve", &no]);
        let approval = first_in(office, "log --last 1");
        does(office, "checkpoint -o last.txt");
        does(office, &format!("prove {no} -o waited.txt"));
        does(office, &format!("prove {approval} -o approved.txt"));
        ends(office, 10, "verify-receipt waited.txt");
        ends(office, 10, "verify-receipt approved.txt");
    });
}

/// Runs in an empty folder of the auditor's, who has a bundle and no ledger.
pub fn audits(office: &mut Office, code: i32, line: &str) {
    let folder = office.root.path().join("auditor");
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut command = office.command(env!("CARGO_BIN_EXE_jinguo"));
    command.args(line.split(' ')).env_remove("JINGUO_LEDGER").env("HOME", &folder).current_dir(&folder);
    command.env("XDG_CONFIG_HOME", folder.join(".config"));
    let output = office.tell(&format!("jinguo {line}"), command, "");
    assert_eq!(output.status.code(), Some(code), "{line}\n{}", office.said);
}

#[test]
fn an_auditor_needs_a_bundle_and_no_ledger() {
    in_both("bundle", with_a_round, |office| {
        witnesses(office);
        does(office, "checkpoint -o held.txt");
        cosign(office, WITNESS, 0, "held.txt -o cosigned.txt");
        does(office, "donate LA 10 --anonymous --date 2026-01-02");
        ends(office, 0, "bundle -o plain.jgb");
        audits(office, 10, "verify --bundle ../plain.jgb --report report.txt");
        office.said.push_str(&broken_over_lines(&read(office, "auditor/report.txt")));
        audits(office, 0, "verify --bundle ../plain.jgb --against ../held.txt --report report.html");
        assert!(read(office, "auditor/report.html").starts_with("<!DOCTYPE html>"));
        audits(office, 0, "verify --bundle ../plain.jgb --against ../held.txt --report signed.txt");
        office.said.push_str(&broken_over_lines(&read(office, "auditor/signed.txt")));
        audits(office, 10, "verify --bundle ../plain.jgb --trust ../any.trust");
        ends(office, 0, "checkpoint --merge cosigned.txt -o merged.txt");
        ends(office, 0, "bundle -o cosigned.jgb");
        audits(office, 0, "verify --bundle ../cosigned.jgb --trust ../any.trust");
        audits(office, 1, "verify --bundle ../plain.jgb --report report.txt");
        audits(office, 4, "verify --bundle ../plain.jgb --report nowhere/report.txt");
        // The office's own report, of its own ledger.
        ends(office, 0, "verify --against held.txt --report own.txt --format csv");
        office.said = office.said.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    });
}

#[test]
fn what_differs_from_run_to_run_is_told_apart() {
    let base64 = "A".repeat(44);
    assert_eq!(
        redacted(&format!("log a.b/c+01234567+{base64}\n{base64} x")),
        "log a.b/c+[ID]+[KEY]\n[BASE64] x"
    );
    let rows = format!("12:{}", ["ABCD-EFGH-JKLM-NPQR"; 4].join("-"));
    assert_eq!(redacted(&format!("--paper {rows}\n")), "--paper [ROWS]\n");
    assert_eq!(redacted("a-b 2026-03-08 E-1"), "a-b 2026-03-08 E-1");
}
