//! Whether a file says what the ledger says: the file as it would be made today, beside the file that somebody has.
//!
//! Owns: what counts as the same, and the name of the first place that is not. Refuses to know: how either was made.
//!
//! Office programs write a file anew when they save it, with the same figures in other bytes. So where the bytes differ,
//! what is compared is what a reader sees: cells of a workbook and of CSV, values of JSON, the text of a page, the lines of
//! a journal. A PDF has no such second look: it is the same bytes or not.

use super::binding::{Binding, FileFormat};
use calamine::{Data, Range, Reader, Xlsx};
use std::io::Cursor;

/// What the comparison came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The same bytes.
    SameBytes,
    /// Other bytes that say the same: another program saved the file.
    SameContent,
    /// Something else.
    Differs(Difference),
    /// The file can't be read as what it says it is.
    Unreadable,
}

/// The first place that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where: `科目余额表!C12`, `C3 balance_yuan`, a line's number.
    pub place: String,
    /// What the ledger says; empty where it says nothing there.
    pub ours: String,
    /// What the file says; empty where it says nothing there.
    pub theirs: String,
}

/// What a file says that it is bound to; `None` where it says nothing, or two things.
#[must_use]
pub fn binding_of(bytes: &[u8]) -> Option<Binding> {
    if bytes.starts_with(b"PK") {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).ok()?;
        // It stands in the first sheet: the books behind it are not read for it.
        return book.sheet_names().iter().find_map(|name| {
            let values = book.worksheet_range(name).ok()?;
            let said: Vec<String> = of_sheet(&values).map(|(_, _, text)| text).collect();
            Binding::find(&said.join("\n"))
        });
    }
    Binding::find(&String::from_utf8_lossy(bytes))
}

/// Compares what the ledger makes with what the file has.
#[must_use]
pub fn compare(format: FileFormat, ours: &[u8], theirs: &[u8]) -> Compared {
    if ours == theirs {
        return Compared::SameBytes;
    }
    let cells = match format {
        FileFormat::Xlsx => workbook,
        FileFormat::Csv => csv,
        FileFormat::Json => json,
        FileFormat::Html => page,
        FileFormat::Hledger | FileFormat::Ledger | FileFormat::Beancount => lines,
        FileFormat::Pdf => {
            let (ours, theirs) = (size(ours), size(theirs));
            return Compared::Differs(Difference { place: "PDF".to_owned(), ours, theirs });
        }
    };
    let (Some(ours), Some(theirs)) = (cells(ours), cells(theirs)) else { return Compared::Unreadable };
    let mut both = ours.iter().zip(&theirs);
    if let Some((a, b)) = both.find(|(a, b)| a != b) {
        // Where one has a cell more, the places part: what the ledger says is missing, or what the file has is new.
        let place = if a.0 == b.0 { a.0.clone() } else { format!("{} / {}", a.0, b.0) };
        return Compared::Differs(Difference { place, ours: a.1.clone(), theirs: b.1.clone() });
    }
    let (shorter, longer) = (ours.len().min(theirs.len()), ours.len().max(theirs.len()));
    if shorter == longer {
        return Compared::SameContent;
    }
    let missing = ours.get(shorter);
    let (place, text) = missing.or(theirs.get(shorter)).cloned().unwrap_or_default();
    let (ours, theirs) = if missing.is_some() { (text, String::new()) } else { (String::new(), text) };
    Compared::Differs(Difference { place, ours, theirs })
}

/// Places and what stands there, in order; nothing that is empty.
type Cells = Vec<(String, String)>;

fn size(bytes: &[u8]) -> String {
    format!("{} B", bytes.len())
}

fn workbook(bytes: &[u8]) -> Option<Cells> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).ok()?;
    let mut cells = Vec::new();
    for name in book.sheet_names() {
        let values = book.worksheet_range(&name).ok()?;
        let formulas = book.worksheet_formula(&name).ok()?;
        for (row, column, value) in of_sheet(&values) {
            cells.push((format!("{name}!{}", place(row, column)), value));
        }
        // A formula shows whatever it comes to; none is ours.
        for (row, column, formula) in used(&formulas).filter(|(_, _, text)| !text.is_empty()) {
            cells.push((format!("{name}!{}", place(row, column)), format!("={formula}")));
        }
    }
    Some(cells)
}

fn of_sheet(values: &Range<Data>) -> impl Iterator<Item = (u32, u32, String)> {
    used(values)
        .map(|(row, column, value)| (row, column, value.to_string()))
        .filter(|(_, _, text)| !text.is_empty())
}

/// Cells with their places in the sheet, not in the range.
fn used<T: calamine::CellType>(range: &Range<T>) -> impl Iterator<Item = (u32, u32, &T)> {
    let (top, left) = range.start().unwrap_or((0, 0));
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    range.used_cells().map(move |(row, column, value)| (top + number(row), left + number(column), value))
}

/// `C12`.
fn place(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    format!("{}{}", letters.into_iter().rev().collect::<String>(), row + 1)
}

fn csv(bytes: &[u8]) -> Option<Cells> {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let (mut cells, mut heading) = (Vec::new(), Vec::new());
    for (row, record) in (1_u64..).zip(reader.records()) {
        let record = record.ok()?;
        if row == 1 {
            heading = record.iter().map(str::to_owned).collect();
        }
        for (column, value) in record.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let name = heading.get(column).cloned().unwrap_or_else(|| (column + 1).to_string());
            let at = place(u32::try_from(row - 1).unwrap_or(0), u32::try_from(column).unwrap_or(0));
            cells.push((format!("{at} {name}"), value.to_owned()));
        }
    }
    Some(cells)
}

fn json(bytes: &[u8]) -> Option<Cells> {
    fn walk(at: &str, value: &serde_json::Value, cells: &mut Cells) {
        match value {
            serde_json::Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| walk(&format!("{at}/{key}"), value, cells));
            }
            serde_json::Value::Array(all) => {
                all.iter().enumerate().for_each(|(no, value)| walk(&format!("{at}/{no}"), value, cells));
            }
            other => cells.push((at.to_owned(), other.to_string())),
        }
    }
    let mut cells = Vec::new();
    walk("", &serde_json::from_slice(bytes).ok()?, &mut cells);
    Some(cells)
}

/// The text between the tags, with the number of the line of the page that it would stand on.
fn page(bytes: &[u8]) -> Option<Cells> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (mut cells, mut rest) = (Vec::new(), text);
    while let Some((_, after)) = rest.split_once('<') {
        // What a tag says of itself counts too: a style can hide a figure, an attribute can be what is bound.
        let (tag, after) = after.split_once('>')?;
        let end = after.find('<').unwrap_or(after.len());
        let (shown, next) = after.split_at(end);
        let said = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = tag.split_whitespace().next().unwrap_or("");
        let place = |cells: &Cells| format!("<{name}> {}", cells.len() + 1);
        if tag.contains('=') || matches!(name, "script" | "style") {
            let at = place(&cells);
            cells.push((at, tag.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        if !said.is_empty() {
            let at = place(&cells);
            cells.push((at, said));
        }
        rest = next;
    }
    Some(cells)
}

fn lines(bytes: &[u8]) -> Option<Cells> {
    let text = std::str::from_utf8(bytes).ok()?;
    let numbered = (1..).zip(text.lines());
    Some(
        numbered
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(no, line)| (no.to_string(), line.trim_end().to_owned()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differs(place: &str, ours: &str, theirs: &str) -> Compared {
        Compared::Differs(Difference { place: place.into(), ours: ours.into(), theirs: theirs.into() })
    }

    #[test]
    fn columns_have_letters() {
        let of = |column| place(11, column);
        assert_eq!(
            [of(0), of(2), of(25), of(26), of(701), of(702)],
            ["A12", "C12", "Z12", "AA12", "ZZ12", "AAA12"]
        );
    }

    #[test]
    fn the_first_cell_that_differs_is_named() {
        let csv = |text: &str| {
            compare(FileFormat::Csv, "\u{FEFF}a,b\r\n1,2\r\n3,4\r\n".as_bytes(), text.as_bytes())
        };
        assert_eq!(csv("a,b\n\"1\",2\n3,4\n"), Compared::SameContent);
        assert_eq!(csv("a,b\n1,2\n3,5\n"), differs("B3 b", "4", "5"));
        assert_eq!(csv("a,b\n1,2\n3\n"), differs("B3 b", "4", ""));
        assert_eq!(csv("a,b\n1,2\n3,4\n5\n"), differs("A4 a", "", "5"));

        let json = |text: &str| {
            compare(FileFormat::Json, br#"{"tables":[{"rows":[{"x":"1.00"}]}]}"#, text.as_bytes())
        };
        assert_eq!(json("{ \"tables\": [ {\"rows\":[{\"x\": \"1.00\"}] } ] }"), Compared::SameContent);
        assert_eq!(
            json(r#"{"tables":[{"rows":[{"x":"1.01"}]}]}"#),
            differs("/tables/0/rows/0/x", "\"1.00\"", "\"1.01\"")
        );
        assert_eq!(json("{"), Compared::Unreadable);

        let page = |text: &str| {
            compare(FileFormat::Html, b"<p>a</p><td class=\"figure\">1.00</td>", text.as_bytes())
        };
        assert_eq!(page("<p>\n a </p>\n<td  class=\"figure\">1.00</td>"), Compared::SameContent);
        assert_eq!(page("<p>a</p><td class=\"figure\">2.00</td>"), differs("<td> 3", "1.00", "2.00"));
        assert!(matches!(page("<p>a</p><td style=\"display:none\">1.00</td>"), Compared::Differs(_)));

        let journal = |text: &str| compare(FileFormat::Hledger, b"a\n  b  1\n", text.as_bytes());
        assert_eq!(
            journal("a\r\n\r\n  b  1\r\n"),
            Compared::Differs(Difference {
                place: "2 / 3".into(),
                ours: "  b  1".into(),
                theirs: "  b  1".into()
            })
        );
        assert_eq!(journal("a\n  b  2\n"), differs("2", "  b  1", "  b  2"));
    }
}
