//! Posting lists: which entries touch a fund, an account, a person, a programme or a month.
//!
//! Owns: the lists an entry belongs to, and their packed form. Refuses to know: where they are stored.

use crate::base::wire::Put;
use crate::base::{AccountCode, EntryNo, FundNo, Period, PersonNo, ProgrammeNo};
use crate::entry::{Body, Entry, Target};

/// What a list of entries is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKey {
    /// Entries with a posting in the fund.
    Fund(FundNo),
    /// Entries with a posting on the account.
    Account(AccountCode),
    /// Entries that name the person.
    Person(PersonNo),
    /// Entries booked in the month, in the order of their vouchers.
    Period(Period),
    /// Entries of the programme.
    Programme(ProgrammeNo),
    /// The first entry of each commit.
    Commits,
}

impl ListKey {
    /// The key's bytes. All keys with the same first byte have the same length, so none is the beginning of another.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(17);
        match self {
            ListKey::Fund(n) => {
                out.u8(1);
                out.u32(n.0);
            }
            ListKey::Account(n) => {
                out.u8(2);
                out.u32(n.0);
            }
            ListKey::Person(n) => {
                out.u8(3);
                out.u64(n.0);
            }
            ListKey::Period(p) => {
                out.u8(4);
                out.u32(p.number());
            }
            ListKey::Programme(n) => {
                out.u8(5);
                out.u32(n.0);
            }
            ListKey::Commits => out.u8(6),
        }
        out
    }

    /// Whether the entry belongs to the list.
    pub fn holds(self, entry: &Entry) -> bool {
        let mut found = false;
        lists_of(entry, |key| found |= key == self);
        found
    }
}

/// Calls `each` with every list that the entry belongs to; with some more than once.
pub(super) fn lists_of(entry: &Entry, mut each: impl FnMut(ListKey)) {
    if let Some(voucher) = entry.voucher {
        each(ListKey::Period(voucher.date.period()));
    }
    for posting in &entry.postings {
        each(ListKey::Fund(posting.fund));
        each(ListKey::Account(posting.account));
        let dims = posting.dims;
        dims.person.into_iter().chain(dims.donor).for_each(|p| each(ListKey::Person(p)));
        dims.programme.into_iter().for_each(|p| each(ListKey::Programme(p)));
    }
    match &entry.body {
        Body::Person(person) => each(ListKey::Person(person.no)),
        Body::PassThrough(held) => {
            if let Target::Person(no) = held.target {
                each(ListKey::Person(no));
            }
            held.other.into_iter().for_each(|p| each(ListKey::Person(p)));
        }
        _ => {}
    }
}

/// Packs ascending entry numbers as their differences, 7 bits a byte.
pub(super) fn pack(numbers: &[EntryNo]) -> Vec<u8> {
    let mut out = Vec::with_capacity(numbers.len() + 8);
    let mut before = 0;
    for no in numbers {
        let mut rest = no.0 - before;
        before = no.0;
        while rest >= 0x80 {
            out.push(u8::try_from(rest & 0x7F).unwrap_or(0) | 0x80);
            rest >>= 7;
        }
        out.push(u8::try_from(rest).unwrap_or(0));
    }
    out
}

/// What [`pack`] packed; `None` where the bytes are something else.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<EntryNo>> {
    let mut out: Vec<EntryNo> = Vec::with_capacity(bytes.len());
    let (mut number, mut shift) = (0u64, 0u32);
    for byte in bytes {
        let bits = u64::from(byte & 0x7F);
        number |= bits.checked_shl(shift).filter(|n| n >> shift == bits)?;
        shift += 7;
        if byte & 0x80 == 0 {
            let before = out.last().map_or(0, |n| n.0);
            out.push(EntryNo(before.checked_add(number).filter(|n| *n > before)?));
            (number, shift) = (0, 0);
        }
    }
    (shift == 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packed_lists_read_back(numbers in prop::collection::btree_set(1..u64::MAX, 0..50)) {
            let numbers: Vec<EntryNo> = numbers.into_iter().map(EntryNo).collect();
            prop_assert_eq!(unpack(&pack(&numbers)), Some(numbers));
        }

        #[test]
        fn any_bytes_unpack_or_not(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Some(numbers) = unpack(&bytes) {
                prop_assert!(numbers.windows(2).all(|w| w[0] < w[1]));
            }
        }
    }
}
