//! Loans as a clerk types them: whole lives with each kind of money, two persons, and each bad input.
//!
//! Owns: what she is told. Refuses to know: what is owed when; see `schedules.rs`.

use crate::approval::{LI, WANG, at, of_three};
use crate::office::{INIT, Office, PERSON};

/// Two women, the first of 76 years, and a man; numbers as GB 11643 makes them.
const LI_MEI: &str = "110105199001010029";
const ZHAO_QIANG: &str = "110105198505050011";
const SUN_XUE: &str = "11010520090301004X";

fn add(office: &mut Office, name: &'static str, number: &str) {
    let args = PERSON.map(|arg| if arg == "王芳" { name } else { arg });
    let added = office.asks(&args, &format!("{number}\n"));
    assert_eq!(added.status.code(), Some(0), "{}", office.said);
}

/// An office with a fund that lends, four persons, and a guarantor; nothing of that is told.
fn open(lang: &'static str) -> Office {
    let mut office = Office::new(lang).with_snapshots_in("loans");
    office.does(&["key", "new", "张敏", "--no-passphrase"]);
    office.does(&INIT);
    office.does(&["fund", "add", "XD", "小额信贷基金", "--purpose", "小额信贷", "--set-aside"]);
    office.asks(&PERSON, "11010519491231002X\n");
    add(&mut office, "李梅", LI_MEI);
    add(&mut office, "赵强", ZHAO_QIANG);
    add(&mut office, "孙雪", SUN_XUE);
    office.does(&["appropriate", "50000", "--fund", "XD", "--from", "示例县财政局", "--date", "2025-01-02"]);
    office.does(&["guarantor", "add", "示例县融资担保有限公司"]);
    std::fs::write(office.root.path().join("合同.pdf"), "合同").expect("a paper");
    office.said.clear();
    office
}

fn in_both(name: &str, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = open(lang);
        walk(&mut office);
        office.check(name);
    }
}

/// The line's words, split at spaces.
fn does(office: &mut Office, line: &str) {
    office.does(&line.split(' ').collect::<Vec<_>>());
}

fn refuses(office: &mut Office, code: i32, line: &str) {
    office.refuses(code, &line.split(' ').collect::<Vec<_>>());
}

/// The same with nothing told.
fn quietly(office: &mut Office, lines: &[&str]) {
    let told = office.said.len();
    lines.iter().for_each(|line| does(office, line));
    office.said.truncate(told);
}

/// A product of the fund's own money, of another's with a guarantor, and a card.
const PRODUCTS: [&str; 3] = [
    "product add XE 小额贷款 --kind term --rate 6% --limit 20000 --term 12m --fund XD --due-day 20 \
     --women-only --min-age 18 --max-age 60 --grace-days 3 --from 2025-01-01",
    "product add DB 担保贷款 --kind term --rate 4.35% --limit 100000 --term 24m --lender 示例农商行 \
     --guarantor 示例县融资担保有限公司 --from 2025-01-01",
    "product add JG 巾帼绿色信用卡 --kind revolving --rate 4.35% --limit 300000 --term 36m --lender 示例农商行 \
     --from 2025-01-01",
];

/// A loan of that product, number and amount to the second person, signed in January 2025; nothing of that is told.
fn signed(office: &mut Office, product: &str, loan: &str, amount: &str) {
    quietly(
        office,
        &[
            &format!("loan apply {product} {amount} --to P-2 --date 2025-01-10"),
            &format!("loan approve {loan} --date 2025-01-12"),
            &format!("loan sign {loan} --contract 借字〔2025〕1号 --paper 合同.pdf --date 2025-01-15"),
        ],
    );
}

#[test]
fn a_loan_of_the_offices_own_money_lives_and_ends() {
    in_both("own", |office| {
        for line in [
            PRODUCTS[0],
            "product list",
            "产品 条款 XE --from 2025-09-01 --rate 5.5% --method 等额本金 --anyone --max-age 0",
            "product show XE",
            "product list --format json",
            "loan apply XE 12000 --to P-2 --date 2025-01-10 --note 购买种苗",
            "loan approve L-1 --amount 10000 --months 6 --date 2025-01-12",
            "贷款 签约 L-1 --contract 借字〔2025〕1号 --paper 合同.pdf --date 2025-01-15",
            "贷款 放款 L-1 1万 --date 2025-01-20",
            "loan repay L-1 1695.64 --date 2025-02-20",
            "loan fee L-1 12.50 --date 2025-03-01",
            "loan repay L-1 1000 --date 2025-03-25",
            "loan visit L-1 --result concern --note 生意清淡 --date 2025-03-26",
            "loan provision --fund XD --date 2025-03-31",
            "loan provision --fund XD --date 2025-03-31",
            "loan repay L-1 3000 --reschedule --date 2025-04-20",
            "loan repay L-1 500 --format json --date 2025-05-10",
            "loan extend L-1 --months 3 --date 2025-05-20",
            "loan repay L-1 6000 --prepay --date 2025-06-20",
            "loan show L-1 --on 2025-06-20",
            "loan refund L-1 1000 --date 2025-06-21",
            "loan provision --fund XD --date 2025-06-30",
            "loan provision --fund XD --amount 5 --date 2025-07-01",
            "贷款 计提 --fund XD --release 5 --date 2025-07-02",
            "loan apply XE 5000 --to P-2 --date 2025-10-01",
            "verify",
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            let output = office.asks(&words, "");
            let fine = if line == "verify" { 10 } else { 0 };
            assert_eq!(output.status.code(), Some(fine), "{line}\n{}", office.said);
        }
    });
}

#[test]
fn a_card_of_a_bank_is_drawn_repaid_and_subsidised() {
    in_both("card", |office| {
        for line in [
            "product add JG 巾帼绿色信用卡 --kind revolving --rate 4.35% --limit 300000 --term 36m --lender 示例农商行",
            "product terms JG --from 2025-01-01 --due-day 20",
            "product subsidy JG --from 2025-01-01 --above-lpr -150bp --lpr 3.10% --months 24 --share 省级财政:70% \
             --share 县级财政:30%",
            "product show JG",
            "loan apply JG 200000 --to P-2 --date 2025-01-10",
            "loan approve L-000001 --date 2025-01-12",
            "loan sign L-1 --contract 卡字1号 --paper 合同.pdf --date 2025-01-15",
            "loan draw L-1 50000 --date 2025-02-01",
            "贷款 支用 L-1 3万 --date 2025-02-18",
            "loan repay L-1 60000 --date 2025-03-20",
            "loan apply JG 100000 --to P-1 --date 2025-01-20",
            "loan approve L-2 --date 2025-01-20",
            "loan sign L-2 --contract 卡字2号 --paper 合同.pdf --date 2025-01-20",
            "loan draw L-2 10000 --date 2025-03-01",
            "loan subsidy --quarter 2025Q1 --dry-run",
            "loan subsidy --quarter 2025Q1 --dry-run --format csv",
            "贷款 贴息 --quarter 2025Q1 --product JG",
            "loan subsidy --quarter 2025Q1",
            "loan subsidy --quarter 2025Q1 --dry-run",
            "loan subsidy --quarter 2025Q2 --format json",
            "loan subsidy --quarter 2024Q4",
            "show E-19",
            "report trial-balance",
        ] {
            does(office, line);
        }
    });
}

#[test]
fn a_guarantor_pays_and_is_paid_back() {
    in_both("guaranteed", |office| {
        quietly(office, &[PRODUCTS[1]]);
        signed(office, "DB", "L-1", "60000");
        for line in [
            "guarantor deposit 示例县融资担保有限公司 500万 --date 2025-01-05",
            "担保机构 存入 示例县融资担保有限公司 3万 --fund XD --date 2025-01-06",
            "guarantor return 示例县融资担保有限公司 1000 --fund XD --date 2025-01-07",
            "guarantor list",
            "loan draw L-1 60000 --date 2025-01-20",
            "loan claim L-1 20000 --fund XD --date 2025-05-01",
            "loan recover L-1 5000 --date 2025-06-01",
            "loan provision --fund XD --amount 15000 --date 2025-06-02",
            "loan write-off L-1 --date 2025-07-01",
            "贷款 收回 L-1 100 --date 2025-08-01",
            "guarantor list --format csv",
            "loan show L-1 --on 2025-08-01",
            "balance",
        ] {
            does(office, line);
        }
    });
}

#[test]
fn two_persons_decide_on_a_loan() {
    for lang in ["zh", "en"] {
        let mut office = of_three(lang).with_snapshots_in("loans");
        std::fs::write(office.root.path().join("合同.pdf"), "合同").expect("a paper");
        quietly(
            &mut office,
            &[
                "product add XE 小额贷款 --kind term --rate 6% --limit 20000 --term 12m --fund GA --from 2026-01-01",
            ],
        );
        office.said.clear();
        let office = &mut office;
        at(office, WANG);
        does(office, "loan apply XE 12000 --to P-1");
        does(office, "loan approve L-1");
        refuses(office, 1, "loan approve L-1");
        does(office, "pending");
        at(office, LI);
        refuses(office, 1, "loan approve L-1 --amount 10000");
        does(office, "loan approve L-1 --note 已核实");
        refuses(office, 1, "loan approve L-1");
        at(office, WANG);
        does(office, "loan sign L-1 --contract 借字1号 --paper 合同.pdf");
        does(office, "loan draw L-1 12000");
        at(office, LI);
        let pending = "approve E-19";
        does(office, pending);
        // What was worked out before the loan moved on no longer holds.
        at(office, WANG);
        does(office, "loan extend L-1 --months 3");
        does(office, "loan repay L-1 100");
        at(office, LI);
        refuses(office, 1, "approve E-21");
        at(office, WANG);
        does(office, "loan provision --fund GA");
        refuses(office, 1, "loan provision --fund GA");
        office.check("two-persons");
    }
}

#[test]
fn what_the_rules_refuse_of_products_and_guarantors() {
    in_both("products-refused", |office| {
        quietly(office, &PRODUCTS);
        let product = "product add ZZ 某产品 --kind term --limit 20000 --fund XD";
        for (more, code) in [
            ("--rate 400% --term 12m", 1),
            ("--rate 24.1% --term 12m --surcharge 50%", 1),
            ("--rate 6% --term 0", 1),
            ("--rate 6% --term 361m", 1),
            ("--rate 6% --term 12m --grace-principal 12m", 1),
            ("--rate 6% --term 12m --min-age 61 --max-age 60", 1),
            ("--rate 6% --term 12m --guarantor 某担保公司", 1),
            ("--rate -1% --term 12m", 2),
            ("--rate 六厘 --term 12m", 2),
            ("--rate 4.35001% --term 12m", 2),
            ("--rate 1001% --term 12m", 2),
            ("--rate 6% --term 一年", 2),
            ("--rate 6% --term 12m --due-day 29", 2),
            ("--rate 6% --term 12m --order fees,interest,principal", 2),
            ("--rate 6% --term 12m --surcharge 半数", 2),
            ("--rate 6% --term 12m --grace-days 367", 2),
            ("--rate 6% --term 12m --max-age 151", 2),
            ("--rate 6% --term 12m --method 随意", 2),
            ("--rate 6% --term 12m --lender 示例农商行", 2),
        ] {
            refuses(office, code, &format!("{product} {more}"));
        }
        let subsidy = "product subsidy XE --from 2025-01-01 --months 12 --share";
        for (line, code) in [
            ("product add XE 另一产品 --kind term --rate 6% --limit 1 --term 12m --fund XD", 1),
            ("product add ZZ 某产品 --kind term --rate 6% --limit 1 --term 12m --fund XX", 1),
            ("product add ZZ 某产品 --kind term --rate 6% --limit 0 --term 12m --fund XD", 2),
            ("product add ZZ 某产品 --kind term --rate 6% --limit 1 --term 12m", 2),
            ("product terms XE --from 2025-01-01 --rate 5%", 1),
            ("product terms QQ --from 2025-01-01", 1),
            ("product show QQ", 1),
            (&format!("{subsidy} 省级财政:70% --full"), 1),
            (&format!("{subsidy} 省级财政:100% --part 0%"), 1),
            (&format!("{subsidy} 省级财政:100% --above-lpr -20000bp --lpr 3%"), 1),
            (&format!("{subsidy} 省级财政:100% --above-lpr -1.5% --lpr 3%"), 2),
            (&format!("{subsidy} 省级财政:100% --above-lpr -150bp"), 2),
            (&format!("{subsidy} 省级财政 --full"), 2),
            (&format!("{subsidy} 省级财政:100% --part 101%"), 2),
            (&format!("{subsidy} 省级财政:100%"), 2),
            ("guarantor add 示例县融资担保有限公司", 1),
            ("guarantor add 示例县妇女联合会", 1),
            ("guarantor add 乙县妇联创业中心", 1),
            ("guarantor add 示例县财政局", 1),
            ("guarantor deposit 某担保公司 100", 1),
            ("guarantor return 示例县融资担保有限公司 100 --fund XD", 1),
            ("guarantor deposit 示例县融资担保有限公司 60000 --fund XD --date 2025-01-06", 1),
            ("guarantor deposit 示例县融资担保有限公司 -5", 2),
        ] {
            refuses(office, code, line);
        }
        let shares = "--share 甲:10% --share 乙:10% --share 丙:10% --share 丁:10% --share 戊:10% --share 己:10% \
                      --share 庚:10% --share 辛:10% --share 壬:10% --share 癸:10%";
        refuses(office, 1, &format!("product subsidy XE --from 2025-01-01 --full --months 12 {shares}"));
    });
}

#[test]
fn what_the_rules_refuse_before_money_is_lent() {
    in_both("grant-refused", |office| {
        quietly(office, &PRODUCTS);
        for (line, code) in [
            ("loan apply QQ 5000 --to P-2", 1),
            ("loan apply XE 5000 --to P-2 --date 2024-12-31", 1),
            ("loan apply XE 20000.01 --to P-2", 1),
            ("loan apply XE 5000 --to P-2 --months 13", 1),
            ("loan apply XE 5000 --to P-2 --months 0", 1),
            ("loan apply XE 5000 --to P-3", 1),
            ("loan apply XE 5000 --to P-4", 1),
            ("loan apply XE 5000 --to P-1", 1),
            ("loan apply JG 5000 --to P-5", 1),
            ("loan apply JG 5000 --to P-99", 1),
            ("loan apply JG 5000 --to 李梅", 2),
            ("loan apply JG 0 --to P-2", 2),
            ("loan approve L-9", 1),
            ("loan approve 9", 2),
        ] {
            refuses(office, code, line);
        }
        does(office, "loan apply JG 1000 --to P-1 --date 2025-01-10");
        does(office, "loan apply XE 5000 --to P-2 --date 2025-01-10");
        for (line, code) in [
            ("loan apply XE 100 --to P-2 --date 2025-01-11", 1),
            ("loan sign L-2 --contract 1 --paper 合同.pdf --date 2025-01-12", 1),
            ("loan draw L-2 100 --date 2025-01-12", 1),
            ("loan repay L-2 100 --date 2025-01-12", 1),
            ("loan extend L-2 --months 1 --date 2025-01-12", 1),
            ("loan fee L-2 1 --date 2025-01-12", 1),
            ("loan visit L-2 --result well --date 2025-01-12", 1),
            ("loan approve L-2 --amount 5000.01 --date 2025-01-12", 1),
            ("loan approve L-2 --months 24 --date 2025-01-12", 1),
            ("loan approve L-2 --date 2025-01-09", 1),
            ("loan sign L-2 --contract 1 --paper 没有.pdf --date 2025-01-12", 2),
        ] {
            refuses(office, code, line);
        }
        quietly(office, &["loan approve L-2 --date 2025-01-12"]);
        refuses(office, 1, "loan approve L-2 --date 2025-01-12");
        refuses(office, 1, "loan draw L-2 100 --date 2025-01-12");
        quietly(office, &["loan sign L-2 --contract 1 --paper 合同.pdf --date 2025-01-15"]);
        for line in [
            "loan repay L-2 100 --date 2025-01-16",
            "loan draw L-2 5000.01 --date 2025-01-16",
            "loan draw L-2 5000 --bank XX --date 2025-01-16",
            "loan claim L-2 --all --date 2025-01-16",
            "loan write-off L-2 --date 2025-01-16",
            "loan recover L-2 1 --date 2025-01-16",
            "loan refund L-2 1 --date 2025-01-16",
        ] {
            refuses(office, 1, line);
        }
    });
}

#[test]
fn what_the_rules_refuse_while_a_loan_runs() {
    in_both("running-refused", |office| {
        quietly(office, &PRODUCTS);
        signed(office, "XE", "L-1", "12000");
        quietly(office, &["loan draw L-1 10000 --date 2025-01-20"]);
        for line in [
            // A repayment before the draw.
            "loan repay L-1 100 --date 2025-01-19",
            "loan draw L-1 2000.01 --date 2025-01-21",
            "loan draw L-1 100 --date 2025-01-18",
            "loan repay L-1 50000 --date 2025-02-20",
            "loan repay L-1 100 --from-prepayment --date 2025-02-20",
            "loan repay L-1 100 --reschedule --date 2025-02-20",
            "loan claim L-1 --all --date 2025-03-20",
            "loan write-off L-1 --date 2025-02-20",
            "loan extend L-1 --to 2026-01-20 --date 2025-02-20",
            "loan extend L-1 --to 2025-02-01 --date 2025-02-20",
            "loan extend L-1 --months 13 --date 2025-02-20",
            "loan extend L-1 --to 2027-01-21 --date 2025-02-20",
            "loan apply XE 100 --to P-2 --date 2025-02-20",
            // In arrears.
            "loan draw L-1 100 --date 2025-03-01",
            "loan extend L-1 --months 3 --date 2025-03-01",
            "loan apply JG 100 --to P-2 --date 2025-03-01",
            "loan write-off L-1 --date 2025-03-01",
            // After maturity.
            "loan draw L-1 100 --date 2026-01-20",
            "loan extend L-1 --months 3 --date 2026-02-01",
            "loan fee L-1 -5",
            "loan extend L-1",
            "loan claim L-1",
            "loan claim L-1 100 --all",
            "loan visit L-1 --result 还好",
            "loan provision --fund XD --amount 1 --release 1",
        ] {
            let usage = ["fee L-1 -5", "extend L-1", "claim L-1", "还好", "--release", "100 --all"];
            let code =
                if usage.iter().any(|end| line.ends_with(end)) || line.contains("--release") { 2 } else { 1 };
            refuses(office, code, line);
        }
        quietly(office, &["loan repay L-1 1000 --date 2025-02-20"]);
        refuses(office, 1, "reverse E-19 --reason 重复录入");
        refuses(office, 1, "person erase P-2");
        // The payment may be reversed, and its reversal may not.
        quietly(office, &["reverse E-20 --reason 重复录入 --date 2025-02-21"]);
        refuses(office, 1, "reverse E-21 --reason 重复录入");
        refuses(office, 1, "reverse E-20 --reason 重复录入");
        quietly(office, &["loan repay L-1 20000 --prepay --date 2025-02-21"]);
        for line in [
            // A second settlement.
            "loan repay L-1 1 --date 2025-02-22",
            "loan refund L-1 20000 --date 2025-02-22",
            "loan extend L-1 --months 1 --date 2025-02-22",
            "loan recover L-1 1 --date 2025-02-22",
        ] {
            refuses(office, 1, line);
        }
    });
}

#[test]
fn what_the_rules_refuse_of_claims_and_losses() {
    in_both("late-refused", |office| {
        quietly(office, &PRODUCTS);
        signed(office, "DB", "L-1", "60000");
        quietly(
            office,
            &[
                "guarantor deposit 示例县融资担保有限公司 3000 --fund XD --date 2025-01-06",
                "loan draw L-1 60000 --date 2025-01-20",
            ],
        );
        refuses(office, 1, "loan claim L-1 5000 --date 2025-01-25");
        refuses(office, 1, "loan claim L-1 5000 --fund XD --date 2025-05-01");
        refuses(office, 1, "loan claim L-1 5000 --fund XX --date 2025-05-01");
        refuses(office, 1, "loan claim L-1 99999 --date 2025-05-01");
        quietly(office, &["loan claim L-1 3000 --fund XD --date 2025-05-01"]);
        refuses(office, 1, "loan claim L-1 100 --date 2025-05-02");
        refuses(office, 1, "loan recover L-1 3000.01 --date 2025-05-02");
        refuses(office, 1, "loan recover L-1 1 --after write-off --date 2025-05-02");
        refuses(office, 1, "loan write-off L-1 --date 2025-06-01");
        refuses(office, 1, "guarantor return 示例县融资担保有限公司 1 --fund XD --date 2025-06-01");
        refuses(office, 1, "loan subsidy --quarter 2026Q1 --dry-run");
        refuses(office, 1, "loan subsidy --quarter 2026Q1");
        refuses(office, 1, "loan subsidy --quarter 2025Q1 --product QQ");
        refuses(office, 2, "loan subsidy --quarter 2025-1");
        refuses(office, 1, "loan provision --fund XX");
        refuses(office, 1, "loan provision --fund XD --release 1");
        quietly(
            office,
            &[
                "loan provision --fund XD --amount 3000 --date 2025-06-01",
                "loan write-off L-1 --date 2025-06-01",
            ],
        );
        refuses(office, 1, "loan repay L-1 100 --date 2025-06-02");
        refuses(office, 1, "loan write-off L-1 --date 2025-06-02");
        refuses(office, 1, "loan apply JG 100 --to P-2 --date 2025-06-02");
        refuses(office, 1, "loan recover L-1 999999 --date 2025-06-02");
        // A loan of the office's own money, and the office's deposit.
        quietly(
            office,
            &["product add ZY 自有担保 --kind term --rate 6% --limit 20000 --term 12m --fund XD \
             --guarantor 示例县融资担保有限公司 --from 2025-01-01"],
        );
        quietly(
            office,
            &[
                "loan apply ZY 6000 --to P-1 --date 2025-01-10",
                "loan approve L-2 --date 2025-01-12",
                "loan sign L-2 --contract 2 --paper 合同.pdf --date 2025-01-15",
                "loan draw L-2 6000 --date 2025-01-20",
                "guarantor deposit 示例县融资担保有限公司 1000 --fund XD --date 2025-05-06",
            ],
        );
        refuses(office, 1, "loan claim L-2 100 --fund XD --date 2025-05-07");
        quietly(
            office,
            &[
                "loan claim L-2 100 --date 2025-05-07",
                "loan provision --fund XD --amount 6000 --date 2025-06-01",
                "loan write-off L-2 --date 2025-06-01",
            ],
        );
        // Something is to be recovered after both.
        refuses(office, 2, "loan recover L-2 1 --date 2025-06-02");
        does(office, "loan recover L-2 1 --after 核销 --date 2025-06-02");
    });
}
