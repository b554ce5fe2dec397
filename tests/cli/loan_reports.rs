//! Loans at the command line, read: one loan with its formulas, lists, statements, subsidies worked out again, the portfolio.
//!
//! Owns: what those commands say of a small office's loans, in both languages. Refuses to know: how loans are recorded.
//!
//! At 3.6 % by ACT/360 each 10,000 yuan bear 1 yuan a day, so every figure can be followed in the head.

use crate::office::{DAY, Office, PERSON};

/// A loan of a bank that stops being paid, with a payment that was a mistake; a card of the office's own money, extended.
fn in_both(name: &str, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = Office::open(lang).with_snapshots_in("loan-reports");
        lend(&mut office);
        office.said.clear();
        walk(&mut office);
        office.check(name);
    }
}

fn lend(office: &mut Office) {
    std::fs::write(office.root.path().join("合同.txt"), "借款合同").expect("a paper");
    let mut second = PERSON;
    (second[3], second[5]) = ("李梅", "龙山街道/东门社区");
    assert_eq!(office.asks(&second, "110105199001010029\n").status.code(), Some(0), "{}", office.said);
    office.does(&["donate", "GA", "3000", "--anonymous", "--date", "2026-01-02"]);
    office.does(&["guarantor", "add", "示例担保公司"]);
    office.does(&["guarantor", "deposit", "示例担保公司", "2500"]);
    let term = ["--kind", "term", "--rate", "3.6%", "--limit", "100000", "--term", "12m"];
    let bank = ["--lender", "示例农商行", "--guarantor", "示例担保公司", "--from", "2025-06-01"];
    let method = ["--method", "equal-principal", "--due-day", "1", "--grace-days", "3"];
    office.does(&[&["product", "add", "DB", "小额担保贷款"], &term[..], &bank, &method].concat());
    let rule = ["--from", "2025-06-01", "--points", "2%", "--months", "24"];
    let shares = ["--share", "省级财政:70%", "--share", "县级财政:30%"];
    office.does(&[&["product", "subsidy", "DB"], &rule[..], &shares].concat());
    let card = ["--kind", "revolving", "--rate", "4.35%", "--limit", "5000", "--term", "12m", "--fund", "GA"];
    let more = ["--method", "interest-monthly", "--due-day", "20", "--from", "2025-06-01"];
    office.does(&[&["product", "add", "XD", "小额信贷扶贫"], &card[..], &more].concat());
    let signed = |office: &mut Office, loan: &'static str, date: &'static str| {
        office.does(&["loan", "approve", loan, "--date", date]);
        office.does(&["loan", "sign", loan, "--contract", "农贷1号", "--paper", "合同.txt", "--date", date]);
    };
    let november = ["--to", "P-1", "--months", "4", "--date", "2025-11-01"];
    office.does(&[&["loan", "apply", "DB", "10000"], &november[..]].concat());
    signed(office, "L-1", "2025-11-01");
    office.does(&["loan", "draw", "L-1", "10000", "--date", "2025-11-01"]);
    office.does(&["loan", "repay", "L-1", "2530", "--date", "2025-12-01"]);
    office.does(&["loan", "subsidy", "--quarter", "2025Q4", "--date", "2026-01-05"]);
    office.does(&["loan", "fee", "L-1", "5", "--date", "2026-01-08"]);
    office.does(&["loan", "repay", "L-1", "100", "--date", "2026-01-10"]);
    let last = last_entry(office);
    office.does(&["reverse", last.as_str(), "--reason", "重复录入"]);
    office.does(&["loan", "visit", "L-1", "--result", "concern", "--date", "2026-02-10"]);
    office.does(&["loan", "apply", "XD", "3000", "--to", "P-3", "--date", "2026-02-01"]);
    signed(office, "L-2", "2026-02-01");
    office.does(&["loan", "draw", "L-2", "600", "--date", "2026-02-05"]);
    office.does(&["loan", "repay", "L-2", "1.09", "--date", "2026-02-20"]);
    office.does(&["loan", "draw", "L-2", "200", "--date", "2026-02-20"]);
    office.does(&["loan", "extend", "L-2", "--months", "6"]);
    office.does(&["loan", "apply", "XD", "500", "--to", "P-1", "--date", "2025-06-01"]);
}

/// The number of what was recorded last.
fn last_entry(office: &mut Office) -> String {
    let said = office.asks(&["log", "--last", "1", "--format", "csv"], "").stdout;
    let text = String::from_utf8(said).expect("UTF-8");
    let last = text.lines().last().and_then(|line| line.split(',').next()).expect("an entry");
    last.to_owned()
}

/// A payment of December that the bank tells in March.
fn told_late(office: &mut Office) {
    let told = office.said.len();
    office.clock += 5 * DAY;
    let paid = ["loan", "repay", "L-1", "2523.25", "--date", "2025-12-20", "--confirm-clock"];
    office.does(&paid);
    office.said.truncate(told);
}

#[test]
fn one_loan_can_be_followed_to_the_fen() {
    in_both("one", |office| {
        office.does(&["loan", "show", "L-1"]);
        office.does(&["贷款", "查看", "L-1", "--on", "2025-12-31", "--format", "csv"]);
        office.does(&["loan", "show", "L-2"]);
        office.does(&["loan", "show", "L-3"]);
        office.does(&["loan", "schedule", "L-1"]);
        office.does(&["loan", "schedule", "L-2", "--all"]);
        office.does(&["loan", "schedule", "L-3"]);
        office.does(&["loan", "explain", "L-1"]);
        office.does(&["loan", "explain", "L-2", "--on", "2026-03-20"]);
        office.does(&["loan", "explain", "L-3"]);
        office.does(&["loan", "payoff", "L-1"]);
        office.does(&["loan", "payoff", "L-2", "--on", "2026-06-30", "--format", "json"]);
        office.does(&["statement", "loan", "L-1"]);
        office.does(&[
            "statement",
            "loan",
            "L-1",
            "--from",
            "2026-01-01",
            "--to",
            "2026-02-28",
            "--format",
            "csv",
        ]);
        office.does(&["statement", "person", "P-1"]);
        office.does(&["statement", "person", "P-3"]);
        for command in ["show", "schedule", "explain", "payoff"] {
            office.refuses(1, &["loan", command, "L-9"]);
        }
        office.refuses(1, &["statement", "loan", "L-9"]);
        office.refuses(2, &["loan", "show", "1"]);
    });
}

#[test]
fn lists_and_claims_worked_out_again() {
    in_both("lists", |office| {
        office.does(&["loan", "list"]);
        office.does(&["loan", "list", "--overdue", "--format", "csv"]);
        office.does(&["loan", "list", "--product", "XD", "--stage", "在贷", "--on", "2026-02-28"]);
        office.does(&["loan", "due"]);
        office.does(&["loan", "due", "--within", "3d", "--on", "2026-02-18", "--unmask"]);
        office.does(&["loan", "subsidy", "--recompute", "--quarter", "2025Q4"]);
        told_late(office);
        office.does(&["loan", "subsidy", "--recompute", "--quarter", "2025Q4", "--product", "DB"]);
        office.does(&["loan", "subsidy", "--recompute", "--quarter", "2026Q1", "--format", "csv"]);
        office.refuses(1, &["loan", "list", "--product", "ZZ"]);
        office.refuses(2, &["loan", "list", "--stage", "late"]);
        office.refuses(2, &["loan", "due", "--within", "2w"]);
        office.refuses(2, &["loan", "subsidy", "--recompute"]);
        office.refuses(2, &["loan", "subsidy", "--recompute", "--quarter", "2025Q4", "--date", "2026-03-08"]);
    });
}

#[test]
fn the_portfolio_as_known_then_and_as_it_was() {
    in_both("portfolio", |office| {
        let then = ["report", "portfolio", "--as-of", "2026-02-28"];
        office.does(&then);
        let before =
            office.asks(&[&then[..], &["--known", "2026-03-08", "--format", "csv"]].concat(), "").stdout;
        told_late(office);
        office.does(&then);
        let after =
            office.asks(&[&then[..], &["--known", "2026-03-08", "--format", "csv"]].concat(), "").stdout;
        assert!(before == after, "what was known then changes by nothing that is recorded later");
        office.does(&["报表", "贷款组合", "--by", "产品", "--format", "csv"]);
        office.does(&["report", "portfolio", "--by", "township"]);
        office.does(&["report", "portfolio", "--known", "2026-03-07", "--by", "lender", "--format", "json"]);
        // Without the vault nobody knows who lives where.
        std::fs::rename(office.books().join("vault"), office.root.path().join("vault")).expect("the vault");
        office.does(&["report", "portfolio", "--by", "township", "--format", "csv"]);
        office.refuses(2, &["report", "portfolio", "--by", "village"]);
    });
}
