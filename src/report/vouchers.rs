//! Vouchers 记账凭证, one an entry that is booked.
//!
//! Owns: what stands on one, and who prepared, approved and booked it. Refuses to know: pages.

use super::names::{NameBook, operator};
use super::show::{fund, sides};
use super::{Cell, account_name};
use crate::base::{Code, Date, EntryNo, Fen, Hash32, Months, VoucherNo};
use crate::book::chart::Edition;
use crate::entry::{Body, Decision};
use crate::ledger::{Ledger, LedgerError, ListKey};
use crate::words::Words;
use std::collections::BTreeSet;

/// One voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// Its number.
    pub no: VoucherNo,
    /// Its date.
    pub date: Date,
    /// The entry that it is of.
    pub entry: EntryNo,
    /// The entry's leaf hash.
    pub leaf: Hash32,
    /// What happened.
    pub summary: String,
    /// Its postings, in their order.
    pub lines: Vec<Line>,
    /// What all debits come to. Both sides are the same.
    pub total: Fen,
    /// How many papers belong to it.
    pub attachments: usize,
    /// Who prepared it 制单.
    pub prepared: String,
    /// Who approved it 审核, where a second person did.
    pub approved: Option<String>,
    /// Who let it be booked 记账.
    pub booked: String,
}

/// One posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Code and name of the account.
    pub account: String,
    /// The fund's code, or that the money is held for others.
    pub fund: String,
    /// The debit; with a minus where it takes one back.
    pub debit: Option<Fen>,
    /// The credit, in the same way.
    pub credit: Option<Fen>,
}

/// The entries that are booked in the months, in the order of their vouchers; of one fund those that post to it.
///
/// # Errors
/// [`Refusal::UnknownFundCode`](crate::book::Refusal::UnknownFundCode); where the index can't be read.
pub fn entries(
    ledger: &mut Ledger,
    months: Months,
    fund: Option<&Code>,
) -> Result<Vec<EntryNo>, LedgerError> {
    let fund = fund.map(|code| ledger.fund_by_code(code)).transpose()?;
    let mut numbers = Vec::new();
    for month in months.each() {
        for no in ledger.entries_in(ListKey::Period(month))? {
            let asked_for = match &fund {
                None => true,
                Some(fund) => {
                    let entry = ledger.entry(no)?;
                    entry.is_some_and(|entry| entry.postings.iter().any(|posting| posting.fund == fund.no))
                }
            };
            if asked_for {
                numbers.push(no);
            }
        }
    }
    Ok(numbers)
}

/// The voucher of an entry; `None` where the entry is not booked.
///
/// # Errors
/// [`Refusal::UnknownEntry`](crate::book::Refusal::UnknownEntry); where index or vault can't be read.
pub fn voucher(
    words: &Words,
    ledger: &mut Ledger,
    names: &mut NameBook,
    no: EntryNo,
) -> Result<Option<Voucher>, LedgerError> {
    let found = ledger.locate(no)?;
    let entry = &found.entry;
    let Some(booked) = entry.voucher else { return Ok(None) };
    let edition = Edition::of(ledger.chart()?, booked.date);
    let red = ledger.is_red(entry)?;
    let mut lines = Vec::with_capacity(entry.postings.len());
    let mut total = Fen::ZERO;
    for posting in &entry.postings {
        let (debit, credit) = sides(red, posting);
        let amount = |cell: &Cell| if let Cell::Money(amount) = cell { Some(*amount) } else { None };
        if let Some(debit) = amount(&debit) {
            total = super::balance::add(total, debit)?;
        }
        lines.push(Line {
            account: format!("{} {}", posting.account, account_name(words, edition, posting.account)),
            fund: fund(words, names, posting.fund),
            debit: amount(&debit),
            credit: amount(&credit),
        });
    }
    let by = operator(ledger, found.header.operator)?;
    // A paper that came with the request and with the approval is one paper.
    let mut papers: BTreeSet<Hash32> = entry.attachments.iter().copied().collect();
    let (prepared, approved) = match &entry.body {
        Body::Decided(decided) => {
            let asked = ledger.locate(decided.prepared.entry)?;
            papers.extend(asked.entry.attachments);
            // In an emergency nobody else looked at it: the line stays empty.
            let approved = (decided.decision != Decision::Emergency).then(|| by.clone());
            (operator(ledger, asked.header.operator)?, approved)
        }
        _ => (by.clone(), None),
    };
    Ok(Some(Voucher {
        no: booked.no(),
        date: booked.date,
        entry: no,
        leaf: found.leaf,
        summary: names.summary(words, ledger, entry)?,
        lines,
        total,
        attachments: papers.len(),
        prepared,
        approved,
        booked: by,
    }))
}
