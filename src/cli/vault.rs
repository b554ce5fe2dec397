//! `jinguo vault`: the passphrase over a ledger's own keys, which open the vault.
//!
//! Owns: the arguments of this command. Refuses to know: how keys are sealed.

use super::context::{Context, Exit, Failure};
use super::message::{Message, Recorded};
use super::open::{self, note};
use super::{passphrase, secrets};
use crate::ledger::Access;
use clap::{Args, Subcommand};

/// What to do with the vault's keys.
#[derive(Clone, Debug, Subcommand)]
pub enum VaultCommand {
    /// Changes the passphrase over the ledger's own keys.
    #[command(alias = "口令")]
    Passphrase(VaultPassphraseArgs),
}

/// `vault passphrase [--no-passphrase]`
#[derive(Clone, Debug, Args)]
pub struct VaultPassphraseArgs {
    /// The keys are kept without a passphrase.
    #[arg(long)]
    pub no_passphrase: bool,
}

/// Unlocks the ledger's keys on this machine and seals them under another passphrase. The vault itself stays as it is.
///
/// # Errors
/// Failures of the passphrase and of writing; the old file then stays.
pub fn run(command: &VaultCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let VaultCommand::Passphrase(args) = command;
    let words = context.words;
    let dir = open::find(context, Access::Read)?;
    let none = || {
        let message = Message::new(words.word("error-vault-no-keys"), Recorded::NotAsked);
        Failure::told(Exit::Usage, message.hint(words.word("hint-backup-needs-keys")))
    };
    let public = open::public_key(&dir).ok_or_else(none)?;
    let (file, found) = secrets::file(context, &public)?.ok_or_else(none)?;
    let own = secrets::unlock(context, &public)?.ok_or_else(none)?;
    let origin = found.origin();
    let given = match args.no_passphrase {
        true => None,
        false => Some(passphrase::new_for_ledger(context, origin.as_str())?),
    };
    secrets::reseal(context, &file, origin, &own, given.as_deref().map(String::as_str))?;
    let key = if args.no_passphrase { "vault-passphrase-gone" } else { "vault-passphrase-changed" };
    note(context, &words.say(key, &[("file", file.display().to_string().into())]))
}
