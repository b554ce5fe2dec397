//! What `docs/guide/recover.md` promises, and unlocking, backups and bundles with good and bad input.
//!
//! Owns: that walk. Refuses to know: the files' bytes.

use super::office::{Office, in_folder};

const BACKUP: (&str, &str) = ("JINGUO_BACKUP_PASSPHRASE", "备份口令");

/// Runs a line with variables of its own, and compares its exit code.
fn line(office: &mut Office, variables: &[(&str, &str)], args: &[&str], code: i32) -> String {
    let mut command = office.command(env!("CARGO_BIN_EXE_jinguo"));
    command.args(args).envs(variables.iter().copied());
    let shown: Vec<String> = variables.iter().map(|(name, _)| format!("{name}=… ")).collect();
    let output = office.tell(&format!("{}jinguo {}", shown.concat(), args.join(" ")), command, "");
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{}", office.said);
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn remove(office: &Office, name: &str) {
    let path = office.books().join(name);
    if path.is_dir() {
        std::fs::remove_dir_all(path).expect("the folder");
    } else {
        std::fs::remove_file(path).expect("the file");
    }
}

/// Moves the ledger's own key files with that ending away, and back.
fn key_files(office: &Office, ending: &str) -> Vec<std::path::PathBuf> {
    let items = std::fs::read_dir(office.keys()).expect("keys").flatten().map(|item| item.path());
    items.filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}

#[test]
fn each_way_back_of_the_guide() {
    in_folder("keeping", "recover", |office| {
        let file = ["backup", "-o", "b.jgk"];
        line(office, &[BACKUP], &file, 0);
        line(office, &[], &["donate", "GA", "5", "--anonymous", "--note", "补记"], 0);
        // The index.
        remove(office, "index");
        line(office, &[], &["balance"], 0);
        // The vault, with a backup: what came after it is missing, and can be declared lost.
        remove(office, "vault");
        remove(office, "vault-keys");
        line(office, &[], &["person", "list"], 0);
        line(office, &[BACKUP], &["recover", "--vault-from", "b.jgk"], 1);
        line(office, &[BACKUP], &["recover", "--vault-from", "b.jgk", "--yes"], 0);
        line(office, &[], &["verify"], 43);
        line(office, &[], &["recover", "--vault-lost"], 0);
        line(office, &[], &["recover", "--vault-lost"], 0);
        line(office, &[], &["verify"], 10);
        line(office, &[], &["person", "list"], 0);
        // The look-up key, without a backup.
        for path in key_files(office, ".lookup.json") {
            std::fs::remove_file(path).expect("the key");
        }
        line(office, &[], &["donate", "GA", "1", "--from", "爱心企业"], 2);
        line(office, &[], &["recover", "--new-lookup-key"], 0);
        line(office, &[], &["donate", "GA", "1", "--from", "爱心企业"], 0);
        line(office, &[], &["recover", "--new-lookup-key"], 1);
        // The ledger's keys, with a backup.
        for path in key_files(office, ".ledger.json") {
            std::fs::remove_file(path).expect("the key");
        }
        line(office, &[], &["person", "list"], 0);
        let both = [BACKUP, ("JINGUO_NEW_PASSPHRASE", "新口令")];
        line(office, &both, &["recover", "--vault-from", "b.jgk", "--yes"], 0);
        line(office, &[("JINGUO_LEDGER_PASSPHRASE", "新口令")], &["person", "list"], 0);
        // The vault, without a backup.
        let own = [("JINGUO_LEDGER_PASSPHRASE", "新口令")];
        remove(office, "vault");
        line(office, &own, &["recover", "--vault-lost"], 1);
        line(office, &own, &["recover", "--vault-lost", "--yes"], 0);
        line(office, &own, &["verify"], 10);
    });
}

#[test]
fn backups_are_made_checked_and_brought_back() {
    in_folder("keeping", "backup", |office| {
        line(office, &[], &["backup", "-o", "b.jgk"], 4);
        line(office, &[BACKUP], &["backup", "-o", "b.jgk"], 0);
        line(office, &[], &["donate", "GA", "5", "--anonymous"], 0);
        // What is there grows, and asks for no passphrase.
        line(office, &[], &["backup", "-o", "b.jgk"], 0);
        line(office, &[BACKUP], &["backup", "--check", "b.jgk"], 0);
        line(office, &[("JINGUO_BACKUP_PASSPHRASE", "x")], &["backup", "--check", "b.jgk"], 2);
        line(office, &[BACKUP], &["backup", "--check", "books/journal"], 2);
        line(office, &[BACKUP], &["backup", "--check", "nowhere.jgk"], 4);
        // Cut in the middle of its last part, which then does not count; cut further, and damaged.
        let whole = std::fs::read(office.root.path().join("b.jgk")).expect("the backup");
        let put = |office: &Office, name: &str, bytes: &[u8]| {
            std::fs::write(office.root.path().join(name), bytes).expect("a copy");
        };
        put(office, "cut.jgk", &whole[..whole.len() - 100]);
        line(office, &[BACKUP], &["backup", "--check", "cut.jgk"], 0);
        let mut changed = whole.clone();
        changed[900] ^= 1;
        put(office, "changed.jgk", &changed);
        line(office, &[BACKUP], &["backup", "--check", "changed.jgk"], 3);
        line(office, &[BACKUP], &["restore", "changed.jgk", "back"], 3);
        assert!(!office.root.path().join("back/journal").exists());
        line(office, &[BACKUP], &["restore", "b.jgk", "books"], 1);
        line(office, &[BACKUP], &["restore", "b.jgk", "back"], 0);
        line(office, &[], &["--ledger", "back", "verify"], 10);
        // The restored ledger has gone on by itself: it is no longer the one that the backup continues.
        line(office, &[], &["donate", "GA", "5", "--anonymous"], 0);
        line(office, &[], &["backup", "-o", "b.jgk"], 0);
        line(office, &[], &["--ledger", "back", "backup", "-o", "b.jgk"], 3);
        // On a machine without the ledger's keys they come with it, under a passphrase of their own.
        for ending in [".ledger.json", ".lookup.json"] {
            for path in key_files(office, ending) {
                std::fs::remove_file(path).expect("the key");
            }
        }
        let both = [BACKUP, ("JINGUO_NEW_PASSPHRASE", "新口令")];
        line(office, &both, &["restore", "b.jgk", "new"], 0);
        line(office, &[("JINGUO_LEDGER_PASSPHRASE", "新口令")], &["--ledger", "new", "person", "list"], 0);
        line(office, &[("JINGUO_LEDGER_PASSPHRASE", "错")], &["--ledger", "new", "person", "list"], 2);
        let change = [("JINGUO_LEDGER_PASSPHRASE", "新口令"), ("JINGUO_NEW_PASSPHRASE", "再新")];
        line(office, &change, &["vault", "passphrase"], 0);
        line(office, &[("JINGUO_LEDGER_PASSPHRASE", "再新")], &["vault", "passphrase", "--no-passphrase"], 0);
        line(office, &[], &["--ledger", "new", "person", "list"], 0);
    });
}

#[test]
fn bundles_are_opened_by_the_auditor_who_is_named() {
    in_folder("keeping", "bundle", |office| {
        let with = |key: &'static str| [("JINGUO_KEY", key)];
        let made = line(office, &[], &["key", "new", "审计赵", "-o", "zhao/key.json", "--no-passphrase"], 4);
        assert!(made.is_empty());
        std::fs::create_dir(office.root.path().join("zhao")).expect("a folder");
        let made = line(office, &[], &["key", "new", "审计赵", "-o", "zhao/key.json", "--no-passphrase"], 0);
        let key = made.lines().last().expect("the public key").to_owned();
        line(office, &[], &["bundle", "-o", "plain.jgb"], 0);
        line(office, &[], &["bundle", "-o", "plain.jgb"], 1);
        line(office, &[], &["bundle", "-o", "sealed.jgb", "--with-people"], 2);
        let sealed = ["bundle", "-o", "sealed.jgb", "--with-people", "--name", "审计赵", "--to"];
        line(office, &[], &[&sealed[..], &["abc"]].concat(), 2);
        let told = office.said.len();
        line(office, &[], &[&sealed[..], &[key.as_str()]].concat(), 0);
        // The auditor's key differs from run to run, also in what was typed.
        let shown = office.said.split_off(told).replace(&key, "[KEY]");
        office.said.push_str(&shown);
        line(office, &[], &["log", "--last", "1"], 0);
        line(office, &[], &["bundle", "--open", "sealed.jgb", "--into", "books"], 1);
        line(office, &[], &["bundle", "--open", "sealed.jgb", "--into", "opened"], 0);
        // Where they are at hand, the ledger's own keys are not those of the bundle.
        line(office, &with("zhao/key.json"), &["--ledger", "opened", "verify"], 10);
        // On the auditor's machine the ledger's own keys are not there.
        for path in key_files(office, ".ledger.json") {
            std::fs::remove_file(path).expect("the key");
        }
        line(office, &with("zhao/key.json"), &["--ledger", "opened", "person", "list"], 0);
        line(office, &[], &["--ledger", "opened", "person", "list"], 0);
        line(office, &with("zhao/key.json"), &["--ledger", "opened", "person", "list", "--unmask"], 0);
        line(office, &with("zhao/key.json"), &["--ledger", "opened", "verify"], 10);
        let whole = std::fs::read(office.root.path().join("sealed.jgb")).expect("the bundle");
        std::fs::write(office.root.path().join("cut.jgb"), &whole[..whole.len() / 2]).expect("a copy");
        line(office, &[], &["bundle", "--open", "cut.jgb", "--into", "other"], 3);
        line(office, &[], &["bundle", "--open", "books/journal", "--into", "other"], 2);
    });
}

#[test]
fn keys_stay_unlocked_for_one_shell_and_some_minutes() {
    in_folder("keeping", "unlock", |office| {
        let key = ("JINGUO_PASSPHRASE", "口令");
        line(office, &[key], &["key", "new", "王兰", "-o", "wang.json"], 0);
        line(office, &[key], &["--key", "wang.json", "unlock", "--minutes", "481"], 2);
        let told = office.said.len();
        let printed =
            line(office, &[key], &["--key", "wang.json", "unlock", "--minutes", "10", "--shell", "sh"], 0);
        // How long it took differs from run to run.
        let shown = office.said.split_off(told);
        let took = |line: &str| line.contains(if office.lang == "zh" { "毫秒" } else { " ms " });
        office.said.extend(shown.lines().filter(|line| !took(line)).map(|line| format!("{line}\n")));
        let token =
            printed.trim().strip_prefix("export JINGUO_SESSION=").expect("the line for a shell").to_owned();
        let init = [
            "--key",
            "wang.json",
            "init",
            "second",
            "--org",
            "某镇妇联",
            "--origin",
            "example.org/town",
            "--book",
            "ngo",
            "--operator",
            "王兰",
        ];
        line(office, &[("JINGUO_SESSION", "00")], &init, 4);
        line(office, &[("JINGUO_SESSION", &token)], &init, 4);
        line(office, &[("JINGUO_SESSION", &token), ("JINGUO_NEW_PASSPHRASE", "账套口令")], &init, 0);
        office.clock += 11 * 60_000;
        let gift = ["--key", "wang.json", "--ledger", "second", "fund", "add", "A", "甲", "--purpose", "乙"];
        line(office, &[("JINGUO_SESSION", &token)], &gift, 4);
        line(office, &[("JINGUO_SESSION", &token)], &["lock"], 0);
        line(office, &[("JINGUO_SESSION", &token)], &["lock"], 0);
    });
}
