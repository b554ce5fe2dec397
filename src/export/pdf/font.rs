//! A font with Chinese glyphs, and those of them that a document uses.
//!
//! Owns: how wide text is, its bytes in a page, and the subset that is embedded. Refuses to know: where fonts are on a
//! computer, and what the text says.
//!
//! Widths are whole thousandths of the size of type, as a document has them.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Finish, Name, Pdf, Rect, Ref, Str};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId, name_id};

/// Characters that a font for our words must have.
const NEEDED: &str = "妇联账基金额贷方，。：（）¥0aZ";
/// What is drawn for a character that the font has not.
const MISSING: [char; 3] = ['\u{25A1}', '\u{3013}', '?'];
const SYSTEM: SystemInfo = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A font, as its file has it.
pub struct Font<'a> {
    data: &'a [u8],
    index: u32,
    face: Face<'a>,
}

impl<'a> Font<'a> {
    /// The font of that place in a file; `None` where it can't be read, has no Chinese glyphs or may not be embedded.
    #[must_use]
    pub fn new(data: &'a [u8], index: u32) -> Option<Font<'a>> {
        let face = Face::parse(data, index).ok()?;
        let has = NEEDED.chars().all(|c| face.glyph_index(c).is_some());
        let tables = face.tables();
        let drawn = tables.glyf.is_some() || tables.cff.is_some();
        (has && drawn && face.is_subsetting_allowed() && face.is_outline_embedding_allowed())
            .then_some(Font { data, index, face })
    }
}

/// A glyph that the document uses.
#[derive(Clone, Copy)]
struct Used {
    /// Its number in the subset.
    new: u16,
    advance: i32,
}

/// A font in use.
pub(super) struct Type<'a> {
    font: &'a Font<'a>,
    glyphs: GlyphRemapper,
    used: BTreeMap<char, Used>,
}

impl<'a> Type<'a> {
    pub(super) fn new(font: &'a Font<'a>) -> Type<'a> {
        Type { font, glyphs: GlyphRemapper::new(), used: BTreeMap::new() }
    }

    fn glyph(&mut self, c: char) -> Used {
        if let Some(used) = self.used.get(&c) {
            return *used;
        }
        let face = &self.font.face;
        // A character that is drawn as another is read back as that one.
        let drawn = std::iter::once(c).chain(MISSING).find_map(|c| Some((c, face.glyph_index(c)?)));
        let (shown, glyph) = drawn.unwrap_or((c, GlyphId(0)));
        let used = Used { new: self.glyphs.remap(glyph.0), advance: self.advance(glyph) };
        self.used.entry(shown).or_insert(used);
        self.used.insert(c, used);
        used
    }

    fn advance(&self, glyph: GlyphId) -> i32 {
        let wide = i32::from(self.font.face.glyph_hor_advance(glyph).unwrap_or(0));
        wide * 1_000 / i32::from(self.font.face.units_per_em()).max(1)
    }

    /// How wide a character is, in thousandths of the size.
    pub(super) fn width_of(&mut self, c: char) -> i32 {
        self.glyph(c).advance
    }

    /// How wide the text is at that size, in the size's unit, and never narrower than it is drawn.
    pub(super) fn width(&mut self, text: &str, size: i32) -> i32 {
        let wide = text.chars().fold(0_i32, |sum, c| sum.saturating_add(self.width_of(c)));
        wide.saturating_mul(size).saturating_add(999) / 1_000
    }

    /// The text as a page has it: two bytes for each glyph.
    pub(super) fn bytes(&mut self, text: &str) -> Vec<u8> {
        text.chars().flat_map(|c| self.glyph(c).new.to_be_bytes()).collect()
    }

    /// Writes the font under `id`, and what it consists of under the four behind.
    pub(super) fn write(&self, pdf: &mut Pdf, id: Ref, next: &mut dyn FnMut() -> Ref) -> Option<()> {
        let (cid, descriptor, file, map) = (next(), next(), next(), next());
        let subset = subsetter::subset(self.font.data, self.font.index, &self.glyphs).ok()?;
        let subset_face = ttf_parser::RawFace::parse(&subset, 0).ok()?;
        let cff = subset_face.table(ttf_parser::Tag::from_bytes(b"CFF "));
        let name = format!("JINGUO+{}", self.name());
        let name = Name(name.as_bytes());
        pdf.type0_font(id)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(map);
        let mut font = pdf.cid_font(cid);
        font.subtype(if cff.is_some() { CidFontType::Type0 } else { CidFontType::Type2 });
        font.base_font(name).system_info(SYSTEM).font_descriptor(descriptor);
        font.default_width(1000.0);
        if cff.is_none() {
            font.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        let mut widths = font.widths();
        for (new, old) in (0_u16..).zip(self.glyphs.remapped_gids()) {
            let advance = i16::try_from(self.advance(GlyphId(old))).unwrap_or(i16::MAX);
            widths.consecutive(new, [advance.into()]);
        }
        widths.finish();
        font.finish();
        let face = &self.font.face;
        let em = i32::from(face.units_per_em()).max(1);
        let scaled = |units: i16| i16::try_from(i32::from(units) * 1_000 / em).unwrap_or(i16::MAX);
        let area = face.global_bounding_box();
        let mut about = pdf.font_descriptor(descriptor);
        about
            .name(name)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(
                scaled(area.x_min).into(),
                scaled(area.y_min).into(),
                scaled(area.x_max).into(),
                scaled(area.y_max).into(),
            ))
            .italic_angle(0.0)
            .ascent(scaled(face.ascender()).into())
            .descent(scaled(face.descender()).into())
            .cap_height(scaled(face.capital_height().unwrap_or(face.ascender())).into())
            .stem_v(95.0);
        if cff.is_some() {
            about.font_file3(file);
        } else {
            about.font_file2(file);
        }
        about.finish();
        let packed = super::packed(cff.unwrap_or(&subset));
        let mut stream = pdf.stream(file, &packed);
        stream.filter(pdf_writer::Filter::FlateDecode);
        if cff.is_some() {
            stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        }
        stream.finish();
        self.write_map(pdf, map);
        Some(())
    }

    /// Which character each glyph is: by it text can be selected and searched.
    fn write_map(&self, pdf: &mut Pdf, id: Ref) {
        let mut characters: BTreeMap<u16, char> = BTreeMap::new();
        for (c, used) in &self.used {
            // Two characters may share a glyph; the one that has it of its own right is the one that is read back.
            let own = self.font.face.glyph_index(*c).is_some();
            match characters.entry(used.new) {
                std::collections::btree_map::Entry::Vacant(free) => {
                    free.insert(*c);
                }
                // Radicals of their own block look like the words that people write.
                std::collections::btree_map::Entry::Occupied(mut taken)
                    if own && *taken.get() < '\u{3400}' =>
                {
                    taken.insert(*c);
                }
                std::collections::btree_map::Entry::Occupied(_) => {}
            }
        }
        let mut map = UnicodeCmap::new(Name(b"Custom"), SYSTEM);
        for (glyph, c) in characters {
            map.pair(glyph, c);
        }
        let text = map.finish();
        pdf.cmap(id, text.as_slice()).name(Name(b"Custom")).system_info(SYSTEM);
    }

    fn name(&self) -> String {
        let names = self.font.face.names();
        let found = names.into_iter().filter(|name| name.name_id == name_id::POST_SCRIPT_NAME);
        let name = found.filter_map(|name| name.to_string()).next().unwrap_or_default();
        let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if plain.is_empty() { "Chinese".to_owned() } else { plain }
    }
}
