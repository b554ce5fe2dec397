//! Relief by rules as three people type it: from the application to the bank's answer, and each bad input.
//!
//! Owns: what they are told, and that nothing of a refused round is recorded. Refuses to know: the rules themselves.

use crate::approval::{LI, WANG, ZHANG, at, of_three};
use crate::goods::{does, quietly, refuses};
use crate::office::{Office, PERSON};
use jinguo::base::{Date, Line, Timestamp};
use jinguo::chain::OperatorKey;
use jinguo::entry::PersonSort;
use jinguo::ledger::{Access, Ledger, Options, PersonDetails, Secrets};
use jinguo::store::fs::RealFs;
use jinguo::store::key_file::KeyFile;
use jinguo::store::ledger_secrets::{LedgerFile, LookupFile};
use jinguo::store::sled_index::SledIndexes;
use jinguo::store::vault::MasterKey;
use std::path::PathBuf;
use std::sync::Arc;

/// Three persons beside the first; numbers as GB 11643 makes them.
const OTHERS: [(&str, &str); 3] =
    [("李梅", "110105199001010029"), ("赵强", "110105198505050011"), ("孙雪", "11010520090301004X")];
const FIRST_ID: &str = "11010519491231002X";

fn asks(office: &mut Office, line: &str, input: &str) {
    let output = office.asks(&line.split(' ').collect::<Vec<_>>(), input);
    assert_eq!(output.status.code(), Some(0), "{line}\n{}", office.said);
}

fn write(office: &Office, name: &str, text: impl AsRef<[u8]>) {
    std::fs::write(office.root.path().join(name), text).expect("a file");
}

fn read(office: &Office, name: &str) -> String {
    std::fs::read_to_string(office.root.path().join(name)).expect("a file")
}

fn people(office: &mut Office) {
    for (name, number) in OTHERS {
        let args = PERSON.map(|arg| if arg == "王芳" { name } else { arg });
        let added = office.asks(&args, &format!("{number}\n"));
        assert_eq!(added.status.code(), Some(0), "{}", office.said);
    }
    for paper in ["诊断.pdf", "证件.pdf", "签收.jpg"] {
        write(office, paper, paper);
    }
}

/// Three persons at three desks, and a programme with every step there is; nothing of that is told.
fn open(lang: &'static str) -> Office {
    let mut office = of_three(lang).with_snapshots_in("relief");
    people(&mut office);
    for line in [
        "fund add LA 两癌救助基金 --purpose 两癌救助",
        "programme add LA 两癌救助 --fund LA",
        "programme rules LA --template 两癌救助 --from 2015-01-01",
        "donate LA 50000 --from 爱心企业 --date 2026-01-05",
    ] {
        does(&mut office, line);
    }
    office.said.clear();
    office
}

/// One person alone, two programmes of money with nothing but what a test asks for, and one of goods.
fn alone(lang: &'static str) -> Office {
    let mut office = Office::open(lang).with_snapshots_in("relief");
    people(&mut office);
    for line in [
        "programme rules GJ --gives money --from 2015-01-01",
        "programme add LA 两癌救助 --fund LA",
        "programme rules LA --gives money --amount 100 --once lifetime --from 2015-01-01",
        "programme add YZ 母亲邮包 --fund GA",
        "programme rules YZ --gives goods --from 2015-01-01",
    ] {
        does(&mut office, line);
    }
    office.said.clear();
    office
}

fn in_both(name: &str, open: impl Fn(&'static str) -> Office, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = open(lang);
        walk(&mut office);
        office.check(name);
    }
}

/// Reads what `bank-list` wrote, and lets the bank answer each row.
fn bank_answers(office: &Office, list: &str, answers: &[(&str, &str)]) -> String {
    let list = read(office, list);
    let mut text = String::from("\u{FEFF}序号,账号,户名,金额,结果,原因\r\n");
    for (row, (result, reason)) in list.trim_start_matches('\u{FEFF}').lines().skip(1).zip(answers) {
        text.push_str(&format!("{row},{result},{reason}\r\n"));
    }
    text
}

#[test]
fn from_the_application_to_the_banks_answer() {
    in_both("walk", open, |office| {
        at(office, WANG);
        for line in [
            "relief apply LA --to P-1 --amount 10000 --attach 诊断.pdf --attach 证件.pdf --date 2026-02-01",
            "救助 申请 LA --to P-2 --attach 诊断.pdf --attach 证件.pdf --date 2026-02-01 --note 家住三楼",
            "relief apply LA --to P-3 --attach 诊断.pdf --attach 证件.pdf --date 2026-02-01 --format csv",
            "relief check C-1 --date 2026-02-02",
            "救助 入户核查 C-2 --date 2026-02-02",
            "relief check C-3 --fails --date 2026-02-02",
            "relief review C-1 --date 2026-02-03",
            "relief review C-2 --date 2026-02-03",
            "relief list",
            "relief list --status passed",
            "救助 列表 --status 不通过 --programme LA",
            "relief show C-3",
            "relief propose LA --all-passed --dry-run --date 2026-02-04",
            "relief propose LA --all-passed --date 2026-02-04",
            "relief show RD-1",
            "relief show C-1",
            "relief list",
        ] {
            does(office, line);
        }
        refuses(office, 1, "relief pay RD-1");
        refuses(office, 1, "relief pay C-1");
        refuses(office, 1, "relief pay C-3");
        refuses(office, 1, "relief approve RD-1");
        at(office, ZHANG);
        refuses(office, 1, "relief approve RD-1 --pay");
        does(office, "relief approve RD-1 --note 材料齐全");
        refuses(office, 1, "relief approve RD-1");
        refuses(office, 1, "relief pay RD-1 --date 2026-02-04");
        does(office, "relief notice C-1 --date 2026-02-05");
        refuses(office, 1, "relief notice RD-1 --date 2026-02-06");
        refuses(office, 1, "relief pay RD-1 --date 2026-02-11");
        refuses(office, 1, "relief bank-list RD-1 -o list.csv");
        asks(office, "person amend P-1 --bank-card -", "9990 0012 3456 7890 123\n");
        asks(office, "person amend P-2 --bank-card -", "999000123456\n");
        at(office, WANG);
        does(office, "relief pay RD-1 --date 2026-02-12");
        refuses(office, 1, "relief pay RD-1 --date 2026-02-12");
        refuses(office, 1, "relief bank-list RD-1 -o list.csv");
        assert!(!office.root.path().join("list.csv").exists(), "a clerk got the list");
        at(office, ZHANG);
        does(office, "relief bank-list RD-1 -o list.csv");
        let list = "\u{FEFF}row,account,name,amount_yuan\r\n1,9990001234567890123,王芳,10000.00\r\n\
            2,999000123456,李梅,10000.00\r\n";
        assert_eq!(read(office, "list.csv"), list);
        refuses(office, 1, "relief bank-list RD-1 -o list.csv");
        does(office, "relief bank-list RD-1 -o list.csv --rows 2 --force");
        does(office, "relief bank-list RD-1 -o list.csv --force");
        let bank = bank_answers(office, "list.csv", &[("成功", ""), ("失败", "账号户名不符")]);
        write(office, "bank.csv", &bank);
        does(office, "relief reconcile RD-1 bank.csv --date 2026-02-13");
        refuses(office, 1, "relief reconcile RD-1 bank.csv --date 2026-02-13");
        at(office, WANG);
        for line in [
            "relief show RD-1",
            "relief list --status returned",
            "relief pay RD-1 --date 2026-02-20",
            "relief return C-2 --reason not-collected --date 2026-02-21",
            "relief pay RD-1 --rows 2 --date 2026-02-22 --format json",
        ] {
            does(office, line);
        }
        at(office, ZHANG);
        does(office, "relief bank-list RD-1 -o second.csv");
        let bank = bank_answers(office, "second.csv", &[("success", "")]);
        write(office, "bank.csv", &bank);
        does(office, "relief reconcile RD-1 bank.csv --date 2026-02-23");
        for line in [
            "relief show RD-1",
            "relief show C-2",
            "relief show RD-1 --unmask --format csv",
            "relief list",
            "relief list --format json",
            "show E-40",
            "statement person P-2",
        ] {
            does(office, line);
        }
        let verified = office.asks(&["verify"], "");
        assert_eq!(verified.status.code(), Some(10), "{}", office.said);
    });
}

#[test]
fn the_second_person_approves_and_pays_in_one_commit() {
    in_both("approve-and-pay", open, |office| {
        quietly(
            office,
            &[
                "programme add CL 春节慰问 --fund GA",
                "programme rules CL --gives money --steps approve --from 2026-01-01",
            ],
        );
        at(office, WANG);
        refuses(office, 1, "relief propose CL --where-category 低收入母亲 --amount 500 --pay");
        does(office, "relief propose CL --where-category 低收入母亲 --where-area 雉城街道 --amount 500");
        refuses(office, 1, "relief propose CL --where-category 单亲母亲 --amount 500");
        at(office, LI);
        refuses(office, 1, "relief approve RD-1 --pay");
        at(office, ZHANG);
        does(office, "relief approve RD-1 --pay --attach 签收.jpg");
        does(office, "relief show RD-1");
        refuses(office, 1, "relief answer RD-1");
        does(office, "relief return RD-1 --rows 2-3 --reason 无此账户");
        does(office, "relief drop RD-1 --rows 2 --reason declined");
        refuses(office, 2, "relief return RD-1 --reason other");
        refuses(office, 2, "relief pay RD-1 --rows 1,1");
        refuses(office, 1, "relief pay RD-1 --rows 9");
        refuses(office, 1, "relief pay RD-1 --rows 1-3");
        // Approving the entry is the same as approving the round.
        at(office, WANG);
        does(office, "relief propose CL --to P-1 --amount 100 --paper 证件.pdf");
        at(office, LI);
        does(office, "approve E-27");
        does(office, "relief show RD-2");
    });
}

#[test]
fn a_file_of_one_person_alone_is_paid_at_once() {
    in_both("file", alone, |office| {
        write(
            office,
            "rows.csv",
            format!("身份证号,金额,附件\r\n{FIRST_ID},100.50,证件.pdf\r\n,,\r\n{},200,\r\n", OTHERS[0].1),
        );
        does(office, "relief propose GJ --file rows.csv --dry-run");
        does(office, "relief propose GJ --file rows.csv --pay");
        write(office, "rows.csv", "person,amount\nP-4,=1+1\nP-5,100\n");
        refuses(office, 1, "relief propose GJ --file rows.csv");
        write(office, "rows.csv", "person\nP-4\nP-5\n");
        does(office, "relief propose GJ --file rows.csv --amount 50 --format json");
        does(office, "relief propose LA --to P-5 --pay");
        does(office, "relief show RD-2");
        // No answer of the bank is asked for: what arrived needs no entry.
        write(office, "bank.csv", "row,amount,result\n1,100,success\n");
        does(office, "relief reconcile RD-3 bank.csv");
        refuses(office, 2, "relief propose GJ --to P-4");
        refuses(office, 2, "relief propose GJ");
        refuses(office, 2, "relief propose GJ --to P-1 --file rows.csv");
        refuses(office, 2, "relief propose GJ --file nowhere.csv");
        refuses(office, 1, "relief propose GJ --all-passed");
        refuses(office, 1, "relief show RD-9");
        refuses(office, 1, "relief show C-9");
        refuses(office, 2, "relief show E-9");
    });
}

#[test]
fn every_bad_row_and_cell_of_a_file_is_named() {
    in_both("bad-file", alone, |office| {
        quietly(office, &["person erase P-4 --order 县法院〔2026〕1号裁定"]);
        write(
            office,
            "rows.csv",
            format!(
                "person,id_number,amount,case,gift,paper,card\n\
                P-1,,100,,,,\n\
                P-3,,0.005,,,,\n\
                P-1,,100,,,证件.pdf,\n\
                P-4,,100,,,,\n\
                P-9,,100,,,,\n\
                ,{FIRST_ID},100,,,,\n\
                ,{},,,,../证件.pdf,\n\
                ,330522195001010011,-5,,,,\n\
                ,,100,C-7,J-7,,\n\
                P-5,{FIRST_ID},100,,,没有.pdf,\n\
                P-5,,100,,J-7,,00000001\n\
                P-5,,100\n\
                ,,100,,,,\n",
                OTHERS[0].1
            ),
        );
        refuses(office, 1, "relief propose GJ --file rows.csv");
        refuses(office, 1, "relief propose GJ --file rows.csv --dry-run");
        for text in [
            &b"person,phone\nP-1,1\n"[..],
            b"person,person\nP-1,P-1\n",
            b"",
            b"person,amount\n",
            // 编号,金额 in GBK, and a file of UTF-16.
            b"\xB1\xE0\xBA\xC5,\xBD\xF0\xB6\xEE\nP-1,100\n",
            b"\xFF\xFEp\0e\0",
        ] {
            write(office, "rows.csv", text);
            refuses(office, 1, "relief propose GJ --file rows.csv");
        }
        write(office, "rows.csv", format!("person\n{}", "P-1\n".repeat(1001)));
        refuses(office, 1, "relief propose GJ --file rows.csv --amount 1");
        write(office, "rows.csv", vec![b'a'; 11 * 1024 * 1024]);
        refuses(office, 1, "relief propose GJ --file rows.csv --amount 1");
    });
}

#[test]
fn what_the_rules_say_of_a_row_names_its_cell() {
    in_both("bad-rows", alone, |office| {
        quietly(
            office,
            &[
                "donate LA 1000 --anonymous --date 2015-01-05",
                "relief propose LA --to P-1 --date 2015-03-08 --pay",
                "relief propose LA --to P-3 --date 2026-01-08",
                "programme add WX 和平镇救助 --fund GA",
                "programme rules WX --gives money --area 和平镇 --from 2026-01-01",
                "goods add 母亲邮包 --unit 个",
                "goods receive 母亲邮包 3 --fund GA --value 300 --anonymous",
                "goods add 医疗援助卡 --unit 张 --digits 8",
                "goods receive 医疗援助卡 2 --fund GA --first-number 00000001 --no-value --anonymous",
                "relief propose YZ --to P-1 --item 医疗援助卡 --number 1 --pay --attach 签收.jpg",
            ],
        );
        // Eleven years later, and one more the same year.
        refuses(office, 1, "relief propose LA --to P-1 --date 2026-03-07");
        write(office, "rows.csv", "编号,金额\nP-5,100\nP-1,100\nP-3,99.99\nP-4,100.01\n");
        refuses(office, 1, "relief propose LA --file rows.csv");
        // The wrong township.
        refuses(office, 1, "relief propose WX --to P-1 --amount 10");
        refuses(office, 1, "relief propose WX --where-category 低收入母亲 --amount 10");
        // Goods that are not in stock, and cards that are gone, there twice or never came.
        write(office, "rows.csv", "编号,数量\nP-1,2\nP-3,2\nP-4,1\nP-5,1.5\n");
        refuses(office, 1, "relief propose YZ --file rows.csv --item 母亲邮包");
        write(office, "rows.csv", "编号,卡号\nP-1,00000001\nP-3,00000002\nP-4,2\nP-5,000000003\n");
        refuses(office, 1, "relief propose YZ --file rows.csv --item 医疗援助卡");
        refuses(office, 1, "relief propose YZ --to P-3 --item 医疗援助卡 --number 00000001");
        refuses(office, 1, "relief propose YZ --to P-3 --item 医疗援助卡 --number 00000009");
        refuses(office, 1, "relief propose YZ --to P-3 --item 医疗援助卡 --number 000000002");
        refuses(office, 1, "relief propose YZ --to P-3 --item 医疗援助卡");
        refuses(office, 1, "relief propose YZ --to P-3 --item 母亲邮包 --pieces 1 --pay");
        refuses(office, 1, "relief propose YZ --to P-3 --amount 100");
        does(office, "relief propose YZ --to P-3 --item 母亲邮包 --pieces 2");
        does(office, "relief list");
        does(office, "relief show RD-4");
        refuses(office, 1, "relief bank-list RD-4 -o list.csv");
        // Where she lives stands in the vault: without its key nobody can say whether she may receive.
        for item in std::fs::read_dir(office.keys()).expect("keys").flatten() {
            if item.file_name().to_string_lossy().ends_with(".ledger.json") {
                std::fs::remove_file(item.path()).expect("the ledger's keys");
            }
        }
        refuses(office, 2, "relief propose WX --to P-1 --amount 10");
        refuses(office, 2, "relief propose GJ --where-area 雉城街道 --amount 10");
    });
}

#[test]
fn a_banks_file_that_does_not_fit_is_refused_whole() {
    in_both("bad-bank", alone, |office| {
        write(office, "rows.csv", "编号,金额\nP-1,100\nP-3,200\nP-4,300\n");
        quietly(office, &["relief propose GJ --file rows.csv --pay"]);
        asks(office, "person amend P-1 --bank-card -", "9990 0012 3456 7890 123\n");
        office.said.clear();
        for text in [
            "序号,金额,结果\n1,100,成功\n3,300,成功\n",
            "序号,金额,结果,原因\n1,100,成功,\n1,100,失败,\n2,200.01,成功,\n9,1,成功,\n3,300,不明,\n",
            "序号,账号,户名,金额,结果\n1,9990001234567890124,王芬,100,成功\n2,999000123456,李梅,200,成功\n3,,,300,成功\n",
            "序号,账号\n1,9990001234567890123\n",
            "序号,余额\n1,1\n",
        ] {
            write(office, "bank.csv", text);
            refuses(office, 1, "relief reconcile RD-1 bank.csv");
        }
        let text = "序号,账号,户名,金额,结果,原因\n1,'9990001234567890123,王芳,100.00,成功,\n\
            3,,,300,失败,已销户\n2,,李梅,200,失败,账号不存在\n";
        write(office, "bank.csv", text);
        does(office, "relief reconcile RD-1 bank.csv --format csv");
        does(office, "relief show RD-1");
    });
}

/// Registers so many persons more in one commit, through the library: nobody types a thousand names in a test.
fn crowd(office: &Office, count: u32) {
    let keys: Vec<PathBuf> =
        std::fs::read_dir(office.keys()).expect("keys").flatten().map(|i| i.path()).collect();
    let text = |ending: &str| {
        let file = keys.iter().find(|path| path.to_string_lossy().ends_with(ending)).expect("a key file");
        std::fs::read_to_string(file).expect("its text")
    };
    let own = LedgerFile::parse(&text(".ledger.json"))
        .expect("the ledger's keys")
        .unlock(None)
        .expect("no passphrase");
    let lookup = LookupFile::parse(&text(".lookup.json")).expect("the look-up key").open(&own.master);
    let secrets = Some(Secrets { master: MasterKey::new(own.master.clone()), lookup });
    let mut at = 0_u64;
    let options = Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: None,
        secrets,
        entropy: Box::new(move |bytes| {
            at += 1;
            blake3::Hasher::new().update(&at.to_be_bytes()).finalize_xof().fill(bytes);
        }),
        rebuild: false,
    };
    let mut ledger =
        Ledger::open(&office.books(), Access::Write, options, &mut |_, _| ()).expect("the ledger");
    let seed = KeyFile::parse(&text("张敏.key.json")).expect("a key").unlock(None).expect("no passphrase");
    let key = OperatorKey::from_seed(&seed);
    let mut batch =
        ledger.begin(&key, Timestamp::from_millis(office.clock).expect("now"), true).expect("a commit");
    for n in 0..count {
        let details = PersonDetails {
            sort: PersonSort::Natural,
            name: Line::new(&format!("受助人{n}")).expect("a name"),
            id_number: None,
            area: None,
            category: None,
            bank_card: None,
        };
        batch.add_person(&details, Date::new(2026, 3, 8).expect("a day")).expect("registered");
    }
    batch.commit().expect("recorded");
}

#[test]
fn a_thousand_rows_are_refused_for_one_fen_of_one_of_them() {
    in_both("thousand", alone, |office| {
        // The donor of the office's first gift is P-2, the others were registered after her.
        let first = 6;
        crowd(office, 1000);
        // 1,000.00 is there already: with it 73,100.00 less a fen.
        quietly(office, &["donate GA 72099.99 --anonymous"]);
        let mut text = String::from("person,amount\n");
        for n in 0..1000 {
            let amount = if n < 731 { "100.00" } else { "0.01" };
            text.push_str(&format!("P-{},{amount}\n", first + n));
        }
        write(office, "rows.csv", &text);
        refuses(office, 1, "relief propose GJ --file rows.csv --pay");
        quietly(office, &["donate GA 2.70 --anonymous"]);
        does(office, "relief propose GJ --file rows.csv --pay");
        does(office, "balance");
    });
}
