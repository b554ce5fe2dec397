//! The statement of a person: what she gave, what she received, what is held for her, what a register says of her.
//!
//! Owns: what each entry means for her. Refuses to know: other persons.
//!
//! An approval counts as what it approves. Lines of a register moved no money of the office: they stand between the
//! others by their day, without a voucher, and in no sum. What still waits for a second person is told in the notes.
//! Money of loans, the office's or another's, has columns of its own: it is neither relief nor a gift.

use super::balance::add;
use super::names::NameBook;
use super::person_relief;
use super::{Cell, Kind, Span, Style, Table};
use crate::base::{Date, Fen, LoanNo, PersonNo};
use crate::book::{Key, Refusal};
use crate::entry::{Body, Entry, LoanWhat, PaidFrom, Target};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use crate::words::names;

/// Sums of what she gave and received, what is held for her, and what she borrowed and paid back.
#[derive(Clone, Copy, Default)]
struct Sums {
    given: Fen,
    received: Fen,
    held: Fen,
    borrowed: Fen,
    paid_back: Fen,
}

impl Sums {
    fn plus(self, other: Sums) -> Result<Sums, LedgerError> {
        Ok(Sums {
            given: add(self.given, other.given)?,
            received: add(self.received, other.received)?,
            held: add(self.held, other.held)?,
            borrowed: add(self.borrowed, other.borrowed)?,
            paid_back: add(self.paid_back, other.paid_back)?,
        })
    }

    const fn negated(self) -> Sums {
        Sums {
            given: self.given.negated(),
            received: self.received.negated(),
            held: self.held.negated(),
            borrowed: self.borrowed.negated(),
            paid_back: self.paid_back.negated(),
        }
    }
}

/// One row an entry, by voucher, with what she received so far and what is held for her.
///
/// # Errors
/// [`Refusal::UnknownPerson`]; where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    person: PersonNo,
    span: Span,
) -> Result<Table, LedgerError> {
    if ledger.person(person)?.is_none() {
        return Err(LedgerError::Refused(Box::new(Refusal::UnknownPerson { no: person })));
    }
    names.learn_person(ledger, person)?;
    let title = names::person(words, names, person);
    let mut table = Table::new(words.say("report-statement-person", &[("person", title.into())]))
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("given_yuan", words.word("term-given"), Kind::Money)
        .column("received_yuan", words.word("term-received"), Kind::Money)
        .column("received_to_date_yuan", words.word("term-received-to-date"), Kind::Money)
        .column("held_yuan", words.word("term-held"), Kind::Money)
        .column("registered_yuan", words.word("term-registered"), Kind::Money);
    let loans = ledger.loans_of(person)?;
    if !loans.is_empty() {
        table = table.column("borrowed_yuan", words.word("term-borrowed"), Kind::Money).column(
            "paid_back_yuan",
            words.word("term-paid-back"),
            Kind::Money,
        );
    }
    let Lines { lines, waiting } = lines_of(ledger, person, &loans)?;
    let (mut so_far, mut within) = (Sums::default(), Sums::default());
    for line in lines.iter().filter(|line| span.is_before(line.day)) {
        so_far = so_far.plus(line.sums)?;
    }
    let edge = |key: &str, within: Option<Sums>, so_far: Sums| {
        let text: Cell = words.say(key, &[]).into();
        let (sum, held) = (so_far.received.into(), so_far.held.into());
        let of = |sum: fn(Sums) -> Fen| -> Cell { within.map(sum).into() };
        let (given, received) = (of(|sums| sums.given), of(|sums| sums.received));
        let mut cells =
            vec![Cell::Empty, Cell::Empty, Cell::Empty, text, given, received, sum, held, Cell::Empty];
        if !loans.is_empty() {
            cells.extend([of(|sums| sums.borrowed), of(|sums| sums.paid_back)]);
        }
        cells
    };
    table.push(edge("report-opening", None, so_far));
    for Line { day, entry, sums, registered } in &lines {
        if span.is_before(*day) || span.is_after(*day) {
            continue;
        }
        so_far = so_far.plus(*sums)?;
        within = within.plus(*sums)?;
        let shown = |amount: Fen| if amount.is_zero() { Cell::Empty } else { amount.into() };
        let booked = entry.voucher.is_some();
        let mut cells = vec![
            (*day).into(),
            entry.voucher.map(|voucher| voucher.no().to_string()).into(),
            entry.no.to_string().into(),
            names.summary(words, ledger, entry)?.into(),
            shown(sums.given),
            shown(sums.received),
            if booked { so_far.received.into() } else { Cell::Empty },
            if booked { so_far.held.into() } else { Cell::Empty },
            shown(*registered),
        ];
        if !loans.is_empty() {
            cells.extend([shown(sums.borrowed), shown(sums.paid_back)]);
        }
        table.push_as(super::style_of(names, entry.no), cells);
    }
    table.push_as(Style::Total, edge("report-closing", Some(within), so_far));
    table.notes.extend(span.note(words));
    for entry in &waiting {
        let text = names.summary(words, ledger, entry)?;
        let args = [("entry", entry.no.into()), ("date", entry.business_date.into()), ("text", text.into())];
        table.notes.push(words.say("report-statement-person-waiting", &args));
    }
    table.notes.extend(person_relief::sentences(words, ledger, names, person)?);
    table.notes.extend(names.notes(words));
    Ok(table)
}

/// What the statement tells of one entry.
struct Line {
    /// The voucher date; of a line of a register or a loan of another's money, which have none, the business date.
    day: Date,
    entry: Entry,
    sums: Sums,
    registered: Fen,
}

/// The entries about somebody that count, by day; and those that wait for a second person.
struct Lines {
    lines: Vec<Line>,
    waiting: Vec<Entry>,
}

fn lines_of(ledger: &mut Ledger, person: PersonNo, loans: &[LoanNo]) -> Result<Lines, LedgerError> {
    let (mut lines, mut waiting) = (of_another_lender(ledger, loans)?, Vec::new());
    for no in ledger.entries_in(ListKey::Person(person))? {
        let Some(entry) = ledger.entry(no)? else { continue };
        if entry.prepared {
            if ledger.decided_by(no)?.is_none() {
                waiting.push(entry);
            }
        } else if let Some(voucher) = entry.voucher {
            let sums = effect(ledger, &entry, person)?;
            lines.push(Line { day: voucher.date, entry, sums, registered: Fen::ZERO });
        } else if let Body::Registered(registered) = &entry.body
            && ledger.state().get(&Key::Struck(no.0))?.is_none()
        {
            let (day, registered) = (entry.business_date, registered.amount);
            lines.push(Line { day, entry, sums: Sums::default(), registered });
        }
    }
    for (no, _) in ledger.pending()? {
        let hers = |entry: &Entry| matches!(&entry.body, Body::Loan(event) if loans.contains(&event.loan));
        waiting.extend(ledger.entry(no)?.filter(hers));
    }
    // Of one day, those with a voucher come first, in their order.
    let order = |line: &Line| (line.day, line.entry.voucher.map_or(u32::MAX, |v| v.number), line.entry.no);
    lines.sort_by_key(order);
    Ok(Lines { lines, waiting })
}

/// What happened to her loans without a voucher: another's money was paid out to her, or paid back.
fn of_another_lender(ledger: &mut Ledger, loans: &[LoanNo]) -> Result<Vec<Line>, LedgerError> {
    let mut lines = Vec::new();
    for no in loans {
        for event in ledger.loan(*no)?.events {
            let sums = of_loan(&event.what);
            for (entry, sums) in [(Some(event.entry), sums), (event.reversed, sums.negated())] {
                let Some(entry) = entry.map(|no| ledger.entry(no)).transpose()?.flatten() else { continue };
                let moved = !(sums.borrowed.is_zero() && sums.paid_back.is_zero());
                if moved && entry.voucher.is_none() {
                    let day = entry.business_date;
                    lines.push(Line { day, entry, sums, registered: Fen::ZERO });
                }
            }
        }
    }
    Ok(lines)
}

/// What an event of her loan means for her.
fn of_loan(what: &LoanWhat) -> Sums {
    let mut sums = Sums::default();
    match what {
        LoanWhat::Drawn { amount, .. } => sums.borrowed = *amount,
        LoanWhat::Repaid { from: PaidFrom::Cash, split, .. } => {
            sums.paid_back = split.total().unwrap_or(Fen::ZERO);
        }
        LoanWhat::Recovered { amount, .. } => sums.paid_back = *amount,
        LoanWhat::Refunded { amount } => sums.paid_back = amount.negated(),
        _ => {}
    }
    sums
}

/// What an entry means for her. A reversal means the opposite of what it reverses, and an approval what it approves.
fn effect(ledger: &Ledger, entry: &Entry, person: PersonNo) -> Result<Sums, LedgerError> {
    let (body, reversed) = match ledger.effect_of(entry)? {
        Some(Body::Reversal(reversal)) => {
            let original = ledger.entry(reversal.original)?;
            (original.map(|original| ledger.effect_of(&original)).transpose()?.flatten(), true)
        }
        body => (body, false),
    };
    let Some(body) = body else { return Ok(Sums::default()) };
    // Its own lines say what it moved, those of a reversal with the other sign.
    if let Some((received, given)) = person_relief::moved(&body, &entry.postings, person) {
        return Ok(Sums { received, given, ..Sums::default() });
    }
    let sums = plain_effect(&body, person);
    Ok(if reversed { sums.negated() } else { sums })
}

fn plain_effect(body: &Body, person: PersonNo) -> Sums {
    let mut sums = Sums::default();
    match body {
        Body::Donation(donation) if donation.donor == Some(person) => sums.given = donation.amount,
        Body::Disbursement(relief) if relief.person == person => sums.received = relief.amount,
        Body::PassThrough(held) => {
            let hers = held.target == Target::Person(person);
            if held.received {
                sums.held = if hers { held.amount } else { Fen::ZERO };
                sums.given = if held.other == Some(person) { held.amount } else { Fen::ZERO };
            } else {
                sums.held = if hers { held.amount.negated() } else { Fen::ZERO };
                // Money held for her that is paid to another party, such as her hospital, is still hers.
                let received = hers || held.other == Some(person);
                sums.received = if received { held.amount } else { Fen::ZERO };
            }
        }
        Body::Spending(spending) if spending.payee == Some(person) => sums.received = spending.amount,
        Body::Appropriation(grant) if grant.giver == person => sums.given = grant.amount,
        Body::GrantDown(grant) if grant.receiver == person => sums.received = grant.amount,
        // Its lines name the borrower, and nobody else's entries are asked about.
        Body::Loan(event) => sums = of_loan(&event.what),
        _ => {}
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{AccountCode, FundNo};
    use crate::entry::{
        Appropriation, Disbursement, Donation, DonationSource, GrantDown, PassThrough, RecoveredAfter,
        Spending, Split,
    };

    #[test]
    fn each_kind_counts_for_the_one_it_names_and_for_nobody_else() {
        let (fund, hers, amount) = (FundNo(1), PersonNo(1), Fen::new(100));
        let programme = crate::base::ProgrammeNo(1);
        let account = AccountCode(5201);
        let (payee, edition) = (Some(hers), 1);
        let held = |received, target, other| PassThrough { received, target, other, amount };
        let place = Target::Purpose(crate::base::PurposeNo(1));
        let gift = Donation { fund, donor: Some(hers), amount, source: DonationSource::Gift };
        let spending = Spending { fund, account, edition, programme: None, budget: None, payee, amount };
        for (body, given, received, in_hand) in [
            (Body::Donation(gift), 100, 0, 0),
            (Body::Disbursement(Disbursement { programme, fund, person: hers, amount }), 0, 100, 0),
            (Body::PassThrough(held(true, Target::Person(hers), None)), 0, 0, 100),
            (Body::PassThrough(held(true, place, Some(hers))), 100, 0, 0),
            (Body::PassThrough(held(false, Target::Person(hers), Some(PersonNo(3)))), 0, 100, -100),
            (Body::PassThrough(held(false, place, Some(hers))), 0, 100, 0),
            (Body::Spending(spending), 0, 100, 0),
            (Body::Appropriation(Appropriation { fund, giver: hers, amount }), 100, 0, 0),
            (Body::GrantDown(GrantDown { fund, programme: None, receiver: hers, amount }), 0, 100, 0),
        ] {
            let figures = |no| {
                let sums = plain_effect(&body, no);
                (sums.given.get(), sums.received.get(), sums.held.get())
            };
            assert_eq!(figures(hers), (given, received, in_hand), "{body:?}");
            assert_eq!(figures(PersonNo(2)), (0, 0, 0), "{body:?}");
        }
    }

    #[test]
    fn money_of_loans_is_neither_relief_nor_a_gift() {
        let split =
            Split { fees: Fen::new(1), interest: Fen::new(2), prepaid: Fen::new(4), ..Split::default() };
        let amount = Fen::new(100);
        let repaid = |from| LoanWhat::Repaid { from, split, plan: None };
        for (what, borrowed, paid_back) in [
            (LoanWhat::Drawn { amount, plan: Vec::new() }, 100, 0),
            (repaid(PaidFrom::Cash), 0, 7),
            (repaid(PaidFrom::Prepayment), 0, 0),
            (LoanWhat::Refunded { amount }, 0, -100),
            (LoanWhat::Recovered { after: RecoveredAfter::WriteOff, amount }, 0, 100),
            (LoanWhat::Claimed { split, fund: None }, 0, 0),
            (LoanWhat::WrittenOff { split, claimed: Fen::ZERO }, 0, 0),
        ] {
            let sums = of_loan(&what);
            assert_eq!((sums.borrowed.get(), sums.paid_back.get()), (borrowed, paid_back), "{what:?}");
            assert!(sums.given.is_zero() && sums.received.is_zero() && sums.held.is_zero());
        }
    }
}
