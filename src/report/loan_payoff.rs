//! What ends a loan on a day 结清金额.
//!
//! Owns: its rows. Refuses to know: how the parts come about; see `loan_explain`.

use super::names::NameBook;
use super::{Kind, Style, Table};
use crate::base::{Date, Fen, LoanNo};
use crate::book::loan::{Known, owed, position};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;

/// One row a part, and what they come to.
///
/// # Errors
/// `UnknownLoan`; where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: LoanNo,
    day: Date,
) -> Result<Table, LedgerError> {
    let loan = ledger.loan(no)?;
    names.learn_person(ledger, loan.borrower)?;
    let borrower = names::person(words, names, loan.borrower);
    let args = [("loan", no.to_string().into()), ("person", borrower.into()), ("date", day.into())];
    let mut table = Table::new(words.say("report-loan-payoff", &args))
        .column("part", words.word("term-loan-part"), Kind::Text)
        .column("amount_yuan", words.word("term-amount"), Kind::Money);
    let parts = owed::all_owed(&loan, day);
    for (key, amount) in [
        ("part-fees", parts.fees),
        ("part-penalty", parts.penalty),
        ("part-interest", parts.interest),
        ("part-principal", parts.principal),
    ] {
        table.push(vec![words.say(key, &[]).into(), amount.into()]);
    }
    table.push_as(Style::Total, vec![words.word("term-total").into(), owed::payoff(&loan, day).into()]);
    let p = position(&loan, day, Known::ALL);
    for (key, amount) in
        [("report-loan-payoff-kept", p.prepaid), ("report-loan-payoff-overpaid", p.overpaid())]
    {
        if amount > Fen::ZERO {
            table.notes.push(words.say(key, &[("amount", amount.into())]));
        }
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}
