//! Recording: drafts collected into one commit, written to the vault, the journal and the index in that order.
//!
//! Owns: the commit path and what is known after each failure on it. Refuses to know: who asks.

use super::Ledger;
use super::error::{LedgerError, Outcome};
use super::pack::{self, Made};
use super::recover_vault::erase_aside;
use super::replay::erased_by;
use super::signers::{holder, proof_is_right};
use crate::base::{Date, EntryNo, Hash32, OperatorNo, SubjectNo, Timestamp};
use crate::book::chart::Edition;
use crate::book::record::voucher_date;
use crate::book::{Context, Draft, RULES_VERSION, Refusal, record};
use crate::chain::{Author, CommitWriter, MAX_ENTRIES, OperatorKey, Sealed};
use crate::entry::{Entry, Posting, Voucher};
use crate::store::vault::{Field, VaultError};

/// One day: a clock that jumped further since the last commit needs a person's word.
const CLOCK_JUMP_SECONDS: i64 = 24 * 3600;

/// An entry that was accepted.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its number.
    pub no: EntryNo,
    /// Whether it waits for a second person.
    pub prepared: bool,
    /// Its voucher, where it has one.
    pub voucher: Option<Voucher>,
    /// Its business date.
    pub business_date: Date,
    /// Its postings.
    pub postings: Vec<Posting>,
}

/// What a commit left behind.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// The commit's number.
    pub commit_no: u64,
    /// Its entries, in order.
    pub recorded: Vec<Recorded>,
    /// The new chain head.
    pub head: Hash32,
    /// The tree's size: headers and entries so far.
    pub size: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Whether the index has it too. If not, the next opening catches up; nothing is lost.
    pub indexed: bool,
    /// Whether what it erased is gone from the vault. If not, the next opening finishes it.
    pub erased: bool,
}

/// A commit being put together. Dropped without [`Batch::commit`], nothing was recorded.
pub struct Batch<'a> {
    pub(super) ledger: &'a mut Ledger,
    key: &'a OperatorKey,
    operator: OperatorNo,
    clock: Timestamp,
    recorded_at: Timestamp,
    /// The encoded entries one after the other, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    recorded: Vec<Recorded>,
    pub(super) vault: Vec<(SubjectNo, Vec<Field>)>,
    pub(super) failed: bool,
}

impl Ledger {
    /// Begins a commit by the holder of `key`. `clock_confirmed`: a person said that the clock is right.
    ///
    /// # Errors
    /// [`LedgerError::ForeignKey`], [`Refusal::OperatorRevoked`], [`LedgerError::ClockJumped`], [`LedgerError::ReadOnly`], [`LedgerError::Stopped`].
    pub fn begin<'a>(
        &'a mut self,
        key: &'a OperatorKey,
        clock: Timestamp,
        clock_confirmed: bool,
    ) -> Result<Batch<'a>, LedgerError> {
        if self.stopped {
            return Err(LedgerError::Stopped);
        }
        if !self.can_write {
            return Err(LedgerError::ReadOnly(self.dir.clone()));
        }
        let found = holder(&mut self.state, &key.public())?;
        let (operator, known) = found.ok_or(LedgerError::ForeignKey)?;
        if let Some(by) = known.revoked {
            let refusal = Refusal::OperatorRevoked { no: operator, by: EntryNo(by) };
            return Err(LedgerError::Refused(Box::new(refusal)));
        }
        let last = self.tip.recorded_at.unwrap_or(clock);
        if !clock_confirmed && clock.distance(last).num_seconds() > CLOCK_JUMP_SECONDS {
            return Err(LedgerError::ClockJumped { last, now: clock });
        }
        Ok(Batch {
            ledger: self,
            key,
            operator,
            clock,
            recorded_at: last.max(clock),
            bytes: Vec::new(),
            ends: Vec::new(),
            recorded: Vec::new(),
            vault: Vec::new(),
            failed: false,
        })
    }
}

impl Batch<'_> {
    /// The ledger as it was before the commit, with the accepted drafts in its state.
    pub const fn ledger(&mut self) -> &mut Ledger {
        self.ledger
    }

    /// Who records it.
    pub const fn operator(&self) -> OperatorNo {
        self.operator
    }

    /// The draft that was accepted last.
    pub fn last(&self) -> Option<&Recorded> {
        self.recorded.last()
    }

    /// The day of recording, in Asia/Shanghai.
    pub fn today(&self) -> Date {
        self.recorded_at.shanghai_date()
    }

    /// The voucher date of a draft, and the edition of the chart that its accounts must be of.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn voucher_date(
        &mut self,
        business_date: Date,
        chosen: Option<Date>,
    ) -> Result<(Date, Edition), LedgerError> {
        let today = self.today();
        let date = voucher_date(&mut self.ledger.state, business_date, chosen, today)?;
        Ok((date, Edition::of(self.ledger.chart()?, date)))
    }

    /// Accepts a draft as the next entry.
    ///
    /// # Errors
    /// [`LedgerError::Refused`]; the whole commit is then given up.
    ///
    /// # Panics
    /// Where an earlier draft was refused, or the commit holds [`MAX_ENTRIES`] already.
    pub fn add(&mut self, draft: Draft) -> Result<&Recorded, LedgerError> {
        assert!(!self.failed, "a commit goes on after a refusal");
        assert!(self.ends.len() < MAX_ENTRIES as usize, "a commit of more than {MAX_ENTRIES} entries");
        let no = EntryNo(self.ledger.tip.entries + 1 + self.ends.len() as u64);
        let (recorded_at, operator) = (self.recorded_at, self.operator);
        let ctx = Context { no, recorded_at, operator, rules_version: RULES_VERSION };
        let made = record(&mut self.ledger.state, &ctx, draft);
        let entry = made.map_err(|stop| self.give_up(stop.into()))?;
        if !proof_is_right(&mut self.ledger.state, &entry)? {
            return Err(self.give_up(LedgerError::NotProved));
        }
        let start = self.bytes.len();
        entry.encode(&mut self.bytes);
        // The pair of what readers do: a record that can't be read back would close the ledger for good.
        assert!(Entry::decode(&self.bytes[start..]).as_ref() == Ok(&entry), "an entry does not read back");
        // A note or an approval may follow what it is about in the same commit.
        self.ledger.state.base_mut().remember(no, &self.bytes[start..]);
        self.ends.push(self.bytes.len());
        self.recorded.push(Recorded {
            no,
            prepared: entry.prepared,
            voucher: entry.voucher,
            business_date: entry.business_date,
            postings: entry.postings,
        });
        Ok(&self.recorded[self.recorded.len() - 1])
    }

    /// Gives up the commit for that cause.
    pub(super) fn give_up(&mut self, error: LedgerError) -> LedgerError {
        self.failed = true;
        error
    }

    /// Records everything that was accepted, durably. When this returns `Ok`, it lasts.
    ///
    /// # Errors
    /// [`LedgerError::Io`] says whether the commit may have been recorded all the same.
    ///
    /// # Panics
    /// Where a draft was refused, or none was accepted.
    pub fn commit(mut self) -> Result<Receipt, LedgerError> {
        assert!(!self.failed && !self.ends.is_empty(), "a commit without accepted entries");
        let author = Author {
            origin: self.ledger.origin.as_str(),
            operator: self.operator,
            key: self.key,
            clock: self.clock,
            rules_version: RULES_VERSION,
        };
        let count = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let mut writer = CommitWriter::new(&self.ledger.tip, &author, count);
        let mut start = 0;
        for end in &self.ends {
            writer.entry(&self.bytes[start..*end]);
            start = *end;
        }
        let Sealed { bytes, tip, grown } = writer.seal(&author);
        let changes = self.ledger.state.take_changes();
        let erased: Vec<SubjectNo> = erased_by(&changes).collect();
        let vault = std::mem::take(&mut self.vault);
        let recorded = std::mem::take(&mut self.recorded);
        let ledger = &mut *self.ledger;
        if let Err(error) = ledger.write(&vault, &bytes) {
            // What was read is still right, what was changed is not; the state is read afresh.
            ledger.state.forget();
            return Err(error);
        }
        let first = EntryNo(ledger.tip.entries + 1);
        assert!(
            tip.entries == ledger.tip.entries + recorded.len() as u64,
            "entries written and counted differ"
        );
        ledger.tip = tip;
        if ledger.erase(&erased).is_err() {
            // The index may not know of it: then the next opening meets it again, and finishes it.
            ledger.state.forget();
            ledger.stopped = true;
            let (indexed, erased) = (false, false);
            return Ok(receipt(ledger, recorded, self.recorded_at, indexed, erased));
        }
        let view = ledger.state.base_mut();
        let made = Made { bytes: &bytes, first, changes: &changes, grown: &grown };
        let applied = pack::apply(view.index.as_mut(), &ledger.packing, &made, &ledger.tip);
        view.changed();
        let indexed = match applied {
            Ok(packing) => {
                assert!(packing.offset == ledger.journal.end(), "journal and index counted differently");
                ledger.packing = packing;
                true
            }
            Err(_) => {
                // The journal has it: it is recorded. This process can't read it back, so it must not write on.
                ledger.state.forget();
                ledger.stopped = true;
                false
            }
        };
        Ok(receipt(ledger, recorded, self.recorded_at, indexed, true))
    }
}

fn receipt(
    ledger: &Ledger,
    recorded: Vec<Recorded>,
    recorded_at: Timestamp,
    indexed: bool,
    erased: bool,
) -> Receipt {
    let tip = &ledger.tip;
    let (commit_no, head, size) = (tip.commits, tip.head, tip.records());
    Receipt { commit_no, recorded, head, size, recorded_at, indexed, erased }
}

impl Ledger {
    /// Destroys the keys of what a commit erased: after the journal says so, before the index does.
    fn erase(&mut self, subjects: &[SubjectNo]) -> Result<(), LedgerError> {
        if subjects.is_empty() {
            return Ok(());
        }
        if let Some(vault) = &mut self.people.vault {
            vault.erase(subjects).map_err(LedgerError::vault)?;
        }
        erase_aside(self.fs.as_ref(), &self.dir, subjects).map_err(LedgerError::vault_io)
    }

    /// The vault, synced, and then the journal, synced: the commit point.
    fn write(&mut self, subjects: &[(SubjectNo, Vec<Field>)], commit: &[u8]) -> Result<(), LedgerError> {
        if !subjects.is_empty() {
            let vault = self.people.vault.as_mut().ok_or(LedgerError::NoSecrets)?;
            if let Err(error) = vault.append(subjects, &mut self.people.entropy) {
                self.stopped = !matches!(error, VaultError::NoMasterKey | VaultError::Fields { .. });
                let error = LedgerError::vault(error);
                // Without the journal nothing is recorded, whatever became of the vault's bytes: orphans are swept.
                return Err(match error {
                    LedgerError::Io { file, source, .. } => {
                        LedgerError::Io { file, source, outcome: Outcome::NotRecorded }
                    }
                    other => other,
                });
            }
        }
        self.journal.append(commit).map_err(|error| {
            let error = LedgerError::append("journal", error);
            let clean = matches!(error, LedgerError::Io { outcome: Outcome::NotRecorded, .. });
            // Orphans in the vault would stand where the next subject must go: they are swept on opening.
            self.stopped |= !clean || !subjects.is_empty();
            error
        })
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        // After a commit nothing is left to roll back.
        self.ledger.state.roll_back();
        self.ledger.state.base_mut().changed();
    }
}
