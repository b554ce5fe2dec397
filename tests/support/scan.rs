//! The codes of a page as a camera sees them.
//!
//! Owns: drawing the SVG's modules and reading them by another library. Refuses to know: what made them.

/// What a camera sees of every code in a page: each `svg`'s path drawn and read by another library.
pub fn scanned(html: &str) -> Vec<String> {
    html.split("<svg ").skip(1).map(scan).collect()
}

fn scan(svg: &str) -> String {
    const SCALE: usize = 3;
    let between = |from: &str, to: &str| svg.split_once(from).unwrap().1.split_once(to).unwrap().0;
    let side: usize = between("viewBox=\"0 0 ", " ").parse().unwrap();
    let mut dark = vec![false; side * side];
    for run in between("path d=\"", "\"").split('z').filter(|run| !run.is_empty()) {
        let (left, rest) = run.strip_prefix('M').unwrap().split_once(' ').unwrap();
        let (top, rest) = rest.split_once('h').unwrap();
        let (width, back) = rest.split_once("v1h-").unwrap();
        assert_eq!(width, back);
        let start = top.parse::<usize>().unwrap() * side + left.parse::<usize>().unwrap();
        dark[start..start + width.parse::<usize>().unwrap()].fill(true);
    }
    let at = |x: usize, y: usize| if dark[y / SCALE * side + x / SCALE] { 0 } else { 255 };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side * SCALE, side * SCALE, at);
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "one code in a picture of {side} modules");
    let mut bytes = Vec::new();
    grids[0].decode_to(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}
