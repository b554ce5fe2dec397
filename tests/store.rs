//! Files under faults and crashes.
//!
//! Owns: what the store promises when disks fail. Refuses to know: the ledger on top of it.

mod support;

#[path = "store/backup.rs"]
mod backup;
#[path = "store/backup_faults.rs"]
mod backup_faults;
#[path = "store/bundle.rs"]
mod bundle;
#[path = "store/journal.rs"]
mod journal;
#[path = "store/seeds.rs"]
mod seeds;
#[path = "store/vault.rs"]
mod vault;
