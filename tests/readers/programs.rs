//! Other accounting programs, asked for what they read in a journal.
//!
//! Owns: how each is called and what its answer means. Refuses to know: which journal it is.

use jinguo::export::binding::FileFormat;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stands on each account of each fund, without accounts that are even; no fund: what is held for others.
pub type Sums = BTreeMap<(u32, Option<String>), i64>;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What a program read.
pub struct Read {
    pub sums: Sums,
    /// The vouchers' numbers in the order of the file.
    pub vouchers: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Hledger,
    Ledger,
    Beancount,
}

impl Program {
    /// The programs that read a format: hledger's and ledger's journals are the same text, so both read both.
    pub fn of(format: FileFormat) -> &'static [Program] {
        match format {
            FileFormat::Beancount => &[Program::Beancount],
            _ => &[Program::Hledger, Program::Ledger],
        }
    }

    fn command(self) -> PathBuf {
        match self {
            Program::Hledger => PathBuf::from("hledger"),
            Program::Ledger => PathBuf::from("ledger"),
            Program::Beancount => root().join("target/readers/bin/python"),
        }
    }

    fn is_there(self) -> bool {
        let there =
            Command::new(self.command()).arg("--version").output().is_ok_and(|out| out.status.success());
        if !there {
            let asked = std::env::var_os("JINGUO_READERS").is_some_and(|v| v == "1");
            assert!(!asked, "{self:?} is not installed: .ci/readers installs it");
            // Past the test's own output, which nobody sees of a test that passes.
            let told = writeln!(std::io::stderr(), "NOT CHECKED by {self:?}, which .ci/readers installs");
            assert!(told.is_ok());
        }
        there
    }

    /// Reads the journal; `None` where the program is not installed.
    pub fn read(self, journal: &Path) -> Option<Read> {
        self.is_there().then(|| match self {
            Program::Hledger => hledger(journal),
            Program::Ledger => ledger(journal),
            Program::Beancount => beancount(journal),
        })
    }
}

fn run(program: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    // Their configuration files and the time zone are the user's; Chinese needs a locale of UTF-8.
    command.args(arguments).env_clear().env("LC_ALL", "C.UTF-8").env("PYTHONUTF8", "1");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let out = command.env("PATH", path).env("HOME", "/nonexistent").output().unwrap();
    let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let complaints = said(&out.stderr);
    assert!(out.status.success() && complaints.is_empty(), "{program:?} {arguments:?}: {complaints}");
    said(&out.stdout)
}

fn hledger(journal: &Path) -> Read {
    let file = journal.to_str().unwrap();
    let ask = |arguments: &[&str]| run(&Program::Hledger.command(), &[&["-f", file], arguments].concat());
    assert_eq!(ask(&["check", "--strict"]), "");
    assert_eq!(ask(&["check", "--strict", "accounts", "commodities", "ordereddates"]), "");
    let mut sums = Sums::new();
    let balances = ask(&["bal", "-N", "--flat", "-O", "csv"]);
    for row in csv::Reader::from_reader(balances.as_bytes()).records() {
        let row = row.unwrap();
        add(&mut sums, &row[0], &row[1]);
    }
    let mut vouchers: Vec<String> = Vec::new();
    for row in csv::Reader::from_reader(ask(&["print", "-O", "csv"]).as_bytes()).records() {
        let row = row.unwrap();
        // txnidx, date, date2, status, code, description, comment, account, …: one row a posting.
        assert!(row[6].trim_start().starts_with("entry: E-") && &row[3] == "*", "{row:?}");
        if row[0].parse() == Ok(vouchers.len() + 1) {
            vouchers.push(row[4].to_owned());
        }
    }
    Read { sums, vouchers }
}

fn ledger(journal: &Path) -> Read {
    let file = journal.to_str().unwrap();
    let ask = |arguments: &[&str]| {
        run(
            &Program::Ledger.command(),
            &[&["--strict", "--pedantic", "--args-only", "-f", file], arguments].concat(),
        )
    };
    let mut sums = Sums::new();
    let balances = ask(&["bal", "--flat", "--no-total", "--format", "%(account)\t%(display_total)\n"]);
    for line in balances.lines() {
        let (account, amount) = line.split_once('\t').unwrap();
        add(&mut sums, account, amount);
    }
    let format = "%(code)\t%(tag(\"entry\"))\n";
    let mut vouchers: Vec<String> = Vec::new();
    for line in ask(&["reg", "--format", format]).lines() {
        let (code, entry) = line.split_once('\t').unwrap();
        assert!(entry.starts_with("E-"), "{line}");
        if vouchers.last().is_none_or(|last| last != code) {
            vouchers.push(code.to_owned());
        }
    }
    Read { sums, vouchers }
}

fn beancount(journal: &Path) -> Read {
    let script = root().join("tests/readers/beancount_balances.py");
    let bean_check = root().join("target/readers/bin/bean-check");
    assert_eq!(run(&bean_check, &[journal.to_str().unwrap()]), "");
    let told = run(&Program::Beancount.command(), &[script.to_str().unwrap(), journal.to_str().unwrap()]);
    let (mut sums, mut vouchers) = (Sums::new(), Vec::new());
    for line in told.lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["balance", account, amount] => add(&mut sums, account, amount),
            ["voucher", no] => vouchers.push(no.to_owned()),
            _ => panic!("{line}"),
        }
    }
    Read { sums, vouchers }
}

/// Adds an account's balance as a program tells it: `资产:100201 银行存款:GA`, `-1234.56 CNY`.
fn add(sums: &mut Sums, account: &str, amount: &str) {
    let (rest, fund) = account.rsplit_once(':').unwrap();
    let (_, name) = rest.rsplit_once(':').unwrap();
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    let is_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let fund = fund.chars().all(is_code).then(|| fund.to_owned());
    let number = amount.strip_suffix(" CNY").unwrap_or_else(|| panic!("{account}: {amount}"));
    let (yuan, fen) = number.split_once('.').unwrap_or((number, "00"));
    assert_eq!(fen.len(), 2, "{amount}");
    let size: i64 = format!("{}{fen}", yuan.trim_start_matches('-')).parse().unwrap();
    let key = (digits.parse().unwrap(), fund);
    *sums.entry(key.clone()).or_default() += if yuan.starts_with('-') { -size } else { size };
    if sums[&key] == 0 {
        sums.remove(&key);
    }
}
