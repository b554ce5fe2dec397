//! Receipts 凭据: a proof that an entry is in the book, with what its holder needs to read it, and nobody else's data.
//!
//! Owns: which records and openings go with which entry, and reading a receipt again without the ledger. Refuses to know:
//! keys and their trust, words, and paper.

use super::error::LedgerError;
use super::lists::{ListKey, lists_of};
use super::{Ledger, Proved, prove};
use crate::base::wire::WireError;
use crate::base::{EntryNo, Hash32, PersonNo, SubjectNo};
use crate::book::{Cell, Key, Named, View};
use crate::chain::commitment::commitment;
use crate::chain::receipt::{Carried, Companion, Opening};
use crate::chain::{Header, SignedCheckpoint, TlogProof, TlogProofError, leaf_hash, receipt};
use crate::entry::{Body, Entry, Field};
use crate::store::vault::Reading;
use std::collections::BTreeSet;

impl Ledger {
    /// The persons that an entry names, itself or in its postings.
    ///
    /// # Errors
    /// [`Refusal::UnknownEntry`](crate::book::Refusal::UnknownEntry); or where the index can't be read.
    pub fn persons_of(&self, no: EntryNo) -> Result<BTreeSet<PersonNo>, LedgerError> {
        let entry = self.locate(no)?.entry;
        let mut persons = BTreeSet::new();
        let mut each = |list| {
            if let ListKey::Person(no) = list {
                persons.insert(no);
            }
        };
        lists_of(&entry, &mut each);
        if let Some(body) = self.effect_of(&entry)? {
            body.persons().into_iter().for_each(|no| each(ListKey::Person(no)));
        }
        Ok(persons)
    }

    /// What opens a person's fields, each checked against the chain's commitment; none where she is erased, her data is
    /// restricted, or the vault is not at hand.
    ///
    /// # Errors
    /// Where the vault does not match, or can't be read.
    pub fn openings(&mut self, no: PersonNo, fields: &[Field]) -> Result<Vec<Opening>, LedgerError> {
        let Some(Cell::Person(person)) = self.state.base().cell(&Key::Person(no))? else {
            return Ok(Vec::new());
        };
        if person.restricted || self.person_fields(no)?.is_none() {
            return Ok(Vec::new());
        }
        let Some(vault) = self.people.vault.as_ref().filter(|vault| vault.has_key()) else {
            return Ok(Vec::new());
        };
        let subject = person.subject;
        let Reading::Fields(found) = vault.read(subject).map_err(LedgerError::vault)? else {
            return Ok(Vec::new());
        };
        let wanted = found.into_iter().filter(|f| fields.iter().any(|field| field.tag() == f.tag));
        Ok(wanted.map(|f| Opening { subject, field: f.tag, salt: f.salt, value: f.text.clone() }).collect())
    }

    /// The last of the entries that a receipt for this one needs: the checkpoint must cover it too.
    ///
    /// # Errors
    /// As [`Ledger::prove_entry`].
    pub fn last_needed(&mut self, no: EntryNo, holder: Option<PersonNo>) -> Result<EntryNo, LedgerError> {
        Ok(self.needed(no, holder)?.into_iter().fold(no, EntryNo::max))
    }

    /// A receipt for an entry under a checkpoint of this ledger, with the holder's openings.
    ///
    /// # Errors
    /// As [`Ledger::prove_entry`].
    ///
    /// # Panics
    /// Where the checkpoint is none of this ledger's, or ends before the entry.
    pub fn receipt(
        &mut self,
        no: EntryNo,
        holder: Option<PersonNo>,
        openings: Vec<Opening>,
        checkpoint: SignedCheckpoint,
    ) -> Result<TlogProof, LedgerError> {
        let size = checkpoint.checkpoint().size();
        assert!(
            *checkpoint.checkpoint().root() == self.root_at(size)?,
            "a receipt under another tree's checkpoint"
        );
        let proved = self.prove_entry(no, size)?;
        let mut companions = vec![companion(self.prove_header(no, size)?)];
        for entry in self.needed(no, holder)? {
            let named = self.prove_entry(entry, size)?;
            companions.push(companion(named));
        }
        let carried = Carried { record: proved.record, openings, companions };
        let extra = Some(carried.encode(&proved.path));
        Ok(TlogProof { extra, index: proved.index, path: proved.path, checkpoint })
    }

    /// The entries without which this one can't be read: what names its fund, programme, place and holder, and what it
    /// approves. Operators go by their numbers: who they are is the office's affair, and a holder's paper is small.
    fn needed(&mut self, no: EntryNo, holder: Option<PersonNo>) -> Result<Vec<EntryNo>, LedgerError> {
        let entry = self.locate(no)?.entry;
        let mut named = Vec::new();
        for posting in &entry.postings {
            named.push(Named::Fund(posting.fund));
            named.extend(posting.dims.programme.map(Named::Programme));
            named.extend(posting.dims.purpose.map(Named::Purpose));
        }
        // What opens the holder's name, and what was approved, must not be left out where there is too much.
        let mut entries = Vec::new();
        if let Some(person) = holder.map(|no| self.person(no)).transpose()?.flatten() {
            entries.push(EntryNo(person.entry));
        }
        if let Body::Decided(decided) = &entry.body {
            entries.push(decided.prepared.entry);
        }
        for name in named {
            if let Some(Cell::Number(entry)) = self.state.get(&Key::NamedBy(name))? {
                entries.push(EntryNo(*entry));
            }
        }
        let mut needed: Vec<EntryNo> = Vec::new();
        for other in entries {
            if other != no && !needed.contains(&other) && needed.len() + 1 < receipt::MOST_COMPANIONS {
                needed.push(other);
            }
        }
        Ok(needed)
    }
}

fn companion(proved: Proved) -> Companion {
    Companion { index: proved.index, record: proved.record, path: proved.path }
}

/// Why a receipt says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It is no proof in the form of `tlog-proof`.
    #[error("{0}")]
    Proof(#[from] TlogProofError),
    /// The proof carries nothing: it is of another kind of log.
    #[error("no record in it")]
    NothingCarried,
    /// What it carries is not in the form of a receipt.
    #[error("extra bytes: {0}")]
    Carried(WireError),
    /// A record in it is no record of a ledger.
    #[error("record {index}: {cause}")]
    Record {
        /// Its number.
        index: u64,
        /// Where, and what is wrong.
        cause: WireError,
    },
    /// A record is not in the checkpoint's tree.
    #[error("record {index} is not in the tree")]
    NotInTree {
        /// Its number.
        index: u64,
    },
    /// The header in it is not the one of the entry's commit.
    #[error("no header of the entry's commit")]
    NoHeader,
    /// An opening fits no commitment of the records.
    #[error("field {field} of subject {subject:?} opens nothing")]
    OpensNothing {
        /// The vault's subject.
        subject: SubjectNo,
        /// The field's tag.
        field: u8,
    },
}

/// A receipt that was read: all its records are in the tree of its checkpoint, and all its openings are right. Whose
/// signature the checkpoint has is for whoever holds the keys to say.
#[derive(Clone, Debug)]
pub struct Receipted {
    /// The entry.
    pub entry: Entry,
    /// The number of its record.
    pub index: u64,
    /// Its leaf hash.
    pub leaf: Hash32,
    /// Who recorded it and when.
    pub header: Header,
    /// The entries that name what it is about.
    pub context: Vec<Entry>,
    /// The holder's fields, opened.
    pub opened: Vec<(SubjectNo, Field, String)>,
    /// The checkpoint.
    pub checkpoint: SignedCheckpoint,
}

impl Receipted {
    /// Reads a receipt without the ledger.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn read(bytes: &[u8]) -> Result<Receipted, ReceiptError> {
        let proof = TlogProof::parse(bytes)?;
        let extra = proof.extra.as_deref().ok_or(ReceiptError::NothingCarried)?;
        let carried = Carried::decode(extra, &proof.path).map_err(ReceiptError::Carried)?;
        let leaf = leaf_hash(&carried.record);
        if !proof.leads_from(&leaf) {
            return Err(ReceiptError::NotInTree { index: proof.index });
        }
        if let Some(stray) = carried.stray(proof.checkpoint.checkpoint()) {
            return Err(ReceiptError::NotInTree { index: stray.index });
        }
        let entry = decoded(proof.index, &carried.record)?;
        let (mut header, mut context) = (None, Vec::new());
        for Companion { index, record, .. } in &carried.companions {
            if record.first() == Some(&Header::TAG) {
                let cause = |cause| ReceiptError::Record { index: *index, cause };
                let found = Header::decode(record).map_err(cause)?;
                header =
                    Some(found).filter(|h| h.record_no == *index && prove::is_of(h, entry.no, proof.index));
            } else {
                context.push(decoded(*index, record)?);
            }
        }
        let mut opened = Vec::new();
        for Opening { subject, field, salt, value } in &carried.openings {
            let committed = commitment(salt, *subject, *field, value);
            let stands = |entry: &Entry| {
                let all = entry.body.subjects();
                all.iter().any(|(s, fields)| s == subject && fields.contains(&(*field, committed)))
            };
            let field_of = Field::from_tag(*field).filter(|_| stands(&entry) || context.iter().any(stands));
            let wrong = ReceiptError::OpensNothing { subject: *subject, field: *field };
            opened.push((*subject, field_of.ok_or(wrong)?, value.clone()));
        }
        let header = header.ok_or(ReceiptError::NoHeader)?;
        Ok(Receipted {
            entry,
            index: proof.index,
            leaf,
            header,
            context,
            opened,
            checkpoint: proof.checkpoint,
        })
    }
}

fn decoded(index: u64, record: &[u8]) -> Result<Entry, ReceiptError> {
    Entry::decode(record).map_err(|cause| ReceiptError::Record { index, cause })
}
