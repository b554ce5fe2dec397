//! What lasts: files, the journal, the lock, the vault and the index.
//!
//! Owns: bytes on disk and how they survive a crash. Refuses to know: what an entry means, and every rule.

mod append_file;
pub mod fs;
mod hush;
pub mod index;
pub mod journal;
pub mod key_file;
pub mod lock;
pub mod mem_index;
mod pending;
pub mod sled_index;
pub mod vault;
mod vault_format;

pub use append_file::{AppendError, Draft, FileError};
