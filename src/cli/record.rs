//! The path of every recording command: open, unlock, begin, add, commit, print.
//!
//! Owns: what stands with every event, the clock's confirmation, and what is told afterwards. Refuses to know: what is recorded.

use super::args::{Format, RecordArgs, RegisterArgs};
use super::attachment;
use super::context::{Context, Failure};
use super::keys;
use super::open::{Cause, note, now, with_ledger};
use super::parse::Party;
use crate::base::{Code, Date, EntryNo, Hash32, Line, PersonNo, Timestamp};
use crate::book::Draft;
use crate::book::chart::Edition;
use crate::chain::OperatorKey;
use crate::entry::{Body, PersonSort};
use crate::ledger::{Access, Batch, Ledger, LedgerError, PersonDetails};
use crate::report;
use std::io::{BufRead, Read};

/// What was given beside the event itself: dates, papers, words, and how to print.
#[derive(Clone, Debug)]
pub struct Given {
    business: Option<Date>,
    voucher: Option<Date>,
    confirm_clock: bool,
    money: Option<Code>,
    prepare: bool,
    attachments: Vec<Hash32>,
    note: Option<Line>,
    format: Format,
    beside: bool,
}

impl Given {
    /// What stands with a command that makes a voucher. The papers are read here, before anything is recorded.
    ///
    /// # Errors
    /// Where a paper can't be read.
    pub fn of(args: &RecordArgs, context: &Context<'_>) -> Result<Given, Failure> {
        let hashes = args.attach.iter().map(|file| attachment::hash_of(file, context));
        Ok(Given {
            voucher: args.voucher_date,
            money: args.bank.clone(),
            prepare: args.prepare,
            attachments: hashes.collect::<Result<_, _>>()?,
            ..Given::of_register(&args.register)
        })
    }

    /// What stands with a command that makes none.
    pub fn of_register(args: &RegisterArgs) -> Given {
        Given {
            business: args.date,
            voucher: None,
            confirm_clock: args.confirm_clock,
            money: None,
            prepare: false,
            attachments: Vec::new(),
            note: args.note.clone(),
            format: args.print.format,
            beside: false,
        }
    }

    /// The same; `true`: what was recorded is told on standard error, because something else is printed as data.
    #[must_use]
    pub fn beside(self, beside: bool) -> Given {
        Given { beside, ..self }
    }

    /// The same with one more paper.
    #[must_use]
    pub fn with_attachment(mut self, hash: Option<Hash32>) -> Given {
        self.attachments.extend(hash);
        self
    }

    /// The business date: the one given, else the day of recording.
    pub fn business(&self, batch: &Batch<'_>) -> Date {
        self.business.unwrap_or_else(|| batch.today())
    }

    /// How many papers it names.
    pub fn papers(&self) -> usize {
        self.attachments.len()
    }

    /// The same without a money account: for an entry whose lines name it themselves.
    #[must_use]
    pub fn without_money(self) -> Given {
        Given { money: None, ..self }
    }

    /// The voucher date that a draft gets, and the edition of the chart that holds for it.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn voucher_date(&self, batch: &mut Batch<'_>) -> Result<(Date, Edition), LedgerError> {
        let business = self.business(batch);
        batch.voucher_date(business, self.voucher)
    }

    /// What turns a body into a draft with all of this.
    ///
    /// # Errors
    /// [`Refusal::UnknownMoneyCode`](crate::book::Refusal::UnknownMoneyCode).
    pub fn drafter(&self, batch: &mut Batch<'_>) -> Result<impl FnOnce(Body) -> Draft + use<>, LedgerError> {
        let money = self.money.as_ref().map(|code| batch.ledger().money_account_by_code(code)).transpose()?;
        let (business_date, voucher_date, prepare) = (self.business(batch), self.voucher, self.prepare);
        let attachments = self.attachments.clone();
        Ok(move |body| Draft { business_date, voucher_date, attachments, money, prepare, body })
    }

    /// Adds an entry, and the note on it where one was given. Returns the entry's number.
    ///
    /// # Errors
    /// What the rules or the ledger say.
    pub fn add(&self, batch: &mut Batch<'_>, body: Body) -> Result<EntryNo, LedgerError> {
        let draft = self.drafter(batch)?(body);
        let no = batch.add(draft)?.no;
        self.add_note(batch, no)?;
        Ok(no)
    }

    /// Adds the note that was given, if any, on an entry of this commit.
    ///
    /// # Errors
    /// What the rules or the ledger say.
    pub fn add_note(&self, batch: &mut Batch<'_>, entry: EntryNo) -> Result<(), LedgerError> {
        if let Some(note) = &self.note {
            let on = self.business(batch);
            batch.add_note(entry, note, on)?;
        }
        Ok(())
    }
}

/// Records what `build` adds, as one commit, and prints it. `build` may run twice, on a ledger opened afresh.
///
/// # Errors
/// What the rules or the ledger say.
pub fn record(
    context: &mut Context<'_>,
    given: &Given,
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
        let confirmed = given.confirm_clock || clock_is_right(context, ledger, key, clock)?;
        let mut batch = ledger.begin(key, clock, confirmed)?;
        build(&mut batch)?;
        let receipt = batch.commit()?;
        // It is recorded. From here on nothing may look like a failure of the ledger.
        let table = report::recorded::table(context.words, ledger, &receipt, given.format != Format::Table);
        let swap = |context: &mut Context<'_>| {
            if given.beside {
                std::mem::swap(&mut context.out, &mut context.err);
            }
        };
        swap(context);
        let told = context.print(&table, given.format).and_then(|()| match given.format {
            Format::Table => head_line(context, receipt.size, &receipt.head),
            Format::Json | Format::Csv => Ok(()),
        });
        swap(context);
        told?;
        if !receipt.indexed {
            note(context, &context.words.word("recorded-not-indexed"))?;
        }
        if !receipt.erased {
            note(context, &context.words.word("recorded-not-erased"))?;
        }
        Ok(())
    })
}

/// Tells more about what was recorded: below it, or beside it where programs read what is printed.
///
/// # Errors
/// A failure of standard output or standard error.
pub fn tell(context: &mut Context<'_>, format: Format, text: &str) -> Result<(), Failure> {
    match format {
        Format::Table => writeln!(context.out, "{text}").map_err(Failure::Output),
        Format::Json | Format::Csv => note(context, text),
    }
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
///
/// # Errors
/// A failure of the terminal.
pub fn clock_is_right(
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
    let (id_number, area, category, bank_card) = (None, None, None, None);
    let sort = PersonSort::Organisation;
    let details = PersonDetails { sort, name, id_number, area, category, bank_card };
    match batch.ledger().find_person(&details)? {
        Some(no) => Ok(no),
        None => Ok(batch.add_person(&details, on)?),
    }
}
