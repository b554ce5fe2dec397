//! Reports as a page, in a browser and on paper.
//!
//! Owns: what a browser must show. Refuses to know: how the page is written.

use super::readers;
use super::samples::{HOSTILE, binding, book, of_texts, statement, words};
use jinguo::base::Fen;
use jinguo::export::binding::{Binding, FileFormat};
use jinguo::export::report_page::{self, ReportPage};
use jinguo::report::{Cell, Kind, Sheet, Table, Unit};
use std::io;

fn page(sheets: &[Sheet]) -> String {
    let mut out = Vec::new();
    report_page::write(
        &words(),
        sheets,
        &binding(FileFormat::Html, Unit::Yuan),
        "示例县妇女联合会",
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

/// A table of so many columns of figures.
fn wide(columns: usize) -> Sheet {
    const KEYS: [&str; 3] = ["a_yuan", "b_yuan", "c_yuan"];
    let mut table = Table::new("宽表").column("name", "乡镇名称", Kind::Text);
    for at in 0..columns {
        table = table.column(KEYS[at % 3], format!("第{at}季度累计发放金额（元）"), Kind::Money);
    }
    for row in 0..30_i64 {
        let cells = std::iter::once(Cell::from("某某镇人民政府妇女联合会"));
        table.push(cells.chain((0..columns).map(|_| Fen::new(row * 98_765_432_101).into())).collect());
    }
    Sheet { key: "work", name: "宽表".into(), table, charts: Vec::new() }
}

#[test]
fn a_page_says_what_it_is_bound_to() {
    let html = page(&[statement()]);
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("report.html"), &html).unwrap();
    let meta =
        html.split("<meta name=\"jinguo-export\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let line = meta.replace("&quot;", "\"").replace("&amp;", "&");
    let bound = binding(FileFormat::Html, Unit::Yuan);
    assert_eq!(Binding::parse(&line), Some(bound.clone()));
    assert!(html.matches(&bound.head.to_string()).count() >= 3, "in the head, below the report, in the foot");
    assert!(html.contains("单位：元") && html.contains("jinguo verify-export FILE"));
    assert_eq!(html.matches("<svg").count(), 4);
    assert_eq!(html.matches("<svg").count(), html.matches("</svg>").count());
}

#[test]
fn no_text_becomes_markup() {
    let texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    let html = page(&[of_texts(&texts)]);
    assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains('\u{202E}'), "{html}");
    for outside in ["https://", "url(", "@import", "<link", "<img", "src=", "href="] {
        assert!(!html.contains(outside), "{outside}");
    }
}

/// Nothing but the sum of what is written: a book is never held as a page.
#[test]
fn a_book_streams() {
    struct Largest(usize);
    impl io::Write for Largest {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.max(bytes.len());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (words, binding) = (words(), binding(FileFormat::Html, Unit::Yuan));
    let mut page = ReportPage::begin(&words, &binding, "示例县妇女联合会", Largest(0)).unwrap();
    page.add(&book("序时账", 5_000)).unwrap();
    let largest = page.finish().unwrap().0;
    assert!(largest < 20_000, "{largest} bytes at once");
}

/// Everything is printed on A4, nothing beyond the margins, and every Chinese character has a glyph.
#[test]
fn chromium_prints_every_cell() {
    let Some(folder) = readers::folder("chromium") else { return };
    let texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    let sheets = [statement(), book("序时账", 120), wide(4), wide(9), wide(14), of_texts(&texts)];
    let file = folder.path().join("page.html");
    std::fs::write(&file, page(&sheets)).unwrap();
    let (pdf, shot) = (folder.path().join("page.pdf"), folder.path().join("page.png"));
    readers::chromium(folder.path(), &file, &[format!("--print-to-pdf={}", pdf.display())]);
    readers::chromium(
        folder.path(),
        &file,
        &["--window-size=1300,6000".to_owned(), format!("--screenshot={}", shot.display())],
    );
    let kept = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (from, name) in [(&pdf, "report.pdf"), (&shot, "report.png")] {
        std::fs::copy(from, kept.join(name)).unwrap();
    }
    readers::check_fonts(&pdf);
    let pages = readers::pdf_pages(&pdf);
    assert!(
        pages.iter().all(|size| [(595, 841), (594, 841), (841, 595), (841, 594)].contains(size)),
        "{pages:?}"
    );
    assert!(pages.iter().any(|(wide, high)| wide > high) && pages.iter().any(|(wide, high)| wide < high));
    readers::check_margins(&pdf, 20);
    let text: String = readers::pdf_text(&pdf).split_whitespace().collect();
    for sheet in &sheets {
        for cell in sheet.table.rows.iter().flat_map(|row| &row.cells) {
            // Words may be broken over lines, which interleaves them with the next column.
            if let Cell::Money(amount) = cell {
                assert!(text.contains(&amount.to_string()), "{amount} is not on paper");
            }
        }
        assert!(
            text.contains(sheet.table.title.trim()) || sheet.table.title.starts_with('='),
            "{}",
            sheet.table.title
        );
    }
    assert!(text.contains("每月收支") && text.contains("单位负责人"));
}
