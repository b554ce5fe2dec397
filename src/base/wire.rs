//! Canonical bytes: big-endian fixed-width integers and length-prefixed text, written and read one way only.
//!
//! Owns: the primitives of `docs/format.md`. Refuses to know: which fields a record has.

use super::hash::Hash32;

/// Why bytes are not the canonical form of anything: where the reader stood, and what was wrong there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at byte {at}: {cause}")]
pub struct WireError {
    /// Bytes read before the offending field.
    pub at: usize,
    /// What was wrong.
    pub cause: WireCause,
}

/// What was wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireCause {
    /// The bytes end inside a field.
    #[error("ends too soon")]
    Short,
    /// Bytes are left over.
    #[error("bytes left over")]
    Long,
    /// A text that is not UTF-8.
    #[error("not UTF-8")]
    Utf8,
    /// A value that this field can't hold: which field.
    #[error("impossible {0}")]
    Value(&'static str),
    /// A number that a later version may give a meaning: which field. A newer reader is needed.
    #[error("unknown {0}")]
    Newer(&'static str),
}

/// Appends canonical fields to a buffer.
pub trait Put {
    /// One byte.
    fn u8(&mut self, v: u8);
    /// Two bytes, big-endian.
    fn u16(&mut self, v: u16);
    /// Four bytes, big-endian.
    fn u32(&mut self, v: u32);
    /// Eight bytes, big-endian.
    fn u64(&mut self, v: u64);
    /// Eight bytes, two's complement, big-endian.
    fn i64(&mut self, v: i64);
    /// Thirty-two bytes.
    fn hash(&mut self, v: &Hash32);
    /// A `u16` length and the text. The caller's types bound the length.
    fn text(&mut self, v: &str);
}

impl Put for Vec<u8> {
    fn u8(&mut self, v: u8) {
        self.push(v);
    }
    fn u16(&mut self, v: u16) {
        self.extend_from_slice(&v.to_be_bytes());
    }
    fn u32(&mut self, v: u32) {
        self.extend_from_slice(&v.to_be_bytes());
    }
    fn u64(&mut self, v: u64) {
        self.extend_from_slice(&v.to_be_bytes());
    }
    fn i64(&mut self, v: i64) {
        self.extend_from_slice(&v.to_be_bytes());
    }
    fn hash(&mut self, v: &Hash32) {
        self.extend_from_slice(&v.0);
    }
    fn text(&mut self, v: &str) {
        let len = u16::try_from(v.len()).unwrap_or(u16::MAX);
        assert!(usize::from(len) == v.len(), "a text type let through {} bytes", v.len());
        self.u16(len);
        self.extend_from_slice(v.as_bytes());
    }
}

/// Takes canonical fields off the front of a slice.
#[derive(Clone, Debug)]
pub struct Take<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// Every reading method returns [`WireCause::Short`] where too few bytes are left.
impl<'a> Take<'a> {
    /// A reader that stands at the first byte.
    pub const fn new(bytes: &'a [u8]) -> Take<'a> {
        Take { bytes, at: 0 }
    }

    /// How many bytes have been taken.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// An error that points at where the reader stands.
    pub const fn fail(&self, cause: WireCause) -> WireError {
        WireError { at: self.at, cause }
    }

    /// An error that says the field just ahead can't hold this.
    pub const fn impossible(&self, field: &'static str) -> WireError {
        self.fail(WireCause::Value(field))
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    /// [`WireCause::Short`] where fewer are left.
    pub fn bytes(&mut self, n: usize) -> Result<&'a [u8], WireError> {
        let end =
            self.at.checked_add(n).filter(|e| *e <= self.bytes.len()).ok_or(self.fail(WireCause::Short))?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let short = self.fail(WireCause::Short);
        self.bytes(N)?.try_into().map_err(|_| short)
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8, WireError> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    /// Two bytes.
    pub fn u16(&mut self) -> Result<u16, WireError> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    /// Four bytes.
    pub fn u32(&mut self) -> Result<u32, WireError> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// Eight bytes.
    pub fn u64(&mut self) -> Result<u64, WireError> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// Eight bytes, signed.
    pub fn i64(&mut self) -> Result<i64, WireError> {
        Ok(i64::from_be_bytes(self.array()?))
    }

    /// Thirty-two bytes.
    pub fn hash(&mut self) -> Result<Hash32, WireError> {
        Ok(Hash32(self.array()?))
    }

    /// A text of any content; the caller's types say which contents are fine.
    ///
    /// # Errors
    /// [`WireCause::Short`] or [`WireCause::Utf8`].
    pub fn text(&mut self) -> Result<&'a str, WireError> {
        let len = self.u16()?;
        let not_utf8 = self.fail(WireCause::Utf8);
        std::str::from_utf8(self.bytes(usize::from(len))?).map_err(|_| not_utf8)
    }

    /// A `u8` that is 0 or 1: whether something follows.
    ///
    /// # Errors
    /// [`WireCause::Value`] for anything else.
    pub fn flag(&mut self, field: &'static str) -> Result<bool, WireError> {
        let wrong = self.impossible(field);
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(wrong),
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`WireCause::Long`] where bytes are left.
    pub const fn end(&self) -> Result<(), WireError> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(self.fail(WireCause::Long)) }
    }
}
