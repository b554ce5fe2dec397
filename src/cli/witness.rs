//! `jinguo witness`: cosigning other ledgers' checkpoints, over a network or on paper.
//!
//! Owns: which command is in which file, and how a witness is set up. Refuses to know: what is cosigned.

mod cosign;
mod http;
mod serve;

use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::note_words::memory_cause;
use super::open::note;
use super::{keys, open, parse, trust};
use crate::chain::{Algorithm, KeyName, OperatorKey, VerifierKey};
use crate::ledger::witness::{SetUpError, Witness, WitnessFault, owner};
use crate::store::fs::RealFs;
use crate::store::lock::{Lock, LockError};
use crate::store::witness_memory::{WitnessMemory, name_of};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use cosign::WitnessCosignArgs;
pub use serve::WitnessServeArgs;

/// What to do as a witness.
#[derive(Clone, Debug, Subcommand)]
pub enum WitnessCommand {
    /// Serves others over HTTP.
    #[command(alias = "服务")]
    Serve(WitnessServeArgs),
    /// Cosigns checkpoints that came as files.
    #[command(aliases = ["签署", "会签"])]
    Cosign(WitnessCosignArgs),
    /// Prints the witness's public key.
    #[command(alias = "公钥")]
    Key(WitnessKeyArgs),
}

/// `witness key --name NAME`
#[derive(Clone, Debug, Args)]
pub struct WitnessKeyArgs {
    /// The witness's name, such as `example.org/witness`.
    #[arg(long, value_name = "NAME", value_parser = parse::key_name)]
    pub name: KeyName,
}

/// Serves, cosigns, or tells the public key.
///
/// # Errors
/// Failures that name the case.
pub fn run(command: &WitnessCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        WitnessCommand::Serve(args) => serve::run(args, context),
        WitnessCommand::Cosign(args) => cosign::run(args, context),
        WitnessCommand::Key(args) => {
            let public = keys::chosen(context, None)?.unlock(context)?;
            let key = VerifierKey::of(&public, args.name.clone(), Algorithm::Cosignature)
                .ok_or_else(|| not_set_up(context, Path::new(""), &SetUpError::WeakKey))?;
            writeln!(context.out, "{key}").map_err(Failure::Output)?;
            note(context, &context.words.word("witness-key-alone"))
        }
    }
}

/// A witness over the memory in a folder, which this process holds from now on.
fn set_up(
    context: &mut Context<'_>,
    dir: &Path,
    name: Option<&KeyName>,
    trusted: Option<&Path>,
) -> Result<Witness, Failure> {
    let words = context.words;
    let policy = match trusted {
        Some(path) => trust::read(context, path)?,
        None if dir.join("trust.txt").exists() => trust::read(context, &dir.join("trust.txt"))?,
        None => {
            let text = words.say("error-witness-no-trust", &[("dir", dir.display().to_string().into())]);
            let message = Message::nothing_recorded(text).hint(words.word("hint-witness-trust"));
            return Err(Failure::told(Exit::Usage, message));
        }
    };
    let failed = |error: SetUpError| not_set_up(context, dir, &error);
    // The key before the folder: a wrong passphrase should leave nothing behind.
    let key: OperatorKey = keys::chosen(context, None)?.unlock(context)?;
    let fs = Arc::new(RealFs);
    if !dir.exists() && name.is_some() {
        WitnessMemory::create(fs.as_ref(), dir).map_err(|cause| failed(cause.into()))?;
    }
    let lock = if dir.exists() { Some(locked(context, dir)?) } else { None };
    let memory = WitnessMemory::new(fs, dir, lock);
    let before = owner(&memory).map_err(failed)?;
    let Some(name) = name.or(before.as_ref().map(VerifierKey::name)).cloned() else {
        let text = words.say("error-witness-no-name", &[("dir", dir.display().to_string().into())]);
        let message = Message::nothing_recorded(text).hint(words.word("hint-witness-name"));
        return Err(Failure::told(Exit::Usage, message));
    };
    let witness = Witness::new(policy, key, name, memory).map_err(failed)?;
    if before.is_none() {
        note(context, &words.say("witness-new-memory", &[("dir", dir.display().to_string().into())]))?;
        note(context, &words.word("witness-key-alone"))?;
    }
    Ok(witness)
}

fn locked(context: &Context<'_>, dir: &Path) -> Result<Lock, Failure> {
    let words = context.words;
    let since = context.outside.now.map_or_else(String::new, |now| now.to_string());
    Lock::acquire(dir, context.outside.lock_wait, "witness", &since).map_err(|error| {
        let shown = dir.display().to_string();
        let text = match error {
            LockError::Busy { holder } => {
                let args = [("dir", shown.into()), ("holder", holder.unwrap_or_default().into())];
                words.say("error-witness-busy", &args)
            }
            LockError::ReadOnly(_) => words.say("error-read-only", &[("dir", shown.into())]),
            LockError::Io(cause) => words.say(
                "error-witness-memory-io",
                &[("dir", shown.into()), ("cause", cause.to_string().into())],
            ),
        };
        Failure::told(Exit::InputOutput, Message::nothing_recorded(text))
    })
}

fn not_set_up(context: &Context<'_>, dir: &Path, error: &SetUpError) -> Failure {
    let words = context.words;
    let shown = || dir.display().to_string();
    let (exit, text, hint) = match error {
        SetUpError::KeyOfALog(log) => (
            Exit::Refused,
            words.say("error-witness-key-of-log", &[("origin", log.to_string().into())]),
            Some("hint-witness-other-key"),
        ),
        SetUpError::WeakKey => (Exit::Usage, words.word("vkey-weak"), Some("hint-witness-other-key")),
        SetUpError::OthersMemory(other) => (
            Exit::Refused,
            words.say(
                "error-witness-others-memory",
                &[("dir", shown().into()), ("owner", other.as_str().into())],
            ),
            Some("hint-witness-others-memory"),
        ),
        SetUpError::DamagedOwner => (
            Exit::Damage,
            words.say("error-witness-owner", &[("file", dir.join("witness").display().to_string().into())]),
            Some("hint-witness-damaged"),
        ),
        SetUpError::Io(cause) => (
            Exit::InputOutput,
            words.say(
                "error-witness-memory-io",
                &[("dir", shown().into()), ("cause", cause.to_string().into())],
            ),
            None,
        ),
    };
    let message = Message::nothing_recorded(text);
    Failure::told(exit, hint.into_iter().fold(message, |message, hint| message.hint(words.word(hint))))
}

/// The failure of a witness that gives no answer.
fn fault(context: &Context<'_>, dir: &Path, fault: &WitnessFault) -> Failure {
    let words = context.words;
    let file = |origin: &str| dir.join(name_of(origin).to_string()).display().to_string();
    let (exit, recorded, text, hint) = match fault {
        WitnessFault::Damaged { origin, flaw } => {
            let args = [
                ("origin", origin.as_str().into()),
                ("file", file(origin).into()),
                ("cause", memory_cause(words, flaw).into()),
            ];
            let text = words.say("error-witness-damaged", &args);
            (Exit::Damage, Recorded::Nothing, text, Some("hint-witness-damaged"))
        }
        WitnessFault::Io { origin, cause } => {
            let args = [("dir", file(origin).into()), ("cause", cause.to_string().into())];
            let text = words.say("error-witness-memory-io", &args);
            (Exit::InputOutput, Recorded::NotAsked, text, Some("hint-witness-io"))
        }
        WitnessFault::Clock => (Exit::InputOutput, Recorded::Nothing, words.word("error-clock"), None),
    };
    let message = Message::new(text, recorded);
    Failure::told(exit, hint.into_iter().fold(message, |message, hint| message.hint(words.word(hint))))
}

/// The folder of the witness's memory where none is named: beside the key folder.
fn memory_folder(context: &Context<'_>, given: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(dir) = given {
        return Ok(dir.to_owned());
    }
    let beside = context.outside.key_folder.as_deref().and_then(Path::parent).map(|dir| dir.join("witness"));
    beside.ok_or_else(|| {
        let message = Message::nothing_recorded(context.words.word("error-no-key-folder"));
        Failure::told(Exit::Usage, message.hint(context.words.word("hint-set-home")))
    })
}

/// Seconds since 1970, as a cosignature names them.
fn seconds(context: &Context<'_>) -> Result<u64, Failure> {
    Ok(u64::try_from(open::now(context)?.millis() / 1000).unwrap_or(0))
}
