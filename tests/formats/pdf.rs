//! Reports as a PDF, read back.
//!
//! Owns: what a reader must find. Refuses to know: how the file is made.

use super::readers;
use super::samples::{HOSTILE, binding, book, of_texts, statement, words};
use jinguo::cli::fonts;
use jinguo::export::binding::FileFormat;
use jinguo::export::compare::binding_of;
use jinguo::export::pdf::{Document, Font};
use jinguo::report::{Cell, Kind, Sheet, Table, Unit};

fn written(font: &Font<'_>, sheets: &[Sheet]) -> Vec<u8> {
    let (words, binding) = (words(), binding(FileFormat::Pdf, Unit::Yuan));
    let mut document = Document::begin(&words, &binding, "示例县妇女联合会", font, Vec::new());
    for sheet in sheets {
        document.add(sheet);
    }
    document.finish().unwrap()
}

#[test]
fn a_file_that_is_no_font_is_none() {
    assert!(Font::new(b"", 0).is_none() && Font::new(&[7; 4_096], 0).is_none());
}

#[test]
fn the_same_font_gives_the_same_bytes() {
    let sheets = [statement(), book("序时账", 200)];
    let Ok((one, two)) = fonts::with_chinese(|font| (written(font, &sheets), written(font, &sheets))) else {
        assert!(std::env::var_os("JINGUO_READERS").is_none(), "no font with Chinese glyphs");
        println!("left out: no font with Chinese glyphs");
        return;
    };
    assert!(one == two);
    assert_eq!(binding_of(&one), Some(binding(FileFormat::Pdf, Unit::Yuan)));
    assert_eq!(binding_of(b"%PDF-1.7 other"), None);
    assert!(one.len() < 400_000, "{} bytes: the font is not a subset", one.len());
}

#[test]
fn every_cell_can_be_selected() {
    let Some(folder) = readers::folder("pdftotext") else { return };
    let texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    let mut long = Table::new("工作报告").column("a", "甲", Kind::Text).column("b", "乙", Kind::Text);
    long.push(vec!["今年以来，全县各级妇联组织共发放小额担保贷款。".repeat(150).into(), Cell::Empty]);
    long.notes.push("说明。".repeat(100));
    let long = Sheet { key: "work", name: "工作报告".into(), table: long, charts: Vec::new() };
    let sheets = [statement(), book("序时账", 150), of_texts(&texts), long];
    let file = fonts::with_chinese(|font| written(font, &sheets)).unwrap();
    let pdf = folder.path().join("report.pdf");
    std::fs::write(&pdf, file).unwrap();
    std::fs::copy(&pdf, std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("own.pdf")).unwrap();
    readers::check_fonts(&pdf);
    readers::check_margins(&pdf, 38);
    readers::check_edges(folder.path(), &pdf, 13);
    let pages = readers::pdf_pages(&pdf);
    assert!(pages.iter().all(|size| matches!(size, (595, 841) | (841, 595))), "{pages:?}");
    let text = readers::pdf_text(&pdf);
    // Headings are repeated on each page of a book.
    let books = text.split('\u{C}').filter(|page| page.matches("记-0").count() > 3);
    assert!(books.clone().count() > 2 && books.clone().all(|page| page.contains("借方（元）")));
    assert!(text.contains(&format!("共 {} 页", pages.len())));
    let text: String = text.split_whitespace().collect();
    for cell in sheets.iter().flat_map(|sheet| &sheet.table.rows).flat_map(|row| &row.cells) {
        let said = match cell {
            Cell::Money(amount) => amount.to_string(),
            Cell::Date(day) => day.to_string(),
            Cell::Text(text) if text.chars().all(|c| c.is_ascii_digit()) || text == "银行存款" => {
                text.clone()
            }
            _ => continue,
        };
        assert!(text.contains(&said), "{said} is not on paper");
    }
    assert_eq!(
        text.matches("小额担保").count(),
        150 + 150,
        "the row of many pages, and the book's summaries"
    );
}
