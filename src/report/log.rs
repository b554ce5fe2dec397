//! The entries, in recorded order.
//!
//! Owns: which of them are listed. Refuses to know: their postings.
//!
//! What stands in a posting list is looked up there; the lists are crossed before any entry is read. What no list
//! knows is asked of each entry that is left, from the newest on, and only until enough are found.

use super::names::{NameBook, reversed_by};
use super::{Kind, Style, Table, persons};
use crate::base::{Date, EntryNo, Fen, FundNo, Line, OperatorNo, PersonNo, ProgrammeNo};
use crate::entry::Entry;
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use std::collections::VecDeque;

/// How many entries are listed where nothing else is asked for.
pub const DEFAULT_LAST: u64 = 50;

/// Which entries are asked for: those that meet everything that is given.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The first business date.
    pub from: Option<Date>,
    /// The last business date.
    pub to: Option<Date>,
    /// Only of this fund.
    pub fund: Option<FundNo>,
    /// Only of this programme.
    pub programme: Option<ProgrammeNo>,
    /// Only those that name this person.
    pub person: Option<PersonNo>,
    /// Only those that name somebody who lives there; a part of the vault's text is enough.
    pub area: Option<Line>,
    /// Only those that this operator recorded.
    pub operator: Option<OperatorNo>,
    /// Only of that amount or more, whichever way it went.
    pub min: Option<Fen>,
    /// Only of that amount or less.
    pub max: Option<Fen>,
    /// Only those recorded more than so many days after their business date 补录.
    pub late: Option<u32>,
    /// Only the last so many. Without it and without dates: [`DEFAULT_LAST`].
    pub last: Option<u64>,
}

impl Wanted {
    fn matches(&self, entry: &Entry) -> bool {
        let date = entry.business_date;
        let amount = super::recorded::amount(entry)
            .map(|amount| if amount.is_negative() { amount.negated() } else { amount });
        self.from.is_none_or(|from| date >= from)
            && self.to.is_none_or(|to| date <= to)
            && self.min.is_none_or(|min| amount.is_some_and(|amount| amount >= min))
            && self.max.is_none_or(|max| amount.is_some_and(|amount| amount <= max))
    }

    fn limit(&self) -> Option<u64> {
        let dated = self.from.is_some() || self.to.is_some();
        self.last.or((!dated).then_some(DEFAULT_LAST))
    }
}

/// One row an entry, the oldest first.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    wanted: &Wanted,
) -> Result<Table, LedgerError> {
    let mut table = Table::new(words.word("report-log"))
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("reversed_by", words.word("term-reversed-by"), Kind::Text);
    if wanted.late.is_some() {
        table = table.column("recorded_date", words.word("term-recorded-date"), Kind::Date);
    }
    let (entries, cut) = find(ledger, names, wanted)?;
    for Listed { entry, recorded } in &entries {
        let reversed = reversed_by(ledger, entry.no)?;
        let style = if reversed.is_some() { Style::Warning } else { super::style_of(names, entry.no) };
        let mut cells = vec![
            entry.no.to_string().into(),
            entry.business_date.into(),
            entry.voucher.map(|v| v.no().to_string()).into(),
            entry.voucher.map(|v| v.date).into(),
            names.summary(words, ledger, entry)?.into(),
            super::recorded::amount(entry).into(),
            reversed.map(|no| no.to_string()).into(),
        ];
        cells.extend(recorded.map(Into::into));
        table.push_as(style, cells);
    }
    if let (true, None, Some(limit)) = (cut, wanted.last, wanted.limit()) {
        table.notes.push(words.say("report-log-last", &[("count", limit.into())]));
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// An entry that is listed, and where it is asked for the day it was recorded on.
struct Listed {
    entry: Entry,
    recorded: Option<Date>,
}

/// The entries, and whether there are older ones that were left out.
fn find(
    ledger: &mut Ledger,
    names: &mut NameBook,
    wanted: &Wanted,
) -> Result<(VecDeque<Listed>, bool), LedgerError> {
    let limit = wanted.limit().map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
    let mut found = VecDeque::new();
    // From the newest on: the last few cost no more in a long ledger than in a short one.
    let candidates: Box<dyn Iterator<Item = EntryNo>> = match crossed(ledger, names, wanted)? {
        Some(numbers) => Box::new(numbers.into_iter().rev()),
        None => Box::new((1..=ledger.tip().entries).rev().map(EntryNo)),
    };
    for no in candidates {
        let Some(entry) = ledger.entry(no)?.filter(|entry| wanted.matches(entry)) else { continue };
        let recorded = match wanted.late {
            None => None,
            Some(days) => {
                let on = ledger.locate(no)?.header.recorded_at.shanghai_date();
                if on <= entry.business_date.plus_days(days) {
                    continue;
                }
                Some(on)
            }
        };
        if found.len() == limit {
            return Ok((found, true));
        }
        found.push_front(Listed { entry, recorded });
    }
    Ok((found, false))
}

/// The numbers, ascending, that stand in every list that is asked for; `None` where none is.
fn crossed(
    ledger: &mut Ledger,
    names: &mut NameBook,
    wanted: &Wanted,
) -> Result<Option<Vec<EntryNo>>, LedgerError> {
    let keys = [
        wanted.person.map(ListKey::Person),
        wanted.programme.map(ListKey::Programme),
        wanted.fund.map(ListKey::Fund),
    ];
    let mut left: Option<Vec<EntryNo>> = None;
    for key in keys.into_iter().flatten() {
        if left.as_ref().is_some_and(Vec::is_empty) {
            return Ok(left);
        }
        narrow(&mut left, ledger.entries_in(key)?);
    }
    if let Some(area) = &wanted.area {
        let persons = ledger.state().counts()?.persons;
        match &left {
            // A short list names few people: only those are looked up in the vault.
            Some(few) if few.len() as u64 <= persons => {
                left = Some(persons::naming_somebody_of_area(names, ledger, few, area)?);
            }
            _ => {
                let people = persons::of_area(names, ledger, area)?;
                let lists: Vec<ListKey> = people.into_iter().map(ListKey::Person).collect();
                narrow(&mut left, ledger.entries_in_any(&lists)?);
            }
        }
    }
    if let Some(operator) = wanted.operator {
        let hers = ledger.entries_by(operator)?;
        match &mut left {
            Some(left) => left.retain(|no| {
                let after = hers.partition_point(|run| run.start() <= no);
                after > 0 && hers[after - 1].contains(no)
            }),
            None => {
                let all = hers.iter().flat_map(|run| (run.start().0..=run.end().0).map(EntryNo));
                left = Some(all.collect());
            }
        }
    }
    Ok(left)
}

fn narrow(left: &mut Option<Vec<EntryNo>>, list: Vec<EntryNo>) {
    match left {
        None => *left = Some(list),
        Some(left) => {
            // The shorter one is gone through, the longer one is asked.
            let (mut short, long) =
                if left.len() <= list.len() { (std::mem::take(left), &list) } else { (list, &*left) };
            short.retain(|no| long.binary_search(no).is_ok());
            *left = short;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn crossing_lists_keeps_what_stands_in_both(
            a in prop::collection::btree_set(1..60u64, 0..40),
            b in prop::collection::btree_set(1..60u64, 0..40),
        ) {
            let list = |set: &BTreeSet<u64>| set.iter().map(|n| EntryNo(*n)).collect::<Vec<_>>();
            let mut left = None;
            narrow(&mut left, list(&a));
            prop_assert_eq!(left.as_ref(), Some(&list(&a)));
            narrow(&mut left, list(&b));
            prop_assert_eq!(left, Some(list(&(&a & &b))));
        }
    }
}
