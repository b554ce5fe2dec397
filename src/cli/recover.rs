//! `jinguo recover`: a damaged ledger brought back.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use clap::{Args, ValueEnum};

/// What the ledger is brought back from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Source {
    /// The journal: the index is built anew.
    Journal,
    /// The index: the journal is written anew, hash for hash.
    Index,
}

/// `recover [--from journal|index] [--keep-whole-commits] [--yes]`
#[derive(Clone, Debug, Args)]
pub struct RecoverArgs {
    /// What the ledger is brought back from; only a report of the state where it is not given.
    #[arg(long, value_name = "SOURCE", value_enum)]
    pub from: Option<Source>,
    /// Keep the whole commits before the damage and set the rest aside.
    #[arg(long)]
    pub keep_whole_commits: bool,
    /// Do it without asking again.
    #[arg(long)]
    pub yes: bool,
}
