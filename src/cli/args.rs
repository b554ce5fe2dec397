//! The grammar of the command line: every command with its Chinese names, and the options they share.
//!
//! Owns: names and order of commands. Refuses to know: what they do, and the texts of their help.

use super::parse;
use super::{
    balance, close, completions, demo, disburse, donate, fund, init, key, log, pass_through, person,
    programme, recover, report, reverse, show, statement, transfer, verify,
};
use crate::base::Date;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The whole command line.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "jinguo",
    version,
    propagate_version = true,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// Options that stand with any command.
    #[command(flatten)]
    pub everywhere: Everywhere,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that stand with any command, before or after its name.
#[derive(Clone, Debug, Args)]
pub struct Everywhere {
    /// The ledger's folder; without it the variable, then the nearest parent folder that is a ledger.
    #[arg(long, global = true, value_name = "DIR")]
    pub ledger: Option<PathBuf>,
    /// The operator's private key; without it the variable, then the key folder.
    #[arg(long, global = true, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The language of messages. Read before everything else, so that even a wrong line is answered in it.
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "zh-CN", "en"])]
    pub lang: Option<String>,
    /// Print help.
    #[arg(long, short = 'h', global = true, action = ArgAction::HelpShort)]
    pub help: Option<bool>,
    /// Print the version.
    #[arg(long, short = 'V', global = true, action = ArgAction::Version)]
    pub version: Option<bool>,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// An operator's keys.
    #[command(subcommand, alias = "密钥")]
    Key(key::KeyCommand),
    /// A new ledger.
    #[command(alias = "建账")]
    Init(init::InitArgs),
    /// Funds.
    #[command(subcommand, alias = "基金")]
    Fund(fund::FundCommand),
    /// Programmes.
    #[command(subcommand, alias = "项目")]
    Programme(programme::ProgrammeCommand),
    /// Persons.
    #[command(subcommand, alias = "人员")]
    Person(person::PersonCommand),
    /// A gift received.
    #[command(alias = "捐入")]
    Donate(donate::DonateArgs),
    /// Money received for others and paid on.
    #[command(subcommand, alias = "代收代付")]
    PassThrough(pass_through::PassThroughCommand),
    /// Relief paid out.
    #[command(alias = "发放")]
    Disburse(disburse::DisburseArgs),
    /// Money moved between funds.
    #[command(alias = "调拨")]
    Transfer(transfer::TransferArgs),
    /// An entry reversed.
    #[command(alias = "冲销")]
    Reverse(reverse::ReverseArgs),
    /// A month closed.
    #[command(alias = "结账")]
    Close(close::CloseArgs),
    /// Entries listed.
    #[command(aliases = ["日志", "流水"])]
    Log(log::LogArgs),
    /// One entry or voucher.
    #[command(alias = "查看")]
    Show(show::ShowArgs),
    /// What each fund holds.
    #[command(alias = "余额")]
    Balance(balance::BalanceArgs),
    /// A statement of a fund, a person or an account.
    #[command(subcommand, alias = "对账单")]
    Statement(statement::StatementCommand),
    /// Reports.
    #[command(subcommand, alias = "报表")]
    Report(report::ReportCommand),
    /// The chain, the signatures and the rules checked.
    #[command(alias = "核验")]
    Verify(verify::VerifyArgs),
    /// A damaged ledger brought back.
    #[command(alias = "恢复")]
    Recover(recover::RecoverArgs),
    /// Sample books.
    #[command(alias = "演示")]
    Demo(demo::DemoArgs),
    /// Completions for a shell.
    #[command(alias = "补全")]
    Completions(completions::CompletionsArgs),
}

/// How data is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned text for people.
    #[default]
    Table,
    /// JSON for programs.
    Json,
    /// CSV for spreadsheets.
    Csv,
}

/// The option of whatever prints data.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct PrintArgs {
    /// How data is printed.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
}

/// Options of commands that record money: they make a voucher.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct RecordArgs {
    /// Business date 业务日期; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub date: Option<Date>,
    /// Voucher date 凭证日期; the business date where its month is open.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub voucher_date: Option<Date>,
    /// The clock is right although it jumped by more than a day.
    #[arg(long)]
    pub confirm_clock: bool,
    /// How what was recorded is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Options of commands that record something other than money: no voucher, so no voucher date.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct RegisterArgs {
    /// Business date 业务日期; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub date: Option<Date>,
    /// The clock is right although it jumped by more than a day.
    #[arg(long)]
    pub confirm_clock: bool,
    /// How what was recorded is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}
