//! `jinguo relief bank-list`: the list by which the bank pays a round, with names, cards and amounts in the clear.
//!
//! Owns: the arguments of this command, which rows are listed, the file. Refuses to know: rules and arithmetic.

use super::round::chosen;
use super::{find_or_waits, typed};
use crate::base::{Date, Fen, PersonNo, RoundNo};
use crate::book::relief::{ReliefRefusal, RoundState, RowState, RowStatus};
use crate::cli::context::{Context, Exit, Failure};
use crate::cli::message::{Message, Recorded};
use crate::cli::new_file::may_write_over;
use crate::cli::open::{Cause, now};
use crate::cli::typed::{Typed, quote};
use crate::cli::unmask::{self, UnmaskArgs};
use crate::entry::{Field, Rows};
use crate::export;
use crate::ledger::{Ledger, LedgerError};
use crate::report::names::NameBook;
use crate::report::{Kind, Table};
use crate::store::key_file::replace_secret_file;
use crate::words::{Words, names};
use clap::Args;
use std::path::PathBuf;

/// `relief bank-list RD-… -o FILE [--rows 1,3-7] [--force]`
#[derive(Clone, Debug, Args)]
pub struct ReliefBankListArgs {
    /// The round.
    #[arg(value_name = "ROUND", value_parser = typed::round)]
    pub round: RoundNo,
    /// The file that is written.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Which rows; those that are to be paid, else those that were paid last, where it is not given.
    #[arg(long, value_name = "ROWS", value_parser = typed::rows)]
    pub rows: Option<Rows>,
    /// A file that is there is written over.
    #[arg(long)]
    pub force: bool,
}

/// Writes the list, after an entry says whose data it holds.
///
/// # Errors
/// What the rules or the ledger say; a refusal that names everybody who has no card.
pub fn run(args: &ReliefBankListArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    is_to_be_written(args, context)?;
    let today = now(context)?.shanghai_date();
    let mut sum = Fen::ZERO;
    let whole = UnmaskArgs { unmask: true, restricted: false };
    let table = unmask::report(context, whole, |context, ledger, names| {
        let (table, total) = listed(context.words, ledger, names, args, today)?;
        sum = total;
        Ok(table)
    })?;
    let mut bytes = Vec::new();
    let written = export::csv::write(&table, &mut bytes);
    // What a table writes is text.
    let text = String::from_utf8(bytes).unwrap_or_default();
    let written = written.and_then(|()| replace_secret_file(&args.output, &text));
    let words = context.words;
    let shown = args.output.display().to_string();
    written.map_err(|cause| {
        let told = [("file", shown.as_str().into()), ("cause", cause.to_string().into())];
        let message = Message::new(words.say("error-list-not-written", &told), Recorded::NotAsked);
        let again = [("command", Typed(context.args).again().into())];
        Failure::told(Exit::InputOutput, message.hint(words.say("hint-list-not-written", &again)))
    })?;
    let told = [("file", shown.into()), ("rows", table.rows.len().into()), ("sum", sum.into())];
    writeln!(context.out, "{}", words.say("bank-list-written", &told)).map_err(Failure::Output)
}

/// A file that is there is somebody's: it is written over only where a person says so.
fn is_to_be_written(args: &ReliefBankListArgs, context: &mut Context<'_>) -> Result<(), Failure> {
    if may_write_over(context, &args.output, args.force)? {
        return Ok(());
    }
    let file = [("file", args.output.display().to_string().into())];
    let words = context.words;
    let message = Message::nothing_recorded(words.say("error-file-there", &file));
    let command = Typed(context.args).with("--force", None);
    Err(Failure::told(
        Exit::Refused,
        message.hint(words.say("hint-file-there", &[("command", command.into())])),
    ))
}

fn listed(
    words: &Words,
    ledger: &mut Ledger,
    book: &mut NameBook,
    args: &ReliefBankListArgs,
    today: Date,
) -> Result<(Table, Fen), Cause> {
    let (no, of, _) = find_or_waits(super::Of::Round(args.round), words, ledger)?;
    if of.item.is_some() {
        let told = [("round", no.to_string().into())];
        let message = Message::nothing_recorded(words.say("error-list-of-goods", &told));
        return Err(Failure::told(Exit::Refused, message).into());
    }
    let rows = rows_of(words, args, &of)?;
    let mut table = Table::new(no.to_string())
        .column("row", "", Kind::Number)
        .column("account", "", Kind::Text)
        .column("name", "", Kind::Text)
        .column("amount_yuan", "", Kind::Money);
    let (mut without, mut sum) = (Vec::new(), Fen::ZERO);
    for number in rows.numbers() {
        let unknown = || LedgerError::from(ReliefRefusal::UnknownRow { round: no, row: *number });
        let row = of.row(*number).ok_or_else(unknown)?;
        may_list(no, *number, row, &of, today)?;
        match account(ledger, book, row.person)? {
            Some((card, name)) => {
                sum = sum.checked_add(row.value).unwrap_or(sum);
                table.push(vec![i64::from(*number).into(), card.into(), name.into(), row.value.into()]);
            }
            None => without.push((*number, row.person)),
        }
    }
    if without.is_empty() { Ok((table, sum)) } else { Err(no_card(words, ledger, &without)?.into()) }
}

/// The rows named; else those that are to be paid; else those that the last payment paid.
fn rows_of(words: &Words, args: &ReliefBankListArgs, of: &RoundState) -> Result<Rows, Cause> {
    let to_pay = of.rows.iter().any(|row| row.status == RowStatus::Granted);
    let paid = |row: &RowState| row.paid.filter(|_| row.status == RowStatus::Paid);
    let last = of.rows.iter().filter_map(paid).map(|(entry, _)| entry).max();
    if args.rows.is_some() || to_pay || last.is_none() {
        return chosen(words, args.rows.as_ref(), None, of, |status| status == RowStatus::Granted);
    }
    let by_last = |row: &&RowState| paid(row).is_some_and(|(entry, _)| Some(entry) == last);
    let numbers = (1..).zip(&of.rows).filter(|(_, row)| by_last(row)).map(|(number, _)| number).collect();
    Ok(Rows::new(numbers).map_or_else(|| super::all_rows(of.rows.len()), Ok)?)
}

/// Nobody is paid twice, nor before the notice has run.
fn may_list(
    round: RoundNo,
    row: u16,
    there: &RowState,
    of: &RoundState,
    today: Date,
) -> Result<(), LedgerError> {
    match there.status {
        RowStatus::Paid => Ok(()),
        RowStatus::Granted => match of.payable_from() {
            None => Err(ReliefRefusal::NoticeNeeded { round, days: of.notice_days }.into()),
            Some(until) if today < until => Err(ReliefRefusal::NoticeRuns { round, until }.into()),
            Some(_) => Ok(()),
        },
        status => Err(ReliefRefusal::RowIs { round, row, status }.into()),
    }
}

/// Her card and her name; nothing where one of them is not known here, or is withheld.
fn account(
    ledger: &mut Ledger,
    book: &mut NameBook,
    person: PersonNo,
) -> Result<Option<(String, String)>, LedgerError> {
    let fields = book.person_shown(ledger, person)?.and_then(|shown| shown.fields).unwrap_or_default();
    let of = |wanted| fields.iter().find(|(field, _)| *field == wanted).map(|(_, text)| text.clone());
    Ok(of(Field::BankCard).zip(of(Field::Name)))
}

fn no_card(words: &Words, ledger: &mut Ledger, rows: &[(u16, PersonNo)]) -> Result<Failure, LedgerError> {
    // Masked: nothing was recorded that says who saw whose data.
    let mut book = NameBook::new(ledger)?;
    let mut lines = Vec::new();
    for (row, person) in rows {
        book.learn_person(ledger, *person)?;
        let person = names::person(words, &book, *person);
        lines.push(words.say("no-card", &[("row", u64::from(*row).into()), ("person", person.into())]));
    }
    let message = Message::nothing_recorded(words.say("error-no-cards", &[("count", rows.len().into())]));
    let first = rows.first().map(|(_, person)| person.to_string()).unwrap_or_default();
    let command = format!("jinguo person amend {} --bank-card -", quote(&first));
    let message = message.with_lines(lines).hint(words.say("hint-no-cards", &[("command", command.into())]));
    Ok(Failure::told(Exit::Refused, message))
}
