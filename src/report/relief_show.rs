//! One round of relief with its rows, one that waits or would be proposed, or one application.
//!
//! Owns: what is told of them. Refuses to know: what may become of them.

use super::names::NameBook;
use super::relief_words::{self, Given, Status};
use super::{Cell, Kind, Style, Table};
use crate::base::{CaseNo, Date, EntryNo, Fen, GiftNo, RoundNo};
use crate::book::relief::{CaseState, Look, RoundState, RowState, RowStatus};
use crate::entry::Proposal;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::{self, Names};

/// The columns of rows: what they give stands in one of two, by what the round gives.
fn columns(words: &Words, title: String, given: &Given) -> Table {
    let table = Table::new(title)
        .column("row", words.word("term-relief-row"), Kind::Number)
        .column("person", words.word("term-relief-person"), Kind::Text)
        .column("case", words.word("term-relief-case"), Kind::Text)
        .column("gift", words.word("term-relief-gift"), Kind::Text);
    match given {
        Given::Money => table,
        Given::Goods(item) => table.column("goods", item.name.to_string(), Kind::Text),
    }
    .column("amount_yuan", words.word("term-amount"), Kind::Money)
}

fn first_cells(
    words: &Words,
    names: &NameBook,
    (number, given): (u16, &Given),
    (person, case, gift): (crate::base::PersonNo, Option<CaseNo>, Option<GiftNo>),
    what: u64,
) -> Vec<Cell> {
    let mut cells = vec![
        i64::from(number).into(),
        names::person(words, names, person).into(),
        case.map(|no| no.to_string()).into(),
        gift.map(|no| no.to_string()).into(),
    ];
    if matches!(given, Given::Goods(_)) {
        cells.push(given.goods(what));
    }
    cells
}

fn total(table: &mut Table, words: &Words, before: usize, sum: Option<Fen>) {
    let mut cells = vec![Cell::Empty, words.word("term-total").into()];
    cells.resize(before, Cell::Empty);
    cells.push(sum.into());
    cells.resize(table.columns.len(), Cell::Empty);
    table.push_as(Style::Total, cells);
}

/// What would be, or waits to be, recorded.
fn rows_of(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    proposal: &Proposal,
    title: String,
) -> Result<Table, LedgerError> {
    let given = Given::of(ledger, proposal.item)?;
    let papers = proposal.rows.iter().any(|row| row.paper.is_some());
    let mut table = columns(words, title, &given);
    if papers {
        table = table.column("paper", words.word("term-relief-paper"), Kind::Text);
    }
    let (mut sum, money) = (Some(Fen::ZERO), proposal.item.is_none());
    for (row, number) in proposal.rows.iter().zip(1..) {
        names.learn_person(ledger, row.person)?;
        let who = (row.person, row.case, row.gift);
        let mut cells = first_cells(words, names, (number, &given), who, row.given);
        cells.push(given.amount(row.given));
        if papers {
            cells.push(row.paper.map(|paper| paper.to_string()).into());
        }
        table.push(cells);
        sum = sum.and_then(|sum| sum.checked_add(row.amount()));
    }
    if money {
        total(&mut table, words, 4, sum);
    }
    Ok(table)
}

fn of_programme(
    words: &Words,
    names: &NameBook,
    programme: crate::base::ProgrammeNo,
    fund: crate::base::FundNo,
) -> String {
    let args = [
        ("programme", names.programme(programme).into()),
        ("fund", relief_words::fund(words, names, fund).into()),
    ];
    words.say("report-round-of", &args)
}

/// What a proposal would be.
///
/// # Errors
/// Where index or vault can't be read.
pub fn proposed(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    proposal: &Proposal,
    on: Date,
) -> Result<Table, LedgerError> {
    let title = words.say("report-round-proposed", &[("date", on.into())]);
    let mut table = rows_of(words, ledger, names, proposal, title)?;
    table.notes.push(of_programme(words, names, proposal.programme, proposal.fund));
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// A round that waits for a second person.
///
/// # Errors
/// Where index or vault can't be read.
pub fn waiting(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    (no, entry): (RoundNo, EntryNo),
    proposal: &Proposal,
) -> Result<Table, LedgerError> {
    let title = words.say("report-round", &[("round", no.to_string().into())]);
    let mut table = rows_of(words, ledger, names, proposal, title)?;
    table.notes.push(of_programme(words, names, proposal.programme, proposal.fund));
    table.notes.push(words.say("report-round-waits", &[("entry", entry.into())]));
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// A round: one row each, as far as it has come.
///
/// # Errors
/// `UnknownRound`; where index or vault can't be read.
pub fn round(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: RoundNo,
) -> Result<Table, LedgerError> {
    let of = ledger.round(no)?;
    let given = Given::of(ledger, of.item)?;
    let title = words.say("report-round", &[("round", no.to_string().into())]);
    let mut table = columns(words, title, &given)
        .column("status", words.word("term-relief-status"), Kind::Text)
        .column("paid_by", words.word("term-relief-paid-by"), Kind::Text)
        .column("paid_on", words.word("term-relief-paid-on"), Kind::Date)
        .column("times_back", words.word("term-relief-times-back"), Kind::Number);
    let mut sum = Some(Fen::ZERO);
    for (row, number) in of.rows.iter().zip(1..) {
        names.learn_person(ledger, row.person)?;
        let who = (row.person, row.case, row.gift);
        let mut cells = first_cells(words, names, (number, &given), who, row.given);
        cells.push(Some(row.value).filter(|value| !value.is_zero()).into());
        cells.extend(how_far(words, row));
        let late = matches!(Status::of_row(row), Status::Returned);
        table.push_as(if late { Style::Warning } else { Style::Plain }, cells);
        if !matches!(row.status, RowStatus::Dropped(_)) {
            sum = sum.and_then(|sum| sum.checked_add(row.value));
        }
    }
    // What goods are worth is known once they are handed out.
    let before = if of.item.is_some() { 5 } else { 4 };
    total(&mut table, words, before, sum.filter(|sum| of.item.is_none() || !sum.is_zero()));
    table.notes = notes(words, names, &of);
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// How far a row has come: the status, with why it came back or was dropped; by what and when it was paid; how often it
/// came back.
fn how_far(words: &Words, row: &RowState) -> [Cell; 4] {
    let status = Status::of_row(row);
    let reason = match (row.status, row.back_reason) {
        (RowStatus::Dropped(reason), _) => Some(relief_words::dropped(words, reason)),
        (RowStatus::Granted, Some(reason)) => Some(relief_words::back(words, reason)),
        _ => None,
    };
    let said = match reason {
        Some(reason) => {
            let args = [("status", status.word(words).into()), ("reason", reason.into())];
            words.say("relief-status-because", &args)
        }
        None => status.word(words),
    };
    [
        said.into(),
        row.paid.map(|(entry, _)| entry.to_string()).into(),
        row.paid.map(|(_, day)| day).into(),
        (row.back > 0).then_some(i64::from(row.back)).into(),
    ]
}

fn notes(words: &Words, names: &NameBook, of: &RoundState) -> Vec<String> {
    let mut notes = vec![of_programme(words, names, of.programme, of.fund)];
    let by = [("date", of.day.into()), ("entry", of.entry.into()), ("by", of.approved.into())];
    notes.push(words.say(
        if of.entry == of.approved { "report-round-granted" } else { "report-round-approved" },
        if of.entry == of.approved { &by[..2] } else { &by[..] },
    ));
    match (of.notice_days, of.noticed, of.payable_from()) {
        (0, ..) => {}
        (days, Some(since), Some(until)) => {
            let args = [("days", u64::from(days).into()), ("since", since.into()), ("until", until.into())];
            notes.push(words.say("report-round-noticed", &args));
        }
        (days, ..) => notes.push(words.say("report-round-no-notice", &[("days", u64::from(days).into())])),
    }
    notes
}

/// One application: each step that it has taken.
///
/// # Errors
/// `UnknownCase`; where index or vault can't be read.
pub fn case(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: CaseNo,
) -> Result<Table, LedgerError> {
    let of = ledger.case(no)?;
    let given = Given::of(ledger, of.item)?;
    names.learn_person(ledger, of.person)?;
    let round = match of.row {
        Some((round, row)) => Some((round, row, ledger.round(round)?)),
        None => None,
    };
    let mut table = Table::new(words.say("report-case", &[("case", no.to_string().into())]))
        .column("step", words.word("term-relief-step"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("result", words.word("term-result"), Kind::Text)
        .column("amount_yuan", words.word("term-amount"), Kind::Money);
    let papers = words.say("relief-papers", &[("count", u64::from(of.papers).into())]);
    table.push(vec![
        words.word("relief-step-applied").into(),
        of.day.into(),
        of.entry.to_string().into(),
        papers.into(),
        given.amount(of.asked),
    ]);
    for (key, look) in [("relief-step-visited", of.visit), ("relief-step-reviewed", of.review)] {
        if let Some(look) = look {
            table.push(looked(words, key, look));
        }
    }
    if let Some((round_no, number, round)) = &round {
        table.push(vec![
            words.word("relief-step-granted").into(),
            round.day.into(),
            round.approved.to_string().into(),
            words
                .say(
                    "relief-row-of-round",
                    &[("round", round_no.to_string().into()), ("row", u64::from(*number).into())],
                )
                .into(),
            Cell::Empty,
        ]);
        if let Some(row) = round.row(*number) {
            let [status, paid_by, paid_on, _] = how_far(words, row);
            let amount = Some(row.value).filter(|value| !value.is_zero());
            table.push(vec![words.word("relief-step-paid").into(), paid_on, paid_by, status, amount.into()]);
        }
    }
    table.notes = case_notes(words, ledger, names, &of, &given, round.as_ref().map(|(.., round)| round))?;
    table.notes.extend(names.notes(words));
    Ok(table)
}

fn looked(words: &Words, key: &str, look: Look) -> Vec<Cell> {
    let result = if look.fits { "relief-look-fits" } else { "relief-look-fails" };
    vec![
        words.say(key, &[]).into(),
        look.day.into(),
        look.entry.to_string().into(),
        words.say(result, &[]).into(),
        Cell::Empty,
    ]
}

fn case_notes(
    words: &Words,
    ledger: &mut Ledger,
    names: &NameBook,
    of: &CaseState,
    given: &Given,
    round: Option<&RoundState>,
) -> Result<Vec<String>, LedgerError> {
    let args = [
        ("programme", names.programme(of.programme).into()),
        ("person", names::person(words, names, of.person).into()),
    ];
    let mut notes = vec![words.say("report-case-of", &args)];
    if let Given::Goods(item) = given {
        notes.push(words.say("report-case-goods", &[("item", (&item.name).into())]));
    }
    let rules = ledger.programme_rules(of.programme)?.pop().map(|set| set.rules);
    let status = Status::of_case(of, rules.as_ref(), round);
    notes.push(words.say("report-case-status", &[("status", status.word(words).into())]));
    if let (Some(entry), Status::Waiting) = (of.granted, status) {
        notes.push(words.say("report-round-waits", &[("entry", entry.into())]));
    }
    Ok(notes)
}
