//! The vault brought back, or declared lost, and look-up hashes under a new key.
//!
//! Owns: what stands in the vault's place, and what is recorded of it. Refuses to know: where backups and keys are kept.

use super::batch::Batch;
use super::error::{LedgerError, Outcome};
use super::people::PersonDetails;
use super::put_back::{NotPutBack, vault_from_backup};
use super::{Ledger, VaultFields};
use crate::base::{BankCard, Date, IdNumber, Line, PersonNo, SubjectNo};
use crate::book::{Cell, Draft, Key, View};
use crate::entry::{Body, DataLost, Field, LookUps, PersonSort};
use crate::store::backup_file::Backup;
use crate::store::fs::Fs;
use crate::store::vault::{self, Vault, VaultError};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

const KEYS: &str = "vault-keys";
const FILES: [&str; 2] = ["vault", KEYS];

/// Sets the vault of the ledger in `dir` aside, and puts the one of a backup in its place, or an empty one. The caller
/// holds the lock, and opens the ledger with a new index afterwards: then whoever was erased since is erased again.
///
/// # Errors
/// [`NotPutBack`]; run again it goes on from there. Returns what was set aside.
pub fn replace_vault(
    dir: &Path,
    fs: &dyn Fs,
    origin: &Line,
    from: Option<&Backup>,
) -> Result<Vec<PathBuf>, NotPutBack> {
    let failed =
        |source| NotPutBack::Ledger(LedgerError::Io { file: "vault", source, outcome: Outcome::NotRecorded });
    // Read in whole before anything is touched: a backup that is damaged must not cost the vault that is there.
    if let Some(backup) = from {
        backup.read::<NotPutBack>(|_, _| Ok(()))?;
    }
    let mut kept = Vec::new();
    for name in FILES {
        kept.extend(set_aside(fs, dir, name).map_err(failed)?);
    }
    match from {
        Some(backup) => vault_from_backup(backup, fs, dir)?,
        None => {
            let made = Vault::create(fs, dir, origin, None);
            made.map_err(|error| NotPutBack::Ledger(LedgerError::vault(error)))?;
        }
    }
    Ok(kept)
}

fn set_aside(fs: &dyn Fs, dir: &Path, name: &str) -> io::Result<Option<PathBuf>> {
    let path = dir.join(name);
    if !fs.exists(&path)? {
        return Ok(None);
    }
    fs.create_dir_all(&dir.join("aside"))?;
    let mut n = 1;
    while fs.exists(&aside(dir, name, n))? {
        n += 1;
    }
    fs.rename(&path, &aside(dir, name, n))?;
    fs.sync_dir(&dir.join("aside"))?;
    fs.sync_dir(dir)?;
    Ok(Some(aside(dir, name, n)))
}

fn aside(dir: &Path, name: &str, n: u64) -> PathBuf {
    dir.join("aside").join(format!("{name}-{n}"))
}

/// Destroys the keys of subjects in vaults that were set aside too: whoever is erased may not be readable from there.
pub(super) fn erase_aside(fs: &dyn Fs, dir: &Path, subjects: &[SubjectNo]) -> io::Result<()> {
    let mut n = 1;
    while !subjects.is_empty() && fs.exists(&aside(dir, KEYS, n))? {
        vault::erase_in_copy(fs, &aside(dir, KEYS, n), subjects)?;
        n += 1;
    }
    Ok(())
}

impl Ledger {
    /// What the chain says that the vault holds, and it does not, or can't be read there: all of it where there is none.
    ///
    /// # Errors
    /// Where the index or the vault's files can't be read.
    pub fn lost_subjects(&mut self) -> Result<Vec<SubjectNo>, LedgerError> {
        let last = self.state.counts()?.subjects;
        let mut lost = Vec::new();
        for subject in (1..=last).map(SubjectNo) {
            if self.state.base().cell(&Key::SubjectErased(subject))?.is_some() {
                continue;
            }
            let there = match &self.people.vault {
                None => false,
                Some(vault) => match vault.read(subject) {
                    Ok(reading) => reading != vault::Reading::Erased,
                    Err(VaultError::NoMasterKey) => true,
                    Err(VaultError::Io { .. }) => return Err(LedgerError::Stopped),
                    Err(_) => false,
                },
            };
            if !there {
                lost.push(subject);
            }
        }
        Ok(lost)
    }

    /// What the vault says of a person, as it is entered; `None` where it can't be read, or she is erased.
    fn details_of(&mut self, no: PersonNo) -> Result<Option<PersonDetails>, LedgerError> {
        let found = match self.person_fields(no) {
            Ok(found) => found,
            Err(LedgerError::Vault(_) | LedgerError::VaultDiffers { .. }) => None,
            Err(error) => return Err(error),
        };
        let Some((sort, VaultFields::Known(fields))) = found else { return Ok(None) };
        let text = |wanted: Field| {
            fields.iter().find(|(tag, _)| *tag == wanted.tag()).map(|(_, text)| text.as_str())
        };
        let line = |wanted| text(wanted).and_then(|text| Line::exact(text).ok());
        let Some(name) = line(Field::Name) else { return Ok(None) };
        let id_number = text(Field::IdNumber).and_then(|text| IdNumber::parse(text).ok());
        let (area, category) = (line(Field::Area), line(Field::Category));
        let bank_card = text(Field::BankCard).and_then(|text| BankCard::parse(text).ok());
        Ok(Some(PersonDetails { sort, name, id_number, area, category, bank_card }))
    }
}

impl Batch<'_> {
    /// Says that what the vault held of these is lost, in as many entries as it takes.
    ///
    /// # Errors
    /// What the rules say.
    pub fn add_lost(&mut self, subjects: &[SubjectNo], on: Date) -> Result<(), LedgerError> {
        for portion in subjects.chunks(DataLost::MOST) {
            self.add(Draft::new(on, Body::DataLost(DataLost { subjects: portion.to_vec() })))?;
        }
        Ok(())
    }

    /// Enters a person's look-up hash for another ID number; the old one goes on finding her too.
    ///
    /// # Errors
    /// What the rules say; [`LedgerError::NoLookupKey`] without the ledger's look-up key.
    pub fn add_look_up(&mut self, person: PersonNo, number: &IdNumber, on: Date) -> Result<(), LedgerError> {
        let hashes = vec![(person, self.ledger.people.hash_of_id(number)?)];
        self.add(Draft::new(on, Body::LookUps(LookUps { hashes }))).map(drop)
    }

    /// Enters the look-up hashes of everybody whom the vault knows under the ledger's present look-up key, in as many
    /// entries as it takes; those that are found by it already are left out. Returns how many persons and organisations
    /// that are.
    ///
    /// # Errors
    /// What the rules say; [`LedgerError::NoSecrets`] without the ledger's keys.
    pub fn add_look_ups(&mut self, on: Date) -> Result<usize, LedgerError> {
        let (mut hashes, mut given) = (Vec::new(), BTreeSet::new());
        for no in (1..=self.ledger.state.counts()?.persons).map(PersonNo) {
            let erased = match self.ledger.state.get(&Key::Person(no))? {
                Some(Cell::Person(person)) => person.erased,
                _ => true,
            };
            if erased {
                continue;
            }
            let Some(details) = self.ledger.details_of(no)? else { continue };
            debug_assert!(details.sort == PersonSort::Natural || details.id_number.is_none());
            if let Some(hash) = self.ledger.people.look_up(&details)?
                && self.ledger.state.number(&Key::PersonLookup(hash))?.is_none()
                // Of those registered although they were known, the first is found, as before.
                && given.insert(hash)
            {
                hashes.push((no, hash));
            }
        }
        for portion in hashes.chunks(LookUps::MOST) {
            self.add(Draft::new(on, Body::LookUps(LookUps { hashes: portion.to_vec() })))?;
        }
        Ok(hashes.len())
    }
}
