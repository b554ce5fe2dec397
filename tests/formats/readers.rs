//! Programs that others read our files with.
//!
//! Owns: finding and starting them. Refuses to know: what the files say.

use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A folder for the program's files; `None` where the check is left out.
///
/// With `JINGUO_READERS=1` a missing program is a failure.
pub fn folder(program: &str) -> Option<TempDir> {
    if std::env::var_os("JINGUO_READERS").is_none() {
        println!("left out: set JINGUO_READERS=1 to read with {program}");
        return None;
    }
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()));
    assert!(found, "{program} is not installed");
    Some(TempDir::new().unwrap())
}

fn run(command: &mut Command) -> String {
    let out = command.stdin(Stdio::null()).output().unwrap();
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// Converts a file with LibreOffice, into the folder.
pub fn soffice(folder: &Path, file: &Path, to: &str) {
    run(Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .args([folder, file]));
}

/// Lets Chromium open a page; `how` is what it does with it.
pub fn chromium(folder: &Path, page: &Path, how: &[String]) {
    run(Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--no-pdf-header-footer",
        ])
        .arg(format!("--user-data-dir={}", folder.join("chromium").display()))
        .args(how)
        .arg(format!("file://{}", page.display())));
}

/// The text of a PDF, its pages apart by form feeds.
pub fn pdf_text(file: &Path) -> String {
    run(Command::new("pdftotext").arg("-layout").args([file, Path::new("-")]))
}

/// The width and height of each page, in points.
pub fn pdf_pages(file: &Path) -> Vec<(u32, u32)> {
    let text = run(Command::new("pdfinfo").args(["-f", "1", "-l", "9999"]).arg(file));
    let size = |line: &str| {
        let mut numbers = line
            .split_once("size:")?
            .1
            .split_whitespace()
            .filter_map(|word| word.split('.').next()?.parse().ok());
        Some((numbers.next()?, numbers.next()?))
    };
    text.lines()
        .filter(|line| line.starts_with("Page ") && !line.starts_with("Page size"))
        .filter_map(size)
        .collect()
}

/// Every font is embedded, and says which characters its glyphs are.
pub fn check_fonts(file: &Path) {
    let text = run(Command::new("pdffonts").arg(file));
    let fonts: Vec<&str> = text.lines().skip(2).collect();
    assert!(!fonts.is_empty(), "{text}");
    // Columns from the right: object ID (two words), uni, sub, emb.
    let whole = |line: &&str| {
        let mut words = line.split_whitespace().rev().skip(2);
        words.next() == Some("yes") && words.nth(1) == Some("yes")
    };
    assert!(fonts.iter().all(whole), "{text}");
}

/// A page as it is drawn: each point is a byte, 255 where it is white.
pub struct Drawn {
    pub width: usize,
    pub points: Vec<u8>,
}

/// The pages as they are drawn, at so many points an inch.
pub fn drawn(folder: &Path, pdf: &Path, dense: u32) -> Vec<Drawn> {
    let into = folder.join("drawn");
    std::fs::create_dir_all(&into).unwrap();
    run(Command::new("pdftoppm").args(["-gray", "-r", &dense.to_string()]).args([pdf, &into.join("p")]));
    let mut files: Vec<_> = std::fs::read_dir(&into).unwrap().map(|item| item.unwrap().path()).collect();
    files.sort();
    let pages = files.iter().map(|file| {
        // P5, width, height, 255: each ends with one white byte.
        let bytes = std::fs::read(file).unwrap();
        let mut words = bytes.splitn(4, u8::is_ascii_whitespace);
        assert_eq!(words.next(), Some(&b"P5"[..]));
        let mut number = || std::str::from_utf8(words.next().unwrap()).unwrap().parse().unwrap();
        let (width, height) = (number(), number());
        let points = words.next().unwrap()[4..].to_vec();
        assert_eq!(points.len(), width * height);
        Drawn { width, points }
    });
    let pages = pages.collect();
    std::fs::remove_dir_all(&into).unwrap();
    pages
}

/// Nothing is drawn nearer to the left and right edges than so many millimetres.
pub fn check_edges(folder: &Path, pdf: &Path, millimetres: usize) {
    let margin = millimetres * 720 / 254;
    for (number, page) in (1..).zip(drawn(folder, pdf, 72)) {
        let inside = margin..page.width - margin;
        for (at, point) in page.points.iter().enumerate() {
            let white = *point > 250 || inside.contains(&(at % page.width));
            assert!(white, "page {number}: something is drawn at {}, {}", at % page.width, at / page.width);
        }
    }
}

/// No word of any page stands nearer to an edge than so many points.
pub fn check_margins(file: &Path, least: u32) {
    let text = run(Command::new("pdftotext").arg("-bbox").args([file, Path::new("-")]));
    let number = |line: &str, name: &str| -> u32 {
        let value =
            line.split(&format!("{name}=\"")).nth(1).unwrap_or("").split(['.', '"']).next().unwrap_or("");
        value.parse().unwrap_or(0)
    };
    let (mut width, mut words) = (0, 0);
    for line in text.lines().map(str::trim) {
        if line.starts_with("<page ") {
            width = number(line, "width");
        } else if line.starts_with("<word ") {
            words += 1;
            let (left, right) = (number(line, "xMin"), number(line, "xMax"));
            assert!(
                left >= least && right + least <= width + 1,
                "beyond the margin of {width} points: {line}"
            );
        }
    }
    assert!(words > 0, "no word was found");
}
