//! The 摘要 of an entry, made from its own fields.
//!
//! Owns: one sentence for each kind of entry. Refuses to know: free notes; those stay in the vault.

use super::Words;
use super::names::Names;
use super::reason;
use crate::entry::{Body, Donation, DonationSource, PassThrough};

/// What happened, in one short line.
pub fn summary(words: &Words, body: &Body, names: &dyn Names) -> String {
    match body {
        Body::Open(open) => words.say("summary-open", &[("name", (&open.organisation).into())]),
        Body::Fund(fund) => {
            words.say("summary-fund", &[("code", (&fund.code).into()), ("name", (&fund.name).into())])
        }
        Body::Programme(programme) => words.say(
            "summary-programme",
            &[("code", (&programme.code).into()), ("name", (&programme.name).into())],
        ),
        Body::Purpose(place) => words.say("summary-purpose", &[("name", (&place.name).into())]),
        Body::Person(person) => words.say("summary-person", &[("person", names.person(person.no).into())]),
        Body::Donation(donation) => given(words, donation, names),
        Body::PassThrough(held) => passed(words, held, names),
        Body::Disbursement(relief) => words.say(
            "summary-disbursement",
            &[
                ("programme", names.programme(relief.programme).into()),
                ("person", names.person(relief.person).into()),
            ],
        ),
        Body::Transfer(transfer) => words.say(
            "summary-transfer",
            &[("from", names.fund(transfer.from).into()), ("to", names.fund(transfer.to).into())],
        ),
        Body::Reversal(reversal) => words.say(
            "summary-reversal",
            &[("entry", reversal.original.into()), ("reason", reason::name(words, reversal.reason).into())],
        ),
        Body::Close(close) => words.say("summary-close", &[("period", close.period.into())]),
    }
}

fn given(words: &Words, donation: &Donation, names: &dyn Names) -> String {
    let donor = match donation.donor {
        Some(no) => names.person(no),
        None => words.word("summary-anonymous"),
    };
    let key = match donation.source {
        DonationSource::Gift => "summary-gift",
        DonationSource::Grant => "summary-grant",
    };
    words.say(key, &[("donor", donor.into()), ("fund", names.fund(donation.fund).into())])
}

fn passed(words: &Words, held: &PassThrough, names: &dyn Names) -> String {
    let target = ("target", names.target(held.target).into());
    match (held.received, held.other.map(|no| names.person(no))) {
        (true, None) => words.say("summary-received", &[target]),
        (true, Some(donor)) => words.say("summary-received-from", &[target, ("donor", donor.into())]),
        (false, None) => words.say("summary-paid-on", &[target]),
        (false, Some(payee)) => words.say("summary-paid-on-to", &[target, ("payee", payee.into())]),
    }
}
