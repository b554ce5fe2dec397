//! A CSV file with a header row: its columns by name in any order, its rows with the lines that they stand on.
//!
//! Owns: encoding, quotes, the header, bounds. Refuses to know: what the cells mean.
//!
//! UTF-8 with or without a byte order mark. Rows without any text are left out: spreadsheets leave such behind.

use super::{Bad, Cause, LONGEST_CELL};
use csv::{ReaderBuilder, StringRecord};

/// The longest file that is read: a thousand rows need a hundredth of it.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// The columns that a kind of file may have.
pub trait Column: Copy + Eq + 'static {
    /// All of them.
    const ALL: &'static [Self];

    /// What they may be called: in Chinese first, then in English.
    fn names(self) -> &'static [&'static str];
}

/// Why a file as a whole can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Longer than [`MOST_BYTES`].
    TooLarge,
    /// Not UTF-8: saved by a spreadsheet in an older encoding.
    NotUtf8 {
        /// The first line that is not.
        line: u64,
    },
    /// No header row.
    NoHeader,
    /// A column that such a file does not have.
    UnknownColumn {
        /// Its name, shortened.
        name: String,
    },
    /// A column that stands there twice.
    ColumnTwice {
        /// Its name.
        name: String,
    },
    /// No row below the header.
    NoRows,
    /// More rows than go into one commit.
    TooManyRows {
        /// How many there are.
        found: usize,
        /// How many may be.
        most: usize,
    },
}

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct Sheet<C> {
    /// Its columns, from the left; `None` where the header is empty.
    columns: Vec<Option<C>>,
    /// Its rows.
    pub rows: Vec<SheetRow>,
}

/// A row of it.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    cells: Vec<String>,
}

/// What is wrong with a row, each with its column where one is to blame.
type Flaws<C> = Vec<(Option<C>, Cause)>;

/// Reads a file.
///
/// # Errors
/// [`Unreadable`].
pub fn read<C: Column>(bytes: &[u8], most_rows: usize) -> Result<Sheet<C>, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let mut lines = Lines::new(bytes);
        Unreadable::NotUtf8 { line: lines.line_at(error.valid_up_to()) }
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut lines = Lines::new(text.as_bytes());
    let mut columns: Option<Vec<Option<C>>> = None;
    let (mut rows, mut found) = (Vec::new(), 0);
    let mut record = StringRecord::new();
    // From a text in memory every record can be read: rows of any length are allowed.
    while reader.read_record(&mut record).unwrap_or(false) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(_) = &columns else {
            columns = Some(header(&record)?);
            continue;
        };
        found += 1;
        if found <= most_rows {
            let start = record.position().map_or(0, csv::Position::byte);
            let line = lines.line_of_record(usize::try_from(start).unwrap_or(usize::MAX));
            rows.push(SheetRow { line, cells: record.iter().map(|cell| cell.trim().to_owned()).collect() });
        }
    }
    let columns = columns.ok_or(Unreadable::NoHeader)?;
    match found {
        0 => Err(Unreadable::NoRows),
        _ if found > most_rows => Err(Unreadable::TooManyRows { found, most: most_rows }),
        _ => Ok(Sheet { columns, rows }),
    }
}

fn header<C: Column>(record: &StringRecord) -> Result<Vec<Option<C>>, Unreadable> {
    let mut columns: Vec<Option<C>> = Vec::new();
    for name in record {
        let plain = name.trim().to_lowercase();
        if plain.is_empty() {
            columns.push(None);
            continue;
        }
        let known = C::ALL.iter().copied().find(|column| column.names().contains(&plain.as_str()));
        let shown = || name.trim().chars().take(40).collect::<String>();
        let column = known.ok_or_else(|| Unreadable::UnknownColumn { name: shown() })?;
        if columns.contains(&Some(column)) {
            return Err(Unreadable::ColumnTwice { name: shown() });
        }
        columns.push(Some(column));
    }
    Ok(columns)
}

impl<C: Column> Sheet<C> {
    /// Whether the file has that column.
    pub fn has(&self, column: C) -> bool {
        self.columns.contains(&Some(column))
    }

    /// The cells of a row that hold something, each with its column.
    ///
    /// # Errors
    /// What is wrong with them, before anybody knows what they mean.
    pub fn cells<'a>(&self, row: &'a SheetRow) -> Result<Vec<(C, &'a str)>, Flaws<C>> {
        let cells = Cause::Cells { found: row.cells.len(), expected: self.columns.len() };
        if row.cells.len() < self.columns.len() {
            return Err(vec![(None, cells)]);
        }
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let Some(column) = self.columns.get(at).copied().flatten() else {
                bad.push((None, cells.clone()));
                continue;
            };
            match flaw(cell) {
                Some(cause) => bad.push((Some(column), cause)),
                None => good.push((column, cell.as_str())),
            }
        }
        if bad.is_empty() { Ok(good) } else { Err(bad) }
    }
}

fn flaw(cell: &str) -> Option<Cause> {
    let length = cell.chars().count();
    if length > LONGEST_CELL {
        return Some(Cause::TooLong { length });
    }
    let hidden = |c: &char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    cell.chars().find(hidden).map(|c| Cause::Control(u32::from(c)))
}

/// What was found wrong while reading, row by row.
pub(super) struct Found<C> {
    pub bad: Vec<Bad<C>>,
    pub row: usize,
}

impl<C: Column> Found<C> {
    pub fn new() -> Found<C> {
        Found { bad: Vec::new(), row: 0 }
    }

    /// The value, or nothing and the cause on the list.
    pub fn take<T>(&mut self, column: C, read: Result<T, Cause>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(cause) => {
                self.push(Some(column), cause);
                None
            }
        }
    }

    pub fn push(&mut self, column: Option<C>, cause: Cause) {
        self.bad.push(Bad { row: self.row, column, cause });
    }
}

/// Counts lines forwards only, so that a whole file is walked once.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn new(bytes: &[u8]) -> Lines<'_> {
        Lines { bytes, at: 0, line: 1 }
    }

    fn line_at(&mut self, until: usize) -> u64 {
        while self.at < until.min(self.bytes.len()) {
            self.step();
        }
        self.line
    }

    /// Where a record begins that the reader places before the empty lines it skipped.
    fn line_of_record(&mut self, start: usize) -> u64 {
        self.line_at(start);
        while matches!(self.bytes.get(self.at), Some(b'\r' | b'\n')) {
            self.step();
        }
        self.line
    }

    fn step(&mut self) {
        let ends = match (self.bytes[self.at], self.bytes.get(self.at + 1)) {
            (b'\n', _) => true,
            (b'\r', next) => next != Some(&b'\n'),
            _ => false,
        };
        self.line += u64::from(ends);
        self.at += 1;
    }
}
