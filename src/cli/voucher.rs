//! `jinguo voucher`: the general voucher 记账凭证, line by line, for what no other command records.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::{Format, RecordArgs};
use super::context::{Context, Exit, Failure};
use super::message::Message;
use super::open::{Cause, note, with_ledger};
use super::parse::{self, VoucherLine};
use super::record::{Given, record};
use super::typed::Typed;
use super::{account, budget, spend};
use crate::base::{Code, Date, Line, PersonNo};
use crate::book::chart::{Class, Edition};
use crate::book::checks::{is_money, outside_the_budget, stands_on};
use crate::entry::{Body, Dims, GeneralVoucher, MoneySort, Posting};
use crate::ledger::{Access, Batch, LedgerError};
use crate::report::{self, names::NameBook};
use crate::words::Words;
use clap::{Args, Subcommand};

/// What to do with general vouchers.
#[derive(Clone, Debug, Subcommand)]
pub enum VoucherCommand {
    /// Prepares one for approval.
    #[command(alias = "新增")]
    New(VoucherNewArgs),
}

/// `voucher new --fund CODE --debit ACCOUNT:AMOUNT[@FUND]… --credit ACCOUNT:AMOUNT[@FUND]…`
#[derive(Clone, Debug, Args)]
pub struct VoucherNewArgs {
    /// The fund of every line that names none.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// A line on the debit side 借方.
    #[arg(long, value_name = "LINE", value_parser = parse::voucher_line, required = true)]
    pub debit: Vec<VoucherLine>,
    /// A line on the credit side 贷方.
    #[arg(long, value_name = "LINE", value_parser = parse::voucher_line, required = true)]
    pub credit: Vec<VoucherLine>,
    /// The programme, on every line but bank and cash.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub programme: Option<Code>,
    /// The person, on every line but bank and cash.
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    pub person: Option<PersonNo>,
    /// The budget that its expenses count against, by its purpose.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub budget: Option<Line>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Prepares the voucher, and shows it as it waits.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(command: &VoucherCommand, context: &mut Context<'_>) -> Result<(), Failure> {
    let VoucherCommand::New(args) = command;
    let (words, typed) = (context.words, Typed(context.args));
    if args.debit.len() + args.credit.len() > GeneralVoucher::MOST {
        let text = words.say("error-voucher-too-long", &[("max", GeneralVoucher::MOST.into())]);
        let message = Message::nothing_recorded(text).hint(words.word("hint-voucher-split"));
        return Err(Failure::told(Exit::Usage, message));
    }
    // The account stands on the lines: it is part of what a second person approves.
    let given = Given::of(&args.record, context)?.without_money();
    let (mut prepared, mut one_basis) = (None, false);
    record(context, &given, |batch| {
        let (date, edition) = given.voucher_date(batch)?;
        let lines = lines(args, (words, typed), batch, (date, edition))?;
        one_basis = edition == Edition::Government && outside_the_budget(&lines).unwrap_or(false);
        let voucher = GeneralVoucher { edition: edition.number(), lines };
        prepared = Some(given.add(batch, Body::GeneralVoucher(voucher))?);
        Ok(())
    })?;
    if one_basis {
        note(context, &words.word("voucher-one-basis"))?;
    }
    let (Some(no), Format::Table) = (prepared, args.record.register.print.format) else { return Ok(()) };
    // It is recorded. What can't be read back now is shown by the command that is named below.
    let table = with_ledger(context, Access::Read, |context, ledger| {
        let mut names = NameBook::new(ledger)?;
        Ok(report::show::table(context.words, ledger, &mut names, no)?)
    });
    if let Ok(table) = table {
        writeln!(context.out).map_err(Failure::Output)?;
        context.print(&table, Format::Table)?;
    }
    let next = words.say("voucher-next", &[("entry", no.into())]);
    writeln!(context.out, "{next}").map_err(Failure::Output)
}

fn lines(
    args: &VoucherNewArgs,
    (words, typed): (&Words, Typed<'_>),
    batch: &mut Batch<'_>,
    on: (Date, Edition),
) -> Result<Vec<Posting>, Cause> {
    let programme = spend::programme(batch, args.programme.as_ref())?;
    let mut lines = Vec::new();
    for (line, debit) in
        args.debit.iter().map(|line| (line, true)).chain(args.credit.iter().map(|line| (line, false)))
    {
        let fund = batch.ledger().fund_by_code(line.fund.as_ref().unwrap_or(&args.fund))?.no;
        let account = account::find(words, on, &line.account)?;
        let amount = if debit { line.amount } else { line.amount.negated() };
        let plain = Posting { fund, account, amount, dims: Dims::default() };
        if is_money(&plain) {
            lines.push(plain);
            continue;
        }
        let budget = match &args.budget {
            Some(purpose) if Class::of(account) == Some(Class::Expenses) => {
                Some(budget::of(batch, fund, on.0, purpose)?)
            }
            _ => None,
        };
        let dims = Dims { programme, person: args.person, budget, ..Dims::default() };
        lines.push(Posting { dims, ..plain });
    }
    if let Some(code) = &args.record.bank {
        if !lines.iter().any(is_money) {
            let message = Message::nothing_recorded(words.word("error-voucher-no-money"));
            let without = words.say("hint-instead", &[("command", typed.without("--bank").into())]);
            return Err(Failure::told(Exit::Refused, message.hint(without)).into());
        }
        stand_on(batch, code, &mut lines)?;
    }
    Ok(lines)
}

/// Puts the money account on the lines that it fits; on all of money where it fits none, for the rules to say so.
fn stand_on(batch: &mut Batch<'_>, code: &Code, lines: &mut [Posting]) -> Result<(), LedgerError> {
    let no = batch.ledger().money_account_by_code(code)?;
    let known = batch.ledger().money_accounts()?.into_iter().find(|account| account.no == no);
    let sort = known.map_or(MoneySort::Bank, |account| account.sort);
    let none_fits = !lines.iter().any(|line| stands_on(line, sort));
    for line in lines.iter_mut().filter(|line| is_money(line)) {
        if none_fits || stands_on(line, sort) {
            line.dims.money = Some(no);
        }
    }
    Ok(())
}
