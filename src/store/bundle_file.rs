//! A bundle (审计包): one file in which an auditor gets the journal and, where she may, the vault.
//!
//! Owns: sections, their hashes, writing and reading them in a stream. Refuses to know: what the sections mean.
//!
//! The layout is in `docs/format.md`. The hashes find accidents; what proves the journal is its own chain, and what proves
//! the vault the commitments in it.

use super::append_file::count;
use super::fs::{Fs, FsFile, put_whole};
use super::journal::JournalBytes;
use std::io;
use std::path::Path;

const HEAD: [u8; 14] = *b"JINGUO-BUNDLE\0";
const VERSION: u16 = 1;
const HEAD_LEN: u64 = 16;
/// Bytes of a section before and behind its own.
const BEFORE: u64 = 9;
const BEHIND: u64 = 32;
/// How much is read and written at a time.
const PIECE: usize = 256 * 1024;
const SECTION_HASH: &str = "jinguo 2026-11 v1 bundle section";
const END_HASH: &str = "jinguo 2026-11 v1 bundle end";
/// What stands in the place of a kind at the end.
const END: u8 = 0;

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The journal's first bytes, its head included.
    Journal,
    /// The vault's frames.
    VaultFrames,
    /// The vault's keys, wrapped under the bundle's own master key.
    VaultKeys,
    /// That master key, sealed to the auditor's public key.
    SealedKey,
    /// Checkpoints, ascending by size.
    Checkpoints,
    /// The ledger's public key, in the form of a policy.
    PublicKeys,
}

impl Section {
    /// All of them, in their order.
    pub const ALL: [Section; 6] = [
        Section::Journal,
        Section::VaultFrames,
        Section::VaultKeys,
        Section::SealedKey,
        Section::Checkpoints,
        Section::PublicKeys,
    ];

    fn number(self) -> u8 {
        match self {
            Section::Journal => 1,
            Section::VaultFrames => 2,
            Section::VaultKeys => 3,
            Section::SealedKey => 4,
            Section::Checkpoints => 5,
            Section::PublicKeys => 6,
        }
    }
}

/// Why a bundle was not written or read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// There is a file of another kind.
    #[error("not a bundle")]
    NotABundle,
    /// A newer program wrote it, or a section of a kind that is not known here.
    #[error("a newer bundle")]
    Newer,
    /// Bytes are not what they must be, or are missing, or there are too many.
    #[error("damaged at {offset}")]
    Damaged {
        /// Where the damaged section starts in the bundle.
        offset: u64,
    },
    /// The file could not be read or written.
    #[error("bundle: {0}")]
    Io(#[from] io::Error),
}

/// A bundle being written.
pub struct BundleWriter<'a> {
    file: &'a dyn FsFile,
    at: u64,
    last: u8,
    end: blake3::Hasher,
}

/// Writes a bundle; the file gets its name when all is written. What had that name is replaced.
///
/// # Errors
/// What `fill` returns, or [`BundleError::Io`]; then what had that name is as before, unless it was the folder that
/// could not be synced.
pub fn write<T, E: From<BundleError>>(
    fs: &dyn Fs,
    path: &Path,
    fill: impl FnOnce(&mut BundleWriter<'_>) -> Result<T, E>,
) -> Result<T, E> {
    put_whole(fs, path, |file| {
        let head = [&HEAD[..], &VERSION.to_be_bytes()].concat();
        file.write_at(&head, 0).map_err(Failed::Io)?;
        let end = blake3::Hasher::new_derive_key(END_HASH);
        let mut writer = BundleWriter { file, at: HEAD_LEN, last: END, end };
        let done = fill(&mut writer).map_err(Failed::Fill)?;
        let hash = *writer.end.finalize().as_bytes();
        file.write_at(&[&[END], &hash[..]].concat(), writer.at).map_err(Failed::Io)?;
        Ok(done)
    })
    .map_err(|failed| match failed {
        Failed::Io(e) => BundleError::Io(e).into(),
        Failed::Fill(e) => e,
    })
}

enum Failed<E> {
    Io(io::Error),
    Fill(E),
}

impl<E> From<io::Error> for Failed<E> {
    fn from(error: io::Error) -> Failed<E> {
        Failed::Io(error)
    }
}

impl BundleWriter<'_> {
    /// Writes a section of the bytes that `fill` hands over, piece by piece. Sections come in the order of [`Section`],
    /// each at most once.
    ///
    /// # Errors
    /// What `fill` returns, or [`BundleError::Io`].
    ///
    /// # Panics
    /// Where a section comes out of order: the caller knows the order.
    pub fn section<E: From<BundleError>>(
        &mut self,
        section: Section,
        fill: impl FnOnce(&mut dyn FnMut(&[u8]) -> Result<(), BundleError>) -> Result<(), E>,
    ) -> Result<(), E> {
        assert!(section.number() > self.last, "sections are written in order");
        self.last = section.number();
        let start = self.at + BEFORE;
        let mut at = start;
        let mut hasher = blake3::Hasher::new_derive_key(SECTION_HASH);
        let mut waiting = Vec::with_capacity(PIECE);
        let file = self.file;
        let mut flush = |waiting: &mut Vec<u8>| {
            file.write_at(waiting, at)?;
            at += count(waiting);
            hasher.update(waiting);
            waiting.clear();
            Ok(())
        };
        fill(&mut |mut bytes| {
            while let Some((now, later)) = bytes.split_at_checked(PIECE - waiting.len()) {
                waiting.extend_from_slice(now);
                bytes = later;
                flush(&mut waiting).map_err(BundleError::Io)?;
            }
            waiting.extend_from_slice(bytes);
            Ok(())
        })?;
        flush(&mut waiting).map_err(BundleError::Io)?;
        let before = before(section.number(), at - start);
        // The length stands behind the bytes in the hash, because it is known only when they are all there.
        let hash = *hasher.update(&before).finalize().as_bytes();
        let written = file.write_at(&before, self.at).and_then(|()| file.write_at(&hash, at));
        written.map_err(BundleError::Io)?;
        self.at = at + BEHIND;
        self.end.update(&hash);
        Ok(())
    }
}

fn before(kind: u8, len: u64) -> Vec<u8> {
    [&[kind][..], &len.to_be_bytes()].concat()
}

/// A bundle whose sections were found; what is in them is checked when they are read.
pub struct Bundle {
    file: Box<dyn FsFile>,
    sections: Vec<(Section, u64, u64)>,
}

impl Bundle {
    /// Opens a bundle and finds its sections.
    ///
    /// # Errors
    /// [`BundleError`] (`Io` with `NotFound` where there is none).
    pub fn open(fs: &dyn Fs, path: &Path) -> Result<Bundle, BundleError> {
        let file = fs.open_read(path)?;
        let len = file.size()?;
        let mut head = [0; 16];
        if len < HEAD_LEN {
            return Err(BundleError::NotABundle);
        }
        file.read_exact_at(&mut head, 0)?;
        let [magic @ .., high, low] = head;
        match u16::from_be_bytes([high, low]) {
            _ if magic != HEAD => return Err(BundleError::NotABundle),
            0 => return Err(BundleError::NotABundle),
            VERSION => {}
            _ => return Err(BundleError::Newer),
        }
        let mut bundle = Bundle { file, sections: Vec::new() };
        bundle.find_sections(len)?;
        Ok(bundle)
    }

    fn find_sections(&mut self, len: u64) -> Result<(), BundleError> {
        let mut at = HEAD_LEN;
        let mut end = blake3::Hasher::new_derive_key(END_HASH);
        loop {
            let damaged = || BundleError::Damaged { offset: at };
            let left = len.checked_sub(at).filter(|left| *left > BEHIND).ok_or_else(damaged)?;
            let mut kind = [0];
            self.file.read_exact_at(&mut kind, at)?;
            let mut hash = [0; 32];
            if kind == [END] {
                self.file.read_exact_at(&mut hash, at + 1)?;
                let whole = left == 1 + BEHIND && *end.finalize().as_bytes() == hash;
                return if whole { Ok(()) } else { Err(damaged()) };
            }
            if left < BEFORE + BEHIND {
                return Err(damaged());
            }
            let mut length = [0; 8];
            self.file.read_exact_at(&mut length, at + 1)?;
            let length = u64::from_be_bytes(length);
            if length > left - BEFORE - BEHIND {
                return Err(damaged());
            }
            self.file.read_exact_at(&mut hash, at + BEFORE + length)?;
            end.update(&hash);
            let section = Section::ALL.into_iter().find(|section| [section.number()] == kind);
            let section = section.ok_or(BundleError::Newer)?;
            if self.sections.last().is_some_and(|(last, ..)| *last >= section) {
                return Err(damaged());
            }
            self.sections.push((section, at, length));
            at += BEFORE + length + BEHIND;
        }
    }

    /// The length of a section's bytes; `None` where the bundle has none of that kind.
    pub fn len(&self, section: Section) -> Option<u64> {
        self.sections.iter().find(|(kind, ..)| *kind == section).map(|(.., len)| *len)
    }

    /// The journal in it, to be read in place; `None` where the bundle has none.
    pub fn journal(&self) -> Option<BundledJournal<'_>> {
        let (_, start, len) = self.sections.iter().find(|(kind, ..)| *kind == Section::Journal)?;
        Some(BundledJournal { file: self.file.as_ref(), start: start + BEFORE, len: *len })
    }

    /// The bytes of a small section, checked; `None` where the bundle has none of that kind, or one longer than `most`.
    ///
    /// # Errors
    /// [`BundleError`]: `Damaged`, `Io`.
    pub fn small(&self, section: Section, most: u64) -> Result<Option<Vec<u8>>, BundleError> {
        if self.len(section).is_none_or(|len| len > most) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        self.read::<BundleError>(section, |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(Some(bytes))
    }

    /// Hands over a section's bytes, piece by piece, and checks their hash; a section that the bundle has not is as
    /// one of no bytes. Only what was handed over before this returned `Ok` is right in whole.
    ///
    /// # Errors
    /// What `each` returns; [`BundleError`]: `Damaged`, `Io`.
    pub fn read<E: From<BundleError>>(
        &self,
        section: Section,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let found = self.sections.iter().find(|(kind, ..)| *kind == section);
        let Some((_, start, len)) = found else { return Ok(()) };
        let mut hasher = blake3::Hasher::new_derive_key(SECTION_HASH);
        let mut buffer = vec![0; PIECE];
        let end = start + BEFORE + len;
        let mut at = start + BEFORE;
        while at < end {
            let n = usize::try_from(end - at).map_or(PIECE, |left| left.min(PIECE));
            let bytes = &mut buffer[..n];
            self.file.read_exact_at(bytes, at).map_err(BundleError::Io)?;
            hasher.update(bytes);
            each(bytes)?;
            at += count(bytes);
        }
        let mut hash = [0; 32];
        self.file.read_exact_at(&mut hash, end).map_err(BundleError::Io)?;
        let whole = *hasher.update(&before(section.number(), *len)).finalize().as_bytes() == hash;
        if whole { Ok(()) } else { Err(BundleError::Damaged { offset: *start })? }
    }
}

/// A journal where it lies in a bundle.
pub struct BundledJournal<'a> {
    file: &'a dyn FsFile,
    start: u64,
    len: u64,
}

impl JournalBytes for BundledJournal<'_> {
    fn end(&self) -> u64 {
        self.len
    }

    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let left = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = buf.len().min(left);
        self.file.read_at(&mut buf[..wanted], self.start + offset)
    }
}
