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

/// Every font is embedded, and one of them has Chinese glyphs.
pub fn check_fonts(file: &Path) {
    let text = run(Command::new("pdffonts").arg(file));
    let fonts: Vec<&str> = text.lines().skip(2).collect();
    assert!(fonts.iter().any(|line| line.contains("CJK") || line.contains("Sim")), "{text}");
    // Columns from the right: object ID (two words), uni, sub, emb.
    let embedded = |line: &&str| line.split_whitespace().rev().nth(4) == Some("yes");
    assert!(fonts.iter().all(embedded), "{text}");
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
