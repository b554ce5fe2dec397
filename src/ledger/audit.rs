//! What an auditor asks about a history that breaks no rule: who signed, when nobody did, what came late or was dated
//! back, what one person did alone, and what became of keys.
//!
//! Owns: those questions, answered in one pass and in bounded memory. Refuses to know: whether any of it is wrong; that is
//! for people to say.

use crate::base::{Date, EntryNo, Hash32, OperatorNo, Timestamp};
use crate::book::Operator;
use crate::chain::Header;
use crate::entry::{Body, Decision, Entry};
use std::collections::BTreeMap;

/// How many of each sort are kept one by one; of the rest the number.
pub const MOST_NOTED: usize = 100;
/// How many of the longest silences are kept.
const MOST_GAPS: usize = 10;
/// A silence shorter than this is none: an office rests over a week of holidays.
const GAP_MILLIS: i64 = 8 * 24 * 3_600_000;
/// An entry is late when its business lies further back than this: about the month after which books are closed.
const LATE_DAYS: i64 = 31;
/// An approval this soon after what it approves was hardly a look at it.
const SWIFT_MILLIS: i64 = 60_000;
/// The clock stood back when it showed less than what was recorded before, by more than the jitter of a clock that is set.
const BACK_MILLIS: i64 = 2_000;

/// Some things of one sort: the first, and how many there were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted<T> {
    /// The first [`MOST_NOTED`].
    pub first: Vec<T>,
    /// All of them.
    pub count: u64,
}

impl<T> Default for Noted<T> {
    fn default() -> Noted<T> {
        Noted { first: Vec::new(), count: 0 }
    }
}

impl<T> Noted<T> {
    fn push(&mut self, one: T) {
        self.count += 1;
        if self.first.len() < MOST_NOTED {
            self.first.push(one);
        }
    }
}

/// What an operator signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Commits.
    pub commits: u64,
    /// Entries in them.
    pub entries: u64,
    /// When the first was recorded.
    pub first: Timestamp,
    /// When the last was recorded.
    pub last: Timestamp,
}

/// A time in which nothing was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The commit that ended it.
    pub commit: u64,
    /// From.
    pub from: Timestamp,
    /// To.
    pub to: Timestamp,
}

/// A commit whose machine's clock showed less than what was recorded before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockBack {
    /// The commit.
    pub commit: u64,
    /// What the clock showed.
    pub clock: Timestamp,
    /// What had been recorded before.
    pub before: Timestamp,
}

/// An entry with two days that do not fit each other well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The entry.
    pub entry: EntryNo,
    /// The day that it names.
    pub day: Date,
    /// The day on which it was recorded.
    pub recorded: Date,
}

/// What was done to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// Whose.
    pub operator: OperatorNo,
    /// By which entry.
    pub entry: EntryNo,
    /// The key that she signs with from then on; `None`: none, it was revoked.
    pub key: Option<Hash32>,
    /// When.
    pub at: Timestamp,
}

/// What an auditor would ask about, in the order of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// All operators as they are now.
    pub operators: BTreeMap<OperatorNo, Operator>,
    /// Who signed what.
    pub signers: BTreeMap<OperatorNo, Signer>,
    /// The longest silences, longest first.
    pub gaps: Vec<Gap>,
    /// Clocks that stood back.
    pub clock_back: Noted<ClockBack>,
    /// Recorded more than a month after they happened.
    pub late: Noted<Dated>,
    /// With a voucher in an earlier month than that of recording.
    pub back_dated: Noted<Dated>,
    /// Said to have happened after the day of recording.
    pub ahead: Noted<Dated>,
    /// By which one person alone let something take effect.
    pub alone: Noted<EntryNo>,
    /// Approved within a minute of being prepared.
    pub swift: Noted<EntryNo>,
    /// Reversals.
    pub reversals: Noted<EntryNo>,
    /// Keys changed and revoked.
    pub keys: Noted<KeyChange>,
    /// Erasures, hand-overs of people's data, and looks at it.
    pub people: Noted<EntryNo>,
    /// Checkpoints, as the ledger says of itself.
    pub checkpoints: Noted<(EntryNo, Timestamp)>,
    /// Restores from a backup.
    pub restores: Noted<EntryNo>,
    /// When each entry that waits was prepared.
    prepared: BTreeMap<EntryNo, Timestamp>,
    last: Option<Timestamp>,
}

impl Audit {
    /// Takes in a commit's header.
    pub(super) fn header(&mut self, header: &Header) {
        let Header { commit_no: commit, recorded_at: at, clock, operator, .. } = *header;
        let fresh = Signer { commits: 0, entries: 0, first: at, last: at };
        let signer = self.signers.entry(operator).or_insert(fresh);
        signer.commits += 1;
        signer.entries += u64::from(header.entries);
        signer.last = at;
        if let Some(before) = self.last.replace(at) {
            if before.millis() - clock.millis() > BACK_MILLIS {
                self.clock_back.push(ClockBack { commit, clock, before });
            }
            self.gap(Gap { commit, from: before, to: at });
        }
    }

    fn gap(&mut self, gap: Gap) {
        let length = |gap: &Gap| gap.to.millis() - gap.from.millis();
        if length(&gap) >= GAP_MILLIS {
            let at = self.gaps.partition_point(|other| length(other) >= length(&gap));
            self.gaps.insert(at, gap);
            self.gaps.truncate(MOST_GAPS);
        }
    }

    /// Takes in an entry that the rules allow.
    pub(super) fn entry(&mut self, header: &Header, entry: &Entry) {
        let (no, at) = (entry.no, header.recorded_at);
        let recorded = at.shanghai_date();
        let dated = |day| Dated { entry: no, day, recorded };
        let waited = match &entry.body {
            Body::Decided(decided) => {
                self.prepared.remove(&decided.prepared.entry).map(|since| (decided, since))
            }
            _ => None,
        };
        // An approval has the day of what it approves, which was recorded before.
        if waited.is_none() && recorded.days_since(entry.business_date) > LATE_DAYS {
            self.late.push(dated(entry.business_date));
        }
        if entry.business_date > recorded {
            self.ahead.push(dated(entry.business_date));
        }
        if let Some(voucher) = entry.voucher.filter(|voucher| voucher.date.period() < recorded.period()) {
            self.back_dated.push(dated(voucher.date));
        }
        if entry.prepared {
            self.prepared.insert(no, at);
        }
        if let Some((decided, since)) = waited {
            let swift = at.millis() - since.millis() < SWIFT_MILLIS;
            if decided.decision == Decision::Approved && swift {
                self.swift.push(no);
            }
        }
        match &entry.body {
            Body::Decided(decided) if decided.decision == Decision::Emergency => self.alone.push(no),
            Body::Reversal(_) => self.reversals.push(no),
            Body::Rotated(rotated) => {
                self.keys.push(KeyChange {
                    operator: rotated.operator,
                    entry: no,
                    key: Some(rotated.key),
                    at,
                });
            }
            Body::Erased(_) | Body::HandedOver(_) | Body::Unmasked(_) => self.people.push(no),
            Body::Restored(_) => self.restores.push(no),
            Body::Checkpoint => self.checkpoints.push((no, at)),
            _ => {}
        }
    }

    /// Takes in what an entry makes happen, itself or by approving it: revocations often wait.
    pub(super) fn effect(&mut self, header: &Header, no: EntryNo, body: &Body) {
        if let Body::Revoked(revoked) = body {
            let at = header.recorded_at;
            self.keys.push(KeyChange { operator: revoked.operator, entry: no, key: None, at });
        }
    }
}
