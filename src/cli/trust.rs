//! Trust files: which logs and which witnesses, as C2SP `tlog-policy` writes them.
//!
//! Owns: reading one, and the sentence for each way of being none. Refuses to know: what it is trusted for.

use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::usage::name_error;
use crate::chain::policy::{Policy, PolicyCause, PolicyError};
use crate::chain::vkey::VkeyError;
use crate::words::{Arg, Words};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Reads a trust file.
///
/// # Errors
/// A usage failure where there is none or it is none; an I/O failure where it can't be read.
pub fn read(context: &Context<'_>, path: &Path) -> Result<Policy, Failure> {
    let words = context.words;
    let bytes = read_bounded(path, Policy::MAX).map_err(|cause| file_failure(context, path, &cause))?;
    Policy::parse(&bytes).map_err(|PolicyError { line, cause }| {
        let args = [
            ("file", path.display().to_string().into()),
            ("line", line.into()),
            ("cause", policy_cause(words, &cause).into()),
        ];
        let message = Message::new(words.say("error-trust", &args), Recorded::Nothing);
        Failure::told(Exit::Usage, message.hint(words.word("hint-trust")))
    })
}

/// The failure to read a file that was named.
pub fn file_failure(context: &Context<'_>, path: &Path, cause: &io::Error) -> Failure {
    let args = [("file", path.display().to_string().into()), ("cause", cause.to_string().into())];
    let exit = if cause.kind() == ErrorKind::NotFound { Exit::Usage } else { Exit::InputOutput };
    Failure::told(exit, Message::nothing_recorded(context.words.say("error-file", &args)))
}

/// A file's bytes, and one more than `most` where there are more.
///
/// # Errors
/// What the system says.
pub fn read_bounded(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn policy_cause(words: &Words, cause: &PolicyCause) -> String {
    let say = |key: &str, args: &[(&'static str, Arg)]| words.say(key, args);
    let before = |key: &str, line: usize| words.say(key, &[("before", line.into())]);
    let named =
        |key: &str, name: &dyn std::fmt::Display| words.say(key, &[("name", name.to_string().into())]);
    match cause {
        PolicyCause::TooLong => say("trust-too-long", &[("max", Policy::MAX.into())]),
        PolicyCause::TooMany => say("trust-too-many", &[("max", Policy::MAX_LINES.into())]),
        PolicyCause::Control(b'\r') => words.word("trust-carriage-return"),
        PolicyCause::Control(byte) => say("trust-control", &[("code", format!("U+{byte:04X}").into())]),
        PolicyCause::NoFinalNewline => words.word("trust-no-final-newline"),
        PolicyCause::Keyword(word) => named("trust-keyword", word),
        PolicyCause::TooFewWords => words.word("trust-too-few-words"),
        PolicyCause::TooManyWords => words.word("trust-too-many-words"),
        PolicyCause::Key(cause) => vkey_cause(words, cause),
        PolicyCause::NotALogKey => words.word("trust-not-a-log-key"),
        PolicyCause::NotAWitnessKey => words.word("trust-not-a-witness-key"),
        PolicyCause::SameLog { before: line } | PolicyCause::SameWitness { before: line } => {
            before("trust-same-key", *line)
        }
        PolicyCause::LogAsWitness { before: line } => before("trust-log-as-witness", *line),
        PolicyCause::SameName { name, before } => {
            say("trust-same-name", &[("name", name.to_string().into()), ("before", (*before).into())])
        }
        PolicyCause::None => words.word("trust-none"),
        PolicyCause::Undefined(name) => named("trust-undefined", name),
        PolicyCause::MemberTwice { name, before } => {
            say("trust-member-twice", &[("name", name.to_string().into()), ("before", (*before).into())])
        }
        PolicyCause::Threshold { threshold, members } => {
            let args = [("threshold", threshold.to_string().into()), ("members", (*members).into())];
            say("trust-threshold", &args)
        }
        PolicyCause::SameQuorum { before: line } => before("trust-same-quorum", *line),
        PolicyCause::NoQuorum => words.word("trust-no-quorum"),
    }
}

/// What is wrong with a verifier key, as a clause.
pub fn vkey_cause(words: &Words, cause: &VkeyError) -> String {
    match cause {
        VkeyError::Form => words.word("vkey-form"),
        VkeyError::Name(cause) => name_error(words, cause),
        VkeyError::Id | VkeyError::OtherId => words.word("vkey-id"),
        VkeyError::Base64 => words.word("vkey-base64"),
        VkeyError::Algorithm(byte) => {
            words.say("vkey-algorithm", &[("algorithm", format!("{byte:#04x}").into())])
        }
        VkeyError::KeyLength(_) => words.word("vkey-length"),
        VkeyError::WeakKey => words.word("vkey-weak"),
    }
}
