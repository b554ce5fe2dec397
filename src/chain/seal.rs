//! A commit's seal: size, head and root, signed.
//!
//! Owns: its canonical bytes and what the signature covers. Refuses to know: whose key it is.

use super::key::{OperatorKey, VerifyingKey};
use crate::base::Hash32;
use crate::base::wire::{Put, Take, WireError};

/// The last part of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The commit's number.
    pub commit_no: u64,
    /// Records so far: the tree's size.
    pub size: u64,
    /// The link of the last record.
    pub head: Hash32,
    /// The tree's root.
    pub root: Hash32,
    /// Ed25519, by the operator of the commit's header.
    pub signature: [u8; 64],
}

impl Seal {
    /// The first bytes: a tag, and letters that a search can find in damaged bytes.
    pub const MAGIC: [u8; 8] = *b"\x03JG-SEAL";
    /// The length of a seal.
    pub const LEN: usize = 152;

    /// Signs these figures for the ledger of that origin.
    pub fn sign(
        key: &OperatorKey,
        origin: &str,
        commit_no: u64,
        size: u64,
        head: Hash32,
        root: Hash32,
    ) -> Seal {
        let signature = key.sign(&signed_message(origin, commit_no, size, &head, &root));
        Seal { commit_no, size, head, root, signature }
    }

    /// Whether the signature is by that key, for the ledger of that origin.
    pub fn is_signed_by(&self, key: &VerifyingKey, origin: &str) -> bool {
        key.verifies(
            &signed_message(origin, self.commit_no, self.size, &self.head, &self.root),
            &self.signature,
        )
    }

    /// Appends the canonical bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&Seal::MAGIC);
        out.u64(self.commit_no);
        out.u64(self.size);
        out.hash(&self.head);
        out.hash(&self.root);
        out.extend_from_slice(&self.signature);
    }

    /// Reads a seal from exactly its canonical bytes.
    ///
    /// # Errors
    /// [`WireError`] where they are not.
    pub fn decode(bytes: &[u8]) -> Result<Seal, WireError> {
        let mut from = Take::new(bytes);
        let magic_at = from.clone();
        if from.bytes(Seal::MAGIC.len())? != Seal::MAGIC {
            return Err(magic_at.impossible("seal tag"));
        }
        let (commit_no, size, head, root) = (from.u64()?, from.u64()?, from.hash()?, from.hash()?);
        let mut signature = [0; 64];
        signature.copy_from_slice(from.bytes(64)?);
        from.end()?;
        Ok(Seal { commit_no, size, head, root, signature })
    }
}

fn signed_message(origin: &str, commit_no: u64, size: u64, head: &Hash32, root: &Hash32) -> Vec<u8> {
    let mut message = b"jinguo/v1 seal\0".to_vec();
    message.text(origin);
    message.u64(commit_no);
    message.u64(size);
    message.hash(head);
    message.hash(root);
    message
}
