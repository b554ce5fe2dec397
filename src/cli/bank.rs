//! `jinguo bank`: the office's bank and cash accounts, and what moves on them.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{PrintArgs, RecordArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::open::with_ledger;
use super::parse::{self, MoneyPlace};
use super::record::{Given, record};
use crate::base::{Code, Fen, FundNo, Line, MoneyAccountNo};
use crate::entry::{BankCharge, Body, MoneyAccountAdded, MoneySort, Move};
use crate::ledger::{Access, Ledger, LedgerError};
use crate::report;
use clap::{ArgGroup, Args, Subcommand};

/// What to do with bank and cash accounts.
#[derive(Clone, Debug, Subcommand)]
pub enum BankCommand {
    /// Opens an account.
    #[command(alias = "新增")]
    Add(BankAddArgs),
    /// Lists the accounts and what is on them.
    #[command(alias = "列表")]
    List(PrintArgs),
    /// Moves money between accounts 转存、提现.
    #[command(alias = "划转")]
    Move(BankMoveArgs),
    /// Interest that the bank paid.
    #[command(alias = "利息")]
    Interest(BankChargeArgs),
    /// A fee that the bank took.
    #[command(alias = "手续费")]
    Fee(BankChargeArgs),
}

/// `bank add CODE NAME [--cash] [--number TEXT]`
#[derive(Clone, Debug, Args)]
pub struct BankAddArgs {
    /// A short code.
    #[arg(value_name = "CODE", value_parser = parse::money_code)]
    pub code: Code,
    /// The account's name.
    #[arg(value_name = "NAME", value_parser = parse::line)]
    pub name: Line,
    /// It is cash on hand 库存现金, no account at a bank.
    #[arg(long)]
    pub cash: bool,
    /// Its number at the bank.
    #[arg(long, value_name = "TEXT", value_parser = parse::line, conflicts_with = "cash")]
    pub number: Option<Line>,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// `bank move AMOUNT --fund CODE|--held --from CODE|first --to CODE|first`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("whose").required(true).args(["fund", "held"])))]
pub struct BankMoveArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Whose money.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// Money held for others.
    #[arg(long)]
    pub held: bool,
    /// The account it leaves. It stands in the place of the account that other commands are given.
    #[arg(long, value_name = "PLACE", value_parser = parse::money_place, conflicts_with = "bank")]
    pub from: MoneyPlace,
    /// The account it goes to.
    #[arg(long, value_name = "PLACE", value_parser = parse::money_place)]
    pub to: MoneyPlace,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `bank interest|fee AMOUNT --fund CODE`
#[derive(Clone, Debug, Args)]
pub struct BankChargeArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// Whose money.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Opens, lists or moves.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &BankCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    match command {
        BankCommand::Add(args) => add(args, context),
        BankCommand::List(print) => list(*print, context),
        BankCommand::Move(args) => moved(args, context),
        BankCommand::Interest(args) => charge(true, args, context),
        BankCommand::Fee(args) => charge(false, args, context),
    }
}

fn add(args: &BankAddArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        let account = MoneyAccountAdded {
            no: MoneyAccountNo(batch.ledger().state().counts()?.money_accounts + 1),
            code: args.code.clone(),
            name: args.name.clone(),
            sort: if args.cash { MoneySort::Cash } else { MoneySort::Bank },
            number: args.number.clone(),
        };
        given.add(batch, Body::MoneyAccount(account))?;
        Ok(())
    })
}

fn list(print: PrintArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let table = with_ledger(context, Access::Read, |context, ledger| {
        Ok(report::bank::table(context.words, ledger)?)
    })?;
    context.print(&table, print.format)
}

fn moved(args: &BankMoveArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let ledger = batch.ledger();
        let fund = match &args.fund {
            Some(code) => ledger.fund_by_code(code)?.no,
            None => FundNo::PASS_THROUGH,
        };
        let (from, to) = (place(ledger, &args.from)?, place(ledger, &args.to)?);
        given.add(batch, Body::Move(Move { fund, from, to, amount: args.amount }))?;
        Ok(())
    })
}

fn place(ledger: &mut Ledger, place: &MoneyPlace) -> Result<Option<MoneyAccountNo>, LedgerError> {
    match place {
        MoneyPlace::First => Ok(None),
        MoneyPlace::Account(code) => ledger.money_account_by_code(code).map(Some),
    }
}

fn charge(interest: bool, args: &BankChargeArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        given.add(batch, Body::BankCharge(BankCharge { interest, fund, amount: args.amount }))?;
        Ok(())
    })
}
