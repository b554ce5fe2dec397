//! `docs/verify.py` in a Python process of its own.
//!
//! Owns: finding the interpreter, and asking. Refuses to know: what is asked about.

use jinguo::base::Hash32;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const MAKE: &str = "python3 -m venv target/python && target/python/bin/pip install --require-hashes -r docs/requirements.txt";

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The interpreter with the packages of `docs/requirements.txt`.
pub fn interpreter() -> PathBuf {
    let given = std::env::var_os("JINGUO_PYTHON").map(PathBuf::from);
    let python = given.unwrap_or_else(|| root().join("target/python/bin/python"));
    let has = Command::new(&python).args(["-c", "import blake3, cryptography"]).output();
    let ready = has.is_ok_and(|output| output.status.success());
    assert!(
        ready,
        "{} with the packages of the second verifier is not there. Type:\n{MAKE}",
        python.display()
    );
    python
}

/// What `docs/verify.py` says of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub verdict: u8,
    pub step: u8,
    pub commit: u64,
    pub record: u64,
    pub entry: u64,
    pub words: String,
}

pub struct Python {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    /// The names of what it leaves unchecked.
    pub unchecked: Vec<String>,
}

impl Python {
    pub fn start(interpreter: &Path) -> Python {
        let mut command = Command::new(interpreter);
        command.arg(root().join("tests/verifier/driver.py")).arg(root().join("docs"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut python = Python { child, to, from, unchecked: Vec::new() };
        python.unchecked = python.line().split(' ').map(str::to_owned).collect();
        python
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        assert!(line.ends_with('\n'), "the second verifier stopped instead of giving a verdict");
        line.trim_end().to_owned()
    }

    pub fn ask(&mut self, journal: &[u8], expect: Option<(u64, Hash32)>) -> Said {
        self.to.write_all(&u32::try_from(journal.len()).unwrap().to_be_bytes()).unwrap();
        self.to.write_all(journal).unwrap();
        match expect {
            None => self.to.write_all(&[0]).unwrap(),
            Some((size, head)) => {
                self.to.write_all(&[&[1], &size.to_be_bytes()[..], &head.0[..]].concat()).unwrap();
            }
        }
        self.to.flush().unwrap();
        let line = self.line();
        let words: Vec<&str> = line.splitn(6, '\t').collect();
        let [verdict, step, said, commit, record, entry] = words[..] else { panic!("{line}") };
        Said {
            verdict: verdict.parse().unwrap(),
            step: step.parse().unwrap(),
            commit: commit.parse().unwrap(),
            record: record.parse().unwrap(),
            entry: entry.parse().unwrap(),
            words: said.to_owned(),
        }
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
