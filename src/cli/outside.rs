//! What surrounds one run of the program.
//!
//! Owns: the clock, the environment and what is a terminal. Refuses to know: what any of it is used for.

use crate::base::Timestamp;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zeroize::Zeroizing;

/// What surrounds one run, read once at its start; tests make their own.
#[derive(Clone, Default)]
pub struct Outside {
    /// `JINGUO_LEDGER`.
    pub ledger: Option<PathBuf>,
    /// `JINGUO_KEY`.
    pub key: Option<PathBuf>,
    /// `JINGUO_LANG`.
    pub lang: Option<String>,
    /// `JINGUO_PASSPHRASE`.
    pub passphrase: Option<Zeroizing<String>>,
    /// `JINGUO_LEDGER_PASSPHRASE`: opens a ledger's own keys.
    pub ledger_passphrase: Option<Zeroizing<String>>,
    /// `JINGUO_NEW_PASSPHRASE`: for keys whose passphrase changes, or that take others' place.
    pub new_passphrase: Option<Zeroizing<String>>,
    /// `JINGUO_BACKUP_PASSPHRASE`: opens backups.
    pub backup_passphrase: Option<Zeroizing<String>>,
    /// `JINGUO_SESSION`: the token of this shell's session.
    pub session: Option<Zeroizing<String>>,
    /// The user's locale, such as `zh-CN`.
    pub locale: Option<String>,
    /// The folder the program was started in.
    pub directory: PathBuf,
    /// The user's folder for keys; `None` where the system knows no such place.
    pub key_folder: Option<PathBuf>,
    /// The clock; `None` where it stands outside 1970–2199.
    pub now: Option<Timestamp>,
    /// How long to wait for a ledger that somebody else holds.
    pub lock_wait: Duration,
    /// How long to wait for a stranger who is slow.
    pub client_wait: Duration,
    /// Whether a person can be asked.
    pub input_is_terminal: bool,
    /// Whether a person sees progress bars.
    pub err_is_terminal: bool,
    /// Whether what is printed goes to a person.
    pub out_is_terminal: bool,
}

impl Outside {
    /// What surrounds this process. A variable that is set but empty counts as not set.
    pub fn of_process() -> Outside {
        let variable = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
        let text = |value: OsString| value.into_string().ok();
        let secret = |name: &str| variable(name).and_then(text).map(Zeroizing::new);
        Outside {
            ledger: variable("JINGUO_LEDGER").map(PathBuf::from),
            key: variable("JINGUO_KEY").map(PathBuf::from),
            lang: variable("JINGUO_LANG").and_then(text),
            passphrase: secret("JINGUO_PASSPHRASE"),
            ledger_passphrase: secret("JINGUO_LEDGER_PASSPHRASE"),
            new_passphrase: secret("JINGUO_NEW_PASSPHRASE"),
            backup_passphrase: secret("JINGUO_BACKUP_PASSPHRASE"),
            session: secret("JINGUO_SESSION"),
            locale: sys_locale::get_locale(),
            directory: std::env::current_dir().unwrap_or_default(),
            key_folder: dirs::config_dir().map(|folder| folder.join("jinguo").join("keys")),
            now: clock(),
            lock_wait: pretended_wait("JINGUO_LOCK_WAIT").unwrap_or(LOCK_WAIT),
            client_wait: pretended_wait("JINGUO_CLIENT_WAIT").unwrap_or(CLIENT_WAIT),
            input_is_terminal: std::io::stdin().is_terminal(),
            err_is_terminal: std::io::stderr().is_terminal(),
            out_is_terminal: std::io::stdout().is_terminal(),
        }
    }
}

/// The clock at this moment, for what runs on and on; `None` where it stands outside 1970–2199.
pub fn clock() -> Option<Timestamp> {
    pretended_clock().unwrap_or_else(|| {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        Timestamp::from_millis(i64::try_from(since_1970.as_millis()).ok()?)
    })
}

/// How long other commands wait for the writer to end.
const LOCK_WAIT: Duration = Duration::from_secs(5);
/// How long a witness waits for a request's head, and for its body.
const CLIENT_WAIT: Duration = Duration::from_secs(10);

/// Tests fix the clock with `JINGUO_CLOCK`, in milliseconds since 1970. A released program has no such variable:
/// whoever could set it could date an entry as she likes.
#[cfg(debug_assertions)]
fn pretended_clock() -> Option<Option<Timestamp>> {
    let millis = std::env::var("JINGUO_CLOCK").ok()?;
    Some(millis.parse().ok().and_then(Timestamp::from_millis))
}

#[cfg(not(debug_assertions))]
fn pretended_clock() -> Option<Option<Timestamp>> {
    None
}

/// Tests shorten waits with `JINGUO_LOCK_WAIT` and `JINGUO_CLIENT_WAIT`, in milliseconds.
#[cfg(debug_assertions)]
fn pretended_wait(variable: &str) -> Option<Duration> {
    std::env::var(variable).ok()?.parse().ok().map(Duration::from_millis)
}

#[cfg(not(debug_assertions))]
fn pretended_wait(_variable: &str) -> Option<Duration> {
    None
}
