//! The entries, in recorded order.
//!
//! Owns: which of them are listed. Refuses to know: their postings.

use super::names::{NameBook, reversed_by};
use super::{Kind, Style, Table};
use crate::base::{Date, EntryNo, FundNo};
use crate::entry::Entry;
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use std::collections::VecDeque;

/// How many entries are listed where nothing else is asked for.
pub const DEFAULT_LAST: u64 = 50;

/// Which entries are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// The first business date.
    pub from: Option<Date>,
    /// The last business date.
    pub to: Option<Date>,
    /// Only of this fund.
    pub fund: Option<FundNo>,
    /// Only the last so many. Without it and without dates: [`DEFAULT_LAST`].
    pub last: Option<u64>,
}

impl Wanted {
    fn matches(&self, entry: &Entry) -> bool {
        let date = entry.business_date;
        self.from.is_none_or(|from| date >= from) && self.to.is_none_or(|to| date <= to)
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
pub fn table(words: &Words, ledger: &mut Ledger, wanted: Wanted) -> Result<Table, LedgerError> {
    let mut names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-log"))
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("reversed_by", words.word("term-reversed-by"), Kind::Text);
    let (entries, cut) = find(ledger, wanted)?;
    for entry in &entries {
        let reversed = reversed_by(ledger, entry.no)?;
        let style = if reversed.is_some() { Style::Warning } else { super::style_of(&names, entry.no) };
        table.push_as(
            style,
            vec![
                entry.no.to_string().into(),
                entry.business_date.into(),
                entry.voucher.map(|v| v.no().to_string()).into(),
                entry.voucher.map(|v| v.date).into(),
                names.summary(words, ledger, entry)?.into(),
                super::recorded::amount(entry).into(),
                reversed.map(|no| no.to_string()).into(),
            ],
        );
    }
    if let (true, None, Some(limit)) = (cut, wanted.last, wanted.limit()) {
        table.notes.push(words.say("report-log-last", &[("count", limit.into())]));
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// The entries, and whether there are older ones that were left out.
fn find(ledger: &Ledger, wanted: Wanted) -> Result<(VecDeque<Entry>, bool), LedgerError> {
    let limit = wanted.limit().map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
    let mut found = VecDeque::new();
    let candidates: Vec<EntryNo> = match wanted.fund {
        Some(fund) => ledger.entries_in(ListKey::Fund(fund))?,
        None => (1..=ledger.tip().entries).map(EntryNo).collect(),
    };
    // From the newest on: the last few cost no more in a long ledger than in a short one.
    for no in candidates.into_iter().rev() {
        let Some(entry) = ledger.entry(no)?.filter(|entry| wanted.matches(entry)) else { continue };
        if found.len() == limit {
            return Ok((found, true));
        }
        found.push_front(entry);
    }
    Ok((found, false))
}
