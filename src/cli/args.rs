//! The grammar of the command line: every command with its Chinese names, and the options they share.
//!
//! Owns: names and order of commands. Refuses to know: what they do, and the texts of their help.

use super::parse;
use super::{
    balance, close, completions, demo, disburse, donate, fund, init, key, log, pass_through, person,
    programme, recover, report, reverse, show, statement, transfer, verify,
};
use crate::base::{Code, Date, Line};
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
#[derive(Clone, Debug, Default, Args)]
pub struct RecordArgs {
    /// Voucher date 凭证日期; the business date where its month is open.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub voucher_date: Option<Date>,
    /// The bank or cash account that the money moves on; the first where it is not given.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub account: Option<Code>,
    /// A paper that belongs to it 附件: its hash is recorded.
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// It waits for a second person even where the rules don't ask for one.
    #[arg(long)]
    pub prepare: bool,
    /// What every recording command takes.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Options of commands that record something other than money: no voucher, so no voucher date.
#[derive(Clone, Debug, Default, Args)]
pub struct RegisterArgs {
    /// Business date 业务日期; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub date: Option<Date>,
    /// The clock is right although it jumped by more than a day.
    #[arg(long)]
    pub confirm_clock: bool,
    /// The operator's own words on it; they go to the vault and can be erased.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub note: Option<Line>,
    /// How what was recorded is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Fen;
    use crate::cli::parse::Party;

    fn read(line: &str) -> Cli {
        let parsed = Cli::try_parse_from(std::iter::once("jinguo").chain(line.split(' ')));
        parsed.unwrap_or_else(|error| panic!("jinguo {line}: {error}"))
    }

    #[test]
    fn the_promised_lines_are_understood() {
        let head = "ab".repeat(32);
        for line in [
            "key new 张敏",
            "key new 张敏 -o zhang.key --no-passphrase",
            "init DIR --org 示例县妇女联合会 --origin example.org/fund --book ngo --operator 张敏",
            "init DIR --org 示例县妇女联合会 --origin example.org/fund --book gov --operator 张敏",
            "fund add GA 妇女儿童关爱基金 --purpose 困难妇女儿童救助",
            "fund add GZ 工作经费 --purpose 工作 --set-aside --document 县妇〔2026〕1号 --holder treasury",
            "fund list --format json",
            "programme add GJ 困难儿童救助 --fund GA",
            "programme list",
            "person add --name 王芳 --area 雉城街道/北门社区 --category 低收入母亲",
            "person add --name 王芳 --area 雉城街道/北门社区 --category 低收入母亲 --id-number -",
            "person show P-000001",
            "person list --format csv",
            "person list --unmask",
            "person find --name 芳 --area 北门 --category 母亲 --id-number -",
            "person add --name 王芬 --area 北门 --category 母亲 --id-number - --although P-000001 --reason 同号",
            "person amend P-000001 --area 雉城街道/南门社区",
            "person household P-2 --with P-1",
            "person household P-2 --leave",
            "person restrict P-000001 --reason 本人要求",
            "person restrict P-000001 --lift",
            "person erase P-000001 --order 县法院〔2026〕1号裁定",
            "person retention 30",
            "log --person P-1 --operator O-2 --programme GJ --area 北门 --min 100 --max 1万 --late 30",
            "statement person P-000001 --unmask --restricted",
            "donate GA 100000 --from 爱心企业 --date 2026-03-08 --voucher-date 2026-04-01 --confirm-clock",
            "donate GA 100000 --anonymous",
            "donate GA 100000 --from 省妇联 --grant",
            "pass-through receive 5000 --for 地震灾区",
            "pass-through receive 5000 --for P-1 --from 爱心企业",
            "pass-through pay 5000 --for 地震灾区",
            "disburse GJ 1000 --to P-000001 --fund GA",
            "transfer 50000 --from GY --to GA --consent FILE",
            "reverse E-118 --reason 重复录入",
            "close 2026-03",
            "close 2026-03 --check",
            "log --from 2026-01-01 --to 2026-03-31 --fund GA --last 20",
            "show E-118",
            "show 2025-06/记-0118",
            "balance --ledger DIR --key FILE --lang zh",
            "--ledger DIR balance",
            "statement fund GA --from 2026-01-01 --to 2026-03-31",
            "statement person P-1",
            "statement account 1002",
            "report trial-balance --period 2026-03",
            "verify",
            &format!("verify --expect 12:{head}"),
            "recover",
            "recover --from index --keep-whole-commits --yes",
            "demo DIR",
            "completions bash",
            "捐入 GA 1.5万 --from 爱心企业",
            "代收代付 转付 5000 --for 地震灾区",
            "报表 科目余额表",
        ] {
            read(line);
        }
    }

    #[test]
    fn values_arrive_as_they_were_meant() {
        let Command::Donate(gift) = read("捐入 ga 1.5万 --from p-7 --voucher-date 2026-04-01").command
        else {
            panic!("捐入 is donate")
        };
        assert_eq!((gift.fund.as_str(), gift.amount), ("GA", Fen::new(1_500_000)));
        assert_eq!(gift.from, Some(Party::Person(crate::base::PersonNo(7))));
        assert_eq!((gift.anonymous, gift.grant, gift.record.register.date), (false, false, None));
        assert_eq!(gift.record.voucher_date, Date::new(2026, 4, 1));
        assert_eq!(gift.record.register.print.format, Format::Table);
        let Command::Transfer(moved) = read("transfer 1 --from GY --to GA").command else {
            panic!("a transfer")
        };
        assert_eq!((moved.from.as_str(), moved.to.as_str(), moved.consent), ("GY", "GA", None));
        let cli = read("balance --ledger 账套 --format json");
        assert_eq!(cli.everywhere.ledger, Some(PathBuf::from("账套")));
    }
}
