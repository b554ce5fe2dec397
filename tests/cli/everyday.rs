//! Everyday books as a clerk types them: accounts, spending, budgets, grants, opening balances, vouchers, registers.
//!
//! Owns: a walk in each chart, and each bad input. Refuses to know: what the rules post; see `postings.rs`.

use crate::office::{DAY, INIT, Office};
use sha2::{Digest, Sha256};

fn in_both(name: &str, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = Office::open(lang).with_snapshots_in("everyday");
        office.does(&["fund", "add", "GZ", "工作经费", "--purpose", "妇联工作", "--set-aside"]);
        office.said.clear();
        walk(&mut office);
        office.check(name);
    }
}

/// Accounts, a budget, a register, and money on all of them; nothing of that is told.
fn furnish(office: &mut Office) {
    office.does(&["appropriate", "8000", "--fund", "GZ", "--from", "示例县财政局"]);
    office.does(&["bank", "add", "JB", "农商行基本户"]);
    office.does(&["bank", "add", "XJ", "库存现金", "--cash"]);
    office.does(&["bank", "move", "100", "--fund", "GZ", "--from", "first", "--to", "XJ"]);
    office.does(&["budget", "set", "GZ", "办公费", "500"]);
    office.does(&["spend", "300", "--fund", "GZ", "--budget", "办公费"]);
    office.does(&["register", "add", "医疗援助卡"]);
    office.does(&["register", "note", "医疗援助卡", "--count", "50"]);
    office.said.clear();
}

#[test]
fn a_clerk_keeps_the_everyday_books() {
    in_both("walk", |office| {
        office.does(&["bank", "add", "JB", "农商行基本户", "--number", "6217000000000000"]);
        office.does(&["账户", "新增", "XJ", "库存现金", "--cash"]);
        office.does(&["拨入", "8万", "--fund", "GZ", "--from", "示例县财政局"]);
        office.does(&["budget", "set", "GZ", "办公费", "20000"]);
        office.does(&["预算", "设定", "GZ", "办公费", "2.5万", "--year", "2026"]);
        office.does(&["budget", "set", "GZ", "差旅费", "0"]);
        office.does(&["spend", "320.50", "--fund", "GZ", "--payee", "打印店", "--account", "管理费用"]);
        std::fs::write(office.root.path().join("发票1.pdf"), "发票").expect("a paper");
        std::fs::write(office.root.path().join("发票2.pdf"), "另一张").expect("a paper");
        let spend = ["支出", "1,000", "--fund", "GZ", "--payee", "打印店", "--budget", "办公费"];
        let attached = ["--attach", "发票1.pdf", "--attach", "发票2.pdf", "--note", "打印年度材料"];
        office.does(&[spend.as_slice(), &attached].concat());
        office.does(&["spend", "2000", "--fund", "GZ", "--account", "1501"]);
        office.does(&["bank", "move", "5000", "--fund", "GZ", "--from", "first", "--to", "XJ"]);
        office.does(&["spend", "100", "--fund", "GZ", "--bank", "XJ", "--budget", "办公费"]);
        office.does(&["pass-through", "receive", "500", "--for", "地震灾区"]);
        office.does(&["账户", "划转", "500", "--held", "--from", "基本账户", "--to", "JB"]);
        office.does(&["bank", "interest", "12.34", "--fund", "GZ", "--bank", "JB"]);
        office.does(&["bank", "fee", "5", "--fund", "GZ"]);
        office.does(&["bank", "list"]);
        office.does(&["bank", "list", "--format", "csv"]);
        office.does(&["budget", "list"]);
        office.does(&["budget", "list", "--year", "2025", "--format", "json"]);
        office.does(&["拨付", "下级", "300", "--fund", "GA", "--to", "乙镇妇女联合会", "--programme", "GJ"]);
        office.does(&["grant", "pass", "1000", "--fund", "GZ", "--to", "P-5", "--format", "json"]);
        office.does(&["opening", "12000", "--fund", "GZ", "--account", "银行存款—自有资金", "--bank", "JB"]);
        office.does(&["期初", "500", "--fund", "GZ", "--account", "其他应付款", "--credit"]);
        office.does(&["show", "E-19"]);
        office.does(&["show", "E-26"]);
        office.does(&["report", "trial-balance"]);
        office.does(&["balance"]);
        office.does(&["statement", "fund", "GZ"]);
        office.does(&["statement", "account", "5301"]);
        office.does(&["account", "list"]);
        // A voucher of 2025 is of the older edition of the chart: the same name, another code.
        office.does(&["appropriate", "10", "--fund", "GZ", "--from", "P-3", "--date", "2025-12-30"]);
        office.does(&["spend", "5", "--fund", "GZ", "--account", "管理费用", "--date", "2025-12-31"]);
        office.does(&["show", "E-35"]);
        office.does(&["spend", "6", "--fund", "GZ", "--account", "税金及附加"]);
        office.does(&["report", "trial-balance"]);
        office.does(&["report", "trial-balance", "--period", "2026-03"]);
        office.does(&["statement", "account", "5201"]);
    });
}

#[test]
fn papers_are_hashed_in_the_order_given() {
    let mut office = Office::open("en");
    let papers = ["发票", "", "另一张"];
    let mut args = vec!["disburse", "GJ", "100", "--to", "P-1"];
    let names = ["1.pdf", "2.pdf", "3.pdf"];
    for (name, text) in names.into_iter().zip(papers) {
        std::fs::write(office.root.path().join(name), text).expect("a paper");
        args.extend(["--attach", name]);
    }
    office.does(&args);
    let shown = office.asks(&["show", "E-9"], "").stdout;
    let shown = String::from_utf8(shown).expect("UTF-8");
    let hash = |text: &str| -> String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let told: Vec<&str> =
        shown.lines().filter_map(|line| line.strip_prefix("Attachment, SHA-256 ")).collect();
    assert_eq!(told, papers.map(hash));
}

#[test]
fn a_general_voucher_waits_for_a_second_person() {
    in_both("voucher", |office| {
        furnish(office);
        let fund = ["voucher", "new", "--fund", "GZ"];
        let lines = ["--debit", "管理费用：200＠gz", "--debit", "固定资产:1,800", "--credit", "100201:2000"];
        office.does(
            &[fund.as_slice(), &lines, &["--budget", "办公费", "--bank", "JB", "--note", "补记"]].concat(),
        );
        office.does(&["show", "E-19"]);
        let relief = ["--debit", "业务活动成本:10@GA", "--credit", "100201:10@GA", "--programme", "GJ"];
        office.does(&[["凭证", "新增", "--fund", "GZ"].as_slice(), &relief, &["--person", "P-1"]].concat());
        // The cash account stands on the line of cash alone.
        let advance = ["--debit", "其他应收款:70", "--credit", "1001:50", "--credit", "100201:20"];
        office.does(&[fund.as_slice(), &advance, &["--person", "P-1", "--bank", "XJ"]].concat());
        office.does(
            &[fund.as_slice(), &["--debit", "5301:1", "--credit", "2209:1", "--format", "csv"]].concat(),
        );
        // What waits is reserved: it can't be spent a second time.
        office.refuses(1, &["spend", "7,000", "--fund", "GZ"]);
        office.does(&["balance"]);
        office.does(&["log", "--last", "4"]);
    });
}

#[test]
fn a_register_counts_what_goes_past_the_books() {
    in_both("register", |office| {
        office.does(&["register", "add", "医疗援助卡"]);
        office.does(&["register", "note", "医疗援助卡", "--count", "50", "--from", "示例县医院"]);
        office.does(&["备查", "登记", "医疗援助卡", "--count", "1", "--amount", "200", "--person", "P-1"]);
        office.does(&["备查簿", "登记", "医疗援助卡", "--count", "7", "--note", "重复登记"]);
        office.does(&["register", "strike", "E-14", "--note", "与前一笔重复"]);
        office.does(&["register", "list"]);
        office.does(&["register", "list", "--format", "json"]);
        office.does(&["register", "show", "医疗援助卡"]);
        office.refuses(1, &["register", "strike", "E-14"]);
        office.refuses(1, &["register", "strike", "E-2"]);
        office.refuses(1, &["register", "strike", "E-99"]);
        office.refuses(1, &["register", "add", "医疗援助卡"]);
        office.refuses(1, &["register", "note", "春蕾计划", "--count", "6"]);
        office.refuses(1, &["register", "show", "春蕾计划"]);
        office.refuses(2, &["register", "note", "医疗援助卡", "--count", "0"]);
        office.refuses(2, &["register", "note", "医疗援助卡", "--count", "4294967296"]);
        office.refuses(2, &["register", "note", "医疗援助卡"]);
        // Nothing of it is in the books.
        office.does(&["report", "trial-balance"]);
    });
}

#[test]
fn what_the_rules_refuse_of_everyday_books() {
    in_both("refused", |office| {
        furnish(office);
        let spend = |args: &[&'static str]| [&["spend", "200.01", "--fund"], args].concat();
        office.refuses(1, &spend(&["GZ", "--budget", "办公费"]));
        office.refuses(1, &spend(&["GZ", "--budget", "会议费"]));
        office.refuses(1, &spend(&["GZ", "--budget", "办公费", "--date", "2025-12-31"]));
        office.refuses(1, &["budget", "set", "GZ", "办公费", "299.99"]);
        office.refuses(1, &["budget", "set", "XX", "办公费", "1"]);
        office.refuses(1, &spend(&["GZ", "--account", "受托代理负债"]));
        office.refuses(1, &spend(&["GZ", "--account", "100202"]));
        office.refuses(1, &spend(&["GZ", "--account", "现金"]));
        office.refuses(1, &spend(&["GZ", "--account", "银行存款"]));
        office.refuses(1, &spend(&["GZ", "--account", "捐赠收入—限定性"]));
        office.refuses(1, &spend(&["GZ", "--account", "费用"]));
        office.refuses(1, &spend(&["GZ", "--account", "9999"]));
        office.refuses(1, &spend(&["GZ", "--account", "税金及附加", "--date", "2025-12-31"]));
        office.refuses(1, &spend(&["GZ", "--bank", "XJ"]));
        office.refuses(1, &spend(&["GZ", "--bank", "ZZ"]));
        office.refuses(1, &spend(&["GZ", "--bank", "XJ", "--prepare"]));
        office.refuses(1, &spend(&["GZ", "--programme", "ZZ"]));
        office.refuses(1, &spend(&["GA"]));
        office.refuses(1, &spend(&["LA", "--programme", "GJ"]));
        office.refuses(1, &["spend", "10000", "--fund", "GZ"]);
        office.refuses(1, &["spend", "1", "--fund", "GZ", "--payee", "P-99"]);
        office.refuses(1, &["grant", "pass", "1", "--fund", "GZ", "--to", "P-1"]);
        office.refuses(1, &["grant", "pass", "1", "--fund", "GA", "--to", "乙镇妇女联合会"]);
        office.refuses(1, &["bank", "move", "1", "--fund", "GZ", "--from", "JB", "--to", "jb"]);
        office.refuses(1, &["bank", "move", "100.01", "--fund", "GZ", "--from", "XJ", "--to", "first"]);
        office.refuses(1, &["bank", "move", "1", "--held", "--from", "JB", "--to", "XJ"]);
        office.refuses(1, &["bank", "add", "XJ", "另一处现金", "--cash"]);
        office.refuses(1, &["bank", "fee", "100000", "--fund", "GZ"]);
        office.refuses(1, &["opening", "1", "--fund", "GZ", "--account", "管理费用"]);
        office.refuses(1, &["opening", "1", "--fund", "GZ", "--account", "受托代理资产"]);
        office.refuses(1, &["opening", "1", "--fund", "GZ", "--account", "100201", "--bank", "XJ"]);
        office.refuses(1, &["opening", "99999", "--fund", "GZ", "--account", "100201", "--credit"]);
    });
}

#[test]
fn vouchers_that_are_refused() {
    in_both("voucher-refused", |office| {
        furnish(office);
        let voucher = |args: &[&'static str]| [&["voucher", "new", "--fund", "GZ"], args].concat();
        office.refuses(1, &voucher(&["--debit", "5301:320.50", "--credit", "2209:300.50"]));
        office.refuses(1, &voucher(&["--debit", "5301:20@GA", "--credit", "2209:20"]));
        office.refuses(1, &voucher(&["--debit", "5301:20", "--credit", "1002:20"]));
        office.refuses(1, &voucher(&["--debit", "100202:20", "--credit", "2601:20"]));
        office.refuses(1, &voucher(&["--debit", "5301:20", "--credit", "100201:20", "--bank", "XJ"]));
        office.refuses(1, &voucher(&["--debit", "5301:20", "--credit", "2209:20", "--bank", "XJ"]));
        office.refuses(1, &voucher(&["--debit", "5301:20@GA", "--credit", "100201:20@GA"]));
        office.refuses(
            1,
            &voucher(&[
                "--debit",
                "5301:150",
                "--debit",
                "5101:150",
                "--credit",
                "2209:300",
                "--budget",
                "办公费",
            ]),
        );
        office.refuses(1, &voucher(&["--debit", "5301:1@XX", "--credit", "2209:1"]));
        office.refuses(1, &voucher(&["--debit", "办公费:1", "--credit", "2209:1"]));
        office.refuses(1, &voucher(&["--debit", "5301:1", "--credit", "2209:1", "--person", "P-99"]));
        office.refuses(2, &voucher(&["--debit", "管理费用 1", "--credit", "2209:1"]));
        office.refuses(2, &voucher(&["--debit", "管理费用:-1", "--credit", "2209:1"]));
        office.refuses(2, &voucher(&["--debit", "管理费用:0.005", "--credit", "2209:1"]));
        office.refuses(2, &voucher(&["--debit", "管理费用:1@关爱", "--credit", "2209:1"]));
        office.refuses(2, &voucher(&["--debit", "管理费用:1"]));
        let many: Vec<&str> = std::iter::repeat_n(["--debit", "5301:1"], 200).flatten().collect();
        let before = office.journal();
        let told = office.said.len();
        let output = office.asks(&[voucher(&["--credit", "2209:200"]), many].concat(), "");
        assert_eq!((output.status.code(), office.journal() == before), (Some(2), true));
        office.said.truncate(told);
        office.said.push_str(&String::from_utf8_lossy(&output.stderr));
    });
}

#[test]
fn values_that_are_none_reach_no_everyday_book() {
    in_both("values", |office| {
        office.refuses(2, &["spend", "-5", "--fund", "GZ"]);
        office.refuses(2, &["spend", "0", "--fund", "GZ"]);
        office.refuses(2, &["spend", "5"]);
        office.refuses(2, &["spend", "5", "--fund", "GZ", "--attach", "没有.pdf"]);
        office.refuses(2, &["bank", "add", "first", "基本户"]);
        office.refuses(2, &["bank", "add", "XJ", "库存现金", "--cash", "--number", "1"]);
        office.refuses(2, &["bank", "move", "5", "--from", "first", "--to", "XJ"]);
        office.refuses(2, &["bank", "move", "5", "--fund", "GZ", "--held", "--from", "first", "--to", "XJ"]);
        office.refuses(
            2,
            &["bank", "move", "5", "--fund", "GZ", "--from", "first", "--to", "XJ", "--bank", "XJ"],
        );
        office.refuses(2, &["budget", "set", "GZ", "办公费", "-1"]);
        office.refuses(2, &["budget", "set", "GZ", "办公费", "1", "--year", "26"]);
        office.refuses(2, &["opening", "0", "--fund", "GZ", "--account", "100201"]);
    });
}

#[test]
fn opening_balances_come_before_the_first_close() {
    in_both("opening-closed", |office| {
        office.clock += 30 * DAY;
        office.does(&["close", "2026-03", "--confirm-clock"]);
        office.refuses(1, &["opening", "1", "--fund", "GZ", "--account", "100201"]);
    });
}

#[test]
fn a_government_office_keeps_two_sets_of_books() {
    for lang in ["zh", "en"] {
        let mut office = Office::new(lang).with_snapshots_in("everyday");
        office.does(&["key", "new", "张敏", "--no-passphrase"]);
        office.does(&INIT.map(|arg| if arg == "ngo" { "gov" } else { arg }));
        office.does(&["fund", "add", "GZ", "工作经费", "--purpose", "妇联工作", "--set-aside"]);
        office.does(&["fund", "add", "GA", "关爱资金", "--purpose", "困难妇女儿童救助"]);
        office.does(&["programme", "add", "GJ", "困难儿童救助", "--fund", "GA"]);
        office.asks(&crate::office::PERSON, "11010519491231002X\n");
        office.does(&["bank", "add", "XJ", "库存现金", "--cash"]);
        office.said.clear();
        let opening = ["opening", "50000", "--fund", "GZ", "--account", "银行存款—自有资金"];
        for line in [
            opening.as_slice(),
            &["opening", "3000", "--fund", "GZ", "--account", "固定资产"],
            &["appropriate", "320000", "--fund", "GZ", "--from", "示例县财政局"],
            &["donate", "GA", "10000", "--from", "省妇女联合会", "--grant"],
            &["donate", "GA", "2000", "--from", "爱心企业"],
            &["disburse", "GJ", "1000", "--to", "P-1"],
            &["spend", "320.50", "--fund", "GZ", "--payee", "打印店"],
            &["spend", "2000", "--fund", "GZ", "--account", "固定资产"],
            &["grant", "pass", "500", "--fund", "GA", "--to", "乙镇妇女联合会", "--programme", "GJ"],
            &["bank", "interest", "12.34", "--fund", "GZ"],
            &["bank", "fee", "5", "--fund", "GZ"],
            &["bank", "move", "1000", "--fund", "GZ", "--from", "first", "--to", "XJ"],
            &["pass-through", "receive", "500", "--for", "地震灾区"],
            &["pass-through", "pay", "200", "--for", "地震灾区"],
            &["transfer", "100", "--from", "GZ", "--to", "GA"],
        ] {
            office.does(line);
        }
        office.refuses(1, &["reverse", "E-22", "--reason", "重复录入", "--bank", "XJ"]);
        office.does(&["reverse", "E-22", "--reason", "重复录入"]);
        office.does(&["show", "E-10"]);
        office.does(&["show", "E-27"]);
        let voucher = |args: &[&'static str]| [&["voucher", "new", "--fund", "GZ"], args].concat();
        let financial = ["--debit", "业务活动费用:80", "--credit", "100201:80"];
        office.refuses(
            1,
            &voucher(&[financial.as_slice(), &["--debit", "行政支出:80", "--credit", "8001:70"]].concat()),
        );
        office.refuses(1, &voucher(&["--debit", "业务活动费用:80", "--credit", "8001:80"]));
        office.refuses(1, &voucher(&["--debit", "管理费用:80", "--credit", "100201:80"]));
        office.refuses(1, &["spend", "1", "--fund", "GZ", "--account", "行政支出"]);
        office.does(&voucher(
            &[financial.as_slice(), &["--debit", "行政支出:80", "--credit", "资金结存:80"]].concat(),
        ));
        office.does(&voucher(&["--debit", "其他应收款:80", "--credit", "100201:80"]));
        office.does(&["report", "trial-balance"]);
        office.does(&["report", "trial-balance", "--period", "2026-03", "--by-fund", "--format", "csv"]);
        office.does(&["balance"]);
        office.does(&["statement", "fund", "GZ"]);
        office.does(&["statement", "account", "8001"]);
        office.clock += 30 * DAY;
        office.asks(&["close", "2026-03", "--check"], "");
        assert_eq!(office.asks(&["verify"], "").status.code(), Some(10), "{}", office.said);
        office.check("government");
    }
}
