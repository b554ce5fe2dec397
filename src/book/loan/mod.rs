//! Loans: arithmetic, what is owed on a day, and which event may follow which.
//!
//! Owns: all of that, pure. Refuses to know: accounts, storage, and words for people.

pub mod interest;
pub mod schedule;
