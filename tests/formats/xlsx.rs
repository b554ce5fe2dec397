//! Workbooks, read back cell by cell.
//!
//! Owns: what a reader must find in them. Refuses to know: how they are written.

use super::readers;
use super::samples::{HOSTILE, binding, book, of_texts, statement, words};
use calamine::{Data, Range, Reader, Xlsx};
use jinguo::base::{Date, Fen};
use jinguo::export::binding::{Binding, FileFormat};
use jinguo::export::xlsx::Workbook;
use jinguo::report::{Cell, Kind, Sheet, Style, Table, Unit};
use jinguo::words::visible::visible;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::io::Cursor;

fn written(sheets: &[Sheet], unit: Unit) -> Vec<u8> {
    let (words, binding) = (words(), binding(FileFormat::Xlsx, unit));
    let mut book = Workbook::begin(&words, &binding, "示例县妇女联合会", Vec::new()).unwrap();
    sheets.iter().for_each(|sheet| book.add(sheet).unwrap());
    book.finish().unwrap()
}

fn opened(file: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(file)).unwrap()
}

fn shown(text: &str) -> String {
    visible(text).chars().map(|c| if matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c }).collect()
}

/// The number as people write it.
fn decimal(read: &Data) -> Decimal {
    match read {
        Data::Float(number) => number.to_string().parse().unwrap(),
        Data::Int(number) => Decimal::from(*number),
        other => panic!("{other:?} is no number"),
    }
}

fn agrees(cell: &Cell, unit: Unit, read: &Data) -> bool {
    match cell {
        Cell::Empty => *read == Data::Empty,
        Cell::Text(text) if text.is_empty() => matches!(read, Data::Empty | Data::String(_)),
        Cell::Text(text) => *read == Data::String(shown(text)),
        Cell::Int(number) => decimal(read) == Decimal::from(*number),
        Cell::Money(amount) => {
            let scale = if unit == Unit::Wan { 1_000_000 } else { 100 };
            decimal(read) == (Decimal::from(amount.get()) / Decimal::from(scale)).round_dp(2)
        }
        Cell::Date(day) => match read {
            Data::DateTime(at) => {
                let (year, month, of_month, ..) = at.to_ymd_hms_milli();
                Date::new(year.into(), month.into(), of_month.into()) == Some(*day)
            }
            _ => false,
        },
    }
}

/// Checks every cell of a sheet, from the headings, which stand in row `at` counted from 0.
fn check(table: &Table, range: &Range<Data>, at: u32) {
    let get = |row: u32, column: usize| {
        range.get_value((row, u32::try_from(column).unwrap())).cloned().unwrap_or(Data::Empty)
    };
    for (number, row) in (at + 1..).zip(&table.rows) {
        for (column, cell) in row.cells.iter().enumerate() {
            let read = get(number, column);
            assert!(
                agrees(cell, table.unit, &read),
                "row {number}, column {column}: {cell:?} was read as {read:?}"
            );
        }
    }
}

#[test]
fn every_cell_comes_back() {
    let file = written(&[statement(), book("序时账", 300)], Unit::Yuan);
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("book.xlsx"), &file).unwrap();
    let mut read = opened(&file);
    assert_eq!(read.sheet_names(), ["说明", "科目余额表", "序时账"]);
    for sheet in [statement(), book("序时账", 300)] {
        let range = read.worksheet_range(&sheet.name).unwrap();
        let text = |row, column| range.get_value((row, column)).cloned();
        assert_eq!(text(0, 0), Some(Data::String(sheet.table.title.clone())));
        assert_eq!(text(1, 0), Some(Data::String(sheet.table.notes[0].clone())));
        assert_eq!(text(2, 0), Some(Data::String("单位：元".to_owned())));
        for (number, column) in (0..).zip(&sheet.table.columns) {
            assert_eq!(text(3, number), Some(Data::String(column.title.clone())));
        }
        check(&sheet.table, &range, 3);
        assert_eq!(range.end().unwrap().0, 3 + u32::try_from(sheet.table.rows.len()).unwrap());
    }
}

#[test]
fn the_first_sheet_says_what_the_file_is_bound_to() {
    let file = written(&[statement()], Unit::Wan);
    let range = opened(&file).worksheet_range("说明").unwrap();
    let cells: Vec<String> = range.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    let bound = binding(FileFormat::Xlsx, Unit::Wan);
    let lines: Vec<Binding> = cells.iter().filter_map(|cell| Binding::parse(cell)).collect();
    assert_eq!(lines, std::slice::from_ref(&bound));
    let head = bound.head.to_string();
    for said in [
        "示例县妇女联合会",
        bound.origin.as_str(),
        &head,
        "20,418 条",
        "2026-11-28",
        "万元",
        "jinguo verify-export FILE",
        "科目余额表",
    ] {
        assert!(
            cells.iter().any(|cell| cell == said || cell.replace(',', "") == said.replace(',', "")),
            "{said}: {cells:?}"
        );
    }
}

#[test]
fn hostile_texts_stay_what_they_are() {
    let texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    let file = written(&[of_texts(&texts), of_texts(&texts)], Unit::Yuan);
    let mut read = opened(&file);
    let names = read.sheet_names();
    assert_eq!(names.len(), 3);
    for name in &names[1..] {
        let range = read.worksheet_range(name).unwrap();
        check(&of_texts(&texts).table, &range, 5);
        let formulas = read.worksheet_formula(name).unwrap();
        assert_eq!(formulas.used_cells().count(), 0);
    }
}

#[test]
fn amounts_in_wan_are_numbers_of_wan() {
    let mut sheet = statement();
    sheet.table.unit = Unit::Wan;
    let file = written(std::slice::from_ref(&sheet), Unit::Wan);
    let range = opened(&file).worksheet_range(&sheet.name).unwrap();
    assert_eq!(range.get_value((3, 3)), Some(&Data::String("余额（万元）".to_owned())));
    let read = range.get_value((4, 3)).unwrap();
    assert_eq!(decimal(read), "-300.00".parse().unwrap());
}

#[test]
fn what_a_float_would_round_is_text() {
    let mut table = Table::new("").column("a_yuan", "元", Kind::Money).column("n", "数", Kind::Number);
    for number in [999_999_999_999_999_i64, 1_000_000_000_000_001, i64::MAX, i64::MIN] {
        table.push(vec![Fen::new(number).into(), number.into()]);
    }
    let early = Date::new(1900, 2, 28).unwrap();
    let mut days = Table::new("").column("d", "日", Kind::Date);
    days.push(vec![early.into()]);
    let sheet = |table| Sheet { key: "a", name: "a".into(), table, charts: Vec::new() };
    let file = written(&[sheet(table), sheet(days)], Unit::Yuan);
    let range = opened(&file).worksheet_range("a").unwrap();
    let read: Vec<String> = (2..=5).map(|row| range.get_value((row, 0)).unwrap().to_string()).collect();
    assert_eq!(
        read,
        [
            "9999999999999.99",
            "10,000,000,000,000.01",
            "92,233,720,368,547,758.07",
            "-92,233,720,368,547,758.08"
        ]
    );
    assert_eq!(range.get_value((4, 1)), Some(&Data::String(i64::MAX.to_string())));
    let range = opened(&file).worksheet_range("a 2").unwrap();
    assert_eq!(range.get_value((1, 0)), Some(&Data::String("1900-02-28".into())));
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    let make = || written(&[statement(), book("序时账", 9_000)], Unit::Yuan);
    let file = make();
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(make) == file, "{threads}");
    }
}

#[test]
fn a_report_without_rows_or_columns_is_a_sheet_too() {
    let empty = |name: &str, table: Table| Sheet { key: "a", name: name.into(), table, charts: Vec::new() };
    let mut text = Table::new("工作报告");
    text.notes = vec!["今年以来，".repeat(200)];
    let file = written(
        &[
            empty("空", Table::new("空").column("a", "甲", Kind::Text)),
            empty("文", text),
            empty("", Table::new("")),
        ],
        Unit::Yuan,
    );
    let mut read = opened(&file);
    let range = read.worksheet_range("空").unwrap();
    assert_eq!(range.get_value((2, 0)), Some(&Data::String("无".into())));
    assert_eq!(
        read.worksheet_range("文").unwrap().get_value((1, 0)).unwrap().to_string().chars().count(),
        1_000
    );
    assert_eq!(read.sheet_names().len(), 4);
}

/// More rows than Excel allows go on in a second sheet.
#[test]
fn a_book_that_is_longer_than_a_sheet_goes_on() {
    if std::env::var_os("JINGUO_FORMATS_BIG").is_none() {
        println!("left out: set JINGUO_FORMATS_BIG=1 to fill a whole sheet");
        return;
    }
    let mut table = Table::new("序时账").column("n", "序号", Kind::Number);
    for number in 0..1_048_600 {
        table.push(vec![number.into()]);
    }
    let sheet = Sheet { key: "chronological", name: "序时账".into(), table, charts: Vec::new() };
    let file = written(&[sheet], Unit::Yuan);
    let mut read = opened(&file);
    assert_eq!(read.sheet_names(), ["说明", "序时账", "序时账 2"]);
    let mut numbers = Vec::new();
    for name in ["序时账", "序时账 2"] {
        let range = read.worksheet_range(name).unwrap();
        assert!(range.end().unwrap().0 < 1_048_576);
        numbers.extend(range.rows().skip(2).map(|row| decimal(&row[0])));
    }
    assert!(numbers.iter().copied().eq((0..1_048_600).map(Decimal::from)));
}

/// LibreOffice shows each sheet as ours is shown.
#[test]
fn libreoffice_reads_the_same() {
    let texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    let mut plain = of_texts(&texts);
    plain.name = "文字".into();
    let sheets = [statement(), book("序时账", 300), plain];
    let Some(folder) = readers::folder("soffice") else { return };
    let file = folder.path().join("book.xlsx");
    std::fs::write(&file, written(&sheets, Unit::Yuan)).unwrap();
    readers::soffice(
        folder.path(),
        &file,
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    );
    for sheet in &sheets {
        let name = folder.path().join(format!("book-{}.csv", sheet.name));
        let mut read = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(&name).unwrap();
        let rows: Vec<csv::StringRecord> = read.records().map(Result::unwrap).collect();
        let start = rows.len() - sheet.table.rows.len();
        for (row, read) in sheet.table.rows.iter().zip(&rows[start..]) {
            for (cell, read) in row.cells.iter().zip(read) {
                let number = || read.parse::<Decimal>().unwrap();
                match cell {
                    Cell::Empty => assert_eq!(read, ""),
                    Cell::Text(text) => assert_eq!(read, shown(text)),
                    Cell::Int(expected) => assert_eq!(number(), Decimal::from(*expected)),
                    Cell::Money(amount) => assert_eq!(number(), Decimal::new(amount.get(), 2)),
                    Cell::Date(day) => assert_eq!(read, day.to_string()),
                }
            }
        }
    }
    // And prints it: whole columns on each page, headings repeated.
    readers::soffice(folder.path(), &file, "pdf");
    let text = readers::pdf_text(&folder.path().join("book.pdf"));
    let pages: Vec<&str> = text.split('\u{C}').filter(|page| page.contains("借方（元）")).collect();
    assert!(pages.len() > 4, "{} pages", pages.len());
    assert!(pages.iter().all(|page| page.contains("余额（元）") && page.contains("日期")));
    readers::check_fonts(&folder.path().join("book.pdf"));
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        prop::sample::select(HOSTILE.as_slice()).prop_map(Cell::from),
        any::<String>().prop_map(Cell::from),
        "[0-9]{1,25}".prop_map(Cell::from),
        "(_x[0-9A-Fa-f]{0,5}_?| |<|&){1,6}".prop_map(Cell::from),
        (-999_999_999_999_i64..999_999_999_999).prop_map(Cell::Int),
        (-10_000_000_000_000_i64..10_000_000_000_000).prop_map(|fen| Fen::new(fen).into()),
        (0_u32..100_000).prop_map(|days| Date::new(1901, 1, 1).unwrap().plus_days(days).into()),
    ]
}

proptest! {
    #[test]
    fn any_table_comes_back(
        rows in prop::collection::vec((prop::collection::vec(any_cell(), 3), 0_usize..3), 1..60),
        title in any::<String>(),
        name in any::<String>(),
    ) {
        let mut table = Table::new(title.clone())
            .column("a", title.clone(), Kind::Text)
            .column("b_yuan", "乙", Kind::Money)
            .column("c", "丙", Kind::Date);
        for (cells, style) in rows {
            table.push_as([Style::Plain, Style::Total, Style::Warning][style], cells);
        }
        let sheet = Sheet { key: "a", name, table, charts: Vec::new() };
        let file = written(std::slice::from_ref(&sheet), Unit::Yuan);
        let mut read = opened(&file);
        let name = read.sheet_names()[1].clone();
        prop_assert!(name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']));
        let range = read.worksheet_range(&name).unwrap();
        check(&sheet.table, &range, 1 + u32::from(!title.is_empty()));
    }
}
