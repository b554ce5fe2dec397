//! The schedules 还款计划 of a loan: the one in force, or every one that it ever had.
//!
//! Owns: their rows, which is in force, what differs in the last instalment. Refuses to know: what was paid.

use super::balance::add;
use super::names::NameBook;
use super::{Cell, Kind, Style, Table, loan_words};
use crate::base::{Date, Fen, LoanNo};
use crate::book::loan::schedule::{self, Asked};
use crate::book::loan::{Event, Known, Position, position};
use crate::entry::{Instalment, LoanWhat, Plan};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;

/// One row an instalment and its sum, of the schedule in force; with `all`, of each that there was, the latest last.
///
/// # Errors
/// `UnknownLoan`; where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: LoanNo,
    all: bool,
) -> Result<Table, LedgerError> {
    let loan = ledger.loan(no)?;
    names.learn_person(ledger, loan.borrower)?;
    let p = position(&loan, Date::LAST, Known::ALL);
    let borrower = names::person(words, names, loan.borrower);
    let args = [("loan", no.to_string().into()), ("person", borrower.into())];
    let mut table = Table::new(words.say("report-loan-schedule", &args))
        .column("schedule", words.word("term-schedule"), Kind::Number)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("state", words.word("term-schedule-state"), Kind::Text)
        .column("number", words.word("term-instalment"), Kind::Number)
        .column("due", words.word("term-due"), Kind::Date)
        .column("principal_yuan", words.word("term-principal"), Kind::Money)
        .column("interest_yuan", words.word("term-interest"), Kind::Money)
        .column("total_yuan", words.word("term-instalment-total"), Kind::Money)
        .column("remaining_yuan", words.word("term-remaining"), Kind::Money);
    let versions = loan.events.iter().filter_map(|event| Some((event, plan_of(event)?)));
    for (count, (event, plan)) in (1..).zip(versions) {
        let in_force = event.reversed.is_none() && p.plan_of == Some(event.entry);
        if !all && !in_force {
            continue;
        }
        let state = state(words, event, in_force);
        let version = Version { count, event, plan, state };
        table.notes.extend(version.notes(words, &p));
        version.rows(words, &mut table)?;
    }
    if table.rows.is_empty() {
        table.notes.push(words.word("report-loan-schedule-none"));
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// The schedule that an event brought.
const fn plan_of(event: &Event) -> Option<&Plan> {
    match &event.what {
        LoanWhat::Drawn { plan, .. }
        | LoanWhat::Extended { plan }
        | LoanWhat::Repaid { plan: Some(plan), .. } => Some(plan),
        _ => None,
    }
}

fn state(words: &Words, event: &Event, in_force: bool) -> String {
    match event.reversed {
        Some(by) => words.say("report-loan-reversed-by", &[("entry", by.into())]),
        None if in_force => words.word("loan-schedule-in-force"),
        None => words.word("loan-schedule-replaced"),
    }
}

/// A schedule with its place among those of the loan.
struct Version<'a> {
    count: i64,
    event: &'a Event,
    plan: &'a [Instalment],
    state: String,
}

impl Version<'_> {
    fn notes(&self, words: &Words, p: &Position) -> Vec<String> {
        let count = u64::try_from(self.count).unwrap_or(0);
        let mut notes = vec![words.say(
            "report-loan-schedule-of",
            &[
                ("count", count.into()),
                ("entry", self.event.entry.into()),
                ("date", self.event.date.into()),
                ("event", loan_words::event(words, &self.event.what).into()),
                ("state", self.state.as_str().into()),
            ],
        )];
        if let Some(tail) = self.tail(p).filter(|tail| !tail.is_zero()) {
            let (key, by) = if tail.is_negative() {
                ("report-loan-schedule-tail-lower", tail.negated())
            } else {
                ("report-loan-schedule-tail-higher", tail)
            };
            notes.push(words.say(key, &[("count", count.into()), ("amount", by.into())]));
        }
        notes
    }

    /// By how much the last instalment differs from the others: what rounding left for it.
    fn tail(&self, p: &Position) -> Option<Fen> {
        let (terms, anchor, last) = (p.terms?, p.first_draw?, self.plan.last()?);
        let sum: i64 = self.plan.iter().map(|instalment| instalment.principal.get()).sum();
        let asked = Asked {
            terms: &terms,
            principal: Fen::new(sum),
            start: self.event.date,
            anchor,
            end: last.due,
            carried: 0,
            unpaid: Fen::ZERO,
        };
        schedule::tail(&asked, self.plan)
    }

    fn rows(&self, words: &Words, table: &mut Table) -> Result<(), LedgerError> {
        let (mut principal, mut interest) = (Fen::ZERO, Fen::ZERO);
        let whole: i64 = self.plan.iter().map(|instalment| instalment.principal.get()).sum();
        let entry: Cell = self.event.entry.to_string().into();
        let style = if self.event.reversed.is_some() { Style::Warning } else { Style::Plain };
        for (number, instalment) in (1_i64..).zip(self.plan) {
            principal = add(principal, instalment.principal)?;
            interest = add(interest, instalment.interest)?;
            table.push_as(
                style,
                vec![
                    self.count.into(),
                    entry.clone(),
                    self.state.as_str().into(),
                    number.into(),
                    instalment.due.into(),
                    instalment.principal.into(),
                    instalment.interest.into(),
                    add(instalment.principal, instalment.interest)?.into(),
                    Fen::new(whole - principal.get()).into(),
                ],
            );
        }
        let mut total =
            vec![self.count.into(), entry, words.word("term-total").into(), Cell::Empty, Cell::Empty];
        total.extend([principal.into(), interest.into(), add(principal, interest)?.into(), Cell::Empty]);
        table.push_as(Style::Total, total);
        Ok(())
    }
}
