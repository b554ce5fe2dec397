//! The grammar of the command line: every command with its Chinese names, and the options they share.
//!
//! Owns: names and order of commands. Refuses to know: what they do, and the texts of their help.

use super::parse;
use super::{
    account, appropriate, approve, backup, balance, bank, budget, bundle, checkpoint, close, completions,
    demo, disburse, donate, export, fund, gift, goods, grant, guarantor, init, key, loan, log, opening,
    operator, pass_through, pending, person, product, programme, prove, recover, register, reject, relief,
    report, restore, reverse, session, show, spend, statement, transfer, vault, verify, verify_export,
    verify_receipt, voucher, witness,
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
    /// Operators.
    #[command(subcommand, alias = "操作员")]
    Operator(operator::OperatorCommand),
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
    /// Bound gifts.
    #[command(subcommand, aliases = ["定向捐赠", "结对"])]
    Gift(gift::GiftCommand),
    /// Goods.
    #[command(subcommand, alias = "物资")]
    Goods(goods::GoodsCommand),
    /// Money moved between funds.
    #[command(alias = "调拨")]
    Transfer(transfer::TransferArgs),
    /// Something bought or paid for.
    #[command(alias = "支出")]
    Spend(spend::SpendArgs),
    /// An appropriation received.
    #[command(alias = "拨入")]
    Appropriate(appropriate::AppropriateArgs),
    /// Grants passed down.
    #[command(subcommand, alias = "拨付")]
    Grant(grant::GrantCommand),
    /// Bank and cash accounts.
    #[command(subcommand, alias = "账户")]
    Bank(bank::BankCommand),
    /// Budgets.
    #[command(subcommand, alias = "预算")]
    Budget(budget::BudgetCommand),
    /// A balance from before the books began.
    #[command(alias = "期初")]
    Opening(opening::OpeningArgs),
    /// General vouchers.
    #[command(subcommand, alias = "凭证")]
    Voucher(voucher::VoucherCommand),
    /// Memorandum registers.
    #[command(subcommand, aliases = ["备查", "备查簿"])]
    Register(register::RegisterCommand),
    /// The accounts of the chart.
    #[command(subcommand, alias = "科目")]
    Account(account::AccountCommand),
    /// Loan products.
    #[command(subcommand, alias = "产品")]
    Product(product::ProductCommand),
    /// Guarantors.
    #[command(subcommand, aliases = ["担保机构", "担保"])]
    Guarantor(guarantor::GuarantorCommand),
    /// Loans.
    #[command(subcommand, alias = "贷款")]
    Loan(loan::LoanCommand),
    /// Relief by rules.
    #[command(subcommand, alias = "救助")]
    Relief(relief::ReliefCommand),
    /// An entry reversed.
    #[command(alias = "冲销")]
    Reverse(reverse::ReverseArgs),
    /// What another prepared, approved.
    #[command(alias = "审批")]
    Approve(approve::ApproveArgs),
    /// What another prepared, rejected.
    #[command(alias = "退回")]
    Reject(reject::RejectArgs),
    /// What one prepared oneself, taken back.
    #[command(alias = "撤回")]
    Withdraw(reject::WithdrawArgs),
    /// What waits for a second person.
    #[command(alias = "待审")]
    Pending(pending::PendingArgs),
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
    /// A file of statements, books, vouchers or the whole journal.
    #[command(alias = "导出")]
    Export(export::ExportArgs),
    /// Whether such a file says what the journal says.
    #[command(alias = "核对导出")]
    VerifyExport(verify_export::VerifyExportArgs),
    /// Reports.
    #[command(subcommand, alias = "报表")]
    Report(report::ReportCommand),
    /// The chain, the signatures and the rules checked.
    #[command(alias = "核验")]
    Verify(verify::VerifyArgs),
    /// What the ledger is now, signed, to be held outside.
    #[command(alias = "检查点")]
    Checkpoint(checkpoint::CheckpointArgs),
    /// A receipt for an entry.
    #[command(aliases = ["凭据", "证明"])]
    Prove(prove::ProveArgs),
    /// A receipt checked without the ledger.
    #[command(aliases = ["验凭据", "核验凭据"])]
    VerifyReceipt(verify_receipt::VerifyReceiptArgs),
    /// Others' checkpoints cosigned.
    #[command(subcommand, alias = "见证")]
    Witness(witness::WitnessCommand),
    /// A damaged ledger brought back.
    #[command(alias = "恢复")]
    Recover(recover::RecoverArgs),
    /// Keys unlocked for this shell.
    #[command(alias = "解锁")]
    Unlock(session::UnlockArgs),
    /// Keys locked again.
    #[command(alias = "上锁")]
    Lock,
    /// The vault's keys.
    #[command(subcommand, alias = "保密库")]
    Vault(vault::VaultCommand),
    /// The ledger backed up.
    #[command(alias = "备份")]
    Backup(backup::BackupArgs),
    /// The ledger brought back from a backup.
    #[command(alias = "还原")]
    Restore(restore::RestoreArgs),
    /// A copy for an auditor.
    #[command(alias = "审计包")]
    Bundle(bundle::BundleArgs),
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
    pub bank: Option<Code>,
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
            "key public",
            "witness cosign checkpoint.txt --key zhang.key",
            "见证 签署 request.txt --memory DIR --trust FILE --name example.org/witness -o FILE",
            "witness serve DIR --trust FILE --listen 127.0.0.1:7380 --name example.org/witness --key FILE",
            "见证 公钥 --name example.org/witness",
            "密钥 公钥 张敏",
            "key passphrase 张敏 --no-passphrase",
            &format!("operator add 李静 --role checker --public-key {head}.{head}{head}"),
            &format!("操作员 新增 李静 --role 复核 --public-key {head}.{head}{head}"),
            "operator role O-2 --role 管理员",
            "operator revoke 李静",
            "operator rotate --new-key new.key.json",
            "operator list --format json",
            "approve E-12",
            "审批 E-12 E-13 --voucher-date 2026-04-01 --bank NS --attach FILE --note 已核对",
            "approve E-12 --emergency --reason 抢险",
            "reject E-12 --reason 材料不全",
            "withdraw E-12",
            "撤回 E-12 --reason 录错",
            "pending --format json",
            "fund add GA 妇女儿童关爱基金 --purpose 困难妇女儿童救助 --approval-over 0",
            "programme add GD 大额救助 --fund GA --approval-over 5000",
            "fund threshold GA 5000",
            "基金 限额 GA --none",
            "programme threshold GD 1万",
            "init DIR --org 示例县妇女联合会 --origin example.org/fund --book ngo --operator 张敏",
            "init DIR --org 示例县妇女联合会 --origin example.org/fund --book gov --operator 张敏",
            "fund add GA 妇女儿童关爱基金 --purpose 困难妇女儿童救助",
            "fund add GZ 工作经费 --purpose 工作 --set-aside --document 县妇〔2026〕1号 --holder treasury",
            "fund list --format json",
            "programme add GJ 困难儿童救助 --fund GA",
            "programme list",
            "person add --name 王芳 --area 雉城街道/北门社区 --category 低收入母亲",
            "person add --name 王芳 --area 雉城街道/北门社区 --category 低收入母亲 --id-number -",
            "person add --name 王芳 --area 北门 --category 低收入母亲 --id-number - --bank-card -",
            "person show P-000001",
            "person list --format csv",
            "person list --unmask",
            "person find --name 芳 --area 北门 --category 母亲 --id-number -",
            "person add --name 王芬 --area 北门 --category 母亲 --id-number - --although P-000001 --reason 同号",
            "person amend P-000001 --area 雉城街道/南门社区",
            "person amend P-000001 --bank-card -",
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
            "donate YB --goods 母亲邮包 --quantity 100 --unit-value 200 --from 省妇联",
            "disburse GJ 1000 --to P-000001 --gift J-000001 --attach FILE",
            "gift add 5000 --from 爱心企业 --for P-1 --for P-2",
            "定向捐赠 新增 --anonymous --for-file persons.csv --programme GJ --fund GA",
            "gift receive J-000001 500",
            "gift return J-1 500",
            "gift rebind J-1 --programme GJ --consent FILE",
            "gift list --donor P-2 --unmask",
            "gift show J-1",
            "对账单 定向捐赠 J-1 --format json",
            "goods add 医疗援助卡 --unit 张 --digits 8",
            "goods receive 医疗援助卡 50 --fund YB --from 示例县医院 --no-value --first-number 00000001",
            "物资 收到 母亲邮包 10 --gift J-1 --unit-value 200 --fair",
            "goods receive 母亲邮包 10 --fund 代收 --gift J-1 --value 2000",
            "goods buy 母亲邮包 10 1500 --fund YB --payee 示例商店",
            "goods issue 医疗援助卡 --to P-1 --programme GJ --number 00000001 --attach 签收.jpg",
            "物资 发放 母亲邮包 --to P-1 --programme GJ --pieces 2 --gift J-1 --paper 证明.pdf",
            "goods count 医疗援助卡 48 --fund YB --missing 00000003,00000007",
            "goods give-back 母亲邮包 3 --fund held --gift J-1",
            "goods list",
            "goods show 母亲邮包",
            "transfer 50000 --from GY --to GA --consent FILE",
            "spend 320.50 --fund GZ --payee 打印店 --account 管理费用",
            "支出 320.50 --fund GZ --payee P-2 --programme GJ --budget 办公费 --bank JB --attach 发票.pdf",
            "bank add JB 农商行基本户 --number 6217000000000000",
            "bank add XJ 库存现金 --cash",
            "bank list",
            "bank move 1000 --fund GZ --from first --to XJ",
            "账户 划转 1000 --held --from 基本账户 --to JB",
            "bank interest 12.34 --fund GZ",
            "bank fee 5 --fund GZ",
            "budget set GZ 办公费 20000 --year 2026",
            "预算 列表",
            "appropriate 80000 --fund GZ --from 示例县财政局",
            "grant pass 5000 --fund GA --to 乙镇妇联 --programme GJ",
            "opening 12000 --fund GZ --account 银行存款—自有资金",
            "opening 500 --fund GZ --account 2209 --credit",
            "voucher new --fund GZ --debit 管理费用:320.50 --credit 100201:320.50@GA --person P-1",
            "备查 登记 医疗援助卡 --count 50 --from 示例县医院",
            "register strike E-9",
            "account list --date 2025-12-31",
            "product add JG 巾帼绿色信用卡 --kind revolving --rate 4.35% --limit 300000 --term 36m --lender 示例农商行",
            "产品 新增 XD 小额贷款 --kind 定期 --rate 6 --limit 5万 --term 24个月 --fund GY --method 等额本金 \
             --day-count act-365 --rounding half-up --surcharge 30% --due-day 20 --grace-principal 6m \
             --grace-interest 3m --interest-free 1m --grace-days 15 --order fees,penalty,interest,principal \
             --women-only --min-age 18 --max-age 60 --profile loan --from 2026-01-01 --guarantor 示例担保公司",
            "product terms JG --from 2027-01-01 --rate 3.85% --anyone --order 本金,利息,罚息,费用",
            "product subsidy JG --from 2026-01-01 --full --months 36 --share 省级财政:100%",
            "product subsidy JG --from 2026-01-01 --above-lpr -150bp --lpr 3.00% --months 24m --share 省级财政:70% --share 县级财政:30%",
            "产品 贴息 JG --from 2026-01-01 --points 2% --months 36 --share 县级财政:100%",
            "product subsidy JG --from 2026-01-01 --part 50% --months 36 --share 县级财政：100%",
            "product list --format csv",
            "product show JG",
            "guarantor add 示例县融资担保有限公司",
            "担保机构 存入 示例担保公司 100万 --fund GY",
            "guarantor return 示例担保公司 5000",
            "guarantor list",
            "loan apply JG 200000 --to P-000001 --months 24",
            "贷款 申请 JG 20万 --to P-1 --months 24个月",
            "loan approve L-1 --amount 150000 --months 12",
            "loan sign L-000001 --contract 农商借字〔2026〕1号 --paper FILE",
            "贷款 放款 L-1 10万 --bank NS",
            "loan repay L-1 1000 --prepay --reschedule",
            "loan repay L-1 1000 --from-prepayment",
            "loan fee L-1 50",
            "loan refund L-1 50",
            "loan extend L-1 --to 2027-06-30",
            "贷款 展期 L-1 --months 6",
            "loan claim L-1 --all --fund GY",
            "loan claim L-1 5000",
            "loan write-off L-1",
            "loan recover L-1 100 --after 核销",
            "loan provision --fund GY",
            "贷款 计提 --fund GY --release 100",
            "loan visit L-1 --result 正常 --note 入户",
            "loan subsidy --quarter 2026Q1 --product JG --dry-run",
            "relief apply LA --to P-000001 --amount 10000 --attach FILE --attach FILE",
            "救助 申请 YB --to P-1 --item 母亲邮包 --pieces 2",
            "relief check C-000001 --fails",
            "救助 审核 C-1 --note 材料齐全",
            "relief propose LA --to P-1 --amount 1万 --fund held --gift J-1 --paper FILE",
            "relief propose LA --case C-1 --dry-run",
            "救助 拟发 LA --file rows.csv --date 2026-03-08",
            "relief propose LA --all-passed --pay --bank NS",
            "relief propose LA --where-category 低收入母亲 --where-area 雉城街道 --amount 500",
            "relief propose YB --to P-1 --item 医疗援助卡 --number 00000001",
            "relief approve RD-0001 --pay --bank NS",
            "relief notice RD-1",
            "救助 付款 RD-1 --rows 1,3-7 --attach FILE",
            "relief pay C-1",
            "relief return RD-1 --rows 3 --reason no-account",
            "救助 退汇 RD-1 --rows 3 --reason 户名不符",
            "relief answer RD-1 --rows 1-2",
            "relief drop C-1 --reason declined",
            "relief bank-list RD-1 -o FILE --force",
            "relief reconcile RD-1 bank.csv",
            "救助 列表 --programme LA --status 待付",
            "relief show RD-1 --unmask",
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
            "report portfolio --as-of 2026-03-31 --known 2026-04-05 --by township --format csv",
            "报表 贷款组合 --by 产品",
            "loan show L-000001 --on 2026-03-31",
            "loan list --overdue --product JG --stage running",
            "贷款 还款计划 L-1 --all",
            "loan explain L-1 --on 2026-03-31",
            "loan payoff L-1 --unmask",
            "loan due --within 14d",
            "loan subsidy --recompute --quarter 2026Q1 --product JG",
            "statement loan L-1 --from 2026-01-01 --to 2026-03-31",
            "verify",
            &format!("verify --expect 12:{head}"),
            "verify --against checkpoint.txt --against receipt.txt --trust FILE --max-age 30 --report report.html",
            "核验 --bundle FILE --trust FILE",
            "checkpoint",
            "检查点 -o FILE --page FILE --trust FILE --witness http://127.0.0.1:7380",
            "checkpoint --newest --for-witness 0 -o FILE",
            "checkpoint --merge FILE -o FILE",
            "prove E-1 -o FILE --page FILE --receipt-number 12 --for P-1 --all-fields",
            "凭据 E-1 --without-names",
            "verify-receipt FILE --trust FILE",
            "核验凭据 FILE",
            "key ledger -o FILE",
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
        assert_eq!((gift.fund.as_str(), gift.amount), ("GA", Some(Fen::new(1_500_000))));
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
