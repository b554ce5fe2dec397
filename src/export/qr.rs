//! A text as QR codes that a phone can read from paper, in SVG.
//!
//! Owns: how many codes a text needs, how large they are printed, and their SVG. Refuses to know: what the text says, pages.

use crate::base::parts;
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use std::fmt::Write;

/// The largest code that is printed: version 25, of 117 modules a side.
const LARGEST: u8 = 25;
/// The modules that stay white on each side of a code.
const QUIET: u16 = 4;
/// The longest side of a code with its quiet zone, in micrometres; version 25 then has modules of 0.416 mm.
const SIDE: u32 = 52_000;
/// The largest module, in micrometres: small codes need no more.
const MODULE: u32 = 800;
/// The most bytes in a code of a text that is split: those of version 22 at level M. Its modules are 0.46 mm.
const PART: usize = 779;

/// A code that is ready to be printed.
pub struct Code {
    qr: QrCode,
}

/// The codes of a text, in order: one with the very text, or more with its [`parts`].
///
/// Error correction is M; where only a code of level L holds the whole text, that is preferred to two codes.
pub fn codes(text: &str) -> Vec<Code> {
    let whole = [QrCodeEcc::Medium, QrCodeEcc::Low].into_iter().find_map(|level| Code::new(text, level));
    whole.map_or_else(
        || {
            let parts = parts::split(text, PART);
            let codes: Vec<Code> =
                parts.iter().filter_map(|part| Code::new(part, QrCodeEcc::Medium)).collect();
            debug_assert_eq!(codes.len(), parts.len(), "a part is too long for a code");
            codes
        },
        |code| vec![code],
    )
}

impl Code {
    /// The text in byte mode; `None` where it is too long.
    fn new(text: &str, level: QrCodeEcc) -> Option<Code> {
        let bytes = [QrSegment::make_bytes(text.as_bytes())];
        let largest = Version::new(LARGEST);
        QrCode::encode_segments_advanced(&bytes, level, Version::MIN, largest, None, true)
            .ok()
            .map(|qr| Code { qr })
    }

    /// Modules a side, quiet zone included.
    fn modules(&self) -> u16 {
        u16::try_from(self.qr.size()).unwrap_or(0) + 2 * QUIET
    }

    /// The side of a module on paper, in micrometres.
    fn module(&self) -> u32 {
        (SIDE / u32::from(self.modules())).min(MODULE)
    }

    /// The code as an element for a page, with its size on paper.
    ///
    /// Runs of dark modules are one path, so that no printer leaves hair lines between them.
    pub fn svg(&self, label: &str) -> String {
        let modules = self.modules();
        let micrometres = u32::from(modules) * self.module();
        let side = format!("{}.{:03}mm", micrometres / 1000, micrometres % 1000);
        let mut path = String::new();
        for y in 0..self.qr.size() {
            let mut x = 0;
            while x < self.qr.size() {
                let dark = (x..self.qr.size()).take_while(|x| self.qr.get_module(*x, y)).count();
                if dark > 0 {
                    let (left, top) = (x + i32::from(QUIET), y + i32::from(QUIET));
                    // Writing to a String can't fail.
                    let _ = write!(path, "M{left} {top}h{dark}v1h-{dark}z");
                }
                x += i32::try_from(dark).unwrap_or(0) + 1;
            }
        }
        let label = maud::html! { (label) }.into_string();
        format!(
            "<svg role=\"img\" aria-label=\"{label}\" width=\"{side}\" \
             height=\"{side}\" viewBox=\"0 0 {modules} {modules}\" shape-rendering=\"crispEdges\">\
             <rect width=\"{modules}\" height=\"{modules}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
        )
    }
}

#[cfg(test)]
#[path = "../../tests/support/scan.rs"]
mod scan;

#[cfg(test)]
mod tests {
    use super::scan::scanned;
    use super::*;
    use proptest::prelude::*;

    fn page(text: &str) -> (Vec<Code>, String) {
        let codes = codes(text);
        let html = codes.iter().map(|code| code.svg("核验码")).collect();
        (codes, html)
    }

    #[test]
    fn a_note_is_scanned_byte_for_byte() {
        let note = "example.org/fund\n20418\nqINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n\n— example.org/fund \
                    Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
        let (codes, html) = page(note);
        assert_eq!(codes.len(), 1);
        assert_eq!(codes[0].qr.error_correction_level(), QrCodeEcc::Medium);
        assert_eq!(scanned(&html), [note]);
    }

    #[test]
    fn a_code_is_large_enough_to_be_read_and_small_enough_for_the_page() {
        for length in [1, 60, 400, 900, 997, 998, 1200, 1273, 1274, 4000] {
            let (codes, html) = page(&"x".repeat(length));
            for code in &codes {
                assert!(code.module() >= 400, "{length}: {} µm", code.module());
                assert!(u32::from(code.modules()) * code.module() <= SIDE);
            }
            assert_eq!(codes.len() == 1, length <= 1273, "{length}");
            let low = codes[0].qr.error_correction_level() == QrCodeEcc::Low;
            assert_eq!(low, (998..=1273).contains(&length), "{length}");
            assert_eq!(html.matches("mm\" height=").count(), codes.len());
        }
        let (codes, html) = page("x");
        assert_eq!(codes[0].modules(), 21 + 8);
        assert!(html.contains("width=\"23.200mm\" height=\"23.200mm\" viewBox=\"0 0 29 29\""), "{html}");
    }

    #[test]
    fn a_long_text_is_scanned_in_parts() {
        let text = (0..200).map(|n| format!("第 {n} 行 \\ {}\n", n * 7919)).collect::<String>();
        let (codes, html) = page(&text);
        assert!(codes.len() > 4, "{}", codes.len());
        let mut found = scanned(&html);
        assert!(found[0].starts_with(&format!("JG 1/{} ", codes.len())), "{}", found[0]);
        found.reverse();
        assert_eq!(parts::join(&found.join("\n")), Ok(text));
    }

    #[test]
    fn a_label_is_text() {
        let html = codes("x")[0].svg("a\"><script>&");
        assert!(html.contains("aria-label=\"a&quot;&gt;&lt;script&gt;&amp;\""), "{html}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn what_is_scanned_is_the_text(text in "[ -~\n—王é]{0,1500}") {
            let (codes, html) = page(&text);
            let found = scanned(&html);
            if codes.len() == 1 {
                prop_assert_eq!(found, [text]);
            } else {
                prop_assert_eq!(parts::join(&found.join("\n")), Ok(text));
            }
        }
    }
}
