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
    ask(context, &question)
}

/// The passphrase of a new key: the variable's, else asked for twice.
///
/// # Errors
/// A usage failure where it is empty or the two differ; otherwise as [`existing`].
pub fn new(context: &Context<'_>, whose: &str) -> Result<Zeroizing<String>, Failure> {
    if let Some(given) = &context.outside.passphrase {
        return Ok(given.clone());
    }
    let words = context.words;
    let first = ask(context, &words.say("prompt-new-passphrase", &[("whose", whose.into())]))?;
    if first.is_empty() {
        return Err(told(words.word("error-passphrase-empty"), words.word("hint-passphrase-empty")));
    }
    let second = ask(context, &words.word("prompt-passphrase-again"))?;
    if *first != *second {
        return Err(told(words.word("error-passphrases-differ"), words.word("hint-again")));
    }
    Ok(first)
}

fn ask(context: &Context<'_>, question: &str) -> Result<Zeroizing<String>, Failure> {
    if !context.outside.input_is_terminal {
        let message = Message::nothing_recorded(context.words.word("error-no-passphrase"));
        return Err(Failure::told(Exit::InputOutput, message.hint(context.words.word("hint-no-passphrase"))));
    }
    let answer = rpassword::prompt_password(question);
    answer.map(Zeroizing::new).map_err(|error| Failure::input(context.words, &error))
}

fn told(error: String, hint: String) -> Failure {
    Failure::told(Exit::Usage, Message::nothing_recorded(error).hint(hint))
}
