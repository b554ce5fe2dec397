//! What the real binary answers to a call for help and to a line it does not understand, in both languages.
//!
//! Owns: exit codes and texts that need no ledger. Refuses to know: commands that open one.

use clap::CommandFactory;
use jinguo::cli::args::Cli;
use snapbox::cmd::Command;
use snapbox::{Assert, Data};
use std::path::PathBuf;

/// The binary in an empty environment, so that no locale or variable of the machine changes an answer.
fn jinguo(args: &[&str]) -> Command {
    let command = Command::new(snapbox::cmd::cargo_bin!("jinguo")).args(args).env_clear().stdin("");
    // Windows finds its own libraries through this variable.
    match std::env::var_os("SystemRoot") {
        Some(root) => command.env("SystemRoot", root),
        None => command,
    }
}

fn check(name: &str, actual: &[u8]) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/usage").join(name);
    let text = String::from_utf8(actual.to_vec()).expect("the program writes UTF-8");
    Assert::new().action_env("SNAPSHOTS").eq(text, Data::read_from(&file, None).raw());
}

/// A line that must be refused: exit code 2, nothing on standard output, the snapshot on standard error.
fn refused(name: &str, args: &[&str], input: &str) {
    for lang in ["zh", "en"] {
        let output = jinguo(args).env("JINGUO_LANG", lang).stdin(input.to_owned()).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.stdout, b"", "{name}");
        check(&format!("{name}-{lang}.stderr"), &output.stderr);
    }
}

/// Every command and group, as it is typed: taken from the grammar, so that none can be forgotten here.
fn commands(of: &clap::Command, typed: &str, all: &mut Vec<String>) {
    all.push(typed.to_owned());
    for command in of.get_subcommands().filter(|command| command.get_name() != "help") {
        commands(command, format!("{typed} {}", command.get_name()).trim(), all);
    }
}

#[test]
fn help_of_every_command() {
    let mut known = Vec::new();
    commands(&Cli::command(), "", &mut known);
    for lang in ["zh", "en"] {
        let mut all = Vec::new();
        for command in &known {
            let mut args: Vec<&str> = command.split_whitespace().collect();
            args.extend(["--help", "--lang", lang]);
            let output = jinguo(&args).output().expect("it runs");
            assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{command}");
            all.extend(format!("$ jinguo {command} --help\n").into_bytes());
            all.extend(output.stdout);
            all.push(b'\n');
        }
        check(&format!("help-{lang}.stdout"), &all);
    }
}

#[test]
fn amounts_that_are_none() {
    let with = |amount| ["donate", "GA", amount, "--from", "爱心企业"];
    refused("amount-half-fen", &with("0.005"), "");
    refused("amount-negative", &with("-5"), "");
    refused("amount-negative-grouped", &with("-5,000"), "");
    refused("amount-too-large", &with("1000000000000000000"), "");
    refused("amount-zero", &with("0"), "");
    refused("amount-empty", &with(""), "");
    refused("amount-not-a-number", &with("1e5"), "");
    refused("amount-negative-transfer", &["transfer", "-1万", "--from", "GY", "--to", "GA"], "");
    refused("amount-negative-relief", &["发放", "GJ", "-1,000.00", "--to", "P-1"], "");
    refused("amount-negative-paid-on", &["pass-through", "pay", "-5", "--for", "地震灾区"], "");
    refused("amount-negative-pass-through", &["代收代付", "收到", "-0.01", "--for", "地震灾区"], "");
}

#[test]
fn other_values_that_are_none() {
    refused("date", &["disburse", "GJ", "1000", "--to", "P-000001", "--date", "2026-02-30"], "");
    refused("voucher-date-range", &["donate", "GA", "1", "--anonymous", "--voucher-date", "1899-12-31"], "");
    refused("period", &["close", "2026-13"], "");
    refused("person-number", &["disburse", "GJ", "1000", "--to", "王芳"], "");
    refused("entry-number", &["reverse", "118", "--reason", "重复录入"], "");
    refused("show-neither", &["show", "118"], "");
    refused("account", &["statement", "account", "12"], "");
    refused("code", &["fund", "add", "关爱", "妇女儿童关爱基金", "--purpose", "困难妇女儿童救助"], "");
    refused("code-too-long", &["log", "--fund", "ABCDEFGHIJKLM"], "");
    refused("text-empty", &["reverse", "E-118", "--reason", " "], "");
    refused("text-too-long", &["reverse", "E-118", "--reason", &"长".repeat(67)], "");
    refused("text-hidden", &["reverse", "E-118", "--reason", "a\u{202E}b"], "");
    refused("expected-head", &["verify", "--expect", "12"], "");
    refused("paper-root", &["verify", "--paper", "12"], "");
    refused("paper-root-character", &["verify", "--paper", "12:0000-0000-0000-0H3K-0U00"], "");
    refused("paper-root-length", &["verify", "--paper", "12:0000-0000-0000-0H3K"], "");
    refused(
        "paper-root-place",
        &["verify", "--paper", &format!("12:{}", "0000-0000-0000-0H3K-".repeat(4))],
        "",
    );
    refused("key-line", &["verify-receipt", "receipt.txt", "--ledger-key", "example.org/fund"], "");
    refused("max-age", &["verify", "--max-age", "month"], "");
    refused("max-age-endless", &["verify", "--max-age", "36501"], "");
    refused("for-witness", &["checkpoint", "--for-witness", "many"], "");
    refused("count", &["log", "--last", "0"], "");
}

#[test]
fn identity_numbers_that_are_none() {
    let add =
        ["person", "add", "--name", "王芳", "--area", "北门社区", "--category", "低收入母亲", "--id-number"];
    let args = |last| [add.as_slice(), &[last]].concat();
    refused("id-number-check", &args("-"), "110105194912310021\n");
    refused("id-number-birthday", &args("-"), "110105194913310021\n");
    refused("id-number-endless", &args("-"), &"1".repeat(100_000));
    refused("id-number-length", &args("-"), "1101051949\n");
    refused("id-number-old", &args("-"), "110105491231002\n");
    refused("id-number-characters", &args("-"), "11010519491231A021\n");
    refused("id-number-typed", &args("11010519491231002X"), "");
}

#[test]
fn lines_that_are_none() {
    refused("no-command", &[], "");
    refused("no-subcommand", &["基金"], "");
    refused("unknown-command", &["donat"], "");
    refused("unknown-subcommand", &["fund", "delete"], "");
    refused("unknown-option", &["donate", "GA", "100", "--form", "爱心企业"], "");
    refused("folder-called-like-a-command", &["--ledger", "fund", "donate", "GA", "-5", "--anonymous"], "");
    refused("control-characters", &["\u{1B}[2J"], "");
    refused("unknown-option-before-amount", &["donate", "GA", "--form", "爱心企业"], "");
    refused("unknown-argument", &["balance", "GA"], "");
    refused("missing-amount", &["donate", "GA", "--from", "爱心企业"], "");
    refused("missing-giver", &["donate", "GA", "100"], "");
    refused("two-givers", &["donate", "GA", "100", "--anonymous", "--from", "爱心企业"], "");
    refused("repeated-option", &["log", "--last", "1", "--last", "2"], "");
    refused("missing-value", &["log", "--last"], "");
    refused("value-not-allowed", &["balance", "--format", "xlsx"], "");
    refused(
        "unknown-book",
        &["init", "d", "--org", "o", "--origin", "e", "--book", "x", "--operator", "张敏"],
        "",
    );
}

#[test]
fn the_language_follows_option_then_variable() {
    let english = |command: Command| {
        let output = command.output().expect("it runs");
        !String::from_utf8_lossy(&output.stderr).contains("错误")
    };
    assert!(english(jinguo(&["nonsense"])));
    assert!(!english(jinguo(&["nonsense"]).env("JINGUO_LANG", "zh")));
    assert!(english(jinguo(&["nonsense", "--lang", "en"]).env("JINGUO_LANG", "zh")));
    assert!(!english(jinguo(&["nonsense", "--lang=zh-CN"])));
}

#[test]
#[cfg(unix)]
fn the_language_follows_the_locale() {
    let output = jinguo(&["nonsense"]).env("LC_ALL", "zh_CN.UTF-8").output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("错误"));
}

#[test]
fn completions_for_each_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = jinguo(&["补全", shell]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = String::from_utf8(output.stdout).expect("a script is UTF-8");
        for name in ["donate", "pass-through", "trial-balance", "voucher-date"] {
            assert!(script.contains(name), "{shell} lacks {name}");
        }
    }
}

#[test]
fn the_version() {
    let output = jinguo(&["-V"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stdout, format!("jinguo {}\n", env!("CARGO_PKG_VERSION")).into_bytes());
}
