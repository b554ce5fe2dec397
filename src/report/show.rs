//! One entry with its voucher.
//!
//! Owns: what is told of it. Refuses to know: how it was found.

use super::names::{NameBook, operator, reversed_by};
use super::{Cell, Kind, Table, decisions};
use crate::base::{EntryNo, FundNo};
use crate::book::chart::Edition;
use crate::entry::{Body, Posting};
use crate::ledger::{Ledger, LedgerError, Located};
use crate::words::names::{Names, Withheld, person};
use crate::words::{Lang, Words};

/// One row a posting; who recorded it and when, and what belongs to it, as notes.
///
/// # Errors
/// [`Refusal::UnknownEntry`](crate::book::Refusal::UnknownEntry); where index or vault can't be read.
pub fn table(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: EntryNo,
) -> Result<Table, LedgerError> {
    let found = ledger.locate(no)?;
    let mut table = Table::new(words.say("report-show", &[("entry", no.into())]));
    table.notes = notes(words, ledger, names, &found)?;
    let lines = match (&found.entry.voucher, &found.entry.body) {
        (Some(voucher), _) => Some((Edition::of(ledger.chart()?, voucher.date), &found.entry.postings)),
        // One that waits is shown as it would be posted.
        (None, Body::GeneralVoucher(asked)) => Edition::from_number(asked.edition).zip(Some(&asked.lines)),
        _ => None,
    };
    if let Some((edition, lines)) = lines {
        table = table
            .column("account", words.word("term-account"), Kind::Text)
            .column("account_name", words.word("term-account-name"), Kind::Text)
            .column("fund", words.word("term-fund"), Kind::Text)
            .column("debit_yuan", words.word("term-debit"), Kind::Money)
            .column("credit_yuan", words.word("term-credit"), Kind::Money)
            .column("about", words.word("term-about"), Kind::Text);
        let reversal = ledger.is_red(&found.entry)?;
        for posting in lines {
            let (debit, credit) = sides(reversal, posting);
            table.push(vec![
                posting.account.to_string().into(),
                super::account_name(words, edition, posting.account).into(),
                fund(words, names, posting.fund).into(),
                debit,
                credit,
                about(words, names, posting).into(),
            ]);
        }
    }
    Ok(table)
}

/// The code of a fund; of money held for others, that word.
pub(super) fn fund(words: &Words, names: &NameBook, no: FundNo) -> String {
    if no == FundNo::PASS_THROUGH { words.word("term-pass-through") } else { names.fund_code(no) }
}

/// Debit and credit of a posting. 红字: a reversal takes back, with a minus, from the side of the original.
pub(super) fn sides(reversal: bool, posting: &Posting) -> (Cell, Cell) {
    if posting.amount.is_negative() == reversal {
        (posting.amount.into(), Cell::Empty)
    } else {
        (Cell::Empty, posting.amount.negated().into())
    }
}

fn about(words: &Words, names: &NameBook, posting: &Posting) -> String {
    let dims = posting.dims;
    let joined = |term: &str, name: String| match words.lang() {
        Lang::ZhCn => format!("{}：{name}", words.say(term, &[])),
        Lang::En => format!("{}: {name}", words.say(term, &[])),
    };
    let parts = [
        dims.programme.map(|no| joined("term-programme", names.programme(no))),
        dims.person.map(|no| joined("term-person", person(words, names, no))),
        dims.donor.map(|no| joined("term-donor", person(words, names, no))),
        dims.gift.map(|no| joined("term-gift", no.to_string())),
        dims.purpose.map(|no| joined("term-place", names.place(no))),
        dims.money.map(|no| joined("term-money", names.money(Some(no)))),
        dims.budget.map(|no| joined("term-budget", names.budget(no))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

fn notes(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    found: &Located,
) -> Result<Vec<String>, LedgerError> {
    let entry = &found.entry;
    let mut notes = vec![
        words.say("report-show-summary", &[("text", names.summary(words, ledger, entry)?.into())]),
        words.say("report-show-date", &[("date", entry.business_date.into())]),
        match entry.voucher {
            Some(voucher) => words.say(
                "report-show-voucher",
                &[("voucher", voucher.no().into()), ("date", voucher.date.into())],
            ),
            None if entry.prepared => words.word("report-show-prepared"),
            None => words.word("report-show-memorandum"),
        },
        words.say(
            if entry.prepared { "report-show-prepared-by" } else { "report-show-recorded" },
            &[
                ("operator", operator(ledger, found.header.operator)?.into()),
                ("at", found.header.recorded_at.into()),
                ("commit", found.header.commit_no.into()),
            ],
        ),
    ];
    let hidden = names.words_withheld(ledger, entry)? == Some(Withheld::Restricted);
    notes.extend(decisions::notes(words, ledger, entry, hidden)?);
    let asked = match &entry.body {
        Body::Decided(decided) => ledger.entry(decided.prepared.entry)?.map(|prepared| prepared.body),
        body => Some(body.clone()),
    };
    if let Some(Body::Reversal(reversal)) = asked {
        notes.push(words.say("report-show-reverses", &[("entry", reversal.original.into())]));
        if let Some(memo) = &reversal.memo {
            notes.push(decisions::words_of(words, ledger, memo, hidden)?);
        }
    }
    if let Some(by) = reversed_by(ledger, entry.no)? {
        notes.push(words.say("report-show-reversed-by", &[("entry", by.into())]));
    }
    notes.extend(decisions::remarks(words, ledger, entry.no, hidden)?);
    if !entry.attachments.is_empty() {
        notes.push(words.say("report-show-attachments", &[("count", entry.attachments.len().into())]));
    }
    for hash in &entry.attachments {
        notes.push(words.say("report-show-attachment", &[("hash", hash.into())]));
    }
    notes.push(words.say("report-show-leaf", &[("hash", found.leaf.into())]));
    notes.extend(names.notes(words));
    Ok(notes)
}
