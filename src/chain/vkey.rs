//! Verifier keys as C2SP `signed-note` writes them: a name, an algorithm and a public key on one line.
//!
//! Owns: their text, their bounds and the key's id. Refuses to know: whose key it is, and whether to trust it.

use super::base64;
use super::key::{OperatorKey, VerifyingKey};
use crate::base::Hash32;
use sha2::{Digest, Sha256};
use std::fmt;

/// Why a text is no key's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing at all.
    #[error("empty")]
    Empty,
    /// Longer than [`KeyName::MAX`].
    #[error("{len} bytes, longer than {}", KeyName::MAX)]
    TooLong {
        /// Bytes given.
        len: usize,
    },
    /// White space of any kind, a control character or `+`.
    #[error("U+{:04X} in it", u32::from(*.0))]
    Character(char),
}

/// The name of a key: a log's origin or a witness's name, such as `example.org/fund`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(Box<str>);

impl KeyName {
    /// The longest name, in bytes of UTF-8.
    pub const MAX: usize = 200;

    /// The name, exactly as it stands.
    ///
    /// # Errors
    /// [`NameError`] where the notes could not carry it.
    pub fn new(text: &str) -> Result<KeyName, NameError> {
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.len() > KeyName::MAX {
            return Err(NameError::TooLong { len: text.len() });
        }
        match text.chars().find(|c| c.is_whitespace() || c.is_control() || *c == '+') {
            Some(c) => Err(NameError::Character(c)),
            None => Ok(KeyName(text.into())),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// A note's text, as it stands.
    Ed25519,
    /// A checkpoint's text with a time: a witness's cosignature.
    Cosignature,
}

impl Algorithm {
    /// The byte that stands for it.
    pub const fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 0x01,
            Algorithm::Cosignature => 0x04,
        }
    }
}

/// Why a text is no verifier key that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VkeyError {
    /// Not three parts with `+` between them.
    #[error("not NAME+ID+KEY")]
    Form,
    /// The name.
    #[error("name: {0}")]
    Name(#[from] NameError),
    /// The id is not eight lower-case hexadecimal digits.
    #[error("id: not 8 lower-case hexadecimal digits")]
    Id,
    /// The key is not canonical Base 64.
    #[error("key: not canonical base64")]
    Base64,
    /// An algorithm that is not one of [`Algorithm`].
    #[error("algorithm {0:#04x}")]
    Algorithm(u8),
    /// Not 32 bytes after the algorithm.
    #[error("key: {0} bytes in place of 32")]
    KeyLength(usize),
    /// No canonical point, or one of small order.
    #[error("key: not fit to check signatures")]
    WeakKey,
    /// The id is not the one of this name and key.
    #[error("id: not the one of this name and key")]
    OtherId,
}

/// A public key with the name that it signs under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    algorithm: Algorithm,
    key: VerifyingKey,
}

impl VerifierKey {
    /// A key under a name.
    pub const fn new(name: KeyName, algorithm: Algorithm, key: VerifyingKey) -> VerifierKey {
        VerifierKey { name, algorithm, key }
    }

    /// The key that a log signs its checkpoints with, under its origin; `None` where the origin can stand in no note, because
    /// it has white space or a plus sign in it, or the key is not fit to check signatures.
    pub fn of_log(origin: &str, public: &Hash32) -> Option<VerifierKey> {
        let (name, key) = (KeyName::new(origin).ok()?, VerifyingKey::new(public)?);
        Some(VerifierKey::new(name, Algorithm::Ed25519, key))
    }

    /// The public half of a key that was made here; `None` where it could not check signatures, which no honest key
    /// meets.
    pub fn of(key: &OperatorKey, name: KeyName, algorithm: Algorithm) -> Option<VerifierKey> {
        Some(VerifierKey { name, algorithm, key: VerifyingKey::new(&key.public())? })
    }

    /// Reads `NAME+ID+KEY`.
    ///
    /// # Errors
    /// [`VkeyError`] where it is not exactly what [`VerifierKey`] shows.
    pub fn parse(text: &str) -> Result<VerifierKey, VkeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(VkeyError::Form);
        };
        let name = KeyName::new(name)?;
        if id.len() != 8 || !id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(VkeyError::Id);
        }
        let bytes = base64::decode(key).ok_or(VkeyError::Base64)?;
        let (algorithm, key) = bytes.split_first().ok_or(VkeyError::KeyLength(0))?;
        let algorithm = match algorithm {
            0x01 => Algorithm::Ed25519,
            0x04 => Algorithm::Cosignature,
            other => return Err(VkeyError::Algorithm(*other)),
        };
        let key = <[u8; 32]>::try_from(key).map_err(|_| VkeyError::KeyLength(key.len()))?;
        let key = VerifyingKey::new(&Hash32(key)).ok_or(VkeyError::WeakKey)?;
        let vkey = VerifierKey { name, algorithm, key };
        if hex::encode(vkey.id()) == id { Ok(vkey) } else { Err(VkeyError::OtherId) }
    }

    /// The name.
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    /// What it signs.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key itself.
    pub const fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// The first four bytes of the hash of name, algorithm and key.
    pub fn id(&self) -> [u8; 4] {
        id(&self.name, self.algorithm, &self.key.bytes())
    }
}

/// The id of a public key under a name.
pub(super) fn id(name: &KeyName, algorithm: Algorithm, key: &Hash32) -> [u8; 4] {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(name.as_str())
        .chain_update([b'\n', algorithm.byte()])
        .chain_update(key.0)
        .finalize()
        .into();
    let mut id = [0; 4];
    id.copy_from_slice(&hash[..4]);
    id
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![self.algorithm.byte()];
        bytes.extend_from_slice(&self.key.bytes().0);
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id()), base64::encode(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From C2SP `signed-note`, "Verifier keys", "Example".
    const PUBLISHED: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    #[test]
    fn the_published_key_is_read_and_written() {
        let key = VerifierKey::parse(PUBLISHED).unwrap();
        assert_eq!(key.to_string(), PUBLISHED);
        assert_eq!(key.id(), [0x53, 0x0d, 0x90, 0x3a]);
        assert_eq!(key.algorithm(), Algorithm::Ed25519);
    }

    #[test]
    fn each_cause_has_its_own_error() {
        let key = OperatorKey::from_seed(&[1; 32]);
        let made = |algorithm: u8, key: &[u8]| {
            format!("a+00000000+{}", base64::encode(&[&[algorithm], key].concat()))
        };
        for (text, error) in [
            ("a+b".to_owned(), VkeyError::Form),
            (PUBLISHED.replace("example.com/foo", ""), VkeyError::Name(NameError::Empty)),
            (PUBLISHED.replace("/foo", "\u{3000}"), VkeyError::Name(NameError::Character('\u{3000}'))),
            (PUBLISHED.replace("530d903a", "530D903A"), VkeyError::Id),
            (PUBLISHED.replace("530d903a", "530d903"), VkeyError::Id),
            (PUBLISHED.replace("530d903a", "530d903b"), VkeyError::OtherId),
            (PUBLISHED.replace("example.com/foo", "example.com/bar"), VkeyError::OtherId),
            (PUBLISHED.replace("3U2k", "3U2"), VkeyError::Base64),
            ("a+00000000+".to_owned(), VkeyError::KeyLength(0)),
            (made(6, &key.public().0), VkeyError::Algorithm(6)),
            (made(1, &[2; 31]), VkeyError::KeyLength(31)),
            (made(1, &[0; 32]), VkeyError::WeakKey),
        ] {
            assert_eq!(VerifierKey::parse(&text), Err(error), "{text}");
        }
        assert_eq!(KeyName::new(&"n".repeat(201)), Err(NameError::TooLong { len: 201 }));
        assert_eq!(KeyName::new("a+b"), Err(NameError::Character('+')));
        assert_eq!(KeyName::new("a\u{7f}"), Err(NameError::Character('\u{7f}')));
    }

    #[test]
    fn one_key_has_an_id_for_each_use() {
        let key = OperatorKey::from_seed(&[1; 32]);
        let of = |algorithm| VerifierKey::of(&key, KeyName::new("a").unwrap(), algorithm).unwrap();
        assert_ne!(of(Algorithm::Ed25519).id(), of(Algorithm::Cosignature).id());
        for vkey in [of(Algorithm::Ed25519), of(Algorithm::Cosignature)] {
            assert_eq!(VerifierKey::parse(&vkey.to_string()), Ok(vkey));
        }
    }
}
