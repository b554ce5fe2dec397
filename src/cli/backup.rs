//! `jinguo backup`: the whole ledger in one encrypted file, and checking such a file.
//!
//! Owns: the arguments of this command, and how its failures are told. Refuses to know: the file's layout.

use super::args::{Format, PrintArgs};
use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::open::{self, note, now, with_ledger};
use super::typed::{Typed, quote};
use super::{keys, passphrase, record, secrets, trouble};
use crate::base::{Hash32, Line};
use crate::chain::{FlawCause, Step, Walker};
use crate::ledger::{Access, LedgerError};
use crate::report::{Cell, Kind, Table};
use crate::store::backup_file::{Backup, BackupError, BackupFile, Part, Totals, Unlock};
use crate::store::backup_write::Done;
use crate::store::fs::{Fs, RealFs};
use crate::store::ledger_secrets::{self, LedgerFile, LedgerSecrets, LookupFile};
use clap::{ArgGroup, Args};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// How often a backup begins again because somebody was erased while it was copied.
const TRIES: usize = 5;

/// `backup -o FILE`, `backup --check FILE`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["output", "check"])))]
pub struct BackupArgs {
    /// The file: made where there is none, else what is new is added to it.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only reads that backup and checks every byte of it.
    #[arg(long, value_name = "FILE")]
    pub check: Option<PathBuf>,
    /// How what was found is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Backs up, or checks a backup.
///
/// # Errors
/// Failures that name the case.
pub fn run(args: &BackupArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    match (&args.output, &args.check) {
        (Some(file), _) => back_up(file, args.print.format, context),
        (None, Some(file)) => check(file, args.print.format, context),
        (None, None) => Ok(()),
    }
}

fn back_up(file: &Path, format: Format, context: &mut Context<'_>) -> Result<(), Failure> {
    let taken_at = now(context)?;
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let dir = open::find(context, Access::Read)?;
    let own = ledger_keys(context, &dir)?;
    let kept = as_kept(&own, &dir, context)?;
    let given = if file.exists() { None } else { Some(passphrase::new_for_backup(context)?) };
    let given = given.as_deref().map(String::as_str);
    let mut done = None;
    for _ in 0..TRIES {
        // The ledger is held only while its lengths are read: others go on while they are copied.
        let snapshot = with_ledger(context, Access::Read, |_, ledger| Ok(ledger.snapshot(&fs, None)?))?;
        let both = (&*own.master, kept.as_bytes());
        let written = snapshot.back_up(fs.as_ref(), file, both, given, taken_at, &mut keys::fill);
        done = Some((snapshot.erasures(), written.map_err(|error| failure(context, file, &error))?));
        let erased = with_ledger(context, Access::Read, |_, ledger| Ok(ledger.erasures()?))?;
        if erased == snapshot.erasures() {
            break;
        }
    }
    let Some((_, done)) = done else { return Ok(()) };
    if let Some(torn) = done.cut {
        note(context, &context.words.say("backup-torn-cut", &[("bytes", torn.len.into())]))?;
    }
    if done.rewritten {
        note(context, &context.words.word("backup-rewritten"))?;
    }
    let table = table(context, "backup-title", file, [&done.totals].into_iter(), Some(&done));
    context.print(&table, format)?;
    if format == Format::Table {
        record::head_line(context, done.totals.tree_size, &Hash32(done.totals.head))?;
    }
    Ok(())
}

/// The ledger's own keys: a backup holds them, so that a new machine needs nothing but the backup and its passphrase.
pub fn ledger_keys(context: &Context<'_>, dir: &Path) -> Result<LedgerSecrets, Failure> {
    let public = open::public_key(dir);
    let failed = || trouble::failure(context, Access::Read, None, &LedgerError::NotALedger(dir.to_owned()));
    let public = public.ok_or_else(failed)?;
    secrets::unlock(context, &public)?.ok_or_else(|| {
        let message = Message::new(context.words.word("error-backup-needs-keys"), Recorded::NotAsked);
        Failure::told(Exit::Usage, message.hint(context.words.word("hint-backup-needs-keys")))
    })
}

/// The ledger's keys as a backup keeps them: the texts of their files, under no passphrase but the backup's.
fn as_kept(own: &LedgerSecrets, dir: &Path, context: &Context<'_>) -> Result<Zeroizing<String>, Failure> {
    let public = crate::chain::OperatorKey::from_seed(&own.seed).public();
    let failed = || trouble::failure(context, Access::Read, None, &LedgerError::NotALedger(dir.to_owned()));
    let origin = open::origin(dir).ok_or_else(failed)?;
    let text = ledger_secrets::seal(&origin, public.0, own, None, &mut keys::fill);
    let mut all = text.map_err(|error| keys::key_failure(context, dir, error))?;
    if let Some(lookup) = &own.lookup {
        let text = ledger_secrets::seal_lookup(&origin, public.0, &own.master, lookup, &mut keys::fill);
        all.push_str(&text);
    }
    Ok(all)
}

/// The ledger's keys from what a backup kept; `None` where it is something else.
pub fn from_kept(kept: &[u8]) -> Option<(Line, LedgerSecrets)> {
    let mut lines = std::str::from_utf8(kept).ok()?.lines();
    let file = LedgerFile::parse(lines.next()?).ok()?;
    let mut secrets = file.unlock(None).ok()?;
    if let Some(text) = lines.next() {
        secrets.lookup = Some(LookupFile::parse(text).ok()?.open(&secrets.master)?);
    }
    Some((file.origin().clone(), secrets))
}

/// Opens a backup: by its passphrase.
///
/// # Errors
/// Failures that name the case.
pub fn open_file(context: &Context<'_>, file: &Path) -> Result<Backup, Failure> {
    let failed = |error: BackupError| failure(context, file, &error);
    let found = BackupFile::open(&RealFs, file).map_err(failed)?;
    let given = passphrase::of_backup(context)?;
    found.unlock(Unlock::Passphrase(&given)).map_err(failed)
}

fn check(file: &Path, format: Format, context: &mut Context<'_>) -> Result<(), Failure> {
    let backup = open_file(context, file)?;
    let mut chain = Chain::default();
    let read = backup.read::<BackupError>(|part, bytes| match part {
        Part::Journal => chain.walk(bytes),
        Part::Vault | Part::Keys => Ok(()),
    });
    let kept = read.map_err(|error| failure(context, file, &error))?;
    let latest = backup.latest();
    let whole = chain.ends_at(latest) && from_kept(&kept).is_some();
    if !whole {
        return Err(failure(context, file, &BackupError::Damaged { offset: 0 }));
    }
    if let Some(torn) = backup.torn() {
        note(context, &context.words.say("backup-torn", &[("bytes", torn.len.into())]))?;
    }
    let table = table(context, "backup-checked", file, backup.generations(), None);
    context.print(&table, format)?;
    if format == Format::Table {
        record::head_line(context, latest.tree_size, &Hash32(latest.head))?;
    }
    Ok(())
}

/// The chain of a journal that comes in pieces.
#[derive(Default)]
struct Chain {
    walker: Walker,
    waiting: Vec<u8>,
}

impl Chain {
    fn walk(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        self.waiting.extend_from_slice(bytes);
        let mut at = 0;
        loop {
            let before = self.walker.offset();
            match self.walker.step(&self.waiting[at..]) {
                Ok(Step::NeedMore(_)) => break,
                Ok(_) => {}
                Err(flaw) if matches!(flaw.cause, FlawCause::NewerFormat(version) if version > 0) => {
                    return Err(BackupError::Newer { version: u16::MAX });
                }
                Err(flaw) => return Err(BackupError::Damaged { offset: flaw.offset }),
            }
            at += usize::try_from(self.walker.offset() - before).unwrap_or(usize::MAX);
        }
        self.waiting.drain(..at);
        Ok(())
    }

    fn ends_at(&self, totals: &Totals) -> bool {
        self.waiting.is_empty()
            && self.walker.is_between_commits()
            && (self.walker.offset(), self.walker.records()) == (totals.journal_len, totals.tree_size)
            && self.walker.head().0 == totals.head
    }
}

fn table<'a>(
    context: &Context<'_>,
    title: &str,
    file: &Path,
    generations: impl Iterator<Item = &'a Totals>,
    done: Option<&Done>,
) -> Table {
    let words = context.words;
    let number = |n: u64| Cell::from(i64::try_from(n).ok());
    let mut table = Table::new(words.say(title, &[("file", file.display().to_string().into())]))
        .column("generation", words.word("term-generation"), Kind::Number)
        .column("taken_at", words.word("term-taken-at"), Kind::Text)
        .column("size", words.word("term-size"), Kind::Number)
        .column("journal_bytes", words.word("term-journal-bytes"), Kind::Number)
        .column("vault_bytes", words.word("term-vault-bytes"), Kind::Number)
        .column("erased", words.word("term-erasures"), Kind::Number)
        .column("written_bytes", words.word("term-written-bytes"), Kind::Number);
    for totals in generations {
        table.push(vec![
            number(totals.number),
            totals.taken_at.to_string().into(),
            number(totals.tree_size),
            number(totals.journal_len),
            number(totals.vault_len + totals.keys_len),
            number(totals.erasures),
            done.map_or(Cell::Empty, |done| number(done.written)),
        ]);
    }
    table
}

/// The failure for a backup that was not read or written.
pub fn failure(context: &Context<'_>, file: &Path, error: &BackupError) -> Failure {
    let words = context.words;
    let shown = file.display().to_string();
    let said = |key: &str| words.say(key, &[("file", shown.as_str().into())]);
    let again = Typed(context.args).again();
    let other = words.word("hint-backup-elsewhere");
    let (exit, text, hint) = match error {
        BackupError::NotABackup => (Exit::Usage, said("error-backup-none"), other),
        BackupError::Newer { .. } => (Exit::Damage, said("error-backup-newer"), words.word("hint-newer")),
        BackupError::NeedsPassphrase | BackupError::WrongPassphrase => {
            (Exit::Usage, said("error-backup-passphrase"), words.word("hint-passphrase"))
        }
        BackupError::WrongMasterKey => (Exit::Refused, said("error-backup-master"), other),
        BackupError::TooCostly => (Exit::Usage, said("error-backup-costly"), other),
        BackupError::OtherLedger { origin } => {
            let args = [("file", shown.as_str().into()), ("origin", origin.into())];
            (Exit::Refused, words.say("error-backup-other", &args), other)
        }
        BackupError::OtherHistory { number } => {
            let args = [("file", shown.as_str().into()), ("number", (*number).into())];
            (Exit::Damage, words.say("error-backup-history", &args), words.word("hint-backup-history"))
        }
        BackupError::VaultDiffers { offset, .. } => {
            let args = [("file", shown.as_str().into()), ("offset", (*offset).into())];
            (Exit::Damage, words.say("error-backup-vault", &args), words.word("hint-backup-history"))
        }
        BackupError::Damaged { offset } => {
            let args = [("file", shown.as_str().into()), ("offset", (*offset).into())];
            let hint = words.say("hint-backup-damaged", &[("file", quote(&shown).into())]);
            (Exit::Damage, words.say("error-backup-damaged", &args), hint)
        }
        BackupError::TooLong => (Exit::Damage, said("error-backup-none"), other),
        BackupError::Io(cause) | BackupError::Ledger(cause) => {
            let args = [("file", shown.as_str().into()), ("cause", cause.to_string().into())];
            let hint = words.say("hint-disk-backup", &[("command", again.into())]);
            (Exit::InputOutput, words.say("error-backup-io", &args), hint)
        }
    };
    Failure::told(exit, Message::new(text, Recorded::NotAsked).hint(hint))
}
