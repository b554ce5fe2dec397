//! Operators, keys and the second person's word, as three people at three desks type them.
//!
//! Owns: a walk through all of it, and each way of not being allowed. Refuses to know: forged journals; see `two_persons.rs`.

use crate::office::{DAY, INIT, Office, PERSON};
use std::process::Output;

/// Whose desk, or whose home: the administrator's is the office's own.
pub const ZHANG: &str = "home";
pub const LI: &str = "li";
pub const WANG: &str = "wang";

/// An office with two funds, relief that needs a second person above 5,000 yuan or always, and money.
fn funded(lang: &'static str) -> Office {
    let mut office = Office::new(lang).with_snapshots_in("approval");
    office.does(&["key", "new", "张敏", "--no-passphrase"]);
    office.does(&INIT);
    let fund = ["fund", "add", "GA", "妇女儿童关爱基金", "--purpose", "困难妇女儿童救助"];
    office.does(&[fund.as_slice(), &["--approval-over", "5000"]].concat());
    office.does(&["programme", "add", "GJ", "困难儿童救助", "--fund", "GA"]);
    office.does(&["programme", "add", "GD", "大额救助", "--fund", "GA", "--approval-over", "0"]);
    assert_eq!(office.asks(&PERSON, "11010519491231002X\n").status.code(), Some(0), "{}", office.said);
    office.does(&["donate", "GA", "10万", "--anonymous"]);
    office
}

/// A key at that desk, and by hand a copy of the ledger's own keys. Returns what she hands in.
fn sits_down(office: &mut Office, desk: &'static str, name: &str) -> String {
    let secrets = std::fs::read_dir(office.keys()).expect("keys").flatten().map(|item| item.path());
    let secrets = secrets.filter(|path| path.to_string_lossy().ends_with(".ledger.json"));
    let secrets: Vec<_> = secrets.collect();
    office.home = desk;
    let made = office.asks(&["key", "new", name, "--no-passphrase"], "");
    assert_eq!(made.status.code(), Some(0), "{}", office.said);
    for file in secrets {
        std::fs::copy(&file, office.keys().join(file.file_name().expect("a name"))).expect("a copy");
    }
    office.home = ZHANG;
    last_line(&made)
}

fn last_line(output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    text.lines().last().expect("a last line").to_owned()
}

/// The same office with a checker and a clerk beside its administrator.
pub fn of_three(lang: &'static str) -> Office {
    let mut office = funded(lang);
    let li = sits_down(&mut office, LI, "李静");
    let wang = sits_down(&mut office, WANG, "王兰");
    office.does(&["operator", "add", "李静", "--role", "checker", "--public-key", &li]);
    office.does(&["operator", "add", "王兰", "--role", "经办", "--public-key", &wang]);
    at(&mut office, LI).does(&["approve", "E-10"]);
    office.home = ZHANG;
    office
}

/// The office as it is from that desk.
pub fn at<'a>(office: &'a mut Office, desk: &'static str) -> &'a mut Office {
    office.said.push_str(&format!("-- {desk}\n"));
    office.home = desk;
    office
}

fn in_both(name: &str, open: impl Fn(&'static str) -> Office, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = open(lang);
        walk(&mut office);
        office.check(name);
    }
}

fn ends(office: &mut Office, code: i32, args: &[&str]) {
    let output = office.asks(args, "");
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{}", office.said);
}

#[test]
fn three_people_keep_one_book() {
    in_both("walk", of_three, |office| {
        std::fs::write(office.root.path().join("list.pdf"), "名单").expect("a paper");
        at(office, WANG).does(&["disburse", "GJ", "5000", "--to", "P-1"]);
        office.does(&[
            "disburse",
            "GJ",
            "6000",
            "--to",
            "P-1",
            "--note",
            "已入户核实",
            "--attach",
            "list.pdf",
        ]);
        office.does(&["disburse", "GD", "100", "--to", "P-1", "--format", "csv"]);
        office.does(&["pending"]);
        office.does(&["show", "E-13"]);
        office.does(&["balance"]);
        at(office, LI).does(&["approve", "E-13", "E-15", "--note", "材料齐全", "--attach", "list.pdf"]);
        office.does(&["show", "E-13"]);
        office.does(&["show", "E-16"]);
        // A reversal that waits takes nothing back until it is approved; then it stands in red.
        at(office, WANG).does(&["reverse", "E-16", "--reason", "退汇", "--prepare"]);
        office.does(&["statement", "person", "P-1"]);
        at(office, LI).does(&["审批", "E-20"]);
        office.does(&["show", "E-21"]);
        office.does(&["statement", "person", "P-1"]);
        office.does(&["statement", "account", "1002"]);
        office.refuses(
            1,
            &["--key", "home/.config/jinguo/keys/张敏.key.json", "reverse", "E-21", "--reason", "再冲"],
        );
        at(office, WANG).does(&["disburse", "GJ", "7000", "--to", "P-1"]);
        at(office, LI).does(&["reject", "E-22", "--reason", "材料不全"]);
        at(office, WANG).does(&["show", "E-22"]);
        office.does(&["disburse", "GJ", "8000", "--to", "P-1"]);
        office.does(&["撤回", "E-24", "--reason", "金额写错"]);
        office.does(&["show", "E-25"]);
        office.does(&["pending", "--format", "json"]);
        // One person alone, and everybody sees it from then on.
        at(office, ZHANG).does(&["disburse", "GJ", "9000", "--to", "P-1"]);
        office.does(&["approve", "E-26", "--emergency", "--reason", "夜间抢险"]);
        office.does(&["show", "E-26"]);
        office.does(&["show", "E-27"]);
        office.does(&["log"]);
        office.does(&["statement", "fund", "GA"]);
        office.does(&["balance"]);
        office.does(&["report", "trial-balance"]);
        office.does(&["fund", "list"]);
        office.does(&["programme", "list"]);
        office.does(&["person", "list"]);
        ends(office, 10, &["verify"]);
    });
}

#[test]
fn a_month_does_not_close_while_something_waits() {
    in_both("close", of_three, |office| {
        at(office, WANG).does(&["disburse", "GJ", "5000.01", "--to", "P-1"]);
        office.does(&["disburse", "GD", "1", "--to", "P-1"]);
        office.clock += 30 * DAY;
        at(office, LI).does(&["pending"]);
        ends(office, 1, &["close", "2026-03", "--check"]);
        office.refuses(1, &["close", "2026-03", "--confirm-clock"]);
        office.does(&["approve", "E-12", "--confirm-clock"]);
        office.does(&["reject", "E-13", "--reason", "重复"]);
        office.does(&["close", "2026-03", "--check"]);
        office.does(&["close", "2026-03"]);
    });
}

#[test]
fn who_may_not_decide() {
    in_both("refused", of_three, |office| {
        at(office, WANG).does(&["disburse", "GJ", "6000", "--to", "P-1"]);
        office.refuses(1, &["approve", "E-12"]);
        office.refuses(1, &["reject", "E-12", "--reason", "不办了"]);
        office.refuses(1, &["approve", "E-12", "--emergency", "--reason", "急"]);
        office.refuses(2, &["approve", "E-12", "--emergency"]);
        office.refuses(2, &["approve", "E-12", "--reason", "急"]);
        office.refuses(2, &["reject", "E-12"]);
        office.refuses(1, &["operator", "role", "O-3", "--role", "administrator"]);
        office.refuses(1, &["fund", "threshold", "GA", "--none"]);
        at(office, ZHANG).refuses(1, &["withdraw", "E-12"]);
        office.does(&["key", "new", "孙红", "-o", "foreign.json", "--no-passphrase"]);
        office.refuses(1, &["--key", "foreign.json", "approve", "E-12"]);
        at(office, LI).refuses(1, &["withdraw", "E-12"]);
        office.refuses(1, &["approve", "E-12", "--emergency", "--reason", "急"]);
        office.refuses(1, &["disburse", "GJ", "1", "--to", "P-1"]);
        office.refuses(1, &["approve", "E-99"]);
        office.refuses(1, &["approve", "E-7"]);
        // The money came on the 8th; on the 1st there was none.
        office.refuses(1, &["approve", "E-12", "--voucher-date", "2026-03-01"]);
        office.refuses(1, &["approve", "E-12", "--bank", "NS"]);
        office.refuses(1, &["approve", "E-12", "E-99"]);
        office.does(&["approve", "E-12"]);
        office.refuses(1, &["approve", "E-12"]);
        at(office, ZHANG).does(&["disburse", "GJ", "6000", "--to", "P-1"]);
        office.refuses(1, &["approve", "E-14"]);
        office.refuses(1, &["reject", "E-14", "--reason", "不办了"]);
        office.refuses(1, &["disburse", "GJ", "6000", "--to", "P-1", "--bank", "NS"]);
        office.does(&["withdraw", "E-14"]);
        office.refuses(1, &["withdraw", "E-14"]);
        at(office, LI).refuses(1, &["approve", "E-14"]);
        // Two are prepared as the third of three: whoever is approved first has the number.
        at(office, ZHANG);
        let zhao = sits_down(office, "zhao", "赵云");
        let qian = sits_down(office, "qian", "钱红");
        office.does(&["operator", "add", "赵云", "--role", "审计", "--public-key", &zhao]);
        office.does(&["operator", "add", "钱红", "--role", "clerk", "--public-key", &qian]);
        at(office, LI).does(&["approve", "E-16"]);
        office.refuses(1, &["approve", "E-17"]);
        office.refuses(1, &["审批", "E-17"]);
        // Which account the money moves on is said by whoever lets it go.
        at(office, ZHANG).does(&["bank", "add", "NS", "农商行"]);
        office.refuses(1, &["disburse", "GJ", "6000", "--to", "P-1", "--bank", "NS"]);
    });
}

#[test]
fn operators_come_change_and_go() {
    in_both("operators", funded, |office| {
        let li = sits_down(office, LI, "李静");
        let add = |name, role, key| ["operator", "add", name, "--role", role, "--public-key", key];
        office.refuses(2, &add("李静", "checker", &li[..64]));
        office.refuses(2, &add("李静", "checker", "not-a-key"));
        office.refuses(2, &add("李静", "boss", &li));
        office.refuses(1, &add("李敬", "checker", &li));
        office.refuses(1, &add("张敏", "checker", &li));
        office.refuses(1, &["operator", "revoke", "张敏"]);
        office.refuses(1, &["operator", "role", "O-1", "--role", "clerk"]);
        office.refuses(1, &["operator", "role", "李静", "--role", "clerk"]);
        office.refuses(1, &["operator", "role", "O-2", "--role", "clerk"]);
        office.refuses(2, &["operator", "role", "O-0", "--role", "clerk"]);
        office.does(&add("李静", "clerk", &li));
        office.refuses(1, &add("李静二", "clerk", &li));
        // Nobody else can approve yet: an emergency it is.
        office.does(&["operator", "role", "李静", "--role", "管理员"]);
        office.does(&["approve", "E-10", "--emergency", "--reason", "尚无第二名审批人"]);
        office.does(&["操作员", "列表"]);
        // A threshold can be set by one, and changed by two.
        office.refuses(2, &["fund", "threshold", "GA"]);
        office.refuses(2, &["fund", "threshold", "GA", "5", "--none"]);
        office.refuses(2, &["fund", "threshold", "GA", "-5"]);
        office.refuses(1, &["programme", "threshold", "XX", "5"]);
        office.does(&["programme", "threshold", "GJ", "1万"]);
        office.does(&["fund", "threshold", "GA", "--none"]);
        at(office, LI).does(&["approve", "E-13"]);
        office.does(&["fund", "list"]);
        // She changes her key; what she signed with before signs nothing more.
        office.does(&["key", "new", "李静", "-o", "li-new.json", "--no-passphrase"]);
        office.does(&["key", "new", "李敬", "-o", "wrong.json", "--no-passphrase"]);
        office.refuses(2, &["operator", "rotate", "--new-key", "nowhere.json"]);
        office.refuses(1, &["operator", "rotate", "--new-key", "wrong.json"]);
        office.refuses(1, &["operator", "rotate", "--new-key", "li/.config/jinguo/keys/李静.key.json"]);
        office.does(&["operator", "rotate", "--new-key", "li-new.json"]);
        let gift = ["donate", "GA", "1", "--anonymous"];
        office.refuses(1, &[&["--key", "li/.config/jinguo/keys/李静.key.json"], gift.as_slice()].concat());
        office.refuses(1, &gift);
        office.does(&[&["--key", "li-new.json"], gift.as_slice()].concat());
        at(office, ZHANG).does(&["operator", "revoke", "O-2"]);
        office.does(&["approve", "E-17", "--emergency", "--reason", "她已调离"]);
        office.does(&["operator", "list"]);
        at(office, LI).refuses(1, &[&["--key", "li-new.json"], gift.as_slice()].concat());
        office.refuses(1, &["--key", "li-new.json", "operator", "rotate", "--new-key", "wrong.json"]);
        ends(office, 10, &["verify"]);
    });
}

#[test]
fn a_key_is_told_again_and_gets_another_passphrase() {
    in_both(
        "key",
        |lang| Office::new(lang).with_snapshots_in("approval"),
        |office| {
            let with = |office: &mut Office, old: &str, new: &str, args: &[&str]| {
                let mut command = office.command(env!("CARGO_BIN_EXE_jinguo"));
                command.args(args).env("JINGUO_PASSPHRASE", old).env("JINGUO_NEW_PASSPHRASE", new);
                office.tell(&format!("jinguo {}", args.join(" ")), command, "")
            };
            office.refuses(2, &["key", "public"]);
            let made = with(office, "right", "", &["key", "new", "李静"]);
            let file = office.keys().join("李静.key.json");
            let before = std::fs::read(&file).expect("a key file");
            let told = with(office, "right", "", &["key", "public"]);
            assert_eq!(last_line(&told), last_line(&made));
            for (old, new, code) in [("wrong", "new", 2), ("right", "", 4)] {
                let output = with(office, old, new, &["key", "passphrase"]);
                assert_eq!(output.status.code(), Some(code), "{}", office.said);
                assert!(std::fs::read(&file).expect("a key file") == before);
            }
            assert_eq!(with(office, "right", "new", &["key", "passphrase", "李静"]).status.code(), Some(0));
            assert_eq!(with(office, "right", "", &["key", "public"]).status.code(), Some(2));
            assert_eq!(last_line(&with(office, "new", "", &["密钥", "公钥"])), last_line(&made));
            assert_eq!(
                with(office, "new", "", &["key", "passphrase", "--no-passphrase"]).status.code(),
                Some(0)
            );
            office.does(&["key", "public"]);
            #[cfg(unix)]
            {
                let mode = std::os::unix::fs::PermissionsExt::mode(
                    &file.metadata().expect("it is there").permissions(),
                );
                assert_eq!(mode & 0o777, 0o600);
            }
            office.does(&["key", "new", "王兰", "--no-passphrase"]);
            office.refuses(2, &["key", "public"]);
            office.refuses(2, &["key", "public", "赵云"]);
            office.does(&["key", "public", "王兰"]);
            let key = file.display().to_string();
            office.refuses(1, &["--key", &key, "key", "public", "王兰"]);
        },
    );
}
