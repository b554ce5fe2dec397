//! The statement of a loan: what was paid out, what fell due, what was paid and what it met, by business date.
//!
//! Owns: what each line means for the balance. Refuses to know: vouchers, and how interest comes about.
//!
//! What was reversed stands at its day with a mark, and its reversal at its own with a minus: both are on paper that people
//! hold. Neither changes the balance, which is worked out from what counts.

use super::balance::add;
use super::loan_words;
use super::names::NameBook;
use super::{Cell, Kind, Span, Style, Table};
use crate::base::{Date, EntryNo, Fen, LoanNo};
use crate::book::loan::walk::{Step, walk};
use crate::book::loan::{Event, Known, LoanState, owed};
use crate::entry::{LoanWhat, PaidFrom, Split};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;

/// Figures of a line, in the order of their columns: drawn, charged or fallen due, and what was paid with its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Figures {
    drawn: Fen,
    charged: Fen,
    interest_due: Fen,
    penalty_due: Fen,
    paid: Split,
}

impl Figures {
    fn of(what: &LoanWhat) -> Figures {
        let mut figures = Figures::default();
        match what {
            LoanWhat::Drawn { amount, .. } => figures.drawn = *amount,
            LoanWhat::Charged { amount } => figures.charged = *amount,
            LoanWhat::Repaid { from: PaidFrom::Cash, split, .. } => figures.paid = *split,
            // What was kept is taken off what is kept: together it is no new money.
            LoanWhat::Repaid { split, .. } => {
                figures.paid = *split;
                figures.paid.prepaid = owed::met(split).negated();
            }
            LoanWhat::Claimed { split, .. } | LoanWhat::WrittenOff { split, .. } => figures.paid = *split,
            LoanWhat::Refunded { amount } => figures.paid.prepaid = amount.negated(),
            _ => {}
        }
        figures
    }

    fn cells(&self) -> [Fen; 9] {
        let Split { fees, penalty, interest, principal, prepaid } = self.paid;
        let Figures { drawn, charged, interest_due, penalty_due, .. } = *self;
        [drawn, charged, interest_due, penalty_due, fees, penalty, interest, principal, prepaid]
    }

    fn negated(&self) -> Figures {
        let Split { fees, penalty, interest, principal, prepaid } = self.paid;
        let not = Fen::negated;
        Figures {
            drawn: not(self.drawn),
            charged: not(self.charged),
            interest_due: not(self.interest_due),
            penalty_due: not(self.penalty_due),
            paid: Split {
                fees: not(fees),
                penalty: not(penalty),
                interest: not(interest),
                principal: not(principal),
                prepaid: not(prepaid),
            },
        }
    }
}

/// A line of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    date: Date,
    entry: Option<EntryNo>,
    what: What,
    figures: Figures,
    /// What is outstanding after it; `None` where it does not count.
    outstanding: Option<Fen>,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    FellDue,
    Happened(LoanWhat),
    /// An event that an entry reversed.
    Reversed(LoanWhat, EntryNo),
    /// The reversal of what that entry recorded.
    Reversal(EntryNo),
}

/// The lines of a loan up to a day, by day; reversals with their own days come from `reversals`. What was reversed adds up
/// to nothing: it has figures only where its reversal, which takes them back, is told from `from` on too.
fn lines(loan: &LoanState, from: Option<Date>, until: Date, reversals: &[(EntryNo, Date)]) -> Vec<Line> {
    let mut all = Vec::new();
    walk(loan, until, Known::ALL, |step| match step {
        Step::FellDue { planned, interest, penalty, .. } => {
            let figures = Figures { interest_due: interest, penalty_due: penalty, ..Figures::default() };
            all.push(Line {
                date: planned.due,
                entry: None,
                what: What::FellDue,
                figures,
                outstanding: None,
            });
        }
        Step::Happened(event, standing) if is_shown(&event.what) => all.push(Line {
            date: event.date,
            entry: Some(event.entry),
            what: What::Happened(event.what.clone()),
            figures: Figures::of(&event.what),
            outstanding: Some(standing.outstanding()),
        }),
        Step::Happened(..) | Step::Ran(_) => {}
    });
    let reversed = loan.events.iter().filter(|event| event.date <= until && is_shown(&event.what));
    for (event, by) in reversed.filter_map(|event: &Event| Some((event, event.reversed?))) {
        let day = reversals.iter().find(|(entry, _)| *entry == by).map(|(_, day)| *day);
        let told = |day: Date| day <= until && from.is_none_or(|from| day >= from);
        let both = told(event.date) && day.is_some_and(told);
        let figures = if both { Figures::of(&event.what) } else { Figures::default() };
        let what = What::Reversed(event.what.clone(), by);
        all.push(Line { date: event.date, entry: Some(event.entry), what, figures, outstanding: None });
        if let Some(date) = day.filter(|day| *day <= until) {
            let (what, figures) = (What::Reversal(event.entry), figures.negated());
            all.push(Line { date, entry: Some(by), what, figures, outstanding: None });
        }
    }
    // Of one day, what falls due comes before what happens, and that in recorded order.
    all.sort_by_key(|line| (line.date, line.entry));
    let mut outstanding = Fen::ZERO;
    for line in &mut all {
        outstanding = line.outstanding.unwrap_or(outstanding);
        line.outstanding = Some(outstanding);
    }
    all
}

const fn is_shown(what: &LoanWhat) -> bool {
    !matches!(
        what,
        LoanWhat::Applied { .. }
            | LoanWhat::Granted { .. }
            | LoanWhat::Visited { .. }
            | LoanWhat::SubsidyClaimed { .. }
    )
}

/// One row a line between two business dates, with what is outstanding after it. Without `all_columns` those with nothing
/// in them are left out.
///
/// # Errors
/// `UnknownLoan`; where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: LoanNo,
    span: Span,
    today: Date,
    all_columns: bool,
) -> Result<Table, LedgerError> {
    let loan = ledger.loan(no)?;
    names.learn_person(ledger, loan.borrower)?;
    let mut reversals = Vec::new();
    for by in loan.events.iter().filter_map(|event| event.reversed) {
        if let Some(entry) = ledger.entry(by)? {
            reversals.push((by, entry.business_date));
        }
    }
    let borrower = names::person(words, names, loan.borrower);
    let args = [("loan", no.to_string().into()), ("person", borrower.into())];
    let mut table = Table::new(words.say("report-statement-loan", &args))
        .column("date", words.word("term-date"), Kind::Date)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("what", words.word("term-loan-what"), Kind::Text);
    let (mut before, mut sums, mut used) = (Fen::ZERO, [Fen::ZERO; 9], [all_columns; 9]);
    let mut rows = Vec::new();
    for line in lines(&loan, span.from, span.to.unwrap_or(today), &reversals) {
        let outstanding = line.outstanding.unwrap_or(Fen::ZERO);
        if span.is_before(line.date) {
            before = outstanding;
            continue;
        }
        for ((sum, used), figure) in sums.iter_mut().zip(&mut used).zip(line.figures.cells()) {
            *sum = add(*sum, figure)?;
            *used |= !figure.is_zero();
        }
        rows.push((line, outstanding));
    }
    for ((key, term), _) in COLUMNS.into_iter().zip(used).filter(|(_, used)| *used) {
        table = table.column(key, words.say(term, &[]), Kind::Money);
    }
    table = table.column("outstanding_yuan", words.word("term-outstanding"), Kind::Money);
    let shown =
        |figures: [Cell; 9]| figures.into_iter().zip(used).filter_map(|(cell, used)| used.then_some(cell));
    let after = rows.last().map_or(before, |(_, outstanding)| *outstanding);
    let nothing = [const { Cell::Empty }; 9];
    table.push(edge(words.word("report-opening"), shown(nothing).collect(), before));
    for (line, outstanding) in rows {
        let (style, text) = told(words, &line.what);
        let mut cells = vec![line.date.into(), line.entry.map(|no| no.to_string()).into(), text.into()];
        let figures = line.figures.cells().map(|fen| if fen.is_zero() { Cell::Empty } else { fen.into() });
        cells.extend(shown(figures));
        cells.push(outstanding.into());
        table.push_as(style, cells);
    }
    table.push_as(
        Style::Total,
        edge(words.word("report-closing"), shown(sums.map(Cell::from)).collect(), after),
    );
    if span.from.is_some() || span.to.is_some() {
        let shown = |day: Option<Date>| day.map_or("…".to_owned(), |day| day.to_string());
        let args = [("from", shown(span.from).into()), ("to", shown(span.to).into())];
        table.notes.push(words.say("report-business-span", &args));
    }
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// The columns of [`Figures::cells`].
const COLUMNS: [(&str, &str); 9] = [
    ("drawn_yuan", "term-drawn"),
    ("fees_charged_yuan", "term-fees-charged"),
    ("interest_due_yuan", "term-interest-due"),
    ("penalty_due_yuan", "term-penalty-due"),
    ("fees_paid_yuan", "term-fees-paid"),
    ("penalty_paid_yuan", "term-penalty-paid"),
    ("interest_paid_yuan", "term-interest-paid"),
    ("principal_paid_yuan", "term-principal-paid"),
    ("kept_yuan", "term-kept"),
];

fn edge(text: String, figures: Vec<Cell>, outstanding: Fen) -> Vec<Cell> {
    let mut cells = vec![Cell::Empty, Cell::Empty, text.into()];
    cells.extend(figures);
    cells.push(outstanding.into());
    cells
}

fn told(words: &Words, what: &What) -> (Style, String) {
    match what {
        What::FellDue => (Style::Plain, words.word("loan-statement-fell-due")),
        What::Happened(what) => (Style::Plain, short(words, what)),
        What::Reversed(what, by) => {
            let args = [("event", short(words, what).into()), ("entry", by.into())];
            (Style::Warning, words.say("loan-statement-reversed", &args))
        }
        What::Reversal(entry) => {
            (Style::Plain, words.say("loan-statement-reversal", &[("entry", entry.into())]))
        }
    }
}

/// What happened; the parts of a payment stand in columns of their own.
fn short(words: &Words, what: &LoanWhat) -> String {
    match what {
        LoanWhat::Repaid { from: PaidFrom::Prepayment, .. } => words.word("loan-statement-from-kept"),
        LoanWhat::Repaid { .. } => words.word("loan-statement-repaid"),
        LoanWhat::Claimed { .. } => words.word("loan-statement-claimed"),
        LoanWhat::WrittenOff { .. } => words.word("loan-statement-written-off"),
        other => loan_words::event(words, other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::portfolio_figures::tests::{day, drawn, loan, paid};
    use super::*;
    use crate::entry::LoanKind;

    #[test]
    fn what_was_reversed_stands_with_its_reversal_and_changes_no_balance() {
        let events = vec![drawn(), ("2026-02-01", paid(3_100, 250_000)), ("2026-02-10", paid(675, 100_000))];
        let mut loan = loan(LoanKind::Term, 0, events);
        let (wrong, by) = (EntryNo(6), EntryNo(7));
        loan.events[5].reversed = Some(by);
        let all = lines(&loan, None, day("2026-02-28"), &[(by, day("2026-02-12"))]);
        let told: Vec<_> = all
            .iter()
            .map(|line| {
                let (paid, outstanding) = (line.figures.paid.principal.get(), line.outstanding.unwrap());
                (line.date.day(), line.entry.map_or(0, |no| no.0), paid, outstanding.get())
            })
            .collect();
        let expected = [
            (1, 3, 0, 0),
            (1, 4, 0, 1_000_000),
            (1, 0, 0, 1_000_000),
            (1, 5, 250_000, 750_000),
            (10, 6, 100_000, 750_000),
            (12, 7, -100_000, 750_000),
        ];
        assert_eq!(told, expected);
        assert!(matches!(all[4].what, What::Reversed(_, entry) if entry == by));
        assert_eq!(all[5].what, What::Reversal(wrong));
        let sum: i64 = all.iter().map(|line| line.figures.paid.principal.get()).sum();
        assert_eq!(sum, 250_000, "a payment and its reversal come to nothing");
        // Nor does half of the two, where a statement ends or begins between them.
        for (from, until) in [(None, "2026-02-11"), (Some(day("2026-02-11")), "2026-02-28")] {
            let cut = lines(&loan, from, day(until), &[(by, day("2026-02-12"))]);
            let sum: i64 = cut.iter().map(|line| line.figures.paid.principal.get()).sum();
            assert_eq!(sum, 250_000, "{from:?} {until}");
        }
    }
}
