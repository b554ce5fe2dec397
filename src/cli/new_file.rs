//! Files that a command makes: a new name, whole or not at all.
//!
//! Owns: that nothing is written over. Refuses to know: what is in them.

use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::open;
use super::record::yes_or_no;
use super::typed::quote;
use crate::ledger::Access;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Whether the name is free, in a folder that is there; asked before anything is recorded or a passphrase is typed.
///
/// # Errors
/// A refusal where something has that name; an I/O failure where there is no such folder.
pub fn is_free(context: &Context<'_>, path: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Err(there(context, path));
    }
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()).map(std::fs::metadata) {
        Some(Err(cause)) => Err(failed(context, path, &cause)),
        _ => Ok(()),
    }
}

/// Whether a command may write that file: none is there, or a person or `force` says that it may be written over.
///
/// # Errors
/// A refusal where it is one of the ledger's own, whatever anybody says; a failure of the terminal.
pub fn may_write_over(context: &mut Context<'_>, path: &Path, force: bool) -> Result<bool, Failure> {
    if !path.exists() {
        return Ok(true);
    }
    // Nobody means that: the journal would be gone.
    if let Ok(books) = open::find(context, Access::Read)
        && let (Ok(file), Ok(books)) = (path.canonicalize(), books.canonicalize())
        && file.starts_with(books)
    {
        return Err(there(context, path));
    }
    let file = [("file", path.display().to_string().into())];
    Ok(force
        || (context.outside.input_is_terminal
            && yes_or_no(context, &context.words.say("prompt-write-over", &file))?))
}

pub(super) fn there(context: &Context<'_>, path: &Path) -> Failure {
    let args = [("file", path.display().to_string().into())];
    let message = Message::new(context.words.say("error-new-file-exists", &args), Recorded::NotAsked);
    Failure::told(Exit::Refused, message.hint(context.words.word("hint-new-file-exists")))
}

/// Writes a new file. Where that fails, no half of it is left.
///
/// # Errors
/// A refusal where something has that name; an I/O failure.
pub fn write(context: &Context<'_>, path: &Path, text: &str) -> Result<(), Failure> {
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(there(context, path)),
        Err(error) => return Err(failed(context, path, &error)),
    };
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| {
        drop(file);
        // Half a proof proves nothing: the first error is the one to tell.
        let _ = std::fs::remove_file(path);
        failed(context, path, &error)
    })
}

/// A file in the making, under a name beside its own until it is whole: what stood there stays until then, and nothing
/// is left of it where it never becomes whole.
pub struct NewFile {
    part: PathBuf,
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl NewFile {
    /// Begins it.
    ///
    /// # Errors
    /// An I/O failure.
    pub fn begin(context: &Context<'_>, path: &Path) -> Result<NewFile, Failure> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // A name that nobody else has: whatever stands there is somebody's.
        let part = path.with_file_name(format!("{name}.{}.part", std::process::id()));
        let file = File::create_new(&part).map_err(|error| failed(context, path, &error))?;
        Ok(NewFile { part, path: path.to_owned(), file: Some(BufWriter::with_capacity(1 << 20, file)) })
    }

    /// Gives it its own name, once every byte is on the disk.
    ///
    /// # Errors
    /// An I/O failure.
    pub fn finish(mut self, context: &Context<'_>) -> Result<(), Failure> {
        let whole = |file: BufWriter<File>| {
            file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
            std::fs::rename(&self.part, &self.path)
        };
        let done = self.file.take().map_or(Ok(()), whole);
        done.map_err(|error| {
            let _ = std::fs::remove_file(&self.part);
            failed(context, &self.path, &error)
        })
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            // What is still held back would only be thrown away.
            drop(file.into_parts());
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

/// That a file could not be written.
pub fn failed(context: &Context<'_>, path: &Path, cause: &std::io::Error) -> Failure {
    let args = [("file", path.display().to_string().into()), ("cause", cause.to_string().into())];
    let words = context.words;
    let message = Message::new(words.say("error-new-file", &args), Recorded::NotAsked);
    let folder = path.parent().filter(|folder| cause.kind() == ErrorKind::NotFound && !folder.is_dir());
    let hint = match folder {
        Some(folder) => {
            let command = format!("mkdir {}", quote(&folder.to_string_lossy()));
            words.say("hint-make-folder", &[("command", command.into())])
        }
        None => words.word("hint-disk-space"),
    };
    Failure::told(Exit::InputOutput, message.hint(hint))
}
