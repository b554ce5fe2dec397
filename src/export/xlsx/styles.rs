//! How the cells of a workbook look: fonts, fills, borders, number formats.
//!
//! Owns: the sheet of styles and the numbers that cells call them by. Refuses to know: what the cells say.

use crate::report::{Cell, Style};
use crate::words::Lang;
use std::fmt::Write as _;

/// The heading of a sheet.
pub(super) const TITLE: u32 = 1;
/// A remark, wrapped.
pub(super) const NOTE: u32 = 2;
/// The heading of a column of words.
pub(super) const HEAD: u32 = 3;
/// The heading of a column of figures.
pub(super) const HEAD_FIGURE: u32 = 4;
/// The first style of data; those of each kind of row follow each other.
const DATA: u32 = 5;
/// What cells of data hold: a number format, and whether they stand at the right or are wrapped.
const KINDS: [(u32, &str); 5] = [
    (TEXT, r#"<alignment vertical="top"/>"#),
    (TEXT, r#"<alignment vertical="top" wrapText="1"/>"#),
    (COUNT, r#"<alignment horizontal="right" vertical="top"/>"#),
    (MONEY, r#"<alignment horizontal="right" vertical="top"/>"#),
    (DATE, r#"<alignment horizontal="left" vertical="top"/>"#),
];
/// `@`: digits stay as they are.
const TEXT: u32 = 49;
/// `0`.
const COUNT: u32 = 1;
const MONEY: u32 = 164;
const DATE: u32 = 165;

/// The style of a cell of data.
pub(super) fn of(cell: &Cell, wrapped: bool, row: Style) -> u32 {
    let kind = match cell {
        Cell::Empty | Cell::Text(_) if wrapped => 1,
        Cell::Empty | Cell::Text(_) => 0,
        Cell::Int(_) => 2,
        Cell::Money(_) => 3,
        Cell::Date(_) => 4,
    };
    let row = match row {
        Style::Plain => 0,
        Style::Total => 5,
        Style::Warning => 10,
    };
    DATA + row + kind
}

/// The part of the workbook that says what the numbers mean.
pub(super) fn part(lang: Lang) -> String {
    let font = match lang {
        Lang::ZhCn => r#"<name val="宋体"/><charset val="134"/>"#,
        Lang::En => r#"<name val="Arial"/>"#,
    };
    let mut xml = String::from(super::XML);
    let _ = write!(
        xml,
        r##"<styleSheet xmlns="{main}"><numFmts count="2"><numFmt numFmtId="{MONEY}" formatCode="#,##0.00;[Red]-#,##0.00"/><numFmt numFmtId="{DATE}" formatCode="yyyy\-mm\-dd"/></numFmts>"##,
        main = super::MAIN,
    );
    let fonts = ["", "<b/>", "<b/>", ""].iter().zip([10, 10, 16, 9]);
    xml.push_str(r#"<fonts count="4">"#);
    for (weight, size) in fonts {
        let _ = write!(xml, r#"<font>{weight}<sz val="{size}"/>{font}</font>"#);
    }
    xml.push_str(r#"</fonts><fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>"#);
    for shade in ["FFE7E6E6", "FFFFF2CC"] {
        let _ = write!(
            xml,
            r#"<fill><patternFill patternType="solid"><fgColor rgb="{shade}"/><bgColor indexed="64"/></patternFill></fill>"#
        );
    }
    xml.push_str(r#"</fills><borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>"#);
    for [top, bottom] in [["thin", "thin"], ["medium", "thin"]] {
        let sides = r#"style="hair"><color auto="1"/>"#;
        let _ = write!(
            xml,
            r#"<border><left {sides}</left><right {sides}</right><top style="{top}"><color auto="1"/></top><bottom style="{bottom}"><color auto="1"/></bottom><diagonal/></border>"#
        );
    }
    xml.push_str(r#"</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#);
    let plain = r#"<alignment vertical="center"/>"#;
    let wrap = r#"<alignment vertical="top" wrapText="1"/>"#;
    let mut formats = vec![
        (0, 0, 0, 0, ""),
        (TEXT, 2, 0, 0, plain),
        (TEXT, 3, 0, 0, wrap),
        (TEXT, 1, 2, 1, r#"<alignment vertical="center" wrapText="1"/>"#),
        (TEXT, 1, 2, 1, r#"<alignment horizontal="right" vertical="center" wrapText="1"/>"#),
    ];
    for (font, fill, border) in [(0, 0, 1), (1, 0, 2), (0, 3, 1)] {
        formats.extend(KINDS.map(|(format, how)| (format, font, fill, border, how)));
    }
    let _ = write!(xml, r#"<cellXfs count="{}">"#, formats.len());
    for (format, font, fill, border, how) in formats {
        let _ = write!(
            xml,
            r#"<xf numFmtId="{format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{how}</xf>"#
        );
    }
    xml.push_str(r#"</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#);
    xml
}
