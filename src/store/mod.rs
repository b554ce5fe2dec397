//! What lasts: files, the journal, the lock, the vault and the index.
//!
//! Owns: bytes on disk and how they survive a crash. Refuses to know: what an entry means, and every rule.

mod append_file;
pub mod backup_file;
mod backup_format;
pub mod backup_write;
pub mod bundle_file;
pub mod checkpoint_file;
mod cipher;
pub mod fs;
mod hush;
pub mod index;
pub mod journal;
pub mod key_file;
pub mod ledger_secrets;
pub mod lock;
pub mod mem_index;
mod passphrase_box;
mod pending;
pub mod sealed_box;
pub mod session;
pub mod sled_index;
pub mod vault;
mod vault_format;
pub mod witness_memory;

pub use append_file::{AppendError, Draft, FileError};
