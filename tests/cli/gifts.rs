//! Bound gifts as a clerk types them: from the donor to the last fen and the last piece; and each bad input.
//!
//! Owns: what she is told. Refuses to know: whether a gift's sums are right; its statement says so.

use crate::goods::{does, open, quietly, refuses};
use crate::office::Office;

fn in_both(name: &str, walk: impl Fn(&mut Office)) {
    for lang in ["zh", "en"] {
        let mut office = open(lang, "gifts");
        walk(&mut office);
        office.check(name);
    }
}

#[test]
fn a_gift_is_traced_from_its_donor_to_the_last_fen() {
    in_both("walk", |office| {
        std::fs::write(office.root.path().join("名单.csv"), "\u{FEFF}姓名,编号\n王,P-1\n李,p-3\n")
            .expect("a list");
        for line in [
            "gift add --from 爱心企业 --for P-1 --programme GJ --date 2026-03-01",
            "gift show J-1",
            "gift receive J-1 1000 --date 2026-03-02",
            "定向捐赠 新增 800.01 --anonymous --for-file 名单.csv --fund GA",
            "disburse GJ 300 --to P-1 --gift J-1 --attach 证明.pdf",
            "发放 GJ 0.01 --to P-3 --gift J-2",
            "goods add 棉被 --unit 床",
            "goods receive 棉被 3 --gift J-1 --value 100",
            "goods buy 棉被 2 150 --gift J-1 --payee 示例商店",
            "programme rules GJ --gives either --from 2026-03-05",
            "goods issue 棉被 --to P-1 --programme GJ --pieces 4 --gift J-1 --attach 签收.jpg",
            "reverse E-30 --reason 重复录入",
            "reverse E-21 --reason 退汇",
            "gift return J-1 50",
            "statement gift J-1",
            "对账单 定向捐赠 J-1 --format json",
            "gift rebind J-2 --programme GJ --consent 同意.pdf",
            "gift show J-2 --format csv",
            "gift list",
            "gift list --donor P-2 --format json",
            "balance",
            "balance --format json",
            "statement person P-1",
            "statement person P-2",
            "statement fund GA",
            "show E-21",
        ] {
            does(office, line);
        }
        // Whoever asks for whole names is on record first.
        does(office, "gift show J-1 --unmask");
        assert_eq!(office.asks(&["verify"], "").status.code(), Some(10), "{}", office.said);
    });
}

#[test]
fn gifts_that_are_refused() {
    in_both("refused", |office| {
        quietly(
            office,
            &[
                "gift add 100 --from 爱心企业 --for P-1",
                "gift add 100 --anonymous --programme YZ --fund YB",
                "programme add SP 公示救助 --fund GA",
                "programme rules SP --gives money --notice 5 --from 2026-01-01",
                "programme add GD 大额救助 --fund GA --approval-over 0",
                "programme rules GD --gives money --from 2026-01-01",
                "goods add 棉被 --unit 床",
                "goods receive 棉被 1 --gift J-1 --no-value",
            ],
        );
        for line in [
            // One fen more than there is; for somebody else, or something else; it stands elsewhere.
            "disburse GJ 100.01 --to P-1 --gift J-1",
            "disburse GJ 10 --to P-3 --gift J-1",
            "disburse GJ 10 --to P-1 --gift J-2",
            "disburse SP 10 --to P-1 --gift J-1",
            "disburse GD 10 --to P-1 --gift J-1",
            "disburse GJ 10 --to P-1 --gift J-1 --prepare",
            "disburse GJ 10 --to P-1 --gift J-9",
            "gift return J-1 100.01",
            "gift return J-9 1",
            "gift receive J-9 1",
            "gift show J-9",
            "statement gift J-9",
            "gift receive J-1 10 --date 2026-03-01",
            "goods receive 棉被 1 --fund GA --gift J-1 --no-value",
            "goods receive 棉被 1 --gift J-1 --from 省妇联 --no-value",
            "goods buy 棉被 1 100.01 --gift J-1",
            "goods give-back 棉被 2 --gift J-1",
            "goods give-back 棉被 1 --gift J-2",
            "goods issue 棉被 --to P-1 --programme YZ --attach 签收.jpg",
            "goods issue 棉被 --to P-3 --programme YZ --gift J-1 --attach 签收.jpg",
            // For no natural person, for nobody known, for a programme of another purpose.
            "gift add 100 --anonymous --for P-2",
            "gift add 100 --anonymous --for P-9",
            "gift add 100 --anonymous --programme GJ --fund LA",
            "gift add 100 --anonymous --programme XX",
            // What is bound is not free for anybody else.
            "spend 5000.01 --fund YB --payee 打印店 --programme YZ",
        ] {
            refuses(office, 1, line);
        }
        std::fs::write(office.root.path().join("名单.csv"), "编号\nP-1\n王芳\n").expect("a list");
        std::fs::write(office.root.path().join("空.csv"), "编号\n").expect("a list");
        for line in [
            "gift add 100 --anonymous",
            "gift add 100 --for P-1",
            "gift add 100 --anonymous --for P-1 --for P-1",
            "gift add 100 --anonymous --for-file 名单.csv",
            "gift add 100 --anonymous --for-file 空.csv",
            "gift add 100 --anonymous --for-file 没有.csv",
            "gift rebind J-1 --for P-3",
            "gift rebind J-1 --consent 同意.pdf",
            "gift rebind J-1 --for P-3 --consent 没有.pdf",
            "gift show 1",
            "disburse GJ 10 --to P-1 --gift J-1 --fund GA",
        ] {
            refuses(office, 2, line);
        }
    });
}
