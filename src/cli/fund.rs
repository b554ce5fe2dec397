//! `jinguo fund`: funds.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RegisterArgs};
use super::parse;
use crate::base::{Code, Line};
use clap::{Args, Subcommand, ValueEnum};

/// What to do with funds.
#[derive(Clone, Debug, Subcommand)]
pub enum FundCommand {
    /// Opens a fund.
    #[command(alias = "新增")]
    Add(FundAddArgs),
    /// Lists the funds.
    #[command(alias = "列表")]
    List(PrintArgs),
}

/// Who holds a fund's money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Holder {
    /// The office itself 本单位.
    #[default]
    Office,
    /// A charity federation 慈善总会.
    Charity,
    /// The treasury 财政.
    Treasury,
    /// A bank 银行.
    Bank,
}

/// `fund add CODE NAME --purpose TEXT [--set-aside] [--document TEXT] [--holder …]`
#[derive(Clone, Debug, Args)]
pub struct FundAddArgs {
    /// A short code.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub code: Code,
    /// The fund's name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// What its money may be spent on.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub purpose: Line,
    /// The office itself set the money aside; no donor restricted it.
    #[arg(long)]
    pub set_aside: bool,
    /// The document that restricts it.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub document: Option<Line>,
    /// Who holds the money.
    #[arg(long, value_name = "HOLDER", value_enum, default_value_t)]
    pub holder: Holder,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}
