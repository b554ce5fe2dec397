//! Passphrases, from the terminal or from the environment.
//!
//! Owns: how they are asked for. Refuses to know: what they open.

use super::context::{Context, Exit, Failure};
use super::message::Message;
use zeroize::Zeroizing;

/// The passphrase of an existing key: the variable's, else asked for once.
///
/// # Errors
/// A failure where nobody can be asked (I/O) or the terminal can't be read.
pub fn existing(context: &Context<'_>, whose: &str) -> Result<Zeroizing<String>, Failure> {
    if let Some(given) = &context.outside.passphrase {
        return Ok(given.clone());
    }
    let question = context.words.say("prompt-passphrase", &[("whose", whose.into())]);
    ask(context, &question, "hint-no-passphrase")
}

/// The passphrase of the key that will take the place of another: the variable's for new ones, else as [`existing`].
///
/// # Errors
/// As [`existing`].
pub fn of_successor(context: &Context<'_>, whose: &str) -> Result<Zeroizing<String>, Failure> {
    match &context.outside.new_passphrase {
        Some(given) => Ok(given.clone()),
        None => existing(context, whose),
    }
}

/// The passphrase of a new key: the variable's, else asked for twice.
///
/// # Errors
/// A usage failure where it is empty or the two differ; otherwise as [`existing`].
pub fn new(context: &Context<'_>, whose: &str) -> Result<Zeroizing<String>, Failure> {
    if let Some(given) = &context.outside.passphrase {
        return Ok(given.clone());
    }
    let question = context.words.say("prompt-new-passphrase", &[("whose", whose.into())]);
    ask_twice(context, &question, "hint-no-passphrase")
}

/// The passphrase that an existing key gets in place of its own: the variable's for new ones, else asked for twice.
///
/// # Errors
/// As [`new`].
pub fn changed(context: &Context<'_>, whose: &str) -> Result<Zeroizing<String>, Failure> {
    if let Some(given) = &context.outside.new_passphrase {
        return Ok(given.clone());
    }
    let question = context.words.say("prompt-changed-passphrase", &[("whose", whose.into())]);
    ask_twice(context, &question, "hint-no-new-passphrase")
}

fn ask_twice(
    context: &Context<'_>,
    question: &str,
    without: &'static str,
) -> Result<Zeroizing<String>, Failure> {
    let words = context.words;
    let first = ask(context, question, without)?;
    if first.is_empty() {
        return Err(told(words.word("error-passphrase-empty"), words.word("hint-passphrase-empty")));
    }
    let second = ask(context, &words.word("prompt-passphrase-again"), without)?;
    if *first != *second {
        return Err(told(words.word("error-passphrases-differ"), words.word("hint-again")));
    }
    Ok(first)
}

fn ask(context: &Context<'_>, question: &str, without: &'static str) -> Result<Zeroizing<String>, Failure> {
    if !context.outside.input_is_terminal {
        let message = Message::nothing_recorded(context.words.word("error-no-passphrase"));
        return Err(Failure::told(Exit::InputOutput, message.hint(context.words.say(without, &[]))));
    }
    let answer = rpassword::prompt_password(question);
    answer.map(Zeroizing::new).map_err(|error| Failure::input(context.words, &error))
}

fn told(error: String, hint: String) -> Failure {
    Failure::told(Exit::Usage, Message::nothing_recorded(error).hint(hint))
}
