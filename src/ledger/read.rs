//! Reading: entries one by one, in ranges and by list; who recorded them and when; cells.
//!
//! Owns: answers from the index. Refuses to know: how they are shown.

use super::error::LedgerError;
use super::lists::ListKey;
use super::{Ledger, pack};
use crate::base::{
    AccountCode, BudgetNo, Code, EntryNo, Fen, FundNo, Hash32, HouseholdNo, Line, MoneyAccountNo, Period,
    PersonNo, ProgrammeNo, PurposeNo, RegisterNo, VoucherNo,
};
use crate::book::fold;
use crate::book::two_persons;
use crate::book::{BudgetState, Cell, Key, Pending, Refusal, RegisterState, Turnover, View};
use crate::chain::{FrameKind, Header, frames};
use crate::entry::{Body, Chart, Entry, FundAdded, MoneyAccountAdded, ProgrammeAdded, Target, ThresholdOf};
use crate::store::index::Space;
use std::ops::RangeInclusive;

/// An entry with its leaf hash and the header of its commit.
#[derive(Clone, Debug)]
pub struct Located {
    /// The entry.
    pub entry: Entry,
    /// Its leaf hash.
    pub leaf: Hash32,
    /// Who recorded it and when.
    pub header: Header,
}

impl Ledger {
    /// An entry; `None` where there is none of that number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn entry(&self, no: EntryNo) -> Result<Option<Entry>, LedgerError> {
        // Unlike the view's own reading this makes no leaf hash.
        self.state.base().with_record(no, pack::decode_entry)
    }

    /// An entry with who recorded it.
    ///
    /// # Errors
    /// [`Refusal::UnknownEntry`]; or where the index can't be read.
    pub fn locate(&self, no: EntryNo) -> Result<Located, LedgerError> {
        let unknown = || LedgerError::Refused(Box::new(Refusal::UnknownEntry { no }));
        let (entry, leaf) = self.state.base().entry(no)?.ok_or_else(unknown)?;
        let header = match self.header_in_piece(no)? {
            Some(header) => header,
            None => {
                let lists = self.state.base();
                let first =
                    lists.last_in_list(ListKey::Commits, no)?.ok_or_else(|| damaged("commit list"))?;
                self.header_in_piece(first)?.ok_or_else(|| damaged("commit header"))?
            }
        };
        Ok(Located { entry, leaf, header })
    }

    /// The header of the commit that holds the entry, if it stands in the same piece of journal.
    fn header_in_piece(&self, no: EntryNo) -> Result<Option<Header>, LedgerError> {
        self.state.base().with_piece(no, |bytes, first| {
            let (mut header, mut next) = (None, first);
            for frame in frames(bytes) {
                match frame.kind {
                    FrameKind::Header => header = Some(frame.record),
                    FrameKind::Entry if next == no.0 => break,
                    FrameKind::Entry => next += 1,
                    FrameKind::Seal => {}
                }
            }
            header.map(|record| Header::decode(record).map_err(|e| damaged(&e.to_string()))).transpose()
        })
    }

    /// The entry of a voucher.
    ///
    /// # Errors
    /// [`Refusal::UnknownVoucher`]; or where the index can't be read.
    pub fn entry_of_voucher(&self, no: VoucherNo) -> Result<EntryNo, LedgerError> {
        let all = self.entries_in(ListKey::Period(no.period))?;
        let at = usize::try_from(no.number).ok().and_then(|n| n.checked_sub(1));
        at.and_then(|at| all.get(at).copied())
            .ok_or_else(|| LedgerError::Refused(Box::new(Refusal::UnknownVoucher { no })))
    }

    /// The numbers of all entries in a list, ascending.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn entries_in(&self, list: ListKey) -> Result<Vec<EntryNo>, LedgerError> {
        let mut all = self.state.base().list(list)?;
        self.for_each(EntryNo(self.packing.tail_first)..=EntryNo(u64::MAX), |entry| {
            if list.holds(entry) {
                all.push(entry.no);
            }
            Ok(true)
        })?;
        Ok(all)
    }

    /// Calls `each` with the entries of a range in order, until it returns `false`.
    ///
    /// # Errors
    /// Where the index can't be read, or what `each` returns.
    pub fn for_each(
        &self,
        range: RangeInclusive<EntryNo>,
        mut each: impl FnMut(&Entry) -> Result<bool, LedgerError>,
    ) -> Result<(), LedgerError> {
        let last = self.tip.entries.min(range.end().0);
        for no in (range.start().0.max(1)..=last).map(EntryNo) {
            let go_on = self.state.base().with_record(no, |record| each(&pack::decode_entry(record)?))?;
            if !go_on.ok_or_else(|| damaged("entry missing"))? {
                break;
            }
        }
        Ok(())
    }

    /// All funds, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn funds(&self) -> Result<Vec<FundAdded>, LedgerError> {
        let cells = self.state.base().cells(Key::Fund(FundNo(0)).family())?;
        Ok(cells
            .into_iter()
            .filter_map(|(_, c)| if let Cell::Fund(fund) = c { Some(*fund) } else { None })
            .collect())
    }

    /// All programmes, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn programmes(&self) -> Result<Vec<ProgrammeAdded>, LedgerError> {
        let cells = self.state.base().cells(Key::Programme(ProgrammeNo(0)).family())?;
        let programme = |c| if let Cell::Programme(programme) = c { Some(*programme) } else { None };
        Ok(cells.into_iter().filter_map(|(_, c)| programme(c)).collect())
    }

    /// All money accounts, by number; the first account, which has none, is not among them.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn money_accounts(&self) -> Result<Vec<MoneyAccountAdded>, LedgerError> {
        let cells = self.state.base().cells(Key::MoneyAccount(MoneyAccountNo(0)).family())?;
        let account = |c| if let Cell::MoneyAccount(account) = c { Some(*account) } else { None };
        Ok(cells.into_iter().filter_map(|(_, c)| account(c)).collect())
    }

    /// The money account of that code.
    ///
    /// # Errors
    /// [`Refusal::UnknownMoneyCode`]; or where the index can't be read.
    pub fn money_account_by_code(&mut self, code: &Code) -> Result<MoneyAccountNo, LedgerError> {
        let no = self.state.number(&Key::MoneyCode(code.clone()))?.and_then(|no| u32::try_from(no).ok());
        let unknown = || LedgerError::Refused(Box::new(Refusal::UnknownMoneyCode { code: code.clone() }));
        no.map(MoneyAccountNo).ok_or_else(unknown)
    }

    /// What is on each money account; `None`: on the first.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn money_balances(&self) -> Result<Vec<(Option<MoneyAccountNo>, Fen)>, LedgerError> {
        let cells = self.state.base().cells(Key::ALL_MONEY)?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_u32(&key), cell) {
                (Some(no), Cell::Amount(amount)) => Ok(((no > 0).then_some(MoneyAccountNo(no)), amount)),
                _ => Err(damaged("money account")),
            })
            .collect()
    }

    /// All budgets, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn budgets(&self) -> Result<Vec<BudgetState>, LedgerError> {
        let cells = self.state.base().cells(Key::Budget(BudgetNo(0)).family())?;
        let budget = |c| if let Cell::Budget(budget) = c { Some(*budget) } else { None };
        Ok(cells.into_iter().filter_map(|(_, c)| budget(c)).collect())
    }

    /// The budget of a fund and a year for a purpose.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn budget_of(
        &mut self,
        fund: FundNo,
        year: u32,
        purpose: &Line,
    ) -> Result<Option<BudgetNo>, LedgerError> {
        let no = self.state.number(&Key::BudgetOf(fund, year, purpose.clone()))?;
        Ok(no.and_then(|no| u32::try_from(no).ok()).map(BudgetNo))
    }

    /// All memorandum registers with their sums, by number.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn registers(&self) -> Result<Vec<(RegisterNo, RegisterState)>, LedgerError> {
        let cells = self.state.base().cells(Key::Register(RegisterNo(0)).family())?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_u32(&key), cell) {
                (Some(no), Cell::Register(register)) => Ok((RegisterNo(no), *register)),
                _ => Err(damaged("register")),
            })
            .collect()
    }

    /// The register of that name.
    ///
    /// # Errors
    /// [`Refusal::UnknownRegisterName`]; or where the index can't be read.
    pub fn register_by_name(&mut self, name: &Line) -> Result<RegisterNo, LedgerError> {
        let no = self.state.number(&Key::RegisterName(name.clone()))?.and_then(|no| u32::try_from(no).ok());
        let unknown = || LedgerError::Refused(Box::new(Refusal::UnknownRegisterName { name: name.clone() }));
        no.map(RegisterNo).ok_or_else(unknown)
    }

    /// All thresholds: of what, and above which amount.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn threshold(&mut self, of: ThresholdOf) -> Result<Option<Fen>, LedgerError> {
        Ok(match self.state.get(&Key::Threshold(of))? {
            Some(Cell::Amount(over)) => Some(*over),
            _ => None,
        })
    }

    /// The entries that wait for a second person, oldest first.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn pending(&self) -> Result<Vec<(EntryNo, Pending)>, LedgerError> {
        let cells = self.state.base().cells(Key::ALL_PENDING)?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_u64(&key), cell) {
                (Some(no), Cell::Pending(pending)) => Ok((EntryNo(no), *pending)),
                _ => Err(damaged("pending entry")),
            })
            .collect()
    }

    /// The entries by which one person alone let something take effect, each with what it was, oldest first.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn emergencies(&self) -> Result<Vec<(EntryNo, EntryNo)>, LedgerError> {
        let cells = self.state.base().cells(Key::EMERGENCIES)?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_u64(&key), cell) {
                (Some(no), Cell::Number(prepared)) => Ok((EntryNo(no), EntryNo(prepared))),
                _ => Err(damaged("emergency")),
            })
            .collect()
    }

    /// The members of each household, by household.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn households(&self) -> Result<Vec<(HouseholdNo, PersonNo)>, LedgerError> {
        let cells = self.state.base().cells(Key::HOUSEHOLDS)?;
        let member =
            |(key, _): (Vec<u8>, Cell)| Key::read_household(&key).ok_or_else(|| damaged("household"));
        cells.into_iter().map(member).collect()
    }

    /// The entry that decided on a prepared one.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn decided_by(&mut self, prepared: EntryNo) -> Result<Option<EntryNo>, LedgerError> {
        Ok(self.state.number(&Key::DecidedBy(prepared.0))?.map(EntryNo))
    }

    /// The notes on an entry, oldest first.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn notes_on(&mut self, entry: EntryNo) -> Result<Vec<EntryNo>, LedgerError> {
        Ok(self.state.numbers(&Key::Notes(entry.0))?.into_iter().map(EntryNo).collect())
    }

    /// What an entry makes happen: its own body, or of an approval the body of what it approves; nothing of one that
    /// only waits, or of a rejection.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn effect_of(&self, entry: &Entry) -> Result<Option<Body>, LedgerError> {
        Ok(two_persons::effect_of(&self.state, entry)?.map(|(body, _)| body))
    }

    /// The chart of accounts that the ledger keeps.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn chart(&mut self) -> Result<Chart, LedgerError> {
        Ok(self.state.chart()?)
    }

    /// The fund of that code.
    ///
    /// # Errors
    /// [`Refusal::UnknownFundCode`]; or where the index can't be read.
    pub fn fund_by_code(&mut self, code: &Code) -> Result<FundAdded, LedgerError> {
        match self.state.get(&Key::FundCode(code.clone()))? {
            Some(Cell::Number(no)) => {
                let no = FundNo(u32::try_from(*no).unwrap_or(0));
                Ok(self.state.fund(no)?.clone())
            }
            _ => Err(LedgerError::Refused(Box::new(Refusal::UnknownFundCode { code: code.clone() }))),
        }
    }

    /// The programme of that code.
    ///
    /// # Errors
    /// [`Refusal::UnknownProgrammeCode`]; or where the index can't be read.
    pub fn programme_by_code(&mut self, code: &Code) -> Result<ProgrammeAdded, LedgerError> {
        match self.state.get(&Key::ProgrammeCode(code.clone()))? {
            Some(Cell::Number(no)) => {
                let no = ProgrammeNo(u32::try_from(*no).unwrap_or(0));
                Ok(self.state.programme(no)?.clone())
            }
            _ => Err(LedgerError::Refused(Box::new(Refusal::UnknownProgrammeCode { code: code.clone() }))),
        }
    }

    /// The place or cause of that name; `None` where there is none.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn purpose_by_name(&mut self, name: &Line) -> Result<Option<PurposeNo>, LedgerError> {
        Ok(match self.state.get(&Key::PurposeName(name.clone()))? {
            Some(Cell::Number(no)) => u32::try_from(*no).ok().map(PurposeNo),
            _ => None,
        })
    }

    /// The name of a place or cause.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn purpose_name(&mut self, no: PurposeNo) -> Result<Option<Line>, LedgerError> {
        Ok(match self.state.get(&Key::Purpose(no))? {
            Some(Cell::Purpose(name)) => Some(name.clone()),
            _ => None,
        })
    }

    /// What stands on each account of each fund, debit positive.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn balances(&self) -> Result<Vec<(FundNo, AccountCode, Fen)>, LedgerError> {
        let family = Key::Balance(FundNo(0), AccountCode(0)).family();
        let cells = self.state.base().cells(family)?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_balance(&key), cell) {
                (Some((fund, account, _)), Cell::Amount(amount)) => Ok((fund, account, amount)),
                _ => Err(damaged("balance")),
            })
            .collect()
    }

    /// What was posted to each account of each fund in each month of voucher dates.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn turnovers(&self) -> Result<Vec<(FundNo, AccountCode, Period, Turnover)>, LedgerError> {
        let cells = self.state.base().cells(Key::TURNOVERS)?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_balance(&key), cell) {
                (Some((fund, account, Some(period))), Cell::Turnover(sums)) => {
                    Ok((fund, account, period, sums))
                }
                _ => Err(damaged("turnover")),
            })
            .collect()
    }

    /// What is held for each place, cause or person; bound gifts have sums of their own.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn held(&self) -> Result<Vec<(Target, Fen)>, LedgerError> {
        let cells = self.state.base().cells(Key::ALL_HELD)?;
        cells
            .into_iter()
            .map(|(key, cell)| match (Key::read_held(&key), cell) {
                (Some(target), Cell::Amount(amount)) => Ok((target, amount)),
                _ => Err(damaged("money held")),
            })
            .collect()
    }

    /// Whether what an entry posts, itself or as an approval, takes back from the side that it was posted to 红字.
    ///
    /// # Errors
    /// Where journal or index can't be read.
    pub fn is_red(&self, entry: &Entry) -> Result<bool, LedgerError> {
        match self.effect_of(entry)? {
            Some(body) => Ok(fold::is_red(&self.state, &body, &entry.postings)?),
            None => Ok(false),
        }
    }

    /// Everybody whom an entry, and those that it stands on, name: words on it are about them.
    ///
    /// # Errors
    /// Where journal or index can't be read.
    pub fn about(&self, entry: &Entry) -> Result<Vec<PersonNo>, LedgerError> {
        Ok(fold::about(&self.state, entry)?)
    }

    /// Hands what the index holds to the system. It is done from time to time; nothing depends on it.
    ///
    /// # Errors
    /// Where the index refuses.
    pub fn flush_index(&mut self) -> Result<(), LedgerError> {
        Ok(self.state.base_mut().index.flush()?)
    }
}

pub(super) fn damaged(what: &str) -> LedgerError {
    LedgerError::Index(what.to_owned())
}

impl super::view::IndexView {
    /// The last number in a list's packed part that is not above `no`.
    pub(super) fn last_in_list(&self, list: ListKey, no: EntryNo) -> Result<Option<EntryNo>, LedgerError> {
        let from = pack::list_key(list, EntryNo(0));
        let to = pack::list_key(list, EntryNo(no.0 + 1));
        let found = self.index.last_before(Space::List, &to)?.filter(|(key, _)| *key >= from);
        let numbers =
            found.map(|(_, value)| super::lists::unpack(list, &value).ok_or_else(|| damaged("posting list")));
        Ok(numbers.transpose()?.and_then(|all| all.into_iter().rev().find(|n| *n <= no)))
    }
}
