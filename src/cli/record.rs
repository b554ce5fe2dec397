//! The path of every recording command: open, unlock, begin, add, commit, print.
//!
//! Owns: dates, the clock's confirmation, and what is told afterwards. Refuses to know: what is recorded.

use super::args::{Format, RecordArgs, RegisterArgs};
use super::context::{Context, Failure};
use super::keys;
use super::open::{Cause, note, now, with_ledger};
use super::parse::Party;
use crate::base::{Date, Hash32, PersonNo, Timestamp};
use crate::book::Draft;
use crate::chain::OperatorKey;
use crate::entry::{Body, PersonSort};
use crate::ledger::{Access, Batch, Ledger, LedgerError, PersonDetails};
use crate::report;
use std::io::{BufRead, Read};

/// The dates that were given, and how to print.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    business: Option<Date>,
    voucher: Option<Date>,
    confirm_clock: bool,
    format: Format,
}

impl Dates {
    /// Those of a command that makes a voucher.
    pub const fn of(args: &RecordArgs) -> Dates {
        Dates {
            business: args.date,
            voucher: args.voucher_date,
            confirm_clock: args.confirm_clock,
            format: args.print.format,
        }
    }

    /// Those of a command that makes none.
    pub const fn of_register(args: &RegisterArgs) -> Dates {
        Dates {
            business: args.date,
            voucher: None,
            confirm_clock: args.confirm_clock,
            format: args.print.format,
        }
    }

    /// The business date: the one given, else the day of recording.
    pub fn business(&self, batch: &Batch<'_>) -> Date {
        self.business.unwrap_or_else(|| batch.today())
    }

    /// A draft with these dates.
    pub fn draft(&self, batch: &Batch<'_>, body: Body) -> Draft {
        self.draft_on(batch.today(), body)
    }

    /// A draft with these dates, recorded on that day.
    pub fn draft_on(&self, today: Date, body: Body) -> Draft {
        Draft { voucher_date: self.voucher, ..Draft::new(self.business.unwrap_or(today), body) }
    }
}

/// Records what `build` adds, as one commit, and prints it. `build` may run twice, on a ledger opened afresh.
///
/// # Errors
/// What the rules or the ledger say.
pub fn record(
    context: &mut Context<'_>,
    dates: Dates,
    mut build: impl FnMut(&mut Batch<'_>) -> Result<(), Cause>,
) -> Result<(), Failure> {
    let mut unlocked: Option<OperatorKey> = None;
    with_ledger(context, Access::Write, |context, ledger| {
        let clock = now(context)?;
        let key = match unlocked.take() {
            Some(key) => key,
            None => keys::of_ledger(context, ledger)?.unlock(context)?,
        };
        let key = &*unlocked.insert(key);
        let confirmed = dates.confirm_clock || clock_is_right(context, ledger, key, clock)?;
        let mut batch = ledger.begin(key, clock, confirmed)?;
        build(&mut batch)?;
        let receipt = batch.commit()?;
        // It is recorded. From here on nothing may look like a failure of the ledger.
        let table = report::recorded::table(context.words, ledger, &receipt, dates.format != Format::Table);
        context.print(&table, dates.format)?;
        if dates.format == Format::Table {
            head_line(context, receipt.size, &receipt.head)?;
        }
        if !receipt.indexed {
            note(context, &context.words.word("recorded-not-indexed"))?;
        }
        Ok(())
    })
}

/// The line with size and chain head, in the form that `verify --expect` takes.
///
/// # Errors
/// A failure of standard output.
pub fn head_line(context: &mut Context<'_>, size: u64, head: &Hash32) -> Result<(), Failure> {
    let text = context.words.say("recorded-head", &[("size", size.into()), ("head", head.into())]);
    writeln!(context.out, "{text}").map_err(Failure::Output)
}

/// Asks a person about a clock that jumped. `false` where nobody can be asked, or the clock did not jump.
fn clock_is_right(
    context: &mut Context<'_>,
    ledger: &mut Ledger,
    key: &OperatorKey,
    clock: Timestamp,
) -> Result<bool, Cause> {
    let (last, now) = match ledger.begin(key, clock, false).map(drop) {
        Err(LedgerError::ClockJumped { last, now }) if context.outside.input_is_terminal => (last, now),
        _ => return Ok(false),
    };
    let question = context.words.say("prompt-clock", &[("last", last.into()), ("now", now.into())]);
    Ok(yes_or_no(context, &question)?)
}

/// Asks a person; anything but a plain yes is a no.
///
/// # Errors
/// A failure of the terminal.
pub fn yes_or_no(context: &mut Context<'_>, question: &str) -> Result<bool, Failure> {
    write!(context.err, "{question}").and_then(|()| context.err.flush()).map_err(Failure::Output)?;
    let mut answer = String::new();
    let read = (&mut *context.input).take(100).read_line(&mut answer);
    read.map_err(|error| Failure::input(context.words, &error))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "是"))
}

/// A party by number, or an organisation by name: one that is new is registered in the same commit.
///
/// # Errors
/// What the rules or the ledger say.
pub fn party(batch: &mut Batch<'_>, party: &Party, on: Date) -> Result<PersonNo, Cause> {
    let name = match party {
        Party::Person(no) => return Ok(*no),
        Party::Name(name) => name.clone(),
    };
    let details =
        PersonDetails { sort: PersonSort::Organisation, name, id_number: None, area: None, category: None };
    match batch.ledger().find_person(&details)? {
        Some(no) => Ok(no),
        None => Ok(batch.add_person(&details, on)?),
    }
}
