//! Identity numbers, asked for in a terminal or read from a pipe; they never stand on the command line.
//!
//! Owns: where a number comes from, and what becomes of an old one. Refuses to know: what is done with it.

use super::secret_line;
use crate::base::IdNumber;
use crate::base::id_number::IdNumberError;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::parse::Wrong;
use crate::cli::usage;

const PROMPT: &str = "prompt-id-number";

/// A well-formed number as somebody gave it.
pub enum Given {
    /// In the form of today.
    OfToday(IdNumber),
    /// In the old form of 15 digits, completed. It is enough to find somebody by, not to register her: only her card
    /// says which number she has now.
    Old(IdNumber),
}

impl Given {
    /// The number in the form of today.
    pub fn number(self) -> IdNumber {
        match self {
            Given::OfToday(number) | Given::Old(number) => number,
        }
    }
}

/// The number that must be given: asked for in a terminal, without showing it, else the first line of what is piped in.
///
/// # Errors
/// A usage failure where what was given is no identity number, or nothing; an I/O failure where it can't be read.
pub fn read(context: &mut Context<'_>) -> Result<Given, Failure> {
    let typed = secret_line::read(context, PROMPT)?;
    if typed.trim().is_empty() { Err(none(context)) } else { parse(context, &typed) }
}

/// The number as asked for in a terminal; `None` where the answer is left empty.
///
/// # Errors
/// As [`read`].
pub fn asked(context: &Context<'_>) -> Result<Option<Given>, Failure> {
    let typed = secret_line::asked(context, PROMPT)?;
    if typed.trim().is_empty() { Ok(None) } else { parse(context, &typed).map(Some) }
}

/// The failure where a number is needed and there is none.
pub fn none(context: &Context<'_>) -> Failure {
    let message = Message::nothing_recorded(context.words.word("error-no-id-number"));
    Failure::told(Exit::Usage, message.hint(context.words.word("hint-id-number-pipe")))
}

/// The failure for an old number that is nobody's here.
pub fn too_old(context: &Context<'_>) -> Failure {
    usage::wrong_value(context.words, &Wrong::IdNumber(IdNumberError::OldForm))
}

fn parse(context: &Context<'_>, typed: &str) -> Result<Given, Failure> {
    match IdNumber::parse(typed) {
        Ok(number) => Ok(Given::OfToday(number)),
        Err(IdNumberError::OldForm) => {
            IdNumber::from_old_form(typed).map(Given::Old).ok_or_else(|| too_old(context))
        }
        Err(cause) => Err(usage::wrong_value(context.words, &Wrong::IdNumber(cause))),
    }
}
