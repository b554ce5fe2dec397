//! Killing the real command at any moment loses no commit that it acknowledged.
//!
//! Owns: that promise, kept against SIGKILL. Refuses to know: power cuts; the simulator brings those.

use std::path::Path;
use std::process::{Command, Output, Stdio};

const COMMITS: u32 = 500;

fn jinguo(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jinguo"));
    command.args(args).current_dir(home).env_clear().env("HOME", home).env("JINGUO_LANG", "en");
    command.env("JINGUO_LEDGER", home.join("book")).stdin(Stdio::null());
    command
}

fn done(mut command: Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

/// The amounts in a JSON table of entries, as they are printed.
fn amounts(json: &str) -> Vec<String> {
    let table: serde_json::Value = serde_json::from_str(json).unwrap();
    let rows = table["rows"].as_array().unwrap();
    rows.iter().filter_map(|row| row["amount_yuan"].as_str().map(str::to_owned)).collect()
}

#[test]
fn no_acknowledged_commit_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    done(jinguo(home, &["key", "new", "张敏", "--no-passphrase"]));
    let init = ["init", "book", "--org", "示例县妇女联合会", "--origin", "example.org/fund", "--book", "ngo"];
    done(jinguo(home, &[init.as_slice(), &["--operator", "张敏"]].concat()));
    done(jinguo(home, &["fund", "add", "GA", "妇女儿童关爱基金", "--purpose", "困难妇女儿童救助"]));

    let journal = home.join("book/journal");
    let length = || std::fs::metadata(&journal).unwrap().len();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let (mut acknowledged, mut tried, mut killed) = (Vec::new(), 0, 0);
    while acknowledged.len() < COMMITS as usize {
        tried += 1;
        let amount = format!("{tried}.00");
        let before = length();
        let mut command = jinguo(home, &["donate", "GA", &amount, "--anonymous"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // A third runs to its end; a third is killed when its bytes appear in the journal, or a little later; a third
        // after so many looks at it, which falls anywhere between its start and its end.
        let (kind, looks) = (random >> 62, random >> 40 & 0xFFFF);
        let mut looked = 0;
        while child.try_wait().unwrap().is_none() {
            looked += 1;
            let now = match kind {
                0 => length() > before,
                1 => looked > looks / 8,
                _ => false,
            };
            if now {
                child.kill().unwrap();
                killed += 1;
                break;
            }
        }
        let out = child.wait_with_output().unwrap();
        // Acknowledged is what its user saw: the printed receipt.
        if String::from_utf8_lossy(&out.stdout).contains("E-") {
            acknowledged.push(amount);
        }
    }
    assert!(killed > 50, "only {killed} of {tried} were killed");
    let recorded = |home| amounts(&done(jinguo(home, &["log", "--last", "100000", "--format", "json"])));
    let found = recorded(home);
    for amount in &acknowledged {
        assert!(
            found.contains(amount),
            "{amount} was acknowledged and is lost ({tried} tried, {killed} killed)"
        );
    }
    let balance = done(jinguo(home, &["balance"]));
    let intact = jinguo(home, &["verify"]).output().unwrap();
    assert_eq!(intact.status.code(), Some(10), "{}", String::from_utf8_lossy(&intact.stdout));

    // Without its index the ledger gives the same answers.
    std::fs::remove_dir_all(home.join("book/index")).unwrap();
    assert_eq!(done(jinguo(home, &["balance"])), balance);
    std::fs::remove_dir_all(home.join("book/index")).unwrap();
    assert_eq!(recorded(home), found);
}
