//! Bank cards, asked for in a terminal or read from a pipe; their numbers never stand on the command line.
//!
//! Owns: where a number comes from. Refuses to know: what is done with it.

use super::secret_line;
use crate::base::BankCard;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::parse::Wrong;
use crate::cli::usage;

/// The number that must be given: asked for in a terminal, without showing it, else the next line of what is piped in.
/// An identity number that is piped in too stands on the line before it.
///
/// # Errors
/// A usage failure where what was given is no number of a card, or nothing; an I/O failure where it can't be read.
pub fn read(context: &mut Context<'_>) -> Result<BankCard, Failure> {
    let typed = secret_line::read(context, "prompt-bank-card")?;
    if typed.trim().is_empty() {
        let message = Message::nothing_recorded(context.words.word("error-no-bank-card"));
        return Err(Failure::told(Exit::Usage, message.hint(context.words.word("hint-bank-card-pipe"))));
    }
    BankCard::parse(&typed).map_err(|cause| usage::wrong_value(context.words, &Wrong::BankCard(cause)))
}
