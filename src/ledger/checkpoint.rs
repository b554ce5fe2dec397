//! Checkpoints 检查点 of this ledger: signing one, and keeping what was signed beside the journal.
//!
//! Owns: that only the ledger's own key signs, and only what the tree is. Refuses to know: witnesses, and where the
//! auditor keeps hers.

use super::Ledger;
use super::error::{LedgerError, Outcome};
use crate::base::EntryNo;
use crate::book::{Cell, Key};
use crate::chain::{OperatorKey, SignedCheckpoint, VerifierKey, checkpoints};
use crate::store::checkpoint_file;
use crate::store::fs::Fs;
use std::io;
use std::path::Path;

/// The checkpoints that are kept beside a journal; they need no index and no key.
///
/// # Errors
/// [`LedgerError::CheckpointsDamaged`]; or where the file can't be read.
pub fn kept_in(fs: &dyn Fs, dir: &Path) -> Result<Vec<SignedCheckpoint>, LedgerError> {
    let bytes = checkpoint_file::read(fs, dir, checkpoints::LONGEST).map_err(io_error)?;
    bytes.and_then(|bytes| checkpoints::decode(&bytes)).ok_or(LedgerError::CheckpointsDamaged)
}

fn io_error(source: io::Error) -> LedgerError {
    LedgerError::Io { file: checkpoint_file::NAME, source, outcome: Outcome::NotRecorded }
}

impl Ledger {
    /// The key that the ledger's checkpoints are signed with, under its origin; `None` where the origin can stand in no
    /// note, because it has a space or a plus sign in it.
    ///
    /// # Errors
    /// Where the index can't be read.
    pub fn verifier_key(&mut self) -> Result<Option<VerifierKey>, LedgerError> {
        let Some(Cell::Ledger(info)) = self.state.get(&Key::Ledger)? else {
            return Err(LedgerError::NotALedger(self.dir.clone()));
        };
        Ok(VerifierKey::of_log(info.origin.as_str(), &info.ledger_key))
    }

    /// The key that a checkpoint of this ledger is signed with, where one may be signed: the tree leads through the newest
    /// that is kept. Two checkpoints that contradict each other would prove that the office shows two histories.
    ///
    /// # Errors
    /// [`LedgerError::NoCheckpoints`] where the ledger's origin can stand in no note; [`LedgerError::CheckpointDiffers`]; as
    /// [`kept_in`]; or where the index can't be read.
    pub fn may_checkpoint(&mut self) -> Result<VerifierKey, LedgerError> {
        let verifier = self.verifier_key()?.ok_or(LedgerError::NoCheckpoints)?;
        let kept = self.checkpoints()?;
        let newest = kept.iter().rev().find(|kept| kept.note().verify(&verifier).is_ok());
        if let Some(checkpoint) = newest.map(SignedCheckpoint::checkpoint).filter(|kept| kept.size() > 0) {
            let size = checkpoint.size();
            if size > self.tip.records() || self.root_at(size)? != *checkpoint.root() {
                return Err(LedgerError::CheckpointDiffers { size });
            }
        }
        Ok(verifier)
    }

    /// Signs the tree as it stands with the ledger's own key.
    ///
    /// # Errors
    /// As [`Ledger::may_checkpoint`].
    ///
    /// # Panics
    /// Where the key is not the ledger's: whoever unlocked it has compared.
    pub fn sign_checkpoint(&mut self, key: &OperatorKey) -> Result<SignedCheckpoint, LedgerError> {
        let verifier = self.may_checkpoint()?;
        let (size, root) = (self.tip.records(), self.tip.tree.root());
        let signed = SignedCheckpoint::sign(verifier.name(), size, root, key);
        let signed = signed.map_err(|_| LedgerError::NoCheckpoints)?;
        // The pair of what every reader does.
        assert!(signed.note().verify(&verifier).is_ok(), "a checkpoint by another key than the ledger's");
        Ok(signed)
    }

    /// The checkpoints that are kept here, ascending by size.
    ///
    /// # Errors
    /// As [`kept_in`].
    pub fn checkpoints(&self) -> Result<Vec<SignedCheckpoint>, LedgerError> {
        kept_in(self.fs.as_ref(), &self.dir)
    }

    /// Keeps a checkpoint of this ledger, in the place of one of the same size.
    ///
    /// # Errors
    /// As [`kept_in`]; or where the file can't be written.
    pub fn keep_checkpoint(&mut self, checkpoint: SignedCheckpoint) -> Result<(), LedgerError> {
        let mut all = self.checkpoints()?;
        checkpoints::put(&mut all, checkpoint);
        checkpoint_file::write(self.fs.as_ref(), &self.dir, &checkpoints::encode(&all)).map_err(io_error)
    }

    /// The newest kept checkpoint that the ledger's tree leads through, at or after an entry; `None` where there is none.
    ///
    /// # Errors
    /// As [`kept_in`]; or where the index can't be read.
    pub fn checkpoint_over(&mut self, no: EntryNo) -> Result<Option<SignedCheckpoint>, LedgerError> {
        let Some(verifier) = self.verifier_key()? else { return Ok(None) };
        let record = self.record_of(no)?;
        for checkpoint in self.checkpoints()?.into_iter().rev() {
            let (size, root) = (checkpoint.checkpoint().size(), *checkpoint.checkpoint().root());
            let ours =
                size > record && size <= self.tip.records() && checkpoint.note().verify(&verifier).is_ok();
            if ours && self.root_at(size)? == root {
                return Ok(Some(checkpoint));
            }
        }
        Ok(None)
    }
}
