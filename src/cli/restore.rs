//! `jinguo restore`: a ledger brought back from a backup into an empty folder.
//!
//! Owns: the arguments of this command, and the entry that says that it was done. Refuses to know: the backup's layout.

use super::args::RegisterArgs;
use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::note;
use super::record::{Given, record};
use super::typed::quote;
use super::{backup, secrets, trouble};
use crate::base::Hash32;
use crate::entry::{Body, Restored};
use crate::ledger::Access;
use crate::ledger::put_back::{NotPutBack, from_backup, is_left_over};
use crate::store::fs::RealFs;
use clap::Args;
use std::path::{Path, PathBuf};

/// `restore FILE DIR`
#[derive(Clone, Debug, Args)]
pub struct RestoreArgs {
    /// The backup.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The folder: a new one, or an empty one.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Brings the ledger back, its keys too where this machine has none, and records that it was brought back.
///
/// # Errors
/// Failures that name the case. Where only the last step fails, the ledger is back and says so.
pub fn run(args: &RestoreArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    if has_anything(&args.dir) {
        let text = words.say("error-restore-not-empty", &[("dir", args.dir.display().to_string().into())]);
        let message = Message::nothing_recorded(text).hint(words.word("hint-restore-empty"));
        return Err(Failure::told(Exit::Refused, message));
    }
    let file = backup::open_file(context, &args.file)?;
    let latest = file.latest().clone();
    let kept = from_backup(&file, &RealFs, &args.dir).map_err(|error| told(context, &args.file, error))?;
    if let Some(torn) = file.torn() {
        note(context, &words.say("backup-torn", &[("bytes", torn.len.into())]))?;
    }
    if let Some((origin, own)) = backup::from_kept(&kept) {
        secrets::put_back(context, &origin, &own)?;
    }
    let told = [("size", latest.tree_size.to_string().into()), ("head", Hash32(latest.head).into())];
    note(context, &words.say("restore-done", &told))?;
    let everywhere = super::args::Everywhere { ledger: Some(args.dir.clone()), ..context.everywhere.clone() };
    let mut there = Context { everywhere: &everywhere, ..context.again() };
    let given = Given::of_register(&args.register);
    let (size, head, taken_at) = (latest.tree_size, Hash32(latest.head), latest.taken_at);
    let recorded = record(&mut there, &given, |batch| {
        given.add(batch, Body::Restored(Restored { size, head, taken_at }))?;
        Ok(())
    });
    recorded.map_err(|failure| but_restored(context, args, failure))
}

/// The ledger is back although its entry is not: that is said beside what went wrong.
fn but_restored(context: &Context<'_>, args: &RestoreArgs, failure: Failure) -> Failure {
    match failure {
        Failure::Told { exit, message } => {
            let dir = quote(&args.dir.display().to_string());
            let hint = context.words.say("hint-restore-unrecorded", &[("dir", dir.into())]);
            Failure::Told { exit, message: message.hint(hint) }
        }
        other => other,
    }
}

fn has_anything(dir: &Path) -> bool {
    let counts = |name: std::ffi::OsString| !name.to_str().is_some_and(is_left_over);
    std::fs::read_dir(dir).is_ok_and(|items| items.flatten().any(|item| counts(item.file_name())))
}

/// The failure for a folder that was not put back.
pub fn told(context: &Context<'_>, file: &Path, error: NotPutBack) -> Failure {
    match error {
        NotPutBack::Backup(error) => backup::failure(context, file, &error),
        NotPutBack::Bundle(error) => super::bundle::failure(context, file, &error),
        NotPutBack::Ledger(error) => trouble::failure(context, Access::Write, None, &error),
    }
}
