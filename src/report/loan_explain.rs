//! How every figure of a loan comes about: each stretch of days, each rounding, each payment, to be followed with a pocket
//! calculator.
//!
//! Owns: the formulas as text. Refuses to know: the arithmetic itself; it retells the walk that gives all other figures.

use super::loan_words::{self, decimal};
use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{Date, Fen, LoanNo};
use crate::book::loan::interest::{days, denominator, numerator, rounded};
use crate::book::loan::walk::{Step, Stretch, walk};
use crate::book::loan::{Known, LoanState, Position, position};
use crate::entry::{Instalment, Terms};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names;

/// One row for each stretch of days, each due day and each event up to a day; then how the figures of that day follow.
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
    let mut table = Table::new(words.say("report-loan-explain", &args))
        .column("date", words.word("term-date"), Kind::Date)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("what", words.word("term-loan-what"), Kind::Text)
        .column("calculation", words.word("term-calculation"), Kind::Text)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("outstanding_yuan", words.word("term-outstanding"), Kind::Money);
    explain(words, &mut table, &loan, day);
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// Rows and notes, for a loan that is at hand.
fn explain(words: &Words, table: &mut Table, loan: &LoanState, day: Date) {
    let p = position(loan, day, Known::ALL);
    let Some(terms) = p.terms else {
        table.notes.push(words.word("report-loan-explain-not-signed"));
        return;
    };
    table.notes.extend(loan_words::terms(words, &terms));
    table.notes.push(words.word("report-loan-explain-note"));
    let free = terms.graces.free_months;
    let free_until = p.first_draw.filter(|_| free > 0).map(|first| first.plus_months(u32::from(free)));
    let mut told = Told { words, terms, free_until, table, sums: Sums::default() };
    walk(loan, day, Known::ALL, |step| told.step(step));
    told.end(&p, day);
}

/// What has run in a period and is not rounded yet, and what was rounded so far.
#[derive(Default)]
struct Sums {
    interest: i128,
    penalty: i128,
    interest_closed: Vec<Fen>,
    penalty_closed: Vec<Fen>,
}

struct Told<'a> {
    words: &'a Words,
    terms: Terms,
    free_until: Option<Date>,
    table: &'a mut Table,
    sums: Sums,
}

impl Told<'_> {
    fn step(&mut self, step: Step<'_>) {
        match step {
            Step::Ran(stretch) => self.ran(&stretch),
            Step::FellDue { planned, interest, penalty, .. } => self.fell_due(planned, interest, penalty),
            Step::Happened(event, standing) => {
                let text = loan_words::event(self.words, &event.what);
                let cells = vec![
                    event.date.into(),
                    event.entry.to_string().into(),
                    text.into(),
                    Cell::Empty,
                    loan_words::amount(&event.what).into(),
                    standing.outstanding().into(),
                ];
                self.table.push(cells);
            }
        }
    }

    fn row(&mut self, date: Date, what: String, calculation: String, amount: Option<Fen>) {
        let cells =
            vec![date.into(), Cell::Empty, what.into(), calculation.into(), amount.into(), Cell::Empty];
        self.table.push(cells);
    }

    /// What a year has of days in the formula.
    fn base(&self) -> i128 {
        denominator(self.terms.day_count) / 1_000_000
    }

    fn ran(&mut self, stretch: &Stretch) {
        let Terms { rate, surcharge_percent, day_count, .. } = self.terms;
        let ran = numerator(stretch.outstanding, rate, stretch.days);
        self.sums.interest += ran;
        let span = |key: &str, days: i64| {
            let count = u64::try_from(days).unwrap_or(0);
            let args =
                [("from", stretch.from.next().into()), ("to", stretch.to.into()), ("days", count.into())];
            self.words.say(key, &args)
        };
        let late = days(day_count, stretch.from, stretch.to);
        let what = match self.free_until.filter(|_| stretch.days < late) {
            None => span("loan-explain-interest", stretch.days),
            Some(until) => {
                let interest = span("loan-explain-interest", stretch.days);
                self.words.say("loan-explain-free", &[("interest", interest.into()), ("date", until.into())])
            }
        };
        let base = self.base();
        let result = decimal(ran, 100_000_000 * base);
        let formula = format!("{} × {rate} × {} ÷ {base} = {result}", stretch.outstanding, stretch.days);
        let penalty = numerator(stretch.overdue, rate, late) * i128::from(surcharge_percent);
        let penalised = (penalty > 0).then(|| {
            let result = decimal(penalty, 10_000_000_000 * base);
            let formula =
                format!("{} × {rate} × {surcharge_percent}% × {late} ÷ {base} = {result}", stretch.overdue);
            (span("loan-explain-penalty", late), formula)
        });
        self.sums.penalty += penalty;
        self.row(stretch.to, what, formula, None);
        if let Some((what, formula)) = penalised {
            self.row(stretch.to, what, formula, None);
        }
    }

    /// The sum of a period, exact: `9,000 ÷ 360 = 25`; what it is rounded to stands beside it.
    fn sum(&self, numerator: i128, percent: bool) -> String {
        let unit = if percent { 10_000_000_000 } else { 100_000_000 };
        let base = self.base();
        let (sum, quotient) = (decimal(numerator, unit), decimal(numerator, unit * base));
        let args = [
            ("sum", format!("{sum} ÷ {base} = {quotient}").into()),
            ("rounding", loan_words::rounding(self.words, self.terms.rounding).into()),
        ];
        self.words.say("loan-explain-rounded", &args)
    }

    fn fell_due(&mut self, planned: Instalment, interest: Fen, penalty: Fen) {
        let args = [("principal", planned.principal.into()), ("interest", planned.interest.into())];
        let what = self.words.say("loan-explain-due", &args);
        let sum = self.sum(self.sums.interest, false);
        self.row(planned.due, what, sum, Some(interest));
        self.sums.interest_closed.push(interest);
        if self.sums.penalty > 0 {
            let sum = self.sum(self.sums.penalty, true);
            self.row(planned.due, self.words.word("loan-explain-due-penalty"), sum, Some(penalty));
            self.sums.penalty_closed.push(penalty);
        }
        (self.sums.interest, self.sums.penalty) = (0, 0);
    }

    /// How the figures of the day follow: what is still open is rounded for that day, and what was paid comes off.
    fn end(mut self, p: &Position, day: Date) {
        let Terms { day_count, rounding, .. } = self.terms;
        let by = denominator(day_count);
        let open = [
            ("loan-explain-open", self.sums.interest, false, rounded(self.sums.interest, by, rounding)),
            (
                "loan-explain-open-penalty",
                self.sums.penalty,
                true,
                rounded(self.sums.penalty, by * 100, rounding),
            ),
        ];
        for (key, numerator, percent, amount) in open {
            if numerator > 0 {
                let sum = self.sum(numerator, percent);
                self.row(day, self.words.say(key, &[]), sum, Some(amount));
            }
        }
        let [(_, _, _, interest), (_, _, _, penalty)] = open;
        let run = |closed: &[Fen], open: Fen, left: Fen| {
            let all: Vec<Fen> = closed.iter().copied().chain([open]).filter(|fen| !fen.is_zero()).collect();
            let sum: i64 = all.iter().map(|fen| fen.get()).sum();
            let paid = Fen::new(sum - left.get());
            let all: Vec<String> = all.iter().map(Fen::to_string).collect();
            let sum = if all.is_empty() { Fen::ZERO.to_string() } else { all.join(" + ") };
            self.words.say("loan-explain-less-paid", &[("sum", sum.into()), ("paid", paid.into())])
        };
        let rows = [
            ("loan-figure-fees", String::new(), p.fees),
            ("loan-figure-penalty", run(&self.sums.penalty_closed, penalty, p.penalty), p.penalty),
            (
                "loan-figure-interest-run",
                run(&self.sums.interest_closed, interest, p.interest_run),
                p.interest_run,
            ),
            (
                "loan-figure-outstanding",
                format!("{} − {} − {} − {}", p.drawn, p.repaid, p.claimed, p.written_off),
                p.outstanding,
            ),
            ("loan-figure-payoff", String::new(), p.payoff().unwrap_or(Fen::ZERO)),
        ];
        for (key, calculation, amount) in rows {
            let what = self.words.say(key, &[]).into();
            let calculation = if calculation.is_empty() { Cell::Empty } else { calculation.into() };
            let cells = vec![day.into(), Cell::Empty, what, calculation, amount.into(), Cell::Empty];
            self.table.push_as(Style::Total, cells);
        }
    }
}
