//! The user's key folder: operators' keys.
//!
//! Owns: file names, finding the one key that fits, unlocking it. Refuses to know: what is signed or sealed.

use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::typed::Typed;
use super::{passphrase, session};
use crate::base::{Hash32, Line, OperatorNo};
use crate::book;
use crate::chain::{OperatorKey, possession};
use crate::ledger::{Ledger, LedgerError};
use crate::report;
use crate::store::key_file::{KeyFile, KeyFileError, replace_secret_file, seal, write_new_secret_file};
use crate::store::session::Secret;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const OPERATOR: &str = ".key.json";
/// More of a key file than this is not read.
const LONGEST: u64 = 16_384;

/// A key file that was read and understood.
pub struct Found {
    path: PathBuf,
    file: KeyFile,
}

/// Where the key of an operator of that name goes in the key folder.
pub fn operator_path(folder: &Path, name: &Line) -> PathBuf {
    // Names of people hold none of these; on Windows a file name may not either.
    let safe: String =
        name.as_str().chars().map(|c| if r#"\/:*?"<>|"#.contains(c) { '_' } else { c }).collect();
    folder.join(format!("{safe}{OPERATOR}"))
}

/// The key folder, made if need be, for its owner's eyes only.
///
/// # Errors
/// A usage failure where the system knows no such place; an I/O failure where it can't be made.
pub fn folder(context: &Context<'_>) -> Result<PathBuf, Failure> {
    let folder = known_folder(context)?;
    make_private(&folder).map_err(|cause| write_failure(context, &folder, &cause))?;
    Ok(folder)
}

fn known_folder(context: &Context<'_>) -> Result<PathBuf, Failure> {
    let words = context.words;
    context.outside.key_folder.clone().ok_or_else(|| {
        let message = Message::nothing_recorded(words.word("error-no-key-folder"));
        Failure::told(Exit::Usage, message.hint(words.word("hint-set-home")))
    })
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Thirty-two bytes that nobody can guess.
pub fn random() -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; 32]);
    fill(bytes.as_mut_slice());
    bytes
}

/// Fills a slice with bytes that nobody can guess.
///
/// # Panics
/// Where the system has no source of randomness: no key may ever be made then.
pub fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system's random source works on every system that is supported");
}

/// Writes a new secret file.
///
/// # Errors
/// A refusal where the file exists; an I/O failure.
pub fn write(context: &Context<'_>, path: &Path, text: &str, name: &Line) -> Result<(), Failure> {
    write_new_secret_file(path, text).map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists => exists(context, path, name),
        _ => write_failure(context, path, &cause),
    })
}

/// The refusal to write over a file.
pub fn exists(context: &Context<'_>, path: &Path, name: &Line) -> Failure {
    let message = Message::nothing_recorded(file_said(context, "error-key-exists", path));
    let name = super::typed::quote(name.as_str());
    Failure::told(Exit::Refused, message.hint(context.words.say("hint-key-output", &[("name", name.into())])))
}

fn file_said(context: &Context<'_>, key: &str, path: &Path) -> String {
    context.words.say(key, &[("file", path.display().to_string().into())])
}

/// The failure to write a file.
pub fn write_failure(context: &Context<'_>, path: &Path, cause: &io::Error) -> Failure {
    let args = [("file", path.display().to_string().into()), ("cause", cause.to_string().into())];
    Failure::told(Exit::InputOutput, Message::nothing_recorded(context.words.say("error-write-file", &args)))
}

/// A secret file's text, no more of it than any may hold.
pub fn read_text(path: &Path) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    std::fs::File::open(path)?.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

/// Reads a key file.
///
/// # Errors
/// Failures that name the case: none there, no key file, unreadable.
pub fn read(context: &Context<'_>, path: &Path) -> Result<Found, Failure> {
    let words = context.words;
    let text = read_text(path).map_err(|cause| match cause.kind() {
        ErrorKind::NotFound => {
            let message = Message::nothing_recorded(file_said(context, "error-key-missing", path));
            Failure::told(Exit::Usage, message.hint(words.word("hint-key-new-any")))
        }
        ErrorKind::InvalidData => key_failure(context, path, KeyFileError::NotAKeyFile),
        _ => {
            let args = [("file", path.display().to_string().into()), ("cause", cause.to_string().into())];
            Failure::told(Exit::InputOutput, Message::nothing_recorded(words.say("error-file", &args)))
        }
    })?;
    let file = KeyFile::parse(&text).map_err(|error| key_failure(context, path, error))?;
    Ok(Found { path: path.to_owned(), file })
}

/// The failure for a key file that gave no key.
pub fn key_failure(context: &Context<'_>, path: &Path, error: KeyFileError) -> Failure {
    let words = context.words;
    let (exit, key, hint) = match error {
        KeyFileError::NeedsPassphrase | KeyFileError::WrongPassphrase => {
            (Exit::Usage, "error-key-passphrase", Some("hint-passphrase"))
        }
        KeyFileError::NotAKeyFile => (Exit::Usage, "error-key-not-a-key", Some("hint-key-registered")),
        KeyFileError::Newer { .. } => (Exit::Usage, "error-key-newer", Some("hint-newer")),
        KeyFileError::TooCostly { .. } => (Exit::Usage, "error-key-costly", Some("hint-key-registered")),
        KeyFileError::NoMemory => (Exit::InputOutput, "error-key-memory", None),
    };
    let message = Message::nothing_recorded(file_said(context, key, path));
    Failure::told(exit, hint.into_iter().fold(message, |message, hint| message.hint(words.word(hint))))
}

impl Found {
    /// Whose key it says it is.
    pub fn name(&self) -> &Line {
        self.file.name()
    }

    /// Whether a passphrase protects it.
    pub fn needs_passphrase(&self) -> bool {
        self.file.needs_passphrase()
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its public half, as the file says.
    pub fn public(&self) -> Hash32 {
        Hash32(*self.file.public())
    }

    /// The key itself; its passphrase is asked for where it has one.
    ///
    /// # Errors
    /// A usage failure where the passphrase is wrong; a damage failure where the file's public key is another's.
    pub fn unlock(&self, context: &Context<'_>) -> Result<OperatorKey, Failure> {
        Ok(OperatorKey::from_seed(&*self.unlock_seed(context)?))
    }

    /// The seed that the key grows from; from this shell's session where that has it.
    ///
    /// # Errors
    /// As [`Found::unlock`].
    pub fn unlock_seed(&self, context: &Context<'_>) -> Result<Zeroizing<[u8; 32]>, Failure> {
        if self.file.needs_passphrase()
            && let Some(kept) = session::get(context, Secret::OperatorSeed, &self.public())
        {
            return self.of_this_file(context, Ok(kept));
        }
        self.seed_by(context, context.outside.passphrase.as_ref())
    }

    /// The key, where it will take the place of another and its passphrase may be another one.
    ///
    /// # Errors
    /// As [`Found::unlock`].
    pub fn unlock_successor(&self, context: &Context<'_>) -> Result<OperatorKey, Failure> {
        let outside = context.outside;
        let given = outside.new_passphrase.as_ref().or(outside.passphrase.as_ref());
        Ok(OperatorKey::from_seed(&*self.seed_by(context, given)?))
    }

    fn seed_by(
        &self,
        context: &Context<'_>,
        given: Option<&Zeroizing<String>>,
    ) -> Result<Zeroizing<[u8; 32]>, Failure> {
        let seed = if self.file.needs_passphrase() {
            passphrase::open(context, self.name().as_str(), given, |given| self.file.unlock(Some(given)))?
        } else {
            self.file.unlock(None)
        };
        self.of_this_file(context, seed)
    }

    fn of_this_file(
        &self,
        context: &Context<'_>,
        seed: Result<Zeroizing<[u8; 32]>, KeyFileError>,
    ) -> Result<Zeroizing<[u8; 32]>, Failure> {
        let seed = seed.map_err(|error| key_failure(context, &self.path, error))?;
        if OperatorKey::from_seed(&seed).public() != self.public() {
            let message = Message::nothing_recorded(file_said(context, "error-key-mismatch", &self.path));
            return Err(Failure::told(Exit::Damage, message));
        }
        Ok(seed)
    }

    /// Seals the key again, under the passphrase that `with` gives or under none, and puts the file in its own place.
    ///
    /// # Errors
    /// As [`Found::unlock`]; what `with` says; an I/O failure.
    pub fn seal_again(
        &self,
        context: &Context<'_>,
        with: impl FnOnce() -> Result<Option<Zeroizing<String>>, Failure>,
    ) -> Result<(), Failure> {
        // Whoever changes a passphrase types the old one: a session's key is not enough.
        let seed = self.seed_by(context, context.outside.passphrase.as_ref())?;
        let given = with()?;
        let given = given.as_deref().map(String::as_str);
        let text = seal(self.name(), &seed, self.public().0, given, &mut fill);
        let text = text.map_err(|error| key_failure(context, &self.path, error))?;
        replace_secret_file(&self.path, &text).map_err(|cause| write_failure(context, &self.path, &cause))
    }
}

/// What an operator hands in: her public key, and the proof that she holds the private one, under her name.
pub fn handed_in(key: &OperatorKey, name: &Line) -> String {
    format!("{}.{}", key.public(), hex::encode(possession::prove(key, name)))
}

/// The key that a command without a ledger means: `--key`, else the one of that name, else the only one there is.
///
/// # Errors
/// Failures that name the case: none there, several, another's name.
pub fn chosen(context: &Context<'_>, name: Option<&Line>) -> Result<Found, Failure> {
    let words = context.words;
    match (context.key(), name) {
        (Some(path), Some(name)) => {
            let found = read(context, path)?;
            if found.name() == name { Ok(found) } else { Err(of_another(context, &found, name)) }
        }
        (Some(path), None) => read(context, path),
        (None, Some(name)) => named(context, name),
        (None, None) => {
            let (folder, mut found) = in_folder(context)?;
            if found.len() > 1 {
                let names: Vec<String> = found.iter().map(|key| key.name().to_string()).collect();
                let text = words.say("error-key-which", &[("names", names.join(", ").into())]);
                let command = Typed(context.args).with("--key", found[0].path.to_str());
                let hint = words.say("hint-key-option", &[("command", command.into())]);
                return Err(Failure::told(Exit::Usage, Message::nothing_recorded(text).hint(hint)));
            }
            found.pop().ok_or_else(|| {
                let args = [("dir", folder.display().to_string().into())];
                let message = Message::nothing_recorded(words.say("error-key-none", &args));
                Failure::told(Exit::Usage, message.hint(words.word("hint-key-new-any")))
            })
        }
    }
}

/// The refusal of a key file that carries another name than the one it must.
pub fn of_another(context: &Context<'_>, found: &Found, wanted: &Line) -> Failure {
    let words = context.words;
    let args = [
        ("file", found.path.display().to_string().into()),
        ("name", found.name().into()),
        ("wanted", wanted.into()),
    ];
    let message = Message::nothing_recorded(words.say("error-key-of-another", &args));
    let name = super::typed::quote(wanted.as_str());
    Failure::told(Exit::Refused, message.hint(words.say("hint-key-output", &[("name", name.into())])))
}

/// All operators' keys in the key folder that can be read, by file name. Others are passed over.
fn in_folder(context: &Context<'_>) -> Result<(PathBuf, Vec<Found>), Failure> {
    let folder = known_folder(context)?;
    let mut paths: Vec<PathBuf> = match std::fs::read_dir(&folder) {
        Ok(items) => items.filter_map(|item| item.ok().map(|item| item.path())).collect(),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Vec::new(),
        Err(cause) => {
            let args = [("file", folder.display().to_string().into()), ("cause", cause.to_string().into())];
            let message = Message::nothing_recorded(context.words.say("error-file", &args));
            return Err(Failure::told(Exit::InputOutput, message));
        }
    };
    paths.retain(|path| path.to_string_lossy().ends_with(OPERATOR));
    paths.sort();
    let found = paths.iter().filter_map(|path| read(context, path).ok()).collect();
    Ok((folder, found))
}

/// The name to show to others while the ledger is held: that of the key that will most likely be used.
pub fn likely_name(context: &Context<'_>) -> Option<String> {
    let found = match context.key() {
        Some(path) => vec![read(context, path).ok()?],
        None => in_folder(context).ok()?.1,
    };
    if let [only] = found.as_slice() { Some(only.name().to_string()) } else { None }
}

/// The key of the operator of a new ledger: `--key`, else the one of that name in the key folder.
///
/// # Errors
/// A usage failure where there is none.
pub fn named(context: &Context<'_>, name: &Line) -> Result<Found, Failure> {
    if let Some(path) = context.key() {
        return read(context, path);
    }
    let (folder, found) = in_folder(context)?;
    found.into_iter().find(|key| key.name() == name).ok_or_else(|| {
        let args = [("dir", folder.display().to_string().into()), ("name", name.into())];
        let message = Message::nothing_recorded(context.words.say("error-key-none-named", &args));
        let shown = super::typed::quote(name.as_str());
        Failure::told(Exit::Usage, message.hint(context.words.say("hint-key-new", &[("name", shown.into())])))
    })
}

/// The key that this ledger knows: `--key`, else the variable's, else the only such one in the key folder.
///
/// # Errors
/// Failures that name the case: none there, several fit, a foreign one, a wrong passphrase.
pub fn of_ledger(context: &Context<'_>, ledger: &mut Ledger) -> Result<Found, super::open::Cause> {
    let words = context.words;
    let told = |exit, text: String, hint: String| {
        super::open::Cause::Told(Failure::told(exit, Message::nothing_recorded(text).hint(hint)))
    };
    if let Some(path) = context.key() {
        let found = read(context, path)?;
        if ledger.operator_with_key(&found.public())?.is_none() {
            if let Some(replaced) = replaced(context, ledger, &found)? {
                return Err(replaced.into());
            }
            let args = [("file", path.display().to_string().into()), ("public", found.public().into())];
            let text = words.say("error-key-foreign", &args);
            return Err(told(Exit::Refused, text, words.word("hint-key-registered")));
        }
        return Ok(found);
    }
    let (folder, all) = in_folder(context)?;
    let count = all.len();
    let (mut known, mut old) = (Vec::new(), None);
    for found in all {
        match ledger.operator_with_key(&found.public())? {
            Some((_, operator)) => known.push((operator.revoked.is_some(), found)),
            None => old = replaced(context, ledger, &found)?.or(old),
        }
    }
    // Beside a key that still signs, one that was revoked is no choice.
    if known.iter().any(|(revoked, _)| !revoked) {
        known.retain(|(revoked, _)| !revoked);
    }
    let mut known: Vec<Found> = known.into_iter().map(|(_, found)| found).collect();
    let dir = || folder.display().to_string();
    match (count, known.len()) {
        (_, 1) => known.pop().ok_or(LedgerError::ForeignKey).map_err(Into::into),
        (0, _) => {
            let text = words.say("error-key-none", &[("dir", dir().into())]);
            Err(told(Exit::Usage, text, words.word("hint-key-new-any")))
        }
        (_, 0) => {
            if let Some(old) = old {
                return Err(old.into());
            }
            let text = words.say("error-key-none-known", &[("dir", dir().into()), ("count", count.into())]);
            Err(told(Exit::Refused, text, words.word("hint-key-registered")))
        }
        _ => {
            let names: Vec<String> = known.iter().map(|key| key.path.display().to_string()).collect();
            let text = words.say("error-key-several", &[("names", names.join(", ").into())]);
            let command = Typed(context.args).with("--key", names.first().map(String::as_str));
            Err(told(Exit::Usage, text, words.say("hint-key-option", &[("command", command.into())])))
        }
    }
}

/// The refusal of a key that its holder has changed for another since; `None` where it never was anybody's here.
fn replaced(
    context: &Context<'_>,
    ledger: &mut Ledger,
    found: &Found,
) -> Result<Option<Failure>, LedgerError> {
    let Some(no) = ledger.state().number(&book::Key::OperatorKey(found.public()))? else { return Ok(None) };
    let whose = OperatorNo(u32::try_from(no).unwrap_or(0));
    let args = [
        ("file", found.path.display().to_string().into()),
        ("operator", report::names::operator(ledger, whose)?.into()),
    ];
    let message = Message::nothing_recorded(context.words.say("error-key-replaced", &args));
    Ok(Some(Failure::told(Exit::Refused, message.hint(context.words.word("hint-key-replaced")))))
}
