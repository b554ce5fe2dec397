//! Passphrases, from the terminal or from the environment.
//!
//! Owns: how they are asked for, trying again the one just typed, telling what unlocking cost.
//! Refuses to know: what they open.

use super::context::{Context, Exit, Failure};
use super::message::Message;
use crate::store::key_file::KeyFileError;
use crate::words::Words;
use std::cell::RefCell;
use std::time::Instant;
use zeroize::Zeroizing;

/// What came of trying to open something; nothing where it may stay closed and nobody gave a passphrase.
pub type Opened<T> = Result<Option<T>, KeyFileError>;

/// The passphrase that was last typed in this run and opened something: often it opens the next thing too.
#[derive(Default)]
pub struct LastTyped(RefCell<Option<Zeroizing<String>>>);

impl LastTyped {
    fn get(&self) -> Option<Zeroizing<String>> {
        self.0.borrow().clone()
    }

    fn keep(&self, typed: Zeroizing<String>) {
        self.0.replace(Some(typed));
    }
}

/// Opens what must be opened, with the passphrase that the environment gave, the one last typed, or one that is asked
/// for.
///
/// # Errors
/// A failure where nobody can be asked (I/O) or the terminal can't be read. What the attempt says is in the result.
pub fn open<T>(
    context: &Context<'_>,
    whose: &str,
    given: Option<&Zeroizing<String>>,
    attempt: impl Fn(&str) -> Result<T, KeyFileError>,
) -> Result<Result<T, KeyFileError>, Failure> {
    if let Some(given) = given {
        return Ok(attempt(given));
    }
    if let Some(opened) = by_last_typed(context, &attempt) {
        return Ok(Ok(opened));
    }
    let question = context.words.say("prompt-passphrase", &[("whose", whose.into())]);
    let typed = ask(context, &question, "hint-no-passphrase")?;
    Ok(timed(context, typed, &attempt))
}

/// Opens what may stay closed: a ledger's own keys, without which numbers stand in place of names.
///
/// # Errors
/// A failure where the terminal can't be read. What the attempt says is in the result.
pub fn open_if_given<T>(
    context: &Context<'_>,
    origin: &str,
    attempt: impl Fn(&str) -> Result<T, KeyFileError>,
) -> Result<Opened<T>, Failure> {
    let outside = context.outside;
    let given = outside.ledger_passphrase.as_ref().or(outside.passphrase.as_ref());
    if let Some(given) = given {
        return Ok(match attempt(given) {
            // The operator's own passphrase need not be the ledger's.
            Err(KeyFileError::WrongPassphrase) if outside.ledger_passphrase.is_none() => Ok(None),
            other => other.map(Some),
        });
    }
    if let Some(opened) = by_last_typed(context, &attempt) {
        return Ok(Ok(Some(opened)));
    }
    if !outside.input_is_terminal {
        return Ok(Ok(None));
    }
    let question = context.words.say("prompt-ledger-passphrase", &[("origin", origin.into())]);
    let typed = ask(context, &question, "hint-no-passphrase")?;
    if typed.is_empty() {
        return Ok(Ok(None));
    }
    Ok(timed(context, typed, &attempt).map(Some))
}

fn by_last_typed<T>(context: &Context<'_>, attempt: &impl Fn(&str) -> Result<T, KeyFileError>) -> Option<T> {
    context.last_typed.get().and_then(|typed| attempt(&typed).ok())
}

/// Tries what was typed, and tells how long that took: it is slow on purpose, and people should know which part it is.
fn timed<T>(
    context: &Context<'_>,
    typed: Zeroizing<String>,
    attempt: &impl Fn(&str) -> Result<T, KeyFileError>,
) -> Result<T, KeyFileError> {
    let began = Instant::now();
    let opened = attempt(&typed)?;
    if context.outside.err_is_terminal {
        eprintln!("{}", cost(context.words, began));
    }
    context.last_typed.keep(typed);
    Ok(opened)
}

/// What unlocking since then cost.
pub fn cost(words: &Words, began: Instant) -> String {
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    words.say("unlocking-took", &[("millis", millis.to_string().into())])
}

/// The passphrase that was given or typed in this run, for what is to stand under the same one.
pub fn last_used(context: &Context<'_>) -> Option<Zeroizing<String>> {
    context.outside.passphrase.clone().or_else(|| context.last_typed.get())
}

/// The passphrase of a new key: the variable's, else asked for twice.
///
/// # Errors
/// A usage failure where it is empty or the two differ; otherwise as [`open`].
pub fn new(context: &Context<'_>, whose: &str) -> Result<Zeroizing<String>, Failure> {
    if let Some(given) = &context.outside.passphrase {
        return Ok(given.clone());
    }
    let question = context.words.say("prompt-new-passphrase", &[("whose", whose.into())]);
    twice(context, &question, ("hint-passphrase-empty", "hint-no-passphrase"))
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
    twice(context, &question, ("hint-passphrase-empty", "hint-no-new-passphrase"))
}

/// The passphrase of a new backup: its variable's, else asked for twice.
///
/// # Errors
/// As [`new`].
pub fn new_for_backup(context: &Context<'_>) -> Result<Zeroizing<String>, Failure> {
    if let Some(given) = &context.outside.backup_passphrase {
        return Ok(given.clone());
    }
    let question = context.words.word("prompt-new-backup-passphrase");
    twice(context, &question, ("hint-backup-passphrase", "hint-no-backup-passphrase"))
}

/// The passphrase of a backup that is there: its variable's, else asked for once.
///
/// # Errors
/// A failure where nobody can be asked (I/O) or the terminal can't be read.
pub fn of_backup(context: &Context<'_>) -> Result<Zeroizing<String>, Failure> {
    match &context.outside.backup_passphrase {
        Some(given) => Ok(given.clone()),
        None => ask(context, &context.words.word("prompt-backup-passphrase"), "hint-no-backup-passphrase"),
    }
}

/// The new passphrase of a ledger's own keys: its variable's, else asked for twice.
///
/// # Errors
/// As [`new`].
pub fn new_for_ledger(context: &Context<'_>, origin: &str) -> Result<Zeroizing<String>, Failure> {
    if let Some(given) = &context.outside.new_passphrase {
        return Ok(given.clone());
    }
    let question = context.words.say("prompt-new-ledger-passphrase", &[("origin", origin.into())]);
    twice(context, &question, ("hint-ledger-passphrase-empty", "hint-no-new-passphrase"))
}

/// Asked for twice. The hints: for an empty answer, and where nobody can be asked.
fn twice(
    context: &Context<'_>,
    question: &str,
    (if_empty, if_alone): (&'static str, &'static str),
) -> Result<Zeroizing<String>, Failure> {
    let words = context.words;
    let first = ask(context, question, if_alone)?;
    if first.is_empty() {
        return Err(told(words.word("error-passphrase-empty"), words.say(if_empty, &[])));
    }
    let second = ask(context, &words.word("prompt-passphrase-again"), if_alone)?;
    if *first != *second {
        return Err(told(words.word("error-passphrases-differ"), words.word("hint-again")));
    }
    Ok(first)
}

fn ask(context: &Context<'_>, question: &str, if_alone: &'static str) -> Result<Zeroizing<String>, Failure> {
    if !context.outside.input_is_terminal {
        let message = Message::nothing_recorded(context.words.word("error-no-passphrase"));
        return Err(Failure::told(Exit::InputOutput, message.hint(context.words.say(if_alone, &[]))));
    }
    let answer = rpassword::prompt_password(question);
    answer.map(Zeroizing::new).map_err(|error| Failure::input(context.words, &error))
}

fn told(error: String, hint: String) -> Failure {
    Failure::told(Exit::Usage, Message::nothing_recorded(error).hint(hint))
}
