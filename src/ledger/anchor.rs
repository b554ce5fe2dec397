//! What was held outside, beside what the journal is now: checkpoints, receipts, roots from paper, and whom to trust.
//!
//! Owns: when a history counts as anchored. Refuses to know: files, and how it is told.

use crate::base::{Hash32, Timestamp};
use crate::chain::note::Unverified;
use crate::chain::policy::CheckError;
use crate::chain::{Policy, SignedCheckpoint, VerifierKey};
use std::collections::BTreeMap;

/// What to hold a history against.
#[derive(Default)]
pub struct Anchors {
    /// Checkpoints.
    pub notes: Vec<HeldNote>,
    /// Roots from paper: the tree's size, and its root.
    pub roots: Vec<(u64, Hash32)>,
    /// Keys and witnesses that came from outside.
    pub policy: Option<Policy>,
    /// An anchor from before then is too old.
    pub not_before: Option<Timestamp>,
    /// Whether to look for what an auditor would ask about.
    pub audit: bool,
}

/// A checkpoint, and where it was found.
pub struct HeldNote {
    /// The file's name.
    pub file: String,
    /// Whether it came from outside. What lies beside the journal is as old or as new as the journal.
    pub outside: bool,
    /// It.
    pub checkpoint: SignedCheckpoint,
}

/// What the walk over the journal noted at a size that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtSize {
    /// The tree's root.
    pub root: Hash32,
    /// When the commit with its last record was recorded.
    pub recorded_at: Timestamp,
}

/// What became of one thing that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorFound {
    /// The file it is from; `None`: from paper.
    pub file: Option<String>,
    /// Whether it came from outside.
    pub outside: bool,
    /// The tree's size that it is of.
    pub size: u64,
    /// What it says of this history.
    pub says: Says,
}

/// What a held checkpoint or root says of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// The history leads through it.
    Agrees {
        /// When it was so: by the latest witness, else by the ledger's own header.
        at: Timestamp,
        /// The witnesses of the policy that say so too: their names, and when in seconds since 1970.
        cosigned: Vec<(String, u64)>,
        /// Whether they are as many as the policy wants; `None`: no policy was given, or it wants none.
        quorum_met: Option<bool>,
    },
    /// At that size the tree has another root.
    OtherRoot,
    /// The history ends before it: something was lost or taken away.
    Beyond {
        /// The journal's own size.
        found: u64,
    },
    /// It is of a tree without records: every history leads through that.
    Empty,
    /// It is of another ledger.
    OtherLedger {
        /// Of which.
        origin: String,
    },
    /// The ledger's key did not sign it.
    NotSigned,
    /// It says that the ledger's key signed it, and that is not so.
    WrongSignature,
    /// The trusted keys for this ledger are others than the one that the ledger names.
    KeyNotTrusted,
    /// It says that a trusted witness cosigned it, and that is not so.
    WrongCosignature {
        /// What the policy calls her.
        witness: String,
    },
}

impl Says {
    /// The exit code: 0 agrees, 10 agrees but says nothing from outside, 30 differs, 41 a signature or key is invalid.
    const fn code(&self) -> u8 {
        match self {
            Says::Agrees { .. } => 0,
            Says::Empty => 10,
            Says::OtherRoot | Says::Beyond { .. } | Says::OtherLedger { .. } => 30,
            Says::NotSigned | Says::WrongSignature | Says::KeyNotTrusted | Says::WrongCosignature { .. } => {
                41
            }
        }
    }
}

impl AnchorFound {
    /// The exit code that it gives by itself. A file beside the journal that is not the ledger's own proves nothing.
    pub const fn code(&self) -> u8 {
        match self.says.code() {
            41 if !self.outside => 10,
            code => code,
        }
    }

    /// When the history was as it says, where it counts as an anchor: it came from outside or enough witnesses saw it.
    pub const fn anchors(&self) -> Option<Timestamp> {
        match &self.says {
            Says::Agrees { at, quorum_met, .. } => match (quorum_met, self.outside) {
                (Some(true), _) | (None, true) => Some(*at),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A ledger as its own first entry names it.
pub(super) struct Named<'a> {
    /// Its origin.
    pub origin: &'a str,
    /// Its key.
    pub key: Hash32,
    /// The journal's size.
    pub size: u64,
}

impl Anchors {
    /// The sizes at which the walk must note the root.
    pub(super) fn sizes(&self) -> Vec<u64> {
        let notes = self.notes.iter().map(|note| note.checkpoint.checkpoint().size());
        let sizes = notes.chain(self.roots.iter().map(|(size, _)| *size));
        let mut sizes: Vec<u64> = sizes.filter(|size| *size > 0).collect();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }

    /// What all that was held says of the history that was walked.
    pub(super) fn judge(&self, ledger: &Named<'_>, noted: &BTreeMap<u64, AtSize>) -> Vec<AnchorFound> {
        let mut found: Vec<AnchorFound> = Vec::new();
        for HeldNote { file, outside, checkpoint } in &self.notes {
            let size = checkpoint.checkpoint().size();
            let says = self.says(ledger, checkpoint, noted);
            found.push(AnchorFound { file: Some(file.clone()), outside: *outside, size, says });
        }
        for (size, root) in &self.roots {
            let says = led_through(ledger, noted, *size, root).unwrap_or_else(|at| Says::Agrees {
                at: at.recorded_at,
                cosigned: Vec::new(),
                quorum_met: None,
            });
            found.push(AnchorFound { file: None, outside: true, size: *size, says });
        }
        found
    }

    fn says(&self, ledger: &Named<'_>, held: &SignedCheckpoint, noted: &BTreeMap<u64, AtSize>) -> Says {
        let checkpoint = held.checkpoint();
        if checkpoint.origin() != ledger.origin {
            return Says::OtherLedger { origin: checkpoint.origin().to_owned() };
        }
        let own = VerifierKey::of_log(ledger.origin, &ledger.key);
        let Some(own) = own else { return Says::NotSigned };
        match held.note().verify(&own) {
            Ok(_) => {}
            Err(Unverified::Absent) => return Says::NotSigned,
            Err(Unverified::Wrong) => return Says::WrongSignature,
        }
        let met = match &self.policy {
            None => None,
            Some(policy) if !policy.logs_for(ledger.origin).any(|log| log.key == own) => {
                return Says::KeyNotTrusted;
            }
            Some(policy) => match policy.check(held) {
                Ok(met) => Some((met, policy.asks_for_witnesses())),
                Err(CheckError::CosignatureWrong(witness)) => {
                    return Says::WrongCosignature { witness: witness.to_string() };
                }
                Err(CheckError::LogWrong(_)) => return Says::WrongSignature,
                Err(CheckError::UnknownLog(_) | CheckError::LogAbsent) => return Says::KeyNotTrusted,
            },
        };
        led_through(ledger, noted, checkpoint.size(), checkpoint.root()).unwrap_or_else(|at| {
            let cosigned = met.as_ref().map_or(&[][..], |(met, _)| &met.cosigned);
            let latest = cosigned.iter().filter_map(|one| Timestamp::from_seconds(one.timestamp)).max();
            Says::Agrees {
                at: latest.unwrap_or(at.recorded_at),
                cosigned: cosigned.iter().map(|one| (one.name.to_string(), one.timestamp)).collect(),
                quorum_met: met.as_ref().and_then(|(met, asked)| asked.then_some(met.quorum_met)),
            }
        })
    }
}

/// What speaks against it; `Err` with what was noted there where the history leads through it.
fn led_through(
    ledger: &Named<'_>,
    noted: &BTreeMap<u64, AtSize>,
    size: u64,
    root: &Hash32,
) -> Result<Says, AtSize> {
    match noted.get(&size) {
        _ if size == 0 => Ok(Says::Empty),
        Some(at) if at.root == *root => Err(*at),
        Some(_) => Ok(Says::OtherRoot),
        None => Ok(Says::Beyond { found: ledger.size }),
    }
}
