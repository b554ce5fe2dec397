//! Bytes sealed to one person's public key, so that only she can open them.
//!
//! Owns: the layout, the agreement on a key, refusing weak keys. Refuses to know: what is sealed, and who she is.
//!
//! Layout: version (1, one byte), 32 ephemeral X25519 public key, ciphertext with its tag. Her Ed25519 key is taken to
//! X25519 by the birational map of RFC 7748, her secret scalar is the one of RFC 8032. The key is BLAKE3 `derive_key` over
//! the shared secret, the ephemeral key and her Ed25519 key; the cipher is XChaCha20-Poly1305 with a nonce of zeros,
//! which is safe because the ephemeral key, and so the key, is used once. It proves nothing of who sealed.

use super::cipher::{self, TAG_LEN};
use curve25519_dalek::montgomery::MontgomeryPoint;
use ed25519_dalek::{SigningKey, VerifyingKey};
use zeroize::{Zeroize, Zeroizing};

/// The most bytes that are sealed.
pub const MAX_PLAIN: usize = 64 * 1024;
/// Bytes of a box around what it holds.
pub const AROUND: usize = 1 + 32 + TAG_LEN;
const VERSION: u8 = 1;
const NONCE: [u8; 24] = [0; 24];
const KEY: &str = "jinguo 2026-11 v1 sealed box";

/// Why nothing was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedBoxError {
    /// These bytes are no public key that an honest program makes: nobody could open the box, or anybody.
    #[error("not a public key")]
    BadKey,
    /// More than [`MAX_PLAIN`] bytes.
    #[error("too long")]
    TooLong,
}

/// Seals bytes to the owner of an Ed25519 public key, bound to `aad`.
///
/// # Errors
/// [`SealedBoxError`].
pub fn seal(
    recipient: &[u8; 32],
    plain: &[u8],
    aad: &[u8],
    entropy: &mut dyn FnMut(&mut [u8]),
) -> Result<Vec<u8>, SealedBoxError> {
    if plain.len() > MAX_PLAIN {
        return Err(SealedBoxError::TooLong);
    }
    let theirs = strict(recipient).ok_or(SealedBoxError::BadKey)?;
    let mut secret = Zeroizing::new([0; 32]);
    entropy(secret.as_mut_slice());
    let ephemeral = MontgomeryPoint::mul_base_clamped(*secret);
    let key = agreed(theirs, &secret, &ephemeral, recipient).ok_or(SealedBoxError::BadKey)?;
    let sealed = cipher::seal(&key, &NONCE, plain, aad);
    Ok([&[VERSION], ephemeral.as_bytes().as_slice(), &sealed].concat())
}

/// Opens a box with the seed of the key that it was sealed to; `None` where it is another's, or was changed.
pub fn open(seed: &[u8; 32], sealed: &[u8], aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if sealed.len() > MAX_PLAIN + AROUND {
        return None;
    }
    let mut rest = sealed;
    let [VERSION] = cipher::take(&mut rest)? else { return None };
    let ephemeral = MontgomeryPoint(cipher::take(&mut rest)?);
    let mine = SigningKey::from_bytes(seed);
    let scalar = Zeroizing::new(mine.to_scalar_bytes());
    let key = agreed(ephemeral, &scalar, &ephemeral, &mine.verifying_key().to_bytes())?;
    cipher::open(&key, &NONCE, rest, aad)
}

/// The key as a point of X25519; `None` where its bytes are not their one form, or it is not of the large group:
/// of a small order its shared secrets are known to all, and with a part of small order nobody has its seed.
fn strict(public: &[u8; 32]) -> Option<MontgomeryPoint> {
    let point = VerifyingKey::from_bytes(public).ok()?.to_edwards();
    let good = point.compress().as_bytes() == public && !point.is_small_order() && point.is_torsion_free();
    good.then(|| point.to_montgomery())
}

fn agreed(
    theirs: MontgomeryPoint,
    mine: &[u8; 32],
    ephemeral: &MontgomeryPoint,
    recipient: &[u8; 32],
) -> Option<Zeroizing<[u8; 32]>> {
    let mut shared = theirs.mul_clamped(*mine);
    let mut hasher = blake3::Hasher::new_derive_key(KEY);
    hasher.update(shared.as_bytes()).update(ephemeral.as_bytes()).update(recipient);
    let known_to_all = *shared.as_bytes() == [0; 32];
    shared.zeroize();
    let key = Zeroizing::new(*hasher.finalize().as_bytes());
    (!known_to_all).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn public(seed: &[u8; 32]) -> [u8; 32] {
        SigningKey::from_bytes(seed).verifying_key().to_bytes()
    }

    fn sealed(seed: &[u8; 32], plain: &[u8], aad: &[u8]) -> Vec<u8> {
        super::seal(&public(seed), plain, aad, &mut |b| b.fill(0x5a)).unwrap()
    }

    proptest! {
        #[test]
        fn only_the_owner_opens_and_only_what_was_sealed(
            seed: [u8; 32],
            other: [u8; 32],
            plain in prop::collection::vec(any::<u8>(), 0..200),
            aad in prop::collection::vec(any::<u8>(), 0..20),
            bit: usize,
            cut: usize,
        ) {
            let whole = sealed(&seed, &plain, &aad);
            prop_assert_eq!(whole.len(), plain.len() + AROUND);
            let opened = open(&seed, &whole, &aad);
            prop_assert_eq!(opened.as_deref(), Some(&plain));
            prop_assume!(seed != other);
            prop_assert!(open(&other, &whole, &aad).is_none());
            prop_assert!(open(&seed, &whole, &[&aad[..], b"x"].concat()).is_none());
            prop_assert!(open(&seed, &whole[..cut % whole.len()], &aad).is_none());
            let mut bad = whole;
            let at = bit % (bad.len() * 8);
            bad[at / 8] ^= 1 << (at % 8);
            // X25519 ignores the highest bit of a public key; that the key is hashed too makes even that one count.
            prop_assert!(open(&seed, &bad, &aad).is_none());
        }

        #[test]
        fn any_bytes_are_refused(seed: [u8; 32], bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            prop_assert!(open(&seed, &bytes, b"").is_none());
        }
    }

    #[test]
    fn keys_that_nobody_or_anybody_holds_are_refused() {
        let refused = |key: [u8; 32]| super::seal(&key, b"x", b"", &mut |b| b.fill(1)).err();
        let bad = Some(SealedBoxError::BadKey);
        for point in curve25519_dalek::constants::EIGHT_TORSION {
            assert_eq!(refused(point.compress().0), bad);
            // A good key with a part of small order: only the good key itself is taken.
            let mixed = curve25519_dalek::constants::ED25519_BASEPOINT_POINT + point;
            let expected = if point.compress().0[0] == 1 { None } else { bad };
            assert_eq!(refused(mixed.compress().0), expected);
        }
        // y = p + 1 for y = 1, not on the curve, all ones.
        let mut not_reduced = [0xff; 32];
        (not_reduced[0], not_reduced[31]) = (0xee, 0x7f);
        for key in [not_reduced, [2; 32], [0xff; 32]] {
            assert_eq!(refused(key), bad);
        }
        // A box whose ephemeral key is of small order has a shared secret that all know.
        for ephemeral in [[0; 32], {
            let mut one = [0; 32];
            one[0] = 1;
            one
        }] {
            let seed = [4; 32];
            let mut hasher = blake3::Hasher::new_derive_key(KEY);
            hasher.update(&[0; 32]).update(&ephemeral).update(&public(&seed));
            let forged = cipher::seal(hasher.finalize().as_bytes(), &NONCE, b"x", b"");
            assert!(open(&seed, &[&[1], &ephemeral[..], &forged].concat(), b"").is_none());
        }
    }

    #[test]
    fn its_length_is_bounded() {
        let most = vec![7; MAX_PLAIN];
        let whole = sealed(&[1; 32], &most, b"");
        assert_eq!(open(&[1; 32], &whole, b"").as_deref(), Some(&most));
        let more = super::seal(&public(&[1; 32]), &[&most[..], b"x"].concat(), b"", &mut |b| b.fill(1));
        assert_eq!(more.err(), Some(SealedBoxError::TooLong));
    }
}
