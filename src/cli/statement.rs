//! `jinguo statement`: a statement of a fund, a person, an account, a loan or a bound gift.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{Format, PrintArgs};
use super::context::{Context, Failure};
use super::gift::{self, GiftShowArgs};
use super::open::{now, with_ledger};
use super::parse;
use super::unmask::{self, UnmaskArgs};
use crate::base::{AccountCode, Code, Date, LoanNo, PersonNo};
use crate::ledger::Access;
use crate::report::{self, statement_account, statement_fund, statement_loan, statement_person};
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
    /// Of a loan.
    #[command(alias = "贷款")]
    Loan(StatementLoanArgs),
    /// Of a bound gift.
    #[command(aliases = ["定向捐赠", "结对"])]
    Gift(GiftShowArgs),
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

/// `statement person P-… [--from DATE] [--to DATE] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct StatementPersonArgs {
    /// The person.
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    pub person: PersonNo,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
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

/// `statement loan L-… [--from DATE] [--to DATE] [--unmask]`
#[derive(Clone, Debug, Args)]
pub struct StatementLoanArgs {
    /// The loan.
    #[arg(value_name = "LOAN", value_parser = super::parse_loan::loan)]
    pub loan: LoanNo,
    /// How much of personal data is shown.
    #[command(flatten)]
    pub unmask: UnmaskArgs,
    /// The days, here business dates; up to today where no last one is given.
    #[command(flatten)]
    pub span: Span,
}

impl Span {
    const fn days(self) -> report::Span {
        report::Span { from: self.from, to: self.to }
    }
}

/// Prints the statement.
///
/// # Errors
/// What opening or reading says.
pub fn run(command: &StatementCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let (table, print) = match command {
        StatementCommand::Fund(args) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                let fund = ledger.fund_by_code(&args.fund)?;
                Ok(statement_fund::table(context.words, ledger, &fund, args.span.days())?)
            })?;
            (table, args.span.print)
        }
        StatementCommand::Person(args) => {
            let table = unmask::report(context, args.unmask, |context, ledger, names| {
                Ok(statement_person::table(context.words, ledger, names, args.person, args.span.days())?)
            })?;
            (table, args.span.print)
        }
        StatementCommand::Account(args) => {
            let table = with_ledger(context, Access::Read, |context, ledger| {
                Ok(statement_account::table(context.words, ledger, args.account, args.span.days())?)
            })?;
            (table, args.span.print)
        }
        StatementCommand::Loan(args) => {
            let today = now(context)?.shanghai_date();
            let table = unmask::report(context, args.unmask, |context, ledger, names| {
                let (loan, span) = (args.loan, args.span.days());
                let all = args.span.print.format != Format::Table;
                Ok(statement_loan::table(context.words, ledger, names, loan, span, today, all)?)
            })?;
            (table, args.span.print)
        }
        StatementCommand::Gift(args) => return gift::show(args, context),
    };
    context.print(&table, print.format)
}
