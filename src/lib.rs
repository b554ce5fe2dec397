//! Jinguo (巾帼账): an append-only, hash-chained, double-entry ledger for Women's Federation offices.
//!
//! The rooms of the house, and who may import whom, are in `docs/design.md`; `tests/layering.rs` holds them to it.

pub mod base;
pub mod book;
pub mod chain;
pub mod cli;
pub mod entry;
pub mod export;
pub mod import;
pub mod ledger;
pub mod report;
pub mod store;
pub mod words;
