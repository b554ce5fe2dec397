//! Posting lists: which entries touch a fund, an account, a person, a programme or a month.
//!
//! Owns: the lists an entry belongs to, and their packed form. Refuses to know: where they are stored.

use crate::base::wire::Put;
use crate::base::{AccountCode, EntryNo, FundNo, OperatorNo, Period, PersonNo, ProgrammeNo, RegisterNo};
use crate::entry::{Body, Entry};

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
    /// The first entry of each commit of an operator.
    Operator(OperatorNo),
    /// Lines of the memorandum register, also those struck.
    Register(RegisterNo),
}

impl ListKey {
    /// The list it is stored in. Persons share lists of 256: each has few entries, and a value for each would weigh
    /// more than the journal.
    pub(super) fn stored(self) -> ListKey {
        match self {
            ListKey::Person(n) => ListKey::Person(PersonNo(n.0 & !0xFF)),
            other => other,
        }
    }

    const fn is_of_persons(self) -> bool {
        matches!(self, ListKey::Person(_))
    }

    /// The low byte of the person's number; 0 in other lists.
    pub(super) fn low(self) -> u8 {
        match self {
            ListKey::Person(n) => u8::try_from(n.0 & 0xFF).unwrap_or(0),
            _ => 0,
        }
    }

    /// The bytes of the stored list's key. All keys with the same first byte have the same length, so none is the beginning of another.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut out = Vec::with_capacity(17);
        match self.stored() {
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
            ListKey::Operator(n) => {
                out.u8(7);
                out.u32(n.0);
            }
            ListKey::Register(n) => {
                out.u8(8);
                out.u32(n.0);
            }
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
    entry.body.persons().into_iter().for_each(|p| each(ListKey::Person(p)));
    if let Body::Registered(line) = &entry.body {
        each(ListKey::Register(line.register));
    }
}

/// An entry in a stored list, with the low byte of the person's number where the list is of persons.
pub(super) type Member = (EntryNo, u8);

/// Packs the members of a stored list: entry numbers as their differences, 7 bits a byte; in lists of persons each
/// followed by its byte. Entry numbers ascend; in lists of persons one may repeat with another byte.
pub(super) fn pack(list: ListKey, members: &[Member]) -> Vec<u8> {
    let mut out = Vec::with_capacity(members.len() * 2 + 8);
    let mut before = 0;
    for (no, low) in members {
        let mut rest = no.0 - before;
        before = no.0;
        while rest >= 0x80 {
            out.push(u8::try_from(rest & 0x7F).unwrap_or(0) | 0x80);
            rest >>= 7;
        }
        out.push(u8::try_from(rest).unwrap_or(0));
        if list.is_of_persons() {
            out.push(*low);
        }
    }
    out
}

/// The entries of `list` in what [`pack`] packed; `None` where the bytes are something else.
pub(super) fn unpack(list: ListKey, bytes: &[u8]) -> Option<Vec<EntryNo>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut entry = 0u64;
    let mut rest = bytes.iter();
    while !rest.as_slice().is_empty() {
        let (mut difference, mut shift) = (0u64, 0u32);
        loop {
            let byte = *rest.next()?;
            let bits = u64::from(byte & 0x7F);
            difference |= bits.checked_shl(shift).filter(|n| n >> shift == bits)?;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        entry = entry.checked_add(difference)?;
        let low = if list.is_of_persons() { *rest.next()? } else { 0 };
        if low == list.low() {
            if out.last().is_some_and(|last: &EntryNo| last.0 >= entry) {
                return None;
            }
            out.push(EntryNo(entry));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packed_lists_read_back(numbers in prop::collection::btree_set(1..u64::MAX, 0..50)) {
            let members: Vec<Member> = numbers.iter().map(|n| (EntryNo(*n), 0)).collect();
            let back = unpack(ListKey::Commits, &pack(ListKey::Commits, &members));
            prop_assert_eq!(back, Some(numbers.into_iter().map(EntryNo).collect()));
        }

        #[test]
        fn persons_of_a_bucket_are_told_apart(
            members in prop::collection::btree_set((1..1000u64, any::<u8>()), 0..50),
            low in any::<u8>(),
        ) {
            let list = ListKey::Person(PersonNo(256 * 77 + u64::from(low)));
            let packed: Vec<Member> = members.iter().map(|(n, low)| (EntryNo(*n), *low)).collect();
            let hers = members.iter().filter(|(_, l)| *l == low).map(|(n, _)| EntryNo(*n)).collect();
            prop_assert_eq!(unpack(list, &pack(list, &packed)), Some(hers));
        }

        #[test]
        fn any_bytes_unpack_or_not(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            for list in [ListKey::Commits, ListKey::Person(PersonNo(7))] {
                if let Some(numbers) = unpack(list, &bytes) {
                    prop_assert!(numbers.windows(2).all(|w| w[0] < w[1]));
                }
            }
        }
    }
}
