//! `witness serve` in a folder of its own, and a client that can misbehave.
//!
//! Owns: starting, killing and raw HTTP. Refuses to know: what is asked.

use crate::forker::{KEY, ORIGIN};
use jinguo::base::Line;
use jinguo::chain::{Algorithm, KeyName, OperatorKey, VerifierKey};
use jinguo::store::key_file::seal;
use jinguo::store::witness_memory::name_of;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A trust file with the log of these tests.
pub fn trust() -> String {
    let log = VerifierKey::of(&KEY, KeyName::new(ORIGIN).unwrap(), Algorithm::Ed25519).unwrap();
    format!("log {log}\nquorum none\n")
}

/// A running witness.
pub struct Served {
    root: tempfile::TempDir,
    child: Option<Child>,
    address: SocketAddr,
    pub own: VerifierKey,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Served {
    pub fn new(trust: &str) -> Served {
        Served::with(trust, &[])
    }

    /// With more of an environment.
    pub fn with(trust: &str, env: &[(&str, &str)]) -> Served {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("trust.txt"), trust).unwrap();
        let key = OperatorKey::from_seed(&[9; 32]);
        let name = Line::new("见证").unwrap();
        let sealed =
            seal(&name, &zeroize::Zeroizing::new([9; 32]), key.public().0, None, &mut |bytes| bytes.fill(0))
                .unwrap();
        std::fs::write(root.path().join("key.json"), &*sealed).unwrap();
        let name = KeyName::new("example.com/witness").unwrap();
        let own = VerifierKey::of(&key, name, Algorithm::Cosignature).unwrap();
        let mut served = Served { root, child: None, address: ([127, 0, 0, 1], 0).into(), own };
        served.start(env);
        served
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jinguo"));
        command.args(["witness", "serve", "memory", "--trust", "trust.txt", "--listen", "127.0.0.1:0"]);
        command.args(["--name", "example.com/witness", "--key", "key.json", "--lang", "en"]);
        command.current_dir(self.root.path()).env_clear().env("JINGUO_LOCK_WAIT", "5000");
        command
    }

    pub fn start(&mut self, env: &[(&str, &str)]) {
        let mut command = self.command();
        command.envs(env.iter().copied()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let words: Vec<&str> = first.split_whitespace().collect();
        assert_eq!(words[..3], ["witness", "example.com/witness", &self.own.to_string()], "{first}");
        self.address = words[3].strip_prefix("http://").unwrap().parse().unwrap();
        self.child = Some(child);
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn connect(&self) -> Connection {
        Connection::to(self.address)
    }

    pub fn monitoring(&self, origin: &str) -> String {
        format!("/{}/checkpoint", name_of(origin))
    }

    pub fn memory_file(&self, origin: &str) -> PathBuf {
        self.root.path().join("memory").join(name_of(origin).to_string())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A connection that is kept.
pub struct Connection {
    pub stream: BufReader<TcpStream>,
}

impl Connection {
    pub fn to(address: SocketAddr) -> Connection {
        let stream = TcpStream::connect(address).unwrap();
        // A server that hangs fails the test, instead of hanging it.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Connection { stream: BufReader::new(stream) }
    }

    pub fn send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// The next answer; `None` where the server closed without one.
    pub fn answer(&mut self) -> Option<Answer> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let mut answer = Answer { status, head, body: Vec::new() };
        let length = answer.header("content-length")?.parse().ok()?;
        answer.body.resize(length, 0);
        self.stream.read_exact(&mut answer.body).ok()?;
        Some(answer)
    }

    pub fn ask(&mut self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.try_ask(method, path, body).unwrap_or_else(|| panic!("no answer to {method} {path}"))
    }

    pub fn try_ask(&mut self, method: &str, path: &str, body: &[u8]) -> Option<Answer> {
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: witness\r\ncontent-length: {}\r\n\r\n", body.len());
        self.send(&[head.as_bytes(), body].concat()).ok()?;
        self.answer()
    }

    pub fn post(&mut self, path: &str, body: &[u8]) -> Answer {
        self.ask("POST", path, body)
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, b"")
    }
}
