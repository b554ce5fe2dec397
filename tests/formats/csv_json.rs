//! CSV of one statement and JSON of several, with the line that binds them.
//!
//! Owns: where that line stands. Refuses to know: how the formats escape.

use super::samples::{HOSTILE, binding, of_texts, statement};
use jinguo::export::binding::{Binding, FileFormat};
use jinguo::export::{csv, json, table_text};
use jinguo::report::{Sheet, Table, Unit};

fn bound(table: &Table, unit: Unit) -> String {
    let mut out = Vec::new();
    csv::write_bound(table, &binding(FileFormat::Csv, unit), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_last_line_of_a_csv_file_binds_it() {
    let texts: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    for sheet in [statement(), of_texts(&texts)] {
        let text = bound(&sheet.table, Unit::Yuan);
        let mut plain = Vec::new();
        csv::write(&sheet.table, &mut plain).unwrap();
        assert!(text.starts_with(std::str::from_utf8(&plain).unwrap()));
        // A strict reader takes it: each line has as many fields.
        let mut reader =
            ::csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), sheet.table.rows.len() + 1);
        let last = rows.last().unwrap();
        assert_eq!(Binding::parse(&last[0]), Some(binding(FileFormat::Csv, Unit::Yuan)));
        assert!(last.iter().skip(1).all(str::is_empty));
    }
    // A table without columns has that line alone, in quotes where its list of statements has commas.
    let empty = bound(&Table::new("空"), Unit::Yuan);
    assert!(empty.trim_start_matches(['\u{FEFF}', '"']).starts_with("jinguo-export/v1 "), "{empty}");
}

#[test]
fn a_json_file_holds_all_reports_and_the_line() {
    let made = |sheets: &[Sheet]| -> serde_json::Value {
        let mut file = json::Tables::begin(&binding(FileFormat::Json, Unit::Yuan), Vec::new()).unwrap();
        for sheet in sheets {
            file.add(sheet).unwrap();
        }
        serde_json::from_slice(&file.finish().unwrap()).unwrap()
    };
    let mut wan = statement();
    wan.table.unit = Unit::Wan;
    let read = made(&[statement(), wan]);
    assert_eq!(Binding::parse(read["export"].as_str().unwrap()), Some(binding(FileFormat::Json, Unit::Yuan)));
    let tables = read["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 2);
    assert_eq!(tables[0]["report"], "trial-balance");
    assert_eq!(tables[0]["title"], "科目余额表");
    assert_eq!(tables[0]["unit"], serde_json::Value::Null);
    assert_eq!(tables[0]["rows"][12]["balance_yuan"], "-0.05");
    assert_eq!(tables[1]["unit"], "wan");
    assert_eq!(tables[1]["rows"][0]["balance_wan_yuan"], "-300.00");
    assert_eq!(made(&[])["tables"], serde_json::json!([]));
}

/// The terminal, CSV and JSON show the same amounts in 万元, and say so.
#[test]
fn every_format_names_the_unit() {
    let mut sheet = statement();
    sheet.table.unit = Unit::Wan;
    let mut text = Vec::new();
    table_text::write(&sheet.table, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(
        text.contains("余额（万元）") && text.contains("-300.00") && !text.contains("3,000,000"),
        "{text}"
    );
    let text = bound(&sheet.table, Unit::Wan);
    assert!(text.contains(",balance_wan_yuan\r\n") && text.contains(",-300.00\r\n"), "{text}");
}
