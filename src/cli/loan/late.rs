//! `jinguo loan extend|claim|write-off|recover`: when a loan is not repaid in time.
//!
//! Owns: the arguments of these commands, and what they ask of the ledger. Refuses to know: rules and arithmetic.

use super::{add, refused, tell_plan};
use crate::base::{Code, Date, Fen, LoanNo};
use crate::book::loan::{Known, LoanRefusal, extension, owed, position};
use crate::cli::args::RecordArgs;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::record::{Given, record};
use crate::cli::typed::Typed;
use crate::cli::{parse, parse_loan};
use crate::entry::{LoanWhat, RecoveredAfter};
use clap::{ArgGroup, Args, ValueEnum};

/// `loan extend L-… (--to DATE | --months N)`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("until").required(true).args(["to", "months"])))]
pub struct LoanExtendArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// The new last day.
    #[arg(long, value_name = "DATE", value_parser = parse::date)]
    pub to: Option<Date>,
    /// By how many months.
    #[arg(long, value_name = "MONTHS", value_parser = parse_loan::months, allow_hyphen_values = true)]
    pub months: Option<u16>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `loan claim L-… (AMOUNT | --all) [--fund CODE]`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("how_much").required(true).args(["amount", "all"])))]
pub struct LoanClaimArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// How much the guarantor pays.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Option<Fen>,
    /// All that is owed.
    #[arg(long)]
    pub all: bool,
    /// The fund whose deposit it is paid out of; the guarantor's own money where it is not given.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Option<Code>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// `loan write-off L-…`
#[derive(Clone, Debug, Args)]
pub struct LoanWriteOffArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// After what money comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum After {
    /// After the guarantor paid 追偿.
    #[value(alias = "代偿")]
    Claim,
    /// After it was written off 核销后收回.
    #[value(alias = "核销")]
    WriteOff,
}

/// `loan recover L-… AMOUNT [--after claim|write-off]`
#[derive(Clone, Debug, Args)]
pub struct LoanRecoverArgs {
    /// Which loan.
    #[arg(value_name = "LOAN", value_parser = parse_loan::loan)]
    pub loan: LoanNo,
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// After what; what there was where it is not given.
    #[arg(long, value_name = "AFTER", value_enum)]
    pub after: Option<After>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Extends it.
///
/// # Errors
/// What the rules or the ledger say.
pub fn extend(args: &LoanExtendArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let mut made = Vec::new();
    record(context, &given, |batch| {
        let on = given.business(batch);
        let loan = batch.ledger().loan(args.loan)?;
        let end = position(&loan, on, Known::ALL).end.unwrap_or(on);
        let by = args.months.map(|months| end.plus_months(u32::from(months)));
        let new_end = args.to.or(by).unwrap_or(end);
        let plan = extension::plan(args.loan, &loan, on, new_end).map_err(refused)?;
        made.clone_from(&plan);
        add(&given, batch, args.loan, LoanWhat::Extended { plan })?;
        Ok(())
    })?;
    tell_plan(context, args.record.register.print.format, &made)
}

/// Records what the guarantor pays.
///
/// # Errors
/// What the rules or the ledger say.
pub fn claim(args: &LoanClaimArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let on = given.business(batch);
        let fund = args.fund.as_ref().map(|code| batch.ledger().fund_by_code(code)).transpose()?;
        let loan = batch.ledger().loan(args.loan)?;
        let amount = args.amount.unwrap_or_else(|| owed::payoff(&loan, on));
        let split = owed::split(args.loan, &loan, on, amount, false).map_err(refused)?;
        add(&given, batch, args.loan, LoanWhat::Claimed { split, fund: fund.map(|fund| fund.no) })?;
        Ok(())
    })
}

/// Writes off all that is owed.
///
/// # Errors
/// What the rules or the ledger say.
pub fn write_off(args: &LoanWriteOffArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let on = given.business(batch);
        let loan = batch.ledger().loan(args.loan)?;
        let own = batch.ledger().product(loan.product)?.own_fund().is_some();
        // What the guarantor paid of a loan of the office's own money is the guarantor's to give up.
        let claimed = if own { Fen::ZERO } else { position(&loan, on, Known::ALL).to_recover };
        let split = owed::all_owed(&loan, on);
        add(&given, batch, args.loan, LoanWhat::WrittenOff { split, claimed })?;
        Ok(())
    })
}

/// Records what still came in.
///
/// # Errors
/// What the rules or the ledger say; a usage failure where it is not clear after what it came in.
pub fn recover(args: &LoanRecoverArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let (words, typed) = (context.words, Typed(context.args));
    record(context, &given, |batch| {
        let on = given.business(batch);
        let p = position(&batch.ledger().loan(args.loan)?, on, Known::ALL);
        let after = match (args.after, p.to_recover > Fen::ZERO, p.given_up > Fen::ZERO) {
            (Some(After::Claim), _, _) | (None, true, false) => RecoveredAfter::Claim,
            (Some(After::WriteOff), _, _) | (None, false, true) => RecoveredAfter::WriteOff,
            (None, true, true) => {
                let mut message = Message::nothing_recorded(words.word("error-recover-after"));
                for after in ["claim", "write-off"] {
                    let command = typed.with("--after", Some(after));
                    message = message.hint(words.say("hint-instead", &[("command", command.into())]));
                }
                return Err(Failure::told(Exit::Usage, message).into());
            }
            (None, false, false) => {
                let nothing = LoanRefusal::LessLeft { left: Fen::ZERO, asked: args.amount };
                return Err(refused(nothing).into());
            }
        };
        add(&given, batch, args.loan, LoanWhat::Recovered { after, amount: args.amount })?;
        Ok(())
    })
}
