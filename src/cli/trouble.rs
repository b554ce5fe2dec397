//! What the ledger says when it did not do what was asked, as a failure with its sentence, exit code and hints.
//!
//! Owns: that mapping, case by case. Refuses to know: how it came about.

use super::context::{Context, Exit, Failure};
use super::hints;
use super::message::{Message, Recorded};
use super::open::recorded;
use super::typed::{Typed, quote};
use crate::base::wire::WireCause;
use crate::book::Refusal;
use crate::chain::FlawCause;
use crate::ledger::{Access, Alarm, Ledger, LedgerError, Outcome};
use crate::report::{self, names::NameBook};
use crate::store::vault::VaultError;
use crate::words::{Arg, Words, refusal};

/// The failure for an error. `ledger` is asked for the names of what a refusal is about.
pub fn failure(
    context: &Context<'_>,
    access: Access,
    ledger: Option<&mut Ledger>,
    error: &LedgerError,
) -> Failure {
    let (words, typed) = (context.words, Typed(context.args));
    let told = |exit, text: String| (exit, Message::new(text, recorded(access)));
    let again = |key: &str| words.say(key, &[("command", typed.again().into())]);
    let (exit, message) = match error {
        LedgerError::Refused(refused) => {
            // Without its names a refusal still says what it refuses: numbers stand for them.
            let (names, listed) = match ledger {
                Some(ledger) => (NameBook::of_refusal(ledger, refused), in_the_way(words, ledger, refused)),
                None => (Ok(NameBook::default()), Vec::new()),
            };
            let names = names.unwrap_or_default();
            let (exit, message) = told(Exit::Refused, refusal::sentence(words, refused, &names));
            let message = listed.into_iter().fold(message, Message::hint);
            let hints = hints::of(words, typed, refused, &names);
            (exit, hints.into_iter().fold(message, Message::hint))
        }
        LedgerError::ForeignKey => {
            let (exit, message) = told(Exit::Refused, words.word("error-key-foreign-unnamed"));
            (exit, message.hint(words.word("hint-key-registered")))
        }
        LedgerError::NotProved => {
            let (exit, message) = told(Exit::Refused, words.word("error-not-proved"));
            (exit, message.hint(words.word("hint-not-proved")))
        }
        LedgerError::ClockJumped { last, now } => {
            let args = [("last", last.into()), ("now", now.into())];
            let (exit, message) = told(Exit::Refused, words.say("error-clock-jumped", &args));
            let command = typed.with("--confirm-clock", None);
            (exit, message.hint(words.say("hint-clock", &[("command", command.into())])))
        }
        LedgerError::NotALedger(dir) => {
            let (exit, message) = told(
                Exit::Usage,
                words.say("error-not-a-ledger", &[("dir", dir.display().to_string().into())]),
            );
            (exit, message.hint(words.word("hint-ledger")))
        }
        LedgerError::Exists(dir) => {
            let dir = dir.display().to_string();
            let (exit, message) =
                told(Exit::Refused, words.say("error-exists", &[("dir", dir.as_str().into())]));
            (exit, message.hint(words.say("hint-exists", &[("dir", quote(&dir).into())])))
        }
        LedgerError::Newer(file) => {
            let (exit, message) = told(Exit::Damage, words.say("error-newer", &[("file", (*file).into())]));
            (exit, message.hint(words.word("hint-newer")))
        }
        LedgerError::Damaged(flaw) => {
            let args = [
                ("offset", flaw.offset.into()),
                ("commit", flaw.commit.into()),
                ("entry", flaw.entry.into()),
                ("cause", cause(words, &flaw.cause).into()),
            ];
            let (exit, message) = told(Exit::Damage, words.say("error-damaged", &args));
            (exit, message.hint(words.word("hint-recover")))
        }
        LedgerError::RuleBroken { entry, refusal } => {
            let broken = refusal::sentence(words, refusal, &NameBook::default());
            let args = [("entry", entry.into()), ("cause", broken.into())];
            let (exit, message) = told(Exit::Damage, words.say("error-rule-broken", &args));
            (exit, message.hint(words.word("hint-report-it")))
        }
        LedgerError::Alarm(alarm) => {
            let text = match alarm {
                Alarm::IndexAhead { index_commits, index_bytes, journal_bytes } => words.say(
                    "error-index-ahead",
                    &[
                        ("commits", (*index_commits).into()),
                        ("index", (*index_bytes).into()),
                        ("journal", (*journal_bytes).into()),
                    ],
                ),
                Alarm::Differ { commit } => words.say("error-differ", &[("commit", (*commit).into())]),
            };
            let (exit, message) = told(Exit::Damage, text);
            (exit, message.hint(words.word("hint-recover")))
        }
        LedgerError::Index(what) => {
            let (exit, message) =
                told(Exit::Damage, words.say("error-index", &[("what", what.as_str().into())]));
            (exit, message.hint(words.word("hint-recover")))
        }
        LedgerError::Vault(error) => {
            let (exit, message) =
                told(Exit::Damage, words.say("error-vault", &[("what", error.to_string().into())]));
            let hint = match error {
                VaultError::WrongKey { .. } | VaultError::NoMasterKey => "hint-key-registered",
                VaultError::File(_)
                | VaultError::Io { .. }
                | VaultError::Write(_)
                | VaultError::Damaged { .. }
                | VaultError::Fields { .. }
                | VaultError::OutOfOrder { .. } => "hint-report-it",
            };
            (exit, message.hint(words.word(hint)))
        }
        LedgerError::VaultDiffers { subject } => {
            let args: [(&str, Arg); 1] = [("subject", subject.to_string().into())];
            let (exit, message) = told(Exit::Damage, words.say("error-vault-differs", &args));
            (exit, message.hint(words.word("hint-report-it")))
        }
        LedgerError::NoLookupKey => {
            let (exit, message) = told(Exit::Usage, words.word("error-no-lookup-key"));
            (exit, message.hint(words.word("hint-secrets-damaged")).hint(words.word("hint-new-lookup-key")))
        }
        LedgerError::CheckpointsDamaged => {
            let (exit, message) = told(Exit::Damage, words.word("error-checkpoints-damaged"));
            (exit, message.hint(words.word("hint-checkpoints-damaged")))
        }
        LedgerError::CheckpointDiffers { size } => {
            let (exit, message) =
                told(Exit::Damage, words.say("error-checkpoint-differs", &[("size", (*size).into())]));
            (exit, message.hint(words.word("hint-checkpoint-differs")))
        }
        LedgerError::NoCheckpoints => {
            let (exit, message) = told(Exit::Refused, words.word("error-no-checkpoints"));
            (exit, message.hint(words.word("hint-no-checkpoints")))
        }
        LedgerError::NoSecrets => no_secrets(context, access, ledger),
        LedgerError::Busy { holder } => {
            let text = match holder {
                Some(holder) => words.say("error-busy", &[("holder", holder.as_str().into())]),
                None => words.word("error-busy-unknown"),
            };
            let (exit, message) = told(Exit::InputOutput, text);
            (exit, message.hint(again("hint-busy")))
        }
        LedgerError::ReadOnly(dir) => {
            let args: [(&str, Arg); 1] = [("dir", dir.display().to_string().into())];
            let (exit, message) = told(Exit::InputOutput, words.say("error-read-only", &args));
            (exit, message.hint(words.word("hint-read-only")))
        }
        LedgerError::Io { file, source, outcome } => {
            let args = [("file", (*file).into()), ("cause", source.to_string().into())];
            let text = words.say("error-io", &args);
            match outcome {
                Outcome::NotRecorded => {
                    let (exit, message) = told(Exit::InputOutput, text);
                    (exit, message.hint(again("hint-disk")))
                }
                Outcome::Unknown => {
                    let message = Message::new(text, Recorded::Unknown);
                    (Exit::InputOutput, message.hint(words.word("hint-verify")))
                }
            }
        }
        LedgerError::Stopped => {
            let (exit, message) = told(Exit::InputOutput, words.word("error-stopped"));
            (exit, message.hint(again("hint-again-command")))
        }
    };
    Failure::told(exit, message)
}

/// The entries that a refusal is about without naming them.
fn in_the_way(words: &Words, ledger: &mut Ledger, refused: &Refusal) -> Vec<String> {
    match refused {
        Refusal::PendingInMonth { period, .. } => {
            report::pending::through(words, ledger, *period).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn no_secrets(context: &Context<'_>, access: Access, ledger: Option<&mut Ledger>) -> (Exit, Message) {
    let words = context.words;
    let known = ledger.and_then(|ledger| {
        let key = match ledger.state().get(&crate::book::Key::Ledger) {
            Ok(Some(crate::book::Cell::Ledger(info))) => info.ledger_key,
            _ => return None,
        };
        Some((ledger.origin().to_string(), key))
    });
    let (origin, key) = known.unwrap_or_default();
    let message = Message::new(words.say("error-no-secrets", &[("origin", origin.into())]), recorded(access));
    let Some(folder) = &context.outside.key_folder else { return (Exit::Usage, message) };
    let file = super::secrets::path(folder, &key);
    let file = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let args = [("file", file.into()), ("dir", folder.display().to_string().into())];
    (Exit::Usage, message.hint(words.say("hint-secrets", &args)))
}

/// What is wrong at a flaw of the journal, as a clause.
pub fn cause(words: &Words, cause: &FlawCause) -> String {
    match cause {
        FlawCause::NotAJournal => words.word("flaw-not-a-journal"),
        FlawCause::NewerFormat(version) => {
            words.say("flaw-newer-format", &[("version", u64::from(*version).into())])
        }
        FlawCause::Length(length) => words.say("flaw-length", &[("length", u64::from(*length).into())]),
        FlawCause::Short => words.word("flaw-short"),
        FlawCause::Check => words.word("flaw-check"),
        FlawCause::Unreadable(error) => {
            let what = match error.cause {
                WireCause::Value(field) | WireCause::Newer(field) => field.to_owned(),
                WireCause::Short | WireCause::Long | WireCause::Utf8 => error.cause.to_string(),
            };
            words.say("flaw-unreadable", &[("what", what.into())])
        }
        FlawCause::OutOfOrder(what) => words.say("flaw-out-of-order", &[("what", (*what).into())]),
        FlawCause::Root => words.word("flaw-root"),
        FlawCause::Signature(operator) => {
            words.say("flaw-signature", &[("operator", operator.to_string().into())])
        }
        FlawCause::UnknownOperator(operator) => {
            words.say("flaw-unknown-operator", &[("operator", operator.to_string().into())])
        }
        FlawCause::RevokedOperator(operator) => {
            words.say("flaw-revoked-operator", &[("operator", operator.to_string().into())])
        }
        FlawCause::Proof => words.word("flaw-proof"),
    }
}
