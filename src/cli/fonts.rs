//! Fonts of this computer.
//!
//! Owns: which font a document for print is set in. Refuses to know: documents.

use crate::export::pdf::Font;
use fontdb::{Database, Family, Query};

/// Families with Chinese glyphs, the best first: those of Noto and Adobe, of Windows, of macOS, of Linux.
const FAMILIES: [&str; 17] = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Microsoft YaHei",
    "SimSun",
    "SimHei",
    "DengXian",
    "KaiTi",
    "PingFang SC",
    "Songti SC",
    "STSong",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "AR PL UMing CN",
];

/// This computer has no font with Chinese glyphs that may be embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no font with Chinese glyphs")]
pub struct NoFont;

/// What `with` makes of a font with Chinese glyphs.
///
/// # Errors
/// [`NoFont`].
pub fn with_chinese<T>(with: impl FnOnce(&Font<'_>) -> T) -> Result<T, NoFont> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let mut with = Some(with);
    for family in FAMILIES {
        let query = Query { families: &[Family::Name(family)], ..Query::default() };
        let Some(id) = fonts.query(&query) else { continue };
        let made = fonts.with_face_data(id, |data, index| {
            Font::new(data, index).and_then(|font| with.take().map(|with| with(&font)))
        });
        if let Some(made) = made.flatten() {
            return Ok(made);
        }
    }
    Err(NoFont)
}
