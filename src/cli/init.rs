//! `jinguo init`: a new ledger.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::RegisterArgs;
use super::parse;
use crate::base::Line;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The chart of accounts that a ledger follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Book {
    /// 民间非营利组织会计制度.
    Ngo,
    /// 政府会计制度.
    Gov,
}

/// `init DIR --org … --origin … --book ngo|gov --operator NAME`
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// The new ledger's folder.
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The office, by its full name.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub org: Line,
    /// The ledger's name in the world, which its seals and checkpoints carry.
    #[arg(long, value_name = "ORIGIN", value_parser = parse::line)]
    pub origin: Line,
    /// The chart of accounts.
    #[arg(long, value_name = "BOOK", value_enum)]
    pub book: Book,
    /// The first operator.
    #[arg(long, value_name = "NAME", value_parser = parse::line)]
    pub operator: Line,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}
