//! The vault: personal data outside of the chain, each subject under a key of its own that can be destroyed.
//!
//! Owns: the files `vault` and `vault-keys`, orphans, erasing. Refuses to know: what the fields are, and commitments.
//!
//! What is appended here is synced before the journal names it. So after a crash there may be subjects that the
//! chain does not know: orphans, swept on open. Both files are in the layout of `vault_format`, behind a 16-byte head.

use super::append_file::{AppendError, AppendFile, CHUNK, FileError, HEAD_LEN, Kind, count};
use super::fs::Fs;
use super::vault_format::{self as format, FRAME_BEFORE, SLOT_LEN, Slot, SlotState};
pub use super::vault_format::{Entropy, Field, FieldsError};
use crate::base::{Line, SubjectNo};
use std::fmt;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

const FRAMES: Kind = Kind { file: "vault", magic: *b"JINGUO-VAULT\0\0" };
const KEYS: Kind = Kind { file: "vault-keys", magic: *b"JINGUO-VKEYS\0\0" };
const SLOT: u64 = 96;

/// The key that wraps every subject's key. It is wiped when dropped, and not shown by `Debug`.
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// The key of these bytes.
    pub fn new(bytes: Zeroizing<[u8; 32]>) -> MasterKey {
        MasterKey(bytes)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// What the vault holds of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Its fields, tags ascending.
    Fields(Vec<Field>),
    /// Nothing: erased or never given. The chain knows which.
    Erased,
}

/// One of the vault's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultFile {
    /// `vault`, the sealed records.
    Frames,
    /// `vault-keys`, a key for each subject.
    Keys,
}

/// Why the vault did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A file could not be created or opened.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file could not be read.
    #[error("reading {file:?}: {source}")]
    Io {
        /// Which file.
        file: VaultFile,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written; the kind says what is known.
    #[error(transparent)]
    Write(#[from] AppendError),
    /// Bytes are not what they must be.
    #[error("{file:?} is damaged at {offset}")]
    Damaged {
        /// Which file.
        file: VaultFile,
        /// Where the damaged slot or frame starts.
        offset: u64,
        /// Whose it is; `None` for a record of someone erased.
        subject: Option<SubjectNo>,
    },
    /// The data is sealed and whole, and no master key was given to open it.
    #[error("no master key")]
    NoMasterKey,
    /// The slot is whole and the master key does not open it: the wrong key, or a slot that someone made up.
    #[error("the master key does not open {subject}")]
    WrongKey {
        /// Whose slot it is.
        subject: SubjectNo,
    },
    /// The fields cannot be kept as given; nothing was written.
    #[error("{subject}: {why}")]
    Fields {
        /// Whose fields.
        subject: SubjectNo,
        /// What is wrong with them.
        why: FieldsError,
    },
    /// Subjects must be given once and in ascending order; nothing was written.
    #[error("{subject} does not come after {last}")]
    OutOfOrder {
        /// The subject given.
        subject: SubjectNo,
        /// The one before it.
        last: SubjectNo,
    },
}

/// The open vault of a ledger. Writing needs the ledger's lock, held by the caller.
pub struct Vault {
    frames: AppendFile,
    keys: AppendFile,
    origin: Line,
    master: Option<MasterKey>,
}

impl Vault {
    /// Creates an empty vault. A creation that was cut off can be repeated; a vault with anything in it is refused.
    ///
    /// # Errors
    /// [`VaultError::File`].
    pub fn create(
        fs: &dyn Fs,
        dir: &Path,
        origin: &Line,
        master: Option<MasterKey>,
    ) -> Result<Vault, VaultError> {
        let make = |kind: Kind| match AppendFile::create(fs, dir, kind, &[]) {
            Err(FileError::Exists { file }) => match AppendFile::open(fs, dir, kind, false)? {
                empty if empty.end() == HEAD_LEN => Ok(empty),
                _ => Err(FileError::Exists { file }),
            },
            made => made,
        };
        Ok(Vault { frames: make(FRAMES)?, keys: make(KEYS)?, origin: origin.clone(), master })
    }

    /// Opens the vault. `last` is the last subject that the chain knows, `S-0` for none; unless `read_only`,
    /// later ones are swept as by [`Vault::sweep_orphans`].
    ///
    /// # Errors
    /// [`VaultError`]; of damage only what [`Vault::sweep_orphans`] says.
    pub fn open(
        fs: &dyn Fs,
        dir: &Path,
        origin: &Line,
        master: Option<MasterKey>,
        last: SubjectNo,
        read_only: bool,
    ) -> Result<Vault, VaultError> {
        let open = |kind| AppendFile::open(fs, dir, kind, read_only);
        let mut vault = Vault { frames: open(FRAMES)?, keys: open(KEYS)?, origin: origin.clone(), master };
        if !read_only {
            vault.sweep_orphans(last)?;
        }
        Ok(vault)
    }

    /// Whether it was opened with a master key.
    pub fn has_key(&self) -> bool {
        self.master.is_some()
    }

    /// The last subject that has a slot, empty or not; `S-0` for none.
    pub fn last(&self) -> SubjectNo {
        SubjectNo((self.keys.end() - HEAD_LEN) / SLOT)
    }

    /// Adds subjects, ascending and after [`Vault::last`]. When this returns `Ok` they last, and the journal may
    /// name them. Where the commit then fails, [`Vault::sweep_orphans`] takes them back.
    ///
    /// # Errors
    /// [`VaultError::Write`] says what is known of them; with its `NotWritten`, and with the errors that are not of
    /// files, the vault is as before.
    pub fn append(
        &mut self,
        subjects: &[(SubjectNo, Vec<Field>)],
        entropy: Entropy<'_>,
    ) -> Result<(), VaultError> {
        let Some(master) = &self.master else { return Err(VaultError::NoMasterKey) };
        let (mut frames, mut slots) = (Vec::new(), Vec::new());
        let mut last = self.last();
        for (subject, fields) in subjects {
            let subject = *subject;
            let skipped = subject.0.checked_sub(last.0 + 1).and_then(|n| usize::try_from(n).ok());
            let skipped = skipped.ok_or(VaultError::OutOfOrder { subject, last })?;
            let offset = self.frames.end() + count(&frames);
            let (frame, slot) = format::seal(&master.0, &self.origin, subject, fields, offset, &mut *entropy)
                .map_err(|why| VaultError::Fields { subject, why })?;
            frames.extend_from_slice(&frame);
            slots.resize(slots.len() + skipped * SLOT_LEN, 0);
            slots.extend_from_slice(&slot.encode(subject));
            last = subject;
        }
        if subjects.is_empty() {
            return Ok(());
        }
        let before = self.frames.end();
        self.frames.append(&frames)?;
        match self.keys.append(&slots) {
            Ok(()) => Ok(()),
            Err(AppendError::NotWritten(cause)) => {
                let cut = self.frames.cut_to(before);
                Err(match cut {
                    Ok(()) => AppendError::NotWritten(cause),
                    Err(_) => self.frames.stop(AppendError::NotWrittenTornLeft(cause)),
                })?
            }
            // Frames whose keys may be lost are orphans or worse; nothing may be built on them.
            Err(e) => Err(self.frames.stop(e))?,
        }
    }

    /// What is kept of a subject. Everything that can be checked without a key is checked without one.
    ///
    /// # Errors
    /// [`VaultError`]: `Damaged`, then `NoMasterKey`, then `WrongKey`; or `Io`.
    pub fn read(&self, subject: SubjectNo) -> Result<Reading, VaultError> {
        let SlotState::Held(slot) = self.slot(subject)? else { return Ok(Reading::Erased) };
        let damaged =
            || VaultError::Damaged { file: VaultFile::Frames, offset: slot.offset, subject: Some(subject) };
        let frame = self.frame(slot.offset)?.filter(|(_, frame)| count(frame) == u64::from(slot.length));
        let (whose, frame) = frame.ok_or_else(damaged)?;
        if whose != subject {
            return Err(damaged());
        }
        let Some(master) = &self.master else { return Err(VaultError::NoMasterKey) };
        let key = format::unwrap_key(&master.0, &self.origin, subject, &slot);
        let key = key.ok_or(VaultError::WrongKey { subject })?;
        format::open(&key, &self.origin, subject, &frame).map(Reading::Fields).ok_or_else(damaged)
    }

    /// The lengths of `vault` and `vault-keys` that subjects up to `last` need: what stands behind them may yet be
    /// swept, and belongs in no copy.
    ///
    /// # Errors
    /// [`VaultError::Io`]; [`VaultError::Damaged`] where the keys end within the slot of a known subject.
    pub fn extent(&self, last: SubjectNo) -> Result<(u64, u64), VaultError> {
        let frames = self.frames_to_keep(last)?.min(self.frames.end());
        Ok((frames, slot_offset(last.next()).min(slot_offset(self.last().next()))))
    }

    /// Reads up to `buf.len()` bytes of a file as it lies on disk, its head included; returns how many, 0 at or past
    /// the end that it had when it was opened.
    ///
    /// # Errors
    /// As the system says.
    pub fn read_at(&self, file: VaultFile, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        match file {
            VaultFile::Frames => self.frames.read_at(buf, offset),
            VaultFile::Keys => self.keys.read_at(buf, offset),
        }
    }

    /// Hands over, piece by piece and in order, the bytes of a `vault-keys` file for the subjects up to `last` in which
    /// each key is wrapped under another master key. Slots that are empty stay empty, and the file `vault` fits as
    /// it is. Its length is that of [`Vault::extent`].
    ///
    /// # Errors
    /// What `each` returns; [`VaultError`]: `NoMasterKey`, `Damaged`, `WrongKey`, `Io`.
    pub fn rewrapped_slots<E: From<VaultError>>(
        &self,
        new: &MasterKey,
        last: SubjectNo,
        entropy: Entropy<'_>,
        each: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(master) = &self.master else { return Err(VaultError::NoMasterKey)? };
        let mut piece = KEYS.head().to_vec();
        for subject in (1..=last.min(self.last()).0).map(SubjectNo) {
            let bytes = match self.slot(subject)? {
                SlotState::Held(slot) => {
                    let keys = (&*master.0, &*new.0);
                    let slot = format::rewrap(keys, &self.origin, subject, &slot, &mut *entropy);
                    slot.ok_or(VaultError::WrongKey { subject })?.encode(subject)
                }
                SlotState::Empty | SlotState::Damaged => [0; SLOT_LEN],
            };
            piece.extend_from_slice(&bytes);
            if piece.len() >= CHUNK {
                each(&piece)?;
                piece.clear();
            }
        }
        if piece.is_empty() { Ok(()) } else { each(&piece) }
    }

    /// Destroys the keys of subjects for good; one that has none is fine. It can be repeated until it succeeds.
    /// (A disk may keep old copies of a sector that no program can reach.)
    ///
    /// # Errors
    /// [`VaultError::Write`]; after it the vault must be reopened and the erasure repeated.
    pub fn erase(&mut self, subjects: &[SubjectNo]) -> Result<(), VaultError> {
        let last = self.last();
        let slots = subjects.iter().filter(|s| s.0 > 0 && **s <= last);
        let places: Vec<_> = slots.map(|s| (slot_offset(*s), [0; SLOT_LEN].as_slice())).collect();
        if places.is_empty() { Ok(()) } else { Ok(self.keys.overwrite(&places)?) }
    }

    /// Removes what the chain does not know: keys after `last` are overwritten, synced and cut off, then frames
    /// that no subject up to `last` needs are cut off.
    ///
    /// # Errors
    /// [`VaultError::Write`]; [`VaultError::Damaged`] where the keys end within the slot of a known subject.
    pub fn sweep_orphans(&mut self, last: SubjectNo) -> Result<(), VaultError> {
        let keep = self.frames_to_keep(last)?;
        let keys_end = slot_offset(last.next());
        if self.keys.end() > keys_end {
            let zeros = vec![0; usize::try_from(self.keys.end() - keys_end).unwrap_or(usize::MAX)];
            self.keys.overwrite(&[(keys_end, &zeros)])?;
            self.keys.cut_to(keys_end)?;
        }
        if self.frames.end() > keep {
            self.frames.cut_to(keep)?;
        }
        Ok(())
    }

    /// Goes through both files in order and hands over what is found of each subject up to [`Vault::last`].
    /// Damage to a record of someone erased comes as one more error, with the subject after it.
    pub fn check_all(&self, each: &mut dyn FnMut(SubjectNo, Result<Reading, VaultError>)) {
        let mut reached = HEAD_LEN;
        let last = self.last();
        for subject in (1..=last.0).map(SubjectNo) {
            if let Ok(SlotState::Held(slot)) = self.slot(subject) {
                let gap = self.check_erased(reached, slot.offset.min(self.frames.end()));
                if let Err(e) = gap {
                    each(subject, Err(e));
                }
                reached = slot.offset.saturating_add(u64::from(slot.length));
            }
            each(subject, self.read(subject));
        }
        if let Err(e) = self.check_erased(reached, self.frames.end()) {
            each(last, Err(e));
        }
        if self.keys_are_ragged() {
            each(last, Err(self.ragged()));
        }
    }

    /// Checks that `from..to` is whole frames and nothing else.
    fn check_erased(&self, from: u64, to: u64) -> Result<(), VaultError> {
        let stop = self.walk(from, to, self.last())?;
        if stop >= to {
            return Ok(());
        }
        Err(VaultError::Damaged { file: VaultFile::Frames, offset: stop, subject: None })
    }

    /// The end of the frames that subjects up to `last` may need: the end of the last one that has a key.
    ///
    /// Where a slot after it is damaged (an erasure cut off leaves such) or missing, nobody knows whose the frames
    /// behind it are, so all stay: without their keys orphans are only clutter, and the next sweep sees clearer.
    fn frames_to_keep(&self, last: SubjectNo) -> Result<u64, VaultError> {
        if last > self.last() {
            return if self.keys_are_ragged() { Err(self.ragged()) } else { Ok(self.frames.end()) };
        }
        for subject in (1..=last.0).rev().map(SubjectNo) {
            match self.slot(subject) {
                Ok(SlotState::Held(slot)) => return Ok(slot.offset.saturating_add(u64::from(slot.length))),
                Err(VaultError::Damaged { .. }) => return Ok(self.frames.end()),
                Err(e) => return Err(e),
                Ok(SlotState::Empty | SlotState::Damaged) => {}
            }
        }
        Ok(HEAD_LEN)
    }

    fn keys_are_ragged(&self) -> bool {
        !(self.keys.end() - HEAD_LEN).is_multiple_of(SLOT)
    }

    fn ragged(&self) -> VaultError {
        let subject = self.last().next();
        VaultError::Damaged { file: VaultFile::Keys, offset: slot_offset(subject), subject: Some(subject) }
    }

    /// Goes from frame to frame while they are whole, of subjects up to `last`, and end by `to`; returns how far.
    fn walk(&self, from: u64, to: u64, last: SubjectNo) -> Result<u64, VaultError> {
        let mut at = from;
        while at < to {
            match self.frame(at)? {
                Some((whose, frame)) if whose <= last && at + count(&frame) <= to => at += count(&frame),
                _ => break,
            }
        }
        Ok(at)
    }

    /// The frame at an offset and whose it is; `None` where there is no whole one.
    fn frame(&self, offset: u64) -> Result<Option<(SubjectNo, Vec<u8>)>, VaultError> {
        let mut first = [0; FRAME_BEFORE];
        if self.frames.end().checked_sub(offset).is_none_or(|left| left < count(&first)) {
            return Ok(None);
        }
        let read = |buf: &mut [u8]| {
            let got = self.frames.file().read_exact_at(buf, offset);
            got.map_err(|source| VaultError::Io { file: VaultFile::Frames, source })
        };
        read(&mut first)?;
        let Some((len, subject)) = format::frame_head(&first) else { return Ok(None) };
        if self.frames.end() - offset < u64::from(len) {
            return Ok(None);
        }
        let mut frame = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
        read(&mut frame)?;
        Ok(format::frame_is_whole(&frame).then_some((subject, frame)))
    }

    fn slot(&self, subject: SubjectNo) -> Result<SlotState, VaultError> {
        if subject.0 == 0 || subject > self.last() {
            return Ok(SlotState::Empty);
        }
        let offset = slot_offset(subject);
        let mut bytes = [0; SLOT_LEN];
        let got = self.keys.file().read_exact_at(&mut bytes, offset);
        got.map_err(|source| VaultError::Io { file: VaultFile::Keys, source })?;
        match Slot::decode(&bytes, subject) {
            SlotState::Held(slot) if slot.offset >= HEAD_LEN => Ok(SlotState::Held(slot)),
            SlotState::Empty => Ok(SlotState::Empty),
            SlotState::Held(_) | SlotState::Damaged => {
                Err(VaultError::Damaged { file: VaultFile::Keys, offset, subject: Some(subject) })
            }
        }
    }
}

/// Destroys the keys of subjects in a copy of `vault-keys` that lies elsewhere; what the copy does not have is fine.
///
/// # Errors
/// As the system says; it can be repeated.
pub fn erase_in_copy(fs: &dyn Fs, path: &Path, subjects: &[SubjectNo]) -> io::Result<()> {
    let copy = fs.open_write(path)?;
    let end = copy.size()?;
    for subject in subjects.iter().filter(|s| s.0 > 0 && slot_offset(s.next()) <= end) {
        copy.write_at(&[0; SLOT_LEN], slot_offset(*subject))?;
    }
    copy.sync_data()
}

/// Destroys keys in a folder whose vault is not open: of subjects that the chain says are erased, where the process
/// died before it could, or the vault is an older copy. No vault, and no key there, is fine.
///
/// # Errors
/// [`VaultError::Write`]; it can be repeated.
pub fn erase_again(fs: &dyn Fs, dir: &Path, subjects: &[SubjectNo]) -> Result<(), VaultError> {
    if subjects.is_empty() {
        return Ok(());
    }
    let mut keys = match AppendFile::open(fs, dir, KEYS, false) {
        Ok(keys) => keys,
        Err(FileError::Missing { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut places = Vec::new();
    for offset in subjects.iter().filter(|s| s.0 > 0).map(|s| slot_offset(*s)) {
        if offset.saturating_add(SLOT) > keys.end() {
            continue;
        }
        let mut slot = [0; SLOT_LEN];
        let got = keys.file().read_exact_at(&mut slot, offset);
        got.map_err(|source| VaultError::Io { file: VaultFile::Keys, source })?;
        if slot != [0; SLOT_LEN] {
            places.push((offset, [0; SLOT_LEN].as_slice()));
        }
    }
    if places.is_empty() { Ok(()) } else { Ok(keys.overwrite(&places)?) }
}

fn slot_offset(subject: SubjectNo) -> u64 {
    HEAD_LEN.saturating_add((subject.0.saturating_sub(1)).saturating_mul(SLOT))
}
