//! Reading: entries one by one, in ranges and by list; who recorded them and when; cells.
//!
//! Owns: answers from the index. Refuses to know: how they are shown.

use super::error::LedgerError;
use super::lists::ListKey;
use super::{Ledger, pack};
use crate::base::{
    AccountCode, Code, EntryNo, Fen, FundNo, Hash32, Line, Period, ProgrammeNo, PurposeNo, VoucherNo,
};
use crate::book::{Cell, Key, Refusal, Turnover, View};
use crate::chain::{FrameKind, Header, frames};
use crate::entry::{Entry, FundAdded, ProgrammeAdded, Target};
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
        Ok(self.state.base().entry(no)?.map(|(entry, _)| entry))
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

    /// What is held for each place, cause or person.
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

    /// Hands what the index holds to the system. It is done from time to time; nothing depends on it.
    ///
    /// # Errors
    /// Where the index refuses.
    pub fn flush_index(&mut self) -> Result<(), LedgerError> {
        Ok(self.state.base_mut().index.flush()?)
    }
}

fn damaged(what: &str) -> LedgerError {
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
