//! The real binary over real folders: what a user types, what she is told, and that a refusal leaves no byte behind.
//!
//! Owns: a walk through every command, and each bad input. Refuses to know: texts that need no ledger; see `usage.rs`.

#[path = "cli/approval.rs"]
mod approval;
#[path = "cli/closing.rs"]
mod closing;
#[path = "cli/everyday.rs"]
mod everyday;
#[path = "cli/finance.rs"]
mod finance;
#[path = "cli/gifts.rs"]
mod gifts;
#[path = "cli/goods.rs"]
mod goods;
#[path = "support/history.rs"]
mod history;
#[path = "cli/loan_reports.rs"]
mod loan_reports;
#[path = "cli/loans.rs"]
mod loans;
#[path = "cli/menu.rs"]
mod menu;
#[path = "cli/office.rs"]
mod office;
#[path = "cli/people.rs"]
mod people;
#[path = "cli/programmes.rs"]
mod programmes;
#[path = "cli/proofs.rs"]
mod proofs;
#[path = "cli/proofs_bad.rs"]
mod proofs_bad;
#[path = "cli/recovery.rs"]
mod recovery;
#[path = "cli/relief.rs"]
mod relief;
#[path = "cli/witness.rs"]
mod witness;

use jinguo::store::lock::Lock;
use office::{DAY, INIT, Office, PERSON, in_both};
use std::path::Path;
use std::time::Duration;

#[test]
fn a_new_user_walks_through_every_command() {
    for lang in ["zh", "en"] {
        let mut office = Office::new(lang);
        office.does(&["key", "new", "张敏", "--no-passphrase"]);
        office.does(&INIT);
        office.does(&["fund", "add", "GA", "妇女儿童关爱基金", "--purpose", "困难妇女儿童救助"]);
        office.does(&["fund", "add", "LA", "两癌救助基金", "--purpose", "两癌救助", "--holder", "charity"]);
        office.does(&["fund", "list"]);
        office.does(&["programme", "add", "GJ", "困难儿童救助", "--fund", "GA"]);
        office.does(&["programme", "list"]);
        let added = office.asks(&PERSON, "11010519491231002X\n");
        assert_eq!(added.status.code(), Some(0), "{}", office.said);
        office.does(&["donate", "GA", "10万", "--from", "爱心企业"]);
        office.does(&["捐入", "GA", "2,000.50", "--from", "爱心企业", "--date", "2026-02-27"]);
        office.does(&["donate", "LA", "5000", "--anonymous", "--grant", "--format", "json"]);
        office.does(&["pass-through", "receive", "5000", "--for", "地震灾区", "--from", "P-2"]);
        office.does(&["pass-through", "pay", "2000", "--for", "地震灾区"]);
        office.does(&["disburse", "GJ", "1000", "--to", "P-000001"]);
        office.does(&["disburse", "GJ", "1000", "--to", "P-000001", "--format", "csv"]);
        std::fs::write(office.root.path().join("consent.txt"), "同意").expect("a consent");
        office.does(&["transfer", "500", "--from", "GA", "--to", "LA", "--consent", "consent.txt"]);
        office.does(&["reverse", "E-14", "--reason", "重复录入"]);
        office.does(&["close", "2026-02", "--check"]);
        office.does(&["close", "2026-02"]);
        office.does(&["person", "list"]);
        office.does(&["person", "show", "P-1"]);
        office.does(&["log"]);
        office.does(&["log", "--fund", "LA", "--from", "2026-03-01", "--last", "1"]);
        office.does(&["show", "E-14"]);
        office.does(&["show", "E-16"]);
        office.does(&["show", "2026-03/记-0007"]);
        office.does(&["balance"]);
        office.does(&["statement", "fund", "GA", "--from", "2026-03-01", "--to", "2026-03-31"]);
        office.does(&["statement", "person", "P-1"]);
        office.does(&["statement", "account", "1002"]);
        office.does(&["report", "trial-balance", "--period", "2026-03"]);
        office.does(&["report", "trial-balance", "--by-fund"]);
        office.check("walk");
        // The index is made again from the journal whenever it is gone, and says the same.
        let answer = |office: &mut Office| office.asks(&["balance"], "").stdout;
        let before = answer(&mut office);
        std::fs::remove_dir_all(office.books().join("index")).expect("the index");
        assert!(answer(&mut office) == before);
    }
}

#[test]
fn what_the_rules_refuse() {
    in_both("refused", |office| {
        office.refuses(1, &["disburse", "GJ", "1,000.01", "--to", "P-000001"]);
        office.refuses(1, &["disburse", "GJ", "100", "--to", "P-000001", "--fund", "LA"]);
        office.refuses(1, &["donate", "XX", "100", "--anonymous"]);
        office.refuses(1, &["disburse", "XX", "100", "--to", "P-000001"]);
        office.refuses(1, &["disburse", "GJ", "100", "--to", "P-000009"]);
        office.refuses(1, &["disburse", "GJ", "100", "--to", "P-000002"]);
        office.refuses(1, &["disburse", "GJ", "100", "--to", "P-000001", "--date", "2026-03-10"]);
        office.refuses(1, &["transfer", "100", "--from", "GA", "--to", "LA"]);
        office.refuses(1, &["transfer", "100", "--from", "GA", "--to", "GA"]);
        office.refuses(1, &["reverse", "E-99", "--reason", "重复录入"]);
        office.refuses(1, &["reverse", "E-2", "--reason", "重复录入"]);
        office.refuses(1, &["fund", "add", "GA", "另一个", "--purpose", "别的"]);
        office.refuses(1, &["programme", "add", "LB", "两癌救助", "--fund", "GA", "--purpose", "两癌救助"]);
        office.refuses(1, &["close", "2026-03"]);
        office.refuses(1, &["show", "E-99"]);
        office.refuses(1, &["statement", "account", "9999"]);
        let before = office.journal();
        let twice = office.asks(&PERSON, "11010519491231002X\n");
        assert_eq!((twice.status.code(), office.journal() == before), (Some(1), true), "{}", office.said);
    });
}

#[test]
fn pass_through_money_for_another_purpose() {
    in_both("pass-through", |office| {
        office.does(&["pass-through", "receive", "5000", "--for", "地震灾区"]);
        office.refuses(1, &["pass-through", "pay", "100", "--for", "洪水灾区"]);
        office.refuses(1, &["pass-through", "pay", "5000.01", "--for", "地震灾区"]);
        office.refuses(1, &["pass-through", "pay", "100", "--for", "P-000001"]);
    });
}

#[test]
fn a_closed_month_stays_closed() {
    in_both("closed", |office| {
        office.clock += 30 * DAY;
        office.refuses(1, &["close", "2026-03"]);
        office.does(&["close", "2026-03", "--confirm-clock"]);
        office.refuses(1, &["donate", "GA", "1", "--anonymous", "--voucher-date", "2026-03-31"]);
        office.refuses(1, &["close", "2026-03"]);
        // What happened in it can still be recorded, in an open month.
        office.does(&["donate", "GA", "1", "--anonymous", "--date", "2026-03-31"]);
    });
}

#[test]
fn values_that_are_none_reach_no_ledger() {
    in_both("values", |office| {
        for amount in ["0.005", "-5", "1000000000000000000"] {
            office.refuses(2, &["donate", "GA", amount, "--anonymous"]);
        }
        let before = office.journal();
        let wrong = office.asks(&PERSON, "110105194912310021\n");
        assert_eq!((wrong.status.code(), office.journal() == before), (Some(2), true), "{}", office.said);
        office.refuses(2, &PERSON[..8]);
        office.refuses(2, &["transfer", "1", "--from", "GA", "--to", "LA", "--consent", "nowhere.pdf"]);
    });
}

#[test]
fn a_ledger_stands_there_already_or_nowhere() {
    in_both("ledger", |office| {
        let keys = |office: &Office| std::fs::read_dir(office.keys()).expect("keys").count();
        let before = keys(office);
        office.refuses(1, &INIT);
        assert_eq!(keys(office), before, "a key was made for a ledger that was refused");
        office.refuses(2, &["--ledger", "nowhere", "balance"]);
        let mut book = INIT;
        (book[1], book[7]) = ("other", "state");
        office.refuses(2, &book);
        let mut origin = INIT;
        (origin[1], origin[5]) = ("other", "example.org/a+b");
        office.refuses(2, &origin);
        assert!(!office.root.path().join("other").exists());
    });
}

#[test]
fn keys_that_are_missing_foreign_or_too_many() {
    in_both("keys", |office| {
        let gift = ["donate", "GA", "1", "--anonymous"];
        let with = |key| [&["--key", key], gift.as_slice()].concat();
        office.refuses(2, &with("nowhere.json"));
        office.does(&["key", "new", "李静", "-o", "li.json", "--no-passphrase"]);
        office.refuses(1, &with("li.json"));
        office.refuses(1, &["key", "new", "李静", "-o", "li.json", "--no-passphrase"]);
        office.refuses(2, &with("books/journal"));
        // Of two keys in the folder only one is this ledger's: it is the one that is used.
        office.does(&["key", "new", "李静", "--no-passphrase"]);
        office.does(&gift);
        let own = office.keys().join("张敏.key.json");
        std::fs::copy(&own, office.keys().join("张敏2.key.json")).expect("a copy");
        office.refuses(2, &gift);
        std::fs::remove_file(office.keys().join("张敏2.key.json")).expect("the copy");
        let kept = std::fs::read(&own).expect("the key");
        std::fs::remove_file(&own).expect("the key");
        office.refuses(1, &gift);
        std::fs::remove_file(office.keys().join("李静.key.json")).expect("the other key");
        office.refuses(2, &gift);
        std::fs::write(&own, kept).expect("the key");
        // Without the ledger's own keys: numbers in place of names, and nothing that needs the vault.
        for item in std::fs::read_dir(office.keys()).expect("keys").flatten() {
            if item.file_name().to_string_lossy().ends_with(".ledger.json") {
                std::fs::remove_file(item.path()).expect("the ledger's keys");
            }
        }
        office.does(&["log", "--last", "3"]);
        office.refuses(2, &["donate", "GA", "1", "--from", "另一企业"]);
    });
}

#[test]
fn a_wrong_passphrase_opens_nothing() {
    in_both("passphrase", |office| {
        let mut key = office.command(env!("CARGO_BIN_EXE_jinguo"));
        key.args(["key", "new", "王兰", "-o", "wang.json"]).env("JINGUO_PASSPHRASE", "right");
        assert_eq!(office.tell("jinguo key new 王兰 -o wang.json", key, "").status.code(), Some(0));
        let mut init = office.command(env!("CARGO_BIN_EXE_jinguo"));
        init.args(["--key", "wang.json"]).args(INIT.map(|arg| if arg == "books" { "second" } else { arg }));
        init.env("JINGUO_PASSPHRASE", "wrong");
        assert_eq!(office.tell("jinguo init second", init, "").status.code(), Some(2), "{}", office.said);
        assert!(!office.root.path().join("second").exists());
        office.refuses(
            4,
            &[
                "--key",
                "wang.json",
                "init",
                "second",
                "--org",
                "o",
                "--origin",
                "a.b/c",
                "--book",
                "ngo",
                "--operator",
                "王兰",
            ],
        );
    });
}

#[test]
fn a_second_writer_is_told_who_the_first_is() {
    in_both("busy", |office| {
        let lock = Lock::acquire(&office.books(), Duration::ZERO, "李静 · donate", "2026-03-08 09:59:00");
        let lock = lock.expect("nobody holds it");
        office.refuses(4, &["donate", "GA", "1", "--anonymous"]);
        // Who verifies needs no lock; only the index can't be compared meanwhile.
        assert_eq!(office.asks(&["verify"], "").status.code(), Some(10));
        drop(lock);
        office.said = office.said.replace(&format!("{} · 李静", std::process::id()), "[PID] · 李静");
        office.does(&["donate", "GA", "1", "--anonymous"]);
    });
}

/// Runs the program as a user who may not write: root may everything, so root becomes nobody.
#[test]
#[cfg(unix)]
fn a_read_only_folder_can_be_read() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    for lang in ["zh", "en"] {
        let mut office = Office::open(lang);
        let root = std::fs::metadata(office.root.path()).expect("it is there").uid() == 0;
        let mode = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
        };
        mode(office.root.path(), 0o755);
        for item in ["lock", "journal", "vault", "vault-keys"] {
            mode(&office.books().join(item), 0o444);
        }
        mode(&office.books(), 0o555);
        for item in std::fs::read_dir(office.keys()).expect("keys").flatten() {
            mode(&item.path(), 0o444);
        }
        for folder in office.keys().ancestors().take(4) {
            mode(folder, 0o755);
        }
        // The program may stand where nobody else can go: a copy beside the books can be run by anyone.
        let program = office.root.path().join("jinguo");
        std::fs::copy(env!("CARGO_BIN_EXE_jinguo"), &program).expect("a copy of the program");
        mode(&program, 0o755);
        let before = office.journal();
        for (args, code) in
            [(&["donate", "GA", "1", "--anonymous"][..], 4), (&["balance"], 0), (&["person", "list"], 0)]
        {
            let mut command = office.command(&program.to_string_lossy());
            command.args(args);
            if root {
                command.uid(65534).gid(65534);
            }
            let output = office.tell(&format!("jinguo {}", args.join(" ")), command, "");
            assert_eq!(output.status.code(), Some(code), "{}", office.said);
        }
        assert!(office.journal() == before);
        mode(&office.books(), 0o755);
        office.check("read-only");
    }
}

/// A limit on the size of files stands for a full disk: the system says no in the middle of a write.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_records_nothing() {
    for lang in ["zh", "en"] {
        let mut office = Office::open(lang);
        let before = office.journal();
        let blocks = before.len() / 1024;
        let mut command = office.command("/bin/bash");
        let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" donate GA 1 --anonymous");
        command.args(["-c", &line, env!("CARGO_BIN_EXE_jinguo")]);
        let output = office.tell("jinguo donate GA 1 --anonymous", command, "");
        assert_eq!(output.status.code(), Some(4), "{}", office.said);
        assert!(office.journal() == before, "a torn commit stayed behind");
        office.check("full-disk");
        office.does(&["donate", "GA", "1", "--anonymous"]);
    }
}

#[test]
fn what_verify_and_recover_say() {
    in_both("proof", |office| {
        let ends = |office: &mut Office, code: i32, args: &[&str]| {
            let output = office.asks(args, "");
            assert_eq!(output.status.code(), Some(code), "{args:?}\n{}", office.said);
            output
        };
        ends(office, 10, &["verify"]);
        let csv = ends(office, 10, &["verify", "--format", "csv"]).stdout;
        let csv = String::from_utf8(csv).expect("UTF-8");
        let held =
            csv.lines().flat_map(|l| l.split(',')).find(|f| f.contains(':') && f.len() > 64).expect("a head");
        let whole = office.journal();
        let journal = office.books().join("journal");
        ends(office, 0, &["verify", "--expect", held]);
        ends(office, 0, &["recover"]);

        // The last commit cut off cleanly: only the index and the held head know of it.
        let seal = whole.windows(8).rposition(|w| w == b"\x03JG-SEAL").expect("a seal");
        let before =
            whole[..seal].windows(8).rposition(|w| w == b"\x03JG-SEAL").expect("the seal before") + 160;
        std::fs::write(&journal, &whole[..before]).expect("a shorter journal");
        ends(office, 44, &["verify", "--expect", held]);
        office.refuses(3, &["donate", "GA", "1", "--anonymous"]);
        office.refuses(3, &["recover"]);
        office.refuses(1, &["recover", "--from", "index"]);
        office.refuses(2, &["recover", "--from", "index", "--keep-whole-commits"]);
        ends(office, 0, &["recover", "--from", "index", "--yes"]);
        assert!(office.journal() == whole, "hash for hash");

        // A byte in the middle: damage, named; and the whole commits before it can be kept.
        let mut damaged = whole.clone();
        damaged[before + 60] ^= 1;
        std::fs::write(&journal, &damaged).expect("a damaged journal");
        ends(office, 40, &["verify"]);
        std::fs::remove_dir_all(office.books().join("index")).expect("the index");
        office.refuses(3, &["balance"]);
        ends(office, 0, &["recover", "--keep-whole-commits", "--yes"]);
        ends(office, 10, &["verify"]);
        ends(office, 30, &["verify", "--expect", held]);

        // Half a commit at the end, as a power cut leaves it: set aside, and work goes on.
        let kept = office.journal();
        std::fs::write(&journal, [&kept[..], &whole[before..before + 100]].concat()).expect("a torn tail");
        ends(office, 50, &["verify"]);
        office.does(&["donate", "GA", "1", "--anonymous"]);
        ends(office, 10, &["verify"]);
    });
}
