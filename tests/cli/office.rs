//! An office of its own: a home with keys, a folder with books, a clock, and all that it was told.
//!
//! Owns: running the real binary in it. Refuses to know: what is tested.

use snapbox::{Assert, Data};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// 2026-03-08 10:00 in Shanghai.
pub const MORNING: i64 = 1_772_935_200_000;
pub const DAY: i64 = 86_400_000;

/// The office.
pub struct Office {
    pub root: tempfile::TempDir,
    pub clock: i64,
    pub lang: &'static str,
    pub said: String,
    /// Whose home it is: a folder of the office's, with her keys in it.
    pub home: &'static str,
    /// Where its snapshots are, under `tests/snapshots`.
    folder: &'static str,
}

impl Office {
    pub fn new(lang: &'static str) -> Office {
        let root = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(root.path().join("home")).expect("a home");
        Office { root, clock: MORNING, lang, said: String::new(), home: "home", folder: "cli" }
    }

    /// The same with its snapshots in another folder.
    pub fn with_snapshots_in(self, folder: &'static str) -> Office {
        Office { folder, ..self }
    }

    /// One with a key, books, two funds, a programme and a person; nothing of that is told.
    pub fn open(lang: &'static str) -> Office {
        let mut office = Office::new(lang);
        office.does(&["key", "new", "张敏", "--no-passphrase"]);
        office.does(&INIT);
        office.does(&["fund", "add", "GA", "妇女儿童关爱基金", "--purpose", "困难妇女儿童救助"]);
        office.does(&["fund", "add", "LA", "两癌救助基金", "--purpose", "两癌救助"]);
        office.does(&["programme", "add", "GJ", "困难儿童救助", "--fund", "GA"]);
        office.asks(&PERSON, "11010519491231002X\n");
        office.does(&["donate", "GA", "1000", "--from", "爱心企业"]);
        office.does(&["donate", "LA", "500", "--anonymous"]);
        office.said.clear();
        office
    }

    pub fn books(&self) -> PathBuf {
        self.root.path().join("books")
    }

    pub fn keys(&self) -> PathBuf {
        self.root.path().join(self.home).join(".config/jinguo/keys")
    }

    pub fn journal(&self) -> Vec<u8> {
        std::fs::read(self.books().join("journal")).unwrap_or_default()
    }

    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let home = self.root.path().join(self.home);
        command.env_clear().current_dir(self.root.path());
        command.env("HOME", &home).env("XDG_CONFIG_HOME", home.join(".config"));
        command.env("JINGUO_LANG", self.lang).env("JINGUO_CLOCK", self.clock.to_string());
        command.env("JINGUO_LEDGER", self.books()).env("JINGUO_LOCK_WAIT", "100");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a prepared command, tells what was said, and returns it.
    pub fn tell(&mut self, shown: &str, mut command: Command, input: &str) -> Output {
        let mut child = command.spawn().expect("it starts");
        // A program that refuses before it reads closes its input; that is no failure here.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        let code = output.status.code().expect("an exit code");
        let said = format!("$ {shown}\n{}{}[{code}]\n\n", text(&output.stdout), text(&output.stderr));
        self.said.push_str(&self.redacted(&said));
        output
    }

    pub fn asks(&mut self, args: &[&str], input: &str) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_jinguo"));
        command.args(args);
        self.tell(&format!("jinguo {}", args.join(" ")), command, input)
    }

    /// A command that must succeed.
    pub fn does(&mut self, args: &[&str]) {
        let output = self.asks(args, "");
        assert_eq!(output.status.code(), Some(0), "{args:?}\n{}", self.said);
    }

    /// A command that must end with that code and leave the journal as it was.
    pub fn refuses(&mut self, code: i32, args: &[&str]) {
        let before = self.journal();
        let output = self.asks(args, "");
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{}", self.said);
        assert!(output.stdout.is_empty(), "{args:?} prints data\n{}", self.said);
        assert!(self.journal() == before, "{args:?} changed the journal");
    }

    /// Folders and hashes differ from run to run.
    pub fn redacted(&self, text: &str) -> String {
        let text = text.replace(&*self.root.path().to_string_lossy(), "[ROOT]");
        let (mut out, mut run) = (String::new(), String::new());
        for c in text.chars().chain(['\0']) {
            if c.is_ascii_digit() || ('a'..='f').contains(&c) {
                run.push(c);
                continue;
            }
            out.push_str(match run.len() {
                16 => "[FINGERPRINT 16]",
                64 => "[HASH]",
                128 => "[PROOF]",
                _ => &run,
            });
            run.clear();
            out.extend((c != '\0').then_some(c));
        }
        out
    }

    /// Compares all that was told with the snapshot of that name.
    pub fn check(&self, name: &str) {
        let file = format!("tests/snapshots/{}/{name}-{}.txt", self.folder, self.lang);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        Assert::new().action_env("SNAPSHOTS").eq(self.said.clone(), Data::read_from(&file, None).raw());
    }
}

pub const INIT: [&str; 10] = [
    "init",
    "books",
    "--org",
    "示例县妇女联合会",
    "--origin",
    "example.org/fund",
    "--book",
    "ngo",
    "--operator",
    "张敏",
];
pub const PERSON: [&str; 10] = [
    "person",
    "add",
    "--name",
    "王芳",
    "--area",
    "雉城街道/北门社区",
    "--category",
    "低收入母亲",
    "--id-number",
    "-",
];

pub fn in_both(name: &str, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = Office::open(lang);
        walk(&mut office);
        office.check(name);
    }
}

/// The same with snapshots in another folder.
pub fn in_folder(folder: &'static str, name: &str, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = Office::open(lang).with_snapshots_in(folder);
        walk(&mut office);
        office.check(name);
    }
}
