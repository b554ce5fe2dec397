//! `jinguo key`: an operator's keys.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::context::{Context, Failure};
use super::{keys, parse, passphrase};
use crate::base::Line;
use crate::chain::OperatorKey;
use crate::store::key_file::seal;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to do with keys.
#[derive(Clone, Debug, Subcommand)]
pub enum KeyCommand {
    /// Makes a key pair.
    #[command(alias = "新建")]
    New(KeyNewArgs),
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

/// Makes the key, keeps it, and prints its public half on the last line.
///
/// # Errors
/// A refusal where the file exists; failures of the passphrase and of writing.
pub fn run(command: &KeyCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let KeyCommand::New(args) = command;
    let words = context.words;
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
    let public = OperatorKey::from_seed(&seed).public();
    let given = given.as_deref().map(String::as_str);
    let text = seal(&args.name, &seed, public.0, given, &mut keys::fill);
    let text = text.map_err(|error| keys::key_failure(context, &path, error))?;
    keys::write(context, &path, &text, &args.name)?;
    let shown = path.display().to_string();
    let written = words.say("key-written", &[("file", shown.into())]);
    writeln!(context.out, "{written}\n{}\n{public}", words.word("key-public")).map_err(Failure::Output)
}
