//! `jinguo close`: a month closed 结账, and with December the year carried to net assets 年终结转.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: rules and arithmetic.

use super::args::RegisterArgs;
use super::context::{Context, Failure};
use super::open::{now, with_ledger};
use super::parse;
use super::record::{Given, record};
use super::trouble;
use crate::base::{EntryNo, OperatorNo, Period};
use crate::book::operators::role_allows;
use crate::book::{self, Draft, RULES_VERSION, Stop};
use crate::entry::{Body, Close};
use crate::ledger::{Access, LedgerError};
use crate::report::close_check;
use crate::report::names::NameBook;
use crate::words::refusal;
use clap::Args;

/// `close YYYY-MM [--check]`
#[derive(Clone, Debug, Args)]
pub struct CloseArgs {
    /// The month; a year is its December.
    #[arg(value_name = "PERIOD", value_parser = parse::closing_period)]
    pub period: Period,
    /// Only say what stands in the way.
    #[arg(long)]
    pub check: bool,
    /// The date, and how what was recorded is printed.
    #[command(flatten)]
    pub register: RegisterArgs,
}

/// Closes the month, or says what would be closed.
///
/// # Errors
/// What the rules or the ledger say; with `--check` too, after the table.
pub fn run(args: &CloseArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    if args.check {
        return check(args, context);
    }
    let given = Given::of_register(&args.register);
    record(context, &given, |batch| {
        for body in batch.ledger().closing_entries(args.period)? {
            if matches!(body, Body::Close(_)) {
                given.add(batch, body)?;
            } else {
                batch.add(Draft::new(args.period.last_day(), body))?;
            }
        }
        Ok(())
    })
}

/// Asks the rules, and takes back what they did to the state in memory: nothing is written.
fn check(args: &CloseArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let clock = now(context)?;
    let body = Body::Close(Close { period: args.period });
    let (table, refused) = with_ledger(context, Access::Read, |context, ledger| {
        let recorded_at = ledger.tip().recorded_at.map_or(clock, |last| last.max(clock));
        // Who closes is asked when it is done; here the question is what else stands in the way.
        let all = ledger.operators()?.into_iter();
        let mut may = all.filter(|(_, who)| who.revoked.is_none() && role_allows(who.role, &body));
        let operator = may.next().map_or(OperatorNo(1), |(no, _)| no);
        let on = args.register.date.unwrap_or(recorded_at.shanghai_date());
        let bodies = ledger.closing_entries(args.period)?;
        let (mut made, mut refused) = (Vec::new(), None);
        for (at, body) in (1..).zip(bodies) {
            let (no, rules_version) = (EntryNo(ledger.tip().entries + at), RULES_VERSION);
            let rules = book::Context { no, recorded_at, operator, rules_version };
            let day = if matches!(body, Body::Close(_)) { on } else { args.period.last_day() };
            match book::record(ledger.state(), &rules, Draft::new(day, body)) {
                Ok(entry) => made.push(entry),
                Err(Stop::Refused(cause)) => {
                    refused = Some(cause);
                    break;
                }
                Err(Stop::State(error)) => return Err(error.into()),
            }
        }
        ledger.state().roll_back();
        let said = refused.as_ref().map(|r| refusal::sentence(context.words, r, &NameBook::default()));
        Ok((close_check::table(context.words, ledger, args.period, &made, said)?, refused))
    })?;
    context.print(&table, args.register.print.format)?;
    match refused {
        None => Ok(()),
        Some(refused) => Err(trouble::failure(context, Access::Read, None, &LedgerError::Refused(refused))),
    }
}
