//! A zip file written from the front to the back, with its parts compressed on all cores.
//!
//! Owns: the container as a workbook needs it. Refuses to know: what the parts say.
//!
//! A part comes in pieces that are compressed by themselves, so that two cores do it at once; the file is the same
//! whatever the number of cores. Sizes stand before each part, where every reader finds them. Nothing is read back: a
//! pipe will do for `out`. Parts and files of 4 GiB and more are refused.

use crate::base::Date;
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::io::{self, Write};

/// Quick, and a quarter larger than the slowest level gives.
const LEVEL: u32 = 2;
/// An empty last block: it ends what the pieces began.
const END: [u8; 2] = [3, 0];
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;

/// A piece of a part, compressed.
pub(super) struct Piece {
    bytes: Vec<u8>,
    crc: Crc,
}

impl Piece {
    /// Compresses some bytes.
    pub(super) fn of(raw: &[u8]) -> io::Result<Piece> {
        let mut crc = Crc::new();
        crc.update(raw);
        let mut bytes = Vec::with_capacity(raw.len() / 6 + 1024);
        let mut deflate = Compress::new(Compression::new(LEVEL), false);
        let mut at = 0;
        loop {
            let room = bytes.capacity();
            let status =
                deflate.compress_vec(raw.get(at..).unwrap_or(&[]), &mut bytes, FlushCompress::Sync)?;
            at = usize::try_from(deflate.total_in()).map_err(|_| too_large())?;
            // A flush is whole once it left room behind it.
            if at == raw.len() && (bytes.len() < room || status == Status::BufError) {
                return Ok(Piece { bytes, crc });
            }
            bytes.reserve(raw.len() / 8 + 1024);
        }
    }
}

/// What the list at the end says of a part.
struct Listed {
    name: String,
    crc: u32,
    packed: u32,
    raw: u32,
    at: u32,
}

/// The file in the making.
pub(super) struct Zip<W: Write> {
    out: W,
    /// Day and time of day as zip files have them.
    stamp: [u16; 2],
    written: u64,
    parts: Vec<Listed>,
}

impl<W: Write> Zip<W> {
    /// Begins a file whose parts are all of that day.
    pub(super) fn begin(out: W, day: Date) -> Zip<W> {
        let number = day.number();
        let year = (number / 10_000).clamp(1980, 2107) - 1980;
        let date = (year << 9) | ((number / 100 % 100) << 5) | (number % 100);
        Zip { out, stamp: [0, u16::try_from(date).unwrap_or(0)], written: 0, parts: Vec::new() }
    }

    /// Writes a part that is small.
    pub(super) fn add(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.add_pieces(name, &[Piece::of(text.as_bytes())?])
    }

    /// Writes a part.
    pub(super) fn add_pieces(&mut self, name: &str, pieces: &[Piece]) -> io::Result<()> {
        let mut crc = Crc::new();
        let mut packed = END.len();
        let mut raw = 0_u64;
        for piece in pieces {
            crc.combine(&piece.crc);
            packed += piece.bytes.len();
            // Crc counts its bytes in 32 bits and would begin again.
            raw += u64::from(piece.crc.amount());
        }
        let listed = Listed {
            name: name.to_owned(),
            crc: crc.sum(),
            packed: small(packed)?,
            raw: u32::try_from(raw).map_err(|_| too_large())?,
            at: u32::try_from(self.written).map_err(|_| too_large())?,
        };
        let mut head = Vec::from(*b"PK\x03\x04");
        self.describe(&listed, &mut head)?;
        head.extend(listed.name.as_bytes());
        self.put(&head)?;
        for piece in pieces {
            self.put(&piece.bytes)?;
        }
        self.put(&END)?;
        self.parts.push(listed);
        Ok(())
    }

    /// Writes the list of parts, and hands `out` back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let start = self.written;
        let mut list = Vec::new();
        for part in &self.parts {
            list.extend(b"PK\x01\x02");
            list.extend(VERSION.to_le_bytes());
            self.describe(part, &mut list)?;
            // No comment, the first disk, no attributes.
            list.extend([0; 10]);
            list.extend(part.at.to_le_bytes());
            list.extend(part.name.as_bytes());
        }
        let count = u16::try_from(self.parts.len()).map_err(|_| too_large())?;
        let size = small(list.len())?;
        list.extend(b"PK\x05\x06\0\0\0\0");
        list.extend(count.to_le_bytes());
        list.extend(count.to_le_bytes());
        list.extend(size.to_le_bytes());
        list.extend(u32::try_from(start).map_err(|_| too_large())?.to_le_bytes());
        list.extend([0; 2]);
        self.put(&list)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn describe(&self, part: &Listed, into: &mut Vec<u8>) -> io::Result<()> {
        for number in [VERSION, FLAGS, DEFLATED, self.stamp[0], self.stamp[1]] {
            into.extend(number.to_le_bytes());
        }
        for number in [part.crc, part.packed, part.raw] {
            into.extend(number.to_le_bytes());
        }
        into.extend(u16::try_from(part.name.len()).map_err(|_| too_large())?.to_le_bytes());
        into.extend([0; 2]);
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }
}

fn small(size: usize) -> io::Result<u32> {
    u32::try_from(size).map_err(|_| too_large())
}

fn too_large() -> io::Error {
    io::Error::from(io::ErrorKind::FileTooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::DeflateDecoder;
    use std::io::Read;

    /// What a reader unpacks from the first part.
    fn unpacked(file: &[u8]) -> Vec<u8> {
        let number = |at: usize, len: usize| {
            file[at..at + len].iter().rev().fold(0_usize, |sum, b| sum << 8 | usize::from(*b))
        };
        let (packed, name) = (number(18, 4), number(26, 2));
        let mut out = Vec::new();
        DeflateDecoder::new(&file[30 + name..30 + name + packed]).read_to_end(&mut out).unwrap();
        assert_eq!(out.len(), number(22, 4));
        let mut crc = Crc::new();
        crc.update(&out);
        assert_eq!(u64::from(crc.sum()), number(14, 4) as u64);
        out
    }

    #[test]
    fn pieces_join_to_one_part() {
        let raws: [Vec<u8>; 5] = [
            b"abc".to_vec(),
            Vec::new(),
            (0..200_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect(),
            b"x".repeat(300_000),
            b"end".to_vec(),
        ];
        for used in [0, 1, 2, 3, 5] {
            let pieces: Vec<Piece> = raws[..used].iter().map(|raw| Piece::of(raw).unwrap()).collect();
            let mut zip = Zip::begin(Vec::new(), Date::new(2026, 11, 28).unwrap());
            zip.add_pieces("a", &pieces).unwrap();
            let file = zip.finish().unwrap();
            assert!(unpacked(&file) == raws[..used].concat(), "{used}");
        }
    }
}
