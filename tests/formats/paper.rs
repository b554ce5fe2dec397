//! Vouchers on paper.
//!
//! Owns: what stands on one. Refuses to know: ledgers; the vouchers are made here.

use super::readers;
use super::samples::{HOSTILE, binding, words};
use jinguo::base::{Date, EntryNo, Fen, Hash32, VoucherNo};
use jinguo::export::binding::FileFormat;
use jinguo::export::voucher_page::VoucherPage;
use jinguo::report::Unit;
use jinguo::report::vouchers::{Line, Voucher};

fn voucher(number: u32, fen: i64) -> Voucher {
    let amount = Fen::new(fen);
    let line =
        |account: &str, debit, credit| Line { account: account.into(), fund: "GA".into(), debit, credit };
    Voucher {
        no: VoucherNo::parse(&format!("2026-03/记-{number:04}")).unwrap(),
        date: Date::new(2026, 3, 8).unwrap(),
        entry: EntryNo(u64::from(number) + 100),
        leaf: Hash32([7; 32]),
        summary: "发放贷款 LN-2026-0007，王* P-000031".into(),
        lines: vec![line("1221 其他应收款", Some(amount), None), line("1002 银行存款", None, Some(amount))],
        total: amount,
        attachments: 3,
        prepared: "O-1 李会计".into(),
        approved: number.is_multiple_of(2).then(|| "O-2 张主任".into()),
        booked: "O-2 张主任".into(),
    }
}

fn page(vouchers: &[Voucher]) -> String {
    let (words, binding) = (words(), binding(FileFormat::Html, Unit::Yuan));
    let mut page = VoucherPage::begin(&words, &binding, "示例县妇女联合会", Vec::new()).unwrap();
    for voucher in vouchers {
        page.add(voucher).unwrap();
    }
    String::from_utf8(page.finish().unwrap()).unwrap()
}

#[test]
fn a_voucher_says_who_did_what() {
    let html = page(&[voucher(1, 1_640_902), voucher(2, -600_714)]);
    for said in [
        "<span>记-0001</span>",
        "<td>发放贷款 LN-2026-0007，王* P-000031</td><td>1221 其他应收款</td><td>GA</td><td class=\"figure\">16,409.02</td>",
        "合计（大写）：人民币壹万陆仟肆佰零玖元零贰分",
        "合计（大写）：人民币负陆仟零柒元壹角肆分",
        "<td class=\"figure\">-6,007.14</td>",
        "制单：O-1 李会计",
        "<span>审核：</span>",
        "审核：O-2 张主任",
        "记账：O-2 张主任",
        "附件 3 张",
        "E-101 <code>0707070707070707</code>",
        "<meta name=\"jinguo-export\"",
    ] {
        assert!(html.contains(said), "{said} is not in {html}");
    }
    assert!(page(&[]).contains("无"));
}

#[test]
fn no_text_becomes_markup() {
    let vouchers =
        HOSTILE.map(|text| Voucher { summary: text.into(), prepared: text.into(), ..voucher(1, 5) });
    let html = page(&vouchers);
    assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains('\u{202E}'), "{html}");
}

#[test]
fn chromium_prints_two_or_three_a_sheet() {
    let Some(folder) = readers::folder("chromium") else { return };
    let file = folder.path().join("vouchers.html");
    let vouchers: Vec<Voucher> =
        (1..=30).map(|number| voucher(number, i64::from(number) * 1_640_902)).collect();
    std::fs::write(&file, page(&vouchers)).unwrap();
    let pdf = folder.path().join("vouchers.pdf");
    readers::chromium(folder.path(), &file, &[format!("--print-to-pdf={}", pdf.display())]);
    std::fs::copy(&pdf, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("vouchers.pdf")).unwrap();
    readers::check_fonts(&pdf);
    readers::check_margins(&pdf, 25);
    readers::check_edges(folder.path(), &pdf, 10);
    let text = readers::pdf_text(&pdf);
    let on: Vec<usize> =
        text.split('\u{C}').map(|page| page.matches("制单").count()).filter(|n| *n > 0).collect();
    assert!(on.iter().rev().skip(1).all(|count| (2..=3).contains(count)), "{on:?}");
}
