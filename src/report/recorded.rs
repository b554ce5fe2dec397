//! What a command recorded.
//!
//! Owns: that table. Refuses to know: how it was recorded.

use super::names::NameBook;
use super::{Cell, Kind, Style, Table};
use crate::base::{EntryNo, Fen};
use crate::book::Pending;
use crate::book::chart::Basis;
use crate::entry::{
    Body, Entry, GiftWhat, GoodsWhat, LoanEvent, LoanWhat, Posting, RoundWhat, Row as RoundRow,
};
use crate::ledger::{Ledger, LedgerError, Receipt, Recorded};
use crate::words::Words;
use crate::words::capital_amount::capital_amount;

/// One row an entry. With `for_programs`, size and chain head stand in columns of their own, and whether it is booked.
///
/// What can't be read back is left out: the commit stands, and an error here would look as if it did not.
pub fn table(words: &Words, ledger: &mut Ledger, receipt: &Receipt, for_programs: bool) -> Table {
    let mut names = NameBook::new(ledger).unwrap_or_default();
    let rows: Vec<Row<'_>> = receipt.recorded.iter().map(|made| Row::of(ledger, made)).collect();
    let capitals = for_programs || rows.iter().any(|row| row.out.is_some());
    let booked = for_programs || rows.iter().any(|row| row.made.voucher.is_some());
    let amounts = booked || rows.iter().any(|row| row.amount.is_some());
    let mut table = Table::new(words.word("recorded-title"))
        .column("entry", words.word("term-entry"), Kind::Text)
        .column("summary", words.word("term-summary"), Kind::Text)
        .column("date", words.word("term-date"), Kind::Date);
    // What no entry of the commit has needs no empty column, except where programs count on it.
    if booked {
        table = table.column("voucher", words.word("term-voucher"), Kind::Text).column(
            "voucher_date",
            words.word("term-voucher-date"),
            Kind::Date,
        );
    }
    if amounts {
        table = table.column("amount_yuan", words.word("term-amount"), Kind::Money);
    }
    if capitals {
        table = table.column("amount_in_capitals", words.word("term-capital"), Kind::Text);
    }
    if for_programs {
        table = table
            .column("prepared", words.word("term-prepared"), Kind::Text)
            .column("size", words.word("term-size"), Kind::Number)
            .column("head", words.word("term-head"), Kind::Text);
    }
    for Row { made, entry, amount, out, reserves: _ } in &rows {
        let summary = entry.as_ref().and_then(|entry| names.summary(words, ledger, entry).ok());
        let mut cells: Vec<Cell> =
            vec![made.no.to_string().into(), summary.into(), made.business_date.into()];
        if booked {
            cells.push(made.voucher.map(|v| v.no().to_string()).into());
            cells.push(made.voucher.map(|v| v.date).into());
        }
        if amounts {
            cells.push((*amount).into());
        }
        if capitals {
            cells.push(out.map(capital_amount).into());
        }
        if for_programs {
            let prepared = if made.prepared { "yes" } else { "no" };
            cells.extend([
                prepared.into(),
                i64::try_from(receipt.size).ok().into(),
                receipt.head.to_string().into(),
            ]);
        }
        let style = if made.prepared { Style::Warning } else { super::style_of(&names, made.no) };
        table.push_as(style, cells);
    }
    for row in rows.iter().filter(|row| row.made.prepared) {
        table.notes.extend(waiting(words, row.made.no, row.reserves));
    }
    table.notes.extend(names.notes_on_names(words));
    table
}

/// An entry of the commit, as far as it can be read back.
struct Row<'a> {
    made: &'a Recorded,
    entry: Option<Entry>,
    /// What it moves or, while it waits, would move.
    amount: Option<Fen>,
    /// The same where money leaves.
    out: Option<Fen>,
    /// Whether money waits with it.
    reserves: bool,
}

impl<'a> Row<'a> {
    fn of(ledger: &mut Ledger, made: &'a Recorded) -> Row<'a> {
        let entry = ledger.entry(made.no).ok().flatten();
        let read = |entry: &Entry| asked(ledger, entry).ok().flatten();
        let amount = entry.as_ref().and_then(read);
        let body = match entry.as_ref() {
            Some(entry) if entry.prepared => Some(entry.body.clone()),
            Some(entry) => ledger.effect_of(entry).ok().flatten(),
            None => None,
        };
        let out = if body.as_ref().is_some_and(|body| money_leaves(ledger, body)) { amount } else { None };
        let holds = |all: Vec<(EntryNo, Pending)>| {
            all.iter().any(|(no, held)| *no == made.no && !(held.funds.is_empty() && held.held.is_empty()))
        };
        // What a round asks for is spoken for row by row, what goes back to a donor by its gift.
        let by_itself = match &body {
            Some(Body::Round(event)) => matches!(event.what, RoundWhat::Proposed(_)),
            Some(Body::Gift(event)) => matches!(event.what, GiftWhat::GivenBack { .. }),
            _ => false,
        };
        let reserves = made.prepared && (by_itself || ledger.pending().is_ok_and(holds));
        Row { made, entry, amount, out, reserves }
    }
}

/// What must be said of an entry that is not booked: people are used to "recorded" meaning done.
fn waiting(words: &Words, no: EntryNo, reserves: bool) -> [String; 2] {
    let entry = [("entry", no.into())];
    let key = if reserves { "recorded-waits-reserved" } else { "recorded-waits" };
    let command = format!("jinguo approve {no}");
    [words.say(key, &entry), words.say("hint-another-approves", &[("command", command.into())])]
}

/// The amount of an entry that moves money; negative where it takes an earlier one back.
pub fn amount(entry: &Entry) -> Option<Fen> {
    let head = entry.postings.first()?;
    let first = head.amount;
    // A refund stands on two accounts where more was paid than was kept.
    if let Body::Loan(LoanEvent { what: LoanWhat::Refunded { amount }, .. }) = &entry.body {
        return Some(*amount);
    }
    // What a year's end carries stands on one account after the other: its debits, of 财务会计.
    if matches!(entry.body, Body::YearEnd(_)) {
        let of = |p: &&Posting| !p.amount.is_negative() && Basis::of(p.account) == Basis::Financial;
        let debits = entry.postings.iter().filter(of);
        return debits.map(|p| p.amount).try_fold(Fen::ZERO, Fen::checked_add);
    }
    // Rows of a round, or goods of several gifts, stand on the same account one by one; so do they when reversed.
    let of_a_row = (head.dims.programme.is_some() && head.dims.person.is_some()) || head.dims.gift.is_some();
    let one_by_one = match &entry.body {
        Body::Round(_) | Body::Goods(_) => true,
        Body::Reversal(_) | Body::Decided(_) => of_a_row,
        _ => false,
    };
    if one_by_one {
        let same = |posting: &&Posting| (posting.fund, posting.account) == (head.fund, head.account);
        let mut amounts = entry.postings.iter().filter(same).map(|posting| posting.amount);
        return amounts.try_fold(Fen::ZERO, Fen::checked_add);
    }
    // What is negative elsewhere takes something back; a balance on the credit side does not.
    let opening = matches!(entry.body, Body::OpeningBalance(_)) && first.is_negative();
    Some(if opening { first.negated() } else { first })
}

/// What an entry moves or, while it waits, would move.
///
/// # Errors
/// Where the index can't be read.
pub fn asked(ledger: &Ledger, entry: &Entry) -> Result<Option<Fen>, LedgerError> {
    if !entry.prepared {
        return Ok(amount(entry));
    }
    Ok(match &entry.body {
        Body::Donation(donation) => Some(donation.amount),
        Body::PassThrough(held) => Some(held.amount),
        Body::Disbursement(relief) => Some(relief.amount),
        Body::Transfer(transfer) => Some(transfer.amount),
        Body::Move(moved) => Some(moved.amount),
        Body::BankCharge(charge) => Some(charge.amount),
        Body::Spending(spending) => Some(spending.amount),
        Body::Appropriation(grant) => Some(grant.amount),
        Body::GrantDown(grant) => Some(grant.amount),
        // A balance on the credit side does not take anything back.
        Body::OpeningBalance(opening) if opening.amount.is_negative() => Some(opening.amount.negated()),
        Body::OpeningBalance(opening) => Some(opening.amount),
        Body::GeneralVoucher(voucher) => voucher.lines.first().map(|line| line.amount),
        Body::Deposit(deposit) => Some(deposit.amount),
        Body::Provision(provision) => Some(provision.amount),
        Body::Loan(event) => of_a_loan(&event.what),
        Body::Round(event) => match &event.what {
            RoundWhat::Proposed(proposal) if proposal.item.is_none() => {
                proposal.rows.iter().map(RoundRow::amount).try_fold(Fen::ZERO, Fen::checked_add)
            }
            _ => None,
        },
        Body::Gift(event) => match event.what {
            GiftWhat::Received { amount } | GiftWhat::GivenBack { amount } => Some(amount),
            GiftWhat::Agreed { .. } | GiftWhat::BoundAnew { .. } => None,
        },
        Body::Goods(event) => match event.what {
            GoodsWhat::Bought { amount, .. } => Some(amount),
            _ => None,
        },
        Body::Reversal(reversal) => {
            let original = ledger.entry(reversal.original)?;
            original.as_ref().and_then(amount).map(Fen::negated)
        }
        _ => None,
    })
}

fn of_a_loan(what: &LoanWhat) -> Option<Fen> {
    match what {
        LoanWhat::Claimed { split, .. } => split.total(),
        LoanWhat::WrittenOff { split, claimed } => split.total()?.checked_add(*claimed),
        LoanWhat::Granted { amount, .. } | LoanWhat::Drawn { amount, .. } | LoanWhat::Refunded { amount } => {
            Some(*amount)
        }
        _ => None,
    }
}

/// Whether money leaves: its amount is written in capitals on the papers that go with it.
fn money_leaves(ledger: &mut Ledger, body: &Body) -> bool {
    match body {
        Body::Disbursement(_) | Body::Transfer(_) | Body::Spending(_) | Body::GrantDown(_) => true,
        Body::PassThrough(held) => !held.received,
        Body::Deposit(deposit) => deposit.placed,
        Body::Loan(event) => matches!(event.what, LoanWhat::Drawn { .. } | LoanWhat::Refunded { .. }),
        Body::Round(event) => {
            let paid = matches!(event.what, RoundWhat::Paid { .. });
            paid && ledger.round(event.round).is_ok_and(|round| round.item.is_none())
        }
        Body::Gift(event) => matches!(event.what, GiftWhat::GivenBack { .. }),
        Body::Goods(event) => matches!(event.what, GoodsWhat::Bought { .. }),
        _ => false,
    }
}
