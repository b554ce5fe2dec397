//! What closing a month would find.
//!
//! Owns: that table. Refuses to know: whether the month may be closed; the rules say that.

use super::balance::add;
use super::names::NameBook;
use super::{Kind, Style, Table};
use crate::base::{Fen, Period};
use crate::book::chart::Class;
use crate::book::relief::{RowState, RowStatus};
use crate::book::{Cell, Key};
use crate::entry::{Body, Entry};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use crate::words::names::Names as _;
use crate::words::refusal::basis_key;

/// How many entries a remark lists by number before it only counts.
const LISTED: usize = 10;

/// Vouchers, both sides, and the verdict; `made` is what the close would book, `obstacle` what the rules say against it.
/// What waits for a second person is listed by name; payments without the bank's answer and vouchers without papers are
/// remarks: they stop no close.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    period: Period,
    made: &[Entry],
    obstacle: Option<String>,
) -> Result<Table, LedgerError> {
    let vouchers = match ledger.state().get(&Key::Vouchers(period))? {
        Some(Cell::Number(count)) => i64::try_from(*count).unwrap_or(i64::MAX),
        _ => 0,
    };
    let movement = super::trial_balance::movement(ledger, period)?;
    let several = movement.len() > 1;
    let mut table = Table::new(words.say("report-close-check", &[("period", period.into())])).column(
        "period",
        words.word("term-period"),
        Kind::Text,
    );
    if several {
        table = table.column("basis", words.word("term-basis"), Kind::Text);
    }
    table = table
        .column("vouchers", words.word("close-vouchers"), Kind::Number)
        .column("debit_yuan", words.word("close-debit"), Kind::Money)
        .column("credit_yuan", words.word("close-credit"), Kind::Money)
        .column("balanced", words.word("close-balanced"), Kind::Text)
        .column("verdict", words.word("close-verdict"), Kind::Text);
    let verdict = match obstacle {
        Some(_) => words.word("close-obstacle"),
        None => words.word("close-allowed"),
    };
    for (basis, debit, credit) in movement {
        let style = if obstacle.is_some() || debit != credit { Style::Warning } else { Style::Plain };
        let balanced =
            if debit == credit { words.word("close-balanced-yes") } else { words.word("close-balanced-no") };
        let mut cells: Vec<super::Cell> = vec![period.into()];
        if several {
            cells.push(words.word(basis_key(basis)).into());
        }
        cells.extend([vouchers.into(), debit.into(), credit.into()]);
        cells.extend([balanced.into(), verdict.as_str().into()]);
        table.push_as(style, cells);
    }
    table.notes.extend(obstacle);
    table.notes.extend(super::pending::through(words, ledger, period)?);
    let names = NameBook::new(ledger)?;
    for entry in made {
        table.notes.extend(will_be_booked(words, &names, entry)?);
    }
    table.notes.extend(unanswered(words, ledger, period)?);
    table.notes.extend(without_papers(words, ledger, period)?);
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// What the close books beside itself: what is released or restricted again, and what a year's end carries.
fn will_be_booked(words: &Words, names: &NameBook, entry: &Entry) -> Result<Option<String>, LedgerError> {
    let fund = |no| names.fund(no).into();
    Ok(match &entry.body {
        Body::Released(released) => {
            let amount = entry.postings.first().map_or(Fen::ZERO, |line| line.amount);
            let (key, amount) = if amount.is_negative() {
                ("close-will-restrict", amount.negated())
            } else {
                ("close-will-release", amount)
            };
            Some(words.say(key, &[("fund", fund(released.fund)), ("amount", amount.into())]))
        }
        Body::YearEnd(end) => {
            let (mut income, mut expenses) = (Fen::ZERO, Fen::ZERO);
            for line in &entry.postings {
                // What brings an account to zero stands on its other side.
                match Class::of(line.account) {
                    Some(Class::Income) => income = add(income, line.amount)?,
                    Some(Class::Expenses) => expenses = add(expenses, line.amount.negated())?,
                    _ => {}
                }
            }
            let sums = [("income", income.into()), ("expenses", expenses.into())];
            Some(words.say("close-will-carry", &[&[("fund", fund(end.fund))][..], &sums].concat()))
        }
        _ => None,
    })
}

/// Payments by rounds up to the end of the month that ask for the bank's answer and have none.
fn unanswered(words: &Words, ledger: &mut Ledger, period: Period) -> Result<Option<String>, LedgerError> {
    let paid = |row: &RowState| {
        matches!(row.status, RowStatus::Paid) && row.paid.is_some_and(|(_, day)| day.period() <= period)
    };
    let open: Vec<(String, usize)> = ledger
        .map_rounds(|no, round| {
            let rows = if round.answer { round.rows.iter().filter(|row| paid(row)).count() } else { 0 };
            (no.to_string(), rows)
        })?
        .into_iter()
        .filter(|(_, rows)| *rows > 0)
        .collect();
    let rows: usize = open.iter().map(|(_, rows)| rows).sum();
    let rounds = open.into_iter().map(|(no, _)| no).collect();
    Ok((rows > 0).then(|| {
        words.say("close-unanswered", &[("count", rows.into()), ("rounds", listed(words, rounds).into())])
    }))
}

/// Vouchers of the month that name no paper 附件, themselves or in what they approve.
fn without_papers(words: &Words, ledger: &mut Ledger, period: Period) -> Result<Option<String>, LedgerError> {
    let mut bare = Vec::new();
    for no in ledger.entries_in(ListKey::Period(period))? {
        let Some(entry) = ledger.entry(no)? else { continue };
        let papers = match &entry.body {
            Body::Decided(decided) => {
                let prepared = ledger.entry(decided.prepared.entry)?;
                prepared.map_or(0, |prepared| prepared.attachments.len())
            }
            // What the ledger books by itself has no paper.
            Body::Reversal(_) | Body::Released(_) | Body::YearEnd(_) => 1,
            _ => 0,
        };
        if papers + entry.attachments.len() == 0 {
            bare.extend(entry.voucher.map(|voucher| format!("{} ({no})", voucher.no())));
        }
    }
    let count = bare.len();
    Ok((count > 0).then(|| {
        words
            .say("close-without-papers", &[("count", count.into()), ("vouchers", listed(words, bare).into())])
    }))
}

fn listed(words: &Words, mut all: Vec<String>) -> String {
    let more = all.len() > LISTED;
    all.truncate(LISTED);
    if more {
        all.push("…".to_owned());
    }
    all.join(&words.word("list-between"))
}
