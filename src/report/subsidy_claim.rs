//! The claim sheet of a quarter's interest subsidy 贴息申报表.
//!
//! Owns: its columns and sums. Refuses to know: which days are subsidised.

use super::balance::add;
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{Fen, LoanNo};
use crate::book::loan::subsidy::Claim;
use crate::entry::Quarter;
use crate::ledger::{Ledger, LedgerError};
use crate::words::{Words, names};
use std::collections::BTreeMap;

/// One row a loan that has any, the sum, and what each level of government bears in all.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    quarter: Quarter,
    claims: &[(LoanNo, Claim)],
) -> Result<Table, LedgerError> {
    let mut names = NameBook::new(ledger)?;
    let mut table = Table::new(words.say("report-claim-sheet", &[("quarter", quarter.to_string().into())]))
        .column("loan", words.word("claim-loan"), Kind::Text)
        .column("borrower", words.word("claim-borrower"), Kind::Text)
        .column("days", words.word("claim-days"), Kind::Number)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("shares", words.word("claim-shares"), Kind::Text);
    let mut total = Fen::ZERO;
    let mut levels: BTreeMap<String, Fen> = BTreeMap::new();
    for (loan, claim) in claims {
        let Some(due) = claim.due() else { continue };
        names.learn_person(ledger, due.borrower)?;
        total = add(total, due.amount)?;
        for (level, part) in &due.shares {
            let sum = levels.entry(level.to_string()).or_default();
            *sum = add(*sum, *part)?;
        }
        let borrower = names::person(words, &names, due.borrower);
        let shares = due.shares.iter().map(|(level, part)| (level.as_str(), *part));
        let row = [loan.to_string().into(), borrower.into(), due.days.into(), due.amount.into()];
        table.push([&row[..], &[shared(shares).into()]].concat());
    }
    let shares = levels.iter().map(|(level, sum)| (level.as_str(), *sum));
    let row = [words.word("term-total").into(), Cell::Empty, Cell::Empty, total.into()];
    table.push_as(Style::Total, [&row[..], &[shared(shares).into()]].concat());
    table.notes = names.notes(words);
    Ok(table)
}

fn shared<'a>(parts: impl Iterator<Item = (&'a str, Fen)>) -> String {
    parts.map(|(level, part)| format!("{level} {part}")).collect::<Vec<_>>().join("; ")
}
