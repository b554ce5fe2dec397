//! Backing up: a new file, one more generation, or, after an erasure, the file written anew.
//!
//! Owns: what is appended, when all is replaced, what is refused, what lasts when. Refuses to know: the ledger's rules.
//!
//! A start lasts before anything is written behind it, and all else of a generation before its end is. So a cut-off
//! backup leaves the file as it was, and a torn part behind it that the next one removes. Where a key of the vault was
//! destroyed since, generations that hold it may not stay: the whole file is written beside, and takes its place.

use super::append_file::HEAD_LEN;
use super::backup_file::{Backup, BackupError, BackupFile, Torn, Totals, Unlock};
use super::backup_format::{
    AROUND, CONTENT_HASH, GenerationHead, Header, Kind, MAX_SECRETS, PIECE, Sealer, Start, wide,
};
use super::fs::{Fs, FsFile, put_whole};
use super::vault::VaultFile;
use super::vault_format::SLOT_LEN;
use crate::base::{Line, SubjectNo, Timestamp};
use std::io::{self, ErrorKind};
use std::path::Path;
use zeroize::Zeroizing;

/// Reads up to so many bytes of a file at an offset; returns how many, 0 at or past the end.
pub type ReadAt<'a> = &'a dyn Fn(&mut [u8], u64) -> io::Result<usize>;

/// A file of the ledger as far as it is backed up; what is written behind that meanwhile does not matter.
#[derive(Clone, Copy)]
pub struct Extent<'a> {
    /// How many of its bytes, from the first on, its head included.
    pub len: u64,
    /// Where they are.
    pub read_at: ReadAt<'a>,
}

/// A ledger as it is to be backed up. The lengths of the vault's files are those of
/// [`extent`](super::vault::Vault::extent) for the last subject that the journal, up to its length, names.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The ledger's origin.
    pub origin: &'a Line,
    /// The ledger's public key.
    pub public: [u8; 32],
    /// The ledger's master key.
    pub master: &'a [u8; 32],
    /// The journal.
    pub journal: Extent<'a>,
    /// The vault's frames.
    pub vault: Extent<'a>,
    /// The vault's keys.
    pub keys: Extent<'a>,
    /// The ledger's secret keys, in any form, at most 64 KiB.
    pub secrets: &'a [u8],
    /// Records in the journal, up to its length.
    pub tree_size: u64,
    /// The head of the chain after them.
    pub head: [u8; 32],
    /// The time now.
    pub taken_at: Timestamp,
    /// How many persons were erased by then.
    pub erasures: u64,
}

impl Source<'_> {
    fn lengths(&self) -> [u64; 3] {
        [self.journal.len, self.vault.len, self.keys.len]
    }
}

/// What only the ledger can say of itself.
pub trait Known {
    /// Whether its journal begins with what a generation holds: as many bytes, as many records, that head.
    ///
    /// # Errors
    /// As the system says.
    fn begins_with(&mut self, totals: &Totals) -> io::Result<bool>;

    /// Whether the chain says that this subject was erased.
    ///
    /// # Errors
    /// As the system says.
    fn is_erased(&mut self, subject: SubjectNo) -> io::Result<bool>;
}

/// What a backup did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What the new generation brings the file to.
    pub totals: Totals,
    /// Whether the whole file was written anew because keys were destroyed since.
    pub rewritten: bool,
    /// Bytes written.
    pub written: u64,
    /// What an earlier backup, cut off, had left, and is removed now.
    pub cut: Option<Torn>,
}

/// Backs a ledger up to a file: makes it, or adds a generation. The passphrase is needed, and looked at, only where
/// there is no file yet.
///
/// # Errors
/// [`BackupError`]. Whatever it is, the file opens with its last generation as before, or, where the last sync or
/// rename failed, perhaps with the new one.
pub fn back_up(
    fs: &dyn Fs,
    path: &Path,
    source: &Source<'_>,
    passphrase: Option<&str>,
    known: &mut dyn Known,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Done, BackupError> {
    if source.secrets.len() > MAX_SECRETS {
        return Err(BackupError::TooLong);
    }
    let file = match fs.open_write(path) {
        Ok(file) => BackupFile::of(file)?,
        Err(e) if e.kind() == ErrorKind::NotFound => {
            let passphrase = passphrase.ok_or(BackupError::NeedsPassphrase)?;
            let of = (source.origin, source.public);
            let (header, key) = Header::new(of, passphrase, source.master, entropy)?;
            return write_whole(fs, path, (&header, &Sealer::new(&key, &header)), 1, source, entropy);
        }
        Err(e) => return Err(e.into()),
    };
    if (file.origin(), *file.public()) != (source.origin, source.public) {
        return Err(BackupError::OtherLedger { origin: file.origin().clone() });
    }
    let backup = file.unlock(Unlock::Master(source.master))?;
    let last = backup.latest();
    let number = last.number;
    if source.journal.len < last.journal_len || !known.begins_with(last).map_err(BackupError::Ledger)? {
        return Err(BackupError::OtherHistory { number });
    }
    let emptied = compare(&backup, source, known)?;
    let next = number + 1;
    if emptied || source.erasures != last.erasures {
        let cut = backup.torn();
        // Closed first: Windows puts no file in the place of one that is open.
        let (header, sealer) = backup.into_key();
        let done = write_whole(fs, path, (&header, &sealer), next, source, entropy)?;
        return Ok(Done { rewritten: true, cut, ..done });
    }
    append(&backup, next, source, entropy)
}

fn write_whole(
    fs: &dyn Fs,
    path: &Path,
    (header, sealer): (&Header, &Sealer),
    number: u64,
    source: &Source<'_>,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Done, BackupError> {
    put_whole(fs, path, |file| {
        let header = header.encode();
        file.write_at(&header, 0)?;
        let writer = Writer { file, sealer, at: wide(header.len()), source };
        let (totals, written) = writer.generation(number, [0; 32], [0; 3], entropy)?;
        Ok(Done { totals, rewritten: false, written: written + wide(header.len()), cut: None })
    })
}

fn append(
    backup: &Backup,
    number: u64,
    source: &Source<'_>,
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Done, BackupError> {
    let (file, at, last) = (backup.file(), backup.end(), backup.latest());
    let cut_back = || {
        file.set_len(at)?;
        file.sync_data()
    };
    if backup.torn().is_some() {
        cut_back()?;
    }
    let from = [last.journal_len, last.vault_len, last.keys_len];
    let writer = Writer { file, sealer: backup.sealer(), at, source };
    match writer.generation(number, last.hash(), from, entropy) {
        Ok((totals, written)) => Ok(Done { totals, rewritten: false, written, cut: backup.torn() }),
        Err(e) => {
            // So that a disk that is full is not kept full. What stays is torn, and passed over by readers.
            let _ = cut_back();
            Err(e)
        }
    }
}

struct Writer<'a> {
    file: &'a dyn FsFile,
    sealer: &'a Sealer,
    at: u64,
    source: &'a Source<'a>,
}

impl Writer<'_> {
    /// Writes a generation; returns what it brings the file to, and its length.
    fn generation(
        &self,
        number: u64,
        previous: [u8; 32],
        from: [u64; 3],
        entropy: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(Totals, u64), BackupError> {
        let source = self.source;
        let secrets = u32::try_from(source.secrets.len()).map_err(|_| BackupError::TooLong)?;
        let start = Start { taken_at: source.taken_at, previous, from, to: source.lengths(), secrets };
        let whole_len = start.whole_len().ok_or(BackupError::TooLong)?;
        let mut head = GenerationHead { number, random: [0; 16] };
        entropy(&mut head.random);

        let mut bytes = Zeroizing::new(Vec::with_capacity(PIECE + AROUND));
        let seal = |frame, kind, bytes: &mut Vec<u8>| self.sealer.seal(&head, frame, kind, bytes);
        room_and(&start.encode(), &mut bytes);
        seal(0, Kind::Start, &mut bytes);
        self.file.write_at(&[&head.encode()[..], &bytes].concat(), self.at)?;
        self.file.sync_data()?;

        let mut content = blake3::Hasher::new_derive_key(CONTENT_HASH);
        let mut frames = 1;
        for piece in start.pieces() {
            bytes.clear();
            bytes.resize(4 + piece.len, 0);
            let plain = &mut bytes[4..];
            match piece.kind {
                Kind::Journal => read_exact(source.journal, plain, piece.offset)?,
                Kind::Vault => read_exact(source.vault, plain, piece.offset)?,
                Kind::Keys => read_exact(source.keys, plain, piece.offset)?,
                Kind::Start | Kind::Secrets | Kind::End => plain.copy_from_slice(source.secrets),
            }
            content.update(plain);
            seal(piece.frame, piece.kind, &mut bytes);
            self.file.write_at(&bytes, self.at + piece.at)?;
            frames = piece.frame + 1;
        }
        self.file.sync_data()?;

        let totals = Totals {
            number,
            journal_len: source.journal.len,
            vault_len: source.vault.len,
            keys_len: source.keys.len,
            tree_size: source.tree_size,
            head: source.head,
            taken_at: source.taken_at,
            erasures: source.erasures,
            previous,
            content: *content.finalize().as_bytes(),
        };
        room_and(&totals.encode(), &mut bytes);
        seal(frames, Kind::End, &mut bytes);
        self.file.write_at(&bytes, self.at + whole_len - wide(bytes.len()))?;
        self.file.sync_data()?;
        Ok((totals, whole_len))
    }
}

/// Four bytes of room for the length, and a plaintext.
fn room_and(plain: &[u8], bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(plain);
}

fn read_exact(from: Extent<'_>, mut buf: &mut [u8], mut offset: u64) -> Result<(), BackupError> {
    while !buf.is_empty() {
        match (from.read_at)(buf, offset) {
            Ok(0) => return Err(BackupError::Ledger(ErrorKind::UnexpectedEof.into())),
            Ok(n) => {
                let rest = buf.get_mut(n..).ok_or(ErrorKind::InvalidData);
                buf = rest.map_err(|kind| BackupError::Ledger(kind.into()))?;
                offset += wide(n);
            }
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(BackupError::Ledger(e)),
        }
    }
    Ok(())
}

/// Whether keys that the backup holds were destroyed since. Any other difference is refused, so that a vault that was
/// damaged never takes the place of its only good copy. All keys are compared, of the frames the last piece.
fn compare(backup: &Backup, source: &Source<'_>, known: &mut dyn Known) -> Result<bool, BackupError> {
    let mut emptied = false;
    backup.pieces_backwards(Kind::Keys, |offset, old| {
        emptied |= keys_emptied(source.keys, offset, old, known)?;
        Ok(true)
    })?;
    let last = backup.latest();
    let erased = emptied || last.erasures != source.erasures;
    let shorter = |file, len, before| {
        // Frames behind the last key that is left are needed by nobody; keys stay, empty or not.
        let may = file == VaultFile::Frames && erased;
        if len < before && !may { Err(BackupError::VaultDiffers { file, offset: len }) } else { Ok(()) }
    };
    shorter(VaultFile::Frames, source.vault.len, last.vault_len)?;
    shorter(VaultFile::Keys, source.keys.len, last.keys_len)?;
    backup.pieces_backwards(Kind::Vault, |offset, old| {
        let new = read_as_much(source.vault, offset, old.len())?;
        match first_difference(old, &new) {
            Some(at) => Err(BackupError::VaultDiffers { file: VaultFile::Frames, offset: offset + wide(at) }),
            None => Ok(new.is_empty()),
        }
    })?;
    Ok(emptied)
}

/// Whether slots in a piece of the keys were destroyed since.
fn keys_emptied(
    keys: Extent<'_>,
    offset: u64,
    old: &[u8],
    known: &mut dyn Known,
) -> Result<bool, BackupError> {
    let new = read_as_much(keys, offset, old.len())?;
    let mut emptied = false;
    let mut at = 0;
    while let Some(next) = first_difference(&old[at.min(old.len())..], &new[at.min(new.len())..]) {
        let place = offset + wide(at + next);
        let differs = BackupError::VaultDiffers { file: VaultFile::Keys, offset: place };
        let Some(slot) = place.checked_sub(HEAD_LEN).map(|place| place / wide(SLOT_LEN)) else {
            return Err(differs);
        };
        let slot_at = HEAD_LEN + slot * wide(SLOT_LEN);
        let empty = read_as_much(keys, slot_at, SLOT_LEN)?.as_slice() == [0; SLOT_LEN];
        if !empty || !known.is_erased(SubjectNo(slot + 1)).map_err(BackupError::Ledger)? {
            return Err(differs);
        }
        emptied = true;
        let slot_end = slot_at + wide(SLOT_LEN) - offset;
        at = usize::try_from(slot_end).unwrap_or(usize::MAX);
    }
    Ok(emptied)
}

/// The bytes at an offset, fewer where they end first.
fn read_as_much(from: Extent<'_>, offset: u64, len: usize) -> Result<Vec<u8>, BackupError> {
    let left = usize::try_from(from.len.saturating_sub(offset)).unwrap_or(usize::MAX);
    let mut bytes = vec![0; len.min(left)];
    read_exact(from, &mut bytes, offset)?;
    Ok(bytes)
}

/// Where two slices first differ, as far as both go.
fn first_difference(a: &[u8], b: &[u8]) -> Option<usize> {
    a.iter().zip(b).position(|(a, b)| a != b)
}
