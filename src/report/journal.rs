//! The journal as other programs want it: every booked entry as the lines of a voucher, under names read once.
//!
//! Owns: which accounts and names a journal has, and what of an entry goes into it. Refuses to know: how a format writes
//! them.
//!
//! Everything that is the same for many entries is made once and named by its place in a list: an export writes half a
//! million entries a second, and a look-up in a map of texts for each of them would be most of that time.

use super::account_name;
use super::statements::Asked;
use crate::base::{AccountCode, Date, EntryNo, Fen, FundNo, Months, Period, PersonNo, ProgrammeNo};
use crate::book::chart::{Edition, edition_apart};
use crate::entry::{Chart, Posting};
use crate::ledger::{Ledger, LedgerError, Scanned};
use crate::words::Words;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

pub use crate::book::chart::Class;

/// The kinds of booked entry that have a word of their own.
const KINDS: [(u16, &str); 36] = [
    (30, "journal-kind-donation"),
    (31, "journal-kind-received"),
    (32, "journal-kind-paid-on"),
    (33, "journal-kind-disbursement"),
    (34, "journal-kind-transfer"),
    (35, "journal-kind-move"),
    (36, "journal-kind-interest"),
    (37, "journal-kind-fee"),
    (38, "journal-kind-spending"),
    (39, "journal-kind-appropriation"),
    (40, "journal-kind-reversal"),
    (43, "journal-kind-grant-down"),
    (44, "journal-kind-opening"),
    (45, "journal-kind-voucher"),
    (51, "journal-kind-release"),
    (52, "journal-kind-year-end"),
    (104, "journal-kind-deposit"),
    (105, "journal-kind-deposit-back"),
    (106, "journal-kind-provision"),
    (113, "journal-kind-loan-drawn"),
    (114, "journal-kind-loan-repaid"),
    (115, "journal-kind-loan-charged"),
    (117, "journal-kind-loan-claimed"),
    (118, "journal-kind-loan-written-off"),
    (119, "journal-kind-loan-recovered"),
    (120, "journal-kind-loan-refunded"),
    (122, "journal-kind-loan-subsidy"),
    (135, "journal-kind-round-paid"),
    (136, "journal-kind-round-back"),
    (141, "journal-kind-gift-received"),
    (142, "journal-kind-gift-given-back"),
    (143, "journal-kind-gift-bound-anew"),
    (151, "journal-kind-goods-received"),
    (152, "journal-kind-goods-bought"),
    (153, "journal-kind-goods-counted"),
    (154, "journal-kind-goods-given-back"),
];

/// An account of one fund.
#[derive(Clone, Debug)]
pub struct Account {
    /// The class that its first digit stands for.
    pub class: Class,
    /// Its code.
    pub code: AccountCode,
    /// Its name in the reader's language.
    pub name: &'static str,
    /// The fund's code; `None` for what is held for others, which is no fund.
    pub fund: Option<String>,
    /// The first month in which something is posted to it.
    pub since: Period,
}

/// A fund that the journal names.
#[derive(Clone, Debug)]
pub struct Fund {
    /// Its code; `None` for what is held for others.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
}

/// What a journal's entries have in common.
pub struct Journal {
    chart: Chart,
    months: Months,
    only: Option<FundNo>,
    accounts: Vec<Account>,
    account_at: FxHashMap<(FundNo, AccountCode, bool), usize>,
    funds: Vec<Fund>,
    texts: Vec<String>,
    kind_at: FxHashMap<u16, usize>,
    other_kind: usize,
    fund_at: FxHashMap<FundNo, usize>,
    programme_at: FxHashMap<ProgrammeNo, usize>,
    /// The last entry of each month.
    last: BTreeMap<Period, EntryNo>,
}

/// A booked entry.
pub struct Booked<'a> {
    /// The voucher date.
    pub date: Date,
    /// The voucher's number in its month.
    pub number: u32,
    /// The entry.
    pub no: EntryNo,
    /// The place of a word for what happened among [`Journal::texts`].
    pub what: usize,
    /// The place of the programme's name, or else of the fund's.
    pub of: usize,
    postings: &'a [Posting],
}

#[cfg(test)]
impl Booked<'_> {
    /// A voucher of that day and number, for tests.
    pub(crate) const fn at(date: Date, number: u32) -> Booked<'static> {
        Booked { date, number, no: EntryNo(1), what: 0, of: 0, postings: &[] }
    }
}

/// One line of a voucher.
pub struct Line {
    /// The account's place among [`Journal::accounts`].
    pub account: usize,
    /// Debit positive.
    pub amount: Fen,
    /// The person who receives, or for whom money is held.
    pub person: Option<PersonNo>,
    /// The donor.
    pub donor: Option<PersonNo>,
}

/// What is posted to, and since when.
type Used = BTreeMap<(AccountCode, AccountCode, bool, FundNo), Period>;

impl Journal {
    /// The journal of the months that are asked for, in the ledger's first `size` records.
    ///
    /// # Errors
    /// Where ledger or index can't be read; where there is no fund of the code.
    pub fn new(words: &Words, ledger: &mut Ledger, asked: &Asked, size: u64) -> Result<Journal, LedgerError> {
        let chart = ledger.chart()?;
        let only = match &asked.fund {
            Some(code) => Some(ledger.fund_by_code(code)?.no),
            None => None,
        };
        let (used, last) = if size == ledger.tip().records() {
            from_index(ledger, chart, asked.months, only)?
        } else {
            from_entries(ledger, chart, asked.months, only, size)?
        };
        let mut journal = Journal {
            chart,
            months: asked.months,
            only,
            accounts: Vec::new(),
            account_at: FxHashMap::default(),
            funds: Vec::new(),
            texts: Vec::new(),
            kind_at: FxHashMap::default(),
            other_kind: 0,
            fund_at: FxHashMap::default(),
            programme_at: FxHashMap::default(),
            last,
        };
        journal.name(words, ledger, &used)?;
        Ok(journal)
    }

    fn text(&mut self, text: String) -> usize {
        self.texts.push(text);
        self.texts.len() - 1
    }

    fn name(&mut self, words: &Words, ledger: &Ledger, used: &Used) -> Result<(), LedgerError> {
        self.other_kind = self.text(words.word("journal-kind-other"));
        for (kind, key) in KINDS {
            let at = self.text(words.word(key));
            self.kind_at.insert(kind, at);
        }
        let held = words.word("term-pass-through");
        let at = self.text(held.clone());
        self.fund_at.insert(FundNo::PASS_THROUGH, at);
        let mut codes = FxHashMap::default();
        codes.insert(FundNo::PASS_THROUGH, (None, held));
        for fund in ledger.funds()? {
            let at = self.text(fund.name.to_string());
            self.fund_at.insert(fund.no, at);
            codes.insert(fund.no, (Some(fund.code.to_string()), fund.name.to_string()));
        }
        for programme in ledger.programmes()? {
            let at = self.text(programme.name.to_string());
            self.programme_at.insert(programme.no, at);
        }
        let last = used.values().max().copied().unwrap_or(self.months.last());
        let newest =
            Edition::of(self.chart, self.last.keys().next_back().copied().unwrap_or(last).last_day());
        let mut funds = BTreeMap::new();
        for ((_, code, old, fund), since) in used {
            let edition = if *old { Edition::Of2004 } else { newest };
            let (Some(class), Some((fund_code, name))) = (Class::of(*code), codes.get(fund)) else {
                return Err(LedgerError::Index(format!("turnover of {code} in fund {}", fund.0)));
            };
            let name_of_account = account_name(words, edition, *code);
            funds.insert(*fund, Fund { code: fund_code.clone(), name: name.clone() });
            self.account_at.insert((*fund, *code, *old), self.accounts.len());
            self.accounts.push(Account {
                class,
                code: *code,
                name: name_of_account,
                fund: fund_code.clone(),
                since: *since,
            });
        }
        self.funds = funds.into_values().collect();
        Ok(())
    }

    /// The accounts that are posted to, each of each fund; an account of several names once for each.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The funds that are posted to, by number.
    #[must_use]
    pub fn funds(&self) -> &[Fund] {
        &self.funds
    }

    /// The words for what happens and the names of programmes and funds.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The months that the journal has entries of, each with its last entry.
    #[must_use]
    pub const fn last_of_months(&self) -> &BTreeMap<Period, EntryNo> {
        &self.last
    }

    /// What of an entry belongs into the journal; `None` where nothing does.
    #[must_use]
    pub fn booked<'a>(&self, scanned: &'a Scanned) -> Option<Booked<'a>> {
        let entry = &scanned.entry;
        let voucher = entry.voucher?;
        if !self.months.holds(voucher.date.period()) {
            return None;
        }
        let first = entry.postings.iter().find(|p| self.is_asked_for(p))?;
        let kind = scanned.takes_effect.and_then(|kind| self.kind_at.get(&kind)).copied();
        let programme = entry.postings.iter().filter(|p| self.is_asked_for(p)).find_map(|p| p.dims.programme);
        let of = programme.and_then(|no| self.programme_at.get(&no)).or(self.fund_at.get(&first.fund));
        Some(Booked {
            date: voucher.date,
            number: voucher.number,
            no: entry.no,
            what: kind.unwrap_or(self.other_kind),
            of: of.copied().unwrap_or(self.other_kind),
            postings: &entry.postings,
        })
    }

    fn is_asked_for(&self, posting: &Posting) -> bool {
        self.only.is_none_or(|fund| fund == posting.fund)
    }

    /// The lines of a booked entry; they balance.
    pub fn lines<'a>(
        &'a self,
        booked: &'a Booked<'a>,
    ) -> impl Iterator<Item = Result<Line, LedgerError>> + 'a {
        booked.postings.iter().filter(|p| self.is_asked_for(p)).map(|posting| {
            let old = is_old(self.chart, posting.account, booked.date);
            let at = self.account_at.get(&(posting.fund, posting.account, old));
            let account = *at.ok_or_else(|| {
                LedgerError::Index(format!("no turnover of {} in fund {}", posting.account, posting.fund.0))
            })?;
            let (amount, dims) = (posting.amount, posting.dims);
            Ok(Line { account, amount, person: dims.person, donor: dims.donor })
        })
    }
}

/// Whether the code stands for another account than it did later. What stands on a renumbered account goes on under the
/// newer edition; expenses begin anew with each year, so theirs are told apart, as in the trial balance.
fn is_old(chart: Chart, code: AccountCode, day: Date) -> bool {
    edition_apart(chart, code, day) == Some(Edition::Of2004)
}

fn note(used: &mut Used, chart: Chart, fund: FundNo, code: AccountCode, month: Period) {
    // By account first and sub-account then: 100201 belongs behind 1002.
    let key = (code.top(), code, is_old(chart, code, month.last_day()), fund);
    let since = used.entry(key).or_insert(month);
    *since = month.min(*since);
}

type Found = (Used, BTreeMap<Period, EntryNo>);

fn from_index(
    ledger: &Ledger,
    chart: Chart,
    months: Months,
    only: Option<FundNo>,
) -> Result<Found, LedgerError> {
    let mut used = Used::new();
    let mut booked = BTreeSet::new();
    for (fund, code, month, _) in ledger.turnovers()? {
        if months.holds(month) && only.is_none_or(|only| only == fund) {
            note(&mut used, chart, fund, code, month);
            booked.insert(month);
        }
    }
    let mut last = ledger.last_of_months(booked.iter().copied())?;
    last.retain(|month, _| booked.contains(month));
    Ok((used, last))
}

/// The same of an earlier state of the ledger, which the index does not know.
fn from_entries(
    ledger: &Ledger,
    chart: Chart,
    months: Months,
    only: Option<FundNo>,
    size: u64,
) -> Result<Found, LedgerError> {
    let mut used = Used::new();
    let mut last = BTreeMap::new();
    ledger.scan(size, |batch| {
        for Scanned { entry, .. } in &batch {
            let Some(month) = entry.voucher.map(|v| v.date.period()).filter(|m| months.holds(*m)) else {
                continue;
            };
            for posting in entry.postings.iter().filter(|p| only.is_none_or(|only| only == p.fund)) {
                note(&mut used, chart, posting.fund, posting.account, month);
                last.insert(month, entry.no);
            }
        }
        Ok::<(), LedgerError>(())
    })?;
    Ok((used, last))
}
