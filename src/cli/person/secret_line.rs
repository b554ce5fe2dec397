//! A line that is typed without being shown, or piped in: numbers that must not stay in a shell's history.
//!
//! Owns: where such a line comes from. Refuses to know: what it says.

use crate::cli::context::{Context, Failure};
use std::io::{BufRead, Read};
use zeroize::Zeroizing;

/// More of a line than this is not read: an endless pipe must not fill the memory.
const LONGEST_LINE: u64 = 1000;

/// The line: asked for in a terminal, else the next one of what is piped in.
///
/// # Errors
/// An I/O failure where it can't be read.
pub fn read(context: &mut Context<'_>, prompt: &'static str) -> Result<Zeroizing<String>, Failure> {
    if context.outside.input_is_terminal {
        return asked(context, prompt);
    }
    let mut typed = Zeroizing::new(String::new());
    let read = (&mut *context.input).take(LONGEST_LINE).read_line(&mut typed);
    read.map_err(|error| Failure::input(context.words, &error))?;
    // Some Windows shells begin what they pipe with a byte order mark.
    let marked = typed.starts_with('\u{FEFF}');
    Ok(if marked { Zeroizing::new(typed.trim_start_matches('\u{FEFF}').to_owned()) } else { typed })
}

/// The answer in a terminal, which does not show it.
///
/// # Errors
/// As [`read`].
pub fn asked(context: &Context<'_>, prompt: &'static str) -> Result<Zeroizing<String>, Failure> {
    let answer = rpassword::prompt_password(context.words.word(prompt));
    Ok(Zeroizing::new(answer.map_err(|error| Failure::input(context.words, &error))?))
}
