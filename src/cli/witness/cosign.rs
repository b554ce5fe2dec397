//! `jinguo witness cosign`: checkpoints that came on paper or a stick.
//!
//! Owns: the arguments of this command, and the sentence for each refusal. Refuses to know: what is cosigned.

use super::{fault, memory_folder, seconds, set_up};
use crate::base::Hash32;
use crate::chain::checkpoint::root_text;
use crate::chain::witness::{Answer, MAX_REQUEST, Request, RequestError, Unsound};
use crate::chain::{Checkpoint, KeyName, SignedCheckpoint};
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::note_words::{note_cause, request_cause};
use crate::cli::open::note;
use crate::cli::{keys, parse, trust};
use crate::ledger::witness::{Outcome, Witness};
use crate::words::Words;
use clap::Args;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// `witness cosign FILE... [--memory DIR] [--trust FILE] [--name NAME] [-o FILE]`
#[derive(Clone, Debug, Args)]
pub struct WitnessCosignArgs {
    /// Checkpoints, or requests with a proof.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The folder of the witness's memory; beside the key folder where it is not given.
    #[arg(long, value_name = "DIR")]
    pub memory: Option<PathBuf>,
    /// The trust file, which lists the logs to serve; `trust.txt` in the folder where it is not given.
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// The witness's name; the one that the memory knows where it is not given.
    #[arg(long, value_name = "NAME", value_parser = parse::key_name)]
    pub name: Option<KeyName>,
    /// Where the cosigned checkpoint goes; printed where it is not given.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What a file held.
enum Held {
    Request(Request),
    Alone(SignedCheckpoint),
}

impl Held {
    const fn signed(&self) -> &SignedCheckpoint {
        match self {
            Held::Request(request) => &request.signed,
            Held::Alone(signed) => signed,
        }
    }
}

/// Cosigns each file's checkpoint: one is printed or written where `-o` says, each of several is written beside its own.
///
/// # Errors
/// Failures that name the case.
pub fn run(args: &WitnessCosignArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    if args.files.len() > 1 && args.output.is_some() {
        let message = Message::nothing_recorded(words.word("error-witness-one-output"));
        return Err(Failure::told(Exit::Usage, message.hint(words.word("hint-witness-one-output"))));
    }
    let outputs: Vec<Option<PathBuf>> = match args.files.as_slice() {
        [_] => vec![args.output.clone()],
        several => several.iter().map(|file| Some(beside(file))).collect(),
    };
    if let Some(there) = outputs.iter().flatten().find(|path| path.exists()) {
        return Err(exists(context, there));
    }
    let mut all = Vec::new();
    for (file, output) in args.files.iter().zip(outputs) {
        all.push((file, read(context, file)?, output));
    }
    let dir = memory_folder(context, args.memory.as_deref())?;
    let seconds = seconds(context)?;
    let witness = set_up(context, &dir, args.name.as_ref(), args.trust.as_deref())?;
    for (file, held, output) in all {
        let signed = held.signed().clone();
        let alone = matches!(held, Held::Alone(_));
        let added = match held {
            Held::Request(request) => witness.add(request, seconds),
            Held::Alone(signed) => witness.add_alone(signed, seconds),
        };
        let outcome = added.map_err(|error| fault(context, &dir, &error))?;
        let (line, first) = match outcome {
            Outcome::Cosigned { line, first } => (line, first),
            Outcome::Refused { answer, kept } => {
                return Err(refused(words, &witness, signed.checkpoint(), &answer, kept, alone));
            }
        };
        let note_text =
            signed.clone().with(line).map_err(|error| none(context, file, &note_cause(words, &error)))?;
        let bytes = note_text.note().to_bytes();
        match &output {
            None => context.out.write_all(&bytes).map_err(Failure::Output)?,
            Some(path) => write(context, path, &bytes)?,
        }
        let checkpoint = signed.checkpoint();
        let told = [
            ("origin", checkpoint.origin().into()),
            ("size", checkpoint.size().into()),
            ("root", root_text(checkpoint.root()).into()),
            ("file", output.as_ref().map_or_else(String::new, |path| path.display().to_string()).into()),
        ];
        note(context, &words.say(if first { "witness-cosigned-first" } else { "witness-cosigned" }, &told))?;
        if output.is_some() {
            note(context, &words.say("witness-written", &told))?;
        }
    }
    Ok(())
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".cosigned");
    PathBuf::from(name)
}

fn exists(context: &Context<'_>, path: &Path) -> Failure {
    let words = context.words;
    let text = words.say("error-witness-output-exists", &[("file", path.display().to_string().into())]);
    Failure::told(Exit::Refused, Message::nothing_recorded(text).hint(words.word("hint-witness-output")))
}

fn write(context: &Context<'_>, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists => exists(context, path),
        _ => keys::write_failure(context, path, &cause),
    })
}

fn read(context: &Context<'_>, file: &Path) -> Result<Held, Failure> {
    let bytes =
        trust::read_bounded(file, MAX_REQUEST).map_err(|cause| trust::file_failure(context, file, &cause))?;
    let held = if bytes.starts_with(b"old ") {
        Request::parse(&bytes).map(Held::Request)
    } else {
        SignedCheckpoint::parse(&bytes).map(Held::Alone).map_err(RequestError::Checkpoint)
    };
    held.map_err(|error| none(context, file, &request_cause(context.words, &error)))
}

fn none(context: &Context<'_>, file: &Path, cause: &str) -> Failure {
    let words = context.words;
    let args = [("file", file.display().to_string().into()), ("cause", cause.into())];
    let message = Message::nothing_recorded(words.say("error-witness-file", &args));
    Failure::told(Exit::Usage, message.hint(words.word("hint-witness-file")))
}

fn refused(
    words: &Words,
    witness: &Witness,
    checkpoint: &Checkpoint,
    answer: &Answer,
    kept: Option<(u64, Hash32)>,
    alone: bool,
) -> Failure {
    let (kept_size, kept_root) = kept.unwrap_or_default();
    let told = [
        ("origin", checkpoint.origin().into()),
        ("size", checkpoint.size().into()),
        ("root", root_text(checkpoint.root()).into()),
        ("kept", kept_size.into()),
        ("keptroot", root_text(&kept_root).into()),
        ("logs", witness.policy().logs().len().into()),
    ];
    let smaller = kept.is_some_and(|(size, _)| checkpoint.size() < size);
    let (error, hint) = match answer {
        // A witness never says yes and refuses; the others are in the order of the checks.
        Answer::Cosign | Answer::UnknownLog => ("error-witness-unknown-log", "hint-witness-unknown-log"),
        Answer::NotSigned => ("error-witness-not-signed", "hint-witness-not-signed"),
        Answer::WrongSignature => ("error-witness-wrong-signature", "hint-witness-ask-again"),
        Answer::OldAboveSize => ("error-witness-old-above", "hint-witness-ask-again"),
        _ if smaller => ("error-witness-rollback", "hint-witness-rollback"),
        Answer::Conflict { .. } if kept.is_none() => ("error-witness-conflict-first", "hint-witness-request"),
        Answer::Conflict { .. } => ("error-witness-conflict", "hint-witness-request"),
        Answer::Unprocessable(Unsound::EmptyTree) => ("error-witness-empty-tree", "hint-witness-ask-again"),
        Answer::Unprocessable(Unsound::Fork) => ("error-witness-fork", "hint-witness-fork"),
        Answer::Unprocessable(Unsound::Proof) if alone => ("error-witness-no-proof", "hint-witness-request"),
        Answer::Unprocessable(Unsound::Proof) => ("error-witness-proof", "hint-witness-proof"),
    };
    let message = Message::nothing_recorded(words.say(error, &told));
    Failure::told(Exit::Refused, message.hint(words.say(hint, &told)))
}
