//! One loan: what it is, everything that happened to it, and every figure of it on a day.
//!
//! Owns: what is told of it. Refuses to know: how the figures come about; see `loan_explain`.

use super::loan_words::{self, Products};
use super::names::NameBook;
use super::{Cell, Kind, Style, Table, products};
use crate::base::{Date, Fen, LoanNo};
use crate::book::loan::tier::Tier;
use crate::book::loan::{Event, Known, LoanState, Position, ProductState, Stage, position};
use crate::entry::{Body, LoanWhat, Source};
use crate::ledger::{Ledger, LedgerError};
use crate::words::Words;
use crate::words::names::{self, Names};

/// One row an event in recorded order, those reversed marked; then one a figure.
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
    let p = position(&loan, day, Known::ALL);
    let args = [("loan", no.to_string().into()), ("date", day.into())];
    let mut table = Table::new(words.say("report-loan", &args))
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date)
        .column("what", words.word("term-loan-what"), Kind::Text)
        .column("amount_yuan", words.word("term-amount"), Kind::Money)
        .column("reversed_by", words.word("term-reversed-by"), Kind::Text);
    table.notes = notes(words, ledger, names, &loan, &p, day)?;
    for event in &loan.events {
        table.push_as(style(event), event_row(words, event));
    }
    for (key, amount) in figures(&p) {
        let (label, amount) = (words.say(key, &[]), Cell::from(amount));
        table.push_as(Style::Total, vec![Cell::Empty, Cell::Empty, label.into(), amount, Cell::Empty]);
    }
    table.notes.extend(waiting(words, ledger, names, no, &loan)?);
    table.notes.extend(names.notes(words));
    Ok(table)
}

const fn style(event: &Event) -> Style {
    if event.reversed.is_some() { Style::Warning } else { Style::Plain }
}

fn event_row(words: &Words, event: &Event) -> Vec<Cell> {
    vec![
        event.entry.to_string().into(),
        event.date.into(),
        loan_words::event(words, &event.what).into(),
        loan_words::amount(&event.what).into(),
        event.reversed.map(|by| by.to_string()).into(),
    ]
}

/// Every amount of a position, with the key of its name.
fn figures(p: &Position) -> Vec<(&'static str, Fen)> {
    vec![
        ("loan-figure-amount", p.amount),
        ("loan-figure-drawn", p.drawn),
        ("loan-figure-repaid", p.repaid),
        ("loan-figure-claimed", p.claimed),
        ("loan-figure-written-off", p.written_off),
        ("loan-figure-outstanding", p.outstanding),
        ("loan-figure-fees", p.fees),
        ("loan-figure-penalty", p.penalty),
        ("loan-figure-interest-run", p.interest_run),
        ("loan-figure-payoff", p.payoff().unwrap_or(Fen::ZERO)),
        ("loan-figure-interest-due", p.interest_due),
        ("loan-figure-principal-due", p.principal_due),
        ("loan-figure-arrears", p.arrears),
        ("loan-figure-fallen-due", p.fallen_due),
        ("loan-figure-interest-paid", p.interest_paid),
        ("loan-figure-kept", p.prepaid),
        ("loan-figure-overpaid", p.overpaid()),
        ("loan-figure-to-recover", p.to_recover),
        ("loan-figure-given-up", p.given_up),
    ]
}

fn notes(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    loan: &LoanState,
    p: &Position,
    day: Date,
) -> Result<Vec<String>, LedgerError> {
    let product = ledger.product(loan.product)?;
    names.learn_person(ledger, loan.borrower)?;
    let borrower = names::person(words, names, loan.borrower);
    let mut notes = vec![
        of_product(words, ledger, names, &product)?,
        words.say("report-loan-borrower", &[("person", borrower.into())]),
        words.say(
            "report-loan-granted",
            &[("amount", p.amount.into()), ("months", u64::from(p.months).into())],
        ),
    ];
    for event in loan.living(Known::ALL).into_iter().filter(|event| event.date <= day) {
        if let LoanWhat::Signed { number, paper, .. } = &event.what {
            let args = [("number", number.into()), ("date", event.date.into()), ("hash", paper.into())];
            notes.push(words.say("report-loan-contract", &args));
        }
    }
    if let Some(terms) = &p.terms {
        notes.extend(loan_words::terms(words, terms));
    }
    if let Some(end) = p.end {
        notes.push(words.say("report-loan-end", &[("date", end.into())]));
    }
    if let Some(extended) = p.extended {
        notes.push(words.say("report-loan-extended", &[("date", extended.into())]));
    }
    if let Some(entry) = p.plan_of {
        notes.push(words.say("report-loan-plan-of", &[("entry", entry.into())]));
    }
    if let Some(next) = p.next {
        let args = [
            ("date", next.due.into()),
            ("principal", next.principal.into()),
            ("interest", next.interest.into()),
        ];
        notes.push(words.say("report-loan-next", &args));
    }
    let stage = ("stage", loan_words::stage(words, p.stage).into());
    notes.push(if p.stage == Stage::Running {
        let tier = Tier::of(product.added.profile, p.days_overdue, p.extended.is_some());
        words.say("report-loan-stage-tier", &[stage, ("tier", loan_words::tier(words, tier).into())])
    } else {
        words.say("report-loan-stage", &[stage])
    });
    if let Some(since) = p.arrears_since.filter(|_| p.arrears > Fen::ZERO) {
        let args = [("date", since.into()), ("days", u64::from(p.days_overdue).into())];
        notes.push(words.say("report-loan-overdue", &args));
    }
    Ok(notes)
}

/// Its product: whose money, and who stands behind it.
fn of_product(
    words: &Words,
    ledger: &Ledger,
    names: &NameBook,
    product: &ProductState,
) -> Result<String, LedgerError> {
    let all = Products::from([(product.added.no, product.clone())]);
    let args = [
        ("product", loan_words::product(&all, product.added.no).into()),
        ("kind", products::kind(words, product.added.kind).into()),
        ("source", source(words, names, product).into()),
    ];
    let said = words.say("report-loan-product", &args);
    let Some(no) = product.added.guarantor else { return Ok(said) };
    let guarantors = ledger.guarantors()?;
    let name = guarantors.into_iter().find(|(of, _)| *of == no).map(|(_, guarantor)| guarantor.name);
    let name = name.map_or_else(|| no.to_string(), |name| name.to_string());
    Ok(words.say("report-loan-guaranteed", &[("product", said.into()), ("guarantor", name.into())]))
}

/// Whose money a product lends.
pub(super) fn source(words: &Words, names: &NameBook, product: &ProductState) -> String {
    match &product.added.source {
        Source::Lender(lender) => lender.to_string(),
        Source::Own(fund) => words.say(
            "report-loan-own-money",
            &[("code", names.fund_code(*fund).into()), ("name", names.fund(*fund).into())],
        ),
    }
}

/// What about a loan waits for a second person.
fn waiting(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: LoanNo,
    loan: &LoanState,
) -> Result<Vec<String>, LedgerError> {
    let mut notes = Vec::new();
    for (entry, _) in ledger.pending()? {
        let Some(entry) = ledger.entry(entry)? else { continue };
        let about = match &entry.body {
            Body::Loan(event) => event.loan == no,
            Body::Reversal(reversal) => loan.events.iter().any(|event| event.entry == reversal.original),
            _ => false,
        };
        if about {
            let text = names.summary(words, ledger, &entry)?;
            let args =
                [("entry", entry.no.into()), ("date", entry.business_date.into()), ("text", text.into())];
            notes.push(words.say("report-statement-person-waiting", &args));
        }
    }
    Ok(notes)
}
