//! 预算收入支出表 (会政预01表), of the government chart: budget income and expenses, and what budgets were set.
//!
//! Owns: its rows. Refuses to know: 财务会计.

use super::super::names::NameBook;
use super::super::{Kind, Table, account_name};
use super::activities::standard;
use super::books::Books;
use super::lines::Lines;
use super::{Asked, begun};
use crate::base::{AccountCode, Fen, Months};
use crate::book::chart::Class;
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::Names;

/// One row an account of budget income or expense; then the budgets of the year.
pub(super) fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &NameBook,
    asked: &Asked,
) -> Result<Table, LedgerError> {
    let books = Books::activity(ledger, asked)?;
    let titled = |key: &str| words.say("term-in-yuan", &[("which", words.say(key, &[]).into())]);
    let table = begun(words, ledger, names, "report-budget", &books)
        .column("item", words.word("term-statement-item"), Kind::Text)
        .column("line", words.word("term-line"), Kind::Number)
        .column("budget_yuan", words.word("term-annual-budget"), Kind::Money)
        .column("total_yuan", titled("term-these-months"), Kind::Money)
        .column("year_total_yuan", titled("term-year-to-date"), Kind::Money)
        .column("before_yuan", titled("term-year-before"), Kind::Money);
    let runs = [Some(books.months), Some(books.year_to_date()), books.months.year_before()];
    let mut rows = Lines::new(table);
    let mut totals = Vec::new();
    for (class, heading, total) in [
        (Class::BudgetIncome, "line-budget-income", "line-budget-income-total"),
        (Class::BudgetExpenses, "line-budget-expenses", "line-budget-expenses-total"),
    ] {
        rows.heading(&words.say(heading, &[]));
        let mut of_class = Vec::new();
        for account in standard(&books, class) {
            let mut figures = vec![None];
            for run in runs {
                figures.push(Some(moved(&books, run, account, class == Class::BudgetIncome)?));
            }
            of_class.push(rows.line(account_name(words, books.edition, account), figures));
        }
        totals.push(rows.sum(&words.say(total, &[]), &of_class, &[])?);
    }
    rows.sum(&words.word("line-budget-difference"), &totals[..1], &totals[1..])?;
    let year = books.months.last().number() / 100;
    let mut budgets = ledger.budgets()?;
    budgets.retain(|budget| {
        budget.set.year == year && books.fund_no().is_none_or(|fund| fund == budget.set.fund)
    });
    if !budgets.is_empty() {
        budgets.sort_by_key(|budget| (budget.set.fund, budget.set.no));
        rows.heading(&words.word("line-budgets"));
        for budget in &budgets {
            let fund = ("fund", names.fund_code(budget.set.fund).into());
            let name = words.say("line-budget", &[fund, ("purpose", (&budget.set.purpose).into())]);
            rows.line(&name, vec![Some(budget.set.amount), None, Some(budget.spent), None]);
        }
        rows.note(words.word("report-budget-spent-now"));
    }
    rows.note(words.word("report-template"));
    Ok(rows.done())
}

fn moved(books: &Books, months: Option<Months>, top: AccountCode, credit: bool) -> Result<Fen, LedgerError> {
    let Some(months) = months else { return Ok(Fen::ZERO) };
    let debit = books.moved_in(months, |_, account| account.top() == top)?;
    Ok(if credit { debit.negated() } else { debit })
}
