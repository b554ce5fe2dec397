//! The statement of a person: what she gave, what she received, what is held for her.
//!
//! Owns: what each entry means for her. Refuses to know: other persons.

use super::balance::add;
use super::names::NameBook;
use super::statement_fund::booked;
use super::{Cell, Kind, Span, Style, Table};
use crate::base::{Fen, PersonNo};
use crate::book::{Key, Refusal};
use crate::entry::{Body, Entry, Target};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use crate::words::names::Names;

/// Sums of what she gave and received, and what is held for her.
#[derive(Clone, Copy, Default)]
struct Sums {
    given: Fen,
    received: Fen,
    held: Fen,
}

impl Sums {
    fn plus(self, other: Sums) -> Result<Sums, LedgerError> {
        Ok(Sums {
            given: add(self.given, other.given)?,
            received: add(self.received, other.received)?,
            held: add(self.held, other.held)?,
        })
    }

    const fn negated(self) -> Sums {
        Sums { given: self.given.negated(), received: self.received.negated(), held: self.held.negated() }
    }
}

/// One row an entry, by voucher, with what she received so far and what is held for her.
///
/// # Errors
/// [`Refusal::UnknownPerson`]; where index or vault can't be read.
pub fn table(words: &Words, ledger: &mut Ledger, person: PersonNo, span: Span) -> Result<Table, LedgerError> {
    if ledger.state().get(&Key::Person(person))?.is_none() {
        return Err(LedgerError::Refused(Box::new(Refusal::UnknownPerson { no: person })));
    }
    let mut names = NameBook::new(ledger)?;
    names.learn_person(ledger, person)?;
    let title = words.say("report-statement-person", &[("person", names.person(person).into())]);
    let mut table = Table::new(title)
        .column("voucher_date", words.word("term-voucher-date"), Kind::Date)
        .column("voucher", words.word("term-voucher"), Kind::Text)
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("given_yuan", words.word("term-given"), Kind::Money)
        .column("received_yuan", words.word("term-received"), Kind::Money)
        .column("received_to_date_yuan", words.word("term-received-to-date"), Kind::Money)
        .column("held_yuan", words.word("term-held"), Kind::Money);
    let entries = booked(ledger, &[ListKey::Person(person)])?;
    let (mut so_far, mut within) = (Sums::default(), Sums::default());
    for entry in entries.iter().filter(|e| e.voucher.is_some_and(|v| span.is_before(v.date))) {
        so_far = so_far.plus(effect(ledger, entry, person)?)?;
    }
    let edge = |key: &str, given: Cell, received: Cell, so_far: Sums| {
        let text: Cell = words.say(key, &[]).into();
        let (sum, held) = (so_far.received.into(), so_far.held.into());
        vec![Cell::Empty, Cell::Empty, Cell::Empty, text, given, received, sum, held]
    };
    table.push(edge("report-opening", Cell::Empty, Cell::Empty, so_far));
    for entry in &entries {
        let Some(voucher) = entry.voucher.filter(|v| !span.is_before(v.date) && !span.is_after(v.date))
        else {
            continue;
        };
        let this = effect(ledger, entry, person)?;
        so_far = so_far.plus(this)?;
        within = within.plus(this)?;
        let shown = |amount: Fen| if amount.is_zero() { Cell::Empty } else { amount.into() };
        let cells = vec![
            voucher.date.into(),
            voucher.no().to_string().into(),
            entry.no.to_string().into(),
            names.summary(words, ledger, entry)?.into(),
            shown(this.given),
            shown(this.received),
            so_far.received.into(),
            so_far.held.into(),
        ];
        table.push_as(super::style_of(&names, entry.no), cells);
    }
    let closing = edge("report-closing", within.given.into(), within.received.into(), so_far);
    table.push_as(Style::Total, closing);
    table.notes = span.note(words).into_iter().chain(names.notes(words)).collect();
    Ok(table)
}

/// What an entry means for her. A reversal means the opposite of what it reverses.
fn effect(ledger: &Ledger, entry: &Entry, person: PersonNo) -> Result<Sums, LedgerError> {
    let of = |body: Option<Body>| body.map_or_else(Sums::default, |body| plain_effect(&body, person));
    Ok(match ledger.effect_of(entry)? {
        Some(Body::Reversal(reversal)) => match ledger.entry(reversal.original)? {
            Some(original) => of(ledger.effect_of(&original)?).negated(),
            None => Sums::default(),
        },
        body => of(body),
    })
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
        _ => {}
    }
    sums
}
