//! The disclosure 公示表: who received what under each programme, masked, with what the law says about when.
//!
//! Owns: its rows, and the days to each deadline. Refuses to know: whether the office is bound by that law.
//!
//! The deadlines are those of the 慈善法 (as amended in 2023) and the 慈善组织信息公开办法 (民政部令第81号, in force from
//! 2026-01-01), as published summaries give them: of a project that runs longer than six months at least every three
//! months, of one that has ended within three months, and the yearly reports by 31 May. They bind charities 慈善组织; other
//! offices may keep to them. The days of a round's own notice are its programme's rules.

use super::balance::add;
use super::groups::Groups;
use super::helped::{self, Helped};
use super::names::NameBook;
use super::programme_sums::chosen;
use super::{Cell, Kind, Span, Style, Sum, Table};
use crate::base::{Code, Date, Fen, ItemNo, ProgrammeNo};
use crate::entry::{Field, Item, ProgrammeAdded};
use crate::ledger::{Ledger, LedgerError};
use crate::words::{Words, names};
use std::collections::{BTreeMap, BTreeSet};

/// What the disclosure is of.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// One programme; `None`: all.
    pub programme: Option<&'a Code>,
    /// The days of payments, or of grants that are not paid yet.
    pub span: Span,
    /// The day that deadlines are counted from.
    pub today: Date,
    /// The day on which the programme ended, where it did.
    pub ended: Option<Date>,
}

/// One row a person and payment, a sum for each programme, and the deadlines as notes.
///
/// # Errors
/// Where index or vault can't be read; sums past the range of money.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    asked: Asked<'_>,
) -> Result<Table, LedgerError> {
    let programmes = chosen(ledger, asked.programme)?;
    let numbers: Vec<ProgrammeNo> = programmes.iter().map(|programme| programme.no).collect();
    let items: BTreeMap<ItemNo, Item> = ledger.items()?.into_iter().collect();
    let all = helped::all(ledger, &numbers, &|day| asked.span.holds(day), true)?;
    let mut townships = Groups::by(Field::Area);
    let mut table = Table::new(words.word("report-disclosure"))
        .column("programme", words.word("term-programme"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("name", words.word("term-name"), Kind::Text)
        .column("township", words.word("term-township"), Kind::Text)
        .column("goods", words.word("term-goods"), Kind::Text)
        .column("pieces", words.word("term-pieces"), Kind::Number)
        .column("worth_yuan", words.word("term-worth"), Kind::Money)
        .column("status", words.word("term-status"), Kind::Text);
    for programme in &programmes {
        let of: Vec<&Helped> = all.iter().filter(|helped| helped.programme == programme.no).collect();
        if of.is_empty() {
            continue;
        }
        let (mut sum, mut people) = (Fen::ZERO, BTreeSet::new());
        let first = table.rows.len();
        for helped in &of {
            names.learn_person(ledger, helped.person)?;
            let goods = helped.goods.and_then(|(item, pieces)| Some((items.get(&item)?, pieces)));
            table.push(vec![
                programme.name.as_str().into(),
                helped.day.into(),
                helped.entry.to_string().into(),
                masked(words, names, helped).into(),
                townships.of(words, ledger, names, helped.person)?.into(),
                goods.map(|(item, _)| item.name.to_string()).into(),
                goods.map(|(_, pieces)| i64::from(pieces)).into(),
                helped.worth.into(),
                words.word(if helped.waits { "disclosure-granted" } else { "disclosure-paid" }).into(),
            ]);
            sum = add(sum, helped.worth)?;
            people.insert(helped.person);
        }
        let count = ("count", people.len().into());
        let mut cells = vec![programme.name.as_str().into(), Cell::Empty, Cell::Empty];
        cells.push(words.say("disclosure-people", &[count]).into());
        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, sum.into(), Cell::Empty]);
        let of = table.rows.len();
        table.sums.push(Sum { of, plus: (first..of).collect(), minus: Vec::new() });
        table.push_as(Style::Total, cells);
    }
    table.notes.extend(asked.span.note(words));
    notices(words, ledger, &programmes, asked, &mut table)?;
    deadlines(words, ledger, &programmes, asked, &mut table)?;
    table.notes.extend(names.notes_on_names(words));
    Ok(table)
}

/// Only the masked name: her number would let others follow her from one list to the next.
fn masked(words: &Words, book: &NameBook, helped: &Helped) -> String {
    let name = book.name_alone(helped.person);
    name.map_or_else(|| names::person(words, book, helped.person), str::to_owned)
}

/// Rounds whose notice is up, or is not up and must be.
fn notices(
    words: &Words,
    ledger: &Ledger,
    programmes: &[ProgrammeAdded],
    asked: Asked<'_>,
    table: &mut Table,
) -> Result<(), LedgerError> {
    let rounds = ledger.map_rounds(|no, round| {
        let open = round.rows.iter().any(|row| row.status == crate::book::relief::RowStatus::Granted);
        (open && round.notice_days > 0).then_some((no, round.programme, round.noticed, round.payable_from()))
    })?;
    for (no, programme, noticed, until) in rounds.into_iter().flatten() {
        let Some(of) = programmes.iter().find(|of| of.no == programme) else { continue };
        let mut args = vec![("round", no.to_string().into()), ("programme", of.name.as_str().into())];
        let key = match (noticed, until) {
            (Some(since), Some(until)) => {
                let left = until.days_since(asked.today);
                args.extend([
                    ("since", since.into()),
                    ("until", until.into()),
                    ("days", u64::try_from(left).unwrap_or(0).into()),
                ]);
                if left > 0 { "disclosure-notice-runs" } else { "disclosure-notice-over" }
            }
            _ => "disclosure-notice-missing",
        };
        table.notes.push(words.say(key, &args));
    }
    Ok(())
}

/// A project that runs longer than six months is disclosed at least every three months.
const LONG_MONTHS: u32 = 6;
const EVERY_MONTHS: u32 = 3;

fn deadlines(
    words: &Words,
    ledger: &mut Ledger,
    programmes: &[ProgrammeAdded],
    asked: Asked<'_>,
    table: &mut Table,
) -> Result<(), LedgerError> {
    let mut said = false;
    let numbers: Vec<ProgrammeNo> = programmes.iter().map(|programme| programme.no).collect();
    let first_days = helped::first_days(ledger, &numbers, asked.today)?;
    for programme in programmes {
        let Some(first) = first_days.get(&programme.no).copied() else { continue };
        let name = ("programme", programme.name.as_str().into());
        let days = |until: Date| ("days", u64::try_from(until.days_since(asked.today)).unwrap_or(0).into());
        if let Some(ended) = asked.ended {
            let until = ended.plus_months(EVERY_MONTHS);
            let key = if until < asked.today { "disclosure-final-over" } else { "disclosure-final" };
            table.notes.push(words.say(key, &[name, ("until", until.into()), days(until)]));
        } else if first.plus_months(LONG_MONTHS) <= asked.today {
            let until = next_quarter(first, asked.today);
            table
                .notes
                .push(words.say("disclosure-quarterly", &[name, ("until", until.into()), days(until)]));
        }
        said = true;
    }
    if said {
        let until = next_report(asked.today);
        let left = ("days", u64::try_from(until.days_since(asked.today)).unwrap_or(0).into());
        table.notes.push(words.say("disclosure-yearly", &[("until", until.into()), left]));
        table.notes.push(words.word("disclosure-law"));
    }
    Ok(())
}

/// The next day that is a multiple of three months after the first payment; today counts.
fn next_quarter(first: Date, today: Date) -> Date {
    let mut months = LONG_MONTHS;
    while first.plus_months(months) < today {
        months += EVERY_MONTHS;
    }
    first.plus_months(months)
}

/// The next 31 May; today counts.
fn next_report(today: Date) -> Date {
    let of = |year: u32| Date::from_number(year * 10_000 + 531).unwrap_or(today);
    let this = of(today.number() / 10_000);
    if this < today { of(today.number() / 10_000 + 1) } else { this }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_deadlines_are_on_or_after_today() {
        let day = |text: &str| Date::parse(text).unwrap();
        for (today, next) in [
            ("2026-03-10", "2026-05-30"),
            ("2026-05-30", "2026-05-30"),
            ("2026-05-31", "2026-08-30"),
            ("2026-09-01", "2026-11-30"),
        ] {
            assert_eq!(next_quarter(day("2025-08-30"), day(today)), day(next), "{today}");
        }
        assert_eq!(next_report(day("2026-05-31")), day("2026-05-31"));
        assert_eq!(next_report(day("2026-06-01")), day("2027-05-31"));
    }
}
