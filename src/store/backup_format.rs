//! The bytes of a backup: head, header, generations, frames.
//!
//! Owns: layout, sealing a frame, opening it, bounds. Refuses to know: files, and when what is written.
//!
//! Head: `JINGUO-BACKUP\0` and u16 version (1). Header: u16 its length, then u16 length and text of the origin, 32 public
//! key of the ledger, u32 m_kib, u32 t, u32 p and 16 salt of Argon2id, 24 nonce and 48 file key under the passphrase, 24
//! nonce and 48 file key under a key derived from the ledger's master key, 8 check.
//! Then generations, each: u64 number (counting up by one), 16 random, frames. Frame: u32 length of the ciphertext,
//! ciphertext with its tag. XChaCha20-Poly1305 under the file key; nonce: the 16 random, u64 number of the frame; bound
//! to: hash of the header, number of the generation, number of the frame, kind. Frame 0 is the start (1): it says how
//! many bytes follow, so the place of every other frame is known from it. Then journal (2), vault (3), key slots (4) in
//! pieces of 1 MiB, the last shorter, secrets (5) in one, and the end (6). A part of no bytes has no frame. Numbers are
//! big-endian.

use super::cipher::{self, TAG_LEN, WRAPPED_LEN, check, take};
use super::passphrase_box::{Cost, KeyFileError, Stretch, USUAL};
use crate::base::{Line, Timestamp};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use zeroize::Zeroizing;

pub(crate) const HEAD: [u8; 14] = *b"JINGUO-BACKUP\0";
pub(crate) const VERSION: u16 = 1;
/// Bytes before the header: head, version, length of the header.
pub(crate) const BEFORE_HEADER: usize = 18;
/// The header's length without its origin.
const HEADER_FIXED: usize = 2 + 32 + 12 + 16 + 2 * (24 + WRAPPED_LEN) + 8;
/// The most bytes in a frame, sealed or not.
pub(crate) const PIECE: usize = 1024 * 1024;
/// The most bytes of secrets.
pub(crate) const MAX_SECRETS: usize = 64 * 1024;
/// Bytes of a frame around its plaintext.
pub(crate) const AROUND: usize = 4 + TAG_LEN;
/// Bytes of a generation before its first frame.
pub(crate) const GENERATION_HEAD: usize = 8 + 16;
const START_LEN: usize = 8 + 32 + 6 * 8 + 4;
const END_LEN: usize = 4 * 8 + 32 + 8 + 8 + 32 + 32;
/// Bytes of a generation up to the end of its first frame.
pub(crate) const START_WHOLE: usize = GENERATION_HEAD + AROUND + START_LEN;
/// Bytes of a generation's last frame.
pub(crate) const END_WHOLE: usize = AROUND + END_LEN;

const PASSPHRASE_AAD: &[u8] = b"jinguo/v1 backup key, passphrase\0";
const MASTER_AAD: &[u8] = b"jinguo/v1 backup key, master\0";
const FRAME_AAD: &[u8] = b"jinguo/v1 backup frame\0";
const MASTER_KEY: &str = "jinguo 2026-11 v1 key over a backup's key";
const HEADER_CHECK: &str = "jinguo 2026-11 v1 backup header check";
const HEADER_HASH: &str = "jinguo 2026-11 v1 backup header";
const END_HASH: &str = "jinguo 2026-11 v1 backup end";
/// The context of a generation's hash over what it holds.
pub(crate) const CONTENT_HASH: &str = "jinguo 2026-11 v1 backup content";

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Start,
    Journal,
    Vault,
    Keys,
    Secrets,
    End,
}

impl Kind {
    fn number(self) -> u8 {
        match self {
            Kind::Start => 1,
            Kind::Journal => 2,
            Kind::Vault => 3,
            Kind::Keys => 4,
            Kind::Secrets => 5,
            Kind::End => 6,
        }
    }
}

/// A key under another, and its nonce.
struct Wrapped {
    nonce: [u8; 24],
    key: [u8; WRAPPED_LEN],
}

/// Whose backup it is, and its key under the passphrase and under the master key.
pub(crate) struct Header {
    pub(crate) origin: Line,
    pub(crate) public: [u8; 32],
    cost: Cost,
    salt: [u8; 16],
    by_passphrase: Wrapped,
    by_master: Wrapped,
}

impl Header {
    /// A header for a new file, and the new file's key.
    pub(crate) fn new(
        (origin, public): (&Line, [u8; 32]),
        passphrase: &str,
        master: &[u8; 32],
        entropy: &mut dyn FnMut(&mut [u8]),
    ) -> Result<(Header, Zeroizing<[u8; 32]>), KeyFileError> {
        let mut key = Zeroizing::new([0; 32]);
        entropy(key.as_mut_slice());
        let mut salt = [0; 16];
        entropy(&mut salt);
        let mut wrapped = || {
            let mut nonce = [0; 24];
            entropy(&mut nonce);
            Wrapped { nonce, key: [0; WRAPPED_LEN] }
        };
        let (by_passphrase, by_master) = (wrapped(), wrapped());
        let mut header =
            Header { origin: origin.clone(), public, cost: USUAL, salt, by_passphrase, by_master };
        let over = Stretch::new(USUAL, salt)?.key(passphrase)?;
        let bound = header.bound_to(PASSPHRASE_AAD);
        header.by_passphrase.key = cipher::wrap(&over, &header.by_passphrase.nonce, &key, &bound);
        let bound = header.bound_to(MASTER_AAD);
        header.by_master.key = cipher::wrap(&over_master(master), &header.by_master.nonce, &key, &bound);
        Ok((header, key))
    }

    /// The file's key, where the passphrase is right.
    pub(crate) fn by_passphrase(&self, passphrase: &str) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
        let over = Stretch::new(self.cost, self.salt)?.key(passphrase)?;
        let Wrapped { nonce, key } = &self.by_passphrase;
        let key = cipher::unwrap(&over, nonce, key, &self.bound_to(PASSPHRASE_AAD));
        key.ok_or(KeyFileError::WrongPassphrase)
    }

    /// The file's key, where the master key is the ledger's.
    pub(crate) fn by_master(&self, master: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
        let Wrapped { nonce, key } = &self.by_master;
        cipher::unwrap(&over_master(master), nonce, key, &self.bound_to(MASTER_AAD))
    }

    fn bound_to(&self, label: &[u8]) -> Vec<u8> {
        let Cost { m_kib, t, p } = self.cost;
        let cost = [m_kib.to_be_bytes(), t.to_be_bytes(), p.to_be_bytes()].concat();
        cipher::bound_to(label, self.origin.as_str(), &[&self.public[..], &cost, &self.salt].concat())
    }

    /// All bytes of the file before the first generation.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut body = self.bound_to(&[]);
        for Wrapped { nonce, key } in [&self.by_passphrase, &self.by_master] {
            body.extend_from_slice(nonce);
            body.extend_from_slice(key);
        }
        let check = check(HEADER_CHECK, &body);
        let len = u16::try_from(body.len() + check.len()).expect("a line is at most 200 bytes");
        [&HEAD[..], &VERSION.to_be_bytes(), &len.to_be_bytes(), &body, &check].concat()
    }

    /// How many bytes the header has, from the length in front of it; `None` where no header has so many.
    pub(crate) fn len(bytes: [u8; 2]) -> Option<usize> {
        let len = usize::from(u16::from_be_bytes(bytes));
        (HEADER_FIXED + 1..=HEADER_FIXED + Line::MAX).contains(&len).then_some(len)
    }

    /// The header of what stands behind the length; `None` where it is damaged.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Header> {
        let mut rest = bytes;
        let len = usize::from(u16::from_be_bytes(take(&mut rest)?));
        let (origin, after) = rest.split_at_checked(len)?;
        rest = after;
        let origin = Line::exact(std::str::from_utf8(origin).ok()?).ok()?;
        let public = take(&mut rest)?;
        let mut number = || Some(u32::from_be_bytes(take(&mut rest)?));
        let cost = Cost { m_kib: number()?, t: number()?, p: number()? };
        let salt = take(&mut rest)?;
        let mut wrapped = || Some(Wrapped { nonce: take(&mut rest)?, key: take(&mut rest)? });
        let (by_passphrase, by_master) = (wrapped()?, wrapped()?);
        let header = Header { origin, public, cost, salt, by_passphrase, by_master };
        (header.encode().get(BEFORE_HEADER..) == Some(bytes)).then_some(header)
    }
}

fn over_master(master: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(blake3::derive_key(MASTER_KEY, master))
}

/// The first frame: what the generation adds to each of the three files, from and to which byte, and the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) taken_at: Timestamp,
    /// The hash of the end of the generation before it in the file; zeros where it is the first.
    pub(crate) previous: [u8; 32],
    pub(crate) from: [u64; 3],
    pub(crate) to: [u64; 3],
    pub(crate) secrets: u32,
}

impl Start {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = self.taken_at.millis().to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.previous);
        for offset in self.from.iter().chain(&self.to) {
            bytes.extend_from_slice(&offset.to_be_bytes());
        }
        bytes.extend_from_slice(&self.secrets.to_be_bytes());
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Start> {
        let mut rest = bytes;
        let taken_at = Timestamp::from_millis(i64::from_be_bytes(take(&mut rest)?))?;
        let previous = take(&mut rest)?;
        let mut offset = || Some(u64::from_be_bytes(take(&mut rest)?));
        let from = [offset()?, offset()?, offset()?];
        let to = [offset()?, offset()?, offset()?];
        let secrets = u32::from_be_bytes(take(&mut rest)?);
        let start = Start { taken_at, previous, from, to, secrets };
        start.whole_len()?;
        rest.is_empty().then_some(start)
    }

    fn parts(&self) -> [(Kind, u64, u64); 4] {
        let [journal, vault, keys] = self.from;
        let [journal_to, vault_to, keys_to] = self.to;
        [
            (Kind::Journal, journal, journal_to),
            (Kind::Vault, vault, vault_to),
            (Kind::Keys, keys, keys_to),
            (Kind::Secrets, 0, u64::from(self.secrets)),
        ]
    }

    /// The whole generation's length; `None` where a file grows backwards or beyond what can be counted.
    pub(crate) fn whole_len(&self) -> Option<u64> {
        if usize::try_from(self.secrets).ok()? > MAX_SECRETS {
            return None;
        }
        let mut len = wide(START_WHOLE + END_WHOLE);
        for (_, from, to) in self.parts() {
            let grown = to.checked_sub(from)?;
            let around = grown.div_ceil(wide(PIECE)).checked_mul(wide(AROUND))?;
            len = len.checked_add(grown)?.checked_add(around)?;
        }
        Some(len)
    }

    /// The frames between start and end, in order.
    pub(crate) fn pieces(&self) -> Pieces {
        Pieces { parts: self.parts(), part: 0, frame: 1, at: wide(START_WHOLE) }
    }
}

/// A frame between start and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: Kind,
    /// The frame's number.
    pub(crate) frame: u64,
    /// Where the frame stands in its generation.
    pub(crate) at: u64,
    /// Where its bytes stand in their file.
    pub(crate) offset: u64,
    /// How many they are.
    pub(crate) len: usize,
}

/// Goes through the frames between start and end.
pub(crate) struct Pieces {
    parts: [(Kind, u64, u64); 4],
    part: usize,
    frame: u64,
    at: u64,
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let (kind, offset, to) = self.parts.get_mut(self.part)?;
            if *offset < *to {
                let len = usize::try_from(*to - *offset).map_or(PIECE, |left| left.min(PIECE));
                let piece = Piece { kind: *kind, frame: self.frame, at: self.at, offset: *offset, len };
                *offset += wide(len);
                self.frame += 1;
                self.at += wide(len + AROUND);
                return Some(piece);
            }
            self.part += 1;
        }
    }
}

/// What a generation brings the backup to: the contents of its last frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// The generation's number: one more than that of the one before it, also where that one is in the file no more.
    pub number: u64,
    /// Bytes of the journal.
    pub journal_len: u64,
    /// Bytes of the vault's frames.
    pub vault_len: u64,
    /// Bytes of the vault's keys.
    pub keys_len: u64,
    /// Records in the journal.
    pub tree_size: u64,
    /// The head of the chain after them.
    pub head: [u8; 32],
    /// When it was taken.
    pub taken_at: Timestamp,
    /// How many persons had been erased by then.
    pub erasures: u64,
    /// The hash of the end of the generation before it in the file; zeros where it is the first.
    pub(crate) previous: [u8; 32],
    /// The hash of all the bytes that the generation brings.
    pub(crate) content: [u8; 32],
}

impl Totals {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let lengths = [self.journal_len, self.vault_len, self.keys_len, self.tree_size].map(u64::to_be_bytes);
        let (taken_at, erasures) = (self.taken_at.millis().to_be_bytes(), self.erasures.to_be_bytes());
        [&lengths.concat(), &self.head[..], &taken_at, &erasures, &self.previous, &self.content].concat()
    }

    pub(crate) fn decode(number: u64, bytes: &[u8]) -> Option<Totals> {
        let mut rest = bytes;
        let count = |rest: &mut &[u8]| Some(u64::from_be_bytes(take(rest)?));
        let totals = Totals {
            number,
            journal_len: count(&mut rest)?,
            vault_len: count(&mut rest)?,
            keys_len: count(&mut rest)?,
            tree_size: count(&mut rest)?,
            head: take(&mut rest)?,
            taken_at: Timestamp::from_millis(i64::from_be_bytes(take(&mut rest)?))?,
            erasures: count(&mut rest)?,
            previous: take(&mut rest)?,
            content: take(&mut rest)?,
        };
        rest.is_empty().then_some(totals)
    }

    /// What the next generation names it by.
    pub(crate) fn hash(&self) -> [u8; 32] {
        blake3::derive_key(END_HASH, &[&self.number.to_be_bytes()[..], &self.encode()].concat())
    }

    /// Whether this ends a generation that started so.
    pub(crate) fn ends(&self, start: &Start) -> bool {
        [self.journal_len, self.vault_len, self.keys_len] == start.to
            && self.taken_at == start.taken_at
            && self.previous == start.previous
    }
}

/// Seals and opens the frames of a file.
pub(crate) struct Sealer {
    cipher: XChaCha20Poly1305,
    header_hash: [u8; 32],
}

/// A generation's number and its 16 random bytes.
#[derive(Clone, Copy)]
pub(crate) struct GenerationHead {
    pub(crate) number: u64,
    pub(crate) random: [u8; 16],
}

impl GenerationHead {
    pub(crate) fn encode(&self) -> Vec<u8> {
        [&self.number.to_be_bytes()[..], &self.random].concat()
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<GenerationHead> {
        let mut rest = bytes;
        Some(GenerationHead { number: u64::from_be_bytes(take(&mut rest)?), random: take(&mut rest)? })
    }
}

impl Sealer {
    pub(crate) fn new(key: &[u8; 32], header: &Header) -> Sealer {
        let header_hash = blake3::derive_key(HEADER_HASH, &header.encode());
        Sealer { cipher: XChaCha20Poly1305::new(key.into()), header_hash }
    }

    /// Makes a frame of four bytes of room and a plaintext, in place.
    pub(crate) fn seal(&self, generation: &GenerationHead, frame: u64, kind: Kind, bytes: &mut Vec<u8>) {
        let (nonce, aad) = self.bound_to(generation, frame, kind);
        let (room, plain) = bytes.split_at_mut(4);
        let len = u32::try_from(plain.len() + TAG_LEN).expect("no piece is longer than 1 MiB");
        room.copy_from_slice(&len.to_be_bytes());
        let tag = self.cipher.encrypt_inout_detached((&nonce).into(), &aad, plain.into());
        bytes.extend_from_slice(&tag.expect("1 MiB is far below what the cipher can take"));
    }

    /// The plaintext of a whole frame, opened in place; `None` where it is not what was sealed there.
    pub(crate) fn open<'a>(
        &self,
        generation: &GenerationHead,
        frame: u64,
        kind: Kind,
        bytes: &'a mut [u8],
    ) -> Option<&'a [u8]> {
        let (nonce, aad) = self.bound_to(generation, frame, kind);
        let (len, sealed) = bytes.split_first_chunk_mut::<4>()?;
        if usize::try_from(u32::from_be_bytes(*len)).ok()? != sealed.len() {
            return None;
        }
        let (plain, tag) = sealed.split_last_chunk_mut::<TAG_LEN>()?;
        let tag = (&*tag).into();
        let opened = self.cipher.decrypt_inout_detached((&nonce).into(), &aad, (&mut *plain).into(), tag);
        opened.ok().map(|()| &*plain)
    }

    fn bound_to(&self, generation: &GenerationHead, frame: u64, kind: Kind) -> ([u8; 24], Vec<u8>) {
        let GenerationHead { number, random } = generation;
        let mut nonce = [0; 24];
        nonce[..16].copy_from_slice(random);
        nonce[16..].copy_from_slice(&frame.to_be_bytes());
        let aad =
            [FRAME_AAD, &self.header_hash, &number.to_be_bytes(), &frame.to_be_bytes(), &[kind.number()]];
        (nonce, aad.concat())
    }
}

/// A length in memory as lengths of files are counted.
pub(crate) fn wide(len: usize) -> u64 {
    u64::try_from(len).expect("no memory is larger than 64 bits can count")
}
