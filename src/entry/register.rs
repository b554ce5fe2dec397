//! The memorandum register 备查簿: what went past the office's books and is still to be counted.
//!
//! Owns: its entries' fields. Refuses to know: sums.

use super::approval::Link;
use super::relief::{put_optional_person, take_optional_person};
use super::{take_nonnegative, take_u32};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Fen, PersonNo, RegisterNo};

/// A line of a register: people helped, cards handed out, a bank's loan to somebody. No money of the office moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Which register.
    pub register: RegisterNo,
    /// Who was helped, where she is named.
    pub person: Option<PersonNo>,
    /// Who gave it: a bank, a hospital.
    pub provider: Option<PersonNo>,
    /// How many people, cards or times.
    pub count: u32,
    /// What it was worth; zero where nobody says.
    pub amount: Fen,
}

impl Registered {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.register.0);
        put_optional_person(self.person, out);
        put_optional_person(self.provider, out);
        out.u32(self.count);
        out.i64(self.amount.get());
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Registered, WireError> {
        Ok(Registered {
            register: RegisterNo(take_u32(from, "register")?),
            person: take_optional_person(from)?,
            provider: take_optional_person(from)?,
            count: take_u32(from, "count")?,
            amount: take_nonnegative(from)?,
        })
    }
}

/// A line of a register was struck 划去: it was a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Struck {
    /// Which entry.
    pub line: Link,
}

impl Struck {
    pub(super) fn put(self, out: &mut Vec<u8>) {
        self.line.put(out);
    }

    pub(super) fn take(from: &mut Take<'_>) -> Result<Struck, WireError> {
        Ok(Struck { line: Link::take(from)? })
    }
}
