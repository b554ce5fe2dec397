//! `jinguo key`: an operator's keys.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::parse;
use crate::base::Line;
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
