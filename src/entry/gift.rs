//! Bound gifts 定向捐赠、结对: money or goods of one donor for one person, a group, or a programme.
//!
//! Owns: their fields. Refuses to know: what is left of them.

use super::relief::{put_optional_person, take_optional_person};
use super::{take_amount, take_u64};
use crate::base::wire::{Put, Take, WireError};
use crate::base::{Fen, FundNo, GiftNo, Hash32, PersonNo, ProgrammeNo};
use serde::{Deserialize, Serialize};

/// Something happened to a bound gift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiftEvent {
    /// Which.
    pub gift: GiftNo,
    /// What happened.
    pub what: GiftWhat,
}

/// What can happen to a bound gift, beside being paid on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GiftWhat {
    /// It was agreed 结对.
    Agreed {
        /// Who gives; `None` where she stays anonymous.
        donor: Option<PersonNo>,
        /// Where it stands; [`FundNo::PASS_THROUGH`]: held for others 受托代理.
        fund: FundNo,
        /// What it is for.
        bound: Bound,
    },
    /// Money of it came in.
    Received {
        /// How much.
        amount: Fen,
    },
    /// Money of it went back to the donor.
    GivenBack {
        /// How much.
        amount: Fen,
    },
    /// The donor changed what it is for 变更用途.
    BoundAnew {
        /// What it is for from now on.
        bound: Bound,
        /// SHA-256 of her written consent.
        consent: Hash32,
    },
}

/// What a gift is for: a programme, persons, or these persons under that programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    programme: Option<ProgrammeNo>,
    persons: Vec<PersonNo>,
}

/// The most persons that one gift is for by name.
pub const MOST_BOUND: usize = 1000;

impl Bound {
    /// `None` where neither is named, a person is named twice, or there are more than [`MOST_BOUND`].
    pub fn new(programme: Option<ProgrammeNo>, mut persons: Vec<PersonNo>) -> Option<Bound> {
        persons.sort_unstable();
        let fine = (programme.is_some() || !persons.is_empty())
            && persons.len() <= MOST_BOUND
            && persons.is_sorted_by(|a, b| a < b);
        fine.then_some(Bound { programme, persons })
    }

    /// The programme, where it is for one.
    pub const fn programme(&self) -> Option<ProgrammeNo> {
        self.programme
    }

    /// The persons, ascending; none: whoever the programme helps.
    pub fn persons(&self) -> &[PersonNo] {
        &self.persons
    }

    /// Whether it may be paid on to that person under that programme.
    pub fn allows(&self, programme: ProgrammeNo, person: PersonNo) -> bool {
        self.programme.is_none_or(|bound| bound == programme)
            && (self.persons.is_empty() || self.persons.binary_search(&person).is_ok())
    }

    fn put(&self, out: &mut Vec<u8>) {
        out.u32(self.programme.map_or(0, |p| p.0));
        out.u16(super::count(self.persons.len()));
        self.persons.iter().for_each(|person| out.u64(person.0));
    }

    fn take(from: &mut Take<'_>) -> Result<Bound, WireError> {
        let wrong = from.impossible("what the gift is for");
        let programme = match from.u32()? {
            0 => None,
            no => Some(ProgrammeNo(no)),
        };
        let count = usize::from(from.u16()?);
        if count > MOST_BOUND {
            return Err(wrong);
        }
        let persons = (0..count).map(|_| from.u64().map(PersonNo)).collect::<Result<Vec<_>, _>>()?;
        let ordered = persons.is_sorted_by(|a, b| a < b) && persons.first() != Some(&PersonNo(0));
        let named = programme.is_some() || !persons.is_empty();
        if ordered && named { Ok(Bound { programme, persons }) } else { Err(wrong) }
    }
}

impl GiftEvent {
    /// The kind's number.
    pub const fn kind(&self) -> u16 {
        match self.what {
            GiftWhat::Agreed { .. } => 140,
            GiftWhat::Received { .. } => 141,
            GiftWhat::GivenBack { .. } => 142,
            GiftWhat::BoundAnew { .. } => 143,
        }
    }

    pub(super) fn put(&self, out: &mut Vec<u8>) {
        out.u64(self.gift.0);
        match &self.what {
            GiftWhat::Agreed { donor, fund, bound } => {
                put_optional_person(*donor, out);
                out.u32(fund.0);
                bound.put(out);
            }
            GiftWhat::Received { amount } | GiftWhat::GivenBack { amount } => out.i64(amount.get()),
            GiftWhat::BoundAnew { bound, consent } => {
                bound.put(out);
                out.hash(consent);
            }
        }
    }

    pub(super) fn take(kind: u16, from: &mut Take<'_>) -> Result<GiftEvent, WireError> {
        let gift = GiftNo(take_u64(from, "gift")?);
        let what = match kind {
            140 => GiftWhat::Agreed {
                donor: take_optional_person(from)?,
                fund: FundNo(from.u32()?),
                bound: Bound::take(from)?,
            },
            141 => GiftWhat::Received { amount: take_amount(from)? },
            142 => GiftWhat::GivenBack { amount: take_amount(from)? },
            _ => GiftWhat::BoundAnew { bound: Bound::take(from)?, consent: from.hash()? },
        };
        Ok(GiftEvent { gift, what })
    }
}

pub(super) fn gift(no: u64) -> Option<GiftNo> {
    (no > 0).then_some(GiftNo(no))
}
