//! `jinguo key`: an operator's keys.
//!
//! Owns: the arguments of this command, and what it asks of the key files. Refuses to know: what ledgers hold.

use super::context::{Context, Failure};
use super::open::{note, with_ledger};
use super::{keys, new_file, parse, passphrase};
use crate::base::Line;
use crate::chain::OperatorKey;
use crate::ledger::snapshot::trust_text;
use crate::ledger::{Access, LedgerError};
use crate::store::key_file::seal;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to do with keys.
#[derive(Clone, Debug, Subcommand)]
pub enum KeyCommand {
    /// Makes a key pair.
    #[command(alias = "新建")]
    New(KeyNewArgs),
    /// Prints the public key of a key file again.
    #[command(alias = "公钥")]
    Public(KeyPublicArgs),
    /// Prints the ledger's own public key, as a trust file.
    #[command(aliases = ["账套", "账本"])]
    Ledger(KeyLedgerArgs),
    /// Changes the passphrase of a key file.
    #[command(alias = "口令")]
    Passphrase(KeyPassphraseArgs),
}

/// `key new NAME [-o FILE] [--no-passphrase]`
#[derive(Clone, Debug, Args)]
pub struct KeyNewArgs {
    /// Whose key it is.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// Where the private key goes; the key folder where it is not given.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The private key is kept without a passphrase.
    #[arg(long)]
    pub no_passphrase: bool,
}

/// `key public [NAME]`
#[derive(Clone, Debug, Args)]
pub struct KeyPublicArgs {
    /// Whose key; the only one there is where it is not given.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Option<Line>,
}

/// `key ledger [-o FILE]`
#[derive(Clone, Debug, Args)]
pub struct KeyLedgerArgs {
    /// Where the trust file goes; printed where it is not given.
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `key passphrase [NAME] [--no-passphrase]`
#[derive(Clone, Debug, Args)]
pub struct KeyPassphraseArgs {
    /// Whose key; the only one there is where it is not given.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Option<Line>,
    /// The private key is kept without a passphrase from now on.
    #[arg(long)]
    pub no_passphrase: bool,
}

/// Makes a key, tells one, or seals it anew. The last line of the first two is what the operator hands in.
///
/// # Errors
/// A refusal where the file exists; failures of the passphrase, of reading and of writing.
pub fn run(command: &KeyCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        KeyCommand::New(args) => new(args, context),
        KeyCommand::Public(args) => public(args, context),
        KeyCommand::Ledger(args) => ledger(args, context),
        KeyCommand::Passphrase(args) => change(args, context),
    }
}

fn new(args: &KeyNewArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let path = match &args.output {
        Some(path) => path.clone(),
        None => keys::operator_path(&keys::folder(context)?, &args.name),
    };
    // Before the passphrase: whoever typed one twice should not learn only then that it was for nothing.
    if path.exists() {
        return Err(keys::exists(context, &path, &args.name));
    }
    let given = if args.no_passphrase { None } else { Some(passphrase::new(context, args.name.as_str())?) };
    let seed = keys::random();
    let key = OperatorKey::from_seed(&seed);
    let given = given.as_deref().map(String::as_str);
    let text = seal(&args.name, &seed, key.public().0, given, &mut keys::fill);
    let text = text.map_err(|error| keys::key_failure(context, &path, error))?;
    keys::write(context, &path, &text, &args.name)?;
    let shown = path.display().to_string();
    let written = context.words.say("key-written", &[("file", shown.into())]);
    writeln!(context.out, "{written}").map_err(Failure::Output)?;
    tell(context, &key, &args.name)
}

fn public(args: &KeyPublicArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let found = keys::chosen(context, args.name.as_ref())?;
    let key = found.unlock(context)?;
    tell(context, &key, found.name())
}

/// What the ledger says of its key: to be compared, with whoever gets it, in another way than it was sent.
fn ledger(args: &KeyLedgerArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    if let Some(path) = &args.output {
        new_file::is_free(context, path)?;
    }
    let key = with_ledger(context, Access::Read, |_, ledger| {
        Ok(ledger.verifier_key()?.ok_or(LedgerError::NoCheckpoints)?)
    })?;
    let text = trust_text(&key);
    match &args.output {
        Some(path) => {
            new_file::write(context, path, &text)?;
            let told = [("file", path.display().to_string().into()), ("key", key.to_string().into())];
            note(context, &context.words.say("key-ledger-written", &told))
        }
        None => write!(context.out, "{text}").map_err(Failure::Output),
    }
}

fn tell(context: &mut Context<'_>, key: &OperatorKey, name: &Line) -> Result<(), Failure> {
    let (title, line) = (context.words.word("key-public"), keys::handed_in(key, name));
    writeln!(context.out, "{title}\n{line}").map_err(Failure::Output)
}

fn change(args: &KeyPassphraseArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let found = keys::chosen(context, args.name.as_ref())?;
    found.seal_again(context, || {
        let name = found.name().as_str();
        if args.no_passphrase { Ok(None) } else { passphrase::changed(context, name).map(Some) }
    })?;
    let key = if args.no_passphrase { "key-without-passphrase" } else { "key-passphrase-changed" };
    let told = context.words.say(key, &[("file", found.path().display().to_string().into())]);
    writeln!(context.out, "{told}").map_err(Failure::Output)
}
