//! The 摘要 of an entry, made from its own fields.
//!
//! Owns: one sentence for each kind of entry. Refuses to know: free notes; those stay in the vault.

use super::names::{self, Names};
use super::reason;
use super::refusal::{money, role_key};
use super::{Lang, Words};
use crate::base::{AccountCode, FundNo};
use crate::book::chart::Edition;
use crate::entry::{
    Body, Decided, Decision, Donation, DonationSource, ErasureBasis, PassThrough, Registered, ThresholdOf,
};

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
        Body::Person(person) => {
            words.say("summary-person", &[("person", names::person(words, names, person.no).into())])
        }
        Body::Donation(donation) => given(words, donation, names),
        Body::PassThrough(held) => passed(words, held, names),
        Body::Disbursement(relief) => words.say(
            "summary-disbursement",
            &[
                ("programme", names.programme(relief.programme).into()),
                ("person", names::person(words, names, relief.person).into()),
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
        Body::Released(released) => words.say(
            "summary-released",
            &[("fund", names.fund(released.fund).into()), ("period", released.period.into())],
        ),
        Body::YearEnd(end) => words.say(
            "summary-year-end",
            &[("fund", names.fund(end.fund).into()), ("year", end.year.to_string().into())],
        ),
        Body::Decided(decided) => decision(words, decided, names),
        Body::Operator(_)
        | Body::Role(_)
        | Body::Revoked(_)
        | Body::Rotated(_)
        | Body::Threshold(_)
        | Body::MoneyAccount(_)
        | Body::Budget(_)
        | Body::Retention(_)
        | Body::Register(_) => set(words, body, names),
        Body::PersonThoughKnown(_)
        | Body::Restricted(_)
        | Body::Erased(_)
        | Body::Household(_)
        | Body::LookUps(_)
        | Body::Details(_)
        | Body::DataLost(_)
        | Body::Unmasked(_)
        | Body::HandedOver(_) => about_people(words, body, names),
        Body::Checkpoint => words.word("summary-checkpoint"),
        _ => super::summary_loan::summary(words, body, names)
            .or_else(|| super::summary_relief::summary(words, body, names))
            .unwrap_or_else(|| everyday(words, body, names)),
    }
}

/// What became of a prepared entry, and of what it asked for.
fn decision(words: &Words, decided: &Decided, names: &dyn Names) -> String {
    let entry = decided.prepared.entry;
    let what = names.body(entry).map_or_else(String::new, |body| summary(words, body, names));
    let key = match decided.decision {
        Decision::Approved => "summary-approved",
        Decision::Rejected => "summary-rejected",
        Decision::Withdrawn => "summary-withdrawn",
        Decision::Emergency => "summary-emergency",
    };
    words.say(key, &[("entry", entry.into()), ("what", what.into())])
}

fn set(words: &Words, body: &Body, names: &dyn Names) -> String {
    let operator = |no| ("operator", names.operator(no).into());
    match body {
        Body::Operator(added) => {
            let role = words.word(role_key(added.role));
            words.say("summary-operator", &[("name", (&added.name).into()), ("role", role.into())])
        }
        Body::Role(changed) => {
            let role = words.word(role_key(changed.role));
            words.say("summary-role", &[operator(changed.operator), ("role", role.into())])
        }
        Body::Revoked(revoked) => words.say("summary-revoked", &[operator(revoked.operator)]),
        Body::Rotated(rotated) => words.say("summary-rotated", &[operator(rotated.operator)]),
        Body::Threshold(threshold) => {
            let of = match threshold.of {
                ThresholdOf::Fund(no) => names.fund(no),
                ThresholdOf::Programme(no) => names.programme(no),
            };
            match threshold.over {
                Some(over) if over.is_zero() => words.say("summary-threshold-each", &[("of", of.into())]),
                Some(over) => words.say("summary-threshold", &[("of", of.into()), ("amount", over.into())]),
                None => words.say("summary-threshold-none", &[("of", of.into())]),
            }
        }
        Body::MoneyAccount(added) => words
            .say("summary-money-account", &[("code", (&added.code).into()), ("name", (&added.name).into())]),
        Body::Budget(budget) => words.say(
            "summary-budget",
            &[
                ("fund", names.fund(budget.fund).into()),
                ("year", budget.year.to_string().into()),
                ("purpose", (&budget.purpose).into()),
                ("amount", budget.amount.into()),
            ],
        ),
        Body::Retention(set) => words.say("summary-retention", &[("years", u64::from(set.years).into())]),
        Body::Register(added) => words.say("summary-register", &[("name", (&added.name).into())]),
        _ => String::new(),
    }
}

fn about_people(words: &Words, body: &Body, names: &dyn Names) -> String {
    let person = |key: &str, no| words.say(key, &[("person", names::person(words, names, no).into())]);
    match body {
        Body::PersonThoughKnown(known) => words.say(
            "summary-person-though-known",
            &[
                ("person", names::person(words, names, known.person.no).into()),
                ("same", names::person(words, names, known.same_as).into()),
            ],
        ),
        Body::Restricted(r) if r.restricted => person("summary-restricted", r.person),
        Body::Restricted(r) => person("summary-restriction-lifted", r.person),
        Body::Erased(erased) => match &erased.basis {
            ErasureBasis::RetentionOver => person("summary-erased", erased.person),
            ErasureBasis::Order(document) => words.say(
                "summary-erased-order",
                &[
                    ("person", names::person(words, names, erased.person).into()),
                    ("document", document.into()),
                ],
            ),
        },
        Body::Household(joined) => match joined.household {
            Some(household) => words.say(
                "summary-household",
                &[
                    ("person", names::person(words, names, joined.person).into()),
                    ("household", household.to_string().into()),
                ],
            ),
            None => person("summary-household-left", joined.person),
        },
        Body::LookUps(all) => words.say("summary-look-ups", &[("count", all.hashes.len().into())]),
        Body::Details(details) => person("summary-details", details.person),
        Body::DataLost(lost) => words.say("summary-data-lost", &[("count", lost.subjects.len().into())]),
        Body::Unmasked(seen) => match seen.person {
            Some(no) => person("summary-unmasked", no),
            None => words.say("summary-unmasked-several", &[("count", u64::from(seen.count).into())]),
        },
        Body::HandedOver(over) => {
            words.say("summary-handed-over", &[("count", over.persons.into()), ("name", (&over.name).into())])
        }
        _ => String::new(),
    }
}

fn everyday(words: &Words, body: &Body, names: &dyn Names) -> String {
    let fund = |no| ("fund", names.fund(no).into());
    match body {
        Body::Move(moved) => {
            let of = if moved.fund == FundNo::PASS_THROUGH {
                words.word("term-pass-through")
            } else {
                names.fund(moved.fund)
            };
            words.say(
                "summary-move",
                &[
                    ("fund", of.into()),
                    ("from", money(words, names, moved.from).into()),
                    ("to", money(words, names, moved.to).into()),
                ],
            )
        }
        Body::BankCharge(charge) if charge.interest => words.say("summary-interest", &[fund(charge.fund)]),
        Body::BankCharge(charge) => words.say("summary-fee", &[fund(charge.fund)]),
        Body::Spending(spending) => {
            let account = ("account", account(words, spending.edition, spending.account).into());
            match spending.payee {
                Some(payee) => words.say(
                    "summary-spending-to",
                    &[fund(spending.fund), account, ("payee", names::person(words, names, payee).into())],
                ),
                None => words.say("summary-spending", &[fund(spending.fund), account]),
            }
        }
        Body::Appropriation(grant) => words.say(
            "summary-appropriation",
            &[("giver", names::person(words, names, grant.giver).into()), fund(grant.fund)],
        ),
        Body::GrantDown(grant) => words.say(
            "summary-grant-down",
            &[fund(grant.fund), ("receiver", names::person(words, names, grant.receiver).into())],
        ),
        Body::OpeningBalance(opening) => {
            let account = account(words, opening.edition, opening.account);
            words.say("summary-opening", &[fund(opening.fund), ("account", account.into())])
        }
        Body::GeneralVoucher(voucher) => {
            let side = |negative: bool| {
                let line = voucher.lines.iter().find(|line| line.amount.is_negative() == negative);
                line.map_or_else(String::new, |line| account(words, voucher.edition, line.account))
            };
            words.say("summary-voucher", &[("debit", side(false).into()), ("credit", side(true).into())])
        }
        Body::Note(note) => words.say("summary-note", &[("entry", note.entry.into())]),
        Body::Restored(restored) => words.say(
            "summary-restored",
            &[
                ("at", restored.taken_at.into()),
                ("size", restored.size.to_string().into()),
                ("head", restored.head.into()),
            ],
        ),
        Body::Registered(line) => registered(words, line, names),
        Body::Struck(struck) => words.say("summary-struck", &[("entry", struck.line.entry.into())]),
        _ => String::new(),
    }
}

fn registered(words: &Words, line: &Registered, names: &dyn Names) -> String {
    let mut args =
        vec![("register", names.register(line.register).into()), ("count", u64::from(line.count).into())];
    let amount = !line.amount.is_zero();
    if amount {
        args.push(("amount", line.amount.into()));
    }
    if let Some(person) = line.person.or(line.provider) {
        args.push(("person", names::person(words, names, person).into()));
    }
    words.say(
        match (line.person.or(line.provider), amount) {
            (None, false) => "summary-registered",
            (None, true) => "summary-registered-amount",
            (Some(_), false) => "summary-registered-person",
            (Some(_), true) => "summary-registered-person-amount",
        },
        &args,
    )
}

/// An account's name in its edition of the chart, in the reader's language.
fn account(words: &Words, edition: u8, code: AccountCode) -> String {
    let known = Edition::from_number(edition).and_then(|edition| edition.account(code));
    known.map_or_else(
        || code.to_string(),
        |account| match words.lang() {
            Lang::ZhCn => account.name.to_owned(),
            Lang::En => account.name_en.to_owned(),
        },
    )
}

fn given(words: &Words, donation: &Donation, names: &dyn Names) -> String {
    let donor = match donation.donor {
        Some(no) => names::person(words, names, no),
        None => words.word("summary-anonymous"),
    };
    let key = match donation.source {
        DonationSource::Gift => "summary-gift",
        DonationSource::Grant => "summary-grant",
    };
    words.say(key, &[("donor", donor.into()), ("fund", names.fund(donation.fund).into())])
}

fn passed(words: &Words, held: &PassThrough, names: &dyn Names) -> String {
    let target = ("target", names::target(words, names, held.target).into());
    match (held.received, held.other.map(|no| names::person(words, names, no))) {
        (true, None) => words.say("summary-received", &[target]),
        (true, Some(donor)) => words.say("summary-received-from", &[target, ("donor", donor.into())]),
        (false, None) => words.say("summary-paid-on", &[target]),
        (false, Some(payee)) => words.say("summary-paid-on-to", &[target, ("payee", payee.into())]),
    }
}
