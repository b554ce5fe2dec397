//! `jinguo relief reconcile`: the bank's return file of a round 回盘, whole or not at all.
//!
//! Owns: the arguments of this command, and what it asks of the ledger. Refuses to know: the file's form, rules and
//! arithmetic.

use super::{add, bad_rows, file, find_or_waits, typed};
use crate::base::{Fen, PersonNo, RoundNo};
use crate::book::relief::{RoundState, RowState, RowStatus};
use crate::cli::args::{Format, RecordArgs};
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::{Cause, note};
use crate::cli::record::{Given, record, tell};
use crate::entry::{BackReason, Field, RoundWhat, Rows};
use crate::import::bank::{self, Answers, BankFile, Paid};
use crate::ledger::{Ledger, LedgerError, VaultFields};
use crate::report::names::NameBook;
use crate::report::relief_words;
use crate::words::{Words, names};
use clap::Args;
use std::path::PathBuf;

/// `relief reconcile RD-… bank.csv`
#[derive(Clone, Debug, Args)]
pub struct ReliefReconcileArgs {
    /// The round.
    #[arg(value_name = "ROUND", value_parser = typed::round)]
    pub round: RoundNo,
    /// The bank's file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Dates, and how what was recorded is printed.
    #[command(flatten)]
    pub record: RecordArgs,
}

/// What the bank said, in sums.
#[derive(Clone, Debug, Default)]
struct Totals {
    arrived: (usize, Fen),
    back: Vec<(BackReason, usize, Fen)>,
}

/// Records what arrived and what came back, in one commit.
///
/// # Errors
/// What the rules or the ledger say; every line of the file that does not fit.
pub fn run(args: &ReliefReconcileArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    let words = context.words;
    let given = Given::of(&args.record, context)?;
    let bytes = file::bytes(&args.file, context)?;
    let columns = bad_rows::bank_columns(words);
    let read = bank::read(&bytes).map_err(|cause| file::unreadable(words, &args.file, &columns, &cause))?;
    let (mut totals, mut nothing) = (Totals::default(), false);
    let done = record(context, &given, |batch| {
        let (no, of, _) = find_or_waits(super::Of::Round(args.round), words, batch.ledger())?;
        let answers = held_against(words, batch.ledger(), &read, no, &of)?;
        totals = totals_of(&of, &answers);
        nothing = true;
        let arrived = answers.iter().filter(|(_, back)| back.is_none()).map(|(row, _)| *row);
        if let Some(rows) = Rows::new(arrived.collect()).filter(|_| of.answer) {
            add(&given, batch, no, RoundWhat::Answered { rows })?;
            nothing = false;
        }
        for reason in BackReason::ALL {
            let back = answers.iter().filter(|(_, back)| **back == Some(*reason)).map(|(row, _)| *row);
            if let Some(rows) = Rows::new(back.collect()) {
                add(&given, batch, no, RoundWhat::CameBack { reason: *reason, rows })?;
                nothing = false;
            }
        }
        if nothing {
            return Err(Failure::told(Exit::Done, Message::nothing_recorded(String::new())).into());
        }
        Ok(())
    });
    let format = args.record.register.print.format;
    if nothing {
        note(context, &words.word("reconciled-nothing"))?;
    } else {
        done?;
    }
    tell_totals(context, format, &totals)
}

fn tell_totals(context: &mut Context<'_>, format: Format, totals: &Totals) -> Result<(), Failure> {
    let words = context.words;
    let (rows, sum) = totals.arrived;
    tell(context, format, &words.say("reconciled-arrived", &[("rows", rows.into()), ("sum", sum.into())]))?;
    for (reason, rows, sum) in &totals.back {
        let reason = relief_words::back(words, *reason);
        let args = [("rows", (*rows).into()), ("sum", sum.into()), ("reason", reason.into())];
        tell(context, format, &words.say("reconciled-back", &args))?;
    }
    Ok(())
}

/// What the file says, where every line of it fits the round.
fn held_against(
    words: &Words,
    ledger: &mut Ledger,
    file: &BankFile,
    no: RoundNo,
    of: &RoundState,
) -> Result<Answers, Cause> {
    if of.item.is_some() {
        let told = [("round", no.to_string().into())];
        let message = Message::nothing_recorded(words.say("error-list-of-goods", &told));
        return Err(Failure::told(Exit::Refused, message).into());
    }
    let mut paid = Vec::with_capacity(of.rows.len());
    for row in &of.rows {
        paid.push(what_was_paid(ledger, row, file.names_persons)?);
    }
    file.answers(&paid).map_err(|wrong| {
        let mut book = NameBook::new(ledger).unwrap_or_default();
        let mut line = |number: &u16| {
            let row = of.row(*number)?;
            // Without her name the line still says which row is missing.
            let _unnamed = book.learn_person(ledger, row.person);
            let person = names::person(words, &book, row.person);
            let args =
                [("row", u64::from(*number).into()), ("person", person.into()), ("amount", row.value.into())];
            Some(words.say("bank-row-missing", &args))
        };
        let missing = wrong.missing.iter().filter_map(&mut line).collect();
        let message = bad_rows::of_bank(words, &wrong.bad, missing);
        let see = [("command", format!("jinguo relief show {no}").into())];
        Failure::told(Exit::Refused, message.hint(words.say("hint-relief-command", &see))).into()
    })
}

fn what_was_paid(ledger: &mut Ledger, row: &RowState, with_person: bool) -> Result<Paid, LedgerError> {
    let waits = row.status == RowStatus::Paid;
    let payment = row.paid.map_or(0, |(entry, _)| entry.0);
    let person = if waits && with_person { card_and_name(ledger, row.person)? } else { None };
    Ok(Paid { amount: waits.then_some(row.value), payment, person })
}

/// Nothing where her data is erased.
fn card_and_name(
    ledger: &mut Ledger,
    person: PersonNo,
) -> Result<Option<(Option<String>, String)>, LedgerError> {
    let fields = match ledger.person_fields(person)? {
        Some((_, VaultFields::Known(fields))) => fields,
        Some((_, VaultFields::NotHere)) => return Err(LedgerError::NoSecrets),
        Some((_, VaultFields::Erased)) | None => return Ok(None),
    };
    let of = |field: Field| fields.iter().find(|(tag, _)| *tag == field.tag()).map(|(_, text)| text.clone());
    Ok(Some((of(Field::BankCard), of(Field::Name).unwrap_or_default())))
}

fn totals_of(of: &RoundState, answers: &Answers) -> Totals {
    let sum = |wanted: Option<BackReason>| {
        let rows = answers.iter().filter(|(_, back)| **back == wanted);
        let values = rows.filter_map(|(row, _)| of.row(*row)).map(|row| row.value);
        values.fold((0, Fen::ZERO), |(n, sum): (usize, Fen), value| {
            // A round's sum was bounded when it was proposed.
            (n + 1, sum.checked_add(value).unwrap_or(sum))
        })
    };
    let back = BackReason::ALL.iter().map(|reason| {
        let (rows, amount) = sum(Some(*reason));
        (*reason, rows, amount)
    });
    Totals { arrived: sum(None), back: back.filter(|(_, rows, _)| *rows > 0).collect() }
}
