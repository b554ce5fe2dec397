//! `jinguo recover --vault-from`, `--vault-lost`, `--new-lookup-key`: personal data brought back, or declared lost.
//!
//! Owns: what is asked before, and what is told after. Refuses to know: rules, and how the files are written.

use super::args::RegisterArgs;
use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::open::{self, note, with_ledger};
use super::record::{Given, record, yes_or_no};
use super::recover::RecoverArgs;
use super::typed::Typed;
use super::{backup, keys, restore, secrets, trouble};
use crate::base::Line;
use crate::ledger::recover_vault::replace_vault;
use crate::ledger::{Access, Ledger, LedgerError};
use crate::store::backup_file::{Backup, BackupError};
use crate::store::fs::RealFs;
use crate::store::lock::Lock;
use std::path::Path;

/// Does what was asked for.
///
/// # Errors
/// Failures that name the case.
pub fn run(args: &RecoverArgs, dir: &Path, context: &mut Context<'_>) -> Result<(), Failure> {
    match &args.vault_from {
        Some(file) => from_backup(file, args.yes, dir, context),
        None if args.vault_lost => lost(args.yes, dir, context),
        None => new_lookup_key(context, dir),
    }
}

fn from_backup(file: &Path, yes: bool, dir: &Path, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    let backup = backup::open_file(context, file)?;
    let (origin, public) = (open::origin(dir), open::public_key(dir));
    if origin.as_ref() != Some(backup.origin()) || public.map(|p| p.0).as_ref() != Some(backup.public()) {
        let other = BackupError::OtherLedger { origin: backup.origin().clone() };
        return Err(backup::failure(context, file, &other));
    }
    confirmed(context, yes, "prompt-recover-vault")?;
    put_vault(context, dir, backup.origin(), Some((file, &backup)))?;
    keys_from(context, file, &backup)?;
    let missing = rebuilt(context, dir)?;
    let taken = [("at", backup.latest().taken_at.into()), ("count", missing.into())];
    writeln!(context.out, "{}", words.say("recover-vault-done", &taken)).map_err(Failure::Output)?;
    if missing > 0 {
        note(context, &words.word("hint-recover-lost"))?;
    }
    Ok(())
}

/// The ledger's own keys from the backup, where this machine has none.
fn keys_from(context: &mut Context<'_>, file: &Path, backup: &Backup) -> Result<(), Failure> {
    let kept = backup.read::<BackupError>(|_, _| Ok(()));
    let kept = kept.map_err(|error| backup::failure(context, file, &error))?;
    match backup::from_kept(&kept) {
        Some((origin, own)) => secrets::put_back(context, &origin, &own),
        None => Ok(()),
    }
}

fn lost(yes: bool, dir: &Path, context: &mut Context<'_>) -> Result<(), Failure> {
    let there = dir.join("vault").exists() && dir.join("vault-keys").exists();
    let opens = there && with_ledger(context, Access::Write, |_, _| Ok(())).is_ok();
    if !opens {
        confirmed(context, yes, "prompt-recover-lost")?;
        let Some(origin) = open::origin(dir) else {
            let error = LedgerError::NotALedger(dir.to_owned());
            return Err(trouble::failure(context, Access::Write, None, &error));
        };
        put_vault(context, dir, &origin, None)?;
    }
    let missing = rebuilt(context, dir)?;
    if missing == 0 {
        return writeln!(context.out, "{}", context.words.word("recover-nothing-lost"))
            .map_err(Failure::Output);
    }
    let given = Given::of_register(&RegisterArgs::default());
    record(context, &given, |batch| {
        let subjects = batch.ledger().lost_subjects()?;
        let on = given.business(batch);
        Ok(batch.add_lost(&subjects, on)?)
    })
}

fn new_lookup_key(context: &mut Context<'_>, dir: &Path) -> Result<(), Failure> {
    let words = context.words;
    let public = open::public_key(dir);
    let own = backup::ledger_keys(context, dir)?;
    let (Some(public), Some(origin)) = (public, open::origin(dir)) else { return Ok(()) };
    let Some(folder) = secrets::folder_of(context, &public) else { return Ok(()) };
    if own.lookup.is_none() {
        let path = secrets::write_lookup(context, &folder, &origin, &own, &keys::random())?;
        note(context, &words.say("restore-keys-written", &[("file", path.display().to_string().into())]))?;
    }
    let given = Given::of_register(&RegisterArgs::default());
    let mut count = 0;
    record(context, &given, |batch| {
        let on = given.business(batch);
        count = batch.add_look_ups(on)?;
        if count > 0 {
            return Ok(());
        }
        let message = Message::nothing_recorded(words.word("error-lookup-there"));
        Err(Failure::told(Exit::Refused, message.hint(words.word("hint-lookup-there"))).into())
    })?;
    note(context, &words.say("recover-lookup-done", &[("count", count.into())]))
}

/// Puts a vault in the place of the one that is there, under the writer's lock.
fn put_vault(
    context: &mut Context<'_>,
    dir: &Path,
    origin: &Line,
    from: Option<(&Path, &Backup)>,
) -> Result<(), Failure> {
    let lock = Lock::acquire(dir, context.outside.lock_wait, "recover", "").map_err(|error| {
        let error = LedgerError::of_lock(dir, error);
        trouble::failure(context, Access::Write, None, &error)
    })?;
    let put = replace_vault(dir, &RealFs, origin, from.map(|(_, backup)| backup));
    drop(lock);
    let file = from.map_or(dir, |(file, _)| file);
    for kept in put.map_err(|error| restore::told(context, file, error))? {
        let told = [("file", kept.display().to_string().into())];
        note(context, &context.words.say("recover-kept", &told))?;
    }
    Ok(())
}

/// Opens the ledger with a new index, so that whoever was erased is erased in this vault too. Returns how many records
/// of the vault are missing.
fn rebuilt(context: &mut Context<'_>, dir: &Path) -> Result<usize, Failure> {
    let options = open::options(context, dir, true)?;
    let opened = Ledger::open(dir, Access::Write, options, &mut open::bar(context, "progress-replay"));
    let lost = opened.and_then(|mut ledger| ledger.lost_subjects());
    lost.map(|lost| lost.len()).map_err(|error| trouble::failure(context, Access::Write, None, &error))
}

fn confirmed(context: &mut Context<'_>, yes: bool, question: &str) -> Result<(), Failure> {
    let words = context.words;
    let sure = yes || (context.outside.input_is_terminal && yes_or_no(context, &words.say(question, &[]))?);
    if sure {
        return Ok(());
    }
    let command = Typed(context.args).with("--yes", None);
    let message = Message::new(words.word("recover-not-confirmed"), Recorded::NotAsked);
    Err(Failure::told(
        Exit::Refused,
        message.hint(words.say("hint-recover-yes", &[("command", command.into())])),
    ))
}
