//! Ed25519 keys: signing a seal and checking one, strictly.
//!
//! Owns: the two operations. Refuses to know: where keys are kept and whose they are.

use crate::base::Hash32;
use ed25519_dalek::{Signature, Signer, SigningKey};
use std::fmt;

/// An operator's secret key, in memory while a command runs; wiped when dropped.
pub struct OperatorKey(SigningKey);

impl OperatorKey {
    /// The key that grows from a 32-byte seed (RFC 8032).
    pub fn from_seed(seed: &[u8; 32]) -> OperatorKey {
        OperatorKey(SigningKey::from_bytes(seed))
    }

    /// Its public half.
    pub fn public(&self) -> Hash32 {
        Hash32(self.0.verifying_key().to_bytes())
    }

    /// The signature over a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for OperatorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OperatorKey({})", self.public())
    }
}

/// A public key that is fit to check signatures: a canonical point, not of small order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// The key, or `None` where the bytes are no canonical point or one of small order.
    pub fn new(bytes: &Hash32) -> Option<VerifyingKey> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes.0).ok()?;
        (!key.is_weak() && key.to_bytes() == bytes.0).then_some(VerifyingKey(key))
    }

    /// The key's 32 bytes.
    pub fn bytes(&self) -> Hash32 {
        Hash32(self.0.to_bytes())
    }

    /// Whether the signature is by this key over the message, by the strict rules.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}
