//! The crate's verdict on a journal in memory, and which refusals are of rules that the second verifier leaves alone.
//!
//! Owns: that list. Refuses to know: how mutants are made.

use jinguo::base::Hash32;
use jinguo::book::Refusal;
use jinguo::book::refusal::{EntryPart, Series};
use jinguo::ledger::verify::Finding;
use jinguo::ledger::{LedgerError, VerifyOptions, verify};
use jinguo::store::fs::{Fs, FsFile};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// One file, `journal`, with these bytes.
struct Bytes(Arc<Vec<u8>>);

fn denied<T>() -> io::Result<T> {
    Err(io::ErrorKind::PermissionDenied.into())
}

impl Fs for Bytes {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        if !path.ends_with("journal") {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(Box::new(Bytes(self.0.clone())))
    }
    fn open_write(&self, _: &Path) -> io::Result<Box<dyn FsFile>> {
        denied()
    }
    fn create_new(&self, _: &Path) -> io::Result<Box<dyn FsFile>> {
        denied()
    }
    fn exists(&self, path: &Path) -> io::Result<bool> {
        Ok(path.ends_with("journal"))
    }
    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        denied()
    }
    fn remove(&self, _: &Path) -> io::Result<()> {
        denied()
    }
    fn create_dir_all(&self, _: &Path) -> io::Result<()> {
        denied()
    }
    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        denied()
    }
}

impl FsFile for Bytes {
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let from = usize::try_from(offset).unwrap().min(self.0.len());
        let size = buf.len().min(self.0.len() - from);
        buf[..size].copy_from_slice(&self.0[from..from + size]);
        Ok(size)
    }
    fn write_at(&self, _: &[u8], _: u64) -> io::Result<()> {
        denied()
    }
    fn set_len(&self, _: u64) -> io::Result<()> {
        denied()
    }
    fn sync_data(&self) -> io::Result<()> {
        denied()
    }
    fn size(&self) -> io::Result<u64> {
        Ok(self.0.len() as u64)
    }
}

/// What the crate says of a journal.
#[derive(Debug)]
pub struct Verdict {
    pub number: u8,
    /// The first entry that can't be trusted; of a whole journal, its last.
    pub entry: Option<u64>,
    /// Commit and record, where it says them.
    pub place: Option<(u64, u64)>,
    /// The rule that is broken, where the first thing found or the verdict is one.
    pub refusal: Option<Refusal>,
    /// In words, to read.
    pub found: String,
}

/// `dir` only holds the lock.
pub fn verdict(dir: &Path, journal: Vec<u8>, expect: Option<(u64, Hash32)>) -> Verdict {
    let fs = Arc::new(Bytes(Arc::new(journal)));
    let options = VerifyOptions { fs, expect, master: None, indexes: None };
    let report = match verify(dir, options, &mut |_, _| ()) {
        Ok(report) => report,
        Err(LedgerError::Newer(_)) => {
            let found = "newer".to_owned();
            return Verdict { number: 3, entry: None, place: None, refusal: None, found };
        }
        Err(error) => panic!("{error:?}"),
    };
    let refusal = report.findings.iter().find_map(|finding| match finding {
        Finding::RuleBroken { refusal, .. } => Some((**refusal).clone()),
        _ => None,
    });
    let (entry, place) = match report.findings.first() {
        None => (Some(report.entries), Some((report.commits, report.size))),
        Some(Finding::Damaged(flaw) | Finding::BadSignature(flaw)) => {
            (Some(flaw.entry.0), Some((flaw.commit, flaw.record)))
        }
        Some(Finding::RuleBroken { entry, .. }) => (Some(entry.0), None),
        Some(_) => (None, None),
    };
    let found = format!("{:?}", report.findings);
    Verdict { number: report.verdict(), entry, place, refusal, found }
}

/// The name, in `docs/verify.py`, of the unchecked rules that this refusal is of. `None`: it must find that, too.
pub fn left_to_us(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::NotByTheRules { part: EntryPart::Postings | EntryPart::Status } => "postings",
        Refusal::ImpossibleAmount { .. }
        | Refusal::SumTooLarge
        | Refusal::UnknownAccount { .. }
        | Refusal::MoneyWhenPrepared
        | Refusal::MoneyNotChosen
        | Refusal::OtherEdition { .. }
        | Refusal::AccountNotAllowed { .. } => "postings",
        Refusal::MoneyNotCovered { .. } => "reserved",
        Refusal::OffPurpose { .. }
        | Refusal::ConsentNeeded { .. }
        | Refusal::HeldNotCovered { .. }
        | Refusal::RestrictedSpending { .. }
        | Refusal::BudgetTaken { .. }
        | Refusal::BudgetOfOther { .. }
        | Refusal::OverBudget { .. }
        | Refusal::BudgetBelowSpent { .. } => "restricted",
        Refusal::Loan(_) => "loans",
        Refusal::Relief(_) => "relief",
        Refusal::TwoPersonsNeeded | Refusal::LastAdministrator { .. } => "two-persons",
        Refusal::DuplicatePerson { .. }
        | Refusal::PersonRestricted { .. }
        | Refusal::PersonErased { .. }
        | Refusal::AlreadyRestricted { .. }
        | Refusal::RetentionNotOver { .. }
        | Refusal::ErasureIncomplete { .. }
        | Refusal::NotADuplicate { .. }
        | Refusal::TooManyNotes { .. }
        | Refusal::NothingToLose { .. }
        | Refusal::UnknownHousehold { .. }
        | Refusal::SameHousehold { .. }
        | Refusal::OutOfSequence { series: Series::Subjects, .. } => "persons",
        Refusal::MonthNotOver { .. }
        | Refusal::PendingInMonth { .. }
        | Refusal::OpeningTooLate { .. }
        | Refusal::CloseOutOfOrder { .. } => "closing",
        Refusal::OutOfSequence { series: Series::Entries | Series::Vouchers, .. } => return None,
        Refusal::UnknownFund { .. }
        | Refusal::UnknownFundCode { .. }
        | Refusal::UnknownProgramme { .. }
        | Refusal::UnknownProgrammeCode { .. }
        | Refusal::UnknownPurpose { .. }
        | Refusal::UnknownPurposeName { .. }
        | Refusal::UnknownPerson { .. }
        | Refusal::UnknownEntry { .. }
        | Refusal::UnknownOperator { .. }
        | Refusal::FundCodeTaken { .. }
        | Refusal::ProgrammeCodeTaken { .. }
        | Refusal::PurposeTaken { .. }
        | Refusal::NotANaturalPerson { .. }
        | Refusal::NotAnOrganisation { .. }
        | Refusal::SameFund { .. }
        | Refusal::OperatorNameTaken { .. }
        | Refusal::UnknownMoneyAccount { .. }
        | Refusal::UnknownMoneyCode { .. }
        | Refusal::MoneyCodeTaken { .. }
        | Refusal::SameMoneyAccount
        | Refusal::UnknownBudget { .. }
        | Refusal::UnknownBudgetPurpose { .. }
        | Refusal::UnknownRegister { .. }
        | Refusal::UnknownRegisterName { .. }
        | Refusal::RegisterTaken { .. }
        | Refusal::NotARegisterLine { .. }
        | Refusal::AlreadyStruck { .. }
        | Refusal::OutOfSequence { .. } => "exists",
        _ => return None,
    })
}
