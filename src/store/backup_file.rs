//! A backup (备份): one encrypted file that holds a ledger's journal, vault and secret keys, and grows by generations.
//!
//! Owns: opening one, telling what is whole from what is torn or damaged, handing out what it holds.
//! Refuses to know: how one is written, and whether the journal in it is right.
//!
//! The layout is that of `backup_format`. Only the end of a generation makes it count. A part of a generation at the end
//! of the file is what a power cut or a full disk leaves: it is named and passed over. Everything else that is not
//! what it must be is damage. (The last generation's end frame can be either; it is taken for torn.)

use super::append_file::count;
pub use super::backup_format::Totals;
use super::backup_format::{
    AROUND, BEFORE_HEADER, CONTENT_HASH, END_WHOLE, GENERATION_HEAD, GenerationHead, HEAD, Header, Kind,
    PIECE, Piece, START_WHOLE, Sealer, Start, VERSION, wide,
};
use super::fs::{Fs, FsFile};
use super::passphrase_box::KeyFileError;
use super::vault::VaultFile;
use crate::base::Line;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

/// Why a backup was not opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is a file of another kind.
    #[error("not a backup")]
    NotABackup,
    /// A newer program wrote it.
    #[error("a backup of version {version}")]
    Newer {
        /// The version in its head.
        version: u16,
    },
    /// It is under a passphrase, and none was given; also where a new one is to be made.
    #[error("a passphrase is needed")]
    NeedsPassphrase,
    /// The passphrase does not open it.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The master key does not open it: it is another ledger's, or that of a ledger set up anew.
    #[error("wrong master key")]
    WrongMasterKey,
    /// It asks for more memory or time than any honest file does, or for more than the machine has.
    #[error("its passphrase takes too much memory or time")]
    TooCostly,
    /// It is the backup of another ledger.
    #[error("the backup of {origin}")]
    OtherLedger {
        /// That ledger's origin.
        origin: Line,
    },
    /// It is of this ledger, and the journal in it is not the beginning of the present one.
    #[error("generation {number} holds another history")]
    OtherHistory {
        /// The number of its last generation.
        number: u64,
    },
    /// The vault in it is not the beginning of the present one, beyond what was erased: the present one is damaged.
    #[error("{file:?} differs at {offset}")]
    VaultDiffers {
        /// Which file of the vault.
        file: VaultFile,
        /// Where the first difference stands in that file.
        offset: u64,
    },
    /// Bytes are not what they must be.
    #[error("damaged at {offset}")]
    Damaged {
        /// Where the damaged header, generation or frame starts in the backup.
        offset: u64,
    },
    /// The secrets are longer than 64 KiB.
    #[error("secrets too long")]
    TooLong,
    /// The backup could not be read or written.
    #[error("backup: {0}")]
    Io(#[from] io::Error),
    /// The ledger could not be read.
    #[error("ledger: {0}")]
    Ledger(io::Error),
}

impl From<KeyFileError> for BackupError {
    fn from(error: KeyFileError) -> BackupError {
        match error {
            KeyFileError::NeedsPassphrase => BackupError::NeedsPassphrase,
            KeyFileError::WrongPassphrase => BackupError::WrongPassphrase,
            KeyFileError::TooCostly { .. } | KeyFileError::NoMemory => BackupError::TooCostly,
            KeyFileError::NotAKeyFile | KeyFileError::Newer { .. } => BackupError::NotABackup,
        }
    }
}

/// What opens a backup.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// The passphrase that it was made with.
    Passphrase(&'a str),
    /// The ledger's master key.
    Master(&'a [u8; 32]),
}

/// A file of the ledger that a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `journal`.
    Journal,
    /// `vault`.
    Vault,
    /// `vault-keys`.
    Keys,
}

/// A generation at the end of the file that was never finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Torn {
    /// Where it starts.
    pub offset: u64,
    /// How many bytes there are of it.
    pub len: u64,
}

/// A backup of which only the header was read: it is known whose it says it is.
pub struct BackupFile {
    file: Box<dyn FsFile>,
    len: u64,
    header: Header,
}

impl BackupFile {
    /// Opens a file for reading and reads its header.
    ///
    /// # Errors
    /// `NotABackup`, `Newer`, `Damaged`, `Io` (with `NotFound` where there is none).
    pub fn open(fs: &dyn Fs, path: &Path) -> Result<BackupFile, BackupError> {
        BackupFile::of(fs.open_read(path)?)
    }

    pub(crate) fn of(file: Box<dyn FsFile>) -> Result<BackupFile, BackupError> {
        let len = file.size()?;
        let mut before = [0; BEFORE_HEADER];
        if len < count(&before) {
            return Err(BackupError::NotABackup);
        }
        file.read_exact_at(&mut before, 0)?;
        let [head @ .., v0, v1, l0, l1] = before;
        match u16::from_be_bytes([v0, v1]) {
            _ if head != HEAD => return Err(BackupError::NotABackup),
            0 => return Err(BackupError::NotABackup),
            VERSION => {}
            version => return Err(BackupError::Newer { version }),
        }
        // From the header's length on.
        let damaged = BackupError::Damaged { offset: count(&before) - 2 };
        let Some(header_len) = Header::len([l0, l1]) else { return Err(damaged) };
        if len - count(&before) < wide(header_len) {
            return Err(damaged);
        }
        let mut bytes = vec![0; header_len];
        file.read_exact_at(&mut bytes, count(&before))?;
        let header = Header::decode(&bytes).ok_or(damaged)?;
        Ok(BackupFile { file, len, header })
    }

    /// The origin of the ledger, as the file says.
    pub fn origin(&self) -> &Line {
        &self.header.origin
    }

    /// The public key of the ledger, as the file says.
    pub fn public(&self) -> &[u8; 32] {
        &self.header.public
    }

    /// Opens it and finds its generations. What they hold is looked at by [`Backup::read`].
    ///
    /// # Errors
    /// `WrongPassphrase`, `WrongMasterKey`, `TooCostly`, `Damaged`, `Io`.
    pub fn unlock(self, by: Unlock<'_>) -> Result<Backup, BackupError> {
        let key = match by {
            Unlock::Passphrase(passphrase) => self.header.by_passphrase(passphrase)?,
            Unlock::Master(master) => self.header.by_master(master).ok_or(BackupError::WrongMasterKey)?,
        };
        let sealer = Sealer::new(&key, &self.header);
        let BackupFile { file, len, header } = self;
        let first = count(&header.encode());
        let (generations, torn) = Scan { file: &*file, len, sealer: &sealer }.all(first)?;
        let (last, before) = split_last(generations).ok_or(BackupError::Damaged { offset: first })?;
        Ok(Backup { file, header, sealer, before, last, torn })
    }
}

fn split_last(mut generations: Vec<Generation>) -> Option<(Generation, Vec<Generation>)> {
    generations.pop().map(|last| (last, generations))
}

/// A whole generation and where it stands.
pub(crate) struct Generation {
    at: u64,
    whole_len: u64,
    head: GenerationHead,
    start: Start,
    totals: Totals,
}

struct Scan<'a> {
    file: &'a dyn FsFile,
    len: u64,
    sealer: &'a Sealer,
}

impl Scan<'_> {
    fn all(&self, first: u64) -> Result<(Vec<Generation>, Option<Torn>), BackupError> {
        let mut found: Vec<Generation> = Vec::new();
        let mut at = first;
        while at < self.len {
            let Some(next) = self.generation(at, found.last())? else {
                return Ok((found, Some(Torn { offset: at, len: self.len - at })));
            };
            at += next.whole_len;
            found.push(next);
        }
        Ok((found, None))
    }

    /// The generation that starts there; `None` where it is torn.
    fn generation(&self, at: u64, before: Option<&Generation>) -> Result<Option<Generation>, BackupError> {
        let left = self.len - at;
        if left < wide(START_WHOLE) {
            return Ok(None);
        }
        let mut bytes = [0; START_WHOLE];
        self.file.read_exact_at(&mut bytes, at)?;
        let (head, frame) = bytes.split_at_mut(GENERATION_HEAD);
        let opened = GenerationHead::decode(head)
            .and_then(|head| Some((head, Start::decode(self.sealer.open(&head, 0, Kind::Start, frame)?)?)));
        let Some((head, start)) = opened else {
            // Nothing is written behind a start before it lasts.
            return if left == wide(START_WHOLE) {
                Ok(None)
            } else {
                Err(BackupError::Damaged { offset: at })
            };
        };
        let follows = match before {
            None => start.previous == [0; 32] && start.from == [0; 3],
            Some(Generation { totals, start: earlier, .. }) => {
                totals.number.checked_add(1) == Some(head.number)
                    && start.previous == totals.hash()
                    && start.from == earlier.to
            }
        };
        // The number after the last one is needed for the next.
        let whole_len = start.whole_len().filter(|_| follows && head.number < u64::MAX);
        let whole_len = whole_len.ok_or(BackupError::Damaged { offset: at })?;
        if left < whole_len {
            return Ok(None);
        }
        let end_at = at + whole_len - wide(END_WHOLE);
        let mut end = [0; END_WHOLE];
        self.file.read_exact_at(&mut end, end_at)?;
        let number = start.pieces().last().map_or(1, |piece| piece.frame + 1);
        let opened = self.sealer.open(&head, number, Kind::End, &mut end);
        match opened.and_then(|bytes| Totals::decode(head.number, bytes)).filter(|totals| totals.ends(&start))
        {
            Some(totals) => Ok(Some(Generation { at, whole_len, head, start, totals })),
            // Nothing is written behind an end before it lasts.
            None if left == whole_len => Ok(None),
            None => Err(BackupError::Damaged { offset: end_at }),
        }
    }
}

/// An open backup of at least one whole generation.
pub struct Backup {
    file: Box<dyn FsFile>,
    header: Header,
    sealer: Sealer,
    before: Vec<Generation>,
    last: Generation,
    torn: Option<Torn>,
}

impl Backup {
    /// The origin of the ledger.
    pub fn origin(&self) -> &Line {
        &self.header.origin
    }

    /// The public key of the ledger.
    pub fn public(&self) -> &[u8; 32] {
        &self.header.public
    }

    /// What each whole generation in the file brings it to, the oldest first.
    pub fn generations(&self) -> impl Iterator<Item = &Totals> {
        self.whole().map(|generation| &generation.totals)
    }

    /// What the last whole generation brings it to.
    pub fn latest(&self) -> &Totals {
        &self.last.totals
    }

    /// What stands behind the last whole generation, where anything does: the caller should tell.
    pub fn torn(&self) -> Option<Torn> {
        self.torn
    }

    /// Reads and checks every byte of all whole generations, and hands over what they hold: of each generation a piece
    /// of the journal after the other, then of the vault, then of its keys. Put together by part they are the three
    /// files. Returns the secrets of the last generation. Only what was handed over before this returned `Ok` is right
    /// in whole.
    ///
    /// # Errors
    /// What `each` returns; [`BackupError`]: `Damaged`, `Io`.
    pub fn read<E: From<BackupError>>(
        &self,
        mut each: impl FnMut(Part, &[u8]) -> Result<(), E>,
    ) -> Result<Zeroizing<Vec<u8>>, E> {
        let mut secrets = Zeroizing::new(Vec::new());
        let mut buffer = Buffer::new();
        for generation in self.whole() {
            let mut content = blake3::Hasher::new_derive_key(CONTENT_HASH);
            secrets = Zeroizing::new(Vec::new());
            for piece in generation.start.pieces() {
                let bytes = self.piece(generation, &piece, &mut buffer)?;
                content.update(bytes);
                match piece.kind {
                    Kind::Journal => each(Part::Journal, bytes)?,
                    Kind::Vault => each(Part::Vault, bytes)?,
                    Kind::Keys => each(Part::Keys, bytes)?,
                    Kind::Start | Kind::Secrets | Kind::End => secrets = Zeroizing::new(bytes.to_vec()),
                }
            }
            if *content.finalize().as_bytes() != generation.totals.content {
                return Err(BackupError::Damaged { offset: generation.at })?;
            }
        }
        Ok(secrets)
    }

    fn whole(&self) -> impl DoubleEndedIterator<Item = &Generation> {
        self.before.iter().chain([&self.last])
    }

    fn piece<'a>(
        &self,
        generation: &Generation,
        piece: &Piece,
        buffer: &'a mut Buffer,
    ) -> Result<&'a [u8], BackupError> {
        let offset = generation.at + piece.at;
        let bytes = buffer.0.get_mut(..piece.len + AROUND).ok_or(BackupError::Damaged { offset })?;
        self.file.read_exact_at(bytes, offset)?;
        let opened = self.sealer.open(&generation.head, piece.frame, piece.kind, bytes);
        opened.ok_or(BackupError::Damaged { offset })
    }

    /// Closes the file and returns what another one of the same key needs.
    pub(crate) fn into_key(self) -> (Header, Sealer) {
        (self.header, self.sealer)
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    pub(crate) fn file(&self) -> &dyn FsFile {
        &*self.file
    }

    /// Where the last whole generation ends.
    pub(crate) fn end(&self) -> u64 {
        self.last.at + self.last.whole_len
    }

    /// Hands over the pieces of one kind with where they stand in their file, the last one first, until it is told
    /// to stop.
    pub(crate) fn pieces_backwards(
        &self,
        kind: Kind,
        mut each: impl FnMut(u64, &[u8]) -> Result<bool, BackupError>,
    ) -> Result<(), BackupError> {
        let mut buffer = Buffer::new();
        for generation in self.whole().rev() {
            let pieces: Vec<Piece> = generation.start.pieces().filter(|piece| piece.kind == kind).collect();
            for piece in pieces.iter().rev() {
                if !each(piece.offset, self.piece(generation, piece, &mut buffer)?)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Room for one frame, wiped when dropped: secrets pass through it.
struct Buffer(Zeroizing<Vec<u8>>);

impl Buffer {
    fn new() -> Buffer {
        Buffer(Zeroizing::new(vec![0; PIECE + AROUND]))
    }
}
