//! A ledger's own checkpoints, cosigned by a witness over HTTP, as an office does it.
//!
//! Owns: the whole way, from recording to a verdict that counts. Refuses to know: how either side works inside.

use crate::served::Served;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An office in a folder of its own.
struct Office {
    root: tempfile::TempDir,
}

impl Office {
    fn run(&self, books: &str, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jinguo"));
        command.args(args).current_dir(self.root.path()).env_clear();
        command.env("HOME", self.root.path()).env("XDG_CONFIG_HOME", self.root.path().join("config"));
        command.env("JINGUO_LANG", "en").env("JINGUO_LEDGER", self.path(books));
        command.env("JINGUO_CLOCK", "1772935200000");
        command.output().unwrap()
    }

    fn does(&self, books: &str, args: &[&str]) -> String {
        self.ends(books, 0, args)
    }

    fn ends(&self, books: &str, code: i32, args: &[&str]) -> String {
        let output = self.run(books, args);
        let said = format!("{args:?}\n{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{said}");
        String::from_utf8(if code == 0 { output.stdout } else { output.stderr }).unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn an_office_has_its_checkpoints_cosigned_and_no_second_history() {
    let office = Office { root: tempfile::tempdir().unwrap() };
    let books = "books";
    office.does(books, &["key", "new", "张敏", "--no-passphrase"]);
    let init =
        ["init", "books", "--org", "示例县妇女联合会", "--origin", "example.org/fund", "--book", "ngo"];
    office.does(books, &[&init[..], &["--operator", "张敏"]].concat());
    office.does(books, &["fund", "add", "GA", "妇女儿童关爱基金", "--purpose", "困难妇女儿童救助"]);
    let trust = office.does(books, &["key", "ledger"]);
    let log = trust.lines().find(|line| line.starts_with("log ")).unwrap();
    let served = Served::new(&trust);
    let policy = format!("{log}\nwitness W {} {}\nquorum W\n", served.own, served.url());
    std::fs::write(office.path("policy.txt"), policy).unwrap();

    // Nothing is held outside yet: whole, and not anchored.
    office.ends(books, 10, &["verify", "--trust", "policy.txt"]);
    office.does(books, &["checkpoint", "--trust", "policy.txt", "-o", "one.txt"]);
    office.does(books, &["verify", "--trust", "policy.txt"]);
    copy(&office.path("books"), &office.path("other"));

    // It grows, and the witness is shown that it only grew.
    office.does(books, &["donate", "GA", "1000", "--anonymous"]);
    let url = served.url();
    office.does(books, &["checkpoint", "--trust", "policy.txt", "--witness", &url, "-o", "two.txt"]);
    office.does(books, &["verify", "--trust", "policy.txt", "--against", "two.txt", "--against", "one.txt"]);
    let read = std::fs::read_to_string(office.path("two.txt")).unwrap();
    assert_eq!(read.lines().filter(|line| line.starts_with("— ")).count(), 2, "{read}");

    // The copy records something else, is signed by the same key, and gets no cosignature.
    office.does("other", &["donate", "GA", "2000", "--anonymous"]);
    let said = office.ends("other", 1, &["checkpoint", "--trust", "policy.txt", "-o", "fork.txt"]);
    assert!(said.contains("422"), "{said}");
    office.ends("other", 30, &["verify", "--trust", "policy.txt", "--against", "two.txt"]);

    // A receipt under the cosigned checkpoint is good with the policy alone.
    office.does(books, &["prove", "E-4", "-o", "receipt.txt"]);
    office.does("nowhere", &["verify-receipt", "receipt.txt", "--trust", "policy.txt"]);
    // What no witness saw is not.
    office.does("other", &["prove", "E-4", "-o", "unseen.txt"]);
    office.ends("nowhere", 10, &["verify-receipt", "unseen.txt", "--trust", "policy.txt"]);
}
