//! The few ways in which this room seals bytes, and finds accidents without a key.
//!
//! Owns: XChaCha20-Poly1305 with a nonce given, checks of 8 bytes, fixed arrays out of slices and hexadecimal.
//! Refuses to know: where keys come from, and what is sealed.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use zeroize::Zeroizing;

/// Bytes that sealing adds.
pub(crate) const TAG_LEN: usize = 16;
/// Thirty-two bytes and the tag: a key sealed under another.
pub(crate) const WRAPPED_LEN: usize = 48;

/// Seals bytes under a key. The nonce may never come twice with the same key.
pub(crate) fn seal(key: &[u8; 32], nonce: &[u8; 24], msg: &[u8], aad: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.encrypt(nonce.into(), Payload { msg, aad }).expect("no caller comes near the 256 GiB it can take")
}

/// Opens sealed bytes; `None` where key, nonce, bytes or what they are bound to is not what it was.
pub(crate) fn open(key: &[u8; 32], nonce: &[u8; 24], msg: &[u8], aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.decrypt(nonce.into(), Payload { msg, aad }).ok().map(Zeroizing::new)
}

/// Seals a key under another.
pub(crate) fn wrap(key: &[u8; 32], nonce: &[u8; 24], inner: &[u8; 32], aad: &[u8]) -> [u8; WRAPPED_LEN] {
    let mut wrapped = [0; WRAPPED_LEN];
    wrapped.copy_from_slice(&seal(key, nonce, inner, aad));
    wrapped
}

/// Opens what [`wrap`] made.
pub(crate) fn unwrap(
    key: &[u8; 32],
    nonce: &[u8; 24],
    wrapped: &[u8; WRAPPED_LEN],
    aad: &[u8],
) -> Option<Zeroizing<[u8; 32]>> {
    secret_array(&open(key, nonce, wrapped, aad)?)
}

/// A secret of a known length out of a slice of exactly that length.
pub(crate) fn secret_array<const N: usize>(bytes: &[u8]) -> Option<Zeroizing<[u8; N]>> {
    let mut array = Zeroizing::new([0; N]);
    if bytes.len() != N {
        return None;
    }
    array.copy_from_slice(bytes);
    Some(array)
}

/// The first 8 bytes of BLAKE3 `derive_key` over bytes. It finds accidents; who wants to can compute it too.
pub(crate) fn check(context: &str, bytes: &[u8]) -> [u8; 8] {
    let hash = blake3::derive_key(context, bytes);
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    first
}

/// Takes the next `N` bytes off the front.
pub(crate) fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*first)
}

/// Exactly `N` bytes out of hexadecimal digits.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

/// Exactly `N` secret bytes out of hexadecimal digits.
pub(crate) fn unhex_secret<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    hex::decode_to_slice(text, bytes.as_mut_slice()).ok()?;
    Some(bytes)
}

/// A label, a text with its length, and more bytes, in the form that sealed bytes are bound to.
pub(crate) fn bound_to(label: &[u8], name: &str, more: &[u8]) -> Vec<u8> {
    let len = u16::try_from(name.len()).expect("a line is at most 200 bytes");
    [label, &len.to_be_bytes(), name.as_bytes(), more].concat()
}
