//! `jinguo programme`: programmes.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::parse;
use crate::base::{Code, Line};
use clap::{Args, Subcommand};

/// What to do with programmes.
#[derive(Clone, Debug, Subcommand)]
pub enum ProgrammeCommand {
    /// Opens a programme.
    #[command(alias = "新增")]
    Add(ProgrammeAddArgs),
    /// Lists the programmes.
    #[command(alias = "列表")]
    List(PrintArgs),
}

/// `programme add CODE NAME --fund CODE [--purpose TEXT]`
#[derive(Clone, Debug, Args)]
pub struct ProgrammeAddArgs {
    /// A short code.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The programme's name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// The fund that pays it.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// Its purpose; the fund's where it is not given.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub purpose: Option<Line>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}
