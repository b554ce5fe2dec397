//! Files that a command makes: a new name, whole or not at all.
//!
//! Owns: that nothing is written over. Refuses to know: what is in them.

use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

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

fn there(context: &Context<'_>, path: &Path) -> Failure {
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

fn failed(context: &Context<'_>, path: &Path, cause: &std::io::Error) -> Failure {
    let args = [("file", path.display().to_string().into()), ("cause", cause.to_string().into())];
    let message = Message::new(context.words.say("error-new-file", &args), Recorded::NotAsked);
    Failure::told(Exit::InputOutput, message.hint(context.words.word("hint-disk-space")))
}
