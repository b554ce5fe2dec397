//! Base 64 as the notes use it: the standard alphabet, padded, and only the one canonical form of some bytes.
//!
//! Owns: that strictness. Refuses to know: what the bytes are.

use crate::base::Hash32;
use base64ct::{Base64, Encoding};

/// The text of some bytes.
pub fn encode(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// The bytes that the text is the canonical form of; `None` where it is no such form.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = Base64::decode_vec(text).ok()?;
    // The last digit of a padded text has bits that say nothing: they must be zeros.
    (encode(&bytes) == text).then_some(bytes)
}

/// The 32 bytes that the text is the canonical form of.
pub fn decode_hash(text: &str) -> Option<Hash32> {
    // 44 digits, before anything is allocated for a long line.
    let bytes = (text.len() == 44).then(|| decode(text))??;
    <[u8; 32]>::try_from(bytes).ok().map(Hash32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_only() {
        assert_eq!(decode("aGk="), Some(b"hi".to_vec()));
        for other in ["aGk", "aGl=", "aGk=\n", " aGk=", "aG-_", "a===", "aGk==", "aGk=aGk="] {
            assert_eq!(decode(other), None, "{other:?}");
        }
        let hash = Hash32([7; 32]);
        assert_eq!(decode_hash(&encode(&hash.0)), Some(hash));
        assert_eq!(decode_hash(&encode(&[7; 31])), None);
        assert_eq!(decode_hash(&encode(&[7; 33])), None);
    }
}
