//! `jinguo loan provision`: the allowance for bad debts 坏账准备 of a fund.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::tell;
use crate::base::{Code, EntryNo, Fen, FundNo};
use crate::book::Refusal;
use crate::cli::args::RecordArgs;
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::{Cause, note};
use crate::cli::parse;
use crate::cli::record::{Given, record};
use crate::entry::{Body, Provision};
use crate::ledger::{Batch, Ledger, LedgerError};
use crate::words::Words;
use clap::{ArgGroup, Args};

/// `loan provision --fund CODE [--amount AMOUNT | --release AMOUNT]`
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("by").args(["amount", "release"])))]
pub struct ProvisionArgs {
    /// The fund whose loans it is for.
    #[arg(long, value_name = "CODE", value_parser = parse::code)]
    pub fund: Code,
    /// By how much it is raised; what the five tiers ask for where neither is given.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub amount: Option<Fen>,
    /// By how much it is lowered.
    #[arg(long, value_name = "AMOUNT", value_parser = parse::amount, allow_hyphen_values = true)]
    pub release: Option<Fen>,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// What the tiers ask for, and what there is.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    due: Fen,
    there: Fen,
}

/// Raises or lowers the allowance. Where it is what it should be, nothing is recorded, and that is told.
///
/// # Errors
/// What the rules or the ledger say.
pub fn provision(args: &ProvisionArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let given = Given::of(&args.record, context)?;
    let (words, mut asked, mut as_it_should_be) = (context.words, None, false);
    let recorded = record(context, &given, |batch| {
        let fund = batch.ledger().fund_by_code(&args.fund)?.no;
        let amount = match (args.amount, args.release) {
            (Some(amount), _) => amount,
            (None, Some(amount)) => amount.negated(),
            (None, None) => {
                one_at_a_time(words, batch.ledger(), fund)?;
                let Asked { due, there } = *asked.insert(by_the_tiers(&given, batch, fund)?);
                due.checked_sub(there).ok_or_else(|| LedgerError::Refused(Box::new(Refusal::SumTooLarge)))?
            }
        };
        if amount.is_zero() {
            as_it_should_be = true;
            return Err(Failure::told(Exit::Done, Message::nothing_recorded(String::new())).into());
        }
        given.add(batch, Body::Provision(Provision { fund, amount }))?;
        Ok(())
    });
    let Asked { due, there } = asked.unwrap_or_default();
    let figures = [("due", due.into()), ("there", there.into())];
    if as_it_should_be {
        return note(context, &words.say("loan-provision-none", &figures));
    }
    recorded?;
    match asked {
        Some(_) => tell(context, args.record.register.print.format, &words.say("loan-provision", &figures)),
        None => Ok(()),
    }
}

fn by_the_tiers(given: &Given, batch: &mut Batch<'_>, fund: FundNo) -> Result<Asked, LedgerError> {
    let on = given.business(batch);
    let (_, edition) = given.voucher_date(batch)?;
    let ledger = batch.ledger();
    Ok(Asked { due: ledger.allowance_due(fund, on)?, there: ledger.allowance(fund, edition)? })
}

/// What waits is not on the account yet: worked out a second time it would be booked twice.
fn one_at_a_time(words: &Words, ledger: &Ledger, fund: FundNo) -> Result<(), Cause> {
    for (entry, _) in ledger.pending()? {
        let body = ledger.entry(entry)?.map(|found| found.body);
        if matches!(body, Some(Body::Provision(provision)) if provision.fund == fund) {
            return Err(waits(words, entry).into());
        }
    }
    Ok(())
}

fn waits(words: &Words, entry: EntryNo) -> Failure {
    let message = Message::nothing_recorded(words.say("error-provision-waits", &[("entry", entry.into())]));
    let approve = format!("jinguo approve {entry}");
    let hint = words.say("hint-another-approves", &[("command", approve.into())]);
    Failure::told(Exit::Refused, message.hint(hint))
}
