//! What a gift is for, as it is typed: persons, a list of them in a file, or a programme.
//!
//! Owns: reading that. Refuses to know: whether it may be for them.

use crate::base::{Code, PersonNo};
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::Cause;
use crate::cli::parse;
use crate::entry::{Bound, MOST_BOUND};
use crate::ledger::Batch;
use crate::words::Words;
use clap::Args;
use std::io::Read;
use std::path::{Path, PathBuf};

/// `--for P-… | --for-file FILE | --programme CODE`
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = true)]
pub struct BoundArgs {
    /// A person that it is for.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub r#for: Vec<PersonNo>,
    /// A list of persons that it is for.
    #[arg(long, value_name = "FILE", conflicts_with = "for")]
    pub for_file: Option<PathBuf>,
    /// The programme that it is for.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub programme: Option<Code>,
}

/// The same with the file read.
pub struct Asked {
    persons: Vec<PersonNo>,
    programme: Option<Code>,
}

/// More than any list of so many numbers has.
const MOST_BYTES: u64 = 1 << 20;

impl BoundArgs {
    /// Reads the file, where one is named.
    ///
    /// # Errors
    /// A usage failure where it is not there, or a row of it is no person's number; an I/O failure where it can't be read.
    pub fn read(&self, context: &Context<'_>) -> Result<Asked, Failure> {
        let persons = match &self.for_file {
            Some(file) => persons_in(file, context)?,
            None => self.r#for.clone(),
        };
        Ok(Asked { persons, programme: self.programme.clone() })
    }
}

impl Asked {
    /// What the gift is for.
    ///
    /// # Errors
    /// A usage failure where a person is named twice, or there are too many; an unknown programme.
    pub fn bound(&self, batch: &mut Batch<'_>, words: &Words) -> Result<Bound, Cause> {
        let programme = self.programme.as_ref().map(|code| batch.ledger().programme_by_code(code));
        let programme = programme.transpose()?.map(|programme| programme.no);
        let bound = Bound::new(programme, self.persons.clone());
        bound.ok_or_else(|| {
            let mut sorted = self.persons.clone();
            sorted.sort_unstable();
            let twice = sorted.windows(2).find(|two| two[0] == two[1]).map(|two| two[0]);
            let text = match twice {
                Some(person) => words.say("error-bound-twice", &[("person", person.into())]),
                None => words.say("error-bound-count", &[("max", MOST_BOUND.into())]),
            };
            Failure::told(Exit::Usage, Message::nothing_recorded(text)).into()
        })
    }
}

/// The persons that a CSV file lists: by the column that a header calls so, else in the first one.
fn persons_in(file: &Path, context: &Context<'_>) -> Result<Vec<PersonNo>, Failure> {
    let words = context.words;
    let name = file.display().to_string();
    let mut bytes = Vec::new();
    let read = std::fs::File::open(file).and_then(|open| open.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|cause| {
        let args = [("file", name.as_str().into()), ("cause", cause.to_string().into())];
        let missing = cause.kind() == std::io::ErrorKind::NotFound;
        let exit = if missing { Exit::Usage } else { Exit::InputOutput };
        Failure::told(exit, Message::nothing_recorded(words.say("error-file", &args)))
    })?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let (mut persons, mut column) = (Vec::new(), 0);
    for (row, number) in reader.byte_records().zip(1_u64..) {
        let cells = row.unwrap_or_default();
        let text = |at: usize| cells.get(at).map(|cell| String::from_utf8_lossy(cell).into_owned());
        if number == 1
            && let Some(at) = (0..cells.len()).find(|at| text(*at).is_some_and(|text| is_heading(&text)))
        {
            column = at;
            continue;
        }
        let typed = text(column).unwrap_or_default();
        let person = parse::person(&typed).map_err(|_| {
            // What stands there instead may be personal data: it is not repeated.
            let args = [("file", name.as_str().into()), ("row", number.into())];
            let message = Message::nothing_recorded(words.say("error-bound-row", &args));
            Failure::told(Exit::Usage, message.hint(words.word("hint-bound-file")))
        })?;
        persons.push(person);
        if persons.len() > MOST_BOUND {
            break;
        }
    }
    if persons.is_empty() {
        let text = words.say("error-bound-none", &[("file", name.into())]);
        let message = Message::nothing_recorded(text).hint(words.word("hint-bound-file"));
        return Err(Failure::told(Exit::Usage, message));
    }
    Ok(persons)
}

fn is_heading(text: &str) -> bool {
    ["person", "编号", "人员编号", "人员"].contains(&text.to_lowercase().as_str())
}
