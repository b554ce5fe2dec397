//! One person served in one step: a round of one row, proposed and paid in one commit.
//!
//! Owns: the order of the two, and what is said where a programme does not allow it. Refuses to know: its rules.

use crate::base::{Code, Hash32, RoundNo};
use crate::book::Draft;
use crate::cli::context::{Exit, Failure};
use crate::cli::message::Message;
use crate::cli::open::Cause;
use crate::cli::record::Given;
use crate::entry::{Body, Proposal, RoundEvent, RoundWhat, Rows};
use crate::ledger::{Batch, LedgerError};
use crate::words::Words;

/// Grants what is proposed and pays it or hands it out. `papers` go with the proposal; what was given with the command
/// goes with the payment.
///
/// # Errors
/// What the rules, the vault or the ledger say; and where somebody must look at it, or a notice must be up, before it is
/// paid: `instead` is the command that proposes it.
pub fn pay(
    batch: &mut Batch<'_>,
    words: &Words,
    (given, papers): (&Given, &[Hash32]),
    (code, proposal): (&Code, Proposal),
    instead: &str,
) -> Result<(), Cause> {
    let on = given.business(batch);
    // Asked before it is added: of one row nobody needs to be told that it is the first.
    let bad = batch.ledger().bad_rows(on, papers.len(), &proposal)?;
    if let Some((_, cause)) = bad.into_iter().next() {
        return Err(LedgerError::Refused(Box::new(cause)).into());
    }
    let round = RoundNo(batch.ledger().state().counts()?.rounds + 1);
    let proposed = Body::Round(RoundEvent { round, what: RoundWhat::Proposed(proposal) });
    let draft = Draft { attachments: papers.to_vec(), ..Draft::new(on, proposed) };
    let waits = batch.add(draft)?.prepared;
    if waits || batch.ledger().round(round)?.payable_from().is_none_or(|first| on < first) {
        let key = if waits { "error-not-at-once-approval" } else { "error-not-at-once-notice" };
        let text = words.say(key, &[("programme", code.into())]);
        let hint = words.say("hint-instead", &[("command", instead.into())]);
        return Err(Failure::told(Exit::Refused, Message::nothing_recorded(text).hint(hint)).into());
    }
    let Some(rows) = Rows::new(vec![1]) else { return Ok(()) };
    given.add(batch, Body::Round(RoundEvent { round, what: RoundWhat::Paid { rows } }))?;
    Ok(())
}
