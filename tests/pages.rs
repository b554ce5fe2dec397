//! Proofs on paper: what stands on each page, in both languages, whatever the names are.
//!
//! Owns: sample pages and their snapshots. Refuses to know: ledgers. The whole pages are left in the tests' temporary
//! folder, to be looked at in a browser.

#[path = "support/scan.rs"]
mod scan;

use jinguo::base::{Date, EntryNo, Fen, Hash32, Timestamp, base32, parts};
use jinguo::export::audit_page::{self, AuditPage, Section, Subject, Verdict};
use jinguo::export::checkpoint_page::{self, CheckpointPage, Cosigned};
use jinguo::export::receipt_page::{self, ReceiptKind, ReceiptPage};
use jinguo::report::{Cell, Kind, Style, Table};
use jinguo::words::{Lang, Words};
use scan::scanned;
use snapbox::{Assert, Data};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

const EVIL: &str = "<script>alert(\"1\")</script> & 'x' \u{202E}fdp\n";
const SHOWN: &str = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; 'x' \u{FFFD}fdp\u{FFFD}";
const NOTE: &str = "example.org/fund\n20418\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n— example.org/fund \
    Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

fn root() -> Hash32 {
    Hash32(std::array::from_fn(|n| u8::try_from(n * 37 % 251).unwrap()))
}

fn moment() -> Timestamp {
    Timestamp::from_millis(1_772_949_909_000).unwrap()
}

fn both() -> [(Words, &'static str); 2] {
    [(Words::new(Lang::ZhCn), "zh"), (Words::new(Lang::En), "en")]
}

fn checkpoint() -> CheckpointPage<'static> {
    CheckpointPage {
        office: "示例县妇女联合会",
        origin: "example.org/fund",
        records: 20_418,
        entries: 19_977,
        recorded_at: moment(),
        root: root(),
        note: NOTE,
        cosigned: vec![
            Cosigned { name: "witness.example.net/w1", at: Some(moment()) },
            Cosigned { name: "审计局", at: None },
        ],
    }
}

fn receipt(kind: ReceiptKind) -> ReceiptPage<'static> {
    let fields = match kind {
        ReceiptKind::Gift => {
            [("捐赠人", "爱心企业"), ("基金", "GA 妇女儿童关爱基金"), ("日期", "2026-03-08")]
        }
        ReceiptKind::Relief => [("受助人", "P-000001"), ("项目", "GJ 困难儿童救助"), ("日期", "2026-03-08")],
    };
    ReceiptPage {
        kind,
        office: "示例县妇女联合会",
        fields: fields.map(|(label, value)| (label.to_owned(), value.to_owned())).to_vec(),
        amount: Some(Fen::new(10_000_050)),
        receipt_number: (kind == ReceiptKind::Gift).then_some("3300126 0045718"),
        entry: EntryNo(118),
        leaf: root(),
        origin: "example.org/fund",
        receipt: NOTE,
    }
}

fn audit() -> AuditPage<'static> {
    let mut exceptions = Table::new("例外事项")
        .column("entry", "分录", Kind::Text)
        .column("date", "业务日期", Kind::Date)
        .column("amount_yuan", "金额（元）", Kind::Money)
        .column("why", "说明", Kind::Text);
    exceptions.notes.push("单位：元".to_owned());
    let day = Date::new(2026, 3, 8).unwrap();
    exceptions.push_as(
        Style::Warning,
        vec![
            "E-118".into(),
            day.into(),
            Fen::new(1_000_000).into(),
            "同一人当年第二次领取，超过项目规定的次数；经办人与审批人为同一台电脑的两把密钥，须向单位了解情况。".into(),
        ],
    );
    exceptions.push(vec![
        "E-207".into(),
        day.into(),
        Fen::new(5_000).into(),
        "凭证日期晚于业务日期 40 天".into(),
    ]);
    exceptions
        .push_as(Style::Total, vec!["合计".into(), Cell::Empty, Fen::new(1_005_000).into(), Cell::Empty]);
    let mut checked = Table::new("").column("check", "事项", Kind::Text).column("result", "结果", Kind::Text);
    checked.push(vec!["哈希链与树".into(), "完好（20418 条）".into()]);
    checked.push(vec!["保密库".into(), "未检查：审计包中没有".into()]);
    let nothing = Table::new("红字冲销").column("entry", "分录", Kind::Text);
    AuditPage {
        title: "示例县妇女联合会 2026 年第一季度账套核验报告",
        subject: Subject {
            office: "示例县妇女联合会",
            origin: "example.org/fund",
            range: None,
            records: 20_418,
            head: root(),
            verified_at: moment(),
            program: "jinguo 0.1.0",
            bundle: Some(("county.jgb", root())),
            more: vec![("检查点".to_owned(), "checkpoint.txt".to_owned())],
        },
        verdict: Verdict {
            code: 10, sentence: "完好，但没有与外部留存的检查点比对", good: false
        },
        sections: vec![
            Section { paragraph: Some("以下分录须请单位说明。".to_owned()), table: exceptions },
            Section { paragraph: None, table: nothing },
        ],
        checked,
    }
}

fn audit_text(page: &AuditPage<'_>, words: &Words) -> String {
    let mut out = Vec::new();
    audit_page::text(page, words, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The page, kept to be looked at, and its snapshot: a line for each element, without the style sheet and the codes.
fn check(name: &str, html: &str) {
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.html")), html).unwrap();
    let (before, style) = html.split_once("<style>").unwrap();
    let (style, after) = style.split_once("</style>").unwrap();
    let size = style.lines().next().unwrap();
    let mut short = format!("{before}<style>{size} …</style>{after}").replace("><", ">\n<");
    for path in html.split("<path d=\"").skip(1) {
        short = short.replace(path.split('"').next().unwrap(), "…");
    }
    snapshot(&format!("{name}.html"), &short);
}

fn snapshot(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/pages").join(name);
    Assert::new().action_env("SNAPSHOTS").eq(text.to_owned(), Data::read_from(&file, None).raw());
}

#[test]
fn checkpoint_pages_read_as_written() {
    for (words, lang) in both() {
        let html = checkpoint_page::html(&checkpoint(), &words);
        check(&format!("checkpoint-{lang}"), &html);
        assert_eq!(scanned(&html), [NOTE]);
        let rows: Vec<&str> = html
            .split("</th><td>")
            .skip(1)
            .filter_map(|cell| cell.split("</td>").next())
            .filter(|cell| cell.len() == 19 && cell.matches('-').count() == 3)
            .collect();
        assert_eq!(base32::parse(&rows.join("-")), Ok(root()), "{rows:?}");
    }
}

#[test]
fn receipt_pages_read_as_written() {
    for (words, lang) in both() {
        for (kind, name) in [(ReceiptKind::Gift, "gift"), (ReceiptKind::Relief, "relief")] {
            let html = receipt_page::html(&receipt(kind), &words);
            check(&format!("{name}-{lang}"), &html);
            assert_eq!(scanned(&html), [NOTE]);
        }
    }
}

#[test]
fn audit_reports_read_as_written() {
    for (words, lang) in both() {
        check(&format!("audit-{lang}"), &audit_page::html(&audit(), &words));
        let text = audit_text(&audit(), &words);
        snapshot(&format!("audit-{lang}.txt"), &text);
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
    }
}

/// A tree of ten million entries makes longer receipts than one code holds.
#[test]
fn a_long_receipt_is_scanned_in_parts() {
    let long = "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDe=\n".repeat(30);
    let (words, _) = &both()[0];
    for (times, count, paper) in [(1, 2, "A5"), (2, 4, "A4")] {
        let text = long.repeat(times);
        let html = receipt_page::html(&ReceiptPage { receipt: &text, ..receipt(ReceiptKind::Gift) }, words);
        std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("long-{count}.html")), &html)
            .unwrap();
        assert!(html.contains(&format!("@page {{ size: {paper} portrait;")), "{count}");
        let found = scanned(&html);
        assert_eq!(found.len(), count);
        assert_eq!(parts::join(&found.join("\n")), Ok(text));
    }
}

#[test]
fn a_checkpoint_stays_on_one_sheet() {
    let long = "很长的名称".repeat(13);
    let note = NOTE.repeat(8);
    for (words, lang) in both() {
        let page = CheckpointPage {
            office: &long,
            origin: &long,
            records: u64::MAX,
            entries: u64::MAX,
            note: &note,
            cosigned: (0..40).map(|_| Cosigned { name: &long, at: Some(moment()) }).collect(),
            ..checkpoint()
        };
        let html = checkpoint_page::html(&page, &words);
        std::fs::write(
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("checkpoint-full-{lang}.html")),
            &html,
        )
        .unwrap();
        assert_eq!(html.matches("<li>").count(), 5);
        assert!(html.contains("36") && html.contains(&u64::MAX.to_string()));
        assert!(html.contains(&note.len().to_string()) && scanned(&html).is_empty());
        let page = CheckpointPage { note: NOTE, ..page };
        let html = checkpoint_page::html(&page, &words);
        std::fs::write(
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("checkpoint-names-{lang}.html")),
            &html,
        )
        .unwrap();
    }
}

#[test]
fn no_name_becomes_markup() {
    for (words, lang) in both() {
        let mut page = checkpoint();
        (page.office, page.origin, page.cosigned[0].name) = (EVIL, EVIL, EVIL);
        let mut receipt = receipt(ReceiptKind::Gift);
        (receipt.office, receipt.origin, receipt.receipt_number) = (EVIL, EVIL, Some(EVIL));
        receipt.fields = vec![(EVIL.to_owned(), EVIL.to_owned())];
        let mut audit = audit();
        (audit.title, audit.subject.office, audit.subject.origin, audit.subject.range) =
            (EVIL, EVIL, EVIL, Some(EVIL));
        (audit.subject.program, audit.subject.bundle, audit.verdict.sentence) =
            (EVIL, Some((EVIL, root())), EVIL);
        audit.subject.more = vec![(EVIL.to_owned(), EVIL.to_owned())];
        audit.sections[0].paragraph = Some(EVIL.to_owned());
        audit.sections[0].table.title = EVIL.to_owned();
        audit.sections[0].table.notes[0] = EVIL.to_owned();
        audit.sections[0].table.rows[0].cells[3] = EVIL.into();
        audit.sections[0].table.columns[3].title = EVIL.to_owned();
        for (html, times) in [
            (checkpoint_page::html(&page, &words), 4),
            (receipt_page::html(&receipt, &words), 6),
            (audit_page::html(&audit, &words), 15),
        ] {
            assert!(!html.contains("<script") && !html.contains('\u{202E}'), "{lang}: {html}");
            assert_eq!(html.matches(SHOWN).count(), times, "{lang}");
        }
        let text = audit_text(&audit, &words);
        assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202E}'), "{text}");
    }
}

#[test]
fn what_is_not_given_leaves_no_trace() {
    for (words, _) in both() {
        let page = ReceiptPage {
            amount: None,
            receipt_number: None,
            fields: Vec::new(),
            ..receipt(ReceiptKind::Gift)
        };
        let html = receipt_page::html(&page, &words);
        for key in ["paper-amount", "paper-capital", "paper-receipt-number"] {
            assert!(!html.contains(&format!(">{}<", words.word(key))), "{key}");
        }
        let empty = ReceiptPage { fields: vec![("捐赠人".into(), String::new())], ..page };
        assert!(receipt_page::html(&empty, &words).contains("<td class=\"blank\"></td>"));
        let html = checkpoint_page::html(&CheckpointPage { cosigned: Vec::new(), ..checkpoint() }, &words);
        assert!(html.contains(&words.word("paper-cosigned-none")));
        let mut audit = audit();
        (audit.subject.bundle, audit.sections, audit.checked) = (None, Vec::new(), Table::new(""));
        let text = audit_text(&audit, &words);
        assert!(!text.contains("SHA-256") && !audit_page::html(&audit, &words).contains("SHA-256"));
    }
}

/// A page must work for thirty years on a computer without a network.
#[test]
fn pages_need_nothing_from_outside() {
    let (words, _) = &both()[0];
    for html in [
        checkpoint_page::html(&checkpoint(), words),
        receipt_page::html(&receipt(ReceiptKind::Relief), words),
        audit_page::html(&audit(), words),
    ] {
        for outside in ["http://", "https://", "url(", "@import", "<script", "<link", "<img", "src=", "href="]
        {
            assert!(!html.contains(outside), "{outside}");
        }
    }
}
