//! Applications and rounds of relief, one row each.
//!
//! Owns: which of them are listed, and their columns. Refuses to know: what a round's rows say one by one.

use super::names::NameBook;
use super::relief_words::{Given, Status};
use super::{Cell, Kind, Style, Table};
use crate::base::{Date, Fen, ProgrammeNo, RoundNo};
use crate::book::relief::{RoundState, RowStatus};
use crate::entry::{Body, Proposal, ReliefRules, RoundEvent, RoundWhat};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::{self, Names};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Which are asked for: those that meet everything that is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only of this programme.
    pub programme: Option<ProgrammeNo>,
    /// Only those that have come so far; of rounds, those with such a row.
    pub status: Option<Status>,
}

/// First the applications by number, then the rounds.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    wanted: Wanted,
) -> Result<Table, LedgerError> {
    let mut table = Table::new(words.word("report-relief"))
        .column("no", words.word("term-relief-no"), Kind::Text)
        .column("programme", words.word("term-programme"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("person", words.word("term-relief-person"), Kind::Text)
        .column("rows", words.word("term-relief-rows"), Kind::Number)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("goods", words.word("term-relief-goods"), Kind::Text)
        .column("status", words.word("term-relief-status"), Kind::Text);
    let rounds: BTreeMap<RoundNo, RoundState> =
        ledger.map_rounds(|no, round| (no, round))?.into_iter().collect();
    let is_wanted = |programme| wanted.programme.is_none_or(|wanted| wanted == programme);
    let mut rules: BTreeMap<ProgrammeNo, Option<ReliefRules>> = BTreeMap::new();
    for (no, case) in ledger.cases()?.into_iter().filter(|(_, case)| is_wanted(case.programme)) {
        if let Entry::Vacant(unread) = rules.entry(case.programme) {
            unread.insert(ledger.programme_rules(case.programme)?.pop().map(|set| set.rules));
        }
        let of = rules.get(&case.programme).and_then(Option::as_ref);
        let status = Status::of_case(&case, of, case.row.and_then(|(round, _)| rounds.get(&round)));
        if wanted.status.is_some_and(|wanted| wanted != status) {
            continue;
        }
        names.learn_person(ledger, case.person)?;
        let given = Given::of(ledger, case.item)?;
        table.push_as(
            style(status),
            vec![
                no.to_string().into(),
                names.programme(case.programme).into(),
                case.day.into(),
                names::person(words, names, case.person).into(),
                Cell::Empty,
                given.amount(case.asked),
                asked_goods(&given, case.asked),
                status.word(words).into(),
            ],
        );
    }
    for (no, round) in rounds.iter().filter(|(_, round)| is_wanted(round.programme)) {
        let has = |wanted: Status| round.rows.iter().any(|row| Status::of_row(row) == wanted);
        if wanted.status.is_none_or(has) {
            table.push(round_row(words, names, *no, round)?);
        }
    }
    if wanted.status.is_none_or(|status| status == Status::Waiting) {
        for (no, day, proposal) in waiting(ledger)? {
            if is_wanted(proposal.programme) {
                table.push_as(Style::Warning, waiting_row(words, names, no, &proposal, day.into()));
            }
        }
    }
    table.notes = names.notes(words);
    Ok(table)
}

const fn style(status: Status) -> Style {
    match status {
        Status::Failed | Status::Waiting | Status::Returned => Style::Warning,
        _ => Style::Plain,
    }
}

/// Of numbered goods an application asks for pieces, not for a number.
fn asked_goods(given: &Given, asked: u64) -> Cell {
    match given {
        Given::Goods(item) if item.numbered() => {
            let pieces = if asked > 0 { format!("{asked} {}", item.unit) } else { String::new() };
            format!("{} {pieces}", item.name).trim().into()
        }
        Given::Goods(item) => match given.goods(asked) {
            Cell::Text(pieces) => format!("{} {pieces}", item.name).into(),
            _ => item.name.to_string().into(),
        },
        Given::Money => Cell::Empty,
    }
}

fn round_row(
    words: &Words,
    names: &NameBook,
    no: RoundNo,
    round: &RoundState,
) -> Result<Vec<Cell>, LedgerError> {
    let statuses: Vec<Status> = round.rows.iter().map(Status::of_row).collect();
    let count = |status: Status| statuses.iter().filter(|s| **s == status).count();
    let said = Status::ALL.into_iter().filter(|status| count(*status) > 0);
    let said: Vec<String> = said
        .map(|status| {
            let args = [("status", status.word(words).into()), ("count", count(status).into())];
            words.say("relief-status-count", &args)
        })
        .collect();
    let mut sum = Fen::ZERO;
    for row in round.rows.iter().filter(|row| !matches!(row.status, RowStatus::Dropped(_))) {
        sum = super::balance::add(sum, row.value)?;
    }
    let goods = round.item.map(|item| names.item(item));
    // What goods are worth is known once they are handed out.
    let sum = Some(sum).filter(|sum| round.item.is_none() || !sum.is_zero());
    Ok(vec![
        no.to_string().into(),
        names.programme(round.programme).into(),
        round.day.into(),
        Cell::Empty,
        i64::try_from(round.rows.len()).ok().into(),
        sum.into(),
        goods.into(),
        said.join(words.word("relief-status-between").as_str()).into(),
    ])
}

fn waiting_row(words: &Words, names: &NameBook, no: RoundNo, proposal: &Proposal, day: Cell) -> Vec<Cell> {
    let money = proposal.item.is_none();
    let sum = proposal.rows.iter().try_fold(Fen::ZERO, |sum, row| sum.checked_add(row.amount()));
    vec![
        no.to_string().into(),
        names.programme(proposal.programme).into(),
        day,
        Cell::Empty,
        i64::try_from(proposal.rows.len()).ok().into(),
        sum.filter(|_| money).into(),
        proposal.item.map(|item| names.item(item)).into(),
        Status::Waiting.word(words).into(),
    ]
}

/// Proposals that wait for a second person.
fn waiting(ledger: &Ledger) -> Result<Vec<(RoundNo, Date, Proposal)>, LedgerError> {
    let mut found = Vec::new();
    for (entry, _) in ledger.pending()? {
        let Some(entry) = ledger.entry(entry)? else { continue };
        if let Body::Round(RoundEvent { round, what: RoundWhat::Proposed(proposal) }) = entry.body {
            found.push((round, entry.business_date, proposal));
        }
    }
    Ok(found)
}
