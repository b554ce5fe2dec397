//! Proof of possession: that whoever hands in a public key holds the private one, under that name.
//!
//! Owns: what is signed. Refuses to know: operators and ledgers; the same proof serves for any.

use super::key::{OperatorKey, VerifyingKey};
use crate::base::wire::Put;
use crate::base::{Hash32, Line};

/// The proof that the holder of a key makes, once, when she hands in its public half.
pub fn prove(key: &OperatorKey, name: &Line) -> [u8; 64] {
    key.sign(&signed_message(&key.public(), name))
}

/// Whether the proof was made by that key for that name.
pub fn is_proof(key: &Hash32, name: &Line, proof: &[u8; 64]) -> bool {
    VerifyingKey::new(key).is_some_and(|verifying| verifying.verifies(&signed_message(key, name), proof))
}

fn signed_message(key: &Hash32, name: &Line) -> Vec<u8> {
    let mut message = b"jinguo/v1 operator key\0".to_vec();
    message.hash(key);
    message.text(name.as_str());
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_of_one_key_and_one_name() {
        let (key, other) = (OperatorKey::from_seed(&[1; 32]), OperatorKey::from_seed(&[2; 32]));
        let (name, another) = (Line::new("李静").unwrap(), Line::new("张敏").unwrap());
        let proof = prove(&key, &name);
        assert!(is_proof(&key.public(), &name, &proof));
        assert!(!is_proof(&key.public(), &another, &proof));
        assert!(!is_proof(&other.public(), &name, &proof));
        assert!(!is_proof(&Hash32::ZERO, &name, &proof));
    }
}
