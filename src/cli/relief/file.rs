//! Reading a file that an office or its bank made, and telling why it can't be read.
//!
//! Owns: the bound on its length, and those sentences. Refuses to know: its columns.

use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::import::sheet::{MOST_BYTES, Unreadable};
use crate::words::Words;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// The bytes of a file, and no more than one over the bound: what is longer is refused by its reader.
///
/// # Errors
/// A usage failure where there is none; an I/O failure where it can't be read.
pub fn bytes(file: &Path, context: &Context<'_>) -> Result<Vec<u8>, Failure> {
    let read = || {
        let mut bytes = Vec::new();
        let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
        std::fs::File::open(file)?.take(most + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|cause: std::io::Error| {
        let args = [("file", file.display().to_string().into()), ("cause", cause.to_string().into())];
        let exit = if cause.kind() == ErrorKind::NotFound { Exit::Usage } else { Exit::InputOutput };
        Failure::told(exit, Message::nothing_recorded(context.words.say("error-file", &args)))
    })
}

/// The failure for a file that is none; `columns` names those that it may have.
pub fn unreadable(words: &Words, file: &Path, columns: &str, cause: &Unreadable) -> Failure {
    let shown = file.display().to_string();
    let of = |key: &str, more: &[(&'static str, crate::words::Arg)]| {
        let mut args = vec![("file", shown.as_str().into())];
        args.extend(more.iter().cloned());
        words.say(key, &args)
    };
    let of_columns = || words.say("hint-file-columns", &[("columns", columns.into())]);
    let (text, hint) = match cause {
        Unreadable::TooLarge => (of("error-file-too-large", &[]), words.word("hint-file-split")),
        Unreadable::NotUtf8 { line } => {
            (of("error-file-not-utf8", &[("line", (*line).into())]), words.word("hint-file-utf8"))
        }
        Unreadable::NoHeader => (of("error-file-no-header", &[]), of_columns()),
        Unreadable::UnknownColumn { name } => {
            (of("error-file-column", &[("name", name.as_str().into())]), of_columns())
        }
        Unreadable::ColumnTwice { name } => {
            (of("error-file-column-twice", &[("name", name.as_str().into())]), of_columns())
        }
        Unreadable::NoRows => (of("error-file-no-rows", &[]), of_columns()),
        Unreadable::TooManyRows { found, most } => (
            of("error-file-too-many-rows", &[("found", (*found).into()), ("most", (*most).into())]),
            words.word("hint-file-split"),
        ),
    };
    Failure::told(Exit::Refused, Message::nothing_recorded(text).hint(hint))
}
