//! What a receipt carries beside its proof: the record, what opens its holder's commitments, and companions, each with
//! a proof of its own.
//!
//! Owns: those bytes (`docs/format.md`), and that every companion is in the same tree. Refuses to know: what records say.

use super::proof::{LONGEST, verify_inclusion};
use super::tlog_proof::TlogProof;
use super::{Checkpoint, MAX_RECORD, leaf_hash};
use crate::base::wire::{Put, Take, WireCause, WireError};
use crate::base::{Hash32, SubjectNo};

/// The first byte: the layout's version.
const VERSION: u8 = 1;
/// The most fields that are opened: one person has five.
const MOST_OPENINGS: usize = 16;
/// The most companions.
pub const MOST_COMPANIONS: usize = 8;

/// What opens one commitment: its salt, and what was committed to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// The vault's subject.
    pub subject: SubjectNo,
    /// The field's tag.
    pub field: u8,
    /// The salt.
    pub salt: [u8; 32],
    /// The value.
    pub value: String,
}

/// A record in the same tree, and its own way to the root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Companion {
    /// Its number.
    pub index: u64,
    /// Its exact bytes.
    pub record: Vec<u8>,
    /// Its inclusion proof.
    pub path: Vec<Hash32>,
}

/// All that a receipt carries beside its proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried {
    /// The record of the entry.
    pub record: Vec<u8>,
    /// What opens its holder's fields.
    pub openings: Vec<Opening>,
    /// What it can't be read without.
    pub companions: Vec<Companion>,
}

impl Carried {
    /// The bytes, for a proof with that path: hashes that both paths have stand once.
    ///
    /// # Panics
    /// Where there is more than [`Carried::decode`] takes.
    pub fn encode(&self, path: &[Hash32]) -> Vec<u8> {
        let mut hashes: Vec<Hash32> = path.to_vec();
        let mut places = Vec::with_capacity(self.companions.len());
        for companion in &self.companions {
            let place = |hash: &Hash32| {
                hashes.iter().position(|known| known == hash).unwrap_or_else(|| {
                    hashes.push(*hash);
                    hashes.len() - 1
                })
            };
            places.push(companion.path.iter().map(place).collect::<Vec<usize>>());
        }
        let mut out = vec![VERSION];
        put_record(&mut out, &self.record);
        out.u8(small(self.openings.len()));
        for opening in &self.openings {
            out.u64(opening.subject.0);
            out.u8(opening.field);
            out.extend_from_slice(&opening.salt);
            out.text(&opening.value);
        }
        let pool = &hashes[path.len()..];
        out.u8(small(pool.len()));
        pool.iter().for_each(|hash| out.hash(hash));
        out.u8(small(self.companions.len()));
        for (companion, places) in self.companions.iter().zip(places) {
            out.u64(companion.index);
            put_record(&mut out, &companion.record);
            out.u8(small(places.len()));
            places.into_iter().for_each(|place| out.u8(small(place)));
        }
        assert!(
            Carried::decode(&out, path).as_ref() == Ok(self),
            "what a receipt carries does not read back"
        );
        out
    }

    /// Reads them beside a proof with that path.
    ///
    /// # Errors
    /// [`WireError`] where they are not their canonical form.
    pub fn decode(bytes: &[u8], path: &[Hash32]) -> Result<Carried, WireError> {
        let mut from = Take::new(bytes);
        let at = from.clone();
        if from.u8()? != VERSION {
            return Err(at.fail(WireCause::Newer("receipt's layout")));
        }
        let record = take_record(&mut from)?;
        let mut openings = Vec::new();
        for _ in 0..count(&mut from, MOST_OPENINGS, "count of openings")? {
            let (subject, field) = (SubjectNo(from.u64()?), from.u8()?);
            let mut salt = [0; 32];
            salt.copy_from_slice(from.bytes(32)?);
            openings.push(Opening { subject, field, salt, value: from.text()?.to_owned() });
        }
        let mut hashes = path.to_vec();
        for _ in 0..count(&mut from, usize::from(u8::MAX), "count of hashes")? {
            hashes.push(from.hash()?);
        }
        let mut used = path.len();
        let mut companions = Vec::new();
        for _ in 0..count(&mut from, MOST_COMPANIONS, "count of companions")? {
            let index = from.u64()?;
            let record = take_record(&mut from)?;
            let mut path = Vec::new();
            for _ in 0..count(&mut from, LONGEST, "length of a path")? {
                let at = from.clone();
                let place = usize::from(from.u8()?);
                // New hashes stand in the order in which they are needed first, and each once: one form only.
                let known = |hash: &&Hash32| place <= used && !hashes[..place].contains(hash);
                let hash = hashes.get(place).filter(known).ok_or_else(|| at.impossible("hash's place"))?;
                used += usize::from(place == used);
                path.push(*hash);
            }
            companions.push(Companion { index, record, path });
        }
        let at = from.clone();
        from.end()?;
        if used != hashes.len() {
            return Err(at.impossible("list of hashes"));
        }
        Ok(Carried { record, openings, companions })
    }

    /// The first companion that the checkpoint's tree does not hold; `None`: it holds them all.
    pub fn stray(&self, checkpoint: &Checkpoint) -> Option<&Companion> {
        let (size, root) = (checkpoint.size(), checkpoint.root());
        self.companions
            .iter()
            .find(|it| !verify_inclusion(&leaf_hash(&it.record), it.index, size, root, &it.path))
    }
}

/// Whether a proof and what it carries hold together: the record, and every companion, are in the checkpoint's tree.
pub fn holds(proof: &TlogProof, carried: &Carried) -> bool {
    proof.leads_from(&leaf_hash(&carried.record)) && carried.stray(proof.checkpoint.checkpoint()).is_none()
}

fn small(n: usize) -> u8 {
    let small = u8::try_from(n).unwrap_or(u8::MAX);
    assert!(usize::from(small) == n, "{n} of something in a receipt");
    small
}

fn put_record(out: &mut Vec<u8>, record: &[u8]) {
    out.u32(u32::try_from(record.len()).unwrap_or(u32::MAX));
    out.extend_from_slice(record);
}

fn take_record(from: &mut Take<'_>) -> Result<Vec<u8>, WireError> {
    let at = from.clone();
    let len = usize::try_from(from.u32()?).unwrap_or(usize::MAX);
    if !(1..=MAX_RECORD).contains(&len) {
        return Err(at.impossible("length of a record"));
    }
    Ok(from.bytes(len)?.to_vec())
}

fn count(from: &mut Take<'_>, most: usize, what: &'static str) -> Result<usize, WireError> {
    let at = from.clone();
    let count = usize::from(from.u8()?);
    if count > most { Err(at.impossible(what)) } else { Ok(count) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hashes(all: Vec<u8>) -> Vec<Hash32> {
        all.into_iter().map(|n| Hash32([n; 32])).collect()
    }

    fn carried() -> impl Strategy<Value = Carried> {
        let path = || prop::collection::vec(0..40u8, 0..20).prop_map(hashes);
        let record = || prop::collection::vec(any::<u8>(), 1..60);
        let opening = (any::<u64>(), any::<u8>(), any::<[u8; 32]>(), "[a-z王芳]{0,9}");
        let opening = opening.prop_map(|(subject, field, salt, value)| Opening {
            subject: SubjectNo(subject),
            field,
            salt,
            value,
        });
        let companion = (any::<u64>(), record(), path());
        let companion = companion.prop_map(|(index, record, path)| Companion { index, record, path });
        let openings = prop::collection::vec(opening, 0..4);
        (record(), openings, prop::collection::vec(companion, 0..5))
            .prop_map(|(record, openings, companions)| Carried { record, openings, companions })
    }

    fn path() -> impl Strategy<Value = Vec<Hash32>> {
        prop::collection::btree_set(0..40u8, 0..20).prop_map(|all| hashes(all.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn it_reads_back(carried in carried(), path in path()) {
            prop_assert_eq!(Carried::decode(&carried.encode(&path), &path), Ok(carried));
        }

        #[test]
        fn other_bytes_are_refused_or_have_this_one_form(
            carried in carried(),
            path in path(),
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
        ) {
            let mut bytes = carried.encode(&path);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok(read) = Carried::decode(&bytes, &path) {
                prop_assert_eq!(read.encode(&path), bytes);
            }
        }
    }
}
