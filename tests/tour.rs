//! The tour of both READMEs, run as it is written, with the program on the path and a home of its own.
//!
//! Owns: that a reader who types the lines sees what is shown. Refuses to know: what the commands do.

use std::path::{Path, PathBuf};
use std::process::Command;

/// 2026-03-08 10:00 in Shanghai: the day that the pages show.
const CLOCK: &str = "1772935200000";
/// Stands in the output before each block's own.
const MARK: &str = "-- block --";

/// A block of lines to type, and what the page shows after it.
struct Step {
    typed: String,
    shown: Option<String>,
}

/// The tour's blocks. Those with `cargo` build the program itself, which this test can't wait for.
fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else { continue };
        let block: String = lines.by_ref().take_while(|l| *l != "```").map(|l| format!("{l}\n")).collect();
        match kind {
            "sh" => steps.push(Step { typed: block, shown: None }),
            "console" => steps.last_mut().expect("a command before its output").shown = Some(block),
            other => panic!("a block of kind {other:?}: nothing runs it"),
        }
    }
    steps.retain(|step| !step.typed.starts_with("cargo "));
    steps
}

/// Whether a line is as shown; `…` stands for anything.
fn fits(shown: &str, line: &str) -> bool {
    let mut parts = shown.trim_end().split('…');
    let Some(mut rest) = line.trim_end().strip_prefix(parts.next().unwrap_or("")) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

/// Types all blocks into one shell; returns what each printed.
fn run(steps: &[Step], folder: &Path) -> Vec<String> {
    let mut script = String::from("set -eu\n");
    for step in steps {
        script += &format!("echo '{MARK}'\n{}", step.typed);
    }
    let home = folder.join("home");
    std::fs::create_dir(&home).expect("a new home");
    let program = PathBuf::from(env!("CARGO_BIN_EXE_jinguo"));
    let mut path = vec![program.parent().expect("a folder").to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new("sh");
    command.args(["-c", "exec 2>&1; eval \"$TOUR\""]).current_dir(folder).env("TOUR", script);
    for variable in ["JINGUO_LEDGER", "JINGUO_KEY", "JINGUO_PASSPHRASE", "JINGUO_LANG"] {
        command.env_remove(variable);
    }
    command.env("HOME", &home).env("XDG_CONFIG_HOME", home.join(".config")).env("APPDATA", &home);
    command.env("PATH", std::env::join_paths(path).expect("a path")).env("JINGUO_CLOCK", CLOCK);
    let output = command.output().expect("a shell");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{:?} after:\n{text}", output.status);
    text.split(&format!("{MARK}\n")).skip(1).map(str::to_owned).collect()
}

fn tour(name: &str) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let steps = steps(&std::fs::read_to_string(page).expect("the page"));
    assert!(steps.len() >= 8, "{name}: {} blocks", steps.len());
    let folder = tempfile::tempdir().expect("a folder");
    let printed = run(&steps, folder.path());
    assert_eq!(printed.len(), steps.len());
    let mut compared = 0;
    for (step, printed) in steps.iter().zip(&printed) {
        let Some(shown) = &step.shown else { continue };
        let same = shown.lines().count() == printed.lines().count()
            && shown.lines().zip(printed.lines()).all(|(shown, line)| fits(shown, line));
        assert!(same, "{name}, after:\n{}shown:\n{shown}printed:\n{printed}", step.typed);
        compared += 1;
    }
    assert!(compared >= 5, "{name} shows the output of {compared} blocks");
}

#[test]
fn the_english_tour_goes_as_written() {
    tour("README.md");
}

#[test]
fn the_chinese_tour_goes_as_written() {
    tour("README.zh-CN.md");
}

#[test]
fn both_pages_type_the_same_steps() {
    let page =
        |name| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a page");
    let (english, chinese) = (page("README.md"), page("README.zh-CN.md"));
    let counts = |page: &str| steps(page).iter().map(|s| s.typed.lines().count()).collect::<Vec<_>>();
    assert_eq!(counts(&english), counts(&chinese));
    let fresh = |page: &str| page.split("```").nth(1).map(str::to_owned);
    assert_eq!(fresh(&english), fresh(&chinese));
}

#[test]
fn a_difference_is_seen() {
    assert!(
        fits("head 2:…", "head 2:ab") && fits("a … b … c", "a 1 b 2 c") && fits("", "  ") && fits("…", "")
    );
    assert!(
        !fits("head 2:…", "head 3:ab")
            && !fits("a", "ab")
            && !fits("a … c", "a 1 d")
            && !fits("a … b … c", "a c")
    );
    let steps = steps("```sh\ncargo test\n```\n```sh\necho one\n```\n```console\ntwo\n```\n");
    assert_eq!((steps.len(), steps[0].shown.as_deref()), (1, Some("two\n")));
}
