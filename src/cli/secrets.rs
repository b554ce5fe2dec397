//! A ledger's own secret keys on this machine: the files in the key folder, and what unlocks them.
//!
//! Owns: their names, finding and unlocking them. Refuses to know: what they sign, seal or hash.

use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::note;
use super::{bundle, keys, passphrase, session};
use crate::base::{Hash32, Line};
use crate::chain::OperatorKey;
use crate::ledger::Secrets;
use crate::store::key_file::{KeyFileError, replace_secret_file};
use crate::store::ledger_secrets::{self, LedgerFile, LedgerSecrets, LookupFile};
use crate::store::session::Secret;
use crate::store::vault::MasterKey;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const LEDGER: &str = ".ledger.json";
const LOOKUP: &str = ".lookup.json";

/// Where the seed and the master key of the ledger with that public key are kept.
pub fn path(folder: &Path, public: &Hash32) -> PathBuf {
    folder.join(format!("{public}{LEDGER}"))
}

/// Where its look-up key is kept.
pub fn lookup_path(folder: &Path, public: &Hash32) -> PathBuf {
    folder.join(format!("{public}{LOOKUP}"))
}

/// Makes the secret keys of a new ledger and keeps them in the key folder. Returns its public key and the file.
///
/// # Errors
/// A refusal where a file exists; an I/O failure.
pub fn make(
    context: &Context<'_>,
    origin: &Line,
    passphrase: Option<&str>,
) -> Result<(Hash32, PathBuf), Failure> {
    let lookup = Some(keys::random());
    let made = LedgerSecrets { seed: keys::random(), master: keys::random(), lookup };
    write(context, &keys::folder(context)?, origin, &made, passphrase, &mut keys::fill)
}

/// Keeps a ledger's secret keys in a folder. Returns its public key and the file.
///
/// # Errors
/// A refusal where a file exists; an I/O failure.
pub fn write(
    context: &Context<'_>,
    folder: &Path,
    origin: &Line,
    secrets: &LedgerSecrets,
    passphrase: Option<&str>,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<(Hash32, PathBuf), Failure> {
    let public = OperatorKey::from_seed(&secrets.seed).public();
    let file = path(folder, &public);
    let text = ledger_secrets::seal(origin, public.0, secrets, passphrase, entropy);
    let text = text.map_err(|error| keys::key_failure(context, &file, error))?;
    keys::write(context, &file, &text, origin)?;
    if let Some(lookup) = &secrets.lookup {
        let text = ledger_secrets::seal_lookup(origin, public.0, &secrets.master, lookup, entropy);
        keys::write(context, &lookup_path(folder, &public), &text, origin)?;
    }
    Ok((public, file))
}

/// Puts a ledger's keys from a backup into the key folder, as far as they are gone from there; its passphrase is asked
/// for. Tells which files were written.
///
/// # Errors
/// Failures of the passphrase and of writing.
pub fn put_back(context: &mut Context<'_>, origin: &Line, own: &LedgerSecrets) -> Result<(), Failure> {
    let public = OperatorKey::from_seed(&own.seed).public();
    let folder = keys::folder(context)?;
    let file = path(&folder, &public);
    let mut written = Vec::new();
    if !file.exists() {
        let given = passphrase::new_for_ledger(context, origin.as_str())?;
        let given = Some(given.as_str()).filter(|given| !given.is_empty());
        let text = ledger_secrets::seal(origin, public.0, own, given, &mut keys::fill);
        let text = text.map_err(|error| keys::key_failure(context, &file, error))?;
        keys::write(context, &file, &text, origin)?;
        written.push(file);
    }
    if let (Some(lookup), false) = (&own.lookup, lookup_path(&folder, &public).exists()) {
        written.push(write_lookup(context, &folder, origin, own, lookup)?);
    }
    if written.is_empty() {
        return note(context, &context.words.word("restore-keys-kept"));
    }
    for file in written {
        let told = [("file", file.display().to_string().into())];
        note(context, &context.words.say("restore-keys-written", &told))?;
    }
    Ok(())
}

/// Writes a ledger's key file again, under another passphrase or none.
///
/// # Errors
/// An I/O failure; the old file then stays.
pub fn reseal(
    context: &Context<'_>,
    file: &Path,
    origin: &Line,
    secrets: &LedgerSecrets,
    passphrase: Option<&str>,
) -> Result<(), Failure> {
    let public = OperatorKey::from_seed(&secrets.seed).public();
    let text = ledger_secrets::seal(origin, public.0, secrets, passphrase, &mut keys::fill);
    let text = text.map_err(|error| keys::key_failure(context, file, error))?;
    replace_secret_file(file, &text).map_err(|cause| keys::write_failure(context, file, &cause))?;
    // A file of version 1 held the look-up key too: from now on it is kept apart.
    if let (Some(lookup), Some(folder)) = (&secrets.lookup, file.parent()) {
        write_lookup(context, folder, origin, secrets, lookup)?;
    }
    Ok(())
}

/// Keeps a ledger's look-up key, in the place of one that is there.
///
/// # Errors
/// An I/O failure.
pub fn write_lookup(
    context: &Context<'_>,
    folder: &Path,
    origin: &Line,
    secrets: &LedgerSecrets,
    lookup: &[u8; 32],
) -> Result<PathBuf, Failure> {
    let public = OperatorKey::from_seed(&secrets.seed).public();
    let text = ledger_secrets::seal_lookup(origin, public.0, &secrets.master, lookup, &mut keys::fill);
    let file = lookup_path(folder, &public);
    replace_secret_file(&file, &text).map_err(|cause| keys::write_failure(context, &file, &cause))?;
    Ok(file)
}

/// The folder that holds the ledger's key file: beside the key file that was named, else the key folder.
pub fn folder_of(context: &Context<'_>, public: &Hash32) -> Option<PathBuf> {
    let beside = context.key().and_then(Path::parent).map(Path::to_owned);
    let holds = |folder: &PathBuf| path(folder, public).is_file();
    beside.filter(holds).or_else(|| context.outside.key_folder.clone())
}

/// The ledger's key file as it stands; `None` where there is none that may be read.
///
/// # Errors
/// A damage failure where it is not what it must be; an I/O failure.
pub fn file(context: &Context<'_>, public: &Hash32) -> Result<Option<(PathBuf, LedgerFile)>, Failure> {
    let Some(path) = folder_of(context, public).map(|folder| path(&folder, public)) else { return Ok(None) };
    let Some(text) = read(context, &path)? else { return Ok(None) };
    match LedgerFile::parse(&text) {
        Ok(file) if *file.public() == public.0 => Ok(Some((path, file))),
        Ok(_) | Err(KeyFileError::NotAKeyFile) => Err(damaged(context, &path)),
        Err(error) => Err(keys::key_failure(context, &path, error)),
    }
}

fn read(context: &Context<'_>, path: &Path) -> Result<Option<Zeroizing<String>>, Failure> {
    match keys::read_text(path) {
        Ok(text) => Ok(Some(text)),
        // A reader who may not see the keys is told numbers in place of names.
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => Ok(None),
        Err(cause) => {
            let args = [("file", path.display().to_string().into()), ("cause", cause.to_string().into())];
            let message = Message::nothing_recorded(context.words.say("error-file", &args));
            Err(Failure::told(Exit::InputOutput, message))
        }
    }
}

fn damaged(context: &Context<'_>, path: &Path) -> Failure {
    let args = [("file", path.display().to_string().into())];
    let message = Message::nothing_recorded(context.words.say("error-secrets-damaged", &args));
    Failure::told(Exit::Damage, message.hint(context.words.word("hint-secrets-damaged")))
}

/// All secret keys of the ledger; its passphrase is asked for where there is one. `None` where there is no file, or
/// nobody gave the passphrase.
///
/// # Errors
/// As [`file()`]; a usage failure where the passphrase is wrong.
pub fn unlock(context: &Context<'_>, public: &Hash32) -> Result<Option<LedgerSecrets>, Failure> {
    let Some((path, file)) = file(context, public)? else { return Ok(None) };
    let unlocked = if file.needs_passphrase() {
        passphrase::open_if_given(context, file.origin().as_str(), |given| file.unlock(Some(given)))?
    } else {
        file.unlock(None).map(Some)
    };
    let unlocked = unlocked.map_err(|error| keys::key_failure(context, &path, error))?;
    let Some(mut secrets) = unlocked else { return Ok(None) };
    if OperatorKey::from_seed(&secrets.seed).public() != *public {
        return Err(damaged(context, &path));
    }
    if secrets.lookup.is_none() {
        secrets.lookup = lookup(context, public, &secrets.master)?;
    }
    Ok(Some(secrets))
}

/// The look-up key of the ledger, which opens with its master key; `None` where its file is gone.
///
/// # Errors
/// A damage failure where the file is not what it must be; an I/O failure.
fn lookup(
    context: &Context<'_>,
    public: &Hash32,
    master: &[u8; 32],
) -> Result<Option<Zeroizing<[u8; 32]>>, Failure> {
    let Some(path) = folder_of(context, public).map(|folder| lookup_path(&folder, public)) else {
        return Ok(None);
    };
    let Some(text) = read(context, &path)? else { return Ok(None) };
    let opened = LookupFile::parse(&text).ok().and_then(|file| file.open(master));
    opened.map(Some).ok_or_else(|| damaged(context, &path))
}

/// The keys that a ledger's vault needs: from the shell's session, the key folder, or a box that was sealed for the
/// holder of this machine's key.
///
/// # Errors
/// As [`unlock`].
pub fn of_vault(context: &Context<'_>, dir: &Path, public: &Hash32) -> Result<Option<Secrets>, Failure> {
    // An opened bundle has a master key of its own, also where the ledger's keys are at hand.
    if bundle::is_opened(dir) {
        let handed = bundle::handed_master(context, dir, public)?;
        return Ok(handed.map(|master| Secrets { master: MasterKey::new(master), lookup: None }));
    }
    if let Some(master) = session::get(context, Secret::LedgerMaster, public) {
        let lookup = lookup(context, public, &master)?;
        return Ok(Some(Secrets { master: MasterKey::new(master), lookup }));
    }
    Ok(unlock(context, public)?
        .map(|LedgerSecrets { master, lookup, .. }| Secrets { master: MasterKey::new(master), lookup }))
}
