//! `jinguo spend`: something bought or paid for.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RecordArgs;
use super::context::{Context, Failure};
use super::open::Cause;
use super::parse::{self, Party};
use super::record::{Given, party, record};
use super::{account, budget};
use crate::base::{Code, Fen, Line, ProgrammeNo};
use crate::book::chart::Accounts;
use crate::entry::{Body, Spending};
use crate::ledger::Batch;
use clap::Args;

/// `spend AMOUNT --fund CODE [--payee NAME|P-…] [--account ACCOUNT] [--programme CODE] [--budget PURPOSE]`
#[derive(Clone, Debug, Args)]
pub struct SpendArgs {
    /// How much.
    #[arg(value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Fen,
    /// The fund that pays.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// Who is paid.
    #[arg(long, value_name = "PARTY", value_parser = parse::party)]
    pub payee: Option<Party>,
    /// What for, in the chart of the voucher date; the administration account where it is not given.
    #[arg(long, value_name = "ACCOUNT", value_parser = parse::line)]
    pub account: Option<Line>,
    /// The programme that spends.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub programme: Option<Code>,
    /// The budget that it counts against, by its purpose.
    #[arg(long, value_name = "TEXT", value_parser = parse::line)]
    pub budget: Option<Line>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// Records the payment; an organisation that is paid for the first time is registered in the same commit.
///
/// # Errors
/// What the rules or the ledger say.
pub fn run(args: &SpendArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    let given = Given::of(&args.record, context)?;
    record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        let (date, edition) = given.voucher_date(batch)?;
        let account = match &args.account {
            Some(typed) => account::find(words, (date, edition), typed)?,
            None => Accounts::of(edition).administration,
        };
        let programme = programme(batch, args.programme.as_ref())?;
        let budget =
            args.budget.as_ref().map(|purpose| budget::of(batch, fund, date, purpose)).transpose()?;
        let on = given.business(batch);
        let payee = args.payee.as_ref().map(|payee| party(batch, payee, on)).transpose()?;
        let (edition, amount) = (edition.number(), args.amount);
        given.add(
            batch,
            Body::Spending(Spending { fund, account, edition, programme, budget, payee, amount }),
        )?;
        Ok(())
    })
}

/// The number of the programme of that code, where one was given.
///
/// # Errors
/// [`Refusal::UnknownProgrammeCode`](crate::book::Refusal::UnknownProgrammeCode).
pub fn programme(batch: &mut Batch<'_>, code: Option<&Code>) -> Result<Option<ProgrammeNo>, Cause> {
    let programme = code.map(|code| batch.ledger().programme_by_code(code)).transpose()?;
    Ok(programme.map(|programme| programme.no))
}
