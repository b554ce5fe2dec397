//! What falls due soon and what is in arrears, for whoever goes to see the borrowers 定期跟踪.
//!
//! Owns: which loans are on the list, and their columns. Refuses to know: who goes.

use super::balance::add;
use super::loan_words::{self, Products};
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{Date, Fen, LoanNo, PersonNo, ProductNo};
use crate::book::loan::{Known, LoanState, Position, position};
use crate::entry::{Field, LoanWhat, VisitResult};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;

/// A loan on the list.
#[derive(Debug, PartialEq, Eq)]
struct Due {
    no: LoanNo,
    product: ProductNo,
    borrower: PersonNo,
    /// The day of the next instalment, where it lies within the time.
    next: Option<Date>,
    /// What falls due from tomorrow to the end of the time, today's included.
    falls_due: Fen,
    arrears: Fen,
    days_overdue: u32,
    /// The last visit, and what it found.
    visit: Option<(Date, VisitResult)>,
}

/// What of principal and interest fell due and was not paid.
fn due(p: &Position) -> Fen {
    Fen::new(p.principal_due.get().saturating_add(p.interest_due.get().max(0)))
}

/// The line of a loan; `None` where nothing is in arrears and nothing falls due.
fn line(no: LoanNo, loan: &LoanState, today: Date, until: Date) -> Option<Due> {
    let now = position(loan, today, Known::ALL);
    let then = position(loan, until, Known::ALL);
    // All that she has to pay by then is what is late now, and what falls due on the way.
    let falls_due = Fen::new(due(&then).get() - now.arrears.get()).max(Fen::ZERO);
    let next = now.next.map(|next| next.due).filter(|day| *day <= until);
    let visits = loan.living(Known::ALL).into_iter().rev().filter(|event| event.date <= today);
    let visit = visits.into_iter().find_map(|event| match event.what {
        LoanWhat::Visited { result } => Some((event.date, result)),
        _ => None,
    });
    let listed = now.arrears > Fen::ZERO || falls_due > Fen::ZERO;
    listed.then_some(Due {
        no,
        product: loan.product,
        borrower: loan.borrower,
        next,
        falls_due,
        arrears: now.arrears,
        days_overdue: now.days_overdue,
        visit,
    })
}

/// One row a loan: the longest overdue first, then by the day that the next instalment falls due.
///
/// # Errors
/// Where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    today: Date,
    within: u32,
) -> Result<Table, LedgerError> {
    let until = today.plus_days(within);
    let products: Products = ledger.products()?.into_iter().map(|p| (p.added.no, p)).collect();
    let all = ledger.map_loans(|no, loan| line(no, &loan, today, until))?;
    let mut listed: Vec<Due> = all.into_iter().flatten().collect();
    listed.sort_by_key(|due| (std::cmp::Reverse(due.days_overdue), due.next.unwrap_or(Date::LAST), due.no));
    let args = [("date", today.into()), ("until", until.into())];
    let mut table = Table::new(words.say("report-loan-due", &args))
        .column("loan", words.word("term-loan"), Kind::Text)
        .column("product", words.word("term-product"), Kind::Text)
        .column("borrower", words.word("term-borrower"), Kind::Text)
        .column("area", words.word("term-area"), Kind::Text)
        .column("next_due", words.word("term-next-due"), Kind::Date)
        .column("falls_due_yuan", words.word("term-falls-due"), Kind::Money)
        .column("arrears_yuan", words.word("term-arrears"), Kind::Money)
        .column("days_overdue", words.word("term-days-overdue"), Kind::Number)
        .column("last_visit", words.word("term-last-visit"), Kind::Date)
        .column("found", words.word("term-visit-result"), Kind::Text);
    let (mut falls_due, mut arrears) = (Fen::ZERO, Fen::ZERO);
    for due in listed {
        falls_due = add(falls_due, due.falls_due)?;
        arrears = add(arrears, due.arrears)?;
        let area = area(ledger, names, due.borrower)?;
        let late = due.days_overdue > 0;
        table.push_as(
            if late { Style::Warning } else { Style::Plain },
            vec![
                due.no.to_string().into(),
                loan_words::product(&products, due.product).into(),
                names::person(words, names, due.borrower).into(),
                area.into(),
                due.next.into(),
                due.falls_due.into(),
                due.arrears.into(),
                late.then_some(i64::from(due.days_overdue)).into(),
                due.visit.map(|(day, _)| day).into(),
                due.visit.map(|(_, result)| loan_words::visit(words, result)).into(),
            ],
        );
    }
    let mut total = vec![words.word("term-total").into()];
    total.resize(5, Cell::Empty);
    total.extend([falls_due.into(), arrears.into(), Cell::Empty, Cell::Empty, Cell::Empty]);
    table.push_as(Style::Total, total);
    table.notes.push(words.word("report-loan-due-note"));
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// Where somebody lives, as far as it may be seen; learns her name on the way.
fn area(ledger: &mut Ledger, names: &mut NameBook, no: PersonNo) -> Result<Option<String>, LedgerError> {
    names.learn_person(ledger, no)?;
    let fields = names.person_shown(ledger, no)?.and_then(|shown| shown.fields).unwrap_or_default();
    Ok(fields.into_iter().find_map(|(field, text)| (field == Field::Area).then_some(text)))
}

#[cfg(test)]
mod tests {
    use super::super::portfolio_figures::tests::{day, drawn, loan, paid};
    use super::*;
    use crate::entry::LoanKind;

    #[test]
    fn what_is_late_and_what_falls_due_on_the_way_are_told_apart() {
        let events = vec![drawn(), ("2026-02-01", paid(3_100, 250_000))];
        let loan = loan(LoanKind::Term, 0, events);
        let on = |today: &str, until: &str| line(LoanNo(1), &loan, day(today), day(until));
        let figures = |due: Option<Due>| due.map(|due| (due.falls_due.get(), due.arrears.get(), due.next));
        // Nothing falls due, then the second instalment does; 28 days of 0.75 yuan.
        assert_eq!(on("2026-02-10", "2026-02-28"), None);
        let next = |date: &str| Some(day(date));
        assert_eq!(figures(on("2026-02-20", "2026-03-01")), Some((252_100, 0, next("2026-03-01"))));
        // On the day itself it falls due; the day after it is late.
        assert_eq!(figures(on("2026-03-01", "2026-03-10")), Some((252_100, 0, None)));
        assert_eq!(figures(on("2026-03-02", "2026-03-10")), Some((0, 252_100, None)));
        // The third comes with 31 days of 0.75 yuan.
        assert_eq!(figures(on("2026-03-20", "2026-04-05")), Some((252_325, 252_100, next("2026-04-01"))));
    }
}
