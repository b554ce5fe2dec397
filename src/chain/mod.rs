//! What can be proved: links, leaves, seals, and the walk over a journal's bytes (`docs/format.md`); signed notes,
//! checkpoints, cosignatures and policies as C2SP specifies them.
//!
//! Owns: hashing, signatures, framing and those texts; pure functions over bytes. Refuses to know: what an entry means,
//! rules, I/O.

mod base64;
pub mod checkpoint;
pub mod checkpoints;
pub mod commit;
pub mod commitment;
pub mod cosignature;
pub mod frames;
pub mod hash;
pub mod header;
pub mod key;
pub mod note;
pub mod policy;
pub mod possession;
pub mod proof;
pub mod receipt;
pub mod seal;
pub mod tail;
pub mod tlog_proof;
pub mod tree;
pub mod vkey;
pub mod walk;
pub mod witness;

pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use commit::{Author, CommitWriter, Sealed, Tip};
pub use frames::{FrameKind, frames};
pub use header::Header;
pub use key::{OperatorKey, VerifyingKey};
pub use note::{Note, NoteError, SignatureLine, Unverified, Verified};
pub use policy::{CheckError, Met, Policy, PolicyError};
pub use seal::Seal;
pub use tlog_proof::{TlogProof, TlogProofError};
pub use tree::{Frontier, Grown, KEPT_LEVEL, Subtree, leaf_hash};
pub use vkey::{Algorithm, KeyName, NameError, VerifierKey, VkeyError};
pub use walk::{Flaw, FlawCause, Step, Walker};

/// The first bytes of a journal: 14 of name, two of version.
pub const FILE_HEAD: [u8; 16] = *b"JINGUO-JOURNAL\x00\x01";
/// The version of the format that this crate writes, and the newest it reads.
pub const FORMAT_VERSION: u16 = 1;
/// The longest record in bytes: bounds what a reader must hold.
pub const MAX_RECORD: usize = 65_536;
/// The most entries in one commit.
pub const MAX_ENTRIES: u32 = 1_000_000;
/// Bytes of a frame beside its record: a length before, a check after.
pub const FRAME_OVERHEAD: usize = 4 + 8;
