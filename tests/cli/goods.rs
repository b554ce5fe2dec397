//! Goods as a clerk types them: given, bought, handed out, counted and given back; and each bad input.
//!
//! Owns: what she is told. Refuses to know: what a piece is worth when it goes; see the rules' own tests.

use crate::office::{Office, PERSON};

const LI_MEI: &str = "110105199001010029";

/// An office with money in two funds, two persons, a programme of goods with its rules, and papers; nothing is told.
pub fn open(lang: &'static str, folder: &'static str) -> Office {
    let mut office = Office::open(lang).with_snapshots_in(folder);
    let li = PERSON.map(|arg| if arg == "王芳" { "李梅" } else { arg });
    let added = office.asks(&li, &format!("{LI_MEI}\n"));
    assert_eq!(added.status.code(), Some(0), "{}", office.said);
    for line in [
        "fund add YB 母亲邮包基金 --purpose 困难妇女儿童救助",
        "donate YB 5000 --from 省妇联",
        "programme add YZ 母亲邮包发放 --fund YB",
        "programme rules YZ --gives goods --from 2026-01-01",
        "programme rules GJ --gives money --from 2026-01-01",
    ] {
        does(&mut office, line);
    }
    for paper in ["签收.jpg", "同意.pdf", "证明.pdf"] {
        std::fs::write(office.root.path().join(paper), paper).expect("a paper");
    }
    office.said.clear();
    office
}

/// The line's words, split at spaces.
pub fn does(office: &mut Office, line: &str) {
    office.does(&line.split(' ').collect::<Vec<_>>());
}

pub fn refuses(office: &mut Office, code: i32, line: &str) {
    office.refuses(code, &line.split(' ').collect::<Vec<_>>());
}

/// The same with nothing told.
pub fn quietly(office: &mut Office, lines: &[&str]) {
    let told = office.said.len();
    lines.iter().for_each(|line| does(office, line));
    office.said.truncate(told);
}

fn in_both(name: &str, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = open(lang, "goods");
        walk(&mut office);
        office.check(name);
    }
}

#[test]
fn goods_come_in_and_are_handed_out_the_oldest_first() {
    in_both("walk", |office| {
        for line in [
            "goods add 母亲邮包 --unit 个",
            "goods list",
            "goods receive 母亲邮包 3 --fund YB --from 省妇联 --value 100 --date 2026-03-01",
            "物资 收到 母亲邮包 2 --fund YB --anonymous --unit-value 50.50 --fair",
            "物资 采购 母亲邮包 10 1500 --fund YB --payee 示例商店 --attach 证明.pdf",
            "捐入 YB --goods 棉被 --quantity 100 --unit-value 200 --from 爱心企业",
            "donate YB --goods 棉被 --quantity 1 --unit-value 180 --anonymous --format json",
            "goods receive 棉被 5 --fund GA --from 爱心企业 --no-value",
            "goods issue 母亲邮包 --to P-1 --programme YZ --pieces 4 --attach 签收.jpg --note 入户发放",
            "物资 发放 棉被 --to P-3 --programme YZ --attach 签收.jpg",
            "goods list",
            "goods show 母亲邮包",
            "物资 盘点 母亲邮包 10 --fund YB",
            "goods count 棉被 101 --fund YB",
            "goods show 棉被",
            "goods list --format json",
            "reverse E-23 --reason 重复录入",
            "balance",
            "statement person P-1",
            "statement fund YB",
            "log --last 3",
        ] {
            does(office, line);
        }
        assert_eq!(office.asks(&["verify"], "").status.code(), Some(10), "{}", office.said);
    });
}

#[test]
fn numbered_goods_go_by_their_numbers() {
    in_both("numbered", |office| {
        for line in [
            "goods add 医疗援助卡 --unit 张 --digits 8",
            "goods receive 医疗援助卡 40 --fund YB --from 示例县医院 --unit-value 100 --first-number 00000001",
            "goods receive 医疗援助卡 2 --fund YB --from 示例县医院 --no-value --first-number 101",
            "goods issue 医疗援助卡 --to P-1 --programme YZ --number 00000007 --attach 签收.jpg",
            "goods count 医疗援助卡 39 --fund YB --missing 00000003,00000101",
            "goods show 医疗援助卡",
            "goods show 医疗援助卡 --format csv",
            "statement person P-1",
        ] {
            does(office, line);
        }
        for line in [
            // Issued before, missing, never there, too long, none where there must be one.
            "goods issue 医疗援助卡 --to P-3 --programme YZ --number 00000007 --attach 签收.jpg",
            "goods issue 医疗援助卡 --to P-3 --programme YZ --number 00000003 --attach 签收.jpg",
            "goods issue 医疗援助卡 --to P-3 --programme YZ --number 00000999 --attach 签收.jpg",
            "goods issue 医疗援助卡 --to P-3 --programme YZ --number 000000008 --attach 签收.jpg",
            "goods issue 医疗援助卡 --to P-3 --programme YZ --pieces 1 --attach 签收.jpg",
            // Received before, one of many too; a last number that is too long; none.
            "goods receive 医疗援助卡 10 --fund YB --anonymous --no-value --first-number 00000040",
            "goods receive 医疗援助卡 2 --fund YB --anonymous --no-value --first-number 99999999",
            "goods receive 医疗援助卡 2 --fund YB --anonymous --no-value",
            "goods receive 医疗援助卡 10001 --fund YB --anonymous --no-value --first-number 00001000",
            // Surplus; numbers that do not make up the difference; a number that is not in stock.
            "goods count 医疗援助卡 40 --fund YB",
            "goods count 医疗援助卡 38 --fund YB",
            "goods count 医疗援助卡 38 --fund YB --missing 00000007",
        ] {
            refuses(office, 1, line);
        }
    });
}

#[test]
fn goods_that_are_refused() {
    in_both("refused", |office| {
        quietly(
            office,
            &[
                "goods add 母亲邮包 --unit 个",
                "goods receive 母亲邮包 3 --fund YB --from 省妇联 --value 100",
                "programme add SP 大额物资 --fund YB",
                "programme rules SP --gives goods --notice 5 --from 2026-01-01",
            ],
        );
        for line in [
            "goods add 母亲邮包 --unit 件",
            "goods receive 棉被 3 --fund YB --anonymous --no-value",
            "goods receive 母亲邮包 3 --fund held --anonymous --no-value",
            "goods receive 母亲邮包 3 --fund YB --gift J-1 --no-value",
            "goods receive 母亲邮包 3 --fund YB --anonymous --no-value --first-number 1",
            "goods receive 母亲邮包 1000000000 --fund YB --anonymous --unit-value 1000000",
            "goods buy 母亲邮包 3 99999 --fund YB",
            "goods issue 母亲邮包 --to P-1 --programme YZ --pieces 4 --attach 签收.jpg",
            "goods issue 母亲邮包 --to P-1 --programme YZ --pieces 1",
            "goods issue 母亲邮包 --to P-2 --programme YZ --attach 签收.jpg",
            "goods issue 母亲邮包 --to P-1 --programme GJ --fund YB --attach 签收.jpg",
            "goods issue 母亲邮包 --to P-1 --programme SP --attach 签收.jpg",
            "goods issue 母亲邮包 --to P-1 --programme YZ --number 1 --attach 签收.jpg",
            "goods count 母亲邮包 2 --fund YB --missing 1",
            "goods give-back 母亲邮包 1 --gift J-1",
            "goods show 棉被",
        ] {
            refuses(office, 1, line);
        }
        for line in [
            "goods receive 母亲邮包 0 --fund YB --anonymous --no-value",
            "goods receive 母亲邮包 -3 --fund YB --anonymous --no-value",
            "goods receive 母亲邮包 3 --anonymous --no-value",
            "goods receive 母亲邮包 3 --fund YB --no-value",
            "goods receive 母亲邮包 3 --fund YB --anonymous",
            "goods receive 母亲邮包 3 --fund YB --anonymous --no-value --fair",
            "goods receive 母亲邮包 3 --fund YB --anonymous --no-value --first-number 第一张",
            "goods add 卡 --unit 张 --digits 19",
            "goods count 母亲邮包 两个 --fund YB",
            "goods count 母亲邮包 1 --fund YB --missing 3-1",
            "goods issue 母亲邮包 --to P-1 --programme YZ --attach 没有.jpg",
            "donate YB 100 --goods 棉被 --quantity 1 --unit-value 1 --anonymous",
            "donate YB --goods 棉被 --quantity 1 --anonymous",
            "donate YB --anonymous",
        ] {
            refuses(office, 2, line);
        }
    });
}
