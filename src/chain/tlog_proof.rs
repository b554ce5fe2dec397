//! Proofs of inclusion as C2SP `tlog-proof` specifies them: extra bytes, an index, a path, and a checkpoint's note.
//!
//! Owns: their text, which has one form only. Refuses to know: what the leaf is, and what the extra bytes mean.

use super::base64;
use super::checkpoint::{CheckpointError, SignedCheckpoint, decimal};
use super::proof::{self, LONGEST};
use crate::base::Hash32;
use std::fmt;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
const EXTRA: &str = "extra ";
const INDEX: &str = "index ";

/// Why bytes are no proof of that kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    /// Longer than [`TlogProof::MAX`].
    #[error("longer than {} bytes", TlogProof::MAX)]
    TooLong,
    /// Not UTF-8.
    #[error("byte {at}: not UTF-8")]
    NotUtf8 {
        /// Where, in bytes.
        at: usize,
    },
    /// The first line is another one: the file is something else, or of a later version.
    #[error("line 1: not {FIRST_LINE:?}")]
    NotAProof,
    /// The extra bytes are not canonical Base 64.
    #[error("line 2: extra bytes not in canonical base64")]
    Extra,
    /// The index is missing or no decimal number.
    #[error("line {line}: no index")]
    Index {
        /// The line, from 1.
        line: usize,
    },
    /// A line of the path is no hash, or there are too many.
    #[error("line {line}: no hash of the path")]
    Path {
        /// The line, from 1.
        line: usize,
    },
    /// No empty line after the path: the file is cut.
    #[error("no empty line after the path")]
    Cut,
    /// The checkpoint.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
}

/// A proof that a leaf is in the tree of a checkpoint. Nothing of it is checked before [`TlogProof::leads_from`], and the
/// checkpoint's signature only where a key is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Bytes that mean something to whoever computes the leaf.
    pub extra: Option<Vec<u8>>,
    /// The leaf's place.
    pub index: u64,
    /// The inclusion proof, from the leaf's neighbour up; at most [`LONGEST`].
    pub path: Vec<Hash32>,
    /// The checkpoint.
    pub checkpoint: SignedCheckpoint,
}

impl TlogProof {
    /// The longest proof, in bytes: a record of 64 KiB and what belongs to it, in Base 64.
    pub const MAX: usize = 256 * 1024;

    /// Reads a proof.
    ///
    /// # Errors
    /// [`TlogProofError`] where the bytes are not exactly what [`TlogProof`] shows.
    pub fn parse(bytes: &[u8]) -> Result<TlogProof, TlogProofError> {
        if bytes.len() > TlogProof::MAX {
            return Err(TlogProofError::TooLong);
        }
        let all = std::str::from_utf8(bytes).map_err(|e| TlogProofError::NotUtf8 { at: e.valid_up_to() })?;
        let rest = all.strip_prefix(FIRST_LINE).and_then(|rest| rest.strip_prefix('\n'));
        let mut rest = rest.ok_or(TlogProofError::NotAProof)?;
        let mut line = 2;
        let mut next = |wrong: TlogProofError| {
            let (this, after) = rest.split_once('\n').ok_or(wrong)?;
            rest = after;
            Ok::<(&str, &str), TlogProofError>((this, after))
        };
        let (mut this, _) = next(TlogProofError::Index { line })?;
        let extra = match this.strip_prefix(EXTRA) {
            Some(extra) => {
                line += 1;
                let bytes = base64::decode(extra).filter(|bytes| !bytes.is_empty());
                let bytes = bytes.ok_or(TlogProofError::Extra)?;
                (this, _) = next(TlogProofError::Index { line })?;
                Some(bytes)
            }
            None => None,
        };
        let index = this.strip_prefix(INDEX).and_then(decimal).ok_or(TlogProofError::Index { line })?;
        let mut path = Vec::new();
        let note = loop {
            line += 1;
            let (this, after) = next(TlogProofError::Cut)?;
            if this.is_empty() {
                break after;
            }
            let hash = base64::decode_hash(this).filter(|_| path.len() < LONGEST);
            path.push(hash.ok_or(TlogProofError::Path { line })?);
        };
        Ok(TlogProof { extra, index, path, checkpoint: SignedCheckpoint::parse(note.as_bytes())? })
    }

    /// Whether the path leads from that leaf to the checkpoint's root.
    pub fn leads_from(&self, leaf: &Hash32) -> bool {
        let checkpoint = self.checkpoint.checkpoint();
        proof::verify_inclusion(leaf, self.index, checkpoint.size(), checkpoint.root(), &self.path)
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "{EXTRA}{}", base64::encode(extra))?;
        }
        writeln!(f, "{INDEX}{}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", base64::encode(&hash.0)))?;
        write!(f, "\n{}", self.checkpoint.note())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{KeyName, OperatorKey};
    use proptest::prelude::*;

    fn proof(extra: Option<Vec<u8>>, index: u64, path: Vec<Hash32>) -> TlogProof {
        let (key, name) = (OperatorKey::from_seed(&[7; 32]), KeyName::new("example.org/fund").unwrap());
        let checkpoint = SignedCheckpoint::sign(&name, 9, Hash32([3; 32]), &key).unwrap();
        TlogProof { extra, index, path, checkpoint }
    }

    proptest! {
        #[test]
        fn a_proof_reads_back(
            extra in prop::option::of(prop::collection::vec(any::<u8>(), 1..80)),
            index in any::<u64>(),
            path in prop::collection::vec(any::<[u8; 32]>(), 0..LONGEST),
        ) {
            let proof = proof(extra, index, path.into_iter().map(Hash32).collect());
            let text = proof.to_string();
            prop_assert_eq!(TlogProof::parse(text.as_bytes()), Ok(proof));
        }

        #[test]
        fn any_other_byte_is_refused_or_read_as_it_stands(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = proof(Some(vec![1, 2, 3]), 5, vec![Hash32([1; 32]); 4]).to_string().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(read) = TlogProof::parse(&bytes) {
                prop_assert_eq!(read.to_string().into_bytes(), bytes);
            }
        }
    }

    #[test]
    fn each_way_of_being_wrong_has_its_own_cause() {
        let good = proof(Some(vec![1, 2, 3]), 5, vec![Hash32([1; 32]); 4]).to_string();
        let parse = |text: &str| TlogProof::parse(text.as_bytes()).unwrap_err();
        assert_eq!(parse(&good.replacen("@v1", "@v2", 1)), TlogProofError::NotAProof);
        assert_eq!(parse(&good.replacen("extra AQID", "extra AQI", 1)), TlogProofError::Extra);
        assert_eq!(parse(&good.replacen("extra AQID", "extra ", 1)), TlogProofError::Extra);
        assert_eq!(parse(&good.replacen("index 5", "index 05", 1)), TlogProofError::Index { line: 3 });
        assert_eq!(parse(&good.replacen("index 5\n", "", 1)), TlogProofError::Index { line: 3 });
        assert_eq!(parse(&good.replacen("AQEB", "AQE", 1)), TlogProofError::Path { line: 4 });
        assert_eq!(parse(&good[..200]), TlogProofError::Cut);
        assert!(matches!(parse(&good[..good.len() - 1]), TlogProofError::Checkpoint(_)));
        assert_eq!(TlogProof::parse(&[0xFF, 0xFE]).unwrap_err(), TlogProofError::NotUtf8 { at: 0 });
        assert_eq!(TlogProof::parse(&vec![b'a'; TlogProof::MAX + 1]).unwrap_err(), TlogProofError::TooLong);
        let long = good.replacen(
            "index 5\n",
            &format!("index 5\n{}", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n".repeat(64)),
            1,
        );
        assert_eq!(parse(&long), TlogProofError::Path { line: 68 });
    }
}
