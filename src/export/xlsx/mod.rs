//! Reports as a workbook of Excel: a sheet each, and in front a sheet that says what the workbook is bound to.
//!
//! Owns: the workbook and that first sheet. Refuses to know: what the figures mean, and where the file goes.
//!
//! The parts are written here and not by a library: every amount goes in as its own decimal digits, no number passes
//! through a float, and a year's books are written by all cores while one book at a time is in memory. Text is never a
//! formula: it stands in cells of text. The same reports give the same bytes with the same version of the program.

mod about;
mod sheet;
mod styles;
mod text;

use super::binding::Binding;
use super::zip::Zip;
use crate::report::{Sheet, Table, Unit};
use crate::words::Words;
use sheet::{Layout, Made};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/// The most rows of a sheet of Excel.
const ROWS: usize = 1_048_576;
/// The most characters of the origin in a footer, which may have 255 in all.
const ORIGIN: usize = 60;

/// A workbook in the making. Sheets are added one by one, so that one book at a time is in memory.
pub struct Workbook<'a, W: Write> {
    words: &'a Words,
    binding: &'a Binding,
    organisation: &'a str,
    zip: Zip<W>,
    used: BTreeSet<String>,
    about: String,
    /// The name of each sheet after the first, and what is known of it.
    sheets: Vec<(String, Made)>,
    most_rows: usize,
}

impl<'a, W: Write> Workbook<'a, W> {
    /// Begins a workbook of an organisation.
    ///
    /// # Errors
    /// What `out` says.
    pub fn begin(
        words: &'a Words,
        binding: &'a Binding,
        organisation: &'a str,
        out: W,
    ) -> io::Result<Workbook<'a, W>> {
        let mut zip = Zip::begin(out, binding.asked.as_of);
        zip.add(
            "_rels/.rels",
            &relations(&[
                (&format!("{RELATIONS}/officeDocument"), "xl/workbook.xml"),
                (&format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
                (&format!("{RELATIONS}/extended-properties"), "docProps/app.xml"),
            ]),
        )?;
        zip.add("xl/styles.xml", &styles::part(words.lang()))?;
        let mut used = BTreeSet::new();
        let about = text::sheet_name(&words.word("export-about"), &mut used);
        Ok(Workbook { words, binding, organisation, zip, used, about, sheets: Vec::new(), most_rows: ROWS })
    }

    /// Adds a report. One that has more rows than a sheet can hold goes on in further sheets.
    ///
    /// # Errors
    /// What `out` says.
    pub fn add(&mut self, sheet: &Sheet) -> io::Result<()> {
        let unit = self.words.word(match sheet.table.unit {
            Unit::Yuan => "export-unit-yuan",
            Unit::Wan => "export-unit-wan",
        });
        let layout = Layout::of(&sheet.table, &unit);
        let (none, footer) = (self.words.word("paper-none"), self.footer());
        let room = self.most_rows.saturating_sub(layout.rows_around()).max(1);
        let mut rest = sheet.table.rows.as_slice();
        loop {
            let (rows, later) = rest.split_at(rest.len().min(room));
            let first = rows.len() + later.len() == sheet.table.rows.len();
            let (pieces, made) = layout.pieces(rows, first, &none, &footer)?;
            self.sheets.push((text::sheet_name(&sheet.name, &mut self.used), made));
            self.zip.add_pieces(&file(self.sheets.len() + 1), &pieces)?;
            rest = later;
            if rest.is_empty() {
                return Ok(());
            }
        }
    }

    /// Writes the first sheet and what holds the workbook together, and hands `out` back.
    ///
    /// # Errors
    /// What `out` says.
    pub fn finish(mut self) -> io::Result<W> {
        let names: Vec<&str> = self.sheets.iter().map(|(name, _)| name.as_str()).collect();
        let table: Table = about::table(self.words, self.binding, self.organisation, &names);
        let layout = Layout::of(&table, "");
        let (pieces, made) = layout.pieces(&table.rows, true, "", &self.footer())?;
        self.zip.add_pieces(&file(1), &pieces)?;
        self.sheets.insert(0, (std::mem::take(&mut self.about), made));
        let (core, book, links, types) =
            (self.core_properties(), self.workbook(), self.workbook_links(), self.types());
        self.zip.add("docProps/core.xml", &core)?;
        self.zip.add(
            "docProps/app.xml",
            &format!(
                "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Jinguo</Application></Properties>"
            ),
        )?;
        self.zip.add("xl/workbook.xml", &book)?;
        self.zip.add("xl/_rels/workbook.xml.rels", &links)?;
        self.zip.add("[Content_Types].xml", &types)?;
        self.zip.finish()
    }

    /// `&` begins a code there: `&P` is the page, `&N` the number of pages.
    fn footer(&self) -> String {
        let origin: String = self.binding.origin.as_str().chars().take(ORIGIN).collect();
        let head: String = self.binding.head.to_string().chars().take(16).collect();
        let args = [("page", "&P".into()), ("of", "&N".into())];
        format!("&L{}  {head}&R{}", origin.replace('&', "&&"), self.words.say("export-page-of", &args))
    }

    fn core_properties(&self) -> String {
        let mut xml = format!(
            "{XML}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>"
        );
        let months = self.words.months(self.binding.asked.months);
        text::push(&format!("{} {months}", self.organisation), &mut xml);
        xml.push_str("</dc:title><dc:creator>");
        text::push(self.organisation, &mut xml);
        xml.push_str("</dc:creator><dc:description>");
        text::push(&self.binding.line(), &mut xml);
        let _ = write!(
            xml,
            "</dc:description><dcterms:created xsi:type=\"dcterms:W3CDTF\">{}T00:00:00Z</dcterms:created></cp:coreProperties>",
            self.binding.asked.as_of
        );
        xml
    }

    fn workbook(&self) -> String {
        let mut xml = format!(
            "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>"
        );
        let mut defined = String::new();
        for (number, (name, made)) in (1_usize..).zip(&self.sheets) {
            let mut escaped = String::new();
            text::push(name, &mut escaped);
            let _ = write!(xml, "<sheet name=\"{escaped}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
            let mut define = |key: &str, more: &str, range: &str| {
                let at = number - 1;
                let _ = write!(
                    defined,
                    "<definedName name=\"_xlnm.{key}\" localSheetId=\"{at}\"{more}>'{escaped}'!{range}</definedName>"
                );
            };
            if let Some(filter) = &made.filter {
                define("_FilterDatabase", " hidden=\"1\"", filter);
            }
            if let Some(row) = made.heading {
                define("Print_Titles", "", &format!("${row}:${row}"));
            }
        }
        xml.push_str("</sheets>");
        if !defined.is_empty() {
            let _ = write!(xml, "<definedNames>{defined}</definedNames>");
        }
        xml.push_str("</workbook>");
        xml
    }

    fn workbook_links(&self) -> String {
        let (sheet, styles) = (format!("{RELATIONS}/worksheet"), format!("{RELATIONS}/styles"));
        let files: Vec<String> =
            (1..=self.sheets.len()).map(|number| file(number).replacen("xl/", "", 1)).collect();
        let mut links: Vec<(&str, &str)> = files.iter().map(|name| (sheet.as_str(), name.as_str())).collect();
        links.push((&styles, "styles.xml"));
        relations(&links)
    }

    fn types(&self) -> String {
        let mut xml = format!(
            "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        );
        let mut part = |name: &str, kind: &str| {
            let _ = write!(xml, "<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
        };
        part("xl/workbook.xml", &format!("{TYPE}.sheet.main+xml"));
        part("xl/styles.xml", &format!("{TYPE}.styles+xml"));
        for number in 1..=self.sheets.len() {
            part(&file(number), &format!("{TYPE}.worksheet+xml"));
        }
        part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        part("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
        xml.push_str("</Types>");
        xml
    }
}

fn file(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

fn relations(links: &[(&str, &str)]) -> String {
    let mut xml = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (number, (kind, target)) in (1_usize..).zip(links) {
        let _ = write!(xml, "<Relationship Id=\"rId{number}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    xml.push_str("</Relationships>");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Date, Hash32, Line, Months};
    use crate::export::binding::{FileFormat, PersonNames};
    use crate::report::statements::Asked;
    use crate::report::{Kind, Style};
    use crate::words::Lang;
    use calamine::{Data, Reader, Xlsx};

    /// A sheet of Excel has a million rows; here it has fifteen.
    #[test]
    fn a_book_that_is_longer_than_a_sheet_goes_on() {
        let words = Words::new(Lang::ZhCn);
        let binding = Binding {
            format: FileFormat::Xlsx,
            origin: Line::new("example.org/fund").unwrap(),
            size: 118,
            head: Hash32([7; 32]),
            asked: Asked {
                months: Months::parse("2026").unwrap(),
                as_of: Date::new(2026, 11, 28).unwrap(),
                fund: None,
            },
            lang: Lang::ZhCn,
            unit: Unit::Yuan,
            names: PersonNames::Masked,
            statements: Vec::new(),
        };
        let mut table = Table::new("序时账").column("n", "序号", Kind::Number);
        table.notes.push("按凭证日期".into());
        for number in 0..35 {
            table.push(vec![number.into()]);
        }
        table.push_as(Style::Total, vec![35.into()]);
        let sheet = Sheet { key: "chronological", name: "序时账".into(), table, charts: Vec::new() };
        let mut book = Workbook::begin(&words, &binding, "示例县妇女联合会", Vec::new()).unwrap();
        book.most_rows = 15;
        book.add(&sheet).unwrap();
        let file = book.finish().unwrap();
        let mut read = Xlsx::new(std::io::Cursor::new(file)).unwrap();
        let names = read.sheet_names();
        assert_eq!(names, ["说明", "序时账", "序时账 2", "序时账 3", "序时账 4"]);
        let mut numbers = Vec::new();
        for name in &names[1..] {
            let range = read.worksheet_range(name).unwrap();
            assert!(range.end().unwrap().0 < 15, "{name}");
            assert_eq!(range.get_value((0, 0)), Some(&Data::String("序时账".into())));
            let cells = range.used_cells().map(|(_, _, cell)| cell.to_string());
            numbers.extend(cells.filter_map(|cell| cell.parse::<u32>().ok()));
        }
        assert!(numbers.iter().copied().eq(0..=35), "{numbers:?}");
    }
}
