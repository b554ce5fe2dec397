//! `jinguo report`: reports.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

pub(in crate::cli) mod finance;
mod work;

pub use finance::FinanceArgs;
pub use work::WorkArgs;

use super::args::PrintArgs;
use super::context::{Context, Failure};
use super::export::UnitOf;
use super::open::{now, with_ledger};
use super::parse;
use crate::base::{Code, Date, Months};
use crate::ledger::Access;
use crate::report::names::NameBook;
use crate::report::portfolio::{self, Asked};
use crate::report::statements::Statement;
use crate::report::{Span, disclosure, programme_sums, trial_balance};
use clap::{Args, Subcommand, ValueEnum};

/// Which report.
#[derive(Clone, Debug, Subcommand)]
pub enum ReportCommand {
    /// The trial balance 科目余额表.
    #[command(alias = "科目余额表")]
    TrialBalance(TrialBalanceArgs),
    /// The statement of position 资产负债表.
    #[command(alias = "资产负债表")]
    Position(FinanceArgs),
    /// The statement of activities 业务活动表, in the government chart 收入费用表.
    #[command(aliases = ["业务活动表", "收入费用表"])]
    Activities(FinanceArgs),
    /// The statement of cash flows 现金流量表.
    #[command(alias = "现金流量表")]
    CashFlows(FinanceArgs),
    /// Income and spending, fund by fund 收支明细表.
    #[command(alias = "收支明细表")]
    IncomeAndSpending(FinanceArgs),
    /// Budget income and expenses 预算收入支出表.
    #[command(alias = "预算收入支出表")]
    Budget(FinanceArgs),
    /// The general ledger 总账.
    #[command(alias = "总账")]
    GeneralLedger(FinanceArgs),
    /// The chronological book 序时账.
    #[command(alias = "序时账")]
    Chronological(FinanceArgs),
    /// The day books 日记账 of cash and bank.
    #[command(alias = "日记账")]
    DayBook(FinanceArgs),
    /// The subsidiary ledger 明细账.
    #[command(alias = "明细账")]
    Subsidiary(FinanceArgs),
    /// The portfolio of loans 贷款组合.
    #[command(alias = "贷款组合")]
    Portfolio(PortfolioArgs),
    /// Who was helped and with what, masked 公示表.
    #[command(alias = "公示表")]
    Disclosure(DisclosureArgs),
    /// How many people each programme helped, and with how much 项目统计.
    #[command(alias = "项目统计")]
    Programme(ProgrammeArgs),
    /// The work report 工作报告.
    #[command(alias = "工作报告")]
    Work(WorkArgs),
}

/// The days of payments.
#[derive(Clone, Copy, Debug, Args)]
pub struct SpanArgs {
    /// The first day.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub from: Option<Date>,
    /// The last day.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub to: Option<Date>,
}

impl SpanArgs {
    const fn days(self) -> Span {
        Span { from: self.from, to: self.to }
    }
}

/// `report disclosure [--programme CODE] [--from DATE] [--to DATE] [--ended DATE]`
#[derive(Clone, Debug, Args)]
pub struct DisclosureArgs {
    /// One programme; all where it is not given.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub programme: Option<Code>,
    /// The days.
    #[command(flatten)]
    pub span: SpanArgs,
    /// The day on which the programme ended, where it did.
    #[arg(long, value_name = "DATE", value_parser = parse::date, requires = "programme")]
    pub ended: Option<Date>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// What people are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PeopleBy {
    /// 乡镇.
    #[value(alias = "乡镇")]
    Township,
    /// 类别.
    #[value(alias = "类别")]
    Category,
}

/// `report programme [CODE] [--from DATE] [--to DATE] [--by GROUP]`
#[derive(Clone, Debug, Args)]
pub struct ProgrammeArgs {
    /// One programme; all where it is not given.
    #[arg(value_name = "CODE", value_parser = parse::code)]
    pub programme: Option<Code>,
    /// The days.
    #[command(flatten)]
    pub span: SpanArgs,
    /// A row for each group.
    #[arg(long, value_name = "GROUP", value_enum)]
    pub by: Option<PeopleBy>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// `report trial-balance [--period MONTHS]`
#[derive(Clone, Debug, Args)]
pub struct TrialBalanceArgs {
    /// The months; all that is recorded where they are not given.
    #[arg(long, value_name = "RUN", value_parser = parse::run_of_months)]
    pub period: Option<Months>,
    /// A row for each fund of an account.
    #[arg(long)]
    pub by_fund: bool,
    /// What amounts are shown in.
    #[arg(id = "money_unit", long = "unit", value_name = "UNIT", value_enum, default_value_t)]
    pub unit: UnitOf,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// What loans are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// 产品.
    #[value(alias = "产品")]
    Product,
    /// 资金来源.
    #[value(alias = "资金来源")]
    Lender,
    /// 乡镇.
    #[value(alias = "乡镇")]
    Township,
}

impl From<By> for portfolio::By {
    fn from(by: By) -> portfolio::By {
        match by {
            By::Product => portfolio::By::Product,
            By::Lender => portfolio::By::Lender,
            By::Township => portfolio::By::Township,
        }
    }
}

/// `report portfolio [--as-of DATE] [--known DATE] [--by GROUP]`
#[derive(Clone, Debug, Args)]
pub struct PortfolioArgs {
    /// The day that the figures are of; that of `--known`, else today, where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub as_of: Option<Date>,
    /// Only what was recorded by the end of this day; all where it is not given.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub known: Option<Date>,
    /// Figures for each group.
    #[arg(long, value_name = "GROUP", value_enum)]
    pub by: Option<By>,
    /// How data is printed.
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Prints the report.
///
/// # Errors
/// What opening or reading says.
pub fn run(command: &ReportCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let (table, print) = match command {
        ReportCommand::Position(args) => return finance::run(Statement::Position, args, context),
        ReportCommand::Activities(args) => return finance::run(Statement::Activities, args, context),
        ReportCommand::CashFlows(args) => return finance::run(Statement::CashFlows, args, context),
        ReportCommand::IncomeAndSpending(args) => {
            return finance::run(Statement::IncomeAndSpending, args, context);
        }
        ReportCommand::Budget(args) => return finance::run(Statement::Budget, args, context),
        ReportCommand::GeneralLedger(args) => return finance::run(Statement::GeneralLedger, args, context),
        ReportCommand::Chronological(args) => return finance::run(Statement::Chronological, args, context),
        ReportCommand::DayBook(args) => return finance::run(Statement::DayBook, args, context),
        ReportCommand::Subsidiary(args) => return finance::run(Statement::Subsidiary, args, context),
        ReportCommand::Work(args) => return work::run(args, context),
        ReportCommand::TrialBalance(args) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                Ok(trial_balance::table(context.words, ledger, args.period, args.by_fund)?)
            })?;
            (args.unit.shown(table, context.words), args.print)
        }
        ReportCommand::Portfolio(args) => {
            let today = now(context)?.shanghai_date();
            let as_of = args.as_of.or(args.known).unwrap_or(today);
            let asked = Asked { as_of, known: args.known, today };
            let table = with_ledger(context, Access::Read, |context, ledger| {
                let mut names = NameBook::new(ledger)?;
                let by = args.by.map(Into::into);
                Ok(portfolio::table(context.words, ledger, &mut names, asked, by)?)
            })?;
            (table, args.print)
        }
        ReportCommand::Disclosure(args) => {
            let today = now(context)?.shanghai_date();
            let (programme, span, ended) = (args.programme.as_ref(), args.span.days(), args.ended);
            let asked = disclosure::Asked { programme, span, today, ended };
            let table = with_ledger(context, Access::Read, |context, ledger| {
                let mut names = NameBook::new(ledger)?;
                Ok(disclosure::table(context.words, ledger, &mut names, asked)?)
            })?;
            (table, args.print)
        }
        ReportCommand::Programme(args) => {
            let by = args.by.map(|by| match by {
                PeopleBy::Township => programme_sums::By::Township,
                PeopleBy::Category => programme_sums::By::Category,
            });
            let table = with_ledger(context, Access::Read, |context, ledger| {
                let mut names = NameBook::new(ledger)?;
                let (code, span) = (args.programme.as_ref(), args.span.days());
                Ok(programme_sums::table(context.words, ledger, &mut names, code, by, span)?)
            })?;
            (table, args.print)
        }
    };
    context.print(&table, print.format)
}
