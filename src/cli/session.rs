//! `jinguo unlock` and `jinguo lock`: keys kept unlocked for one shell, for some minutes.
//!
//! Owns: the arguments of these commands, the session's file, what a shell must be told.
//! Refuses to know: how a session is sealed.

use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::{self, note, now};
use super::{keys, parse, passphrase, secrets};
use crate::base::{Hash32, Timestamp};
use crate::ledger::Access;
use crate::store::key_file::replace_secret_file;
use crate::store::session::{Secret, Session, Token};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::time::Instant;
use zeroize::Zeroizing;

/// The variable that carries a session's token.
pub const VARIABLE: &str = "JINGUO_SESSION";
/// A working day; a session that outlives it is a key left in the door.
const MOST_MINUTES: u64 = 8 * 60;

/// How a shell is told to set a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// sh, bash, zsh and their kin.
    Sh,
    /// fish.
    Fish,
    /// Windows PowerShell.
    Powershell,
    /// The Windows command prompt.
    Cmd,
}

/// `unlock [--minutes N] [--shell SHELL]`
#[derive(Clone, Debug, Args)]
pub struct UnlockArgs {
    /// For how long.
    #[arg(long, value_name = "COUNT", value_parser = parse::count, default_value = "30")]
    pub minutes: u64,
    /// The shell whose line is printed.
    #[arg(long, value_name = "SHELL", value_enum)]
    pub shell: Option<Shell>,
}

/// Unlocks the operator's key and the ledger's keys, keeps them, and prints the line that lets this shell use them.
///
/// # Errors
/// Failures of keys, passphrases and of writing.
pub fn unlock(args: &UnlockArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    if args.minutes > MOST_MINUTES {
        let text = words.say("error-minutes", &[("most", MOST_MINUTES.into())]);
        let hint = words.say("hint-minutes", &[("most", MOST_MINUTES.to_string().into())]);
        return Err(Failure::told(Exit::Usage, Message::nothing_recorded(text).hint(hint)));
    }
    let created = now(context)?;
    let began = Instant::now();
    let mut session = Session::default();
    let found = keys::chosen(context, None)?;
    let seed = found.unlock_seed(context)?;
    session.put(Secret::OperatorSeed, found.public().0, seed);
    if let Ok(dir) = open::find(context, Access::Read)
        && let Some(public) = open::public_key(&dir)
        && let Some(keys) = secrets::unlock(context, &public)?
    {
        session.put(Secret::LedgerMaster, public.0, keys.master);
    }
    let minutes = i64::try_from(args.minutes).unwrap_or(0);
    let expires = Timestamp::from_millis(created.millis() + minutes * 60_000).unwrap_or(created);
    let token = Token::new(&mut keys::fill);
    let text = session.seal(&token, created, expires, &mut keys::fill);
    let folder = keys::folder(context)?;
    sweep(&folder, created);
    let file = file_of(&folder, &token);
    replace_secret_file(&file, &text).map_err(|cause| keys::write_failure(context, &file, &cause))?;
    note(context, &passphrase::cost(words, began))?;
    let told = [("until", expires.into()), ("minutes", args.minutes.into())];
    note(context, &words.say("session-kept", &told))?;
    if context.outside.out_is_terminal {
        note(context, &words.word("session-how"))?;
    }
    let shell = args.shell.unwrap_or(if cfg!(windows) { Shell::Powershell } else { Shell::Sh });
    writeln!(context.out, "{}", *line(shell, &token.to_hex())).map_err(Failure::Output)
}

fn line(shell: Shell, token: &str) -> Zeroizing<String> {
    Zeroizing::new(match shell {
        Shell::Sh => format!("export {VARIABLE}={token}"),
        Shell::Fish => format!("set -gx {VARIABLE} {token}"),
        Shell::Powershell => format!("$env:{VARIABLE} = '{token}'"),
        Shell::Cmd => format!("set {VARIABLE}={token}"),
    })
}

/// Forgets what `unlock` kept for this shell.
///
/// # Errors
/// An I/O failure where it can't be removed.
pub fn lock(context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    let Some((file, _)) = of_shell(context).filter(|(file, _)| file.is_file()) else {
        return note(context, &words.word("session-none"));
    };
    std::fs::remove_file(&file).map_err(|cause| keys::write_failure(context, &file, &cause))?;
    note(context, &words.word("session-ended"))
}

/// A key that this shell's session keeps; nothing where there is no session, or it is over.
pub fn get(context: &Context<'_>, kind: Secret, public: &Hash32) -> Option<Zeroizing<[u8; 32]>> {
    let (file, token) = of_shell(context)?;
    let text = keys::read_text(&file).ok()?;
    let session = Session::open(&text, &token, context.outside.now?).ok()?;
    session.get(kind, &public.0)
}

fn of_shell(context: &Context<'_>) -> Option<(PathBuf, Token)> {
    let token = Token::from_hex(context.outside.session.as_deref()?)?;
    let folder = context.outside.key_folder.as_deref()?;
    Some((file_of(folder, &token), token))
}

/// Each shell has a file of its own. Its name is made from the token and tells nothing of it.
fn file_of(folder: &Path, token: &Token) -> PathBuf {
    let name = blake3::derive_key("jinguo 2026-11 v1 name of a session's file", token.to_hex().as_bytes());
    folder.join(format!("session-{}.json", hex::encode(&name[..8])))
}

/// Removes sessions that are over: they open nothing any more, and are only clutter.
fn sweep(folder: &Path, now: Timestamp) {
    let Ok(items) = std::fs::read_dir(folder) else { return };
    let is_session = |path: &PathBuf| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("session-"))
    };
    for path in items.filter_map(|item| item.ok().map(|item| item.path())).filter(is_session) {
        let over = keys::read_text(&path).is_ok_and(|text| Session::is_over(&text, now));
        if over {
            // What can't be removed now is met again by the next `unlock`.
            let _ = std::fs::remove_file(&path);
        }
    }
}
