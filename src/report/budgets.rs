//! Budgets: what was set, what is spent of it, and what is left.
//!
//! Owns: its columns. Refuses to know: which entries spent it.

use super::names::NameBook;
use super::{Kind, Style, Table};
use crate::base::Fen;
use crate::book::{BudgetState, Refusal};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::Names;

/// One row a budget, by year and fund; of one year where one is asked for.
///
/// # Errors
/// Where the index can't be read.
pub fn table(words: &Words, ledger: &mut Ledger, year: Option<u32>) -> Result<Table, LedgerError> {
    let names = NameBook::new(ledger)?;
    let mut table = Table::new(words.word("report-budgets"))
        .column("year", words.word("term-year"), Kind::Text)
        .column("fund", words.word("term-fund"), Kind::Text)
        .column("purpose", words.word("term-purpose"), Kind::Text)
        .column("budget_yuan", words.word("term-budget-set"), Kind::Money)
        .column("spent_yuan", words.word("term-budget-spent"), Kind::Money)
        .column("left_yuan", words.word("term-budget-left"), Kind::Money)
        .column("used", words.word("term-budget-used"), Kind::Text);
    let mut budgets = ledger.budgets()?;
    budgets.retain(|budget| year.is_none_or(|year| budget.set.year == year));
    budgets.sort_by_key(|budget| (budget.set.year, budget.set.fund, budget.set.no));
    for BudgetState { set, spent } in budgets {
        let too_large = || LedgerError::Refused(Box::new(Refusal::SumTooLarge));
        let left = set.amount.checked_sub(spent).ok_or_else(too_large)?;
        let style = if left.get() > 0 { Style::Plain } else { Style::Warning };
        table.push_as(
            style,
            vec![
                set.year.to_string().into(),
                names.fund_code(set.fund).into(),
                set.purpose.as_str().into(),
                set.amount.into(),
                spent.into(),
                left.into(),
                used(spent, set.amount).into(),
            ],
        );
    }
    Ok(table)
}

/// The share that is spent, in per cent with one digit, rounded down: 100.0% is all of it. Nothing of a budget of nothing.
fn used(spent: Fen, of: Fen) -> Option<String> {
    let tenths = (i128::from(spent.get()) * 1000).checked_div(i128::from(of.get()))?;
    Some(format!("{}.{}%", tenths / 10, (tenths % 10).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_rounded_down_so_that_all_is_all() {
        let share = |spent, of| used(Fen::new(spent), Fen::new(of));
        assert_eq!(share(0, 10_000), Some("0.0%".into()));
        assert_eq!(share(32_050, 2_000_000), Some("1.6%".into()));
        assert_eq!(share(9_999, 10_000), Some("99.9%".into()));
        assert_eq!(share(10_000, 10_000), Some("100.0%".into()));
        assert_eq!(share(10_000_000_000_000, 10_000_000_000_000), Some("100.0%".into()));
        assert_eq!(share(0, 0), None);
    }
}
