//! `jinguo checkpoint`: what the ledger is now, signed by its own key, to be held by somebody outside.
//!
//! Owns: the arguments of this command, and the order: closing commit, signature, witnesses, paper. Refuses to know: the
//! note's form, and what witnesses look at.

use super::args::RegisterArgs;
use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::open::{Cause, note, with_ledger};
use super::record::{Given, record};
use super::{backup, new_file, open, paper, parse, trust, witness_client};
use crate::chain::witness::Request;
use crate::chain::{Note, OperatorKey, Policy, SignedCheckpoint, VerifierKey};
use crate::entry::Body;
use crate::ledger::{Access, Ledger, LedgerError};
use clap::Args;
use std::path::PathBuf;

/// `checkpoint [-o FILE] [--page FILE] [--newest] [--trust FILE [--witness URL]...]`, `checkpoint --for-witness SIZE -o FILE`,
/// `checkpoint --merge FILE`
#[derive(Clone, Debug, Args)]
pub struct CheckpointArgs {
    /// Where the note goes; printed where it is not given.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// A page to print, with the root in letters and the note as a code.
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// The newest one that there is, in place of a new one.
    #[arg(long)]
    pub newest: bool,
    /// The trust file that names the witnesses and their addresses.
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// A witness to ask, by its address; all that the trust file gives an address of where none is named.
    #[arg(long, value_name = "URL", requires = "trust")]
    pub witness: Vec<String>,
    /// A request for a witness who saw that many records last, in place of the note.
    #[arg(long, value_name = "SIZE", value_parser = parse::count_or_zero::<u64>, conflicts_with_all = ["trust", "page", "merge"])]
    pub for_witness: Option<u64>,
    /// A checkpoint of this ledger that came back cosigned.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["trust", "newest"])]
    pub merge: Option<PathBuf>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Makes a checkpoint, has it cosigned, or takes cosignatures in.
///
/// # Errors
/// Failures that name the case.
pub fn run(args: &CheckpointArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    for path in args.output.iter().chain(&args.page) {
        new_file::is_free(context, path)?;
    }
    let policy = args.trust.as_deref().map(|path| trust::read(context, path)).transpose()?;
    let asked =
        policy.as_ref().map(|policy| witnesses(args, policy, context)).transpose()?.unwrap_or_default();
    let mut checkpoint = match &args.merge {
        Some(file) => merge(context, file)?,
        None if args.newest || args.for_witness.is_some() => newest(context)?,
        None => make(args, context)?,
    };
    let mut failed = None;
    for (url, key) in asked {
        match cosigned(context, &checkpoint, &url, &key) {
            Ok(with) => {
                let args = [("url", url.as_str().into()), ("name", key.name().as_str().into())];
                note(context, &context.words.say("checkpoint-cosigned", &args))?;
                checkpoint = with;
            }
            // The others are asked all the same: each cosignature counts by itself.
            Err(failure) => failed = failed.or(Some(failure)),
        }
    }
    let text = match args.for_witness {
        Some(old) => request(context, &checkpoint, old)?,
        None => checkpoint.note().to_string(),
    };
    if let Some(path) = &args.page {
        let page = with_ledger(context, Access::Read, |context, ledger| {
            paper::checkpoint(context, ledger, &checkpoint)
        })?;
        new_file::write(context, path, &page)?;
        wrote(context, path)?;
    }
    match &args.output {
        Some(path) => {
            new_file::write(context, path, &text)?;
            wrote(context, path)?;
        }
        None => write!(context.out, "{text}").map_err(Failure::Output)?,
    }
    failed.map_or(Ok(()), Err)
}

fn wrote(context: &mut Context<'_>, path: &std::path::Path) -> Result<(), Failure> {
    note(context, &context.words.say("checkpoint-written", &[("file", path.display().to_string().into())]))
}

/// The witnesses to ask: those whose addresses were named, else all that have one.
fn witnesses(
    args: &CheckpointArgs,
    policy: &Policy,
    context: &Context<'_>,
) -> Result<Vec<(String, VerifierKey)>, Failure> {
    let known = policy.witnesses().iter();
    let known = known.filter_map(|witness| Some((witness.url.as_ref()?.as_str()?, &witness.key)));
    let all: Vec<(String, VerifierKey)> = known.map(|(url, key)| (url.to_owned(), key.clone())).collect();
    if args.witness.is_empty() {
        return Ok(all);
    }
    let listed = |url: &String| {
        let same = |other: &str| other.trim_end_matches('/') == url.trim_end_matches('/');
        all.iter().find(|(other, _)| same(other)).cloned().ok_or_else(|| {
            let told = [("url", url.as_str().into())];
            let message = Message::nothing_recorded(context.words.say("error-witness-not-trusted", &told));
            Failure::told(Exit::Usage, message.hint(context.words.say("hint-witness-not-trusted", &told)))
        })
    };
    args.witness.iter().map(listed).collect()
}

/// A closing commit, so that the note covers every seal before it; then the note.
fn make(args: &CheckpointArgs, context: &mut Context<'_>) -> Result<SignedCheckpoint, Failure> {
    let dir = open::find(context, Access::Write)?;
    let key = OperatorKey::from_seed(&backup::ledger_keys(context, &dir)?.seed);
    let given = Given::of_register(&args.register).beside(args.output.is_none());
    record(context, &given, |batch| {
        // Asked before it is recorded: what can't be signed must not leave a closing commit behind.
        batch.ledger().may_checkpoint()?;
        given.add(batch, Body::Checkpoint)?;
        Ok(())
    })?;
    with_ledger(context, Access::Write, |_, ledger| {
        let signed = ledger.sign_checkpoint(&key)?;
        ledger.keep_checkpoint(signed.clone())?;
        Ok(signed)
    })
}

fn newest(context: &mut Context<'_>) -> Result<SignedCheckpoint, Failure> {
    with_ledger(context, Access::Read, |context, ledger| {
        ledger.checkpoints()?.pop().ok_or_else(|| none_yet(context))
    })
}

fn none_yet(context: &Context<'_>) -> Cause {
    let message = Message::new(context.words.word("error-checkpoint-none"), Recorded::NotAsked);
    Failure::told(Exit::Refused, message.hint(context.words.word("hint-checkpoint-none"))).into()
}

/// A witness's cosignature, kept with the checkpoint.
fn cosigned(
    context: &mut Context<'_>,
    checkpoint: &SignedCheckpoint,
    url: &str,
    key: &VerifierKey,
) -> Result<SignedCheckpoint, Failure> {
    let size = checkpoint.checkpoint().size();
    let seen = with_ledger(context, Access::Read, |_, ledger| {
        let kept = ledger.checkpoints()?;
        let seen = kept.iter().rev().find(|kept| kept.note().verify(key).is_ok());
        Ok(seen.map_or(0, |kept| kept.checkpoint().size()).min(size))
    })?;
    // The ledger is not held while a witness thinks.
    let line = witness_client::collect(url, key, checkpoint, seen, &mut |old| {
        with_ledger(context, Access::Read, |_, ledger| Ok(ledger.prove_growth(old, size)?))
    });
    let line = line.map_err(|error| witness_client::failure(context.words, url, error))?;
    let with = checkpoint.clone().with(line).map_err(|_| full(context))?;
    with_ledger(context, Access::Write, |_, ledger| Ok(ledger.keep_checkpoint(with.clone())?))?;
    Ok(with)
}

fn full(context: &Context<'_>) -> Failure {
    let args = [("most", Note::MAX_SIGNATURES.into())];
    let message = Message::new(context.words.say("error-checkpoint-full", &args), Recorded::NotAsked);
    Failure::told(Exit::Refused, message.hint(context.words.word("hint-checkpoint-none")))
}

/// What a witness is asked on paper or a stick, with the proof from what it saw last.
fn request(context: &mut Context<'_>, checkpoint: &SignedCheckpoint, old: u64) -> Result<String, Failure> {
    let size = checkpoint.checkpoint().size();
    if old > size {
        let args = [("old", old.into()), ("size", size.into())];
        let message = Message::new(context.words.say("error-checkpoint-old", &args), Recorded::NotAsked);
        return Err(Failure::told(Exit::Usage, message.hint(context.words.word("hint-checkpoint-old"))));
    }
    let proof = with_ledger(context, Access::Read, |_, ledger| Ok(ledger.prove_growth(old, size)?))?;
    Ok(Request { old, proof, signed: checkpoint.clone() }.to_string())
}

/// Takes in the cosignatures of a checkpoint that came back.
fn merge(context: &mut Context<'_>, file: &std::path::Path) -> Result<SignedCheckpoint, Failure> {
    let came = paper::read_checkpoint(context, file)?;
    with_ledger(context, Access::Write, |context, ledger| merged(context, ledger, &came))
}

fn merged(
    context: &Context<'_>,
    ledger: &mut Ledger,
    came: &SignedCheckpoint,
) -> Result<SignedCheckpoint, Cause> {
    let refused = |error: &str| {
        let message = Message::nothing_recorded(context.words.word(error));
        Failure::told(Exit::Refused, message.hint(context.words.word("hint-checkpoint-merge")))
    };
    let own = ledger.verifier_key()?.ok_or(LedgerError::NoCheckpoints)?;
    let same = |kept: &SignedCheckpoint| kept.checkpoint() == came.checkpoint();
    let Some(mut kept) = ledger.checkpoints()?.into_iter().find(same) else {
        return Err(refused("error-checkpoint-not-ours").into());
    };
    // A wrong line under the ledger's own name would spoil the checkpoint that is kept.
    if came.note().verify(&own).is_err() {
        return Err(refused("error-checkpoint-changed").into());
    }
    for line in came.note().signatures().iter().filter(|line| !line.is_of(&own)) {
        kept = kept.with(line.clone()).map_err(|_| full(context))?;
    }
    ledger.keep_checkpoint(kept.clone())?;
    Ok(kept)
}
