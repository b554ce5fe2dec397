//! Reports as a page, in a browser and on paper.
//!
//! Owns: what a browser must show. Refuses to know: how the page is written.

use super::readers;
use super::samples::{HOSTILE, binding, book, of_texts, statement, words};
use jinguo::base::Fen;
use jinguo::export::binding::{Binding, FileFormat};
use jinguo::export::report_page::ReportPage;
use jinguo::report::{Cell, Kind, Sheet, Table, Unit};
use std::io;

fn page(sheets: &[Sheet]) -> String {
    let (words, binding) = (words(), binding(FileFormat::Html, Unit::Yuan));
    let mut page = ReportPage::begin(&words, &binding, "示例县妇女联合会", Vec::new()).unwrap();
    sheets.iter().for_each(|sheet| page.add(sheet).unwrap());
    String::from_utf8(page.finish().unwrap()).unwrap()
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
    readers::check_margins(&pdf, 25);
    readers::check_edges(folder.path(), &pdf, 10);
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

/// A character without a glyph is drawn as a box, the same for each: so no two may look alike.
#[test]
fn every_character_of_our_words_has_a_glyph() {
    const SIDE: usize = 24;
    const ACROSS: usize = 20;
    let Some(folder) = readers::folder("chromium") else { return };
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words/zh-CN");
    let texts = ["export.ftl", "terms.ftl", "finance.ftl"]
        .map(|name| std::fs::read_to_string(root.join(name)).unwrap());
    let characters: std::collections::BTreeSet<char> =
        texts.concat().chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).take(600).collect();
    let html = page(&[]);
    let style = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let mut boxes = String::new();
    for (at, c) in characters.iter().enumerate() {
        let (x, y) = (at % ACROSS * SIDE, at / ACROSS * SIDE);
        boxes += &format!(
            "<b style=\"position:absolute;left:{x}pt;top:{y}pt;font:20pt/24pt 'Noto Serif CJK SC','Source Han Serif SC',SimSun,serif\">{c}</b>"
        );
    }
    let file = folder.path().join("glyphs.html");
    let whole = format!(
        "<!DOCTYPE html><meta charset=utf-8><style>{style} @page {{ margin: 0 }}</style><body class=A4>{boxes}"
    );
    std::fs::write(&file, whole).unwrap();
    let pdf = folder.path().join("glyphs.pdf");
    readers::chromium(folder.path(), &file, &[format!("--print-to-pdf={}", pdf.display())]);
    let drawn = &readers::drawn(folder.path(), &pdf, 72)[0];
    let mut seen = std::collections::BTreeMap::new();
    for (at, c) in characters.iter().enumerate() {
        let (x, y) = (at % ACROSS * SIDE, at / ACROSS * SIDE);
        let look: Vec<u8> = (y..y + SIDE)
            .flat_map(|row| &drawn.points[row * drawn.width + x..row * drawn.width + x + SIDE])
            .copied()
            .collect();
        assert!(look.iter().any(|point| *point < 128), "{c} is not drawn");
        if let Some(other) = seen.insert(look, c) {
            panic!("{c} and {other} look alike: there is no font for them");
        }
    }
    assert!(seen.len() > 50, "{}", seen.len());
}
