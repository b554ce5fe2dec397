//! Figures: a table from the ledger, one file a report.
//!
//! Owns: what stands in which column. Refuses to know: formats and storage.

pub mod accounts;
pub mod audit;
pub mod balance;
pub mod bank;
pub mod budgets;
pub mod chart;
pub mod close_check;
mod decisions;
pub mod disclosure;
pub mod funds;
pub mod gifts;
pub mod goods_list;
pub mod goods_show;
mod groups;
pub mod guarantors;
mod helped;
pub mod journal;
pub mod loan_due;
pub mod loan_explain;
pub mod loan_list;
pub mod loan_payoff;
pub mod loan_schedule;
pub mod loan_show;
pub mod loan_words;
pub mod log;
pub mod names;
pub mod operators;
pub mod pending;
mod person_relief;
pub mod persons;
pub mod portfolio;
pub mod portfolio_figures;
pub mod products;
pub mod programme_rules;
pub mod programme_sums;
pub mod programmes;
pub mod receipt;
pub mod recorded;
pub mod registers;
pub mod relief_list;
pub mod relief_show;
pub mod relief_words;
pub mod sheet;
pub mod show;
pub mod statement_account;
pub mod statement_fund;
pub mod statement_gift;
pub mod statement_loan;
pub mod statement_person;
pub mod statements;
pub mod subsidy_claim;
pub mod subsidy_recompute;
pub mod table;
pub mod trial_balance;
pub mod vouchers;
mod wan;
pub mod work;

pub use chart::Chart;
pub use sheet::Sheet;
pub use table::{Cell, Column, Kind, Row, Style, Sum, Table, Unit};

use crate::base::{AccountCode, Date, EntryNo, Months};
use crate::book::chart::Edition;
use crate::words::{Lang, Words};
use names::NameBook;

/// The days that a statement covers; a missing end is open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    /// The first voucher date.
    pub from: Option<Date>,
    /// The last voucher date.
    pub to: Option<Date>,
}

impl From<Months> for Span {
    fn from(months: Months) -> Span {
        Span { from: Some(months.first_day()), to: Some(months.last_day()) }
    }
}

impl Span {
    /// Whether the day lies before the span: it counts for the opening balance.
    fn is_before(&self, day: Date) -> bool {
        self.from.is_some_and(|from| day < from)
    }

    /// Whether the day lies after the span: it does not count at all.
    fn is_after(&self, day: Date) -> bool {
        self.to.is_some_and(|to| day > to)
    }

    /// Whether the day lies within.
    fn holds(&self, day: Date) -> bool {
        !self.is_before(day) && !self.is_after(day)
    }

    fn note(&self, words: &Words) -> Option<String> {
        let shown = |day: Option<Date>| day.map_or("…".to_owned(), |day| day.to_string());
        let args = [("from", shown(self.from).into()), ("to", shown(self.to).into())];
        (self.from.is_some() || self.to.is_some()).then(|| words.say("report-span", &args))
    }
}

/// The name of an account in the chart of the day, in the reader's language; where that edition has none such, the name
/// of an edition that has.
fn account_name(words: &Words, edition: Edition, code: AccountCode) -> &'static str {
    let other = match edition {
        Edition::Of2004 => Edition::Of2026,
        Edition::Of2026 => Edition::Of2004,
        Edition::Government => Edition::Government,
    };
    edition.account(code).or(other.account(code)).map_or("", |account| match words.lang() {
        Lang::ZhCn => account.name,
        Lang::En => account.name_en,
    })
}
/// How the row of an entry looks: one that a single person let take effect stands out.
fn style_of(names: &NameBook, no: EntryNo) -> Style {
    if names.is_emergency(no) { Style::Warning } else { Style::Plain }
}
