//! Finding and opening the ledger that a command is about.
//!
//! Owns: where it is looked for, its lock, its keys, what opening found, one more try on a damaged index.
//! Refuses to know: what the command does with it.

use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::progress::Progress;
use super::{keys, secrets, trouble};
use crate::base::{Hash32, Line, Timestamp};
use crate::chain::{Step, Walker};
use crate::entry::{Body, Entry, Open};
use crate::ledger::{Access, Ledger, LedgerError, Notice, Options};
use crate::store::fs::RealFs;
use crate::store::sled_index::SledIndexes;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why the work on an open ledger stopped.
pub enum Cause {
    /// The ledger did not do it.
    Ledger(LedgerError),
    /// Something else, in words already.
    Told(Failure),
}

impl From<LedgerError> for Cause {
    fn from(error: LedgerError) -> Cause {
        Cause::Ledger(error)
    }
}

impl From<Failure> for Cause {
    fn from(failure: Failure) -> Cause {
        Cause::Told(failure)
    }
}

impl From<crate::book::Stop<LedgerError>> for Cause {
    fn from(stop: crate::book::Stop<LedgerError>) -> Cause {
        Cause::Ledger(stop.into())
    }
}

/// The ledger's folder: the one given, else the nearest folder upwards that holds a journal.
///
/// # Errors
/// A usage failure where there is none.
pub fn find(context: &Context<'_>, access: Access) -> Result<PathBuf, Failure> {
    if let Some(given) = context.ledger() {
        return Ok(given.to_owned());
    }
    let start = &context.outside.directory;
    let mut above = start.ancestors();
    above.find(|folder| folder.join("journal").is_file()).map(Path::to_owned).ok_or_else(|| {
        let args = [("dir", start.display().to_string().into())];
        let message = Message::new(context.words.say("error-no-ledger", &args), recorded(access));
        Failure::told(Exit::Usage, message.hint(context.words.word("hint-ledger")))
    })
}

/// What a failure says of the record: a command that only reads need not say that nothing was recorded.
pub const fn recorded(access: Access) -> Recorded {
    match access {
        Access::Read | Access::At(_) => Recorded::NotAsked,
        Access::Write => Recorded::Nothing,
    }
}

/// Opens the ledger and does the work. Where the index turns out to be damaged, both once more on a new one: until a
/// commit is written, which is the last thing the work does, nothing of the first try is left.
///
/// # Errors
/// What opening or the work says, in words.
pub fn with_ledger<T>(
    context: &mut Context<'_>,
    access: Access,
    mut work: impl FnMut(&mut Context<'_>, &mut Ledger) -> Result<T, Cause>,
) -> Result<T, Failure> {
    let dir = find(context, access)?;
    match attempt(context, &dir, access, false, &mut work) {
        Err(Cause::Ledger(LedgerError::Index(what))) => {
            note(context, &context.words.say("notice-rebuilding", &[("what", what.into())]))?;
            match attempt(context, &dir, access, true, &mut work) {
                Err(Cause::Ledger(error)) => Err(trouble::failure(context, access, None, &error)),
                Err(Cause::Told(failure)) => Err(failure),
                Ok(done) => Ok(done),
            }
        }
        Err(Cause::Ledger(error)) => Err(trouble::failure(context, access, None, &error)),
        Err(Cause::Told(failure)) => Err(failure),
        Ok(done) => Ok(done),
    }
}

fn attempt<T>(
    context: &mut Context<'_>,
    dir: &Path,
    access: Access,
    rebuild: bool,
    work: &mut impl FnMut(&mut Context<'_>, &mut Ledger) -> Result<T, Cause>,
) -> Result<T, Cause> {
    let mut ledger = open(context, dir, access, rebuild)?;
    for notice in ledger.notices() {
        note(context, &notice_text(context, notice))?;
    }
    match work(context, &mut ledger) {
        Err(Cause::Ledger(error)) if !matches!(error, LedgerError::Index(_)) => {
            Err(trouble::failure(context, access, Some(&mut ledger), &error).into())
        }
        other => other,
    }
}

fn open(context: &Context<'_>, dir: &Path, access: Access, rebuild: bool) -> Result<Ledger, Cause> {
    let options = options(context, dir, rebuild)?;
    Ok(Ledger::open(dir, access, options, &mut bar(context, "progress-replay"))?)
}

/// Shows how far a long pass has come.
pub fn bar<'c>(context: &'c Context<'_>, label: &'static str) -> impl FnMut(u64, u64) + 'c {
    let mut bar = None;
    move |done, total| {
        let (label, visible) = (context.words.word(label), context.outside.err_is_terminal);
        bar.get_or_insert_with(|| Progress::start(label, total, visible)).at(done);
    }
}

/// With what this process opens the ledger in `dir`.
///
/// # Errors
/// Where its secret keys can't be read.
pub fn options(context: &Context<'_>, dir: &Path, rebuild: bool) -> Result<Options, Failure> {
    let secrets = match public_key(dir) {
        Some(public) => secrets::of_vault(context, dir, &public)?,
        None => None,
    };
    let command = context.args.iter().filter_map(|arg| arg.to_str()).find(|arg| !arg.starts_with('-'));
    let who = keys::likely_name(context).into_iter().chain(command.map(str::to_owned));
    let since = context.outside.now.map_or(String::new(), |now| now.to_string());
    Ok(Options {
        fs: Arc::new(RealFs),
        indexes: Arc::new(SledIndexes),
        lock: Some((context.outside.lock_wait, who.collect::<Vec<_>>().join(" · "), since)),
        secrets,
        entropy: Box::new(keys::fill),
        rebuild,
    })
}

/// The public key of the ledger in `dir`, read from its first entry; `None` where there is none that can be read.
pub fn public_key(dir: &Path) -> Option<Hash32> {
    first_entry(dir).map(|open| open.ledger_key)
}

/// The origin of the ledger in `dir`, read from its first entry; `None` where there is none that can be read.
pub fn origin(dir: &Path) -> Option<Line> {
    first_entry(dir).map(|open| open.origin)
}

fn first_entry(dir: &Path) -> Option<Open> {
    let mut bytes = Vec::new();
    // The file's head, a header and one record of the greatest size fit.
    std::fs::File::open(dir.join("journal")).ok()?.take(80_000).read_to_end(&mut bytes).ok()?;
    let (mut walker, mut at) = (Walker::new(), 0);
    loop {
        let step = walker.step(&bytes[at..]).ok()?;
        match step {
            Step::Header(..) => {}
            Step::Entry(_, record) => match Entry::decode(record).ok()?.body {
                Body::Open(open) => return Some(open),
                _ => return None,
            },
            Step::NeedMore(_) | Step::Seal(_) => return None,
        }
        at = usize::try_from(walker.offset()).ok().filter(|at| *at <= bytes.len())?;
    }
}

fn notice_text(context: &Context<'_>, notice: &Notice) -> String {
    let words = context.words;
    match notice {
        Notice::TornTail { offset, bytes, kept } => {
            let mut args = vec![("offset", (*offset).into()), ("bytes", (*bytes).into())];
            match kept {
                Some(file) => {
                    args.push(("file", file.display().to_string().into()));
                    words.say("notice-torn-tail", &args)
                }
                None => words.say("notice-torn-tail-left", &args),
            }
        }
        Notice::IndexRebuilt => words.word("notice-index-rebuilt"),
        Notice::VaultMissing => words.word("notice-vault-missing"),
    }
}

/// Tells something on standard error that is no failure.
///
/// # Errors
/// A failure of standard error.
pub fn note(context: &mut Context<'_>, text: &str) -> Result<(), Failure> {
    let line = context.words.say("notice", &[("text", text.into())]);
    writeln!(context.err, "{line}").map_err(Failure::Output)
}

/// What the clock says.
///
/// # Errors
/// An I/O failure where it stands outside of every ledger's time.
pub fn now(context: &Context<'_>) -> Result<Timestamp, Failure> {
    context.outside.now.ok_or_else(|| {
        Failure::told(Exit::InputOutput, Message::nothing_recorded(context.words.word("error-clock")))
    })
}
