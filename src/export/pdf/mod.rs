//! Reports as a PDF: tables on A4 with text that can be selected and searched.
//!
//! Owns: pages, their heads and feet, and what the file says of itself. Refuses to know: where fonts are on a computer, and
//! what the figures mean.
//!
//! Everything is measured in tenths of a point, in whole numbers. The font is handed in; the same font gives the same
//! bytes. The line that binds the file stands in its metadata, which is plain XML in the file, and on the last page.

mod font;
mod lines;
mod table;

pub use font::Font;

use super::about;
use super::binding::Binding;
use crate::report::{Kind, Sheet, Unit};
use crate::words::{Lang, Words};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use font::Type;
use pdf_writer::types::TextRenderingMode;
use pdf_writer::{Content, Date, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::io::{self, Write};
use table::Layout;

/// The font's name in every page.
const FONT: Name<'static> = Name(b"F");
/// The sides of A4.
const SHORT: i32 = 5_953;
const LONG: i32 = 8_419;
const MARGIN: i32 = 400;
/// The size of type of a title, of what stands under it, of the foot.
const SIZES: [i32; 3] = [150, 95, 75];
/// A statement of fewer rows has a line to sign on.
const SIGNED: usize = 200;
/// How the metadata names the line.
const OPEN: &str = "<pdf:Keywords>";

/// A document in the making.
pub struct Document<'a, W: Write> {
    words: &'a Words,
    binding: &'a Binding,
    organisation: &'a str,
    out: W,
    pdf: Pdf,
    set: Type<'a>,
    last: i32,
    pages: Vec<Page>,
    now: Option<Open>,
}

/// A page that is written but for its foot.
struct Page {
    id: Ref,
    content: Ref,
    lies: bool,
}

/// The page that is being written.
struct Open {
    content: Content,
    lies: bool,
    /// How far down it is written.
    y: i32,
}

/// How text is drawn.
#[derive(Clone, Copy)]
struct Look {
    size: i32,
    bold: bool,
    red: bool,
}

const fn plain(size: i32) -> Look {
    Look { size, bold: false, red: false }
}

const fn bold(size: i32) -> Look {
    Look { size, bold: true, red: false }
}

impl<'a, W: Write> Document<'a, W> {
    /// Begins a document of an organisation, in that font.
    pub fn begin(
        words: &'a Words,
        binding: &'a Binding,
        organisation: &'a str,
        font: &'a Font<'a>,
        out: W,
    ) -> Document<'a, W> {
        let (pdf, set) = (Pdf::new(), Type::new(font));
        // The catalog, the list of pages and the font have the first numbers.
        Document { words, binding, organisation, out, pdf, set, last: 3, pages: Vec::new(), now: None }
    }

    /// Adds a report, on a page of its own. Charts are left out.
    pub fn add(&mut self, sheet: &Sheet) {
        let table = &sheet.table;
        let layout = Layout::of(&mut self.set, table);
        self.turn(layout.lies);
        let width = self.width();
        for line in lines::broken(&mut self.set, &table.title, SIZES[0], width) {
            self.down(SIZES[0] * 3 / 2);
            self.text(&line, bold(SIZES[0]), 0, width, 1);
        }
        let made_by = self.words.say("export-made-by", &[("name", self.organisation.into())]);
        let money = table.columns.iter().any(|column| column.kind == Kind::Money);
        let unit = self.words.word(match table.unit {
            Unit::Yuan => "export-unit-yuan",
            Unit::Wan => "export-unit-wan",
        });
        let months = self.words.months(self.binding.asked.months);
        self.down(SIZES[1] * 2);
        let third = width / 3;
        let office = lines::broken(&mut self.set, &made_by, SIZES[1], third * 3 / 2).swap_remove(0);
        self.text(&office, plain(SIZES[1]), 0, third, 0);
        self.text(&months, plain(SIZES[1]), third, third, 1);
        if money {
            self.text(&unit, plain(SIZES[1]), third * 2, width - third * 2, 2);
        }
        self.down(SIZES[1] / 2);
        self.table(table, &layout);
        for note in about::notes(self.words, self.binding, table) {
            self.paragraph(note, plain(SIZES[1]));
        }
        if !table.columns.is_empty() && table.rows.len() < SIGNED {
            self.room(SIZES[1] * 4);
            self.down(SIZES[1] * 3);
            for (at, key) in (0..).zip(["export-signed-head", "export-signed-finance", "export-signed-made"])
            {
                self.text(&self.words.word(key), plain(SIZES[1]), third * at, third, 0);
            }
        }
    }

    /// Writes what the document is bound to and its fonts, and hands `out` back.
    ///
    /// # Errors
    /// What `out` says; a font that can't be embedded.
    pub fn finish(mut self) -> io::Result<W> {
        self.turn(false);
        self.paragraph(&self.words.word("export-about"), bold(SIZES[0]));
        for (label, value) in about::fields(self.words, self.binding, self.organisation) {
            self.paragraph(&label, bold(SIZES[1]));
            self.paragraph(&value, plain(SIZES[1]));
        }
        self.end_page();
        let feet = self.feet();
        let (catalog, tree, font) = (Ref::new(1), Ref::new(2), Ref::new(3));
        let pages = std::mem::take(&mut self.pages);
        for (page, foot) in pages.iter().zip(feet) {
            let mut written = self.pdf.page(page.id);
            // The sides in points, as above in tenths.
            let sides = if page.lies { [841.9, 595.3] } else { [595.3, 841.9] };
            written.media_box(Rect::new(0.0, 0.0, sides[0], sides[1]));
            written.parent(tree).contents_array([page.content, foot]);
            written.resources().fonts().pair(FONT, font);
        }
        let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
        self.pdf.pages(tree).kids(pages.iter().map(|page| page.id)).count(count);
        let mut last = self.last;
        let mut next = || {
            last += 1;
            Ref::new(last)
        };
        self.set
            .write(&mut self.pdf, font, &mut next)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the font can't be embedded"))?;
        let (info, metadata) = (next(), next());
        self.describe(info, metadata, catalog, tree);
        self.out.write_all(&self.pdf.finish())?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn describe(&mut self, info: Ref, metadata: Ref, catalog: Ref, tree: Ref) {
        let line = self.binding.line();
        let title = format!("{} {}", self.organisation, self.words.months(self.binding.asked.months));
        let day = self.binding.asked.as_of.number();
        let part = |number: u32| u8::try_from(number % 100).unwrap_or(1);
        let date =
            Date::new(u16::try_from(day / 10_000).unwrap_or(1900)).month(part(day / 100)).day(part(day));
        let mut about = self.pdf.document_info(info);
        about.title(TextStr(&title)).author(TextStr(self.organisation)).keywords(TextStr(&line));
        about.creator(TextStr("Jinguo")).creation_date(date);
        about.finish();
        let mut xml = String::from(
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">",
        );
        xml.push_str(OPEN);
        xml.push_str(&line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        xml.push_str("</pdf:Keywords></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>");
        self.pdf.metadata(metadata, xml.as_bytes());
        let lang = match self.words.lang() {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        };
        self.pdf.catalog(catalog).pages(tree).metadata(metadata).lang(TextStr(lang));
    }

    /// The foot of each page: the chain head's first digits, and which page of how many.
    fn feet(&mut self) -> Vec<Ref> {
        let head: String = self.binding.head.to_string().chars().take(16).collect();
        let of = self.pages.len();
        let lies: Vec<bool> = self.pages.iter().map(|page| page.lies).collect();
        let mut feet = Vec::with_capacity(of);
        for (number, lies) in (1_usize..).zip(lies) {
            let args = [("page", number.to_string().into()), ("of", of.to_string().into())];
            let said = self.words.say("export-page-of", &args);
            let mut foot =
                Open { content: begun(), lies, y: if lies { SHORT } else { LONG } - MARGIN * 3 / 5 };
            let width = foot.width();
            draw(&mut foot, &mut self.set, &head, plain(SIZES[2]), 0, width, 0);
            draw(&mut foot, &mut self.set, &said, plain(SIZES[2]), 0, width, 2);
            feet.push(self.stream(foot.content));
        }
        feet
    }

    fn stream(&mut self, mut content: Content) -> Ref {
        content.restore_state();
        self.last += 1;
        let id = Ref::new(self.last);
        let packed = packed(content.finish().as_slice());
        self.pdf.stream(id, &packed).filter(Filter::FlateDecode);
        id
    }

    /// Goes on to a new page.
    fn turn(&mut self, lies: bool) {
        self.end_page();
        self.now = Some(Open { content: begun(), lies, y: MARGIN });
    }

    fn end_page(&mut self) {
        if let Some(sheet) = self.now.take() {
            let content = self.stream(sheet.content);
            self.last += 1;
            self.pages.push(Page { id: Ref::new(self.last), content, lies: sheet.lies });
        }
    }

    /// The page that is being written.
    fn sheet(&mut self) -> &mut Open {
        self.now.get_or_insert_with(|| Open { content: begun(), lies: false, y: MARGIN })
    }

    fn width(&mut self) -> i32 {
        self.sheet().width()
    }

    /// What is left of the page.
    fn left(&mut self) -> i32 {
        let sheet = self.sheet();
        (if sheet.lies { SHORT } else { LONG }) - MARGIN * 5 / 4 - sheet.y
    }

    /// Goes on to a new page where so much does not fit.
    fn room(&mut self, height: i32) -> bool {
        let turned = self.left() < height;
        if turned {
            let lies = self.sheet().lies;
            self.turn(lies);
        }
        turned
    }

    fn down(&mut self, by: i32) {
        self.sheet().y += by;
    }

    fn paragraph(&mut self, text: &str, look: Look) {
        let width = self.width();
        for line in lines::broken(&mut self.set, text, look.size, width) {
            self.room(look.size * 2);
            self.down(look.size * 3 / 2);
            self.text(&line, look, 0, width, 0);
        }
    }

    /// One line; `side` is 0 for the left of its room, 1 for its middle, 2 for its right.
    fn text(&mut self, text: &str, look: Look, x: i32, room: i32, side: i32) {
        let sheet = self.now.get_or_insert_with(|| Open { content: begun(), lies: false, y: MARGIN });
        draw(sheet, &mut self.set, text, look, x, room, side);
    }

    fn rule(&mut self, width: i32, thick: u8) {
        let sheet = self.sheet();
        let y = sheet.up(sheet.y);
        sheet.content.set_line_width(thick.into());
        sheet
            .content
            .move_to(short(MARGIN).into(), y.into())
            .line_to(short(MARGIN + width).into(), y.into())
            .stroke();
    }
}

impl Open {
    const fn width(&self) -> i32 {
        (if self.lies { LONG } else { SHORT }) - 2 * MARGIN
    }

    /// Documents measure from below.
    fn up(&self, y: i32) -> i16 {
        short((if self.lies { SHORT } else { LONG }) - y)
    }
}

/// A page whose unit is a tenth of a point, until it is ended.
fn begun() -> Content {
    let mut content = Content::new();
    content.save_state().transform([0.1, 0.0, 0.0, 0.1, 0.0, 0.0]);
    content
}

fn draw(sheet: &mut Open, set: &mut Type<'_>, text: &str, look: Look, x: i32, room: i32, side: i32) {
    if text.is_empty() {
        return;
    }
    let wide = set.width(text, look.size);
    let x = short(MARGIN + x + (room - wide).max(0) * side / 2);
    let y = sheet.up(sheet.y);
    let bytes = set.bytes(text);
    let content = &mut sheet.content;
    if look.red {
        content.set_fill_rgb(0.75, 0.0, 0.0);
    }
    content.begin_text();
    if look.bold {
        // One font is embedded: bold is drawn with an edge.
        content.set_line_width(2.0).set_text_rendering_mode(TextRenderingMode::FillStroke);
    } else {
        content.set_text_rendering_mode(TextRenderingMode::Fill);
    }
    content.set_font(FONT, short(look.size).into());
    content.set_text_matrix([1.0, 0.0, 0.0, 1.0, x.into(), y.into()]).show(Str(&bytes)).end_text();
    if look.red {
        content.set_fill_gray(0.0);
    }
}

/// No place on A4 is beyond it.
fn short(number: i32) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3 + 64), Compression::new(6));
    // A Vec takes everything.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}
