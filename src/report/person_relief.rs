//! What a person's statement tells of relief by rules and of gifts: what each entry moved, and how far her applications,
//! her rows of rounds and her gifts are.
//!
//! Owns: these sentences and sums. Refuses to know: the statement's other lines.

use super::gifts;
use super::names::NameBook;
use crate::base::{Fen, PersonNo};
use crate::book::relief::{CaseState, RoundState, RowState, RowStatus};
use crate::book::{Refusal, relief::ReliefRefusal};
use crate::entry::{Body, Dims, GiftWhat, GoodsWhat, Posting, RoundEvent, RoundWhat};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use crate::words::names::Names;

/// What an entry of relief, of a gift or of goods gave her and had from her: received, given. `None`: another kind.
pub(super) fn moved(body: &Body, postings: &[Posting], person: PersonNo) -> Option<(Fen, Fen)> {
    let none = Fen::ZERO;
    let given = || (none, sum(postings, |dims| dims.donor == Some(person)).negated());
    match body {
        Body::Round(_) => Some((sum(postings, |dims| dims.person == Some(person)), none)),
        Body::Gift(event) if matches!(event.what, GiftWhat::Received { .. } | GiftWhat::GivenBack { .. }) => {
            Some(given())
        }
        Body::Goods(event) => match event.what {
            GoodsWhat::Received { .. } | GoodsWhat::GivenBack { .. } => Some(given()),
            GoodsWhat::Bought { seller: Some(seller), .. } if seller == person => {
                // The goods stand on the first line.
                Some((postings.first().map_or(none, |line| line.amount), none))
            }
            _ => Some((none, none)),
        },
        _ => None,
    }
}

fn sum(postings: &[Posting], fits: impl Fn(&Dims) -> bool) -> Fen {
    let lines = postings.iter().filter(|posting| fits(&posting.dims));
    // What is booked was added up before.
    lines.fold(Fen::ZERO, |sum, posting| sum.checked_add(posting.amount).unwrap_or(sum))
}

/// How far her applications, her rows of rounds, and the gifts that she gave are, one sentence each.
///
/// # Errors
/// Where index or vault can't be read.
pub(super) fn sentences(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    person: PersonNo,
) -> Result<Vec<String>, LedgerError> {
    let mut all = Vec::new();
    for no in ledger.cases_of(person)? {
        let case = ledger.case(no)?;
        let args = [
            ("case", no.to_string().into()),
            ("date", case.day.into()),
            ("programme", names.programme(case.programme).into()),
            ("state", words.word(case_state(&case)).into()),
        ];
        all.push(words.say("report-statement-person-case", &args));
    }
    for no in ledger.entries_in(ListKey::Person(person))? {
        let Some(entry) = ledger.entry(no)? else { continue };
        let Body::Round(RoundEvent { round: of, what: RoundWhat::Proposed(_) }) = &entry.body else {
            continue;
        };
        let round = match ledger.round(*of) {
            // The number may since be that of another proposal: this one was not approved.
            Ok(round) if round.entry == no => round,
            Ok(_) => continue,
            Err(LedgerError::Refused(cause)) if not_approved(&cause) => continue,
            Err(error) => return Err(error),
        };
        for (row, number) in round.rows.iter().zip(1_u64..).filter(|(row, _)| row.person == person) {
            let args = [
                ("round", of.to_string().into()),
                ("row", number.into()),
                ("date", round.day.into()),
                ("programme", names.programme(round.programme).into()),
                ("what", what(words, ledger, &round, row)?.into()),
                ("state", words.word(row_state(row.status, round.item.is_some())).into()),
            ];
            all.push(words.say("report-statement-person-round", &args));
        }
    }
    let hers = ledger.gifts_of(person)?;
    all.extend(gifts::sentences(words, ledger, names, &hers)?);
    Ok(all)
}

fn not_approved(cause: &Refusal) -> bool {
    matches!(cause, Refusal::Relief(relief) if matches!(**relief, ReliefRefusal::UnknownRound { .. }))
}

fn case_state(case: &CaseState) -> &'static str {
    let fails = |look: &Option<crate::book::relief::Look>| look.is_some_and(|look| !look.fits);
    if case.row.is_some() {
        "person-case-granted"
    } else if fails(&case.visit) || fails(&case.review) {
        "person-case-not-fitting"
    } else {
        "person-case-open"
    }
}

const fn row_state(status: RowStatus, goods: bool) -> &'static str {
    match status {
        RowStatus::Granted if goods => "person-row-promised",
        RowStatus::Granted => "person-row-granted",
        RowStatus::Paid if goods => "person-row-handed-out",
        RowStatus::Paid => "person-row-paid",
        RowStatus::Arrived => "person-row-arrived",
        RowStatus::Dropped(_) => "person-row-dropped",
    }
}

/// What a row gives: an amount, pieces, or the piece of a number.
fn what(
    words: &Words,
    ledger: &mut Ledger,
    round: &RoundState,
    row: &RowState,
) -> Result<String, LedgerError> {
    let Some(item) = round.item else {
        return Ok(words.say("person-row-money", &[("amount", row.value.into())]));
    };
    let item = ledger.item(item)?;
    let name = ("item", (&item.name).into());
    Ok(if item.numbered() {
        let number = format!("{:0width$}", row.given, width = usize::from(item.digits));
        words.say("person-row-number", &[name, ("number", number.into())])
    } else {
        let unit = ("unit", (&item.unit).into());
        words.say("person-row-pieces", &[name, ("count", row.given.into()), unit])
    })
}
