//! The statement of activities 业务活动表 (会民非02表); of the government chart 收入费用表.
//!
//! Owns: income and expenses of the months, of the year so far and of the same months a year before, and what they change
//! in net assets. Refuses to know: what stands on accounts, and single entries.

use super::super::balance::add;
use super::super::chart::{Chart as Drawing, Scale, Series, Shape};
use super::super::names::NameBook;
use super::super::{Kind, Table, account_name};
use super::books::Books;
use super::lines::Lines;
use super::position::is_restricted;
use super::{Asked, begun, released};
use crate::base::{AccountCode, Fen, Months};
use crate::book::chart::{Class, NET_ASSETS_RESTRICTED};
use crate::entry::Chart;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use std::collections::BTreeMap;

/// Unrestricted and restricted.
type Two = [Fen; 2];

/// What the months come to, by account; each positive as its class has it.
#[derive(Default)]
struct Figures {
    accounts: BTreeMap<AccountCode, Two>,
    released: Fen,
    /// What went to net assets at once: transfers between funds, opening balances, prior-year adjustments.
    direct: Two,
}

impl Figures {
    fn of(ledger: &Ledger, books: &Books, months: Option<Months>) -> Result<Figures, LedgerError> {
        let mut figures = Figures::default();
        let Some(months) = months else { return Ok(figures) };
        figures.released = released(ledger, books.fund_no(), months)?;
        figures.direct = [figures.released.negated(), figures.released];
        for (_, account, month, moved) in books.moved.iter().filter(|(_, _, month, _)| months.holds(*month)) {
            let account = books.meant(*account, *month);
            let gain = add(moved.credit, moved.debit.negated())?;
            let (two, amount, restricted) = match Class::of(account) {
                Some(Class::Income) => {
                    let restricted = books.chart == Chart::NonProfit && is_restricted(account);
                    (figures.accounts.entry(account.top()).or_default(), gain, restricted)
                }
                Some(Class::Expenses) => {
                    (figures.accounts.entry(account.top()).or_default(), gain.negated(), false)
                }
                Some(Class::NetAssets) => {
                    let restricted =
                        books.chart == Chart::NonProfit && account.top() == NET_ASSETS_RESTRICTED;
                    (&mut figures.direct, gain, restricted)
                }
                _ => continue,
            };
            let at = usize::from(restricted);
            two[at] = add(two[at], amount)?;
        }
        Ok(figures)
    }

    fn account(&self, account: AccountCode) -> Two {
        self.accounts.get(&account).copied().unwrap_or_default()
    }
}

/// The three runs of months that stand side by side.
type Three = [Figures; 3];

/// One row an account of income or expense, with the change of net assets; and what came in and went out by month.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &NameBook,
    asked: &Asked,
) -> Result<(Table, Vec<Drawing>), LedgerError> {
    let books = Books::activity(ledger, asked)?;
    let runs = [Some(books.months), Some(books.year_to_date()), books.months.year_before()];
    let figures = [
        Figures::of(ledger, &books, runs[0])?,
        Figures::of(ledger, &books, runs[1])?,
        Figures::of(ledger, &books, runs[2])?,
    ];
    let mut rows = Lines::new(columns(words, begun(words, ledger, names, key(books.chart), &books), &books));
    let mut totals = Vec::new();
    for (class, heading, total) in [
        (Class::Income, "line-income", "line-income-total"),
        (Class::Expenses, "line-expenses", "line-expenses-total"),
    ] {
        rows.heading(&words.say(heading, &[]));
        let mut of_class = Vec::new();
        for account in standard(&books, class) {
            let name = account_name(words, books.edition, account);
            let cells = cells(&books, &figures, class == Class::Expenses, |of| of.account(account))?;
            of_class.push(rows.line(name, cells));
        }
        totals.push(rows.sum(&words.say(total, &[]), &of_class, &[])?);
    }
    let (income, expenses) = (totals[0], totals[1]);
    match books.chart {
        Chart::Government => {
            rows.sum(&words.word("line-surplus"), &[income], &[expenses])?;
        }
        Chart::NonProfit => {
            let moved = cells(&books, &figures, false, |of| [of.released, of.released.negated()])?;
            let released = rows.line(&words.word("line-released"), moved);
            rows.sum(&words.word("line-change"), &[income, released], &[expenses])?;
        }
    }
    let direct = cells(&books, &figures, false, |of| of.direct)?;
    if direct.iter().flatten().any(|amount| !amount.is_zero()) {
        rows.line(&words.word("line-direct"), direct);
        rows.note(words.word("report-activities-direct"));
    }
    rows.note(words.word("report-template"));
    let drawing = by_month(words, &books)?;
    Ok((rows.done(), vec![drawing]))
}

const fn key(chart: Chart) -> &'static str {
    match chart {
        Chart::NonProfit => "report-activities",
        Chart::Government => "report-income-and-expenses",
    }
}

fn columns(words: &Words, table: Table, books: &Books) -> Table {
    let table = table.column("item", words.word("term-statement-item"), Kind::Text).column(
        "line",
        words.word("term-line"),
        Kind::Number,
    );
    let money = |table: Table, key: &'static str, title: String| table.column(key, title, Kind::Money);
    if books.chart == Chart::Government {
        let table = money(table, "total_yuan", words.word("term-these-months"));
        let table = money(table, "year_total_yuan", words.word("term-year-to-date"));
        return money(table, "before_yuan", words.word("term-year-before"));
    }
    let of = |which: &str, part: &str| {
        words.say(
            "term-part-of",
            &[("which", words.say(which, &[]).into()), ("part", words.say(part, &[]).into())],
        )
    };
    let (these, year) = ("term-these-months", "term-year-to-date");
    let (unrestricted, restricted, total) = ("term-unrestricted", "term-restricted", "term-both");
    let table = money(table, "unrestricted_yuan", of(these, unrestricted));
    let table = money(table, "restricted_yuan", of(these, restricted));
    let table =
        money(table, "total_yuan", of(these, total)).sum_of(&["unrestricted_yuan", "restricted_yuan"], &[]);
    let table = money(table, "year_unrestricted_yuan", of(year, unrestricted));
    let table = money(table, "year_restricted_yuan", of(year, restricted));
    let table = money(table, "year_total_yuan", of(year, total))
        .sum_of(&["year_unrestricted_yuan", "year_restricted_yuan"], &[]);
    money(table, "before_yuan", of("term-year-before", total))
}

/// The figures of a row; expenses have no restricted part.
fn cells(
    books: &Books,
    figures: &Three,
    expense: bool,
    of: impl Fn(&Figures) -> Two,
) -> Result<Vec<Option<Fen>>, LedgerError> {
    let totals = |at: usize| {
        let [unrestricted, restricted] = of(&figures[at]);
        add(unrestricted, restricted)
    };
    if books.chart == Chart::Government {
        return Ok(vec![Some(totals(0)?), Some(totals(1)?), Some(totals(2)?)]);
    }
    let mut cells = Vec::with_capacity(7);
    for at in [0, 1] {
        let [unrestricted, restricted] = of(&figures[at]);
        cells.extend([Some(unrestricted), (!expense).then_some(restricted), Some(totals(at)?)]);
    }
    cells.push(Some(totals(2)?));
    Ok(cells)
}

/// The four-digit accounts of a class in the edition; also one that it does not have, where something stands on it.
pub(super) fn standard(books: &Books, class: Class) -> Vec<AccountCode> {
    let of_chart = books.edition.accounts().iter().map(|account| account.code);
    let used = books
        .moved
        .iter()
        .filter(|(_, _, month, _)| *month <= books.months.last())
        .map(|(_, account, month, _)| books.meant(*account, *month).top());
    let mut all: Vec<AccountCode> = of_chart
        .chain(used)
        .filter(|account| *account == account.top() && Class::of(*account) == Some(class))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Income and expenses of each month; of the year so far where one month is asked for.
fn by_month(words: &Words, books: &Books) -> Result<Drawing, LedgerError> {
    let one = books.months.first() == books.months.last();
    let months = if one { books.year_to_date() } else { books.months };
    let (mut labels, mut came, mut went) = (Vec::new(), Vec::new(), Vec::new());
    for month in months.each() {
        let of = |class| books.moved_in(Months::one(month), |_, account| Class::of(account) == Some(class));
        labels.push(month.to_string());
        came.push(of(Class::Income)?.negated().get());
        went.push(of(Class::Expenses)?.get());
    }
    let series = vec![
        Series { name: words.word("chart-income"), values: came },
        Series { name: words.word("chart-expenses"), values: went },
    ];
    let title = words.word("chart-by-month");
    Ok(Drawing { title, shape: Shape::Columns, scale: Scale::Fen, labels, series })
}
