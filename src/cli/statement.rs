//! `jinguo statement`: a statement of a fund, a person or an account.
//!
//! Owns: the arguments of this command. Refuses to know: rules and arithmetic.

use super::args::PrintArgs;
use super::parse;
use crate::base::{AccountCode, Code, Date, PersonNo};
use clap::{Args, Subcommand};

/// Whose statement.
#[derive(Clone, Debug, Subcommand)]
pub enum StatementCommand {
    /// Of a fund.
    #[command(alias = "基金")]
    Fund(StatementFundArgs),
    /// Of a person.
    #[command(alias = "人员")]
    Person(StatementPersonArgs),
    /// Of an account.
    #[command(alias = "科目")]
    Account(StatementAccountArgs),
}

/// The days a statement covers, and how it is printed.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Span {
    /// The first voucher date; the ledger's first where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Option<Date>,
    /// The last voucher date; the ledger's last where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub to: Option<Date>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// `statement fund CODE [--from DATE] [--to DATE]`
#[derive(Clone, Debug, Args)]
pub struct StatementFundArgs {
    /// The fund.
    #[arg(value_name = "FUND", value_parser = parse::code)]
    pub fund: Code,
    /// The days.
    #[command(flatten)]
    pub span: Span,
}

/// `statement person P-… [--from DATE] [--to DATE]`
#[derive(Clone, Debug, Args)]
pub struct StatementPersonArgs {
    /// The person.
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    pub person: PersonNo,
    /// The days.
    #[command(flatten)]
    pub span: Span,
}

/// `statement account CODE [--from DATE] [--to DATE]`
#[derive(Clone, Debug, Args)]
pub struct StatementAccountArgs {
    /// The account.
    #[arg(value_name = "ACCOUNT", value_parser = parse::account)]
    pub account: AccountCode,
    /// The days.
    #[command(flatten)]
    pub span: Span,
}
